//! How fast one person decides, and how long the rest takes at that pace. Whole numbers only.
//!
//! Two decisions less than [`BREAK`] apart belong to one sitting, and the time between them was work on the later one. What
//! went before the first decision of a sitting is not known and not counted, nor is that decision. An act on many
//! targets is one decision.

use crate::model::event::group_of;

/// A gap of so many milliseconds ends a sitting: ten minutes.
pub const BREAK: u64 = 10 * 60 * 1000;

/// Fewer timed decisions say nothing about a pace.
pub const FEWEST: u64 = 10;

/// Less working time, in milliseconds, says nothing about a pace: five minutes.
pub const SHORTEST: u64 = 5 * 60 * 1000;

/// Fewer timed results say nothing about how long the rest takes.
pub const FEWEST_RESULTS: u64 = 3;

/// Most seconds that are told as a time; longer is as good as never.
const LONGEST: i128 = 100_000 * 3_600;

/// A decision that is timed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    /// When, in milliseconds.
    pub at: u64,
    /// What it was saved as; parts of an act on many are known by it.
    pub operation: String,
    /// Annual funds of the target in fen, when it gave a result; zero where they are not known.
    pub result: Option<i64>,
}

/// Work that was timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Decisions, timed or not.
    pub decisions: u64,
    /// Sittings.
    pub sittings: u64,
    /// Milliseconds between decisions of one sitting.
    pub millis: u64,
    /// Decisions these led to.
    pub timed: u64,
    /// Results among them.
    pub results: u64,
    /// Annual funds of those targets in fen.
    pub fen: i128,
}

/// Times decisions, which must be in order of time.
pub fn work<'a>(decisions: impl IntoIterator<Item = &'a Timed>) -> Work {
    let mut work = Work::default();
    let mut before: Option<&Timed> = None;
    let mut counts = false;
    for decision in decisions {
        let step = group_of(&decision.operation);
        let same = step.is_some() && before.is_some_and(|before| group_of(&before.operation) == step);
        if !same {
            work.decisions += 1;
            let gap = before.map(|before| decision.at.saturating_sub(before.at)).filter(|gap| *gap < BREAK);
            counts = gap.is_some();
            match gap {
                Some(gap) => {
                    work.millis += gap;
                    work.timed += 1;
                }
                None => work.sittings += 1,
            }
        }
        if let (Some(fen), true) = (decision.result, counts) {
            work.results += 1;
            work.fen += i128::from(fen);
        }
        before = Some(decision);
    }
    work
}

impl Work {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Work) -> Work {
        Work {
            decisions: self.decisions + other.decisions,
            sittings: self.sittings + other.sittings,
            millis: self.millis + other.millis,
            timed: self.timed + other.timed,
            results: self.results + other.results,
            fen: self.fen + other.fen,
        }
    }

    /// True when there is enough to speak of a pace.
    pub fn says_something(self) -> bool {
        self.timed >= FEWEST && self.millis >= SHORTEST
    }

    /// Decisions per hour of work; `None` when there is too little to say.
    pub fn per_hour(self) -> Option<u64> {
        let per_hour = u128::from(self.timed) * 3_600_000 / u128::from(self.millis.max(1));
        self.says_something().then(|| u64::try_from(per_hour).unwrap_or(u64::MAX))
    }

    fn seconds(self, left: i128, done: i128) -> Option<u64> {
        if !self.says_something() || self.results < FEWEST_RESULTS || done <= 0 {
            return None;
        }
        let seconds = left.max(0).checked_mul(i128::from(self.millis / 1000))? / done;
        u64::try_from(seconds.min(LONGEST)).ok()
    }

    /// Seconds that so many targets take at this pace; `None` when there is too little to say.
    pub fn seconds_for_projects(self, left: u64) -> Option<u64> {
        self.seconds(i128::from(left), i128::from(self.results))
    }

    /// Seconds that targets of this amount (fen) take at this pace; `None` when there is too little to say.
    pub fn seconds_for_amount(self, left: i128) -> Option<u64> {
        // Whole yuan: products of fen and seconds of a whole province would not fit otherwise.
        self.seconds(left / 100, self.fen / 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60_000;

    fn decided(minute: u64, operation: &str, result: Option<i64>) -> Timed {
        Timed { at: minute * MINUTE, operation: operation.to_owned(), result }
    }

    #[test]
    fn a_break_ends_a_sitting_and_its_time_is_not_work() {
        let decisions = [
            decided(0, "a", None),
            decided(2, "b", Some(500)),
            decided(11, "c", None),
            // Exactly ten minutes are a break.
            decided(21, "d", Some(900)),
            decided(22, "e", None),
        ];
        let work = work(&decisions);
        let expected = Work { decisions: 5, sittings: 2, millis: 12 * MINUTE, timed: 3, results: 1, fen: 500 };
        assert_eq!(work, expected, "the first of a sitting took nobody knows how long");
        assert_eq!(work.per_hour(), None, "three say nothing");
    }

    #[test]
    fn an_act_on_many_is_one_decision_and_all_its_results_count() {
        let decisions = [
            decided(0, "a", None),
            decided(3, "m/1", Some(100)),
            decided(3, "m/2", Some(100)),
            decided(3, "m/3", Some(100)),
            decided(4, "b", None),
        ];
        let work = work(&decisions);
        assert_eq!((work.decisions, work.timed, work.results, work.fen, work.millis), (3, 2, 3, 300, 4 * MINUTE));
    }

    #[test]
    fn what_is_left_takes_as_long_as_it_did_so_far() {
        let pace = Work { decisions: 21, sittings: 1, millis: 60 * MINUTE, timed: 20, results: 5, fen: 1_000_000 };
        assert_eq!(pace.per_hour(), Some(20));
        assert_eq!(pace.seconds_for_projects(10), Some(7_200), "five an hour");
        assert_eq!(pace.seconds_for_amount(500_000), Some(1_800));
        assert_eq!(pace.seconds_for_projects(0), Some(0));
        let few = Work { results: 2, ..pace };
        assert_eq!((few.seconds_for_projects(10), few.seconds_for_amount(1)), (None, None));
        assert_eq!(Work { fen: 0, ..pace }.seconds_for_amount(1), None, "amounts are not known");
        // A province's whole budget at a snail's pace does not overflow.
        let slow = Work { millis: u64::MAX, ..pace };
        assert!(slow.seconds_for_amount(i128::from(i64::MAX)).is_some());
    }
}
