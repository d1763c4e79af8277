//! Limits of a rate in an infinite population (Clopper and Pearson), by whole numbers.
//!
//! A limit is a multiple of 10^-12, rounded outwards: the smallest rate on that grid under which finding no more than was
//! found is no longer likely. Probabilities are weighed as in [`crate::rules::bounds`]; near ties are counted out.

use num_bigint::{BigInt, BigUint};
use num_traits::{One, Zero};
use rust_decimal::Decimal;

use super::{Exact, is_risk};
use crate::rules::bounds::{Scaled, above, parts};

/// Steps of a rate between 0 and 1.
const GRID: u64 = 1_000_000_000_000;
/// Beyond so many bits a near tie is not counted out and the wider limit given.
const LONGEST: u64 = 1 << 23;

/// The chance that at most `found` of `drawn` have a fault where each has one at `rate`.
fn at_most(found: u64, drawn: u64, rate: &Exact) -> Scaled {
    let (numer, denom) = (rate.numer().magnitude(), rate.denom().magnitude());
    if found >= drawn || numer.is_zero() {
        return Scaled::new(1, 0);
    }
    if numer >= denom {
        return Scaled::ZERO;
    }
    let denom_lead = Scaled::leading(denom);
    let (bad, sound) = (Scaled::leading(numer).over(denom_lead), Scaled::leading(&(denom - numer)).over(denom_lead));
    let odds = sound.over(bad);
    let mut term = bad.power(found).by(sound.power(drawn - found));
    for step in 0..found.min(drawn - found) {
        term = term.times(drawn - step, step + 1);
    }
    let mut sum = term;
    for count in (1..=found).rev() {
        let next = term.times(count, drawn - count + 1).by(odds);
        // Past the summit the terms only fall.
        if next.key() < term.key() && next.is_lost_in(sum) {
            break;
        }
        term = next;
        sum = sum.plus(term);
    }
    sum
}

/// Whether finding at most that many has a chance above the risk.
pub(super) fn is_likely(found: u64, drawn: u64, rate: &Exact, risk: Decimal) -> bool {
    above(at_most(found, drawn, rate), risk).unwrap_or_else(|| counted(found, drawn, rate, risk))
}

/// Ways, weighed, in which at most `found` of `drawn` are bad, and all ways.
fn ways(found: u64, drawn: u64, rate: &Exact) -> (BigUint, BigUint) {
    let (bad, all) = (rate.numer().magnitude(), rate.denom().magnitude());
    let sound = all - bad.min(all);
    let found = found.min(drawn);
    let (mut sum, mut choose, mut power) = (BigUint::one(), BigUint::one(), BigUint::one());
    for count in 1..=found {
        choose = choose * (drawn - count + 1) / count;
        power *= bad;
        sum = sum * &sound + &choose * &power;
    }
    let times = |base: &BigUint, count: u64| base.pow(u32::try_from(count).unwrap_or(u32::MAX));
    (sum * times(&sound, drawn - found), times(all, drawn))
}

/// A near tie, counted out.
fn counted(found: u64, drawn: u64, rate: &Exact, risk: Decimal) -> bool {
    if drawn.saturating_mul(rate.denom().bits()) > LONGEST {
        return true;
    }
    let ((ways, all), (numer, denom)) = (ways(found, drawn, rate), parts(risk));
    ways * denom > all * numer
}

/// The chance that at most `found` of `drawn` are bad, as the fraction it is. For a few thousand drawn at most: the numbers
/// grow with them.
pub fn chance(found: u64, drawn: u64, rate: &Exact) -> Exact {
    let (ways, all) = ways(found, drawn, rate);
    Exact::new(BigInt::from(ways), BigInt::from(all))
}

/// The highest rate under which finding no more than that is still likelier than `risk` (one-sided), rounded up at 10^-12.
/// `None` where the numbers contradict one another or the risk is not between 0 and 1.
pub fn upper(drawn: u64, found: u64, risk: Decimal) -> Option<Exact> {
    if found > drawn || !is_risk(risk) {
        return None;
    }
    let at = |steps: u64| Exact::new(BigInt::from(steps), BigInt::from(GRID));
    if found == drawn {
        return Some(Exact::one());
    }
    let (mut likely, mut beyond) = (0, GRID);
    while beyond - likely > 1 {
        let middle = likely + (beyond - likely) / 2;
        if is_likely(found, drawn, &at(middle), risk) {
            likely = middle;
        } else {
            beyond = middle;
        }
    }
    Some(at(beyond))
}

/// The lowest rate; see [`upper`].
pub fn lower(drawn: u64, found: u64, risk: Decimal) -> Option<Exact> {
    Some(Exact::one() - upper(drawn, drawn.checked_sub(found)?, risk)?)
}
