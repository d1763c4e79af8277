//! Days, months, years, quarters, deadlines and periods.
//!
//! A date is cut to what was printed. Only [`super`] may import it. Absent on purpose: the fiscal year; a date
//! without a year stays without one.

use super::doubt::{Doubt, Doubts};
use super::figure::Figure;
use super::fold::fold;
use super::scan::{Cursor, RangeSign, han_number};
use super::words::{Calendar, WORDS};
use crate::model::value::{Comparator, ValueKind};

/// Years that a budget form can speak of; other four-digit numbers are numbers.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2199;

/// A date or period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Date {
    /// ISO 8601, cut to what was printed.
    pub from: String,
    /// The end of a period.
    pub to: Option<String>,
    /// Set by the wording: `<=` for a deadline.
    pub op: Option<Comparator>,
    pub doubts: Doubts,
    /// Where the words of a deadline stand.
    pub tail: (usize, usize),
}

/// How the parts of a date were marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Style {
    /// 2021年12月
    #[default]
    Words,
    /// 2021-12-31
    Signs(char),
}

#[derive(Debug, Clone, Copy, Default)]
struct Point {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    /// The printed end of a span inside the date: 1-12月, 一季度, 上半年.
    until: Option<Until>,
    style: Style,
    doubts: Doubts,
}

#[derive(Debug, Clone, Copy)]
enum Until {
    Year(u32),
    Month(u32),
    Day(u32),
}

/// Where a date stands decides how much is taken for one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Dates without 年 and 月 are welcome (not so when a unit is known).
    pub signs: bool,
    /// Chinese numerals are welcome (not so inside a sentence, where 统一月报 holds no month).
    pub han: bool,
}

/// Reads a date, deadline or period here.
pub(super) fn date(cursor: &mut Cursor<'_>, place: Place) -> Option<Date> {
    let mut ahead = *cursor;
    let mut doubts = Doubts::NONE;
    let mut each_month = false;
    for _ in 0..3 {
        if let Some(moved) = ahead.word(&WORDS.date_lead) {
            doubts.when(moved, Doubt::RelativeYear);
        } else if ahead.word(&WORDS.each_month).is_some() {
            each_month = true;
        } else {
            break;
        }
    }
    if each_month {
        // 每月25日前: a day that comes every month.
        let day = ahead.small(2).filter(|day| (1..=31).contains(day) && calendar(&mut ahead, Calendar::Day))?;
        let before = ahead.at;
        let op = deadline(&mut ahead, &mut doubts);
        doubts.add(Doubt::EachMonth);
        *cursor = ahead;
        return Some(Date { from: format!("---{day:02}"), to: None, op, doubts, tail: moved_to(before, ahead.at) });
    }
    let mut first = point(&mut ahead, place)?;
    doubts.add(first.doubts);
    let mut to = None;
    if let Some(until) = first.until {
        let mut last = first;
        match until {
            Until::Year(year) => last.year = Some(year),
            Until::Month(month) => last.month = Some(month),
            Until::Day(day) => last.day = Some(day),
        }
        to = Some(last);
    } else {
        let mut behind = ahead;
        if let Some(sign) = behind.range_sign()
            && let Some(last) = second_point(&mut behind, &first, place)
        {
            doubts.add(last.doubts);
            let years = last.day.is_none() && last.month.is_none();
            doubts.when(sign == RangeSign::DoubleDash && years, Doubt::Dashes);
            ahead = behind;
            to = Some(last);
        }
    }
    // A bare 2023.07 is rather a number; only a period or a deadline makes it a month.
    let bare_month = first.style == Style::Signs('.') && first.day.is_none() && to.is_none();
    let before = ahead.at;
    let op = deadline(&mut ahead, &mut doubts);
    if (bare_month && ahead.at == before) || (first.style != Style::Words && !stands_alone(&ahead)) {
        return None;
    }
    if let Some(last) = &to {
        doubts.when((last.year, last.month, last.day) < (first.year, first.month, first.day), Doubt::Falls);
    }
    if to.is_some() && first.until.is_some() && op.is_some() {
        // 二季度前: the span's end is the deadline.
        first = to.take()?;
    }
    *cursor = ahead;
    let tail = moved_to(before, ahead.at);
    Some(Date { from: text(&first), to: to.as_ref().map(text), op, doubts, tail })
}

