//! What lies in the database: the queue's answers, places, and databases of earlier versions of the program.

mod support;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use support::{Desk, go_on, grade, items, on, opine, pass, view};
use wenxiao::engine::identity::Standing;
use wenxiao::engine::request::Action;
use wenxiao::engine::sample::{SampleSize, build};
use wenxiao::engine::view::{Place, QueueRow};
use wenxiao::engine::workstation::{OpenOptions, Workstation};
use wenxiao::model::event::DemandDraft;
use wenxiao::model::form::Form;
use wenxiao::model::money::Money;
use wenxiao::model::query::{Filter, Query, Sort};
use wenxiao::model::review::{CategoryCode, Grade, Status, Verdict};
use wenxiao::store::migrate;

/// A station at work on the small sample: some targets reviewed, some half, some not.
fn at_work(desk: &Desk) -> Workstation {
    build(&desk.options(), SampleSize::Small, &mut go_on).unwrap();
    let mut station = desk.of("王敏");
    let rows = rows(&station);
    let name = |at: usize| rows[at].name.as_str();
    let year = rows[0].year;
    assert!(rows.iter().all(|row| row.year <= year));
    for (at, target) in rows.iter().enumerate().take(6) {
        for row in 1..=target.indicators {
            if at % 3 != 1 || row == 1 {
                pass(&mut station, &target.name, row);
            }
        }
    }
    grade(&mut station, name(0), Grade::Excellent).unwrap();
    opine(&mut station, name(2), 1, "目标值无法考核");
    grade(&mut station, name(2), Grade::Fair).unwrap();
    opine(&mut station, name(3), 1, "指标与支出内容不符");
    grade(&mut station, name(3), Grade::Poor).unwrap();
    opine(&mut station, name(7), 1, "无依据");
    station.undo().unwrap();
    station
}

/// All lines, newest year first.
fn rows(station: &Workstation) -> Vec<QueueRow> {
    let mut rows = Vec::new();
    let each = |row| {
        rows.push(row);
        Ok(())
    };
    station.each_row(&Query { sort: Sort::Year, ..Query::default() }, each).unwrap();
    rows
}

/// The lines of the sample, and a database to ask, for all cases.
fn sample() -> &'static (Desk, Vec<Line>) {
    static SAMPLE: OnceLock<(Desk, Vec<Line>)> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let desk = Desk::new();
        let station = at_work(&desk);
        let line = |row: QueueRow| {
            let texts = written(&station.project(row.id).unwrap().form).iter().map(|text| plain(text)).collect();
            Line { row, texts }
        };
        let rows = rows(&station).into_iter().map(line).collect();
        drop(station);
        (desk, rows)
    })
}

/// A line of the queue and what is written in its target.
struct Line {
    row: QueueRow,
    texts: Vec<Vec<char>>,
}

/// What a person who reads a row can see of it.
fn written(form: &Form) -> Vec<String> {
    let parts = [&form.name, &form.department.name, &form.unit.name].map(Clone::clone);
    let given = [&form.code, &form.department.code, &form.unit.code, &form.goal.annual, &form.goal.mid_term];
    let rows = form.indicators.iter().flat_map(|row| [row.level3.clone(), row.printed_target()]);
    parts.into_iter().chain(given.into_iter().flatten().cloned()).chain(rows).collect()
}

/// Capital and full-width letters and signs count as their plain ones.
fn plain(text: &str) -> Vec<char> {
    let plain = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - u32::from('！') + 0x21).unwrap(),
        '\u{3000}' => ' ',
        c => c,
    };
    text.chars().map(|c| plain(c).to_ascii_lowercase()).collect()
}

/// True where a word stands in a text; letters and digits are found from the beginning of their run.
fn stands(word: &[char], text: &[char]) -> bool {
    let run = |c: &char| c.is_ascii_alphanumeric();
    text.windows(word.len())
        .enumerate()
        .any(|(at, part)| part == word && !(run(&word[0]) && at > 0 && run(&text[at - 1])))
}

