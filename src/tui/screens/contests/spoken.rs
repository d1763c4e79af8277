//! The contests in sentences: what is contested, then each side.

use super::{ContestsScreen, side_lines, what};
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::speech::{Spoken, numbers, sentence};

impl ContestsScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        let mut spoken = Spoken::page(look.s("title-contests"));
        let Some(rows) = &self.rows else { return spoken };
        spoken.about.push(look.t("contests-rule", &[("count", Arg::from(rows.len()))]));
        let Some(contest) = rows.get(self.cursor.at()) else {
            spoken.row = look.s("contests-empty");
            return spoken;
        };
        spoken.at = Some((self.cursor.at() + 1, rows.len()));
        let code = contest.target.code.as_deref().unwrap_or_default();
        spoken.row = sentence([what(contest, look), format!("{code} {}", contest.target.name)], look);
        for side in &contest.sides {
            let lines = side_lines(side, usize::MAX, look);
            let words = lines.iter().map(|line| numbers::words(line, look));
            spoken.more.push(("line-side", sentence(words, look)));
        }
        let names: Vec<&str> = contest.sides.iter().map(|side| side.name.as_str()).collect();
        let told = look.t("contests-who-settles", &[("names", Arg::from(names.join(", ")))]);
        spoken.about.push(told);
        spoken
    }
}
