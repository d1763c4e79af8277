//! Reading a bundle: who signed it first, what is in it afterwards.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use super::header::{self, Header};
use super::manifest::Manifest;
use super::payload::{self, Record};
use super::{SUITE_ED25519, Verify, files};
use crate::model::event::{Body, Stamp};
use crate::model::ids::{BatchId, EventId, PersonId, PublicKey, ReplicaId, WorkspaceId};
use crate::model::problem::{Problem, ProblemKind};

/// What opening a bundle needs to know.
pub struct Reading<'a> {
    /// Private folder (0700) for the copy that is read; it needs room for the file.
    pub staging: &'a Path,
    /// Our workspace; bundles of others are refused. `None` reads any.
    pub workspace: Option<WorkspaceId>,
    /// True for keys of enrolled devices.
    pub known: &'a dyn Fn(&PublicKey) -> bool,
    /// Checks the signature of a bundle.
    pub verify: Verify<'a>,
}

/// A bundle whose signature and manifest hold. It is a private copy: the original may change or go.
#[derive(Debug)]
pub struct Opened {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The key that signed it.
    pub key: PublicKey,
    /// Its header.
    pub header: Header,
    /// SHA-256 of the whole file, by which a receipt names it.
    pub sha256: [u8; 32],
    file: File,
    path: String,
}

/// Copies a bundle and checks size, header, key, signature and manifest, in this order.
///
/// # Errors
/// The first thing that does not hold, with the argument `path`. A key that is not known gives
/// `problem-bundle-unknown-key` with its fingerprint, before anything behind the header has been interpreted.
pub fn open(path: &Path, reading: &Reading) -> Result<Opened, Problem> {
    open_copy(path, reading).map_err(|problem| problem.with("path", path.display()))
}

fn open_copy(path: &Path, reading: &Reading) -> Result<Opened, Problem> {
    let copy = files::private_copy(path, reading.staging)?;
    let mut file = copy.file;
    // Bounded: the header limits the manifest to 1 MiB.
    let signed_length = header::LENGTH + copy.header.manifest as usize;
    let mut signed = vec![0; signed_length];
    let mut block = [0; header::SIGNATURE_BLOCK as usize];
    file.seek(SeekFrom::Start(0))
        .and_then(|_| file.read_exact(&mut signed))
        .and_then(|()| file.read_exact(&mut block))
        .map_err(|error| files::unreadable(&error))?;
    let [suite, key_and_signature @ ..] = block;
    if suite != SUITE_ED25519 {
        return Err(Problem::refused("problem-bundle-suite").with("suite", suite));
    }
    let mut key = [0; 32];
    let mut signature = [0; 64];
    key.copy_from_slice(&key_and_signature[..32]);
    signature.copy_from_slice(&key_and_signature[32..]);
    let key = PublicKey(key);
    if !(reading.known)(&key) {
        return Err(Problem::refused("problem-bundle-unknown-key").with("fingerprint", key.fingerprint()));
    }
    if !(reading.verify)(&key, &signed, &signature) {
        return Err(
            Problem::new(ProblemKind::Verification, "problem-bundle-signature").with("fingerprint", key.fingerprint())
        );
    }
    let manifest_bytes = signed.get(header::LENGTH..).unwrap_or_default();
    let manifest = Manifest::read(manifest_bytes, &key, copy.header.payload, reading.workspace)?;
    Ok(Opened { manifest, key, header: copy.header, sha256: copy.sha256, file, path: path.display().to_string() })
}

