//! Steps in words, newest first: what was done, when, by whom, on what; what undo takes next, and back to where.
//!
//! Looking changes nothing. An act on many is one line with its count; Enter shows its records. Undoing up to a chosen
//! step says first how many steps that takes back. Deliberately absent: how steps are found and told in words.

mod back;
mod spoken;
mod step;

use std::sync::Arc;

use ratatui::layout::Rect;

use self::back::BackScreen;
use self::step::StepScreen;
use super::review::ReviewScreen;
use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request};
use crate::engine::view::{History, HistoryQuery, HistoryStep, Whose};
use crate::model::ids::ItemId;
use crate::model::query::Sort;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, App, Command, List, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;
use crate::tui::why::{self, Explained};
use crate::tui::widgets::cursor::Cursor;

/// Steps that are asked for at first, and again each time the end of the list is reached.
const STEPS: usize = 500;

/// The list of steps.
pub struct HistoryScreen {
    history: Option<History>,
    query: HistoryQuery,
    cursor: Cursor,
    epoch: u64,
}

impl Default for HistoryScreen {
    fn default() -> Self {
        let query = HistoryQuery { whose: Whose::All, most: STEPS };
        HistoryScreen { history: None, query, cursor: Cursor::default(), epoch: 0 }
    }
}

/// Lines at the bottom for all words of the step under the cursor.
const DETAIL: u16 = 2;

fn list(area: Rect) -> Rect {
    let below = if area.height > 8 { DETAIL + 1 } else { 0 };
    Rect { y: area.y + 1, height: area.height.saturating_sub(1 + below), ..area }.intersection(area)
}

/// Where the step under the cursor is told in full.
fn detail(area: Rect) -> Rect {
    let list = list(area);
    Rect { y: list.bottom(), height: area.bottom().saturating_sub(list.bottom()), ..area }
}

/// Draws the step under the cursor in full.
fn draw_detail(canvas: &mut Canvas, area: Rect, step: Option<&HistoryStep>, look: &Look) {
    let area = detail(area);
    if area.height == 0 {
        return;
    }
    canvas.rule(Rect { height: 1, ..area }, look, "", "");
    let inner = canvas.sides(Rect { y: area.y + 1, height: area.height - 1, ..area }, look);
    if let Some(step) = step {
        let words = look.strings.told(step.key, &step.args);
        canvas.lines(inner, &width::wrap(&words, usize::from(inner.width)), look.style(Role::Plain));
    }
}

/// Locale key of whose steps are shown.
fn whose_key(whose: Whose) -> &'static str {
    match whose {
        Whose::All => "history-rule-all",
        Whose::Mine => "history-rule-mine",
        Whose::Target(_) => "history-rule-target",
    }
}

/// Opens the target a step concerned.
fn open(step: &HistoryStep, cx: &Cx) -> Vec<Effect> {
    match step.place {
        Some((item, row)) => {
            let ids: Arc<[ItemId]> = Arc::from([item]);
            vec![Effect::Push(Box::new(ReviewScreen::new(item, row, ids, (String::new(), Sort::default()))))]
        }
        None => vec![Effect::Say(Notice::Refused(cx.look.s("history-not-here")))],
    }
}

/// One line: when, where it stands, who, what.
fn line(step: &HistoryStep, look: &Look) -> (String, Role) {
    let (all, live) = step.events;
    let state = look.s(match (step.live, step.undos) {
        (false, _) => "history-taken-back",
        (true, Some(1)) => "history-undo-next",
        _ if live < all => "history-partly",
        _ => "history-live",
    });
    let words = look.strings.told(step.key, &step.args);
    let text = format!("{}  {} {}  {words}", look.when(step.at), width::pad(&state, 11), step.author);
    (text, if step.live { Role::Plain } else { Role::Muted })
}

impl HistoryScreen {
    /// Not yet asked for.
    pub fn new() -> HistoryScreen {
        HistoryScreen::default()
    }

    fn steps(&self) -> &[HistoryStep] {
        self.history.as_ref().map_or(&[], |history| &history.steps)
    }

    fn at(&self) -> Option<&HistoryStep> {
        self.steps().get(self.cursor.at())
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        vec![Effect::Work(Request::LoadHistory { epoch: self.epoch, query: self.query })]
    }

