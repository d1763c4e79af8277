//! S04 and S01: an evaluation beside its recheck (E034), and the one that is not there (E035).

use rust_decimal::Decimal;

use super::{Check, Evaluation, NOTHING, as_finding, is_off};
use crate::model::finding::{Cell, CheckSettings, Finding, Severity};
use crate::model::form::Form;
use crate::model::score::Deviation;
use crate::rules::check::{Hit, MATTER};
use crate::rules::score::by_points;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "E034",
        version: 1,
        category: "S04",
        severity: Severity::Error,
        source: "our default; what follows: Zhejiang 2021",
        run: recheck_differs,
    },
    MISSING,
];

/// E035 speaks of an evaluation that is not there; on one that is, it finds nothing.
const MISSING: Check = Check {
    id: "E035",
    version: 1,
    category: "S01",
    severity: Severity::Error,
    source: "practice: 100 % of projects are self-evaluated",
    run: |_| Vec::new(),
};

/// E034: the recheck differs from the self-score by more than the profile calls consistent, or by a grade.
fn recheck_differs(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let (Some(own), Some(recheck)) = (evaluation.total(), evaluation.around.recheck) else { return Vec::new() };
    let rules = evaluation.rules;
    let level = by_points(own, recheck, rules);
    let regraded = rules.grade(own) != rules.grade(recheck);
    let severity = match level {
        Some(Deviation::Large | Deviation::Serious) => Severity::Error,
        Some(Deviation::Slight) => Severity::Warning,
        Some(Deviation::Consistent) if regraded => Severity::Warning,
        Some(Deviation::Consistent) | None => return Vec::new(),
    };
    let gap = own.saturating_sub(recheck);
    let rate = gap.checked_mul(Decimal::ONE_HUNDRED).and_then(|gap| gap.checked_div(own)).unwrap_or_default();
    let hit = Hit::whole(Cell::Total).severity(severity).fact("self", own.normalize());
    let hit = hit.fact("recheck", recheck.normalize()).fact("difference", gap.normalize());
    vec![hit.fact("percent", super::told(rate)).fact(MATTER, "recheck")]
}

/// E035: an approved project has no self-evaluation. `None` where the place turned the check off. Who is in the scope and who filed
/// is known to whoever keeps the lists.
pub fn missing_evaluation(approved: &Form, settings: &CheckSettings) -> Option<Finding> {
    if is_off(&MISSING, settings) {
        return None;
    }
    let hit = Hit::whole(Cell::File).fact("project", &approved.name).fact("year", approved.year);
    Some(as_finding(&MISSING, hit.fact("code", approved.code.as_deref().unwrap_or(NOTHING)), settings))
}
