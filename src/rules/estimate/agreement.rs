//! How far two or more who judged the same agree: percent, Cohen's kappa, Krippendorff's alpha, with intervals.
//!
//! Agreement describes, it is never a verdict: where nearly all is of one class kappa can be low although nearly all agree,
//! so the counts belong beside it. Missing judgements are allowed for alpha. Its interval comes from leaving out one thing
//! after another (jackknife), which needs no chance. Coefficients are exact fractions, their errors good to thirty digits.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_traits::{One, Zero};
use rust_decimal::Decimal;

use super::curves::{Fixed, normal_quantile, student_two_sided};
use super::stratified::{Degrees, Moments, mean, mean_and_variance};
use super::{Exact, Interval, exact, fraction, is_risk, whole};
use crate::model::problem::Problem;

/// How much a disagreement by several classes counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    /// Every disagreement alike.
    Equal,
    /// By how many classes apart.
    Linear,
    /// By the square of that.
    Quadratic,
}

impl Weights {
    /// How much of an agreement two classes of `classes` are.
    fn agreement(self, left: usize, right: usize, classes: usize) -> Exact {
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let (apart, most) = (number(left.abs_diff(right)), number(classes.saturating_sub(1)));
        match self {
            Weights::Equal => whole(u64::from(apart == 0)),
            Weights::Linear => Exact::one() - fraction(apart, most),
            Weights::Quadratic => Exact::one() - fraction(apart * apart, most * most),
        }
    }
}

/// A coefficient with what is known of its error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coefficient {
    /// One for full agreement, zero for what chance gives.
    pub value: Exact,
    /// Its standard error.
    pub error: Exact,
    /// Its standard error if there were no agreement beyond chance; zero where that is not asked.
    pub error_by_chance: Exact,
    /// Two-sided limits, cut at one.
    pub interval: Interval,
}

fn limits(value: &Exact, quantile: &Fixed, error: &Fixed) -> Interval {
    let reach = (quantile * error).exact();
    Interval { lower: (value - &reach).max(-Exact::one()), upper: (value + &reach).min(Exact::one()) }
}

/// How many agree, of how many.
pub fn percent(table: &[Vec<u64>]) -> (u64, u64) {
    let all = table.iter().flatten().sum();
    let agreed = table.iter().enumerate().filter_map(|(class, row)| row.get(class)).sum();
    (agreed, all)
}

/// A square table of shares with its margins.
struct Shares {
    cells: Vec<Vec<Exact>>,
    rows: Vec<Exact>,
    columns: Vec<Exact>,
}

impl Shares {
    fn new(cells: Vec<Vec<Exact>>) -> Shares {
        let rows = cells.iter().map(|row| row.iter().sum()).collect();
        let columns = (0..cells.len()).map(|column| cells.iter().filter_map(|row| row.get(column)).sum()).collect();
        Shares { cells, rows, columns }
    }

    /// Observed and expected agreement, and for each class how much it agrees with the other's margin.
    fn agreements(&self, weights: Weights) -> (Exact, Exact, Vec<Exact>, Vec<Exact>) {
        let classes = self.cells.len();
        let agreement = |left, right| weights.agreement(left, right, classes);
        let with = |margin: &[Exact], class: usize| -> Exact {
            margin.iter().enumerate().map(|(other, share)| share * agreement(class, other)).sum()
        };
        let of_row: Vec<Exact> = (0..classes).map(|class| with(&self.columns, class)).collect();
        let of_column: Vec<Exact> = (0..classes).map(|class| with(&self.rows, class)).collect();
        let observed = self
            .cells
            .iter()
            .enumerate()
            .flat_map(|(left, row)| row.iter().enumerate().map(move |(right, share)| (left, right, share)))
            .map(|(left, right, share)| share * agreement(left, right))
            .sum();
        let expected = self.rows.iter().zip(&of_row).map(|(share, agreed)| share * agreed).sum();
        (observed, expected, of_row, of_column)
    }
}

