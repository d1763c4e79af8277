//! Drafts of the automatic checks on the rows of a target: which wait, what one says, and what a key makes of it.
//!
//! What several findings of one check say of one row is one draft: it is accepted or dismissed as one. Deliberately
//! absent: deciding anything by itself, and drawing (`machine`).

use std::collections::{BTreeMap, BTreeSet};

use super::{Mark, Mode, ReviewScreen, Saving, refuse};
use crate::config::checks::DraftWords;
use crate::engine::drafts::{Voices, waits};
use crate::engine::request::Action;
use crate::engine::view::ProjectView;
use crate::model::event::DemandDraft;
use crate::model::finding::{CheckId, CheckRef, Finding, FromCheck, Severity, Voice};
use crate::model::review::{CategoryCode, Verdict};
use crate::text::{Arg, dates};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Notice};
use crate::tui::widgets::field::Field;

/// Standard reasons for dismissing a grave finding, by digit.
pub(in crate::tui) const REASONS: [&str; 5] = [
    "dismiss-reason-checked",
    "dismiss-reason-other-rule",
    "dismiss-reason-misread",
    "dismiss-reason-elsewhere",
    "dismiss-reason-not-for-this",
];

/// What one check proposes for one row, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// The check.
    pub check: CheckRef,
    /// Class.
    pub category: CategoryCode,
    /// The gravest of what it found there.
    pub severity: Severity,
    /// Opinion.
    pub text: String,
    /// Demand.
    pub demand: String,
    /// What was looked at and found.
    pub why: String,
    /// It can be given as it stands.
    complete: bool,
}

impl Drafted {
    /// Joins what one check found on one row; `None` when it found nothing.
    pub fn of(findings: &[&Finding], look: &Look) -> Option<Drafted> {
        let first = findings.first()?;
        let words = look.checks.draft(findings, &look.strings);
        let complete = words.complete();
        let DraftWords { opinion: text, demand, why } = words;
        let severity = findings.iter().map(|finding| finding.severity).min().unwrap_or(first.severity);
        let (check, category) = (first.check_ref(), first.category.clone());
        Some(Drafted { check, category, severity, text, demand, why, complete })
    }

    /// The key of its class and `!` when it is grave: told without colour.
    pub fn sign(&self, look: &Look) -> String {
        sign(&self.category, self.severity, look)
    }
}

/// The key of a class, with `!` for what is grave; the code of a class that is unknown here.
pub fn sign(category: &CategoryCode, severity: Severity, look: &Look) -> String {
    let key = look.categories.get(category).map_or_else(|| category.0.clone(), |known| known.key.to_string());
    if severity == Severity::Error { format!("{key}!") } else { key }
}

/// How loudly a check speaks on this station. In a lesson all are quiet: there one learns to look.
pub fn voice(view: &ProjectView, check: &CheckId, look: &Look) -> Voice {
    let by_answers = view.checks.get(check).map_or(Voice::Drafts, |info| info.voice);
    if look.lessons.taken.is_some() { Voice::Quiet } else { look.settings.voice(check, by_answers) }
}

/// How loudly checks speak on this station, for acts on many.
pub(in crate::tui) fn voices(look: &Look) -> Voices {
    Voices { said: look.settings.voices.clone(), quiet: look.lessons.taken.is_some() }
}

/// Findings on a row (`None`: on the whole target) that ask for nothing and are worth a look: hints, and information.
pub fn hints<'v>(view: &'v ProjectView, row: Option<u32>, look: &'v Look) -> impl Iterator<Item = &'v Finding> {
    view.findings.iter().filter(move |finding| {
        let loud = voice(view, &finding.check, look);
        let hint = loud == Voice::Hint || (loud == Voice::Drafts && finding.severity == Severity::Info);
        let told = finding.row == row && finding.charged_by.is_none();
        told && hint && !view.state.answered(row, &finding.check)
    })
}

/// The day by which a demand is to be met, as the profile has it; empty where it cannot be told.
pub fn due_date(look: &Look, today: jiff::civil::Date) -> String {
    let deadlines = &look.profile.deadlines.value;
    let due = if deadlines.working_days {
        Some(dates::add_working_days(today, deadlines.finish_days, &[]))
    } else {
        dates::add_days(today, deadlines.finish_days)
    };
    due.map(dates::write).unwrap_or_default()
}

/// Findings that wait for an answer, by row (0: the whole target), the gravest first.
#[derive(Debug, Default)]
pub(super) struct Waiting(BTreeMap<u32, Vec<usize>>);

impl Waiting {
    pub(super) fn of(view: &ProjectView, look: &Look) -> Waiting {
        let mut rows: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, finding) in view.findings.iter().enumerate() {
            // Rows of the mid-term target are not decided one by one.
            let row = finding.row.unwrap_or(0);
            if row <= view.row.indicators && waits(finding, voice(view, &finding.check, look), &view.state) {
                rows.entry(row).or_default().push(at);
            }
        }
        let grave = |at: &usize| view.findings.get(*at).map(|finding| (finding.severity, finding.check.clone()));
        rows.values_mut().for_each(|found| found.sort_by_key(grave));
        Waiting(rows)
    }
}

