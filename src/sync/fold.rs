//! What the live events of one version of a target amount to.
//!
//! A pure function of the *set* of events: order of arrival, repetition, clocks and locales change nothing, and no
//! event can make it fail. Stamps order what is displayed; whether two decisions conflict is decided by the `sees`
//! links alone.
//!
//! The rules, from small to large:
//!
//! 1. An event counts unless a counting retraction names it. A retraction is itself such an event, so taking back a
//!    retraction (redo) restores what it had taken away. Only the author of an event, or one who may resolve, can
//!    retract it.
//! 2. A field keeps every value that no one entitled has replaced (its heads). An event replaces what its author had
//!    on screen: what it names in `sees`, and what the author's own earlier events it names had named before. It
//!    replaces the values of its own author only, unless the author may resolve; whoever else has seen a colleague's
//!    decision and decides otherwise makes the field contested.
//! 3. 稍后 is no decision: it gives way to any other value and replaces nobody else's.
//! 4. One draft of one check, accepted by several people as it stood, is one opinion: the first acceptance is shown, the
//!    others stand beside it. Whoever changed a word said something of their own.
//! 5. A finding that somebody called no fault stays so, whatever that person decided about the row later, until that
//!    very event is taken back: the question was answered.
//!
//! Deliberately absent: roles (they come in through [`Authority`]) and which events are live (see [`super::chain`]).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::model::event::{Body, DemandDraft, Event, Stamp};
use crate::model::finding::{CheckId, CheckRef};
use crate::model::ids::{EventId, PersonId};
use crate::model::link::Linked;
use crate::model::review::{
    Agreed, CategoryCode, Demand, Dismissed, Graded, Head, Heads, Opinion, ReviewState, SecondLook, Verdict,
};

/// Who may do what, as known from the statements of trust.
pub trait Authority {
    /// True when this person's decision stands above differing ones (a lead), and may take back what others wrote.
    fn may_resolve(&self, author: &PersonId) -> bool;
}

/// Everyone is an equal reviewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NoLeads;

impl Authority for NoLeads {
    fn may_resolve(&self, _author: &PersonId) -> bool {
        false
    }
}

/// One event in one field.
pub(super) struct Member<'a> {
    pub(super) event: &'a Event,
    pub(super) counts: bool,
    /// 稍后: replaces nothing of others.
    pub(super) puts_off: bool,
}

/// All events of one field, also those taken back: later events of their authors still stand on them.
pub(super) type Field<'a> = BTreeMap<EventId, Member<'a>>;

/// Folds the live events of one version into the state of its review.
///
/// `events` must all speak of the same version; events that speak of none are passed over. Events of which a part is
/// missing (an amendment without its opinion, a retraction without its target) have no effect until it arrives.
pub fn fold<'a>(events: impl IntoIterator<Item = &'a Event>, trust: &dyn Authority) -> ReviewState {
    let events: BTreeMap<EventId, &Event> = events.into_iter().map(|event| (event.id, event)).collect();
    let retracted = retracted(&events, trust);
    let mut rows: BTreeMap<u32, Field> = BTreeMap::new();
    let mut grade = Field::new();
    let mut link = Field::new();
    let mut looked = Field::new();
    let mut opinions: BTreeMap<EventId, Field> = BTreeMap::new();
    let mut demands: Vec<Demand> = Vec::new();
    let mut dismissed: Vec<Dismissed> = Vec::new();

    for (&id, &event) in &events {
        let counts = !retracted.contains(&id);
        let member = |puts_off| Member { event, counts, puts_off };
        match &event.body {
            Body::VerdictSet(body) => {
                if let Some(row) = body.on.row {
                    rows.entry(row).or_default().insert(id, member(body.verdict == Verdict::Later));
                }
                let refs = body.dismissed.iter().filter(|_| counts);
                dismissed.extend(refs.map(|check| no_fault(event, body.on.row, check.clone(), &body.reason)));
            }
            Body::OpinionAdded(body) => {
                if let Some(row) = body.on.row {
                    rows.entry(row).or_default().insert(id, member(false));
                }
                opinions.entry(id).or_default().insert(id, member(false));
            }
            Body::OpinionAmended(body) => {
                opinions.entry(body.opinion).or_default().insert(id, member(false));
            }
            Body::GradeSet(_) => {
                grade.insert(id, member(false));
            }
            Body::LookedAgain(_) => {
                looked.insert(id, member(false));
            }
            // One that names another field than its own could not be told from those that belong there.
            Body::ProjectLinked(body) => {
                if body.on.version == body.table.field(body.on.project, body.on.year) {
                    link.insert(id, member(false));
                }
            }
            Body::DemandIssued(body) if counts => demands.push(Demand {
                id,
                author: event.envelope.author.clone(),
                at: event.envelope.at,
                row: body.on.row,
                category: body.category.clone(),
                demand: body.demand.clone(),
            }),
            Body::FindingDismissed(body) if counts => {
                let check = CheckRef { check: body.check.clone(), version: body.version.clone() };
                dismissed.push(no_fault(event, body.on.row, check, &body.reason));
            }
            Body::DemandIssued(_)
            | Body::FindingDismissed(_)
            | Body::SpotCheck(_)
            | Body::Retracted(_)
            | Body::DeviceStarted(_)
            | Body::BatchPublished(_)
            | Body::Unknown(_) => {}
        }
    }

    let mut state = ReviewState {
        rows: rows
            .iter()
            .map(|(&row, field)| (row, verdicts(field, trust)))
            .filter(|(_, heads)| !heads.0.is_empty())
            .collect(),
        grade: Heads(heads(&grade, trust).filter_map(|event| Some(head(event, graded(event)?))).collect()),
        link: Heads(heads(&link, trust).filter_map(|event| Some(head(event, linked(event)?))).collect()),
        looked: Heads(heads(&looked, trust).filter_map(|event| Some(head(event, second_look(event)?))).collect()),
        dismissed: once_each(dismissed),
        ..ReviewState::default()
    };
    for (id, field) in opinions {
        if let Some((opinion, demand)) = opinion(id, field, trust) {
            state.opinions.push(opinion);
            demands.extend(demand);
        }
    }
    state.opinions.sort_by_key(|opinion| (opinion.at, opinion.id));
    join_agreed(&mut state.opinions, &mut demands);
    demands.sort_by_key(|demand| (demand.at, demand.id));
    state.demands = demands;
    state
}

