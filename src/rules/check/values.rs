//! C08 指标值不合理, of the form alone: T035 to T037, T040, T043, T044. Dates (T041) are in [`super::dates`].
//!
//! Rows whose figure is doubtful are left alone: what cannot be read for sure is not judged.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::target::Level2;
use super::words::List;
use super::{Check, Hit, Row, Target};
use crate::model::finding::{Cell, Level1, Severity, Threshold};
use crate::model::value::{Comparator, Value, ValueKind};
use crate::rules::value;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "T035",
        version: 1,
        category: "C08",
        severity: Severity::Error,
        source: "practice: checks of targets in public use, published rechecks",
        run: cost_with_lower_bound,
    },
    Check {
        id: "T036",
        version: 1,
        category: "C08",
        severity: Severity::Warning,
        source: "our default",
        run: satisfaction_outside_sense,
    },
    Check {
        id: "T037",
        version: 1,
        category: "C08",
        severity: Severity::Error,
        source: "practice: checks of targets in public use",
        run: impossible_rate,
    },
    Check {
        id: "T040",
        version: 1,
        category: "C08",
        severity: Severity::Info,
        source: "our default",
        run: hundred_by_habit,
    },
    Check {
        id: "T043",
        version: 1,
        category: "C08",
        severity: Severity::Warning,
        source: "practice: published rechecks",
        run: sign_against_meaning,
    },
    Check {
        id: "T044",
        version: 1,
        category: "C08",
        severity: Severity::Warning,
        source: "our default",
        run: vacuous_value,
    },
];

static NO_COST: LazyLock<List> = LazyLock::new(|| List::named("no-cost"));
static COST: LazyLock<List> = LazyLock::new(|| List::named("cost"));
static OUTSIDE_COST: LazyLock<List> = LazyLock::new(|| List::named("cost-outside"));
static FLOOR: LazyLock<List> = LazyLock::new(|| List::named("cost-with-floor"));
static SATISFACTION: LazyLock<List> = LazyLock::new(|| List::named("satisfaction"));
static NO_SATISFACTION: LazyLock<List> = LazyLock::new(|| List::named("no-satisfaction"));
static GROWTH: LazyLock<List> = LazyLock::new(|| List::named("growth"));
static BOUNDED_RATE: LazyLock<List> = LazyLock::new(|| List::named("bounded-rate"));
static UNBOUNDED_RATE: LazyLock<List> = LazyLock::new(|| List::named("unbounded-rate"));
static REVERSE: LazyLock<List> = LazyLock::new(|| List::named("reverse"));
static NO_REVERSE: LazyLock<List> = LazyLock::new(|| List::named("no-reverse"));
static REVERSE_TAIL: LazyLock<List> = LazyLock::new(|| List::named("reverse-tail"));
static POSITIVE_RATE: LazyLock<List> = LazyLock::new(|| List::named("positive-rate"));
static NO_POSITIVE: LazyLock<List> = LazyLock::new(|| List::named("no-positive"));
static CAPPED: LazyLock<List> = LazyLock::new(|| List::named("capped"));
static MAY_BE_ZERO: LazyLock<List> = LazyLock::new(|| List::named("may-be-zero"));
static EVENTS: LazyLock<List> = LazyLock::new(|| List::named("unit-of-events"));
static MONEY: LazyLock<List> = LazyLock::new(|| List::named("money-unit"));
static RATE: LazyLock<List> = LazyLock::new(|| List::named("rate-end"));

/// The annual rows, and the mid-term ones that have no namesake among them: where both blocks print one indicator, it is
/// told once.
pub(super) fn judged<'a>(target: &'a Target<'_>) -> impl Iterator<Item = &'a Row<'a>> {
    let annual = |row: &&Row<'_>| !target.rows.iter().any(|other| other.name == row.name);
    target.rows.iter().chain(target.mid_term_rows.iter().filter(annual))
}

/// A name without the notes in brackets behind it: `合格率(%)` is 合格率.
pub(super) fn bare(name: &str) -> &str {
    let mut name = name;
    while let Some(rest) = name.strip_suffix(')') {
        match rest.rfind('(') {
            Some(at) if at > 0 => name = rest.get(..at).unwrap_or_default(),
            _ => break,
        }
    }
    name
}

/// Whether a value is bounded from below: `≥`, `>`.
fn is_floor(op: Option<Comparator>) -> bool {
    matches!(op, Some(Comparator::AtLeast | Comparator::MoreThan))
}

/// Whether a value is bounded from above: `≤`, `<`.
pub(super) fn is_cap(op: Option<Comparator>) -> bool {
    matches!(op, Some(Comparator::AtMost | Comparator::LessThan))
}

/// The value with another sign, as a form prints it.
fn with_sign(value: &Value, op: Comparator) -> String {
    value::print(&Value { op: Some(op), uncertain: false, ..value.clone() })
}

