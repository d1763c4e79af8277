//! Counting keys and decisions on their way through the interface ([`crate::tui::habits`]).

use jiff::civil::Date;

use super::App;
use crate::engine::request::{Engine, Request};
use crate::text::dates;
use crate::tui::command::{Command, Scope};
use crate::tui::habits::Habits;

impl App {
    /// How this person uses the program.
    pub fn habits(&self) -> &Habits {
        &self.habits
    }

    fn today(&self) -> Date {
        dates::day(self.now, &self.look.zone).unwrap_or(Date::ZERO)
    }

    /// Counts keys that were pressed for a command, or for nothing.
    pub(super) fn count(&mut self, command: Option<Command>, keys: usize) {
        if !self.look.settings.count_keys {
            return;
        }
        // A page is named by its own scope, whichever part of it has the keys.
        let part =
            |scope: &&Scope| !matches!(scope, Scope::Class | Scope::Phrase | Scope::Grade | Scope::Line | Scope::Text);
        let scopes = self.top().scopes();
        let (day, screen) = (self.today(), scopes.iter().find(part).or(scopes.first()).map_or("", |scope| scope.id()));
        match command {
            Some(command) => self.habits.ran(day, screen, command.spec().id, keys),
            None => self.habits.missed(day, screen, keys),
        }
    }

    /// Counts text typed into a field.
    pub(super) fn count_text(&mut self, text: &str) {
        self.habits.touch(self.now.millis());
        if self.look.settings.count_keys {
            self.habits.typed(self.today(), text.chars().count());
        }
    }

    /// Hands over all that was counted.
    pub(super) fn hand_over_habits(&mut self, engine: &dyn Engine) {
        if let Some(counts) = self.habits.take() {
            engine.post(Request::SaveHabits { counts });
        }
    }

    /// Hands over what was counted, when it is time.
    pub(super) fn keep_habits(&mut self, page: bool, engine: &dyn Engine) {
        if let Some(counts) = self.habits.due(self.now.millis(), page) {
            engine.post(Request::SaveHabits { counts });
        }
    }

    /// Hands a request to the engine.
    pub(super) fn post(&mut self, request: Request, engine: &dyn Engine) {
        match &request {
            // What is counted up to now is to be among the answer.
            Request::LoadHabits { .. } => self.hand_over_habits(engine),
            Request::ClearHabits { .. } => self.habits.clear(),
            _ if self.look.settings.count_keys => self.habits.posted(self.today(), &request),
            _ => {}
        }
        engine.post(request);
    }
}