impl ReviewScreen {
    /// What waits on a row (0: the whole target), without what is being answered just now.
    pub(super) fn waits(&self, at: u32) -> impl Iterator<Item = &Finding> {
        let answered = self.saving.get(&at).map(|saving| &saving.checks);
        let found = self.waiting.0.get(&at).map(Vec::as_slice).unwrap_or_default();
        found
            .iter()
            .filter_map(|index| self.view.as_ref()?.findings.get(*index))
            .filter(move |finding| answered.is_none_or(|answered| !answered.contains(&finding.check)))
    }

    /// True while a draft waits on the row (0: the whole target).
    pub(super) fn waiting_row(&self, at: u32) -> bool {
        self.waits(at).next().is_some()
    }

    /// Checks that wait on a row, each once.
    pub(super) fn checks_waiting(&self, at: u32) -> usize {
        self.waits(at).map(|finding| &finding.check).collect::<BTreeSet<_>>().len()
    }

    /// Drafts that wait on the whole target and on all rows.
    pub(super) fn drafts_left(&self) -> usize {
        self.waiting.0.keys().map(|at| self.checks_waiting(*at)).sum()
    }

    /// The first row from this one on, round and round, on which a draft waits.
    pub(super) fn waiting_from(&self, at: u32) -> Option<u32> {
        let rows = || self.waiting.0.keys().copied().filter(|row| self.waiting_row(*row));
        rows().find(|row| *row >= at).or_else(|| rows().next())
    }

    /// The place of the cursor as a row, 0 for the whole target.
    pub(super) fn at(&self) -> u32 {
        self.row().unwrap_or(0)
    }

    /// The draft that is shown: the gravest that waits under the cursor.
    pub(super) fn shown(&self, look: &Look) -> Option<Drafted> {
        let at = self.at();
        let first = self.waits(at).next()?.check.clone();
        let same: Vec<&Finding> = self.waits(at).filter(|finding| finding.check == first).collect();
        Drafted::of(&same, look)
    }

    /// True while the next draft of a row must not be answered yet, because the answer to the one before is on its way.
    pub(super) fn between_drafts(&self) -> bool {
        let at = self.at();
        matches!(self.mode, Mode::Rows) && self.saving.contains_key(&at) && self.waiting_row(at)
    }

    /// Where a reviewer goes who has just answered a draft on this row: to what is left there, then to the next draft; from
    /// 1000 万元 on, where every row is read, to the next row in order.
    pub(super) fn after_draft(&mut self, at: u32, cx: &Cx) {
        if self.waiting_row(at) {
            return;
        }
        let lane = self.view.as_ref().is_some_and(|view| view.row.key_lane());
        let next = if lane { self.needs_after(at) } else { self.waiting_from(at).or_else(|| self.open_after(at)) };
        if let Some(next) = next {
            self.go(Some(next), cx);
        }
    }

    /// The next row that needs me: undecided, or with a draft that waits.
    pub(super) fn needs_after(&self, at: u32) -> Option<u32> {
        let needs = |row: &u32| self.open_row_or_draft(*row);
        let last = *self.rows().end();
        (at.saturating_add(1)..=last).find(needs).or_else(|| (0..at).find(needs))
    }

    /// The one before.
    pub(super) fn needs_before(&self, at: u32) -> Option<u32> {
        let needs = |row: &u32| self.open_row_or_draft(*row);
        let last = *self.rows().end();
        (0..at).rev().find(needs).or_else(|| (at.saturating_add(1)..=last).rev().find(needs))
    }

    fn open_row_or_draft(&self, row: u32) -> bool {
        (row > 0 && self.open_row(row)) || self.waiting_row(row)
    }

    /// The row on which a target that has just arrived is begun.
    pub(super) fn first_row(&self) -> Option<u32> {
        let lane = self.view.as_ref().is_some_and(|view| view.row.key_lane());
        if lane {
            return Some(0).filter(|_| self.waiting_row(0)).or_else(|| self.needs_after(0));
        }
        self.waiting_from(0).or_else(|| self.open_after(0))
    }

    fn sends(&mut self, action: Action, verdict: Verdict, checks: Vec<CheckId>, cx: &Cx) -> Vec<Effect> {
        let at = self.at();
        let work = self.act(action, Some(at), cx);
        self.saving.insert(at, Saving { verdict, stored: false, checks });
        self.after_draft(at, cx);
        let mut effects = vec![work];
        effects.extend(self.save_place());
        effects
    }

