//! Answers to drafts of the automatic checks: counted by check, the same after a rebuild, agreed upon between stations.

use wenxiao::engine::request::Action;
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::event::DemandDraft;
use wenxiao::model::finding::{Answers, CheckRef, FromCheck, Voice};
use wenxiao::model::problem::Problem;
use wenxiao::model::review::CategoryCode;

use super::support::{self, Desk, go_on, import, view};
use super::{bundle, colleagues};

fn operation() -> String {
    uuid::Uuid::now_v7().to_string()
}

fn accept(station: &mut Workstation, row: Option<u32>, check: &str, edited: bool) -> Result<(), Problem> {
    let view = view(station, "道路养护");
    let action = Action::AcceptDraft {
        on: support::on(&view, row),
        seen: row.and_then(|row| view.state.rows.get(&row)).map(|heads| heads.events()).unwrap_or_default(),
        from: FromCheck { check: check.into(), version: "1/default".into(), edited },
        category: CategoryCode("C01".into()),
        text: "年度目标未填报".into(),
        demand: Some(DemandDraft {
            text: "补充填报".into(),
            due: "2025-06-20".into(),
            responsible_unit: "养护中心".into(),
        }),
    };
    station.act(&operation(), &action).map(|_| ())
}

fn reference(check: &str) -> CheckRef {
    CheckRef { check: check.into(), version: "1/default".into() }
}

fn dismiss(station: &mut Workstation, row: Option<u32>, check: &str) -> Result<(), Problem> {
    let on = support::on(&view(station, "道路养护"), row);
    let action = Action::DismissDraft { on, check: reference(check), reason: "已核".into() };
    station.act(&operation(), &action).map(|_| ())
}

fn answers(station: &Workstation, check: &str) -> Answers {
    station.checks().unwrap().into_iter().find(|row| row.check.0 == check).unwrap().info.answers
}

fn of(accepted: u64, edited: u64, dismissed: u64) -> Answers {
    Answers { accepted, edited, dismissed }
}

#[test]
fn answers_are_counted_by_check_undone_with_their_act_and_equal_after_a_rebuild() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    let untouched = station.digest().unwrap().state;
    accept(&mut station, None, "T003", false).unwrap();
    assert_eq!(accept(&mut station, None, "T003", false).unwrap_err().key, "problem-draft-answered");
    accept(&mut station, Some(1), "T003", true).unwrap();
    dismiss(&mut station, Some(2), "T003").unwrap();
    assert_eq!(dismiss(&mut station, Some(2), "T003").unwrap_err().key, "problem-draft-answered");
    let on = support::on(&view(&station, "道路养护"), Some(3));
    let passed = Action::PassDrafts { on, seen: Vec::new(), dismissed: vec![reference("T003")], reason: String::new() };
    station.act(&operation(), &passed).unwrap();
    assert_eq!(answers(&station, "T003"), of(1, 1, 2));
    let seen = view(&station, "道路养护");
    assert_eq!((seen.row.opinions, seen.row.decided, seen.state.dismissed.len()), (2, 2, 2));
    let before = station.digest().unwrap();
    station.rebuild().unwrap();
    assert_eq!(station.digest().unwrap(), before);
    assert_eq!(answers(&station, "T003"), of(1, 1, 2));
    let doctor = station.doctor().unwrap();
    assert!(doctor.iter().all(|check| check.ok), "{doctor:?}");
    for _ in 0..4 {
        station.undo().unwrap();
    }
    assert_eq!(station.undo().unwrap_err().key, "problem-nothing-to-undo");
    assert_eq!(station.digest().unwrap().state, untouched);
    assert_eq!(answers(&station, "T003"), of(0, 0, 0));
    station.redo().unwrap();
    assert_eq!(answers(&station, "T003"), of(1, 0, 0));
}

#[test]
fn two_stations_that_accept_one_draft_have_one_opinion_and_two_answers() {
    let (ours, mut a, theirs, mut b) = colleagues();
    b.import_bundles(&[bundle(&ours, &a, "first.wxb", false)], &mut go_on).unwrap();
    accept(&mut a, None, "T003", false).unwrap();
    accept(&mut b, None, "T003", false).unwrap();
    let (from_a, from_b) = (bundle(&ours, &a, "a.wxb", false), bundle(&theirs, &b, "b.wxb", false));
    a.import_bundles(&[from_b], &mut go_on).unwrap();
    b.import_bundles(&[from_a], &mut go_on).unwrap();
    assert_eq!(a.digest().unwrap(), b.digest().unwrap());
    for station in [&a, &b] {
        let seen = view(station, "道路养护");
        assert_eq!((seen.state.opinions.len(), seen.state.demands.len(), seen.row.opinions), (1, 1, 1));
        assert_eq!(seen.people.len(), 2, "both are named");
        assert_eq!(answers(station, "T003"), of(2, 0, 0));
    }
    // Each takes back their own.
    let seen = view(&b, "道路养护");
    let mine = seen.state.opinions[0].given_by(&seen.me).unwrap();
    let action = Action::Withdraw { on: support::on(&seen, None), of: mine, reason: String::new() };
    b.act(&operation(), &action).unwrap();
    assert_eq!((view(&b, "道路养护").state.opinions.len(), answers(&b, "T003")), (1, of(1, 0, 0)));
}

#[test]
fn twenty_answers_against_it_turn_a_check_down() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let lines: String = support::TARGETS.lines().take(1).map(|line| format!("{line}\n")).collect();
    let row =
        |no: usize| format!("{no},项目{no},219-交通局,219001-养护中心,20,……,产出指标,数量指标,里程,≥,30,公里,90\n");
    let path = desk.path("多.csv");
    std::fs::write(&path, std::iter::once(lines).chain((100..121).map(row)).collect::<String>()).unwrap();
    import(&mut station, &path);
    for no in 100..121 {
        let voice = station.checks().unwrap().into_iter().find(|row| row.check.0 == "T003").unwrap().info.voice;
        assert_eq!(voice, if no < 120 { Voice::Drafts } else { Voice::Quiet }, "{no}");
        let seen = view(&station, &format!("项目{no}"));
        assert_eq!(seen.checks[&wenxiao::model::finding::CheckId::from("T003")].voice, voice, "{no}");
        let action =
            Action::DismissDraft { on: seen.subject.clone(), check: reference("T003"), reason: "已核".into() };
        station.act(&operation(), &action).unwrap();
    }
}
