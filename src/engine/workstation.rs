//! One station: a database session, the identity of this device, the clock. Every use case is a method of it, in the
//! module named after the use case.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions as OpenOptionsOfFile, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::clock::Clock;
use super::identity::{Identity, Standing, Vault};
use super::rulebook::Rulebook;
use super::view::Station;
use crate::model::finding::{CheckId, CheckSettings};
use crate::model::ids::{WorkspaceId, sha256_hex, tagged_sha256};
use crate::model::problem::{Problem, ProblemKind};
use crate::store::open::Interrupter;
use crate::store::{Access, Session};
use crate::system;

/// Name of the workspace that a database belongs to unless another is asked for. Databases of different workspaces
/// never merge.
pub const DEFAULT_WORKSPACE: &str = "wenxiao";
/// Name of the sample database's workspace.
pub const SAMPLE_WORKSPACE: &str = "wenxiao-sample";

/// How to open a station.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// The database file.
    pub database: PathBuf,
    /// Folder for device keys and anchors, outside the database.
    pub state: PathBuf,
    /// Make the database if it is missing.
    pub create: bool,
    /// Write nothing, whatever happens.
    pub read_only: bool,
    /// Workspace of a database that is made.
    pub workspace: &'static str,
    /// The clock.
    pub clock: Clock,
    /// File with the user's mappings of unknown layouts; without it none are used or kept.
    pub mappings: Option<PathBuf>,
    /// This program, to be started again for reading workbooks behind a wall; `None` reads them in this process.
    pub reader: Option<PathBuf>,
    /// By what the automatic checks look, and the place's own: its profile, read.
    pub checks: Arc<Rulebook>,
}

impl OpenOptions {
    /// Where the user's mappings lie, and the program that reads workbooks.
    pub(super) fn places(&self) -> super::mapping::Places {
        super::mapping::Places { file: self.mappings.clone(), reader: self.reader.clone() }
    }
}

/// An open station.
pub struct Workstation {
    pub(super) session: Session,
    pub(super) vault: Vault,
    pub(super) identity: Option<Identity>,
    pub(super) standing: Standing,
    pub(super) clock: Clock,
    pub(super) workspace: WorkspaceId,
    options: OpenOptions,
    /// Why the database cannot be written; a reader beside a writer tells the writer's answer.
    cannot_write: Option<&'static str>,
    /// True for the session that keeps the anchor; readers leave it alone.
    keeps_anchor: bool,
    /// Entries of the indicator libraries in force, once somebody asked for them.
    pub(super) library: RefCell<Option<Arc<super::library::KnownLibrary>>>,
    /// Own checks that failed since this station was opened, each as it failed first.
    pub(super) failures: RefCell<BTreeMap<CheckId, Problem>>,
    /// Locked shared while this station is open, so that nobody restores a copy under it.
    _presence: Option<File>,
}

/// The file that stations lock while they are open. `None` where the folder cannot be written: then nothing can be
/// restored there either.
pub(super) fn presence(database: &Path, create: bool) -> Option<File> {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    OpenOptionsOfFile::new().create(create).append(true).open(name).ok()
}

fn present(session: &Session) -> Result<Option<File>, Problem> {
    let database = session.path();
    let file = presence(database, session.read_only().is_none());
    match file.as_ref().map(File::try_lock_shared) {
        Some(Err(TryLockError::WouldBlock)) => {
            Err(Problem::new(ProblemKind::Unavailable, "problem-database-in-use").with("path", database.display()))
        }
        _ => Ok(file),
    }
}

/// The workspace named so: the hash of its genesis statement.
pub fn workspace_named(name: &str) -> WorkspaceId {
    WorkspaceId(tagged_sha256("wx-genesis-1", &[name.as_bytes()]))
}

/// Unpredictable bytes from the operating system.
///
/// # Errors
/// When the system has none.
pub fn random<const N: usize>() -> Result<[u8; N], Problem> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(Problem::internal)?;
    Ok(bytes)
}

