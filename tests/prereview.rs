//! What the automatic checks are worth: how often they are right, and how much they miss, on targets that were read row by
//! row beforehand (`tests/labels/`). The labels know the catalogue of checks and not their code.
//!
//! `UPDATE=1 cargo test --test prereview` writes `tests/labels/figures.txt` anew; look at what changed in it.

#[path = "prereview/forms.rs"]
mod forms;
#[path = "prereview/measure.rs"]
mod measure;
#[path = "prereview/set.rs"]
mod set;

use std::collections::BTreeSet;

use measure::Tally;
use wenxiao::model::finding::Severity;
use wenxiao::model::form::FormKind;
use wenxiao::sample;

/// Share of what ought to be found that must be found, in thousandths.
const RECALL: usize = 900;

/// Share of what a check finds that must be right, in thousandths, where what it finds becomes a draft.
const PRECISION: usize = 900;

#[test]
fn the_set_is_what_it_says() {
    let set = set::load();
    assert!(set.cases.len() >= 60, "{} targets", set.cases.len());
    let rows: usize = set.cases.iter().map(|case| case.form.indicators.len()).sum();
    assert!(rows >= 600, "{rows} indicators");
    assert_eq!(set.clean.len(), 200);
    let mut names = BTreeSet::new();
    for case in &set.cases {
        assert!(names.insert(&case.name), "{} stands there twice", case.name);
        if let Some(read) = case.read {
            assert_eq!(case.form.indicators.len(), read, "{}: rows that were not read", case.name);
        }
        for label in case.labels.iter() {
            let row = label.row.is_none_or(|row| case.form.indicators.iter().any(|indicator| indicator.no == row));
            assert!(row, "{}: there is no row {:?}", case.name, label.row);
            assert!(measure::is_known(&label.check), "{}: there is no check {}", case.name, label.check);
        }
    }
}

#[test]
fn every_published_table_is_read_or_left_out_for_a_reason() {
    const LEFT_OUT: [&str; 3] = ["chuzhou-rsj-2022-szyf", "hunan-fgw-2020-xiangxi", "liangping-lyj-2022-zhengti"];
    let set = set::load();
    for table in sample::published() {
        let read = set.cases.iter().any(|case| case.name == format!("published/{}", table.id));
        assert_ne!(read, LEFT_OUT.contains(&table.id.as_str()), "{}", table.id);
    }
}

#[test]
fn nothing_was_planted_on_the_clean_ones() {
    let planted: BTreeSet<String> = sample::answer_key()
        .into_iter()
        .filter(|slip| slip.kind == FormKind::Target && slip.year == 2025)
        .map(|slip| slip.code)
        .collect();
    for case in &set::load().clean {
        assert!(!planted.contains(case.form.code.as_deref().unwrap_or_default()), "{}", case.name);
    }
}

#[test]
fn no_error_is_found_on_a_clean_target() {
    let mut wrong = Vec::new();
    for case in &set::load().clean {
        for finding in case.findings().iter().filter(|finding| finding.severity == Severity::Error) {
            wrong.push(measure::place(case, finding));
        }
    }
    assert!(wrong.is_empty(), "{} errors on clean targets:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn drafts_are_right_nine_times_of_ten() {
    let tally = Tally::of(set::load());
    let weak: Vec<String> = tally
        .checks
        .iter()
        .filter(|(_, count)| count.drafts && count.right * 1000 < count.fired() * PRECISION)
        .map(|(check, count)| {
            format!("{check}: {} right of {}\n  {}", count.right, count.fired(), count.false_alarms.join("\n  "))
        })
        .collect();
    assert!(weak.is_empty(), "right too rarely:\n{}", weak.join("\n"));
}

#[test]
fn as_much_is_found_as_before() {
    let tally = Tally::of(set::load());
    let (found, labelled) = tally.recall();
    assert!(found * 1000 >= labelled * RECALL, "{found} found of {labelled}; {RECALL} of 1000 are asked");
}

/// The figures that the README of the labels speaks of.
#[test]
fn the_figures_are_recorded() {
    let path = set::folder().join("figures.txt");
    let fresh = Tally::of(set::load()).page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &fresh).unwrap();
        return;
    }
    let now = std::fs::read_to_string(&path).unwrap_or_default();
    let line = now.lines().zip(fresh.lines()).position(|(now, fresh)| now != fresh).map_or(0, |at| at + 1);
    assert!(now == fresh, "{} line {line} is stale: UPDATE=1 cargo test --test prereview\n{fresh}", path.display());
}
