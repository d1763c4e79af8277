//! What a random sample proves about the whole: exact limits for a finite population.
//!
//! Of `population` things `drawn` were taken at random, each as likely as any other, and `found` of them had a fault. The
//! number of faults in the whole then follows the hypergeometric distribution, and a limit is the largest (smallest)
//! number under which what was found is not yet too unlikely. Nothing is approximated by a smooth curve.
//!
//! Probabilities are kept as a 64-bit mantissa with an exponent of two and handled in integers alone, so every machine
//! gives the same limit. Each step loses less than one part in 2^62. Where a probability is closer to the risk than that can
//! tell apart, whole numbers of any size decide, up to a hundred thousand drawn;
//! beyond, the wider limit is given. Infinite populations, strata and planning are in [`super::estimate`].
//! Absent on purpose: drawing.

use num_bigint::BigUint;
use num_traits::{One, ToPrimitive, Zero};
use rust_decimal::Decimal;

/// Draws beyond that are not counted out.
const MOST_COUNTED: u64 = 100_000;

/// A non-negative number as `mantissa * 2^exponent`; the mantissa's highest bit is set unless it is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scaled {
    mantissa: u64,
    exponent: i64,
}

impl Scaled {
    pub(super) const ZERO: Scaled = Scaled { mantissa: 0, exponent: 0 };

    pub(super) fn new(mantissa: u128, exponent: i64) -> Scaled {
        if mantissa == 0 {
            return Scaled::ZERO;
        }
        let surplus = 64 - i64::from(mantissa.leading_zeros());
        let mantissa = if surplus > 0 { mantissa >> surplus } else { mantissa << -surplus };
        // 64 bits are left: the shift saw to it.
        Scaled { mantissa: mantissa as u64, exponent: exponent + surplus }
    }

    /// The leading 64 bits of a whole number.
    pub(super) fn leading(number: &BigUint) -> Scaled {
        let surplus = number.bits().saturating_sub(64);
        // 64 bits are left: the shift saw to it.
        let mantissa = (number >> surplus).to_u64().unwrap_or_default();
        Scaled::new(u128::from(mantissa), i64::try_from(surplus).unwrap_or(i64::MAX))
    }

    /// This times another.
    pub(super) fn by(self, other: Scaled) -> Scaled {
        Scaled::new(u128::from(self.mantissa) * u128::from(other.mantissa), self.exponent + other.exponent)
    }

    /// This divided by another; nothing where that is nothing.
    pub(super) fn over(self, other: Scaled) -> Scaled {
        if other.mantissa == 0 {
            return Scaled::ZERO;
        }
        let quotient = (u128::from(self.mantissa) << 63) / u128::from(other.mantissa);
        Scaled::new(quotient, self.exponent - other.exponent - 63)
    }

    /// This as a factor, so many times.
    pub(super) fn power(self, count: u64) -> Scaled {
        let (mut result, mut square, mut left) = (Scaled::new(1, 0), self, count);
        while left > 0 {
            if left % 2 == 1 {
                result = result.by(square);
            }
            square = square.by(square);
            left /= 2;
        }
        result
    }

    /// Whether a sum is so much larger that no number of such terms matters.
    pub(super) fn is_lost_in(self, sum: Scaled) -> bool {
        self.mantissa == 0 || self.exponent < sum.exponent - 100
    }

    /// This times `over / under`.
    pub(super) fn times(self, over: u64, under: u64) -> Scaled {
        let over = Scaled::new(u128::from(over), 0);
        let under = Scaled::new(u128::from(under), 0);
        if over.mantissa == 0 || self.mantissa == 0 || under.mantissa == 0 {
            return Scaled::ZERO;
        }
        let product = Scaled::new(u128::from(self.mantissa) * u128::from(over.mantissa), self.exponent + over.exponent);
        let quotient = (u128::from(product.mantissa) << 63) / u128::from(under.mantissa);
        Scaled::new(quotient, product.exponent - under.exponent - 63)
    }

    pub(super) fn plus(self, other: Scaled) -> Scaled {
        let (large, small) = if self.key() >= other.key() { (self, other) } else { (other, self) };
        if small.mantissa == 0 {
            return large;
        }
        // Beyond 63 places nothing of the smaller one is left.
        let shift = u32::try_from(large.exponent - small.exponent).unwrap_or(u32::MAX);
        let small = u128::from(small.mantissa).checked_shr(shift).unwrap_or_default();
        Scaled::new(u128::from(large.mantissa) + small, large.exponent)
    }

