//! The papers of a recheck (佐证): which there are, which of them prove the row, and a new one with what must be known of
//! it. Over the recheck.

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::paper::{FIELDS, PaperScreen, fields};
use super::words;
use crate::engine::request::{JobId, JobReport, JobSpec, Reply, Request};
use crate::engine::spot_check::RecheckView;
use crate::engine::spot_check::papers::PaperFile;
use crate::model::ids::EventId;
use crate::model::recheck::{Evidence, EvidencePaper};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Line, List, Papers, Scope, Text};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::{Spoken, sentence};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::job::{self, Running};
use crate::tui::widgets::table::{Column, draw_row};

/// The papers, some of them marked for a row.
pub struct PapersScreen {
    view: Arc<RecheckView>,
    row: u32,
    chosen: Vec<EventId>,
    cursor: Cursor,
    /// The folder in which the files are looked for, while it is typed.
    folder: Option<Field>,
    /// The folder that was typed last.
    folder_before: String,
    checking: Option<Running>,
    /// How the files stood when they were looked for last, by label.
    files: BTreeMap<String, PaperFile>,
}

/// Head, list, rule, detail.
fn parts(area: Rect) -> [Rect; 4] {
    let detail: u16 = if area.height < 12 { 0 } else { 6 };
    let rule = u16::from(detail > 0);
    let list = area.height.saturating_sub(1 + rule + detail);
    let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area }.intersection(area);
    [row(0, 1), row(1, list), row(1 + list, rule), row(1 + list + rule, detail)]
}

impl PapersScreen {
    /// Of a recheck; `chosen` prove the row so far.
    pub fn new(view: Arc<RecheckView>, row: u32, chosen: Vec<EventId>) -> PapersScreen {
        PapersScreen {
            view,
            row,
            chosen,
            cursor: Cursor::default(),
            folder: None,
            folder_before: String::new(),
            checking: None,
            files: BTreeMap::new(),
        }
    }

    fn papers(&self) -> &[Evidence] {
        &self.view.state.evidence
    }

    fn height(cx: &Cx) -> usize {
        usize::from(parts(cx.areas.body)[1].height)
    }

    fn heading(&self, look: &Look) -> String {
        let row = self.view.scored.rows.iter().find(|row| row.no == self.row);
        let name = row.map(|row| words::name(row, look)).unwrap_or_default();
        look.t("papers-heading", &[("row", Arg::from(self.row.to_string())), ("name", Arg::from(name))])
    }

    fn mark(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some(event) = self.papers().get(self.cursor.at()).map(|paper| paper.event) else {
            return vec![Effect::Say(Notice::Refused(cx.look.s("papers-none")))];
        };
        match self.chosen.iter().position(|known| *known == event) {
            Some(at) => {
                self.chosen.remove(at);
            }
            None => self.chosen.push(event),
        }
        let len = self.papers().len();
        self.cursor.act(List::Down, len, PapersScreen::height(cx));
        Vec::new()
    }

    /// Asks for the folder in which the files lie; nothing is to be looked for where no paper has a fingerprint.
    fn check(&mut self, cx: &Cx) -> Vec<Effect> {
        if self.checking.is_some() {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-job-running")))];
        }
        if self.papers().iter().all(|paper| paper.paper.sha256.is_empty()) {
            return vec![Effect::Say(Notice::Refused(cx.look.s("recheck-no-paper-files")))];
        }
        self.folder = Some(Field::line(&self.folder_before));
        Vec::new()
    }

    fn look_for_files(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some(typed) = self.folder.take().map(|field| field.value()) else { return Vec::new() };
        if typed.trim().is_empty() {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-path-empty")))];
        }
        let folder = job::path(&typed, crate::config::paths::home());
        self.folder_before = typed;
        let job = JobId(cx.numbers.fresh());
        self.checking = Some(Running::new(job));
        let (project, year) = (self.view.line.project, self.view.line.year);
        vec![Effect::Work(Request::Start { job, spec: JobSpec::CheckPapers { project, year, folder } })]
    }

