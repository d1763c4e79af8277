//! `kill -9` between a look at files and their import, and while what was looked at is stored.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::child::{self, Dice, Running, complaints, count, open, say, spin, table_of};
use super::support::{go_on, items};
use wenxiao::engine::import::Progress;
use wenxiao::engine::request::ImportOptions;
use wenxiao::engine::workstation::Workstation;

/// Targets of the two files.
const TARGETS: [usize; 2] = [150, 250];

fn options() -> ImportOptions {
    ImportOptions { year: Some(2025), ..ImportOptions::default() }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    ["交通局.csv", "水利局.csv"].map(|name| folder.join(name)).to_vec()
}

/// A station in `folder` with two files beside it that nobody has read.
fn prepared(folder: &Path) -> Workstation {
    for (path, (name, targets)) in files(folder).iter().zip([("道路", TARGETS[0]), ("水库", TARGETS[1])]) {
        // Other codes: projects of two offices are not the same.
        let text = table_of(name, targets).replace("25T0", if name == "道路" { "25T1" } else { "25T2" });
        std::fs::write(path, text).unwrap();
    }
    let mut station = open(folder);
    station.introduce("王敏", "绩效处").unwrap();
    station
}

fn watched(progress: Progress) -> std::ops::ControlFlow<()> {
    say(progress.phase);
    go_on(progress)
}

/// Looks at the files; then waits to be killed, or stores them.
fn play(part: &str, folder: &Path) {
    let mut station = open(folder);
    let preview = station.preview(&files(folder), &options(), &mut watched).unwrap();
    say("previewed");
    if part == "wait" {
        // Parking may end by itself; the kill does not.
        loop {
            std::thread::park();
        }
    }
    station.commit(&preview.staged, &mut watched).unwrap();
    say("committed");
}

/// Names in the folder besides those that SQLite keeps beside a database that was not closed.
fn names(folder: &Path) -> BTreeSet<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm")).collect()
}

fn rows(folder: &Path) -> Vec<i64> {
    let count = |table: &&str| count(&folder.join("wenxiao.db"), &format!("SELECT count(*) FROM {table}"));
    ["event", "batch", "batch_line", "form"].iter().map(count).collect()
}

/// Names of the published tables.
fn batches(folder: &Path) -> BTreeSet<String> {
    let connection = rusqlite::Connection::open(folder.join("wenxiao.db")).unwrap();
    let mut statement = connection.prepare("SELECT hex(id) FROM batch").unwrap();
    let found = statement.query_map([], |row| row.get(0)).unwrap();
    found.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_look_at_files_that_is_killed_leaves_nothing() {
    if let Some((part, folder)) = child::part() {
        return play(&part, &folder);
    }
    let test = "kill_preview::a_look_at_files_that_is_killed_leaves_nothing";
    let folder = tempfile::tempdir().unwrap();
    drop(prepared(folder.path()));
    let before = (names(folder.path()), rows(folder.path()));
    let mut dice = Dice(5);
    let mut looked = 0;
    for kill in 0..8 {
        let mut running = Running::start(child::command(test, "wait", folder.path()));
        // In the midst of reading, or with everything read and nothing stored.
        let stop = if kill % 2 == 0 { "phase-reading" } else { "previewed" };
        while let Some(line) = running.line() {
            assert_ne!(line, "phase-storing");
            if line == stop {
                break;
            }
        }
        spin(dice.below(300_000));
        let said = running.kill();
        looked += usize::from(stop == "previewed" || said.iter().any(|line| line == "previewed"));
        assert_eq!(rows(folder.path()), before.1, "kill {kill}: nothing is stored before anybody says so");
        let station = open(folder.path());
        assert_eq!((items(&station).len(), complaints(&station)), (0, Vec::new()));
        drop(station);
        assert_eq!((names(folder.path()), rows(folder.path())), before, "kill {kill}: nothing is left beside");
    }
    assert!(looked >= 4, "{looked}");
}

#[test]
fn a_killed_commit_shows_whole_files_only_and_is_completed_by_importing_again() {
    if let Some((part, folder)) = child::part() {
        return play(&part, &folder);
    }
    let test = "kill_preview::a_killed_commit_shows_whole_files_only_and_is_completed_by_importing_again";
    let undisturbed = tempfile::tempdir().unwrap();
    let mut station = prepared(undisturbed.path());
    station.import(&files(undisturbed.path()), &options(), &mut go_on).unwrap();
    drop(station);
    let expected = batches(undisturbed.path());
    assert_eq!(expected.len(), 2);

    let mut dice = Dice(6);
    let mut seen = BTreeSet::new();
    for kill in 0..40 {
        // On a fast machine a kill may come too late for the second file.
        if kill >= 10 && seen.contains(&0) && seen.contains(&TARGETS[0]) {
            break;
        }
        let folder = tempfile::tempdir().unwrap();
        drop(prepared(folder.path()));
        let mut running = Running::start(child::command(test, "commit", folder.path()));
        let mut publishing = 0;
        while let Some(line) = running.line() {
            publishing += usize::from(line == "phase-publishing");
            // While the first file is stored, between the two, while the second is.
            let stop = match kill % 3 {
                0 => line == "phase-storing",
                1 => publishing == 1,
                _ => publishing > 0 && line == "phase-storing",
            };
            if stop && dice.below(3) > 0 {
                break;
            }
        }
        spin(dice.below(400_000));
        let committed = running.kill().iter().any(|line| line == "committed");

        let mut station = open(folder.path());
        assert_eq!(complaints(&station), [], "kill {kill}");
        let visible = items(&station).len();
        assert!([0, TARGETS[0], TARGETS[0] + TARGETS[1]].contains(&visible), "kill {kill}: {visible} targets");
        assert!(!committed || visible == TARGETS[0] + TARGETS[1], "kill {kill}: {visible}");
        assert!(batches(folder.path()).is_subset(&expected), "kill {kill}");
        assert_eq!(rows(folder.path())[3], visible as i64, "kill {kill}: nothing of half a file is left");
        let report = station.import(&files(folder.path()), &options(), &mut go_on).unwrap();
        let known: Vec<bool> = report.files.iter().map(|file| file.already_imported).collect();
        assert_eq!(known, [visible > 0, visible > TARGETS[0]], "kill {kill}");
        assert_eq!(items(&station).len(), TARGETS[0] + TARGETS[1]);
        assert_eq!(batches(folder.path()), expected, "kill {kill}: the same tables by the same names");
        assert_eq!(complaints(&station), []);
        seen.insert(visible);
    }
    assert!(seen.contains(&0) && seen.contains(&TARGETS[0]), "kills fell into both files: {seen:?}");
}
