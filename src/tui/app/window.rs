//! The window's size: taken in, and told once when it is too small for everything.

use ratatui::layout::Size;

use super::App;
use crate::text::Arg;
use crate::tui::layout::layout;
use crate::tui::msg::Notice;

/// The size at which nothing is missing.
const WHOLE: Size = Size { width: 80, height: 24 };

impl App {
    fn small(&self) -> bool {
        self.areas.all.width < WHOLE.width || self.areas.all.height < WHOLE.height
    }

    pub(super) fn resize(&mut self, size: Size) {
        let before = self.small();
        self.areas = layout(size);
        if !before {
            self.tell_small();
        }
    }

    /// Says that the window is small, if it is; what can be shown is.
    pub(super) fn tell_small(&mut self) {
        if self.small() {
            let args = [("width", Arg::from(self.areas.all.width)), ("height", Arg::from(self.areas.all.height))];
            self.say(Notice::Refused(self.look.t("told-small-window", &args)));
        }
    }
}