/// The number would be a year, month or day before this word.
pub(super) fn is_point(number: Option<&str>, unit: &str) -> bool {
    let number = number.and_then(|number| number.parse::<u32>().ok());
    number.is_some_and(|number| match WORDS.calendar.exactly(&fold(unit)) {
        Some(Calendar::Year) => YEARS.contains(&number),
        Some(Calendar::Month) => (1..=12).contains(&number),
        Some(Calendar::Day) => (1..=31).contains(&number),
        _ => false,
    })
}

/// Numbers under a column of units that says 年, 月 or 日: 2023 is a year; 12 may be a month or twelve of them.
pub(super) fn year_or_month(figure: &mut Figure, unit: &str) {
    let point = |number: &Option<String>| is_point(number.as_deref(), unit);
    if !point(&figure.number) || (figure.high.is_some() && !point(&figure.high)) {
        return;
    }
    if WORDS.calendar.exactly(&fold(unit)) == Some(&Calendar::Year) {
        figure.kind = ValueKind::Date;
        figure.date = figure.number.take();
    } else {
        figure.doubts.add(Doubt::MonthOrCount);
    }
}

/// Takes 前 or 之后; a word of one character only where no other word goes on (not the 前 of 前往).
fn deadline(cursor: &mut Cursor<'_>, doubts: &mut Doubts) -> Option<Comparator> {
    let (length, tail) = WORDS.date_tail.longest(cursor.rest())?;
    if length == 1 && !super::unit::ends_phrase(cursor, length) {
        return None;
    }
    cursor.at += length;
    doubts.when(tail.guess, Doubt::After);
    tail.op
}

fn moved_to(from: usize, to: usize) -> (usize, usize) {
    if to > from { (from, to) } else { (0, 0) }
}

fn stands_alone(cursor: &Cursor<'_>) -> bool {
    cursor.peek().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '%' | '.' | '/' | '-'))
        || WORDS.tail.longest(cursor.rest()).is_some_and(|(length, tail)| length > 1 && tail.op.is_none())
}

fn calendar(cursor: &mut Cursor<'_>, wanted: Calendar) -> bool {
    match WORDS.calendar.longest(cursor.rest()) {
        Some((length, &found)) if found == wanted => {
            cursor.at += length;
            true
        }
        _ => false,
    }
}

/// A number of one or two digits, or the same in Chinese numerals where they are welcome.
fn count(cursor: &mut Cursor<'_>, place: Place) -> Option<u32> {
    cursor.small(2).or_else(|| if place.han { han_number(cursor) } else { None })
}

/// A number and its word; with a second number before the word (1-12月) both.
fn counted(
    cursor: &mut Cursor<'_>,
    place: Place,
    word: Calendar,
    valid: impl Fn(u32) -> bool,
) -> Option<(u32, Option<u32>)> {
    let mut ahead = *cursor;
    let first = count(&mut ahead, place).filter(|&n| valid(n))?;
    let mut second = None;
    if ahead.range_sign().is_some() {
        second = Some(count(&mut ahead, place).filter(|&n| valid(n))?);
    }
    if !calendar(&mut ahead, word) {
        return None;
    }
    *cursor = ahead;
    Some((first, second))
}

