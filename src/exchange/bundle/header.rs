//! The first 32 bytes: lengths that must add up, and what became of the magic bytes on the way.

use super::{MAX_FILE, MAX_MANIFEST};
use crate::model::problem::{Problem, ProblemKind};

/// Length of the header in bytes.
pub(super) const LENGTH: usize = 32;
/// Length of the signature block: suite, public key, signature.
pub(super) const SIGNATURE_BLOCK: u16 = 1 + 32 + 64;

const MAGIC: [u8; 8] = [0x89, b'R', b'V', b'B', 0x0d, 0x0a, 0x1a, 0x0a];
const MAJOR: u16 = 1;

/// The header's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Minor version of the format; higher ones than ours are accepted.
    pub minor: u16,
    /// Length of the manifest in bytes.
    pub manifest: u32,
    /// Length of the payload in bytes.
    pub payload: u64,
}

impl Header {
    pub(super) fn bytes(self) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        bytes[..8].copy_from_slice(&MAGIC);
        bytes[8..10].copy_from_slice(&MAJOR.to_be_bytes());
        bytes[10..12].copy_from_slice(&self.minor.to_be_bytes());
        bytes[12..16].copy_from_slice(&self.manifest.to_be_bytes());
        bytes[16..24].copy_from_slice(&self.payload.to_be_bytes());
        bytes[24..26].copy_from_slice(&SIGNATURE_BLOCK.to_be_bytes());
        bytes
    }

    /// Length of the whole file.
    pub(super) fn file_length(self) -> u64 {
        self.payload_at() + self.payload
    }

    /// Where the payload begins.
    pub(super) fn payload_at(self) -> u64 {
        LENGTH as u64 + u64::from(self.manifest) + u64::from(SIGNATURE_BLOCK)
    }

    /// Reads the first bytes of a file of `length` bytes; fewer than 32 are given only when the file has no more.
    ///
    /// # Errors
    /// A reason of its own for each field that is wrong.
    pub(super) fn read(bytes: &[u8], length: u64) -> Result<Header, Problem> {
        if length == 0 {
            return Err(Problem::new(ProblemKind::Verification, "problem-bundle-empty"));
        }
        if !MAGIC.starts_with(&bytes[..bytes.len().min(MAGIC.len())]) {
            return Err(without_magic(bytes));
        }
        let Ok(bytes): Result<&[u8; LENGTH], _> = bytes.try_into() else {
            return Err(cut_short(LENGTH as u64, length));
        };
        let number =
            |range: std::ops::Range<usize>| bytes[range].iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        let damaged = |key| Err(Problem::new(ProblemKind::Verification, key));
        let major = number(8..10);
        if major != u64::from(MAJOR) {
            return Err(Problem::refused("problem-bundle-major").with("major", major));
        }
        let manifest = number(12..16);
        if manifest == 0 || manifest > u64::from(MAX_MANIFEST) {
            return damaged("problem-bundle-manifest-length");
        }
        let payload = number(16..24);
        if payload == 0 || payload > MAX_FILE {
            return damaged("problem-bundle-payload-length");
        }
        if number(24..26) != u64::from(SIGNATURE_BLOCK) {
            return damaged("problem-bundle-signature-length");
        }
        if number(26..32) != 0 {
            return damaged("problem-bundle-reserved");
        }
        // The limits above fit their types.
        let header = Header { minor: number(10..12) as u16, manifest: manifest as u32, payload };
        let expected = header.file_length();
        match length.cmp(&expected) {
            _ if expected > MAX_FILE => damaged("problem-bundle-payload-length"),
            std::cmp::Ordering::Less => Err(cut_short(expected, length)),
            std::cmp::Ordering::Greater => {
                Err(Problem::new(ProblemKind::Verification, "problem-bundle-trailing").with("extra", length - expected))
            }
            std::cmp::Ordering::Equal => Ok(header),
        }
    }
}

fn cut_short(expected: u64, length: u64) -> Problem {
    Problem::new(ProblemKind::Verification, "problem-bundle-cut-short")
        .with("expected", expected)
        .with("length", length)
}

