//! Laws of merging: what several people decided is the same on every machine, nobody is silenced, and every step can
//! be taken back.

#[path = "sync/chain.rs"]
mod chain;
#[path = "sync/drafts.rs"]
mod drafts;
#[path = "sync/recheck.rs"]
mod recheck_laws;
#[path = "sync/second.rs"]
mod second_laws;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use wenxiao::model::event::{
    self, Body, DemandDraft, DemandIssued, Envelope, Event, GradeSet, OpinionAdded, OpinionAmended, RetractReason,
    Retracted, Stamp, Subject, VerdictSet,
};
use wenxiao::model::ids::{EventId, PersonId, ProjectKey, PublicKey, ReplicaId, VersionId, WorkspaceId};
use wenxiao::model::review::{CategoryCode, Grade, ReviewState, Settled, Verdict};
use wenxiao::sync::digest::StateDigest;
use wenxiao::sync::fold::{Authority, NoLeads, fold};
use wenxiao::sync::undo::{Steps, steps};

/// 李处长 may resolve; the others are equals.
struct Lead;

impl Authority for Lead {
    fn may_resolve(&self, author: &PersonId) -> bool {
        author.0 == "李处长"
    }
}

fn on(row: impl Into<Option<u32>>) -> Subject {
    Subject { project: ProjectKey([1; 16]), year: 2025, version: VersionId([2; 32]), row: row.into() }
}

/// One machine of one person: writes the events its keys would write.
#[derive(Debug, Clone)]
struct Desk {
    author: PersonId,
    replica: ReplicaId,
    chain: Vec<Event>,
    clock: u64,
}

impl Desk {
    fn new(author: &str, machine: u8) -> Self {
        Desk {
            author: PersonId(author.into()),
            replica: ReplicaId::of(&PublicKey([machine; 32]), 0),
            chain: Vec::new(),
            clock: 1_750_000_000_000 + u64::from(machine),
        }
    }

    fn write(&mut self, body: Body, sees: &[EventId]) -> EventId {
        self.clock += 1000;
        let envelope = Envelope {
            app: "0.1.0".into(),
            at: Stamp::next(Stamp(0), self.clock),
            author: self.author.clone(),
            critical: false,
            replica: self.replica,
            operation: format!("op-{}", self.chain.len()),
            previous: self.chain.last().map(|event| event.id),
            sees: sees.to_vec(),
            seq: self.chain.len() as u64 + 1,
            workspace: WorkspaceId([9; 32]),
        };
        let bytes = event::write(&envelope, body.kind().unwrap(), &body).unwrap();
        let event = event::read(&bytes).unwrap();
        let id = event.id;
        self.chain.push(event);
        id
    }

    fn verdict(&mut self, row: u32, verdict: Verdict, sees: &[EventId]) -> EventId {
        self.write(
            Body::VerdictSet(VerdictSet { on: on(row), verdict, reason: String::new(), dismissed: vec![] }),
            sees,
        )
    }

    fn grade(&mut self, grade: Grade, reason: &str, sees: &[EventId]) -> EventId {
        self.write(Body::GradeSet(GradeSet { on: on(None), grade, reason: reason.into(), basis: vec![] }), sees)
    }

    fn opinion(&mut self, row: Option<u32>, text: &str, sees: &[EventId]) -> EventId {
        self.write(Body::OpinionAdded(opinion(row, text, None)), sees)
    }

    fn amend(&mut self, opinion: EventId, text: &str, demand: Option<DemandDraft>, sees: &[EventId]) -> EventId {
        let body = OpinionAmended { on: on(5), opinion, category: category(), text: text.into(), demand };
        self.write(Body::OpinionAmended(body), sees)
    }

    fn retract(&mut self, of: EventId, why: RetractReason) -> EventId {
        self.write(Body::Retracted(Retracted { on: on(None), of, why, reason: String::new() }), &[])
    }
}

fn category() -> CategoryCode {
    CategoryCode("C07".into())
}