fn year(cursor: &mut Cursor<'_>, place: Place) -> Option<Point> {
    let mut ahead = *cursor;
    if let Some(first) = four_digits(&mut ahead, place) {
        if calendar(&mut ahead, Calendar::Year) {
            *cursor = ahead;
            return Some(Point { year: Some(first), ..Point::default() });
        }
        // 2021-2023年
        if ahead.range_sign().is_some()
            && let Some(last) = four_digits(&mut ahead, place)
        {
            let marked = calendar(&mut ahead, Calendar::Year);
            if marked || (place.signs && stands_alone(&ahead)) {
                *cursor = ahead;
                let style = if marked { Style::Words } else { Style::Signs('-') };
                let until = Some(Until::Year(last));
                let mut doubts = Doubts::NONE;
                doubts.when(!marked, Doubt::LikeDate);
                return Some(Point { year: Some(first), until, style, doubts, ..Point::default() });
            }
        }
        return None;
    }
    // 21年12月: two digits are a year only before a month.
    let short = ahead.small(2).filter(|&n| n >= 10)?;
    if calendar(&mut ahead, Calendar::Year)
        && counted(&mut { ahead }, place, Calendar::Month, |m| (1..=12).contains(&m)).is_some()
    {
        *cursor = ahead;
        return Some(Point { year: Some(2000 + short), doubts: Doubt::ShortYear.into(), ..Point::default() });
    }
    None
}

fn four_digits(cursor: &mut Cursor<'_>, place: Place) -> Option<u32> {
    let mut ahead = *cursor;
    let value = if ahead.digit_ahead(0) {
        ahead.small(4)?
    } else if place.han {
        let digits = ahead.rest().iter().take(4).map_while(|c| WORDS.digits.get(c)).copied();
        let (count, value) = digits.fold((0, 0), |(count, sum), digit| (count + 1, sum * 10 + digit));
        ahead.at += 4;
        (count == 4).then_some(value)?
    } else {
        return None;
    };
    if !YEARS.contains(&value) {
        return None;
    }
    *cursor = ahead;
    Some(value)
}

fn point(cursor: &mut Cursor<'_>, place: Place) -> Option<Point> {
    if place.signs
        && let Some(found) = signed_point(cursor)
    {
        return Some(found);
    }
    let mut ahead = *cursor;
    let mut found = year(&mut ahead, place).unwrap_or_default();
    if found.until.is_some() {
        *cursor = ahead;
        return Some(found);
    }
    if let Some((from, until)) = part_of_year(&mut ahead, place) {
        // 一季度末 is a day, 一季度 a period.
        if calendar(&mut ahead, Calendar::End) {
            found.month = Some(until);
            found.day = last_day(found.year, until);
        } else {
            found.month = Some(from);
            found.until = Some(Until::Month(until));
        }
        *cursor = ahead;
        return Some(found);
    }
    if let Some((month, until)) = counted(&mut ahead, place, Calendar::Month, |n| (1..=12).contains(&n)) {
        found.month = Some(month);
        found.until = until.map(Until::Month);
        if until.is_none() {
            let limit = last_day(found.year, month).unwrap_or(29);
            if let Some((day, until)) = counted(&mut ahead, place, Calendar::Day, |n| (1..=31).contains(&n)) {
                // 2月30日 is cut to its month.
                found.doubts.when(day > limit, Doubt::NoSuchDay);
                found.day = (day <= limit).then_some(day);
                found.until = until.filter(|&day| day <= limit).map(Until::Day);
            }
        }
    }
    edge(&mut ahead, &mut found);
    if found.year.is_none() && found.month.is_none() {
        return None;
    }
    *cursor = ahead;
    Some(found)
}

/// Takes 底, 末, 上旬, and the 年底 of `2021年年底` or of a deadline without any number.
fn edge(cursor: &mut Cursor<'_>, found: &mut Point) {
    if found.day.is_some() {
        return;
    }
    let mut ahead = *cursor;
    if found.month.is_none() && calendar(&mut ahead, Calendar::Year) && !calendar(&mut { ahead }, Calendar::End) {
        // 年内, 年度内: by the end of the year; anything else is no date.
        let within = deadline(&mut { ahead }, &mut Doubts::default()) == Some(Comparator::AtMost);
        if found.year.is_none() && within {
            (found.month, found.day) = (Some(12), Some(31));
            *cursor = ahead;
        }
        return;
    }
    if calendar(&mut ahead, Calendar::End) {
        match (found.until, found.month) {
            (Some(Until::Month(until)), _) => found.until = Some(Until::Month(until)),
            (Some(_), _) => return,
            (None, Some(month)) => found.day = last_day(found.year, month),
            (None, None) => (found.month, found.day) = (Some(12), Some(31)),
        }
        *cursor = ahead;
    } else if found.month.is_some() && calendar(&mut ahead, Calendar::Part) {
        found.doubts.add(Doubt::PartOfMonth);
        *cursor = ahead;
    }
}

