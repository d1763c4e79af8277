//! The library in sentences.

use super::{LibraryScreen, Tab, draw};
use crate::tui::command::Command;
use crate::tui::look::Look;
use crate::tui::speech::{Spoken, numbers, sentence};

impl LibraryScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        use super::Screen;
        let mut spoken = Spoken::page(self.title(look).left);
        let tab: Command = self.tab.command().into();
        spoken.about.push(look.label(tab));
        if let Some(page) = &self.page {
            spoken.about.push(draw::about(page, self.tab, look));
        }
        if let Some(field) = &self.search {
            spoken.field = Some(field.typing(look.s("line-words")));
        }
        if self.len() == 0 {
            spoken.row = self.nothing(look);
            return spoken;
        }
        spoken.at = Some((self.cursor.at() + 1, self.len()));
        let words = |text: &str| numbers::words(text, look);
        if let Some(suggestion) = self.suggestions().get(self.cursor.at()) {
            let having = words(&draw::having(suggestion, look));
            spoken.row = sentence([suggestion.name.clone(), suggestion.level2.clone(), having], look);
        } else if let Some(line) = self.lines().get(self.cursor.at()) {
            let entry = &line.entry;
            let mut said = vec![entry.name.clone(), words(&entry.unit)];
            for (key, value) in
                [("library-head-standard", &entry.standard), ("library-head-benchmark", &entry.benchmark)]
            {
                if !value.is_empty() {
                    said.push(format!("{} {}", look.s(key), words(value)));
                }
            }
            if self.tab == Tab::Fits
                && let Some(fit) = line.fit
            {
                said.push(look.s(&format!("library-near-{}", fit.nearness.id())));
            }
            spoken.row = sentence(said, look);
        }
        spoken.more.extend(self.about_chosen(look).1.into_iter().map(|line| ("line-detail", line)));
        spoken
    }
}
