//! One target in sentences: which project, the row under the cursor, what was said of it.

use super::drafts::{Drafted, REASONS};
use super::readings::{reading, reasons};
use super::{Mark, Mode, ReviewScreen, sheets};
use crate::engine::view::ProjectView;
use crate::model::form::{Horizon, Indicator};
use crate::model::review::{Settled, Verdict};
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::speech::{Spoken, numbers, sentence};

impl ReviewScreen {
    pub(super) fn say(&self, look: &Look) -> Spoken {
        let Some(view) = &self.view else { return Spoken::page(look.s("title-review")) };
        let mut spoken = Spoken::page(self.page(view, look));
        let decided = self.rows().filter(|row| !self.open_row(*row)).count();
        let done = [("done", Arg::from(decided)), ("rows", Arg::from(view.row.indicators))];
        spoken.once.push(look.t("line-decided", &done));
        spoken.about.extend(self.remarks(view, look));
        spoken.about.extend(self.drafts_told(look));
        let at = self.cursor.at();
        let indicator = at.checked_sub(1).and_then(|index| view.form.indicators.get(index));
        match indicator {
            None => spoken.row = whole(view, look),
            Some(indicator) => {
                spoken.at = Some((at, view.form.indicators.len()));
                spoken.row = self.row_words(view, at - 1, indicator, look);
                let doubts: Vec<String> =
                    reasons(indicator, look).into_iter().filter(|(_, doubt)| *doubt).map(|(why, _)| why).collect();
                if !doubts.is_empty() {
                    let read = view.readings.get(at - 1).map(|value| reading(value, look)).unwrap_or_default();
                    doubts_told(&mut spoken, &read, &doubts, look);
                }
            }
        }
        if let Some(drafted) = self.shown(look) {
            spoken.more.push(("line-draft", self.draft_words(view, &drafted, look)));
        }
        let elsewhere = self.elsewhere(view, look);
        if !elsewhere.is_empty() {
            spoken.more.push(("line-said", numbers::words(&elsewhere, look)));
        }
        for paragraph in self.hint_lines(view, look) {
            let text = format!("{} {}", paragraph.label, paragraph.text);
            spoken.more.push(("line-draft", numbers::words(&text, look)));
        }
        for paragraph in sheets::said(view, self.row(), look) {
            let text = format!("{} {}", paragraph.label.trim_matches(['[', ']']), paragraph.text);
            spoken.more.push(("line-said", numbers::words(&text, look)));
        }
        if let Mode::Jump(field) = &self.mode {
            spoken.field = Some(field.typing(look.s("review-jump")));
        }
        if let Mode::Reason(field) = &self.mode {
            let reasons: Vec<String> =
                (1..).zip(REASONS).map(|(digit, key)| format!("{digit} {}", look.s(key))).collect();
            let label = look.t("line-reason-why", &[("reasons", Arg::from(reasons.join("; ")))]);
            spoken.field = Some(field.typing(label));
        }
        spoken
    }

    /// Class, text, rule and acceptance of the draft under the cursor.
    fn draft_words(&self, view: &ProjectView, drafted: &Drafted, look: &Look) -> String {
        let key = look.categories.get(&drafted.category).map_or_else(String::new, |class| class.key.to_string());
        let name = look.categories.short(&drafted.category, look.language());
        let grave = look.s(&format!("severity-{}", drafted.severity.id()));
        let answers = view.checks.get(&drafted.check.check).map(|info| info.answers).unwrap_or_default();
        let accepted = match (answers.taken() * 100).checked_div(answers.all()) {
            None => look.s("draft-unanswered"),
            Some(percent) => {
                let args = [("percent", Arg::from(percent)), ("all", Arg::from(answers.all()))];
                look.t("line-draft-accepted", &args)
            }
        };
        let text = numbers::words(&drafted.text, look);
        look.t(
            "line-draft-words",
            &[
                ("class", Arg::from(sentence([key, name.to_owned(), grave], look))),
                ("text", Arg::from(text)),
                ("check", Arg::from(&drafted.check.check.0)),
                ("accepted", Arg::from(accepted)),
            ],
        )
    }

