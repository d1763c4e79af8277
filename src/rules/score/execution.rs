//! The execution rate: spending over the adjusted budget (全年预算数), full points at most.
//!
//! Only [`super`] and the checks of evaluations may import it.

use rust_decimal::Decimal;

use super::fraction::Fraction;
use super::row::Judged;
use crate::model::form::{Amount, Form};
use crate::model::money::Money;
use crate::model::score::{ScoreRule, ScoreRules, Unread};
use crate::rules::check::target::{decimal, ten_thousands};

/// Points of the execution rate: as printed; else the profile's where the rows leave exactly so much of the total.
pub(in crate::rules) fn weight(form: &Form, rows: Decimal, rules: &ScoreRules) -> Option<Decimal> {
    match form.funds.execution_weight.as_deref().and_then(decimal) {
        Some(printed) => Some(printed).filter(|points| *points >= Decimal::ZERO),
        None => {
            let told = form.funds.adjusted.is_some() && form.funds.executed.is_some();
            let fits = rows.checked_add(rules.execution) == Some(rules.total);
            (told && fits).then_some(rules.execution)
        }
    }
}

/// An amount of the form.
pub(in crate::rules) fn amount(amount: Option<&Amount>) -> Option<Money> {
    amount.and_then(|amount| amount.fen)
}

/// What the department gave itself.
pub(super) fn score(form: &Form) -> Option<Decimal> {
    form.funds.execution_score.as_deref().and_then(decimal)
}

/// What the amounts of the form come to.
pub(super) fn filed(form: &Form) -> Result<Judged, Unread> {
    judge(amount(form.funds.adjusted.as_ref()), amount(form.funds.executed.as_ref()))
}

/// min(1, spending / adjusted budget).
pub(in crate::rules) fn judge(adjusted: Option<Money>, executed: Option<Money>) -> Result<Judged, Unread> {
    let (adjusted, executed) = adjusted.zip(executed).ok_or(Unread::FundsMissing)?;
    if adjusted < Money(0) || executed < Money(0) {
        return Err(Unread::FundsNegative);
    }
    if adjusted == Money(0) {
        return Err(Unread::FundsMissing);
    }
    let exact = |amount: Money| Fraction::of(Decimal::from(amount.0));
    let ratio = exact(executed).zip(exact(adjusted)).and_then(|(over, under)| over.over(under));
    let ratio = ratio.ok_or(Unread::TooLarge)?;
    let told = |amount: Money| ten_thousands(amount).normalize();
    let judged = Judged::of(ratio.share(), ScoreRule::Execution, told(executed), told(adjusted));
    Ok(Judged { ratio: Some(ratio), ..judged })
}
