//! What differs between two forms of one project, field by field. Pure; readings of values play no part: what is
//! printed otherwise is told.
//!
//! Indicators are paired by their plain names, in order where a name repeats; what is left over is paired by position,
//! so that a renamed indicator is one change and not two.

use std::collections::{BTreeSet, HashMap, VecDeque};

use crate::model::form::{Amount, Form, FundsLine, Horizon, Indicator, MoreField, Party};

/// A field that may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are those of the form's fields")]
pub enum FieldId {
    Kind,
    Region,
    Year,
    Stage,
    Code,
    Name,
    Department,
    Unit,
    Total,
    Fiscal,
    Other,
    CarriedOver,
    MidTermTotal,
    Initial,
    Adjusted,
    Executed,
    ExecutionRate,
    ExecutionWeight,
    ExecutionScore,
    /// A further line of the funds block.
    FundsLine,
    GoalAnnual,
    GoalMidTerm,
    GoalActual,
    SelfScore,
    SelfGrade,
    /// An indicator that was added or removed, as printed.
    Indicator,
    /// An indicator that stands at another place.
    Number,
    Horizon,
    Level1,
    Level2,
    Level3,
    Operator,
    Target,
    Measure,
    Actual,
    Weight,
    Score,
    DeviationReason,
    /// A further field of the form or, with an indicator, of its row.
    More(MoreField),
}

impl FieldId {
    /// Locale key of its name.
    pub fn key(self) -> &'static str {
        match self {
            FieldId::Kind => "changed-kind",
            FieldId::Region => "changed-region",
            FieldId::Year => "changed-year",
            FieldId::Stage => "changed-stage",
            FieldId::Code => "changed-code",
            FieldId::Name => "changed-name",
            FieldId::Department => "changed-department",
            FieldId::Unit => "changed-unit",
            FieldId::Total => "changed-total",
            FieldId::Fiscal => "changed-fiscal",
            FieldId::Other => "changed-other",
            FieldId::CarriedOver => "changed-carried-over",
            FieldId::MidTermTotal => "changed-mid-term-total",
            FieldId::Initial => "changed-initial",
            FieldId::Adjusted => "changed-adjusted",
            FieldId::Executed => "changed-executed",
            FieldId::ExecutionRate => "changed-execution-rate",
            FieldId::ExecutionWeight => "changed-execution-weight",
            FieldId::ExecutionScore => "changed-execution-score",
            FieldId::FundsLine => "changed-funds-line",
            FieldId::GoalAnnual => "changed-goal-annual",
            FieldId::GoalMidTerm => "changed-goal-mid-term",
            FieldId::GoalActual => "changed-goal-actual",
            FieldId::SelfScore => "changed-self-score",
            FieldId::SelfGrade => "changed-self-grade",
            FieldId::Indicator => "changed-indicator",
            FieldId::Number => "changed-number",
            FieldId::Horizon => "changed-horizon",
            FieldId::Level1 => "changed-level1",
            FieldId::Level2 => "changed-level2",
            FieldId::Level3 => "changed-level3",
            FieldId::Operator => "changed-operator",
            FieldId::Target => "changed-target",
            FieldId::Measure => "changed-measure",
            FieldId::Actual => "changed-actual",
            FieldId::Weight => "changed-weight",
            FieldId::Score => "changed-score",
            FieldId::DeviationReason => "changed-deviation-reason",
            FieldId::More(field) => more_key(field),
        }
    }
}

