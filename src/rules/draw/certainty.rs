//! Who is examined for certain (必抽), who is left out, and who stays in the random frame: fixed before any seed exists.
//!
//! A unit may have several reasons and counts once. Who is excluded is not examined, whatever else speaks for it, but
//! still counts towards the duty; it needs a ground and a name.

use unicode_normalization::UnicodeNormalization;

use super::lines::{is_forbidden, is_key, is_stratum};
use super::population::MOST_FEN;
use crate::model::draw::{DrawUnit, UnitReason, UnitStatus};
use crate::model::money::Money;
use crate::model::problem::Problem;

/// Why a unit is left out, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// One of the reasons of exclusion.
    pub reason: UnitReason,
    /// In words, for the journal.
    pub ground: String,
    /// Who is answerable.
    pub by: String,
}

/// A unit as the database knows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SealUnit {
    /// Names it: a project code, else what names it uniquely.
    pub key: String,
    /// Its department, or department and class of size.
    pub stratum: String,
    /// Its amount.
    pub amount: Money,
    /// A business office recommends it.
    pub recommended: bool,
    /// The automatic checks found something.
    pub flagged: bool,
    /// It is due by rotation.
    pub due: bool,
    /// It is left out.
    pub excluded: Option<Exclusion>,
}

/// The text as it is sealed: in the composed form (NFC), so that one name has one spelling.
fn sealed(text: &str) -> String {
    // What nearly all names are made of stays as it is in any form; only the tables of Unicode tell of the rest.
    let plain = |c: char| matches!(c, '\0'..='\x7f' | '\u{4e00}'..='\u{9fff}');
    if text.chars().all(plain) { text.to_owned() } else { text.nfc().collect() }
}

/// Whether a character cannot stand in a frozen file.
fn is_unfit(c: char) -> bool {
    is_forbidden(c) || c == '\u{feff}'
}

/// Sorts a unit into certainty, exclusion or the random frame.
///
/// # Errors
/// When key, stratum, amount or exclusion cannot be sealed.
pub fn classify(unit: &SealUnit, cutoff: Option<Money>) -> Result<DrawUnit, Problem> {
    let refused = |key| Problem::refused(key).with("unit", &unit.key);
    let (key, stratum) = (sealed(&unit.key), sealed(&unit.stratum));
    if !is_key(&key) || key.contains(is_unfit) {
        return Err(refused("problem-seal-key"));
    }
    if !is_stratum(&stratum) || stratum.contains(is_unfit) {
        return Err(refused("problem-seal-stratum").with("stratum", &unit.stratum));
    }
    if u64::try_from(unit.amount.0).ok().is_none_or(|fen| fen > MOST_FEN) {
        return Err(refused("problem-seal-amount").with("amount", unit.amount.yuan()));
    }
    if let Some(exclusion) = &unit.excluded {
        let said = !exclusion.ground.trim().is_empty() && !exclusion.by.trim().is_empty();
        if !said || exclusion.reason.status() != UnitStatus::Excluded {
            return Err(refused("problem-seal-exclusion"));
        }
        let reasons = vec![exclusion.reason];
        return Ok(DrawUnit { key, stratum, amount: unit.amount, status: UnitStatus::Excluded, reasons });
    }
    let large = cutoff.is_some_and(|cutoff| unit.amount >= cutoff);
    let reasons = [
        (large, UnitReason::Amount),
        (unit.due, UnitReason::Due),
        (unit.flagged, UnitReason::Flagged),
        (unit.recommended, UnitReason::Recommended),
    ];
    let reasons: Vec<UnitReason> = reasons.into_iter().filter(|(is, _)| *is).map(|(_, reason)| reason).collect();
    let status = if reasons.is_empty() { UnitStatus::Random } else { UnitStatus::Certainty };
    Ok(DrawUnit { key, stratum, amount: unit.amount, status, reasons })
}
