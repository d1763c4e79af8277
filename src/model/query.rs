//! What the queue shows: one language of filters, the orders, and what is counted of what a filter leaves.
//!
//! A line is read into a [`Filter`] ([`read`]) and printed back from it ([`mod@print`]); the store turns a filter
//! into SQL, and [`fits`] says the same of one target without a database. Words people type are in [`words`], in both
//! languages; names that a place may change are handed in. Deliberately absent: the database, messages, and how a line is
//! edited on screen.

use super::money::Money;
use super::review::{CategoryCode, Status};

pub mod column;
pub mod complete;
pub mod fits;
pub mod frequency;
mod print;
mod read;
pub mod words;

#[cfg(test)]
mod tests;

pub use column::{Column, Sort};
pub use complete::{Candidate, CandidateKind, Completion, Vocabulary, complete};
pub use frequency::{Frequency, FrequencyRow, Group};
pub use read::{Expected, Misread};
pub use words::{Tongue, Words};

/// What a filter speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 项目名称
    Name,
    /// 项目代码
    Code,
    /// 主管部门, by name, code or initials.
    Department,
    /// 实施单位, likewise.
    Unit,
    /// Names of indicators and their values.
    Indicator,
    /// Live opinions and demands.
    Opinion,
    /// Class of a live opinion.
    Class,
    /// Where the review stands.
    State,
    /// 预算年度
    Year,
    /// Annual funds.
    Amount,
    /// Number of indicators.
    Rows,
    /// Rows decided.
    Decided,
    /// Rows not decided.
    Undecided,
    /// Live opinions.
    Opinions,
    /// Live demands.
    Demands,
    /// Number of the version in force.
    Version,
    /// Whole findings that the automatic checks make expected.
    Expected,
    /// 1 where it waits for a second look, else 0.
    SecondLook,
}

impl Field {
    /// True where a text is looked for.
    pub fn is_text(self) -> bool {
        matches!(self, Field::Name | Field::Code | Field::Department | Field::Unit | Field::Indicator | Field::Opinion)
    }

    /// All fields, in the order in which a filter is printed.
    pub const ALL: [Field; 18] = [
        Field::Name,
        Field::Code,
        Field::Department,
        Field::Unit,
        Field::Indicator,
        Field::Opinion,
        Field::Class,
        Field::State,
        Field::Year,
        Field::Amount,
        Field::Rows,
        Field::Decided,
        Field::Undecided,
        Field::Opinions,
        Field::Demands,
        Field::Version,
        Field::Expected,
        Field::SecondLook,
    ];
}

/// More letters are no initials: names are shorter.
const LONGEST_INITIALS: usize = 64;

/// What is looked for in a text. Capital and full-width letters and signs count as their plain ones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text {
    /// The characters, full-width forms folded.
    pub text: String,
    /// The whole text is this, instead of holding it.
    pub whole: bool,
    /// It was quoted: letters stand for themselves, not for the initials of Han characters.
    pub literal: bool,
}

impl Text {
    /// A text that holds this.
    pub fn holding(text: &str) -> Text {
        Text { text: words::folded(text), ..Text::default() }
    }

    /// A text that is this.
    pub fn being(text: &str) -> Text {
        Text { text: words::folded(text), whole: true, literal: false }
    }

    /// The letters that may stand for initials of Han characters (`jyj` for 教育局), in lower case.
    pub fn initials(&self) -> Option<String> {
        let letters = (2..=LONGEST_INITIALS).contains(&self.text.len())
            && self.text.bytes().all(|byte| byte.is_ascii_alphabetic());
        (letters && !self.literal && !self.whole).then(|| self.text.to_ascii_lowercase())
    }
}

/// Whole numbers from one to another, both counted; an end that is absent is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span<T> {
    /// The least.
    pub least: Option<T>,
    /// The most.
    pub most: Option<T>,
}

impl<T: PartialOrd + Copy> Span<T> {
    /// From a number on.
    pub fn from(least: T) -> Span<T> {
        Span { least: Some(least), most: None }
    }

    /// Up to a number.
    pub fn to(most: T) -> Span<T> {
        Span { least: None, most: Some(most) }
    }

    /// One number.
    pub fn only(number: T) -> Span<T> {
        Span { least: Some(number), most: Some(number) }
    }

