//! What is known of the automatic checks beside their findings: where each comes from, how people answered it, and how
//! loudly it speaks for that.
//!
//! What a person said on their own station (`Settings::voices`) goes before all of this; screens and command line lay it
//! over. Deliberately absent: the findings themselves ([`super::prereview`]) and words.

use std::collections::BTreeMap;

use super::rulebook::check_lines;
use super::workstation::Workstation;
use crate::model::finding::{Answers, CheckId, Finding, Severity, Voice};
use crate::model::problem::Problem;
use crate::model::review::CategoryCode;
use crate::rules::acceptance;
pub use crate::rules::acceptance::{HINT_BELOW, LEAST_ANSWERS, QUIET_BELOW, waits};

/// How loudly checks speak for whoever acts: what they said on their own station, laid over what all answers say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Voices {
    /// What the person said.
    pub said: BTreeMap<CheckId, Voice>,
    /// All are quiet, as in a lesson.
    pub quiet: bool,
}

impl Voices {
    /// How loudly a check speaks that by its answers would speak so.
    pub fn of(&self, check: &CheckId, by_answers: Voice) -> Voice {
        match by_answers {
            Voice::Off => Voice::Off,
            _ if self.quiet => Voice::Quiet,
            by_answers => self.said.get(check).copied().unwrap_or(by_answers),
        }
    }
}

/// A check beside its findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckInfo {
    /// Its own version now.
    pub rule: String,
    /// Document and article, or our default.
    pub source: String,
    /// How people answered this version of it.
    pub answers: Answers,
    /// How loudly it speaks by these answers and the profile.
    pub voice: Voice,
}

/// One line of the list of checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckRow {
    /// The check.
    pub check: CheckId,
    /// Class of the opinion that it proposes here.
    pub category: CategoryCode,
    /// How grave it is unless a finding says otherwise.
    pub severity: Severity,
    /// The rest.
    pub info: CheckInfo,
    /// How people answered earlier versions of it, oldest first.
    pub before: Vec<(String, Answers)>,
    /// Why it failed on a target, where it did.
    pub failed: Option<Problem>,
}

impl Workstation {
    /// The checks that found something.
    pub(super) fn infos(&self, findings: &[Finding]) -> Result<BTreeMap<CheckId, CheckInfo>, Problem> {
        if findings.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows = self.checks()?.into_iter();
        let found = rows.filter(|row| findings.iter().any(|finding| finding.check == row.check));
        Ok(found.map(|row| (row.check, row.info)).collect())
    }

    /// How loudly a check speaks by the profile and these answers.
    fn loudness(&self, check: &CheckId, answers: Answers) -> Voice {
        let change = self.check_settings().checks.get(check);
        match (change.is_some_and(|change| change.off), change.is_some_and(|change| change.quiet)) {
            (true, _) => Voice::Off,
            (_, true) => Voice::Quiet,
            _ => acceptance::voice(answers),
        }
    }

    /// Every check in the order of its name, with what people answered.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn checks(&self) -> Result<Vec<CheckRow>, Problem> {
        let answers = self.session.answers()?;
        let mut failed = self.failed_checks()?;
        let mut rows: Vec<CheckRow> = check_lines(self.rulebook())
            .into_iter()
            .map(|line| {
                let rule = line.version.to_string();
                let now = answers.get(&(line.id.clone(), rule.clone())).copied().unwrap_or_default();
                let mine = answers.iter().filter(|((check, version), _)| *check == line.id && *version != rule);
                let voice = self.loudness(&line.id, now);
                CheckRow {
                    failed: failed.remove(&line.id),
                    category: line.category,
                    severity: line.severity,
                    before: mine.map(|((_, version), answers)| (version.clone(), *answers)).collect(),
                    info: CheckInfo { rule, source: line.source, answers: now, voice },
                    check: line.id,
                }
            })
            .collect();
        rows.sort_by(|a, b| a.check.cmp(&b.check));
        Ok(rows)
    }
}
