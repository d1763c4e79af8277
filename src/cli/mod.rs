//! The command line: everything a person can do on the screens, for scripts.
//!
//! Parses, asks the engine through `desk`, and shows the answer. Imported by `main` only. Deliberately absent: rules,
//! SQL and files of the exchange, which are behind the engine.

mod args;
mod check;
mod consistency;
mod desk;
mod drafts;
mod evaluations;
mod explain;
mod files;
mod find;
mod human;
mod import;
mod json;
mod keys;
mod lessons;
mod library;
mod links;
mod localise;
mod log;
mod many;
mod mapping;
mod output;
#[cfg(test)]
mod paper;
mod progress;
mod projects;
mod recheck;
mod requests;
mod results;
mod review;
mod rules;
mod run;
mod sample;
mod sample_bound;
mod screens;
mod second_look;
mod similar;
mod station;
mod stats;
mod terminal;
mod tools;
mod wiring;

use self::desk::{Access, Desk, Doors, Opening};
use self::output::Output;
use crate::config::{Categories, Profile};
use crate::model::problem::Problem;
use crate::text::Arg;

pub use self::run::run;

/// What every command has at hand.
struct Context<'a> {
    output: Output<'a>,
    doors: &'a dyn Doors,
    opening: Opening,
    categories: Categories,
    profile: Profile,
    dry_run: bool,
    /// Standard output is a terminal, so the screens can open.
    interactive: bool,
    /// The screens are told in sentences instead of drawn.
    line: bool,
}

impl Context<'_> {
    fn open(&self, access: Access) -> Result<Box<dyn Desk>, Problem> {
        self.doors.open(&self.opening, access)
    }

    /// Opens for an act. Only reads when nothing is to be written; otherwise makes sure that someone is registered: a
    /// script on a new machine has no screen that would ask, so the system's user name is taken and said so.
    fn open_to_act(&mut self, access: Access) -> Result<Box<dyn Desk>, Problem> {
        if self.dry_run {
            return self.open(Access::Read);
        }
        let mut desk = self.open(access)?;
        let station = desk.station()?;
        if station.person.is_none() && station.read_only.is_none() {
            let name = ["WENXIAO_NAME", "USER", "LOGNAME", "USERNAME"]
                .iter()
                .find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()))
                .unwrap_or_else(|| "user".to_owned());
            let name: String = name.chars().filter(|c| !c.is_control()).take(64).collect();
            let office = std::env::var("WENXIAO_OFFICE").unwrap_or_default();
            desk.introduce(&name, &office, false)?;
            self.output.hint("introduced-by-system", &[("name", Arg::from(name))]);
        }
        Ok(desk)
    }
}

#[cfg(test)]
mod tests;
