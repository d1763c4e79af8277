//! Importing a city's list as csv and as workbook, against bare readers and writers of the same files.

use std::path::Path;

use calamine::{Reader, open_workbook_auto};
use rusqlite::{Connection, params_from_iter};

use super::measure::{child, cpu_of_children, has_sqlite3, run as command, tell};
use super::report::{Report, short};
use super::{Plan, data};

pub fn run(_: &Plan, report: &mut Report) {
    let (csv, xlsx) = data::lists();
    let folder = tempfile::tempdir_in(data::folder()).expect("folder");
    let rows = data::CITY * 12;
    let path = |name: &str| data::below(folder.path()).with_file_name(name).to_string_lossy().into_owned();
    let (csv_text, xlsx_text) = (csv.to_string_lossy(), xlsx.to_string_lossy());

    let ours = child(&["import", &csv_text, &path("csv.db")]);
    let parse = child(&["parse-csv", &csv_text]);
    let insert = child(&["insert-flat", &csv_text, &path("flat.db")]);
    let rate = |seconds: f64| short(rows as f64 / seconds / 1000.0);
    report.note(
        "I1",
        "csv of 5,688 x 12 rows imported",
        format!("{:.2} s CPU, {:.2} s wall, {} k rows/s", ours.cpu, ours.wall, rate(ours.cpu)),
    );
    report.note("I1", "the same, csv crate parsing it only", format!("{:.2} s CPU", parse.cpu));
    report.note("I1", "the same, bare insert of flat rows", format!("{:.2} s CPU", insert.cpu));
    if has_sqlite3() {
        let before = cpu_of_children();
        let flat = path("shell.db");
        assert!(
            command("sqlite3", &[&flat, "-cmd", ".mode csv", &format!(".import '{csv_text}' t")]),
            "sqlite3 .import"
        );
        let theirs = cpu_of_children() - before;
        let detail = format!("{:.2} s against {theirs:.2} s", ours.cpu);
        report.limit("I1", "csv import : sqlite3 .import, CPU", ours.cpu / theirs, 0.90, " x", &detail);
    }
    report.limit("M2", "memory of that import", ours.peak, 200.0, " MB", "");
    let size = |path: &str| std::fs::metadata(path).map_or(0, |data| data.len()) as f64;
    let detail = format!("{} MB of {} MB", short(size(&path("csv.db")) / 1e6), short(size(&csv_text) / 1e6));
    report.limit("I2", "database : csv, size", size(&path("csv.db")) / size(&csv_text), 0.40, " x", &detail);

    let ours = child(&["import", &xlsx_text, &path("xlsx.db")]);
    let bare = child(&["read-xlsx", &xlsx_text]);
    let detail = format!("{:.2} s against {:.2} s", ours.cpu, bare.cpu);
    report.limit("I3", "workbook import : calamine's bare read, CPU", ours.cpu / bare.cpu, 1.5, " x", &detail);
    report.limit(
        "M2",
        "memory of that import",
        ours.peak,
        200.0,
        " MB",
        &format!("calamine alone {}", short(bare.peak)),
    );

    let largest = data::largest_list();
    let ours = child(&["import", &largest.to_string_lossy(), &path("largest.db")]);
    let what = format!("csv of {} MB, {} rows", short(size(&largest.to_string_lossy()) / 1e6), data::LARGEST * 12);
    report.note("I1", &format!("{what} imported"), format!("{:.2} s CPU, {:.2} s wall", ours.cpu, ours.wall));
    report.limit("M2", "memory of that import", ours.peak, 200.0, " MB", "the largest file taken has 64 MiB");
}

/// Imports a list into a new database.
pub fn import(list: &Path, database: &Path) {
    let mut station = data::found(database, "bench");
    tell(|| data::import(&mut station, list));
}

/// Parses a list and keeps nothing.
pub fn parse_csv(list: &Path) {
    let mut reader = csv::Reader::from_path(list).expect("csv");
    let mut record = csv::StringRecord::new();
    let mut bytes = 0;
    while reader.read_record(&mut record).expect("record") {
        bytes += record.as_slice().len();
    }
    assert!(bytes > 0);
}

/// Puts the rows of a list into one table, as they are, in one transaction.
pub fn insert_flat(list: &Path, database: &Path) {
    let mut reader = csv::Reader::from_path(list).expect("csv");
    let mut connection = Connection::open(database).expect("database");
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL").expect("pragmas");
    let columns: Vec<String> = (0..data::COLUMNS).map(|column| format!("c{column} TEXT")).collect();
    let places = vec!["?"; data::COLUMNS].join(", ");
    let transaction = connection.transaction().expect("begin");
    transaction.execute_batch(&format!("CREATE TABLE t ({})", columns.join(", "))).expect("table");
    {
        let mut insert = transaction.prepare(&format!("INSERT INTO t VALUES ({places})")).expect("insert");
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).expect("record") {
            insert.execute(params_from_iter(&record)).expect("row");
        }
    }
    transaction.commit().expect("commit");
}

/// Reads every cell of a workbook and keeps nothing.
pub fn read_xlsx(list: &Path) {
    let mut book = open_workbook_auto(list).expect("workbook");
    let mut cells = 0;
    for name in book.sheet_names() {
        cells += book.worksheet_range(&name).expect("sheet").used_cells().count();
    }
    assert!(cells > 0);
}
