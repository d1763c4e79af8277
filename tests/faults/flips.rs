//! Bytes that change on the disk, and hands that change them: noticed or harmless, never a panic, never a lie.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::child::{Dice, complaints, found, open, opinion, options};
use super::support::{go_on, grade, opine, pass};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::problem::ProblemKind;
use wenxiao::model::query::Query;
use wenxiao::model::review::Grade;

/// How many bytes are changed, each on a copy of its own.
const FLIPS: usize = 300;

/// A database with something of everything: tables, opinions, decisions, undone steps, a colleague.
fn database(folder: &Path) {
    let mut station = found(folder, 6);
    pass(&mut station, "项目1", 1);
    opine(&mut station, "项目1", 2, "目标值无法考核");
    grade(&mut station, "项目1", Grade::Fair).unwrap();
    pass(&mut station, "项目2", 1);
    station.undo().unwrap();
    for number in 3..=6 {
        let action = opinion(&station, &format!("项目{number}"), "意见");
        station.act(&format!("operation-{number}"), &action).unwrap();
    }
    let theirs = tempfile::tempdir().unwrap();
    let mut colleague = open(theirs.path());
    colleague.introduce("李强", "预算处").unwrap();
    colleague.enrol(&station.key_card().unwrap()).unwrap();
    station.enrol(&colleague.key_card().unwrap()).unwrap();
    let bundle = folder.join("ours.wxb");
    station.export_bundle(&bundle, true, None, &mut go_on).unwrap();
    colleague.import_bundles(&[bundle], &mut go_on).unwrap();
    pass(&mut colleague, "项目3", 1);
    grade(&mut colleague, "项目1", Grade::Poor).unwrap();
    let bundle = theirs.path().join("theirs.wxb");
    colleague.export_bundle(&bundle, true, None, &mut go_on).unwrap();
    station.import_bundles(&[bundle], &mut go_on).unwrap();
}

/// Everything a reviewer is shown, as text.
fn shown(station: &Workstation) -> Result<String, wenxiao::model::problem::Problem> {
    let mut text = String::new();
    station.each_row(&Query::default(), |row| {
        text.push_str(&format!("{row:?}\n"));
        Ok(())
    })?;
    for item in station.queue_ids(&Query::default(), None)? {
        text.push_str(&format!("{:?}\n", station.project(item)?));
    }
    text.push_str(&format!("{:?}\n{:?}\n{:?}\n", station.opinions()?, station.demands()?, station.contests()?));
    text.push_str(&format!("{:?}\n", station.history(100)?));
    Ok(text)
}

#[test]
fn a_changed_byte_is_noticed_or_changes_nothing_that_anyone_sees() {
    const AT_ONCE: usize = 4;
    let found: Vec<_> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..AT_ONCE as u64).map(|seed| scope.spawn(move || flips(seed, FLIPS / AT_ONCE))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let sum = |part: fn(&(usize, usize, usize)) -> usize| found.iter().map(part).sum::<usize>();
    let (refused, noticed, harmless) = (sum(|found| found.0), sum(|found| found.1), sum(|found| found.2));
    println!("{refused} refused, {noticed} noticed by the doctor, {harmless} harmless");
    assert!(refused > 0 && noticed > FLIPS / 4);
}

