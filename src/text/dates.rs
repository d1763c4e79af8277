//! Days and moments for people: local time of a stamp, ISO dates, due dates from today.
//!
//! Today is always passed in, so everything but [`local`] is a pure function.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::model::event::Stamp;

/// The time zone of this machine; UTC where the system tells none.
pub fn local() -> TimeZone {
    TimeZone::system()
}

fn format(stamp: Stamp, zone: &TimeZone, form: &str) -> String {
    // A stamp holds 48 bits of milliseconds: a hostile one lies beyond the calendar and is shown as nothing.
    i64::try_from(stamp.millis())
        .ok()
        .and_then(|millis| Timestamp::from_millisecond(millis).ok())
        .map(|moment| moment.to_zoned(zone.clone()).strftime(form).to_string())
        .unwrap_or_default()
}

/// `06-12 10:21`
pub fn short(stamp: Stamp, zone: &TimeZone) -> String {
    format(stamp, zone, "%m-%d %H:%M")
}

/// `2025-06-12 10:21`
pub fn long(stamp: Stamp, zone: &TimeZone) -> String {
    format(stamp, zone, "%Y-%m-%d %H:%M")
}

/// `2025-06-12T02:21:00.000Z`: UTC, for answers that programs read.
pub fn iso(stamp: Stamp) -> String {
    format(stamp, &TimeZone::UTC, "%Y-%m-%dT%H:%M:%S.%3fZ")
}

/// The day of a stamp.
pub fn day(stamp: Stamp, zone: &TimeZone) -> Option<Date> {
    let moment = Timestamp::from_millisecond(i64::try_from(stamp.millis()).ok()?).ok()?;
    Some(moment.to_zoned(zone.clone()).date())
}

/// Reads a day as it is stored: exactly `2025-06-30`.
pub fn read(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return None;
    }
    let year: i16 = text.get(..4)?.parse().ok()?;
    civil(year, text.get(5..7)?.parse().ok()?, text.get(8..)?.parse().ok()?)
}

fn civil(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok().filter(|date| (1949..=2999).contains(&date.year()))
}

/// Writes a day as it is stored.
pub fn write(date: Date) -> String {
    date.strftime("%Y-%m-%d").to_string()
}

/// Reads a due date as people type it: `2025-06-30`, `2025/6/30`, `2025.6.30`, `20250630`, with the Chinese words for
/// year, month and day, `6-30` (the next such day), `+30` (calendar days), `+10w` (working days). Full-width signs count
/// as their ASCII ones.
pub fn read_due(text: &str, today: Date) -> Option<Date> {
    // Signs for year, month, day and "working" are written as numbers: no words for people in sources.
    let folded: String = text
        .trim()
        .chars()
        .map(|c| match super::fold::fold_char(c) {
            '/' | '.' | '\u{5E74}' | '\u{6708}' => '-',
            '\u{5DE5}' | 'W' => 'w',
            folded => folded,
        })
        .filter(|c| !matches!(c, ' ' | '\u{65E5}' | '\u{5929}'))
        .collect();
    if let Some(days) = folded.strip_prefix('+') {
        return match days.strip_suffix('w') {
            Some(days) => Some(add_working_days(today, days.parse::<u16>().ok().filter(|n| *n <= 1000)?, &[])),
            None => add_days(today, days.parse::<u16>().ok()?),
        };
    }
    let parts: Vec<&str> = folded.split('-').collect();
    if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    match parts.as_slice() {
        [one] if one.len() == 8 => {
            civil(one.get(..4)?.parse().ok()?, one.get(4..6)?.parse().ok()?, one.get(6..)?.parse().ok()?)
        }
        [month, day] => {
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            civil(today.year(), month, day)
                .filter(|date| *date >= today)
                .or_else(|| civil(today.year().checked_add(1)?, month, day))
        }
        [year, month, day] if year.len() == 4 => civil(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?),
        _ => None,
    }
}

/// A number of calendar days later; `None` beyond the calendar.
pub fn add_days(date: Date, days: u16) -> Option<Date> {
    date.checked_add(Span::new().days(i64::from(days))).ok()
}

/// A number of working days later: Monday to Friday without the days off named by the caller (movable holidays are data,
/// not rules). Zero stays on the same day.
pub fn add_working_days(date: Date, days: u16, off: &[Date]) -> Date {
    let mut at = date;
    let mut left = days;
    while left > 0 {
        let Ok(next) = at.tomorrow() else { return at };
        at = next;
        if !matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday) && !off.contains(&at) {
            left -= 1;
        }
    }
    at
}

/// Days from `due` to `today`: positive when it has passed.
pub fn days_past(due: Date, today: Date) -> i64 {
    // Two civil dates are always a whole, small number of days apart.
    today.since(due).map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_stamp_is_shown_in_local_time() {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let stamp = Stamp(1_749_694_860_000 << 16);
        assert_eq!(short(stamp, &zone), "06-12 10:21");
        assert_eq!(long(stamp, &zone), "2025-06-12 10:21");
        assert_eq!(iso(stamp), "2025-06-12T02:21:00.000Z");
    }

    #[test]
    fn a_due_date_is_read_as_people_type_it() {
        let today = date(2025, 6, 12);
        for typed in
            ["2025-06-30", "2025/6/30", "2025.6.30", "20250630", "2025年6月30日", "6-30", "６。３０", "+18", "＋１８天"]
        {
            assert_eq!(read_due(typed, today), Some(date(2025, 6, 30)), "{typed}");
        }
        assert_eq!(read_due("6月1日", today), Some(date(2026, 6, 1)), "has passed this year");
        assert_eq!(read_due("+10w", today), Some(date(2025, 6, 26)));
        assert_eq!(read_due("+10工", today), Some(date(2025, 6, 26)));
        for wrong in ["", "2025-02-30", "25-6-30-1", "月底", "+", "2025-6", "00006-1-1", "-5"] {
            assert_eq!(read_due(wrong, today), None, "{wrong}");
        }
    }

    #[test]
    fn stored_days_have_one_spelling() {
        assert_eq!(read("2025-06-30"), Some(date(2025, 6, 30)));
        for wrong in ["2025-6-30", "2025-06-31", "2025-06-30 ", "二〇二五", "+025-06-30"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(write(date(2025, 6, 3)), "2025-06-03");
    }

    #[test]
    fn working_days_leave_out_weekends_and_named_days() {
        let friday = date(2025, 9, 26);
        assert_eq!(add_working_days(friday, 1, &[]), date(2025, 9, 29));
        let holiday: Vec<Date> = (1..=8).map(|day| date(2025, 10, day)).collect();
        assert_eq!(add_working_days(friday, 3, &holiday), date(2025, 10, 9));
        assert_eq!(days_past(date(2025, 6, 10), date(2025, 6, 12)), 2);
        assert_eq!(days_past(date(2025, 8, 10), date(2025, 6, 12)), -59);
    }
}
