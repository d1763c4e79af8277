//! The department's own grade against the recheck's, thing by thing.
//!
//! Ranks count from zero, the best. Three rates carry statements: graded too high, too low, and two classes or more apart;
//! they are bounded like any rate. The mean shift of ranks has t limits. Tests of symmetry and kappa describe the random
//! part only. What was certain to be examined is counted in a table of its own and projected nowhere.

use num_traits::{One, ToPrimitive, Zero};
use rust_decimal::Decimal;

use super::agreement::{Coefficient, RatedStratum, Weights, weighted_kappa};
use super::curves::{Fixed, chi_square_above};
use super::domain::{DomainStratum, domain_mean};
use super::stratified::{Degrees, Mean, Moments, Rate, Stratum, korn_graubard, mean, rate};
use super::{Exact, Interval, fraction, whole};
use crate::model::problem::Problem;

/// From which points on a grade is given, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bands(Vec<Decimal>);

impl Bands {
    /// Floors from the best grade down; what is below the last is the worst. `None` where they do not fall.
    pub fn new(floors: Vec<Decimal>) -> Option<Bands> {
        (!floors.is_empty() && floors.windows(2).all(|pair| pair[0] > pair[1])).then_some(Bands(floors))
    }

    /// How many grades there are.
    pub fn classes(&self) -> usize {
        self.0.len() + 1
    }

    /// The rank of a score, from zero.
    pub fn rank(&self, score: Decimal) -> usize {
        self.0.iter().position(|floor| score >= *floor).unwrap_or(self.0.len())
    }
}

impl Default for Bands {
    /// 90, 80 and 60 points: 优, 良, 中, 差 as usual; a plan may say otherwise.
    fn default() -> Bands {
        Bands([90, 80, 60].map(Decimal::from).to_vec())
    }
}

/// What may be said of a pair of grades.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attribute {
    /// The own grade is better than the recheck's.
    Over,
    /// The own grade is worse.
    Under,
    /// Two classes or more apart, either way.
    Far,
}

impl Attribute {
    fn holds(self, (own, rechecked): (usize, usize)) -> bool {
        match self {
            Attribute::Over => own < rechecked,
            Attribute::Under => own > rechecked,
            Attribute::Far => own.abs_diff(rechecked) >= 2,
        }
    }
}

/// Of those who graded themselves so, how many were confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// The own rank.
    pub rank: usize,
    /// How many of those drawn at random had it, and how many of them the recheck gave it, too.
    pub counts: (u64, u64),
    /// The estimated share in the whole.
    pub share: Exact,
    /// Two-sided limits, to be shown as approximate.
    pub interval: Interval,
}

/// Both tables and what follows from the random one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// Random part as counted: own rank down, recheck across.
    pub random: Vec<Vec<u64>>,
    /// Certainty part as counted.
    pub certain: Vec<Vec<u64>>,
    /// Random part, each thing by its weight: estimated numbers in the whole drawn from.
    pub estimated: Vec<Vec<Exact>>,
    /// Graded too high; limits two-sided at the risk.
    pub over: Rate,
    /// Graded too low.
    pub under: Rate,
    /// Two classes or more apart.
    pub far: Rate,
    /// Mean of recheck rank less own rank: above zero where departments grade themselves too high.
    pub shift: Mean,
    /// Confirmed share by own rank; ranks that nobody drawn had are left out.
    pub confirmed: Vec<Confirmed>,
    /// Kappa, weighted linearly by classes apart.
    pub kappa: Option<Coefficient>,
}

/// Counts a department's pairs of a kind, as strata of a rate.
pub fn counted(strata: &[RatedStratum], attribute: Attribute) -> Vec<Stratum> {
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let one = |stratum: &RatedStratum| {
        let found = stratum.pairs.iter().filter(|pair| attribute.holds(**pair)).count();
        Stratum::done(&stratum.code, stratum.units, number(stratum.pairs.len()), number(found))
    };
    strata.iter().map(one).collect()
}

