//! S02 and S06: budget, spending, the execution rate and what explains them (E008 to E013, E036).

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::arithmetic::execution_points;
use super::{Check, Evaluation, amount, told};
use crate::model::finding::{Cell, Severity, Threshold};
use crate::model::form::Amount;
use crate::model::money::{Money, MoneyUnit};
use crate::model::value::ValueKind;
use crate::rules::check::funds::names_whole_cost;
use crate::rules::check::target::{decimal, ten_thousands};
use crate::rules::check::words::List;
use crate::rules::check::{Hit, MATTER};
use crate::rules::score::execution;
use crate::rules::score::row::{number, read_actual};
use crate::rules::value;
use crate::rules::value::convert::convert;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "E008",
        version: 1,
        category: "S02",
        severity: Severity::Error,
        source: "practice: forms of the integrated budget system",
        run: rate_wrong,
    },
    Check {
        id: "E009",
        version: 1,
        category: "S03",
        severity: Severity::Error,
        source: "practice: forms of the integrated budget system",
        run: execution_score_wrong,
    },
    Check { id: "E010", version: 1, category: "S02", severity: Severity::Error, source: "our default", run: overspent },
    Check {
        id: "E011",
        version: 1,
        category: "S02",
        severity: Severity::Error,
        source: "practice: published self-evaluations",
        run: lines_do_not_add_up,
    },
    Check {
        id: "E012",
        version: 1,
        category: "S06",
        severity: Severity::Warning,
        source: "practice: forms of the integrated budget system",
        run: adjustment_unexplained,
    },
    Check {
        id: "E013",
        version: 1,
        category: "S06",
        severity: Severity::Warning,
        source: "practice: forms of the integrated budget system",
        run: low_execution_unexplained,
    },
    Check {
        id: "E036",
        version: 1,
        category: "S02",
        severity: Severity::Warning,
        source: "practice: published self-evaluations",
        run: cost_and_spending_differ,
    },
];

/// E008: the printed rate is not spending over the adjusted budget.
///
/// A figure up to one without a sign may be a share (`0.9997`) as well as a percent; what is right in either reading is right.
fn rate_wrong(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let Some(rate) = evaluation.rate() else { return Vec::new() };
    let printed = evaluation.form.funds.execution_rate.as_deref().unwrap_or_default();
    let read = value::read_printed(printed);
    let Some(figure) = number(&read) else { return Vec::new() };
    let share = read.kind == ValueKind::Number && figure <= Decimal::TWO;
    let readings = [Some(figure), figure.checked_mul(Decimal::ONE_HUNDRED).filter(|_| share)];
    let tolerance = evaluation.settings.number(Threshold::RateTolerance);
    let near = |reading: Decimal| reading.checked_sub(rate).is_some_and(|gap| gap.abs() <= tolerance);
    if readings.into_iter().flatten().any(near) {
        return Vec::new();
    }
    let Some((adjusted, executed)) = evaluation.funds() else { return Vec::new() };
    let hit = Hit::whole(Cell::Funds).fact("printed", printed.trim()).fact("rate", told(rate));
    vec![hit.fact("executed", amount(executed)).fact("adjusted", amount(adjusted)).fact(MATTER, "rate")]
}

/// E009: the points of execution are not min(1, rate) × points.
fn execution_score_wrong(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let score = evaluation.form.funds.execution_score.as_deref().and_then(decimal);
    let (Some(score), Some((points, weight))) = (score, execution_points(evaluation)) else { return Vec::new() };
    let tolerance = evaluation.settings.number(Threshold::TotalTolerance);
    if (score - points).abs() <= tolerance || score > weight {
        return Vec::new();
    }
    let rate = evaluation.rate().unwrap_or_default();
    let hit = Hit::whole(Cell::Score).fact("score", score.normalize()).fact("weight", weight.normalize());
    vec![hit.fact("expected", points.normalize()).fact("rate", told(rate))]
}

/// E010: more was spent than the adjusted budget.
fn overspent(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let tolerance = evaluation.settings.number(Threshold::SpendingTolerance);
    let Some((adjusted, executed)) = evaluation.funds() else { return Vec::new() };
    if ten_thousands(executed) - ten_thousands(adjusted) <= tolerance {
        return Vec::new();
    }
    let over = Money(executed.0.saturating_sub(adjusted.0));
    let hit = Hit::whole(Cell::Funds).fact("executed", amount(executed)).fact("adjusted", amount(adjusted));
    vec![hit.fact("difference", amount(over)).fact(MATTER, "overspent")]
}

static SOURCES: LazyLock<List> = LazyLock::new(|| List::named("fund-sources"));
static PART_OF_SOURCE: LazyLock<List> = LazyLock::new(|| List::named("part-of-source"));
static COLUMNS: LazyLock<[List; 3]> = LazyLock::new(|| {
    [List::named("printed-initial"), List::named("printed-adjusted"), List::named("printed-executed")]
});

