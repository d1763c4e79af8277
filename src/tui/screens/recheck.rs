//! One recheck (抽查复核): every row of a self-evaluation beside what was found on site, the points three times, and how
//! they come about. A digit begins the verified value of the row under the cursor; the caret stands in its cell.
//!
//! What is done is stored row by row, so leaving loses nothing. Deliberately absent: points (the engine recomputes them
//! whenever something changes) and the sample ([`super::rechecks`]).

pub mod ask;
pub mod differences;
mod hints;
mod jump;
mod paper;
pub mod papers;
mod replace;
pub mod requests;
mod settle;
mod spoken;
mod table;
pub mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::layout::Rect;

use self::ask::{AskScreen, Question};
use self::differences::DifferencesScreen;
use self::papers::PapersScreen;
use self::replace::ReplaceScreen;
use self::requests::RequestsScreen;
use super::{Hint, Screen, Title};
use crate::engine::request::{Action, Reply, Request, Slot};
use crate::engine::spot_check::{RecheckAct, RecheckView};
use crate::model::ids::{EventId, ProjectKey};
use crate::model::recheck::{SecondStanding, Verified};
use crate::model::review::{Heads, Settled};
use crate::text::{Arg, fold};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Digit, Line, Recheck, Scope, Text};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::speech::Spoken;
use crate::tui::why::{self, Explained};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;

/// A project and year: what a recheck is of.
pub type Unit = (ProjectKey, u16);

/// What the keys mean now.
#[allow(clippy::large_enum_variant, reason = "there is one of it")]
enum Mode {
    Rows,
    /// The verified value of the row under the cursor is being typed.
    Typing(Field),
    /// The number of the row to go to.
    Jump(Field),
}

/// A finding on its way to the log.
struct Saving {
    found: Verified,
    /// What stood beside it, should it be refused.
    beside: Option<Beside>,
    stored: bool,
}

/// What was chosen or written for a row that nobody has decided yet; it goes with the finding.
#[derive(Default, Clone)]
struct Beside {
    papers: Option<Vec<EventId>>,
    note: Option<String>,
}

/// One recheck.
pub struct RecheckScreen {
    unit: Unit,
    /// The list it was opened from.
    units: Arc<[Unit]>,
    view: Option<Arc<RecheckView>>,
    failed: bool,
    mode: Mode,
    cursor: Cursor,
    saving: BTreeMap<u32, Saving>,
    tickets: BTreeMap<u64, u32>,
    beside: BTreeMap<u32, Beside>,
    /// Something was done that was not a finding of this screen: the cursor goes to the row that changed.
    elsewhere: bool,
    epoch: u64,
}

fn refuse(cx: &Cx, key: &str) -> Vec<Effect> {
    vec![Effect::Say(Notice::Refused(cx.look.s(key)))]
}

impl RecheckScreen {
    /// Of a project and year, within the list it was opened from.
    pub fn new(unit: Unit, units: Arc<[Unit]>) -> RecheckScreen {
        RecheckScreen {
            unit,
            units,
            view: None,
            failed: false,
            mode: Mode::Rows,
            cursor: Cursor::default(),
            saving: BTreeMap::new(),
            tickets: BTreeMap::new(),
            beside: BTreeMap::new(),
            elsewhere: false,
            epoch: 0,
        }
    }

    fn load(&mut self, cx: &Cx) -> Effect {
        self.epoch = cx.numbers.fresh();
        let (project, year) = self.unit;
        Effect::Work(Request::LoadRecheck { epoch: self.epoch, project, year })
    }

    fn len(&self) -> usize {
        self.view.as_ref().map_or(0, |view| view.scored.rows.len())
    }

    /// Number of the row under the cursor; 0 is the execution rate.
    fn no(&self) -> Option<u32> {
        self.view.as_ref()?.scored.rows.get(self.cursor.at()).map(|row| row.no)
    }

    fn height(&self, cx: &Cx) -> usize {
        usize::from(table::parts(cx.areas.body, self.len()).list.height)
    }

    fn stand(&mut self, at: usize, cx: &Cx) {
        let (len, height) = (self.len(), self.height(cx));
        self.cursor.set(at, len, height);
    }

    fn settled(view: &RecheckView, no: u32) -> bool {
        matches!(view.state.rows.get(&no).map(Heads::settled), Some(Settled::One(_)))
    }

    /// True when somebody still has to say something of the row.
    fn open(&self, view: &RecheckView, no: u32) -> bool {
        !self.saving.contains_key(&no) && !RecheckScreen::settled(view, no)
    }

