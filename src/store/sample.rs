//! Sealed populations: the exact files a draw is repeated from, and the self-evaluations they may be made of.
//!
//! Deliberately absent: what the files say ([`crate::rules`]).

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{OptionalExtension, params};

use super::batch::FormRow;
use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::event::Event;
use crate::model::form::FormKind;
use crate::model::ids::{EventId, ProjectKey, VersionId};
use crate::model::money::Money;
use crate::model::problem::Problem;
use crate::model::recheck::RecheckStatus;

/// Most bytes of one sealed file: a million units with room to spare.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// The exact files of a sealed population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedFiles {
    /// `population.tsv`
    pub population: Vec<u8>,
    /// `plan.tsv`
    pub plan: Vec<u8>,
    /// Which self-evaluation each line of the population is: key, project and version, a line each.
    pub units: Vec<u8>,
}

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
    /// Department.
    pub department: String,
    /// Annual funds.
    pub amount: Option<Money>,
}

/// What names a department, or a project, in `filed`, and its name.
fn in_turn(by_department: bool) -> (&'static str, &'static str) {
    if by_department { ("trim(f.department)", "trim(f.department)") } else { ("lower(hex(f.project))", "f.name") }
}

fn deflate(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).map_err(Problem::internal)?;
    encoder.finish().map_err(Problem::internal)
}

fn inflate(bytes: &[u8], what: &'static str) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    ZlibDecoder::new(bytes).take(MOST_BYTES).read_to_end(&mut out).map_err(|_| damaged(what))?;
    Ok(out)
}

impl Session {
    /// Keeps the files of a population that this event sealed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_sealed(&self, event: EventId, files: &SealedFiles) -> Result<()> {
        self.connection
            .prepare_cached("INSERT INTO sealed (event, population, plan, units) VALUES (?1, ?2, ?3, ?4)")
            .told()?
            .execute(params![event.0, deflate(&files.population)?, deflate(&files.plan)?, deflate(&files.units)?])
            .map(|_| ())
            .told()
    }

    /// The files of a sealed population; `None` when it was sealed on another station.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn sealed(&self, event: EventId) -> Result<Option<SealedFiles>> {
        let found: Option<[Vec<u8>; 3]> = self
            .connection
            .prepare_cached("SELECT population, plan, units FROM sealed WHERE event = ?1")
            .told()?
            .query_row([event.0], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))
            .optional()
            .told()?;
        found
            .map(|[population, plan, units]| {
                Ok(SealedFiles {
                    population: inflate(&population, "sealed.population")?,
                    plan: inflate(&plan, "sealed.plan")?,
                    units: inflate(&units, "sealed.units")?,
                })
            })
            .transpose()
    }

    /// Whether the files of a sealed population are here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_sealed(&self, event: EventId) -> Result<bool> {
        self.connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM sealed WHERE event = ?1)")
            .told()?
            .query_row([event.0], |row| row.get(0))
            .told()
    }

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

    /// The self-evaluations of a year in force, by project.
    ///
    /// # Errors
    /// When the database cannot be read, or `each` fails.
    pub fn each_evaluated(&self, year: u16, mut each: impl FnMut(EvaluatedUnit) -> Result<()>) -> Result<()> {
        let projects: Vec<(ProjectKey, Option<String>, String, String, Option<Money>)> = {
            let mut statement = self
                .connection
                .prepare_cached(
                    "SELECT project, code, name, department, amount FROM filed
                     WHERE kind = 'self_evaluation' AND year = ?1 ORDER BY project",
                )
                .told()?;
            let mut rows = statement.query([year]).told()?;
            let mut found = Vec::new();
            while let Some(row) = rows.next().told()? {
                let project = row.get_ref(0).told()?.as_blob().map_err(|_| damaged("filed.project"))?;
                found.push((
                    ProjectKey::try_from(project).map_err(|_| damaged("filed.project"))?,
                    row.get(1).told()?,
                    row.get(2).told()?,
                    row.get(3).told()?,
                    row.get::<_, Option<i64>>(4).told()?.map(Money),
                ));
            }
            found
        };
        for (project, code, name, department, amount) in projects {
            let filed = self.filed_forms(project, year, FormKind::SelfEvaluation)?;
            let Some(last) = filed.last() else { continue };
            let (form, version) = (last.row, last.version);
            each(EvaluatedUnit { project, form, version, code, name, department, amount })?;
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

    /// Years of which self-evaluations are here, the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn evaluated_years(&self) -> Result<Vec<u16>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT DISTINCT year FROM filed WHERE kind = 'self_evaluation' ORDER BY year DESC")
            .told()?;
        let rows = statement.query_map([], |row| row.get(0)).told()?;
        rows.map(|row| row.told()).collect()
    }
}
