//! From counts to what may be concluded, by [`crate::rules::estimate`]. Only [`super`] may import it.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use num_traits::{One, Zero};
use rust_decimal::Decimal;

use super::super::plan::RISK;
use super::tally::{Kept, Tally};
use super::{DepartmentResult, Frame, Results, Statement, TOLERABLE};
use crate::model::money::Money;
use crate::model::problem::Problem;
use crate::model::recheck::Part;
use crate::rules::estimate::agreement::RatedStratum;
use crate::rules::estimate::inflation::{Inflation, Scored, ranking};
use crate::rules::estimate::matrix::matrix;
use crate::rules::estimate::planning::{TopUp, Verdict, top_up};
use crate::rules::estimate::sentence::{self, AsFound, Evidence};
use crate::rules::estimate::stratified::{self, Degrees, Moments, Rate, Stratum, differences};
use crate::rules::estimate::{Exact, Rounding, binomial, exact, fraction, percent, rounded, whole as number};

/// Grades.
const CLASSES: usize = 4;

/// From so many rechecks drawn at random on a limit of a department is told; below that what was found.
pub const FEWEST: u64 = 10;

/// What the random part proves of untrue self-evaluations, one-sided each at 95 %.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inference {
    /// How many there are to conclude on.
    pub units: u64,
    /// Drawn of these.
    pub drawn: u64,
    /// Found untrue.
    pub found: u64,
    /// At least so many are.
    pub least: u64,
    /// At most so many are.
    pub most: u64,
    /// Estimated rate in percent.
    pub share: String,
    /// At most so many percent are, rounded up.
    pub upper: String,
    /// More than one in twenty is not done: what is missing counts as untrue above, as true below.
    pub worst_case: bool,
}

/// Own points less those of the recheck, of the random part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Estimated mean of all that could be drawn; `None` where departments have nothing to weigh.
    pub mean: Option<Decimal>,
    /// Its limits, two-sided at 95 %.
    pub interval: Option<(Decimal, Decimal)>,
    /// How many are above, at and below zero.
    pub signs: (u64, u64, u64),
    /// Sum of those above zero; it never cancels against the other.
    pub above: Decimal,
    /// Sum of those below zero.
    pub below: Decimal,
    /// Mean of their sizes.
    pub mean_size: Option<Decimal>,
    /// Variance against that of a draw without departments.
    pub design_effect: Option<Decimal>,
    /// Departments with a single recheck that were taken together.
    pub collapsed: Vec<Vec<String>>,
}

/// Own points less those of the recheck, of the random part of one department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentDifference {
    /// Rechecks with points.
    pub drawn: u64,
    /// Their mean.
    pub mean: Decimal,
    /// Limits of the department's mean, two-sided at 95 %; only from [`FEWEST`] on or where all was rechecked, and where hardly
    /// anything is left to do.
    pub interval: Option<(Decimal, Decimal)>,
}

/// Own grade down, the recheck's across, best first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GradeMatrix {
    /// Random part as counted.
    pub random: [[u64; CLASSES]; CLASSES],
    /// Part examined in any case, as counted.
    pub certain: [[u64; CLASSES]; CLASSES],
    /// Random part, each by its weight: how many of all that could be drawn.
    pub estimated: Option<Vec<Vec<Decimal>>>,
    /// The same in percent of all that could be drawn.
    pub shares: Option<Vec<Vec<String>>>,
    /// Own grade better than the recheck's, in percent: estimate, low and high end, two-sided at 95 %.
    pub over: Option<(String, String, String)>,
    /// Own grade worse.
    pub under: Option<(String, String, String)>,
    /// The same grade, in percent: what the two others leave.
    pub equal: Option<String>,
    /// Weighted kappa; it describes and judges nothing.
    pub kappa: Option<Decimal>,
}

impl GradeMatrix {
    pub(super) fn count(&mut self, part: Option<Part>, (own, rechecked): (usize, usize)) {
        let table = match part {
            Some(Part::Random) => &mut self.random,
            Some(Part::Certain) => &mut self.certain,
            None => return,
        };
        if let Some(cell) = table.get_mut(own).and_then(|row| row.get_mut(rechecked)) {
            *cell += 1;
        }
    }

