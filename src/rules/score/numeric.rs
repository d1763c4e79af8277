//! Numbers: more is better, less is better, exactly so much, a range; satisfaction by bands; the pass line.
//!
//! Figures are told in one unit first ([`convert`]). Only [`super`] may import it.

use std::fmt;

use rust_decimal::Decimal;

use super::fraction::Fraction;
use super::row::{Direction, Judged, Keep, direction, number};
use crate::model::finding::Level1;
use crate::model::score::{EqualMissed, RangeMissed, ScoreRule, ScoreRules, Unread};
use crate::model::value::{Comparator, Value, ValueKind};
use crate::rules::check::Row;
use crate::rules::value::convert::convert;

/// Two figures in one unit.
#[derive(Debug, Clone, Copy)]
struct Pair {
    actual: Decimal,
    target: Decimal,
}

/// Tells both in one unit: the target's, else the actual value's. A figure without a unit has the other's.
fn pair(actual: Decimal, unit: Option<&str>, target: Decimal, wanted: Option<&str>) -> Result<Pair, Unread> {
    let (Some(unit), Some(wanted)) = (unit, wanted) else { return Ok(Pair { actual, target }) };
    if let Some(actual) = convert(actual, unit, wanted) {
        return Ok(Pair { actual, target });
    }
    convert(target, wanted, unit).map(|target| Pair { actual, target }).ok_or(Unread::Units)
}

/// A number as it is told, put into words only where somebody will read it.
#[derive(Debug, Clone, Copy)]
struct Plain(Decimal);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.normalize().fmt(f)
    }
}

/// Both ends of a range, told.
struct Ends(Plain, Plain);

impl fmt::Display for Ends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}", self.0, self.1)
    }
}

/// What share of the points a figure gives.
pub(super) fn judge<F: Keep>(row: &Row<'_>, actual: &Value, rules: &ScoreRules) -> Result<Judged<F>, Unread> {
    let figure = number(actual).ok_or(Unread::ActualUnclear)?;
    let unit = actual.unit.as_deref();
    let bound = actual.op.is_some_and(|op| op != Comparator::Equal);
    if row.value.kind == ValueKind::Range {
        let end = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<Decimal>().ok());
        let (low, high) = end(&row.value.number).zip(end(&row.value.high)).ok_or(Unread::TargetUnclear)?;
        if bound {
            return Err(Unread::ActualBound);
        }
        let low = pair(figure, unit, low, row.unit())?;
        let high = pair(figure, unit, high, row.unit())?;
        return range(low, high, rules);
    }
    let target = row.number.ok_or(Unread::TargetUnclear)?;
    let pair = pair(figure, unit, target, row.unit())?;
    let direction = direction(row, rules).ok_or(Unread::TargetUnclear)?;
    if bound && !proves(direction, actual.op, pair) {
        return Err(Unread::ActualBound);
    }
    let percent = unit.or(row.unit()) == Some("%");
    if row.level1 == Some(Level1::Satisfaction) && percent && !rules.satisfaction.is_empty() {
        return band(pair, rules);
    }
    let judged = match direction {
        Direction::More => more(pair),
        Direction::Less => less(pair),
        Direction::Same => same(pair, rules),
    };
    judged.and_then(|judged| line(judged, rules)).ok_or(Unread::TooLarge)
}

/// A bound proves that the target was reached where all it allows would.
fn proves(direction: Direction, op: Option<Comparator>, pair: Pair) -> bool {
    match (direction, op) {
        (Direction::More, Some(Comparator::AtLeast | Comparator::MoreThan)) => pair.actual >= pair.target,
        (Direction::Less, Some(Comparator::AtMost | Comparator::LessThan)) => pair.actual <= pair.target,
        _ => false,
    }
}

fn judged<F: Keep>(share: Fraction, rule: ScoreRule, pair: Pair) -> Judged<F> {
    Judged::of(share, rule, Plain(pair.actual), Plain(pair.target))
}

fn ratio(over: Decimal, under: Decimal) -> Option<Fraction> {
    Fraction::of(over)?.over(Fraction::of(under)?)
}

/// actual / target, where both are above zero.
fn of_target(pair: Pair) -> Option<Fraction> {
    let positive = pair.actual > Decimal::ZERO && pair.target > Decimal::ZERO;
    if positive { ratio(pair.actual, pair.target) } else { None }
}

/// min(1, actual / target). A target of zero or below is reached or not, never divided.
fn more<F: Keep>(pair: Pair) -> Option<Judged<F>> {
    let result = if pair.actual >= pair.target {
        judged(Fraction::ONE, ScoreRule::Reached, pair)
    } else if pair.target <= Decimal::ZERO {
        judged(Fraction::ZERO, ScoreRule::Indivisible, pair)
    } else {
        judged(ratio(pair.actual, pair.target)?.share(), ScoreRule::Proportion, pair)
    };
    Some(result.with_ratio(|| of_target(pair)))
}

