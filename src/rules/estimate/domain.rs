//! The mean of a part that is no department: a policy line, a fund, those who graded themselves alike.
//!
//! How many belong to it is itself estimated, so the mean is a ratio, linearised within departments; the departments keep
//! their full samples. Absent: parts that are departments, which are strata of their own.

use num_traits::Zero;
use rust_decimal::Decimal;

use super::stratified::{Degrees, Mean, Moments, mean, mean_and_variance};
use super::{Exact, Interval, exact, fraction, whole};
use crate::model::problem::Problem;

/// A stratum with each drawn thing's value, where some belong to the domain asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainStratum {
    /// Its code.
    pub code: String,
    /// How many it has.
    pub units: u64,
    /// Of each thing drawn: its value if it belongs to the domain.
    pub values: Vec<Option<Decimal>>,
}

/// The mean of a part that is no department (a policy line, a fund): a ratio of estimates, linearised within departments.
/// `None` where nothing of it was drawn.
///
/// # Errors
/// See [`mean`].
pub fn domain_mean(strata: &[DomainStratum], risk: Decimal) -> Result<Option<Mean>, Problem> {
    let weight =
        |stratum: &DomainStratum| fraction(stratum.units, u64::try_from(stratum.values.len()).unwrap_or(u64::MAX));
    let (mut total, mut size) = (Exact::zero(), Exact::zero());
    for stratum in strata {
        for value in stratum.values.iter().flatten() {
            total += weight(stratum) * exact(*value);
            size += weight(stratum);
        }
    }
    if size.is_zero() {
        return Ok(None);
    }
    let ratio = total / &size;
    let units: u64 = strata.iter().map(|stratum| stratum.units).sum();
    let linear: Vec<Moments> = strata
        .iter()
        .map(|stratum| {
            let share = |value: &Option<Decimal>| match value {
                Some(value) => (exact(*value) - &ratio) * whole(units) / &size,
                None => Exact::zero(),
            };
            let values: Vec<Exact> = stratum.values.iter().map(share).collect();
            let (mean, variance) = mean_and_variance(&values);
            let drawn = u64::try_from(values.len()).unwrap_or(u64::MAX);
            Moments { code: stratum.code.clone(), units: stratum.units, drawn, mean, variance }
        })
        .collect();
    let mut found = mean(&linear, risk, Degrees::Plain)?;
    // The linearised values have mean zero by construction; the ratio is what was asked for.
    found.interval =
        found.interval.map(|Interval { lower, upper }| Interval { lower: lower + &ratio, upper: upper + &ratio });
    found.mean += ratio;
    found.design_effect = None;
    Ok(Some(found))
}
