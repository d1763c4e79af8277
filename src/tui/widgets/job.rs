//! A form that starts long work: one job at a time, its progress, cancel. What the form asks and which job it becomes
//! are the screen's.

use std::path::PathBuf;

use ratatui::layout::Rect;

use super::form::{Form, Item};
use crate::engine::request::{JobId, JobSpec, Reply, Request};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, Command};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// Which.
    pub job: JobId,
    /// Locale key.
    phase: &'static str,
    done: u64,
    total: Option<u64>,
    rejects: u64,
}

impl Running {
    /// A job that was just handed over.
    pub fn new(job: JobId) -> Running {
        Running { job, phase: "phase-waiting", done: 0, total: None, rejects: 0 }
    }

    /// Hears an answer; false when the job is over.
    pub fn hear(&mut self, reply: &Reply) -> bool {
        match reply {
            Reply::Progress { job, phase, done, total, rejects } if *job == self.job => {
                *self = Running { job: *job, phase, done: *done, total: *total, rejects: *rejects };
                true
            }
            Reply::Finished { job, .. } => *job != self.job,
            _ => true,
        }
    }

    /// Phase, count and rejects.
    pub fn words(&self, look: &Look) -> String {
        let count = far(self.phase, self.done, self.total, look);
        look.t(
            "job-running",
            &[
                ("phase", Arg::from(look.s(self.phase))),
                ("count", Arg::from(count)),
                ("rejects", Arg::from(self.rejects)),
            ],
        )
    }
}

/// How far a phase is: reading in percent or rows, anything else in pieces.
pub fn far(phase: &str, done: u64, total: Option<u64>, look: &Look) -> String {
    match (phase, total) {
        ("phase-reading", Some(total)) => format!("{}%", (done.min(total) * 100).checked_div(total).unwrap_or(100)),
        ("phase-reading", None) => look.t("job-rows", &[("count", Arg::from(done))]),
        (_, Some(total)) => format!("{done}/{total}"),
        (_, None) => done.to_string(),
    }
}

/// The form and the job it started.
pub struct JobForm {
    /// What is asked.
    pub form: Form,
    running: Option<Running>,
}

impl JobForm {
    /// A form without a job.
    pub fn new(items: Vec<Item>) -> JobForm {
        JobForm { form: Form::new(items), running: None }
    }

    /// Takes in input. `spec` says which job the filled form means, or the locale key of what is missing; it may move the
    /// cursor there.
    pub fn update(
        &mut self,
        input: &Input,
        cx: &Cx,
        spec: impl FnOnce(&mut Form) -> Result<JobSpec, &'static str>,
    ) -> Vec<Effect> {
        match (input, self.running) {
            (Input::Command(Command::Form(command::Form::Submit)), Some(_)) => refused(cx, "told-job-running"),
            (Input::Command(Command::Form(command::Form::Submit)), None) => match spec(&mut self.form) {
                Err(missing) => refused(cx, missing),
                Ok(spec) => {
                    let job = JobId(cx.numbers.fresh());
                    self.running = Some(Running::new(job));
                    vec![Effect::Work(Request::Start { job, spec })]
                }
            },
            (Input::Command(Command::Form(command::Form::Leave)), Some(running)) => {
                let told = Notice::Told(cx.look.s("told-cancelling"));
                vec![Effect::Work(Request::Cancel { job: running.job }), Effect::Say(told)]
            }
            (Input::Command(Command::Form(command::Form::Leave)), None) => vec![Effect::Pop],
            (input, _) => {
                self.form.update(input);
                Vec::new()
            }
        }
    }

    /// The job that is running.
    pub fn running(&self) -> Option<JobId> {
        self.running.map(|running| running.job)
    }

    /// How far it is and what stops it; nothing while no job runs.
    pub fn progress(&self, look: &Look) -> Vec<String> {
        let stop = || look.t("job-cancel", &[("key", Arg::from(look.key(command::Form::Leave.into())))]);
        self.running.iter().flat_map(|running| [running.words(look), stop()]).collect()
    }

    /// Hears an answer.
    pub fn receive(&mut self, reply: &Reply) {
        if self.running.as_mut().is_some_and(|running| !running.hear(reply)) {
            self.running = None;
        }
    }

    /// What it says in line mode: the form, and what it is for.
    pub fn spoken(&self, page: String, look: &Look, rule: &str, explained: &str) -> Spoken {
        let mut spoken = self.form.spoken(page, look);
        spoken.once.push(look.s(rule));
        spoken.about.push(look.s(explained));
        if self.running.is_some() {
            spoken.about.push(look.t("job-cancel", &[("key", Arg::from(look.key(command::Form::Leave.into())))]));
        }
        spoken
    }

    /// Draws form, progress and an explanation under a rule.
    pub fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look, rule: &str, explained: &str) {
        canvas.rule(Rect { height: area.height.min(1), ..area }, look, &look.s(rule), "");
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }.intersection(area);
        let inner = canvas.sides(below, look);
        let used = self.form.view(canvas, inner, look);
        let mut lines = self.progress(look);
        if self.running.is_some() {
            lines.push(String::new());
        }
        lines.extend(width::wrap(&look.s(explained), usize::from(inner.width)));
        let rest = Rect { y: inner.y + used + 1, height: inner.height.saturating_sub(used + 1), ..inner };
        canvas.lines(rest, &lines, look.style(Role::Plain));
    }
}

fn refused(cx: &Cx, key: &str) -> Vec<Effect> {
    vec![Effect::Say(Notice::Refused(cx.look.s(key)))]
}

/// The path in a field: quotes that a terminal put around a dropped file are taken off, `~/` is the home folder.
///
/// # Errors
/// The locale key to say when the field is empty; the cursor is moved there.
pub fn path_in(form: &mut Form, field: usize) -> Result<PathBuf, &'static str> {
    let typed = form.value(field);
    if typed.is_empty() {
        form.go(field);
        return Err("told-path-empty");
    }
    Ok(path(&typed, crate::config::paths::home()))
}

/// A path as it was typed: blanks and quotation marks around it dropped, `~` followed.
pub fn path(typed: &str, home: Option<PathBuf>) -> PathBuf {
    let plain = typed.trim();
    let plain =
        ['"', '\''].into_iter().find_map(|quote| plain.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(plain);
    match (plain.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_path_loses_its_quotes_and_finds_home() {
        let home = || Some(PathBuf::from("/home/w"));
        assert_eq!(path(" '/u/目标 表.xlsx' ", home()), PathBuf::from("/u/目标 表.xlsx"));
        assert_eq!(path("~/a.csv", home()), PathBuf::from("/home/w/a.csv"));
        assert_eq!(path("a~b.csv", None), PathBuf::from("a~b.csv"));
    }
}
