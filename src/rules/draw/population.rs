//! `population.tsv`: every unit there is, sealed before the seed is known.
//!
//! Rows stand in the order of the bytes of their keys; what is hashed is what stands in the file. Reading refuses every
//! other spelling, so one population has one fingerprint.

use super::digest::fingerprint;
use super::lines::{fault, is_key, is_stratum, number, rows};
use crate::model::draw::{DrawUnit, UnitReason, UnitStatus};
use crate::model::money::Money;
use crate::model::problem::Problem;

/// Most fen that one unit may have: ten times what the whole country makes in a year. More is a slip of units.
pub const MOST_FEN: u64 = 100_000_000_000_000_000;

const HEADING: [&str; 5] = ["key", "stratum", "amount_fen", "status", "reason"];

/// The sealed population.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Population {
    /// Sorted by key, each key once.
    pub units: Vec<DrawUnit>,
}

impl Population {
    /// One row as it stands in the file, without its LF: what the tree of fingerprints is made of.
    pub fn row(unit: &DrawUnit) -> String {
        let reasons: Vec<&str> = unit.reasons.iter().map(|reason| reason.code()).collect();
        let (amount, status) = (unit.amount.0.to_string(), unit.status.letter());
        [unit.key.as_str(), &unit.stratum, &amount, status, &reasons.join(",")].join("\t")
    }

    /// The bytes of the file.
    pub fn write(&self) -> Vec<u8> {
        let mut text = HEADING.join("\t");
        text.push('\n');
        for unit in &self.units {
            text.push_str(&Population::row(unit));
            text.push('\n');
        }
        text.into_bytes()
    }

    /// Fingerprint of the file.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.write())
    }

    /// Reads the file; `file` names it in what is told.
    ///
    /// # Errors
    /// For anything but the one spelling, with line and reason.
    pub fn read(bytes: &[u8], file: &str) -> Result<Population, Problem> {
        let rows = rows(bytes, file, HEADING)?;
        let mut units: Vec<DrawUnit> = Vec::with_capacity(rows.len());
        for (index, [key, stratum, amount, status, reason]) in rows.into_iter().enumerate() {
            let line = index + 2;
            if !is_key(key) {
                return Err(fault(file, "problem-draw-key").with("line", line).with("value", key));
            }
            match units.last().map(|before| before.key.as_str().cmp(key)) {
                Some(std::cmp::Ordering::Equal) => {
                    return Err(fault(file, "problem-draw-key-twice").with("line", line).with("value", key));
                }
                Some(std::cmp::Ordering::Greater) => {
                    return Err(fault(file, "problem-draw-unsorted").with("line", line).with("value", key));
                }
                _ => {}
            }
            if !is_stratum(stratum) {
                return Err(fault(file, "problem-draw-stratum").with("line", line).with("value", stratum));
            }
            let amount = number(amount, MOST_FEN, file, line, "amount_fen")?;
            let status = UnitStatus::from_letter(status)
                .ok_or_else(|| fault(file, "problem-draw-status").with("line", line).with("value", status))?;
            let reasons = reasons(reason, status).ok_or_else(|| {
                fault(file, "problem-draw-reason")
                    .with("line", line)
                    .with("value", reason)
                    .with("status", status.letter())
            })?;
            units.push(DrawUnit {
                key: key.to_owned(),
                stratum: stratum.to_owned(),
                // At most MOST_FEN, which fits.
                amount: Money(i64::try_from(amount).unwrap_or(i64::MAX)),
                status,
                reasons,
            });
        }
        if units.is_empty() {
            return Err(fault(file, "problem-draw-empty").with("line", 1));
        }
        Ok(Population { units })
    }

    /// Positions of the units of the random frame by stratum, strata in the order of their bytes.
    pub fn frame(&self) -> std::collections::BTreeMap<&str, Vec<usize>> {
        let mut strata: std::collections::BTreeMap<&str, Vec<usize>> = std::collections::BTreeMap::new();
        for (index, unit) in self.units.iter().enumerate().filter(|(_, unit)| unit.status == UnitStatus::Random) {
            strata.entry(unit.stratum.as_str()).or_default().push(index);
        }
        strata
    }

    /// How many units have a status.
    pub fn count(&self, status: UnitStatus) -> u64 {
        self.units.iter().filter(|unit| unit.status == status).count() as u64
    }

    /// What units of a status amount to, in fen.
    pub fn amount(&self, status: UnitStatus) -> i128 {
        self.units.iter().filter(|unit| unit.status == status).map(|unit| i128::from(unit.amount.0)).sum()
    }
}

/// Codes in their order, each once, all of the status; none in the random frame, at least one elsewhere.
fn reasons(text: &str, status: UnitStatus) -> Option<Vec<UnitReason>> {
    if text.is_empty() {
        return (status == UnitStatus::Random).then(Vec::new);
    }
    let reasons: Vec<UnitReason> = text.split(',').map(UnitReason::from_code).collect::<Option<_>>()?;
    let sorted = reasons.is_sorted_by(|left, right| left < right);
    (sorted && reasons.iter().all(|reason| reason.status() == status)).then_some(reasons)
}