/// A number as a fact.
pub(super) fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

/// The number of a row. A unit that is in no list does not make the number doubtful.
fn figure(row: &Row<'_>) -> Option<Decimal> {
    row.number.or_else(|| {
        let number = row.value.number.as_deref().filter(|_| row.value.high.is_none())?;
        let Row { indicator, .. } = row;
        let notes = value::explain(&indicator.target, indicator.operator.as_deref(), indicator.unit.as_deref());
        let mut doubts = notes.iter().filter(|note| note.doubt);
        doubts.all(|note| note.key == "value-doubt-unit-unknown").then(|| Decimal::from_str_exact(number).ok())?
    })
}

/// T035: a cost with a lower bound (专项经费 ≥17.4万元).
///
/// Fires on rows under 成本 (either level) with ≥ or > before money. Narrower than the catalogue, which takes every row
/// there: what is saved, brought in or paid on time stands under 成本 as well (成本节约率 ≥5%, 资金到位率 ≥95%), so only
/// figures in 元, and figures without a unit whose name speaks of cost, are judged. Standards of support that a law sets as
/// minimum (补助标准 ≥610元/人) are a warning, and so is what others bear (社会成本, 生态环境成本). Source: checkers and rechecks in public use.
fn cost_with_lower_bound(target: &Target<'_>) -> Vec<Hit> {
    let is_money = |row: &Row<'_>| match row.value.unit.as_deref() {
        Some(unit) if MONEY.is_in(unit) => true,
        Some(unit) => POWERS.holds(unit) && COST.is_in(&row.name),
        None => COST.is_in(&row.name),
    };
    let fits = |row: &&Row<'_>| {
        row.is_cost() && is_floor(row.value.op) && is_money(row) && !NO_COST.is_in(&row.name) && figure(row).is_some()
    };
    let hit = |row: &Row<'_>| {
        let outside = OUTSIDE_COST.is_in(&row.indicator.level1) || OUTSIDE_COST.is_in(&row.indicator.level2);
        let severity = if FLOOR.is_in(&row.name) || outside { Severity::Warning } else { Severity::Error };
        Hit::row(row, Cell::Value).severity(severity).suggest(with_sign(&row.value, Comparator::AtMost))
    };
    judged(target).filter(fits).map(hit).collect()
}

static POWERS: LazyLock<List> = LazyLock::new(|| List::named("power-of-ten"));

/// Under 满意度, by either level.
pub(super) fn is_satisfaction(row: &Row<'_>) -> bool {
    row.level1 == Some(Level1::Satisfaction) || row.level2 == Some(Level2::Satisfaction)
}

/// T036: satisfaction below 80 % (a warning) or above 100 % (an error).
///
/// Only rates of satisfaction itself: of 满意度提升率, 不满意率 or 投诉办结率 under the same level nothing is said, and a sign
/// that turns the meaning (满意度 ≤60%) is T043's. Source: our default; the threshold is the profile's.
fn satisfaction_outside_sense(target: &Target<'_>) -> Vec<Hit> {
    let lowest = target.settings.number(Threshold::SatisfactionLowest);
    let judge = |row: &Row<'_>| {
        let own = is_satisfaction(row) && SATISFACTION.is_in(&row.name) && !NO_SATISFACTION.is_in(&row.name);
        let number = row.number.filter(|_| own && row.is_percent() && !is_cap(row.value.op))?;
        let severity = match number {
            _ if number > Decimal::ONE_HUNDRED => Severity::Error,
            _ if number < lowest => Severity::Warning,
            _ => return None,
        };
        let hit = Hit::row(row, Cell::Value).severity(severity);
        Some(hit.fact("value", plain(number)).fact("lowest", plain(lowest)).fact("highest", 100))
    };
    judged(target).filter_map(judge).collect()
}

/// T037: a rate above 100 %.
///
/// Fires where the name ends in 率, is no rate of growth, and ≥, > or = stands before more than 100 %. Other than in the
/// catalogue it is an error only for rates that are a part of a whole by their name (合格率, 覆盖率); a rate whose name does
/// not tell is a warning, and rates known to exceed 100 % (负债率, 毛入学率, 拨备覆盖率) are left alone. Satisfaction is T036's.
fn impossible_rate(target: &Target<'_>) -> Vec<Hit> {
    let judge = |row: &Row<'_>| {
        let over = |number: &Decimal| *number > Decimal::ONE_HUNDRED && row.is_percent() && !is_cap(row.value.op);
        let number = row.number.filter(over)?;
        let name = bare(&row.name);
        let satisfaction = is_satisfaction(row) && SATISFACTION.is_in(name);
        let rate = RATE.ends(name).is_some() && !GROWTH.is_in(name) && !UNBOUNDED_RATE.is_in(name);
        if !rate || satisfaction {
            return None;
        }
        let severity = if BOUNDED_RATE.is_in(name) { Severity::Error } else { Severity::Warning };
        Some(Hit::row(row, Cell::Value).severity(severity).fact("value", plain(number)).fact("highest", 100))
    };
    judged(target).filter_map(judge).collect()
}

