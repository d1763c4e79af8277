//! Reads a filter line.
//!
//! Words are parted by blanks; quotes keep blanks and signs together. A word is, in this order: a comparison of amounts
//! (`>500万`), a field and its value (`部门:教育局`, `意见数>3`), a span (`100万..500万`, `2024..2026`), a year, one of the
//! words of [`super::words`], a state, a class (`类2`), or else text to be found anywhere. `-` or `不含:` before it turns
//! it round. Full-width forms count as their plain ones. Deliberately absent: words for what is wrong (messages
//! `filter-expected-…`).

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::words::{self, Words};
use super::{Clause, Field, Filter, Span, Test, Text};
use crate::model::money::Money;
use crate::model::review::{CategoryCode, Status};

/// What should have stood where something else stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expected {
    /// The name of a field.
    Field,
    /// A value behind the name of a field.
    Value,
    /// A state.
    State,
    /// A class.
    Class,
    /// A year or two.
    Year,
    /// An amount or two.
    Amount,
    /// A number or two.
    Number,
    /// The sign of this field is `:` or `=`.
    Sign,
    /// Fewer words.
    Fewer,
}

impl Expected {
    /// The message that says so.
    pub fn key(self) -> &'static str {
        match self {
            Expected::Field => "filter-expected-field",
            Expected::Value => "filter-expected-value",
            Expected::State => "filter-expected-state",
            Expected::Class => "filter-expected-class",
            Expected::Year => "filter-expected-year",
            Expected::Amount => "filter-expected-amount",
            Expected::Number => "filter-expected-number",
            Expected::Sign => "filter-expected-sign",
            Expected::Fewer => "filter-expected-fewer",
        }
    }
}

/// A word of a filter line that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// Its first character, from 0.
    pub from: usize,
    /// The character behind its last one.
    pub to: usize,
    /// The word.
    pub word: String,
    /// What should have stood there.
    pub expected: Expected,
    /// What was perhaps meant.
    pub nearest: Option<String>,
}

/// Most words of a filter.
const WORDS_MAX: usize = 50;
/// Characters of a word too many that are told.
const WORD_SHOWN: usize = 40;

/// A character of a word, and whether it was quoted.
type Mark = (char, bool);

/// A word of the line with its place.
struct Word {
    from: usize,
    to: usize,
    marks: Vec<Mark>,
    /// Some of it was quoted, perhaps nothing between the quotes.
    quoted: bool,
}

/// Parts a line into words. A quote that is not closed is closed at the end.
fn split(line: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut word = Word { from: 0, to: 0, marks: Vec::new(), quoted: false };
    let mut closing: Option<char> = None;
    let mut characters = line.chars().enumerate().peekable();
    while let Some((at, raw)) = characters.next() {
        let plain = words::folded_character(raw);
        let fresh = word.marks.is_empty() && !word.quoted;
        match closing {
            Some(close) if raw == close || (close == '"' && plain == '"') => {
                // Twice means one of itself.
                if characters.peek().is_some_and(|(_, next)| *next == raw) {
                    characters.next();
                    word.marks.push((plain, true));
                } else {
                    closing = None;
                }
            }
            Some(_) => word.marks.push((plain, true)),
            None if plain == '"' || raw == '“' => {
                if fresh {
                    word.from = at;
                }
                word.quoted = true;
                closing = Some(if raw == '“' { '”' } else { '"' });
            }
            None if plain.is_whitespace() => {
                if !fresh {
                    word.to = at;
                    out.push(std::mem::replace(&mut word, Word { from: 0, to: 0, marks: Vec::new(), quoted: false }));
                }
            }
            None => {
                if fresh {
                    word.from = at;
                }
                word.marks.push((plain, false));
            }
        }
    }
    if !word.marks.is_empty() || word.quoted {
        word.to = line.chars().count();
        out.push(word);
    }
    out
}

fn text_of(marks: &[Mark]) -> String {
    marks.iter().map(|(character, _)| *character).collect()
}

fn plain(marks: &[Mark]) -> bool {
    marks.iter().all(|(_, quoted)| !quoted)
}

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Holds,
    Is,
    Above,
    From,
    Below,
    To,
}

