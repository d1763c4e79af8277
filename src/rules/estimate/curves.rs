//! Curves that have no exact value: logarithms, the normal, Student's, beta and gamma distributions and their quantiles.
//!
//! A [`Fixed`] is a whole number of 2^-192, so that all of it is integer arithmetic, the same on every machine; results are
//! good to more than thirty digits. Only `rules/estimate` needs it. What can be counted is counted instead (`bounds`,
//! [`super::binomial`]); no verdict rests on a curve where counting is possible.

use std::ops::{Add, Mul, Neg, Sub};
use std::sync::OnceLock;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use super::Exact;

/// Places behind the point, in binary.
const BITS: u64 = 192;
/// Where a sum or fraction is taken to have settled.
const SETTLED: u64 = 56;
/// No continued fraction or sum here takes longer than this for arguments below a million.
const STEPS: u64 = 100_000;

/// A real number as a multiple of 2^-192.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fixed(BigInt);

impl Fixed {
    /// Nothing.
    pub fn zero() -> Fixed {
        Fixed(BigInt::zero())
    }

    /// One.
    pub fn one() -> Fixed {
        Fixed(BigInt::one() << BITS)
    }

    /// A whole number.
    pub fn whole(number: u64) -> Fixed {
        Fixed(BigInt::from(number) << BITS)
    }

    /// The nearest below a fraction.
    pub fn of(exact: &Exact) -> Fixed {
        Fixed((exact.numer() << BITS).div_floor(exact.denom()))
    }

    /// As the fraction it is.
    pub fn exact(&self) -> Exact {
        Exact::new(self.0.clone(), BigInt::one() << BITS)
    }

    /// Whether it is above zero.
    pub fn is_positive(&self) -> bool {
        self.0.is_positive()
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is nothing.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Without its sign.
    #[must_use]
    pub fn size(&self) -> Fixed {
        Fixed(self.0.abs())
    }

    /// Divided by `other`; nothing where that is zero, which callers exclude.
    #[must_use]
    pub fn over(&self, other: &Fixed) -> Fixed {
        if other.0.is_zero() { Fixed::zero() } else { Fixed((&self.0 << BITS) / &other.0) }
    }

    /// Divided by a whole number.
    #[must_use]
    pub fn part(&self, parts: u64) -> Fixed {
        if parts == 0 { Fixed::zero() } else { Fixed(&self.0 / parts) }
    }

    /// So many times.
    #[must_use]
    pub fn times(&self, count: u64) -> Fixed {
        Fixed(&self.0 * count)
    }

    /// The square root; nothing of what is negative.
    #[must_use]
    pub fn root(&self) -> Fixed {
        if self.0.is_positive() { Fixed((&self.0 << BITS).sqrt()) } else { Fixed::zero() }
    }

    /// Halfway to another.
    fn halfway(&self, other: &Fixed) -> Fixed {
        Fixed((&self.0 + &other.0) >> 1u32)
    }

    /// Whether so little is left that it does not matter.
    fn settled(&self) -> bool {
        self.0.bits() < SETTLED
    }
}

impl Neg for Fixed {
    type Output = Fixed;
    fn neg(self) -> Fixed {
        Fixed(-self.0)
    }
}

macro_rules! operators {
    ($($left:ty, $right:ty);*) => {$(
        impl Add<$right> for $left {
            type Output = Fixed;
            fn add(self, other: $right) -> Fixed {
                Fixed(&self.0 + &other.0)
            }
        }
        impl Sub<$right> for $left {
            type Output = Fixed;
            fn sub(self, other: $right) -> Fixed {
                Fixed(&self.0 - &other.0)
            }
        }
        impl Mul<$right> for $left {
            type Output = Fixed;
            fn mul(self, other: $right) -> Fixed {
                Fixed((&self.0 * &other.0) >> BITS)
            }
        }
    )*};
}
operators!(Fixed, Fixed; Fixed, &Fixed; &Fixed, Fixed; &Fixed, &Fixed);

/// Half the logarithm of `(1 + z) / (1 - z)`, for small `z`.
fn half_log(z: &Fixed) -> Fixed {
    let square = z * z;
    let (mut power, mut sum) = (z.clone(), z.clone());
    for odd in (3..).step_by(2) {
        power = power * &square;
        let term = power.part(odd);
        if term.size().0 <= BigInt::one() {
            break;
        }
        sum = sum + term;
    }
    sum
}

fn log_two() -> &'static Fixed {
    static TWO: OnceLock<Fixed> = OnceLock::new();
    TWO.get_or_init(|| half_log(&Fixed::one().part(3)).times(2))
}

