//! The records that pass through the wall: one byte that says what it is, four for the length, then the content.
//!
//! Numbers are little-endian or, where they are many and small, in groups of seven bits; texts are UTF-8 behind their
//! length. [`Encoder`] is the reader's mouth, [`Decoder`] the asker's ear; only the ear is careful, because only it knows
//! whom it listens to.

use std::cell::RefCell;
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;

use crate::model::problem::{Problem, ProblemKind};

use super::limits::{
    AREAS_MAX, CELL_BYTES_MAX, CELLS_MAX, COLUMNS_MAX, HIDDEN_ROWS_MAX, ROW_BYTES_MAX, ROWS_BYTES_MAX, ROWS_MAX,
    SHEETS_MAX,
};
use super::read::{Progress, Reason, Reject, Warning, Watch, stopped};
use super::rows::{Row, RowSink, SheetHead, reject_at};
use super::sheet::{Area, Cell};

const BEGIN: u8 = 1;
const ROW: u8 = 2;
const LEFT_OUT: u8 = 3;
const END: u8 = 4;
const PROGRESS: u8 = 5;
const DONE: u8 = 6;
const PROBLEM: u8 = 7;

/// Longest record that may come: a sheet's head with all its merged areas.
const RECORD_MAX: usize = 12 << 20;
/// Longest text besides cells: names of sheets, arguments of reasons. Longer ones are cut by the encoder.
const TEXT_MAX: usize = 512;
/// Most rows that are left out, and remarks, of one file: each is kept until the report.
const COMPLAINTS_MAX: usize = 100_000;
/// Everything that a reader may say, in bytes.
const SAID_MAX: usize = 2 * ROWS_BYTES_MAX;

/// What the reader may answer instead of rows.
pub const PROBLEM_KEYS: &[&str] = &[
    "problem-cell-too-far-down",
    "problem-cell-too-far-right",
    "problem-cells-scattered",
    "problem-import-stopped",
    "problem-internal",
    "problem-not-a-workbook",
    "problem-sheets-share-part",
    "problem-too-many-cells",
    "problem-too-many-merges",
    "problem-too-many-rejects",
    "problem-too-many-sheets",
    "problem-too-many-styles",
    "problem-too-much-text",
    "problem-workbook-breaks-reader",
    "problem-workbook-encrypted",
    "problem-workbook-truncated",
    "problem-xlsb-not-read",
    "problem-xml-entities",
    "problem-xml-nesting",
    "problem-zip-duplicate",
    "problem-zip-entries",
    "problem-zip-entry-name",
    "problem-zip-overlap",
    "problem-zip-ratio",
    "problem-zip-size",
    "problem-zip-text",
];

/// What the reader may remark, or leave rows out for.
pub const REASON_KEYS: &[&str] = &[
    "reason-cell-nul",
    "reason-cell-too-long",
    "reason-links-not-followed",
    "reason-macros-not-run",
    "reason-row-too-long",
];

/// Names of arguments of both.
pub const ARGUMENTS: &[&str] = &["cell", "depth", "detail", "entries", "entry", "kib", "mib", "most", "ratio", "sheet"];

/// Writes what a reading tells.
pub struct Encoder<'a> {
    output: RefCell<BufWriter<&'a mut dyn Write>>,
}

/// A sink that writes records.
pub struct Records<'e, 'a> {
    encoder: &'e Encoder<'a>,
    sheet: String,
    /// Bytes of rows so far.
    bytes: usize,
    left_out: usize,
}

