//! Fingerprints and safety copies.

use std::fs;
use std::path::{Path, PathBuf};

use super::workstation::{OpenOptions, Workstation};
use crate::model::ids::{EventId, sha256_hex};
use crate::model::problem::{Problem, ProblemKind};
use crate::store::{Access, Session};
use crate::sync::digest::{self, StateDigest};
use crate::system::{self, leftovers};

/// Fingerprints of what is here. The same set of events gives the same `set` and `state` on every machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// Number of events.
    pub events: u64,
    /// Fingerprint of the set of events.
    pub set: String,
    /// Fingerprint of what they amount to.
    pub state: String,
}

/// One finding of the doctor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at, e.g. `chain`; also part of the locale key `check-…`.
    pub check: &'static str,
    /// True when all is well.
    pub ok: bool,
    /// Locale key of the detail.
    pub key: &'static str,
    /// Placeholders of the detail.
    pub args: Vec<(&'static str, String)>,
}

impl Check {
    pub(super) fn new(check: &'static str, ok: bool, key: &'static str) -> Check {
        Check { check, ok, key, args: Vec::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Check {
        self.args.push((name, value.to_string()));
        self
    }
}

fn hex(bytes: &[u8; 32]) -> String {
    EventId(*bytes).to_string()
}

impl Workstation {
    /// Fingerprints of what is here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn digest(&self) -> Result<Digest, Problem> {
        let mut state = StateDigest::new();
        self.session.each_review(|version, text| {
            let damaged =
                || Problem::new(ProblemKind::Verification, "problem-database-damaged").with("detail", "review");
            let review = serde_json::from_str(text).map_err(|_| damaged())?;
            state.add(version, &review).map_err(|_| damaged())
        })?;
        self.session.each_recheck(|version, recheck| {
            state.add_recheck(version, &recheck).map_err(|error| Problem::internal(error.to_string()))
        })?;
        Ok(Digest {
            events: self.session.event_count()?,
            set: hex(&digest::set(self.session.event_ids()?)),
            state: hex(&state.finish()),
        })
    }

    /// Writes a safety copy. The key is not in it.
    ///
    /// # Errors
    /// When the target exists, or cannot be written; nothing is left there then.
    pub fn backup(&self, path: &Path) -> Result<(u64, String), Problem> {
        if path.exists() {
            return Err(Problem::refused("problem-file-exists").with("path", path.display()));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        leftovers::sweep(folder);
        let place = leftovers::folder(folder, "backup-").map_err(|error| cannot_write(path, error))?;
        let copy = place.path().join("copy.db");
        self.session.copy_to(&copy)?;
        // The copy must prove itself before it gets its name.
        let check = Session::open(&copy, Access::Read)?;
        if let Some(complaint) = check.integrity()?.first() {
            return Err(Problem::new(ProblemKind::Verification, "problem-backup-damaged").with("detail", complaint));
        }
        drop(check);
        let bytes = fs::read(&copy).map_err(|error| cannot_write(path, error))?;
        fs::File::open(&copy).and_then(|file| file.sync_all()).map_err(|error| cannot_write(path, error))?;
        system::rename_new(&copy, path).map_err(|error| cannot_write(path, error))?;
        Ok((bytes.len() as u64, sha256_hex(&bytes)))
    }

    /// Puts a safety copy in the place of the database. The present database is kept beside it under another name, which
    /// is answered. The next opening begins a new incarnation, so no number is used twice.
    ///
    /// # Errors
    /// When the copy is not whole, or another session is using the database.
    pub fn restore(options: &OpenOptions, backup: &Path) -> Result<Option<PathBuf>, Problem> {
        let path = &system::real_path(&options.database);
        let copy = Session::open(backup, Access::Read)?;
        if let Some(complaint) = copy.integrity()?.first() {
            return Err(Problem::new(ProblemKind::Verification, "problem-backup-damaged").with("detail", complaint));
        }
        copy.required_meta("uuid")?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        leftovers::sweep(folder);
        let place = leftovers::folder(folder, "restore-").map_err(|error| cannot_write(path, error))?;
        let fresh = place.path().join("copy.db");
        copy.copy_to(&fresh)?;
        drop(copy);
        let presence = super::workstation::presence(path, true);
        if presence.as_ref().is_some_and(|file| file.try_lock().is_err()) {
            return Err(Problem::new(ProblemKind::Unavailable, "problem-database-in-use").with("path", path.display()));
        }
        if !path.exists() {
            system::rename_new(&fresh, path).map_err(|error| cannot_write(path, error))?;
            return Ok(None);
        }
        // Closing the last session empties the write-ahead log into the file. A database that cannot be opened any more,
        // which may be why a copy is wanted, is kept as it is.
        drop(Session::open(path, Access::Write));
        let beside = |database: &Path, end: &str| {
            let mut name = database.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        let moment = options.clock.millis();
        let aside = (moment..).map(|moment| beside(path, &format!(".before-restore-{moment}")));
        // The numbers do not end before a free one is found.
        let aside = aside.into_iter().find(|aside| !aside.exists()).unwrap_or_else(|| beside(path, ".before-restore"));
        for end in ["-wal", "-shm"] {
            // A log that is still there must not be taken for the copy's.
            let log = beside(path, end);
            if log.exists() {
                system::rename_new(&log, &beside(&aside, end)).map_err(|error| cannot_write(path, error))?;
            }
        }
        system::exchange(&fresh, path, &aside).map_err(|error| cannot_write(path, error))?;
        Ok(Some(aside))
    }
}

fn cannot_write(path: &Path, error: std::io::Error) -> Problem {
    let key = match error.kind() {
        std::io::ErrorKind::AlreadyExists => "problem-file-exists",
        _ if system::is_full(&error) => "problem-disk-full",
        _ => "problem-cannot-write",
    };
    Problem::new(ProblemKind::Unavailable, key).with("path", path.display()).with("detail", error)
}
