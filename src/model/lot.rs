//! Lots: which targets come forward by chance, and which are looked at a second time.
//!
//! A lot is a digest of the project, its year and the table it was published in, so every machine draws the same and nobody
//! draws again. Whoever writes one target cannot choose it, because the identity of a table depends on all its lines. The
//! lower half of the number decides the order of the queue, the upper half the second look: one says nothing about the
//! other. Deliberately absent: who is drawn among whom (`store`) and what a sample proves (`rules`).

use super::ids::{ProjectKey, tagged_sha256};

/// One target in so many is drawn (our default, from no document).
pub const ONE_IN: u64 = 10;

/// Bits that decide the order of the queue.
const ORDER_BITS: u32 = 31;

/// Of what was passed, one target in so many is looked at again, and never fewer than [`LEAST_SAMPLE`] as long as there are so
/// many (our defaults, from no document).
pub const SAMPLE_ONE_IN: u64 = 20;
/// See [`SAMPLE_ONE_IN`].
pub const LEAST_SAMPLE: u64 = 30;

/// How many of so many passed targets are looked at again.
pub fn sample_of(passed: u64) -> u64 {
    passed.div_ceil(SAMPLE_ONE_IN).max(LEAST_SAMPLE).min(passed)
}

/// The lot of a target: 62 bits, so that it is a positive number wherever it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lot(pub i64);

impl Lot {
    /// The lot of a project and year in a table; `batch` is the table's identity, the least of several, empty where none is
    /// known.
    pub fn of(project: ProjectKey, year: u16, batch: &[u8]) -> Lot {
        let digest = tagged_sha256("wx-lot-1", &[&project.0, &year.to_be_bytes(), batch]);
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        // Two bits fewer fit any signed number.
        Lot(i64::try_from(u64::from_be_bytes(first) >> 2).unwrap_or(i64::MAX))
    }

    fn lower(self) -> u64 {
        self.0.unsigned_abs() & ((1 << ORDER_BITS) - 1)
    }

    /// True for one target in [`ONE_IN`]: it comes to a place of the queue by chance.
    pub fn drawn(self) -> bool {
        self.lower().is_multiple_of(ONE_IN)
    }

    /// The place of a drawn target among `others` targets, from 0: each as likely as any other.
    pub fn place(self, others: u64) -> u64 {
        let chance = u128::from(self.lower() / ONE_IN);
        let most = u128::from((1_u64 << ORDER_BITS) / ONE_IN + 1);
        // Less than `others`, because the chance is less than the most.
        u64::try_from(chance * u128::from(others) / most).unwrap_or(0)
    }
}

/// How many targets not drawn have each number, and so where in their order a drawn one comes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranks {
    /// Numbers from the greatest, each with how many targets stand up to and including it.
    upto: Vec<(u32, u64)>,
}

impl Ranks {
    /// From pairs of a number and how many have it, in any order.
    pub fn of(counts: impl IntoIterator<Item = (u32, u64)>) -> Ranks {
        let mut counts: Vec<(u32, u64)> = counts.into_iter().collect();
        counts.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
        let mut all = 0;
        let upto = counts.into_iter().map(|(number, count)| {
            all += count;
            (number, all)
        });
        Ranks { upto: upto.collect() }
    }

    /// The number by which a target is put in order: its own, or that of the place it was drawn to where that is earlier.
    /// A target never comes later because it was drawn.
    pub fn attention(&self, lot: Lot, own: u32) -> u32 {
        let Some((_, all)) = self.upto.last().filter(|_| lot.drawn()) else { return own };
        let place = lot.place(*all);
        let at = self.upto.partition_point(|(_, upto)| *upto <= place);
        self.upto.get(at).map_or(own, |(number, _)| own.max(*number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lots(count: u16) -> impl Iterator<Item = Lot> {
        (0..count).map(|at| {
            let mut key = [0; 16];
            key[..2].copy_from_slice(&at.to_be_bytes());
            Lot::of(ProjectKey(key), 2026, b"table")
        })
    }

    #[test]
    fn one_in_ten_is_drawn_and_comes_to_any_place() {
        let drawn: Vec<Lot> = lots(20_000).filter(|lot| lot.drawn()).collect();
        assert!((1_850..2_150).contains(&drawn.len()), "{}", drawn.len());
        // Each tenth of the order gets about a tenth of them.
        let mut tenths = [0; 10];
        drawn.iter().for_each(|lot| tenths[usize::try_from(lot.place(10)).unwrap()] += 1);
        assert!(tenths.iter().all(|count| (140..260).contains(count)), "{tenths:?}");
        assert!(drawn.iter().all(|lot| lot.place(1) == 0));
        // The second look knows nothing of it: as many drawn ones in its first half as in the other.
        let upper = drawn.iter().filter(|lot| lot.0 < 1 << 61).count();
        assert!((900..1_100).contains(&upper), "{upper}");
    }

    #[test]
    fn a_twentieth_is_looked_at_again_and_never_fewer_than_thirty() {
        let samples = [0, 1, 29, 30, 31, 600, 601, 1_000_000].map(sample_of);
        assert_eq!(samples, [0, 1, 29, 30, 30, 30, 31, 50_000]);
    }

    #[test]
    fn the_same_table_draws_the_same_and_another_one_draws_anew() {
        let key = ProjectKey([7; 16]);
        assert_eq!(Lot::of(key, 2026, b"a"), Lot::of(key, 2026, b"a"));
        let others = [Lot::of(key, 2026, b"b"), Lot::of(key, 2025, b"a"), Lot::of(ProjectKey([8; 16]), 2026, b"a")];
        assert!(others.iter().all(|lot| *lot != Lot::of(key, 2026, b"a")));
    }

    #[test]
    fn nobody_comes_later_for_being_drawn() {
        let ranks = Ranks::of([(0, 60), (400, 30), (2_000, 10)]);
        for lot in lots(2_000) {
            for own in [0, 400, 900, 5_000] {
                let attention = ranks.attention(lot, own);
                assert!(attention == own || (lot.drawn() && attention > own && [400, 2_000].contains(&attention)));
            }
        }
        assert!(lots(2_000).any(|lot| ranks.attention(lot, 0) == 2_000), "some come to the front");
        let none = Ranks::of([]);
        assert!(lots(100).all(|lot| none.attention(lot, 5) == 5));
    }
}
