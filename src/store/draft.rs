//! Drafts: what was typed and not yet given. Local, never exported.

use rusqlite::params;

use super::error::{Result, Told};
use super::open::Session;
use crate::model::ids::{EventId, VersionId};

impl Session {
    /// Keeps a draft (`body` is the caller's own text form).
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_draft(&self, version: VersionId, row: Option<u32>, opinion: Option<EventId>, body: &str) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO draft (version, row, opinion, body) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET body = ?4",
            )
            .told()?
            .execute(params![version.0, row.unwrap_or(0), opinion_bytes(opinion), body])
            .told()?;
        Ok(())
    }

    /// Drops a draft.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn drop_draft(&self, version: VersionId, row: Option<u32>, opinion: Option<EventId>) -> Result<()> {
        self.connection
            .prepare_cached("DELETE FROM draft WHERE version = ?1 AND row = ?2 AND opinion = ?3")
            .told()?
            .execute(params![version.0, row.unwrap_or(0), opinion_bytes(opinion)])
            .told()?;
        Ok(())
    }

    /// Drafts of one version: row, opinion, body.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn drafts(&self, version: VersionId) -> Result<Vec<(Option<u32>, Option<EventId>, String)>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT row, opinion, body FROM draft WHERE version = ?1 ORDER BY row, opinion")
            .told()?;
        let rows = statement
            .query_map([version.0], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, Vec<u8>>(1)?, row.get(2)?)))
            .told()?;
        rows.map(|row| {
            let (row, opinion, body) = row.told()?;
            Ok(((row > 0).then_some(row), EventId::try_from(opinion.as_slice()).ok(), body))
        })
        .collect()
    }
}

/// A draft of a new opinion has the empty key.
fn opinion_bytes(opinion: Option<EventId>) -> Vec<u8> {
    opinion.map(|id| id.0.to_vec()).unwrap_or_default()
}
