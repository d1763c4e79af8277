//! The database side of a large import: forms that are in memory, stored, published and searchable, against what the
//! `sqlite3` shell needs for the equal csv. Reading the csv is not in our figure and is in theirs.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use wenxiao::model::event::Stamp;
use wenxiao::model::form::{Amount, Form, FormKind, Indicator, Party, Place, line, version_of};
use wenxiao::model::ids::{BatchId, EventId, sha256};
use wenxiao::model::money::{Money, MoneyUnit};
use wenxiao::model::packed::pack;
use wenxiao::model::query::{Filter, Query};
use wenxiao::store::{Access, Session};

use super::measure::{Samples, child, cpu, cpu_of_children, has_sqlite3, peak_memory, run as command};
use super::report::{Report, short};
use super::{Plan, data};

/// Projects of twelve rows that make a million rows.
pub const PROJECTS: usize = 83_334;
/// Rows of one project.
const ROWS: usize = 12;
/// Forms made at once: so many are in memory.
const CHUNK: usize = 2_000;
/// Forms stored and indexed in one transaction, about what an import does.
const SLICE: Duration = Duration::from_millis(20);
const INDEXED: u32 = 8_000;

pub fn run(_: &Plan, report: &mut Report) {
    let folder = tempfile::tempdir_in(data::folder()).expect("folder");
    let path = |name: &str| data::below(folder.path()).with_file_name(name).to_string_lossy().into_owned();
    let csv = csv();
    let csv_text = csv.to_string_lossy();
    let size = |path: &str| std::fs::metadata(path).map_or(0, |data| data.len()) as f64;

    let ours = child(&["store-forms", &path("ours.db")]);
    let rows = PROJECTS * ROWS;
    let rate = rows as f64 / ours.cpu / 1000.0;
    let figure = format!("{:.2} s CPU, {:.2} s wall, {} k rows/s", ours.cpu, ours.wall, short(rate));
    report.note("I1", &format!("{rows} indicator rows stored, published, searchable"), figure);
    if has_sqlite3() {
        let import = format!(".import '{csv_text}' t");
        let theirs = shell(&path("flat.db"), &[".mode csv", &import]);
        let detail = format!("{:.2} s against {theirs:.2} s", ours.cpu);
        report.limit("I1", "storing : sqlite3 .import of the csv, CPU", ours.cpu / theirs, 0.90, " x", &detail);
        let all = shell(&path("all.db"), &[".mode csv", &import, INDEXES, FULL_TEXT, FILL]);
        let detail = format!("{:.2} s against {all:.2} s", ours.cpu);
        let what = "storing : sqlite3 .import, 4 indexes, FTS5, CPU";
        report.limit("I1", what, ours.cpu / all, 0.15, " x", &detail);
    }
    report.limit("M2", "memory of storing", ours.peak, 200.0, " MB", "");
    let detail = format!("{} MB of {} MB", short(size(&path("ours.db")) / 1e6), short(size(&csv_text) / 1e6));
    report.limit("I2", "database : csv, size", size(&path("ours.db")) / size(&csv_text), 0.40, " x", &detail);
    search(Path::new(&path("ours.db")), report);
}

const INDEXES: &str = "CREATE INDEX a ON t(\"项目代码\"); CREATE INDEX b ON t(\"主管部门\", \"预算单位\"); \
                       CREATE INDEX c ON t(\"三级指标\"); CREATE INDEX d ON t(\"年度资金总额（万元）\");";
const FULL_TEXT: &str = "CREATE VIRTUAL TABLE f USING fts5(name, goal, indicator, content='t', tokenize='trigram');";
const FILL: &str =
    "INSERT INTO f(rowid, name, goal, indicator) SELECT rowid, \"项目名称\", \"年度目标\", \"三级指标\" FROM t;";

fn shell(database: &str, commands: &[&str]) -> f64 {
    let before = cpu_of_children();
    let mut args = vec![database];
    for text in commands {
        args.extend(["-cmd", text]);
    }
    args.push("SELECT 1");
    assert!(command("sqlite3", &args), "sqlite3 {commands:?}");
    cpu_of_children() - before
}

/// Words typed into the queue's filter, in the whole database.
fn search(database: &Path, report: &mut Report) {
    let session = Session::open(database, Access::Read).expect("session");
    for word in ["满意", "满意度", "资金", "养护里程", "服务对象满意度", "51000025T000000004711", "4711", "99%"]
    {
        let filter = Filter::word(word);
        let query = Query { filter: filter.clone(), ..Query::default() };
        let (mut first, mut all) = (Samples::default(), Samples::default());
        let mut count = 0;
        for _ in 0..5 {
            first.time(|| session.queue_ids(&query, Some(512)).expect("ids"));
            count = all.time(|| session.queue_count(&filter).expect("count"));
        }
        let figure = format!("first part {} ms, {count} counted in {} ms", short(first.p50()), short(all.p50()));
        report.note("S1", &format!("{word} in {PROJECTS} projects"), figure);
    }
}

