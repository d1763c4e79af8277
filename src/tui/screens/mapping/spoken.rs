//! The questions about an unknown table in sentences.

use super::MappingScreen;
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::screens::Screen as _;
use crate::tui::speech::{Spoken, sentence};

impl MappingScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        let title = self.title(look);
        let mut spoken = Spoken::page(sentence([title.left, title.right], look));
        let window = &self.state.table().window;
        let kind = self.state.kind().map_or_else(|| look.s("mapping-kind-auto"), |kind| look.strings.kind(kind));
        let name = if window.sheet.is_empty() { self.file_name() } else { window.sheet.clone() };
        spoken.about.push(look.t("mapping-rule", &[("sheet", Arg::from(name)), ("kind", Arg::from(kind))]));
        let heading = window.rows.get(self.state.table().proposal.heading_at).map_or(0, |row| row.row + 1);
        spoken.about.push(look.t("line-heading-row", &[("row", Arg::from(heading))]));
        spoken.about.push(look.t("mapping-open", &[("count", Arg::from(self.state.open()))]));
        let Some((head, lines)) = self.question(look) else {
            spoken.row = look.s("mapping-no-columns");
            return spoken;
        };
        spoken.at = Some((self.state.at() + 1, self.state.items().len()));
        let said = lines.into_iter().map(|(label, text, _)| format!("{} {text}", look.s(label)));
        spoken.row = sentence(std::iter::once(head).chain(said), look);
        spoken
    }
}
