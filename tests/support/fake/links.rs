//! Links between tables.

use wenxiao::engine::links::{By, LinkCounts, LinkQuery, LinkReport, LinkRow, LinkSide, Standing};
use wenxiao::engine::request::Changed;
use wenxiao::engine::view::HistoryStep;
use wenxiao::model::form::FormKind;
use wenxiao::model::ids::{EventId, ItemId, ProjectKey};
use wenxiao::model::link::LinkedTable;
use wenxiao::model::problem::Problem;

use super::{NOW, Step, World};

impl World {
    /// The target as links show it.
    pub fn link_side(&self, at: usize) -> LinkSide {
        let row = self.row(at);
        LinkSide {
            project: row.project,
            kind: FormKind::Target,
            year: row.year,
            code: row.code,
            name: row.name,
            unit: row.unit,
            department: row.department,
            amount: row.amount,
        }
    }

    pub(super) fn link_report(&self, query: &LinkQuery) -> LinkReport {
        let mut report = LinkReport { year: self.station.years.first().copied(), ..LinkReport::default() };
        report.years.extend(report.year);
        for table in LinkedTable::ALL {
            let rows = || self.links.iter().filter(|row| row.table == table);
            let count = |standing: Standing| rows().filter(|row| row.standing == standing).count() as u64;
            report.tables.push(LinkCounts {
                table,
                targets: self.projects.len() as u64,
                others: rows().filter(|row| row.other.is_some()).count() as u64,
                by_hand: count(Standing::Linked(By::Hand)),
                code: count(Standing::Linked(By::Code)),
                name_and_unit: count(Standing::Linked(By::NameAndUnit)),
                name: count(Standing::Linked(By::Name)),
                missing: count(Standing::Missing),
                surplus: count(Standing::Surplus),
                ambiguous: count(Standing::Ambiguous),
                suspected: count(Standing::Suspected),
                contested: count(Standing::Contested),
                apart: count(Standing::Apart),
            });
        }
        let wanted =
            |row: &&LinkRow| query.only.holds(row.standing) && query.table.is_none_or(|table| row.table == table);
        report.rows = self.links.iter().filter(wanted).cloned().collect();
        report.total = report.rows.len() as u64;
        report
    }

    pub(super) fn link(
        &mut self,
        form: ProjectKey,
        to: Option<ProjectKey>,
        seen: &[EventId],
    ) -> Result<Changed, Problem> {
        let before = self.links.clone();
        let event = self.event();
        let target = to.and_then(|to| (0..self.projects.len()).find(|at| self.link_side(*at).project == to));
        let side = target.map(|at| self.link_side(at));
        let row = self.links.iter_mut().find(|row| row.other.as_ref().is_some_and(|side| side.project == form));
        let row = row.ok_or_else(|| Problem::refused("problem-not-found"))?;
        assert_eq!(row.seen, seen, "what was on screen was seen");
        row.standing = if side.is_some() { Standing::Linked(By::Hand) } else { Standing::Apart };
        row.seen = vec![event];
        let args = vec![
            ("of", row.other.as_ref().map(|side| side.name.clone()).unwrap_or_default()),
            ("to", side.as_ref().map(|side| side.name.clone()).unwrap_or_default()),
            ("table", row.table.id().to_owned()),
        ];
        let key = if side.is_some() { "step-linked" } else { "step-linked-to-none" };
        row.target = side;
        let author = self.station.name.clone();
        let step = HistoryStep {
            event: Some(event),
            at: NOW,
            author,
            key,
            args,
            live: true,
            undoable: true,
            events: (1, 1),
            mine: true,
            ..HistoryStep::default()
        };
        let links = [before, self.links.clone()];
        let states = self.states();
        let step = Step { step, before: states.clone(), after: states, links, item: ItemId(1), row: None };
        let changed = self.changed(&step);
        self.steps.push(step);
        self.undone.clear();
        Ok(changed)
    }
}
