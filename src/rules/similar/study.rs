//! The comparison itself: a line for every project that is like, which of them count, how they are spread, and what their
//! middle would save.
//!
//! Laws: every candidate has exactly one line, and a line either counts or names one reason why it does not; the order of the
//! candidates does not matter; sums are exact.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, RoundingStrategy};

use super::basis::{Basis, From, Lack, NoQuantity, Units, counting, parts, units};
use super::filed::{Filed, Likeness, Row};
use super::spread::{Spread, Standing, minus, standing};
use crate::model::form::{Form, Indicator};
use crate::model::ids::ProjectKey;
use crate::rules::value::convert::{convert, exactly};

/// Fewer projects than this prove nothing: no sum is drawn from them.
pub const FEWEST: usize = 5;

/// Fewer than this are a hint only, and are told as one.
pub const MANY: usize = 20;

/// From so many figures on, those that are far out are left out.
const OUTLIERS_FROM: usize = 8;

/// Why a project does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Excluded {
    /// A person left it out.
    ByHand,
    /// It is this project in another year: shown, but no yardstick for itself.
    OwnYear,
    /// It tells no figure that can be compared.
    Lack(Lack),
    /// It did not reach what it had promised.
    Missed,
    /// Its figure is far out, as one in another unit by mistake is.
    FarOut,
}

/// All reasons, in the order in which they are told.
pub const EXCLUDED: [Excluded; 10] = [
    Excluded::ByHand,
    Excluded::OwnYear,
    Excluded::Lack(Lack::NoFigure),
    Excluded::Lack(Lack::Unsure),
    Excluded::Lack(Lack::OtherUnit),
    Excluded::Lack(Lack::Inexact),
    Excluded::Lack(Lack::NoMoney),
    Excluded::Lack(Lack::NoQuantity),
    Excluded::Missed,
    Excluded::FarOut,
];

impl Excluded {
    /// The identifier used in answers and keys of messages.
    pub fn id(self) -> &'static str {
        match self {
            Excluded::ByHand => "by_hand",
            Excluded::OwnYear => "own_year",
            Excluded::Lack(Lack::NoFigure) => "no_figure",
            Excluded::Lack(Lack::Unsure) => "unsure",
            Excluded::Lack(Lack::OtherUnit) => "other_unit",
            Excluded::Lack(Lack::Inexact) => "inexact",
            Excluded::Lack(Lack::NoMoney) => "no_money",
            Excluded::Lack(Lack::NoQuantity) => "no_quantity",
            Excluded::Missed => "missed",
            Excluded::FarOut => "far_out",
        }
    }
}

/// One project in one year that is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The project.
    pub project: ProjectKey,
    /// Fiscal year.
    pub year: u16,
    /// 财政区划代码
    pub region: String,
    /// 项目代码
    pub code: Option<String>,
    /// 项目名称
    pub name: String,
    /// 实施单位, else 主管部门
    pub unit: String,
    /// The row that is like.
    pub indicator: String,
    /// How it was found to be.
    pub likeness: Likeness,
    /// What was wanted, as printed.
    pub target: String,
    /// What was reached, as printed.
    pub actual: String,
    /// Score of the self-evaluation.
    pub score: Option<String>,
    /// Its figure in the unit of comparing.
    pub figure: Option<Decimal>,
    /// From which cell it is.
    pub from: Option<From>,
    /// Of how many.
    pub quantity: Option<Decimal>,
    /// Money of all.
    pub total: Option<Decimal>,
    /// Why it does not count.
    pub excluded: Option<Excluded>,
}

/// What a unit cost is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard {
    /// Its figure.
    pub number: Decimal,
    /// Its unit.
    pub unit: String,
    /// Where it is printed or who set it.
    pub source: String,
}

/// What a yardstick would save: quantity × (own figure - yardstick).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The yardstick, in the unit of comparing.
    pub yardstick: Decimal,
    /// Of how many.
    pub quantity: Decimal,
    /// What all would cost by the yardstick.
    pub expected: Decimal,
    /// What all is to cost.
    pub own: Decimal,
    /// The difference; negative where the project is cheaper than the yardstick.
    pub saved: Decimal,
    /// The difference in percent of `own`, rounded to one place as people do by hand.
    pub percent: Decimal,
}

/// Why no sum is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoSum {
    /// Fewer than [`FEWEST`] projects count.
    TooFew,
    /// The figure is no money for each of something.
    NotMoney,
    /// No row tells of how many.
    NoQuantity,
    /// Several rows could tell of how many, and none is nearer.
    SeveralQuantities,
    /// There is no standard.
    NoStandard,
    /// The standard measures something else.
    OtherUnit,
    /// Digits would be lost.
    TooLarge,
}