fn more_key(field: MoreField) -> &'static str {
    match field {
        MoreField::Explanation => "changed-explanation",
        MoreField::ScoringStandard => "changed-scoring-standard",
        MoreField::Deduction => "changed-deduction",
        MoreField::Description => "changed-description",
        MoreField::Remark => "changed-remark",
        MoreField::IndicatorCode => "changed-indicator-code",
        MoreField::Nature => "changed-nature",
        MoreField::Likelihood => "changed-likelihood",
        MoreField::PreviousActual => "changed-previous-actual",
        MoreField::Basis => "changed-basis",
        MoreField::ProjectNature => "changed-project-nature",
        MoreField::ProjectClass => "changed-project-class",
        MoreField::Period => "changed-period",
        MoreField::FinanceDivision => "changed-finance-division",
        MoreField::Overview => "changed-overview",
        MoreField::Grounds => "changed-grounds",
        MoreField::UnitFunction => "changed-unit-function",
        MoreField::FiledOn => "changed-filed-on",
        MoreField::Opinion => "changed-opinion",
        MoreField::State => "changed-state",
        MoreField::Increase => "changed-increase",
        MoreField::Decrease => "changed-decrease",
        MoreField::ReasonKind => "changed-reason-kind",
        MoreField::Analysis => "changed-analysis",
        MoreField::SpendingOnTime => "changed-spending-on-time",
        MoreField::GoalOnTime => "changed-goal-on-time",
        MoreField::GoalAdjustment => "changed-goal-adjustment",
        MoreField::Problems => "changed-problems",
        MoreField::Measures => "changed-measures",
        MoreField::Conclusion => "changed-conclusion",
        MoreField::Notes => "changed-notes",
        MoreField::Expected => "changed-expected",
        MoreField::ReviewScore => "changed-review-score",
        MoreField::ScoreFactor => "changed-score-factor",
        MoreField::GroupPoints => "changed-group-points",
        MoreField::SubgroupPoints => "changed-subgroup-points",
        MoreField::BlockPoints => "changed-block-points",
        MoreField::Common => "changed-common",
        MoreField::ValueDescription => "changed-value-description",
        MoreField::ValueMethod => "changed-value-method",
        MoreField::ValueSource => "changed-value-source",
        MoreField::Evidence => "changed-evidence",
        MoreField::Industry => "changed-industry",
        MoreField::ParentProject => "changed-parent-project",
        MoreField::ProjectLevel => "changed-project-level",
        MoreField::HigherDepartment => "changed-higher-department",
        MoreField::FundsUse => "changed-funds-use",
        MoreField::RectificationTitle => "changed-rectification-title",
        MoreField::RectificationKind => "changed-rectification-kind",
        MoreField::Rectification => "changed-rectification",
        MoreField::RectificationFile => "changed-rectification-file",
        MoreField::Due => "changed-due",
        MoreField::Feedback => "changed-feedback",
        MoreField::FeedbackFile => "changed-feedback-file",
        MoreField::FeedbackOn => "changed-feedback-on",
        MoreField::BudgetAdvice => "changed-budget-advice",
        MoreField::FinanceBudgetAdvice => "changed-finance-budget-advice",
        MoreField::Completed => "changed-completed",
        MoreField::Assessor => "changed-assessor",
        MoreField::ProblemClass => "changed-problem-class",
    }
}

/// The indicator that a change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedIndicator {
    /// Its number before; `None` when it was added.
    pub before: Option<u32>,
    /// Its number after; `None` when it was removed.
    pub after: Option<u32>,
    /// Its name after, else before.
    pub name: String,
}

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Which.
    pub field: FieldId,
    /// The indicator, when the field is one of its row.
    pub indicator: Option<ChangedIndicator>,
    /// As printed before; `None` when there was nothing.
    pub before: Option<String>,
    /// As printed after; `None` when there is nothing.
    pub after: Option<String>,
}