/// The meaning of a filter, written without a database.
fn fits(filter: &Filter, row: &Line) -> bool {
    let Line { row, texts } = row;
    let found = |word: &String| {
        let code = row.code.as_deref().unwrap_or_default();
        let one = |text: &str| text.contains(word.as_str());
        let word = plain(word);
        match word.len() {
            0 => true,
            1 => one(&row.name) || one(&row.department) || one(code),
            _ => {
                texts.iter().any(|text| stands(&word, text))
                    || word.iter().all(char::is_ascii_alphanumeric)
                        && plain(code).windows(word.len()).any(|part| part == word)
            }
        }
    };
    filter.words.iter().all(found)
        && filter.year.is_none_or(|year| row.year == year)
        && (filter.statuses.is_empty() || filter.statuses.contains(&row.status))
        && filter.at_least.is_none_or(|least| row.amount.is_some_and(|amount| amount >= least))
        && filter.at_most.is_none_or(|most| row.amount.is_some_and(|amount| amount <= most))
        && filter.department.as_ref().is_none_or(|department| row.department == *department)
}

fn is_in_order(sort: Sort, rows: &[&QueueRow]) -> bool {
    // The largest amount first, those without one last.
    let amount = |row: &QueueRow| (std::cmp::Reverse(row.amount), row.code.clone(), row.id);
    let status = |row: &QueueRow| Status::ALL.iter().position(|status| *status == row.status);
    let blocks = |key: &dyn Fn(&QueueRow) -> String| {
        let mut seen = Vec::new();
        rows.iter().all(|row| {
            let key = key(row);
            let new = seen.last() != Some(&key);
            let again = new && seen.contains(&key);
            seen.push(key);
            !again
        })
    };
    match sort {
        Sort::Amount => rows.is_sorted_by_key(|row| amount(row)),
        Sort::Status => rows.is_sorted_by_key(|row| (status(row), amount(row))),
        Sort::Year => {
            rows.is_sorted_by_key(|row| std::cmp::Reverse(row.year))
                && blocks(&|row| format!("{} {}", row.year, row.department))
        }
        Sort::Department => {
            blocks(&|row| row.department.clone())
                && rows
                    .chunk_by(|a, b| a.department == b.department)
                    .all(|block| block.is_sorted_by_key(|row| amount(row)))
        }
    }
}

/// A word: a piece of something that is there, or anything people or attackers type.
fn word() -> impl Strategy<Value = String> {
    let index = any::<prop::sample::Index>;
    let piece = (index(), index(), index(), 1usize..9).prop_map(|(row, field, from, length)| {
        let text = field.get(&row.get(&sample().1).texts);
        let from = if text.is_empty() { 0 } else { from.index(text.len()) };
        text.iter().skip(from).take(length).collect()
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
    ]);
    prop_oneof![6 => piece, 1 => hostile.prop_map(str::to_owned), 1 => any::<String>()]
}

