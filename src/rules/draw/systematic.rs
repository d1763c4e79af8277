//! Equal distances in whole numbers: positions `(start + j·total) div drawn`.
//!
//! Every position has a chance of exactly `drawn/total`; the textbook's "every k-th" has not where the numbers do not
//! divide. With units of one fen it is the fixed interval of monetary unit sampling.

/// Positions from 0 that are hit, ascending; `start` is below `total`.
pub fn positions(total: u128, drawn: u64, start: u128) -> impl Iterator<Item = u128> {
    let each = u128::from(drawn).max(1);
    // Totals are at most 10^17 fen of 10^8 units each, draws at most 10^8: products stay below 2^128.
    (0..u128::from(drawn)).map(move |step| (start + step * total) / each)
}

/// Which of these amounts are hit, each told once for each hit: the cumulated range of an amount holds the position.
pub fn hits(amounts: &[u64], drawn: u64, start: u128) -> Vec<usize> {
    let total: u128 = amounts.iter().map(|amount| u128::from(*amount)).sum();
    let mut ends = amounts.iter().scan(0_u128, |sum, amount| {
        *sum += u128::from(*amount);
        Some(*sum)
    });
    let (mut at, mut end) = (0, ends.next().unwrap_or(0));
    let mut hit = Vec::new();
    for position in positions(total, drawn, start) {
        while position >= end {
            let Some(next) = ends.next() else { return hit };
            (at, end) = (at + 1, next);
        }
        hit.push(at);
    }
    hit
}
