//! What the automatic checks found, by the form they looked at. Derived: it can be dropped and made anew.
//!
//! The engine decides what is to be looked at again. Absent on purpose: what surrounds a target ([`super::ground`]).

use std::collections::{BTreeMap, HashMap};

use rusqlite::{OptionalExtension, Row, params};

use super::batch::FormRow;
use super::error::{Result, Told, damaged};
use super::ground::GroundRow;
use super::open::Session;
use crate::model::canonical;
use crate::model::finding::{Cell, CheckId, Finding, FindingCounts, Severity};
use crate::model::ids::{ItemId, ProjectKey};
use crate::model::problem::Problem;
use crate::model::review::CategoryCode;

fn severity_number(severity: Severity) -> i64 {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
    }
}

pub(super) fn severity_of_number(number: i64) -> Result<Severity> {
    let known = Severity::ALL.into_iter().find(|known| severity_number(*known) == number);
    known.ok_or_else(|| damaged("rule.severity"))
}

/// Check, version, class and severity, by which a rule is known.
type RuleKey = (CheckId, String, CategoryCode, i64);

/// Numbers of rules met so far by one writer.
#[derive(Debug, Default)]
pub struct Rules(HashMap<RuleKey, i64>);

/// What is kept of one look at a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// The form.
    pub form: FormRow,
    /// What it was looked at by.
    pub ground: GroundRow,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The same, counted.
    pub counts: FindingCounts,
    /// Checks that make it expected to be raised, the weightiest first, parted by blanks.
    pub reasons: String,
}

/// How many findings are expected on a form, and out of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// The form.
    pub form: FormRow,
    /// Thousandths of a finding that are expected.
    pub expected: u32,
    /// Why; see [`Looked::reasons`].
    pub reasons: String,
    /// What was found that no other check charges.
    pub findings: Vec<(CheckId, Severity)>,
}

/// A target whose form is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// The queue line.
    pub item: ItemId,
    /// Its form in force.
    pub form: FormRow,
}

/// Walks along the numbers of the lines. The plus keeps the year's index out of it: along that, every part of the walk would
/// sort the whole year.
const NOT_LOOKED_AT: &str = "SELECT t.item, t.form FROM target t LEFT JOIN prereview p ON p.form = t.form
    WHERE t.item > ?1 AND +t.year = ?2 AND p.ground IS NOT ?3 ORDER BY t.item LIMIT ?4";

const COLUMNS: &str =
    "r.check_id, r.version, r.category, r.severity, n.row, n.cell, n.facts, n.suggestion, n.charged_by";

fn finding(row: &Row<'_>, from: usize) -> Result<Finding> {
    let severity: i64 = row.get(from + 3).told()?;
    let cell = row.get_ref(from + 5).told()?.as_str().map_err(|_| damaged("finding.cell"))?;
    let facts = row.get_ref(from + 6).told()?.as_str().map_err(|_| damaged("finding.facts"))?;
    let facts: BTreeMap<String, String> = serde_json::from_str(facts).map_err(|_| damaged("finding.facts"))?;
    Ok(Finding {
        check: CheckId(row.get(from).told()?),
        version: row.get(from + 1).told()?,
        category: CategoryCode(row.get(from + 2).told()?),
        severity: severity_of_number(severity)?,
        row: row.get(from + 4).told()?,
        cell: Cell::ALL.into_iter().find(|known| known.id() == cell).ok_or_else(|| damaged("finding.cell"))?,
        facts,
        suggestion: row.get(from + 7).told()?,
        charged_by: row.get::<_, Option<String>>(from + 8).told()?.map(CheckId),
    })
}