fn filter() -> impl Strategy<Value = Filter> {
    let amount = || {
        let there = any::<prop::sample::Index>().prop_map(|row| row.get(&sample().1).row.amount.unwrap_or(Money(0)));
        prop::option::of(prop_oneof![there, any::<i64>().prop_map(Money)])
    };
    let department = any::<prop::sample::Index>().prop_map(|row| row.get(&sample().1).row.department.clone());
    (
        prop::collection::vec(word(), 0..3),
        prop::option::weighted(0.3, 2020u16..2030),
        prop::collection::vec(prop::sample::select(Status::ALL.to_vec()), 0..3),
        amount(),
        amount(),
        prop::option::weighted(0.2, department),
    )
        .prop_map(|(words, year, statuses, at_least, at_most, department)| Filter {
            words,
            year,
            statuses,
            at_least,
            at_most,
            department,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_queue_holds_what_the_filter_says_in_the_order_asked_for(filter in filter(), sort in prop::sample::select(Sort::ALL.to_vec())) {
        let (desk, all) = sample();
        let station = Workstation::open(OpenOptions { read_only: true, ..desk.options() }).unwrap();
        let query = Query { filter, sort };
        let ids = station.queue_ids(&query, None).unwrap();
        let expected: Vec<&QueueRow> = all.iter().filter(|line| fits(&query.filter, line)).map(|line| &line.row).collect();
        let found: Vec<&QueueRow> = ids.iter().map(|id| &all.iter().find(|line| line.row.id == *id).unwrap().row).collect();
        let mut sorted = [ids.clone(), expected.iter().map(|row| row.id).collect()];
        sorted.iter_mut().for_each(|ids| ids.sort());
        prop_assert_eq!(&sorted[0], &sorted[1]);
        prop_assert!(is_in_order(sort, &found));
        prop_assert_eq!(station.queue_count(&query.filter).unwrap(), ids.len() as u64);
        // The first part is the beginning of the whole.
        let first = station.queue_ids(&query, Some(7)).unwrap();
        prop_assert_eq!(&first[..], &ids[..ids.len().min(7)]);
        let shown = station.rows(&ids).unwrap();
        prop_assert_eq!(shown.iter().collect::<Vec<_>>(), found);
    }
}

#[test]
fn the_sample_has_something_for_every_part_of_a_filter() {
    let rows: Vec<&QueueRow> = sample().1.iter().map(|line| &line.row).collect();
    let statuses: std::collections::BTreeSet<_> = rows.iter().map(|row| row.status).collect();
    assert!(statuses.len() >= 4, "{statuses:?}");
    assert!(rows.iter().map(|row| row.year).collect::<std::collections::BTreeSet<_>>().len() >= 2);
    assert!(rows.iter().any(|row| row.code.is_none()) || rows.iter().all(|row| row.code.is_some()));
}

#[test]
fn the_place_where_i_stopped_is_there_again() {
    let desk = Desk::new();
    let station = at_work(&desk);
    let row = &rows(&station)[3];
    let place = Place {
        project: row.project,
        year: row.year,
        row: Some(2),
        filter: ">500万 待审".into(),
        sort: "amount".into(),
    };
    station.save_place(&place).unwrap();
    let before = station.digest().unwrap();
    drop(station);
    let station = desk.open();
    let (found, shown) = station.home().unwrap().place.unwrap();
    assert_eq!((found, shown.unwrap().id), (place.clone(), row.id));
    assert_eq!(station.digest().unwrap(), before, "a place is nobody else's business");
    // A place that is gone is told as such, not guessed.
    let gone = Place { project: wenxiao::model::ids::ProjectKey([7; 16]), ..place };
    station.save_place(&gone).unwrap();
    let (found, shown) = station.home().unwrap().place.unwrap();
    assert_eq!((found, shown), (gone, None));
    // Where nothing can be written the place is simply not kept.
    let reading = Workstation::open(OpenOptions { read_only: true, ..desk.options() }).unwrap();
    drop(station);
    reading.save_place(&found_place(&reading)).unwrap();
}

fn found_place(station: &Workstation) -> Place {
    station.home().unwrap().place.unwrap().0
}

/// Whatever a word holds, it is only looked for, and soon.
#[test]
fn hostile_words_are_looked_for_and_nothing_else() {
    let (desk, _) = sample();
    let station = Workstation::open(OpenOptions { read_only: true, ..desk.options() }).unwrap();
    let found = |word: &str| {
        let filter = Filter { words: vec![word.to_owned()], ..Filter::default() };
        let ids = station.queue_ids(&Query { filter: filter.clone(), ..Query::default() }, None).unwrap();
        assert_eq!(station.queue_count(&filter).unwrap(), ids.len() as u64, "{word:.20}");
        ids.len()
    };
    for word in [
        "\"\"",
        "*\"*",
        "项目*",
        "*项目",
        "NEAR(项目 资金)",
        "-项目",
        "NOT 项目",
        "项目 OR 资金",
        "^项目",
        "terms:项目",
        "{terms}:项目",
        "项\0目",
        "\0\0",
        "%%",
        "__",
        "项%",
        "项_目",
        "'; DROP TABLE target; --",
        "' OR '1'='1",
        "(a+)+$",
        "\\\\",
        "\u{e0ff}\u{e0ff}",
    ] {
        assert_eq!(found(word), 0, "{word}");
    }
    let begun = std::time::Instant::now();
    for piece in ["项", "x", "项目", "1 ", "\"", "\0", "*"] {
        assert_eq!(found(&piece.repeat((1 << 20) / piece.len())), 0);
    }
    // Far more than it takes, far less than looking for a million characters would.
    assert!(begun.elapsed().as_secs() < 10);
    let rates = ["90%", "95%", "98%", "100%"].map(found);
    assert!(found("项目") > 0 && rates.iter().sum::<usize>() > 0, "the same characters are found where they stand");
}

#[test]
fn a_word_is_found_where_it_stands_and_nowhere_else() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    support::import(&mut station, &desk.targets());
    let found = |station: &Workstation, word: &str| {
        let filter = Filter { words: vec![word.to_owned()], ..Filter::default() };
        let ids = station.queue_ids(&Query { filter, ..Query::default() }, None).unwrap();
        let mut names: Vec<String> = station.rows(&ids).unwrap().into_iter().map(|row| row.name).collect();
        names.sort();
        names
    };
    let by = |form: &Form| -> Vec<String> { form.indicators.iter().map(|row| row.level3.clone()).collect() };
    let road = view(&station, "道路养护");
    let indicator = by(&road.form).into_iter().find(|name| name.chars().count() > 2).unwrap();
    let pair: String = indicator.chars().take(2).collect();
    for word in [&indicator, &pair] {
        assert!(found(&station, word).contains(&"道路养护".to_owned()), "{word}");
    }
    // A target that changed is found by what it says now, not by what it said.
    assert_eq!(found(&station, "适量").len(), 1);
    let changed = desk.path("目标.csv");
    std::fs::write(&changed, support::TARGETS.replace("适量", "七百四十")).unwrap();
    support::import(&mut station, &changed);
    assert_eq!(found(&station, "适量"), Vec::<String>::new());
    assert_eq!(found(&station, "七百四十").len(), 1);
    // And again after it was built anew; the doctor agrees.
    station.rebuild().unwrap();
    assert_eq!(found(&station, "适量"), Vec::<String>::new());
    assert_eq!(found(&station, "七百四十").len(), 1);
    assert!(station.doctor().unwrap().iter().all(|check| check.ok));
}

/// What a frozen database must amount to.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Frozen {
    /// Version of the program that made it.
    made_by: String,
    events: u64,
    set: String,
    state: String,
    targets: usize,
}

