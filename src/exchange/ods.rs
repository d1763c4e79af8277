//! OpenDocument sheets to rows, with the texts that cells show.
//!
//! The document stores beside each value what the office program showed for it; that text is what was filed. It is read
//! from the stream of tags without ranges, so far-away cells and repeated blanks cost nothing. Notes, drawings, tracked
//! changes and tables inside of cells are no part of the table.

use std::collections::HashSet;
use std::io::{BufReader, Cursor, Read as _};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use rust_decimal::Decimal;
use zip::ZipArchive;

use crate::model::problem::Problem;

use super::limits::{CELL_BYTES_MAX, CELLS_MAX, COLUMNS_MAX, ROWS_MAX};
use super::number_format::{NumberFormat, plain_digits};
use super::read::{Progress, Watch};
use super::rows::{RowSink, SheetHead};
use super::sheet::{Area, Cell};
use super::workbook::{Collector, iso_date, truncated};

/// Merged areas of a sheet, and hidden rows and columns that are remembered.
const MARKS_MAX: usize = 500_000;
/// Length of a manifest that is looked through.
const MANIFEST_MAX: u64 = 1 << 20;

/// Elements whose content is no part of the table.
const SKIPPED: [&str; 7] = [
    "office:annotation",
    "office:forms",
    "table:tracked-changes",
    "table:shapes",
    "table:dde-links",
    "table:detective",
    "text:ruby-text",
];

/// Hands over the rows of every table of the document. What a container may hold was checked before (`limits`).
///
/// # Errors
/// A refusal with the sheet and cell where a limit is broken, or what is wrong with the file.
pub fn read(bytes: &[u8], watch: Watch<'_>, sink: &mut dyn RowSink) -> Result<(), Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(truncated)?;
    if let Ok(entry) = archive.by_name("META-INF/manifest.xml") {
        let mut manifest = Vec::new();
        // A broken manifest names no encryption; what follows fails on its own.
        let _ = entry.take(MANIFEST_MAX).read_to_end(&mut manifest);
        if manifest.windows(15).any(|window| window == b"encryption-data") {
            return Err(Problem::refused("problem-workbook-encrypted"));
        }
    }
    let content = archive.by_name("content.xml").map_err(truncated)?;
    let mut reader = Reader::from_reader(BufReader::new(content));
    let mut document =
        Document { sink, watch, rows_before: 0, hidden_styles: HashSet::new(), style: None, table: None };
    let mut buffer = Vec::new();
    let mut skipped = 0_usize;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(truncated)? {
            Event::Eof => return Ok(()),
            Event::Start(_) if skipped > 0 => skipped += 1,
            Event::End(_) if skipped > 0 => skipped -= 1,
            _ if skipped > 0 => {}
            Event::Start(tag) if document.skips(&tag) => skipped = 1,
            Event::Start(tag) => document.opens(&tag)?,
            Event::Empty(tag) if document.skips(&tag) => {}
            Event::Empty(tag) => {
                document.opens(&tag)?;
                document.closes(tag.name().as_ref())?;
            }
            Event::End(tag) => document.closes(tag.name().as_ref())?,
            Event::Text(text) => document.text(&text.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(text) => document.text(&text.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(reference) => {
                let named = || match &*reference {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None,
                };
                if let Some(c) = reference.resolve_char_ref().ok().flatten().or_else(named) {
                    document.text(c.encode_utf8(&mut [0; 4]));
                }
            }
            _ => {}
        }
    }
}

struct Document<'a> {
    sink: &'a mut dyn RowSink,
    watch: Watch<'a>,
    rows_before: u64,
    /// Styles of tables that are not displayed.
    hidden_styles: HashSet<String>,
    style: Option<String>,
    table: Option<Table>,
}

/// The table that is being read. It is handed over at its end: merged areas are known only then.
#[derive(Default)]
struct Table {
    head: SheetHead,
    row: u32,
    row_repeats: u32,
    column: u32,
    columns_declared: u32,
    /// Cells of the row.
    cells: Vec<(u32, Cell)>,
    rows: Vec<(u32, u32, Vec<(u32, Cell)>)>,
    held: usize,
    cell: Option<OpenCell>,
}