    /// How many of the random part gave themselves a better grade, the same, a worse one.
    pub fn signs(&self) -> (u64, u64, u64) {
        let mut signs = (0, 0, 0);
        for (own, row) in self.random.iter().enumerate() {
            for (rechecked, count) in row.iter().enumerate() {
                match own.cmp(&rechecked) {
                    Ordering::Less => signs.0 += count,
                    Ordering::Equal => signs.1 += count,
                    Ordering::Greater => signs.2 += count,
                }
            }
        }
        signs
    }

    /// How many are in the tables.
    pub fn counted(&self) -> u64 {
        self.random.iter().chain(&self.certain).flatten().sum()
    }
}

/// A department among those that score themselves too high.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InflationRow {
    /// From 1, the most inflated; `None` where nothing of it was rechecked.
    pub place: Option<u64>,
    /// Rechecks that enter.
    pub drawn: u64,
    /// Their mean.
    pub mean: Option<Decimal>,
    /// The mean drawn towards that of all, the more the fewer there are: by it the next draw is weighted.
    pub index: Decimal,
    /// Its limits, two-sided at 95 %.
    pub interval: Option<(Decimal, Decimal)>,
}

fn two(value: &Exact, rounding: Rounding) -> Decimal {
    rounded(value, 2, rounding).unwrap_or_default()
}

impl Inference {
    fn of(rate: &Rate) -> Inference {
        Inference {
            units: rate.units,
            drawn: rate.drawn,
            found: rate.found,
            least: rate.counts.0,
            most: rate.counts.1,
            share: percent(&rate.share, Rounding::Nearest),
            upper: percent(&fraction(rate.counts.1, rate.units), Rounding::Up),
            worst_case: rate.worst_case,
        }
    }
}

/// The random part of a department, where its list is known.
fn stratum(name: &str, kept: &Kept) -> Option<Stratum> {
    let units = kept.units().filter(|units| *units > 0)?;
    let Tally { units: drawn, found, replaced, .. } = kept.random;
    // All that was drawn turned out not applicable: nothing is known of the rest.
    let stands_in = if drawn == 0 { replaced.min(units) } else { 0 };
    let missing = kept.random.open() + stands_in;
    Some(Stratum { code: name.to_owned(), units, drawn: drawn + stands_in, missing, found })
}

fn as_found(tally: Tally) -> AsFound {
    AsFound { units: tally.units, found: tally.found, unexamined: tally.open() }
}

/// Fills in everything that follows from counts.
pub(super) fn infer(
    results: &mut Results,
    departments: &BTreeMap<String, Kept>,
    frame: Option<&Frame>,
    at_most: Option<Decimal>,
) {
    let strata: Vec<Stratum> = departments.iter().filter_map(|(name, kept)| stratum(name, kept)).collect();
    let rate = match (frame, &results.draw) {
        (_, None) => None,
        (None, Some(_)) => {
            results.why_not = Some(Problem::refused("problem-results-list-elsewhere"));
            None
        }
        (Some(frame), Some(_)) if frame.weighted => {
            results.why_not = Some(Problem::refused("problem-results-weighted"));
            None
        }
        (Some(_), Some(_)) if results.random.done == 0 => None,
        (Some(_), Some(_)) => stratified::rate(&strata, RISK).map_err(|problem| results.why_not = Some(problem)).ok(),
    };
    let inferring = rate.as_ref().is_some_and(|rate| !rate.worst_case);
    results.inference = rate.as_ref().map(Inference::of);
    results.difference = difference(departments, inferring);
    grades(&mut results.matrix, departments, inferring);
    let inflation = inflation(departments, frame.is_some_and(|frame| !frame.weighted));
    let public = results.draw.as_ref().is_some_and(|draw| draw.public);
    let evidence = Evidence {
        department: None,
        random: rate.as_ref(),
        risk: RISK,
        public_seed: public,
        systematic: frame.is_some_and(|frame| frame.systematic),
        certain: as_found(results.certain),
        targeted: AsFound { units: results.targeted.done, found: results.targeted.found, unexamined: 0 },
        excluded: frame.and_then(|frame| frame.excluded).unwrap_or_default(),
        refused: results.random.refused,
        replaced: results.random.replaced,
        at_most,
    };
    results.statements = whole(results, &evidence, frame);
    let mut said = Vec::new();
    if let Some(rate) = &rate {
        if inferring {
            said = grade_statements(departments, results.difference.as_ref());
        }
        results.coach = coach(rate, at_most.unwrap_or(TOLERABLE), strata.len());
    }
    results.statements.extend(said);
    results.departments =
        departments.iter().map(|(name, kept)| department(name, kept, &evidence, inflation.get(name))).collect();
}

