//! Prints a filter as a line that is read as the same filter.

use rust_decimal::Decimal;

use super::words::{self, Tongue, Words};
use super::{Clause, Field, Filter, Span, Test, Text};
use crate::model::money::Money;

/// Quoted, with each quote in it twice.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// An amount with its unit, exactly.
fn amount(money: Money, tongue: Tongue) -> String {
    let in_unit = |fen: i64, unit: &str| format!("{}{unit}", (Decimal::from(money.0) / Decimal::from(fen)).normalize());
    match tongue {
        Tongue::English => in_unit(1_000_000, ""),
        Tongue::Han if money.0 != 0 && money.0 % 10_000_000_000 == 0 => in_unit(10_000_000_000, "亿"),
        Tongue::Han if money.0 % 10_000 == 0 => in_unit(1_000_000, "万"),
        Tongue::Han => in_unit(100, "元"),
    }
}

/// The shorter of "from this" and "above the one before".
fn ends(span: Span<Money>, tongue: Tongue) -> Vec<String> {
    let shorter = |plain: String, strict: Option<String>| match strict {
        Some(strict) if strict.len() + 1 < plain.len() => strict,
        _ => plain,
    };
    let least = span.least.map(|least| {
        let strict = least.0.checked_sub(1).map(|below| format!(">{}", amount(Money(below), tongue)));
        shorter(format!(">={}", amount(least, tongue)), strict)
    });
    let most = span.most.map(|most| {
        let strict = most.0.checked_add(1).map(|above| format!("<{}", amount(Money(above), tongue)));
        shorter(format!("<={}", amount(most, tongue)), strict)
    });
    least.into_iter().chain(most).collect()
}

struct Printer<'a> {
    words: &'a Words,
}

impl Printer<'_> {
    fn means(&self, printed: &str, clause: &Clause) -> bool {
        Filter::read(printed, self.words).is_ok_and(|filter| filter == Filter::new([clause.clone()]))
    }

    fn value(&self, text: &Text) -> String {
        let signs = |c: char| c.is_whitespace() || matches!(c, '"' | '“' | '|' | ',' | '、' | ':' | '=' | '<' | '>');
        let missing = words::MISSING.iter().any(|word| word.eq_ignore_ascii_case(&text.text));
        if text.literal || text.text.is_empty() || missing || text.text.contains(signs) {
            quoted(&text.text)
        } else {
            text.text.clone()
        }
    }

    fn field(&self, field: Field, sign: &str, value: &str) -> String {
        format!("{}{sign}{value}", self.words.field(field))
    }

    fn texts(&self, field: Field, texts: &[Text]) -> Vec<String> {
        // One sign holds for all values of a word.
        [false, true]
            .into_iter()
            .filter_map(|whole| {
                let values: Vec<String> =
                    texts.iter().filter(|text| text.whole == whole).map(|text| self.value(text)).collect();
                (!values.is_empty()).then(|| self.field(field, if whole { "=" } else { ":" }, &values.join("|")))
            })
            .collect()
    }

    fn span<T: ToString + PartialEq + Copy>(&self, field: Field, span: Span<T>) -> String {
        let end = |end: Option<T>| end.map(|end| end.to_string()).unwrap_or_default();
        match span {
            Span { least: Some(least), most: Some(most) } if least == most => self.field(field, "=", &end(Some(least))),
            Span { least: Some(least), most: None } => self.field(field, ">=", &end(Some(least))),
            Span { least: None, most: Some(most) } => self.field(field, "<=", &end(Some(most))),
            Span { least, most } => self.field(field, ":", &format!("{}..{}", end(least), end(most))),
        }
    }

    /// The words of a clause, without the sign that turns them round; several only where it has none.
    fn clause(&self, clause: &Clause) -> Vec<String> {
        let tongue = self.words.tongue;
        match &clause.test {
            Test::Anywhere(text) => {
                let bare = text.text.clone();
                let plain = !text.literal && self.means(&turned(&bare, clause.except), clause);
                vec![if plain { bare } else { quoted(&text.text) }]
            }
            Test::In(field, text) => {
                vec![self.field(*field, if text.whole { "=" } else { ":" }, &self.value(text))]
            }
            Test::Party(field, texts) => self.texts(*field, texts),
            Test::Class(classes) => {
                let names: Vec<&str> = classes.iter().map(|code| self.words.class(code)).collect();
                let short = format!("{}{}", self.words.field(Field::Class), names.join(""));
                let one = self.means(&turned(&short, clause.except), clause);
                vec![if one { short } else { self.field(Field::Class, ":", &names.join("|")) }]
            }
            Test::State(states) => {
                let group = self.words.states.iter().find(|known| known.states == *states);
                let printed = match (group, states.as_slice()) {
                    (_, [one]) => self.words.state(*one).to_owned(),
                    (Some(group), _) => group.name.clone(),
                    (None, _) => {
                        let names: Vec<&str> = states.iter().map(|status| self.words.state(*status)).collect();
                        return vec![self.field(Field::State, ":", &names.join("|"))];
                    }
                };
                vec![printed]
            }
            Test::Year(years) => {
                let one = |span: &Span<u16>| match (span.least, span.most) {
                    (Some(least), Some(most)) if least == most => least.to_string(),
                    (least, most) => {
                        let end = |end: Option<u16>| end.map(|end| end.to_string()).unwrap_or_default();
                        format!("{}..{}", end(least), end(most))
                    }
                };
                let all: Vec<String> = years.iter().map(one).collect();
                match all.as_slice() {
                    [one] => vec![one.clone()],
                    _ => vec![self.field(Field::Year, ":", &all.join("|"))],
                }
            }
            Test::Amount(Span { least: Some(least), most: Some(most) }) if least == most => {
                vec![self.field(Field::Amount, "=", &amount(*least, tongue))]
            }
            Test::Amount(Span { least: Some(least), most: Some(most) }) if clause.except => {
                let (least, most) = (amount(*least, tongue), amount(*most, tongue));
                vec![self.field(Field::Amount, ":", &format!("{least}..{most}"))]
            }
            Test::Amount(span) => ends(*span, tongue),
            Test::Count(field, span) => {
                let presence = words::PRESENCE.iter().find(|(known, ..)| known == field);
                let name = |names: &[&str; 2]| match tongue {
                    Tongue::Han => names[0].to_owned(),
                    Tongue::English => names[1].to_owned(),
                };
                match presence {
                    Some((_, some, _)) if *span == Span::from(1) => vec![name(some)],
                    Some((_, _, none)) if *span == Span::only(0) => vec![name(none)],
                    _ => vec![self.span(*field, *span)],
                }
            }
            Test::Missing(field) => {
                let missing = match tongue {
                    Tongue::Han => words::MISSING[0],
                    Tongue::English => words::MISSING[1],
                };
                vec![self.field(*field, ":", missing)]
            }
        }
    }
}

fn turned(word: &str, except: bool) -> String {
    if except { format!("-{word}") } else { word.to_owned() }
}

impl Filter {
    /// The line that is read as this filter, the same for equal filters.
    pub fn line(&self, words: &Words) -> String {
        let printer = Printer { words };
        let all = self.clauses.iter().flat_map(|clause| {
            printer.clause(clause).into_iter().map(|word| turned(&word, clause.except)).collect::<Vec<_>>()
        });
        all.collect::<Vec<_>>().join(" ")
    }
}

impl Clause {
    /// The words that mean this clause.
    pub fn line(&self, words: &Words) -> String {
        Filter::new([self.clone()]).line(words)
    }
}
