//! The acts of a recheck: each becomes exactly one event, or is refused with nothing written.

mod second;

use self::second::Settling;
use super::{RecheckAct, approved, points, self_evaluation, spent};
use crate::engine::act::unchanged;
use crate::model::event::{
    Body, EvidenceAdded, MAX_TEXT, ObjectionAnswered, OutcomeSet, RecheckChecked, RecheckFinished, RecheckObjected,
    RetractReason, Retracted, RowVerified, SpotCheck, Subject,
};
use crate::model::form::{Form, Horizon};
use crate::model::ids::{EventId, PersonId};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::recheck::{EvidencePaper, Finished, Outcome, RecheckState, Verified as Found};
use crate::model::review::{Head, Heads, Settled};
use crate::model::score::{EXECUTION_ROW, ScoreRules};
use crate::store::Session;
use crate::sync::fold::NoLeads;
use crate::sync::recheck;

/// Most characters of a verified value: a cell, not a report.
const MOST_VALUE: usize = 200;
/// Most papers of one recheck.
const MOST_PAPERS: usize = 999;

/// What the act is done with.
struct Desk<'a> {
    session: &'a Session,
    form: Form,
    state: RecheckState,
    me: &'a PersonId,
    rules: &'a ScoreRules,
}

/// The event an act becomes, and what it has seen.
pub(in crate::engine) fn body_of(
    session: &Session,
    act: &RecheckAct,
    me: &PersonId,
    rules: &ScoreRules,
) -> Result<(Vec<EventId>, Body), Problem> {
    let on = act.subject();
    let (_, form) = self_evaluation(session, on.version)?;
    // What one may not see one cannot build upon either.
    let state = recheck::fold(&session.live_events_about(on.version)?, &NoLeads).seen_by(Some(me));
    let desk = Desk { session, form, state, me, rules };
    let (sees, body) = match act {
        RecheckAct::Verify { on, seen, found, evidence, note } => desk.verify(on, seen, found, evidence, note)?,
        RecheckAct::AddEvidence { on, paper } => desk.add_evidence(on, paper)?,
        RecheckAct::SetOutcome { on, seen, outcome, reason } => desk.set_outcome(on, seen, *outcome, reason)?,
        RecheckAct::Finish { on, seen, note } => desk.finish(on, seen, note)?,
        RecheckAct::Reopen { on, reason } => return desk.reopen(on, reason),
        RecheckAct::Check { on, of, agrees, reason } => desk.check(on, *of, *agrees, reason)?,
        RecheckAct::Object { on, of, text } => desk.object(on, *of, text)?,
        RecheckAct::AnswerObjection { on, of, upheld, reason } => desk.answer(on, *of, *upheld, reason)?,
        RecheckAct::AskSecond { on, reason } => desk.ask_second(on, reason)?,
        RecheckAct::ReleaseSecond { on, reason } => desk.release_second(on, reason)?,
        RecheckAct::Settle { on, seen, of, by, evidence, reason } => {
            desk.settle(on, seen, Settling { of, by, evidence, reason })?
        }
    };
    Ok((sees, Body::SpotCheck(body)))
}

fn short(text: &str, most: usize) -> Result<String, Problem> {
    let text = text.trim();
    if text.len() > most {
        return Err(Problem::refused("problem-text-too-long").with("most", most));
    }
    Ok(text.to_owned())
}

fn asked(text: &str) -> Result<String, Problem> {
    let text = short(text, MAX_TEXT)?;
    if text.is_empty() { Err(Problem::refused("problem-recheck-reason-empty")) } else { Ok(text) }
}

fn whole(on: &Subject) -> Subject {
    Subject { row: None, ..on.clone() }
}

