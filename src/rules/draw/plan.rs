//! `plan.tsv`: how many units of each stratum are drawn, and how. Sealed together with the population.

use std::collections::BTreeMap;

use super::digest::fingerprint;
use super::lines::{fault, is_stratum, number, rows};
use super::population::Population;
use crate::model::draw::DrawMethod;
use crate::model::problem::Problem;

const HEADING: [&str; 4] = ["stratum", "N", "n", "method"];

/// Most units of a stratum.
const MOST_UNITS: u64 = 100_000_000;

/// One stratum of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStratum {
    /// Its name.
    pub stratum: String,
    /// Units of it in the random frame.
    pub frame: u64,
    /// How many of them are drawn; 0 for a sieve, which leaves the size to chance.
    pub drawn: u64,
    /// How.
    pub method: DrawMethod,
}

/// The sealed plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Sorted by the bytes of their names.
    pub strata: Vec<PlannedStratum>,
}

impl Plan {
    /// The bytes of the file.
    pub fn write(&self) -> Vec<u8> {
        let mut text = HEADING.join("\t");
        text.push('\n');
        for row in &self.strata {
            text.push_str(&format!("{}\t{}\t{}\t{}\n", row.stratum, row.frame, row.drawn, row.method));
        }
        text.into_bytes()
    }

    /// Fingerprint of the file.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.write())
    }

    /// How many units are drawn in all strata.
    pub fn total(&self) -> u64 {
        self.strata.iter().map(|row| row.drawn).sum()
    }

    /// Reads the file; `file` names it in what is told.
    ///
    /// # Errors
    /// For anything but the one spelling, with line and reason; more drawn than there are.
    pub fn read(bytes: &[u8], file: &str) -> Result<Plan, Problem> {
        let rows = rows(bytes, file, HEADING)?;
        let mut strata: Vec<PlannedStratum> = Vec::with_capacity(rows.len());
        for (index, [stratum, frame, drawn, method]) in rows.into_iter().enumerate() {
            let line = index + 2;
            if !is_stratum(stratum) {
                return Err(fault(file, "problem-draw-stratum").with("line", line).with("value", stratum));
            }
            match strata.last().map(|before| before.stratum.as_str().cmp(stratum)) {
                Some(std::cmp::Ordering::Equal) => {
                    return Err(fault(file, "problem-draw-stratum-twice").with("line", line).with("value", stratum));
                }
                Some(std::cmp::Ordering::Greater) => {
                    return Err(fault(file, "problem-draw-unsorted").with("line", line).with("value", stratum));
                }
                _ => {}
            }
            let frame = number(frame, MOST_UNITS, file, line, "N")?;
            let drawn = number(drawn, MOST_UNITS, file, line, "n")?;
            if drawn > frame {
                let problem = fault(file, "problem-draw-more-than-there-are").with("line", line);
                return Err(problem.with("stratum", stratum).with("drawn", drawn).with("frame", frame));
            }
            let method = DrawMethod::read(method)
                .ok_or_else(|| fault(file, "problem-draw-method").with("line", line).with("value", method))?;
            if matches!(method, DrawMethod::Sieve(_)) && drawn != 0 {
                return Err(fault(file, "problem-draw-sieve-size").with("line", line).with("drawn", drawn));
            }
            strata.push(PlannedStratum { stratum: stratum.to_owned(), frame, drawn, method });
        }
        if strata.is_empty() {
            return Err(fault(file, "problem-draw-empty").with("line", 1));
        }
        Ok(Plan { strata })
    }

    /// Whether the plan is one of this population: every stratum of the random frame with as many units as it has, and
    /// amounts wherever they decide.
    ///
    /// # Errors
    /// With the first line of the plan, else of the population, that does not fit the other.
    pub fn fits(&self, population: &Population, plan_file: &str, population_file: &str) -> Result<(), Problem> {
        let frame = population.frame();
        let planned: BTreeMap<&str, &PlannedStratum> =
            self.strata.iter().map(|row| (row.stratum.as_str(), row)).collect();
        for (index, row) in self.strata.iter().enumerate() {
            let there = frame.get(row.stratum.as_str()).map_or(0, Vec::len) as u64;
            if there != row.frame {
                let problem = fault(plan_file, "problem-draw-frame-differs").with("line", index + 2);
                return Err(problem.with("stratum", &row.stratum).with("frame", row.frame).with("there", there));
            }
        }
        for (stratum, units) in &frame {
            // A stratum of the frame has at least one unit.
            let first = units.first().copied().unwrap_or_default();
            let Some(row) = planned.get(stratum) else {
                let problem = fault(population_file, "problem-draw-not-planned").with("line", first + 2);
                return Err(problem.with("stratum", stratum));
            };
            let empty = |at: &&usize| population.units.get(**at).is_some_and(|unit| unit.amount.0 == 0);
            if row.method.is_weighted()
                && let Some(at) = units.iter().find(empty)
            {
                let problem = fault(population_file, "problem-draw-no-amount").with("line", at + 2);
                return Err(problem.with("stratum", stratum).with("method", &row.method));
            }
        }
        Ok(())
    }
}
