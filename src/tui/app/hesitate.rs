//! Hesitation and torn keys: what the interface does about the time between keys, which the loop tells it.

use super::{App, Msg};
use crate::engine::request::Engine;
use crate::model::event::Stamp;
use crate::tui::chord::{Chord, Code, Mods};
use crate::tui::keymap::Step;
use crate::tui::msg::Notice;
use crate::tui::which_key::{self, Follows};

/// The hint about input methods is given once in so many milliseconds at most.
const HINT_AGAIN: u64 = 60 * 60 * 1000;

impl App {
    /// What may follow the keys pressed so far; `None` where nothing is begun.
    fn follows(&self) -> Option<Follows> {
        let look = &*self.look;
        if !self.pending.is_empty() {
            return which_key::after(look, self.top().scopes(), &self.pending);
        }
        self.top().leads().map(|scopes| which_key::of_page(look, scopes))
    }

    /// True while a list of what may follow would help whoever goes on hesitating.
    pub fn hesitates(&self) -> bool {
        self.look.settings.which_key && !self.hesitated && (!self.pending.is_empty() || self.top().leads().is_some())
    }

    /// What is shown to whoever hesitated.
    pub(super) fn shown_follows(&self) -> Option<Follows> {
        if self.hesitated { self.follows() } else { None }
    }

    /// Notes that time passed, or that somebody went on.
    pub(super) fn hesitation(&mut self, msg: &Msg) {
        match msg {
            Msg::Hesitated => self.hesitated = self.hesitates() || self.hesitated,
            Msg::Key(_) | Msg::Behind(_) | Msg::AfterEsc(_) | Msg::Text(_) | Msg::Paste(_) => self.hesitated = false,
            _ => {}
        }
    }

    /// A digit right behind Esc is the function key of that number: terminals send Alt so, slow lines tear it apart, and
    /// where a function key is taken by the terminal people press the two. Esc has acted already; the screen it closed
    /// is put back first, so that F1 speaks of it.
    pub(super) fn after_esc(&mut self, digit: Chord, engine: &dyn Engine) {
        let stepped = self.stepped.take();
        let chord = Chord { code: digit.code, mods: Mods { alt: true, ..Mods::default() } };
        let runs = |app: &App, scopes| matches!(app.look.keymap.resolve(scopes, &[chord]), Step::Run(_));
        if let Some(screen) = stepped
            && runs(self, screen.scopes())
        {
            self.push(screen, engine);
        }
        if runs(self, self.top().scopes()) {
            self.key(chord, false, engine);
        } else {
            self.key(digit, false, engine);
        }
    }

    /// Han text came where commands are expected: says what works without switching the input method off, now and then.
    pub(super) fn input_method_hint(&mut self) {
        let since = |at: Stamp| self.now.millis().saturating_sub(at.millis());
        if self.hinted.is_none_or(|at| since(at) >= HINT_AGAIN) {
            self.hinted = Some(self.now);
            self.say(Notice::Told(self.look.s("told-input-method")));
        }
    }

    /// Escape ends a sequence of keys that was begun, and nothing else.
    pub(super) fn ends_sequence(&self, chord: Chord) -> bool {
        !self.pending.is_empty() && chord == Chord::plain(Code::Esc)
    }
}
