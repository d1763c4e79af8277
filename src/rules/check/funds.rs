//! C09 成本与资金不匹配: T045 to T048, X005. All sums are exact; amounts are told in 万元.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::target::ten_thousands;
use super::text::norm;
use super::values::{bare, is_cap, plain};
use super::words::List;
use super::{Check, Hit, Row, Target};
use crate::model::finding::{Cell, Severity, Threshold};
use crate::model::form::Amount;
use crate::model::value::Comparator;
use crate::rules::value::convert::convert;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "T045",
        version: 1,
        category: "C09",
        severity: Severity::Error,
        source: "practice: checks of targets in public use",
        run: sources_do_not_add_up,
    },
    Check {
        id: "T046",
        version: 1,
        category: "C09",
        severity: Severity::Error,
        source: "our default",
        run: form_and_list_differ,
    },
    Check {
        id: "T047",
        version: 1,
        category: "C09",
        severity: Severity::Error,
        source: "practice: checks of targets in public use",
        run: cost_items_exceed_budget,
    },
    Check {
        id: "T048",
        version: 1,
        category: "C09",
        severity: Severity::Warning,
        source: "practice: published self-evaluations",
        run: total_cost_off_budget,
    },
    Check {
        id: "X005",
        version: 1,
        category: "C09",
        severity: Severity::Warning,
        source: "our default",
        run: unit_slip,
    },
];

static TEN_THOUSAND_YUAN: LazyLock<List> = LazyLock::new(|| List::named("ten-thousand-yuan"));
static POWERS: LazyLock<List> = LazyLock::new(|| List::named("power-of-ten"));
static UNIT_PRICE: LazyLock<List> = LazyLock::new(|| List::named("unit-price"));
static TOTAL_LIKE: LazyLock<List> = LazyLock::new(|| List::named("total-like"));
static TOTAL_COST: LazyLock<List> = LazyLock::new(|| List::named("total-cost-end"));
static WHOLE_PROJECT: LazyLock<List> = LazyLock::new(|| List::named("whole-project"));
static OUTSIDE_COST: LazyLock<List> = LazyLock::new(|| List::named("cost-outside"));
static NO_COST: LazyLock<List> = LazyLock::new(|| List::named("no-cost"));
static PART: LazyLock<List> = LazyLock::new(|| List::named("part-of"));
static MID_TERM: LazyLock<List> = LazyLock::new(|| List::named("mid-term-funds"));
static NAME_ENDS: LazyLock<List> = LazyLock::new(|| List::named("project-name-end"));

/// An amount in 万元; `None` where there is none or it cannot be read.
fn read(amount: Option<&Amount>) -> Option<Decimal> {
    amount.and_then(|amount| amount.fen).map(ten_thousands)
}

/// Whether something was printed that cannot be read as an amount.
fn is_unreadable(amount: Option<&Amount>) -> bool {
    amount.is_some_and(|amount| amount.fen.is_none() && !amount.raw.trim().is_empty())
}

/// Whether one amount is 10,000 times the other, within a tolerance in percent.
fn is_slip(one: Decimal, other: Decimal, target: &Target<'_>) -> bool {
    let tolerance = target.settings.number(Threshold::UnitSlip) / Decimal::ONE_HUNDRED;
    let near = |large: Decimal, small: Decimal| {
        let Some(wanted) = small.checked_mul(Decimal::from(10_000)) else { return false };
        small > Decimal::ZERO && (large - wanted).abs() <= wanted * tolerance
    };
    near(one, other) || near(other, one)
}

/// What the funds block tells of the year: total, and its sources with and without what was carried over.
struct Block {
    total: Decimal,
    sources: Decimal,
    with_carried: Decimal,
}

fn block(target: &Target<'_>) -> Option<Block> {
    let funds = &target.form.funds;
    let parts = [&funds.total, &funds.fiscal, &funds.other, &funds.carried_over];
    if parts.iter().any(|amount| is_unreadable(amount.as_ref())) {
        return None;
    }
    let part = |amount: &Option<Amount>| read(amount.as_ref()).unwrap_or_default();
    let (total, fiscal) = (read(funds.total.as_ref())?, read(funds.fiscal.as_ref())?);
    let sources = fiscal.checked_add(part(&funds.other))?;
    Some(Block { total, sources, with_carried: sources.checked_add(part(&funds.carried_over))? })
}