impl Workstation {
    /// Opens a station.
    ///
    /// # Errors
    /// See [`Session::open`] and [`Vault::open`].
    pub fn open(options: OpenOptions) -> Result<Workstation, Problem> {
        let access = match (options.read_only, options.create) {
            (true, _) => Access::Read,
            (false, true) => Access::Create,
            (false, false) => Access::Write,
        };
        let (session, presence) = loop {
            let found = system::file_identity(&options.database);
            let session = Session::open(&options.database, access)?;
            let presence = present(&session)?;
            // Nobody can put a copy in its place any more; if somebody just did, what was opened is the one set aside.
            if found == (0, 0) || found == system::file_identity(session.path()) {
                break (session, presence);
            }
        };
        if session.read_only().is_none() && session.meta("uuid")?.is_none() {
            let id: [u8; 16] = random()?;
            session.transaction(|session| {
                // Another process may have founded it while we waited.
                if session.meta("uuid")?.is_none() {
                    session.set_meta("uuid", &sha256_hex(&id)[..32])?;
                    session.set_meta("workspace_name", options.workspace)?;
                    session.set_meta("workspace", &workspace_named(options.workspace).to_string())?;
                    session.set_meta("made_by", env!("CARGO_PKG_VERSION"))?;
                }
                Ok(())
            })?;
        }
        let uuid = session.required_meta("uuid")?;
        let workspace = session.required_meta("workspace")?.parse().map_err(|_| {
            Problem::new(ProblemKind::Verification, "problem-database-damaged").with("detail", "workspace")
        })?;
        let vault = Vault::new(&options.state, &uuid)?;
        let (identity, standing) = vault.open(&session)?;
        let cannot_write = session.read_only();
        let station = Workstation {
            session,
            vault,
            identity,
            standing,
            clock: options.clock,
            workspace,
            cannot_write,
            keeps_anchor: true,
            options,
            library: RefCell::default(),
            failures: RefCell::default(),
            _presence: presence,
        };
        station.tidy_up()?;
        Ok(station)
    }

    /// What an import left that was stopped before it was published goes away, unless another process may still be at it,
    /// and so does what a killed export or safety copy left beside the database.
    fn tidy_up(&self) -> Result<(), Problem> {
        if self.session.read_only().is_some() {
            return Ok(());
        }
        if self.session.meta("to_file")?.is_some() {
            self.session.transaction(super::links::file_anew)?;
        }
        if self.session.meta("to_fold")?.is_some() {
            self.session.transaction(|session| {
                super::fold::rebuild(session)?;
                session.nothing_to_fold()
            })?;
        }
        super::consistency::take_down_all(&self.session)?;
        if let Some(folder) = self.session.path().parent() {
            system::leftovers::sweep(folder);
        }
        let lock = self.import_lock_path();
        let Ok(file) = std::fs::OpenOptions::new().create(true).append(true).open(lock) else { return Ok(()) };
        if file.try_lock().is_ok() {
            self.session.transaction(|session| session.drop_unfinished_batches())?;
        }
        Ok(())
    }

    /// File that is locked while an import fills a batch.
    pub(super) fn import_lock_path(&self) -> PathBuf {
        let mut name = self.session.path().as_os_str().to_owned();
        name.push(".import");
        PathBuf::from(name)
    }

    /// A second station on the same database that only reads, for another thread.
    ///
    /// # Errors
    /// When the database cannot be opened again.
    pub fn reader(&self) -> Result<Workstation, Problem> {
        let session = self.session.reader()?;
        let vault = Vault::new(&self.options.state, &self.session.required_meta("uuid")?)?;
        let (identity, standing) = vault.open(&session)?;
        Ok(Workstation {
            session,
            vault,
            identity,
            standing,
            clock: self.clock,
            workspace: self.workspace,
            options: self.options.clone(),
            cannot_write: self.cannot_write,
            keeps_anchor: false,
            library: RefCell::default(),
            failures: RefCell::default(),
            _presence: None,
        })
    }

    /// Learns of a person who introduced themselves at another session of this station.
    pub(super) fn catch_up(&mut self) {
        if self.identity.is_none()
            && let Ok((identity @ Some(_), standing)) = self.vault.open(&self.session)
        {
            self.identity = identity;
            self.standing = standing;
        }
    }

    /// This station, keeping little in memory.
    pub(super) fn spare(self) -> Result<Workstation, Problem> {
        self.session.spare()?;
        Ok(self)
    }

    /// How to open this station again, from another thread.
    pub(super) fn again(&self) -> OpenOptions {
        OpenOptions { create: false, ..self.options.clone() }
    }

    /// Where the user's mappings lie, and the program that reads workbooks.
    pub(super) fn places(&self) -> super::mapping::Places {
        self.options.places()
    }

