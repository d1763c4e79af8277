//! The front door: one file in, forms out, with everything that was rejected or deserves a remark.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::model::form::{Batch, Form, FormKind, Place, Stage};
use crate::model::ids::sha256;
use crate::model::problem::{Problem, ProblemKind};

use super::limits::FILE_BYTES_MAX;
use super::rows::{RowSink, WholeSheets};
use super::sheet::Sheet;
use super::{delimited, form_segments, list_style, wall, workbook};

/// What the person who imports knows better than the file.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Read every table as this kind; `None` tells it by headings and titles.
    pub kind: Option<FormKind>,
    /// Budget year where the table prints none; wins over a title (with a warning), never over a year column.
    pub year: Option<u16>,
    /// 财政区划代码 where the table has no such column.
    pub region: Option<String>,
    /// Stage of targets.
    pub stage: Stage,
    /// Project (code, else name) of an indicator list that names none.
    pub project: Option<String>,
    /// Encoding of a csv file, e.g. `gb18030`; `None` detects it.
    pub encoding: Option<String>,
    /// This program, to be started again for reading workbooks behind a wall; `None` reads them in this process.
    pub reader: Option<PathBuf>,
}

/// Why something was rejected or remarked: a locale key with arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Locale key.
    pub key: &'static str,
    /// Placeholders; untrusted text.
    pub args: Vec<(&'static str, String)>,
}

impl Reason {
    /// A reason without arguments.
    pub fn new(key: &'static str) -> Reason {
        Reason { key, args: Vec::new() }
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Reason {
        self.args.push((name, value.to_string()));
        self
    }
}

/// A row or cell that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Sheet name, empty for csv.
    pub sheet: String,
    /// Row from 1.
    pub row: u32,
    /// Column from 1.
    pub column: u32,
    /// What the cell shows, cut to 40 characters.
    pub value: String,
    /// Why.
    pub reason: Reason,
}

/// A remark about something that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Sheet name, empty for csv.
    pub sheet: String,
    /// Row from 1; 0 when the whole sheet is meant.
    pub row: u32,
    /// Column from 1; 0 when the whole row or sheet is meant.
    pub column: u32,
    /// What.
    pub reason: Reason,
}

/// The forms of one kind and year in a file.
#[derive(Debug, Clone)]
pub struct ReadTable {
    /// Kind of all its forms.
    pub kind: FormKind,
    /// Budget year of all its forms.
    pub year: u16,
    /// Encoding of a csv file, e.g. `UTF-8`.
    pub encoding: Option<String>,
    /// The forms in the order of the file.
    pub batch: Batch,
    /// What was not taken.
    pub rejects: Vec<Reject>,
    /// Remarks.
    pub warnings: Vec<Warning>,
}

/// What a file held; at least one table with at least one form.
#[derive(Debug, Clone)]
pub struct ReadFile {
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// Tables in order of first appearance.
    pub tables: Vec<ReadTable>,
}

/// How far reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows read so far.
    pub rows: u64,
}

/// The callback that hears of progress and may stop the work.
pub type Watch<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

/// The answer to a stopped reading.
pub(super) fn stopped() -> Problem {
    Problem::new(ProblemKind::Refused, "problem-import-stopped")
}

/// A form still looking for its year.
#[derive(Debug)]
pub(super) struct Draft {
    /// The form; year, stage and region by option are filled in later.
    pub form: Form,
    /// Where it begins.
    pub place: Place,
    /// Year from a column or a labelled cell.
    pub column_year: Option<u16>,
    /// Year from a title.
    pub title_year: Option<u16>,
}

/// What one sheet gave.
#[derive(Debug, Default)]
pub(super) struct Harvest {
    pub drafts: Vec<Draft>,
    pub rejects: Vec<Reject>,
    pub warnings: Vec<Warning>,
    /// Sheets that hold indicators of a project that they do not name.
    pub nameless: Vec<String>,
}

impl Harvest {
    /// Notes a remark; `row` and `column` from 0.
    pub fn warn(&mut self, sheet: &Sheet, row: u32, column: u16, reason: Reason) {
        let warning = Warning { sheet: sheet.name.clone(), row: row + 1, column: u32::from(column) + 1, reason };
        self.warnings.push(warning);
    }

