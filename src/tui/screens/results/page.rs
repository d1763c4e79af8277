//! Draws the page: a rule, the parts with their keys, both rates and how far the work is, and the part that is chosen.

use ratatui::layout::Rect;
use rust_decimal::Decimal;

use super::band::band;
use super::lines::{self, Shown, Told};
use super::{ResultsScreen, Tab};
use crate::engine::spot_check::results::DepartmentResult;
use crate::model::review::Grade;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Home, Results as Keys};
use crate::tui::layout::{Room, layout};
use crate::tui::look::{Look, Role};
use crate::tui::screens::rechecks::draw_name;
use crate::tui::widgets::table::{Column, draw_row};

/// Cuts so many rows off the top.
fn cut(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    let top = Rect { height: rows, ..*area };
    *area = Rect { y: area.y + rows, height: area.height - rows, ..*area };
    top
}

/// Rows of both rates and how far the work is.
fn heads(body: Rect) -> u16 {
    if body.height < 12 { 1 } else { 2 }
}

/// Rows below the list, their rule among them.
fn foot(tab: Tab, body: Rect) -> u16 {
    let wanted = match tab {
        Tab::Statements | Tab::Consequences => 0,
        Tab::Grades => 7,
        Tab::Departments => 7,
        Tab::Largest => 6,
    };
    // On a low screen the list comes first.
    match body.height {
        ..12 => 0,
        12..16 => wanted.min(4),
        _ => wanted.min(body.height / 2),
    }
}

