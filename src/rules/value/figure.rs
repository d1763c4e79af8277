//! One figure with the words that belong to it: sign, number or date, unit, 以上, 左右.
//!
//! Only [`super`] may import it. Absent on purpose: what stands around the figure (see [`super::sentence`]).

use super::date::{self, Place};
use super::doubt::{Doubt, Doubts};
use super::scan::{Cursor, Number, RangeSign, han_number, number};
use super::unit::{self, Unit, ends_phrase, unit};
use super::words::{Lead, WORDS};
use crate::model::value::{Comparator, ValueKind};

/// A figure and what its wording says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    pub kind: ValueKind,
    /// Told by the wording; `None` when nothing was said.
    pub op: Option<Comparator>,
    pub number: Option<String>,
    pub high: Option<String>,
    pub unit: Option<String>,
    pub date: Option<String>,
    pub doubts: Doubts,
    pub spans: Spans,
}

/// Where the parts of a figure stand in the cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Spans {
    /// Signs and words before it.
    pub lead: (usize, usize),
    /// Digits and unit, or the date.
    pub figure: (usize, usize),
    pub unit: (usize, usize),
    /// Words behind it.
    pub tail: (usize, usize),
}

/// How much is taken for a figure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    /// The whole cell is one figure: unknown tails are units, minus signs are signs, Chinese numerals are numbers.
    pub whole: bool,
    /// The unit stands in a column of its own, so `2021-12` is no date.
    pub unit_known: bool,
}

impl Figure {
    pub(super) fn new(kind: ValueKind) -> Self {
        Self {
            kind,
            op: None,
            number: None,
            high: None,
            unit: None,
            date: None,
            doubts: Doubts::NONE,
            spans: Spans::default(),
        }
    }

    pub(super) fn with_unit(mut self, unit: Option<Unit>) -> Self {
        if let Some(unit) = unit {
            if self.kind == ValueKind::Number {
                self.kind = if unit.percent {
                    ValueKind::Percent
                } else if unit.is_duration() {
                    ValueKind::Duration
                } else {
                    ValueKind::Number
                };
            }
            self.doubts.add(unit.doubts);
            self.doubts.when(WORDS.ranks.contains(&unit.text), Doubt::Rank);
            self.spans.unit = unit.span;
            self.unit = Some(unit.text);
        }
        self
    }
}

/// Reads signs, figure and what follows it, as far as it belongs together.
pub(super) fn phrase(cursor: &mut Cursor<'_>, manner: Manner) -> Option<Figure> {
    let start = cursor.at;
    let mut ahead = *cursor;
    let mut lead = leads(&mut ahead);
    let mut begins = ahead.at;
    let mut figure = match figure(&mut ahead, manner) {
        Some(figure) => figure,
        None => {
            // 于 and 在 may belong to the date: read it from the start, but keep a sign.
            ahead = *cursor;
            lead = Leads::default();
            begins = start;
            figure(&mut ahead, manner)?
        }
    };
    figure.doubts.add(lead.doubts);
    figure.spans.lead = (start, begins);
    figure.spans.figure = (begins, if figure.spans.tail.1 > 0 { figure.spans.tail.0 } else { ahead.at });
    // A deadline is told by its wording even without a sign.
    let mut said = lead.op;
    let mut open = lead.open;
    figure.doubts.when(disagrees(&mut said, figure.op), Doubt::SignsDiffer);
    let behind = ahead.at;
    while let Some((length, &tail)) = WORDS.tail.longest(ahead.rest()) {
        if length == 1 && !ends_phrase(&ahead, length) {
            break;
        }
        ahead.at += length;
        figure.doubts.when(tail.guess, Doubt::SignUnclear);
        if tail.op.is_some() {
            figure.doubts.when(disagrees(&mut said, tail.op), Doubt::SignsDiffer);
            open = false;
        }
    }
    if ahead.at > behind {
        figure.spans.tail = (if figure.spans.tail.1 > 0 { figure.spans.tail.0 } else { behind }, ahead.at);
    }
    // 5-8 with ≥ before it: the sign and the range contradict.
    let ranged = figure.kind == ValueKind::Range && said.is_some_and(|op| op != Comparator::Equal);
    figure.doubts.when(ranged, Doubt::SignsDiffer);
    figure.doubts.when(open, Doubt::SignOpen);
    figure.op = said;
    *cursor = ahead;
    Some(figure)
}

/// Puts `more` where nothing was said; tells whether both speak and differ.
fn disagrees(said: &mut Option<Comparator>, more: Option<Comparator>) -> bool {
    match (*said, more) {
        (Some(said), Some(more)) => said != more,
        _ => {
            *said = said.or(more);
            false
        }
    }
}

/// What stands before a figure.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Leads {
    pub op: Option<Comparator>,
    pub doubts: Doubts,
    /// A later word has to confirm the comparator.
    pub open: bool,
}

