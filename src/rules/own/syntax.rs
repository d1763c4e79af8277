//! Expressions as the library reads them: parsing, what each part is, and how much work it may be.
//!
//! The library's language is cut down to one expression of constants, fields, definitions, operators and the functions of
//! [`mod@super::vocabulary`]: no statements, loops, assignments, own functions, indexes or clocks. Every number is an exact
//! decimal. So the work an expression can be is known before it is ever run, and one that is too much is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rhai::{Dynamic, Engine, Expr, FnCallExpr, ImmutableString, OptimizationLevel, Position, Stmt, Token};
use rust_decimal::Decimal;

use super::flaw::{Flaw, Spot, What, nearest};
use super::functions;
use super::vocabulary::{FieldEntry, Function, Kind, vocabulary};
use crate::model::finding::{CheckSettings, Threshold};
use crate::model::own_check::On;

/// Most characters of an expression.
const LONGEST: usize = 4_000;
/// Most parts within parts, definitions opened.
const DEEPEST: u64 = 48;
/// Most work, definitions opened; reading a field is 1.
const MOST_COST: u64 = 3_000;
/// Most steps of the library in one evaluation: never reached, a second wall behind [`MOST_COST`].
const MOST_STEPS: u64 = 20_000;

/// The library, cut down.
pub(super) static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let mut engine = Engine::new_raw();
    engine
        // Parts stay as they were written, so that they can be shown.
        .set_optimization_level(OptimizationLevel::None)
        .set_allow_if_expression(false)
        .set_allow_switch_expression(false)
        .set_allow_statement_expression(false)
        .set_allow_loop_expressions(false)
        .set_allow_looping(false)
        .set_allow_shadowing(false)
        .set_max_expr_depths(64)
        .set_max_operations(MOST_STEPS)
        .set_max_variables(256)
        .set_max_string_size(1 << 20)
        .set_max_array_size(1 << 16);
    // Marked as volatile by the library: a change of it would not compile, or fail the tests below.
    #[expect(deprecated, reason = "not deprecated, says its message, but volatile")]
    engine.on_parse_token(|token, _, _| plain_token(token));
    functions::register(&mut engine);
    engine
});

/// Numbers become decimals, signs of Chinese input methods those of the language.
fn plain_token(token: Token) -> Token {
    match token {
        Token::IntegerConstant(number) => Token::DecimalConstant(Box::new((number.into(), number.to_string().into()))),
        Token::LexError(error) => match &*error {
            rhai::LexError::UnexpectedInput(sign) => sign_token(sign).unwrap_or(Token::LexError(error)),
            _ => Token::LexError(error),
        },
        other => other,
    }
}

fn sign_token(sign: &str) -> Option<Token> {
    Some(match sign {
        "≥" | "≧" => Token::GreaterThanEqualsTo,
        "≤" | "≦" => Token::LessThanEqualsTo,
        "≠" => Token::NotEqualsTo,
        "＞" => Token::GreaterThan,
        "＜" => Token::LessThan,
        "（" => Token::LeftParen,
        "）" => Token::RightParen,
        "，" => Token::Comma,
        "×" => Token::Multiply,
        "÷" => Token::Divide,
        "！" => Token::Bang,
        _ => return None,
    })
}

fn spot(position: Position) -> Spot {
    Spot { line: position.line().unwrap_or(1), column: position.position().unwrap_or(1) }
}

/// Reads one expression; names are not looked at yet.
pub(super) fn parse(text: &str) -> Result<Expr, Flaw> {
    let length = text.chars().count();
    if length > LONGEST {
        return Err(Flaw::whole(What::TooLong(length, LONGEST)));
    }
    let ast = ENGINE
        .compile_expression(text)
        .map_err(|error| Flaw::at(spot(error.position()), What::Unreadable(error.err_type().to_string())))?;
    match ast.statements() {
        [Stmt::Expr(expression)] => Ok((**expression).clone()),
        [Stmt::FnCall(call, at)] => Ok(Expr::FnCall(call.clone(), *at)),
        _ => Err(Flaw::whole(What::NotAllowed(text.chars().take(40).collect()))),
    }
}

