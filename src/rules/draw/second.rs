//! Which drawn units two people re-verify independently: by lot from the same seed, so that nobody chooses and anybody can
//! repeat it.
//!
//! The share stands in `plan.json` ([`super::full_plan`]), whose fingerprint the seed record names (`planjson=`): it is fixed before
//! the seed. Of all units drawn at random, whatever their stratum, the ⌈share × number⌉ smallest tickets of the stream `second`
//! are chosen; ties by key.

use num_rational::BigRational;

use super::fraction::ceil_of;
use super::ticket::{Seed, Ticket};

/// The stream of second reviews.
pub const SECOND: &str = "second";

/// Of the keys drawn at random those of which a second review is wanted, with their tickets, smallest first.
pub fn second<'k>(
    seed: &Seed,
    drawn: impl IntoIterator<Item = &'k str>,
    share: &BigRational,
) -> Vec<(Ticket, &'k str)> {
    let ticket = seed.tickets(SECOND);
    let mut tickets: Vec<(Ticket, &str)> = drawn.into_iter().map(|key| (ticket(key), key)).collect();
    tickets.sort_unstable();
    let wanted = ceil_of(share, tickets.len() as u64);
    tickets.truncate(usize::try_from(wanted).unwrap_or(usize::MAX));
    tickets
}

/// The bytes of `second.tsv`: number, ticket and key, a line each.
pub fn list(chosen: &[(Ticket, &str)]) -> Vec<u8> {
    let line = |(number, (ticket, key)): (usize, &(Ticket, &str))| format!("{number}\t{ticket}\t{key}\n");
    (1..).zip(chosen).map(line).collect::<String>().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::super::fraction::ratio;
    use super::*;

    /// `printf 'CJ1|%s|second|%s' aaaa… P2 | sha256sum`
    #[test]
    fn a_ticket_is_one_command_and_the_number_is_rounded_up() {
        let seed = Seed::formal(&"a".repeat(64));
        let keys = ["P1", "P2", "P3", "P4", "P5"];
        assert_eq!(seed.ticket(SECOND, "P2"), Ticket::of(&format!("CJ1|{}|second|P2", "a".repeat(64))));
        let all = second(&seed, keys, &ratio(1, 1));
        assert!(all.is_sorted() && all.len() == 5);
        for (share, count) in
            [(ratio(0, 1), 0), (ratio(1, 5), 1), (ratio(21, 100), 2), (ratio(2, 5), 2), (ratio(1, 2), 3)]
        {
            // A larger share holds every smaller one.
            assert_eq!(second(&seed, keys, &share), all[..count], "{share}");
        }
        let turned = second(&seed, keys.into_iter().rev(), &ratio(1, 2));
        assert_eq!(turned, all[..3], "in whatever order they are given");
        let other = second(&Seed::formal(&"b".repeat(64)), keys, &ratio(1, 1));
        assert_ne!(other.iter().map(|one| one.1).collect::<Vec<_>>(), all.iter().map(|one| one.1).collect::<Vec<_>>());
    }
}
