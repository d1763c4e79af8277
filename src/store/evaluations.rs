//! What the checks found on the self-evaluations of a year. Derived, like [`super::findings`], in whose tables the findings
//! themselves stand, by form; here is which self-evaluation was looked at by what, and how much was found on it.
//!
//! Absent on purpose: what surrounds a self-evaluation (the engine finds it) and the checks.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Rows, params};

use super::batch::FormRow;
use super::error::{Result, Told, damaged};
use super::findings::Rules;
use super::ground::GroundRow;
use super::open::Session;
use crate::model::finding::{Finding, FindingCounts};
use crate::model::ids::ProjectKey;

/// How the self-evaluations of one unit stand, as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitLine {
    /// Digest of department and unit.
    pub key: i64,
    /// Those with a total.
    pub projects: u32,
    /// Of them with all points.
    pub full: u32,
}

/// What is kept of one look at a self-evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedEvaluation {
    /// Its project.
    pub project: ProjectKey,
    /// Its year.
    pub year: u16,
    /// Its form in force.
    pub form: FormRow,
    /// What it was looked at by.
    pub ground: GroundRow,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The same, counted.
    pub counts: FindingCounts,
}

fn project(row: &rusqlite::Row<'_>, at: usize) -> Result<ProjectKey> {
    let bytes = row.get_ref(at).told()?.as_blob().map_err(|_| damaged("evaluation.project"))?;
    ProjectKey::try_from(bytes).map_err(|_| damaged("evaluation.project"))
}

fn counts(row: &rusqlite::Row<'_>, from: usize) -> Result<FindingCounts> {
    Ok(FindingCounts {
        errors: row.get(from).told()?,
        warnings: row.get(from + 1).told()?,
        infos: row.get(from + 2).told()?,
        expected: 0,
    })
}

/// The projects in the first column.
fn projects(mut rows: Rows<'_>) -> Result<Vec<ProjectKey>> {
    let mut found = Vec::new();
    while let Some(row) = rows.next().told()? {
        found.push(project(row, 0)?);
    }
    Ok(found)
}