impl NoSum {
    /// The identifier used in answers and keys of messages.
    pub fn id(self) -> &'static str {
        match self {
            NoSum::TooFew => "too_few",
            NoSum::NotMoney => "not_money",
            NoSum::NoQuantity => "no_quantity",
            NoSum::SeveralQuantities => "several_quantities",
            NoSum::NoStandard => "no_standard",
            NoSum::OtherUnit => "other_unit",
            NoSum::TooLarge => "too_large",
        }
    }
}

/// A comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Study {
    /// The units of comparing.
    pub units: Units,
    /// The project's own figure, quantity and money.
    pub own: Own,
    /// A line for every candidate: what counts by its figure first, then what does not by its reason.
    pub lines: Vec<Line>,
    /// How those that count are spread.
    pub spread: Option<Spread>,
    /// Where the own figure stands among them.
    pub standing: Standing,
    /// How many do not count, by reason.
    pub excluded: Vec<(Excluded, usize)>,
    /// What the median would save.
    pub median: Result<Sum, NoSum>,
    /// What the standard would save.
    pub standard: Result<Sum, NoSum>,
}

/// The project's own part of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Own {
    /// Its figure in the unit of comparing.
    pub figure: Decimal,
    /// Of how many, or why that is not known.
    pub quantity: Result<Decimal, NoQuantity>,
    /// Money of all, where it is told and not multiplied.
    pub total: Option<Decimal>,
}

impl Study {
    /// How many count.
    pub fn used(&self) -> usize {
        self.lines.iter().filter(|line| line.excluded.is_none()).count()
    }

    /// How many regions those that count are of.
    pub fn regions(&self) -> usize {
        let used = self.lines.iter().filter(|line| line.excluded.is_none());
        used.map(|line| line.region.as_str()).collect::<BTreeSet<_>>().len()
    }

    /// First and last year of those that count.
    pub fn years(&self) -> Option<(u16, u16)> {
        let years = || self.lines.iter().filter(|line| line.excluded.is_none()).map(|line| line.year);
        years().min().zip(years().max())
    }

