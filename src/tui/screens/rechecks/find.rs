//! Any self-evaluation of the year, to be rechecked beyond the draw: type a part of name, code or unit, choose a line.
//! Such a recheck never counts into a rate. Over the list.

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::engine::links::LinkChoice;
use crate::engine::request::{Reply, Request};
use crate::model::link::LinkedTable;
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Line, List, Scope, Text};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::screens::links::side_line;
use crate::tui::screens::recheck::RecheckScreen;
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::Spoken;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;

/// The choice.
pub(super) struct FindScreen {
    year: u16,
    field: Field,
    found: Option<Vec<LinkChoice>>,
    cursor: Cursor,
    epoch: u64,
}

impl FindScreen {
    pub(super) fn new(year: u16) -> FindScreen {
        FindScreen { year, field: Field::line(""), found: None, cursor: Cursor::default(), epoch: 0 }
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        self.cursor = Cursor::default();
        let (table, words) = (LinkedTable::SelfEvaluation, self.field.value());
        let request = Request::FindPartners { epoch: self.epoch, table, year: self.year, targets: false, words };
        vec![Effect::Work(request)]
    }

    fn found(&self) -> &[LinkChoice] {
        self.found.as_deref().unwrap_or_default()
    }

    fn accept(&self, cx: &Cx) -> Vec<Effect> {
        let Some(choice) = self.found().get(self.cursor.at()) else {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-links-nobody")))];
        };
        let unit = (choice.side.project, self.year);
        vec![Effect::Replace(Box::new(RecheckScreen::new(unit, Arc::from([unit]))))]
    }

    fn height(area: Rect) -> usize {
        usize::from(area.height.saturating_sub(4))
    }
}

impl Screen for FindScreen {
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
                self.cursor.act(movement, len, FindScreen::height(cx.areas.body));
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
        let heading = look.t("rechecks-find", &[("year", Arg::from(self.year.to_string()))]);
        let inner = canvas.popup(area, look, &heading, "");
        let mut lines = inner.rows();
        if let Some(line) = lines.next() {
            canvas.text(line.x, line.y, line.width, &look.s("rechecks-find-text"), look.style(Role::Muted));
        }
        let Some(entry) = lines.next() else { return };
        let used = canvas.text(entry.x, entry.y, 2, "/", look.style(Role::Key)) + 1;
        let place = Rect { x: entry.x + used, width: entry.width.saturating_sub(used), ..entry };
        let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        let found = self.found();
        if found.is_empty() {
            let key = if self.found.is_some() { "rechecks-find-none" } else { "told-loading" };
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
        Title { left: look.s("title-rechecks"), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let mut spoken = Spoken::page(look.t("rechecks-find", &[("year", Arg::from(self.year.to_string()))]));
        spoken.once.push(look.s("rechecks-find-text"));
        spoken.field = Some(self.field.typing(look.s("line-words")));
        match (self.found().get(self.cursor.at()), &self.found) {
            (Some(choice), _) => {
                spoken.at = Some((self.cursor.at() + 1, self.found().len()));
                spoken.row = side_line(&choice.side);
            }
            (None, Some(_)) => spoken.row = look.s("rechecks-find-none"),
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
