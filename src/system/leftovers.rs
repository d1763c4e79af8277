//! Files and folders that have no name yet: what is written appears under its name whole or not at all, and until then it
//! stands beside its place under a name of ours. A process that is killed leaves it there; [`sweep`] removes it later.
//!
//! Who writes holds a lock, which ends with the process. Swept is only what nobody holds, what has exactly such a name, and
//! what is older than this process. No link is followed.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

use tempfile::{NamedTempFile, TempDir};

/// How all such names begin.
const PREFIX: &str = ".wenxiao-";
/// How names of files end.
const ENDINGS: [&str; 2] = [".tmp", ".part"];
/// What folders are for, as their names tell.
const PURPOSES: [&str; 3] = ["backup-", "restore-", "sample-"];
/// Characters by which names differ.
const DIFFER: usize = 6;
/// The file in a folder that is locked while it is used.
const HELD: &str = "held";

/// When this process began: at the latest when this was first asked.
pub fn began() -> SystemTime {
    static BEGAN: OnceLock<SystemTime> = OnceLock::new();
    *BEGAN.get_or_init(SystemTime::now)
}

/// A file in `folder` that is removed unless it gets a name; `ending` is one of `.tmp` and `.part`. Only its owner can read
/// it, or whom the user's mask allows when it is `open`.
///
/// # Errors
/// As the operating system says.
pub fn file(folder: &Path, ending: &str, open: bool) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(ending).rand_bytes(DIFFER);
    #[cfg(unix)]
    if open {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let _ = open;
    let file = builder.tempfile_in(folder)?;
    // Some file systems have no locks; there it may be swept after hours, when it is surely dead.
    let _ = file.as_file().try_lock();
    Ok(file)
}

/// A folder that is removed with all it holds.
pub struct Folder {
    // Before the folder: an open file cannot be removed everywhere.
    _held: File,
    folder: TempDir,
}

impl Folder {
    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// A folder in `parent` for a purpose: `backup-`, `restore-` or `sample-`.
///
/// # Errors
/// As the operating system says.
pub fn folder(parent: &Path, purpose: &str) -> io::Result<Folder> {
    let folder =
        tempfile::Builder::new().prefix(&format!("{PREFIX}{purpose}")).rand_bytes(DIFFER).tempdir_in(parent)?;
    let held = OpenOptions::new().create_new(true).write(true).open(folder.path().join(HELD))?;
    let _ = held.try_lock();
    Ok(Folder { _held: held, folder })
}

/// What a name of ours stands for.
enum Left {
    File,
    Folder,
}

fn left(name: &str) -> Option<Left> {
    let rest = name.strip_prefix(PREFIX)?;
    let differs = |text: &str| text.len() == DIFFER && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if ENDINGS.iter().any(|ending| rest.strip_suffix(ending).is_some_and(differs)) {
        return Some(Left::File);
    }
    PURPOSES.iter().any(|purpose| rest.strip_prefix(purpose).is_some_and(differs)).then_some(Left::Folder)
}

/// Whether nobody works on what this file stands for. On a file system without locks nobody can tell.
fn dead(path: &Path) -> bool {
    let Ok(metadata) = fs::symlink_metadata(path) else { return false };
    let old = metadata.modified().is_ok_and(|modified| modified < began());
    if !metadata.is_file() || !old {
        return false;
    }
    File::options().append(true).open(path).is_ok_and(|file| file.try_lock().is_ok())
}

/// Removes from `folder` what killed processes left there. What cannot be removed stays; nobody needs to know.
pub fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path: PathBuf = entry.path();
        match entry.file_name().to_str().and_then(left) {
            Some(Left::File) if dead(&path) => drop(fs::remove_file(&path)),
            Some(Left::Folder) if entry.file_type().is_ok_and(|kind| kind.is_dir()) && dead(&path.join(HELD)) => {
                drop(fs::remove_dir_all(&path));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// Makes it look as if it had been there before this process.
    fn age(path: &Path) {
        let before = began() - Duration::from_secs(60);
        File::options().append(true).open(path).unwrap().set_modified(before).unwrap();
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_a_killed_process_left_is_removed_and_nothing_else() {
        began();
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        for name in [
            ".wenxiao-aB3dE6.tmp",
            ".wenxiao-aB3dE6.part",
            ".wenxiao-long-name.tmp",
            ".wenxiao-aB3dE.tmp",
            ".wenxiao-aB3dE6.tmp.xlsx",
            ".wenxiao-notes",
            "wenxiao-aB3dE6.tmp",
            "opinions.tmp",
        ] {
            fs::write(at(name), "x").unwrap();
            age(&at(name));
        }
        fs::write(at(".wenxiao-yOung1.tmp"), "x").unwrap();
        for name in
            [".wenxiao-backup-aB3dE6", ".wenxiao-restore-aB3dE6", ".wenxiao-pictures-aB3dE6", ".wenxiao-backup-bare00"]
        {
            fs::create_dir(at(name)).unwrap();
            fs::write(at(name).join("copy.db"), "x").unwrap();
            if !name.ends_with("bare00") {
                fs::write(at(name).join(HELD), "").unwrap();
                age(&at(name).join(HELD));
            }
        }
        sweep(place.path());
        assert_eq!(
            names(place.path()),
            [
                ".wenxiao-aB3dE.tmp",
                ".wenxiao-aB3dE6.tmp.xlsx",
                ".wenxiao-backup-bare00",
                ".wenxiao-long-name.tmp",
                ".wenxiao-notes",
                ".wenxiao-pictures-aB3dE6",
                ".wenxiao-yOung1.tmp",
                "opinions.tmp",
                "wenxiao-aB3dE6.tmp",
            ]
        );
    }

    #[test]
    fn what_somebody_works_on_stays() {
        began();
        let place = tempfile::tempdir().unwrap();
        let written = file(place.path(), ".tmp", true).unwrap();
        age(written.path());
        let used = folder(place.path(), "backup-").unwrap();
        age(&used.path().join(HELD));
        sweep(place.path());
        assert_eq!(names(place.path()).len(), 2);
        // As a kill leaves them: the locks are gone, the names are not.
        let (file, path) = written.keep().unwrap();
        drop(file);
        age(&path);
        drop(used._held);
        let _ = used.folder.keep();
        sweep(place.path());
        assert_eq!(names(place.path()), [] as [&str; 0]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        began();
        let place = tempfile::tempdir().unwrap();
        let other = tempfile::tempdir().unwrap();
        fs::write(other.path().join(HELD), "x").unwrap();
        age(&other.path().join(HELD));
        std::os::unix::fs::symlink(other.path(), place.path().join(".wenxiao-backup-aB3dE6")).unwrap();
        std::os::unix::fs::symlink(other.path().join(HELD), place.path().join(".wenxiao-aB3dE6.tmp")).unwrap();
        sweep(place.path());
        assert_eq!((names(place.path()).len(), names(other.path()).len()), (2, 1));
    }
}
