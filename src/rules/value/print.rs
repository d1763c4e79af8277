//! The canonical printing of a reading: one spelling for everything that means the same.
//!
//! For every reading of one cell `read_printed(print(value))` is `value` but for `raw`, so printing is stable. What has
//! no other spelling (words, several figures, ratios, masks) is printed as it was typed. A doubtful figure ends in `?`, which
//! the reader takes for the doubt of whoever printed it. Readings that columns of their own helped to make are printed in
//! one cell as far as one cell can say it.
//!
//! Absent on purpose: words for people (see [`super::explain()`]) and conversion.

use super::fold::fold;
use super::read_printed;
use super::words::{Calendar, WORDS};
use crate::model::value::{Comparator, Value, ValueKind};

/// The canonical text of a reading. Where that would be read otherwise (a unit of words the grammar knows), or there is
/// none, the cell as it was typed: it says what it says.
pub fn print(value: &Value) -> String {
    let typed = || value.raw.trim().to_owned();
    let Some(printed) = canonical(value) else { return typed() };
    let same = |text: &str| {
        Value { raw: String::new(), ..read_printed(text) } == Value { raw: String::new(), ..value.clone() }
    };
    if !same(&printed) && same(&value.raw) { typed() } else { printed }
}

fn canonical(value: &Value) -> Option<String> {
    let figure = match value.kind {
        ValueKind::Blank | ValueKind::Qualitative => return None,
        ValueKind::Date => period(value.date.as_deref()?, value.high.as_deref())?,
        ValueKind::Range => format!("{}~{}{}", value.number.as_ref()?, value.high.as_ref()?, unit(value)),
        _ => format!("{}{}", value.number.as_ref()?, unit(value)),
    };
    let doubt = if value.uncertain { "?" } else { "" };
    // `=` is what a bare figure says, but where the bare figure might be a date.
    let needed = value.unit.is_none() && super::like_date(value.kind, value.number.as_deref(), value.high.as_deref());
    let sign = value.op.filter(|op| *op != Comparator::Equal || needed).map_or("", Comparator::sign);
    Some(format!("{sign}{figure}{doubt}"))
}

/// True when `printed` (the cell with what its columns add) says what `value` says in the same spelling, blanks, width and a
/// plain `=` aside. Words are never told otherwise than they were printed.
pub fn agrees(printed: &str, value: &Value) -> bool {
    let plain = |text: &str| -> Vec<char> { fold(text).into_iter().skip_while(|c| *c == '=').collect() };
    let words = matches!(value.kind, ValueKind::Blank | ValueKind::Qualitative);
    !value.uncertain && (words || plain(printed) == plain(&print(value)))
}

fn unit(value: &Value) -> &str {
    value.unit.as_deref().unwrap_or_default()
}

fn period(from: &str, to: Option<&str>) -> Option<String> {
    let first = date(from)?;
    match to {
        Some(to) => Some(format!("{first}~{}", date(to)?)),
        None => Some(first),
    }
}

/// An ISO date, cut, in the words of the calendar.
fn date(iso: &str) -> Option<String> {
    let (year, rest) = match iso.strip_prefix("--") {
        Some(rest) => (None, rest),
        None => match iso.split_once('-') {
            Some((year, rest)) => (Some(year), rest),
            None => (Some(iso), ""),
        },
    };
    if let Some(day) = rest.strip_prefix('-') {
        return Some(format!("{}{}{}", WORDS.plain_each_month, small(day), WORDS.calendar_word(Calendar::Day)?));
    }
    let mut text = String::new();
    if let Some(year) = year {
        text = format!("{year}{}", WORDS.calendar_word(Calendar::Year)?);
    }
    let (month, day) = rest.split_once('-').unwrap_or((rest, ""));
    for (part, word) in [(month, Calendar::Month), (day, Calendar::Day)] {
        if !part.is_empty() {
            text = format!("{text}{}{}", small(part), WORDS.calendar_word(word)?);
        }
    }
    Some(text)
}

/// 06 is 6.
fn small(digits: &str) -> &str {
    digits.strip_prefix('0').unwrap_or(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::value::read;

    #[test]
    fn one_spelling_for_what_means_the_same() {
        for (cell, printed, plain) in [
            ("≥ 95％", "≥95%", true),
            ("不低于95百分比", "≥95%", false),
            ("98%以上", "≥98%", false),
            ("控制在 5% 以内", "≤5%", false),
            ("5%-8%", "5~8%", false),
            ("1,024,410元", "1024410元", false),
            ("9月底前", "≤9月30日", false),
            ("2021年1-12月", "2021年1月~2021年12月", false),
            ("2025-06-30", "2025年6月30日", false),
            ("每月25日前", "≤每月25日?", false),
            ("约300人", "300人?", false),
            ("1:15", "1:15", false),
            ("有所提升", "有所提升", true),
            ("", "", true),
        ] {
            let value = read_printed(cell);
            assert_eq!((print(&value).as_str(), agrees(cell, &value)), (printed, plain), "{cell}");
        }
        let columns = read("95", Some("≥"), Some("%"));
        assert_eq!((print(&columns).as_str(), agrees("≥95%", &columns)), ("≥95%", true));
        assert!(agrees("=8 个", &read_printed("=8 个")));
    }
}
