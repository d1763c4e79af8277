//! The draw itself: from population, plan and seed to the units drawn, the same whoever does it.
//!
//! Certainty units are no part of it and are listed beside it. Deliberately absent: reading and writing.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use num_bigint::BigUint;
use num_traits::ToPrimitive;

use super::allocation::{Impossible, Share, allocate};
use super::cores::in_parts;
use super::digest::hex;
use super::plan::{Plan, PlannedStratum};
use super::population::Population;
use super::ticket::{MAIN, Seed, Ticket};
use super::weighted::{TakeAll, Weighted, by_ticket_over_amount, is_sieved, is_under_rate, take_all};
use super::{rivest, systematic};
use crate::model::draw::{DrawMethod, UnitStatus};
use crate::model::problem::{Problem, ProblemKind};

/// A unit that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Its position in the population.
    pub unit: usize,
    /// Its ticket as it is printed.
    pub ticket: String,
    /// Its amount reaches the interval: taken for certain, not by chance.
    pub certain: bool,
}

/// What was drawn of a stratum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnStratum {
    /// Its name.
    pub stratum: String,
    /// Units of it in the random frame.
    pub frame: u64,
    /// As planned or expanded.
    pub planned: u64,
    /// How.
    pub method: DrawMethod,
    /// Largest ticket that is drawn, where tickets alone decide and anything is drawn.
    pub cut: Option<String>,
    /// Random start, where there is one.
    pub start: Option<String>,
    /// The drawn units in their order.
    pub chosen: Vec<Chosen>,
}

/// What was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// By stratum, in the order of the plan.
    pub strata: Vec<DrawnStratum>,
    /// Positions of the certainty units.
    pub certainty: Vec<usize>,
}

impl Drawn {
    /// How many were drawn at random, those taken for their amount included.
    pub fn random(&self) -> u64 {
        self.strata.iter().map(|stratum| stratum.chosen.len() as u64).sum()
    }
}

/// Draws. The plan has to fit the population ([`Plan::fits`]).
pub fn draw(population: &Population, plan: &Plan, seed: &Seed) -> Drawn {
    let mut simple = by_ticket_alone(population, plan, seed);
    let only_simple = plan.strata.iter().all(|row| row.method == DrawMethod::Simple);
    let frame = if only_simple { BTreeMap::new() } else { population.frame() };
    let mut strata = Vec::with_capacity(plan.strata.len());
    for (row, tickets) in plan.strata.iter().zip(&mut simple) {
        let units = frame.get(row.stratum.as_str()).map_or(&[][..], Vec::as_slice);
        strata.push(draw_stratum(population, units, std::mem::take(tickets), row, seed));
    }
    let certainty = population.units.iter().enumerate().filter(|(_, unit)| unit.status == UnitStatus::Certainty);
    Drawn { strata, certainty: certainty.map(|(at, _)| at).collect() }
}

/// The smallest tickets of each stratum of a plan that is drawn by them alone, in their order; none of the others.
///
/// Units are gone through as they stand in the population, not stratum by stratum: a million are more than the caches hold.
fn by_ticket_alone(population: &Population, plan: &Plan, seed: &Seed) -> Vec<Vec<(Ticket, usize)>> {
    let rows: HashMap<&str, usize> = plan.strata.iter().zip(0..).map(|(row, at)| (row.stratum.as_str(), at)).collect();
    let ticket = seed.tickets(MAIN);
    let none = || {
        let wanted = |row: &PlannedStratum| if row.method == DrawMethod::Simple { row.drawn } else { 0 };
        let first = |row| Smallest::new(usize::try_from(wanted(row)).unwrap_or(usize::MAX), by_ticket(population));
        plan.strata.iter().map(first).collect::<Vec<_>>()
    };
    let parts = in_parts(&population.units, |begins, units| {
        let mut strata = none();
        for (at, unit) in (begins..).zip(units).filter(|(_, unit)| unit.status == UnitStatus::Random) {
            let stratum = rows.get(unit.stratum.as_str()).and_then(|row| strata.get_mut(*row));
            if let Some(stratum) = stratum.filter(|stratum| stratum.most > 0) {
                stratum.push((ticket(&unit.key), at));
            }
        }
        strata.into_iter().map(Smallest::sorted).collect::<Vec<_>>()
    });
    let mut strata = none();
    for (stratum, tickets) in parts.into_iter().flat_map(|part| (0..).zip(part)) {
        if let Some(stratum) = strata.get_mut::<usize>(stratum) {
            tickets.into_iter().for_each(|ticket| stratum.push(ticket));
        }
    }
    strata.into_iter().map(Smallest::sorted).collect()
}

