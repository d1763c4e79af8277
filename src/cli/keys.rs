//! `keys`: what every key does, as a table, a manual's page or a card, and whether a file of keys is sound.

use std::path::Path;

use super::Context;
use super::args::KeysArgs;
use super::output::{Outcome, Stop, words};
use crate::config::{Settings, paths};
use crate::model::problem::Problem;
use crate::tui::keymap::Keymap;

/// `keys`
pub fn keys(context: &mut Context<'_>, args: &KeysArgs) -> Outcome {
    if let Some(file) = &args.check {
        return check(context, file);
    }
    if args.card {
        return card(context, args.svg.as_deref());
    }
    let strings = context.output.strings;
    let keys = context.doors.keys(&context.opening, strings);
    if context.output.json {
        let keys: Vec<_> = keys
            .iter()
            .map(|line| {
                serde_json::json!({
                    "place": line.place, "keys": line.keys, "command": line.command, "meaning": line.meaning,
                })
            })
            .collect();
        return Ok(context.output.json(&keys.into())?);
    }
    let heads = ["column-place", "column-keys", "column-meaning"];
    let rows: Vec<Vec<String>> = keys.into_iter().map(|line| vec![line.place, line.keys, line.meaning]).collect();
    if !args.markdown {
        let [place, keys, meaning] = heads;
        return Ok(context.output.table(&[words(place, 20), words(keys, 28), words(meaning, 0)], &rows)?);
    }
    let row = |cells: &[String]| {
        // A bar would end the cell.
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        format!("| {} |", cells.join(" | "))
    };
    context.output.line(&format!("# {}", strings.s("keys-page-title")))?;
    for paragraph in ["keys-page-made", "keys-page-notation", "keys-page-maps", "keys-page-own"] {
        context.output.line("")?;
        context.output.line(&strings.s(paragraph))?;
    }
    context.output.line("")?;
    context.output.line(&row(&heads.map(|head| strings.s(head))))?;
    context.output.line("| --- | --- | --- |")?;
    for cells in rows {
        context.output.line(&row(&cells))?;
    }
    Ok(())
}

/// `keys --card`
fn card(context: &mut Context<'_>, svg: Option<&Path>) -> Outcome {
    let language = context.output.strings.language();
    if let Some(path) = svg {
        let drawing = context.doors.key_card(&context.opening, language, true)?.concat();
        std::fs::write(path, drawing).map_err(|error| {
            Problem::refused("problem-not-writable").with("path", path.display()).with("detail", error)
        })?;
    }
    let lines = context.doors.key_card(&context.opening, language, false)?;
    if context.output.json {
        return Ok(context.output.json(&serde_json::json!({"lines": lines}))?);
    }
    for line in &lines {
        context.output.line(line)?;
    }
    Ok(())
}

/// `keys --check FILE`: everything that is wrong with a file that is to be laid over the map in use.
fn check(context: &mut Context<'_>, file: &Path) -> Outcome {
    let name = file.display().to_string();
    let missing = || Problem::refused("problem-not-found").with("path", &name);
    let source = paths::read_own(file).ok_or_else(missing)??;
    let settings = Settings::load(&context.opening.paths).0;
    let map = context.opening.keymap.as_deref().unwrap_or(&settings.keymap);
    let (_, problems) = Keymap::layered(map, Some((&name, &source)));
    if context.output.json {
        let told: Vec<_> = problems
            .iter()
            .map(|problem| {
                let line = problem
                    .args
                    .iter()
                    .find(|(name, _)| *name == "line")
                    .and_then(|(_, line)| line.parse::<u64>().ok());
                serde_json::json!({
                    "problem": problem.key, "line": line, "message": context.output.strings.problem(problem),
                })
            })
            .collect();
        context.output.json(&serde_json::json!({"file": name, "problems": told}))?;
    } else if problems.is_empty() {
        context.output.told("keys-check-sound", &[("file", (&name).into())])?;
    } else {
        for problem in &problems {
            let told = context.output.strings.problem(problem);
            context.output.line(&told)?;
        }
    }
    // Refused like any other input.
    if problems.is_empty() { Ok(()) } else { Err(Stop::Code(3)) }
}