/// Gives all records to `visit`, after everything in the payload has been checked as a whole.
///
/// The payload is gone through twice: `visit` sees the first record only when digests, framing, events (size,
/// canonical text, identity, workspace, order) and blobs have been found right to the last byte. Left to the caller:
/// the signature of each event, because that needs the key of its device.
///
/// # Errors
/// What does not hold, with the argument `path`, or what `visit` returns.
pub fn read_payload(opened: &Opened, visit: &mut dyn FnMut(Record) -> Result<(), Problem>) -> Result<(), Problem> {
    check_payload(opened, &mut |_| Ok(()))?;
    // What the caller refuses with keeps its own words; only what has no place yet gets this one.
    payload::pass(&opened.file, opened.header.payload_at(), &opened.manifest, visit).map_err(|problem| {
        if problem.args.iter().any(|(name, _)| *name == "path") { problem } else { problem.with("path", &opened.path) }
    })
}

fn check_payload(opened: &Opened, visit: &mut dyn FnMut(Record) -> Result<(), Problem>) -> Result<(), Problem> {
    let at = opened.header.payload_at();
    payload::check_compressed(&opened.file, at, &opened.manifest)
        .and_then(|()| payload::pass(&opened.file, at, &opened.manifest, visit))
        .map_err(|problem| problem.with("path", &opened.path))
}

/// What could be said of an event's signature from the bundle alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventSignature {
    /// It holds, by the key of the bundle or the one its device's first event in the bundle names.
    Holds,
    /// The key of its device is not in this bundle.
    KeyNotHere,
}

/// An event as listed for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventSummary {
    /// Identity.
    pub id: EventId,
    /// Whose chain.
    pub replica: ReplicaId,
    /// Number in it.
    pub seq: u64,
    /// Kind as written.
    pub kind: String,
    /// Who.
    pub author: PersonId,
    /// When, for display.
    pub at: Stamp,
    /// Its signature.
    pub signature: EventSignature,
}

/// A bundle as shown and checked without a database.
#[derive(Debug)]
pub struct Examined {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The key that signed it.
    pub key: PublicKey,
    /// Whether that key is known here. If not, the bundle is whole, but by a stranger.
    pub known: bool,
    /// SHA-256 of the whole file.
    pub sha256: [u8; 32],
    /// Its events in order.
    pub events: Vec<EventSummary>,
    /// Its tables with their lengths.
    pub blobs: Vec<(BatchId, u64)>,
}

/// Checks a whole bundle without database and without trust: whether it is undamaged, and what is in it.
///
/// # Errors
/// The first thing that does not hold, with the argument `path`.
pub fn examine(
    path: &Path,
    staging: &Path,
    known: &dyn Fn(&PublicKey) -> bool,
    verify_bundle: Verify,
    verify_event: Verify,
) -> Result<Examined, Problem> {
    let opened = open(path, &Reading { staging, workspace: None, known: &|_| true, verify: verify_bundle })?;
    let mut keys: BTreeMap<ReplicaId, PublicKey> = [(opened.manifest.sender.replica, opened.key)].into();
    let mut events = Vec::new();
    let mut blobs = Vec::new();
    check_payload(&opened, &mut |record| {
        match record {
            Record::Event { bytes, event, signature } => {
                let replica = event.envelope.replica;
                if let Body::DeviceStarted(started) = &event.body
                    && ReplicaId::of(&started.key, started.incarnation) == replica
                {
                    keys.insert(replica, started.key);
                }
                let signature = match keys.get(&replica) {
                    None => EventSignature::KeyNotHere,
                    Some(key) if verify_event(key, bytes, signature) => EventSignature::Holds,
                    Some(_) => {
                        return Err(Problem::new(ProblemKind::Verification, "problem-bundle-event-signature")
                            .with("id", event.id));
                    }
                };
                events.push(EventSummary {
                    id: event.id,
                    replica,
                    seq: event.envelope.seq,
                    kind: event.kind.clone(),
                    author: event.envelope.author.clone(),
                    at: event.envelope.at,
                    signature,
                });
            }
            Record::Blob { id, length, .. } => blobs.push((id, length)),
        }
        Ok(())
    })?;
    Ok(Examined {
        known: known(&opened.key),
        manifest: opened.manifest,
        key: opened.key,
        sha256: opened.sha256,
        events,
        blobs,
    })
}
