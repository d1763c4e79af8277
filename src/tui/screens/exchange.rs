//! Handing work over: the opinions sheet for the finance system, bundles for colleagues.

use ratatui::layout::Rect;

use super::import::{Running, home, path};
use super::{Hint, Screen, Title};
use crate::engine::request::{JobId, JobSpec, OpinionSheet, Reply, Request};
use crate::model::query::Query;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, App, Command, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::widgets::form::{Form, Item};

/// What is handed over, in the order of the choice.
const WHAT: &[&str] = &[
    "exchange-opinions",
    "exchange-opinions-department",
    "exchange-bundle-new",
    "exchange-bundle-full",
    "exchange-bundle-read",
];

/// Handing over and taking in.
pub struct ExchangeScreen {
    form: Form,
    running: Option<Running>,
}

impl ExchangeScreen {
    /// An empty form.
    pub fn new() -> ExchangeScreen {
        let form = Form::new(vec![
            Item::choice("exchange-what", WHAT),
            Item::text("exchange-path", ""),
            Item::choice("exchange-replace", &["exchange-replace-no", "exchange-replace-yes"]),
        ]);
        ExchangeScreen { form, running: None }
    }

    fn submit(&mut self, cx: &Cx) -> Vec<Effect> {
        if self.running.is_some() {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-job-running")))];
        }
        let typed = self.form.value(1);
        if typed.is_empty() {
            self.form.go(1);
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-path-empty")))];
        }
        let path = path(&typed, home());
        let replace = self.form.chosen(2) == 1;
        let query = Query::default();
        let spec = match self.form.chosen(0) {
            0 => JobSpec::ExportOpinions { path, sheet: OpinionSheet::Project, query, replace },
            1 => JobSpec::ExportOpinions { path, sheet: OpinionSheet::Department, query, replace },
            2 => JobSpec::ExportBundle { path, full: false },
            3 => JobSpec::ExportBundle { path, full: true },
            _ => JobSpec::ImportBundles { paths: vec![path] },
        };
        let job = JobId(cx.numbers.fresh());
        self.running = Some(Running::new(job));
        vec![Effect::Work(Request::Start { job, spec })]
    }
}

impl Default for ExchangeScreen {
    fn default() -> Self {
        ExchangeScreen::new()
    }
}

impl Screen for ExchangeScreen {
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
        canvas.rule(Rect { height: area.height.min(1), ..area }, look, &look.s("exchange-rule"), "");
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }.intersection(area);
        let inner = canvas.sides(below, look);
        let used = self.form.view(canvas, inner, look);
        let mut lines = Vec::new();
        if let Some(running) = &self.running {
            lines.push(running.words(look));
            lines.push(look.t("job-cancel", &[("key", Arg::from(look.key(command::Form::Leave.into())))]));
            lines.push(String::new());
        }
        let explained = format!("{}-text", WHAT.get(self.form.chosen(0)).unwrap_or(&WHAT[0]));
        lines.extend(width::wrap(&look.s(&explained), usize::from(inner.width)));
        let rest = Rect { y: inner.y + used + 1, height: inner.height.saturating_sub(used + 1), ..inner };
        canvas.lines(rest, &lines, look.style(Role::Plain));
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-exchange"), right: String::new() }
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        use command::Form;
        vec![Form::Submit.into(), Form::Choose.into(), Form::Next.into(), Form::Leave.into(), App::Help.into()]
    }
}
