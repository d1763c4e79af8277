//! From arguments to exit code: the same way for the program and for tests.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::FromArgMatches as _;

use super::args::{self, Cli, Command};
use super::desk::{Doors, Opening};
use super::output::{Outcome, Output, Stop};
use super::{
    Context, check, consistency, drafts, files, find, import, keys, lessons, library, links, localise, log, many,
    mapping, projects, recheck, results, review, rules, sample, second_look, similar, station, stats, terminal, tools,
    wiring,
};
use crate::config::{self, Categories, Paths, Profile, Settings};
use crate::engine::reader;
use crate::model::problem::Problem;
use crate::text::{Language, Strings};

/// Runs the program with the arguments of this process (the first is its name). `program` starts it again, for reading
/// files of others behind a wall.
pub fn run(args: impl IntoIterator<Item = OsString>, program: Option<PathBuf>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    // Before anything of the user's is looked at: what serves here has no business with it.
    if args.len() == 2 && args[1] == reader::COMMAND {
        return reader::serve(&mut io::stdin().lock(), &mut io::stdout().lock());
    }
    let paths = Paths::find();
    if let Ok(paths) = &paths {
        log::start(&paths.log());
    }
    let set = || paths.as_ref().ok().and_then(|paths| Settings::load(paths).0.language);
    let language = Language::detect(localise::language_flag(&args).as_deref(), set);
    let work = || {
        let mut out = io::BufWriter::new(io::stdout());
        let mut err = io::stderr();
        run_with(&args, language, paths, &wiring::Engine { reader: program.clone() }, &mut out, &mut err)
    };
    // A panic was logged and told by the hook; the code is all that is left.
    ExitCode::from(std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or(1))
}

/// The whole program between two streams: what tests run.
pub(super) fn run_with(
    args: &[OsString],
    language: Language,
    paths: Result<Paths, Problem>,
    doors: &dyn Doors,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    let (strings, mut remarks) = match &paths {
        Ok(paths) => config::strings(language, paths),
        Err(_) => (Strings::new(language), Vec::new()),
    };
    log::panic_words(&strings, paths.as_ref().ok());
    let command = localise::command(&strings);
    let parsed = command.try_get_matches_from(args::find::exceptions(args)).and_then(|matches| {
        tracing::info!(command = matches.subcommand_name().unwrap_or("screens"), "run");
        Cli::from_arg_matches(&matches)
    });
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return localise::tell(&error, &strings, out, err),
    };
    let mut output = Output::new(out, err, &strings);
    output.json = cli.json;
    output.quiet = cli.quiet;
    output.live = io::stderr().is_terminal();
    let paths = match paths {
        Ok(paths) => paths,
        Err(problem) => return finish(&mut output, Err(problem.into())),
    };
    let (categories, more) = Categories::load(&paths);
    remarks.extend(more);
    let profile = match Profile::load(cli.profile.as_deref().unwrap_or("default"), &paths) {
        Ok((profile, more)) => {
            remarks.extend(more);
            remarks.extend(wiring::rulebook(&profile).1);
            profile
        }
        Err(problem) => return finish(&mut output, Err(problem.into())),
    };
    let (categories, more) = profile.categories(categories);
    remarks.extend(more);
    if !cli.quiet {
        remarks.iter().for_each(|remark| output.problem(remark));
    }
    let database = cli.db.filter(|path| !path.as_os_str().is_empty()).unwrap_or_else(|| paths.database());
    let mut context = Context {
        output,
        doors,
        opening: Opening { database, paths, profile: cli.profile, keymap: cli.keymap, read_only: cli.read_only },
        categories,
        profile,
        dry_run: cli.dry_run,
        interactive: io::stdout().is_terminal(),
        line: cli.line,
    };
    let outcome = dispatch(&mut context, cli.command);
    finish(&mut context.output, outcome)
}

fn dispatch(context: &mut Context<'_>, command: Option<Command>) -> Outcome {
    let Some(command) = command else { return tools::screens(context) };
    match command {
        Command::Demo(args) => tools::demo(context, &args),
        Command::Lessons(args) => lessons::lessons(context, &args),
        Command::Import(args) => import::import(context, args),
        Command::Show(args) => projects::show(context, &args),
        Command::Check(args) => check::check(context, &args),
        Command::Rules(command) => rules::rules(context, &command),
        Command::Value(args) => projects::value(context, &args),
        Command::List(args) => find::list(context, &args),
        Command::Frequency(args) => find::frequency(context, &args),
        Command::View(command) => find::view(context, &command),
        Command::Links(args) => links::links(context, &args),
        Command::Library(args) => library::library(context, args),
        Command::Consistency(args) => consistency::consistency(context, &args),
        Command::Similar(args) => similar::similar(context, &args),
        Command::SecondLook(args) => second_look::second_look(context, &args.command),
        Command::Link(command) => links::link(context, command),
        Command::Opinion(args::OpinionCommand::Add(args)) => review::add_opinion(context, &args),
        Command::Opinion(args::OpinionCommand::Retract(args)) => review::retract(context, &args),
        Command::Opinion(args::OpinionCommand::Accept(args)) => drafts::accept(context, &args),
        Command::Opinion(args::OpinionCommand::Dismiss(args)) => drafts::dismiss(context, &args),
        Command::Decide(args) => review::decide(context, &args),
        Command::Many(command) => many::many(context, &command),
        Command::Demand(args::DemandCommand::Add(args)) => review::add_demand(context, &args),
        Command::Export(args::ExportCommand::Opinions(args)) => files::export_opinions(context, &args),
        Command::Export(args::ExportCommand::Recheck(args)) => results::export_recheck(context, &args),
        Command::Export(args::ExportCommand::Circular(args)) => results::export_circular(context, &args),
        Command::Export(args::ExportCommand::Workpaper(args)) => results::export_workpaper(context, &args),
        Command::Bundle(command) => files::bundle(context, command),
        Command::Mapping(command) => mapping::run(context, &command),
        Command::Sample(command) => sample::sample(context, &command),
        Command::Recheck(command) => recheck::recheck(context, &command),
        Command::Digest => station::digest(context),
        Command::Stats => stats::stats(context),
        Command::Undo(args) => station::undo(context, args.steps),
        Command::Redo(args) => station::redo(context, args.steps),
        Command::History(args) => station::history(context, args.limit),
        Command::Key(command) => station::key(context, command),
        Command::Trust(command) => station::trust(context, command),
        Command::Doctor => station::doctor(context),
        Command::Terminal => terminal::terminal(context),
        Command::Backup(args) => station::backup(context, &args.file),
        Command::Restore(args) => station::restore(context, &args.file),
        Command::Play(args) => tools::play(context, args),
        Command::Keys(args) => keys::keys(context, &args),
        Command::Completions(args) => tools::completions(context, args.shell),
        Command::Man => tools::man(context),
    }
}

/// Tells a failure and names the exit code.
fn finish(output: &mut Output<'_>, outcome: Outcome) -> u8 {
    match outcome.and_then(|()| Ok(output.flush()?)) {
        Ok(()) => 0,
        Err(Stop::Code(code)) => {
            drop(output.flush());
            code
        }
        Err(Stop::Problem(problem)) => {
            drop(output.flush());
            tracing::warn!(key = problem.key, code = problem.kind.exit_code(), "refused");
            output.problem(&problem);
            problem.kind.exit_code()
        }
        // The reader has what they wanted.
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(Stop::Output(error)) => {
            let problem = Problem::refused("problem-not-writable").with("path", "stdout").with("detail", error);
            output.problem(&problem);
            1
        }
    }
}
