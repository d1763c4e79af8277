//! How far two people agree who looked at the same without having seen each other's figure. Only [`super`] may import it.
//!
//! What counts is what each said first, before seeing the other: what was settled afterwards is no agreement. An independent
//! second review counts once both are done, by what the two found; while it is hidden it is in no figure. Where none was wanted,
//! those count who said something of the same without having seen another's word.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::super::plan::RISK;
use crate::engine::workstation::Workstation;
use crate::model::event::{Body, Event, SpotCheck};
use crate::model::ids::{EventId, PersonId};
use crate::model::problem::Problem;
use crate::model::recheck::{Hand, RecheckLine, RecheckStatus, SecondReview, Verified};
use crate::model::review::{Grade, SameDecision as _};
use crate::rules::estimate::agreement::{Metric, Weights, alpha, kappa, percent as agreed};
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
    pub kappa: Option<Measured>,
    /// Independent second reviews that both have done.
    pub seconds: u64,
    /// Of these, some difference is not settled.
    pub seconds_open: u64,
    /// Second reviews that were wanted and released, because there was no second person: in none of the figures here.
    pub released: u64,
    /// Rows of which both said whether and how they are proved: as filed, another value, no evidence, not applicable.
    pub verdicts: u64,
    /// Of these, the same.
    pub verdicts_same: u64,
    /// Cohen's kappa of these: value, low and high end.
    pub verdicts_kappa: Option<Measured>,
    /// Krippendorff's alpha of the total points of the two: value, low and high end; without ends where there are too few.
    pub points_alpha: Option<(Decimal, Option<(Decimal, Decimal)>)>,
}

/// A coefficient to two places: value, low and high end at 95 %.
pub type Measured = (Decimal, Decimal, Decimal);

/// What two people said, as it is gathered.
#[derive(Default)]
struct Pairs {
    grades: Vec<Vec<u64>>,
    verdicts: Vec<Vec<u64>>,
    points: Vec<Vec<Option<i32>>>,
}

impl Pairs {
    fn new() -> Pairs {
        let square = |classes: usize| vec![vec![0; classes]; classes];
        Pairs { grades: square(Grade::ALL.len()), verdicts: square(VERDICTS), points: Vec::new() }
    }

    fn count(table: &mut [Vec<u64>], one: usize, other: usize) {
        if let Some(cell) = table.get_mut(one).and_then(|row| row.get_mut(other)) {
            *cell += 1;
        }
    }
}

/// Kinds of what is found of a row.
const VERDICTS: usize = 4;

fn verdict(found: &Verified) -> usize {
    match found {
        Verified::Agrees => 0,
        Verified::Value(_) => 1,
        Verified::NoEvidence => 2,
        Verified::NotApplicable => 3,
    }
}

/// Points in hundredths; totals have two places.
fn hundredths(points: Decimal) -> Option<i32> {
    (points * Decimal::ONE_HUNDRED).round().to_i32()
}

fn measured(table: &[Vec<u64>], weights: Weights) -> Option<Measured> {
    let found = kappa(table, weights, RISK)?;
    let two = |value, rounding| rounded(value, 2, rounding);
    Some((
        two(&found.value, Rounding::Nearest)?,
        two(&found.interval.lower, Rounding::Down)?,
        two(&found.interval.upper, Rounding::Up)?,
    ))
}

/// What the two of a second review found, unseen by each other.
fn compare(found: &mut Agreement, pairs: &mut Pairs, second: &SecondReview, [one, other]: [&Hand; 2]) {
    found.seconds += 1;
    found.seconds_open += u64::from(second.open() > 0);
    for row in one.rows.keys().filter(|row| other.rows.contains_key(row)) {
        let (Some(left), Some(right)) = (one.found(*row), other.found(*row)) else { continue };
        found.rows += 1;
        found.rows_same += u64::from(left.same_decision(right));
        Pairs::count(&mut pairs.verdicts, verdict(&left.verified), verdict(&right.verified));
    }
    if let (Some(left), Some(right)) = (one.finished.0.first(), other.finished.0.first()) {
        Pairs::count(&mut pairs.grades, rank(left.value.grade), rank(right.value.grade));
        pairs.points.push(vec![hundredths(left.value.verified), hundredths(right.value.verified)]);
    }
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
        let mut pairs = Pairs::new();
        for line in lines.iter().filter(|line| line.status != RecheckStatus::Open) {
            if line.second.is_some() {
                // Before both are done it is in no figure.
                let second = self.session.recheck(line.version)?.second;
                found.released += u64::from(second.as_ref().is_some_and(SecondReview::is_released));
                if let Some((second, pair)) = second.as_ref().and_then(|second| Some((second, second.pair()?))) {
                    compare(&mut found, &mut pairs, second, pair);
                }
                continue;
            }
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
                    Pairs::count(&mut pairs.verdicts, verdict(one), verdict(other));
                }
            }
            let grades = first_looks(&events, |body| match body {
                SpotCheck::Finished(body) => Some(body.grade),
                _ => None,
            });
            let grades: Vec<Grade> = grades.into_values().collect();
            if let [one, other, ..] = grades.as_slice() {
                Pairs::count(&mut pairs.grades, rank(*one), rank(*other));
            }
        }
        (found.grades_same, found.grades) = agreed(&pairs.grades);
        (found.verdicts_same, found.verdicts) = agreed(&pairs.verdicts);
        if found.rows + found.grades + found.seconds + found.released == 0 {
            return Ok(None);
        }
        if found.rows > 0 {
            let ends = limits(Population::Infinite, found.rows, found.rows_same, RISK, Side::Two)?;
            found.rows_percent = ends.lower.zip(ends.upper).map(|(low, high)| (low.percent, high.percent));
        }
        found.kappa = measured(&pairs.grades, Weights::Linear);
        found.verdicts_kappa = measured(&pairs.verdicts, Weights::Equal);
        found.points_alpha = alpha(&pairs.points, Metric::Interval, RISK).and_then(|alpha| {
            let two = |value, rounding| rounded(value, 2, rounding);
            let ends = alpha
                .interval
                .as_ref()
                .and_then(|ends| Some((two(&ends.lower, Rounding::Down)?, two(&ends.upper, Rounding::Up)?)));
            Some((two(&alpha.value, Rounding::Nearest)?, ends))
        });
        Ok(Some(found))
    }
}