/// T040: nearly every rate is 100 %.
///
/// Fires where at least four annual rates are numbers and 80 % of them are exactly 100 % without a cap. A hint: some work is
/// all or nothing. Source: our default; both thresholds are the profile's.
fn hundred_by_habit(target: &Target<'_>) -> Vec<Hit> {
    let rates = target.rows.iter().filter(|row| row.is_percent() && row.number.is_some());
    let (mut all, mut full) = (0_u32, 0_u32);
    for row in rates {
        all += 1;
        full += u32::from(row.number == Some(Decimal::ONE_HUNDRED) && !is_cap(row.value.op));
    }
    let share = target.settings.number(Threshold::HabitShare);
    let enough = Decimal::from(all) >= target.settings.number(Threshold::HabitRows);
    if !enough || Decimal::from(full) * Decimal::ONE_HUNDRED < share * Decimal::from(all) {
        return Vec::new();
    }
    vec![Hit::whole(Cell::Rows).fact("full", full).fact("rates", all).fact("share", plain(share))]
}

/// Whether less of it is better, by its name: 投诉次数, 事故发生率. The word has to be what is counted: nothing but a counter stands
/// behind it. Names that speak of what is done about it (投诉办结率, 事故车辆拖移数量) are not.
fn means_reverse(name: &str) -> bool {
    let counted = |word: &str| name.rsplit_once(word).is_some_and(|(_, tail)| REVERSE_TAIL.holds(tail));
    REVERSE.words().any(counted) && !NO_REVERSE.is_in(name)
}

/// T043: the sign contradicts the meaning of the name (投诉次数 ≥5次, 合格率 ≤95%).
///
/// Narrower than the catalogue, which looks for the words anywhere: names that hold them but speak of what is done against
/// it (投诉办结率, 事故演练次数), of its decrease (事故下降率) or of its opposite (无事故率, 不合格率) are left alone, and a bare 发生
/// says nothing. Rows that T035 judges are left to it.
fn sign_against_meaning(target: &Target<'_>) -> Vec<Hit> {
    let judge = |row: &Row<'_>| {
        let name = bare(&row.name);
        let better = if is_floor(row.value.op) && means_reverse(name) && !row.is_cost() {
            Comparator::AtMost
        } else if is_cap(row.value.op)
            && row.is_percent()
            && POSITIVE_RATE.ends(name).is_some()
            && !NO_POSITIVE.is_in(name)
            && !REVERSE.is_in(name)
        {
            Comparator::AtLeast
        } else {
            return None;
        };
        figure(row)?;
        let sign = row.value.op.map_or("", Comparator::sign);
        let hit = Hit::row(row, Cell::Value).fact("sign", sign).fact("better", better.sign());
        Some(hit.suggest(with_sign(&row.value, better)))
    };
    judged(target).filter_map(judge).collect()
}

/// T044: a value that is always reached: ≥0, a rate ≤100 %, nothing at all as quantity.
///
/// Other than in the catalogue a rate ≤100 % is left alone where 100 % is a true limit (成本控制率, 预算执行率, 床位使用率), and 0
/// where nothing is what is wanted (安全事故 =0起, 新增债务 =0万元). Source: our default.
fn vacuous_value(target: &Target<'_>) -> Vec<Hit> {
    let judge = |row: &Row<'_>| {
        let name = bare(&row.name);
        let number = row.number?;
        let counted = matches!(row.value.kind, ValueKind::Number | ValueKind::Percent | ValueKind::Duration);
        let floor = row.value.op == Some(Comparator::AtLeast) && number.is_zero();
        let ceiling = is_cap(row.value.op)
            && row.is_percent()
            && number >= Decimal::ONE_HUNDRED
            && !row.is_cost()
            && !CAPPED.is_in(name)
            && !UNBOUNDED_RATE.is_in(name)
            && !GROWTH.is_in(name);
        let nothing = row.level2 == Some(Level2::Quantity)
            && number.is_zero()
            && !is_floor(row.value.op)
            && !row.value.unit.as_deref().is_some_and(|unit| EVENTS.holds(unit))
            && !REVERSE.is_in(name)
            && !MAY_BE_ZERO.is_in(name);
        (counted && (floor || ceiling || nothing)).then(|| Hit::row(row, Cell::Value).fact("value", plain(number)))
    };
    judged(target).filter_map(judge).collect()
}

#[cfg(test)]
mod tests;
