//! Full disks and file-size limits.

use std::path::Path;

use super::child::{self, Running, complaints, found, holds, namespace, open, opinion, say, shelled, table_of, target};
use super::support::{go_on, items};
use wenxiao::engine::request::ImportOptions;
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::problem::Problem;

const TARGETS: usize = 8;

/// A full disk is told as such; a file-size limit may look like a disk that fails.
fn is_told(problem: &Problem) {
    let known = ["problem-database-full", "problem-disk-full", "problem-disk-error", "problem-spool-full"];
    assert!(known.contains(&problem.key), "{problem:?}");
}

/// Gives opinions until one is refused.
fn fill(station: &mut Workstation, from: u64) -> u64 {
    // Long texts: a limit is reached after a few dozen.
    let text = "无".repeat(2000);
    for number in from.. {
        let action = opinion(station, &target(number, TARGETS), &text);
        match station.act(&format!("operation-{number}"), &action) {
            Ok(changed) => say(&format!("done {}", changed.event.unwrap())),
            Err(problem) => {
                is_told(&problem);
                return number;
            }
        }
    }
    unreachable!("the limit was never met")
}

fn acknowledged(said: &[String]) -> Vec<String> {
    said.iter().filter_map(|line| line.strip_prefix("done ").map(str::to_owned)).collect()
}

#[test]
fn a_file_size_limit_refuses_a_save_and_loses_none() {
    let test = "disk::a_file_size_limit_refuses_a_save_and_loses_none";
    if let Some((part, folder)) = child::part() {
        if part == "protected" {
            wenxiao::system::ignore_file_size_signal();
        }
        let mut station = open(&folder);
        let next = fill(&mut station, 0);
        // Again, and other work: each is refused, none stops the process.
        let again = opinion(&station, &target(next, TARGETS), &"无".repeat(2000));
        is_told(&station.act("again", &again).unwrap_err());
        let options = ImportOptions { year: Some(2025), ..ImportOptions::default() };
        is_told(&station.import(&[folder.join("new.csv")], &options, &mut go_on).unwrap_err());
        assert_eq!(items(&station).len(), TARGETS, "reading goes on");
        return say("refused");
    }
    let folder = tempfile::tempdir().unwrap();
    let before = found(folder.path(), TARGETS).digest().unwrap().events;
    std::fs::write(folder.path().join("new.csv"), table_of("工程", 400)).unwrap();
    let limit = "ulimit -f 3000 && exec \"$@\"";
    let child = shelled(&["env"], limit, &child::command(test, "protected", folder.path()));
    let (said, ended, complaint) = Running::start(child).finish();
    assert!(ended.success(), "{complaint}");
    assert_eq!(said.last().unwrap(), "refused");
    let ids = acknowledged(&said);
    assert!(ids.len() > 5, "{}", ids.len());

    let mut station = open(folder.path());
    assert_eq!(complaints(&station), []);
    assert_eq!(station.digest().unwrap().events, before + ids.len() as u64);
    assert!(ids.iter().all(|id| holds(&folder.path().join("wenxiao.db"), id)));
    let action = opinion(&station, "项目1", "再写");
    station.act("afterwards", &action).unwrap();

    // What the protection is for: without it the limit kills.
    let child = shelled(&["env"], limit, &child::command(test, "unprotected", folder.path()));
    let (said, ended, _) = Running::start(child).finish();
    assert!(!ended.success());
    let station = open(folder.path());
    assert_eq!(station.digest().unwrap().events, before + 1 + (ids.len() + acknowledged(&said).len()) as u64);
    assert_eq!(complaints(&station), []);
}

