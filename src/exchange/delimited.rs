//! Delimited text (csv, tab-separated) to rows, piece by piece: a file of any length takes no more memory than its
//! longest row.
//!
//! The encoding is taken for UTF-8 until a byte says otherwise; then the whole file is looked at and read again.
//! Undecodable bytes are told by row and byte, never replaced. The rows are parsed here rather than with the `csv`
//! crate because that drops blank lines (row numbers would be wrong) and takes an unclosed quote silently.

use std::ops::ControlFlow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::model::problem::Problem;

use super::limits::{CELL_BYTES_MAX, COLUMNS_MAX, DELIMITED_ROWS_MAX};
use super::read::{Progress, Reason, Watch, stopped};
use super::rows::{Row, RowSink, SheetHead, reject_at};
use super::source::{Pieces, Source};
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

/// Bytes of a file that are looked at to tell its encoding where neither mark nor UTF-8 does.
const DETECTED_BYTES: u64 = 64 << 20;

/// Reads delimited text; answers which encoding it was in.
///
/// # Errors
/// A refusal with row and byte where the text cannot be decoded, a quote is not closed or a limit is broken.
pub fn read(
    source: &mut Source<'_>,
    encoding: Option<&str>,
    watch: Watch<'_>,
    sink: &mut dyn RowSink,
) -> Result<String, Problem> {
    let start = source.start()?;
    let (mut encoding, mark, sure) = match (encoding, Encoding::for_bom(&start)) {
        (Some(label), bom) => {
            let named = Encoding::for_label(label.as_bytes())
                .ok_or_else(|| Problem::refused("problem-encoding-unknown").with("encoding", label))?;
            (named, bom.filter(|(found, _)| *found == named).map_or(0, |(_, length)| length), true)
        }
        (None, Some((found, length))) => (found, length, true),
        (None, None) => (UTF_8, 0, false),
    };
    // Most files that are not UTF-8 say so in their first piece, before any row was handed over.
    if !sure && std::str::from_utf8(&start).is_err_and(|error| error.error_len().is_some()) {
        encoding = detect(source, watch)?;
    } else if !sure {
        match rows(source, (UTF_8, 0), watch, sink) {
            Err(problem) if problem.key == "problem-encoding-broken" => {
                encoding = detect(source, watch)?;
                if encoding == UTF_8 {
                    return Err(problem);
                }
                sink.again()?;
            }
            read => return read.map(|()| UTF_8.name().to_owned()),
        }
    }
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    rows(source, (encoding, mark), watch, sink)?;
    Ok(name_of(encoding).to_owned())
}

fn name_of(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 { "GB18030" } else { encoding.name() }
}

/// The encoding of a file that has no mark and is not UTF-8 throughout.
fn detect(source: &mut Source<'_>, watch: Watch<'_>) -> Result<&'static Encoding, Problem> {
    let start = source.start()?;
    let sample = &start[..start.len().min(4096)];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        // Delimiters, digits and line ends of UTF-16 without a mark have one zero byte each, on one side. Characters
        // such as U+4E00 put a few on the other.
        return match () {
            () if odd > even * 4 => Ok(UTF_16LE),
            () if even > odd * 4 => Ok(UTF_16BE),
            () => Err(Problem::refused("problem-not-a-workbook")),
        };
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let (mut whole, mut broken, mut tail) = (0_usize, 0_usize, Vec::new());
    source.rewind()?;
    let mut piece = vec![0; 256 << 10];
    loop {
        let length = source.fill(&mut piece)?;
        let progress = Progress { rows: 0, bytes: Some(source.progress()) };
        if watch(progress) == ControlFlow::Break(()) {
            return Err(stopped());
        }
        let last = length < piece.len();
        if source.progress().0 <= DETECTED_BYTES || last {
            detector.feed(&piece[..length], last);
        }
        tail.extend_from_slice(&piece[..length]);
        // A character may lie across two pieces.
        let end = if last { tail.len() } else { tail.len().saturating_sub(3) };
        let end = (end..tail.len()).find(|at| tail[*at] & 0xc0 != 0x80).unwrap_or(tail.len());
        let (found, wrong) = count_utf8(&tail[..end]);
        whole += found;
        broken += wrong;
        tail.drain(..end);
        if last {
            break;
        }
    }
    if whole > broken * 2 {
        return Ok(UTF_8);
    }
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    // The offices write GB18030; Big5 is believed when the detector is for it, anything else would be far-fetched.
    Ok(if guess == BIG5 { BIG5 } else { GB18030 })
}

