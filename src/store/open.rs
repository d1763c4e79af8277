//! Opening a database: what it must be, and how the connection is set.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::error::{Result, Told, damaged};
use super::migrate;
use crate::model::problem::{Problem, ProblemKind};
use crate::system::{self, FileSystem};

/// `PRAGMA application_id` of our databases: the letters `wxia`.
pub const APPLICATION_ID: i32 = 0x7778_6961;

/// What the caller wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Read and write; the file must exist.
    Write,
    /// Read and write; made if missing.
    Create,
    /// Read only.
    Read,
}

/// One connection to one database.
pub struct Session {
    pub(super) connection: Connection,
    path: PathBuf,
    read_only: Option<&'static str>,
}

/// How long a write waits for another process before it says so.
const BUSY: Duration = Duration::from_secs(10);

/// Pages kept in memory: 16 MiB.
const CACHE: &str = "PRAGMA cache_size = -16384;";

impl Session {
    /// Opens `path`. A place that cannot be written is opened for reading, with the reason in
    /// [`Session::read_only`].
    ///
    /// # Errors
    /// When the file is missing (unless `Create`), is not ours, is newer than this program, lies on a network share,
    /// or cannot be read.
    pub fn open(path: &Path, access: Access) -> Result<Session> {
        // What SQLite says does not name the file.
        Session::open_at(path, access).map_err(|problem| match problem.args.iter().any(|(name, _)| *name == "path") {
            true => problem,
            false => problem.with("path", path.display()),
        })
    }

    fn open_at(path: &Path, access: Access) -> Result<Session> {
        let path = &system::real_path(path);
        let exists = match fs::metadata(path) {
            Ok(data) if data.is_file() => true,
            Ok(_) => return Err(refused("problem-database-no-file", path)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
            Err(error) => return Err(refused("problem-database-cannot-open", path).with("detail", error)),
        };
        if !exists && access != Access::Create {
            return Err(refused("problem-database-missing", path));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut read_only = (access == Access::Read).then_some("read-only-asked");
        if exists && !header_is_ours(path)? {
            probe(path)?;
        }
        if access != Access::Read {
            if let FileSystem::Network(kind) = system::file_system(folder) {
                return Err(refused("problem-database-on-network", path).with("kind", kind));
            }
            if !exists {
                match system::create_private_file(path) {
                    Ok(_) => {}
                    // Another process began at the same moment; a link to nowhere is there and is no file.
                    Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && path.exists() => {}
                    Err(error) => {
                        return Err(unavailable("problem-database-cannot-create", path).with("detail", error));
                    }
                }
            } else if system::leftovers::file(folder, ".tmp", false).is_err() {
                read_only = Some("read-only-folder");
            } else if fs::OpenOptions::new().append(true).open(path).is_err() {
                read_only = Some("read-only-file");
            }
        }
        let connection = if read_only.is_some() { open_read_only(path)? } else { open_writable(path)? };
        let session = Session { connection, path: path.to_owned(), read_only };
        session.settings()?;
        if read_only.is_none() {
            migrate::up(&session)?;
        }
        session.check_version()?;
        Ok(session)
    }

    /// A further connection to the same database, for reading beside a writer.
    ///
    /// # Errors
    /// As [`Session::open`].
    pub fn reader(&self) -> Result<Session> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = if self.read_only.is_some() {
            open_read_only(&self.path)?
        } else {
            Connection::open_with_flags(&self.path, flags).told()?
        };
        let session =
            Session { connection, path: self.path.clone(), read_only: self.read_only.or(Some("read-only-asked")) };
        session.settings()?;
        Ok(session)
    }

    /// A session over a connection as it is, for tests.
    #[cfg(test)]
    pub(super) fn of(connection: Connection) -> Session {
        Session { connection, path: PathBuf::new(), read_only: None }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Why nothing can be written, as a locale key.
    pub fn read_only(&self) -> Option<&'static str> {
        self.read_only
    }

    /// Runs `work` in one transaction that holds the write lock from its start; all of it is stored, or nothing.
    ///
    /// # Errors
    /// What `work` answers, or what the database says. Nothing is stored then.
    pub fn transaction<T>(&self, work: impl FnOnce(&Session) -> Result<T>) -> Result<T> {
        if let Some(reason) = self.read_only {
            return Err(Problem::new(ProblemKind::Unavailable, "problem-database-read-only").with("detail", reason));
        }
        self.connection.execute_batch("BEGIN IMMEDIATE").told()?;
        let guard = Rollback { connection: &self.connection };
        let answer = work(self)?;
        self.connection.execute_batch("COMMIT").told()?;
        std::mem::forget(guard);
        Ok(answer)
    }

    /// Keeps few pages in memory: for a session that reads long lists from end to end, once.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn spare(&self) -> Result<()> {
        self.connection.execute_batch("PRAGMA cache_size = -2048;").told()
    }

