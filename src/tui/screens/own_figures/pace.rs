//! My pace by day, and where the figures come from.

use ratatui::layout::Rect;

use crate::engine::figures::{DayOfWork, Pace, Work};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::look::{Look, Role};
use crate::tui::why::Why;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::figure::{clock, filled, grouped};
use crate::tui::widgets::table::{Column, draw_row};

/// Heading above the list and words below it.
const HEAD: u16 = 1;

fn words(area: Rect) -> u16 {
    match area.height {
        ..8 => 0,
        8..14 => 3,
        _ => 7,
    }
}

/// Rows of days on screen.
pub(super) fn list_height(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(HEAD + words(area)))
}

fn columns(wide: bool) -> Vec<Column> {
    let mut columns = vec![Column::left(1), Column::left(10), Column::right(7), Column::right(7), Column::right(7)];
    columns.extend([Column::right(7), Column::right(9), Column::right(8)]);
    if wide {
        columns.push(Column::rest());
    }
    columns
}

fn day_cells(day: &DayOfWork, here: bool, look: &Look) -> Vec<(String, Role)> {
    let rate = day.work.per_hour().map_or_else(|| look.s("pace-few"), grouped);
    let plain = |text: String| (text, Role::Plain);
    vec![
        (if here { look.glyphs.marker.clone() } else { String::new() }, Role::Selected),
        plain(day.day.to_string()),
        plain(grouped(day.work.decisions)),
        plain(grouped(day.projects)),
        plain(grouped(day.rows)),
        plain(grouped(day.opinions)),
        plain(clock(day.work.millis / 1000)),
        plain(rate),
    ]
}

/// Where the numbers of a day come from.
pub(super) fn why(pace: &Pace, row: usize, look: &Look) -> Why {
    let Some(day) = pace.days.get(row) else { return Why::new("figures.pace", look.s("pace-none")) };
    let cells: Vec<String> = day_cells(day, false, look).into_iter().skip(1).map(|(text, _)| text).collect();
    Why::new("figures.pace", cells.join(" / "))
        .given(look, "why-input-decisions", grouped(day.work.decisions), "")
        .given(look, "why-input-sittings", grouped(day.work.sittings), "")
        .given(look, "why-input-time", clock(day.work.millis / 1000), "")
}

/// Draws the page.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, pace: &Pace, cursor: Cursor, look: &Look) {
    let inner = canvas.sides(area, look);
    let columns = columns(inner.width >= 72);
    let heads =
        ["", "pace-day", "pace-decisions", "pace-projects", "pace-rows", "pace-opinions", "pace-time", "pace-per-hour"];
    let mut cells: Vec<(String, Role)> =
        heads.iter().map(|key| (if key.is_empty() { String::new() } else { look.s(key) }, Role::Heading)).collect();
    cells.push((String::new(), Role::Plain));
    draw_row(canvas, Rect { height: 1, ..inner }, &columns, &cells, look);
    let height = list_height(area);
    let list = Rect { y: inner.y + HEAD, height: u16::try_from(height).unwrap_or(0), ..inner }.intersection(inner);
    let most = pace.days.iter().map(|day| day.work.decisions).max().unwrap_or(0);
    if pace.days.is_empty() {
        canvas.text(list.x, list.y, list.width, &look.s("pace-none"), look.style(Role::Muted));
    }
    for (row, index) in list.rows().zip(cursor.rows(pace.days.len(), height)) {
        let here = index == cursor.at();
        let mut cells = day_cells(&pace.days[index], here, look);
        // The bar takes what the columns leave.
        let decisions = pace.days[index].work.decisions;
        let room = usize::from(inner.width.saturating_sub(64));
        let length = if decisions == most { room } else { filled(i128::from(decisions), i128::from(most), room) };
        cells.push(("#".repeat(length), Role::Good));
        draw_row(canvas, row, &columns, &cells, look);
        if here {
            canvas.set_caret(row.x, row.y);
        }
    }
    let below = Rect { y: list.bottom(), height: inner.bottom().saturating_sub(list.bottom()), ..inner };
    let rate = |work: Work| {
        work.per_hour()
            .map_or_else(|| look.s("pace-unknown"), |rate| look.t("pace-rate", &[("rate", Arg::from(grouped(rate)))]))
    };
    let mut lines = vec![
        look.t("pace-summary", &[("today", Arg::from(rate(pace.today))), ("lately", Arg::from(rate(pace.lately)))]),
    ];
    lines.extend(width::wrap(&look.s("pace-definition"), usize::from(below.width)));
    canvas.lines(below, &lines, look.style(Role::Muted));
}
