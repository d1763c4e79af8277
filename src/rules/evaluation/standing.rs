//! S04 自评虚高: the evaluation as a whole (E025 to E027).

use rust_decimal::Decimal;

use super::{Check, Evaluation, Line, told};
use crate::model::finding::{Cell, Level1, Severity, Threshold};
use crate::rules::check::Hit;
use crate::rules::score::fraction::Fraction;
use crate::rules::score::row::{number, read_actual};

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "E025",
        version: 1,
        category: "S04",
        severity: Severity::Warning,
        source: "practice: findings of published rechecks",
        run: everything_full,
    },
    Check {
        id: "E026",
        version: 1,
        category: "S04",
        severity: Severity::Warning,
        source: "our default, after the double monitoring of spending and targets (Zhejiang 2021)",
        run: spending_and_output_disagree,
    },
    Check {
        id: "E027",
        version: 1,
        category: "S04",
        severity: Severity::Info,
        source: "our default",
        run: echo_of_targets,
    },
];

/// E025: all points everywhere.
///
/// A warning where so have nearly all projects of the unit (from 90 %); only information where the others are not known; nothing
/// where others of the unit lost points.
fn everything_full(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let total = evaluation.total() == Some(evaluation.rules.total);
    if !total || evaluation.lines.is_empty() || !evaluation.lines.iter().all(Line::is_full) {
        return Vec::new();
    }
    let hit =
        Hit::whole(Cell::Total).fact("rows", evaluation.lines.len()).fact("total", evaluation.rules.total.normalize());
    let hit = hit.fact(crate::rules::check::MATTER, "full");
    let Some(unit) = evaluation.around.unit.filter(|unit| unit.projects > 1) else {
        return vec![hit.fact("full", 1).fact("projects", 1).severity(Severity::Info)];
    };
    let share = evaluation.settings.number(Threshold::FullShare);
    let enough = Decimal::from(unit.full) * Decimal::ONE_HUNDRED >= share * Decimal::from(unit.projects);
    if enough { vec![hit.fact("full", unit.full).fact("projects", unit.projects)] } else { Vec::new() }
}

/// E026: little was spent, and every output has all points.
fn spending_and_output_disagree(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let line = evaluation.settings.number(Threshold::SpentLittle);
    let Some(rate) = evaluation.rate().filter(|rate| *rate < line) else { return Vec::new() };
    let outputs: Vec<&Line<'_>> =
        evaluation.lines.iter().filter(|line| line.row.level1 == Some(Level1::Output)).collect();
    if outputs.is_empty() || !outputs.iter().all(|line| line.is_full()) {
        return Vec::new();
    }
    let hit = Hit::whole(Cell::Rows).fact("rate", told(rate)).fact("line", line.normalize());
    vec![hit.fact("rows", outputs.len())]
}

/// E027: every numeric row reached its target to the digit.
fn echo_of_targets(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let numeric: Vec<&Line<'_>> = evaluation
        .lines
        .iter()
        .filter(|line| line.row.number.is_some() && number(&read_actual(&line.row, line.actual)).is_some())
        .collect();
    let least = evaluation.settings.number(Threshold::EchoRows);
    let equal = |line: &&Line<'_>| {
        let zero = line.row.number == Some(Decimal::ZERO);
        let ratio = line.judged.as_ref().ok().and_then(|judged| judged.ratio);
        zero && number(&read_actual(&line.row, line.actual)) == Some(Decimal::ZERO) || ratio == Some(Fraction::ONE)
    };
    if Decimal::from(numeric.len()) < least || !numeric.iter().all(equal) {
        return Vec::new();
    }
    vec![Hit::whole(Cell::Rows).fact("rows", numeric.len()).fact(crate::rules::check::MATTER, "echo")]
}
