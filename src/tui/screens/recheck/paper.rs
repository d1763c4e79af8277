//! A new paper with what must be known of it. The file it names is read where it lies: its fingerprint, not the file, goes to the
//! log, so that later it can be told whether it is still the same.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::ask::answered;
use crate::engine::request::{Action, JobId, JobReport, JobSpec, Reply, Request};
use crate::engine::spot_check::{RecheckAct, RecheckView};
use crate::model::problem::Problem;
use crate::model::recheck::EvidencePaper;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, Command, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::Spoken;
use crate::tui::widgets::form::{Form, Item};
use crate::tui::widgets::job::{Running, path_in};

/// What is asked of a paper: what it is and where, then the five things to be known of data.
pub(super) const FIELDS: [&str; 8] = [
    "paper-name",
    "paper-page",
    "paper-file",
    "paper-source",
    "paper-verification",
    "paper-accuracy",
    "paper-limits",
    "paper-compensation",
];

/// The same of one paper, in that order.
pub(super) fn fields(paper: &EvidencePaper) -> [&str; 8] {
    [
        &paper.name,
        &paper.page,
        &paper.file,
        &paper.source,
        &paper.verification,
        &paper.accuracy,
        &paper.limits,
        &paper.compensation,
    ]
}

/// A new paper.
pub struct PaperScreen {
    view: Arc<RecheckView>,
    form: Form,
    /// The file that is being read.
    reading: Option<Running>,
    /// Why the file could not be read.
    failed: Option<Problem>,
    ticket: Option<u64>,
}

/// Place of the file in [`FIELDS`].
const FILE: usize = 2;

impl PaperScreen {
    /// For a recheck.
    pub fn new(view: Arc<RecheckView>) -> PaperScreen {
        PaperScreen {
            view,
            form: Form::new(FIELDS.map(|label| Item::text(label, "")).into()),
            reading: None,
            failed: None,
            ticket: None,
        }
    }

    /// Reads the file first, where one is named.
    fn submit(&mut self, cx: &Cx) -> Vec<Effect> {
        if self.ticket.is_some() {
            return Vec::new();
        }
        if self.reading.is_some() {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-job-running")))];
        }
        if self.form.value(0).is_empty() {
            self.form.go(0);
            return vec![Effect::Say(Notice::Refused(cx.look.s("problem-evidence-name-empty")))];
        }
        if self.form.value(FILE).is_empty() {
            return self.register(String::new(), String::new(), cx);
        }
        let at = self.form.focus();
        match path_in(&mut self.form, FILE) {
            Ok(path) => {
                self.form.go(at);
                self.failed = None;
                let job = JobId(cx.numbers.fresh());
                self.reading = Some(Running::new(job));
                vec![Effect::Work(Request::Start { job, spec: JobSpec::FingerprintFile { path } })]
            }
            Err(missing) => vec![Effect::Say(Notice::Refused(cx.look.s(missing)))],
        }
    }

    /// Hands the paper over. `file` is its name alone: folders are nobody else's.
    fn register(&mut self, file: String, sha256: String, cx: &Cx) -> Vec<Effect> {
        let value = |index: usize| self.form.value(index);
        let paper = EvidencePaper {
            name: value(0),
            page: value(1),
            file,
            sha256,
            source: value(3),
            verification: value(4),
            accuracy: value(5),
            limits: value(6),
            compensation: value(7),
        };
        let act = RecheckAct::AddEvidence { on: self.view.subject(None), paper };
        let (ticket, operation) = (cx.numbers.fresh(), cx.numbers.operation());
        self.ticket = Some(ticket);
        vec![Effect::Work(Request::Act { ticket, operation, action: Action::Recheck(act) })]
    }

    /// Hears of the file that is being read: registers the paper once it is.
    fn heard(&mut self, reply: &Reply, cx: &Cx) -> Option<Vec<Effect>> {
        let reading = self.reading.as_mut()?;
        let job = reading.job;
        let goes_on = reading.hear(reply);
        if goes_on {
            return None;
        }
        self.reading = None;
        match reply {
            Reply::Finished { job: of, result: Ok(JobReport::Fingerprinted { name, sha256 }) } if *of == job => {
                Some(self.register(name.clone(), sha256.clone(), cx))
            }
            // What is typed stays to be put right.
            Reply::Finished { result: Err(problem), .. } => {
                self.failed = Some(problem.clone());
                self.form.go(FILE);
                Some(Vec::new())
            }
            _ => Some(Vec::new()),
        }
    }
}

impl Screen for PaperScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Form, Scope::Text]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(Command::Form(command::Form::Submit)) => self.submit(cx),
            Input::Command(Command::Form(command::Form::Leave)) => match &self.reading {
                Some(reading) => {
                    let told = Notice::Told(cx.look.s("told-cancelling"));
                    vec![Effect::Work(Request::Cancel { job: reading.job }), Effect::Say(told)]
                }
                None => vec![Effect::Pop],
            },
            input => {
                self.form.update(&input);
                Vec::new()
            }
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match self.heard(reply, cx) {
            Some(effects) => effects,
            None => answered(&mut self.ticket, reply),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let popup = crate::tui::layout::middle(area, area.width.saturating_sub(4).clamp(10, 84), 12);
        let number = self.view.state.next_number();
        let heading = look.t("paper-heading", &[("number", Arg::from(number.to_string()))]);
        let inner = canvas.popup(popup, look, &heading, "");
        let used = self.form.view(canvas, inner, look);
        let rest = Rect { y: inner.y + used, height: inner.height.saturating_sub(used), ..inner };
        let told = match (&self.reading, &self.failed) {
            (Some(reading), _) => reading.words(look),
            (None, Some(problem)) => look.strings.problem(problem),
            (None, None) => look.s("paper-text"),
        };
        let told = width::wrap(&told, usize::from(rest.width));
        canvas.lines(rest, &told, look.style(Role::Muted));
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: format!("{} {}", look.s("title-papers"), self.view.line.name), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let number = self.view.state.next_number().to_string();
        Some(self.form.spoken(look.t("paper-heading", &[("number", Arg::from(number))]), look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        use command::Form as Do;
        vec![Hint::Named(Do::Submit.into(), "recheck-ask-do"), Do::Next.into(), Do::Previous.into(), Do::Leave.into()]
    }

    fn floats(&self) -> bool {
        true
    }

    fn unsaved(&self) -> bool {
        !self.form.value(0).is_empty()
    }
}
