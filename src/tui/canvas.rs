//! Where screens draw: cells, the caret, and the few shapes all screens share.
//!
//! Text is escaped here, at the sink, and cut at cell borders; drawing outside is nothing. Deliberately absent: a
//! terminal, a clock, and anything that could change state.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, CellDiffOption, CellWidth as _};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::look::{Look, Role};
use crate::text::{escape, width};

/// One frame being drawn.
pub struct Canvas<'b> {
    /// The cells.
    pub buffer: &'b mut Buffer,
    /// Where the caret stands: the active cell. Input methods open there and screen readers read there.
    pub caret: Option<Position>,
}

impl Canvas<'_> {
    /// Draws a text on one line in at most `cells` cells, ended by `..` when it was cut. Returns the cells used.
    pub fn text(&mut self, x: u16, y: u16, cells: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
            return 0;
        }
        let cells = cells.min(area.right() - x);
        let shown = escape::one_line(text);
        let shown = width::cut(&shown, usize::from(cells));
        let mut at = x;
        for (grapheme, taken) in width::graphemes(&shown) {
            let taken = u16::try_from(taken).unwrap_or(u16::MAX);
            if taken == 0 || taken > x + cells - at {
                continue;
            }
            self.put(at, y, grapheme, taken, style);
            at += taken;
        }
        at - x
    }

    /// Puts one grapheme on the cells it takes; those it covers are blanked.
    pub fn put(&mut self, x: u16, y: u16, grapheme: &str, taken: u16, style: Style) {
        let Some(cell) = self.buffer.cell_mut((x, y)) else { return };
        cell.set_symbol(grapheme).set_style(style);
        // The buffer counts ambiguous characters as one cell, whatever was measured.
        cell.set_diff_option(match NonZeroU16::new(taken) {
            Some(taken) if taken.get() != cell.symbol().cell_width() => CellDiffOption::ForcedWidth(taken),
            _ => CellDiffOption::None,
        });
        for x in x + 1..x.saturating_add(taken) {
            if let Some(cell) = self.buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }

    /// Draws a text that ends at the right edge of its cells: numbers.
    pub fn right(&mut self, x: u16, y: u16, cells: u16, text: &str, style: Style) {
        let shown = escape::one_line(text);
        let taken = u16::try_from(width::width(&shown)).unwrap_or(u16::MAX).min(cells);
        self.text(x + (cells - taken), y, taken, &shown, style);
    }

    /// Draws lines one below the other, as many as fit.
    pub fn lines<S: AsRef<str>>(&mut self, area: Rect, lines: &[S], style: Style) {
        for (y, line) in area.rows().zip(lines) {
            self.text(y.x, y.y, y.width, line.as_ref(), style);
        }
    }

    /// A rule over the whole width of the area's first row: `+-label-----right-+`.
    pub fn rule(&mut self, area: Rect, look: &Look, label: &str, right: &str) {
        self.rule_styled(area, look, label, right, look.style(Role::Frame), look.style(Role::Heading));
    }

    /// A rule whose words have a style of their own.
    pub fn rule_styled(&mut self, area: Rect, look: &Look, label: &str, right: &str, line: Style, words: Style) {
        if area.width < 2 || area.height == 0 {
            return;
        }
        let glyphs = &look.glyphs;
        for x in area.left()..area.right() {
            let corner = x == area.left() || x + 1 == area.right();
            self.text(x, area.y, 1, if corner { &glyphs.corner } else { &glyphs.horizontal }, line);
        }
        let inside = area.width.saturating_sub(4);
        let right_cells = u16::try_from(width::width(right)).unwrap_or(u16::MAX).min(inside);
        let label_cells = inside.saturating_sub(if right_cells > 0 { right_cells + 1 } else { 0 });
        self.text(area.x + 2, area.y, label_cells, label, words);
        self.text(area.right() - 2 - right_cells, area.y, right_cells, right, words);
    }

    /// Upright lines at both sides of the area; returns what is between them, one cell of air left on each side.
    pub fn sides(&mut self, area: Rect, look: &Look) -> Rect {
        if area.width < 4 {
            return Rect { width: 0, ..area };
        }
        let line = look.style(Role::Frame);
        for y in area.top()..area.bottom() {
            self.text(area.x, y, 1, &look.glyphs.vertical, line);
            self.text(area.right() - 1, y, 1, &look.glyphs.vertical, line);
        }
        Rect::new(area.x + 2, area.y, area.width - 4, area.height)
    }

    /// Blanks an area for a popup. A wide glyph that reaches into it from the left is blanked, too: half of it would be
    /// under the popup.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.top()..area.bottom() {
            if area.x > self.buffer.area.x
                && let Some(cell) = self.buffer.cell_mut((area.x - 1, y))
                && width::width(cell.symbol()) > 1
            {
                cell.set_symbol(" ");
            }
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }

    /// A popup: blanked, framed, with a heading; returns what is inside.
    pub fn popup(&mut self, area: Rect, look: &Look, heading: &str, foot: &str) -> Rect {
        self.clear(area);
        if area.height < 2 {
            return Rect { height: 0, ..area };
        }
        self.rule(Rect { height: 1, ..area }, look, heading, "");
        self.rule(Rect { y: area.bottom() - 1, height: 1, ..area }, look, "", foot);
        self.sides(Rect { y: area.y + 1, height: area.height - 2, ..area }, look)
    }

    /// Puts the caret on a cell of the screen.
    pub fn set_caret(&mut self, x: u16, y: u16) {
        let position = Position { x, y };
        if self.buffer.area.contains(position) {
            self.caret = Some(position);
        }
    }
}

/// The screen as text, one line a row: the second cell of a wide glyph is left out, blanks at the end are cut.
pub fn buffer_to_text(buffer: &Buffer) -> Vec<String> {
    let mut lines = Vec::with_capacity(usize::from(buffer.area.height));
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut line = String::new();
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let symbol = buffer.cell((x, y)).map_or(" ", |cell| cell.symbol());
            line.push_str(symbol);
            x += u16::try_from(width::width(symbol).max(1)).unwrap_or(1);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_popup_over_half_a_wide_glyph_leaves_no_half() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        let mut canvas = Canvas { buffer: &mut buffer, caret: None };
        canvas.text(0, 0, 8, "审核意见", Style::default());
        canvas.clear(Rect::new(3, 0, 2, 1));
        assert_eq!(buffer_to_text(&buffer), ["审    见"]);
    }

    #[test]
    fn text_is_escaped_cut_and_never_leaves_the_screen() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 2));
        let mut canvas = Canvas { buffer: &mut buffer, caret: None };
        assert_eq!(canvas.text(0, 0, 5, "加装电梯", Style::default()), 4, "a wide glyph is not split");
        assert_eq!(canvas.text(0, 1, 9, "a\u{1b}[2J", Style::default()), 8);
        assert_eq!(canvas.text(9, 0, 5, "x", Style::default()), 0);
        assert_eq!(canvas.text(0, 7, 5, "x", Style::default()), 0);
        canvas.right(5, 0, 4, "12", Style::default());
        assert_eq!(buffer_to_text(&buffer), ["加..   12", "a<1B>[2J"]);
    }
}
