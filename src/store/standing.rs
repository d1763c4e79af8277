//! How a form stands against what is published here, and which files were imported before.

use rusqlite::{OptionalExtension, params};

use super::batch::stage_of;
use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::event::{self, BatchPublished, Body};
use crate::model::form::{FormKind, Stage};
use crate::model::ids::{ProjectKey, VersionId};
use crate::model::packed::kind_number;

/// How a form stands against the published forms of its project, year and kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There are none.
    New,
    /// There are others.
    Changed,
    /// This very version is among them.
    Equal,
}

impl Session {
    /// How a version stands against the published forms of its project.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn standing(&self, project: ProjectKey, year: u16, kind: FormKind, version: VersionId) -> Result<Standing> {
        let found: Option<bool> = self
            .connection
            .prepare_cached(
                "SELECT max(f.version = ?4) FROM form f JOIN batch_line l ON l.form = f.local
                 JOIN batch b ON b.local = l.batch
                 WHERE f.project = ?1 AND f.year = ?2 AND f.kind = ?3 AND b.published = 1",
            )
            .told()?
            .query_row(params![project.0, year, kind_number(kind), version.0], |row| row.get(0))
            .told()?;
        Ok(match found {
            None => Standing::New,
            Some(false) => Standing::Changed,
            Some(true) => Standing::Equal,
        })
    }

    /// True when a batch of this kind and year is published.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_published(&self, kind: FormKind, year: u16) -> Result<bool> {
        let found = self
            .connection
            .prepare_cached("SELECT 1 FROM batch WHERE kind = ?1 AND year = ?2 AND published = 1 LIMIT 1")
            .told()?
            .query_row(params![kind.id(), year], |_| Ok(()))
            .optional()
            .told()?;
        Ok(found.is_some())
    }

    /// What is told of every published table when it was imported, with the stage of its forms, in order of arrival.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn published_tables(&self) -> Result<Vec<(BatchPublished, Option<Stage>)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT e.body, (SELECT f.stage FROM batch_line l JOIN form f ON f.local = l.form
                                 WHERE l.batch = b.local LIMIT 1)
                 FROM batch b JOIN event e ON e.id = b.event WHERE b.published = 1 ORDER BY b.local",
            )
            .told()?;
        let rows =
            statement.query_map([], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Option<i64>>(1)?))).told()?;
        let mut tables = Vec::new();
        for row in rows {
            let (body, stage) = row.told()?;
            let event = event::read(&body).map_err(|_| damaged("event"))?;
            if let Body::BatchPublished(published) = event.body {
                tables.push((published, stage.map(stage_of).transpose()?));
            }
        }
        Ok(tables)
    }
}
