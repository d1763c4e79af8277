//! Sums of points, their grade, and how far a recheck is from the self-evaluation. Only [`super`] may import it.

use rust_decimal::Decimal;

use crate::model::finding::Level1;
use crate::model::review::Grade;
use crate::model::score::{Deviation, GroupTotal, RowCheck, ScoreRules, Scored, ScoredRow, Total};

/// The sum of what rows show, with its grade.
pub(super) fn total(rows: &[ScoredRow], of: impl Fn(&ScoredRow) -> &Scored, rules: &ScoreRules) -> Total {
    let points = rows.iter().map(|row| of(row).points).fold(Decimal::ZERO, Decimal::saturating_add);
    let grade = rules.grade(points);
    Total { points, grade, consequence: rules.consequence(grade).to_owned() }
}

/// Points by first level, in printed order. `names` are those of the rows.
pub(super) fn groups(rows: &[(&str, &ScoredRow)], rules: &ScoreRules) -> Vec<GroupTotal> {
    let mut groups: Vec<GroupTotal> = Vec::new();
    for (name, row) in rows {
        if !groups.iter().any(|group| group.name == *name) {
            let prescribed = row.level1.and_then(|level| rules.groups.get(&level).copied());
            groups.push(GroupTotal {
                name: (*name).to_owned(),
                level1: row.level1,
                weight: Decimal::ZERO,
                prescribed,
                points: [Decimal::ZERO; 3],
            });
        }
        let Some(group) = groups.iter_mut().find(|group| group.name == *name) else { continue };
        group.weight = group.weight.saturating_add(row.weight.unwrap_or_default());
        let all = [&row.own, &row.verified, &row.best];
        for (sum, scored) in group.points.iter_mut().zip(all) {
            *sum = sum.saturating_add(scored.points);
        }
    }
    groups
}

/// How far a recheck is from the self-evaluation: by the percent of the self-score by which they differ, whichever is the
/// higher; a grade lower is large at least, two are serious, as is missing evidence for the heaviest output (our default).
///
/// `None` where there is no self-score to compare with.
pub fn deviation(self_score: Decimal, recheck: Decimal, rows: &[ScoredRow], rules: &ScoreRules) -> Option<Deviation> {
    let level = by_points(self_score, recheck, rules)?;
    let outputs = || rows.iter().filter(|row| row.level1 == Some(Level1::Output));
    let heaviest = outputs().filter_map(|row| row.weight).max();
    let unproved = outputs().any(|row| row.weight == heaviest && row.check == Some(RowCheck::NoEvidence));
    Some(if unproved { Deviation::Serious } else { level })
}

/// The same by points and grades alone.
pub fn by_points(self_score: Decimal, recheck: Decimal, rules: &ScoreRules) -> Option<Deviation> {
    let gap = self_score.checked_sub(recheck)?.abs();
    if self_score <= Decimal::ZERO {
        return None;
    }
    // gap / self-score against percents, without dividing.
    let beyond = |percent: &Decimal| {
        let limit = self_score.checked_mul(*percent);
        gap.checked_mul(Decimal::ONE_HUNDRED).zip(limit).is_none_or(|(gap, limit)| gap > limit)
    };
    let steps = rules.deviation.iter().filter(|percent| beyond(percent)).count();
    let place = |grade: Grade| Grade::ALL.iter().position(|it| *it == grade).unwrap_or_default();
    let lower = place(rules.grade(recheck)).saturating_sub(place(rules.grade(self_score)));
    let by_grade = match lower {
        0 => Deviation::Consistent,
        1 => Deviation::Large,
        _ => Deviation::Serious,
    };
    let by_rate = Deviation::ALL.get(steps).copied().unwrap_or(Deviation::Serious);
    Some(by_rate.max(by_grade))
}
