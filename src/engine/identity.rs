//! Who works here: the device key and the anchor, both outside the database.
//!
//! A copy of the database therefore carries no key, and a restored older copy is noticed: the anchor remembers the last
//! number this device used, so no number is ever used twice (a new incarnation begins instead).

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

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

    /// Makes a key for a person.
    ///
    /// # Errors
    /// When the folder cannot be written or there is a key already.
    pub fn create(&self, session: &Session, secret: [u8; 32], name: &str, office: &str) -> Result<Identity, Problem> {
        let cannot = |path: &Path, error: &dyn std::fmt::Display| {
            Problem::new(ProblemKind::Unavailable, "problem-key-cannot-write")
                .with("path", path.display())
                .with("detail", error)
        };
        system::create_private_folder(&self.folder).map_err(|error| cannot(&self.folder, &error))?;
        let file =
            KeyFile { secret: PublicKey(secret), incarnation: 0, name: name.to_owned(), office: office.to_owned() };
        let text = serde_json::to_vec(&file).map_err(Problem::internal)?;
        let path = self.key_path();
        if path.exists() {
            return Err(Problem::refused("problem-key-exists").with("path", path.display()));
        }
        system::replace_private_file(&path, &text).map_err(|error| cannot(&path, &error))?;
        let identity = identity(file, None);
        session.transaction(|session| session.set_meta("device_key", &identity.public.to_string()))?;
        self.save_anchor(session, &identity)?;
        Ok(identity)
    }

    /// Sets a lost or foreign identity aside, so that a new one can be made.
    ///
    /// # Errors
    /// When the file cannot be renamed.
    pub fn retire(&self, stamp: u64) -> Result<(), Problem> {
        let path = self.key_path();
        if path.exists() {
            let aside = self.folder.join(format!("device.key.{stamp}"));
            fs::rename(&path, &aside).map_err(|error| {
                Problem::new(ProblemKind::Unavailable, "problem-key-cannot-write")
                    .with("path", path.display())
                    .with("detail", error)
            })?;
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
        let known = session.meta("device_key")?;
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok((None, if known.is_some() { Standing::KeyMissing } else { Standing::Nobody }));
            }
            Err(error) => {
                return Err(Problem::new(ProblemKind::Unavailable, "problem-key-cannot-read")
                    .with("path", path.display())
                    .with("detail", error));
            }
        };
        if system::shared_bits(&path) != 0 {
            return Err(Problem::new(ProblemKind::Unavailable, "problem-key-shared").with("path", path.display()));
        }
        let mut file: KeyFile = serde_json::from_slice(&bytes).map_err(|error| {
            Problem::new(ProblemKind::Unavailable, "problem-key-damaged")
                .with("path", path.display())
                .with("detail", error)
        })?;
        let now = identity_of(&file);
        let reach = session.reach(now.replica)?;
        let anchor: Option<Anchor> =
            fs::read(self.anchor_path()).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let here = place(session.path());
        let standing = match &anchor {
            None if reach.is_none() => Standing::Known,
            None => Standing::Moved,
            Some(anchor)
                if (anchor.machine.as_str(), anchor.device, anchor.inode) != (here.0.as_str(), here.1, here.2) =>
            {
                Standing::Moved
            }
            Some(anchor) if anchor.incarnation != file.incarnation => Standing::Known,
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
        if matches!(standing, Standing::Moved | Standing::Restored) && reach.is_none() && anchor.is_none() {
            return Ok((Some(identity(file, None)), Standing::Known));
        }
        let mut after = None;
        if matches!(standing, Standing::Moved | Standing::Restored) && session.read_only().is_none() {
            let used = session
                .replicas()?
                .into_iter()
                .filter(|replica| replica.key == now.public)
                .map(|replica| replica.incarnation)
                .chain(anchor.as_ref().map(|anchor| anchor.incarnation))
                .chain([file.incarnation])
                .max()
                .unwrap_or(0);
            after = reach.map(|reach| ChainPoint { replica: reach.replica, seq: reach.seq, head: reach.head });
            file.incarnation = used + 1;
            let text = serde_json::to_vec(&file).map_err(Problem::internal)?;
            system::replace_private_file(&path, &text).map_err(|error| {
                Problem::new(ProblemKind::Unavailable, "problem-key-cannot-write")
                    .with("path", path.display())
                    .with("detail", error)
            })?;
        }
        let identity = identity(file, after);
        if session.read_only().is_none() {
            self.save_anchor(session, &identity)?;
        }
        Ok((Some(identity), standing))
    }

    /// Remembers how far this device's chain reaches. Called when a session ends and before anything leaves the machine.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save_anchor(&self, session: &Session, identity: &Identity) -> Result<(), Problem> {
        let reach = session.reach(identity.replica)?;
        let (machine, device, inode) = place(session.path());
        let anchor = Anchor {
            incarnation: identity.incarnation,
            seq: reach.map_or(0, |reach| reach.seq),
            head: reach.map(|reach| reach.head),
            machine,
            device,
            inode,
        };
        let path = self.anchor_path();
        let before: Option<Anchor> = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        if before.as_ref() == Some(&anchor) {
            return Ok(());
        }
        let text = serde_json::to_vec(&anchor).map_err(Problem::internal)?;
        system::replace_private_file(&path, &text).map_err(|error| {
            Problem::new(ProblemKind::Unavailable, "problem-key-cannot-write")
                .with("path", path.display())
                .with("detail", error)
        })
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
