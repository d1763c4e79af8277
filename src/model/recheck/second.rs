//! The independent second review (独立复核) of one recheck: two people find out the same without seeing each other's work, what
//! they differ in is settled row by row, and only then is there a result.
//!
//! While fewer than two are done nothing of it is in force: the joint fields of [`RecheckState`] are empty, and
//! [`RecheckState::seen_by`] leaves a person no more than own work and whether the other is done. This is a courtesy of the
//! program and no encryption: whoever reads the raw log reads everything.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Evidence, Finished, FoundRow, Outcome, RecheckState, Verified};
use crate::model::event::Stamp;
use crate::model::ids::{EventId, PersonId};
use crate::model::review::{Head, Heads, SameDecision, Settled};

/// Why two people are to look at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondAsked {
    /// The event that says so.
    pub event: EventId,
    /// Who.
    pub author: PersonId,
    /// When.
    pub at: Stamp,
    /// True where it follows from the draw, false where a person asked.
    pub by_lot: bool,
    /// Why, where a person asked.
    pub reason: String,
}

/// That nobody is waited for any longer: there is no second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondReleased {
    /// The event that says so.
    pub event: EventId,
    /// Who.
    pub author: PersonId,
    /// When.
    pub at: Stamp,
    /// Why.
    pub reason: String,
}

/// What one of them found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// Who.
    pub person: PersonId,
    /// Has a result, or says why there is none.
    pub done: bool,
    /// What was found, by row; 0 is the execution rate.
    pub rows: BTreeMap<u32, Heads<FoundRow>>,
    /// Papers in order of their numbers.
    pub evidence: Vec<Evidence>,
    /// What became of the visit.
    pub outcome: Heads<Outcome>,
    /// Results; as a rule one.
    pub finished: Heads<Finished>,
}

impl Hand {
    /// Events of what ends it: the result, or why there is none.
    pub fn ends(&self) -> BTreeSet<EventId> {
        self.finished.events().into_iter().chain(self.outcome.events()).collect()
    }

    /// Why it could not be rechecked; `None` where it was.
    pub fn gave_up(&self) -> Option<Outcome> {
        if !self.finished.is_empty() {
            return None;
        }
        self.outcome.0.iter().max_by_key(|head| (head.at, head.event)).map(|head| head.value)
    }

    /// What was found of a row; the last where the person's own devices differ.
    pub fn found(&self, row: u32) -> Option<&FoundRow> {
        let heads = self.rows.get(&row)?;
        heads.0.iter().max_by_key(|head| (head.at, head.event)).map(|head| &head.value)
    }

    /// Events of what was found of a row; of what ends it where no row is meant.
    pub fn said(&self, row: Option<u32>) -> Vec<EventId> {
        match row {
            Some(row) => self.rows.get(&row).map(Heads::events).unwrap_or_default(),
            None => self.ends().into_iter().collect(),
        }
    }
}

/// How a row in which two differ, or that is to be looked at anew, was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// What counts.
    pub verified: Verified,
    /// Papers that prove it.
    pub evidence: Vec<EventId>,
    /// On what ground.
    pub reason: String,
}

impl SameDecision for Settlement {
    fn same_decision(&self, other: &Self) -> bool {
        self.verified.same_decision(&other.verified)
    }
}

/// How it was settled what became of the visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettledOutcome {
    /// Why it could not be rechecked; `None`: it was.
    pub outcome: Option<Outcome>,
    /// On what ground.
    pub reason: String,
}

impl SameDecision for SettledOutcome {
    fn same_decision(&self, other: &Self) -> bool {
        self.outcome == other.outcome
    }
}

/// An independent second review.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SecondReview {
    /// Why, oldest first.
    pub asked: Vec<SecondAsked>,
    /// Those who looked: whoever is done first, in the order in which they ended, then the others as they began. The first two
    /// are the pair that is compared.
    pub hands: Vec<Hand>,
    /// Settled rows: what was said of what the pair says now.
    pub rows: BTreeMap<u32, Heads<Settlement>>,
    /// Settled: what became of the visit.
    pub outcome: Heads<SettledOutcome>,
    /// Released, oldest first: it is then rechecked as any other, and counts as no second review. Empty where two were done
    /// before anybody said so: what they found stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub released: Vec<SecondReleased>,
}

