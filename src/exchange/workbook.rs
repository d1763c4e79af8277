//! Workbooks (xlsx, xls, ods) to rows.
//!
//! xlsx is streamed cell by cell under limits: the library's dense ranges would let two far cells ask for gigabytes.
//! Nothing is evaluated, no link followed. Formulas count with their stored result, as a reader would see them.

use std::collections::HashSet;
use std::io::Cursor;
use std::ops::ControlFlow;

use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xls, Xlsx};

use crate::model::problem::Problem;

use super::active::{self, Remarked};
use super::limits::{self, CELL_BYTES_MAX, CELLS_MAX, COLUMNS_MAX, Contents, ROWS_MAX};
use super::number_format::NumberFormat;
use super::read::{Progress, Reason, Watch, column_letters, stopped};
use super::rows::{Row, RowSink, SheetHead, reject_at};
use super::sheet::{Area, Cell};
use super::xml_scan::SheetMarks;
use super::{ods, xls_marks};

/// What the first bytes say a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// A zip container: xlsx or ods.
    Zip,
    /// An OLE compound file: xls.
    Compound,
}

const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Whether the first bytes are those of a container, which is read as a whole.
pub fn is_container(start: &[u8]) -> bool {
    start.starts_with(ZIP) || start.starts_with(COMPOUND)
}

/// Tells a workbook by its first bytes; `None` when it may be a csv.
///
/// # Errors
/// A refusal for what is known to be neither: web pages and XML under the name of a workbook, PDF, encrypted books.
pub fn sniff(bytes: &[u8]) -> Result<Option<Container>, Problem> {
    if bytes.starts_with(ZIP) {
        return Ok(Some(Container::Zip));
    }
    if bytes.starts_with(COMPOUND) {
        let holds = |name: &str| {
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            bytes.windows(wide.len()).any(|window| window == wide)
        };
        return match () {
            () if holds("EncryptedPackage") => Err(Problem::refused("problem-workbook-encrypted")),
            () if holds("Workbook") || holds("Book") => Ok(Some(Container::Compound)),
            () => Err(Problem::refused("problem-not-a-workbook")),
        };
    }
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head: Vec<u8> = start.iter().filter(|byte| **byte != 0).take(2048).copied().collect();
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let head = head.trim_start();
    if head.starts_with("<?xml") && !head.contains("<html") {
        return Err(Problem::refused("problem-xml-not-workbook"));
    }
    if head.starts_with("<html")
        || head.starts_with("<!doctype")
        || head.starts_with("<table")
        || head.contains("<html")
    {
        return Err(Problem::refused("problem-html-not-workbook"));
    }
    let other = ["%pdf", "{\\rtf", "mime-version:", "\u{7f}elf", "sqlite format 3", "gif8"];
    if other.iter().any(|magic| head.starts_with(magic))
        || bytes.starts_with(b"\x89PNG")
        || bytes.starts_with(b"\xff\xd8")
    {
        return Err(Problem::refused("problem-not-a-workbook"));
    }
    Ok(None)
}

/// Hands over the rows of every sheet of a workbook, hidden ones too, in the order of their tabs.
///
/// # Errors
/// A refusal with the sheet and cell where a limit is broken, or what is wrong with the file.
pub fn read(container: Container, bytes: &[u8], watch: Watch<'_>, sink: &mut dyn RowSink) -> Result<(), Problem> {
    match container {
        Container::Compound => xls_sheets(bytes, watch, &mut Remarked::new(sink, active::in_compound(bytes))),
        Container::Zip => {
            let contents = limits::inspect(bytes, watch)?;
            let sink = &mut Remarked::new(sink, active::in_container(&contents));
            let has = |name: &str| contents.names.iter().any(|known| known.eq_ignore_ascii_case(name));
            if has("xl/workbook.bin") {
                return Err(Problem::refused("problem-xlsb-not-read"));
            }
            if has("xl/workbook.xml") || contents.names.iter().any(|name| name.starts_with("xl/worksheets/")) {
                return streamed_sheets(bytes, &contents, watch, sink);
            }
            if has("content.xml") && has("mimetype") {
                return ods::read(bytes, watch, sink);
            }
            Err(Problem::refused("problem-not-a-workbook"))
        }
    }
}

pub(super) fn truncated(error: impl std::fmt::Display) -> Problem {
    Problem::refused("problem-workbook-truncated").with("detail", error)
}

/// Collects the cells of one sheet to rows, under the limits.
pub(super) struct Collector<'a> {
    name: &'a str,
    sink: &'a mut dyn RowSink,
    row: Row,
    /// Why the row cannot be taken: column, text, reason.
    unfit: Option<(u16, String, Reason)>,
    cells: usize,
    rows: u64,
    watch: Watch<'a>,
}

