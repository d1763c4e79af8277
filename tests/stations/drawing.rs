//! Sealing and drawing take their time with many units: they tell how far they are, and are stored whole or not at all.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use wenxiao::engine::import::Progress;
use wenxiao::engine::request::ImportOptions;
use wenxiao::engine::spot_check::further::FurtherAsk;
use wenxiao::engine::spot_check::plan::SampleAsk;
use wenxiao::engine::spot_check::replace::ReplaceAsk;
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::event::Subject;
use wenxiao::model::form::FormKind;
use wenxiao::model::recheck::Outcome;

use super::sampling::{ask, operation, thrown};
use super::support::{Desk, go_on, import, opine};

/// Self-evaluations, enough that each phase is told of more than once.
const UNITS: usize = 900;

fn read(station: &mut Workstation, desk: &Desk) {
    let mut text =
        "项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n"
            .to_owned();
    for number in 1..=UNITS {
        text.push_str(&format!("N{number:04},项目{number},住建局,中心,产出指标,数量指标,完成数量,≥,30,件,31,90,90\n"));
    }
    let path = desk.path("自评清单.csv");
    std::fs::write(&path, text).unwrap();
    let kind = Some(FormKind::SelfEvaluation);
    let options = ImportOptions { year: Some(2024), kind, ..ImportOptions::default() };
    station.import(&[path], &options, &mut go_on).unwrap();
}

fn many() -> SampleAsk {
    SampleAsk { rate: "70%".to_owned(), ..ask() }
}