struct OpenCell {
    repeats: u32,
    covered: bool,
    kind: String,
    value: Option<String>,
    text: String,
    paragraphs: u32,
    in_paragraph: bool,
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok().flatten()?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn number(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|text| text.parse().ok()).unwrap_or(1).max(1)
}

fn is_hidden(tag: &BytesStart<'_>) -> bool {
    matches!(attribute(tag, "table:visibility").as_deref(), Some("collapse" | "filter"))
}

impl Document<'_> {
    fn skips(&self, tag: &BytesStart<'_>) -> bool {
        let name = tag.name();
        let name = name.as_ref();
        let inner_table = name == "table:table" && self.table.is_some();
        SKIPPED.contains(&name) || name.starts_with("draw:") || inner_table
    }

    fn opens(&mut self, tag: &BytesStart<'_>) -> Result<(), Problem> {
        match tag.name().as_ref() {
            "style:style" => self.style = attribute(tag, "style:name"),
            "style:table-properties" => {
                if let (Some(style), Some("false")) = (&self.style, attribute(tag, "table:display").as_deref()) {
                    self.hidden_styles.insert(style.clone());
                }
            }
            "table:table" => {
                let style = attribute(tag, "table:style-name").unwrap_or_default();
                let name = attribute(tag, "table:name").unwrap_or_default();
                let hidden = self.hidden_styles.contains(&style);
                self.table =
                    Some(Table { head: SheetHead { name, hidden, ..SheetHead::default() }, ..Table::default() });
            }
            name => {
                let Some(table) = &mut self.table else { return Ok(()) };
                table.opens(name, tag);
                if table.held > CELLS_MAX {
                    return Err(Problem::refused("problem-too-many-cells")
                        .with("sheet", &table.head.name)
                        .with("cell", u64::from(table.row) + 1)
                        .with("most", CELLS_MAX));
                }
            }
        }
        Ok(())
    }

    fn closes(&mut self, name: &str) -> Result<(), Problem> {
        match name {
            "table:table" => {
                let Some(table) = self.table.take() else { return Ok(()) };
                self.hand_over(table)
            }
            name => {
                if let Some(table) = &mut self.table {
                    table.closes(name);
                }
                Ok(())
            }
        }
    }

    fn text(&mut self, text: &str) {
        let cell = self.table.as_mut().and_then(|table| table.cell.as_mut());
        let Some(cell) = cell.filter(|cell| cell.in_paragraph) else { return };
        for c in text.chars() {
            let c = if matches!(c, ' ' | '\t' | '\r' | '\n') { ' ' } else { c };
            // Blanks count once unless they are written as elements.
            if c != ' ' || !cell.text.ends_with([' ', '\n']) {
                cell.put(c);
            }
        }
    }

    fn hand_over(&mut self, table: Table) -> Result<(), Problem> {
        let name = table.head.name.clone();
        self.sink.begin(table.head)?;
        let before = self.rows_before;
        let mut shown = |progress: Progress| (self.watch)(Progress { rows: before + progress.rows, bytes: None });
        let mut collector = Collector::new(&name, self.sink, &mut shown);
        for (first, repeats, cells) in table.rows {
            for row in first..first.saturating_add(repeats) {
                for (column, cell) in &cells {
                    collector.take((row, *column), cell.clone())?;
                }
            }
        }
        collector.flush()?;
        self.rows_before += collector.rows();
        self.sink.end(Vec::new())
    }
}

