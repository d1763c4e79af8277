//! Help: what is under the cursor of the screen below and why, then the keys of that screen, made from the live keymap.
//! It can be searched. The last line always tells how to take a step back.

use ratatui::layout::Rect;

use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request, Slot};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::List;
use crate::tui::command::{App, Command, Help, Line, Popup, Scope, Text};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input};
use crate::tui::speech::Spoken;
use crate::tui::why::Explained;
use crate::tui::why::target::{filed, sourced};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::sheet::{Paragraph, Sheet};

/// Most entries shown above the page.
const MOST_ENTRIES: u16 = 5;

/// Which part is on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What is under the cursor.
    Here,
    /// The keys.
    Keys,
}

/// One thing that is explained.
struct Entry {
    heading: String,
    page: Vec<Paragraph>,
}

/// What is under the cursor, and what the keys of a screen do.
pub struct HelpScreen {
    about: &'static [Scope],
    heading: String,
    explained: Explained,
    entries: Vec<Entry>,
    keys: Vec<Paragraph>,
    part: Part,
    cursor: Cursor,
    sheet: Sheet,
    typing: Option<Field>,
    /// The words that are looked for.
    words: String,
    epoch: u64,
    filled: bool,
}

impl HelpScreen {
    /// Help for a chain of scopes and what the screen explains.
    pub fn new(about: &'static [Scope], title: &Title, explained: Explained) -> HelpScreen {
        let part = if explained.points.is_empty() && explained.whys.is_empty() { Part::Keys } else { Part::Here };
        HelpScreen {
            about,
            heading: title.left.clone(),
            explained,
            entries: Vec::new(),
            keys: Vec::new(),
            part,
            cursor: Cursor::default(),
            sheet: Sheet::default(),
            typing: None,
            words: String::new(),
            epoch: 0,
            filled: false,
        }
    }

    fn keys(&self, look: &Look) -> Vec<Paragraph> {
        let mut paragraphs = Vec::new();
        let mut scope = None;
        for (spec, keys) in look.keymap.commands(self.about) {
            if keys.is_empty() {
                continue;
            }
            if scope != Some(spec.scope) {
                scope = Some(spec.scope);
                paragraphs.push(Paragraph::heading(look.s(&format!("scope-{}", spec.scope.id()))));
            }
            let text = format!("{}  {}", look.label(spec.command), look.s(&spec.description_key()));
            paragraphs.push(Paragraph::labelled(keys.join(" "), text));
        }
        if self.about.iter().any(|scope| matches!(scope, Scope::Home | Scope::Figures)) {
            paragraphs.push(Paragraph::heading(look.s("help-figures-heading")));
            let notes = ["help-figures-counters", "help-figures-later", "pace-definition", "keys-definition"];
            paragraphs.extend(notes.map(|key| Paragraph::plain(look.s(key))));
            paragraphs.push(Paragraph::plain(look.s("help-figures-keys")));
        }
        paragraphs.push(Paragraph::heading(look.s("help-input-method-heading")));
        paragraphs.push(Paragraph::plain(look.s("help-input-method")));
        paragraphs
    }

    /// Puts everything into words.
    fn fill(&mut self, look: &Look) {
        self.filled = true;
        let points = self.explained.points.iter();
        self.entries = points.map(|(heading, page)| Entry { heading: heading.clone(), page: page.clone() }).collect();
        for why in &self.explained.whys {
            let args = [("what", Arg::from(why.what(look))), ("value", Arg::from(&why.value))];
            let heading = if why.value.is_empty() { why.what(look) } else { look.t("why-entry", &args) };
            self.entries.push(Entry { heading, page: why.paragraphs(look) });
        }
        self.keys = self.keys(look);
        self.show();
    }

    /// The part on screen as a text: with words to look for, every paragraph that holds them, under its heading.
    fn show(&mut self) {
        let words = self.words.to_lowercase();
        let page = if words.is_empty() {
            match self.part {
                Part::Here => self.entries.get(self.cursor.at()).map(|entry| entry.page.clone()).unwrap_or_default(),
                Part::Keys => self.keys.clone(),
            }
        } else {
            let holds = |text: &str| words.split_whitespace().all(|word| text.to_lowercase().contains(word));
            let mut found = Vec::new();
            for entry in &self.entries {
                let whole = holds(&entry.heading);
                let lines: Vec<Paragraph> = entry.page.iter().filter(|p| whole || holds(&p.text)).cloned().collect();
                if whole || !lines.is_empty() {
                    found.push(Paragraph::heading(entry.heading.clone()));
                    found.extend(lines);
                }
            }
            let keys = self.keys.iter().filter(|p| !p.label.is_empty());
            found.extend(keys.filter(|p| holds(&format!("{} {}", p.label, p.text))).cloned());
            found
        };
        self.sheet = Sheet::new(page);
    }

    fn searching(&self) -> bool {
        self.typing.is_some() || !self.words.is_empty()
    }

    fn search(&mut self) {
        self.words = self.typing.as_ref().map(Field::value).unwrap_or_default();
        self.show();
    }