fn amounts_to(station: &Workstation, made_by: String) -> Frozen {
    let digest = station.digest().unwrap();
    let targets = items(station).len();
    Frozen { made_by, events: digest.events, set: digest.set, state: digest.state, targets }
}

fn frozen_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-db").join("frozen")
}

/// A station with something of everything there is: two versions of a target, every act, undone and redone steps, a
/// colleague who decides differently, an event that waits for another.
fn something_of_everything(desk: &Desk) -> Workstation {
    let mut station = desk.of("王敏");
    support::import(&mut station, &desk.targets());
    pass(&mut station, "道路养护", 1);
    let opinion = opine(&mut station, "道路养护", 2, "目标值无法考核");
    let shown = view(&station, "道路养护");
    let category = CategoryCode("C07".into());
    let demand = || DemandDraft {
        text: "补充可考核的数值".into(),
        due: "2025-06-30".into(),
        responsible_unit: "城建中心".into(),
    };
    let acts = [
        Action::AmendOpinion {
            on: on(&shown, Some(2)),
            opinion,
            seen: vec![opinion],
            category: category.clone(),
            text: "目标值无法考核，请量化".into(),
            demand: Some(demand()),
        },
        Action::IssueDemand { on: on(&shown, Some(3)), category: Some(category.clone()), demand: demand() },
        Action::SetVerdict {
            on: on(&shown, Some(3)),
            seen: Vec::new(),
            verdict: Verdict::Later,
            reason: String::new(),
        },
        Action::AddOpinion {
            on: on(&shown, None), seen: Vec::new(), category, text: "整体偏低".into(), demand: None
        },
    ];
    for (number, act) in acts.iter().enumerate() {
        station.act(&format!("operation-{number}"), act).unwrap();
    }
    let whole = view(&station, "道路养护").state.opinions.iter().find(|opinion| opinion.row.is_none()).unwrap().id;
    let withdraw = Action::Withdraw { on: on(&shown, None), of: whole, reason: "误".into() };
    station.act("withdraw", &withdraw).unwrap();
    grade(&mut station, "道路养护", Grade::Fair).unwrap();
    pass(&mut station, "老旧小区改造", 1);
    station.undo().unwrap();
    station.redo().unwrap();
    pass(&mut station, "老旧小区改造", 2);
    station.undo().unwrap();
    let path = desk.path("目标.csv");
    std::fs::write(&path, support::TARGETS.replace("适量", "12")).unwrap();
    support::import(&mut station, &path);

    let theirs = Desk::new();
    let mut colleague = theirs.of("李强");
    colleague.enrol(&station.key_card().unwrap()).unwrap();
    station.enrol(&colleague.key_card().unwrap()).unwrap();
    let mut bundles = Vec::new();
    let mut hand_over = |from: &Workstation| {
        let path = theirs.path(&format!("{}.wxb", bundles.len()));
        from.export_bundle(&path, false, None, &mut go_on).unwrap();
        bundles.push(path.clone());
        path
    };
    let ours = hand_over(&station);
    colleague.import_bundles(&[ours], &mut go_on).unwrap();
    grade(&mut colleague, "道路养护", Grade::Good).unwrap();
    let first = hand_over(&colleague);
    pass(&mut colleague, "老旧小区改造", 1);
    hand_over(&colleague);
    pass(&mut colleague, "老旧小区改造", 2);
    let third = hand_over(&colleague);
    // The second never arrives.
    let reports = station.import_bundles(&[first, third], &mut go_on).unwrap();
    assert_eq!((reports[0].contested, reports[1].pending), (1, 1));
    station
}

