//! What last year says: T013, T038, T039, T063 to T065.
//!
//! Rows are compared with last year's row of the same name and unit; a name that last year's paper has twice is not
//! compared. A value is told to fall short only where its direction is certain: by its sign, or, of a bare number, by a name
//! that is not one of things that should become fewer. Costs are left to the checks of funds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::target::{Row, decimal, ten_thousands, without_label};
use super::text::likeness;
use super::words::List;
use super::{Check, Hit, Target};
use crate::model::finding::{Cell, Severity, Threshold};
use crate::model::form::Form;
use crate::model::money::Money;
use crate::model::review::Grade;
use crate::model::value::{Comparator, Value, ValueKind};
use crate::rules::links::{plain, timeless};
use crate::rules::value;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "T013",
        version: 1,
        category: "C02",
        severity: Severity::Info,
        source: "our default",
        run: goal_as_last_year,
    },
    Check {
        id: "T038",
        version: 1,
        category: "C08",
        severity: Severity::Warning,
        source: "our default",
        run: below_last_result,
    },
    Check {
        id: "T039",
        version: 1,
        category: "C08",
        severity: Severity::Warning,
        source: "our default",
        run: target_cut,
    },
    Check {
        id: "T063",
        version: 1,
        category: "C12",
        severity: Severity::Warning,
        source: "our default",
        run: unchanged_after_poor,
    },
    Check {
        id: "T064",
        version: 1,
        category: "C12",
        severity: Severity::Warning,
        source: "our default",
        run: open_rectification,
    },
    Check {
        id: "T065",
        version: 1,
        category: "C12",
        severity: Severity::Warning,
        source: "our default",
        run: again_after_low_execution,
    },
];

static FAIR: LazyLock<List> = LazyLock::new(|| List::named("grade-fair"));
static POOR: LazyLock<List> = LazyLock::new(|| List::named("grade-poor"));
static FALLING: LazyLock<List> = LazyLock::new(|| List::named("falling"));

/// The grade that a printed one means, where it is one after which something should change; others are `None`.
pub fn printed_grade(text: &str) -> Option<Grade> {
    let text = super::text::norm(text);
    if POOR.holds(&text) {
        Some(Grade::Poor)
    } else if FAIR.holds(&text) {
        Some(Grade::Fair)
    } else {
        None
    }
}

/// Percent of one number in another.
fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

/// A number as it is told: two places, no zeros behind.
pub(super) fn told(number: Decimal) -> Decimal {
    number.round_dp(2).normalize()
}

/// T013: the goal is last year's (but for the year in it), and the budget is not.
fn goal_as_last_year(target: &Target<'_>) -> Vec<Hit> {
    let (Some(last), Some(now)) = (target.around.last_year.target, target.funds()) else { return Vec::new() };
    let Some(before) = last.annual_funds().map(ten_thousands).filter(|before| !before.is_zero()) else {
        return Vec::new();
    };
    let Some(change) = percent(now - before, before) else { return Vec::new() };
    let last = last.goal.annual.as_deref().map(without_label).unwrap_or_default();
    if target.goal.is_empty() || last.is_empty() || change.abs() <= target.settings.number(Threshold::BudgetMoved) {
        return Vec::new();
    }
    let alike = likeness(&timeless(&plain(&target.goal)), &timeless(&plain(&last)));
    if alike < target.settings.number(Threshold::GoalCopied) {
        return Vec::new();
    }
    let hit = Hit::whole(Cell::Goal).fact("likeness", told(alike * Decimal::ONE_HUNDRED));
    vec![hit.fact("before", told(before)).fact("now", told(now)).fact("change", told(change))]
}

/// Whether more is better, where that is certain.
fn rises(row: &Row<'_>) -> Option<bool> {
    if row.is_cost() || !matches!(row.value.kind, ValueKind::Number | ValueKind::Percent) {
        return None;
    }
    match row.value.op? {
        Comparator::AtLeast | Comparator::MoreThan => Some(true),
        Comparator::AtMost | Comparator::LessThan => Some(false),
        Comparator::Equal => (!FALLING.is_in(&row.name)).then_some(true),
    }
}

