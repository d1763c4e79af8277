//! Amounts drawn by value: size of the draw, Stringer's bound, and the mean-per-unit estimate where many items are off.
//!
//! Each yuan has the same chance, so an item is drawn in proportion to its amount and its error counts as a share of it (its
//! taint). What is reported too high and too low is bounded apart and never netted. Stringer's bound is what practice uses;
//! it has no proof for finite samples, so nothing here may be called guaranteed. Amounts are fen; what was examined in full
//! is added as found. Absent: amounts that nobody reported, which no draw from reported amounts can find.

use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;

use super::curves::{Fixed, Gamma, student_two_sided};
use super::sentence::grouped;
use super::stratified::mean_and_variance;
use super::{Exact, Interval, Rounding, binomial, ceiling, exact, is_risk, rounded, whole};
use crate::model::money::Money;
use crate::model::problem::{Problem, ProblemKind};
use crate::rules::bounds;

/// From so many items in error on the mean-per-unit estimate is shown, too.
const MANY: usize = 20;
/// Larger draws by value are refused.
const MOST: u64 = 10_000_000;

/// An item that was drawn; one that was hit twice stands twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// As reported; above zero.
    pub reported: Money,
    /// As verified.
    pub verified: Money,
}

/// How likely each number of errors is weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Clopper and Pearson; the default.
    Binomial,
    /// Whole yuan of a finite amount, as IDEA does.
    Hypergeometric,
    /// The printed confidence factors, rounded up at 0.01.
    Poisson,
}

/// One direction: reported too high, or too low. All amounts in fen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    /// Shares by which items are off, largest first.
    pub taints: Vec<Exact>,
    /// Interval times the sum of taints: the estimate of what was drawn from.
    pub projected: Exact,
    /// What may be there although nothing is off.
    pub basic: Exact,
    /// What the bound adds for the errors beyond their projection.
    pub allowance: Exact,
    /// Found among what was examined in full.
    pub as_found: Money,
    /// Stringer's bound and what was found in full.
    pub upper: Exact,
}

/// The mean-per-unit estimate of what is misreported in all, in fen; too high less too low.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeanPerUnit {
    /// Estimated misreporting; reported less that is the estimated verified total.
    pub misreported: Exact,
    /// Its two-sided limits; `None` where fewer than two items are off.
    pub interval: Option<Interval>,
}

/// What a value-weighted draw shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Monetary {
    /// Reported too high.
    pub over: Projection,
    /// Reported too low.
    pub under: Projection,
    /// Where twenty or more items are off.
    pub mean_per_unit: Option<MeanPerUnit>,
}

/// What was drawn by value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn<'a> {
    /// All that was reported, without what was examined in full.
    pub reported: Money,
    /// The items hit.
    pub items: &'a [Item],
    /// Found among what was examined in full: reported too high.
    pub over_as_found: Money,
    /// The same, too low.
    pub under_as_found: Money,
}

fn fen(money: Money) -> Exact {
    Exact::from_integer(BigInt::from(money.0))
}

fn usage(key: &'static str) -> Problem {
    Problem::new(ProblemKind::Usage, key)
}

/// Projects what was found onto the whole amount. `risk` is one-sided for the bounds and two-sided at twice its size for the
/// mean per unit.
///
/// # Errors
/// When an item's reported amount is not above zero, nothing was drawn, or the risk is none.
pub fn evaluate(drawn: &Drawn<'_>, risk: Decimal, bound: Bound) -> Result<Monetary, Problem> {
    if !is_risk(risk) {
        return Err(usage("problem-estimate-risk").with("risk", risk));
    }
    let hits = u64::try_from(drawn.items.len()).unwrap_or(u64::MAX);
    if hits == 0 || drawn.reported.0 <= 0 {
        return Err(usage("problem-estimate-nothing-drawn"));
    }
    if let Some(item) = drawn.items.iter().find(|item| item.reported.0 <= 0) {
        return Err(usage("problem-estimate-amount").with("amount", item.reported.yuan()));
    }
    let total = fen(drawn.reported);
    let taint = |item: &Item| {
        let share = (fen(item.reported) - fen(item.verified)) / fen(item.reported);
        share.min(Exact::one()).max(-Exact::one())
    };
    let taints: Vec<Exact> = drawn.items.iter().map(taint).collect();
    let one_way = |sign: &Exact, as_found: Money| {
        let mut taints: Vec<Exact> = taints.iter().map(|taint| taint * sign).filter(Exact::is_positive).collect();
        taints.sort_by(|left, right| right.cmp(left));
        let factors = factors(&total, hits, taints.len(), risk, bound)?;
        let bound = &total * stringer(&factors, &taints);
        let projected = &total / whole(hits) * taints.iter().sum::<Exact>();
        let basic = &total * factors.first().cloned().unwrap_or_else(Exact::one);
        let allowance = &bound - &projected - &basic;
        Some(Projection { taints, projected, basic, allowance, as_found, upper: bound + fen(as_found) })
    };
    let out_of_reach = || usage("problem-estimate-risk").with("risk", risk);
    let over = one_way(&Exact::one(), drawn.over_as_found).ok_or_else(out_of_reach)?;
    let under = one_way(&-Exact::one(), drawn.under_as_found).ok_or_else(out_of_reach)?;
    let many = over.taints.len() + under.taints.len() >= MANY;
    let mean_per_unit = many.then(|| mean_per_unit(drawn.reported, drawn.items, risk * Decimal::TWO)).flatten();
    Ok(Monetary { over, under, mean_per_unit })
}

