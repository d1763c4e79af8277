//! S05, S06 and S07: actual values, what explains them, and what proves them (E017 to E019, E021 to E023, E029).

use rust_decimal::Decimal;

use super::{Check, Evaluation, Line, told};
use crate::model::finding::{Cell, Level1, Severity, Threshold};
use crate::model::form::MoreField;
use crate::model::score::Unread;
use crate::model::value::ValueKind;
use crate::rules::check::Hit;
use crate::rules::check::text::{is_missing, norm};
use crate::rules::score::far_above;
use crate::rules::score::fraction::Fraction;
use crate::rules::score::row::{Direction, direction, number, read_actual};
use crate::rules::score::tiers::read_tier;

const fn check(
    id: &'static str,
    category: &'static str,
    severity: Severity,
    source: &'static str,
    run: fn(&Evaluation<'_>) -> Vec<Hit>,
) -> Check {
    Check { id, version: 1, category, severity, source, run }
}

const SYSTEM: &str = "practice: forms of the integrated budget system";
const RECHECK: &str = "practice: findings of published rechecks";

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    check("E017", "S06", Severity::Error, SYSTEM, missed_without_reason),
    check("E018", "S07", Severity::Warning, RECHECK, overshoot_unexplained),
    check("E019", "S07", Severity::Warning, RECHECK, target_too_low),
    check("E021", "S05", Severity::Warning, SYSTEM, words_for_a_number),
    check("E022", "S05", Severity::Info, "our default", copies_the_target),
    check("E023", "S05", Severity::Warning, "our default", satisfaction_without_survey),
    check("E029", "S05", Severity::Warning, "Zhejiang 2021: spot checks verify on site", sampled_without_evidence),
];

/// actual / target in percent.
fn percent(line: &Line<'_>) -> Option<Decimal> {
    let ratio = line.judged.as_ref().ok()?.ratio?;
    ratio.times(Fraction::of(Decimal::ONE_HUNDRED)?)?.rounded(2)
}

/// E017: missed, and no reason given.
fn missed_without_reason(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let reason = |line: &Line<'_>| line.row.indicator.deviation_reason.clone().unwrap_or_default();
    let silent = evaluation.lines.iter().filter(|line| line.reached() == Some(false) && is_missing(&reason(line)));
    silent.map(|line| line.hit(Cell::Reason)).collect()
}

/// E018: far above the target (from 130 % on), and nothing says why. Rates are left out: they cannot be exceeded by so much.
fn overshoot_unexplained(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let far = |line: &&Line<'_>| {
        line.judged.as_ref().is_ok_and(|judged| far_above(&line.row, judged, evaluation.rules)) && !line.is_explained()
    };
    let hit = |line: &Line<'_>| {
        let percent = percent(line).map(told).unwrap_or_default();
        line.hit(Cell::Reason).fact("percent", percent).fact("line", evaluation.rules.overshoot.normalize())
    };
    evaluation.lines.iter().filter(far).map(hit).collect()
}

/// E019: the target was set too low: twice reached, or half used up where less is better.
///
/// Narrower than the catalogue: rates are left out, for 1 % of errors where 5 % are allowed is what is wanted; and so are costs,
/// for half of the budget spent is low execution (E013) and no low target.
fn target_too_low(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let line = evaluation.settings.number(Threshold::TargetTooLow);
    let Some(far) = Fraction::percent(line).filter(|far| *far > Fraction::ZERO) else { return Vec::new() };
    let low = |it: &&Line<'_>| {
        let Some(ratio) = it.judged.as_ref().ok().and_then(|judged| judged.ratio) else { return false };
        let too_low = match direction(&it.row, evaluation.rules) {
            Some(Direction::More) => ratio >= far,
            Some(Direction::Less) => Fraction::ONE.over(ratio).is_some_and(|inverse| inverse >= far),
            _ => false,
        };
        too_low && !it.row.is_percent() && !(it.row.is_cost() && ratio < Fraction::ONE)
    };
    let hit = |it: &Line<'_>| {
        it.hit(Cell::Value).fact("percent", percent(it).map(told).unwrap_or_default()).fact("line", line.normalize())
    };
    evaluation.lines.iter().filter(low).map(hit).collect()
}

/// E021: the target is a number, the actual value is words.
fn words_for_a_number(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let worded = |line: &&Line<'_>| line.judged.as_ref().err() == Some(&Unread::WordsForNumber);
    evaluation.lines.iter().filter(worded).map(|line| line.hit(Cell::Actual)).collect()
}

/// E022: the actual value repeats the words of the target. A target that is itself one of the three words is left out.
fn copies_the_target(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let copies = |line: &&Line<'_>| {
        let target = norm(&line.row.indicator.target);
        let words = line.row.value.kind == ValueKind::Qualitative && !target.is_empty();
        words && target == norm(line.actual) && read_tier(line.actual).is_none()
    };
    evaluation.lines.iter().filter(copies).map(|line| line.hit(Cell::Actual)).collect()
}

/// E023: satisfaction of exactly 100 %, or satisfaction that no survey proves.
///
/// Narrower than the catalogue: a form without any column for evidence or description cannot name a survey, and nothing is said
/// for want of one.
fn satisfaction_without_survey(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let fields = [MoreField::Evidence, MoreField::Description, MoreField::ValueSource, MoreField::Remark];
    let proved = |line: &Line<'_>| fields.into_iter().any(|field| !is_missing(line.row.more(field)));
    let has_column = evaluation.lines.iter().any(proved);
    let files = |line: &Line<'_>| {
        evaluation.around.evidence.as_ref().map(|held| held.get(&line.row.indicator.no).copied().unwrap_or_default())
    };
    let fires = |line: &&Line<'_>| {
        if line.row.level1 != Some(Level1::Satisfaction) || is_missing(line.actual) {
            return false;
        }
        let read = read_actual(&line.row, line.actual);
        let full = read.unit.as_deref() == Some("%") && number(&read) == Some(Decimal::ONE_HUNDRED);
        let unproved = match files(line) {
            Some(files) => files == 0 && !proved(line),
            None => has_column && !proved(line),
        };
        full || unproved
    };
    evaluation.lines.iter().filter(fires).map(|line| line.hit(Cell::Actual)).collect()
}

/// E029: drawn for a spot check, and no file proves a numeric row.
fn sampled_without_evidence(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let Some(held) = evaluation.around.evidence.as_ref().filter(|_| evaluation.around.sampled) else {
        return Vec::new();
    };
    let bare = |line: &&Line<'_>| {
        let files = held.get(&line.row.indicator.no).copied().unwrap_or_default();
        files == 0 && number(&read_actual(&line.row, line.actual)).is_some()
    };
    evaluation.lines.iter().filter(bare).map(|line| line.hit(Cell::Source)).collect()
}
