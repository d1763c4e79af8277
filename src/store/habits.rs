//! What this machine counts of its own use: keys, commands, seconds. Local, never exported, cleared on demand.

use rusqlite::params;

use super::error::{Result, Told};
use super::log::signed;
use super::open::Session;

/// Use of a command on a screen on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HabitLine {
    /// ISO 8601.
    pub day: String,
    /// Name of the screen.
    pub screen: String,
    /// Name of the command; empty for keys without a meaning.
    pub command: String,
    /// How often it was used.
    pub uses: u64,
    /// Keys pressed for it.
    pub keys: u64,
}

/// One day in sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HabitSums {
    /// ISO 8601.
    pub day: String,
    /// Characters typed into fields.
    pub typed: u64,
    /// Decisions stored.
    pub decisions: u64,
    /// Results among them.
    pub projects: u64,
}

fn unsigned(number: i64) -> u64 {
    number.unsigned_abs()
}

impl Session {
    /// Adds uses of a command.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_habit(&self, line: &HabitLine) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO habit (day, screen, command, uses, keys) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET uses = uses + ?4, keys = keys + ?5",
            )
            .told()?
            .execute(params![line.day, line.screen, line.command, signed(line.uses), signed(line.keys)])
            .told()?;
        Ok(())
    }

    /// Adds to the sums of a day.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_habit_sums(&self, sums: &HabitSums) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO habit_day (day, typed, decisions, projects) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET typed = typed + ?2, decisions = decisions + ?3, projects = projects + ?4",
            )
            .told()?
            .execute(params![sums.day, signed(sums.typed), signed(sums.decisions), signed(sums.projects)])
            .told()?;
        Ok(())
    }

    /// Adds decisions that took so many seconds.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_habit_pause(&self, day: &str, seconds: u32, decisions: u64) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO habit_pause (day, seconds, decisions) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET decisions = decisions + ?3",
            )
            .told()?
            .execute(params![day, seconds, signed(decisions)])
            .told()?;
        Ok(())
    }

    /// Use of commands by screen over all days; `day` is the last one.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn habits(&self) -> Result<Vec<HabitLine>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT max(day), screen, command, sum(uses), sum(keys) FROM habit GROUP BY screen, command
                 ORDER BY sum(keys) DESC, screen, command",
            )
            .told()?;
        let rows = statement
            .query_map([], |row| {
                Ok(HabitLine {
                    day: row.get(0)?,
                    screen: row.get(1)?,
                    command: row.get(2)?,
                    uses: unsigned(row.get(3)?),
                    keys: unsigned(row.get(4)?),
                })
            })
            .told()?;
        rows.map(Told::told).collect()
    }

    /// Use of commands on all screens together, by command and day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn habit_days(&self) -> Result<Vec<HabitLine>> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT day, command, sum(uses), sum(keys) FROM habit WHERE command <> '' GROUP BY command, day
                 ORDER BY command, day",
            )
            .told()?;
        let rows = statement
            .query_map([], |row| {
                Ok(HabitLine {
                    day: row.get(0)?,
                    screen: String::new(),
                    command: row.get(1)?,
                    uses: unsigned(row.get(2)?),
                    keys: unsigned(row.get(3)?),
                })
            })
            .told()?;
        rows.map(Told::told).collect()
    }

    /// Keys pressed by day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn habit_keys(&self) -> Result<Vec<(String, u64)>> {
        let mut statement =
            self.connection.prepare_cached("SELECT day, sum(keys) FROM habit GROUP BY day ORDER BY day").told()?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, unsigned(row.get(1)?)))).told()?;
        rows.map(Told::told).collect()
    }

    /// Sums by day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn habit_sums(&self) -> Result<Vec<HabitSums>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT day, typed, decisions, projects FROM habit_day ORDER BY day")
            .told()?;
        let rows = statement
            .query_map([], |row| {
                Ok(HabitSums {
                    day: row.get(0)?,
                    typed: unsigned(row.get(1)?),
                    decisions: unsigned(row.get(2)?),
                    projects: unsigned(row.get(3)?),
                })
            })
            .told()?;
        rows.map(Told::told).collect()
    }

    /// How many decisions took how many seconds, by day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn habit_pauses(&self) -> Result<Vec<(String, u32, u64)>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT day, seconds, decisions FROM habit_pause ORDER BY day, seconds")
            .told()?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, unsigned(row.get(2)?)))).told()?;
        rows.map(Told::told).collect()
    }

    /// Forgets all of it.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn clear_habits(&self) -> Result<()> {
        self.connection.execute_batch("DELETE FROM habit; DELETE FROM habit_day; DELETE FROM habit_pause;").told()
    }
}
