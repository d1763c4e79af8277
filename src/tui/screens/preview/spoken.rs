//! A preview in sentences: the totals, the list that is looked at, what one key stores, and the row.

use super::PreviewScreen;
use super::lists;
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::screens::Screen as _;
use crate::tui::screens::home::grouped;
use crate::tui::speech::{Spoken, numbers, sentence};

impl PreviewScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        let mut spoken = Spoken::page(self.title(look).left);
        let len = self.len(self.tab);
        let tab = look.label(self.tab.command().into());
        let counted = [("label", Arg::from(tab)), ("count", Arg::from(grouped(len as u64)))];
        spoken.about.push(look.t("line-tab", &counted));
        let (order, _) = self.order(look, usize::MAX);
        spoken.about.extend(if self.running.is_some() { order.into_iter().skip(1).collect() } else { order });
        let at = self.cursor().at();
        if len == 0 {
            spoken.row = look.s(self.tab.empty());
            return spoken;
        }
        spoken.at = Some((at + 1, len));
        let words = match self.tab.standing() {
            Some(standing) => self.pages.line(standing, at).map(|line| lists::line_detail(line, &self.preview, look)),
            None => self.lists.detail(self.tab, at, &self.preview, look),
        };
        let words = words.unwrap_or_default();
        spoken.row = sentence(words.iter().map(|line| numbers::words(line, look)), look);
        spoken
    }
}