    /// Hears of the files that are being looked for.
    fn heard(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        let over = self.checking.as_mut().is_some_and(|running| !running.hear(reply));
        if !over {
            return Vec::new();
        }
        self.checking = None;
        let Reply::Finished { result: Ok(JobReport::PapersChecked(files)), .. } = reply else { return Vec::new() };
        self.files.clone_from(files);
        let of = |wanted: PaperFile| Arg::from(files.values().filter(|stands| **stands == wanted).count());
        let args = [("same", of(PaperFile::Same)), ("changed", of(PaperFile::Changed)), ("gone", of(PaperFile::Gone))];
        let told = cx.look.t("told-papers-checked", &args);
        let bad = files.values().any(|stands| *stands != PaperFile::Same);
        vec![Effect::Say(if bad { Notice::Refused(told) } else { Notice::Told(told) })]
    }

    /// How the file of a paper stands, where it was looked for.
    fn file_words(&self, paper: &Evidence, look: &Look) -> Option<String> {
        let stands = self.files.get(&self.label(paper))?;
        Some(look.s(&format!("papers-file-{}", stands.id())))
    }

    /// What is known of a paper, each under its label.
    fn details(paper: &EvidencePaper, look: &Look) -> Vec<String> {
        let entries = FIELDS.iter().zip(fields(paper)).skip(2).filter(|(_, text)| !text.is_empty());
        entries
            .map(|(key, text)| look.t("papers-field", &[("name", Arg::from(look.s(key))), ("text", Arg::from(text))]))
            .collect()
    }

    fn label(&self, paper: &Evidence) -> String {
        self.view.state.label(paper.event).unwrap_or_default()
    }
}

impl Screen for PapersScreen {
    fn scopes(&self) -> &'static [Scope] {
        if self.folder.is_some() { &[Scope::Line, Scope::Text] } else { &[Scope::Papers, Scope::List, Scope::Global] }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        if let Some(field) = &mut self.folder {
            match input {
                Input::Command(Command::Line(Line::Accept)) => return self.look_for_files(cx),
                Input::Command(Command::Line(Line::Cancel)) => self.folder = None,
                Input::Command(Command::Text(text)) if text != Text::NewLine => {
                    field.act(text);
                }
                Input::Text(text) | Input::Paste(text) => {
                    field.insert(&text);
                }
                _ => {}
            }
            return Vec::new();
        }
        match input {
            Input::Command(Command::Papers(Papers::Check)) => self.check(cx),
            Input::Command(Command::Papers(Papers::Notice)) => {
                vec![Effect::Say(Notice::Refused(cx.look.s("told-papers-notice")))]
            }
            Input::Command(Command::Papers(Papers::Mark)) => self.mark(cx),
            Input::Command(Command::Papers(Papers::Add)) => {
                vec![Effect::Push(Box::new(PaperScreen::new(Arc::clone(&self.view))))]
            }
            Input::Command(Command::Papers(Papers::Take)) => {
                vec![Effect::Done(Outcome::PapersChosen(self.chosen.clone()))]
            }
            Input::Command(Command::List(command)) => {
                let len = self.papers().len();
                self.cursor.act(command, len, PapersScreen::height(cx));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        // The recheck below asks for it whenever something was stored.
        if let Reply::Recheck { view, .. } = reply
            && view.line.version == self.view.line.version
        {
            let known: Vec<EventId> = self.papers().iter().map(|paper| paper.event).collect();
            let before = std::mem::replace(&mut self.view, Arc::clone(view));
            // A paper that I have just added is meant for the row.
            let fresh = |paper: &&Evidence| !known.contains(&paper.event) && Some(&paper.author) == before.me.as_ref();
            let new: Vec<EventId> = view.state.evidence.iter().filter(fresh).map(|paper| paper.event).collect();
            let len = view.state.evidence.len();
            if let Some(at) = new.last().and_then(|new| view.state.evidence.iter().position(|one| one.event == *new)) {
                self.cursor.set(at, len, PapersScreen::height(cx));
            }
            self.chosen.extend(new);
            self.chosen.retain(|paper| view.state.label(*paper).is_some());
        }
        self.heard(reply, cx)
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let [head, list, rule, detail] = parts(area);
        let count = look.t("papers-count", &[("count", Arg::from(self.papers().len()))]);
        canvas.rule(head, look, &self.heading(look), &count);
        let inner = canvas.sides(list, look);
        let papers = self.papers();
        if papers.is_empty() {
            let told = look.t("papers-empty", &[("key", Arg::from(look.key(Papers::Add.into())))]);
            canvas.lines(inner, &width::wrap(&told, usize::from(inner.width)), look.style(Role::Plain));
            canvas.set_caret(inner.x, inner.y);
        }
        let mut columns = vec![Column::left(3), Column::left(5), Column::rest(), Column::left(12)];
        if !self.files.is_empty() {
            columns.push(Column::left(8));
        }
        for (line, index) in inner.rows().zip(self.cursor.rows(papers.len(), usize::from(inner.height))) {
            let Some(paper) = papers.get(index) else { break };
            if index == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            let place = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
            let mark = if self.chosen.contains(&paper.event) { "[x]" } else { "[ ]" };
            let mut cells = vec![
                (mark.to_owned(), Role::Key),
                (self.label(paper), Role::Plain),
                (paper.paper.name.clone(), Role::Plain),
                (paper.paper.page.clone(), Role::Plain),
            ];
            if let Some(stands) = self.files.get(&self.label(paper)) {
                let role = if *stands == PaperFile::Same { Role::Good } else { Role::Danger };
                cells.push((self.file_words(paper, look).unwrap_or_default(), role));
            }
            draw_row(canvas, place, &columns, &cells, look);
        }
        let Some(paper) = papers.get(self.cursor.at()) else {
            canvas.rule(rule, look, "", "");
            canvas.sides(detail, look);
            return;
        };
        canvas.rule(rule, look, &format!("{} {}", self.label(paper), paper.paper.name), "");
        let inner = canvas.sides(detail, look);
        let who = words::person(&self.view, &paper.author);
        let by = look.t("papers-by", &[("name", Arg::from(who)), ("when", Arg::from(look.when(paper.at)))]);
        let digest = (!paper.paper.sha256.is_empty())
            .then(|| look.t("papers-fingerprint", &[("sha256", Arg::from(&paper.paper.sha256))]));
        let lines = PapersScreen::details(&paper.paper, look).into_iter().chain(digest).chain([by]);
        let lines: Vec<String> = lines.flat_map(|line| width::wrap(&line, usize::from(inner.width))).collect();
        canvas.lines(inner, &lines, look.style(Role::Plain));
        if let Some(field) = &self.folder {
            let box_area = crate::tui::layout::middle(area, area.width.saturating_sub(8), 3);
            let inner = canvas.popup(box_area, look, &look.s("papers-folder"), "");
            field.view(canvas, inner, look.style(Role::Field), true);
        }
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: format!("{} {}", look.s("title-papers"), self.view.line.name), right: String::new() }
    }

