//! How one difference is settled: by what the one or the other said, or otherwise, and on what ground. Over the differences.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::ask::{answered, popup};
use super::words;
use crate::engine::request::{Action, Reply, Request};
use crate::engine::spot_check::{RecheckAct, RecheckView, SettleBy};
use crate::model::ids::EventId;
use crate::model::recheck::Verified;
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, Command, Scope};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::Spoken;
use crate::tui::widgets::form::{Form, Item};

/// In this order: what the two said, then what else may count.
const BY: &[&str] = &[
    "second-by-first",
    "second-by-other",
    "second-by-value",
    "second-by-agrees",
    "second-by-no-evidence",
    "second-by-not-applicable",
];
/// Of what became of the visit there is no third word.
const OF_VISIT: &[&str] = &["second-by-first", "second-by-other"];
/// The place of the third value.
pub(super) const VALUE: usize = 2;

/// A difference that is being settled.
pub(super) struct SettleScreen {
    view: Arc<RecheckView>,
    /// The row; none: what became of the visit.
    row: Option<u32>,
    form: Form,
    ticket: Option<u64>,
}

impl SettleScreen {
    /// Of a row, or of what became of the visit; `by` is chosen at first.
    pub(super) fn new(view: Arc<RecheckView>, row: Option<u32>, by: usize) -> SettleScreen {
        let mut items = vec![Item::choice("second-ask-by", if row.is_some() { BY } else { OF_VISIT })];
        if row.is_some() {
            items.push(Item::text("second-ask-value", ""));
        }
        items.push(Item::text("second-ask-ground", ""));
        let last = items.len() - 1;
        let mut form = Form::new(items);
        form.choose(0, by);
        form.go(if by < VALUE || row.is_none() { last } else { 1 });
        SettleScreen { view, row, form, ticket: None }
    }

    fn last(&self) -> usize {
        if self.row.is_some() { 2 } else { 1 }
    }

    fn heading(&self, look: &Look) -> String {
        let Some(no) = self.row else { return look.s("second-visit") };
        let row = self.view.scored.rows.iter().find(|row| row.no == no);
        row.map(|row| words::name(row, look)).unwrap_or_default()
    }

    /// What the two said.
    fn lines(&self, look: &Look) -> Vec<String> {
        super::differences::sides(&self.view, self.row, look)
    }

    /// Papers that either brought for the row: a third value rests on the same.
    fn papers(&self) -> Vec<EventId> {
        let rows = self.view.compared().map(|compared| compared.rows.as_slice()).unwrap_or_default();
        let row = rows.iter().find(|row| Some(row.no) == self.row);
        let found = row.into_iter().flat_map(|row| row.found.iter().flatten());
        let mut papers: Vec<EventId> = found.flat_map(|found| found.evidence.iter().copied()).collect();
        papers.sort_unstable();
        papers.dedup();
        papers
    }

    fn submit(&mut self, cx: &Cx) -> Vec<Effect> {
        if self.ticket.is_some() {
            return Vec::new();
        }
        let refuse = |key: &str| vec![Effect::Say(Notice::Refused(cx.look.s(key)))];
        let last = self.last();
        let reason = self.form.value(last);
        let value = if self.row.is_some() { self.form.value(1) } else { String::new() };
        let by = match self.form.chosen(0) {
            0 => SettleBy::First,
            1 => SettleBy::Second,
            VALUE if value.is_empty() => {
                self.form.go(1);
                return refuse("told-second-value");
            }
            VALUE => SettleBy::Other(Verified::Value(value)),
            3 => SettleBy::Other(Verified::Agrees),
            4 => SettleBy::Other(Verified::NoEvidence),
            _ => SettleBy::Other(Verified::NotApplicable),
        };
        if reason.is_empty() {
            self.form.go(last);
            return refuse("problem-recheck-reason-empty");
        }
        let Some(second) = &self.view.state.second else { return Vec::new() };
        let seen = match self.row {
            Some(row) => second.rows.get(&row).map(|heads| heads.events()).unwrap_or_default(),
            None => second.outcome.events(),
        };
        let evidence = if matches!(by, SettleBy::Other(Verified::Value(_))) { self.papers() } else { Vec::new() };
        let (on, of) = (self.view.subject(self.row), second.compared(self.row));
        let act = RecheckAct::Settle { on, seen, of, by, evidence, reason };
        let (ticket, operation) = (cx.numbers.fresh(), cx.numbers.operation());
        self.ticket = Some(ticket);
        vec![Effect::Work(Request::Act { ticket, operation, action: Action::Recheck(act) })]
    }
}

impl Screen for SettleScreen {
    fn scopes(&self) -> &'static [Scope] {
        if self.form.scopes().contains(&Scope::Text) { &[Scope::Form, Scope::Text] } else { &[Scope::Form] }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(Command::Form(command::Form::Submit)) => self.submit(cx),
            Input::Command(Command::Form(command::Form::Leave)) => vec![Effect::Pop],
            input => {
                self.form.update(&input);
                Vec::new()
            }
        }
    }

    fn receive(&mut self, reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        answered(&mut self.ticket, reply)
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        popup(canvas, area, &self.heading(look), &self.lines(look), &self.form, look);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: format!("{} {}", look.s("title-differences"), self.view.line.name), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let mut spoken = self.form.spoken(self.heading(look), look);
        spoken.once.extend(self.lines(look));
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        use command::Form as Do;
        let submit = Hint::Named(Do::Submit.into(), "recheck-ask-do");
        vec![submit, Do::Choose.into(), Do::Next.into(), Do::Leave.into()]
    }

    fn floats(&self) -> bool {
        true
    }

    fn unsaved(&self) -> bool {
        !self.form.value(self.last()).is_empty()
    }
}
