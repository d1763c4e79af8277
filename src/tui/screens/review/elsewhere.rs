//! From the row under the cursor to other targets: the same fault, projects that do the same, how the same was decided.

use std::sync::Arc;

use super::{ReviewScreen, refuse};
use crate::engine::consistency::ConsistencyQuery;
use crate::tui::msg::{Cx, Effect};
use crate::tui::screens::consistency::ConsistencyScreen;
use crate::tui::screens::many::{ManyScreen, Start as ManyStart};
use crate::tui::screens::similar::SimilarScreen;

impl ReviewScreen {
    /// The same fault elsewhere: what waits under the cursor answered in the whole queue, or an opinion on the rows that are
    /// like this one.
    pub(super) fn alike(&self, cx: &Cx) -> Vec<Effect> {
        let Some(view) = &self.view else { return Vec::new() };
        let row = self.cursor.at().checked_sub(1).and_then(|row| view.form.indicators.get(row));
        let check = self.shown(cx.look).map(|drafted| drafted.check.check);
        if row.is_none() && check.is_none() {
            return vec![refuse(cx, "many-alike-needs-row")];
        }
        let alike = row.map(|row| (row.printed_target(), row.level3.clone()));
        let start = ManyStart::Row { alike, check };
        vec![Effect::Push(Box::new(ManyScreen::new(Arc::clone(&self.ids), start)))]
    }

    /// Projects that do the same as this row; from the whole target, as its first cost.
    pub(super) fn similar(&self) -> Vec<Effect> {
        let Some(view) = &self.view else { return Vec::new() };
        vec![Effect::Push(Box::new(SimilarScreen::new(Arc::clone(view), self.row())))]
    }

    /// How the same was decided elsewhere; from the whole target, of all of its rows.
    pub(super) fn consistency(&self) -> Vec<Effect> {
        let query = ConsistencyQuery { item: self.id, row: self.row() };
        vec![Effect::Push(Box::new(ConsistencyScreen::new(query)))]
    }
}
