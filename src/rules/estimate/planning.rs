//! How many must be drawn for a wanted statement, and how many more after a look at what was found.
//!
//! Rates are fractions: `K0 = ceil(T*N)` and `c = ceil(e*n)` are taken of exact numbers, so no size is one short for the
//! rounding of a binary number. The accepted count jumps with the size, so acceptance is not monotone in it; within one
//! accepted count it is, and only there sizes are bisected. Absent: how many the duty asks for and how they are spread
//! over departments (the draw), and sizes of value-weighted draws, which are in [`super::monetary`].

use num_traits::{One, Signed, Zero};
use rust_decimal::Decimal;

use super::curves::{Fixed, normal_quantile};
use super::sentence::grouped;
use super::{Exact, Population, binomial, ceiling, exact, floor, fraction, is_risk, whole};
use crate::model::problem::{Problem, ProblemKind};
use crate::rules::bounds;

/// Sizes of an infinite population that are looked at.
const MOST: u64 = 10_000_000;
/// A plan that would ask for about more than that is refused,
const LARGEST: u64 = 200_000;
/// and one that would accept about more than that many.
const MOST_ACCEPTED: u64 = 2_000;

/// What one wants to be able to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The rate that would be too much, between 0 and 1.
    pub tolerable: Decimal,
    /// The rate that is expected; less than tolerable.
    pub expected: Decimal,
    /// The risk of accepting what is too much, between 0 and 1.
    pub risk: Decimal,
}

/// A size with what it allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// How many must be drawn.
    pub drawn: u64,
    /// How many of them may be bad.
    pub accepted: u64,
}

/// What a plan comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planned {
    /// So many drawn suffice.
    Sample(Size),
    /// No sample suffices: all must be examined.
    Everything,
}

impl Planned {
    /// How many are to be examined in a population of that size.
    pub fn drawn(self, units: u64) -> u64 {
        match self {
            Planned::Sample(size) => size.drawn,
            Planned::Everything => units,
        }
    }
}

fn usage(key: &'static str) -> Problem {
    Problem::new(ProblemKind::Usage, key)
}

impl Wanted {
    /// Whether it can be wanted at all.
    ///
    /// # Errors
    /// Names the figure that cannot be.
    pub fn check(&self) -> Result<(), Problem> {
        if !is_risk(self.risk) {
            return Err(usage("problem-estimate-risk").with("risk", self.risk));
        }
        if self.tolerable <= Decimal::ZERO || self.tolerable > Decimal::ONE {
            return Err(usage("problem-estimate-tolerable").with("tolerable", self.tolerable));
        }
        if self.expected < Decimal::ZERO || self.expected >= self.tolerable {
            return Err(usage("problem-estimate-expected")
                .with("expected", self.expected)
                .with("tolerable", self.tolerable));
        }
        Ok(())
    }
}

/// The smallest sample for the statement.
///
/// # Errors
/// When the statement cannot be wanted (see [`Wanted::check`]), or expected is so near to tolerable that hundreds of thousands
/// would be needed.
pub fn size(population: Population, wanted: &Wanted) -> Result<Planned, Problem> {
    wanted.check()?;
    let (tolerable, expected, risk) = (exact(wanted.tolerable), exact(wanted.expected), wanted.risk);
    let most = match population {
        Population::Finite(units) => units,
        Population::Infinite => MOST,
    };
    let intolerable = ceiling(&(&tolerable * whole(most)));
    let likely = |drawn: u64, accepted: u64| match population {
        Population::Finite(units) => bounds::is_likely(accepted, units, intolerable, drawn, risk),
        Population::Infinite => binomial::is_likely(accepted, drawn, &tolerable, risk),
    };
    if is_out_of_reach(population, &tolerable, &expected) {
        return Err(usage("problem-estimate-size-out-of-reach").with("most", grouped(LARGEST)));
    }
    let mut first = 1;
    while first <= most {
        let accepted = ceiling(&(&expected * whole(first)));
        // The last size with the same accepted count.
        let last = if expected.is_zero() { most } else { floor(&(whole(accepted) / &expected)).min(most) };
        match first_unlikely(first, last, |drawn| likely(drawn, accepted)) {
            Some(drawn) => return Ok(Planned::Sample(Size { drawn, accepted })),
            None if last >= most => break,
            None => first = next_block(last, most, accepted, &expected, |drawn| likely(drawn, accepted)),
        }
    }
    match population {
        Population::Finite(_) => Ok(Planned::Everything),
        Population::Infinite => Err(usage("problem-estimate-size-out-of-reach").with("most", grouped(LARGEST))),
    }
}

