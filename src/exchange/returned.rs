//! The report that goes back to the sender: what could not be used and what deserves a look, as a list and in a copy of
//! the sender's own sheets, where the cells stand at their places, marked, with the reason as a note.
//!
//! Cells are copied as shown and inert, as in [`super::opinions`]. Long sheets are copied in part: the rows around
//! their beginning and the rows spoken of, each at its own number. The same remarks give the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Note, Url, Workbook, Worksheet, XlsxError};

use crate::model::ids::sha256;
use crate::model::problem::Problem;

use super::atomic::{write_atomically, write_failed};
use super::delimited::is_formula_like;
use super::limits::{ROWS_MAX, cut};
use super::opinions::Written;
use super::read::{self, Reject, Warning, column_letters};
use super::rows::{Row, RowSink, SheetHead};
use super::sheet::Area;
use super::sheet_names::SheetNames;

/// One thing to tell the sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Sheet, empty for csv.
    pub sheet: String,
    /// Row from 1; 0 when the whole sheet is meant.
    pub row: u32,
    /// Column from 1; 0 when the whole row or sheet is meant.
    pub column: u32,
    /// What the cell shows.
    pub value: String,
    /// True for what was not used, false for what was used and deserves a look.
    pub rejected: bool,
    /// The reason in words.
    pub text: String,
}

/// The words of the report in its language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Name of the first sheet.
    pub list: String,
    /// What the report is, which file it speaks of, what the sender should do: lines above the list.
    pub preface: Vec<String>,
    /// Headings: number, sheet, cell, value, outcome, reason.
    pub headings: [String; 6],
    /// Outcome of what was not used.
    pub rejected: String,
    /// Outcome of what deserves a look.
    pub remarked: String,
    /// How the copy of a csv is called, which has no sheets.
    pub table: String,
    /// Said when a sheet is copied in part.
    pub in_part: String,
}

/// Cells of a sheet up to which it is copied whole.
const WHOLE_CELLS: usize = 200_000;
/// Of a longer sheet, rows from its beginning that are copied: title and headings.
const HEAD_ROWS: u32 = 20;
/// Sheets that are copied.
const SHEETS_MAX: usize = 100;
/// Notes on one sheet; what is beyond is marked by colour and told in the list.
const NOTES_MAX: usize = 5_000;
/// Characters of a note.
const NOTE_MAX: usize = 500;
/// Remarks in the list; spreadsheets end soon after.
const REMARKS_MAX: usize = 1_000_000;
/// Widest column of a copy, in pixels.
const COLUMN_PIXELS_MAX: u32 = 260;
/// Longest text a spreadsheet cell holds, in UTF-16 units.
const CELL_UNITS_MAX: usize = 32_767;

/// Writes the report about the file `source` to `out`, an xlsx file. `reader` as in [`read::ReadOptions::reader`].
///
/// # Errors
/// A refusal when `source` cannot be read any more or is not the file that was spoken of (`sha256`), when `out` exists and
/// `replace` is not set, or when it cannot be written.
pub fn write_returned(
    source: &Path,
    file_sha256: &str,
    encoding: Option<&str>,
    reader: Option<&Path>,
    remarks: &[Remark],
    words: &Words,
    (out, replace): (&Path, bool),
) -> Result<Written, Problem> {
    let mut copies = Copies::new(remarks);
    if !copies.wanted.is_empty() {
        let read_sha256 = read::read_rows(source, encoding, reader, &mut copies)?;
        if read_sha256 != file_sha256 {
            return Err(Problem::refused("problem-file-changed").with("path", source.display()));
        }
    }
    let bytes = book(&copies, remarks, words).map_err(Problem::internal)?;
    write_atomically(out, replace, |file| file.write_all(&bytes).map_err(|error| write_failed(out, &error)))?;
    let sha256 = sha256(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Written { rows: remarks.len(), sha256 })
}

/// The sheets of the sender that something is said of, as far as they are copied.
struct Copies {
    /// Rows spoken of by sheet, from 0.
    wanted: BTreeMap<String, BTreeSet<u32>>,
    sheets: Vec<SheetCopy>,
    /// Whether the sheet that comes in is copied.
    copying: bool,
    cells: usize,
}

#[derive(Default)]
struct SheetCopy {
    name: String,
    areas: Vec<Area>,
    rows: Vec<Row>,
    in_part: bool,
}

