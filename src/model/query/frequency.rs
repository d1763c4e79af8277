//! How often each value of a column stands among the targets that a filter leaves.

use super::{Clause, Column, Field, Span, Test, Text};
use crate::model::money::Money;
use crate::model::review::{CategoryCode, Status};

/// A value, or a span of amounts, that targets are counted under.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Department, unit, code or name, full-width forms folded.
    Text(String),
    /// A year.
    Year(u16),
    /// A state.
    Status(Status),
    /// Annual funds in this span.
    Amount(Span<Money>),
    /// A number of rows, opinions, demands, whole expected findings, or of the version.
    Number(u32),
    /// A class of opinions.
    Class(CategoryCode),
    /// Nothing is printed, or no opinion given.
    None,
}

/// Where one span of amounts ends and the next begins, in fen: 10, 50, 100, 500, 1000, 5000 万元 and 1 亿元.
pub const AMOUNT_STEPS: [Money; 7] = [
    Money(10_000_000),
    Money(50_000_000),
    Money(100_000_000),
    Money(500_000_000),
    Money::KEY_LANE,
    Money(5_000_000_000),
    Money(10_000_000_000),
];

/// The span of amounts that is the `index`-th from the least.
pub fn amounts(index: usize) -> Span<Money> {
    let below = |money: &Money| Money(money.0 - 1);
    let least = index.checked_sub(1).and_then(|index| AMOUNT_STEPS.get(index));
    Span { least: least.copied(), most: AMOUNT_STEPS.get(index).map(below) }
}

impl Group {
    /// What narrows a filter to the targets of this group.
    pub fn clause(&self, column: Column) -> Clause {
        let missing = |field| Clause::of(Test::Missing(field));
        let number = |field, number: u32| Clause::of(Test::Count(field, Span::only(number)));
        match (column, self) {
            (Column::Department, Group::Text(text)) => {
                Clause::of(Test::Party(Field::Department, vec![Text::being(text)]))
            }
            (Column::Unit, Group::Text(text)) => Clause::of(Test::Party(Field::Unit, vec![Text::being(text)])),
            (Column::Code, Group::Text(text)) => Clause::of(Test::In(Field::Code, Text::being(text))),
            (_, Group::Text(text)) => Clause::of(Test::In(Field::Name, Text::being(text))),
            (_, Group::Year(year)) => Clause::of(Test::Year(vec![Span::only(*year)])),
            (_, Group::Status(status)) => Clause::of(Test::State(vec![*status])),
            (_, Group::Amount(span)) => Clause::of(Test::Amount(*span)),
            (_, Group::Class(code)) => Clause::of(Test::Class(vec![code.clone()])),
            (Column::Decided, Group::Number(n)) => number(Field::Decided, *n),
            (Column::Undecided, Group::Number(n)) => number(Field::Undecided, *n),
            (Column::Opinions, Group::Number(n)) => number(Field::Opinions, *n),
            (Column::Demands, Group::Number(n)) => number(Field::Demands, *n),
            (Column::Version, Group::Number(n)) => number(Field::Version, *n),
            (Column::Expected, Group::Number(n)) => number(Field::Expected, *n),
            (_, Group::Number(n)) => number(Field::Rows, *n),
            (Column::Class, Group::None) => number(Field::Opinions, 0),
            (Column::Department, Group::None) => missing(Field::Department),
            (Column::Unit, Group::None) => missing(Field::Unit),
            (Column::Code, Group::None) => missing(Field::Code),
            (Column::Amount, Group::None) => missing(Field::Amount),
            (Column::Expected, Group::None) => missing(Field::Expected),
            (_, Group::None) => Clause::of(Test::In(Field::Name, Text::being(""))),
        }
    }
}

/// One value and how often it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrequencyRow {
    /// The value.
    pub group: Group,
    /// It as printed on the first target that has it; empty where the value has a name of its own (year, state, class,
    /// amounts, numbers, nothing).
    pub label: String,
    /// What narrows the filter to these targets.
    pub clause: Clause,
    /// Targets.
    pub targets: u64,
    /// Their annual funds in fen (sum over those with an amount).
    pub fen: i128,
}

/// How often the values of a column stand among the targets that a filter leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frequency {
    /// The column.
    pub column: Column,
    /// The most frequent values, the most frequent first; years, states, spans of amounts and numbers in their own order.
    pub rows: Vec<FrequencyRow>,
    /// What is not among the rows: number of values, of targets, and fen. Nothing where all are.
    pub others: Option<(u64, u64, i128)>,
    /// All targets that the filter leaves.
    pub targets: u64,
    /// Their annual funds in fen.
    pub fen: i128,
    /// True where a target may stand in several rows, so that their sum is more than all.
    pub overlapping: bool,
}

impl Frequency {
    /// Hundredths of a percent that a number of targets is of all, half up.
    pub fn share(&self, targets: u64) -> u32 {
        let all = u128::from(self.targets);
        let share = (u128::from(targets) * 20_000 + all).checked_div(all * 2).unwrap_or(0);
        u32::try_from(share).unwrap_or(u32::MAX)
    }
}
