//! Closing a target: stop where something is left; close at once where nobody found anything, else propose a result with
//! its consequence and ask.

use super::{Mode, ReviewScreen, refuse};
use crate::engine::request::Action;
use crate::engine::view::ProjectView;
use crate::engine::{Proposal, propose_grade};
use crate::model::finding::{Finding, Severity};
use crate::model::review::{Grade, Opinion};
use crate::text::Arg;
use crate::tui::command;
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Notice};
use crate::tui::screens::second_look::SecondLookScreen;

/// The question on the decision line.
pub(super) struct Closing {
    suggested: Proposal,
    chosen: Grade,
    opinions: usize,
    demands: usize,
}

/// What a result leads to, in words.
pub(in crate::tui) fn consequence(grade: Grade, look: &Look) -> String {
    let key = look.profile.consequence(grade);
    if look.strings.has(key) { look.s(key) } else { key.to_owned() }
}

/// The result to propose, from what people said alone; see [`propose_grade`].
pub(in crate::tui) fn suggest(view: &ProjectView, look: &Look) -> Proposal {
    let severity = |opinion: &Opinion| {
        let of_check = opinion.from_check.as_ref().filter(|_| !opinion.edited()).and_then(|from| {
            let same = |finding: &&Finding| finding.row == opinion.row && finding.check == from.check;
            view.findings.iter().filter(same).map(|finding| finding.severity).min()
        });
        let of_class = || look.categories.get(&opinion.category).map_or(Severity::Warning, |class| class.severity);
        of_check.unwrap_or_else(of_class)
    };
    let goal_blank = view.form.goal.annual.as_deref().unwrap_or_default().trim().is_empty();
    propose_grade(&view.state, goal_blank, severity)
}

/// Why a result is proposed.
pub(in crate::tui) fn because(proposal: &Proposal, look: &Look) -> String {
    look.t(&format!("because-{}", proposal.because.id()), &[("grave", Arg::from(proposal.grave))])
}

impl Closing {
    pub(super) fn question(&self, look: &Look) -> String {
        let key = if self.chosen == self.suggested.grade { "closing-suggested" } else { "closing-chosen" };
        look.t(
            key,
            &[
                ("opinions", Arg::from(self.opinions)),
                ("demands", Arg::from(self.demands)),
                ("grade", Arg::from(look.strings.grade(self.chosen))),
                ("consequence", Arg::from(consequence(self.chosen, look))),
            ],
        )
    }
}

impl ReviewScreen {
    /// A second look at what was passed: asks what came of it.
    pub(super) fn second_look(&self, cx: &Cx) -> Vec<Effect> {
        let Some(view) = &self.view else { return Vec::new() };
        if !view.state.passed_without_a_word() && view.state.looked.is_empty() {
            return vec![refuse(cx, "told-second-look-not-passed")];
        }
        let screen = SecondLookScreen::new(view.row.name.clone(), self.subject(view, None), view.state.looked.events());
        vec![Effect::Push(Box::new(screen))]
    }

    pub(super) fn close(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some(view) = self.view.clone() else { return Vec::new() };
        if let Some(effects) = self.drafts_first(cx) {
            return effects;
        }
        let open: Vec<u32> = self.rows().filter(|row| self.open_row(*row)).collect();
        // From 1000 万元 on every row is decided one by one; below, rows put off or contested are not closed over.
        let lane = view.row.key_lane();
        let must = open.iter().copied().find(|row| lane || view.state.rows.contains_key(row));
        if let Some(row) = must {
            self.go(Some(row), cx);
            let key = if lane { "told-rows-left-key-lane" } else { "told-rows-left" };
            return vec![Effect::Say(Notice::Refused(cx.look.t(key, &[("rows", Arg::from(open.len()))])))];
        }
        if !self.tickets.is_empty() && self.saving.values().any(|saving| !saving.stored) {
            // The proposal rests on what is stored.
            return vec![refuse(cx, "told-saving")];
        }
        let suggested = suggest(&view, cx.look);
        // Rows that nobody decided one by one go with the result; that is said.
        let not_single =
            (!open.is_empty()).then(|| cx.look.t("closing-not-single", &[("rows", Arg::from(open.len()))]));
        if suggested.grade == Grade::Excellent && view.state.grade.0.is_empty() {
            // Nobody found anything and nobody gave a result: one key closes, one key takes it back.
            let mut effects = Vec::from_iter(not_single.map(|told| Effect::Say(Notice::Remark(told))));
            effects.extend(self.give_grade(Grade::Excellent, &view, cx));
            return effects;
        }
        self.mode = Mode::Closing(Closing {
            suggested,
            chosen: suggested.grade,
            opinions: view.state.opinions.len(),
            demands: view.state.demands.len(),
        });
        // Why this result is proposed; the person decides.
        let why = because(&suggested, cx.look);
        vec![Effect::Say(match not_single {
            Some(told) => Notice::Remark(format!("{told}{why}")),
            None => Notice::Told(why),
        })]
    }

    pub(super) fn grade(&mut self, command: command::Grade, cx: &Cx) -> Vec<Effect> {
        let Mode::Closing(closing) = &mut self.mode else { return Vec::new() };
        match command {
            command::Grade::Excellent => closing.chosen = Grade::Excellent,
            command::Grade::Good => closing.chosen = Grade::Good,
            command::Grade::Fair => closing.chosen = Grade::Fair,
            command::Grade::Poor => closing.chosen = Grade::Poor,
            command::Grade::Cancel => self.mode = Mode::Rows,
            command::Grade::Confirm => return self.confirm(cx),
        }
        Vec::new()
    }

    fn confirm(&mut self, cx: &Cx) -> Vec<Effect> {
        let (Mode::Closing(closing), Some(view)) = (&self.mode, self.view.clone()) else { return Vec::new() };
        let grade = closing.chosen;
        if matches!(grade, Grade::Fair | Grade::Poor) && closing.opinions == 0 && closing.demands == 0 {
            return vec![refuse(cx, "told-grade-needs-opinion")];
        }
        self.give_grade(grade, &view, cx)
    }

    /// Hands the result over and goes to the next target.
    fn give_grade(&mut self, grade: Grade, view: &ProjectView, cx: &Cx) -> Vec<Effect> {
        self.mode = Mode::Rows;
        let action = Action::SetGrade {
            on: self.subject(view, None),
            seen: view.state.grade.events(),
            grade,
            reason: String::new(),
        };
        let mut effects = vec![self.act(action, None, cx)];
        match self.neighbour(1) {
            Some(next) => effects.extend(self.open_project(next, None, cx)),
            None => effects.push(self.load(cx)),
        }
        effects
    }
}