/// Changes so many bytes, each in a whole database: how often it was refused, noticed by the doctor, harmless.
fn flips(seed: u64, count: usize) -> (usize, usize, usize) {
    let folder = tempfile::tempdir().unwrap();
    database(folder.path());
    let path = folder.path().join("wenxiao.db");
    let station = open(folder.path());
    assert_eq!(complaints(&station), []);
    let (digest, everything) = (station.digest().unwrap(), shown(&station).unwrap());
    drop(station);
    let whole = std::fs::read(&path).unwrap();
    let state = |name: &str| {
        let vault = std::fs::read_dir(folder.path().join("state/stations")).unwrap().next().unwrap().unwrap().path();
        vault.join(name)
    };
    let kept = ["device.key", "anchor.json"].map(|name| (state(name), std::fs::read(state(name)).unwrap()));
    let used: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
    let mut dice = Dice(6 + seed);
    let (mut refused, mut noticed, mut harmless) = (0, 0, 0);
    for flip in 0..count {
        // Most of a small database is empty space, where nothing can happen.
        let at = match flip % 4 {
            0 => dice.below(whole.len() as u64) as usize,
            _ => used[dice.below(used.len() as u64) as usize],
        };
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << dice.below(8);
        for name in ["wenxiao.db-wal", "wenxiao.db-shm"] {
            let _ = std::fs::remove_file(folder.path().join(name));
        }
        std::fs::write(&path, bytes).unwrap();
        for (path, content) in &kept {
            std::fs::write(path, content).unwrap();
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let station = Workstation::open(options(folder.path()))?;
            let doctor = station.doctor()?;
            // Everything is asked for, also where the doctor complains: none of it may panic.
            let now = (station.digest(), shown(&station));
            let _ = station.home();
            if flip % 10 == 0 {
                let _ = station.backup(&folder.path().join(format!("copy-{flip}.db")));
            }
            let well = doctor.iter().all(|check| check.ok);
            Ok((well, doctor, now))
        }));
        match outcome.unwrap_or_else(|_| panic!("flip {flip} at {at}: panic")) {
            Err(problem) => {
                let problem: wenxiao::model::problem::Problem = problem;
                assert_ne!(problem.kind, ProblemKind::Internal, "flip {flip} at {at}: {problem:?}");
                refused += 1;
            }
            Ok((false, ..)) => noticed += 1,
            Ok((true, _, (now, view))) => {
                assert_eq!(now.unwrap(), digest, "flip {flip} at {at}");
                let view = view.unwrap();
                let other = view.lines().zip(everything.lines()).find(|(now, before)| now != before);
                assert!(view == everything, "flip {flip} at {at}: {other:?}");
                harmless += 1;
            }
        }
    }
    std::fs::write(&path, whole).unwrap();
    for (path, content) in &kept {
        std::fs::write(path, content).unwrap();
    }
    assert_eq!(complaints(&open(folder.path())), []);
    (refused, noticed, harmless)
}

#[test]
fn no_statement_changes_or_deletes_an_event() {
    let folder = tempfile::tempdir().unwrap();
    database(folder.path());
    let connection = rusqlite::Connection::open(folder.path().join("wenxiao.db")).unwrap();
    for statement in [
        "UPDATE event SET body = x'00'",
        "UPDATE event SET seq = seq + 1 WHERE local = 1",
        "UPDATE OR REPLACE event SET id = x'00'",
        "DELETE FROM event",
        "DELETE FROM event WHERE local = (SELECT max(local) FROM event)",
    ] {
        let refused = connection.execute(statement, []).unwrap_err().to_string();
        assert!(refused.contains("events are never"), "{statement}: {refused}");
    }
    drop(connection);
    assert_eq!(complaints(&open(folder.path())), []);
}

