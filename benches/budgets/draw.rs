//! The public draw: 500 of a million, and a tenth of a million sealed, drawn and proved, beside SQLite's own drawing of as many;
//! the same with a database, as a person waits for it.

use std::ops::ControlFlow;
use std::time::Instant;

use wenxiao::engine::import::Progress;
use wenxiao::engine::spot_check::draw::DrawAsk;
use wenxiao::engine::spot_check::plan::SampleAsk;
use wenxiao::model::money::Money;
use wenxiao::rules::draw::certainty::SealUnit;
use wenxiao::rules::draw::fraction::ratio;
use wenxiao::rules::draw::proof::{Frozen, prove};
use wenxiao::rules::draw::seal::{SealOptions, seal};
use wenxiao::rules::draw::seed::{SeedRecord, Source};

use super::measure::{Samples, in_turn};
use super::report::{Report, short};
use super::{Plan, data, score};

const TIMES: usize = 3;

/// Units in departments of very different size.
fn units(count: u64) -> Vec<SealUnit> {
    let unit = |at: u64| SealUnit {
        key: format!("990100{:015}", at * 7_919 % 1_000_000_007),
        stratum: format!("D{:03}", (at % 84).min(at % 31)),
        amount: Money(i64::try_from(at % 9_973 + 1).unwrap_or(1) * 10_000),
        recommended: at.is_multiple_of(997),
        ..SealUnit::default()
    };
    (0..count).map(unit).collect()
}

fn draw(units: &[SealUnit]) -> usize {
    let sealed = seal(units, &SealOptions { rate: ratio(1, 10), ..SealOptions::default() }).expect("sealed");
    let record = SeedRecord {
        frame: sealed.population.fingerprint(),
        plan: sealed.plan.fingerprint(),
        sources: vec![Source { label: "dice".to_owned(), value: "47102938561029384756".to_owned(), outside: true }],
        ..SeedRecord::default()
    };
    let frozen = Frozen { population: &sealed.population, plan: &sealed.plan, record: &record, expanded_to: None };
    let (_, proof) = prove(frozen, "bench").expect("proof");
    proof.write().expect("bytes").len()
}

fn table(units: &[SealUnit]) -> rusqlite::Connection {
    let base = rusqlite::Connection::open_in_memory().expect("database");
    base.execute_batch("CREATE TABLE unit (key TEXT NOT NULL, stratum TEXT NOT NULL, fen INTEGER NOT NULL); BEGIN")
        .expect("table");
    let mut insert = base.prepare("INSERT INTO unit VALUES (?1, ?2, ?3)").expect("statement");
    units.iter().for_each(|unit| {
        insert.execute((&unit.key, &unit.stratum, unit.amount.0)).expect("row");
    });
    drop(insert);
    base.execute_batch("COMMIT").expect("commit");
    base
}

fn by_sqlite(base: &rusqlite::Connection, count: usize) -> usize {
    let mut statement = base.prepare_cached("SELECT key FROM unit ORDER BY random() LIMIT ?1").expect("statement");
    let rows = statement.query_map([count as i64], |row| row.get::<_, String>(0)).expect("rows");
    rows.map(|key| key.expect("key").len()).sum()
}

/// P1: `few` of all by strata, from what is sealed already, beside SQLite's own choice of as many.
fn few_of(units: &[SealUnit], few: u64, report: &mut Report, what: &str) {
    let options = SealOptions { rate: ratio(few, units.len() as u64), minimum: 1, ..SealOptions::default() };
    let sealed = seal(units, &options).expect("sealed");
    let record = SeedRecord {
        frame: sealed.population.fingerprint(),
        plan: sealed.plan.fingerprint(),
        sources: vec![Source { label: "dice".to_owned(), value: "47102938561029384756".to_owned(), outside: true }],
        ..SeedRecord::default()
    };
    let base = table(units);
    let count = usize::try_from(few).expect("few");
    let ours = |_| {
        let drawn = wenxiao::rules::draw::draw(&sealed.population, &sealed.plan, &record.seed());
        std::hint::black_box(drawn.random());
    };
    let peer = |_| {
        std::hint::black_box(by_sqlite(&base, count));
    };
    compared("P1", what, 1.0, in_turn(TIMES, ours, peer), report);
}

