//! Points of every self-evaluation recomputed from its own figures, beside SQLite reading every form once.

use std::fmt::Write as _;
use std::path::Path;

use wenxiao::engine::request::ImportOptions;
use wenxiao::engine::workstation::Workstation;
use wenxiao::model::form::FormKind;

use super::measure::{child, cpu_of_children, has_sqlite3, run as command, tell};
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
    let ours = child(&["score-all", &text]);
    let size = format!("{} rows", count * ROWS);
    #[allow(clippy::cast_precision_loss)]
    let rate = (count * ROWS) as f64 / ours.cpu / 1000.0;
    let figure = format!("{} s CPU, {} k rows a CPU second", short(ours.cpu), short(rate));
    report.note("C3", &format!("all points recomputed, {size}"), figure);
    if has_sqlite3() {
        let begun = cpu_of_children();
        let sql = "SELECT year, sum(length(body)) FROM form GROUP BY year";
        if command("sqlite3", &[&text, sql]) {
            let theirs = cpu_of_children() - begun;
            let detail = format!("{} s against {} s", short(ours.cpu), short(theirs));
            report.note("C3", &format!("all points : sqlite3 reading every form once, {size}, CPU"), detail);
        }
    }
}

/// Recomputes everything in a database: alone in its process.
pub fn all(database: &Path) {
    let station = data::open(database);
    tell(|| {
        let scored = station.recompute_all(2024, &mut data::go_on).expect("points");
        assert!(scored > 0);
    });
}