/// E011: the sources do not add up to the total line, in one of 年初, 全年 and 执行.
///
/// An error where one source alone exceeds the total line, also one that is blank or zero (the real case); else where each line is
/// a source of its own and their sum differs. Narrower than the catalogue: lines under other names may be parts of parts, and a block that
/// does not have all three columns does not tell which column is which.
fn lines_do_not_add_up(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let funds = &evaluation.form.funds;
    let totals = [&funds.initial, &funds.adjusted, &funds.executed];
    if totals.iter().any(|total| total.is_none()) || funds.lines.is_empty() {
        return Vec::new();
    }
    let tolerance = evaluation.settings.number(Threshold::FundsTolerance);
    let plain = funds.lines.iter().all(|line| SOURCES.is_in(&line.label) && !PART_OF_SOURCE.is_in(&line.label));
    let mut hits = Vec::new();
    for (column, (total, name)) in totals.into_iter().zip(COLUMNS.iter()).enumerate() {
        let unit = unit_of(total.as_ref());
        let cell = |cells: &[String]| cells.get(column).and_then(|cell| Money::read(cell.trim(), unit));
        let lines: Vec<Decimal> = funds.lines.iter().filter_map(|line| cell(&line.cells)).map(ten_thousands).collect();
        let total = execution::amount(total.as_ref()).map(ten_thousands).unwrap_or_default();
        let sum = lines.iter().copied().fold(Decimal::ZERO, Decimal::saturating_add);
        let largest = lines.iter().copied().max().unwrap_or_default();
        let differs = plain && lines.len() == funds.lines.len() && (sum - total).abs() > tolerance;
        if largest > total + tolerance || differs {
            let hit = Hit::whole(Cell::Funds).fact("column", name.first()).fact("total", total.normalize());
            let hit = hit.fact("sum", sum.normalize()).fact("largest", largest.normalize());
            hits.push(hit.fact("tolerance", tolerance.normalize()).fact(MATTER, name.first()));
        }
    }
    hits
}

/// The unit in which a total line is printed: the one in which its figure is its amount.
fn unit_of(total: Option<&Amount>) -> MoneyUnit {
    let yuan = total.is_some_and(|total| {
        total.fen.is_some_and(|fen| fen != Money(0)) && Money::read(total.raw.trim(), MoneyUnit::Yuan) == total.fen
    });
    if yuan { MoneyUnit::Yuan } else { MoneyUnit::TenThousandYuan }
}

/// E012: the budget was adjusted and nothing says why.
fn adjustment_unexplained(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let funds = &evaluation.form.funds;
    let (initial, adjusted) = (execution::amount(funds.initial.as_ref()), execution::amount(funds.adjusted.as_ref()));
    let Some((initial, adjusted)) = initial.zip(adjusted) else { return Vec::new() };
    let tolerance = evaluation.settings.number(Threshold::FundsTolerance);
    let gap = ten_thousands(adjusted) - ten_thousands(initial);
    if gap.abs() <= tolerance || evaluation.explains_funds() {
        return Vec::new();
    }
    let hit = Hit::whole(Cell::Funds).fact("initial", amount(initial)).fact("adjusted", amount(adjusted));
    vec![hit.fact("difference", gap.normalize()).fact(MATTER, "adjusted")]
}

/// E013: little was spent and nothing says why.
fn low_execution_unexplained(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let line = evaluation.settings.number(Threshold::ExplainedExecution);
    let Some(rate) = evaluation.rate().filter(|rate| *rate < line) else { return Vec::new() };
    if evaluation.explains_funds() {
        return Vec::new();
    }
    vec![Hit::whole(Cell::Funds).fact("rate", told(rate)).fact("line", line.normalize()).fact(MATTER, "low")]
}

static TEN_THOUSAND_YUAN: LazyLock<List> = LazyLock::new(|| List::named("ten-thousand-yuan"));

/// E036: the one row of the whole cost says another amount than was spent.
fn cost_and_spending_differ(evaluation: &Evaluation<'_>) -> Vec<Hit> {
    let Some((_, executed)) = evaluation.funds() else { return Vec::new() };
    let named = |row: &str| names_whole_cost(row, &evaluation.form.name);
    let mut lines = evaluation.lines.iter().filter(|line| named(&line.row.name));
    let (Some(line), None) = (lines.next(), lines.next()) else { return Vec::new() };
    let read = read_actual(&line.row, line.actual);
    let unit = read.unit.as_deref().or(line.row.unit()).unwrap_or_default();
    let actual = number(&read).and_then(|figure| convert(figure, unit, TEN_THOUSAND_YUAN.first()));
    let (Some(actual), spent) = (actual, ten_thousands(executed)) else { return Vec::new() };
    let off = evaluation.settings.number(Threshold::CostSpentOff);
    let gap = (actual - spent).abs().checked_mul(Decimal::ONE_HUNDRED);
    let limit = spent.checked_mul(off);
    if gap.zip(limit).is_none_or(|(gap, limit)| gap <= limit) {
        return Vec::new();
    }
    let hit = line.hit(Cell::Actual).fact("cost", actual.normalize()).fact("executed", spent.normalize());
    vec![hit.fact("difference", (actual - spent).normalize()).fact("tolerance", off.normalize())]
}
