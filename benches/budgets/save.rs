//! An opinion stored durably, against a bare commit of one row in the same folder.

use rusqlite::Connection;
use wenxiao::engine::request::Action;
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::event::Subject;
use wenxiao::model::ids::ItemId;
use wenxiao::model::query::Query;
use wenxiao::model::review::CategoryCode;

use super::measure::{Samples, in_turn};
use super::report::{Report, short};
use super::start::ids_of;
use super::{Plan, data};

const TIMES: usize = 500;
/// 1.5 times what the least list with a pane needs for its 99th key (performance.md 2), until the keys are measured.
const NEXT_ITEM: f64 = 1.5 * 1.29;

pub fn run(plan: &Plan, report: &mut Report) {
    one(report, data::CITY, "5,688");
    if plan.million {
        one(report, data::MILLION, "1M");
    }
}

fn one(report: &mut Report, targets: usize, size: &str) {
    // A copy, so that what is kept stays as it was imported. Copied links share blocks where the file system can.
    let kept = data::database(targets);
    let folder = tempfile::tempdir_in(data::folder()).expect("folder");
    let database = data::below(folder.path());
    std::fs::copy(&kept, &database).expect("copy");
    let mut station = Workstation::open(data::options(&database)).expect("opens");
    station.introduce_anew("bench", "").expect("introduced");
    let bare = Connection::open(folder.path().join("bare.db")).expect("bare");
    bare.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)",
    )
    .expect("bare");
    let ids = ids_of(&station, &Query::default());
    opine(&mut station, ids[0], 0);
    let body = "x".repeat(600);
    let (ours, theirs) = in_turn(
        TIMES,
        |turn| {
            let at = 1 + turn * 104_729 % (ids.len() - 2);
            opine(&mut station, ids[at], turn + 1);
            station.project(ids[at + 1]).expect("next");
        },
        |_| assert_eq!(bare.execute("INSERT INTO t (b) VALUES (?1)", [&body]).expect("insert"), 1),
    );
    let detail = format!("{} against {}", ours.shown(), theirs.shown());
    let more = ours.p99() - theirs.p99();
    report.limit(
        "W1",
        &format!("opinion stored and next project read, {size}: more than a bare commit, p99"),
        more,
        NEXT_ITEM,
        " ms",
        &detail,
    );
    let what = format!("the same, p50, {size}");
    report.limit("W1", &what, ours.p50() - theirs.p50(), NEXT_ITEM, " ms", "");
    let mut undo = Samples::default();
    for _ in 0..20 {
        undo.time(|| station.undo().expect("undo"));
    }
    report.note("W1", &format!("undo after {TIMES} acts, {size}"), undo.shown());
    let mut history = Samples::default();
    for _ in 0..20 {
        history.time(|| station.history(200).expect("history"));
    }
    report.note("W1", &format!("history after {TIMES} acts, {size}"), format!("{} ms", short(history.p50())));
    let mut lists = Samples::default();
    for _ in 0..20 {
        lists.time(|| station.opinions().expect("opinions"));
    }
    report.note("W1", &format!("list of {TIMES} opinions, {size}"), format!("{} ms", short(lists.p50())));
}

/// One opinion on a row that the project as read has not decided.
pub fn opine(station: &mut Workstation, item: ItemId, number: usize) {
    let view = station.project(item).expect("project");
    let row = u32::try_from(number % view.form.indicators.len().max(1) + 1).expect("small");
    let seen = view.state.rows.get(&row).map(|heads| heads.events()).unwrap_or_default();
    let action = Action::AddOpinion {
        on: Subject { row: Some(row), ..view.subject.clone() },
        seen,
        category: CategoryCode("C07".to_owned()),
        text: "指标值没有量化，请补充可考核的数值和计量单位，并说明测算依据。".to_owned(),
        demand: None,
    };
    station.act(&format!("bench-{number}-{}", uuid::Uuid::now_v7()), &action).expect("stored");
}