    /// From one number to another, both counted.
    pub fn between(least: T, most: T) -> Span<T> {
        Span { least: Some(least), most: Some(most) }
    }

    /// True for a number in it.
    pub fn holds(&self, number: T) -> bool {
        self.least.is_none_or(|least| number >= least) && self.most.is_none_or(|most| number <= most)
    }

    fn and(&self, other: &Span<T>) -> Span<T> {
        let greater = |a: T, b: T| if a > b { a } else { b };
        let lesser = |a: T, b: T| if a < b { a } else { b };
        let both = |a: Option<T>, b: Option<T>, choose: &dyn Fn(T, T) -> T| match (a, b) {
            (Some(a), Some(b)) => Some(choose(a, b)),
            (a, b) => a.or(b),
        };
        Span { least: both(self.least, other.least, &greater), most: both(self.most, other.most, &lesser) }
    }
}

/// What is asked of a target.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Test {
    /// The text stands in code, name, department, unit, goals, indicators, their values, opinions or demands.
    Anywhere(Text),
    /// The text stands in name, code, an indicator, or an opinion.
    In(Field, Text),
    /// Department or unit is any of these.
    Party(Field, Vec<Text>),
    /// A live opinion is of any of these classes.
    Class(Vec<CategoryCode>),
    /// The review stands at any of these.
    State(Vec<Status>),
    /// The year is in any of these spans.
    Year(Vec<Span<u16>>),
    /// Annual funds. A target without an amount is in no span.
    Amount(Span<Money>),
    /// A number: rows, decided and undecided rows, opinions, demands, version, whole expected findings.
    Count(Field, Span<u32>),
    /// Nothing is printed there: code, department, unit, amount; or the checks have not looked: expected findings.
    Missing(Field),
}

impl Test {
    /// What it speaks of; nothing for a text anywhere.
    pub fn field(&self) -> Option<Field> {
        match self {
            Test::Anywhere(_) => None,
            Test::In(field, _) | Test::Party(field, _) | Test::Count(field, _) | Test::Missing(field) => Some(*field),
            Test::Class(_) => Some(Field::Class),
            Test::State(_) => Some(Field::State),
            Test::Year(_) => Some(Field::Year),
            Test::Amount(_) => Some(Field::Amount),
        }
    }
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clause {
    /// True where the test must fail.
    pub except: bool,
    /// What is asked.
    pub test: Test,
}

impl Clause {
    /// That a test holds.
    pub fn of(test: Test) -> Clause {
        Clause { except: false, test }
    }

    /// That it does not.
    pub fn except(test: Test) -> Clause {
        Clause { except: true, test }
    }
}

/// Which targets: those of which every clause is true. In normal form: words in the order given, then fields in their own
/// order; several values of one department, unit, class, state or year are one clause that any of them satisfies; several
/// spans of one number are the span they have in common.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Filter {
    clauses: Vec<Clause>,
}

impl Filter {
    /// The filter of these clauses.
    pub fn new(clauses: impl IntoIterator<Item = Clause>) -> Filter {
        let mut filter = Filter::default();
        for clause in clauses {
            filter.add(clause);
        }
        filter
    }

    /// Of these tests, which must all hold.
    pub fn of(tests: impl IntoIterator<Item = Test>) -> Filter {
        Filter::new(tests.into_iter().map(Clause::of))
    }

    /// Of one word, to be found anywhere.
    pub fn word(word: &str) -> Filter {
        Filter::of([Test::Anywhere(Text::holding(word))])
    }

