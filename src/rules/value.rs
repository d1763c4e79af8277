//! The reader of VALUE: what a printed indicator value says.
//!
//! [`read`] is pure and total, takes time linear in the text and never panics, whatever the cell holds. It reads what
//! was printed and repairs nothing: numbers are never multiplied, a date keeps only the parts it had, and `raw` comes
//! back unchanged. A reading that a person could dispute is marked `uncertain`; callers must not judge by it alone.
//!
//! How cells are read beyond the shape of [`Value`]:
//! - `op` is `=` for a figure without any sign, also for a plain date, period, range or duration; words and blanks
//!   without a sign have none. A sign in a column of its own fills `op` where the cell has none; where both speak and
//!   differ, the cell holds and the reading is uncertain. Words never get an `op`.
//! - A unit in a column of its own fills `unit`. A bare power of ten joins it (`1.5万` and 人 give `万人`). Where both
//!   speak and differ, the cell holds and the reading is uncertain.
//! - 月底 is the month's last day; 年底 is `12-31`; 2月底 without a year stays `--02`. 一季度前 is `--03`. 上旬 is cut to
//!   its month, uncertain.
//! - A figure is due but none can be told: kind `number`, `percent`, `range`, `duration` with `number` null, uncertain.
//!   So read are masks (`≥**万元`), units and signs without a number (`≧ %`, `公里`), ratios, fractions and products (`1:15`,
//!   `1/3`, `7×24小时`), numbers beyond 28 digits or with an exponent. Their `op` is the printed one.
//! - Several figures in one cell: `kind` and `unit` as far as all of them agree, else `qualitative`; no number, no date.
//! - A note in brackets behind the figure is skipped; one that holds digits makes the reading uncertain.
//! - Chinese numerals (三次, 百分之九十五) are told in digits and uncertain; in dates (十二月底前) they are plain.
//! - Template rests (`XX`, `……`, `指标1：`) are blank. Signs of nothing (`/`, `—`, `无`) are blank and uncertain: they may
//!   mean "none", "not applicable" or "not filled".
//! - `achieved` is told only by words about reaching itself (达成, 部分完成, 未达到预期目标). 是, 有, 通过, 满意, 及时 state
//!   facts that only a comparison with the target can judge.
//!
//! Who may import it: `rules` and `engine`. Absent on purpose: comparing, converting, scoring, and words for people.

pub mod convert;
mod date;
mod doubt;
mod explain;
mod figure;
mod fold;
mod outcome;
mod print;
mod scan;
mod sentence;
mod unit;
mod words;
#[cfg(test)]
mod work;

use crate::model::value::{Achieved, Comparator, Value, ValueKind};
use doubt::{Doubt, Doubts};
use figure::{Figure, Manner, leads, phrase};
use scan::Cursor;
use sentence::Found;
use words::WORDS;

pub use explain::explain;
pub use print::{agrees, print};

/// Reads a value of a form without columns of their own for sign and unit.
pub fn read_printed(raw: &str) -> Value {
    read(raw, None, None)
}

/// Reads a value together with what the columns for sign and unit hold.
pub fn read(raw: &str, operator: Option<&str>, unit: Option<&str>) -> Value {
    analyse(raw, operator, unit).reading.into_value(raw)
}

/// A reading with the text it was made from.
struct Analysis {
    text: Vec<char>,
    /// What is left of `text` without its label and the marks around it.
    body: (usize, usize),
    reading: Reading,
}

fn analyse(raw: &str, operator: Option<&str>, unit: Option<&str>) -> Analysis {
    let sign = Sign::read(operator);
    let unit = unit.and_then(column_unit);
    let text = fold::fold(raw);
    let (mut stripped, questioned) = question(strip(&text));
    // ( )个: brackets that nobody filled.
    while let ['(', ')', rest @ ..] = stripped
        && !rest.is_empty()
    {
        stripped = rest;
    }
    let known = unit.as_ref().map(|unit| unit.text.as_str());
    let mut reading = read_body(stripped, text.is_empty(), known);
    reading.figure.doubts.when(questioned, Doubt::Questioned);
    reading.take_unit(unit);
    reading.take_sign(sign);
    reading.doubt_bare_date();
    reading.doubt_share();
    // `stripped` is a part of `text`; where it begins tells how much was taken off.
    let begins = text.windows(stripped.len().max(1)).position(|part| std::ptr::eq(part.as_ptr(), stripped.as_ptr()));
    let begins = begins.unwrap_or(0);
    let body = (begins, begins + stripped.len());
    Analysis { text, body, reading }
}

