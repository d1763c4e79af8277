//! The list in sentences: what is asked about, then the row elsewhere under the cursor.

use super::{ConsistencyScreen, words};
use crate::tui::look::Look;
use crate::tui::speech::{Spoken, numbers, sentence};

impl ConsistencyScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        let mut spoken = Spoken::page(look.s("title-consistency"));
        let Some(report) = &self.report else { return spoken };
        let Some((same, line)) = self.chosen() else {
            spoken.row = look.s("consistency-empty");
            return spoken;
        };
        spoken.about.push(report.target.name.clone());
        spoken.about.push(words::asked(same, &look.categories, &look.strings));
        spoken.at = Some((self.cursor.at() + 1, self.lines().len()));
        let decision = words::decision(&line.decision, &look.categories, &look.strings);
        let differs = if line.differs { look.s("elsewhere-differs") } else { String::new() };
        let parts = [differs, decision, line.target.name.clone(), line.target.department.clone(), line.who.join(", ")];
        spoken.row = sentence(parts, look);
        let detail = ConsistencyScreen::detail(line, look).into_iter();
        spoken.more.extend(detail.map(|text| ("line-detail", numbers::words(&text, look))));
        spoken
    }
}
