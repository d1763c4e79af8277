//! Drawing of the queue: its head, the filter line, its rows, the facets, and the box about the row under the cursor.

use ratatui::layout::Rect;

use super::super::column::direction;
use super::super::home::grouped;
use super::super::shares::funds;
use super::{QueueScreen, columns, expected, facets};
use crate::model::query::{Clause, Column, Filter};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Queue};
use crate::tui::look::{Look, Role};
use crate::tui::why::{Explained, Why};
use crate::tui::widgets::table::draw_row;

/// Before a marked target.
const MARK: &str = "+";
/// From so many columns on the facets stand beside the list, otherwise above it.
const WIDE: u16 = 120;

/// True where the facets stand beside the list.
pub(super) fn wide(area: Rect) -> bool {
    area.width >= WIDE
}

/// The parts of the body.
pub(super) struct Parts {
    head: Rect,
    columns: Rect,
    /// What stands below the filter line while it is typed.
    below: Rect,
    pub(super) list: Rect,
    rule: Rect,
    detail: Rect,
}

fn parts(area: Rect, below: u16) -> Parts {
    let detail: u16 = match area.height {
        ..8 => 0,
        8..14 => 2,
        14..26 => 3,
        _ => 5,
    };
    let rule = u16::from(detail > 0);
    let below = below.min(area.height.saturating_sub(3 + rule + detail));
    let list = area.height.saturating_sub(2 + below + rule + detail);
    let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area }.intersection(area);
    Parts {
        head: row(0, 1),
        columns: row(1, 1),
        below: row(2, below),
        list: row(2 + below, list),
        rule: row(2 + below + list, rule),
        detail: row(2 + below + list + rule, detail),
    }
}

impl QueueScreen {
    /// The facets' part of the body.
    pub(super) fn pane(&self, area: Rect) -> Option<Rect> {
        let facets = self.facets.as_ref()?;
        let cells = if wide(area) { facets::CELLS_BESIDE } else { facets::CELLS_ABOVE }.min(area.width);
        let place = Rect { x: area.right() - cells, width: cells, ..area };
        (facets.active || wide(area)).then_some(place)
    }

    /// The list's part of the body.
    fn left(&self, area: Rect) -> Rect {
        match self.pane(area) {
            Some(pane) if wide(area) => Rect { width: area.width - pane.width, ..area },
            _ => area,
        }
    }

    pub(super) fn parts(&self, area: Rect, look: &Look) -> Parts {
        let area = self.left(area);
        parts(area, self.typing.as_ref().map_or(0, |typing| typing.below(area, look)))
    }

