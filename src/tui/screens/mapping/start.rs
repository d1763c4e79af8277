//! Which file: asks for a path, tells how its sheets are understood, and leads to those that are not.

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::MappingScreen;
use crate::engine::request::{Reply, Request};
use crate::model::mapping::{SurveyedSheet, UnknownTable};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Form as Keys, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::Spoken;
use crate::tui::widgets::form::{Form, Item};
use crate::tui::widgets::job::path_in;

/// Choosing a file whose tables were not recognised.
pub struct MappingStartScreen {
    form: Form,
    asked: Option<u64>,
    /// True when the answer is only shown: the questions were just settled.
    only_look: bool,
    found: Option<(PathBuf, Vec<SurveyedSheet>)>,
}

impl MappingStartScreen {
    /// The form, with the path of a file that was just refused.
    pub fn new(path: &str) -> MappingStartScreen {
        let form = Form::new(vec![Item::text("mapping-path", path)]);
        MappingStartScreen { form, asked: None, only_look: false, found: None }
    }

    fn ask(&mut self, path: PathBuf, only_look: bool, cx: &Cx) -> Vec<Effect> {
        let ticket = cx.numbers.fresh();
        self.asked = Some(ticket);
        self.only_look = only_look;
        vec![Effect::Work(Request::SurveyTables { ticket, path })]
    }

    fn lines(&self, look: &Look) -> Vec<String> {
        let Some((_, sheets)) = &self.found else { return Vec::new() };
        let line = |sheet: &SurveyedSheet| {
            let kinds: Vec<String> = sheet.kinds.iter().map(|kind| look.strings.kind(*kind)).collect();
            let name = if sheet.sheet.is_empty() { "csv" } else { &sheet.sheet };
            let key = match (sheet.projects > 0, sheet.unknown.is_some()) {
                (true, false) => "mapping-sheet-read",
                (true, true) => "mapping-sheet-partly",
                (false, true) => "mapping-sheet-unknown",
                (false, false) => "mapping-sheet-nothing",
            };
            look.t(
                key,
                &[
                    ("sheet", Arg::from(name)),
                    ("kinds", Arg::from(kinds.join(", "))),
                    ("projects", Arg::from(sheet.projects.to_string())),
                    ("indicators", Arg::from(sheet.indicators.to_string())),
                ],
            )
        };
        sheets.iter().map(line).collect()
    }
}

impl Screen for MappingStartScreen {
    fn scopes(&self) -> &'static [Scope] {
        self.form.scopes()
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match &input {
            Input::Command(Command::Form(Keys::Leave)) => vec![Effect::Pop],
            Input::Command(Command::Form(Keys::Submit)) => match path_in(&mut self.form, 0) {
                Ok(path) => self.ask(path, false, cx),
                Err(missing) => vec![Effect::Say(Notice::Refused(cx.look.s(missing)))],
            },
            Input::Told(Outcome::MappingSaved(path)) => self.ask(path.clone(), true, cx),
            _ => {
                self.form.update(&input);
                Vec::new()
            }
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        let Reply::Surveyed { ticket, path, result } = reply else { return Vec::new() };
        if self.asked != Some(*ticket) {
            return Vec::new();
        }
        self.asked = None;
        match result {
            Err(problem) => {
                self.found = None;
                vec![Effect::Say(Notice::Problem(problem.clone()))]
            }
            Ok(sheets) => {
                self.found = Some((path.clone(), sheets.clone()));
                // Those of which nothing was read come first.
                let unknown = |read: bool| {
                    sheets
                        .iter()
                        .filter(move |sheet| (sheet.projects > 0) == read)
                        .filter_map(|sheet| sheet.unknown.clone())
                };
                let tables: Vec<Arc<UnknownTable>> = unknown(false).chain(unknown(true)).collect();
                if tables.is_empty() {
                    let read = sheets.iter().any(|sheet| sheet.projects > 0);
                    let key = if read { "told-mapping-understood" } else { "told-mapping-no-table" };
                    return vec![Effect::Say(Notice::Told(cx.look.s(key)))];
                }
                if self.only_look {
                    return Vec::new();
                }
                vec![Effect::Push(Box::new(MappingScreen::new(path.clone(), tables)))]
            }
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        canvas.rule(Rect { height: area.height.min(1), ..area }, look, &look.s("mapping-start-rule"), "");
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }.intersection(area);
        let inner = canvas.sides(below, look);
        let used = self.form.view(canvas, inner, look);
        let mut lines = self.lines(look);
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(width::wrap(&look.s("mapping-start-text"), usize::from(inner.width)));
        let rest = Rect { y: inner.y + used + 1, height: inner.height.saturating_sub(used + 1), ..inner };
        canvas.lines(rest, &lines, look.style(Role::Plain));
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-mapping-start"), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let mut spoken = self.form.spoken(look.s("title-mapping-start"), look);
        spoken.once.push(look.s("mapping-start-text"));
        spoken.about = self.lines(look);
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![Keys::Submit.into(), Keys::Leave.into(), App::Import.into(), App::Help.into()]
    }
}
