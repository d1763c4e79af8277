//! Rotation: everybody is examined at least once in any so many consecutive years, and nobody knows that a year is safe.
//!
//! Departments that are there in the first year are spread evenly over the years by the order of their tickets; newcomers
//! by their ticket. Who is due is examined for certain (reason `D`); all others stay in the random frame.

use super::ticket::{Seed, Ticket};

/// A department or policy line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotating {
    /// Names it.
    pub key: String,
    /// First year in which it could be examined.
    pub since: u16,
    /// Last year in which it was.
    pub last_examined: Option<u16>,
}

/// When each of them is due at the latest, in the order given.
pub fn deadlines(units: &[Rotating], first_year: u16, years: u16, seed: &Seed) -> Vec<u16> {
    let years = years.max(1);
    let first = seed.tickets(&format!("rot/{first_year}"));
    let mut order: Vec<(Ticket, &str)> = units
        .iter()
        .filter(|unit| unit.since <= first_year)
        .map(|unit| (first(&unit.key), unit.key.as_str()))
        .collect();
    order.sort_unstable();
    let part = |number: u64| u16::try_from(number % u64::from(years)).unwrap_or(0);
    let deadline = |unit: &Rotating| match unit.last_examined {
        Some(last) => last.saturating_add(years),
        None if unit.since <= first_year => {
            let rank = order.binary_search(&(first(&unit.key), unit.key.as_str())).unwrap_or(0);
            first_year.saturating_add(part(rank as u64))
        }
        None => {
            let ticket = seed.ticket(&format!("rot/{}", unit.since), &unit.key);
            unit.since.saturating_add(part(ticket.modulo(u64::from(years))))
        }
    };
    units.iter().map(deadline).collect()
}

/// How many fall due in a year and the years after it; what is overdue counts to the first.
pub fn load(deadlines: &[u16], year: u16, years: u16) -> Vec<(u16, usize)> {
    let due_in = |when: u16| deadlines.iter().filter(|deadline| (**deadline).max(year) == when).count();
    (0..years).map(|step| year.saturating_add(step)).map(|when| (when, due_in(when))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn city(count: usize) -> Vec<Rotating> {
        (0..count).map(|at| Rotating { key: format!("D{at:03}"), since: 2024, last_examined: None }).collect()
    }

    #[test]
    fn in_nine_years_nobody_waits_longer_than_three() {
        let seed = Seed::formal(&"ab".repeat(32));
        let mut units = city(60);
        let mut visits: Vec<Vec<u16>> = vec![Vec::new(); 80];
        for year in 2024..2033_u16 {
            if year > 2024 && units.len() < 80 {
                let key = format!("N{year}");
                units.push(Rotating { key, since: year, last_examined: None });
            }
            for (at, deadline) in deadlines(&units, 2024, 3, &seed).into_iter().enumerate() {
                // Some are also drawn by chance before they are due.
                let drawn = seed.ticket(&format!("year{year}"), &units[at].key).modulo(10) == 0;
                if deadline <= year || drawn {
                    visits[at].push(year);
                    units[at].last_examined = Some(year);
                }
            }
        }
        for (unit, visits) in units.iter().zip(&visits) {
            let mut before = unit.since - 1;
            for year in visits.iter().copied().chain([2033]) {
                assert!(year - before <= 3, "{}: {before} to {year}", unit.key);
                before = year;
            }
        }
    }

    #[test]
    fn the_first_years_are_balanced_thirds() {
        let units = city(61);
        let deadlines = deadlines(&units, 2024, 3, &Seed::formal(&"01".repeat(32)));
        let load = load(&deadlines, 2024, 3);
        assert_eq!(load, [(2024, 21), (2025, 20), (2026, 20)]);
    }
}
