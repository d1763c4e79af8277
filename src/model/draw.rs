//! The nouns of a public draw: what a unit of the sealed population is, why it is examined or left out, by which method a
//! stratum is drawn, and what a ceremony lacks.
//!
//! Spellings are those of the frozen files and never change. Deliberately absent: how anything is drawn
//! ([`crate::rules::draw`]).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::money::Money;

/// Where a unit of the population stands, fixed before any seed exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitStatus {
    /// `R`: in the random frame.
    Random,
    /// `C`: certainty; examined whatever the draw says, and never projected.
    Certainty,
    /// `X`: excluded with a reason; still counts towards the duty.
    Excluded,
}

impl UnitStatus {
    /// All, in the order in which they are told.
    pub const ALL: [UnitStatus; 3] = [UnitStatus::Random, UnitStatus::Certainty, UnitStatus::Excluded];

    /// Its letter in `population.tsv`.
    pub fn letter(self) -> &'static str {
        match self {
            UnitStatus::Random => "R",
            UnitStatus::Certainty => "C",
            UnitStatus::Excluded => "X",
        }
    }

    /// Reads the letter.
    pub fn from_letter(letter: &str) -> Option<UnitStatus> {
        Self::ALL.into_iter().find(|status| status.letter() == letter)
    }
}

/// Why a unit is examined for certain, or is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitReason {
    /// `A`: its amount.
    Amount,
    /// `D`: due by rotation.
    Due,
    /// `F`: flagged by checks.
    Flagged,
    /// `P`: added after the draw because amounts fell short; in no estimate.
    TopUp,
    /// `T`: recommended (推荐).
    Recommended,
    /// `X1`: not in scope.
    NotInScope,
    /// `X2`: the same as another unit.
    Duplicate,
    /// `X3`: secret.
    Secret,
    /// `X4`: withdrawn before the population was sealed.
    Withdrawn,
    /// `X5`: already examined this year.
    AlreadyExamined,
}

impl UnitReason {
    /// All, in the order of their codes.
    pub const ALL: [UnitReason; 10] = [
        UnitReason::Amount,
        UnitReason::Due,
        UnitReason::Flagged,
        UnitReason::TopUp,
        UnitReason::Recommended,
        UnitReason::NotInScope,
        UnitReason::Duplicate,
        UnitReason::Secret,
        UnitReason::Withdrawn,
        UnitReason::AlreadyExamined,
    ];

    /// Its code in `population.tsv`.
    pub fn code(self) -> &'static str {
        match self {
            UnitReason::Amount => "A",
            UnitReason::Due => "D",
            UnitReason::Flagged => "F",
            UnitReason::TopUp => "P",
            UnitReason::Recommended => "T",
            UnitReason::NotInScope => "X1",
            UnitReason::Duplicate => "X2",
            UnitReason::Secret => "X3",
            UnitReason::Withdrawn => "X4",
            UnitReason::AlreadyExamined => "X5",
        }
    }

    /// Reads a code.
    pub fn from_code(code: &str) -> Option<UnitReason> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// The status that a unit with this reason has.
    pub fn status(self) -> UnitStatus {
        if self >= UnitReason::NotInScope { UnitStatus::Excluded } else { UnitStatus::Certainty }
    }
}

/// One row of the sealed population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawUnit {
    /// Names it; unique, 1 to 120 bytes.
    pub key: String,
    /// Stratum (department) it is drawn in.
    pub stratum: String,
    /// Its amount, never negative.
    pub amount: Money,
    /// Where it stands.
    pub status: UnitStatus,
    /// Why, in the order of the codes; empty in the random frame.
    pub reasons: Vec<UnitReason>,
}

/// By which method a stratum is drawn; its text is the column `method` of `plan.tsv`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum DrawMethod {
    /// `srs`: simple random, the smallest tickets. The default.
    #[default]
    Simple,
    /// `rivest`: the same by the tickets of Rivest's consistent sampler.
    Rivest,
    /// `systematic`: every unit at exact distances in the order of keys.
    Systematic,
    /// `mus`: monetary units at exact distances in the order of tickets.
    MonetaryUnit,
    /// `seqpoisson`: sequential Poisson, by amount and nested.
    SequentialPoisson,
    /// `sieve=J`: each unit by its amount over J fen, the size left to chance.
    Sieve(u64),
    /// `rolling=a/b`: at once as units arrive, each with chance a/b; at the close at least `n`.
    Rolling(u64, u64),
}

