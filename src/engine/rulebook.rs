//! By what a place checks: the catalogue's checks and its own, as its profile wants them.

use std::collections::BTreeMap;

use super::workstation::Workstation;
use crate::model::finding::{CheckId, Finding, Severity, Threshold};
use crate::model::own_check::OwnCheck;
use crate::model::problem::Problem;
use crate::model::review::CategoryCode;
use crate::rules::check::{self, Target};
use crate::rules::evaluation;
pub use crate::rules::own::vocabulary::{FieldEntry, FunctionEntry, Kind, Vocabulary, vocabulary};
pub use crate::rules::own::{Explanation, Part, Rulebook, Shown, Uses};

/// Checks that compare with a threshold.
const USED_BY: &[(Threshold, &[&str])] = &[
    (Threshold::GoalShortest, &["T010"]),
    (Threshold::GoalCopied, &["T012", "T013"]),
    (Threshold::BudgetMoved, &["T013"]),
    (Threshold::TwinName, &["T015"]),
    (Threshold::TwinGoal, &["T015"]),
    (Threshold::CopiedText, &["T016", "E032"]),
    (Threshold::RowsFewest, &["T022"]),
    (Threshold::RowsMost, &["T022"]),
    (Threshold::PromiseTolerance, &["T023"]),
    (Threshold::SatisfactionLowest, &["T036"]),
    (Threshold::BelowLastYear, &["T038"]),
    (Threshold::TargetCut, &["T039"]),
    (Threshold::HabitRows, &["T040"]),
    (Threshold::HabitShare, &["T040"]),
    (Threshold::PeersFewest, &["T042", "T049"]),
    (Threshold::PeersFactor, &["T042", "T049"]),
    (Threshold::FundsTolerance, &["T045", "T046", "E011", "E012"]),
    (Threshold::CapsOver, &["T047"]),
    (Threshold::TotalCostOff, &["T048"]),
    (Threshold::LargeProject, &["T049"]),
    (Threshold::LargeProjectRows, &["T049"]),
    (Threshold::WeightTolerance, &["T050", "E005", "E006"]),
    (Threshold::WeightHeaviest, &["T053"]),
    (Threshold::EvenRows, &["T053"]),
    (Threshold::ExAnteFrom, &["T061"]),
    (Threshold::SameRows, &["T063"]),
    (Threshold::LowExecution, &["T065"]),
    (Threshold::UnitSlip, &["X005"]),
    (Threshold::TotalTolerance, &["E007", "E009"]),
    (Threshold::RateTolerance, &["E008"]),
    (Threshold::SpendingTolerance, &["E010"]),
    (Threshold::ExplainedExecution, &["E013"]),
    (Threshold::ScoreTolerance, &["E014", "E015", "E024"]),
    (Threshold::TargetTooLow, &["E019"]),
    (Threshold::FullShare, &["E025"]),
    (Threshold::SpentLittle, &["E026"]),
    (Threshold::EchoRows, &["E027"]),
    (Threshold::CompletionShortest, &["E030"]),
    (Threshold::CompletionCopied, &["E030"]),
    (Threshold::ImproveBelow, &["E031"]),
    (Threshold::CostSpentOff, &["E036"]),
];

/// The catalogue's checks that compare with a threshold.
pub fn used_by(threshold: Threshold) -> &'static [&'static str] {
    USED_BY.iter().find(|(known, _)| *known == threshold).map_or(&[], |(_, checks)| checks)
}

/// A check as lists show it, with the place's changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckLine {
    /// Its name.
    pub id: CheckId,
    /// Its version, without the profile's.
    pub version: u16,
    /// Class of the opinion it proposes.
    pub category: CategoryCode,
    /// How grave it is.
    pub severity: Severity,
    /// Never run.
    pub off: bool,
    /// Run, but no draft.
    pub quiet: bool,
    /// Where the rule comes from.
    pub source: String,
    /// Written by the place.
    pub own: Option<OwnCheck>,
    /// Thresholds it compares with.
    pub thresholds: Vec<Threshold>,
}

