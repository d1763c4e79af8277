//! S03 计分错误: points, scores and grades that do not follow from the values (E006, E007, E014 to E016, E020, E024, E028, E033).

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::{Check, Evaluation, Line, NOTHING};
use crate::model::finding::{Cell, Severity, Threshold};
use crate::model::form::{Amount, MoreField};
use crate::model::review::Grade;
use crate::model::score::ScoreRule;
use crate::model::value::ValueKind;
use crate::rules::check::Hit;
use crate::rules::check::target::decimal;
use crate::rules::check::text::{is_missing, norm};
use crate::rules::check::words::List;
use crate::rules::score::execution;
use crate::rules::score::row::{Direction, direction};
use crate::rules::score::tiers::read_tier;

const fn check(
    id: &'static str,
    severity: Severity,
    source: &'static str,
    run: fn(&Evaluation<'_>) -> Vec<Hit>,
) -> Check {
    Check { id, version: 1, category: "S03", severity, source, run }
}

const SYSTEM: &str = "practice: forms of the integrated budget system";
const FORMULA: &str = "practice: published ways of scoring (≥ and ≤ in proportion)";

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    check("E006", Severity::Error, "Caiyu [2020] 10: the form of self-evaluation has 100 points", points_do_not_total),
    check("E007", Severity::Error, SYSTEM, total_wrong),
    check("E014", Severity::Info, SYSTEM, reached_but_less),
    check("E015", Severity::Error, FORMULA, missed_but_more),
    check("E016", Severity::Error, SYSTEM, outside_of_points),
    check("E020", Severity::Error, SYSTEM, tier_and_score_disagree),
    check("E024", Severity::Warning, "Caiyu [2021] 101 (second-hand, check against the original)", off_the_bands),
    check(
        "E028",
        Severity::Error,
        "Ministry of Finance, Budget Department: grades from 90, 80, 60",
        grade_and_score_disagree,
    ),
    check("E033", Severity::Error, FORMULA, reverse_taken_for_positive),
];

/// E006: the points with those of the execution rate do not make 100.
///
/// Where the form prints no points of execution, the rows may leave room for the profile's or make 100 alone.
fn points_do_not_total(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let Some(rows) = evaluation.weights() else { return Vec::new() };
    let printed = evaluation.form.funds.execution_weight.as_deref().and_then(decimal);
    let tolerance = evaluation.settings.number(Threshold::WeightTolerance);
    let total = evaluation.rules.total;
    let near = |sum: Option<Decimal>| sum.is_some_and(|sum| (sum - total).abs() <= tolerance);
    let fits = match printed {
        Some(execution) => near(rows.checked_add(execution)),
        None => near(Some(rows)) || near(rows.checked_add(evaluation.rules.execution)),
    };
    if fits {
        return Vec::new();
    }
    let execution = printed.unwrap_or_default();
    let hit = Hit::whole(Cell::Weights).fact("rows", rows.normalize()).fact("execution", execution.normalize());
    vec![hit.fact("sum", rows.saturating_add(execution).normalize()).fact("wanted", total.normalize())]
}

/// E007: the total is not the sum of the scores.
///
/// Where the form shows no score of execution, one of the profile's points may stand in the total. Nothing is said where a row has no
/// score.
fn total_wrong(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let Some(total) = evaluation.total() else { return Vec::new() };
    let scores: Option<Vec<Decimal>> = evaluation.lines.iter().map(|line| line.score).collect();
    let Some(scores) = scores.filter(|scores| !scores.is_empty()) else { return Vec::new() };
    let Some(rows) = scores.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add) else { return Vec::new() };
    let funds = &evaluation.form.funds;
    let execution = funds.execution_score.as_deref().and_then(decimal);
    let tolerance = evaluation.settings.number(Threshold::TotalTolerance);
    let sum = match execution {
        Some(score) => rows.saturating_add(score),
        None if funds.execution_weight.is_some() => return Vec::new(),
        None if (rows..=rows.saturating_add(evaluation.rules.execution)).contains(&total) => return Vec::new(),
        None => rows,
    };
    if total.checked_sub(sum).is_some_and(|gap| gap.abs() <= tolerance) {
        return Vec::new();
    }
    let hit = Hit::whole(Cell::Total).fact("total", total.normalize()).fact("sum", sum.normalize());
    let hit = hit.fact("rows", rows.normalize()).fact("execution", execution.unwrap_or_default().normalize());
    vec![hit.fact("difference", total.saturating_sub(sum).normalize())]
}

