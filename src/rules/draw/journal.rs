//! The journal of a draw: one line for each act, each chained to all before it by its fingerprint.
//!
//! `h_k = SHA-256("CJ1-LOG|" + h_(k-1) + "|" + line_k)`, the first after 64 zeros. The head is printed wherever the draw
//! is told, so a line that is changed, left out or put in shows.

use super::digest::{fingerprint, is_fingerprint};
use super::lines::{fault, is_forbidden, lines};
use crate::model::problem::Problem;

/// A journal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Journal {
    /// Lines with the head after each.
    lines: Vec<(String, String)>,
}

fn link(head: &str, line: &str) -> String {
    fingerprint(format!("CJ1-LOG|{head}|{line}").as_bytes())
}

impl Journal {
    /// The head: what all lines so far come to.
    pub fn head(&self) -> String {
        self.lines.last().map_or_else(|| "0".repeat(64), |(head, _)| head.clone())
    }

    /// The lines.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|(_, line)| line.as_str())
    }

    /// Adds a line. Characters that would end it or cut it are written as blanks.
    pub fn add(&mut self, line: &str) {
        let line: String = line.chars().map(|c| if is_forbidden(c) { ' ' } else { c }).collect();
        self.lines.push((link(&self.head(), &line), line));
    }

    /// The bytes of the file: head, TAB, line.
    pub fn write(&self) -> Vec<u8> {
        self.lines.iter().map(|(head, line)| format!("{head}\t{line}\n")).collect::<String>().into_bytes()
    }

    /// Reads the file and follows the chain.
    ///
    /// # Errors
    /// With the first line that does not follow from those before it.
    pub fn read(bytes: &[u8], file: &str) -> Result<Journal, Problem> {
        let mut journal = Journal::default();
        for (index, text) in lines(bytes, file)?.into_iter().enumerate() {
            let broken = || fault(file, "problem-draw-journal").with("line", index + 1);
            let (head, line) = text.split_once('\t').filter(|(head, _)| is_fingerprint(head)).ok_or_else(broken)?;
            journal.add(line);
            if journal.head() != head {
                return Err(broken());
            }
        }
        Ok(journal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_changed_left_out_or_put_in_shows() {
        let mut journal = Journal::default();
        ["封存 5688", "取种", "抽取 569\n改", "替换 P-1 → P-2"].into_iter().for_each(|line| journal.add(line));
        let bytes = journal.write();
        assert_eq!(Journal::read(&bytes, "journal.txt").unwrap(), journal);
        assert_eq!(journal.lines().nth(2), Some("抽取 569 改"));
        let text = String::from_utf8(bytes).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for (changed, line) in [
            (text.replace("5688", "5689"), 1),
            ([lines[0], lines[2], lines[3], ""].join("\n"), 2),
            ([lines[0], lines[1], lines[1], lines[2], ""].join("\n"), 3),
        ] {
            let problem = Journal::read(changed.as_bytes(), "journal.txt").unwrap_err();
            assert_eq!((problem.key, &problem.args[1].1), ("problem-draw-journal", &line.to_string()), "{changed}");
        }
    }
}
