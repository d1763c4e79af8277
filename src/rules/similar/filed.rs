//! What one project filed for one year, as far as comparing looks at it: its rows with what was wanted and what was reached.

use rust_decimal::Decimal;

use super::class::Class;
use super::name::{nearness, unit_in, wording};
use super::words::WORDS;
use crate::model::form::{Form, Indicator, MoreField};
use crate::model::ids::ProjectKey;
use crate::model::money::Money;
use crate::model::value::{Achieved, Comparator, ValueKind};
use crate::rules::value;
use crate::rules::value::convert::{convert, related};

/// A number in a unit; the unit is empty where none is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// As printed.
    pub number: Decimal,
    /// As printed.
    pub unit: String,
}

/// What a cell tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// Nothing.
    Blank,
    /// Words, a date, a range, several figures.
    NoFigure,
    /// A figure that could be read otherwise, too.
    Unsure,
    /// One figure.
    Figure(Figure),
}

impl Told {
    /// The figure, if it is one.
    pub fn figure(&self) -> Option<&Figure> {
        match self {
            Told::Figure(figure) => Some(figure),
            _ => None,
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Number in its form.
    pub no: u32,
    /// As printed.
    pub name: String,
    /// The name in the wording that is compared.
    pub wording: String,
    /// Its class.
    pub class: Class,
    /// Code of the indicator library, as printed.
    pub code: Option<String>,
    /// What was wanted, and as a table shows it.
    pub target: Told,
    /// As printed.
    pub target_text: String,
    /// How it is to be met.
    pub sign: Option<Comparator>,
    /// What was reached.
    pub actual: Told,
    /// As printed.
    pub actual_text: String,
    /// Words say that it was not reached.
    pub not_achieved: bool,
}

fn told(text: &str, operator: Option<&str>, unit: Option<&str>, name: &str) -> (Told, Option<Comparator>) {
    let read = value::read(text, operator, unit);
    let told = match read.kind {
        ValueKind::Blank => Told::Blank,
        ValueKind::Number | ValueKind::Percent | ValueKind::Duration => {
            match read.number.as_deref().and_then(|number| number.parse().ok()) {
                Some(_) if read.uncertain => Told::Unsure,
                Some(number) => Told::Figure(Figure { number, unit: unit_of(read.unit, name) }),
                None => Told::NoFigure,
            }
        }
        ValueKind::Range | ValueKind::Date | ValueKind::Qualitative => Told::NoFigure,
    };
    (told, read.op)
}

/// The printed unit, else the one in brackets behind the name. Money alone under a name that promises more (户均, 人均) is
/// money for each of them.
fn unit_of(printed: Option<String>, name: &str) -> String {
    let unit = printed.or_else(|| unit_in(name)).unwrap_or_default();
    if !related(&unit, YUAN) {
        return unit;
    }
    let wording = wording(name);
    let promised = WORDS.counted.iter().find(|(word, _)| wording.contains(word.as_str()));
    promised.map_or(unit.clone(), |(_, counted)| format!("{unit}/{counted}"))
}

/// The unit of money in which a fen is told.
pub const YUAN: &str = "\u{5143}";

impl Row {
    /// Reads a row of a form.
    pub fn of(row: &Indicator) -> Row {
        let unit = row.unit.as_deref();
        let (target, sign) = told(&row.target, row.operator.as_deref(), unit, &row.level3);
        let actual_text = row.actual.clone().unwrap_or_default();
        let (actual, _) = told(&actual_text, None, unit, &row.level3);
        let not_achieved = value::read_printed(&actual_text).achieved.is_some_and(|tier| tier != Achieved::Achieved);
        Row {
            no: row.no,
            name: row.level3.clone(),
            wording: wording(&row.level3),
            class: Class::of(row),
            code: row.more.get(&MoreField::IndicatorCode).cloned().filter(|code| !code.trim().is_empty()),
            target_text: row.printed_target(),
            target,
            sign,
            actual,
            actual_text,
            not_achieved,
        }
    }

    /// The unit of its figure.
    pub fn unit(&self) -> Option<&str> {
        self.target.figure().or(self.actual.figure()).map(|figure| figure.unit.as_str())
    }

    /// Whether its figure is money, not money for each of something.
    pub fn is_money(&self) -> bool {
        self.unit().is_some_and(|unit| related(unit, YUAN))
    }

    /// Whether what was reached falls short of what was wanted: of costs, exceeds it.
    pub fn missed(&self) -> bool {
        if self.not_achieved {
            return true;
        }
        let (Some(wanted), Some(reached)) = (self.target.figure(), self.actual.figure()) else { return false };
        let Some(reached) = convert(reached.number, &reached.unit, &wanted.unit) else { return false };
        match self.sign {
            Some(Comparator::AtMost | Comparator::LessThan) => reached > wanted.number,
            Some(Comparator::AtLeast | Comparator::MoreThan) => reached < wanted.number,
            // A bare figure says what is meant by its class.
            Some(Comparator::Equal) | None if self.class.is_cost() => reached > wanted.number,
            Some(Comparator::Equal) | None => reached < wanted.number,
        }
    }
}

/// How a row was found to be of the same kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Both print this code of the indicator library.
    Code,
    /// The names are so near, in thousandths.
    Name(u16),
}

impl Likeness {
    /// For order: the likest first.
    pub fn order(self) -> u16 {
        match self {
            Likeness::Code => 0,
            Likeness::Name(near) => 1001_u16.saturating_sub(near),
        }
    }
}

/// Whether two rows are of one kind: the same code, or near names of one class; and their units measure the same, where both
/// tell one. A row without a figure is of one kind by its name; that it has none is told later.
pub fn alike(own: &Row, other: &Row) -> Option<Likeness> {
    let code = |row: &Row| row.code.as_deref().map(|code| code.trim().to_lowercase());
    if code(own).is_some() && code(own) == code(other) {
        return Some(Likeness::Code);
    }
    if !own.class.meets(other.class) {
        return None;
    }
    nearness(&own.wording, &other.wording).map(Likeness::Name)
}

/// Whether two rows tell figures of one measure.
pub fn same_measure(own: &Row, other: &Row) -> bool {
    match (own.unit(), other.unit()) {
        (Some(own), Some(other)) => related(own, other),
        _ => false,
    }
}

/// One project in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
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
    /// Annual funds of the target.
    pub funds: Option<Money>,
    /// What was spent.
    pub spent: Option<Money>,
    /// 总分 of the self-evaluation.
    pub score: Option<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Filed {
    /// Brings the target and the self-evaluation of one project and year together. A row of the self-evaluation belongs to
    /// the row of the target with the same name, else it stands by itself. `None` where neither is here.
    pub fn of(target: Option<&Form>, evaluation: Option<&Form>) -> Option<Filed> {
        let first = target.or(evaluation)?;
        let unit = if first.unit.name.is_empty() { &first.department.name } else { &first.unit.name };
        let mut rows: Vec<Row> = target.map(|form| form.indicators.iter().map(Row::of).collect()).unwrap_or_default();
        for row in evaluation.map(|form| form.indicators.as_slice()).unwrap_or_default() {
            let read = Row::of(row);
            let known = rows.iter_mut().find(|known| {
                known.wording == read.wording && known.class.meets(read.class) && known.actual == Told::Blank
            });
            match known {
                Some(known) => {
                    known.actual = read.actual;
                    known.actual_text = read.actual_text;
                    known.not_achieved = read.not_achieved;
                    known.code = known.code.take().or(read.code);
                }
                // Its number is that of another form; nobody is to look for it in the target.
                None => rows.push(Row { no: if target.is_some() { 0 } else { read.no }, ..read }),
            }
        }
        Some(Filed {
            project: first.project(),
            year: first.year,
            region: first.region.clone(),
            code: first.code.clone(),
            name: first.name.clone(),
            unit: unit.clone(),
            funds: target.and_then(Form::annual_funds).or_else(|| evaluation.and_then(Form::annual_funds)),
            spent: evaluation.and_then(|form| form.funds.executed.as_ref()).and_then(|amount| amount.fen),
            score: evaluation.and_then(|form| form.self_score.clone()),
            rows,
        })
    }

    /// The row that is likest to another project's row and tells a figure of its measure; where none does, the likest.
    pub fn likest(&self, own: &Row) -> Option<(&Row, Likeness)> {
        let like = self.rows.iter().filter_map(|row| Some((row, alike(own, row)?)));
        like.min_by_key(|(row, likeness)| (!same_measure(own, row), likeness.order(), row.no))
    }
}
