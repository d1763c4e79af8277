//! Figures about work: the home page, my pace, departments by class and state. What they count and where a number comes
//! from is said at each field, because people are judged by them.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::load::queue_row;
use super::second_look::SecondLookFigures;
use super::view::{Home, Tally};
use super::workstation::Workstation;
use crate::model::event::Stamp;
use crate::model::form::FormKind;
use crate::model::money::Money;
use crate::model::problem::Problem;
use crate::model::recheck::RecheckStatus;
use crate::model::review::{CategoryCode, Status};
pub use crate::rules::pace::{FEWEST, FEWEST_RESULTS, Work};
use crate::rules::pace::{Timed, work};
use crate::store::figures::Decision;
pub use crate::store::figures::PutOff;

/// Working days before today that make up a pace: days on which anything was decided.
pub const WORKING_DAYS: usize = 7;
/// How many days back they are looked for.
const LOOK_BACK: u64 = 31;

const DAY: u64 = 24 * 60 * 60 * 1000;

/// One day's decisions, mine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayOfWork {
    /// Local day.
    pub day: Date,
    /// Results given.
    pub projects: u64,
    /// Rows decided without an opinion.
    pub rows: u64,
    /// Opinions given.
    pub opinions: u64,
    /// The same, timed. A decision that was taken back later took its time and counts.
    pub work: Work,
}

/// How I get on. From my own decisions in the log, wherever I made them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pace {
    /// Today, if anything was decided, and up to [`WORKING_DAYS`] days before it, newest first.
    pub days: Vec<DayOfWork>,
    /// Today.
    pub today: Work,
    /// The days before today.
    pub lately: Work,
    /// Targets of the newest year whose version in force has a result of mine.
    pub mine: Tally,
    /// Rows I put off in targets that still wait.
    pub later: PutOff,
}

impl Pace {
    /// What a forecast rests on: today and the days before it.
    pub fn basis(&self) -> Work {
        self.today.and(self.lately)
    }
}

/// What a department's targets of the newest year amount to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DepartmentFigures {
    /// Code, if one is printed.
    pub code: Option<String>,
    /// 主管部门
    pub name: String,
    /// By state: number and amount (indicators are not kept by department).
    pub by_status: Vec<(Status, Tally)>,
    /// Live opinions on versions in force, by class.
    pub by_category: Vec<(CategoryCode, u64)>,
}

impl DepartmentFigures {
    /// Targets that wait for somebody.
    pub fn open(&self) -> Tally {
        sum(self.by_status.iter().filter(|(status, _)| status.open()).map(|(_, tally)| *tally))
    }

    /// All targets.
    pub fn all(&self) -> Tally {
        sum(self.by_status.iter().map(|(_, tally)| *tally))
    }

    /// All opinions.
    pub fn opinions(&self) -> u64 {
        self.by_category.iter().map(|(_, count)| count).sum()
    }
}

/// The departments of the newest year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// The year.
    pub year: Option<u16>,
    /// In order of their codes; those without one come last.
    pub departments: Vec<DepartmentFigures>,
}

/// Sum of several tallies.
pub fn sum(tallies: impl Iterator<Item = Tally>) -> Tally {
    let mut all = Tally::default();
    for tally in tallies {
        all.projects += tally.projects;
        all.indicators += tally.indicators;
        all.fen += tally.fen;
    }
    all
}

fn day_of(at: Stamp, zone: &TimeZone) -> Date {
    let moment = i64::try_from(at.millis()).ok().and_then(|millis| Timestamp::from_millisecond(millis).ok());
    moment.unwrap_or_default().to_zoned(zone.clone()).date()
}

/// Decisions, newest first, as days, newest first.
fn days(decisions: Vec<Decision>, zone: &TimeZone) -> Vec<DayOfWork> {
    let mut by_day: BTreeMap<Date, Vec<Decision>> = BTreeMap::new();
    for decision in decisions.into_iter().rev() {
        by_day.entry(day_of(decision.at, zone)).or_default().push(decision);
    }
    let day = |(day, decisions): (Date, Vec<Decision>)| {
        let count = |kind: &str| decisions.iter().filter(|decision| decision.kind == kind).count() as u64;
        let timed: Vec<Timed> = decisions
            .iter()
            .map(|decision| Timed {
                at: decision.at.millis(),
                operation: decision.operation.clone(),
                result: (decision.kind == "grade.set").then(|| decision.amount.map_or(0, |Money(fen)| fen)),
            })
            .collect();
        DayOfWork {
            day,
            projects: count("grade.set"),
            rows: count("verdict.set"),
            opinions: count("opinion.added"),
            work: work(&timed),
        }
    };
    by_day.into_iter().rev().map(day).collect()
}

/// Rechecks that wait for somebody, those that wait for a second person.
fn waiting_rechecks(counts: &[(RecheckStatus, u64)]) -> (u64, u64) {
    let sum = |fits: fn(RecheckStatus) -> bool| {
        counts.iter().filter(|(status, _)| fits(*status)).map(|(_, count)| *count).sum::<u64>()
    };
    (sum(RecheckStatus::open), sum(|status| status == RecheckStatus::Finished))
}

