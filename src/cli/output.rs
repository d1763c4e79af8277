//! Where words go: the answer to standard output, talk to standard error.
//!
//! Everything for people passes the terminal sink rule here; everything for programs is one JSON value in which
//! characters that could steer a terminal are written as escapes. A reader who closes the pipe ends the program quietly.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::Value;

use crate::model::problem::{Problem, ProblemKind};
use crate::text::{Arg, Strings, escape, width};

/// Why a command stops early.
#[derive(Debug)]
pub enum Stop {
    /// It cannot be done; a person is told.
    Problem(Problem),
    /// The reader of the answer went away, or the answer cannot be written.
    Output(io::Error),
    /// It was done and the answer is "no": the code is all that is left to say.
    Code(u8),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Stop::Problem(problem)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Output(error)
    }
}

/// What a command returns.
pub type Outcome = Result<(), Stop>;

/// Wrong usage.
pub fn usage(key: &'static str) -> Problem {
    Problem::new(ProblemKind::Usage, key)
}

/// Both streams with the words to put on them.
pub struct Output<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    /// The words.
    pub strings: &'a Strings,
    /// The answer is one JSON value.
    pub json: bool,
    /// No hints and progress.
    pub quiet: bool,
    /// Standard error is a terminal, so progress may be drawn.
    pub live: bool,
}

impl<'a> Output<'a> {
    /// Two streams.
    pub fn new(out: &'a mut dyn Write, err: &'a mut dyn Write, strings: &'a Strings) -> Self {
        Output { out, err, strings, json: false, quiet: false, live: false }
    }

    /// The answer for programs: one line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn json(&mut self, value: &Value) -> io::Result<()> {
        writeln!(self.out, "{}", json_line(value))?;
        self.out.flush()
    }

    /// A line of the answer for people.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", escape::visible(text))
    }

    /// Lines of the answer that a program made for a program (completions, manual page, SVG): as they are.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.out.flush()
    }

    /// A message as a line of the answer.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn told(&mut self, key: &str, args: &[(&str, Arg<'_>)]) -> io::Result<()> {
        let text = self.strings.t(key, args);
        self.line(&text)
    }

    /// A hint: standard error, unless asked to be quiet. A hint that cannot be written is no failure.
    pub fn hint(&mut self, key: &str, args: &[(&str, Arg<'_>)]) {
        if !self.quiet {
            let text = self.strings.t(key, args);
            drop(writeln!(self.err, "{}", escape::visible(&text)));
        }
    }

    /// A failure or a warning: standard error, always.
    pub fn problem(&mut self, problem: &Problem) {
        let text = self.strings.problem(problem);
        drop(writeln!(self.err, "{}", escape::visible(&text)));
    }

    /// Lines for standard error that were put together elsewhere.
    pub fn talk(&mut self, text: &str) {
        drop(writeln!(self.err, "{}", escape::visible(text)));
    }

    /// Hands everything on.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// A table: heads, then rows; columns as wide as their widest cell up to the column's limit.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn table(&mut self, columns: &[Column], rows: &[Vec<String>]) -> io::Result<()> {
        let heads: Vec<String> = columns.iter().map(|column| self.strings.s(column.head)).collect();
        for line in lay_out(columns, &heads, rows) {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }
}

/// A column of a table for people.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Locale key of its head.
    pub head: &'static str,
    /// Numbers stand on the right.
    pub right: bool,
    /// At most so many cells; the last column is never cut.
    pub limit: usize,
}

/// A column of words.
pub const fn words(head: &'static str, limit: usize) -> Column {
    Column { head, right: false, limit }
}

/// A column of numbers.
pub const fn numbers(head: &'static str) -> Column {
    Column { head, right: true, limit: 24 }
}

fn lay_out(columns: &[Column], heads: &[String], rows: &[Vec<String>]) -> Vec<String> {
    let mut lines: Vec<Vec<String>> = vec![heads.to_vec()];
    lines.extend(rows.iter().map(|row| row.iter().map(|cell| escape::one_line(cell).into_owned()).collect()));
    let last = columns.len().saturating_sub(1);
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let widest = lines.iter().filter_map(|line| line.get(at)).map(|cell| width::width(cell)).max().unwrap_or(0);
            if at == last { widest } else { widest.min(column.limit) }
        })
        .collect();
    lines
        .iter()
        .map(|line| {
            let mut out = String::new();
            for ((cell, column), wide) in line.iter().zip(columns).zip(&widths) {
                if !out.is_empty() {
                    out.push_str("  ");
                }
                out.push_str(&if column.right { width::pad_left(cell, *wide) } else { width::pad(cell, *wide) });
            }
            out.truncate(out.trim_end_matches(' ').len());
            out
        })
        .collect()
}

/// One JSON value on one line. C0, DEL, C1 and everything else that a terminal must not get are written as `\u` escapes,
/// which is the same text to a reader of JSON.
pub fn json_line(value: &Value) -> String {
    let plain = value.to_string();
    if matches!(escape::visible(&plain), std::borrow::Cow::Borrowed(_)) {
        return plain;
    }
    let mut out = String::with_capacity(plain.len() + 32);
    for c in plain.chars() {
        let mut buffer = [0; 4];
        let text: &str = c.encode_utf8(&mut buffer);
        // Outside of strings JSON is ASCII, so whatever is escaped stands inside a string.
        if escape::visible(text) == text {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn json_never_steers_a_terminal_and_reads_back() {
        let value = serde_json::json!({"name": "路\u{1b}[2J\u{7f}\u{9b}\u{202e}\u{2028}\u{E0041}👩\u{200D}💻\"\n"});
        let line = json_line(&value);
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), value);
        assert!(!line.chars().any(|c| c.is_control() || "\u{202e}\u{2028}\u{E0041}\u{200D}".contains(c)), "{line}");
        assert!(line.contains("路") && line.contains("\\u009b") && line.contains("\\udb40\\udc41"));
    }

    #[test]
    fn a_table_stands_in_columns_of_cells() {
        let columns = [words("a", 8), numbers("b"), words("c", 8)];
        let heads = ["名称".to_owned(), "万元".to_owned(), "单位".to_owned()];
        let rows = vec![
            vec!["老旧小区改造".to_owned(), "1,260.00".to_owned(), "住建局\u{1b}[2J".to_owned()],
            vec!["a".to_owned(), "5.00".to_owned(), String::new()],
        ];
        let lines = lay_out(&columns, &heads, &rows);
        assert_eq!(lines, ["名称          万元  单位", "老旧小..  1,260.00  住建局<1B>[2J", "a             5.00"]);
    }

    #[test]
    fn hints_are_talk_and_can_be_silenced() {
        let strings = Strings::new(Language::En);
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut output = Output::new(&mut out, &mut err, &strings);
        output.quiet = true;
        output.hint("app-name", &[]);
        output.problem(&Problem::refused("problem-not-found").with("path", "x\u{1b}c"));
        assert!(out.is_empty());
        let talk = String::from_utf8(err).unwrap();
        assert!(talk.contains("x<1B>c") && !talk.contains("Wenxiao"), "{talk}");
    }
}
