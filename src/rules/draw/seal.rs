//! Sealing: from the units of a year and the options of a plan to the two frozen files, before any seed exists.
//!
//! The duty counts all units, excluded ones too. By default the random part alone has to reach it (`random_share` 1),
//! because the random rate is the one that is judged; a smaller share lets certainty units count.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use num_bigint::BigUint;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use super::allocation::{Impossible, Share, allocate, neyman_weights};
use super::certainty::{SealUnit, classify};
use super::cores::{each, in_parts};
use super::fraction::{ceil_of, ratio};
use super::plan::{Plan, PlannedStratum};
use super::population::Population;
use crate::model::draw::{DrawMethod, DrawUnit, UnitReason, UnitStatus};
use crate::model::money::Money;
use crate::model::problem::Problem;

/// What weighs a stratum in the allocation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum AllocateBy {
    /// Its units.
    #[default]
    Count,
    /// Its amount.
    Amount,
    /// Its units and the variance known of it; strata without one weigh nothing beyond their floor.
    Variance(BTreeMap<String, BigRational>),
}

/// How a share of the amount is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AmountFloor {
    /// Whatever is drawn.
    #[default]
    Guarantee,
    /// On average over all draws.
    Expected,
}

/// What a plan decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealOptions {
    /// Share of all units that has to be examined.
    pub rate: BigRational,
    /// Share of that duty that has to be met at random.
    pub random_share: BigRational,
    /// Exclusions shrink the duty.
    pub without_excluded: bool,
    /// Units of this amount and above are examined for certain.
    pub cutoff: Option<Money>,
    /// Share of all amounts that has to be examined.
    pub amount_rate: Option<BigRational>,
    /// How that is reached.
    pub amount_floor: AmountFloor,
    /// At least so many of each stratum, or all of it.
    pub minimum: u64,
    /// At least this share of each stratum.
    pub stratum_rate: BigRational,
    /// Floors of single strata; above what there is, they are refused.
    pub floors: BTreeMap<String, u64>,
    /// Caps of single strata: what can be examined there.
    pub caps: BTreeMap<String, u64>,
    /// At least so many at random, from the planned statement.
    pub statistical: u64,
    /// What weighs a stratum.
    pub allocate_by: AllocateBy,
    /// How all strata are drawn.
    pub method: DrawMethod,
    /// Share of what is drawn at random that two re-verify independently.
    pub second_share: BigRational,
}

impl Default for SealOptions {
    /// A tenth of all units, all of it at random, one of each stratum: our default for the duty of at least 10%.
    fn default() -> Self {
        SealOptions {
            rate: ratio(1, 10),
            random_share: BigRational::one(),
            without_excluded: false,
            cutoff: None,
            amount_rate: None,
            amount_floor: AmountFloor::default(),
            minimum: 1,
            stratum_rate: BigRational::zero(),
            floors: BTreeMap::new(),
            caps: BTreeMap::new(),
            statistical: 0,
            allocate_by: AllocateBy::default(),
            method: DrawMethod::default(),
            second_share: BigRational::zero(),
        }
    }
}

/// How the numbers of a plan came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// All units.
    pub all: u64,
    /// Units that have to be examined.
    pub need: u64,
    /// Units examined for certain.
    pub certainty: u64,
    /// Units left out.
    pub excluded: u64,
    /// Units of the random frame.
    pub frame: u64,
    /// Units drawn at random.
    pub random: u64,
    /// Fen that have to be examined, where that is asked.
    pub need_fen: Option<i128>,
    /// Fen examined whatever is drawn.
    pub guaranteed_fen: i128,
    /// Units moved to certainty to reach the share of amounts.
    pub moved: u64,
    /// More than half of the duty is certainty: recommendations eat the random part.
    pub certainty_above_half: bool,
    /// Largest weight of a unit over the mean weight, `max(N_h/n_h)·n/N`: best near 1.
    pub weight_spread: BigRational,
}

impl Quota {
    /// Whether the random part alone meets the duty.
    pub fn met_at_random(&self) -> bool {
        self.random >= self.need
    }
}

/// The two files to be frozen, and how they came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The population.
    pub population: Population,
    /// The plan.
    pub plan: Plan,
    /// The arithmetic.
    pub quota: Quota,
    /// Lines for the journal: exclusions with their grounds.
    pub journal: Vec<String>,
}

