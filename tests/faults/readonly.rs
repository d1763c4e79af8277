//! Places that cannot be written: the database opens for reading, says why, and refuses an act at its beginning.

use std::path::Path;
use std::process::Command;

use super::child::{self, Running, complaints, found, namespace, open, opinion, options, say, shelled, target};
use super::support::items;
use wenxiao::engine::workstation::Workstation;

const TARGETS: usize = 3;
const OPINIONS: u64 = 4;

/// What the station in a place that cannot be written must do. Says the reason.
fn look(folder: &Path) {
    let mut station = Workstation::open(options(folder)).unwrap();
    let reason = station.read_only().expect("opened for writing");
    assert_eq!(items(&station).len(), TARGETS);
    assert_eq!(station.opinions().unwrap().len() as u64, OPINIONS, "everything acknowledged can be read");
    assert_eq!(station.station().unwrap().name, "王敏");
    assert_eq!(complaints(&station), []);
    let action = opinion(&station, "项目1", "意见");
    let refused = station.act("operation", &action).unwrap_err();
    assert_eq!((refused.key, refused.args[0].1.as_str()), ("problem-database-read-only", reason));
    assert_eq!(station.undo().unwrap_err().key, "problem-database-read-only");
    let elsewhere = tempfile::tempdir().unwrap();
    let bundle = elsewhere.path().join("all.wxb");
    station.export_bundle(&bundle, true, None, &mut super::support::go_on).unwrap();
    assert!(station.reader().is_ok(), "the lanes of the interface");
    say(reason);
}

/// A station with a few opinions; with `crashed`, as a kill leaves it: with its write-ahead log.
fn station(folder: &Path, crashed: bool) {
    let original = tempfile::tempdir_in(folder).unwrap();
    let mut station = found(original.path(), TARGETS);
    for number in 0..OPINIONS {
        let action = opinion(&station, &target(number, TARGETS), "意见");
        station.act(&format!("operation-{number}"), &action).unwrap();
    }
    if !crashed {
        drop(station);
        let work = folder.join("work");
        std::fs::rename(original.keep(), &work).unwrap();
        return;
    }
    // The files as they are while the session runs are the files a kill leaves.
    let work = folder.join("work");
    std::fs::create_dir_all(work.join("state/stations")).unwrap();
    for name in ["wenxiao.db", "wenxiao.db-wal", "wenxiao.db-shm"] {
        std::fs::copy(original.path().join(name), work.join(name)).unwrap();
    }
    assert!(std::fs::metadata(work.join("wenxiao.db-wal")).unwrap().len() > 0);
    for vault in std::fs::read_dir(original.path().join("state/stations")).unwrap() {
        let vault = vault.unwrap();
        let to = work.join("state/stations").join(vault.file_name());
        std::fs::create_dir(&to).unwrap();
        for file in std::fs::read_dir(vault.path()).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}

#[cfg(unix)]
mod rights {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, chown};
    use std::os::unix::process::CommandExt;

    const NOBODY: u32 = 65534;

    fn is_root() -> bool {
        rustix::process::geteuid().is_root()
    }

    fn each(path: &Path, what: &dyn Fn(&Path)) {
        what(path);
        if path.is_dir() {
            for entry in std::fs::read_dir(path).unwrap() {
                each(&entry.unwrap().path(), what);
            }
        }
    }

    /// Runs a part of a test as a user whom rights bind: this one, or nobody when this one is root.
    fn as_a_user(test: &str, folder: &Path) -> Command {
        let inner = child::command(test, "look", &folder.join("work"));
        if !is_root() {
            return inner;
        }
        // The build folder may be closed to others.
        let copy = folder.join("test");
        if !copy.exists() {
            // By another process: a file that this one has open for writing while a child of another test begins
            // cannot be run.
            let exe = std::env::current_exe().unwrap();
            assert!(Command::new("cp").arg(exe).arg(&copy).status().unwrap().success());
            std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        let mut command = Command::new(copy);
        command.args(inner.get_args());
        for (name, value) in inner.get_envs() {
            command.env(name, value.unwrap());
        }
        command.current_dir("/").uid(NOBODY).gid(NOBODY);
        command
    }

    fn mode(path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    fn run(test: &str, folder: &Path) -> String {
        let (said, ended, complaint) = Running::start(as_a_user(test, folder)).finish();
        assert!(ended.success(), "{complaint}");
        said.last().unwrap().clone()
    }

    #[test]
    fn a_folder_or_a_file_without_write_rights_opens_for_reading_with_its_reason() {
        if let Some((_, folder)) = child::part() {
            return look(&folder);
        }
        let test = "readonly::rights::a_folder_or_a_file_without_write_rights_opens_for_reading_with_its_reason";
        for crashed in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            mode(folder.path(), 0o755);
            station(folder.path(), crashed);
            let work = folder.path().join("work");
            if is_root() {
                each(&work, &|path| chown(path, Some(NOBODY), Some(NOBODY)).unwrap());
            }
            mode(&work, 0o555);
            assert_eq!(run(test, folder.path()), "read-only-folder", "crashed: {crashed}");
            mode(&work, 0o755);
            mode(&work.join("wenxiao.db"), 0o400);
            assert_eq!(run(test, folder.path()), "read-only-file", "crashed: {crashed}");
            // With the rights back everything can be written again, and nothing was taken for a copy.
            mode(&work.join("wenxiao.db"), 0o600);
        }
    }
}

#[test]
fn a_read_only_medium_opens_for_reading_with_what_a_crash_left_in_the_log() {
    if let Some((part, folder)) = child::part() {
        if part == "outside" {
            return;
        }
        return look(&folder);
    }
    let Some(wrapper) = namespace() else {
        println!("no mount namespaces here: rights alone stand for a read-only medium");
        return;
    };
    let test = "readonly::a_read_only_medium_opens_for_reading_with_what_a_crash_left_in_the_log";
    for crashed in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        station(folder.path(), crashed);
        let work = folder.path().join("work");
        let mount =
            format!("mount --bind '{0}' '{0}' && mount -o remount,ro,bind '{0}' && exec \"$@\"", work.display());
        let child = shelled(wrapper, &mount, &child::command(test, "look", &work));
        let (said, ended, complaint) = Running::start(child).finish();
        assert!(ended.success(), "crashed: {crashed}, {complaint}");
        assert_eq!(said.last().unwrap(), "read-only-folder");
        // Afterwards, where it can be written, nothing is missing.
        let station = open(&work);
        assert_eq!(station.opinions().unwrap().len() as u64, OPINIONS);
        assert_eq!(complaints(&station), []);
    }
}

#[test]
fn a_session_that_only_reads_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    drop(found(folder.path(), 2));
    let names = || {
        let files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap());
        let mut names: Vec<_> = files
            .map(|file| {
                (file.file_name(), file.metadata().unwrap().len(), file.metadata().unwrap().modified().unwrap())
            })
            .collect();
        names.sort();
        names
    };
    let copy = folder.path().join("copy.db");
    open(folder.path()).backup(&copy).unwrap();
    let before = names();
    let options = wenxiao::engine::workstation::OpenOptions {
        database: copy,
        create: false,
        read_only: true,
        ..options(folder.path())
    };
    let station = Workstation::open(options).unwrap();
    assert_eq!(station.read_only(), Some("read-only-asked"));
    assert_eq!(items(&station).len(), 2);
    drop(station);
    assert_eq!(names(), before);
}