/// Makes the frozen database of the present schema, once: `UPDATE=1 cargo test --test storage frozen`.
fn freeze() {
    let name = frozen_folder().join(format!("{:04}", migrate::VERSION));
    if name.with_extension("db").exists() {
        return;
    }
    std::fs::create_dir_all(frozen_folder()).unwrap();
    let desk = Desk::new();
    let station = something_of_everything(&desk);
    station.backup(&name.with_extension("db")).unwrap();
    let frozen = amounts_to(&station, env!("CARGO_PKG_VERSION").to_owned());
    std::fs::write(name.with_extension("toml"), toml::to_string(&frozen).unwrap()).unwrap();
}

#[test]
fn every_frozen_database_opens_with_what_it_amounted_to() {
    if std::env::var_os("UPDATE").is_some() {
        freeze();
    }
    let mut versions = Vec::new();
    for entry in std::fs::read_dir(frozen_folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "db") {
            continue;
        }
        versions.push(path.file_stem().unwrap().to_string_lossy().parse::<i32>().unwrap());
        assert!(std::fs::metadata(&path).unwrap().len() < 600 * 1024, "a repository is no archive");
        let frozen: Frozen = toml::from_str(&std::fs::read_to_string(path.with_extension("toml")).unwrap()).unwrap();
        let desk = Desk::new();
        std::fs::copy(&path, desk.path("wenxiao.db")).unwrap();
        let mut station = desk.open();
        assert_eq!(station.standing(), Standing::KeyMissing, "its key is not in the repository");
        assert_eq!(amounts_to(&station, frozen.made_by.clone()), frozen, "{}", path.display());
        station.rebuild().unwrap();
        assert_eq!(amounts_to(&station, frozen.made_by.clone()), frozen, "{}, rebuilt", path.display());
        let bad: Vec<_> = station.doctor().unwrap().into_iter().filter(|check| !check.ok).collect();
        assert_eq!(bad.iter().map(|check| check.check).collect::<Vec<_>>(), ["key"]);
        // Work goes on in it.
        station.introduce("李强", "绩效处").unwrap();
        let name = rows(&station)[1].name.clone();
        opine(&mut station, &name, 1, "意见");
        station.undo().unwrap();
        assert_eq!(station.digest().unwrap().state, frozen.state);
        assert!(station.doctor().unwrap().iter().all(|check| check.ok));
    }
    assert!(versions.contains(&migrate::VERSION), "freeze one: UPDATE=1 cargo test --test storage frozen");
}
