//! What was sealed and drawn, as the log tells it, and the self-evaluations a population may be made of.
//!
//! Deliberately absent: the sealed files ([`super::attachment`]) and what they say ([`crate::rules`]).

use rusqlite::params;

use super::batch::FormRow;
use super::error::{Result, Told, damaged};
use super::log::Stored;
use super::open::Session;
use crate::model::event::{Body, Event, SampleSealed, SpotCheck};
use crate::model::form::FormKind;
use crate::model::ids::{ProjectKey, VersionId};
use crate::model::money::Money;
use crate::model::packed::kind_number;
use crate::model::recheck::RecheckStatus;

/// A self-evaluation that may be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluatedUnit {
    /// Its project.
    pub project: ProjectKey,
    /// The self-evaluation in force.
    pub form: FormRow,
    /// Its version.
    pub version: VersionId,
    /// Project code as printed.
    pub code: Option<String>,
    /// Project name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Department.
    pub department: String,
    /// Annual funds.
    pub amount: Option<Money>,
    /// The project has a target of the same year.
    pub has_target: bool,
}

/// What names a department, or a project, in `filed`, and its name.
fn in_turn(by_department: bool) -> (&'static str, &'static str) {
    if by_department { ("trim(f.department)", "trim(f.department)") } else { ("lower(hex(f.project))", "f.name") }
}

