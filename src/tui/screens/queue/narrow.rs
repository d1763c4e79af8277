//! Narrowing the queue without typing: by facets, and by what other screens chose.

use super::facets::{Choice, Facets, chosen, widened};
use super::{QueueScreen, draw};
use crate::model::query::Column;
use crate::tui::command::Facet;
use crate::tui::msg::{Cx, Effect, Notice, Outcome};
use crate::tui::screens::frequency::FrequencyScreen;

impl QueueScreen {
    /// Beside a wide list the facets stay; above a narrow one they go.
    pub(super) fn leave_facets(&mut self, cx: &Cx) {
        match &mut self.facets {
            Some(facets) if draw::wide(cx.areas.body) => facets.active = false,
            _ => self.facets = None,
        }
    }

    pub(super) fn show_facets(&mut self, cx: &Cx) -> Vec<Effect> {
        let shown = self.facets.is_some();
        self.facets.get_or_insert_default().active = true;
        if shown { Vec::new() } else { self.count(cx) }
    }

    pub(super) fn facet(&mut self, command: Facet, cx: &Cx) -> Vec<Effect> {
        let choice = self.facets.as_ref().and_then(Facets::choice);
        match (command, choice) {
            (Facet::Leave, _) => {
                self.leave_facets(cx);
                Vec::new()
            }
            (Facet::Close, _) => {
                self.facets = None;
                Vec::new()
            }
            (Facet::Narrow | Facet::Exclude, Some(Choice::Value(_, clause))) => {
                let filter = chosen(&self.read, &clause, command == Facet::Exclude);
                self.narrow(&filter, cx)
            }
            (Facet::Widen, _) if self.read.is_empty() => {
                vec![Effect::Say(Notice::Refused(cx.look.s("told-nothing-to-widen")))]
            }
            (Facet::Widen, Some(Choice::Value(column, _) | Choice::Column(column))) => {
                let filter = widened(&self.read, column);
                self.narrow(&filter, cx)
            }
            (Facet::Exclude, Some(Choice::Column(_))) => {
                vec![Effect::Say(Notice::Refused(cx.look.s("told-facet-value")))]
            }
            (Facet::Narrow | Facet::Frequency, Some(Choice::Column(column) | Choice::Value(column, _))) => {
                self.count_by(column, cx)
            }
            (_, None) => Vec::new(),
        }
    }

    pub(super) fn count_by(&mut self, column: Column, cx: &Cx) -> Vec<Effect> {
        self.covered = true;
        self.counting.clear();
        let screen = FrequencyScreen::new(column, self.read.clone(), self.words(cx), self.total);
        vec![Effect::Push(Box::new(screen))]
    }

    pub(super) fn told(&mut self, outcome: Outcome, cx: &Cx) -> Vec<Effect> {
        let mut effects = self.uncovered(cx);
        effects.extend(match outcome {
            Outcome::SortChosen(sort) => self.set_sort(sort, cx),
            Outcome::ColumnChosen(column) => self.count_by(column, cx),
            Outcome::FilterChosen(line) => {
                cx.recall.keep(&line);
                self.set_filter(line, cx)
            }
            Outcome::ViewChosen(view) => {
                self.sort = view.sort;
                self.stale = true;
                self.set_filter(view.line, cx)
            }
            _ => Vec::new(),
        });
        effects
    }

    /// Counts again after another screen did.
    pub(super) fn uncovered(&mut self, cx: &Cx) -> Vec<Effect> {
        if std::mem::take(&mut self.covered) { self.count(cx) } else { Vec::new() }
    }
}
