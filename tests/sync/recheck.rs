//! Rechecks: what several found of one self-evaluation stands side by side, in any order of arrival.

use proptest::prelude::*;
use rust_decimal::Decimal;
use wenxiao::model::event::{
    Body, Event, EvidenceAdded, ObjectionAnswered, OutcomeSet, RecheckAssigned, RecheckChecked, RecheckFinished,
    RecheckObjected, RetractReason, RowVerified, SpotCheck,
};
use wenxiao::model::ids::{EventId, VersionId};
use wenxiao::model::recheck::{
    BESIDES, Deviation, EvidencePaper, Outcome, Part, RecheckState, RecheckStatus, STANDS_IN, Verified,
};
use wenxiao::model::review::{Grade, ReviewState};
use wenxiao::sync::fold::{NoLeads, fold};
use wenxiao::sync::recheck;
use wenxiao::sync::undo::steps;

use super::{Desk, on};

impl Desk {
    pub(super) fn spot(&mut self, body: SpotCheck, sees: &[EventId]) -> EventId {
        self.write(Body::SpotCheck(body), sees)
    }

    fn assigned(&mut self) -> EventId {
        self.assigned_as("", None)
    }

    fn assigned_as(&mut self, reasons: &str, instead_of: Option<VersionId>) -> EventId {
        self.spot(
            SpotCheck::Assigned(RecheckAssigned {
                on: on(None),
                draw: EventId([7; 32]),
                part: Part::Random,
                stratum: "D017".to_owned(),
                place: 3,
                reasons: reasons.to_owned(),
                instead_of,
                second: false,
            }),
            &[],
        )
    }

    pub(super) fn verified(&mut self, row: u32, value: Verified, sees: &[EventId]) -> EventId {
        let (evidence, note) = (Vec::new(), String::new());
        self.spot(SpotCheck::RowVerified(RowVerified { on: on(row), verified: value, evidence, note }), sees)
    }

    pub(super) fn paper(&mut self, number: u32, name: &str) -> EventId {
        let paper = EvidencePaper { name: name.to_owned(), ..EvidencePaper::default() };
        self.spot(SpotCheck::EvidenceAdded(EvidenceAdded { on: on(None), number, paper }), &[])
    }

    pub(super) fn finished(&mut self, points: i64, sees: &[EventId]) -> EventId {
        self.spot(
            SpotCheck::Finished(RecheckFinished {
                on: on(None),
                filed: Some(Decimal::ONE_HUNDRED),
                own: Decimal::new(9951, 2),
                verified: Decimal::new(points, 2),
                best: Decimal::new(9469, 2),
                grade: Grade::Good,
                deviation: Deviation::Large,
                rules: "default/2025.1".to_owned(),
                note: String::new(),
                joins: Vec::new(),
            }),
            sees,
        )
    }
}

pub(super) fn state(desks: &[&Desk]) -> RecheckState {
    recheck::fold(desks.iter().flat_map(|desk| &desk.chain), &NoLeads)
}

pub(super) fn value(text: &str) -> Verified {
    Verified::Value(text.to_owned())
}

#[test]
fn a_recheck_goes_from_assigned_to_confirmed() {
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    zhang.assigned();
    assert_eq!(state(&[&zhang]).status(), RecheckStatus::Open);
    zhang.verified(3, value("412"), &[]);
    assert_eq!(state(&[&zhang]).status(), RecheckStatus::Begun);
    let finished = zhang.finished(8869, &[]);
    assert_eq!(state(&[&zhang]).status(), RecheckStatus::Finished);
    let check = |agrees| RecheckChecked { on: on(None), of: finished, agrees, reason: String::new() };
    let sent_back = wang.spot(SpotCheck::Checked(check(false)), &[]);
    assert_eq!(state(&[&zhang, &wang]).status(), RecheckStatus::SentBack);
    wang.retract(sent_back, RetractReason::Undo);
    wang.spot(SpotCheck::Checked(check(true)), &[]);
    assert_eq!(state(&[&zhang, &wang]).status(), RecheckStatus::Confirmed);
    let text = "另有验收单".to_owned();
    let objected = zhang.spot(SpotCheck::Objected(RecheckObjected { on: on(None), of: finished, text }), &[]);
    assert_eq!(state(&[&zhang, &wang]).status(), RecheckStatus::Objected);
    let (upheld, reason) = (false, "验收单不属本年度".to_owned());
    wang.spot(SpotCheck::ObjectionAnswered(ObjectionAnswered { on: on(None), of: objected, upheld, reason }), &[]);
    assert_eq!(state(&[&zhang, &wang]).status(), RecheckStatus::Confirmed);
    // A new result has not been looked at by anybody.
    zhang.finished(9000, &[finished]);
    assert_eq!(state(&[&zhang, &wang]).status(), RecheckStatus::Finished);
}

