//! What the workbook library does not tell of xls files: how numbers are shown, hidden rows and columns.
//!
//! Goes through the records of the workbook stream (MS-XLS 2.1, 2.4) and looks at lengths before it looks at content;
//! a record that is too short says nothing. The library reads the values.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read as _};

use crate::model::problem::Problem;

use super::limits::{CELLS_MAX, SHEETS_MAX, UNZIPPED_BYTES_MAX};
use super::number_format::NumberFormat;

/// Marks of the sheets in the order of their tabs.
#[derive(Default)]
pub struct XlsMarks {
    sheets: Vec<SheetMarks>,
    /// Names of the tabs, where the workbook is recent enough.
    names: Vec<String>,
    /// Two tabs say they are the same sheet.
    shared: bool,
    /// Format of each style.
    formats: Vec<Option<NumberFormat>>,
}

/// Marks of one sheet.
#[derive(Default)]
pub struct SheetMarks {
    /// From 0.
    pub hidden_rows: Vec<u32>,
    /// From 0.
    pub hidden_columns: Vec<u16>,
    /// Cells that the rectangle around all cells would have: what the library sets aside for them.
    pub rectangle: u64,
    styles: HashMap<(u16, u16), u16>,
}

const BOUND_SHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041e;
const STYLE: u16 = 0x00e0;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const ROW: u16 = 0x0208;
const COLUMN_INFO: u16 = 0x007d;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027e;
const MANY_RK: u16 = 0x00bd;
const FORMULA: u16 = 0x0006;
const LABEL: u16 = 0x0204;
const SHARED_LABEL: u16 = 0x00fd;
const RICH_LABEL: u16 = 0x00d6;
const BOOLEAN: u16 = 0x0205;
/// `BEGIN` of workbooks from 1997 on carries this version.
const VERSION_97: u16 = 0x0600;

/// Reads the marks; a file whose container cannot be read has none, and the library says what is wrong with it.
pub fn read(bytes: &[u8]) -> XlsMarks {
    let mut marks = XlsMarks::default();
    let Some(stream) = workbook_stream(bytes) else { return marks };
    let mut formats: HashMap<u16, NumberFormat> = HashMap::new();
    let mut offsets = Vec::new();
    let mut wide = true;
    let mut styles = Vec::new();
    for (kind, data) in Records::at(&stream, 0) {
        match kind {
            BEGIN => wide = word(data, 0) == Some(VERSION_97),
            END => break,
            BOUND_SHEET => {
                offsets.push(long(data, 0).unwrap_or(u32::MAX));
                marks.names.push(data.get(6..).and_then(short_text).unwrap_or_default());
            }
            FORMAT => {
                if let Some((number, code)) = format_code(data, wide) {
                    formats.insert(number, NumberFormat::parse(&code));
                }
            }
            STYLE => styles.push(word(data, 2).unwrap_or(0)),
            _ => {}
        }
    }
    marks.formats = styles.iter().map(|number| formats.get(number).cloned().or_else(|| built_in(*number))).collect();
    let mut seen = HashSet::new();
    marks.shared = !offsets.iter().all(|offset| seen.insert(*offset));
    if marks.shared || offsets.len() > SHEETS_MAX {
        return marks;
    }
    marks.sheets = offsets.iter().map(|offset| SheetMarks::read(&stream, *offset as usize)).collect();
    marks
}

fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| container.is_stream(name))?;
    let mut stream = Vec::new();
    container.open_stream(name).ok()?.take(UNZIPPED_BYTES_MAX).read_to_end(&mut stream).ok()?;
    Some(stream)
}

struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    fn at(stream: &'a [u8], offset: usize) -> Records<'a> {
        Records { rest: stream.get(offset..).unwrap_or_default() }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (word(self.rest, 0)?, word(self.rest, 2)?);
        let data = self.rest.get(4..4 + usize::from(length))?;
        self.rest = &self.rest[4 + usize::from(length)..];
        Some((kind, data))
    }
}