/// Counts pairs of ranks; what is not below `classes` is left out.
pub fn table(pairs: impl IntoIterator<Item = (usize, usize)>, classes: usize) -> Vec<Vec<u64>> {
    let mut cells = vec![vec![0; classes]; classes];
    for (own, rechecked) in pairs {
        if let Some(cell) = cells.get_mut(own).and_then(|row| row.get_mut(rechecked)) {
            *cell += 1;
        }
    }
    cells
}

/// Draws up the matrix. `risk` is two-sided.
///
/// # Errors
/// Names the department of which nothing was drawn or more than it has.
pub fn matrix(
    strata: &[RatedStratum],
    certain: &[(usize, usize)],
    classes: usize,
    risk: Decimal,
) -> Result<Matrix, Problem> {
    let half = risk / Decimal::TWO;
    let over = rate(&counted(strata, Attribute::Over), half)?;
    let under = rate(&counted(strata, Attribute::Under), half)?;
    let far = rate(&counted(strata, Attribute::Far), half)?;
    let signed = |(own, rechecked): &(usize, usize)| {
        Decimal::from(rechecked.to_i64().unwrap_or_default() - own.to_i64().unwrap_or_default())
    };
    let moments: Vec<Moments> = strata
        .iter()
        .filter_map(|stratum| {
            let shifts: Vec<Decimal> = stratum.pairs.iter().map(signed).collect();
            Moments::of(&stratum.code, stratum.units, &shifts)
        })
        .collect();
    let shift = mean(&moments, risk, Degrees::Plain)?;
    let mut estimated = vec![vec![Exact::zero(); classes]; classes];
    for stratum in strata {
        let weight = fraction(stratum.units, u64::try_from(stratum.pairs.len()).unwrap_or(u64::MAX));
        for (own, rechecked) in &stratum.pairs {
            if let Some(cell) = estimated.get_mut(*own).and_then(|row| row.get_mut(*rechecked)) {
                *cell += &weight;
            }
        }
    }
    let confirmed = (0..classes).map(|rank| confirmed(strata, rank, risk)).collect::<Result<Vec<_>, _>>()?;
    Ok(Matrix {
        random: table(strata.iter().flat_map(|stratum| stratum.pairs.iter().copied()), classes),
        certain: table(certain.iter().copied(), classes),
        estimated,
        over,
        under,
        far,
        shift,
        confirmed: confirmed.into_iter().flatten().collect(),
        kappa: weighted_kappa(strata, classes, Weights::Linear, risk)?,
    })
}

fn confirmed(strata: &[RatedStratum], rank: usize, risk: Decimal) -> Result<Option<Confirmed>, Problem> {
    let domain: Vec<DomainStratum> = strata
        .iter()
        .map(|stratum| {
            let value = |(own, rechecked): &(usize, usize)| {
                (*own == rank).then(|| if own == rechecked { Decimal::ONE } else { Decimal::ZERO })
            };
            DomainStratum {
                code: stratum.code.clone(),
                units: stratum.units,
                values: stratum.pairs.iter().map(value).collect(),
            }
        })
        .collect();
    let Some(found) = domain_mean(&domain, risk)? else { return Ok(None) };
    let pairs = || strata.iter().flat_map(|stratum| &stratum.pairs).filter(|(own, _)| *own == rank);
    let all = u64::try_from(pairs().count()).unwrap_or(u64::MAX);
    let same = u64::try_from(pairs().filter(|(own, rechecked)| own == rechecked).count()).unwrap_or(u64::MAX);
    let half = risk / Decimal::TWO;
    let interval = korn_graubard(&found.mean, &found.variance, all, same, all.saturating_sub(1), half);
    Ok(Some(Confirmed { rank, counts: (all, same), share: found.mean, interval }))
}

/// A test of symmetry: descriptive, of the raw random part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symmetry {
    /// Chi-square.
    pub statistic: Exact,
    /// Its degrees of freedom.
    pub degrees: u64,
    /// The chance of so much or more if both graded alike.
    pub chance: Exact,
}