fn opinion(row: Option<u32>, text: &str, demand: Option<DemandDraft>) -> OpinionAdded {
    OpinionAdded { on: on(row), category: category(), text: text.into(), demand, from_check: None }
}

fn demand(text: &str) -> DemandDraft {
    DemandDraft { text: text.into(), due: "2025-12-31".into(), responsible_unit: "市交通局".into() }
}

fn state_of(desks: &[&Desk], trust: &dyn Authority) -> ReviewState {
    fold(desks.iter().flat_map(|desk| &desk.chain), trust)
}

fn row(state: &ReviewState, row: u32) -> Option<Settled<'_, Verdict>> {
    state.rows.get(&row).map(|heads| heads.settled())
}

#[test]
fn two_reviewers_who_decide_differently_are_shown_as_contested() {
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    zhang.grade(Grade::Good, "", &[]);
    wang.grade(Grade::Poor, "", &[]);
    let state = state_of(&[&zhang, &wang], &NoLeads);
    assert!(state.contested());
    assert_eq!(state.grade.0.len(), 2, "both are kept, with their authors");
}

#[test]
fn seeing_a_colleagues_decision_does_not_silence_it() {
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    let first = zhang.verdict(3, Verdict::Passed, &[]);
    wang.verdict(3, Verdict::Returned, &[first]);
    assert_eq!(row(&state_of(&[&zhang, &wang], &NoLeads), 3), Some(Settled::Contested));
    // The same events, with the second author a lead: resolved.
    let mut lead = Desk::new("李处长", 3);
    let resolved = lead.verdict(3, Verdict::Returned, &[first, wang.chain[0].id]);
    let state = state_of(&[&zhang, &wang, &lead], &Lead);
    assert_eq!(state.rows[&3].events(), [resolved]);
    // A decision the lead had not seen reopens it.
    let mut zhao = Desk::new("赵六", 4);
    zhao.verdict(3, Verdict::Passed, &[]);
    assert_eq!(row(&state_of(&[&zhang, &wang, &lead, &zhao], &Lead), 3), Some(Settled::Contested));
}

#[test]
fn a_reviewer_cannot_silence_a_colleague_by_way_of_the_lead() {
    // 王五 names 张三's decision, the lead sees only 王五's: 张三 is still heard.
    let (mut zhang, mut wang, mut lead) = (Desk::new("张三", 1), Desk::new("王五", 2), Desk::new("李处长", 3));
    let theirs = zhang.verdict(3, Verdict::Passed, &[]);
    let between = wang.verdict(3, Verdict::Returned, &[theirs]);
    lead.verdict(3, Verdict::Returned, &[between]);
    let state = state_of(&[&zhang, &wang, &lead], &Lead);
    assert_eq!(row(&state, 3), Some(Settled::Contested));
    assert!(state.rows[&3].events().contains(&theirs));
}

#[test]
fn two_leads_who_resolve_differently_are_contested_again() {
    struct All;
    impl Authority for All {
        fn may_resolve(&self, _: &PersonId) -> bool {
            true
        }
    }
    let (mut zhang, mut one, mut two) = (Desk::new("张三", 1), Desk::new("李处长", 2), Desk::new("周处长", 3));
    let first = zhang.grade(Grade::Good, "", &[]);
    one.grade(Grade::Fair, "", &[first]);
    two.grade(Grade::Poor, "", &[first]);
    let state = state_of(&[&zhang, &one, &two], &All);
    assert!(state.grade.contested());
    assert_eq!(state.grade.0.len(), 2);
}

#[test]
fn the_same_result_by_two_people_is_agreement_whatever_their_reasons() {
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    zhang.grade(Grade::Good, "目标较明确", &[]);
    wang.grade(Grade::Good, "指标可衡量", &[]);
    zhang.verdict(1, Verdict::Passed, &[]);
    wang.verdict(1, Verdict::Passed, &[]);
    let state = state_of(&[&zhang, &wang], &NoLeads);
    assert!(matches!(state.grade.settled(), Settled::One(graded) if graded.grade == Grade::Good));
    assert_eq!(state.grade.0.len(), 2, "both names are kept");
    assert_eq!(row(&state, 1), Some(Settled::One(&Verdict::Passed)));
    assert!(!state.contested());
}