    pub(super) fn key(self) -> (bool, i64, u64) {
        (self.mantissa > 0, self.exponent, self.mantissa)
    }
}

/// Probability that `drawn` of `population` hold at most `found` of the `faults` in it.
fn at_most(found: u64, population: u64, faults: u64, drawn: u64) -> Scaled {
    let sound = population - faults;
    let highest = found.min(faults).min(drawn);
    // Fewer faults than this cannot be drawn: there are not enough sound ones.
    let lowest = drawn.saturating_sub(sound);
    if lowest > highest {
        return Scaled::ZERO;
    }
    // C(drawn, highest) * faults falling * sound falling / population falling, factor by factor.
    let mut term = Scaled::new(1, 0);
    for step in 0..highest {
        term = term.times(faults - step, population - step).times(drawn - step, step + 1);
    }
    for step in 0..drawn - highest {
        term = term.times(sound - step, population - highest - step);
    }
    let mut sum = term;
    for count in (lowest + 1..=highest).rev() {
        let next = term.times(count, faults - count + 1).times(sound + count - drawn, drawn - count + 1);
        // Past the summit the terms only fall.
        if next.key() < term.key() && next.is_lost_in(sum) {
            break;
        }
        term = next;
        sum = sum.plus(term);
    }
    sum
}

/// A risk such as 0.05 on the same scale.
fn scaled(risk: Decimal) -> Scaled {
    let digits = u128::try_from(risk.mantissa()).unwrap_or_default();
    (0..risk.scale()).fold(Scaled::new(digits, 0), |value, _| value.times(1, 10))
}

/// Which side of the risk a probability is on; `None` where it is too near to tell.
pub(super) fn above(chance: Scaled, risk: Decimal) -> Option<bool> {
    let limit = scaled(risk);
    // 2^-40 of the risk: far more than all steps lose, far less than anyone can see.
    let near = |more: u64| limit.times((1 << 40) + more - 1, 1 << 40).key();
    (chance.key() < near(0) || chance.key() > near(2)).then(|| chance.key() > limit.key())
}

/// Whether `drawn` of `population`, `faults` of them bad, hold at most `found` bad ones with a probability above `risk`.
/// The numbers must be possible: neither `faults` nor `drawn` above `population`.
pub(super) fn is_likely(found: u64, population: u64, faults: u64, drawn: u64, risk: Decimal) -> bool {
    above(at_most(found, population, faults, drawn), risk)
        .unwrap_or_else(|| counted(found, population, faults, drawn, risk))
}

/// How many ways there are to take `k` of `n`.
pub(super) fn choose(n: u64, k: u64) -> BigUint {
    if k > n {
        return BigUint::zero();
    }
    (0..k.min(n - k)).fold(BigUint::one(), |product, step| product * (n - step) / (step + 1))
}

/// A risk as a fraction of whole numbers.
pub(super) fn parts(risk: Decimal) -> (BigUint, BigUint) {
    (BigUint::from(risk.mantissa().unsigned_abs()), BigUint::from(10_u32).pow(risk.scale()))
}

/// The same by counting all draws. Larger draws get the wider limit.
fn counted(found: u64, population: u64, faults: u64, drawn: u64, risk: Decimal) -> bool {
    if drawn > MOST_COUNTED {
        return true;
    }
    let sound = population - faults;
    let (lowest, highest) = (drawn.saturating_sub(sound), found.min(faults).min(drawn));
    if lowest > highest {
        return false;
    }
    let mut ways = choose(faults, lowest) * choose(sound, drawn - lowest);
    let mut sum = ways.clone();
    for count in lowest..highest {
        ways = ways * (faults - count) * (drawn - count) / (count + 1) / (sound + count + 1 - drawn);
        sum += &ways;
    }
    let (numer, denom) = parts(risk);
    sum * denom > choose(population, drawn) * numer
}