/// All checks: the catalogue's by name, then the place's own in the order of its profile.
pub fn check_lines(book: &Rulebook) -> Vec<CheckLine> {
    let settings = book.settings();
    let line = |id: CheckId, version, category: CategoryCode, severity, source: String, own: Option<OwnCheck>| {
        let change = settings.checks.get(&id).cloned().unwrap_or_default();
        let thresholds = match own {
            Some(_) => book.uses(&id).map(|uses| uses.thresholds.into_iter().map(|(it, _)| it).collect()),
            None => {
                Some(USED_BY.iter().filter(|(_, checks)| checks.contains(&id.0.as_str())).map(|(it, _)| *it).collect())
            }
        };
        CheckLine {
            version,
            category: change.category.unwrap_or(category),
            severity: change.severity.unwrap_or(severity),
            off: change.off,
            quiet: change.quiet,
            source,
            own,
            thresholds: thresholds.unwrap_or_default(),
            id,
        }
    };
    let mut catalogue: BTreeMap<&str, CheckLine> = BTreeMap::new();
    for check in check::all() {
        let category = CategoryCode(check.category.to_owned());
        let told = line(check.id.into(), check.version, category, check.severity, check.source.to_owned(), None);
        catalogue.insert(check.id, told);
    }
    for check in evaluation::all() {
        let category = CategoryCode(check.category.to_owned());
        let told = line(check.id.into(), check.version, category, check.severity, check.source.to_owned(), None);
        catalogue.insert(check.id, told);
    }
    let own = book.own().map(|check| {
        let (category, source) = (check.category.clone(), check.source.clone());
        line(check.id.clone(), check.version, category, check.severity, source, Some(check.clone()))
    });
    catalogue.into_values().chain(own).collect()
}

/// The same without those of self-evaluations.
pub fn target_check_lines(book: &Rulebook) -> Vec<CheckLine> {
    let of_evaluations = |line: &CheckLine| evaluation::all().any(|check| check.id == line.id.0);
    check_lines(book).into_iter().filter(|line| !of_evaluations(line)).collect()
}

impl Workstation {
    /// What the catalogue's and the place's own checks find on a target that was read with this station's settings. An own
    /// check that fails is noted, and told with the answer and on the page of checks.
    pub(super) fn examine(&self, target: &Target<'_>) -> Vec<Finding> {
        let (findings, problems) = self.rulebook().examine_target(target);
        self.note_failed(problems);
        findings
    }

    /// Notes own checks that failed.
    pub(super) fn note_failed(&self, problems: Vec<Problem>) {
        for problem in problems {
            failed(&problem);
            let check = problem.args.iter().find(|(name, _)| *name == "name").map(|(_, check)| check.clone());
            self.failures.borrow_mut().entry(CheckId(check.unwrap_or_default())).or_insert(problem);
        }
    }
}

/// Notes a check that failed on a target.
pub(super) fn failed(problem: &Problem) {
    tracing::warn!(%problem, "own check failed");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_threshold_belongs_to_a_check() {
        for threshold in Threshold::ALL {
            assert!(!used_by(*threshold).is_empty(), "{threshold:?}");
        }
        assert_eq!(USED_BY.len(), Threshold::ALL.len());
    }

    #[test]
    fn all_checks_are_listed_with_the_changes_of_the_place() {
        let mut settings = crate::model::finding::CheckSettings::default();
        let change =
            crate::model::finding::CheckChange { off: true, severity: Some(Severity::Info), ..Default::default() };
        settings.checks.insert("T003".into(), change);
        let (book, _) = Rulebook::new(settings, &Default::default());
        let lines = check_lines(&book);
        assert_eq!(lines.len(), check::all().count() + evaluation::all().count());
        let line = lines.iter().find(|line| line.id.0 == "T003").unwrap();
        assert_eq!((line.off, line.severity, line.category.0.as_str()), (true, Severity::Info, "C01"));
        let line = lines.iter().find(|line| line.id.0 == "E025").unwrap();
        assert_eq!((line.category.0.as_str(), &line.thresholds[..]), ("S04", &[Threshold::FullShare][..]));
        let line = lines.iter().find(|line| line.id.0 == "T010").unwrap();
        assert_eq!((line.off, &line.thresholds[..]), (false, &[Threshold::GoalShortest][..]));
    }
}