#[test]
fn ones_own_later_decision_replaces_the_earlier_one_and_two_machines_of_one_person_do_not_guess() {
    let mut zhang = Desk::new("张三", 1);
    let first = zhang.verdict(2, Verdict::Passed, &[]);
    let second = zhang.verdict(2, Verdict::Returned, &[first]);
    assert_eq!(state_of(&[&zhang], &NoLeads).rows[&2].events(), [second]);
    let mut laptop = Desk::new("张三", 9);
    laptop.verdict(2, Verdict::Passed, &[]);
    assert_eq!(row(&state_of(&[&zhang, &laptop], &NoLeads), 2), Some(Settled::Contested));
}

#[test]
fn putting_off_is_no_decision() {
    let (mut zhang, mut wang, mut lead) = (Desk::new("张三", 1), Desk::new("王五", 2), Desk::new("李处长", 3));
    let later = zhang.verdict(4, Verdict::Later, &[]);
    assert_eq!(row(&state_of(&[&zhang], &NoLeads), 4), Some(Settled::One(&Verdict::Later)));
    let passed = wang.verdict(4, Verdict::Passed, &[later]);
    assert_eq!(state_of(&[&zhang, &wang], &NoLeads).rows[&4].events(), [passed]);
    lead.verdict(4, Verdict::Later, &[passed]);
    assert_eq!(state_of(&[&zhang, &wang, &lead], &Lead).rows[&4].events(), [passed], "a lead who puts off");
    wang.verdict(4, Verdict::Later, &[passed]);
    let state = state_of(&[&zhang, &wang], &NoLeads);
    assert_eq!(row(&state, 4), Some(Settled::One(&Verdict::Later)), "one's own decision can be put off again");
}

#[test]
fn an_opinion_counts_for_its_row_and_withdrawn_leaves_it_as_it_was() {
    let mut zhang = Desk::new("张三", 1);
    let passed = zhang.verdict(5, Verdict::Passed, &[]);
    let before = state_of(&[&zhang], &NoLeads);
    let first = zhang.opinion(Some(5), "指标值偏低", &[passed]);
    let second = zhang.opinion(Some(5), "缺少成本指标", &[first]);
    let state = state_of(&[&zhang], &NoLeads);
    assert_eq!(row(&state, 5), Some(Settled::One(&Verdict::Opinion)));
    assert_eq!(state.opinions.iter().map(|opinion| opinion.id).collect::<Vec<_>>(), [first, second]);
    // The first is withdrawn, the second stands: the row must not quarrel with its own earlier 无问题.
    zhang.retract(first, RetractReason::Withdrawn);
    assert_eq!(state_of(&[&zhang], &NoLeads).rows[&5].events(), [second]);
    zhang.retract(second, RetractReason::Withdrawn);
    assert_eq!(state_of(&[&zhang], &NoLeads), before);
}

#[test]
fn an_opinion_on_the_whole_target_decides_no_row() {
    let mut zhang = Desk::new("张三", 1);
    zhang.opinion(None, "绩效目标与预算不匹配", &[]);
    let state = state_of(&[&zhang], &NoLeads);
    assert!(state.rows.is_empty());
    assert_eq!(state.opinions[0].row, None);
}

#[test]
fn only_its_author_rewrites_an_opinion_and_two_wordings_are_both_kept() {
    let (mut zhang, mut laptop, mut wang) = (Desk::new("张三", 1), Desk::new("张三", 2), Desk::new("王五", 3));
    let id = zhang.opinion(Some(5), "指标值偏低", &[]);
    wang.amend(id, "没有问题", None, &[id]);
    let state = state_of(&[&zhang, &wang], &Lead);
    assert_eq!((state.opinions[0].text.as_str(), state.opinions[0].variants.len()), ("指标值偏低", 0));

    zhang.amend(id, "指标值明显偏低", None, &[id]);
    laptop.clock = zhang.clock;
    let last = laptop.amend(id, "指标值偏低，请按上年实绩测算", None, &[id]);
    let state = state_of(&[&zhang, &laptop, &wang], &NoLeads);
    assert_eq!(state.opinions.len(), 1);
    assert_eq!(state.opinions[0].event, last);
    assert_eq!(state.opinions[0].variants, ["指标值明显偏低"]);
    assert!(!state.contested(), "two wordings of one's own opinion are no conflict");
}

