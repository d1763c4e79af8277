//! One target on one screen: every indicator, last year's values, what was read, what was said; one key per decision.
//!
//! Row 0 is the whole target. A decision is shown at once and marked as being saved until the engine confirms it and the
//! target has been read again, so the heads a later decision names are never stale. Deliberately absent: deciding
//! anything by scrolling, by time, or by leaving.

pub(in crate::tui) mod closing;
pub(in crate::tui) mod drafts;
mod elsewhere;
mod machine;
pub(in crate::tui) mod readings;
mod rows;
mod sheets;
mod spoken;
mod table;
pub mod yardsticks;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ratatui::layout::Rect;

use self::closing::Closing;
use self::drafts::Waiting;
use super::editor::{EditorScreen, Start};
use super::notice::NoticeScreen;
use super::{Hint, Screen, Title};
use crate::engine::request::{Action, Reply, Request, Slot};
use crate::engine::view::{Place, ProjectView};
use crate::model::event::Subject;
use crate::model::finding::CheckId;
use crate::model::ids::{EventId, ItemId};
use crate::model::query::Sort;
use crate::model::review::{Opinion, Verdict};
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Class, Command, Grade, Line, Review, Scope, Text};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::speech::Spoken;
use crate::tui::why::{self, Explained, Why};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;

/// What the decision line is asking.
#[allow(clippy::large_enum_variant, reason = "there is one, in the screen on top")]
enum Mode {
    Rows,
    Jump(Field),
    /// Why a grave finding is no fault.
    Reason(Field),
    Closing(Closing),
}

/// A decision that is on its way.
#[derive(Debug, Clone)]
struct Saving {
    verdict: Verdict,
    stored: bool,
    /// Checks whose drafts it answers.
    checks: Vec<CheckId>,
}

/// What a row shows in its last column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    /// A draft of a check waits for an answer.
    Waiting,
    Saving,
    Contested,
    Decided(Verdict),
}

/// One target under review.
pub struct ReviewScreen {
    id: ItemId,
    ids: Arc<[ItemId]>,
    /// Place of `id` in `ids`.
    place: Option<usize>,
    from: (String, Sort),
    view: Option<Arc<ProjectView>>,
    next: Option<Arc<ProjectView>>,
    epoch: u64,
    next_epoch: u64,
    cursor: Cursor,
    /// Row to stand on once the target has been read.
    land: Option<Option<u32>>,
    trail: Vec<usize>,
    /// By row; 0 is the whole target.
    saving: BTreeMap<u32, Saving>,
    waiting: Waiting,
    /// Acts of ours under way: target and row. Other acts that come back are undo and redo.
    tickets: HashMap<u64, (ItemId, Option<u32>)>,
    mode: Mode,
    opened: bool,
    /// The target could not be read.
    failed: bool,
}

impl ReviewScreen {
    /// Opens a target on its first open row, or on `row`. `ids` is the queue it comes from, `from` its filter and order.
    pub fn new(id: ItemId, row: Option<u32>, ids: Arc<[ItemId]>, from: (String, Sort)) -> ReviewScreen {
        ReviewScreen {
            id,
            place: ids.iter().position(|other| *other == id),
            ids,
            from,
            view: None,
            next: None,
            epoch: 0,
            next_epoch: 0,
            cursor: Cursor::default(),
            land: Some(row),
            trail: Vec::new(),
            saving: BTreeMap::new(),
            waiting: Waiting::default(),
            tickets: HashMap::new(),
            mode: Mode::Rows,
            opened: false,
            failed: false,
        }
    }

    /// Lines of the table: the whole target and every indicator.
    fn len(&self) -> usize {
        self.view.as_ref().map_or(0, |view| view.form.indicators.len() + 1)
    }

    fn height(&self, cx: &Cx) -> usize {
        usize::from(table::parts(cx.areas.body, self.len()).list.height)
    }

    /// Number of the row under the cursor; `None` on the whole target.
    fn row(&self) -> Option<u32> {
        u32::try_from(self.cursor.at()).ok().filter(|row| *row > 0)
    }

    fn subject(&self, view: &ProjectView, row: Option<u32>) -> Subject {
        Subject { row, ..view.subject.clone() }
    }

