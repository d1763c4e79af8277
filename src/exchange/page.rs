//! A page for a browser: a title, lines, tables. One file without links or scripts; every text is escaped here.

use std::io::Write as _;
use std::path::Path;

use super::atomic::{write_atomically, write_failed};
use super::opinions::Written;
use crate::model::ids::sha256;
use crate::model::problem::Problem;

/// A table of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Heading above it.
    pub title: String,
    /// Lines between heading and table.
    pub lines: Vec<String>,
    /// Headings of the columns.
    pub headings: Vec<String>,
    /// Rows: a mark (`error`, `warning`, `info` or nothing) and the cells.
    pub rows: Vec<(&'static str, Vec<String>)>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Tag of its language, e.g. `zh-CN`.
    pub language: &'static str,
    /// Title.
    pub title: String,
    /// Lines under the title.
    pub lines: Vec<String>,
    /// Tables.
    pub tables: Vec<Table>,
}

/// How it looks, on screen and on paper; grave rows are told by words, too.
const STYLE: &str = "body{font:16px/1.6 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;width:100%}\
th,td{border:1px solid #999;padding:.3em .5em;vertical-align:top;text-align:left}th{background:#eee}\
.error td:first-child{font-weight:bold;border-left:.4em solid #b00020}.warning td:first-child{border-left:.4em solid #b07000}\
@media print{body{margin:0}tr{break-inside:avoid}}";

fn escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Marks that turn the direction of writing would show one text and mean another; others cannot be shown.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            c if c.is_control() && c != '\n' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

fn element(out: &mut String, name: &str, text: &str) {
    out.push_str(&format!("<{name}>"));
    escaped(out, text);
    out.push_str(&format!("</{name}>"));
}

/// The page as text.
pub fn html(page: &Page) -> String {
    let mut out = format!("<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">", page.language);
    element(&mut out, "title", &page.title);
    out.push_str(&format!("<style>{STYLE}</style></head><body>\n"));
    element(&mut out, "h1", &page.title);
    page.lines.iter().for_each(|line| element(&mut out, "p", line));
    for table in &page.tables {
        out.push('\n');
        element(&mut out, "h2", &table.title);
        table.lines.iter().for_each(|line| element(&mut out, "p", line));
        if table.rows.is_empty() {
            continue;
        }
        out.push_str("<table><thead><tr>");
        table.headings.iter().for_each(|heading| element(&mut out, "th", heading));
        out.push_str("</tr></thead><tbody>\n");
        for (mark, cells) in &table.rows {
            out.push_str(&format!("<tr class=\"{mark}\">"));
            cells.iter().for_each(|cell| element(&mut out, "td", cell));
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody></table>\n");
    }
    out.push_str("</body></html>\n");
    out
}

/// Writes a page.
///
/// # Errors
/// When the file exists and `replace` is not set, or cannot be written.
pub fn write_page(path: &Path, replace: bool, page: &Page) -> Result<Written, Problem> {
    let text = html(page);
    write_atomically(path, replace, |file| {
        file.write_all(text.as_bytes()).map_err(|error| write_failed(path, &error))
    })?;
    let sha256 = sha256(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Written { rows: page.tables.iter().map(|table| table.rows.len()).sum(), sha256 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_becomes_markup() {
        let evil = "<script>alert('1')</script>\u{202e}\u{1b}[31m&";
        let page = Page {
            language: "en",
            title: evil.to_owned(),
            lines: vec![evil.to_owned()],
            tables: vec![Table {
                title: evil.to_owned(),
                lines: Vec::new(),
                headings: vec![evil.to_owned()],
                rows: vec![("error", vec![evil.to_owned()])],
            }],
        };
        let text = html(&page);
        assert!(!text.contains("<script") && !text.contains('\u{202e}') && !text.contains('\u{1b}'), "{text}");
        assert_eq!(text.matches("&lt;script&gt;").count(), 6);
    }
}
