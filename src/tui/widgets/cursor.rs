//! A place in a list and what of it is on screen. The page turns at the edge, because a row moved costs far more bytes
//! than a mark moved.

use crate::tui::command::List;

/// Where the cursor stands and which row is the first on screen. Both count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cursor {
    at: usize,
    top: usize,
}

impl Cursor {
    /// The row under the cursor.
    pub fn at(self) -> usize {
        self.at
    }

    /// The first row on screen.
    pub fn top(self) -> usize {
        self.top
    }

    /// Puts the cursor on a row of a list of `len` rows of which `height` are on screen, and turns the page if needed.
    pub fn set(&mut self, at: usize, len: usize, height: usize) {
        let height = height.max(1);
        self.at = at.min(len.saturating_sub(1));
        if self.at < self.top {
            // Going up the row is the last of its page, coming from afar it is somewhere inside.
            let near = self.top - self.at < height;
            self.top = if near { (self.at + 1).saturating_sub(height) } else { self.at - self.at.min(height / 2) };
        } else if self.at >= self.top + height {
            let near = self.at < self.top + 2 * height;
            self.top = if near { self.top + height } else { self.at - self.at.min(height / 2) };
        }
        // Never leave the lower half of the screen empty while there are rows for it.
        self.top = self.top.min(len.saturating_sub(height));
    }

    /// Carries out a movement. False when nothing moved.
    pub fn act(&mut self, command: List, len: usize, height: usize) -> bool {
        let before = *self;
        let page = height.max(1);
        match command {
            List::Open => {}
            List::Up => self.set(self.at.saturating_sub(1), len, height),
            List::Down => self.set(self.at + 1, len, height),
            List::PageUp => {
                let at = self.at.saturating_sub(page);
                self.top = self.top.saturating_sub(page);
                self.set(at, len, height);
            }
            List::PageDown => {
                let at = (self.at + page).min(len.saturating_sub(1));
                self.top = (self.top + page).min(len.saturating_sub(page));
                self.set(at, len, height);
            }
            List::Top => {
                *self = Cursor::default();
            }
            List::Bottom => self.set(len.saturating_sub(1), len, height),
        }
        *self != before
    }

    /// The rows on screen.
    pub fn rows(self, len: usize, height: usize) -> std::ops::Range<usize> {
        let top = self.top.min(len);
        top..(top + height).min(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_turns_at_the_edge_and_the_mark_moves_inside() {
        let mut cursor = Cursor::default();
        for _ in 0..9 {
            cursor.act(List::Down, 100, 10);
        }
        assert_eq!((cursor.at(), cursor.top()), (9, 0));
        cursor.act(List::Down, 100, 10);
        assert_eq!((cursor.at(), cursor.top()), (10, 10), "a whole page");
        cursor.act(List::Up, 100, 10);
        assert_eq!((cursor.at(), cursor.top()), (9, 0));
        cursor.act(List::Bottom, 100, 10);
        assert_eq!((cursor.at(), cursor.top()), (99, 90));
        assert!(!cursor.act(List::Down, 100, 10), "nothing moved");
        cursor.act(List::PageUp, 100, 10);
        assert_eq!((cursor.at(), cursor.top()), (89, 80));
        cursor.act(List::Top, 100, 10);
        assert_eq!(cursor, Cursor::default());
    }

    #[test]
    fn an_empty_list_and_a_screen_without_rows_are_no_trouble() {
        let mut cursor = Cursor::default();
        for command in [List::Up, List::Down, List::PageDown, List::PageUp, List::Bottom, List::Top] {
            cursor.act(command, 0, 0);
            assert_eq!((cursor.at(), cursor.rows(0, 0)), (0, 0..0));
        }
    }
}