/// A number of last year's paper.
struct Past {
    value: Value,
    number: Decimal,
    printed: String,
}

/// Numbers of a paper by the name of their row; names that stand twice are left out.
fn past(form: &Form, cell: impl Fn(&crate::model::form::Indicator) -> (&str, Option<&str>)) -> BTreeMap<String, Past> {
    let mut found: BTreeMap<String, Option<Past>> = BTreeMap::new();
    for row in &form.indicators {
        let (text, sign) = cell(row);
        let read = value::read(text, sign, row.unit.as_deref());
        let plain = matches!(read.kind, ValueKind::Number | ValueKind::Percent) && !read.uncertain;
        let number = read.number.as_deref().filter(|_| plain).and_then(|text| Decimal::from_str_exact(text).ok());
        let past =
            number.map(|number| Past { number, printed: format!("{}{text}", sign.unwrap_or_default()), value: read });
        let name = without_label(&row.level3);
        found.entry(name).and_modify(|twice| *twice = None).or_insert(past);
    }
    found.into_iter().filter_map(|(name, past)| Some((name, past?))).collect()
}

/// T038: a target that last year's result has passed already.
fn below_last_result(target: &Target<'_>) -> Vec<Hit> {
    let Some(last) = target.around.last_year.self_evaluation else { return Vec::new() };
    let results = past(last, |row| (row.actual.as_deref().unwrap_or_default(), None));
    let margin = target.settings.number(Threshold::BelowLastYear) / Decimal::ONE_HUNDRED;
    let worse = |row: &Row<'_>| {
        let (rises, number) = (rises(row)?, row.number?);
        let past = results.get(&row.name).filter(|past| past.value.unit == row.value.unit)?;
        let line = past.number * if rises { Decimal::ONE - margin } else { Decimal::ONE + margin };
        let worse = if rises { number < line } else { number > line };
        worse.then(|| Hit::row(row, Cell::Value).fact("last", &past.printed))
    };
    target.rows.iter().filter_map(worse).collect()
}

/// T039: a target below last year's, for no less money.
fn target_cut(target: &Target<'_>) -> Vec<Hit> {
    let (Some(last), Some(now)) = (target.around.last_year.target, target.funds()) else { return Vec::new() };
    let Some(before) = last.annual_funds().map(ten_thousands).filter(|before| now >= *before) else {
        return Vec::new();
    };
    let targets = past(last, |row| (&row.target, row.operator.as_deref()));
    let share = target.settings.number(Threshold::TargetCut) / Decimal::ONE_HUNDRED;
    let cut = |row: &Row<'_>| {
        let number = rises(row).filter(|rises| *rises).and(row.number)?;
        let past = targets.get(&row.name)?;
        let same = past.value.unit == row.value.unit && past.value.op == row.value.op;
        (same && number < past.number * (Decimal::ONE - share)).then(|| {
            let hit = Hit::row(row, Cell::Value).fact("last", &past.printed);
            hit.fact("before", told(before)).fact("now", told(now))
        })
    };
    target.rows.iter().filter_map(cut).collect()
}

fn names(form: &Form) -> BTreeSet<String> {
    form.indicators.iter().map(|row| without_label(&row.level3)).filter(|name| !name.is_empty()).collect()
}

/// T063: the grade was fair or poor, and the indicators are the same.
fn unchanged_after_poor(target: &Target<'_>) -> Vec<Hit> {
    let last = &target.around.last_year;
    let Some(grade) = last.grade.filter(|grade| matches!(grade, Grade::Fair | Grade::Poor)) else { return Vec::new() };
    let Some(before) = last.target.or(last.self_evaluation) else { return Vec::new() };
    let (before, now) = (names(before), names(target.form));
    let (common, all) = (before.intersection(&now).count(), before.union(&now).count());
    if common == 0 || Decimal::from(common) / Decimal::from(all) < target.settings.number(Threshold::SameRows) {
        return Vec::new();
    }
    vec![Hit::whole(Cell::Rows).fact("grade", grade.id()).fact("rows", common)]
}