    /// Places of rows that fit, after the cursor and from the top again.
    fn next_where(&self, fits: impl Fn(&RecheckView, usize) -> bool) -> Option<usize> {
        let view = self.view.as_ref()?;
        let at = self.cursor.at();
        (at + 1..self.len()).chain(0..at).find(|index| fits(view, *index))
    }

    fn open_at(&self, view: &RecheckView, index: usize) -> bool {
        view.scored.rows.get(index).is_some_and(|row| self.open(view, row.no))
    }

    /// True when the row asks to be looked at: nobody has, or its points are others than filed.
    fn differs_at(&self, view: &RecheckView, index: usize) -> bool {
        let other = |row: &crate::model::score::ScoredRow| row.difference().is_some_and(|by| !by.is_zero());
        self.open_at(view, index) || view.scored.rows.get(index).is_some_and(other)
    }

    /// True when my own result stands: nothing below it may change.
    fn finished(view: &RecheckView) -> bool {
        view.state.finished.0.iter().any(|head| Some(&head.author) == view.me.as_ref())
    }

    /// Why the row under the cursor cannot be changed now.
    fn locked(&self, cx: &Cx) -> Option<Vec<Effect>> {
        let (Some(view), Some(no)) = (&self.view, self.no()) else { return Some(Vec::new()) };
        match view.second.as_ref().map(|second| second.standing) {
            Some(SecondStanding::Taken) => {
                let args = [("project", Arg::from(&view.line.name))];
                return Some(vec![Effect::Say(Notice::Refused(cx.look.t("problem-second-third", &args)))]);
            }
            Some(standing) if standing.is_open() => {
                let key = cx.look.key(Recheck::Second.into());
                let told = cx.look.t("told-second-open", &[("key", Arg::from(key))]);
                return Some(vec![Effect::Say(Notice::Refused(told))]);
            }
            _ => {}
        }
        if RecheckScreen::finished(view) {
            let key = cx.look.key(Recheck::Reopen.into());
            let told = cx.look.t("told-recheck-finished", &[("key", Arg::from(key))]);
            return Some(vec![Effect::Say(Notice::Refused(told))]);
        }
        self.saving.contains_key(&no).then(|| refuse(cx, "told-saving"))
    }

    fn send(action: RecheckAct, ticket: u64, cx: &Cx) -> Effect {
        let operation = cx.numbers.operation();
        Effect::Work(Request::Act { ticket, operation, action: Action::Recheck(action) })
    }

    /// Hands over what was found of the row under the cursor, and goes to the next one that is open.
    fn verify(&mut self, found: Verified, cx: &Cx) -> Vec<Effect> {
        if let Some(effects) = self.locked(cx) {
            return effects;
        }
        let (Some(view), Some(no)) = (self.view.clone(), self.no()) else { return Vec::new() };
        let before = view.found(no).cloned();
        let beside = self.beside.remove(&no);
        let Beside { papers, note } = beside.clone().unwrap_or_default();
        let evidence = papers.or_else(|| before.as_ref().map(|found| found.evidence.clone())).unwrap_or_default();
        let note = note.or_else(|| before.as_ref().map(|found| found.note.clone())).unwrap_or_default();
        let same = before.as_ref().is_some_and(|before| {
            RecheckScreen::settled(&view, no)
                && (&before.verified, &before.evidence, &before.note) == (&found, &evidence, &note)
        });
        let mut effects = Vec::new();
        if !same {
            let ticket = cx.numbers.fresh();
            let act = RecheckAct::Verify {
                on: view.subject(Some(no)),
                seen: view.seen(no),
                found: found.clone(),
                evidence,
                note,
            };
            effects.push(RecheckScreen::send(act, ticket, cx));
            self.tickets.insert(ticket, no);
            self.saving.insert(no, Saving { found, beside, stored: false });
        }
        if let Some(next) = self.next_where(|view, index| self.open_at(view, index)) {
            self.stand(next, cx);
        }
        effects
    }

    /// The same finding with other papers or another note; without a finding they wait for one.
    fn beside(&mut self, beside: Beside, cx: &Cx) -> Vec<Effect> {
        let (Some(view), Some(no)) = (self.view.clone(), self.no()) else { return Vec::new() };
        let stored = view.found(no).map(|found| (found.evidence.clone(), found.note.clone())).unwrap_or_default();
        let changes = beside.papers.as_ref().is_some_and(|papers| *papers != stored.0)
            || beside.note.as_ref().is_some_and(|note| *note != stored.1);
        if !changes {
            self.beside.remove(&no);
            return Vec::new();
        }
        if let Some(effects) = self.locked(cx) {
            return effects;
        }
        let known = self.beside.entry(no).or_default();
        known.papers = beside.papers.or(known.papers.take());
        known.note = beside.note.or(known.note.take());
        match view.found(no).filter(|_| RecheckScreen::settled(&view, no)) {
            Some(found) => {
                let (found, at) = (found.verified.clone(), self.cursor.at());
                let effects = self.verify(found, cx);
                self.stand(at, cx);
                effects
            }
            None => vec![Effect::Say(Notice::Told(cx.look.s("told-recheck-beside")))],
        }
    }