/// target / actual where exceeded. A target of zero or below is reached or not.
fn less<F: Keep>(pair: Pair) -> Option<Judged<F>> {
    let result = if pair.actual <= pair.target {
        judged(Fraction::ONE, ScoreRule::Reached, pair)
    } else if pair.target <= Decimal::ZERO {
        judged(Fraction::ZERO, ScoreRule::Indivisible, pair)
    } else {
        judged(ratio(pair.target, pair.actual)?.share(), ScoreRule::Reverse, pair)
    };
    Some(result.with_ratio(|| of_target(pair)))
}

/// Reached within the tolerance, else what the profile leaves.
fn same<F: Keep>(pair: Pair, rules: &ScoreRules) -> Option<Judged<F>> {
    let gap = Fraction::of(pair.actual)?.minus(Fraction::of(pair.target)?)?.size()?;
    let scale = Fraction::of(pair.target)?.size()?;
    let within = gap <= scale.times(Fraction::percent(rules.equal_tolerance)?)?;
    let result = if within {
        judged(Fraction::ONE, ScoreRule::Reached, pair)
    } else if pair.target <= Decimal::ZERO {
        judged(Fraction::ZERO, ScoreRule::Indivisible, pair)
    } else {
        let share = match rules.equal {
            EqualMissed::Nothing => Fraction::ZERO,
            EqualMissed::Deviation => Fraction::ONE.minus(gap.over(scale)?)?.share(),
            EqualMissed::Ratio if pair.actual <= Decimal::ZERO => Fraction::ZERO,
            EqualMissed::Ratio => ratio(pair.actual.min(pair.target), pair.actual.max(pair.target))?.share(),
        };
        let shown = share.times(Fraction::of(Decimal::ONE_HUNDRED)?)?.rounded(super::fraction::PLACES)?;
        judged(share, ScoreRule::Deviation, pair).fact("share", Plain(shown))
    };
    Some(result.with_ratio(|| of_target(pair)))
}

/// Inside of both ends, else the ratio to the nearer one.
fn range<F: Keep>(low: Pair, high: Pair, rules: &ScoreRules) -> Result<Judged<F>, Unread> {
    let ends = |judged: Judged<F>| judged.fact("low", Plain(low.target)).fact("high", Plain(high.target));
    let spanned = || Ends(Plain(low.target), Plain(high.target));
    let nearer = if low.actual < low.target {
        Some((low, more::<F>(low)))
    } else if high.actual > high.target {
        Some((high, less::<F>(high)))
    } else {
        None
    };
    match nearer {
        None => Ok(ends(judged(Fraction::ONE, ScoreRule::Reached, high)).fact("target", spanned())),
        Some((pair, judgement)) => {
            let share = judgement.ok_or(Unread::TooLarge)?.share;
            let share = if rules.range == RangeMissed::Nothing { Fraction::ZERO } else { share };
            let shown = share.times(Fraction::of(Decimal::ONE_HUNDRED).ok_or(Unread::TooLarge)?);
            let shown = shown.and_then(|shown| shown.rounded(super::fraction::PLACES)).ok_or(Unread::TooLarge)?;
            let missed = ends(judged(share, ScoreRule::Range, pair)).fact("target", spanned());
            Ok(missed.fact("share", Plain(shown)))
        }
    }
}

/// Satisfaction by the bands of the profile.
fn band<F: Keep>(pair: Pair, rules: &ScoreRules) -> Result<Judged<F>, Unread> {
    let found = rules.satisfaction.iter().find(|(from, _)| pair.actual >= *from);
    let (from, share) = found.copied().unwrap_or_default();
    let fraction = Fraction::percent(share).ok_or(Unread::TooLarge)?.share();
    let judged: Judged<F> =
        judged(fraction, ScoreRule::Band, pair).fact("from", Plain(from)).fact("share", Plain(share));
    let reached = pair.actual >= pair.target;
    Ok(judged.fact("reached", u8::from(reached)).with_ratio(|| of_target(pair)))
}

/// Below the pass line a ratio gives nothing.
fn line<F: Keep>(judged: Judged<F>, rules: &ScoreRules) -> Option<Judged<F>> {
    let ratios = [ScoreRule::Proportion, ScoreRule::Reverse, ScoreRule::Deviation];
    let Some(line) = rules.pass_line.filter(|_| ratios.contains(&judged.rule)) else { return Some(judged) };
    if judged.share >= Fraction::percent(line)? {
        return Some(judged);
    }
    let reached = judged.share.times(Fraction::of(Decimal::ONE_HUNDRED)?)?.rounded(super::fraction::PLACES)?;
    let below = Judged { share: Fraction::ZERO, rule: ScoreRule::BelowLine, ..judged };
    Some(below.fact("line", Plain(line)).fact("share", Plain(reached)))
}