/// How a second review stands for one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondStanding {
    /// This person may be one of the two and has not begun.
    Free,
    /// This person is one of the two and not done.
    Working,
    /// This person is done, the other is not.
    Waiting,
    /// Two others are at it.
    Taken,
    /// Both are done and differ somewhere that is not settled.
    Differing,
    /// Both are done and nothing is left to settle.
    Settled,
    /// There is no second person: whoever works on it does so as on any other.
    Released,
}

impl SecondStanding {
    /// The identifier used in answers, and part of the locale keys `second-standing-…`.
    pub fn id(self) -> &'static str {
        match self {
            SecondStanding::Free => "free",
            SecondStanding::Working => "working",
            SecondStanding::Waiting => "waiting",
            SecondStanding::Taken => "taken",
            SecondStanding::Differing => "differing",
            SecondStanding::Settled => "settled",
            SecondStanding::Released => "released",
        }
    }

    /// Both are done: everything may be seen.
    pub fn is_open(self) -> bool {
        matches!(self, SecondStanding::Differing | SecondStanding::Settled)
    }
}

impl SecondReview {
    /// The two that are compared, once both are done.
    pub fn pair(&self) -> Option<[&Hand; 2]> {
        match self.hands.as_slice() {
            [one, other, ..] if one.done && other.done && !self.is_released() => Some([one, other]),
            _ => None,
        }
    }

    /// Nobody is waited for any longer.
    pub fn is_released(&self) -> bool {
        !self.released.is_empty()
    }

    /// What each found is kept from the others: until both are done, or somebody says that there is no second person.
    pub fn is_hidden(&self) -> bool {
        self.pair().is_none() && !self.is_released()
    }

    /// The work of this person.
    pub fn hand(&self, person: &PersonId) -> Option<&Hand> {
        self.hands.iter().find(|hand| hand.person == *person)
    }

    /// How it stands for a person; for nobody in particular as for one who has not begun.
    pub fn standing(&self, me: Option<&PersonId>) -> SecondStanding {
        if self.is_released() {
            return SecondStanding::Released;
        }
        if self.pair().is_some() {
            return if self.open() > 0 { SecondStanding::Differing } else { SecondStanding::Settled };
        }
        match me.and_then(|me| self.hand(me)) {
            Some(hand) if hand.done => SecondStanding::Waiting,
            Some(_) => SecondStanding::Working,
            None if self.hands.len() > 1 => SecondStanding::Taken,
            None => SecondStanding::Free,
        }
    }

    /// Whether somebody other than this person is done.
    pub fn other_done(&self, me: Option<&PersonId>) -> bool {
        self.hands.iter().any(|hand| hand.done && Some(&hand.person) != me)
    }

    /// True where the two say different things of what became of the visit.
    pub fn outcome_differs(&self) -> bool {
        self.pair().is_some_and(|[one, other]| one.gave_up() != other.gave_up())
    }

    /// Those of the pair whose rows count: both where both rechecked it.
    fn looked(&self) -> Vec<&Hand> {
        let pair = self.pair().into_iter().flatten();
        pair.filter(|hand| hand.gave_up().is_none()).collect()
    }

    /// Rows in which the two differ, settled or not. None where only one of them rechecked it.
    pub fn differing(&self) -> Vec<u32> {
        let [one, other] = self.looked()[..] else { return Vec::new() };
        let rows: BTreeSet<u32> = one.rows.keys().chain(other.rows.keys()).copied().collect();
        let differ = |row: &u32| match (one.found(*row), other.found(*row)) {
            (Some(left), Some(right)) => !left.same_decision(right),
            (None, None) => false,
            _ => true,
        };
        rows.into_iter().filter(differ).collect()
    }

    /// Events that a settlement of this row, or of what became of the visit, speaks of: what the two said.
    pub fn compared(&self, row: Option<u32>) -> Vec<EventId> {
        let said: BTreeSet<EventId> = self.pair().into_iter().flatten().flat_map(|hand| hand.said(row)).collect();
        said.into_iter().collect()
    }

