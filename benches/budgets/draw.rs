//! The public draw: a tenth of a million sealed, drawn and proved, beside SQLite's own drawing of as many.

use wenxiao::model::money::Money;
use wenxiao::rules::draw::certainty::SealUnit;
use wenxiao::rules::draw::fraction::ratio;
use wenxiao::rules::draw::proof::{Frozen, prove};
use wenxiao::rules::draw::seal::{SealOptions, seal};
use wenxiao::rules::draw::seed::{SeedRecord, Source};

use super::Plan;
use super::measure::{Samples, in_turn};
use super::report::{Report, short};

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

pub fn run(plan: &Plan, report: &mut Report) {
    let mut few = Samples::default();
    let city = units(5_688);
    (0..20).for_each(|_| {
        few.time(|| draw(&city));
    });
    report.note("P2", "sealed, drawn and proved, 569 of 5,688", few.shown());
    if plan.million {
        let all = units(1_000_000);
        let base = table(&all);
        let work = |_| {
            std::hint::black_box(draw(&all));
        };
        let peer = |_| {
            std::hint::black_box(by_sqlite(&base, 100_000));
        };
        let (ours, sqlite) = in_turn(TIMES, work, peer);
        let detail = format!("{} ms against {} ms", short(ours.p50()), short(sqlite.p50()));
        report.limit(
            "P2",
            "100,000 of 1,000,000 over ORDER BY random()",
            ours.p50() / sqlite.p50(),
            2.0,
            " x",
            &detail,
        );
    }
}
