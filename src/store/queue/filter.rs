//! A filter as a condition of SQL. What people type is only ever an argument.
//!
//! Words are looked up in the search index and in what people said (`said`), all that is found at once; a word that nearly
//! every target has is met on the way instead ([`Way::Walk`]), or a first page would wait for a million hits.

use rusqlite::types::Value as Sql;

use crate::model::money::Money;
use crate::model::query::fits::is_party;
use crate::model::query::{Clause, Field, Filter, Span, Test, Text};
use crate::model::search;
use crate::store::Session;
use crate::store::error::Result;
use crate::store::projection::status_number;

/// How words are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// All that the index finds, at once.
    LookUp,
    /// Target by target along the order: for words that many have.
    Walk,
}

/// More departments than this are asked one by one.
const MOST_LISTED: usize = 200;

const BODY: &str = "(SELECT body FROM form WHERE local = t.form)";
const SAID: &str = "(SELECT terms FROM said WHERE rowid = t.form)";
const STATE: &str = "(SELECT r.state FROM form f CROSS JOIN review r ON r.version = f.version WHERE f.local = t.form)";
/// Whole expected findings.
pub(super) const EXPECTED: &str = "(SELECT p.expected / 1000 FROM prereview p WHERE p.form = t.form)";
/// Forms of which people said something, each with the number of its row in `said`.
const WITH_OPINIONS: &str = "SELECT f.local FROM opinion o CROSS JOIN form f ON f.version = o.version";
const WITH_DEMANDS: &str = "SELECT f.local FROM demand d CROSS JOIN form f ON f.version = d.version";

/// A condition with its arguments, put together piece by piece.
struct Condition<'a> {
    session: &'a Session,
    way: Way,
    sql: String,
    args: Vec<Sql>,
}