    /// Room for filling many pages at once; taken back when the answer is dropped. Without it a large database writes
    /// every page of its indexes many times over.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn roomy(&self) -> Result<Roomy<'_>> {
        self.connection.execute_batch("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16384;").told()?;
        Ok(Roomy { connection: &self.connection })
    }

    fn settings(&self) -> Result<()> {
        let connection = &self.connection;
        connection.busy_timeout(BUSY).told()?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).told()?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false).told()?;
        // Plans never depend on bound values: without it a statement is compiled anew for nearly every project.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).told()?;
        // Attach 1: VACUUM INTO needs it.
        connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1).told()?;
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024).told()?;
        connection
            .execute_batch(&format!(
                "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
                 {CACHE} PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL;"
            ))
            .told()?;
        connection.set_prepared_statement_cache_capacity(128);
        super::queue::functions::install(connection).told()?;
        Ok(())
    }

    fn check_version(&self) -> Result<()> {
        let id: i32 = self.pragma("application_id")?;
        if id != APPLICATION_ID {
            return Err(refused("problem-not-our-database", &self.path));
        }
        let version: i32 = self.pragma("user_version")?;
        if version > migrate::VERSION {
            return Err(too_new(&self.path, version));
        }
        if version < migrate::VERSION {
            return Err(unavailable("problem-database-too-old-to-read", &self.path));
        }
        if migrate::fingerprint(self)? != migrate::FINGERPRINT {
            return Err(damaged("schema").with("path", self.path.display()));
        }
        Ok(())
    }

    pub(super) fn pragma<T: rusqlite::types::FromSql>(&self, name: &str) -> Result<T> {
        self.connection.pragma_query_value(None, name, |row| row.get(0)).told()
    }

    /// A remembered fact about this database.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn meta(&self, key: &str) -> Result<Option<String>> {
        use rusqlite::OptionalExtension;
        self.connection
            .prepare_cached("SELECT value FROM meta WHERE key = ?1")
            .told()?
            .query_row([key], |row| row.get(0))
            .optional()
            .told()
    }

    /// Remembers a fact about this database.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn set_meta(&self, key: &str, value: &str) -> Result<()> {
        self.connection
            .prepare_cached("INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2")
            .told()?
            .execute([key, value])
            .told()?;
        Ok(())
    }

    /// A fact that every database of ours has.
    ///
    /// # Errors
    /// When it is missing.
    pub fn required_meta(&self, key: &'static str) -> Result<String> {
        self.meta(key)?.ok_or_else(|| damaged(key))
    }

    /// Moves what the write-ahead log holds into the file, without waiting for anyone.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn checkpoint(&self) -> Result<()> {
        self.connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).told()
    }

    /// A number that changes when another connection has committed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn data_version(&self) -> Result<i64> {
        self.pragma("data_version")
    }

    /// A handle that stops a running query of this session from another thread.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(self.connection.get_interrupt_handle())
    }
}

/// Stops a running query.
pub struct Interrupter(rusqlite::InterruptHandle);

impl Interrupter {
    /// The query ends with an error at once; nothing happens when none runs.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

/// See [`Session::roomy`].
pub struct Roomy<'a> {
    connection: &'a Connection,
}

impl Drop for Roomy<'_> {
    fn drop(&mut self) {
        let usual = format!("PRAGMA wal_autocheckpoint = 1000; {CACHE} PRAGMA shrink_memory;");
        if let Err(error) = self.connection.execute_batch(&usual) {
            // More memory than wanted, nothing worse.
            tracing::warn!(%error, "room not taken back");
        }
    }
}