impl Workstation {
    /// The home page's figures: kept counts, so that they take the same time whatever the number of targets.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn home(&self) -> Result<Home, Problem> {
        let station = self.station()?;
        let year = station.years.first().copied();
        let mut by_status: BTreeMap<Status, Tally> = BTreeMap::new();
        let mut key_lane: BTreeMap<Status, Tally> = BTreeMap::new();
        if let Some(year) = year {
            for (status, lane, projects, indicators, fen) in self.session.tallies(year)? {
                let add = |tallies: &mut BTreeMap<Status, Tally>| {
                    let tally = tallies.entry(status).or_default();
                    tally.projects += projects;
                    tally.indicators += indicators;
                    tally.fen += fen;
                };
                add(&mut by_status);
                if lane {
                    add(&mut key_lane);
                }
            }
        }
        let mut place_at = None;
        let place = match self.place()? {
            Some((place, at)) => {
                place_at = at;
                let row = match self.session.item_of(place.project, place.year)? {
                    Some(item) => self.session.target(item)?.map(queue_row),
                    None => None,
                };
                Some((place, row))
            }
            None => None,
        };
        let since = Stamp(self.clock.start_of_today() << 16);
        let today = match &self.identity {
            Some(me) => self.session.acts_since(&me.person, since)?,
            None => (0, 0, 0),
        };
        let (waiting, unverified) = self.session.waiting()?;
        let day = self.clock.today().to_string();
        let self_evaluations = self.session.newest_count(FormKind::SelfEvaluation)?;
        Ok(Home {
            by_category: match year {
                Some(year) => self.session.opinions_by_category(year)?,
                None => Vec::new(),
            },
            rechecks: match self_evaluations {
                Some((year, _)) => waiting_rechecks(&self.session.recheck_counts(year)?),
                None => (0, 0),
            },
            self_evaluations,
            demands: self.session.demand_counts(&day)?,
            oldest_overdue: self.session.oldest_overdue(&day)?,
            contested: self.session.contested_versions()?.len() as u64,
            contested_links: self.session.contested_links()?,
            not_exported: self.not_exported()?,
            waiting: waiting + unverified,
            today,
            place,
            place_at,
            second_look: match year {
                Some(year) => self.second_look_figures(year)?,
                None => SecondLookFigures::default(),
            },
            year,
            by_status: by_status.into_iter().collect(),
            key_lane: key_lane.into_iter().collect(),
            station,
        })
    }

    /// How I get on.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn pace(&self) -> Result<Pace, Problem> {
        let Some(me) = &self.identity else { return Ok(Pace::default()) };
        let zone = TimeZone::system();
        let start = self.clock.start_of_today();
        let since = Stamp(start.saturating_sub(LOOK_BACK * DAY) << 16);
        let mut decisions = Vec::new();
        let (mut last, mut before) = (None, 0);
        self.session.each_decision_backwards(&me.person, since, |decision| {
            if decision.at.millis() < start {
                let day = day_of(decision.at, &zone);
                if last != Some(day) {
                    last = Some(day);
                    before += 1;
                }
                if before > WORKING_DAYS {
                    return ControlFlow::Break(());
                }
            }
            decisions.push(decision);
            ControlFlow::Continue(())
        })?;
        let days = days(decisions, &zone);
        let today = self.clock.today();
        let (mut now, mut lately) = (Work::default(), Work::default());
        for day in &days {
            let all = if day.day >= today { &mut now } else { &mut lately };
            *all = all.and(day.work);
        }
        let (mine, later) = match self.session.years()?.first() {
            Some(year) => {
                let (projects, indicators, fen) = self.session.results_by(&me.person, *year)?;
                (Tally { projects, indicators, fen }, self.session.put_off(&me.person, *year)?)
            }
            None => (Tally::default(), PutOff::default()),
        };
        Ok(Pace { days, today: now, lately, mine, later })
    }

    /// Departments of the newest year, by class and by state.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn figures(&self) -> Result<Figures, Problem> {
        let Some(year) = self.session.years()?.first().copied() else { return Ok(Figures::default()) };
        let mut found: BTreeMap<(bool, Option<String>, String), DepartmentFigures> = BTreeMap::new();
        let mut place = |(code, name): (Option<String>, String), add: &mut dyn FnMut(&mut DepartmentFigures)| {
            let key = (code.is_none(), code.clone(), name.clone());
            add(found.entry(key).or_insert_with(|| DepartmentFigures { code, name, ..DepartmentFigures::default() }));
        };
        for (department, status, projects, fen) in self.session.department_states(year)? {
            let tally = Tally { projects, indicators: 0, fen };
            place(department, &mut |figures| figures.by_status.push((status, tally)));
        }
        for (department, category, count) in self.session.department_opinions(year)? {
            place(department, &mut |figures| figures.by_category.push((category.clone(), count)));
        }
        Ok(Figures { year: Some(year), departments: found.into_values().collect() })
    }
}
