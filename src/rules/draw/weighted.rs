//! Drawing by amount: what is taken for certain, sequential Poisson, sieve, exact chances.
//!
//! For questions of money only: a rate of projects needs equal chances. Amounts are above 0; whoever has none has no
//! chance and belongs into a stratum of its own. Tickets are compared with amounts as whole numbers of 320 bits.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use num_rational::BigRational;

use super::fraction::ratio;
use super::ticket::Ticket;

/// A unit that is drawn by amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighted<'p> {
    /// Its name.
    pub key: &'p str,
    /// Its amount in fen.
    pub amount: u64,
    /// Its ticket.
    pub ticket: Ticket,
}

/// Units so large that they are hit for certain, largest first, and how many are left to draw from the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeAll {
    /// Positions of those units, largest first, ties by key.
    pub taken: Vec<usize>,
    /// How many remain to be drawn.
    pub left: u64,
    /// What the others amount to, in fen.
    pub rest: u128,
}

impl TakeAll {
    /// Positions of those that are left to chance, of so many units.
    pub fn others(&self, units: usize) -> Vec<usize> {
        let taken: BTreeSet<usize> = self.taken.iter().copied().collect();
        (0..units).filter(|at| !taken.contains(at)).collect()
    }
}

/// While `n` times the largest reaches the sum, the largest is taken.
pub fn take_all(units: &[Weighted<'_>], drawn: u64) -> TakeAll {
    let mut order: Vec<usize> = (0..units.len()).collect();
    order.sort_by(|left, right| match (units.get(*left), units.get(*right)) {
        (Some(left), Some(right)) => right.amount.cmp(&left.amount).then_with(|| left.key.cmp(right.key)),
        _ => Ordering::Equal,
    });
    let mut result =
        TakeAll { taken: Vec::new(), left: drawn, rest: units.iter().map(|unit| u128::from(unit.amount)).sum() };
    for at in order {
        let amount = units.get(at).map_or(0, |unit| u128::from(unit.amount));
        if result.left == 0 || u128::from(result.left) * amount < result.rest {
            break;
        }
        result.taken.push(at);
        result.left -= 1;
        result.rest -= amount;
    }
    result
}

/// Chance of each unit to be drawn: 1 where it is taken for certain, else `n·x/X`. Exact for the fixed interval,
/// close for sequential Poisson.
pub fn chances(units: &[Weighted<'_>], drawn: u64) -> Vec<BigRational> {
    let all = take_all(units, drawn);
    let mut chances: Vec<BigRational> =
        units.iter().map(|unit| ratio(u128::from(all.left) * u128::from(unit.amount), all.rest)).collect();
    for at in all.taken {
        if let Some(chance) = chances.get_mut(at) {
            *chance = ratio(1, 1);
        }
    }
    chances
}

/// The order of sequential Poisson sampling: ticket over amount, ascending; ties by key. It depends on nothing but the
/// two units compared, so samples are nested.
pub fn by_ticket_over_amount(left: &Weighted<'_>, right: &Weighted<'_>) -> Ordering {
    let (mine, yours) = (left.ticket.times(right.amount), right.ticket.times(left.amount));
    mine.cmp(&yours).then_with(|| left.key.cmp(right.key))
}

/// Whether a sieve of this interval holds the unit: `T·J < x·2^256`.
pub fn is_sieved(unit: &Weighted<'_>, interval: u64) -> bool {
    unit.ticket.times(interval) < [unit.amount, 0, 0, 0, 0]
}

/// Whether a unit is in at once at a rate of `over/under`: `T·under < over·2^256`.
pub fn is_under_rate(ticket: &Ticket, over: u64, under: u64) -> bool {
    ticket.times(under) < [over, 0, 0, 0, 0]
}