/// A stratum while amounts are moved.
struct Stratum {
    name: String,
    /// Units by amount, largest last; ties have the first key last, so that it is moved first.
    units: Vec<usize>,
    /// Sums of the smallest 0, 1, 2 … amounts.
    sums: Vec<i128>,
}

impl Stratum {
    fn count(&self) -> u64 {
        self.units.len() as u64
    }

    fn smallest(&self, count: u64) -> i128 {
        usize::try_from(count).ok().and_then(|count| self.sums.get(count)).copied().unwrap_or(0)
    }

    fn amount(&self) -> i128 {
        self.smallest(self.count())
    }
}

/// Seals a population and a plan.
///
/// # Errors
/// When a unit cannot be sealed, two have one key, nothing is left to draw at random, or floors, caps and the total
/// leave no way; each names unit or stratum.
pub fn seal(units: &[SealUnit], options: &SealOptions) -> Result<Sealed, Problem> {
    let mut rows = classified(units, options.cutoff)?;
    // Only what has several spellings can stand in another place once it has the one that is sealed.
    if !rows.is_sorted_by(|left, right| left.key <= right.key) {
        rows.sort_by(|left, right| left.key.cmp(&right.key));
    }
    let mut journal = Vec::new();
    for unit in units {
        let Some(exclusion) = &unit.excluded else { continue };
        let row = classify(unit, options.cutoff)?;
        let code = row.reasons.first().map_or("", |reason| reason.code());
        journal.push(format!("exclude|{}|{code}|{}|{}", row.key, exclusion.by.trim(), exclusion.ground.trim()));
    }
    journal.sort();
    if let Some((row, _)) = rows.iter().zip(rows.iter().skip(1)).find(|(left, right)| left.key == right.key) {
        return Err(Problem::refused("problem-seal-key-twice").with("unit", &row.key));
    }
    if rows.is_empty() {
        return Err(Problem::refused("problem-seal-empty"));
    }
    let mut population = Population { units: rows };
    let (plan, quota) = plan(&mut population, options)?;
    Ok(Sealed { population, plan, quota, journal })
}

/// Late units as a population of their own: none of them may be in an earlier one.
///
/// # Errors
/// As [`seal`], or when a unit was sealed before.
pub fn seal_tranche(units: &[SealUnit], earlier: &[&Population], options: &SealOptions) -> Result<Sealed, Problem> {
    let sealed = seal(units, options)?;
    let known = |key: &str| {
        earlier.iter().any(|before| before.units.binary_search_by(|unit| unit.key.as_str().cmp(key)).is_ok())
    };
    match sealed.population.units.iter().find(|unit| known(&unit.key)) {
        Some(unit) => Err(Problem::refused("problem-seal-known").with("unit", &unit.key)),
        None => Ok(sealed),
    }
}

/// Units as they are sealed, in the order of their keys. They are made in that order, so that in memory neighbours stand side
/// by side: all that follows goes through them one after the other.
fn classified(units: &[SealUnit], cutoff: Option<Money>) -> Result<Vec<DrawUnit>, Problem> {
    let order = by_key(units);
    let parts = in_parts(&order, |_, places| {
        let units = places.iter().filter_map(|(_, at)| units.get(*at));
        units.map(|unit| classify(unit, cutoff)).collect::<Result<Vec<DrawUnit>, Problem>>()
    });
    let mut rows = Vec::with_capacity(units.len());
    for part in parts {
        match part {
            Ok(part) => rows.extend(part),
            // Of several that cannot be sealed the first of those given is told.
            Err(problem) => return Err(units.iter().find_map(|unit| classify(unit, cutoff).err()).unwrap_or(problem)),
        }
    }
    Ok(rows)
}

/// Places of units in the order of the bytes of their keys, as they are spelled.
fn by_key(units: &[SealUnit]) -> Vec<(u64, usize)> {
    // Codes of a place begin alike. What comes behind that is compared eight bytes at a time, beside the place of the unit;
    // the whole keys are looked up only where those are the same.
    let first = units.first().map_or(&[][..], |unit| unit.key.as_bytes());
    let alike = units.iter().fold(first.len(), |most, unit| {
        first.iter().zip(unit.key.bytes()).take(most).take_while(|(one, other)| *one == other).count()
    });
    let next = |unit: &SealUnit| {
        let mut bytes = [0; 8];
        bytes.iter_mut().zip(unit.key.bytes().skip(alike)).for_each(|(to, from)| *to = from);
        u64::from_be_bytes(bytes)
    };
    let mut order: Vec<(u64, usize)> = units.iter().zip(0..).map(|(unit, at)| (next(unit), at)).collect();
    let key = |at: usize| units.get(at).map(|unit| unit.key.as_str());
    order.sort_by(|left, right| left.0.cmp(&right.0).then_with(|| key(left.1).cmp(&key(right.1))));
    order
}

