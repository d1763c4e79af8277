//! Values to narrow the list of rechecks by, with how many lines each would list. Over the list. Counted when the list or the filter
//! changes, never while it is drawn.

use ratatui::layout::Rect;

use super::narrow::{By, Narrowed, Only, Value, department, draw_name, sealed};
use crate::engine::spot_check::page::RecheckPage;
use crate::tui::canvas::Canvas;
use crate::tui::command::List;
use crate::tui::look::{Look, Role};
use crate::tui::screens::recheck::words;
use crate::tui::speech::sentence;
use crate::tui::why::Why;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::figure::grouped;

/// Cells it takes, where there are so many.
const CELLS: u16 = 46;

/// One line of the list: a heading, or a value with what it is called and how many have it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Row {
    Heading(By),
    Value(Value, u64),
}

/// What stands under the cursor.
pub(super) enum Choice {
    Value(Value),
    Column(By),
}

/// The values.
#[derive(Debug, Default)]
pub(super) struct Facets {
    rows: Vec<Row>,
    cursor: Cursor,
}

/// Every value of a column that some line has, and those that are chosen though none has them.
fn values(by: By, page: &RecheckPage) -> Vec<Value> {
    match by {
        By::Stands => Only::ALL.map(Value::Stands).to_vec(),
        By::Draw => {
            let besides = page.marks.iter().any(|mark| sealed(page, *mark).is_none());
            let draws = page.draws.iter().map(|draw| Value::Draw(Some(draw.sealed)));
            draws.chain(besides.then_some(Value::Draw(None))).collect()
        }
        By::Department => {
            let mut names: Vec<&str> = page.list.lines.iter().map(department).collect();
            names.sort_unstable();
            names.dedup();
            names.into_iter().map(|name| Value::Department(name.to_owned())).collect()
        }
    }
}

fn count(by: By, page: &RecheckPage, narrowed: &Narrowed) -> Vec<(Value, u64)> {
    let mut counted: Vec<(Value, u64)> = values(by, page).into_iter().map(|value| (value, 0)).collect();
    for (line, mark) in page.list.lines.iter().zip(&page.marks) {
        if !narrowed.fits_but(Some(by), page, line, *mark) {
            continue;
        }
        // Names are in order; the other columns have a handful of values, of which several may fit.
        if by == By::Department {
            let name = department(line);
            let at = counted.binary_search_by(|(value, _)| match value {
                Value::Department(known) => known.as_str().cmp(name),
                _ => std::cmp::Ordering::Less,
            });
            if let Some((_, count)) = at.ok().and_then(|at| counted.get_mut(at)) {
                *count += 1;
            }
            continue;
        }
        for (_, count) in counted.iter_mut().filter(|(value, _)| Narrowed::has(value, page, line, *mark)) {
            *count += 1;
        }
    }
    counted
}

impl Facets {
    /// Counts anew; the cursor stays with its value, at first it stands on the first one.
    pub(super) fn count(&mut self, page: &RecheckPage, narrowed: &Narrowed, height: usize) {
        let stay = self.rows.get(self.cursor.at()).cloned();
        self.rows = By::ALL
            .into_iter()
            .flat_map(|by| {
                let values = count(by, page, narrowed).into_iter().map(|(value, count)| Row::Value(value, count));
                std::iter::once(Row::Heading(by)).chain(values)
            })
            .collect();
        let same = |row: &Row| match (&stay, row) {
            (Some(Row::Value(stay, _)), Row::Value(value, _)) => stay == value,
            (Some(Row::Heading(stay)), Row::Heading(by)) => stay == by,
            _ => false,
        };
        let at = match &stay {
            Some(_) => self.rows.iter().position(same).unwrap_or(self.cursor.at()),
            None => 1,
        };
        self.cursor.set(at, self.rows.len(), height);
    }

    /// Where it stands.
    pub(super) fn area(body: Rect) -> Rect {
        let cells = CELLS.min(body.width);
        Rect { x: body.right() - cells, width: cells, ..body }
    }

    /// Rows that are on screen.
    pub(super) fn height(body: Rect) -> usize {
        usize::from(body.height.saturating_sub(2))
    }

    pub(super) fn act(&mut self, command: List, height: usize) {
        self.cursor.act(command, self.rows.len(), height);
    }

    pub(super) fn choice(&self) -> Option<Choice> {
        Some(match self.rows.get(self.cursor.at())? {
            Row::Heading(by) => Choice::Column(*by),
            Row::Value(value, _) => Choice::Value(value.clone()),
        })
    }

    fn name(value: &Value, page: &RecheckPage, look: &Look) -> String {
        match value {
            Value::Stands(only) => look.s(only.key()),
            Value::Draw(draw) => draw_name(page.draws.iter().find(|known| Some(known.sealed) == *draw), look),
            Value::Department(name) if words::department(name).trim().is_empty() => look.s("rechecks-no-department"),
            Value::Department(name) => words::department(name).to_owned(),
        }
    }

    /// The line under the cursor in words, with its place.
    pub(super) fn say(&self, page: &RecheckPage, narrowed: &Narrowed, look: &Look) -> Option<(String, (usize, usize))> {
        let words = match self.rows.get(self.cursor.at())? {
            Row::Heading(by) => look.s(by.key()),
            Row::Value(value, count) => {
                let name = format!("{}{}", mark(narrowed, value), Facets::name(value, page, look));
                sentence([look.s(value.by().key()), name, grouped(*count)], look)
            }
        };
        Some((words, (self.cursor.at() + 1, self.rows.len())))
    }

    /// What is counted.
    pub(super) fn explained(&self, page: &RecheckPage, look: &Look) -> Vec<Why> {
        let of = |by: By| {
            let rows = self.rows.iter().filter_map(|row| match row {
                Row::Value(value, count) if value.by() == by => {
                    Some(format!("{} {}", Facets::name(value, page, look), grouped(*count)))
                }
                _ => None,
            });
            Why::new("rechecks.facet", rows.collect::<Vec<_>>().join("; ")).named(look.s(by.key()))
        };
        By::ALL.into_iter().map(of).collect()
    }

    pub(super) fn view(
        &self,
        canvas: &mut Canvas,
        body: Rect,
        (page, narrowed): (&RecheckPage, &Narrowed),
        look: &Look,
    ) {
        let inner = canvas.popup(Facets::area(body), look, &look.s("facets-rule"), "");
        for (line, at) in inner.rows().zip(self.cursor.rows(self.rows.len(), usize::from(inner.height))) {
            let Some(row) = self.rows.get(at) else { break };
            if at == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            match row {
                Row::Heading(by) => {
                    let x = line.x + 1;
                    canvas.text(x, line.y, line.width.saturating_sub(1), &look.s(by.key()), look.style(Role::Heading));
                }
                Row::Value(value, count) => {
                    let role = if *count == 0 { Role::Muted } else { Role::Plain };
                    canvas.right(line.x, line.y, line.width, &grouped(*count), look.style(role));
                    let name = format!("{}{}", mark(narrowed, value), Facets::name(value, page, look));
                    canvas.text(line.x + 2, line.y, line.width.saturating_sub(10), &name, look.style(role));
                }
            }
        }
    }
}

/// A sign before a value that the filter asks for, another one before one that it leaves out.
fn mark(narrowed: &Narrowed, value: &Value) -> &'static str {
    match narrowed.chosen(value) {
        Some(false) => "[+] ",
        Some(true) => "[-] ",
        None => "",
    }
}