    fn command(&mut self, command: Command, cx: &Cx) -> Vec<Effect> {
        match command {
            Command::Popup(Popup::Close) if !self.words.is_empty() => {
                self.words.clear();
                self.show();
            }
            Command::Popup(Popup::Close) => return vec![Effect::Pop],
            Command::Popup(command @ (Popup::Up | Popup::Down)) if self.part == Part::Here && !self.searching() => {
                let step = if command == Popup::Up { List::Up } else { List::Down };
                let len = self.entries.len();
                let height = usize::from(self.list_height(cx.areas.body.height));
                self.cursor.act(step, len, height.max(1));
                self.show();
            }
            Command::Popup(command) => self.sheet.act(command),
            Command::Help(Help::Filter) => self.typing = Some(Field::line(&self.words)),
            Command::Help(Help::Next | Help::Previous) if !self.entries.is_empty() => {
                self.part = if self.part == Part::Here { Part::Keys } else { Part::Here };
                self.words.clear();
                self.show();
            }
            Command::Line(Line::Accept) => self.typing = None,
            Command::Line(Line::Cancel) => {
                self.typing = None;
                self.words.clear();
                self.show();
            }
            Command::Line(Line::Up) => self.sheet.act(Popup::Up),
            Command::Line(Line::Down) => self.sheet.act(Popup::Down),
            Command::Text(text) => {
                if self.typing.as_mut().is_some_and(|field| text != Text::NewLine && field.act(text)) {
                    self.search();
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// Lines that the entries take, of a body so high; nothing when there is one only.
    fn list_height(&self, body: u16) -> u16 {
        let entries = u16::try_from(self.entries.len()).unwrap_or(u16::MAX);
        if entries < 2 || body < 12 { 0 } else { entries.min(if body > 24 { 2 * MOST_ENTRIES } else { MOST_ENTRIES }) }
    }

    fn undo_line(look: &Look) -> String {
        let undo = Arg::from(look.key(App::Undo.into()));
        let redo = Arg::from(look.key(App::Redo.into()));
        look.t("help-undo", &[("undo", undo), ("redo", redo)])
    }
}

impl Screen for HelpScreen {
    fn scopes(&self) -> &'static [Scope] {
        if self.typing.is_some() { &[Scope::Line, Scope::Text] } else { &[Scope::Help, Scope::Popup] }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        if !self.filled {
            self.fill(cx.look);
        }
        match input {
            Input::Shown => match self.explained.target {
                Some(id) => {
                    self.epoch = cx.numbers.fresh();
                    vec![Effect::Work(Request::LoadProject { slot: Slot::Explained, epoch: self.epoch, id })]
                }
                None => Vec::new(),
            },
            Input::Command(command) => self.command(command, cx),
            Input::Text(text) | Input::Paste(text) => {
                if let Some(field) = &mut self.typing {
                    field.insert(&text);
                    self.search();
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        if let Reply::Project { slot: Slot::Explained, epoch, view } = reply
            && *epoch == self.epoch
        {
            let from = filed(view, cx.look);
            let whys = std::mem::take(&mut self.explained.whys);
            self.explained.whys = whys.into_iter().map(|why| sourced(why, &from, cx.look)).collect();
            self.fill(cx.look);
        }
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let heading = look.t("title-help", &[("screen", Arg::from(&self.heading))]);
        let inner = canvas.popup(area, look, &heading, "");
        let last = Rect { y: inner.bottom().saturating_sub(1), height: inner.height.min(1), ..inner };
        canvas.text(last.x, last.y, last.width, &HelpScreen::undo_line(look), look.style(Role::Warning));
        let mut rest = Rect { height: inner.height.saturating_sub(1), ..inner };
        canvas.set_caret(inner.x, inner.y);
        if self.searching() {
            let label = look.s("help-search");
            let used = canvas.text(rest.x, rest.y, rest.width, &label, look.style(Role::Heading)) + 1;
            let line = Rect { x: rest.x + used, width: rest.width.saturating_sub(used), height: 1, ..rest };
            match &self.typing {
                Some(field) => field.view(canvas, line, look.style(Role::Field), true),
                None => drop(canvas.text(line.x, line.y, line.width, &self.words, look.style(Role::Plain))),
            }
            rest = Rect { y: rest.y + 1, height: rest.height.saturating_sub(1), ..rest };
        } else if self.part == Part::Here {
            let height = self.list_height(area.height);
            let list = Rect { height, ..rest };
            for (line, at) in list.rows().zip(self.cursor.rows(self.entries.len(), usize::from(height))) {
                let Some(entry) = self.entries.get(at) else { break };
                let chosen = at == self.cursor.at();
                if chosen {
                    canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                    canvas.set_caret(line.x, line.y);
                }
                let role = if chosen { Role::Heading } else { Role::Plain };
                canvas.text(line.x + 2, line.y, line.width.saturating_sub(2), &entry.heading, look.style(role));
            }
            if height > 0 {
                let line = Rect { y: rest.y + height, height: 1, x: area.x, width: area.width };
                let far = format!("{}/{}", self.cursor.at() + 1, self.entries.len());
                let label = self.entries.get(self.cursor.at()).map(|entry| entry.heading.clone()).unwrap_or_default();
                canvas.rule(line, look, &width::cut(&label, usize::from(line.width.saturating_sub(16))), &far);
                rest = Rect { y: rest.y + height + 1, height: rest.height.saturating_sub(height + 1), ..rest };
            }
        }
        if let Some(far) = self.sheet.view(canvas, rest, look) {
            canvas.rule(Rect { y: area.bottom().saturating_sub(1), height: 1, ..area }, look, "", &far);
        }
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.t("title-help", &[("screen", Arg::from(&self.heading))]), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.sheet.spoken(self.title(look).left, look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        if self.typing.is_some() {
            return vec![Line::Accept.into(), Line::Cancel.into()];
        }
        let move_key = if self.part == Part::Here { "hint-move" } else { "hint-scroll" };
        vec![
            Popup::Close.into(),
            Hint::Run(Popup::Up.into(), Popup::Down.into(), move_key),
            Hint::Run(Popup::PageUp.into(), Popup::PageDown.into(), "hint-page"),
            Help::Next.into(),
            Help::Filter.into(),
        ]
    }

    fn floats(&self) -> bool {
        true
    }
}