fn strata(population: &Population) -> Vec<Stratum> {
    let amount = |at: usize| population.units.get(at).map_or(0, |unit| unit.amount.0);
    let frame: Vec<(&str, Vec<usize>)> = population.frame().into_iter().collect();
    each(&frame, population.units.len(), |(name, units)| {
        let mut order: Vec<(i64, Reverse<usize>)> = units.iter().map(|at| (amount(*at), Reverse(*at))).collect();
        order.sort_unstable();
        let mut sum = 0;
        let sums = order.iter().map(|(amount, _)| {
            sum += i128::from(*amount);
            sum
        });
        let sums = [0].into_iter().chain(sums).collect();
        Stratum { name: (*name).to_owned(), units: order.into_iter().map(|(_, at)| at.0).collect(), sums }
    })
}

/// How many units may be moved at once while the amounts still lack so much, and none of the next ones is larger.
///
/// A unit that is moved brings its amount, and lets the others be given at most two places more (its stratum loses so many
/// when its weight falls from N to N-1), each of them no larger: three times its amount at most. With room to spare, so many
/// moves cannot suffice yet, so nothing between them need be worked out.
fn leap(lacking: i128, largest: i128) -> u64 {
    const MOST_GAINED: i128 = 5;
    let moves = 1 + (lacking - 1).max(0) / (MOST_GAINED * largest.max(1));
    u64::try_from(moves).unwrap_or(u64::MAX)
}

/// Spreads what is drawn, and moves the largest units to certainty until the amounts suffice.
fn plan(population: &mut Population, options: &SealOptions) -> Result<(Plan, Quota), Problem> {
    match options.allocate_by {
        AllocateBy::Count | AllocateBy::Variance(_) => plan_by(population, options, leap),
        // One amount less may change the weights of its stratum as a whole.
        AllocateBy::Amount => plan_by(population, options, |_, _| 1),
    }
}

fn plan_by(
    population: &mut Population,
    options: &SealOptions,
    leap: fn(i128, i128) -> u64,
) -> Result<(Plan, Quota), Problem> {
    let all = population.units.len() as u64;
    let excluded = population.count(UnitStatus::Excluded);
    let need = ceil_of(&options.rate, if options.without_excluded { all - excluded } else { all });
    let total: i128 = population.units.iter().map(|unit| i128::from(unit.amount.0)).sum();
    let need_fen = options.amount_rate.as_ref().map(|rate| ceil_fen(rate, total));
    let mut strata = strata(population);
    if let Some(stratum) =
        options.floors.keys().chain(options.caps.keys()).find(|name| strata.iter().all(|it| it.name != **name))
    {
        return Err(Problem::refused("problem-seal-no-stratum").with("stratum", stratum));
    }
    let mut moved = 0;
    let mut certainty = population.count(UnitStatus::Certainty);
    let mut sure = population.amount(UnitStatus::Certainty);
    loop {
        let shares = shares(&strata, options)?;
        let random = random_size(&shares, need, certainty, options);
        let given = allocate(&shares, random).map_err(|why| impossible(why, random))?;
        let guaranteed: i128 =
            sure + strata.iter().zip(&given).map(|(stratum, drawn)| stratum.smallest(*drawn)).sum::<i128>();
        // Fen that are lacking; nothing when it suffices.
        let lacking = |need: i128| match options.amount_floor {
            AmountFloor::Guarantee => need - guaranteed,
            AmountFloor::Expected => {
                let expected: BigRational = strata
                    .iter()
                    .zip(&given)
                    .map(|(stratum, drawn)| ratio(i128::from(*drawn) * stratum.amount(), stratum.count()))
                    .sum();
                let lacking = ratio(need, 1) - ratio(sure, 1) - expected;
                lacking.ceil().to_integer().to_i128().unwrap_or(i128::MAX)
            }
        };
        let lacking = need_fen.map_or(0, lacking);
        if lacking <= 0 {
            let quota = Quota {
                all,
                need,
                certainty,
                excluded,
                frame: strata.iter().map(Stratum::count).sum(),
                random: given.iter().sum(),
                need_fen,
                guaranteed_fen: guaranteed,
                moved,
                certainty_above_half: certainty * 2 > need,
                weight_spread: weight_spread(&strata, &given),
            };
            return Ok((frozen(population, &strata, &given, options)?, quota));
        }
        let mut moves = 0;
        let mut most = 1;
        while moves < most {
            let Some(amount) = move_largest(population, &mut strata) else {
                if moves == 0 {
                    return Err(Problem::refused("problem-seal-amounts"));
                }
                break;
            };
            if moves == 0 {
                most = leap(lacking, amount);
            }
            (moves, certainty, sure) = (moves + 1, certainty + 1, sure + amount);
            // Where a stratum falls below its floor, that is told before anything else.
            let below =
                |stratum: &Stratum| options.floors.get(&stratum.name).is_some_and(|floor| *floor > stratum.count());
            if !options.floors.is_empty() && strata.iter().any(below) {
                break;
            }
        }
        moved += moves;
    }
}

