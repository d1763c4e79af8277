//! The automatic checks (机审): what is wrong with a target, each check one small pure function.
//!
//! A check sees a [`Target`] (the form, read once, and what is known around it) and answers [`Hit`]s. [`run`] gives them
//! class, severity and version, as the place's settings want it, and charges a fact once. The checks are grouped in rooms
//! by class; their words are data (`src/data/checks/`), their thresholds are the profile's. Numbering, sources and
//! examples are those of the catalogue of checks; where a check differs from it, its docs say why. Absent on purpose:
//! reading files, finding the surroundings of a target, and any decision.

pub mod around;
mod basis;
mod correspondence;
pub(in crate::rules) mod dates;
mod elements;
pub(in crate::rules) mod funds;
mod goal;
pub mod history;
mod indicator_set;
mod measurable;
mod neighbours;
mod placement;
pub mod promises;
pub mod target;
pub mod text;
mod values;
mod weights;
mod wording;
pub mod words;

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::model::finding::{Cell, CheckId, CheckSettings, Finding, Severity};
use crate::model::own_check::OwnCheck;
use crate::model::review::CategoryCode;
pub use target::{Row, Surroundings, Target};

/// One automatic check.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// `T001` …
    pub id: &'static str,
    /// Raised when the check would judge the same form differently.
    pub version: u16,
    /// Class of the opinion it proposes.
    pub category: &'static str,
    /// How grave it is unless a hit says otherwise.
    pub severity: Severity,
    /// Where the rule comes from: a document with its article, or `our default`.
    pub source: &'static str,
    /// The check itself.
    pub run: fn(&Target<'_>) -> Vec<Hit>,
}

/// All checks by room.
const ROOMS: &[&[Check]] = &[
    elements::CHECKS,
    goal::CHECKS,
    history::CHECKS,
    neighbours::CHECKS,
    indicator_set::CHECKS,
    correspondence::CHECKS,
    placement::CHECKS,
    measurable::CHECKS,
    values::CHECKS,
    dates::CHECKS,
    funds::CHECKS,
    weights::CHECKS,
    wording::CHECKS,
    basis::CHECKS,
];

/// All built-in checks, by id.
pub fn all() -> impl Iterator<Item = &'static Check> {
    ROOMS.iter().copied().flatten()
}

/// One place where a check fires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    row: Option<u32>,
    cell: Cell,
    pub(in crate::rules) severity: Option<Severity>,
    facts: BTreeMap<String, String>,
    suggestion: Option<String>,
}

impl Hit {
    /// On the whole target.
    pub fn whole(cell: Cell) -> Hit {
        Hit { row: None, cell, severity: None, facts: BTreeMap::new(), suggestion: None }
    }

    /// On a row; its name and printed value are facts `indicator` and `target`.
    pub fn row(row: &Row<'_>, cell: Cell) -> Hit {
        let hit = Hit { row: Some(row.indicator.no), ..Hit::whole(cell) };
        hit.fact("indicator", &row.name).fact("target", row.indicator.printed_target())
    }

    /// Adds something the check used, by the name of its slot.
    #[must_use]
    pub fn fact(mut self, name: &str, value: impl Display) -> Hit {
        self.facts.insert(name.to_owned(), value.to_string());
        self
    }

    /// Another severity than the check's.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Hit {
        self.severity = Some(severity);
        self
    }

    /// A better text for the cell.
    #[must_use]
    pub fn suggest(mut self, text: impl Into<String>) -> Hit {
        self.suggestion = Some(text.into());
        self
    }
}

/// Runs every check that is on. Findings come by row (those of the whole target first), then by check.
pub fn run(target: &Target<'_>) -> Vec<Finding> {
    run_with(target, Vec::new())
}

/// The same, joined with what a place's own checks found ([`own_finding`]).
pub fn run_with(target: &Target<'_>, own: Vec<Finding>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = all().flat_map(|check| run_one(check, target)).chain(own).collect();
    charge_once(&mut findings);
    findings.sort_by(|a, b| (a.row, &a.check, a.cell).cmp(&(b.row, &b.check, b.cell)));
    findings
}

/// Runs one check, unless it is off. Nothing is said of facts that another check charges.
pub fn run_one(check: &Check, target: &Target<'_>) -> Vec<Finding> {
    let id = CheckId::from(check.id);
    if target.settings.checks.get(&id).is_some_and(|change| change.off) {
        return Vec::new();
    }
    let category = CategoryCode(check.category.to_owned());
    let finding = |hit: Hit| {
        let severity = hit.severity.unwrap_or(check.severity);
        finding(&id, check.version, &category, severity, hit, target.settings)
    };
    (check.run)(target).into_iter().map(finding).collect()
}

/// What a place's own check found, as its settings want it.
pub fn own_finding(check: &OwnCheck, hit: Hit, settings: &CheckSettings) -> Finding {
    let severity = hit.severity.unwrap_or(check.severity);
    finding(&check.id, check.version, &check.category, severity, hit, settings)
}

/// A hit as the settings of a place want it.
pub(in crate::rules) fn finding(
    id: &CheckId,
    version: u16,
    category: &CategoryCode,
    severity: Severity,
    hit: Hit,
    settings: &CheckSettings,
) -> Finding {
    let change = settings.checks.get(id);
    Finding {
        check: id.clone(),
        version: format!("{version}/{}", settings.profile),
        category: change.and_then(|change| change.category.clone()).unwrap_or_else(|| category.clone()),
        severity: change.and_then(|change| change.severity).unwrap_or(severity),
        row: hit.row,
        cell: hit.cell,
        facts: hit.facts,
        suggestion: hit.suggestion,
        charged_by: None,
    }
}

/// Classes in the order in which they charge a fact (opinion classes, priority; our default).
const PRIORITY: [&str; 12] = ["C01", "C04", "C09", "C08", "C10", "C07", "C06", "C05", "C02", "C03", "C11", "C12"];

/// Name of the fact that says what of a cell is meant, where a cell holds several facts: the level that a set of indicators
/// lacks, the sentence of a goal.
pub const MATTER: &str = "matter";

/// A fact, that is one cell of one row or of the whole (or one [`MATTER`] of it), is charged once, by the first class in
/// [`PRIORITY`]; within a class by the gravest finding. The others stay visible under it. Findings of mere information
/// neither charge nor are charged.
fn charge_once(findings: &mut [Finding]) {
    let rank = |finding: &Finding| {
        let class = PRIORITY.iter().position(|class| *class == finding.category.0).unwrap_or(PRIORITY.len());
        (class, finding.severity, finding.check.clone())
    };
    let fact = |finding: &Finding| (finding.row, finding.cell, finding.facts.get(MATTER).cloned());
    let mut first = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.severity != Severity::Info) {
        let mine = rank(finding);
        first
            .entry(fact(finding))
            .and_modify(|held: &mut (usize, Severity, CheckId)| {
                if mine < *held {
                    held.clone_from(&mine);
                }
            })
            .or_insert(mine);
    }
    for finding in findings.iter_mut().filter(|finding| finding.severity != Severity::Info) {
        let charging = first.get(&fact(finding)).map(|(_, _, check)| check);
        finding.charged_by = charging.filter(|check| **check != finding.check).cloned();
    }
}

#[cfg(test)]
pub mod tests;
