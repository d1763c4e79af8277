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

/// How far the tickets of a stratum are examined. Places count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// The last place that is drawn or stands in for another: what lies behind it is not part of the draw.
    pub last: u64,
    /// Places that were replaced, with the places that stand in; `None` when the stratum has no more.
    pub pairs: Vec<(u64, Option<u64>)>,
}

/// Follows the tickets of a stratum of `frame` units of which `drawn` were drawn.
pub fn reach(drawn: u64, frame: u64, is_replaced: impl Fn(u64) -> bool) -> Reach {
    let mut reach = Reach { last: drawn.min(frame), pairs: Vec::new() };
    let mut at = 1;
    // Replacements stand behind the drawn units and may have to be replaced themselves.
    while at <= reach.last {
        if is_replaced(at) {
            let by = (reach.last < frame).then_some(reach.last + 1);
            reach.last = by.unwrap_or(reach.last);
            reach.pairs.push((at, by));
        }
        at += 1;
    }
    reach
}

/// Follows the tickets of a stratum: `order` are its keys by ticket, `drawn` how many were drawn.
pub fn examined(order: &[String], drawn: usize, outcomes: &BTreeMap<String, Outcome>) -> Examined {
    let key = |place: u64| usize::try_from(place - 1).ok().and_then(|at| order.get(at));
    let outcome = |place: u64| key(place).and_then(|key| outcomes.get(key)).copied().filter(|it| it.is_replaced());
    let reach = reach(drawn as u64, order.len() as u64, |place| outcome(place).is_some());
    let replaced = |(of, by): &(u64, Option<u64>)| {
        let by = by.and_then(key).cloned();
        Some(Replacement { of: key(*of)?.clone(), outcome: outcome(*of)?, by })
    };
    Examined {
        units: (1..=reach.last).filter(|place| outcome(*place).is_none()).filter_map(key).cloned().collect(),
        replacements: reach.pairs.iter().filter_map(replaced).collect(),
    }
}

/// Whether so many replacements weaken what is concluded.
pub fn is_weaker(replacements: &[Replacement], drawn: u64) -> bool {
    let counted = replacements.iter().filter(|it| it.outcome != Outcome::FrameError).count() as u64;
    counted * WEAKER_ABOVE.1 > drawn * WEAKER_ABOVE.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_tickets_stand_in_and_may_be_replaced_themselves() {
        let replaced = |places: &'static [u64]| move |place: u64| places.contains(&place);
        assert_eq!(reach(3, 10, replaced(&[])), Reach { last: 3, pairs: Vec::new() });
        assert_eq!(reach(3, 10, replaced(&[2])), Reach { last: 4, pairs: vec![(2, Some(4))] });
        let chain = Reach { last: 5, pairs: vec![(1, Some(4)), (4, Some(5))] };
        assert_eq!(reach(3, 10, replaced(&[1, 4, 7])), chain, "what lies behind is no part of it");
        let short = Reach { last: 4, pairs: vec![(1, Some(4)), (2, None)] };
        assert_eq!(reach(3, 4, replaced(&[1, 2])), short, "the stratum has no more");
        assert_eq!(reach(9, 4, replaced(&[])).last, 4);
    }

    #[test]
    fn whoever_replaces_first_the_same_units_are_examined() {
        // Every set of replaced places gives the first tickets that are left, as many as were drawn while there are any.
        for frame in 1..=7_u64 {
            for drawn in 1..=frame {
                for mask in 0_u64..1 << frame {
                    let is_replaced = |place: u64| mask >> (place - 1) & 1 == 1;
                    let found = reach(drawn, frame, is_replaced);
                    let stays: Vec<u64> = (1..=found.last).filter(|place| !is_replaced(*place)).collect();
                    let all: Vec<u64> = (1..=frame).filter(|place| !is_replaced(*place)).collect();
                    let wanted = usize::try_from(drawn).unwrap().min(all.len());
                    assert_eq!(stays, all[..wanted], "{frame} {drawn} {mask:b}");
                }
            }
        }
    }
}
