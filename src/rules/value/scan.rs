//! A place in folded text, and the numbers that can be read there.
//!
//! Every step looks at a bounded number of characters or consumes what it looked at, so reading stays linear. Only
//! [`super`] may import it.

use super::doubt::{Doubt, Doubts};
use super::words::{Lexicon, WORDS};

/// More digits than an exact decimal can hold; such a number is not read.
const MOST_DIGITS: usize = 28;

/// A place in folded text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'t> {
    pub text: &'t [char],
    pub at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t [char]) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn rest(&self) -> &'t [char] {
        self.text.get(self.at..).unwrap_or(&[])
    }

    pub(super) fn at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.ahead(0)
    }

    pub(super) fn ahead(&self, by: usize) -> Option<char> {
        #[cfg(test)]
        super::work::count();
        self.text.get(self.at + by).copied()
    }

    pub(super) fn digit_ahead(&self, by: usize) -> bool {
        self.ahead(by).is_some_and(|c| c.is_ascii_digit())
    }

    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    /// Takes the longest word of `lexicon`.
    pub(super) fn word<T: Clone>(&mut self, lexicon: &Lexicon<T>) -> Option<T> {
        let (length, meaning) = lexicon.longest(self.rest())?;
        let meaning = meaning.clone();
        self.at += length;
        Some(meaning)
    }

    /// The characters from `start` to here.
    pub(super) fn since(&self, start: usize) -> &'t [char] {
        self.text.get(start..self.at).unwrap_or(&[])
    }

    /// Takes all digits here and tells how many.
    pub(super) fn digits(&mut self) -> usize {
        let start = self.at;
        while self.digit_ahead(0) {
            self.at += 1;
        }
        self.at - start
    }

    /// Takes a number of one to `most` digits that no further digit follows.
    pub(super) fn small(&mut self, most: usize) -> Option<u32> {
        let count = (0..=most).take_while(|&by| self.digit_ahead(by)).count();
        if count == 0 || count > most {
            return None;
        }
        let value =
            self.rest().iter().take(count).filter_map(|c| c.to_digit(10)).fold(0, |sum, digit| sum * 10 + digit);
        self.at += count;
        Some(value)
    }

    /// Takes what joins the two ends of a range: dashes, waves, 至. Only before a figure.
    pub(super) fn range_sign(&mut self) -> Option<RangeSign> {
        let mut ahead = *self;
        let sign = match self.peek()? {
            dash @ ('-' | '~') => {
                let mut count = 0;
                while ahead.eat(dash) {
                    count += 1;
                }
                if dash == '-' && count == 2 { RangeSign::DoubleDash } else { RangeSign::Plain }
            }
            _ => {
                ahead.word(&WORDS.range)?;
                RangeSign::Plain
            }
        };
        *self = ahead;
        Some(sign)
    }
}

/// What joined the ends of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RangeSign {
    /// `--`: a dash printed long, or a dash and a minus.
    DoubleDash,
    /// Anything else.
    Plain,
}

/// A number as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// `None`: digits are there, but they make no decimal that could honestly be told.
    pub text: Option<String>,
    /// Blanks between its digits, or no decimal.
    pub doubts: Doubts,
}

/// Reads a number: sign, digits with thousands commas, fraction.
pub(super) fn number(cursor: &mut Cursor<'_>, signed: bool) -> Option<Number> {
    let mut ahead = *cursor;
    let mut text = String::new();
    if signed && matches!(ahead.peek(), Some('-' | '+')) {
        if ahead.peek() == Some('-') {
            text.push('-');
        }
        ahead.at += 1;
    }
    let starts_with_point = ahead.peek() == Some('.') && ahead.digit_ahead(1);
    if !ahead.digit_ahead(0) && !starts_with_point {
        return None;
    }
    let start = ahead.at;
    let first = ahead.digits();
    let mut doubts = Doubts::NONE;
    // Thousands: one to three digits, then groups of exactly three with one and the same sign between.
    if let (1..=3, Some(sign @ (',' | ' '))) = (first, ahead.peek()) {
        while ahead.peek() == Some(sign) && (1..=3).all(|by| ahead.digit_ahead(by)) && !ahead.digit_ahead(4) {
            ahead.at += 4;
            doubts.when(sign == ' ', Doubt::Apart);
        }
    }
    let mut readable = true;
    let mut point = false;
    while ahead.peek() == Some('.') && ahead.digit_ahead(1) {
        ahead.at += 1;
        ahead.digits();
        // `1.2.3` is a version or a badly typed date.
        readable &= !point;
        point = true;
    }
    if ahead.peek() == Some('.') && ahead.at + 1 == ahead.text.len() {
        ahead.at += 1;
    }
    readable &= !exponent(&mut ahead);
    let printed = ahead.since(start);
    let told = printed.iter().filter(|c| c.is_ascii_digit()).count() + usize::from(starts_with_point);
    if told > MOST_DIGITS {
        readable = false;
    }
    if readable {
        if starts_with_point {
            text.push('0');
        }
        text.extend(printed.iter().filter(|c| !matches!(c, ',' | ' ')));
        let length = text.trim_end_matches('.').len();
        text.truncate(length);
    }
    doubts.when(!readable, Doubt::NoDecimal);
    *cursor = ahead;
    Some(Number { text: readable.then_some(text), doubts })
}