    /// Notes a rejected row; `row` and `column` from 0.
    pub fn reject(&mut self, sheet: &Sheet, row: u32, column: u16, value: &str, reason: Reason) {
        self.rejects.push(Reject {
            sheet: sheet.name.clone(),
            row: row + 1,
            column: u32::from(column) + 1,
            value: value.chars().take(VALUE_SHOWN).collect(),
            reason,
        });
    }
}

/// Characters of a rejected value that are told.
pub(super) const VALUE_SHOWN: usize = 40;

/// Reads a file.
///
/// # Errors
/// [`ProblemKind::Refused`] with the place, when the file cannot be opened, is no table, breaks a limit, or holds
/// nothing that can be used.
pub fn read_file(path: &Path, options: &ReadOptions, watch: Watch<'_>) -> Result<ReadFile, Problem> {
    read_bytes(&path.display().to_string(), &bytes_of(path)?, options, watch)
}

/// Hands the rows of a file to `sink`, understood or not. Answers the SHA-256 of the file.
///
/// # Errors
/// As [`read_file`], and whatever the sink refuses.
pub(super) fn read_rows(
    path: &Path,
    encoding: Option<&str>,
    reader: Option<&Path>,
    sink: &mut dyn RowSink,
) -> Result<String, Problem> {
    let bytes = bytes_of(path)?;
    let watch: Watch<'_> = &mut |_| ControlFlow::Continue(());
    let read = workbook::sniff(&bytes).and_then(|found| match found {
        Some(format) => wall::read(reader, format, &bytes, watch, sink),
        None => delimited::read(&bytes, encoding, watch, sink).map(|_| ()),
    });
    read.map_err(|problem| problem.with("path", path.display()))?;
    Ok(hex(&sha256(&bytes)))
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Problem> {
    let shown = path.display();
    let opened = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Problem::refused("problem-file-missing").with("path", shown.to_string()),
        std::io::ErrorKind::PermissionDenied => {
            Problem::refused("problem-file-not-readable").with("path", shown.to_string())
        }
        _ => Problem::refused("problem-file-broken").with("path", shown.to_string()).with("detail", error),
    };
    // Looked at before it is opened: opening a FIFO would wait for a writer.
    let metadata = std::fs::metadata(path).map_err(opened)?;
    if metadata.is_dir() {
        return Err(Problem::refused("problem-file-is-folder").with("path", shown));
    }
    if !metadata.is_file() {
        return Err(Problem::refused("problem-file-is-device").with("path", shown));
    }
    let too_large =
        || Problem::refused("problem-file-too-large").with("path", shown.to_string()).with("mib", FILE_BYTES_MAX >> 20);
    if metadata.len() > FILE_BYTES_MAX {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(opened)?.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(opened)?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Reads the bytes of a file. `name` is only shown to people; what the file is, is told by its bytes.
///
/// # Errors
/// As [`read_file`].
pub fn read_bytes(name: &str, bytes: &[u8], options: &ReadOptions, watch: Watch<'_>) -> Result<ReadFile, Problem> {
    let named = |problem: Problem| match problem.args.iter().any(|(arg, _)| *arg == "path") {
        true => problem,
        false => problem.with("path", name),
    };
    read_named(bytes, options, watch).map_err(|problem| named(as_workbook(name, problem)))
}

/// What fails to be a csv under the name of a workbook is told as no workbook.
fn as_workbook(name: &str, problem: Problem) -> Problem {
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let claims = matches!(ending.as_deref(), Some("xlsx" | "xlsm" | "xls" | "et" | "ods"));
    let text = problem.key.starts_with("problem-csv-") || problem.key == "problem-encoding-broken";
    if claims && text { Problem::refused("problem-not-a-workbook") } else { problem }
}

fn read_named(bytes: &[u8], options: &ReadOptions, watch: Watch<'_>) -> Result<ReadFile, Problem> {
    if bytes.is_empty() {
        return Err(Problem::refused("problem-file-empty"));
    }
    let mut encoding = None;
    let mut reading = Reading { options, harvest: Harvest::default(), unknown: Vec::new(), met: Vec::new() };
    let mut each = |sheet: Sheet, remarks: Vec<Warning>| {
        reading.harvest.warnings.extend(remarks);
        reading.sheet(sheet)
    };
    match workbook::sniff(bytes)? {
        Some(format) => {
            wall::read(options.reader.as_deref(), format, bytes, watch, &mut WholeSheets::new(&mut each))?;
        }
        None => {
            let sink = &mut WholeSheets::new(&mut each);
            encoding = Some(delimited::read(bytes, options.encoding.as_deref(), watch, sink)?);
        }
    }
    let tables = reading.tables(encoding)?;
    Ok(ReadFile { sha256: hex(&sha256(bytes)), tables })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How many unknown headings a refusal lists.
const MET_MAX: usize = 12;

struct Reading<'a> {
    options: &'a ReadOptions,
    harvest: Harvest,
    unknown: Vec<String>,
    met: Vec<String>,
}

impl Reading<'_> {
    fn sheet(&mut self, mut sheet: Sheet) -> Result<(), Problem> {
        let harvest = &mut self.harvest;
        harvest.rejects.append(&mut sheet.rejects);
        if sheet.row_count() == 0 {
            return Ok(());
        }
        let before = (harvest.drafts.len(), harvest.rejects.len(), harvest.nameless.len());
        let listed = list_style::read(&sheet, self.options, harvest);
        form_segments::read(&sheet, &listed, self.options, harvest);
        if before == (harvest.drafts.len(), harvest.rejects.len(), harvest.nameless.len()) {
            self.unknown.push(sheet.name.clone());
            self.headings_met(&sheet);
            return Ok(());
        }
        self.hidden(&sheet);
        Ok(())
    }

    fn headings_met(&mut self, sheet: &Sheet) {
        let mut seen: BTreeSet<String> = self.met.iter().cloned().collect();
        for row in sheet.row_numbers().take(20) {
            for (_, cell) in sheet.cells(row) {
                let text: String = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
                if self.met.len() < MET_MAX && text.chars().count() <= 20 && seen.insert(text.clone()) {
                    self.met.push(text);
                }
            }
        }
    }

    fn hidden(&mut self, sheet: &Sheet) {
        let whole = |reason| Warning { sheet: sheet.name.clone(), row: 0, column: 0, reason };
        if sheet.hidden {
            self.harvest.warnings.push(whole(Reason::new("reason-hidden-sheet")));
        }
        if let Some(first) = sheet.hidden_rows.first() {
            let rows = ranges(sheet.hidden_rows.iter().map(|row| row + 1));
            let reason = Reason::new("reason-hidden-rows").with("rows", rows);
            self.harvest.warnings.push(Warning { row: first + 1, ..whole(reason) });
        }
        if let Some(first) = sheet.hidden_columns.first() {
            let columns = sheet.hidden_columns.iter().map(|column| column_letters(*column)).collect::<Vec<_>>();
            let reason = Reason::new("reason-hidden-columns").with("columns", columns.join(" "));
            self.harvest.warnings.push(Warning { column: u32::from(*first) + 1, ..whole(reason) });
        }
    }

    /// Gives every form its year, region and stage, and sorts the forms into tables.
    fn tables(mut self, encoding: Option<String>) -> Result<Vec<ReadTable>, Problem> {
        let drafts = std::mem::take(&mut self.harvest.drafts);
        if drafts.is_empty() {
            return Err(self.nothing_usable());
        }
        let mut tables: Vec<ReadTable> = Vec::new();
        let mut known = HashMap::new();
        for draft in drafts {
            let Some(year) = self.year_of(&draft) else { continue };
            let Draft { mut form, place, .. } = draft;
            form.year = year;
            form.stage = self.options.stage;
            if let (true, Some(region)) = (form.region.is_empty(), &self.options.region) {
                form.region.clone_from(region);
            }
            let same = tables.iter().position(|table| table.kind == form.kind && table.year == year);
            let at = same.unwrap_or_else(|| {
                tables.push(ReadTable {
                    kind: form.kind,
                    year,
                    encoding: encoding.clone(),
                    batch: Batch::default(),
                    rejects: Vec::new(),
                    warnings: Vec::new(),
                });
                tables.len() - 1
            });
            if let Some(first) = known.insert((at, form.project()), place.clone()) {
                let reason = Reason::new("reason-project-repeated").with("sheet", &first.sheet).with("row", first.row);
                let warning = Warning { sheet: place.sheet.clone(), row: place.row, column: 0, reason };
                self.harvest.warnings.push(warning);
            }
            tables[at].batch.forms.push((place, form));
        }
        let unknown = std::mem::take(&mut self.unknown).into_iter().map(|sheet| (sheet, "reason-sheet-unknown"));
        let nameless = std::mem::take(&mut self.harvest.nameless);
        let nameless = nameless.into_iter().map(|sheet| (sheet, "reason-sheet-names-no-project"));
        for (sheet, key) in unknown.chain(nameless) {
            self.harvest.warnings.push(Warning { sheet, row: 0, column: 0, reason: Reason::new(key) });
        }
        let Some(first) = tables.first_mut() else { return Err(Problem::refused("problem-no-year")) };
        // What was rejected has no year of its own: it is told with the first table of the file.
        first.rejects = self.harvest.rejects;
        first.warnings = self.harvest.warnings;
        Ok(tables)
    }

    fn year_of(&mut self, draft: &Draft) -> Option<u16> {
        let (year, overridden) = match (draft.column_year, self.options.year, draft.title_year) {
            (Some(column), given, _) => (column, given.filter(|given| *given != column)),
            (None, Some(given), title) => (given, title.filter(|title| *title != given)),
            (None, None, Some(title)) => (title, None),
            (None, None, None) => {
                self.harvest.rejects.push(Reject {
                    sheet: draft.place.sheet.clone(),
                    row: draft.place.row,
                    column: 1,
                    value: draft.form.name.chars().take(VALUE_SHOWN).collect(),
                    reason: Reason::new("reason-no-year"),
                });
                return None;
            }
        };
        if let Some(other) = overridden {
            self.harvest.warnings.push(Warning {
                sheet: draft.place.sheet.clone(),
                row: draft.place.row,
                column: 0,
                reason: Reason::new("reason-year-differs").with("year", year).with("other", other),
            });
        }
        Some(year)
    }

    /// Why a file gave no form at all.
    fn nothing_usable(self) -> Problem {
        if !self.harvest.nameless.is_empty() {
            return Problem::refused("problem-no-project-named");
        }
        if let Some(first) = self.harvest.rejects.first() {
            return Problem::refused("problem-no-usable-row")
                .with("rejects", self.harvest.rejects.len())
                .with("sheet", &first.sheet)
                .with("row", first.row)
                .with("column", first.column)
                .with("reason", first.reason.key);
        }
        if self.unknown.is_empty() {
            return Problem::refused("problem-no-cells");
        }
        let sheets: Vec<&str> = self.unknown.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let key = if sheets.is_empty() { "problem-csv-unknown" } else { "problem-no-known-table" };
        Problem::refused(key).with("sheets", sheets.join(", ")).with("headings", self.met.join(" | "))
    }
}

/// Rows as `2-4 9`.
fn ranges(rows: impl Iterator<Item = u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == row => run.1 = row,
            _ => runs.push((row, row)),
        }
    }
    let more = runs.len() > RUNS_SHOWN;
    let mut shown: Vec<String> = runs
        .iter()
        .take(RUNS_SHOWN)
        .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") })
        .collect();
    if more {
        shown.push("…".to_owned());
    }
    shown.join(" ")
}

/// Runs of hidden rows listed in one warning.
const RUNS_SHOWN: usize = 20;

/// The letters of a column from 0: `A`, `AB`.
pub(super) fn column_letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut left = u32::from(column) + 1;
    while left > 0 {
        left -= 1;
        letters.push(b'A' + (left % 26) as u8);
        left /= 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters_and_rows_have_runs() {
        assert_eq!(column_letters(0), "A");
        assert_eq!(column_letters(27), "AB");
        assert_eq!(column_letters(16383), "XFD");
        assert_eq!(ranges([2, 3, 4, 9].into_iter()), "2-4 9");
    }
}