    /// Number of differences that are not settled, or settled in two ways.
    pub fn open(&self) -> usize {
        let whole = match self.outcome.settled() {
            Settled::Open => self.outcome_differs(),
            Settled::One(_) => false,
            Settled::Contested => true,
        };
        let unsettled = self.differing().into_iter().filter(|row| !self.rows.contains_key(row)).count();
        usize::from(whole) + unsettled + self.rows.values().filter(|heads| heads.contested()).count()
    }

    /// True where anything was settled.
    fn any_settled(&self) -> bool {
        !self.rows.is_empty() || !self.outcome.is_empty()
    }

    /// Everything that a joint result stands on: the ends of both and what was settled. Sorted.
    pub fn basis(&self) -> Vec<EventId> {
        let ends = self.pair().into_iter().flatten().flat_map(Hand::ends);
        let settled = self.rows.values().flat_map(Heads::events).chain(self.outcome.events());
        let all: BTreeSet<EventId> = ends.chain(settled).collect();
        all.into_iter().collect()
    }

    /// What became of the visit: what both say, or what was settled.
    fn joint_outcome(&self) -> Heads<Outcome> {
        let Some([one, other]) = self.pair() else { return Heads::default() };
        if self.outcome_differs() || !self.outcome.is_empty() {
            let settled = self.outcome.0.iter().filter_map(|head| Some(like(head, head.value.outcome?))).collect();
            return Heads(settled);
        }
        if one.gave_up().is_none() {
            return Heads::default();
        }
        sorted(one.outcome.0.iter().chain(&other.outcome.0).cloned().collect())
    }

    /// What stands for a row: what was settled, what both say, or what each says.
    fn joint_row(&self, row: u32) -> Heads<FoundRow> {
        if let Some(heads) = self.rows.get(&row) {
            let found = |settled: &Settlement| FoundRow {
                verified: settled.verified.clone(),
                evidence: settled.evidence.clone(),
                note: settled.reason.clone(),
            };
            return Heads(heads.0.iter().map(|head| like(head, found(&head.value))).collect());
        }
        let heads: Vec<Head<FoundRow>> = self
            .looked()
            .iter()
            .filter_map(|hand| hand.rows.get(&row)?.0.iter().max_by_key(|head| (head.at, head.event)))
            .cloned()
            .collect();
        match heads.as_slice() {
            // One value with the papers and notes of both.
            [one, other] if one.value.same_decision(&other.value) => {
                let mut joined = one.clone();
                for paper in &other.value.evidence {
                    if !joined.value.evidence.contains(paper) {
                        joined.value.evidence.push(*paper);
                    }
                }
                let notes = [one.value.note.as_str(), other.value.note.as_str()];
                joined.value.note = match notes {
                    [left, right] if left.is_empty() || left == right => right.to_owned(),
                    [left, ""] => left.to_owned(),
                    notes => notes.join("; "),
                };
                Heads(vec![joined])
            }
            _ => sorted(heads),
        }
    }

    /// The results in force: `joint` ones that stand on what is said now, else those of the two where they agree in all.
    fn joint_finished(&self, joint: &[(Vec<EventId>, Head<Finished>)]) -> Heads<Finished> {
        let looked = self.looked();
        if self.open() > 0 || looked.is_empty() {
            return Heads::default();
        }
        let basis = self.basis();
        let standing: Vec<Head<Finished>> =
            joint.iter().filter(|(of, _)| *of == basis).map(|(_, head)| head.clone()).collect();
        if !standing.is_empty() {
            return sorted(standing);
        }
        let both = sorted(looked.iter().flat_map(|hand| hand.finished.0.iter().cloned()).collect());
        // What was settled by one row makes another result than either had.
        let alone = looked.len() == 1;
        let same = self.rows.is_empty() && self.differing().is_empty() && matches!(both.settled(), Settled::One(_));
        if same && (alone || !self.any_settled()) { both } else { Heads::default() }
    }

    /// Rows that anybody of the pair, or a settlement, says something of.
    fn all_rows(&self) -> BTreeSet<u32> {
        self.looked().iter().flat_map(|hand| hand.rows.keys()).chain(self.rows.keys()).copied().collect()
    }
}

fn like<T, V>(head: &Head<T>, value: V) -> Head<V> {
    Head { event: head.event, author: head.author.clone(), at: head.at, value }
}

fn sorted<T>(mut heads: Vec<Head<T>>) -> Heads<T> {
    heads.sort_by_key(|head| head.event);
    heads.dedup_by_key(|head| head.event);
    Heads(heads)
}

