//! Marks in the queue: which targets are to be acted on together.
//!
//! A mark belongs to a target, not to a line: it stays when the filter, the order or the data change, also where its
//! target is not shown for the moment, which is said. Deliberately absent: acting ([`super::super::many`]).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::home::grouped;
use super::super::many::{ManyScreen, Start};
use super::super::review::drafts::voices;
use super::QueueScreen;
use crate::engine::many::{MOST_TARGETS, ManyAct};
use crate::engine::request::{Reply, Request};
use crate::engine::view::Tally;
use crate::model::ids::ItemId;
use crate::model::money::Money;
use crate::model::review::Grade;
use crate::text::Arg;
use crate::tui::command::{List, Queue};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Notice};

/// The marked targets.
#[derive(Debug, Default)]
pub(super) struct Marks {
    marked: BTreeSet<ItemId>,
    /// Where the next range begins.
    last: Option<ItemId>,
    /// How many of them the list shows.
    shown: usize,
    /// Their amount, once it has arrived.
    tally: Option<Tally>,
    epoch: u64,
}

impl Marks {
    pub(super) fn contains(&self, item: ItemId) -> bool {
        self.marked.contains(&item)
    }

    /// The list shows other targets.
    pub(super) fn list_changed(&mut self, ids: &[ItemId]) {
        self.shown = if self.marked.is_empty() { 0 } else { ids.iter().filter(|id| self.marked.contains(id)).count() };
    }

    pub(super) fn clear(&mut self) {
        *self = Marks { epoch: self.epoch, ..Marks::default() };
    }

    /// Number and amount, for the rule; empty when nothing is marked.
    pub(super) fn words(&self, look: &Look) -> String {
        if self.marked.is_empty() {
            return String::new();
        }
        let count = Arg::from(grouped(self.marked.len() as u64));
        let hidden = self.marked.len().saturating_sub(self.shown);
        let mut words = match &self.tally {
            Some(tally) => look.t("marks-with-amount", &[("count", count), ("amount", Arg::from(amount(tally.fen)))]),
            None => look.t("marks", &[("count", count)]),
        };
        if hidden > 0 {
            words.push_str(&look.t("marks-hidden", &[("count", Arg::from(grouped(hidden as u64)))]));
        }
        words
    }

    /// Asks what the marked ones amount to.
    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.tally = None;
        if self.marked.is_empty() || self.marked.len() > MOST_TARGETS {
            return Vec::new();
        }
        self.epoch = cx.numbers.fresh();
        let items = self.marked.iter().copied().collect();
        vec![Effect::Work(Request::LoadTally { epoch: self.epoch, items })]
    }
}

/// An amount in 万元.
pub(in crate::tui::screens) fn amount(fen: i128) -> String {
    Money(i64::try_from(fen).unwrap_or(i64::MAX)).ten_thousand_yuan()
}

impl QueueScreen {
    /// Commands about marks; `None` for others.
    pub(super) fn marking(&mut self, command: Queue, cx: &Cx) -> Option<Vec<Effect>> {
        let at = self.window.at();
        match command {
            Queue::Mark => {
                let at = at?;
                self.marks.last = Some(at);
                if self.marks.marked.remove(&at) {
                    self.marks.shown = self.marks.shown.saturating_sub(1);
                } else {
                    self.marks.marked.insert(at);
                    self.marks.shown += 1;
                }
                let height = self.height(cx);
                self.window.act(List::Down, height);
            }
            Queue::MarkRange => {
                let ids = self.window.ids();
                let from = self.marks.last.and_then(|last| ids.iter().position(|id| *id == last));
                let Some(from) = from else { return Some(refused(cx, "marks-no-start")) };
                let to = self.window.place();
                let range = ids.get(from.min(to)..=from.max(to)).unwrap_or_default().to_vec();
                self.marks.marked.extend(range);
                self.marks.last = at;
                self.marks.list_changed(&Arc::clone(self.window.ids()));
            }
            Queue::MarkAll => {
                if self.marks.shown == self.window.len() {
                    self.marks.clear();
                } else {
                    self.marks.marked.extend(self.window.ids().iter().copied());
                    self.marks.shown = self.window.len();
                    self.marks.last = at;
                }
            }
            Queue::Unmark => self.marks.clear(),
            Queue::Many => return Some(self.many(Start::Menu, cx)),
            Queue::Return => return Some(self.many(Start::Act(ManyAct::Return { reason: String::new() }), cx)),
            Queue::Later => return Some(self.many(Start::Act(ManyAct::Later { reason: String::new() }), cx)),
            Queue::Finish => {
                let voices = voices(cx.look);
                let act = ManyAct::Finish { grade: Grade::Excellent, reason: String::new(), voices };
                return Some(self.many(Start::Act(act), cx));
            }
            _ => return None,
        }
        let mut effects = self.marks.ask(cx);
        effects.extend(self.ask_rows(cx));
        Some(effects)
    }

    /// The marked ones in the order of the list, then those that it does not show.
    fn marked(&self) -> Arc<[ItemId]> {
        let shown = self.window.ids().iter().copied().filter(|id| self.marks.contains(*id));
        if self.marks.shown == self.marks.marked.len() {
            return shown.collect();
        }
        let ids: BTreeSet<ItemId> = self.window.ids().iter().copied().collect();
        shown.chain(self.marks.marked.iter().copied().filter(|id| !ids.contains(id))).collect()
    }

    fn many(&self, start: Start, cx: &Cx) -> Vec<Effect> {
        if self.marks.marked.is_empty() {
            let key = cx.look.key(Queue::Mark.into());
            let all = cx.look.key(Queue::MarkAll.into());
            let told = cx.look.t("marks-none", &[("key", Arg::from(key)), ("all", Arg::from(all))]);
            return vec![Effect::Say(Notice::Refused(told))];
        }
        vec![Effect::Push(Box::new(ManyScreen::new(self.marked(), start)))]
    }

    /// Hears what concerns marks.
    pub(super) fn hear_marks(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Tally { epoch, tally } if *epoch == self.marks.epoch => {
                self.marks.tally = Some(*tally);
                Vec::new()
            }
            Reply::DataChanged => self.marks.ask(cx),
            _ => Vec::new(),
        }
    }
}

fn refused(cx: &Cx, key: &str) -> Vec<Effect> {
    vec![Effect::Say(Notice::Refused(cx.look.s(key)))]
}
