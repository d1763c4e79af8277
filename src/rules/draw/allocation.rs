//! How a total is spread over strata: priority values, exactly, with floors and caps (Wright's Algorithm III).
//!
//! The result is the smallest variance over whole numbers within the bounds, and a larger total never lowers any share,
//! so that an expanded sample holds the old one in every stratum.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

/// What one stratum brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Its name; ties are decided by its bytes.
    pub stratum: String,
    /// Square of its weight: `N²` for proportional, `(N·S)²` for Neyman, `X²` by amount.
    pub weight_squared: BigUint,
    /// At least so many.
    pub low: u64,
    /// At most so many.
    pub high: u64,
}

/// Why a total cannot be spread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Impossible {
    /// A stratum's floor is above what it may have at most.
    FloorAboveCap {
        /// The stratum.
        stratum: String,
        /// Its floor.
        low: u64,
        /// Its cap.
        high: u64,
    },
    /// The floors together are more than the total.
    BelowFloors {
        /// The floors together.
        floors: u64,
    },
    /// The caps together are less than the total.
    AboveCaps {
        /// The caps together.
        caps: u64,
    },
}

/// A stratum waiting for its next unit; the greatest is served first.
struct Waiting<'s> {
    share: &'s Share,
    at: usize,
    given: u64,
    /// The square of its weight, where it is no larger than that of so many units as there can be.
    small: Option<u64>,
}

impl<'s> Waiting<'s> {
    fn new(share: &'s Share, at: usize, given: u64) -> Waiting<'s> {
        Waiting { share, at, given, small: share.weight_squared.to_u64() }
    }

    fn divisor(&self) -> BigUint {
        BigUint::from(self.given) * BigUint::from(self.given + 1)
    }

    /// w²/(n(n+1)) against another, by crosswise products.
    fn priority(&self, other: &Self) -> Ordering {
        let product = |weight: Option<u64>, given: u64| {
            let divisor = u128::from(given) * (u128::from(given) + 1);
            u128::from(weight?).checked_mul(divisor)
        };
        match (product(self.small, other.given), product(other.small, self.given)) {
            (Some(mine), Some(yours)) => mine.cmp(&yours),
            _ => (&self.share.weight_squared * other.divisor()).cmp(&(&other.share.weight_squared * self.divisor())),
        }
    }
}

impl Ord for Waiting<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.priority(other)
            .then_with(|| self.share.weight_squared.cmp(&other.share.weight_squared))
            .then_with(|| other.share.stratum.cmp(&self.share.stratum))
            .then_with(|| other.at.cmp(&self.at))
    }
}

impl PartialOrd for Waiting<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiting<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Waiting<'_> {}

/// Spreads a total; the shares in the order of the strata given.
///
/// # Errors
/// When floors and caps leave no way.
pub fn allocate(shares: &[Share], total: u64) -> Result<Vec<u64>, Impossible> {
    if let Some(share) = shares.iter().find(|share| share.low > share.high) {
        let (low, high) = (share.low, share.high);
        return Err(Impossible::FloorAboveCap { stratum: share.stratum.clone(), low, high });
    }
    let sum = |of: fn(&Share) -> u64| shares.iter().map(of).fold(0, u64::saturating_add);
    let (floors, caps) = (sum(|share| share.low), sum(|share| share.high));
    if floors > total {
        return Err(Impossible::BelowFloors { floors });
    }
    if caps < total {
        return Err(Impossible::AboveCaps { caps });
    }
    let mut given: Vec<u64> = shares.iter().map(|share| share.low).collect();
    let mut waiting: BinaryHeap<Waiting<'_>> = shares
        .iter()
        .enumerate()
        .filter(|(_, share)| share.low < share.high)
        .map(|(at, share)| Waiting::new(share, at, share.low))
        .collect();
    for _ in floors..total {
        // The caps leave room for the whole total, so somebody waits.
        let Some(mut first) = waiting.pop() else { break };
        first.given += 1;
        if let Some(count) = given.get_mut(first.at) {
            *count = first.given;
        }
        if first.given < first.share.high {
            waiting.push(first);
        }
    }
    Ok(given)
}

/// Weights for Neyman allocation: `(N·S)²`, with the variances `S²` given exactly, in whole numbers of one proportion.
pub fn neyman_weights(strata: &[(u64, BigRational)]) -> Vec<BigUint> {
    let weights: Vec<BigRational> =
        strata.iter().map(|(frame, variance)| variance * BigInt::from(*frame) * BigInt::from(*frame)).collect();
    super::fraction::in_proportion(&weights)
}

/// Variance of an estimated total: the sum of `N(N-n)S²/n` over `(N, S², n)`. A stratum of which nothing is drawn tells
/// nothing: `None`.
pub fn variance_of_total(strata: &[(u64, BigRational, u64)]) -> Option<BigRational> {
    strata.iter().try_fold(BigRational::zero(), |sum, (frame, variance, drawn)| {
        let rest = frame.checked_sub(*drawn).filter(|_| *drawn > 0)?;
        Some(sum + variance * BigInt::from(*frame) * BigInt::from(rest) / BigInt::from(*drawn))
    })
}