fn statement(key: &'static str, args: &[(&'static str, String)]) -> Statement {
    Statement { key, args: args.to_vec() }
}

fn progress(key: &'static str, tally: Tally) -> Statement {
    let count = |number| sentence::grouped(number);
    statement(
        key,
        &[
            ("drawn", count(tally.units)),
            ("done", count(tally.done)),
            ("open", count(tally.open())),
            ("found", count(tally.found)),
        ],
    )
}

/// What is said of the whole: what may be inferred, else how far the work is.
fn whole(results: &Results, evidence: &Evidence<'_>, frame: Option<&Frame>) -> Vec<Statement> {
    let Some(draw) = &results.draw else {
        if results.targeted.done == 0 {
            return vec![statement("results-nothing-drawn", &[])];
        }
        return sentence::statements(evidence);
    };
    let mut said = Vec::new();
    if results.random.done == 0 {
        said.push(statement("results-nothing-done", &[("drawn", sentence::grouped(results.random.units))]));
    } else if results.random.open() > 0 || evidence.random.is_none() {
        said.push(progress("results-progress", results.random));
    }
    if evidence.random.is_some() {
        said.extend(sentence::statements(evidence));
    } else {
        facts(results, evidence, &mut said);
    }
    if frame.is_none_or(|frame| frame.excluded.is_none()) && draw.excluded > 0 {
        said.push(statement("results-excluded-elsewhere", &[("units", sentence::grouped(draw.excluded))]));
    }
    said
}

/// Without an inference: what was found beside the random part, each on its line.
fn facts(results: &Results, evidence: &Evidence<'_>, said: &mut Vec<Statement>) {
    let count = |number| sentence::grouped(number);
    let AsFound { units, found, unexamined } = evidence.certain;
    if unexamined > 0 {
        let args = [("units", count(units)), ("found", count(found)), ("unexamined", count(unexamined))];
        said.push(statement("estimate-certain-incomplete", &args));
    } else if units > 0 {
        said.push(statement("estimate-certain", &[("units", count(units)), ("found", count(found))]));
    }
    if results.targeted.done > 0 {
        let args = [("units", count(results.targeted.done)), ("found", count(results.targeted.found))];
        said.push(statement("estimate-targeted", &args));
    }
    let (left_out, money): (u64, Money) = evidence.excluded;
    if left_out > 0 {
        let args = [("units", count(left_out)), ("amount", money.ten_thousand_yuan())];
        said.push(statement("estimate-excluded", &args));
    }
}

fn department(name: &str, kept: &Kept, whole: &Evidence<'_>, inflation: Option<&InflationRow>) -> DepartmentResult {
    let rate = stratum(name, kept)
        .filter(|stratum| kept.random.done > 0 && stratum.drawn > 0)
        .filter(|_| whole.random.is_some())
        .and_then(|stratum| stratified::rate(&[stratum], RISK).ok());
    let mut statements = Vec::new();
    let named = |statement: Statement| {
        let mut args = vec![("department", name.to_owned())];
        args.extend(statement.args);
        Statement { key: statement.key, args }
    };
    if kept.random.units > 0 && (kept.random.open() > 0 || rate.is_none()) {
        statements.push(named(progress("results-department-progress", kept.random)));
    }
    let nothing_else = kept.certain.done + kept.targeted.done == 0;
    if rate.is_some() || (kept.random.units == 0 && !(nothing_else && kept.certain.units > 0)) {
        statements.extend(sentence::statements(&Evidence {
            department: Some(name),
            random: rate.as_ref(),
            certain: as_found(kept.certain),
            targeted: AsFound { units: kept.targeted.done, found: kept.targeted.found, unexamined: 0 },
            // The whole says the rest once.
            excluded: (0, Money(0)),
            public_seed: true,
            systematic: false,
            refused: kept.random.refused,
            replaced: kept.random.replaced,
            at_most: None,
            risk: RISK,
        }));
    }
    DepartmentResult {
        name: name.to_owned(),
        frame: kept.frame,
        random: kept.random,
        certain: kept.certain,
        targeted: kept.targeted,
        difference: department_difference(name, kept, rate.as_ref()),
        inference: rate.as_ref().map(Inference::of),
        inflation: inflation.cloned(),
        statements,
    }
}

