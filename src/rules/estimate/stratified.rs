//! Rates and means of a whole that was drawn from by departments.
//!
//! Each department weighs as much as it has things, not as much as was drawn of it. The headline of a rate is the
//! guaranteed bound: it holds for every population and every way the bad ones are spread (Hoeffding 1956 over a sum of
//! hypergeometric counts); Korn and Graubard's interval is shown beside it. A t interval is never given for a rate: at a
//! rate of one in a thousand it covers one time in three. Means have t limits with finite population correction; where one
//! thing alone was drawn from a department, such departments are collapsed in pairs, never taken to vary by nothing.

use num_traits::{One, Signed, Zero};
use rust_decimal::Decimal;

use super::curves::{Beta, Fixed, student_two_sided};
use super::{Exact, Interval, binomial, exact, floor, fraction, is_risk, whole};
use crate::model::problem::{Problem, ProblemKind};
use crate::rules::bounds;

/// A department in a count of bad ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stratum {
    /// Its code, for messages and ties.
    pub code: String,
    /// How many it has in the random part.
    pub units: u64,
    /// How many of them were drawn at random.
    pub drawn: u64,
    /// How many of those drawn were not done at closing (postponed, no result).
    pub missing: u64,
    /// How many of those done were bad; a refusal is bad.
    pub found: u64,
}

impl Stratum {
    /// A department in which everything drawn was done.
    pub fn done(code: &str, units: u64, drawn: u64, found: u64) -> Stratum {
        Stratum { code: code.to_owned(), units, drawn, missing: 0, found }
    }
}

/// What a stratified count comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// How many there are.
    pub units: u64,
    /// How many were drawn (and done, unless the worst case is told).
    pub drawn: u64,
    /// How many of them were bad.
    pub found: u64,
    /// The estimated rate, each department by its weight.
    pub share: Exact,
    /// Its estimated variance.
    pub variance: Exact,
    /// Degrees of freedom of the variance.
    pub degrees: u64,
    /// The largest weight against the mean weight; one when every department was drawn in proportion.
    pub weight_ratio: Exact,
    /// The guaranteed bounds, one-sided each at the risk.
    pub guaranteed: Interval,
    /// The guaranteed bounds in whole things.
    pub counts: (u64, u64),
    /// Korn and Graubard's interval, one-sided each at the risk, to be shown beside.
    pub shown: Interval,
    /// What is missing was taken as bad for the high end and sound for the low end: more than one in twenty is missing.
    pub worst_case: bool,
}

/// A plan should keep the largest weight below that multiple of the mean weight.
pub const WEIGHT_RATIO_WARNING: (u64, u64) = (5, 4);

fn usage(key: &'static str, code: &str) -> Problem {
    Problem::new(ProblemKind::Usage, key).with("code", code)
}

fn check(strata: &[Stratum], risk: Decimal) -> Result<(), Problem> {
    // Above a quarter the bound has no proof.
    if !is_risk(risk) || risk > Decimal::new(25, 2) {
        return Err(Problem::new(ProblemKind::Usage, "problem-estimate-risk-quarter").with("risk", risk));
    }
    for stratum in strata {
        if stratum.drawn > stratum.units {
            return Err(usage("problem-estimate-stratum-drawn", &stratum.code)
                .with("drawn", stratum.drawn)
                .with("population", stratum.units));
        }
        if stratum.missing > stratum.drawn || stratum.found > stratum.drawn - stratum.missing {
            return Err(usage("problem-estimate-stratum-found", &stratum.code)
                .with("found", stratum.found)
                .with("drawn", stratum.drawn));
        }
        if stratum.units > 0 && stratum.drawn == 0 {
            return Err(usage("problem-estimate-stratum-undrawn", &stratum.code).with("population", stratum.units));
        }
    }
    if strata.iter().all(|stratum| stratum.drawn == 0) {
        return Err(Problem::new(ProblemKind::Usage, "problem-estimate-nothing-drawn"));
    }
    Ok(())
}

