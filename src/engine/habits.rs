//! What this machine counts of its own use, for its user alone: keys per screen and command, seconds per decision. It lies
//! in tables of its own, is in no event and no bundle, and goes when it is cleared.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::workstation::Workstation;
use crate::model::problem::Problem;
pub use crate::store::habits::HabitLine;
use crate::store::habits::HabitSums;

/// Counts to be added, by day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HabitCounts {
    /// Uses of commands.
    pub lines: Vec<HabitLine>,
    /// Days in sums; `keys` is in the lines.
    pub days: Vec<HabitDay>,
}

/// One day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HabitDay {
    /// ISO 8601.
    pub day: String,
    /// Keys pressed, characters typed into fields left out.
    pub keys: u64,
    /// Characters typed into fields.
    pub typed: u64,
    /// Decisions stored: rows decided, opinions, results. An act on many is one.
    pub decisions: u64,
    /// Results given.
    pub projects: u64,
    /// Seconds per decision → number of decisions.
    pub seconds: BTreeMap<u32, u64>,
}

impl HabitDay {
    /// Adds another day's counts.
    pub fn add(&mut self, other: &HabitDay) {
        self.keys += other.keys;
        self.typed += other.typed;
        self.decisions += other.decisions;
        self.projects += other.projects;
        for (seconds, count) in &other.seconds {
            *self.seconds.entry(*seconds).or_insert(0) += count;
        }
    }

    /// The middle one of all times in seconds; the lower of two.
    pub fn median(&self) -> Option<u32> {
        let all: u64 = self.seconds.values().sum();
        let mut below = 0;
        self.seconds.iter().find_map(|(seconds, count)| {
            below += count;
            (below * 2 >= all).then_some(*seconds)
        })
    }
}

/// All that was counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnHabits {
    /// Commands by screen over all days, `day` the last one; most keys first.
    pub lines: Vec<HabitLine>,
    /// Days, newest first.
    pub days: Vec<HabitDay>,
    /// Commands on all screens together.
    pub commands: Vec<CommandHabit>,
}

/// How often a command was used since it was last away for long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandHabit {
    /// Name of the command.
    pub command: String,
    /// Uses since the last pause of more than [`FORGOTTEN`] days.
    pub uses: u32,
    /// Last day, ISO 8601.
    pub last: String,
}

/// Days after which a command may be forgotten.
pub const FORGOTTEN: i32 = 14;

/// Uses by command and day, in that order, since the last long pause of each.
fn commands(lines: Vec<HabitLine>) -> Vec<CommandHabit> {
    let mut commands: Vec<CommandHabit> = Vec::new();
    for line in lines {
        let uses = u32::try_from(line.uses).unwrap_or(u32::MAX);
        match commands.last_mut().filter(|known| known.command == line.command) {
            Some(known) => {
                let day = |text: &str| text.parse::<Date>().ok();
                let away = day(&known.last).zip(day(&line.day)).and_then(|(last, day)| day.since(last).ok());
                let forgotten = away.is_some_and(|away| away.get_days() > FORGOTTEN);
                known.uses = if forgotten { uses } else { known.uses.saturating_add(uses) };
                known.last = line.day;
            }
            None => commands.push(CommandHabit { command: line.command, uses, last: line.day }),
        }
    }
    commands
}

impl OwnHabits {
    /// All days together.
    pub fn all(&self) -> HabitDay {
        let mut all = HabitDay::default();
        for day in &self.days {
            all.add(day);
        }
        all
    }
}

impl Workstation {
    /// Adds counts. Where nothing can be written they are dropped: they are worth no complaint.
    ///
    /// # Errors
    /// When the database cannot be written although it should.
    pub fn add_habits(&self, counts: &HabitCounts) -> Result<(), Problem> {
        if self.session.read_only().is_some() {
            return Ok(());
        }
        self.session.transaction(|session| {
            for line in &counts.lines {
                session.add_habit(line)?;
            }
            for day in &counts.days {
                let HabitDay { day, typed, decisions, projects, .. } = day.clone();
                session.add_habit_sums(&HabitSums { day, typed, decisions, projects })?;
            }
            for day in &counts.days {
                for (seconds, decisions) in &day.seconds {
                    session.add_habit_pause(&day.day, *seconds, *decisions)?;
                }
            }
            Ok(())
        })
    }

    /// All that was counted here.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn habits(&self) -> Result<OwnHabits, Problem> {
        let mut days: BTreeMap<String, HabitDay> = BTreeMap::new();
        fn of<'d>(days: &'d mut BTreeMap<String, HabitDay>, day: &str) -> &'d mut HabitDay {
            days.entry(day.to_owned()).or_insert_with(|| HabitDay { day: day.to_owned(), ..HabitDay::default() })
        }
        for (day, keys) in self.session.habit_keys()? {
            of(&mut days, &day).keys = keys;
        }
        for sums in self.session.habit_sums()? {
            let day = of(&mut days, &sums.day);
            (day.typed, day.decisions, day.projects) = (sums.typed, sums.decisions, sums.projects);
        }
        for (day, seconds, decisions) in self.session.habit_pauses()? {
            of(&mut days, &day).seconds.insert(seconds, decisions);
        }
        Ok(OwnHabits {
            lines: self.session.habits()?,
            days: days.into_values().rev().collect(),
            commands: commands(self.session.habit_days()?),
        })
    }

    /// Forgets what was counted.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn clear_habits(&self) -> Result<(), Problem> {
        self.session.transaction(|session| session.clear_habits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_counts_from_its_last_long_pause_on() {
        let line = |command: &str, day: &str, uses| HabitLine {
            day: day.into(),
            screen: String::new(),
            command: command.into(),
            uses,
            keys: uses,
        };
        let found = commands(vec![
            line("a", "2025-05-01", 30),
            line("a", "2025-05-15", 4),
            line("b", "2025-05-01", 30),
            line("b", "2025-05-16", 2),
        ]);
        let told: Vec<_> = found.iter().map(|c| (c.command.as_str(), c.uses, c.last.as_str())).collect();
        assert_eq!(told, [("a", 34, "2025-05-15"), ("b", 2, "2025-05-16")]);
    }

    #[test]
    fn the_median_is_the_middle_one() {
        let day =
            |seconds: &[(u32, u64)]| HabitDay { seconds: seconds.iter().copied().collect(), ..HabitDay::default() };
        assert_eq!(day(&[]).median(), None);
        assert_eq!(day(&[(3, 1)]).median(), Some(3));
        assert_eq!(day(&[(1, 1), (9, 1)]).median(), Some(1));
        assert_eq!(day(&[(1, 2), (4, 1), (100, 2)]).median(), Some(4));
    }
}