    fn begin(&mut self, text: &str, cx: &Cx) -> Vec<Effect> {
        if let Some(effects) = self.locked(cx) {
            return effects;
        }
        self.mode = Mode::Typing(Field::line(text));
        Vec::new()
    }

    /// What was typed becomes the verified value. Signs of Chinese input methods count as those they stand for where the
    /// whole is a figure.
    fn typed(&mut self, cx: &Cx) -> Vec<Effect> {
        let Mode::Typing(field) = &self.mode else { return Vec::new() };
        let raw = field.value().trim().to_owned();
        if raw.is_empty() {
            return refuse(cx, "told-recheck-type");
        }
        let folded = fold::fold_number(&raw);
        let figure = folded.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '%' | ','));
        self.mode = Mode::Rows;
        self.verify(Verified::Value(if figure { folded } else { raw }), cx)
    }

    fn ask(&self, question: Question) -> Vec<Effect> {
        let Some(view) = &self.view else { return Vec::new() };
        vec![Effect::Push(Box::new(AskScreen::new(Arc::clone(view), question)))]
    }

    fn finish(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some(view) = self.view.clone() else { return Vec::new() };
        if RecheckScreen::finished(&view) {
            return self.locked(cx).unwrap_or_default();
        }
        let open: Vec<usize> = (0..self.len()).filter(|index| self.open_at(&view, *index)).collect();
        if let Some(first) = open.first() {
            self.stand(*first, cx);
            let no = view.scored.rows.get(*first).map_or(0, |row| row.no);
            let args = [("rows", Arg::from(open.len())), ("row", Arg::from(no.to_string()))];
            return vec![Effect::Say(Notice::Refused(cx.look.t("told-recheck-open", &args)))];
        }
        if !self.saving.is_empty() {
            return refuse(cx, "told-saving");
        }
        self.ask(Question::Finish)
    }

    /// Another recheck of the list.
    fn step(&mut self, by: isize, cx: &Cx) -> Vec<Effect> {
        let at = self.units.iter().position(|unit| *unit == self.unit);
        match at.and_then(|at| at.checked_add_signed(by)).and_then(|at| self.units.get(at)) {
            Some(unit) => {
                *self = RecheckScreen::new(*unit, Arc::clone(&self.units));
                vec![self.load(cx)]
            }
            None => refuse(cx, if by > 0 { "told-last-project" } else { "told-first-project" }),
        }
    }

    fn command(&mut self, command: Recheck, cx: &Cx) -> Vec<Effect> {
        let Some(view) = self.view.clone() else { return Vec::new() };
        let result = || view.state.finished.0.first().map(|head| head.event);
        match command {
            Recheck::Agrees => self.verify(Verified::Agrees, cx),
            Recheck::NoEvidence => self.verify(Verified::NoEvidence, cx),
            Recheck::NotApplicable => self.verify(Verified::NotApplicable, cx),
            Recheck::Type => {
                let found = self.no().and_then(|no| view.found(no)).map(|found| &found.verified);
                let text = if let Some(Verified::Value(value)) = found { value.clone() } else { String::new() };
                self.begin(&text, cx)
            }
            Recheck::Papers => {
                let Some(no) = self.no() else { return Vec::new() };
                let chosen = self.beside.get(&no).and_then(|beside| beside.papers.clone());
                let chosen = chosen.or_else(|| view.found(no).map(|found| found.evidence.clone()));
                vec![Effect::Push(Box::new(PapersScreen::new(view, no, chosen.unwrap_or_default())))]
            }
            Recheck::Requests => {
                vec![Effect::Push(Box::new(RequestsScreen::new(view, self.no().unwrap_or_default(), cx)))]
            }
            Recheck::Jump => {
                self.mode = Mode::Jump(Field::line(""));
                Vec::new()
            }
            Recheck::Note => {
                if let Some(effects) = self.locked(cx) {
                    return effects;
                }
                let Some(no) = self.no() else { return Vec::new() };
                let text = self.beside.get(&no).and_then(|beside| beside.note.clone());
                let text = text.or_else(|| view.found(no).map(|found| found.note.clone())).unwrap_or_default();
                self.ask(Question::Note { row: no, text })
            }
            Recheck::Finish => self.finish(cx),
            Recheck::Later => vec![Effect::Pop, Effect::Say(Notice::Told(cx.look.s("told-recheck-later")))],
            Recheck::NextDifference => match self.next_where(|view, index| self.differs_at(view, index)) {
                Some(at) => {
                    self.stand(at, cx);
                    Vec::new()
                }
                None => refuse(cx, "told-recheck-no-difference"),
            },
            Recheck::PreviousDifference => {
                let at = self.cursor.at();
                let before = (0..at).rev().chain((at + 1..self.len()).rev());
                match before.into_iter().find(|index| self.differs_at(&view, *index)) {
                    Some(at) => {
                        self.stand(at, cx);
                        Vec::new()
                    }
                    None => refuse(cx, "told-recheck-no-difference"),
                }
            }
            Recheck::NextProject => self.step(1, cx),
            Recheck::PreviousProject => self.step(-1, cx),
            Recheck::Reopen if RecheckScreen::finished(&view) => self.ask(Question::Reopen),
            Recheck::Reopen | Recheck::Check | Recheck::Object if result().is_none() => {
                refuse(cx, "problem-recheck-not-finished")
            }
            Recheck::Reopen => refuse(cx, "told-recheck-not-mine"),
            Recheck::Check if RecheckScreen::finished(&view) => refuse(cx, "problem-recheck-second-person"),
            Recheck::Check => result().map_or_else(Vec::new, |of| self.ask(Question::Check { of })),
            Recheck::Object => {
                let waiting = view.state.objections.iter().find(|objection| objection.answers.is_empty());
                match (waiting, result()) {
                    (Some(objection), _) => {
                        let (of, text) = (objection.event, objection.text.clone());
                        self.ask(Question::Answer { of, text })
                    }
                    (None, Some(of)) => self.ask(Question::Object { of }),
                    (None, None) => Vec::new(),
                }
            }
            Recheck::Second => self.second(&view, cx),
            Recheck::Outcome if RecheckScreen::finished(&view) => self.locked(cx).unwrap_or_default(),
            Recheck::Outcome => self.ask(Question::Outcome),
            Recheck::Replace if RecheckScreen::finished(&view) => self.locked(cx).unwrap_or_default(),
            Recheck::Replace => vec![Effect::Push(Box::new(ReplaceScreen::new(view)))],
        }
    }

    /// Where the two differ; before both are done how it stands, and whether one is to be enough; where none is wanted, whether there should be.
    fn second(&self, view: &Arc<RecheckView>, cx: &Cx) -> Vec<Effect> {
        match &view.second {
            None => self.ask(Question::Second),
            Some(second) if second.compared.is_some() => {
                vec![Effect::Push(Box::new(DifferencesScreen::new(Arc::clone(view))))]
            }
            Some(second) if second.standing == SecondStanding::Released => {
                vec![Effect::Say(Notice::Told(words::second(view, second, cx.look)))]
            }
            Some(_) => self.ask(Question::Release),
        }
    }

    fn done(&mut self, ticket: u64, stored: bool, cx: &Cx) -> Vec<Effect> {
        match self.tickets.remove(&ticket) {
            Some(no) if stored => {
                if let Some(saving) = self.saving.get_mut(&no) {
                    saving.stored = true;
                }
            }
            Some(no) => {
                let refused = self.saving.remove(&no);
                if let Some(beside) = refused.and_then(|saving| saving.beside) {
                    self.beside.insert(no, beside);
                }
                let rows = self.view.as_ref().map(|view| view.scored.rows.as_slice()).unwrap_or_default();
                if let Some(at) = rows.iter().position(|row| row.no == no) {
                    self.stand(at, cx);
                }
            }
            None => self.elsewhere = stored,
        }
        vec![self.load(cx)]
    }

    fn receive_view(&mut self, view: &Arc<RecheckView>, cx: &Cx) {
        let before = self.view.replace(Arc::clone(view));
        self.failed = false;
        self.saving.retain(|_, saving| !saving.stored);
        let Some(before) = before else {
            // The first row of which nothing was said yet.
            let first = (0..self.len()).find(|index| self.open_at(view, *index));
            return self.stand(first.unwrap_or(0), cx);
        };
        // What was taken back, or came from elsewhere, is where the eye should be.
        let other = |no: u32| before.state.rows.get(&no) != view.state.rows.get(&no);
        let changed = view.scored.rows.iter().position(|row| other(row.no)).filter(|_| self.elsewhere);
        self.elsewhere = false;
        self.stand(changed.unwrap_or(self.cursor.at()), cx);
    }

    fn place(&self) -> Option<String> {
        let at = self.units.iter().position(|unit| *unit == self.unit)?;
        (self.units.len() > 1).then(|| format!("{}/{}", at + 1, self.units.len()))
    }

    /// Number of rows that are decided.
    fn decided(&self, view: &RecheckView) -> usize {
        view.scored.rows.iter().filter(|row| !self.open(view, row.no)).count()
    }
}

