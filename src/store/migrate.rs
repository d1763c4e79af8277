//! Schema versions. A migration is a new file, never an edit of an old one.

use super::error::{Result, Told};
use super::open::{APPLICATION_ID, Session};
use crate::model::problem::{Problem, ProblemKind};

/// The migrations in order; the schema version is their number.
const MIGRATIONS: &[&str] = &[include_str!("migrations/0001.sql")];

/// Schema version of this program.
#[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // a handful of files
pub const VERSION: i32 = MIGRATIONS.len() as i32;

/// Brings a database up to [`VERSION`], one transaction a step. A newer database is left alone.
///
/// # Errors
/// When the database cannot be written, or is not ours.
pub fn up(session: &Session) -> Result<()> {
    loop {
        let version: i32 = session.pragma("user_version")?;
        if version >= VERSION {
            return Ok(());
        }
        session.transaction(|session| {
            // Another process may have done it while we waited for the lock.
            let version: i32 = session.pragma("user_version")?;
            let Some(sql) = usize::try_from(version).ok().and_then(|done| MIGRATIONS.get(done)) else {
                return Ok(());
            };
            let tables: i64 =
                session.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).told()?;
            let id: i32 = session.pragma("application_id")?;
            if id != APPLICATION_ID && (version != 0 || tables != 0) {
                return Err(Problem::new(ProblemKind::Refused, "problem-not-our-database")
                    .with("path", session.path().display()));
            }
            session.connection.execute_batch(sql).told()?;
            session
                .connection
                .execute_batch(&format!(
                    "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {};",
                    version + 1
                ))
                .told()
        })?;
    }
}