/// Takes off the question mark of somebody who was not sure: `50个?`, `50个(?)`.
fn question(body: &[char]) -> (&[char], bool) {
    let inner = match body {
        [inner @ .., '(', '?', ')'] | [inner @ .., '?'] => inner,
        _ => return (body, false),
    };
    let said = inner.iter().any(|c| c.is_alphanumeric()) && inner.last() != Some(&'?');
    if said { (strip_marks(inner), true) } else { (body, false) }
}

/// What the column of signs says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Nothing.
    None,
    /// 定性
    Words,
    /// `≥` and the like; `true` when it is a guess (正向, 约).
    Compare(Comparator, bool),
    /// Something that is no sign we know, e.g. a code.
    Unknown,
}

impl Sign {
    fn read(column: Option<&str>) -> Self {
        let text = fold::fold(column.unwrap_or_default());
        if text.is_empty() || WORDS.neutral_column.contains(&text) {
            return Self::None;
        }
        if WORDS.words_column.contains(&text) {
            return Self::Words;
        }
        if let Some(&op) = WORDS.column_guess.get(&text) {
            return Self::Compare(op, true);
        }
        match WORDS.lead.exactly(&text) {
            Some(lead) => lead.op.map_or(Self::None, |op| Self::Compare(op, lead.guess || lead.open)),
            None => Self::Unknown,
        }
    }
}

/// What the column of units says.
struct ColumnUnit {
    /// In the spelling of the reader.
    text: String,
    /// It holds more than a unit: `%以上`, a sign, several units.
    odd: bool,
}

fn column_unit(column: &str) -> Option<ColumnUnit> {
    let text = fold::fold(column);
    let mut inner = text.as_slice();
    if let [first, middle @ .., last] = inner
        && matches!((*first, *last), ('(', ')') | ('[', ']'))
    {
        inner = middle;
    }
    if inner.is_empty() || WORDS.nothing.contains(inner) || WORDS.blank.contains(inner) {
        return None;
    }
    Some(match unit::is_unit(inner) {
        Some(unit) => ColumnUnit { text: unit.text, odd: unit.doubts.any() },
        None => {
            let wording = |at: usize| {
                inner.get(at..).and_then(|rest| WORDS.tail.longest(rest)).is_some_and(|(length, _)| length > 1)
            };
            let odd = inner.iter().any(|c| !c.is_alphanumeric()) || (0..inner.len()).any(wording);
            ColumnUnit { text: inner.iter().collect(), odd }
        }
    })
}

/// A figure or words, and how they were come by.
#[derive(Debug)]
struct Reading {
    figure: Figure,
    achieved: Option<Achieved>,
    /// The figure is the whole cell, not a part of a sentence.
    whole: bool,
    /// A note in brackets that was skipped.
    bracket: (usize, usize),
    /// The unit, or part of it, is from its own column.
    unit_from_column: bool,
    /// The sign is from its own column.
    sign_from_column: bool,
}

impl Reading {
    fn of(kind: ValueKind, doubts: impl Into<Doubts>) -> Self {
        let mut figure = Figure::new(kind);
        figure.doubts.add(doubts);
        Self::from(figure)
    }

    fn from(figure: Figure) -> Self {
        let (unit_from_column, sign_from_column) = (false, false);
        Self { figure, achieved: None, whole: true, bracket: (0, 0), unit_from_column, sign_from_column }
    }

    fn is_words(&self) -> bool {
        self.figure.kind == ValueKind::Qualitative
    }

