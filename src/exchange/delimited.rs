//! Delimited text (csv, tab-separated) to a grid.
//!
//! Undecodable bytes are told by row and byte, never replaced. The rows are parsed here rather than with the `csv`
//! crate because that drops blank lines (row numbers would be wrong) and takes an unclosed quote silently.

use std::ops::ControlFlow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::model::problem::Problem;

use super::limits::{CELLS_MAX, COLUMNS_MAX, ROWS_MAX};
use super::read::{Progress, Reason, Watch, stopped};
use super::rows::{Row, RowSink, SheetHead, reject_at};
use super::sheet::Cell;
use super::workbook::unfit;

/// Characters that make a cell a formula in spreadsheets when they come first.
const FORMULA_STARTS: [char; 12] =
    ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Whether a spreadsheet might compute this text. Leading blanks are no protection, and leading `'` are looked through
/// so that our own prefix can be told from one that was typed.
pub fn is_formula_like(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    bare.starts_with(FORMULA_STARTS) || bare.trim_start().starts_with(FORMULA_STARTS)
}

/// The text with `'` in front of what a spreadsheet would compute; [`read`] takes it off again.
pub fn inert(text: &str) -> String {
    if is_formula_like(text) { format!("'{text}") } else { text.to_owned() }
}

/// Reads delimited text; answers which encoding it was in.
///
/// # Errors
/// A refusal with row and byte where the text cannot be decoded, a quote is not closed or a limit is broken.
pub fn read(bytes: &[u8], encoding: Option<&str>, watch: Watch<'_>, sink: &mut dyn RowSink) -> Result<String, Problem> {
    let (encoding, start) = match encoding {
        Some(label) => {
            let named = Encoding::for_label(label.as_bytes())
                .ok_or_else(|| Problem::refused("problem-encoding-unknown").with("encoding", label))?;
            let bom = Encoding::for_bom(bytes).filter(|(found, _)| *found == named).map_or(0, |(_, length)| length);
            (named, bom)
        }
        None => detect(bytes)?,
    };
    let name = match encoding.name() {
        "gb18030" | "GBK" => "GB18030",
        other => other,
    };
    let text = decode(&bytes[start..], start, if encoding == GBK { GB18030 } else { encoding }, name)?;
    rows(&text, watch, sink)?;
    Ok(name.to_owned())
}

/// The encoding and the length of its byte order mark.
fn detect(bytes: &[u8]) -> Result<(&'static Encoding, usize), Problem> {
    if let Some(found) = Encoding::for_bom(bytes) {
        return Ok(found);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Ok((UTF_8, 0));
    }
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        // Delimiters, digits and line ends of UTF-16 without a mark have one zero byte each, on one side. Characters
        // such as U+4E00 put a few on the other.
        return match () {
            () if odd > even * 4 => Ok((UTF_16LE, 0)),
            () if even > odd * 4 => Ok((UTF_16BE, 0)),
            () => Err(Problem::refused("problem-not-a-workbook")),
        };
    }
    if mostly_utf8(bytes) {
        return Ok((UTF_8, 0));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    // The offices write GB18030; Big5 is believed when the detector is for it, anything else would be far-fetched.
    Ok((if guess == BIG5 { BIG5 } else { GB18030 }, 0))
}

/// Whether broken text was meant to be UTF-8: far more whole characters of several bytes than broken ones.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| c.len_utf8() > 2).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken * 2
}

fn decode(bytes: &[u8], offset: usize, encoding: &'static Encoding, name: &str) -> Result<String, Problem> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    let mut read = 0;
    loop {
        let needed = decoder.max_utf8_buffer_length_without_replacement(bytes.len() - read);
        text.reserve(needed.unwrap_or(bytes.len()));
        let (result, consumed) = decoder.decode_to_string_without_replacement(&bytes[read..], &mut text, true);
        read += consumed;
        match result {
            DecoderResult::InputEmpty => return Ok(text),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, behind) => {
                let at = read.saturating_sub(usize::from(length) + usize::from(behind));
                let row = text.matches('\n').count().max(text.matches('\r').count()) + 1;
                let shown: Vec<String> = bytes[at..].iter().take(4).map(|byte| format!("{byte:02X}")).collect();
                return Err(Problem::refused("problem-encoding-broken")
                    .with("encoding", name)
                    .with("byte", offset + at + 1)
                    .with("row", row)
                    .with("bytes", shown.join(" ")));
            }
        }
    }
}

/// The delimiter that the first rows use most.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for c in text.bytes().take(60_000) {
        if c == b'"' {
            quoted = !quoted;
        }
        if let Some(found) = counts.iter_mut().find(|(delimiter, _)| !quoted && *delimiter == c) {
            found.1 += 1;
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.iter().find(|(_, count)| *count == most).map_or(b',', |(delimiter, _)| *delimiter)
}

