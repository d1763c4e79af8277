//! What one recheck counts as, and how many counted as what. Only [`super`] may import it.

use rust_decimal::Decimal;

use crate::model::recheck::{Deviation, Outcome, Part, RecheckLine, RecheckStatus};
use crate::model::review::Grade;
use crate::model::score::ScoreRules;

/// How many of a part stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// To be examined, those replaced not counted.
    pub units: u64,
    /// Examined; refusals, too.
    pub done: u64,
    /// Found untrue; refusals, too.
    pub found: u64,
    /// Of these, refused or without access.
    pub refused: u64,
    /// Not applicable or on the list by error: not counted above.
    pub replaced: u64,
}

impl Tally {
    /// Not examined yet.
    pub fn open(self) -> u64 {
        self.units - self.done
    }

    pub(super) fn take(&mut self, looked: &Looked) {
        match looked {
            Looked::Replaced => self.replaced += 1,
            Looked::Open => self.units += 1,
            Looked::Done { found, refused, .. } => {
                self.units += 1;
                self.done += 1;
                self.found += u64::from(*found);
                self.refused += u64::from(*refused);
            }
        }
    }
}

/// What became of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Looked {
    /// Another takes its place.
    Replaced,
    /// No result that stands.
    Open,
    /// Examined.
    Done {
        /// Untrue.
        found: bool,
        /// Nothing was shown.
        refused: bool,
        /// Own points less those of the recheck.
        difference: Option<Decimal>,
        /// Ranks of the own grade and the recheck's, from 0, the best.
        grades: Option<(usize, usize)>,
    },
}

fn rank(grade: Grade) -> usize {
    Grade::ALL.iter().position(|known| *known == grade).unwrap_or_default()
}

/// What a line counts as. What was sent back or is contested has no result that stands.
pub(super) fn looked(line: &RecheckLine, rules: &ScoreRules) -> Looked {
    match line.status {
        RecheckStatus::NotDone => match line.outcome {
            Some(Outcome::Refused) => Looked::Done { found: true, refused: true, difference: None, grades: None },
            Some(Outcome::NotApplicable | Outcome::FrameError) => Looked::Replaced,
            Some(Outcome::Postponed) | None => Looked::Open,
        },
        RecheckStatus::Finished | RecheckStatus::Confirmed | RecheckStatus::Objected => {
            let (Some(verified), Some(grade)) = (line.verified, line.grade) else { return Looked::Open };
            let grades = line.filed.map(|filed| (rank(rules.grade(filed)), rank(grade)));
            let lower = grades.is_some_and(|(own, rechecked)| rechecked > own);
            let far = line.deviation.is_some_and(|deviation| deviation >= Deviation::Large);
            let difference = line.filed.and_then(|filed| filed.checked_sub(verified));
            Looked::Done { found: lower || far, refused: false, difference, grades }
        }
        RecheckStatus::Open | RecheckStatus::Begun | RecheckStatus::Contested | RecheckStatus::SentBack => Looked::Open,
    }
}

/// A department as its lines come in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Kept {
    /// How many could be drawn.
    pub frame: Option<u64>,
    pub random: Tally,
    pub certain: Tally,
    pub targeted: Tally,
    /// Own points less those of the recheck, of the random part.
    pub differences: Vec<Decimal>,
    /// Ranks of own grade and recheck's, of the random part.
    pub grades: Vec<(usize, usize)>,
}

impl Kept {
    pub(super) fn take(&mut self, part: Option<Part>, looked: &Looked) {
        match part {
            Some(Part::Random) => self.random.take(looked),
            Some(Part::Certain) => self.certain.take(looked),
            None => self.targeted.take(looked),
        }
        if let (Some(Part::Random), Looked::Done { difference, grades, .. }) = (part, looked) {
            self.differences.extend(*difference);
            self.grades.extend(*grades);
        }
    }

    /// How many there are to conclude on: what was replaced is none of them.
    pub(super) fn units(&self) -> Option<u64> {
        self.frame.map(|frame| frame.saturating_sub(self.random.replaced))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::{ProjectKey, VersionId};

    fn line(status: RecheckStatus, filed: i64, verified: i64, deviation: Deviation) -> RecheckLine {
        let rules = ScoreRules::default();
        RecheckLine {
            status,
            part: Some(Part::Random),
            stratum: "A".to_owned(),
            place: 1,
            filed: Some(filed.into()),
            own: Some(filed.into()),
            verified: Some(verified.into()),
            grade: Some(rules.grade(verified.into())),
            deviation: Some(deviation),
            ..RecheckLine::untouched(VersionId([0; 32]), ProjectKey([0; 16]), 2024)
        }
    }

    fn found(line: &RecheckLine) -> Option<bool> {
        match looked(line, &ScoreRules::default()) {
            Looked::Done { found, .. } => Some(found),
            Looked::Open | Looked::Replaced => None,
        }
    }

    #[test]
    fn large_deviations_and_lower_grades_are_untrue_slight_ones_are_not() {
        assert_eq!(found(&line(RecheckStatus::Confirmed, 96, 90, Deviation::Slight)), Some(false));
        assert_eq!(found(&line(RecheckStatus::Finished, 91, 89, Deviation::Slight)), Some(true), "a grade lower");
        assert_eq!(found(&line(RecheckStatus::Objected, 79, 70, Deviation::Large)), Some(true));
        assert_eq!(found(&line(RecheckStatus::SentBack, 79, 70, Deviation::Large)), None, "nothing stands");
    }

    #[test]
    fn a_refusal_is_found_and_what_is_not_applicable_is_not_counted() {
        let mut refused = line(RecheckStatus::NotDone, 90, 90, Deviation::Consistent);
        refused.outcome = Some(Outcome::Refused);
        let mut gone = refused.clone();
        gone.outcome = Some(Outcome::NotApplicable);
        let mut later = refused.clone();
        later.outcome = Some(Outcome::Postponed);
        let mut tally = Tally::default();
        for line in [&refused, &gone, &later] {
            tally.take(&looked(line, &ScoreRules::default()));
        }
        assert_eq!(tally, Tally { units: 2, done: 1, found: 1, refused: 1, replaced: 1 });
        assert_eq!(tally.open(), 1);
    }
}