    /// Fills or compares the unit of its own column.
    fn take_unit(&mut self, column: Option<ColumnUnit>) {
        let Some(ColumnUnit { text: column, odd }) = column else { return };
        let words = matches!(self.figure.kind, ValueKind::Qualitative | ValueKind::Blank);
        let figure = &mut self.figure;
        figure.doubts.when(odd && !words, Doubt::UnitUnknown);
        self.unit_from_column = figure.unit.is_none();
        match figure.unit.take() {
            None => {
                if matches!(figure.kind, ValueKind::Number | ValueKind::Range) {
                    if figure.kind == ValueKind::Number {
                        figure.kind = kind_by_unit(&column);
                    }
                    date::year_or_month(figure, &column);
                }
                figure.doubts.when(WORDS.ranks.contains(&column), Doubt::Rank);
                figure.unit = Some(column);
            }
            Some(own) if own == column => figure.unit = Some(own),
            Some(own) => {
                let power: Vec<char> = own.chars().collect();
                let bare_power = WORDS.multiplier.exactly(&power).is_some();
                if bare_power && WORDS.multiplier.longest(&fold::fold(&column)).is_none() {
                    figure.unit = Some(own + column.as_str());
                    self.unit_from_column = true;
                } else if bare_power && column.starts_with(&own) {
                    // Probably 万 was printed twice, but it might be 万 of 万元.
                    figure.unit = Some(column);
                    figure.doubts.add(Doubt::UnitTwice);
                } else {
                    let same = convert::same(&own, &column);
                    figure.unit = Some(own);
                    figure.doubts.when(!same, Doubt::UnitsDiffer);
                }
            }
        }
    }

    /// Fills or compares the sign of its own column.
    fn take_sign(&mut self, sign: Sign) {
        let words = self.is_words();
        let figure = &mut self.figure;
        match sign {
            Sign::None => {}
            Sign::Words | Sign::Unknown if words || figure.kind == ValueKind::Blank => {}
            Sign::Unknown => figure.doubts.add(Doubt::SignUnknown),
            // The column promises words: a figure inside a sentence is no value then, a bare figure contradicts.
            Sign::Words if !self.whole => {
                *self = Self { whole: false, ..Self::of(ValueKind::Qualitative, Doubt::WordsPromised) };
            }
            Sign::Words => figure.doubts.add(Doubt::WordsPromised),
            Sign::Compare(..) if words => {}
            Sign::Compare(op, guess) => {
                match figure.op {
                    None => {
                        figure.op = Some(op);
                        self.sign_from_column = true;
                    }
                    // A deadline is told by its wording; `=` beside it says nothing else.
                    Some(_) if figure.kind == ValueKind::Date && op == Comparator::Equal => {}
                    Some(own) => figure.doubts.when(own != op, Doubt::SignsDiffer),
                }
                figure.doubts.when(guess && self.sign_from_column, Doubt::SignUnclear);
            }
        }
    }

    fn doubt_bare_date(&mut self) {
        let figure = &mut self.figure;
        let bare = figure.op.is_none() && figure.unit.is_none();
        let like = like_date(figure.kind, figure.number.as_deref(), figure.high.as_deref());
        figure.doubts.when(bare && like, Doubt::LikeDate);
    }

    /// 0.95 in a column of percents is more often 95 % than 0.95 %; 95 is no share.
    fn doubt_share(&mut self) {
        let figure = &mut self.figure;
        let number = figure.number.as_deref().and_then(|number| number.parse::<rust_decimal::Decimal>().ok());
        let Some(number) = number else { return };
        let one = rust_decimal::Decimal::ONE;
        let like = match figure.kind {
            ValueKind::Percent => self.unit_from_column && !number.is_zero() && number.abs() <= one,
            ValueKind::Number => {
                number.abs() > one && figure.unit.as_ref().is_some_and(|unit| WORDS.shares.contains(unit))
            }
            _ => false,
        };
        figure.doubts.when(like, Doubt::Share);
    }

    fn into_value(self, raw: &str) -> Value {
        let Figure { kind, mut op, number, high, unit, date, doubts, .. } = self.figure;
        let bare = number.is_some() || date.is_some();
        if op.is_none() && bare {
            op = Some(Comparator::Equal);
        }
        let (raw, achieved, uncertain) = (raw.to_owned(), self.achieved, doubts.any());
        Value { raw, kind, op, number, high, unit, date, achieved, uncertain }
    }
}

