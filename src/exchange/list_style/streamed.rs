//! Lists of any length: one row at a time, one project at a time.
//!
//! What a row shows of its project is the same in all rows of the project, mostly: it is read once.

use std::collections::BTreeMap;

use super::{Header, LOOKED_AT, List, Listed, walk};
use crate::exchange::headings::{self, Column};
use crate::exchange::indicators::{self, IndicatorTable};
use crate::exchange::read::{Draft, Harvest, ReadOptions};
use crate::exchange::sheet::Sheet;
use crate::model::ids::tagged_sha256;

/// A list that is taken row by row, because the rows at its beginning show nothing else. A project's form is ready as
/// soon as another project begins.
pub struct Streamed {
    list: List,
}

impl Streamed {
    /// The list that the first rows of a sheet begin, and the rows it takes.
    pub fn begin(window: &Sheet, options: &ReadOptions, harvest: &mut Harvest) -> Option<(Streamed, Listed)> {
        let (ended, open) = walk(window, options, harvest);
        let list = open
            .filter(|list| ended.is_empty() && !list.drafts.is_empty() && !window.merges_below(list.header.last_row))?;
        let listed = Listed { first: list.first, last: u32::MAX };
        Some((Streamed { list }, listed))
    }

    /// Takes the next row. False when the sheet has to be understood as a whole: something else begins, or rows of a
    /// project stand apart.
    pub fn row(&mut self, sheet: &Sheet, row: u32, harvest: &mut Harvest) -> bool {
        if !self.list.begins_like_before(sheet, row) {
            if let Some(header) = Header::read(sheet, row, None) {
                self.list.last = header.last_row;
                return self.list.header.columns == header.columns;
            }
            let cells = sheet.cells(row);
            if cells.len() == 1 && headings::is_title(&cells[0].1.text) {
                return false;
            }
        }
        self.list.row(sheet, row, harvest);
        !self.list.met_again
    }

    /// Forms that no later row can add to, in their order.
    pub fn ready(&mut self) -> impl Iterator<Item = Draft> + '_ {
        // The project of the row before may still grow; it need not be the one that was met last.
        let last = self.list.drafts.len().saturating_sub(1);
        let ready = self.list.current.map_or(last, |current| last.min(current - self.list.handed_on));
        self.list.handed_on += ready;
        self.list.drafts.drain(..ready).map(numbered)
    }

    /// The forms that are left.
    pub fn finish(self) -> impl Iterator<Item = Draft> {
        self.list.drafts.into_iter().map(numbered)
    }
}

/// A draft with its indicators in order.
pub(super) fn numbered(mut draft: Draft) -> Draft {
    draft.form.indicators = indicators::number(std::mem::take(&mut draft.form.indicators));
    draft
}

impl List {
    /// The project of the row before when this row shows the same of it: nothing can be learnt from reading it again.
    pub(super) fn same_project(&self, sheet: &Sheet, row: u32, indicator: bool) -> Option<usize> {
        let mut before = self.before.iter();
        let same = indicator
            && self.header.of_project.iter().all(|column| {
                before
                    .next()
                    .is_some_and(|text| text.as_deref() == self.shown(sheet, row, *column).map(|cell| &*cell.text))
            });
        self.current.filter(|_| same && !self.before.is_empty())
    }

    /// Keeps what a row with an indicator shows of its project.
    pub(super) fn remember(&mut self, sheet: &Sheet, row: u32, indicator: bool) {
        let mut before = std::mem::take(&mut self.before);
        before.clear();
        if indicator {
            let shown = |column: &Column| self.text(sheet, row, *column);
            before.extend(self.header.of_project.iter().map(shown));
        }
        self.before = before;
    }

    /// Whether a row begins like the last one that was no heading: then it is none either.
    fn begins_like_before(&mut self, sheet: &Sheet, row: u32) -> bool {
        let cells = sheet.cells(row);
        let first = cells.iter().take(LOOKED_AT).map(|(_, cell)| cell.text.as_str());
        if first.clone().eq(self.begun.iter().map(String::as_str)) && cells.len() > 1 {
            return true;
        }
        self.begun.clear();
        if !first.clone().any(|text| headings::column(text).is_some()) {
            self.begun.extend(first.map(str::to_owned));
        }
        false
    }
}

/// The columns that may say something of the project where rows hold indicators.
pub(super) fn of_project(columns: &BTreeMap<Column, u16>) -> Vec<Column> {
    columns.keys().copied().filter(|column| !of_row(*column)).collect()
}

/// Whether a column says nothing of the project where rows hold indicators: see `List::fill` and `more`.
fn of_row(column: Column) -> bool {
    use Column::{
        Actual, Basis, Deduction, Description, DeviationReason, Explanation, IndicatorCode, IndicatorNature,
        Likelihood, Measures, PreviousActual, Remark, Score, ScoringStandard, Sequence,
    };
    IndicatorTable::owns(column)
        || matches!(
            column,
            Actual
                | Basis
                | Deduction
                | Description
                | DeviationReason
                | Explanation
                | IndicatorCode
                | IndicatorNature
                | Likelihood
                | Measures
                | PreviousActual
                | Remark
                | Score
                | ScoringStandard
                | Sequence
        )
}

/// What names a project, as a hash.
pub(super) fn named(year: Option<u16>, parts: &[&str]) -> u64 {
    let hash = tagged_sha256("wx-list-project", &[&year.unwrap_or(0).to_le_bytes(), parts.join("\0").as_bytes()]);
    u64::from_le_bytes(std::array::from_fn(|at| hash[at]))
}
