//! `drawn.tsv`: the list of what is examined, byte for byte what the script that is not ours prints.
//!
//! `C` rows for certainty units, `S` rows for drawn ones in the order of their tickets, one `cut` row for each stratum.

use super::population::{Population, push_reasons};
use super::select::Drawn;

/// The bytes of the file.
pub fn write(population: &Population, drawn: &Drawn) -> Vec<u8> {
    let mut text = String::new();
    for unit in drawn.certainty.iter().filter_map(|at| population.units.get(*at)) {
        text.extend(["C\t", &unit.stratum, "\t-\t-\t", &unit.key, "\t"]);
        push_reasons(&mut text, &unit.reasons);
        text.push('\n');
    }
    for stratum in &drawn.strata {
        for (index, chosen) in stratum.chosen.iter().enumerate() {
            let key = population.units.get(chosen.unit).map_or("", |unit| unit.key.as_str());
            let certain = if chosen.certain { "A" } else { "" };
            let number = (index + 1).to_string();
            text.extend(["S\t", &stratum.stratum, "\t", &number, "\t", &chosen.ticket, "\t", key, "\t", certain, "\n"]);
        }
        let cut = stratum.cut.as_deref().unwrap_or("-");
        text.push_str(&format!("cut\t{}\t{}\t{cut}\n", stratum.stratum, stratum.chosen.len()));
    }
    text.into_bytes()
}