/// Rows whose points follow from a number or a date.
fn is_computed(line: &Line<'_>) -> bool {
    let words = [ScoreRule::Tier, ScoreRule::TierKept, ScoreRule::TierUsual, ScoreRule::Band];
    line.judged.as_ref().is_ok_and(|judged| !words.contains(&judged.rule))
}

/// E014: reached, and fewer points than full without a word why.
fn reached_but_less(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let tolerance = evaluation.settings.number(Threshold::ScoreTolerance);
    let fires = |line: &&Line<'_>| {
        let less = line.score.zip(line.weight).is_some_and(|(score, weight)| score < weight - tolerance);
        let told = line.is_explained() || !is_missing(line.row.more(MoreField::Deduction));
        is_computed(line) && line.reached() == Some(true) && less && !told
    };
    evaluation.lines.iter().filter(fires).map(|line| line.hit_with_points(Cell::Score)).collect()
}

fn expected(line: &Line<'_>) -> Decimal {
    line.expected.unwrap_or_default().normalize()
}

/// E015: missed, and more points than the rules give. Late dates only where the profile says what they leave. A reverse indicator with full points is E033's; more than the row has,
/// E016's.
fn missed_but_more(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let tolerance = evaluation.settings.number(Threshold::ScoreTolerance);
    let fires = |line: &&Line<'_>| {
        let more = line.score.zip(line.expected).is_some_and(|(score, expected)| score > expected + tolerance);
        let over = line.score.zip(line.weight).is_some_and(|(score, weight)| score > weight);
        let late = line.judged.as_ref().is_ok_and(|judged| judged.rule == ScoreRule::Late);
        let missed = line.reached() == Some(false) && !(late && evaluation.rules.late.is_empty());
        is_computed(line) && missed && more && !over && !is_reverse_full(line, evaluation)
    };
    let hit = |line: &Line<'_>| {
        let rule = line.judged.as_ref().map(|judged| judged.rule.id()).unwrap_or_default();
        line.hit_with_points(Cell::Score).fact("expected", expected(line)).fact("rule", rule)
    };
    evaluation.lines.iter().filter(fires).map(hit).collect()
}

static EXECUTION: LazyLock<List> = LazyLock::new(|| List::named("printed-execution"));

/// E016: less than nothing, or more than the row has; the execution rate, too.
fn outside_of_points(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let outside = |score: Option<Decimal>, weight: Option<Decimal>| {
        let over = score.zip(weight).is_some_and(|(score, weight)| score > weight);
        over || score.is_some_and(|score| score < Decimal::ZERO)
    };
    let funds = &evaluation.form.funds;
    let (score, weight) = (&funds.execution_score, &funds.execution_weight);
    let read = |text: &Option<String>| text.as_deref().and_then(decimal);
    let mut hits = Vec::new();
    if outside(read(score), read(weight)) {
        let plain = |text: &Option<String>| text.clone().unwrap_or_default();
        let hit = Hit::whole(Cell::Score).fact("score", plain(score)).fact("weight", plain(weight));
        let raw = |amount: &Option<Amount>| amount.as_ref().map_or_else(|| NOTHING.to_owned(), |it| it.raw.clone());
        let hit = hit.fact("indicator", EXECUTION.first()).fact("target", raw(&funds.adjusted));
        hits.push(hit.fact("actual", raw(&funds.executed)));
    }
    let rows = evaluation.lines.iter().filter(|line| outside(line.score, line.weight));
    hits.extend(rows.map(|line| line.hit_with_points(Cell::Score)));
    hits
}

