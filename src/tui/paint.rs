//! Cells → bytes: only what changed, one write per frame, nothing at all when nothing changed.
//!
//! Knows escape sequences and no terminal, so its bytes can be counted in tests. A wide glyph moves the caret by two, so
//! runs of Han need no positioning between them; after a character of ambiguous width the position is set anew,
//! because terminals disagree about it. Everything lies inside one synchronized update.

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

use crate::text::width;

/// Draws frames into a writer.
pub struct Painter<W: Write> {
    out: W,
    shown: Buffer,
    caret: Option<Position>,
    /// True when the terminal's content is not known: draw every cell.
    stale: bool,
    /// The terminal can be told to show a frame at one go.
    held: bool,
}

impl<W: Write> Painter<W> {
    /// A painter on a terminal whose content is unknown.
    pub fn new(out: W) -> Painter<W> {
        Painter { out, shown: Buffer::empty(Rect::default()), caret: None, stale: true, held: true }
    }

    /// The terminal's content is no longer known.
    pub fn forget(&mut self) {
        self.stale = true;
    }

    /// Whether each frame is announced, so that the terminal shows it at one go.
    pub fn hold_frames(&mut self, held: bool) {
        self.held = held;
    }

    /// The writer.
    pub fn writer(&mut self) -> &mut W {
        &mut self.out
    }

    /// Brings the terminal to show this. Writes once, or not at all.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn paint(&mut self, next: &Buffer, caret: Option<Position>) -> io::Result<()> {
        let mut bytes = String::new();
        if self.stale || self.shown.area != next.area {
            bytes.push_str("\x1b[0m\x1b[2J");
            self.shown = Buffer::empty(next.area);
            self.caret = None;
            self.stale = false;
            bytes.push_str("\x1b[?25l");
        }
        let mut pen = Pen::default();
        for (x, y, cell) in self.shown.diff_iter(next) {
            pen.go(&mut bytes, x, y, next);
            pen.dress(&mut bytes, cell.style());
            pen.print(&mut bytes, cell.symbol());
        }
        pen.dress(&mut bytes, Style::default());
        let drawn = !bytes.is_empty();
        if caret != self.caret || (drawn && caret.is_some()) {
            match caret {
                Some(Position { x, y }) => {
                    let _ = write!(bytes, "\x1b[{};{}H", y + 1, x + 1);
                    if self.caret.is_none() {
                        bytes.push_str("\x1b[?25h");
                    }
                }
                None => bytes.push_str("\x1b[?25l"),
            }
        }
        if bytes.is_empty() {
            return Ok(());
        }
        if self.held {
            bytes = format!("\x1b[?2026h{bytes}\x1b[?2026l");
        }
        self.out.write_all(bytes.as_bytes())?;
        self.out.flush()?;
        self.shown.clone_from(next);
        self.caret = caret;
        Ok(())
    }
}

/// Where the terminal's pen is and what it wears.
#[derive(Default)]
struct Pen {
    at: Option<(u16, u16)>,
    fg: Option<Color>,
    bg: Option<Color>,
    mods: Modifier,
}

const MODS: [(Modifier, u8); 5] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
];

impl Pen {
    /// Goes to a cell the cheapest way: over a few plain cells by writing them again, on the same row by steps, else by
    /// naming the place.
    fn go(&mut self, bytes: &mut String, x: u16, y: u16, next: &Buffer) {
        match self.at {
            Some(at) if at == (x, y) => return,
            Some((from, row)) if row == y && from < x => {
                let between = || (from..x).map(|x| next.cell((x, y)));
                let plain = x - from <= 4
                    && between().all(|cell| {
                        cell.is_some_and(|cell| {
                            cell.symbol().is_ascii() && cell.symbol().len() == 1 && self.wears(cell.style())
                        })
                    });
                if plain {
                    bytes.extend(between().flatten().map(|cell| cell.symbol()));
                } else {
                    let _ = write!(bytes, "\x1b[{}C", x - from);
                }
            }
            _ => {
                let _ = write!(bytes, "\x1b[{};{}H", y + 1, x + 1);
            }
        }
        self.at = Some((x, y));
    }

    fn wears(&self, style: Style) -> bool {
        let plain = |colour: Option<Color>| colour.filter(|colour| *colour != Color::Reset);
        let mods = MODS.iter().fold(Modifier::empty(), |all, (one, _)| all | (style.add_modifier & *one));
        (plain(style.fg), plain(style.bg), mods) == (self.fg, self.bg, self.mods)
    }

