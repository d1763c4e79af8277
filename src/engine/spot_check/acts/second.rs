//! What an independent second review (独立复核) lets a person do: who may work on it, when it may be asked for, how a difference
//! is settled, what a joint result stands on.

use super::{Desk, asked, whole};
use crate::engine::act::unchanged;
use crate::engine::spot_check::SettleBy;
use crate::model::event::{DifferenceSettled, SecondReviewAsked, SecondReviewReleased, SpotCheck, Subject};
use crate::model::ids::EventId;
use crate::model::problem::Problem;
use crate::model::recheck::{Hand, RecheckStatus, SecondReview, SecondStanding, Verified as Found};
use crate::model::review::Heads;

/// How a difference is to be settled.
pub(super) struct Settling<'a> {
    /// What was compared.
    pub of: &'a [EventId],
    /// By what.
    pub by: &'a SettleBy,
    /// Papers, where neither of the two counts.
    pub evidence: &'a [EventId],
    /// On what ground.
    pub reason: &'a str,
}

impl Desk<'_> {
    fn refuse(&self, key: &'static str) -> Problem {
        Problem::refused(key).with("project", &self.form.name)
    }

    /// Two people work on it, each by themselves, and no more once both are done.
    pub(super) fn may_work(&self) -> Result<(), Problem> {
        match self.standing() {
            Some(SecondStanding::Taken) => Err(self.refuse("problem-second-third")),
            Some(SecondStanding::Differing | SecondStanding::Settled) => Err(self.refuse("problem-second-done")),
            Some(
                SecondStanding::Free | SecondStanding::Working | SecondStanding::Waiting | SecondStanding::Released,
            )
            | None => Ok(()),
        }
    }

    /// Papers may still come from the two when both are done: a settlement may rest on a new one.
    pub(super) fn may_bring(&self) -> Result<(), Problem> {
        let Some(second) = &self.state.second else { return Ok(()) };
        let standing = second.standing(Some(self.me));
        if standing == SecondStanding::Taken || standing.is_open() && second.hand(self.me).is_none() {
            return Err(self.refuse("problem-second-third"));
        }
        Ok(())
    }

    fn standing(&self) -> Option<SecondStanding> {
        self.state.second.as_ref().map(|second| second.standing(Some(self.me)))
    }

    /// Nobody speaks of a result that is not there for all.
    pub(super) fn not_hidden(&self) -> Result<(), Problem> {
        match self.standing() {
            Some(standing)
                if !standing.is_open() && standing != SecondStanding::Released && self.state.finished.is_empty() =>
            {
                Err(self.refuse("problem-second-hidden"))
            }
            _ => Ok(()),
        }
    }

    /// The second review, where both are done.
    fn open(&self) -> Result<(&SecondReview, [&Hand; 2]), Problem> {
        let second = self.state.second.as_ref().ok_or_else(|| self.refuse("problem-second-none"))?;
        if second.is_released() {
            return Err(self.refuse("problem-second-released"));
        }
        let pair = second.pair().ok_or_else(|| self.refuse("problem-second-hidden"))?;
        Ok((second, pair))
    }

    /// What a result stands on that is made now: nothing where it is one person's.
    pub(super) fn joins(&self) -> Result<Vec<EventId>, Problem> {
        let Some(second) = &self.state.second else { return Ok(Vec::new()) };
        match second.standing(Some(self.me)) {
            SecondStanding::Free | SecondStanding::Working | SecondStanding::Waiting | SecondStanding::Released => {
                Ok(Vec::new())
            }
            SecondStanding::Taken => Err(self.refuse("problem-second-third")),
            SecondStanding::Differing => Err(self.refuse("problem-second-open").with("differences", second.open())),
            SecondStanding::Settled if !self.state.finished.is_empty() => Err(self.refuse("problem-second-result")),
            SecondStanding::Settled if self.state.status() == RecheckStatus::NotDone => {
                Err(self.refuse("problem-second-not-rechecked"))
            }
            SecondStanding::Settled => Ok(second.basis()),
        }
    }

    /// What two found independently stays as they found it; only what both made together is taken back.
    pub(super) fn may_reopen(&self, result: EventId) -> Result<(), Problem> {
        let Some(pair) = self.state.second.as_ref().and_then(SecondReview::pair) else { return Ok(()) };
        if pair.iter().any(|hand| hand.ends().contains(&result)) {
            return Err(self.refuse("problem-second-done"));
        }
        Ok(())
    }

    pub(super) fn ask_second(&self, on: &Subject, reason: &str) -> Result<(Vec<EventId>, SpotCheck), Problem> {
        if let Some(second) = &self.state.second {
            let key = if second.is_released() { "problem-second-released" } else { "problem-second-already" };
            return Err(self.refuse(key));
        }
        // Who saw the other's figure is independent no longer.
        let state = &self.state;
        let heads = state.rows.values().flat_map(|heads| heads.0.iter().map(|head| &head.author));
        let papers = state.evidence.iter().map(|paper| &paper.author);
        let ends = state.outcome.0.iter().map(|head| &head.author);
        let results = state.finished.0.iter().map(|head| &head.author);
        let mut authors: Vec<_> = heads.chain(papers).chain(ends).chain(results).collect();
        authors.sort();
        authors.dedup();
        if authors.len() > 1 {
            return Err(self.refuse("problem-second-too-late"));
        }
        Ok((Vec::new(), SpotCheck::SecondAsked(SecondReviewAsked { on: whole(on), reason: asked(reason)? })))
    }

    /// One person is enough, because there is no other: said with a reason, while fewer than two are done.
    pub(super) fn release_second(&self, on: &Subject, reason: &str) -> Result<(Vec<EventId>, SpotCheck), Problem> {
        let second = self.state.second.as_ref().ok_or_else(|| self.refuse("problem-second-none"))?;
        if second.is_released() {
            return Err(self.refuse("problem-second-released"));
        }
        if second.pair().is_some() {
            return Err(self.refuse("problem-second-done"));
        }
        let sees = second.asked.iter().map(|asked| asked.event).collect();
        Ok((sees, SpotCheck::SecondReleased(SecondReviewReleased { on: whole(on), reason: asked(reason)? })))
    }

    pub(super) fn settle(
        &self,
        on: &Subject,
        seen: &[EventId],
        settling: Settling<'_>,
    ) -> Result<(Vec<EventId>, SpotCheck), Problem> {
        let (second, [one, other]) = self.open()?;
        // What counts does not change silently under a result that both made.
        let made = self
            .state
            .finished
            .0
            .iter()
            .find(|head| [one, other].iter().all(|hand| !hand.ends().contains(&head.event)));
        if made.is_some() {
            return Err(self.refuse("problem-second-result"));
        }
        let reason = asked(settling.reason)?;
        let of = unchanged(settling.of.to_vec(), second.compared(on.row))?;
        let Some(row) = on.row else {
            if !second.outcome_differs() {
                return Err(self.refuse("problem-second-no-difference").with("row", "-"));
            }
            let outcome = match settling.by {
                SettleBy::First => one.gave_up(),
                SettleBy::Second => other.gave_up(),
                SettleBy::Other(_) => return Err(self.refuse("problem-second-whole")),
            };
            let sees = unchanged(seen.to_vec(), second.outcome.events())?;
            let (verified, evidence) = (None, Vec::new());
            return Ok((
                sees,
                SpotCheck::Settled(DifferenceSettled { on: whole(on), of, verified, outcome, evidence, reason }),
            ));
        };
        let row = self.row(&Subject { row: Some(row), ..on.clone() })?;
        let side = |hand: &Hand| {
            let found = hand.found(row).ok_or_else(|| self.refuse("problem-second-nothing").with("row", row))?;
            Ok((found.verified.clone(), found.evidence.clone()))
        };
        let (verified, evidence): (Found, Vec<EventId>) = match settling.by {
            SettleBy::First => side(one)?,
            SettleBy::Second => side(other)?,
            SettleBy::Other(found) => {
                self.known(settling.evidence)?;
                (self.readable(row, found)?, settling.evidence.to_vec())
            }
        };
        let sees = unchanged(seen.to_vec(), second.rows.get(&row).map(Heads::events).unwrap_or_default())?;
        let (verified, outcome) = (Some(verified), None);
        Ok((sees, SpotCheck::Settled(DifferenceSettled { on: on.clone(), of, verified, outcome, evidence, reason })))
    }
}
