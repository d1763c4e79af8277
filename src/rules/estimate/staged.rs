//! The risk of a plan that looks in between: draw some, accept, stop or go on, draw more.
//!
//! Whoever draws on only because the first result displeased has a larger risk than the plan names; a plan that says its
//! stages beforehand knows its risk exactly. Chances are whole fractions, summed over every course the draw can take.

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::{Exact, whole};
use crate::rules::bounds::choose;

/// One look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// How many are drawn for it.
    pub more: u64,
    /// Accepted when no more than that are bad, of all drawn so far.
    pub accept: u64,
    /// One goes on when no more than that are bad; at the last stage it is not asked.
    pub go_on: u64,
}

/// What is drawn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// So many things, so many of them bad.
    Finite {
        /// All.
        units: u64,
        /// The bad ones.
        bad: u64,
    },
    /// An infinite population with that rate.
    Rate(Exact),
}

impl Source {
    /// The chance of exactly `count` bad ones among `more`, after `bad` of `drawn`.
    fn chance(&self, count: u64, more: u64, bad: u64, drawn: u64) -> Exact {
        match self {
            Source::Rate(rate) => {
                let power = |base: &Exact, times: u64| {
                    num_traits::pow(base.clone(), usize::try_from(times).unwrap_or(usize::MAX))
                };
                Exact::from_integer(BigInt::from(choose(more, count)))
                    * power(rate, count)
                    * power(&(Exact::one() - rate), more - count)
            }
            Source::Finite { units, bad: all } => {
                let (Some(left), Some(bad_left)) = (units.checked_sub(drawn), all.checked_sub(bad)) else {
                    return Exact::zero();
                };
                let Some(sound_left) = left.checked_sub(bad_left) else { return Exact::zero() };
                let all_ways = choose(left, more);
                if all_ways.is_zero() {
                    return Exact::zero();
                }
                let ways = choose(bad_left, count) * choose(sound_left, more - count);
                Exact::new(BigInt::from(ways), BigInt::from(all_ways))
            }
        }
    }
}

/// The chance that the plan ends in acceptance.
pub fn chance_of_accepting(source: &Source, stages: &[Stage]) -> Exact {
    // How likely each number of bad ones is among those with whom one goes on.
    let mut going = vec![(0_u64, Exact::one())];
    let (mut accepted, mut drawn) = (Exact::zero(), 0);
    for (index, stage) in stages.iter().enumerate() {
        let highest = if index + 1 < stages.len() { stage.accept.max(stage.go_on) } else { stage.accept };
        let mut next: Vec<(u64, Exact)> = Vec::new();
        for total in 0..=highest {
            let chance: Exact = going
                .iter()
                .filter(|(bad, _)| *bad <= total && total - bad <= stage.more)
                .map(|(bad, before)| before * source.chance(total - bad, stage.more, *bad, drawn))
                .sum();
            if total <= stage.accept {
                accepted += chance;
            } else if !chance.is_zero() {
                next.push((total, chance));
            }
        }
        drawn += stage.more;
        going = next;
    }
    accepted
}

/// The chance that a plan accepts a population in which `bad` of `units` are bad: its risk when that is too many.
pub fn risk(units: u64, bad: u64, stages: &[Stage]) -> Exact {
    chance_of_accepting(&Source::Finite { units, bad }, stages).min(whole(1))
}
