//! All live rectification demands, by due date.

mod spoken;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::review::ReviewScreen;
use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request};
use crate::engine::view::DemandRow;
use crate::model::ids::ItemId;
use crate::model::query::Sort;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, List, Scope};
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;
use crate::tui::why::{self, Explained};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::table::{Column, draw_row};

/// The list of demands.
#[derive(Default)]
pub struct DemandsScreen {
    rows: Option<Vec<DemandRow>>,
    cursor: Cursor,
    epoch: u64,
}

/// Head, columns, list, rule, detail.
fn parts(area: Rect) -> [Rect; 5] {
    let detail: u16 = if area.height < 9 { 0 } else { (area.height / 4).min(8) };
    let rule = u16::from(detail > 0);
    let list = area.height.saturating_sub(2 + rule + detail);
    let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area }.intersection(area);
    [row(0, 1), row(1, 1), row(2, list), row(2 + list, rule), row(2 + list + rule, detail)]
}

impl DemandsScreen {
    /// Not yet asked for.
    pub fn new() -> DemandsScreen {
        DemandsScreen::default()
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        vec![Effect::Work(Request::LoadDemands { epoch: self.epoch })]
    }

    fn due(row: &DemandRow, look: &Look) -> (String, Role) {
        match row.overdue_days {
            Some(days) if days > 0 => (look.t("demands-overdue", &[("days", Arg::from(days))]), Role::Danger),
            _ => (row.demand.demand.due.clone(), Role::Plain),
        }
    }

    fn cells(row: &DemandRow, room: Room, look: &Look) -> Vec<(String, Role)> {
        let plain = |text: &str| (text.to_owned(), Role::Plain);
        let mut cells = vec![plain(&row.number)];
        if room > Room::Narrow {
            let class = row.demand.category.as_ref().map(|code| look.categories.short(code, look.language()));
            cells.extend([plain(&row.target.department), plain(class.unwrap_or_default())]);
        }
        if room == Room::Wide {
            cells.push(plain(&row.target.name));
        }
        cells.extend([plain(&row.demand.demand.text), DemandsScreen::due(row, look)]);
        cells
    }
}

fn columns(room: Room) -> Vec<Column> {
    let mut columns = vec![Column::left(16)];
    if room > Room::Narrow {
        columns.extend([Column::left(12), Column::left(8)]);
    }
    if room == Room::Wide {
        columns.push(Column::left(24));
    }
    columns.extend([Column::rest(), Column::left(12)]);
    columns
}

fn heads(room: Room) -> Vec<&'static str> {
    let mut heads = vec!["demands-head-number"];
    if room > Room::Narrow {
        heads.extend(["queue-head-department", "demands-head-class"]);
    }
    if room == Room::Wide {
        heads.push("queue-head-name");
    }
    heads.extend(["demands-head-text", "demands-head-due"]);
    heads
}

impl Screen for DemandsScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        let rows = self.rows.as_deref().unwrap_or_default();
        match input {
            Input::Shown => self.ask(cx),
            Input::Command(Command::List(List::Open)) => {
                let Some(row) = rows.get(self.cursor.at()) else {
                    return vec![Effect::Say(Notice::Refused(cx.look.s("told-nothing-to-open")))];
                };
                let mut ids: Vec<ItemId> = Vec::new();
                for other in rows {
                    if !ids.contains(&other.target.id) {
                        ids.push(other.target.id);
                    }
                }
                let from = (String::new(), Sort::default());
                let row_no = row.demand.row.or(Some(0));
                vec![Effect::Push(Box::new(ReviewScreen::new(row.target.id, row_no, Arc::from(ids), from)))]
            }
            Input::Command(Command::List(command)) => {
                self.cursor.act(command, rows.len(), usize::from(parts(cx.areas.body)[2].height));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Demands { epoch, rows } if *epoch == self.epoch => {
                let stay = self.rows.as_ref().and_then(|old| old.get(self.cursor.at())).map(|row| row.demand.id);
                let at = stay.and_then(|id| rows.iter().position(|row| row.demand.id == id));
                let height = usize::from(parts(cx.areas.body)[2].height);
                self.cursor.set(at.unwrap_or(self.cursor.at()), rows.len(), height);
                self.rows = Some(rows.clone());
                Vec::new()
            }
            Reply::Done { result: Ok(_), .. } | Reply::DataChanged => self.ask(cx),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let room = crate::tui::layout::layout(canvas.buffer.area.as_size()).room;
        let [head, column_line, list, rule, detail] = parts(area);
        let rows = self.rows.as_deref().unwrap_or_default();
        let overdue = rows.iter().filter(|row| row.overdue_days.is_some_and(|days| days > 0)).count();
        let label = look.t("demands-rule", &[("count", Arg::from(rows.len())), ("overdue", Arg::from(overdue))]);
        let place = if rows.is_empty() { String::new() } else { format!("{}/{}", self.cursor.at() + 1, rows.len()) };
        canvas.rule(head, look, &label, &place);
        let columns = columns(room);
        let place = |line: Rect| Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
        let inner = canvas.sides(column_line, look);
        let heads: Vec<(String, Role)> = heads(room).into_iter().map(|key| (look.s(key), Role::Heading)).collect();
        draw_row(canvas, place(inner), &columns, &heads, look);
        let inner = canvas.sides(list, look);
        if rows.is_empty() {
            let key = if self.rows.is_some() { "demands-empty" } else { "told-loading" };
            canvas.lines(inner, &width::wrap(&look.s(key), usize::from(inner.width)), look.style(Role::Plain));
        }
        let range = self.cursor.rows(rows.len(), usize::from(inner.height));
        for (line, index) in inner.rows().zip(range) {
            if index == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            if let Some(row) = rows.get(index) {
                draw_row(canvas, place(line), &columns, &DemandsScreen::cells(row, room, look), look);
            }
        }
        let Some(row) = rows.get(self.cursor.at()) else {
            canvas.rule(rule, look, "", "");
            canvas.sides(detail, look);
            return;
        };
        let heading = format!("{} {}", row.target.code.as_deref().unwrap_or_default(), row.target.name);
        canvas.rule(rule, look, heading.trim(), "");
        let inner = canvas.sides(detail, look);
        let told = look.t(
            "demands-detail",
            &[
                ("text", Arg::from(&row.demand.demand.text)),
                ("due", Arg::from(&row.demand.demand.due)),
                ("unit", Arg::from(&row.demand.demand.responsible_unit)),
                ("author", Arg::from(&row.author)),
            ],
        );
        canvas.lines(inner, &width::wrap(&told, usize::from(inner.width)), look.style(Role::Plain));
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-demands"), right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        why::lists::demands(self.rows.as_deref().unwrap_or_default(), self.cursor.at(), look)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![
            List::Open.into(),
            Hint::Run(List::Up.into(), List::Down.into(), "hint-move"),
            Hint::Run(List::PageDown.into(), List::PageUp.into(), "hint-page"),
            App::Back.into(),
            App::Help.into(),
        ]
    }
}
