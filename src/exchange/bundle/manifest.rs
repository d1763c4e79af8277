//! What a bundle says of itself: signed, canonical, and checked against what is really inside.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::{MAX_BLOB, largest_raw};
use crate::model::canonical;
use crate::model::event::Event;
use crate::model::ids::{BatchId, EventId, PersonId, PublicKey, ReplicaId, WorkspaceId};
use crate::model::problem::{Problem, ProblemKind};

/// The `type` of every manifest.
const TYPE: &str = "review-bundle";
/// The only way payloads are compressed.
const ALGORITHM: &str = "zlib";
/// What a reader must understand where sealed files are among the blobs: they are no tables.
pub(super) const SEALED_FILES: &str = "sealed-files";
/// What we understand of what a reader must.
const UNDERSTOOD: [&str; 1] = [SEALED_FILES];
/// Version of the events' envelope that we write and understand.
const SCHEMA: u32 = 1;

/// What a bundle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Everything the sender has.
    Full,
    /// What the recipient has not acknowledged.
    Incremental,
    /// Only the acknowledgement.
    Ack,
    /// Statements about people and keys.
    Trust,
    /// Year end.
    Seal,
    /// Evidence of a forked device.
    Fork,
}

/// Which device wrote the bundle. The device must be that of the key that signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// Incarnation of the device.
    pub incarnation: u32,
    /// Who says to have sent it.
    pub person: PersonId,
    /// The device.
    pub replica: ReplicaId,
}

/// Versions of the events' envelope inside, lowest and highest: `[min, max]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema(pub u32, pub u32);

/// No event: what the first of a chain names as its predecessor.
const NONE: EventId = EventId([0; 32]);

/// An unbroken stretch of one chain: `[replica, first, last, hash before first, hash of last]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Whose chain.
    pub replica: ReplicaId,
    /// First number.
    pub first: u64,
    /// Last number.
    pub last: u64,
    /// Event before the first; `None` when the stretch begins the chain.
    pub previous: Option<EventId>,
    /// Event at the last number.
    pub head: EventId,
}

impl Serialize for Range {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.replica, self.first, self.last, self.previous.unwrap_or(NONE), self.head).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Range {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (replica, first, last, previous, head) = Deserialize::deserialize(deserializer)?;
        Ok(Range { replica, first, last, previous: Some(previous).filter(|id| *id != NONE), head })
    }
}

/// An event the bundle builds on without containing it: `[replica, number, hash]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Require(pub ReplicaId, pub u64, pub EventId);

/// How far the sender has a chain: `[replica, number, hash]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack(pub ReplicaId, pub u64, pub EventId);

/// Numbers the sender misses: `[replica, from, to]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing(pub ReplicaId, pub u64, pub u64);

/// A blob inside: `[sha256, length]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blob(pub BatchId, pub u64);

/// The payload, compressed and inflated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// `zlib`
    pub alg: String,
    /// Compressed length.
    pub len: u64,
    /// SHA-256 of the compressed bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Inflated length.
    pub raw_len: u64,
    /// SHA-256 of the inflated bytes, lower-case hexadecimal.
    pub raw_sha256: String,
}

/// What a bundle says of itself. Fields that a later minor version adds are passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `review-bundle`
    #[serde(rename = "type")]
    pub type_: String,
    /// Workspace all events belong to.
    pub workspace: WorkspaceId,
    /// Who sent it.
    pub sender: Sender,
    /// Identity of the bundle, UUID version 7.
    pub bundle: Uuid,
    /// What it is for.
    pub kind: Kind,
    /// When, in milliseconds since 1970 (UTC), for display.
    pub created: i64,
    /// For whom; empty: for anyone of the workspace.
    pub to: Vec<PublicKey>,
    /// What a reader must understand to be allowed to read on. We know `sealed-files`: blobs that a `sample.sealed` names.
    pub crit: Vec<String>,
    /// Versions of the events inside.
    pub schema: Schema,
    /// Number of events.
    pub events: u64,
    /// Stretches of chains inside, in the order of the events.
    pub ranges: Vec<Range>,
    /// Events it builds on.
    pub requires: Vec<Require>,
    /// How far the sender has other chains.
    pub ack: Vec<Ack>,
    /// What the sender misses.
    pub gaps: Vec<Missing>,
    /// Blobs inside, ascending.
    pub blobs: Vec<Blob>,
    /// The payload.
    pub payload: Payload,
}

fn wrong(detail: impl std::fmt::Display) -> Problem {
    Problem::new(ProblemKind::Verification, "problem-bundle-manifest").with("detail", detail)
}

impl Manifest {
    pub(super) fn type_name() -> String {
        TYPE.to_owned()
    }

