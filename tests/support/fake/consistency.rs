//! How the same was decided elsewhere, in memory: what a test planted.

use std::collections::BTreeMap;

use wenxiao::engine::consistency::{ConsistencyQuery, ConsistencyReport, SameWording, Way};

use super::World;

/// By target and row number.
pub type Planted = BTreeMap<(usize, u32), SameWording>;

impl World {
    pub(super) fn elsewhere(&self, index: usize) -> Vec<Vec<Way>> {
        let rows = 1..=self.projects[index].form.indicators.len() as u32;
        rows.map(|row| self.planted.get(&(index, row)).map(|same| same.ways.clone()).unwrap_or_default()).collect()
    }

    pub(super) fn consistency(&self, query: &ConsistencyQuery) -> ConsistencyReport {
        let at = self.index(query.item).expect("a target of this world");
        let wanted = |row: u32| query.row.is_none_or(|wanted| wanted == row);
        let planted = self.planted.iter().filter(|((project, row), _)| *project == at && wanted(*row));
        ConsistencyReport { target: self.row(at), rows: planted.map(|(_, same)| same.clone()).collect() }
    }
}