    fn why(&self, look: &Look) -> crate::tui::why::Explained {
        crate::tui::why::recheck::papers(&self.view, self.cursor.at(), self.row, look)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let mut spoken = Spoken::page(self.heading(look));
        let papers = self.papers();
        match papers.get(self.cursor.at()) {
            Some(paper) => {
                spoken.at = Some((self.cursor.at() + 1, papers.len()));
                let chosen = self.chosen.contains(&paper.event);
                let mark = look.s(if chosen { "papers-chosen" } else { "papers-not-chosen" });
                let parts = [self.label(paper), paper.paper.name.clone(), paper.paper.page.clone(), mark];
                spoken.row = sentence(parts, look);
                let details = self.file_words(paper, look).into_iter().chain(PapersScreen::details(&paper.paper, look));
                spoken.more.extend(details.map(|line| ("line-detail", line)));
            }
            None => spoken.row = look.t("papers-empty", &[("key", Arg::from(look.key(Papers::Add.into())))]),
        }
        if let Some(field) = &self.folder {
            spoken.field = Some(field.typing(look.s("papers-folder")));
        }
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        if self.folder.is_some() {
            return vec![Line::Accept.into(), Line::Cancel.into()];
        }
        vec![
            Papers::Take.into(),
            Papers::Mark.into(),
            Papers::Add.into(),
            Papers::Check.into(),
            App::Undo.into(),
            App::Back.into(),
            App::Help.into(),
        ]
    }

    fn unsaved(&self) -> bool {
        self.folder.is_some()
    }
}
