//! When a result may be given, which one to propose, and what each result means.
//!
//! 财预〔2015〕88号, articles 25–26: 优 passes, 良 passes after agreement, 中 is returned and filed again, 差 gets no
//! budget. Targets from 1000万元 on are reviewed row by row (实质性审核), none passed in bulk.

use crate::model::finding::Severity;
use crate::model::money::Money;
use crate::model::problem::Problem;
use crate::model::review::{Grade, Opinion, ReviewState, Settled, Verdict};

/// First row, from 1, that nobody has decided ("later" is no decision).
pub fn first_open_row(state: &ReviewState, rows: u32) -> Option<u32> {
    (1..=rows).find(|row| {
        state.rows.get(row).is_none_or(|heads| matches!(heads.settled(), Settled::Open | Settled::One(Verdict::Later)))
    })
}

/// Whether a result may be given now.
///
/// 中 and 差 take money away, so they need at least one opinion or demand that says why. In the lane from 1000万元 on,
/// every row must have been decided.
///
/// # Errors
/// The reason why not.
pub fn allowed(grade: Grade, state: &ReviewState, rows: u32, amount: Option<Money>) -> Result<(), Problem> {
    if matches!(grade, Grade::Fair | Grade::Poor) && state.opinions.is_empty() && state.demands.is_empty() {
        return Err(Problem::refused("problem-grade-needs-opinion"));
    }
    if amount.is_some_and(|amount| amount >= Money::KEY_LANE)
        && let Some(row) = first_open_row(state, rows)
    {
        return Err(Problem::refused("problem-key-lane-rows-open").with("row", row));
    }
    Ok(())
}

/// Why a result is proposed; its words are the message `because-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// Nobody said anything against it.
    Nothing,
    /// Only errors of form or remarks.
    FormOnly,
    /// Something to be put right.
    Faults,
    /// Grave faults, of which some forbid more than 中 (C01, C04, C09).
    Grave,
    /// Three grave faults or more.
    ManyGrave,
    /// The annual goal is missing.
    NoGoal,
}

impl Because {
    /// As part of a locale key.
    pub fn id(self) -> &'static str {
        match self {
            Because::Nothing => "nothing",
            Because::FormOnly => "form-only",
            Because::Faults => "faults",
            Because::Grave => "grave",
            Because::ManyGrave => "several-grave",
            Because::NoGoal => "no-goal",
        }
    }
}

/// A result that the state of a review suggests. Only a person gives one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    /// The result.
    pub grade: Grade,
    /// Why.
    pub because: Because,
    /// Grave opinions that stand.
    pub grave: usize,
}

/// Classes of which one grave fault forbids more than 中.
const AT_MOST_FAIR: [&str; 3] = ["C01", "C04", "C09"];
/// Grave faults from which on 差 is proposed.
const MANY_GRAVE: usize = 3;
/// The class of errors of form.
const FORM: &str = "C11";