impl Copies {
    fn new(remarks: &[Remark]) -> Copies {
        let mut wanted: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        for remark in remarks.iter().filter(|remark| remark.row > 0) {
            wanted.entry(remark.sheet.clone()).or_default().insert(remark.row - 1);
        }
        Copies { wanted, sheets: Vec::new(), copying: false, cells: 0 }
    }

    /// What the cell of a remark shows.
    fn cell(&self, remark: &Remark) -> Option<&str> {
        let (row, column) = (remark.row.checked_sub(1)?, u16::try_from(remark.column.checked_sub(1)?).ok()?);
        let sheet = self.sheets.iter().find(|sheet| sheet.name == remark.sheet)?;
        let at = sheet.rows.binary_search_by_key(&row, |row| row.index).ok()?;
        sheet.rows[at].cells.iter().find(|(at, _)| *at == column).map(|(_, cell)| cell.text.as_ref())
    }

    fn keeps(&self, row: u32) -> bool {
        let named = |sheet: &SheetCopy| self.wanted.get(&sheet.name).is_some_and(|rows| rows.contains(&row));
        row < HEAD_ROWS || self.sheets.last().is_some_and(named)
    }
}

impl RowSink for Copies {
    fn begin(&mut self, head: SheetHead) -> Result<(), Problem> {
        self.copying = self.sheets.len() < SHEETS_MAX && self.wanted.contains_key(&head.name);
        self.cells = 0;
        if self.copying {
            self.sheets.push(SheetCopy { name: head.name, areas: head.areas, ..SheetCopy::default() });
        }
        Ok(())
    }

    fn row(&mut self, row: Row) -> Result<(), Problem> {
        if !self.copying {
            return Ok(());
        }
        self.cells += row.cells.len();
        let keeps = self.keeps(row.index);
        let Some(mut sheet) = self.sheets.pop() else { return Ok(()) };
        if self.cells > WHOLE_CELLS && !sheet.in_part {
            sheet.in_part = true;
            let wanted = self.wanted.get(&sheet.name);
            sheet.rows.retain(|row| row.index < HEAD_ROWS || wanted.is_some_and(|rows| rows.contains(&row.index)));
        }
        if !sheet.in_part || keeps {
            sheet.rows.push(row);
        }
        self.sheets.push(sheet);
        Ok(())
    }

    fn left_out(&mut self, _reject: Reject) {}

    fn end(&mut self, _remarks: Vec<Warning>) -> Result<(), Problem> {
        Ok(())
    }
}

fn book(copies: &Copies, remarks: &[Remark], words: &Words) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The day the workbook was made would make the same report differ from one day to the next.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let names = sheet_names(copies, words);
    list(book.add_worksheet(), copies, &names, remarks, words)?;
    for (copy, (_, name)) in copies.sheets.iter().zip(&names) {
        let page = book.add_worksheet();
        page.set_name(name)?;
        copied(page, copy, remarks, words)?;
    }
    book.save_to_buffer()
}

/// The sheets of the sender and what their copies are called: as they are, as far as a workbook of ours may.
fn sheet_names(copies: &Copies, words: &Words) -> Vec<(String, String)> {
    let mut names = SheetNames::default();
    names.keep(&words.list);
    copies.sheets.iter().map(|copy| (copy.name.clone(), names.take(&copy.name, &words.table))).collect()
}

/// Writes text inertly, whatever it is.
fn write(page: &mut Worksheet, row: u32, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    let quoted = is_formula_like(text) || text.starts_with('\'');
    let format = if quoted { format.clone().set_quote_prefix() } else { format.clone() };
    page.write_string_with_format(row, column, cut(text, CELL_UNITS_MAX), &format)?;
    Ok(())
}

