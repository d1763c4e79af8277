//! The independent second review (独立复核) as people see it: how it stands for them, where the two differ and what each would
//! lead to. What is hidden and what can no longer be taken back is decided here for all surfaces.

use rust_decimal::Decimal;

use super::{RecheckView, points, verified};
use crate::model::event::{Body, Event, SpotCheck, Stamp};
use crate::model::form::Form;
use crate::model::ids::{EventId, PersonId, VersionId};
use crate::model::problem::Problem;
use crate::model::recheck::{
    FoundRow, Hand, Outcome, RecheckState, SecondAsked, SecondReleased, SecondStanding, Settlement,
};
use crate::model::review::{Grade, Head, Heads};
use crate::model::score::{Recomputed, ScoreRules, Scored};
use crate::rules::score::recompute;
use crate::store::Session;

/// A second review as one person may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondView {
    /// How it stands for the person who works here.
    pub standing: SecondStanding,
    /// Whether somebody else is done.
    pub other_done: bool,
    /// Why there is one, oldest first.
    pub asked: Vec<SecondAsked>,
    /// Who said that there is no second person, oldest first.
    pub released: Vec<SecondReleased>,
    /// What the two came to, once both are done.
    pub compared: Option<Compared>,
}

/// Two people's work side by side; of two, the one who was done first stands first.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The two.
    pub sides: [Side; 2],
    /// What became of the visit, where they differ in it.
    pub whole: Option<Whole>,
    /// Rows in which they differ, and what was settled besides, by number.
    pub rows: Vec<DifferingRow>,
    /// Differences that are not settled.
    pub open: usize,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// Who.
    pub person: PersonId,
    /// Why it could not be rechecked; `None` where it was.
    pub gave_up: Option<Outcome>,
    /// The total of what this person found, in points.
    pub points: Decimal,
    /// Its grade.
    pub grade: Grade,
    /// What the grade leads to, by the profile.
    pub consequence: String,
}

/// What two say of what became of the visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// What is compared.
    pub of: Vec<EventId>,
    /// Heads of what was settled.
    pub seen: Vec<EventId>,
    /// What was settled: why it could not be rechecked, or that it was; with the ground.
    pub settled: Vec<Head<(Option<Outcome>, String)>>,
}

/// What two found of one row.
#[derive(Debug, Clone, PartialEq)]
pub struct DifferingRow {
    /// Its number; 0 is the execution rate.
    pub no: u32,
    /// Its name; empty for the execution rate.
    pub name: String,
    /// What each found.
    pub found: [Option<FoundRow>; 2],
    /// What each gives in points, with the rule by which.
    pub points: [Scored; 2],
    /// What is compared.
    pub of: Vec<EventId>,
    /// What was settled; two where that is disputed.
    pub settled: Heads<Settlement>,
    /// Points of what was settled; `None` while it is open.
    pub counts: Option<Decimal>,
}

impl DifferingRow {
    /// Nobody has settled it, or two have in two ways.
    pub fn is_open(&self) -> bool {
        self.settled.is_empty() || self.settled.contested()
    }
}

impl RecheckView {
    /// Where the two differ, once both are done.
    pub fn compared(&self) -> Option<&Compared> {
        self.second.as_ref().and_then(|second| second.compared.as_ref())
    }
}

/// `state` is what the person may see.
pub(super) fn view(
    form: &Form,
    approved: Option<&Form>,
    state: &RecheckState,
    me: Option<&PersonId>,
    rules: &ScoreRules,
) -> Option<SecondView> {
    let second = state.second.as_ref()?;
    let compared = second.pair().map(|pair| {
        let of_hand = |hand: &Hand| {
            let rows = RecheckState { rows: hand.rows.clone(), ..RecheckState::default() };
            recompute(form, approved, &verified(&rows, Some(&hand.person)), rules)
        };
        let scored: [Recomputed; 2] = pair.map(of_hand);
        let joint = points(form, approved, state, me, rules);
        let sides = [0, 1].map(|at| Side {
            person: pair[at].person.clone(),
            gave_up: pair[at].gave_up(),
            points: scored[at].verified.points,
            grade: scored[at].verified.grade,
            consequence: scored[at].verified.consequence.clone(),
        });
        let mut numbers = second.differing();
        numbers.extend(second.rows.keys().copied());
        numbers.sort_unstable();
        numbers.dedup();
        let rows = numbers.into_iter().filter_map(|no| {
            let at = joint.rows.iter().position(|row| row.no == no)?;
            let of_side = |scored: &Recomputed| scored.rows.get(at).map(|row| row.verified.clone());
            let [first, last] = &scored;
            let settled = second.rows.get(&no).cloned().unwrap_or_default();
            let counts = (!settled.is_empty() && !settled.contested()).then(|| joint.rows[at].verified.points);
            Some(DifferingRow {
                no,
                name: joint.rows[at].name.clone(),
                found: pair.map(|hand| hand.found(no).cloned()),
                points: [of_side(first)?, of_side(last)?],
                of: second.compared(Some(no)),
                settled,
                counts,
            })
        });
        let told = |head: &Head<crate::model::recheck::SettledOutcome>| Head {
            event: head.event,
            author: head.author.clone(),
            at: head.at,
            value: (head.value.outcome, head.value.reason.clone()),
        };
        let whole = second.outcome_differs().then(|| Whole {
            of: second.compared(None),
            seen: second.outcome.events(),
            settled: second.outcome.0.iter().map(told).collect(),
        });
        Compared { sides, whole, rows: rows.collect(), open: second.open() }
    });
    Some(SecondView {
        standing: second.standing(me),
        other_done: second.other_done(me),
        asked: second.asked.clone(),
        released: second.released.clone(),
        compared,
    })
}

