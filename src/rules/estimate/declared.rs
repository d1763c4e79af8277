//! Holding a declared level against a sample, after ISO 2859-4.
//!
//! A department declares its own rate; an outsider can contradict it and can never confirm it. The limit is chosen so that a
//! correct declaration is contradicted with a chance of at most the risk. With many departments some are contradicted by
//! chance: Holm's steps take that into account.

use num_traits::One;
use rust_decimal::Decimal;

use super::{Exact, Population, binomial, ceiling, exact, is_risk, whole};
use crate::rules::bounds;

/// The most that may be found before a declaration is contradicted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Contradicted when more than that are bad.
    pub limit: u64,
    /// The chance that a correct declaration is contradicted all the same.
    pub risk: Exact,
}

impl Limit {
    /// Whether that many contradict the declaration. Otherwise it is "not contradicted", which is no confirmation.
    pub fn is_contradicted_by(&self, found: u64) -> bool {
        found > self.limit
    }
}

/// The chance of at least `found` bad ones among `drawn` if the declaration is correct.
pub fn chance_of_at_least(population: Population, declared: Decimal, drawn: u64, found: u64) -> Exact {
    let Some(under) = found.checked_sub(1) else { return Exact::one() };
    let declared = exact(declared);
    match population {
        Population::Infinite => Exact::one() - binomial::chance(under, drawn, &declared),
        Population::Finite(units) => {
            let bad = ceiling(&(declared * whole(units))).min(units);
            let all = bounds::choose(units, drawn);
            let ways = (0..=under.min(drawn))
                .map(|count| bounds::choose(bad, count) * bounds::choose(units - bad, drawn - count));
            let ways: num_bigint::BigUint = ways.sum();
            if ways > all || drawn > units {
                return Exact::one();
            }
            Exact::one() - Exact::new(ways.into(), all.into())
        }
    }
}

/// The limit for a declared rate. `None` where the rate or risk cannot be, or more are drawn than there are.
pub fn limit(population: Population, declared: Decimal, drawn: u64, risk: Decimal) -> Option<Limit> {
    let possible = !matches!(population, Population::Finite(units) if drawn > units);
    if !possible || !is_risk(risk) || declared < Decimal::ZERO || declared > Decimal::ONE {
        return None;
    }
    let allowed = exact(risk);
    // The chance falls as the limit rises, and above `drawn` there is nothing.
    let (mut low, mut high) = (0, drawn);
    while low < high {
        let middle = low + (high - low) / 2;
        if chance_of_at_least(population, declared, drawn, middle + 1) <= allowed {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(Limit { limit: low, risk: chance_of_at_least(population, declared, drawn, low + 1) })
}

/// Which of many declarations are contradicted when all together may err with that risk: Holm's steps over the chances of
/// finding at least what was found. In the order given.
pub fn holm(chances: &[Exact], risk: Decimal) -> Vec<bool> {
    let mut order: Vec<usize> = (0..chances.len()).collect();
    order.sort_by(|left, right| chances[*left].cmp(&chances[*right]).then(left.cmp(right)));
    let allowed = exact(risk);
    let mut contradicted = vec![false; chances.len()];
    for (step, index) in order.iter().enumerate() {
        let left = u64::try_from(chances.len() - step).unwrap_or(u64::MAX);
        if &chances[*index] * whole(left) > allowed {
            break;
        }
        contradicted[*index] = true;
    }
    contradicted
}
