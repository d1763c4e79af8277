//! Which drawn units two people re-verify independently: by lot from the same seed, so that nobody chooses and anybody can
//! repeat it.
//!
//! The share stands in `plan.json`, the fuller plan, whose fingerprint the seed record names (`planjson=`): it is fixed before
//! the seed. Of all units drawn at random, whatever their stratum, the ⌈share × number⌉ smallest tickets of the stream `second`
//! are chosen; ties by key.

use num_rational::BigRational;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

use super::fraction::{ceil_of, read_share};
use super::lines::fault;
use super::ticket::{Seed, Ticket};
use crate::model::canonical;
use crate::model::problem::Problem;

/// The stream of second reviews.
pub const SECOND: &str = "second";

/// What a plan decides beside how many are drawn of which stratum; its file is canonical JSON. Decisions that are not made do
/// not stand in it, so a file from before one of them keeps its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FullPlan {
    /// Share of the units drawn at random that two re-verify independently, as typed: `10%`, `0.1` or `1/10`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_share: Option<String>,
}

impl FullPlan {
    /// The text of `plan.json`; `None` where nothing was decided, so that there is no file.
    pub fn write(&self) -> Option<String> {
        if *self == FullPlan::default() {
            return None;
        }
        // Texts alone are always canonical.
        canonical::write(self).ok()
    }

    /// Reads the file; `file` names it in what is told.
    ///
    /// # Errors
    /// For anything but the one spelling, what is not known, or a share that is none.
    pub fn read(text: &str, file: &str) -> Result<FullPlan, Problem> {
        let plan: FullPlan =
            serde_json::from_str(text).map_err(|error| fault(file, "problem-draw-full-plan").with("detail", error))?;
        if plan.write().as_deref() != Some(text) {
            return Err(fault(file, "problem-draw-full-plan").with("detail", "canonical JSON"));
        }
        plan.second()?;
        Ok(plan)
    }

    /// The share of second reviews; zero where none was decided.
    ///
    /// # Errors
    /// When it is none.
    pub fn second(&self) -> Result<BigRational, Problem> {
        let Some(text) = &self.second_share else { return Ok(BigRational::zero()) };
        read_share(text).ok_or_else(|| Problem::refused("problem-sample-second").with("value", text))
    }
}

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

    #[test]
    fn nothing_decided_is_no_file_and_a_file_has_one_spelling() {
        assert_eq!(FullPlan::default().write(), None);
        let plan = FullPlan { second_share: Some("1/5".to_owned()) };
        let text = plan.write().unwrap();
        assert_eq!(text, r#"{"second_share":"1/5"}"#);
        assert_eq!(FullPlan::read(&text, "plan.json").unwrap(), plan);
        for wrong in [
            "{}",
            "",
            "[]",
            r#"{"second_share": "1/5"}"#,
            r#"{"second_share":"6/5"}"#,
            r#"{"second":"1/5"}"#,
            r#"{"second_share":0.2}"#,
        ] {
            assert!(FullPlan::read(wrong, "plan.json").is_err(), "{wrong}");
        }
    }
}
