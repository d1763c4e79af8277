//! Undo up to a chosen step: how many steps that takes back is said before.

use ratatui::layout::Rect;

use super::line;
use crate::engine::request::{Reply, Request};
use crate::engine::view::HistoryStep;
use crate::model::ids::EventId;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Line, Scope};
use crate::tui::layout::middle;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input};
use crate::tui::screens::{Hint, Screen, Title};

/// The question.
pub(super) struct BackScreen {
    undos: usize,
    last: EventId,
    /// Those of the steps that are in the list, newest first.
    steps: Vec<HistoryStep>,
    /// The order is on its way.
    ticket: Option<u64>,
}

impl BackScreen {
    /// For the latest `undos` steps, of which `last` is a part of the oldest.
    pub(super) fn new(undos: usize, last: EventId, steps: Vec<HistoryStep>) -> BackScreen {
        BackScreen { undos, last, steps, ticket: None }
    }
}

impl Screen for BackScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Line]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(Command::Line(Line::Accept)) if self.ticket.is_none() => {
                let ticket = cx.numbers.fresh();
                self.ticket = Some(ticket);
                vec![Effect::Work(Request::UndoMany { ticket, count: self.undos, last: self.last })]
            }
            Input::Command(Command::Line(Line::Cancel)) => vec![Effect::Pop],
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Done { ticket, .. } if Some(*ticket) == self.ticket => vec![Effect::Pop],
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let wide = area.width.saturating_sub(4).clamp(20, 100);
        let cells = usize::from(wide.saturating_sub(4));
        let args = [("steps", Arg::from(self.undos))];
        let mut lines = width::wrap(&look.t("history-back-count", &args), cells);
        let hidden = self.undos.saturating_sub(self.steps.len());
        if hidden > 0 {
            let told = look.t("history-back-hidden", &[("steps", Arg::from(hidden))]);
            lines.extend(width::wrap(&told, cells));
        }
        let most = usize::from(area.height).saturating_sub(lines.len() + 4);
        // The ends of a long list say enough.
        let (first, last) = if self.steps.len() > most {
            (most.saturating_sub(2), self.steps.len().saturating_sub(1))
        } else {
            (self.steps.len(), self.steps.len())
        };
        let mut shown: Vec<String> = self.steps.iter().take(first).map(|step| line(step, look).0).collect();
        if last > first {
            shown.push("...".to_owned());
        }
        shown.extend(self.steps.iter().skip(last).map(|step| line(step, look).0));
        let height = u16::try_from(lines.len() + shown.len() + 2).unwrap_or(u16::MAX);
        let popup = middle(area, wide, height);
        let inner = canvas.popup(popup, look, &look.s("history-back-heading"), "");
        let (said, rest) = (u16::try_from(lines.len()).unwrap_or(u16::MAX), inner);
        canvas.lines(inner, &lines, look.style(Role::Heading));
        let below = Rect { y: rest.y + said, height: rest.height.saturating_sub(said), ..rest }.intersection(inner);
        for (row, text) in below.rows().zip(&shown) {
            canvas.text(row.x, row.y, row.width, text, look.style(Role::Plain));
        }
        canvas.set_caret(inner.x, inner.y);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-history"), right: String::new() }
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![Line::Accept.into(), Line::Cancel.into()]
    }

    fn floats(&self) -> bool {
        true
    }
}