/// Estimates the rate of bad ones in the whole. Departments without things are passed over.
///
/// # Errors
/// Names the department whose numbers contradict one another or of which nothing was drawn, or a risk above one in four,
/// for which the bound has no proof.
pub fn rate(strata: &[Stratum], risk: Decimal) -> Result<Rate, Problem> {
    check(strata, risk)?;
    let drawn: u64 = strata.iter().map(|stratum| stratum.drawn).sum();
    let missing: u64 = strata.iter().map(|stratum| stratum.missing).sum();
    // A department of which nothing is done has no rate; then only the worst case can be told.
    let emptied = strata.iter().any(|stratum| stratum.units > 0 && stratum.missing == stratum.drawn);
    if missing * 20 > drawn || emptied {
        let as_if = |bad: bool| -> Vec<Stratum> {
            let with = |stratum: &Stratum| {
                let found = stratum.found + if bad { stratum.missing } else { 0 };
                Stratum::done(&stratum.code, stratum.units, stratum.drawn, found)
            };
            strata.iter().map(with).collect()
        };
        let (high, low) = (complete(&as_if(true), risk)?, complete(&as_if(false), risk)?);
        return Ok(Rate {
            found: low.found,
            guaranteed: Interval { lower: low.guaranteed.lower, upper: high.guaranteed.upper.clone() },
            counts: (low.counts.0, high.counts.1),
            shown: Interval { lower: low.shown.lower, upper: high.shown.upper.clone() },
            worst_case: true,
            ..high
        });
    }
    let done: Vec<Stratum> = strata
        .iter()
        .map(|stratum| Stratum::done(&stratum.code, stratum.units, stratum.drawn - stratum.missing, stratum.found))
        .collect();
    complete(&done, risk)
}

fn complete(strata: &[Stratum], risk: Decimal) -> Result<Rate, Problem> {
    let strata: Vec<&Stratum> = strata.iter().filter(|stratum| stratum.units > 0).collect();
    let units: u64 = strata.iter().map(|stratum| stratum.units).sum();
    let drawn: u64 = strata.iter().map(|stratum| stratum.drawn).sum();
    let found: u64 = strata.iter().map(|stratum| stratum.found).sum();
    let moments: Vec<Moments> = strata.iter().map(|stratum| Moments::of_count(stratum)).collect();
    let Weighed { mean: share, variance, degrees, .. } = weighed(&moments);
    let weight_ratio = weight_ratio(&strata);
    let guaranteed = bounded(&strata, risk);
    // What was found is there, and what was found sound is sound.
    let counts = (
        super::ceiling(&(&guaranteed.lower * whole(units))).max(found),
        floor(&(&guaranteed.upper * whole(units))).min(units - (drawn - found)),
    );
    let shown = korn_graubard(&share, &variance, drawn, found, degrees, risk);
    Ok(Rate {
        units,
        drawn,
        found,
        share,
        variance,
        degrees,
        weight_ratio,
        guaranteed,
        counts,
        shown,
        worst_case: false,
    })
}

/// The largest weight against the mean weight.
fn weight_ratio(strata: &[&Stratum]) -> Exact {
    let units = strata.iter().map(|stratum| stratum.units).sum();
    let drawn = strata.iter().map(|stratum| stratum.drawn).sum();
    let heaviest = strata.iter().map(|stratum| fraction(stratum.units, stratum.drawn)).max();
    heaviest.unwrap_or_else(Exact::zero) * fraction(drawn, units)
}

/// The guaranteed bounds alone, one-sided each at the risk, where everything drawn was done.
///
/// # Errors
/// See [`rate`].
pub fn guaranteed(strata: &[Stratum], risk: Decimal) -> Result<Interval, Problem> {
    check(strata, risk)?;
    Ok(bounded(&strata.iter().filter(|stratum| stratum.units > 0).collect::<Vec<_>>(), risk))
}

fn bounded(strata: &[&Stratum], risk: Decimal) -> Interval {
    let units: u64 = strata.iter().map(|stratum| stratum.units).sum();
    let drawn: u64 = strata.iter().map(|stratum| stratum.drawn).sum();
    let found: u64 = strata.iter().map(|stratum| stratum.found).sum();
    if let [only] = strata {
        // One department: simple random, and counting is exact.
        let ends = (bounds::lower(units, only.drawn, found, risk), bounds::upper(units, only.drawn, found, risk));
        if let (Some(low), Some(high)) = ends {
            return Interval { lower: fraction(low, units), upper: fraction(high, units) };
        }
    }
    let ratio = weight_ratio(strata);
    let bound = |count: u64| -> Exact {
        if drawn == units {
            return fraction(count, units);
        }
        if count + 1 >= drawn {
            return Exact::one();
        }
        let limit = binomial::upper(drawn, count, risk).unwrap_or_else(Exact::one);
        (&ratio * limit).min(Exact::one())
    };
    Interval { lower: Exact::one() - bound(drawn - found), upper: bound(found) }
}

