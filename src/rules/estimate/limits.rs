//! Limits of a rate after the draw: finite and infinite populations, one side or both.
//!
//! Finite populations have exact limits in whole things ([`crate::rules::bounds`]); the rate is the count in percent,
//! rounded outwards at two places. Wilson's interval is there to be shown as "about"; it never enters a verdict, because its
//! level can fall below the stated one. Absent: strata, which are in [`super::stratified`].

use num_traits::{One, Zero};
use rust_decimal::Decimal;

use super::curves::{Fixed, normal_quantile};
use super::{Exact, Interval, Population, Rounding, binomial, exact, fraction, is_risk, rounded, whole};
use crate::model::problem::{Problem, ProblemKind};
use crate::rules::bounds;

/// Which limits are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The most there may be, with the whole risk.
    Upper,
    /// The fewest there may be, with the whole risk.
    Lower,
    /// Both, with half the risk each.
    Two,
}

/// One end of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// How many things of the population; none where that has no number.
    pub count: Option<u64>,
    /// The rate, exact (finite) or rounded outwards at 10^-12.
    pub rate: Exact,
    /// The rate in percent with two places, rounded outwards.
    pub percent: Decimal,
}

/// The ends that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The low end.
    pub lower: Option<Limit>,
    /// The high end.
    pub upper: Option<Limit>,
}

/// Checks that so many can have been drawn and found.
///
/// # Errors
/// Names the two numbers that contradict one another, or the risk.
pub fn check(population: Population, drawn: u64, found: u64, risk: Decimal) -> Result<(), Problem> {
    let usage = |key| Problem::new(ProblemKind::Usage, key);
    if let Population::Finite(units) = population
        && drawn > units
    {
        return Err(usage("problem-estimate-drawn-above-population").with("drawn", drawn).with("population", units));
    }
    if found > drawn {
        return Err(usage("problem-estimate-found-above-drawn").with("found", found).with("drawn", drawn));
    }
    if !is_risk(risk) {
        return Err(usage("problem-estimate-risk").with("risk", risk));
    }
    Ok(())
}

/// Limits of what the population holds when `found` of `drawn` were bad.
///
/// # Errors
/// When the numbers contradict one another.
pub fn limits(population: Population, drawn: u64, found: u64, risk: Decimal, side: Side) -> Result<Limits, Problem> {
    check(population, drawn, found, risk)?;
    let risk = if side == Side::Two { risk / Decimal::TWO } else { risk };
    let end = |up: bool| {
        let (count, rate) = match population {
            Population::Finite(units) => {
                let count = if up { bounds::upper } else { bounds::lower }(units, drawn, found, risk)?;
                // Of nothing, nothing is bad.
                (Some(count), fraction(count, units))
            }
            Population::Infinite => (None, if up { binomial::upper } else { binomial::lower }(drawn, found, risk)?),
        };
        let percent = rounded(&(&rate * whole(100)), 2, if up { Rounding::Up } else { Rounding::Down })?;
        Some(Limit { count, rate, percent })
    };
    Ok(Limits {
        lower: (side != Side::Upper).then(|| end(false)).flatten(),
        upper: (side != Side::Lower).then(|| end(true)).flatten(),
    })
}

/// Wilson's two-sided interval without continuity correction, to be shown as "about". `None` where nothing was drawn or the
/// numbers contradict one another.
pub fn wilson(drawn: u64, found: u64, risk: Decimal) -> Option<Interval> {
    check(Population::Infinite, drawn, found, risk).ok()?;
    if drawn == 0 {
        return None;
    }
    let z = normal_quantile(&(Fixed::one() - Fixed::of(&exact(risk)).part(2)));
    let square = &z * &z;
    let share = Fixed::whole(found).part(drawn);
    let middle = &share + square.part(2 * drawn);
    let spread = share.clone() * (Fixed::one() - &share);
    let reach = z * (spread.part(drawn) + square.part(4 * drawn).part(drawn)).root();
    let under = Fixed::one() + square.part(drawn);
    let lower = if found == 0 { Exact::zero() } else { (&middle - &reach).over(&under).exact() };
    let upper = if found == drawn { Exact::one() } else { (middle + reach).over(&under).exact() };
    Some(Interval { lower, upper })
}
