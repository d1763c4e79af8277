//! Drawing the stack of screens and what all of them wear.

use super::App;
use super::teaching::strip;
use crate::text::dates;
use crate::tui::canvas::Canvas;
use crate::tui::chrome;
use crate::tui::layout::Room;
use crate::tui::screens::{Hint, Title};
use crate::tui::which_key;
use crate::tui::widgets::job::far;

impl App {
    /// Draws everything. Pure.
    pub fn view(&self, canvas: &mut Canvas) {
        let look = &*self.look;
        if self.areas.room == Room::Tiny {
            chrome::too_small(canvas, self.areas, look);
            return;
        }
        let solid = self.stack.iter().rposition(|screen| !screen.floats()).unwrap_or(0);
        let Some(base) = self.stack.get(solid) else { return };
        base.view(canvas, self.areas.body, look);
        for screen in &self.stack[solid + 1..] {
            canvas.caret = None;
            screen.view(canvas, self.areas.body, look);
        }
        self.caret_somewhere(canvas);
        if let Some(coach) = &self.coach {
            coach.view(canvas, strip(self.areas), look);
        }
        let title = self.title(base.title(look));
        chrome::title(canvas, self.areas, look, &title, self.takes_text());
        let today = dates::day(self.now, &look.zone).unwrap_or_default();
        let hints = self.top().hints(look);
        // A question keeps its place.
        let asks = hints.iter().any(|hint| matches!(hint, Hint::Words(_))) || !self.pending.is_empty();
        if asks || !chrome::told_at_length(canvas, self.areas, look, self.said.as_ref()) {
            chrome::hints(canvas, self.areas, look, &hints, self.top().floats(), today);
            chrome::told(canvas, self.areas, look, self.said.as_ref(), &self.pending);
        }
        chrome::bar(canvas, self.areas, look);
        if let Some(follows) = self.shown_follows() {
            which_key::draw(canvas, self.areas.body, look, &follows);
        }
    }

    fn title(&self, mut title: Title) -> Title {
        if let Some((phase, done, total)) = &self.job {
            let count = far(phase, *done, *total, &self.look);
            title.right = format!("{} {count}  {}", self.look.s(phase), title.right);
        }
        if let Some(station) = &self.station {
            let own = if self.coach.is_some() { "title-lesson" } else { "title-sample" };
            for (holds, key) in [(station.read_only.is_some(), "title-read-only"), (station.sample, own)] {
                if holds {
                    title.right = format!("{} {}", self.look.s(key), title.right);
                }
            }
        }
        title
    }
}