    /// Where drafts wait, by row.
    fn drafts_told(&self, look: &Look) -> Option<String> {
        let rows: Vec<String> = (0..=*self.rows().end())
            .filter(|row| self.waiting_row(*row))
            .map(|row| if row == 0 { look.s("line-whole") } else { row.to_string() })
            .collect();
        let args = [("drafts", Arg::from(self.drafts_left())), ("rows", Arg::from(rows.join(", ")))];
        (!rows.is_empty()).then(|| look.t("line-drafts-left", &args))
    }

    fn page(&self, view: &ProjectView, look: &Look) -> String {
        let row = &view.row;
        let place = self
            .place
            .map(|place| look.t("line-project", &[("at", Arg::from(place + 1)), ("total", Arg::from(self.ids.len()))]));
        let amount = row.amount.map(|amount| look.t("line-amount", &[("amount", amount.ten_thousand_yuan().into())]));
        let name = format!("{} {}", row.code.as_deref().unwrap_or_default(), row.name);
        let lane = if row.key_lane() { look.s("line-key-lane") } else { String::new() };
        let parts = [
            look.s("title-review"),
            place.unwrap_or_default(),
            name,
            row.department.clone(),
            amount.unwrap_or_default(),
            lane,
        ];
        sentence(parts, look)
    }

    /// What the head of the table tells besides how many rows are decided.
    fn remarks(&self, view: &ProjectView, look: &Look) -> Vec<String> {
        let (label, _) = self.head_words(view, look);
        label.split("  ").skip(1).map(str::to_owned).collect()
    }

    fn row_words(&self, view: &ProjectView, index: usize, indicator: &Indicator, look: &Look) -> String {
        let last = view.last_year.get(index).cloned().unwrap_or_default();
        let told = |key: &str, value: Option<String>| match value.filter(|value| !value.trim().is_empty()) {
            Some(value) => look.t(key, &[("value", Arg::from(numbers::words(&value, look)))]),
            None => String::new(),
        };
        let target = Some(indicator.printed_target()).filter(|target| !target.trim().is_empty());
        let kind = match indicator.horizon {
            Horizon::MidTerm => look.strings.horizon(Horizon::MidTerm),
            Horizon::Annual => indicator.level2.clone(),
        };
        let mark = match self.mark(indicator.no) {
            Mark::Open => String::new(),
            Mark::Waiting => look.s("line-draft-waits"),
            Mark::Saving => look.s("told-saving"),
            Mark::Contested => look.s("line-contested"),
            Mark::Decided(verdict) => verdict_words(verdict, look),
        };
        sentence(
            [
                kind,
                indicator.level3.clone(),
                told("line-target", Some(target.unwrap_or_else(|| look.s("line-empty")))),
                told("line-weight", indicator.weight.clone()),
                match last.actual {
                    Some(actual) => told("line-last-actual", Some(actual)),
                    None => told("line-last-target", last.target),
                },
                told(
                    "line-standard",
                    view.yardsticks.get(index).and_then(Option::as_ref).map(|found| found.entry.standard.clone()),
                ),
                mark,
            ],
            look,
        )
    }
}

fn verdict_words(verdict: Verdict, look: &Look) -> String {
    look.t("line-mine", &[("verdict", Arg::from(look.strings.verdict(verdict)))])
}

fn doubts_told(spoken: &mut Spoken, read: &str, doubts: &[String], look: &Look) {
    spoken.more.push(("line-doubt", sentence([read, &doubts.join("; ")], look)));
}

/// The row of the whole target: its goal and its result.
fn whole(view: &ProjectView, look: &Look) -> String {
    let goal = view.form.goal.annual.clone().unwrap_or_else(|| look.s("review-no-goal"));
    let result = match view.state.grade.settled() {
        Settled::Open => String::new(),
        Settled::One(graded) => look.t("line-result", &[("grade", Arg::from(look.strings.grade(graded.grade)))]),
        Settled::Contested => look.s("line-contested"),
    };
    sentence([look.s("review-whole-target"), look.t("review-goal", &[("goal", Arg::from(goal))]), result], look)
}