fn word(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn long(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

/// Number and code of a format. Older workbooks write bytes of a code page; codes beyond ASCII are not followed there.
fn format_code(data: &[u8], wide: bool) -> Option<(u16, String)> {
    let number = word(data, 0)?;
    if !wide {
        let length = usize::from(*data.get(2)?);
        let code = data.get(3..3 + length)?;
        return code.is_ascii().then(|| (number, code.iter().copied().map(char::from).collect()));
    }
    let length = usize::from(word(data, 2)?);
    let code = match data.get(4)? & 1 {
        0 => data.get(5..5 + length)?.iter().copied().map(char::from).collect(),
        _ => {
            let units: Vec<u16> = data
                .get(5..5 + 2 * length)?
                .chunks_exact(2)
                .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
    };
    Some((number, code))
}

/// Formats that are known by number (ECMA-376 part 1, 18.8.30; MS-XLS 2.5.165).
fn built_in(number: u16) -> Option<NumberFormat> {
    let code = match number {
        0 | 11..=13 | 48 | 49 => "General",
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 | 37 | 38 => "#,##0;-#,##0",
        7 | 8 | 39 | 40 => "#,##0.00;-#,##0.00",
        9 => "0%",
        10 => "0.00%",
        41 | 42 => "#,##0;-#,##0;\"-\"",
        43 | 44 => "#,##0.00;-#,##0.00;\"-\"",
        17 | 27 | 36 | 50 | 57 => "yyyy-mm",
        14..=16 | 22 | 28..=31 | 51..=54 | 58 => "yyyy-mm-dd",
        _ => return None,
    };
    Some(NumberFormat::parse(code))
}

/// A text behind one byte of length and one that says how wide its characters are.
fn short_text(data: &[u8]) -> Option<String> {
    let length = usize::from(*data.first()?);
    match data.get(1)? & 1 {
        0 => Some(data.get(2..2 + length)?.iter().copied().map(char::from).collect()),
        _ => {
            let bytes = data.get(2..2 + 2 * length)?;
            let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            Some(String::from_utf16_lossy(&units))
        }
    }
}

impl XlsMarks {
    /// Refuses what the library would set too much aside for: it takes the whole rectangle around the cells of every sheet
    /// before the first is asked for.
    ///
    /// # Errors
    /// A refusal that names the sheet by which it is too much.
    pub fn check(&self) -> Result<(), Problem> {
        if self.shared {
            return Err(Problem::refused("problem-sheets-share-part").with("entry", "BOUNDSHEET"));
        }
        if self.names.len() > SHEETS_MAX {
            return Err(Problem::refused("problem-too-many-sheets").with("most", SHEETS_MAX));
        }
        let mut together = 0;
        for (tab, sheet) in self.sheets.iter().enumerate() {
            together += sheet.rectangle;
            if together > CELLS_MAX as u64 {
                let name = self.names.get(tab).filter(|name| !name.is_empty()).cloned();
                return Err(Problem::refused("problem-cells-scattered")
                    .with("sheet", name.unwrap_or_else(|| (tab + 1).to_string()))
                    .with("most", CELLS_MAX));
            }
        }
        Ok(())
    }
}

impl SheetMarks {
    fn read(stream: &[u8], offset: usize) -> SheetMarks {
        let mut marks = SheetMarks::default();
        let mut depth = 0;
        let (mut top, mut bottom, mut left, mut right) = (u16::MAX, 0, u16::MAX, 0);
        for (kind, data) in Records::at(stream, offset) {
            match kind {
                BEGIN => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                // Charts inside of the sheet have cells of their own.
                _ if depth > 1 => {}
                ROW => {
                    let hidden = long(data, 12).is_some_and(|flags| flags & 0x20 != 0);
                    if let (true, Some(row)) = (hidden, word(data, 0)) {
                        marks.hidden_rows.push(u32::from(row));
                    }
                }
                COLUMN_INFO => {
                    let hidden = word(data, 8).is_some_and(|flags| flags & 1 != 0);
                    if let (true, Some(first), Some(last)) = (hidden, word(data, 0), word(data, 2)) {
                        marks.hidden_columns.extend(first..=last.min(COLUMN_MAX));
                    }
                }
                NUMBER | RK | FORMULA | MANY_RK | LABEL | SHARED_LABEL | RICH_LABEL | BOOLEAN => {
                    let (Some(row), Some(column), Some(style)) = (word(data, 0), word(data, 2), word(data, 4)) else {
                        continue;
                    };
                    let mut last = column;
                    if kind == MANY_RK {
                        let count = (data.len().saturating_sub(6) / 6) as u16;
                        for (step, style) in (0..count).map(|step| (step, word(data, 4 + 6 * usize::from(step)))) {
                            last = column.saturating_add(step);
                            marks.style(row, last, style.unwrap_or(0));
                        }
                    } else if matches!(kind, NUMBER | RK | FORMULA) {
                        marks.style(row, column, style);
                    }
                    (top, bottom) = (top.min(row), bottom.max(row));
                    (left, right) = (left.min(column), right.max(last));
                }
                _ => {}
            }
        }
        marks.rectangle = (u64::from(bottom) + 1).saturating_sub(u64::from(top))
            * (u64::from(right) + 1).saturating_sub(u64::from(left));
        marks
    }

    fn style(&mut self, row: u16, column: u16, style: u16) {
        // Plain numbers need no entry; what is beyond the limit is refused when the cells are read.
        if style != 0 && self.styles.len() < CELLS_MAX {
            self.styles.insert((row, column), style);
        }
    }
}

/// The last column of these workbooks, from 0.
const COLUMN_MAX: u16 = 255;

impl XlsMarks {
    /// Marks of a sheet, by the place of its tab.
    pub fn sheet(&self, tab: usize) -> Option<&SheetMarks> {
        self.sheets.get(tab)
    }

    /// The format of a number; `None` where it shows as it is.
    pub fn format(&self, tab: usize, row: u32, column: u32) -> Option<&NumberFormat> {
        let place = (u16::try_from(row).ok()?, u16::try_from(column).ok()?);
        let style = self.sheets.get(tab)?.styles.get(&place)?;
        self.formats.get(usize::from(*style))?.as_ref()
    }
}
