//! What a sample proves: planning before the draw, limits after it, and the sentence that may be said of it.
//!
//! Only things drawn at random are ever projected. What was certain to be examined (large amounts, recommended, flagged)
//! and what was picked after the draw is told as found; callers hand those in as counts that are added, never as part of a
//! sample. Fractions are exact; where a curve is needed (normal, t, beta, gamma) it is computed in whole numbers to more
//! than forty digits, so that every machine prints the same figure. Absent on purpose: drawing, binary floating point,
//! words (a statement names a locale key), and any verdict that says more than "not contradicted".

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;

pub mod agreement;
pub mod binomial;
pub mod clusters;
pub mod curves;
pub mod declared;
pub mod domain;
pub mod inflation;
pub mod limits;
pub mod matrix;
pub mod monetary;
pub mod planning;
pub mod sentence;
pub mod staged;
pub mod stratified;

/// A fraction of whole numbers of any size.
pub type Exact = BigRational;

/// How many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Population {
    /// That many things, each drawn at most once.
    Finite(u64),
    /// So many that it makes no difference; the binomial distribution.
    Infinite,
}

/// A low and a high end, of a rate, a mean or an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The low end.
    pub lower: Exact,
    /// The high end.
    pub upper: Exact,
}

/// Which way a figure is rounded when it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To the next lower one: the low end of a statement.
    Down,
    /// To the next higher one: the high end of a statement.
    Up,
    /// To the nearest, halves away from zero: an estimate.
    Nearest,
}

/// A decimal as the fraction it is.
pub fn exact(decimal: Decimal) -> Exact {
    Exact::new(BigInt::from(decimal.mantissa()), BigInt::from(10).pow(decimal.scale()))
}

/// `numer / denom`; zero where nothing is divided.
pub fn fraction(numer: u64, denom: u64) -> Exact {
    if denom == 0 { Exact::zero() } else { Exact::new(BigInt::from(numer), BigInt::from(denom)) }
}

/// A whole number as a fraction.
pub fn whole(number: u64) -> Exact {
    Exact::from_integer(BigInt::from(number))
}

/// A figure with so many decimal places. `None` where it is too long for a printed number (28 digits).
pub fn rounded(value: &Exact, places: u32, rounding: Rounding) -> Option<Decimal> {
    let scaled = value * Exact::from_integer(BigInt::from(10).pow(places));
    let units = match rounding {
        Rounding::Down => scaled.floor(),
        Rounding::Up => scaled.ceil(),
        Rounding::Nearest => scaled.round(),
    };
    Decimal::try_from_i128_with_scale(units.to_integer().to_i128()?, places).ok()
}

/// A rate in percent with two places, as text.
pub fn percent(rate: &Exact, rounding: Rounding) -> String {
    rounded(&(rate * whole(100)), 2, rounding).map(|value| value.to_string()).unwrap_or_default()
}

/// The smallest whole number that is not below; zero for what is negative.
pub fn ceiling(value: &Exact) -> u64 {
    value.numer().div_ceil(value.denom()).to_u64().unwrap_or(if value.is_negative() { 0 } else { u64::MAX })
}

/// The largest whole number that is not above; zero for what is negative.
pub fn floor(value: &Exact) -> u64 {
    value.numer().div_floor(value.denom()).to_u64().unwrap_or(if value.is_negative() { 0 } else { u64::MAX })
}

/// Whether a risk can be one: above 0, below 1.
pub(crate) fn is_risk(risk: Decimal) -> bool {
    risk > Decimal::ZERO && risk < Decimal::ONE
}
