//! Draws the page: a rule with the steps, what belongs to the step, and below it what follows from it.

use ratatui::layout::Rect;

use super::lines::{self, Told};
use super::{Asking, SampleScreen, Step, plan};
use crate::text::width;
use crate::tui::canvas::Canvas;
use crate::tui::layout::{Room, layout};
use crate::tui::look::{Look, Role};
use crate::tui::widgets::table::{Column, draw_row};

/// Lines of the journal.
const JOURNAL: u16 = 3;

/// Cuts so many rows off the top.
fn cut(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    let top = Rect { height: rows, ..*area };
    *area = Rect { y: area.y + rows, height: area.height - rows, ..*area };
    top
}

/// What the list of the drawn keeps of the page, whatever is told above it: rules, heads of the columns and three rows.
const LIST: u16 = 6;

/// Head above the list and rows below it, by step, on a page of so many rows.
fn around(screen: &SampleScreen, height: u16, room: Room) -> (u16, u16) {
    match screen.step {
        Step::Drawn => {
            // What came after the draw needs a line each, two where there is little room.
            let since = screen.board.as_ref().map_or(0, |board| {
                let drawn_on = screen.current().is_some_and(|sample| !sample.further.is_empty());
                let late = board.late.is_some_and(|late| late.late > 0);
                [drawn_on, board.replaced.0 > 0, late].into_iter().map(u16::from).sum()
            });
            let head = match room {
                Room::Tiny | Room::Narrow => 11 + 2 * since,
                Room::Normal => 9 + 2 * since,
                Room::Wide => 7 + since,
            };
            (head.min(height.saturating_sub(LIST)), 0)
        }
        _ => {
            let due = u16::from(screen.known_plan().is_some_and(|plan| plan.rotation.is_some()));
            (if room <= Room::Narrow { 4 + 2 * due } else { 2 + due }, JOURNAL + 1)
        }
    }
}

/// Rows of the list that are on screen.
pub fn rows(screen: &SampleScreen, body: Rect, room: Room) -> usize {
    let (head, foot) = around(screen, body.height, room);
    // Rule above, rule and heads of the columns over the list.
    usize::from(body.height.saturating_sub(head + foot + 3))
}

/// Lines with their roles, wrapped.
fn paragraphs(canvas: &mut Canvas, area: Rect, lines: &[Told], look: &Look) {
    let mut left = area;
    for (text, role) in lines {
        let wrapped = width::wrap(text, usize::from(area.width));
        let place = cut(&mut left, u16::try_from(wrapped.len()).unwrap_or(u16::MAX));
        canvas.lines(place, &wrapped, look.style(*role));
    }
}

fn question(screen: &SampleScreen, canvas: &mut Canvas, area: Rect, look: &Look) -> bool {
    let (label, field) = match &screen.asking {
        Some(Asking::Folder(field)) => ("sample-folder", field),
        Some(Asking::Reason(field)) => ("sample-reason", field),
        _ => return false,
    };
    let label = look.s(label);
    let used = canvas.text(area.x, area.y, area.width / 2, &label, look.style(Role::Heading));
    let place = Rect { x: area.x + used + 1, width: area.width.saturating_sub(used + 1), height: 1, ..area };
    field.view(canvas, place.intersection(area), look.style(Role::Field), true);
    true
}

/// Draws it.
pub fn draw(screen: &SampleScreen, canvas: &mut Canvas, area: Rect, look: &Look) {
    let room = layout(canvas.buffer.area.as_size()).room;
    let mut left = area;
    let head = cut(&mut left, 1);
    canvas.rule(head, look, &lines::steps(screen, look), "");
    let nothing = match &screen.board {
        None => Some("told-loading"),
        Some(board) if board.years.is_empty() && board.samples.is_empty() => Some("sample-empty"),
        Some(_) => None,
    };
    if let Some(key) = nothing {
        let inner = canvas.sides(left, look);
        return canvas.lines(inner, &width::wrap(&look.s(key), usize::from(inner.width)), look.style(Role::Plain));
    }
    match screen.step {
        Step::Population => population(screen, canvas, left, room, look),
        Step::Plan => planned(screen, canvas, left, room, look),
        Step::Seed => ceremony(screen, canvas, left, look),
        Step::Drawn => drawn(screen, canvas, left, room, look),
    }
}

/// How far a plan is that takes its time.
fn far(screen: &SampleScreen, look: &Look) -> Option<String> {
    screen.planning.and_then(|planning| planning.words(look))
}

/// Why there is no plan to be shown.
fn without_plan(screen: &SampleScreen, look: &Look) -> Told {
    match &screen.plan {
        Some(Err(problem)) => (look.strings.problem(problem), Role::Warning),
        _ => (far(screen, look).unwrap_or_else(|| look.s("sample-planning")), Role::Muted),
    }
}

