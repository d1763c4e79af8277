//! What is looked at first and what follows: the largest deviations, and who falls under which consequence of the profile's
//! table. Only [`super`] may import it.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::tally::{Looked, looked};
use crate::model::money::Money;
use crate::model::recheck::RecheckLine;
use crate::model::review::Grade;
use crate::model::score::ScoreRules;

/// How many deviations are named.
const LARGEST: usize = 5;

/// One consequence and who falls under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// What follows: a locale key, or the place's own words.
    pub words: String,
    /// The grades of rechecks that lead to it, best first.
    pub grades: Vec<Grade>,
    /// Places among the lines, the largest amount first.
    pub lines: Vec<usize>,
    /// Their annual budgets together (当年预算数): the annual total, else the adjusted, else the initial budget.
    pub amount: Money,
    /// How many of them print no amount.
    pub without_amount: u64,
}

/// Rechecks with a result that stands: their place, own points less those of the recheck, their grade.
fn done<'a>(
    lines: &'a [RecheckLine],
    rules: &'a ScoreRules,
) -> impl Iterator<Item = (usize, &'a RecheckLine, Option<Decimal>)> {
    lines.iter().enumerate().filter_map(|(at, line)| match looked(line, rules) {
        Looked::Done { difference, refused: false, .. } => Some((at, line, difference)),
        Looked::Done { .. } | Looked::Open | Looked::Replaced => None,
    })
}

/// Those that differ most, whichever way.
pub(super) fn largest(lines: &[RecheckLine], rules: &ScoreRules) -> Vec<usize> {
    let mut found: Vec<(Decimal, usize)> = done(lines, rules)
        .filter_map(|(at, _, difference)| Some((difference?.abs(), at)))
        .filter(|(size, _)| !size.is_zero())
        .collect();
    // Stable: of equals the one that stands first in the list.
    found.sort_by_key(|(size, _)| Reverse(*size));
    found.into_iter().take(LARGEST).map(|(_, at)| at).collect()
}

/// By consequence, that of the worst grade first. What leads to nothing is told, too: everybody can see that it was looked at.
pub(super) fn consequences(lines: &[RecheckLine], rules: &ScoreRules) -> Vec<Consequence> {
    let mut found: Vec<Consequence> = Vec::new();
    for grade in Grade::ALL.into_iter().rev() {
        let words = rules.consequence(grade);
        let here: Vec<usize> =
            done(lines, rules).filter(|(_, line, _)| line.grade == Some(grade)).map(|(at, ..)| at).collect();
        match found.iter_mut().find(|one| one.words == words) {
            Some(one) => {
                one.grades.insert(0, grade);
                one.lines.extend(here);
            }
            None => found.push(Consequence {
                words: words.to_owned(),
                grades: vec![grade],
                lines: here,
                amount: Money(0),
                without_amount: 0,
            }),
        }
    }
    for one in &mut found {
        let amount = |at: &usize| lines.get(*at).and_then(|line| line.amount);
        one.lines.sort_by_key(|at| Reverse(amount(at)));
        one.without_amount = one.lines.iter().filter(|at| amount(at).is_none()).count() as u64;
        let fen = one.lines.iter().filter_map(amount).fold(0_i64, |sum, money| sum.saturating_add(money.0));
        one.amount = Money(fen);
    }
    found
}