#[test]
fn the_latest_wording_is_shown_and_equal_ones_are_told_once() {
    // Several texts, so that the identities fall in either order.
    for number in 0..8 {
        let mut zhang = Desk::new("张三", 1);
        let id = zhang.opinion(Some(5), "指标值偏低", &[]);
        let [mut laptop, mut tablet, mut phone] = [2, 3, 4].map(|machine| Desk::new("张三", machine));
        laptop.amend(id, &format!("早 {number}"), None, &[id]);
        tablet.amend(id, &format!("早 {number}"), None, &[id]);
        phone.clock += 60_000;
        phone.amend(id, &format!("晚 {number}"), None, &[id]);
        let state = state_of(&[&zhang, &phone, &laptop, &tablet], &NoLeads);
        assert_eq!(state.opinions[0].text, format!("晚 {number}"));
        assert_eq!(state.opinions[0].variants, [format!("早 {number}")]);
        zhang.clock += 60_000;
        zhang.amend(id, &format!("晚 {number}"), None, &[id]);
        let state = state_of(&[&zhang, &phone], &NoLeads);
        assert!(state.opinions[0].variants.is_empty(), "the same words on two machines");
    }
}

#[test]
fn a_decision_that_returns_because_the_later_one_was_undone_reopens_what_the_lead_resolved() {
    let (mut wang, mut lead) = (Desk::new("王五", 2), Desk::new("李处长", 3));
    let first = wang.verdict(3, Verdict::Passed, &[]);
    let second = wang.verdict(3, Verdict::Opinion, &[first]);
    let resolved = lead.verdict(3, Verdict::Returned, &[second]);
    assert_eq!(state_of(&[&wang, &lead], &Lead).rows[&3].events(), [resolved]);
    wang.retract(second, RetractReason::Undo);
    assert_eq!(row(&state_of(&[&wang, &lead], &Lead), 3), Some(Settled::Contested), "the lead has not seen it");
}

#[test]
fn a_demand_dates_from_when_it_was_first_made() {
    let mut zhang = Desk::new("张三", 1);
    let id = zhang.opinion(Some(5), "指标值偏低", &[]);
    let undone = zhang.amend(id, "指标值偏低", Some(demand("一")), &[id]);
    zhang.retract(undone, RetractReason::Undo);
    zhang.amend(id, "指标值偏低", Some(demand("二")), &[id]);
    let raised = zhang.chain[3].envelope.at;
    // One issued in between, and one before, whatever their identities.
    let mut demands = vec![(raised, id)];
    for clock in [1_700_000_000_000, 1_800_000_000_000] {
        zhang.clock = clock;
        for text in ["甲", "乙", "丙"] {
            let issued = DemandIssued { on: on(None), category: None, demand: demand(text) };
            let id = zhang.write(Body::DemandIssued(issued), &[]);
            demands.push((zhang.chain.last().unwrap().envelope.at, id));
        }
    }
    demands.sort();
    let state = state_of(&[&zhang], &NoLeads);
    assert_eq!(state.demands.iter().map(|demand| (demand.at, demand.id)).collect::<Vec<_>>(), demands);
}

