//! Files that are no database of ours, or not quite: each is refused with its reason and left as it was.

use std::path::Path;
use std::process::Command;

use super::child::{self, Running, complaints, found, open, opinion, options, say};
use super::support::items;
use wenxiao::engine::workstation::{OpenOptions, Workstation};
use wenxiao::model::problem::{Problem, ProblemKind};

fn at(database: &Path) -> OpenOptions {
    let folder = database.parent().unwrap();
    OpenOptions { database: database.to_owned(), ..options(folder) }
}

fn refusal(database: &Path) -> Problem {
    match Workstation::open(at(database)) {
        Ok(_) => panic!("{} was opened", database.display()),
        Err(problem) => problem,
    }
}

/// Names and contents of everything in a folder.
fn everything(folder: &Path) -> Vec<(std::ffi::OsString, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let mut all: Vec<_> =
        entries.map(|entry| (entry.file_name(), std::fs::read(entry.path()).unwrap_or_default())).collect();
    all.sort();
    all
}

/// Refused however it is opened, with this key and kind, and nothing beside it or in it has changed.
fn is_refused(folder: &Path, name: &str, key: &str, kind: ProblemKind) {
    let before = everything(folder);
    for read_only in [false, true] {
        for create in [false, true] {
            let options = OpenOptions { read_only, create, ..at(&folder.join(name)) };
            let problem = Workstation::open(options).err().unwrap_or_else(|| panic!("{name} was opened"));
            assert_eq!((problem.key, problem.kind), (key, kind), "{problem:?}");
            assert!(problem.args.iter().any(|(name, value)| *name == "path" && !value.is_empty()), "{problem:?}");
            assert!(everything(folder) == before, "{name}: the folder changed");
        }
    }
}

#[test]
fn what_is_no_database_of_ours_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    std::fs::write(place("text"), "预算绩效目标\n".repeat(50)).unwrap();
    std::fs::write(place("short"), "SQLite format 3\0").unwrap();
    std::fs::write(place("zeros"), [0; 8192]).unwrap();
    let foreign = rusqlite::Connection::open(place("foreign.db")).unwrap();
    foreign.execute_batch("CREATE TABLE budget (amount); INSERT INTO budget VALUES (1)").unwrap();
    drop(foreign);
    let versioned = rusqlite::Connection::open(place("versioned.db")).unwrap();
    versioned.execute_batch("CREATE TABLE budget (amount); PRAGMA user_version = 1").unwrap();
    drop(versioned);
    for name in ["text", "short", "zeros", "foreign.db", "versioned.db"] {
        is_refused(folder.path(), name, "problem-not-our-database", ProblemKind::Refused);
    }
    std::fs::create_dir(place("folder")).unwrap();
    is_refused(folder.path(), "folder", "problem-database-no-file", ProblemKind::Refused);
    assert_eq!(refusal(Path::new("/dev/null")).key, "problem-database-no-file");
    let missing = OpenOptions { create: false, ..at(&place("missing.db")) };
    assert_eq!(Workstation::open(missing).err().unwrap().key, "problem-database-missing");
    assert!(!place("missing.db").exists());
    assert_eq!(refusal(&place("nowhere").join("wenxiao.db")).key, "problem-database-cannot-create");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_without_waiting_for_a_writer() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(refusal(&pipe).key, "problem-database-no-file");
}

#[test]
fn another_programs_database_keeps_what_its_crash_left_in_the_log() {
    let original = tempfile::tempdir().unwrap();
    let path = original.path().join("theirs.db");
    let theirs = rusqlite::Connection::open(&path).unwrap();
    theirs
        .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE budget (amount); INSERT INTO budget VALUES (1)")
        .unwrap();
    // Copied while it is open: as a kill leaves it.
    let folder = tempfile::tempdir().unwrap();
    for name in ["theirs.db", "theirs.db-wal"] {
        std::fs::copy(original.path().join(name), folder.path().join(name)).unwrap();
    }
    let log = || std::fs::read(folder.path().join("theirs.db-wal")).unwrap();
    let (file, before) = (std::fs::read(folder.path().join("theirs.db")).unwrap(), log());
    assert!(!before.is_empty());
    assert_eq!(refusal(&folder.path().join("theirs.db")).key, "problem-not-our-database");
    assert!(log() == before && std::fs::read(folder.path().join("theirs.db")).unwrap() == file);
}

