//! The payload's records: inflating within bounds, framing, and what each record must hold to.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use flate2::{Decompress, FlushDecompress, Status};
use sha2::{Digest as _, Sha256};

use super::manifest::{Manifest, Ranges};
use super::{SUITE_ED25519, files};
use crate::model::event::{self, Event, MAX_BODY};
use crate::model::ids::BatchId;
use crate::model::problem::{Problem, ProblemKind};

pub(super) const END: u8 = 0;
pub(super) const EVENT: u8 = 1;
pub(super) const BLOB: u8 = 2;

/// One record of a payload.
pub enum Record<'r> {
    /// An event: its exact bytes, what they say, and a signature that is still to be checked against the key of its
    /// device.
    Event {
        /// Exact bytes, canonical.
        bytes: &'r [u8],
        /// The same, read.
        event: &'r Event,
        /// Ed25519.
        signature: &'r [u8; 64],
    },
    /// The lines of an imported table.
    Blob {
        /// Its identity, which is the SHA-256 of the content.
        id: BatchId,
        /// Length in bytes.
        length: u64,
        /// The content. What is left unread is passed over.
        content: &'r mut dyn BufRead,
    },
}

fn damaged(key: &'static str) -> Problem {
    Problem::new(ProblemKind::Verification, key)
}

fn carry(problem: Problem) -> io::Error {
    io::Error::other(problem)
}

/// Inflates exactly one zlib stream of exactly the promised length, counting and hashing what comes out.
struct Inflate<R> {
    source: R,
    state: Decompress,
    ended: bool,
    /// Bytes that may still come out.
    left: u64,
    hash: Sha256,
}

impl<R: BufRead> Read for Inflate<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.ended || into.is_empty() {
                return Ok(0);
            }
            let input = self.source.fill_buf()?;
            let at_end = input.is_empty();
            let (before_in, before_out) = (self.state.total_in(), self.state.total_out());
            let status = self
                .state
                .decompress(input, into, FlushDecompress::None)
                .map_err(|_| carry(damaged("problem-bundle-stream")))?;
            let consumed = (self.state.total_in() - before_in) as usize;
            let produced = (self.state.total_out() - before_out) as usize;
            self.source.consume(consumed);
            // Counted here and not believed from anywhere: a stream that goes on and on ends at its promise.
            self.left =
                self.left.checked_sub(produced as u64).ok_or_else(|| carry(damaged("problem-bundle-raw-length")))?;
            self.hash.update(into.get(..produced).unwrap_or_default());
            self.ended = status == Status::StreamEnd;
            if produced > 0 || self.ended {
                return Ok(produced);
            }
            if at_end || consumed == 0 {
                return Err(carry(damaged("problem-bundle-stream")));
            }
        }
    }
}

/// Checks the digest of the compressed bytes: before this holds, nothing is inflated.
pub(super) fn check_compressed(file: &File, at: u64, manifest: &Manifest) -> Result<(), Problem> {
    let mut source = compressed(file, at, manifest.payload.len).map_err(|error| files::unreadable(&error))?;
    let hash = files::hash_of(&mut source).map_err(|error| files::unreadable(&error))?;
    if hex(hash) == manifest.payload.sha256 { Ok(()) } else { Err(damaged("problem-bundle-payload-digest")) }
}

fn hex(hash: Sha256) -> String {
    BatchId(hash.finalize().into()).to_string()
}

fn compressed(mut file: &File, at: u64, length: u64) -> io::Result<io::Take<BufReader<&File>>> {
    file.seek(SeekFrom::Start(at))?;
    Ok(BufReader::with_capacity(64 * 1024, file).take(length))
}

/// Goes through all records once, giving each to `visit`, and checks everything that can be checked without keys.
///
/// The digest of the compressed bytes must have been checked.
pub(super) fn pass(
    file: &File,
    at: u64,
    manifest: &Manifest,
    visit: &mut dyn FnMut(Record) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let inflate = Inflate {
        source: compressed(file, at, manifest.payload.len).map_err(|error| files::unreadable(&error))?,
        state: Decompress::new(true),
        ended: false,
        left: manifest.payload.raw_len,
        hash: Sha256::new(),
    };
    let mut raw = BufReader::with_capacity(64 * 1024, inflate);
    records(&mut raw, manifest, visit)?;

    // Nothing after the end record, neither inside the stream nor behind it.
    if read_byte(&mut raw).map_err(|error| files::unreadable(&error))?.is_some() {
        return Err(damaged("problem-bundle-record"));
    }
    let mut inflate = raw.into_inner();
    let behind = inflate.source.fill_buf().map_err(|error| files::unreadable(&error))?;
    if !inflate.ended || !behind.is_empty() {
        return Err(damaged("problem-bundle-stream"));
    }
    if inflate.left != 0 {
        return Err(damaged("problem-bundle-raw-length"));
    }
    if hex(inflate.hash) != manifest.payload.raw_sha256 {
        return Err(damaged("problem-bundle-raw-digest"));
    }
    Ok(())
}

