//! All automatic checks over all targets, with everything around them found first; and one target looked at again.

use std::path::Path;

use wenxiao::model::query::Query;

use super::measure::{Samples, child, cpu_of_children, has_sqlite3, run as command, tell};
use super::report::{Report, short};
use super::start::ids_of;
use super::{Plan, data};

/// One frame: a finding must be there before anybody sees that it was not.
const FRAME: f64 = 16.0;

pub fn run(plan: &Plan, report: &mut Report) {
    let folder = tempfile::tempdir_in(data::folder()).expect("folder");
    let database = data::below(folder.path());
    data::import(&mut data::found(&database, "bench"), &data::lists().0);
    measure(&database, "5,688 x 12 rows", (data::CITY, 12), report);
    if plan.million {
        // A copy, so that what is kept stays as it was imported.
        let kept = data::database(data::MILLION);
        let folder = tempfile::tempdir_in(data::folder()).expect("folder");
        let database = data::below(folder.path());
        std::fs::copy(&kept, &database).expect("copy");
        measure(&database, "1M x 3 rows", (data::MILLION, 3), report);
    }
}

fn measure(database: &Path, size: &str, (targets, each): (usize, usize), report: &mut Report) {
    let text = database.to_string_lossy();
    #[allow(clippy::cast_precision_loss)]
    let rows = (targets * each) as f64;
    let before = std::fs::metadata(database).map_or(0, |data| data.len());
    let ours = child(&["check-all", &text]);
    let rate = |seconds: f64| short(rows / seconds / 1000.0);
    let figure =
        format!("{} s CPU, {} s wall, {} k rows a CPU second", short(ours.cpu), short(ours.wall), rate(ours.cpu));
    report.note("C1", &format!("all checks with surroundings, {size}"), figure);
    #[allow(clippy::cast_precision_loss)]
    let grown = std::fs::metadata(database).map_or(0, |data| data.len()).saturating_sub(before) as f64;
    report.note("C1", &format!("room for findings, {size}"), format!("{} MB", short(grown / 1e6)));
    if has_sqlite3() {
        let begun = cpu_of_children();
        let sql = "SELECT year, sum(length(body)) FROM form GROUP BY year";
        if command("sqlite3", &[&text, sql]) {
            let theirs = cpu_of_children() - begun;
            let detail = format!("{} s against {} s", short(ours.cpu), short(theirs));
            report.note("C1", &format!("all checks : sqlite3 reading every form once, {size}, CPU"), detail);
        }
    }
    report.limit("M2", &format!("memory of the checks, {size}"), ours.peak, 200.0, " MB", "");
    let again = child(&["check-all", &text]);
    report.note("C1", &format!("nothing has changed, {size}"), format!("{} s wall", short(again.wall)));

    let station = data::open(database);
    let ids = ids_of(&station, &Query::default());
    let mut samples = Samples::default();
    for turn in 0..500 {
        let id = ids[turn * 104_729 % ids.len()];
        let view = samples.time(|| station.project(id).expect("project"));
        assert_eq!(*view.findings, *station.findings_of(id).expect("findings"));
    }
    let what = format!("a target read and looked at again, {size}, p99");
    report.limit("C2", &what, samples.p99(), FRAME, " ms", &samples.shown());
}

/// Looks at everything in a database: alone in its process.
pub fn all(database: &Path) {
    tell(|| {
        data::open(database).pre_review(false, &mut data::go_on).expect("checks");
    });
}
