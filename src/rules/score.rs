//! Recomputing a self-evaluation by the official rules: by the department's own figures, by the verified ones, and by what is
//! possible if missing evidence arrives.
//!
//! The rules are data of a profile ([`ScoreRules`]). National practice (财预〔2020〕10号): reached is full, missed in proportion, words
//! by three tiers, 优 from 90, 良 from 80, 中 from 60; what it leaves open is our default and named so in the profile. Arithmetic is
//! exact; points are rounded once for each row to two places, half up (`fraction`), and totals are sums of what is shown.
//!
//! What cannot be read without guessing is not guessed: the department's points stand, and the row says why. A scoring
//! standard printed in a row is shown, never executed. Missing evidence gives nothing now, and at best what the department's
//! own value gives: evidence proves what was filed and no more. Absent on purpose: words for people (a rule names the message
//! `score-q1` …), and any decision.

pub(in crate::rules) mod approved;
mod dates;
pub(in crate::rules) mod execution;
pub(in crate::rules) mod fraction;
mod numeric;
pub(in crate::rules) mod row;
#[cfg(test)]
mod tests;
pub(in crate::rules) mod tiers;
mod total;
mod weights;

use rust_decimal::Decimal;

use crate::model::form::{Form, Horizon, Indicator, MoreField};
use crate::model::money::Money;
use crate::model::score::{
    EXECUTION_ROW, Flag, GroupTotal, Recomputed, RowCheck, ScoreRule, ScoreRules, Scored, ScoredRow, Unread, Verified,
};
use crate::rules::check::Row;
use crate::rules::check::target::{decimal, read_row_after};
use crate::rules::check::text::is_blank;
use approved::{is_named, pairs, same_actuals, same_targets};
use fraction::Fraction;
use row::{Judged, PointsAlone, judge, points_of, scored, without_value};
pub use total::by_points;
use weights::Share;

/// Recomputes a self-evaluation. Rows are its annual indicators; `approved` is the approved target of the project, where it is
/// known: the verified column judges by its values. Total and pure; nothing in a form makes it fail.
pub fn recompute(form: &Form, approved: Option<&Form>, verified: &Verified, rules: &ScoreRules) -> Recomputed {
    let rows = annual(form);
    let standard = approved.map(annual).unwrap_or_default();
    let beside = pairs(&rows, &standard);
    let shares: Vec<Share<'_>> = rows
        .iter()
        .map(|row| Share {
            group: row.indicator.level1.as_str(),
            level1: row.level1,
            weight: weight(row).unwrap_or_default(),
            dropped: verified.rows.get(&row.indicator.no) == Some(&RowCheck::Dropped),
        })
        .collect();
    let rescaled = weights::rescaled(&shares, rules);
    let mut answer: Vec<ScoredRow> = execution_row(form, verified, all_points(&rows), rules).into_iter().collect();
    for (index, row) in rows.iter().enumerate() {
        let partner = beside.partners.get(index).copied().flatten().and_then(|at| standard.get(at));
        let desk = Desk { form, row, partner, rules };
        let mut told = desk.score(verified.rows.get(&row.indicator.no), rescaled.get(index).copied());
        if approved.is_some() && !is_named(row, &standard) {
            told.flags.push(Flag::NotApproved);
        }
        answer.push(told);
    }
    // The row of the execution rate stands before those of the indicators.
    let before = answer.len() - rows.len();
    let names = rows.iter().map(|row| row.indicator.level1.as_str());
    let indicators: Vec<(&str, &ScoredRow)> = names.zip(answer.iter().skip(before)).collect();
    let groups = total::groups(&indicators, rules);
    summary(form, answer, groups, rules, &beside.left, &standard)
}

fn summary(
    form: &Form,
    rows: Vec<ScoredRow>,
    groups: Vec<GroupTotal>,
    rules: &ScoreRules,
    left: &[usize],
    standard: &[Row<'_>],
) -> Recomputed {
    let own = total::total(&rows, |row| &row.own, rules);
    let verified = total::total(&rows, |row| &row.verified, rules);
    let best = total::total(&rows, |row| &row.best, rules);
    let self_score = self_total(form, || rows.iter().map(|row| row.self_score));
    let deviation = self_score.and_then(|score| total::deviation(score, verified.points, &rows, rules));
    Recomputed {
        groups,
        weight: rows.iter().filter_map(|row| row.weight).fold(Decimal::ZERO, Decimal::saturating_add),
        self_score,
        self_grade: self_score.map(|score| rules.grade(score)),
        difference: self_score.and_then(|score| verified.points.checked_sub(score)),
        own,
        verified,
        best,
        deviation,
        open: rows.iter().filter(|row| row.check.is_none()).count(),
        unread: rows.iter().filter(|row| row.own.rule == ScoreRule::Stands).count(),
        dropped_approved: left.iter().filter_map(|at| standard.get(*at)).map(|row| row.name.clone()).collect(),
        rows,
    }
}

/// The annual indicators of a form, read.
pub(in crate::rules) fn annual(form: &Form) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::with_capacity(form.indicators.len());
    for indicator in form.indicators.iter().filter(|row| row.horizon == Horizon::Annual) {
        let row = read_row_after(rows.last(), indicator);
        rows.push(row);
    }
    rows
}