#[test]
fn an_empty_file_is_founded_as_a_crash_between_making_and_filling_leaves_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("wenxiao.db"), "").unwrap();
    let reading = OpenOptions { read_only: true, ..options(folder.path()) };
    assert_eq!(Workstation::open(reading).err().unwrap().key, "problem-not-our-database");
    assert_eq!(std::fs::metadata(folder.path().join("wenxiao.db")).unwrap().len(), 0);
    assert_eq!(items(&found(folder.path(), 2)).len(), 2);

    // One step later: the first page is written, and no table is there.
    let folder = tempfile::tempdir().unwrap();
    let begun = rusqlite::Connection::open(folder.path().join("wenxiao.db")).unwrap();
    begun.execute_batch("PRAGMA journal_mode = WAL").unwrap();
    drop(begun);
    assert!(std::fs::metadata(folder.path().join("wenxiao.db")).unwrap().len() > 0);
    assert_eq!(items(&found(folder.path(), 2)).len(), 2);
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let station = found(folder.path(), 2);
    let digest = station.digest().unwrap();
    drop(station);
    let set = |version: i32| {
        let connection = rusqlite::Connection::open(folder.path().join("wenxiao.db")).unwrap();
        connection.execute_batch(&format!("PRAGMA user_version = {version}; PRAGMA journal_mode = DELETE")).unwrap();
    };
    let known: i32 = wenxiao::store::migrate::VERSION;
    set(known + 1);
    let bytes = std::fs::read(folder.path().join("wenxiao.db")).unwrap();
    for read_only in [true, false] {
        let options = OpenOptions { read_only, ..options(folder.path()) };
        let problem = Workstation::open(options).err().unwrap();
        assert_eq!((problem.key, problem.kind), ("problem-database-too-new", ProblemKind::Unavailable));
        let version = problem.args.iter().find(|(name, _)| *name == "version").map(|(_, value)| value.clone());
        assert_eq!(version, Some((known + 1).to_string()));
        let now = std::fs::read(folder.path().join("wenxiao.db")).unwrap();
        assert!(now == bytes, "read-only: {read_only}");
    }
    set(known);
    assert_eq!(open(folder.path()).digest().unwrap(), digest);
}

#[test]
fn a_truncated_database_is_told_and_never_shown_as_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut station = found(folder.path(), 6);
    for number in 1..=6 {
        let action = opinion(&station, &format!("项目{number}"), "意见");
        station.act(&format!("operation-{number}"), &action).unwrap();
    }
    let digest = station.digest().unwrap();
    drop(station);
    let database = folder.path().join("wenxiao.db");
    let whole = std::fs::read(&database).unwrap();
    let mut cuts = vec![1, 16, 71, 72, 99, 100, 101, 4095, 4096, 4097, whole.len() - 1];
    cuts.extend((1..whole.len() / 4096).map(|page| page * 4096));
    for cut in cuts {
        std::fs::write(&database, &whole[..cut]).unwrap();
        match Workstation::open(options(folder.path())) {
            Err(problem) => assert!(
                matches!(problem.key, "problem-database-damaged" | "problem-not-our-database"),
                "{cut}: {problem:?}"
            ),
            Ok(station) => {
                let noticed = station.doctor().map_or(true, |checks| checks.iter().any(|check| !check.ok));
                // The last bytes of the last page may be empty space, which is read as such.
                assert!(noticed || station.digest().unwrap() == digest, "cut at {cut}: nothing was noticed");
                assert!(noticed || cut + 4096 > whole.len(), "cut at {cut}: nothing was noticed");
            }
        }
        for name in ["wenxiao.db-wal", "wenxiao.db-shm"] {
            let _ = std::fs::remove_file(folder.path().join(name));
        }
    }
    std::fs::write(&database, whole).unwrap();
    let station = open(folder.path());
    assert_eq!(station.digest().unwrap(), digest);
    assert_eq!(complaints(&station), []);
}

