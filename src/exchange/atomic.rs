//! Files that appear whole or not at all.
//!
//! Content goes to a temporary file in the same folder, is made durable, and then takes its name in one step; the
//! folder is made durable too. Whatever fails, no temporary file is left and an older file stays as it was; what a killed
//! process left in that folder is removed before the next file is written there.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;

use crate::model::problem::{Problem, ProblemKind};
use crate::system::leftovers;

fn failed(path: &Path, error: &std::io::Error) -> Problem {
    let key = match error.kind() {
        ErrorKind::NotFound => "problem-folder-missing",
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "problem-folder-not-writable",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => "problem-disk-full",
        ErrorKind::AlreadyExists => "problem-file-exists",
        _ => "problem-write-failed",
    };
    Problem::new(ProblemKind::Refused, key).with("path", path.display()).with("detail", error)
}

/// Writes a file so that readers see the old content or the new one, never a part.
///
/// An existing file is only replaced when `replace` says so; without it, a file that another process puts there in
/// the meantime is kept too.
///
/// # Errors
/// What `fill` fails with, or a refusal when the file exists, or the folder is missing, full or cannot be written.
pub fn write_atomically(
    path: &Path,
    replace: bool,
    fill: impl FnOnce(&mut File) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let fault = |error: std::io::Error| failed(path, &error);
    if path.is_dir() {
        return Err(Problem::refused("problem-file-is-folder").with("path", path.display()));
    }
    if !replace && path.symlink_metadata().is_ok() {
        return Err(Problem::refused("problem-file-exists").with("path", path.display()).with("detail", ""));
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    leftovers::sweep(folder);
    // Dropping it on any error below deletes it.
    let mut temporary = leftovers::file(folder, ".tmp", true).map_err(fault)?;
    fill(temporary.as_file_mut())?;
    temporary.as_file().sync_all().map_err(fault)?;
    let kept = match replace {
        true => temporary.persist(path),
        false => temporary.persist_noclobber(path),
    };
    kept.map_err(|error| failed(path, &error.error))?;
    // Not every file system lets a folder be opened or synchronised; the file itself is durable by now.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// What a failed write into the file given by [`write_atomically`] is told as.
pub fn write_failed(path: &Path, error: &std::io::Error) -> Problem {
    failed(path, error)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn nothing_is_replaced_silently_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("意见.csv");
        let write = |replace, text: &str| {
            write_atomically(&path, replace, |file| {
                file.write_all(text.as_bytes()).map_err(|error| write_failed(&path, &error))
            })
        };
        write(false, "one").unwrap();
        assert_eq!(write(false, "two").unwrap_err().key, "problem-file-exists");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        write(true, "three").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "three");
        let broken = write_atomically(&path, true, |file| {
            file.write_all(b"part").unwrap();
            Err(Problem::refused("problem-disk-full"))
        });
        assert_eq!(broken.unwrap_err().key, "problem-disk-full");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "three");
        assert_eq!(names(folder.path()), ["意见.csv"]);
    }

    #[test]
    fn a_missing_folder_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("no").join("x.csv");
        assert_eq!(write_atomically(&path, false, |_| Ok(())).unwrap_err().key, "problem-folder-missing");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_as_such() {
        let mut full = File::options().write(true).open("/dev/full").unwrap();
        let error = full.write_all(b"x").unwrap_err();
        assert_eq!(write_failed(Path::new("a.csv"), &error).key, "problem-disk-full");
    }
}
