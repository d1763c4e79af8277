//! Writing a bundle: payload first, into a part of its own, because the manifest in front of it quotes its digest.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::files::{self, Unfinished, unwritable};
use super::header::Header;
use super::manifest::{Ack, Blob, Kind, Manifest, Missing, Payload, Ranges, Require, SEALED_FILES, Sender};
use super::payload::{BLOB, END, EVENT};
use super::{MAX_BLOB, MAX_FILE, MAX_MANIFEST, MAX_RAW, SUITE_ED25519, largest_raw};
use crate::model::canonical;
use crate::model::event::{self, Body, SpotCheck};
use crate::model::ids::{BatchId, EventId, PublicKey, ReplicaId, WorkspaceId};
use crate::model::problem::{Problem, ProblemKind};

/// The key that signs, without the key: the caller keeps the secret.
pub struct Signer<'a> {
    /// Public half.
    pub key: PublicKey,
    /// Signs header and manifest: `sync::sign::sign_bundle`.
    pub sign: &'a dyn Fn(&[u8]) -> [u8; 64],
}

/// The lines of one table.
pub struct BlobOut {
    /// Identity: SHA-256 of the content.
    pub id: BatchId,
    /// The lines.
    pub content: Vec<u8>,
}

/// What goes into a bundle.
pub struct BundleOut<'a> {
    /// Identity of the bundle, UUID version 7.
    pub bundle: Uuid,
    /// What it is for.
    pub kind: Kind,
    /// Workspace of all events.
    pub workspace: WorkspaceId,
    /// Who sends.
    pub sender: Sender,
    /// Now, in milliseconds since 1970 (UTC).
    pub created: i64,
    /// For whom; empty: for anyone of the workspace.
    pub to: Vec<PublicKey>,
    /// How far we have each chain.
    pub ack: Vec<Ack>,
    /// What we miss.
    pub gaps: Vec<Missing>,
    /// Exact bytes and signatures, ascending by (replica, number, identity).
    pub events: &'a mut dyn Iterator<Item = Result<(Vec<u8>, [u8; 64]), Problem>>,
    /// Tables, ascending by identity; one at a time is held in memory.
    pub blobs: &'a mut dyn Iterator<Item = Result<BlobOut, Problem>>,
}

/// Where a bundle is written.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// Into a file of this name.
    File {
        /// The file.
        path: &'a Path,
        /// Whether an existing one may be replaced.
        replace: bool,
    },
    /// Into this folder, under a name made of workspace, sender, numbers and digest (ASCII, at home on every file
    /// system). An existing file of that name has the same content.
    Folder(&'a Path),
}

/// A bundle that is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its name.
    pub path: PathBuf,
    /// SHA-256 of the whole file.
    pub sha256: [u8; 32],
    /// Events inside.
    pub events: u64,
    /// Blobs inside.
    pub blobs: u64,
    /// Length of the file.
    pub bytes: u64,
}

/// Passes bytes on, counting and hashing them.
struct Counted<W> {
    to: W,
    hash: Sha256,
    length: u64,
    limit: u64,
}