    fn go(&mut self, row: Option<u32>, cx: &Cx) {
        let at = row.and_then(|row| usize::try_from(row).ok()).unwrap_or(0);
        if at != self.cursor.at() {
            self.trail.push(self.cursor.at());
        }
        let (len, height) = (self.len(), self.height(cx));
        self.cursor.set(at, len, height);
    }

    fn load(&mut self, cx: &Cx) -> Effect {
        self.epoch = cx.numbers.fresh();
        Effect::Work(Request::LoadProject { slot: Slot::Project, epoch: self.epoch, id: self.id })
    }

    fn neighbour(&self, step: isize) -> Option<ItemId> {
        self.ids.get(self.place?.checked_add_signed(step)?).copied()
    }

    /// Another target takes this one's place. One that was fetched ahead shows at once and is read again.
    fn open_project(&mut self, id: ItemId, row: Option<u32>, cx: &Cx) -> Vec<Effect> {
        self.id = id;
        let mut near = self.place.into_iter().flat_map(|place| [place + 1, place.saturating_sub(1)]);
        self.place = near
            .find(|place| self.ids.get(*place) == Some(&id))
            .or_else(|| self.ids.iter().position(|other| *other == id));
        self.view = self.next.take().filter(|view| view.row.id == id);
        self.waiting = self.view.as_ref().map(|view| Waiting::of(view, cx.look)).unwrap_or_default();
        self.cursor = Cursor::default();
        self.land = Some(row);
        self.trail.clear();
        self.saving.clear();
        self.mode = Mode::Rows;
        if self.view.is_some() {
            self.stand(cx);
            self.land = Some(row);
        }
        vec![self.load(cx)]
    }

    /// Puts the cursor where it belongs in a target that has just arrived.
    fn stand(&mut self, cx: &Cx) {
        if let Some(row) = self.land.take() {
            let row = row.or_else(|| self.first_row()).or(Some(1)).filter(|_| self.len() > 1);
            let at = row.and_then(|row| usize::try_from(row).ok()).unwrap_or(0);
            let (len, height) = (self.len(), self.height(cx));
            self.cursor.set(at, len, height);
        } else {
            let (at, len, height) = (self.cursor.at(), self.len(), self.height(cx));
            self.cursor.set(at, len, height);
        }
    }

    fn save_place(&self) -> Option<Effect> {
        let view = self.view.as_ref()?;
        let place = Place {
            project: view.row.project,
            year: view.row.year,
            row: self.row(),
            filter: self.from.0.clone(),
            sort: self.from.1.id().to_owned(),
        };
        Some(Effect::Work(Request::SavePlace { place }))
    }

    fn act(&mut self, action: Action, row: Option<u32>, cx: &Cx) -> Effect {
        let ticket = cx.numbers.fresh();
        self.tickets.insert(ticket, (self.id, row));
        Effect::Work(Request::Act { ticket, operation: cx.numbers.operation(), action })
    }

    /// The decisions on a row that are on screen.
    fn seen(&self, view: &ProjectView, row: Option<u32>) -> Vec<EventId> {
        row.and_then(|row| view.state.rows.get(&row)).map(|heads| heads.events()).unwrap_or_default()
    }

    fn decide(&mut self, verdict: Verdict, cx: &Cx) -> Vec<Effect> {
        let Some(view) = self.view.clone() else { return Vec::new() };
        if verdict == Verdict::Passed
            && let Some(effects) = self.no_fault(cx)
        {
            return effects;
        }
        let Some(row) = self.row() else {
            // Nothing is decided about the whole target here: a result is, when it is closed.
            if verdict == Verdict::Passed {
                self.go(self.open_after(0).or(Some(1)), cx);
                return Vec::new();
            }
            return vec![refuse(cx, "told-whole-target-by-result")];
        };
        if !self.rows().contains(&row) {
            return vec![refuse(cx, "told-mid-term-row")];
        }
        if self.saving.contains_key(&row) {
            return vec![refuse(cx, "told-saving")];
        }
        let seen = self.seen(&view, Some(row));
        let action = Action::SetVerdict { on: self.subject(&view, Some(row)), seen, verdict, reason: String::new() };
        let work = self.act(action, Some(row), cx);
        self.saving.insert(row, Saving { verdict, stored: false, checks: Vec::new() });
        if let Some(next) = self.open_after(row) {
            self.go(Some(next), cx);
        }
        let mut effects = vec![work];
        effects.extend(self.save_place());
        effects
    }

