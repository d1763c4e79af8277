//! Random filters and orders, held against a reading of the same filter that knows nothing of databases.

use std::cmp::{Ordering, Reverse};
use std::sync::OnceLock;

use proptest::prelude::*;
use wenxiao::engine::view::QueueRow;
use wenxiao::engine::workstation::{OpenOptions, Workstation};
use wenxiao::model::form::Form;
use wenxiao::model::money::Money;
use wenxiao::model::pinyin::{self, Fit};
use wenxiao::model::query::{Clause, Column, Field, Filter, Query, Sort, Span, Test, Text};
use wenxiao::model::review::{CategoryCode, ReviewState, Status};

use crate::support::Desk;
use crate::{at_work, rows};

/// A line of the queue, what is written in its target and what was said of it.
struct Line {
    row: QueueRow,
    form: Form,
    state: ReviewState,
}

/// The lines of the sample, and a database to ask, for all cases.
fn sample() -> &'static (Desk, Vec<Line>) {
    static SAMPLE: OnceLock<(Desk, Vec<Line>)> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let desk = Desk::new();
        let station = at_work(&desk);
        let line = |row: QueueRow| {
            let view = station.project(row.id).unwrap();
            Line { row, form: (*view.form).clone(), state: view.state }
        };
        let rows = rows(&station).into_iter().map(line).collect();
        drop(station);
        (desk, rows)
    })
}

impl Line {
    fn indicators(&self) -> Vec<String> {
        self.form.indicators.iter().flat_map(|row| [row.level3.clone(), row.printed_target()]).collect()
    }

    fn said(&self) -> Vec<String> {
        let opinions = self.state.opinions.iter().flat_map(|opinion| {
            std::iter::once(opinion.text.clone()).chain(opinion.variants.iter().cloned()).collect::<Vec<_>>()
        });
        opinions.chain(self.state.demands.iter().map(|demand| demand.demand.text.clone())).collect()
    }

    /// What a person who reads a target can see of it.
    fn written(&self) -> Vec<String> {
        let form = &self.form;
        let names = [&form.name, &form.department.name, &form.unit.name].map(Clone::clone);
        let given = [&form.code, &form.department.code, &form.unit.code];
        let goals = [&form.goal.annual, &form.goal.mid_term, &form.goal.actual];
        let given = given.into_iter().chain(goals).flatten().cloned();
        names.into_iter().chain(given).chain(self.indicators()).chain(self.said()).collect()
    }
}

/// Capital and full-width letters and signs count as their plain ones.
fn plain(text: &str) -> Vec<char> {
    let plain = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - u32::from('！') + 0x21).unwrap(),
        '\u{3000}' => ' ',
        '\u{E000}'..='\u{E0FF}' => '\u{FFFD}',
        c => c,
    };
    text.chars().map(|c| plain(c).to_ascii_lowercase()).collect()
}

/// True where a word stands in a text; letters and digits are found from the beginning of their run.
fn stands(word: &str, text: &str) -> bool {
    let (word, text) = (plain(word), plain(text));
    let run = |c: &char| c.is_ascii_alphanumeric();
    word.is_empty()
        || text
            .windows(word.len())
            .enumerate()
            .any(|(at, part)| part == word && !(run(&word[0]) && at > 0 && run(&text[at - 1])))
}

fn within(word: &str, text: &str) -> bool {
    let (word, text) = (plain(word), plain(text));
    word.is_empty() || text.windows(word.len()).any(|part| part == word)
}

fn is_or_holds(text: &Text, whole: &str) -> bool {
    if text.whole { plain(&text.text) == plain(whole) } else { stands(&text.text, whole) }
}

fn only_letters(text: &Text) -> bool {
    text.text.len() > 1 && text.text.chars().all(|c| c.is_ascii_alphabetic()) && !text.literal && !text.whole
}

fn initials(text: &Text, name: &str) -> bool {
    only_letters(text) && matches!(pinyin::fit(name, &text.text), Some(Fit::Initials | Fit::InitialsAtStart))
}

fn party(text: &Text, code: Option<&str>, name: &str) -> bool {
    if text.whole {
        return plain(&text.text) == plain(name);
    }
    within(&text.text, name)
        || code.is_some_and(|code| !text.text.is_empty() && plain(code).starts_with(&plain(&text.text)))
        || (only_letters(text) && pinyin::fit(name, &text.text).is_some())
}