#[test]
fn a_demand_lives_with_its_opinion_and_keeps_its_number() {
    let mut zhang = Desk::new("张三", 1);
    let id = zhang.write(Body::OpinionAdded(opinion(Some(5), "指标值偏低", Some(demand("补充测算依据")))), &[]);
    let raised = zhang.chain[0].envelope.at;
    let reworded = zhang.amend(id, "指标值偏低", Some(demand("补充测算依据并附上年实绩")), &[id]);
    let state = state_of(&[&zhang], &NoLeads);
    assert_eq!((state.demands[0].id, state.demands[0].at, state.demands.len()), (id, raised, 1));
    assert_eq!(state.demands[0].demand.text, "补充测算依据并附上年实绩");
    zhang.amend(id, "指标值偏低", None, &[reworded]);
    assert!(state_of(&[&zhang], &NoLeads).demands.is_empty(), "an amendment without it takes it back");

    let issued = DemandIssued { on: on(None), category: None, demand: demand("限期整改") };
    let own = zhang.write(Body::DemandIssued(issued), &[]);
    assert_eq!(state_of(&[&zhang], &NoLeads).demands[0].id, own);
    zhang.retract(own, RetractReason::Withdrawn);
    assert!(state_of(&[&zhang], &NoLeads).demands.is_empty());
}

#[test]
fn nobody_takes_back_what_a_colleague_wrote_except_a_lead() {
    let (mut zhang, mut wang, mut lead) = (Desk::new("张三", 1), Desk::new("王五", 2), Desk::new("李处长", 3));
    let id = zhang.opinion(Some(5), "指标值偏低", &[]);
    wang.retract(id, RetractReason::Withdrawn);
    assert_eq!(state_of(&[&zhang, &wang], &NoLeads).opinions.len(), 1);
    let taken = lead.retract(id, RetractReason::Withdrawn);
    assert!(state_of(&[&zhang, &wang, &lead], &Lead).opinions.is_empty());
    zhang.retract(taken, RetractReason::Redo);
    assert!(state_of(&[&zhang, &wang, &lead], &Lead).opinions.is_empty(), "the lead's step is not zhang's to undo");
    lead.retract(taken, RetractReason::Redo);
    assert_eq!(state_of(&[&zhang, &wang, &lead], &Lead).opinions.len(), 1);
}

#[test]
fn an_amendment_or_retraction_that_comes_first_waits_for_what_it_names() {
    let mut zhang = Desk::new("张三", 1);
    let id = zhang.opinion(Some(5), "甲", &[]);
    zhang.amend(id, "乙", None, &[id]);
    assert!(fold(&zhang.chain[1..], &NoLeads).untouched());
    zhang.retract(id, RetractReason::Withdrawn);
    assert!(fold(&zhang.chain[1..], &NoLeads).untouched());
    assert!(state_of(&[&zhang], &NoLeads).untouched());
}

#[test]
fn a_long_row_of_undo_and_redo_does_not_overflow() {
    let mut zhang = Desk::new("张三", 1);
    let mut last = zhang.verdict(1, Verdict::Passed, &[]);
    for _ in 0..20_000 {
        last = zhang.retract(last, RetractReason::Redo);
    }
    assert_eq!(row(&state_of(&[&zhang], &NoLeads), 1), Some(Settled::One(&Verdict::Passed)));
    zhang.retract(last, RetractReason::Redo);
    assert!(state_of(&[&zhang], &NoLeads).untouched());
}

#[test]
fn events_in_a_circle_neither_hang_nor_count() {
    // Hashes make this impossible; the fold must be total all the same.
    let mut zhang = Desk::new("张三", 1);
    zhang.verdict(1, Verdict::Passed, &[]);
    let one = zhang.retract(zhang.chain[0].id, RetractReason::Undo);
    let two = zhang.retract(one, RetractReason::Redo);
    let mut events = zhang.chain.clone();
    for (place, of) in [(1, two), (2, one)] {
        let Body::Retracted(body) = &mut events[place].body else { unreachable!() };
        body.of = of;
    }
    events[0].envelope.sees = vec![events[0].id];
    let _ = fold(&events, &NoLeads);
    assert!(!fold(&events[1..], &NoLeads).contested());
}

// ---------------------------------------------------------------------------------------------------- properties

/// What a person does next; numbers choose among what is there.
#[derive(Debug, Clone)]
enum Act {
    Verdict(u32, Verdict),
    Grade(Grade),
    Opinion(Option<u32>, bool),
    Amend(usize, bool),
    Demand,
    Withdraw(usize),
    Accept(Option<u32>, bool),
    Dismiss(Option<u32>),
}