/// Quarters and halves: first and last month.
fn part_of_year(cursor: &mut Cursor<'_>, place: Place) -> Option<(u32, u32)> {
    let mut ahead = *cursor;
    let months = if calendar(&mut ahead, Calendar::FirstHalf) {
        (1, 6)
    } else if calendar(&mut ahead, Calendar::SecondHalf) {
        (7, 12)
    } else {
        let ordinal = ahead.peek().is_some_and(|c| WORDS.ordinal.contains(&c));
        ahead.at += usize::from(ordinal);
        let (first, last) =
            counted(&mut ahead, Place { han: true, ..place }, Calendar::Quarter, |n| (1..=4).contains(&n))?;
        (first * 3 - 2, last.unwrap_or(first) * 3)
    };
    *cursor = ahead;
    Some(months)
}

/// `2021-12-31`, `2021/12`, `2021.7.1`; a time of day behind a full date is taken along.
fn signed_point(cursor: &mut Cursor<'_>) -> Option<Point> {
    let mut ahead = *cursor;
    let year = ahead.small(4).filter(|year| YEARS.contains(year))?;
    let sign = ahead.peek().filter(|sign| matches!(sign, '-' | '/' | '.'))?;
    ahead.at += 1;
    let month = ahead.small(2).filter(|month| (1..=12).contains(month))?;
    let mut found = Point { year: Some(year), month: Some(month), style: Style::Signs(sign), ..Point::default() };
    let mut behind = ahead;
    if behind.eat(sign)
        && let Some(day) = behind.small(2).filter(|&day| (1..=last_day(Some(year), month).unwrap_or(31)).contains(&day))
    {
        found.day = Some(day);
        ahead = behind;
        if behind.eat(' ') && behind.small(2).is_some() && behind.eat(':') && behind.small(2).is_some() {
            ahead = behind;
            if behind.eat(':') && behind.small(2).is_some() {
                ahead = behind;
            }
        }
    }
    *cursor = ahead;
    Some(found)
}

/// The end of a period, which may leave out what its beginning told.
fn second_point(cursor: &mut Cursor<'_>, first: &Point, place: Place) -> Option<Point> {
    let mut ahead = *cursor;
    ahead.word(&WORDS.date_lead);
    if let Style::Signs(sign) = first.style
        && !(0..4).all(|by| ahead.digit_ahead(by))
    {
        // 2021.1-12, 2021.1.1-12.31
        let mut last =
            Point { year: first.year, style: first.style, doubts: Doubt::ShortEnd.into(), ..Point::default() };
        last.month = Some(ahead.small(2).filter(|month| (1..=12).contains(month))?);
        if first.day.is_some() {
            last.day =
                Some(if ahead.eat(sign) { ahead.small(2).filter(|day| (1..=31).contains(day))? } else { return None });
        }
        *cursor = ahead;
        return Some(last);
    }
    let mut last = match point(&mut ahead, place) {
        Some(last) if last.until.is_none() => last,
        Some(_) => return None,
        // 3月1日-15日
        None => {
            first.day?;
            let (day, _) = counted(&mut ahead, place, Calendar::Day, |n| (1..=31).contains(&n))?;
            Point { month: first.month, day: Some(day), ..Point::default() }
        }
    };
    last.year = last.year.or(first.year);
    *cursor = ahead;
    Some(last)
}

