//! Counting keys and decisions on their way through the interface ([`crate::tui::counter`]).

use jiff::civil::Date;

use super::App;
use crate::engine::habits::OwnHabits;
use crate::engine::request::{Engine, Request};
use crate::text::dates;
use crate::tui::command::{Command, Scope};
use crate::tui::familiar::Familiar;

impl App {
    /// Takes in what was counted in earlier sessions. Where counting is off, this one may know more.
    pub(super) fn learn(&self, counted: &OwnHabits) {
        let mut familiar = self.look.familiar.borrow_mut();
        for known in &counted.commands {
            let more = Command::from_id(&known.command).is_some_and(|command| familiar.used(command) <= known.uses);
            if let (true, Ok(day)) = (more, known.last.parse()) {
                familiar.learn(&known.command, known.uses, day);
            }
        }
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
            Some(command) => self.counter.ran(day, screen, command.spec().id, keys),
            None => self.counter.missed(day, screen, keys),
        }
    }

    /// Counts text typed into a field.
    pub(super) fn count_text(&mut self, text: &str) {
        self.counter.touch(self.now.millis());
        if self.look.settings.count_keys {
            self.counter.typed(self.today(), text.chars().count());
        }
    }

    /// Hands over all that was counted.
    pub(super) fn hand_over_counts(&mut self, engine: &dyn Engine) {
        if let Some(counts) = self.counter.take() {
            engine.post(Request::SaveHabits { counts });
        }
    }

    /// Hands over what was counted, when it is time.
    pub(super) fn keep_counts(&mut self, page: bool, engine: &dyn Engine) {
        if let Some(counts) = self.counter.due(self.now.millis(), page) {
            engine.post(Request::SaveHabits { counts });
        }
    }

    /// Hands a request to the engine.
    pub(super) fn post(&mut self, request: Request, engine: &dyn Engine) {
        match &request {
            // What is counted up to now is to be among the answer.
            Request::LoadHabits { .. } => self.hand_over_counts(engine),
            Request::ClearHabits { .. } => {
                self.counter.clear();
                self.look.familiar.replace(Familiar::default());
            }
            _ if self.look.settings.count_keys => self.counter.posted(self.today(), &request),
            _ => {}
        }
        engine.post(request);
    }
}
