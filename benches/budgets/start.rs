//! Starting, opening, and the memory that looking around takes.

use std::path::Path;

use wenxiao::engine::workstation::Workstation;
use wenxiao::model::ids::ItemId;
use wenxiao::model::query::{Filter, Query, Sort};

use super::measure::{child, has_sqlite3, in_turn, run as command};
use super::report::Report;
use super::{Plan, data};

/// Rows of one screen and those fetched ahead of it.
pub const PAGE: usize = 48;
/// First part of a long queue, as the engine asks for it.
const FIRST_PART: u32 = 512;

pub fn run(plan: &Plan, report: &mut Report) {
    let program = env!("CARGO_BIN_EXE_wenxiao");
    let city = data::database(data::CITY);
    let city_path = city.to_string_lossy();
    let own = std::env::current_exe().expect("own path");
    if has_sqlite3() {
        let (ours, theirs) = in_turn(
            100,
            |_| assert!(command(program, &["--version"]), "wenxiao --version"),
            |_| assert!(command("sqlite3", &[&city_path, "select 1"]), "sqlite3"),
        );
        let detail = format!("{} against {}", ours.shown(), theirs.shown());
        report.limit(
            "O2",
            "wenxiao --version : sqlite3 'select 1', p50",
            ours.p50() / theirs.p50(),
            1.0,
            " x",
            &detail,
        );
    } else {
        let (ours, theirs) = in_turn(
            100,
            |_| assert!(command(program, &["--version"]), "wenxiao --version"),
            |_| assert!(command("true", &[]), "true"),
        );
        let detail = format!("{} against {}; no sqlite3 here", ours.shown(), theirs.shown());
        report.note("O2", "wenxiao --version : true, p50", format!("{:.2} x ({detail})", ours.p50() / theirs.p50()));
    }
    let large = plan.million.then(|| data::database(data::MILLION));
    for (what, path) in [("5,688", Some(&city)), ("1M", large.as_ref())] {
        let Some(path) = path.map(|path| path.to_string_lossy()) else { continue };
        if has_sqlite3() {
            let (ours, theirs) = in_turn(
                40,
                |_| assert!(command(&own, &["--child", "first-page", &path]), "first page"),
                |_| assert!(command("sqlite3", &[&path, "select count(*) from sqlite_schema"]), "sqlite3"),
            );
            let detail = format!("{} against {}", ours.shown(), theirs.shown());
            let name = format!("process start to first page, {what} : sqlite3 opening it, p50");
            report.limit("O1", &name, ours.p50() / theirs.p50(), 3.0, " x", &detail);
        }
    }
    let peak = child(&["browse", &city_path]).peak;
    report.limit("M1", "memory of opening, paging and searching 5,688", peak, 40.0, " MB", "");
    if let Some(large) = &large {
        let (small, big) = in_turn(40, |_| first_page(&city), |_| first_page(large));
        let detail = format!("{} against {}", big.shown(), small.shown());
        report.limit(
            "O1",
            "open a station to its first page, 1M : 5,688, p50",
            big.p50() / small.p50(),
            1.25,
            " x",
            &detail,
        );
        let peak_large = child(&["browse", &large.to_string_lossy()]).peak;
        report.limit("M1", "the same at 1M", peak_large, 40.0, " MB", "");
        report.limit("M1", "memory, 1M : 5,688", peak_large / peak, 2.5, " x", "");
    }
}

/// Opens a station and reads the rows of its first page.
pub fn first_page(database: &Path) {
    let station = data::open(database);
    let ids = station.queue_ids(&Query::default(), Some(FIRST_PART)).expect("ids");
    let rows = station.rows(&ids[..PAGE.min(ids.len())]).expect("rows");
    assert_eq!(rows.len(), PAGE.min(ids.len()));
}

/// What a person does who looks around: all ids held as the queue holds them, pages all over, twenty searches.
pub fn browse(database: &Path) {
    let station = data::open(database);
    let ids = ids_of(&station, &Query::default());
    for turn in 0..1000 {
        let at = turn * 7_919 % ids.len();
        let page = &ids[at..(at + PAGE).min(ids.len())];
        station.rows(page).expect("rows");
        station.project(page[0]).expect("project");
    }
    for turn in 0..20 {
        let word = ["道路", "养老", "学校", "信息", "设备"][turn % 5];
        let query = Query { sort: Sort::INDEXED[turn % 4], filter: Filter::word(word) };
        station.queue_ids(&query, Some(FIRST_PART)).expect("search");
    }
}

/// All ids of a query.
pub fn ids_of(station: &Workstation, query: &Query) -> Vec<ItemId> {
    station.queue_ids(query, None).expect("ids")
}
