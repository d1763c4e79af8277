//! Geometry from the size of the terminal alone. Update and view use the same figures, so that nothing depends on what
//! was drawn before.

use ratatui::layout::{Rect, Size};

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Room {
    /// Below 40x10: one line saying so.
    Tiny,
    /// Below 80 columns: fewer columns.
    Narrow,
    /// 80 columns.
    Normal,
    /// 120 columns and more: more columns, never other keys.
    Wide,
}

/// The parts of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// Everything.
    pub all: Rect,
    /// How much room there is.
    pub room: Room,
    /// Where am I, which object, how far, mode.
    pub title: Rect,
    /// The screen's own part; its first row is its upper rule.
    pub body: Rect,
    /// The rule above the hints; nothing on low terminals.
    pub divider: Rect,
    /// What I can do now: the decision line.
    pub hints: Rect,
    /// The rule below, which tells what just happened.
    pub told: Rect,
    /// Screens and their keys.
    pub bar: Rect,
}

/// Cuts the terminal into its parts.
pub fn layout(size: Size) -> Areas {
    let all = Rect::new(0, 0, size.width, size.height);
    let row = |y: u16, height: u16| Rect::new(0, y, size.width, height).intersection(all);
    let room = match (size.width, size.height) {
        (..40, _) | (_, ..10) => Room::Tiny,
        (..80, _) => Room::Narrow,
        (..120, _) => Room::Normal,
        _ => Room::Wide,
    };
    let hints: u16 = match size.height {
        ..14 => 0,
        14..20 => 1,
        _ => 2,
    };
    let below = if hints == 0 { 2 } else { hints + 3 };
    let bottom = size.height.saturating_sub(below);
    Areas {
        all,
        room,
        title: row(0, 1),
        body: row(1, bottom.saturating_sub(1)),
        divider: row(bottom, u16::from(hints > 0)),
        hints: row(bottom + 1, hints),
        told: row(size.height.saturating_sub(2), 1),
        bar: row(size.height.saturating_sub(1), 1),
    }
}

/// A box in the middle, at most as large as told.
pub fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect::new(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_terminal_has_its_decision_line_on_rows_21_and_22() {
        let areas = layout(Size::new(80, 24));
        assert_eq!(areas.room, Room::Normal);
        assert_eq!(areas.body, Rect::new(0, 1, 80, 18));
        assert_eq!(
            (areas.divider.y, areas.hints.y, areas.hints.height, areas.told.y, areas.bar.y),
            (19, 20, 2, 22, 23)
        );
    }

    #[test]
    fn the_parts_never_leave_the_terminal() {
        for width in 0..130 {
            for height in 0..50 {
                let areas = layout(Size::new(width, height));
                for part in [areas.title, areas.body, areas.divider, areas.hints, areas.told, areas.bar] {
                    assert_eq!(part.intersection(areas.all), part, "{width}x{height}");
                }
            }
        }
    }
}