fn kind_by_unit(unit: &str) -> ValueKind {
    if unit == "%" {
        ValueKind::Percent
    } else if WORDS.duration.contains(unit.chars().collect::<Vec<_>>().as_slice()) {
        ValueKind::Duration
    } else {
        ValueKind::Number
    }
}

/// Takes off what surrounds a value and says nothing: `指标1：`, quotes, stops at the end.
fn strip(text: &[char]) -> &[char] {
    let mut cursor = Cursor::new(text);
    if cursor.word(&WORDS.label).is_some() {
        let numbered = cursor.digits() > 0 || scan::han_number(&mut cursor).is_some();
        if cursor.eat(':') || (numbered && cursor.at_end()) {
            return strip_marks(cursor.rest());
        }
    }
    strip_marks(text)
}

fn strip_marks(mut text: &[char]) -> &[char] {
    // Marks alone are signs of nothing or template rests, not stops.
    if text.iter().all(|c| !c.is_alphanumeric()) {
        return text;
    }
    while let [inner @ .., '\u{3002}' | ';' | ',' | '\u{3001}' | '"' | '\'' | '\u{201d}' | '\u{2019}' | ':'] = text {
        text = inner;
    }
    while let ['"' | '\'' | '\u{201c}' | '\u{2018}' | ':' | ',' | ';' | '\u{3001}', inner @ ..] = text {
        text = inner;
    }
    text
}

fn read_body(body: &[char], empty: bool, unit: Option<&str>) -> Reading {
    match few_digits(body) {
        Some(figure) => Reading::from(figure),
        None => read_any(body, empty, unit),
    }
}

/// One to three digits are a number, whatever stands in the other columns; half of all cells are no more. A test holds all of
/// them against [`read_any`].
fn few_digits(body: &[char]) -> Option<Figure> {
    if !(1..=3).contains(&body.len()) || !body.iter().all(char::is_ascii_digit) {
        return None;
    }
    let spans = figure::Spans { figure: (0, body.len()), ..figure::Spans::default() };
    Some(Figure { number: Some(body.iter().collect()), spans, ..Figure::new(ValueKind::Number) })
}

fn read_any(body: &[char], empty: bool, unit: Option<&str>) -> Reading {
    if body.is_empty() || WORDS.blank.contains(body) {
        return Reading::of(ValueKind::Blank, Doubts::NONE);
    }
    if !empty && WORDS.nothing.contains(body) {
        return Reading::of(ValueKind::Blank, Doubt::Nothing);
    }
    // Template rests: `XX`, `……`, `**`. A single letter may mean something.
    let only_mask = body.iter().all(|c| WORDS.mask.contains(c) || WORDS.dots.contains(c));
    if only_mask && (body.len() > 1 || !body.iter().all(char::is_ascii_alphabetic)) {
        return Reading::of(ValueKind::Blank, Doubts::NONE);
    }
    if WORDS.elsewhere.contains(body) {
        return Reading::of(ValueKind::Qualitative, Doubt::Elsewhere);
    }
    if WORDS.choice.longest(body).is_some() {
        return Reading::of(ValueKind::Qualitative, Doubt::Choice);
    }
    // 年 beside 2023 leaves it a year.
    let calendar = unit.is_some_and(|unit| kind_by_unit(unit) == ValueKind::Duration);
    let manner = Manner { whole: true, unit_known: unit.is_some() && !calendar };
    if let Some((figure, bracket)) = whole(body, manner) {
        return Reading { bracket, ..Reading::from(figure) };
    }
    if let Some(figure) = frame(body) {
        return Reading::from(figure);
    }
    match sentence::look(body, manner.unit_known) {
        Found::Words(digits) => {
            let outcome = outcome::read(body);
            let boxes = body.iter().any(|c| WORDS.boxes.contains(c));
            let mut reading = Reading::of(ValueKind::Qualitative, outcome.doubts);
            reading.figure.doubts.when(digits || counts(body), Doubt::Digits);
            reading.figure.doubts.when(boxes, Doubt::Choice);
            reading.achieved = outcome.tier;
            reading
        }
        Found::One(mut figure) => {
            figure.doubts.add(Doubt::Sentence);
            Reading { whole: false, ..Reading::from(figure) }
        }
        Found::Several(kind, unit) => {
            let mut reading = Reading::of(kind, Doubt::Several);
            reading.figure.unit = unit;
            reading.whole = false;
            reading
        }
    }
}

