//! The list of steps in sentences.

use super::{HistoryScreen, whose_key};
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::speech::{Spoken, sentence};

impl HistoryScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        let mut spoken = Spoken::page(look.s("title-history"));
        let Some(history) = &self.history else { return spoken };
        let reach = [("undo", Arg::from(history.can_undo)), ("redo", Arg::from(history.can_redo))];
        spoken.about.push(look.t("history-rule", &reach));
        spoken.about.push(look.s(whose_key(self.query.whose)));
        let Some(step) = self.at() else {
            spoken.row = look.s("history-empty");
            return spoken;
        };
        spoken.at = Some((self.cursor.at() + 1, history.steps.len()));
        let state = match (step.events, step.undos) {
            ((_, 0), _) => look.s("line-taken-back"),
            (_, Some(undos)) => look.t("line-undo-reaches", &[("steps", Arg::from(undos))]),
            ((all, live), _) if live < all => look.s("line-partly"),
            _ => String::new(),
        };
        let words = look.strings.told(step.key, &step.args);
        spoken.row = sentence([words, state, step.author.clone(), look.when(step.at)], look);
        spoken
    }
}
