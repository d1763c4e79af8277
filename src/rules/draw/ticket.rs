//! The stream of numbers: SHA-256 of a readable line, ordered as big-endian integers, ties by key.
//!
//! `CJ1|seed|stream|key` for a formal draw, `CJ1R|…` for a rehearsal, which therefore never equals one. The stratum is
//! not in the line: moving a unit between strata does not change its ticket. Nothing is consumed in turn, so adding or
//! removing a unit changes nothing for the others.

use std::cmp::Ordering;
use std::fmt;

use num_bigint::BigUint;
use num_traits::{One, Zero};

use super::digest::{Beginning, digest, hex};

/// The stream of selection.
pub const MAIN: &str = "main";

/// 256 bits that decide a unit's place; ordered as a big-endian integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket(pub [u8; 32]);

impl Ord for Ticket {
    fn cmp(&self, other: &Self) -> Ordering {
        // Eight bytes nearly always tell two tickets apart, and are compared at once.
        let first = |ticket: &Ticket| ticket.0.first_chunk().map(|bytes| u64::from_be_bytes(*bytes));
        first(self).cmp(&first(other)).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Ticket {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ticket {
    /// The ticket of a line.
    pub fn of(line: &str) -> Ticket {
        Ticket(digest(line.as_bytes()))
    }

    /// As an integer.
    pub fn number(&self) -> BigUint {
        BigUint::from_bytes_be(&self.0)
    }

    /// Remainder of the integer; 0 for a divisor of 0.
    pub fn modulo(&self, divisor: u64) -> u64 {
        if divisor == 0 {
            return 0;
        }
        let step = |rest: u128, byte: &u8| (rest * 256 + u128::from(*byte)) % u128::from(divisor);
        // A remainder of a 64-bit number fits.
        u64::try_from(self.0.iter().fold(0, step)).unwrap_or_default()
    }

    /// The integer times a 64-bit number, most significant part first: what is compared, exactly and without memory.
    pub fn times(&self, factor: u64) -> [u64; 5] {
        let mut product = [0; 5];
        let mut carry: u128 = 0;
        for part in (0..4).rev() {
            let word = self.0.iter().skip(part * 8).take(8).fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
            let sum = u128::from(word) * u128::from(factor) + carry;
            // The lower half by definition of the cast, the upper half is carried.
            product[part + 1] = sum as u64;
            carry = sum >> 64;
        }
        // What is left of a 256-bit by 64-bit product is below 2^64.
        product[0] = carry as u64;
        product
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// The seed: the fingerprint of a seed record, and whether it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seed {
    /// 64 lower-case hexadecimal digits.
    pub hex: String,
    /// Only a rehearsal.
    pub rehearsal: bool,
}

impl Seed {
    /// A formal seed.
    pub fn formal(hex: &str) -> Seed {
        Seed { hex: hex.to_owned(), rehearsal: false }
    }

    /// The beginning of every line of a stream.
    fn beginning(&self, stream: &str) -> String {
        let purpose = if self.rehearsal { "CJ1R" } else { "CJ1" };
        format!("{purpose}|{}|{stream}|", self.hex)
    }

    /// A unit's ticket.
    pub fn ticket(&self, stream: &str, key: &str) -> Ticket {
        self.tickets(stream)(key)
    }

    /// Tickets of many units; the beginning of their lines is hashed once.
    pub fn tickets(&self, stream: &str) -> impl Fn(&str) -> Ticket + use<> {
        let beginning = Beginning::new(self.beginning(stream).as_bytes());
        move |key| Ticket(beginning.digest(key.as_bytes()))
    }

    /// A whole number from 0 to below `limit`, every one equally likely; 0 for a limit of 0.
    pub fn uniform(&self, stream: &str, limit: &BigUint) -> BigUint {
        uniform_of(limit, 256, |count| self.ticket(stream, &format!("#{count}")).number())
    }
}

/// A uniform number out of numbers of so many bits: those that would favour some remainders are passed over.
pub fn uniform_of(limit: &BigUint, bits: u32, next: impl Fn(u64) -> BigUint) -> BigUint {
    if limit.is_zero() {
        return BigUint::zero();
    }
    let all = BigUint::one() << bits;
    let fair = &all - &all % limit;
    // Each try fails with a chance of at most limit/all, so this ends; a limit above `all` leaves nothing to try.
    (0..u64::MAX).map(next).find(|number| *number < fair || fair.is_zero()).unwrap_or_default() % limit
}