fn meets(test: &Test, line: &Line) -> bool {
    let Line { row, form, .. } = line;
    let undecided = row.indicators.saturating_sub(row.decided);
    match test {
        Test::Anywhere(text) => {
            let code = row.code.as_deref().unwrap_or_default();
            let letters = text.text.chars().count() > 1 && plain(&text.text).iter().all(char::is_ascii_alphanumeric);
            let name = |name: &str| only_letters(text) && pinyin::fit(name, &text.text).is_some();
            line.written().iter().any(|whole| stands(&text.text, whole))
                || (letters && within(&text.text, code))
                || initials(text, &row.name)
                || name(&row.department)
                || name(&row.unit)
        }
        Test::In(Field::Name, text) => is_or_holds(text, &row.name) || initials(text, &row.name),
        Test::In(Field::Code, text) => row.code.as_deref().is_some_and(|code| match text.whole {
            true => plain(code) == plain(&text.text),
            false => within(&text.text, code),
        }),
        Test::In(Field::Indicator, text) => line.indicators().iter().any(|whole| is_or_holds(text, whole)),
        Test::In(_, text) => line.said().iter().any(|whole| is_or_holds(text, whole)),
        Test::Party(Field::Department, texts) => {
            texts.iter().any(|text| party(text, form.department.code.as_deref(), &row.department))
        }
        Test::Party(_, texts) => texts.iter().any(|text| party(text, form.unit.code.as_deref(), &row.unit)),
        Test::Class(classes) => line.state.opinions.iter().any(|opinion| classes.contains(&opinion.category)),
        Test::State(states) => states.contains(&row.status),
        Test::Year(spans) => spans.iter().any(|span| {
            span.least.is_none_or(|least| row.year >= least) && span.most.is_none_or(|most| row.year <= most)
        }),
        Test::Amount(span) => row.amount.is_some_and(|amount| {
            span.least.is_none_or(|least| amount >= least) && span.most.is_none_or(|most| amount <= most)
        }),
        Test::Count(field, span) => {
            let number = match field {
                Field::Decided => row.decided,
                Field::Undecided => undecided,
                Field::Opinions => row.opinions,
                Field::Demands => row.demands,
                Field::Version => row.version_no,
                _ => row.indicators,
            };
            span.least.is_none_or(|least| number >= least) && span.most.is_none_or(|most| number <= most)
        }
        Test::Missing(Field::Code) => row.code.is_none(),
        Test::Missing(Field::Department) => row.department.is_empty(),
        Test::Missing(Field::Unit) => row.unit.is_empty(),
        Test::Missing(Field::Expected) => row.findings.is_none(),
        Test::Missing(_) => row.amount.is_none(),
    }
}

fn fits(filter: &Filter, line: &Line) -> bool {
    filter.clauses().iter().all(|clause| meets(&clause.test, line) != clause.except)
}

/// The order asked for, to the last tie.
fn compare(sort: Sort, a: &Line, b: &Line) -> Ordering {
    let department = |line: &Line| {
        let code = line.form.department.code.clone().unwrap_or_else(|| "~".to_owned());
        (code, line.row.department.clone())
    };
    let key = |line: &Line| {
        let row = &line.row;
        let number = |number: u32| (Some(i64::from(number)), None);
        match sort.by {
            Column::Year => number(row.year.into()),
            Column::Department => (None, Some(department(line).0 + "\0" + row.department.as_str())),
            Column::Unit => (None, Some(row.unit.clone())),
            Column::Code => (None, row.code.clone()),
            Column::Name => (None, Some(row.name.clone())),
            Column::Amount => (row.amount.map(|amount| amount.0), None),
            Column::Status => number(Status::ALL.iter().position(|status| *status == row.status).unwrap() as u32),
            Column::Rows => number(row.indicators),
            Column::Decided => number(row.decided),
            Column::Undecided => number(row.indicators.saturating_sub(row.decided)),
            Column::Opinions => number(row.opinions),
            Column::Demands => number(row.demands),
            Column::Expected => (row.findings.map(|found| i64::from(found.expected)), None),
            Column::Version | Column::Class => number(row.version_no),
        }
    };
    let by_key = key(a).cmp(&key(b));
    let by_key = if sort.descending { by_key.reverse() } else { by_key };
    let rest = |line: &Line| {
        let department = (sort.by == Column::Year).then(|| department(line));
        (department, Reverse(line.row.amount), line.row.code.clone(), line.row.id)
    };
    by_key.then_with(|| rest(a).cmp(&rest(b)))
}

