//! Match of cost, output and benefit: unit cost × quantity against the budget, itemised caps against the budget, points against
//! 100, and money against outputs of last year.
//!
//! Every figure is an exact decimal and every sum names the rows it was made of, so that a person can repeat it. A unit cost is
//! multiplied only where exactly one quantity can be meant; what cannot be told stays open. Nothing is judged here: the sums
//! are shown. Ground: the match of cost, output and benefit indicators that reviews look at first (S63, S64).
//!
//! Who may import it: `engine`. Absent on purpose: words for people.

use std::cmp::Ordering;
use std::sync::LazyLock;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::check::target::{Level2, Row, Target, decimal};
use super::check::text::{norm, windows};
use super::check::words::List;
use super::value::convert;
use crate::model::finding::{CheckSettings, Level1, Threshold};
use crate::model::form::Form;
use crate::model::matching::{
    BudgetSum, CostTrend, Item, MatchVerdict, Matching, OutputPair, PointsSum, Product, Unpaired,
};
use crate::model::money::Money;
use crate::model::value::{Comparator, ValueKind};

static TOTAL_COST: LazyLock<List> = LazyLock::new(|| List::named("total-cost"));
static UNIT_COST: LazyLock<List> = LazyLock::new(|| List::named("unit-cost"));
static PER_HEAD: LazyLock<List> = LazyLock::new(|| List::named("per-head"));

/// The unit in which amounts are added; the vocabulary of units knows it.
const YUAN: &str = "\u{5143}";

/// How cost, output and benefit of a target match; `before` is last year's target of the same project.
pub fn matching(form: &Form, before: Option<&Form>, settings: &CheckSettings) -> Matching {
    let around = super::check::target::Surroundings::default();
    let target = Target::new(form, &around, settings);
    let tolerance = settings.number(Threshold::TotalCostOff);
    let budget = form.annual_funds().filter(|money| money.0 > 0);
    let (products, unpaired) = products(&target.rows);
    let products_sum = (!products.is_empty()).then(|| {
        let items = products.iter().map(|product| Item { row: product.cost_row, amount: product.amount }).collect();
        let mut sum = against(items, budget, tolerance);
        // What is missing from the sum may well be what it falls short by.
        if !unpaired.is_empty() && sum.verdict != MatchVerdict::Above {
            sum.verdict = MatchVerdict::Open;
        }
        sum
    });
    let (total_caps, caps): (Vec<_>, Vec<_>) = caps(&target.rows).into_iter().partition(|(_, total)| *total);
    let items = |caps: Vec<(Item, bool)>| caps.into_iter().map(|(item, _)| item).collect::<Vec<_>>();
    let (total_caps, caps) = (items(total_caps), items(caps));
    Matching {
        budget,
        tolerance,
        points: points(&target),
        products,
        products_sum,
        unpaired,
        // One cap alone limits a part of the cost and says nothing of the rest.
        caps: (caps.len() > 1).then(|| against(caps, budget, tolerance)),
        // Two caps on the whole would be added up to twice the cost.
        total_cap: (total_caps.len() == 1).then(|| against(total_caps, budget, tolerance)),
        trend: before.and_then(|before| trend(&target, before, settings, tolerance)),
    }
}

/// Points of the indicators and of the execution rate.
fn points(target: &Target<'_>) -> Option<PointsSum> {
    let weights: Vec<Decimal> = target.rows.iter().filter_map(|row| row.weight).collect();
    if weights.is_empty() {
        return None;
    }
    let indicators = weights.iter().try_fold(Decimal::ZERO, |sum, weight| sum.checked_add(*weight))?;
    let due = Decimal::ONE_HUNDRED;
    let printed = target.form.funds.execution_weight.as_deref().and_then(decimal);
    let execution = printed.unwrap_or_else(|| {
        // The rules know what indicators may come to; the nearest of it is meant, the rest is the execution rate's.
        let near = target.settings.tree.totals.iter().min_by_key(|total| (**total - indicators).abs());
        (due - near.copied().unwrap_or(due)).max(Decimal::ZERO)
    });
    let total = execution.checked_add(indicators)?;
    let holds = (total - due).abs() <= target.settings.number(Threshold::WeightTolerance);
    let rows = u32::try_from(weights.len()).unwrap_or(u32::MAX);
    Some(PointsSum { execution, execution_assumed: printed.is_none(), indicators, rows, total, due, holds })
}

