//! What lies in the database: the queue's answers, places, and databases of earlier versions of the program.

mod support;

#[path = "storage/examples.rs"]
mod examples;
#[path = "storage/filters.rs"]
mod filters;
#[path = "storage/order.rs"]
mod order;
#[path = "storage/prereview.rs"]
mod prereview;
#[path = "storage/similar.rs"]
mod similar;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use support::{Desk, go_on, grade, items, on, opine, pass, view};
use wenxiao::engine::identity::Standing;
use wenxiao::engine::request::Action;
use wenxiao::engine::sample::{SampleSize, build};
use wenxiao::engine::view::{Place, QueueRow};
use wenxiao::engine::workstation::{OpenOptions, Workstation};
use wenxiao::model::event::DemandDraft;
use wenxiao::model::form::Form;
use wenxiao::model::query::{Filter, Query};
use wenxiao::model::review::{CategoryCode, Grade, Verdict};
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
    let shown = view(&station, name(4));
    let demand =
        DemandDraft {
            text: "补报测算依据".into(), due: "2025-06-30".into(), responsible_unit: "预算科".into()
        };
    let act = Action::IssueDemand { on: on(&shown, Some(1)), category: None, demand };
    station.act("demand", &act).unwrap();
    station
}

/// All lines, newest year first.
fn rows(station: &Workstation) -> Vec<QueueRow> {
    let mut rows = Vec::new();
    let each = |row| {
        rows.push(row);
        Ok(())
    };
    station.each_row(&Query::default(), each).unwrap();
    rows
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
    let desk = Desk::new();
    drop(at_work(&desk));
    let station = Workstation::open(OpenOptions { read_only: true, ..desk.options() }).unwrap();
    let found = |word: &str| {
        let filter = Filter::word(word);
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
        let filter = Filter::word(word);
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