impl<'a> Collector<'a> {
    pub fn new(name: &'a str, sink: &'a mut dyn RowSink, watch: Watch<'a>) -> Collector<'a> {
        Collector { name, sink, row: Row::default(), unfit: None, cells: 0, rows: 0, watch }
    }

    pub fn take(&mut self, (row, column): (u32, u32), cell: Cell) -> Result<(), Problem> {
        if cell.text.is_empty() {
            return Ok(());
        }
        let place = |problem: Problem| {
            let letters = column_letters(column.min(u32::from(u16::MAX)) as u16);
            problem.with("sheet", self.name).with("cell", format!("{letters}{}", u64::from(row) + 1))
        };
        if row >= ROWS_MAX {
            return Err(place(Problem::refused("problem-cell-too-far-down")).with("most", ROWS_MAX));
        }
        if column >= u32::from(COLUMNS_MAX) {
            return Err(place(Problem::refused("problem-cell-too-far-right")).with("most", COLUMNS_MAX));
        }
        self.cells += 1;
        if self.cells > CELLS_MAX {
            return Err(place(Problem::refused("problem-too-many-cells")).with("most", CELLS_MAX));
        }
        if self.row.index != row {
            self.flush()?;
            self.row.index = row;
        }
        let column = column as u16;
        match unfit(&cell.text) {
            Some(reason) => {
                self.unfit.get_or_insert_with(|| (column, cell.text.to_string(), reason));
            }
            None => self.row.cells.push((column, cell)),
        }
        Ok(())
    }

    /// Rows handed over.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Hands the row over, or leaves it out. One reject per row is enough.
    pub fn flush(&mut self) -> Result<(), Problem> {
        if let Some((column, text, reason)) = self.unfit.take() {
            self.sink.left_out(reject_at(self.name, self.row.index, column, &text, reason));
        } else if !self.row.cells.is_empty() {
            self.rows += 1;
            let progress = Progress { rows: self.rows, bytes: None };
            if self.rows.is_multiple_of(512) && (self.watch)(progress) == ControlFlow::Break(()) {
                return Err(stopped());
            }
            self.sink.take_row(&mut self.row)?;
        }
        self.row.clear();
        Ok(())
    }
}

/// Why a row with this text cannot be taken.
pub(super) fn unfit(text: &str) -> Option<Reason> {
    match () {
        () if text.len() > CELL_BYTES_MAX => {
            Some(Reason::new("reason-cell-too-long").with("kib", CELL_BYTES_MAX >> 10))
        }
        () if text.contains('\0') => Some(Reason::new("reason-cell-nul")),
        () => None,
    }
}

fn streamed_sheets(bytes: &[u8], contents: &Contents, watch: Watch<'_>, sink: &mut dyn RowSink) -> Result<(), Problem> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(truncated)?;
    let sheets = book.sheets_metadata().to_vec();
    let mut seen = HashSet::new();
    let mut rows_before = 0;
    for meta in sheets {
        if meta.typ != SheetType::WorkSheet || !seen.insert(meta.name.clone()) {
            continue;
        }
        let mut head = SheetHead {
            name: meta.name.clone(),
            hidden: meta.visible != SheetVisible::Visible,
            ..SheetHead::default()
        };
        match marks_of(contents, &meta.name) {
            Some(marks) => {
                head.areas.clone_from(&marks.areas);
                head.hidden_rows.clone_from(&marks.hidden_rows);
                head.hidden_columns.clone_from(&marks.hidden_columns);
            }
            None => head.areas = areas(&book.merge_cells_by_sheet_name(&meta.name).map_err(truncated)?),
        }
        sink.begin(head)?;
        let before = rows_before;
        let mut shown = |progress: Progress| watch(Progress { rows: before + progress.rows, bytes: None });
        let mut collector = Collector::new(&meta.name, sink, &mut shown);
        let mut cells = book.worksheet_cells_reader(&meta.name).map_err(truncated)?;
        let formats: Vec<NumberFormat> = cells
            .styles()
            .iter()
            .map(|style| style.number_format.as_ref().map_or("General", |format| &format.format_code))
            .map(NumberFormat::parse)
            .collect();
        let general = NumberFormat::parse("General");
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(truncated)? {
            let format = formats.get(style).unwrap_or(&general);
            collector.take(cell.get_position(), shown_cell(cell.get_value(), format))?;
        }
        collector.flush()?;
        rows_before += collector.rows;
        sink.end(Vec::new())?;
    }
    Ok(())
}

fn areas(merged: &[Dimensions]) -> Vec<Area> {
    let column = |column: u32| column.min(u32::from(u16::MAX)) as u16;
    merged
        .iter()
        .filter(|area| area.start.0 <= area.end.0 && area.start.1 <= area.end.1)
        .map(|area| Area {
            top: area.start.0,
            left: column(area.start.1),
            bottom: area.end.0,
            right: column(area.end.1),
        })
        .collect()
}

/// What the tags of a sheet's part tell; `None` when a workbook keeps its parts in unusual places.
fn marks_of<'a>(contents: &'a Contents, sheet: &str) -> Option<&'a SheetMarks> {
    let part = |path: &str| contents.marks(path);
    let (_, id) = part("xl/workbook.xml")?.sheets.iter().find(|(name, _)| name == sheet)?;
    let (_, target) = part("xl/_rels/workbook.xml.rels")?.relations.iter().find(|(known, _)| known == id)?;
    match target.strip_prefix('/') {
        Some(absolute) => part(absolute),
        None => part(&format!("xl/{target}")),
    }
}

