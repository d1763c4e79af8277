//! The papers of a recheck (佐证): which there are, which of them prove the row, and a new one with what must be known of
//! it. Over the recheck.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::ask::answered;
use super::words;
use crate::engine::request::{Action, Reply, Request};
use crate::engine::spot_check::{RecheckAct, RecheckView};
use crate::model::ids::EventId;
use crate::model::recheck::{Evidence, EvidencePaper};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, App, Command, List, Papers, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::{Spoken, sentence};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::form::{Form, Item};
use crate::tui::widgets::table::{Column, draw_row};

/// The papers, some of them marked for a row.
pub struct PapersScreen {
    view: Arc<RecheckView>,
    row: u32,
    chosen: Vec<EventId>,
    cursor: Cursor,
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
        PapersScreen { view, row, chosen, cursor: Cursor::default() }
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
        &[Scope::Papers, Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
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
        Vec::new()
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
        let columns = [Column::left(3), Column::left(5), Column::rest(), Column::left(12)];
        for (line, index) in inner.rows().zip(self.cursor.rows(papers.len(), usize::from(inner.height))) {
            let Some(paper) = papers.get(index) else { break };
            if index == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            let place = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
            let mark = if self.chosen.contains(&paper.event) { "[x]" } else { "[ ]" };
            let cells = [
                (mark.to_owned(), Role::Key),
                (self.label(paper), Role::Plain),
                (paper.paper.name.clone(), Role::Plain),
                (paper.paper.page.clone(), Role::Plain),
            ];
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
        let lines = PapersScreen::details(&paper.paper, look).into_iter().chain([by]);
        let lines: Vec<String> = lines.flat_map(|line| width::wrap(&line, usize::from(inner.width))).collect();
        canvas.lines(inner, &lines, look.style(Role::Plain));
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
                let details = PapersScreen::details(&paper.paper, look);
                spoken.more.extend(details.into_iter().map(|line| ("line-detail", line)));
            }
            None => spoken.row = look.t("papers-empty", &[("key", Arg::from(look.key(Papers::Add.into())))]),
        }
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![
            Papers::Take.into(),
            Papers::Mark.into(),
            Papers::Add.into(),
            App::Undo.into(),
            App::Back.into(),
            App::Help.into(),
        ]
    }
}

/// What is asked of a paper: what it is and where, then the five things to be known of data.
const FIELDS: [&str; 8] = [
    "paper-name",
    "paper-page",
    "paper-file",
    "paper-source",
    "paper-verification",
    "paper-accuracy",
    "paper-limits",
    "paper-compensation",
];

fn fields(paper: &EvidencePaper) -> [&str; 8] {
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
    ticket: Option<u64>,
}

impl PaperScreen {
    /// For a recheck.
    pub fn new(view: Arc<RecheckView>) -> PaperScreen {
        PaperScreen { view, form: Form::new(FIELDS.map(|label| Item::text(label, "")).into()), ticket: None }
    }

    fn submit(&mut self, cx: &Cx) -> Vec<Effect> {
        if self.ticket.is_some() {
            return Vec::new();
        }
        let value = |index: usize| self.form.value(index);
        if value(0).is_empty() {
            self.form.go(0);
            return vec![Effect::Say(Notice::Refused(cx.look.s("problem-evidence-name-empty")))];
        }
        // The name alone: folders are nobody else's.
        let file = value(2).rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let paper = EvidencePaper {
            name: value(0),
            page: value(1),
            file,
            sha256: String::new(),
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
}

impl Screen for PaperScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Form, Scope::Text]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(Command::Form(command::Form::Submit)) => self.submit(cx),
            Input::Command(Command::Form(command::Form::Leave)) => vec![Effect::Pop],
            input => {
                self.form.update(&input);
                Vec::new()
            }
        }
    }

    fn receive(&mut self, reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        answered(&mut self.ticket, reply)
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let popup = crate::tui::layout::middle(area, area.width.saturating_sub(4).clamp(10, 84), 12);
        let number = self.view.state.next_number();
        let heading = look.t("paper-heading", &[("number", Arg::from(number.to_string()))]);
        let inner = canvas.popup(popup, look, &heading, "");
        let used = self.form.view(canvas, inner, look);
        let rest = Rect { y: inner.y + used, height: inner.height.saturating_sub(used), ..inner };
        let told = width::wrap(&look.s("paper-text"), usize::from(rest.width));
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
