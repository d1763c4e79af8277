//! How loudly a check may speak after what people answered to its drafts, and which findings wait for an answer.
//!
//! Our default, from no document: a check turns itself down only by data, never at once, and a person can turn it up or
//! down again. Below half, more of its drafts are wrong than right: it stops asking. Below a fifth it costs more
//! attention than it gives: it goes quiet. Twenty answers are the least from which that can be told: at a true share of
//! three quarters, nine or fewer of twenty come in fewer than one in two hundred cases. A draft accepted in other words
//! counts as accepted: there was a fault.

use crate::model::finding::{Answers, Finding, Voice};
use crate::model::review::{ReviewState, Settled, Verdict};

/// Answers from which on a check is turned down.
pub const LEAST_ANSWERS: u64 = 20;
/// Per cent accepted below which a check only hints.
pub const HINT_BELOW: u64 = 50;
/// Per cent accepted below which a check goes quiet.
pub const QUIET_BELOW: u64 = 20;

/// How loudly a check speaks after these answers.
pub fn voice(answers: Answers) -> Voice {
    let (all, taken) = (u128::from(answers.all()), u128::from(answers.taken()) * 100);
    if all < u128::from(LEAST_ANSWERS) || taken >= all * u128::from(HINT_BELOW) {
        Voice::Drafts
    } else if taken >= all * u128::from(QUIET_BELOW) {
        Voice::Hint
    } else {
        Voice::Quiet
    }
}

/// Thousandths by which a weight moves: smaller moves would put a whole queue in another order with every answer.
const STEP: u64 = 50;

/// Thousandths of a finding that a reviewer may be expected to raise where a check found something: the share of answers
/// that took it, in steps of five per cent. `prior` holds until there are [`LEAST_ANSWERS`] answers, and for what nobody is
/// expected to raise at all.
pub fn weight(prior: u32, answers: Answers) -> u32 {
    let (all, taken) = (u128::from(answers.all()), u128::from(answers.taken()));
    if prior == 0 || all < u128::from(LEAST_ANSWERS) {
        return prior;
    }
    let steps = (taken.min(all) * u128::from(1000 / STEP) * 2 + all) / (all * 2);
    u32::try_from(steps * u128::from(STEP)).unwrap_or(prior)
}

/// Whether a finding still asks for an answer: its check drafts, nobody answered it, and the row is not sent back to be
/// filled anew as a whole.
pub fn waits(finding: &Finding, voice: Voice, state: &ReviewState) -> bool {
    let sent_back = finding
        .row
        .and_then(|row| state.rows.get(&row))
        .is_some_and(|heads| matches!(heads.settled(), Settled::One(Verdict::Returned)));
    voice == Voice::Drafts && finding.drafts() && !sent_back && !state.answered(finding.row, &finding.check)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(taken: u64, dismissed: u64) -> Voice {
        voice(Answers { accepted: taken / 2, edited: taken - taken / 2, dismissed })
    }

    #[test]
    fn a_weight_follows_the_answers_in_steps_once_there_are_enough() {
        let of = |prior, taken, dismissed| weight(prior, Answers { accepted: taken, edited: 0, dismissed });
        assert_eq!([of(800, 0, 19), of(400, 19, 0)], [800, 400], "nineteen answers tell nothing");
        assert_eq!([of(800, 0, 20), of(400, 20, 0), of(400, 10, 10)], [0, 1000, 500]);
        assert_eq!([of(800, 41, 59), of(800, 42, 58), of(800, 43, 57)], [400, 400, 450], "to the next step");
        assert_eq!(of(0, 100, 0), 0, "what only informs is never expected");
        assert_eq!(of(1, u64::MAX, 0), 1000, "no sum is too large");
    }

    #[test]
    fn a_check_is_turned_down_by_twenty_answers_and_not_before() {
        assert_eq!(of(0, 19), Voice::Drafts, "nineteen answers tell nothing");
        assert_eq!(of(0, 20), Voice::Quiet);
        assert_eq!(of(10, 10), Voice::Drafts, "half is not below half");
        assert_eq!(of(9, 11), Voice::Hint);
        assert_eq!(of(4, 16), Voice::Hint, "a fifth is not below a fifth");
        assert_eq!(of(3, 17), Voice::Quiet);
        assert_eq!(of(96, 4), Voice::Drafts);
        assert_eq!(of(u64::MAX, u64::MAX), Voice::Drafts, "no sum is too large");
    }
}
