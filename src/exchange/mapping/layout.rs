//! What makes two sheets one layout: the words of their heading rows, wherever they stand.

use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::headings::normalised;
use crate::model::ids::tagged_sha256;
use crate::model::mapping::{LabelMapping, ProposedColumn, ProposedLabel, Window, WindowRow};

/// Between the words of a row, and between rows; neither is left in a normalised word.
const WORD: &str = "\u{1f}";
const ROW: &str = "\u{1e}";

fn hex(bytes: [u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A word as a layout counts it.
pub fn word(text: &str) -> String {
    normalised(text).chars().filter(|c| !c.is_control()).collect()
}

/// The fingerprint of heading rows: their words in the order of columns. Blank cells, positions and the digits of years
/// do not count. `None` for rows without a word.
pub fn fingerprint(rows: &[WindowRow]) -> Option<String> {
    let mut text = String::new();
    let mut words = 0;
    for row in rows {
        for cell in &row.cells {
            let word = word(&cell.text);
            if !word.is_empty() {
                words += 1;
                text.push_str(&word);
                text.push_str(WORD);
            }
        }
        text.push_str(ROW);
    }
    (words > 0).then(|| hex(tagged_sha256("wx-layout-1", &[text.as_bytes()])))
}

/// The fingerprint of a form that has no heading row: the set of its labels.
pub fn form_fingerprint(labels: &[LabelMapping]) -> String {
    let set: BTreeSet<&str> = labels.iter().map(|label| label.printed.as_str()).collect();
    let text: String = set.into_iter().flat_map(|label| [label, WORD]).collect();
    hex(tagged_sha256("wx-form-1", &[text.as_bytes()]))
}

/// A column under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headed {
    /// Column from 0.
    pub place: u16,
    /// As printed, groups above it before a `/`.
    pub printed: String,
    /// Without groups above it.
    pub own: String,
    /// The word by which a mapping names it.
    pub heading: String,
    /// Which of several under the same word, from 1.
    pub occurrence: u16,
}

/// The columns of heading rows, left to right. The lowest words count; groups above are only shown.
pub fn columns(rows: &[WindowRow]) -> Vec<Headed> {
    let mut own: BTreeMap<u16, (usize, &str)> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        for cell in &row.cells {
            own.insert(cell.column, (at, &cell.text));
        }
    }
    // A group over columns that have words of their own is no column itself, unless its first column has none.
    let mut seen: BTreeMap<String, u16> = BTreeMap::new();
    own.iter()
        .filter_map(|(place, (depth, text))| {
            let heading = word(text);
            if heading.is_empty() {
                return None;
            }
            let above = rows[..*depth].iter().flat_map(|row| &row.cells);
            let group = above
                .filter(|cell| cell.column <= *place && *place < cell.column.saturating_add(cell.width))
                .map(|cell| one_line(&cell.text))
                .collect::<Vec<_>>();
            let own = one_line(text);
            let printed = group.into_iter().chain([own.clone()]).collect::<Vec<_>>().join("/");
            let occurrence = seen.entry(heading.clone()).or_insert(0);
            *occurrence += 1;
            Some(Headed { place: *place, printed, own, heading, occurrence: *occurrence })
        })
        .collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name for a mapping where nobody gave one: the title above the heading, else the name of the sheet, else the first
/// headings, else the first labels.
pub fn name(window: &Window, heading_at: usize, columns: &[ProposedColumn], labels: &[ProposedLabel]) -> String {
    const MOST: usize = 40;
    let above = window.rows.get(..heading_at).unwrap_or_default();
    let title = above.iter().find(|row| row.cells.len() == 1).map(|row| one_line(&row.cells[0].text));
    let headings = || {
        let columns = columns.iter().map(|column| column.heading.as_str());
        let all = columns.chain(labels.iter().map(|label| label.normal.as_str()));
        all.take(3).collect::<Vec<_>>().join(" ")
    };
    let named = title.or_else(|| Some(window.sheet.clone())).map(|name| word(&name)).filter(|name| !name.is_empty());
    named.unwrap_or_else(headings).chars().take(MOST).collect()
}
