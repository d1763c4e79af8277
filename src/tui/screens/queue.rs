//! The queue of targets: what waits, in which order, and a few lines about the one under the cursor.
//!
//! What is shown follows from a filter line and an order, and from nothing else: facets, frequency tables and saved views
//! write the line that a person could have typed. Everything is asked for; answers to older questions are dropped.

mod columns;
mod counting;
mod draw;
pub mod expected;
mod facets;
mod filter;
mod hits;
mod marks;
mod narrow;
mod spoken;
mod typing;

use std::sync::Arc;

use ratatui::layout::Rect;

use self::counting::{Counting, Purpose};
use self::facets::Facets;
pub use self::facets::chosen;
use self::filter::FilterLine;
use self::hits::Hits;
use self::marks::Marks;
pub(super) use self::marks::amount;
use super::column::ColumnScreen;
use super::review::ReviewScreen;
use super::views::ViewsScreen;
use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request, Slot};
use crate::model::ids::ItemId;
use crate::model::query::{Column, Filter, Misread, Query, Sort, Words};
use crate::model::review::Status;
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Facet, Find, Line, List, Queue, Scope};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::speech::Spoken;
use crate::tui::why::{self, Explained};
use crate::tui::widgets::field::Typed;
use crate::tui::widgets::window::Window;

/// Conditions of a filter without which is counted when nothing is left.
const MOST_WITHOUT: usize = 8;

/// The queue.
#[derive(Default)]
pub struct QueueScreen {
    window: Window,
    /// The filter line as accepted.
    filter: String,
    /// The filter line being typed.
    typing: Option<FilterLine>,
    sort: Sort,
    epoch: u64,
    total: u64,
    answered: bool,
    /// What was asked for last may be no longer true, or has another order.
    stale: bool,
    /// The filter that was asked for last.
    read: Filter,
    /// Names that a filter line may hold.
    words: Option<Arc<Words>>,
    /// What makes no sense in the accepted line.
    misread: Vec<Misread>,
    counting: Counting,
    /// Number and funds of what the filter leaves.
    counted: Option<(u64, i128)>,
    /// When nothing is left: what would be left without each condition.
    without: Vec<Option<u64>>,
    facets: Option<Facets>,
    hits: Hits,
    /// Another screen counts now, so this one does not.
    covered: bool,
    opened: bool,
    marks: Marks,
    /// Target to stand on once the list has been read again.
    land: Option<ItemId>,
    /// The list is read from its beginning, wherever the cursor stood.
    to_top: bool,
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

    fn height(&self, cx: &Cx) -> usize {
        usize::from(self.parts(cx.areas.body, cx.look).list.height)
    }

    fn height_of_pane(&self, cx: &Cx) -> usize {
        self.pane(cx.areas.body).map_or(0, |pane| usize::from(pane.height.saturating_sub(2)))
    }

    fn line(&self) -> String {
        self.typing.as_ref().map_or_else(|| self.filter.clone(), FilterLine::value)
    }

    fn words(&mut self, cx: &Cx) -> Arc<Words> {
        Arc::clone(self.words.get_or_insert_with(|| Arc::new(cx.look.categories.filter_words(&cx.look.strings))))
    }