    fn own_opinion<'v>(&self, view: &'v ProjectView) -> Option<&'v Opinion> {
        let row = self.row();
        view.state.opinions.iter().rev().find(|opinion| opinion.row == row && opinion.author == view.me)
    }

    fn edit(&mut self, class: Option<Class>, cx: &Cx) -> Vec<Effect> {
        let Some(view) = self.view.clone() else { return Vec::new() };
        let row = self.row();
        if row.is_some_and(|row| self.saving.contains_key(&row)) {
            return vec![refuse(cx, "told-saving")];
        }
        let category = class.and_then(|class| cx.look.categories.all().get(class.index())).map(|c| c.code.clone());
        // A class key always begins a new opinion; without one, one's own opinion is opened again.
        let opinion = if category.is_none() { self.own_opinion(&view).cloned() } else { None };
        let start = Start {
            view: Arc::clone(&view),
            on: self.subject(&view, row),
            category,
            opinion,
            text: None,
            drafted: None,
        };
        vec![Effect::Push(Box::new(EditorScreen::new(start, cx)))]
    }

    /// The draft under the cursor, in the editor; without one as any other opinion.
    fn edit_draft(&mut self, cx: &Cx) -> Vec<Effect> {
        let (Some(view), Some(drafted)) = (self.view.clone(), self.shown(cx.look)) else { return self.edit(None, cx) };
        if self.saving.contains_key(&self.at()) {
            return vec![refuse(cx, "told-saving")];
        }
        let on = self.subject(&view, self.row());
        let start = Start { view, on, category: None, opinion: None, text: None, drafted: Some(drafted) };
        vec![Effect::Push(Box::new(EditorScreen::new(start, cx)))]
    }

    fn withdraw(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some(view) = self.view.clone() else { return Vec::new() };
        let row = self.row();
        let mine = view.state.opinions.iter().rev().filter(|opinion| opinion.row == row);
        let Some(of) = mine.filter_map(|opinion| opinion.given_by(&view.me)).next() else {
            return vec![refuse(cx, "told-no-own-opinion")];
        };
        let action = Action::Withdraw { on: self.subject(&view, row), of, reason: String::new() };
        vec![self.act(action, self.row(), cx)]
    }

    fn step_project(&mut self, step: isize, cx: &Cx) -> Vec<Effect> {
        match self.neighbour(step) {
            Some(id) => self.open_project(id, None, cx),
            None => vec![refuse(cx, if step > 0 { "told-last-project" } else { "told-first-project" })],
        }
    }

    fn review(&mut self, command: Review, cx: &Cx) -> Vec<Effect> {
        match command {
            Review::Opinion => return self.accept(cx),
            Review::Edit => return self.edit_draft(cx),
            Review::Pass => return self.decide(Verdict::Passed, cx),
            Review::Return => return self.decide(Verdict::Returned, cx),
            Review::Later => return self.decide(Verdict::Later, cx),
            Review::Close => return self.close(cx),
            Review::Withdraw => return self.withdraw(cx),
            Review::NextProject => return self.step_project(1, cx),
            Review::PreviousProject => return self.step_project(-1, cx),
            Review::NextOpen | Review::PreviousOpen => {
                let next = command == Review::NextOpen;
                let found = if next { self.needs_after(self.at()) } else { self.needs_before(self.at()) };
                match found {
                    Some(row) => self.go(Some(row), cx),
                    None => return vec![refuse(cx, "told-no-open-row")],
                }
            }
            Review::LookBack => match self.trail.pop() {
                Some(at) => {
                    let (len, height) = (self.len(), self.height(cx));
                    self.cursor.set(at, len, height);
                }
                None => return vec![refuse(cx, "told-no-way-back")],
            },
            Review::Alike => return self.alike(cx),
            Review::Similar => return self.similar(),
            Review::Consistency => return self.consistency(),
            Review::Library => return self.library(cx),
            Review::SecondLook => return self.second_look(cx),
            Review::Jump => self.mode = Mode::Jump(Field::line("")),
            Review::Detail | Review::Compare | Review::Funds | Review::Matching => {
                let Some(view) = &self.view else { return Vec::new() };
                let (heading, paragraphs) = match command {
                    Review::Detail => self.detail(view, cx.look),
                    Review::Compare => sheets::compare(view, cx.look),
                    Review::Matching => yardsticks::details(view, cx.look),
                    _ => sheets::funds(view, cx.look),
                };
                return vec![Effect::Push(Box::new(NoticeScreen::sheet(heading, paragraphs)))];
            }
        }
        Vec::new()
    }

    fn jump(&mut self, cx: &Cx) -> Vec<Effect> {
        let Mode::Jump(field) = std::mem::replace(&mut self.mode, Mode::Rows) else { return Vec::new() };
        let typed = crate::text::fold::fold_number(&field.value());
        match typed.parse::<u32>().ok().filter(|row| usize::try_from(*row).is_ok_and(|row| row < self.len())) {
            Some(row) => {
                self.go(Some(row), cx);
                Vec::new()
            }
            None => vec![Effect::Say(Notice::Refused(cx.look.t("told-no-such-row", &[("typed", Arg::from(typed))])))],
        }
    }

    fn command(&mut self, command: Command, cx: &Cx) -> Vec<Effect> {
        match command {
            Command::Review(command) => self.review(command, cx),
            Command::Class(class) => self.edit(Some(class), cx),
            Command::List(command) => {
                let (before, len, height) = (self.cursor.at(), self.len(), self.height(cx));
                if self.cursor.act(command, len, height) {
                    self.trail.push(before);
                }
                Vec::new()
            }
            Command::Grade(command) => self.grade(command, cx),
            Command::Line(Line::Accept) if matches!(self.mode, Mode::Reason(_)) => self.reason_given(cx),
            Command::Line(Line::Accept) => self.jump(cx),
            Command::Line(Line::Cancel) => {
                self.mode = Mode::Rows;
                Vec::new()
            }
            Command::Text(text) => {
                if let Mode::Jump(field) | Mode::Reason(field) = &mut self.mode
                    && text != Text::NewLine
                {
                    field.act(text);
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}

fn refuse(cx: &Cx, key: &str) -> Effect {
    Effect::Say(Notice::Refused(cx.look.s(key)))
}

impl Screen for ReviewScreen {
    fn scopes(&self) -> &'static [Scope] {
        match self.mode {
            Mode::Rows => &[Scope::Review, Scope::Class, Scope::List, Scope::Global],
            Mode::Jump(_) | Mode::Reason(_) => &[Scope::Line, Scope::Text],
            Mode::Closing(_) => &[Scope::Grade],
        }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown if !self.opened => {
                self.opened = true;
                vec![self.load(cx)]
            }
            // Back from the editor or a popup: a draft may have been kept.
            Input::Shown => vec![self.load(cx)],
            Input::Command(command) => self.command(command, cx),
            Input::Text(text) if matches!(self.mode, Mode::Reason(_)) => self.reason_typed(&text, cx),
            Input::Text(text) | Input::Paste(text) => {
                if let Mode::Jump(field) | Mode::Reason(field) = &mut self.mode {
                    field.insert(&text);
                }
                Vec::new()
            }
            Input::Told(Outcome::OpinionGiven { row, ticket, check }) => {
                // Of the whole target only a draft that is answered must be kept from being answered again.
                let at = row.or(check.is_some().then_some(0));
                self.tickets.insert(ticket, (self.id, at));
                let drafted = check.is_some();
                if let Some(at) = at {
                    let checks = check.into_iter().collect();
                    self.saving.insert(at, Saving { verdict: Verdict::Opinion, stored: false, checks });
                }
                if drafted {
                    self.after_draft(row.unwrap_or(0), cx);
                } else if let Some(next) = self.open_after(row.unwrap_or(0)) {
                    self.go(Some(next), cx);
                }
                self.save_place().into_iter().collect()
            }
            Input::Left => self.save_place().into_iter().collect(),
            Input::Beat | Input::Told(_) => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Project { slot: Slot::Project, epoch, view } if *epoch == self.epoch => {
                self.id = view.row.id;
                self.failed = false;
                self.view = Some(Arc::clone(view));
                self.waiting = Waiting::of(view, cx.look);
                self.saving.retain(|_, saving| !saving.stored);
                let landing = self.land.is_some();
                self.stand(cx);
                let mut effects = Vec::new();
                if landing {
                    effects.extend(self.save_place());
                }
                if let Some(next) = self.neighbour(1)
                    && self.next.as_ref().is_none_or(|view| view.row.id != next)
                {
                    self.next_epoch = cx.numbers.fresh();
                    let request = Request::LoadProject { slot: Slot::NextProject, epoch: self.next_epoch, id: next };
                    effects.push(Effect::Work(request));
                }
                effects
            }
            Reply::Project { slot: Slot::NextProject, epoch, view } if *epoch == self.next_epoch => {
                self.next = Some(Arc::clone(view));
                Vec::new()
            }
            Reply::Done { ticket, result } => self.done(*ticket, result.as_ref().map_err(|_| ()), cx),
            Reply::Failed { slot: Slot::Project, epoch, .. } if *epoch == self.epoch => {
                self.failed = true;
                Vec::new()
            }
            Reply::DataChanged => vec![self.load(cx)],
            _ => Vec::new(),
        }
    }

    fn ready(&self) -> bool {
        (self.view.is_some() && !self.between_drafts()) || self.failed
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        self.draw(canvas, area, look);
        if let Mode::Jump(field) = &self.mode {
            let popup = crate::tui::layout::middle(area, 36, 3);
            let inner = canvas.popup(popup, look, &look.s("review-jump"), "");
            field.view(canvas, inner, look.style(crate::tui::look::Role::Field), true);
        }
        if let Mode::Reason(field) = &self.mode {
            machine::ask_reason(canvas, area, field, look);
        }
    }

    fn title(&self, look: &Look) -> Title {
        let right = self.place.map_or_else(String::new, |place| format!("{}/{}", place + 1, self.ids.len()));
        let left =
            match &self.view {
                None => look.s("title-review"),
                Some(view) => {
                    let row = &view.row;
                    let mut words = vec![look.s("title-review")];
                    // What decides how it is reviewed goes first: long names are cut at the end.
                    words.extend(row.amount.map(|amount| {
                        look.t("amount-ten-thousand", &[("amount", Arg::from(amount.ten_thousand_yuan()))])
                    }));
                    if row.key_lane() {
                        words.push(look.s("review-key-lane"));
                    }
                    words.push(row.name.clone());
                    words.push(row.department.clone());
                    words.extend(row.code.clone());
                    words.retain(|word| !word.is_empty());
                    words.join(" ")
                }
            };
        Title { left, right }
    }

    fn why(&self, look: &Look) -> Explained {
        let Some(view) = &self.view else { return Explained::default() };
        let mut explained = why::target::explained(view, self.row(), &|row| self.open_row(row), look);
        let waiting = (self.checks_waiting(self.at()), self.drafts_left());
        // What stands under the cursor first: the draft that asks for an answer.
        let mut whys = Vec::new();
        why::drafts::of_findings(view, self.row(), waiting, look, &mut whys);
        let said = self.said_in_words(view);
        whys.extend(why::consistency::counted(said.as_deref(), self.ways(view), look));
        whys.append(&mut explained.whys);
        whys.extend(self.place.map(|place| Why::new("queue.place", format!("{}/{}", place + 1, self.ids.len()))));
        Explained { whys, ..explained }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, look: &Look) -> Vec<Hint> {
        match &self.mode {
            Mode::Jump(_) | Mode::Reason(_) => vec![Line::Accept.into(), Line::Cancel.into()],
            Mode::Closing(closing) => {
                let mut hints = vec![Hint::Words(closing.question(look))];
                hints.extend([Grade::Confirm, Grade::Excellent, Grade::Good, Grade::Fair].map(Hint::from));
                hints.extend([Grade::Poor, Grade::Cancel].map(Hint::from));
                hints
            }
            Mode::Rows => {
                let mut hints: Vec<Hint> = vec![
                    Review::Opinion.into(),
                    Review::Pass.into(),
                    Hint::Run(Class::C1.into(), Class::C12.into(), "hint-classes"),
                    Review::Later.into(),
                    Review::Return.into(),
                    Review::Close.into(),
                    Review::Detail.into(),
                    Review::Compare.into(),
                    Review::NextOpen.into(),
                    Review::NextProject.into(),
                    Review::LookBack.into(),
                    App::Undo.into(),
                    Review::Jump.into(),
                    Review::Funds.into(),
                ];
                let done = self.view.is_some() && self.open_after(0).is_none() && self.drafts_left() == 0;
                if done {
                    // Every row is decided: closing is what comes next.
                    let close = hints.remove(5);
                    hints.insert(0, close);
                }
                if self.waiting_row(self.at()) {
                    machine::first_hints(&mut hints);
                }
                hints
            }
        }
    }
}