/// Whether a plan would ask for so many that it is none: about `T(1-T) / (T-e)^2`, less in a finite population.
fn is_out_of_reach(population: Population, tolerable: &Exact, expected: &Exact) -> bool {
    let gap = tolerable - expected;
    let about = tolerable * (Exact::one() - tolerable) / (&gap * &gap);
    let about = match population {
        Population::Finite(units) => &about / (Exact::one() + &about / whole(units.max(1))),
        Population::Infinite => about,
    };
    &about * expected > whole(MOST_ACCEPTED) || about > whole(LARGEST)
}

/// The first size after `last` that is worth a look. One more accepted needs at least one more drawn, so all blocks that end
/// before are passed over.
fn next_block(last: u64, most: u64, accepted: u64, expected: &Exact, likely: impl Fn(u64) -> bool) -> u64 {
    let beyond = |steps: u64| last.saturating_add(steps).min(most);
    // The size that this accepted count would need is beyond `last`; doubling finds how far.
    let (mut sure, mut step) = (last, 1);
    while beyond(step) < most && likely(beyond(step)) {
        sure = beyond(step);
        step *= 2;
    }
    let needed = sure + 1;
    let left = Exact::one() - expected;
    let block = ceiling(&(whole(needed.saturating_sub(accepted)) * expected / left)).max(accepted + 1);
    // A block begins right after the one before it ends.
    (floor(&(whole(block - 1) / expected)) + 1).max(last + 1)
}

/// The smallest size in the range that is no longer likely, where likelihood falls with size.
fn first_unlikely(first: u64, last: u64, likely: impl Fn(u64) -> bool) -> Option<u64> {
    // Try near before far: large sizes cost more.
    let (mut low, mut reach) = (first, 16);
    let mut high = loop {
        let far = low.saturating_add(reach).min(last);
        if !likely(far) {
            break far;
        }
        if far == last {
            return None;
        }
        (low, reach) = (far + 1, reach * 2);
    };
    while low < high {
        let middle = low + (high - low) / 2;
        if likely(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Some(high)
}

/// The smallest sample of which at most `accepted` may be bad when `intolerable` of the population would be too many.
/// `None` where no sample suffices or the numbers contradict one another.
pub fn size_for_count(population: u64, intolerable: u64, accepted: u64, risk: Decimal) -> Option<u64> {
    if intolerable > population || !is_risk(risk) || population == 0 {
        return None;
    }
    first_unlikely(1, population, |drawn| bounds::is_likely(accepted, population, intolerable, drawn, risk))
}

/// The same for a rate in an infinite population.
pub fn size_for_rate(tolerable: Decimal, accepted: u64, risk: Decimal) -> Option<u64> {
    if !is_risk(risk) || !is_risk(tolerable) {
        return None;
    }
    let tolerable = exact(tolerable);
    first_unlikely(1, MOST, |drawn| binomial::is_likely(accepted, drawn, &tolerable, risk))
}

/// The smallest clean sample after which "at most that rate is bad" may be said: the limit is not above it.
/// `None` where the rate or the risk cannot be.
pub fn clean_size(population: u64, at_most: Decimal, risk: Decimal) -> Option<u64> {
    if !is_risk(risk) || !is_risk(at_most) {
        return None;
    }
    size_for_count(population, floor(&(exact(at_most) * whole(population))) + 1, 0, risk).or(Some(population))
}

/// The chance that a sample meets at least one of the bad ones.
pub fn chance_of_meeting(population: u64, bad: u64, drawn: u64) -> Option<Exact> {
    let sound = population.checked_sub(bad)?;
    if drawn > population {
        return None;
    }
    let ways = |units| num_bigint::BigInt::from(bounds::choose(units, drawn));
    Some(Exact::one() - Exact::new(ways(sound), ways(population)))
}

/// A department, or the whole, in the table of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    /// How many there are.
    pub units: u64,
    /// How many the draw gives it.
    pub allotted: u64,
    /// How many a statement of its own would need.
    pub needed: Planned,
    /// The most that may be bad if none of those drawn is.
    pub clean_upper: u64,
    /// The same in percent, rounded up.
    pub clean_percent: Decimal,
}

impl PlanRow {
    /// Whether what it is given carries the statement.
    pub fn suffices(&self) -> bool {
        self.allotted >= self.needed.drawn(self.units)
    }
}

/// What a draw of that size can prove of so many.
///
/// # Errors
/// When the statement cannot be wanted, or more are drawn than there are.
pub fn row(units: u64, allotted: u64, wanted: &Wanted) -> Result<PlanRow, Problem> {
    wanted.check()?;
    super::limits::check(Population::Finite(units), allotted, 0, wanted.risk)?;
    let needed = if units == 0 { Planned::Everything } else { size(Population::Finite(units), wanted)? };
    let clean_upper = bounds::upper(units, allotted, 0, wanted.risk).unwrap_or(units);
    Ok(PlanRow { units, allotted, needed, clean_upper, clean_percent: bounds::percent(clean_upper, units, true) })
}

/// The whole and each department: `(units, allotted)`.
///
/// # Errors
/// See [`row`].
pub fn table(departments: &[(u64, u64)], wanted: &Wanted) -> Result<(PlanRow, Vec<PlanRow>), Problem> {
    let rows = departments.iter().map(|(units, allotted)| row(*units, *allotted, wanted)).collect::<Result<_, _>>()?;
    let whole = departments.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    Ok((row(whole.0, whole.1, wanted)?, rows))
}

/// What a sample says of "at most that rate is bad".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The most there may be is not above it.
    Met,
    /// The fewest there may be are above it.
    Missed,
    /// The sample does not tell.
    Open,
}