/// Whole characters of several bytes, and broken ones: text that was meant to be UTF-8 has far more of the first.
fn count_utf8(bytes: &[u8]) -> (usize, usize) {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| c.len_utf8() > 2).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    (whole, broken)
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

/// Reads all rows in one encoding, from behind its mark.
fn rows(
    source: &mut Source<'_>,
    (encoding, mark): (&'static Encoding, usize),
    watch: Watch<'_>,
    sink: &mut dyn RowSink,
) -> Result<(), Problem> {
    source.rewind()?;
    let mut pieces = Pieces::new(source, encoding, name_of(encoding), mark)?;
    sink.begin(SheetHead::default())?;
    let mut parser = Parser::new(sink);
    let mut first = true;
    while let Some((text, bytes)) = pieces.next()? {
        if std::mem::take(&mut first) {
            parser.delimiter = delimiter(text);
        }
        parser.piece(text, bytes, watch)?;
    }
    parser.finish()
}

/// Where in a field the parser stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At its first character.
    Start,
    /// Outside of quotes.
    Plain,
    /// Inside of quotes that opened in this row.
    Quoted(u32),
    /// Behind a quote inside of quotes: the end, or the first half of a doubled one.
    Quote,
}

struct Parser<'a> {
    sink: &'a mut dyn RowSink,
    shown: Row,
    /// What of the field lies in earlier pieces or in quotes.
    field: String,
    state: State,
    /// A carriage return ended the row; a line feed behind it belongs to it.
    returned: bool,
    row: u32,
    column: u32,
    /// Why the row cannot be taken: column, text, reason.
    unfit: Option<(u16, String, Reason)>,
    delimiter: u8,
}

/// What is kept of a field that is too long to be taken.
const FIELD_KEPT: usize = 2 * CELL_BYTES_MAX;

