//! A field to type in: one line or several. The real caret stands in it, so input methods open where the text goes.
//!
//! Typed and pasted text is cleaned: no control characters, no bidi marks, no more than a stored text may hold. The text
//! and its undo are the text area's; lines, caret and drawing are made here, because the width of characters is what the
//! terminal was measured to give them.

use std::cell::Cell;

use ratatui::layout::Rect;
use ratatui::style::Style;
use tui_textarea::{CursorMove, TextArea};

use crate::model::event::MAX_TEXT;
use crate::text::{escape, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::Text;
use crate::tui::speech::Typing;

/// A field.
pub struct Field {
    area: TextArea<'static>,
    single: bool,
    bytes: usize,
    /// Steps that the text area can take back, and those it took back.
    done: Vec<Step>,
    undone: Vec<Step>,
    /// Cells of a line when last drawn; only says what one line up or down is.
    cells: Cell<usize>,
    /// First cell and line shown when last drawn: the picture moves no more than the caret asks for.
    scrolled: Cell<(usize, usize)>,
}

/// A step of the text area.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    /// To a person it is one step together with the one before.
    with_the_one_before: bool,
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
        area.set_max_histories(1000);
        let mut field = Field {
            area,
            single,
            bytes: 0,
            done: Vec::new(),
            undone: Vec::new(),
            cells: Cell::new(0),
            scrolled: Cell::new((0, 0)),
        };
        field.insert(text);
        field
    }

    /// What is in it.
    pub fn value(&self) -> String {
        self.area.lines().join("\n")
    }

    /// What it says in line mode, under a name.
    pub fn typing(&self, label: impl Into<String>) -> Typing {
        let cursor = self.area.cursor();
        let above = self.area.lines().iter().take(cursor.0).map(|line| line.chars().count() + 1);
        Typing { label: label.into(), value: self.value(), caret: above.sum::<usize>() + cursor.1 }
    }

    /// True when nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    /// Puts another text in its place; one step of undo.
    pub fn set(&mut self, text: &str) {
        self.area.select_all();
        let cut = self.area.cut();
        self.area.cancel_selection();
        self.did(cut);
        self.measure();
        if self.insert(text) != Typed::Same
            && cut
            && let Some(step) = self.done.last_mut()
        {
            step.with_the_one_before = true;
        }
    }

    /// Notes that the text area took a step, if it did.
    fn did(&mut self, changed: bool) {
        if changed {
            self.done.push(Step::default());
            self.undone.clear();
        }
    }

    fn undo(&mut self) {
        while let Some(step) = self.done.pop() {
            self.area.undo();
            self.undone.push(step);
            if !step.with_the_one_before {
                return;
            }
        }
    }

    fn redo(&mut self) {
        while let Some(step) = self.undone.pop() {
            self.area.redo();
            self.done.push(step);
            if !self.undone.last().is_some_and(|next| next.with_the_one_before) {
                return;
            }
        }
    }

    /// Puts another text in its place and the caret behind so many of its characters. For fields of one line.
    pub fn put(&mut self, text: &str, caret: usize) {
        self.set(text);
        self.area.move_cursor(CursorMove::Jump(0, u16::try_from(caret).unwrap_or(u16::MAX)));
    }

    /// Puts the caret before everything.
    pub fn to_top(&mut self) {
        self.area.move_cursor(CursorMove::Jump(0, 0));
    }

    /// How many characters of its line stand before the caret.
    pub fn caret(&self) -> usize {
        self.area.cursor().1
    }

    /// Where some characters of a field of one line stand when it is drawn into an area: column and cells.
    pub fn place(&self, area: Rect, from: usize, to: usize) -> (u16, u16) {
        let line = self.area.lines().first().map(String::as_str).unwrap_or_default();
        let cells = |count: usize| width::width(&line.chars().take(count).collect::<String>());
        let left = self.scrolled.get().0;
        let at = |count: usize| u16::try_from(cells(count).saturating_sub(left)).unwrap_or(u16::MAX).min(area.width);
        (area.x + at(from), at(to) - at(from))
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
        self.did(changed);
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

    /// Carries out a command; true when the text changed. The caret moves by, and deleting takes, whole characters as a
    /// reader sees them, however many code points they are made of.
    pub fn act(&mut self, command: Text) -> bool {
        let (row, col) = self.row_and_column();
        match command {
            Text::Left => match self.before(row, col) {
                Some(start) => self.jump(row, start),
                None => self.area.move_cursor(CursorMove::Back),
            },
            Text::Right => match self.after(row, col) {
                Some(end) => self.jump(row, end),
                None => self.area.move_cursor(CursorMove::Forward),
            },
            Text::Up | Text::Down => self.step_line(command == Text::Down),
            Text::Head => self.area.move_cursor(CursorMove::Head),
            Text::End => self.area.move_cursor(CursorMove::End),
            Text::NewLine if self.single => {}
            Text::NewLine => {
                self.area.insert_newline();
                self.did(true);
            }
            Text::DeleteBack => {
                let changed = match self.before(row, col) {
                    Some(start) => {
                        self.jump(row, start);
                        self.area.delete_str(col - start)
                    }
                    None => self.area.delete_char(),
                };
                self.did(changed);
            }
            Text::DeleteForward => {
                let changed = match self.after(row, col) {
                    Some(end) => self.area.delete_str(end - col),
                    None => self.area.delete_next_char(),
                };
                self.did(changed);
            }
            Text::DeleteToHead => {
                let changed = self.area.delete_line_by_head();
                self.did(changed);
            }
            Text::Undo => self.undo(),
            Text::Redo => self.redo(),
        }
        let moves = matches!(command, Text::Left | Text::Right | Text::Up | Text::Down | Text::Head | Text::End);
        if !moves {
            self.measure();
        }
        !moves
    }

    /// Where the caret is: line of the text and characters before it on that line.
    fn row_and_column(&self) -> (usize, usize) {
        let caret = self.area.cursor();
        (caret.0, caret.1)
    }

    fn jump(&mut self, row: usize, col: usize) {
        let short = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        self.area.move_cursor(CursorMove::Jump(short(row), short(col)));
    }

    /// Where the grapheme that ends at the caret begins; `None` at the head of a line.
    fn before(&self, row: usize, col: usize) -> Option<usize> {
        borders(self.area.lines().get(row)?).rev().find(|border| *border < col)
    }

    /// Where the grapheme that begins at the caret ends; `None` at the end of a line.
    fn after(&self, row: usize, col: usize) -> Option<usize> {
        borders(self.area.lines().get(row)?).find(|border| *border > col)
    }

    /// Up or down one line as it was last drawn, staying in the column as far as the line reaches.
    fn step_line(&mut self, down: bool) {
        let lines = self.lines(self.cells.get());
        let (at, x) = place(&lines, self.row_and_column());
        let Some(line) = (if down { Some(at + 1) } else { at.checked_sub(1) }).and_then(|to| lines.get(to)) else {
            return;
        };
        let mut to = line.from;
        for (glyph, next) in line.glyphs.iter().zip(line.glyphs.iter().skip(1).map(Some).chain([None])) {
            let end = glyph.x + glyph.cells;
            // The end of a line that goes on is the head of the next one.
            if end > x || (next.is_none() && line.goes_on) {
                break;
            }
            to = glyph.to;
        }
        let row = line.row;
        self.jump(row, to);
    }

    /// The text in lines of at most `cells`, broken between graphemes; one line for a field of one line.
    fn lines(&self, cells: usize) -> Vec<Line> {
        let most = if self.single || cells == 0 { usize::MAX } else { cells };
        let mut lines = Vec::new();
        for (row, text) in self.area.lines().iter().enumerate() {
            let mut line = Line { row, from: 0, goes_on: false, glyphs: Vec::new() };
            let (mut x, mut at) = (0, 0);
            for grapheme in width::graphemes(text).map(|(grapheme, _)| grapheme) {
                let shown = escape::one_line(grapheme).into_owned();
                let wide = width::width(&shown);
                if x > 0 && x + wide > most {
                    let next = Line { row, from: at, goes_on: false, glyphs: Vec::new() };
                    lines.push(Line { goes_on: true, ..std::mem::replace(&mut line, next) });
                    x = 0;
                }
                at += grapheme.chars().count();
                line.glyphs.push(Glyph { x, cells: wide, to: at, shown });
                x += wide;
            }
            lines.push(line);
        }
        lines
    }

    /// Draws it, and puts the caret in it when it is the one being typed in.
    pub fn view(&self, canvas: &mut Canvas, area: Rect, style: Style, active: bool) {
        let area = area.intersection(canvas.buffer.area);
        if area.width < 2 || area.height == 0 {
            return;
        }
        // One cell of air on the right: the caret at the end of a full line stands there.
        let (cells, height) = (usize::from(area.width - 1), usize::from(area.height));
        let lines = self.lines(cells);
        let (at, x) = place(&lines, self.row_and_column());
        // What was shown stays as far as the caret allows.
        let (left, top) = self.scrolled.get();
        let left = left.clamp((x + 1).saturating_sub(cells + 1), x);
        let top = top.min(lines.len().saturating_sub(height)).clamp((at + 1).saturating_sub(height), at);
        self.cells.set(cells);
        self.scrolled.set((left, top));
        canvas.clear(area);
        canvas.buffer.set_style(area, style);
        let cell = |from: u16, offset: usize| from.saturating_add(u16::try_from(offset).unwrap_or(u16::MAX));
        for (y, line) in area.rows().map(|row| row.y).zip(lines.iter().skip(top)) {
            let inside = |glyph: &&Glyph| glyph.x >= left && glyph.x + glyph.cells <= left + cells;
            for glyph in line.glyphs.iter().filter(inside) {
                let room = u16::try_from(glyph.cells).unwrap_or(u16::MAX);
                canvas.text(cell(area.x, glyph.x - left), y, room, &glyph.shown, style);
            }
        }
        if active {
            canvas.set_caret(cell(area.x, x - left), cell(area.y, at - top));
        }
    }
}