fn shown_cell(value: &DataRef<'_>, format: &NumberFormat) -> Cell {
    let text = |text: &str| Cell { text: text.trim().into(), exact: None };
    match value {
        DataRef::Int(number) => text(&number.to_string()),
        DataRef::Float(number) => format.show(*number),
        DataRef::String(shown) => text(shown),
        DataRef::SharedString(shown) => text(shown),
        DataRef::Bool(truth) => text(if *truth { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(date) => text(&shown_date(date, format)),
        DataRef::DateTimeIso(date) => text(iso_date(date)),
        DataRef::DurationIso(duration) => text(duration),
        DataRef::Error(error) => text(&error.to_string()),
        DataRef::Empty => Cell::default(),
        #[allow(unreachable_patterns, reason = "further kinds show nothing we know")]
        _ => Cell::default(),
    }
}

fn shown_date(date: &ExcelDateTime, format: &NumberFormat) -> String {
    match date.is_datetime() {
        true => {
            let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
            format.show_date((year, month, day, hour, minute, second))
        }
        false => {
            let minutes = (date.as_f64() * 1440.0).round();
            format!("{}:{:02}", (minutes / 60.0).floor(), (minutes % 60.0).abs())
        }
    }
}

/// `2025-06-30T00:00:00` is shown as its day.
pub(super) fn iso_date(date: &str) -> &str {
    date.strip_suffix("T00:00:00").or_else(|| date.strip_suffix("T00:00:00.000")).unwrap_or(date)
}

/// xls through the library's ranges, with formats and hidden parts as [`xls_marks`] tells them.
fn xls_sheets(bytes: &[u8], watch: Watch<'_>, sink: &mut dyn RowSink) -> Result<(), Problem> {
    let marks = xls_marks::read(bytes);
    marks.check()?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => Problem::refused("problem-workbook-encrypted"),
        other => truncated(other),
    })?;
    let general = NumberFormat::parse("General");
    let date_format = NumberFormat::parse("yyyy-mm-dd");
    let mut rows_before = 0;
    for (tab, meta) in book.sheets_metadata().to_vec().into_iter().enumerate() {
        if meta.typ != SheetType::WorkSheet {
            continue;
        }
        let mut head = SheetHead {
            name: meta.name.clone(),
            hidden: meta.visible != SheetVisible::Visible,
            ..SheetHead::default()
        };
        head.areas = areas(&book.merge_cells_by_sheet_name(&meta.name).unwrap_or_default());
        if let Some(marks) = marks.sheet(tab) {
            head.hidden_rows.clone_from(&marks.hidden_rows);
            head.hidden_columns.clone_from(&marks.hidden_columns);
        }
        let range = book.worksheet_range(&meta.name).map_err(truncated)?;
        let (top, left) = range.start().unwrap_or_default();
        sink.begin(head)?;
        let before = rows_before;
        let mut shown = |progress: Progress| watch(Progress { rows: before + progress.rows, bytes: None });
        let mut collector = Collector::new(&meta.name, sink, &mut shown);
        for (row, column, value) in range.used_cells() {
            let place = (top + row as u32, left + column as u32);
            let format = || marks.format(tab, place.0, place.1);
            let text = |text: &str| Cell { text: text.trim().into(), exact: None };
            let cell = match value {
                Data::Int(number) => format().unwrap_or(&general).show(*number as f64),
                Data::Float(number) => format().unwrap_or(&general).show(*number),
                Data::String(shown) => text(shown),
                Data::Bool(truth) => text(if *truth { "TRUE" } else { "FALSE" }),
                Data::DateTime(date) => text(&shown_date(date, format().unwrap_or(&date_format))),
                Data::DateTimeIso(date) => text(iso_date(date)),
                Data::DurationIso(duration) => text(duration),
                Data::Error(error) => text(&error.to_string()),
                _ => Cell::default(),
            };
            collector.take(place, cell)?;
        }
        collector.flush()?;
        rows_before += collector.rows();
        sink.end(Vec::new())?;
    }
    Ok(())
}
