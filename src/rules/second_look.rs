//! What a second look at some of what was passed proves about all of it.
//!
//! Targets stand in the order of their lots, so any beginning of that order is a random sample. Only the longest beginning
//! that was looked at without a gap counts: whoever looks at what they like, and leaves what they do not, proves nothing.
//! The limit is exact and one-sided ([`super::bounds`]). Absent on purpose: lots and who is drawn.

use rust_decimal::Decimal;

use super::bounds;
use crate::model::lot::sample_of;

/// The risk that more was missed than the limit says.
pub const RISK: Decimal = Decimal::from_parts(5, 0, 0, false, 2);

/// What is known of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Passed without a word.
    pub passed: u64,
    /// How many of them are to be looked at again.
    pub sample: u64,
    /// How many of those were.
    pub done: u64,
    /// How many count: from the first lot on without a gap.
    pub counted: u64,
    /// Faults among those that count.
    pub faults: u64,
    /// The most targets with faults that the whole may hold; nothing where none counts.
    pub most: Option<u64>,
}

impl Standing {
    /// The limit of the miss rate in per cent with two places, rounded up.
    pub fn rate(&self) -> Option<Decimal> {
        self.most.map(|most| bounds::percent(most, self.passed, true))
    }
}

/// Takes in targets in the order of their lots.
#[derive(Debug, Clone, Copy)]
pub struct Counter {
    standing: Standing,
    met: u64,
    gap: bool,
}

impl Counter {
    /// For so many that were passed.
    pub fn new(passed: u64) -> Counter {
        let standing = Standing { passed, sample: sample_of(passed), ..Standing::default() };
        Counter { standing, met: 0, gap: false }
    }

    /// The next target: whether it was looked at again, and whether a fault was found. False when no further one matters.
    pub fn meet(&mut self, found: Option<bool>) -> bool {
        let within = self.met < self.standing.sample;
        self.met += 1;
        match found {
            Some(found) => {
                self.standing.done += u64::from(within);
                if !self.gap {
                    self.standing.counted += 1;
                    self.standing.faults += u64::from(found);
                }
            }
            None => self.gap = true,
        }
        !self.gap || self.met < self.standing.sample
    }

    /// What it proves.
    pub fn standing(self) -> Standing {
        let Standing { passed, counted, faults, .. } = self.standing;
        let most = if counted == 0 { None } else { bounds::upper(passed, counted, faults, RISK) };
        Standing { most, ..self.standing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(passed: u64, looks: &[Option<bool>]) -> Standing {
        let mut counter = Counter::new(passed);
        let mut all = looks.iter().copied().chain(std::iter::repeat(None)).take(usize::try_from(passed).unwrap());
        while all.next().is_some_and(|found| counter.meet(found)) {}
        counter.standing()
    }

    #[test]
    fn nothing_is_claimed_before_anything_was_looked_at() {
        assert_eq!(of(0, &[]), Standing::default());
        let none = of(5_688, &[]);
        assert_eq!((none.sample, none.done, none.most, none.rate()), (285, 0, None, None));
    }

    #[test]
    fn the_limit_is_that_of_the_sample() {
        let mut looks = vec![Some(false); 600];
        looks[3] = Some(true);
        looks[100] = Some(true);
        looks[299] = Some(true);
        let told = of(5_688, &looks);
        // Six hundred were looked at without a gap, more than asked for.
        assert_eq!((told.sample, told.done, told.counted, told.faults), (285, 285, 600, 3));
        assert_eq!((told.most, told.rate().unwrap().to_string().as_str()), (Some(70), "1.24"));
        // All of a few: nothing is left to guess.
        let few = of(3, &[Some(false), Some(true), Some(false)]);
        assert_eq!((few.sample, few.most, few.rate().unwrap().to_string().as_str()), (3, Some(1), "33.34"));
    }

    #[test]
    fn what_was_picked_by_hand_does_not_count() {
        let mut looks = vec![Some(false); 10];
        looks[4] = None;
        let told = of(1_000, &looks);
        assert_eq!((told.done, told.counted), (9, 4), "the fifth was left out");
        looks[0] = None;
        assert_eq!(of(1_000, &looks).most, None);
        // Beyond the sample, after a gap, nothing is even read.
        let mut counter = Counter::new(1_000);
        let read = (0..1_000).take_while(|at| counter.meet((*at > 60).then_some(true))).count();
        assert_eq!((read, counter.standing().done, counter.standing().faults), (49, 0, 0));
    }
}
