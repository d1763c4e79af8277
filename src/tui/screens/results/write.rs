//! Writes a paper of the results: the circular, the table of rechecks, the working paper of the project under the cursor. A name
//! is proposed; its ending says which kind of file it becomes. Over the page.

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::engine::report::Wording;
use crate::engine::request::{Reply, Request};
use crate::engine::spot_check::reports::PaperAsk;
use crate::engine::spot_check::results::ResultsAsk;
use crate::model::recheck::RecheckLine;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Form as Keys, Scope};
use crate::tui::layout::middle;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::Spoken;
use crate::tui::widgets::form::{Form, Item};
use crate::tui::widgets::job::path_in;

const WHAT: &[&str] = &["results-write-circular", "results-write-table", "results-write-workpaper"];
/// Where the cursor is on no project.
const OF_YEAR: &[&str] = &["results-write-circular", "results-write-table"];
const NAMES: &[&str] = &["results-file-circular", "results-file-table", "results-file-workpaper"];
const PATH: usize = 1;

/// What is written, and where.
pub(super) struct WriteScreen {
    year: Option<u16>,
    /// Project under the cursor: its key, and what it is called.
    project: Option<(String, String)>,
    form: Form,
    /// The name that was proposed last; one that was typed over it stays.
    proposed: String,
    ticket: Option<u64>,
}

/// A name that every system takes for one.
fn safe(text: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' };
    text.trim().chars().take(40).map(plain).collect()
}

impl WriteScreen {
    pub(super) fn new(year: Option<u16>, line: Option<&RecheckLine>, look: &Look) -> WriteScreen {
        let project = line.map(|line| {
            let called = if line.code.trim().is_empty() { &line.name } else { &line.code };
            (line.project.to_string(), called.clone())
        });
        let what = if project.is_some() { WHAT } else { OF_YEAR };
        let form = Form::new(vec![
            Item::choice("results-write-what", what),
            Item::text("results-write-path", ""),
            Item::choice("results-write-replace", &["results-write-keep", "results-write-over"]),
        ]);
        let mut screen = WriteScreen { year, project, form, proposed: String::new(), ticket: None };
        screen.propose(look);
        screen
    }

    fn propose(&mut self, look: &Look) {
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        let project = self.project.as_ref().map(|(_, called)| safe(called)).unwrap_or_default();
        let key = NAMES.get(self.form.chosen(0)).unwrap_or(&NAMES[0]);
        let name = look.t(key, &[("year", Arg::from(year)), ("project", Arg::from(project))]);
        if self.form.value(PATH) == self.proposed {
            self.form.set(PATH, &name);
            self.proposed = name;
        }
    }

    fn submit(&mut self, cx: &Cx) -> Vec<Effect> {
        if self.ticket.is_some() {
            return Vec::new();
        }
        let path = match path_in(&mut self.form, PATH) {
            Ok(path) => path,
            Err(missing) => return vec![Effect::Say(Notice::Refused(cx.look.s(missing)))],
        };
        let of_year = ResultsAsk { year: self.year, at_most: None };
        let ask = match (self.form.chosen(0), &self.project) {
            (0, _) => PaperAsk::Circular(of_year),
            (2, Some((project, _))) => PaperAsk::Workpaper(project.clone(), self.year),
            _ => PaperAsk::Recheck(of_year),
        };
        let ticket = cx.numbers.fresh();
        self.ticket = Some(ticket);
        let strings = Arc::clone(&cx.look.strings);
        let language = strings.language().tag();
        let wording = Wording::new(move |key, args| strings.told(key, args));
        let replace = self.form.chosen(2) == 1;
        let request = Request::WritePaper { ticket, path, ask: Box::new(ask), replace, language, wording };
        vec![Effect::Work(request), Effect::Say(Notice::Told(cx.look.s("results-writing")))]
    }
}

impl Screen for WriteScreen {
    fn scopes(&self) -> &'static [Scope] {
        // Nothing from outside: it is written or left.
        if self.form.scopes().contains(&Scope::Text) { &[Scope::Form, Scope::Text] } else { &[Scope::Form] }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(Command::Form(Keys::Submit)) => self.submit(cx),
            Input::Command(Command::Form(Keys::Leave)) => vec![Effect::Pop],
            input => {
                let before = self.form.chosen(0);
                self.form.update(&input);
                if self.form.chosen(0) != before {
                    self.propose(cx.look);
                }
                Vec::new()
            }
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::PaperWritten { ticket, result } if self.ticket == Some(*ticket) => {
                self.ticket = None;
                match result {
                    Err(problem) => vec![Effect::Say(Notice::Problem(problem.clone()))],
                    Ok(written) => {
                        let args = [
                            ("path", Arg::from(written.path.display().to_string())),
                            ("rows", Arg::from(written.rows)),
                        ];
                        vec![Effect::Say(Notice::Told(cx.look.t("sheet-written", &args))), Effect::Pop]
                    }
                }
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let cells = area.width.saturating_sub(4).clamp(10, 84);
        let text = width::wrap(&look.s("results-write-text"), usize::from(cells.saturating_sub(4)));
        let rows = u16::try_from(text.len()).unwrap_or(u16::MAX);
        let popup = middle(area, cells, rows.saturating_add(self.form.lines() + 3));
        let inner = canvas.popup(popup, look, &look.s("results-write-heading"), "");
        let entries = self.form.lines().min(inner.height);
        let above = inner.height.saturating_sub(entries + 1);
        canvas.lines(Rect { height: above, ..inner }, &text, look.style(Role::Plain));
        let y = inner.bottom().saturating_sub(entries);
        self.form.view(canvas, Rect { y, height: entries, ..inner }, look);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-results"), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let mut spoken = self.form.spoken(look.s("results-write-heading"), look);
        spoken.once.push(look.s("results-write-text"));
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![
            Hint::Named(Keys::Submit.into(), "results-write-do"),
            Keys::Choose.into(),
            Keys::Next.into(),
            Keys::Leave.into(),
        ]
    }

    fn floats(&self) -> bool {
        true
    }
}