/// Cohen's kappa of a square table of counts (rows one, columns the other), weighted or not. Errors after Fleiss, Cohen and
/// Everitt. `None` where the table is not square or empty, or both used one class only.
pub fn kappa(table: &[Vec<u64>], weights: Weights, risk: Decimal) -> Option<Coefficient> {
    let (_, all) = percent(table);
    if all == 0 || table.iter().any(|row| row.len() != table.len()) || !is_risk(risk) {
        return None;
    }
    let classes = table.len();
    let shares = Shares::new(table.iter().map(|row| row.iter().map(|count| fraction(*count, all)).collect()).collect());
    let (observed, expected, of_row, of_column) = shares.agreements(weights);
    let left = Exact::one() - &expected;
    if left.is_zero() {
        return None;
    }
    let value = (observed - &expected) / &left;
    let off = Exact::one() - &value;
    let (mut spread, mut by_chance) = (Exact::zero(), Exact::zero());
    for (row, with_columns) in of_row.iter().enumerate() {
        for (column, with_rows) in of_column.iter().enumerate() {
            let agreed = weights.agreement(row, column, classes);
            let margins = with_columns + with_rows;
            let one = &agreed - &margins * &off;
            spread += &shares.cells[row][column] * &one * &one;
            let other = agreed - margins;
            by_chance += &shares.rows[row] * &shares.columns[column] * &other * &other;
        }
    }
    let centre = &value - &expected * &off;
    let under = whole(all) * &left * &left;
    let error = Fixed::of(&((spread - &centre * &centre) / &under)).root();
    let error_by_chance = Fixed::of(&((by_chance - &expected * &expected) / under)).root().exact();
    let quantile = normal_quantile(&(Fixed::one() - Fixed::of(&exact(risk)).part(2)));
    let interval = limits(&value, &quantile, &error);
    Some(Coefficient { value, error: error.exact(), error_by_chance, interval })
}

/// A department with the two classes of each thing drawn, as ranks from zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatedStratum {
    /// Its code.
    pub code: String,
    /// How many it has.
    pub units: u64,
    /// What the one and the other said.
    pub pairs: Vec<(usize, usize)>,
}

/// Kappa of the whole where departments were drawn unevenly: each thing by its weight, the error linearised within
/// departments. `None` where a rank is not below `classes` or both used one class only.
///
/// # Errors
/// See [`mean`].
pub fn weighted_kappa(
    strata: &[RatedStratum],
    classes: usize,
    weights: Weights,
    risk: Decimal,
) -> Result<Option<Coefficient>, Problem> {
    let units: u64 = strata.iter().map(|stratum| stratum.units).sum();
    let mut cells = vec![vec![Exact::zero(); classes]; classes];
    for stratum in strata {
        let drawn = u64::try_from(stratum.pairs.len()).unwrap_or(u64::MAX);
        let weight = fraction(stratum.units, drawn) / whole(units.max(1));
        for (left, right) in &stratum.pairs {
            let Some(cell) = cells.get_mut(*left).and_then(|row| row.get_mut(*right)) else { return Ok(None) };
            *cell += &weight;
        }
    }
    let shares = Shares::new(cells);
    let (observed, expected, of_row, of_column) = shares.agreements(weights);
    let left = Exact::one() - &expected;
    if left.is_zero() {
        return Ok(None);
    }
    let value = (observed - &expected) / &left;
    let off = Exact::one() - &value;
    // What each thing adds to the coefficient.
    let linear: Vec<Moments> = strata
        .iter()
        .map(|stratum| {
            let one = |(row, column): &(usize, usize)| {
                let margins = &of_row[*row] + &of_column[*column];
                (weights.agreement(*row, *column, classes) - margins * &off) / &left
            };
            let values: Vec<Exact> = stratum.pairs.iter().map(one).collect();
            let (mean, variance) = mean_and_variance(&values);
            let drawn = u64::try_from(values.len()).unwrap_or(u64::MAX);
            Moments { code: stratum.code.clone(), units: stratum.units, drawn, mean, variance }
        })
        .collect();
    let found = mean(&linear, risk, Degrees::Plain)?;
    let interval = match &found.interval {
        Some(around) => {
            let reach = (&around.upper - &around.lower) / whole(2);
            Interval { lower: (&value - &reach).max(-Exact::one()), upper: (&value + reach).min(Exact::one()) }
        }
        None => Interval { lower: -Exact::one(), upper: Exact::one() },
    };
    Ok(Some(Coefficient { value, error: found.error, error_by_chance: Exact::zero(), interval }))
}

/// What the values of alpha are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// Classes without order.
    Nominal,
    /// Classes in order.
    Ordinal,
    /// Numbers.
    Interval,
}

/// Krippendorff's alpha.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alpha {
    /// One for full agreement, zero for chance.
    pub value: Exact,
    /// How many values could be compared with another.
    pub values: u64,
    /// How many things have at least two values.
    pub things: u64,
    /// Two-sided limits from leaving out one thing after another; `None` where that leaves nothing to tell.
    pub interval: Option<Interval>,
}

/// Values of one thing with how often each was given; at least two in all.
type Given = BTreeMap<i32, i128>;

/// Alpha of things by judges: each row a thing, each place a judge, `None` where that judge said nothing.
/// `None` where fewer than two values can be compared or all are the same.
pub fn alpha(things: &[Vec<Option<i32>>], metric: Metric, risk: Decimal) -> Option<Alpha> {
    if !is_risk(risk) {
        return None;
    }
    let given: Vec<Given> = things
        .iter()
        .map(|judges| {
            judges.iter().flatten().fold(Given::new(), |mut counts, value| {
                *counts.entry(*value).or_default() += 1;
                counts
            })
        })
        .filter(|counts| counts.values().sum::<i128>() >= 2)
        .collect();
    let value = coefficient(given.iter(), metric)?;
    let values = u64::try_from(given.iter().flat_map(BTreeMap::values).sum::<i128>()).ok()?;
    let things = u64::try_from(given.len()).ok()?;
    let interval = jackknife(&given, metric, &value, risk);
    Some(Alpha { value, values, things, interval })
}

