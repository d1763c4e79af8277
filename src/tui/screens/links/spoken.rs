//! The links in sentences: what is looked at, how many, the row and both sides of it.

use super::{LinksScreen, key, standing, table_name};
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::speech::{Spoken, sentence};

impl LinksScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        let mut spoken = Spoken::page(look.s("title-links"));
        let Some(report) = &self.report else { return spoken };
        let year = report.year.map(|year| year.to_string()).unwrap_or_default();
        let table = self.table.map_or_else(|| look.s("links-all-tables"), |table| table_name(table, look));
        let only = look.s(&key("links-only-", self.only.id()));
        spoken.about.push(look.t("links-rule", &[("year", Arg::from(year))]));
        spoken.about.push(look.t(
            "links-list-rule",
            &[("only", Arg::from(only)), ("table", Arg::from(table)), ("count", Arg::from(report.total))],
        ));
        let Some(row) = report.rows.get(self.cursor.at()) else {
            spoken.row = look.s(match report {
                report if report.year.is_none() => "links-empty",
                report if report.tables.iter().all(|counts| counts.others == 0) => "links-empty-tables",
                _ => "links-none-here",
            });
            return spoken;
        };
        spoken.at = Some((self.cursor.at() + 1, report.rows.len()));
        let name = row.target.as_ref().or(row.other.as_ref()).map(|side| side.name.clone()).unwrap_or_default();
        spoken.row = sentence([table_name(row.table, look), standing(row.standing, look), name], look);
        spoken.more.extend(LinksScreen::detail(row, look).into_iter().map(|line| ("line-detail", line)));
        spoken
    }
}
