//! `digest`, `undo`, `redo`, `history`, `key`, `trust`, `doctor`, `backup`, `restore`: the station itself.

use std::path::Path;

use serde_json::{Value as Json, json as shape};

use super::args::{KeyCommand, TrustCommand};
use super::desk::{Access, Desk};
use super::output::{Outcome, Stop, words};
use super::{Context, files, human, json};
use crate::engine::check::Check;
use crate::engine::request::Changed;
use crate::model::problem::{Problem, ProblemKind};
use crate::text::{Arg, width};

/// Largest card file in bytes.
const MAX_CARD: u64 = 64 * 1024;

/// `digest`
pub fn digest(context: &mut Context<'_>) -> Outcome {
    let digest = context.open(Access::Read)?.digest()?;
    if context.output.json {
        return Ok(context.output.json(&json::digest(&digest))?);
    }
    let args =
        [("events", Arg::from(digest.events)), ("set", Arg::from(&digest.set)), ("state", Arg::from(&digest.state))];
    Ok(context.output.told("digest", &args)?)
}

/// `undo`
pub fn undo(context: &mut Context<'_>, steps: u32) -> Outcome {
    step(context, steps, Way::Back, |desk| desk.undo())
}

/// `redo`
pub fn redo(context: &mut Context<'_>, steps: u32) -> Outcome {
    step(context, steps, Way::Again, |desk| desk.redo())
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Way {
    Back,
    Again,
}

fn step(
    context: &mut Context<'_>,
    steps: u32,
    way: Way,
    act: impl Fn(&mut dyn Desk) -> Result<Changed, Problem>,
) -> Outcome {
    let mut desk = context.open_to_act(Access::Write)?;
    let strings = context.output.strings;
    let mut done: Vec<Json> = Vec::new();
    if context.dry_run {
        let limit = usize::try_from(steps).unwrap_or(usize::MAX);
        let history = desk.history(usize::MAX)?;
        let reachable =
            history.iter().filter(|step| if way == Way::Back { step.live && step.undoable } else { !step.live });
        for step in reachable.take(limit) {
            done.push(json::step(step, strings));
        }
    } else {
        for _ in 0..steps {
            match act(desk.as_mut()) {
                Ok(changed) => {
                    let mut value = json::step(&changed.step, strings);
                    if let Json::Object(map) = &mut value {
                        map.insert("event".into(), shape!(changed.event));
                        map.insert("row".into(), shape!(changed.row));
                    }
                    done.push(value);
                }
                // Fewer steps than asked for: what was done is done, and the rest is told.
                Err(problem) if !done.is_empty() => {
                    context.output.problem(&problem);
                    break;
                }
                Err(problem) => return Err(problem.into()),
            }
        }
    }
    if context.output.json {
        return Ok(context.output.json(&Json::Array(done))?);
    }
    for step in done {
        let text = step.get("text").and_then(Json::as_str).unwrap_or_default();
        if context.dry_run {
            context.output.told("step-would-be", &[("step", Arg::from(text))])?;
        } else {
            context.output.line(text)?;
        }
    }
    Ok(())
}

/// `history`
pub fn history(context: &mut Context<'_>, limit: usize) -> Outcome {
    let steps = context.open(Access::Read)?.history(limit)?;
    let strings = context.output.strings;
    if context.output.json {
        let steps: Vec<Json> = steps.iter().map(|step| json::step(step, strings)).collect();
        return Ok(context.output.json(&steps.into())?);
    }
    let table = human::history(&steps, strings);
    if table.rows.is_empty() {
        context.output.hint("list-empty", &[]);
        return Ok(());
    }
    Ok(context.output.table(&table.columns, &table.rows)?)
}

/// `key …`
pub fn key(context: &mut Context<'_>, command: KeyCommand) -> Outcome {
    let desk = match command {
        KeyCommand::Show => context.open(Access::Read)?,
        KeyCommand::New(args) => {
            if context.dry_run {
                return Ok(context.output.told("dry-run-nothing-written", &[])?);
            }
            let mut desk = context.open(Access::Create)?;
            let station = desk.station()?;
            // A second identical run changes nothing; another name sets the present key aside.
            if station.person.is_some() && station.name == args.name.trim() && station.office == args.office.trim() {
                context.output.hint("key-already", &[]);
            } else {
                desk.introduce(&args.name, &args.office, station.person.is_some())?;
            }
            desk
        }
    };
    let card = desk.key_card()?;
    if context.output.json {
        return Ok(context.output.json(&json::key_card(&card))?);
    }
    let args = [
        ("name", Arg::from(&card.name)),
        ("office", Arg::from(&card.office)),
        ("replica", Arg::from(&card.replica)),
        ("fingerprint", Arg::from(&card.fingerprint)),
    ];
    context.output.told("key-card", &args)?;
    context.output.line(&card.card)?;
    context.output.hint("key-card-hint", &[]);
    Ok(())
}

/// `trust …`
pub fn trust(context: &mut Context<'_>, command: TrustCommand) -> Outcome {
    match command {
        TrustCommand::Enrol(args) => {
            let card = card_text(&args.card)?;
            if context.dry_run {
                return Ok(context.output.told("dry-run-nothing-written", &[])?);
            }
            let row = context.open(Access::Write)?.trust_enrol(&card)?;
            if context.output.json {
                return Ok(context.output.json(&json::trust(&row))?);
            }
            let args = [
                ("name", Arg::from(&row.name)),
                ("office", Arg::from(&row.office)),
                ("fingerprint", Arg::from(&row.fingerprint)),
            ];
            Ok(context.output.told("trust-enrolled", &args)?)
        }
        TrustCommand::List => {
            let rows = context.open(Access::Read)?.trust_list()?;
            if context.output.json {
                let rows: Vec<Json> = rows.iter().map(json::trust).collect();
                return Ok(context.output.json(&rows.into())?);
            }
            if rows.is_empty() {
                context.output.hint("list-empty", &[]);
                return Ok(());
            }
            let strings = context.output.strings;
            let standing = |trusted: bool| strings.s(if trusted { "trust-yes" } else { "trust-no" });
            let rows: Vec<Vec<String>> = rows
                .into_iter()
                .map(|row| vec![row.name, row.office, standing(row.trusted), row.fingerprint])
                .collect();
            let columns = [
                words("column-author", 20),
                words("column-office", 20),
                words("column-state", 12),
                words("column-fingerprint", 0),
            ];
            Ok(context.output.table(&columns, &rows)?)
        }
    }
}

/// The card itself, or the content of the file that is named.
fn card_text(card: &str) -> Result<String, Problem> {
    let path = Path::new(card);
    if !path.exists() {
        return Ok(card.trim().to_owned());
    }
    files::plain_file(path)?;
    let about = std::fs::metadata(path).map_err(|error| files::cannot_read(path, &error))?;
    if about.len() > MAX_CARD {
        return Err(Problem::refused("problem-not-a-key-card").with("path", path.display()));
    }
    let text = std::fs::read_to_string(path).map_err(|error| files::cannot_read(path, &error))?;
    Ok(text.trim().to_owned())
}

/// `doctor`
pub fn doctor(context: &mut Context<'_>) -> Outcome {
    let strings = context.output.strings;
    let mut checks = context.open(Access::Write)?.doctor()?;
    checks.push(Check {
        check: "locale",
        ok: true,
        key: "doctor-locale-is",
        args: vec![
            ("language", strings.language().tag().to_owned()),
            ("locale", sys_locale::get_locale().unwrap_or_else(|| "-".to_owned())),
        ],
    });
    let sound = checks.iter().all(|check| check.ok);
    if context.output.json {
        let checks: Vec<Json> = checks.iter().map(|check| json::check(check, strings)).collect();
        context.output.json(&checks.into())?;
    } else {
        let rows: Vec<Vec<String>> = checks
            .iter()
            .map(|check| {
                let name = format!("check-{}", check.check);
                vec![
                    strings.s(if check.ok { "doctor-ok" } else { "doctor-failed" }),
                    if strings.has(&name) { strings.s(&name) } else { check.check.to_owned() },
                    strings.told(check.key, &check.args),
                ]
            })
            .collect();
        let columns = [words("column-state", 10), words("column-check", 24), words("column-detail", 0)];
        context.output.table(&columns, &rows)?;
        // Only an eye can tell whether the terminal draws these as wide as we count them.
        context.output.hint("doctor-width", &[]);
        for sample in
            ["\u{5BBD}\u{5EA6}", "\u{201C}\u{201D}", "\u{2265}\u{2264}", "\u{2460}\u{2103}", "\u{00B7}\u{2026}"]
        {
            let line = format!("{}|", width::pad(sample, 6));
            context.output.talk(&line);
        }
    }
    if sound { Ok(()) } else { Err(Stop::Code(ProblemKind::Verification.exit_code())) }
}

/// `backup`
pub fn backup(context: &mut Context<'_>, path: &Path) -> Outcome {
    if path.exists() {
        return Err(Problem::refused("problem-file-exists").with("path", path.display()).into());
    }
    if context.dry_run {
        return Ok(context.output.told("dry-run-nothing-written", &[])?);
    }
    let sha256 = context.open(Access::Write)?.backup(path)?;
    let shown = path.display().to_string();
    if context.output.json {
        return Ok(context.output.json(&shape!({"path": shown, "sha256": sha256}))?);
    }
    context.output.told("backup-written", &[("path", Arg::from(shown))])?;
    context.output.hint("sha256", &[("sha256", Arg::from(&sha256))]);
    Ok(())
}

/// `restore`
pub fn restore(context: &mut Context<'_>, path: &Path) -> Outcome {
    files::plain_file(path)?;
    if context.dry_run {
        return Ok(context.output.told("dry-run-nothing-written", &[])?);
    }
    let kept = context.doors.restore(&context.opening, path)?;
    let database = context.opening.database.display().to_string();
    let kept = kept.map(|kept| kept.display().to_string());
    if context.output.json {
        return Ok(context.output.json(&shape!({"db": database, "kept": kept}))?);
    }
    context.output.told("restored", &[("database", Arg::from(database))])?;
    if let Some(kept) = kept {
        context.output.told("restored-kept", &[("kept", Arg::from(kept))])?;
    }
    Ok(())
}
