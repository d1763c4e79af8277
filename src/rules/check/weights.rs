//! C10 权重分值不规范: T050 to T053. Points are exact decimals of the annual rows.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::target::decimal;
use super::text::{is_missing, norm};
use super::values::plain;
use super::words::List;
use super::{Check, Hit, Row, Target};
use crate::model::finding::{Cell, Level1, Severity, Threshold};
use crate::model::form::MoreField;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "T050",
        version: 1,
        category: "C10",
        severity: Severity::Error,
        source: "practice: forms of the integrated budget system",
        run: sum_of_weights,
    },
    Check {
        id: "T051",
        version: 1,
        category: "C10",
        severity: Severity::Warning,
        source: "practice: forms of the integrated budget system",
        run: weight_missing,
    },
    Check {
        id: "T052",
        version: 1,
        category: "C10",
        severity: Severity::Warning,
        source: "published forms with points per level; ranges of the profile",
        run: class_outside_range,
    },
    Check {
        id: "T053",
        version: 1,
        category: "C10",
        severity: Severity::Info,
        source: "our default",
        run: one_dominates,
    },
];

static PERSONNEL: LazyLock<List> = LazyLock::new(|| List::named("personnel-class"));

/// The points of a row as told by its cell: `None` where it is blank or no number.
fn weight(row: &Row<'_>) -> Option<Decimal> {
    row.weight
}

fn printed<'a>(row: &'a Row<'_>) -> &'a str {
    row.indicator.weight.as_deref().unwrap_or_default()
}

/// Whether something stands in the cell that is no number.
fn is_unreadable(row: &Row<'_>) -> bool {
    weight(row).is_none() && !is_missing(printed(row))
}

/// Whether points are told as shares of one: all at most 1, and together at most 1.
fn are_shares(weights: &[Decimal]) -> bool {
    weights.len() > 1 && weights.iter().sum::<Decimal>() <= Decimal::ONE
}

/// Points of a block or group as printed: one number, or a range `0-20`.
fn printed_points(text: &str) -> Option<(Decimal, Decimal)> {
    let text = norm(text);
    let ends = text.split_once(['-', '~', '\u{2014}', '\u{2013}', '\u{81f3}']);
    match ends {
        Some((low, high)) => Some((decimal(low)?, decimal(high)?)).filter(|(low, high)| low <= high),
        None => decimal(&text).map(|points| (points, points)),
    }
}

/// What the points of this form have to add up to: what the form prints with its block, else what its groups print
/// together, else what the place wants.
fn totals(target: &Target<'_>) -> Vec<Decimal> {
    if let Some((points, _)) = printed_points(target.more(MoreField::BlockPoints)).filter(|(low, high)| low == high) {
        return vec![points];
    }
    let groups = groups(target);
    let fixed: Option<Vec<Decimal>> =
        groups.iter().map(|group| group.points.filter(|(low, high)| low == high).map(|(low, _)| low)).collect();
    match fixed.filter(|points| !points.is_empty()) {
        // The groups of the form may be the whole or leave room for the execution rate; a group may be missing on purpose.
        Some(points) if target.settings.tree.totals.contains(&points.iter().sum()) => vec![points.iter().sum()],
        _ => target.settings.tree.totals.clone(),
    }
}

/// Rows under one printed first level.
struct Group<'a> {
    name: &'a str,
    level: Option<Level1>,
    /// Points printed with it.
    points: Option<(Decimal, Decimal)>,
    /// Sum of its rows; `None` where one of them has no number.
    sum: Option<Decimal>,
}

fn groups<'a>(target: &'a Target<'_>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for row in &target.rows {
        let name = row.indicator.level1.as_str();
        let points = printed_points(row.more(MoreField::GroupPoints));
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => {
                group.sum = group.sum.and_then(|sum| sum.checked_add(weight(row)?));
                group.points = group.points.filter(|held| points.is_none_or(|points| points == *held));
            }
            None => groups.push(Group { name, level: row.level1, points, sum: weight(row) }),
        }
    }
    groups
}

/// T050: the points do not add up.
///
/// Σ of the annual rows against the totals of the place (90, or 100 with what others count apart); what the form itself
/// prints with its block of indicators holds instead, and what it prints with its groups where these make one of the
/// totals. Nothing is said where a cell is no number, and where no row has points. Shares of one (0.1) are taken as percent.
fn sum_of_weights(target: &Target<'_>) -> Vec<Hit> {
    let weights: Vec<Decimal> = target.rows.iter().filter_map(weight).collect();
    if weights.is_empty() || target.rows.iter().any(is_unreadable) {
        return Vec::new();
    }
    let Some(mut sum) = weights.iter().try_fold(Decimal::ZERO, |sum, weight| sum.checked_add(*weight)) else {
        return Vec::new();
    };
    if are_shares(&weights) {
        sum *= Decimal::ONE_HUNDRED;
    }
    let totals = totals(target);
    let tolerance = target.settings.number(Threshold::WeightTolerance);
    let Some(nearest) = totals.iter().min_by_key(|total| (sum - **total).abs()) else { return Vec::new() };
    if (sum - nearest).abs() <= tolerance {
        return Vec::new();
    }
    let wanted: Vec<String> = totals.iter().map(|total| plain(*total)).collect();
    let hit = Hit::whole(Cell::Weights).fact("sum", plain(sum)).fact("wanted", wanted.join("/"));
    let hit = hit.fact("difference", plain(sum - nearest)).fact("rows", weights.len());
    vec![hit.fact("tolerance", plain(tolerance))]
}

