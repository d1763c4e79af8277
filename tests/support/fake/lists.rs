//! Home page and lists.

use std::collections::BTreeMap;

use wenxiao::engine::second_look::SecondLookFigures;
use wenxiao::engine::view::{Contest, DemandRow, Home, Side, Tally};
use wenxiao::model::event::Stamp;
use wenxiao::model::review::Status;
use wenxiao::rules::second_look::Counter;

use super::data::me;
use super::{Project, World};

impl World {
    pub(super) fn home(&self) -> Home {
        let mut by_status: BTreeMap<Status, Tally> = BTreeMap::new();
        let mut key_lane: BTreeMap<Status, Tally> = BTreeMap::new();
        let mut by_category = BTreeMap::new();
        for at in 0..self.projects.len() {
            let row = self.row(at);
            let mut tables = vec![&mut by_status];
            if row.key_lane() {
                tables.push(&mut key_lane);
            }
            for table in tables {
                let tally = table.entry(row.status).or_default();
                tally.projects += 1;
                tally.indicators += u64::from(row.indicators);
                tally.fen += i128::from(row.amount.unwrap_or_default().0);
            }
            for opinion in &self.projects[at].state.opinions {
                *by_category.entry(opinion.category.clone()).or_insert(0) += 1;
            }
        }
        let demands: u64 = self.projects.iter().map(|project| project.state.demands.len() as u64).sum();
        let place = self.place.clone().map(|place| {
            let at = (0..self.projects.len()).find(|at| self.projects[*at].form.project() == place.project);
            (place, at.map(|at| self.row(at)))
        });
        Home {
            station: self.station.clone(),
            year: self.station.years.first().copied(),
            by_status: by_status.into_iter().collect(),
            key_lane: key_lane.into_iter().collect(),
            by_category: by_category.into_iter().collect(),
            self_evaluations: (!self.projects.is_empty()).then_some((2024, 12)),
            rechecks: (0, 0),
            demands: (demands, 0),
            oldest_overdue: None,
            contested: self.contests().len() as u64,
            contested_links: 0,
            not_exported: self.steps.len() as u64,
            waiting: 0,
            today: (0, self.steps.len() as u64, 0),
            place,
            second_look: self.second_look(),
            place_at: self.place.is_some().then_some(Stamp(1_749_636_120_000 << 16)),
        }
    }

    /// Lots are drawn in the order of the list here.
    fn second_look(&self) -> SecondLookFigures {
        let passed =
            |project: &&Project| project.state.passed_without_a_word() || project.state.second_look() == Some(true);
        let passed: Vec<_> = self.projects.iter().filter(passed).collect();
        let mut counter = Counter::new(passed.len() as u64);
        let _ = passed.iter().all(|project| counter.meet(project.state.second_look()));
        counter.standing()
    }

    pub(super) fn demands(&self) -> Vec<DemandRow> {
        let mut rows = Vec::new();
        for at in 0..self.projects.len() {
            for demand in &self.projects[at].state.demands {
                rows.push(DemandRow {
                    target: self.row(at),
                    number: demand.number(2025),
                    demand: demand.clone(),
                    author: "王敏".into(),
                    overdue_days: Some(-30),
                });
            }
        }
        rows
    }

    pub(super) fn contests(&self) -> Vec<Contest> {
        let mut contests = Vec::new();
        for at in 0..self.projects.len() {
            let project = &self.projects[at];
            for (row, heads) in project.state.rows.iter().filter(|(_, heads)| heads.contested()) {
                let sides = heads
                    .0
                    .iter()
                    .map(|head| Side {
                        author: head.author.clone(),
                        name: if head.author == me() { "王敏".into() } else { "李强".into() },
                        at: head.at,
                        grade: None,
                        verdict: Some(head.value),
                        opinions: project
                            .state
                            .opinions
                            .iter()
                            .filter(|opinion| opinion.row == Some(*row) && opinion.author == head.author)
                            .map(|opinion| (opinion.category.clone(), opinion.text.clone()))
                            .collect(),
                    })
                    .collect();
                let name = project.form.indicators[*row as usize - 1].level3.clone();
                contests.push(Contest { target: self.row(at), row: Some((*row, name)), sides });
            }
        }
        contests
    }
}
