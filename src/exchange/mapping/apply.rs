//! A mapping laid over a sheet: what it names is shown under the vocabulary's words.

use std::collections::BTreeMap;

use serde::Deserialize as _;
use serde::de::value::{Error, StrDeserializer};

use super::layout;
use super::window;
use crate::exchange::funds;
use crate::exchange::headings::{self, Column, Label, words};
use crate::exchange::sheet::Sheet;
use crate::model::form::FormKind;
use crate::model::mapping::{IGNORED, LabelMapping, Mapping, Window, WindowRow};
use crate::model::money::MoneyUnit;

/// What was laid over a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// Name of the mapping.
    pub name: String,
    /// Its layout.
    pub fingerprint: String,
    /// Kind of table it says.
    pub kind: Option<FormKind>,
    /// Year it says.
    pub year: Option<u16>,
    /// Region it says.
    pub region: Option<String>,
    /// Project it says.
    pub project: Option<String>,
    /// The sheet as it was before.
    pub window: std::sync::Arc<Window>,
    /// First and last of the heading rows that were relabelled.
    headings: Vec<(u32, u32)>,
    /// Column and text with which the heading begins.
    first: Option<(u16, String)>,
}

impl Applied {
    fn of(mapping: &Mapping, window: &Window) -> Applied {
        Applied {
            window: std::sync::Arc::new(window.clone()),
            headings: Vec::new(),
            first: None,
            name: mapping.name.clone(),
            fingerprint: mapping.fingerprint.clone(),
            kind: mapping.kind,
            year: mapping.year,
            region: mapping.region.clone(),
            project: mapping.project.clone(),
        }
    }
}

impl Applied {
    /// Whether a row begins as the heading does: it may be printed again.
    pub fn is_heading(&self, sheet: &Sheet, row: u32) -> bool {
        let Some((place, first)) = &self.first else { return false };
        sheet.own(row, *place).is_some_and(|cell| *cell.text == **first)
    }
}

/// The column of an identifier.
pub fn column(id: &str) -> Option<Column> {
    Column::deserialize(StrDeserializer::<Error>::new(id)).ok()
}

/// The label of an identifier.
pub fn label(id: &str) -> Option<Label> {
    Label::deserialize(StrDeserializer::<Error>::new(id)).ok()
}

/// Lays the mappings of the sheet's layouts over it. The first one that fits is named; headings printed again on later
/// pages are relabelled too. `None` when none fits.
pub fn apply(sheet: &mut Sheet, mappings: &[Mapping]) -> Option<Applied> {
    if mappings.is_empty() {
        return None;
    }
    let window = window::of(sheet);
    let by_heading: BTreeMap<(u32, &str), &Mapping> = mappings
        .iter()
        .filter(|mapping| mapping.heading_rows > 0)
        .map(|mapping| ((mapping.heading_rows, mapping.fingerprint.as_str()), mapping))
        .collect();
    let mut applied: Option<Applied> = None;
    let mut at = 0;
    while at < window.rows.len() {
        let Some((mapping, rows)) = fitting(&window.rows[at..], &by_heading) else {
            at += 1;
            continue;
        };
        relabel_headings(sheet, rows, mapping);
        if applied.is_none() {
            relabel_labels(sheet, &window.rows[..at], &mapping.labels);
            let first = rows.first().and_then(|row| row.cells.first());
            let first = first.map(|cell| (cell.column, cell.text.clone()));
            applied = Some(Applied { first, ..Applied::of(mapping, &window) });
        }
        if let (Some(applied), Some(first), Some(last)) = (applied.as_mut(), rows.first(), rows.last()) {
            applied.headings.push((first.row, last.row));
        }
        at += rows.len();
    }
    if let Some(applied) = applied {
        relabel_pages(sheet, &applied, mappings);
        return Some(applied);
    }
    let mapping = mappings
        .iter()
        .filter(|mapping| mapping.heading_rows == 0 && !mapping.labels.is_empty())
        .filter(|mapping| mapping.labels.iter().all(|label| holds(&window, &label.printed)))
        .max_by_key(|mapping| (mapping.labels.len(), std::cmp::Reverse(&mapping.fingerprint)))?;
    relabel_labels(sheet, &window.rows, &mapping.labels);
    Some(Applied::of(mapping, &window))
}

/// Lays a mapping over what came after the window over which it was laid before: merged areas are as in the file again,
/// and the heading may be printed again further down.
pub fn apply_again(sheet: &mut Sheet, applied: &Applied, mappings: &[Mapping]) {
    for (first, last) in &applied.headings {
        sheet.unmerge(*first, *last);
    }
    relabel_pages(sheet, applied, mappings);
}

