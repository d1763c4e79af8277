//! The page in sentences: which step, what it comes to, and the field or line under the cursor.

use super::{Asking, SampleScreen, Step, lines, page, plan};
use crate::text::Arg;
use crate::tui::command::Line;
use crate::tui::look::Look;
use crate::tui::speech::{Spoken, sentence};

/// What line mode says.
pub fn say(screen: &SampleScreen, look: &Look) -> Spoken {
    let page = sentence([lines::title(screen, look), lines::step(screen, look)], look);
    let empty = screen.board.as_ref().is_some_and(|board| board.years.is_empty() && board.samples.is_empty());
    if empty {
        return Spoken { row: look.s("sample-empty"), ..Spoken::page(page) };
    }
    let asked = match &screen.asking {
        Some(Asking::Folder(field)) => Some(("sample-folder", field)),
        Some(Asking::Reason(field)) => Some(("sample-reason", field)),
        _ => None,
    };
    let mut spoken = match screen.step {
        Step::Plan => {
            let mut spoken = screen.form.spoken(page, look);
            spoken.about.push(plan::help(&screen.form, look));
            spoken
        }
        Step::Seed => screen.seed.spoken(page, look),
        Step::Population | Step::Drawn => Spoken::page(page),
    };
    let plain = |lines: Vec<lines::Told>| lines.into_iter().map(|(text, _)| text);
    match (screen.step, screen.known_plan()) {
        (Step::Population, Some(plan)) => {
            spoken.about.extend(plain(page::population_lines(plan, look)));
            if let Some(one) = plan.departments.get(screen.cursor.at()) {
                spoken.at = Some((screen.cursor.at() + 1, plan.departments.len()));
                spoken.row = lines::department(one, look);
            }
            let samples = screen.board.as_ref().map(|board| board.samples.as_slice()).unwrap_or_default();
            spoken.once.extend(samples.iter().take(3).map(|sample| lines::sealed(sample, screen, look).0));
        }
        (Step::Plan, Some(plan)) => {
            spoken.about.extend(plain(lines::outcome(plan, look)));
            spoken.about.extend(plain(lines::proves(plan, look)));
        }
        (Step::Seed, _) => {
            if let Some(sample) = screen.current() {
                spoken.once.extend(plain(lines::fingerprints(sample, look)));
            }
            spoken.about.push(lines::missing(screen, look).0);
        }
        (Step::Drawn, _) => {
            if let Some(proof) = lines::drawn(screen) {
                spoken.once.extend(plain(lines::since(screen, look)));
                spoken.once.extend(plain(lines::record(proof, look)));
                let total = proof.selected.len() + proof.certainty.len();
                spoken.at = Some((screen.cursor.at() + 1, total));
                let cells = lines::picked(proof, screen.cursor.at(), look).unwrap_or_default();
                spoken.row = sentence(cells, look);
            }
        }
        _ => {}
    }
    if let Some(running) = &screen.running {
        spoken.once.push(running.words(look));
        spoken.about.push(look.t("job-cancel", &[("key", Arg::from(look.key(Line::Cancel.into())))]));
    }
    spoken.about.extend(screen.planning.and_then(|planning| planning.words(look)));
    if let Some((label, field)) = asked {
        spoken.field = Some(field.typing(look.s(label)));
    }
    spoken
}
