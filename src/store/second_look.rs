//! The second look at what was passed: who is drawn, who waits, and what was found.
//!
//! What was passed without a word stands in the order of lots; the first of them are the sample. A target on which a fault was
//! found stays among them after its result was taken back: it had been passed. Absent on purpose: what the sample proves
//! ([`crate::rules`] is not named here).

use rusqlite::{OptionalExtension, params};

use super::error::{Result, Told};
use super::open::Session;
use crate::model::ids::{ItemId, VersionId};
use crate::model::lot::sample_of;
use crate::model::review::ReviewState;

/// Passed, agreed; nobody said a word.
const PASSED: &str = "t.status IN (4, 5) AND t.opinions = 0 AND t.demands = 0";
/// A fault was found there at a second look.
const FAULTY: &str = "second_look s CROSS JOIN form f ON f.version = s.version CROSS JOIN target t ON t.form = f.local";

/// A target that was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassedTarget {
    /// The queue line.
    pub item: ItemId,
    /// Whether somebody looked again, and then whether a fault was found.
    pub found: Option<bool>,
}

impl Session {
    /// Stores what came of second looks at a version.
    pub(super) fn save_second_look(&self, version: VersionId, state: &ReviewState) -> Result<()> {
        match state.second_look() {
            Some(found) => self
                .connection
                .prepare_cached(
                    "INSERT INTO second_look (version, found) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET found = ?2",
                )
                .told()?
                .execute(params![version.0, found]),
            None => self
                .connection
                .prepare_cached("DELETE FROM second_look WHERE version = ?1")
                .told()?
                .execute([version.0]),
        }
        .map(|_| ())
        .told()
    }

    /// How many targets of a year were passed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count_passed(&self, year: u16) -> Result<u64> {
        let sql = format!(
            "SELECT (SELECT count(*) FROM target t INDEXED BY target_passed WHERE t.year = ?1 AND {PASSED})
                  + (SELECT count(*) FROM {FAULTY} WHERE s.found = 1 AND t.year = ?1 AND NOT ({PASSED}))"
        );
        let count: i64 = self.connection.prepare_cached(&sql).told()?.query_row([year], |row| row.get(0)).told()?;
        Ok(count.unsigned_abs())
    }

    /// The passed targets of a year in the order of their lots, as long as `more` answers true.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn each_passed(&self, year: u16, mut more: impl FnMut(PassedTarget) -> bool) -> Result<()> {
        let sql = format!(
            "SELECT t.lot, t.item, (SELECT s.found FROM form f CROSS JOIN second_look s ON s.version = f.version WHERE f.local = t.form)
             FROM target t INDEXED BY target_passed WHERE t.year = ?1 AND {PASSED}
             UNION ALL
             SELECT t.lot, t.item, 1 FROM {FAULTY} WHERE s.found = 1 AND t.year = ?1 AND NOT ({PASSED})
             ORDER BY 1, 2"
        );
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query([year]).told()?;
        while let Some(row) = rows.next().told()? {
            if !more(PassedTarget { item: ItemId(row.get(1).told()?), found: row.get(2).told()? }) {
                break;
            }
        }
        Ok(())
    }

    /// The condition that a target `t` is in the sample and nobody looked at it again.
    pub(super) fn waiting_for_second_look(&self) -> Result<String> {
        let mut any = Vec::new();
        for year in self.years()? {
            let Some(last) = sample_of(self.count_passed(year)?).checked_sub(1) else { continue };
            let sql = format!(
                "SELECT t.lot FROM target t INDEXED BY target_passed WHERE t.year = ?1 AND {PASSED}
                 UNION ALL SELECT t.lot FROM {FAULTY} WHERE s.found = 1 AND t.year = ?1 AND NOT ({PASSED})
                 ORDER BY 1 LIMIT 1 OFFSET ?2"
            );
            let last = i64::try_from(last).unwrap_or(i64::MAX);
            let bound: Option<i64> = self
                .connection
                .prepare_cached(&sql)
                .told()?
                .query_row([i64::from(year), last], |row| row.get(0))
                .optional()
                .told()?;
            any.extend(bound.map(|bound| format!("(t.year = {year} AND t.lot <= {bound})")));
        }
        if any.is_empty() {
            return Ok("0".to_owned());
        }
        Ok(format!(
            "{PASSED} AND ({}) AND NOT EXISTS
             (SELECT 1 FROM form f CROSS JOIN second_look s ON s.version = f.version WHERE f.local = t.form)",
            any.join(" OR ")
        ))
    }
}
