//! Tickets of Rivest's consistent sampler, as a second order that others have published examples of.
//!
//! The hash as a decimal number of at least 64 digits, written backwards after `0.`; ordered as text. Full tickets are
//! compared, never the nine digits that are printed of them elsewhere, which can collide.

use num_bigint::BigUint;

use super::digest::{digest, fingerprint};

/// The fraction of a text.
pub fn fraction(text: &str) -> String {
    let digits = BigUint::from_bytes_be(&digest(text.as_bytes())).to_string();
    let padded = format!("{digits:0>64}");
    format!("0.{}", padded.chars().rev().collect::<String>())
}

/// First ticket of a unit.
pub fn ticket(seed: &str, key: &str) -> String {
    fraction(&format!("{}{key}", fingerprint(seed.as_bytes())))
}
