//! What the window lets be shown: its size, told once when it is too small for everything; settings; the caret.

use std::rc::Rc;

use ratatui::layout::Size;

use super::App;
use super::teaching::layout_below;
use crate::config::Settings;
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::msg::Notice;

/// The size at which nothing is missing.
const WHOLE: Size = Size { width: 80, height: 24 };

impl App {
    fn small(&self) -> bool {
        self.areas.all.width < WHOLE.width || self.areas.all.height < WHOLE.height
    }

    pub(super) fn resize(&mut self, size: Size) {
        let before = self.small();
        self.areas = layout_below(size, self.coach.is_some());
        if !before {
            self.tell_small();
        }
    }

    /// Says that the window is small, if it is; what can be shown is.
    pub(super) fn tell_small(&mut self) {
        if self.small() {
            let args = [("width", Arg::from(self.areas.all.width)), ("height", Arg::from(self.areas.all.height))];
            self.say(Notice::Told(self.look.t("told-small-window", &args)));
        }
    }

    /// Other settings; what of them this terminal cannot show is told.
    pub(super) fn dress(&mut self, settings: &Settings) {
        if *settings != self.look.settings {
            self.look = Rc::new(self.look.dressed(settings));
            if let Some(problem) = self.look.missing_boxes() {
                self.say(Notice::Problem(problem));
            }
        }
    }

    /// Where the window is too small for the active cell, input methods open at the head of the page all the same.
    pub(super) fn caret_somewhere(&self, canvas: &mut Canvas) {
        if canvas.caret.is_none() {
            canvas.set_caret(self.areas.body.x + 2, self.areas.body.y + 1);
        }
    }
}