/// Points of a row; none where the cell is blank, no number, or below zero.
pub(in crate::rules) fn weight(row: &Row<'_>) -> Option<Decimal> {
    row.weight.filter(|weight| *weight >= Decimal::ZERO)
}

/// What the department gave itself.
pub(in crate::rules) fn self_score(indicator: &Indicator) -> Option<Decimal> {
    indicator.score.as_deref().and_then(decimal)
}

/// The share of its points that the department gave itself, where it lies between none and all.
fn self_share(score: Option<Decimal>, weight: Option<Decimal>) -> Option<Fraction> {
    let share = Fraction::of(score?)?.over(Fraction::of(weight?)?)?;
    (Fraction::ZERO..=Fraction::ONE).contains(&share).then_some(share)
}

/// What the department gave itself of `printed` points, told in the points that the row has now.
fn stands(score: Option<Decimal>, printed: Option<Decimal>, weight: Option<Decimal>) -> Decimal {
    match self_share(score, printed).zip(weight) {
        Some((share, weight)) => fraction::points(share, weight).unwrap_or_default(),
        None => score.unwrap_or_default(),
    }
}

/// A self-evaluation by its own figures: what [`recompute`] says of one that nobody has looked at, without why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnPoints {
    /// The department's own total: as printed, else the sum of its rows.
    pub self_score: Option<Decimal>,
    /// By the department's own figures.
    pub own: Decimal,
}

/// Points by the department's own figures alone. A year has a million of them, of which nobody reads why.
pub fn own_points(form: &Form, rules: &ScoreRules) -> OwnPoints {
    let rows = annual(form);
    let mut scores: Vec<Option<Decimal>> = Vec::with_capacity(rows.len() + 1);
    let mut points = Vec::with_capacity(rows.len() + 1);
    if let Some(weight) = execution::weight(form, all_points(&rows), rules) {
        let score = execution::score(form);
        scores.push(score);
        points.push(points_of(&execution::filed(form), Some(weight), || score.unwrap_or_default()).0);
    }
    for row in &rows {
        let (printed, score) = (weight(row), self_score(row.indicator));
        let actual = row.indicator.actual.as_deref().unwrap_or_default();
        let judged = judge::<PointsAlone>(row, actual, || self_share(score, printed), form.year, rules);
        scores.push(score);
        points.push(points_of(&judged, printed, || stands(score, printed, printed)).0);
    }
    OwnPoints {
        self_score: self_total(form, || scores.into_iter()),
        own: points.into_iter().fold(Decimal::ZERO, Decimal::saturating_add),
    }
}

/// Points printed with all rows.
fn all_points(rows: &[Row<'_>]) -> Decimal {
    rows.iter().filter_map(weight).fold(Decimal::ZERO, Decimal::saturating_add)
}

/// The department's own total: as printed, else the sum of its rows, where each of them has points.
fn self_total<I: Iterator<Item = Option<Decimal>>>(form: &Form, rows: impl FnOnce() -> I) -> Option<Decimal> {
    let sum = || {
        let scores: Option<Vec<Decimal>> = rows().collect();
        scores.filter(|scores| !scores.is_empty())?.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
    };
    form.self_score.as_deref().and_then(decimal).or_else(sum)
}

/// Points by the department's own figures, as a check of evaluations asks for them: judgement and points.
pub(in crate::rules) fn by_own_figures(
    row: &Row<'_>,
    year: u16,
    rules: &ScoreRules,
) -> (Result<Judged, Unread>, Option<Decimal>) {
    let weight = weight(row);
    let actual = row.indicator.actual.as_deref().unwrap_or_default();
    let judged = judge(row, actual, || self_share(self_score(row.indicator), weight), year, rules);
    let points = judged.as_ref().ok().and_then(|judged| fraction::points(judged.share, weight?));
    (judged, points)
}

fn score_flags(score: Option<Decimal>, weight: Option<Decimal>) -> Vec<Flag> {
    let mut flags = Vec::new();
    if score.zip(weight).is_some_and(|(score, weight)| score > weight) {
        flags.push(Flag::OverWeight);
    }
    if score.is_some_and(|score| score < Decimal::ZERO) {
        flags.push(Flag::BelowZero);
    }
    flags
}

/// One row with what it is judged by.
struct Desk<'a> {
    form: &'a Form,
    row: &'a Row<'a>,
    /// The approved row.
    partner: Option<&'a Row<'a>>,
    rules: &'a ScoreRules,
}

