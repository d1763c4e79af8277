//! `rules`: by what a place checks, one check with all it says, whether a profile file is sound, what expressions may use.

use serde_json::{Value as Json, json};

use super::Context;
use super::args::{RulesCommand, RulesFieldsArgs, RulesShowArgs, RulesTestArgs};
use super::output::{Outcome, Stop, usage, words};
use super::wiring::rulebook;
use crate::config::checks::Checks;
use crate::config::{Categories, Phrases, Profile};
use crate::engine::rulebook::{CheckLine, Rulebook, check_lines, used_by, vocabulary};
use crate::model::finding::{CheckId, Switch, Threshold};
use crate::model::own_check::On;
use crate::model::problem::Problem;
use crate::text::{Arg, Language, Strings};

/// `rules`
pub fn rules(context: &mut Context<'_>, command: &RulesCommand) -> Outcome {
    match command {
        RulesCommand::List => list(context),
        RulesCommand::Show(args) => show(context, args),
        RulesCommand::Test(args) => test(context, args),
        RulesCommand::Fields(args) => fields(context, args),
    }
}

fn check_words(context: &Context<'_>) -> Checks {
    // What is wrong with the file of words is told by `check`, which uses them.
    context.profile.check_words(Checks::load(&context.opening.paths).0)
}

/// Message of where a check stands.
fn state(line: &CheckLine) -> &'static str {
    match (line.off, line.quiet) {
        (true, _) => "rules-state-off",
        (_, true) => "rules-state-quiet",
        _ => "rules-state-on",
    }
}

fn name(checks: &Checks, id: &CheckId, language: Language) -> String {
    checks.get(id).map(|text| text.words(language).name.clone()).unwrap_or_default()
}

fn line_json(line: &CheckLine, checks: &Checks, language: Language) -> Json {
    json!({
        "id": line.id.0,
        "version": line.version,
        "category": line.category.0,
        "severity": line.severity.id(),
        "state": state(line).trim_start_matches("rules-state-"),
        "name": name(checks, &line.id, language),
        "source": line.source,
        "own": line.own.is_some(),
    })
}

fn list(context: &mut Context<'_>) -> Outcome {
    let checks = check_words(context);
    let strings = context.output.strings;
    let language = strings.language();
    let lines = check_lines(&rulebook(&context.profile).0);
    if context.output.json {
        let values: Vec<Json> = lines.iter().map(|line| line_json(line, &checks, language)).collect();
        return Ok(context.output.json(&values.into())?);
    }
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            vec![
                line.id.0.clone(),
                format!("{} {}", line.category.0, context.categories.short(&line.category, language)),
                strings.s(&format!("severity-{}", line.severity.id())),
                strings.s(state(line)),
                line.version.to_string(),
                name(&checks, &line.id, language),
                line.source.clone(),
            ]
        })
        .collect();
    let columns = [
        words("rules-column-check", 6),
        words("rules-column-class", 16),
        words("rules-column-severity", 8),
        words("rules-column-state", 6),
        words("rules-column-version", 4),
        words("rules-column-name", 30),
        words("rules-column-source", 0),
    ];
    context.output.table(&columns, &rows)?;
    let count = lines.iter().filter(|line| !line.off).count();
    let place = format!("{} ({})", context.profile.name(language), context.profile.checks.profile);
    context.output.hint("rules-listed", &[("profile", Arg::from(place)), ("count", Arg::from(count))]);
    Ok(())
}

fn show(context: &mut Context<'_>, args: &RulesShowArgs) -> Outcome {
    let checks = check_words(context);
    let (book, _) = rulebook(&context.profile);
    let wanted = args.check.trim();
    let lines = check_lines(&book);
    let Some(line) = lines.iter().find(|line| line.id.0.eq_ignore_ascii_case(wanted)) else {
        let known = lines.iter().map(|line| line.id.0.as_str()).collect::<Vec<_>>().join(" ");
        return Err(usage("problem-no-such-check").with("check", wanted).with("known", known).into());
    };
    if context.output.json {
        let value = shown_json(context, &book, line, &checks);
        return Ok(context.output.json(&value)?);
    }
    let strings = context.output.strings;
    let language = strings.language();
    let mut told = vec![format!("{}  {}", line.id, name(&checks, &line.id, language))];
    let mut tell = |key: &str, args: &[(&str, Arg)]| told.push(format!("  {}", strings.t(key, args)));
    let class = format!("{} {}", line.category.0, context.categories.name(&line.category, language));
    let severity = strings.s(&format!("severity-{}", line.severity.id()));
    tell("rules-show-class", &[("class", class.into()), ("severity", severity.into())]);
    let version = format!("{}/{}", line.version, context.profile.checks.profile);
    tell("rules-show-state", &[("state", strings.s(state(line)).into()), ("version", version.into())]);
    tell("rules-show-source", &[("source", (&line.source).into())]);
    if let Some(source) = context.profile.check_sources.changes.get(&line.id) {
        tell("rules-show-changed", &[("source", source.into())]);
    }
    if let Some(text) = checks.get(&line.id) {
        let words = text.words(language);
        tell("rules-show-why", &[("text", (&words.why).into())]);
        tell("rules-show-opinion", &[("text", (&words.opinion).into())]);
        tell("rules-show-demand", &[("text", (&words.demand).into())]);
    }
    if let Some(own) = &line.own {
        let place = format!("{}:{}", own.when.file, own.when.line);
        tell("rules-show-when", &[("place", place.into()), ("text", own.when.text.trim().to_owned().into())]);
        tell("rules-show-on", &[("on", own.on.id().into())]);
    }
    if let Some(uses) = book.uses(&line.id) {
        tell("rules-show-fields", &[("names", uses.fields.join(", ").into())]);
        for definition in book.written().definitions.iter().filter(|it| uses.definitions.contains(&it.name)) {
            let text = definition.is.text.trim().to_owned();
            tell("rules-show-definition", &[("name", (&definition.name).into()), ("text", text.into())]);
        }
    }
    for threshold in &line.thresholds {
        let value = book.settings().number(*threshold).normalize().to_string();
        let source = context.profile.check_sources.thresholds.get(threshold).cloned().unwrap_or_default();
        let args = [("name", threshold.id().into()), ("value", value.into()), ("source", source.into())];
        tell("rules-show-threshold", &args);
    }
    for line in told {
        context.output.line(&line)?;
    }
    Ok(())
}