/// The smallest whole number of fen that is not below the share.
fn ceil_fen(rate: &BigRational, total: i128) -> i128 {
    (rate * ratio(total, 1)).ceil().to_integer().to_i128().unwrap_or(i128::MAX)
}

fn shares(strata: &[Stratum], options: &SealOptions) -> Result<Vec<Share>, Problem> {
    let weights: Vec<BigUint> = match &options.allocate_by {
        AllocateBy::Count => strata.iter().map(|stratum| BigUint::from(stratum.count()).pow(2)).collect(),
        AllocateBy::Amount => {
            strata.iter().map(|stratum| BigUint::from(stratum.amount().unsigned_abs()).pow(2)).collect()
        }
        AllocateBy::Variance(variances) => {
            let known = |stratum: &Stratum| variances.get(&stratum.name).cloned().unwrap_or_default();
            neyman_weights(&strata.iter().map(|stratum| (stratum.count(), known(stratum))).collect::<Vec<_>>())
        }
    };
    let share = |(stratum, weight_squared): (&Stratum, BigUint)| {
        let frame = stratum.count();
        let floor = options.floors.get(&stratum.name).copied().unwrap_or(0);
        if floor > frame {
            let problem = Problem::refused("problem-seal-floor");
            return Err(problem.with("stratum", &stratum.name).with("floor", floor).with("most", frame));
        }
        let low = options.minimum.max(ceil_of(&options.stratum_rate, frame)).max(1).min(frame).max(floor);
        let high = options.caps.get(&stratum.name).map_or(frame, |cap| frame.min(*cap));
        Ok(Share { stratum: stratum.name.clone(), weight_squared, low, high })
    };
    strata.iter().zip(weights).map(share).collect()
}

fn random_size(shares: &[Share], need: u64, certainty: u64, options: &SealOptions) -> u64 {
    let floors = shares.iter().map(|share| share.low).sum::<u64>();
    let caps = shares.iter().map(|share| share.high).sum::<u64>();
    let at_random = ceil_of(&options.random_share, need);
    need.saturating_sub(certainty).max(at_random).max(floors).max(options.statistical).min(caps)
}

fn impossible(why: Impossible, total: u64) -> Problem {
    match why {
        Impossible::FloorAboveCap { stratum, low, high } => {
            Problem::refused("problem-seal-floor").with("stratum", stratum).with("floor", low).with("most", high)
        }
        Impossible::BelowFloors { floors } => {
            Problem::refused("problem-draw-total-below").with("total", total).with("least", floors)
        }
        Impossible::AboveCaps { caps } => {
            Problem::refused("problem-draw-total-above").with("total", total).with("most", caps)
        }
    }
}