fn act() -> impl Strategy<Value = Act> {
    let verdict = prop::sample::select(vec![Verdict::Passed, Verdict::Returned, Verdict::Later]);
    prop_oneof![
        (1u32..4, verdict).prop_map(|(row, verdict)| Act::Verdict(row, verdict)),
        prop::sample::select(Grade::ALL.to_vec()).prop_map(Act::Grade),
        (prop::option::of(1u32..4), any::<bool>()).prop_map(|(row, demand)| Act::Opinion(row, demand)),
        (any::<usize>(), any::<bool>()).prop_map(|(which, demand)| Act::Amend(which, demand)),
        Just(Act::Demand),
        any::<usize>().prop_map(Act::Withdraw),
        (prop::option::of(1u32..4), any::<bool>()).prop_map(|(row, edited)| Act::Accept(row, edited)),
        prop::option::of(1u32..4).prop_map(Act::Dismiss),
    ]
}

/// Does it as the program would: `sees` names the heads on screen.
fn perform(desk: &mut Desk, act: &Act, state: &ReviewState) -> EventId {
    let row_heads = |row: u32| state.rows.get(&row).map(|heads| heads.events()).unwrap_or_default();
    let own: Vec<_> = state.opinions.iter().filter(|opinion| opinion.author == desk.author).collect();
    let draft = |wanted: bool| wanted.then(|| demand("整改"));
    match act {
        Act::Verdict(row, verdict) => desk.verdict(*row, *verdict, &row_heads(*row)),
        Act::Grade(grade) => desk.grade(*grade, "", &state.grade.events()),
        Act::Amend(which, demand) if !own.is_empty() => {
            let opinion = own[which % own.len()];
            desk.amend(opinion.id, "改", draft(*demand), &[opinion.event])
        }
        Act::Opinion(row, demand) => {
            let sees = row.map(row_heads).unwrap_or_default();
            desk.write(Body::OpinionAdded(opinion(*row, "意见", draft(*demand))), &sees)
        }
        Act::Accept(row, edited) => desk.accept(*row, "T029", *edited, &row.map(row_heads).unwrap_or_default()),
        Act::Dismiss(None) => desk.dismiss(None, "T029"),
        Act::Dismiss(Some(row)) => desk.pass_drafts(*row, &["T029"], &row_heads(*row)),
        Act::Withdraw(which) if !own.is_empty() => desk.retract(own[which % own.len()].id, RetractReason::Withdrawn),
        Act::Demand | Act::Amend(..) | Act::Withdraw(_) => {
            desk.write(Body::DemandIssued(DemandIssued { on: on(None), category: None, demand: demand("整改") }), &[])
        }
    }
}

