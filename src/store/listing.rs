//! Lists across targets: opinions, demands, contested versions.

use rusqlite::params;

use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::ids::VersionId;
use crate::model::review::CategoryCode;

impl Session {
    fn versions(&self, sql: &str, args: impl rusqlite::Params) -> Result<Vec<VersionId>> {
        let mut statement = self.connection.prepare_cached(sql).told()?;
        let rows = statement.query_map(args, |row| row.get::<_, Vec<u8>>(0)).told()?;
        rows.map(|row| VersionId::try_from(row.told()?.as_slice()).map_err(|_| damaged("version"))).collect()
    }

    /// Versions with live demands, the earliest due first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn versions_with_demands(&self) -> Result<Vec<VersionId>> {
        self.versions("SELECT version FROM demand GROUP BY version ORDER BY min(due), version", [])
    }

    /// Versions with live opinions.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn versions_with_opinions(&self) -> Result<Vec<VersionId>> {
        self.versions("SELECT DISTINCT version FROM opinion ORDER BY version", [])
    }

    /// Contested versions of targets. Contested links are listed with the links.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn contested_versions(&self) -> Result<Vec<VersionId>> {
        self.versions(
            "SELECT version FROM review WHERE contested = 1
             AND NOT EXISTS (SELECT 1 FROM link WHERE link.version = review.version) ORDER BY version",
            [],
        )
    }

    /// Live opinions on targets in force of one year, by class.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn opinions_by_category(&self, year: u16) -> Result<Vec<(CategoryCode, u64)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT category, sum(opinions) FROM opinion_tally WHERE year = ?1 AND opinions > 0
                 GROUP BY category ORDER BY category",
            )
            .told()?;
        let rows = statement.query_map([year], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?))).told()?;
        rows.map(|row| row.told().map(|(category, count)| (CategoryCode(category), count.unsigned_abs()))).collect()
    }

    /// Number of live demands, and of those due before `today` (ISO 8601).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn demand_counts(&self, today: &str) -> Result<(u64, u64)> {
        self.connection
            .prepare_cached("SELECT count(*), count(*) FILTER (WHERE due < ?1) FROM demand")
            .told()?
            .query_row(params![today], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
            .told()
            .map(|(all, overdue)| (all.unsigned_abs(), overdue.unsigned_abs()))
    }
}