/// The mapping whose heading these rows begin with. More heading rows say more than fewer.
fn fitting<'m, 'w>(
    rows: &'w [WindowRow],
    mappings: &BTreeMap<(u32, &str), &'m Mapping>,
) -> Option<(&'m Mapping, &'w [WindowRow])> {
    let deepest = mappings.keys().map(|(rows, _)| *rows).max()?;
    (1..=deepest).rev().find_map(|depth| {
        let heading = rows.get(..depth as usize)?;
        let fingerprint = layout::fingerprint(heading)?;
        mappings.get(&(depth, fingerprint.as_str())).map(|mapping| (*mapping, heading))
    })
}

/// Headings that are printed again below the window.
fn relabel_pages(sheet: &mut Sheet, applied: &Applied, mappings: &[Mapping]) {
    let Some(mapping) = mappings.iter().find(|mapping| mapping.fingerprint == applied.fingerprint) else { return };
    let numbers: Vec<u32> = sheet.row_numbers().skip(window::ROWS).collect();
    let depth = mapping.heading_rows as usize;
    let mut at = 0;
    while at < numbers.len() {
        let rows = numbers.get(at..at + depth).filter(|_| applied.is_heading(sheet, numbers[at]));
        let rows: Vec<WindowRow> = rows.unwrap_or_default().iter().map(|row| window::row(sheet, *row)).collect();
        if layout::fingerprint(&rows).is_some_and(|found| found == mapping.fingerprint) {
            relabel_headings(sheet, &rows, mapping);
            at += depth;
        } else {
            at += 1;
        }
    }
}

/// Puts the vocabulary's heading into the last heading row of every column that is named, and clears what stood above.
fn relabel_headings(sheet: &mut Sheet, rows: &[WindowRow], mapping: &Mapping) {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
    let headed = layout::columns(rows);
    sheet.unmerge(first.row, last.row);
    for column in &headed {
        let named = mapping
            .columns
            .iter()
            .find(|named| named.heading == column.heading && named.occurrence == column.occurrence);
        let text = match named {
            None => column.own.clone(),
            Some(named) if named.means == IGNORED => String::new(),
            Some(named) => heading(&named.means, named.unit.or_else(|| funds::unit_in(&column.printed)))
                .unwrap_or_else(|| column.own.clone()),
        };
        if rows.len() > 1 || named.is_some() {
            sheet.relabel(last.row, column.place, &text);
        }
    }
    for row in &rows[..rows.len() - 1] {
        for cell in &row.cells {
            sheet.relabel(row.row, cell.column, "");
        }
    }
}

/// The vocabulary's heading for a meaning, with the unit of its amounts.
fn heading(means: &str, unit: Option<MoneyUnit>) -> Option<String> {
    let canonical = headings::canonical(column(means)?)?;
    let unit = unit.filter(|_| crate::model::mapping::is_amount(means)).map(|unit| match unit {
        MoneyUnit::Yuan => &words().yuan,
        MoneyUnit::TenThousandYuan => &words().ten_thousand_yuan,
    });
    Some(match unit {
        Some(unit) => format!("{canonical}({unit})"),
        None => canonical.to_owned(),
    })
}

/// Splits `label：value`.
fn split(text: &str) -> Option<(&str, &str)> {
    let (at, colon) = text.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    Some((&text[..at], text[at + colon.len_utf8()..].trim()))
}

/// Whether a cell of the window is this label, its value inside or not.
fn holds(window: &Window, label: &str) -> bool {
    let mut cells = window.rows.iter().flat_map(|row| &row.cells);
    cells.any(|cell| is_label(&cell.text, label).is_some())
}

/// The value inside of a cell that is this label; empty when there is none.
fn is_label<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    if layout::word(text) == label {
        return Some("");
    }
    split(text).filter(|(head, _)| layout::word(head) == label).map(|(_, value)| value)
}

/// Puts the vocabulary's label into cells that are one of these.
fn relabel_labels(sheet: &mut Sheet, rows: &[WindowRow], labels: &[LabelMapping]) {
    for named in labels {
        let Some(canonical) = label(&named.means).and_then(headings::canonical_label) else { continue };
        let cells = rows.iter().flat_map(|row| row.cells.iter().map(|cell| (row.row, cell)));
        for (row, cell) in cells {
            if is_label(&cell.text, &named.printed).is_none() {
                continue;
            }
            // The window cuts long values; the sheet has the whole text.
            let Some(text) = sheet.own(row, cell.column).map(|cell| cell.text.to_string()) else { continue };
            let value = is_label(&text, &named.printed).unwrap_or_default();
            let text = if value.is_empty() { canonical.to_owned() } else { format!("{canonical}:{value}") };
            sheet.relabel(row, cell.column, &text);
        }
    }
}
