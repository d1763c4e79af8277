//! Copies of the database, older copies put back, keys and anchors that are gone: no number is ever used twice, and no
//! secret leaves its file.

use std::path::{Path, PathBuf};

use super::child::{complaints, count, found, open, opinion, options};
use super::support::go_on;
use wenxiao::engine::identity::Standing;
use wenxiao::engine::view::{Draft, DraftKey};
use wenxiao::engine::workstation::{OpenOptions, Workstation};
use wenxiao::model::event::Body;
use wenxiao::store::{Access, Session};

fn opine(station: &mut Workstation, text: &str) {
    let action = opinion(station, "项目1", text);
    station.act(text, &action).unwrap();
}

/// The folder of key and anchor.
fn vault(folder: &Path) -> PathBuf {
    std::fs::read_dir(folder.join("state/stations")).unwrap().next().unwrap().unwrap().path()
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A colleague who knows the key takes in everything from these stations: whole chains, no number used twice, all the
/// opinions.
fn meets(stations: &[&Workstation], texts: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let mut colleague = open(folder.path());
    colleague.introduce("李强", "绩效处").unwrap();
    colleague.enrol(&stations[0].key_card().unwrap()).unwrap();
    for (number, station) in stations.iter().enumerate() {
        let bundle = folder.path().join(format!("{number}.wxb"));
        station.export_bundle(&bundle, true, None, &mut go_on).unwrap();
        let report = colleague.import_bundles(&[bundle], &mut go_on).unwrap().remove(0);
        assert_eq!((report.pending, report.quarantined), (0, 0));
    }
    assert_eq!(complaints(&colleague), []);
    let database = folder.path().join("wenxiao.db");
    let twice = "SELECT count(*) FROM (SELECT 1 FROM event GROUP BY replica, seq HAVING count(*) > 1)";
    assert_eq!(count(&database, twice), 0, "a number was used twice");
    let mut said: Vec<String> = colleague.opinions().unwrap().into_iter().map(|(_, said, _)| said.text).collect();
    said.sort();
    assert_eq!(said, texts);
}

#[test]
fn two_copies_with_one_state_folder_never_share_a_chain() {
    let folder = tempfile::tempdir().unwrap();
    let mut station = found(folder.path(), 2);
    opine(&mut station, "a");
    drop(station);
    let copy = folder.path().join("copy.db");
    std::fs::copy(folder.path().join("wenxiao.db"), &copy).unwrap();
    let copied = || OpenOptions { database: copy.clone(), ..options(folder.path()) };
    // The original is in use while the copy is opened, and is closed last.
    let mut original = open(folder.path());
    let mut second = Workstation::open(copied()).unwrap();
    assert_eq!(second.standing(), Standing::Moved);
    assert_ne!(second.replica().unwrap(), original.replica().unwrap());
    opine(&mut second, "b");
    opine(&mut original, "c");
    drop(second);
    drop(original);
    let mut original = open(folder.path());
    opine(&mut original, "d");
    let mut second = Workstation::open(copied()).unwrap();
    opine(&mut second, "e");
    assert_eq!((complaints(&original), complaints(&second)), (Vec::new(), Vec::new()));
    meets(&[&original, &second], &["a", "b", "c", "d", "e"]);
}

#[test]
fn copies_taken_together_with_their_state_folder_never_share_a_chain() {
    let folder = tempfile::tempdir().unwrap();
    let mut original = found(folder.path(), 2);
    opine(&mut original, "a");
    drop(original);
    let clones = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for clone in &clones {
        copy_folder(folder.path(), clone.path());
    }
    let mut stations: Vec<Workstation> =
        [folder.path(), clones[0].path(), clones[1].path()].into_iter().map(open).collect();
    assert_eq!(stations[0].standing(), Standing::Known, "the original is where it was");
    assert_eq!(stations[1].standing(), Standing::Moved);
    for (station, text) in stations.iter_mut().zip(["b", "c", "d"]) {
        opine(station, text);
    }
    let all: Vec<&Workstation> = stations.iter().collect();
    meets(&all, &["a", "b", "c", "d"]);
}

#[test]
fn a_copy_without_its_key_is_for_reading_until_someone_introduces_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let mut station = found(folder.path(), 2);
    opine(&mut station, "a");
    drop(station);
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::copy(folder.path().join("wenxiao.db"), elsewhere.path().join("wenxiao.db")).unwrap();
    let mut copy = open(elsewhere.path());
    assert_eq!((copy.standing(), copy.read_only()), (Standing::KeyMissing, Some("read-only-no-key")));
    let action = opinion(&copy, "项目1", "b");
    assert_eq!(copy.act("b", &action).unwrap_err().key, "problem-key-missing");
    assert_eq!(complaints(&copy).len(), 1, "the key, and nothing else");
    copy.introduce("李强", "绩效处").unwrap();
    opine(&mut copy, "b");
    assert_eq!(complaints(&copy), []);
}

