//! The queue of targets: what waits, in which order, and a few lines about the one under the cursor.

mod columns;
mod draw;
mod marks;
mod spoken;

use std::sync::Arc;

use ratatui::layout::Rect;

use self::marks::Marks;
pub(super) use self::marks::amount;
use super::review::ReviewScreen;
use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request};
use crate::model::ids::ItemId;
use crate::model::query::{Filter, Query, Sort};
use crate::model::review::Status;
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Line, List, Queue, Scope, Text};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::speech::Spoken;
use crate::tui::widgets::field::{Field, Typed};
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
    marks: Marks,
    /// Target to stand on once the list has been read again.
    land: Option<ItemId>,
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
        usize::from(draw::parts(cx.areas.body).list.height)
    }

    fn line(&self) -> String {
        self.typing.as_ref().map_or_else(|| self.filter.clone(), Field::value)
    }

    /// Asks for the ids anew; rows are asked for when ids arrive.
    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        let strings = &cx.look.strings;
        match Filter::read(&self.line(), &cx.look.categories.filter_words(strings)) {
            Ok(filter) => {
                self.bad = None;
                self.epoch = cx.numbers.fresh();
                let query = Query { filter, sort: self.sort };
                vec![Effect::Work(Request::OpenQueue { epoch: self.epoch, query })]
            }
            Err(bad) => {
                self.bad = bad.first().map(|misread| strings.misread(misread));
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
        if let Command::Queue(command) = command
            && let Some(effects) = self.marking(command, cx)
        {
            return effects;
        }
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
            Input::Told(Outcome::ActedOnMany) => {
                self.marks.clear();
                Vec::new()
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
                self.marks.list_changed(ids);
                if let Some(land) = self.land.take() {
                    self.window.go(land, QueueScreen::height(cx));
                }
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
                    // After a step of many events the list is read again, and stands on the first of them.
                    self.land = (changed.events > 1).then_some(row.id);
                }
                Vec::new()
            }
            Reply::Failed { slot: crate::engine::request::Slot::QueueIds, epoch, .. } if *epoch == self.epoch => {
                self.answered = true;
                Vec::new()
            }
            Reply::DataChanged => {
                self.window.forget_rows();
                let mut effects = self.hear_marks(reply, cx);
                effects.extend(self.ask(cx));
                effects
            }
            _ => self.hear_marks(reply, cx),
        }
    }

    fn ready(&self) -> bool {
        self.answered
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        self.draw(canvas, area, look);
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
            Queue::Mark.into(),
            Queue::MarkAll.into(),
            Queue::Many.into(),
            App::Undo.into(),
            Hint::Run(List::PageDown.into(), List::PageUp.into(), "hint-page"),
            App::Help.into(),
        ]
    }
}