impl RecheckState {
    /// Puts in force what an independent second review has come to: nothing while fewer than two are done. `joint` are results
    /// made after both were, each with what it stands on. What was folded without regard to the second review is replaced.
    pub fn join(&mut self, second: SecondReview, joint: &[(Vec<EventId>, Head<Finished>)]) {
        let open = second.pair().is_some();
        let rows = if open { second.all_rows() } else { BTreeSet::new() };
        self.rows = rows.into_iter().map(|row| (row, second.joint_row(row))).collect();
        self.evidence = if open {
            second.pair().into_iter().flatten().flat_map(|hand| hand.evidence.clone()).collect()
        } else {
            Vec::new()
        };
        self.evidence.sort_by_key(|one| (one.number, one.event));
        self.outcome = second.joint_outcome();
        // Without a recheck there is no row to speak of.
        if !self.outcome.is_empty() {
            self.rows.clear();
        }
        self.finished = if self.outcome.is_empty() { second.joint_finished(joint) } else { Heads::default() };
        self.second = Some(second);
    }

    /// What a person may see: everything, unless an independent second review is not done; then own work and whether the
    /// other is done.
    pub fn seen_by(mut self, me: Option<&PersonId>) -> RecheckState {
        let Some(second) = self.second.take() else { return self };
        if !second.is_hidden() {
            self.second = Some(second);
            return self;
        }
        let mine = me.and_then(|me| second.hand(me)).cloned();
        self.rows = mine.as_ref().map(|hand| hand.rows.clone()).unwrap_or_default();
        self.evidence = mine.as_ref().map(|hand| hand.evidence.clone()).unwrap_or_default();
        self.outcome = mine.as_ref().map(|hand| hand.outcome.clone()).unwrap_or_default();
        self.finished = mine.as_ref().map(|hand| hand.finished.clone()).unwrap_or_default();
        let results: BTreeSet<EventId> = self.finished.events().into_iter().collect();
        self.checked.retain(|one| results.contains(&one.of));
        self.objections.retain(|one| results.contains(&one.of));
        let hands = second.hands.iter().map(|hand| match Some(&hand.person) == me {
            true => hand.clone(),
            false => Hand { done: hand.done, ..Hand::nobody() },
        });
        self.second = Some(SecondReview { hands: hands.collect(), ..second });
        self
    }
}

impl Hand {
    /// Somebody of whom nothing is told.
    fn nobody() -> Hand {
        Hand {
            person: PersonId(String::new()),
            done: false,
            rows: BTreeMap::new(),
            evidence: Vec::new(),
            outcome: Heads::default(),
            finished: Heads::default(),
        }
    }
}

/// How a second review stands, without anything that anybody found: what lists may tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondBrief {
    /// By whom it is done, and whether they are.
    pub hands: Vec<(PersonId, bool)>,
    /// Differences that are not settled; 0 while it is hidden.
    pub open: usize,
    /// There is no second person.
    pub released: bool,
}

impl SecondBrief {
    /// Of a second review.
    pub fn of(second: &SecondReview) -> SecondBrief {
        let hands = second.hands.iter().map(|hand| (hand.person.clone(), hand.done)).collect();
        SecondBrief { hands, open: second.open(), released: second.is_released() }
    }

    /// See [`SecondReview::standing`].
    pub fn standing(&self, me: Option<&PersonId>) -> SecondStanding {
        if self.released {
            return SecondStanding::Released;
        }
        if self.hands.iter().filter(|(_, done)| *done).count() > 1 {
            return if self.open > 0 { SecondStanding::Differing } else { SecondStanding::Settled };
        }
        match self.hands.iter().find(|(person, _)| Some(person) == me) {
            Some((_, true)) => SecondStanding::Waiting,
            Some(_) => SecondStanding::Working,
            None if self.hands.len() > 1 => SecondStanding::Taken,
            None => SecondStanding::Free,
        }
    }
}

/// A value as two people type it: `412` and `412.0` are one figure.
pub(super) fn same_figure(one: &str, other: &str) -> bool {
    let figure = |text: &str| text.trim().parse::<Decimal>().ok();
    one.trim() == other.trim() || figure(one).zip(figure(other)).is_some_and(|(left, right)| left == right)
}
