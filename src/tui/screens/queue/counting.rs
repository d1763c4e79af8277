//! What the queue asks to be counted, one question after the other: a newer question takes the place of one that has not
//! been answered yet, so they must not be asked at once.

use std::collections::VecDeque;

use crate::engine::request::{Reply, Request, Slot};
use crate::model::query::{Column, Filter, Frequency};
use crate::tui::msg::{Cx, Effect};

/// What an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Number and funds of what the filter leaves.
    All,
    /// Values of columns.
    Facets,
    /// What would be left without the clause of this place.
    Without(usize),
}

#[derive(Debug)]
struct Question {
    purpose: Purpose,
    filter: Filter,
    columns: Vec<Column>,
    most: usize,
}

/// The questions.
#[derive(Debug, Default)]
pub(super) struct Counting {
    epoch: u64,
    asked: Option<Purpose>,
    waiting: VecDeque<Question>,
}

impl Counting {
    /// Forgets all questions: their answers would be of what was on screen before.
    pub(super) fn clear(&mut self) {
        self.asked = None;
        self.waiting.clear();
    }

    /// Asks one more.
    pub(super) fn add(&mut self, purpose: Purpose, filter: Filter, columns: Vec<Column>, most: usize) {
        self.waiting.push_back(Question { purpose, filter, columns, most });
    }

    /// The next question, if none is under way.
    pub(super) fn next(&mut self, cx: &Cx) -> Vec<Effect> {
        if self.asked.is_some() {
            return Vec::new();
        }
        let Some(Question { purpose, filter, columns, most }) = self.waiting.pop_front() else { return Vec::new() };
        self.epoch = cx.numbers.fresh();
        self.asked = Some(purpose);
        vec![Effect::Work(Request::LoadFrequency { epoch: self.epoch, filter, columns, most })]
    }

    /// Takes in an answer to what was asked. A question that failed is answered by nothing.
    pub(super) fn hear<'r>(&mut self, reply: &'r Reply) -> Option<(Purpose, &'r [Frequency])> {
        let tables: &[Frequency] = match reply {
            Reply::Frequency { epoch, tables } if *epoch == self.epoch => tables,
            Reply::Failed { slot: Slot::Frequency, epoch, .. } if *epoch == self.epoch => &[],
            _ => return None,
        };
        self.asked.take().map(|purpose| (purpose, tables))
    }
}
