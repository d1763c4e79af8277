//! The rows of a self-evaluation beside the approved ones, and whether two printed values say the same.
//!
//! Rows are matched by their names where both sides have a name once. Only [`super`] and the checks of evaluations may import
//! it.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::row::{number, read_actual};
use super::tiers::read_tier;
use crate::model::value::{Value, ValueKind};
use crate::rules::check::Row;
use crate::rules::check::text::norm;
use crate::rules::value::convert::compare_figures;

/// Where each row stands among others of the same names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::rules) struct Pairs {
    /// Index of the partner among the others, for each row.
    pub partners: Vec<Option<usize>>,
    /// Others without a partner.
    pub left: Vec<usize>,
}

fn key(row: &Row<'_>) -> String {
    row.name.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn once(rows: &[Row<'_>]) -> BTreeMap<String, Option<usize>> {
    let mut found = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        let key = key(row);
        if !key.is_empty() {
            found.entry(key).and_modify(|held| *held = None).or_insert(Some(index));
        }
    }
    found
}

/// Matches rows. A name that stands twice on one side is left alone on both: it is no partner and is not left over.
pub(in crate::rules) fn pairs(rows: &[Row<'_>], others: &[Row<'_>]) -> Pairs {
    let (mine, theirs) = (once(rows), once(others));
    let partner = |row: &Row<'_>| {
        let key = key(row);
        mine.get(&key).copied().flatten()?;
        theirs.get(&key).copied().flatten()
    };
    let partners = rows.iter().map(partner).collect();
    let alone = |(_, row): &(usize, &Row<'_>)| !key(row).is_empty() && !mine.contains_key(&key(row));
    let left = others.iter().enumerate().filter(alone).map(|(index, _)| index).collect();
    Pairs { partners, left }
}

/// Whether a name stands among rows at all.
pub(in crate::rules) fn is_named(row: &Row<'_>, others: &[Row<'_>]) -> bool {
    let wanted = key(row);
    wanted.is_empty() || others.iter().any(|other| key(other) == wanted)
}

/// Whether two figures are the same in whatever unit; `None` where they cannot be compared. A share of one without a unit
/// is the percent it means.
fn same_figures(one: &Value, other: &Value) -> Option<bool> {
    let (left, right) = (number(one)?, number(other)?);
    let hundred = |number: Decimal| number.checked_mul(Decimal::ONE_HUNDRED);
    match (one.unit.as_deref(), other.unit.as_deref()) {
        (Some(one), Some(other)) => compare_figures(left, one, right, other).map(|order| order == Ordering::Equal),
        (None, Some("%")) => Some(left == right || hundred(left) == Some(right)),
        (Some("%"), None) => Some(left == right || hundred(right) == Some(left)),
        _ => Some(left == right),
    }
}

fn same_texts(one: &str, other: &str) -> bool {
    let plain = |text: &str| norm(text).trim_end_matches(['。', ';', '.', ',']).trim_start_matches('=').to_owned();
    plain(one) == plain(other)
}

/// Whether the targets of two rows ask for the same.
pub(in crate::rules) fn same_targets(one: &Row<'_>, other: &Row<'_>) -> bool {
    let printed = |row: &Row<'_>| row.indicator.printed_target();
    if same_texts(&printed(one), &printed(other)) {
        return true;
    }
    let (left, right) = (&one.value, &other.value);
    if left.uncertain || right.uncertain {
        // What cannot be read cannot be told to differ but by its text without marks.
        let bare = |row: &Row<'_>| norm(&printed(row)).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        return bare(one) == bare(other);
    }
    let figures = [ValueKind::Number, ValueKind::Percent, ValueKind::Duration];
    if figures.contains(&left.kind) && figures.contains(&right.kind) {
        return left.op == right.op && same_figures(left, right).unwrap_or(false);
    }
    let parts = |value: &Value| {
        (value.kind, value.op, value.number.clone(), value.high.clone(), value.unit.clone(), value.date.clone())
    };
    left.kind == right.kind && left.kind != ValueKind::Qualitative && parts(left) == parts(right)
}

/// Whether two actual values of a row say the same.
pub(in crate::rules) fn same_actuals(row: &Row<'_>, one: &str, other: &str) -> bool {
    if same_texts(one, other) {
        return true;
    }
    if let (Some(left), Some(right)) = (read_tier(one), read_tier(other)) {
        return left == right;
    }
    let (left, right) = (read_actual(row, one), read_actual(row, other));
    let dated = |value: &Value| (value.date.clone(), value.high.clone());
    match (left.kind, right.kind) {
        (ValueKind::Date, ValueKind::Date) => dated(&left) == dated(&right),
        _ => same_figures(&left, &right).unwrap_or(false),
    }
}
