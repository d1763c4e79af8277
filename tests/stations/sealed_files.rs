//! Sealed files travel with the event that names them, and whatever is wrong with one refuses the whole bundle.

use std::io::Write as _;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use wenxiao::engine::identity::person_of;
use wenxiao::engine::spot_check::draw::Sample;
use wenxiao::engine::trust::KeyCard;
use wenxiao::engine::workstation::Workstation;
use wenxiao::exchange::bundle::{self, BlobOut, BundleOut, Kind, Sender, Signer, Target};
use wenxiao::model::event::{self, Body, DeviceStarted, Envelope, SampleSealed, SpotCheck, Stamp};
use wenxiao::model::ids::{BatchId, ReplicaId, WorkspaceId, sha256, sha256_hex};
use wenxiao::model::problem::{Problem, ProblemKind};
use wenxiao::sync::sign::{SigningKey, sign_bundle, sign_event};

use super::sampling::{ask, operation, read, thrown};
use super::support::{Desk, go_on};
use super::{bundle as handed_over, colleagues};

fn only(station: &Workstation) -> Sample {
    station.samples().unwrap().remove(0)
}

fn say(key: &str, args: &[(&'static str, String)]) -> String {
    format!("{key} {args:?}")
}

#[test]
fn what_is_sealed_here_is_drawn_and_published_there() {
    let (ours, mut station, theirs, mut other) = colleagues();
    read(&mut station, &ours);
    station.seal_sample(&operation(), &ask(), &mut go_on).unwrap();
    let path = handed_over(&ours, &station, "1.wxb", false);
    let examined = Workstation::examine_bundle(&path, &|_| true).unwrap();
    assert_eq!(examined.manifest.crit, ["sealed-files"], "who takes every blob for a table must not read on");
    assert_eq!(examined.blobs.len(), 2 + 3, "two tables and three files");
    other.import_bundles(&[path], &mut go_on).unwrap();
    let sealed = only(&other);
    assert!(sealed.files && sealed.waits());
    assert_eq!(other.sample_files(&sealed), station.sample_files(&only(&station)));
    // Whoever throws the dice need not be who sealed.
    let drawn = other.draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
    let path = handed_over(&theirs, &other, "2.wxb", false);
    station.import_bundles(&[path], &mut go_on).unwrap();
    assert_eq!(station.rechecks(Some(2024)).unwrap().lines, other.rechecks(Some(2024)).unwrap().lines);
    assert_eq!(station.digest().unwrap(), other.digest().unwrap());
    for (desk, station) in [(&ours, &station), (&theirs, &other)] {
        station.publish_sample(&drawn, &desk.path("公示"), false, "zh-CN", &say, &mut go_on).unwrap();
    }
    for name in ["population.tsv", "plan.tsv", "seed.txt", "proof.json", "drawn.tsv", "record.txt"] {
        let read = |desk: &Desk| std::fs::read(desk.path("公示").join(name)).unwrap();
        assert_eq!(read(&ours), read(&theirs), "{name}");
    }
    assert!(station.doctor().unwrap().iter().chain(&other.doctor().unwrap()).all(|check| check.ok));
}

#[test]
fn files_that_did_not_come_are_said_to_be_missing_and_a_full_bundle_brings_them() {
    let (ours, mut station, theirs, mut other) = colleagues();
    read(&mut station, &ours);
    station.seal_sample(&operation(), &ask(), &mut go_on).unwrap();
    station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap();
    // As from a program that did not hand files over.
    let gone = |sql: &str| rusqlite::Connection::open(ours.path("wenxiao.db")).unwrap().execute(sql, []).unwrap();
    rusqlite::Connection::open(ours.path("wenxiao.db"))
        .unwrap()
        .execute_batch("CREATE TABLE beside AS SELECT * FROM attachment")
        .unwrap();
    gone("DELETE FROM attachment");
    let without = handed_over(&ours, &station, "without.wxb", false);
    gone("INSERT INTO attachment SELECT * FROM beside");
    gone("DROP TABLE beside");
    other.import_bundles(&[without], &mut go_on).unwrap();
    let there = only(&other);
    assert!(!there.files);
    assert_eq!(other.rechecks(Some(2024)).unwrap().lines.len(), 6, "who was drawn is known all the same");
    assert_eq!(other.sample_files(&there).unwrap_err().key, "problem-sample-elsewhere");
    let folder = theirs.path("公示");
    assert_eq!(
        other.publish_sample(&there, &folder, false, "en", &say, &mut go_on).unwrap_err().key,
        "problem-sample-elsewhere"
    );
    assert!(!folder.exists(), "nothing is published in part");
    let before = other.digest().unwrap();
    other.import_bundles(&[handed_over(&ours, &station, "full.wxb", true)], &mut go_on).unwrap();
    assert_eq!(other.digest().unwrap(), before, "no event was new");
    assert!(only(&other).files);
    assert_eq!(other.sample_files(&there), station.sample_files(&there));
    // A file that the disk damaged is mended by the same bundle.
    let damage = rusqlite::Connection::open(theirs.path("wenxiao.db")).unwrap();
    damage.execute("UPDATE attachment SET content = zeroblob(9)", []).unwrap();
    assert_eq!(other.sample_files(&there).unwrap_err().key, "problem-sample-changed");
    let bad: Vec<_> = other.doctor().unwrap().into_iter().filter(|check| !check.ok).map(|check| check.check).collect();
    assert_eq!(bad, ["attachments"]);
    assert!(handed_over_fails(&theirs, &other), "what is damaged is not handed on");
    other.import_bundles(&[handed_over(&ours, &station, "again.wxb", true)], &mut go_on).unwrap();
    assert_eq!(other.sample_files(&there), station.sample_files(&there));
}

fn handed_over_fails(desk: &Desk, station: &Workstation) -> bool {
    let path = desk.path("damaged.wxb");
    let refused = station.export_bundle(&path, true, None, &mut go_on).is_err();
    refused && !path.exists()
}

/// A member who means harm: a seal in their own name, with whatever files they please.
struct Member {
    key: SigningKey,
    workspace: WorkspaceId,
}

impl Member {
    fn of(station: &mut Workstation) -> Member {
        let key = SigningKey::from_secret(&[77; 32]);
        let workspace = station.key_card().unwrap().workspace;
        station.enrol(&KeyCard { key: key.public(), name: "赵六".into(), office: "绩效处".into(), workspace }).unwrap();
        Member { key, workspace }
    }

    fn send(&self, desk: &Desk, name: &str, about: SampleSealed, files: &[&[u8]]) -> PathBuf {
        let replica = ReplicaId::of(&self.key.public(), 0);
        let mut events: Vec<(Vec<u8>, [u8; 64])> = Vec::new();
        let started = DeviceStarted {
            key: self.key.public(),
            incarnation: 0,
            name: "赵六".into(),
            office: "".into(),
            after: None,
        };
        for body in [Body::DeviceStarted(started), Body::SpotCheck(SpotCheck::Sealed(about))] {
            let envelope = Envelope {
                app: "0.1.0".into(),
                at: Stamp::next(Stamp(0), 1_750_000_000_000 + events.len() as u64),
                author: person_of(&self.key.public()),
                critical: false,
                replica,
                operation: format!("op-{}", events.len()),
                previous: events.last().map(|(bytes, _)| event::event_id(bytes)),
                sees: Vec::new(),
                seq: events.len() as u64 + 1,
                workspace: self.workspace,
            };
            let bytes = event::write(&envelope, body.kind().unwrap(), &body).unwrap();
            let signature = sign_event(&self.key, &bytes);
            events.push((bytes, signature));
        }
        let mut blobs: Vec<BlobOut> =
            files.iter().map(|file| BlobOut { id: BatchId(sha256(file)), content: file.to_vec() }).collect();
        blobs.sort_by_key(|blob| blob.id);
        let out = BundleOut {
            bundle: uuid::Uuid::now_v7(),
            kind: Kind::Full,
            workspace: self.workspace,
            sender: Sender { incarnation: 0, person: person_of(&self.key.public()), replica },
            created: 1_750_000_000_000,
            to: Vec::new(),
            ack: Vec::new(),
            gaps: Vec::new(),
            events: &mut events.into_iter().map(Ok),
            blobs: &mut blobs.into_iter().map(Ok),
        };
        let path = desk.path(name);
        let sign = |head: &[u8]| sign_bundle(&self.key, head);
        let to = Target::File { path: &path, replace: true };
        bundle::write(to, out, &Signer { key: self.key.public(), sign: &sign }).unwrap();
        path
    }
}

fn seal(population: &[u8], plan: &[u8], members: &[u8]) -> SampleSealed {
    SampleSealed {
        year: 2024,
        frame: sha256_hex(population),
        plan: sha256_hex(plan),
        members: Some(sha256_hex(members)),
        parent: None,
        plan_json: None,
        exclusions: None,
        units: 2,
        certain: 0,
        random: 1,
        excluded: 0,
        sources: vec!["十面骰".into()],
    }
}

const POPULATION: &[u8] = b"key\tstratum\tamount_fen\tstatus\treason\nA1\tX\t0\tR\t\nA2\tX\t0\tR\t\n";
const PLAN: &[u8] = b"stratum\tN\tn\tmethod\nX\t2\t1\tsrs\n";

fn members() -> Vec<u8> {
    let line = |key: &str| format!("{key}\t{}\t{}\n", "1".repeat(32), "2".repeat(64));
    [line("A1"), line("A2")].concat().into_bytes()
}

fn refusal(station: &mut Workstation, path: PathBuf) -> Problem {
    let before = station.digest().unwrap();
    let problem = station.import_bundles(std::slice::from_ref(&path), &mut go_on).unwrap_err();
    assert_eq!(station.digest().unwrap(), before, "refused whole: {problem:?}");
    assert!(station.samples().unwrap().is_empty());
    let place = problem.args.iter().find(|(name, _)| *name == "path").map(|(_, place)| place.clone());
    assert!(place.is_some_and(|place| place.contains(&path.display().to_string())), "{problem:?}");
    problem
}

#[test]
fn a_members_seal_with_files_that_are_none_is_refused_whole_with_its_place() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let member = Member::of(&mut station);
    let good = members();
    let twisted = |from: &[u8], what: &str, into: &str| {
        let text = String::from_utf8(from.to_vec()).unwrap();
        assert!(text.contains(what));
        text.replacen(what, into, 1).into_bytes()
    };
    let populations = [
        (twisted(POPULATION, "A2", "A0"), "problem-draw-unsorted", "3"),
        (twisted(POPULATION, "A2\tX\t0", "A2\tX\t-1"), "problem-draw-number", "3"),
        (twisted(POPULATION, "A2", "A\u{1b}2"), "problem-draw-character", "3"),
        (b"[]\n".to_vec(), "problem-draw-heading", "1"),
        (Vec::new(), "problem-draw-no-line-end", "1"),
        (vec![0xff; 9], "problem-draw-not-utf8", "1"),
    ];
    for (number, (population, key, line)) in populations.iter().enumerate() {
        let name = format!("population-{number}.wxb");
        let path = member.send(&desk, &name, seal(population, PLAN, &good), &[population, PLAN, &good]);
        let problem = refusal(&mut station, path);
        assert_eq!((problem.key, problem.kind), (*key, ProblemKind::Refused));
        assert!(problem.args.contains(&("line", (*line).to_owned())), "{problem:?}");
    }
    let plan = twisted(PLAN, "\t2\t1", "\t2\t-1");
    let path = member.send(&desk, "plan.wxb", seal(POPULATION, &plan, &good), &[POPULATION, &plan, &good]);
    assert!(refusal(&mut station, path).args.iter().any(|(_, value)| value.contains("plan.tsv")));
    let list = twisted(&good, "A1", "A3");
    let path = member.send(&desk, "members.wxb", seal(POPULATION, PLAN, &list), &[POPULATION, PLAN, &list]);
    assert_eq!(refusal(&mut station, path).key, "problem-sample-members");
    // One file said to be two things has to be both.
    let path = member.send(&desk, "both.wxb", seal(POPULATION, POPULATION, &good), &[POPULATION, &good]);
    assert_eq!(refusal(&mut station, path).key, "problem-draw-heading");
    // A file that nobody names is a table, and this is none.
    let stray = b"not a table\n";
    let about = seal(POPULATION, PLAN, &good);
    let path = member.send(&desk, "stray.wxb", about.clone(), &[POPULATION, PLAN, &good, stray]);
    let before = station.digest().unwrap();
    assert_eq!(station.import_bundles(&[path], &mut go_on).unwrap_err().key, "problem-batch-damaged");
    assert_eq!(station.digest().unwrap(), before);
    // Digests that are none, or of nothing that came, are a seal without files.
    let nowhere =
        SampleSealed { frame: "../../etc/passwd".into(), plan: "0".repeat(64), members: None, ..about.clone() };
    let path = member.send(&desk, "nowhere.wxb", nowhere, &[]);
    station.import_bundles(&[path], &mut go_on).unwrap();
    let there = only(&station);
    assert!(!there.files);
    assert_eq!(station.sample_files(&there).unwrap_err().key, "problem-sample-elsewhere");
    assert_eq!(
        station.draw_sample(&operation(), &thrown(), &mut go_on).unwrap_err().key,
        "problem-sample-other-sources"
    );
}

#[test]
fn a_population_whose_members_are_not_told_is_not_drawn() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let member = Member::of(&mut station);
    let all = String::from_utf8(members()).unwrap();
    let one = all.lines().next().map(|line| format!("{line}\n")).unwrap().into_bytes();
    let path = member.send(&desk, "few.wxb", seal(POPULATION, PLAN, &one), &[POPULATION, PLAN, &one]);
    station.import_bundles(&[path], &mut go_on).unwrap();
    let mut draws = 0;
    // Which of the two is drawn follows from the dice; that one is not told must never be drawn.
    for dice in 0..16 {
        let mut thrown = thrown();
        thrown.sources.truncate(1);
        thrown.sources[0].label = "十面骰".into();
        thrown.sources[0].value = format!("{dice:02}");
        match station.draw_sample(&operation(), &thrown, &mut go_on) {
            Ok(_) => {
                draws += 1;
                break;
            }
            Err(problem) => {
                assert_eq!(problem.key, "problem-sample-member-missing");
                assert!(only(&station).waits(), "nothing was drawn");
            }
        }
    }
    assert!(draws <= 1);
}

