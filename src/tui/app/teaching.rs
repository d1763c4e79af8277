//! What the interface does in a lesson: keeps room for the coach, tells it what happens, shows the result, hands over.

use ratatui::layout::{Rect, Size};

use super::{Act, App, Order};
use crate::engine::request::{Engine, Reply};
use crate::text::Arg;
use crate::tui::coach::{self, Coach};
use crate::tui::command;
use crate::tui::layout::{Areas, layout};
use crate::tui::look::Look;
use crate::tui::msg::{Handover, Notice};
use crate::tui::screens::lessons;
use crate::tui::screens::notice::NoticeScreen;

/// The parts of the terminal; in a lesson the body begins below the strip.
pub(super) fn layout_below(size: Size, lesson: bool) -> Areas {
    let mut areas = layout(size);
    let wanted = coach::height(size.width);
    let height = if lesson && areas.body.height > 2 * wanted { wanted } else { 0 };
    areas.body.y += height;
    areas.body.height -= height;
    areas
}

/// What is left for the strip: between the title and the body.
pub(super) fn strip(areas: Areas) -> Rect {
    let y = areas.title.bottom();
    Rect { y, height: areas.body.y.saturating_sub(y), ..areas.body }
}

/// The coach of the lesson that is open.
pub(super) fn coach(look: &Look) -> Option<Coach> {
    let lessons = &look.lessons;
    let taken = lessons.taken.as_ref()?;
    let progress = lessons.progress.get(taken.at).cloned().unwrap_or_default();
    Some(Coach::new(lessons.all.get(taken.at)?.clone(), progress, taken.folder.clone()))
}

impl App {
    /// Asks what has been decided in the lesson so far.
    pub(super) fn start_coach(&mut self, engine: &dyn Engine) {
        let epoch = self.numbers.fresh();
        let Some(coach) = &mut self.coach else { return };
        coach.start(epoch).into_iter().for_each(|request| engine.post(request));
        if coach.resumes() {
            let key = self.look.key(command::Home::Continue.into());
            self.say(Notice::Told(self.look.t("told-lesson-resumed", &[("key", Arg::from(key))])));
        }
    }

    /// Tells what the engine answered.
    pub(super) fn tell_coach(&mut self, reply: &Reply, engine: &dyn Engine) {
        let Some(coach) = &mut self.coach else { return };
        let act = match reply {
            Reply::Done { ticket, .. } => self.acts.get(ticket).copied().unwrap_or(Act::Given),
            _ => Act::Given,
        };
        let requests = coach.heard(reply, act == Act::Undone, act == Act::Redone);
        requests.into_iter().for_each(|request| engine.post(request));
    }

    /// Back on the home page of a lesson: the first time says so, the second time leaves.
    pub(super) fn leave_lesson(&mut self, again: bool, engine: &dyn Engine) {
        if again {
            return self.hand(Handover::Work, engine);
        }
        self.leaving = true;
        let key = self.look.key(command::App::Back.into());
        self.say(Notice::Told(self.look.t("told-leave-lesson", &[("key", Arg::from(key))])));
    }

    /// In a lesson: whether a step is done, and the result after the last one.
    pub(super) fn watch(&mut self, engine: &dyn Engine) {
        let scopes = self.top().scopes();
        let Some(coach) = &mut self.coach else { return };
        let (requests, over) = coach.look(scopes);
        requests.into_iter().for_each(|request| engine.post(request));
        if over && let Some(coach) = &self.coach {
            let (heading, page) = lessons::result(coach, &self.look);
            self.push(Box::new(NoticeScreen::sheet(heading, page)), engine);
        }
    }

    /// Leaves for other screens; what was typed is kept first.
    pub(super) fn hand(&mut self, handover: Handover, engine: &dyn Engine) {
        if let Some(coach) = &self.coach {
            engine.post(coach.keep());
        }
        self.leave(0, engine);
        self.handover = Some(handover);
        self.order = Order::Quit;
    }
}