#[test]
fn two_histories_of_one_chain_are_both_kept_and_look_the_same_everywhere() {
    // What happens when the notice of a copy is got round: the anchor says that the copy is the original.
    let folder = tempfile::tempdir().unwrap();
    let mut original = found(folder.path(), 2);
    opine(&mut original, "a");
    drop(original);
    let clone = tempfile::tempdir().unwrap();
    copy_folder(folder.path(), clone.path());
    let (_, inode) = wenxiao::system::file_identity(&folder.path().join("wenxiao.db"));
    let (_, cloned) = wenxiao::system::file_identity(&clone.path().join("wenxiao.db"));
    let anchor = vault(clone.path()).join("anchor.json");
    let forged = std::fs::read_to_string(&anchor).unwrap().replace(&inode.to_string(), &cloned.to_string());
    std::fs::write(&anchor, forged).unwrap();
    let (mut original, mut copy) = (open(folder.path()), open(clone.path()));
    assert_eq!(original.replica().unwrap(), copy.replica().unwrap());
    opine(&mut original, "b");
    opine(&mut copy, "c");
    opine(&mut copy, "d");
    let exchange = |from: &Workstation, to: &mut Workstation| {
        let bundles = tempfile::tempdir().unwrap();
        let bundle = bundles.path().join("all.wxb");
        from.export_bundle(&bundle, true, None, &mut go_on).unwrap();
        to.import_bundles(&[bundle], &mut go_on).unwrap();
    };
    exchange(&original, &mut copy);
    exchange(&copy, &mut original);
    assert_eq!(original.digest().unwrap(), copy.digest().unwrap());
    assert_eq!(original.opinions().unwrap().len(), 4, "no branch is lost");
    // Work goes on behind the longer branch, on both.
    opine(&mut original, "e");
    exchange(&original, &mut copy);
    assert_eq!(original.digest().unwrap(), copy.digest().unwrap());
    assert_eq!((complaints(&original), complaints(&copy)), (Vec::new(), Vec::new()));
}

#[test]
fn an_older_copy_put_back_begins_a_new_chain_that_names_the_last_known_point() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("wenxiao.db");
    let mut station = found(folder.path(), 2);
    opine(&mut station, "a");
    drop(station);
    let old = std::fs::read(&database).unwrap();
    let mut station = open(folder.path());
    let replica = station.replica().unwrap();
    opine(&mut station, "lost");
    let left = folder.path().join("left.wxb");
    station.export_bundle(&left, true, None, &mut go_on).unwrap();
    drop(station);
    // Put back in place with another program: the file keeps its inode.
    std::fs::write(&database, &old).unwrap();
    let mut station = open(folder.path());
    assert_eq!(station.standing(), Standing::Restored);
    opine(&mut station, "b");
    assert_ne!(station.replica().unwrap(), replica);
    drop(station);
    let session = Session::open(&database, Access::Read).unwrap();
    let started = session.live_events_of_kind("device.started").unwrap();
    let Body::DeviceStarted(again) = &started[1].body else { panic!("{started:?}") };
    let after = again.after.as_ref().unwrap();
    let reach = session.reach(replica).unwrap().unwrap();
    assert_eq!((after.replica, after.seq, after.head), (replica, reach.seq, reach.head));
    drop(session);
    // What had left comes home; nothing collides.
    let mut station = open(folder.path());
    assert_eq!(station.standing(), Standing::Known);
    station.import_bundles(&[left], &mut go_on).unwrap();
    assert_eq!(complaints(&station), []);
    meets(&[&station], &["a", "b", "lost"]);
}

#[test]
fn an_anchor_that_is_behind_is_moved_on_and_one_that_is_gone_or_damaged_begins_a_new_chain() {
    let folder = tempfile::tempdir().unwrap();
    let mut station = found(folder.path(), 2);
    opine(&mut station, "a");
    drop(station);
    let anchor = vault(folder.path()).join("anchor.json");
    let behind = std::fs::read(&anchor).unwrap();
    let mut station = open(folder.path());
    let mut replica = station.replica().unwrap();
    opine(&mut station, "b");
    drop(station);
    // As after a kill between the commit and the anchor.
    std::fs::write(&anchor, behind).unwrap();
    let station = open(folder.path());
    assert_eq!((station.standing(), station.replica().unwrap()), (Standing::Known, replica));
    assert_eq!(complaints(&station), []);
    drop(station);
    let other = r#"{"replica":"00112233445566778899aabbccddeeff","incarnation":0,"seq":9,"head":null,"machine":"","device":0,"inode":0}"#;
    for damage in [None, Some(""), Some("{"), Some(other)] {
        match damage {
            None => std::fs::remove_file(&anchor).unwrap(),
            Some(text) => std::fs::write(&anchor, text).unwrap(),
        }
        let mut station = open(folder.path());
        assert_ne!(station.standing(), Standing::Known, "{damage:?}");
        assert_ne!(station.replica().unwrap(), replica, "{damage:?}");
        replica = station.replica().unwrap();
        opine(&mut station, &format!("after {damage:?}"));
        assert_eq!(complaints(&station), []);
    }
}

