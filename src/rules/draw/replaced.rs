//! `replaced.tsv`: who of a draw gave way, and which tickets stand in for them. Anybody makes it again from the frozen files
//! and the lines that say who gave way; the script that is not ours prints it, too.
//!
//! ```text
//! T  <units drawn at random>
//! O  <stratum>  <place>  <key>  <outcome>      who gave way, in the order of tickets
//! N  <stratum>  <place>  <ticket>  <key>       the next tickets, in their order
//! ```
//!
//! Fields are apart by TAB, strata in the order of the plan; strata in which nobody gave way are left out.

use std::collections::BTreeMap;

use super::plan::Plan;
use super::population::Population;
use super::replacement::reach;
use super::select::{expanded, order};
use super::ticket::Seed;
use crate::model::draw::DrawMethod;
use crate::model::problem::Problem;
use crate::model::recheck::Outcome;

/// The bytes of the file: `total` units were drawn, the plan's or more; keys that were not drawn say nothing.
///
/// # Errors
/// When the plan cannot be expanded to that total.
pub fn write(
    population: &Population,
    plan: &Plan,
    seed: &Seed,
    total: u64,
    outcomes: &BTreeMap<String, Outcome>,
) -> Result<Vec<u8>, Problem> {
    let plan = if total == plan.total() { plan.clone() } else { expanded(plan, total)? };
    let frame = population.frame();
    let mut text = format!("T\t{total}\n");
    for row in plan.strata.iter().filter(|row| row.method == DrawMethod::Simple) {
        let units = frame.get(row.stratum.as_str()).map_or(&[][..], Vec::as_slice);
        let key = |at: usize| population.units.get(at).map_or("", |unit| unit.key.as_str());
        let outcome = |at: usize| outcomes.get(key(at)).copied().filter(|outcome| outcome.is_replaced());
        let gave_way = units.iter().filter(|at| outcome(**at).is_some()).count() as u64;
        if gave_way == 0 {
            continue;
        }
        let most = usize::try_from(row.drawn.saturating_add(gave_way)).unwrap_or(usize::MAX);
        let tickets = order(population, units, seed, most);
        let at = |place: u64| usize::try_from(place - 1).ok().and_then(|at| tickets.get(at));
        let reach = reach(row.drawn, row.frame, |place| at(place).is_some_and(|(_, unit)| outcome(*unit).is_some()));
        let mut next = String::new();
        for (of, by) in &reach.pairs {
            if let Some((_, unit)) = at(*of) {
                let outcome = outcome(*unit).map_or("", Outcome::id);
                text.push_str(&format!("O\t{}\t{of}\t{}\t{outcome}\n", row.stratum, key(*unit)));
            }
            if let Some((place, (ticket, unit))) = by.and_then(|by| Some((by, at(by)?))) {
                next.push_str(&format!("N\t{}\t{place}\t{ticket}\t{}\n", row.stratum, key(*unit)));
            }
        }
        text.push_str(&next);
    }
    Ok(text.into_bytes())
}

/// What the lines of the file say: how many were drawn, and who gave way. Lines that say neither are left to whoever holds
/// the file against one that was made anew.
pub fn read(bytes: &[u8]) -> (Option<u64>, BTreeMap<String, Outcome>) {
    let text = String::from_utf8_lossy(bytes);
    let mut total = None;
    let mut outcomes = BTreeMap::new();
    for line in text.lines() {
        match line.split('\t').collect::<Vec<_>>().as_slice() {
            ["T", number] if total.is_none() => total = number.parse().ok(),
            ["O", _, _, key, outcome] => {
                outcomes.extend(Outcome::from_id(outcome).map(|outcome| ((*key).to_owned(), outcome)));
            }
            _ => {}
        }
    }
    (total, outcomes)
}