/// The order of tickets, ties by key.
fn by_ticket(population: &Population) -> impl Fn(&(Ticket, usize), &(Ticket, usize)) -> Ordering {
    let key = |at: usize| population.units.get(at).map_or("", |unit| unit.key.as_str());
    move |left, right| left.0.cmp(&right.0).then_with(|| key(left.1).cmp(key(right.1)))
}

/// The tickets of a stratum in their order, as far as `most` of them: what is drawn, then what replaces and expands.
pub fn order(population: &Population, units: &[usize], seed: &Seed, most: usize) -> Vec<(Ticket, usize)> {
    let ticket = seed.tickets(MAIN);
    let key = |at: usize| population.units.get(at).map_or("", |unit| unit.key.as_str());
    smallest(units.iter().map(|at| (ticket(key(*at)), *at)), most, by_ticket(population))
}

/// The first few of an order, found while all go by: what cannot be among them is let go, most of it before it is ever kept.
struct Smallest<T, O> {
    most: usize,
    order: O,
    kept: Vec<T>,
    /// As many as are wanted were chosen of those so far; the last of them stays in its place until they are chosen anew.
    chosen: bool,
}

impl<T, O: Fn(&T, &T) -> Ordering> Smallest<T, O> {
    /// Others are let go when there are this many at least, however few are wanted.
    const ROOM: usize = 64;

    fn new(most: usize, order: O) -> Self {
        Smallest { most, order, kept: Vec::new(), chosen: false }
    }

    fn push(&mut self, item: T) {
        let Some(last) = self.most.checked_sub(1) else { return };
        let behind = |last: &T| (self.order)(&item, last) == Ordering::Greater;
        if self.chosen && self.kept.get(last).is_some_and(behind) {
            return;
        }
        self.kept.push(item);
        if self.kept.len() >= self.most.saturating_mul(2).max(Self::ROOM) {
            self.kept.select_nth_unstable_by(last, &self.order);
            self.kept.truncate(self.most);
            self.chosen = true;
        }
    }

    fn sorted(mut self) -> Vec<T> {
        self.kept.sort_unstable_by(self.order);
        self.kept.truncate(self.most);
        self.kept
    }
}

fn smallest<T>(items: impl Iterator<Item = T>, most: usize, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut smallest = Smallest::new(most, order);
    items.for_each(|item| smallest.push(item));
    smallest.sorted()
}

/// Draws one stratum: `units` are those of it, `simple` its smallest tickets where they alone decide.
fn draw_stratum(
    population: &Population,
    units: &[usize],
    simple: Vec<(Ticket, usize)>,
    row: &PlannedStratum,
    seed: &Seed,
) -> DrawnStratum {
    let count = usize::try_from(row.drawn).unwrap_or(usize::MAX);
    let as_chosen = |(ticket, unit): (Ticket, usize)| Chosen { unit, ticket: hex(&ticket.0), certain: false };
    let mut start = None;
    let mut cut = false;
    let chosen: Vec<Chosen> = match row.method {
        DrawMethod::Simple => {
            cut = true;
            simple.into_iter().map(as_chosen).collect()
        }
        DrawMethod::Rolling(over, under) => {
            cut = true;
            let all = order(population, units, seed, units.len());
            let within = all.iter().take_while(|(ticket, _)| is_under_rate(ticket, over, under)).count();
            all.into_iter().take(within.max(count)).map(as_chosen).collect()
        }
        DrawMethod::Rivest => {
            cut = true;
            let key = |at: usize| population.units.get(at).map_or("", |unit| unit.key.as_str());
            let all = units.iter().map(|at| (rivest::ticket(&seed.hex, key(*at)), *at));
            let first =
                smallest(all, count, |left, right| left.0.cmp(&right.0).then_with(|| key(left.1).cmp(key(right.1))));
            first.into_iter().map(|(ticket, unit)| Chosen { unit, ticket, certain: false }).collect()
        }
        DrawMethod::Systematic => {
            let ticket = seed.tickets(MAIN);
            let begin = start_of(seed, row, units.len() as u128);
            start = Some(begin.to_string());
            let hit = systematic::positions(units.len() as u128, row.drawn, begin);
            let unit =
                |position: u128| usize::try_from(position).ok().and_then(|position| units.get(position).copied());
            hit.filter_map(unit)
                .filter_map(|at| Some(as_chosen((ticket(&population.units.get(at)?.key), at))))
                .collect()
        }
        DrawMethod::MonetaryUnit => {
            let (weighted, all) = weigh(population, units, seed, row.drawn);
            let mut rest: Vec<usize> = all.others(weighted.len());
            rest.sort_by_key(|at| weighted.get(*at).map(|unit| (unit.ticket, unit.key)));
            let amounts: Vec<u64> = rest.iter().filter_map(|at| weighted.get(*at)).map(|unit| unit.amount).collect();
            let begin = start_of(seed, row, all.rest);
            start = Some(begin.to_string());
            let hit = systematic::hits(&amounts, all.left, begin);
            let drawn = hit.into_iter().filter_map(|at| rest.get(at).copied());
            chosen_by_amount(&weighted, units, &all, drawn)
        }
        DrawMethod::SequentialPoisson => {
            let (weighted, all) = weigh(population, units, seed, row.drawn);
            let left = usize::try_from(all.left).unwrap_or(usize::MAX);
            let rest = smallest(all.others(weighted.len()).into_iter(), left, |left, right| {
                match (weighted.get(*left), weighted.get(*right)) {
                    (Some(left), Some(right)) => by_ticket_over_amount(left, right),
                    _ => Ordering::Equal,
                }
            });
            chosen_by_amount(&weighted, units, &all, rest.into_iter())
        }
        DrawMethod::Sieve(interval) => {
            let (weighted, _) = weigh(population, units, seed, 0);
            let held = weighted.iter().zip(units).filter(|(unit, _)| is_sieved(unit, interval));
            held.map(|(unit, at)| Chosen { unit: *at, ticket: hex(&unit.ticket.0), certain: unit.amount >= interval })
                .collect()
        }
    };
    DrawnStratum {
        stratum: row.stratum.clone(),
        frame: row.frame,
        planned: row.drawn,
        method: row.method.clone(),
        cut: chosen.last().filter(|_| cut).map(|last| last.ticket.clone()),
        start,
        chosen,
    }
}

