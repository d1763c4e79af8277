//! The order by expected findings, in words: how many are expected on a target, why, and who was drawn to a place.

use crate::engine::view::{QueueRow, Reason};
use crate::text::Arg;
use crate::tui::look::Look;

/// Reasons that a line names; the others are counted.
const NAMED: usize = 3;

/// Thousandths with one place, half up.
pub fn thousandths(number: u32) -> String {
    let tenths = (u64::from(number) + 50) / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// What stands in the column.
pub(super) fn cell(row: &QueueRow, look: &Look) -> String {
    let Some(found) = row.findings else { return String::new() };
    let expected = thousandths(found.expected);
    match row.random {
        true => look.t("queue-expected-random", &[("expected", Arg::from(expected))]),
        false => expected,
    }
}

/// The checks that weigh, the weightiest first.
pub fn checks(row: &QueueRow, look: &Look) -> String {
    let named = row.reasons.iter().filter_map(|reason| match reason {
        Reason::Check(check) => Some(check.0.as_str()),
        Reason::Returned => None,
    });
    let names: Vec<&str> = named.clone().take(NAMED).collect();
    let names = names.join(" ");
    match named.count().saturating_sub(NAMED) {
        0 => names,
        more => look.t("queue-why-more-checks", &[("names", Arg::from(names)), ("count", Arg::from(more))]),
    }
}

/// Why a target stands where it stands.
pub(super) fn words(row: &QueueRow, look: &Look) -> String {
    let Some(found) = row.findings else { return look.s("queue-why-unseen") };
    let expected = [("expected", Arg::from(thousandths(found.expected)))];
    let mut parts = vec![look.t(if row.random { "queue-why-random" } else { "queue-why-expected" }, &expected)];
    let mut count = |key: &str, count: u32| {
        if count > 0 {
            parts.push(look.t(key, &[("count", Arg::from(count))]));
        }
    };
    count("queue-why-errors", found.errors);
    count("queue-why-warnings", found.warnings);
    let checks = checks(row, look);
    if !checks.is_empty() {
        parts.push(look.t("queue-why-checks", &[("checks", Arg::from(checks))]));
    }
    if row.reasons.contains(&Reason::Returned) {
        parts.push(look.s("queue-why-returned"));
    }
    if let Some(amount) = row.amount {
        parts.push(look.t("queue-why-amount", &[("amount", Arg::from(amount.ten_thousand_yuan()))]));
    }
    let and = |before: String, more: String| {
        look.t("queue-why-and", &[("before", Arg::from(before)), ("more", Arg::from(more))])
    };
    parts.into_iter().reduce(and).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::thousandths;

    #[test]
    fn one_place_is_enough() {
        let told = [0, 49, 50, 400, 949, 950, 1_650, 4_000_000_000].map(thousandths);
        assert_eq!(told, ["0.0", "0.0", "0.1", "0.4", "0.9", "1.0", "1.7", "4000000.0"]);
    }
}