fn state_digest(state: &ReviewState) -> [u8; 32] {
    let mut digest = StateDigest::new();
    digest.add(VersionId([2; 32]), state).unwrap();
    digest.finish()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Several people, each seeing only part of the others' work: every order and repetition gives one state.
    #[test]
    fn every_order_and_repetition_gives_the_same_state(
        acts in prop::collection::vec((0usize..4, act(), prop::collection::vec(any::<bool>(), 4)), 1..30),
        shuffle in prop::collection::vec(any::<(u64, bool)>(), 30),
    ) {
        let mut desks =
            [Desk::new("张三", 1), Desk::new("王五", 2), Desk::new("李处长", 3), Desk::new("张三", 4)];
        for (who, act, knows) in &acts {
            let known: Vec<&Desk> =
                desks.iter().enumerate().filter(|(at, _)| at == who || knows[*at]).map(|(_, desk)| desk).collect();
            let state = state_of(&known, &Lead);
            perform(&mut desks[*who], act, &state);
        }
        let events: Vec<&Event> = desks.iter().flat_map(|desk| &desk.chain).collect();
        let expected = fold(events.iter().copied(), &Lead);
        let mut order: Vec<(u64, &Event)> = Vec::new();
        for (event, (key, twice)) in events.iter().zip(&shuffle) {
            order.push((*key, event));
            if *twice {
                order.push((key.rotate_left(17), event));
            }
        }
        order.sort_by_key(|(key, _)| *key);
        let shuffled = fold(order.into_iter().map(|(_, event)| event), &Lead);
        prop_assert_eq!(state_digest(&shuffled), state_digest(&expected));
        prop_assert_eq!(shuffled, expected);
    }

    /// Nobody but a lead silences another: each person's latest decision on a row is still among its heads.
    #[test]
    fn everyones_latest_decision_is_heard(
        acts in prop::collection::vec((0usize..3, 1u32..3, prop::bool::ANY), 1..25),
    ) {
        let mut desks = [Desk::new("张三", 1), Desk::new("王五", 2), Desk::new("赵六", 3)];
        let mut latest = BTreeMap::new();
        for (who, number, passed) in acts {
            let sees = state_of(&desks.iter().collect::<Vec<_>>(), &NoLeads)
                .rows.get(&number).map(|heads| heads.events()).unwrap_or_default();
            let verdict = if passed { Verdict::Passed } else { Verdict::Returned };
            latest.insert((number, who), desks[who].verdict(number, verdict, &sees));
        }
        let state = state_of(&desks.iter().collect::<Vec<_>>(), &NoLeads);
        let heads: BTreeSet<EventId> = state.rows.values().flat_map(|heads| heads.events()).collect();
        prop_assert_eq!(heads, latest.into_values().collect::<BTreeSet<_>>());
    }

    /// N undos give the state of N actions ago, redos bring it back, and a new action ends redoing.
    #[test]
    fn every_step_can_be_undone_and_redone(
        colleague in prop::collection::vec(act(), 0..4),
        acts in prop::collection::vec(act(), 1..15),
        back in 1usize..15,
        forth in 0usize..15,
        then in act(),
        lead in any::<bool>(),
    ) {
        let mut other = Desk::new("王五", 2);
        for act in &colleague {
            let state = state_of(&[&other], &Lead);
            perform(&mut other, act, &state);
        }
        let mut desk = Desk::new(if lead { "李处长" } else { "张三" }, 1);
        let mut states = vec![state_of(&[&other, &desk], &Lead)];
        for act in &acts {
            let state = states.last().unwrap().clone();
            perform(&mut desk, act, &state);
            states.push(state_of(&[&other, &desk], &Lead));
        }
        let back = back.min(acts.len());
        let forth = forth.min(back);
        for undone in 1..=back {
            let of = steps(&desk.chain).next_undo()[0];
            desk.retract(of, RetractReason::Undo);
            prop_assert_eq!(&state_of(&[&other, &desk], &Lead), &states[acts.len() - undone]);
        }
        for redone in 1..=forth {
            let of = steps(&desk.chain).next_redo()[0];
            desk.retract(of, RetractReason::Redo);
            prop_assert_eq!(&state_of(&[&other, &desk], &Lead), &states[acts.len() - back + redone]);
        }
        let Steps { undo, redo } = steps(&desk.chain);
        prop_assert_eq!((undo.len(), redo.len()), (acts.len() - back + forth, back - forth));
        let state = state_of(&[&other, &desk], &Lead);
        let new = perform(&mut desk, &then, &state);
        let after = steps(&desk.chain);
        prop_assert_eq!((after.next_undo(), after.next_redo()), (&[new][..], &[][..]));
        desk.retract(new, RetractReason::Undo);
        prop_assert_eq!(state_of(&[&other, &desk], &Lead), state);
    }
}

#[test]
fn an_undo_of_something_unknown_changes_no_step() {
    let mut zhang = Desk::new("张三", 1);
    let id = zhang.verdict(1, Verdict::Passed, &[]);
    zhang.retract(EventId([7; 32]), RetractReason::Undo);
    zhang.retract(EventId([7; 32]), RetractReason::Redo);
    assert_eq!(steps(&zhang.chain), Steps { undo: vec![vec![id]], redo: vec![] });
}
