//! The command line: every command of the screen below, found by its words. Han text typed in command mode lands here
//! and runs only on Enter.

use ratatui::layout::Rect;

use super::{Hint, Screen, Title};
use crate::tui::canvas::Canvas;
use crate::tui::command::{CATALOGUE, Command, Line, List, Scope, Spec, Text};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::{Spoken, sentence};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;

/// The command line.
pub struct PaletteScreen {
    about: &'static [Scope],
    field: Field,
    cursor: Cursor,
}

impl PaletteScreen {
    /// For a chain of scopes, with what has been typed so far.
    pub fn new(about: &'static [Scope], query: &str) -> PaletteScreen {
        PaletteScreen { about, field: Field::line(query), cursor: Cursor::default() }
    }

    /// Commands whose name, description or identifier holds every word, best first: names that begin with the text, then
    /// names, then the rest.
    fn found(&self, look: &Look) -> Vec<&'static Spec> {
        let query = crate::text::fold::fold(&self.field.value()).to_lowercase();
        let words: Vec<&str> = query.split_whitespace().collect();
        let mut found: Vec<(usize, usize, &'static Spec)> = Vec::new();
        for (place, spec) in CATALOGUE.iter().enumerate().filter(|(_, spec)| self.about.contains(&spec.scope)) {
            // Movement has no use as a typed command.
            if matches!(spec.scope, Scope::List | Scope::Text | Scope::Line) {
                continue;
            }
            let label = look.label(spec.command).to_lowercase();
            let all = format!("{label} {} {}", look.s(&spec.description_key()).to_lowercase(), spec.id);
            if !words.iter().all(|word| all.contains(word)) {
                continue;
            }
            let rank = match words.first() {
                Some(word) if label.starts_with(word) => 0,
                Some(word) if label.contains(word) => 1,
                _ => 2,
            };
            found.push((rank, place, spec));
        }
        found.sort_by_key(|(rank, place, _)| (*rank, *place));
        found.into_iter().map(|(_, _, spec)| spec).collect()
    }

    fn height(area: Rect) -> usize {
        usize::from(area.height.saturating_sub(3))
    }

    fn command(&mut self, command: Command, cx: &Cx) -> Vec<Effect> {
        match command {
            Command::Line(Line::Cancel) => return vec![Effect::Pop],
            Command::Line(Line::Accept) => {
                let found = self.found(cx.look);
                return match found.get(self.cursor.at()) {
                    Some(spec) => vec![Effect::Pop, Effect::Run(spec.command)],
                    None => vec![Effect::Say(Notice::Refused(cx.look.s("told-no-such-command")))],
                };
            }
            Command::Line(Line::Up | Line::Down) => {
                let movement = if command == Line::Up.into() { List::Up } else { List::Down };
                self.cursor.act(movement, self.found(cx.look).len(), PaletteScreen::height(cx.areas.body));
            }
            Command::Text(text) if text != Text::NewLine && self.field.act(text) => self.cursor = Cursor::default(),
            _ => {}
        }
        Vec::new()
    }
}

impl Screen for PaletteScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Line, Scope::Text]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(command) => self.command(command, cx),
            Input::Text(text) | Input::Paste(text) => {
                self.field.insert(&text);
                self.cursor = Cursor::default();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let inner = canvas.popup(area, look, &look.s("title-palette"), "");
        let Some(first) = inner.rows().next() else { return };
        let used = canvas.text(first.x, first.y, 2, ":", look.style(Role::Key)) + 1;
        let place = Rect { x: first.x + used, width: first.width.saturating_sub(used), ..first };
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        let found = self.found(look);
        if found.is_empty() {
            let lines = crate::text::width::wrap(&look.s("palette-none"), usize::from(list.width));
            canvas.lines(list, &lines, look.style(Role::Warning));
        }
        for (line, index) in list.rows().zip(self.cursor.rows(found.len(), usize::from(list.height))) {
            let Some(spec) = found.get(index) else { break };
            if index == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
            }
            let mut x = line.x + 2;
            let cells = |x: u16| line.right().saturating_sub(x);
            canvas.text(x, line.y, 9.min(cells(x)), &look.key(spec.command), look.style(Role::Key));
            x += 10;
            let label = look.label(spec.command);
            x += canvas.text(x, line.y, cells(x), &label, look.style(Role::Plain)) + 2;
            canvas.text(x, line.y, cells(x), &look.s(&spec.description_key()), look.style(Role::Muted));
        }
        self.field.view(canvas, place, look.style(Role::Plain), true);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-palette"), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let found = self.found(look);
        let mut spoken = Spoken::page(look.s("title-palette"));
        spoken.field = Some(self.field.typing(look.s("title-palette")));
        match found.get(self.cursor.at()) {
            Some(spec) => {
                let (key, label) = (look.key(spec.command), look.label(spec.command));
                spoken.at = Some((self.cursor.at() + 1, found.len()));
                spoken.row = sentence([label, look.s(&spec.description_key()), key], look);
            }
            None => spoken.row = look.s("palette-none"),
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