    /// Asks for everything anew.
    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.counted = None;
        self.stale = true;
        self.reread(cx)
    }

    /// Reads the line; asks for what it leaves if that is something else than before.
    fn reread(&mut self, cx: &Cx) -> Vec<Effect> {
        let (line, words) = (self.line(), self.words(cx));
        let (filter, misread) = match Filter::read(&line, &words) {
            Ok(filter) => (Some(filter), Vec::new()),
            // While it is typed, the rest of the line goes on to count.
            Err(misread) if self.typing.is_some() => {
                (Filter::read(&filter::rest(&line, &misread), &words).ok(), misread)
            }
            Err(misread) => (None, misread),
        };
        match &mut self.typing {
            Some(typing) => typing.misread = misread,
            None => self.misread = misread,
        }
        match filter {
            Some(filter) if self.stale || filter != self.read => self.open_queue(filter, cx),
            Some(_) => Vec::new(),
            None => {
                self.answered = true;
                Vec::new()
            }
        }
    }

    /// Asks for the ids; rows are asked for when ids arrive.
    fn open_queue(&mut self, filter: Filter, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        self.stale = false;
        self.hits.forget();
        self.without.clear();
        let recount = self.counted.is_none() || filter != self.read;
        self.read = filter;
        let query = Query { filter: self.read.clone(), sort: self.sort };
        let mut effects = vec![Effect::Work(Request::OpenQueue { epoch: self.epoch, query })];
        if recount {
            effects.extend(self.count(cx));
        }
        effects
    }

    /// Asks for number and funds, and for the facets where they are shown.
    fn count(&mut self, cx: &Cx) -> Vec<Effect> {
        self.counted = None;
        self.counting.clear();
        if self.covered {
            return Vec::new();
        }
        match &self.facets {
            Some(_) => Facets::ask(&self.read, &mut self.counting),
            None => self.counting.add(Purpose::All, self.read.clone(), vec![Column::Status], 1),
        }
        self.counting.next(cx)
    }

    /// Asks without which of its conditions the filter would leave something.
    fn ask_without(&mut self, cx: &Cx) -> Vec<Effect> {
        let clauses = self.read.clauses().to_vec();
        if clauses.len() < 2 || self.covered {
            return Vec::new();
        }
        self.without = vec![None; clauses.len().min(MOST_WITHOUT)];
        for at in 0..self.without.len() {
            let others = clauses.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, clause)| clause.clone());
            self.counting.add(Purpose::Without(at), Filter::new(others), vec![Column::Status], 1);
        }
        self.counting.next(cx)
    }

    fn ask_rows(&self, cx: &Cx) -> Vec<Effect> {
        let ids = self.window.wanted(self.height(cx));
        if ids.is_empty() {
            return Vec::new();
        }
        vec![Effect::Work(Request::LoadRows { epoch: self.epoch, ids })]
    }

    fn set_filter(&mut self, filter: String, cx: &Cx) -> Vec<Effect> {
        self.filter = filter;
        self.reread(cx)
    }

    /// The line as the filter says it.
    fn narrow(&mut self, filter: &Filter, cx: &Cx) -> Vec<Effect> {
        let line = filter.line(&self.words(cx));
        self.set_filter(line, cx)
    }

    fn set_sort(&mut self, sort: Sort, cx: &Cx) -> Vec<Effect> {
        self.sort = sort;
        self.open_queue(self.read.clone(), cx)
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
            Command::List(command) if self.facets.as_ref().is_some_and(|facets| facets.active) => {
                let height = self.height_of_pane(cx);
                if let Some(facets) = &mut self.facets {
                    facets.act(command, height);
                }
                Vec::new()
            }
            Command::List(List::Open) => self.open(cx),
            Command::List(command) => {
                let height = self.height(cx);
                self.window.act(command, height);
                self.ask_rows(cx)
            }
            Command::Queue(Queue::Filter) => self.type_filter(None, cx),
            Command::Queue(Queue::Sort) => vec![Effect::Push(Box::new(ColumnScreen::order(self.sort)))],
            Command::Queue(Queue::Expected) => {
                let other = if self.sort.by == Column::Expected { Sort::default() } else { Sort::EXPECTED };
                // What to review next is asked for, so the first one is what is meant.
                self.to_top = other == Sort::EXPECTED;
                self.set_sort(other, cx)
            }
            Command::Queue(Queue::Facets) => self.show_facets(cx),
            Command::Queue(Queue::Frequency) => vec![Effect::Push(Box::new(ColumnScreen::counting(self.sort.by)))],
            Command::Queue(Queue::Views) => vec![Effect::Push(Box::new(ViewsScreen::new(&self.filter, self.sort)))],
            Command::Queue(Queue::All) => self.set_filter(String::new(), cx),
            Command::Queue(Queue::Waiting) => self.set_filter(first_word("filter-words-open"), cx),
            Command::Queue(Queue::KeyLane) => self.set_filter(cx.look.s("queue-filter-key-lane"), cx),
            Command::Queue(Queue::SecondLook) => self.set_filter(cx.look.s("queue-filter-second-look"), cx),
            Command::Queue(Queue::Contested) => self.set_filter(cx.look.strings.status(Status::Contested), cx),
            Command::Facet(command) => self.facet(command, cx),
            Command::Line(Line::Accept) => self.accept(cx),
            Command::Line(Line::Cancel) => {
                self.typing = None;
                self.reread(cx)
            }
            Command::Line(Line::Up) => self.walk(false, cx),
            Command::Line(Line::Down) => self.walk(true, cx),
            Command::Find(Find::Take) => {
                let changed = self.typing.as_mut().is_some_and(FilterLine::take);
                if changed { self.edited(true, cx) } else { Vec::new() }
            }
            Command::Text(text) => {
                let changed = self.typing.as_mut().is_some_and(|typing| typing.act(text));
                self.edited(changed, cx)
            }
            _ => Vec::new(),
        }
    }

    fn take_in(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown if !self.opened => {
                self.opened = true;
                self.ask(cx)
            }
            Input::Shown => self.uncovered(cx),
            Input::Told(Outcome::ActedOnMany) => {
                self.marks.clear();
                self.uncovered(cx)
            }
            Input::Told(outcome) => self.told(outcome, cx),
            Input::Command(command) => self.command(command, cx),
            Input::Text(text) => {
                let typed = self.typing.as_mut().map_or(Typed::Same, |typing| typing.insert(&text));
                self.edited(typed != Typed::Same, cx)
            }
            // A paste is a text to look for, never keys; it takes effect on Enter like any other line.
            Input::Paste(text) => self.type_filter(Some(&text), cx),
            Input::Beat | Input::Left => Vec::new(),
        }
    }

    fn counted(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        let Some((purpose, tables)) = self.counting.hear(reply) else { return Vec::new() };
        let total = tables.first().map(|table| (table.targets, table.fen));
        match purpose {
            Purpose::All => self.counted = total,
            Purpose::Facets => {}
            Purpose::Without(at) => {
                if let Some(count) = self.without.get_mut(at) {
                    *count = total.map(|(targets, _)| targets);
                }
            }
        }
        let height = self.height_of_pane(cx);
        if let (Some(facets), Purpose::All | Purpose::Facets) = (&mut self.facets, purpose) {
            facets.accept(tables, height);
        }
        self.counting.next(cx)
    }

    fn hear(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            // The first part of a long queue does not reach down to the cursor: the whole list is on its way.
            Reply::Ids { epoch, ids, complete: false, .. }
                if *epoch == self.epoch && !self.to_top && self.window.at().is_some_and(|at| !ids.contains(&at)) =>
            {
                Vec::new()
            }
            Reply::Ids { epoch, ids, total, complete } if *epoch == self.epoch => {
                let height = self.height(cx);
                self.window.replace(Arc::clone(ids), height);
                if self.to_top {
                    self.window.act(List::Top, height);
                    self.to_top = !*complete;
                }
                self.marks.list_changed(ids);
                if let Some(land) = self.land.take() {
                    self.window.go(land, height);
                }
                self.total = *total;
                self.answered = true;
                let mut effects = self.ask_rows(cx);
                if *complete && ids.is_empty() {
                    effects.extend(self.ask_without(cx));
                }
                effects
            }
            Reply::Rows { epoch, rows } if *epoch == self.epoch => {
                self.window.accept(rows);
                Vec::new()
            }
            // The cursor follows the reviewer from project to project.
            Reply::Project { slot: Slot::Project, view, .. } => {
                self.window.accept(std::slice::from_ref(&view.row));
                let height = self.height(cx);
                self.window.go(view.row.id, height);
                self.ask_rows(cx)
            }
            Reply::Project { slot: Slot::Found, .. } => {
                self.hits.receive(reply);
                Vec::new()
            }
            Reply::Completions { .. } | Reply::Failed { slot: Slot::Completions, .. } => {
                let changed = self.typing.as_mut().is_some_and(|typing| typing.receive(reply));
                if changed { self.edited(true, cx) } else { Vec::new() }
            }
            Reply::Frequency { .. } | Reply::Failed { slot: Slot::Frequency, .. } => self.counted(reply, cx),
            Reply::Done { result: Ok(changed), .. } => {
                if let Some(row) = &changed.queue_row {
                    self.window.accept(std::slice::from_ref(row));
                    // After a step of many events the list is read again, and stands on the first of them.
                    self.land = (changed.events > 1).then_some(row.id);
                }
                self.hits.forget();
                Vec::new()
            }
            Reply::Failed { slot: Slot::QueueIds, epoch, .. } if *epoch == self.epoch => {
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

    /// What follows from where the cursor stands now.
    fn settle(&mut self, mut effects: Vec<Effect>, cx: &Cx) -> Vec<Effect> {
        let height = self.height(cx);
        self.window.refit(height);
        effects.extend(self.hits.ask(self.window.row(), &self.read, cx));
        effects
    }
}

impl Screen for QueueScreen {
    fn scopes(&self) -> &'static [Scope] {
        if self.typing.is_some() {
            &[Scope::Find, Scope::Line, Scope::Text, Scope::Global]
        } else if self.facets.as_ref().is_some_and(|facets| facets.active) {
            &[Scope::Facet, Scope::List, Scope::Global]
        } else {
            &[Scope::Queue, Scope::List, Scope::Global]
        }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        let effects = self.take_in(input, cx);
        self.settle(effects, cx)
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        let effects = self.hear(reply, cx);
        self.settle(effects, cx)
    }

    fn wants_paste(&self) -> bool {
        true
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

    fn why(&self, look: &Look) -> Explained {
        let place = (self.window.place(), self.window.len());
        self.explained(why::lists::queue(self.window.row(), place, self.total, look), look)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        if self.typing.is_some() {
            return vec![
                Line::Accept.into(),
                Find::Take.into(),
                Hint::Run(Line::Up.into(), Line::Down.into(), "hint-candidates"),
                Line::Cancel.into(),
            ];
        }
        if self.facets.as_ref().is_some_and(|facets| facets.active) {
            return vec![
                Facet::Narrow.into(),
                Facet::Exclude.into(),
                Facet::Widen.into(),
                Facet::Frequency.into(),
                Facet::Leave.into(),
                Facet::Close.into(),
                Hint::Run(List::PageDown.into(), List::PageUp.into(), "hint-page"),
            ];
        }
        vec![
            List::Open.into(),
            Queue::Filter.into(),
            Queue::Facets.into(),
            Queue::Sort.into(),
            Queue::Expected.into(),
            Queue::Frequency.into(),
            Queue::Views.into(),
            Queue::All.into(),
            Queue::Waiting.into(),
            Queue::KeyLane.into(),
            Queue::Contested.into(),
            Queue::SecondLook.into(),
            Queue::Mark.into(),
            Queue::MarkAll.into(),
            Queue::Many.into(),
            App::Undo.into(),
            Hint::Run(List::PageDown.into(), List::PageUp.into(), "hint-page"),
            App::Help.into(),
        ]
    }
}
