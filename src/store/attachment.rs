//! Files that events name by their digest: kept by what they are, so that a bundle carries them with the event.
//!
//! Whatever is read is held against its digest first. Deliberately absent: what the files say ([`crate::rules`]), and which
//! events name them (`engine`).

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{OptionalExtension, params};

use super::error::{Result, Told, damaged};
use super::open::Session;
use crate::model::ids::{BatchId, EventId, sha256};
use crate::model::problem::Problem;

/// Most bytes of one file: a sealed population of a million units with room to spare.
pub const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// A file made ready to be kept, before the database is locked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// SHA-256 of the file.
    pub digest: BatchId,
    deflated: Vec<u8>,
}

impl Attachment {
    /// Makes a file ready.
    ///
    /// # Errors
    /// When it is larger than [`MOST_BYTES`].
    pub fn of(bytes: &[u8]) -> Result<Attachment> {
        if bytes.len() as u64 > MOST_BYTES {
            return Err(Problem::refused("problem-attachment-too-large")
                .with("bytes", bytes.len())
                .with("limit", MOST_BYTES));
        }
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).map_err(Problem::internal)?;
        let deflated = encoder.finish().map_err(Problem::internal)?;
        Ok(Attachment { digest: BatchId(sha256(bytes)), deflated })
    }
}

/// The file, if the bytes are one.
fn inflate(deflated: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    ZlibDecoder::new(deflated).take(MOST_BYTES + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= MOST_BYTES).then_some(bytes)
}

/// SHA-256 of what was deflated: for the migration to this form. What cannot be inflated gets the digest of nothing that
/// anybody names.
pub(super) fn digest_of_deflated(deflated: &[u8]) -> [u8; 32] {
    inflate(deflated).map_or_else(|| sha256(deflated), |bytes| sha256(&bytes))
}

impl Session {
    /// Keeps a file, in place of what may stand there damaged.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn save_attachment(&self, file: &Attachment) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO attachment (digest, content) VALUES (?1, ?2)
                 ON CONFLICT (digest) DO UPDATE SET content = excluded.content",
            )
            .told()?
            .execute(params![file.digest.0, file.deflated])
            .map(|_| ())
            .told()
    }

    /// A file, held against its digest; `None` when it is not here.
    ///
    /// # Errors
    /// When the database cannot be read, or what is kept is not that file.
    pub fn attachment(&self, digest: BatchId) -> Result<Option<Vec<u8>>> {
        let deflated: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT content FROM attachment WHERE digest = ?1")
            .told()?
            .query_row([digest.0], |row| row.get(0))
            .optional()
            .told()?;
        let Some(deflated) = deflated else { return Ok(None) };
        let bytes = inflate(&deflated).filter(|bytes| sha256(bytes) == digest.0);
        bytes.map(Some).ok_or_else(|| damaged("attachment"))
    }

    /// Whether a file is here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_attachment(&self, digest: BatchId) -> Result<bool> {
        self.connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM attachment WHERE digest = ?1)")
            .told()?
            .query_row([digest.0], |row| row.get(0))
            .told()
    }

    /// Digests of all files that are kept.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn attachments(&self) -> Result<Vec<BatchId>> {
        let mut statement = self.connection.prepare("SELECT digest FROM attachment ORDER BY digest").told()?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).told()?;
        rows.map(|row| BatchId::try_from(row.told()?.as_slice()).map_err(|_| damaged("attachment.digest"))).collect()
    }

    /// The list of members of a population whose event does not name it: sealed here by an earlier program.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn members_beside(&self, sealed: EventId) -> Result<Option<BatchId>> {
        let digest: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT digest FROM sealed_members WHERE event = ?1")
            .told()?
            .query_row([sealed.0], |row| row.get(0))
            .optional()
            .told()?;
        let read = |bytes: Vec<u8>| BatchId::try_from(bytes.as_slice()).map_err(|_| damaged("sealed_members.digest"));
        digest.map(read).transpose()
    }
}
