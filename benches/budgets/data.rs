//! What is measured on: lists made from the sample's forms, and databases imported from them.
//!
//! Everything is made once below `target/bench-data` and kept; the names carry a version, so a changed generator makes
//! new ones. The databases are made by importing generated csv files through the program itself: what is measured is
//! what a user would have.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use wenxiao::engine::clock::Clock;
use wenxiao::engine::import::Progress;
use wenxiao::engine::request::ImportOptions;
use wenxiao::engine::workstation::{DEFAULT_WORKSPACE, OpenOptions, Workstation};
use wenxiao::model::form::{Form, FormKind, Indicator};
use wenxiao::sample;

/// Projects of one city, as many as the sample has.
pub const CITY: usize = 5_688;
/// The large size.
pub const MILLION: usize = 1_000_000;

const VERSION: &str = "1";
/// Projects in one file when a database is made: some 20 MB of csv.
const PER_FILE: usize = 20_000;

/// Folder for everything that is kept between runs.
pub fn folder() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("target folder");
    let folder = target.join("bench-data");
    fs::create_dir_all(&folder).expect("bench-data");
    folder
}

/// Goes on, whatever the progress.
pub fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// The folder that `WENXIAO_HOME` must name for the program to open this database.
pub fn home(database: &Path) -> &Path {
    database.parent().and_then(Path::parent).expect("databases lie in a home")
}

/// Where a database lies below a folder, so that the program finds it and its keys.
pub fn below(folder: &Path) -> PathBuf {
    let data = folder.join("data");
    fs::create_dir_all(&data).expect("folder");
    data.join("wenxiao.db")
}

/// How to open a database.
pub fn options(database: &Path) -> OpenOptions {
    OpenOptions {
        database: database.to_owned(),
        state: home(database).join("state"),
        create: true,
        read_only: false,
        workspace: DEFAULT_WORKSPACE,
        clock: Clock::new(),
        mappings: None,
        reader: None,
        checks: Default::default(),
    }
}

/// Opens a database that is there.
pub fn open(database: &Path) -> Workstation {
    Workstation::open(OpenOptions { create: false, ..options(database) }).expect("station opens")
}

/// A new station where somebody works.
pub fn found(database: &Path, name: &str) -> Workstation {
    let mut station = Workstation::open(options(database)).expect("station is made");
    station.introduce(name, "").expect("introduced");
    station
}

/// Imports one list.
pub fn import(station: &mut Workstation, path: &Path) {
    let options = ImportOptions { year: Some(2025), ..ImportOptions::default() };
    let report = station.import(&[path.to_owned()], &options, &mut go_on).expect("import");
    assert!(report.files.iter().all(|file| file.rejects.is_empty()), "generated lists are clean");
}

/// Targets of the sample's second year, the models for all that is generated.
pub fn models() -> Vec<Form> {
    let batches = sample::batches();
    let targets = batches.into_iter().find(|batch| batch.kind == FormKind::Target && batch.year == 2025);
    targets.expect("the sample has targets of 2025").forms.into_iter().map(|(_, form)| form).collect()
}

const HEADINGS: [&str; 13] = [
    "项目代码",
    "项目名称",
    "主管部门",
    "预算单位",
    "年度资金总额（万元）",
    "年度目标",
    "一级指标",
    "二级指标",
    "三级指标",
    "计算符号",
    "指标值",
    "计量单位",
    "分值",
];

/// Columns of a generated list.
pub const COLUMNS: usize = HEADINGS.len();

fn cells(model: &Form, number: usize, row: usize, indicator: &Indicator) -> [String; COLUMNS] {
    let of = |text: &Option<String>| text.clone().unwrap_or_default();
    let party = |code: &Option<String>, name: &str| format!("{}-{name}", code.as_deref().unwrap_or("000"));
    // Amounts spread over both sides of the key lane; hundredths of 万元 keep them exact.
    let amount = 500 + (number * 7_919) % 300_000;
    // Where a model has fewer rows than wanted, the rows after them are told apart by a number.
    let again = row / model.indicators.len().max(1);
    let level3 = if again == 0 { indicator.level3.clone() } else { format!("{}{again}", indicator.level3) };
    [
        format!("5100{:02}25T{number:012}", number % 97),
        format!("{}{}", model.name, number / CITY),
        party(&model.department.code, &model.department.name),
        party(&model.unit.code, &model.unit.name),
        format!("{}.{:02}", amount / 100, amount % 100),
        of(&model.goal.annual),
        indicator.level1.clone(),
        indicator.level2.clone(),
        level3,
        of(&indicator.operator),
        indicator.target.clone(),
        of(&indicator.unit),
        of(&indicator.weight),
    ]
}