    fn dress(&mut self, bytes: &mut String, style: Style) {
        let plain = |colour: Option<Color>| colour.filter(|colour| *colour != Color::Reset);
        let (fg, bg) = (plain(style.fg), plain(style.bg));
        let mods = MODS.iter().fold(Modifier::empty(), |all, (one, _)| all | (style.add_modifier & *one));
        if self.wears(style) {
            return;
        }
        // Taking something off means starting from plain: codes for "not bold" differ between terminals.
        let mut codes = String::new();
        if !(self.mods - mods).is_empty() || (self.fg.is_some() && fg.is_none()) || (self.bg.is_some() && bg.is_none())
        {
            codes.push('0');
            *self = Pen { at: self.at, ..Pen::default() };
        }
        let mut code = |part: String| {
            if !codes.is_empty() {
                codes.push(';');
            }
            codes.push_str(&part);
        };
        for (one, number) in MODS {
            if mods.contains(one) && !self.mods.contains(one) {
                code(number.to_string());
            }
        }
        for (colour, worn, ground) in [(fg, self.fg, false), (bg, self.bg, true)] {
            if let Some(colour) = colour.filter(|colour| Some(*colour) != worn) {
                code(sgr(colour, ground));
            }
        }
        let _ = write!(bytes, "\x1b[{codes}m");
        (self.fg, self.bg, self.mods) = (fg, bg, mods);
    }

    fn print(&mut self, bytes: &mut String, symbol: &str) {
        bytes.push_str(symbol);
        let cells = width::width(symbol).max(1);
        self.at = match self.at {
            Some((x, y)) if width::certain(symbol) => Some((x.saturating_add(u16::try_from(cells).unwrap_or(1)), y)),
            _ => None,
        };
    }
}

fn sgr(colour: Color, ground: bool) -> String {
    let base = |dark: u8| if ground { dark + 10 } else { dark };
    let number = match colour {
        Color::Reset => 39,
        Color::Black => 30,
        Color::Red => 31,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Blue => 34,
        Color::Magenta => 35,
        Color::Cyan => 36,
        Color::Gray => 37,
        Color::DarkGray => 90,
        Color::LightRed => 91,
        Color::LightGreen => 92,
        Color::LightYellow => 93,
        Color::LightBlue => 94,
        Color::LightMagenta => 95,
        Color::LightCyan => 96,
        Color::White => 97,
        Color::Indexed(index) => return format!("{};5;{index}", base(38)),
        Color::Rgb(r, g, b) => return format!("{};2;{r};{g};{b}", base(38)),
    };
    base(number).to_string()
}

/// The screen with its styles as a text with escape sequences, one line a row.
pub fn buffer_to_ansi(buffer: &Buffer) -> Vec<String> {
    let mut lines = Vec::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut line = String::new();
        let mut pen = Pen::default();
        let mut x = buffer.area.left();
        while let Some(cell) = buffer.cell((x, y)).filter(|_| x < buffer.area.right()) {
            pen.dress(&mut line, cell.style());
            line.push_str(cell.symbol());
            x += u16::try_from(width::width(cell.symbol()).max(1)).unwrap_or(1);
        }
        pen.dress(&mut line, Style::default());
        lines.push(line.trim_end().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::num::NonZero;

    /// Counts bytes and writes.
    #[derive(Default)]
    struct Counter {
        bytes: Vec<u8>,
        writes: usize,
    }

    impl Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.writes += 1;
            self.bytes.extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn frame(text: &str, style: Style) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 2));
        buffer.set_string(0, 0, text, style);
        buffer
    }

    #[test]
    fn the_terminal_shows_what_was_painted_and_an_equal_frame_costs_nothing() {
        let mut painter = Painter::new(Counter::default());
        let mut terminal = vt100::Parser::new(NonZero::new(2).unwrap(), NonZero::new(20).unwrap(), 0);
        let bold = Style::default().add_modifier(Modifier::BOLD).fg(Color::Red);
        for (text, style) in [
            ("审核意见≥12台", Style::default()),
            ("审核abc", bold),
            ("a审核≥≥bc", Style::default()),
            ("退回", bold.bg(Color::Rgb(1, 2, 3))),
        ] {
            let next = frame(text, style);
            painter.paint(&next, Some(Position { x: 3, y: 1 })).unwrap();
            terminal.process(&std::mem::take(&mut painter.writer().bytes));
            assert_eq!(terminal.screen().contents().lines().next().unwrap().trim_end(), text);
            assert_eq!(terminal.screen().cursor_position(), (1, 3));
            let cell = terminal.screen().cell(0, 0).unwrap();
            assert_eq!(cell.bold(), style.add_modifier.contains(Modifier::BOLD));
            assert_eq!(painter.writer().writes, 1, "one write a frame");
            painter.paint(&next, Some(Position { x: 3, y: 1 })).unwrap();
            assert_eq!(painter.writer().writes, 1, "nothing changed, nothing written");
            painter.writer().writes = 0;
        }
    }

    #[test]
    fn han_runs_need_no_positions_between_them() {
        let mut painter = Painter::new(Counter::default());
        painter.paint(&frame("", Style::default()), None).unwrap();
        painter.writer().bytes.clear();
        painter.paint(&frame("审核意见审核", Style::default()), None).unwrap();
        let written = String::from_utf8(painter.writer().bytes.clone()).unwrap();
        assert_eq!(written, "\x1b[?2026h\x1b[1;1H审核意见审核\x1b[?2026l");
    }

    #[test]
    fn styles_are_part_of_the_coloured_text() {
        let lines = buffer_to_ansi(&frame("提", Style::default().fg(Color::Red)));
        assert_eq!(lines[0], "\x1b[31m提\x1b[0m");
    }
}
