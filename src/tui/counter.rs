//! What the interface counts of its own use: keys per screen and command, and seconds per decision. Only for the person
//! who sits here, on this machine; the engine keeps it in tables that no bundle holds.
//!
//! - A key is a key pressed outside fields, or one that a field does not take as text; characters typed are counted apart.
//! - A decision is a row decided, an opinion or a result that was stored. Its seconds are those since the decision before
//!   it, or since the first key; of each stretch without a key only [`IDLE`] counts.
//!
//! Deliberately absent: a clock (the caller passes the moment), storing, and what follows from it for hints
//! ([`super::familiar`]).

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use crate::engine::habits::{HabitCounts, HabitDay, HabitLine};
use crate::engine::many::ManyAct;
use crate::engine::request::{Action, JobId, JobReport, JobSpec, Request};

/// Of a stretch without a key so many milliseconds count: two minutes.
pub const IDLE: u64 = 2 * 60 * 1000;
/// Counts are handed over so many milliseconds after the last time, at the next key.
const KEEP_EVERY: u64 = 60 * 1000;
/// The same where a page changes.
const KEEP_AT_PAGE: u64 = 10 * 1000;
/// Longest time of a decision that is told apart, in seconds.
const LONGEST: u64 = 3_600;
/// Keys of one row at a time: a target of twelve rows, one key each (the plainest tool there could be).
pub const ROW_BY_ROW: u64 = 12;

/// A decision on its way.
#[derive(Debug, Clone, Copy)]
struct Given {
    day: Date,
    millis: u64,
    result: bool,
}

/// Counts that are not handed over yet, and the decisions under way.
#[derive(Debug, Default)]
pub struct Counter {
    /// Not yet handed over: uses and keys by day, screen and command.
    lines: BTreeMap<(Date, &'static str, &'static str), (u64, u64)>,
    days: BTreeMap<Date, HabitDay>,
    given: HashMap<u64, Given>,
    /// Acts on many on their way.
    given_many: HashMap<JobId, Given>,
    /// When the last key came, and how much time has gone into the next decision.
    touched: Option<u64>,
    spent: u64,
    kept: Option<u64>,
}

impl Counter {
    /// The person did something: time goes on.
    pub fn touch(&mut self, millis: u64) {
        let gap = self.touched.map_or(0, |before| millis.saturating_sub(before));
        self.spent += gap.min(IDLE);
        self.touched = Some(millis);
        self.kept.get_or_insert(millis);
    }

    /// A command ran after so many keys; none when it was chosen from the palette, whose keys are its own.
    pub fn ran(&mut self, day: Date, screen: &'static str, command: &'static str, keys: usize) {
        let line = self.lines.entry((day, screen, command)).or_default();
        line.0 += 1;
        line.1 += keys as u64;
    }

    /// Keys without a meaning.
    pub fn missed(&mut self, day: Date, screen: &'static str, keys: usize) {
        self.lines.entry((day, screen, "")).or_default().1 += keys as u64;
    }

    /// Characters typed.
    pub fn typed(&mut self, day: Date, characters: usize) {
        self.day(day).typed += characters as u64;
    }

    fn day(&mut self, day: Date) -> &mut HabitDay {
        self.days.entry(day).or_insert_with(|| HabitDay { day: day.to_string(), ..HabitDay::default() })
    }

    /// Something is handed to the engine: an act that decides takes the time with it.
    pub fn posted(&mut self, day: Date, request: &Request) {
        match request {
            Request::Act { ticket, action, .. } => {
                let result = match action {
                    Action::SetVerdict { .. } | Action::AddOpinion { .. } => false,
                    Action::SetGrade { .. } => true,
                    _ => return,
                };
                let millis = std::mem::take(&mut self.spent);
                self.given.insert(*ticket, Given { day, millis, result });
            }
            Request::Start { job, spec: JobSpec::ActOnMany { act, .. } } => {
                let result = matches!(act, ManyAct::Finish { .. });
                let millis = std::mem::take(&mut self.spent);
                self.given_many.insert(*job, Given { day, millis, result });
            }
            _ => {}
        }
    }

    /// The engine answered an act. What was not stored is no decision; its time goes into the next one.
    pub fn answered(&mut self, ticket: u64, stored: bool) {
        if let Some(given) = self.given.remove(&ticket) {
            self.decided(given, stored.then_some(1));
        }
    }