fn no_fault(event: &Event, row: Option<u32>, check: CheckRef, reason: &str) -> Dismissed {
    let (author, at) = (event.envelope.author.clone(), event.envelope.at);
    Dismissed { event: event.id, row, check, reason: reason.to_owned(), author, at }
}

/// Of what one person said several times of one finding, the first.
fn once_each(mut dismissed: Vec<Dismissed>) -> Vec<Dismissed> {
    dismissed.sort_by_key(|one| (one.at, one.event));
    let mut seen: BTreeSet<(Option<u32>, CheckId, PersonId)> = BTreeSet::new();
    dismissed.retain(|one| seen.insert((one.row, one.check.check.clone(), one.author.clone())));
    dismissed.sort_by(|a, b| (a.row, &a.check, a.event).cmp(&(b.row, &b.check, b.event)));
    dismissed
}

/// Makes one opinion of those that are the same draft of one check; the others' demands go with them. `opinions` come in
/// order of writing.
fn join_agreed(opinions: &mut Vec<Opinion>, demands: &mut Vec<Demand>) {
    let mut first: BTreeMap<(Option<u32>, CheckId, CategoryCode), usize> = BTreeMap::new();
    let mut joined: Vec<Opinion> = Vec::with_capacity(opinions.len());
    for opinion in opinions.drain(..) {
        if let Some(from) = opinion.from_check.as_ref().filter(|_| !opinion.edited() && opinion.variants.is_empty()) {
            let key = (opinion.row, from.check.clone(), opinion.category.clone());
            if let Some(shown) = first.get(&key).and_then(|at| joined.get_mut(*at)) {
                demands.retain(|demand| demand.id != opinion.id);
                shown.agreed.push(Agreed { id: opinion.id, author: opinion.author, at: opinion.at });
                continue;
            }
            first.insert(key, joined.len());
        }
        joined.push(opinion);
    }
    *opinions = joined;
}

/// The events that a counting retraction names.
///
/// Every retraction names one event, so each is settled once all that name it are: a worklist from those that none
/// names. Retractions in a circle cannot be made (each would contain the hash of the next); if they were given all the
/// same, none of them would ever be settled and none would have an effect.
pub(super) fn retracted(events: &BTreeMap<EventId, &Event>, trust: &dyn Authority) -> BTreeSet<EventId> {
    let target_of = |event: &Event| -> Option<EventId> {
        let Body::Retracted(body) = &event.body else { return None };
        let target = events.get(&body.of)?;
        let author = &event.envelope.author;
        (*author == target.envelope.author || trust.may_resolve(author)).then_some(body.of)
    };
    let mut unsettled: BTreeMap<EventId, usize> = BTreeMap::new();
    for target in events.values().filter_map(|event| target_of(event)) {
        *unsettled.entry(target).or_default() += 1;
    }
    let mut retracted = BTreeSet::new();
    let mut settled: VecDeque<EventId> = events.keys().filter(|id| !unsettled.contains_key(id)).copied().collect();
    while let Some(id) = settled.pop_front() {
        let Some(target) = events.get(&id).and_then(|event| target_of(event)) else { continue };
        if !retracted.contains(&id) {
            retracted.insert(target);
        }
        if let Some(left) = unsettled.get_mut(&target) {
            *left -= 1;
            if *left == 0 {
                settled.push_back(target);
            }
        }
    }
    retracted
}