fn rows(text: &str, watch: Watch<'_>, sink: &mut dyn RowSink) -> Result<(), Problem> {
    sink.begin(SheetHead::default())?;
    let mut parser =
        Parser { sink, shown: Vec::new(), row: 0, column: 0, cells: 0, unfit: None, delimiter: delimiter(text) };
    // Everything that parts fields is ASCII, so bytes can be looked at without taking characters apart.
    let bytes = text.as_bytes();
    let mut field = String::new();
    // Quoted with the row where the quote opened.
    let mut quoted: Option<u32> = None;
    let mut at_start = true;
    let mut at = 0;
    while let Some(next) = bytes.get(at) {
        let rest = &bytes[at..];
        if quoted.is_some() {
            let run = rest.iter().position(|byte| *byte == b'"').unwrap_or(rest.len());
            field.push_str(&text[at..at + run]);
            at += run;
            match bytes.get(at + 1) {
                Some(b'"') => {
                    field.push('"');
                    at += 2;
                }
                _ if at < bytes.len() => {
                    quoted = None;
                    at += 1;
                }
                _ => {}
            }
            continue;
        }
        if at_start && *next == b'"' {
            quoted = Some(parser.row);
            at_start = false;
            at += 1;
            continue;
        }
        let ends = |byte: &u8| matches!(byte, b'\r' | b'\n') || *byte == parser.delimiter;
        let run = rest.iter().position(ends).unwrap_or(rest.len());
        let Some(end) = rest.get(run).copied() else {
            field.push_str(&text[at..]);
            break;
        };
        match field.is_empty() {
            true => parser.field(&text[at..at + run])?,
            false => {
                field.push_str(&text[at..at + run]);
                parser.field(&field)?;
                field.clear();
            }
        }
        at += run + 1;
        at_start = true;
        if end == parser.delimiter {
            parser.column += 1;
            continue;
        }
        if end == b'\r' && bytes.get(at) == Some(&b'\n') {
            at += 1;
        }
        parser.end_row()?;
        if parser.row.is_multiple_of(512)
            && watch(Progress { rows: u64::from(parser.row), bytes: None }) == ControlFlow::Break(())
        {
            return Err(stopped());
        }
    }
    if let Some(row) = quoted {
        return Err(Problem::refused("problem-csv-quote").with("row", row + 1));
    }
    parser.field(&field)?;
    parser.flush()?;
    parser.sink.end(Vec::new())
}

struct Parser<'a> {
    sink: &'a mut dyn RowSink,
    shown: Vec<(u16, Cell)>,
    row: u32,
    column: u32,
    cells: usize,
    /// Why the row cannot be taken: column, text, reason.
    unfit: Option<(u16, String, Reason)>,
    delimiter: u8,
}

impl Parser<'_> {
    fn field(&mut self, field: &str) -> Result<(), Problem> {
        let text = field.strip_prefix('\'').filter(|rest| is_formula_like(rest)).unwrap_or(field).trim();
        if !text.is_empty() {
            if self.column >= u32::from(COLUMNS_MAX) {
                return Err(Problem::refused("problem-csv-columns")
                    .with("row", self.row + 1)
                    .with("most", COLUMNS_MAX));
            }
            self.cells += 1;
            if self.cells > CELLS_MAX {
                return Err(Problem::refused("problem-csv-cells").with("row", self.row + 1).with("most", CELLS_MAX));
            }
            let column = self.column as u16;
            match unfit(text) {
                Some(reason) => {
                    self.unfit.get_or_insert_with(|| (column, text.to_owned(), reason));
                }
                None => self.shown.push((column, Cell { text: text.into(), exact: None })),
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Problem> {
        let next = Vec::with_capacity(self.shown.len());
        let cells = std::mem::replace(&mut self.shown, next);
        match self.unfit.take() {
            Some((column, text, reason)) => self.sink.left_out(reject_at("", self.row, column, &text, reason)),
            None if cells.is_empty() => {}
            None => self.sink.row(Row { index: self.row, cells })?,
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Problem> {
        self.flush()?;
        self.row += 1;
        self.column = 0;
        if self.row > ROWS_MAX {
            return Err(Problem::refused("problem-csv-rows").with("most", ROWS_MAX));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::rows::WholeSheets;
    use crate::exchange::sheet::Sheet;

    fn texts(input: &str) -> Vec<(u32, u16, String)> {
        let mut texts = Vec::new();
        let mut each = |sheet: Sheet, _| {
            for row in sheet.row_numbers() {
                texts.extend(sheet.cells(row).into_iter().map(|(column, cell)| (row, column, cell.text.to_string())));
            }
            Ok(())
        };
        rows(input, &mut |_| ControlFlow::Continue(()), &mut WholeSheets::new(&mut each)).unwrap();
        texts
    }

    #[test]
    fn blank_lines_count_and_quotes_hold_line_ends() {
        let read = texts("a,b\r\n\r\n\"c\nd\",\"e \"\"f\"\"\"\r\n");
        assert_eq!(read, [(0, 0, "a".into()), (0, 1, "b".into()), (2, 0, "c\nd".into()), (2, 1, "e \"f\"".to_owned())]);
    }

    #[test]
    fn our_own_prefix_is_taken_off_again() {
        assert_eq!(texts("\"'=1+1\",\"'quoted\",\"'－5\"")[0].2, "=1+1");
        assert_eq!(texts("\"'=1+1\",\"'quoted\",\"'－5\"")[1].2, "'quoted");
    }

    #[test]
    fn broken_bytes_are_told_by_row_and_byte() {
        let mut bytes = "项目名称,指标值\n道路养护,".as_bytes().to_vec();
        let at = bytes.len() + 1;
        bytes.extend_from_slice(&[0xff, b'\n']);
        let mut each = |_, _| Ok(());
        let problem =
            read(&bytes, None, &mut |_| ControlFlow::Continue(()), &mut WholeSheets::new(&mut each)).unwrap_err();
        assert_eq!(problem.key, "problem-encoding-broken");
        assert!(problem.args.contains(&("byte", at.to_string())), "{problem}");
        assert!(problem.args.contains(&("row", "2".to_owned())), "{problem}");
    }
}