/// Takes `E+05`, as spreadsheets print it; nothing but the end may follow.
fn exponent(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    if !matches!(ahead.peek(), Some('e' | 'E')) {
        return false;
    }
    ahead.at += 1;
    if matches!(ahead.peek(), Some('+' | '-')) {
        ahead.at += 1;
    }
    let found = ahead.digits() > 0 && ahead.at_end();
    if found {
        *cursor = ahead;
    }
    found
}

/// Reads a number below ten thousand written in Chinese numerals; at most eight of them are looked at.
pub(super) fn han_number(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut ahead = *cursor;
    let (mut total, mut digit, mut last_power) = (0_u32, None, u32::MAX);
    // 百分之百 aside, a text that starts with 百 or 千 is a word; 十 may start a number.
    if ahead.peek().and_then(|c| WORDS.powers.get(&c)).is_some_and(|&power| power > 10) {
        return None;
    }
    let start = ahead.at;
    while ahead.at - start < 8 {
        let Some(character) = ahead.peek() else { break };
        if let Some(&value) = WORDS.digits.get(&character) {
            if digit.is_some_and(|known| known != 0) {
                return None;
            }
            digit = Some(value);
        } else if let Some(&power) = WORDS.powers.get(&character) {
            if power >= last_power {
                return None;
            }
            total += digit.unwrap_or(1) * power;
            last_power = power;
            digit = None;
        } else {
            break;
        }
        ahead.at += 1;
    }
    if ahead.at == start {
        return None;
    }
    *cursor = ahead;
    Some(total + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::value::fold::fold;

    fn read(text: &str) -> (Option<String>, String) {
        let text = fold(text);
        let mut cursor = Cursor::new(&text);
        let number = number(&mut cursor, true).unwrap();
        (number.text, cursor.rest().iter().collect())
    }

    fn some(number: &str, rest: &str) -> (Option<String>, String) {
        (Some(number.to_owned()), rest.to_owned())
    }

    #[test]
    fn numbers_lose_width_and_commas_only() {
        assert_eq!(read("１，０２４，４１０．５０元"), some("1024410.50", "元"));
        assert_eq!(read("1,02"), some("1", ",02"));
        assert_eq!(read("1,0245"), some("1", ",0245"));
        assert_eq!(read("-5%"), some("-5", "%"));
        assert_eq!(read(".5"), some("0.5", ""));
        assert_eq!(read("5."), some("5", ""));
        assert_eq!(read("12 000"), some("12000", ""));
    }

    #[test]
    fn what_is_no_decimal_is_not_told_as_one() {
        assert_eq!(read("1.2.3").0, None);
        assert_eq!(read("1.5E+05").0, None);
        assert_eq!(read(&"9".repeat(29)).0, None);
    }

    #[test]
    fn chinese_numerals_count() {
        for (text, number) in
            [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31), ("一百零五", 105), ("两千", 2000)]
        {
            let text = fold(text);
            assert_eq!(han_number(&mut Cursor::new(&text)), Some(number));
        }
        for text in ["百", "千", "二三", "甲"] {
            let text = fold(text);
            assert_eq!(han_number(&mut Cursor::new(&text)), None);
        }
    }
}
