//! Papers of the spot check for people outside: the recheck table, the circular (通报) and the working paper of one project.
//!
//! What they say follows from [`super::results`] and the rechecks themselves; words come from the caller. Deliberately absent:
//! how a paper becomes a file ([`crate::exchange::papers`]).

mod circular;
mod request;
mod table;
mod workpaper;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use rust_decimal::Decimal;

use super::RecheckView;
use super::results::ResultsAsk;
use crate::config::evidence::EvidenceKinds;
use crate::engine::exchange::WrittenFile;
use crate::engine::import::{Progress, Watch, cancelled};
use crate::engine::report::Say;
use crate::engine::workstation::Workstation;
pub use crate::exchange::papers::as_text;
use crate::exchange::papers::write_paper;
use crate::model::form::Form;
use crate::model::ids::{ProjectKey, VersionId};
use crate::model::paper::{Column, Paper};
use crate::model::problem::Problem;
use crate::model::recheck::{Deviation, RecheckLine, RecheckStatus};
use crate::model::review::Grade;

/// Which paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperAsk {
    /// Every recheck of a year, one line each.
    Recheck(ResultsAsk),
    /// The results of a year for all departments.
    Circular(ResultsAsk),
    /// One recheck, row by row, with its evidence: of the project with this code, name or key, in a year.
    Workpaper(String, Option<u16>),
    /// What units are asked for.
    Requests(RequestsAsk),
}

/// For which projects papers are asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RequestsAsk {
    /// Code, name or key of each.
    pub projects: Vec<String>,
    /// All open rechecks of this department, too.
    pub department: Option<String>,
    /// Their year; the newest of each, or the newest with rechecks, when none is given.
    pub year: Option<u16>,
    /// The day by which the papers are to come, as it will be printed; empty where none was set.
    pub due: String,
}

impl Workstation {
    /// The rechecks for which papers are asked, each once: those named in their order, then those of the department that are open.
    ///
    /// # Errors
    /// When a name means no self-evaluation or several, nothing is left, or the database cannot be read.
    pub fn asked_rechecks(&self, ask: &RequestsAsk) -> Result<Vec<RecheckView>, Problem> {
        self.asked_while(ask, &mut |_| ControlFlow::Continue(()))
    }

    fn asked_while(&self, ask: &RequestsAsk, watch: Watch<'_>) -> Result<Vec<RecheckView>, Problem> {
        let mut units: Vec<(ProjectKey, u16)> = Vec::new();
        for project in &ask.projects {
            units.push(self.evaluated(project, ask.year)?);
        }
        if let Some(department) = ask.department.as_deref() {
            let list = self.rechecks(ask.year)?;
            let of = |line: &&RecheckLine| line.status.open() && line.department.contains(department.trim());
            units.extend(list.lines.iter().filter(of).map(|line| (line.project, line.year)));
        }
        let mut met = BTreeSet::new();
        units.retain(|unit| met.insert(*unit));
        if units.is_empty() {
            let department = ask.department.clone().unwrap_or_default();
            return Err(Problem::refused("problem-requests-nothing").with("department", department));
        }
        let mut views = Vec::with_capacity(units.len());
        for (done, (project, year)) in units.iter().enumerate() {
            go_on(watch, done, units.len())?;
            views.push(self.recheck(*project, *year)?);
        }
        Ok(views)
    }

    /// The paper as it would be written. `language` is the tag of the language that `say` speaks.
    ///
    /// # Errors
    /// When there is nothing to tell, or the database cannot be read.
    pub fn paper(&self, ask: &PaperAsk, language: &'static str, say: Say<'_>) -> Result<Paper, Problem> {
        self.paper_while(ask, language, say, &mut |_| ControlFlow::Continue(()))
    }

