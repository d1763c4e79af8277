//! Where a heading row is: words above, records below.

use super::words;
use crate::exchange::headings::{self, squeeze};
use crate::model::mapping::{HEADING_ROWS_MAX, Window, WindowRow};

/// Rows that are looked at.
const ROWS: usize = 40;
/// Longest heading without its hint.
const HEADING: usize = 24;
/// Rows below that are compared with.
const BELOW: usize = 8;

fn is_word(text: &str) -> bool {
    let bare = squeeze(text);
    let bare = bare.split('(').next().unwrap_or_default();
    let length = bare.chars().count();
    (1..=HEADING).contains(&length)
        && bare.chars().any(char::is_alphabetic)
        && !bare.starts_with(|c: char| c.is_ascii_digit() || "≥≤<>=".contains(c))
        && !bare.contains(['。', '；', ';'])
}

fn words_of(row: &WindowRow) -> usize {
    row.cells.iter().filter(|cell| is_word(&cell.text)).count()
}

/// How much speaks for a row being the last row of a heading; `None` when it cannot be one.
fn score(window: &Window, at: usize) -> Option<usize> {
    let row = window.rows.get(at)?;
    let words = words_of(row);
    // A heading of three columns or more, nearly all of them words and no two the same for long.
    if row.cells.len() < 3 || words * 10 < row.cells.len() * 8 {
        return None;
    }
    let mut texts: Vec<String> = row.cells.iter().map(|cell| squeeze(&cell.text)).collect();
    texts.sort();
    texts.dedup();
    if texts.len() * 2 < row.cells.len() {
        return None;
    }
    let below = window.rows.get(at + 1..).unwrap_or_default();
    let below = &below[..below.len().min(BELOW)];
    if below.is_empty() {
        return None;
    }
    let filled = |place: u16| below.iter().filter(|row| row.cells.iter().any(|cell| cell.column == place)).count();
    let columns = row.cells.iter().filter(|cell| filled(cell.column) > 0).count();
    // Records below hold other things than words.
    let data = below.iter().map(|row| row.cells.len() - words_of(row)).sum::<usize>().min(20);
    let known = row.cells.iter().filter(|cell| headings::column(&cell.text).is_some()).count();
    let like = row.cells.iter().filter(|cell| speaks(&cell.text)).count();
    // In a form labels and values take turns.
    let is_label = |text: &str| !headings::labels(text).is_empty();
    let pairs = row.cells.windows(2).filter(|two| is_label(&two[0].text) && !speaks(&two[1].text)).count();
    if pairs * 2 >= row.cells.len() {
        return None;
    }
    Some((words * 3 + columns * 3 + data + known * 8 + like * 4).saturating_sub(pairs * 14))
}

/// Whether a text is like any heading that is known.
fn speaks(text: &str) -> bool {
    words::columns(text).values().any(|(points, _)| *points >= 50)
}

/// The first heading row and how many rows the heading takes; `None` where nothing looks like one.
pub fn find(window: &Window) -> Option<(usize, u32)> {
    let mut best: Option<(usize, usize)> = None;
    for at in 0..window.rows.len().min(ROWS) {
        let Some(score) = score(window, at) else { continue };
        // Of equals the upper one: records may be words, too.
        if best.is_none_or(|(most, _)| score > most + 2) {
            best = Some((score, at));
        }
    }
    let last = best?.1;
    Some(with_groups(window, last))
}

/// Takes in rows of groups above the last heading row: cells merged across, or down into it.
fn with_groups(window: &Window, last: usize) -> (usize, u32) {
    let mut first = last;
    while first > 0 && last - first + 1 < HEADING_ROWS_MAX as usize {
        let (above, row) = (&window.rows[first - 1], &window.rows[first]);
        if above.row + 1 != row.row || words_of(above) < above.cells.len() || above.cells.len() < 2 {
            break;
        }
        let grouped = above.cells.iter().any(|cell| cell.width > 1 || cell.height > 1);
        // Without merged cells each of the two rows fills gaps of the other.
        let lacks = |row: &WindowRow, place: u16| row.cells.iter().all(|cell| cell.column != place);
        let gaps = labelled(above) == 0
            && above.cells.iter().any(|cell| lacks(row, cell.column))
            && row.cells.iter().any(|cell| lacks(above, cell.column));
        if !grouped && !gaps {
            break;
        }
        // A label with its value is no group.
        if labelled(above) > 0 && !above.cells.iter().any(|cell| cell.height > 1) {
            break;
        }
        first -= 1;
    }
    (first, (last - first + 1) as u32)
}

fn labelled(row: &WindowRow) -> usize {
    row.cells
        .iter()
        .filter(|cell| !headings::labels(&cell.text).is_empty() && headings::column(&cell.text).is_none())
        .count()
        + row.cells.iter().filter(|cell| headings::inline_label(&cell.text).is_some()).count()
}
