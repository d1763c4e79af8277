//! Drawing of the queue: its head, its rows, and the box about the row under the cursor.

use ratatui::layout::Rect;

use super::super::home::grouped;
use super::{QueueScreen, columns};
use crate::model::ids::ItemId;
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Queue};
use crate::tui::look::{Look, Role};
use crate::tui::widgets::table::draw_row;

/// Before a marked target.
const MARK: &str = "+";

/// The parts of the body.
pub(super) struct Parts {
    head: Rect,
    columns: Rect,
    pub(super) list: Rect,
    rule: Rect,
    detail: Rect,
}

pub(super) fn parts(area: Rect) -> Parts {
    let detail: u16 = match area.height {
        ..8 => 0,
        8..14 => 2,
        14..26 => 3,
        _ => 5,
    };
    let rule = u16::from(detail > 0);
    let list = area.height.saturating_sub(2 + rule + detail);
    let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area }.intersection(area);
    Parts {
        head: row(0, 1),
        columns: row(1, 1),
        list: row(2, list),
        rule: row(2 + list, rule),
        detail: row(2 + list + rule, detail),
    }
}

impl QueueScreen {
    pub(super) fn draw(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let room = crate::tui::layout::layout(canvas.buffer.area.as_size()).room;
        let parts = parts(area);
        let sort = look.strings.sort(self.sort);
        let label = look.t("queue-rule", &[("sort", Arg::from(sort)), ("total", Arg::from(grouped(self.total)))]);
        let place = if self.window.is_empty() {
            String::new()
        } else {
            format!("{}/{}", self.window.place() + 1, self.window.len())
        };
        canvas.rule(parts.head, look, &label, &place);
        let inner = canvas.sides(parts.columns, look);
        if let Some(field) = &self.typing {
            let label = look.s("queue-filter-label");
            let used = canvas.text(inner.x, inner.y, inner.width, &label, look.style(Role::Heading)) + 1;
            let area = Rect { x: inner.x + used, width: inner.width.saturating_sub(used), ..inner };
            field.view(canvas, area, look.style(Role::Field), true);
        }
        let columns = columns::columns(room, area.width, look);
        if self.typing.is_none() {
            let heads: Vec<(String, Role)> =
                columns::heads(room).iter().map(|key| (look.s(key), Role::Heading)).collect();
            draw_row(
                canvas,
                Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), ..inner },
                &columns,
                &heads,
                look,
            );
        }
        let list = canvas.sides(parts.list, look);
        if self.window.is_empty() {
            self.draw_empty(canvas, list, look);
        }
        let height = usize::from(list.height);
        let marked: Option<ItemId> = self.window.at();
        for (line, (_, id, row)) in list.rows().zip(self.window.visible(height)) {
            if marked == Some(id) {
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
                draw_row(canvas, place, &columns, &columns::cells(row, room, look), look);
            }
        }
        if parts.rule.height > 0 {
            let code = self.window.row().and_then(|row| row.code.clone()).unwrap_or_default();
            canvas.rule(parts.rule, look, &code, &self.marks.words(look));
        }
        let detail = canvas.sides(parts.detail, look);
        match &self.bad {
            Some(word) => {
                let told = word.clone();
                canvas.lines(
                    detail,
                    &crate::text::width::wrap(&told, usize::from(detail.width)),
                    look.style(Role::Danger),
                );
            }
            None => self.draw_detail(canvas, detail, look),
        }
    }

    fn draw_empty(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let key = |command: Command| Arg::from(look.key(command));
        let told = if !self.answered {
            look.s("told-loading")
        } else if self.line().is_empty() {
            look.t("queue-empty", &[("import", key(App::Import.into()))])
        } else {
            look.t("queue-none-match", &[("filter", Arg::from(self.line())), ("all", key(Queue::All.into()))])
        };
        let lines = crate::text::width::wrap(&told, usize::from(area.width));
        canvas.lines(area, &lines, look.style(Role::Plain));
    }

    fn draw_detail(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let Some(row) = self.window.row() else { return };
        let amount = row.amount.map(|amount| amount.ten_thousand_yuan()).unwrap_or_default();
        let mut lines = crate::text::width::wrap(&row.name, usize::from(area.width));
        lines.truncate(usize::from(area.height.saturating_sub(2)).max(1));
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
