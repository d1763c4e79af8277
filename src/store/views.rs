//! Saved views: a filter line and an order under a name. Local, never exported.

use rusqlite::{OptionalExtension, params};

use super::error::{Result, Told};
use super::open::Session;
use crate::model::query::{SavedView, Sort};

impl Session {
    /// All saved views by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn views(&self) -> Result<Vec<SavedView>> {
        let mut statement =
            self.connection.prepare_cached("SELECT name, line, sort FROM saved_view ORDER BY name").told()?;
        let rows = statement
            .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)))
            .told()?;
        rows.map(|row| {
            let (name, line, sort) = row.told()?;
            // An order of a newer program is the usual one here.
            Ok(SavedView { name, line, sort: Sort::from_id(&sort).unwrap_or_default() })
        })
        .collect()
    }

    /// The view of this name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn view(&self, name: &str) -> Result<Option<SavedView>> {
        let found = self
            .connection
            .prepare_cached("SELECT line, sort FROM saved_view WHERE name = ?1")
            .told()?
            .query_row([name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
            .optional()
            .told()?;
        Ok(found.map(|(line, sort)| SavedView {
            name: name.to_owned(),
            line,
            sort: Sort::from_id(&sort).unwrap_or_default(),
        }))
    }

    /// Keeps a view, in place of one of its name.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep_view(&self, view: &SavedView) -> Result<()> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO saved_view (name, line, sort) VALUES (?1, ?2, ?3)")
            .told()?
            .execute(params![view.name, view.line, view.sort.id()])
            .told()?;
        Ok(())
    }

    /// Removes a view; false where there is none.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn drop_view(&self, name: &str) -> Result<bool> {
        let gone =
            self.connection.prepare_cached("DELETE FROM saved_view WHERE name = ?1").told()?.execute([name]).told()?;
        Ok(gone > 0)
    }
}
