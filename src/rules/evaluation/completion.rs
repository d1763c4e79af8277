//! S01, S10 and S12: what is not filled in, what says nothing, what is copied (E001, E030 to E032).

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::{Check, Evaluation, Line, NOTHING, told};
use crate::model::finding::{Cell, Severity, Threshold};
use crate::model::form::{Amount, MoreField};
use crate::rules::check::text::{is_missing, likeness, norm};
use crate::rules::check::words::List;
use crate::rules::check::{Hit, MATTER};

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "E001",
        version: 1,
        category: "S01",
        severity: Severity::Error,
        source: "practice: published self-evaluations",
        run: compulsory_blank,
    },
    Check {
        id: "E030",
        version: 1,
        category: "S10",
        severity: Severity::Warning,
        source: "practice: published self-evaluations",
        run: completion_says_nothing,
    },
    Check {
        id: "E031",
        version: 1,
        category: "S12",
        severity: Severity::Warning,
        source: "practice: forms of the integrated budget system",
        run: no_measures,
    },
    Check {
        id: "E032",
        version: 1,
        category: "S10",
        severity: Severity::Info,
        source: "practice: findings of published rechecks",
        run: copied_from_others,
    },
];

static PROJECT: LazyLock<List> = LazyLock::new(|| List::named("printed-project-name"));
static UNIT: LazyLock<List> = LazyLock::new(|| List::named("printed-unit"));
static COMPLETION: LazyLock<List> = LazyLock::new(|| List::named("printed-completion"));
static ADJUSTED: LazyLock<List> = LazyLock::new(|| List::named("printed-adjusted"));
static EXECUTED: LazyLock<List> = LazyLock::new(|| List::named("printed-executed"));
static ACTUAL: LazyLock<List> = LazyLock::new(|| List::named("printed-actual"));

/// E001: a compulsory cell is empty: project, unit, completion of the goal, adjusted budget, spending, any actual value.
///
/// Narrower than the catalogue: a sheet that has no block of funds, or no goal at all, is a list of indicators, and these cells
/// are not missed there. A row without name and target is none.
fn compulsory_blank(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let form = evaluation.form;
    let absent = |amount: &Option<Amount>| amount.as_ref().is_none_or(|amount| is_missing(&amount.raw));
    let goal = form.goal.annual.is_some() || form.goal.actual.is_some();
    let funds = evaluation.has_funds();
    let cells = [
        (is_missing(&form.name), Cell::Name, &PROJECT),
        ((goal || funds) && is_missing(&form.unit.name), Cell::Unit, &UNIT),
        (goal && form.goal.actual.as_deref().is_none_or(is_missing), Cell::Completion, &COMPLETION),
        (funds && absent(&form.funds.adjusted), Cell::Funds, &ADJUSTED),
        (funds && absent(&form.funds.executed), Cell::Funds, &EXECUTED),
    ];
    let missed = cells.into_iter().filter(|(missing, ..)| *missing);
    let whole = missed.map(|(_, cell, label)| {
        Hit::whole(cell).fact("missing", label.first()).fact("indicator", form.name.trim()).fact(MATTER, label.first())
    });
    let named = |line: &Line<'_>| !(line.row.name.is_empty() && line.row.indicator.target.trim().is_empty());
    let rows = evaluation.lines.iter().filter(|line| is_missing(line.actual) && named(line));
    whole.chain(rows.map(|line| line.hit(Cell::Actual).fact("missing", ACTUAL.first()))).collect()
}

/// E030: the statement of completion says nothing: too short, or the goal once more. A blank one is E001's.
fn completion_says_nothing(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let goal = &evaluation.form.goal;
    let completion = goal.actual.as_deref().unwrap_or_default();
    if is_missing(completion) {
        return Vec::new();
    }
    let length = norm(completion).chars().count();
    let shortest = evaluation.settings.number(Threshold::CompletionShortest);
    let alike = goal.annual.as_deref().filter(|goal| !is_missing(goal)).map(|goal| likeness(goal, completion));
    let copied = alike.is_some_and(|alike| alike >= evaluation.settings.number(Threshold::CompletionCopied));
    if Decimal::from(length) >= shortest && !copied {
        return Vec::new();
    }
    let hit = Hit::whole(Cell::Completion).fact("length", length).fact("shortest", shortest.normalize());
    vec![hit.fact("likeness", told(alike.unwrap_or_default() * Decimal::ONE_HUNDRED))]
}

static MEASURES: LazyLock<List> = LazyLock::new(|| List::named("speaks-of-measures"));

/// E031: points were lost or a target was missed, and no measures are named.
///
/// Measures are those of the form; where it has none, what a row says of reasons and measures counts (the column is one in the
/// national form) if it speaks of what will be done.
fn no_measures(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let below = evaluation.settings.number(Threshold::ImproveBelow);
    let total = evaluation.total();
    let missed = evaluation.lines.iter().filter(|line| line.reached() == Some(false)).count();
    let asked = missed > 0 || total.is_some_and(|total| total < below);
    let in_rows = evaluation.lines.iter().any(|line| {
        let reason = line.row.indicator.deviation_reason.as_deref().unwrap_or_default();
        line.reached() == Some(false) && MEASURES.is_in(reason)
    });
    if !asked || in_rows || !is_missing(evaluation.more(MoreField::Measures)) {
        return Vec::new();
    }
    let total = total.map_or_else(|| NOTHING.to_owned(), |total| total.normalize().to_string());
    vec![Hit::whole(Cell::Measures).fact("score", total).fact("missed", missed).fact("below", below.normalize())]
}

/// E032: a passage stands in the evaluation of another department, too. The passages are found by whoever knows them all.
fn copied_from_others(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let least = evaluation.settings.number(Threshold::CopiedText);
    let long = |passage: &str| Decimal::from(passage.chars().count()) >= least;
    let copies = evaluation.around.copied.iter().filter(|copied| long(&copied.passage));
    copies
        .map(|copied| {
            let hit = Hit::whole(Cell::Completion).fact("department", &copied.department);
            let hit = hit.fact("project", &copied.project).fact("passage", &copied.passage);
            hit.fact("length", copied.passage.chars().count())
        })
        .collect()
}
