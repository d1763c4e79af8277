//! An independent second review: nobody sees the other before both are done, neither silently wins, and it is the same in any
//! order of arrival.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_decimal::Decimal;
use wenxiao::model::canonical;
use wenxiao::model::event::{
    DifferenceSettled, Event, OutcomeSet, RecheckFinished, RetractReason, SecondReviewAsked, SecondReviewReleased,
    SpotCheck,
};
use wenxiao::model::ids::EventId;
use wenxiao::model::recheck::{Deviation, Outcome, RecheckState, RecheckStatus, SecondStanding, Verified};
use wenxiao::model::review::{Grade, Settled};
use wenxiao::sync::fold::NoLeads;
use wenxiao::sync::recheck;

use super::recheck_laws::{state, value};
use super::{Desk, on};

impl Desk {
    fn second_asked(&mut self) -> EventId {
        let reason = "金额较大".to_owned();
        self.spot(SpotCheck::SecondAsked(SecondReviewAsked { on: on(None), reason }), &[])
    }

    fn second_released(&mut self) -> EventId {
        let reason = "没有第二人".to_owned();
        self.spot(SpotCheck::SecondReleased(SecondReviewReleased { on: on(None), reason }), &[])
    }

    /// A row settled as things stand.
    fn settled(&mut self, row: u32, verified: Verified, state: &RecheckState) -> EventId {
        let second = state.second.clone().unwrap_or_default();
        let sees = second.rows.get(&row).map(|heads| heads.events()).unwrap_or_default();
        let body = DifferenceSettled {
            on: on(row),
            of: second.compared(Some(row)),
            verified: Some(verified),
            outcome: None,
            evidence: Vec::new(),
            reason: "以验收单为准".to_owned(),
        };
        self.spot(SpotCheck::Settled(body), &sees)
    }

    fn joint(&mut self, points: i64, state: &RecheckState) -> EventId {
        let joins = state.second.as_ref().map(|second| second.basis()).unwrap_or_default();
        let body = RecheckFinished {
            on: on(None),
            filed: Some(Decimal::ONE_HUNDRED),
            own: Decimal::new(9951, 2),
            verified: Decimal::new(points, 2),
            best: Decimal::new(9469, 2),
            grade: Grade::Good,
            deviation: Deviation::Large,
            rules: "default/2025.1".to_owned(),
            note: String::new(),
            joins,
        };
        self.spot(SpotCheck::Finished(body), &state.finished.events())
    }
}

/// Two who differ in row 3 and agree in row 4; a lead asked for it.
fn three() -> [Desk; 3] {
    let (mut lead, mut zhang, mut wang) = (Desk::new("李处长", 3), Desk::new("张三", 1), Desk::new("王五", 2));
    lead.second_asked();
    zhang.verified(3, value("412"), &[]);
    zhang.verified(4, value("88"), &[]);
    wang.verified(3, value("398"), &[]);
    wang.verified(4, value("88.0"), &[]);
    [lead, zhang, wang]
}

fn all(desks: &[Desk; 3]) -> RecheckState {
    state(&[&desks[0], &desks[1], &desks[2]])
}

fn standing(state: &RecheckState, desk: &Desk) -> SecondStanding {
    state.second.as_ref().unwrap().standing(Some(&desk.author))
}

#[test]
fn nothing_of_the_other_is_seen_before_both_are_done() {
    let mut desks = three();
    desks[2].paper(1, "秘密台账");
    let joint = all(&desks);
    assert!(joint.rows.is_empty() && joint.evidence.is_empty() && joint.finished.is_empty());
    assert_eq!(joint.status(), RecheckStatus::Begun);
    let told =
        |state: &RecheckState, desk: &Desk| canonical::write(&state.clone().seen_by(Some(&desk.author))).unwrap();
    let mine = joint.clone().seen_by(Some(&desks[1].author));
    assert_eq!(mine.rows[&3].settled(), Settled::One(&mine.rows[&3].0[0].value));
    assert!(told(&joint, &desks[1]).contains("412"));
    for secret in ["398", "秘密台账", "王五", "88.0"] {
        assert!(!told(&joint, &desks[1]).contains(secret), "{secret}");
        assert!(!told(&joint, &desks[0]).contains(secret), "a third person: {secret}");
    }
    // My own end does not unlock it, and the other's is told as such alone.
    desks[1].finished(8869, &[]);
    let waiting = all(&desks);
    assert_eq!(standing(&waiting, &desks[1]), SecondStanding::Waiting);
    assert!(!told(&waiting, &desks[1]).contains("398") && waiting.finished.is_empty());
    assert_eq!(waiting.status(), RecheckStatus::Begun);
    let others = waiting.clone().seen_by(Some(&desks[2].author));
    assert!(others.second.as_ref().unwrap().other_done(Some(&desks[2].author)));
    assert!(others.finished.is_empty() && !told(&waiting, &desks[2]).contains("412"));
    assert_eq!(standing(&waiting, &desks[0]), SecondStanding::Taken);
    desks[2].finished(8500, &[]);
    let open = all(&desks);
    assert_eq!((standing(&open, &desks[1]), open.status()), (SecondStanding::Differing, RecheckStatus::Contested));
    assert!(told(&open, &desks[1]).contains("398") && told(&open, &desks[0]).contains("秘密台账"));
}

