//! Ed25519 signatures of events and bundles.
//!
//! What is signed is the DSSE pre-authentication encoding (PAE) of a type and the exact bytes, so a signature over an
//! event never passes for one over a bundle. Checking is strict (`verify_strict`); weak keys and keys in another
//! spelling are refused. Deliberately absent: making randomness and keeping keys, which is the caller's.

use std::fmt;

use ed25519_dalek::{Signature, Signer as _, VerifyingKey};

use crate::model::ids::PublicKey;

/// Suite byte of Ed25519 in events and bundles; no other suite is known.
pub const SUITE_ED25519: u8 = 1;

const EVENT_TYPE: &str = "application/vnd.review.event+json;v=1";
const BUNDLE_TYPE: &str = "application/vnd.review.bundle+json;v=1";

/// The secret key of one device.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// The key that belongs to 32 secret bytes. They must come from the system's random number generator.
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        SigningKey(ed25519_dalek::SigningKey::from_bytes(secret))
    }

    /// The public half, by which others know this device.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The secret must not reach a log.
        write!(f, "SigningKey(of {})", self.public())
    }
}

/// DSSE pre-authentication encoding: `DSSEv1 SP len(type) SP type SP len(body) SP body`, lengths in decimal digits.
fn pae(kind: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("DSSEv1 {} {kind} {} ", kind.len(), body.len()).into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

fn sign(key: &SigningKey, kind: &str, body: &[u8]) -> [u8; 64] {
    key.0.sign(&pae(kind, body)).to_bytes()
}

fn verify(public: &PublicKey, kind: &str, body: &[u8], signature: &[u8; 64]) -> bool {
    let Some(key) = usable(public) else { return false };
    key.verify_strict(&pae(kind, body), &Signature::from_bytes(signature)).is_ok()
}

fn usable(public: &PublicKey) -> Option<VerifyingKey> {
    let key = VerifyingKey::from_bytes(&public.0).ok()?;
    // One point, one spelling: otherwise one device could appear as two.
    let only_spelling = key.to_edwards().compress().to_bytes() == public.0;
    (only_spelling && !key.is_weak()).then_some(key)
}

/// True when the bytes are a key that signatures can be checked against: a point in its only spelling, not of low
/// order. To be asked before a key is taken into trust.
pub fn is_usable(public: &PublicKey) -> bool {
    usable(public).is_some()
}

/// Signs the exact bytes of an event.
pub fn sign_event(key: &SigningKey, body: &[u8]) -> [u8; 64] {
    sign(key, EVENT_TYPE, body)
}

/// True when this key signed exactly these bytes as an event.
pub fn verify_event(public: &PublicKey, body: &[u8], signature: &[u8; 64]) -> bool {
    verify(public, EVENT_TYPE, body, signature)
}

/// Signs the first 32 bytes of a bundle together with its manifest.
pub fn sign_bundle(key: &SigningKey, header_and_manifest: &[u8]) -> [u8; 64] {
    sign(key, BUNDLE_TYPE, header_and_manifest)
}

/// True when this key signed exactly these bytes as head and manifest of a bundle.
pub fn verify_bundle(public: &PublicKey, header_and_manifest: &[u8], signature: &[u8; 64]) -> bool {
    verify(public, BUNDLE_TYPE, header_and_manifest, signature)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> SigningKey {
        SigningKey::from_secret(&[byte; 32])
    }

    #[test]
    fn the_encoding_is_that_of_dsse() {
        // The example of the DSSE protocol text.
        assert_eq!(
            pae("http://example.com/HelloWorld", b"hello world"),
            b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
        );
    }

    #[test]
    fn a_signature_holds_for_its_key_its_bytes_and_its_purpose_only() {
        let signature = sign_event(&key(1), b"body");
        assert!(verify_event(&key(1).public(), b"body", &signature));
        assert!(!verify_event(&key(2).public(), b"body", &signature), "another key");
        assert!(!verify_event(&key(1).public(), b"bodY", &signature), "other bytes");
        assert!(!verify_bundle(&key(1).public(), b"body", &signature), "an event's signature on a bundle");
        assert!(!verify_event(&key(1).public(), b"body", &[0; 64]), "all zeros");
        for bit in 0..512 {
            let mut bent = signature;
            bent[bit / 8] ^= 1 << (bit % 8);
            assert!(!verify_event(&key(1).public(), b"body", &bent), "bit {bit}");
        }
    }

    #[test]
    fn a_scalar_written_in_another_way_is_refused() {
        // S + L is the same scalar: a lax check would accept this second spelling of the signature.
        const L: [u8; 32] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ];
        let mut signature = sign_event(&key(1), b"body");
        let mut carry = 0;
        for (digit, add) in signature[32..].iter_mut().zip(L) {
            let sum = u16::from(*digit) + u16::from(add) + carry;
            *digit = sum as u8;
            carry = sum >> 8;
        }
        assert!(!verify_event(&key(1).public(), b"body", &signature));
    }

    #[test]
    fn weak_keys_and_second_spellings_of_keys_are_refused() {
        let mut identity = [0; 32];
        identity[0] = 1;
        let mut identity_with_sign = identity;
        identity_with_sign[31] = 0x80;
        let mut beyond_p = [0xff; 32];
        beyond_p[0] = 0xee; // p + 1, which is 1 again
        beyond_p[31] = 0x7f;
        for (weak, why) in [
            (identity, "neutral element"),
            (identity_with_sign, "neutral element with a sign"),
            (beyond_p, "y beyond p"),
            ([0; 32], "order four"),
        ] {
            assert!(!is_usable(&PublicKey(weak)), "{why}");
            // R = neutral element, S = 0 satisfies the lax equation for weak keys and any message.
            let mut signature = [0; 64];
            signature[0] = 1;
            assert!(!verify_event(&PublicKey(weak), b"anything", &signature), "{why}");
        }
        assert!(is_usable(&key(1).public()));
    }

    #[test]
    fn a_printed_key_does_not_show_its_secret() {
        assert!(!format!("{:?}", key(0xab)).contains("abab"));
    }
}
