//! Figures as people read them: counts, amounts, shares, times, bars. Signs of certain width only, so that a chart says the
//! same without colour.

use crate::engine::view::Tally;
use crate::model::money::Money;
use crate::text::Arg;
use crate::tui::look::Look;

/// A count with thousands commas.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A sum of amounts in whole 万元 with commas.
pub fn amount(tally: &Tally) -> String {
    // Sums of a whole province may be larger than one amount can be; they are told without commas then.
    match i64::try_from(tally.fen) {
        Ok(fen) => Money(fen / 1_000_000 * 1_000_000).ten_thousand_yuan().trim_end_matches(".00").to_owned(),
        Err(_) => (tally.fen / 1_000_000).to_string(),
    }
}

/// A share in percent with one place, rounded down: 100% means all. Nothing of nothing is nothing.
pub fn percent(part: i128, whole: i128) -> String {
    if whole <= 0 {
        return String::from("-");
    }
    let tenths = part.clamp(0, whole).saturating_mul(1_000) / whole;
    if tenths == 1_000 { "100%".to_owned() } else { format!("{}.{}%", tenths / 10, tenths % 10) }
}

/// A bar of `cells` cells: full only when all is done, empty only when nothing is.
pub fn bar(part: i128, whole: i128, cells: usize) -> String {
    let done = filled(part, whole, cells);
    format!("[{}{}]", "#".repeat(done), "-".repeat(cells - done))
}

/// How many of so many cells a part fills.
pub fn filled(part: i128, whole: i128, cells: usize) -> usize {
    if whole <= 0 || part <= 0 || cells == 0 {
        return 0;
    }
    let most = i128::try_from(cells).unwrap_or(i128::MAX);
    let part = part.min(whole);
    // Sums so large that the product does not fit need no more exactness than their cells.
    let done = part.checked_mul(most).map_or_else(|| part / (whole / most).max(1), |product| product / whole).min(most);
    let done = if part < whole && most > 1 { done.clamp(1, most - 1) } else { done };
    usize::try_from(done).unwrap_or(cells)
}

/// The sign of a share of the largest: from a blank for nothing to `#` for the largest. None of them can be read as a part of
/// the number before it.
pub fn shade(part: u64, largest: u64) -> char {
    const SHADES: [char; 8] = [' ', '\'', ':', '~', '=', '*', '%', '#'];
    if part == 0 || largest == 0 {
        return SHADES[0];
    }
    let step = u128::from(part.min(largest)) * 7 / u128::from(largest);
    // Between 1 and 7 by the line above.
    SHADES[usize::try_from(step).unwrap_or(7).clamp(1, 7)]
}

/// A length of time in words: minutes below two hours, hours else.
pub fn duration(seconds: u64, look: &Look) -> String {
    let minutes = seconds.div_ceil(60);
    match minutes {
        ..120 => look.t("duration-minutes", &[("count", Arg::from(grouped(minutes)))]),
        _ => look.t("duration-hours", &[("count", Arg::from(grouped(minutes / 60)))]),
    }
}

/// A length of time as hours and minutes: `1:52`.
pub fn clock(seconds: u64) -> String {
    format!("{}:{:02}", grouped(seconds / 3_600), seconds % 3_600 / 60)
}

/// A number of tenths with one place: `2.6`.
pub fn tenths(tenths: u64) -> String {
    format!("{}.{}", grouped(tenths / 10), tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_commas() {
        assert_eq!([0, 999, 1_000, 5_688, 1_000_000].map(grouped), ["0", "999", "1,000", "5,688", "1,000,000"]);
        let tally = Tally { projects: 1, indicators: 1, fen: 123_456_789_012 };
        assert_eq!(amount(&tally), "123,456");
        assert_eq!([0, 26, 12_003].map(tenths), ["0.0", "2.6", "1,200.3"]);
        assert_eq!([59, 6_720, 360_000].map(clock), ["0:00", "1:52", "100:00"]);
    }

    #[test]
    fn all_is_told_only_of_all_and_nothing_only_of_nothing() {
        assert_eq!(
            [(0, 0), (0, 3), (1, 3), (5_687, 5_688), (5, 5)].map(|(a, b)| percent(a, b)),
            ["-", "0.0%", "33.3%", "99.9%", "100%"]
        );
        assert_eq!(bar(0, 9, 4), "[----]");
        assert_eq!(bar(1, 1_000, 4), "[#---]");
        assert_eq!(bar(999, 1_000, 4), "[###-]");
        assert_eq!(bar(9, 9, 4), "[####]");
        assert_eq!(bar(1, 0, 4), "[----]");
        assert_eq!(bar(i128::MAX, i128::MAX, 4), "[####]");
        assert_eq!([0, 1, 50, 99, 100].map(|part| shade(part, 100)), [' ', '\'', '~', '%', '#']);
        assert_eq!(shade(3, 0), ' ');
    }
}