/// Rows of a list with `indicators` rows for each of the projects.
pub fn rows(
    models: &[Form],
    projects: std::ops::Range<usize>,
    indicators: usize,
) -> impl Iterator<Item = [String; COLUMNS]> {
    let models: Vec<&Form> = models.iter().filter(|model| !model.indicators.is_empty()).collect();
    projects.flat_map(move |number| {
        let model = models[number % models.len()];
        (0..indicators)
            .map(|row| cells(model, number, row, &model.indicators[row % model.indicators.len()]))
            .collect::<Vec<_>>()
    })
}

/// Writes a list as csv.
pub fn write_csv(path: &Path, rows: impl Iterator<Item = [String; COLUMNS]>) {
    let mut writer = csv::Writer::from_path(path).expect("csv");
    writer.write_record(HEADINGS).expect("csv");
    for row in rows {
        writer.write_record(&row).expect("csv");
    }
    writer.flush().expect("csv");
}

/// Writes the same list as a workbook.
pub fn write_xlsx(path: &Path, rows: impl Iterator<Item = [String; COLUMNS]>) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let all = std::iter::once(HEADINGS.map(str::to_owned)).chain(rows);
    for (number, row) in (0..).zip(all) {
        for (column, text) in (0..).zip(&row) {
            sheet.write_string(number, column, text).expect("cell");
        }
    }
    book.save(path).expect("workbook");
}

/// A list of the city's projects with twelve rows each, as csv and as workbook.
pub fn lists() -> (PathBuf, PathBuf) {
    let csv = folder().join(format!("list-{CITY}x12-v{VERSION}.csv"));
    let xlsx = csv.with_extension("xlsx");
    if !csv.exists() || !xlsx.exists() {
        eprintln!("making {} and its twin", csv.display());
        let models = models();
        write_csv(&csv.with_extension("part"), rows(&models, 0..CITY, 12));
        fs::rename(csv.with_extension("part"), &csv).expect("rename");
        write_xlsx(&xlsx.with_extension("part"), rows(&models, 0..CITY, 12));
        fs::rename(xlsx.with_extension("part"), &xlsx).expect("rename");
    }
    (csv, xlsx)
}

/// A list of a million rows of indicators.
pub fn long_list() -> PathBuf {
    let csv = folder().join(format!("list-{LONG}x12-v{VERSION}.csv"));
    if !csv.exists() {
        eprintln!("making {}", csv.display());
        let models = models();
        write_csv(&csv.with_extension("part"), rows(&models, 0..LONG, 12));
        fs::rename(csv.with_extension("part"), &csv).expect("rename");
    }
    csv
}

/// Projects of twelve rows that make a million rows.
pub const LONG: usize = 83_334;

/// A database of so many targets with three indicators each; made when it is not there.
pub fn database(targets: usize) -> PathBuf {
    let folder = folder().join(format!("targets-{targets}-v{VERSION}"));
    let path = folder.join("data").join("wenxiao.db");
    if path.exists() {
        return path;
    }
    eprintln!("making {} (once)", path.display());
    let making = folder.with_extension("part");
    let _ = fs::remove_dir_all(&making);
    fs::create_dir_all(&making).expect("folder");
    {
        let mut station = found(&below(&making), "bench");
        let models = models();
        let list = making.join("list.csv");
        let begun = std::time::Instant::now();
        for first in (0..targets).step_by(PER_FILE) {
            let last = (first + PER_FILE).min(targets);
            write_csv(&list, rows(&models, first..last, 3));
            import(&mut station, &list);
            eprintln!("  {last} targets after {:.1} s", begun.elapsed().as_secs_f64());
        }
        let _ = fs::remove_file(list);
    }
    fs::rename(&making, &folder).expect("rename");
    // The folder has another name now, the database file is the same: opening it once settles the anchor.
    drop(open(&path));
    path
}
