//! What tests of screens need: something to be asked with, and a count of what a drawing costs.

use ratatui::layout::Rect;

use super::Screen;
use crate::tui::canvas::Canvas;
use crate::tui::look::Look;
use crate::tui::msg::Cx;

/// What a drawing at 80x24 costs, whatever the machine: how many messages were told for it.
pub fn told_for(screen: &dyn Screen, look: &Look) -> usize {
    use crate::text::strings::TOLD;
    use ratatui::buffer::Buffer;

    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    let before = TOLD.get();
    screen.view(&mut Canvas { buffer: &mut buffer, caret: None }, Rect::new(0, 1, 80, 18), look);
    TOLD.get() - before
}

/// What a screen is given while it is tested.
pub fn with_cx<T>(look: &Look, act: impl FnOnce(&Cx) -> T) -> T {
    use crate::tui::layout::layout;
    use crate::tui::msg::{Numbers, Recall};

    let (numbers, recall) = (Numbers::new("test".to_owned()), Recall::default());
    let areas = layout(ratatui::layout::Size::new(80, 24));
    act(&Cx {
        areas,
        look,
        now: crate::model::event::Stamp::default(),
        numbers: &numbers,
        recall: &recall,
        visible: true,
    })
}