impl<'a> Encoder<'a> {
    /// Writes to `output`.
    pub fn new(output: &'a mut dyn Write) -> Encoder<'a> {
        Encoder { output: RefCell::new(BufWriter::with_capacity(64 << 10, output)) }
    }

    /// What a reading hands its rows to.
    pub fn sink(&self) -> Records<'_, 'a> {
        Records { encoder: self, sheet: String::new(), bytes: 0, left_out: 0 }
    }

    /// Tells how far the reading is; stops it when nobody listens.
    pub fn progress(&self, progress: Progress) -> ControlFlow<()> {
        let told = self.record(PROGRESS, &progress.rows.to_le_bytes()).and_then(|()| self.output.borrow_mut().flush());
        if told.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    /// Tells the end.
    ///
    /// # Errors
    /// When nobody listens.
    pub fn finish(&self, answer: &Result<(), Problem>) -> io::Result<()> {
        match answer {
            Ok(()) => self.record(DONE, &[])?,
            Err(problem) => {
                let mut content = vec![problem.kind.exit_code()];
                put_key(&mut content, problem.key, &problem.args);
                self.record(PROBLEM, &content)?;
            }
        }
        self.output.borrow_mut().flush()
    }

    fn record(&self, kind: u8, content: &[u8]) -> io::Result<()> {
        let length = u32::try_from(content.len()).map_err(io::Error::other)?;
        let mut output = self.output.borrow_mut();
        output.write_all(&[kind])?;
        output.write_all(&length.to_le_bytes())?;
        output.write_all(content)
    }
}

impl Records<'_, '_> {
    /// A left-out row cannot stop the reading by itself; the next row or the end of the sheet does.
    fn not_too_many(&self) -> Result<(), Problem> {
        if self.left_out <= COMPLAINTS_MAX {
            return Ok(());
        }
        Err(Problem::refused("problem-too-many-rejects").with("sheet", &self.sheet).with("most", COMPLAINTS_MAX))
    }

    fn tell(&self, kind: u8, content: &[u8]) -> Result<(), Problem> {
        self.encoder.record(kind, content).map_err(|_| stopped())
    }
}

impl RowSink for Records<'_, '_> {
    fn begin(&mut self, head: SheetHead) -> Result<(), Problem> {
        let mut content = Vec::new();
        self.sheet = cut(&head.name).to_owned();
        put_text(&mut content, &self.sheet);
        content.push(u8::from(head.hidden));
        let rows = &head.hidden_rows[..head.hidden_rows.len().min(HIDDEN_ROWS_MAX)];
        put(&mut content, rows.len() as u64);
        rows.iter().for_each(|row| put(&mut content, u64::from(*row)));
        let columns = &head.hidden_columns[..head.hidden_columns.len().min(usize::from(COLUMNS_MAX))];
        put(&mut content, columns.len() as u64);
        columns.iter().for_each(|column| put(&mut content, u64::from(*column)));
        if head.areas.len() > AREAS_MAX {
            return Err(Problem::refused("problem-too-many-merges").with("sheet", &self.sheet));
        }
        put(&mut content, head.areas.len() as u64);
        for area in &head.areas {
            for number in [area.top, u32::from(area.left), area.bottom, u32::from(area.right)] {
                put(&mut content, u64::from(number));
            }
        }
        self.tell(BEGIN, &content)
    }

    fn row(&mut self, row: Row) -> Result<(), Problem> {
        self.not_too_many()?;
        let mut content = Vec::with_capacity(row.cells.len() * 24 + 8);
        put(&mut content, u64::from(row.index));
        put(&mut content, row.cells.len() as u64);
        for (column, cell) in &row.cells {
            put(&mut content, u64::from(*column) << 1 | u64::from(cell.exact.is_some()));
            put_text(&mut content, &cell.text);
            if let Some(exact) = &cell.exact {
                put_text(&mut content, exact);
            }
            if content.len() > ROW_BYTES_MAX {
                let reason = Reason::new("reason-row-too-long").with("mib", ROW_BYTES_MAX >> 20);
                self.left_out(reject_at(&self.sheet, row.index, *column, &cell.text, reason));
                return Ok(());
            }
        }
        self.bytes += content.len();
        if self.bytes > ROWS_BYTES_MAX {
            return Err(Problem::refused("problem-too-much-text")
                .with("sheet", &self.sheet)
                .with("mib", ROWS_BYTES_MAX >> 20));
        }
        self.tell(ROW, &content)
    }

    fn left_out(&mut self, reject: Reject) {
        self.left_out += 1;
        if self.left_out > COMPLAINTS_MAX {
            return;
        }
        let mut content = Vec::new();
        put(&mut content, u64::from(reject.row));
        put(&mut content, u64::from(reject.column));
        put_text(&mut content, cut(&reject.value));
        put_key(&mut content, reject.reason.key, &reject.reason.args);
        // Nobody listening is noticed at the next row.
        let _ = self.tell(LEFT_OUT, &content);
    }

    fn end(&mut self, remarks: Vec<Warning>) -> Result<(), Problem> {
        self.not_too_many()?;
        let mut content = Vec::new();
        put(&mut content, remarks.len() as u64);
        for remark in &remarks {
            put(&mut content, u64::from(remark.row));
            put(&mut content, u64::from(remark.column));
            put_key(&mut content, remark.reason.key, &remark.reason.args);
        }
        self.tell(END, &content)
    }
}

fn put(content: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        content.push(number as u8 | 0x80);
        number >>= 7;
    }
    content.push(number as u8);
}

fn put_text(content: &mut Vec<u8>, text: &str) {
    put(content, text.len() as u64);
    content.extend_from_slice(text.as_bytes());
}

fn put_key(content: &mut Vec<u8>, key: &str, args: &[(&'static str, String)]) {
    put_text(content, key);
    put(content, args.len() as u64);
    for (name, value) in args {
        put_text(content, name);
        put_text(content, cut(value));
    }
}

/// As much of a text as may pass.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(TEXT_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Understands records, and trusts none.
pub struct Decoder {
    /// What has come and is not a whole record yet.
    held: Vec<u8>,
    sheet: Option<String>,
    sheets: usize,
    cells: usize,
    /// Bytes of rows.
    bytes: usize,
    said: usize,
    complaints: usize,
    progress: Progress,
}

/// What a hostile reader gets: nothing of what it says can be used.
fn garbled(what: &str) -> Problem {
    Problem::refused("problem-workbook-breaks-reader").with("detail", what)
}

impl Decoder {
    /// Nothing heard yet.
    pub fn new() -> Decoder {
        Decoder {
            held: Vec::new(),
            sheet: None,
            sheets: 0,
            cells: 0,
            bytes: 0,
            said: 0,
            complaints: 0,
            progress: Progress { rows: 0, bytes: None },
        }
    }

    /// How far the reading was at its last sign of life.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// Takes in what came and hands on what is whole. `Some` is the end: the reader's answer, the sink's or the watcher's
    /// refusal, or that this is no reader of ours.
    pub fn take(&mut self, bytes: &[u8], watch: Watch<'_>, sink: &mut dyn RowSink) -> Option<Result<(), Problem>> {
        self.said += bytes.len();
        if self.said > SAID_MAX {
            return Some(Err(garbled("too much")));
        }
        self.held.extend_from_slice(bytes);
        let mut held = std::mem::take(&mut self.held);
        let mut rest = held.as_slice();
        loop {
            let Some((head, behind)) = rest.split_at_checked(5) else { break };
            let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize;
            if length > RECORD_MAX {
                return Some(Err(garbled("length")));
            }
            let Some((content, behind)) = behind.split_at_checked(length) else { break };
            match self.record(head[0], Content(content), watch, sink) {
                Ok(None) => rest = behind,
                Ok(Some(answer)) => return Some(answer),
                Err(problem) => return Some(Err(problem)),
            }
        }
        let used = held.len() - rest.len();
        held.drain(..used);
        self.held = held;
        None
    }

    fn record(
        &mut self,
        kind: u8,
        mut content: Content<'_>,
        watch: Watch<'_>,
        sink: &mut dyn RowSink,
    ) -> Result<Option<Result<(), Problem>>, Problem> {
        match (kind, &self.sheet) {
            (BEGIN, None) => {
                self.sheets += 1;
                if self.sheets > SHEETS_MAX {
                    return Err(garbled("sheets"));
                }
                let head = content.sheet()?;
                content.end()?;
                self.sheet = Some(head.name.clone());
                self.cells = 0;
                sink.begin(head)?;
            }
            (ROW, Some(_)) => {
                self.bytes += content.0.len();
                let row = content.row()?;
                content.end()?;
                self.cells += row.cells.len();
                if self.cells > CELLS_MAX || self.bytes > ROWS_BYTES_MAX {
                    return Err(garbled("cells"));
                }
                sink.row(row)?;
            }
            (LEFT_OUT, Some(sheet)) => {
                let sheet = sheet.clone();
                self.complaint()?;
                let (row, column) = (content.number(ROWS_MAX)?, content.number(u32::from(COLUMNS_MAX))?);
                if row == 0 || column == 0 {
                    return Err(garbled("place"));
                }
                let value = content.text(TEXT_MAX)?.to_owned();
                let (key, args) = content.key(REASON_KEYS)?;
                content.end()?;
                sink.left_out(Reject { sheet, row, column, value, reason: Reason { key, args } });
            }
            (END, Some(sheet)) => {
                let sheet = sheet.clone();
                let mut remarks = Vec::new();
                for _ in 0..content.number(COMPLAINTS_MAX as u32)? {
                    self.complaint()?;
                    let (row, column) = (content.number(ROWS_MAX)?, content.number(u32::from(COLUMNS_MAX))?);
                    let (key, args) = content.key(REASON_KEYS)?;
                    remarks.push(Warning { sheet: sheet.clone(), row, column, reason: Reason { key, args } });
                }
                content.end()?;
                self.sheet = None;
                sink.end(remarks)?;
            }
            (PROGRESS, _) => {
                let rows = content.0.try_into().map_err(|_| garbled("progress"))?;
                self.progress = Progress { rows: u64::from_le_bytes(rows), bytes: None };
                if watch(self.progress) == ControlFlow::Break(()) {
                    return Err(stopped());
                }
            }
            (DONE, None) => {
                content.end()?;
                return Ok(Some(Ok(())));
            }
            (PROBLEM, _) => {
                let kind = match content.byte()? {
                    1 => ProblemKind::Internal,
                    3 => ProblemKind::Refused,
                    _ => return Err(garbled("kind")),
                };
                let (key, args) = content.key(PROBLEM_KEYS)?;
                content.end()?;
                return Ok(Some(Err(Problem { kind, key, args })));
            }
            _ => return Err(garbled("order")),
        }
        Ok(None)
    }

    fn complaint(&mut self) -> Result<(), Problem> {
        self.complaints += 1;
        if self.complaints > COMPLAINTS_MAX { Err(garbled("complaints")) } else { Ok(()) }
    }
}

/// The content of a record, taken from its beginning.
struct Content<'a>(&'a [u8]);

impl<'a> Content<'a> {
    fn byte(&mut self) -> Result<u8, Problem> {
        let (first, rest) = self.0.split_first().ok_or_else(|| garbled("cut short"))?;
        self.0 = rest;
        Ok(*first)
    }

    /// A number that is not larger than `most`.
    fn number(&mut self, most: u32) -> Result<u32, Problem> {
        let mut number = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return u32::try_from(number).ok().filter(|number| *number <= most).ok_or_else(|| garbled("number"));
            }
        }
        Err(garbled("number"))
    }

