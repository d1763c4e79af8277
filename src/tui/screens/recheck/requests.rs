//! What the unit is asked for (资料清单), row by row: which papers, what has come in, what lacks. Over the recheck; a row chosen here
//! is the one under its cursor. The notice for the unit is written from here.

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::words;
use crate::config::evidence::EvidenceKinds;
use crate::engine::report::Wording;
use crate::engine::request::{JobId, JobSpec, Reply, Request};
use crate::engine::spot_check::RecheckView;
use crate::engine::spot_check::reports::{PaperAsk, RequestsAsk};
use crate::engine::spot_check::requests::{AskedRow, Standing, asked};
use crate::text::{Arg, Strings, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Line, List, Papers, Scope, Text};
use crate::tui::layout::{Room, layout, middle};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::{Spoken, sentence};
use crate::tui::why::Explained;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::job;
use crate::tui::widgets::table::{Column, draw_row};

/// The rows with what is asked for.
pub struct RequestsScreen {
    view: Arc<RecheckView>,
    rows: Vec<AskedRow>,
    cursor: Cursor,
    /// Where the notice is to be written, while that is typed.
    path: Option<Field>,
    writing: Option<JobId>,
}

/// Head, list, rule, detail.
fn parts(area: Rect) -> [Rect; 4] {
    let detail: u16 = if area.height < 12 { 0 } else { 6 };
    let rule = u16::from(detail > 0);
    let list = area.height.saturating_sub(1 + rule + detail);
    let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area }.intersection(area);
    [row(0, 1), row(1, list), row(1 + list, rule), row(1 + list + rule, detail)]
}

/// How the papers of a row stand, in words.
pub fn standing(row: &AskedRow, look: &Look) -> String {
    match row.standing {
        Standing::Here => look.t("requests-here", &[("papers", Arg::from(row.here.join(" ")))]),
        other => look.s(&format!("requests-{}", other.id())),
    }
}

/// The papers that are asked for, in one sentence.
fn papers(row: &AskedRow, look: &Look) -> String {
    let named: Vec<String> = row.papers.iter().map(|paper| look.s(&format!("evidence-paper-{paper}"))).collect();
    named.join(&look.s("recheck-and"))
}

/// How many rows have papers, how many lack them, and how many are looked at.
pub fn counts(rows: &[AskedRow]) -> [usize; 3] {
    let of = |wanted: Standing| rows.iter().filter(|row| row.standing == wanted).count();
    [of(Standing::Here), of(Standing::Open) + of(Standing::Lacking), rows.len()]
}

impl RequestsScreen {
    /// Of a recheck; `row` is the one under its cursor.
    pub fn new(view: Arc<RecheckView>, row: u32, cx: &Cx) -> RequestsScreen {
        let rows = asked(&view, &EvidenceKinds::built_in());
        let at = rows.iter().position(|asked| asked.row == row).unwrap_or(0);
        let mut screen = RequestsScreen { view, rows, cursor: Cursor::default(), path: None, writing: None };
        screen.cursor.set(at, screen.rows.len(), RequestsScreen::height(cx));
        screen
    }

    fn height(cx: &Cx) -> usize {
        usize::from(parts(cx.areas.body)[1].height)
    }

    fn name(&self, row: &AskedRow, look: &Look) -> String {
        let scored = self.view.scored.rows.iter().find(|scored| scored.no == row.row);
        scored.map(|scored| words::name(scored, look)).unwrap_or_default()
    }

    fn heading(&self, look: &Look) -> String {
        let [here, lacking, rows] = counts(&self.rows);
        let args = [("here", Arg::from(here)), ("lacking", Arg::from(lacking)), ("rows", Arg::from(rows))];
        look.t("requests-heading", &args)
    }

    /// What is asked for the row under the cursor.
    fn details(&self, row: &AskedRow, look: &Look) -> Vec<String> {
        let args = [("papers", Arg::from(papers(row, look)))];
        let mut lines = vec![look.t("requests-ask", &args)];
        let own = words::own(&self.view, row.row);
        let filed = [("target", Arg::from(words::target(&self.view, row.row))), ("own", Arg::from(own))];
        lines.push(look.t("requests-filed", &filed));
        lines
    }

    /// Writes the notice for this project.
    fn write(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some(typed) = self.path.take().map(|field| field.value()) else { return Vec::new() };
        if typed.trim().is_empty() {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-path-empty")))];
        }
        let path: PathBuf = job::path(&typed, crate::config::paths::home());
        let strings = Strings::new(cx.look.language());
        let ask = RequestsAsk {
            projects: vec![self.view.line.project.to_string()],
            year: Some(self.view.line.year),
            ..RequestsAsk::default()
        };
        let id = JobId(cx.numbers.fresh());
        self.writing = Some(id);
        let spec = JobSpec::WritePaper {
            path,
            ask: Box::new(PaperAsk::Requests(ask)),
            replace: false,
            language: strings.language().tag(),
            wording: Wording::new(move |key, args| strings.told(key, args)),
        };
        vec![Effect::Work(Request::Start { job: id, spec })]
    }