    /// By what the automatic checks look.
    pub(super) fn check_settings(&self) -> &CheckSettings {
        self.options.checks.settings()
    }

    /// The checks of the catalogue and of the place.
    pub(super) fn rulebook(&self) -> &Rulebook {
        &self.options.checks
    }

    /// Stops a running query of this station from another thread.
    pub(super) fn interrupter(&self) -> Interrupter {
        self.session.interrupter()
    }

    /// Who and what this station is.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn station(&self) -> Result<Station, Problem> {
        Ok(Station {
            database: self.session.path().to_owned(),
            sample: self.is_sample(),
            read_only: self.read_only(),
            person: self.identity.as_ref().map(|identity| identity.person.clone()),
            name: self.identity.as_ref().map(|identity| identity.name.clone()).unwrap_or_default(),
            office: self.identity.as_ref().map(|identity| identity.office.clone()).unwrap_or_default(),
            replica: self.identity.as_ref().map(|identity| identity.replica),
            years: self.session.years()?,
        })
    }

    /// True in the sample and in lessons: nothing of it may reach a department.
    pub fn is_sample(&self) -> bool {
        self.workspace == workspace_named(SAMPLE_WORKSPACE)
    }

    /// Why nothing can be stored, as a locale key.
    pub fn read_only(&self) -> Option<&'static str> {
        match self.standing {
            Standing::KeyMissing => Some(self.cannot_write.unwrap_or("read-only-no-key")),
            _ => self.cannot_write,
        }
    }

    /// What opening found out about this device.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// The database file.
    pub fn database(&self) -> &Path {
        self.session.path()
    }

    /// The clock.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The workspace.
    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// Makes a key for a person who introduces themselves. Where the database had a device whose key is not here, a new
    /// device begins.
    ///
    /// # Errors
    /// When the name is empty or too long, someone is introduced already, or the key cannot be written.
    pub fn introduce(&mut self, name: &str, office: &str) -> Result<Station, Problem> {
        let (name, office) = (name.trim(), office.trim());
        if name.is_empty() {
            return Err(Problem::new(ProblemKind::Usage, "problem-name-empty"));
        }
        if name.chars().count() > 64 || office.chars().count() > 64 {
            return Err(Problem::new(ProblemKind::Usage, "problem-name-too-long"));
        }
        if let Some(identity) = &self.identity {
            return Err(Problem::refused("problem-already-introduced").with("name", &identity.name));
        }
        if let Some(reason) = self.session.read_only() {
            return Err(Problem::new(ProblemKind::Unavailable, "problem-database-read-only").with("detail", reason));
        }
        let identity = self.vault.create(&self.session, random()?, name, office)?;
        self.identity = Some(identity);
        self.standing = Standing::Known;
        self.station()
    }

    /// Sets the present key aside and makes another, e.g. when the station changes hands.
    ///
    /// # Errors
    /// As [`Workstation::introduce`].
    pub fn introduce_anew(&mut self, name: &str, office: &str) -> Result<Station, Problem> {
        if name.trim().is_empty() {
            return Err(Problem::new(ProblemKind::Usage, "problem-name-empty"));
        }
        self.vault.retire(self.clock.millis())?;
        self.identity = None;
        self.introduce(name, office)
    }

    /// The identity, or a problem that says how to get one.
    pub(super) fn me(&self) -> Result<&Identity, Problem> {
        match (&self.identity, self.standing) {
            (Some(identity), _) => Ok(identity),
            (None, Standing::KeyMissing) => Err(Problem::new(ProblemKind::Unavailable, "problem-key-missing")),
            (None, _) => Err(Problem::new(ProblemKind::Unavailable, "problem-nobody-introduced")),
        }
    }

    /// Makes the anchor durable. Called before anything leaves this machine.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn anchor(&self) -> Result<(), Problem> {
        match &self.identity {
            Some(identity) if self.session.read_only().is_none() => self.vault.save_anchor(&self.session, identity),
            _ => Ok(()),
        }
    }
}

impl Drop for Workstation {
    fn drop(&mut self) {
        if self.keeps_anchor
            && let Err(problem) = self.anchor()
        {
            // Not lost: the next start finds the anchor behind and moves it on.
            tracing::warn!(%problem, "anchor not written");
        }
    }
}
