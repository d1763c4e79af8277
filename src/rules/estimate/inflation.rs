//! How much each department scores itself too high, fairly ranked although some had two projects rechecked and some thirty.
//!
//! The raw mean of two projects is mostly chance, and rankings by raw means put the smallest departments at both ends. Each
//! mean is therefore drawn towards that of all, the more the less is known of it: variance within departments is pooled,
//! variance between them is found by Paule and Mandel's equation, and intervals account for both being estimates (Morris
//! 1983). What was rechecked in full keeps its mean. Points are own score less recheck; only random items enter.

use rust_decimal::Decimal;

use super::curves::{Fixed, student_two_sided};
use super::stratified::mean_and_variance;
use super::{Exact, Interval, exact, is_risk, whole};
use crate::model::problem::{Problem, ProblemKind};

/// Fewer departments than that are not drawn together.
const FEWEST: u64 = 4;
/// Steps to find the variance between departments; each halves what is left.
const STEPS: u32 = 44;

/// A department's rechecked projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// Its code.
    pub code: String,
    /// How many it has in the random part.
    pub units: u64,
    /// Own score less recheck, of each project drawn at random.
    pub differences: Vec<Decimal>,
}

/// What is known of a department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inflation {
    /// Its code.
    pub code: String,
    /// How many it has.
    pub units: u64,
    /// How many were rechecked.
    pub drawn: u64,
    /// Their mean; `None` where none was.
    pub mean: Option<Exact>,
    /// The mean, drawn towards that of all; the index by which departments are ranked and the next draw is weighted.
    pub index: Exact,
    /// Two-sided limits of the department's true mean; `None` where nothing is known of its error.
    pub interval: Option<Interval>,
    /// One for the most inflated; `None` where nothing was rechecked.
    pub place: Option<u64>,
}

/// All departments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    /// What means are drawn towards.
    pub centre: Exact,
    /// Estimated variance between departments, in points squared.
    pub between: Exact,
    /// Pooled variance within departments, in points squared; `None` where no department had two projects rechecked.
    pub within: Option<Exact>,
    /// By place; those without a place last, by code.
    pub departments: Vec<Inflation>,
}

struct Known {
    mean: Fixed,
    /// Variance of the mean; zero where all was rechecked.
    variance: Fixed,
}

/// Ranks departments. `risk` is two-sided.
///
/// # Errors
/// Names the department of which more was drawn than it has; when nothing was drawn, or the risk is none.
pub fn ranking(departments: &[Scored], risk: Decimal) -> Result<Ranking, Problem> {
    let usage = |key| Problem::new(ProblemKind::Usage, key);
    if !is_risk(risk) {
        return Err(usage("problem-estimate-risk").with("risk", risk));
    }
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    if let Some(one) = departments.iter().find(|one| number(one.differences.len()) > one.units) {
        return Err(usage("problem-estimate-stratum-drawn")
            .with("code", &one.code)
            .with("drawn", one.differences.len())
            .with("population", one.units));
    }
    let moments: Vec<Option<(Exact, Exact)>> = departments
        .iter()
        .map(|one| {
            let values: Vec<Exact> = one.differences.iter().copied().map(exact).collect();
            (!values.is_empty()).then(|| mean_and_variance(&values))
        })
        .collect();
    let degrees: u64 = departments.iter().map(|one| number(one.differences.len()).saturating_sub(1)).sum();
    let within = (degrees > 0).then(|| {
        let squares = departments.iter().zip(&moments).filter_map(|(one, moments)| {
            let (_, variance) = moments.as_ref()?;
            Some(variance * whole(number(one.differences.len()) - 1))
        });
        squares.sum::<Exact>() / whole(degrees)
    });
    let pooled = within.as_ref().map(Fixed::of);
    let known: Vec<Option<Known>> = departments
        .iter()
        .zip(&moments)
        .map(|(one, moments)| {
            let (mean, _) = moments.as_ref()?;
            let drawn = number(one.differences.len());
            let pooled = pooled.clone().unwrap_or_else(Fixed::zero);
            let variance = pooled.times(one.units - drawn).part(one.units).part(drawn);
            Some(Known { mean: Fixed::of(mean), variance })
        })
        .collect();
    if known.iter().all(Option::is_none) {
        return Err(usage("problem-estimate-nothing-drawn"));
    }
    let quantile = (degrees > 0).then(|| student_two_sided(&Fixed::of(&exact(risk)), &Fixed::whole(degrees)));
    let together = Together::of(known.iter().flatten());
    let mut found: Vec<Inflation> = departments
        .iter()
        .zip(known.iter().zip(moments))
        .map(|(one, (known, moments))| {
            let (index, variance) = together.judge(known.as_ref());
            let all = number(one.differences.len()) == one.units && one.units > 0;
            let interval = if all {
                Some(Interval { lower: index.exact(), upper: index.exact() })
            } else {
                quantile.as_ref().zip(variance).map(|(quantile, variance)| {
                    let reach = quantile * variance.root();
                    Interval { lower: (&index - &reach).exact(), upper: (&index + &reach).exact() }
                })
            };
            Inflation {
                code: one.code.clone(),
                units: one.units,
                drawn: number(one.differences.len()),
                mean: moments.map(|(mean, _)| mean),
                index: index.exact(),
                interval,
                place: None,
            }
        })
        .collect();
    found.sort_by(|left, right| {
        let unknown = left.mean.is_none().cmp(&right.mean.is_none());
        unknown.then_with(|| right.index.cmp(&left.index)).then_with(|| left.code.cmp(&right.code))
    });
    for (place, one) in (1_u64..).zip(&mut found) {
        one.place = one.mean.is_some().then_some(place);
    }
    Ok(Ranking { centre: together.centre.exact(), between: together.between.exact(), within, departments: found })
}

