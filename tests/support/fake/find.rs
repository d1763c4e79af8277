//! Filters, orders, frequencies, completion and saved views.

use std::collections::BTreeMap;
use std::sync::Arc;

use wenxiao::model::ids::ItemId;
use wenxiao::model::problem::Problem;
use wenxiao::model::query::complete::KnownParty;
use wenxiao::model::query::fits::Facts;
use wenxiao::model::query::frequency::{AMOUNT_STEPS, amounts};
use wenxiao::model::query::{
    Column, Completion, Filter, Frequency, FrequencyRow, Group, Query, SavedView, Vocabulary, Words, complete,
};
use wenxiao::model::review::Status;

use super::World;

impl World {
    fn facts(&self, index: usize) -> Facts {
        let project = &self.projects[index];
        let form = &project.form;
        let indicators = form.indicators.iter().flat_map(|row| [row.level3.clone(), row.printed_target()]);
        Facts {
            department: (form.department.code.clone(), form.department.name.clone()),
            goals: form.goal.annual.iter().cloned().collect(),
            indicators: indicators.collect(),
            said: project.state.opinions.iter().map(|opinion| opinion.text.clone()).collect(),
            classes: project.state.opinions.iter().map(|opinion| opinion.category.clone()).collect(),
            second_look: project.state.passed_without_a_word() && project.state.second_look().is_none(),
            ..self.row(index).facts()
        }
    }

    fn left(&self, filter: &Filter) -> Vec<usize> {
        (0..self.projects.len()).filter(|at| filter.fits(&self.facts(*at))).collect()
    }

    pub(super) fn ids(&self, query: &Query) -> Arc<[ItemId]> {
        let mut found = self.left(&query.filter);
        let row = |at: &usize| self.row(*at);
        let usual = |at: &usize| std::cmp::Reverse(self.row(*at).amount);
        match query.sort.by {
            Column::Year => found.sort_by_key(|at| row(at).year),
            Column::Department => found.sort_by_key(|at| row(at).code),
            Column::Unit => found.sort_by_key(|at| row(at).unit),
            Column::Code => found.sort_by_key(|at| row(at).code),
            Column::Name => found.sort_by_key(|at| row(at).name),
            Column::Amount => found.sort_by_key(|at| row(at).amount),
            Column::Status => found.sort_by_key(|at| (row(at).status, usual(at))),
            Column::Rows => found.sort_by_key(|at| row(at).indicators),
            Column::Decided => found.sort_by_key(|at| row(at).decided),
            Column::Undecided => found.sort_by_key(|at| row(at).indicators - row(at).decided),
            Column::Opinions => found.sort_by_key(|at| row(at).opinions),
            Column::Demands => found.sort_by_key(|at| row(at).demands),
            Column::Expected => found.sort_by_key(|at| (row(at).findings.map(|found| found.expected), row(at).amount)),
            Column::Version | Column::Class => found.sort_by_key(|at| row(at).version_no),
        }
        if query.sort.descending && query.sort.by != Column::Year {
            found.reverse();
        }
        found.into_iter().map(|at| ItemId(at as i64 + 1)).collect()
    }

    fn groups(&self, at: usize, column: Column) -> Vec<Group> {
        let row = self.row(at);
        let text = |text: &str| if text.is_empty() { Group::None } else { Group::Text(text.to_owned()) };
        vec![match column {
            Column::Year => Group::Year(row.year),
            Column::Department => text(&row.department),
            Column::Unit => text(&row.unit),
            Column::Code => text(row.code.as_deref().unwrap_or_default()),
            Column::Name => text(&row.name),
            Column::Amount => {
                let span = (0..=AMOUNT_STEPS.len())
                    .map(amounts)
                    .find(|span| row.amount.is_some_and(|amount| span.holds(amount)));
                span.map_or(Group::None, Group::Amount)
            }
            Column::Status => Group::Status(row.status),
            Column::Rows => Group::Number(row.indicators),
            Column::Decided => Group::Number(row.decided),
            Column::Undecided => Group::Number(row.indicators - row.decided),
            Column::Opinions => Group::Number(row.opinions),
            Column::Demands => Group::Number(row.demands),
            Column::Version => Group::Number(row.version_no),
            Column::Expected => row.facts().expected.map_or(Group::None, Group::Number),
            Column::Class => {
                let mut classes = self.facts(at).classes;
                classes.sort();
                classes.dedup();
                return if classes.is_empty() {
                    vec![Group::None]
                } else {
                    classes.into_iter().map(Group::Class).collect()
                };
            }
        }]
    }