fn records(
    raw: &mut dyn BufRead,
    manifest: &Manifest,
    visit: &mut dyn FnMut(Record) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut ranges = Ranges::default();
    let mut events: u64 = 0;
    let mut blobs = manifest.blobs.iter();
    let mut bytes = Vec::new();
    loop {
        let [kind] = exactly(raw)?;
        let length = u32::from_be_bytes(exactly(raw)?);
        match kind {
            EVENT if blobs.len() == manifest.blobs.len() => {
                events += 1;
                let place = |problem: Problem| problem.with("number", events);
                if length as usize > MAX_BODY {
                    return Err(place(damaged("problem-bundle-event").with("detail", "size")));
                }
                bytes.resize(length as usize, 0);
                raw.read_exact(&mut bytes).map_err(|error| framing(&error))?;
                let [suite] = exactly(raw)?;
                let signature_length = u16::from_be_bytes(exactly(raw)?);
                if (suite, signature_length) != (SUITE_ED25519, 64) {
                    return Err(place(Problem::refused("problem-bundle-suite").with("suite", suite)));
                }
                let signature: [u8; 64] = exactly(raw)?;
                let event = event::read(&bytes)
                    .map_err(|error| place(damaged("problem-bundle-event").with("detail", error)))?;
                if event.envelope.workspace != manifest.workspace {
                    return Err(place(damaged("problem-bundle-event").with("detail", "ws")));
                }
                match ranges.add(&event) {
                    None => return Err(place(damaged("problem-bundle-order"))),
                    // Stopping here also bounds what the stretches may take in memory.
                    Some(true) if ranges.found().len() > manifest.ranges.len() => {
                        return Err(damaged("problem-bundle-ranges"));
                    }
                    Some(_) => {}
                }
                visit(Record::Event { bytes: &bytes, event: &event, signature: &signature })?;
            }
            BLOB => {
                let blob = blobs.next().ok_or_else(|| damaged("problem-bundle-blobs"))?;
                if u64::from(length) != blob.1 {
                    return Err(damaged("problem-bundle-blob").with("id", blob.0));
                }
                let mut content = Content { raw: &mut *raw, left: blob.1, hash: Sha256::new() };
                visit(Record::Blob { id: blob.0, length: blob.1, content: &mut content })?;
                let digest = content.finish()?;
                if digest != blob.0.0 {
                    return Err(damaged("problem-bundle-blob").with("id", blob.0));
                }
            }
            END if length == 0 => break,
            _ => return Err(damaged("problem-bundle-record")),
        }
    }
    if blobs.next().is_some() {
        return Err(damaged("problem-bundle-blobs"));
    }
    if events != manifest.events || ranges.found() != manifest.ranges {
        return Err(damaged("problem-bundle-ranges"));
    }
    Ok(())
}

fn framing(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => damaged("problem-bundle-record"),
        _ => files::unreadable(error),
    }
}

fn exactly<const N: usize>(raw: &mut dyn BufRead) -> Result<[u8; N], Problem> {
    let mut bytes = [0; N];
    raw.read_exact(&mut bytes).map_err(|error| framing(&error))?;
    Ok(bytes)
}

fn read_byte(raw: &mut dyn BufRead) -> io::Result<Option<u8>> {
    Ok(raw.fill_buf()?.first().copied())
}

/// The content of one blob, hashed as it is read.
struct Content<'r> {
    raw: &'r mut dyn BufRead,
    left: u64,
    hash: Sha256,
}

impl Content<'_> {
    /// Passes over what was not read; the digest of the whole.
    fn finish(mut self) -> Result<[u8; 32], Problem> {
        loop {
            let length = self.fill_buf().map_err(|error| framing(&error))?.len();
            if length == 0 {
                return Ok(self.hash.finalize().into());
            }
            self.consume(length);
        }
    }
}

impl BufRead for Content<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Ok(&[]);
        }
        let buffer = self.raw.fill_buf()?;
        if buffer.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let length = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        Ok(buffer.get(..length).unwrap_or_default())
    }

    fn consume(&mut self, length: usize) {
        if let Ok(buffer) = self.raw.fill_buf() {
            // Already in the buffer: `fill_buf` was called before.
            self.hash.update(buffer.get(..length).unwrap_or_default());
        }
        self.raw.consume(length);
        self.left = self.left.saturating_sub(length as u64);
    }
}

impl Read for Content<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let buffer = self.fill_buf()?;
        let length = buffer.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..length), buffer.get(..length)) {
            to.copy_from_slice(from);
        }
        self.consume(length);
        Ok(length)
    }
}
