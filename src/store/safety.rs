//! Safety copies and checks of the database itself.

use std::path::Path;

use rusqlite::params;

use super::error::{Result, Told};
use super::open::Session;
use crate::model::problem::{Problem, ProblemKind};

impl Session {
    /// Writes a compact, consistent copy while others go on working. The target must not exist. Drafts and everything else
    /// in the database are in it; keys are not, since they are never in the database.
    ///
    /// # Errors
    /// When the disk is full, the folder cannot be written, or the target exists.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        // SQLite takes an empty file for none; one that it makes itself could be read by others.
        crate::system::create_private_file(path).map_err(|error| {
            let key = if crate::system::is_full(&error) { "problem-disk-full" } else { "problem-cannot-write" };
            Problem::new(ProblemKind::Unavailable, key).with("path", path.display()).with("detail", error)
        })?;
        let path = path.to_string_lossy().into_owned();
        self.connection.execute("VACUUM INTO ?1", params![path]).told()?;
        Ok(())
    }

    /// Leaves a database that is one file: statistics gathered, write-ahead log emptied. For a database nobody else has open.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn compact(&self) -> Result<()> {
        self.connection.execute_batch("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);").told()
    }

    /// Complaints of SQLite about its own file; empty when it is whole.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn integrity(&self) -> Result<Vec<String>> {
        let mut complaints = Vec::new();
        let mut statement = self.connection.prepare("PRAGMA integrity_check(20)").told()?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).told()?;
        for row in rows {
            let row = row.told()?;
            if row != "ok" {
                complaints.push(row);
            }
        }
        let mut statement = self.connection.prepare("PRAGMA foreign_key_check").told()?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).told()?;
        for row in rows {
            complaints.push(format!("foreign key: {}", row.told()?));
        }
        Ok(complaints)
    }

    /// Runs `work` as a transaction and takes everything back, whatever it answers.
    ///
    /// # Errors
    /// What `work` answers.
    pub fn rehearse<T>(&self, work: impl FnOnce(&Session) -> Result<T>) -> Result<T> {
        let mut answer = None;
        let undone = self.transaction(|session| {
            answer = Some(work(session));
            Err::<(), _>(Problem::internal("rehearsal"))
        });
        match answer {
            Some(answer) => answer,
            None => undone.and_then(|()| Err(Problem::internal("rehearsal"))),
        }
    }
}
