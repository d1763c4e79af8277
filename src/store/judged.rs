//! How rows of one wording were decided: a line for each decision on a target in force, and their sums by wording.
//!
//! Both follow from the folded reviews and the forms. Deliberately absent: what makes two wordings the same, and what a
//! decision is called, which the engine hands in.

use rusqlite::params;

use super::batch::FormRow;
use super::error::{Result, Told};
use super::open::Session;
use crate::model::ids::{ItemId, ProjectKey};

/// A decision on a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Judged {
    /// Digest of the row's wording.
    pub wording: i64,
    /// What was decided.
    pub decision: String,
    /// Number of the row.
    pub row: u32,
}

impl Session {
    /// Decisions on the rows of a form that are known here, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn judged_of(&self, form: FormRow) -> Result<Vec<Judged>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT wording, decision, row FROM judged WHERE form = ?1 ORDER BY wording, decision, row")
            .told()?;
        let rows = statement
            .query_map([form.0], |row| Ok(Judged { wording: row.get(0)?, decision: row.get(1)?, row: row.get(2)? }))
            .told()?;
        rows.collect::<rusqlite::Result<_>>().told()
    }

    /// Puts the decisions on a form's rows in the place of those known before; what is the same is not written again.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_judged(&self, form: FormRow, rows: &[Judged]) -> Result<()> {
        let before = self.judged_of(form)?;
        for gone in before.iter().filter(|line| !rows.contains(line)) {
            self.connection
                .prepare_cached("DELETE FROM judged WHERE wording = ?1 AND decision = ?2 AND form = ?3 AND row = ?4")
                .told()?
                .execute(params![gone.wording, gone.decision, form.0, gone.row])
                .told()?;
        }
        for new in rows.iter().filter(|line| !before.contains(line)) {
            self.connection
                .prepare_cached(
                    "INSERT INTO judged (wording, decision, form, row) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                )
                .told()?
                .execute(params![new.wording, new.decision, form.0, new.row])
                .told()?;
        }
        Ok(())
    }

    /// Forgets the decisions on all forms of a target but the one in force.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_judged_before(&self, project: ProjectKey, year: u16, current: Option<FormRow>) -> Result<()> {
        self.connection
            .prepare_cached(
                "DELETE FROM judged WHERE form IN
                 (SELECT local FROM form WHERE project = ?1 AND year = ?2 AND kind = 0 AND local IS NOT ?3)",
            )
            .told()?
            .execute(params![project.0, year, current.map(|form| form.0)])
            .told()?;
        Ok(())
    }

    /// How rows of a wording were decided, and how many rows each way.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn judged_ways(&self, wording: i64) -> Result<Vec<(String, u64)>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT decision, rows FROM judged_tally WHERE wording = ?1 ORDER BY decision")
            .told()?;
        let rows = statement.query_map([wording], |row| Ok((row.get(0)?, row.get(1)?))).told()?;
        let rows: Vec<(String, i64)> = rows.collect::<rusqlite::Result<_>>().told()?;
        Ok(rows.into_iter().map(|(decision, rows)| (decision, rows.unsigned_abs())).collect())
    }

    /// Targets in force and rows of a wording that were decided in one way, at most `limit`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn judged_rows(&self, wording: i64, decision: &str, limit: usize) -> Result<Vec<(ItemId, u32)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT t.item, j.row FROM judged j CROSS JOIN target t ON t.form = j.form
                 WHERE j.wording = ?1 AND j.decision = ?2 ORDER BY j.form DESC, j.row LIMIT ?3",
            )
            .told()?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement
            .query_map(params![wording, decision, limit], |row| Ok((ItemId(row.get(0)?), row.get(1)?)))
            .told()?;
        rows.collect::<rusqlite::Result<_>>().told()
    }

    /// Wordings that were decided in more than one way, those on the most rows first, at most `limit`, and how many there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn wordings_judged_differently(&self, limit: usize) -> Result<(Vec<i64>, u64)> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT wording, count(*) OVER () FROM judged_tally GROUP BY wording HAVING count(*) > 1
                 ORDER BY sum(rows) DESC, wording LIMIT ?1",
            )
            .told()?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = statement.query_map([limit], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))).told()?;
        let rows: Vec<(i64, i64)> = rows.collect::<rusqlite::Result<_>>().told()?;
        let count = rows.first().map_or(0, |(_, count)| count.unsigned_abs());
        Ok((rows.into_iter().map(|(wording, _)| wording).collect(), count))
    }
}