    pub(super) fn draw(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let parts = self.parts(area, look);
        let place = if self.window.is_empty() {
            String::new()
        } else {
            format!("{}/{}", self.window.place() + 1, self.window.len())
        };
        canvas.rule(parts.head, look, &self.label(look), &place);
        let inner = canvas.sides(parts.columns, look);
        let list = canvas.sides(parts.list, look);
        let shown = columns::shown(parts.list.width, self.sort);
        let cells: Vec<_> = shown.iter().map(|column| columns::cells(*column, parts.list.width, look)).collect();
        match &self.typing {
            Some(typing) => {
                typing.view(canvas, inner, look);
                typing.view_below(canvas, parts.below, look);
            }
            None => {
                let heads: Vec<(String, Role)> =
                    shown.iter().map(|column| (columns::head(*column, self.sort, look), Role::Heading)).collect();
                let line = Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), ..inner };
                draw_row(canvas, line, &cells, &heads, look);
            }
        }
        if self.window.is_empty() {
            self.draw_empty(canvas, list, look);
        }
        let height = usize::from(list.height);
        for (line, (_, id, row)) in list.rows().zip(self.window.visible(height)) {
            if self.window.at() == Some(id) {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                if self.typing.is_none() {
                    canvas.set_caret(line.x, line.y);
                }
            }
            if self.marks.contains(id) {
                canvas.text(line.x + 1, line.y, 1, MARK, look.style(Role::Key));
            }
            let place = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
            if let Some(row) = row {
                let texts: Vec<(String, Role)> = shown.iter().map(|column| columns::cell(row, *column, look)).collect();
                draw_row(canvas, place, &cells, &texts, look);
            }
        }
        if parts.rule.height > 0 {
            let code = self.window.row().and_then(|row| row.code.clone()).unwrap_or_default();
            canvas.rule(parts.rule, look, &code, &self.marks.words(look));
        }
        let detail = canvas.sides(parts.detail, look);
        if self.misread.is_empty() {
            self.draw_detail(canvas, detail, look);
        } else {
            let told = self
                .misread
                .iter()
                .flat_map(|misread| width::wrap(&look.strings.misread(misread), usize::from(detail.width)));
            canvas.lines(detail, &told.collect::<Vec<_>>(), look.style(Role::Danger));
        }
        if let (Some(facets), Some(pane)) = (&self.facets, self.pane(area)) {
            facets.view(canvas, pane, &self.read, look);
        }
    }

    /// Adds what the rule and the facets count.
    pub(super) fn explained(&self, mut explained: Explained, look: &Look) -> Explained {
        if let Some((_, fen)) = self.counted {
            explained.whys.push(Why::new("queue.sum", funds(fen, look)));
        }
        explained.whys.extend(self.facets.iter().flat_map(|facets| facets.explained(look)));
        explained
    }

    /// Order, number and funds.
    pub(super) fn label(&self, look: &Look) -> String {
        let sort = format!("{} {}", look.strings.sort(self.sort), direction(self.sort, look));
        let (sort, total) = (("sort", Arg::from(sort)), ("total", Arg::from(grouped(self.total))));
        match self.counted {
            Some((_, fen)) => look.t("queue-rule-funds", &[sort, total, ("funds", Arg::from(funds(fen, look)))]),
            None => look.t("queue-rule", &[sort, total]),
        }
    }

    /// Why nothing is listed, and what to do.
    pub(super) fn empty(&self, look: &Look) -> Vec<String> {
        let key = |command: Command| Arg::from(look.key(command));
        let asked = self.words.as_ref().map(|words| self.read.line(words)).unwrap_or_default();
        let told = if !self.misread.is_empty() {
            look.t("queue-misread", &[("filter", key(Queue::Filter.into())), ("all", key(Queue::All.into()))])
        } else if !self.answered {
            look.s("told-loading")
        } else if self.read.is_empty() {
            look.t("queue-empty", &[("import", key(App::Import.into()))])
        } else {
            look.t("queue-none-match", &[("filter", Arg::from(asked)), ("all", key(Queue::All.into()))])
        };
        let mut lines = vec![told];
        if self.answered {
            lines.extend(self.why_empty(look));
        }
        lines
    }

    fn draw_empty(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let lines: Vec<String> =
            self.empty(look).iter().flat_map(|line| width::wrap(line, usize::from(area.width))).collect();
        canvas.lines(area, &lines, look.style(Role::Plain));
    }

    /// What would be left without each of the conditions.
    fn why_empty(&self, look: &Look) -> Vec<String> {
        let Some(words) = &self.words else { return Vec::new() };
        let counted = self.read.clauses().iter().zip(&self.without);
        let mut counted: Vec<(u64, &Clause)> =
            counted.filter_map(|(clause, count)| count.map(|count| (count, clause))).collect();
        counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let mut lines: Vec<String> = counted
            .into_iter()
            .map(|(count, clause)| {
                let word = Filter::new([clause.clone()]).line(words);
                look.t("queue-without", &[("word", Arg::from(word)), ("count", Arg::from(grouped(count)))])
            })
            .collect();
        let none = self.without.iter().all(|count| *count == Some(0));
        if !lines.is_empty() && none {
            lines = vec![look.s("queue-without-none")];
        }
        lines
    }

    fn draw_detail(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let Some(row) = self.window.row() else { return };
        let amount = row.amount.map(|amount| amount.ten_thousand_yuan()).unwrap_or_default();
        let mut hits = self.hits.lines(look);
        hits.truncate(usize::from(area.height.saturating_sub(1)));
        let by_expected = self.sort.by == Column::Expected;
        let below = (2 + usize::from(by_expected)).saturating_sub(hits.len());
        let mut lines = width::wrap(&row.name, usize::from(area.width));
        lines.truncate(usize::from(area.height).saturating_sub(below + hits.len()).max(1));
        lines.extend(hits);
        if by_expected {
            lines.extend(width::wrap(&expected::words(row, look), usize::from(area.width)));
        }
        lines.push(look.t(
            "queue-detail-who",
            &[
                ("department", Arg::from(&row.department)),
                ("unit", Arg::from(&row.unit)),
                ("code", Arg::from(row.code.as_deref().unwrap_or_default())),
            ],
        ));
        lines.push(look.t(
            "queue-detail-state",
            &[
                ("amount", Arg::from(amount)),
                ("done", Arg::from(row.decided)),
                ("rows", Arg::from(row.indicators)),
                ("opinions", Arg::from(row.opinions)),
                ("demands", Arg::from(row.demands)),
                ("version", Arg::from(row.version_no)),
            ],
        ));
        canvas.lines(area, &lines, look.style(Role::Plain));
    }
}
