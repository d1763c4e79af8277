//! What the live events of one drawn self-evaluation amount to.
//!
//! The same rules as for reviews ([`super::fold`]): a pure function of the set of events; a field keeps every value that no one
//! entitled has replaced; a retraction takes an event out. Papers, second looks and objections are lists: each stands for
//! itself.
//!
//! Where an independent second review is wanted (by the lot of a draw, or because a person asked), what each person found is
//! folded by itself, and only what the two came to together is in force: nothing before two are done, then what they agree in,
//! what was settled, and a joint result that stands on just that. A settlement or joint result that speaks of anything else
//! than what is said now (somebody took something back) has no effect until it fits again.
//!
//! Where somebody says that there is no second person before two were done, everything is folded as if none had been wanted; the
//! second review is then told as released. Moments grow with what was seen, so an end before that moment saw nothing of it.
//!
//! Deliberately absent: points (they are recomputed from what was found, [`crate::rules`]) and who may see whose work while two
//! people re-verify independently ([`RecheckState::seen_by`], which the engine applies).

use std::collections::{BTreeMap, BTreeSet};

use super::fold::{Authority, Field, Member, head, heads, retracted};
use crate::model::event::{Body, DifferenceSettled, Event, SpotCheck, Stamp};
use crate::model::ids::{EventId, PersonId};
use crate::model::recheck::{
    Assigned, BESIDES, Checked, Evidence, Finished, FoundRow, Hand, Objection, Outcome, RecheckState, STANDS_IN,
    SecondAsked, SecondReleased, SecondReview, SettledOutcome, Settlement,
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
    let mut asked: Vec<SecondAsked> = Vec::new();
    let mut released: Vec<SecondReleased> = Vec::new();
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
                second: body.second,
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
            SpotCheck::SecondAsked(body) => {
                asked.push(SecondAsked { event: id, author, at, by_lot: false, reason: body.reason.clone() });
            }
            SpotCheck::SecondReleased(body) => {
                released.push(SecondReleased { event: id, author, at, reason: body.reason.clone() });
            }
            SpotCheck::Settled(_) | SpotCheck::Sealed(_) | SpotCheck::Abandoned(_) | SpotCheck::Drawn(_) => {}
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
    let drawn = state.assigned.iter().filter(|one| one.second).filter_map(|one| events.get(&one.event));
    asked.extend(drawn.map(|event| SecondAsked {
        event: event.id,
        author: event.envelope.author.clone(),
        at: event.envelope.at,
        by_lot: true,
        reason: String::new(),
    }));
    if !asked.is_empty() {
        asked.sort_by_key(|one| (one.at, one.event));
        released.sort_by_key(|one| (one.at, one.event));
        let (second, joint) = second_review(asked, released, &events, &retracted, trust);
        match second.is_released() {
            // What was folded without regard to it is in force.
            true => state.second = Some(second),
            false => state.join(second, &joint),
        }
    }
    state
}

/// Events of a second review by what they belong to: one field each.
#[derive(Default)]
struct Work<'a> {
    rows: BTreeMap<u32, Field<'a>>,
    outcome: Field<'a>,
    finished: Field<'a>,
    evidence: Vec<Evidence>,
    /// The first event that counts.
    begun: Option<(Stamp, EventId)>,
}

impl<'a> Work<'a> {
    fn hand(self, person: PersonId, trust: &dyn Authority) -> (HandOrder, Hand) {
        let rows = self.rows.iter().map(|(&row, field)| (row, values(field, trust, found_row)));
        let rows = rows.filter(|(_, heads)| !heads.is_empty()).collect();
        let outcome = values(&self.outcome, trust, outcome_of);
        let finished = values(&self.finished, trust, finished_of);
        let mut evidence = self.evidence;
        evidence.sort_by_key(|one| (one.number, one.event));
        let ends = finished.0.iter().map(|head| (head.at, head.event));
        let ended = ends.chain(outcome.0.iter().map(|head| (head.at, head.event))).min();
        let hand = Hand { done: ended.is_some(), person, rows, evidence, outcome, finished };
        // Whoever is done comes first.
        ((ended.is_none(), ended, self.begun), hand)
    }
}

/// By when somebody ended, then by when somebody began.
type HandOrder = (bool, Option<(Stamp, EventId)>, Option<(Stamp, EventId)>);

/// A result made by both together, with what it stands on.
type Joint = (Vec<EventId>, Head<Finished>);