/// As databases keep files.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn what_an_earlier_program_sealed_is_kept_by_its_digest() {
    // A database of schema 12, where files stood by the event that sealed them.
    let desk = Desk::new();
    let frozen = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-db/frozen/0012.db");
    std::fs::copy(frozen, desk.path("wenxiao.db")).unwrap();
    let connection = || rusqlite::Connection::open(desk.path("wenxiao.db")).unwrap();
    let event = [9_u8; 32];
    let row = rusqlite::params![event, deflated(POPULATION), deflated(PLAN), deflated(&members())];
    connection().execute("INSERT INTO sealed VALUES (?1, ?2, ?3, ?4)", row).unwrap();
    let damaged = rusqlite::params![[8_u8; 32], deflated(POPULATION), [7_u8; 9], deflated(PLAN)];
    connection().execute("INSERT INTO sealed VALUES (?1, ?2, ?3, ?4)", damaged).unwrap();
    drop(desk.open());
    let session = wenxiao::store::Session::open(&desk.path("wenxiao.db"), wenxiao::store::Access::Read).unwrap();
    for file in [POPULATION, PLAN, &members()] {
        assert_eq!(session.attachment(BatchId(sha256(file))).unwrap().as_deref(), Some(file));
    }
    let beside = session.members_beside(wenxiao::model::ids::EventId(event)).unwrap();
    assert_eq!(beside, Some(BatchId(sha256(&members()))));
    assert_eq!(
        session.attachments().unwrap().len(),
        4,
        "the same file twice is kept once, a damaged one is still there"
    );
}

