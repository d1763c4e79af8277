//! What line mode asks of the interface: what was told since, the page on top in words, and the keys that hold there.

use super::App;
use crate::tui::chord::Chord;
use crate::tui::msg::Notice;
use crate::tui::screens::Hint;
use crate::tui::speech::{Spoken, seen};

/// Something that was told to the reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// An act, undo or redo was stored; in words.
    Recorded(String),
    /// Anything else.
    Said(Notice),
}

impl App {
    /// From now on keeps what is told until it is taken; a screen shows only the latest.
    pub fn listen(&mut self) {
        self.heard.get_or_insert_default();
    }

    /// What was told since this was asked last, oldest first.
    pub fn take_heard(&mut self) -> Vec<Heard> {
        self.heard.as_mut().map(std::mem::take).unwrap_or_default()
    }

    pub(super) fn hear(&mut self, heard: Heard) {
        let Some(all) = &mut self.heard else { return };
        // A remark is told again together with the act it belongs to.
        if matches!(heard, Heard::Recorded(_)) && matches!(all.last(), Some(Heard::Said(Notice::Remark(_)))) {
            all.pop();
        }
        all.push(heard);
    }

    /// The page on top in words.
    pub fn spoken(&self) -> Spoken {
        let mut spoken = self.top().spoken(&self.look).unwrap_or_else(|| seen(self.top(), self.areas, &self.look));
        // The instruction of a lesson stands above every page.
        if let Some(coach) = &self.coach {
            spoken.about.insert(0, coach.says(&self.look));
        }
        spoken
    }

    /// How many pages lie above one another.
    pub fn depth(&self) -> usize {
        self.stack.len()
    }

    /// What can be done now.
    pub fn hints(&self) -> Vec<Hint> {
        self.top().hints(&self.look)
    }

    /// Keys that wait for more.
    pub fn pending(&self) -> &[Chord] {
        &self.pending
    }

    /// How far the running job is: phase (a locale key), done, total.
    pub fn job(&self) -> Option<(&'static str, u64, Option<u64>)> {
        self.job
    }
}