/// Every field that differs, in the order of the form. `plain` makes the name by which indicators are paired.
pub fn between(before: &Form, after: &Form, plain: impl Fn(&str) -> String) -> Vec<FieldChange> {
    let mut out = Changes { changes: Vec::new(), indicator: None };
    out.text(FieldId::Kind, before.kind.id(), after.kind.id());
    out.text(FieldId::Region, &before.region, &after.region);
    out.text(FieldId::Year, &before.year.to_string(), &after.year.to_string());
    out.text(FieldId::Stage, before.stage.id(), after.stage.id());
    out.option(FieldId::Code, &before.code, &after.code);
    out.text(FieldId::Name, &before.name, &after.name);
    out.differ(FieldId::Department, &before.department, &after.department, party);
    out.differ(FieldId::Unit, &before.unit, &after.unit, party);
    let (old, new) = (&before.funds, &after.funds);
    for (field, old, new) in [
        (FieldId::Total, &old.total, &new.total),
        (FieldId::Fiscal, &old.fiscal, &new.fiscal),
        (FieldId::Other, &old.other, &new.other),
        (FieldId::CarriedOver, &old.carried_over, &new.carried_over),
        (FieldId::MidTermTotal, &old.mid_term_total, &new.mid_term_total),
        (FieldId::Initial, &old.initial, &new.initial),
        (FieldId::Adjusted, &old.adjusted, &new.adjusted),
        (FieldId::Executed, &old.executed, &new.executed),
    ] {
        out.amount(field, old.as_ref(), new.as_ref());
    }
    out.option(FieldId::ExecutionRate, &old.execution_rate, &new.execution_rate);
    out.option(FieldId::ExecutionWeight, &old.execution_weight, &new.execution_weight);
    out.option(FieldId::ExecutionScore, &old.execution_score, &new.execution_score);
    for at in 0..old.lines.len().max(new.lines.len()) {
        if old.lines.get(at) != new.lines.get(at) {
            out.push(FieldId::FundsLine, old.lines.get(at).map(funds_line), new.lines.get(at).map(funds_line));
        }
    }
    out.option(FieldId::GoalAnnual, &before.goal.annual, &after.goal.annual);
    out.option(FieldId::GoalMidTerm, &before.goal.mid_term, &after.goal.mid_term);
    out.option(FieldId::GoalActual, &before.goal.actual, &after.goal.actual);
    out.indicators(&before.indicators, &after.indicators, plain);
    out.option(FieldId::SelfScore, &before.self_score, &after.self_score);
    out.option(FieldId::SelfGrade, &before.self_grade, &after.self_grade);
    out.more(&before.more, &after.more);
    out.changes
}

struct Changes {
    changes: Vec<FieldChange>,
    indicator: Option<ChangedIndicator>,
}

impl Changes {
    fn push(&mut self, field: FieldId, before: Option<String>, after: Option<String>) {
        self.changes.push(FieldChange { field, indicator: self.indicator.clone(), before, after });
    }

    fn differ<T: PartialEq>(&mut self, field: FieldId, before: &T, after: &T, shown: impl Fn(&T) -> Option<String>) {
        if before != after {
            self.push(field, shown(before), shown(after));
        }
    }

    fn text(&mut self, field: FieldId, before: &str, after: &str) {
        let shown = |text: &&str| Some((*text).to_owned()).filter(|text| !text.is_empty());
        self.differ(field, &before, &after, shown);
    }

    fn option(&mut self, field: FieldId, before: &Option<String>, after: &Option<String>) {
        self.differ(field, before, after, Clone::clone);
    }

    fn amount(&mut self, field: FieldId, before: Option<&Amount>, after: Option<&Amount>) {
        // The same text may be another amount: then the amounts are told, too.
        let same_text = before.map(|amount| &amount.raw) == after.map(|amount| &amount.raw);
        self.differ(field, &before, &after, |amount| {
            amount.map(|amount| match amount.fen.filter(|_| same_text) {
                Some(fen) => format!("{} = {fen}", amount.raw),
                None => amount.raw.clone(),
            })
        });
    }

    fn more(
        &mut self,
        before: &std::collections::BTreeMap<MoreField, String>,
        after: &std::collections::BTreeMap<MoreField, String>,
    ) {
        let fields: BTreeSet<MoreField> = before.keys().chain(after.keys()).copied().collect();
        for field in fields {
            self.option(FieldId::More(field), &before.get(&field).cloned(), &after.get(&field).cloned());
        }
    }