#[test]
fn a_seal_whose_event_names_no_list_of_members_is_drawn_where_the_list_is() {
    let (desk, mut station, _theirs, mut other) = colleagues();
    let member = Member::of(&mut station);
    Member::of(&mut other);
    let about = SampleSealed { members: None, ..seal(POPULATION, PLAN, b"") };
    let path = member.send(&desk, "seal.wxb", about, &[POPULATION, PLAN]);
    for station in [&mut station, &mut other] {
        station.import_bundles(std::slice::from_ref(&path), &mut go_on).unwrap();
    }
    let sealed = only(&station);
    assert!(sealed.files);
    let mut thrown = thrown();
    thrown.sources.truncate(1);
    thrown.sources[0].label = "十面骰".into();
    let elsewhere = station.draw_sample(&operation(), &thrown, &mut go_on).unwrap_err();
    assert_eq!(elsewhere.key, "problem-sample-elsewhere");
    // As the migration leaves it where it was sealed.
    let list = members();
    let connection = rusqlite::Connection::open(desk.path("wenxiao.db")).unwrap();
    let row = rusqlite::params![sha256(&list), deflated(&list)];
    connection.execute("INSERT INTO attachment VALUES (?1, ?2)", row).unwrap();
    let row = rusqlite::params![sealed.sealed.0, sha256(&list)];
    connection.execute("INSERT INTO sealed_members VALUES (?1, ?2)", row).unwrap();
    station.draw_sample(&operation(), &thrown, &mut go_on).unwrap();
    assert!(station.doctor().unwrap().iter().all(|check| check.ok));
    other.import_bundles(&[handed_over(&desk, &station, "on.wxb", true)], &mut go_on).unwrap();
    assert_eq!(other.sample_files(&only(&other)), station.sample_files(&only(&station)));
}