impl Table {
    fn opens(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "table:table-column" => {
                let repeats = number(tag, "table:number-columns-repeated");
                let end = self.columns_declared.saturating_add(repeats);
                if is_hidden(tag) {
                    let columns = self.columns_declared..end.min(u32::from(COLUMNS_MAX));
                    self.head.hidden_columns.extend(columns.map(|column| column as u16));
                }
                self.columns_declared = end;
            }
            "table:table-row" => {
                self.column = 0;
                self.row_repeats = number(tag, "table:number-rows-repeated");
                if is_hidden(tag) && self.head.hidden_rows.len() < MARKS_MAX {
                    // A million hidden blank rows below a table are one tag.
                    let end = self.row.saturating_add(self.row_repeats.min(1000)).min(ROWS_MAX);
                    self.head.hidden_rows.extend(self.row..end);
                }
            }
            "table:table-cell" | "table:covered-table-cell" => self.opens_cell(name, tag),
            "text:p" | "text:h" => {
                if let Some(cell) = &mut self.cell {
                    if cell.paragraphs > 0 {
                        cell.put('\n');
                    }
                    cell.paragraphs += 1;
                    cell.in_paragraph = true;
                }
            }
            "text:s" => {
                for _ in 0..number(tag, "text:c").min(1000) {
                    self.put(' ');
                }
            }
            "text:tab" => self.put('\t'),
            "text:line-break" => self.put('\n'),
            _ => {}
        }
    }

    fn put(&mut self, c: char) {
        if let Some(cell) = self.cell.as_mut().filter(|cell| cell.in_paragraph) {
            cell.put(c);
        }
    }

    fn opens_cell(&mut self, name: &str, tag: &BytesStart<'_>) {
        let (rows, columns) = (number(tag, "table:number-rows-spanned"), number(tag, "table:number-columns-spanned"));
        if (rows > 1 || columns > 1) && self.head.areas.len() < MARKS_MAX && self.column < u32::from(COLUMNS_MAX) {
            let right = self.column.saturating_add(columns - 1).min(u32::from(COLUMNS_MAX) - 1);
            self.head.areas.push(Area {
                top: self.row,
                left: self.column as u16,
                bottom: self.row.saturating_add(rows - 1).min(ROWS_MAX - 1),
                right: right as u16,
            });
        }
        let kind = attribute(tag, "office:value-type").unwrap_or_default();
        let value = match kind.as_str() {
            "date" => attribute(tag, "office:date-value"),
            "time" => attribute(tag, "office:time-value"),
            "boolean" => attribute(tag, "office:boolean-value").map(|text| text.to_ascii_uppercase()),
            "string" => attribute(tag, "office:string-value"),
            _ => attribute(tag, "office:value"),
        };
        self.cell = Some(OpenCell {
            repeats: number(tag, "table:number-columns-repeated"),
            covered: name == "table:covered-table-cell",
            kind,
            value,
            text: String::new(),
            paragraphs: 0,
            in_paragraph: false,
        });
    }

    fn closes(&mut self, name: &str) {
        match name {
            "text:p" | "text:h" => {
                if let Some(cell) = &mut self.cell {
                    cell.in_paragraph = false;
                }
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let Some(open) = self.cell.take() else { return };
                let (repeats, covered) = (open.repeats, open.covered);
                let cell = open.shown();
                if !cell.text.is_empty() && !covered {
                    // One past the limit is enough to be refused with its place.
                    let last = self.column.saturating_add(repeats).min(u32::from(COLUMNS_MAX) + 1);
                    for column in self.column..last.max(self.column + 1) {
                        self.held += 1;
                        self.cells.push((column, cell.clone()));
                    }
                }
                self.column = self.column.saturating_add(repeats);
            }
            "table:table-row" => {
                let cells = std::mem::take(&mut self.cells);
                if !cells.is_empty() {
                    self.rows.push((self.row, self.row_repeats, cells));
                }
                self.row = self.row.saturating_add(self.row_repeats);
            }
            _ => {}
        }
    }
}

impl OpenCell {
    fn put(&mut self, c: char) {
        // What is longer rejects its row anyway.
        if self.text.len() <= CELL_BYTES_MAX {
            self.text.push(c);
        }
    }

    /// What the cell shows. Programs that write no text are shown the stored value.
    fn shown(self) -> Cell {
        let text = self.text.trim();
        let stored = self.value.unwrap_or_default();
        if text.is_empty() {
            return match (self.kind.as_str(), stored.parse::<f64>()) {
                ("percentage", Ok(number)) => NumberFormat::parse("0.############%").show(number),
                ("float" | "currency", Ok(number)) => Cell { text: plain_digits(number).into(), exact: None },
                _ => Cell { text: iso_date(&stored).trim().into(), exact: None },
            };
        }
        // A sign of percent or a unit of the format makes the stored number another thing than what is shown.
        let is_amount = matches!(self.kind.as_str(), "float" | "currency") && !text.chars().any(char::is_alphabetic);
        let exact = is_amount
            .then(|| Decimal::from_str_exact(&stored).or_else(|_| Decimal::from_scientific(&stored)).ok())
            .flatten()
            .map(|number| number.normalize().to_string())
            .filter(|exact| exact != text);
        Cell { text: text.into(), exact: exact.map(String::into_boxed_str) }
    }
}