/// Judges by exact limits, one-sided each.
///
/// # Errors
/// When the numbers contradict one another.
pub fn verdict(population: u64, drawn: u64, found: u64, at_most: Decimal, risk: Decimal) -> Result<Verdict, Problem> {
    super::limits::check(Population::Finite(population), drawn, found, risk)?;
    let tolerated = tolerated(population, at_most)?;
    Ok(judged(population, drawn, found, tolerated, risk))
}

fn tolerated(population: u64, at_most: Decimal) -> Result<u64, Problem> {
    if at_most <= Decimal::ZERO || at_most > Decimal::ONE {
        return Err(usage("problem-estimate-tolerable").with("tolerable", at_most));
    }
    Ok(floor(&(exact(at_most) * whole(population))).min(population))
}

fn judged(population: u64, drawn: u64, found: u64, tolerated: u64, risk: Decimal) -> Verdict {
    if tolerated >= population || is_below(population, drawn, found, tolerated, risk) {
        Verdict::Met
    } else if is_above(population, drawn, found, tolerated, risk) {
        Verdict::Missed
    } else {
        Verdict::Open
    }
}

/// Whether the most there may be is at most `tolerated`, which is less than all.
fn is_below(population: u64, drawn: u64, found: u64, tolerated: u64, risk: Decimal) -> bool {
    // With more sound ones found than would be left, there cannot be more bad ones than tolerated.
    drawn - found >= population - tolerated || !bounds::is_likely(found, population, tolerated + 1, drawn, risk)
}

/// Whether the fewest there may be are more than `tolerated`.
fn is_above(population: u64, drawn: u64, found: u64, tolerated: u64, risk: Decimal) -> bool {
    found > tolerated || !bounds::is_likely(drawn - found, population, population - tolerated, drawn, risk)
}