/// T064: a demand of earlier years is still open.
fn open_rectification(target: &Target<'_>) -> Vec<Hit> {
    let open = &target.around.open_demands;
    let Some(first) = open.iter().min_by_key(|demand| (&demand.due, &demand.text)) else { return Vec::new() };
    vec![Hit::whole(Cell::History).fact("count", open.len()).fact("demand", &first.text).fact("due", &first.due)]
}

/// How much of last year's money was spent, in percent: by the amounts, else as printed.
fn execution(form: &Form) -> Option<Decimal> {
    let fen = |amount: &Option<crate::model::form::Amount>| amount.as_ref().and_then(|amount| amount.fen);
    let funds = &form.funds;
    let budget = fen(&funds.adjusted).or(fen(&funds.initial)).filter(|Money(fen)| *fen > 0);
    match (budget, fen(&funds.executed)) {
        (Some(budget), Some(spent)) => percent(ten_thousands(spent), ten_thousands(budget)),
        _ => {
            let printed = value::read(funds.execution_rate.as_deref()?, None, None);
            let number = printed.number.as_deref().filter(|_| !printed.uncertain)?;
            match printed.kind {
                ValueKind::Percent => decimal(number),
                _ => None,
            }
        }
    }
}

/// T065: much of last year's money was left, and no less is asked for.
fn again_after_low_execution(target: &Target<'_>) -> Vec<Hit> {
    let last = &target.around.last_year;
    let (Some(now), Some(rate)) = (target.funds(), last.self_evaluation.and_then(execution)) else { return Vec::new() };
    let budget = last.target.and_then(Form::annual_funds).or_else(|| last.self_evaluation.and_then(Form::annual_funds));
    let Some(before) = budget.map(ten_thousands).filter(|before| now >= *before) else { return Vec::new() };
    if rate >= target.settings.number(Threshold::LowExecution) {
        return Vec::new();
    }
    let hit = Hit::whole(Cell::Funds).fact("rate", told(rate));
    vec![hit.fact("before", told(before)).fact("now", told(now))]
}

#[cfg(test)]
mod tests {
    use super::super::target::{LastYear, OpenDemand, Surroundings};
    use super::super::tests::Paper;
    use super::*;
    use crate::model::form::{Amount, FormKind, Indicator};

    /// Whether a check fires on a paper beside last year's.
    fn fires(check: &str, paper: &Paper, around: &Surroundings<'_>) -> bool {
        paper.findings_amid(around).iter().any(|finding| finding.check.0 == check)
    }

