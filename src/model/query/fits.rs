//! What a filter says of one target, without a database: for lists that come whole, and to hold the database's answers
//! against.

use super::{Field, Filter, Span, Test, Text};
use crate::model::money::Money;
use crate::model::pinyin;
use crate::model::review::{CategoryCode, Status};
use crate::model::search;

/// What is known of a target. Where something is not known, nothing is found in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// 项目代码
    pub code: Option<String>,
    /// 项目名称
    pub name: String,
    /// 主管部门: code and name.
    pub department: (Option<String>, String),
    /// 实施单位: code and name.
    pub unit: (Option<String>, String),
    /// Annual and mid-term goal, what was achieved.
    pub goals: Vec<String>,
    /// Names of indicators and their printed values.
    pub indicators: Vec<String>,
    /// Texts of live opinions and demands.
    pub said: Vec<String>,
    /// Classes of live opinions.
    pub classes: Vec<CategoryCode>,
    /// Where the review stands.
    pub status: Option<Status>,
    /// Fiscal year.
    pub year: u16,
    /// Annual funds.
    pub amount: Option<Money>,
    /// Indicators, rows decided, live opinions, live demands, version.
    pub numbers: [u32; 5],
    /// Whole findings that the checks make expected, where they have looked.
    pub expected: Option<u32>,
    /// It waits for a second look.
    pub second_look: bool,
}

/// True where a text is, or holds, what is looked for.
pub fn in_text(text: &Text, whole: &str) -> bool {
    if text.whole { search::equal(&text.text, whole) } else { search::stands(&text.text, whole) }
}

/// True where a department or unit is meant: its name holds or is the text, its code begins with it or is it, or letters are
/// initials of characters of its name.
pub fn is_party(text: &Text, code: Option<&str>, name: &str) -> bool {
    let folded: String = search::plain(&text.text);
    let by_code =
        code.map(search::plain).is_some_and(|code| !text.whole && !folded.is_empty() && code.starts_with(&folded));
    let by_name = if text.whole { search::equal(&text.text, name) } else { search::plain(name).contains(&folded) };
    by_code || by_name || text.initials().is_some_and(|letters| pinyin::fit(name, &letters).is_some())
}

/// True where a name is or holds the text, or letters are initials of characters side by side in it.
pub fn is_name(text: &Text, name: &str) -> bool {
    in_text(text, name) || text.initials().is_some_and(|letters| search::spelled(name, &letters))
}

/// True where a project code is or holds the text.
pub fn is_code(text: &Text, code: &str) -> bool {
    if text.whole { search::equal(&text.text, code) } else { search::plain(code).contains(&search::plain(&text.text)) }
}

impl Facts {
    fn holds(&self, text: &Text) -> bool {
        let codes = [&self.code, &self.department.0, &self.unit.0];
        let codes = codes.into_iter().filter_map(Option::as_deref);
        let names = [&self.name, &self.department.1, &self.unit.1];
        let rest = self.goals.iter().chain(&self.indicators).chain(&self.said);
        let mut all = codes.chain(names.into_iter().chain(rest).map(String::as_str));
        let part_of_code = || {
            let part = search::part_of_code(&text.text);
            part.is_some_and(|part| self.code.as_deref().is_some_and(|code| search::plain(code).contains(&part)))
        };
        let spelled = || {
            let party = |name: &str, letters: &str| pinyin::fit(name, letters).is_some();
            text.initials().is_some_and(|letters| {
                search::spelled(&self.name, &letters)
                    || party(&self.department.1, &letters)
                    || party(&self.unit.1, &letters)
            })
        };
        all.any(|whole| search::stands(&text.text, whole)) || part_of_code() || spelled()
    }

    fn number(&self, field: Field) -> Option<u32> {
        let [rows, decided, opinions, demands, version] = self.numbers;
        Some(match field {
            Field::Decided => decided,
            Field::Undecided => rows.saturating_sub(decided),
            Field::Opinions => opinions,
            Field::Demands => demands,
            Field::Version => version,
            Field::Expected => return self.expected,
            Field::SecondLook => u32::from(self.second_look),
            _ => rows,
        })
    }

    fn test(&self, test: &Test) -> bool {
        let within = |spans: &[Span<u16>]| spans.iter().any(|span| span.holds(self.year));
        match test {
            Test::Anywhere(text) => self.holds(text),
            Test::In(Field::Name, text) => is_name(text, &self.name),
            Test::In(Field::Code, text) => self.code.as_deref().is_some_and(|code| is_code(text, code)),
            Test::In(Field::Opinion, text) => self.said.iter().any(|said| in_text(text, said)),
            Test::In(_, text) => self.indicators.iter().any(|indicator| in_text(text, indicator)),
            Test::Party(field, texts) => {
                let (code, name) = if *field == Field::Department { &self.department } else { &self.unit };
                texts.iter().any(|text| is_party(text, code.as_deref(), name))
            }
            Test::Class(classes) => classes.iter().any(|class| self.classes.contains(class)),
            Test::State(states) => self.status.is_some_and(|status| states.contains(&status)),
            Test::Year(spans) => within(spans),
            Test::Amount(span) => self.amount.is_some_and(|amount| span.holds(amount)),
            Test::Count(field, span) => self.number(*field).is_some_and(|number| span.holds(number)),
            Test::Missing(Field::Code) => self.code.is_none(),
            Test::Missing(Field::Department) => self.department.1.is_empty(),
            Test::Missing(Field::Unit) => self.unit.1.is_empty(),
            Test::Missing(Field::Expected) => self.expected.is_none(),
            Test::Missing(_) => self.amount.is_none(),
        }
    }
}

impl Filter {
    /// True where every clause holds of a target.
    pub fn fits(&self, facts: &Facts) -> bool {
        self.clauses().iter().all(|clause| facts.test(&clause.test) != clause.except)
    }
}
