//! My steps in words, newest first, and how far undo reaches.

use ratatui::layout::Rect;

use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request};
use crate::engine::view::{History, HistoryQuery, HistoryStep, Whose};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, List, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input};
use crate::tui::widgets::cursor::Cursor;

/// Steps that are asked for.
const STEPS: usize = 500;

/// The list of steps.
#[derive(Default)]
pub struct HistoryScreen {
    steps: Option<Vec<HistoryStep>>,
    can_undo: usize,
    can_redo: usize,
    cursor: Cursor,
    epoch: u64,
}

fn list(area: Rect) -> Rect {
    Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }.intersection(area)
}

impl HistoryScreen {
    /// Not yet asked for.
    pub fn new() -> HistoryScreen {
        HistoryScreen::default()
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        vec![Effect::Work(Request::LoadHistory {
            epoch: self.epoch,
            query: HistoryQuery { whose: Whose::All, most: STEPS },
        })]
    }
}

impl Screen for HistoryScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => self.ask(cx),
            Input::Command(Command::List(command)) => {
                let len = self.steps.as_ref().map_or(0, Vec::len);
                self.cursor.act(command, len, usize::from(list(cx.areas.body).height));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::History { epoch, history } if *epoch == self.epoch => {
                let History { steps, can_undo, can_redo, .. } = &**history;
                let height = usize::from(list(cx.areas.body).height);
                self.cursor.set(self.cursor.at(), steps.len(), height);
                self.steps = Some(steps.clone());
                (self.can_undo, self.can_redo) = (*can_undo, *can_redo);
                Vec::new()
            }
            Reply::Done { result: Ok(_), .. } | Reply::DataChanged => self.ask(cx),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let label = look.t("history-rule", &[("undo", Arg::from(self.can_undo)), ("redo", Arg::from(self.can_redo))]);
        canvas.rule(Rect { height: area.height.min(1), ..area }, look, &label, "");
        let inner = canvas.sides(list(area), look);
        let steps = self.steps.as_deref().unwrap_or_default();
        if steps.is_empty() {
            let key = if self.steps.is_some() { "history-empty" } else { "told-loading" };
            canvas.lines(inner, &width::wrap(&look.s(key), usize::from(inner.width)), look.style(Role::Plain));
        }
        // The newest step that undo reaches is the one it takes back.
        let next = steps.iter().position(|step| step.live && step.undoable);
        for (line, index) in inner.rows().zip(self.cursor.rows(steps.len(), usize::from(inner.height))) {
            let Some(step) = steps.get(index) else { break };
            if index == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            let state = look.s(match (step.live, Some(index) == next) {
                (false, _) => "history-taken-back",
                (true, true) => "history-undo-next",
                (true, false) => "history-live",
            });
            let state = width::pad(&state, 11);
            let words = look.strings.told(step.key, &step.args);
            let text = format!("{}  {state} {}  {words}", look.when(step.at), step.author);
            let role = if step.live { Role::Plain } else { Role::Muted };
            canvas.text(line.x + 2, line.y, line.width.saturating_sub(2), &text, look.style(role));
        }
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-history"), right: String::new() }
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![
            App::Undo.into(),
            App::Redo.into(),
            Hint::Run(List::Up.into(), List::Down.into(), "hint-move"),
            App::Back.into(),
            App::Help.into(),
        ]
    }
}