/// What the coach says about drawing on. All sizes are totals, with what is drawn already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopUp {
    /// What can be said now.
    pub now: Verdict,
    /// The total after which the statement may be made if nothing more is found; `None` where more are bad already than the
    /// statement allows.
    pub if_clean: Option<u64>,
    /// The total that settles the matter, either way, if bad ones go on at the present rate, and which way.
    pub at_present_rate: Option<(u64, Verdict)>,
}

/// How many must be drawn in all before "at most that rate is bad" is settled.
///
/// # Errors
/// When the numbers contradict one another.
pub fn top_up(population: u64, drawn: u64, found: u64, at_most: Decimal, risk: Decimal) -> Result<TopUp, Problem> {
    let now = verdict(population, drawn, found, at_most, risk)?;
    let tolerated = tolerated(population, at_most)?;
    let if_clean = if now == Verdict::Met {
        Some(drawn)
    } else if found > tolerated {
        None
    } else {
        first_unlikely(drawn, population, |total| !is_below(population, total, found, tolerated, risk))
    };
    Ok(TopUp { now, if_clean, at_present_rate: settled(population, drawn, found, tolerated, risk) })
}

/// The first total from `drawn` on that settles the matter when the rate stays.
fn settled(population: u64, drawn: u64, found: u64, tolerated: u64, risk: Decimal) -> Option<(u64, Verdict)> {
    if drawn == 0 || tolerated >= population {
        return (tolerated >= population).then_some((drawn, Verdict::Met));
    }
    let rate = fraction(found, drawn);
    let mut first = drawn;
    while first <= population {
        let bad = ceiling(&(&rate * whole(first)));
        let last = if rate.is_positive() { floor(&(whole(bad) / &rate)).min(population) } else { population };
        // With the same number bad, a larger sample speaks more for the statement and less against it.
        if is_above(population, first, bad, tolerated, risk) {
            return Some((first, Verdict::Missed));
        }
        if let Some(total) = first_unlikely(first, last, |total| !is_below(population, total, bad, tolerated, risk)) {
            return Some((total, Verdict::Met));
        }
        first = last + 1;
    }
    None
}

/// How many must be drawn so that a mean is known within `margin`, where single values deviate by `deviation`; two-sided.
/// The floor of 30 that a plan should keep is the caller's.
///
/// # Errors
/// When a figure is not above zero or the risk is none.
pub fn mean_size(population: Population, margin: Decimal, deviation: Decimal, risk: Decimal) -> Result<u64, Problem> {
    let above_zero = |value: Decimal, key| {
        if value > Decimal::ZERO { Ok(exact(value)) } else { Err(usage(key).with("value", value)) }
    };
    let margin = above_zero(margin, "problem-estimate-margin")?;
    let deviation = above_zero(deviation, "problem-estimate-deviation")?;
    precise_size(population, &margin, &(&deviation * &deviation), risk)
}

/// How many must be drawn so that a rate near `share` is known within `margin`; two-sided.
///
/// # Errors
/// When a figure is not between 0 and 1.
pub fn share_size(population: Population, margin: Decimal, share: Decimal, risk: Decimal) -> Result<u64, Problem> {
    for value in [margin, share] {
        if !is_risk(value) {
            return Err(usage("problem-estimate-margin").with("value", value));
        }
    }
    let share = exact(share);
    let mut spread = &share * (Exact::one() - &share);
    if let Population::Finite(units) = population {
        if units < 2 {
            return Ok(units);
        }
        spread = spread * whole(units) / whole(units - 1);
    }
    precise_size(population, &exact(margin), &spread, risk)
}

/// `ceil(1 / ((margin/z)^2 / variance + 1/N))`.
fn precise_size(population: Population, margin: &Exact, variance: &Exact, risk: Decimal) -> Result<u64, Problem> {
    if !is_risk(risk) {
        return Err(usage("problem-estimate-risk").with("risk", risk));
    }
    let z = normal_quantile(&(Fixed::one() - Fixed::of(&exact(risk)).part(2))).exact();
    let infinite = variance * &z * &z / (margin * margin);
    Ok(match population {
        Population::Finite(0) => 0,
        Population::Finite(units) => ceiling(&((infinite.recip() + fraction(1, units)).recip())).min(units),
        Population::Infinite => ceiling(&infinite),
    })
}
