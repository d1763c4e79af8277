//! Who works here: the device key and the anchor, both outside the database.
//!
//! A copy of the database therefore carries no key, and a restored older copy is noticed: the anchor remembers the last
//! number this device used, so no number is ever used twice (a new incarnation begins instead).

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::workstation::random;
use crate::model::event::ChainPoint;
use crate::model::ids::{EventId, PersonId, PublicKey, ReplicaId, sha256};
use crate::model::problem::{Problem, ProblemKind};
use crate::store::Session;
use crate::sync::sign::SigningKey;
use crate::system;

/// The key of this device for one database, and who uses it.
pub struct Identity {
    /// Signs events and bundles.
    pub key: SigningKey,
    /// Public half.
    pub public: PublicKey,
    /// Incarnation in force.
    pub incarnation: u32,
    /// Chain in force.
    pub replica: ReplicaId,
    /// Person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Office.
    pub office: String,
    /// Last known point of the incarnation before, when one was just begun.
    pub after: Option<ChainPoint>,
}

/// The person named by a key.
pub fn person_of(key: &PublicKey) -> PersonId {
    PersonId(format!("p-{}", &PublicKey(sha256(&key.0)).to_string()[..8]))
}

#[derive(Serialize, Deserialize)]
struct KeyFile {
    secret: PublicKey, // 32 bytes in hexadecimal, like a public key
    incarnation: u32,
    name: String,
    office: String,
}

#[derive(Serialize, Deserialize, PartialEq, Eq)]
struct Anchor {
    replica: ReplicaId,
    incarnation: u32,
    seq: u64,
    head: Option<EventId>,
    machine: String,
    device: u64,
    inode: u64,
}

/// What opening found out about this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has introduced themselves.
    Nobody,
    /// Everything as it was left.
    Known,
    /// The database was copied or moved here: a new incarnation began.
    Moved,
    /// An older copy of the database was restored: a new incarnation began.
    Restored,
    /// The database has a device, but its key is not on this machine.
    KeyMissing,
}

/// How long one process waits for another to have looked at key and anchor.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where key and anchor of one database lie.
pub struct Vault {
    folder: PathBuf,
}

impl Vault {
    /// The folder of a database below the state folder.
    ///
    /// # Errors
    /// When the database's own name of itself is no uuid: it comes from a file and must not lead elsewhere.
    pub fn new(state: &Path, database: &str) -> Result<Self, Problem> {
        let uuid = uuid::Uuid::try_parse(database)
            .map_err(|_| Problem::new(ProblemKind::Verification, "problem-database-damaged").with("detail", "uuid"))?;
        Ok(Vault { folder: state.join("stations").join(uuid.hyphenated().to_string()) })
    }

    fn key_path(&self) -> PathBuf {
        self.folder.join("device.key")
    }

    fn anchor_path(&self) -> PathBuf {
        self.folder.join("anchor.json")
    }

    fn cannot_write(path: &Path, error: &std::io::Error) -> Problem {
        let key = if system::is_full(error) { "problem-disk-full" } else { "problem-key-cannot-write" };
        Problem::new(ProblemKind::Unavailable, key).with("path", path.display()).with("detail", error)
    }

