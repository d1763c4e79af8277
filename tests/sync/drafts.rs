//! Answers to drafts of the automatic checks: one draft accepted by several is one opinion, and what is no fault stays so.

use wenxiao::model::event::{Body, Event, FindingDismissed, OpinionAdded, RetractReason, VerdictSet};
use wenxiao::model::finding::{CheckRef, FromCheck};
use wenxiao::model::ids::EventId;
use wenxiao::model::review::{ReviewState, Settled, Verdict};
use wenxiao::sync::fold::{NoLeads, fold};

use super::{Desk, demand, on, opinion, row, state_of};

impl Desk {
    pub fn accept(&mut self, row: Option<u32>, check: &str, edited: bool, sees: &[EventId]) -> EventId {
        let from = FromCheck { check: check.into(), version: "1/default".into(), edited };
        let given = OpinionAdded { from_check: Some(from), ..opinion(row, "无法考核", Some(demand("请量化"))) };
        self.write(Body::OpinionAdded(given), sees)
    }

    pub fn pass_drafts(&mut self, row: u32, checks: &[&str], sees: &[EventId]) -> EventId {
        let refs = checks.iter().map(|check| CheckRef { check: (*check).into(), version: "1/default".into() });
        let (dismissed, reason) = (refs.collect(), "已核".to_owned());
        self.write(Body::VerdictSet(VerdictSet { on: on(row), verdict: Verdict::Passed, reason, dismissed }), sees)
    }

    pub fn dismiss(&mut self, row: Option<u32>, check: &str) -> EventId {
        let (check, version, reason) = (check.into(), "1/default".into(), String::new());
        self.write(Body::FindingDismissed(FindingDismissed { on: on(row), check, version, reason }), &[])
    }
}

#[test]
fn two_who_accept_one_draft_gave_one_opinion_with_one_demand() {
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    let first = zhang.accept(Some(5), "T029", false, &[]);
    let second = wang.accept(Some(5), "T029", false, &[]);
    let state = state_of(&[&zhang, &wang], &NoLeads);
    assert_eq!((state.opinions.len(), state.demands.len()), (1, 1));
    assert_eq!(state.opinions[0].id, first);
    assert_eq!(state.opinions[0].agreed[0].id, second);
    assert_eq!(state.opinions[0].given_by(&wang.author), Some(second));
    assert_eq!(row(&state, 5), Some(Settled::One(&Verdict::Opinion)), "they agree");
    // The other way round it is the same.
    let events: Vec<Event> = wang.chain.iter().chain(&zhang.chain).cloned().collect();
    assert_eq!(fold(events.iter().rev(), &NoLeads), state);
    // Whoever takes theirs back leaves the other's, with its demand.
    zhang.retract(first, RetractReason::Withdrawn);
    let state = state_of(&[&zhang, &wang], &NoLeads);
    assert_eq!((state.opinions[0].id, state.opinions[0].agreed.len(), state.demands.len()), (second, 0, 1));
}

#[test]
fn other_words_rows_and_checks_are_opinions_of_their_own() {
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    zhang.accept(Some(5), "T029", false, &[]);
    wang.accept(Some(5), "T029", true, &[]);
    wang.accept(Some(5), "T035", false, &[]);
    wang.accept(None, "T029", false, &[]);
    assert_eq!(state_of(&[&zhang, &wang], &NoLeads).opinions.len(), 4);
    // Reworded later, it is no longer the same draft.
    let mut zhao = Desk::new("赵六", 3);
    let given = zhao.accept(Some(5), "T035", false, &[]);
    assert_eq!(state_of(&[&zhang, &wang, &zhao], &NoLeads).opinions.len(), 4);
    zhao.amend(given, "改", None, &[given]);
    assert_eq!(state_of(&[&zhang, &wang, &zhao], &NoLeads).opinions.len(), 5);
}

#[test]
fn what_is_no_fault_stays_so_until_that_very_answer_is_taken_back() {
    let mut zhang = Desk::new("张三", 1);
    let passed = zhang.pass_drafts(5, &["T029", "T035"], &[]);
    let whole = zhang.dismiss(None, "T003");
    let state = state_of(&[&zhang], &NoLeads);
    let found: Vec<_> = state.dismissed.iter().map(|one| (one.row, one.check.check.0.as_str())).collect();
    assert_eq!(found, [(None, "T003"), (Some(5), "T029"), (Some(5), "T035")]);
    assert_eq!(state.dismissed[1].reason, "已核");
    assert!(state.answered(Some(5), &"T035".into()) && !state.answered(Some(4), &"T035".into()));
    // Another decision on the row does not ask again.
    zhang.verdict(5, Verdict::Later, &[passed]);
    assert_eq!(state_of(&[&zhang], &NoLeads).dismissed.len(), 3);
    zhang.retract(passed, RetractReason::Undo);
    zhang.retract(whole, RetractReason::Undo);
    let state = state_of(&[&zhang], &NoLeads);
    assert!(state.dismissed.is_empty() && !state.untouched());
}

#[test]
fn an_answer_and_its_undo_leave_no_trace() {
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    wang.accept(Some(5), "T029", false, &[]);
    let before = state_of(&[&zhang, &wang], &NoLeads);
    for answer in [
        |desk: &mut Desk| desk.accept(Some(5), "T029", false, &[]),
        |desk: &mut Desk| desk.pass_drafts(5, &["T029"], &[]),
        |desk: &mut Desk| desk.dismiss(None, "T003"),
    ] {
        let event = answer(&mut zhang);
        assert_ne!(state_of(&[&zhang, &wang], &NoLeads), before);
        zhang.retract(event, RetractReason::Undo);
        assert_eq!(state_of(&[&zhang, &wang], &NoLeads), before);
    }
    assert_eq!(state_of(&[&zhang], &NoLeads), ReviewState::default());
}