#[test]
fn one_person_cannot_be_both() {
    let mut desks = three();
    desks[1].finished(8869, &[]);
    desks[1].finished(8870, &[]);
    let twice = all(&desks);
    assert_eq!(standing(&twice, &desks[1]), SecondStanding::Waiting);
    assert!(twice.rows.is_empty() && twice.finished.is_empty());
}

#[test]
fn a_difference_is_settled_with_a_ground_and_only_then_is_there_a_result() {
    let mut desks = three();
    desks[1].finished(8869, &[]);
    desks[2].finished(8500, &[]);
    let open = all(&desks);
    let second = open.second.clone().unwrap();
    assert_eq!((second.differing(), second.open()), (vec![3], 1), "88 and 88.0 are one figure");
    assert!(open.rows[&3].contested() && !open.rows[&4].contested());
    assert!(open.finished.is_empty());

    let settled = desks[0].settled(3, value("405"), &open);
    let now = all(&desks);
    assert_eq!(now.rows[&3].0[0].value.verified, value("405"));
    assert_eq!((now.status(), now.finished.is_empty()), (RecheckStatus::Begun, true));
    let joint = desks[1].joint(8700, &now);
    let done = all(&desks);
    assert_eq!(done.finished.events(), [joint]);
    assert_eq!(done.status(), RecheckStatus::Finished);

    // Undone, the result that stood on it is gone, too; done again, it is back.
    let undo = desks[0].retract(settled, RetractReason::Undo);
    let undone = all(&desks);
    assert_eq!((undone.status(), undone.finished.is_empty()), (RecheckStatus::Contested, true));
    desks[0].retract(undo, RetractReason::Redo);
    assert_eq!(all(&desks), done);
    // Settled otherwise, on another station say, it is a result of something else.
    desks[0].settled(3, value("406"), &done);
    let otherwise = all(&desks);
    assert_eq!(otherwise.rows[&3].0[0].value.verified, value("406"));
    assert_eq!((otherwise.status(), otherwise.finished.is_empty()), (RecheckStatus::Begun, true));
}

#[test]
fn two_settlements_stand_side_by_side() {
    let mut desks = three();
    desks[1].finished(8869, &[]);
    desks[2].finished(8500, &[]);
    let open = all(&desks);
    desks[1].settled(3, value("412"), &open);
    desks[2].settled(3, value("398"), &open);
    let disputed = all(&desks);
    assert_eq!(disputed.status(), RecheckStatus::Contested);
    assert!(disputed.rows[&3].contested());
    desks[2].settled(3, value("412"), &disputed);
    assert_eq!(standing(&all(&desks), &desks[2]), SecondStanding::Settled);
}

#[test]
fn a_settlement_counts_for_what_it_spoke_of_alone() {
    let mut desks = three();
    let end = desks[1].finished(8869, &[]);
    desks[2].finished(8500, &[]);
    let open = all(&desks);
    desks[0].settled(3, value("398"), &open);
    // Taken back elsewhere, and found otherwise.
    desks[1].retract(end, RetractReason::Withdrawn);
    let first = desks[1].chain[0].id;
    assert_eq!(all(&desks).status(), RecheckStatus::Begun);
    desks[1].verified(3, value("500"), &[first]);
    desks[1].finished(9000, &[]);
    let again = all(&desks);
    assert_eq!((again.status(), standing(&again, &desks[0])), (RecheckStatus::Contested, SecondStanding::Differing));
}

#[test]
fn where_both_found_the_same_their_result_stands() {
    let [mut lead, mut zhang, mut wang] = [Desk::new("李处长", 3), Desk::new("张三", 1), Desk::new("王五", 2)];
    lead.second_asked();
    for desk in [&mut zhang, &mut wang] {
        desk.verified(3, value("412"), &[]);
        desk.finished(8869, &[]);
    }
    let agreed = state(&[&lead, &zhang, &wang]);
    assert_eq!((agreed.status(), agreed.finished.0.len()), (RecheckStatus::Finished, 2));
}

