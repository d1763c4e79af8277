//! Dates: earlier is better; one is kept or missed, never divided.
//!
//! A date counts by the days that it may mean: 2025年6月 is any day of June. Dates without a year are of the form's. Only [`super`]
//! may import it.

use super::fraction::Fraction;
use super::row::{Judged, Keep};
use crate::model::score::{ScoreRule, ScoreRules, Unread};
use crate::model::value::{Comparator, Value, ValueKind};
use crate::rules::check::dates::{Day, days};

/// First and last day that a reading may mean, and whether it was printed as a period.
struct Span {
    first: Day,
    last: Day,
    period: bool,
}

fn span(value: &Value, year: u16) -> Option<Span> {
    if value.kind != ValueKind::Date || value.uncertain {
        return None;
    }
    let dated = |date: &str| match date.strip_prefix("--") {
        Some(rest) if rest.starts_with('-') => None,
        Some(rest) => days(&format!("{year}-{rest}")),
        None => days(date),
    };
    let (first, last) = dated(value.date.as_deref()?)?;
    match value.high.as_deref() {
        Some(high) => Some(Span { first, last: dated(high)?.1, period: true }),
        None => Some(Span { first, last, period: false }),
    }
}

/// Days since a fixed day, to count how late something is (proleptic Gregorian calendar).
fn ordinal((year, month, day): Day) -> i64 {
    // March is the first month, so that a leap day ends the year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year.saturating_sub(1), month + 9) };
    let (year, month, day) = (i64::from(year), i64::from(month), i64::from(day));
    365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day
}

/// What share of the points a date gives.
///
/// Kept when every day that the actual date may mean lies at or before the last day of the target; a period asked for is kept
/// by one that ends with it or by a day within it, not by one that ends earlier. Missed when no day does.
pub(super) fn judge<F: Keep>(
    target: &Value,
    actual: &Value,
    year: u16,
    rules: &ScoreRules,
) -> Result<Judged<F>, Unread> {
    if matches!(target.op, Some(Comparator::AtLeast | Comparator::MoreThan)) {
        return Err(Unread::TargetUnclear);
    }
    let wanted = span(target, year).ok_or(Unread::TargetUnclear)?;
    let done = span(actual, year).ok_or(if actual.uncertain { Unread::ActualUnclear } else { Unread::DateUnclear })?;
    if matches!(actual.op, Some(Comparator::AtLeast | Comparator::MoreThan)) {
        return Err(Unread::ActualBound);
    }
    let before = |op| matches!(op, Some(Comparator::AtMost | Comparator::LessThan));
    // 2026年1月1日前 excludes the day itself where the reader says so.
    let deadline = if target.op == Some(Comparator::LessThan) { before_day(wanted.first) } else { wanted.last };
    let facts = |share, rule| Judged::of(share, rule, actual.raw.trim(), target.raw.trim());
    let kept = done.last <= deadline;
    let shorter = wanted.period && done.period && (done.last < wanted.last || done.first > wanted.first);
    if kept && shorter {
        return Err(Unread::DateUnclear);
    }
    if kept {
        return Ok(facts(Fraction::ONE, ScoreRule::Reached));
    }
    // A deadline as an actual value (12月底前) says only that it was no later.
    if done.first <= deadline || before(actual.op) {
        return Err(Unread::DateUnclear);
    }
    // In favour of the department: from the first day that the date may mean.
    let late = u32::try_from(ordinal(done.first) - ordinal(deadline)).unwrap_or(u32::MAX);
    let left = rules.late.iter().find(|(most, _)| late <= *most).map(|(_, share)| *share).unwrap_or_default();
    let share = Fraction::percent(left).ok_or(Unread::TooLarge)?.share();
    Ok(facts(share, ScoreRule::Late).fact("days", late).fact("share", left.normalize()))
}

fn before_day((year, month, day): Day) -> Day {
    match (month, day) {
        (_, 2..) => (year, month, day - 1),
        // Days of a month do not matter for comparing: no date lies between.
        (2.., _) => (year, month - 1, 31),
        _ => (year.saturating_sub(1), 12, 31),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::value::read_printed;

    /// `1` kept, `0` missed, `?` unclear, with days late.
    fn told(target: &str, actual: &str) -> String {
        let rules = ScoreRules { late: vec![(30, 60.into())], ..ScoreRules::default() };
        let judged: Result<Judged, Unread> = judge(&read_printed(target), &read_printed(actual), 2025, &rules);
        match judged {
            Err(_) => "?".to_owned(),
            Ok(judged) if judged.rule == ScoreRule::Reached => "kept".to_owned(),
            Ok(judged) => format!("{} {}%", judged.facts["days"], judged.facts["share"]),
        }
    }

    #[test]
    fn dates_are_kept_or_missed() {
        for (target, actual, wanted) in [
            ("2025年6月底前", "2025年6月15日", "kept"),
            ("2025年6月底前", "2025-06-30", "kept"),
            ("2025年6月底前", "2025-07-01", "1 60%"),
            ("2025年6月底前", "2025年8月", "32 0%"),
            ("2025年6月15日前", "2025年6月", "?"),
            ("2025年6月", "2025年6月20日", "kept"),
            ("9月前", "7月", "kept"),
            ("11月前", "2025年10月", "kept"),
            ("12月底前", "2026年1月10日", "10 60%"),
            ("2025年12月31日", "2025年", "kept"),
            ("2025年1-12月", "2025年1-12月", "kept"),
            ("2025年1-12月", "2025年5月", "kept"),
            ("2025年1-12月", "2025年1-10月", "?"),
            ("2025年6月底前", "2025年7月底前", "?"),
            ("2024年2月底前", "2024-03-01", "1 60%"),
        ] {
            assert_eq!(told(target, actual), wanted, "{target} {actual}");
        }
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(ordinal((2024, 3, 1)) - ordinal((2024, 2, 28)), 2);
        assert_eq!(ordinal((2025, 3, 1)) - ordinal((2025, 2, 28)), 1);
        assert_eq!(ordinal((2026, 1, 1)) - ordinal((2025, 1, 1)), 365);
        assert_eq!(ordinal((2000, 3, 1)) - ordinal((2000, 2, 28)), 2);
    }
}