#[test]
fn a_network_share_is_refused_for_writing_and_opens_for_reading() {
    if let Some((_, folder)) = child::part() {
        let refused = Workstation::open(options(&folder)).err().unwrap();
        let made = OpenOptions { database: folder.join("new.db"), ..options(&folder) };
        let not_made = Workstation::open(made).err().unwrap();
        assert_eq!(not_made.key, "problem-database-on-network");
        let reading = OpenOptions { read_only: true, ..options(&folder) };
        assert_eq!(items(&Workstation::open(reading).unwrap()).len(), 2);
        return say(&format!("{} {}", refused.key, refused.args[1].1));
    }
    let folder = tempfile::tempdir().unwrap();
    drop(found(folder.path(), 2));
    let test = "files::a_network_share_is_refused_for_writing_and_opens_for_reading";
    let mut command = child::command(test, "network", folder.path());
    command.env(wenxiao::system::FILE_SYSTEM_FOR_TESTS, "nfs");
    let (said, ended, complaint) = Running::start(command).finish();
    assert!(ended.success(), "{complaint}");
    assert_eq!(said, ["problem-database-on-network NFS"]);
    assert!(!folder.path().join("new.db").exists());
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_the_file_with_its_locks_and_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let desk = tempfile::tempdir().unwrap();
    let mut station = found(folder.path(), 2);
    let link = desk.path().join("link.db");
    std::os::unix::fs::symlink(folder.path().join("wenxiao.db"), &link).unwrap();
    let through = || OpenOptions { database: link.clone(), ..options(folder.path()) };
    let mut second = Workstation::open(through()).unwrap();
    let action = opinion(&second, "项目1", "意见");
    second.act("operation", &action).unwrap();
    assert_eq!(station.opinions().unwrap().len(), 1);
    let names: Vec<_> = everything(desk.path()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["link.db"], "nothing lies beside the link");
    let copy = folder.path().join("copy.db");
    station.backup(&copy).unwrap();
    drop(station);
    assert_eq!(Workstation::restore(&options(folder.path()), &copy).unwrap_err().key, "problem-database-in-use");
    drop(second);
    Workstation::restore(&through(), &copy).unwrap();
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    station = Workstation::open(through()).unwrap();
    assert_eq!(station.opinions().unwrap().len(), 1);
    // A link to nowhere is no place to found a database.
    let nowhere = desk.path().join("nowhere.db");
    std::os::unix::fs::symlink(desk.path().join("gone.db"), &nowhere).unwrap();
    assert_eq!(refusal(&nowhere).key, "problem-database-cannot-create");
    assert!(!desk.path().join("gone.db").exists());
}

#[test]
fn a_database_whose_identifier_leads_elsewhere_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(found(folder.path(), 2));
    let connection = rusqlite::Connection::open(folder.path().join("wenxiao.db")).unwrap();
    connection.execute("UPDATE meta SET value = '../../elsewhere' WHERE key = 'uuid'", []).unwrap();
    drop(connection);
    assert_eq!(refusal(&folder.path().join("wenxiao.db")).key, "problem-database-damaged");
}

#[test]
fn a_database_with_triggers_or_tables_of_its_own_is_refused() {
    for statement in [
        "CREATE TRIGGER quiet AFTER INSERT ON event BEGIN DELETE FROM draft; END",
        "DROP TRIGGER event_is_never_changed",
        "CREATE VIEW budget AS SELECT * FROM target",
        "ALTER TABLE target ADD COLUMN remark TEXT",
        "DROP INDEX target_by_amount",
    ] {
        let folder = tempfile::tempdir().unwrap();
        drop(found(folder.path(), 2));
        let connection = rusqlite::Connection::open(folder.path().join("wenxiao.db")).unwrap();
        connection.execute_batch(statement).unwrap();
        drop(connection);
        let problem = refusal(&folder.path().join("wenxiao.db"));
        assert_eq!((problem.key, problem.kind), ("problem-database-damaged", ProblemKind::Verification), "{statement}");
    }
}