    /// How many of those that count are told by what was reached.
    pub fn actuals(&self) -> usize {
        self.lines.iter().filter(|line| line.excluded.is_none() && line.from == Some(From::Actual)).count()
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The project.
    pub own: &'a Filed,
    /// The row.
    pub row: &'a Row,
    /// On which basis.
    pub basis: Basis,
    /// A standard, if there is one.
    pub standard: Option<&'a Standard>,
    /// Projects and years that a person left out.
    pub by_hand: &'a BTreeSet<(ProjectKey, u16)>,
}

/// Compares a row with other projects. `None`: its own project tells no figure on this basis.
///
/// Of several records of one project and year the first counts as it is; candidates are to be one for each.
pub fn study(question: Question<'_>, candidates: &[Filed]) -> Option<Study> {
    let Question { own, row, basis, standard: norm, by_hand } = question;
    let units = units(own, row, basis)?;
    let mine = parts((own, row), own, row, basis, &units, true).ok()?;
    let mut lines: Vec<Line> = candidates.iter().filter_map(|filed| line(question, filed, &units)).collect();
    for line in &mut lines {
        if by_hand.contains(&(line.project, line.year)) {
            line.excluded = Some(Excluded::ByHand);
        }
    }
    leave_out_far(&mut lines);
    lines.sort_by(|a, b| order(a).cmp(&order(b)));
    let figures: Vec<Decimal> =
        lines.iter().filter(|line| line.excluded.is_none()).filter_map(|line| line.figure).collect();
    let spread = Spread::of(&figures);
    let excluded = EXCLUDED
        .into_iter()
        .map(|reason| (reason, lines.iter().filter(|line| line.excluded == Some(reason)).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    let quantity = match (basis, &units.quantity) {
        (Basis::Each { .. }, _) => mine.quantity.ok_or(NoQuantity::None),
        (Basis::Printed, None) => Err(NoQuantity::None),
        (Basis::Printed, Some(counted)) => counting(own, row, counted).and_then(|counting| {
            let figure = counting.target.figure().ok_or(NoQuantity::None)?;
            convert(figure.number, &figure.unit, counted).ok_or(NoQuantity::None)
        }),
    };
    let total = if matches!(basis, Basis::Each { .. }) { mine.total } else { None };
    let own = Own { figure: mine.figure, quantity, total };
    let median = match &spread {
        Some(spread) if spread.count >= FEWEST => sum(&own, &units, spread.median),
        _ => Err(NoSum::TooFew),
    };
    // What is no money is told so first: with more projects there would be no sum, either.
    let median = if units.money.is_none() { Err(NoSum::NotMoney) } else { median };
    let standard = match norm {
        _ if units.money.is_none() => Err(NoSum::NotMoney),
        None => Err(NoSum::NoStandard),
        Some(norm) => match convert(norm.number, &norm.unit, &units.figure) {
            Some(yardstick) => sum(&own, &units, yardstick),
            None => Err(NoSum::OtherUnit),
        },
    };
    let standing = standing(own.figure, &figures);
    Some(Study { units, own, lines, spread, standing, excluded, median, standard })
}

/// What counts by its figure, then what does not by its reason; then by identity, so that nothing depends on the input.
fn order(line: &Line) -> (Option<Excluded>, Option<Decimal>, std::cmp::Reverse<u16>, &str, &str, ProjectKey) {
    let figure = if line.excluded.is_none() { line.figure } else { None };
    (line.excluded, figure, std::cmp::Reverse(line.year), &line.region, &line.name, line.project)
}

fn line(question: Question<'_>, filed: &Filed, units: &Units) -> Option<Line> {
    let Question { own, row, basis, .. } = question;
    if (filed.project, filed.year) == (own.project, own.year) {
        return None;
    }
    let (like, likeness) = filed.likest(row)?;
    let found = parts((own, row), filed, like, basis, units, false);
    let excluded = match &found {
        _ if filed.project == own.project => Some(Excluded::OwnYear),
        Err(lack) => Some(Excluded::Lack(*lack)),
        Ok(_) if missed(question, filed, like) => Some(Excluded::Missed),
        Ok(_) => None,
    };
    let found = found.ok();
    Some(Line {
        project: filed.project,
        year: filed.year,
        region: filed.region.clone(),
        code: filed.code.clone(),
        name: filed.name.clone(),
        unit: filed.unit.clone(),
        indicator: like.name.clone(),
        likeness,
        target: like.target_text.clone(),
        actual: like.actual_text.clone(),
        score: filed.score.clone(),
        figure: found.map(|parts| parts.figure),
        from: found.map(|parts| parts.from),
        quantity: found.and_then(|parts| parts.quantity),
        total: found.and_then(|parts| parts.total),
        excluded,
    })
}

/// Whether the figures that are compared are those of something that was not reached: the row itself, or the quantity by
/// which its money is divided.
fn missed(question: Question<'_>, filed: &Filed, like: &Row) -> bool {
    let quantity = match question.basis {
        Basis::Printed => None,
        Basis::Each { quantity, .. } => question.own.rows.iter().find(|row| row.no == quantity && row.no > 0),
    };
    like.missed() || quantity.and_then(|asked| filed.likest(asked)).is_some_and(|(row, _)| row.missed())
}

/// Leaves out what is far out among those that count.
fn leave_out_far(lines: &mut [Line]) {
    let figures: Vec<Decimal> =
        lines.iter().filter(|line| line.excluded.is_none()).filter_map(|line| line.figure).collect();
    if figures.len() < OUTLIERS_FROM {
        return;
    }
    let Some(spread) = Spread::of(&figures) else { return };
    for line in lines.iter_mut().filter(|line| line.excluded.is_none()) {
        if line.figure.and_then(|figure| spread.is_far_out(figure)) == Some(true) {
            line.excluded = Some(Excluded::FarOut);
        }
    }
}

/// What a yardstick would save.
fn sum(own: &Own, units: &Units, yardstick: Decimal) -> Result<Sum, NoSum> {
    if units.money.is_none() {
        return Err(NoSum::NotMoney);
    }
    let quantity = own.quantity.map_err(|lack| match lack {
        NoQuantity::None => NoSum::NoQuantity,
        NoQuantity::Several => NoSum::SeveralQuantities,
    })?;
    let exact = || {
        let expected = exactly(quantity, yardstick)?.normalize();
        let total = match own.total {
            Some(total) => total,
            None => exactly(quantity, own.figure)?.normalize(),
        };
        let saved = minus(total, expected)?;
        let share = exactly(saved, Decimal::ONE_HUNDRED)?.checked_div(total)?;
        let percent = share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
        Some(Sum { yardstick: yardstick.normalize(), quantity, expected, own: total, saved, percent })
    };
    exact().ok_or(NoSum::TooLarge)
}

/// A standard as a library prints it, with the unit of its column.
pub fn standard_of(printed: &str, unit: &str, source: &str) -> Option<Standard> {
    let unit = Some(unit).filter(|unit| !unit.trim().is_empty()).map(str::to_owned);
    let row = Row::of(&Indicator { target: printed.to_owned(), unit, ..Indicator::default() });
    let figure = row.target.figure()?;
    Some(Standard { number: figure.number, unit: figure.unit.clone(), source: source.to_owned() })
}

/// A standard that a form prints beside its row: a figure under a heading that says standard value.
pub fn printed_standard(form: &Form, row: u32) -> Option<Standard> {
    let index = usize::try_from(row).ok()?.checked_sub(1)?;
    let indicator = form.indicators.get(index)?;
    let words = &super::words::WORDS.standards;
    let cell = indicator.others.iter().find(|cell| words.iter().any(|word| cell.heading.contains(word.as_str())))?;
    let mut as_target = indicator.clone();
    as_target.target.clone_from(&cell.text);
    let read = Row::of(&as_target);
    let figure = read.target.figure()?;
    Some(Standard { number: figure.number, unit: figure.unit.clone(), source: cell.heading.clone() })
}
