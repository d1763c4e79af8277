//! Points of every self-evaluation recomputed from its own figures, beside the same arithmetic as one GROUP BY in SQLite.

use std::fmt::Write as _;
use std::path::Path;

use rust_decimal::Decimal;
use wenxiao::engine::request::ImportOptions;
use wenxiao::engine::spot_check::plan::SampleAsk;
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::form::FormKind;

use super::measure::{child, tell};
use super::report::{Report, short};
use super::{Plan, data};

/// Self-evaluations in one file.
const PER_FILE: usize = 50_000;
/// Rows of each.
const ROWS: usize = 3;

/// So many self-evaluations of three rows, imported as a user would have them.
pub fn evaluations(station: &mut Workstation, folder: &Path, count: usize) {
    for first in (0..count).step_by(PER_FILE) {
        let mut text =
            "项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n"
                .to_owned();
        for at in first..count.min(first + PER_FILE) {
            let (code, department) = (format!("990124{at:015}"), (at % 84).min(at % 31));
            for (row, (name, sign, target, unit)) in
                [("完成数量", "≥", 30, "件"), ("合格率", "≥", 95, "%"), ("完成天数", "≤", 60, "天")].iter().enumerate()
            {
                let actual = target - 3 + at * 7 % 11;
                let (level, weight) = if row == 2 { ("时效指标", 20) } else { ("数量指标", 35) };
                // Writing to a string cannot fail.
                let _ = writeln!(
                    text,
                    "{code},项目{at},部门{department:03},中心{department:03},产出指标,{level},{name},{sign},{target},{unit},{actual},{weight},{weight}"
                );
            }
        }
        let path = folder.join("evaluations.csv");
        std::fs::write(&path, text).expect("list");
        let kind = Some(FormKind::SelfEvaluation);
        let options = ImportOptions { year: Some(2024), kind, ..ImportOptions::default() };
        let report = station.import(&[path], &options, &mut data::go_on).expect("import");
        assert!(report.files[0].rejects.is_empty(), "{:?}", report.files[0].rejects);
    }
}

pub fn run(plan: &Plan, report: &mut Report) {
    measure(data::CITY, report);
    if plan.million {
        // A million rows, as the budget says.
        measure(data::MILLION / ROWS, report);
    }
}

fn measure(count: usize, report: &mut Report) {
    let folder = tempfile::tempdir_in(data::folder()).expect("folder");
    let database = data::below(folder.path());
    evaluations(&mut data::found(&database, "bench"), folder.path(), count);
    let text = database.to_string_lossy();
    let size = format!("{} rows", count * ROWS);
    // Who asks for projects whose points are far too high has every one of them recomputed.
    let (with, without) = (child(&["score-all", &text]), child(&["score-none", &text]));
    let ours = (with.cpu - without.cpu).max(0.0);
    #[allow(clippy::cast_precision_loss)]
    let rate = (count * ROWS) as f64 / ours / 1000.0;
    let figure = format!("{} s CPU, {} k rows a CPU second", short(ours), short(rate));
    report.note("C3", &format!("forms read and points recomputed, {size}"), figure);
    let theirs = child(&["group-flat", &count.to_string()]);
    let detail = format!("{} s against {} s CPU", short(ours), short(theirs.cpu));
    report.limit("C3", &format!("points over GROUP BY of a flat table, {size}"), ours / theirs.cpu, 0.8, " x", &detail);
}

/// Plans a draw, with every point recomputed or with none: alone in its process.
pub fn plan_draw(database: &Path, recomputed: bool) {
    let station = data::open(database);
    let ask = SampleAsk { flagged_from: recomputed.then_some(Decimal::ONE), ..SampleAsk::default() };
    tell(|| {
        let planned = station.plan_sample(&ask).expect("plan");
        assert_eq!(planned.quota.certainty > 0, recomputed);
    });
}

/// The same arithmetic as one GROUP BY in SQLite, on a flat table of rows: alone in its process.
pub fn group_flat(count: usize) {
    let base = rusqlite::Connection::open_in_memory().expect("database");
    base.execute_batch("CREATE TABLE line (project INTEGER, target REAL, actual REAL, weight REAL); BEGIN")
        .expect("table");
    let mut insert = base.prepare("INSERT INTO line VALUES (?1, ?2, ?3, ?4)").expect("statement");
    for at in 0..count {
        for (target, weight) in [(30, 35), (95, 35), (60, 20)] {
            insert.execute((at as i64, target, target - 3 + (at as i64) * 7 % 11, weight)).expect("row");
        }
    }
    drop(insert);
    base.execute_batch("COMMIT").expect("commit");
    tell(|| {
        let sql = "SELECT project, sum(round(weight * min(1.0, actual / target), 2)) FROM line GROUP BY project";
        let mut statement = base.prepare(sql).expect("statement");
        let points = statement.query_map([], |row| row.get::<_, f64>(1)).expect("rows");
        assert!(points.map(|points| points.expect("points")).sum::<f64>() > 0.0);
    });
}
