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
