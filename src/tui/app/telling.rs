//! What is told of what happened: a step and how to take it back, what a job brought, why something failed.

use super::{Act, App, Heard};
use crate::engine::report::unknown_tables;
use crate::engine::request::{Changed, Engine, JobReport};
use crate::model::problem::Problem;
use crate::text::{Arg, width};
use crate::tui::command::{self, Scope};
use crate::tui::msg::Notice;
use crate::tui::screens::notice::NoticeScreen;
use crate::tui::screens::report;

impl App {
    /// Says what happened and how to take it back.
    pub(super) fn done(&mut self, act: Act, changed: &Changed) {
        let step = self.look.strings.told(changed.step.key, &changed.step.args);
        // Several steps are taken back from the list of steps, with a ticket of its own.
        let act = if changed.step.key.contains("undone") { Act::Undone } else { act };
        let (key, back) = match act {
            Act::Given => ("told-done", command::App::Undo),
            Act::Undone => ("told-undone", command::App::Redo),
            Act::Redone => ("told-redone", command::App::Undo),
        };
        let back = self.look.key(back.into());
        let mut told = self.look.t(key, &[("step", Arg::from(step)), ("key", Arg::from(back))]);
        if let Some(Notice::Remark(remark)) = self.said.take() {
            let args = [("remark", Arg::from(remark)), ("told", Arg::from(told))];
            told = self.look.t("told-with-remark", &args);
        }
        self.hear(Heard::Recorded(told.clone()));
        self.said = Some(Notice::Told(told));
    }

    /// Shows what a job brought; while something is being typed, only says that it is done.
    pub(super) fn report(&mut self, report: &JobReport, engine: &dyn Engine) {
        if let JobReport::ActedOnMany(done) = report {
            return self.done(Act::Given, &done.changed);
        }
        // A preview has a screen of its own.
        if let JobReport::Previewed(preview) = report {
            if let Some(file) = preview.files.iter().find(|file| unknown_tables(file) > 0) {
                self.unknown_file = file.path.display().to_string();
            }
            return;
        }
        // Screens that asked for these show them.
        if matches!(report, JobReport::Fingerprinted { .. } | JobReport::PapersChecked(_)) {
            return;
        }
        let (heading, paragraphs) = report::paragraphs(report, &self.look);
        // Nobody waited for the checks, and what was drawn stands on its page: they say so on the line.
        if matches!(report, JobReport::PreReviewed(_) | JobReport::EvaluationsChecked(..) | JobReport::Sampled)
            || self.top().floats()
            || self.top().scopes().contains(&Scope::Editor)
        {
            self.say(Notice::Told(heading));
        } else {
            self.push(Box::new(NoticeScreen::sheet(heading, paragraphs)), engine);
        }
    }

    /// Tells a failure: on the line when it fits, else in a popup.
    pub(super) fn problem(&mut self, problem: &Problem, engine: &dyn Engine) {
        let told = self.look.strings.problem(problem);
        if width::width(&told) + 6 > usize::from(self.areas.told.width) && !self.top().floats() {
            self.push(Box::new(NoticeScreen::new(self.look.s("notice-problem"), told)), engine);
        } else {
            self.say(Notice::Problem(problem.clone()));
        }
    }
}
