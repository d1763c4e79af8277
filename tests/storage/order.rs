//! The queue in the order of expected findings: nothing is left out, some come forward by lot, and answers move it.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use wenxiao::engine::request::Action;
use wenxiao::engine::view::{QueueRow, Reason};
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::finding::CheckRef;
use wenxiao::model::query::{Column, Field, Filter, Query, Sort, Span, Test};
use wenxiao::model::review::Grade;

use super::prereview::{Paper, code, import, import_as, list, papers};
use super::support::{Desk, go_on, grade, opine, view};

/// Papers of which some break rules, each in its own measure.
fn uneven(count: usize) -> Vec<Paper> {
    let mut papers = papers(count);
    for (at, paper) in papers.iter_mut().enumerate() {
        paper.funds = 100 + u32::try_from(at * 37 % 900).unwrap();
        if at % 3 == 0 {
            paper.people = 1;
        }
        if at % 7 == 0 {
            paper.goal = "提高能力".into();
        }
    }
    papers
}

fn by_expected(station: &Workstation) -> Vec<QueueRow> {
    let query = Query { sort: Sort::EXPECTED, ..Query::default() };
    station.rows(&station.queue_ids(&query, None).unwrap()).unwrap()
}

fn codes(rows: &[QueueRow]) -> Vec<String> {
    rows.iter().map(|row| row.code.clone().unwrap()).collect()
}

fn expected(row: &QueueRow) -> u32 {
    row.findings.unwrap().expected
}

/// The same twice: from the greatest expectation, then the largest funds, then the code.
fn in_order(rows: &[&QueueRow]) -> bool {
    let key = |row: &QueueRow| (std::cmp::Reverse(expected(row)), std::cmp::Reverse(row.amount), row.code.clone());
    rows.is_sorted_by_key(|row| key(row))
}

#[test]
fn the_most_expected_come_first_one_in_ten_is_drawn_and_every_station_draws_the_same() {
    let (desk, other) = (Desk::new(), Desk::new());
    let papers = uneven(600);
    let stations = [&desk, &other].map(|desk| {
        let mut station = desk.of("王敏");
        import(&mut station, desk, "目标.csv", &papers);
        station
    });
    let station = &stations[0];
    let unseen = by_expected(station);
    assert!(unseen.iter().all(|row| row.findings.is_none() && !row.random));
    assert!(unseen.is_sorted_by_key(|row| std::cmp::Reverse(row.amount)), "nobody looked: by funds");
    station.pre_review(false, &mut go_on).unwrap();
    let rows = by_expected(station);
    let all: BTreeSet<String> = (0..600).map(code).collect();
    assert_eq!(codes(&rows).into_iter().collect::<BTreeSet<_>>(), all, "nobody is left out");
    assert_eq!(rows.len(), 600, "and nobody is twice in it");
    let (drawn, rest): (Vec<&QueueRow>, Vec<&QueueRow>) = rows.iter().partition(|row| row.random);
    assert!(in_order(&rest), "by what is expected");
    assert!((15..90).contains(&drawn.len()), "{}", drawn.len());
    // Who was drawn stands earlier than without.
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.random) {
        let own = rest.partition_point(|other| expected(other) > expected(row));
        assert!(at <= own + drawn.len(), "{} at {at}, own place {own}", row.name);
    }
    // Not all of them at the end, where everybody stands anyway.
    assert!(rows[..200].iter().filter(|row| row.random).count() >= 5);
    // Another station comes to the same order.
    stations[1].pre_review(false, &mut go_on).unwrap();
    assert_eq!(codes(&by_expected(&stations[1])), codes(&rows));
    // A second run changes nothing.
    assert!(!station.needs_pre_review().unwrap());
    station.pre_review(false, &mut go_on).unwrap();
    assert_eq!(by_expected(station), rows);
    // Made anew after everything derived was dropped.
    station.rebuild().unwrap();
    assert!(by_expected(station).iter().all(|row| row.findings.is_none() && !row.random));
    station.pre_review(false, &mut go_on).unwrap();
    assert_eq!(codes(&by_expected(station)), codes(&rows));
}

#[test]
fn a_table_that_nobody_looked_at_comes_last_until_it_is() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let papers = uneven(60);
    import(&mut station, &desk, "目标.csv", &papers[..40]);
    station.pre_review(false, &mut go_on).unwrap();
    import(&mut station, &desk, "补报.csv", &papers[40..]);
    let rows = by_expected(&station);
    assert!(rows[..40].iter().all(|row| row.findings.is_some()));
    assert!(rows[40..].iter().all(|row| row.findings.is_none()));
    assert_eq!(rows.len(), 60);
    station.pre_review(false, &mut go_on).unwrap();
    let rows = by_expected(&station);
    assert!(in_order(&rows.iter().filter(|row| !row.random).collect::<Vec<_>>()));
}