fn population(screen: &SampleScreen, canvas: &mut Canvas, mut left: Rect, room: Room, look: &Look) {
    let (head, _) = around(screen, left.height + 1, room);
    let top = cut(&mut left, head);
    let inner = canvas.sides(top, look);
    let Some(plan) = screen.known_plan() else {
        let below = canvas.sides(left, look);
        paragraphs(canvas, inner.union(below), &[without_plan(screen, look)], look);
        return;
    };
    paragraphs(canvas, inner, &population_lines(plan, look), look);
    let list = rows(screen, Rect { height: left.height + head + 1, ..left }, room);
    let rule = cut(&mut left, 1);
    let place = format!("{}/{}", screen.cursor.at() + 1, plan.departments.len());
    canvas.rule(rule, look, &look.s("sample-departments-rule"), &place);
    let table = cut(&mut left, u16::try_from(list + 1).unwrap_or(u16::MAX));
    let inner = canvas.sides(table, look);
    let narrow = room == Room::Narrow;
    let mut columns = vec![Column::rest(), Column::right(6), Column::right(7), Column::right(7), Column::right(5)];
    let mut heads = vec![
        "sample-head-department",
        "sample-head-units",
        "sample-head-certain",
        "sample-head-frame-short",
        "sample-head-drawn-short",
    ];
    if !narrow {
        columns.push(Column::right(16));
        heads.push("sample-head-clean");
    } else {
        columns.push(Column::right(9));
        heads.push("sample-head-clean-short");
    }
    columns.push(Column::right(6));
    heads.push("sample-head-needs-short");
    let heads: Vec<Told> = heads.into_iter().map(|key| (look.s(key), Role::Heading)).collect();
    let mut rows = inner.rows();
    if let Some(row) = rows.next() {
        draw_row(canvas, Rect { x: row.x + 2, width: row.width.saturating_sub(2), ..row }, &columns, &heads, look);
    }
    for (row, at) in rows.zip(screen.cursor.rows(plan.departments.len(), list)) {
        let Some(one) = plan.departments.get(at) else { break };
        mark(screen, canvas, row, at, look);
        let role = if one.is_weak() { Role::Warning } else { Role::Plain };
        let weak = if one.is_weak() { "!" } else { "" };
        let cells = vec![
            (one.stratum.clone(), Role::Plain),
            (one.units.to_string(), Role::Plain),
            (one.certain.to_string(), if one.certain == 0 { Role::Muted } else { Role::Plain }),
            (one.frame.to_string(), Role::Plain),
            (one.drawn.to_string(), Role::Plain),
            (format!("{weak}{}%", one.at_most.1), role),
            (one.needs.to_string(), Role::Muted),
        ];
        draw_row(canvas, Rect { x: row.x + 2, width: row.width.saturating_sub(2), ..row }, &columns, &cells, look);
    }
    journal(screen, canvas, left, look);
}

/// What there is to be drawn from.
pub fn population_lines(plan: &crate::engine::spot_check::plan::SamplePlan, look: &Look) -> Vec<Told> {
    use crate::text::Arg;
    use crate::tui::widgets::figure::grouped;
    let args = [
        ("year", Arg::from(plan.year.to_string())),
        ("all", Arg::from(grouped(plan.quota.all))),
        ("departments", Arg::from(plan.departments.len())),
        ("frame", Arg::from(grouped(plan.quota.frame))),
    ];
    let mut lines = vec![
        (look.t("sample-population", &args), Role::Plain),
        (
            look.t(
                "sample-weak-short",
                &[("weak", Arg::from(plan.weak().len())), ("all", Arg::from(plan.departments.len()))],
            ),
            Role::Warning,
        ),
    ];
    lines.extend(plan.rotation.as_ref().map(|rotation| (lines::due(rotation, look), Role::Plain)));
    lines
}

fn mark(screen: &SampleScreen, canvas: &mut Canvas, row: Rect, at: usize, look: &Look) {
    if at == screen.cursor.at() {
        canvas.text(row.x, row.y, 1, &look.glyphs.marker, look.style(Role::Selected));
        canvas.set_caret(row.x, row.y);
    }
}

fn journal(screen: &SampleScreen, canvas: &mut Canvas, mut left: Rect, look: &Look) {
    let rule = cut(&mut left, 1);
    canvas.rule(rule, look, &look.s("sample-journal-rule"), "");
    let inner = canvas.sides(left, look);
    let samples = screen.board.as_ref().map(|board| board.samples.as_slice()).unwrap_or_default();
    if samples.is_empty() {
        canvas.text(inner.x, inner.y, inner.width, &look.s("sample-journal-empty"), look.style(Role::Muted));
    }
    for (row, sample) in inner.rows().zip(samples) {
        let (line, role) = lines::sealed(sample, screen, look);
        canvas.text(row.x, row.y, row.width, &line, look.style(role));
    }
}