impl<W> Counted<W> {
    fn new(to: W, limit: u64) -> Self {
        Counted { to, hash: Sha256::new(), length: 0, limit }
    }
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.length += written as u64;
        if self.length > self.limit {
            return Err(io::Error::other(Problem::refused("problem-bundle-too-much").with("limit", self.limit)));
        }
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// A bug of the caller, told with what was wrong.
fn misuse(detail: impl std::fmt::Display) -> Problem {
    Problem::internal(format_args!("bundle: {detail}"))
}

/// Writes a bundle: durable, read back, and under its name only when complete. The same input gives the same bytes.
///
/// # Errors
/// When the disk does not take it (`problem-bundle-unwritable`), it is too much for one bundle
/// (`problem-bundle-too-much`), a file is in the way (`problem-bundle-exists`), or what the iterators return. No part
/// is left behind.
pub fn write(target: Target, out: BundleOut, signer: &Signer) -> Result<Written, Problem> {
    let folder = match target {
        Target::File { path, .. } => files::folder_of(path),
        Target::Folder(folder) => folder,
    };
    write_into(folder, target, out, signer).map_err(|problem| {
        let place = match target {
            Target::File { path, .. } => path,
            Target::Folder(folder) => folder,
        };
        problem.with("path", place.display())
    })
}

fn write_into(folder: &Path, target: Target, out: BundleOut, signer: &Signer) -> Result<Written, Problem> {
    if out.sender.replica != ReplicaId::of(&signer.key, out.sender.incarnation) {
        return Err(misuse("the sender is not the device of the key"));
    }
    let broken = |error: io::Error| unwritable(&error);
    let mut part = Unfinished::begin(folder).map_err(broken)?;
    let mut contents = Contents::default();
    let mut payload = {
        let compressed = Counted::new(BufWriter::with_capacity(64 * 1024, part.file()), MAX_FILE);
        let mut raw = Counted::new(ZlibEncoder::new(compressed, Compression::default()), MAX_RAW);
        contents.write(&mut raw, out.workspace, out.events, out.blobs)?;
        let mut compressed = raw.to.finish().map_err(broken)?;
        compressed.flush().map_err(broken)?;
        Payload {
            alg: Manifest::algorithm_name(),
            len: compressed.length,
            sha256: hex(compressed.hash),
            raw_len: raw.length,
            raw_sha256: hex(raw.hash),
        }
    };
    if payload.raw_len > largest_raw(payload.len) {
        // So uniform that readers would take it for a bomb: stored without compressing.
        let mut stored = Unfinished::begin(folder).map_err(broken)?;
        (payload.len, payload.sha256) = store(part.file(), stored.file()).map_err(broken)?;
        part = stored;
    }

    let manifest = Manifest {
        type_: Manifest::type_name(),
        workspace: out.workspace,
        sender: out.sender,
        bundle: out.bundle,
        kind: out.kind,
        created: out.created,
        to: out.to,
        crit: contents.crit(),
        schema: Manifest::our_schema(),
        events: contents.events,
        ranges: contents.ranges.found().to_vec(),
        requires: contents.requires,
        ack: out.ack,
        gaps: out.gaps,
        blobs: contents.blobs,
        payload,
    };
    let text = canonical::write(&manifest).map_err(misuse)?;
    let manifest_length = u32::try_from(text.len())
        .ok()
        .filter(|&length| length <= MAX_MANIFEST)
        .ok_or_else(|| Problem::refused("problem-bundle-too-much").with("limit", MAX_MANIFEST))?;
    let header = Header { minor: 0, manifest: manifest_length, payload: manifest.payload.len };
    let mut signed = header.bytes().to_vec();
    signed.extend_from_slice(text.as_bytes());
    let signature = (signer.sign)(&signed);

    let mut whole = Unfinished::begin(folder).map_err(broken)?;
    let (sha256, bytes) = {
        let mut file = Counted::new(BufWriter::with_capacity(64 * 1024, whole.file()), MAX_FILE);
        part.file().seek(SeekFrom::Start(0)).map_err(broken)?;
        file.write_all(&signed)
            .and_then(|()| file.write_all(&[SUITE_ED25519]))
            .and_then(|()| file.write_all(&signer.key.0))
            .and_then(|()| file.write_all(&signature))
            .and_then(|()| io::copy(part.file(), &mut file))
            .and_then(|_| file.flush())
            .map_err(broken)?;
        (file.hash.finalize().into(), file.length)
    };
    let (path, replace) = match target {
        Target::File { path, replace } => (path.to_owned(), replace),
        Target::Folder(folder) => (folder.join(file_name(&manifest, &sha256)), true),
    };
    whole.finish(&path, replace, &sha256)?;
    Ok(Written { path, sha256, events: manifest.events, blobs: manifest.blobs.len() as u64, bytes })
}

/// `wx_<workspace 8>_<sender 8>_<first>-<last>_<digest 12>.wxb`; the numbers are those of the sender's own chain.
fn file_name(manifest: &Manifest, sha256: &[u8; 32]) -> String {
    let own = || manifest.ranges.iter().filter(|range| range.replica == manifest.sender.replica);
    let first = own().map(|range| range.first).min().unwrap_or(0);
    let last = own().map(|range| range.last).max().unwrap_or(0);
    let digest = BatchId(*sha256).to_string();
    format!(
        "wx_{:.8}_{:.8}_{first}-{last}_{digest:.12}.wxb",
        manifest.workspace.to_string(),
        manifest.sender.replica.to_string()
    )
}

fn hex(hash: Sha256) -> String {
    BatchId(hash.finalize().into()).to_string()
}

/// Writes a compressed part anew without compressing it: its length and digest.
fn store(part: &mut File, into: &mut File) -> io::Result<(u64, String)> {
    part.seek(SeekFrom::Start(0))?;
    let mut raw = ZlibDecoder::new(BufReader::new(part)).take(MAX_RAW);
    let mut encoder = ZlibEncoder::new(Counted::new(BufWriter::new(into), MAX_FILE), Compression::none());
    io::copy(&mut raw, &mut encoder)?;
    let mut stored = encoder.finish()?;
    stored.flush()?;
    Ok((stored.length, hex(stored.hash)))
}

/// What the payload turned out to contain.
#[derive(Default)]
struct Contents {
    events: u64,
    ranges: Ranges,
    requires: Vec<Require>,
    blobs: Vec<Blob>,
    /// Files that seals among the events name.
    sealed: HashSet<BatchId>,
}

impl Contents {
    /// What a reader must understand: a program that takes every blob for a table would refuse these with a wrong reason.
    fn crit(&self) -> Vec<String> {
        let sealed = self.blobs.iter().any(|blob| self.sealed.contains(&blob.0));
        sealed.then(|| SEALED_FILES.to_owned()).into_iter().collect()
    }