#[test]
fn what_is_changed_by_hand_in_the_tables_is_noticed() {
    let changes = [
        ("UPDATE target SET decided = decided + 1 WHERE item = 1", "tables"),
        ("UPDATE target SET department = 'x' WHERE item = 1", "tables"),
        (
            "INSERT INTO target SELECT 1000 + item, 1000 + form, version_no, year, code, name, dept_code, department, amount,
            indicators, status, decided, opinions, demands, unit, attention, lot FROM target LIMIT 1",
            "tables",
        ),
        ("DELETE FROM search WHERE rowid = (SELECT form FROM target LIMIT 1)", "tables"),
        ("INSERT INTO search (rowid, terms) VALUES (1000, '目标 标值')", "tables"),
        ("REPLACE INTO search (rowid, terms) SELECT form, '别的 的项' FROM target WHERE item = 1", "tables"),
        ("DELETE FROM target WHERE item = 1", "tables"),
        ("DELETE FROM review", "tables"),
        ("UPDATE review SET state = replace(state, '目标值无法考核', '目标值很好')", "tables"),
        ("DELETE FROM opinion", "tables"),
        ("UPDATE tally SET projects = projects + 1", "tables"),
        ("UPDATE demand SET due = '2099-01-01'", "tables"),
        ("UPDATE event_state SET state = 1 WHERE local = (SELECT max(local) FROM event)", "chain"),
        ("UPDATE event_state SET state = 2 WHERE local = (SELECT min(local) FROM event)", "chain"),
        ("UPDATE form SET body = (SELECT body FROM form WHERE local = 2) WHERE local = 1", "batches"),
        ("UPDATE form SET body = CAST(body || x'00' AS BLOB) WHERE local = 1", "batches"),
        ("UPDATE form SET body = x'' WHERE local = 1", "batches"),
        ("UPDATE form SET stage = stage + 1 WHERE local = 1", "batches"),
        ("UPDATE form SET stage = 77 WHERE local = 1", "batches"),
        ("UPDATE form SET kind = 1 WHERE local = 1", "batches"),
        ("UPDATE form SET year = 2024 WHERE local = 1", "batches"),
        ("UPDATE form SET name_key = 1 WHERE local = 1", "batches"),
        ("UPDATE form SET code_key = 1 WHERE local = 1", "batches"),
        ("UPDATE batch_line SET row = row + 1 WHERE ordinal = 0", "batches"),
        ("DELETE FROM batch_line WHERE ordinal = 0", "batches"),
        ("UPDATE batch SET published = 0", "batches"),
        ("UPDATE batch SET at = '0'", "batches"),
        ("UPDATE batch SET source = '别的.csv'", "batches"),
        ("INSERT INTO attachment VALUES (zeroblob(32), x'00')", "attachments"),
        ("UPDATE replica SET name = '张三' WHERE name = '李强'", "devices"),
        ("DELETE FROM replica WHERE name = '李强'", "devices"),
        (
            "INSERT INTO replica SELECT x'00112233445566778899aabbccddeeff', key, 7, person, name, office FROM replica LIMIT 1",
            "devices",
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    database(folder.path());
    let path = folder.path().join("wenxiao.db");
    let whole = std::fs::read(&path).unwrap();
    for (statement, check) in changes {
        let connection = rusqlite::Connection::open(&path).unwrap();
        assert!(connection.execute(statement, []).unwrap() > 0, "{statement}");
        connection.close().unwrap();
        match open(folder.path()).doctor() {
            Ok(doctor) => {
                let bad: Vec<_> = doctor.iter().filter(|check| !check.ok).map(|check| check.check).collect();
                assert!(bad.contains(&check), "{statement}: {bad:?}");
            }
            Err(problem) => panic!("{statement}: the doctor fell ill himself: {problem:?}"),
        }
        std::fs::write(&path, &whole).unwrap();
    }
    // With the trigger out of the way, an event that was changed or is misfiled is found by its hash and signature.
    for (statement, check) in [
        (
            "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), '意见', '高见') AS BLOB) WHERE kind = 'opinion.added'",
            "signatures",
        ),
        ("UPDATE event SET kind = 'demand.issued' WHERE local = 5", "log"),
        ("UPDATE event SET author = 'p-00000000' WHERE local = 5", "log"),
        ("UPDATE event SET op = 'another' WHERE local = 5", "log"),
        ("UPDATE event SET at = '0000000000000000' WHERE local = 5", "log"),
        ("UPDATE event SET version = NULL WHERE local = 5", "log"),
        ("UPDATE event SET id = x'00' WHERE local = 5", "log"),
        ("UPDATE event SET suite = 2 WHERE local = 5", "signatures"),
        ("UPDATE event SET sig = zeroblob(64) WHERE local = 5", "signatures"),
        ("DELETE FROM event WHERE local = 5", "chain"),
    ] {
        let connection = rusqlite::Connection::open(&path).unwrap();
        let triggers: Vec<String> = connection
            .prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'event'")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = OFF; DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_deleted;",
            )
            .unwrap();
        assert!(connection.execute(statement, []).unwrap() > 0, "{statement}");
        for trigger in triggers {
            connection.execute_batch(&trigger).unwrap();
        }
        connection.close().unwrap();
        let doctor = open(folder.path()).doctor().unwrap();
        let bad: Vec<_> = doctor.iter().filter(|check| !check.ok).map(|check| check.check).collect();
        assert!(bad.contains(&check), "{statement}: {bad:?}");
        std::fs::write(&path, &whole).unwrap();
    }
    assert_eq!(complaints(&open(folder.path())), []);
}