/// The result to propose, from what people said alone: opinions of their own, and drafts of checks they accepted. What a
/// check found and nobody accepted counts for nothing.
///
/// Three grave opinions, or an annual goal that stands blank and was charged, give 差; a grave one in 要素缺失, 指标缺项
/// or 成本资金 at most 中; opinions of form or mere remarks alone 良; nothing at all 优; anything else 中. `severity` tells
/// how grave an opinion is: as the accepted check found it, else as its class has it. Our default; a person decides.
pub fn propose(state: &ReviewState, goal_blank: bool, severity: impl Fn(&Opinion) -> Severity) -> Proposal {
    let opinions = &state.opinions;
    let is_grave = |opinion: &&Opinion| severity(opinion) == Severity::Error;
    let grave = opinions.iter().filter(is_grave).count();
    let no_goal = goal_blank && opinions.iter().any(|opinion| opinion.row.is_none() && opinion.category.0 == "C01");
    let forbids = opinions.iter().filter(is_grave).any(|opinion| AT_MOST_FAIR.contains(&opinion.category.0.as_str()));
    let light = |opinion: &Opinion| match severity(opinion) {
        Severity::Error => false,
        Severity::Warning => opinion.category.0 == FORM,
        Severity::Info => true,
    };
    let returned = state.rows.values().any(|heads| heads.0.iter().any(|head| head.value == Verdict::Returned));
    // A demand that came with an opinion weighs as the opinion does.
    let demanded = state.demands.iter().any(|demand| opinions.iter().all(|opinion| opinion.id != demand.id));
    let (grade, because) = if no_goal {
        (Grade::Poor, Because::NoGoal)
    } else if grave >= MANY_GRAVE {
        (Grade::Poor, Because::ManyGrave)
    } else if forbids {
        (Grade::Fair, Because::Grave)
    } else if returned || demanded || !opinions.iter().all(light) {
        (Grade::Fair, Because::Faults)
    } else if !opinions.is_empty() {
        (Grade::Good, Because::FormOnly)
    } else {
        (Grade::Excellent, Because::Nothing)
    };
    Proposal { grade, because, grave }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::Stamp;
    use crate::model::ids::{EventId, PersonId};
    use crate::model::review::{CategoryCode, Head, Heads};

    fn passed() -> Heads<Verdict> {
        Heads(vec![Head {
            event: EventId([1; 32]),
            author: PersonId("p-1".into()),
            at: Stamp(1),
            value: Verdict::Passed,
        }])
    }

    fn opinion(number: u8, row: Option<u32>, class: &str) -> Opinion {
        Opinion {
            id: EventId([number; 32]),
            event: EventId([number; 32]),
            author: PersonId("p-1".into()),
            at: Stamp(2),
            row,
            category: CategoryCode(class.into()),
            text: "无法考核".into(),
            variants: Vec::new(),
            from_check: None,
            agreed: Vec::new(),
        }
    }

    /// What is proposed for opinions of these classes; a class with `!` is grave, with `?` a remark.
    fn proposed(classes: &[&str]) -> (Grade, Because) {
        let mut state = ReviewState::default();
        for (number, class) in (1..).zip(classes) {
            state.opinions.push(opinion(number, Some(1), class));
        }
        let severity = |opinion: &Opinion| match opinion.category.0.as_bytes().last() {
            Some(b'!') => Severity::Error,
            Some(b'?') => Severity::Info,
            _ => Severity::Warning,
        };
        let bare = |opinion: &mut Opinion| opinion.category.0.truncate(3);
        let severities: Vec<Severity> = state.opinions.iter().map(severity).collect();
        state.opinions.iter_mut().for_each(bare);
        let by_number = |opinion: &Opinion| severities[usize::from(opinion.id.0[0]) - 1];
        let proposal = propose(&state, false, by_number);
        (proposal.grade, proposal.because)
    }

    #[test]
    fn the_proposal_follows_what_people_said() {
        assert_eq!(proposed(&[]), (Grade::Excellent, Because::Nothing));
        assert_eq!(proposed(&["C11"]), (Grade::Good, Because::FormOnly));
        assert_eq!(proposed(&["C11", "C07?"]), (Grade::Good, Because::FormOnly));
        assert_eq!(proposed(&["C11!"]), (Grade::Fair, Because::Faults), "a grave one is no matter of form");
        assert_eq!(proposed(&["C07"]), (Grade::Fair, Because::Faults));
        assert_eq!(proposed(&["C08!", "C07!"]), (Grade::Fair, Because::Faults));
        for class in ["C01!", "C04!", "C09!"] {
            assert_eq!(proposed(&[class]), (Grade::Fair, Because::Grave), "{class}");
        }
        assert_eq!(proposed(&["C08!", "C07!", "C10!"]), (Grade::Poor, Because::ManyGrave));
    }

    #[test]
    fn a_blank_goal_weighs_only_when_somebody_charged_it() {
        let mut state = ReviewState::default();
        let warning = |_: &Opinion| Severity::Warning;
        assert_eq!(propose(&state, true, warning).grade, Grade::Excellent, "nobody accepted it");
        state.opinions.push(opinion(1, None, "C01"));
        assert_eq!(propose(&state, true, warning).because, Because::NoGoal);
        assert_eq!(propose(&state, false, warning).grade, Grade::Fair);
    }

    #[test]
    fn a_bad_result_needs_a_reason_and_the_key_lane_every_row() {
        let mut state = ReviewState::default();
        assert_eq!(allowed(Grade::Poor, &state, 2, None).unwrap_err().key, "problem-grade-needs-opinion");
        assert!(allowed(Grade::Excellent, &state, 2, Some(Money(Money::KEY_LANE.0 - 1))).is_ok());
        let lane = Some(Money::KEY_LANE);
        assert_eq!(allowed(Grade::Excellent, &state, 2, lane).unwrap_err().key, "problem-key-lane-rows-open");
        state.rows.insert(1, passed());
        assert_eq!(first_open_row(&state, 2), Some(2));
        let mut later = passed();
        later.0[0].value = Verdict::Later;
        state.rows.insert(2, later);
        assert!(allowed(Grade::Excellent, &state, 2, lane).is_err(), "later is no decision");
        state.rows.insert(2, passed());
        assert!(allowed(Grade::Excellent, &state, 2, lane).is_ok());
        state.opinions.push(opinion(2, Some(1), "C07"));
        assert!(allowed(Grade::Poor, &state, 2, lane).is_ok());
    }
}
