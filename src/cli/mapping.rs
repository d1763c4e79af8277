//! `mapping …`: layouts that the vocabulary does not know.
//!
//! Needs no database: mappings belong to the configuration. What `propose` prints is what `save` and
//! `import --mapping` read.

use std::path::Path;

use serde_json::{Value, json};

use super::Context;
use super::args::{MappingCommand, MappingProposeArgs, MappingSaveArgs};
use super::files::plain_file;
use super::output::{Outcome, numbers, words};
use crate::config::mappings;
use crate::engine::mapping as engine;
use crate::engine::request::{ImportOptions, MappingSaved};
use crate::model::mapping::{Certainty, Mapping, SurveyedSheet, UnknownTable, Why};
use crate::model::problem::Problem;
use crate::text::{Arg, Strings};

/// Mappings handed over for one import.
pub fn given(path: &Path) -> Result<Vec<Mapping>, Problem> {
    plain_file(path)?;
    engine::read_mappings(path)
}

pub(super) fn file(context: &Context<'_>) -> std::path::PathBuf {
    mappings::file(&context.opening.paths, context.opening.profile.as_deref())
}

/// Tells what is wrong with the saved mappings; they are not used, and nothing stops for it.
pub fn tell_problems(context: &mut Context<'_>) {
    for problem in mappings::load(&file(context)).1 {
        context.output.problem(&problem);
    }
}

/// `mapping …`
pub fn run(context: &mut Context<'_>, command: &MappingCommand) -> Outcome {
    match command {
        MappingCommand::Propose(args) => propose(context, args),
        MappingCommand::Show(args) => show(context, &args.file),
        MappingCommand::Save(args) => save(context, args),
        MappingCommand::List => list(context),
        MappingCommand::Remove(args) => remove(context, &args.fingerprint),
    }
}

fn survey(context: &mut Context<'_>, path: &Path) -> Result<Vec<SurveyedSheet>, Problem> {
    plain_file(path)?;
    tell_problems(context);
    let places = engine::Places { file: Some(file(context)), reader: context.doors.program() };
    engine::survey(path, &ImportOptions::default(), &places)
}

fn why(all: &[Why], strings: &Strings) -> Vec<String> {
    all.iter().map(|why| strings.told(why.key, &why.args)).collect()
}

fn propose(context: &mut Context<'_>, args: &MappingProposeArgs) -> Outcome {
    let strings = context.output.strings;
    let sheets = survey(context, &args.file)?;
    let asked = |sheet: &&SurveyedSheet| args.sheet.as_ref().is_none_or(|name| *name == sheet.sheet);
    if !sheets.iter().any(|sheet| asked(&sheet)) {
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.sheet.as_str()).collect();
        return Err(Problem::refused("problem-mapping-no-sheet")
            .with("path", args.file.display())
            .with("sheets", names.join(", "))
            .into());
    }
    let tables: Vec<&UnknownTable> = sheets.iter().filter(asked).filter_map(|sheet| sheet.unknown.as_deref()).collect();
    if context.output.json {
        let sheets: Vec<Value> = tables.iter().map(|table| table_json(table, strings)).collect();
        return Ok(context.output.json(&json!({"path": args.file.display().to_string(), "sheets": sheets}))?);
    }
    if tables.is_empty() {
        let understood = sheets.iter().filter(asked).any(|sheet| sheet.projects > 0);
        let key = if understood { "mapping-understood" } else { "mapping-no-proposal" };
        context.output.hint(key, &[]);
    }
    for table in &tables {
        for line in toml_of(&args.file, table, strings).lines() {
            context.output.line(line)?;
        }
    }
    if !tables.is_empty() {
        context.output.hint("mapping-propose-hint", &[]);
    }
    Ok(())
}

