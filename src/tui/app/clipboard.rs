//! Text that comes in as a paste and goes out to the clipboard.

use ratatui::buffer::Buffer;

use super::{App, Burst};
use crate::engine::request::Engine;
use crate::text::{Arg, escape, width};
use crate::tui::ability::Between;
use crate::tui::app::Order;
use crate::tui::canvas::{Canvas, buffer_to_text};
use crate::tui::command::{self, Scope};
use crate::tui::msg::{Input, Notice};

impl App {
    /// Pasted text belongs to a field. Without one it is offered as a filter, and is never taken for commands; where
    /// leaving the page would lose something it is refused.
    pub(super) fn paste(&mut self, text: String, engine: &dyn Engine) {
        const MOST: usize = 200;
        self.burst = Burst::default();
        let scopes = self.top().scopes();
        if self.takes_text() || scopes.contains(&Scope::Editor) {
            return self.give(Input::Paste(text), engine);
        }
        let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MOST).collect();
        let stays = [Scope::Mapping, Scope::Preview, Scope::Form, Scope::Grade];
        if self.top().floats() || scopes.iter().any(|scope| stays.contains(scope)) || words.is_empty() {
            return self.say(Notice::Refused(self.look.s("told-paste-outside")));
        }
        self.pending.clear();
        self.early.clear();
        if !self.top().wants_paste() {
            self.run(command::App::Queue.into(), engine);
        }
        self.give(Input::Paste(words), engine);
        self.say(Notice::Told(self.look.s("told-paste-filter")));
    }

    /// Copies what the screen on top says, else the row in which the caret stands as it is shown.
    pub(super) fn copy(&mut self) {
        const MOST: usize = 48 * 1024;
        const SHOWN: usize = 24;
        let text = self.top().copied(&self.look).unwrap_or_else(|| self.row_at_caret());
        let text = text.trim();
        if text.is_empty() {
            return self.say(Notice::Refused(self.look.s("told-nothing-to-copy")));
        }
        if text.len() > MOST {
            return self.say(Notice::Refused(self.look.t("told-copy-long", &[("limit", Arg::from(MOST / 1024))])));
        }
        if !self.look.ability.clipboard {
            return self.say(Notice::Refused(self.look.s("told-no-clipboard")));
        }
        let key = match self.look.ability.between {
            Between::Tmux => "told-copied-tmux",
            _ => "told-copied",
        };
        let shown = width::cut(&escape::one_line(text), SHOWN).into_owned();
        let count = text.chars().count();
        self.order = Order::Copy(text.to_owned());
        self.say(Notice::Told(self.look.t(key, &[("count", Arg::from(count)), ("text", Arg::from(shown))])));
    }

    /// The row of the caret without frame and marker; nothing when there is no caret.
    fn row_at_caret(&self) -> String {
        let mut buffer = Buffer::empty(self.areas.all);
        let mut canvas = Canvas { buffer: &mut buffer, caret: None };
        self.view(&mut canvas);
        let Some(caret) = canvas.caret else { return String::new() };
        let line = buffer_to_text(&buffer).into_iter().nth(usize::from(caret.y)).unwrap_or_default();
        let glyphs = &self.look.glyphs;
        let inner = line.trim().trim_start_matches(&glyphs.vertical).trim_end_matches(&glyphs.vertical).trim();
        inner.strip_prefix(&glyphs.marker).unwrap_or(inner).trim().to_owned()
    }
}