/// E020: words of one tier and points of another.
///
/// Tiers are the profile's: 达成 from 80 %, 部分达成 from 60 % up to but without 80 %, 未达成 below 60 %.
fn tier_and_score_disagree(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for line in &evaluation.lines {
        let words = line
            .judged
            .as_ref()
            .is_ok_and(|judged| matches!(judged.rule, ScoreRule::Tier | ScoreRule::TierKept | ScoreRule::TierUsual));
        let points = line.score.zip(line.weight).filter(|(score, weight)| words && score <= weight);
        let (Some((score, weight)), Some((achieved, _))) = (points, read_tier(line.actual)) else { continue };
        let tier = evaluation.rules.tier(achieved);
        let of = |percent: Decimal| weight.checked_mul(percent).map(|points| points / Decimal::ONE_HUNDRED);
        let (Some(low), Some(high)) = (of(tier.low), of(tier.high)) else { continue };
        // Each tier ends where the next begins; only all points are within the highest.
        let above = if tier.high == Decimal::ONE_HUNDRED { score > high } else { score >= high };
        if weight > Decimal::ZERO && (score < low || above) {
            let hit = line.hit_with_points(Cell::Score).fact("low", low.normalize());
            hits.push(hit.fact("high", high.normalize()));
        }
    }
    hits
}

/// E024: satisfaction points that are not those of the bands; only where the profile has bands.
fn off_the_bands(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let tolerance = evaluation.settings.number(Threshold::ScoreTolerance);
    let fires = |line: &&Line<'_>| {
        let band = line.judged.as_ref().is_ok_and(|judged| judged.rule == ScoreRule::Band);
        let off = line.score.zip(line.expected).is_some_and(|(score, expected)| (score - expected).abs() > tolerance);
        band && off
    };
    let hit = |line: &Line<'_>| line.hit_with_points(Cell::Score).fact("expected", expected(line));
    evaluation.lines.iter().filter(fires).map(hit).collect()
}

static GRADES: LazyLock<[(List, Grade); 4]> = LazyLock::new(|| {
    [
        (List::named("grade-excellent"), Grade::Excellent),
        (List::named("grade-good"), Grade::Good),
        (List::named("grade-fair"), Grade::Fair),
        (List::named("grade-poor"), Grade::Poor),
    ]
});

/// E028: the stated grade is not that of the score.
fn grade_and_score_disagree(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let stated = norm(evaluation.form.self_grade.as_deref().unwrap_or_default());
    let grade = GRADES.iter().find(|(words, _)| words.holds(&stated)).map(|(_, grade)| *grade);
    let (Some(grade), Some(total)) = (grade, evaluation.total()) else { return Vec::new() };
    let wanted = evaluation.rules.grade(total);
    if grade == wanted {
        return Vec::new();
    }
    let name = GRADES.iter().find(|(_, grade)| *grade == wanted).map(|(words, _)| words.first()).unwrap_or_default();
    let hit = Hit::whole(Cell::Total).fact(crate::rules::check::MATTER, "grade");
    vec![hit.fact("score", total.normalize()).fact("stated", stated).fact("wanted", name)]
}

/// Less is better, the value exceeds the target, and yet all points.
fn is_reverse_full(line: &Line<'_>, evaluation: &Evaluation<'_>) -> bool {
    let less = direction(&line.row, evaluation.rules) == Some(Direction::Less);
    let dated = line.row.value.kind == ValueKind::Date;
    less && !dated && is_computed(line) && line.reached() == Some(false) && line.is_full()
}

/// E033: a reverse indicator was taken for a positive one.
fn reverse_taken_for_positive(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let wrong = evaluation.lines.iter().filter(|line| is_reverse_full(line, evaluation));
    wrong.map(|line| line.hit_with_points(Cell::Score).fact("expected", expected(line))).collect()
}

/// Points that the execution rate comes to.
pub(super) fn execution_points(evaluation: &Evaluation<'_>) -> Option<(Decimal, Decimal)> {
    let weight = evaluation.form.funds.execution_weight.as_deref().and_then(decimal)?;
    let (adjusted, executed) = evaluation.funds()?;
    let judged = execution::judge(Some(adjusted), Some(executed)).ok()?;
    Some((crate::rules::score::fraction::points(judged.share, weight)?, weight))
}