/// The sign at the beginning, and how many characters it has.
fn sign(marks: &[Mark]) -> Option<(Sign, usize)> {
    let at = |index: usize| marks.get(index).filter(|(_, quoted)| !quoted).map(|(character, _)| *character);
    match (at(0)?, at(1)) {
        ('>', Some('=')) => Some((Sign::From, 2)),
        ('<', Some('=')) => Some((Sign::To, 2)),
        ('>', _) => Some((Sign::Above, 1)),
        ('<', _) => Some((Sign::Below, 1)),
        ('≥', _) => Some((Sign::From, 1)),
        ('≤', _) => Some((Sign::To, 1)),
        (':', Some('=')) => Some((Sign::Is, 2)),
        (':', _) => match sign(&marks[1..]) {
            // `资金:>500万` is `资金>500万`.
            Some((inner @ (Sign::From | Sign::To | Sign::Above | Sign::Below), length)) => Some((inner, length + 1)),
            _ => Some((Sign::Holds, 1)),
        },
        ('=', _) => Some((Sign::Is, 1)),
        _ => None,
    }
}

/// Parts a value at its unquoted separators.
fn alternatives(marks: &[Mark]) -> Vec<&[Mark]> {
    marks.split(|(character, quoted)| !quoted && matches!(character, '|' | ',' | '、')).collect()
}

/// The ends of a span: `A..B`, `A~B`; none where there is no sign of one.
fn ends(text: &str) -> Option<(&str, &str)> {
    text.split_once("..").or_else(|| text.split_once('~'))
}

fn year(text: &str) -> Option<u16> {
    let digits = text.strip_suffix('年').unwrap_or(text);
    (digits.len() == 4).then(|| digits.parse().ok()).flatten().filter(|year| (1990..=2100).contains(year))
}

fn years(text: &str) -> Option<Span<u16>> {
    let whole = || year(text).map(Span::only);
    let open = |text: &str| if text.is_empty() { Some(None) } else { year(text).map(Some) };
    let span = |(least, most)| {
        let (least, most) = (open(least)?, open(most)?);
        (least.is_some() || most.is_some()).then_some(Span { least, most })
    };
    match ends(text) {
        Some(ends) => span(ends),
        None => whole().or_else(|| text.split_once('-').filter(|(a, b)| !a.is_empty() && !b.is_empty()).and_then(span)),
    }
}

/// Units of amounts, the longer first, and how many fen they have.
const UNITS: [(&str, i64); 10] = [
    ("亿元", 10_000_000_000),
    ("万元", 1_000_000),
    ("亿", 10_000_000_000),
    ("万", 1_000_000),
    ("元", 100),
    ("yuan", 100),
    ("wan", 1_000_000),
    ("yi", 10_000_000_000),
    ("w", 1_000_000),
    ("m", 100_000_000),
];

/// An amount and whether its unit was written; without one it is 万元. Nothing is rounded.
fn amount(text: &str, unit: Option<i64>) -> Option<(Money, Option<i64>)> {
    let lower = text.to_lowercase();
    let (number, written) = UNITS
        .iter()
        .find_map(|(name, fen)| lower.strip_suffix(name).map(|number| (number, Some(*fen))))
        .unwrap_or((lower.as_str(), None));
    let digits: String = number.chars().filter(|c| *c != ',' && *c != '_').collect();
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.') {
        return None;
    }
    let fen = written.or(unit).unwrap_or(1_000_000);
    let fen = Decimal::from_str_exact(&digits).ok()?.checked_mul(Decimal::from(fen))?;
    let money = if fen.fract().is_zero() { fen.to_i64().map(Money) } else { None };
    money.map(|money| (money, written))
}