    fn command(&mut self, command: Papers, cx: &Cx) -> Vec<Effect> {
        let row = self.rows.get(self.cursor.at()).map(|row| row.row);
        match command {
            Papers::Take => row.map(|row| Effect::Done(Outcome::RowChosen(row))).into_iter().collect(),
            Papers::Add => vec![Effect::Push(Box::new(super::paper::PaperScreen::new(Arc::clone(&self.view))))],
            Papers::Notice if self.writing.is_some() => {
                vec![Effect::Say(Notice::Refused(cx.look.s("told-job-running")))]
            }
            Papers::Notice => {
                let code = if self.view.line.code.is_empty() { &self.view.line.name } else { &self.view.line.code };
                let name: String = code.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
                let ask = cx.look.t("requests-file", &[("code", Arg::from(name))]);
                self.path = Some(Field::line(&ask));
                Vec::new()
            }
            Papers::Mark | Papers::Check => vec![Effect::Say(Notice::Refused(cx.look.s("told-requests-papers")))],
        }
    }
}

impl Screen for RequestsScreen {
    fn scopes(&self) -> &'static [Scope] {
        if self.path.is_some() { &[Scope::Line, Scope::Text] } else { &[Scope::Papers, Scope::List, Scope::Global] }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match (input, &mut self.path) {
            (Input::Command(Command::Line(Line::Accept)), Some(_)) => return self.write(cx),
            (Input::Command(Command::Line(Line::Cancel)), path) => *path = None,
            (Input::Command(Command::Text(text)), Some(field)) if text != Text::NewLine => {
                field.act(text);
            }
            (Input::Text(text) | Input::Paste(text), Some(field)) => {
                field.insert(&text);
            }
            (Input::Command(Command::Papers(command)), None) => return self.command(command, cx),
            (Input::Command(Command::List(List::Open)), None) => return self.command(Papers::Take, cx),
            (Input::Command(Command::List(command)), None) => {
                self.cursor.act(command, self.rows.len(), RequestsScreen::height(cx));
            }
            _ => {}
        }
        Vec::new()
    }

    fn receive(&mut self, reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        match reply {
            // The recheck below asks for it whenever something was stored.
            Reply::Recheck { view, .. } if view.line.version == self.view.line.version => {
                self.rows = asked(view, &EvidenceKinds::built_in());
                self.view = Arc::clone(view);
            }
            Reply::Finished { job, .. } if Some(*job) == self.writing => self.writing = None,
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let [head, list, rule, detail] = parts(area);
        let room = layout(canvas.buffer.area.as_size()).room;
        canvas.rule(head, look, &self.heading(look), "");
        let inner = canvas.sides(list, look);
        let mut columns = vec![Column::right(3), Column::rest(), Column::left(20)];
        if room >= Room::Normal {
            columns.insert(2, Column::left(14));
        }
        for (line, index) in inner.rows().zip(self.cursor.rows(self.rows.len(), usize::from(inner.height))) {
            let Some(row) = self.rows.get(index) else { break };
            if index == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            let role = match row.standing {
                Standing::Lacking => Role::Danger,
                Standing::Open => Role::Warning,
                Standing::Here => Role::Good,
                Standing::NotNeeded => Role::Muted,
            };
            let mut cells = vec![
                (row.row.to_string(), Role::Plain),
                (self.name(row, look), Role::Plain),
                (standing(row, look), role),
            ];
            if room >= Room::Normal {
                cells.insert(2, (look.s(&format!("evidence-kind-{}", row.kind)), Role::Plain));
            }
            let place = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
            draw_row(canvas, place, &columns, &cells, look);
        }
        let Some(row) = self.rows.get(self.cursor.at()) else { return };
        canvas.rule(rule, look, &format!("{} {}", row.row, self.name(row, look)), "");
        let inner = canvas.sides(detail, look);
        let lines: Vec<String> =
            self.details(row, look).iter().flat_map(|line| width::wrap(line, usize::from(inner.width))).collect();
        canvas.lines(inner, &lines, look.style(Role::Plain));
        if let Some(field) = &self.path {
            let inner = canvas.popup(middle(area, area.width.saturating_sub(8), 3), look, &look.s("requests-path"), "");
            field.view(canvas, inner, look.style(Role::Field), true);
        }
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: format!("{} {}", look.s("title-requests"), self.view.line.name), right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        let row = self.rows.get(self.cursor.at());
        let told = row.map(|row| {
            let filed = [words::target(&self.view, row.row), words::own(&self.view, row.row)];
            format!("{} {} {} {}", row.row, self.name(row, look), standing(row, look), filed.join(" "))
        });
        crate::tui::why::recheck::requests(&self.rows, told.unwrap_or_default())
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let mut spoken = Spoken::page(look.s("title-requests"));
        spoken.about.push(self.heading(look));
        if let Some(row) = self.rows.get(self.cursor.at()) {
            spoken.at = Some((self.cursor.at() + 1, self.rows.len()));
            let kind = look.s(&format!("evidence-kind-{}", row.kind));
            spoken.row = sentence([self.name(row, look), kind, standing(row, look)], look);
            spoken.more.extend(self.details(row, look).into_iter().map(|line| ("line-detail", line)));
        }
        if let Some(field) = &self.path {
            spoken.field = Some(field.typing(look.s("requests-path")));
        }
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        if self.path.is_some() {
            return vec![Line::Accept.into(), Line::Cancel.into()];
        }
        vec![
            Hint::Named(Papers::Take.into(), "requests-go"),
            Papers::Add.into(),
            Papers::Notice.into(),
            App::Undo.into(),
            App::Back.into(),
            App::Help.into(),
        ]
    }

    fn unsaved(&self) -> bool {
        self.path.is_some()
    }
}
