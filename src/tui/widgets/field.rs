//! A field to type in: one line or several. The real caret stands in it, so input methods open where the text goes.
//!
//! Typed and pasted text is cleaned: no control characters, no bidi marks, no more than a stored text may hold.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;
use tui_textarea::{CursorMove, TextArea, WrapMode};

use crate::model::event::MAX_TEXT;
use crate::tui::canvas::Canvas;
use crate::tui::command::Text;
use crate::tui::speech::Typing;

/// A field.
pub struct Field {
    area: TextArea<'static>,
    single: bool,
    bytes: usize,
}

/// What typing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// The text is another now.
    Changed,
    /// Nothing changed.
    Same,
    /// There is no room for all of it: the rest was left out.
    Full,
}

impl Field {
    /// A field of one line.
    pub fn line(text: &str) -> Field {
        Field::new(text, true)
    }

    /// A field of several lines.
    pub fn text(text: &str) -> Field {
        Field::new(text, false)
    }

    fn new(text: &str, single: bool) -> Field {
        let mut area = TextArea::default();
        area.set_wrap_mode(if single { WrapMode::None } else { WrapMode::Glyph });
        area.set_cursor_style(Style::default());
        area.set_cursor_line_style(Style::default());
        area.set_max_histories(1000);
        let mut field = Field { area, single, bytes: 0 };
        field.insert(text);
        field
    }

    /// What is in it.
    pub fn value(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Where the caret stands in [`Field::value`], in characters.
    pub fn caret(&self) -> usize {
        let cursor = self.area.cursor();
        let above = self.area.lines().iter().take(cursor.0).map(|line| line.chars().count() + 1);
        above.sum::<usize>() + cursor.1
    }

    /// What it says in line mode, under a name.
    pub fn typing(&self, label: impl Into<String>) -> Typing {
        Typing { label: label.into(), value: self.value(), caret: self.caret() }
    }

    /// True when nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    /// Puts another text in its place; one step of undo.
    pub fn set(&mut self, text: &str) {
        self.area.select_all();
        self.area.cut();
        self.area.cancel_selection();
        self.measure();
        self.insert(text);
    }

    /// Types or pastes.
    pub fn insert(&mut self, text: &str) -> Typed {
        let mut clean = clean(text, self.single);
        let room = MAX_TEXT.saturating_sub(self.bytes);
        let full = clean.len() > room;
        if full {
            let end = (0..=room).rev().find(|at| clean.is_char_boundary(*at)).unwrap_or(0);
            clean.truncate(end);
        }
        let changed = !clean.is_empty() && self.area.insert_str(&clean);
        self.measure();
        match (full, changed) {
            (true, _) => Typed::Full,
            (false, true) => Typed::Changed,
            (false, false) => Typed::Same,
        }
    }

    fn measure(&mut self) {
        let lines = self.area.lines();
        self.bytes = lines.iter().map(String::len).sum::<usize>() + lines.len().saturating_sub(1);
    }

    /// Carries out a command; true when the text changed.
    pub fn act(&mut self, command: Text) -> bool {
        let area = &mut self.area;
        match command {
            Text::Left => area.move_cursor(CursorMove::Back),
            Text::Right => area.move_cursor(CursorMove::Forward),
            Text::Up => area.move_cursor(CursorMove::Up),
            Text::Down => area.move_cursor(CursorMove::Down),
            Text::Head => area.move_cursor(CursorMove::Head),
            Text::End => area.move_cursor(CursorMove::End),
            Text::NewLine if self.single => {}
            Text::NewLine => area.insert_newline(),
            Text::DeleteBack => {
                area.delete_char();
            }
            Text::DeleteForward => {
                area.delete_next_char();
            }
            Text::DeleteToHead => {
                area.delete_line_by_head();
            }
            Text::Undo => {
                area.undo();
            }
            Text::Redo => {
                area.redo();
            }
        }
        let moves = matches!(command, Text::Left | Text::Right | Text::Up | Text::Down | Text::Head | Text::End);
        if !moves {
            self.measure();
        }
        !moves
    }

    /// Draws it, and puts the caret in it when it is the one being typed in.
    pub fn view(&self, canvas: &mut Canvas, area: Rect, style: Style, active: bool) {
        let area = area.intersection(canvas.buffer.area);
        if area.width < 2 || area.height == 0 {
            return;
        }
        // One cell of air on the right: the caret at the end of a full line stands there.
        let inner = Rect { width: area.width - 1, ..area };
        canvas.buffer.set_style(area, style);
        Widget::render(&self.area, inner, canvas.buffer);
        if active {
            let caret = self.area.screen_cursor();
            let (top, left) = self.area.scroll_offset();
            let row = u16::try_from(caret.row).unwrap_or(u16::MAX).saturating_sub(top);
            let col = u16::try_from(caret.col).unwrap_or(u16::MAX).saturating_sub(left);
            canvas.set_caret(area.x + col.min(area.width - 1), area.y + row.min(area.height - 1));
        }
    }
}

/// Text as it may be kept: line ends are `\n`, a tab is a blank, control and bidi characters are dropped.
fn clean(text: &str, single: bool) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    unified
        .chars()
        .filter_map(|c| match c {
            '\n' if single => Some(' '),
            '\n' => Some('\n'),
            '\t' => Some(' '),
            '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => {
                None
            }
            '\u{2028}' | '\u{2029}' | '\u{85}' => Some(if single { ' ' } else { '\n' }),
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::canvas::buffer_to_text;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Position;

    #[test]
    fn the_caret_counts_wide_characters_as_two_and_wraps() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 11, 3));
        let mut canvas = Canvas { buffer: &mut buffer, caret: None };
        let field = Field::text("一二三四五六七");
        field.view(&mut canvas, Rect::new(0, 0, 11, 3), Style::default(), true);
        assert_eq!(canvas.caret, Some(Position { x: 4, y: 1 }));
        assert_eq!(buffer_to_text(&buffer), ["一二三四五", "六七", ""]);
    }

    #[test]
    fn a_committed_word_is_one_step_of_undo() {
        let mut field = Field::text("请");
        field.insert("量化指标");
        field.act(Text::Undo);
        assert_eq!(field.value(), "请");
        field.act(Text::Redo);
        assert_eq!(field.value(), "请量化指标");
        field.act(Text::DeleteBack);
        assert_eq!(field.value(), "请量化指", "whole characters");
    }

    #[test]
    fn pasted_text_is_cleaned_and_limited() {
        let mut field = Field::text("");
        field.insert("a\r\nb\u{1b}[2J\u{202E}c\td\u{7}");
        assert_eq!(field.value(), "a\nb[2Jc d");
        let mut line = Field::line("");
        line.insert("甲\n乙");
        assert_eq!(line.value(), "甲 乙");
        assert_eq!(line.insert(&"文".repeat(40_000)), Typed::Full);
        assert!(line.value().len() <= MAX_TEXT);
        line.act(Text::DeleteBack);
        assert_eq!(line.insert("x"), Typed::Changed, "there is room again");
    }

    #[test]
    fn a_new_text_takes_the_place_of_the_old_one() {
        let mut field = Field::text("旧的\n两行");
        field.set("新的");
        assert_eq!(field.value(), "新的");
        field.set("");
        assert!(field.is_empty());
    }
}
