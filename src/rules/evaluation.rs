//! The checks of self-evaluations, E001 to E036: what is wrong with one before anybody visits.
//!
//! They have a room of their own beside [`crate::rules::check`], because they look at other things than a target's checks: actual
//! values, scores recomputed by the rules of a place ([`crate::rules::score`]), the approved form, a recheck. What they tell is the
//! same: [`Finding`]s by row, classes S01 to S12, severities and thresholds of the profile, a fact charged once. Words are data
//! (`src/data/checks/evaluation-*.toml`). Numbering, sources and examples are those of the catalogue of checks; where a check
//! differs from it, its docs say why. What is not known around an evaluation is not guessed: no check fires for want of it.
//! Absent on purpose: reading files, finding what surrounds an evaluation, and any decision.

mod actuals;
mod against;
mod arithmetic;
mod completion;
mod recheck;
mod spending;
mod standing;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::model::finding::{CheckId, CheckSettings, Finding, Severity};
use crate::model::form::{Form, FundsLine, MoreField};
use crate::model::money::Money;
use crate::model::review::CategoryCode;
use crate::model::score::{ScoreRules, Unread};
use crate::rules::check::target::{Copied, decimal};
use crate::rules::check::text::is_missing;
use crate::rules::check::{self, Hit, Row};
use crate::rules::score::row::Judged;
use crate::rules::score::{annual, by_own_figures, execution, self_score, weight};
pub use recheck::missing_evaluation;

/// One check of self-evaluations.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// `E001` …
    pub id: &'static str,
    /// Raised when the check would judge the same form differently.
    pub version: u16,
    /// Class of the opinion it proposes, `S01` to `S12`.
    pub category: &'static str,
    /// How grave it is unless a hit says otherwise.
    pub severity: Severity,
    /// Where the rule comes from: a document with its article, or `our default`.
    pub source: &'static str,
    /// The check itself.
    pub run: fn(&Evaluation<'_>) -> Vec<Hit>,
}

/// All checks by room.
const ROOMS: &[&[Check]] = &[
    completion::CHECKS,
    against::CHECKS,
    arithmetic::CHECKS,
    spending::CHECKS,
    actuals::CHECKS,
    standing::CHECKS,
    recheck::CHECKS,
];

/// All checks of self-evaluations.
pub fn all() -> impl Iterator<Item = &'static Check> {
    ROOMS.iter().copied().flatten()
}

/// How the evaluations of one unit and year stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UnitScores {
    /// Evaluations with a total.
    pub projects: u32,
    /// Of them with all points.
    pub full: u32,
}

/// What is known around a self-evaluation. What is `None`, false or empty is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Around<'a> {
    /// The approved target of the project.
    pub approved: Option<&'a Form>,
    /// The evaluations of its unit, this one included.
    pub unit: Option<UnitScores>,
    /// Passages that stand in evaluations of other departments, of 40 characters or more.
    pub copied: Vec<Copied>,
    /// It was drawn for a spot check.
    pub sampled: bool,
    /// How many files prove each row, by its number, where files are kept.
    pub evidence: Option<BTreeMap<u32, u32>>,
    /// Points of a recheck.
    pub recheck: Option<Decimal>,
}

/// A row with what it comes to.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// The indicator, read.
    pub row: Row<'a>,
    /// 实际完成值 as printed; empty where there is none.
    pub actual: &'a str,
    /// Points of the row.
    pub weight: Option<Decimal>,
    /// What the department gave itself.
    pub score: Option<Decimal>,
    /// What its own value comes to.
    judged: Result<Judged, Unread>,
    /// Points by the rules of the place.
    expected: Option<Decimal>,
}

impl Line<'_> {
    /// Whether the target was reached; `None` where that cannot be told.
    fn reached(&self) -> Option<bool> {
        self.judged.as_ref().ok().map(Judged::reached)
    }

    /// 偏差原因, or what else explains the row.
    fn is_explained(&self) -> bool {
        let reason = self.row.indicator.deviation_reason.as_deref().unwrap_or_default();
        !is_missing(reason) || !is_missing(self.row.more(MoreField::Description))
    }

    /// A hit on the row with its actual value.
    fn hit(&self, cell: crate::model::finding::Cell) -> Hit {
        let told = |text: &str| if text.is_empty() { NOTHING.to_owned() } else { text.to_owned() };
        let hit = Hit::row(&self.row, cell).fact("actual", told(self.actual.trim()));
        hit.fact("indicator", told(&self.row.name)).fact("target", told(&self.row.indicator.printed_target()))
    }

    /// The same with its points.
    fn hit_with_points(&self, cell: crate::model::finding::Cell) -> Hit {
        let plain =
            |number: Option<Decimal>| number.map_or_else(|| NOTHING.to_owned(), |it| it.normalize().to_string());
        self.hit(cell).fact("score", plain(self.score)).fact("weight", plain(self.weight))
    }

    /// Whether it has all of its points.
    fn is_full(&self) -> bool {
        self.score.zip(self.weight).is_some_and(|(score, weight)| score == weight)
    }
}

/// A self-evaluation with everything the checks ask of it.
#[derive(Debug)]
pub struct Evaluation<'a> {
    /// The form as printed.
    pub form: &'a Form,
    /// Annual indicators.
    pub lines: Vec<Line<'a>>,
    /// What is known around it.
    pub around: &'a Around<'a>,
    /// Thresholds, and changes of single checks.
    pub settings: &'a CheckSettings,
    /// How a place scores.
    pub rules: &'a ScoreRules,
    approved: OnceCell<Vec<Row<'a>>>,
}