    /// Held while key and anchor are compared or changed: two processes that start together must not both begin the same
    /// incarnation.
    fn lock(&self) -> Result<File, Problem> {
        let path = self.folder.join("lock");
        let file = OpenOptions::new().create(true).append(true).open(&path);
        let file = file.map_err(|error| Self::cannot_write(&path, &error))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(2));
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(
                        Problem::new(ProblemKind::Unavailable, "problem-database-busy").with("detail", path.display())
                    );
                }
                Err(TryLockError::Error(error)) => return Err(Self::cannot_write(&path, &error)),
            }
        }
    }

    /// Makes a key for a person.
    ///
    /// # Errors
    /// When the folder cannot be written or there is a key already.
    pub fn create(&self, session: &Session, secret: [u8; 32], name: &str, office: &str) -> Result<Identity, Problem> {
        system::create_private_folder(&self.folder).map_err(|error| Self::cannot_write(&self.folder, &error))?;
        let _lock = self.lock()?;
        let file =
            KeyFile { secret: PublicKey(secret), incarnation: 0, name: name.to_owned(), office: office.to_owned() };
        let text = serde_json::to_vec(&file).map_err(Problem::internal)?;
        let path = self.key_path();
        if path.exists() {
            return Err(Problem::refused("problem-key-exists").with("path", path.display()));
        }
        let identity = identity(file, None);
        // The anchor first: a key that has none was used by something else.
        self.write_anchor(session, &identity)?;
        system::replace_private_file(&path, &text).map_err(|error| Self::cannot_write(&path, &error))?;
        let noted = session.transaction(|session| session.set_meta("device_key", &identity.public.to_string()));
        if let Err(problem) = noted {
            // Unused so far: the next attempt begins from nothing.
            let _ = fs::remove_file(&path);
            return Err(problem);
        }
        Ok(identity)
    }

    /// Sets a lost or foreign identity aside, so that a new one can be made.
    ///
    /// # Errors
    /// When the file cannot be renamed.
    pub fn retire(&self, stamp: u64) -> Result<(), Problem> {
        let path = self.key_path();
        if path.exists() {
            let _lock = self.lock()?;
            let aside = self.folder.join(format!("device.key.{stamp}"));
            fs::rename(&path, &aside).map_err(|error| Self::cannot_write(&path, &error))?;
        }
        Ok(())
    }

    /// Reads key and anchor and compares them with the database. Begins a new incarnation where an older or copied
    /// database is found, unless the database is read-only.
    ///
    /// # Errors
    /// When the key file is readable by others, damaged, or cannot be written.
    pub fn open(&self, session: &Session) -> Result<(Option<Identity>, Standing), Problem> {
        let path = self.key_path();
        let nobody = || -> Result<_, Problem> {
            let known = session.meta("device_key")?.is_some();
            Ok((None, if known { Standing::KeyMissing } else { Standing::Nobody }))
        };
        if !path.exists() {
            return nobody();
        }
        let writable = session.read_only().is_none();
        let _lock = if writable { Some(self.lock()?) } else { None };
        let Some(mut file) = self.key_file()? else { return nobody() };
        // The anchor is read before the chain: what others write meanwhile only makes the chain longer.
        let anchor = self.read_anchor();
        let now = identity_of(&file);
        let reach = session.reach(now.replica)?;
        let here = place(session.path());
        let standing = match &anchor {
            None => Standing::Moved,
            Some(anchor)
                if (anchor.machine.as_str(), anchor.device, anchor.inode) != (here.0.as_str(), here.1, here.2) =>
            {
                Standing::Moved
            }
            // A copy of the database took an incarnation of its own, or taking one was interrupted.
            Some(anchor) if anchor.replica != now.replica => Standing::Moved,
            Some(anchor) => {
                let last = match anchor.head {
                    Some(head) => session.event(head)?.is_some(),
                    None => true,
                };
                if !last || anchor.seq > reach.map_or(0, |reach| reach.seq) {
                    Standing::Restored
                } else {
                    Standing::Known
                }
            }
        };
        let mut after = None;
        if standing != Standing::Known && writable {
            let mut used: BTreeSet<u32> = session
                .replicas()?
                .into_iter()
                .filter(|replica| replica.key == now.public)
                .map(|replica| replica.incarnation)
                .collect();
            used.extend(anchor.as_ref().map(|anchor| anchor.incarnation));
            used.extend([0, file.incarnation]);
            after = reach.map(|reach| ChainPoint { replica: reach.replica, seq: reach.seq, head: reach.head });
            // By lot, not by counting: two copies taken together with their state folders count alike.
            while used.contains(&file.incarnation) {
                file.incarnation = u32::from_be_bytes(random()?);
            }
            let text = serde_json::to_vec(&file).map_err(Problem::internal)?;
            system::replace_private_file(&path, &text).map_err(|error| Self::cannot_write(&path, &error))?;
        }
        let identity = identity(file, after);
        if writable && let Err(problem) = self.write_anchor(session, &identity) {
            // An anchor that is behind is moved on at the next start, and before anything leaves this machine.
            tracing::warn!(%problem, "anchor not written");
        }
        Ok((Some(identity), standing))
    }

    /// The key; `None` when there is none.
    fn key_file(&self) -> Result<Option<KeyFile>, Problem> {
        let path = self.key_path();
        let unusable = |key: &'static str, detail: &dyn std::fmt::Display| {
            Problem::new(ProblemKind::Unavailable, key).with("path", path.display()).with("detail", detail)
        };
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unusable("problem-key-cannot-read", &error)),
        };
        if system::shared_bits(&path) != 0 {
            return Err(Problem::new(ProblemKind::Unavailable, "problem-key-shared").with("path", path.display()));
        }
        serde_json::from_slice(&bytes).map(Some).map_err(|error| unusable("problem-key-damaged", &error))
    }

    fn read_anchor(&self) -> Option<Anchor> {
        fs::read(self.anchor_path()).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok())
    }

    /// Remembers how far this device's chain reaches. Called when a session ends and before anything leaves the machine.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save_anchor(&self, session: &Session, identity: &Identity) -> Result<(), Problem> {
        let _lock = self.lock()?;
        // When the key has moved on to another incarnation or person, this session's numbers are never used again, and
        // the anchor is no longer its to write.
        match self.key_file()? {
            Some(file) if identity_of(&file).replica == identity.replica => self.write_anchor(session, identity),
            _ => Ok(()),
        }
    }

    fn write_anchor(&self, session: &Session, identity: &Identity) -> Result<(), Problem> {
        let reach = session.reach(identity.replica)?;
        let (machine, device, inode) = place(session.path());
        let anchor = Anchor {
            replica: identity.replica,
            incarnation: identity.incarnation,
            seq: reach.map_or(0, |reach| reach.seq),
            head: reach.map(|reach| reach.head),
            machine,
            device,
            inode,
        };
        if self.read_anchor().as_ref() == Some(&anchor) {
            return Ok(());
        }
        let text = serde_json::to_vec(&anchor).map_err(Problem::internal)?;
        let path = self.anchor_path();
        system::replace_private_file(&path, &text).map_err(|error| Self::cannot_write(&path, &error))
    }
}

fn place(database: &Path) -> (String, u64, u64) {
    let (device, inode) = system::file_identity(database);
    (system::machine(), device, inode)
}

fn identity_of(file: &KeyFile) -> Identity {
    let key = SigningKey::from_secret(&file.secret.0);
    let public = key.public();
    Identity {
        replica: ReplicaId::of(&public, file.incarnation),
        person: person_of(&public),
        incarnation: file.incarnation,
        name: file.name.clone(),
        office: file.office.clone(),
        after: None,
        public,
        key,
    }
}

fn identity(file: KeyFile, after: Option<ChainPoint>) -> Identity {
    Identity { after, ..identity_of(&file) }
}
