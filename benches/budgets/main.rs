//! Measures what the program promises, and prints each figure beside its budget.
//!
//! ```text
//! cargo bench                          everything at 5,688 targets
//! cargo bench -- --million             everything, also at 1,000,000 targets (made once, several minutes)
//! cargo bench -- queue keys --million  some groups
//! ```
//! Groups: start queue find save import store bundle checks draw score sample keys. Data is kept in `target/bench-data`.
//!
//! Budgets are ratios inside one run wherever there is something to compare with, because machines differ and other
//! work comes and goes. A missed budget is printed, never an error: a timed test fails on the wrong machine.

mod bundle;
mod checks;
mod data;
mod draw;
mod find;
mod import;
mod keys;
mod measure;
mod queue;
mod report;
mod sample;
mod save;
mod score;
mod start;
mod store;

use report::Report;

/// What to measure.
pub struct Plan {
    groups: Vec<String>,
    /// Also at a million targets.
    pub million: bool,
}

impl Plan {
    fn wants(&self, group: &str) -> bool {
        self.groups.is_empty() || self.groups.iter().any(|wanted| wanted == group)
    }
}

type Group = (&'static str, fn(&Plan, &mut Report));

const GROUPS: [Group; 12] = [
    ("start", start::run),
    ("queue", queue::run),
    ("find", find::run),
    ("save", save::run),
    ("import", import::run),
    ("store", store::run),
    ("bundle", bundle::run),
    ("checks", checks::run),
    ("draw", draw::run),
    ("score", score::run),
    ("sample", sample::run),
    ("keys", keys::run),
];

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|arg| arg == "--child") {
        return child(&args[1..]);
    }
    let asked = args.iter().any(|arg| arg == "--bench");
    args.retain(|arg| arg != "--bench");
    if !asked {
        // `cargo test --all-targets` starts benches, too; figures of a debug build say nothing.
        return println!("run with `cargo bench`");
    }
    let million = args.iter().any(|arg| arg == "--million");
    args.retain(|arg| arg != "--million");
    if let Some(unknown) = args.iter().find(|arg| GROUPS.iter().all(|(name, _)| name != arg)) {
        let names: Vec<&str> = GROUPS.iter().map(|(name, _)| *name).collect();
        eprintln!("no group {unknown}; there are {}", names.join(" "));
        std::process::exit(2);
    }
    let plan = Plan { groups: args, million };
    let mut report = Report::default();
    for (name, run) in GROUPS {
        if plan.wants(name) {
            eprintln!("{name}");
            run(&plan, &mut report);
        }
    }
    println!("{}", report.table());
}

/// Work that is measured alone in its own process.
fn child(args: &[String]) {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["first-page", database] => start::first_page(database.as_ref()),
        ["browse", database] => measure::tell(|| start::browse(database.as_ref())),
        ["import", list, database] => import::import(list.as_ref(), database.as_ref()),
        ["preview", list, database] => import::preview(list.as_ref(), database.as_ref()),
        ["parse-csv", list] => measure::tell(|| import::parse_csv(list.as_ref())),
        ["insert-flat", list, database] => measure::tell(|| import::insert_flat(list.as_ref(), database.as_ref())),
        ["read-xlsx", list] => measure::tell(|| import::read_xlsx(list.as_ref())),
        ["store-forms", database] => store::store_forms(database.as_ref(), store::PROJECTS),
        // For looking at one size without the others: `--child store-forms FILE 1000000`, then `--child find FILE`.
        ["store-forms", database, projects] => {
            store::store_forms(database.as_ref(), projects.parse().expect("a number of projects"));
        }
        ["find", database] => {
            let session = wenxiao::store::Session::open(database.as_ref(), wenxiao::store::Access::Read);
            find::measure(&session.expect("session"), "this file", &mut Report::default());
        }
        ["score-all", database] => score::plan_draw(database.as_ref(), true),
        ["score-none", database] => score::plan_draw(database.as_ref(), false),
        ["group-flat", count] => score::group_flat(count.parse().expect("a number of projects")),
        ["check-all", database] => checks::all(database.as_ref()),
        ["build-sample", database] => sample::build(database.as_ref()),
        other => panic!("no such work: {other:?}"),
    }
}