#[test]
fn what_people_take_moves_the_order_without_another_look() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk, "目标.csv", &uneven(120));
    station.pre_review(false, &mut go_on).unwrap();
    // The check that most found something with, dismissed by people twenty times.
    let rows = by_expected(&station);
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in &rows {
        for finding in station.findings_of(row.id).unwrap() {
            if finding.drafts() {
                found.entry(finding.check.0).or_default().push(row.name.clone());
            }
        }
    }
    let (check, names) = found.into_iter().max_by_key(|(_, names)| names.len()).unwrap();
    assert!(names.len() >= 20, "{check}: {}", names.len());
    for (at, name) in names.iter().take(20).enumerate() {
        let shown = view(&station, name);
        let finding = shown.findings.iter().find(|finding| finding.check.0 == check).unwrap();
        let check = CheckRef { check: finding.check.clone(), version: finding.version.clone() };
        let mut on = shown.subject.clone();
        on.row = finding.row;
        let act = Action::DismissDraft { on, check, reason: "已核".into() };
        assert!(!station.needs_pre_review().unwrap(), "answer {at}");
        station.act(&format!("answer {at}"), &act).unwrap();
    }
    assert!(station.needs_pre_review().unwrap(), "twenty answers say something");
    let done = station.pre_review(false, &mut go_on).unwrap();
    assert_eq!(done.looked, 0, "what was found is still so");
    let after = by_expected(&station);
    let of = |rows: &[QueueRow], name: &str| rows.iter().find(|row| row.name == name).unwrap().clone();
    for name in &names {
        let (before, after) = (of(&rows, name), of(&after, name));
        assert!(expected(&after) < expected(&before), "{name}");
        assert!(!after.reasons.iter().any(|reason| matches!(reason, Reason::Check(known) if known.0 == check)));
    }
    assert_eq!(codes(&after).into_iter().collect::<BTreeSet<_>>(), codes(&rows).into_iter().collect());
}

#[test]
fn a_poor_result_of_the_year_before_is_a_reason() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let papers = papers(4);
    let before: Vec<Paper> =
        papers.iter().map(|paper| Paper { name: format!("旧{}", paper.name), ..paper.clone() }).collect();
    import_as(&mut station, &desk, "去年.csv", &list(&before), 2024, None);
    import(&mut station, &desk, "目标.csv", &papers);
    station.pre_review(false, &mut go_on).unwrap();
    let reasons = |station: &Workstation, name: &str| view(station, name).row.reasons;
    assert!(!reasons(&station, &papers[1].name).contains(&Reason::Returned));
    opine(&mut station, &before[1].name, 1, "指标值无依据");
    grade(&mut station, &before[1].name, Grade::Poor).unwrap();
    assert!(station.needs_pre_review().unwrap());
    station.pre_review(false, &mut go_on).unwrap();
    assert!(reasons(&station, &papers[1].name).contains(&Reason::Returned));
    assert!(!reasons(&station, &papers[2].name).contains(&Reason::Returned));
}

/// A station of the sample that was looked at, for all cases.
fn looked_at() -> &'static (Desk, Vec<QueueRow>) {
    static SAMPLE: std::sync::OnceLock<(Desk, Vec<QueueRow>)> = std::sync::OnceLock::new();
    SAMPLE.get_or_init(|| {
        let desk = Desk::new();
        let mut station = desk.of("王敏");
        let papers = uneven(150);
        import(&mut station, &desk, "目标.csv", &papers[..100]);
        station.pre_review(false, &mut go_on).unwrap();
        import(&mut station, &desk, "补报.csv", &papers[100..]);
        let rows = by_expected(&station);
        drop(station);
        (desk, rows)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_filter_leaves_the_order_as_it_is_and_loses_nobody(
        least in 0u32..4, most in 0u32..4, missing: bool, funds in 0i64..1_000, descending: bool,
    ) {
        let (desk, all) = looked_at();
        let station = desk.reading();
        let test = match missing {
            true => Test::Missing(Field::Expected),
            false => Test::Count(Field::Expected, Span::between(least.min(most), least.max(most))),
        };
        let funds = wenxiao::model::money::Money(funds * 1_000_000);
        let filter = Filter::of([test, Test::Amount(Span::from(funds))]);
        let sort = Sort { by: Column::Expected, descending };
        let ids = station.queue_ids(&Query { filter: filter.clone(), sort }, None).unwrap();
        let fits = |row: &&QueueRow| {
            let whole = row.findings.map(|found| found.expected / 1_000);
            let within = |whole: u32| (least.min(most)..=least.max(most)).contains(&whole);
            row.amount.unwrap() >= funds && if missing { whole.is_none() } else { whole.is_some_and(within) }
        };
        let expected: Vec<_> = all.iter().filter(fits).map(|row| row.id).collect();
        if descending {
            prop_assert_eq!(&ids, &expected);
        }
        let set = |ids: &[_]| ids.iter().copied().collect::<BTreeSet<_>>();
        prop_assert_eq!(set(&ids), set(&expected));
        let first = station.queue_ids(&Query { filter: filter.clone(), sort }, Some(7)).unwrap();
        prop_assert_eq!(&first[..], &ids[..ids.len().min(7)]);
        let counted = station.frequency(&filter, &[Column::Expected], 50).unwrap();
        let told: u64 = counted[0].rows.iter().map(|row| row.targets).sum();
        prop_assert_eq!(told, ids.len() as u64);
        for row in &counted[0].rows {
            let among = station.queue_count(&filter.with([row.clause.clone()])).unwrap();
            prop_assert_eq!(among, row.targets);
        }
    }
}
