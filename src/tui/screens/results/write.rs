//! Writes a paper of the results: the circular, the table of rechecks, the working paper of the project under the cursor. A name
//! is proposed; its ending says which kind of file it becomes. Over the page.

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::engine::report::Wording;
use crate::engine::request::{JobSpec, Reply};
use crate::engine::spot_check::reports::PaperAsk;
use crate::engine::spot_check::results::ResultsAsk;
use crate::model::recheck::RecheckLine;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Form as Keys, Scope};
use crate::tui::layout::middle;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input};
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::Spoken;
use crate::tui::widgets::form::Item;
use crate::tui::widgets::job::{JobForm, path_in};

const WHAT: &[&str] = &["results-write-circular", "results-write-table", "results-write-workpaper"];
/// Where the cursor is on no project.
const OF_YEAR: &[&str] = &["results-write-circular", "results-write-table"];
const NAMES: &[&str] = &["results-file-circular", "results-file-table", "results-file-workpaper"];
const PATH: usize = 1;

/// What is written, and where.
pub(super) struct WriteScreen {
    year: Option<u16>,
    /// The page tells of one draw, the papers of all.
    one: bool,
    /// Project under the cursor: its key, and what it is called.
    project: Option<(String, String)>,
    job: JobForm,
    /// The name that was proposed last; one that was typed over it stays.
    proposed: String,
}

/// A name that every system takes for one.
fn safe(text: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' };
    text.trim().chars().take(40).map(plain).collect()
}

impl WriteScreen {
    /// `one`: the page tells of one draw only.
    pub(super) fn new((year, one): (Option<u16>, bool), line: Option<&RecheckLine>, look: &Look) -> WriteScreen {
        let project = line.map(|line| {
            let called = if line.code.trim().is_empty() { &line.name } else { &line.code };
            (line.project.to_string(), called.clone())
        });
        let what = if project.is_some() { WHAT } else { OF_YEAR };
        let job = JobForm::new(vec![
            Item::choice("results-write-what", what),
            Item::text("results-write-path", ""),
            Item::choice("results-write-replace", &["results-write-keep", "results-write-over"]),
        ]);
        let mut screen = WriteScreen { year, one, project, job, proposed: String::new() };
        screen.propose(look);
        screen
    }

    fn text(&self, look: &Look) -> String {
        let mut text = look.s("results-write-text");
        if self.one {
            text.push(' ');
            text.push_str(&look.s("results-write-year"));
        }
        text
    }

    fn propose(&mut self, look: &Look) {
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        let project = self.project.as_ref().map(|(_, called)| safe(called)).unwrap_or_default();
        let key = NAMES.get(self.job.form.chosen(0)).unwrap_or(&NAMES[0]);
        let name = look.t(key, &[("year", Arg::from(year)), ("project", Arg::from(project))]);
        if self.job.form.value(PATH) == self.proposed {
            self.job.form.set(PATH, &name);
            self.proposed = name;
        }
    }
}

impl Screen for WriteScreen {
    fn scopes(&self) -> &'static [Scope] {
        // Nothing from outside: it is written or left.
        if self.job.form.scopes().contains(&Scope::Text) { &[Scope::Form, Scope::Text] } else { &[Scope::Form] }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        let before = self.job.form.chosen(0);
        let of_year = ResultsAsk { year: self.year, ..ResultsAsk::default() };
        let project = &self.project;
        let effects = self.job.update(&input, cx, |form| {
            let path = path_in(form, PATH)?;
            let ask = match (form.chosen(0), project) {
                (0, _) => PaperAsk::Circular(of_year),
                (2, Some((project, _))) => PaperAsk::Workpaper(project.clone(), of_year.year),
                _ => PaperAsk::Recheck(of_year),
            };
            let strings = Arc::clone(&cx.look.strings);
            let language = strings.language().tag();
            let wording = Wording::new(move |key, args| strings.told(key, args));
            Ok(JobSpec::WritePaper { path, ask: Box::new(ask), replace: form.chosen(2) == 1, language, wording })
        });
        if self.job.form.chosen(0) != before {
            self.propose(cx.look);
        }
        effects
    }

    fn receive(&mut self, reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        let running = self.job.running();
        self.job.receive(reply);
        match reply {
            // What was written is told over the page; after a refusal another name may be typed.
            Reply::Finished { job, result: Ok(_) } if Some(*job) == running => vec![Effect::Pop],
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let cells = area.width.saturating_sub(4).clamp(10, 84);
        let mut text = width::wrap(&self.text(look), usize::from(cells.saturating_sub(4)));
        text.extend(self.job.progress(look));
        let rows = u16::try_from(text.len()).unwrap_or(u16::MAX);
        let popup = middle(area, cells, rows.saturating_add(self.job.form.lines() + 3));
        let inner = canvas.popup(popup, look, &look.s("results-write-heading"), "");
        let entries = self.job.form.lines().min(inner.height);
        let above = inner.height.saturating_sub(entries + 1);
        canvas.lines(Rect { height: above, ..inner }, &text, look.style(Role::Plain));
        let y = inner.bottom().saturating_sub(entries);
        self.job.form.view(canvas, Rect { y, height: entries, ..inner }, look);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-results"), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let mut spoken = self.job.form.spoken(look.s("results-write-heading"), look);
        spoken.once.push(self.text(look));
        spoken.about.extend(self.job.progress(look));
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
