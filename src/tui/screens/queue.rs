//! The queue of targets: what waits, in which order, and a few lines about the one under the cursor.

mod spoken;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::review::ReviewScreen;
use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request};
use crate::engine::view::QueueRow;
use crate::model::ids::ItemId;
use crate::model::query::{Filter, Query, Sort};
use crate::model::review::Status;
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Line, List, Queue, Scope, Text};
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;
use crate::tui::widgets::field::{Field, Typed};
use crate::tui::widgets::table::{Column, draw_row};
use crate::tui::widgets::window::Window;

/// The queue.
#[derive(Default)]
pub struct QueueScreen {
    window: Window,
    /// The filter line as accepted.
    filter: String,
    /// The filter line being typed.
    typing: Option<Field>,
    sort: Sort,
    epoch: u64,
    total: u64,
    answered: bool,
    /// A word of the filter that makes no sense.
    bad: Option<String>,
    opened: bool,
}

struct Parts {
    head: Rect,
    columns: Rect,
    list: Rect,
    rule: Rect,
    detail: Rect,
}

fn parts(area: Rect) -> Parts {
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
    /// Everything, in the usual order.
    pub fn new() -> QueueScreen {
        QueueScreen::default()
    }

    /// With a filter line and an order.
    pub fn with(filter: &str, sort: Sort) -> QueueScreen {
        QueueScreen { filter: filter.to_owned(), sort, ..QueueScreen::default() }
    }

    fn height(cx: &Cx) -> usize {
        usize::from(parts(cx.areas.body).list.height)
    }

    fn line(&self) -> String {
        self.typing.as_ref().map_or_else(|| self.filter.clone(), Field::value)
    }

    /// Asks for the ids anew; rows are asked for when ids arrive.
    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        let strings = &cx.look.strings;
        match Filter::read(&self.line(), &|word| strings.statuses_named(word)) {
            Ok(filter) => {
                self.bad = None;
                self.epoch = cx.numbers.fresh();
                let query = Query { filter, sort: self.sort };
                vec![Effect::Work(Request::OpenQueue { epoch: self.epoch, query })]
            }
            Err(bad) => {
                self.bad = Some(bad.word);
                Vec::new()
            }
        }
    }

    fn ask_rows(&self, cx: &Cx) -> Vec<Effect> {
        let ids = self.window.wanted(QueueScreen::height(cx));
        if ids.is_empty() {
            return Vec::new();
        }
        vec![Effect::Work(Request::LoadRows { epoch: self.epoch, ids })]
    }

    fn set_filter(&mut self, filter: String, cx: &Cx) -> Vec<Effect> {
        self.filter = filter;
        self.ask(cx)
    }

    fn typed(&mut self, typed: Typed, cx: &Cx) -> Vec<Effect> {
        if typed == Typed::Same { Vec::new() } else { self.ask(cx) }
    }

    fn open(&mut self, cx: &Cx) -> Vec<Effect> {
        match self.window.at() {
            Some(id) => {
                let screen =
                    ReviewScreen::new(id, None, Arc::clone(self.window.ids()), (self.filter.clone(), self.sort));
                vec![Effect::Push(Box::new(screen))]
            }
            None => vec![Effect::Say(Notice::Refused(cx.look.s("told-nothing-to-open")))],
        }
    }

    fn command(&mut self, command: Command, cx: &Cx) -> Vec<Effect> {
        let first_word = |key: &str| cx.look.s(key).split_whitespace().next().unwrap_or_default().to_owned();
        match command {
            Command::List(List::Open) => self.open(cx),
            Command::List(command) => {
                self.window.act(command, QueueScreen::height(cx));
                self.ask_rows(cx)
            }
            Command::Queue(Queue::Filter) => {
                self.typing = Some(Field::line(&self.filter));
                Vec::new()
            }
            Command::Queue(Queue::Sort) => {
                self.sort = self.sort.next();
                self.ask(cx)
            }
            Command::Queue(Queue::All) => self.set_filter(String::new(), cx),
            Command::Queue(Queue::Waiting) => self.set_filter(first_word("filter-words-open"), cx),
            Command::Queue(Queue::KeyLane) => self.set_filter(cx.look.s("queue-filter-key-lane"), cx),
            Command::Queue(Queue::Contested) => self.set_filter(Status::Contested.id().to_owned(), cx),
            Command::Line(Line::Accept) => {
                self.filter = self.line();
                self.typing = None;
                Vec::new()
            }
            Command::Line(Line::Cancel) => {
                self.typing = None;
                self.ask(cx)
            }
            Command::Line(Line::Up) => self.command(List::Up.into(), cx),
            Command::Line(Line::Down) => self.command(List::Down.into(), cx),
            Command::Text(text) => {
                let changed = self.typing.as_mut().is_some_and(|field| text != Text::NewLine && field.act(text));
                self.typed(if changed { Typed::Changed } else { Typed::Same }, cx)
            }
            _ => Vec::new(),
        }
    }

    fn columns(room: Room, width: u16, look: &Look) -> Vec<Column> {
        let names = Status::ALL.map(|status| crate::text::width::width(&look.strings.status(status)));
        let names = u16::try_from(names.into_iter().max().unwrap_or(8)).unwrap_or(8);
        let state = Column::left(names.clamp(8, 11));
        match room {
            Room::Tiny | Room::Narrow => vec![state, Column::rest(), Column::right(11)],
            Room::Normal => vec![
                state,
                Column::left(4),
                Column::left(12),
                Column::rest(),
                Column::right(11),
                Column::right(6),
                Column::right(4),
            ],
            Room::Wide => vec![
                state,
                Column::left(4),
                Column::left(14),
                Column::rest(),
                Column::left(if width >= 140 { 24 } else { 18 }),
                Column::right(13),
                Column::right(6),
                Column::right(4),
                Column::right(4),
            ],
        }
    }

    fn cells(row: &QueueRow, room: Room, look: &Look) -> Vec<(String, Role)> {
        let plain = |text: String| (text, Role::Plain);
        let status = look.strings.status(row.status);
        let role = match row.status {
            Status::Contested => Role::Danger,
            status if status.open() => Role::Plain,
            _ => Role::Muted,
        };
        let lane = if row.key_lane() { look.s("queue-lane-mark") } else { String::new() };
        let amount = row.amount.map(|amount| format!("{lane}{}", amount.ten_thousand_yuan())).unwrap_or_default();
        let rows = format!("{}/{}", row.decided, row.indicators);
        let count = |number: u32| if number == 0 { String::new() } else { number.to_string() };
        match room {
            Room::Tiny | Room::Narrow => vec![(status, role), plain(row.name.clone()), plain(amount)],
            Room::Normal => vec![
                (status, role),
                plain(row.year.to_string()),
                plain(row.department.clone()),
                plain(row.name.clone()),
                plain(amount),
                plain(rows),
                plain(count(row.opinions)),
            ],
            Room::Wide => vec![
                (status, role),
                plain(row.year.to_string()),
                plain(row.department.clone()),
                plain(row.name.clone()),
                plain(row.unit.clone()),
                plain(amount),
                plain(rows),
                plain(count(row.opinions)),
                plain(count(row.demands)),
            ],
        }
    }

    fn heads(room: Room) -> &'static [&'static str] {
        match room {
            Room::Tiny | Room::Narrow => &["queue-head-status", "queue-head-name", "queue-head-amount"],
            Room::Normal => &[
                "queue-head-status",
                "queue-head-year",
                "queue-head-department",
                "queue-head-name",
                "queue-head-amount",
                "queue-head-rows",
                "queue-head-opinions",
            ],
            Room::Wide => &[
                "queue-head-status",
                "queue-head-year",
                "queue-head-department",
                "queue-head-name",
                "queue-head-unit",
                "queue-head-amount",
                "queue-head-rows",
                "queue-head-opinions",
                "queue-head-demands",
            ],
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

impl Screen for QueueScreen {
    fn scopes(&self) -> &'static [Scope] {
        if self.typing.is_some() {
            &[Scope::Line, Scope::Text, Scope::Global]
        } else {
            &[Scope::Queue, Scope::List, Scope::Global]
        }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown if !self.opened => {
                self.opened = true;
                self.ask(cx)
            }
            Input::Command(command) => self.command(command, cx),
            Input::Text(text) | Input::Paste(text) => {
                let typed = self.typing.as_mut().map_or(Typed::Same, |field| field.insert(&text));
                self.typed(typed, cx)
            }
            Input::Shown | Input::Beat | Input::Left | Input::Told(_) => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            // The first part of a long queue does not reach down to the cursor: the whole list is on its way.
            Reply::Ids { epoch, ids, complete: false, .. }
                if *epoch == self.epoch && self.window.at().is_some_and(|at| !ids.contains(&at)) =>
            {
                Vec::new()
            }
            Reply::Ids { epoch, ids, total, .. } if *epoch == self.epoch => {
                self.window.replace(Arc::clone(ids), QueueScreen::height(cx));
                self.total = *total;
                self.answered = true;
                self.ask_rows(cx)
            }
            Reply::Rows { epoch, rows } if *epoch == self.epoch => {
                self.window.accept(rows);
                Vec::new()
            }
            // The cursor follows the reviewer from project to project.
            Reply::Project { slot: crate::engine::request::Slot::Project, view, .. } => {
                self.window.accept(std::slice::from_ref(&view.row));
                self.window.go(view.row.id, QueueScreen::height(cx));
                self.ask_rows(cx)
            }
            Reply::Done { result: Ok(changed), .. } => {
                if let Some(row) = &changed.queue_row {
                    self.window.accept(std::slice::from_ref(row));
                }
                Vec::new()
            }
            Reply::Failed { slot: crate::engine::request::Slot::QueueIds, epoch, .. } if *epoch == self.epoch => {
                self.answered = true;
                Vec::new()
            }
            Reply::DataChanged => {
                self.window.forget_rows();
                self.ask(cx)
            }
            _ => Vec::new(),
        }
    }

    fn ready(&self) -> bool {
        self.answered
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let room = crate::tui::layout::layout(canvas.buffer.area.as_size()).room;
        let parts = parts(area);
        let sort = look.strings.sort(self.sort);
        let label =
            look.t("queue-rule", &[("sort", Arg::from(sort)), ("total", Arg::from(super::home::grouped(self.total)))]);
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
        let columns = QueueScreen::columns(room, area.width, look);
        if self.typing.is_none() {
            let heads: Vec<(String, Role)> =
                QueueScreen::heads(room).iter().map(|key| (look.s(key), Role::Heading)).collect();
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
            let place = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
            if let Some(row) = row {
                draw_row(canvas, place, &columns, &QueueScreen::cells(row, room, look), look);
            }
        }
        if parts.rule.height > 0 {
            let code = self.window.row().and_then(|row| row.code.clone()).unwrap_or_default();
            canvas.rule(parts.rule, look, &code, "");
        }
        let detail = canvas.sides(parts.detail, look);
        match &self.bad {
            Some(word) => {
                let told = look.t("problem-bad-filter", &[("word", Arg::from(word))]);
                canvas.lines(
                    detail,
                    &crate::text::width::wrap(&told, usize::from(detail.width)),
                    look.style(Role::Danger),
                );
            }
            None => self.draw_detail(canvas, detail, look),
        }
    }

    fn title(&self, look: &Look) -> Title {
        let mut left = look.s("title-queue");
        if !self.line().is_empty() {
            left = format!("{left}  {}", look.t("title-filter", &[("filter", Arg::from(self.line()))]));
        }
        Title { left, right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        if self.typing.is_some() {
            return vec![
                Line::Accept.into(),
                Line::Cancel.into(),
                Hint::Run(Line::Up.into(), Line::Down.into(), "hint-move"),
            ];
        }
        vec![
            List::Open.into(),
            Queue::Filter.into(),
            Queue::Sort.into(),
            Queue::All.into(),
            Queue::Waiting.into(),
            Queue::KeyLane.into(),
            Queue::Contested.into(),
            App::Undo.into(),
            Hint::Run(List::PageDown.into(), List::PageUp.into(), "hint-page"),
            App::Help.into(),
        ]
    }
}
