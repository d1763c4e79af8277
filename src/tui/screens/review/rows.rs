//! Where the rows of a target stand while decisions are on their way, and what an answer of the engine changes.

use super::{Mark, ReviewScreen};
use crate::engine::request::Changed;
use crate::model::review::{Settled, Verdict};
use crate::tui::msg::{Cx, Effect};

impl ReviewScreen {
    pub(super) fn mark(&self, row: u32) -> Mark {
        if self.saving.contains_key(&row) {
            return Mark::Saving;
        }
        match self.mark_of_heads(row) {
            Mark::Contested => Mark::Contested,
            _ if self.waiting_row(row) => Mark::Waiting,
            mark => mark,
        }
    }

    /// What people decided about a row, whatever waits there.
    pub(super) fn mark_of_heads(&self, row: u32) -> Mark {
        let Some(heads) = self.view.as_ref().and_then(|view| view.state.rows.get(&row)) else { return Mark::Open };
        match heads.settled() {
            Settled::Open => Mark::Open,
            Settled::One(verdict) => Mark::Decided(*verdict),
            Settled::Contested => Mark::Contested,
        }
    }

    /// True while a row still needs a decision; a decision that is on its way counts.
    pub(super) fn open_row(&self, row: u32) -> bool {
        if let Some(saving) = self.saving.get(&row) {
            return saving.verdict == Verdict::Later;
        }
        !matches!(self.mark_of_heads(row), Mark::Decided(Verdict::Passed | Verdict::Opinion | Verdict::Returned))
    }

    /// Rows that must be decided: the annual indicators.
    pub(super) fn rows(&self) -> std::ops::RangeInclusive<u32> {
        1..=self.view.as_ref().map_or(0, |view| view.row.indicators)
    }

    pub(super) fn open_after(&self, row: u32) -> Option<u32> {
        let rows = self.rows();
        rows.clone()
            .filter(|other| *other > row)
            .chain(rows.take_while(|other| *other < row))
            .find(|r| self.open_row(*r))
    }

    pub(super) fn done(&mut self, ticket: u64, result: Result<&Changed, ()>, cx: &Cx) -> Vec<Effect> {
        match (self.tickets.remove(&ticket), result) {
            (Some((item, row)), result) => {
                if item != self.id {
                    return Vec::new();
                }
                match (row, result) {
                    // Shown as saving until the target has been read again.
                    (Some(row), Ok(_)) => {
                        if let Some(saving) = self.saving.get_mut(&row) {
                            saving.stored = true;
                        }
                    }
                    (Some(row), Err(())) => {
                        self.saving.remove(&row);
                        self.go(Some(row), cx);
                    }
                    (None, _) => {}
                }
                vec![self.load(cx)]
            }
            // Undo or redo: go to what it concerned.
            (None, Ok(changed)) => match changed.item {
                Some(item) if item == self.id => {
                    // What was said of the whole target stands on its line.
                    self.land = Some(changed.row.or(Some(0)));
                    vec![self.load(cx)]
                }
                Some(item) => self.open_project(item, changed.row, cx),
                None => Vec::new(),
            },
            (None, Err(())) => Vec::new(),
        }
    }
}