impl Session {
    /// Everything that was sealed, abandoned and drawn, in order of arrival.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn events_of_draws(&self) -> Result<Vec<Event>> {
        let stored = self.events(
            "e.kind IN ('sample.sealed', 'sample.abandoned', 'sample.drawn') AND s.state = 0 ORDER BY e.local",
            params![],
        )?;
        Ok(stored.into_iter().map(|stored| stored.event).collect())
    }

    /// Every population that was sealed, whether its event counts yet or waits for others.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn seals(&self) -> Result<Vec<SampleSealed>> {
        let stored = self.events("e.kind = 'sample.sealed' ORDER BY e.local", params![])?;
        let sealed = |stored: Stored| match stored.event.body {
            Body::SpotCheck(SpotCheck::Sealed(about)) => Some(about),
            _ => None,
        };
        Ok(stored.into_iter().filter_map(sealed).collect())
    }

    /// The self-evaluations of a year in force, by project. Each is read once, in order, because there may be a million.
    ///
    /// # Errors
    /// When the database cannot be read, or `each` fails.
    pub fn each_evaluated(&self, year: u16, mut each: impl FnMut(EvaluatedUnit) -> Result<()>) -> Result<()> {
        let mut in_force = self.in_force(FormKind::SelfEvaluation, year)?.into_iter().peekable();
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT e.project, e.code, e.name, e.department, e.amount, e.unit,
                        EXISTS (SELECT 1 FROM filed t WHERE t.kind = 'target' AND t.year = ?1 AND t.project = e.project)
                 FROM filed e WHERE e.kind = 'self_evaluation' AND e.year = ?1 ORDER BY e.project",
            )
            .told()?;
        let mut rows = statement.query([year]).told()?;
        while let Some(row) = rows.next().told()? {
            let project = row.get_ref(0).told()?.as_blob().map_err(|_| damaged("filed.project"))?;
            let project = ProjectKey::try_from(project).map_err(|_| damaged("filed.project"))?;
            while in_force.next_if(|known| known.0 < project).is_some() {}
            let Some((_, form, version)) = in_force.next_if(|known| known.0 == project) else { continue };
            each(EvaluatedUnit {
                project,
                form,
                version,
                code: row.get(1).told()?,
                name: row.get(2).told()?,
                department: row.get(3).told()?,
                amount: row.get::<_, Option<i64>>(4).told()?.map(Money),
                unit: row.get(5).told()?,
                has_target: row.get(6).told()?,
            })?;
        }
        Ok(())
    }

    /// Projects with a self-evaluation of a year.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn evaluated_projects(&self, year: u16) -> Result<Vec<ProjectKey>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT project FROM filed WHERE kind = 'self_evaluation' AND year = ?1 ORDER BY project")
            .told()?;
        let mut rows = statement.query([year]).told()?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().told()? {
            let project = row.get_ref(0).told()?.as_blob().map_err(|_| damaged("filed.project"))?;
            found.push(ProjectKey::try_from(project).map_err(|_| damaged("filed.project"))?);
        }
        Ok(found)
    }

    /// The form in force of each project of a kind and year, by project: what [`Session::filed_forms`] says of one. Not for
    /// targets, which have lines of their own.
    fn in_force(&self, kind: FormKind, year: u16) -> Result<Vec<(ProjectKey, FormRow, VersionId)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT f.project, f.local, f.version, f.stage, b.at, b.event
                 FROM form f CROSS JOIN batch_line l ON l.form = f.local CROSS JOIN batch b ON b.local = l.batch
                 WHERE f.kind <> 0 AND f.kind = ?1 AND f.year = ?2 AND b.published = 1
                 ORDER BY f.project, b.at, b.event, l.ordinal",
            )
            .told()?;
        let mut rows = statement.query(params![kind_number(kind), year]).told()?;
        let mut found: Vec<(ProjectKey, FormRow, VersionId)> = Vec::new();
        // Of the project at hand: versions gone by (only the first publication of each counts), and the place of the last.
        let mut versions: Vec<VersionId> = Vec::new();
        let mut place: (i64, String, Vec<u8>) = Default::default();
        while let Some(row) = rows.next().told()? {
            let blob = |at: usize, what: &'static str| row.get_ref(at).told()?.as_blob().map_err(|_| damaged(what));
            let project = ProjectKey::try_from(blob(0, "form.project")?).map_err(|_| damaged("form.project"))?;
            let version = VersionId::try_from(blob(2, "form.version")?).map_err(|_| damaged("form.version"))?;
            let here = (row.get(3).told()?, row.get(4).told()?, blob(5, "batch.event")?.to_vec());
            let form = FormRow(row.get(1).told()?);
            match found.last_mut().filter(|last| last.0 == project) {
                None => {
                    versions.clear();
                    found.push((project, form, version));
                    place = here;
                }
                Some(last) if !versions.contains(&version) && here >= place => {
                    *last = (project, form, version);
                    place = here;
                }
                Some(_) => {}
            }
            versions.push(version);
        }
        Ok(found)
    }

    /// Departments, or projects, with a self-evaluation of a year: what names each, its name, its first year here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn evaluated_in_turn(&self, year: u16, by_department: bool) -> Result<Vec<(String, String, u16)>> {
        let (key, name) = in_turn(by_department);
        let sql = format!(
            "SELECT {key}, max({name}) FILTER (WHERE f.year = ?1), min(f.year) FROM filed f
             WHERE f.kind = 'self_evaluation' AND f.year <= ?1
             GROUP BY 1 HAVING max(f.year) = ?1 ORDER BY 1"
        );
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let rows = statement.query_map([year], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).told()?;
        rows.map(|row| row.told()).collect()
    }

    /// The last year before this one in which a recheck of each department, or project, was finished.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn rechecked_in_turn(&self, year: u16, by_department: bool) -> Result<Vec<(String, u16)>> {
        let (key, _) = in_turn(by_department);
        let finished = RecheckStatus::ALL.iter().zip(0_i64..).filter(|(status, _)| status.is_finished());
        let finished: Vec<String> = finished.map(|(_, number)| number.to_string()).collect();
        let sql = format!(
            "SELECT {key}, max(r.year) FROM recheck r
             JOIN filed f ON f.kind = 'self_evaluation' AND f.year = r.year AND f.project = r.project
             WHERE r.year < ?1 AND r.status IN ({}) GROUP BY 1",
            finished.join(",")
        );
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let rows = statement.query_map([year], |row| Ok((row.get(0)?, row.get(1)?))).told()?;
        rows.map(|row| row.told()).collect()
    }

    /// Number of self-evaluations of a year.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count_evaluated(&self, year: u16) -> Result<u64> {
        self.connection
            .prepare_cached("SELECT count(*) FROM filed WHERE kind = 'self_evaluation' AND year = ?1")
            .told()?
            .query_row([year], |row| row.get::<_, i64>(0))
            .map(i64::unsigned_abs)
            .told()
    }

    /// How many self-evaluations of a year each unit has: department, unit, number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn evaluated_by_unit(&self, year: u16) -> Result<Vec<(String, String, u64)>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT department, unit, count(*) FROM filed
                 WHERE kind = 'self_evaluation' AND year = ?1 GROUP BY department, unit",
            )
            .told()?;
        let rows = statement
            .query_map([year], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?.unsigned_abs())))
            .told()?;
        rows.map(|row| row.told()).collect()
    }

    /// Years of which self-evaluations are here, the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn evaluated_years(&self) -> Result<Vec<u16>> {
        // A walk from year to year along the key: constant time, however many lines a year has.
        let (mut years, mut below) = (Vec::new(), i64::MAX);
        loop {
            let next: Option<i64> = self
                .connection
                .prepare_cached("SELECT max(year) FROM filed WHERE kind = 'self_evaluation' AND year < ?1")
                .told()?
                .query_row([below], |row| row.get(0))
                .told()?;
            let Some(year) = next else { return Ok(years) };
            years.push(u16::try_from(year).map_err(|_| damaged("filed.year"))?);
            below = year;
        }
    }
}