/// Takes signs and fillers.
pub(super) fn leads(cursor: &mut Cursor<'_>) -> Leads {
    let mut found = Leads::default();
    for _ in 0..4 {
        let Some(Lead { op: more, guess, open }) = cursor.word(&WORDS.lead) else { break };
        if open && found.op.is_some() {
            continue;
        }
        if found.open && more.is_some() {
            (found.op, found.open) = (None, false);
        }
        found.doubts.when(guess, Doubt::SignUnclear);
        found.doubts.when(disagrees(&mut found.op, more), Doubt::SignsDiffer);
        found.open |= open;
    }
    found
}

fn figure(cursor: &mut Cursor<'_>, manner: Manner) -> Option<Figure> {
    let place = Place { signs: !manner.unit_known, han: manner.whole };
    if let Some(date) = date::date(cursor, place) {
        return Some(Figure {
            op: date.op,
            date: Some(date.from),
            high: date.to,
            doubts: date.doubts,
            spans: Spans { tail: date.tail, ..Spans::default() },
            ..Figure::new(ValueKind::Date)
        });
    }
    fraction_words(cursor, manner)
        .or_else(|| numbers(cursor, manner))
        .or_else(|| masked(cursor, manner))
        .or_else(|| if manner.whole { han_figure(cursor) } else { None })
}

/// 百分之95, 千分之五
fn fraction_words(cursor: &mut Cursor<'_>, manner: Manner) -> Option<Figure> {
    let mut ahead = *cursor;
    let unit = ahead.word(&WORDS.fraction_before)?;
    let kind = if unit == "%" { ValueKind::Percent } else { ValueKind::Number };
    let mut figure = Figure { unit: Some(unit), ..Figure::new(kind) };
    if let Some(number) = number(&mut ahead, false) {
        figure.doubts = number.doubts;
        figure.number = number.text;
    } else if manner.whole {
        let mut hundred = ahead;
        let value = match han_number(&mut ahead) {
            Some(value) => value,
            None => {
                let power = hundred.peek().and_then(|c| WORDS.powers.get(&c)).copied()?;
                hundred.at += 1;
                ahead = hundred;
                power
            }
        };
        figure.number = Some(value.to_string());
        figure.doubts.add(Doubt::Numeral);
    } else {
        return None;
    }
    *cursor = ahead;
    Some(figure)
}

/// A figure without a number that could be told.
fn doubted(doubt: Doubt, unit: Option<Unit>) -> Figure {
    let mut figure = Figure::new(ValueKind::Number).with_unit(unit);
    figure.doubts.add(doubt);
    figure
}

fn numbers(cursor: &mut Cursor<'_>, manner: Manner) -> Option<Figure> {
    let mut ahead = *cursor;
    let first = number(&mut ahead, manner.whole)?;
    let inside = ahead.word(&WORDS.inside);
    if composite(&mut ahead) {
        // 1:15, 1/3, 7×24小时: two numbers that are no range and no single decimal.
        let unit = unit_here(&mut ahead, manner);
        *cursor = ahead;
        return Some(doubted(Doubt::Composite, unit));
    }
    if mask(&mut ahead) > 0 {
        let unit = unit_here(&mut ahead, manner);
        *cursor = ahead;
        return Some(doubted(Doubt::Masked, unit));
    }
    let unit = unit_here(&mut ahead, manner);
    let half = unit.as_ref().is_some_and(|unit| unit.text.contains(|c| WORDS.half.contains(&c)));
    let dated = inside.is_some() && unit.as_ref().is_some_and(|unit| date::is_point(first.text.as_deref(), &unit.text));
    if half || dated {
        // 1年半 is neither one year nor a unit of its own; 2021余年 is no figure at all.
        *cursor = ahead;
        return Some(doubted(Doubt::Composite, unit));
    }
    if inside.is_none()
        && let Some(range) = range_end(&mut ahead, &first, unit.as_ref(), manner)
    {
        *cursor = ahead;
        return Some(range);
    }
    *cursor = ahead;
    let mut figure = Figure::new(ValueKind::Number).with_unit(unit);
    figure.doubts.add(first.doubts);
    figure.doubts.when(inside.is_some(), Doubt::More);
    figure.op = inside;
    let like = figure.unit.is_none() && !manner.unit_known && like_a_date(first.text.as_deref());
    figure.doubts.when(like, Doubt::LikeDate);
    figure.number = first.text;
    Some(figure)
}

/// `2023.07` and `20230731` may be dates as well as numbers.
fn like_a_date(number: Option<&str>) -> bool {
    let number = number.unwrap_or_default();
    let Some((year, rest)) = number.split_at_checked(4) else { return false };
    let two = |text: Option<&str>, most: u32| {
        text.is_some_and(|text| text.len() == 2 && text.parse::<u32>().is_ok_and(|value| (1..=most).contains(&value)))
    };
    let month = rest.strip_prefix('.').is_some_and(|rest| two(Some(rest), 12));
    let day = rest.len() == 4 && two(rest.get(..2), 12) && two(rest.get(2..), 31);
    year.parse::<u32>().is_ok_and(|year| (1990..=2099).contains(&year)) && (month || day)
}