impl Desk<'_> {
    fn score(&self, check: Option<&RowCheck>, rescaled: Option<Decimal>) -> ScoredRow {
        let (row, rules) = (self.row, self.rules);
        let (printed, score) = (weight(row), self_score(row.indicator));
        let spread = printed.and(rescaled);
        let mine = row.indicator.actual.as_deref().unwrap_or_default();
        let share = || self_share(score, printed);
        let stands = |weight: Option<Decimal>| move || stands(score, printed, weight);
        let year = self.form.year;
        let own: Result<Judged, Unread> = judge(row, mine, share, year, rules);
        let mut flags = score_flags(score, printed);
        if let Ok(judged) = &own
            && far_above(row, judged, rules)
        {
            flags.push(Flag::Overshoot);
        }
        let changed = self.partner.filter(|partner| !same_targets(row, partner));
        flags.extend(changed.map(|_| Flag::TargetChanged));
        let approved_weight = self.partner.and_then(weight);
        if printed.zip(approved_weight).is_some_and(|(mine, theirs)| mine != theirs) {
            flags.push(Flag::WeightChanged);
        }
        let standard = changed.unwrap_or(row);
        let by = |value: &str| match (value == mine && changed.is_none(), &own) {
            (true, own) => own.clone(),
            (false, _) => judge(standard, value, share, year, rules),
        };
        let as_filed = || scored(by(mine), spread, stands(spread));
        let verified = match check {
            None | Some(RowCheck::Agrees) => as_filed(),
            Some(RowCheck::Value(value)) => {
                if !same_actuals(row, value, mine) {
                    flags.push(Flag::Untrue);
                }
                scored(by(value), spread, stands(spread))
            }
            Some(RowCheck::NoEvidence) => without_value(ScoreRule::NoEvidence, spread.unwrap_or_default()),
            Some(RowCheck::Dropped) => without_value(ScoreRule::Dropped, printed.unwrap_or_default()),
        };
        let best = if check == Some(&RowCheck::NoEvidence) { as_filed() } else { verified.clone() };
        ScoredRow {
            no: row.indicator.no,
            name: row.name.clone(),
            level1: row.level1,
            weight: printed,
            rescaled: spread.unwrap_or_default(),
            self_score: score,
            own: scored(own, printed, stands(printed)),
            verified,
            best,
            check: check.cloned(),
            flags,
            standard: Some(row.more(MoreField::ScoringStandard)).filter(|text| !is_blank(text)).map(str::to_owned),
        }
    }
}

/// Far above the target: more is better, no rate, and from the percent of the profile on.
pub(in crate::rules) fn far_above(row: &Row<'_>, judged: &Judged, rules: &ScoreRules) -> bool {
    let far = Fraction::percent(rules.overshoot).zip(judged.ratio).is_some_and(|(line, ratio)| ratio >= line);
    far && !row.is_percent() && row::direction(row, rules) == Some(row::Direction::More)
}

fn execution_row(form: &Form, verified: &Verified, rows: Decimal, rules: &ScoreRules) -> Option<ScoredRow> {
    let weight = execution::weight(form, rows, rules)?;
    let filed = |amount| execution::amount(amount);
    let (adjusted, executed) = (filed(form.funds.adjusted.as_ref()), filed(form.funds.executed.as_ref()));
    let score = execution::score(form);
    let points = |adjusted: Option<Money>, executed: Option<Money>| -> Scored {
        scored(execution::judge(adjusted, executed), Some(weight), || score.unwrap_or_default())
    };
    let own = points(adjusted, executed);
    let mut flags = score_flags(score, Some(weight));
    let mut check = None;
    let (mut true_adjusted, mut true_executed) = (adjusted, executed);
    if let Some(found) = &verified.funds {
        (true_adjusted, true_executed) = (found.adjusted.or(adjusted), found.executed.or(executed));
        let same = (true_adjusted, true_executed) == (adjusted, executed);
        let told = true_executed.map(|amount| amount.ten_thousand_yuan()).unwrap_or_default();
        check = Some(if same { RowCheck::Agrees } else { RowCheck::Value(told) });
        if !same {
            flags.push(Flag::Untrue);
        }
    }
    if true_executed.zip(true_adjusted).is_some_and(|(executed, adjusted)| executed > adjusted) {
        flags.push(Flag::Overspent);
    }
    let verified = points(true_adjusted, true_executed);
    Some(ScoredRow {
        no: EXECUTION_ROW,
        name: String::new(),
        level1: None,
        weight: Some(weight),
        rescaled: weight,
        self_score: score,
        own,
        best: verified.clone(),
        verified,
        check,
        flags,
        standard: None,
    })
}
