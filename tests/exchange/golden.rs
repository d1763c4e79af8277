//! What a workbook was read as, as text that people can check: one block for each form, one line for each thing it says.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use wenxiao::exchange::{ReadFile, ReadOptions, read_file};
use wenxiao::model::form::{Amount, Form, Horizon, Party};

use crate::pages::{Grid, xlsx};

/// Writes the pages to a workbook on disk and reads it back.
pub fn read_pages(pages: &[(&str, Grid<'_>)], options: &ReadOptions) -> ReadFile {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.xlsx");
    std::fs::write(&path, xlsx(pages)).unwrap();
    read_file(&path, options, &mut |_| ControlFlow::Continue(())).unwrap_or_else(|problem| panic!("{problem}"))
}

/// The text of one page read without options, and which of its cells are nowhere in it: headings, labels, and what is
/// left out on purpose. Nothing else may be there.
pub fn golden(page: Grid<'_>) -> String {
    with_lost(page, describe(&read_pages(&[("表", page)], &ReadOptions::default())))
}

fn with_lost(page: Grid<'_>, text: String) -> String {
    let mut lost: Vec<String> = Vec::new();
    for cell in page.iter().flat_map(|row| row.iter()) {
        // What a percentage or date shows is told by the text itself.
        let formatted = ["p:", "d:", "<", "^"].iter().any(|mark| cell.starts_with(mark));
        let shown = cell.strip_prefix("n:").unwrap_or(cell).replace('\n', " ⏎ ");
        if !formatted && !shown.is_empty() && !text.contains(&shown) && !lost.contains(&shown) {
            lost.push(shown);
        }
    }
    format!("{text}\n-- nowhere above: {}", lost.join(" · "))
}

/// The same with a year given.
pub fn golden_of(year: u16, page: Grid<'_>) -> String {
    let options = ReadOptions { year: Some(year), ..ReadOptions::default() };
    with_lost(page, describe(&read_pages(&[("表", page)], &options)))
}

/// Everything a file was read as.
pub fn describe(file: &ReadFile) -> String {
    let mut text = String::new();
    for table in &file.tables {
        for (place, form) in &table.batch.forms {
            writeln!(text, "== {} {} · {}!{}", form.kind.id(), form.year, place.sheet, place.row).unwrap();
            text.push_str(&form_text(form));
        }
        for reject in &table.rejects {
            writeln!(text, "-- reject {}!{}:{} {}", reject.sheet, reject.row, reject.column, reject.reason.key)
                .unwrap();
        }
        for warning in &table.warnings {
            let args: Vec<String> = warning.reason.args.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let (row, column, key) = (warning.row, warning.column, warning.reason.key);
            writeln!(text, "-- warn {}!{row}:{column} {key} {}", warning.sheet, args.join(" ")).unwrap();
        }
    }
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn party(party: &Party) -> String {
    party.code.as_ref().map_or(party.name.clone(), |code| format!("[{code}] {}", party.name))
}

/// What a form says.
pub fn form_text(form: &Form) -> String {
    let mut text = String::new();
    let mut say = |name: &str, value: &str| {
        if !value.is_empty() {
            writeln!(text, "{name}: {}", value.replace('\n', " ⏎ ")).unwrap();
        }
    };
    say("name", &form.name);
    say("code", form.code.as_deref().unwrap_or_default());
    say("region", &form.region);
    say("department", &party(&form.department));
    say("unit", &party(&form.unit));
    let funds = &form.funds;
    for (name, amount) in [
        ("total", &funds.total),
        ("fiscal", &funds.fiscal),
        ("other", &funds.other),
        ("carried over", &funds.carried_over),
        ("mid-term total", &funds.mid_term_total),
        ("initial", &funds.initial),
        ("adjusted", &funds.adjusted),
        ("executed", &funds.executed),
    ] {
        if let Some(Amount { raw, fen }) = amount {
            let fen = fen.map_or("no exact amount".to_owned(), |fen| format!("{} fen", fen.0));
            say(name, &format!("{raw} = {fen}"));
        }
    }
    let execution = [&funds.execution_rate, &funds.execution_weight, &funds.execution_score];
    if execution.iter().any(|text| text.is_some()) {
        let shown: Vec<&str> = execution.iter().map(|text| text.as_deref().unwrap_or("·")).collect();
        say("execution rate, points, score", &shown.join(" | "));
    }
    for line in &funds.lines {
        say(&format!("funds line {}", line.label), &line.cells.join(" | "));
    }
    say("goal of the year", form.goal.annual.as_deref().unwrap_or_default());
    say("goal of the period", form.goal.mid_term.as_deref().unwrap_or_default());
    say("goal reached", form.goal.actual.as_deref().unwrap_or_default());
    say("self score", form.self_score.as_deref().unwrap_or_default());
    say("self grade", form.self_grade.as_deref().unwrap_or_default());
    for (field, value) in &form.more {
        say(&format!("{field:?}"), value);
    }
    for cell in &form.others {
        say(&format!("“{}”", cell.heading), &cell.text);
    }
    for indicator in &form.indicators {
        let horizon = if indicator.horizon == Horizon::MidTerm { " mid-term" } else { "" };
        let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "·".to_owned());
        let mut cells = vec![
            format!("{}{horizon} {} / {} / {}", indicator.no, indicator.level1, indicator.level2, indicator.level3),
            shown(&indicator.operator),
            indicator.target.clone(),
            shown(&indicator.unit),
            shown(&indicator.actual),
            shown(&indicator.weight),
            shown(&indicator.score),
            shown(&indicator.deviation_reason),
        ];
        cells.extend(indicator.more.iter().map(|(field, value)| format!("{field:?}={value}")));
        cells.extend(indicator.others.iter().map(|cell| format!("“{}”={}", cell.heading, cell.text)));
        writeln!(text, "{}", cells.join(" | ").replace('\n', " ⏎ ")).unwrap();
    }
    text
}