/// Stops when a phase is told of for the `nth` time.
fn stop_at(phase: &'static str, nth: usize) -> impl FnMut(Progress) -> ControlFlow<()> {
    let mut told = 0;
    move |progress| {
        told += usize::from(progress.phase == phase);
        if told >= nth { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

fn rows(desk: &Desk, table: &str) -> i64 {
    let connection = rusqlite::Connection::open(desk.path("wenxiao.db")).unwrap();
    connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

#[test]
fn a_seal_or_draw_that_is_stopped_in_any_phase_leaves_nothing() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    read(&mut station, &desk);
    let before = station.digest().unwrap();
    for (phase, nth) in [
        ("phase-reading-units", 1),
        ("phase-reading-units", 3),
        ("phase-sorting-units", 4),
        ("phase-sealing", 1),
        ("phase-storing", 1),
    ] {
        let stopped = station.seal_sample(&operation(), &many(), &mut stop_at(phase, nth)).unwrap_err();
        assert_eq!(stopped.key, "problem-cancelled", "{phase}");
        assert_eq!((station.digest().unwrap(), rows(&desk, "attachment")), (before.clone(), 0), "{phase}");
    }
    let mut phases = Vec::new();
    let mut watch = |progress: Progress| {
        assert!(progress.total.is_some_and(|total| progress.done <= total), "{progress:?}");
        if phases.last() != Some(&progress.phase) {
            phases.push(progress.phase);
        }
        ControlFlow::Continue(())
    };
    station.seal_sample(&operation(), &many(), &mut watch).unwrap();
    assert_eq!(phases, ["phase-reading-units", "phase-sorting-units", "phase-sealing", "phase-storing"]);
    let sealed = station.digest().unwrap();
    for (phase, nth) in [
        ("phase-drawing", 1),
        ("phase-drawing", 3),
        ("phase-signing", 1),
        ("phase-signing", 2),
        ("phase-storing", 1),
        ("phase-storing", 3),
    ] {
        let stopped = station.draw_sample(&operation(), &thrown(), &mut stop_at(phase, nth)).unwrap_err();
        assert_eq!(stopped.key, "problem-cancelled", "{phase}");
        assert_eq!((station.digest().unwrap(), rows(&desk, "recheck")), (sealed.clone(), 0), "{phase}");
        assert!(station.samples().unwrap()[0].waits(), "{phase}");
    }
    station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
    let lines = station.rechecks(Some(2024)).unwrap().lines;
    assert_eq!(lines.len(), 630);
    station.rebuild().unwrap();
    assert_eq!(station.rechecks(Some(2024)).unwrap().lines, lines, "what was stored is what the log says");
    assert!(station.doctor().unwrap().iter().all(|check| check.ok));
}

#[test]
fn drawing_on_that_is_stopped_in_any_phase_leaves_nothing_and_goes_on_whole() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    read(&mut station, &desk);
    let small = SampleAsk { second: "1/2".to_owned(), ..ask() };
    station.seal_sample(&operation(), &small, &mut go_on).unwrap();
    station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
    let drawn = station.digest().unwrap();
    let on = FurtherAsk { sealed: None, to: Some(700), reason: "多排了几个组".to_owned() };
    for (phase, nth) in [
        ("phase-drawing", 1),
        ("phase-drawing", 2),
        ("phase-drawing", 3),
        ("phase-signing", 1),
        ("phase-signing", 2),
        ("phase-storing", 1),
        ("phase-storing", 3),
    ] {
        let stopped = station.draw_further(&operation(), &on, &mut stop_at(phase, nth)).unwrap_err();
        assert_eq!(stopped.key, "problem-cancelled", "{phase}");
        assert_eq!((station.digest().unwrap(), rows(&desk, "recheck")), (drawn.clone(), 90), "{phase}");
        assert_eq!(station.samples().unwrap()[0].total(), 90, "{phase}");
    }
    // Somebody gives way while it is signed: it is made anew, and who stands in for that one is drawn, too.
    let mut beside = desk.open();
    let mut given = 0;
    let mut phases = Vec::new();
    let mut watch = |progress: Progress| {
        assert!(progress.total.is_some_and(|total| progress.done <= total), "{progress:?}");
        if phases.last() != Some(&progress.phase) {
            phases.push(progress.phase);
        }
        if progress.phase == "phase-signing" && progress.done == 256 && given < 3 {
            given += 1;
            let lines = beside.rechecks(Some(2024)).unwrap().lines;
            let line = lines
                .iter()
                .find(|line| line.reasons.is_empty() && !line.is_replaced() && line.second.is_none())
                .unwrap();
            let on = Subject { project: line.project, year: 2024, version: line.version, row: None };
            let reason = "当年没有自评任务".to_owned();
            let ask = ReplaceAsk { on, seen: Vec::new(), outcome: Outcome::NotApplicable, reason };
            beside.replace_unit(&operation(), &ask).unwrap();
        }
        ControlFlow::Continue(())
    };
    let grown = station.draw_further(&operation(), &on, &mut watch).unwrap();
    assert_eq!(phases.first(), Some(&"phase-drawing"));
    assert_eq!((phases.last(), grown.total(), given), (Some(&"phase-storing"), 700, 3));
    let lines = station.rechecks(Some(2024)).unwrap().lines;
    assert_eq!(lines.len(), 703, "700 drawn, three stand in: {}", lines.len());
    assert_eq!(lines.iter().filter(|line| line.reasons == "N").count(), 3);
    assert!(station.replacements(Some(2024)).unwrap().iter().all(|one| one.by.is_some()));
    let places: BTreeSet<u64> = lines.iter().map(|line| line.place).collect();
    assert_eq!(places, (1..=703).collect(), "nobody twice and nobody left out");
    let files = station.sample_files(&grown).unwrap();
    let lot = String::from_utf8(files["second.tsv"].clone()).unwrap();
    let published: BTreeSet<&str> = lot.lines().map(|line| line.rsplit('\t').next().unwrap()).collect();
    let wanted: BTreeSet<&str> =
        lines.iter().filter(|line| line.second.is_some()).map(|line| line.code.as_str()).collect();
    assert_eq!(wanted, published);
    assert!(wanted.len() > 250 && wanted.len() < 450, "{}", wanted.len());
    station.rebuild().unwrap();
    assert_eq!(station.rechecks(Some(2024)).unwrap().lines, lines, "what was stored is what the log says");
    assert!(station.doctor().unwrap().iter().all(|check| check.ok));
}

#[test]
fn of_two_who_draw_on_at_once_one_stands() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    read(&mut station, &desk);
    station.seal_sample(&operation(), &ask(), &mut go_on).unwrap();
    station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
    let on = |to| FurtherAsk { sealed: None, to: Some(to), reason: "多排了几个组".to_owned() };
    let mut beside = desk.open();
    let mut first = None;
    let mut watch = |progress: Progress| {
        if progress.phase == "phase-signing" && first.is_none() {
            // While this one is signed.
            first = Some(beside.draw_further(&operation(), &on(100), &mut go_on).unwrap());
        }
        ControlFlow::Continue(())
    };
    let refused = station.draw_further(&operation(), &on(120), &mut watch).unwrap_err();
    assert_eq!(refused.key, "problem-decided-meanwhile");
    assert_eq!(station.samples().unwrap(), [first.unwrap()]);
    assert_eq!(rows(&desk, "recheck"), 100);
}

#[test]
fn acts_that_come_between_are_kept_and_the_draw_stands_after_them() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    read(&mut station, &desk);
    station.seal_sample(&operation(), &many(), &mut go_on).unwrap();
    let before = station.digest().unwrap().events;
    // The same person goes on in another window whenever the draw is about to be signed; the last time nobody can.
    let mut beside = desk.open();
    let mut given = 0;
    let mut watch = |progress: Progress| {
        if progress.phase == "phase-signing" && progress.done == 256 && given < 3 {
            given += 1;
            opine(&mut beside, "道路养护", 2, &format!("意见{given}"));
        }
        ControlFlow::Continue(())
    };
    let drawn = station.draw_sample(&operation(), &thrown(), &mut watch).unwrap();
    assert_eq!(given, 3);
    assert!(drawn.drawn.is_some());
    assert_eq!(station.digest().unwrap().events, before + 3 + 1 + 630, "signed thrice in vain, stored once");
    let versions: BTreeSet<_> = station.rechecks(Some(2024)).unwrap().lines.iter().map(|line| line.version).collect();
    assert_eq!(versions.len(), 630);
    assert!(station.doctor().unwrap().iter().all(|check| check.ok));
    assert_eq!(beside.draw_sample(&operation(), &thrown(), &mut go_on).unwrap_err().key, "problem-sample-drawn");
}

#[test]
fn a_draw_made_elsewhere_while_this_one_computes_is_the_one_that_stands() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    read(&mut station, &desk);
    station.seal_sample(&operation(), &many(), &mut go_on).unwrap();
    let mut beside = desk.open();
    let mut first = None;
    let mut watch = |progress: Progress| {
        if progress.phase == "phase-signing" && first.is_none() {
            first = Some(beside.draw_sample(&operation(), &thrown(), &mut go_on).unwrap());
        }
        ControlFlow::Continue(())
    };
    let refused = station.draw_sample(&operation(), &thrown(), &mut watch).unwrap_err();
    assert_eq!(refused.key, "problem-sample-drawn");
    assert_eq!(station.samples().unwrap(), [first.unwrap()]);
    assert_eq!(rows(&desk, "recheck"), 630);
}
