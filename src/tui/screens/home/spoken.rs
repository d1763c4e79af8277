//! The home page in sentences: what waits with its key, what was done today, where I stopped.

use super::{HomeScreen, page};
use crate::tui::look::Look;
use crate::tui::speech::Spoken;

impl HomeScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        let mut spoken = Spoken::page(look.s("title-home"));
        let Some(figures) = &self.figures else { return spoken };
        spoken.once.push(look.s("app-title"));
        spoken.once.push(format!("{} {}", figures.station.name, figures.station.office));
        if !page::has_any(figures) {
            let import = crate::tui::command::Home::Import;
            spoken.about.push(look.t("home-empty", &[("import", look.key(import.into()).into())]));
            return spoken;
        }
        spoken.about.extend(page::Page { figures, pace: self.pace.as_deref(), look }.sentences());
        spoken
    }
}
