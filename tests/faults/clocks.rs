//! Clocks that are wrong.

use std::path::Path;

use super::child::{complaints, count, found, open, opinion, options};
use super::support::go_on;
use wenxiao::engine::clock::Clock;
use wenxiao::engine::workstation::{OpenOptions, Workstation};
use wenxiao::model::event::Stamp;

fn at(folder: &Path, moment: &str) -> Workstation {
    let clock = Clock::fixed(moment.parse().unwrap());
    Workstation::open(OpenOptions { clock, ..options(folder) }).unwrap()
}

fn opine(station: &mut Workstation, text: &str) -> Stamp {
    let action = opinion(station, "项目1", text);
    station.act(text, &action).unwrap().step.at
}

#[test]
fn a_clock_that_jumps_back_or_ahead_leaves_the_order_of_ones_own_acts() {
    let folder = tempfile::tempdir().unwrap();
    drop(found(folder.path(), 2));
    let moments = [
        "2025-06-12T03:00:00Z",
        "2015-06-12T03:00:00Z",
        "2015-06-12T02:00:00Z",
        "2035-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
    ];
    let stamps: Vec<Stamp> = moments.iter().map(|moment| opine(&mut at(folder.path(), moment), moment)).collect();
    assert!(stamps.is_sorted_by(|a, b| a < b), "{stamps:?}");
    assert!(stamps[3].millis() < "2035-01-02T00:00:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond() as u64);
    let mut station = at(folder.path(), moments[0]);
    assert_eq!(complaints(&station), []);
    let database = folder.path().join("wenxiao.db");
    let disorder = "SELECT count(*) FROM event a JOIN event b USING (replica) WHERE a.seq < b.seq AND a.at >= b.at";
    assert_eq!(count(&database, disorder), 0);
    // The last act is the one made last, whatever the clock said then.
    station.undo().unwrap();
    let left: Vec<String> = station.opinions().unwrap().into_iter().map(|(_, said, _)| said.text).collect();
    assert!(!left.contains(&moments[4].to_owned()) && left.len() == 4, "{left:?}");
}

#[test]
fn a_colleagues_clock_at_the_end_of_time_is_kept_but_not_followed() {
    let (ours, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut colleague = found(theirs.path(), 2);
    let mut station = open(ours.path());
    station.introduce("李强", "绩效处").unwrap();
    station.enrol(&colleague.key_card().unwrap()).unwrap();
    colleague.enrol(&station.key_card().unwrap()).unwrap();
    drop(colleague);
    // The last stamp there is, but for a few.
    let connection = rusqlite::Connection::open(theirs.path().join("wenxiao.db")).unwrap();
    connection.execute("UPDATE meta SET value = 'fffffffffffffff0' WHERE key = 'clock'", []).unwrap();
    drop(connection);
    let mut colleague = open(theirs.path());
    let far = opine(&mut colleague, "from the end of time");
    assert_eq!(far.0, 0xffff_ffff_ffff_fff1);
    let bundle = theirs.path().join("far.wxb");
    colleague.export_bundle(&bundle, true, None, &mut go_on).unwrap();
    let report = station.import_bundles(&[bundle], &mut go_on).unwrap().remove(0);
    assert_eq!((report.pending, report.quarantined), (0, 0), "never refused for its time");
    let mine = opine(&mut station, "mine");
    let day = 24 * 60 * 60 * 1000;
    assert!(mine.millis() <= station.clock().millis() + day, "{mine:?}");
    assert_eq!(complaints(&station), []);
    // Half a day ahead is an ordinary wrong clock: later acts are shown as later.
    let near = at(theirs.path(), "2025-06-12T14:00:00Z");
    drop(near);
    assert_eq!(station.opinions().unwrap().len(), 2);
}
