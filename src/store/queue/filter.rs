//! A filter as a condition of SQL. What people type is only ever an argument.

use rusqlite::types::Value as Sql;

use crate::model::money::Money;
use crate::model::query::{Clause, Field, Filter, Span, Test, Text};
use crate::model::search;
use crate::store::projection::status_number;

const BODY: &str = "(SELECT body FROM form WHERE local = t.form)";
const STATE: &str = "(SELECT r.state FROM form f CROSS JOIN review r ON r.version = f.version WHERE f.local = t.form)";

/// A condition with its arguments, put together piece by piece.
#[derive(Default)]
pub(super) struct Condition {
    sql: String,
    args: Vec<Sql>,
}

impl Condition {
    fn arg(&mut self, value: Sql) -> String {
        self.args.push(value);
        format!("?{}", self.args.len())
    }

    fn text(&mut self, text: &Text) -> String {
        let value = self.arg(Sql::Text(text.text.clone()));
        format!("{value}, {}, {}", u8::from(text.whole), u8::from(text.literal))
    }

    fn span<T: Copy>(&mut self, column: &str, span: &Span<T>, number: impl Fn(T) -> i64) -> String {
        let mut parts = vec![format!("{column} IS NOT NULL")];
        for (sign, end) in [(">=", span.least), ("<=", span.most)] {
            if let Some(end) = end {
                parts.push(format!("{column} {sign} {}", self.arg(Sql::Integer(number(end)))));
            }
        }
        parts.join(" AND ")
    }

    fn anywhere(&mut self, text: &Text) -> String {
        let mut ways = Vec::new();
        if let Some(part) = search::part_of_code(&text.text) {
            let part = self.arg(Sql::Text(part));
            ways.push(format!("instr(lower(coalesce(t.code, '')), {part}) > 0"));
        }
        match search::phrase(&text.text) {
            Some(phrase) => {
                let phrase = self.arg(Sql::Text(phrase));
                ways.push(format!("t.form IN (SELECT rowid FROM search WHERE search MATCH {phrase})"));
            }
            None => {
                let word = self.text(text);
                ways.push(format!("form_fits({word}, {BODY})"));
            }
        }
        let word = self.text(text);
        ways.push(format!("((t.opinions > 0 OR t.demands > 0) AND said_fits({word}, {STATE}))"));
        if text.initials().is_some() {
            ways.push(format!("name_fits({word}, t.name)"));
            ways.push(format!("party_fits({word}, NULL, t.department)"));
            ways.push(format!("unit_fits({word}, {BODY})"));
        }
        ways.join(" OR ")
    }

    fn test(&mut self, test: &Test) -> String {
        match test {
            Test::Anywhere(text) => self.anywhere(text),
            Test::In(Field::Name, text) => format!("name_fits({}, t.name)", self.text(text)),
            Test::In(Field::Code, text) => format!("code_fits({}, t.code)", self.text(text)),
            Test::In(Field::Opinion, text) => {
                format!("(t.opinions > 0 OR t.demands > 0) AND said_fits({}, {STATE})", self.text(text))
            }
            Test::In(_, text) => format!("indicator_fits({}, {BODY})", self.text(text)),
            Test::Party(field, texts) => {
                let any: Vec<String> = texts
                    .iter()
                    .map(|text| match field {
                        Field::Department => {
                            format!("party_fits({}, nullif(t.dept_code, '~'), t.department)", self.text(text))
                        }
                        _ => format!("unit_fits({}, {BODY})", self.text(text)),
                    })
                    .collect();
                any.join(" OR ")
            }
            Test::Class(classes) => {
                let codes: Vec<String> = classes.iter().map(|code| self.arg(Sql::Text(code.0.clone()))).collect();
                format!(
                    "t.opinions > 0 AND EXISTS (SELECT 1 FROM form f CROSS JOIN opinion o ON o.version = f.version
                                                WHERE f.local = t.form AND o.category IN ({}))",
                    codes.join(",")
                )
            }
            Test::State(states) => {
                let numbers: Vec<String> = states.iter().map(|status| status_number(*status).to_string()).collect();
                format!("t.status IN ({})", numbers.join(","))
            }
            Test::Year(spans) => {
                let any: Vec<String> = spans
                    .iter()
                    .map(|span| match (span.least, span.most) {
                        (Some(least), Some(most)) if least == most => {
                            format!("t.year = {}", self.arg(Sql::Integer(i64::from(least))))
                        }
                        _ => self.span("t.year", span, i64::from),
                    })
                    .collect();
                any.join(" OR ")
            }
            Test::Amount(span) => self.span("t.amount", span, |money: Money| money.0),
            Test::Count(field, span) => {
                let column = match field {
                    Field::Decided => "t.decided",
                    Field::Undecided => "max(t.indicators - t.decided, 0)",
                    Field::Opinions => "t.opinions",
                    Field::Demands => "t.demands",
                    Field::Version => "t.version_no",
                    _ => "t.indicators",
                };
                self.span(column, span, i64::from)
            }
            Test::Missing(Field::Code) => "t.code IS NULL".to_owned(),
            Test::Missing(Field::Department) => "t.department = ''".to_owned(),
            Test::Missing(Field::Unit) => format!("unit_of({BODY}) = ''"),
            Test::Missing(_) => "t.amount IS NULL".to_owned(),
        }
    }

    pub(super) fn add(&mut self, clause: &Clause) {
        let test = self.test(&clause.test);
        // What is not known is not so: without this, NOT would leave it out.
        self.sql.push_str(&match clause.except {
            true => format!(" AND NOT coalesce(({test}), 0)"),
            false => format!(" AND ({test})"),
        });
    }
}

/// The condition of a filter and its arguments.
pub(super) fn conditions(filter: &Filter) -> (String, Vec<Sql>) {
    let mut condition = Condition { sql: "WHERE 1".to_owned(), args: Vec::new() };
    filter.clauses().iter().for_each(|clause| condition.add(clause));
    (condition.sql, condition.args)
}