fn shown_json(context: &Context<'_>, book: &Rulebook, line: &CheckLine, checks: &Checks) -> Json {
    let language = context.output.strings.language();
    let mut value = line_json(line, checks, language);
    if let Some(text) = checks.get(&line.id) {
        let words = text.words(language);
        value["why"] = words.why.as_str().into();
        value["opinion"] = words.opinion.as_str().into();
        value["demand"] = words.demand.as_str().into();
    }
    let thresholds = line.thresholds.iter().map(|threshold| {
        let source = context.profile.check_sources.thresholds.get(threshold);
        let number = book.settings().number(*threshold).normalize().to_string();
        json!({"name": threshold.id(), "value": number, "source": source})
    });
    value["thresholds"] = thresholds.collect();
    if let Some(own) = &line.own {
        value["on"] = own.on.id().into();
        value["when"] = own.when.text.as_str().into();
        value["file"] = own.when.file.as_str().into();
        value["line"] = own.when.line.into();
    }
    if let Some(uses) = book.uses(&line.id) {
        value["fields"] = uses.fields.into();
        value["definitions"] = uses.definitions.into();
    }
    value
}

/// `rules test FILE`: everything that is wrong with a profile file, and whether its checks do what its examples say.
fn test(context: &mut Context<'_>, args: &RulesTestArgs) -> Outcome {
    let paths = &context.opening.paths;
    let (profile, mut problems) = Profile::load_file(&args.file, paths)?;
    let (book, more) = rulebook(&profile);
    problems.extend(more);
    let (categories, more) = profile.categories(Categories::load(paths).0);
    problems.extend(more);
    problems.extend(profile.phrases(Phrases::load(paths, &categories).0, &categories).1);
    problems.extend(book.try_examples());
    let strings = context.output.strings;
    let file = args.file.display().to_string();
    let checks = book.own().count();
    let examples: usize = book.own().map(|check| check.examples.len()).sum();
    if context.output.json {
        let told: Vec<Json> = problems.iter().map(|problem| problem_json(problem, strings)).collect();
        let value = json!({
            "file": file, "profile": profile.checks.profile, "checks": checks, "examples": examples, "problems": told,
        });
        context.output.json(&value)?;
    } else {
        for problem in &problems {
            context.output.line(&strings.problem(problem))?;
        }
        let counts = [
            ("file", Arg::from(&file)),
            ("checks", Arg::from(checks)),
            ("examples", Arg::from(examples)),
            ("problems", Arg::from(problems.len())),
        ];
        let key = if problems.is_empty() { "rules-test-sound" } else { "rules-test-wrong" };
        context.output.told(key, &counts)?;
    }
    // Refused like any other input.
    if problems.is_empty() { Ok(()) } else { Err(Stop::Code(3)) }
}

fn problem_json(problem: &Problem, strings: &Strings) -> Json {
    let number = |name: &str| {
        let found = problem.args.iter().find(|(known, _)| *known == name);
        found.and_then(|(_, value)| value.parse::<u64>().ok())
    };
    json!({
        "problem": problem.key,
        "line": number("line"),
        "column": number("column"),
        "message": strings.problem(problem),
    })
}

/// One line of the tables of names.
struct NameLine {
    id: String,
    name: String,
    kind: String,
    place: String,
    meaning: String,
}

