//! Tables that were not recognised: the sheet as it is, and one question per column.
//!
//! Nothing that is proposed holds before the reviewer saves it. Deliberately absent: how proposals are made and what a
//! mapping does, which are the engine's.

mod draw;
mod meanings;
mod spoken;
mod start;
mod state;

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;

use self::meanings::MeaningsScreen;
pub use self::start::MappingStartScreen;
use self::state::State;
use super::notice::NoticeScreen;
use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request};
use crate::model::mapping::{IGNORED, MappingTrial, UnknownTable};
use crate::model::problem::Problem;
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Mapping as Do, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::speech::Spoken;
use crate::tui::why::Explained;
use crate::tui::widgets::sheet::Paragraph;

/// What the next press of the same key would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Armed {
    /// Leave without saving.
    Leave,
    /// Save although questions are open.
    SaveOpen,
    /// Replace the mapping that is there.
    Replace,
}

/// What was asked of the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Proposal,
    Trial,
    Save,
}

/// Saying what the columns of unknown tables mean.
pub struct MappingScreen {
    file: PathBuf,
    tables: Vec<Arc<UnknownTable>>,
    table: usize,
    state: State,
    /// First row of the window on screen.
    top: usize,
    armed: Option<Armed>,
    asked: Option<(u64, Asked)>,
    saved: bool,
}

impl MappingScreen {
    /// For the unknown tables of a file; without any there is nothing to ask.
    pub fn new(file: PathBuf, tables: Vec<Arc<UnknownTable>>) -> MappingScreen {
        let first = tables.first().cloned().unwrap_or_default();
        let state = State::new(first);
        let top = state.table().proposal.heading_at.saturating_sub(1);
        MappingScreen { file, tables, table: 0, state, top, armed: None, asked: None, saved: false }
    }

