//! On which basis projects are compared: the printed figure of a row, or money for each of a quantity.

use rust_decimal::{Decimal, RoundingStrategy};

use super::filed::{Figure, Filed, Row, Told, YUAN, alike, same_measure};
use super::name::dice;
use crate::model::form::Horizon;
use crate::model::money::Money;
use crate::rules::value::convert::{convert, exactly, related};

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The figure of the row as printed.
    Printed,
    /// Money for each of a quantity: the money of a row, else the annual funds, by the figure of a quantity row.
    Each {
        /// Number of the row of money; `None`: the annual funds, of what was reached the money spent.
        money: Option<u32>,
        /// Number of the row of the quantity.
        quantity: u32,
    },
}

/// Why there is no quantity to multiply a unit cost with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoQuantity {
    /// No row counts in its unit.
    None,
    /// Several do, and none is nearer by name.
    Several,
}

/// The unit of a cost by what it counts: `万元/户` is `万元` and `户`.
pub fn split_unit(unit: &str) -> Option<(&str, &str)> {
    let (money, counted) = unit.split_once(['/', '\u{2215}'])?;
    (related(money, YUAN) && !counted.is_empty()).then_some((money, counted))
}

/// The row of a form that counts in a unit, for a row of unit cost. Of several that among the quantity indicators, of these
/// the nearest by name.
pub fn counting<'f>(filed: &'f Filed, cost: &Row, counted: &str) -> Result<&'f Row, NoQuantity> {
    let counts = |row: &&Row| row.no != cost.no && row.unit().is_some_and(|unit| related(unit, counted));
    let all: Vec<&Row> = filed.rows.iter().filter(counts).collect();
    let quantities: Vec<&Row> = all.iter().copied().filter(|row| row.class.is_quantity()).collect();
    let found = if quantities.is_empty() { all } else { quantities };
    let mut near: Vec<(u16, &Row)> = found.into_iter().map(|row| (dice(&row.wording, &cost.wording), row)).collect();
    near.sort_by_key(|(near, row)| (std::cmp::Reverse(*near), row.no));
    match near.as_slice() {
        [] => Err(NoQuantity::None),
        [(first, _), (second, _), ..] if first == second => Err(NoQuantity::Several),
        [(_, row), ..] => Ok(row),
    }
}

/// The bases on which a row can be compared, the one to begin with first. `horizons` tells of each row whether it belongs to
/// the year: money of a year is not divided by what is reached in several.
pub fn bases(own: &Filed, row: &Row, horizons: &[Horizon]) -> Vec<Basis> {
    let annual = |row: &Row| {
        let index = usize::try_from(row.no).ok().and_then(|no| no.checked_sub(1));
        index.and_then(|index| horizons.get(index)).is_none_or(|horizon| *horizon == Horizon::Annual)
    };
    let quantities = || {
        own.rows.iter().filter(|other| {
            let positive = other.target.figure().is_some_and(|figure| figure.number > Decimal::ZERO);
            let counted = other.unit().is_some_and(|unit| !unit.is_empty() && unit != "%" && !related(unit, YUAN));
            other.class.is_quantity() && positive && counted && other.no != row.no && annual(other)
        })
    };
    if row.is_money() && row.class.is_cost() {
        let each = quantities().map(|quantity| Basis::Each { money: Some(row.no), quantity: quantity.no });
        return each.chain([Basis::Printed]).collect();
    }
    let funds = own.funds.is_some_and(|funds| funds.0 > 0);
    let counts = row.unit().is_some_and(|unit| !unit.is_empty() && unit != "%");
    if row.class.is_quantity() && counts && annual(row) && funds && row.target.figure().is_some() {
        return vec![Basis::Each { money: None, quantity: row.no }, Basis::Printed];
    }
    vec![Basis::Printed]
}

/// From which of two cells a figure was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// What was reached.
    Actual,
    /// What was wanted.
    Target,
}

/// Why a project tells no figure that can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// No figure is printed.
    NoFigure,
    /// A figure is printed that could be read otherwise, too.
    Unsure,
    /// Its unit measures something else.
    OtherUnit,
    /// Its figure has no end in the unit of comparing, or too many digits.
    Inexact,
    /// It tells no money to divide.
    NoMoney,
    /// It tells no quantity to divide by.
    NoQuantity,
}

/// The parts of a unit cost, in the units of comparing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Money for each, or the printed figure.
    pub figure: Decimal,
    /// Of how many.
    pub quantity: Option<Decimal>,
    /// Money of all.
    pub total: Option<Decimal>,
    /// From which cell.
    pub from: From,
}

/// The units of comparing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Units {
    /// Of the figure: `万元/户`.
    pub figure: String,
    /// Of all the money; `None` where the figure is no money for each of something.
    pub money: Option<String>,
    /// Of the quantity.
    pub quantity: Option<String>,
}

/// The cells of a row that tell a figure, what was reached first; of one's own project what is wanted, which is under
/// review.
fn cells(row: &Row, wanted_only: bool) -> Vec<(&Told, From)> {
    match wanted_only {
        true => vec![(&row.target, From::Target)],
        false => vec![(&row.actual, From::Actual), (&row.target, From::Target)],
    }
}

