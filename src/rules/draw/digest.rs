//! SHA-256 as the draw uses it: over bytes, told as 64 lower-case hexadecimal digits.

use sha2::block_api::compress256;
use sha2::{Digest, Sha256};

/// SHA-256 of bytes.
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// SHA-256 of many texts that begin alike, a million at a time.
///
/// Whole blocks of the beginning are hashed once. A text whose rest fills no more than two blocks is put into them with its
/// length, as the standard has it (FIPS 180-4, 5.1.1), and hashed at once: the ordinary way copies it through a buffer, which
/// takes as long as hashing it.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// The ordinary way, for texts of any length.
    any: Sha256,
    /// What whole blocks of the beginning were hashed to.
    state: [u32; 8],
    /// What is left of the beginning, at the front of the blocks that are hashed.
    blocks: [u8; TWO_BLOCKS],
    held: usize,
    /// Bytes that were hashed into `state`.
    hashed: usize,
}

const TWO_BLOCKS: usize = 128;

/// Behind a text stand a byte that ends it and its length in bits, which takes eight.
const BEHIND: usize = 9;

/// What hashing begins with (FIPS 180-4, 5.3.3).
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

impl Beginning {
    /// Of texts that begin so.
    pub fn new(beginning: &[u8]) -> Beginning {
        let (whole, rest) = beginning.as_chunks::<64>();
        let mut state = INITIAL;
        compress256(&mut state, whole);
        let mut blocks = [0; TWO_BLOCKS];
        blocks.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        Beginning {
            any: Sha256::new_with_prefix(beginning),
            state,
            blocks,
            held: rest.len(),
            hashed: beginning.len() - rest.len(),
        }
    }

    /// SHA-256 of the beginning and this.
    pub fn digest(&self, rest: &[u8]) -> [u8; 32] {
        let length = self.held + rest.len();
        let mut blocks = self.blocks;
        let used = if length + BEHIND <= TWO_BLOCKS / 2 { TWO_BLOCKS / 2 } else { TWO_BLOCKS };
        let (Some(text), true) = (blocks.get_mut(self.held..length), length + BEHIND <= used) else {
            return self.any.clone().chain_update(rest).finalize().into();
        };
        text.copy_from_slice(rest);
        // All of `length + BEHIND <= used <= TWO_BLOCKS`.
        blocks[length] = 0x80;
        blocks[used - 8..used].copy_from_slice(&((self.hashed + length) as u64 * 8).to_be_bytes());
        let mut state = self.state;
        compress256(&mut state, blocks[..used].as_chunks().0);
        let mut told = [0; 32];
        told.as_chunks_mut().0.iter_mut().zip(state).for_each(|(to, word)| *to = word.to_be_bytes());
        told
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    push_hex(&mut text, bytes);
    text
}

/// The same behind a text.
pub fn push_hex(text: &mut String, bytes: &[u8]) {
    const DIGITS: [u8; 16] = *b"0123456789abcdef";
    // Half a byte is below 16.
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from(DIGITS[usize::from(half)]));
    text.extend(bytes.iter().flat_map(digits));
}

/// SHA-256 of bytes, as it is printed.
pub fn fingerprint(bytes: &[u8]) -> String {
    hex(&digest(bytes))
}

/// Whether a text is a digest as we print it.
pub fn is_fingerprint(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A digest for reading aloud and comparing: eight groups of eight.
pub fn groups(fingerprint: &str) -> String {
    let digits: Vec<char> = fingerprint.chars().collect();
    digits.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_begin_alike_have_the_digests_they_have_alone() {
        let text: Vec<u8> = (0..400_u32).map(|at| (at * 37 % 251) as u8).collect();
        for begins in 0..200 {
            let beginning = Beginning::new(&text[..begins]);
            for ends in begins..400 {
                assert_eq!(beginning.digest(&text[begins..ends]), digest(&text[..ends]), "{begins} {ends}");
            }
        }
    }

    #[test]
    fn digits_are_those_of_the_standard_library() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(hex(&all), all.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    }
}