impl DrawMethod {
    /// Reads the column; `None` for what is no method or is written in another way than ours.
    pub fn read(text: &str) -> Option<DrawMethod> {
        let whole = |text: &str| text.parse::<u64>().ok().filter(|number| *number > 0);
        let method = match text.split_once('=') {
            None => match text {
                "srs" => DrawMethod::Simple,
                "rivest" => DrawMethod::Rivest,
                "systematic" => DrawMethod::Systematic,
                "mus" => DrawMethod::MonetaryUnit,
                "seqpoisson" => DrawMethod::SequentialPoisson,
                _ => return None,
            },
            Some(("sieve", interval)) => DrawMethod::Sieve(whole(interval)?),
            Some(("rolling", rate)) => {
                let (over, under) = rate.split_once('/')?;
                let (over, under) = (whole(over)?, whole(under)?);
                DrawMethod::Rolling(over, Some(under).filter(|under| over <= *under)?)
            }
            Some(_) => return None,
        };
        Some(method).filter(|method| method.to_string() == text)
    }

    /// Whether amounts decide the chances, so that units without an amount have none.
    pub fn is_weighted(&self) -> bool {
        matches!(self, DrawMethod::MonetaryUnit | DrawMethod::SequentialPoisson | DrawMethod::Sieve(_))
    }

    /// Whether a larger sample holds every smaller one.
    pub fn is_nested(&self) -> bool {
        !matches!(self, DrawMethod::Systematic | DrawMethod::MonetaryUnit | DrawMethod::Sieve(_))
    }
}

impl fmt::Display for DrawMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DrawMethod::Simple => f.write_str("srs"),
            DrawMethod::Rivest => f.write_str("rivest"),
            DrawMethod::Systematic => f.write_str("systematic"),
            DrawMethod::MonetaryUnit => f.write_str("mus"),
            DrawMethod::SequentialPoisson => f.write_str("seqpoisson"),
            DrawMethod::Sieve(interval) => write!(f, "sieve={interval}"),
            DrawMethod::Rolling(over, under) => write!(f, "rolling={over}/{under}"),
        }
    }
}

/// One look of a plan that looks in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedStage {
    /// How many are drawn for it.
    pub more: u64,
    /// Accepted when no more than that are bad, of all drawn so far.
    pub accept: u64,
    /// One goes on when no more than that are bad; of the last look it is `accept`.
    pub go_on: u64,
}

/// When one draws on, declared before the seed is known: only then is the risk of looking in between known (分阶段方案).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StagePlan {
    /// The rate that would be too much, as typed.
    pub tolerable: String,
    /// The looks in their order; the first is the draw itself.
    pub stages: Vec<PlannedStage>,
}

/// What a ceremony lacks to count as public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SeedLack {
    /// The sources give less than 64 bits.
    Entropy,
    /// No source is outside the auditor's control.
    Outside,
    /// Nobody is named who watched.
    Witness,
    /// It is a rehearsal.
    Rehearsal,
}

impl SeedLack {
    /// Its name in proofs and answers.
    pub fn id(self) -> &'static str {
        match self {
            SeedLack::Entropy => "entropy",
            SeedLack::Outside => "outside",
            SeedLack::Witness => "witness",
            SeedLack::Rehearsal => "rehearsal",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_read_in_its_one_spelling_only() {
        for text in ["srs", "rivest", "systematic", "mus", "seqpoisson", "sieve=37861357", "rolling=1/10"] {
            assert_eq!(DrawMethod::read(text).map(|method| method.to_string()).as_deref(), Some(text));
        }
        for text in ["", "SRS", "srs ", "sieve", "sieve=0", "sieve=007", "sieve=-1", "rolling=2/1", "rolling=0/3"] {
            assert_eq!(DrawMethod::read(text), None, "{text}");
        }
    }

    #[test]
    fn codes_sort_as_their_text_and_tell_the_status() {
        assert!(UnitReason::ALL.is_sorted_by_key(|reason| reason.code()));
        assert!(UnitReason::ALL.is_sorted());
        assert!(
            UnitReason::ALL
                .iter()
                .all(|reason| { (reason.status() == UnitStatus::Excluded) == reason.code().starts_with('X') })
        );
    }
}
