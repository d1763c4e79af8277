//! Identifiers. Names that end in `Id` or `Key` here are stable across stations; local row numbers are
//! [`ItemId`] and never leave the machine.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} lower-case hexadecimal digits")]
pub struct NotHex {
    /// Number of digits that were expected.
    pub expected: usize,
}

fn hex_digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn parse_hex<const N: usize>(text: &str) -> Result<[u8; N], NotHex> {
    let wrong = NotHex { expected: N * 2 };
    let digits = text.as_bytes();
    if digits.len() != N * 2 || !digits.iter().all(|d| matches!(d, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(wrong);
    }
    let nibble = |digit: u8| if digit <= b'9' { digit - b'0' } else { digit - b'a' + 10 };
    let mut bytes = [0; N];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = nibble(digits[index * 2]) << 4 | nibble(digits[index * 2 + 1]);
    }
    Ok(bytes)
}

macro_rules! byte_id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex_digits(&self.0))
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self)
            }
        }
        impl FromStr for $name {
            type Err = NotHex;
            fn from_str(text: &str) -> Result<Self, NotHex> {
                parse_hex(text).map(Self)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
        impl TryFrom<&[u8]> for $name {
            type Error = NotHex;
            fn try_from(bytes: &[u8]) -> Result<Self, NotHex> {
                bytes.try_into().map(Self).map_err(|_| NotHex { expected: $len * 2 })
            }
        }
    };
}

byte_id!(
    /// Identity of an event: SHA-256 of `"rv-event-1" 00` and its exact stored bytes.
    EventId, 32
);
byte_id!(
    /// Identity of one imported table (批次): SHA-256 of its canonical lines.
    BatchId, 32
);
byte_id!(
    /// Identity of one version of one form: SHA-256 of `"wx-form-1" 00` and its canonical text. What is said of a
    /// target is tied to this, so an opinion never slides to a changed target.
    VersionId, 32
);
byte_id!(
    /// Identity of a workspace: SHA-256 of its genesis statement.
    WorkspaceId, 32
);
byte_id!(
    /// One device in one incarnation: the first 16 bytes of SHA-256 of `"rv-replica-1" 00`, public key and
    /// incarnation (u32, big-endian).
    ReplicaId, 16
);
byte_id!(
    /// Ed25519 public key of a device.
    PublicKey, 32
);
byte_id!(
    /// A project across years, versions and stations: see [`ProjectKey::of`].
    ProjectKey, 16
);

impl ProjectKey {
    /// Derives the key from the fiscal division (区划) and the project code; a form that printed no code is told
    /// apart by its unit and name instead. The parts are length-prefixed, so no two different projects collide by
    /// concatenation.
    pub fn of(region: &str, code: Option<&str>, unit: &str, name: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"wx-project-1\0");
        let mut part = |text: &str| {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        };
        part(region);
        match code {
            Some(code) => part(code),
            None => {
                part("");
                part(unit);
                part(name);
            }
        }
        let digest = hash.finalize();
        let mut key = [0; 16];
        key.copy_from_slice(&digest[..16]);
        Self(key)
    }
}

/// Hashes with a domain tag, so that a digest of one kind never passes for another.
pub fn tagged_sha256(tag: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(tag.as_bytes());
    hash.update([0]);
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// SHA-256 of bytes as they are, as told to people (files, bundles).
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// SHA-256 of bytes in lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex_digits(&sha256(bytes))
}

impl PublicKey {
    /// What two people compare by telephone: the first 16 bytes of SHA-256 of `"rv-key-1" 00` and the key, in groups
    /// of four digits.
    pub fn fingerprint(&self) -> String {
        let digest = tagged_sha256("rv-key-1", &[&self.0]);
        digest[..16].chunks(2).map(hex_digits).collect::<Vec<_>>().join(" ")
    }
}

impl ReplicaId {
    /// The replica of a device key in an incarnation (0 for a new key).
    pub fn of(key: &PublicKey, incarnation: u32) -> Self {
        let digest = tagged_sha256("rv-replica-1", &[&key.0, &incarnation.to_be_bytes()]);
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        Self(id)
    }
}

/// Local row number of a target in the queue. Never written to an event or a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub i64);

/// A person, as named in events: stable for one identity, e.g. `p-3f9a0c21`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub String);

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_read_back_what_they_print_and_refuse_the_rest() {
        let id = EventId([0xab; 32]);
        assert_eq!(id.to_string().parse::<EventId>(), Ok(id));
        assert!("AB".repeat(32).parse::<EventId>().is_err(), "upper case is another spelling");
        assert!("ab".parse::<EventId>().is_err());
    }

    #[test]
    fn a_project_without_code_is_told_apart_by_unit_and_name() {
        let coded = ProjectKey::of("340000000", Some("51000021R000000019951"), "甲", "道路养护");
        assert_eq!(coded, ProjectKey::of("340000000", Some("51000021R000000019951"), "乙", "改了名"));
        assert_ne!(
            ProjectKey::of("", None, "甲单位", "道路养护"),
            ProjectKey::of("", None, "甲单位道路", "养护"),
            "parts must not run together"
        );
    }
}