/// True for what another person did in a second review that is not done: it is told nowhere.
pub(in crate::engine) fn hidden(session: &Session, event: &Event, me: Option<&PersonId>) -> Result<bool, Problem> {
    if Some(&event.envelope.author) == me {
        return Ok(false);
    }
    let told = |body: &Body| match body {
        // What everybody knows: that it was drawn, that two are to look, or one is enough.
        Body::SpotCheck(SpotCheck::Assigned(_) | SpotCheck::SecondAsked(_) | SpotCheck::SecondReleased(_)) => None,
        Body::SpotCheck(body) => body.subject().map(|on| on.version),
        _ => None,
    };
    let version = match &event.body {
        Body::Retracted(body) => {
            // What somebody took back tells what it was.
            innermost(session, body.of)?.and_then(|event| told(&event.body))
        }
        body => told(body),
    };
    let Some(version) = version else { return Ok(false) };
    let second = session.recheck(version)?.second;
    Ok(second.is_some_and(|second| second.is_hidden()))
}

/// What a chain of retractions began with.
fn innermost(session: &Session, of: EventId) -> Result<Option<Event>, Problem> {
    let mut found = session.event(of)?.map(|stored| stored.event);
    // Each names an older event, so this ends.
    while let Some(Event { body: Body::Retracted(body), .. }) = &found {
        found = session.event(body.of)?.map(|stored| stored.event);
    }
    Ok(found)
}

/// Whether anybody said anything of a recheck after a moment.
fn worked_since(session: &Session, version: VersionId, at: Stamp) -> Result<bool, Problem> {
    let is_work = |event: &Event| {
        event.envelope.at > at
            && matches!(
                event.body,
                Body::SpotCheck(
                    SpotCheck::RowVerified(_)
                        | SpotCheck::OutcomeSet(_)
                        | SpotCheck::EvidenceAdded(_)
                        | SpotCheck::Finished(_)
                        | SpotCheck::Checked(_)
                        | SpotCheck::Objected(_)
                )
            )
    };
    Ok(session.live_events_about(version)?.iter().any(is_work))
}

/// Whether an undo or redo of this event would undo what two found independently, or change silently what a result stands on.
///
/// # Errors
/// With the reason.
pub(in crate::engine) fn may_take_back(session: &Session, event: &Event) -> Result<(), Problem> {
    let Some(Event { body: Body::SpotCheck(body), envelope, id, .. }) = innermost(session, event.id)? else {
        return Ok(());
    };
    let Some(on) = body.subject() else { return Ok(()) };
    let state = session.recheck(on.version)?;
    let Some(second) = &state.second else { return Ok(()) };
    let refused = |key| {
        let name = session.form_row(on.version)?.map(|row| session.form(row)).transpose()?.map(|form| form.name);
        Err(Problem::refused(key).with("project", name.unwrap_or_default()))
    };
    let pair = second.pair();
    let joint = |event: &EventId| pair.is_none_or(|pair| pair.iter().all(|hand| !hand.ends().contains(event)));
    match &body {
        SpotCheck::SecondAsked(_) if second.hands.iter().any(|hand| hand.person != envelope.author) => {
            refused("problem-second-begun")
        }
        SpotCheck::SecondReleased(_) if pair.is_some() => refused("problem-second-done"),
        // Whoever worked on it since may have seen what another found: it would be hidden again and independent no longer.
        SpotCheck::SecondReleased(_) if worked_since(session, on.version, envelope.at)? => {
            refused("problem-second-released-worked")
        }
        SpotCheck::Finished(finish) if !finish.joins.is_empty() => Ok(()),
        SpotCheck::RowVerified(_) | SpotCheck::OutcomeSet(_) | SpotCheck::Finished(_) if pair.is_some() => {
            refused("problem-second-done")
        }
        SpotCheck::Settled(_) if state.finished.0.iter().any(|head| head.event != id && joint(&head.event)) => {
            refused("problem-second-result")
        }
        _ => Ok(()),
    }
}
