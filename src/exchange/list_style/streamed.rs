//! Lists of any length: one row at a time, one project at a time.
//!
//! What a row shows of its project is the same in all rows of the project, mostly: it is read once.

use super::{List, Listed, walk};
use crate::exchange::headings::{self, Column};
use crate::exchange::indicators;
use crate::exchange::list_header::{Header, LOOKED_AT};
use crate::exchange::read::{Draft, Harvest, ReadOptions};
use crate::exchange::sheet::Sheet;
use crate::model::form::FormKind;
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
            if let Some(header) = Header::read(sheet, row) {
                self.list.last = header.last_row;
                return self.list.header.columns == header.columns;
            }
            let cells = sheet.cells(row);
            if cells.len() == 1 && headings::is_title(&cells[0].1.text) {
                return false;
            }
        }
        self.list.row(sheet, row, harvest);
        !self.list.streaming.met_again
    }

    /// Forms that no later row can add to, in their order.
    pub fn ready(&mut self) -> impl Iterator<Item = Draft> + '_ {
        // The project of the row before may still grow; it need not be the one that was met last.
        let last = self.list.drafts.len().saturating_sub(1);
        let ready = self.list.current.map_or(last, |current| last.min(current - self.list.streaming.handed_on));
        self.list.streaming.handed_on += ready;
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
        let mut before = self.streaming.before.iter();
        let same = indicator
            && self.streaming.of_project.iter().all(|column| {
                before
                    .next()
                    .is_some_and(|text| text.as_deref() == self.shown(sheet, row, *column).map(|cell| &*cell.text))
            });
        self.current.filter(|_| same && !self.streaming.before.is_empty())
    }

    /// Keeps what a row with an indicator shows of its project.
    pub(super) fn remember(&mut self, sheet: &Sheet, row: u32, indicator: bool) {
        let mut before = std::mem::take(&mut self.streaming.before);
        before.clear();
        if indicator {
            let shown = |column: &Column| self.text(sheet, row, *column);
            before.extend(self.streaming.of_project.iter().map(shown));
        }
        self.streaming.before = before;
    }

    /// Whether a row begins like the last one that was no heading: then it is none either.
    fn begins_like_before(&mut self, sheet: &Sheet, row: u32) -> bool {
        let cells = sheet.cells(row);
        let first = cells.iter().take(LOOKED_AT).map(|(_, cell)| cell.text.as_str());
        if first.clone().eq(self.streaming.begun.iter().map(String::as_str)) && cells.len() > 1 {
            return true;
        }
        self.streaming.begun.clear();
        if !first.clone().any(|text| headings::column(text).is_some()) {
            self.streaming.begun.extend(first.map(str::to_owned));
        }
        false
    }
}

/// What goes on while a list is taken row by row.
#[derive(Debug, Default)]
pub(super) struct Streaming {
    /// Drafts that are no longer here.
    pub handed_on: usize,
    /// A row spoke of a project that was handed on.
    pub met_again: bool,
    /// Columns that may say something of the project where rows hold indicators; none where each row adds to what is
    /// known of it.
    of_project: Vec<Column>,
    /// What the last row with an indicator that was read in full showed in them.
    before: Vec<Option<String>>,
    /// First cells of the last row that cannot be a heading.
    begun: Vec<String>,
}

impl Streaming {
    pub fn new(header: &Header, kind: FormKind) -> Streaming {
        let adds = kind == FormKind::Reply || header.has(Column::FundsSource);
        let columns = header.columns.keys().copied().filter(|column| !adds && !of_row(*column));
        Streaming { of_project: columns.collect(), ..Streaming::default() }
    }
}

/// Whether a column says nothing of the project where rows hold indicators: see `List::fill` and `more`.
fn of_row(column: Column) -> bool {
    use Column::{
        Actual, Basis, Deduction, Description, DeviationReason, Explanation, IndicatorCode, IndicatorNature,
        Likelihood, Measures, PreviousActual, Remark, Score, ScoringStandard, Sequence,
    };
    column.is_of_indicators()
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