    fn indicators(&mut self, before: &[Indicator], after: &[Indicator], plain: impl Fn(&str) -> String) {
        let mut partner: Vec<Option<usize>> = vec![None; after.len()];
        let mut free: Vec<bool> = vec![true; before.len()];
        let mut by_name: HashMap<(Horizon, String), VecDeque<usize>> = HashMap::new();
        for (at, indicator) in before.iter().enumerate() {
            by_name.entry((indicator.horizon, plain(&indicator.level3))).or_default().push_back(at);
        }
        for (at, indicator) in after.iter().enumerate() {
            let same = by_name.get_mut(&(indicator.horizon, plain(&indicator.level3))).and_then(VecDeque::pop_front);
            if let Some(found) = same {
                partner[at] = Some(found);
                free[found] = false;
            }
        }
        for (at, indicator) in after.iter().enumerate() {
            if partner[at].is_none() && free.get(at) == Some(&true) && before[at].horizon == indicator.horizon {
                partner[at] = Some(at);
                free[at] = false;
            }
        }
        for (at, indicator) in after.iter().enumerate() {
            let old = partner[at].map(|old| &before[old]);
            self.indicator = Some(ChangedIndicator {
                before: old.map(|old| old.no),
                after: Some(indicator.no),
                name: indicator.level3.clone(),
            });
            match old {
                Some(old) => self.indicator_fields(old, indicator),
                None => self.push(FieldId::Indicator, None, Some(printed(indicator))),
            }
        }
        for (at, indicator) in before.iter().enumerate().filter(|(at, _)| free[*at]) {
            debug_assert!(!partner.contains(&Some(at)));
            self.indicator =
                Some(ChangedIndicator { before: Some(indicator.no), after: None, name: indicator.level3.clone() });
            self.push(FieldId::Indicator, Some(printed(indicator)), None);
        }
        self.indicator = None;
    }

    fn indicator_fields(&mut self, before: &Indicator, after: &Indicator) {
        self.text(FieldId::Number, &before.no.to_string(), &after.no.to_string());
        self.differ(FieldId::Horizon, &before.horizon, &after.horizon, |horizon| Some(horizon_id(*horizon).to_owned()));
        self.text(FieldId::Level1, &before.level1, &after.level1);
        self.text(FieldId::Level2, &before.level2, &after.level2);
        self.text(FieldId::Level3, &before.level3, &after.level3);
        self.option(FieldId::Operator, &before.operator, &after.operator);
        self.text(FieldId::Target, &before.target, &after.target);
        self.option(FieldId::Measure, &before.unit, &after.unit);
        self.option(FieldId::Actual, &before.actual, &after.actual);
        self.option(FieldId::Weight, &before.weight, &after.weight);
        self.option(FieldId::Score, &before.score, &after.score);
        self.option(FieldId::DeviationReason, &before.deviation_reason, &after.deviation_reason);
        self.more(&before.more, &after.more);
    }
}

fn horizon_id(horizon: Horizon) -> &'static str {
    match horizon {
        Horizon::Annual => "annual",
        Horizon::MidTerm => "mid_term",
    }
}

fn party(party: &Party) -> Option<String> {
    let shown = match &party.code {
        Some(code) => format!("{code}-{}", party.name),
        None => party.name.clone(),
    };
    Some(shown).filter(|shown| !shown.is_empty())
}

fn funds_line(line: &FundsLine) -> String {
    format!("{} {}", line.label, line.cells.join(" | "))
}

fn printed(indicator: &Indicator) -> String {
    let levels = [&indicator.level1, &indicator.level2, &indicator.level3];
    let levels: Vec<&str> = levels.into_iter().map(String::as_str).filter(|level| !level.is_empty()).collect();
    format!("{} {}", levels.join(" / "), indicator.printed_target()).trim().to_owned()
}
