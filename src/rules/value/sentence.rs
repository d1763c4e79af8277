//! Figures inside a sentence.
//!
//! One figure is read and marked uncertain. Of several only what they have in common is told: nobody but a person
//! can say which of them is the value. Only [`super`] may import it.

use super::figure::{Figure, Manner, mask, phrase};
use super::scan::Cursor;
use super::words::WORDS;
use crate::model::value::ValueKind;

/// What a sentence holds.
#[derive(Debug)]
pub(super) enum Found {
    /// Words only; `true` when digits stand in it that are no figures (numbered clauses, 第3批, A4).
    Words(bool),
    /// Exactly one figure.
    One(Figure),
    /// Several figures: their common kind and unit.
    Several(ValueKind, Option<String>),
}

/// Looks for figures from left to right.
pub(super) fn look(text: &[char], unit_known: bool) -> Found {
    let manner = Manner { whole: false, unit_known };
    let mut cursor = Cursor::new(text);
    let mut found = Found::Words(false);
    let mut clause_starts = true;
    while !cursor.at_end() {
        if clause_starts && numbering(&mut cursor) {
            found = with_digits(found);
            clause_starts = false;
            continue;
        }
        if cursor.digit_ahead(0) && is_name(text, cursor.at) {
            cursor.digits();
            while cursor.peek() == Some('.') && cursor.digit_ahead(1) {
                cursor.at += 1;
                cursor.digits();
            }
            found = with_digits(found);
            continue;
        }
        let start = cursor.at;
        let may_start = cursor.peek().is_some_and(|c| c.is_ascii_digit() || WORDS.starts.contains(&c));
        if may_start
            && let Some(figure) = phrase(&mut cursor, manner)
            && cursor.at > start
        {
            found = and(found, figure);
            clause_starts = false;
            continue;
        }
        cursor.at = start;
        // A run of masks that is no figure is left behind as a whole, or it would be looked at again and again.
        if mask(&mut cursor) == 0 {
            cursor.at += 1;
        }
        clause_starts = text.get(start).is_some_and(|c| matches!(c, ';' | '\u{3002}' | '\u{2014}'));
    }
    found
}

fn with_digits(found: Found) -> Found {
    match found {
        Found::Words(_) => Found::Words(true),
        other => other,
    }
}

fn and(found: Found, figure: Figure) -> Found {
    match found {
        Found::Words(_) => Found::One(figure),
        Found::One(first) => several(first.kind, first.unit, figure),
        Found::Several(kind, unit) => several(kind, unit, figure),
    }
}

fn several(kind: ValueKind, unit: Option<String>, figure: Figure) -> Found {
    let kind = if kind == figure.kind { kind } else { ValueKind::Qualitative };
    let unit = unit.filter(|unit| figure.unit.as_ref() == Some(unit));
    Found::Several(kind, unit)
}

/// Takes `(1)`, `1、`, `1.` at the start of a clause.
fn numbering(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    let bracket = ahead.eat('(');
    if ahead.small(2).is_none() {
        return false;
    }
    let closed = match ahead.peek() {
        Some(')') => true,
        Some('\u{3001}' | '.') => !bracket && !ahead.digit_ahead(1),
        _ => false,
    };
    if closed && ahead.ahead(1).is_some() {
        ahead.at += 1;
        *cursor = ahead;
        return true;
    }
    false
}

/// Digits that belong to a name: A4, PM2.5, COVID-19, 第3批.
fn is_name(text: &[char], at: usize) -> bool {
    let before = |by: usize| at.checked_sub(by).and_then(|place| text.get(place));
    let letter = |by: usize| before(by).is_some_and(char::is_ascii_alphabetic);
    letter(1)
        || (matches!(before(1), Some('-' | '.'))
            && (letter(2) || before(2).is_some_and(char::is_ascii_digit) && letter(3)))
        || before(1).is_some_and(|c| WORDS.ordinal.contains(c))
}