/// A part with a name, looked through.
#[derive(Debug, Clone)]
pub(super) struct Defined {
    pub(super) found: Found,
    /// With the definitions it uses opened.
    pub(super) open: Expr,
    /// As written.
    pub(super) written: Expr,
}

/// What looking through an expression told.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) kind: Kind,
    cost: u64,
    depth: u64,
    /// Fields by the name they were called.
    pub(super) fields: BTreeMap<String, &'static FieldEntry>,
    pub(super) definitions: BTreeSet<String>,
    pub(super) thresholds: BTreeSet<Threshold>,
}

impl Found {
    fn new(kind: Kind, cost: u64) -> Found {
        let (fields, definitions, thresholds) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        Found { kind, cost, depth: 1, fields, definitions, thresholds }
    }

    fn take(&mut self, part: Found) {
        self.cost = self.cost.saturating_add(part.cost);
        self.depth = self.depth.max(part.depth + 1);
        self.fields.extend(part.fields);
        self.definitions.extend(part.definitions);
        self.thresholds.extend(part.thresholds);
    }

    /// Whether it speaks of a row.
    pub(super) fn of_rows(&self) -> bool {
        self.fields.values().any(|entry| entry.on == On::Row)
    }
}

/// What names mean where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) on: On,
    pub(super) definitions: &'a BTreeMap<String, Defined>,
    pub(super) settings: &'a CheckSettings,
}

/// Names in an expression that are no fields: definitions, or nothing.
pub(super) fn references(expression: &Expr) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![expression];
    while let Some(part) = open.pop() {
        if let Expr::Variable(name, ..) = part
            && vocabulary().field(&name.1).is_none()
        {
            found.insert(name.1.to_string());
        }
        open.extend(parts(part));
    }
    found
}

/// The parts of a part, in printed order.
pub(super) fn parts(expression: &Expr) -> Vec<&Expr> {
    match expression {
        Expr::And(parts, _) | Expr::Or(parts, _) | Expr::Coalesce(parts, _) => parts.iter().collect(),
        Expr::Array(parts, _) => parts.iter().collect(),
        Expr::FnCall(call, _) => call.args.iter().collect(),
        _ => Vec::new(),
    }
}

/// Looks through an expression and opens the definitions in it.
pub(super) fn resolve(expression: Expr, names: Names<'_>) -> Result<Defined, Flaw> {
    let found = names.look(&expression)?;
    if found.cost > MOST_COST {
        return Err(Flaw::whole(What::TooSlow(found.cost, MOST_COST)));
    }
    if found.depth > DEEPEST {
        return Err(Flaw::whole(What::TooDeep(DEEPEST)));
    }
    let mut open = expression.clone();
    names.open(&mut open);
    Ok(Defined { found, open, written: expression })
}

