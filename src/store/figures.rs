//! Figures of the home page beside the tallies of the queue: by department and class, what was put off, what one person
//! gave results for, and when they decided.

use std::ops::ControlFlow;

use rusqlite::params;

use super::error::{Result, Told, damaged};
use super::open::Session;
use super::projection::{NO_CODE, status_of_number};
use crate::model::event::Stamp;
use crate::model::ids::{PersonId, VersionId};
use crate::model::money::Money;
use crate::model::review::{CategoryCode, ReviewState, Settled, Status, Verdict};

/// A department as the queue knows it: code, if one is printed, and name.
pub type Department = (Option<String>, String);

/// What one person put off and nobody decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PutOff {
    /// Rows.
    pub rows: u64,
    /// Targets they stand in.
    pub projects: u64,
    /// When the oldest was put off.
    pub oldest: Option<Stamp>,
}

/// One act that decides something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// When.
    pub at: Stamp,
    /// Kind of its event.
    pub kind: String,
    /// The operation it was saved as.
    pub operation: String,
    /// Annual funds of the target, where a result was given to the version in force.
    pub amount: Option<Money>,
}

/// One person's acts that decide something, newest first. CROSS: along the index by author and time.
const DECISIONS: &str = "SELECT e.at, e.kind, e.op, t.amount
    FROM event e CROSS JOIN event_state s USING (local)
    LEFT JOIN form f ON f.version = CASE e.kind WHEN 'grade.set' THEN e.version END
    LEFT JOIN target t ON t.form = f.local
    WHERE e.author = ?1 AND e.at >= ?2 AND s.state = 0 AND e.kind IN ('verdict.set', 'opinion.added', 'grade.set')
    ORDER BY e.at DESC";

fn stamp(text: &str) -> Result<Stamp> {
    u64::from_str_radix(text, 16).map(Stamp).map_err(|_| damaged("stamp"))
}

fn department(code: String, name: String) -> Department {
    ((code != NO_CODE).then_some(code), name)
}

impl Session {
    /// Keeps in step which rows of a version are put off, and who gave it a result.
    pub(super) fn save_waiting(&self, version: VersionId, state: &ReviewState) -> Result<()> {
        self.connection.prepare_cached("DELETE FROM later WHERE version = ?1").told()?.execute([version.0]).told()?;
        self.connection.prepare_cached("DELETE FROM result WHERE version = ?1").told()?.execute([version.0]).told()?;
        for (row, heads) in &state.rows {
            if !matches!(heads.settled(), Settled::One(Verdict::Later)) {
                continue;
            }
            for head in &heads.0 {
                self.connection
                    .prepare_cached(
                        "INSERT INTO later (version, row, author, at) VALUES (?1, ?2, ?3, ?4)
                         ON CONFLICT DO UPDATE SET at = min(at, excluded.at)",
                    )
                    .told()?
                    .execute(params![version.0, row, head.author.0, format!("{:016x}", head.at.0)])
                    .told()?;
            }
        }
        for head in &state.grade.0 {
            self.connection
                .prepare_cached("INSERT INTO result (version, author) VALUES (?1, ?2) ON CONFLICT DO NOTHING")
                .told()?
                .execute(params![version.0, head.author.0])
                .told()?;
        }
        Ok(())
    }

