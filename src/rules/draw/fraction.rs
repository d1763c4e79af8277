//! Rates and shares as exact fractions: `10%`, `0.1` and `1/10` are the same. No binary fraction enters a count.

use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

/// Most digits of a printed fraction; more is no rate that anybody meant.
const MOST_DIGITS: usize = 30;

fn whole(text: &str) -> Option<BigInt> {
    let plain = !text.is_empty() && text.len() <= MOST_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn decimal(text: &str) -> Option<BigRational> {
    let (before, after) = text.split_once('.').unwrap_or((text, "0"));
    let under = BigInt::from(10).pow(u32::try_from(after.len()).ok().filter(|places| *places <= 30)?);
    Some(BigRational::new(whole(before)? * &under + whole(after)?, under))
}

/// Reads a fraction that is not negative: `10%`, `10.5%`, `0.1`, `1/10`.
pub fn read(text: &str) -> Option<BigRational> {
    if let Some(percent) = text.strip_suffix(['%', '\u{ff05}']) {
        return Some(decimal(percent)? / BigInt::from(100));
    }
    match text.split_once('/') {
        Some((over, under)) => {
            let under = whole(under).filter(|under| !under.is_zero())?;
            Some(BigRational::new(whole(over)?, under))
        }
        None => decimal(text),
    }
}

/// Reads a share of a whole: at least 0, at most 1.
pub fn read_share(text: &str) -> Option<BigRational> {
    read(text).filter(|share| *share <= BigRational::from_integer(1.into()))
}

/// A fraction of two whole numbers; 0 when there is nothing to divide by.
pub fn ratio(over: impl Into<BigInt>, under: impl Into<BigInt>) -> BigRational {
    let under = under.into();
    if under.is_zero() { BigRational::zero() } else { BigRational::new(over.into(), under) }
}

/// The smallest whole number that is not below the fraction times a count.
pub fn ceil_of(share: &BigRational, count: u64) -> u64 {
    let product: BigRational = share * BigInt::from(count);
    product.ceil().to_integer().to_u64().unwrap_or(u64::MAX)
}

/// As decimal text with so many places, cut off and not rounded, so that nothing is told to be reached that is not.
pub fn cut_off(fraction: &BigRational, places: u32) -> String {
    let scale = BigInt::from(10).pow(places);
    let scaled = (fraction * &scale).trunc().to_integer();
    let (sign, digits) = (if scaled.is_negative() { "-" } else { "" }, scaled.magnitude().to_string());
    let places = usize::try_from(places).unwrap_or(0);
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (before, after) = digits.split_at(digits.len() - places);
    if after.is_empty() { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") }
}

/// Weights as whole numbers in the same proportion: fractions times their common denominator.
pub fn in_proportion(weights: &[BigRational]) -> Vec<BigUint> {
    let common =
        weights.iter().fold(BigInt::from(1), |common, weight| num_integer::lcm(common, weight.denom().clone()));
    weights.iter().map(|weight| (weight * &common).to_integer().magnitude().clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_rate_in_every_spelling() {
        let tenth = ratio(1, 10);
        for text in ["10%", "0.1", "1/10", "10.0%", "0.10", "569/5690", "10\u{ff05}"] {
            assert_eq!(read(text).as_ref(), Some(&tenth), "{text}");
        }
        for text in ["", "%", "-1%", "1/0", "1e-1", ".5", "5.", "NaN", "1/-3", "0x1", "１０%", "1 %"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read_share("101%"), None);
    }

    #[test]
    fn ten_percent_of_the_city_is_one_more_than_a_rounded_tenth() {
        assert_eq!(ceil_of(&ratio(1, 10), 5_688), 569);
        assert_eq!(ceil_of(&ratio(1, 10), 5_690), 569);
        assert_eq!(ceil_of(&ratio(7, 100), 100), 7);
    }

    #[test]
    fn a_rate_just_short_is_not_told_as_reached() {
        assert_eq!(cut_off(&ratio(568, 5_688), 4), "0.0998");
        assert_eq!(cut_off(&ratio(99_999, 1_000_000), 4), "0.0999");
        assert_eq!(cut_off(&ratio(3, 2), 0), "1");
        assert_eq!(cut_off(&ratio(569, 5_688), 6), "0.100035");
    }
}
