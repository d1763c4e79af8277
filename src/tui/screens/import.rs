//! Reading files and folders, to be looked at before anything is stored: which, and how far it is. What they hold is
//! [`super::preview`].

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::preview::PreviewScreen;
use super::{Hint, Screen, Title};
use crate::engine::request::{ImportOptions, JobReport, JobSpec, Reply, Request};
use crate::engine::view::Preview;
use crate::model::form::Stage;
use crate::text::fold;
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Form as Keys, Scope};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Outcome};
use crate::tui::speech::Spoken;
use crate::tui::why::{Explained, Why};
use crate::tui::widgets::form::{Form, Item};
use crate::tui::widgets::job::{JobForm, path_in};

/// Encodings of text files; behind the prefix stands the name by which readers know them, the first finds it out.
const ENCODINGS: [&str; 6] = [
    "import-encoding-found",
    "import-encoding-utf-8",
    "import-encoding-gb18030",
    "import-encoding-utf-16le",
    "import-encoding-utf-16be",
    "import-encoding-big5",
];
const STAGES: [Stage; 3] = [Stage::Compiled, Stage::Approved, Stage::Execution];

/// Reading files.
pub struct ImportScreen {
    form: JobForm,
    /// What is being read.
    named: PathBuf,
    /// What was read, until its screen was left.
    read: Option<Arc<Preview>>,
}

impl ImportScreen {
    /// An empty form.
    pub fn new() -> ImportScreen {
        let form = JobForm::new(vec![
            Item::text("import-path", ""),
            Item::text("import-year", ""),
            Item::text("import-region", ""),
            Item::choice("import-stage", &["stage-compiled", "stage-approved", "stage-execution"]),
            Item::choice("import-encoding", &ENCODINGS),
        ]);
        ImportScreen { form, named: PathBuf::new(), read: None }
    }

    fn submit(&mut self, input: &Input, cx: &Cx) -> Vec<Effect> {
        let named = &mut self.named;
        self.form.update(input, cx, |form| {
            let (path, options) = spec(form)?;
            named.clone_from(&path);
            Ok(JobSpec::Preview { paths: vec![path], options })
        })
    }

    fn show(&self) -> Vec<Effect> {
        let screen = |preview: &Arc<Preview>| PreviewScreen::new(Arc::clone(preview), self.named.clone());
        self.read.iter().map(|preview| Effect::Push(Box::new(screen(preview)))).collect()
    }
}

impl Default for ImportScreen {
    fn default() -> Self {
        ImportScreen::new()
    }
}

fn spec(form: &mut Form) -> Result<(PathBuf, ImportOptions), &'static str> {
    let path = path_in(form, 0)?;
    let year = fold::fold_number(&form.value(1));
    let year = match year.parse::<u16>() {
        _ if year.is_empty() => None,
        Ok(year @ 1990..=2100) => Some(year),
        _ => {
            form.go(1);
            return Err("told-year-unreadable");
        }
    };
    let region = Some(fold::fold_number(&form.value(2))).filter(|region| !region.is_empty());
    let stage = STAGES.get(form.chosen(3)).copied().unwrap_or_default();
    let encoding =
        ENCODINGS[1..].get(form.chosen(4).wrapping_sub(1)).and_then(|key| key.strip_prefix("import-encoding-"));
    let encoding = encoding.map(str::to_owned);
    Ok((path, ImportOptions { year, region, stage, encoding, ..ImportOptions::default() }))
}

impl Screen for ImportScreen {
    fn scopes(&self) -> &'static [Scope] {
        self.form.form.scopes()
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            // It was read while something else was on top.
            Input::Shown => self.show(),
            Input::Told(outcome) => {
                self.read = None;
                match outcome {
                    Outcome::ReadAgain => self.submit(&Input::Command(Keys::Submit.into()), cx),
                    _ => Vec::new(),
                }
            }
            // Nobody would see what is read.
            Input::Left => self.form.running().map(|job| Effect::Work(Request::Cancel { job })).into_iter().collect(),
            input => self.submit(&input, cx),
        }
    }

    fn receive(&mut self, reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        let running = self.form.running();
        self.form.receive(reply);
        match reply {
            Reply::Finished { job, result: Ok(JobReport::Previewed(preview)) } if Some(*job) == running => {
                self.read = Some(Arc::clone(preview));
                self.show()
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        self.form.view(canvas, area, look, "import-rule", "import-text");
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-import"), right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        Explained::fields(vec![Why::new("import.options", "").given(look, "import-path", self.form.form.value(0), "")])
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.form.spoken(look.s("title-import"), look, "import-rule", "import-text"))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![Keys::Submit.into(), Keys::Next.into(), Keys::Choose.into(), Keys::Leave.into(), App::Help.into()]
    }
}
