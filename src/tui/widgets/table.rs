//! One line of a table: columns of fixed width and one that takes what is left.

use ratatui::layout::Rect;

use crate::tui::canvas::Canvas;
use crate::tui::look::{Look, Role};

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Cells; `None` for what is left.
    cells: Option<u16>,
    right: bool,
}

impl Column {
    /// Words.
    pub fn left(cells: u16) -> Column {
        Column { cells: Some(cells), right: false }
    }

    /// Numbers.
    pub fn right(cells: u16) -> Column {
        Column { cells: Some(cells), right: true }
    }

    /// Takes what the others leave.
    pub fn rest() -> Column {
        Column { cells: None, right: false }
    }
}

/// Draws the cells of one line, one blank between columns.
pub fn draw_row(canvas: &mut Canvas, area: Rect, columns: &[Column], cells: &[(String, Role)], look: &Look) {
    let gaps = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let fixed: u16 = columns.iter().filter_map(|column| column.cells).sum();
    let rests = u16::try_from(columns.iter().filter(|column| column.cells.is_none()).count()).unwrap_or(1).max(1);
    let rest = area.width.saturating_sub(fixed).saturating_sub(gaps) / rests;
    let mut x = area.x;
    for (column, (text, role)) in columns.iter().zip(cells) {
        let width = column.cells.unwrap_or(rest).min(area.right().saturating_sub(x));
        if column.right {
            canvas.right(x, area.y, width, text, look.style(*role));
        } else {
            canvas.text(x, area.y, width, text, look.style(*role));
        }
        x = x.saturating_add(width + 1).min(area.right());
    }
}
