//! Published indicator libraries, and targets whose forms hold a phrase.

use rusqlite::params;

use super::batch::FormRow;
use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::form::FormKind;
use crate::model::ids::{BatchId, ProjectKey};
use crate::model::packed::kind_number;

/// A published table of a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLibrary {
    /// Its form.
    pub row: FormRow,
    /// The library, whatever its version.
    pub project: ProjectKey,
    /// Year it was filed for.
    pub year: u16,
    /// The table.
    pub batch: BatchId,
    /// File name.
    pub source: String,
    /// Stamp of the event that published it, as text in order.
    pub at: String,
}

impl Session {
    /// What the published libraries are, told shortly: another text, other libraries.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn libraries_state(&self) -> Result<(i64, String)> {
        self.connection
            .prepare_cached("SELECT count(*), coalesce(max(at), '') FROM batch WHERE kind = ?1 AND published = 1")
            .told()?
            .query_row([FormKind::IndicatorLibrary.id()], |row| Ok((row.get(0)?, row.get(1)?)))
            .told()
    }

    /// Every published table of a library, in order of publication.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn libraries(&self) -> Result<Vec<StoredLibrary>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT f.local, f.project, f.year, b.id, b.source, b.at
                 FROM batch b CROSS JOIN batch_line l ON l.batch = b.local CROSS JOIN form f ON f.local = l.form
                 WHERE b.kind = ?1 AND b.published = 1 AND f.kind = ?2 ORDER BY b.at, b.event, l.ordinal",
            )
            .told()?;
        let kind = FormKind::IndicatorLibrary;
        let rows = statement
            .query_map(params![kind.id(), kind_number(kind)], |row| {
                let ids = (row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(3)?);
                Ok((FormRow(row.get(0)?), ids, row.get(2)?, row.get(4)?, row.get(5)?))
            })
            .told()?;
        rows.map(|row| {
            let (row, (project, batch), year, source, at) = row.told()?;
            let project = ProjectKey::try_from(project.as_slice()).map_err(|_| damaged("form.project"))?;
            let batch = BatchId::try_from(batch.as_slice()).map_err(|_| damaged("batch.id"))?;
            Ok(StoredLibrary { row, project, year, batch, source, at })
        })
        .collect()
    }

    /// Targets in force that hold a phrase ([`crate::model::search::phrase`]): at most `limit`, whichever are found first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn targets_holding(&self, phrase: &str, limit: u32) -> Result<Vec<FormRow>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT s.rowid FROM search s CROSS JOIN target t ON t.form = s.rowid WHERE s.search MATCH ?1 LIMIT ?2",
            )
            .told()?;
        let rows = statement.query_map(params![phrase, limit], |row| row.get(0).map(FormRow)).told()?;
        rows.collect::<rusqlite::Result<_>>().told()
    }
}
