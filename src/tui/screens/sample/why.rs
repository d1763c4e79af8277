//! Where every number of the page comes from.

use super::{SampleScreen, Step, lines, page};
use crate::tui::look::Look;
use crate::tui::why::{Explained, Why};

/// The numbers of the step, the one under the cursor first.
pub fn explained(screen: &SampleScreen, look: &Look) -> Explained {
    let mut whys = Vec::new();
    let told = |field: &'static str, lines: Vec<lines::Told>| {
        let text: Vec<String> = lines.into_iter().map(|(text, _)| text).collect();
        Why::new(field, text.join(" | "))
    };
    match screen.step {
        Step::Population | Step::Plan => {
            if let Some(plan) = screen.known_plan() {
                if let Some(one) = plan.departments.get(screen.cursor.at()).filter(|_| screen.step == Step::Population)
                {
                    let numbers = [one.units, one.certain, one.frame, one.drawn, one.needs].map(|n| n.to_string());
                    let place = format!("{}/{}", screen.cursor.at() + 1, plan.departments.len());
                    let value = format!("{} {}% {place}", numbers.join(" / "), one.at_most.1);
                    whys.push(Why::new("sample.department", value).named(&one.stratum));
                }
                whys.push(told("sample.population", page::population_lines(plan, look)));
                whys.push(told("sample.quota", lines::outcome(plan, look)));
                whys.push(told("sample.proves", lines::proves(plan, look)));
            }
        }
        Step::Seed => {
            if let Some(sample) = screen.current() {
                whys.push(told("sample.fingerprint", lines::fingerprints(sample, look)));
            }
            whys.push(told("sample.public", vec![lines::missing(screen, look)]));
        }
        Step::Drawn => {
            if let Some(proof) = lines::drawn(screen) {
                let place = format!("{}/{}", screen.cursor.at() + 1, proof.selected.len() + proof.certainty.len());
                let cells = lines::picked(proof, screen.cursor.at(), look).unwrap_or_default();
                whys.push(Why::new("sample.ticket", format!("{} {place}", cells.join(" "))));
                whys.push(told("sample.since", lines::since(screen, look)));
                whys.push(told("sample.record", lines::record(proof, look)));
            }
        }
    }
    let samples = screen.board.as_ref().map(|board| board.samples.as_slice()).unwrap_or_default();
    if !samples.is_empty() {
        let lines = samples.iter().map(|sample| lines::sealed(sample, screen, look)).collect();
        whys.push(told("sample.journal", lines));
    }
    whys.push(Why::new("sample.page", lines::title(screen, look)));
    Explained::fields(whys)
}
