//! How the automatic checks came to their answers on one target, and which of a place's own checks failed.
//!
//! Deliberately absent: words; the caller has the tables of words and of sources.

use std::collections::BTreeMap;

use super::prereview::Shared;
use super::rulebook::{CheckLine, Explanation, Rulebook, target_check_lines};
use super::workstation::Workstation;
use crate::model::finding::{CheckId, Finding, Threshold};
use crate::model::form::{Form, FormKind};
use crate::model::ids::ItemId;
use crate::model::problem::{Problem, ProblemKind};
pub use crate::rules::check::Surroundings;
use crate::rules::check::Target;

/// What stood beside a target when it was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beside {
    /// Last year's target.
    pub last_target: bool,
    /// Last year's self-evaluation.
    pub last_evaluation: bool,
    /// The line of the budget list.
    pub listed: bool,
    /// Rows of which like ones are known in other projects.
    pub peers: usize,
}

/// One check on one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckExplained {
    /// The check.
    pub line: CheckLine,
    /// What it compares with.
    pub thresholds: Vec<(Threshold, String)>,
    /// What it found; nothing where it does not fire.
    pub findings: Vec<Finding>,
    /// Of an own check: how it came to its answer on each row or on the whole, part by part.
    pub steps: Vec<Explanation>,
}

/// The checks on one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormExplained {
    /// What stood beside it.
    pub beside: Beside,
    /// Those that found something; the one asked for, whether it did or not.
    pub checks: Vec<CheckExplained>,
    /// Own checks that failed on it.
    pub failed: Vec<Problem>,
}

/// A check by its name, whatever its case.
///
/// # Errors
/// When there is none of that name: with those there are.
pub fn check_named(book: &Rulebook, typed: &str) -> Result<CheckId, Problem> {
    let (wanted, lines) = (typed.trim(), target_check_lines(book));
    let found = lines.iter().find(|line| line.id.0.eq_ignore_ascii_case(wanted)).map(|line| line.id.clone());
    found.ok_or_else(|| {
        let known = lines.iter().map(|line| line.id.0.as_str()).collect::<Vec<_>>().join(" ");
        Problem::new(ProblemKind::Usage, "problem-no-such-check").with("check", wanted).with("known", known)
    })
}

/// How the checks, or one of them, come to their answers on a form.
pub fn explain(book: &Rulebook, form: &Form, around: &Surroundings<'_>, wanted: Option<&CheckId>) -> FormExplained {
    let target = Target::new(form, around, book.settings());
    let (findings, failed) = book.examine_target(&target);
    let found = |check: &CheckId| findings.iter().filter(|finding| finding.check == *check).cloned().collect();
    let mut checks = Vec::new();
    for line in target_check_lines(book) {
        let findings: Vec<Finding> = found(&line.id);
        let asked = wanted.map_or(!findings.is_empty(), |wanted| *wanted == line.id);
        if !asked {
            continue;
        }
        let own = line.own.is_some();
        let steps = if own { book.explain(&line.id, form, around).unwrap_or_default() } else { Vec::new() };
        let number = |threshold: &Threshold| (*threshold, book.settings().number(*threshold).normalize().to_string());
        checks.push(CheckExplained { thresholds: line.thresholds.iter().map(number).collect(), findings, steps, line });
    }
    let beside = Beside {
        last_target: around.last_year.target.is_some(),
        last_evaluation: around.last_year.self_evaluation.is_some(),
        listed: around.listed.is_some(),
        peers: around.peers.len(),
    };
    FormExplained { beside, checks, failed }
}

/// Where the last failures lie.
const FAILED: &str = "failed_checks";

/// Names of the arguments of such a failure.
const ARGUMENTS: [&str; 6] = ["name", "file", "line", "project", "row", "detail"];

type Kept = BTreeMap<CheckId, BTreeMap<String, String>>;

impl Workstation {
    /// How the checks, or one of them, come to their answers on a target.
    ///
    /// # Errors
    /// When the target is gone, or the database cannot be read.
    pub fn explain(&self, item: ItemId, wanted: Option<&CheckId>) -> Result<FormExplained, Problem> {
        let gone = || Problem::refused("problem-no-such-target");
        let line = self.session.target(item)?.ok_or_else(gone)?;
        let versions = self.session.filed_forms(line.project, line.year, FormKind::Target)?;
        let row = versions.last().ok_or_else(gone)?.row;
        let form = self.session.form(row)?;
        self.amid(row, &form, &mut Shared::default(), |target| explain(self.rulebook(), &form, target.around, wanted))
    }

    /// Keeps which checks failed in a run; `all`: it looked at every target, so nothing older holds.
    pub(super) fn keep_failed(&self, all: bool) -> Result<(), Problem> {
        let mut kept: Kept = if all { Kept::new() } else { self.kept_failures()? };
        for (check, problem) in self.failures.borrow().iter() {
            let args = problem.args.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
            kept.insert(check.clone(), args.collect());
        }
        let text = serde_json::to_string(&kept).map_err(Problem::internal)?;
        if self.session.meta(FAILED)?.unwrap_or_else(|| "{}".to_owned()) == text {
            return Ok(());
        }
        self.session.transaction(|session| session.set_meta(FAILED, &text))
    }

    fn kept_failures(&self) -> Result<Kept, Problem> {
        // Of another version of the program: made anew by the next run.
        Ok(self.session.meta(FAILED)?.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// The place's own checks that failed, in the last run over all targets or on what was looked at since, each with one
    /// target on which it did.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn failed_checks(&self) -> Result<BTreeMap<CheckId, Problem>, Problem> {
        let mut failed: BTreeMap<CheckId, Problem> = BTreeMap::new();
        for (check, args) in self.kept_failures()? {
            if self.rulebook().own().any(|own| own.id == check) {
                let value = |name: &str| args.get(name).cloned().unwrap_or_default();
                let problem = Problem::refused("problem-expression-failed");
                failed.insert(check, ARGUMENTS.iter().fold(problem, |problem, name| problem.with(name, value(name))));
            }
        }
        failed.extend(self.failures.borrow().iter().map(|(check, problem)| (check.clone(), problem.clone())));
        Ok(failed)
    }
}
