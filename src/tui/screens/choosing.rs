//! Choosing one of many forms: a part of name, code or unit is typed, a line is chosen. What is asked for, said around it and done
//! with the choice is the screens' that hold it (a partner, a self-evaluation to recheck).

use ratatui::layout::Rect;

use super::links::side_line;
use crate::engine::links::LinkChoice;
use crate::engine::request::Reply;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Line, List, Text};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Input};
use crate::tui::speech::Spoken;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;

/// What an input comes to.
pub(super) enum Chosen {
    /// The words are others: ask anew.
    Ask,
    /// This line, or none where there is none.
    Accept,
    /// Nobody.
    Cancel,
    /// Nothing to be done.
    Nothing,
}

/// The words typed, and what was found by them.
pub(super) struct Choosing {
    field: Field,
    found: Option<Vec<LinkChoice>>,
    cursor: Cursor,
    epoch: u64,
}

impl Choosing {
    /// With what is known already; `None` is asked for when it is shown.
    pub fn new(found: Option<Vec<LinkChoice>>) -> Choosing {
        Choosing { field: Field::line(""), found, cursor: Cursor::default(), epoch: 0 }
    }

    /// Begins a question: its epoch and its words.
    pub fn ask(&mut self, cx: &Cx) -> (u64, String) {
        self.epoch = cx.numbers.fresh();
        self.cursor = Cursor::default();
        (self.epoch, self.field.value())
    }

    /// The line under the cursor.
    pub fn chosen(&self) -> Option<&LinkChoice> {
        self.found().get(self.cursor.at())
    }

    fn found(&self) -> &[LinkChoice] {
        self.found.as_deref().unwrap_or_default()
    }

    /// Hears an input.
    pub fn update(&mut self, input: Input, cx: &Cx) -> Chosen {
        match input {
            Input::Shown if self.found.is_none() => Chosen::Ask,
            Input::Command(Command::Line(Line::Cancel)) => Chosen::Cancel,
            Input::Command(Command::Line(Line::Accept)) => Chosen::Accept,
            Input::Command(Command::Line(command)) => {
                let movement = if command == Line::Up { List::Up } else { List::Down };
                let (len, height) = (self.found().len(), usize::from(cx.areas.body.height.saturating_sub(4)));
                self.cursor.act(movement, len, height);
                Chosen::Nothing
            }
            Input::Command(Command::Text(text)) if text != Text::NewLine && self.field.act(text) => Chosen::Ask,
            Input::Text(text) | Input::Paste(text) => {
                self.field.insert(&text);
                Chosen::Ask
            }
            _ => Chosen::Nothing,
        }
    }

    /// Hears an answer.
    pub fn receive(&mut self, reply: &Reply) {
        if let Reply::Partners { epoch, rows } = reply
            && *epoch == self.epoch
        {
            self.found = Some(rows.clone());
        }
    }

    /// Draws a line of words, the field and what was found; `none` says that nothing was.
    pub fn view(&self, canvas: &mut Canvas, inner: Rect, about: Option<&str>, none: &str, look: &Look) {
        let mut lines = inner.rows();
        if let (Some(line), Some(about)) = (lines.next(), about) {
            canvas.text(line.x, line.y, line.width, about, look.style(Role::Muted));
        }
        let Some(entry) = lines.next() else { return };
        let used = canvas.text(entry.x, entry.y, 2, "/", look.style(Role::Key)) + 1;
        let place = Rect { x: entry.x + used, width: entry.width.saturating_sub(used), ..entry };
        let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        let found = self.found();
        if found.is_empty() {
            let key = if self.found.is_some() { none } else { "told-loading" };
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

    /// Says the field and the line under the cursor.
    pub fn say(&self, spoken: &mut Spoken, none: &str, look: &Look) {
        spoken.field = Some(self.field.typing(look.s("line-words")));
        match (self.chosen(), &self.found) {
            (Some(choice), _) => {
                spoken.at = Some((self.cursor.at() + 1, self.found().len()));
                spoken.row = side_line(&choice.side);
            }
            (None, Some(_)) => spoken.row = look.s(none),
            (None, None) => {}
        }
    }
}
