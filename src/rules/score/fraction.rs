//! Exact fractions, and the one place where points are rounded.
//!
//! Only [`super`] may import it. Every step is checked: a number too large to be exact is `None`, never a wrong number.

use num_rational::Ratio;
use num_traits::{CheckedDiv, CheckedMul, CheckedSub, Zero};
use rust_decimal::Decimal;

/// An exact fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::rules) struct Fraction(Ratio<i128>);

impl Fraction {
    /// Nothing of it.
    pub const ZERO: Fraction = Fraction(Ratio::new_raw(0, 1));
    /// All of it.
    pub const ONE: Fraction = Fraction(Ratio::new_raw(1, 1));

    /// A decimal, exactly. `None` where its denominator is too large.
    pub fn of(number: Decimal) -> Option<Fraction> {
        if number.scale() == 0 {
            return Some(Fraction(Ratio::new_raw(number.mantissa(), 1)));
        }
        let number = number.normalize();
        let pieces = 10_i128.checked_pow(number.scale())?;
        Some(Fraction(Ratio::new(number.mantissa(), pieces)))
    }

    /// So many percent.
    pub fn percent(number: Decimal) -> Option<Fraction> {
        Fraction::of(number)?.over(Fraction(Ratio::new_raw(100, 1)))
    }

    /// A product.
    pub fn times(self, other: Fraction) -> Option<Fraction> {
        // What most rows come to, told without working it out.
        if (*self.0.numer(), *self.0.denom()) == (1, 1) {
            return Some(other);
        }
        self.0.checked_mul(&other.0).map(Fraction)
    }

    /// A quotient; `None` for a divisor of zero, too.
    pub fn over(self, other: Fraction) -> Option<Fraction> {
        if other.0.is_zero() { None } else { self.0.checked_div(&other.0).map(Fraction) }
    }

    /// A difference.
    pub fn minus(self, other: Fraction) -> Option<Fraction> {
        self.0.checked_sub(&other.0).map(Fraction)
    }

    /// Without its sign.
    pub fn size(self) -> Option<Fraction> {
        if self < Fraction::ZERO { Fraction::ZERO.minus(self) } else { Some(self) }
    }

    /// The nearest of zero and one, where it lies outside.
    pub fn share(self) -> Fraction {
        self.clamp(Fraction::ZERO, Fraction::ONE)
    }

    /// Rounded half up (away from zero) to so many places.
    pub fn rounded(self, places: u32) -> Option<Decimal> {
        let size = self.size()?;
        let (over, under) = (*size.0.numer(), *size.0.denom());
        let pieces = over.checked_mul(10_i128.checked_pow(places)?)?;
        let (whole, rest) = (pieces / under, pieces % under);
        // rest < under, so this tells rest × 2 ≥ under without a product.
        let whole = if rest >= under - rest { whole.checked_add(1)? } else { whole };
        let number = Decimal::try_from_i128_with_scale(whole, places).ok()?;
        Some(if self < Fraction::ZERO { -number } else { number })
    }
}

/// Places to which points are rounded (our default).
pub(in crate::rules) const PLACES: u32 = 2;

/// The points that a share of a row gives: rounded here, half up, once for each row, and nowhere else. Totals are sums of
/// what is shown.
pub(in crate::rules) fn points(share: Fraction, weight: Decimal) -> Option<Decimal> {
    share.times(Fraction::of(weight)?)?.rounded(PLACES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(over: &str, under: &str) -> Fraction {
        let read = |text: &str| Fraction::of(text.parse().unwrap()).unwrap();
        read(over).over(read(under)).unwrap()
    }

    #[test]
    fn points_are_rounded_half_up_once() {
        for (over, under, weight, wanted) in [
            ("412", "450", "8", "7.32"),
            ("1198", "1260", "10", "9.51"),
            ("2.5", "2.7", "10", "9.26"),
            ("1", "8", "1", "0.13"),
            ("1", "200", "1", "0.01"),
            ("1", "201", "1", "0.00"),
            ("2", "3", "22.5", "15.00"),
            // 0.004999… stays below although a decimal of 28 places would round it up.
            ("4999999999999999999999999999", "1000000000000000000000000000000", "1", "0.00"),
        ] {
            let Ok(under) = under.parse::<Decimal>() else { continue };
            let got = points(fraction(over, &under.to_string()), weight.parse().unwrap()).unwrap();
            assert_eq!(got.to_string(), wanted, "{over}/{under}×{weight}");
        }
        assert_eq!(fraction("-1", "8").rounded(2).unwrap().to_string(), "-0.13");
    }

    #[test]
    fn what_is_too_large_to_be_exact_is_none() {
        let huge = Fraction::of(Decimal::MAX).unwrap();
        assert_eq!(huge.times(huge), None);
        assert_eq!(Fraction::ONE.over(Fraction::ZERO), None);
        assert_eq!(huge.rounded(28), None);
    }
}