impl Session {
    /// Puts what was found on a self-evaluation in the place of what was found on it, and on its form before, until now.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_evaluation_findings(&self, rules: &mut Rules, looked: &LookedEvaluation) -> Result<()> {
        let before: Option<i64> = self
            .connection
            .prepare_cached("SELECT form FROM evaluation WHERE year = ?1 AND project = ?2")
            .told()?
            .query_row(params![looked.year, looked.project.0], |row| row.get(0))
            .optional()
            .told()?;
        if let Some(before) = before.filter(|before| *before != looked.form.0) {
            self.connection.prepare_cached("DELETE FROM finding WHERE form = ?1").told()?.execute([before]).told()?;
        }
        self.save_found(rules, looked.form, &looked.findings)?;
        let FindingCounts { errors, warnings, infos, .. } = looked.counts;
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO evaluation (year, project, form, ground, errors, warnings, infos)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .told()?
            .execute(params![looked.year, looked.project.0, looked.form.0, looked.ground.0, errors, warnings, infos])
            .told()?;
        Ok(())
    }

    /// Self-evaluations of a year after `after` that were not looked at by `ground`, at most `limit`, in the order of their
    /// projects.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn evaluations_not_looked_at(
        &self,
        year: u16,
        ground: GroundRow,
        after: Option<ProjectKey>,
        limit: u32,
    ) -> Result<Vec<ProjectKey>> {
        // An empty blob is before every key.
        let after = after.map(|after| after.0.to_vec()).unwrap_or_default();
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT f.project FROM filed f
                 LEFT JOIN evaluation e ON e.year = f.year AND e.project = f.project
                 WHERE f.kind = 'self_evaluation' AND f.year = ?1 AND f.project > ?2 AND e.ground IS NOT ?3
                 ORDER BY f.project LIMIT ?4",
            )
            .told()?;
        projects(statement.query(params![year, after, ground.0, limit]).told()?)
    }

    /// How many of a year's self-evaluations were looked at by `ground`, and how many there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count_evaluations_looked_at(&self, year: u16, ground: GroundRow) -> Result<(u64, u64)> {
        let (done, all): (i64, i64) = self
            .connection
            .prepare_cached(
                "SELECT count(e.form), count(*) FROM filed f
                 LEFT JOIN evaluation e ON e.year = f.year AND e.project = f.project AND e.ground = ?2
                 WHERE f.kind = 'self_evaluation' AND f.year = ?1",
            )
            .told()?
            .query_row(params![year, ground.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .told()?;
        Ok((done.unsigned_abs(), all.unsigned_abs()))
    }

    /// Lets a self-evaluation be looked at again. What was found stays until then.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn look_at_evaluation_again(&self, project: ProjectKey, year: u16) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE evaluation SET ground = 0 WHERE year = ?1 AND project = ?2 AND ground <> 0")
            .told()?
            .execute(params![year, project.0])
            .told()?;
        Ok(())
    }

    /// How much was found on each self-evaluation of a year that has a recheck and was looked at.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn evaluation_counts_of_rechecks(&self, year: u16) -> Result<BTreeMap<ProjectKey, FindingCounts>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT e.project, e.errors, e.warnings, e.infos FROM recheck r
                 CROSS JOIN evaluation e ON e.year = r.year AND e.project = r.project WHERE r.year = ?1",
            )
            .told()?;
        let mut rows = statement.query([year]).told()?;
        let mut found = BTreeMap::new();
        while let Some(row) = rows.next().told()? {
            found.insert(project(row, 0)?, counts(row, 1)?);
        }
        Ok(found)
    }

    /// Self-evaluations of a year on which rules are broken, those with the most first.
    ///
    /// # Errors
    /// When the database cannot be read, or `each` fails.
    pub fn each_evaluation_with_errors(
        &self,
        year: u16,
        mut each: impl FnMut(ProjectKey, FormRow, FindingCounts) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT project, form, errors, warnings, infos FROM evaluation WHERE year = ?1 AND errors > 0
                 ORDER BY errors DESC, project",
            )
            .told()?;
        let mut rows = statement.query([year]).told()?;
        while let Some(row) = rows.next().told()? {
            each(project(row, 0)?, FormRow(row.get(1).told()?), counts(row, 2)?)?;
        }
        Ok(())
    }

    /// Targets of a year after `after` under whose project no self-evaluation of the year was filed, at most `limit`, in the order
    /// of their projects. One of them may still have a partner under another project.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn targets_without_own_evaluation(
        &self,
        year: u16,
        after: Option<ProjectKey>,
        limit: u32,
    ) -> Result<Vec<ProjectKey>> {
        let after = after.map(|after| after.0.to_vec()).unwrap_or_default();
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT t.project FROM filed t WHERE t.kind = 'target' AND t.year = ?1 AND t.project > ?2
                 AND NOT EXISTS (SELECT 1 FROM filed e
                                 WHERE e.kind = 'self_evaluation' AND e.year = ?1 AND e.project = t.project)
                 ORDER BY t.project LIMIT ?3",
            )
            .told()?;
        projects(statement.query(params![year, after, limit]).told()?)
    }

    /// Forgets what was found on self-evaluations that are not here any more, at most `limit`. Answers how many there were.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_findings_of_gone_evaluations(&self, limit: u32) -> Result<usize> {
        let mut statement = self
            .connection
            .prepare_cached(
                "DELETE FROM evaluation WHERE (year, project) IN
                 (SELECT e.year, e.project FROM evaluation e LEFT JOIN filed f
                  ON f.kind = 'self_evaluation' AND f.year = e.year AND f.project = e.project
                  WHERE f.project IS NULL LIMIT ?1)
                 RETURNING form",
            )
            .told()?;
        let gone: Vec<i64> =
            statement.query_map([limit], |row| row.get(0)).told()?.collect::<rusqlite::Result<_>>().told()?;
        for form in &gone {
            self.connection.prepare_cached("DELETE FROM finding WHERE form = ?1").told()?.execute([form]).told()?;
        }
        Ok(gone.len())
    }

    /// Keeps how the self-evaluations of a unit stand.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_unit_score(&self, ground: GroundRow, line: &UnitLine) -> Result<()> {
        self.connection
            .prepare_cached("INSERT INTO unit_score (ground, key, projects, all_points) VALUES (?1, ?2, ?3, ?4)")
            .told()?
            .execute(params![ground.0, line.key, line.projects, line.full])
            .told()?;
        Ok(())
    }

    /// How the self-evaluations of a unit stand.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn unit_score(&self, ground: GroundRow, key: i64) -> Result<Option<UnitLine>> {
        self.connection
            .prepare_cached("SELECT projects, all_points FROM unit_score WHERE ground = ?1 AND key = ?2")
            .told()?
            .query_row(params![ground.0, key], |row| Ok(UnitLine { key, projects: row.get(0)?, full: row.get(1)? }))
            .optional()
            .told()
    }
}
