//! Rechecks: what is found row by row becomes points, a result, a second look; undone, merged and rebuilt like any other act.

use rust_decimal::Decimal;
use wenxiao::engine::request::{Action, ImportOptions};
use wenxiao::engine::spot_check::{RecheckAct, RecheckView};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::ids::EventId;
use wenxiao::model::problem::Problem;
use wenxiao::model::recheck::{Deviation, EvidencePaper, Outcome, RecheckStatus, Verified};
use wenxiao::model::review::Grade;

use super::support::{Desk, go_on};
use super::{bundle, colleagues};

const EVALUATION: &str = include_str!("../data/recheck/自评.csv");

fn operation() -> String {
    uuid::Uuid::now_v7().to_string()
}

fn read(station: &mut Workstation, desk: &Desk) {
    let path = desk.path("自评.csv");
    std::fs::write(&path, EVALUATION).unwrap();
    let report = station.import(&[path], &ImportOptions::default(), &mut go_on).unwrap();
    assert!(report.files[0].rejects.is_empty(), "{report:?}");
}

fn view(station: &Workstation) -> RecheckView {
    let list = station.rechecks(None).unwrap();
    assert_eq!(list.year, Some(2024));
    let (project, year) = station.evaluated("P0101", None).unwrap();
    station.recheck(project, year).unwrap()
}

fn verify(station: &mut Workstation, row: u32, found: Verified) -> Result<(), Problem> {
    let view = view(station);
    let (on, seen) = (view.subject(Some(row)), view.seen(row));
    let act = RecheckAct::Verify { on, seen, found, evidence: Vec::new(), note: String::new() };
    station.act(&operation(), &Action::Recheck(act)).map(|_| ())
}

fn value(text: &str) -> Verified {
    Verified::Value(text.to_owned())
}

fn act(station: &mut Workstation, make: impl FnOnce(&RecheckView) -> RecheckAct) -> Result<(), Problem> {
    let act = make(&view(station));
    station.act(&operation(), &Action::Recheck(act)).map(|_| ())
}

fn finish(station: &mut Workstation) -> Result<(), Problem> {
    act(station, |view| RecheckAct::Finish {
        on: view.subject(None),
        seen: view.state.finished.events(),
        note: String::new(),
    })
}

fn result(view: &RecheckView) -> EventId {
    view.state.finished.0[0].event
}

/// What a visit found, row by row.
fn visit(station: &mut Workstation) {
    for (row, found) in [(1, value("2.7")), (3, value("412")), (7, value("83.3%")), (9, value("部分达成70%"))] {
        verify(station, row, found).unwrap();
    }
    verify(station, 10, Verified::NoEvidence).unwrap();
    verify(station, 12, value("88.4%")).unwrap();
    for row in [0, 2, 4, 5, 6, 8, 11] {
        verify(station, row, Verified::Agrees).unwrap();
    }
}

fn points(hundredths: i64) -> Decimal {
    Decimal::new(hundredths, 2)
}

#[test]
fn a_visit_becomes_points_a_grade_and_a_result_that_a_rebuild_gives_again() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    read(&mut station, &desk);
    let untouched = view(&station);
    assert_eq!((untouched.scored.own.points, untouched.line.status), (points(9951), RecheckStatus::Open));
    assert_eq!(finish(&mut station).unwrap_err().key, "problem-recheck-rows-open");
    visit(&mut station);
    let seen = view(&station);
    assert_eq!(seen.scored.verified.points, points(8869));
    assert_eq!(seen.scored.best.points, points(9469));
    assert_eq!(seen.scored.difference, Some(points(-1131)));
    finish(&mut station).unwrap();
    let done = view(&station);
    assert_eq!(done.line.status, RecheckStatus::Finished);
    assert_eq!((done.line.verified, done.line.grade), (Some(points(8869)), Some(Grade::Good)));
    assert_eq!(done.line.deviation, Some(Deviation::Large));
    assert_eq!(station.rechecks(Some(2024)).unwrap().counts[&RecheckStatus::Finished], 1);
    // Nothing under a result changes silently.
    assert_eq!(verify(&mut station, 3, value("420")).unwrap_err().key, "problem-recheck-finished");
    let doctor = station.doctor().unwrap();
    assert!(doctor.iter().all(|check| check.ok), "{doctor:?}");
    // A line that nobody's act stands behind is noticed, and a rebuild does away with it.
    let connection = rusqlite::Connection::open(desk.path("wenxiao.db")).unwrap();
    let columns = "project, year, status, draw, part, stratum, place, reasons, outcome, filed, own, verified, grade, \
                   deviation, state";
    let statement = format!("INSERT INTO recheck (version, {columns}) SELECT zeroblob(32), {columns} FROM recheck");
    assert_eq!(connection.execute(&statement, []).unwrap(), 1);
    drop(connection);
    assert!(station.doctor().unwrap().iter().any(|check| !check.ok && check.check == "tables"));
    station.rebuild().unwrap();
    assert_eq!(station.rechecks(Some(2024)).unwrap().lines.len(), 1);
    assert_eq!(view(&station), done);
    // Taken back it can be changed; undo brings it back.
    act(&mut station, |view| RecheckAct::Reopen { on: view.subject(None), reason: String::new() }).unwrap();
    assert_eq!(view(&station).line.status, RecheckStatus::Begun);
    station.undo().unwrap();
    assert_eq!(view(&station).line.status, RecheckStatus::Finished);
}

