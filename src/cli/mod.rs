//! The command line: everything a person can do on the screens, for scripts.
//!
//! Parses, asks the engine through [`desk`], and shows the answer. Imported by `main` only. Deliberately absent: rules,
//! SQL and files of the exchange, which are behind the engine.

mod args;
mod desk;
mod files;
mod human;
mod json;
mod localise;
mod log;
mod output;
#[cfg(test)]
mod paper;
mod progress;
mod projects;
mod review;
mod screens;
mod station;
mod tools;
mod wiring;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;

use clap::FromArgMatches as _;

use self::args::{Cli, Command};
use self::desk::{Access, Desk, Doors, Opening};
use self::output::{Outcome, Output, Stop};
use crate::config::{self, Categories, Paths, Profile};
use crate::model::problem::Problem;
use crate::text::{Arg, Language, Strings};

/// What every command has at hand.
struct Context<'a> {
    output: Output<'a>,
    doors: &'a dyn Doors,
    opening: Opening,
    categories: Categories,
    profile: Profile,
    dry_run: bool,
    /// Standard output is a terminal, so the screens can open.
    interactive: bool,
}

impl Context<'_> {
    fn open(&self, access: Access) -> Result<Box<dyn Desk>, Problem> {
        self.doors.open(&self.opening, access)
    }

    /// Opens for an act. Only reads when nothing is to be written; otherwise makes sure that someone is registered: a
    /// script on a new machine has no screen that would ask, so the system's user name is taken and said so.
    fn open_to_act(&mut self, access: Access) -> Result<Box<dyn Desk>, Problem> {
        if self.dry_run {
            return self.open(Access::Read);
        }
        let mut desk = self.open(access)?;
        let station = desk.station()?;
        if station.person.is_none() && station.read_only.is_none() {
            let name = ["WENXIAO_NAME", "USER", "LOGNAME", "USERNAME"]
                .iter()
                .find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()))
                .unwrap_or_else(|| "user".to_owned());
            let name: String = name.chars().filter(|c| !c.is_control()).take(64).collect();
            let office = std::env::var("WENXIAO_OFFICE").unwrap_or_default();
            desk.introduce(&name, &office, false)?;
            self.output.hint("introduced-by-system", &[("name", Arg::from(name))]);
        }
        Ok(desk)
    }
}

/// Runs the program with the arguments of this process (the first is its name).
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let paths = Paths::find();
    if let Ok(paths) = &paths {
        log::start(&paths.log());
    }
    let language = Language::detect(localise::language_flag(&args).as_deref());
    let work = || {
        let mut out = io::BufWriter::new(io::stdout());
        let mut err = io::stderr();
        run_with(&args, language, paths, &wiring::Engine, &mut out, &mut err)
    };
    // A panic was logged and told by the hook; the code is all that is left.
    ExitCode::from(std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or(1))
}

/// The whole program between two streams: what tests run.
fn run_with(
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
    let parsed = command.try_get_matches_from(args).and_then(|matches| Cli::from_arg_matches(&matches));
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
            profile
        }
        Err(problem) => return finish(&mut output, Err(problem.into())),
    };
    if !cli.quiet {
        remarks.iter().for_each(|remark| output.problem(remark));
    }
    let database = cli.db.filter(|path| !path.as_os_str().is_empty()).unwrap_or_else(|| paths.database());
    let mut context = Context {
        output,
        doors,
        opening: Opening { database, paths, profile: cli.profile },
        categories,
        profile,
        dry_run: cli.dry_run,
        interactive: io::stdout().is_terminal(),
    };
    let outcome = dispatch(&mut context, cli.command);
    finish(&mut context.output, outcome)
}

fn dispatch(context: &mut Context<'_>, command: Option<Command>) -> Outcome {
    let Some(command) = command else { return tools::screens(context) };
    match command {
        Command::Demo(args) => tools::demo(context, &args),
        Command::Import(args) => files::import(context, args),
        Command::Show(args) => projects::show(context, &args),
        Command::Value(args) => projects::value(context, &args),
        Command::List(args) => projects::list(context, &args),
        Command::Opinion(args::OpinionCommand::Add(args)) => review::add_opinion(context, &args),
        Command::Opinion(args::OpinionCommand::Retract(args)) => review::retract(context, &args),
        Command::Decide(args) => review::decide(context, &args),
        Command::Demand(args::DemandCommand::Add(args)) => review::add_demand(context, &args),
        Command::Export(args::ExportCommand::Opinions(args)) => files::export_opinions(context, &args),
        Command::Bundle(command) => files::bundle(context, command),
        Command::Digest => station::digest(context),
        Command::Undo(args) => station::undo(context, args.steps),
        Command::Redo(args) => station::redo(context, args.steps),
        Command::History(args) => station::history(context, args.limit),
        Command::Key(command) => station::key(context, command),
        Command::Trust(command) => station::trust(context, command),
        Command::Doctor => station::doctor(context),
        Command::Backup(args) => station::backup(context, &args.file),
        Command::Restore(args) => station::restore(context, &args.file),
        Command::Play(args) => tools::play(context, args),
        Command::Keys(args) => tools::keys(context, args.markdown),
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

#[cfg(test)]
mod tests;