/// The rows as csv; made when they are not there.
fn csv() -> PathBuf {
    let path = data::folder().join(format!("list-{PROJECTS}x{ROWS}-v1.csv"));
    if !path.exists() {
        eprintln!("making {}", path.display());
        let models = data::models();
        data::write_csv(&path.with_extension("part"), data::rows(&models, 0..PROJECTS, ROWS));
        std::fs::rename(path.with_extension("part"), &path).expect("rename");
    }
    path
}

/// The form that rows of a list are.
fn form(rows: &[[String; data::COLUMNS]]) -> Form {
    let mut form = Form::new(FormKind::Target, 2025);
    let party = |text: &str| {
        let (code, name) = text.split_once('-').expect("code-name");
        Party { code: Some(code.to_owned()), name: name.to_owned() }
    };
    let given = |text: &String| (!text.is_empty()).then(|| text.clone());
    let [code, name, department, unit, amount, goal, ..] = &rows[0];
    form.code = given(code);
    form.name.clone_from(name);
    form.department = party(department);
    form.unit = party(unit);
    form.funds.total = Some(Amount { raw: amount.clone(), fen: Money::read(amount, MoneyUnit::TenThousandYuan) });
    form.goal.annual = given(goal);
    for (row, no) in rows.iter().zip(1..) {
        let [.., level1, level2, level3, operator, target, unit, weight] = row;
        form.indicators.push(Indicator {
            no,
            level1: level1.clone(),
            level2: level2.clone(),
            level3: level3.clone(),
            operator: given(operator),
            target: target.clone(),
            unit: given(unit),
            weight: given(weight),
            ..Indicator::default()
        });
    }
    form
}

/// Clock and processor time of the parts of some work.
#[derive(Default)]
struct Spent {
    wall: f64,
    cpu: f64,
}

impl Spent {
    fn on<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (begun, before) = (Instant::now(), cpu());
        let answer = work();
        self.wall += begun.elapsed().as_secs_f64();
        self.cpu += cpu() - before;
        answer
    }
}

/// Stores projects of twelve rows each in a new database. Making the forms is not counted.
pub fn store_forms(database: &Path, projects: usize) {
    let models = data::models();
    // The sample it is made from is not part of the work.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let session = Session::open(database, Access::Create).expect("session");
    let room = session.roomy().expect("room");
    let (mut names, mut filled, mut indexed, mut published) =
        (Spent::default(), Spent::default(), Spent::default(), Spent::default());
    let batch = session.transaction(|session| session.begin_batch(FormKind::Target, 2025, "list.csv")).expect("begun");
    let mut digest = BatchId([0; 32]);
    for first in (0..projects).step_by(CHUNK) {
        let rows: Vec<_> = data::rows(&models, first..(first + CHUNK).min(projects), ROWS).collect();
        let forms: Vec<Form> = rows.chunks(ROWS).map(form).collect();
        let ready: Vec<_> = names.on(|| {
            let named = forms.iter().zip(first..).map(|(form, ordinal)| {
                let canonical = form.canonical();
                let place = Place { sheet: String::new(), row: u32::try_from(ordinal * ROWS + 2).expect("row") };
                // A digest over all lines, as the name of a batch is.
                digest = BatchId(sha256(&[&digest.0, line(&place, &canonical).as_bytes()].concat()));
                let version = version_of(&canonical);
                (u32::try_from(ordinal).expect("ordinal"), place, form, pack(form), version)
            });
            named.collect()
        });
        filled.on(|| {
            let mut left = ready.iter();
            while left.len() > 0 {
                let begun = Instant::now();
                let store = |session: &Session| {
                    for (ordinal, place, form, packed, version) in left.by_ref() {
                        session.add_form(batch, *ordinal, place, form, packed, *version)?;
                        if begun.elapsed() > SLICE {
                            break;
                        }
                    }
                    Ok(())
                };
                session.transaction(store).expect("stored");
            }
        });
    }
    indexed.on(|| {
        let mut next = 0;
        while let Some(from) =
            session.transaction(|session| session.index_forms(batch, next, INDEXED)).expect("indexed")
        {
            next = from;
        }
    });
    published.on(|| {
        let publish = |session: &Session| {
            session.name_batch(batch, digest)?;
            session.publish_batch(digest, &format!("{:016x}", Stamp(1).0), EventId([1; 32]), "list.csv")?;
            session.add_targets(digest, |_, _, _| Ok(()))
        };
        assert!(session.transaction(publish).expect("published").is_empty());
    });
    filled.on(|| {
        drop(room);
        session.checkpoint().expect("checkpoint");
    });
    let parts = [("names", &names), ("filled", &filled), ("indexed", &indexed), ("published", &published)];
    for (part, spent) in parts {
        eprintln!("    {part}: {:.2} s CPU, {:.2} s wall", spent.cpu, spent.wall);
    }
    let sum = |get: fn(&Spent) -> f64| parts.iter().map(|(_, spent)| get(spent)).sum::<f64>();
    println!("told {} {} {}", sum(|spent| spent.wall), sum(|spent| spent.cpu), peak_memory());
    drop(session);
    // What the write-ahead log still holds belongs to the size.
    Connection::open(database).expect("database").execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").expect("checkpoint");
}
