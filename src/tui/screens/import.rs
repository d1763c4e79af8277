//! Reading files into the database: where, how, progress, and what came of it.

use std::path::PathBuf;

use ratatui::layout::Rect;

use super::{Hint, Screen, Title};
use crate::engine::request::{ImportOptions, JobId, JobSpec, Reply, Request};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, App, Command, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::widgets::form::{Form, Item};

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running {
    /// The job.
    pub job: JobId,
    /// Locale key of its phase.
    pub phase: &'static str,
    /// Done so far.
    pub done: u64,
    /// Of so many, if known.
    pub total: Option<u64>,
    /// What could not be used.
    pub rejects: u64,
}

impl Running {
    /// A job that has just been handed over.
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

    /// In words.
    pub fn words(&self, look: &Look) -> String {
        let total = self.total.map(|total| format!("/{total}")).unwrap_or_default();
        let count = format!("{}{total}", self.done);
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

/// A path as typed: quotes that a terminal put around a dropped file are taken off, `~/` is the home folder.
pub fn path(typed: &str, home: Option<PathBuf>) -> PathBuf {
    let plain = typed.trim();
    let plain =
        ['"', '\''].into_iter().find_map(|quote| plain.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(plain);
    match (plain.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(plain),
    }
}

/// The user's home folder, for `~/`.
pub fn home() -> Option<PathBuf> {
    crate::config::paths::home()
}

/// Reading files.
pub struct ImportScreen {
    form: Form,
    running: Option<Running>,
}

impl ImportScreen {
    /// An empty form.
    pub fn new() -> ImportScreen {
        let form = Form::new(vec![
            Item::text("import-path", ""),
            Item::text("import-year", ""),
            Item::choice("import-mode", &["import-mode-write", "import-mode-try"]),
        ]);
        ImportScreen { form, running: None }
    }

    fn submit(&mut self, cx: &Cx) -> Vec<Effect> {
        if self.running.is_some() {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-job-running")))];
        }
        let typed = self.form.value(0);
        if typed.is_empty() {
            self.form.go(0);
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-path-empty")))];
        }
        let year = crate::text::fold::fold_number(&self.form.value(1));
        let year = match year.parse::<u16>() {
            _ if year.is_empty() => None,
            Ok(year @ 1990..=2100) => Some(year),
            _ => {
                self.form.go(1);
                return vec![Effect::Say(Notice::Refused(cx.look.s("told-year-unreadable")))];
            }
        };
        let job = JobId(cx.numbers.fresh());
        self.running = Some(Running::new(job));
        let options = ImportOptions { year, dry_run: self.form.chosen(2) == 1, ..ImportOptions::default() };
        let spec = JobSpec::Import { paths: vec![path(&typed, home())], options };
        vec![Effect::Work(Request::Start { job, spec })]
    }
}

impl Default for ImportScreen {
    fn default() -> Self {
        ImportScreen::new()
    }
}

impl Screen for ImportScreen {
    fn scopes(&self) -> &'static [Scope] {
        self.form.scopes()
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match (input, self.running) {
            (Input::Command(Command::Form(command::Form::Submit)), _) => self.submit(cx),
            (Input::Command(Command::Form(command::Form::Leave)), Some(running)) => {
                let told = Notice::Told(cx.look.s("told-cancelling"));
                vec![Effect::Work(Request::Cancel { job: running.job }), Effect::Say(told)]
            }
            (Input::Command(Command::Form(command::Form::Leave)), None) => vec![Effect::Pop],
            (input, _) => {
                self.form.update(&input);
                Vec::new()
            }
        }
    }

    fn receive(&mut self, reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        if self.running.as_mut().is_some_and(|running| !running.hear(reply)) {
            self.running = None;
        }
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        canvas.rule(Rect { height: area.height.min(1), ..area }, look, &look.s("import-rule"), "");
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }.intersection(area);
        let inner = canvas.sides(below, look);
        let used = self.form.view(canvas, inner, look);
        let mut lines = Vec::new();
        if let Some(running) = &self.running {
            lines.push(running.words(look));
            lines.push(look.t("job-cancel", &[("key", Arg::from(look.key(command::Form::Leave.into())))]));
            lines.push(String::new());
        }
        lines.extend(width::wrap(&look.s("import-text"), usize::from(inner.width)));
        let rest = Rect { y: inner.y + used + 1, height: inner.height.saturating_sub(used + 1), ..inner };
        canvas.lines(rest, &lines, look.style(Role::Plain));
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-import"), right: String::new() }
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        use command::Form;
        vec![Form::Submit.into(), Form::Next.into(), Form::Choose.into(), Form::Leave.into(), App::Help.into()]
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