    /// A text of at most so many bytes.
    fn text(&mut self, most: usize) -> Result<&'a str, Problem> {
        let length = self.number(most as u32)? as usize;
        let (text, rest) = self.0.split_at_checked(length).ok_or_else(|| garbled("cut short"))?;
        self.0 = rest;
        std::str::from_utf8(text).map_err(|_| garbled("text"))
    }

    /// One of the keys that are known, with known arguments.
    fn key(&mut self, known: &[&'static str]) -> Result<Told, Problem> {
        let key = self.one_of(known)?;
        let mut args = Vec::new();
        for _ in 0..self.number(ARGUMENTS.len() as u32)? {
            args.push((self.one_of(ARGUMENTS)?, self.text(TEXT_MAX)?.to_owned()));
        }
        Ok((key, args))
    }

    fn one_of(&mut self, known: &[&'static str]) -> Result<&'static str, Problem> {
        let said = self.text(TEXT_MAX)?;
        known.iter().find(|key| **key == said).copied().ok_or_else(|| garbled("key"))
    }

    fn sheet(&mut self) -> Result<SheetHead, Problem> {
        let name = self.text(TEXT_MAX)?.to_owned();
        let hidden = self.byte()? == 1;
        let hidden_rows =
            (0..self.number(HIDDEN_ROWS_MAX as u32)?).map(|_| self.number(u32::MAX)).collect::<Result<_, _>>()?;
        let hidden_columns = (0..self.number(u32::from(COLUMNS_MAX))?)
            .map(|_| Ok(self.number(u32::from(u16::MAX))? as u16))
            .collect::<Result<_, Problem>>()?;
        let mut areas = Vec::new();
        for _ in 0..self.number(AREAS_MAX as u32)? {
            let (top, left) = (self.number(u32::MAX)?, self.number(u32::from(u16::MAX))? as u16);
            let (bottom, right) = (self.number(u32::MAX)?, self.number(u32::from(u16::MAX))? as u16);
            if top > bottom || left > right {
                return Err(garbled("area"));
            }
            areas.push(Area { top, left, bottom, right });
        }
        Ok(SheetHead { name, hidden, hidden_rows, hidden_columns, areas })
    }

    fn row(&mut self) -> Result<Row, Problem> {
        let index = self.number(ROWS_MAX - 1)?;
        let count = self.number(CELLS_MAX as u32)? as usize;
        // A cell takes three bytes at least: the count is no reason to reserve more.
        if count > self.0.len() / 3 {
            return Err(garbled("cells"));
        }
        let mut cells = Vec::with_capacity(count);
        for _ in 0..count {
            let column = self.number((u32::from(COLUMNS_MAX) << 1) - 1)?;
            let text = self.cell_text()?;
            let exact = if column & 1 == 1 { Some(self.cell_text()?) } else { None };
            cells.push(((column >> 1) as u16, Cell { text: text.into(), exact }));
        }
        Ok(Row::new(index, cells))
    }

    fn cell_text(&mut self) -> Result<Box<str>, Problem> {
        let text = self.text(CELL_BYTES_MAX)?;
        if text.is_empty() || text.contains('\0') { Err(garbled("cell")) } else { Ok(text.into()) }
    }

    fn end(&self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(garbled("too long")) }
    }
}

/// A key with its arguments.
type Told = (&'static str, Vec<(&'static str, String)>);

#[cfg(test)]
mod tests;