fn table_json(table: &UnknownTable, strings: &Strings) -> Value {
    let proposal = &table.proposal;
    let row = table.window.rows.get(proposal.heading_at).map(|row| row.row + 1);
    let columns: Vec<Value> = proposal
        .columns
        .iter()
        .map(|column| {
            json!({
                "column": column.place + 1, "heading": column.heading, "printed": column.printed,
                "occurrence": column.occurrence, "means": column.means, "unit": column.unit.map(mappings::unit_id),
                "certainty": column.certainty.id(), "why": why(&column.why, strings), "others": column.others,
            })
        })
        .collect();
    let labels: Vec<Value> = proposal
        .labels
        .iter()
        .map(|label| {
            json!({
                "row": label.row + 1, "column": label.place + 1, "printed": label.normal, "value": label.value,
                "means": label.means, "certainty": label.certainty.id(), "why": why(&label.why, strings),
            })
        })
        .collect();
    let mapping = engine::proposed(table);
    json!({
        "sheet": table.window.sheet, "name": mapping.name, "fingerprint": mapping.fingerprint,
        "heading_row": row, "heading_rows": proposal.heading_rows, "kind": mapping.kind.map(|kind| kind.id()),
        "columns": columns, "labels": labels,
    })
}

/// A proposal as a file that `mapping save` reads; comments say what speaks for each line and what nobody could guess.
fn toml_of(file: &Path, table: &UnknownTable, strings: &Strings) -> String {
    let proposal = &table.proposal;
    let mapping = engine::proposed(table);
    let said = |certainty: Certainty, reasons: &[Why]| {
        let certainty = strings.s(&format!("certainty-{}", certainty.id()));
        format!("{certainty}: {}", why(reasons, strings).join("; "))
    };
    let reason = |word: &str, occurrence: u16| {
        let column = proposal.columns.iter().find(|one| one.heading == word && one.occurrence == occurrence);
        let label = proposal.labels.iter().find(|one| one.normal == word && occurrence == 0);
        match (column, label) {
            (Some(column), _) => said(column.certainty, &column.why),
            (None, Some(label)) => said(label.certainty, &label.why),
            (None, None) => String::new(),
        }
    };
    let place = |text: String| text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    let mut text = String::new();
    let args = [
        ("file", Arg::from(file.display().to_string())),
        ("sheet", Arg::from(&table.window.sheet)),
        ("row", Arg::from(table.window.rows.get(proposal.heading_at).map_or(0, |row| row.row + 1))),
    ];
    text.push_str(&format!("# {}\n", place(strings.t("mapping-toml-head", &args))));
    text.push_str(&mappings::render(&mapping, &reason));
    let open = proposal.columns.iter().filter(|column| column.means.is_none());
    for column in open {
        let others: Vec<String> = column.others.iter().map(|id| format!("{id} ({})", strings.meaning(id))).collect();
        text.push_str(&format!("\n# {}\n", strings.s("mapping-toml-open")));
        text.push_str(&format!("# [[mapping.column]]\n# heading = {:?}\n", place(column.heading.clone())));
        text.push_str(&format!("# occurrence = {}\n# means = \"\"  # {}\n", column.occurrence, others.join(", ")));
    }
    text.push('\n');
    text
}

fn show(context: &mut Context<'_>, path: &Path) -> Outcome {
    let strings = context.output.strings;
    let sheets = survey(context, path)?;
    if context.output.json {
        let sheets: Vec<Value> = sheets
            .iter()
            .map(|sheet| {
                json!({
                    "sheet": sheet.sheet, "mapping": sheet.mapping,
                    "kinds": sheet.kinds.iter().map(|kind| kind.id()).collect::<Vec<_>>(),
                    "projects": sheet.projects, "indicators": sheet.indicators, "rejects": sheet.rejects,
                    "proposal": sheet.unknown.is_some(),
                })
            })
            .collect();
        return Ok(context.output.json(&json!({"path": path.display().to_string(), "sheets": sheets}))?);
    }
    let columns = [
        words("column-sheet", 24),
        words("column-understood", 28),
        numbers("column-projects"),
        numbers("column-indicators"),
        words("column-mapping", 0),
    ];
    let rows: Vec<Vec<String>> = sheets
        .iter()
        .map(|sheet| {
            let kinds: Vec<String> = sheet.kinds.iter().map(|kind| strings.kind(*kind)).collect();
            let state = match (kinds.is_empty(), sheet.unknown.is_some()) {
                (false, false) => kinds.join(", "),
                (false, true) => strings.t("mapping-partly", &[("kinds", Arg::from(kinds.join(", ")))]),
                (true, true) => strings.s("mapping-unknown"),
                (true, false) => strings.s("mapping-nothing"),
            };
            let mapping = sheet.mapping.clone().unwrap_or_default();
            vec![sheet.sheet.clone(), state, sheet.projects.to_string(), sheet.indicators.to_string(), mapping]
        })
        .collect();
    context.output.table(&columns, &rows)?;
    if sheets.iter().any(|sheet| sheet.unknown.is_some()) {
        context.output.hint("mapping-show-hint", &[]);
    }
    Ok(())
}

