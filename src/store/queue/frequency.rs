//! How often each value of a column stands among the targets that a filter leaves.

use std::collections::BTreeMap;

use rusqlite::params_from_iter;
use rusqlite::types::ValueRef;

use super::filter::conditions;
use crate::model::money::Money;
use crate::model::query::frequency::{AMOUNT_STEPS, amounts};
use crate::model::query::{Column, Filter, Frequency, FrequencyRow, Group};
use crate::model::review::CategoryCode;
use crate::model::search;
use crate::store::Session;
use crate::store::error::{Result, Told, damaged};
use crate::store::projection::status_of_number;

/// What one value amounts to.
#[derive(Default)]
struct Counted {
    label: String,
    targets: u64,
    fen: i128,
}

/// What is grouped by.
fn key(column: Column) -> String {
    match column {
        Column::Year => "t.year".to_owned(),
        Column::Department => "t.department".to_owned(),
        Column::Unit => "unit_of((SELECT body FROM form WHERE local = t.form))".to_owned(),
        Column::Code => "t.code".to_owned(),
        Column::Name => "t.name".to_owned(),
        Column::Amount => {
            let steps: Vec<String> = AMOUNT_STEPS.iter().map(|step| format!("(t.amount >= {})", step.0)).collect();
            format!("CASE WHEN t.amount IS NULL THEN NULL ELSE {} END", steps.join(" + "))
        }
        Column::Status => "t.status".to_owned(),
        Column::Rows => "t.indicators".to_owned(),
        Column::Decided => "t.decided".to_owned(),
        Column::Undecided => "max(t.indicators - t.decided, 0)".to_owned(),
        Column::Opinions => "t.opinions".to_owned(),
        Column::Demands => "t.demands".to_owned(),
        Column::Version => "t.version_no".to_owned(),
        Column::Class => "o.category".to_owned(),
    }
}

fn group(column: Column, value: ValueRef<'_>) -> Result<(Group, String)> {
    let plain = |group| Ok((group, String::new()));
    let damaged = || damaged("target");
    match (column, value) {
        (_, ValueRef::Null) => plain(Group::None),
        (Column::Department | Column::Unit | Column::Code | Column::Name, ValueRef::Text(text)) => {
            let text = std::str::from_utf8(text).map_err(|_| damaged())?;
            match text.is_empty() && column != Column::Name {
                true => plain(Group::None),
                false => Ok((Group::Text(search::plain(text)), text.to_owned())),
            }
        }
        (Column::Class, ValueRef::Text(text)) => {
            plain(Group::Class(CategoryCode(String::from_utf8_lossy(text).into_owned())))
        }
        (Column::Year, ValueRef::Integer(year)) => plain(Group::Year(u16::try_from(year).map_err(|_| damaged())?)),
        (Column::Status, ValueRef::Integer(status)) => plain(Group::Status(status_of_number(status)?)),
        (Column::Amount, ValueRef::Integer(step)) => {
            plain(Group::Amount(amounts(usize::try_from(step).map_err(|_| damaged())?)))
        }
        (_, ValueRef::Integer(number)) => plain(Group::Number(u32::try_from(number).unwrap_or(u32::MAX))),
        _ => Err(damaged()),
    }
}

/// A sum that SQLite gave as two halves, so that it cannot overflow.
fn whole(high: i64, low: i64) -> i128 {
    i128::from(high) * i128::from(HALF) + i128::from(low)
}

/// Where a sum is parted: a million sums of less stay far below 64 bits.
const HALF: i64 = 1 << 32;

impl Session {
    /// How often each value of a column stands among the targets that a filter leaves; at most `most` rows, the rest
    /// together.
    ///
    /// # Errors
    /// When the database cannot be read, or was interrupted.
    pub fn frequency(&self, filter: &Filter, column: Column, most: usize) -> Result<Frequency> {
        let (condition, args) = conditions(filter);
        let sums =
            format!("count(*), coalesce(sum(t.amount / {HALF}), 0), coalesce(sum(t.amount % {HALF}), 0) FROM target t");
        let classes = match column {
            // Once for each class a target has; a target without opinions once for none.
            Column::Class => {
                "CROSS JOIN form f ON f.local = t.form
                 LEFT JOIN (SELECT DISTINCT version, category FROM opinion) o ON o.version = f.version"
            }
            _ => "",
        };
        let key = key(column);
        let sql = format!("SELECT {key}, {sums} {classes} {condition} GROUP BY {key}");
        let mut statement = self.connection.prepare_cached(&sql).told()?;
        let mut rows = statement.query(params_from_iter(args.clone())).told()?;
        let mut groups: BTreeMap<Group, Counted> = BTreeMap::new();
        while let Some(row) = rows.next().told()? {
            let (group, label) = group(column, row.get_ref(0).told()?)?;
            let counted = groups.entry(group).or_default();
            if counted.label.is_empty() {
                counted.label = label;
            }
            counted.targets += row.get::<_, i64>(1).told()?.unsigned_abs();
            counted.fen += whole(row.get(2).told()?, row.get(3).told()?);
        }
        let (mut targets, mut fen) =
            groups.values().fold((0, 0), |(targets, fen), counted| (targets + counted.targets, fen + counted.fen));
        if column == Column::Class {
            let sql = format!("SELECT {sums} {condition}");
            (targets, fen) = self
                .connection
                .prepare_cached(&sql)
                .told()?
                .query_row(params_from_iter(args), |row| {
                    Ok((row.get::<_, i64>(0)?.unsigned_abs(), whole(row.get(1)?, row.get(2)?)))
                })
                .told()?;
        }
        Ok(table(column, groups, most, targets, fen))
    }
}

fn table(column: Column, groups: BTreeMap<Group, Counted>, most: usize, targets: u64, fen: i128) -> Frequency {
    let mut all: Vec<(Group, Counted)> = groups.into_iter().collect();
    let by_frequency = |a: &(Group, Counted), b: &(Group, Counted)| {
        (b.1.targets, b.1.fen).cmp(&(a.1.targets, a.1.fen)).then_with(|| a.0.cmp(&b.0))
    };
    all.sort_by(by_frequency);
    let rest: Vec<(Group, Counted)> = all.split_off(most.min(all.len()));
    let others = (!rest.is_empty()).then(|| {
        let sum = rest.iter().fold((0, 0), |(targets, fen), (_, one)| (targets + one.targets, fen + one.fen));
        (rest.len() as u64, sum.0, sum.1)
    });
    if !matches!(column, Column::Department | Column::Unit | Column::Code | Column::Name | Column::Class) {
        let least = |group: &Group| match group {
            Group::Amount(span) => span.least.unwrap_or(Money(i64::MIN)),
            _ => Money(0),
        };
        all.sort_by(|a, b| least(&a.0).cmp(&least(&b.0)).then_with(|| a.0.cmp(&b.0)));
    }
    let rows = all
        .into_iter()
        .map(|(group, counted)| FrequencyRow {
            clause: group.clause(column),
            label: counted.label,
            targets: counted.targets,
            fen: counted.fen,
            group,
        })
        .collect();
    Frequency { column, rows, others, targets, fen, overlapping: column == Column::Class }
}