/// T051: a row without points among rows with points.
///
/// A row whose cell is blank, zero, negative or no number, where others have points. More than three of them are told
/// together. Other than in the catalogue it is mere information where the cells look merged: the points add up and every blank
/// cell stands below a filled one of its group.
fn weight_missing(target: &Target<'_>) -> Vec<Hit> {
    let is_lost = |row: &Row<'_>| weight(row).is_none_or(|weight| weight <= Decimal::ZERO);
    let lost: Vec<&Row<'_>> = target.rows.iter().filter(|row| is_lost(row)).collect();
    if lost.is_empty() || lost.len() == target.rows.len() {
        return Vec::new();
    }
    let blank = |row: &Row<'_>| is_missing(printed(row));
    let below = |row: &Row<'_>| {
        let same = |other: &&Row<'_>| {
            other.indicator.level1 == row.indicator.level1 && other.indicator.level2 == row.indicator.level2
        };
        let first = target.rows.iter().find(same);
        first.is_some_and(|first| !is_lost(first) && first.indicator.no != row.indicator.no)
    };
    let sum: Decimal = target.rows.iter().filter_map(weight).sum();
    let merged = lost.len() > 1 && lost.iter().all(|row| blank(row) && below(row)) && totals(target).contains(&sum);
    let severity = if merged { Severity::Info } else { Severity::Warning };
    if merged || lost.len() > 3 {
        let names: Vec<&str> = lost.iter().map(|row| row.name.as_str()).collect();
        let hit = Hit::whole(Cell::Weights).severity(severity).fact("indicator", names.join("、"));
        return vec![hit.fact("weight", "").fact("count", lost.len())];
    }
    let hit = |row: &&Row<'_>| Hit::row(row, Cell::Weight).fact("weight", printed(row).trim()).fact("count", 1);
    lost.iter().map(hit).collect()
}

/// T052: the points of a first level lie outside of its range.
///
/// The range printed with the level holds (`成本指标(0-20)分`, `产出指标（50分）`), else the profile's. Levels with a row
/// without points are left to T051.
fn class_outside_range(target: &Target<'_>) -> Vec<Hit> {
    let tolerance = target.settings.number(Threshold::WeightTolerance);
    let judge = |group: &Group<'_>| {
        let range = group.points.or_else(|| target.settings.tree.ranges.get(&group.level?).copied());
        let ((low, high), sum) = (range?, group.sum?);
        if sum >= low - tolerance && sum <= high + tolerance {
            return None;
        }
        let range = if low == high { plain(low) } else { format!("{}-{}", plain(low), plain(high)) };
        Some(format!("{} {} ({range})", norm(group.name), plain(sum)))
    };
    let outside: Vec<String> = groups(target).iter().filter_map(judge).collect();
    if outside.is_empty() {
        return Vec::new();
    }
    vec![Hit::whole(Cell::Weights).fact("levels", outside.join("、")).fact("count", outside.len())]
}

/// Whether the project pays persons: its class says so, or its code.
fn is_personnel(target: &Target<'_>) -> bool {
    let code = target.form.code.as_deref().unwrap_or_default();
    let by_code = code.chars().count() == NATIONAL_CODE && code.chars().nth(CLASS_IN_CODE) == Some('R');
    by_code || PERSONNEL.is_in(target.more(MoreField::ProjectClass))
}

/// Characters of a national project code, and where its class (R, Y, T) stands.
pub(super) const NATIONAL_CODE: usize = 21;
/// Place of the class letter in a national code, from 0.
pub(super) const CLASS_IN_CODE: usize = 8;

/// T053: one indicator has more than 30 points, or all have the same.
///
/// Information. Projects that pay persons have few indicators and are left alone.
fn one_dominates(target: &Target<'_>) -> Vec<Hit> {
    if is_personnel(target) {
        return Vec::new();
    }
    let weights: Vec<(&Row<'_>, Decimal)> = target.rows.iter().filter_map(|row| Some((row, weight(row)?))).collect();
    let heaviest = target.settings.number(Threshold::WeightHeaviest);
    let heavy = weights.iter().filter(|(_, weight)| *weight > heaviest);
    let facts = |hit: Hit, weight: Decimal, count: usize| {
        hit.fact("weight", plain(weight)).fact("heaviest", plain(heaviest)).fact("count", count)
    };
    let mut hits: Vec<Hit> =
        heavy.map(|(row, weight)| facts(Hit::row(row, Cell::Weight), *weight, weights.len())).collect();
    if let Some((_, first)) = weights.first() {
        let even = Decimal::from(weights.len()) >= target.settings.number(Threshold::EvenRows);
        if even && hits.is_empty() && weights.iter().all(|(_, weight)| weight == first) {
            hits.push(facts(Hit::whole(Cell::Weights), *first, weights.len()));
        }
    }
    hits
}

#[cfg(test)]
mod tests;