#[test]
fn a_backup_can_be_put_in_the_place_of_a_damaged_database() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("wenxiao.db");
    let mut station = found(folder.path(), 2);
    opine(&mut station, "a");
    let copy = folder.path().join("copy.db");
    station.backup(&copy).unwrap();
    let digest = station.digest().unwrap();
    drop(station);
    for damage in [&b"not a database"[..], &[0; 4096], b""] {
        std::fs::write(&database, damage).unwrap();
        std::fs::write(folder.path().join("wenxiao.db-wal"), "of another database").unwrap();
        let aside = Workstation::restore(&options(folder.path()), &copy).unwrap().unwrap();
        let station = open(folder.path());
        assert_eq!(station.digest().unwrap(), digest);
        assert_eq!(complaints(&station), []);
        assert!(damage.is_empty() || std::fs::read(aside).unwrap() == damage, "what was there is kept");
    }
    let mut bad = std::fs::read(&copy).unwrap();
    bad.truncate(8192);
    std::fs::write(folder.path().join("bad.db"), bad).unwrap();
    let before = std::fs::read(&database).unwrap();
    Workstation::restore(&options(folder.path()), &folder.path().join("bad.db")).unwrap_err();
    assert!(std::fs::read(&database).unwrap() == before, "a damaged copy changes nothing");
}

#[cfg(unix)]
#[test]
fn a_key_that_others_may_read_is_refused_until_it_is_private_again() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    drop(found(folder.path(), 2));
    let key = vault(folder.path()).join("device.key");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let set = |mode| std::fs::set_permissions(&key, std::fs::Permissions::from_mode(mode)).unwrap();
    assert_eq!(mode(&key), 0o600);
    assert_eq!(mode(&vault(folder.path())), 0o700);
    for shared in [0o644, 0o640, 0o604, 0o660] {
        set(shared);
        let problem = Workstation::open(options(folder.path())).err().unwrap();
        assert_eq!(problem.key, "problem-key-shared");
        assert_eq!(problem.args[0].1, key.display().to_string());
    }
    set(0o600);
    assert_eq!(open(folder.path()).standing(), Standing::Known);
}

#[cfg(unix)]
#[test]
fn the_database_and_its_copies_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let station = found(folder.path(), 2);
    let copy = folder.path().join("copy.db");
    station.backup(&copy).unwrap();
    let mode = |name: &str| std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
    for name in ["wenxiao.db", "wenxiao.db-wal", "copy.db"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    drop(station);
    Workstation::restore(&options(folder.path()), &copy).unwrap();
    assert_eq!(mode("wenxiao.db"), 0o600);
}

#[test]
fn the_secret_and_the_drafts_stay_where_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let mut station = found(folder.path(), 2);
    opine(&mut station, "opinion-in-the-open");
    let shown = super::support::view(&station, "项目2");
    let draft = Draft {
        key: DraftKey { on: shown.subject.clone(), opinion: None },
        operation: "draft".into(),
        category: None,
        text: "draft-not-yet-given".into(),
        demand: String::new(),
        due: String::new(),
        responsible_unit: String::new(),
        from_check: None,
    };
    station.save_draft(&draft).unwrap();
    let bundle = folder.path().join("all.wxb");
    station.export_bundle(&bundle, true, None, &mut go_on).unwrap();
    station.backup(&folder.path().join("copy.db")).unwrap();
    let key: serde_json::Value =
        serde_json::from_slice(&std::fs::read(vault(folder.path()).join("device.key")).unwrap()).unwrap();
    let secret = key["secret"].as_str().unwrap().to_owned();
    assert_eq!(secret.len(), 64);
    let raw: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&secret[2 * at..2 * at + 2], 16).unwrap()).collect();
    let holds = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    let mut files = vec![vault(folder.path()).join("anchor.json")];
    files.extend(["wenxiao.db", "wenxiao.db-wal", "copy.db", "all.wxb"].map(|name| folder.path().join(name)));
    for file in files {
        let mut bytes = std::fs::read(&file).unwrap();
        if file == bundle {
            // The payload is compressed: look at the records themselves.
            let opened = super::child::unpacked(&bytes);
            assert!(holds(&opened, b"opinion-in-the-open"), "the records are readable");
            assert!(!holds(&opened, b"draft-not-yet-given"), "a draft left");
            bytes.extend(opened);
        }
        assert!(!holds(&bytes, &raw) && !holds(&bytes, secret.as_bytes()), "{} holds the secret", file.display());
        assert!(!holds(&bytes, secret.to_uppercase().as_bytes()));
    }
    let shown = format!("{:?}", station.station().unwrap()) + &*format!("{:?}", station.key_card().unwrap());
    assert!(!shown.contains(&secret));
}
