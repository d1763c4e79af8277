//! What is known around the targets of a year, as it stood when they were last looked at. Derived, like
//! [`super::findings`].

use rusqlite::{OptionalExtension, params};

use super::batch::FormRow;
use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::ids::sha256;

/// Local number of a ground. Never used twice; 0 is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GroundRow(pub i64);

/// By what a year's targets were looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// Its number.
    pub row: GroundRow,
    /// Digest of the tables that were published by then.
    pub data: [u8; 32],
    /// Digest of settings and checks.
    pub settings: [u8; 32],
    /// The newest form by then: later ones are not among the peers.
    pub newest: FormRow,
}

impl Session {
    /// Digest of the tables that are published, whatever the order in which they came.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn published_digest(&self) -> Result<[u8; 32]> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id FROM batch WHERE published = 1 AND id IS NOT NULL ORDER BY id")
            .told()?;
        let mut rows = statement.query([]).told()?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next().told()? {
            ids.extend_from_slice(row.get_ref(0).told()?.as_blob().map_err(|_| damaged("batch.id"))?);
        }
        Ok(sha256(&ids))
    }

    /// The ground in force of a year.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn ground(&self, year: u16) -> Result<Option<Ground>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT local, data, settings, newest FROM ground WHERE year = ?1 AND complete = 1")
            .told()?;
        let found = statement
            .query_row([year], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?, row.get::<_, i64>(3)?))
            })
            .optional()
            .told()?;
        let Some((local, data, settings, newest)) = found else { return Ok(None) };
        let digest = |bytes: Vec<u8>| <[u8; 32]>::try_from(bytes).map_err(|_| damaged("ground"));
        Ok(Some(Ground {
            row: GroundRow(local),
            data: digest(data)?,
            settings: digest(settings)?,
            newest: FormRow(newest),
        }))
    }

    /// Begins a ground that nobody reads yet.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn begin_ground(&self, year: u16, data: &[u8; 32], settings: &[u8; 32]) -> Result<GroundRow> {
        self.connection
            .prepare_cached(
                "INSERT INTO ground (year, data, settings, newest, complete)
                 VALUES (?1, ?2, ?3, (SELECT coalesce(max(local), 0) FROM form), 0) RETURNING local",
            )
            .told()?
            .query_row(params![year, data, settings], |row| row.get(0).map(GroundRow))
            .told()
    }

    /// Puts a ground in force in the place of the one before it.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn finish_ground(&self, ground: GroundRow) -> Result<()> {
        self.connection
            .prepare_cached(
                "DELETE FROM ground WHERE complete = 1 AND year = (SELECT year FROM ground WHERE local = ?1)",
            )
            .told()?
            .execute([ground.0])
            .told()?;
        self.connection
            .prepare_cached("UPDATE ground SET complete = 1 WHERE local = ?1")
            .told()?
            .execute([ground.0])
            .told()?;
        Ok(())
    }
}
