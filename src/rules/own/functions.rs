//! What the functions of expressions do. Missing numbers are the library's unit value and stay missing through calculations.

use rhai::{Array, Dynamic, Engine, ImmutableString};
use rust_decimal::{Decimal, RoundingStrategy};

use super::vocabulary::{Function, vocabulary};
use crate::rules::check::text;

/// Longest text that is compared by likeness.
const LONGEST_COMPARED: usize = 2_000;

fn cut(text: &str) -> String {
    text.chars().take(LONGEST_COMPARED).collect()
}

fn numbers(list: &Array) -> impl Iterator<Item = Decimal> {
    list.iter().filter_map(|item| item.as_decimal().ok())
}

fn texts(list: &Array) -> impl Iterator<Item = ImmutableString> {
    list.iter().filter_map(|item| item.as_immutable_string_ref().ok().map(|text| text.clone()))
}

fn some(number: Option<Decimal>) -> Dynamic {
    number.map_or(Dynamic::UNIT, Dynamic::from_decimal)
}

fn counted(list: &Array, fits: impl Fn(&str) -> bool) -> Decimal {
    Decimal::from(texts(list).filter(|text| fits(text)).count())
}

/// Two numbers, or a missing one where either is.
fn both(one: &Dynamic, other: &Dynamic, take: impl Fn(Decimal, Decimal) -> Decimal) -> Dynamic {
    some(one.as_decimal().ok().zip(other.as_decimal().ok()).map(|(one, other)| take(one, other)))
}

fn total(list: &mut Array) -> Result<Decimal, Box<rhai::EvalAltResult>> {
    let sum = numbers(list).try_fold(Decimal::ZERO, Decimal::checked_add);
    sum.ok_or_else(|| "sum".into())
}

fn rounded(number: Decimal, digits: Decimal) -> Decimal {
    let digits = u32::try_from(digits.trunc()).unwrap_or(9).min(9);
    number.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

/// Gives the library the operators and functions of expressions.
pub(super) fn register(engine: &mut Engine) {
    type Text = ImmutableString;
    for sign in ["+", "-", "*", "/", "%"] {
        engine.register_fn(sign, |(): (), (): ()| ());
        engine.register_fn(sign, |(): (), _: Decimal| ());
        engine.register_fn(sign, |_: Decimal, (): ()| ());
    }
    engine.register_fn("-", |number: Decimal| -number);
    engine.register_fn("-", |(): ()| ());
    engine.register_fn("!", |yes: bool| !yes);
    for entry in &vocabulary().functions {
        for name in [entry.id.as_str(), entry.name.as_str()] {
            match entry.function {
                Function::Contains => {
                    engine.register_fn(name, |text: Text, part: Text| text.contains(part.as_str()));
                    engine.register_fn(name, |list: &mut Array, part: Text| texts(list).any(|text| text == part));
                    engine.register_fn(name, |list: &mut Array, part: Decimal| numbers(list).any(|it| it == part));
                    engine.register_fn(name, |_: &mut Array, (): ()| false);
                }
                Function::ContainsAny => {
                    engine.register_fn(name, |text: Text, list: Array| {
                        texts(&list).any(|part| text.contains(part.as_str()))
                    });
                }
                Function::OneOf => {
                    engine.register_fn(name, |text: Text, list: Array| texts(&list).any(|part| text == part));
                }
                Function::StartsWith => {
                    engine.register_fn(name, |text: Text, part: Text| text.starts_with(part.as_str()));
                }
                Function::EndsWith => {
                    engine.register_fn(name, |text: Text, part: Text| text.ends_with(part.as_str()));
                }
                Function::Length => {
                    engine.register_fn(name, |text: Text| {
                        Decimal::from(text.chars().filter(|c| !c.is_whitespace()).count())
                    });
                }
                Function::Blank => {
                    engine.register_fn(name, |text: Text| text::is_blank(&text));
                }
                Function::HasDigit => {
                    engine.register_fn(name, |text: Text| text.chars().any(char::is_numeric));
                }
                Function::Similar => {
                    engine.register_fn(name, |one: Text, other: Text| text::likeness(&cut(&one), &cut(&other)));
                }
                Function::Known => {
                    engine.register_fn(name, |_: Decimal| true);
                    engine.register_fn(name, |(): ()| false);
                }
                Function::Abs => {
                    engine.register_fn(name, |number: Decimal| number.abs());
                    engine.register_fn(name, |(): ()| ());
                }
                Function::Min => {
                    engine.register_fn(name, |one: Dynamic, other: Dynamic| both(&one, &other, Decimal::min));
                }
                Function::Max => {
                    engine.register_fn(name, |one: Dynamic, other: Dynamic| both(&one, &other, Decimal::max));
                }
                Function::Round => {
                    engine.register_fn(name, |number: Dynamic, digits: Dynamic| both(&number, &digits, rounded));
                }
                Function::Sum => {
                    engine.register_fn(name, total);
                }
                Function::Largest => {
                    engine.register_fn(name, |list: &mut Array| some(numbers(list).max()));
                }
                Function::Smallest => {
                    engine.register_fn(name, |list: &mut Array| some(numbers(list).min()));
                }
                Function::Count => {
                    engine
                        .register_fn(name, |list: &mut Array, part: Text| counted(list, |text| text == part.as_str()));
                }
                Function::CountContaining => {
                    engine.register_fn(name, |list: &mut Array, part: Text| {
                        counted(list, |text| text.contains(part.as_str()))
                    });
                }
                // Its value stands in its place before anything is run.
                Function::Threshold => {}
            }
        }
    }
}
