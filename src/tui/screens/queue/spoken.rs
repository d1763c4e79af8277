//! The queue in sentences.

use super::{QueueScreen, expected};
use crate::engine::view::QueueRow;
use crate::model::query::Column;
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::speech::{Spoken, sentence};

impl QueueScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        let mut spoken = Spoken::page(look.s("title-queue"));
        spoken.about.push(self.label(look));
        if self.typing.is_none() && !self.filter.is_empty() {
            spoken.about.push(look.t("title-filter", &[("filter", Arg::from(&self.filter))]));
        }
        spoken.about.push(self.marks.words(look));
        let misread = self.misread.iter().map(|misread| ("line-problem", look.strings.misread(misread)));
        spoken.more.extend(misread);
        if let Some(facets) = self.facets.as_ref().filter(|facets| facets.active)
            && let Some((words, at)) = facets.say(&self.read, look)
        {
            (spoken.row, spoken.at) = (words, Some(at));
            return spoken;
        }
        match self.window.row() {
            Some(row) => {
                spoken.at = Some((self.window.place() + 1, self.window.len()));
                // While a filter is typed, every letter brings another row: its name is enough.
                let words = if self.typing.is_some() { row.name.clone() } else { row_words(row, look) };
                let marked = if self.marks.contains(row.id) { look.s("line-marked") } else { String::new() };
                spoken.row = sentence([marked, words], look);
            }
            None if self.window.is_empty() && self.answered => spoken.row = sentence(self.empty(look), look),
            None => {}
        }
        match &self.typing {
            Some(typing) => typing.say(&mut spoken, look),
            None if self.sort.by == Column::Expected => {
                let words = self.window.row().map(|row| ("line-detail", expected::words(row, look)));
                spoken.more.extend(words);
            }
            None => spoken.more.extend(self.hits.lines(look).into_iter().map(|line| ("line-detail", line))),
        }
        spoken
    }
}

/// One target as a sentence: what it is first, then where it stands.
pub(in crate::tui::screens) fn row_words(row: &QueueRow, look: &Look) -> String {
    let count = |key: &str, number: u32| {
        if number == 0 { String::new() } else { look.t(key, &[("count", Arg::from(number))]) }
    };
    let amount = row.amount.map(|amount| look.t("line-amount", &[("amount", Arg::from(amount.ten_thousand_yuan()))]));
    sentence(
        [
            row.name.clone(),
            row.department.clone(),
            amount.unwrap_or_default(),
            if row.key_lane() { look.s("line-key-lane") } else { String::new() },
            look.strings.status(row.status),
            look.t("line-decided", &[("done", Arg::from(row.decided)), ("rows", Arg::from(row.indicators))]),
            count("line-opinions", row.opinions),
            count("line-demands", row.demands),
        ],
        look,
    )
}
