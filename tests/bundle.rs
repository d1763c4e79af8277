//! Bundles between stations: what we write others can read, and nothing that was touched on the way is taken in.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::{Value, json};
use wenxiao::exchange::bundle::{
    self, Ack, BlobOut, BundleOut, EventSignature, Kind, Missing, Reading, Record, Sender, Signer, Target, Written,
};
use wenxiao::model::canonical;
use wenxiao::model::event::{self, Body, DeviceStarted, Envelope, Stamp, Subject, VerdictSet};
use wenxiao::model::ids::{
    BatchId, EventId, PersonId, ProjectKey, PublicKey, ReplicaId, VersionId, WorkspaceId, sha256, sha256_hex,
};
use wenxiao::model::problem::{Problem, ProblemKind};
use wenxiao::model::review::Verdict;
use wenxiao::sync::sign::{SigningKey, sign_bundle, sign_event, verify_bundle, verify_event};

const WORKSPACE: WorkspaceId = WorkspaceId([5; 32]);

/// One device with the events it has written.
struct Desk {
    key: SigningKey,
    person: PersonId,
    events: Vec<(Vec<u8>, [u8; 64])>,
}

impl Desk {
    fn new(person: &str, secret: u8) -> Self {
        let key = SigningKey::from_secret(&[secret; 32]);
        let mut desk = Desk { key, person: PersonId(person.into()), events: Vec::new() };
        let started = DeviceStarted {
            key: desk.key.public(),
            incarnation: 0,
            name: person.into(),
            office: "绩效处".into(),
            after: None,
        };
        desk.write(&Body::DeviceStarted(started));
        desk
    }

    fn replica(&self) -> ReplicaId {
        ReplicaId::of(&self.key.public(), 0)
    }

    fn envelope(&self) -> Envelope {
        Envelope {
            app: "0.1.0".into(),
            at: Stamp::next(Stamp(0), 1_750_000_000_000 + self.events.len() as u64),
            author: self.person.clone(),
            critical: false,
            replica: self.replica(),
            operation: format!("op-{}", self.events.len()),
            previous: self.events.last().map(|(bytes, _)| event::event_id(bytes)),
            sees: Vec::new(),
            seq: self.events.len() as u64 + 1,
            workspace: WORKSPACE,
        }
    }

    fn write(&mut self, body: &Body) {
        let bytes = event::write(&self.envelope(), body.kind().unwrap(), body).unwrap();
        let signature = sign_event(&self.key, &bytes);
        self.events.push((bytes, signature));
    }

    fn decide(&mut self, row: u32) {
        let on = Subject { project: ProjectKey([1; 16]), year: 2025, version: VersionId([2; 32]), row: Some(row) };
        self.write(&Body::VerdictSet(VerdictSet { on, verdict: Verdict::Passed, reason: String::new() }));
    }

    fn id(&self, seq: usize) -> EventId {
        event::event_id(&self.events[seq - 1].0)
    }

    fn sender(&self) -> Sender {
        Sender { incarnation: 0, person: self.person.clone(), replica: self.replica() }
    }

    /// Writes a bundle of the given events and tables.
    fn send(&self, target: Target, events: &[(Vec<u8>, [u8; 64])], tables: &[&str]) -> Result<Written, Problem> {
        let mut events: Vec<_> = events.to_vec();
        events.sort_by_key(|(bytes, _)| {
            let event = event::read(bytes).unwrap();
            (event.envelope.replica, event.envelope.seq, event.id)
        });
        let mut tables: Vec<BlobOut> = tables
            .iter()
            .map(|lines| BlobOut { id: BatchId(sha256(lines.as_bytes())), content: lines.as_bytes().to_vec() })
            .collect();
        tables.sort_by_key(|table| table.id);
        let out = BundleOut {
            bundle: "01970000-0000-7000-8000-000000000001".parse().unwrap(),
            kind: Kind::Incremental,
            workspace: WORKSPACE,
            sender: self.sender(),
            created: 1_750_000_000_000,
            to: vec![PublicKey([8; 32])],
            ack: vec![Ack(ReplicaId([3; 16]), 40, EventId([4; 32]))],
            gaps: vec![Missing(ReplicaId([3; 16]), 41, 57)],
            events: &mut events.into_iter().map(Ok),
            blobs: &mut tables.into_iter().map(Ok),
        };
        bundle::write(target, out, &Signer { key: self.key.public(), sign: &|head| sign_bundle(&self.key, head) })
    }
}