/// What the test does inside a small file system.
fn on_a_small_disk(folder: &Path) {
    let database = folder.join("wenxiao.db");
    let mut station = found(folder, TARGETS);
    let before = station.digest().unwrap().events;
    let ballast = folder.join("ballast");
    std::fs::write(&ballast, vec![0; 600_000]).unwrap();
    let mut next = fill(&mut station, 0);
    let options = ImportOptions { year: Some(2025), ..ImportOptions::default() };
    // Beside the small disk, not on it.
    let elsewhere = tempfile::tempdir().unwrap();
    let table = elsewhere.path().join("new.csv");
    std::fs::write(&table, table_of("工程", 600)).unwrap();
    is_told(&station.import(std::slice::from_ref(&table), &options, &mut go_on).unwrap_err());
    assert_eq!(items(&station).len(), TARGETS, "nothing of the import is shown");
    is_told(&station.backup(&folder.join("copy.db")).unwrap_err());
    is_told(&station.export_bundle(&folder.join("all.wxb"), true, None, &mut go_on).unwrap_err());
    assert!(!folder.join("copy.db").exists() && !folder.join("all.wxb").exists());
    assert_eq!(station.digest().unwrap().events, before + next);
    // A session that begins now must at least be told why, and lose nothing.
    match Workstation::open(child::options(folder)) {
        Ok(second) => assert_eq!(second.digest().unwrap().events, before + next),
        Err(problem) => is_told(&problem),
    }
    // Somebody makes room: the same session goes on.
    std::fs::remove_file(&ballast).unwrap();
    let action = opinion(&station, "项目1", "再写");
    station.act("afterwards", &action).unwrap();
    next += 1;
    // And it fills up again, with the session ending and another beginning on the full disk.
    // What is cleared away after an import that met the full disk takes some room, too.
    std::fs::write(&ballast, vec![0; 300_000]).unwrap();
    let filled = fill(&mut station, next);
    drop(station);
    say(&format!("filled {filled}"));
    match Workstation::open(child::options(folder)) {
        Ok(second) => assert_eq!(second.digest().unwrap().events, before + filled),
        Err(problem) => is_told(&problem),
    }
    std::fs::remove_file(&ballast).unwrap();
    let _ = std::fs::remove_file(folder.join("目标.csv"));
    let station = open(folder);
    assert_eq!(complaints(&station), []);
    assert_eq!(station.digest().unwrap().events, before + filled);
    assert!(database.exists());
    say("whole");
}

#[test]
fn a_full_disk_refuses_a_save_loses_none_and_work_goes_on_when_there_is_room() {
    if let Some((_, folder)) = child::part() {
        return on_a_small_disk(&folder);
    }
    let Some(wrapper) = namespace() else {
        println!("no mount namespaces here: the file-size limit alone stands for a full disk");
        return;
    };
    let test = "disk::a_full_disk_refuses_a_save_loses_none_and_work_goes_on_when_there_is_room";
    let folder = tempfile::tempdir().unwrap();
    let mount = format!("mount -t tmpfs -o size=2900k none '{}' && exec \"$@\"", folder.path().display());
    let child = shelled(wrapper, &mount, &child::command(test, "small disk", folder.path()));
    let (said, ended, complaint) = Running::start(child).finish();
    assert!(ended.success() && said.last().is_some_and(|line| line == "whole"), "{said:?} {complaint}");
    assert!(acknowledged(&said).len() > 5);
}

#[test]
fn the_program_tells_of_a_file_size_limit_and_is_not_killed_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("目标.csv");
    std::fs::write(&table, table_of("工程", 400)).unwrap();
    let import = |limit: &str| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_wenxiao"));
        program.env("WENXIAO_HOME", folder.path()).env("WENXIAO_NAME", "王敏").arg("--db");
        program.arg(folder.path().join("wenxiao.db")).arg("import").arg(&table).args(["--year", "2025"]);
        shelled(&["env"], limit, &program).output().unwrap()
    };
    let limited = import("ulimit -f 800 && exec \"$@\"");
    let told = String::from_utf8_lossy(&limited.stderr).into_owned();
    assert_eq!(limited.status.code(), Some(5), "{told}");
    assert!(!told.trim().is_empty());
    let free = import("exec \"$@\"");
    assert_eq!(free.status.code(), Some(0), "{}", String::from_utf8_lossy(&free.stderr));
}
