//! Taking in ten thousand signed events of a colleague, against verifying and inserting them.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use wenxiao::engine::trust::KeyCard;
use wenxiao::engine::workstation::Workstation;
use wenxiao::exchange::bundle::{self, Reading, Record};
use wenxiao::model::ids::PublicKey;
use wenxiao::model::query::Query;
use wenxiao::sync::sign;

use super::measure::{Samples, cpu};
use super::report::Report;
use super::save::opine;
use super::start::ids_of;
use super::{Plan, data};

const EVENTS: usize = 10_000;
const ROUNDS: usize = 3;

pub fn run(_: &Plan, report: &mut Report) {
    let (list, path, card) = sender();
    let (mut ours, mut theirs) = (Samples::default(), Samples::default());
    let (mut ours_cpu, mut theirs_cpu) = (0.0, 0.0);
    for round in 0..ROUNDS {
        let folder = tempfile::tempdir_in(data::folder()).expect("folder");
        let mut station = data::found(&data::below(folder.path()), "receiver");
        data::import(&mut station, &list);
        station.enrol(&card).expect("enrolled");
        let before = cpu();
        let reports =
            ours.time(|| station.import_bundles(std::slice::from_ref(&path), &mut data::go_on).expect("taken in"));
        ours_cpu += cpu() - before;
        assert!(reports[0].new > EVENTS as u64 && reports[0].pending == 0, "{reports:?}");
        let events = events_of(&path);
        let before = cpu();
        theirs.time(|| verify_and_insert(&folder.path().join(format!("bare-{round}.db")), &card.key, &events));
        theirs_cpu += cpu() - before;
    }
    let detail = format!(
        "{:.2} s CPU against {:.2} s; {:.0} ms against {:.0} ms",
        ours_cpu / ROUNDS as f64,
        theirs_cpu / ROUNDS as f64,
        ours.p50(),
        theirs.p50()
    );
    report.limit(
        "Y1",
        "10,000 signed events taken in : verify + insert, CPU",
        ours_cpu / theirs_cpu,
        1.5,
        " x",
        &detail,
    );
}

/// A colleague's bundle with its list, made once.
fn sender() -> (PathBuf, PathBuf, KeyCard) {
    let folder = data::folder().join("sender-v1");
    if !folder.join("sent.wxb").exists() {
        let making = data::folder().join("sender-v1.part");
        let _ = std::fs::remove_dir_all(&making);
        std::fs::create_dir_all(&making).expect("folder");
        eprintln!("making a bundle of {EVENTS} events (once)");
        let list = making.join("list.csv");
        data::write_csv(&list, data::rows(&data::models(), 0..data::CITY, 3));
        let mut station = data::found(&data::below(&making), "sender");
        data::import(&mut station, &list);
        let ids = ids_of(&station, &Query::default());
        for number in 0..EVENTS {
            opine(&mut station, ids[number % ids.len()], number / ids.len());
        }
        station.export_bundle(&making.join("sent.wxb"), true, None, &mut data::go_on).expect("bundle");
        drop(station);
        std::fs::rename(&making, &folder).expect("rename");
    }
    let station: Workstation = data::open(&data::below(&folder));
    (folder.join("list.csv"), folder.join("sent.wxb"), station.key_card().expect("card"))
}

type Signed = (Vec<u8>, [u8; 64]);

fn events_of(path: &Path) -> Vec<Signed> {
    let staging = tempfile::tempdir().expect("folder");
    let reading = Reading {
        staging: staging.path(),
        workspace: None,
        known: &|_: &PublicKey| true,
        verify: &sign::verify_bundle,
    };
    let opened = bundle::open(path, &reading).expect("bundle");
    let mut events = Vec::new();
    bundle::read_payload(&opened, &mut |record| {
        if let Record::Event { bytes, signature, .. } = record {
            events.push((bytes.to_vec(), *signature));
        }
        Ok(())
    })
    .expect("payload");
    events
}

fn verify_and_insert(database: &Path, key: &PublicKey, events: &[Signed]) {
    let mut connection = Connection::open(database).expect("database");
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a BLOB, b BLOB)")
        .expect("table");
    let transaction = connection.transaction().expect("begin");
    {
        let mut insert = transaction.prepare("INSERT INTO t VALUES (?1, ?2)").expect("insert");
        for (bytes, signature) in events {
            assert!(sign::verify_event(key, bytes, signature));
            insert.execute(params![bytes, signature]).expect("row");
        }
    }
    transaction.commit().expect("commit");
}