#[test]
fn two_who_found_another_figure_disagree_until_one_gives_way() {
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    zhang.verified(3, value("412"), &[]);
    let other = wang.verified(3, value("431"), &[]);
    let both = state(&[&zhang, &wang]);
    assert!(both.rows[&3].contested());
    assert_eq!(both.status(), RecheckStatus::Contested);
    wang.verified(3, value(" 412 "), &[other]);
    assert!(!state(&[&zhang, &wang]).rows[&3].contested(), "the same figure is no dispute");
}

#[test]
fn papers_that_got_one_number_on_two_stations_are_told_apart() {
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    let (first, second) = (zhang.paper(1, "验收单"), wang.paper(1, "台账"));
    let both = state(&[&zhang, &wang]);
    let mut labels = [both.label(first).unwrap(), both.label(second).unwrap()];
    labels.sort();
    assert_eq!(labels, ["@1", "@1b"]);
    assert_eq!(both.next_number(), 2);
}

#[test]
fn a_unit_that_could_not_be_rechecked_is_told_and_only_some_are_replaced() {
    let mut zhang = Desk::new("张三", 1);
    zhang.assigned();
    let reason = "不提供凭证".to_owned();
    zhang.spot(SpotCheck::OutcomeSet(OutcomeSet { on: on(None), outcome: Outcome::Refused, reason }), &[]);
    assert_eq!(state(&[&zhang]).status(), RecheckStatus::NotDone);
    let replaced: Vec<bool> = Outcome::ALL.into_iter().map(Outcome::is_replaced).collect();
    assert_eq!(replaced, [false, true, true, true], "who refuses is not let off");
}

#[test]
fn what_was_drawn_in_public_is_not_undone_by_a_key() {
    let mut zhang = Desk::new("张三", 1);
    zhang.assigned();
    assert!(steps(&zhang.chain).next_undo().is_empty());
    let found = zhang.verified(3, value("412"), &[]);
    assert_eq!(steps(&zhang.chain).next_undo(), [found]);
}

#[test]
fn what_the_draw_says_stands_before_what_came_after_it_whoever_was_first() {
    // Several times, so that it is not the identities of events by which it comes out right.
    for number in 0_u8..8 {
        let desk = |name, place: u8| Desk::new(name, number * 3 + place);
        let (mut zhang, mut wang, mut li) = (desk("张三", 1), desk("王五", 2), desk("李四", 3));
        let other = VersionId([5; 32]);
        li.assigned_as(BESIDES, None);
        wang.assigned_as(STANDS_IN, Some(other));
        let drawn = zhang.assigned();
        for desks in [[&zhang, &wang, &li], [&li, &wang, &zhang], [&wang, &zhang, &li]] {
            let assigned = state(&desks).assigned;
            assert_eq!((assigned.len(), assigned[0].event), (1, drawn));
        }
        let later = state(&[&li, &wang]).assigned;
        assert_eq!(later[0].instead_of, Some(other), "who stands in was not only looked at besides");
        // Who stands in goes again with the outcome that made room; what was drawn does not.
        assert_eq!(steps(&wang.chain).next_undo().len(), 1);
        assert!(steps(&li.chain).next_undo().is_empty());
    }
}

#[test]
fn a_recheck_leaves_reviews_alone() {
    let mut zhang = Desk::new("张三", 1);
    zhang.assigned();
    zhang.verified(3, value("412"), &[]);
    assert_eq!(fold(&zhang.chain, &NoLeads), ReviewState::default());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Three people, any acts, any order of arrival: one state; and taking everything back leaves none.
    #[test]
    fn rechecks_are_the_same_in_any_order(
        acts in proptest::collection::vec((0..3_usize, 0..5_u8, 0..3_u32), 1..24),
        order in any::<u64>(),
    ) {
        let mut desks = [Desk::new("张三", 1), Desk::new("王五", 2), Desk::new("赵六", 3)];
        for (who, act, row) in &acts {
            let sees: Vec<EventId> = state(&[&desks[0], &desks[1], &desks[2]])
                .rows.get(row).map(|heads| heads.events()).unwrap_or_default();
            let desk = &mut desks[*who];
            match act {
                0 => { desk.verified(*row, value("412"), &sees); }
                1 => { desk.verified(*row, Verified::Agrees, &[]); }
                2 => { desk.paper(*row, "台账"); }
                3 => { desk.finished(8000 + i64::from(*row), &[]); }
                _ => {
                    let last = desk.chain.last().map(|event| event.id);
                    if let Some(last) = last { desk.retract(last, RetractReason::Undo); }
                }
            }
        }
        let mut events: Vec<Event> = desks.iter().flat_map(|desk| desk.chain.clone()).collect();
        let at_once = recheck::fold(&events, &NoLeads);
        events.sort_by_key(|event| (u64::from(event.id.0[0]) ^ order).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        prop_assert_eq!(recheck::fold(&events, &NoLeads), at_once.clone());
        events.extend(events.clone());
        prop_assert_eq!(recheck::fold(&events, &NoLeads), at_once);
    }
}
