//! Exchange bundles (`.wxb`): signed events and the tables they speak of, in one file.
//!
//! ```text
//!  0  8  89 52 56 42 0D 0A 1A 0A       magic: changed by any transfer that takes the file for text
//!  8  2  major = 1 (other: refused)    10  2  minor (higher: accepted)
//! 12  4  M manifest length             16  8  P payload length
//! 24  2  S signature block length      26  6  reserved, 0
//! 32  M  manifest: canonical JSON, see Manifest
//!     S  suite (1 = Ed25519) · public key 32 · signature 64, over bytes 0..32+M, PAE type
//!        application/vnd.review.bundle+json;v=1
//!     P  payload: one zlib stream of records
//! ```
//! Integers are big-endian; the file ends where P ends. Records: kind (1 event, 2 blob, 0 end) · length u32 · bytes,
//! after an event: suite (1) · length of the signature u16 (64) · signature. Events come first, ascending by (replica,
//! number, identity), then the blobs in the order of the manifest, then one end record of length 0.
//!
//! Reading verifies before it parses: size, header, known key, signature over the raw bytes, and only then manifest,
//! digest of the compressed bytes, bounded inflating, digest of the inflated bytes, records. A stranger's file is
//! refused before anything in it is interpreted; a colleague's cannot make us hold more than one event in memory or
//! inflate beyond what the manifest may promise. There are no file names inside.
//!
//! Absent here: keys and signature mathematics (the caller hands in functions of `sync::sign`), what events mean, and
//! the database. Only `engine` imports this module.

mod files;
mod header;
mod manifest;
mod payload;
mod read;
mod write;

pub use header::Header;
pub use manifest::{Ack, Blob, Kind, Manifest, Missing, Payload, Range, Require, Schema, Sender};
pub use payload::Record;
pub use read::{EventSignature, EventSummary, Examined, Opened, Reading, examine, open, read_payload};
pub use write::{BlobOut, BundleOut, Signer, Target, Written, write};

use crate::model::ids::PublicKey;

/// Largest file accepted or written.
pub const MAX_FILE: u64 = 4 << 30;
/// Largest manifest.
pub const MAX_MANIFEST: u32 = 1 << 20;
/// Largest inflated payload.
pub const MAX_RAW: u64 = 1 << 30;
/// Largest blob.
pub const MAX_BLOB: u64 = 512 << 20;
/// Most inflated bytes per compressed one …
pub const MAX_RATIO: u64 = 200;
/// … beyond this many inflated bytes, which any payload may have (small ones compress well without being bombs).
pub const RATIO_SLACK: u64 = 1 << 20;

/// Suite byte of Ed25519, for events and bundles.
const SUITE_ED25519: u8 = 1;

/// True when key, signed bytes and signature belong together: `sync::sign::verify_bundle` or `verify_event`.
pub type Verify<'a> = &'a dyn Fn(&PublicKey, &[u8], &[u8; 64]) -> bool;

/// Most inflated bytes accepted of a payload of `compressed` bytes.
fn largest_raw(compressed: u64) -> u64 {
    compressed.saturating_mul(MAX_RATIO).saturating_add(RATIO_SLACK).min(MAX_RAW)
}