/// Upper limits of the rate for none, one, two … errors among those hit.
fn factors(total: &Exact, hits: u64, errors: usize, risk: Decimal, bound: Bound) -> Option<Vec<Exact>> {
    let yuan = ceiling(&(total / whole(100)));
    let hit = hits.min(yuan);
    (0..=u64::try_from(errors).ok()?)
        .map(|count| match bound {
            Bound::Binomial => binomial::upper(hits, count, risk),
            Bound::Hypergeometric => Some(super::fraction(bounds::upper(yuan, hit, count, risk)?, yuan)),
            Bound::Poisson => Some(exact(confidence_factor(count, risk)?) / whole(hits)),
        })
        .collect()
}

/// Stringer's bound of the share that is off: the limit for no error, and each further step as far as its item is off.
/// `factors` has one more entry than there are taints, which are sorted, largest first.
pub fn stringer(factors: &[Exact], taints: &[Exact]) -> Exact {
    let mut bound = factors.first().cloned().unwrap_or_else(Exact::one);
    for (pair, taint) in factors.windows(2).zip(taints) {
        if let [before, after] = pair {
            bound += (after - before) * taint;
        }
    }
    bound
}

/// The same for hits of an infinite amount, with binomial limits. `None` where the numbers contradict one another.
pub fn stringer_binomial(hits: u64, taints: &[Exact], risk: Decimal) -> Option<Exact> {
    let mut sorted = taints.to_vec();
    sorted.sort_by(|left, right| right.cmp(left));
    Some(stringer(&factors(&Exact::zero(), hits, sorted.len(), risk, Bound::Binomial)?, &sorted))
}

/// The mean-per-unit estimate. `None` where nothing was drawn or an amount is not above zero.
pub fn mean_per_unit(reported: Money, items: &[Item], two_sided: Decimal) -> Option<MeanPerUnit> {
    if items.is_empty() || !is_risk(two_sided) || items.iter().any(|item| item.reported.0 <= 0) {
        return None;
    }
    let total = fen(reported);
    let single = |item: &Item| &total * (fen(item.reported) - fen(item.verified)) / fen(item.reported);
    let values: Vec<Exact> = items.iter().map(single).collect();
    let (mean, variance) = mean_and_variance(&values);
    let off = u64::try_from(values.iter().filter(|value| !value.is_zero()).count()).ok()?;
    let interval = (off > 1).then(|| {
        let error = Fixed::of(&(variance / whole(u64::try_from(items.len()).unwrap_or(u64::MAX)))).root();
        let quantile = student_two_sided(&Fixed::of(&exact(two_sided)), &Fixed::whole(off - 1));
        let reach = (quantile * error).exact();
        Interval { lower: &mean - &reach, upper: &mean + &reach }
    });
    Some(MeanPerUnit { misreported: mean, interval })
}

/// The factor printed in the tables for that many errors: the gamma quantile, rounded up at 0.01.
pub fn confidence_factor(errors: u64, risk: Decimal) -> Option<Decimal> {
    if !is_risk(risk) || errors > 10_000 {
        return None;
    }
    let quantile = Gamma::new(Fixed::whole(errors + 1)).quantile(&(Fixed::one() - Fixed::of(&exact(risk))));
    rounded(&quantile.exact(), 2, Rounding::Up)
}

/// How many must be drawn by value: `ceil(CF / T)`, the factor not rounded first.
///
/// # Errors
/// When the statement cannot be wanted, or expected is so near to tolerable that no size below ten million suffices.
pub fn size(wanted: &super::planning::Wanted) -> Result<u64, Problem> {
    wanted.check()?;
    let ratio = Fixed::of(&(exact(wanted.expected) / exact(wanted.tolerable)));
    let sure = Fixed::one() - Fixed::of(&exact(wanted.risk));
    let short = |factor: &Fixed| Gamma::new(Fixed::one() + &ratio * factor).below(factor) < sure;
    let mut high = Fixed::one();
    while short(&high) {
        high = high.times(2);
        if high > Fixed::whole(20_000) {
            return Err(usage("problem-estimate-size-out-of-reach").with("most", grouped(MOST)));
        }
    }
    let mut low = Fixed::zero();
    for _ in 0..70 {
        let middle = (&low + &high).part(2);
        if short(&middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    let size = high.exact() / exact(wanted.tolerable);
    size.ceil()
        .to_integer()
        .to_u64()
        .ok_or_else(|| usage("problem-estimate-size-out-of-reach").with("most", grouped(MOST)))
}