    /// Targets of a year by department and state: number and sum of amounts in fen.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn department_states(&self, year: u16) -> Result<Vec<(Department, Status, u64, i128)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT dept_code, department, status, projects, fen FROM department_tally
                 WHERE year = ?1 AND projects > 0 ORDER BY dept_code, department, status",
            )
            .told()?;
        let rows = statement
            .query_map([year], |row| {
                Ok((
                    department(row.get(0)?, row.get(1)?),
                    row.get::<_, i64>(2)?,
                    row.get::<_, i64>(3)?,
                    row.get::<_, i64>(4)?,
                ))
            })
            .told()?;
        rows.map(|row| {
            let (department, status, projects, fen) = row.told()?;
            Ok((department, status_of_number(status)?, projects.unsigned_abs(), i128::from(fen)))
        })
        .collect()
    }

    /// Live opinions on targets in force of a year, by department and class.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn department_opinions(&self, year: u16) -> Result<Vec<(Department, CategoryCode, u64)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT dept_code, department, category, opinions FROM opinion_tally
                 WHERE year = ?1 AND opinions > 0 ORDER BY dept_code, department, category",
            )
            .told()?;
        let rows = statement
            .query_map([year], |row| {
                Ok((department(row.get(0)?, row.get(1)?), CategoryCode(row.get(2)?), row.get::<_, i64>(3)?))
            })
            .told()?;
        rows.map(|row| row.told().map(|(department, category, count)| (department, category, count.unsigned_abs())))
            .collect()
    }

    /// Rows a person put off, in targets of a year that still wait for a result.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn put_off(&self, author: &PersonId, year: u16) -> Result<PutOff> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT t.status, count(*), count(DISTINCT t.item), min(l.at)
                 FROM later l CROSS JOIN form f ON f.version = l.version CROSS JOIN target t ON t.form = f.local
                 WHERE l.author = ?1 AND t.year = ?2 GROUP BY t.status",
            )
            .told()?;
        let mut rows = statement.query(params![author.0, year]).told()?;
        let mut all = PutOff::default();
        while let Some(row) = rows.next().told()? {
            if !status_of_number(row.get(0).told()?)?.open() {
                continue;
            }
            all.rows += row.get::<_, i64>(1).told()?.unsigned_abs();
            all.projects += row.get::<_, i64>(2).told()?.unsigned_abs();
            let oldest = stamp(&row.get::<_, String>(3).told()?)?;
            all.oldest = Some(all.oldest.map_or(oldest, |known| known.min(oldest)));
        }
        Ok(all)
    }

    /// Targets of a year whose version in force has a result of this person: number, indicators, sum of amounts in fen.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn results_by(&self, author: &PersonId, year: u16) -> Result<(u64, u64, i128)> {
        self.connection
            .prepare_cached(
                // Halves, so that no sum can run over.
                "SELECT count(*), coalesce(sum(t.indicators), 0), coalesce(sum(t.amount / 1000000), 0),
                        coalesce(sum(t.amount % 1000000), 0)
                 FROM result r CROSS JOIN form f ON f.version = r.version CROSS JOIN target t ON t.form = f.local
                 WHERE r.author = ?1 AND t.year = ?2",
            )
            .told()?
            .query_row(params![author.0, year], |row| {
                let high = i128::from(row.get::<_, i64>(2)?) * 1_000_000;
                Ok((
                    row.get::<_, i64>(0)?.unsigned_abs(),
                    row.get::<_, i64>(1)?.unsigned_abs(),
                    high + i128::from(row.get::<_, i64>(3)?),
                ))
            })
            .told()
    }

    /// One person's decisions from the newest back to a moment, one by one, until `each` breaks.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn each_decision_backwards(
        &self,
        author: &PersonId,
        since: Stamp,
        mut each: impl FnMut(Decision) -> ControlFlow<()>,
    ) -> Result<()> {
        let mut statement = self.connection.prepare_cached(DECISIONS).told()?;
        let mut rows = statement.query(params![author.0, format!("{:016x}", since.0)]).told()?;
        while let Some(row) = rows.next().told()? {
            let decision = Decision {
                at: stamp(row.get_ref(0).told()?.as_str().map_err(|_| damaged("event.at"))?)?,
                kind: row.get(1).told()?,
                operation: row.get(2).told()?,
                amount: row.get::<_, Option<i64>>(3).told()?.map(Money),
            };
            if each(decision).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The earliest due date of a live demand that is past it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn oldest_overdue(&self, today: &str) -> Result<Option<String>> {
        self.connection
            .prepare_cached("SELECT min(due) FROM demand WHERE due < ?1")
            .told()?
            .query_row([today], |row| row.get(0))
            .told()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Access;

    #[test]
    fn what_the_home_page_asks_never_walks_through_targets_or_events() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(&folder.path().join("new.db"), Access::Create).unwrap();
        for sql in [
            DECISIONS,
            "SELECT count(*) FROM later l CROSS JOIN form f ON f.version = l.version CROSS JOIN target t ON t.form = f.local
             WHERE l.author = ?1 AND t.year = ?2",
            "SELECT count(*) FROM result r CROSS JOIN form f ON f.version = r.version CROSS JOIN target t ON t.form = f.local
             WHERE r.author = ?1 AND t.year = ?2",
            "SELECT dept_code FROM department_tally WHERE year = ?1 AND ?2",
            "SELECT dept_code FROM opinion_tally WHERE year = ?1 AND ?2",
            "SELECT min(due) FROM demand WHERE due < ?1 AND ?2",
        ] {
            let mut statement = session.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let plan: Vec<String> =
                statement.query_map(["", ""], |row| row.get(3)).unwrap().map(rusqlite::Result::unwrap).collect();
            let plan = plan.join("; ");
            assert!(!plan.contains("SCAN"), "{sql}: {plan}");
            assert!(!plan.contains("TEMP B-TREE FOR ORDER BY"), "{sql}: {plan}");
        }
    }
}