fn planned(screen: &SampleScreen, canvas: &mut Canvas, mut left: Rect, room: Room, look: &Look) {
    // On a low screen the form walks, so that what follows from it stays in sight.
    let entries = plan::COUNT.min(left.height / 2);
    let top = cut(&mut left, entries);
    let inner = canvas.sides(top, look);
    let proves = match screen.known_plan() {
        Some(plan) => lines::proves(plan, look),
        None => vec![without_plan(screen, look)],
    };
    let narrow = room == Room::Narrow;
    let share = if narrow { inner.width } else { inner.width * 11 / 20 };
    screen.form.view(canvas, Rect { width: share, ..inner }, look);
    if !narrow {
        let x = inner.x + share + 2;
        let place = Rect { x, width: inner.right().saturating_sub(x), ..inner };
        paragraphs(canvas, place, &proves, look);
    }
    let rule = cut(&mut left, 1);
    let at = || format!("{}/{}", screen.form.focus() + 1, plan::COUNT);
    canvas.rule(rule, look, &look.s("sample-outcome-rule"), &far(screen, look).unwrap_or_else(at));
    let inner = canvas.sides(left, look);
    let mut below = screen.known_plan().map(|plan| lines::outcome(plan, look)).unwrap_or_default();
    below.push((String::new(), Role::Plain));
    below.push((plan::help(&screen.form, look), Role::Told));
    if narrow {
        below.extend(proves);
    }
    paragraphs(canvas, inner, &below, look);
}

fn ceremony(screen: &SampleScreen, canvas: &mut Canvas, mut left: Rect, look: &Look) {
    let Some(sample) = screen.current() else { return };
    let inner = left.width.saturating_sub(4);
    let digests = lines::fingerprints(sample, look);
    let tall = |lines: &[Told]| -> u16 {
        let rows: usize = lines.iter().map(|(text, _)| width::wrap(text, usize::from(inner)).len()).sum();
        u16::try_from(rows).unwrap_or(u16::MAX)
    };
    let top = cut(&mut left, tall(&digests));
    let place = canvas.sides(top, look);
    paragraphs(canvas, place, &digests, look);
    let missing = [lines::missing(screen, look)];
    let rows = tall(&missing).max(1);
    let form = left.height.saturating_sub(rows + 2);
    let rule = cut(&mut left, 1);
    canvas.rule(rule, look, &look.s("sample-seed-rule"), "");
    let form = cut(&mut left, form);
    let place = canvas.sides(form, look);
    if !question(screen, canvas, place, look) {
        screen.seed.view(canvas, place, look);
    }
    let rule = cut(&mut left, 1);
    canvas.rule(rule, look, &look.s("sample-lacks-rule"), "");
    let place = canvas.sides(left, look);
    paragraphs(canvas, place, &missing, look);
}

fn drawn(screen: &SampleScreen, canvas: &mut Canvas, mut left: Rect, room: Room, look: &Look) {
    let (head, _) = around(screen, left.height + 1, room);
    let all = rows(screen, Rect { height: left.height + 1, ..left }, room);
    let top = cut(&mut left, head);
    let inner = canvas.sides(top, look);
    let Some(proof) = lines::drawn(screen) else {
        let why = match screen.board.as_ref().and_then(|board| board.proof.as_ref()) {
            Some(Err(problem)) => look.strings.problem(problem),
            _ => look.s("told-loading"),
        };
        paragraphs(canvas, inner, &[(why, Role::Danger)], look);
        return;
    };
    if !question(screen, canvas, inner, look) {
        let told: Vec<Told> = lines::since(screen, look).into_iter().chain(lines::record(proof, look)).collect();
        paragraphs(canvas, inner, &told, look);
    }
    let total = proof.selected.len() + proof.certainty.len();
    let rule = cut(&mut left, 1);
    canvas.rule(rule, look, &look.s("sample-list-rule"), &format!("{}/{total}", screen.cursor.at() + 1));
    let inner = canvas.sides(left, look);
    let columns = [Column::right(6), Column::rest(), Column::rest(), Column::left(14)];
    let heads = ["draw-column-place", "draw-column-stratum", "draw-column-unit", "draw-column-ticket"];
    let heads = heads.map(|key| (look.s(key), Role::Heading));
    let mut rows = inner.rows();
    if let Some(row) = rows.next() {
        draw_row(canvas, Rect { x: row.x + 2, width: row.width.saturating_sub(2), ..row }, &columns, &heads, look);
    }
    for (row, at) in rows.zip(screen.cursor.rows(total, all)) {
        let Some(cells) = lines::picked(proof, at, look) else { break };
        mark(screen, canvas, row, at, look);
        let cells = cells.map(|text| (text, Role::Plain));
        draw_row(canvas, Rect { x: row.x + 2, width: row.width.saturating_sub(2), ..row }, &columns, &cells, look);
    }
}
