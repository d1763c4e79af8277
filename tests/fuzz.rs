//! Hostile input without end: sheets, csv, mappings and printed values, changed at random from a stored corpus.
//!
//! Each round is told by a seed and its number alone, so what fails can be repeated. `cargo test --test fuzz` runs a few
//! hundred rounds of one fixed seed; `.ci/fuzz` runs others for as long as wanted. An input that fails is written to
//! `target/fuzz/`; once understood it belongs into `tests/fuzz/corpus/`, where it is tried at every run.
//!
//! What must hold: no panic of ours anywhere (a library's panic only behind the wall, and told as a refusal), an answer or
//! a refusal that names the file, answers no larger than the input allows, the same answer twice, and a reading keeps its raw
//! text and tells a reason for every doubt.

#[path = "fuzz/book.rs"]
mod book;
#[path = "fuzz/mapping.rs"]
mod mapping;
#[path = "fuzz/mutate.rs"]
mod mutate;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::{Duration, Instant};

use mutate::Dice;
use wenxiao::exchange::{ReadOptions, read_bytes};
use wenxiao::rules::value::{explain, print, read, read_printed};

type Corpus = Vec<(String, Vec<u8>)>;

thread_local! {
    /// Where panics came from since the last look; `None` while nobody fuzzes here.
    static PANICS: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Panics are counted instead of printed while an input is tried.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let place = info.location().map_or(String::new(), |place| format!("{}:{}", place.file(), place.line()));
            let told = PANICS.with_borrow_mut(|heard| heard.as_mut().map(|heard| heard.push(place)).is_some());
            if !told {
                usual(info);
            }
        }));
    });
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn stored(folder: &str) -> Corpus {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{folder} is empty");
    let named =
        |path: PathBuf| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap());
    files.into_iter().map(named).collect()
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Tries an input; a panic of ours is a failure like any other.
fn tried(check: &dyn Fn(&[u8]) -> Result<(), String>, input: &[u8]) -> Result<(), String> {
    PANICS.set(Some(Vec::new()));
    let answer = catch_unwind(AssertUnwindSafe(|| check(input)));
    let panics = PANICS.take().unwrap_or_default();
    let ours: Vec<&String> = panics.iter().filter(|place| place.starts_with("src/")).collect();
    match answer {
        _ if !ours.is_empty() => Err(format!("panic at {ours:?}")),
        Ok(answer) => answer,
        Err(_) => Err(format!("a panic reached us from {panics:?}")),
    }
}

/// Runs a target: its corpus, then changed inputs.
fn fuzz(
    name: &str,
    corpus: &Corpus,
    rounds: u64,
    change: &dyn Fn(&mut Dice, &Corpus) -> Vec<u8>,
    check: &dyn Fn(&[u8]) -> Result<(), String>,
) {
    listen();
    for (file, input) in corpus {
        if let Err(why) = tried(check, input) {
            panic!("{name}: {file} of the corpus: {why}");
        }
    }
    let seed = number("FUZZ_SEED").unwrap_or(2026);
    let patience = number("FUZZ_SECONDS").map(Duration::from_secs);
    let folder = root().join("target/fuzz").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let began = Instant::now();
    let mut round = number("FUZZ_ROUND").unwrap_or(0);
    let last = round.saturating_add(if number("FUZZ_ROUND").is_some() { 1 } else { rounds });
    while patience.map_or(round < last, |patience| began.elapsed() < patience) {
        let input = change(&mut Dice::of(seed, name, round), corpus);
        if patience.is_some() {
            // Should this round end the process, its input is there.
            std::fs::write(folder.join("running"), &input).unwrap();
        }
        if let Err(why) = tried(check, &input) {
            let kept = folder.join(format!("{seed}-{round}"));
            std::fs::write(&kept, &input).unwrap();
            let path = kept.display();
            panic!(
                "{name}: {why}\n  seed {seed}, round {round}; input in {path}\n  again: FUZZ_SEED={seed} FUZZ_ROUND={round} cargo test --test fuzz {name}"
            );
        }
        round += 1;
    }
    println!("{name}: {round} rounds of seed {seed} in {:?}", began.elapsed());
}

/// A reading keeps its raw text, is explained, and what is printed of it is read as the same.
fn value_holds(cell: &str, sign: Option<&str>, unit: Option<&str>) -> Result<(), String> {
    let value = read(cell, sign, unit);
    let must = |holds: bool, what: &str| if holds { Ok(()) } else { Err(format!("{what}: {value:?}")) };
    must(value.raw == cell, "raw text lost")?;
    let notes = explain(cell, sign, unit);
    must(notes.iter().any(|note| note.doubt) == value.uncertain, "doubt and reasons differ")?;
    must(read(cell, sign, unit) == value, "read otherwise the second time")?;
    let size = serde_json::to_string(&value).map_or(0, |text| text.len());
    let given = cell.len() + sign.map_or(0, str::len) + unit.map_or(0, str::len);
    must(size <= 16 * given + 1024, "more told than there was")?;
    if sign.is_none() && unit.is_none() {
        let printed = print(&value);
        let again = read_printed(&printed);
        must(print(&again) == printed, "printing is not stable")?;
        must(again.kind == value.kind && again.number == value.number && again.op == value.op, "print changed it")?;
    }
    Ok(())
}

