//! `exclusions.tsv`: why units were left out, in whose words. It bears on no draw; it is published beside one.
//!
//! A line each, without heading: key, code of the reason, who is answerable, ground; in the order of the keys, each once.

use super::certainty::SealUnit;
use super::lines::{is_forbidden, is_key, lines};
use crate::model::draw::{UnitReason, UnitStatus};
use crate::model::problem::Problem;

/// A unit that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its key in the population.
    pub key: String,
    /// Why, by code.
    pub reason: UnitReason,
    /// Who is answerable.
    pub by: String,
    /// Why, in words.
    pub ground: String,
}

/// Those of some units that are left out, in the order of their keys.
pub fn of(units: &[SealUnit]) -> Vec<LeftOut> {
    // One line stays one line, whatever was typed.
    let plain = |text: &str| text.trim().replace(|c: char| is_forbidden(c) || c == '\u{feff}', " ");
    let left_out = |unit: &SealUnit| {
        let exclusion = unit.excluded.as_ref()?;
        let (by, ground) = (plain(&exclusion.by), plain(&exclusion.ground));
        Some(LeftOut { key: unit.key.clone(), reason: exclusion.reason, by, ground })
    };
    let mut found: Vec<LeftOut> = units.iter().filter_map(left_out).collect();
    found.sort_by(|left, right| left.key.cmp(&right.key));
    found
}

/// The bytes of the file.
pub fn write(left_out: &[LeftOut]) -> Vec<u8> {
    let line = |one: &LeftOut| format!("{}\t{}\t{}\t{}\n", one.key, one.reason.code(), one.by, one.ground);
    left_out.iter().map(line).collect::<String>().into_bytes()
}

/// Reads the file; `file` names it in what is told.
///
/// # Errors
/// For anything but the one spelling, with the line.
pub fn read(bytes: &[u8], file: &str) -> Result<Vec<LeftOut>, Problem> {
    let fault = |line: usize| Problem::refused("problem-sample-exclusions").with("path", file).with("line", line);
    let mut found: Vec<LeftOut> = Vec::new();
    for (line, text) in (1..).zip(lines(bytes, file)?) {
        let cells: Vec<&str> = text.split('\t').collect();
        let [key, code, by, ground] = cells.as_slice() else { return Err(fault(line)) };
        let reason = UnitReason::ALL.into_iter().find(|reason| reason.code() == *code);
        let reason = reason.filter(|reason| reason.status() == UnitStatus::Excluded).ok_or_else(|| fault(line))?;
        let in_order = found.last().is_none_or(|last| last.key.as_str() < *key);
        if !is_key(key) || !in_order {
            return Err(fault(line));
        }
        found.push(LeftOut { key: (*key).to_owned(), reason, by: (*by).to_owned(), ground: (*ground).to_owned() });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::super::certainty::Exclusion;
    use super::*;

    #[test]
    fn grounds_stay_one_line_each_and_have_one_spelling() {
        let unit = |key: &str, ground: &str| SealUnit {
            key: key.to_owned(),
            excluded: Some(Exclusion {
                reason: UnitReason::Secret, ground: ground.to_owned(), by: "张某".to_owned()
            }),
            ..SealUnit::default()
        };
        let units =
            [unit("B|2", "两行\n\t一句"), SealUnit { key: "A".to_owned(), ..SealUnit::default() }, unit("A1", "涉密")];
        let found = of(&units);
        assert_eq!(found.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(), ["A1", "B|2"]);
        assert_eq!(found[1].ground, "两行  一句");
        let bytes = write(&found);
        assert_eq!(read(&bytes, "exclusions.tsv"), Ok(found));
        let text = String::from_utf8(bytes).unwrap();
        for wrong in [
            text.replacen("X3", "A", 1),
            text.replacen("X3", "X9", 1),
            text.replacen("A1", "C1", 1),
            text.replacen("\t涉密", "", 1),
        ] {
            assert_eq!(
                read(wrong.as_bytes(), "exclusions.tsv").unwrap_err().key,
                "problem-sample-exclusions",
                "{wrong}"
            );
        }
    }
}
