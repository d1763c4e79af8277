//! The records of one step: what an act on many did to each target.

use ratatui::layout::Rect;

use super::{draw_detail, draw_steps, list, open};
use crate::engine::request::{Reply, Request, Slot};
use crate::engine::view::HistoryStep;
use crate::model::ids::EventId;
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, List, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input};
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::widgets::cursor::Cursor;

/// The records of a step.
pub(super) struct StepScreen {
    event: EventId,
    events: Option<Vec<HistoryStep>>,
    cursor: Cursor,
    epoch: u64,
}

impl StepScreen {
    /// Of the step that this event is a part of.
    pub(super) fn new(event: EventId) -> StepScreen {
        StepScreen { event, events: None, cursor: Cursor::default(), epoch: 0 }
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        vec![Effect::Work(Request::LoadStep { epoch: self.epoch, event: self.event })]
    }

    fn events(&self) -> &[HistoryStep] {
        self.events.as_deref().unwrap_or_default()
    }
}

impl Screen for StepScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => self.ask(cx),
            Input::Command(Command::List(List::Open)) => {
                self.events().get(self.cursor.at()).map_or_else(Vec::new, |step| open(step, cx))
            }
            Input::Command(Command::List(command)) => {
                let len = self.events().len();
                self.cursor.act(command, len, usize::from(list(cx.areas.body).height));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Step { epoch, events } if *epoch == self.epoch => {
                let height = usize::from(list(cx.areas.body).height);
                self.cursor.set(self.cursor.at(), events.len(), height);
                self.events = Some(events.clone());
                Vec::new()
            }
            Reply::Failed { slot: Slot::Step, epoch, .. } if *epoch == self.epoch => {
                self.events = Some(Vec::new());
                Vec::new()
            }
            Reply::Done { result: Ok(_), .. } | Reply::DataChanged => self.ask(cx),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let label = look.t("history-step-heading", &[("count", Arg::from(self.events().len()))]);
        canvas.rule(Rect { height: area.height.min(1), ..area }, look, &label, "");
        let inner = canvas.sides(list(area), look);
        if self.events.is_none() {
            canvas.text(inner.x, inner.y, inner.width, &look.s("told-loading"), look.style(Role::Plain));
        }
        draw_steps(canvas, inner, self.events(), self.cursor, look);
        draw_detail(canvas, area, self.events().get(self.cursor.at()), look);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-history"), right: String::new() }
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![
            List::Open.into(),
            App::Undo.into(),
            Hint::Run(List::Up.into(), List::Down.into(), "hint-move"),
            App::Back.into(),
            App::Help.into(),
        ]
    }
}
