//! Why the same is said to have been decided so often so, and otherwise, elsewhere.

use super::lists::place;
use super::target::about_row;
use super::{Explained, Why};
use crate::engine::consistency::{Elsewhere, SameWording, Way};
use crate::tui::look::Look;
use crate::tui::screens::consistency::words;

/// On the review page: how often the same was decided elsewhere, and how.
pub fn counted(value: Option<&str>, ways: &[Way], look: &Look) -> Option<Why> {
    let told = words::counted(value, ways, &look.strings);
    let ways = ways
        .iter()
        .map(|way| format!("{} {}", words::decision(&way.decision, &look.categories, &look.strings), way.rows));
    let why = Why::new("row.elsewhere", told.clone()).note(ways.collect::<Vec<_>>().join("; "));
    (!told.is_empty()).then_some(why)
}

/// The list with the cursor on a line.
pub fn list(chosen: Option<(&SameWording, &Elsewhere)>, (at, len): (usize, usize), look: &Look) -> Explained {
    let mut whys = Vec::new();
    if let Some((same, line)) = chosen {
        let decision = words::decision(&line.decision, &look.categories, &look.strings);
        let said = format!("{} {} {decision} {} {}", line.row, line.indicator, line.who.join(", "), look.when(line.at));
        let said = Why::new("consistency.line", said);
        whys.push(match &line.text {
            Some(text) => said.note(text.clone()),
            None => said,
        });
        whys.push(Why::new("consistency.asked", words::asked(same, &look.categories, &look.strings)));
        if same.more > 0 {
            whys.push(Why::new("consistency.more", same.more.to_string()));
        }
        whys.extend(about_row(&line.target, look));
    }
    if len > 0 {
        whys.push(Why::new("consistency.place", place(at, len)));
    }
    Explained { whys, target: chosen.map(|(_, line)| line.target.id), ..Explained::default() }
}