/// A folder of our own with a subfolder for private copies.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("staging")).unwrap();
        Place(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn staging(&self) -> PathBuf {
        self.file("staging")
    }

    fn open(&self, path: &Path, known: &[PublicKey]) -> Result<bundle::Opened, Problem> {
        bundle::open(
            path,
            &Reading {
                staging: &self.staging(),
                workspace: Some(WORKSPACE),
                known: &|key| known.contains(key),
                verify: &verify_bundle,
            },
        )
    }

    /// All the way: what an import would be given.
    fn read(&self, path: &Path, known: &[PublicKey]) -> Result<(Vec<EventId>, Vec<String>), Problem> {
        let opened = self.open(path, known)?;
        let (mut ids, mut tables) = (Vec::new(), Vec::new());
        bundle::read_payload(&opened, &mut |record| {
            match record {
                Record::Event { bytes, event, .. } => {
                    assert_eq!(event::event_id(bytes), event.id);
                    ids.push(event.id);
                }
                Record::Blob { content, .. } => {
                    let mut text = String::new();
                    content.read_to_string(&mut text).unwrap();
                    tables.push(text);
                }
            }
            Ok(())
        })?;
        Ok((ids, tables))
    }

    /// The reason why bytes are refused; nothing of them may reach the reader.
    fn refusal(&self, bytes: &[u8], known: &[PublicKey]) -> &'static str {
        let path = self.file("touched.wxb");
        fs::write(&path, bytes).unwrap();
        let problem = match self.open(&path, known) {
            Err(problem) => problem,
            Ok(opened) => bundle::read_payload(&opened, &mut |_| panic!("a record of a damaged bundle was given out"))
                .expect_err("accepted"),
        };
        assert!(matches!(problem.kind, ProblemKind::Refused | ProblemKind::Verification), "{problem}");
        assert!(problem.args.iter().any(|(name, _)| *name == "path"), "{problem}");
        problem.key
    }

    fn examine(&self, path: &Path, known: &[PublicKey]) -> Result<bundle::Examined, Problem> {
        bundle::examine(path, &self.staging(), &|key| known.contains(key), &verify_bundle, &verify_event)
    }
}

/// A bundle taken apart, to be changed and signed anew by a member who means harm.
#[derive(Clone)]
struct Parts {
    major: u16,
    minor: u16,
    reserved: [u8; 6],
    manifest: Value,
    payload: Vec<u8>,
}

impl Parts {
    fn of(bytes: &[u8]) -> Self {
        let length = u32::from_be_bytes(bytes[12..16].try_into().unwrap()) as usize;
        Parts {
            major: 1,
            minor: 0,
            reserved: [0; 6],
            manifest: serde_json::from_slice(&bytes[32..32 + length]).unwrap(),
            payload: bytes[32 + length + 97..].to_vec(),
        }
    }

    fn raw(&self) -> Vec<u8> {
        let mut raw = Vec::new();
        flate2::read::ZlibDecoder::new(self.payload.as_slice()).read_to_end(&mut raw).unwrap();
        raw
    }

    /// Replaces the payload by other compressed bytes that are told to inflate to `raw`.
    fn with_payload(mut self, payload: Vec<u8>, raw: &[u8]) -> Self {
        self.manifest["payload"]["raw_len"] = json!(raw.len());
        self.manifest["payload"]["raw_sha256"] = json!(sha256_hex(raw));
        self.payload = payload;
        self
    }

    fn with_raw(self, raw: &[u8]) -> Self {
        let payload = zlib(raw);
        self.with_payload(payload, raw)
    }

    fn with(mut self, field: &str, value: Value) -> Self {
        self.manifest[field] = value;
        self
    }

    fn seal(mut self, key: &SigningKey) -> Vec<u8> {
        self.manifest["payload"]["len"] = json!(self.payload.len());
        self.manifest["payload"]["sha256"] = json!(sha256_hex(&self.payload));
        let manifest = canonical::write(&self.manifest).unwrap();
        self.seal_text(manifest.as_bytes(), key)
    }

    fn seal_text(&self, manifest: &[u8], key: &SigningKey) -> Vec<u8> {
        let mut bytes = b"\x89RVB\r\n\x1a\n".to_vec();
        bytes.extend(self.major.to_be_bytes());
        bytes.extend(self.minor.to_be_bytes());
        bytes.extend((manifest.len() as u32).to_be_bytes());
        bytes.extend((self.payload.len() as u64).to_be_bytes());
        bytes.extend(97u16.to_be_bytes());
        bytes.extend(self.reserved);
        bytes.extend(manifest);
        let signature = sign_bundle(key, &bytes);
        bytes.push(1);
        bytes.extend(key.public().0);
        bytes.extend(signature);
        bytes.extend(&self.payload);
        bytes
    }
}

fn zlib(raw: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(raw).unwrap();
    encoder.finish().unwrap()
}

fn record(kind: u8, bytes: &[u8]) -> Vec<u8> {
    [&[kind][..], &(bytes.len() as u32).to_be_bytes(), bytes].concat()
}

fn event_record(bytes: &[u8], signature: &[u8; 64]) -> Vec<u8> {
    [record(1, bytes), vec![1, 0, 64], signature.to_vec()].concat()
}

/// A small bundle by 张三: two events and a table.
fn small() -> (Place, Desk, Vec<u8>) {
    let place = Place::new();
    let mut zhang = Desk::new("张三", 1);
    zhang.decide(3);
    let path = place.file("small.wxb");
    zhang.send(Target::File { path: &path, replace: false }, &zhang.events, &["{\"form\":1}\n"]).unwrap();
    let bytes = fs::read(path).unwrap();
    (place, zhang, bytes)
}