fn field_lines(strings: &Strings) -> Vec<NameLine> {
    let meaning = |meaning: &[String; 2]| meaning[usize::from(strings.language() == Language::En)].clone();
    let line = |entry: &crate::engine::rulebook::FieldEntry| NameLine {
        id: entry.id.clone(),
        name: entry.name.clone(),
        kind: strings.s(&format!("own-kind-{}", entry.kind.id())),
        place: strings.s(match entry.on {
            On::Row => "own-on-row",
            On::Target => "own-on-target",
        }),
        meaning: meaning(&entry.meaning),
    };
    vocabulary().fields.iter().map(line).collect()
}

fn function_lines(strings: &Strings) -> Vec<NameLine> {
    let kind = |kind: &crate::engine::rulebook::Kind| strings.s(&format!("own-kind-{}", kind.id()));
    let line = |entry: &crate::engine::rulebook::FunctionEntry| NameLine {
        id: entry.id.clone(),
        name: entry.name.clone(),
        kind: kind(&entry.gives),
        place: entry.takes.iter().map(kind).collect::<Vec<_>>().join(", "),
        meaning: entry.meaning[usize::from(strings.language() == Language::En)].clone(),
    };
    vocabulary().functions.iter().map(line).collect()
}

fn fields(context: &mut Context<'_>, args: &RulesFieldsArgs) -> Outcome {
    let strings = context.output.strings;
    let (fields, functions) = (field_lines(strings), function_lines(strings));
    if context.output.json {
        let values = |lines: Vec<NameLine>, place: &str| -> Vec<Json> {
            lines
                .into_iter()
                .map(|line| {
                    json!({"id": line.id, "name": line.name, "kind": line.kind, place: line.place, "meaning": line.meaning})
                })
                .collect()
        };
        let value = json!({"fields": values(fields, "on"), "functions": values(functions, "takes")});
        return Ok(context.output.json(&value)?);
    }
    if args.markdown {
        let page = page(context, fields, functions);
        return Ok(context.output.raw(page.as_bytes())?);
    }
    let rows = |lines: Vec<NameLine>| -> Vec<Vec<String>> {
        lines.into_iter().map(|line| vec![line.id, line.name, line.kind, line.place, line.meaning]).collect()
    };
    let columns = |place| {
        [
            words("rules-column-id", 18),
            words("rules-column-chinese", 14),
            words("rules-column-kind", 10),
            words(place, 14),
            words("column-meaning", 0),
        ]
    };
    context.output.table(&columns("rules-column-on"), &rows(fields))?;
    context.output.line("")?;
    context.output.table(&columns("rules-column-takes"), &rows(functions))?;
    Ok(())
}

/// The page of the manual: a text with tables in the places that it marks.
fn page(context: &Context<'_>, fields: Vec<NameLine>, functions: Vec<NameLine>) -> String {
    let strings = context.output.strings;
    let table = |heads: [&str; 5], rows: Vec<Vec<String>>| {
        let row = |cells: &[String]| {
            // A bar would end the cell.
            let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let heads: Vec<String> = heads.iter().filter(|head| !head.is_empty()).map(|head| strings.s(head)).collect();
        let rule = format!("|{}\n", " --- |".repeat(heads.len()));
        row(&heads) + &*rule + &*rows.iter().map(|cells| row(cells)).collect::<String>()
    };
    let named = |lines: Vec<NameLine>| -> Vec<Vec<String>> {
        let code = |text: &str| format!("`{text}`");
        let cells = |line: NameLine| vec![code(&line.id), code(&line.name), line.kind, line.place, line.meaning];
        lines.into_iter().map(cells).collect()
    };
    let default = Profile::built_in();
    let thresholds = Threshold::ALL.iter().map(|threshold| {
        let value = default.checks.number(*threshold).normalize().to_string();
        let source = default.check_sources.thresholds.get(threshold).cloned().unwrap_or_default();
        vec![format!("`{}`", threshold.id()), value, used_by(*threshold).join(" "), source]
    });
    let switches = Switch::ALL.map(|switch| {
        let source = default.check_sources.switches.get(&switch).cloned().unwrap_or_default();
        let text = strings.s(&format!("rules-switch-{}", switch.id()));
        vec![format!("`{}`", switch.id()), default.checks.is_on(switch).to_string(), text, source]
    });
    let heads = |place| ["rules-column-id", "rules-column-chinese", "rules-column-kind", place, "column-meaning"];
    let parts = [
        ("<!-- example -->", format!("```toml\n{}```\n", crate::config::profile::EXAMPLE)),
        ("<!-- fields -->", table(heads("rules-column-on"), named(fields))),
        ("<!-- functions -->", table(heads("rules-column-takes"), named(functions))),
        (
            "<!-- thresholds -->",
            table(
                ["rules-column-id", "rules-column-value", "rules-column-check", "rules-column-source", ""],
                thresholds.collect(),
            ),
        ),
        (
            "<!-- switches -->",
            table(
                ["rules-column-id", "rules-column-value", "column-meaning", "rules-column-source", ""],
                switches.into(),
            ),
        ),
    ];
    parts.into_iter().fold(crate::config::profile::guide(strings.language()).to_owned(), |page, (mark, part)| {
        page.replace(mark, part.trim_end())
    })
}