impl Session {
    /// Puts what was found on a form in the place of what was found on it before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_findings(&self, rules: &mut Rules, looked: &Looked) -> Result<()> {
        let form = looked.form.0;
        self.save_found(rules, looked.form, &looked.findings)?;
        let FindingCounts { errors, warnings, infos, expected } = looked.counts;
        self.connection
            .prepare_cached(
                "INSERT INTO prereview (form, ground, errors, warnings, infos, expected, reasons)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT DO UPDATE SET ground = ?2, errors = ?3, warnings = ?4, infos = ?5, expected = ?6, reasons = ?7",
            )
            .told()?
            .execute(params![form, looked.ground.0, errors, warnings, infos, expected, looked.reasons])
            .told()?;
        self.connection
            .prepare_cached("UPDATE target SET attention = ?2 WHERE form = ?1 AND attention IS NOT ?2")
            .told()?
            .execute(params![form, expected])
            .told()?;
        Ok(())
    }

    /// The findings alone.
    pub(super) fn save_found(&self, rules: &mut Rules, form: FormRow, findings: &[Finding]) -> Result<()> {
        let form = form.0;
        self.connection.prepare_cached("DELETE FROM finding WHERE form = ?1").told()?.execute([form]).told()?;
        for (no, finding) in findings.iter().enumerate() {
            let rule = self.rule(rules, finding)?;
            let facts = canonical::write(&finding.facts).map_err(Problem::internal)?;
            self.connection
                .prepare_cached(
                    "INSERT INTO finding (form, no, rule, row, cell, facts, suggestion, charged_by)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )
                .told()?
                .execute(params![
                    form,
                    i64::try_from(no).map_err(Problem::internal)?,
                    rule,
                    finding.row,
                    finding.cell.id(),
                    facts,
                    finding.suggestion,
                    finding.charged_by.as_ref().map(|check| &check.0),
                ])
                .told()?;
        }
        Ok(())
    }

    /// The number of a finding's rule; it is given one when it is met first.
    fn rule(&self, rules: &mut Rules, finding: &Finding) -> Result<i64> {
        let severity = severity_number(finding.severity);
        let key = (finding.check.clone(), finding.version.clone(), finding.category.clone(), severity);
        if let Some(known) = rules.0.get(&key) {
            return Ok(*known);
        }
        let args = params![key.0.0, key.1, key.2.0, severity];
        let find = "SELECT local FROM rule WHERE check_id = ?1 AND version = ?2 AND category = ?3 AND severity = ?4";
        let known = self.connection.prepare_cached(find).told()?.query_row(args, |row| row.get(0)).optional().told()?;
        let local = match known {
            Some(known) => known,
            None => self
                .connection
                .prepare_cached(
                    "INSERT INTO rule (check_id, version, category, severity) VALUES (?1, ?2, ?3, ?4) RETURNING local",
                )
                .told()?
                .query_row(args, |row| row.get(0))
                .told()?,
        };
        rules.0.insert(key, local);
        Ok(local)
    }

    /// What was found on a form, in the order in which it was handed in.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn findings(&self, form: FormRow) -> Result<Vec<Finding>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM finding n CROSS JOIN rule r ON r.local = n.rule WHERE n.form = ?1 ORDER BY n.no"
        );
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query([form.0]).told()?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().told()? {
            found.push(finding(row, 0)?);
        }
        Ok(found)
    }

    /// What one check found on targets in force, one by one, by form.
    ///
    /// # Errors
    /// When the database cannot be read, or `each` fails.
    pub fn each_finding(&self, check: &CheckId, mut each: impl FnMut(ItemId, Finding) -> Result<()>) -> Result<()> {
        let sql = format!(
            "SELECT t.item, {COLUMNS} FROM rule r CROSS JOIN finding n ON n.rule = r.local
             CROSS JOIN target t ON t.form = n.form WHERE r.check_id = ?1 ORDER BY r.local, n.form, n.no"
        );
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query([&check.0]).told()?;
        while let Some(row) = rows.next().told()? {
            each(ItemId(row.get(0).told()?), finding(row, 1)?)?;
        }
        Ok(())
    }

    /// The form in force of a queue line.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn form_of(&self, item: ItemId) -> Result<Option<FormRow>> {
        self.connection
            .prepare_cached("SELECT form FROM target WHERE item = ?1")
            .told()?
            .query_row([item.0], |row| row.get(0).map(FormRow))
            .optional()
            .told()
    }

    /// Targets of a year after `after` that were not looked at by `ground`, at most `limit`, in the order of their numbers.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn not_looked_at(&self, year: u16, ground: GroundRow, after: ItemId, limit: u32) -> Result<Vec<Waiting>> {
        let mut statement = self.connection.prepare_cached(NOT_LOOKED_AT).told()?;
        let waiting = statement
            .query_map(params![after.0, year, ground.0, limit], |row| {
                Ok(Waiting { item: ItemId(row.get(0)?), form: FormRow(row.get(1)?) })
            })
            .told()?;
        waiting.collect::<rusqlite::Result<_>>().told()
    }

    /// How many of a year's targets were looked at by `ground`, and how many there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count_looked_at(&self, year: u16, ground: GroundRow) -> Result<(u64, u64)> {
        let (done, all): (i64, i64) = self
            .connection
            .prepare_cached(
                "SELECT count(p.form), count(*) FROM target t LEFT JOIN prereview p ON p.form = t.form AND p.ground = ?2
                 WHERE t.year = ?1",
            )
            .told()?
            .query_row(params![year, ground.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .told()?;
        Ok((done.unsigned_abs(), all.unsigned_abs()))
    }

    /// Lets the targets of a project and year be looked at again. What was found stays until then.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn look_again(&self, project: ProjectKey, year: u16) -> Result<()> {
        self.connection
            .prepare_cached(
                "UPDATE prereview SET ground = 0 WHERE form IN
                 (SELECT local FROM form WHERE project = ?1 AND year = ?2 AND kind = 0)",
            )
            .told()?
            .execute(params![project.0, year])
            .told()?;
        Ok(())
    }

    /// Forgets what was found on forms that are not in force any more, at most `limit` forms. Answers how many there were.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_findings_of_others(&self, limit: u32) -> Result<usize> {
        let mut statement = self
            .connection
            .prepare_cached(
                "DELETE FROM prereview WHERE form IN
                 (SELECT p.form FROM prereview p LEFT JOIN target t ON t.form = p.form WHERE t.form IS NULL LIMIT ?1)
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

    /// Forgets everything that was found, and what it was found by.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn clear_findings(&self) -> Result<()> {
        self.connection
            .execute_batch(
                "DELETE FROM finding; DELETE FROM prereview; DELETE FROM rule; DELETE FROM peer; DELETE FROM twin;
                 DELETE FROM copied; DELETE FROM unit_score; DELETE FROM evaluation; DELETE FROM ground;
                 UPDATE target SET attention = NULL WHERE attention IS NOT NULL;",
            )
            .told()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Access;
    use crate::store::expected::PLACES;

    #[test]
    fn a_walk_over_a_year_goes_on_where_it_was_and_sorts_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(&folder.path().join("new.db"), Access::Create).unwrap();
        for sql in [NOT_LOOKED_AT, PLACES] {
            let mut statement = session.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let nothing = rusqlite::params_from_iter(vec![0; statement.parameter_count()]);
            let plan: Vec<String> =
                statement.query_map(nothing, |row| row.get(3)).unwrap().map(rusqlite::Result::unwrap).collect();
            assert_eq!(plan[0], "SEARCH t USING INTEGER PRIMARY KEY (rowid>?)", "{plan:?}");
            assert!(!plan.iter().any(|step| step.contains("TEMP B-TREE")), "{plan:?}");
        }
    }
}