fn jackknife(given: &[Given], metric: Metric, value: &Exact, risk: Decimal) -> Option<Interval> {
    let count = u64::try_from(given.len()).ok().filter(|count| *count > 2)?;
    let without = |place: usize| {
        let others = given.iter().enumerate().filter(move |(index, _)| *index != place).map(|(_, counts)| counts);
        coefficient(others, metric).map(|left| Fixed::of(&left))
    };
    // Things alike make the same difference.
    let mut known: BTreeMap<&Given, Fixed> = BTreeMap::new();
    let mut all = Vec::with_capacity(given.len());
    for (place, counts) in given.iter().enumerate() {
        if !known.contains_key(counts) {
            known.insert(counts, without(place)?);
        }
        all.push(known.get(counts)?.clone());
    }
    let mean = all.iter().fold(Fixed::zero(), |sum, left| sum + left).part(count);
    let squares = all.iter().fold(Fixed::zero(), |sum, left| {
        let off = left - &mean;
        sum + &off * &off
    });
    let error = squares.times(count - 1).part(count).root();
    let quantile = student_two_sided(&Fixed::of(&exact(risk)), &Fixed::whole(count - 1));
    Some(limits(value, &quantile, &error))
}

/// `1 - (n-1) * observed / expected`, both as sums over ordered pairs.
fn coefficient<'a>(things: impl Iterator<Item = &'a Given> + Clone, metric: Metric) -> Option<Exact> {
    let mut margins = Given::new();
    for counts in things.clone() {
        for (value, count) in counts {
            *margins.entry(*value).or_default() += count;
        }
    }
    let all: i128 = margins.values().sum();
    let distance = Distance::new(&margins, metric);
    // Observed sums by how many others each value is compared with.
    let mut observed: BTreeMap<i128, i128> = BTreeMap::new();
    for counts in things {
        let others = counts.values().sum::<i128>() - 1;
        *observed.entry(others).or_default() += distance.over_pairs(counts);
    }
    let expected = distance.over_pairs(&margins);
    if all < 2 || !expected.is_positive() {
        return None;
    }
    let observed: Exact =
        observed.into_iter().map(|(others, sum)| Exact::new(BigInt::from(sum), BigInt::from(others))).sum();
    Some(Exact::one() - observed * Exact::new(BigInt::from(all - 1), BigInt::from(expected)))
}

/// How far two values are apart, squared; for ordered classes four times that, so that it is whole.
struct Distance {
    metric: Metric,
    /// Twice the number of values up to a class, less that class's own.
    ranks: BTreeMap<i32, i128>,
}

impl Distance {
    fn new(margins: &Given, metric: Metric) -> Distance {
        let mut below = 0;
        let ranks = margins
            .iter()
            .map(|(value, count)| {
                below += count;
                (*value, 2 * below - count)
            })
            .collect();
        Distance { metric, ranks }
    }

    /// Sum over all ordered pairs of the counted values.
    fn over_pairs(&self, counts: &Given) -> i128 {
        let all: i128 = counts.values().sum();
        if self.metric == Metric::Nominal {
            return all * all - counts.values().map(|count| count * count).sum::<i128>();
        }
        // 2 (n * sum of squares - square of the sum) is the sum of squared differences.
        let place = |value: &i32| match self.metric {
            Metric::Ordinal => self.ranks.get(value).copied().unwrap_or_default(),
            _ => i128::from(*value),
        };
        let sum: i128 = counts.iter().map(|(value, count)| place(value) * count).sum();
        let squares: i128 = counts.iter().map(|(value, count)| place(value) * place(value) * count).sum();
        2 * (all * squares - sum * sum)
    }
}

/// Two judges' classes as a square table, and what classes there are. Things that one of them did not judge are left out.
pub fn table(things: &[(Option<i32>, Option<i32>)]) -> (Vec<i32>, Vec<Vec<u64>>) {
    let both: Vec<(i32, i32)> = things.iter().filter_map(|(left, right)| Some(((*left)?, (*right)?))).collect();
    let classes: BTreeSet<i32> = both.iter().flat_map(|(left, right)| [*left, *right]).collect();
    let classes: Vec<i32> = classes.into_iter().collect();
    let mut counts = vec![vec![0; classes.len()]; classes.len()];
    for (left, right) in both {
        if let (Ok(row), Ok(column)) = (classes.binary_search(&left), classes.binary_search(&right)) {
            counts[row][column] += 1;
        }
    }
    (classes, counts)
}