/// What a cost counts for: the money of its unit and what that is counted by.
struct UnitCost<'a> {
    money: &'a str,
    /// `None` where it is told to count by something, but not by what one can look for.
    by: Option<String>,
}

fn unit_cost<'a>(row: &'a Row<'_>) -> Option<UnitCost<'a>> {
    let unit = row.value.unit.as_deref()?;
    if let Some((money, by)) = unit.split_once(['/', '\u{2215}']) {
        let several = by.contains(['/', '\u{b7}', '\u{3001}', '\u{2022}', '*', '\u{2215}', '(']);
        let by = (!several && !by.is_empty()).then(|| by.to_owned());
        return is_money(money).then_some(UnitCost { money, by });
    }
    if !is_money(unit) || TOTAL_COST.is_in(&row.name) {
        return None;
    }
    // 户均补助 ≤2万元: what it counts by stands in the name alone.
    let by = PER_HEAD.found_in(&row.name).and_then(|word| {
        let mut characters = word.chars();
        let (first, second) = (characters.next()?, characters.next());
        match second {
            Some('\u{5747}') => Some(first.to_string()),
            _ => row.name.split_once(word)?.1.chars().next().map(|c| c.to_string()),
        }
    });
    if by.is_none() && !UNIT_COST.is_in(&row.name) {
        return None;
    }
    Some(UnitCost { money: unit, by })
}

fn is_money(unit: &str) -> bool {
    convert::convert(Decimal::ONE, unit, YUAN).is_some()
}

fn is_quantity(row: &Row<'_>) -> bool {
    match row.level2 {
        Some(level) => level == Level2::Quantity,
        None => row.level1 == Some(Level1::Output),
    }
}

/// Unit costs times their quantities, and those that could not be multiplied.
fn products(rows: &[Row<'_>]) -> (Vec<Product>, Vec<Unpaired>) {
    let (mut products, mut unpaired) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.is_cost()) {
        let (Some(cost), Some(unit)) = (row.number, unit_cost(row)) else { continue };
        let fitting: Vec<&Row<'_>> = rows
            .iter()
            .filter(|other| is_quantity(other) && other.number.is_some())
            .filter(|other| match (&unit.by, other.value.unit.as_deref()) {
                (Some(by), Some(own)) => convert::convert(Decimal::ONE, own, by).is_some() || convert::related(own, by),
                _ => false,
            })
            .collect();
        match the_one(row, &fitting).and_then(|quantity| product(row, cost, &unit, quantity)) {
            Some(product) => products.push(product),
            None => unpaired.push(Unpaired {
                cost_row: row.indicator.no,
                printed: row.indicator.printed_target(),
                candidates: u32::try_from(fitting.len()).unwrap_or(u32::MAX),
            }),
        }
    }
    (products, unpaired)
}

/// The only quantity, or the only one whose name has most in common with the cost's.
fn the_one<'r, 'a>(cost: &Row<'_>, fitting: &[&'r Row<'a>]) -> Option<&'r Row<'a>> {
    if let [only] = fitting {
        return Some(only);
    }
    let words = windows(&cost.name);
    let common = |row: &Row<'_>| windows(&row.name).intersection(&words).count();
    let best = fitting.iter().map(|row| common(row)).max().filter(|best| *best > 0)?;
    let mut named = fitting.iter().filter(|row| common(row) == best);
    match (named.next(), named.next()) {
        (Some(row), None) => Some(row),
        _ => None,
    }
}