/// The natural logarithm of what is above zero; nothing otherwise.
pub fn log(x: &Fixed) -> Fixed {
    if !x.is_positive() {
        return Fixed::zero();
    }
    // x = m * 2^shift with m between a half and one.
    let bits = x.0.bits();
    let m = Fixed(if bits > BITS { &x.0 >> (bits - BITS) } else { &x.0 << (BITS - bits) });
    let doublings = Fixed(&log_two().0 * (BigInt::from(bits) - BigInt::from(BITS)));
    doublings + half_log(&(&m - Fixed::one()).over(&(&m + Fixed::one()))).times(2)
}

/// The exponential.
pub fn power_of_e(x: &Fixed) -> Fixed {
    let doublings = x.0.div_floor(&log_two().0);
    let rest = Fixed((&x.0 - &doublings * &log_two().0) >> 8u32);
    let (mut term, mut sum) = (Fixed::one(), Fixed::one());
    for step in 1.. {
        term = (term * &rest).part(step);
        if term.0.is_zero() {
            break;
        }
        sum = sum + &term;
    }
    for _ in 0..8 {
        sum = &sum * &sum;
    }
    match i32::try_from(doublings) {
        Ok(up) if up >= 0 => Fixed(sum.0 << up.unsigned_abs()),
        Ok(down) => Fixed(sum.0 >> down.unsigned_abs()),
        Err(_) => Fixed::zero(),
    }
}

/// The circle's half turn, by Machin's formula.
fn pi() -> &'static Fixed {
    static PI: OnceLock<Fixed> = OnceLock::new();
    PI.get_or_init(|| {
        let angle = |inverse: u64| {
            let (mut power, mut sum) = (Fixed::one().part(inverse), Fixed::zero());
            for turn in 0_u64.. {
                let term = power.part(2 * turn + 1);
                if term.0.is_zero() {
                    break;
                }
                sum = if turn % 2 == 0 { sum + term } else { sum - term };
                power = power.part(inverse * inverse);
            }
            sum
        };
        angle(5).times(16) - angle(239).times(4)
    })
}

/// Stirling's coefficients: Bernoulli's numbers `B(2k) / (2k (2k-1))`.
fn stirling() -> &'static [Fixed] {
    static STIRLING: OnceLock<Vec<Fixed>> = OnceLock::new();
    STIRLING.get_or_init(|| {
        let mut bernoulli = vec![Exact::one()];
        for m in 1_u64..=60 {
            let (mut choose, mut sum) = (BigInt::one(), Exact::zero());
            for (j, known) in (0_u64..).zip(&bernoulli) {
                sum += known * Exact::from_integer(choose.clone());
                choose = choose * (m + 1 - j) / (j + 1);
            }
            bernoulli.push(-sum / super::whole(m + 1));
        }
        let even = (0_u64..).zip(&bernoulli).skip(2).step_by(2);
        even.map(|(m, number)| Fixed::of(&(number / super::whole(m * (m - 1))))).collect()
    })
}

/// The logarithm of the gamma function, for what is above zero.
pub fn log_gamma(x: &Fixed) -> Fixed {
    let (mut at, mut passed) = (x.clone(), Fixed::one());
    while at < Fixed::whole(48) {
        passed = passed * &at;
        at = at + Fixed::one();
    }
    let inverse = Fixed::one().over(&at);
    let square = &inverse * &inverse;
    let (mut power, mut tail) = (inverse, Fixed::zero());
    for coefficient in stirling() {
        tail = tail + coefficient * &power;
        power = power * &square;
    }
    let half = Fixed::one().part(2);
    (&at - &half) * log(&at) - &at + log(&pi().times(2)).part(2) + tail - log(&passed)
}

/// Where a rising curve reaches `target` between two ends: Newton's steps, halving where they would leave the bracket.
fn reached(
    ends: (Fixed, Fixed),
    first: Fixed,
    target: &Fixed,
    mut curve: impl FnMut(&Fixed) -> (Fixed, Fixed),
) -> Fixed {
    let ((mut low, mut high), mut at) = (ends, first);
    for _ in 0..400 {
        let (value, slope) = curve(&at);
        if &value < target {
            low = at.clone();
        } else {
            high = at.clone();
        }
        let step = (target - &value).over(&slope);
        let mut next = &at + &step;
        if slope.settled() || next <= low || next >= high {
            next = low.halfway(&high);
        }
        let moved = (&next - &at).size();
        at = next;
        // 2^-96: far finer than anything printed.
        if moved.0.bits() < BITS - 96 {
            break;
        }
    }
    at
}