impl Desk<'_> {
    /// One's own result that is in force.
    fn my_result(&self) -> Option<&Head<Finished>> {
        self.state.finished.0.iter().find(|head| head.author == *self.me)
    }

    /// After a result nothing under it changes silently: it is taken back first.
    fn not_finished(&self) -> Result<(), Problem> {
        if self.my_result().is_some() {
            return Err(Problem::refused("problem-recheck-finished").with("project", &self.form.name));
        }
        Ok(())
    }

    fn row(&self, on: &Subject) -> Result<u32, Problem> {
        let no = on.row.ok_or_else(|| Problem::new(ProblemKind::Usage, "problem-verdict-needs-row"))?;
        let known = if no == EXECUTION_ROW {
            self.form.funds.adjusted.is_some() || self.form.funds.executed.is_some()
        } else {
            self.form.indicators.iter().any(|row| row.no == no && row.horizon == Horizon::Annual)
        };
        if !known {
            return Err(Problem::refused("problem-no-such-row")
                .with("project", &self.form.name)
                .with("row", no)
                .with("rows", self.form.indicators.len()));
        }
        Ok(no)
    }

    fn verify(
        &self,
        on: &Subject,
        seen: &[EventId],
        found: &Found,
        evidence: &[EventId],
        note: &str,
    ) -> Result<(Vec<EventId>, SpotCheck), Problem> {
        self.may_work()?;
        self.not_finished()?;
        let no = self.row(on)?;
        let verified = self.readable(no, found)?;
        self.known(evidence)?;
        let heads = self.state.rows.get(&no).map(Heads::events).unwrap_or_default();
        let sees = unchanged(seen.to_vec(), heads)?;
        let (evidence, note) = (evidence.to_vec(), short(note, MAX_TEXT)?);
        Ok((sees, SpotCheck::RowVerified(RowVerified { on: on.clone(), verified, evidence, note })))
    }

    /// What was found of a row, if it can be meant.
    fn readable(&self, no: u32, found: &Found) -> Result<Found, Problem> {
        Ok(match found {
            Found::Value(value) => {
                let value = short(value, MOST_VALUE)?;
                if value.is_empty() || value.chars().any(char::is_control) {
                    return Err(Problem::refused("problem-recheck-value-empty").with("row", no));
                }
                if no == EXECUTION_ROW && spent(&value).is_none() {
                    return Err(Problem::refused("problem-recheck-spent").with("value", value));
                }
                Found::Value(value)
            }
            // Spending is proved by the treasury's figures: it may differ, but it is never without evidence or not applicable.
            Found::NoEvidence | Found::NotApplicable if no == EXECUTION_ROW => {
                return Err(Problem::refused("problem-recheck-execution"));
            }
            other => other.clone(),
        })
    }

    fn known(&self, evidence: &[EventId]) -> Result<(), Problem> {
        match evidence.iter().find(|paper| self.state.label(**paper).is_none()) {
            Some(unknown) => Err(Problem::refused("problem-no-such-evidence").with("evidence", unknown)),
            None => Ok(()),
        }
    }

    fn add_evidence(&self, on: &Subject, paper: &EvidencePaper) -> Result<(Vec<EventId>, SpotCheck), Problem> {
        self.may_bring()?;
        if self.state.evidence.len() >= MOST_PAPERS {
            return Err(Problem::refused("problem-too-much-evidence").with("most", MOST_PAPERS));
        }
        let mut kept = EvidencePaper::default();
        for (to, from) in [
            (&mut kept.name, &paper.name),
            (&mut kept.page, &paper.page),
            (&mut kept.file, &paper.file),
            (&mut kept.sha256, &paper.sha256),
            (&mut kept.source, &paper.source),
            (&mut kept.verification, &paper.verification),
            (&mut kept.accuracy, &paper.accuracy),
            (&mut kept.limits, &paper.limits),
            (&mut kept.compensation, &paper.compensation),
        ] {
            *to = short(from, 4096)?;
        }
        if kept.name.is_empty() {
            return Err(Problem::refused("problem-evidence-name-empty"));
        }
        let number = self.state.next_number();
        Ok((Vec::new(), SpotCheck::EvidenceAdded(EvidenceAdded { on: whole(on), number, paper: kept })))
    }

    fn set_outcome(
        &self,
        on: &Subject,
        seen: &[EventId],
        outcome: Outcome,
        reason: &str,
    ) -> Result<(Vec<EventId>, SpotCheck), Problem> {
        self.may_work()?;
        self.not_finished()?;
        let sees = unchanged(seen.to_vec(), self.state.outcome.events())?;
        let reason = asked(reason)?;
        Ok((sees, SpotCheck::OutcomeSet(OutcomeSet { on: whole(on), outcome, reason })))
    }

    fn finish(&self, on: &Subject, seen: &[EventId], note: &str) -> Result<(Vec<EventId>, SpotCheck), Problem> {
        let joins = self.joins()?;
        let sees = unchanged(seen.to_vec(), self.state.finished.events())?;
        if let Some((row, _)) = self.state.rows.iter().find(|(_, heads)| heads.contested()) {
            return Err(Problem::refused("problem-recheck-contested").with("row", row));
        }
        let approved = approved(self.session, on.project, on.year)?;
        let scored = points(&self.form, approved.as_ref(), &self.state, Some(self.me), self.rules);
        let open = |no: u32| !matches!(self.state.rows.get(&no).map(Heads::settled), Some(Settled::One(_)));
        let left: Vec<u32> = scored.rows.iter().map(|row| row.no).filter(|no| open(*no)).collect();
        if let Some(first) = left.first() {
            return Err(Problem::refused("problem-recheck-rows-open").with("row", first).with("rows", left.len()));
        }
        let deviation = scored.deviation.ok_or_else(|| Problem::refused("problem-recheck-no-self-score"))?;
        Ok((
            sees,
            SpotCheck::Finished(RecheckFinished {
                on: whole(on),
                filed: scored.self_score,
                own: scored.own.points,
                verified: scored.verified.points,
                best: scored.best.points,
                grade: scored.verified.grade,
                deviation,
                rules: self.rules.profile.clone(),
                note: short(note, MAX_TEXT)?,
                joins,
            }),
        ))
    }

    fn reopen(&self, on: &Subject, reason: &str) -> Result<(Vec<EventId>, Body), Problem> {
        let of = match (self.my_result(), self.state.finished.is_empty()) {
            (Some(head), _) => {
                self.may_reopen(head.event)?;
                head.event
            }
            (None, true) => return Err(Problem::refused("problem-recheck-not-finished")),
            (None, false) => return Err(Problem::refused("problem-not-yours")),
        };
        let (why, reason) = (RetractReason::Withdrawn, short(reason, MAX_TEXT)?);
        Ok((vec![of], Body::Retracted(Retracted { on: whole(on), of, why, reason })))
    }

    /// The result in force that an act speaks of.
    fn result(&self, of: EventId) -> Result<&Head<Finished>, Problem> {
        let found = self.state.finished.0.iter().find(|head| head.event == of);
        found.ok_or_else(|| Problem::refused("problem-recheck-not-finished"))
    }

    fn check(
        &self,
        on: &Subject,
        of: EventId,
        agrees: bool,
        reason: &str,
    ) -> Result<(Vec<EventId>, SpotCheck), Problem> {
        self.not_hidden()?;
        if self.result(of)?.author == *self.me {
            return Err(Problem::refused("problem-recheck-second-person"));
        }
        let reason = if agrees { short(reason, MAX_TEXT)? } else { asked(reason)? };
        Ok((vec![of], SpotCheck::Checked(RecheckChecked { on: whole(on), of, agrees, reason })))
    }

    fn object(&self, on: &Subject, of: EventId, text: &str) -> Result<(Vec<EventId>, SpotCheck), Problem> {
        self.not_hidden()?;
        self.result(of)?;
        let text = asked(text)?;
        Ok((vec![of], SpotCheck::Objected(RecheckObjected { on: whole(on), of, text })))
    }

    fn answer(
        &self,
        on: &Subject,
        of: EventId,
        upheld: bool,
        reason: &str,
    ) -> Result<(Vec<EventId>, SpotCheck), Problem> {
        if !self.state.objections.iter().any(|objection| objection.event == of) {
            return Err(Problem::refused("problem-no-such-objection"));
        }
        let reason = asked(reason)?;
        Ok((vec![of], SpotCheck::ObjectionAnswered(ObjectionAnswered { on: whole(on), of, upheld, reason })))
    }
}