/// Clopper and Pearson's limits at the effective sample size.
pub(super) fn korn_graubard(
    share: &Exact,
    variance: &Exact,
    drawn: u64,
    found: u64,
    degrees: u64,
    risk: Decimal,
) -> Interval {
    let plain = || Interval {
        lower: binomial::lower(drawn, found, risk).unwrap_or_else(Exact::zero),
        upper: binomial::upper(drawn, found, risk).unwrap_or_else(Exact::one),
    };
    if found == 0 || found == drawn || degrees == 0 {
        return plain();
    }
    if variance.is_zero() {
        // Everything that varies was examined.
        return Interval { lower: share.clone(), upper: share.clone() };
    }
    let effective = effective_size(share, variance, drawn, degrees, risk);
    let effective = effective.min(Fixed::whole(drawn));
    let one = Fixed::one();
    let risk = Fixed::of(&exact(risk));
    let bad = &effective * Fixed::of(share);
    let sound = &effective - &bad;
    Interval {
        lower: Beta::new(bad.clone(), &sound + &one).quantile(&risk).exact(),
        upper: Beta::new(&bad + &one, sound).quantile(&(one - risk)).exact(),
    }
}

/// How many drawn evenly would tell as much, before it is cut to how many were drawn.
fn effective_size(share: &Exact, variance: &Exact, drawn: u64, degrees: u64, risk: Decimal) -> Fixed {
    let both = Fixed::of(&exact(risk)).times(2);
    let ratio =
        student_two_sided(&both, &Fixed::whole(drawn - 1)).over(&student_two_sided(&both, &Fixed::whole(degrees)));
    Fixed::of(&(share * (Exact::one() - share) / variance)) * &ratio * &ratio
}

/// The whole with what was certain to be examined: what was found there is added as found, nothing of it is projected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Universe {
    /// Random part and certainty part.
    pub units: u64,
    /// How many are bad in all, estimated.
    pub count: Exact,
    /// The estimated rate.
    pub share: Exact,
    /// The most there may be: the random part's bound and what was found.
    pub upper_count: u64,
    /// The fewest there may be.
    pub lower_count: u64,
}

/// Adds `found` bad ones of `units` that were all to be examined, `unexamined` of which were not: those count as bad in the
/// high end.
pub fn universe(rate: &Rate, units: u64, found: u64, unexamined: u64) -> Universe {
    let all = rate.units + units;
    let count = &rate.share * whole(rate.units) + whole(found);
    let share = if all == 0 { Exact::zero() } else { &count / whole(all) };
    Universe {
        units: all,
        count,
        share,
        upper_count: rate.counts.1 + (found + unexamined).min(units),
        lower_count: rate.counts.0 + found,
    }
}

/// A department in a mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moments {
    /// Its code, for messages and ties.
    pub code: String,
    /// How many it has.
    pub units: u64,
    /// How many were drawn.
    pub drawn: u64,
    /// Mean of those drawn.
    pub mean: Exact,
    /// Variance of those drawn, divided by one less than their number; zero for a single one.
    pub variance: Exact,
}

impl Moments {
    /// From the values themselves. `None` where there are none or more than there are things.
    pub fn of(code: &str, units: u64, values: &[Decimal]) -> Option<Moments> {
        let drawn = u64::try_from(values.len()).ok().filter(|drawn| *drawn > 0 && *drawn <= units)?;
        let values: Vec<Exact> = values.iter().copied().map(exact).collect();
        let (mean, variance) = mean_and_variance(&values);
        Some(Moments { code: code.to_owned(), units, drawn, mean, variance })
    }

    fn of_count(stratum: &Stratum) -> Moments {
        let mean = fraction(stratum.found, stratum.drawn);
        let variance = if stratum.drawn > 1 {
            &mean * (Exact::one() - &mean) * fraction(stratum.drawn, stratum.drawn - 1)
        } else {
            Exact::zero()
        };
        Moments { code: stratum.code.clone(), units: stratum.units, drawn: stratum.drawn, mean, variance }
    }
}

/// The mean of values and their variance, divided by one less than their number.
pub(super) fn mean_and_variance(values: &[Exact]) -> (Exact, Exact) {
    let count = u64::try_from(values.len()).unwrap_or(u64::MAX);
    if count == 0 {
        return (Exact::zero(), Exact::zero());
    }
    let sum: Exact = values.iter().sum();
    let mean = sum / whole(count);
    if count == 1 {
        return (mean, Exact::zero());
    }
    let squares: Exact = values.iter().map(|value| (value - &mean) * (value - &mean)).sum();
    (mean, squares / whole(count - 1))
}