/// What departments have in common.
struct Together {
    /// Departments with a mean.
    count: u64,
    centre: Fixed,
    between: Fixed,
    /// Sum of the weights `1 / (between + variance)`; zero where departments are not drawn together.
    weights: Fixed,
    /// Mean variance by those weights.
    typical: Fixed,
}

impl Together {
    fn of<'a>(known: impl Iterator<Item = &'a Known> + Clone) -> Together {
        let count = u64::try_from(known.clone().count()).unwrap_or(u64::MAX);
        let plain = known.clone().fold(Fixed::zero(), |sum, one| sum + &one.mean).part(count);
        if count < FEWEST {
            return Together {
                count,
                centre: plain,
                between: Fixed::zero(),
                weights: Fixed::zero(),
                typical: Fixed::zero(),
            };
        }
        let spread = known.clone().fold(Fixed::zero(), |sum, one| {
            let off = &one.mean - &plain;
            sum + &off * &off
        });
        // No more than that can lie between them; a least part keeps weights finite.
        let least = Fixed::one().part(1_000_000);
        let (mut low, mut high) = (least.clone(), &spread + &least);
        if Together::scatter(known.clone(), &low).1 > Fixed::whole(count - 1) {
            for _ in 0..STEPS {
                let middle = (&low + &high).part(2);
                if Together::scatter(known.clone(), &middle).1 > Fixed::whole(count - 1) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
        }
        let between = low;
        let (centre, _, weights) = Together::scatter(known.clone(), &between);
        let typical =
            known.fold(Fixed::zero(), |sum, one| sum + one.variance.over(&(&between + &one.variance))).over(&weights);
        Together { count, centre, between, weights, typical }
    }

    /// Weighted mean, weighted sum of squares about it, and the sum of weights, at a variance between departments.
    fn scatter<'a>(known: impl Iterator<Item = &'a Known> + Clone, between: &Fixed) -> (Fixed, Fixed, Fixed) {
        let weight = |one: &Known| Fixed::one().over(&(between + &one.variance));
        let (mut weights, mut sum, mut squares) = (Fixed::zero(), Fixed::zero(), Fixed::zero());
        for one in known {
            let weight = weight(one);
            let times = &weight * &one.mean;
            squares = squares + &times * &one.mean;
            sum = sum + times;
            weights = weights + weight;
        }
        let centre = sum.over(&weights);
        let about = squares - &sum * &centre;
        (centre, about, weights)
    }

    /// A department's index, and the variance about it.
    fn judge(&self, known: Option<&Known>) -> (Fixed, Option<Fixed>) {
        if self.weights.is_zero() {
            return match known {
                Some(one) => (one.mean.clone(), Some(one.variance.clone())),
                None => (self.centre.clone(), None),
            };
        }
        let of_centre = Fixed::one().over(&self.weights);
        let Some(Known { mean, variance }) = known else {
            return (self.centre.clone(), Some(&self.between + of_centre));
        };
        let both = &self.between + variance;
        // Morris: a little less than estimated, because the variance between departments is itself an estimate.
        let pull = variance.over(&both).times(self.count - 3).part(self.count - 1);
        let off = mean - &self.centre;
        let index = mean - &pull * &off;
        let share = Fixed::one().over(&both).over(&self.weights);
        let kept = Fixed::one() - &pull * (Fixed::one() - share);
        let unsure = (&pull * &pull).times(2).part(self.count - 3) * (&self.typical + &self.between).over(&both);
        (index, Some(kept * variance + unsure * &off * &off))
    }
}