/// 一年半, 两千余人: short words that begin with a count which is no figure to us.
fn counts(body: &[char]) -> bool {
    let mut cursor = Cursor::new(body);
    if body.len() > 6 || scan::han_number(&mut cursor).is_none() {
        return false;
    }
    cursor.word(&WORDS.inside);
    unit::unit(&mut cursor, false).is_some_and(|unit| !WORDS.names.contains(&unit.text.chars().collect::<Vec<_>>()))
}

/// 2025 alone may be a year (nobody counts exactly as many things by habit), 6-30 a day.
fn like_date(kind: ValueKind, number: Option<&str>, high: Option<&str>) -> bool {
    let within = |number: Option<&str>, range: std::ops::RangeInclusive<u32>| {
        number.and_then(|number| number.parse().ok()).is_some_and(|number| range.contains(&number))
    };
    match kind {
        ValueKind::Number => within(number, 2015..=2035),
        ValueKind::Range => within(number, 1..=12) && within(high, 1..=31),
        _ => false,
    }
}

/// The cell is one figure and at most a note in brackets.
fn whole(body: &[char], manner: Manner) -> Option<(Figure, (usize, usize))> {
    let mut cursor = Cursor::new(body);
    let mut figure = phrase(&mut cursor, manner)?;
    if cursor.eat('(') {
        let note = cursor.rest();
        let [inner @ .., ')'] = note else { return None };
        figure.doubts.when(inner.iter().any(|c| c.is_numeric()) || inner.contains(&')'), Doubt::Note);
        // 100人(次)
        figure.doubts.when(figure.unit.is_some() && unit::is_unit(inner).is_some(), Doubt::UnitsDiffer);
        return Some((figure, (cursor.at, body.len() - 1)));
    }
    cursor.at_end().then_some((figure, (0, 0)))
}

/// A sign, a unit, or both, without a number: `≧ %`, `公里`.
fn frame(body: &[char]) -> Option<Figure> {
    let mut cursor = Cursor::new(body);
    let op = leads(&mut cursor).op;
    let lead = (0, cursor.at);
    if op.is_some() && cursor.since(0).iter().any(|c| c.is_alphabetic()) {
        return None;
    }
    let unit = unit::is_unit(cursor.rest());
    // 标准 or 对 alone are words.
    let word = op.is_none() && WORDS.unit.exactly(body) == Some(&true);
    if word || (unit.is_none() && !(op.is_some() && cursor.at_end())) {
        return None;
    }
    let mut figure = Figure::new(ValueKind::Number).with_unit(unit);
    figure.op = op;
    figure.spans.lead = lead;
    figure.doubts.add(Doubt::NoFigure);
    Some(figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_digits_are_read_as_the_whole_grammar_reads_them() {
        let longest = (0..1_000).map(|number| format!("{number:03}"));
        let texts =
            longest.chain((0..1_000).map(|number| number.to_string())).chain((0..100).map(|at| format!("{at:02}")));
        for text in texts {
            let body = fold::fold(&text);
            for unit in [None, Some("%"), Some("年"), Some("件"), Some("没有这个单位")] {
                let (short, long) = (read_body(&body, false, unit), read_any(&body, false, unit));
                assert!(few_digits(&body).is_some());
                assert_eq!(format!("{short:?}"), format!("{long:?}"), "{text} {unit:?}");
            }
            // What [`crate::rules::score`] takes for granted.
            assert_eq!(read_printed(&text).unit, None, "{text}");
        }
        for other in ["", "2025", "1.5", "5%", "-5", "5.", "三"] {
            assert_eq!(few_digits(&fold::fold(other)), None, "{other}");
        }
    }
}
