//! What takes the place of a drawn unit that cannot be examined: the next tickets of its stratum, in their order.
//!
//! Whoever refuses is never replaced and counts as a deviation; everybody else who is replaced stays in the list.

use std::collections::BTreeMap;

use crate::model::recheck::Outcome;

/// Above this share of replacements, other than errors of the frame, conclusions are weaker (5%).
pub const WEAKER_ABOVE: (u64, u64) = (5, 100);

/// A unit that took another's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// Who could not be examined.
    pub of: String,
    /// Why.
    pub outcome: Outcome,
    /// The next ticket; `None` when the stratum has no more.
    pub by: Option<String>,
}

/// What is examined of a stratum.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Examined {
    /// In force: drawn or put in, not replaced.
    pub units: Vec<String>,
    /// Who was replaced by whom, in the order of tickets.
    pub replacements: Vec<Replacement>,
}

/// Follows the tickets of a stratum: `order` are its keys by ticket, `drawn` how many were drawn.
pub fn examined(order: &[String], drawn: usize, outcomes: &BTreeMap<String, Outcome>) -> Examined {
    let mut result = Examined::default();
    let mut next = drawn;
    let mut at = 0;
    // Replacements stand behind the drawn units and may have to be replaced themselves.
    while at < next.min(order.len()) {
        let Some(key) = order.get(at) else { break };
        match outcomes.get(key).copied().filter(|outcome| outcome.is_replaced()) {
            Some(outcome) => {
                let by = order.get(next).cloned();
                next += usize::from(by.is_some());
                result.replacements.push(Replacement { of: key.clone(), outcome, by });
            }
            None => result.units.push(key.clone()),
        }
        at += 1;
    }
    result
}

/// Whether so many replacements weaken what is concluded.
pub fn is_weaker(replacements: &[Replacement], drawn: u64) -> bool {
    let counted = replacements.iter().filter(|it| it.outcome != Outcome::FrameError).count() as u64;
    counted * WEAKER_ABOVE.1 > drawn * WEAKER_ABOVE.0
}