    /// The engine ended a job: an act on many is one decision, with a result for each target it finished.
    pub fn finished(&mut self, job: JobId, report: Option<&JobReport>) {
        let Some(given) = self.given_many.remove(&job) else { return };
        let targets = match report {
            Some(JobReport::ActedOnMany(done)) if !done.already => Some(done.changes.projects),
            _ => None,
        };
        self.decided(given, targets);
    }

    /// Counts a decision about so many targets; `None` where nothing was stored.
    fn decided(&mut self, given: Given, targets: Option<u64>) {
        let Given { day, millis, result } = given;
        let Some(targets) = targets else {
            self.spent += millis;
            return;
        };
        let day = self.day(day);
        day.decisions += 1;
        day.projects += if result { targets } else { 0 };
        let seconds = u32::try_from((millis / 1000).min(LONGEST)).unwrap_or(u32::MAX);
        *day.seconds.entry(seconds).or_insert(0) += 1;
    }

    /// What is to be handed over now, once a minute; sooner where the page changes.
    pub fn due(&mut self, millis: u64, page: bool) -> Option<HabitCounts> {
        let wait = if page { KEEP_AT_PAGE } else { KEEP_EVERY };
        if millis.saturating_sub(self.kept?) < wait {
            return None;
        }
        self.kept = Some(millis);
        self.take()
    }

    /// Everything that was not handed over yet.
    pub fn take(&mut self) -> Option<HabitCounts> {
        let lines: Vec<HabitLine> = std::mem::take(&mut self.lines)
            .into_iter()
            .map(|((day, screen, command), (uses, keys))| {
                self.day(day).keys += keys;
                HabitLine { day: day.to_string(), screen: screen.into(), command: command.into(), uses, keys }
            })
            .collect();
        let days: Vec<HabitDay> = std::mem::take(&mut self.days).into_values().collect();
        (!lines.is_empty() || !days.is_empty()).then_some(HabitCounts { lines, days })
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Counter::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::Subject;
    use crate::model::ids::{ProjectKey, VersionId};
    use crate::model::review::{Grade, Verdict};

    const DAY: Date = jiff::civil::date(2025, 6, 12);

    fn act(ticket: u64, grade: bool) -> Request {
        let on = Subject { project: ProjectKey([1; 16]), year: 2025, version: VersionId([1; 32]), row: Some(1) };
        let (seen, reason) = (Vec::new(), String::new());
        let action = match grade {
            true => Action::SetGrade { on, seen, grade: Grade::Excellent, reason },
            false => Action::SetVerdict { on, seen, verdict: Verdict::Passed, reason },
        };
        Request::Act { ticket, operation: ticket.to_string(), action }
    }

    #[test]
    fn idle_time_is_cut_off_and_a_refused_act_is_no_decision() {
        let mut counter = Counter::default();
        counter.touch(1_000_000);
        counter.touch(1_004_000);
        counter.posted(DAY, &act(1, false));
        counter.answered(1, true);
        // Ten minutes at lunch count as two.
        counter.touch(1_604_000);
        counter.touch(1_607_000);
        counter.posted(DAY, &act(2, false));
        counter.answered(2, false);
        counter.touch(1_609_000);
        counter.posted(DAY, &act(3, true));
        counter.answered(3, true);
        // An answer to something else says nothing.
        counter.answered(9, true);
        let counts = counter.take().unwrap();
        let day = &counts.days[0];
        assert_eq!((day.decisions, day.projects), (2, 1));
        assert_eq!(day.seconds.iter().map(|(s, n)| (*s, *n)).collect::<Vec<_>>(), [(4, 1), (125, 1)]);
        assert_eq!(counter.take(), None, "handed over once");
    }

    #[test]
    fn counts_are_handed_over_once_a_minute_and_sooner_where_the_page_changes() {
        let mut counter = Counter::default();
        counter.touch(5_000);
        counter.ran(DAY, "review", "review.pass", 1);
        assert_eq!(counter.due(14_000, true), None);
        assert!(counter.due(15_000, true).is_some());
        counter.ran(DAY, "review", "review.pass", 1);
        assert_eq!(counter.due(74_000, false), None);
        assert!(counter.due(75_000, false).is_some());
    }
}