impl Names<'_> {
    fn look(self, expression: &Expr) -> Result<Found, Flaw> {
        match expression {
            Expr::BoolConstant(..) => Ok(Found::new(Kind::YesNo, 1)),
            Expr::StringConstant(..) => Ok(Found::new(Kind::Text, 1)),
            Expr::DynamicConstant(value, _) if value.is_decimal() => Ok(Found::new(Kind::Number, 1)),
            Expr::Variable(name, _, at) => self.name(&name.1, *at),
            Expr::Array(parts, at) => self.list(parts, *at),
            Expr::And(parts, _) | Expr::Or(parts, _) => self.all(parts, Kind::YesNo, Kind::YesNo),
            Expr::Coalesce(parts, _) => self.all(parts, Kind::Number, Kind::Number),
            Expr::FnCall(call, at) => self.call(call, *at),
            other => Err(Flaw::at(spot(other.position()), What::NotAllowed(super::print::print(other)))),
        }
    }

    fn name(self, name: &str, at: Position) -> Result<Found, Flaw> {
        if let Some(entry) = vocabulary().field(name) {
            if entry.on == On::Row && self.on == On::Target {
                return Err(Flaw::at(spot(at), What::RowOnly(name.to_owned())));
            }
            let mut found = Found::new(entry.kind, 1);
            found.fields.insert(name.to_owned(), entry);
            return Ok(found);
        }
        if let Some(defined) = self.definitions.get(name) {
            if defined.found.of_rows() && self.on == On::Target {
                return Err(Flaw::at(spot(at), What::RowOnly(name.to_owned())));
            }
            let mut found = defined.found.clone();
            found.definitions.insert(name.to_owned());
            return Ok(found);
        }
        let known = vocabulary().fields.iter().flat_map(|entry| [entry.id.as_str(), entry.name.as_str()]);
        let near = nearest(name, known.chain(self.definitions.keys().map(String::as_str)));
        Err(Flaw::at(spot(at), What::UnknownName(name.to_owned(), near)))
    }

    fn part(self, expression: &Expr, wanted: Kind) -> Result<Found, Flaw> {
        let found = self.look(expression)?;
        if found.kind == wanted {
            return Ok(found);
        }
        Err(wrong_kind(expression, found.kind, wanted))
    }

    fn all(self, parts: &[Expr], wanted: Kind, gives: Kind) -> Result<Found, Flaw> {
        let mut found = Found::new(gives, 1);
        for part in parts {
            found.take(self.part(part, wanted)?);
        }
        Ok(found)
    }

    fn list(self, parts: &[Expr], at: Position) -> Result<Found, Flaw> {
        let Some(first) = parts.first() else {
            return Err(Flaw::at(spot(at), What::NotAllowed("[]".to_owned())));
        };
        let (one, many) = match self.look(first)?.kind {
            Kind::Number => (Kind::Number, Kind::Numbers),
            _ => (Kind::Text, Kind::Texts),
        };
        if let Some(part) = parts.iter().find(|part| !part.is_constant()) {
            return Err(Flaw::at(spot(part.position()), What::NotAllowed(super::print::print(part))));
        }
        self.all(parts, one, many)
    }

    fn call(self, call: &FnCallExpr, at: Position) -> Result<Found, Flaw> {
        if let Some(sign) = call.op_token.as_ref().filter(|token| !matches!(token, Token::In | Token::NotIn)) {
            return self.operator(sign, call, at);
        }
        let Some(entry) = vocabulary().function(&call.name) else {
            let known = vocabulary().functions.iter().flat_map(|entry| [entry.id.as_str(), entry.name.as_str()]);
            let near = nearest(&call.name, known);
            return Err(Flaw::at(spot(at), What::UnknownFunction(call.name.to_string(), near)));
        };
        if entry.function == Function::Threshold {
            return threshold(&call.args, at);
        }
        let mut takes = entry.takes.clone();
        // `x in [..]` looks into a list, `contains` and `"x" in text` into a text.
        if entry.function == Function::Contains
            && let [container, item] = &*call.args
        {
            match (self.look(container)?.kind, self.look(item)?.kind) {
                (Kind::Texts, _) => takes = vec![Kind::Texts, Kind::Text],
                (Kind::Numbers, _) => takes = vec![Kind::Numbers, Kind::Number],
                _ => {}
            }
        }
        if call.args.len() != takes.len() {
            let wanted = takes.iter().map(|kind| kind.id()).collect::<Vec<_>>().join(", ");
            return Err(Flaw::at(spot(at), What::Arguments(call.name.to_string(), wanted)));
        }
        let mut found = Found::new(entry.gives, entry.function.cost());
        for (part, wanted) in call.args.iter().zip(takes) {
            found.take(self.part(part, wanted)?);
        }
        Ok(found)
    }

    fn operator(self, sign: &Token, call: &FnCallExpr, at: Position) -> Result<Found, Flaw> {
        match (sign, &*call.args) {
            (Token::Bang, parts @ [_]) => self.all(parts, Kind::YesNo, Kind::YesNo),
            (Token::UnaryMinus | Token::Minus, parts @ [_])
            | (Token::Plus | Token::Minus | Token::Multiply | Token::Divide | Token::Modulo, parts @ [_, _]) => {
                self.all(parts, Kind::Number, Kind::Number)
            }
            (
                Token::GreaterThan | Token::GreaterThanEqualsTo | Token::LessThan | Token::LessThanEqualsTo,
                parts @ [_, _],
            ) => self.all(parts, Kind::Number, Kind::YesNo),
            (Token::EqualsTo | Token::NotEqualsTo, parts @ [first, _]) => {
                let kind = self.look(first)?.kind;
                if !matches!(kind, Kind::Number | Kind::Text | Kind::YesNo) {
                    return Err(wrong_kind(first, kind, Kind::Text));
                }
                self.all(parts, kind, Kind::YesNo)
            }
            _ => Err(Flaw::at(spot(at), What::NotAllowed(sign.to_string()))),
        }
    }

    /// Puts definitions and thresholds in the place of their names.
    fn open(self, expression: &mut Expr) {
        match expression {
            Expr::Variable(name, ..) => {
                if let Some(defined) = self.definitions.get(name.1.as_str()) {
                    *expression = defined.open.clone();
                }
            }
            Expr::And(parts, _) | Expr::Or(parts, _) | Expr::Coalesce(parts, _) => {
                parts.iter_mut().for_each(|part| self.open(part));
            }
            Expr::Array(_, at) => {
                let at = *at;
                if let Some(list) = expression.get_literal_value(None) {
                    *expression = Expr::DynamicConstant(Box::new(list), at);
                }
            }
            Expr::FnCall(call, at) => {
                let is_threshold =
                    vocabulary().function(&call.name).is_some_and(|it| it.function == Function::Threshold);
                match call.args.first().and_then(threshold_named).filter(|_| is_threshold) {
                    Some(threshold) => {
                        let number = Dynamic::from_decimal(self.settings.number(threshold));
                        *expression = Expr::DynamicConstant(Box::new(number), *at);
                    }
                    None => call.args.iter_mut().for_each(|part| self.open(part)),
                }
            }
            _ => {}
        }
    }
}