/// A piece of something that is there, initials of a name, or anything people or attackers type.
fn word() -> impl Strategy<Value = String> {
    let index = any::<prop::sample::Index>;
    let piece = (index(), index(), index(), 1usize..9).prop_map(|(row, field, from, length)| {
        let texts = row.get(&sample().1).written();
        let text: Vec<char> = field.get(&texts).chars().collect();
        let from = if text.is_empty() { 0 } else { from.index(text.len()) };
        text.iter().skip(from).take(length).collect()
    });
    let short = (index(), index(), 0usize..4, 2usize..5).prop_map(|(row, which, from, length)| {
        let row = &row.get(&sample().1).row;
        let name =
            which.get(&[&row.name, &row.department, &row.unit]).chars().skip(from).take(length).collect::<String>();
        pinyin::initials(&name).pop().unwrap_or_default()
    });
    let hostile = prop::sample::select(vec![
        "%",
        "_",
        "'",
        "\"",
        "\\",
        "*",
        "a' OR '1'='1",
        "\0",
        "-1",
        "NEAR(",
        "；",
        "",
        "%_\\",
        "a*",
        "\"\"",
        "-项目",
        "^项目",
        "项目 AND 工程",
        "terms:项目",
        "项\0目",
        "{terms}: 项目",
        "NEAR(项目 工程, 5)",
        "项目\"",
        "(项目)",
        "项目+",
        "\u{E0FD}dl",
        "\u{E0FF}",
        "\u{E0FD}",
        "2",
        "a",
    ]);
    prop_oneof![6 => piece, 2 => short, 1 => hostile.prop_map(str::to_owned), 1 => any::<String>()]
}

fn text() -> impl Strategy<Value = Text> {
    (word(), prop::bool::weighted(0.2), prop::bool::weighted(0.2)).prop_map(|(text, whole, literal)| Text {
        text,
        whole,
        literal,
    })
}