/// How degrees of freedom are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Degrees {
    /// One less than drawn, over the departments that vary.
    Plain,
    /// Satterthwaite's, for departments that vary very differently.
    Satterthwaite,
}

/// What a stratified mean comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mean {
    /// How many there are.
    pub units: u64,
    /// How many were drawn.
    pub drawn: u64,
    /// The estimated mean.
    pub mean: Exact,
    /// Its estimated variance.
    pub variance: Exact,
    /// Its standard error.
    pub error: Exact,
    /// Degrees of freedom; zero where nothing varies.
    pub degrees: Exact,
    /// Two-sided limits; `None` where one thing alone was drawn in all, so that nothing is known of its error.
    pub interval: Option<Interval>,
    /// Variance against that of as many drawn without regard to departments; below one where those gained precision.
    /// `None` where nothing varies.
    pub design_effect: Option<Exact>,
    /// Departments with one thing drawn that were taken together, by code.
    pub collapsed: Vec<Vec<String>>,
}

struct Weighed {
    mean: Exact,
    variance: Exact,
    /// Part of each department that has a variance of its own, with its degrees.
    parts: Vec<(Exact, u64)>,
    degrees: u64,
    collapsed: Vec<Vec<String>>,
}

/// Estimates the mean of the whole. Departments without things are passed over.
///
/// # Errors
/// Names the department of which nothing was drawn or more than it has; or the risk.
pub fn mean(strata: &[Moments], risk: Decimal, degrees: Degrees) -> Result<Mean, Problem> {
    if !is_risk(risk) {
        return Err(Problem::new(ProblemKind::Usage, "problem-estimate-risk").with("risk", risk));
    }
    for stratum in strata {
        if stratum.drawn > stratum.units {
            return Err(usage("problem-estimate-stratum-drawn", &stratum.code)
                .with("drawn", stratum.drawn)
                .with("population", stratum.units));
        }
        if stratum.drawn == 0 && stratum.units > 0 {
            return Err(usage("problem-estimate-stratum-undrawn", &stratum.code).with("population", stratum.units));
        }
    }
    let strata: Vec<Moments> = strata.iter().filter(|stratum| stratum.units > 0).cloned().collect();
    if strata.is_empty() {
        return Err(Problem::new(ProblemKind::Usage, "problem-estimate-nothing-drawn"));
    }
    let units: u64 = strata.iter().map(|stratum| stratum.units).sum();
    let drawn: u64 = strata.iter().map(|stratum| stratum.drawn).sum();
    let Weighed { mean, variance, parts, degrees: plain, collapsed } = weighed(&strata);
    let degrees = match degrees {
        Degrees::Satterthwaite if variance.is_positive() && collapsed.is_empty() => {
            let under: Exact = parts.iter().map(|(part, degrees)| part * part / whole(*degrees)).sum();
            if under.is_zero() { whole(plain) } else { &variance * &variance / under }
        }
        _ => whole(plain),
    };
    let error = Fixed::of(&variance).root();
    let interval = if variance.is_zero() && units == drawn {
        Some(Interval { lower: mean.clone(), upper: mean.clone() })
    } else if degrees.is_positive() {
        let quantile = student_two_sided(&Fixed::of(&exact(risk)), &Fixed::of(&degrees));
        let reach = (quantile * &error).exact();
        Some(Interval { lower: &mean - &reach, upper: &mean + &reach })
    } else {
        None
    };
    let design_effect =
        plain_variance(&strata, &mean, units, drawn).filter(Exact::is_positive).map(|plain| &variance / plain);
    Ok(Mean { units, drawn, mean, variance, error: error.exact(), degrees, interval, design_effect, collapsed })
}

/// What the variance would be had as many been drawn without regard to departments.
fn plain_variance(strata: &[Moments], mean: &Exact, units: u64, drawn: u64) -> Option<Exact> {
    if units < 2 || drawn == 0 || drawn >= units {
        return None;
    }
    let spread: Exact = strata
        .iter()
        .map(|stratum| {
            let from_mean = &stratum.mean - mean;
            let within = &stratum.variance * whole(stratum.drawn.saturating_sub(1)) / whole(stratum.drawn);
            whole(stratum.units) * (within + &from_mean * &from_mean)
        })
        .sum();
    Some(spread / whole(units - 1) * (Exact::one() - fraction(drawn, units)) / whole(drawn))
}

