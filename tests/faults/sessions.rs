//! Several processes and sessions on one database.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Barrier;

use super::child::{
    self, Running, complaints, count, found, holds, open, opinion, options, say, spin, table, table_of, target,
};
use super::support::{go_on, items, on, view};
use wenxiao::engine::identity::Standing;
use wenxiao::engine::request::{Action, ImportOptions};
use wenxiao::engine::view::{Draft, DraftKey};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::review::{CategoryCode, Verdict};
use wenxiao::store::{Access, Session};

/// Starts the test as so many children that begin their part at the same moment.
fn together(test: &str, part: &str, folder: &std::path::Path, count: usize) -> Vec<Running> {
    let mut running: Vec<Running> =
        (0..count).map(|number| Running::start(child::command(test, &format!("{part}-{number}"), folder))).collect();
    for child in &mut running {
        assert_eq!(child.line().as_deref(), Some("ready"));
    }
    std::fs::write(folder.join("go"), "").unwrap();
    running
}

/// Waits, as a child, for the moment at which all begin.
fn ready(folder: &std::path::Path) {
    say("ready");
    while !folder.join("go").exists() {
        spin(1000);
    }
}

#[test]
fn four_processes_save_a_hundred_opinions_each_on_one_database_with_one_key() {
    const PROCESSES: usize = 4;
    const SAVES: u64 = 100;
    if let Some((part, folder)) = child::part() {
        ready(&folder);
        for turn in 0..SAVES / 10 {
            // Coming and going like people who log in and out.
            let mut station = open(&folder);
            assert_eq!(station.standing(), Standing::Known, "somebody else's work is no restored copy");
            for number in turn * 10..turn * 10 + 10 {
                let operation = format!("{part}-{number}");
                let action = opinion(&station, &target(number, 40), &operation);
                let event = station.act(&operation, &action).unwrap().event.unwrap();
                say(&format!("done {event}"));
            }
        }
        return say("finished");
    }
    let test = "sessions::four_processes_save_a_hundred_opinions_each_on_one_database_with_one_key";
    let folder = tempfile::tempdir().unwrap();
    let before = found(folder.path(), 40).digest().unwrap().events;
    let mut ids = BTreeSet::new();
    for running in together(test, "saves", folder.path(), PROCESSES) {
        let (said, ended, complaint) = running.finish();
        assert!(ended.success() && said.last().is_some_and(|line| line == "finished"), "{complaint}");
        ids.extend(said.iter().filter_map(|line| line.strip_prefix("done ").map(str::to_owned)));
    }
    assert_eq!(ids.len(), PROCESSES * SAVES as usize, "none was busy, none was told twice");
    let station = open(folder.path());
    assert_eq!(station.standing(), Standing::Known);
    assert_eq!(station.digest().unwrap().events, before + ids.len() as u64);
    assert_eq!(complaints(&station), []);
    let database = folder.path().join("wenxiao.db");
    assert!(ids.iter().all(|id| holds(&database, id)));
    assert_eq!(count(&database, "SELECT count(*) FROM replica"), 1, "one device, one chain");
    assert_eq!(count(&database, "SELECT count(*) - count(DISTINCT seq) FROM event"), 0, "no number twice");
}

#[test]
fn processes_that_start_together_on_nothing_found_one_database_and_one_person() {
    if let Some((part, folder)) = child::part() {
        ready(&folder);
        let mut station = Workstation::open(options(&folder)).unwrap();
        let introduced = station.introduce(&part, "绩效处");
        drop(station);
        let uuid = Session::open(&folder.join("wenxiao.db"), Access::Write).unwrap().required_meta("uuid").unwrap();
        return say(&match introduced {
            Ok(station) => format!("{uuid} is {}", station.name),
            Err(problem) => format!("{uuid} not {}", problem.key),
        });
    }
    let test = "sessions::processes_that_start_together_on_nothing_found_one_database_and_one_person";
    for _ in 0..12 {
        let folder = tempfile::tempdir().unwrap();
        let mut databases = BTreeSet::new();
        let mut people = Vec::new();
        for running in together(test, "person", folder.path(), 4) {
            let (said, ended, complaint) = running.finish();
            assert!(ended.success(), "{complaint}");
            let (uuid, outcome) = said.last().unwrap().split_once(' ').unwrap();
            databases.insert(uuid.to_owned());
            match outcome.split_once(' ').unwrap() {
                ("is", name) => people.push(name.to_owned()),
                // Told by the key file, or by the session that had read it by then.
                (_, key) => assert!(["problem-key-exists", "problem-already-introduced"].contains(&key), "{key}"),
            }
        }
        assert_eq!(databases.len(), 1);
        // Whoever came later found the key there already; nobody's key was overwritten.
        assert_eq!(people.len(), 1, "{people:?}");
        assert_eq!(open(folder.path()).station().unwrap().name, people[0]);
    }
}

