//! Whole departments drawn, each with everything it has: the mean by the ratio of totals.
//!
//! Fifty projects of three departments tell about as much as three, not fifty: what varies is departments, and the degrees
//! of freedom are theirs. The formulas for single things are wrong here, and nothing else in `estimate` takes such draws.

use num_traits::{One, Zero};
use rust_decimal::Decimal;

use super::curves::{Fixed, student_two_sided};
use super::{Exact, Interval, exact, fraction, is_risk, whole};
use crate::model::problem::{Problem, ProblemKind};

/// A department that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// How many things it has.
    pub units: u64,
    /// Sum of what is measured over all of them; estimated where only some were examined.
    pub total: Exact,
}

/// What the drawn departments tell of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterMean {
    /// Mean per thing.
    pub mean: Exact,
    /// Its standard error.
    pub error: Exact,
    /// Departments less one.
    pub degrees: u64,
    /// Two-sided limits; `None` where one department was drawn of several.
    pub interval: Option<Interval>,
}

/// Estimates the mean per thing. `departments` is how many there are in all; `None` where departments were themselves
/// sampled, for which the finite population correction is left out.
///
/// # Errors
/// When nothing was drawn, more departments than there are, or the risk is none.
pub fn ratio(clusters: &[Cluster], departments: Option<u64>, risk: Decimal) -> Result<ClusterMean, Problem> {
    let usage = |key| Problem::new(ProblemKind::Usage, key);
    let drawn = u64::try_from(clusters.len()).unwrap_or(u64::MAX);
    let units: u64 = clusters.iter().map(|cluster| cluster.units).sum();
    if !is_risk(risk) {
        return Err(usage("problem-estimate-risk").with("risk", risk));
    }
    if units == 0 {
        return Err(usage("problem-estimate-nothing-drawn"));
    }
    if let Some(all) = departments.filter(|all| *all < drawn) {
        return Err(usage("problem-estimate-drawn-above-population").with("drawn", drawn).with("population", all));
    }
    let total: Exact = clusters.iter().map(|cluster| &cluster.total).sum();
    let mean = total / whole(units);
    if drawn < 2 {
        let interval = (departments == Some(1)).then(|| Interval { lower: mean.clone(), upper: mean.clone() });
        return Ok(ClusterMean { mean, error: Exact::zero(), degrees: 0, interval });
    }
    let squares: Exact = clusters
        .iter()
        .map(|cluster| {
            let off = &cluster.total - &mean * whole(cluster.units);
            &off * &off
        })
        .sum();
    let left = departments.map_or_else(Exact::one, |all| Exact::one() - fraction(drawn, all));
    let variance = left * fraction(drawn, drawn - 1) * squares / (whole(units) * whole(units));
    let error = Fixed::of(&variance).root();
    let reach = (student_two_sided(&Fixed::of(&exact(risk)), &Fixed::whole(drawn - 1)) * &error).exact();
    let interval = Some(Interval { lower: &mean - &reach, upper: &mean + &reach });
    Ok(ClusterMean { mean, error: error.exact(), degrees: drawn - 1, interval })
}