fn entry_json(mapping: &Mapping) -> Value {
    json!({
        "name": mapping.name, "fingerprint": mapping.fingerprint, "kind": mapping.kind.map(|kind| kind.id()),
        "heading_rows": mapping.heading_rows, "columns": mapping.columns.len(), "labels": mapping.labels.len(),
    })
}

fn save(context: &mut Context<'_>, args: &MappingSaveArgs) -> Outcome {
    let new = given(&args.file)?;
    let saved = engine::save(&file(context), &new, args.replace, context.dry_run)?;
    if context.output.json {
        let saved: Vec<Value> = saved.iter().map(saved_json).collect();
        return Ok(context.output.json(&json!({"saved": saved, "dry_run": context.dry_run}))?);
    }
    for one in &saved {
        let key = match (one.unchanged, context.dry_run) {
            (true, _) => "mapping-unchanged",
            (false, true) => "mapping-would-be-saved",
            (false, false) if one.replaced => "mapping-replaced",
            (false, false) => "mapping-saved",
        };
        let path = one.path.display().to_string();
        let args = [("name", Arg::from(&one.mapping.name)), ("path", Arg::from(path))];
        context.output.told(key, &args)?;
    }
    Ok(())
}

fn saved_json(saved: &MappingSaved) -> Value {
    let mut value = entry_json(&saved.mapping);
    value["path"] = saved.path.display().to_string().into();
    value["replaced"] = saved.replaced.into();
    value["unchanged"] = saved.unchanged.into();
    value
}

fn list(context: &mut Context<'_>) -> Outcome {
    tell_problems(context);
    let all = mappings::load(&file(context)).0;
    if context.output.json {
        return Ok(context.output.json(&all.iter().map(entry_json).collect::<Vec<_>>().into())?);
    }
    if all.is_empty() {
        context.output.hint("mapping-list-empty", &[("path", Arg::from(file(context).display().to_string()))]);
        return Ok(());
    }
    let strings = context.output.strings;
    let columns = [
        words("column-fingerprint", 14),
        words("column-kind", 24),
        numbers("column-columns"),
        numbers("column-labels"),
        words("column-mapping", 0),
    ];
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|mapping| {
            let kind = mapping.kind.map(|kind| strings.kind(kind)).unwrap_or_default();
            let (columns, labels) = (mapping.columns.len().to_string(), mapping.labels.len().to_string());
            vec![mapping.short().to_owned(), kind, columns, labels, mapping.name.clone()]
        })
        .collect();
    Ok(context.output.table(&columns, &rows)?)
}

fn remove(context: &mut Context<'_>, fingerprint: &str) -> Outcome {
    let removed = engine::remove(&file(context), fingerprint, context.dry_run)?;
    if context.output.json {
        let mut value = entry_json(&removed);
        value["dry_run"] = context.dry_run.into();
        return Ok(context.output.json(&value)?);
    }
    let key = if context.dry_run { "mapping-would-be-removed" } else { "mapping-removed" };
    Ok(context.output.told(key, &[("name", Arg::from(&removed.name))])?)
}
