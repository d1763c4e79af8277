//! Going to a row by its number, which is asked for in a small box.

use ratatui::layout::Rect;

use super::{Mode, RecheckScreen};
use crate::text::{Arg, fold};
use crate::tui::canvas::Canvas;
use crate::tui::layout::middle;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Notice};
use crate::tui::widgets::field::Field;

impl RecheckScreen {
    /// Goes to the row whose number was typed; 0 is the execution rate.
    pub(super) fn jump(&mut self, cx: &Cx) -> Vec<Effect> {
        let Mode::Jump(field) = std::mem::replace(&mut self.mode, Mode::Rows) else { return Vec::new() };
        let typed = fold::fold_number(field.value().trim());
        let row = typed.parse().ok().and_then(|no| self.row_at(no));
        match row {
            Some(at) => {
                self.stand(at, cx);
                Vec::new()
            }
            None => vec![Effect::Say(Notice::Refused(cx.look.t("told-no-such-row", &[("typed", Arg::from(typed))])))],
        }
    }

    /// Place of the row with this number.
    pub(super) fn row_at(&self, no: u32) -> Option<usize> {
        self.view.as_ref()?.scored.rows.iter().position(|row| row.no == no)
    }
}

/// Draws the box.
pub(super) fn draw(field: &Field, canvas: &mut Canvas, area: Rect, look: &Look) {
    let inner = canvas.popup(middle(area, 36, 3), look, &look.s("review-jump"), "");
    field.view(canvas, inner, look.style(Role::Field), true);
}