    /// Its clauses, in normal form.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// True when everything is shown.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Words to be found anywhere, for marking them where they stand.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.clauses.iter().filter(|clause| !clause.except).filter_map(|clause| match &clause.test {
            Test::Anywhere(text) | Test::In(_, text) => Some(text.text.as_str()),
            _ => None,
        })
    }

    /// This and more. Values of a field that has values already widen it; so a person who picks two departments sees both.
    #[must_use]
    pub fn with(&self, clauses: impl IntoIterator<Item = Clause>) -> Filter {
        let mut filter = self.clone();
        for clause in clauses {
            filter.add(clause);
        }
        filter
    }

    /// This, narrowed to a group of a frequency table over what it leaves: the group takes the place of a choice of values of
    /// its field, instead of widening it.
    #[must_use]
    pub fn narrowed(&self, clause: Clause) -> Filter {
        let chosen = |known: &&Clause| {
            let choice = matches!(known.test, Test::Party(..) | Test::Class(_) | Test::State(_) | Test::Year(_));
            choice && !known.except && joins(&known.test, &clause.test) && known.test.field() == clause.test.field()
        };
        Filter { clauses: self.clauses.iter().filter(|known| !chosen(known)).cloned().collect() }.with([clause])
    }

    /// This without a field's clauses.
    #[must_use]
    pub fn without(&self, field: Field) -> Filter {
        Filter { clauses: self.clauses.iter().filter(|clause| clause.test.field() != Some(field)).cloned().collect() }
    }

    fn add(&mut self, mut clause: Clause) {
        clause.test = normal(clause.test);
        if asks_nothing(&clause.test) {
            return;
        }
        let same = |other: &&mut Clause| other.except == clause.except && other.test.field() == clause.test.field();
        if let Some(known) = self.clauses.iter_mut().filter(same).find(|known| joins(&known.test, &clause.test)) {
            join(&mut known.test, clause.test, clause.except);
            return;
        }
        if !self.clauses.contains(&clause) {
            let place = |clause: &Clause| (clause.test.field(), clause.except);
            let at = self.clauses.partition_point(|known| match (known.test.field(), clause.test.field()) {
                // Words keep their order.
                (None, None) => true,
                _ => (place(known), known) < (place(&clause), &clause),
            });
            self.clauses.insert(at, clause);
        }
    }
}

fn asks_nothing(test: &Test) -> bool {
    match test {
        Test::Anywhere(text) => text.text.is_empty(),
        Test::Party(_, texts) => texts.is_empty(),
        Test::Class(classes) => classes.is_empty(),
        Test::State(states) => states.is_empty(),
        Test::Year(years) => years.is_empty(),
        Test::In(..) | Test::Amount(_) | Test::Count(..) | Test::Missing(_) => false,
    }
}

/// True for tests that become one.
fn joins(known: &Test, test: &Test) -> bool {
    matches!(
        (known, test),
        (Test::Party(..), Test::Party(..))
            | (Test::Class(_), Test::Class(_))
            | (Test::State(_), Test::State(_))
            | (Test::Year(_), Test::Year(_))
            | (Test::Amount(_), Test::Amount(_))
            | (Test::Count(..), Test::Count(..))
    )
}

fn union<T: Ord>(known: &mut Vec<T>, more: Vec<T>) {
    known.extend(more);
    known.sort();
    known.dedup();
}

fn join(known: &mut Test, test: Test, except: bool) {
    match (known, test) {
        (Test::Party(_, known), Test::Party(_, more)) => union(known, more),
        (Test::Class(known), Test::Class(more)) => union(known, more),
        (Test::State(known), Test::State(more)) => union(known, more),
        (Test::Year(known), Test::Year(more)) => union(known, more),
        (Test::Amount(known), Test::Amount(more)) if !except => *known = known.and(&more),
        (Test::Count(_, known), Test::Count(_, more)) if !except => *known = known.and(&more),
        _ => {}
    }
}

fn normal(test: Test) -> Test {
    let text = |text: Text| {
        let folded = words::folded(&text.text);
        // Quoting matters where letters could stand for something else.
        let letters = Text { text: folded.clone(), whole: text.whole, literal: false }.initials().is_some();
        Text { text: folded, whole: text.whole, literal: text.literal && letters }
    };
    match test {
        Test::Anywhere(inner) => Test::Anywhere(Text { whole: false, ..text(inner) }),
        Test::In(field, inner) => Test::In(field, text(inner)),
        Test::Party(field, texts) => {
            let mut known = Vec::new();
            union(&mut known, texts.into_iter().map(text).collect());
            Test::Party(field, known)
        }
        Test::Class(mut classes) => {
            union(&mut classes, Vec::new());
            Test::Class(classes)
        }
        Test::State(mut states) => {
            union(&mut states, Vec::new());
            Test::State(states)
        }
        Test::Year(mut years) => {
            union(&mut years, Vec::new());
            Test::Year(years)
        }
        test => test,
    }
}

/// Filter and order together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Which targets.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
}

/// A filter line and an order under a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SavedView {
    /// Its name; unique here.
    pub name: String,
    /// The filter line.
    pub line: String,
    /// The order.
    pub sort: Sort,
}
