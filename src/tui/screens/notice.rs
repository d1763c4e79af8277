//! A popup with something to read: a failure, a report, everything about a row.

use ratatui::layout::Rect;

use super::{Hint, Screen, Title};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Popup, Scope};
use crate::tui::layout::middle;
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input};
use crate::tui::speech::Spoken;
use crate::tui::widgets::sheet::{Paragraph, Sheet};

/// A text over the screen below.
pub struct NoticeScreen {
    heading: String,
    sheet: Sheet,
}

impl NoticeScreen {
    /// A plain text.
    pub fn new(heading: String, text: String) -> NoticeScreen {
        NoticeScreen::sheet(heading, text.lines().map(Paragraph::plain).collect())
    }

    /// Paragraphs.
    pub fn sheet(heading: String, paragraphs: Vec<Paragraph>) -> NoticeScreen {
        NoticeScreen { heading, sheet: Sheet::new(paragraphs) }
    }
}

impl Screen for NoticeScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Popup]
    }

    fn update(&mut self, input: Input, _cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(Command::Popup(Popup::Close)) => return vec![Effect::Pop],
            Input::Command(Command::Popup(command)) => self.sheet.act(command),
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let width = area.width.saturating_sub(4).clamp(10, 100);
        let lines = self.sheet.height(width.saturating_sub(4));
        let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(2);
        let popup = middle(area, width, height);
        let inner = canvas.popup(popup, look, &self.heading, "");
        if let Some(far) = self.sheet.view(canvas, inner, look) {
            canvas.rule(Rect { y: popup.bottom().saturating_sub(1), height: 1, ..popup }, look, "", &far);
        }
        canvas.set_caret(inner.x, inner.y);
    }

    fn title(&self, _look: &Look) -> Title {
        Title { left: self.heading.clone(), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.sheet.spoken(self.heading.clone(), look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![Popup::Close.into(), Hint::Run(Popup::Up.into(), Popup::Down.into(), "hint-scroll")]
    }

    fn copied(&self, _look: &Look) -> Option<String> {
        Some(self.sheet.text())
    }

    fn floats(&self) -> bool {
        true
    }
}
