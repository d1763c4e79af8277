//! A form of a few entries: texts to be typed and choices to be walked through.

use ratatui::layout::Rect;

use super::field::Field;
use crate::text::width;
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, Command, Scope, Text};
use crate::tui::look::{Look, Role};
use crate::tui::msg::Input;
use crate::tui::speech::Spoken;

/// What is entered.
#[allow(clippy::large_enum_variant, reason = "a form has a few of them")]
pub enum Entry {
    /// A line of text.
    Text(Field),
    /// One of several, named by locale keys.
    Choice {
        /// Locale keys.
        options: &'static [&'static str],
        /// The one chosen.
        at: usize,
    },
}

/// One line of the form.
pub struct Item {
    /// Locale key of its label.
    label: &'static str,
    /// What the label is about, where several have the same: its argument with its value.
    about: Option<(&'static str, String)>,
    entry: Entry,
}

/// A form.
pub struct Form {
    items: Vec<Item>,
    focus: usize,
}

impl Item {
    /// A line of text.
    pub fn text(label: &'static str, text: &str) -> Item {
        Item { label, about: None, entry: Entry::Text(Field::line(text)) }
    }

    /// A choice; the first one holds.
    pub fn choice(label: &'static str, options: &'static [&'static str]) -> Item {
        Item { label, about: None, entry: Entry::Choice { options, at: 0 } }
    }

    /// The same for one of several things, told by an argument of the label.
    #[must_use]
    pub fn about(self, argument: &'static str, value: impl Into<String>) -> Item {
        Item { about: Some((argument, value.into())), ..self }
    }

    fn name(&self, look: &Look) -> String {
        match &self.about {
            None => look.s(self.label),
            Some((argument, value)) => look.t(self.label, &[(argument, value.into())]),
        }
    }
}

impl Form {
    /// A form; the first entry is active.
    pub fn new(items: Vec<Item>) -> Form {
        Form { items, focus: 0 }
    }

    /// Text of an entry, blanks at its ends dropped; empty for choices.
    pub fn value(&self, index: usize) -> String {
        match self.items.get(index).map(|item| &item.entry) {
            Some(Entry::Text(field)) => field.value().trim().to_owned(),
            _ => String::new(),
        }
    }

    /// Number of the chosen option; 0 for texts.
    pub fn chosen(&self, index: usize) -> usize {
        match self.items.get(index).map(|item| &item.entry) {
            Some(Entry::Choice { at, .. }) => *at,
            _ => 0,
        }
    }

    /// Lines that it takes when there is room for all of it.
    pub fn lines(&self) -> u16 {
        u16::try_from(self.items.len()).unwrap_or(u16::MAX)
    }

    /// Puts a text into an entry.
    pub fn set(&mut self, index: usize, text: &str) {
        if let Some(Item { entry: Entry::Text(field), .. }) = self.items.get_mut(index) {
            field.set(text);
        }
    }

    /// Takes an option of a choice.
    pub fn choose(&mut self, index: usize, option: usize) {
        if let Some(Item { entry: Entry::Choice { options, at }, .. }) = self.items.get_mut(index) {
            *at = option.min(options.len().saturating_sub(1));
        }
    }

    /// Makes an entry active.
    pub fn go(&mut self, index: usize) {
        self.focus = index.min(self.items.len().saturating_sub(1));
    }

    /// The active entry.
    pub fn focus(&self) -> usize {
        self.focus
    }

    /// Where keys are looked up now.
    pub fn scopes(&self) -> &'static [Scope] {
        match self.items.get(self.focus).map(|item| &item.entry) {
            Some(Entry::Text(_)) => &[Scope::Form, Scope::Text, Scope::Global],
            _ => &[Scope::Form, Scope::Global],
        }
    }

    /// Takes an input; true when the form has dealt with it.
    pub fn update(&mut self, input: &Input) -> bool {
        let count = self.items.len().max(1);
        match input {
            Input::Command(Command::Form(command::Form::Next)) => self.focus = (self.focus + 1) % count,
            Input::Command(Command::Form(command::Form::Previous)) => self.focus = (self.focus + count - 1) % count,
            Input::Command(Command::Form(command::Form::Choose)) => {
                if let Some(Item { entry: Entry::Choice { options, at }, .. }) = self.items.get_mut(self.focus) {
                    *at = (*at + 1) % options.len().max(1);
                }
            }
            Input::Command(Command::Text(command)) if *command != Text::NewLine => {
                if let Some(Item { entry: Entry::Text(field), .. }) = self.items.get_mut(self.focus) {
                    field.act(*command);
                }
            }
            Input::Text(text) | Input::Paste(text) => {
                if let Some(Item { entry: Entry::Text(field), .. }) = self.items.get_mut(self.focus) {
                    field.insert(text);
                }
            }
            _ => return false,
        }
        true
    }

    /// What it says in line mode: the active entry.
    pub fn spoken(&self, page: String, look: &Look) -> Spoken {
        let mut spoken = Spoken::page(page);
        spoken.at = Some((self.focus + 1, self.items.len()));
        match self.items.get(self.focus) {
            Some(item @ Item { entry: Entry::Text(field), .. }) => spoken.field = Some(field.typing(item.name(look))),
            Some(item @ Item { entry: Entry::Choice { options, at }, .. }) => {
                let chosen = options.get(*at).map(|key| look.s(key)).unwrap_or_default();
                spoken.row = look.t("line-choice", &[("label", item.name(look).into()), ("chosen", chosen.into())]);
            }
            None => {}
        }
        spoken
    }

    /// Draws it, one entry a line; returns the lines used.
    pub fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) -> u16 {
        let labels: Vec<String> = self.items.iter().map(|item| item.name(look)).collect();
        let cells = labels.iter().map(|label| width::width(label)).max().unwrap_or(0);
        let cells = u16::try_from(cells).unwrap_or(u16::MAX).min(area.width / 2);
        // On a low screen the active entry stays in sight.
        let hidden = (self.focus + 1).saturating_sub(usize::from(area.height));
        let shown = self.items.iter().zip(&labels).enumerate().skip(hidden);
        for (row, (index, (item, label))) in area.rows().zip(shown) {
            let active = index == self.focus;
            if active {
                canvas.text(row.x, row.y, 1, &look.glyphs.marker, look.style(Role::Selected));
            }
            canvas.text(row.x + 2, row.y, cells, label, look.style(Role::Heading));
            let x = row.x + 2 + cells + 1;
            let place = Rect { x, width: row.right().saturating_sub(x), ..row };
            match &item.entry {
                Entry::Text(field) => field.view(canvas, place, look.style(Role::Field), active),
                Entry::Choice { options, at } => {
                    let words = options.get(*at).map(|key| look.s(key)).unwrap_or_default();
                    canvas.text(place.x, place.y, place.width, &format!("[{words}]"), look.style(Role::Plain));
                    if active {
                        canvas.set_caret(place.x, place.y);
                    }
                }
            }
        }
        u16::try_from(self.items.len()).unwrap_or(u16::MAX).min(area.height)
    }
}
