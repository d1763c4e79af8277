//! Typing the filter line: what each key does to it, and to the list below it.

use super::QueueScreen;
use super::filter::FilterLine;
use crate::text::Arg;
use crate::tui::command::{Line, List};
use crate::tui::msg::{Cx, Effect, Notice};

impl QueueScreen {
    /// Begins to type, with a text behind the line where one was pasted.
    pub(super) fn type_filter(&mut self, pasted: Option<&str>, cx: &Cx) -> Vec<Effect> {
        if self.typing.is_none() {
            self.leave_facets(cx);
            self.typing = Some(FilterLine::new(if pasted.is_some() { "" } else { &self.filter }));
        }
        if let (Some(typing), Some(pasted)) = (&mut self.typing, pasted) {
            typing.insert(pasted);
        }
        self.edited(pasted.is_some(), cx)
    }

    /// Something was typed, or the caret moved.
    pub(super) fn edited(&mut self, changed: bool, cx: &Cx) -> Vec<Effect> {
        let words = self.words(cx);
        let Some(typing) = &mut self.typing else { return Vec::new() };
        let mut effects = typing.ask(&words, cx);
        if changed {
            effects.extend(self.reread(cx));
        }
        effects
    }

    pub(super) fn accept(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some(typing) = &mut self.typing else { return Vec::new() };
        let mut effects = Vec::new();
        if typing.has_chosen() {
            let whole = typing.take_whole();
            effects = self.edited(true, cx);
            if !whole {
                return effects;
            }
        }
        if self.typing.as_ref().is_some_and(|typing| !typing.misread.is_empty()) {
            let back = cx.look.key(Line::Cancel.into());
            let told = cx.look.t("told-filter-misread", &[("key", Arg::from(back))]);
            effects.push(Effect::Say(Notice::Refused(told)));
            return effects;
        }
        self.filter = self.line().trim().to_owned();
        cx.recall.keep(&self.filter);
        self.typing = None;
        effects
    }

    pub(super) fn walk(&mut self, down: bool, cx: &Cx) -> Vec<Effect> {
        match self.typing.as_mut().and_then(|typing| typing.walk(down, cx)) {
            Some(true) => self.edited(true, cx),
            Some(false) => Vec::new(),
            None => self.command(if down { List::Down } else { List::Up }.into(), cx),
        }
    }
}
