//! Devices that write bundles, a place to read them, and the tools to take them apart.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::{Value, json};
use wenxiao::exchange::bundle::{
    self, Ack, BlobOut, BundleOut, Kind, Missing, Reading, Record, Sender, Signer, Target, Written,
};
use wenxiao::model::canonical;
use wenxiao::model::event::{self, Body, DeviceStarted, Envelope, Stamp, Subject, VerdictSet};
use wenxiao::model::ids::{
    BatchId, EventId, PersonId, ProjectKey, PublicKey, ReplicaId, VersionId, WorkspaceId, sha256, sha256_hex,
};
use wenxiao::model::problem::{Problem, ProblemKind};
use wenxiao::model::review::Verdict;
use wenxiao::sync::sign::{SigningKey, sign_bundle, sign_event, verify_bundle, verify_event};

pub const WORKSPACE: WorkspaceId = WorkspaceId([5; 32]);

/// One device with the events it has written.
pub struct Desk {
    pub key: SigningKey,
    pub person: PersonId,
    pub events: Vec<(Vec<u8>, [u8; 64])>,
}

impl Desk {
    pub fn new(person: &str, secret: u8) -> Self {
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

    pub fn replica(&self) -> ReplicaId {
        ReplicaId::of(&self.key.public(), 0)
    }

    pub fn envelope(&self) -> Envelope {
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

    pub fn write(&mut self, body: &Body) {
        let bytes = event::write(&self.envelope(), body.kind().unwrap(), body).unwrap();
        let signature = sign_event(&self.key, &bytes);
        self.events.push((bytes, signature));
    }

    pub fn decide(&mut self, row: u32) {
        let on = Subject { project: ProjectKey([1; 16]), year: 2025, version: VersionId([2; 32]), row: Some(row) };
        self.write(&Body::VerdictSet(VerdictSet {
            on,
            verdict: Verdict::Passed,
            reason: String::new(),
            dismissed: vec![],
        }));
    }

    pub fn id(&self, seq: usize) -> EventId {
        event::event_id(&self.events[seq - 1].0)
    }

    pub fn sender(&self) -> Sender {
        Sender { incarnation: 0, person: self.person.clone(), replica: self.replica() }
    }

    /// Writes a bundle of the given events and tables.
    pub fn send(&self, target: Target, events: &[(Vec<u8>, [u8; 64])], tables: &[&str]) -> Result<Written, Problem> {
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
pub struct Place(pub tempfile::TempDir);

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("staging")).unwrap();
        Place(folder)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn staging(&self) -> PathBuf {
        self.file("staging")
    }

    pub fn open(&self, path: &Path, known: &[PublicKey]) -> Result<bundle::Opened, Problem> {
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
    pub fn read(&self, path: &Path, known: &[PublicKey]) -> Result<(Vec<EventId>, Vec<String>), Problem> {
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
    pub fn refusal(&self, bytes: &[u8], known: &[PublicKey]) -> &'static str {
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

    pub fn examine(&self, path: &Path, known: &[PublicKey]) -> Result<bundle::Examined, Problem> {
        bundle::examine(path, &self.staging(), &|key| known.contains(key), &verify_bundle, &verify_event)
    }
}

/// A bundle taken apart, to be changed and signed anew by a member who means harm.
#[derive(Clone)]
pub struct Parts {
    pub major: u16,
    pub minor: u16,
    pub reserved: [u8; 6],
    pub manifest: Value,
    pub payload: Vec<u8>,
}

impl Parts {
    pub fn of(bytes: &[u8]) -> Self {
        let length = u32::from_be_bytes(bytes[12..16].try_into().unwrap()) as usize;
        Parts {
            major: 1,
            minor: 0,
            reserved: [0; 6],
            manifest: serde_json::from_slice(&bytes[32..32 + length]).unwrap(),
            payload: bytes[32 + length + 97..].to_vec(),
        }
    }

    pub fn raw(&self) -> Vec<u8> {
        let mut raw = Vec::new();
        flate2::read::ZlibDecoder::new(self.payload.as_slice()).read_to_end(&mut raw).unwrap();
        raw
    }

    /// Replaces the payload by other compressed bytes that are told to inflate to `raw`.
    pub fn with_payload(mut self, payload: Vec<u8>, raw: &[u8]) -> Self {
        self.manifest["payload"]["raw_len"] = json!(raw.len());
        self.manifest["payload"]["raw_sha256"] = json!(sha256_hex(raw));
        self.payload = payload;
        self
    }

    pub fn with_raw(self, raw: &[u8]) -> Self {
        let payload = zlib(raw);
        self.with_payload(payload, raw)
    }

    pub fn with(mut self, field: &str, value: Value) -> Self {
        self.manifest[field] = value;
        self
    }

    pub fn seal(mut self, key: &SigningKey) -> Vec<u8> {
        self.manifest["payload"]["len"] = json!(self.payload.len());
        self.manifest["payload"]["sha256"] = json!(sha256_hex(&self.payload));
        let manifest = canonical::write(&self.manifest).unwrap();
        self.seal_text(manifest.as_bytes(), key)
    }

    pub fn seal_text(&self, manifest: &[u8], key: &SigningKey) -> Vec<u8> {
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

pub fn zlib(raw: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(raw).unwrap();
    encoder.finish().unwrap()
}

pub fn record(kind: u8, bytes: &[u8]) -> Vec<u8> {
    [&[kind][..], &(bytes.len() as u32).to_be_bytes(), bytes].concat()
}

pub fn event_record(bytes: &[u8], signature: &[u8; 64]) -> Vec<u8> {
    [record(1, bytes), vec![1, 0, 64], signature.to_vec()].concat()
}

/// A small bundle by 张三: two events and a table.
pub fn small() -> (Place, Desk, Vec<u8>) {
    let place = Place::new();
    let mut zhang = Desk::new("张三", 1);
    zhang.decide(3);
    let path = place.file("small.wxb");
    zhang.send(Target::File { path: &path, replace: false }, &zhang.events, &["{\"form\":1}\n"]).unwrap();
    let bytes = fs::read(path).unwrap();
    (place, zhang, bytes)
}

/// What the reader in Python says, or why it refuses.
pub fn independent(arguments: &[&std::ffi::OsStr]) -> Result<Value, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify_bundle.py");
    let output = Command::new("python3").arg(script).args(arguments).output().expect("python3 is needed for this test");
    if output.status.success() {
        Ok(serde_json::from_slice(&output.stdout).unwrap())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
