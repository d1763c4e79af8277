//! The list of rechecks: its columns, and the lines that are on screen.

use ratatui::layout::Rect;
use rust_decimal::Decimal;

use super::{RechecksScreen, errors};
use crate::model::recheck::{RecheckLine, RecheckStatus};
use crate::text::width;
use crate::tui::canvas::Canvas;
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::screens::recheck::words;
use crate::tui::widgets::table::{Column, draw_row};

pub(super) fn cells(line: &RecheckLine, errors: Option<Option<u32>>, room: Room, look: &Look) -> Vec<(String, Role)> {
    let plain = |text: String| (text, Role::Plain);
    let role = match line.status {
        RecheckStatus::Contested | RecheckStatus::Objected | RecheckStatus::SentBack => Role::Danger,
        RecheckStatus::Open | RecheckStatus::Begun => Role::Warning,
        RecheckStatus::Finished | RecheckStatus::NotDone => Role::Plain,
        RecheckStatus::Confirmed => Role::Good,
    };
    let stands = match line.outcome {
        Some(outcome) => words::outcome(outcome, look),
        None => words::status(line.status, look),
    };
    let points = |points: Option<Decimal>| plain(points.map(words::points).unwrap_or_default());
    let difference = line.filed.zip(line.verified).map(|(filed, verified)| words::signed(verified - filed));
    let level = line.deviation.map(|level| words::short_level(level, look)).unwrap_or_default();
    let name = if line.name.is_empty() { line.project.to_string() } else { line.name.clone() };
    let stratum = if line.stratum.is_empty() { &line.department } else { &line.stratum };
    let stratum = words::department(stratum).to_owned();
    // The number of a tranche is the last thing to be cut off.
    let stratum = if room == Room::Normal { stratum.replace(" #", "#") } else { stratum };
    let figures = [points(line.filed), points(line.verified), plain(difference.unwrap_or_default())];
    let mut cells = Vec::new();
    if room >= Room::Normal {
        cells.push(plain(stratum));
    }
    cells.push(plain(name));
    if room >= Room::Normal {
        cells.push(plain(words::part(line, look)));
    }
    cells.push((stands, role));
    cells.extend(figures);
    if room >= Room::Normal {
        if let Some(errors) = errors {
            let role = if errors.is_some_and(|errors| errors > 0) { Role::Danger } else { Role::Muted };
            cells.push((errors.map(|errors| errors.to_string()).unwrap_or_default(), role));
        }
        cells.push(plain(level));
    }
    cells
}

const HEADS: [&str; 9] = [
    "rechecks-head-stratum",
    "rechecks-head-name",
    "rechecks-head-part",
    "rechecks-head-status",
    "rechecks-head-self",
    "rechecks-head-verified",
    "rechecks-head-difference",
    "rechecks-head-errors",
    "rechecks-head-level",
];

/// Place of the column of errors; it is there once the checks looked.
const ERRORS: usize = 7;

fn columns(room: Room, checked: bool) -> Vec<Column> {
    let mut columns = all_columns(room);
    if !checked && room >= Room::Normal {
        columns.remove(ERRORS);
    }
    columns
}

fn all_columns(room: Room) -> Vec<Column> {
    match room {
        Room::Tiny | Room::Narrow => {
            vec![Column::rest(), Column::left(9), Column::right(6), Column::right(6), Column::right(7)]
        }
        Room::Normal => vec![
            Column::left(8),
            Column::rest(),
            Column::left(9),
            Column::left(8),
            Column::right(6),
            Column::right(6),
            Column::right(7),
            Column::right(3),
            Column::left(8),
        ],
        Room::Wide => vec![
            Column::left(16),
            Column::rest(),
            Column::left(20),
            Column::left(12),
            Column::right(8),
            Column::right(8),
            Column::right(8),
            Column::right(8),
            Column::left(16),
        ],
    }
}

impl RechecksScreen {
    /// Heads of the columns, and the lines.
    pub(super) fn table(&self, canvas: &mut Canvas, (headings, list): (Rect, Rect), room: Room, look: &Look) {
        let found = self.page.as_ref().map(|page| &page.list).filter(|list| !list.found.is_empty());
        let checked = found.is_some();
        let columns = columns(room, checked);
        let inner = canvas.sides(headings, look);
        let narrow = room < Room::Normal;
        let wanted = HEADS.iter().filter(|head| {
            let wide = ["rechecks-head-stratum", "rechecks-head-part", "rechecks-head-errors", "rechecks-head-level"];
            (!narrow || !wide.contains(head)) && (checked || **head != "rechecks-head-errors")
        });
        let words: Vec<(String, Role)> = wanted.map(|head| (look.s(head), Role::Heading)).collect();
        draw_row(
            canvas,
            Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), ..inner },
            &columns,
            &words,
            look,
        );
        let inner = canvas.sides(list, look);
        if self.shown.is_empty() {
            canvas.lines(inner, &width::wrap(&self.empty(look), usize::from(inner.width)), look.style(Role::Plain));
            canvas.set_caret(inner.x, inner.y);
        }
        for (row, place) in inner.rows().zip(self.cursor.rows(self.shown.len(), usize::from(inner.height))) {
            let Some(line) = self.line(place) else { break };
            if place == self.cursor.at() {
                canvas.text(row.x, row.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(row.x, row.y);
            }
            let place_of = Rect { x: row.x + 2, width: row.width.saturating_sub(2), ..row };
            let errors = found.map(|list| errors(list, line));
            draw_row(canvas, place_of, &columns, &cells(line, errors, room, look), look);
        }
    }
}
