//! Finding: how often values stand, what a line may become, saved views.

use super::workstation::Workstation;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::query::complete::KnownParty;
use crate::model::query::{Column, Completion, Filter, Frequency, SavedView, Vocabulary, Words, complete};
use crate::model::review::Status;

/// Most characters of the name of a view.
pub const LONGEST_NAME: usize = 60;
/// Most views that are kept.
pub const MOST_VIEWS: usize = 500;

impl Workstation {
    /// How often each value of the columns stands among the targets that a filter leaves; of each column at most `most`
    /// values, the rest together.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn frequency(&self, filter: &Filter, columns: &[Column], most: usize) -> Result<Vec<Frequency>, Problem> {
        self.session.frequencies(filter, columns, most)
    }

    /// What the line may become at the caret, which is behind `at` characters.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn complete(&self, line: &str, at: usize, words: &Words) -> Result<Completion, Problem> {
        let parties = |known: Vec<(Option<String>, String)>| -> Vec<KnownParty> {
            known.into_iter().map(|(code, name)| KnownParty { code, name, count: None }).collect()
        };
        let departments = parties(self.session.departments()?);
        let units = parties(self.session.units()?);
        let (mut years, mut states): (Vec<(u16, u64)>, Vec<(Status, u64)>) = (Vec::new(), Vec::new());
        for year in self.session.years()? {
            let mut targets = 0;
            for (status, _, projects, _, _) in self.session.tallies(year)? {
                targets += projects;
                match states.iter_mut().find(|(known, _)| *known == status) {
                    Some((_, count)) => *count += projects,
                    None => states.push((status, projects)),
                }
            }
            years.push((year, targets));
        }
        let vocabulary = Vocabulary { words, departments: &departments, units: &units, years: &years, states: &states };
        Ok(complete(line, at, &vocabulary))
    }

    /// Saved views by name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn views(&self) -> Result<Vec<SavedView>, Problem> {
        self.session.views()
    }

    /// The view of this name.
    ///
    /// # Errors
    /// When there is none, or the database cannot be read.
    pub fn view(&self, name: &str) -> Result<SavedView, Problem> {
        self.session.view(name.trim())?.ok_or_else(|| no_such_view(name))
    }

    /// Keeps a view. The same view again changes nothing.
    ///
    /// # Errors
    /// When the name is none, another view has it and `replace` is not set, there are too many, or the station cannot
    /// write.
    pub fn save_view(&self, view: &SavedView, replace: bool) -> Result<SavedView, Problem> {
        self.may_keep()?;
        let view = SavedView { name: good_name(&view.name)?, ..view.clone() };
        self.session.transaction(|session| {
            match session.view(&view.name)? {
                Some(known) if known == view => return Ok(()),
                Some(_) if !replace => return Err(taken(&view.name)),
                None if session.views()?.len() >= MOST_VIEWS => {
                    return Err(Problem::refused("problem-too-many-views").with("most", MOST_VIEWS));
                }
                _ => {}
            }
            session.keep_view(&view)
        })?;
        Ok(view)
    }

    /// Gives a view another name.
    ///
    /// # Errors
    /// When there is no such view, the new name is none or taken, or the station cannot write.
    pub fn rename_view(&self, from: &str, to: &str) -> Result<SavedView, Problem> {
        self.may_keep()?;
        let (from, to) = (from.trim(), good_name(to)?);
        self.session.transaction(|session| {
            let view = session.view(from)?.ok_or_else(|| no_such_view(from))?;
            let view = SavedView { name: to, ..view };
            if view.name != from {
                if session.view(&view.name)?.is_some() {
                    return Err(taken(&view.name));
                }
                session.drop_view(from)?;
                session.keep_view(&view)?;
            }
            Ok(view)
        })
    }

    /// Removes a view.
    ///
    /// # Errors
    /// When there is no such view, or the station cannot write.
    pub fn remove_view(&self, name: &str) -> Result<(), Problem> {
        self.may_keep()?;
        let name = name.trim();
        self.session.transaction(|session| match session.drop_view(name)? {
            true => Ok(()),
            false => Err(no_such_view(name)),
        })
    }

    /// Views are nobody's act, so nobody need have introduced themselves; the database must take them.
    fn may_keep(&self) -> Result<(), Problem> {
        match self.session.read_only() {
            Some(reason) => {
                Err(Problem::new(ProblemKind::Unavailable, "problem-database-read-only").with("detail", reason))
            }
            None => Ok(()),
        }
    }
}

fn no_such_view(name: &str) -> Problem {
    Problem::refused("problem-no-such-view").with("name", name.trim())
}

fn taken(name: &str) -> Problem {
    Problem::refused("problem-view-there").with("name", name)
}

/// A name without blanks around it that can be shown on one line.
fn good_name(name: &str) -> Result<String, Problem> {
    let name = name.trim();
    let length = name.chars().count();
    if length == 0 || length > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(Problem::refused("problem-bad-view-name").with("most", LONGEST_NAME));
    }
    Ok(name.to_owned())
}