#[test]
fn a_second_person_checks_and_the_unit_may_object() {
    let (ours, mut zhang, theirs, mut wang) = colleagues();
    read(&mut zhang, &ours);
    visit(&mut zhang);
    finish(&mut zhang).unwrap();
    let own = act(&mut zhang, |view| RecheckAct::Check {
        on: view.subject(None),
        of: result(view),
        agrees: true,
        reason: String::new(),
    });
    assert_eq!(own.unwrap_err().key, "problem-recheck-second-person");
    wang.import_bundles(&[bundle(&ours, &zhang, "1.wxb", false)], &mut go_on).unwrap();
    let check = |agrees, reason: &str| {
        let reason = reason.to_owned();
        move |view: &RecheckView| RecheckAct::Check { on: view.subject(None), of: result(view), agrees, reason }
    };
    assert_eq!(act(&mut wang, check(false, " ")).unwrap_err().key, "problem-recheck-reason-empty");
    act(&mut wang, check(true, "")).unwrap();
    assert_eq!(view(&wang).line.status, RecheckStatus::Confirmed);
    act(&mut wang, |view| RecheckAct::Object {
        on: view.subject(None),
        of: result(view),
        text: "能耗已有检测报告".to_owned(),
    })
    .unwrap();
    assert_eq!(view(&wang).line.status, RecheckStatus::Objected);
    zhang.import_bundles(&[bundle(&theirs, &wang, "2.wxb", false)], &mut go_on).unwrap();
    assert_eq!(view(&zhang).state, view(&wang).state);
    assert_eq!(zhang.digest().unwrap(), wang.digest().unwrap());
    act(&mut zhang, |view| RecheckAct::AnswerObjection {
        on: view.subject(None),
        of: view.state.objections[0].event,
        upheld: false,
        reason: "报告不属本年度".to_owned(),
    })
    .unwrap();
    assert_eq!(view(&zhang).line.status, RecheckStatus::Confirmed);
}

#[test]
fn papers_are_numbered_and_a_row_points_to_them() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    read(&mut station, &desk);
    let paper = |name: &str| EvidencePaper { name: name.to_owned(), page: "3".to_owned(), ..EvidencePaper::default() };
    let add = |paper| move |view: &RecheckView| RecheckAct::AddEvidence { on: view.subject(None), paper };
    assert_eq!(act(&mut station, add(paper(" "))).unwrap_err().key, "problem-evidence-name-empty");
    act(&mut station, add(paper("国库支付台账"))).unwrap();
    act(&mut station, add(paper("竣工验收单"))).unwrap();
    let seen = view(&station);
    let second = seen.state.evidence[1].event;
    assert_eq!(seen.state.label(second).as_deref(), Some("@2"));
    act(&mut station, |view| RecheckAct::Verify {
        on: view.subject(Some(3)),
        seen: view.seen(3),
        found: value("412"),
        evidence: vec![second],
        note: "第3页缺38户".to_owned(),
    })
    .unwrap();
    assert_eq!(view(&station).found(3).unwrap().evidence, [second]);
    let unknown = act(&mut station, |view| RecheckAct::Verify {
        on: view.subject(Some(4)),
        seen: view.seen(4),
        found: Verified::Agrees,
        evidence: vec![EventId([9; 32])],
        note: String::new(),
    });
    assert_eq!(unknown.unwrap_err().key, "problem-no-such-evidence");
}

#[test]
fn what_cannot_be_is_refused_with_its_reason_and_nothing_is_written() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    read(&mut station, &desk);
    let before = station.digest().unwrap();
    for (row, found, key) in [
        (3, value("  "), "problem-recheck-value-empty"),
        (3, value("4\u{1b}[2J"), "problem-recheck-value-empty"),
        (99, Verified::Agrees, "problem-no-such-row"),
        (0, value("很多"), "problem-recheck-spent"),
        (0, value("-5"), "problem-recheck-spent"),
        (0, Verified::NoEvidence, "problem-recheck-execution"),
        (0, Verified::NotApplicable, "problem-recheck-execution"),
    ] {
        assert_eq!(verify(&mut station, row, found.clone()).unwrap_err().key, key, "{row} {found:?}");
    }
    let outcome = act(&mut station, |view| RecheckAct::SetOutcome {
        on: view.subject(None),
        seen: Vec::new(),
        outcome: Outcome::Refused,
        reason: String::new(),
    });
    assert_eq!(outcome.unwrap_err().key, "problem-recheck-reason-empty");
    // Stale: somebody decided meanwhile.
    verify(&mut station, 3, value("412")).unwrap();
    let stale = act(&mut station, |view| RecheckAct::Verify {
        on: view.subject(Some(3)),
        seen: Vec::new(),
        found: Verified::Agrees,
        evidence: Vec::new(),
        note: String::new(),
    });
    assert_eq!(stale.unwrap_err().key, "problem-decided-meanwhile");
    station.undo().unwrap();
    assert_eq!(station.digest().unwrap().state, before.state);
}