/// The most faults that the whole may hold: the largest number under which finding no more than `found` still has a
/// probability above `risk` (one-sided). `None` where the numbers contradict one another or the risk is not between 0 and 1.
pub fn upper(population: u64, drawn: u64, found: u64, risk: Decimal) -> Option<u64> {
    if found > drawn || drawn > population || risk <= Decimal::ZERO || risk >= Decimal::ONE {
        return None;
    }
    // The probability falls as the faults grow.
    let (mut sure, mut beyond) = (found, population - (drawn - found) + 1);
    while beyond - sure > 1 {
        let middle = sure + (beyond - sure) / 2;
        if is_likely(found, population, middle, drawn, risk) {
            sure = middle;
        } else {
            beyond = middle;
        }
    }
    Some(sure)
}

/// The fewest faults that the whole may hold; see [`upper`].
pub fn lower(population: u64, drawn: u64, found: u64, risk: Decimal) -> Option<u64> {
    let sound = drawn.checked_sub(found)?;
    Some(population - upper(population, drawn, sound, risk)?)
}

/// `count` of `whole` in percent with two places: rounded up for an upper limit, down for a lower one.
pub fn percent(count: u64, whole: u64, up: bool) -> Decimal {
    if whole == 0 {
        return Decimal::ZERO;
    }
    let hundredths = u128::from(count) * 10_000;
    let whole = u128::from(whole);
    let hundredths = if up { hundredths.div_ceil(whole) } else { hundredths / whole };
    Decimal::from_i128_with_scale(i128::try_from(hundredths).unwrap_or(i128::MAX), 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn risk() -> Decimal {
        Decimal::new(5, 2)
    }

    #[test]
    fn the_real_size_has_its_limits() {
        // 5,688 projects, 600 drawn, one-sided 95 %: exact values, computed with fractions.
        for (found, most, rate) in [
            (0, 26, "0.46"),
            (3, 70, "1.24"),
            (6, 108, "1.90"),
            (12, 179, "3.15"),
            (30, 377, "6.63"),
            (60, 689, "12.12"),
            (120, 1_292, "22.72"),
        ] {
            assert_eq!(upper(5_688, 600, found, risk()), Some(most), "{found}");
            assert_eq!(percent(most, 5_688, true).to_string(), rate, "{found}");
        }
    }

    /// Whole numbers: `C(n, k)` for small n.
    fn choose(n: u128, k: u128) -> u128 {
        if k > n { 0 } else { (0..k).fold(1, |product, step| product * (n - step) / (step + 1)) }
    }

    #[test]
    fn small_populations_agree_with_counting() {
        for (num, den) in [(1_u128, 20_u128), (1, 10), (1, 100)] {
            let risk = Decimal::from(num as u64) / Decimal::from(den as u64);
            for population in 1..=18_u64 {
                for drawn in 0..=population {
                    for found in 0..=drawn {
                        let likely = |faults: u64| {
                            let ways = |i: u64| {
                                choose(faults.into(), i.into())
                                    * choose((population - faults).into(), (drawn - i).into())
                            };
                            (0..=found).map(ways).sum::<u128>() * den > num * choose(population.into(), drawn.into())
                        };
                        let possible = found..=population - (drawn - found);
                        let counted = possible.clone().rev().find(|faults| likely(*faults));
                        assert_eq!(upper(population, drawn, found, risk), counted, "{population} {drawn} {found}");
                        let least = lower(population, drawn, found, risk).unwrap();
                        assert!(possible.contains(&least) && least <= found.max(counted.unwrap()));
                    }
                }
            }
        }
    }

    #[test]
    fn a_census_proves_everything_and_nonsense_is_refused() {
        assert_eq!(upper(50, 50, 7, risk()), Some(7));
        assert_eq!(lower(50, 50, 7, risk()), Some(7));
        assert_eq!(upper(50, 0, 0, risk()), Some(50));
        assert_eq!(lower(50, 0, 0, risk()), Some(0));
        assert_eq!(upper(50, 60, 0, risk()), None);
        assert_eq!(upper(50, 10, 11, risk()), None);
        assert_eq!(upper(50, 10, 1, Decimal::ONE), None);
        assert_eq!(lower(50, 10, 11, risk()), None);
    }

    #[test]
    fn a_million_is_no_matter() {
        // Nothing found among 299 of very many: below 1 %, as the well-known table has it.
        let most = upper(1_000_000, 299, 0, risk()).unwrap();
        assert!(percent(most, 1_000_000, true) <= Decimal::ONE, "{most}");
        assert!(upper(1_000_000, 100_000, 50_000, risk()).unwrap() > 500_000);
    }
}