/// P2: sealed, drawn and proved, beside SQLite's own choice of as many.
fn tenth_of(units: &[SealUnit], report: &mut Report, what: &str) {
    let base = table(units);
    let work = |_| {
        std::hint::black_box(draw(units));
    };
    let peer = |_| {
        std::hint::black_box(by_sqlite(&base, units.len() / 10));
    };
    compared("P2", what, 2.0, in_turn(TIMES, work, peer), report);
}

/// A share of the amounts reached by moving the largest, from nine tenths on: what that adds to sealing.
fn by_amount(units: &[SealUnit], report: &mut Report, what: &str) {
    let options = SealOptions { amount_rate: Some(ratio(9, 10)), ..SealOptions::default() };
    let (plain, moved) = in_turn(
        TIMES,
        |_| {
            std::hint::black_box(seal(units, &SealOptions::default()).expect("sealed"));
        },
        |_| {
            std::hint::black_box(seal(units, &options).expect("sealed").quota.moved);
        },
    );
    let detail = format!("{} against {}", moved.shown(), plain.shown());
    report.note("P2", what, detail);
}

fn compared(id: &'static str, what: &str, limit: f64, (ours, theirs): (Samples, Samples), report: &mut Report) {
    let detail = format!("{} ms against {} ms", short(ours.p50()), short(theirs.p50()));
    report.limit(id, what, ours.p50() / theirs.p50(), limit, " x", &detail);
}

/// Of so many self-evaluations in a database: the plan, the seal and the draw, as a person waits for them.
fn stored(count: usize, report: &mut Report) {
    let folder = tempfile::tempdir_in(data::folder()).expect("folder");
    let mut station = data::found(&data::below(folder.path()), "bench");
    score::evaluations(&mut station, folder.path(), count);
    let ask = SampleAsk { sources: vec!["dice".to_owned()], ..SampleAsk::default() };
    let mut times = [Samples::default(), Samples::default(), Samples::default()];
    times[0].time(|| station.plan_sample(&ask).expect("plan"));
    times[1].time(|| station.seal_sample("seal", &ask, &mut data::go_on).expect("seal"));
    let source = Source { label: "dice".to_owned(), value: "47102938561029384756".to_owned(), outside: true };
    let thrown = DrawAsk { sources: vec![source], ..DrawAsk::default() };
    // While rows are stored others who write have to wait.
    let mut storing = None;
    let mut watch = |progress: Progress| {
        if progress.phase == "phase-storing" && storing.is_none() {
            storing = Some(Instant::now());
        }
        ControlFlow::Continue(())
    };
    times[2].time(|| station.draw_sample("draw", &thrown, &mut watch).expect("draw"));
    let held = storing.map(|since| since.elapsed().as_secs_f64()).unwrap_or_default();
    for (what, took) in ["planned", "sealed", "drawn and assigned"].iter().zip(&times) {
        report.note("P2", &format!("{what}, of {count} stored"), format!("{} ms", short(took.p50())));
    }
    report.note("P2", &format!("others wait while a tenth of {count} is stored"), format!("{} ms", short(held * 1e3)));
}

pub fn run(plan: &Plan, report: &mut Report) {
    let mut few = Samples::default();
    let city = units(5_688);
    (0..20).for_each(|_| {
        few.time(|| draw(&city));
    });
    report.note("P2", "sealed, drawn and proved, 569 of 5,688", few.shown());
    let middle = units(50_000);
    few_of(&middle, 500, report, "500 of 50,000 by strata over ORDER BY random()");
    tenth_of(&middle, report, "5,000 of 50,000 over ORDER BY random()");
    by_amount(&middle, report, "sealed with 90 % of the amounts, against without, 50,000");
    stored(data::CITY, report);
    if plan.million {
        let all = units(1_000_000);
        few_of(&all, 500, report, "500 of 1,000,000 by strata over ORDER BY random()");
        tenth_of(&all, report, "100,000 of 1,000,000 over ORDER BY random()");
        by_amount(&all, report, "sealed with 90 % of the amounts, against without, 1,000,000");
        drop(all);
        stored(data::MILLION, report);
    }
}
