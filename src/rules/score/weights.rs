//! The points of rows after some were dropped: what a dropped row had goes to the others.
//!
//! Within a first level (一级指标) the remaining rows share the points of the level in proportion. A level that is dropped as a whole
//! gives its points to the level that the profile names (satisfaction to benefit), else to all remaining rows. Rescaled points have two
//! places (more where the printed ones have more) and add up to what they had before: what rounding down leaves goes to the
//! largest remainders, the first of equal ones first. Only [`super`] may import it.

use rust_decimal::Decimal;

use super::fraction::{Fraction, PLACES};
use crate::model::finding::Level1;
use crate::model::score::ScoreRules;

/// A row as it takes part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share<'a> {
    pub group: &'a str,
    pub level1: Option<Level1>,
    pub weight: Decimal,
    pub dropped: bool,
}

/// Points of each row; dropped ones have none. As printed where nothing was dropped, nothing is left, or numbers are too
/// large.
pub(super) fn rescaled(rows: &[Share<'_>], rules: &ScoreRules) -> Vec<Decimal> {
    let printed = || rows.iter().map(|row| row.weight).collect();
    if !rows.iter().any(|row| row.dropped) || rows.iter().all(|row| row.dropped || row.weight.is_zero()) {
        return printed();
    }
    attempt(rows, rules).unwrap_or_else(printed)
}

fn attempt(rows: &[Share<'_>], rules: &ScoreRules) -> Option<Vec<Decimal>> {
    let mut weights: Vec<Decimal> =
        rows.iter().map(|row| if row.dropped { Decimal::ZERO } else { row.weight }).collect();
    let mut seen: Vec<&str> = Vec::new();
    let mut homeless = Decimal::ZERO;
    for row in rows {
        if seen.contains(&row.group) {
            continue;
        }
        seen.push(row.group);
        let mut lost = rows.iter().filter(|it| it.group == row.group && it.dropped).map(|it| it.weight);
        let lost = lost.try_fold(Decimal::ZERO, |sum, weight| sum.checked_add(weight))?;
        let stays = |it: &Share<'_>| it.group == row.group;
        let heir = row.level1.and_then(|level| rules.dropped_to.get(&level));
        let inherits = |it: &Share<'_>| it.level1.is_some() && it.level1.as_ref() == heir;
        if !spread(rows, &mut weights, lost, stays)? && !spread(rows, &mut weights, lost, inherits)? {
            homeless = homeless.checked_add(lost)?;
        }
    }
    spread(rows, &mut weights, homeless, |_| true)?;
    Some(weights)
}

/// Gives points to the remaining rows that are meant, in proportion to what they have. False where there are none.
fn spread(
    rows: &[Share<'_>],
    weights: &mut [Decimal],
    lost: Decimal,
    meant: impl Fn(&Share<'_>) -> bool,
) -> Option<bool> {
    if lost.is_zero() {
        return Some(true);
    }
    let heirs: Vec<usize> = rows
        .iter()
        .zip(&*weights)
        .enumerate()
        .filter(|(_, (row, weight))| !row.dropped && !weight.is_zero() && meant(row))
        .map(|(index, _)| index)
        .collect();
    if heirs.is_empty() {
        return Some(false);
    }
    let had = || heirs.iter().filter_map(|index| weights.get(*index).copied());
    let before = had().try_fold(Decimal::ZERO, |sum, weight| sum.checked_add(weight))?;
    let after = before.checked_add(lost)?;
    let places = had().chain([lost]).map(|weight| weight.normalize().scale()).max()?.max(PLACES);
    let factor = Fraction::of(after)?.over(Fraction::of(before)?)?;
    let mut parts: Vec<(usize, Decimal, Fraction)> = Vec::new();
    for &index in &heirs {
        let exact = Fraction::of(*weights.get(index)?)?.times(factor)?;
        let floor = exact.floored(places)?;
        parts.push((index, floor, exact.minus(Fraction::of(floor)?)?));
    }
    let given = parts.iter().try_fold(Decimal::ZERO, |sum, (_, floor, _)| sum.checked_add(*floor))?;
    let piece = Decimal::new(1, places);
    let mut left = after.checked_sub(given)?;
    // Stable: of equal remainders the first row comes first.
    parts.sort_by_key(|(_, _, rest)| std::cmp::Reverse(*rest));
    for (index, floor, _) in parts {
        let more = if left >= piece { piece } else { Decimal::ZERO };
        left -= more;
        *weights.get_mut(index)? = floor.checked_add(more)?;
    }
    Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as `group weight`, dropped ones with `!` before them, and what becomes of their points.
    fn told(rows: &[&str]) -> String {
        let rows: Vec<Share<'_>> = rows
            .iter()
            .map(|row| {
                let dropped = row.starts_with('!');
                let (group, weight) = row.trim_start_matches('!').split_once(' ').unwrap();
                let level1 = match group {
                    "产出" => Some(Level1::Output),
                    "效益" => Some(Level1::Benefit),
                    "满意度" => Some(Level1::Satisfaction),
                    _ => None,
                };
                Share { group, level1, weight: weight.parse().unwrap(), dropped }
            })
            .collect();
        let weights = rescaled(&rows, &ScoreRules::default());
        assert_eq!(weights.iter().sum::<Decimal>(), rows.iter().map(|row| row.weight).sum(), "{rows:?}");
        weights.iter().map(|weight| weight.normalize().to_string()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn points_stay_in_their_group_and_add_up() {
        assert_eq!(told(&["产出 10", "产出 20", "效益 30"]), "10 20 30");
        assert_eq!(told(&["产出 10", "!产出 10", "效益 30"]), "20 0 30");
        assert_eq!(told(&["产出 10", "产出 10", "产出 10", "!产出 10"]), "13.34 13.33 13.33 0");
        assert_eq!(told(&["产出 50", "效益 20", "效益 10", "!满意度 10"]), "50 26.67 13.33 0", "to benefit");
        assert_eq!(told(&["产出 45", "满意度 45", "!其他 10"]), "50 50 0", "no heir: to all");
        assert_eq!(told(&["!产出 50", "!效益 40"]), "50 40", "nothing is left to take them");
        assert_eq!(told(&["产出 22.125", "!产出 22.125", "产出 0"]), "44.25 0 0");
    }
}
