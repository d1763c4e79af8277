//! Papers for people outside ([`crate::model::paper`]) as a workbook, a text document, a page or plain text, told by the ending.
//!
//! Nothing that comes from outside becomes a formula, markup or a mark that turns the direction of writing: each writer takes
//! text through [`clean`] and escapes it where it enters the file. The same paper gives the same bytes on every machine and day.

mod docx;
mod html;
mod text;
mod xlsx;

use std::io::Write as _;
use std::path::Path;

use super::atomic::{write_atomically, write_failed};
use super::opinions::Written;
use crate::model::ids::sha256;
use crate::model::paper::{Cell, Paper, Section};
use crate::model::problem::{Problem, ProblemKind};

/// Longest text a spreadsheet cell holds, in UTF-16 units.
const CELL_UNITS_MAX: usize = 32_767;

/// A paper as plain text.
pub fn as_text(paper: &Paper) -> String {
    text::text(paper)
}

/// Writes a paper as xlsx, docx, html or txt. `go_on` is asked when it is made ready and once more before it takes its name: where
/// it refuses nothing is left.
///
/// # Errors
/// What `go_on` refuses with; [`ProblemKind::Usage`] for other endings; a refusal when a cell is longer than a spreadsheet holds, when the file exists and
/// `replace` is not set, or when it cannot be written.
pub fn write_paper(
    path: &Path,
    paper: &Paper,
    replace: bool,
    go_on: &mut dyn FnMut() -> Result<(), Problem>,
) -> Result<Written, Problem> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let bytes = match ending.as_deref() {
        Some("xlsx") => workbook(paper)?,
        Some("docx") => docx::document(paper).map_err(Problem::internal)?,
        Some("html" | "htm") => html::page(paper).into_bytes(),
        Some("txt") => text::text(paper).into_bytes(),
        _ => {
            return Err(Problem::new(ProblemKind::Usage, "problem-export-ending")
                .with("path", path.display())
                .with("endings", "xlsx, docx, html, txt"));
        }
    };
    go_on()?;
    write_atomically(path, replace, |file| {
        file.write_all(&bytes).map_err(|error| write_failed(path, &error))?;
        go_on()
    })?;
    let sha256 = sha256(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Written { rows: paper.sections.iter().map(|section| section.rows.len()).sum(), sha256 })
}

/// The bytes of a paper as a workbook.
///
/// # Errors
/// A refusal when a cell is longer than a spreadsheet holds.
pub fn workbook(paper: &Paper) -> Result<Vec<u8>, Problem> {
    fits(paper)?;
    xlsx::workbook(paper).map_err(Problem::internal)
}

fn fits(paper: &Paper) -> Result<(), Problem> {
    for section in &paper.sections {
        for (at, row) in section.rows.iter().enumerate() {
            let long = |cell: &Cell| matches!(cell, Cell::Text(text) if text.encode_utf16().count() > CELL_UNITS_MAX);
            if row.iter().any(long) {
                return Err(Problem::refused("problem-cell-too-long-to-export")
                    .with("row", at + 2)
                    .with("project", &section.title)
                    .with("most", CELL_UNITS_MAX));
            }
        }
    }
    Ok(())
}

/// Text without what steers instead of being read: control characters but the line feed, marks that turn the direction of
/// writing, and code points that no file of markup may hold.
fn clean(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    text.replace("\r\n", "\n").chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

/// Text as markup shows it.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A bar of a chart: its name and a length for each series; nothing for what is no number.
fn bars(section: &Section) -> Vec<(String, Vec<Option<rust_decimal::Decimal>>)> {
    let Some(chart) = &section.chart else { return Vec::new() };
    let number = |row: &[Cell], column: &usize| match row.get(*column) {
        Some(Cell::Number(number)) => Some(*number),
        _ => None,
    };
    section
        .rows
        .iter()
        .map(|row| {
            let name = row.get(chart.names).map(Cell::shown).unwrap_or_default();
            (name, chart.values.iter().map(|column| number(row, column)).collect())
        })
        .collect()
}

/// Headings of the series of a chart.
fn series(section: &Section) -> Vec<String> {
    let columns = section.chart.iter().flat_map(|chart| &chart.values);
    columns.filter_map(|column| section.columns.get(*column)).map(|column| column.heading.clone()).collect()
}