/// What two people found, each by themselves, and what was settled of it.
fn second_review(
    asked: Vec<SecondAsked>,
    mut released: Vec<SecondReleased>,
    events: &BTreeMap<EventId, &Event>,
    retracted: &BTreeSet<EventId>,
    trust: &dyn Authority,
) -> (SecondReview, Vec<Joint>) {
    let mut work: BTreeMap<&PersonId, Work> = BTreeMap::new();
    let mut joint = Field::new();
    let mut settled: BTreeMap<Option<u32>, Field> = BTreeMap::new();
    for (&id, &event) in events {
        let Body::SpotCheck(body) = &event.body else { continue };
        let counts = !retracted.contains(&id);
        let member = Member { event, counts, puts_off: false };
        let author = &event.envelope.author;
        let own = match body {
            SpotCheck::Finished(body) if !body.joins.is_empty() => {
                joint.insert(id, member);
                continue;
            }
            SpotCheck::Settled(body) => {
                settled.entry(body.on.row).or_default().insert(id, member);
                continue;
            }
            SpotCheck::RowVerified(_)
            | SpotCheck::OutcomeSet(_)
            | SpotCheck::EvidenceAdded(_)
            | SpotCheck::Finished(_) => work.entry(author).or_default(),
            _ => continue,
        };
        if counts {
            let begun = (event.envelope.at, id);
            own.begun = Some(own.begun.map_or(begun, |known| known.min(begun)));
        }
        match body {
            SpotCheck::RowVerified(body) => {
                if let Some(row) = body.on.row {
                    own.rows.entry(row).or_default().insert(id, member);
                }
            }
            SpotCheck::OutcomeSet(_) => {
                own.outcome.insert(id, member);
            }
            SpotCheck::Finished(_) => {
                own.finished.insert(id, member);
            }
            SpotCheck::EvidenceAdded(body) if counts => own.evidence.push(Evidence {
                event: id,
                number: body.number,
                author: author.clone(),
                at: event.envelope.at,
                paper: body.paper.clone(),
            }),
            _ => {}
        }
    }
    // Who took everything back again has not begun.
    work.retain(|_, own| own.begun.is_some());
    let mut hands: Vec<(HandOrder, Hand)> =
        work.into_iter().map(|(person, own)| own.hand(person.clone(), trust)).collect();
    hands.sort_by_key(|hand| hand.0);
    // Two who ended before anybody said that one is enough ended without having seen each other's work.
    let unseen = |said: &SecondReleased| {
        let before = hands.iter().filter(|((_, ended, _), _)| ended.is_some_and(|ended| ended < (said.at, said.event)));
        before.count() > 1
    };
    if released.first().is_some_and(unseen) {
        released.clear();
    }
    let hands = hands.into_iter().map(|(_, hand)| hand).collect();
    let mut second = SecondReview { asked, hands, released, ..SecondReview::default() };
    if second.pair().is_some() {
        settle(&mut second, &settled, trust);
    }
    let joint = heads(&joint, trust).filter_map(|event| match &event.body {
        Body::SpotCheck(body @ SpotCheck::Finished(finish)) => {
            Some((finish.joins.clone(), head(event, finished_of(body)?)))
        }
        _ => None,
    });
    let joint = joint.collect();
    (second, joint)
}

/// What was settled of what the two say now; settlements of something else are left out.
fn settle(second: &mut SecondReview, settled: &BTreeMap<Option<u32>, Field>, trust: &dyn Authority) {
    for (&row, field) in settled {
        let compared = second.compared(row);
        let fitting = heads(field, trust).filter_map(|event| match &event.body {
            Body::SpotCheck(SpotCheck::Settled(body)) if body.of == compared => Some((event, body)),
            _ => None,
        });
        match row {
            Some(row) => {
                let row_settled = fitting.filter_map(|(event, body)| {
                    let (verified, evidence) = (body.verified.clone()?, body.evidence.clone());
                    Some(head(event, Settlement { verified, evidence, reason: body.reason.clone() }))
                });
                let row_settled: Vec<Head<Settlement>> = row_settled.collect();
                if !row_settled.is_empty() {
                    second.rows.insert(row, Heads(row_settled));
                }
            }
            None => {
                let outcome = |(event, body): (&Event, &DifferenceSettled)| {
                    head(event, SettledOutcome { outcome: body.outcome, reason: body.reason.clone() })
                };
                second.outcome = Heads(fitting.map(outcome).collect());
            }
        }
    }
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
