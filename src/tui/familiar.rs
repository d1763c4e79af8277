//! What a person knows by heart: how often each command was used, and when last.
//!
//! From it follow which hints are left out and what the palette offers first. Kept in memory; whoever stores figures
//! brings them in by [`Familiar::learn`]. Deliberately absent: a clock (days are passed in), and storage.

use std::collections::{HashMap, VecDeque};

use jiff::civil::Date;

use super::command::{App, CATALOGUE, Command, Scope};

/// A command used so often needs no hint.
const BY_HEART: u32 = 20;
/// Days after which it may be forgotten.
const FORGOTTEN: i32 = 14;
/// Commands that the palette offers first.
const MOST_RECENT: usize = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Habit {
    used: u32,
    last: Date,
}

impl Habit {
    fn forgotten(self, today: Date) -> bool {
        today.since(self.last).is_ok_and(|away| away.get_days() > FORGOTTEN)
    }
}

/// How often and when last, by command.
#[derive(Debug, Clone, Default)]
pub struct Familiar {
    habits: HashMap<&'static str, Habit>,
    recent: VecDeque<Command>,
}

impl Familiar {
    /// How often a command was used since it was last forgotten.
    pub fn used(&self, command: Command) -> u32 {
        self.habits.get(command.spec().id).map_or(0, |habit| habit.used)
    }

    /// The day on which it was used last.
    pub fn last_used(&self, command: Command) -> Option<Date> {
        self.habits.get(command.spec().id).map(|habit| habit.last)
    }

    /// Takes in what was counted before; an identifier that no command has is passed over.
    pub fn learn(&mut self, id: &str, used: u32, last: Date) {
        if let Some(command) = Command::from_id(id) {
            self.habits.insert(command.spec().id, Habit { used, last });
        }
    }

    /// A command was used.
    pub fn note(&mut self, command: Command, today: Date) {
        let habit = self.habits.entry(command.spec().id).or_insert(Habit { used: 0, last: today });
        let before = if habit.forgotten(today) { 0 } else { habit.used };
        *habit = Habit { used: before.saturating_add(1), last: habit.last.max(today) };
        // Moving about and typing are no commands that anyone would look up.
        let moves =
            matches!(command.spec().scope, Scope::List | Scope::Text | Scope::Line | Scope::Popup | Scope::Form);
        if !moves && !matches!(command, Command::App(App::Palette | App::Back)) {
            self.recent.retain(|other| *other != command);
            self.recent.push_front(command);
            self.recent.truncate(MOST_RECENT);
        }
    }

    /// True when these commands, taken together, need no hint: used often, and not long ago.
    pub fn by_heart(&self, commands: impl IntoIterator<Item = Command>, today: Date) -> bool {
        let habits = commands.into_iter().filter_map(|command| self.habits.get(command.spec().id));
        let used: u32 = habits.filter(|habit| !habit.forgotten(today)).map(|habit| habit.used).sum();
        used >= BY_HEART
    }

    /// What was used last, the latest first.
    pub fn recent(&self) -> impl Iterator<Item = Command> {
        self.recent.iter().copied()
    }
}

/// The commands of a run of hints: everything that stands between two rows of the catalogue.
pub fn between(first: Command, last: Command) -> impl Iterator<Item = Command> {
    let place = |command: Command| CATALOGUE.iter().position(|spec| spec.command == command).unwrap_or(0);
    let (first, last) = (place(first), place(last));
    CATALOGUE[first.min(last)..=first.max(last)].iter().map(|spec| spec.command)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::command::{Class, List, Queue, Review};

    fn day(day: i8) -> Date {
        jiff::civil::date(2025, 6, day)
    }

    #[test]
    fn twenty_uses_are_known_by_heart_until_two_weeks_have_passed() {
        let mut habits = Familiar::default();
        let pass = Command::from(Review::Pass);
        for _ in 0..19 {
            habits.note(pass, day(1));
        }
        assert!(!habits.by_heart([pass], day(1)));
        habits.note(pass, day(1));
        assert!(habits.by_heart([pass], day(1)) && habits.by_heart([pass], day(15)));
        assert!(!habits.by_heart([pass], day(16)), "away for more than two weeks");
        habits.note(pass, day(16));
        assert!(!habits.by_heart([pass], day(16)), "one use does not bring it all back");
        assert_eq!((habits.used(pass), habits.last_used(pass)), (1, Some(day(16))));
    }

    #[test]
    fn a_run_of_commands_is_known_when_its_uses_together_are_many() {
        let mut habits = Familiar::default();
        for class in [Class::C2, Class::C7] {
            (0..10).for_each(|_| habits.note(class.into(), day(1)));
        }
        let classes = || between(Class::C12.into(), Class::C1.into());
        assert_eq!(classes().count(), 12);
        assert!(
            habits.by_heart(classes(), day(2)) && !habits.by_heart(between(Class::C1.into(), Class::C6.into()), day(2))
        );
    }

    #[test]
    fn what_was_counted_before_is_learnt_and_strangers_are_passed_over() {
        let mut habits = Familiar::default();
        habits.learn("queue.sort", 20, day(2));
        habits.learn("queue.gone", 20, day(1));
        assert!(habits.by_heart([Queue::Sort.into()], day(2)));
        habits.note(Queue::All.into(), day(2));
        habits.note(List::Down.into(), day(2));
        habits.note(Queue::Sort.into(), day(2));
        habits.note(Queue::All.into(), day(2));
        assert_eq!(habits.recent().collect::<Vec<_>>(), [Queue::All.into(), Queue::Sort.into()]);
    }
}