/// The counting events of a field that nobody entitled has replaced, by event id.
pub(super) fn heads<'f, 'a>(
    field: &'f Field<'a>,
    trust: &dyn Authority,
) -> impl Iterator<Item = &'a Event> + use<'f, 'a> {
    // From each person's counting events back along `sees`, on through that person's own events (also those taken
    // back, or a second opinion would let the decision return that the first one, now withdrawn, had replaced), but
    // never through a colleague's: what only a colleague has seen is not replaced.
    let mut replaced: BTreeSet<EventId> = BTreeSet::new();
    let mut walked: BTreeSet<EventId> = BTreeSet::new();
    let mut open: Vec<&Member> = field.values().filter(|member| member.counts).collect();
    while let Some(member) = open.pop() {
        if !walked.insert(member.event.id) {
            continue;
        }
        let author = &member.event.envelope.author;
        for seen in member.event.envelope.sees.iter().filter_map(|id| field.get(id)) {
            if seen.event.envelope.author == *author {
                replaced.insert(seen.event.id);
                open.push(seen);
            } else if !member.puts_off && trust.may_resolve(author) {
                replaced.insert(seen.event.id);
            }
        }
    }
    field
        .values()
        .filter(move |member| member.counts && !replaced.contains(&member.event.id))
        .map(|member| member.event)
}

pub(super) fn head<T>(event: &Event, value: T) -> Head<T> {
    Head { event: event.id, author: event.envelope.author.clone(), at: event.envelope.at, value }
}

fn verdicts(field: &Field, trust: &dyn Authority) -> Heads<Verdict> {
    let mut heads: Vec<Head<Verdict>> = heads(field, trust)
        .map(|event| {
            head(
                event,
                match &event.body {
                    Body::VerdictSet(body) => body.verdict,
                    // The only other member of the field is an opinion on the row.
                    _ => Verdict::Opinion,
                },
            )
        })
        .collect();
    if heads.iter().any(|head| head.value != Verdict::Later) {
        heads.retain(|head| head.value != Verdict::Later);
    }
    Heads(heads)
}

fn graded(event: &Event) -> Option<Graded> {
    let Body::GradeSet(body) = &event.body else { return None };
    Some(Graded { grade: body.grade, reason: body.reason.clone() })
}

fn second_look(event: &Event) -> Option<SecondLook> {
    let Body::LookedAgain(body) = &event.body else { return None };
    Some(SecondLook { found: body.found, reason: body.reason.clone() })
}

fn linked(event: &Event) -> Option<Linked> {
    let Body::ProjectLinked(body) = &event.body else { return None };
    Some(Linked { table: body.table, year: body.on.year, project: body.on.project, to: body.to })
}

/// One wording of an opinion.
struct Wording<'a> {
    event: EventId,
    at: Stamp,
    category: &'a CategoryCode,
    text: &'a str,
    demand: Option<&'a DemandDraft>,
}

fn wording(event: &Event) -> Option<Wording<'_>> {
    let (category, text, demand) = match &event.body {
        Body::OpinionAdded(body) => (&body.category, &body.text, &body.demand),
        Body::OpinionAmended(body) => (&body.category, &body.text, &body.demand),
        _ => return None,
    };
    Some(Wording { event: event.id, at: event.envelope.at, category, text, demand: demand.as_ref() })
}

/// The opinion of one register with its demand; `None` when its first event is missing or taken back.
fn opinion(id: EventId, mut field: Field, trust: &dyn Authority) -> Option<(Opinion, Option<Demand>)> {
    let first = field.get(&id).filter(|member| member.counts)?.event;
    let Body::OpinionAdded(body) = &first.body else { return None };
    let author = &first.envelope.author;
    field.retain(|_, member| member.event.envelope.author == *author);

    let mut wordings: Vec<Wording> = heads(&field, trust).filter_map(wording).collect();
    wordings.sort_by_key(|wording| (wording.at, wording.event));
    let latest = wordings.pop()?;
    let mut variants: Vec<String> =
        wordings.iter().map(|wording| wording.text).filter(|text| *text != latest.text).map(str::to_owned).collect();
    variants.dedup();
    // A demand dates from when it was first made, also if it has been reworded since.
    let raised = field
        .values()
        .filter(|member| member.counts)
        .filter_map(|member| wording(member.event))
        .filter(|wording| wording.demand.is_some())
        .map(|wording| wording.at)
        .min();
    let demand = latest.demand.zip(raised).map(|(demand, at)| Demand {
        id,
        author: author.clone(),
        at,
        row: body.on.row,
        category: Some(latest.category.clone()),
        demand: demand.clone(),
    });
    let opinion = Opinion {
        id,
        event: latest.event,
        author: author.clone(),
        at: latest.at,
        row: body.on.row,
        category: latest.category.clone(),
        text: latest.text.to_owned(),
        variants,
        from_check: body.from_check.clone(),
        agreed: Vec::new(),
    };
    Some((opinion, demand))
}
