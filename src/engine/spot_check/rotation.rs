//! Rotation (三年一评): who has to be examined by when, from the rechecks of earlier years in this database.
//!
//! Examined is whoever has a finished recheck in an earlier year. Whoever never was is told off by tickets of a seed that is
//! the same everywhere and follows from the first year alone, so that a plan gives the same on every station. What is due is
//! fixed in the sealed population with reason `D` before any seed of the draw exists.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::workstation::Workstation;
use crate::model::problem::Problem;
use crate::rules::draw::digest::fingerprint;
use crate::rules::draw::rotation::{Rotating, deadlines, load};
use crate::rules::draw::ticket::Seed;
use crate::store::sample::EvaluatedUnit;

/// Who is examined in turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RotationOf {
    /// Departments: all self-evaluations of one that is due.
    #[default]
    Department,
    /// Projects and policies that go on from year to year.
    Project,
}

impl RotationOf {
    /// Both.
    pub const ALL: [RotationOf; 2] = [RotationOf::Department, RotationOf::Project];

    /// As it is typed.
    pub fn id(self) -> &'static str {
        match self {
            RotationOf::Department => "department",
            RotationOf::Project => "project",
        }
    }

    /// Reads [`RotationOf::id`].
    pub fn from_id(id: &str) -> Option<RotationOf> {
        RotationOf::ALL.into_iter().find(|of| of.id() == id)
    }
}

/// What a plan asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RotationAsk {
    /// Everybody is examined at least once in so many years.
    pub years: u16,
    /// Who.
    pub of: RotationOf,
}

/// A department or project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationRow {
    /// Its name.
    pub name: String,
    /// First year with a self-evaluation here.
    pub since: u16,
    /// Last earlier year with a finished recheck.
    pub last: Option<u16>,
    /// By when it has to be examined.
    pub deadline: u16,
}

/// Who falls due when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// The year that is planned.
    pub year: u16,
    /// What was asked.
    pub ask: RotationAsk,
    /// Everybody with a self-evaluation of the year, by deadline and name.
    pub rows: Vec<RotationRow>,
    /// How many fall due in the year and those after it; what is overdue counts to the first.
    pub load: Vec<(u16, usize)>,
    due: BTreeSet<String>,
}

fn key(unit: &EvaluatedUnit, of: RotationOf) -> String {
    match of {
        RotationOf::Department => unit.department.trim().to_owned(),
        RotationOf::Project => unit.project.to_string(),
    }
}

impl Rotation {
    /// Whether a self-evaluation is due in the year.
    pub(super) fn is_due(&self, unit: &EvaluatedUnit) -> bool {
        self.due.contains(&key(unit, self.ask.of))
    }

    /// Who is due in the year, those overdue with them.
    pub fn due(&self) -> impl Iterator<Item = &RotationRow> {
        self.rows.iter().filter(|row| row.deadline <= self.year)
    }
}

impl Workstation {
    /// Who falls due when, in a year that is planned; without one, the newest that has self-evaluations.
    ///
    /// # Errors
    /// When there are no self-evaluations, or the database cannot be read.
    pub fn rotation(&self, year: Option<u16>, ask: RotationAsk) -> Result<Rotation, Problem> {
        let years = self.session.evaluated_years()?;
        let newest = years.first().copied();
        let year = year.or(newest).ok_or_else(|| Problem::refused("problem-sample-nothing"))?;
        let by_department = ask.of == RotationOf::Department;
        let there = self.session.evaluated_in_turn(year, by_department)?;
        if there.is_empty() {
            return Err(Problem::refused("problem-sample-nothing-of-year").with("year", year));
        }
        let examined: BTreeMap<String, u16> =
            self.session.rechecked_in_turn(year, by_department)?.into_iter().collect();
        let rotating: Vec<Rotating> = there
            .iter()
            .map(|(key, _, since)| Rotating {
                key: key.clone(),
                since: *since,
                last_examined: examined.get(key).copied(),
            })
            .collect();
        let first = years.last().copied().unwrap_or(year).min(year);
        // Nobody takes this seed in public: it only spreads the first turns, and all others stay in the random frame.
        let seed = Seed::formal(&fingerprint(format!("CJ1-ROTATION|{first}").as_bytes()));
        let deadlines = deadlines(&rotating, first, ask.years, &seed);
        let load = load(&deadlines, year, ask.years);
        let mut rows = Vec::with_capacity(rotating.len());
        let mut due = BTreeSet::new();
        for ((unit, (_, name, _)), deadline) in rotating.iter().zip(&there).zip(deadlines) {
            if deadline <= year {
                due.insert(unit.key.clone());
            }
            rows.push(RotationRow { name: name.clone(), since: unit.since, last: unit.last_examined, deadline });
        }
        rows.sort_by(|left, right| (left.deadline, &left.name).cmp(&(right.deadline, &right.name)));
        Ok(Rotation { year, ask, rows, load, due })
    }
}