/// Rows of the list that are on screen.
pub fn rows(tab: Tab, body: Rect) -> usize {
    let headings = u16::from(tab != Tab::Statements);
    usize::from(body.height.saturating_sub(3 + heads(body) + headings + foot(tab, body)))
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

fn tabs(screen: &ResultsScreen, canvas: &mut Canvas, area: Rect, look: &Look) {
    let inner = canvas.sides(area, look);
    let mut x = inner.x;
    for tab in Tab::ALL {
        let command = Command::from(tab.command());
        let (open, close) = if tab == screen.tab { ("[", "]") } else { (" ", " ") };
        let role = if tab == screen.tab { Role::Heading } else { Role::Plain };
        let (key, label) = (look.key(command), look.label(command));
        for (text, role) in [(open, role), (&*key, Role::Key), (" ", role), (&*label, role), (close, role)] {
            x += canvas.text(x, inner.y, inner.right().saturating_sub(x), text, look.style(role));
        }
    }
}

/// Why there is nothing to be shown.
pub fn empty(screen: &ResultsScreen, look: &Look) -> Option<String> {
    match (&screen.failed, &screen.shown) {
        (Some(problem), _) => Some(look.strings.problem(problem)),
        (None, None) => Some(look.s("told-loading")),
        (None, Some(shown)) if shown.year().is_none() => {
            Some(look.t("rechecks-empty", &[("key", Arg::from(look.key(Home::Import.into())))]))
        }
        _ => None,
    }
}

/// The rule over the page.
pub fn label(shown: Option<&Shown>, look: &Look) -> String {
    let Some(shown) = shown else { return look.s("title-results") };
    let year = shown.year().map(|year| year.to_string()).unwrap_or_default();
    let mut label =
        look.t("results-rule", &[("year", Arg::from(year)), ("count", Arg::from(shown.evaluated().to_string()))]);
    if let Some(of) = shown.of() {
        let draw = Arg::from(draw_name(Some(of), look));
        label
            .push_str(&look.t("results-rule-draw", &[("draw", draw), ("key", Arg::from(look.key(Keys::Year.into())))]));
    }
    label
}

/// Where the cursor stands: `2/17`.
pub fn place(screen: &ResultsScreen) -> String {
    match screen.len() {
        0 => String::new(),
        len => format!("{}/{len}", screen.cursor().at() + 1),
    }
}

/// The rule over the part that is chosen.
pub fn part(screen: &ResultsScreen, look: &Look) -> String {
    match screen.tab {
        Tab::Statements => look.s("results-part-statements"),
        Tab::Grades => look.s("results-part-grades"),
        Tab::Departments => {
            let scale = screen.known().map(|shown| shown.scale).unwrap_or_default();
            let args = [
                ("order", Arg::from(look.s(screen.order.key()))),
                ("low", Arg::from(format!("{:.2}", scale.low))),
                ("high", Arg::from(format!("{:.2}", scale.high))),
            ];
            look.t("results-part-departments", &args)
        }
        Tab::Largest => look.s("results-part-largest"),
        Tab::Consequences => look.s("results-part-consequences"),
    }
}

/// Draws it.
pub fn draw(screen: &ResultsScreen, canvas: &mut Canvas, area: Rect, look: &Look) {
    let room = layout(canvas.buffer.area.as_size()).room;
    let mut left = area;
    let rule = cut(&mut left, 1);
    canvas.rule(rule, look, &label(screen.known(), look), "");
    if let Some(text) = empty(screen, look) {
        let inner = canvas.sides(left, look);
        canvas.lines(inner, &width::wrap(&text, usize::from(inner.width)), look.style(Role::Plain));
        return canvas.set_caret(inner.x, inner.y);
    }
    let Some(shown) = screen.known() else { return };
    let line = cut(&mut left, 1);
    tabs(screen, canvas, line, look);
    let figures = cut(&mut left, heads(area));
    let inner = canvas.sides(figures, look);
    for (row, (text, role)) in inner.rows().zip(shown.heads(room < Room::Normal)) {
        canvas.text(row.x, row.y, row.width, text, look.style(*role));
    }
    let rule = cut(&mut left, 1);
    canvas.rule(rule, look, &part(screen, look), &place(screen));
    let height = u16::try_from(rows(screen.tab, area)).unwrap_or(u16::MAX);
    match screen.tab {
        Tab::Statements => statements(screen, shown, canvas, left, look),
        Tab::Grades => grades(screen, shown, canvas, left, (room, height), look),
        Tab::Departments => departments(screen, shown, canvas, left, (room, height), look),
        Tab::Largest => largest(screen, shown, canvas, left, (room, height), look),
        Tab::Consequences => consequences(screen, shown, canvas, left, room, look),
    }
}

fn mark(screen: &ResultsScreen, canvas: &mut Canvas, row: Rect, at: usize, look: &Look) {
    if at == screen.cursor().at() {
        canvas.text(row.x, row.y, 1, &look.glyphs.marker, look.style(Role::Selected));
        canvas.set_caret(row.x, row.y);
    }
}

fn inset(row: Rect) -> Rect {
    Rect { x: row.x + 2, width: row.width.saturating_sub(2), ..row }
}

/// Paragraphs; the one under the cursor is always whole on screen, if it fits.
fn statements(screen: &ResultsScreen, shown: &Shown, canvas: &mut Canvas, area: Rect, look: &Look) {
    let inner = canvas.sides(area, look);
    let cells = usize::from(inset(inner).width);
    let wrap = |at: usize| shown.statements.get(at).map(|(text, role)| (width::wrap(text, cells), *role));
    let at = screen.cursor().at();
    // From the one under the cursor upwards as many as fit above it; only what is on screen is wrapped.
    let mut rows = wrap(at).map_or(0, |(lines, _)| lines.len());
    let mut first = at;
    while let Some((lines, _)) = first.checked_sub(1).and_then(wrap) {
        rows += lines.len();
        if rows > usize::from(inner.height) {
            break;
        }
        first -= 1;
    }
    let mut left = inner;
    for (index, (lines, role)) in (first..).map_while(|index| Some((index, wrap(index)?))) {
        let place = cut(&mut left, u16::try_from(lines.len()).unwrap_or(u16::MAX));
        if place.height == 0 {
            break;
        }
        mark(screen, canvas, place, index, look);
        canvas.lines(inset(place), &lines, look.style(role));
    }
}

/// Heads of columns.
fn headings(canvas: &mut Canvas, area: Rect, columns: &[Column], heads: &[Told], look: &Look) {
    let inner = canvas.sides(area, look);
    draw_row(canvas, inset(inner), columns, heads, look);
}

fn headed(keys: &[&str], look: &Look) -> Vec<Told> {
    keys.iter().map(|key| (look.s(key), Role::Heading)).collect()
}

fn grades(
    screen: &ResultsScreen,
    shown: &Shown,
    canvas: &mut Canvas,
    mut left: Rect,
    (room, height): (Room, u16),
    look: &Look,
) {
    let cells: u16 = if room < Room::Normal { 10 } else { 14 };
    let mut columns = vec![Column::rest()];
    columns.extend([Column::right(cells); 4]);
    let mut heads = vec![(look.s("results-grades-own"), Role::Heading)];
    heads.extend(Grade::ALL.map(|grade| (look.strings.grade(grade), Role::Heading)));
    let top = cut(&mut left, 1);
    headings(canvas, top, &columns, &heads, look);
    let list = cut(&mut left, height);
    let inner = canvas.sides(list, look);
    let all = &shown.grades;
    for (row, at) in inner.rows().zip(screen.cursor().rows(all.len(), usize::from(height))) {
        let Some(one) = all.get(at) else { break };
        mark(screen, canvas, row, at, look);
        let mut texts = vec![(one.label(look), Role::Plain)];
        for (column, count) in one.counts.iter().enumerate() {
            let own = Grade::ALL.iter().position(|grade| *grade == one.own);
            let role = match count {
                0 => Role::Muted,
                _ if own == Some(column) => Role::Good,
                _ => Role::Plain,
            };
            texts.push((one.cell(column, usize::from(cells)), role));
        }
        draw_row(canvas, inset(row), &columns, &texts, look);
    }
    foot_of(canvas, left, "results-foot-grades", &shown.grade_lines, look);
}

/// A rule with what belongs to the list, or to the line under the cursor.
fn foot_of(canvas: &mut Canvas, mut left: Rect, key: &str, told: &[Told], look: &Look) {
    if left.height == 0 {
        return;
    }
    let rule = cut(&mut left, 1);
    canvas.rule(rule, look, &look.s(key), "");
    let inner = canvas.sides(left, look);
    paragraphs(canvas, inner, told, look);
}

/// Place, name, done of drawn, untrue, at most, mean, interval, index: by the room there is.
pub fn department_cells(one: &DepartmentResult, room: Room) -> Vec<Told> {
    let row = one.inflation.as_ref().filter(|row| row.place.is_some());
    let plain = |text: String| (text, Role::Plain);
    let points = |value: Option<Decimal>| plain(value.map(|value| format!("{value:.2}")).unwrap_or_default());
    let mut cells = vec![
        plain(row.and_then(|row| row.place).map(|place| place.to_string()).unwrap_or_default()),
        plain(one.name.clone()),
    ];
    if room == Room::Wide {
        cells.push(plain(one.frame.map(|frame| frame.to_string()).unwrap_or_default()));
    }
    let role = if one.random.open() > 0 { Role::Warning } else { Role::Plain };
    cells.push((format!("{}/{}", one.random.done, one.random.units), role));
    if room >= Room::Normal {
        cells.push(plain(one.random.found.to_string()));
        cells.push(plain(lines::most(one).map_or_else(|| "-".to_owned(), |most| most.to_string())));
        cells.push(points(one.difference.as_ref().map(|found| found.mean)));
    }
    if room == Room::Wide {
        cells.push(plain(lines::interval(one.difference.as_ref().and_then(|found| found.interval))));
    }
    cells.push(points(row.map(|row| row.index)));
    cells
}

fn departments(
    screen: &ResultsScreen,
    shown: &Shown,
    canvas: &mut Canvas,
    mut left: Rect,
    (room, height): (Room, u16),
    look: &Look,
) {
    let number = Column::right;
    let (columns, heads, cells): (Vec<Column>, &[&str], u16) = match room {
        Room::Tiny | Room::Narrow => (
            vec![number(3), Column::rest(), number(7), number(6), Column::left(16)],
            &["results-head-place", "results-head-department", "results-head-done", "results-head-index"],
            16,
        ),
        Room::Normal => (
            vec![number(3), Column::rest(), number(7), number(4), number(5), number(6), number(6), Column::left(24)],
            &[
                "results-head-place",
                "results-head-department",
                "results-head-done",
                "results-head-found",
                "results-head-most",
                "results-head-mean",
                "results-head-index",
            ],
            24,
        ),
        Room::Wide => (
            vec![
                number(4),
                Column::rest(),
                number(7),
                number(9),
                number(6),
                number(7),
                number(8),
                number(15),
                number(8),
                Column::left(24),
            ],
            &[
                "results-head-place",
                "results-head-department",
                "results-head-frame",
                "results-head-done",
                "results-head-found",
                "results-head-most",
                "results-head-mean",
                "results-head-interval",
                "results-head-index",
            ],
            24,
        ),
    };
    let scale = shown.scale;
    let mut titles = headed(heads, look);
    titles.push((band(scale, None, None, usize::from(cells)), Role::Muted));
    let top = cut(&mut left, 1);
    headings(canvas, top, &columns, &titles, look);
    let list = cut(&mut left, height);
    let inner = canvas.sides(list, look);
    for (row, at) in inner.rows().zip(screen.cursor().rows(screen.ordered.len(), usize::from(height))) {
        let Some(one) = screen.ordered.get(at).and_then(|at| shown.departments().get(*at)) else { break };
        mark(screen, canvas, row, at, look);
        let mut texts = department_cells(one, room);
        let index = one.inflation.as_ref().filter(|row| row.place.is_some()).map(|row| row.index);
        let interval = one.difference.as_ref().and_then(|found| found.interval);
        texts.push((band(scale, index, interval, usize::from(cells)), Role::Plain));
        draw_row(canvas, inset(row), &columns, &texts, look);
    }
    let told = match screen.department() {
        Some(one) => shown.department(one, look),
        None => vec![(look.s("results-departments-empty"), Role::Muted)],
    };
    foot_of(canvas, left, "results-foot-department", &told, look);
}

fn largest(
    screen: &ResultsScreen,
    shown: &Shown,
    canvas: &mut Canvas,
    mut left: Rect,
    (room, height): (Room, u16),
    look: &Look,
) {
    let wide = room >= Room::Normal;
    let mut columns = vec![Column::rest()];
    let mut heads = vec!["rechecks-head-name"];
    if wide {
        columns.extend([Column::left(8), Column::left(if room == Room::Wide { 16 } else { 9 })]);
        heads.extend(["rechecks-head-stratum", "rechecks-head-part"]);
    }
    columns.extend([Column::right(6), Column::right(6), Column::right(7), Column::left(8)]);
    heads.extend(["rechecks-head-self", "rechecks-head-verified", "rechecks-head-difference", "rechecks-head-level"]);
    let top = cut(&mut left, 1);
    headings(canvas, top, &columns, &headed(&heads, look), look);
    let list = cut(&mut left, height);
    let inner = canvas.sides(list, look);
    if shown.largest().is_empty() {
        let text = look.s("results-largest-empty");
        canvas.lines(inner, &width::wrap(&text, usize::from(inner.width)), look.style(Role::Muted));
        canvas.set_caret(inner.x, inner.y);
    }
    for (row, at) in inner.rows().zip(screen.cursor().rows(shown.largest().len(), usize::from(height))) {
        let Some(line) = shown.largest().get(at).and_then(|at| shown.line(*at)) else { break };
        mark(screen, canvas, row, at, look);
        let cells = lines::deviation(line, look).into_iter().enumerate();
        let cells = cells.filter(|(column, _)| wide || !matches!(column, 1 | 2));
        let texts: Vec<Told> = cells.map(|(_, text)| (text, Role::Plain)).collect();
        draw_row(canvas, inset(row), &columns, &texts, look);
    }
    let told = screen.line().map(|line| shown.follows(line, look)).unwrap_or_default();
    foot_of(canvas, left, "results-foot-largest", &told, look);
}

fn consequences(screen: &ResultsScreen, shown: &Shown, canvas: &mut Canvas, mut left: Rect, room: Room, look: &Look) {
    let wide = room >= Room::Normal;
    let mut columns = vec![Column::rest()];
    let mut heads = vec!["rechecks-head-name"];
    if wide {
        columns.push(Column::left(if room == Room::Wide { 16 } else { 8 }));
        heads.push("rechecks-head-stratum");
    }
    columns.extend([Column::right(6), Column::right(12), Column::right(12)]);
    heads.extend(["rechecks-head-self", "rechecks-head-verified", "results-head-amount"]);
    let top = cut(&mut left, 1);
    headings(canvas, top, &columns, &headed(&heads, look), look);
    let inner = canvas.sides(left, look);
    let all = shown.consequences();
    for (row, at) in inner.rows().zip(screen.cursor().rows(all.len(), usize::from(inner.height))) {
        let Some(one) = all.get(at) else { break };
        mark(screen, canvas, row, at, look);
        let Some(line) = one.line.and_then(|line| shown.line(line)) else {
            let place = inset(row);
            let text = shown.consequence(one.of, look);
            canvas.text(place.x, place.y, place.width, &text, look.style(Role::Heading));
            continue;
        };
        let cells = lines::falls(line, look).into_iter().enumerate().filter(|(column, _)| wide || *column != 1);
        let texts: Vec<Told> = cells.map(|(_, text)| (text, Role::Plain)).collect();
        draw_row(canvas, inset(row), &columns, &texts, look);
    }
}