fn symmetry(statistic: Exact, degrees: u64) -> Symmetry {
    let chance = if degrees == 0 { Exact::one() } else { chi_square_above(&Fixed::of(&statistic), degrees).exact() };
    Symmetry { statistic, degrees, chance }
}

/// A cell, nothing where the table has none.
fn at(table: &[Vec<u64>], row: usize, column: usize) -> u64 {
    table.get(row).and_then(|cells| cells.get(column)).copied().unwrap_or_default()
}

/// Bowker's test: whether going up is as frequent as going down, for each pair of grades that occurs.
pub fn bowker(table: &[Vec<u64>]) -> Symmetry {
    let (mut statistic, mut degrees) = (Exact::zero(), 0);
    for row in 0..table.len() {
        for column in 0..row {
            let (down, up) = (at(table, row, column), at(table, column, row));
            if down + up > 0 {
                let apart = whole(down.abs_diff(up));
                statistic += &apart * &apart / whole(down + up);
                degrees += 1;
            }
        }
    }
    symmetry(statistic, degrees)
}

/// The test of Stuart and Maxwell: whether both gave each grade equally often.
pub fn stuart_maxwell(table: &[Vec<u64>]) -> Symmetry {
    let classes = table.len();
    let sum = |cells: &mut dyn Iterator<Item = u64>| whole(cells.sum());
    let apart: Vec<Exact> = (0..classes)
        .map(|class| {
            sum(&mut (0..classes).map(|other| at(table, class, other)))
                - sum(&mut (0..classes).map(|other| at(table, other, class)))
        })
        .collect();
    // Differences that hang together add up to nothing: of each such group one grade is left out, the rest has an inverse.
    let groups = groups(table);
    let (mut statistic, mut degrees) = (Exact::zero(), 0);
    for group in groups.iter().filter(|group| group.len() > 1) {
        let kept = &group[1..];
        let cell = |row: &usize, column: &usize| {
            if row == column {
                let others = (0..classes).filter(|other| other != row);
                whole(others.map(|other| at(table, *row, other) + at(table, other, *row)).sum())
            } else {
                -whole(at(table, *row, *column) + at(table, *column, *row))
            }
        };
        let rows = kept.iter().map(|row| kept.iter().map(|column| cell(row, column)).collect()).collect();
        let right: Vec<Exact> = kept.iter().map(|class| apart[*class].clone()).collect();
        if let Some(solved) = solve(rows, right.clone()) {
            statistic += solved.iter().zip(&right).map(|(left, right)| left * right).sum::<Exact>();
            degrees += u64::try_from(kept.len()).unwrap_or(u64::MAX);
        }
    }
    symmetry(statistic, degrees)
}

/// Grades that hang together by pairs that occur.
fn groups(table: &[Vec<u64>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for class in 0..table.len() {
        let joins =
            |group: &Vec<usize>| group.iter().any(|other| at(table, class, *other) + at(table, *other, class) > 0);
        let (joined, mut apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(joins);
        let mut group: Vec<usize> = joined.into_iter().flatten().collect();
        group.push(class);
        apart.push(group);
        groups = apart;
    }
    groups
}

/// Solves equations by elimination; `None` where they have no single answer.
fn solve(mut rows: Vec<Vec<Exact>>, mut right: Vec<Exact>) -> Option<Vec<Exact>> {
    let size = rows.len();
    for step in 0..size {
        let pivot = (step..size).find(|row| !rows[*row][step].is_zero())?;
        rows.swap(step, pivot);
        right.swap(step, pivot);
        for row in 0..size {
            if row == step || rows[row][step].is_zero() {
                continue;
            }
            let factor = &rows[row][step] / &rows[step][step];
            let taken: Vec<Exact> = rows[step].iter().map(|cell| cell * &factor).collect();
            for (cell, taken) in rows[row].iter_mut().zip(taken) {
                *cell -= taken;
            }
            let taken = &right[step] * factor;
            right[row] -= taken;
        }
    }
    Some((0..size).map(|row| &right[row] / &rows[row][row]).collect())
}