/// T045: the sources do not add up to the total.
///
/// Sources are 财政拨款, 其他资金 and 上年结转; the last counts or not, whichever fits, for some forms hold it in the first. An
/// error where 财政拨款 and 其他资金 exceed the total, or where both are printed, nothing else is, and they fall short of it. Only
/// information where 其他资金 was not printed. Narrower than the catalogue: sources under other names stand in lines that
/// may be parts of parts, so a shortfall beside them says nothing; amounts off by a factor of 10,000 are X005's.
fn sources_do_not_add_up(target: &Target<'_>) -> Vec<Hit> {
    let Some(Block { total, sources, with_carried }) = block(target) else { return Vec::new() };
    let tolerance = target.settings.number(Threshold::FundsTolerance);
    let fits = |sum: Decimal| (total - sum).abs() <= tolerance;
    if fits(sources) || fits(with_carried) || is_slip(total, sources, target) {
        return Vec::new();
    }
    let funds = &target.form.funds;
    let others = funds.lines.iter().any(|line| !MID_TERM.is_in(&line.label));
    let severity = match () {
        () if sources > total => Severity::Error,
        // What was carried over is a part of the sources here.
        () if with_carried > total || others => return Vec::new(),
        () if funds.other.is_some() => Severity::Error,
        () => Severity::Info,
    };
    let hit = Hit::whole(Cell::Funds).severity(severity);
    let hit = hit.fact("total", plain(total)).fact("sources", plain(with_carried));
    vec![hit.fact("difference", plain(total - with_carried)).fact("tolerance", plain(tolerance))]
}

/// T046: the form asks for another amount than the budget list says.
///
/// Only where the list is known. Amounts off by a factor of 10,000 are X005's.
fn form_and_list_differ(target: &Target<'_>) -> Vec<Hit> {
    let tolerance = target.settings.number(Threshold::FundsTolerance);
    let (Some(total), Some(listed)) = (target.funds(), target.around.listed.map(ten_thousands)) else {
        return Vec::new();
    };
    if (total - listed).abs() <= tolerance || is_slip(total, listed, target) {
        return Vec::new();
    }
    let hit = Hit::whole(Cell::Funds).fact("total", plain(total)).fact("listed", plain(listed));
    vec![hit.fact("difference", plain(total - listed)).fact("tolerance", plain(tolerance))]
}

/// The money that a row may cost, in 万元, where its unit is money and nothing else: 元/人 is none.
fn cap(row: &Row<'_>) -> Option<Decimal> {
    let allowed = is_cap(row.value.op) || row.value.op == Some(Comparator::Equal);
    let number = row.number.filter(|_| allowed)?;
    let unit = TEN_THOUSAND_YUAN.words().next()?;
    convert(number, row.value.unit.as_deref()?, unit)
}

/// Whether a name speaks of one piece: 人均成本, 设备单价.
fn is_unit_price(name: &str) -> bool {
    UNIT_PRICE.is_in(name)
}