impl<'a> Evaluation<'a> {
    /// Reads a self-evaluation.
    pub fn new(
        form: &'a Form,
        around: &'a Around<'a>,
        settings: &'a CheckSettings,
        rules: &'a ScoreRules,
    ) -> Evaluation<'a> {
        let line = |row: Row<'a>| {
            let (judged, expected) = by_own_figures(&row, form.year, rules);
            let actual = row.indicator.actual.as_deref().unwrap_or_default();
            Line { actual, weight: weight(&row), score: self_score(row.indicator), judged, expected, row }
        };
        let lines = annual(form).into_iter().map(line).collect();
        Evaluation { form, lines, around, settings, rules, approved: OnceCell::new() }
    }

    /// Rows of the approved form; empty where it is not known.
    fn approved(&self) -> &[Row<'a>] {
        self.approved.get_or_init(|| self.around.approved.map(annual).unwrap_or_default())
    }

    /// A further printed field.
    fn more(&self, field: MoreField) -> &str {
        self.form.more.get(&field).map_or("", String::as_str)
    }

    /// Total as printed.
    fn total(&self) -> Option<Decimal> {
        self.form.self_score.as_deref().and_then(decimal)
    }

    /// Adjusted budget and spending.
    fn funds(&self) -> Option<(Money, Money)> {
        let amount = execution::amount;
        amount(self.form.funds.adjusted.as_ref()).zip(amount(self.form.funds.executed.as_ref()))
    }

    /// Spending in percent of the adjusted budget; `None` without a budget.
    fn rate(&self) -> Option<Decimal> {
        let (adjusted, executed) = self.funds()?;
        let percent = Decimal::from(executed.0).checked_mul(Decimal::ONE_HUNDRED)?;
        percent.checked_div(Decimal::from(adjusted.0)).filter(|_| adjusted > Money(0))
    }

    /// Whether the form has a block of funds at all: a list of indicators alone has none.
    fn has_funds(&self) -> bool {
        let funds = &self.form.funds;
        let amounts = [&funds.initial, &funds.adjusted, &funds.executed];
        let texts = [&funds.execution_rate, &funds.execution_weight, &funds.execution_score];
        amounts.iter().any(|it| it.is_some()) || texts.iter().any(|it| it.is_some()) || !funds.lines.is_empty()
    }

    /// Something explains budget or spending: a field of the form, or words in a line of the funds.
    fn explains_funds(&self) -> bool {
        let fields =
            [MoreField::Analysis, MoreField::ReasonKind, MoreField::Notes, MoreField::Problems, MoreField::Remark];
        let worded = |line: &FundsLine| {
            let words = |cell: &String| cell.chars().filter(|c| c.is_alphabetic()).count() >= LEAST_WORDS;
            line.cells.iter().any(words)
        };
        fields.into_iter().any(|field| !is_missing(self.more(field))) || self.form.funds.lines.iter().any(worded)
    }

    /// Sum of the printed points of the rows; `None` where a cell is no number.
    fn weights(&self) -> Option<Decimal> {
        let weights: Option<Vec<Decimal>> = self.lines.iter().map(|line| line.weight).collect();
        weights.filter(|weights| !weights.is_empty())?.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
    }
}

/// What stands for a blank cell in the words of a finding.
const NOTHING: &str = "\u{2014}";

/// Letters from which a cell among amounts is an explanation.
const LEAST_WORDS: usize = 4;

/// A number as it is told: two places, no zeros behind.
fn told(number: Decimal) -> Decimal {
    number.round_dp(2).normalize()
}

/// An amount as it is told, in 万元.
fn amount(amount: Money) -> Decimal {
    check::target::ten_thousands(amount).normalize()
}

/// Runs every check that is on. Findings come by row (those of the whole form first), then by check.
pub fn run(evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = all().flat_map(|check| run_one(check, evaluation)).collect();
    charge_once(&mut findings);
    findings.sort_by(|a, b| (a.row, &a.check, a.cell).cmp(&(b.row, &b.check, b.cell)));
    findings
}

/// Runs one check, unless it is off. Nothing is said of facts that another check charges.
pub fn run_one(check: &Check, evaluation: &Evaluation<'_>) -> Vec<Finding> {
    let hits = if is_off(check, evaluation.settings) { Vec::new() } else { (check.run)(evaluation) };
    hits.into_iter().map(|hit| as_finding(check, hit, evaluation.settings)).collect()
}

fn is_off(check: &Check, settings: &CheckSettings) -> bool {
    settings.checks.get(&CheckId::from(check.id)).is_some_and(|change| change.off)
}

fn as_finding(check: &Check, hit: Hit, settings: &CheckSettings) -> Finding {
    let severity = hit.severity.unwrap_or(check.severity);
    let category = CategoryCode(check.category.to_owned());
    check::finding(&CheckId::from(check.id), check.version, &category, severity, hit, settings)
}

/// A fact, that is one cell of one row or of the whole (or one [`check::MATTER`] of it), is charged once: by the gravest finding,
/// of equal ones by the first check. The others stay visible under it; mere information neither charges nor is charged.
fn charge_once(findings: &mut [Finding]) {
    let fact = |finding: &Finding| (finding.row, finding.cell, finding.facts.get(check::MATTER).cloned());
    let mut first: BTreeMap<_, (Severity, CheckId)> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.severity != Severity::Info) {
        let mine = (finding.severity, finding.check.clone());
        let held = first.entry(fact(finding)).or_insert_with(|| mine.clone());
        if mine < *held {
            *held = mine;
        }
    }
    for finding in findings.iter_mut().filter(|finding| finding.severity != Severity::Info) {
        let charging = first.get(&fact(finding)).map(|(_, check)| check);
        finding.charged_by = charging.filter(|check| **check != finding.check).cloned();
    }
}