impl<'a> Parser<'a> {
    fn new(sink: &'a mut dyn RowSink) -> Parser<'a> {
        Parser {
            sink,
            shown: Row::default(),
            field: String::new(),
            state: State::Start,
            returned: false,
            row: 0,
            column: 0,
            unfit: None,
            delimiter: b',',
        }
    }

    /// Takes in a piece of the text. `bytes`: how much of the file is read by its end, and all of it.
    fn piece(&mut self, text: &str, bytes: (u64, u64), watch: Watch<'_>) -> Result<(), Problem> {
        // Everything that parts fields is ASCII, so bytes can be looked at without taking characters apart.
        let all = text.as_bytes();
        let mut at = 0;
        let told = self.row;
        while at < all.len() {
            let rest = &all[at..];
            match self.state {
                State::Quoted(row) => {
                    let run = rest.iter().position(|byte| *byte == b'"');
                    self.keep(&text[at..at + run.unwrap_or(rest.len())]);
                    at += run.map_or(rest.len(), |run| run + 1);
                    self.state = if run.is_some() { State::Quote } else { State::Quoted(row) };
                }
                State::Quote if rest[0] == b'"' => {
                    self.keep("\"");
                    at += 1;
                    self.state = State::Quoted(self.row);
                }
                State::Start if rest[0] == b'"' => {
                    at += 1;
                    self.state = State::Quoted(self.row);
                    self.returned = false;
                }
                State::Start if self.returned && rest[0] == b'\n' => {
                    at += 1;
                    self.returned = false;
                }
                State::Start | State::Plain | State::Quote => {
                    self.returned = false;
                    let ends = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\r' | b'\n');
                    let Some(run) = rest.iter().position(ends) else {
                        self.keep(&text[at..]);
                        self.state = State::Plain;
                        break;
                    };
                    let end = rest[run];
                    if self.field.is_empty() {
                        self.field(&text[at..at + run])?;
                    } else {
                        self.keep(&text[at..at + run]);
                        self.kept()?;
                    }
                    at += run + 1;
                    self.state = State::Start;
                    if end == self.delimiter {
                        self.column += 1;
                        continue;
                    }
                    self.returned = end == b'\r';
                    self.end_row()?;
                    if self.row.is_multiple_of(512) {
                        let part = (all.len() - at) as u64;
                        let progress = Progress {
                            rows: u64::from(self.row),
                            bytes: Some((bytes.0.saturating_sub(part), bytes.1)),
                        };
                        if watch(progress) == ControlFlow::Break(()) {
                            return Err(stopped());
                        }
                    }
                }
            }
        }
        // Long fields have no rows in which to ask.
        let quiet = self.row == told && bytes.0 < bytes.1;
        if quiet && watch(Progress { rows: u64::from(self.row), bytes: Some(bytes) }) == ControlFlow::Break(()) {
            return Err(stopped());
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(), Problem> {
        if let State::Quoted(row) = self.state {
            return Err(Problem::refused("problem-csv-quote").with("row", row + 1));
        }
        self.kept()?;
        self.flush()?;
        self.sink.end(Vec::new())
    }

    fn keep(&mut self, part: &str) {
        if self.field.len() <= FIELD_KEPT {
            self.field.push_str(part);
        }
    }

    /// The field that was kept ends.
    fn kept(&mut self) -> Result<(), Problem> {
        let mut field = std::mem::take(&mut self.field);
        self.field(&field)?;
        field.clear();
        self.field = field;
        Ok(())
    }

    fn field(&mut self, field: &str) -> Result<(), Problem> {
        let text = field.strip_prefix('\'').filter(|rest| is_formula_like(rest)).unwrap_or(field).trim();
        if text.is_empty() {
            return Ok(());
        }
        if self.column >= u32::from(COLUMNS_MAX) {
            return Err(Problem::refused("problem-csv-columns").with("row", self.row + 1).with("most", COLUMNS_MAX));
        }
        let column = self.column as u16;
        match unfit(text) {
            Some(reason) => {
                self.unfit.get_or_insert_with(|| (column, text.to_owned(), reason));
            }
            None => self.shown.show(column, text),
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Problem> {
        self.shown.index = self.row;
        match self.unfit.take() {
            Some((column, text, reason)) => self.sink.left_out(reject_at("", self.row, column, &text, reason)),
            None if self.shown.cells.is_empty() => {}
            None => self.sink.take_row(&mut self.shown)?,
        }
        self.shown.clear();
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Problem> {
        self.flush()?;
        self.row += 1;
        self.column = 0;
        if self.row > DELIMITED_ROWS_MAX {
            return Err(Problem::refused("problem-csv-rows").with("most", DELIMITED_ROWS_MAX));
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
        let mut bytes = std::io::Cursor::new(input.as_bytes());
        let mut source = Source::new(&mut bytes).unwrap();
        read(&mut source, None, &mut |_| ControlFlow::Continue(()), &mut WholeSheets::new(&mut each)).unwrap();
        texts
    }

    /// The same text in pieces of every size.
    #[test]
    fn pieces_may_end_anywhere() {
        let text = "a,\"b\"\"c\"\r\n\r\n\"d\re\",'=1\rf,\"g\"h\n,x\r\n\"\"\r\n末";
        let whole = texts(text);
        let mut cells: Vec<(u32, u16, String)> = Vec::new();
        for size in 1..text.len() {
            cells.clear();
            let mut each = |sheet: Sheet, _| {
                for row in sheet.row_numbers() {
                    cells.extend(sheet.cells(row).into_iter().map(|(column, cell)| (row, column, cell.text.clone())));
                }
                Ok(())
            };
            let mut sink = WholeSheets::new(&mut each);
            sink.begin(SheetHead::default()).unwrap();
            let mut parser = Parser::new(&mut sink);
            let mut rest = text;
            while !rest.is_empty() {
                let end = (size.min(rest.len())..=rest.len()).find(|end| rest.is_char_boundary(*end)).unwrap();
                parser.piece(&rest[..end], (0, 0), &mut |_| ControlFlow::Continue(())).unwrap();
                rest = &rest[end..];
            }
            parser.finish().unwrap();
            assert_eq!(cells, whole, "pieces of {size} bytes");
        }
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
        let mut bytes = std::io::Cursor::new(bytes);
        let mut source = Source::new(&mut bytes).unwrap();
        let problem =
            read(&mut source, None, &mut |_| ControlFlow::Continue(()), &mut WholeSheets::new(&mut each)).unwrap_err();
        assert_eq!(problem.key, "problem-encoding-broken");
        assert!(problem.args.contains(&("byte", at.to_string())), "{problem}");
        assert!(problem.args.contains(&("row", "2".to_owned())), "{problem}");
    }
}
