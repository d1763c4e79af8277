//! `population.tsv`: every unit there is, sealed before the seed is known.
//!
//! Rows stand in the order of the bytes of their keys; what is hashed is what stands in the file. Reading refuses every
//! other spelling, so one population has one fingerprint.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use super::cores::in_parts;
use super::digest::hex;
use super::lines::{fault, is_key, is_stratum, number, push_number, rows};
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
        let mut text = String::new();
        Population::push_row(&mut text, unit);
        text
    }

    /// Puts a row behind a text: a file has a million of them.
    pub(super) fn push_row(text: &mut String, unit: &DrawUnit) {
        text.push_str(&unit.key);
        text.push('\t');
        text.push_str(&unit.stratum);
        text.push('\t');
        push_number(text, unit.amount.0);
        text.push('\t');
        text.push_str(unit.status.letter());
        text.push('\t');
        push_reasons(text, &unit.reasons);
    }

    /// Fingerprint of the file that has these rows.
    pub(super) fn fingerprint_of(texts: &[String]) -> String {
        let hash = Sha256::new_with_prefix(Population::heading());
        hex(&texts.iter().fold(hash, |hash, text| hash.chain_update(text)).finalize())
    }

    /// The heading of the file, with its LF.
    fn heading() -> String {
        HEADING.join("\t") + "\n"
    }

    /// The bytes of the file.
    pub fn write(&self) -> Vec<u8> {
        [vec![Population::heading()], self.texts()].concat().concat().into_bytes()
    }

    /// The rows of the file in parts, each row with its LF.
    fn texts(&self) -> Vec<String> {
        in_parts(&self.units, |_, units| {
            let mut text = String::new();
            for unit in units {
                Population::push_row(&mut text, unit);
                text.push('\n');
            }
            text
        })
    }

    /// Fingerprint of the file.
    pub fn fingerprint(&self) -> String {
        Population::fingerprint_of(&self.texts())
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
    pub fn frame(&self) -> BTreeMap<&str, Vec<usize>> {
        let found = in_parts(&self.units, |begins, units| {
            let mut strata: HashMap<&str, Vec<usize>> = HashMap::new();
            for (index, unit) in (begins..).zip(units).filter(|(_, unit)| unit.status == UnitStatus::Random) {
                strata.entry(unit.stratum.as_str()).or_default().push(index);
            }
            strata
        });
        let mut strata: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (stratum, units) in found.into_iter().flatten() {
            strata.entry(stratum).or_default().extend(units);
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

/// The codes of reasons behind a text, apart by commas.
pub(super) fn push_reasons(text: &mut String, reasons: &[UnitReason]) {
    for (index, reason) in reasons.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(reason.code());
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
