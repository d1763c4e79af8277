//! A paper as plain text: titles underlined, each row a block of its cells under their headings. Only [`super`] may import it.

use super::clean;
use crate::model::paper::{Paper, Section};

/// The paper as text.
pub(super) fn text(paper: &Paper) -> String {
    let mut out = String::new();
    heading(&mut out, &paper.title, '=');
    paper.lines.iter().for_each(|line| paragraph(&mut out, line));
    for section in &paper.sections {
        out.push('\n');
        heading(&mut out, &section.title, '-');
        section.lines.iter().for_each(|line| paragraph(&mut out, line));
        for row in 0..section.rows.len() {
            block(&mut out, section, row);
        }
    }
    out
}

fn heading(out: &mut String, title: &str, line: char) {
    let title = clean(title).replace('\n', " ");
    // Han characters take two cells; a line that is a little off is no harm.
    let cells = title.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    out.push_str(&title);
    out.push('\n');
    out.extend(std::iter::repeat_n(line, cells));
    out.push('\n');
}

fn paragraph(out: &mut String, line: &str) {
    out.push_str(&clean(line));
    out.push('\n');
}

/// A row: its first cell alone, the others under their headings, further lines of a cell indented.
fn block(out: &mut String, section: &Section, row: usize) {
    let Some(cells) = section.rows.get(row) else { return };
    out.push('\n');
    for (at, (column, cell)) in section.columns.iter().zip(cells).enumerate() {
        let shown = clean(&cell.shown());
        if shown.is_empty() {
            continue;
        }
        if at == 0 {
            out.push_str(&format!("[{}]\n", shown.replace('\n', " ")));
            continue;
        }
        let mut lines = shown.lines();
        match (lines.next(), lines.clone().next()) {
            (Some(first), None) => out.push_str(&format!("  {}: {first}\n", clean(&column.heading))),
            (first, _) => {
                out.push_str(&format!("  {}:\n", clean(&column.heading)));
                first.into_iter().chain(lines).for_each(|line| out.push_str(&format!("    - {line}\n")));
            }
        }
    }
}