impl Screen for RecheckScreen {
    fn scopes(&self) -> &'static [Scope] {
        match self.mode {
            Mode::Rows => &[Scope::Recheck, Scope::List, Scope::Global],
            Mode::Typing(_) | Mode::Jump(_) => &[Scope::Line, Scope::Text],
        }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => vec![self.load(cx)],
            Input::Command(Command::Recheck(command)) => self.command(command, cx),
            Input::Command(Command::Digit(digit)) => self.begin(Digit::sign(digit), cx),
            Input::Command(Command::List(command)) => {
                let (len, height) = (self.len(), self.height(cx));
                self.cursor.act(command, len, height);
                Vec::new()
            }
            Input::Command(Command::Line(Line::Accept)) if matches!(self.mode, Mode::Jump(_)) => self.jump(cx),
            Input::Command(Command::Line(Line::Accept)) => self.typed(cx),
            Input::Command(Command::Line(Line::Cancel)) => {
                self.mode = Mode::Rows;
                Vec::new()
            }
            Input::Command(Command::Text(text)) => {
                if let Mode::Typing(field) | Mode::Jump(field) = &mut self.mode
                    && text != Text::NewLine
                {
                    field.act(text);
                }
                Vec::new()
            }
            Input::Text(text) | Input::Paste(text) => match &mut self.mode {
                Mode::Typing(field) | Mode::Jump(field) => {
                    field.insert(&text);
                    Vec::new()
                }
                // Words are a value, too: 达成, 部分达成70%.
                Mode::Rows => self.begin(&text, cx),
            },
            Input::Told(Outcome::PapersChosen(papers)) => {
                self.beside(Beside { papers: Some(papers), ..Beside::default() }, cx)
            }
            Input::Told(Outcome::RowChosen(row)) => {
                if let Some(at) = self.row_at(row) {
                    self.stand(at, cx);
                }
                Vec::new()
            }
            Input::Told(Outcome::NoteGiven(note)) => self.beside(Beside { note: Some(note), ..Beside::default() }, cx),
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Recheck { epoch, view } if *epoch == self.epoch => {
                self.receive_view(view, cx);
                Vec::new()
            }
            Reply::Done { ticket, result } => self.done(*ticket, result.is_ok(), cx),
            Reply::DataChanged => vec![self.load(cx)],
            Reply::Failed { slot: Slot::Recheck, epoch, .. } if *epoch == self.epoch => {
                self.failed = true;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        self.draw(canvas, area, look);
        if let Mode::Jump(field) = &self.mode {
            jump::draw(field, canvas, area, look);
        }
    }

