//! Departments and units of the targets that are here.

use rusqlite::{OptionalExtension, params};

use crate::store::Session;
use crate::store::error::{Result, Told};

/// No more than so many departments, or units, are told.
const MOST_PARTIES: usize = 20_000;

/// Code and name.
pub type Party = (Option<String>, String);

impl Session {
    /// Departments, each code and name once, by code.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn departments(&self) -> Result<Vec<Party>> {
        // From one to the next along the index, however many targets each has.
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT dept_code, department FROM target WHERE (dept_code, department) > (?1, ?2)
                 ORDER BY dept_code, department LIMIT 1",
            )
            .told()?;
        let mut found: Vec<Party> = Vec::new();
        // No code is empty, so nothing comes before this.
        let mut last = (String::new(), String::new());
        while found.len() < MOST_PARTIES {
            let next: Option<(String, String)> =
                statement.query_row(params![last.0, last.1], |row| Ok((row.get(0)?, row.get(1)?))).optional().told()?;
            let Some(next) = next else { break };
            found.push(((next.0 != "~").then(|| next.0.clone()), next.1.clone()));
            last = next;
        }
        Ok(found)
    }

    /// True when no department was left out.
    pub(super) fn all_departments(&self, told: &[Party]) -> bool {
        told.len() < MOST_PARTIES
    }

    /// Units, each code and name once, by name. One whose last target went may still be among them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn units(&self) -> Result<Vec<Party>> {
        let mut statement =
            self.connection.prepare_cached("SELECT code, name FROM unit ORDER BY name, code LIMIT ?1").told()?;
        let most = i64::try_from(MOST_PARTIES).unwrap_or(i64::MAX);
        let rows = statement.query_map([most], |row| Ok((row.get(0)?, row.get(1)?))).told()?;
        rows.map(Told::told).collect()
    }
}
