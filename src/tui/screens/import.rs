//! Reading files into the database: where, how, progress. What came of it is [`super::report`].

use ratatui::layout::Rect;

use super::{Hint, Screen, Title};
use crate::engine::request::{ImportOptions, JobSpec, Reply};
use crate::text::fold;
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Form as Keys, Scope};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input};
use crate::tui::widgets::form::{Form, Item};
use crate::tui::widgets::job::{JobForm, path_in};

/// Reading files.
pub struct ImportScreen(JobForm);

impl ImportScreen {
    /// An empty form.
    pub fn new() -> ImportScreen {
        ImportScreen(JobForm::new(vec![
            Item::text("import-path", ""),
            Item::text("import-year", ""),
            Item::choice("import-mode", &["import-mode-write", "import-mode-try"]),
        ]))
    }
}

impl Default for ImportScreen {
    fn default() -> Self {
        ImportScreen::new()
    }
}

fn spec(form: &mut Form) -> Result<JobSpec, &'static str> {
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
    let options = ImportOptions { year, dry_run: form.chosen(2) == 1, ..ImportOptions::default() };
    Ok(JobSpec::Import { paths: vec![path], options })
}

impl Screen for ImportScreen {
    fn scopes(&self) -> &'static [Scope] {
        self.0.form.scopes()
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        self.0.update(&input, cx, spec)
    }

    fn receive(&mut self, reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        self.0.receive(reply);
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        self.0.view(canvas, area, look, "import-rule", "import-text");
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-import"), right: String::new() }
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![Keys::Submit.into(), Keys::Next.into(), Keys::Choose.into(), Keys::Leave.into(), App::Help.into()]
    }
}