/// A grapheme on a line: where it begins, the cells it takes, the characters of the text up to its end, how it is shown.
struct Glyph {
    x: usize,
    cells: usize,
    to: usize,
    shown: String,
}

/// A line as it is drawn: its row in the text, the characters before it on that row.
struct Line {
    row: usize,
    from: usize,
    /// The row goes on in the next line.
    goes_on: bool,
    glyphs: Vec<Glyph>,
}

/// Line and cell of a place in the text.
fn place(lines: &[Line], (row, col): (usize, usize)) -> (usize, usize) {
    let at = lines.iter().rposition(|line| (line.row, line.from) <= (row, col)).unwrap_or(0);
    let glyphs = lines.get(at).map_or(&[][..], |line| &line.glyphs);
    (at, glyphs.iter().take_while(|glyph| glyph.to <= col).map(|glyph| glyph.cells).sum())
}

/// Places between graphemes on a line, in characters.
fn borders(line: &str) -> impl DoubleEndedIterator<Item = usize> {
    let mut at = 0;
    let ends = width::graphemes(line).map(|(grapheme, _)| {
        at += grapheme.chars().count();
        at
    });
    std::iter::once(0).chain(ends.collect::<Vec<_>>())
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
    fn the_caret_stands_right_in_scrolled_text_and_on_ambiguous_characters() {
        let area = Rect::new(1, 0, 8, 2);
        let caret = |field: &Field| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 2));
            let mut canvas = Canvas { buffer: &mut buffer, caret: None };
            field.view(&mut canvas, area, Style::default(), true);
            (canvas.caret.map(|caret| (caret.x, caret.y)), buffer_to_text(&buffer))
        };
        let mut line = Field::line("一二三四五");
        assert_eq!(caret(&line), (Some((8, 0)), vec!["  三四五".to_owned(), String::new()]));
        line.act(Text::Head);
        assert_eq!(caret(&line), (Some((1, 0)), vec![" 一二三".to_owned(), String::new()]));
        let mut text = Field::text("一二三四五六七八\n九");
        assert_eq!(caret(&text), (Some((3, 1)), vec![" 七八".to_owned(), " 九".to_owned()]));
        text.act(Text::Up);
        assert_eq!(caret(&text).0, Some((3, 0)), "one line up as it is drawn");
        text.act(Text::Up);
        assert_eq!(caret(&text), (Some((3, 0)), vec![" 四五六".to_owned(), " 七八".to_owned()]));
        let field = Field::line("≥12α");
        assert_eq!(caret(&field).0, Some((5, 0)));
        width::lay_out_for(width::Ambiguous::Two);
        assert_eq!(caret(&field).0, Some((7, 0)));
        assert_eq!(caret(&field).1[0], " ≥12α");
    }

    #[test]
    fn whole_characters_are_passed_and_deleted() {
        for whole in ["e\u{301}", "👩\u{200D}💻", "🇨🇳", "葛\u{E0100}", "नि", "𠮷", "한", "👍🏽"] {
            let mut field = Field::text(&format!("甲{whole}乙"));
            for _ in 0..2 {
                field.act(Text::Left);
            }
            field.insert("|");
            assert_eq!(field.value(), format!("甲|{whole}乙"), "{whole:?}");
            field.act(Text::DeleteForward);
            assert_eq!(field.value(), "甲|乙", "{whole:?}");
            field.act(Text::Undo);
            field.act(Text::DeleteBack);
            assert_eq!(field.value(), "甲|乙", "{whole:?}");
            field.act(Text::Undo);
            assert_eq!(field.value(), format!("甲|{whole}乙"), "{whole:?}: one step");
        }
        let mut field = Field::text("甲\n乙");
        field.act(Text::Left);
        field.act(Text::DeleteBack);
        assert_eq!(field.value(), "甲乙");
        field.act(Text::Undo);
        field.act(Text::Left);
        field.act(Text::Left);
        field.act(Text::Right);
        field.act(Text::DeleteForward);
        assert_eq!(field.value(), "甲乙");
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
        field.act(Text::Undo);
        assert_eq!(field.value(), "旧的\n两行", "one step");
        field.act(Text::Redo);
        assert_eq!(field.value(), "新的");
        field.set("");
        assert!(field.is_empty());
    }
}
