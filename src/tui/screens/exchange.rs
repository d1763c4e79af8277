//! Handing work over: the opinions sheet for the finance system, bundles for colleagues.

use ratatui::layout::Rect;

use super::{Hint, Screen, Title};
use crate::engine::request::{JobSpec, OpinionSheet, Reply};
use crate::model::query::Query;
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Form as Keys, Scope};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input};
use crate::tui::speech::Spoken;
use crate::tui::why::{Explained, Why};
use crate::tui::widgets::form::{Form, Item};
use crate::tui::widgets::job::{JobForm, path_in};

/// What is handed over, in the order of the choice.
const WHAT: &[&str] = &[
    "exchange-opinions",
    "exchange-opinions-department",
    "exchange-bundle-new",
    "exchange-bundle-full",
    "exchange-bundle-read",
];

/// Handing over and taking in.
pub struct ExchangeScreen(JobForm);

impl ExchangeScreen {
    /// An empty form.
    pub fn new() -> ExchangeScreen {
        ExchangeScreen(JobForm::new(vec![
            Item::choice("exchange-what", WHAT),
            Item::text("exchange-path", ""),
            Item::choice("exchange-replace", &["exchange-replace-no", "exchange-replace-yes"]),
        ]))
    }
}

impl Default for ExchangeScreen {
    fn default() -> Self {
        ExchangeScreen::new()
    }
}

fn spec(form: &mut Form) -> Result<JobSpec, &'static str> {
    let path = path_in(form, 1)?;
    let replace = form.chosen(2) == 1;
    let query = Query::default();
    Ok(match form.chosen(0) {
        0 => JobSpec::ExportOpinions { path, sheet: OpinionSheet::Project, query, replace },
        1 => JobSpec::ExportOpinions { path, sheet: OpinionSheet::Department, query, replace },
        2 => JobSpec::ExportBundle { path, full: false },
        3 => JobSpec::ExportBundle { path, full: true },
        _ => JobSpec::ImportBundles { paths: vec![path] },
    })
}

impl Screen for ExchangeScreen {
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
        let explained = format!("{}-text", WHAT.get(self.0.form.chosen(0)).unwrap_or(&WHAT[0]));
        self.0.view(canvas, area, look, "exchange-rule", &explained);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-exchange"), right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        let chosen = WHAT.get(self.0.form.chosen(0)).unwrap_or(&WHAT[0]);
        let why = Why::new("exchange.what", look.s(chosen));
        Explained::fields(vec![why.given(look, "exchange-what", look.s(&format!("{chosen}-text")), "")])
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let explained = format!("{}-text", WHAT.get(self.0.form.chosen(0)).unwrap_or(&WHAT[0]));
        Some(self.0.spoken(look.s("title-exchange"), look, "exchange-rule", &explained))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![Keys::Submit.into(), Keys::Choose.into(), Keys::Next.into(), Keys::Leave.into(), App::Help.into()]
    }
}
