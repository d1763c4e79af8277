//! What differs between operating systems, in one place. A leaf: imports nothing of ours but problems.

#[cfg(not(unix))]
#[path = "other.rs"]
mod imp;
#[cfg(unix)]
#[path = "unix.rs"]
mod imp;

pub mod child;
pub mod leftovers;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Kind of file system a path lies on, as far as it matters to a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileSystem {
    /// Local disk or anything not known to be otherwise.
    Local,
    /// A network share: locks and shared memory cannot be relied on.
    Network(&'static str),
}

/// Environment variable by which tests name the file system, because a real share cannot be mounted everywhere.
pub const FILE_SYSTEM_FOR_TESTS: &str = "WENXIAO_TEST_FILE_SYSTEM";

/// Asks what file system `folder` lies on.
pub fn file_system(folder: &Path) -> FileSystem {
    if let Ok(name) = std::env::var(FILE_SYSTEM_FOR_TESTS)
        && name == "nfs"
    {
        return FileSystem::Network("NFS");
    }
    imp::file_system(folder)
}

/// A stable name of this machine, or an empty text where it has none.
pub fn machine() -> String {
    fs::read_to_string("/etc/machine-id").map(|id| id.trim().to_owned()).unwrap_or_default()
}

/// Device and inode of a file, `(0, 0)` where there is no such thing.
pub fn file_identity(path: &Path) -> (u64, u64) {
    imp::file_identity(path)
}

/// Reads from a place in a file, wherever other readers of it are.
///
/// # Errors
/// When the file cannot be read.
pub fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    imp::read_at(file, buffer, at)
}

/// The path without links: side files and locks lie beside the file itself, whatever name it was reached by. A file that
/// does not exist yet is taken where its folder is.
pub fn real_path(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// Creates a folder that only its owner can enter.
///
/// # Errors
/// As the operating system says.
pub fn create_private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)?;
    imp::restrict(path, 0o700)
}

/// Opens a new file that only its owner can read.
///
/// # Errors
/// As the operating system says; when the file exists already.
pub fn create_private_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    imp::private(&mut options);
    options.open(path)
}

/// Permission bits that others than the owner have on a file; 0 where the system has none.
pub fn shared_bits(path: &Path) -> u32 {
    imp::shared_bits(path)
}

/// Writes a small private file so that after a crash either the old or the new content is there.
///
/// # Errors
/// As the operating system says; the old file is left untouched then.
pub fn replace_private_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = leftovers::file(folder, ".tmp", false)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    imp::sync_folder(folder);
    Ok(())
}

/// Gives a file its name, durably, unless something has that name already.
///
/// # Errors
/// As the operating system says; `AlreadyExists` when the name is taken.
pub fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    if fs::symlink_metadata(to).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(from, to)?;
    imp::sync_folder(to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")));
    Ok(())
}

/// Puts a file in the place of another and keeps the other under the name `aside`. Whenever this is interrupted, `path`
/// names one of the two.
///
/// # Errors
/// As the operating system says; `AlreadyExists` when `aside` is taken.
pub fn exchange(from: &Path, path: &Path, aside: &Path) -> io::Result<()> {
    if fs::symlink_metadata(aside).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    // Some file systems have no second names; there the file has none for a moment.
    if fs::hard_link(path, aside).is_err() {
        fs::rename(path, aside)?;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    imp::sync_folder(folder);
    fs::rename(from, path)?;
    imp::sync_folder(folder);
    Ok(())
}

/// True when a write failed because no more fits: the disk, a quota or a file-size limit.
pub fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge)
}

/// Makes a file-size limit an error of the write instead of the death of the process.
pub fn ignore_file_size_signal() {
    imp::ignore_file_size_signal();
}
