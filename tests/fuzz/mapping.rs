//! Mappings and the tables that need them: every input is tried as a file of mappings and as a table that nobody knows.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use wenxiao::config::mappings;
use wenxiao::engine::mapping::{propose, proposed};
use wenxiao::exchange::{ReadOptions, read_file, survey_file};
use wenxiao::model::mapping::{Mapping, UnknownTable};

use super::mutate::{self, Dice};
use super::{Corpus, fuzz, one, stored};

fn must(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

/// Mappings that are in order are written and read as the same.
fn written_and_read(given: &[Mapping]) -> Result<(), String> {
    let source = mappings::render_all(given);
    let (again, problems) = mappings::read(Path::new("m.toml"), &source);
    must(again == given && problems.is_empty(), &format!("read otherwise: {problems:?}\n{source}"))
}

/// A file of mappings: what is in order is used, everything else is told with its line.
fn file_of_mappings_holds(source: &str) -> Result<(), String> {
    let (read, problems) = mappings::read(Path::new("m.toml"), source);
    must(mappings::read(Path::new("m.toml"), source) == (read.clone(), problems.clone()), "read otherwise again")?;
    for problem in &problems {
        let line = problem.args.iter().find(|(name, _)| *name == "line").and_then(|(_, line)| line.parse().ok());
        let line: usize = line.ok_or_else(|| format!("told without a line: {problem:?}"))?;
        must((1..=source.lines().count() + 1).contains(&line), &format!("a line that is not there: {problem:?}"))?;
    }
    let layouts: BTreeSet<&str> = read.iter().map(|mapping| mapping.fingerprint.as_str()).collect();
    must(layouts.len() == read.len(), "two mappings of one layout")?;
    written_and_read(&read)
}

/// A proposal names each column once, and what it amounts to can be kept.
fn proposal_holds(table: &UnknownTable) -> Result<(), String> {
    let proposal = &table.proposal;
    must(propose(table, proposal.heading_at, proposal.heading_rows) == *proposal, "proposed otherwise")?;
    let named: BTreeSet<_> = proposal.columns.iter().map(|column| (&column.heading, column.occurrence)).collect();
    must(named.len() == proposal.columns.len(), "two columns of one name")?;
    for (at, rows) in [(0, 0), (0, 1), (1, 2), (3, 3), (usize::MAX, u32::MAX), (7, 1)] {
        let other = propose(table, at, rows);
        must(other == propose(table, at, rows), "another heading is proposed otherwise again")?;
        must(other.heading_rows <= 3, "more heading rows than there may be")?;
    }
    let mapping = proposed(table);
    let kept = !mapping.columns.is_empty() || !mapping.labels.is_empty();
    if kept { written_and_read(std::slice::from_ref(&mapping)) } else { Ok(()) }
}

/// A table: surveyed, asked about, and read by what was proposed.
fn table_holds(path: &Path, input: &[u8]) -> Result<(), String> {
    std::fs::write(path, input).map_err(|error| error.to_string())?;
    let mut go_on = |_| ControlFlow::Continue(());
    let plain = ReadOptions { year: Some(2025), project: Some("?".to_owned()), ..ReadOptions::default() };
    let surveyed = survey_file(path, &plain, &mut go_on);
    must(format!("{surveyed:?}") == format!("{:?}", survey_file(path, &plain, &mut go_on)), "surveyed otherwise")?;
    let sheets = match surveyed {
        Ok(sheets) => sheets,
        Err(problem) => return must(problem.args.iter().any(|(name, _)| *name == "path"), "a refusal without file"),
    };
    for sheet in &sheets {
        let Some(table) = &sheet.unknown else { continue };
        proposal_holds(table)?;
        let mapped = ReadOptions { mappings: Arc::from([proposed(table)]), ..plain.clone() };
        let first = format!("{:?}", read_file(path, &mapped, &mut go_on));
        must(first == format!("{:?}", read_file(path, &mapped, &mut go_on)), "read otherwise under its mapping")?;
        let again = survey_file(path, &mapped, &mut go_on).map_err(|problem| format!("{problem:?}"))?;
        let windows =
            again.iter().filter(|other| other.sheet == sheet.sheet).filter_map(|other| other.unknown.as_ref());
        for other in windows {
            must(other.window == table.window, "a mapping changed what people are shown of the file")?;
        }
        let (before, after) = (sheet.indicators, again.iter().map(|sheet| sheet.indicators).sum::<u64>());
        must(sheet.projects == 0 || after >= before, &format!("{before} indicators, {after} with a mapping"))?;
    }
    Ok(())
}

#[test]
fn mapping() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let change = |dice: &mut Dice, corpus: &Corpus| {
        let (mut input, other) = (one(dice, corpus).to_vec(), one(dice, corpus));
        if dice.chance(3) {
            mutate::bytes(dice, &mut input, other, 32 * 1024);
            return input;
        }
        let text = String::from_utf8_lossy(&input).into_owned();
        mutate::text(dice, &text, &String::from_utf8_lossy(other), 16 * 1024).into_bytes()
    };
    let check = |input: &[u8]| {
        file_of_mappings_holds(&String::from_utf8_lossy(input))?;
        table_holds(&path, input)
    };
    fuzz("mapping", &stored("tests/fuzz/corpus/mapping"), 150, &change, &check);
}