    pub(super) fn frequency(&self, filter: &Filter, column: Column, most: usize) -> Frequency {
        let left = self.left(filter);
        let mut counted: BTreeMap<Group, (u64, i128)> = BTreeMap::new();
        let fen = |at: usize| i128::from(self.row(at).amount.unwrap_or_default().0);
        for at in &left {
            for group in self.groups(*at, column) {
                let tally = counted.entry(group).or_default();
                *tally = (tally.0 + 1, tally.1 + fen(*at));
            }
        }
        let mut rows: Vec<FrequencyRow> = counted
            .into_iter()
            .map(|(group, (targets, fen))| {
                let label = if let Group::Text(text) = &group { text.clone() } else { String::new() };
                FrequencyRow { clause: group.clause(column), group, label, targets, fen }
            })
            .collect();
        if matches!(column, Column::Department | Column::Unit | Column::Name | Column::Code | Column::Class) {
            rows.sort_by_key(|row| std::cmp::Reverse(row.targets));
        }
        let others = rows.split_off(most.min(rows.len()));
        let sums = |rows: &[FrequencyRow]| {
            (rows.len() as u64, rows.iter().map(|row| row.targets).sum(), rows.iter().map(|row| row.fen).sum())
        };
        Frequency {
            column,
            others: (!others.is_empty()).then(|| sums(&others)),
            rows,
            targets: left.len() as u64,
            fen: left.iter().map(|at| fen(*at)).sum(),
            overlapping: column == Column::Class,
        }
    }

    pub(super) fn complete(&self, line: &str, at: usize, words: &Words) -> Completion {
        let all = |column: Column| self.frequency(&Filter::default(), column, usize::MAX).rows;
        let parties = |column: Column| -> Vec<KnownParty> {
            all(column)
                .into_iter()
                .map(|row| KnownParty { code: None, name: row.label, count: Some(row.targets) })
                .collect()
        };
        let (departments, units) = (parties(Column::Department), parties(Column::Unit));
        let years: Vec<(u16, u64)> = all(Column::Year)
            .into_iter()
            .filter_map(|row| if let Group::Year(year) = row.group { Some((year, row.targets)) } else { None })
            .collect();
        let states: Vec<(Status, u64)> = all(Column::Status)
            .into_iter()
            .filter_map(|row| if let Group::Status(status) = row.group { Some((status, row.targets)) } else { None })
            .collect();
        let vocabulary = Vocabulary { words, departments: &departments, units: &units, years: &years, states: &states };
        complete(line, at, &vocabulary)
    }

    pub(super) fn save_view(&mut self, view: SavedView, replace: bool) -> Result<Vec<SavedView>, Problem> {
        if self.views.iter().any(|known| known.name == view.name && (known != &view) && !replace) {
            return Err(Problem::refused("problem-view-there").with("name", view.name));
        }
        self.views.retain(|known| known.name != view.name);
        self.views.push(view);
        self.views.sort();
        Ok(self.views.clone())
    }

    pub(super) fn rename_view(&mut self, from: &str, to: String) -> Result<Vec<SavedView>, Problem> {
        if self.views.iter().any(|known| known.name == to) {
            return Err(Problem::refused("problem-view-there").with("name", to));
        }
        for view in self.views.iter_mut().filter(|view| view.name == from) {
            view.name.clone_from(&to);
        }
        self.views.sort();
        Ok(self.views.clone())
    }
}