fn list(
    page: &mut Worksheet,
    copies: &Copies,
    names: &[(String, String)],
    remarks: &[Remark],
    words: &Words,
) -> Result<(), XlsxError> {
    page.set_name(&words.list)?;
    // Reports are printed and stamped: all columns on one page.
    page.set_landscape().set_print_fit_to_pages(1, 0);
    let bold = Format::new().set_bold();
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    for (column, width) in [6, 16, 10, 28, 14, 72].into_iter().enumerate() {
        page.set_column_width(column as u16, width)?;
    }
    let mut row = 0;
    for line in &words.preface {
        write(page, row, 0, line, &Format::new())?;
        row += 1;
    }
    row += u32::from(row > 0);
    for (column, heading) in words.headings.iter().enumerate() {
        write(page, row, column as u16, heading, &bold)?;
    }
    page.set_freeze_panes(row + 1, 0)?;
    for (at, remark) in remarks.iter().take(REMARKS_MAX).enumerate() {
        row += 1;
        write(page, row, 0, &(at + 1).to_string(), &plain)?;
        write(page, row, 1, &remark.sheet, &plain)?;
        let place = match (remark.row, remark.column) {
            (0, _) => String::new(),
            (row, 0) => row.to_string(),
            (row, column) => column_letters((column - 1).min(u32::from(u16::MAX)) as u16) + row.to_string().as_str(),
        };
        let copy = names.iter().find(|(sheet, _)| *sheet == remark.sheet && remark.row > 0);
        match copy {
            Some((_, name)) => {
                let cell = if remark.column == 0 { format!("A{place}") } else { place.clone() };
                let link = Url::new(format!("internal:'{}'!{cell}", name.replace('\'', "''"))).set_text(&place);
                page.write_url(row, 2, &link)?;
            }
            None => write(page, row, 2, &place, &plain)?,
        }
        // What was used with a remark is told with what its cell shows.
        let shown = if remark.value.is_empty() { copies.cell(remark) } else { Some(remark.value.as_str()) };
        write(page, row, 3, shown.unwrap_or_default(), &plain)?;
        write(page, row, 4, if remark.rejected { &words.rejected } else { &words.remarked }, &plain)?;
        write(page, row, 5, &remark.text, &plain)?;
    }
    Ok(())
}

/// What is said of one place.
#[derive(Default)]
struct Mark {
    rejected: bool,
    texts: Vec<String>,
}

fn copied(page: &mut Worksheet, copy: &SheetCopy, remarks: &[Remark], words: &Words) -> Result<(), XlsxError> {
    let first_of: BTreeMap<u32, u16> = copy
        .rows
        .iter()
        .filter_map(|row| row.cells.iter().map(|(column, _)| *column).min().map(|column| (row.index, column)))
        .collect();
    let mut marks: BTreeMap<(u32, u16), Mark> = BTreeMap::new();
    for remark in remarks.iter().filter(|remark| remark.sheet == copy.name && remark.row > 0) {
        let row = remark.row - 1;
        let column = match remark.column {
            0 => first_of.get(&row).copied().unwrap_or(0),
            column => (column - 1).min(u32::from(u16::MAX)) as u16,
        };
        let mark = marks.entry((row, column)).or_default();
        mark.rejected |= remark.rejected;
        mark.texts.push(remark.text.clone());
    }
    let plain = Format::new().set_num_format("@");
    // Words beside colours: who sees no colours finds the notes, and the list names every cell.
    let rejected = plain.clone().set_background_color("#F4B6B6").set_bold();
    let remarked = plain.clone().set_background_color("#FFF2B3");
    let format = |place: &(u32, u16)| match marks.get(place) {
        Some(mark) if mark.rejected => &rejected,
        Some(_) => &remarked,
        None => &plain,
    };
    page.set_landscape().set_print_fit_to_pages(1, 0);
    if copy.in_part {
        let note = Note::new(cut(&words.in_part, NOTE_MAX)).add_author_prefix(false);
        page.insert_note(0, 0, &note)?;
    } else {
        for area in &copy.areas {
            // Overlapping areas are no honest sheet's; what cannot be merged stays apart.
            let _ = page.merge_range(area.top, area.left, area.bottom, area.right, "", &plain);
        }
    }
    for ((row, column), _) in marks.iter().filter(|((row, _), _)| *row < ROWS_MAX) {
        page.write_blank(*row, *column, format(&(*row, *column)))?;
    }
    for row in copy.rows.iter().filter(|row| row.index < ROWS_MAX) {
        for (column, cell) in &row.cells {
            write(page, row.index, *column, &cell.text, format(&(row.index, *column)))?;
        }
    }
    // Wide enough to be read, never wider than a third of a page.
    page.set_autofit_max_width(COLUMN_PIXELS_MAX).autofit();
    for (at, (place, mark)) in marks.iter().filter(|((row, _), _)| *row < ROWS_MAX).enumerate() {
        let (row, column) = *place;
        if at < NOTES_MAX && (!copy.in_part || *place != (0, 0)) {
            let note = Note::new(cut(&mark.texts.join("\n"), NOTE_MAX)).add_author_prefix(false);
            page.insert_note(row, column, &note)?;
        }
    }
    Ok(())
}
