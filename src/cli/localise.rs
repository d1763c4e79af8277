//! Words of help and of wrong usage: the command tree is walked and every text comes from the locale files.
//!
//! Keys: `cli-about` for the program, `cli-opinion-add` for a command, `cli-arg-due` for an argument wherever it stands
//! and `cli-opinion-add-arg-due` where it means something else, `cli-name-due` for its placeholder. The parser's own
//! sentences are English only and are never shown.

use std::ffi::OsString;
use std::io::Write;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg as Flag, ArgAction, Command, CommandFactory as _};

use super::args::Cli;
use crate::model::review::Grade;
use crate::text::{Arg, Strings, escape};

/// The value of `--lang` before anything is parsed: help and errors must be in it already.
pub fn language_flag(args: &[OsString]) -> Option<String> {
    let mut args = args.iter().skip(1).take_while(|arg| *arg != "--");
    while let Some(arg) = args.next() {
        let arg = arg.to_str()?;
        if arg == "--lang" {
            return args.next()?.to_str().map(str::to_owned);
        }
        if let Some(value) = arg.strip_prefix("--lang=") {
            return Some(value.to_owned());
        }
    }
    None
}

/// The command tree in the chosen language.
pub fn command(strings: &Strings) -> Command {
    let tree = localise(Cli::command(), "cli", strings);
    // Usage lines are put together by the parser; their two words are replaced afterwards.
    with_usage(tree, "wenxiao", strings)
}

fn template(strings: &Strings) -> String {
    let usage = strings.s("cli-usage");
    format!("{{about}}\n\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}\n")
}

