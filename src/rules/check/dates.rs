//! C08 指标值不合理, T041: dates of the project, of its indicators, and the year of the form against each other.

use std::sync::LazyLock;

use super::values::judged;
use super::words::List;
use super::{Check, Hit, Target};
use crate::model::finding::{Cell, Severity};
use crate::model::form::{Horizon, MoreField};
use crate::model::value::{Comparator, Note, ValueKind};
use crate::rules::value;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[Check {
    id: "T041",
    version: 1,
    category: "C08",
    severity: Severity::Warning,
    source: "practice: checks of targets in public use",
    run: dates_outside,
}];

static BEGINNING: LazyLock<List> = LazyLock::new(|| List::named("beginning"));

/// A day as year, month and day.
pub(in crate::rules) type Day = (u32, u32, u32);

/// First and last day that a date cut to its year or month may mean: `2025-06` is the first to the last of June. `None`
/// for a date without a year.
pub(in crate::rules) fn days(date: &str) -> Option<(Day, Day)> {
    let mut parts = date.split('-').map(|part| part.parse::<u32>().ok());
    let year = parts.next()??;
    let month = parts.next().unwrap_or_default();
    let day = parts.next().unwrap_or_default();
    let (first, last) = month.map_or((1, 12), |month| (month, month));
    let length = day.unwrap_or_else(|| month_length(year, last));
    Some(((year, first, day.unwrap_or(1)), (year, last, length)))
}

fn month_length(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn day_after((year, month, day): Day) -> Day {
    match (month, day) {
        (12, 31..) => (year + 1, 1, 1),
        (month, day) if day >= month_length(year, month) => (year, month + 1, 1),
        _ => (year, month, day + 1),
    }
}

/// First and last day of a period as printed; of one date alone those of its year or month. Here a bare `2023-2025` is a
/// period without doubt, for the cell is one for periods, and one that ends before it begins is what T041 looks for.
fn period(printed: &str) -> Option<(Day, Day)> {
    let value = value::read_printed(printed);
    let forgiven = |note: &Note| !note.doubt || matches!(note.key, "value-doubt-like-date" | "value-doubt-falls");
    let sure = || !value.uncertain || value::explain(printed, None, None).iter().all(forgiven);
    if value.kind != ValueKind::Date || !sure() {
        return None;
    }
    let (first, last) = days(value.date.as_deref()?)?;
    match value.high.as_deref() {
        Some(high) => Some((first, days(high)?.1)),
        None => Some((first, last)),
    }
}

/// A day as a fact: `2025-06-30`.
fn told((year, month, day): Day) -> String {
    format!("{year}-{month:02}-{day:02}")
}

/// T041: dates that contradict each other.
///
/// - The project ends before it begins: an error.
/// - The project lies wholly in other years than the form: a warning (our addition; mostly last year's form copied).
/// - The date of an indicator lies outside of the project, or, where no period is told, an annual one in another year than
///   the form: a warning.
///
/// A date counts as outside only when every day it may mean is. 2026年1月1日前 is still 2025: the first day, month or year after
/// the end is no contradiction before 前. A date without a year lies in the year of the form and is compared where the
/// project begins and ends in it. Doubtful dates, periods that are none (长期, 1年) and the dates of 每月 are left alone.
fn dates_outside(target: &Target<'_>) -> Vec<Hit> {
    let year = u32::from(target.form.year);
    let printed = target.more(MoreField::Period).trim();
    let read = if printed.is_empty() { None } else { period(printed) };
    let fact = |hit: Hit, date: &str| hit.fact("date", date).fact("period", printed).fact("year", year);
    if let Some((start, end)) = read {
        if start > end {
            return vec![fact(Hit::whole(Cell::Period), printed).severity(Severity::Error)];
        }
        if start.0 > year || end.0 < year {
            return vec![fact(Hit::whole(Cell::Period), printed)];
        }
    }
    let mut hits = Vec::new();
    for row in judged(target) {
        if row.value.kind != ValueKind::Date || row.value.uncertain {
            continue;
        }
        let Some((start, end)) = read.or_else(|| {
            let annual = row.indicator.horizon == Horizon::Annual && year > 0;
            annual.then_some(((year, 1, 1), (year, 12, 31)))
        }) else {
            continue;
        };
        let dated = |date: &str| match date.strip_prefix("--") {
            // The year of the form is the only one it can mean.
            Some(rest) if start.0 == end.0 && start.0 == year => days(&format!("{year}-{rest}")),
            Some(_) => None,
            None => days(date),
        };
        let Some((first, _)) = row.value.date.as_deref().and_then(dated) else { continue };
        let Some((_, last)) = row.value.high.as_deref().or(row.value.date.as_deref()).and_then(dated) else { continue };
        let (last_first, _) = row.value.high.as_deref().and_then(dated).unwrap_or((first, last));
        let before = matches!(row.value.op, Some(Comparator::AtMost | Comparator::LessThan));
        // Where no period is told, one that begins or ends in the year may well reach into another.
        let crosses = read.is_none() && row.value.high.is_some() && first <= end;
        let late = last_first > end && !crosses && !(before && last_first == day_after(end));
        // Where no period is told, a beginning may well lie before the year.
        let early = last < start && (read.is_some() || !BEGINNING.is_in(&row.name));
        if late || early {
            let span = if read.is_some() { printed.to_owned() } else { year.to_string() };
            let hit = Hit::row(row, Cell::Value).fact("date", row.indicator.target.trim());
            hits.push(hit.fact("period", span).fact("year", year).fact("start", told(start)).fact("end", told(end)));
        }
    }
    hits
}
