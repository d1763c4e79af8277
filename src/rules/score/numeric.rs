//! Numbers: more is better, less is better, exactly so much, a range; satisfaction by bands; the pass line.
//!
//! Figures are told in one unit first ([`convert`]). Only [`super`] may import it.

use rust_decimal::Decimal;

use super::fraction::Fraction;
use super::row::{Direction, Judged, direction, number};
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

fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

/// What share of the points a figure gives.
pub(super) fn judge(row: &Row<'_>, actual: &Value, rules: &ScoreRules) -> Result<Judged, Unread> {
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

fn judged(share: Fraction, rule: ScoreRule, pair: Pair) -> Judged {
    Judged::of(share, rule, plain(pair.actual), plain(pair.target))
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
fn more(pair: Pair) -> Option<Judged> {
    let result = if pair.actual >= pair.target {
        judged(Fraction::ONE, ScoreRule::Reached, pair)
    } else if pair.target <= Decimal::ZERO {
        judged(Fraction::ZERO, ScoreRule::Indivisible, pair)
    } else {
        judged(ratio(pair.actual, pair.target)?.share(), ScoreRule::Proportion, pair)
    };
    Some(Judged { ratio: of_target(pair), ..result })
}

/// target / actual where exceeded. A target of zero or below is reached or not.
fn less(pair: Pair) -> Option<Judged> {
    let result = if pair.actual <= pair.target {
        judged(Fraction::ONE, ScoreRule::Reached, pair)
    } else if pair.target <= Decimal::ZERO {
        judged(Fraction::ZERO, ScoreRule::Indivisible, pair)
    } else {
        judged(ratio(pair.target, pair.actual)?.share(), ScoreRule::Reverse, pair)
    };
    Some(Judged { ratio: of_target(pair), ..result })
}

/// Reached within the tolerance, else what the profile leaves.
fn same(pair: Pair, rules: &ScoreRules) -> Option<Judged> {
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
        judged(share, ScoreRule::Deviation, pair).fact("share", plain(shown))
    };
    Some(Judged { ratio: of_target(pair), ..result })
}

/// Inside of both ends, else the ratio to the nearer one.
fn range(low: Pair, high: Pair, rules: &ScoreRules) -> Result<Judged, Unread> {
    let ends = |judged: Judged| judged.fact("low", plain(low.target)).fact("high", plain(high.target));
    let nearer = if low.actual < low.target {
        Some((low, more(low)))
    } else if high.actual > high.target {
        Some((high, less(high)))
    } else {
        None
    };
    match nearer {
        None => Ok(ends(judged(Fraction::ONE, ScoreRule::Reached, high)).fact("target", spanned(low, high))),
        Some((pair, judgement)) => {
            let share = judgement.ok_or(Unread::TooLarge)?.share;
            let share = if rules.range == RangeMissed::Nothing { Fraction::ZERO } else { share };
            let shown = share.times(Fraction::of(Decimal::ONE_HUNDRED).ok_or(Unread::TooLarge)?);
            let shown = shown.and_then(|shown| shown.rounded(super::fraction::PLACES)).ok_or(Unread::TooLarge)?;
            let missed = ends(judged(share, ScoreRule::Range, pair)).fact("target", spanned(low, high));
            Ok(missed.fact("share", plain(shown)))
        }
    }
}

fn spanned(low: Pair, high: Pair) -> String {
    format!("{}~{}", plain(low.target), plain(high.target))
}

/// Satisfaction by the bands of the profile.
fn band(pair: Pair, rules: &ScoreRules) -> Result<Judged, Unread> {
    let found = rules.satisfaction.iter().find(|(from, _)| pair.actual >= *from);
    let (from, share) = found.copied().unwrap_or_default();
    let fraction = Fraction::percent(share).ok_or(Unread::TooLarge)?.share();
    let judged = judged(fraction, ScoreRule::Band, pair).fact("from", plain(from)).fact("share", plain(share));
    let reached = pair.actual >= pair.target;
    Ok(Judged { ratio: of_target(pair), ..judged.fact("reached", u8::from(reached)) })
}

/// Below the pass line a ratio gives nothing.
fn line(judged: Judged, rules: &ScoreRules) -> Option<Judged> {
    let ratios = [ScoreRule::Proportion, ScoreRule::Reverse, ScoreRule::Deviation];
    let Some(line) = rules.pass_line.filter(|_| ratios.contains(&judged.rule)) else { return Some(judged) };
    if judged.share >= Fraction::percent(line)? {
        return Some(judged);
    }
    let reached = judged.share.times(Fraction::of(Decimal::ONE_HUNDRED)?)?.rounded(super::fraction::PLACES)?;
    let below = Judged { share: Fraction::ZERO, rule: ScoreRule::BelowLine, ..judged };
    Some(below.fact("line", plain(line)).fact("share", plain(reached)))
}
