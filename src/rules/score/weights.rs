//! The points of rows after some were dropped: what a dropped row had goes to the others.
//!
//! Within a first level (一级指标) the remaining rows share the points of the level in proportion to what was printed. A level that is
//! dropped as a whole gives its points to the level that the profile names (satisfaction to benefit), else to all remaining levels.
//! Rescaled points have two places (more where the printed ones have more) and add up to what was printed. They are
//! apportioned by the divisor method of Webster, of equal claims to the first: so no row ever has less because another one was dropped,
//! not by a hundredth, which largest remainders could not promise. Only [`super`] may import it.

use rust_decimal::Decimal;

use super::fraction::PLACES;
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

/// A first level with its rows.
struct Group<'a> {
    name: &'a str,
    level1: Option<Level1>,
    /// Places of its rows, and the pieces that each remaining one was printed with.
    rows: Vec<usize>,
    pieces: Vec<i128>,
    /// Pieces that were printed, dropped rows included.
    printed: i128,
}

impl Group<'_> {
    fn is_left(&self) -> bool {
        self.pieces.iter().any(|pieces| *pieces > 0)
    }
}

fn attempt(rows: &[Share<'_>], rules: &ScoreRules) -> Option<Vec<Decimal>> {
    let places = rows.iter().map(|row| row.weight.normalize().scale()).max()?.max(PLACES);
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let weight = row.weight.normalize();
        let pieces = weight.mantissa().checked_mul(10_i128.checked_pow(places - weight.scale())?)?;
        let at = groups.iter().position(|group| group.name == row.group).unwrap_or(groups.len());
        if at == groups.len() {
            let (rows, pieces) = (Vec::new(), Vec::new());
            groups.push(Group { name: row.group, level1: row.level1, rows, pieces, printed: 0 });
        }
        let group = groups.get_mut(at)?;
        group.printed = group.printed.checked_add(pieces)?;
        group.rows.push(index);
        group.pieces.push(if row.dropped { 0 } else { pieces });
    }
    let mut homeless = 0_i128;
    let mut given = vec![0_i128; groups.len()];
    for group in groups.iter().filter(|group| !group.is_left()) {
        let heir = group.level1.and_then(|level| rules.dropped_to.get(&level));
        let claims = |it: &Group<'_>| if it.level1.is_some() && it.level1.as_ref() == heir { it.printed } else { 0 };
        let claims: Vec<i128> = groups.iter().map(|it| if it.is_left() { claims(it) } else { 0 }).collect();
        match apportion(group.printed, &claims)? {
            Some(shares) => given.iter_mut().zip(shares).for_each(|(given, share)| *given += share),
            None => homeless = homeless.checked_add(group.printed)?,
        }
    }
    let claims: Vec<i128> = groups.iter().map(|it| if it.is_left() { it.printed } else { 0 }).collect();
    let spread = apportion(homeless, &claims)?.unwrap_or_default();
    let mut weights = vec![Decimal::ZERO; rows.len()];
    for (at, group) in groups.iter().enumerate() {
        let more = given.get(at)?.checked_add(spread.get(at).copied().unwrap_or_default())?;
        let now = group.printed.checked_add(more)?;
        for (row, pieces) in group.rows.iter().zip(apportion(now, &group.pieces)?.unwrap_or_default()) {
            *weights.get_mut(*row)? = Decimal::try_from_i128_with_scale(pieces, places).ok()?;
        }
    }
    Some(weights)
}

/// Shares out pieces by claims (Webster): each next piece goes to the largest claim / (2 × pieces held + 1). `Some(None)`: nobody has
/// a claim. `None`: too large to be exact.
fn apportion(pieces: i128, claims: &[i128]) -> Option<Option<Vec<i128>>> {
    let all = claims.iter().try_fold(0_i128, |sum, claim| sum.checked_add(*claim))?;
    if all <= 0 {
        return Some(None);
    }
    // Rounded quotas are the first pieces of that order; what they miss or exceed is added or taken back at its end.
    let mut held = Vec::with_capacity(claims.len());
    for claim in claims {
        let twice = claim.checked_mul(pieces)?.checked_mul(2)?.checked_add(all)?;
        held.push(if *claim > 0 { twice / all.checked_mul(2)? } else { 0 });
    }
    // claim / (2 × held + 1) against another, without dividing; a claim of none comes last.
    let ahead = |one: (i128, i128), other: (i128, i128)| {
        let left = one.0.checked_mul(other.1.checked_mul(2)?.checked_add(1)?)?;
        let right = other.0.checked_mul(one.1.checked_mul(2)?.checked_add(1)?)?;
        Some(left > right)
    };
    let mut sum = held.iter().try_fold(0_i128, |sum, held| sum.checked_add(*held))?;
    while sum != pieces {
        let more = sum < pieces;
        let mut best: Option<(usize, (i128, i128))> = None;
        for (index, (claim, held)) in claims.iter().zip(&held).enumerate() {
            if *claim <= 0 || (!more && *held <= 0) {
                continue;
            }
            // The piece that would come next, or the one that came last.
            let mine = (*claim, if more { *held } else { held - 1 });
            let better = match best {
                None => true,
                Some((_, other)) if more => ahead(mine, other)?,
                // Of equal ones the last row gives back.
                Some((_, other)) => !ahead(mine, other)?,
            };
            if better {
                best = Some((index, mine));
            }
        }
        let (index, _) = best?;
        let step = if more { 1 } else { -1 };
        *held.get_mut(index)? += step;
        sum += step;
    }
    Some(Some(held))
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