/// A span of amounts; the unit of its end counts for both where the beginning has none.
fn amounts(text: &str) -> Option<Span<Money>> {
    let Some((least, most)) = ends(text) else {
        return amount(text, None).map(|(money, _)| Span::only(money));
    };
    match (least.is_empty(), most.is_empty()) {
        (true, true) => None,
        (true, false) => amount(most, None).map(|(most, _)| Span::to(most)),
        (false, true) => amount(least, None).map(|(least, _)| Span::from(least)),
        (false, false) => {
            let (most, unit) = amount(most, None)?;
            Some(Span::between(amount(least, unit)?.0, most))
        }
    }
}

fn compared(sign: Sign, money: Money) -> Option<Span<Money>> {
    Some(match sign {
        Sign::Above => Span::from(Money(money.0.checked_add(1)?)),
        Sign::From => Span::from(money),
        Sign::Below => Span::to(Money(money.0.checked_sub(1)?)),
        Sign::To => Span::to(money),
        Sign::Holds | Sign::Is => Span::only(money),
    })
}

fn counts(sign: Sign, text: &str) -> Option<Span<u32>> {
    let one = || text.parse::<u32>().ok();
    let end = |text: &str| if text.is_empty() { Some(None) } else { text.parse::<u32>().ok().map(Some) };
    match (sign, ends(text)) {
        (Sign::Above, _) => Some(Span::from(one()?.checked_add(1)?)),
        (Sign::From, _) => Some(Span::from(one()?)),
        (Sign::Below, _) => Some(match one()?.checked_sub(1) {
            Some(most) => Span::to(most),
            // Less than none is nothing.
            None => Span::between(1, 0),
        }),
        (Sign::To, _) => Some(Span::to(one()?)),
        (_, None) => one().map(Span::only),
        (_, Some((least, most))) => {
            let (least, most) = (end(least)?, end(most)?);
            (least.is_some() || most.is_some()).then_some(Span { least, most })
        }
    }
}

/// Steps from one word to another: characters put in, left out, changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(WORD_SHOWN).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, character) in a.chars().take(WORD_SHOWN).enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for (index, other) in b.iter().enumerate() {
            let changed = before + usize::from(!character.eq_ignore_ascii_case(other));
            before = row[index + 1];
            row[index + 1] = changed.min(before + 1).min(row[index] + 1);
        }
    }
    row[b.len()]
}

/// The known word that is nearest, if it is near.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let length = word.chars().count();
    known
        .map(|known| (distance(word, known), known))
        .filter(|(steps, known)| *steps <= (length.max(known.chars().count()) / 2).max(1) && *steps < length.max(2))
        .min_by_key(|(steps, _)| *steps)
        .map(|(_, known)| known.to_owned())
}

/// What was expected instead, and what was perhaps meant.
type Wrong = (Expected, Option<String>);

struct Reader<'a> {
    words: &'a Words,
}