    fn write(
        &mut self,
        raw: &mut dyn Write,
        workspace: WorkspaceId,
        events: &mut dyn Iterator<Item = Result<(Vec<u8>, [u8; 64]), Problem>>,
        blobs: &mut dyn Iterator<Item = Result<BlobOut, Problem>>,
    ) -> Result<(), Problem> {
        let broken = |error: io::Error| unwritable(&error);
        // Events of the chain at hand, to see which predecessors are not in the bundle.
        let mut chain: (Option<ReplicaId>, HashSet<EventId>) = Default::default();
        for entry in events {
            let (bytes, signature) = entry?;
            let event = event::read(&bytes).map_err(misuse)?;
            if event.envelope.workspace != workspace {
                return Err(misuse(format_args!("event {} is of another workspace", event.id)));
            }
            let opens =
                self.ranges.add(&event).ok_or_else(|| misuse(format_args!("event {} is out of order", event.id)))?;
            let replica = event.envelope.replica;
            if chain.0 != Some(replica) {
                chain = (Some(replica), HashSet::new());
            }
            if let Some(previous) = event.envelope.previous.filter(|id| opens && !chain.1.contains(id)) {
                self.requires.push(Require(replica, event.envelope.seq.saturating_sub(1), previous));
            }
            chain.1.insert(event.id);
            if let Body::SpotCheck(SpotCheck::Sealed(sealed)) = &event.body {
                self.sealed.extend(sealed.files().into_iter().map(|(_, digest)| digest));
            }
            record(raw, EVENT, &bytes)
                .and_then(|()| raw.write_all(&[SUITE_ED25519]))
                .and_then(|()| raw.write_all(&64u16.to_be_bytes()))
                .and_then(|()| raw.write_all(&signature))
                .map_err(broken)?;
            self.events += 1;
        }
        for blob in blobs {
            let BlobOut { id, content } = blob?;
            let length = content.len() as u64;
            if length > MAX_BLOB {
                return Err(Problem::refused("problem-bundle-too-much").with("limit", MAX_BLOB));
            }
            if crate::model::ids::sha256(&content) != id.0 {
                return Err(Problem::new(ProblemKind::Verification, "problem-bundle-own-blob").with("id", id));
            }
            if self.blobs.last().is_some_and(|last| last.0 >= id) {
                return Err(misuse(format_args!("blob {id} is out of order")));
            }
            self.blobs.push(Blob(id, length));
            record(raw, BLOB, &content).map_err(broken)?;
        }
        record(raw, END, &[]).map_err(broken)
    }
}

fn record(raw: &mut dyn Write, kind: u8, bytes: &[u8]) -> io::Result<()> {
    // Events and blobs are limited far below this.
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    raw.write_all(&[kind])?;
    raw.write_all(&length.to_be_bytes())?;
    raw.write_all(bytes)
}