    fn file_name(&self) -> String {
        self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    fn open_table(&mut self, at: usize) {
        if let Some(table) = self.tables.get(at) {
            self.table = at;
            self.state = State::new(Arc::clone(table));
            self.top = self.state.table().proposal.heading_at.saturating_sub(1);
        }
    }

    /// Brings the present label into view.
    fn follow(&mut self, height: usize) {
        let Some(label) = self.state.item().and_then(|item| self.state.label(item)) else { return };
        let row = label.row;
        let rows = &self.state.table().window.rows;
        let Some(at) = rows.iter().position(|other| other.row == row) else { return };
        if at < self.top || at >= self.top + height {
            self.top = at;
        }
    }

    fn ask(&mut self, what: Asked, ticket: u64, request: Request) -> Vec<Effect> {
        self.asked = Some((ticket, what));
        vec![Effect::Work(request)]
    }

    fn propose(&mut self, heading: Option<(usize, u32)>, cx: &Cx) -> Vec<Effect> {
        let Some((heading_at, heading_rows)) = heading else { return Vec::new() };
        let ticket = cx.numbers.fresh();
        let table = Arc::clone(self.state.table());
        self.ask(Asked::Proposal, ticket, Request::ProposeMapping { ticket, table, heading_at, heading_rows })
    }

    fn pick(&self, query: &str, cx: &Cx) -> Vec<Effect> {
        let Some(item) = self.state.item() else { return Vec::new() };
        let (_, _, others) = self.state.proposed(item);
        let proposed = match (self.state.column(item), self.state.label(item)) {
            (Some(column), _) => column.means,
            (None, label) => label.and_then(|label| label.means),
        };
        let likely = proposed.into_iter().chain(others.iter().copied()).collect();
        let printed = self.state.printed(item).unwrap_or_default();
        let heading = cx.look.t("meanings-rule", &[("heading", Arg::from(printed))]);
        let labels = self.state.label(item).is_some();
        vec![Effect::Push(Box::new(MeaningsScreen::new(heading, likely, labels, query)))]
    }

    fn choose(&mut self, means: &str, cx: &Cx) -> Vec<Effect> {
        let other = self.state.choose(means);
        let name = cx.look.strings.meaning(means);
        let told = match other {
            Some(other) => {
                cx.look.t("told-meaning-moved", &[("meaning", Arg::from(name)), ("heading", Arg::from(other))])
            }
            None => cx.look.t("told-meaning", &[("meaning", Arg::from(name))]),
        };
        self.state.accept();
        self.follow(draw::rows(cx.areas.body));
        vec![Effect::Say(Notice::Told(told))]
    }

    fn save(&mut self, armed: Option<Armed>, cx: &Cx) -> Vec<Effect> {
        let open = self.state.open();
        if open > 0 && !matches!(armed, Some(Armed::SaveOpen | Armed::Replace)) {
            self.armed = Some(Armed::SaveOpen);
            let told = cx.look.t("told-mapping-open", &[("count", Arg::from(open)), key(cx, Do::Save)]);
            return vec![Effect::Say(Notice::Refused(told))];
        }
        let ticket = cx.numbers.fresh();
        let mapping = Box::new(self.state.mapping());
        let replace = armed == Some(Armed::Replace);
        self.ask(Asked::Save, ticket, Request::SaveMapping { ticket, mapping, replace })
    }

    fn command(&mut self, command: Do, cx: &Cx) -> Vec<Effect> {
        let armed = self.armed.take();
        let height = draw::rows(cx.areas.body);
        let last = self.state.table().window.rows.len().saturating_sub(height);
        match command {
            Do::Left | Do::Right => {
                self.state.walk(command == Do::Right);
                self.follow(height);
            }
            Do::HeadingUp => return self.propose(self.state.heading_moved(false), cx),
            Do::HeadingDown => return self.propose(self.state.heading_moved(true), cx),
            Do::HeadingRows => return self.propose(Some(self.state.heading_turned()), cx),
            Do::PageUp => self.top = self.top.saturating_sub(height),
            Do::PageDown => self.top = (self.top + height).min(last),
            Do::Accept => {
                if !self.state.accept() {
                    let told = cx.look.t("told-mapping-settled", &[key(cx, Do::Save)]);
                    return vec![Effect::Say(Notice::Told(told))];
                }
                self.follow(height);
            }
            Do::Choose => return self.pick("", cx),
            Do::Ignore => return self.choose(IGNORED, cx),
            Do::Unit if !self.state.turn_unit() => return refused(cx, "told-no-amount"),
            Do::Unit => {}
            Do::Kind => self.state.turn_kind(),
            Do::Undo if !self.state.undo() => return refused(cx, "told-mapping-nothing-to-undo"),
            Do::Undo => {}
            Do::Test => {
                let ticket = cx.numbers.fresh();
                let (path, mapping) = (self.file.clone(), Box::new(self.state.mapping()));
                return self.ask(Asked::Trial, ticket, Request::TestMapping { ticket, path, mapping });
            }
            Do::Save => return self.save(armed, cx),
            Do::NextTable | Do::PreviousTable => return self.turn_table(command == Do::NextTable, armed, cx),
            Do::Leave if self.state.changed() && armed != Some(Armed::Leave) => {
                self.armed = Some(Armed::Leave);
                let told = cx.look.t("told-mapping-leave", &[("save", key(cx, Do::Save).1), key(cx, Do::Leave)]);
                return vec![Effect::Say(Notice::Refused(told))];
            }
            Do::Leave => return self.gone(),
        }
        Vec::new()
    }

    fn turn_table(&mut self, forward: bool, armed: Option<Armed>, cx: &Cx) -> Vec<Effect> {
        let next = if forward { self.table + 1 } else { self.table.wrapping_sub(1) };
        if next >= self.tables.len() {
            return refused(cx, "told-no-more-tables");
        }
        if self.state.changed() && armed != Some(Armed::Leave) {
            self.armed = Some(Armed::Leave);
            let again = if forward { Do::NextTable } else { Do::PreviousTable };
            let told = cx.look.t("told-mapping-leave", &[("save", key(cx, Do::Save).1), key(cx, again)]);
            return vec![Effect::Say(Notice::Refused(told))];
        }
        self.open_table(next);
        Vec::new()
    }

    fn gone(&self) -> Vec<Effect> {
        match self.saved {
            true => vec![Effect::Done(Outcome::MappingSaved(self.file.clone()))],
            false => vec![Effect::Pop],
        }
    }

    fn tested(&self, result: &Result<Box<MappingTrial>, Problem>, cx: &Cx) -> Vec<Effect> {
        let look = cx.look;
        let mut out = Vec::new();
        match result {
            Err(problem) => out.push(Paragraph::plain(look.strings.problem(problem)).as_role(Role::Danger)),
            Ok(trial) => {
                let counts = [
                    ("projects", Arg::from(trial.projects.to_string())),
                    ("indicators", Arg::from(trial.indicators.to_string())),
                    ("rejects", Arg::from(trial.rejects.to_string())),
                ];
                out.push(Paragraph::plain(look.t("mapping-trial-counts", &counts)));
                if let Some(problem) = &trial.missing {
                    out.push(Paragraph::plain(look.strings.problem(problem)).as_role(Role::Warning));
                }
                if let Some((code, name)) = &trial.first {
                    out.push(Paragraph::labelled(look.s("mapping-trial-first"), format!("{code} {name}")));
                }
                for [name, target, actual, points] in &trial.rows {
                    let args = [
                        ("name", Arg::from(name)),
                        ("target", Arg::from(target)),
                        ("actual", Arg::from(actual)),
                        ("points", Arg::from(points)),
                    ];
                    out.push(Paragraph::plain(look.t("mapping-trial-row", &args)));
                }
            }
        }
        vec![Effect::Push(Box::new(NoticeScreen::sheet(look.s("mapping-trial"), out)))]
    }

    fn heard_saved(&mut self, cx: &Cx) -> Vec<Effect> {
        self.saved = true;
        self.state.kept();
        let told = cx.look.t("told-mapping-saved", &[("name", Arg::from(&self.state.table().proposal.name))]);
        self.tables.remove(self.table.min(self.tables.len().saturating_sub(1)));
        let mut effects = vec![Effect::Say(Notice::Told(told))];
        if self.tables.is_empty() {
            effects.extend(self.gone());
        } else {
            self.open_table(self.table.min(self.tables.len() - 1));
        }
        effects
    }
}

fn key(cx: &Cx, command: Do) -> (&'static str, Arg<'static>) {
    ("key", Arg::from(cx.look.key(command.into())))
}

fn refused(cx: &Cx, key: &str) -> Vec<Effect> {
    vec![Effect::Say(Notice::Refused(cx.look.s(key)))]
}

impl Screen for MappingScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Mapping, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(Command::Mapping(command)) => self.command(command, cx),
            Input::Text(text) => self.pick(&text, cx),
            Input::Told(Outcome::MeaningChosen(means)) => self.choose(&means, cx),
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        let awaited = |ticket: u64, what: Asked| self.asked == Some((ticket, what));
        match reply {
            Reply::Proposed { ticket, table } if awaited(*ticket, Asked::Proposal) => {
                self.state.replace(Arc::clone(table));
                let at = table.proposal.heading_at;
                let height = draw::rows(cx.areas.body);
                if at < self.top || at + 2 > self.top + height {
                    self.top = at.saturating_sub(1);
                }
                Vec::new()
            }
            Reply::MappingTested { ticket, result } if awaited(*ticket, Asked::Trial) => self.tested(result, cx),
            Reply::MappingSaved { ticket, result } if awaited(*ticket, Asked::Save) => match result {
                Ok(_) => self.heard_saved(cx),
                Err(problem) if problem.key == "problem-mapping-exists" => {
                    self.armed = Some(Armed::Replace);
                    let name = problem.args.iter().find(|(name, _)| *name == "name").map(|(_, value)| value.clone());
                    let args = [("name", Arg::from(name.unwrap_or_default())), key(cx, Do::Save)];
                    vec![Effect::Say(Notice::Refused(cx.look.t("told-mapping-exists", &args)))]
                }
                Err(problem) => vec![Effect::Say(Notice::Problem(problem.clone()))],
            },
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        self.draw(canvas, area, look);
    }

    fn title(&self, look: &Look) -> Title {
        let many = self.tables.len() > 1;
        let right = if many { format!("{}/{}", self.table + 1, self.tables.len()) } else { String::new() };
        Title { left: look.t("title-mapping", &[("file", Arg::from(self.file_name()))]), right }
    }

    fn why(&self, look: &Look) -> Explained {
        self.explained(look)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        let mut hints: Vec<Hint> = vec![
            Do::Accept.into(),
            Do::Choose.into(),
            Do::Ignore.into(),
            Hint::Run(Do::Left.into(), Do::Right.into(), "hint-columns"),
            Hint::Run(Do::HeadingUp.into(), Do::HeadingDown.into(), "hint-heading"),
            Do::Test.into(),
            Do::Save.into(),
            Do::Kind.into(),
            Do::Unit.into(),
            Do::Undo.into(),
            Do::Leave.into(),
        ];
        if self.tables.len() > 1 {
            hints.push(Do::NextTable.into());
        }
        hints.push(App::Help.into());
        hints
    }

    fn wants_han(&self) -> bool {
        true
    }

    fn unsaved(&self) -> bool {
        self.state.changed()
    }
}