/// T047: the items of cost exceed the budget together.
///
/// Adds the caps under 成本 that are amounts of money; unit prices, totals, costs that others bear (社会成本), and caps that are
/// the budget itself (within the tolerance of T048) are no items. An error from two items on, if all of them are caps in one unit;
/// a warning where one item alone exceeds the budget, a bare figure is among them, units differ, or the budget of several
/// years would hold them. Narrower than the catalogue, which leaves out only names with 总: 控制数, 资金投入 and the like
/// name the whole as well.
fn cost_items_exceed_budget(target: &Target<'_>) -> Vec<Hit> {
    let Some(budget) = target.funds().filter(|budget| *budget > Decimal::ZERO) else { return Vec::new() };
    let near = target.settings.number(Threshold::TotalCostOff) * budget / Decimal::ONE_HUNDRED;
    let mut items: Vec<(&Row<'_>, Decimal)> = Vec::new();
    for row in target.rows.iter().filter(|row| row.is_cost()) {
        let name = bare(&row.name);
        let outside = [&row.indicator.level1, &row.indicator.level2].iter().any(|level| OUTSIDE_COST.is_in(level));
        let whole = TOTAL_LIKE.is_in(name) || NO_COST.is_in(name) || PART.words().any(|word| name.starts_with(word));
        if outside || is_unit_price(name) || whole {
            continue;
        }
        if let Some(cap) = cap(row).filter(|cap| (*cap - budget).abs() > near) {
            items.push((row, cap));
        }
    }
    let Some(sum) = items.iter().try_fold(Decimal::ZERO, |sum, (_, cap)| sum.checked_add(*cap)) else {
        return Vec::new();
    };
    let over = target.settings.number(Threshold::CapsOver);
    if sum <= budget + budget * over / Decimal::ONE_HUNDRED
        || items.iter().any(|(_, cap)| is_slip(*cap, budget, target))
    {
        return Vec::new();
    }
    let unit = |row: &Row<'_>| row.value.unit.clone();
    let uniform =
        items.iter().all(|(row, _)| is_cap(row.value.op) && Some(unit(row)) == items.first().map(|(row, _)| unit(row)));
    let later = read(target.form.funds.mid_term_total.as_ref()).is_some_and(|whole| sum <= whole);
    let severity = if items.len() > 1 && uniform && !later { Severity::Error } else { Severity::Warning };
    let names: Vec<&str> = items.iter().map(|(row, _)| row.name.as_str()).collect();
    let hit = Hit::whole(Cell::Funds).severity(severity).fact("items", names.join("、")).fact("count", items.len());
    let hit = hit.fact("sum", plain(sum)).fact("budget", plain(budget)).fact("difference", plain(sum - budget));
    vec![hit.fact("tolerance", plain(over))]
}

/// The core of a project's name: without 项目, 经费 and the like behind it.
fn core(name: &str) -> String {
    let mut name = norm(name);
    while let Some(end) = NAME_ENDS.ends(&name).filter(|end| end.len() < name.len()) {
        name.truncate(name.len() - end.len());
    }
    name
}

/// Whether the name of a row means the cost of the whole project: 总成本, 项目成本, or the project's own name before them.
pub(in crate::rules) fn names_whole_cost(name: &str, project: &str) -> bool {
    let name = bare(name);
    let of = TOTAL_COST.ends(name).and_then(|end| name.strip_suffix(end));
    of.is_some_and(|of| of.is_empty() || WHOLE_PROJECT.holds(of) || core(of) == core(project))
}

/// The one row that caps the cost of the whole project, and its cap in 万元; `None` where there is none or several.
fn total_cost<'a>(target: &'a Target<'_>) -> Option<(&'a Row<'a>, Decimal)> {
    let mut rows = target.rows.iter().filter(|row| names_whole_cost(&row.name, &target.form.name));
    let row = rows.next()?;
    if rows.next().is_some() || is_unit_price(&row.name) {
        return None;
    }
    // 万 alone means 万元 in a cost of the whole.
    let bare_power = row.value.unit.as_deref().is_some_and(|unit| POWERS.words().nth(3) == Some(unit));
    let cap = if bare_power { row.number.filter(|_| is_cap(row.value.op)) } else { cap(row) };
    Some((row, cap?))
}

/// T048: the cap of the total cost is not the budget.
///
/// Fires where exactly one row names the cost of the whole project (总成本, 项目成本, or the project's own name before it) and its
/// cap differs by more than 5 % from the budget. What several years cost together, and the budget with what was carried
/// over, are right as well. Narrower than the catalogue: 设备购置总成本 is a part.
fn total_cost_off_budget(target: &Target<'_>) -> Vec<Hit> {
    let Some(budget) = target.funds().filter(|budget| *budget > Decimal::ZERO) else { return Vec::new() };
    let Some((row, cap)) = total_cost(target) else { return Vec::new() };
    let off = target.settings.number(Threshold::TotalCostOff);
    let funds = &target.form.funds;
    let carried = read(funds.carried_over.as_ref()).map(|carried| budget + carried);
    let whole = read(funds.mid_term_total.as_ref());
    let fits = |amount: Decimal| (cap - amount).abs() * Decimal::ONE_HUNDRED <= off * amount;
    if [Some(budget), carried, whole].into_iter().flatten().any(fits) || is_slip(cap, budget, target) {
        return Vec::new();
    }
    let hit = Hit::row(row, Cell::Value).fact("cap", plain(cap)).fact("budget", plain(budget));
    vec![hit.fact("difference", plain(cap - budget)).fact("tolerance", plain(off))]
}

/// X005: an amount that is 10,000 times another: 元 under 万元 or the other way round.
///
/// Compares the budget with the list, with the sum of its sources and with the cap of the total cost; the catalogue names the
/// list only. The checks that compare the same amounts leave such a pair to this one.
fn unit_slip(target: &Target<'_>) -> Vec<Hit> {
    let Some(budget) = target.funds() else { return Vec::new() };
    let facts = |hit: Hit, other: Decimal| hit.fact("amount", plain(budget)).fact("other", plain(other));
    let listed = target.around.listed.map(ten_thousands);
    let sources = block(target).filter(|block| block.total == budget).map(|block| block.sources);
    let funds = [listed, sources].into_iter().flatten().find(|other| is_slip(budget, *other, target));
    let mut hits: Vec<Hit> = funds.map(|other| facts(Hit::whole(Cell::Funds), other)).into_iter().collect();
    if let Some((row, cap)) = total_cost(target).filter(|(_, cap)| is_slip(*cap, budget, target)) {
        hits.push(facts(Hit::row(row, Cell::Value), cap));
    }
    hits
}

#[cfg(test)]
mod tests;