/// The last day of a month; `None` for a February without a year.
fn last_day(year: Option<u32>, month: u32) -> Option<u32> {
    match month {
        4 | 6 | 9 | 11 => Some(30),
        2 => year.map(|year| if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) { 29 } else { 28 }),
        _ => Some(31),
    }
}

fn text(point: &Point) -> String {
    match (point.year, point.month, point.day) {
        (Some(year), Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(year), Some(month), None) => format!("{year:04}-{month:02}"),
        (Some(year), None, _) => format!("{year:04}"),
        (None, Some(month), Some(day)) => format!("--{month:02}-{day:02}"),
        (None, Some(month), None) => format!("--{month:02}"),
        (None, None, _) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let text = fold(text);
        let mut cursor = Cursor::new(&text);
        let date = date(&mut cursor, Place { signs: true, han: true })?;
        let rest: String = cursor.rest().iter().collect();
        let op = date.op.map_or(String::new(), |op| format!(" {op:?}"));
        let to = date.to.map_or(String::new(), |to| format!("..{to}"));
        Some(format!("{}{to}{op}{}|{rest}", date.from, if date.doubts.any() { " ?" } else { "" }))
    }

    #[test]
    fn dates_are_cut_to_what_was_printed() {
        for (text, wanted) in [
            ("2021年12月31日", "2021-12-31|"),
            ("2021年", "2021|"),
            ("2021年度", "2021|"),
            ("二〇二一年六月", "2021-06|"),
            ("21年6月", "2021-06 ?|"),
            ("10月", "--10|"),
            ("6月30日", "--06-30|"),
            ("2025-06-30 00:00:00", "2025-06-30|"),
            ("2025/6", "2025-06|"),
            ("2021年2月30日", "2021-02 ?|"),
            ("6月上旬", "--06 ?|"),
            ("2021年完成", "2021|完成"),
        ] {
            assert_eq!(read(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn deadlines_are_at_most() {
        for (text, wanted) in [
            ("9月前", "--09 AtMost|"),
            ("每年12月底前", "--12-31 AtMost|"),
            ("十二月底前完成", "--12-31 AtMost|完成"),
            ("年底前", "--12-31 AtMost|"),
            ("2021年底前", "2021-12-31 AtMost|"),
            ("2021年年底之前", "2021-12-31 AtMost|"),
            ("年内", "--12-31 AtMost|"),
            ("2021年内", "2021 AtMost|"),
            ("2月底前", "--02 AtMost|"),
            ("2024年2月底", "2024-02-29|"),
            ("一季度末前", "--03-31 AtMost|"),
            ("第二季度前", "--06 AtMost|"),
            ("次年3月底前", "--03-31 AtMost ?|"),
            ("每月25日前", "---25 AtMost ?|"),
        ] {
            assert_eq!(read(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn periods_have_two_ends() {
        for (text, wanted) in [
            ("2020年1月--2020年11月", "2020-01..2020-11|"),
            ("2021年1月-12月", "2021-01..2021-12|"),
            ("2021年1-12月", "2021-01..2021-12|"),
            ("1-12月", "--01..--12|"),
            ("2021-2023年", "2021..2023|"),
            ("2021年至2023年", "2021..2023|"),
            ("2021-2023", "2021..2023 ?|"),
            ("2023.07-2024.01", "2023-07..2024-01|"),
            ("2021.1.1-12.31", "2021-01-01..2021-12-31 ?|"),
            ("2021-01-01至2021-12-31", "2021-01-01..2021-12-31|"),
            ("3月1日-15日", "--03-01..--03-15|"),
            ("2021年上半年", "2021-01..2021-06|"),
            ("2021年第一季度", "2021-01..2021-03|"),
        ] {
            assert_eq!(read(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn numbers_are_no_dates() {
        for text in
            ["2074", "2023.07", "5年", "30年", "5日", "13月", "2000-3000", "12", "年度预算", "4个季度", "2021.13"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
