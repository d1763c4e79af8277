//! The slips that the sample makes on purpose: which ones, how many, where.
//!
//! A slip changes what is printed and records a [`Mark`](super::paper::Mark). Slips are grouped by the part of the
//! paper they touch and made in that order, so that one never hides another.

use super::library::{Facet, Group, Library, Micro};
use super::paper::Draft;
use super::plan::{Aim, Plan, weigh};
use super::stream::Stream;

/// Part of the paper, in the order in which slips are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Which rows there are.
    Rows,
    /// One row.
    Row,
    /// Points.
    Weights,
    /// Funds block.
    Funds,
    /// Goal texts.
    Goal,
    /// Head of the form.
    Head,
    /// Totals, after everything else.
    Total,
}

/// What a slip may look at.
pub(super) struct Desk<'a> {
    pub(super) library: &'a Library,
    pub(super) plan: &'a Plan<'a>,
    /// A project of another area.
    pub(super) other: &'a Plan<'a>,
    /// An earlier project of the same unit.
    pub(super) sibling: Option<&'a Plan<'a>>,
}

/// One kind of slip. `make` says whether it fitted; when not, the draft is thrown away.
pub(super) struct Slip {
    pub(super) class: &'static str,
    pub(super) part: Part,
    pub(super) make: fn(&mut Draft, &Desk, &mut Stream) -> bool,
}

/// Makes `count` slips of different classes; every class is as likely as any other.
pub(super) fn make(draft: &mut Draft, kinds: &[&[Slip]], count: usize, desk: &Desk, stream: &mut Stream) {
    let kinds: Vec<&Slip> = kinds.iter().flat_map(|kinds| kinds.iter()).collect();
    let mut classes: Vec<&'static str> = kinds.iter().map(|slip| slip.class).collect();
    classes.sort_unstable();
    classes.dedup();
    stream.shuffle(&mut classes);
    let mut chosen: Vec<&Slip> = Vec::new();
    for class in classes {
        // A form that is too good to be true must stay so: S04 stands alone.
        let alone = |slip: &&Slip| slip.class == "S04";
        if chosen.len() == count || chosen.iter().any(alone) {
            break;
        }
        if class == "S04" && !chosen.is_empty() {
            continue;
        }
        let mut fitting: Vec<&Slip> = kinds.iter().filter(|slip| slip.class == class).copied().collect();
        stream.shuffle(&mut fitting);
        // Parts that are taken are left alone, rows excepted.
        let free = |slip: &&&Slip| slip.part == Part::Row || chosen.iter().all(|other| other.part != slip.part);
        if let Some(slip) = fitting.iter().filter(free).find(|slip| (slip.make)(&mut draft.clone(), desk, stream)) {
            chosen.push(slip);
        }
    }
    chosen.sort_by_key(|slip| slip.part);
    for slip in chosen {
        // On a copy: one that no longer fits after the others leaves no trace.
        let mut attempt = draft.clone();
        if (slip.make)(&mut attempt, desk, stream) {
            *draft = attempt;
        }
    }
}

/// Spreads the points anew after rows went or came; what a missing class would have had goes to the outputs.
pub(super) fn reweigh(draft: &mut Draft) {
    let structure = draft.structure;
    let mut rows: Vec<_> = draft.lines.iter().filter(|line| line.id < 1_000).map(|line| line.truth.clone()).collect();
    weigh(&mut rows, structure);
    let total: i64 = rows.iter().filter_map(|row| row.weight).sum();
    let heir = rows.iter().position(|row| structure.group(row.facet) == Group::Output).unwrap_or(0);
    if let Some(weight) = rows.get_mut(heir).and_then(|row| row.weight.as_mut()) {
        *weight += 9_000 - total;
    }
    for (line, row) in draft.lines.iter_mut().filter(|line| line.id < 1_000).zip(rows) {
        line.truth.weight = row.weight;
    }
    draft.reprint_weights();
}

/// A random annual row that fits.
pub(super) fn some_row(
    draft: &Draft,
    stream: &mut Stream,
    fits: impl Fn(&super::paper::Line) -> bool,
) -> Option<usize> {
    let rows = draft.rows(fits);
    if rows.is_empty() { None } else { Some(*stream.pick(&rows)) }
}

/// The number a row aims at.
pub(super) fn aimed(line: &super::paper::Line) -> Option<Micro> {
    match line.truth.aim {
        Aim::Number(_, value) => Some(value),
        _ => None,
    }
}

/// Whether a row is a percentage.
pub(super) fn is_rate(line: &super::paper::Line) -> bool {
    line.truth.unit == "%" && aimed(line).is_some()
}

/// Whether a row counts things.
pub(super) fn is_count(line: &super::paper::Line) -> bool {
    line.truth.unit != "%" && line.truth.facet == Facet::Quantity && aimed(line).is_some()
}