#[test]
fn the_second_of_two_sessions_on_one_row_is_told_and_keeps_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = found(folder.path(), 2);
    let mut second = open(folder.path());
    let shown = view(&second, "项目1");
    let decided = Action::SetVerdict {
        on: on(&shown, Some(1)),
        seen: Vec::new(),
        verdict: Verdict::Passed,
        reason: String::new(),
    };
    first.act("first", &decided).unwrap();
    let before = second.digest().unwrap();
    let late = Action::AddOpinion {
        on: on(&shown, Some(1)),
        seen: Vec::new(),
        category: CategoryCode("C07".into()),
        text: "无法考核".into(),
        demand: None,
    };
    let draft = Draft {
        key: DraftKey { on: on(&shown, Some(1)), opinion: None },
        operation: "second".into(),
        category: None,
        text: "无法考核".into(),
        demand: String::new(),
        due: String::new(),
        responsible_unit: String::new(),
        from_check: None,
    };
    second.save_draft(&draft).unwrap();
    assert_eq!(second.act("second", &late).unwrap_err().key, "problem-decided-meanwhile");
    assert_eq!(second.digest().unwrap(), before);
    let shown = view(&second, "项目1");
    assert_eq!(shown.drafts, [draft], "the text waits");
    let Action::AddOpinion { on, category, text, demand, .. } = late else { unreachable!() };
    let seen = shown.state.rows[&1].events();
    second.act("second", &Action::AddOpinion { on, seen, category, text, demand }).unwrap();
    assert_eq!(view(&first, "项目1").state.opinions.len(), 1, "the other session sees it");
    assert!(view(&second, "项目1").drafts.is_empty());
}

#[test]
fn a_cancelled_import_leaves_another_sessions_import_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = found(folder.path(), 2);
    let mut second = open(folder.path());
    let (big, other) = (folder.path().join("big.csv"), folder.path().join("other.csv"));
    std::fs::write(&big, table(50)).unwrap();
    std::fs::write(&other, table_of("工程", 20)).unwrap();
    let options = ImportOptions { year: Some(2025), ..ImportOptions::default() };
    let mut met = 0;
    let report = first.import(std::slice::from_ref(&big), &options, &mut |progress| {
        if progress.phase == "phase-storing" && met == 0 {
            met += 1;
            let cancelled = second.import(std::slice::from_ref(&other), &options, &mut |progress| {
                if progress.phase == "phase-storing" { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            assert_eq!(cancelled.unwrap_err().key, "problem-cancelled");
            // Nor does a session that begins now.
            drop(open(folder.path()));
        }
        ControlFlow::Continue(())
    });
    assert_eq!(met, 1);
    assert_eq!(report.unwrap().files[0].tables[0].projects, 50);
    assert_eq!(items(&first).len(), 50, "nothing of the cancelled table is here");
    assert_eq!(complaints(&first), []);
}

#[test]
fn the_same_table_imported_by_two_sessions_at_once_is_there_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = found(folder.path(), 2);
    let mut second = open(folder.path());
    let big = folder.path().join("big.csv");
    std::fs::write(&big, table(50)).unwrap();
    let options = ImportOptions { year: Some(2025), ..ImportOptions::default() };
    let mut met = 0;
    let report = first.import(std::slice::from_ref(&big), &options, &mut |progress| {
        if progress.phase == "phase-storing" && met == 0 {
            met += 1;
            second.import(std::slice::from_ref(&big), &options, &mut go_on).unwrap();
        }
        ControlFlow::Continue(())
    });
    report.unwrap();
    assert_eq!(items(&first).len(), 50);
    let database = folder.path().join("wenxiao.db");
    assert_eq!(
        count(&database, "SELECT count(*) FROM event WHERE kind = 'batch.published'"),
        2,
        "with the first table"
    );
    assert_eq!(count(&database, "SELECT count(*) FROM batch"), 2);
    assert_eq!(complaints(&first), []);
}

#[test]
fn one_bundle_taken_in_by_two_sessions_at_once_is_in_once() {
    for _ in 0..3 {
        let (ours, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let a = found(ours.path(), 60);
        let bundle = ours.path().join("a.wxb");
        a.export_bundle(&bundle, true, None, &mut go_on).unwrap();
        let mut b = open(theirs.path());
        b.introduce("李强", "绩效处").unwrap();
        b.enrol(&a.key_card().unwrap()).unwrap();
        let barrier = Barrier::new(2);
        let take = || {
            let mut station = open(theirs.path());
            barrier.wait();
            station.import_bundles(std::slice::from_ref(&bundle), &mut go_on).unwrap().remove(0)
        };
        let reports = std::thread::scope(|scope| {
            let runs = [scope.spawn(take), scope.spawn(take)];
            runs.map(|run| run.join().unwrap())
        });
        let mut new = reports.map(|report| report.new);
        new.sort_unstable();
        assert_eq!(new, [0, a.digest().unwrap().events]);
        assert_eq!(b.digest().unwrap(), a.digest().unwrap());
        assert_eq!(complaints(&b), []);
    }
}
