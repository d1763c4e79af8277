//! Departments by class of opinions, as bars and a heat table, and by state.

use ratatui::layout::Rect;

use crate::engine::figures::DepartmentFigures;
use crate::engine::view::Tally;
use crate::model::review::{CategoryCode, Status};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::look::{Look, Role};
use crate::tui::why::{Given, Why};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::figure::{amount, filled, grouped, percent, shade};

/// Rows below the table: what the cell under the cursor says.
const FOOT: u16 = 1;

/// Height of the bars above the classes.
fn bars(area: Rect) -> u16 {
    match area.height {
        ..12 => 0,
        12..20 => 4,
        _ => 8,
    }
}

/// Departments on screen, with bars, a head and the foot around them.
pub(super) fn class_rows(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(bars(area) + 1 + FOOT))
}

/// Departments on screen, with a head and the foot around them.
pub(super) fn state_rows(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(1 + FOOT))
}

/// Where columns stand: the name, then columns of one width, then one for the sum.
struct Grid {
    name: u16,
    cell: u16,
    columns: u16,
    last: u16,
}

impl Grid {
    fn new(inner: Rect, columns: usize, last: u16) -> Grid {
        let columns = u16::try_from(columns).unwrap_or(u16::MAX).max(1);
        let cell = (inner.width.saturating_sub(12 + last) / columns).clamp(3, 9);
        let name = inner.width.saturating_sub(cell.saturating_mul(columns).saturating_add(last));
        Grid { name: name.min(30), cell, columns, last }
    }

    fn x(&self, inner: Rect, column: u16) -> u16 {
        inner.x + self.name + column * self.cell
    }

    fn end(&self, inner: Rect) -> u16 {
        self.x(inner, self.columns)
    }
}

fn name(department: &DepartmentFigures, first: bool, look: &Look) -> String {
    match (first, department.name.is_empty()) {
        (true, _) => look.s("figures-all"),
        (false, false) => department.name.clone(),
        (false, true) => department.code.clone().unwrap_or_else(|| look.s("figures-no-department")),
    }
}

fn opinions_of(department: &DepartmentFigures, code: &CategoryCode) -> u64 {
    department.by_category.iter().find(|(known, _)| known == code).map_or(0, |(_, count)| *count)
}

fn tally_of(department: &DepartmentFigures, status: Status) -> Tally {
    department.by_status.iter().find(|(known, _)| *known == status).map(|(_, tally)| *tally).unwrap_or_default()
}

/// A cell of a table; brackets mark the one under the cursor.
fn draw_cell(canvas: &mut Canvas, (x, y, cells): (u16, u16, u16), text: &str, here: bool, role: Role, look: &Look) {
    if here {
        let marked = format!("[{text}]");
        let taken = u16::try_from(width::width(&marked)).unwrap_or(u16::MAX).min(cells + 1);
        canvas.text((x + cells + 1).saturating_sub(taken), y, taken, &marked, look.style(Role::Selected));
        canvas.set_caret((x + cells).saturating_sub(1), y);
    } else {
        canvas.right(x, y, cells, text, look.style(role));
    }
}

fn draw_name(canvas: &mut Canvas, row: Rect, grid: &Grid, text: &str, here: bool, look: &Look) {
    let marker = if here { look.glyphs.marker.as_str() } else { "" };
    canvas.text(row.x, row.y, 1, marker, look.style(Role::Selected));
    canvas.text(row.x + 2, row.y, grid.name.saturating_sub(3), text, look.style(Role::Plain));
}

/// Where a department's numbers by class come from.
pub(super) fn why_classes(department: &DepartmentFigures, first: bool, look: &Look) -> Why {
    let mut why =
        Why::new("figures.classes", format!("{} {}", name(department, first, look), grouped(department.opinions())));
    for category in look.categories.all() {
        let count = opinions_of(department, &category.code);
        if count > 0 {
            let named = format!("{} {}", category.key, category.words(look.language()).name);
            why.given.push(Given { name: named, value: grouped(count), from: String::new() });
        }
    }
    why
}

/// Where a department's numbers by state come from.
pub(super) fn why_states(department: &DepartmentFigures, first: bool, look: &Look) -> Why {
    let told = |tally: &Tally| format!("{} / {}", grouped(tally.projects), amount(tally));
    let mut why = Why::new("figures.states", format!("{} {}", name(department, first, look), told(&department.all())));
    for (status, tally) in &department.by_status {
        why.given.push(Given { name: look.strings.status(*status), value: told(tally), from: String::new() });
    }
    why
}

