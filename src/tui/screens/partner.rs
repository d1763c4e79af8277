//! Choosing a partner: type a part of name, code or unit, choose a line. Over the links.

use ratatui::layout::Rect;

use super::links::{side_line, table_name};
use super::{Hint, Screen, Title};
use crate::engine::links::{self, LinkChoice, LinkRow};
use crate::engine::request::{Action, Reply, Request};
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Line, List, Scope, Text};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;

/// The choice for one row.
pub struct PartnerScreen {
    row: LinkRow,
    year: u16,
    field: Field,
    found: Option<Vec<LinkChoice>>,
    cursor: Cursor,
    epoch: u64,
}

impl PartnerScreen {
    /// For a row of the links of a year. Candidates that are known stand first.
    pub fn new(row: LinkRow, year: u16) -> PartnerScreen {
        let known = (!row.candidates.is_empty())
            .then(|| row.candidates.iter().map(|side| LinkChoice { side: side.clone(), seen: Vec::new() }).collect());
        PartnerScreen { row, year, field: Field::line(""), found: known, cursor: Cursor::default(), epoch: 0 }
    }

    /// Where there is a form, its target is chosen; where there is only a target, its form.
    fn targets(&self) -> bool {
        self.row.other.is_some()
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        self.cursor = Cursor::default();
        let (table, year, targets, words) = (self.row.table, self.year, self.targets(), self.field.value());
        vec![Effect::Work(Request::FindPartners { epoch: self.epoch, table, year, targets, words })]
    }

    fn found(&self) -> &[LinkChoice] {
        self.found.as_deref().unwrap_or_default()
    }

    fn accept(&self, cx: &Cx) -> Vec<Effect> {
        let Some(choice) = self.found().get(self.cursor.at()) else {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-links-nobody")))];
        };
        let (form, to, seen) = match (&self.row.other, &self.row.target) {
            (Some(other), _) => (other.project, choice.side.project, self.row.seen.clone()),
            (None, Some(target)) => (choice.side.project, target.project, choice.seen.clone()),
            (None, None) => return vec![Effect::Pop],
        };
        let table = self.row.table;
        let on = links::subject(table, form, self.year);
        let action = Action::Link { on, table, to: Some(to), seen };
        let (ticket, operation) = (cx.numbers.fresh(), cx.numbers.operation());
        vec![Effect::Work(Request::Act { ticket, operation, action }), Effect::Pop]
    }

    fn height(area: Rect) -> usize {
        usize::from(area.height.saturating_sub(4))
    }
}

impl Screen for PartnerScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Line, Scope::Text]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown if self.found.is_none() => self.ask(cx),
            Input::Command(Command::Line(Line::Cancel)) => vec![Effect::Pop],
            Input::Command(Command::Line(Line::Accept)) => self.accept(cx),
            Input::Command(Command::Line(command)) => {
                let movement = if command == Line::Up { List::Up } else { List::Down };
                let len = self.found().len();
                self.cursor.act(movement, len, PartnerScreen::height(cx.areas.body));
                Vec::new()
            }
            Input::Command(Command::Text(text)) if text != Text::NewLine && self.field.act(text) => self.ask(cx),
            Input::Text(text) | Input::Paste(text) => {
                self.field.insert(&text);
                self.ask(cx)
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        if let Reply::Partners { epoch, rows } = reply
            && *epoch == self.epoch
        {
            self.found = Some(rows.clone());
        }
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let table = table_name(self.row.table, look);
        let heading = if self.targets() { "links-pick-target" } else { "links-pick-form" };
        let inner = canvas.popup(area, look, &look.t(heading, &[("table", Arg::from(table))]), "");
        let fixed = self.row.other.as_ref().or(self.row.target.as_ref());
        let mut lines = inner.rows();
        if let (Some(line), Some(fixed)) = (lines.next(), fixed) {
            canvas.text(line.x, line.y, line.width, &side_line(fixed), look.style(Role::Muted));
        }
        let Some(entry) = lines.next() else { return };
        let used = canvas.text(entry.x, entry.y, 2, "/", look.style(Role::Key)) + 1;
        let place = Rect { x: entry.x + used, width: entry.width.saturating_sub(used), ..entry };
        let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        let found = self.found();
        if found.is_empty() {
            let key = if self.found.is_some() { "links-pick-none" } else { "told-loading" };
            canvas.text(list.x, list.y, list.width, &look.s(key), look.style(Role::Warning));
        }
        for (line, index) in list.rows().zip(self.cursor.rows(found.len(), usize::from(list.height))) {
            let Some(choice) = found.get(index) else { break };
            if index == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
            }
            let cells = line.width.saturating_sub(2);
            canvas.text(line.x + 2, line.y, cells, &side_line(&choice.side), look.style(Role::Plain));
        }
        self.field.view(canvas, place, look.style(Role::Plain), true);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-links"), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let table = table_name(self.row.table, look);
        let heading = if self.targets() { "links-pick-target" } else { "links-pick-form" };
        let mut spoken = Spoken::page(look.t(heading, &[("table", Arg::from(table))]));
        spoken.once.extend(self.row.other.as_ref().or(self.row.target.as_ref()).map(side_line));
        spoken.field = Some(self.field.typing(look.s("line-words")));
        match (self.found().get(self.cursor.at()), &self.found) {
            (Some(choice), _) => {
                spoken.at = Some((self.cursor.at() + 1, self.found().len()));
                spoken.row = side_line(&choice.side);
            }
            (None, Some(_)) => spoken.row = look.s("links-pick-none"),
            (None, None) => {}
        }
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![Line::Accept.into(), Hint::Run(Line::Up.into(), Line::Down.into(), "hint-move"), Line::Cancel.into()]
    }

    fn floats(&self) -> bool {
        true
    }
}
