//! Keys and seconds, counted on this machine for its user alone.

use ratatui::layout::Rect;

use crate::engine::habits::{HabitDay, HabitLine, OwnHabits};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::Command;
use crate::tui::counter::ROW_BY_ROW;
use crate::tui::look::{Look, Role};
use crate::tui::why::Why;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::figure::{grouped, percent, tenths};
use crate::tui::widgets::table::{Column, draw_row};

/// Lines of the summary.
const SUMMARY: u16 = 3;

fn day_rows(area: Rect, habits: Option<&OwnHabits>) -> u16 {
    let most: u16 = match area.height {
        ..12 => 0,
        12..20 => 4,
        _ => 10,
    };
    most.min(habits.map_or(0, |habits| u16::try_from(habits.days.len()).unwrap_or(u16::MAX)))
}

/// Rows of commands on screen, with the summary, days and two heads above them.
pub(super) fn list_height(area: Rect, habits: Option<&OwnHabits>) -> usize {
    let days = day_rows(area, habits);
    usize::from(area.height.saturating_sub(SUMMARY + days + u16::from(days > 0) + 1))
}

/// A quotient with one place; a dash where there is nothing to divide by.
fn per(part: u64, whole: u64) -> String {
    part.saturating_mul(10).checked_div(whole).map_or_else(|| String::from("-"), tenths)
}

fn median(day: &HabitDay) -> String {
    day.median().map_or_else(|| String::from("-"), |seconds| seconds.to_string())
}

fn summary(all: &HabitDay, look: &Look) -> Vec<String> {
    let mut lines = vec![look.t(
        "keys-per-decision",
        &[
            ("keys", Arg::from(per(all.keys, all.decisions))),
            ("median", Arg::from(median(all))),
            ("decisions", Arg::from(grouped(all.decisions))),
            ("typed", Arg::from(grouped(all.typed))),
        ],
    )];
    let by_rows = all.projects.saturating_mul(ROW_BY_ROW);
    let saved = by_rows.saturating_sub(all.keys);
    let mut told = look.t(
        "keys-per-project",
        &[
            ("keys", Arg::from(per(all.keys, all.projects))),
            ("projects", Arg::from(grouped(all.projects))),
            ("rows", Arg::from(ROW_BY_ROW)),
        ],
    );
    if saved > 0 {
        told.push_str(&look.t("keys-saved", &[("share", Arg::from(percent(i128::from(saved), i128::from(by_rows))))]));
    }
    lines.push(told);
    lines.push(look.s("keys-definition"));
    lines
}

fn screen_name(line: &HabitLine, look: &Look) -> String {
    let key = format!("scope-{}", line.screen);
    if look.strings.has(&key) { look.s(&key) } else { line.screen.clone() }
}

fn command_name(line: &HabitLine, look: &Look) -> String {
    if line.command.is_empty() {
        return look.s("keys-without-meaning");
    }
    Command::from_id(&line.command).map_or_else(|| line.command.clone(), |command| look.label(command))
}

/// Where the numbers of the page and of a row come from.
pub(super) fn why(habits: &OwnHabits, row: usize, look: &Look) -> Why {
    let all = habits.all();
    let mut why = Why::new("figures.keys", per(all.keys, all.decisions))
        .given(look, "keys-keys", grouped(all.keys), "")
        .given(look, "keys-typed", grouped(all.typed), "")
        .given(look, "keys-decisions", grouped(all.decisions), "")
        .given(look, "keys-project", per(all.keys, all.projects), "")
        .given(look, "keys-median", median(&all), "");
    if let Some(line) = habits.lines.get(row) {
        let name = format!("{} {}", screen_name(line, look), command_name(line, look));
        why = why.given(look, "keys-command", format!("{name}: {} / {}", grouped(line.uses), grouped(line.keys)), "");
    }
    why
}

/// Draws the page.
pub(super) fn draw(canvas: &mut Canvas, area: Rect, habits: &OwnHabits, cursor: Cursor, look: &Look) {
    let inner = canvas.sides(area, look);
    if !look.settings.count_keys && habits.days.is_empty() {
        let lines = width::wrap(&look.s("keys-off"), usize::from(inner.width));
        canvas.lines(inner, &lines, look.style(Role::Plain));
        canvas.set_caret(inner.x, inner.y);
        return;
    }
    let all = habits.all();
    canvas.lines(Rect { height: SUMMARY.min(inner.height), ..inner }, &summary(&all, look), look.style(Role::Plain));
    let mut y = inner.y + SUMMARY;
    let line = |y: u16| Rect { y, height: 1, ..inner }.intersection(inner);
    let days = day_rows(area, Some(habits));
    let numbers = [Column::right(8); 6];
    let columns: Vec<Column> = std::iter::once(Column::left(10)).chain(numbers).collect();
    if days > 0 {
        let heads =
            ["keys-day", "keys-keys", "keys-typed", "keys-decisions", "keys-each", "keys-project", "keys-median"];
        let heads: Vec<(String, Role)> = heads.iter().map(|key| (look.s(key), Role::Heading)).collect();
        draw_row(canvas, line(y), &columns, &heads, look);
        y += 1;
    }
    for day in habits.days.iter().take(usize::from(days)) {
        let cells = [
            day.day.clone(),
            grouped(day.keys),
            grouped(day.typed),
            grouped(day.decisions),
            per(day.keys, day.decisions),
            per(day.keys, day.projects),
            median(day),
        ];
        draw_row(canvas, line(y), &columns, &cells.map(|text| (text, Role::Plain)), look);
        y += 1;
    }
    let columns = [Column::left(1), Column::left(14), Column::rest(), Column::right(8), Column::right(8)];
    let heads = ["", "keys-screen", "keys-command", "keys-uses", "keys-keys"];
    let heads: Vec<(String, Role)> =
        heads.iter().map(|key| (if key.is_empty() { String::new() } else { look.s(key) }, Role::Heading)).collect();
    draw_row(canvas, line(y), &columns, &heads, look);
    y += 1;
    let height = list_height(area, Some(habits));
    for (step, index) in (0..).zip(cursor.rows(habits.lines.len(), height)) {
        let (row, counted, here) = (line(y + step), &habits.lines[index], index == cursor.at());
        let cells = [
            (if here { look.glyphs.marker.clone() } else { String::new() }, Role::Selected),
            (screen_name(counted, look), Role::Plain),
            (command_name(counted, look), Role::Plain),
            (grouped(counted.uses), Role::Plain),
            (grouped(counted.keys), Role::Plain),
        ];
        draw_row(canvas, row, &columns, &cells, look);
        if here {
            canvas.set_caret(row.x, row.y);
        }
    }
}