/// Rolls back when dropped: on an error, and on a panic between BEGIN and COMMIT.
struct Rollback<'a> {
    connection: &'a Connection,
}

impl Drop for Rollback<'_> {
    fn drop(&mut self) {
        if !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

fn refused(key: &'static str, path: &Path) -> Problem {
    Problem::refused(key).with("path", path.display())
}

fn unavailable(key: &'static str, path: &Path) -> Problem {
    Problem::new(ProblemKind::Unavailable, key).with("path", path.display())
}

/// Looks at the first bytes before SQLite does, so that a file that is not ours is not even opened by it. False when
/// they leave it open.
fn header_is_ours(path: &Path) -> Result<bool> {
    use std::io::Read;
    let mut head = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(100).read_to_end(&mut head))
        .map_err(|error| unavailable("problem-database-cannot-open", path).with("detail", error))?;
    // An empty file is what a crash between creating and filling it leaves.
    if head.is_empty() {
        return Ok(true);
    }
    if !head.starts_with(b"SQLite format 3\0") || head.len() < 72 {
        return Err(refused("problem-not-our-database", path));
    }
    let id = i32::from_be_bytes([head[68], head[69], head[70], head[71]]);
    // 0: a file without any table yet (schema cookie 0), as a crash or another process in the middle of founding leaves
    // it; or one whose first transaction waits in the write-ahead log.
    let empty = head[40..44] == [0; 4];
    if id != APPLICATION_ID && !(id == 0 && (empty || wal_of(path).exists())) {
        return Err(refused("problem-not-our-database", path));
    }
    let version = i32::from_be_bytes([head[60], head[61], head[62], head[63]]);
    if id == APPLICATION_ID && version > migrate::VERSION {
        return Err(too_new(path, version));
    }
    Ok(id == APPLICATION_ID || (empty && !wal_of(path).exists()))
}

fn too_new(path: &Path, version: i32) -> Problem {
    unavailable("problem-database-too-new", path).with("version", version).with("known", migrate::VERSION)
}

/// Asks SQLite, without writing, whose database it is: emptying the log of somebody else's would change their file.
fn probe(path: &Path) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).told()?;
    connection.busy_timeout(BUSY).told()?;
    // In this order: where another process founds a database of ours just now, its tables and its mark come together.
    let tables = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    let id = connection.query_row("PRAGMA application_id", [], |row| row.get::<_, i32>(0));
    match (id, tables) {
        (Ok(id), Ok(tables)) if id != APPLICATION_ID && tables > 0 => Err(refused("problem-not-our-database", path)),
        // What cannot be read this way is told when it is opened.
        _ => Ok(()),
    }
}

fn wal_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

fn open_writable(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags).told()?;
    connection.busy_timeout(BUSY).told()?;
    // Two processes that found a database together: SQLite does not wait when both want to change the mode.
    let begun = Instant::now();
    let mode: String = loop {
        let mode = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0));
        match mode.as_ref().map_err(rusqlite::Error::sqlite_error_code) {
            Err(Some(rusqlite::ErrorCode::DatabaseBusy)) if begun.elapsed() < BUSY => {
                std::thread::sleep(Duration::from_millis(5));
            }
            _ => break mode.told()?,
        }
    };
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(unavailable("problem-database-cannot-open", path).with("detail", mode));
    }
    Ok(connection)
}

/// A database in WAL mode does not open on a read-only medium unless it is told that nobody writes, and then what its
/// write-ahead log holds is not seen. So this is only done where there is none.
fn open_read_only(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if let Ok(connection) = Connection::open_with_flags(path, flags) {
        connection.busy_timeout(BUSY).told()?;
        match connection.query_row("PRAGMA schema_version", [], |row| row.get::<_, i64>(0)) {
            Ok(_) => return Ok(connection),
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen) => {}
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ReadOnly) => {}
            Err(error) => return Err(super::error::problem(error).with("path", path.display())),
        }
    }
    if fs::metadata(wal_of(path)).is_ok_and(|log| log.len() > 0) {
        return Err(unavailable("problem-database-log-waits", path));
    }
    let mut address = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => address.push(char::from(*byte)),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address.push_str("?immutable=1");
    Connection::open_with_flags(address, flags | OpenFlags::SQLITE_OPEN_URI).told()
}