/// The share of the standard normal distribution below `z`, and its density there.
fn normal_at(z: &Fixed) -> (Fixed, Fixed) {
    let square = z * z;
    let density = power_of_e(&-square.part(2)).over(&pi().times(2).root());
    let (mut term, mut sum) = (z.clone(), z.clone());
    for odd in (3..STEPS).step_by(2) {
        term = (term * &square).part(odd);
        if term.settled() {
            break;
        }
        sum = sum + &term;
    }
    (Fixed::one().part(2) + &density * sum, density)
}

/// The share of the standard normal distribution below `z`.
pub fn normal_below(z: &Fixed) -> Fixed {
    normal_at(z).0
}

/// The point below which that share of the standard normal distribution lies.
pub fn normal_quantile(share: &Fixed) -> Fixed {
    if *share < Fixed::one().part(2) {
        return -normal_quantile(&(Fixed::one() - share));
    }
    reached((Fixed::zero(), Fixed::whole(14)), Fixed::one(), share, normal_at)
}

/// A beta distribution.
#[derive(Debug, Clone)]
pub struct Beta {
    a: Fixed,
    b: Fixed,
    /// Logarithm of the beta function.
    log_beta: Fixed,
}

impl Beta {
    /// Both shapes above zero.
    pub fn new(a: Fixed, b: Fixed) -> Beta {
        let log_beta = log_gamma(&a) + log_gamma(&b) - log_gamma(&(&a + &b));
        Beta { a, b, log_beta }
    }

    /// The share below `x`, and the density there.
    fn at(&self, x: &Fixed) -> (Fixed, Fixed) {
        let rest = Fixed::one() - x;
        if !x.is_positive() || !rest.is_positive() {
            return (if x.is_positive() { Fixed::one() } else { Fixed::zero() }, Fixed::zero());
        }
        let front = power_of_e(&(&self.a * log(x) + &self.b * log(&rest) - &self.log_beta));
        let density = front.over(&(x * &rest));
        let middle = (&self.a + Fixed::one()).over(&(&self.a + &self.b + Fixed::whole(2)));
        let below = if *x < middle {
            (&front * settled_fraction(x, &self.a, &self.b)).over(&self.a)
        } else {
            Fixed::one() - (&front * settled_fraction(&rest, &self.b, &self.a)).over(&self.b)
        };
        (below, density)
    }

    /// The share below `x`.
    pub fn below(&self, x: &Fixed) -> Fixed {
        self.at(x).0
    }

    /// The point below which that share lies.
    pub fn quantile(&self, share: &Fixed) -> Fixed {
        let mean = self.a.over(&(&self.a + &self.b));
        reached((Fixed::zero(), Fixed::one()), mean, share, |x| self.at(x))
    }
}

/// The continued fraction of the incomplete beta function, by Lentz's way.
fn settled_fraction(x: &Fixed, a: &Fixed, b: &Fixed) -> Fixed {
    let one = Fixed::one();
    let whole = a + b;
    let inverse = |value: Fixed| if value.is_zero() { Fixed::whole(1 << 60) } else { Fixed::one().over(&value) };
    let mut c = one.clone();
    let mut d = inverse(&one - (&whole * x).over(&(a + &one)));
    let mut product = d.clone();
    for m in 1..STEPS {
        let (count, twice) = (Fixed::whole(m), a + Fixed::whole(2 * m));
        let up = ((b - &count) * x).times(m).over(&((&twice - &one) * &twice));
        d = inverse(&one + &up * &d);
        c = &one + up.over(&c);
        product = product * (&d * &c);
        let down = -((a + &count) * (&whole + &count) * x).over(&(&twice * (&twice + &one)));
        d = inverse(&one + &down * &d);
        c = &one + down.over(&c);
        let change = &d * &c;
        product = product * &change;
        if (change - &one).0.bits() < SETTLED + 8 {
            break;
        }
    }
    product
}

/// The point of Student's distribution above which half of `risk` lies (two-sided quantile). `degrees` is above zero.
pub fn student_two_sided(risk: &Fixed, degrees: &Fixed) -> Fixed {
    // t^2 / (degrees + t^2) has a beta distribution.
    let share = Beta::new(Fixed::one().part(2), degrees.part(2)).quantile(&(Fixed::one() - risk));
    (degrees * &share).over(&(Fixed::one() - &share)).root()
}

/// A gamma distribution of scale one.
#[derive(Debug, Clone)]
pub struct Gamma {
    shape: Fixed,
    log_gamma: Fixed,
}

impl Gamma {
    /// The shape is above zero.
    pub fn new(shape: Fixed) -> Gamma {
        let log_gamma = log_gamma(&shape);
        Gamma { shape, log_gamma }
    }

