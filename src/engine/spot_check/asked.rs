//! What a person types of a plan, read: the same on the command line and on the screen.

use num_traits::Zero;
use rust_decimal::Decimal;

use super::rotation::{RotationAsk, RotationOf};
use crate::model::draw::{PlannedStage, StagePlan, UnitReason, UnitStatus};
use crate::model::money::{Money, MoneyUnit};
use crate::model::problem::{Problem, ProblemKind};
use crate::rules::draw::fraction;

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

/// `5% 1-3 +150:4`: the rate that would be too much, then the looks of a plan that draws on: of the draw itself how many bad
/// ones are accepted and with how many one goes on, then how many more are drawn and, of all so far, the same; the last look
/// only accepts.
///
/// # Errors
/// When it is written otherwise, there is one look only, or numbers do not rise.
pub fn stages(text: &str) -> Result<StagePlan, Problem> {
    let bounds = |text: &str| -> Option<(u64, Option<u64>)> {
        match text.split_once('-') {
            Some((accept, go_on)) => Some((accept.parse().ok()?, Some(go_on.parse().ok()?))),
            None => Some((text.parse().ok()?, None)),
        }
    };
    let read = || {
        let mut words = text.split_whitespace();
        let tolerable = words.next().filter(|rate| fraction::read_share(rate).is_some_and(|rate| !rate.is_zero()))?;
        let mut looks: Vec<(u64, u64, Option<u64>)> = Vec::new();
        for word in words {
            let (more, word) = match word.strip_prefix('+') {
                Some(word) => word.split_once(':').and_then(|(more, rest)| Some((more.parse().ok()?, rest)))?,
                None => (0, word),
            };
            if (more == 0) != looks.is_empty() {
                return None;
            }
            let (accept, go_on) = bounds(word)?;
            looks.push((more, accept, go_on));
        }
        let last = looks.len().checked_sub(1).filter(|last| *last > 0)?;
        let fits = |(at, (_, accept, go_on)): (usize, &(u64, u64, Option<u64>))| match go_on {
            Some(go_on) => at < last && go_on > accept,
            None => at == last,
        };
        let rising = looks.windows(2).all(|pair| pair[0].1 <= pair[1].1 && pair[0].2 <= pair[1].2.or(Some(u64::MAX)));
        if !looks.iter().enumerate().all(fits) || !rising {
            return None;
        }
        let stage = |(more, accept, go_on): (u64, u64, Option<u64>)| PlannedStage {
            more,
            accept,
            go_on: go_on.unwrap_or(accept),
        };
        Some(StagePlan { tolerable: tolerable.to_owned(), stages: looks.into_iter().map(stage).collect() })
    };
    read().ok_or_else(|| unreadable("problem-sample-stages", text))
}

/// `3` or `3 project`: every how many years everybody is examined, and who is meant by that.
///
/// # Errors
/// When it is written otherwise, or the years are not 2 to 9.
pub fn rotation(text: &str) -> Result<RotationAsk, Problem> {
    let read = || {
        let mut words = text.split_whitespace();
        let years = words.next()?.parse().ok().filter(|years| (2..=9).contains(years))?;
        let of = words.next().map_or(Some(RotationOf::default()), RotationOf::from_id)?;
        words.next().is_none().then_some(RotationAsk { years, of })
    };
    read().ok_or_else(|| unreadable("problem-sample-rotation", text))
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
