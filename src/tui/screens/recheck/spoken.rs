//! One recheck in sentences: the totals, the row under the cursor, how its points come about.

use super::{Mode, RecheckScreen, words};
use crate::engine::spot_check::RecheckView;
use crate::model::score::ScoredRow;
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::speech::{Spoken, numbers, sentence};

impl RecheckScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        let Some(view) = &self.view else { return Spoken::page(look.s("title-recheck")) };
        let line = &view.line;
        let page = [look.s("title-recheck"), line.code.clone(), line.name.clone(), line.department.clone()];
        let mut spoken = Spoken::page(sentence(page, look));
        spoken.once.push(words::part(line, look));
        spoken.about.push(words::status(line.status, look));
        spoken.about.push(numbers::words(&RecheckScreen::totals(view, false, look), look));
        let far = [("done", Arg::from(self.decided(view))), ("rows", Arg::from(self.len()))];
        spoken.about.push(look.t("recheck-decided", &far));
        spoken.about.extend(view.second.as_ref().map(|second| words::second(view, second, look)));
        let Some(row) = view.scored.rows.get(self.cursor.at()) else { return spoken };
        spoken.at = Some((self.cursor.at() + 1, self.len()));
        spoken.row = self.row_words(view, row, look);
        let details = self.details(view, row, look).into_iter();
        spoken.more.extend(details.map(|(text, _)| ("line-detail", numbers::words(&text, look))));
        if let Mode::Typing(field) = &self.mode {
            spoken.field = Some(field.typing(look.s("recheck-head-verified")));
        }
        if let Mode::Jump(field) = &self.mode {
            spoken.field = Some(field.typing(look.s("review-jump")));
        }
        spoken
    }

    fn row_words(&self, view: &RecheckView, row: &ScoredRow, look: &Look) -> String {
        let part = |key: &str, text: String| {
            let args = [("name", Arg::from(look.s(key))), ("text", Arg::from(numbers::words(&text, look)))];
            if text.is_empty() { String::new() } else { look.t("recheck-part", &args) }
        };
        let (verified, _) = self.verified_cell(view, row.no, look);
        let verified = if verified.is_empty() { look.s("recheck-open") } else { verified };
        let difference = row.difference().filter(|by| !by.is_zero()).map(words::signed).unwrap_or_default();
        sentence(
            [
                words::name(row, look),
                part("recheck-head-target", words::target(view, row.no)),
                part("recheck-head-own", words::own(view, row.no)),
                part("recheck-head-verified", verified),
                part("recheck-head-self-score", row.self_score.map(words::points).unwrap_or_default()),
                part("recheck-head-points", words::points(row.verified.points)),
                part("recheck-head-difference", difference),
                part("recheck-head-evidence", self.evidence_cell(view, row.no, look)),
            ],
            look,
        )
    }
}
