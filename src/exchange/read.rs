//! The front door: one file in, forms out, with everything that was rejected or deserves a remark.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::model::form::{Batch, Form, FormKind, Place, Stage};
use crate::model::problem::{Problem, ProblemKind};

use super::limits::{DELIMITED_BYTES_MAX, FILE_BYTES_MAX};
use super::reading::{Reading, Told};
use super::rows::{FormSink, RowSink};
use super::sheet::Sheet;
use super::source::{Bytes, Source};
use super::stream::Understanding;
use super::{delimited, wall, workbook};

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
    /// Understand every sheet as a whole, long lists too: slower, within narrower limits, with the same result.
    pub whole: bool,
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

/// A sheet that is no table we know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSheet {
    /// Its name, empty for csv.
    pub sheet: String,
    /// Short texts of its first rows, among which its headings are.
    pub headings: Vec<String>,
}

/// What is told of a file besides its forms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// Encoding of a csv file, e.g. `UTF-8`.
    pub encoding: Option<String>,
    /// What was not taken.
    pub rejects: Vec<Reject>,
    /// Remarks.
    pub warnings: Vec<Warning>,
    /// Sheets that are no table we know.
    pub unknown: Vec<UnknownSheet>,
}

/// How far reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Rows read so far.
    pub rows: u64,
    /// Bytes of the file read so far, and all of them, where that is known.
    pub bytes: Option<(u64, u64)>,
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
    /// Whether nothing was found and nothing is to be told.
    pub fn is_empty(&self) -> bool {
        self.drafts.is_empty() && self.rejects.is_empty() && self.warnings.is_empty() && self.nameless.is_empty()
    }

    /// Notes a remark; `row` and `column` from 0.
    pub fn warn(&mut self, sheet: &Sheet, row: u32, column: u16, reason: Reason) {
        let warning = Warning { sheet: sheet.name.clone(), row: row + 1, column: u32::from(column) + 1, reason };
        self.warnings.push(warning);
    }

    /// Notes a remark.
    pub fn warn_of(&mut self, warning: Warning) {
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

/// Reads a file and keeps all of it.
///
/// # Errors
/// As [`read_into`].
pub fn read_file(path: &Path, options: &ReadOptions, watch: Watch<'_>) -> Result<ReadFile, Problem> {
    let mut gathered = Gathered::default();
    let facts = read_into(path, options, watch, &mut gathered)?;
    Ok(gathered.file(facts))
}

/// Reads the bytes of a file and keeps all of it.
///
/// # Errors
/// As [`read_into`].
pub fn read_bytes(name: &str, bytes: &[u8], options: &ReadOptions, watch: Watch<'_>) -> Result<ReadFile, Problem> {
    let mut gathered = Gathered::default();
    let facts = source_into(name, &mut std::io::Cursor::new(bytes), options, watch, &mut gathered)?;
    Ok(gathered.file(facts))
}

/// Forms sorted into tables.
#[derive(Default)]
struct Gathered {
    tables: Vec<ReadTable>,
}

impl Gathered {
    /// What was rejected has no year of its own: it is told with the first table of the file.
    fn file(mut self, facts: FileFacts) -> ReadFile {
        for table in &mut self.tables {
            table.encoding.clone_from(&facts.encoding);
        }
        if let Some(first) = self.tables.first_mut() {
            first.rejects = facts.rejects;
            first.warnings = facts.warnings;
        }
        ReadFile { sha256: facts.sha256, tables: self.tables }
    }
}

impl FormSink for Gathered {
    fn form(&mut self, place: Place, form: Form) -> Result<(), Problem> {
        let same = self.tables.iter().position(|table| table.kind == form.kind && table.year == form.year);
        let at = same.unwrap_or_else(|| {
            self.tables.push(ReadTable {
                kind: form.kind,
                year: form.year,
                encoding: None,
                batch: Batch::default(),
                rejects: Vec::new(),
                warnings: Vec::new(),
            });
            self.tables.len() - 1
        });
        self.tables[at].batch.forms.push((place, form));
        Ok(())
    }

    fn again(&mut self) -> Result<(), Problem> {
        self.tables.clear();
        Ok(())
    }
}

/// Reads a file and hands its forms to `sink` in their order.
///
/// # Errors
/// [`ProblemKind::Refused`] with the place, when the file cannot be opened, is no table, breaks a limit, or holds
/// nothing that can be used; and what the sink refuses.
pub fn read_into(
    path: &Path,
    options: &ReadOptions,
    watch: Watch<'_>,
    sink: &mut dyn FormSink,
) -> Result<FileFacts, Problem> {
    source_into(&path.display().to_string(), &mut open(path)?, options, watch, sink)
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
    let mut file = open(path)?;
    let mut source = Source::new(&mut file)?;
    let options = ReadOptions {
        encoding: encoding.map(str::to_owned),
        reader: reader.map(Path::to_owned),
        ..ReadOptions::default()
    };
    let watch: Watch<'_> = &mut |_| ControlFlow::Continue(());
    let start = source.start()?;
    // What takes rows here keeps them.
    let read = match source.total() > FILE_BYTES_MAX {
        true => Err(Problem::refused("problem-file-too-large").with("mib", FILE_BYTES_MAX >> 20)),
        false => rows_into(&mut source, &start, &options, watch, sink),
    };
    read.map_err(|problem| problem.with("path", path.display()))?;
    Ok(source.sha256())
}

fn open(path: &Path) -> Result<File, Problem> {
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
    File::open(path).map_err(opened)
}

/// Reads a file from where it lies. `name` is only shown to people; what the file is, is told by its bytes.
fn source_into(
    name: &str,
    bytes: &mut dyn Bytes,
    options: &ReadOptions,
    watch: Watch<'_>,
    sink: &mut dyn FormSink,
) -> Result<FileFacts, Problem> {
    let named = |problem: Problem| match problem.args.iter().any(|(arg, _)| *arg == "path") {
        true => problem,
        false => problem.with("path", name),
    };
    let read = Source::new(bytes).and_then(|mut source| read_named(&mut source, options, watch, sink));
    read.map_err(|problem| named(as_workbook(name, problem)))
}

/// What fails to be a csv under the name of a workbook is told as no workbook.
fn as_workbook(name: &str, problem: Problem) -> Problem {
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let claims = matches!(ending.as_deref(), Some("xlsx" | "xlsm" | "xls" | "et" | "ods"));
    let text = problem.key.starts_with("problem-csv-") || problem.key == "problem-encoding-broken";
    if claims && text { Problem::refused("problem-not-a-workbook") } else { problem }
}

fn read_named(
    source: &mut Source<'_>,
    options: &ReadOptions,
    watch: Watch<'_>,
    sink: &mut dyn FormSink,
) -> Result<FileFacts, Problem> {
    let start = source.start()?;
    if start.is_empty() {
        return Err(Problem::refused("problem-file-empty"));
    }
    let mut reading = Reading::new(options, sink);
    let mut understanding = Understanding::new(&mut reading);
    let mut read = rows_into(source, &start, options, watch, &mut understanding);
    if read.is_err() && understanding.wants_again() {
        understanding.begin_again()?;
        read = rows_into(source, &start, options, watch, &mut understanding);
    }
    let encoding = read?;
    let Told { rejects, warnings, unknown } = reading.finish()?;
    Ok(FileFacts { sha256: source.sha256(), encoding, rejects, warnings, unknown })
}

/// Hands the rows of a file over; answers the encoding of delimited text.
fn rows_into(
    source: &mut Source<'_>,
    start: &[u8],
    options: &ReadOptions,
    watch: Watch<'_>,
    sink: &mut dyn RowSink,
) -> Result<Option<String>, Problem> {
    let too_large = |most: u64| Problem::refused("problem-file-too-large").with("mib", most >> 20);
    // What may be a compound file is told by all of its bytes.
    if workbook::is_container(start) {
        let bytes = source.all(FILE_BYTES_MAX)?.ok_or_else(|| too_large(FILE_BYTES_MAX))?;
        if let Some(format) = workbook::sniff(&bytes)? {
            wall::read(options.reader.as_deref(), format, &bytes, watch, sink)?;
        }
        return Ok(None);
    }
    workbook::sniff(start)?;
    if source.total() > DELIMITED_BYTES_MAX {
        return Err(too_large(DELIMITED_BYTES_MAX));
    }
    delimited::read(source, options.encoding.as_deref(), watch, sink).map(Some)
}

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
    fn columns_have_letters() {
        assert_eq!(column_letters(0), "A");
        assert_eq!(column_letters(27), "AB");
        assert_eq!(column_letters(16383), "XFD");
    }
}
