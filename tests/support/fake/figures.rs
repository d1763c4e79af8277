//! Pace, departments and habits of the engine in memory.

use std::collections::BTreeMap;

use wenxiao::engine::figures::{DayOfWork, DepartmentFigures, Figures, Pace, PutOff, Work};
use wenxiao::engine::habits::{CommandHabit, HabitCounts, HabitDay, HabitLine, OwnHabits};
use wenxiao::engine::request::{Reply, Request};
use wenxiao::engine::view::Tally;
use wenxiao::model::event::Stamp;
use wenxiao::model::review::{Settled, Verdict};

use super::World;

impl World {
    /// Answers what this file is about.
    pub(super) fn answer_figures(&mut self, request: Request) {
        match request {
            Request::LoadPace { epoch } => {
                let pace = Box::new(self.pace());
                self.say(Reply::Pace { epoch, pace });
            }
            Request::LoadFigures { epoch } => {
                let figures = Box::new(self.figures());
                self.say(Reply::Figures { epoch, figures });
            }
            Request::SaveHabits { counts } => add(&mut self.habits, &counts),
            Request::LoadHabits { epoch } => {
                let result = Ok(Box::new(self.habits.clone()));
                self.say(Reply::Habits { epoch, result });
            }
            Request::ClearHabits { epoch } => {
                self.habits = OwnHabits::default();
                self.say(Reply::Habits { epoch, result: Ok(Box::default()) });
            }
            _ => {}
        }
    }

    /// Yesterday's work is invented, the rest is counted.
    fn pace(&self) -> Pace {
        if self.projects.is_empty() {
            return Pace::default();
        }
        let day = |day: i8, projects, rows, opinions, work| DayOfWork {
            day: jiff::civil::date(2025, 6, day),
            projects,
            rows,
            opinions,
            work,
        };
        let hour = 3_600_000;
        let work = |decisions, millis, results, wan: i128| Work {
            decisions,
            sittings: 2,
            millis,
            timed: decisions - 2,
            results,
            fen: wan * 1_000_000,
        };
        let days = vec![
            day(12, 2, 30, 12, work(44, hour / 2, 2, 900)),
            day(11, 20, 150, 30, work(200, 4 * hour, 18, 9_000)),
            day(10, 10, 90, 30, work(130, 3 * hour, 9, 4_100)),
        ];
        let mut later = PutOff::default();
        for project in &self.projects {
            let rows = project.state.rows.values();
            let count = rows.filter(|heads| matches!(heads.settled(), Settled::One(Verdict::Later))).count() as u64;
            later.rows += count;
            later.projects += u64::from(count > 0);
        }
        later.oldest = (later.rows > 0).then_some(Stamp(1_748_757_600_000 << 16));
        let graded = self.projects.iter().enumerate().filter(|(_, project)| !project.state.grade.0.is_empty());
        let mut mine = Tally::default();
        for (at, _) in graded {
            mine.projects += 1;
            mine.fen += i128::from(self.row(at).amount.unwrap_or_default().0);
        }
        Pace { today: days[0].work, lately: days[1].work.and(days[2].work), days, mine, later }
    }

    fn figures(&self) -> Figures {
        let mut departments: BTreeMap<String, DepartmentFigures> = BTreeMap::new();
        for at in 0..self.projects.len() {
            let row = self.row(at);
            let department = departments.entry(row.department.clone()).or_insert_with(|| DepartmentFigures {
                code: None,
                name: row.department.clone(),
                ..DepartmentFigures::default()
            });
            let tally = Tally { projects: 1, indicators: 0, fen: i128::from(row.amount.unwrap_or_default().0) };
            match department.by_status.iter_mut().find(|(status, _)| *status == row.status) {
                Some((_, known)) => {
                    known.projects += 1;
                    known.fen += tally.fen;
                }
                None => department.by_status.push((row.status, tally)),
            }
            for opinion in &self.projects[at].state.opinions {
                match department.by_category.iter_mut().find(|(category, _)| *category == opinion.category) {
                    Some((_, count)) => *count += 1,
                    None => department.by_category.push((opinion.category.clone(), 1)),
                }
            }
        }
        Figures { year: self.station.years.first().copied(), departments: departments.into_values().collect() }
    }
}

fn add(habits: &mut OwnHabits, counts: &HabitCounts) {
    for line in &counts.lines {
        match habits.lines.iter_mut().find(|known| (&known.screen, &known.command) == (&line.screen, &line.command)) {
            Some(known) => {
                *known = HabitLine { uses: known.uses + line.uses, keys: known.keys + line.keys, ..line.clone() };
            }
            None => habits.lines.push(line.clone()),
        }
    }
    for line in counts.lines.iter().filter(|line| !line.command.is_empty()) {
        let (uses, last) = (u32::try_from(line.uses).unwrap(), line.day.clone());
        match habits.commands.iter_mut().find(|known| known.command == line.command) {
            Some(known) => (known.uses, known.last) = (known.uses + uses, last),
            None => habits.commands.push(CommandHabit { command: line.command.clone(), uses, last }),
        }
    }
    habits.lines.sort_by(|a, b| (b.keys, &a.screen, &a.command).cmp(&(a.keys, &b.screen, &b.command)));
    for day in &counts.days {
        match habits.days.iter_mut().find(|known| known.day == day.day) {
            Some(known) => known.add(day),
            None => habits.days.push(HabitDay { ..day.clone() }),
        }
    }
    habits.days.sort_by(|a, b| b.day.cmp(&a.day));
}
