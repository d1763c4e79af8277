//! Fingerprints, the doctor, safety copies.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::fold;
use super::identity::{Standing, person_of};
use super::workstation::{OpenOptions, Workstation};
use crate::model::event::Body;
use crate::model::form::Batch;
use crate::model::ids::{EventId, PublicKey, ReplicaId, sha256_hex};
use crate::model::problem::{Problem, ProblemKind};
use crate::store::log::EventState;
use crate::store::{Access, Session};
use crate::sync::digest::{self, StateDigest};
use crate::sync::sign;
use crate::system;

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
    fn new(check: &'static str, ok: bool, key: &'static str) -> Check {
        Check { check, ok, key, args: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Check {
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
            let review = serde_json::from_str(text).map_err(Problem::internal)?;
            state.add(version, &review).map_err(Problem::internal)
        })?;
        Ok(Digest {
            events: self.session.event_count()?,
            set: hex(&digest::set(self.session.event_ids()?)),
            state: hex(&state.finish()),
        })
    }

    /// Looks at everything that must hold: the file, every chain and signature, every imported table, the folded tables
    /// against a rebuild, the key. Writes nothing.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn doctor(&self) -> Result<Vec<Check>, Problem> {
        let mut checks = Vec::new();
        let complaints = self.session.integrity()?;
        checks.push(match complaints.first() {
            None => Check::new("file", true, "check-file-whole"),
            Some(first) => Check::new("file", false, "check-file-damaged").with("detail", first),
        });
        checks.extend(self.check_log()?);
        checks.push(self.check_batches()?);
        if self.session.read_only().is_none() {
            let before = self.session.projection_fingerprint()?;
            let after = self.session.rehearse(|session| {
                fold::rebuild(session)?;
                session.projection_fingerprint()
            })?;
            checks.push(if before == after {
                Check::new("tables", true, "check-tables-equal")
            } else {
                Check::new("tables", false, "check-tables-differ")
            });
        }
        checks.push(match (&self.identity, self.standing) {
            (_, Standing::KeyMissing) => Check::new("key", false, "check-key-missing"),
            (None, _) => Check::new("key", true, "check-key-nobody"),
            (Some(me), Standing::Moved) => Check::new("key", true, "check-key-moved").with("name", &me.name),
            (Some(me), Standing::Restored) => Check::new("key", true, "check-key-restored").with("name", &me.name),
            (Some(me), _) => Check::new("key", true, "check-key-known").with("name", &me.name),
        });
        Ok(checks)
    }

    fn check_log(&self) -> Result<[Check; 2], Problem> {
        let keys: BTreeMap<ReplicaId, PublicKey> =
            self.session.replicas()?.into_iter().map(|replica| (replica.replica, replica.key)).collect();
        let mut live: BTreeMap<EventId, u64> = BTreeMap::new();
        let mut count: u64 = 0;
        let mut broken = None;
        let mut forged = None;
        let mut later = Vec::new();
        self.session.each_event(|stored| {
            count += 1;
            let envelope = &stored.event.envelope;
            if stored.state != EventState::Live {
                return Ok(());
            }
            live.insert(stored.event.id, envelope.seq);
            match envelope.previous {
                Some(previous) => later.push((stored.event.id, previous, envelope.seq)),
                None if envelope.seq != 1 => broken = broken.or(Some(stored.event.id)),
                None => {}
            }
            let key = match &stored.event.body {
                Body::DeviceStarted(body) => Some(body.key),
                _ => keys.get(&envelope.replica).copied(),
            };
            let good = key.is_some_and(|key| {
                envelope.author == person_of(&key)
                    && <[u8; 64]>::try_from(stored.signature.as_slice())
                        .is_ok_and(|signature| sign::verify_event(&key, &stored.bytes, &signature))
            });
            if !good {
                forged = forged.or(Some(stored.event.id));
            }
            Ok(())
        })?;
        for (id, previous, seq) in later {
            if live.get(&previous).is_none_or(|before| before + 1 != seq) {
                broken = broken.or(Some(id));
            }
        }
        Ok([
            match broken {
                None => Check::new("chain", true, "check-chain-whole").with("events", count),
                Some(id) => Check::new("chain", false, "check-chain-broken").with("event", id),
            },
            match forged {
                None => Check::new("signatures", true, "check-signatures-good").with("events", count),
                Some(id) => Check::new("signatures", false, "check-signatures-bad").with("event", id),
            },
        ])
    }

    fn check_batches(&self) -> Result<Check, Problem> {
        let ids = self.session.batch_ids()?;
        for id in &ids {
            let lines = self.session.batch_lines(*id)?.unwrap_or_default();
            if Batch::id_of(lines.as_bytes()) != *id {
                return Ok(Check::new("batches", false, "check-batches-changed").with("batch", id));
            }
        }
        Ok(Check::new("batches", true, "check-batches-whole").with("batches", ids.len()))
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
        let place = tempfile::Builder::new()
            .prefix(".wenxiao-backup-")
            .tempdir_in(folder)
            .map_err(|error| cannot_write(path, error))?;
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
        let place = tempfile::Builder::new()
            .prefix(".wenxiao-restore-")
            .tempdir_in(folder)
            .map_err(|error| cannot_write(path, error))?;
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