fn localise(command: Command, path: &str, strings: &Strings) -> Command {
    let about = if path == "cli" { "cli-about".to_owned() } else { path.to_owned() };
    let mut command = command
        .about(strings.s(&about))
        .long_about(None::<&'static str>)
        .help_template(template(strings))
        .subcommand_help_heading(strings.s("cli-heading-commands"))
        .subcommand_value_name(strings.s("cli-name-command"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .mut_args(|arg| localise_arg(arg, path, strings))
        .arg(
            Flag::new("help")
                .long("help")
                .short('h')
                .action(ArgAction::Help)
                .help(strings.s("cli-arg-help"))
                .help_heading(strings.s("cli-heading-global"))
                .display_order(1000),
        );
    if path == "cli" {
        command = command.after_help(strings.s("cli-after-help")).arg(
            Flag::new("version")
                .long("version")
                .short('V')
                .action(ArgAction::Version)
                .help(strings.s("cli-arg-version"))
                .help_heading(strings.s("cli-heading-global"))
                .display_order(1001),
        );
    }
    if ["cli-links", "cli-link-set", "cli-link-none", "cli-link-clear", "cli-similar", "cli-library-list"]
        .contains(&path)
    {
        // The shape of the answer is part of the contract with scripts.
        let shape = match path {
            "cli-links" => "cli-links-json",
            "cli-similar" => "cli-similar-json",
            "cli-library-list" => "cli-library-json",
            _ => "cli-link-json",
        };
        command = command.after_help(format!("\n{}", strings.s(shape)));
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |sub| localise(sub, &format!("{path}-{name}"), strings));
    }
    command
}

fn localise_arg(arg: Flag, path: &str, strings: &Strings) -> Flag {
    let id = arg.get_id().as_str().replace('_', "-");
    let own = format!("{path}-arg-{id}");
    let key = if strings.has(&own) { own } else { format!("cli-arg-{id}") };
    let heading = match (arg.is_global_set(), arg.is_positional()) {
        (true, _) => "cli-heading-global",
        (_, true) => "cli-heading-arguments",
        _ => "cli-heading-options",
    };
    let name = format!("cli-name-{id}");
    let mut arg = arg.help(strings.s(&key)).long_help(None::<&'static str>).help_heading(strings.s(heading));
    if arg.get_action().takes_values() {
        arg = arg.hide_possible_values(true).hide_default_value(true).hide_env(true);
        if strings.has(&name) {
            arg = arg.value_name(strings.s(&name));
        }
    }
    if id == "grade" {
        // A result may be typed by its name as well.
        let value = |grade: Grade| PossibleValue::new(grade.id()).alias(strings.grade(grade));
        arg = arg.value_parser(PossibleValuesParser::new(Grade::ALL.map(value)));
    }
    arg
}

fn with_usage(mut command: Command, name: &str, strings: &Strings) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for sub in names {
        let path = format!("{name} {sub}");
        command = command.mut_subcommand(&sub, |sub| with_usage(sub, &path, strings));
    }
    let options = strings.s("cli-name-options");
    let mut parts = vec![name.to_owned()];
    let placeholder = |arg: &Flag| match arg.get_value_names() {
        Some([name, ..]) => name.to_string(),
        _ => arg.get_id().to_string().to_uppercase(),
    };
    for arg in command.get_arguments().filter(|arg| arg.is_required_set() && !arg.is_positional()) {
        parts.push(format!("--{} <{}>", arg.get_long().unwrap_or_default(), placeholder(arg)));
    }
    parts.push(format!("[{options}]"));
    for arg in command.get_positionals() {
        let many = if matches!(arg.get_action(), ArgAction::Append) { "..." } else { "" };
        let name = placeholder(arg);
        parts.push(if arg.is_required_set() { format!("<{name}>{many}") } else { format!("[{name}]{many}") });
    }
    if command.has_subcommands() {
        let word = strings.s("cli-name-command");
        parts.push(if name == "wenxiao" { format!("[{word}]") } else { format!("<{word}>") });
    }
    command.override_usage(parts.join(" "))
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Shows help or the version, or says what is wrong with the command line; the exit code.
pub fn tell(error: &clap::Error, strings: &Strings, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader who closes the pipe has seen enough.
            drop(write!(out, "{}", error.render()).and_then(|()| out.flush()));
            return 0;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            drop(write!(err, "{}", error.render()));
            return 2;
        }
        _ => {}
    }
    let arg = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    let (key, args): (&str, Vec<(&str, Arg<'_>)>) = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            ("usage-unknown-command", vec![("value", context(error, ContextKind::InvalidSubcommand).into())])
        }
        ErrorKind::MissingSubcommand => {
            ("usage-missing-command", vec![("known", context(error, ContextKind::ValidSubcommand).into())])
        }
        ErrorKind::UnknownArgument => ("usage-unknown-argument", vec![("arg", arg.into())]),
        ErrorKind::MissingRequiredArgument => ("usage-missing-argument", vec![("arg", arg.into())]),
        ErrorKind::InvalidValue if value.is_empty() => ("usage-missing-value", vec![("arg", arg.into())]),
        ErrorKind::InvalidValue => {
            let known = context(error, ContextKind::ValidValue);
            ("usage-bad-value", vec![("arg", arg.into()), ("value", value.into()), ("known", known.into())])
        }
        ErrorKind::ValueValidation => ("usage-bad-number", vec![("arg", arg.into()), ("value", value.into())]),
        ErrorKind::ArgumentConflict => {
            let other = context(error, ContextKind::PriorArg);
            ("usage-conflict", vec![("arg", arg.into()), ("other", other.into())])
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            ("usage-number-of-values", vec![("arg", arg.into())])
        }
        ErrorKind::InvalidUtf8 => ("usage-not-utf8", vec![]),
        _ => ("usage-other", vec![]),
    };
    let mut lines = vec![strings.t(key, &args)];
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        let suggested = context(error, kind);
        if !suggested.is_empty() {
            lines.push(strings.t("usage-suggestion", &[("value", suggested.into())]));
        }
    }
    lines.push(strings.s("usage-help"));
    drop(writeln!(err, "{}", escape::visible(&lines.join("\n"))));
    2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn each(command: &Command, path: &str, see: &mut dyn FnMut(&Command, &str)) {
        see(command, path);
        for sub in command.get_subcommands() {
            each(sub, &format!("{path}-{}", sub.get_name()), see);
        }
    }

    #[test]
    fn every_command_and_argument_has_words_in_both_languages() {
        for language in Language::ALL {
            let strings = Strings::new(language);
            let tree = command(&strings);
            let mut missing = Vec::new();
            each(&tree, "cli", &mut |command, path| {
                let about = if path == "cli" { "cli-about" } else { path };
                if !strings.has(about) {
                    missing.push(about.to_owned());
                }
                for arg in command.get_arguments() {
                    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                    if help.starts_with("cli-") || help.is_empty() {
                        missing.push(help);
                    }
                }
            });
            assert!(missing.is_empty(), "{language:?}: {missing:?}");
        }
    }

    #[test]
    fn the_tree_is_sound() {
        command(&Strings::new(Language::ZhCn)).debug_assert();
    }

    #[test]
    fn chinese_help_has_no_english_sentences_of_the_parser() {
        let mut tree = command(&Strings::new(Language::ZhCn));
        tree.build();
        each(&tree, "cli", &mut |command, path| {
            let help = command.clone().render_help().to_string();
            for word in
                ["Usage", "Options", "Commands", "Arguments", "COMMAND", "OPTIONS", "Print", "possible", "default:"]
            {
                assert!(!help.contains(word), "{path}: {word} in\n{help}");
            }
        });
    }

    #[test]
    fn the_language_is_known_before_parsing() {
        let args = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(language_flag(&args("wenxiao list projects --lang en")).as_deref(), Some("en"));
        assert_eq!(language_flag(&args("wenxiao --lang=en --help")).as_deref(), Some("en"));
        assert_eq!(language_flag(&args("wenxiao value -- --lang en")), None);
        assert_eq!(language_flag(&args("wenxiao --lang")), None);
    }
}
