//! Choosing a partner: type a part of name, code or unit, choose a line. Over the links.

use ratatui::layout::Rect;

use super::choosing::{Choosing, Chosen};
use super::links::{side_line, table_name};
use super::{Hint, Screen, Title};
use crate::engine::links::{self, LinkChoice, LinkRow};
use crate::engine::request::{Action, Reply, Request};
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Line, Scope};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;

/// The choice for one row.
pub struct PartnerScreen {
    row: LinkRow,
    year: u16,
    choosing: Choosing,
}

impl PartnerScreen {
    /// For a row of the links of a year. Candidates that are known stand first.
    pub fn new(row: LinkRow, year: u16) -> PartnerScreen {
        let known = (!row.candidates.is_empty())
            .then(|| row.candidates.iter().map(|side| LinkChoice { side: side.clone(), seen: Vec::new() }).collect());
        PartnerScreen { row, year, choosing: Choosing::new(known) }
    }

    /// Where there is a form, its target is chosen; where there is only a target, its form.
    fn targets(&self) -> bool {
        self.row.other.is_some()
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        let (epoch, words) = self.choosing.ask(cx);
        let (table, year, targets) = (self.row.table, self.year, self.targets());
        vec![Effect::Work(Request::FindPartners { epoch, table, year, targets, words })]
    }

    fn accept(&self, cx: &Cx) -> Vec<Effect> {
        let Some(choice) = self.choosing.chosen() else {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-links-nobody")))];
        };
        let (form, to, seen) = match (&self.row.other, &self.row.target) {
            (Some(other), _) => (other.project, choice.side.project, self.row.seen.clone()),
            (None, Some(target)) => (choice.side.project, target.project, choice.seen.clone()),
            (None, None) => return vec![Effect::Pop],
        };
        let table = self.row.table;
        let on = links::subject(table, form, self.year);
        let action = Action::Link { on, table, to: Some(to), seen };
        let (ticket, operation) = (cx.numbers.fresh(), cx.numbers.operation());
        vec![Effect::Work(Request::Act { ticket, operation, action }), Effect::Pop]
    }
}

impl Screen for PartnerScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Line, Scope::Text]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match self.choosing.update(input, cx) {
            Chosen::Ask => self.ask(cx),
            Chosen::Accept => self.accept(cx),
            Chosen::Cancel => vec![Effect::Pop],
            Chosen::Nothing => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        self.choosing.receive(reply);
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let table = table_name(self.row.table, look);
        let heading = if self.targets() { "links-pick-target" } else { "links-pick-form" };
        let inner = canvas.popup(area, look, &look.t(heading, &[("table", Arg::from(table))]), "");
        let about = self.row.other.as_ref().or(self.row.target.as_ref()).map(side_line);
        self.choosing.view(canvas, inner, about.as_deref(), "links-pick-none", look);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-links"), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let table = table_name(self.row.table, look);
        let heading = if self.targets() { "links-pick-target" } else { "links-pick-form" };
        let mut spoken = Spoken::page(look.t(heading, &[("table", Arg::from(table))]));
        spoken.once.extend(self.row.other.as_ref().or(self.row.target.as_ref()).map(side_line));
        self.choosing.say(&mut spoken, "links-pick-none", look);
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![Line::Accept.into(), Hint::Run(Line::Up.into(), Line::Down.into(), "hint-move"), Line::Cancel.into()]
    }

    fn floats(&self) -> bool {
        true
    }
}
