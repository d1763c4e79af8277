//! S08 指标与批复不一致: the evaluation beside the approved form (E002 to E005).

use super::{Check, Evaluation};
use crate::model::finding::{Cell, Severity, Threshold};
use crate::rules::check::{Hit, Row};
use crate::rules::score::approved::{is_named, pairs, same_targets};
use crate::rules::score::weight;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "E002",
        version: 1,
        category: "S08",
        severity: Severity::Error,
        source: "Caiyu [2015] 88: approved targets are not changed as a rule",
        run: approved_dropped,
    },
    Check {
        id: "E003",
        version: 1,
        category: "S08",
        severity: Severity::Warning,
        source: "Caiyu [2015] 88: approved targets are not changed as a rule",
        run: not_approved,
    },
    Check {
        id: "E004",
        version: 1,
        category: "S08",
        severity: Severity::Error,
        source: "Caiyu [2015] 88: approved targets are not changed as a rule",
        run: target_changed,
    },
    Check {
        id: "E005",
        version: 1,
        category: "S08",
        severity: Severity::Warning,
        source: "our default",
        run: weight_changed,
    },
];

fn rows<'a>(evaluation: &Evaluation<'a>) -> Vec<Row<'a>> {
    evaluation.lines.iter().map(|line| line.row.clone()).collect()
}

/// E002: an approved indicator is not in the evaluation; one finding for each. Nothing is said where the evaluation has no
/// indicator at all: then the sheet is none of indicators.
fn approved_dropped(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let approved = evaluation.approved();
    if evaluation.lines.is_empty() {
        return Vec::new();
    }
    let left = pairs(&rows(evaluation), approved).left;
    let hit = |row: &Row<'_>| {
        let hit = Hit::whole(Cell::Rows).fact("indicator", &row.name).fact("target", row.indicator.printed_target());
        let counted = hit.fact("approved", approved.len()).fact("rows", evaluation.lines.len());
        counted.fact(crate::rules::check::MATTER, &row.name)
    };
    left.iter().filter_map(|at| approved.get(*at)).map(hit).collect()
}

/// E003: an indicator was not approved.
fn not_approved(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let approved = evaluation.approved();
    if approved.is_empty() {
        return Vec::new();
    }
    let added = evaluation.lines.iter().filter(|line| !is_named(&line.row, approved));
    added.map(|line| line.hit(Cell::Indicator).fact("approved", approved.len())).collect()
}

/// Rows with their approved ones.
fn matched<'a>(evaluation: &'a Evaluation<'_>) -> Vec<(&'a super::Line<'a>, &'a Row<'a>)> {
    let approved = evaluation.approved();
    let partners = pairs(&rows(evaluation), approved).partners;
    let both = evaluation.lines.iter().zip(partners);
    both.filter_map(|(line, partner)| Some((line, approved.get(partner?)?))).collect()
}

/// E004: the target is another than approved, whatever the unit.
fn target_changed(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let changed = matched(evaluation).into_iter().filter(|(line, row)| !same_targets(&line.row, row));
    changed.map(|(line, row)| line.hit(Cell::Value).fact("approved", row.indicator.printed_target())).collect()
}

/// E005: the points are others than approved.
fn weight_changed(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let tolerance = evaluation.settings.number(Threshold::WeightTolerance);
    let mut hits = Vec::new();
    for (line, row) in matched(evaluation) {
        let Some((now, approved)) = line.weight.zip(weight(row)) else { continue };
        if (now - approved).abs() > tolerance {
            hits.push(line.hit_with_points(Cell::Weight).fact("approved", approved.normalize()));
        }
    }
    hits
}