/// The mean of a department, and its limits where there are enough to tell them.
fn department_difference(name: &str, kept: &Kept, rate: Option<&Rate>) -> Option<DepartmentDifference> {
    let drawn = kept.differences.len() as u64;
    let sum: Decimal = kept.differences.iter().sum();
    let mean = two(&(exact(sum) / number(drawn).max(Exact::one())), Rounding::Nearest);
    let moments = kept.units().and_then(|units| Moments::of(name, units, &kept.differences));
    let enough = moments.filter(|moments| moments.drawn >= FEWEST || moments.drawn == moments.units);
    let interval = enough
        .filter(|_| rate.is_some_and(|rate| !rate.worst_case))
        .and_then(|moments| stratified::mean(&[moments], RISK, Degrees::Plain).ok())
        .and_then(|mean| mean.interval)
        .map(|ends| (two(&ends.lower, Rounding::Down), two(&ends.upper, Rounding::Up)));
    (drawn > 0).then_some(DepartmentDifference { drawn, mean, interval })
}

/// Departments with the values of each; `None` where one has units and no value, so that nothing may be weighed.
fn moments(departments: &BTreeMap<String, Kept>) -> Option<Vec<Moments>> {
    let known = departments.iter().filter(|(_, kept)| kept.units().is_some_and(|units| units > 0));
    known.map(|(name, kept)| Moments::of(name, kept.units()?, &kept.differences)).collect()
}

fn difference(departments: &BTreeMap<String, Kept>, inferring: bool) -> Option<Difference> {
    let values: Vec<Decimal> = departments.values().flat_map(|kept| kept.differences.iter().copied()).collect();
    if values.is_empty() {
        return None;
    }
    let found = differences(&values)?;
    let mean = moments(departments)
        .filter(|_| inferring)
        .and_then(|moments| stratified::mean(&moments, RISK, Degrees::Plain).ok());
    Some(Difference {
        mean: mean.as_ref().map(|mean| two(&mean.mean, Rounding::Nearest)),
        interval: mean
            .as_ref()
            .and_then(|mean| mean.interval.as_ref())
            .map(|ends| (two(&ends.lower, Rounding::Down), two(&ends.upper, Rounding::Up))),
        signs: found.signs,
        above: found.above,
        below: found.below,
        mean_size: rounded(&found.mean_size, 2, Rounding::Nearest),
        design_effect: mean
            .as_ref()
            .and_then(|mean| mean.design_effect.as_ref())
            .and_then(|effect| rounded(effect, 2, Rounding::Nearest)),
        collapsed: mean.map(|mean| mean.collapsed).unwrap_or_default(),
    })
}

/// Departments with the grades of each; `None` where one has units and no pair.
fn rated(departments: &BTreeMap<String, Kept>) -> Option<Vec<RatedStratum>> {
    let known = departments.iter().filter(|(_, kept)| kept.units().is_some_and(|units| units > 0));
    known
        .map(|(name, kept)| {
            let units = kept.units().filter(|units| kept.grades.len() as u64 <= *units)?;
            (!kept.grades.is_empty()).then(|| RatedStratum { code: name.clone(), units, pairs: kept.grades.clone() })
        })
        .collect()
}

