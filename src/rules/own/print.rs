//! Expressions and values in print: for refusals, explanations and facts.

use rhai::{Dynamic, Expr, Token};
use rust_decimal::Decimal;

use super::vocabulary::{Function, vocabulary};

/// What a part of an expression gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The form does not say it.
    Missing,
    /// Yes or no.
    YesNo(bool),
    /// A number, text or list as it is printed.
    Printed(String),
    /// It failed; the library's words.
    Failed(String),
}

/// A value in print.
pub(super) fn shown(value: &Dynamic) -> Shown {
    if value.is_unit() {
        return Shown::Missing;
    }
    match value.as_bool() {
        Ok(yes) => Shown::YesNo(yes),
        Err(_) => Shown::Printed(printed(value)),
    }
}

/// A value as a fact of a finding: texts without quotation marks, what is missing as nothing.
pub(super) fn printed(value: &Dynamic) -> String {
    if let Ok(number) = value.as_decimal() {
        return short(number).normalize().to_string();
    }
    if let Ok(text) = value.as_immutable_string_ref() {
        return text.to_string();
    }
    if let Ok(list) = value.as_array_ref() {
        return list.iter().map(printed).collect::<Vec<_>>().join("\u{3001}");
    }
    String::new()
}

/// A calculated number as people read it: four decimals, four digits where it is smaller than that. Judging uses all digits.
fn short(number: Decimal) -> Decimal {
    if number.scale() <= 4 {
        return number;
    }
    match number.abs() >= Decimal::new(1, 3) {
        true => number.round_dp(4),
        false => number.round_sf(4).unwrap_or(number),
    }
}

fn literal(value: &Dynamic) -> String {
    match (value.as_immutable_string_ref(), value.as_array_ref()) {
        (Ok(text), _) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        (_, Ok(list)) => format!("[{}]", list.iter().map(literal).collect::<Vec<_>>().join(", ")),
        _ => value.as_decimal().map(|number| number.normalize().to_string()).unwrap_or_default(),
    }
}

/// An expression in print: as it could be written.
pub(super) fn print(expression: &Expr) -> String {
    let joined = |parts: &[Expr], sign: &str| parts.iter().map(inner).collect::<Vec<_>>().join(sign);
    match expression {
        Expr::BoolConstant(yes, _) => yes.to_string(),
        Expr::StringConstant(text, _) => literal(&text.clone().into()),
        Expr::DynamicConstant(value, _) => literal(value),
        Expr::Variable(name, ..) => name.1.to_string(),
        Expr::Array(parts, _) => format!("[{}]", parts.iter().map(print).collect::<Vec<_>>().join(", ")),
        Expr::And(parts, _) => joined(parts, " && "),
        Expr::Or(parts, _) => joined(parts, " || "),
        Expr::Coalesce(parts, _) => joined(parts, " ?? "),
        Expr::FnCall(call, _) => match (&call.op_token, &*call.args) {
            (Some(Token::Bang), [part]) => match part {
                Expr::FnCall(call, _) if call.op_token == Some(Token::NotIn) => {
                    format!("{} !in {}", call.args.get(1).map_or_else(String::new, inner), inner(&call.args[0]))
                }
                _ => format!("!{}", inner(part)),
            },
            (Some(Token::UnaryMinus | Token::Minus), [part]) => format!("-{}", inner(part)),
            (Some(Token::In | Token::NotIn), [container, item]) => format!("{} in {}", inner(item), inner(container)),
            (Some(sign), [one, other]) => format!("{} {sign} {}", inner(one), inner(other)),
            _ => format!("{}({})", call.name, call.args.iter().map(print).collect::<Vec<_>>().join(", ")),
        },
        other => format!("{other:?}").chars().take(40).collect(),
    }
}

/// A part within a part: in brackets where signs would run together.
fn inner(part: &Expr) -> String {
    let signs = match part {
        Expr::And(..) | Expr::Or(..) | Expr::Coalesce(..) => true,
        Expr::FnCall(call, _) => call.op_token.is_some() && call.args.len() == 2,
        _ => false,
    };
    if signs { format!("({})", print(part)) } else { print(part) }
}

/// Whether a part tells nothing that is not seen in print.
pub(super) fn is_plain(part: &Expr) -> bool {
    part.is_constant()
        || matches!(part, Expr::FnCall(call, _)
            if vocabulary().function(&call.name).is_some_and(|it| it.function == Function::Threshold) && call.op_token.is_some())
}
