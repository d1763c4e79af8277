//! What a person types of a plan, read: the same on the command line and on the screen.

use rust_decimal::Decimal;

use crate::model::draw::{UnitReason, UnitStatus};
use crate::model::money::{Money, MoneyUnit};
use crate::model::problem::{Problem, ProblemKind};

fn unreadable(key: &'static str, value: &str) -> Problem {
    Problem::new(ProblemKind::Usage, key).with("value", value)
}

/// `CODE=X3:ground`: who is left out, why, in which words.
///
/// # Errors
/// When it is written otherwise, the reason is none of an exclusion, or there is no ground.
pub fn exclusion(text: &str) -> Result<(String, UnitReason, String), Problem> {
    let read = || {
        let (code, why) = text.split_once('=')?;
        let (reason, ground) = why.split_once([':', '\u{ff1a}'])?;
        let reason = UnitReason::from_code(reason.trim()).filter(|why| why.status() == UnitStatus::Excluded)?;
        let (code, ground) = (code.trim(), ground.trim());
        (!code.is_empty() && !ground.is_empty()).then(|| (code.to_owned(), reason, ground.to_owned()))
    };
    read().ok_or_else(|| unreadable("problem-sample-exclusion", text))
}

/// `DEPARTMENT=NUMBER`: at least so many of it.
///
/// # Errors
/// When it is written otherwise.
pub fn floor(text: &str) -> Result<(String, u64), Problem> {
    let read = || {
        let (name, number) = text.rsplit_once('=')?;
        Some((name.trim().to_owned(), number.trim().parse().ok()?))
    };
    read().ok_or_else(|| unreadable("problem-sample-floor", text))
}

/// An amount in 万元 from which on projects are examined in any case.
///
/// # Errors
/// When it is none, or not above zero.
pub fn cutoff(text: &str) -> Result<Money, Problem> {
    let money = Money::read(text, MoneyUnit::TenThousandYuan).filter(|money| money.0 > 0);
    money.ok_or_else(|| unreadable("problem-sample-cutoff", text))
}

/// Points above zero.
///
/// # Errors
/// When it is none.
pub fn points(text: &str) -> Result<Decimal, Problem> {
    let points = text.trim().parse::<Decimal>().ok().filter(|points| *points > Decimal::ZERO);
    points.ok_or_else(|| unreadable("problem-sample-points", text))
}

/// A whole number, such as the least of each department.
///
/// # Errors
/// When it is none.
pub fn number(text: &str) -> Result<u64, Problem> {
    text.trim().parse().map_err(|_| unreadable("problem-sample-number", text))
}

/// `NAME|OFFICE`: both parts, trimmed.
///
/// # Errors
/// When one of them is missing.
pub fn witness(text: &str) -> Result<(String, String), Problem> {
    let parts = text.split_once(['|', '\u{ff5c}']).map(|(name, office)| (name.trim(), office.trim()));
    let parts = parts.filter(|(name, office)| !name.is_empty() && !office.is_empty());
    let (name, office) = parts.ok_or_else(|| unreadable("problem-sample-witness", text))?;
    Ok((name.to_owned(), office.to_owned()))
}