    fn paper_while(
        &self,
        ask: &PaperAsk,
        language: &'static str,
        say: Say<'_>,
        watch: Watch<'_>,
    ) -> Result<Paper, Problem> {
        go_on(watch, 0, 0)?;
        match ask {
            PaperAsk::Recheck(ask) => {
                let results = self.spot_check_results(ask)?;
                if results.lines.is_empty() {
                    return Err(Problem::refused("problem-results-nothing"));
                }
                let mut rows = Vec::with_capacity(results.lines.len());
                for (done, line) in results.lines.iter().enumerate() {
                    go_on(watch, done, results.lines.len())?;
                    rows.push(table::row(line, &self.filed_version(line.version)?, self.score_rules(), say));
                }
                Ok(table::paper(&results, rows, language, say))
            }
            PaperAsk::Circular(ask) => {
                let results = self.spot_check_results(ask)?;
                if results.lines.is_empty() {
                    return Err(Problem::refused("problem-results-nothing"));
                }
                Ok(circular::paper(&results, self.score_rules(), language, say))
            }
            PaperAsk::Requests(ask) => {
                let views = self.asked_while(ask, watch)?;
                Ok(request::paper(&views, &EvidenceKinds::built_in(), &ask.due, language, say))
            }
            PaperAsk::Workpaper(project, year) => {
                let (project, year) = self.evaluated(project, *year)?;
                let view = self.recheck(project, year)?;
                Ok(workpaper::paper(&view, &EvidenceKinds::built_in(), language, say))
            }
        }
    }

    /// Writes a paper as xlsx, docx, html or txt, told by the ending. Stopped before the end it leaves nothing.
    ///
    /// # Errors
    /// As [`Workstation::paper`]; when the job is cancelled; in the sample and in lessons; when the file exists (unless `replace`) or cannot be written.
    pub fn export_paper(
        &self,
        path: &Path,
        ask: &PaperAsk,
        replace: bool,
        language: &'static str,
        say: Say<'_>,
        watch: Watch<'_>,
    ) -> Result<WrittenFile, Problem> {
        if self.is_sample() {
            // Invented results must never be taken for real ones.
            return Err(Problem::refused("problem-sample-stays-here"));
        }
        let paper = self.paper_while(ask, language, say, watch)?;
        let rows = paper.sections.iter().map(|section| section.rows.len()).sum();
        let written = write_paper(path, &paper, replace, &mut || go_on(watch, rows, rows))?;
        Ok(WrittenFile { path: path.to_owned(), rows: written.rows as u64, batches: 0, sha256: written.sha256 })
    }

    fn filed_version(&self, version: VersionId) -> Result<Option<Form>, Problem> {
        let row = self.session.form_row(version)?;
        row.map(|row| self.session.form(row)).transpose()
    }
}

/// Tells how far a paper is; refuses when it is to stop.
fn go_on(watch: Watch<'_>, done: usize, total: usize) -> Result<(), Problem> {
    let total = Some(total as u64).filter(|total| *total > 0);
    match watch(Progress { phase: "phase-writing", done: done as u64, total, rejects: 0 }) {
        ControlFlow::Break(()) => Err(cancelled()),
        ControlFlow::Continue(()) => Ok(()),
    }
}

fn columns(say: Say<'_>, wanted: &[(&str, u16)]) -> Vec<Column> {
    wanted.iter().map(|(key, width)| Column { heading: say(key, &[]), width: *width }).collect()
}

fn grade(grade: Grade, say: Say<'_>) -> String {
    say(&format!("grade-{}", grade.id()), &[])
}

fn deviation(level: Option<Deviation>, say: Say<'_>) -> String {
    level.map(|level| say(&format!("score-deviation-{}", level.id()), &[])).unwrap_or_default()
}

fn status(status: RecheckStatus, say: Say<'_>) -> String {
    say(&format!("results-status-{}", status.id().replace('_', "-")), &[])
}

/// Own points less those of the recheck.
fn less(filed: Option<Decimal>, verified: Option<Decimal>) -> Option<Decimal> {
    filed?.checked_sub(verified?)
}