fn wrong_kind(expression: &Expr, found: Kind, wanted: Kind) -> Flaw {
    Flaw::at(spot(expression.start_position()), What::Kind(super::print::print(expression), found.id(), wanted.id()))
}

fn threshold_named(part: &Expr) -> Option<Threshold> {
    let Expr::StringConstant(name, _) = part else { return None };
    Threshold::ALL.iter().copied().find(|threshold| threshold.id() == name.as_str())
}

fn threshold(parts: &[Expr], at: Position) -> Result<Found, Flaw> {
    match parts {
        [Expr::StringConstant(name, place)] => {
            let Some(threshold) = threshold_named(&parts[0]) else {
                let near = nearest(name, Threshold::ALL.iter().map(|threshold| threshold.id()));
                return Err(Flaw::at(spot(*place), What::UnknownThreshold(name.to_string(), near)));
            };
            let mut found = Found::new(Kind::Number, 1);
            found.thresholds.insert(threshold);
            Ok(found)
        }
        _ => Err(Flaw::at(spot(at), What::Arguments("threshold".to_owned(), Kind::Threshold.id().to_owned()))),
    }
}

/// A value as the library holds it.
pub(super) fn number(value: Option<Decimal>) -> Dynamic {
    value.map_or(Dynamic::UNIT, Dynamic::from_decimal)
}

/// A text as the library holds it.
pub(super) fn text(value: &str) -> Dynamic {
    ImmutableString::from(value).into()
}