/// The largest unit of the random frame becomes one of certainty: its amount; nothing when only one is left.
fn move_largest(population: &mut Population, strata: &mut Vec<Stratum>) -> Option<i128> {
    if strata.iter().map(Stratum::count).sum::<u64>() <= 1 {
        return None;
    }
    let largest = |stratum: &Stratum| {
        let at = stratum.units.last().copied().unwrap_or_default();
        // Larger first, then the earlier key, which is the earlier position.
        (population.units.get(at).map_or(0, |unit| unit.amount.0), std::cmp::Reverse(at))
    };
    let at = strata.iter().enumerate().max_by_key(|(_, stratum)| largest(stratum)).map(|(at, _)| at)?;
    let stratum = strata.get_mut(at)?;
    let unit = stratum.units.pop().and_then(|at| population.units.get_mut(at))?;
    stratum.sums.pop();
    unit.status = UnitStatus::Certainty;
    unit.reasons = vec![UnitReason::Amount];
    let amount = i128::from(unit.amount.0);
    if stratum.units.is_empty() {
        strata.remove(at);
    }
    Some(amount)
}

fn weight_spread(strata: &[Stratum], given: &[u64]) -> BigRational {
    let frame: u64 = strata.iter().map(Stratum::count).sum();
    let weights = strata.iter().zip(given).map(|(stratum, drawn)| ratio(stratum.count(), *drawn));
    weights.max().unwrap_or_default() * ratio(given.iter().sum::<u64>(), frame)
}

fn frozen(population: &Population, strata: &[Stratum], given: &[u64], options: &SealOptions) -> Result<Plan, Problem> {
    if strata.is_empty() {
        return Err(Problem::refused("problem-seal-nothing-random"));
    }
    let row = |(stratum, drawn): (&Stratum, &u64)| PlannedStratum {
        stratum: stratum.name.clone(),
        frame: stratum.count(),
        drawn: if matches!(options.method, DrawMethod::Sieve(_)) { 0 } else { *drawn },
        method: options.method.clone(),
    };
    let plan = Plan { strata: strata.iter().zip(given).map(row).collect() };
    // A plan of all strata of the frame fits it; only amounts may be missing.
    if options.method.is_weighted() {
        plan.fits(population, "plan.tsv", "population.tsv")?;
    }
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Small populations of every shape: a generator of its own, so that the same ones come on every machine.
    fn population(seed: u64) -> (Population, SealOptions) {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut below = |most: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % most
        };
        let (count, strata, spread) = (2 + below(60), 1 + below(5), 1 + below(3_000));
        let units: Vec<SealUnit> = (0..count)
            .map(|at| SealUnit {
                key: format!("{at:03}"),
                stratum: format!("S{}", below(strata)),
                amount: Money(i64::try_from(below(spread) * below(spread)).unwrap()),
                recommended: below(9) == 0,
                ..SealUnit::default()
            })
            .collect();
        let floors =
            if below(3) == 0 { BTreeMap::from([(units[0].stratum.clone(), below(4))]) } else { BTreeMap::new() };
        let variances = (0..strata).map(|at| (format!("S{at}"), ratio(below(50), 7))).collect();
        let options = SealOptions {
            rate: ratio(1 + below(60), 100),
            random_share: ratio(below(11), 10),
            amount_rate: Some(ratio(1 + below(99), 100)),
            amount_floor: if below(2) == 0 { AmountFloor::Guarantee } else { AmountFloor::Expected },
            minimum: below(3),
            stratum_rate: ratio(below(40), 100),
            floors,
            allocate_by: if below(2) == 0 { AllocateBy::Count } else { AllocateBy::Variance(variances) },
            ..SealOptions::default()
        };
        let mut rows: Vec<_> = units.iter().map(|unit| classify(unit, None).unwrap()).collect();
        rows.sort_by(|left, right| left.key.cmp(&right.key));
        (Population { units: rows }, options)
    }

    #[test]
    fn units_moved_at_once_are_those_moved_one_by_one() {
        let (mut moved, mut refused) = (0, 0);
        for seed in 0..4_000 {
            let (start, options) = population(seed);
            let (mut at_once, mut one_by_one) = (start.clone(), start);
            let quick = plan_by(&mut at_once, &options, leap);
            let slow = plan_by(&mut one_by_one, &options, |_, _| 1);
            assert_eq!(quick, slow, "{seed}: {options:?}");
            match slow {
                Ok((_, quota)) => {
                    assert_eq!(at_once, one_by_one, "{seed}");
                    moved += quota.moved;
                }
                Err(_) => refused += 1,
            }
        }
        assert!(moved > 10_000 && refused > 20 && refused < 2_000, "{moved} {refused}");
    }
}
