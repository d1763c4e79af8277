//! Tables that the vocabulary does not know: shown, guessed at, and read by a mapping that a person made.
//!
//! A mapping is applied as a relabelling: before the ordinary readers see a sheet, headings and labels that it names are
//! shown under the vocabulary's own words, ignored ones not at all. Rows and columns stay where they are, so every place
//! that people are told is one of their file. A proposal never holds by itself. Scores are integers; what speaks for a
//! meaning is kept beside it. Deliberately absent: files of mappings (`config::mappings`) and questions to people.
//!
//! Rooms: `window` (the first rows as values) · `layout` (fingerprints and headings) · `apply` (relabelling) · `words`
//! (likeness of headings) · `content` (what cells speak for) · `heading` (where a heading row is) · `propose`.

mod apply;
mod content;
mod heading;
mod layout;
mod propose;
mod window;
mod words;

use std::sync::Arc;

use super::headings;
use super::read::{Harvest, ReadOptions, Reason, Warning};
use super::sheet::Sheet;
use crate::model::mapping::{COLUMNS, Certainty, Group, SurveyedSheet, UnknownTable, Window};

pub use apply::{Applied, apply, apply_again};
pub use layout::form_fingerprint;
pub use propose::propose;
pub use window::of as window_of;

/// Columns with known headings below which a sheet that gave nothing is no table at all.
const COLUMNS_MIN: usize = 2;

/// The sheet with a proposal for it; `None` where nothing looks like a heading row or a labelled form.
pub fn unknown(sheet: &Sheet) -> Option<UnknownTable> {
    guess(window::of(sheet))
}

fn guess(window: Window) -> Option<UnknownTable> {
    let proposal = propose::best(&window);
    let table = proposal.columns.len() >= COLUMNS_MIN || !proposal.labels.is_empty();
    table.then_some(UnknownTable { window, proposal })
}

/// Where a sheet began in the harvest.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    drafts: usize,
    rejects: usize,
    nameless: usize,
}

impl Mark {
    /// Before a sheet is read.
    pub(super) fn of(harvest: &Harvest) -> Mark {
        Mark { drafts: harvest.drafts.len(), rejects: harvest.rejects.len(), nameless: harvest.nameless.len() }
    }
}

/// How a sheet was understood, after it was read. `sheet` is as the readers saw it.
pub(super) fn surveyed(sheet: &Sheet, applied: Option<&Applied>, harvest: &Harvest, mark: Mark) -> SurveyedSheet {
    let drafts = harvest.drafts.get(mark.drafts..).unwrap_or_default();
    let mut counted = SurveyedSheet { sheet: sheet.name.clone(), ..SurveyedSheet::default() };
    drafts.iter().for_each(|draft| counted.count(&draft.form));
    counted.rejects = harvest.rejects.len().saturating_sub(mark.rejects) as u64;
    let nothing = drafts.is_empty() && harvest.nameless.len() == mark.nameless;
    looked_at(counted, applied, nothing, lost(&sheet.name, harvest), || window::of(sheet))
}

/// How a list was understood that was taken row by row; `window` is its beginning as the reader saw it.
pub(super) fn streamed(
    counted: SurveyedSheet,
    applied: Option<&Applied>,
    harvest: &Harvest,
    window: Window,
) -> SurveyedSheet {
    let (nothing, lost) = (counted.projects == 0, lost(&window.sheet, harvest));
    looked_at(counted, applied, nothing, lost, || window)
}

fn looked_at(
    counted: SurveyedSheet,
    applied: Option<&Applied>,
    nothing: bool,
    lost: bool,
    window: impl FnOnce() -> Window,
) -> SurveyedSheet {
    let asked = || match applied {
        Some(applied) => guess((*applied.window).clone()),
        None => guess(window()),
    };
    // Looked at again where columns may have been lost: a list with columns nobody knows, a form without indicators.
    let unknown = match () {
        () if nothing => asked(),
        () if lost => asked().filter(has_open),
        () if counted.indicators == 0 => asked().filter(hides_indicators),
        () => None,
    };
    SurveyedSheet { mapping: applied.map(|applied| applied.name.clone()), unknown: unknown.map(Arc::new), ..counted }
}

/// Whether a list of this sheet has columns that nobody knows.
fn lost(sheet: &str, harvest: &Harvest) -> bool {
    harvest.warnings.iter().any(|warning| warning.sheet == sheet && warning.reason.key == "reason-column-unknown")
}

/// Whether a table that was read has headings that nobody knows.
fn has_open(table: &UnknownTable) -> bool {
    table.proposal.columns.iter().any(|column| headings::column(&column.printed).is_none())
}

/// Whether columns under headings that nobody knows look like those of indicators.
fn hides_indicators(table: &UnknownTable) -> bool {
    let fields = table.proposal.columns.iter().filter(|column| {
        headings::column(&column.printed).is_none()
            && column.certainty != Certainty::Unknown
            && column.means.is_some_and(|id| COLUMNS.contains(&(id, Group::Indicator)))
    });
    // A row of labels with their values is no heading.
    let labels = table.proposal.columns.iter().any(|column| !headings::labels(&column.printed).is_empty());
    let known_by = |id: &str| table.proposal.columns.iter().find(|column| column.means == Some(id));
    let valued = ["target", "actual"].iter().filter_map(|id| known_by(id)).any(|column| {
        headings::column(&column.printed).is_none() && column.why.iter().any(|why| why.key == "mapping-why-values")
    });
    fields.count() >= 3 && known_by("level3").is_some() && valued && !labels
}

/// A remark on a form that was read without the indicators that seem to be there.
pub(super) fn remark(surveyed: &SurveyedSheet) -> Option<Warning> {
    let table = surveyed.unknown.as_ref().filter(|_| surveyed.projects > 0 && surveyed.indicators == 0)?;
    let row = table.window.rows.get(table.proposal.heading_at)?.row + 1;
    let reason = Reason::new("reason-indicators-unknown");
    hides_indicators(table).then(|| Warning { sheet: surveyed.sheet.clone(), row, column: 0, reason })
}

/// What a mapping says beyond the sheet, where neither the sheet nor whoever imports does.
pub(super) fn options(given: &ReadOptions, applied: Option<&Applied>) -> ReadOptions {
    let mut options = given.clone();
    if let Some(applied) = applied {
        options.kind = options.kind.or(applied.kind);
        options.project = options.project.or_else(|| applied.project.clone());
    }
    options
}

#[cfg(test)]
mod tests;