/// Tells a bundle that a transfer took for text from a file that never was one.
fn without_magic(bytes: &[u8]) -> Problem {
    // What mail programs, FTP in text mode, editors and encodings make of the magic bytes.
    const AS_TEXT: &[&[u8]] = &[
        b"\x89RVB\x0a",             // CR LF to LF
        b"\x89RVB\x0d\x0d",         // LF to CR LF
        b"\x89RVB\x0d\x1a",         // LF dropped
        b"\x89RVB\x0d\x0a\x1a\x0d", // the last LF to CR LF
        b"\x09RVB",                 // eighth bit lost
        b"RVB\x0d",                 // first byte dropped
        b"?RVB",                    // first byte replaced
        b"\xc2\x89RVB",             // Latin-1 written as UTF-8
        b"\xe2\x80\xb0RVB",         // Windows-1252 written as UTF-8
        b"\xef\xbf\xbdRVB",         // decoding error written as UTF-8
        b"\xef\xbb\xbf",            // byte order mark in front
        b"\xff\xfe\x89\x00R\x00",   // UTF-16, little-endian
        b"\xff\xfe\xfd\xffR\x00",   // the same after a decoding error
        b"\xfe\xff\x00\x89\x00R",   // UTF-16, big-endian
        b"\xfe\xff\xff\xfd\x00R",
        b"iVJWQg0K", // base64
        b"=89RVB",   // quoted-printable
        b"begin ",   // uuencode
    ];
    if AS_TEXT.iter().any(|text| bytes.starts_with(text)) {
        Problem::new(ProblemKind::Verification, "problem-bundle-text-mode")
    } else {
        Problem::refused("problem-bundle-not-a-bundle")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(bytes: &[u8], length: u64) -> &'static str {
        Header::read(bytes, length).unwrap_err().key
    }

    #[test]
    fn every_wrong_field_has_its_own_reason() {
        let header = Header { minor: 0, manifest: 100, payload: 50 };
        let good = header.bytes();
        let length = header.file_length();
        assert_eq!(Header::read(&good, length), Ok(header));
        let with = |at: usize, value: &[u8]| {
            let mut bytes = good;
            bytes[at..at + value.len()].copy_from_slice(value);
            Header::read(&bytes, length).map_err(|problem| problem.key)
        };
        assert!(with(10, &[0, 9]).is_ok(), "a later minor version is accepted");
        assert_eq!(with(8, &[0, 2]), Err("problem-bundle-major"));
        assert_eq!(with(12, &[0; 4]), Err("problem-bundle-manifest-length"));
        assert_eq!(with(12, &(MAX_MANIFEST + 1).to_be_bytes()), Err("problem-bundle-manifest-length"));
        assert_eq!(with(12, &MAX_MANIFEST.to_be_bytes()), Err("problem-bundle-cut-short"));
        assert_eq!(with(16, &[0; 8]), Err("problem-bundle-payload-length"));
        assert_eq!(with(16, &[0xff; 8]), Err("problem-bundle-payload-length"));
        assert_eq!(with(16, &MAX_FILE.to_be_bytes()), Err("problem-bundle-payload-length"));
        assert_eq!(with(16, &51u64.to_be_bytes()), Err("problem-bundle-cut-short"));
        assert_eq!(with(16, &49u64.to_be_bytes()), Err("problem-bundle-trailing"));
        assert_eq!(with(24, &[0, 0]), Err("problem-bundle-signature-length"));
        assert_eq!(with(24, &[0xff, 0xff]), Err("problem-bundle-signature-length"));
        assert_eq!(with(31, &[1]), Err("problem-bundle-reserved"));
        assert_eq!(key(&good[..31], 31), "problem-bundle-cut-short");
        assert_eq!(key(&good[..3], 3), "problem-bundle-cut-short");
        assert_eq!(key(&[], 0), "problem-bundle-empty");
    }

    #[test]
    fn damage_by_a_transfer_in_text_mode_is_told_from_a_file_of_another_kind() {
        let good = Header { minor: 0, manifest: 100, payload: 50 }.bytes();
        let replace = |from: &str, to: &str| {
            let text: String = good.iter().map(|&byte| char::from(byte)).collect();
            text.replace(from, to).chars().map(|c| c as u8).collect::<Vec<u8>>()
        };
        for (bytes, how) in [
            (replace("\r\n", "\n"), "CR LF to LF"),
            (replace("\n", "\r\n"), "LF to CR LF"),
            (replace("\r", ""), "CR dropped"),
            (good.iter().map(|byte| byte & 0x7f).collect(), "seven bits"),
            (String::from_utf8_lossy(&good).into_owned().into_bytes(), "decoded as UTF-8"),
            (good.iter().map(|&byte| char::from(byte)).collect::<String>().into_bytes(), "recoded to UTF-8"),
            ([&b"\xef\xbb\xbf"[..], &good].concat(), "byte order mark"),
            (b"iVJWQg0KGgoAAQAA".to_vec(), "base64"),
        ] {
            assert_eq!(key(&bytes[..bytes.len().min(32)], 300), "problem-bundle-text-mode", "{how}");
        }
        for bytes in [&b"PK\x03\x04"[..], b"\x89PNG\r\n\x1a\n", &[0; 32], "项目名称,金额".as_bytes()] {
            assert_eq!(key(bytes, 300), "problem-bundle-not-a-bundle");
        }
    }
}
