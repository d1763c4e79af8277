//! Keys that came at one go, and keys that came too early: what the interface does with those that no hand pressed one by
//! one.

use super::App;
use crate::text::{Arg, fold};
use crate::tui::chord::Chord;
use crate::tui::command::Command;
use crate::tui::keymap::Step;
use crate::tui::msg::{Msg, Notice};

/// What is known of the keys that came at one go.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Burst {
    /// First half of a sign that input methods commit twice for one key; it was taken as that key.
    half: Option<char>,
    /// Han text was among them and not for a field: nothing behind it may run what it found.
    pub(super) han: bool,
}

impl App {
    /// Takes note of a key in its burst. True when there is nothing more to do with it: it is the second half of a sign
    /// that counts once, or would run what Han text right before it only looked up.
    pub(super) fn rest_of_burst(&mut self, chord: Chord, behind: bool) -> bool {
        if !behind {
            self.burst = Burst::default();
        }
        let half = self.burst.half.take();
        if half.is_some() && chord.text() == half {
            return true;
        }
        let held = self.burst.han && chord.text().is_none();
        if held {
            let key = Arg::from(chord.label());
            self.say(Notice::Refused(self.look.t("told-behind-han", &[("key", key)])));
        }
        held
    }

    /// A key was taken that input methods commit twice: its second half may follow.
    pub(super) fn begins_twice(&mut self, chord: Chord) {
        self.burst.half = chord.text().filter(|c| fold::comes_twice(*c));
    }

    /// Puts a key aside until the screen has something to show. Keys that lead elsewhere do not wait.
    pub(super) fn wait_with(&mut self, chord: Chord, typed: Chord, behind: bool) -> bool {
        const MOST: usize = 256;
        if matches!(self.look.keymap.resolve(self.top().scopes(), &[typed]), Step::Run(Command::App(_))) {
            self.early.clear();
            return false;
        }
        if self.early.len() < MOST {
            self.early.push_back((chord, behind));
        }
        true
    }

    /// Characters that came together are typed together, as far as a field is open when the batch begins: what an input
    /// method commits is one step of undo. What goes on behind Han text that is only looked up is taken key by key, so that
    /// nothing behind it runs what was found, however the machine cut up what came at one go.
    pub fn joined(&self, batch: Vec<Msg>) -> Vec<Msg> {
        let goes_on = self.burst.han && matches!(batch.first(), Some(Msg::Behind(_)));
        let mut joined: Vec<Msg> = Vec::with_capacity(batch.len());
        let mut in_field = self.takes_text() && !goes_on;
        for msg in batch {
            match (&msg, joined.last_mut()) {
                (Msg::Key(chord) | Msg::Behind(chord), Some(Msg::Text(text))) if in_field && self.joins(*chord) => {
                    text.extend(chord.text());
                }
                (Msg::Key(chord) | Msg::Behind(chord), _) if in_field && self.joins(*chord) => {
                    joined.push(Msg::Text(chord.text().into_iter().collect()));
                }
                (Msg::Key(_) | Msg::Behind(_), _) => {
                    // This key may open or close a field: what follows is taken one by one.
                    in_field = false;
                    joined.push(msg);
                }
                _ => joined.push(msg),
            }
        }
        joined
    }
}