    fn title(&self, look: &Look) -> Title {
        let Some(view) = &self.view else { return Title { left: look.s("title-recheck"), right: String::new() } };
        let line = &view.line;
        let part = words::part(line, look);
        let status = words::status(line.status, look);
        let head = look.t("recheck-title", &[("status", Arg::from(status))]);
        let mut left = vec![head, line.code.clone(), line.name.clone(), line.department.clone(), part];
        left.retain(|word| !word.is_empty());
        Title { left: left.join(" "), right: self.place().unwrap_or_default() }
    }

    fn why(&self, look: &Look) -> Explained {
        let Some(view) = &self.view else { return Explained::default() };
        let row = view.scored.rows.get(self.cursor.at());
        let told = row.map(|row| self.details(view, row, look)).unwrap_or_default();
        let at = why::recheck::At {
            row: self.cursor.at(),
            told: told.into_iter().map(|(text, _)| text).collect(),
            far: (self.decided(view), self.len()),
            place: self.place(),
        };
        why::recheck::explained(view, at, look)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        self.offered()
    }

    fn wants_han(&self) -> bool {
        matches!(self.mode, Mode::Rows) && self.view.as_ref().is_some_and(|view| !RecheckScreen::finished(view))
    }

    fn wants_paste(&self) -> bool {
        true
    }

    fn speaks_of(&self) -> Option<(u16, Option<EventId>)> {
        Some((self.unit.1, None))
    }

    fn ready(&self) -> bool {
        self.view.is_some() || self.failed
    }

    fn unsaved(&self) -> bool {
        !matches!(self.mode, Mode::Rows)
    }
}