/// Draws bars of the classes, and below them departments × classes.
pub(super) fn draw_classes(
    canvas: &mut Canvas,
    area: Rect,
    rows: &[DepartmentFigures],
    cursor: Cursor,
    column: usize,
    look: &Look,
) {
    let inner = canvas.sides(area, look);
    let classes = look.categories.all();
    let grid = Grid::new(inner, classes.len(), 6);
    let Some(all) = rows.first() else { return };
    let bars = bars(area);
    let most = classes.iter().map(|class| opinions_of(all, &class.code)).max().unwrap_or(0);
    canvas.text(
        inner.x,
        inner.y,
        grid.name.saturating_sub(1),
        &look.s("figures-class-bars"),
        look.style(Role::Heading),
    );
    for (index, class) in (0..).zip(classes) {
        let count = opinions_of(all, &class.code);
        let height = match count == most && most > 0 {
            true => usize::from(bars),
            false => filled(i128::from(count), i128::from(most), usize::from(bars)),
        };
        for step in 0..u16::try_from(height).unwrap_or(0) {
            let y = inner.y + bars - 1 - step;
            let x = grid.x(inner, index) + grid.cell.saturating_sub(3);
            canvas.text(x, y, 3.min(grid.cell), "###", look.style(Role::Good));
        }
        let head = Rect { y: inner.y + bars, height: 1, ..inner };
        let name = match grid.cell {
            9.. => format!("{} {}", class.key, width::cut(&class.words(look.language()).short, 6)),
            _ => class.key.to_string(),
        };
        canvas.right(grid.x(inner, index), head.y, grid.cell, &name, look.style(Role::Heading));
    }
    let y = inner.y + bars;
    canvas.text(inner.x + 2, y, grid.name.saturating_sub(3), &look.s("figures-axes"), look.style(Role::Heading));
    canvas.right(grid.end(inner), y, grid.last, &look.s("figures-sum"), look.style(Role::Heading));
    let height = class_rows(area);
    let list = Rect { y: y + 1, height: u16::try_from(height).unwrap_or(0), ..inner }.intersection(inner);
    // Departments are compared with each other, not with their sum.
    let largest =
        rows.iter().skip(1).flat_map(|row| row.by_category.iter().map(|(_, count)| *count)).max().unwrap_or(0);
    for (row, index) in list.rows().zip(cursor.rows(rows.len(), height)) {
        let (department, here) = (&rows[index], index == cursor.at());
        draw_name(canvas, row, &grid, &name(department, index == 0, look), here, look);
        for (at, class) in (0u16..).zip(classes) {
            let count = opinions_of(department, &class.code);
            let sign = if index == 0 || count == 0 { String::new() } else { shade(count, largest).to_string() };
            let text = if count == 0 { ".".to_owned() } else { format!("{count}{sign}") };
            let role = if count == 0 { Role::Muted } else { Role::Plain };
            let place = (grid.x(inner, at), row.y, grid.cell);
            draw_cell(canvas, place, &text, here && column == usize::from(at) + 1, role, look);
        }
        let place = (grid.end(inner), row.y, grid.last);
        draw_cell(canvas, place, &grouped(department.opinions()), here && column == 0, Role::Plain, look);
    }
    let foot = Rect { y: list.bottom(), height: FOOT, ..inner }.intersection(inner);
    if rows.len() == 1 {
        canvas.text(foot.x, foot.y, foot.width, &look.s("figures-no-opinions"), look.style(Role::Muted));
    } else if let Some(department) = rows.get(cursor.at()) {
        let named = name(department, cursor.at() == 0, look);
        let (what, count) = match column.checked_sub(1).and_then(|at| classes.get(at)) {
            Some(class) => {
                (format!("{} {}", class.key, class.words(look.language()).name), opinions_of(department, &class.code))
            }
            None => (look.s("figures-all-classes"), department.opinions()),
        };
        let args = [
            ("department", Arg::from(named)),
            ("what", Arg::from(what)),
            ("count", Arg::from(grouped(count))),
            ("share", Arg::from(percent(i128::from(count), i128::from(all.opinions())))),
        ];
        canvas.text(foot.x, foot.y, foot.width, &look.t("figures-class-cell", &args), look.style(Role::Told));
    }
}

/// Draws departments × states.
pub(super) fn draw_states(
    canvas: &mut Canvas,
    area: Rect,
    rows: &[DepartmentFigures],
    cursor: Cursor,
    column: usize,
    look: &Look,
) {
    let inner = canvas.sides(area, look);
    let grid = Grid::new(inner, Status::ALL.len(), 10);
    canvas.text(
        inner.x + 2,
        inner.y,
        grid.name.saturating_sub(3),
        &look.s("figures-department"),
        look.style(Role::Heading),
    );
    for (index, status) in (0..).zip(Status::ALL) {
        let short = look.s(&format!("figures-status-{}", status.id().replace('_', "-")));
        canvas.right(grid.x(inner, index), inner.y, grid.cell, &short, look.style(Role::Heading));
    }
    canvas.right(grid.end(inner), inner.y, grid.last, &look.s("figures-open-amount"), look.style(Role::Heading));
    let height = state_rows(area);
    let list = Rect { y: inner.y + 1, height: u16::try_from(height).unwrap_or(0), ..inner }.intersection(inner);
    for (row, index) in list.rows().zip(cursor.rows(rows.len(), height)) {
        let (department, here) = (&rows[index], index == cursor.at());
        draw_name(canvas, row, &grid, &name(department, index == 0, look), here, look);
        for (at, status) in (0u16..).zip(Status::ALL) {
            let count = tally_of(department, status).projects;
            let (text, role) = match count {
                0 => (".".to_owned(), Role::Muted),
                _ => (count.to_string(), Role::Plain),
            };
            let place = (grid.x(inner, at), row.y, grid.cell);
            draw_cell(canvas, place, &text, here && column == usize::from(at) + 1, role, look);
        }
        let place = (grid.end(inner), row.y, grid.last);
        draw_cell(canvas, place, &amount(&department.open()), here && column == 0, Role::Plain, look);
    }
    let foot = Rect { y: list.bottom(), height: FOOT, ..inner }.intersection(inner);
    let Some(department) = rows.get(cursor.at()) else { return };
    let named = name(department, cursor.at() == 0, look);
    let all = department.all();
    let (what, tally) = match column.checked_sub(1).and_then(|at| Status::ALL.get(at)) {
        Some(status) => (look.strings.status(*status), tally_of(department, *status)),
        None => (look.s("figures-open"), department.open()),
    };
    let args = [
        ("department", Arg::from(named)),
        ("what", Arg::from(what)),
        ("count", Arg::from(grouped(tally.projects))),
        ("all", Arg::from(grouped(all.projects))),
        ("amount", Arg::from(amount(&tally))),
    ];
    canvas.text(foot.x, foot.y, foot.width, &look.t("figures-state-cell", &args), look.style(Role::Told));
}