impl Reader<'_> {
    fn states(&self, marks: &[Mark]) -> Result<Vec<Status>, Wrong> {
        let mut states = Vec::new();
        for part in alternatives(marks) {
            let name = text_of(part);
            match self.words.states_named(&name) {
                Some(named) => states.extend_from_slice(named),
                None => {
                    let known = self.words.states.iter().map(|known| known.name.as_str());
                    return Err((Expected::State, nearest(&name, known)));
                }
            }
        }
        Ok(states)
    }

    fn classes(&self, marks: &[Mark]) -> Result<Vec<CategoryCode>, Wrong> {
        let mut classes = Vec::new();
        for part in alternatives(marks) {
            let name = text_of(part);
            let code = self.words.class_named(&name).cloned().or_else(|| class_code(&name));
            match code {
                Some(code) => classes.push(code),
                None => {
                    let known = self.words.classes.iter().flat_map(|known| known.names.iter().map(String::as_str));
                    return Err((Expected::Class, nearest(&name, known)));
                }
            }
        }
        Ok(classes)
    }

    /// What stands behind the name of a field. `quoted`: something there was quoted, perhaps nothing.
    fn field(&self, field: Field, sign: Sign, marks: &[Mark], quoted: bool) -> Result<Test, Wrong> {
        let value = text_of(marks);
        let missing = plain(marks) && words::MISSING.iter().any(|word| word.eq_ignore_ascii_case(&value));
        let numbers = !matches!(sign, Sign::Holds | Sign::Is);
        match field {
            field if field.is_text() => {
                if numbers {
                    return Err((Expected::Sign, None));
                }
                if value.is_empty() && !(quoted && sign == Sign::Is) {
                    return Err((Expected::Value, None));
                }
                if missing && matches!(field, Field::Code | Field::Department | Field::Unit) {
                    return Ok(Test::Missing(field));
                }
                let text =
                    |marks: &[Mark]| Text { text: text_of(marks), whole: sign == Sign::Is, literal: !plain(marks) };
                if matches!(field, Field::Department | Field::Unit) {
                    let texts: Vec<Text> = alternatives(marks).into_iter().map(text).collect();
                    if texts.len() > 1 && texts.iter().any(|text| text.text.is_empty()) {
                        return Err((Expected::Value, None));
                    }
                    return Ok(Test::Party(field, texts));
                }
                Ok(Test::In(field, text(marks)))
            }
            _ if value.is_empty() => Err((Expected::Value, None)),
            Field::Class | Field::State if numbers => Err((Expected::Sign, None)),
            Field::Class => self.classes(marks).map(Test::Class),
            Field::State => self.states(marks).map(Test::State),
            Field::Year => {
                let wrong = (Expected::Year, None);
                let spans: Option<Vec<_>> = match sign {
                    Sign::Holds | Sign::Is => alternatives(marks).iter().map(|part| years(&text_of(part))).collect(),
                    _ => year(&value).map(|year| {
                        vec![match sign {
                            Sign::Above => Span::from(year + 1),
                            Sign::From => Span::from(year),
                            Sign::Below => Span::to(year - 1),
                            _ => Span::to(year),
                        }]
                    }),
                };
                spans.map(Test::Year).ok_or(wrong)
            }
            Field::Amount | Field::Expected if missing => Ok(Test::Missing(field)),
            Field::Amount => {
                let span = if numbers {
                    amount(&value, None).and_then(|(money, _)| compared(sign, money))
                } else {
                    amounts(&value)
                };
                span.map(Test::Amount).ok_or((Expected::Amount, None))
            }
            // Numbers.
            _ => counts(sign, &value).map(|span| Test::Count(field, span)).ok_or((Expected::Number, None)),
        }
    }

    /// The field that a word begins with, its sign, and where its value begins.
    fn named(&self, marks: &[Mark]) -> Option<(Result<Field, String>, Sign, usize)> {
        let at = (0..marks.len()).find(|at| sign(&marks[*at..]).is_some())?;
        let name = &marks[..at];
        let (sign, length) = sign(&marks[at..])?;
        if name.is_empty() || !plain(name) {
            return None;
        }
        let name = text_of(name);
        match words::field_named(&name) {
            // A text may itself begin with a sign: 指标:≥95%.
            Some(field) if field.is_text() && marks[at].0 == ':' && sign != Sign::Is => {
                Some((Ok(field), Sign::Holds, at + 1))
            }
            Some(field) => Some((Ok(field), sign, at + length)),
            // Whatever ends like a field is meant as one; `1:3` and `a=b` are texts.
            None if sign == Sign::Holds && name.chars().all(|c| c.is_alphabetic() || c == '-' || c == '_') => {
                Some((Err(name), sign, at + length))
            }
            None => None,
        }
    }

    /// A word without the sign that turns it round.
    fn word(&self, word: &Word, marks: &[Mark]) -> Result<Option<Test>, Wrong> {
        if let Some((sign @ (Sign::Above | Sign::From | Sign::Below | Sign::To), length)) = sign(marks)
            && !matches!(marks[0].0, ':' | '≥' | '≤')
        {
            let money = amount(&text_of(&marks[length..]), None).and_then(|(money, _)| compared(sign, money));
            return money.map(|span| Some(Test::Amount(span))).ok_or((Expected::Amount, None));
        }
        if let Some((named, sign, value)) = self.named(marks) {
            return match named {
                Ok(field) => self.field(field, sign, &marks[value..], word.quoted).map(Some),
                Err(name) => {
                    let known = Field::ALL.into_iter().flat_map(words::names_of);
                    Err((Expected::Field, nearest(&name, known)))
                }
            };
        }
        let text = text_of(marks);
        if plain(marks)
            && let Some(test) = self.plain_word(&text)?
        {
            return Ok(Some(test));
        }
        // An empty pair of quotes asks for nothing.
        Ok((!text.is_empty()).then(|| Test::Anywhere(Text { text, whole: false, literal: !plain(marks) })))
    }

    fn plain_word(&self, text: &str) -> Result<Option<Test>, Wrong> {
        let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(text));
        let begins = |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        if let Some(span) = years(text) {
            return Ok(Some(Test::Year(vec![span])));
        }
        if let Some((least, most)) = text.split_once("..")
            && (begins(least) || (least.is_empty() && begins(most)))
        {
            return amounts(text).map(|span| Some(Test::Amount(span))).ok_or((Expected::Amount, None));
        }
        if is(&words::KEY_LANE) {
            return Ok(Some(Test::Amount(Span::from(Money::KEY_LANE))));
        }
        for (field, some, none) in words::PRESENCE {
            if is(&some) {
                return Ok(Some(Test::Count(field, Span::from(1))));
            }
            if is(&none) {
                return Ok(Some(Test::Count(field, Span::only(0))));
            }
        }
        if let Some(states) = self.words.states_named(text) {
            return Ok(Some(Test::State(states.to_vec())));
        }
        for name in words::names_of(Field::Class) {
            // Letters may be cut out of the middle of a word: what follows must be a number or a code.
            if let Some(code) = text.get(..name.len()).filter(|begun| begun.eq_ignore_ascii_case(name)).and_then(|_| {
                let rest = &text[name.len()..];
                rest.ends_with(|c: char| c.is_ascii_digit()).then(|| self.words.class_named(rest)).flatten()
            }) {
                return Ok(Some(Test::Class(vec![code.clone()])));
            }
        }
        Ok(None)
    }

    fn clause(&self, word: &Word) -> Result<Option<Clause>, Wrong> {
        let mut marks = word.marks.as_slice();
        let mut except = false;
        let begun = |marks: &[Mark], prefix: &str| {
            let length = prefix.chars().count();
            marks.len() > length && plain(&marks[..length]) && text_of(&marks[..length]).eq_ignore_ascii_case(prefix)
        };
        if begun(marks, "-") {
            (except, marks) = (true, &marks[1..]);
        } else if let Some(prefix) = words::EXCEPT.iter().find(|prefix| begun(marks, prefix)) {
            (except, marks) = (true, &marks[prefix.chars().count()..]);
        }
        Ok(self.word(word, marks)?.map(|test| Clause { except, test }))
    }
}