#[test]
fn what_became_of_the_visit_is_settled_too() {
    let mut desks = three();
    desks[1].finished(8869, &[]);
    let (outcome, reason) = (Outcome::Refused, "不提供凭证".to_owned());
    let refused = SpotCheck::OutcomeSet(OutcomeSet { on: on(None), outcome, reason: reason.clone() });
    desks[2].spot(refused, &[]);
    let open = all(&desks);
    assert_eq!(open.status(), RecheckStatus::Contested);
    let settle = |outcome| {
        let of = open.second.as_ref().unwrap().compared(None);
        let (verified, evidence, reason) = (None, Vec::new(), reason.clone());
        SpotCheck::Settled(DifferenceSettled { on: on(None), of, verified, outcome, evidence, reason })
    };
    let mut other = desks.clone();
    desks[0].spot(settle(None), &[]);
    let done = all(&desks);
    assert_eq!((done.status(), done.rows[&3].0[0].value.verified.clone()), (RecheckStatus::Finished, value("412")));
    other[0].spot(settle(Some(Outcome::Refused)), &[]);
    let not_done = all(&other);
    assert_eq!((not_done.status(), not_done.rows.is_empty()), (RecheckStatus::NotDone, true));
}

#[test]
fn released_it_is_folded_as_any_other_and_an_end_that_saw_it_makes_no_pair() {
    let mut desks = three();
    desks[1].finished(8869, &[]);
    desks[0].second_released();
    let released = all(&desks);
    assert_eq!(standing(&released, &desks[2]), SecondStanding::Released);
    assert!(released.rows[&3].contested(), "neither silently wins");
    assert_eq!((released.finished.0.len(), released.status()), (1, RecheckStatus::Contested));
    assert_eq!(released.clone().seen_by(Some(&desks[2].author)), released, "nothing is hidden");
    // Who ends later may have seen it all: no pair.
    desks[2].finished(8869, &[]);
    let later = all(&desks);
    assert!(later.second.as_ref().unwrap().pair().is_none());
    assert_eq!(standing(&later, &desks[1]), SecondStanding::Released);
    // Taken back, the two are compared.
    let last = desks[0].chain.last().unwrap().id;
    desks[0].retract(last, RetractReason::Undo);
    assert_eq!(standing(&all(&desks), &desks[1]), SecondStanding::Differing);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Anybody does anything in any order: one state whatever the order of arrival, and before two are done no eye meets
    /// another's work.
    #[test]
    fn second_reviews_are_the_same_in_any_order_and_hidden(
        acts in proptest::collection::vec((0..3_usize, 0..15_u8, 1..4_u32), 1..28),
        order in any::<u64>(),
    ) {
        let mut desks = [Desk::new("张三", 1), Desk::new("王五", 2), Desk::new("赵六", 3)];
        desks[0].second_asked();
        let ask = desks[0].chain[0].id;
        for (who, act, row) in &acts {
            let now = all(&desks);
            let desk = &mut desks[*who];
            match act {
                0 | 1 | 7..=9 => { desk.verified(*row, value(&format!("V{who}:{row}")), &[]); }
                2 => { desk.verified(*row, Verified::Agrees, &[]); }
                3 | 10..=13 => { desk.finished(8000 + i64::from(*row), &[]); }
                4 => { desk.settled(*row, Verified::NoEvidence, &now); }
                5 => { desk.joint(7000, &now); }
                14 => { desk.second_released(); }
                _ => {
                    let last = desk.chain.last().map(|event| event.id).filter(|last| *last != ask);
                    if let Some(last) = last { desk.retract(last, RetractReason::Undo); }
                }
            }
        }
        let mut events: Vec<Event> = desks.iter().flat_map(|desk| desk.chain.clone()).collect();
        let at_once = recheck::fold(&events, &NoLeads);
        events.sort_by_key(|event| (u64::from(event.id.0[0]) ^ order).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        prop_assert_eq!(&recheck::fold(&events, &NoLeads), &at_once);
        events.extend(events.clone());
        prop_assert_eq!(&recheck::fold(&events, &NoLeads), &at_once);
        // What is stored is what is read.
        let stored: RecheckState = serde_json::from_str(&canonical::write(&at_once).unwrap()).unwrap();
        prop_assert_eq!(&stored, &at_once);

        let second = at_once.second.clone().unwrap();
        let by: BTreeMap<EventId, &str> = desks
            .iter()
            .flat_map(|desk| desk.chain.iter().map(|event| (event.id, desk.author.0.as_str())))
            .collect();
        for desk in &desks {
            let seen = at_once.clone().seen_by(Some(&desk.author));
            if second.pair().is_some() || second.is_released() {
                prop_assert_eq!(&seen, &at_once);
                prop_assert!(second.pair().is_none() || !second.is_released(), "one or the other");
                continue;
            }
            prop_assert!(at_once.rows.is_empty() && at_once.finished.is_empty());
            let heads = seen.rows.values().flat_map(|heads| heads.events()).chain(seen.finished.events());
            for event in heads {
                prop_assert_eq!(by[&event], desk.author.0.as_str());
            }
            let text = canonical::write(&seen).unwrap();
            for (other, _) in desks.iter().enumerate().filter(|(_, other)| other.author != desk.author) {
                prop_assert!(!text.contains(&format!("V{other}:")), "{}", text);
            }
        }
    }
}
