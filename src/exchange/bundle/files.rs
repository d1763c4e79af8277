//! Files as they lie on disks, sticks and shares: a private copy to read from, an atomic and durable file to write.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use super::MAX_FILE;
use super::header::{self, Header};
use crate::model::problem::{Problem, ProblemKind};
use crate::system::leftovers;

/// What a reading or writing error becomes: the problem it carries, or "unreadable".
pub(super) fn unreadable(error: &io::Error) -> Problem {
    carried(error)
        .unwrap_or_else(|| Problem::new(ProblemKind::Unavailable, "problem-bundle-unreadable").with("detail", error))
}

/// What an error while writing becomes.
pub(super) fn unwritable(error: &io::Error) -> Problem {
    carried(error)
        .unwrap_or_else(|| Problem::new(ProblemKind::Unavailable, "problem-bundle-unwritable").with("detail", error))
}

fn carried(error: &io::Error) -> Option<Problem> {
    error.get_ref().and_then(|inner| inner.downcast_ref::<Problem>()).cloned()
}

/// A private copy of a bundle; what happens to the original afterwards does not matter.
pub(super) struct Copy {
    pub(super) file: File,
    pub(super) header: Header,
    /// SHA-256 of the whole file.
    pub(super) sha256: [u8; 32],
}

/// Copies a bundle into an unnamed file in `folder`, checking size and header on the way.
pub(super) fn private_copy(path: &Path, folder: &Path) -> Result<Copy, Problem> {
    let (source, length) = open_regular(path)?;
    if length > MAX_FILE {
        return Err(Problem::refused("problem-bundle-too-large").with("length", length).with("limit", MAX_FILE));
    }
    let mut first = Vec::with_capacity(header::LENGTH);
    (&source).take(header::LENGTH as u64).read_to_end(&mut first).map_err(|error| unreadable(&error))?;
    let header = Header::read(&first, length)?;

    let staging =
        |error: io::Error| Problem::new(ProblemKind::Unavailable, "problem-bundle-staging").with("detail", error);
    let mut file = tempfile::tempfile_in(folder).map_err(staging)?;
    let mut hash = Sha256::new();
    // One byte more than announced, to notice a file that grows meanwhile.
    let mut rest = first.as_slice().chain(source.take(header.file_length() - first.len() as u64 + 1));
    let mut buffer = vec![0; 256 * 1024];
    let mut copied = 0;
    loop {
        let read = match rest.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(unreadable(&error)),
        };
        // `read` never exceeds the buffer.
        let part = buffer.get(..read).unwrap_or_default();
        hash.update(part);
        file.write_all(part).map_err(staging)?;
        copied += read as u64;
    }
    if copied != header.file_length() {
        return Err(Problem::new(ProblemKind::Verification, "problem-bundle-changed-meanwhile"));
    }
    Ok(Copy { file, header, sha256: hash.finalize().into() })
}

/// Opens a regular file and nothing else: a pipe would hang, a device never end, a link point anywhere.
fn open_regular(path: &Path) -> Result<(File, u64), Problem> {
    let refuse = |what: &str| Problem::refused("problem-bundle-not-a-file").with("what", what);
    let named = fs::symlink_metadata(path).map_err(|error| unreadable(&error))?;
    if named.is_symlink() {
        return Err(refuse("link"));
    }
    if named.is_dir() {
        return Err(refuse("folder"));
    }
    if !named.is_file() {
        return Err(refuse("device"));
    }
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // Should the name have been given to something else just now: no following, no waiting.
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path).map_err(|error| unreadable(&error))?;
    let opened = file.metadata().map_err(|error| unreadable(&error))?;
    if opened.is_file() { Ok((file, opened.len())) } else { Err(refuse("device")) }
}

/// A file that appears under its name only when it is complete and on the disk.
pub(super) struct Unfinished(NamedTempFile);

impl Unfinished {
    /// Begins a file in the folder where it will stand (0600); dropped without [`Unfinished::finish`], it is removed.
    pub(super) fn begin(folder: &Path) -> io::Result<Unfinished> {
        leftovers::sweep(folder);
        leftovers::file(folder, ".part", false).map(Unfinished)
    }

    pub(super) fn file(&mut self) -> &mut File {
        self.0.as_file_mut()
    }

    /// Makes the content durable, reads it back from the disk, and only then gives it its name.
    ///
    /// `sha256` is what was written. Without `replace`, an existing file of that name is left alone and is an error.
    pub(super) fn finish(mut self, path: &Path, replace: bool, sha256: &[u8; 32]) -> Result<(), Problem> {
        let unwritten = |error: io::Error| unwritable(&error);
        self.file().sync_all().map_err(unwritten)?;
        if read_back(self.file()).map_err(unwritten)? != *sha256 {
            return Err(Problem::new(ProblemKind::Verification, "problem-bundle-read-back"));
        }
        let named = if replace { self.0.persist(path) } else { self.0.persist_noclobber(path) };
        named.map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => Problem::refused("problem-bundle-exists"),
            _ => unwritable(&error.error),
        })?;
        sync_folder(folder_of(path)).map_err(unwritten)
    }
}

/// The folder a file stands in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn read_back(file: &mut File) -> io::Result<[u8; 32]> {
    // Otherwise the answer would come from memory. Advice only: a system that cannot leaves us with the weaker check.
    #[cfg(target_os = "linux")]
    let _ = rustix::fs::fadvise(&*file, 0, None, rustix::fs::Advice::DontNeed);
    file.seek(SeekFrom::Start(0))?;
    Ok(hash_of(file)?.finalize().into())
}

/// Hashes everything a reader gives.
pub(super) fn hash_of(reader: &mut dyn Read) -> io::Result<Sha256> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(hash),
            Ok(read) => hash.update(buffer.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems of sticks and shares cannot; their own write order is then all there is.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        other => other,
    }
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