fn grades(table: &mut GradeMatrix, departments: &BTreeMap<String, Kept>, inferring: bool) {
    let Some(strata) = rated(departments).filter(|strata| inferring && !strata.is_empty()) else { return };
    let Ok(found) = matrix(&strata, &[], CLASSES, RISK) else { return };
    let ends = |rate: &Rate| {
        (
            percent(&rate.share, Rounding::Nearest),
            percent(&rate.guaranteed.lower, Rounding::Down),
            percent(&rate.guaranteed.upper, Rounding::Up),
        )
    };
    let estimated = found
        .estimated
        .iter()
        .map(|row| row.iter().map(|cell| rounded(cell, 1, Rounding::Nearest).unwrap_or_default()).collect::<Vec<_>>());
    table.estimated = Some(estimated.collect());
    let all: Exact = found.estimated.iter().flatten().sum();
    if !all.is_zero() {
        let shares =
            found.estimated.iter().map(|row| row.iter().map(|cell| percent(&(cell / &all), Rounding::Nearest)));
        table.shares = Some(shares.map(Iterator::collect).collect());
    }
    table.equal = Some(percent(&(Exact::one() - &found.over.share - &found.under.share), Rounding::Nearest));
    table.over = Some(ends(&found.over));
    table.under = Some(ends(&found.under));
    table.kappa = found.kappa.and_then(|kappa| rounded(&kappa.value, 2, Rounding::Nearest));
}

fn grade_statements(departments: &BTreeMap<String, Kept>, difference: Option<&Difference>) -> Vec<Statement> {
    let (Some(strata), Some(moments)) = (rated(departments), moments(departments)) else { return Vec::new() };
    let over = matrix(&strata, &[], CLASSES, RISK).map(|matrix| matrix.over);
    let mean = stratified::mean(&moments, RISK, Degrees::Plain);
    let (Ok(over), Ok(mean)) = (over, mean) else { return Vec::new() };
    let few = difference.is_some_and(|found| found.signs.0 + found.signs.2 < 20);
    sentence::grades(&over, &mean, few, RISK)
}

fn inflation(departments: &BTreeMap<String, Kept>, known: bool) -> BTreeMap<String, InflationRow> {
    let scored: Vec<Scored> = departments
        .iter()
        .filter_map(|(name, kept)| {
            let units = kept.units().filter(|units| *units > 0 && known)?;
            Some(Scored { code: name.clone(), units, differences: kept.differences.clone() })
        })
        .collect();
    let found = ranking(&scored, RISK).map(|ranking| ranking.departments).unwrap_or_default();
    found.into_iter().map(|one| (one.code.clone(), row(&one))).collect()
}

fn row(one: &Inflation) -> InflationRow {
    InflationRow {
        place: one.place,
        drawn: one.drawn,
        mean: one.mean.as_ref().map(|mean| two(mean, Rounding::Nearest)),
        index: two(&one.index, Rounding::Nearest),
        interval: one.interval.as_ref().map(|ends| (two(&ends.lower, Rounding::Down), two(&ends.upper, Rounding::Up))),
    }
}

/// How many more would settle the matter: by the bound that the headline tells, so that both agree.
fn coach(rate: &Rate, at_most: Decimal, departments: usize) -> Vec<Statement> {
    if rate.worst_case || rate.drawn == rate.units || sentence::verdict(rate, at_most) != Verdict::Open {
        return Vec::new();
    }
    if departments == 1 {
        return top_up(rate.units, rate.drawn, rate.found, at_most, RISK)
            .map(|up| sentence::coach(&up, rate.drawn, at_most, RISK))
            .unwrap_or_default();
    }
    let limit = exact(at_most);
    let suffices = |total: u64| {
        total == rate.units
            || binomial::upper(total, rate.found, RISK).is_some_and(|upper| &rate.weight_ratio * upper <= limit)
    };
    if fraction(rate.found, rate.units) > limit {
        return Vec::new();
    }
    // The bound falls as more are drawn and found good.
    let (mut short, mut enough) = (rate.drawn, rate.units);
    while enough - short > 1 {
        let middle = short + (enough - short) / 2;
        if suffices(middle) { enough = middle } else { short = middle }
    }
    let up = TopUp { now: Verdict::Open, if_clean: Some(enough), at_present_rate: None };
    sentence::coach(&up, rate.drawn, at_most, RISK)
}