    pub(super) fn algorithm_name() -> String {
        ALGORITHM.to_owned()
    }

    pub(super) fn our_schema() -> Schema {
        Schema(SCHEMA, SCHEMA)
    }

    /// Reads a manifest whose signature by `key` has been checked, beside a payload of `payload` bytes.
    ///
    /// # Errors
    /// When it is not canonical, a field is wrong, needs what we do not know, belongs to another workspace than
    /// `workspace` (if one is given), or promises more than is allowed.
    pub(super) fn read(
        bytes: &[u8],
        key: &PublicKey,
        payload: u64,
        workspace: Option<WorkspaceId>,
    ) -> Result<Manifest, Problem> {
        let value = canonical::read(bytes).map_err(wrong)?;
        // Before all else: what a reader must know to read on may change the meaning of any field.
        let needs = value.get("crit").and_then(|crit| crit.as_array()).ok_or_else(|| wrong("crit"))?;
        let needs: Vec<&str> = needs.iter().map(|need| need.as_str().unwrap_or("?")).collect();
        let needs: Vec<&str> = needs.into_iter().filter(|need| !UNDERSTOOD.contains(need)).collect();
        if !needs.is_empty() {
            return Err(Problem::refused("problem-bundle-critical").with("needs", needs.join(", ")));
        }
        let manifest: Manifest = serde_json::from_value(value).map_err(wrong)?;
        if manifest.type_ != TYPE {
            return Err(wrong("type"));
        }
        if let Some(ours) = workspace.filter(|ours| *ours != manifest.workspace) {
            return Err(Problem::refused("problem-bundle-workspace")
                .with("theirs", manifest.workspace)
                .with("ours", ours));
        }
        if manifest.sender.replica != ReplicaId::of(key, manifest.sender.incarnation) {
            return Err(wrong("sender"));
        }
        if manifest.schema.0 > manifest.schema.1 {
            return Err(wrong("schema"));
        }
        if manifest.schema.0 > SCHEMA {
            return Err(Problem::refused("problem-bundle-schema").with("version", manifest.schema.0));
        }
        if manifest.payload.alg != ALGORITHM {
            return Err(Problem::refused("problem-bundle-algorithm").with("algorithm", &manifest.payload.alg));
        }
        if manifest.payload.len != payload {
            return Err(wrong("payload.len"));
        }
        if manifest.payload.raw_len > largest_raw(payload) {
            return Err(Problem::new(ProblemKind::Verification, "problem-bundle-expands")
                .with("raw", manifest.payload.raw_len)
                .with("limit", largest_raw(payload)));
        }
        if !manifest.blobs.is_sorted_by(|one, two| one.0 < two.0) || manifest.blobs.iter().any(|blob| blob.1 > MAX_BLOB)
        {
            return Err(wrong("blobs"));
        }
        Ok(manifest)
    }
}

/// Finds the stretches in events that come ascending by (replica, number, identity).
///
/// An event continues the stretch that ends with its predecessor and opens a new one otherwise, so the branches of a
/// forked device become stretches of their own.
#[derive(Debug, Default)]
pub(super) struct Ranges {
    ranges: Vec<Range>,
    /// Ends of the stretches of the replica at hand.
    ends: BTreeMap<EventId, usize>,
    last: Option<(ReplicaId, u64, EventId)>,
}

impl Ranges {
    /// Takes the next event; true when it opens a stretch. `None` when it is out of order or comes twice.
    pub(super) fn add(&mut self, event: &Event) -> Option<bool> {
        let (replica, seq) = (event.envelope.replica, event.envelope.seq);
        let place = (replica, seq, event.id);
        if self.last.is_some_and(|last| last >= place) {
            return None;
        }
        if self.last.is_none_or(|(last, ..)| last != replica) {
            self.ends.clear();
        }
        self.last = Some(place);
        let previous = event.envelope.previous;
        let continued = previous
            .and_then(|id| self.ends.get(&id).copied())
            .filter(|&index| self.ranges.get(index).is_some_and(|range| range.last.checked_add(1) == Some(seq)));
        let index = match continued {
            Some(index) => {
                if let Some(id) = previous {
                    self.ends.remove(&id);
                }
                index
            }
            None => {
                self.ranges.push(Range { replica, first: seq, last: seq, previous, head: event.id });
                self.ranges.len() - 1
            }
        };
        if let Some(range) = self.ranges.get_mut(index) {
            range.last = seq;
            range.head = event.id;
        }
        self.ends.insert(event.id, index);
        Some(continued.is_none())
    }

    /// The stretches so far.
    pub(super) fn found(&self) -> &[Range] {
        &self.ranges
    }
}