impl Condition<'_> {
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

    /// Forms that hold the words, in their texts or in what people said of them, one word here and another there.
    fn with_words(&mut self, words: &[&Text]) -> String {
        let phrases: Vec<String> = words.iter().filter_map(|text| search::phrase(&text.text)).collect();
        if self.way == Way::Walk {
            let one = |phrase: &String| {
                let phrase = self.arg(Sql::Text(phrase.clone()));
                format!("has_words({phrase}, {BODY}, {SAID})")
            };
            return phrases.iter().map(one).collect::<Vec<_>>().join(" AND ");
        }
        let all = self.arg(Sql::Text(phrases.join(" AND ")));
        let found = format!("SELECT rowid FROM search WHERE search MATCH {all}");
        let said = match phrases.as_slice() {
            [_] => format!("SELECT rowid FROM said WHERE said MATCH {all}"),
            _ => {
                let any = self.arg(Sql::Text(phrases.join(" OR ")));
                let each: Vec<String> = phrases
                    .iter()
                    .map(|phrase| {
                        let phrase = self.arg(Sql::Text(phrase.clone()));
                        format!("has_words({phrase}, (SELECT body FROM form WHERE local = s.rowid), s.terms)")
                    })
                    .collect();
                format!("SELECT s.rowid FROM said s WHERE s.said MATCH {any} AND {}", each.join(" AND "))
            }
        };
        format!("t.form IN ({found} UNION ALL {said})")
    }

    /// A word of letters and digits: a text, a part of a code, or initials of a name.
    fn letters(&mut self, text: &Text, part: String) -> Result<String> {
        let mut ways = vec![self.with_words(&[text])];
        let part = self.arg(Sql::Text(part));
        ways.push(format!("instr(lower(coalesce(t.code, '')), {part}) > 0"));
        if let Some(letters) = text.initials() {
            if let Some(pairs) = search::initials(&letters) {
                let (pairs, letters) = (self.arg(Sql::Text(pairs)), self.arg(Sql::Text(letters)));
                ways.push(format!(
                    "(t.form IN (SELECT rowid FROM search WHERE search MATCH {pairs}) AND spelled(t.name, {letters}))"
                ));
            }
            // Only by their names: a code holds it or not, as above.
            let by_name = self.party(Field::Department, std::slice::from_ref(text), false)?;
            ways.push(by_name);
            ways.push(self.party(Field::Unit, std::slice::from_ref(text), false)?);
        }
        Ok(format!("({})", ways.join(" OR ")))
    }

    /// Departments or units that are any of these; `codes`: by their codes, too.
    fn party(&mut self, field: Field, texts: &[Text], codes: bool) -> Result<String> {
        let code = |column: &str| if codes { column.to_owned() } else { "NULL".to_owned() };
        if field == Field::Unit {
            let column = code("code");
            let any: Vec<String> =
                texts.iter().map(|text| format!("party_fits({}, {column}, name)", self.text(text))).collect();
            return Ok(format!("t.unit IN (SELECT local FROM unit WHERE {})", any.join(" OR ")));
        }
        let all = self.session.departments()?;
        let fits = |(code, name): &&(Option<String>, String)| {
            texts.iter().any(|text| is_party(text, code.as_deref().filter(|_| codes), name))
        };
        let listed: Vec<_> = all.iter().filter(fits).collect();
        if self.session.all_departments(&all) && listed.len() <= MOST_LISTED {
            let rows: Vec<String> = listed
                .iter()
                .map(|(code, name)| {
                    let code = self.arg(Sql::Text(code.clone().unwrap_or_else(|| "~".to_owned())));
                    format!("({code}, {})", self.arg(Sql::Text(name.clone())))
                })
                .collect();
            return Ok(match rows.is_empty() {
                true => "0".to_owned(),
                false => format!("(t.dept_code, t.department) IN (VALUES {})", rows.join(",")),
            });
        }
        let column = code("nullif(t.dept_code, '~')");
        let any: Vec<String> =
            texts.iter().map(|text| format!("party_fits({}, {column}, t.department)", self.text(text))).collect();
        Ok(format!("({})", any.join(" OR ")))
    }

    /// What the index finds, as the few that are then looked at; everything where it cannot help.
    fn found(&mut self, text: &Text, initials: bool) -> String {
        let pairs = text.initials().filter(|_| initials).and_then(|letters| search::initials(&letters));
        let ways: Vec<String> =
            search::phrase(&text.text).into_iter().chain(pairs.map(|pairs| format!("({pairs})"))).collect();
        if ways.is_empty() || self.way == Way::Walk {
            return "1".to_owned();
        }
        let asked = self.arg(Sql::Text(ways.join(" OR ")));
        format!("t.form IN (SELECT rowid FROM search WHERE search MATCH {asked})")
    }

    fn test(&mut self, test: &Test) -> Result<String> {
        Ok(match test {
            Test::Anywhere(text) => match search::part_of_code(&text.text) {
                Some(part) => self.letters(text, part)?,
                None => self.with_words(&[text]),
            },
            Test::In(Field::Name, text) => {
                format!("{} AND name_fits({}, t.name)", self.found(text, true), self.text(text))
            }
            Test::In(Field::Code, text) => format!("code_fits({}, t.code)", self.text(text)),
            Test::In(Field::Opinion, text) => {
                let said = match search::phrase(&text.text) {
                    Some(phrase) => {
                        let phrase = self.arg(Sql::Text(phrase));
                        format!("t.form IN (SELECT rowid FROM said WHERE said MATCH {phrase})")
                    }
                    None => "(t.opinions > 0 OR t.demands > 0)".to_owned(),
                };
                match text.whole {
                    true => format!("{said} AND said_fits({}, {STATE})", self.text(text)),
                    false => said,
                }
            }
            Test::In(_, text) => {
                format!("{} AND indicator_fits({}, {BODY})", self.found(text, false), self.text(text))
            }
            Test::Party(field, texts) => self.party(*field, texts, true)?,
            Test::Class(classes) => {
                let codes: Vec<String> = classes.iter().map(|code| self.arg(Sql::Text(code.0.clone()))).collect();
                format!("t.form IN ({WITH_OPINIONS} WHERE o.category IN ({}))", codes.join(","))
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
            Test::Count(Field::SecondLook, span) => {
                let waiting = format!("({})", self.session.waiting_for_second_look()?);
                self.span(&waiting, span, i64::from)
            }
            Test::Count(field, span) => self.count(*field, span),
            Test::Missing(Field::Code) => "t.code IS NULL".to_owned(),
            Test::Missing(Field::Department) => "t.department = ''".to_owned(),
            Test::Missing(Field::Unit) => "t.unit IN (SELECT local FROM unit WHERE name = '')".to_owned(),
            Test::Missing(Field::Expected) => format!("{EXPECTED} IS NULL"),
            Test::Missing(_) => "t.amount IS NULL".to_owned(),
        })
    }

    fn count(&mut self, field: Field, span: &Span<u32>) -> String {
        let column = match field {
            Field::Decided => "t.decided",
            Field::Undecided => "max(t.indicators - t.decided, 0)",
            Field::Opinions => "t.opinions",
            Field::Demands => "t.demands",
            Field::Version => "t.version_no",
            Field::Expected => EXPECTED,
            _ => "t.indicators",
        };
        let some = span.least.is_some_and(|least| least > 0);
        let among = match field {
            // Few have any: those are looked up instead of asking every target.
            Field::Opinions if some => format!("t.form IN ({WITH_OPINIONS}) AND "),
            Field::Demands if some => format!("t.form IN ({WITH_DEMANDS}) AND "),
            _ => String::new(),
        };
        format!("{among}{}", self.span(column, span, i64::from))
    }

    fn add(&mut self, test: &str, except: bool) {
        // What is not known is not so: without this, NOT would leave it out.
        self.sql.push_str(&match except {
            true => format!(" AND NOT coalesce(({test}), 0)"),
            false => format!(" AND ({test})"),
        });
    }
}

/// A word that only the index and what people said can answer.
pub(super) fn plain_word(clause: &Clause) -> Option<&Text> {
    match &clause.test {
        Test::Anywhere(text) if !clause.except && search::part_of_code(&text.text).is_none() => Some(text),
        _ => None,
    }
}

/// The condition of a filter and its arguments.
pub(super) fn conditions(session: &Session, filter: &Filter, way: Way) -> Result<(String, Vec<Sql>)> {
    let mut condition = Condition { session, way, sql: "WHERE 1".to_owned(), args: Vec::new() };
    // Asked together: the rarest of them decides how much is read.
    let words: Vec<&Text> = filter.clauses().iter().filter_map(plain_word).collect();
    if !words.is_empty() {
        let test = condition.with_words(&words);
        condition.add(&test, false);
    }
    for clause in filter.clauses().iter().filter(|clause| plain_word(clause).is_none()) {
        let test = condition.test(&clause.test)?;
        condition.add(&test, clause.except);
    }
    Ok((condition.sql, condition.args))
}