fn weighed(strata: &[Moments]) -> Weighed {
    let units: u64 = strata.iter().map(|stratum| stratum.units).sum();
    let weight = |stratum: &Moments| fraction(stratum.units, units);
    let mean: Exact = strata.iter().map(|stratum| weight(stratum) * &stratum.mean).sum();
    let mut parts = Vec::new();
    for stratum in strata.iter().filter(|stratum| stratum.drawn > 1 && stratum.drawn < stratum.units) {
        let left = Exact::one() - fraction(stratum.drawn, stratum.units);
        let part = weight(stratum) * weight(stratum) * left * &stratum.variance / whole(stratum.drawn);
        parts.push((part, stratum.drawn - 1));
    }
    let mut variance: Exact = parts.iter().map(|(part, _)| part).sum();
    let mut degrees: u64 = parts.iter().map(|(_, degrees)| degrees).sum();
    let mut single: Vec<&Moments> = strata.iter().filter(|stratum| stratum.drawn == 1 && stratum.units > 1).collect();
    single.sort_by(|left, right| right.units.cmp(&left.units).then_with(|| left.code.cmp(&right.code)));
    let mut collapsed = Vec::new();
    if let [only] = single.as_slice() {
        // One alone has no neighbour: it is held against the mean of all.
        let from_mean = weight(only) * (&only.mean - &mean);
        variance += &from_mean * &from_mean;
        collapsed.push(vec![only.code.clone()]);
    } else {
        for group in pairs(&single) {
            variance += group_variance(group, units);
            degrees += u64::try_from(group.len()).unwrap_or(u64::MAX) - 1;
            collapsed.push(group.iter().map(|stratum| stratum.code.clone()).collect());
        }
    }
    Weighed { mean, variance, parts, degrees, collapsed }
}

/// Pairs in order, the last three together where their number is odd.
fn pairs<'a, 'b>(single: &'b [&'a Moments]) -> Vec<&'b [&'a Moments]> {
    let mut groups = Vec::new();
    let mut rest = single;
    while !rest.is_empty() {
        let (group, after) = rest.split_at(if rest.len() == 3 { 3 } else { 2.min(rest.len()) });
        groups.push(group);
        rest = after;
    }
    groups
}

/// `L/(L-1) * sum (t_h - N_h/N_g * t_g)^2 / N^2`: what the totals of single things differ by, without correction.
fn group_variance(group: &[&Moments], units: u64) -> Exact {
    let size: u64 = group.iter().map(|stratum| stratum.units).sum();
    let total: Exact = group.iter().map(|stratum| whole(stratum.units) * &stratum.mean).sum();
    let squares: Exact = group
        .iter()
        .map(|stratum| {
            let off = whole(stratum.units) * &stratum.mean - fraction(stratum.units, size) * &total;
            &off * &off
        })
        .sum();
    let members = u64::try_from(group.len()).unwrap_or(u64::MAX);
    squares * fraction(members, members - 1) / (whole(units) * whole(units))
}

/// What single differences look like; over and under never cancel silently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differences {
    /// How many are above, at and below zero.
    pub signs: (u64, u64, u64),
    /// Sum of those above zero.
    pub above: Decimal,
    /// Sum of those below zero.
    pub below: Decimal,
    /// Mean of their sizes.
    pub mean_size: Exact,
    /// Places of the five largest by size, largest first, earlier first among equals.
    pub largest: Vec<usize>,
    /// Fewer than twenty differ from zero: limits of a mean are for orientation only.
    pub few: bool,
}

/// Describes differences, self-evaluation less recheck. `None` where a sum does not fit 28 digits.
pub fn differences(values: &[Decimal]) -> Option<Differences> {
    let (mut above, mut below) = (Decimal::ZERO, Decimal::ZERO);
    let mut signs = (0, 0, 0);
    for value in values {
        if value.is_zero() {
            signs.1 += 1;
        } else if value.is_sign_positive() {
            (signs.0, above) = (signs.0 + 1, above.checked_add(*value)?);
        } else {
            (signs.2, below) = (signs.2 + 1, below.checked_add(*value)?);
        }
    }
    let mut largest: Vec<usize> = (0..values.len()).collect();
    largest.sort_by(|left, right| values[*right].abs().cmp(&values[*left].abs()).then(left.cmp(right)));
    largest.retain(|place| !values[*place].is_zero());
    largest.truncate(5);
    let count = u64::try_from(values.len()).ok()?;
    let size = if count == 0 { Exact::zero() } else { exact(above.checked_sub(below)?) / whole(count) };
    Some(Differences { signs, above, below, mean_size: size, largest, few: signs.0 + signs.2 < 20 })
}