    fn walk(&mut self, command: List, cx: &Cx) -> Vec<Effect> {
        let len = self.steps().len();
        self.cursor.act(command, len, usize::from(list(cx.areas.body).height));
        let more = self.history.as_ref().is_some_and(|history| history.more);
        if more && self.cursor.at() + 1 == len {
            self.query.most += STEPS;
            return self.ask(cx);
        }
        Vec::new()
    }

    fn open(&self, cx: &Cx) -> Vec<Effect> {
        match self.at() {
            Some(HistoryStep { events: (2.., _), event: Some(event), .. }) => {
                vec![Effect::Push(Box::new(StepScreen::new(*event)))]
            }
            Some(step) => open(step, cx),
            None => Vec::new(),
        }
    }

    /// Everybody's, mine, those on the target under the cursor, everybody's again.
    fn whose(&mut self, cx: &Cx) -> Vec<Effect> {
        let target = self.at().and_then(|step| step.place).map(|(item, _)| Whose::Target(item));
        self.query = HistoryQuery {
            whose: match self.query.whose {
                Whose::All => Whose::Mine,
                Whose::Mine => target.unwrap_or(Whose::All),
                Whose::Target(_) => Whose::All,
            },
            most: STEPS,
        };
        self.cursor = Cursor::default();
        self.ask(cx)
    }

    fn undo_to(&self, cx: &Cx) -> Vec<Effect> {
        let chosen = self.at().and_then(|step| Some((step.undos?, step.event?)));
        let Some((undos, event)) = chosen else {
            return vec![Effect::Say(Notice::Refused(cx.look.s("history-not-yours")))];
        };
        let back: Vec<HistoryStep> =
            self.steps().iter().filter(|step| step.undos.is_some_and(|other| other <= undos)).cloned().collect();
        vec![Effect::Push(Box::new(BackScreen::new(undos, event, back)))]
    }
}

impl Screen for HistoryScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::History, Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => self.ask(cx),
            Input::Command(Command::List(List::Open)) => self.open(cx),
            Input::Command(Command::List(command)) => self.walk(command, cx),
            Input::Command(Command::History(command::History::Whose)) => self.whose(cx),
            Input::Command(Command::History(command::History::UndoTo)) => self.undo_to(cx),
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::History { epoch, history } if *epoch == self.epoch => {
                let height = usize::from(list(cx.areas.body).height);
                self.cursor.set(self.cursor.at(), history.steps.len(), height);
                self.history = Some(History::clone(history));
                Vec::new()
            }
            Reply::Done { result: Ok(_), .. } | Reply::DataChanged => self.ask(cx),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let (undo, redo) = self.history.as_ref().map_or((0, 0), |history| (history.can_undo, history.can_redo));
        let whose = look.s(whose_key(self.query.whose));
        let label = look.t("history-rule", &[("undo", Arg::from(undo)), ("redo", Arg::from(redo))]);
        canvas.rule(Rect { height: area.height.min(1), ..area }, look, &label, &whose);
        let inner = canvas.sides(list(area), look);
        let steps = self.steps();
        if steps.is_empty() {
            let key = if self.history.is_some() { "history-empty" } else { "told-loading" };
            canvas.lines(inner, &width::wrap(&look.s(key), usize::from(inner.width)), look.style(Role::Plain));
        }
        draw_steps(canvas, inner, steps, self.cursor, look);
        draw_detail(canvas, area, self.at(), look);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-history"), right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        let far = self.history.as_ref().map_or((0, 0), |history| (history.can_undo, history.can_redo));
        why::lists::history(self.at(), far, look)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![
            App::Undo.into(),
            App::Redo.into(),
            command::History::UndoTo.into(),
            List::Open.into(),
            command::History::Whose.into(),
            Hint::Run(List::Up.into(), List::Down.into(), "hint-move"),
            App::Back.into(),
            App::Help.into(),
        ]
    }
}

/// The lines of a list of steps.
fn draw_steps(canvas: &mut Canvas, area: Rect, steps: &[HistoryStep], cursor: Cursor, look: &Look) {
    for (row, index) in area.rows().zip(cursor.rows(steps.len(), usize::from(area.height))) {
        let Some(step) = steps.get(index) else { break };
        if index == cursor.at() {
            canvas.text(row.x, row.y, 1, &look.glyphs.marker, look.style(Role::Selected));
            canvas.set_caret(row.x, row.y);
        }
        let (text, role) = line(step, look);
        canvas.text(row.x + 2, row.y, row.width.saturating_sub(2), &text, look.style(role));
    }
}