fn values() -> Corpus {
    let mut corpus = stored("tests/fuzz/corpus/value");
    let recorded = std::fs::read_to_string(root().join("tests/data/values.tsv")).unwrap();
    for line in recorded.lines().filter(|line| !line.starts_with('#')) {
        // Cell, sign and unit, as the check below takes them apart.
        let columns: Vec<&str> = line.split('\t').take(3).collect();
        corpus.push((line.to_owned(), columns.join("\t").trim_end_matches('\t').as_bytes().to_vec()));
    }
    corpus
}

#[test]
fn value() {
    let change = |dice: &mut Dice, corpus: &Corpus| {
        let pick = |dice: &mut Dice| String::from_utf8_lossy(&corpus[dice.below(corpus.len())].1).into_owned();
        let (one, other) = (pick(dice), pick(dice));
        mutate::text(dice, &one, &other, 4096).into_bytes()
    };
    let check = |input: &[u8]| {
        let text = String::from_utf8_lossy(input);
        let mut columns = text.splitn(3, '\t');
        let (cell, sign, unit) = (columns.next().unwrap_or_default(), columns.next(), columns.next());
        value_holds(cell, sign, unit)
    };
    fuzz("value", &values(), 20_000, &change, &check);
}

/// Reads a file twice and looks at the answer.
fn file_holds(name: &str, input: &[u8]) -> Result<(), String> {
    let options = ReadOptions { year: Some(2025), ..ReadOptions::default() };
    let mut go_on = |_| ControlFlow::Continue(());
    let first = read_bytes(name, input, &options, &mut go_on);
    let again = read_bytes(name, input, &options, &mut go_on);
    if format!("{first:?}") != format!("{again:?}") {
        return Err("read otherwise the second time".to_owned());
    }
    // Stopped at the first chance: an answer or a refusal all the same.
    let stopped = read_bytes(name, input, &options, &mut |_| ControlFlow::Break(()));
    if let Err(problem) = &stopped
        && problem.key.is_empty()
    {
        return Err("stopped without a word".to_owned());
    }
    let file = match first {
        Ok(file) => file,
        Err(problem) => {
            let named = problem.key.starts_with("problem-") && problem.args.iter().any(|(arg, _)| *arg == "path");
            return if named { Ok(()) } else { Err(format!("a refusal without file: {problem:?}")) };
        }
    };
    let mut said = 0;
    for table in &file.tables {
        if table.batch.forms.is_empty() {
            return Err("a table without a form".to_owned());
        }
        said += table.rejects.len() + table.warnings.len();
        for (_, form) in &table.batch.forms {
            for (at, row) in form.indicators.iter().enumerate() {
                said += 1;
                if usize::try_from(row.no).ok() != Some(at + 1) {
                    return Err(format!("indicator {} stands at {}", row.no, at + 1));
                }
                let (sign, unit) = (row.operator.as_deref(), row.unit.as_deref());
                value_holds(&row.target, sign, unit)?;
                row.actual.as_deref().map_or(Ok(()), |actual| value_holds(actual, None, unit))?;
            }
        }
    }
    // Every row of a sheet can be told of a few times, and a zip can hold a thousand times its size.
    if said > 1000 * (input.len() + 1) { Err(format!("{said} things said of {} bytes", input.len())) } else { Ok(()) }
}

fn one<'c>(dice: &mut Dice, corpus: &'c Corpus) -> &'c [u8] {
    &corpus[dice.below(corpus.len())].1
}

#[test]
fn csv() {
    let change = |dice: &mut Dice, corpus: &Corpus| {
        let (mut input, other) = (one(dice, corpus).to_vec(), one(dice, corpus));
        mutate::bytes(dice, &mut input, other, 64 * 1024);
        input
    };
    fuzz("csv", &stored("tests/fuzz/corpus/csv"), 400, &change, &|input| file_holds("a.csv", input));
}

#[test]
fn sheet() {
    let mut corpus = stored("tests/fuzz/corpus/sheet");
    corpus.extend(stored("tests/data/books"));
    let cells = values();
    let change = |dice: &mut Dice, corpus: &Corpus| {
        let (input, other) = (one(dice, corpus), one(dice, corpus));
        let cell = String::from_utf8_lossy(one(dice, &cells)).into_owned();
        book::change(dice, input, other, &cell)
    };
    fuzz("sheet", &corpus, 300, &change, &|input| file_holds("a.xlsx", input));
}

/// The machine itself: rounds repeat, inputs differ, and changed workbooks are still taken apart rather than refused at
/// the door.
#[test]
fn rounds_repeat_and_changed_workbooks_mostly_open() {
    let corpus = stored("tests/fuzz/corpus/sheet");
    let input = |round| book::change(&mut Dice::of(1, "sheet", round), &corpus[0].1, &corpus[1].1, "≥50个");
    assert_eq!(input(7), input(7));
    let mut answers: BTreeMap<&str, usize> = BTreeMap::new();
    for round in 0..200 {
        let options = ReadOptions { year: Some(2025), ..ReadOptions::default() };
        let answer = read_bytes("a.xlsx", &input(round), &options, &mut |_| ControlFlow::Continue(()));
        *answers.entry(answer.as_ref().map_or_else(|problem| problem.key, |_| "read")).or_default() += 1;
    }
    assert!(answers["read"] >= 60 && answers["read"] <= 190, "{answers:?}");
    assert!(answers.len() >= 4, "{answers:?}");
}

#[test]
fn a_failure_is_caught_told_and_kept() {
    listen();
    let ours = tried(&|_| panic!("ours"), b"");
    assert!(ours.is_err_and(|why| why.contains("tests/fuzz.rs")));
    assert_eq!(tried(&|_| Ok(()), b""), Ok(()));
}