fn start_of(seed: &Seed, row: &PlannedStratum, limit: u128) -> u128 {
    seed.uniform(&format!("start/{}", row.stratum), &BigUint::from(limit)).to_u128().unwrap_or_default()
}

fn weigh<'p>(population: &'p Population, units: &[usize], seed: &Seed, drawn: u64) -> (Vec<Weighted<'p>>, TakeAll) {
    let ticket = seed.tickets(MAIN);
    let weighted: Vec<Weighted<'p>> = units
        .iter()
        .filter_map(|at| population.units.get(*at))
        .map(|unit| Weighted {
            key: &unit.key,
            amount: u64::try_from(unit.amount.0).unwrap_or_default(),
            ticket: ticket(&unit.key),
        })
        .collect();
    let all = take_all(&weighted, drawn);
    (weighted, all)
}

fn chosen_by_amount(
    weighted: &[Weighted<'_>],
    units: &[usize],
    all: &TakeAll,
    drawn: impl Iterator<Item = usize>,
) -> Vec<Chosen> {
    let chosen = |at: usize, certain| {
        let (unit, ticket) = (*units.get(at)?, hex(&weighted.get(at)?.ticket.0));
        Some(Chosen { unit, ticket, certain })
    };
    let taken = all.taken.iter().filter_map(|at| chosen(*at, true));
    taken.chain(drawn.filter_map(|at| chosen(at, false))).collect()
}

/// The plan with more units drawn: the same priority allocation goes on, so no stratum loses any. For reasons that are
/// not the result; for those a plan declares stages beforehand.
///
/// # Errors
/// When the total is below what is planned, above what there is, or a method of the plan is not nested.
pub fn expanded(plan: &Plan, total: u64) -> Result<Plan, Problem> {
    let refused = |key| Problem::new(ProblemKind::Refused, key).with("total", total);
    if let Some(row) = plan.strata.iter().find(|row| !row.method.is_nested()) {
        return Err(refused("problem-draw-not-nested").with("stratum", &row.stratum).with("method", &row.method));
    }
    let shares: Vec<Share> = plan
        .strata
        .iter()
        .map(|row| Share {
            stratum: row.stratum.clone(),
            weight_squared: BigUint::from(row.frame).pow(2),
            low: row.drawn,
            high: row.frame,
        })
        .collect();
    let given = allocate(&shares, total).map_err(|why| match why {
        Impossible::AboveCaps { caps } => refused("problem-draw-total-above").with("most", caps),
        _ => refused("problem-draw-total-below").with("least", plan.total()),
    })?;
    let strata = plan.strata.iter().zip(given).map(|(row, drawn)| PlannedStratum { drawn, ..row.clone() });
    Ok(Plan { strata: strata.collect() })
}