/// A text that is there as a whole.
fn whole(of: fn(&Line) -> Vec<String>) -> impl Strategy<Value = Text> {
    (any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(move |(row, which)| {
        let texts = of(row.get(&sample().1));
        Text::being(if texts.is_empty() { "" } else { which.get(&texts).as_str() })
    })
}

fn span<T: Ord + Copy + std::fmt::Debug>(number: impl Strategy<Value = T> + Clone) -> impl Strategy<Value = Span<T>> {
    (number.clone(), number, 0..4u8).prop_map(|(a, b, kind)| match kind {
        0 => Span::from(a),
        1 => Span::to(a),
        2 => Span::only(a),
        _ => Span::between(a.min(b), a.max(b)),
    })
}

fn test() -> impl Strategy<Value = Test> {
    use prop::collection::vec;
    use prop::sample::select;
    let there = any::<prop::sample::Index>().prop_map(|row| row.get(&sample().1).row.amount.unwrap_or(Money(0)));
    let class = |code: &str| CategoryCode(code.to_owned());
    let numbers = vec![Field::Rows, Field::Decided, Field::Undecided, Field::Opinions, Field::Demands, Field::Version];
    let parties = |field: Field, of: fn(&Line) -> Vec<String>| {
        vec(prop_oneof![text(), whole(of)], 1..3).prop_map(move |texts| Test::Party(field, texts))
    };
    prop_oneof![
        6 => word().prop_map(|word| Test::Anywhere(Text { text: word, whole: false, literal: false })),
        1 => word().prop_map(|word| Test::Anywhere(Text { text: word, whole: false, literal: true })),
        1 => text().prop_map(|text| Test::In(Field::Name, text)),
        1 => whole(|line| vec![line.row.name.clone()]).prop_map(|text| Test::In(Field::Name, text)),
        1 => text().prop_map(|text| Test::In(Field::Code, text)),
        2 => text().prop_map(|text| Test::In(Field::Indicator, text)),
        1 => whole(Line::indicators).prop_map(|text| Test::In(Field::Indicator, text)),
        1 => text().prop_map(|text| Test::In(Field::Opinion, text)),
        1 => whole(Line::said).prop_map(|text| Test::In(Field::Opinion, text)),
        2 => parties(Field::Department, |line| vec![line.row.department.clone()]),
        2 => parties(Field::Unit, |line| vec![line.row.unit.clone()]),
        1 => vec(select(vec![class("C07"), class("C02"), class("C99")]), 1..3).prop_map(Test::Class),
        2 => vec(select(Status::ALL.to_vec()), 1..4).prop_map(Test::State),
        1 => vec(span(2020u16..2030), 1..3).prop_map(Test::Year),
        2 => span(prop_oneof![3 => there, 1 => any::<i64>().prop_map(Money)].boxed()).prop_map(Test::Amount),
        1 => (select(numbers), span(0u32..6)).prop_map(|(field, span)| Test::Count(field, span)),
        1 => select(vec![Field::Code, Field::Department, Field::Unit, Field::Amount]).prop_map(Test::Missing),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    prop::collection::vec((prop::bool::weighted(0.2), test()), 0..4)
        .prop_map(|clauses| Filter::new(clauses.into_iter().map(|(except, test)| Clause { except, test })))
}

fn sort() -> impl Strategy<Value = Sort> {
    (prop::sample::select(Column::orders().collect::<Vec<_>>()), any::<bool>())
        .prop_map(|(by, descending)| Sort { by, descending })
}

fn reader() -> Workstation {
    Workstation::open(OpenOptions { read_only: true, ..sample().0.options() }).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_queue_holds_what_the_filter_says_in_the_order_asked_for(filter in filter(), sort in sort()) {
        let all = &sample().1;
        let station = reader();
        let query = Query { filter, sort };
        let ids = station.queue_ids(&query, None).unwrap();
        let mut expected: Vec<&Line> = all.iter().filter(|line| fits(&query.filter, line)).collect();
        expected.sort_by(|a, b| compare(sort, a, b));
        let names = |ids: &[_]| -> Vec<String> {
            ids.iter().map(|id| all.iter().find(|line| line.row.id == *id).unwrap().row.name.clone()).collect()
        };
        let expected: Vec<_> = expected.iter().map(|line| line.row.id).collect();
        prop_assert_eq!(&ids, &expected, "{:?} {:?}", names(&ids), names(&expected));
        prop_assert_eq!(station.queue_count(&query.filter).unwrap(), ids.len() as u64);
        // The first part is the beginning of the whole.
        let first = station.queue_ids(&query, Some(7)).unwrap();
        prop_assert_eq!(&first[..], &ids[..ids.len().min(7)]);
        let shown = station.rows(&ids).unwrap();
        prop_assert!(shown.iter().map(|row| row.id).eq(ids.iter().copied()));
    }

    #[test]
    fn frequencies_add_up_to_what_the_filter_leaves(filter in filter(), most in 1usize..8) {
        let all = &sample().1;
        let station = reader();
        let left: Vec<&Line> = all.iter().filter(|line| fits(&filter, line)).collect();
        let fen: i128 = left.iter().map(|line| line.row.amount.map_or(0, |amount| i128::from(amount.0))).sum();
        for (column, table) in Column::ALL.iter().zip(station.frequency(&filter, &Column::ALL, most).unwrap()) {
            prop_assert_eq!(table.column, *column);
            prop_assert_eq!((table.targets, table.fen), (left.len() as u64, fen), "{:?}", column);
            let (values, targets, rest) = table.others.unwrap_or_default();
            prop_assert!(table.rows.len() <= most && (values == 0 || table.rows.len() == most));
            let sum = |get: fn(&wenxiao::model::query::FrequencyRow) -> i128| table.rows.iter().map(get).sum::<i128>();
            if !table.overlapping {
                prop_assert_eq!(sum(|row| i128::from(row.targets)) + i128::from(targets), left.len() as i128);
                prop_assert_eq!(sum(|row| row.fen) + rest, fen);
            }
            for row in &table.rows {
                prop_assert!(row.targets > 0);
                let narrow = Filter::new([row.clause.clone()]);
                let narrowed = left.iter().filter(|line| fits(&narrow, line)).count() as u64;
                prop_assert_eq!(narrowed, row.targets, "{:?} {:?}", column, row);
                let of_class = |clause: &Clause| matches!(clause.test, Test::Class(_));
                if !filter.clauses().iter().any(of_class) {
                    let narrowed = station.queue_count(&filter.narrowed(row.clause.clone())).unwrap();
                    prop_assert_eq!(narrowed, row.targets, "{:?} {:?}", column, row);
                }
            }
        }
    }
}

#[test]
fn the_sample_has_something_for_every_part_of_a_filter() {
    let lines = &sample().1;
    let different =
        |of: &dyn Fn(&Line) -> String| lines.iter().map(of).collect::<std::collections::BTreeSet<_>>().len();
    assert!(different(&|line| line.row.status.id().to_owned()) >= 4);
    assert!(different(&|line| line.row.year.to_string()) >= 2);
    assert!(different(&|line| line.row.department.clone()) >= 2 && different(&|line| line.row.unit.clone()) >= 2);
    assert!(lines.iter().any(|line| !line.state.opinions.is_empty()));
    assert!(lines.iter().any(|line| !line.state.demands.is_empty()));
}
