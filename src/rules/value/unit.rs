//! The unit behind a number: percent, known units, compounds of them, and short unknown tails.
//!
//! Only [`super`] may import it. Absent on purpose: conversion; `1.5万人` keeps its 万.

use super::doubt::{Doubt, Doubts};
use super::scan::Cursor;
use super::words::WORDS;

/// A unit as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// As printed after width folding; `%` for every way to write percent.
    pub text: String,
    /// Any way to write percent.
    pub percent: bool,
    /// Whether it is in a list, and there once.
    pub doubts: Doubts,
    /// Where it stands in the cell.
    pub span: (usize, usize),
}

/// How far an unknown tail may reach.
const LONGEST_TAIL: usize = 6;
/// How far a noun behind a known classifier may reach: 个 + 贫困村.
const LONGEST_NOUN: usize = 6;
/// How many parts a compound may have.
const MOST_PARTS: usize = 6;

impl Unit {
    /// A bare length of time.
    pub(super) fn is_duration(&self) -> bool {
        WORDS.duration.contains(&self.text.chars().collect::<Vec<_>>())
    }
}

/// Reads the unit here. With `extend`, a short tail that no list knows belongs to the unit.
pub(super) fn unit(cursor: &mut Cursor<'_>, extend: bool) -> Option<Unit> {
    let start = cursor.at;
    if cursor.word(&WORDS.percent).is_some() {
        let mut doubts = Doubts::NONE;
        while cursor.word(&WORDS.percent).is_some() {
            doubts.add(Doubt::UnitTwice);
        }
        return Some(Unit { text: "%".to_owned(), percent: true, doubts, span: (start, cursor.at) });
    }
    let known = compound(cursor);
    if extend {
        let most = if known { LONGEST_NOUN } else { LONGEST_TAIL };
        let tail = tail(cursor, most);
        if tail > most {
            // A sentence, not a unit.
            if !known {
                return None;
            }
        } else {
            cursor.at += tail;
        }
    }
    let text: String = cursor.since(start).iter().collect();
    let mut doubts = Doubts::NONE;
    doubts.when(!known, Doubt::UnitUnknown);
    (!text.is_empty()).then_some(Unit { text, percent: false, doubts, span: (start, cursor.at) })
}

/// The whole text is one known unit.
pub(super) fn is_unit(text: &[char]) -> Option<Unit> {
    let mut cursor = Cursor::new(text);
    unit(&mut cursor, false).filter(|_| cursor.at_end())
}

/// Takes known parts with joiners between them.
fn compound(cursor: &mut Cursor<'_>) -> bool {
    let start = cursor.at;
    let mut found = part(cursor);
    for _ in 0..MOST_PARTS {
        let mut ahead = *cursor;
        let slash = matches!(ahead.peek(), Some('/' | '\u{2215}'));
        // Only a slash may open a unit: 28.40/株.
        if (!found && !slash) || ahead.word(&WORDS.joiner).is_none() {
            break;
        }
        let bracket = slash && ahead.eat('(');
        let counted = ahead.at;
        if slash && ahead.small(6).is_some_and(|number| !matches!(number, 10 | 100 | 1_000 | 10_000 | 100_000)) {
            // 元/100人 is a unit, 6个/9个 are two values.
            break;
        }
        let powered = ahead.at > counted;
        let noun_at = ahead.at;
        if !part(&mut ahead) {
            // 元/学生: after a slash any short noun is the thing counted.
            let noun = tail(&ahead, LONGEST_NOUN);
            if !slash || noun == 0 || noun > LONGEST_NOUN {
                break;
            }
            ahead.at += noun;
        }
        if powered && cursor.since(start) == ahead.since(noun_at) {
            // 6个/10个
            break;
        }
        if bracket {
            while ahead.word(&WORDS.joiner).is_some() && part(&mut ahead) {}
            if !ahead.eat(')') {
                break;
            }
        }
        *cursor = ahead;
        found = true;
    }
    found
}

/// Takes one known unit, with or without a power of ten, or a power of ten alone.
fn part(cursor: &mut Cursor<'_>) -> bool {
    let plain = WORDS.unit.longest(cursor.rest()).map_or(0, |(length, _)| length);
    let mut ahead = *cursor;
    let power = ahead.word(&WORDS.multiplier).is_some();
    if power && let Some((length, _)) = WORDS.unit.longest(ahead.rest()) {
        ahead.at += length;
    }
    let length = plain.max(ahead.at - cursor.at);
    let end = cursor.at + length;
    // `m` of `metres` is no unit.
    let letters = |at: usize| cursor.text.get(at).is_some_and(char::is_ascii_alphabetic);
    if length == 0 || (letters(end - 1) && letters(end)) {
        return false;
    }
    cursor.at = end;
    true
}

/// How many characters here could belong to a unit; `most + 1` when there are more than that.
fn tail(cursor: &Cursor<'_>, most: usize) -> usize {
    let mut ahead = *cursor;
    while ahead.at - cursor.at <= most {
        let Some(character) = ahead.peek() else { break };
        if !character.is_alphabetic()
            || WORDS.tail.longest(ahead.rest()).is_some_and(|(length, tail)| {
                // 以内 ends a unit wherever it stands, a short 内 only at the end or before the other end of a range.
                length > 1 && tail.op.is_some()
                    || ends_phrase(&ahead, length)
                    || range_follows(Cursor { at: ahead.at + length, ..ahead })
            })
        {
            break;
        }
        if range_follows(ahead) {
            break;
        }
        ahead.at += 1;
    }
    ahead.at - cursor.at
}

/// 至8
fn range_follows(mut cursor: Cursor<'_>) -> bool {
    cursor.range_sign().is_some() && cursor.digit_ahead(0)
}

/// Nothing that continues a word follows after `length` characters.
pub(super) fn ends_phrase(cursor: &Cursor<'_>, length: usize) -> bool {
    let mut ahead = *cursor;
    ahead.at += length;
    ahead.peek().is_none_or(|c| !c.is_alphanumeric() && c != '%')
        || WORDS.tail.longest(ahead.rest()).is_some_and(|(length, _)| length > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::value::fold::fold;

    fn read(text: &str) -> Option<(String, String, bool)> {
        let text = fold(text);
        let mut cursor = Cursor::new(&text);
        let unit = unit(&mut cursor, true)?;
        Some((unit.text, cursor.rest().iter().collect(), unit.doubts.any()))
    }

    #[test]
    fn units_end_where_the_wording_begins() {
        for (text, unit, rest, guess) in [
            ("元/人、天", "元/人、天", "", false),
            ("元/人·月", "元/人·月", "", false),
            ("元/(人·月)", "元/(人·月)", "", false),
            ("万元/公里以内", "万元/公里", "以内", false),
            ("万t", "万t", "", false),
            ("/株", "/株", "", false),
            ("元/学生", "元/学生", "", false),
            ("个贫困村", "个贫困村", "", false),
            ("榀架构体", "榀架构体", "", false),
            ("百分比", "%", "", false),
            ("个百分点", "个百分点", "", false),
            ("metres", "metres", "", true),
            ("日内", "日", "内", false),
            ("个至20个", "个", "至20个", false),
            ("个、8台", "个", "、8台", false),
        ] {
            assert_eq!(read(text), Some((unit.to_owned(), rest.to_owned(), guess)), "{text}");
        }
        assert_eq!(read("这是一个很长很长的句子"), None);
    }
}
