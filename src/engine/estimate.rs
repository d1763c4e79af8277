//! What a sample proves and how large it must be, for figures as people type them. No database.

use rust_decimal::Decimal;

use crate::model::problem::{Problem, ProblemKind};
use crate::rules::estimate::limits;
pub use crate::rules::estimate::limits::{Limit, Limits, Side};
use crate::rules::estimate::planning::{self, Wanted};
pub use crate::rules::estimate::planning::{Planned, Size};
pub use crate::rules::estimate::sentence::grouped;
use crate::rules::estimate::{Population, Rounding, rounded};

/// Populations beyond that are infinite for every purpose.
const LARGEST: u64 = 1_000_000_000_000;
/// Samples beyond that are none that anybody examines.
const MOST_DRAWN: u64 = 1_000_000;
/// Places behind the point of a rate that anybody means.
const FINEST: u32 = 18;

/// A population as typed: a whole number, or `inf`.
///
/// # Errors
/// When it is neither, or larger than a million million.
pub fn population(text: &str) -> Result<Population, Problem> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("inf") {
        return Ok(Population::Infinite);
    }
    let units = text.parse().ok().filter(|units| *units <= LARGEST);
    units.map(Population::Finite).ok_or_else(|| usage("problem-estimate-population").with("value", text))
}

/// A rate as typed: `0.05`, `5%`.
///
/// # Errors
/// When it is no number, or finer than anybody means.
pub fn rate(text: &str) -> Result<Decimal, Problem> {
    let text = text.trim();
    let (number, parts) = match text.strip_suffix(['%', '\u{ff05}']) {
        Some(number) => (number.trim_end(), Decimal::ONE_HUNDRED),
        None => (text, Decimal::ONE),
    };
    let value = Decimal::from_str_exact(number).ok().filter(|value| value.scale() <= FINEST);
    let value = value.and_then(|value| value.checked_div(parts)).map(|value| value.normalize());
    value.ok_or_else(|| usage("problem-estimate-number").with("value", text))
}

fn usage(key: &'static str) -> Problem {
    Problem::new(ProblemKind::Usage, key)
}

/// Limits of what a population holds. See [`limits::limits`].
///
/// # Errors
/// When a figure cannot be read, or they contradict one another.
pub fn bound(of: &str, drawn: u64, found: u64, risk: &str, side: Side) -> Result<Limits, Problem> {
    let (of, risk) = (population(of)?, rate(risk)?);
    limits::check(of, drawn, found, risk)?;
    if drawn > MOST_DRAWN {
        return Err(usage("problem-estimate-drawn-too-many").with("most", grouped(MOST_DRAWN)));
    }
    limits::limits(of, drawn, found, risk, side)
}

/// How many must be drawn for a statement. See [`planning::size`].
///
/// # Errors
/// When a figure cannot be read, or the statement cannot be wanted.
pub fn size(of: &str, tolerable: &str, expected: &str, risk: &str) -> Result<Planned, Problem> {
    let wanted = Wanted { tolerable: rate(tolerable)?, expected: rate(expected)?, risk: rate(risk)? };
    planning::size(population(of)?, &wanted)
}

/// A limit's rate as a decimal of ten places, rounded outwards, without trailing zeros.
pub fn printed_rate(limit: &Limit, up: bool) -> Option<String> {
    let rounding = if up { Rounding::Up } else { Rounding::Down };
    rounded(&limit.rate, 10, rounding).map(|rate| rate.normalize().to_string())
}