/// The figure of a cell in a unit.
fn in_unit(told: &Told, unit: &str) -> Result<Decimal, Lack> {
    match told {
        Told::Blank | Told::NoFigure => Err(Lack::NoFigure),
        Told::Unsure => Err(Lack::Unsure),
        Told::Figure(Figure { number, unit: from }) if related(from, unit) => {
            convert(*number, from, unit).ok_or(Lack::Inexact)
        }
        Told::Figure(_) => Err(Lack::OtherUnit),
    }
}

/// The first of a row's cells that tells a figure in a unit. Of several reasons why none does, that of what is nearest to a
/// figure is told.
fn figure_of(row: &Row, unit: &str, wanted_only: bool) -> Result<(Decimal, From), Lack> {
    let mut lack = Lack::NoFigure;
    for (told, from) in cells(row, wanted_only) {
        match in_unit(told, unit) {
            Ok(number) => return Ok((number, from)),
            Err(found) => lack = lack.max(found),
        }
    }
    Err(lack)
}

/// An amount in a unit of money.
fn money_in(money: Money, unit: &str) -> Option<Decimal> {
    convert(Decimal::from_i128_with_scale(money.0.into(), 2), YUAN, unit)
}

/// Money by quantity, rounded to the fen as people do by hand (half away from zero), in the unit of the money.
pub fn each(money: Decimal, unit: &str, quantity: Decimal) -> Option<Decimal> {
    if quantity <= Decimal::ZERO {
        return None;
    }
    let yuan = convert(money, unit, YUAN)?.checked_div(quantity)?;
    let rounded = yuan.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    convert(rounded, YUAN, unit)
}

/// The parts of a project's figure on a basis, by its row that is like the asked one. `own` is the project and row asked about;
/// of it, what is wanted counts.
pub fn parts(
    own: (&Filed, &Row),
    filed: &Filed,
    row: &Row,
    basis: Basis,
    units: &Units,
    mine: bool,
) -> Result<Parts, Lack> {
    match basis {
        Basis::Printed => {
            let (figure, from) = figure_of(row, &units.figure, mine)?;
            let mut parts = Parts { figure, quantity: None, total: None, from };
            if let Some(counted) = &units.quantity
                && let Ok(counting) = counting(filed, row, counted)
            {
                let wanted_only = mine || from == From::Target;
                parts.quantity = figure_of(counting, counted, wanted_only).ok().map(|(number, _)| number);
                parts.total = parts.quantity.and_then(|quantity| exactly(figure, quantity)).map(|sum| sum.normalize());
            }
            Ok(parts)
        }
        Basis::Each { money, quantity } => {
            let (Some(unit), Some(counted)) = (&units.money, &units.quantity) else { return Err(Lack::NoMoney) };
            let partner = |no: u32| {
                let asked = own.0.rows.iter().find(|row| row.no == no && no > 0)?;
                match (mine, asked.no == own.1.no) {
                    (true, _) => Some(asked),
                    (false, true) => Some(row),
                    (false, false) => {
                        let like = filed.rows.iter().filter(|row| same_measure(asked, row));
                        let like = like.filter_map(|row| Some((alike(asked, row)?, row)));
                        like.min_by_key(|(likeness, row)| (likeness.order(), row.no)).map(|(_, row)| row)
                    }
                }
            };
            let quantity = partner(quantity).ok_or(Lack::NoQuantity)?;
            let cost = money.map(|no| partner(no).ok_or(Lack::NoMoney)).transpose()?;
            // Money and quantity both of what was reached, else both of what was wanted; they are never mixed.
            let mut lack = Lack::NoFigure;
            for from in if mine { &[From::Target][..] } else { &[From::Actual, From::Target] } {
                let cell = |row: &'_ Row| if *from == From::Actual { row.actual.clone() } else { row.target.clone() };
                let number = in_unit(&cell(quantity), counted);
                let total = match cost {
                    Some(row) => in_unit(&cell(row), unit),
                    None => {
                        let amount = if *from == From::Actual { filed.spent } else { filed.funds };
                        amount.ok_or(Lack::NoMoney).and_then(|amount| money_in(amount, unit).ok_or(Lack::Inexact))
                    }
                };
                match (number, total) {
                    (Ok(number), Ok(total)) => match each(total, unit, number) {
                        Some(figure) => {
                            return Ok(Parts { figure, quantity: Some(number), total: Some(total), from: *from });
                        }
                        None => lack = lack.max(Lack::NoQuantity),
                    },
                    (Err(found), _) | (_, Err(found)) => lack = lack.max(found),
                }
            }
            Err(lack)
        }
    }
}

/// The units in which a row is compared on a basis; `None` where its own project tells no figure for it.
pub fn units(own: &Filed, row: &Row, basis: Basis) -> Option<Units> {
    match basis {
        Basis::Printed => {
            let figure = row.target.figure()?.unit.clone();
            let split = split_unit(&figure).map(|(money, counted)| (money.to_owned(), counted.to_owned()));
            let (money, quantity) = split.unzip();
            Some(Units { figure, money, quantity })
        }
        Basis::Each { money, quantity } => {
            let find = |no: u32| own.rows.iter().find(|row| row.no == no);
            let quantity = find(quantity)?.target.figure()?.unit.clone();
            let money = match money {
                Some(no) => find(no)?.target.figure()?.unit.clone(),
                None => TEN_THOUSAND_YUAN.to_owned(),
            };
            Some(Units { figure: format!("{money}/{quantity}"), money: Some(money), quantity: Some(quantity) })
        }
    }
}

/// The unit in which forms print funds.
const TEN_THOUSAND_YUAN: &str = "\u{4E07}\u{5143}";