    fn beside(target: &Form) -> Surroundings<'_> {
        Surroundings { last_year: LastYear { target: Some(target), ..LastYear::default() }, ..Surroundings::default() }
    }

    fn evaluated(evaluation: &Form) -> Surroundings<'_> {
        let last_year = LastYear { self_evaluation: Some(evaluation), ..LastYear::default() };
        Surroundings { last_year, ..Surroundings::default() }
    }

    /// A self-evaluation with one row.
    fn result(name: &str, actual: &str) -> Form {
        let mut form = Form::new(FormKind::SelfEvaluation, 2024);
        let row = Indicator { no: 1, level3: name.into(), actual: Some(actual.into()), ..Indicator::default() };
        form.indicators.push(row);
        form
    }

    fn money(ten_thousands: &str) -> Option<Amount> {
        Paper::clean().funds(ten_thousands, "", "").form.funds.total
    }

    /// Last year's self-evaluation by its money.
    fn spent(budget: &str, executed: &str) -> Form {
        let mut form = Form::new(FormKind::SelfEvaluation, 2024);
        form.funds.adjusted = money(budget);
        form.funds.executed = money(executed);
        form
    }

    #[test]
    fn t013_the_goal_stands_still_and_the_money_moves() {
        let goal = "2024年完成农村公路养护30公里，好路率达到95%，群众满意度不低于90%。";
        let last = Paper::clean().goal(goal).funds("500", "500", "").form;
        assert!(fires("T013", &Paper::clean().funds("900", "900", ""), &beside(&last)));
        assert!(!fires("T013", &Paper::clean().funds("505", "505", ""), &beside(&last)));
        let other = Paper::clean().goal("修建桥梁两座，改造隧道三处，建成后保障通行").funds("900", "900", "");
        assert!(!fires("T013", &other, &beside(&last)));
        assert!(!fires("T013", &Paper::clean().funds("900", "900", ""), &Surroundings::default()));
    }

    #[test]
    fn t038_a_target_below_last_years_result() {
        let paper = |target: &str| Paper::clean().bare().row("产出指标", "质量指标", "验收合格率", target, "10");
        let last = result("验收合格率", "96%");
        assert!(fires("T038", &paper("≥90%"), &evaluated(&last)));
        assert!(!fires("T038", &paper("≥95%"), &evaluated(&last)));
        let complaints = |target: &str| Paper::clean().bare().row("效益指标", "社会效益指标", "投诉次数", target, "10");
        let last = result("投诉次数", "4次");
        assert!(fires("T038", &complaints("≤6次"), &evaluated(&last)));
        assert!(!fires("T038", &complaints("≤4次"), &evaluated(&last)));
        assert!(!fires("T038", &complaints("=2次"), &evaluated(&last)), "fewer complaints are no cut");
        assert!(!fires("T038", &complaints("≤6起"), &evaluated(&last)), "another unit");
    }

    #[test]
    fn t039_a_target_cut_for_the_same_money() {
        let paper = |target: &str, funds: &str| {
            Paper::clean().funds(funds, funds, "").bare().row("产出指标", "数量指标", "培训人数", target, "10")
        };
        let last = paper("300人", "100").form;
        assert!(fires("T039", &paper("200人", "100"), &beside(&last)));
        assert!(!fires("T039", &paper("200人", "60"), &beside(&last)));
        assert!(!fires("T039", &paper("280人", "100"), &beside(&last)));
        let cost = |target: &str| {
            Paper::clean().funds("100", "100", "").bare().row("成本指标", "经济成本指标", "单价", target, "10")
        };
        assert!(!fires("T039", &cost("≤3万元"), &beside(&cost("≤5万元").form)), "cheaper is better");
    }

    #[test]
    fn t063_nothing_changed_after_a_poor_grade() {
        let last = Paper::clean().form;
        let graded = |grade| Surroundings {
            last_year: LastYear { target: Some(&last), grade: Some(grade), ..LastYear::default() },
            ..Surroundings::default()
        };
        assert!(fires("T063", &Paper::clean(), &graded(Grade::Poor)));
        assert!(!fires("T063", &Paper::clean(), &graded(Grade::Good)));
        let replaced = Paper::clean().with(|paper| {
            for row in paper.form.indicators.iter_mut().take(2) {
                row.level3 = format!("新{}", row.level3);
            }
        });
        assert!(!fires("T063", &replaced, &graded(Grade::Poor)));
        assert_eq!(
            [printed_grade("差"), printed_grade("中 "), printed_grade("优")],
            [Some(Grade::Poor), Some(Grade::Fair), None]
        );
    }

    #[test]
    fn t064_a_demand_is_still_open() {
        let demand = OpenDemand { text: "补报测算依据".into(), due: "2024-06-30".into() };
        let around = Surroundings { open_demands: vec![demand], ..Surroundings::default() };
        assert!(fires("T064", &Paper::clean(), &around));
        assert!(!fires("T064", &Paper::clean(), &Surroundings::default()));
    }

    #[test]
    fn t065_money_asked_again_after_low_execution() {
        let paper = |funds: &str| Paper::clean().funds(funds, funds, "");
        assert!(fires("T065", &paper("110"), &evaluated(&spent("100", "40"))));
        assert!(!fires("T065", &paper("40"), &evaluated(&spent("100", "40"))));
        assert!(!fires("T065", &paper("110"), &evaluated(&spent("100", "60"))));
        let mut printed = spent("100", "");
        printed.funds.execution_rate = Some("40%".into());
        assert!(fires("T065", &paper("110"), &evaluated(&printed)));
    }
}
