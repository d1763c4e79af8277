//! `drawn.tsv`: the list of what is examined, byte for byte what the script that is not ours prints.
//!
//! `C` rows for certainty units, `S` rows for drawn ones in the order of their tickets, one `cut` row for each stratum.

use super::population::Population;
use super::select::Drawn;

/// The bytes of the file.
pub fn write(population: &Population, drawn: &Drawn) -> Vec<u8> {
    let mut text = String::new();
    for unit in drawn.certainty.iter().filter_map(|at| population.units.get(*at)) {
        let reasons: Vec<&str> = unit.reasons.iter().map(|reason| reason.code()).collect();
        text.push_str(&format!("C\t{}\t-\t-\t{}\t{}\n", unit.stratum, unit.key, reasons.join(",")));
    }
    for stratum in &drawn.strata {
        for (index, chosen) in stratum.chosen.iter().enumerate() {
            let key = population.units.get(chosen.unit).map_or("", |unit| &unit.key);
            let certain = if chosen.certain { "A" } else { "" };
            text.push_str(&format!("S\t{}\t{}\t{}\t{key}\t{certain}\n", stratum.stratum, index + 1, chosen.ticket));
        }
        let cut = stratum.cut.as_deref().unwrap_or("-");
        text.push_str(&format!("cut\t{}\t{}\t{cut}\n", stratum.stratum, stratum.chosen.len()));
    }
    text.into_bytes()
}
