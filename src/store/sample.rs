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
        let mut statement = self
            .connection
            .prepare_cached("SELECT DISTINCT year FROM filed WHERE kind = 'self_evaluation' ORDER BY year DESC")
            .told()?;
        let rows = statement.query_map([], |row| row.get(0)).told()?;
        rows.map(|row| row.told()).collect()
    }
}