    /// Accepts the draft under the cursor as it stands. One that has to be completed is opened in the editor; without a
    /// draft an opinion is written.
    pub(super) fn accept(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some(view) = self.view.clone() else { return Vec::new() };
        let Some(drafted) = self.shown(cx.look) else { return self.edit(None, cx) };
        if !drafted.complete {
            return self.edit_draft(cx);
        }
        if self.saving.contains_key(&self.at()) {
            return vec![refuse(cx, "told-saving")];
        }
        let units = [&view.row.unit, &view.row.department];
        let unit = units.into_iter().find(|unit| !unit.trim().is_empty());
        let demand = unit.filter(|_| !drafted.demand.trim().is_empty()).map(|unit| DemandDraft {
            text: drafted.demand.trim().to_owned(),
            due: due_date(cx.look, cx.today()),
            responsible_unit: unit.trim().to_owned(),
        });
        let CheckRef { check, version } = drafted.check;
        let row = self.row();
        let action = Action::AcceptDraft {
            on: self.subject(&view, row),
            seen: self.seen(&view, row),
            from: FromCheck { check: check.clone(), version, edited: false },
            category: drafted.category,
            text: drafted.text.trim().to_owned(),
            demand,
        };
        self.sends(action, Verdict::Opinion, vec![check], cx)
    }

    /// Says that what waits under the cursor is no fault. Grave findings ask for a reason first. `None` when nothing waits
    /// there.
    pub(super) fn no_fault(&mut self, cx: &Cx) -> Option<Vec<Effect>> {
        let at = self.at();
        if !self.waiting_row(at) {
            return None;
        }
        if self.saving.contains_key(&at) {
            return Some(vec![refuse(cx, "told-saving")]);
        }
        let dismissed = self.dismissed_by_space();
        let grave = self.waits(at).any(|finding| {
            finding.severity == Severity::Error && dismissed.iter().any(|one| one.check == finding.check)
        });
        if grave {
            self.mode = Mode::Reason(Field::line(""));
            return Some(Vec::new());
        }
        Some(self.dismiss(String::new(), cx))
    }

    /// Where somebody's opinion stands on the row, and on the whole target, the draft that is shown; else all of the row.
    fn dismissed_by_space(&self) -> Vec<CheckRef> {
        let mut found: Vec<CheckRef> = Vec::new();
        for finding in self.waits(self.at()) {
            if !found.iter().any(|known| known.check == finding.check) {
                found.push(finding.check_ref());
            }
        }
        if self.one_by_one() {
            found.truncate(1);
        }
        found
    }

    fn one_by_one(&self) -> bool {
        self.row()
            .is_none_or(|row| matches!(self.mark_of_heads(row), Mark::Decided(Verdict::Opinion) | Mark::Contested))
    }

    fn dismiss(&mut self, reason: String, cx: &Cx) -> Vec<Effect> {
        let Some(view) = self.view.clone() else { return Vec::new() };
        let row = self.row();
        let dismissed = self.dismissed_by_space();
        let checks = dismissed.iter().map(|one| one.check.clone()).collect();
        let on = self.subject(&view, row);
        let action = match dismissed.first().cloned() {
            None => return Vec::new(),
            Some(check) if self.one_by_one() => Action::DismissDraft { on, check, reason },
            Some(_) => Action::PassDrafts { on, seen: self.seen(&view, row), dismissed, reason },
        };
        self.sends(action, Verdict::Passed, checks, cx)
    }

    /// Text for the question why a grave finding is no fault: a digit first is one of the standard reasons.
    pub(super) fn reason_typed(&mut self, text: &str, cx: &Cx) -> Vec<Effect> {
        let Mode::Reason(field) = &mut self.mode else { return Vec::new() };
        let digit = crate::text::fold::fold_number(text).parse::<usize>().ok().filter(|_| field.value().is_empty());
        match digit.and_then(|digit| REASONS.get(digit.checked_sub(1)?)) {
            Some(key) => {
                self.mode = Mode::Rows;
                self.dismiss(cx.look.s(key), cx)
            }
            None => {
                field.insert(text);
                Vec::new()
            }
        }
    }

    /// The reason as typed.
    pub(super) fn reason_given(&mut self, cx: &Cx) -> Vec<Effect> {
        let Mode::Reason(field) = &self.mode else { return Vec::new() };
        let reason = field.value().trim().to_owned();
        if reason.is_empty() {
            return vec![refuse(cx, "told-reason-needed")];
        }
        self.mode = Mode::Rows;
        self.dismiss(reason, cx)
    }

    /// Stops a close at the first draft that waits.
    pub(super) fn drafts_first(&mut self, cx: &Cx) -> Option<Vec<Effect>> {
        let row = self.waiting_from(0)?;
        let told = cx.look.t("told-drafts-left", &[("drafts", Arg::from(self.drafts_left()))]);
        self.go(Some(row), cx);
        Some(vec![Effect::Say(Notice::Refused(told))])
    }
}