/// What the reader in Python says, or why it refuses.
fn independent(arguments: &[&std::ffi::OsStr]) -> Result<Value, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify_bundle.py");
    let output = Command::new("python3").arg(script).args(arguments).output().expect("python3 is needed for this test");
    if output.status.success() {
        Ok(serde_json::from_slice(&output.stdout).unwrap())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

// ------------------------------------------------------------------------------------------------ what we write

#[test]
fn a_colleague_reads_what_was_written() {
    let place = Place::new();
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    (1..40).for_each(|row| zhang.decide(row));
    (1..5).for_each(|row| wang.decide(row));
    let tables = ["{\"form\":{\"name\":\"道路养护\"}}\n".repeat(3), "{\"form\":{\"name\":\"桥梁\"}}\n".to_owned()];
    let all = [&zhang.events[..], &wang.events[2..]].concat();
    let written = zhang.send(Target::Folder(place.0.path()), &all, &[&tables[0], &tables[1]]).unwrap();
    assert_eq!((written.events, written.blobs), (43, 2));
    let bytes = fs::read(&written.path).unwrap();
    assert_eq!((written.bytes, written.sha256), (bytes.len() as u64, sha256(&bytes)));
    let name = written.path.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("wx_05050505_") && name.contains("_1-40_") && name.ends_with(".wxb"), "{name}");

    let opened = place.open(&written.path, &[zhang.key.public()]).unwrap();
    let manifest = &opened.manifest;
    assert_eq!(opened.sha256, written.sha256);
    assert_eq!((manifest.sender.person.0.as_str(), manifest.kind, manifest.events), ("张三", Kind::Incremental, 43));
    assert_eq!(manifest.gaps, [Missing(ReplicaId([3; 16]), 41, 57)]);
    assert_eq!(manifest.requires.len(), 1, "王五's first two events are not inside");
    assert_eq!(manifest.requires[0], bundle::Require(wang.replica(), 2, wang.id(2)));
    let (ids, read) = place.read(&written.path, &[zhang.key.public()]).unwrap();
    let expected: BTreeSet<EventId> =
        (1..=40).map(|seq| zhang.id(seq)).chain((3..=5).map(|seq| wang.id(seq))).collect();
    assert_eq!((ids.len(), ids.into_iter().collect::<BTreeSet<_>>()), (43, expected));
    assert_eq!(read.into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(tables));
}