fn product(cost_row: &Row<'_>, cost: Decimal, unit: &UnitCost<'_>, quantity_row: &Row<'_>) -> Option<Product> {
    let quantity = quantity_row.number?;
    let quantity_unit = quantity_row.value.unit.clone()?;
    let by = unit.by.as_deref()?;
    let yuan = convert::convert(cost, unit.money, YUAN)?;
    let counted = convert::convert(quantity, &quantity_unit, by)?;
    let amount = money(yuan.checked_mul(counted)?)?;
    Some(Product {
        cost_row: cost_row.indicator.no,
        cost,
        cost_unit: cost_row.value.unit.clone()?,
        quantity_row: quantity_row.indicator.no,
        quantity,
        quantity_unit,
        amount,
    })
}

/// Yuan as an amount, to the fen, half up.
fn money(yuan: Decimal) -> Option<Money> {
    let fen = yuan.checked_mul(Decimal::ONE_HUNDRED)?;
    fen.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64().map(Money)
}

/// Caps in plain money on annual cost, and whether each is one on the whole.
fn caps(rows: &[Row<'_>]) -> Vec<(Item, bool)> {
    let cap = |row: &Row<'_>| {
        let limits = matches!(row.value.op, Some(Comparator::AtMost | Comparator::LessThan | Comparator::Equal));
        let unit = row.value.unit.as_deref().filter(|unit| is_money(unit))?;
        if !limits || row.value.kind != ValueKind::Number || unit_cost(row).is_some() {
            return None;
        }
        let amount = money(convert::convert(row.number?, unit, YUAN)?)?;
        Some((Item { row: row.indicator.no, amount }, TOTAL_COST.is_in(&row.name)))
    };
    rows.iter().filter(|row| row.is_cost()).filter_map(cap).collect()
}

/// A sum against the budget. A sum that does not fit in money is none.
fn against(items: Vec<Item>, budget: Option<Money>, tolerance: Decimal) -> BudgetSum {
    let total: i128 = items.iter().map(|item| i128::from(item.amount.0)).sum();
    let sum = Money(i64::try_from(total).unwrap_or(i64::MAX));
    let verdict = match budget {
        None => MatchVerdict::Open,
        Some(budget) => {
            let (sum, budget) = (Decimal::from(sum.0), Decimal::from(budget.0));
            // Both are whole numbers of at most 19 digits, so nothing overflows.
            let allowed = budget * tolerance / Decimal::ONE_HUNDRED;
            match (sum - budget).abs().cmp(&allowed) {
                Ordering::Less | Ordering::Equal => MatchVerdict::Agrees,
                Ordering::Greater if sum > budget => MatchVerdict::Above,
                Ordering::Greater => MatchVerdict::Below,
            }
        }
    };
    BudgetSum { items, sum, verdict }
}

fn trend(target: &Target<'_>, before: &Form, settings: &CheckSettings, tolerance: Decimal) -> Option<CostTrend> {
    let now = target.form.annual_funds()?;
    let funds_before = before.annual_funds().filter(|money| money.0 > 0)?;
    let around = super::check::target::Surroundings::default();
    let old = Target::new(before, &around, settings);
    let outputs = target.rows.iter().filter(|row| row.level1 == Some(Level1::Output) && is_quantity(row));
    let outputs = outputs.filter_map(|row| {
        let same = |other: &&Row<'_>| norm(&other.name) == norm(&row.name) && !row.name.is_empty();
        let other = old.rows.iter().find(same)?;
        let change = convert::compare(&row.value, &other.value)?;
        Some(OutputPair {
            row: row.indicator.no,
            now: row.indicator.printed_target(),
            before: other.indicator.printed_target(),
            rose: change == Ordering::Greater,
        })
    });
    let (new, old_funds) = (Decimal::from(now.0), Decimal::from(funds_before.0));
    let percent = (new - old_funds) * Decimal::ONE_HUNDRED / old_funds;
    Some(CostTrend {
        before: funds_before,
        now,
        percent: percent.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero),
        up: percent > tolerance,
        outputs: outputs.collect(),
    })
}

#[cfg(test)]
mod tests;
