//! The lot of second reviews once more is drawn: whoever is drawn on, or stands in for another, is in it by the same tickets.
//!
//! The plan's own lot ([`super::second`]) never changes. Its largest ticket is its cut-off; of whoever comes later everybody is in
//! the lot whose ticket of the same stream is not above it, and everybody where the share is 1. That follows from key and seed
//! alone: in whatever order units are drawn on or replaced, on however many stations, nobody leaves the lot and all agree.

use std::collections::BTreeSet;

use num_rational::BigRational;
use num_traits::One;

use super::full_plan::FullPlan;
use super::plan::Plan;
use super::population::Population;
use super::second::{SECOND, list, second};
use super::seed::SeedRecord;
use super::select::{Drawn, draw, expanded};
use super::ticket::{Seed, Ticket};
use crate::model::problem::Problem;

/// The lot of a draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondLot<'k> {
    seed: Seed,
    /// Those of the plan's own draw, smallest ticket first.
    planned: Vec<(Ticket, &'k str)>,
    everybody: bool,
}

impl<'k> SecondLot<'k> {
    /// From the keys that the plan itself drew at random.
    pub fn of(seed: &Seed, planned: impl IntoIterator<Item = &'k str>, share: &BigRational) -> SecondLot<'k> {
        SecondLot { seed: seed.clone(), planned: second(seed, planned, share), everybody: *share >= BigRational::one() }
    }

    /// Whether a second review is wanted of a unit that was drawn, whenever that was.
    pub fn holds(&self, key: &str) -> bool {
        let within = |(cut, _): &(Ticket, &str)| self.everybody || self.seed.ticket(SECOND, key) <= *cut;
        self.planned.last().is_some_and(within)
    }

    /// The bytes of `second.tsv`: the plan's own lot, then those of it that came later; each part by ticket, numbered through.
    pub fn write<'l>(&self, later: impl IntoIterator<Item = &'l str>) -> Vec<u8> {
        let known: BTreeSet<&str> = self.planned.iter().map(|(_, key)| *key).collect();
        let tickets = self.seed.tickets(SECOND);
        let later: BTreeSet<(Ticket, &str)> = later
            .into_iter()
            .filter(|key| !known.contains(key) && self.holds(key))
            .map(|key| (tickets(key), key))
            .collect();
        list(&self.planned.iter().copied().chain(later).collect::<Vec<_>>())
    }
}

/// The keys that were drawn at random.
pub fn keys<'p>(population: &'p Population, drawn: &Drawn) -> Vec<&'p str> {
    let chosen = drawn.strata.iter().flat_map(|stratum| &stratum.chosen);
    chosen.filter_map(|chosen| population.units.get(chosen.unit)).map(|unit| unit.key.as_str()).collect()
}

/// Those that stand in for others, by the lines of `replaced.tsv`.
pub fn standing_in(replaced: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(replaced);
    let key = |line: &str| match line.split('\t').collect::<Vec<_>>().as_slice() {
        ["N", _, _, _, key] => Some((*key).to_owned()),
        _ => None,
    };
    text.lines().filter_map(key).collect()
}

/// `second.tsv` from the frozen files: `total` units were drawn on to, if any, and `replaced` says who stands in.
///
/// # Errors
/// When the share is none, or the plan cannot be expanded to that total.
pub fn file(
    population: &Population,
    plan: &Plan,
    record: &SeedRecord,
    full: &FullPlan,
    total: Option<u64>,
    replaced: &[u8],
) -> Result<Vec<u8>, Problem> {
    let seed = record.seed();
    let lot = SecondLot::of(&seed, keys(population, &draw(population, plan, &seed)), &full.second()?);
    let further = total.map(|total| expanded(plan, total)).transpose()?;
    let further = further.map(|plan| draw(population, &plan, &seed));
    let drawn_on = further.iter().flat_map(|drawn| keys(population, drawn));
    let standing_in = standing_in(replaced);
    Ok(lot.write(drawn_on.chain(standing_in.iter().map(String::as_str))))
}

#[cfg(test)]
mod tests {
    use super::super::fraction::ratio;
    use super::*;

    const NAMES: [&str; 40] = [
        "P00", "P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10", "P11", "P12", "P13", "P14", "P15",
        "P16", "P17", "P18", "P19", "P20", "P21", "P22", "P23", "P24", "P25", "P26", "P27", "P28", "P29", "P30", "P31",
        "P32", "P33", "P34", "P35", "P36", "P37", "P38", "P39",
    ];

    fn keys_of(file: &[u8]) -> Vec<String> {
        let text = String::from_utf8(file.to_vec()).unwrap();
        text.lines().map(|line| line.split('\t').nth(2).unwrap().to_owned()).collect()
    }

    #[test]
    fn whoever_is_in_the_lot_stays_in_it_in_whatever_order_others_come() {
        for digit in ['a', 'b', 'c', '7'] {
            let seed = Seed::formal(&digit.to_string().repeat(64));
            for share in [ratio(1, 7), ratio(1, 3), ratio(1, 2), ratio(9, 10)] {
                let lot = SecondLot::of(&seed, NAMES[..13].iter().copied(), &share);
                let own = lot.write([]);
                assert_eq!(own, list(&second(&seed, NAMES[..13].iter().copied(), &share)), "the plan's own lot");
                let mut before = own.clone();
                for count in 13..=40 {
                    let all = lot.write(NAMES[..count].iter().copied());
                    assert!(all.starts_with(&own), "its lines stay as they were");
                    let now = keys_of(&all);
                    assert!(keys_of(&before).iter().all(|key| now.contains(key)), "{digit} {share} {count}");
                    assert_eq!(all, lot.write(NAMES[..count].iter().rev().copied()));
                    before = all;
                }
                // Whoever is in it has a smaller ticket than whoever is not.
                let now = keys_of(&before);
                let cut = seed.ticket(SECOND, &keys_of(&own).pop().unwrap());
                for key in NAMES {
                    let within = seed.ticket(SECOND, key) <= cut;
                    assert_eq!((lot.holds(key), now.contains(&key.to_owned())), (within, within), "{key}");
                }
            }
        }
    }

    #[test]
    fn none_asks_for_nobody_and_a_whole_share_for_everybody() {
        let seed = Seed::formal(&"d".repeat(64));
        let none = SecondLot::of(&seed, NAMES[..5].iter().copied(), &ratio(0, 1));
        assert!(none.write(NAMES).is_empty() && NAMES.iter().all(|key| !none.holds(key)));
        let all = SecondLot::of(&seed, NAMES[..5].iter().copied(), &ratio(1, 1));
        assert_eq!(keys_of(&all.write(NAMES)).len(), 40);
        assert!(NAMES.iter().all(|key| all.holds(key)));
    }

    #[test]
    fn who_stands_in_is_read_from_the_lines_that_say_so() {
        let lines = b"T\t5\nO\tA\t1\tP1\trefused\nN\tA\t6\tff\tP7\nN\tA\t7\tff\nN\tB\t2\t00\tP 8\n";
        assert_eq!(standing_in(lines), ["P7", "P 8"]);
    }
}
