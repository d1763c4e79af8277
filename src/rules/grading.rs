//! When a result may be given, and what each result means.
//!
//! 财预〔2015〕88号, articles 25–26: 优 passes, 良 passes after agreement, 中 is returned and filed again, 差 gets no
//! budget. Targets from 1000万元 on are reviewed row by row (实质性审核), none passed in bulk.

use crate::model::money::Money;
use crate::model::problem::Problem;
use crate::model::review::{Grade, ReviewState, Settled, Verdict};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::Stamp;
    use crate::model::ids::{EventId, PersonId};
    use crate::model::review::{CategoryCode, Head, Heads, Opinion};

    fn passed() -> Heads<Verdict> {
        Heads(vec![Head {
            event: EventId([1; 32]),
            author: PersonId("p-1".into()),
            at: Stamp(1),
            value: Verdict::Passed,
        }])
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
        state.opinions.push(Opinion {
            id: EventId([2; 32]),
            event: EventId([2; 32]),
            author: PersonId("p-1".into()),
            at: Stamp(2),
            row: Some(1),
            category: CategoryCode("C07".into()),
            text: "无法考核".into(),
            variants: Vec::new(),
        });
        assert!(allowed(Grade::Poor, &state, 2, lane).is_ok());
    }
}
