//! How counts, shares and sums are shown where values are counted: facets and frequency tables.

use crate::model::money::Money;
use crate::model::query::{Column, Frequency, FrequencyRow, Group};
use crate::text::{Arg, Language};
use crate::tui::look::Look;

/// A sum of funds in few characters: `8.3亿`, `412.5万`; in English in millions or thousands.
pub fn funds(fen: i128, look: &Look) -> String {
    // One decimal, half up; sums of money are not negative.
    let tenths = |unit: i128| {
        let tenths = (fen * 10 + unit / 2) / unit;
        let whole = u64::try_from(tenths / 10).unwrap_or(u64::MAX);
        format!("{}.{}", super::home::grouped(whole), tenths % 10)
    };
    let (large, small): (i128, i128) = match look.language() {
        Language::ZhCn => (10_000_000_000, 1_000_000),
        Language::En => (100_000_000, 100_000),
    };
    match fen {
        0 => "0".to_owned(),
        fen if fen >= large => look.t("funds-large", &[("amount", Arg::from(tenths(large)))]),
        _ => look.t("funds-small", &[("amount", Arg::from(tenths(small)))]),
    }
}

/// A share given in hundredths of a percent, with one decimal: `12.3%`.
pub fn share(hundredths: u32) -> String {
    let tenths = (hundredths + 5) / 10;
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// A bar that is read without colour: `####....`. Whatever is there has one sign at least.
pub fn bar(part: u64, whole: u64, cells: u16) -> String {
    let cells = u64::from(cells);
    let (part, whole) = (u128::from(part), u128::from(whole.max(1)));
    let full = (2 * part * u128::from(cells) + whole) / (2 * whole);
    let full = usize::try_from(full.max(part.min(1)).min(u128::from(cells))).unwrap_or(0);
    format!("{}{}", "#".repeat(full), ".".repeat(usize::try_from(cells).unwrap_or(0) - full))
}

/// The largest number of targets in a table.
pub fn most(table: &Frequency) -> u64 {
    table.rows.iter().map(|row| row.targets).max().unwrap_or(0)
}

/// The name of a column.
pub fn column_name(column: Column, look: &Look) -> String {
    look.s(match column {
        Column::Year => "find-column-year",
        Column::Department => "find-column-department",
        Column::Unit => "find-column-unit",
        Column::Code => "find-column-code",
        Column::Name => "find-column-name",
        Column::Amount => "find-column-amount",
        Column::Status => "find-column-status",
        Column::Rows => "find-column-rows",
        Column::Decided => "find-column-decided",
        Column::Undecided => "find-column-undecided",
        Column::Opinions => "find-column-opinions",
        Column::Demands => "find-column-demands",
        Column::Version => "find-column-version",
        Column::Expected => "find-column-expected",
        Column::Class => "find-column-class",
    })
}

/// The name of what targets are counted under.
pub fn group_name(row: &FrequencyRow, column: Column, look: &Look) -> String {
    let wan = |money: Money| super::home::grouped(u64::try_from(money.0 / 1_000_000).unwrap_or(0));
    match &row.group {
        Group::Text(text) => if row.label.is_empty() { text } else { &row.label }.clone(),
        Group::Year(year) => year.to_string(),
        Group::Status(status) => look.strings.status(*status),
        Group::Class(code) => {
            let name = look.categories.name(code, look.language());
            match look.categories.get(code) {
                Some(category) => format!("{} {name}", category.key),
                None => name.to_owned(),
            }
        }
        Group::Amount(span) => match (span.least, span.most) {
            (Some(least), Some(most)) => {
                let ends = [("least", Arg::from(wan(least))), ("most", Arg::from(wan(Money(most.0 + 1))))];
                look.t("find-amount-between", &ends)
            }
            (None, Some(most)) => look.t("find-amount-below", &[("most", Arg::from(wan(Money(most.0 + 1))))]),
            (Some(least), None) => look.t("find-amount-from", &[("least", Arg::from(wan(least)))]),
            (None, None) => look.s("find-group-none"),
        },
        Group::Number(number) => number.to_string(),
        Group::None if column == Column::Class => look.s("find-group-no-opinion"),
        Group::None => look.s("find-group-none"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_shares_and_bars_are_short() {
        let (han, english) = (Look::built_in(Language::ZhCn), Look::built_in(Language::En));
        assert_eq!(funds(83_412_345_678 * 100, &han), "834.1亿");
        assert_eq!(funds(8_300_000_000 * 100, &english), "8,300.0m");
        assert_eq!([funds(412_500_000, &han), funds(12_345_600, &english)], ["412.5万", "123.5k"]);
        assert_eq!(funds(0, &han), "0");
        assert_eq!([share(0), share(1234), share(10_000)], ["0.0%", "12.3%", "100.0%"]);
        assert_eq!([bar(0, 10, 4), bar(1, 1000, 4), bar(5, 10, 4), bar(10, 10, 4)], ["....", "#...", "##..", "####"]);
        assert_eq!(bar(1, 0, 0), "");
    }
}