#[test]
fn the_same_input_gives_the_same_file_and_nothing_else_is_left_behind() {
    let (place, zhang, bytes) = small();
    let path = place.file("again.wxb");
    zhang.send(Target::File { path: &path, replace: false }, &zhang.events, &["{\"form\":1}\n"]).unwrap();
    assert_eq!(fs::read(&path).unwrap(), bytes);
    let problem = zhang.send(Target::File { path: &path, replace: false }, &zhang.events, &[]).unwrap_err();
    assert_eq!(problem.key, "problem-bundle-exists");
    assert_eq!(fs::read(&path).unwrap(), bytes, "what was there stays");
    zhang.send(Target::File { path: &path, replace: true }, &zhang.events, &[]).unwrap();
    assert_ne!(fs::read(&path).unwrap(), bytes);

    let mut events = zhang.events.clone();
    events.push(events[0].clone());
    assert!(zhang.send(Target::Folder(place.0.path()), &events, &[]).is_err(), "the same event twice");
    let names: BTreeSet<String> =
        fs::read_dir(place.0.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(names, ["again.wxb", "small.wxb", "staging"].map(String::from).into());
    assert_eq!(fs::read_dir(place.staging()).unwrap().count(), 0);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_very_uniform_table_is_not_taken_for_a_bomb() {
    let place = Place::new();
    let zhang = Desk::new("张三", 1);
    let table = format!("{{\"form\":\"{}\"}}\n", "同".repeat(8 << 20));
    let written = zhang.send(Target::Folder(place.0.path()), &zhang.events, &[&table]).unwrap();
    let (_, tables) = place.read(&written.path, &[zhang.key.public()]).unwrap();
    assert!(tables == [table]);
}

#[test]
fn an_acknowledgement_without_events_is_a_bundle_too() {
    let place = Place::new();
    let zhang = Desk::new("张三", 1);
    let written = zhang.send(Target::Folder(place.0.path()), &[], &[]).unwrap();
    assert_eq!(place.read(&written.path, &[zhang.key.public()]).unwrap(), (vec![], vec![]));
}

#[test]
fn both_branches_of_a_copied_device_travel_in_one_bundle() {
    let place = Place::new();
    let (mut one, mut two) = (Desk::new("张三", 1), Desk::new("张三", 1));
    one.decide(1);
    two.decide(1);
    for row in 2..4 {
        one.decide(row);
        two.decide(row + 10);
    }
    let all = [&one.events[..], &two.events[2..]].concat();
    let written = one.send(Target::Folder(place.0.path()), &all, &[]).unwrap();
    let examined = place.examine(&written.path, &[]).unwrap();
    assert_eq!(examined.events.len(), 6);
    assert_eq!(examined.manifest.ranges.len(), 2, "two stretches: the chain and the branch");
    assert!(examined.manifest.requires.is_empty(), "the branch begins at an event inside");
}

#[test]
fn numbers_that_skip_are_no_unbroken_stretch() {
    let place = Place::new();
    let mut zhang = Desk::new("张三", 1);
    let skipped = event::write(&Envelope { seq: 5, ..zhang.envelope() }, "x", &Body::Unknown(json!({}))).unwrap();
    zhang.events.push((skipped.clone(), sign_event(&zhang.key, &skipped)));
    let written = zhang.send(Target::Folder(place.0.path()), &zhang.events, &[]).unwrap();
    let ranges = place.examine(&written.path, &[]).unwrap().manifest.ranges;
    assert_eq!(ranges.iter().map(|range| (range.first, range.last)).collect::<Vec<_>>(), [(1, 1), (5, 5)]);
}

#[test]
fn what_does_not_belong_into_a_bundle_is_not_written() {
    let (place, mut zhang, _) = small();
    let foreign = Envelope { workspace: WorkspaceId([6; 32]), ..zhang.envelope() };
    let bytes = event::write(&foreign, "x", &Body::Unknown(json!({}))).unwrap();
    zhang.events.push((bytes.clone(), sign_event(&zhang.key, &bytes)));
    assert!(zhang.send(Target::Folder(place.0.path()), &zhang.events, &[]).is_err(), "another workspace");
    let out = BundleOut {
        bundle: "01970000-0000-7000-8000-000000000001".parse().unwrap(),
        kind: Kind::Full,
        workspace: WORKSPACE,
        sender: zhang.sender(),
        created: 0,
        to: vec![],
        ack: vec![],
        gaps: vec![],
        events: &mut std::iter::empty(),
        blobs: &mut std::iter::once(Ok(BlobOut { id: BatchId([1; 32]), content: b"damaged".to_vec() })),
    };
    let signer = Signer { key: zhang.key.public(), sign: &|head| sign_bundle(&zhang.key, head) };
    let problem = bundle::write(Target::Folder(place.0.path()), out, &signer).unwrap_err();
    assert_eq!(problem.key, "problem-bundle-own-blob");
}

#[test]
fn an_independent_reader_comes_to_the_same_result() {
    let place = Place::new();
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    (1..6).for_each(|row| zhang.decide(row));
    (1..4).for_each(|row| wang.decide(row));
    let all = [&zhang.events[..], &wang.events[..2], &wang.events[3..]].concat();
    let written = zhang.send(Target::Folder(place.0.path()), &all, &["{\"form\":\"一\"}\n", "{\"form\":2}\n"]).unwrap();

    let told = independent(&[written.path.as_os_str()]).unwrap();
    let examined = place.examine(&written.path, &[]).unwrap();
    let ids: Vec<EventId> = examined.events.iter().map(|event| event.id).collect();
    assert_eq!(told["events"], json!(ids));
    assert_eq!(told["set"], json!(EventId(wenxiao::sync::digest::set(ids.iter().copied()))));
    assert_eq!(told["sha256"], json!(EventId(written.sha256)));
    assert_eq!(told["key"], json!(zhang.key.public()));
    assert_eq!(told["bundle"], json!(examined.manifest.bundle));
    assert_eq!(told["signatures"], json!(all.len()));
    assert_eq!(told["blobs"], json!(examined.blobs.iter().map(|(id, _)| *id).collect::<Vec<_>>()));

    let mut touched = fs::read(&written.path).unwrap();
    let middle = touched.len() / 2;
    touched[middle] ^= 1;
    let path = place.file("touched.wxb");
    fs::write(&path, touched).unwrap();
    assert!(independent(&[path.as_os_str()]).is_err(), "the independent reader must notice damage as well");
}

#[test]
fn a_bundle_of_an_independent_writer_is_read() {
    let place = Place::new();
    let path = place.file("other.wxb");
    let told = independent(&["--make".as_ref(), path.as_os_str()]).unwrap();
    let qian = SigningKey::from_secret(&std::array::from_fn(|at| at as u8)).public();
    assert_eq!(told["key"], json!(qian));
    let (ids, tables) = place.read(&path, &[qian]).unwrap();
    assert_eq!((json!(ids), tables), (told["events"].clone(), vec!["{\"form\":\"桥梁\"}\n".to_owned()]));
    let examined = place.examine(&path, &[qian]).unwrap();
    assert!(examined.events.iter().all(|event| event.signature == EventSignature::Holds));
    assert_eq!(examined.events[1].kind, "panel.voted", "a kind of event we do not know yet");
}

// --------------------------------------------------------------------------------------------- shown and checked

#[test]
fn a_strangers_bundle_can_be_looked_at_but_is_named_as_such() {
    let (place, zhang, bytes) = small();
    let path = place.file("small.wxb");
    let examined = place.examine(&path, &[]).unwrap();
    assert!(!examined.known);
    assert_eq!(examined.sha256, sha256(&bytes));
    assert_eq!(
        examined.events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(),
        ["device.started", "verdict.set"]
    );
    assert!(examined.events.iter().all(|event| event.signature == EventSignature::Holds));
    assert_eq!(examined.blobs.len(), 1);
    assert!(place.examine(&path, &[zhang.key.public()]).unwrap().known);
}

#[test]
fn event_signatures_are_checked_as_far_as_the_keys_are_at_hand() {
    let place = Place::new();
    let (mut zhang, mut wang) = (Desk::new("张三", 1), Desk::new("王五", 2));
    zhang.decide(1);
    wang.decide(1);
    let relayed = [&zhang.events[..], &wang.events[1..]].concat();
    let written = zhang.send(Target::Folder(place.0.path()), &relayed, &[]).unwrap();
    let examined = place.examine(&written.path, &[]).unwrap();
    let of_wang = examined.events.iter().find(|event| event.replica == wang.replica()).unwrap();
    assert_eq!(of_wang.signature, EventSignature::KeyNotHere);

    // A device's first event that names a key which is not that device's.
    let started = DeviceStarted {
        key: zhang.key.public(),
        incarnation: 0,
        name: "王五".into(),
        office: String::new(),
        after: None,
    };
    let body = Body::DeviceStarted(started);
    let envelope = Envelope { previous: None, seq: 1, ..wang.envelope() };
    let forged = event::write(&envelope, "device.started", &body).unwrap();
    let forged = (forged.clone(), sign_event(&zhang.key, &forged));
    let written = zhang.send(Target::Folder(place.0.path()), &[forged], &[]).unwrap();
    let examined = place.examine(&written.path, &[]).unwrap();
    assert_eq!(examined.events[0].signature, EventSignature::KeyNotHere, "not by its word");

    // The one who relays has swapped the signatures of two events.
    let mut swapped = [&zhang.events[..], &wang.events[..]].concat();
    (swapped[2].1, swapped[3].1) = (swapped[3].1, swapped[2].1);
    let written = zhang.send(Target::Folder(place.0.path()), &swapped, &[]).unwrap();
    assert_eq!(place.examine(&written.path, &[]).unwrap_err().key, "problem-bundle-event-signature");
}

#[test]
fn a_stranger_is_refused_with_the_fingerprint_before_anything_is_interpreted() {
    let (place, _, bytes) = small();
    let stranger = SigningKey::from_secret(&[9; 32]);
    let mut parts = Parts::of(&bytes);
    parts.payload = b"no zlib stream".to_vec();
    let path = place.file("stranger.wxb");
    fs::write(&path, parts.seal_text(b"no manifest either", &stranger)).unwrap();
    let problem = place.open(&path, &[]).unwrap_err();
    assert_eq!((problem.kind, problem.key), (ProblemKind::Refused, "problem-bundle-unknown-key"));
    assert!(problem.args.contains(&("fingerprint", stranger.public().fingerprint())));
}

// ------------------------------------------------------------------------------------------------------- damage

#[test]
fn no_single_bit_can_be_turned_unnoticed() {
    let (place, zhang, bytes) = small();
    assert!((1000..3000).contains(&bytes.len()), "{}", bytes.len());
    let manifest = u32::from_be_bytes(bytes[12..16].try_into().unwrap()) as usize;
    let mut touched = bytes.clone();
    for bit in 0..bytes.len() * 8 {
        touched[bit / 8] ^= 1 << (bit % 8);
        let key = place.refusal(&touched, &[zhang.key.public()]);
        touched[bit / 8] ^= 1 << (bit % 8);
        let expected: &[&str] = match bit / 8 {
            0..8 => &["problem-bundle-not-a-bundle", "problem-bundle-text-mode"],
            8..10 => &["problem-bundle-major"],
            10..12 => &["problem-bundle-signature"],
            12..16 => &["problem-bundle-manifest-length", "problem-bundle-cut-short", "problem-bundle-trailing"],
            16..24 => &["problem-bundle-payload-length", "problem-bundle-cut-short", "problem-bundle-trailing"],
            24..26 => &["problem-bundle-signature-length"],
            26..32 => &["problem-bundle-reserved"],
            at if at < 32 + manifest => &["problem-bundle-signature"],
            at if at == 32 + manifest => &["problem-bundle-suite"],
            at if at < 32 + manifest + 33 => &["problem-bundle-unknown-key"],
            at if at < 32 + manifest + 97 => &["problem-bundle-signature"],
            _ => &["problem-bundle-payload-digest"],
        };
        assert!(expected.contains(&key), "bit {bit}: {key}");
    }
}

#[test]
fn a_bundle_cut_short_or_lengthened_anywhere_is_refused() {
    let (place, zhang, bytes) = small();
    let known = [zhang.key.public()];
    assert_eq!(place.refusal(&[], &known), "problem-bundle-empty");
    for length in 1..bytes.len() {
        assert_eq!(place.refusal(&bytes[..length], &known), "problem-bundle-cut-short", "{length}");
    }
    for tail in [&b"\n"[..], &[0; 4096], &bytes] {
        assert_eq!(place.refusal(&[&bytes, tail].concat(), &known), "problem-bundle-trailing");
    }
    let crlf: Vec<u8> = bytes.iter().flat_map(|&b| if b == b'\n' { vec![b'\r', b'\n'] } else { vec![b] }).collect();
    assert_eq!(place.refusal(&crlf, &known), "problem-bundle-text-mode");
}

#[test]
fn parts_of_two_bundles_cannot_be_put_together() {
    let (place, mut zhang, one) = small();
    // Of the same lengths, so that only signature and digests can tell.
    zhang.events.truncate(1);
    zhang.decide(4);
    let path = place.file("two.wxb");
    zhang.send(Target::File { path: &path, replace: false }, &zhang.events, &["{\"form\":2}\n"]).unwrap();
    let two = fs::read(path).unwrap();
    let known = [zhang.key.public()];
    let manifest_end = |bytes: &[u8]| 32 + u32::from_be_bytes(bytes[12..16].try_into().unwrap()) as usize;
    let (end_one, end_two) = (manifest_end(&one), manifest_end(&two));
    let signature = [&one[..end_one + 33], &two[end_two + 33..end_two + 97], &one[end_one + 97..]].concat();
    assert_eq!(place.refusal(&signature, &known), "problem-bundle-signature");
    let (mut parts, other) = (Parts::of(&one), Parts::of(&two));
    let manifest = canonical::write(&other.manifest).unwrap();
    let mut with_manifest = parts.seal_text(manifest.as_bytes(), &zhang.key);
    let at = 32 + manifest.len() + 33;
    with_manifest[at..at + 64].copy_from_slice(&one[end_one + 33..end_one + 97]);
    assert_eq!(place.refusal(&with_manifest, &known), "problem-bundle-signature");
    parts.payload = other.payload;
    let mut with_payload = one[..end_one + 97].to_vec();
    with_payload.extend(&parts.payload);
    with_payload[16..24].copy_from_slice(&(parts.payload.len() as u64).to_be_bytes());
    let refusal = place.refusal(&with_payload, &known);
    assert!(["problem-bundle-payload-digest", "problem-bundle-signature"].contains(&refusal), "{refusal}");
    // A signature over an event of the same bytes is none over a bundle.
    let mut event_signature = one.clone();
    event_signature[end_one + 33..end_one + 97].copy_from_slice(&sign_event(&zhang.key, &one[..end_one]));
    assert_eq!(place.refusal(&event_signature, &known), "problem-bundle-signature");
}

// ----------------------------------------------------------------------------------------- a member who means harm

#[test]
fn the_rules_of_the_header_hold_also_when_signed() {
    let (place, zhang, bytes) = small();
    let known = [zhang.key.public()];
    let parts = Parts::of(&bytes);
    assert_eq!(parts.clone().seal(&zhang.key), bytes, "taken apart and put together again");
    assert_eq!(place.refusal(&Parts { major: 2, ..parts.clone() }.seal(&zhang.key), &known), "problem-bundle-major");
    let reserved = Parts { reserved: [0, 0, 0, 0, 0, 1], ..parts.clone() };
    assert_eq!(place.refusal(&reserved.seal(&zhang.key), &known), "problem-bundle-reserved");

    let later = Parts { minor: 9, ..parts }.with("added_later", json!({"x": [1]}));
    let path = place.file("later.wxb");
    fs::write(&path, later.seal(&zhang.key)).unwrap();
    assert_eq!(place.read(&path, &known).unwrap().0, [zhang.id(1), zhang.id(2)]);
}

#[test]
fn the_rules_of_the_manifest_hold_also_when_signed() {
    let (place, zhang, bytes) = small();
    let known = [zhang.key.public()];
    let parts = Parts::of(&bytes);
    let refusal = |field: &str, value: Value| place.refusal(&parts.clone().with(field, value).seal(&zhang.key), &known);
    assert_eq!(refusal("workspace", json!(WorkspaceId([6; 32]))), "problem-bundle-workspace");
    assert_eq!(refusal("crit", json!(["sealed-votes"])), "problem-bundle-critical");
    assert_eq!(refusal("schema", json!([2, 3])), "problem-bundle-schema");
    assert_eq!(refusal("schema", json!([2, 1])), "problem-bundle-manifest");
    assert_eq!(refusal("type", json!("receipt")), "problem-bundle-manifest");
    assert_eq!(refusal("kind", json!("poem")), "problem-bundle-manifest");
    assert_eq!(refusal("events", json!(3)), "problem-bundle-ranges");
    assert_eq!(refusal("ranges", json!([])), "problem-bundle-ranges");
    assert_eq!(refusal("blobs", json!([])), "problem-bundle-blobs");
    assert_eq!(refusal("blobs", json!([[BatchId([1; 32]), 11]])), "problem-bundle-blob");
    let sender = Sender { incarnation: 1, ..zhang.sender() };
    assert_eq!(refusal("sender", json!(sender)), "problem-bundle-manifest");
    let mut ranges = parts.manifest["ranges"].clone();
    ranges[0][2] = json!(3);
    assert_eq!(refusal("ranges", ranges), "problem-bundle-ranges");

    assert_eq!(refusal("blobs", json!([[BatchId([1; 32]), (512 << 20) + 1]])), "problem-bundle-manifest");
    let tables = [&b"1\n"[..], b"2\n"];
    let mut descending = tables.map(|table| (BatchId(sha256(table)), table));
    descending.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
    let raw = [&record(2, descending[0].1)[..], &record(2, descending[1].1), &record(0, b"")].concat();
    let listed = json!(descending.map(|(id, table)| (id, table.len())));
    let twisted = parts.clone().with_raw(&raw).with("blobs", listed).with("events", json!(0)).with("ranges", json!([]));
    assert_eq!(place.refusal(&twisted.seal(&zhang.key), &known), "problem-bundle-manifest");
    let mut length = parts.clone();
    length.manifest["payload"]["len"] = json!(parts.payload.len() - 1);
    length.manifest["payload"]["sha256"] = json!(sha256_hex(&parts.payload[..parts.payload.len() - 1]));
    let text = canonical::write(&length.manifest).unwrap();
    assert_eq!(place.refusal(&length.seal_text(text.as_bytes(), &zhang.key), &known), "problem-bundle-manifest");

    let mut zstd = parts.clone();
    zstd.manifest["payload"]["alg"] = json!("zstd");
    assert_eq!(place.refusal(&zstd.seal(&zhang.key), &known), "problem-bundle-algorithm");
    let text = canonical::write(&parts.manifest).unwrap();
    for spelling in [text.replacen(":", ": ", 1), text.replacen("{", "{\"a\":1,\"a\":1,", 1), format!("{text}\n")] {
        let bytes = parts.seal_text(spelling.as_bytes(), &zhang.key);
        assert_eq!(place.refusal(&bytes, &known), "problem-bundle-manifest");
    }
}

#[test]
fn the_rules_of_the_records_hold_also_when_signed() {
    let (place, zhang, bytes) = small();
    let known = [zhang.key.public()];
    let parts = Parts::of(&bytes);
    let raw = parts.raw();
    let refusal = |raw: &[u8]| place.refusal(&parts.clone().with_raw(raw).seal(&zhang.key), &known);
    let [one, two] = [0, 1].map(|at| event_record(&zhang.events[at].0, &zhang.events[at].1));
    let blob = record(2, b"{\"form\":1}\n");
    let end = record(0, b"");
    assert_eq!(raw, [&one[..], &two, &blob, &end].concat(), "the records as described");

    assert_eq!(refusal(&[&two[..], &one, &blob, &end].concat()), "problem-bundle-order");
    assert_eq!(refusal(&[&one[..], &one, &blob, &end].concat()), "problem-bundle-order");
    assert_eq!(refusal(&[&two[..], &blob, &end].concat()), "problem-bundle-ranges");
    assert_eq!(refusal(&[&one[..], &two, &end].concat()), "problem-bundle-blobs");
    assert_eq!(refusal(&[&one[..], &two, &blob, &blob, &end].concat()), "problem-bundle-blobs");
    assert_eq!(refusal(&[&blob[..], &one, &two, &end].concat()), "problem-bundle-record");
    assert_eq!(refusal(&[&one[..], &two, &record(2, b"{\"form\":2}\n"), &end].concat()), "problem-bundle-blob");
    assert_eq!(refusal(&[&one[..], &two, &blob].concat()), "problem-bundle-record", "no end");
    assert_eq!(refusal(&[&raw[..], b"x"].concat()), "problem-bundle-record", "something behind the end");
    assert_eq!(refusal(&[&one[..], &two, &blob, &record(0, b"x")].concat()), "problem-bundle-record");
    assert_eq!(refusal(&[&one[..], &two, &blob, &[0, 0, 0, 0, 1]].concat()), "problem-bundle-record");
    assert_eq!(refusal(&[&one[..], &two, &blob, &record(7, b"")].concat()), "problem-bundle-record");
    let mut length = blob.clone();
    length[4] += 1;
    assert_eq!(refusal(&[&one[..], &two, &length, &end].concat()), "problem-bundle-blob");
    assert_eq!(refusal(&raw[..raw.len() - 8]), "problem-bundle-record");
    let huge = [&[1][..], &u32::MAX.to_be_bytes()].concat();
    assert_eq!(refusal(&huge), "problem-bundle-event");
    let mut suite = raw.clone();
    suite[5 + zhang.events[0].0.len()] = 2;
    assert_eq!(refusal(&suite), "problem-bundle-suite");
}

#[test]
fn an_event_in_another_spelling_is_refused_though_its_signature_is_right() {
    let (place, zhang, bytes) = small();
    let parts = Parts::of(&bytes);
    let text = String::from_utf8(zhang.events[0].0.clone()).unwrap();
    let spellings: [Vec<u8>; 9] = [
        text.replacen(":", ": ", 1).into(),
        text.replacen("\"seq\":1", "\"seq\":1.0", 1).into(),
        text.replacen("\"seq\":1", "\"seq\":1e0", 1).into(),
        text.replacen("\"seq\":1", "\"seq\":1,\"seq\":1", 1).into(),
        text.replacen("张", "\\u5f20", 1).into(),
        text.replacen("\"name\":\"张三\"", "\"name\":\"\\ud800\"", 1).into(),
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        text.replacen("\"office\":\"", &format!("\"nest\":{}{},\"office\":\"", "[".repeat(100), "]".repeat(100)), 1)
            .into(),
        [text.as_bytes().split_last().unwrap().1, b",\"z\":\"\xff\"}"].concat(),
    ];
    for spelling in spellings {
        assert_ne!(spelling, text.as_bytes());
        let event = event_record(&spelling, &sign_event(&zhang.key, &spelling));
        let raw = [&event[..], &record(0, b"")].concat();
        let touched = parts.clone().with("blobs", json!([])).with_raw(&raw).seal(&zhang.key);
        assert_eq!(place.refusal(&touched, &[zhang.key.public()]), "problem-bundle-event");
    }
    let mut elsewhere = zhang.envelope();
    elsewhere.workspace = WorkspaceId([6; 32]);
    let body = Body::Unknown(json!({}));
    let foreign = event::write(&elsewhere, "x", &body).unwrap();
    let raw = [&event_record(&foreign, &sign_event(&zhang.key, &foreign))[..], &record(0, b"")].concat();
    let touched = parts.with("blobs", json!([])).with_raw(&raw).seal(&zhang.key);
    assert_eq!(place.refusal(&touched, &[zhang.key.public()]), "problem-bundle-event", "of another workspace");
}

#[test]
fn the_payload_is_one_stream_of_the_promised_length() {
    let (place, zhang, bytes) = small();
    let known = [zhang.key.public()];
    let parts = Parts::of(&bytes);
    let raw = parts.raw();
    let refusal = |payload: Vec<u8>| place.refusal(&parts.clone().with_payload(payload, &raw).seal(&zhang.key), &known);
    let stream = zlib(&raw);
    assert_eq!(refusal([&stream[..], &zlib(b"")].concat()), "problem-bundle-stream", "two streams");
    assert_eq!(refusal([&stream[..], b"\0"].concat()), "problem-bundle-stream", "a byte behind the stream");
    assert_eq!(refusal(stream[..stream.len() - 4].to_vec()), "problem-bundle-stream", "no checksum at the end");
    assert_eq!(refusal(stream[..stream.len() / 2].to_vec()), "problem-bundle-stream");
    assert_eq!(refusal(raw.clone()), "problem-bundle-stream", "not compressed at all");
    let mut dictionary = stream.clone();
    dictionary[1] = 0xbb; // FDICT set, header check right
    assert_eq!(refusal(dictionary), "problem-bundle-stream", "a preset dictionary");

    for raw_len in [0, raw.len() - 1, raw.len() + 1, 100_000] {
        let mut lie = parts.clone();
        lie.manifest["payload"]["raw_len"] = json!(raw_len);
        let key = place.refusal(&lie.seal(&zhang.key), &known);
        assert_eq!(key, "problem-bundle-raw-length", "{raw_len}");
    }
    let mut lie = parts.clone();
    lie.manifest["payload"]["raw_sha256"] = json!(sha256_hex(b"other"));
    assert_eq!(place.refusal(&lie.seal(&zhang.key), &known), "problem-bundle-raw-digest");
    let mut lie = parts.clone();
    lie.manifest["payload"]["raw_len"] = json!(-1);
    assert_eq!(place.refusal(&lie.seal(&zhang.key), &known), "problem-bundle-manifest");
}

/// Most memory this process ever held, in KiB.
#[cfg(target_os = "linux")]
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// 256 MiB of records that begin with a blob's; `noise` bytes in each MiB do not compress.
#[cfg(target_os = "linux")]
fn large_payload(noise: usize) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&[&[2][..], &(256u32 << 20).to_be_bytes()].concat()).unwrap();
    for part in 0..256u32 {
        let mut mebibyte = vec![0; 1 << 20];
        for (at, chunk) in mebibyte[..noise].chunks_mut(32).enumerate() {
            chunk.copy_from_slice(&sha256(&[part.to_be_bytes(), (at as u32).to_be_bytes()].concat()));
        }
        encoder.write_all(&mebibyte).unwrap();
    }
    encoder.write_all(&record(0, b"")).unwrap();
    encoder.finish().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_members_bomb_is_refused_in_bounded_memory() {
    // Reading happens in a process of its own, so that neither making the bombs nor other tests count.
    const CHILD: &str = "WENXIAO_TEST_BOMBS";
    const RAW: u64 = (256 << 20) + 10;
    let cases = [
        ("honest.wxb", "problem-bundle-expands"),
        ("lying.wxb", "problem-bundle-raw-length"),
        ("fair.wxb", "problem-bundle-blob"),
    ];
    if let Some(folder) = std::env::var_os(CHILD) {
        let known = [Desk::new("张三", 1).key.public()];
        let place = Place::new();
        for (name, expected) in cases {
            let key = place
                .open(&Path::new(&folder).join(name), &known)
                .and_then(|opened| bundle::read_payload(&opened, &mut |_| panic!("given out")))
                .unwrap_err()
                .key;
            assert_eq!(key, expected);
        }
        assert!(peak_memory() < 64 * 1024, "{} KiB", peak_memory());
        return;
    }
    let (place, zhang, bytes) = small();
    let parts = Parts::of(&bytes)
        .with("events", json!(0))
        .with("ranges", json!([]))
        .with("blobs", json!([[BatchId([1; 32]), 256 << 20]]));
    let write = |name: &str, payload: Vec<u8>, raw_len: u64| {
        let mut parts = Parts { payload, ..parts.clone() };
        parts.manifest["payload"]["raw_len"] = json!(raw_len);
        fs::write(place.file(name), parts.seal(&zhang.key)).unwrap();
    };
    // Says itself that it inflates to far more than 200 times its length.
    write("honest.wxb", large_payload(0), RAW);
    // Says it would be less.
    write("lying.wxb", large_payload(0), 40 << 20);
    // Keeps to the ratio, but is not the table it says.
    write("fair.wxb", large_payload(8192), RAW);
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_members_bomb_is_refused_in_bounded_memory", "--nocapture"])
        .env(CHILD, place.0.path())
        .output()
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
    assert!(String::from_utf8_lossy(&child.stdout).contains("1 passed"));
}

// ------------------------------------------------------------------------------------------ things that are no files

#[test]
fn what_is_no_plain_file_is_refused_at_once() {
    let (place, zhang, _) = small();
    let known = [zhang.key.public()];
    let what = |path: &Path| {
        let problem = place.open(path, &known).unwrap_err();
        (problem.key, problem.args.iter().find(|(name, _)| *name == "what").map(|(_, value)| value.clone()))
    };
    let not_a_file = |what: &str| ("problem-bundle-not-a-file", Some(what.to_owned()));
    assert_eq!(what(&place.staging()), not_a_file("folder"));
    assert_eq!(what(&place.file("none.wxb")).0, "problem-bundle-unreadable");
    let sparse = place.file("sparse.wxb");
    fs::File::create(&sparse).unwrap().set_len(10 << 30).unwrap();
    assert_eq!(what(&sparse).0, "problem-bundle-too-large");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        let (link, circle, pipe) = (place.file("link.wxb"), place.file("circle.wxb"), place.file("pipe.wxb"));
        symlink(place.file("small.wxb"), &link).unwrap();
        symlink(&circle, &circle).unwrap();
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert_eq!(what(&link), not_a_file("link"));
        assert_eq!(what(&circle), not_a_file("link"));
        assert_eq!(what(&pipe), not_a_file("device"));
        assert_eq!(what(Path::new("/dev/zero")), not_a_file("device"));
    }
}

#[test]
fn what_happens_to_the_original_while_it_is_read_does_not_matter() {
    let (place, zhang, _) = small();
    let path = place.file("small.wxb");
    let opened = place.open(&path, &[zhang.key.public()]).unwrap();
    fs::write(&path, b"rewritten").unwrap();
    fs::remove_file(&path).unwrap();
    let mut count = 0;
    bundle::read_payload(&opened, &mut |_| {
        count += 1;
        Ok(())
    })
    .unwrap();
    assert_eq!(count, 3);
}