fn range_end(cursor: &mut Cursor<'_>, first: &Number, unit: Option<&Unit>, manner: Manner) -> Option<Figure> {
    let mut ahead = *cursor;
    let sign = ahead.range_sign()?;
    let mut last = number(&mut ahead, true)?;
    let mut doubts = first.doubts;
    doubts.add(last.doubts);
    let negative = first.text.as_deref().is_some_and(|text| text.starts_with('-'));
    if sign == RangeSign::DoubleDash && negative {
        // -5%--3%: the second dash is rather a minus.
        last.text = last.text.map(|text| format!("-{text}"));
        doubts.add(Doubt::Dashes);
    }
    let last_unit = unit_here(&mut ahead, manner);
    if matches!((unit, &last_unit), (Some(first), Some(last)) if first.text != last.text) {
        // 10个-20台: nobody can say what is counted.
        doubts.add(Doubt::UnitsDiffer);
        *cursor = ahead;
        return Some(Figure { doubts, ..Figure::new(ValueKind::Range) });
    }
    doubts.when(unit.is_some() && last_unit.is_none(), Doubt::UnitsDiffer);
    doubts.when(falls(first.text.as_deref(), last.text.as_deref()), Doubt::Falls);
    let unit = last_unit.or_else(|| unit.cloned());
    *cursor = ahead;
    let mut figure = Figure::new(ValueKind::Range).with_unit(unit);
    figure.doubts.add(doubts);
    (figure.number, figure.high) = (first.text.clone(), last.text);
    Some(figure)
}

fn falls(low: Option<&str>, high: Option<&str>) -> bool {
    let decimal = |text: Option<&str>| text.and_then(|text| text.parse::<rust_decimal::Decimal>().ok());
    match (decimal(low), decimal(high)) {
        (Some(low), Some(high)) => low > high,
        _ => true,
    }
}

/// Takes `:15`, `/3`, `×24` as often as they come.
fn composite(cursor: &mut Cursor<'_>) -> bool {
    let start = cursor.at;
    while matches!(cursor.peek(), Some(':' | '/' | '\u{d7}' | '*' | 'x' | 'X')) && cursor.digit_ahead(1) {
        cursor.at += 1;
        // The digit is there, so this always succeeds.
        let _ = number(cursor, false);
    }
    cursor.at > start
}

fn unit_here(cursor: &mut Cursor<'_>, manner: Manner) -> Option<Unit> {
    // 50(个)
    let mut inside = *cursor;
    if inside.eat('(')
        && let Some(found) = unit(&mut inside, false)
        && !found.doubts.any()
        && inside.eat(')')
    {
        *cursor = inside;
        return Some(found);
    }
    unit(cursor, manner.whole)
}

/// Takes masking characters and tells how many.
pub(super) fn mask(cursor: &mut Cursor<'_>) -> usize {
    let start = cursor.at;
    while cursor.peek().is_some_and(|c| WORDS.mask.contains(&c)) {
        cursor.at += 1;
        if cursor.peek() == Some('.') && cursor.ahead(1).is_some_and(|c| WORDS.mask.contains(&c)) {
            cursor.at += 1;
        }
    }
    cursor.at - start
}

/// `**万元`, `XX%`: somebody meant a figure and left it out.
fn masked(cursor: &mut Cursor<'_>, manner: Manner) -> Option<Figure> {
    let mut ahead = *cursor;
    let count = mask(&mut ahead);
    if count == 0 || (count == 1 && !manner.whole) {
        return None;
    }
    let unit = unit::unit(&mut ahead, false);
    if unit.is_none() && (!manner.whole || !ahead.at_end()) {
        return None;
    }
    *cursor = ahead;
    Some(doubted(Doubt::Masked, unit))
}

/// 三次, 半年, 一百: a count in Chinese numerals before a known unit or alone.
fn han_figure(cursor: &mut Cursor<'_>) -> Option<Figure> {
    let mut ahead = *cursor;
    let half = ahead.peek().is_some_and(|c| WORDS.half.contains(&c));
    ahead.at += usize::from(half);
    let number = if half { "0.5".to_owned() } else { han_number(&mut ahead)?.to_string() };
    let unit = unit(&mut ahead, false).filter(|unit| !unit.doubts.any());
    match &unit {
        Some(unit) if WORDS.names.contains(&unit.text.chars().collect::<Vec<_>>()) => return None,
        None if half || !ahead.at_end() => return None,
        _ => {}
    }
    *cursor = ahead;
    Some(Figure { number: Some(number), ..doubted(Doubt::Numeral, unit) })
}
