//! Importing a city's list as csv and as workbook, against bare readers and writers of the same files.

use std::path::Path;

use calamine::{Reader, open_workbook_auto};
use rusqlite::{Connection, params_from_iter};

use wenxiao::engine::request::ImportOptions;

use super::measure::{Told, child, cpu_of_children, has_sqlite3, run as command, tell};
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

    long(report, &path);
}

/// A million rows of indicators, against what the `sqlite3` shell takes for them bare, and with indexes and full text.
fn long(report: &mut Report, path: &dyn Fn(&str) -> String) {
    let list = data::long_list();
    let text = list.to_string_lossy();
    let size = |path: &str| std::fs::metadata(path).map_or(0, |data| data.len()) as f64;
    let ours = child(&["import", &text, &path("long.db")]);
    let read = child(&["preview", &text, &path("preview.db")]);
    let what = format!("csv of 1M indicator rows ({} MB)", short(size(&text) / 1e6));
    let told = |told: Told| format!("{:.2} s CPU, {:.2} s wall, {} MB", told.cpu, told.wall, short(told.peak));
    report.note("I1", &format!("{what} imported"), told(ours));
    report.note("I1", "the same, only read for a preview", told(read));
    report.limit("M2", "memory of that import", ours.peak, 200.0, " MB", "");
    report.limit("M2", "memory of that preview", read.peak, 200.0, " MB", "");
    let database = path("long.db");
    let detail = format!("{} MB", short(size(&database) / 1e6));
    report.limit("I2", "database : csv, size", size(&database) / size(&text), 0.40, " x", &detail);
    if !has_sqlite3() {
        return;
    }
    let shell = |statements: &[&str]| {
        let (before, begun) = (cpu_of_children(), std::time::Instant::now());
        let import = format!(".import '{text}' t");
        let flat = path("long-shell.db");
        let mut args = vec![flat.as_str(), "-cmd", ".mode csv", "-cmd", &import];
        args.extend(statements);
        assert!(command("sqlite3", &args), "sqlite3");
        let _ = std::fs::remove_file(&flat);
        (cpu_of_children() - before, begun.elapsed().as_secs_f64())
    };
    let (cpu, wall) = shell(&["SELECT 1"]);
    let detail = format!("{:.2} s against {cpu:.2} s", ours.cpu);
    report.limit("I1", "1M rows : sqlite3 .import, CPU", ours.cpu / cpu, 0.90, " x", &detail);
    let detail = format!("{:.2} s against {wall:.2} s", ours.wall);
    report.limit("I1", "1M rows : sqlite3 .import, wall", ours.wall / wall, 0.75, " x", &detail);
    let names = "\"项目代码\", \"项目名称\", \"三级指标\"";
    let more = format!(
        "CREATE INDEX a ON t(\"项目代码\"); CREATE INDEX b ON t(\"主管部门\"); CREATE INDEX c ON t(\"预算单位\");
         CREATE INDEX d ON t(\"三级指标\"); CREATE VIRTUAL TABLE f USING fts5({names}, tokenize='trigram');
         INSERT INTO f SELECT {names} FROM t;"
    );
    let (cpu, _) = shell(&[&more]);
    let detail = format!("{:.2} s against {cpu:.2} s", ours.cpu);
    let what = "1M rows : sqlite3 .import + 4 indexes + FTS5, CPU";
    report.limit("I1", what, ours.cpu / cpu, 0.15, " x", &detail);
}

/// Reads a list for a preview and stores nothing.
pub fn preview(list: &Path, database: &Path) {
    let station = data::found(database, "bench");
    let options = ImportOptions { year: Some(2025), ..ImportOptions::default() };
    tell(|| {
        let preview = station.preview(&[list.to_owned()], &options, &mut data::go_on).expect("preview");
        assert!(preview.files.iter().all(|file| file.rejects.is_empty()));
    });
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