    fn at(&self, x: &Fixed) -> (Fixed, Fixed) {
        if !x.is_positive() {
            return (Fixed::zero(), Fixed::zero());
        }
        let front = power_of_e(&(&self.shape * log(x) - x - &self.log_gamma));
        let mut next = self.shape.clone();
        let mut term = Fixed::one().over(&next);
        let mut sum = term.clone();
        for _ in 0..STEPS {
            next = next + Fixed::one();
            term = (term * x).over(&next);
            if term.settled() {
                break;
            }
            sum = sum + &term;
        }
        (&front * sum, front.over(x))
    }

    /// The share below `x`.
    pub fn below(&self, x: &Fixed) -> Fixed {
        self.at(x).0
    }

    /// The point below which that share lies.
    pub fn quantile(&self, share: &Fixed) -> Fixed {
        let far = self.shape.times(2) + self.shape.root().times(20) + Fixed::whole(200);
        reached((Fixed::zero(), far), self.shape.clone(), share, |x| self.at(x))
    }
}

/// The chance that a chi-square of so many degrees is at least `value`.
pub fn chi_square_above(value: &Fixed, degrees: u64) -> Fixed {
    Fixed::one() - Gamma::new(Fixed::whole(degrees).part(2)).below(&value.part(2))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::rules::estimate::{Rounding, exact, rounded};

    fn at(text: &str) -> Fixed {
        Fixed::of(&exact(Decimal::from_str_exact(text).unwrap()))
    }

    fn printed(value: &Fixed, places: u32) -> String {
        rounded(&value.exact(), places, Rounding::Nearest).unwrap().to_string()
    }

    #[test]
    fn elementary_functions_have_their_published_digits() {
        assert_eq!(printed(pi(), 25), "3.1415926535897932384626434");
        assert_eq!(printed(&log(&Fixed::whole(10)), 25), "2.3025850929940456840179915");
        assert_eq!(printed(&log(&at("0.001")), 20), "-6.90775527898213705205");
        assert_eq!(printed(&power_of_e(&Fixed::one()), 25), "2.7182818284590452353602875");
        assert_eq!(printed(&power_of_e(&at("-3.5")), 20), "0.03019738342231850074");
        assert_eq!(printed(&Fixed::whole(2).root(), 25), "1.4142135623730950488016887");
        // Gamma(1/2) is the root of pi, and Gamma(11) is 10!.
        assert_eq!(printed(&(log_gamma(&at("0.5")) - log(pi()).part(2)), 28), format!("0.{}", "0".repeat(28)));
        assert_eq!(printed(&power_of_e(&log_gamma(&Fixed::whole(11))), 18), format!("3628800.{}", "0".repeat(18)));
    }

    #[test]
    fn quantiles_have_their_tabulated_values() {
        assert_eq!(printed(&normal_quantile(&at("0.975")), 15), "1.959963984540054");
        assert_eq!(printed(&normal_quantile(&at("0.05")), 15), "-1.644853626951473");
        for (degrees, value) in [(1, "12.70620474"), (2, "4.30265273"), (10, "2.22813885"), (197, "1.97207903")] {
            let found = student_two_sided(&at("0.05"), &Fixed::whole(degrees));
            assert_eq!(printed(&found, 8), value, "{degrees}");
        }
        // One degree: the tangent; 0.5 two-sided is exactly 1.
        assert_eq!(printed(&student_two_sided(&at("0.5"), &Fixed::one()), 20), "1.00000000000000000000");
        // The 5 % points of chi-square tables.
        for (value, degrees) in [("3.841458820694124", 1), ("5.991464547107979", 2), ("18.307038053275146", 10)] {
            assert_eq!(printed(&chi_square_above(&at(value), degrees), 12), "0.050000000000", "{degrees}");
        }
        // Nothing found: 1 - risk^(1/n) and -log(risk).
        let nothing = Beta::new(Fixed::one(), Fixed::whole(20)).quantile(&at("0.95"));
        assert_eq!(printed(&nothing, 12), "0.139108340668");
        assert_eq!(printed(&Gamma::new(Fixed::one()).quantile(&at("0.95")), 12), "2.995732273554");
    }

    #[test]
    fn a_quantile_is_the_way_back() {
        for (a, b) in [("0.7", "3.2"), ("29.4", "570.6"), ("300", "2.5"), ("0.5", "2500")] {
            let beta = Beta::new(at(a), at(b));
            for share in ["0.001", "0.05", "0.5", "0.999"] {
                let back = beta.below(&beta.quantile(&at(share)));
                assert_eq!(printed(&back, 15), printed(&at(share), 15), "{a} {b} {share}");
            }
        }
    }
}