/// A code of a class that is not known here: another place's.
fn class_code(name: &str) -> Option<CategoryCode> {
    let code = name.to_ascii_uppercase();
    let (letters, digits) = code.split_at_checked(1)?;
    let known = letters.bytes().all(|byte| byte.is_ascii_uppercase()) && !digits.is_empty();
    (known && code.len() <= 8 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(CategoryCode(code))
}

impl Filter {
    /// Reads a filter line.
    ///
    /// # Errors
    /// All words that make no sense, in their order.
    pub fn read(line: &str, words: &Words) -> Result<Filter, Vec<Misread>> {
        let reader = Reader { words };
        let (mut filter, mut misread) = (Filter::default(), Vec::new());
        for (index, word) in split(line).into_iter().enumerate() {
            let wrong = if index >= WORDS_MAX { Err((Expected::Fewer, None)) } else { reader.clause(&word) };
            match wrong {
                Ok(clause) => clause.into_iter().for_each(|clause| filter.add(clause)),
                Err((expected, nearest)) => {
                    let shown = line.chars().skip(word.from).take((word.to - word.from).min(WORD_SHOWN)).collect();
                    misread.push(Misread { from: word.from, to: word.to, word: shown, expected, nearest });
                    if expected == Expected::Fewer {
                        break;
                    }
                }
            }
        }
        if misread.is_empty() { Ok(filter) } else { Err(misread) }
    }
}
