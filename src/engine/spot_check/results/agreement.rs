//! How far two people agree who looked at the same without having seen each other's figure. Only [`super`] may import it.
//!
//! What counts is what each said first, before seeing the other: what was settled afterwards is no agreement.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::super::plan::RISK;
use crate::engine::workstation::Workstation;
use crate::model::event::{Body, Event, SpotCheck};
use crate::model::ids::{EventId, PersonId};
use crate::model::problem::Problem;
use crate::model::recheck::{RecheckLine, RecheckStatus, Verified};
use crate::model::review::{Grade, SameDecision as _};
use crate::rules::estimate::agreement::{Weights, kappa, percent as agreed};
use crate::rules::estimate::limits::{Side, limits};
use crate::rules::estimate::{Population, Rounding, rounded};

/// What two people found of the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agreement {
    /// Rows that two looked at, each without the other's figure.
    pub rows: u64,
    /// Of these, the same figure.
    pub rows_same: u64,
    /// In percent: low and high end, two-sided at 95 %.
    pub rows_percent: Option<(Decimal, Decimal)>,
    /// Rechecks that two finished.
    pub grades: u64,
    /// Of these, the same grade.
    pub grades_same: u64,
    /// Cohen's kappa of the grades, weighted by distance: value, low and high end.
    pub kappa: Option<(Decimal, Decimal, Decimal)>,
}

/// What each said first without having seen another's word on the same, by person.
fn first_looks<'a, T>(events: &'a [Event], read: impl Fn(&'a SpotCheck) -> Option<T>) -> BTreeMap<PersonId, T> {
    let taken_back: BTreeSet<EventId> = events
        .iter()
        .filter_map(|event| match &event.body {
            Body::Retracted(body) => Some(body.of),
            _ => None,
        })
        .collect();
    let mut said: Vec<(&Event, T)> = events
        .iter()
        .filter(|event| !taken_back.contains(&event.id))
        .filter_map(|event| match &event.body {
            Body::SpotCheck(body) => read(body).map(|value| (event, value)),
            _ => None,
        })
        .collect();
    said.sort_by_key(|(event, _)| (event.envelope.at, event.id));
    let by: BTreeMap<EventId, &PersonId> = said.iter().map(|(event, _)| (event.id, &event.envelope.author)).collect();
    let unseeing = |event: &Event| {
        let author = &event.envelope.author;
        event.envelope.sees.iter().all(|seen| by.get(seen).is_none_or(|other| *other == author))
    };
    let mut first = BTreeMap::new();
    let free: Vec<bool> = said.iter().map(|(event, _)| unseeing(event)).collect();
    for ((event, value), free) in said.into_iter().zip(free) {
        // Who saw another's word once is independent no longer, whatever is said later.
        if free {
            first.entry(event.envelope.author.clone()).or_insert(value);
        }
    }
    first
}

fn rank(grade: Grade) -> usize {
    Grade::ALL.iter().position(|known| *known == grade).unwrap_or_default()
}

impl Workstation {
    /// How far two people agree in the rechecks of these lines; `None` where nowhere two looked at the same.
    pub(super) fn agreement(&self, lines: &[RecheckLine]) -> Result<Option<Agreement>, Problem> {
        let mut found = Agreement::default();
        let mut table = vec![vec![0; Grade::ALL.len()]; Grade::ALL.len()];
        for line in lines.iter().filter(|line| line.status != RecheckStatus::Open) {
            let events = self.session.live_events_about(line.version)?;
            let rows: BTreeSet<u32> = events
                .iter()
                .filter_map(|event| match &event.body {
                    Body::SpotCheck(SpotCheck::RowVerified(body)) => body.on.row,
                    _ => None,
                })
                .collect();
            for row in rows {
                let said = first_looks(&events, |body| match body {
                    SpotCheck::RowVerified(body) if body.on.row == Some(row) => Some(&body.verified),
                    _ => None,
                });
                let said: Vec<&Verified> = said.into_values().collect();
                if let [one, other, ..] = said.as_slice() {
                    found.rows += 1;
                    found.rows_same += u64::from(one.same_decision(other));
                }
            }
            let grades = first_looks(&events, |body| match body {
                SpotCheck::Finished(body) => Some(body.grade),
                _ => None,
            });
            let grades: Vec<Grade> = grades.into_values().collect();
            if let [one, other, ..] = grades.as_slice()
                && let Some(cell) = table.get_mut(rank(*one)).and_then(|row: &mut Vec<u64>| row.get_mut(rank(*other)))
            {
                *cell += 1;
            }
        }
        (found.grades_same, found.grades) = agreed(&table);
        if found.rows + found.grades == 0 {
            return Ok(None);
        }
        if found.rows > 0 {
            let ends = limits(Population::Infinite, found.rows, found.rows_same, RISK, Side::Two)?;
            found.rows_percent = ends.lower.zip(ends.upper).map(|(low, high)| (low.percent, high.percent));
        }
        found.kappa = kappa(&table, Weights::Linear, RISK).and_then(|kappa| {
            let two = |value, rounding| rounded(value, 2, rounding);
            Some((
                two(&kappa.value, Rounding::Nearest)?,
                two(&kappa.interval.lower, Rounding::Down)?,
                two(&kappa.interval.upper, Rounding::Up)?,
            ))
        });
        Ok(Some(found))
    }
}
