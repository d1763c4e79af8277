//! The demands in sentences.

use super::DemandsScreen;
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::speech::{Spoken, numbers, sentence};

impl DemandsScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        let mut spoken = Spoken::page(look.s("title-demands"));
        let Some(rows) = &self.rows else { return spoken };
        let overdue = rows.iter().filter(|row| row.overdue_days.is_some_and(|days| days > 0)).count();
        spoken.about.push(look.t("demands-rule", &[("count", Arg::from(rows.len())), ("overdue", Arg::from(overdue))]));
        let Some(row) = rows.get(self.cursor.at()) else {
            spoken.row = look.s("demands-empty");
            return spoken;
        };
        spoken.at = Some((self.cursor.at() + 1, rows.len()));
        let class = row.demand.category.as_ref().map(|code| look.categories.short(code, look.language()));
        let (due, _) = DemandsScreen::due(row, look);
        let demand = &row.demand.demand;
        spoken.row = sentence(
            [
                row.number.clone(),
                row.target.department.clone(),
                row.target.name.clone(),
                class.unwrap_or_default().to_owned(),
                numbers::words(&demand.text, look),
                look.t("line-due", &[("due", Arg::from(numbers::words(&due, look)))]),
                demand.responsible_unit.clone(),
            ],
            look,
        );
        spoken
    }
}
