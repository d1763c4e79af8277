//! What the live events of one drawn self-evaluation amount to.
//!
//! The same rules as for reviews ([`super::fold`]): a pure function of the set of events; a field keeps every value that no one
//! entitled has replaced; a retraction takes an event out. Papers, second looks and objections are lists: each stands for
//! itself. Deliberately absent: points (they are recomputed from what was found, [`crate::rules`]) and who may see whose work
//! while two people re-verify independently (the engine leaves the other's events out).

use std::collections::{BTreeMap, BTreeSet};

use super::fold::{Authority, Field, Member, head, heads, retracted};
use crate::model::event::{Body, Event, SpotCheck};
use crate::model::ids::EventId;
use crate::model::recheck::{
    Assigned, BESIDES, Checked, Evidence, Finished, FoundRow, Objection, Outcome, RecheckState, STANDS_IN,
};
use crate::model::review::{Head, Heads};

/// Folds the live events of one self-evaluation. `events` must all speak of the same version; events that speak of none are
/// passed over.
pub fn fold<'a>(events: impl IntoIterator<Item = &'a Event>, trust: &dyn Authority) -> RecheckState {
    let events: BTreeMap<EventId, &Event> = events.into_iter().map(|event| (event.id, event)).collect();
    let retracted = retracted(&events, trust);
    let mut state = RecheckState::default();
    let mut rows: BTreeMap<u32, Field> = BTreeMap::new();
    let mut outcome = Field::new();
    let mut finished = Field::new();
    let mut answers: Vec<(&Event, EventId, bool, &str)> = Vec::new();
    for (&id, &event) in &events {
        let Body::SpotCheck(body) = &event.body else { continue };
        let counts = !retracted.contains(&id);
        let member = Member { event, counts, puts_off: false };
        let (author, at) = (event.envelope.author.clone(), event.envelope.at);
        match body {
            SpotCheck::RowVerified(body) => {
                if let Some(row) = body.on.row {
                    rows.entry(row).or_default().insert(id, member);
                }
            }
            SpotCheck::OutcomeSet(_) => {
                outcome.insert(id, member);
            }
            SpotCheck::Finished(_) => {
                finished.insert(id, member);
            }
            _ if !counts => {}
            SpotCheck::Assigned(body) => state.assigned.push(Assigned {
                event: id,
                draw: body.draw,
                part: body.part,
                stratum: body.stratum.clone(),
                place: body.place,
                reasons: body.reasons.clone(),
                instead_of: body.instead_of,
            }),
            SpotCheck::EvidenceAdded(body) => {
                state.evidence.push(Evidence { event: id, number: body.number, author, at, paper: body.paper.clone() });
            }
            SpotCheck::Checked(body) => state.checked.push(Checked {
                event: id,
                of: body.of,
                author,
                at,
                agrees: body.agrees,
                reason: body.reason.clone(),
            }),
            SpotCheck::Objected(body) => state.objections.push(Objection {
                event: id,
                of: body.of,
                author,
                at,
                text: body.text.clone(),
                answers: Vec::new(),
            }),
            SpotCheck::ObjectionAnswered(body) => answers.push((event, body.of, body.upheld, &body.reason)),
            SpotCheck::Sealed(_) | SpotCheck::Abandoned(_) | SpotCheck::Drawn(_) => {}
        }
    }
    state.rows = rows
        .iter()
        .map(|(&row, field)| (row, values(field, trust, found_row)))
        .filter(|(_, heads)| !heads.is_empty())
        .collect();
    state.outcome = values(&outcome, trust, outcome_of);
    state.finished = values(&finished, trust, finished_of);
    state.assigned = once_each_draw(state.assigned);
    state.evidence.sort_by_key(|one| (one.number, one.event));
    state.checked.sort_by_key(|one| (one.at, one.event));
    state.objections.sort_by_key(|one| (one.at, one.event));
    answers.sort_by_key(|(event, ..)| (event.envelope.at, event.id));
    for (event, of, upheld, reason) in answers {
        if let Some(objection) = state.objections.iter_mut().find(|one| one.event == of) {
            objection.answers.push((upheld, reason.to_owned(), event.envelope.author.clone()));
        }
    }
    state
}

/// Of what was assigned twice by one draw (on two stations, say): what the draw itself says before what came after it, then
/// the first.
fn once_each_draw(mut assigned: Vec<Assigned>) -> Vec<Assigned> {
    let rank = |one: &Assigned| match one.reasons.as_str() {
        BESIDES => 2,
        STANDS_IN => 1,
        _ => 0,
    };
    assigned.sort_by_key(|one| (rank(one), one.event));
    let mut seen = BTreeSet::new();
    assigned.retain(|one| seen.insert(one.draw));
    assigned
}

fn values<T>(field: &Field, trust: &dyn Authority, value: fn(&SpotCheck) -> Option<T>) -> Heads<T> {
    let of = |event: &Event| match &event.body {
        Body::SpotCheck(body) => value(body),
        _ => None,
    };
    let heads: Vec<Head<T>> = heads(field, trust).filter_map(|event| Some(head(event, of(event)?))).collect();
    Heads(heads)
}

fn found_row(body: &SpotCheck) -> Option<FoundRow> {
    let SpotCheck::RowVerified(body) = body else { return None };
    let (verified, evidence, note) = (body.verified.clone(), body.evidence.clone(), body.note.clone());
    Some(FoundRow { verified, evidence, note })
}

fn outcome_of(body: &SpotCheck) -> Option<Outcome> {
    let SpotCheck::OutcomeSet(body) = body else { return None };
    Some(body.outcome)
}

fn finished_of(body: &SpotCheck) -> Option<Finished> {
    let SpotCheck::Finished(body) = body else { return None };
    Some(Finished {
        filed: body.filed,
        own: body.own,
        verified: body.verified,
        best: body.best,
        grade: body.grade,
        deviation: body.deviation,
        rules: body.rules.clone(),
        note: body.note.clone(),
    })
}
