//! What a spot check found and what that proves: conclusions, own grades against those of the rechecks, departments,
//! the largest deviations, what follows.
//!
//! What was drawn at random and what was examined in any case are never mixed: only the random part is judged and only from
//! it is anything concluded. Where something is missing before a statement may be made, the page says what. Deliberately absent:
//! any arithmetic ([`crate::engine::spot_check::results`]).

mod band;
mod lines;
mod page;
mod spoken;
mod why;
mod write;

use std::sync::Arc;

use ratatui::layout::Rect;

use self::write::WriteScreen;
use super::recheck::{RecheckScreen, Unit};
use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request, Slot};
use crate::engine::spot_check::results::{DepartmentResult, Results, ResultsAsk};
use crate::model::problem::Problem;
use crate::model::recheck::RecheckLine;
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, List, Results as Keys, Scope};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;
use crate::tui::why::Explained;
use crate::tui::widgets::cursor::Cursor;

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Statements,
    Grades,
    Departments,
    Largest,
    Consequences,
}

impl Tab {
    const ALL: [Tab; 5] = [Tab::Statements, Tab::Grades, Tab::Departments, Tab::Largest, Tab::Consequences];

    fn command(self) -> Keys {
        match self {
            Tab::Statements => Keys::Statements,
            Tab::Grades => Keys::Grades,
            Tab::Departments => Keys::Departments,
            Tab::Largest => Keys::Largest,
            Tab::Consequences => Keys::Consequences,
        }
    }

    fn index(self) -> usize {
        Tab::ALL.iter().position(|tab| *tab == self).unwrap_or(0)
    }

    fn step(self, by: usize) -> Tab {
        Tab::ALL[(self.index() + by) % Tab::ALL.len()]
    }
}

/// In which order departments are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Order {
    /// By place among those that score themselves too high.
    #[default]
    Inflation,
    Name,
    /// Those in which most was found untrue.
    Found,
    /// Those in which most is left to do.
    Left,
}

impl Order {
    const ALL: [Order; 4] = [Order::Inflation, Order::Name, Order::Found, Order::Left];

    fn key(self) -> &'static str {
        match self {
            Order::Inflation => "results-order-inflation",
            Order::Name => "results-order-name",
            Order::Found => "results-order-found",
            Order::Left => "results-order-left",
        }
    }

    fn next(self) -> Order {
        let at = Order::ALL.iter().position(|order| *order == self).unwrap_or(0);
        Order::ALL[(at + 1) % Order::ALL.len()]
    }

    /// Places of departments in this order.
    fn of(self, departments: &[DepartmentResult]) -> Vec<usize> {
        let mut places: Vec<usize> = (0..departments.len()).collect();
        let left = |one: &DepartmentResult| one.random.open() + one.certain.open();
        // Stable: by name among equals, as they come.
        places.sort_by_key(|at| {
            let Some(one) = departments.get(*at) else { return (true, 0) };
            match self {
                Order::Inflation => {
                    let place = one.inflation.as_ref().and_then(|row| row.place);
                    (place.is_none(), place.unwrap_or_default())
                }
                Order::Name => (false, 0),
                Order::Found => (false, u64::MAX - one.random.found),
                Order::Left => (false, u64::MAX - left(one)),
            }
        });
        places
    }
}

/// The results of a year.
#[derive(Default)]
pub struct ResultsScreen {
    year: Option<u16>,
    results: Option<Arc<Results>>,
    failed: Option<Problem>,
    tab: Tab,
    order: Order,
    /// Departments as they are listed: places among the results.
    ordered: Vec<usize>,
    /// One for each part.
    cursors: [Cursor; 5],
    epoch: u64,
}

impl ResultsScreen {
    /// Of a year; of the newest that has self-evaluations where none is named.
    pub fn new(year: Option<u16>) -> ResultsScreen {
        ResultsScreen { year, ..ResultsScreen::default() }
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        let ask = ResultsAsk { year: self.year, at_most: None };
        vec![Effect::Work(Request::LoadResults { epoch: self.epoch, ask })]
    }

    fn known(&self) -> Option<&Results> {
        self.results.as_deref().filter(|results| results.year.is_some())
    }

    fn cursor(&self) -> Cursor {
        self.cursors[self.tab.index()]
    }

    /// The department under the cursor.
    fn department(&self) -> Option<&DepartmentResult> {
        self.known()?.departments.get(*self.ordered.get(self.cursor().at())?)
    }

    /// The recheck under the cursor.
    fn line(&self) -> Option<&RecheckLine> {
        let results = self.known()?;
        let at = match self.tab {
            Tab::Largest => *results.largest.get(self.cursor().at())?,
            Tab::Consequences => lines::consequence_rows(results).get(self.cursor().at())?.line?,
            Tab::Statements | Tab::Grades | Tab::Departments => return None,
        };
        results.lines.get(at)
    }

    fn len(&self, look: &Look) -> usize {
        let Some(results) = self.known() else { return 0 };
        match self.tab {
            Tab::Statements => lines::statements(results, look).len(),
            Tab::Grades => lines::grades(results, look).len(),
            Tab::Departments => self.ordered.len(),
            Tab::Largest => results.largest.len(),
            Tab::Consequences => lines::consequence_rows(results).len(),
        }
    }

    fn turn(&mut self, tab: Tab, cx: &Cx) {
        self.tab = tab;
        self.settle(cx);
    }

    /// What is listed may have become shorter.
    fn settle(&mut self, cx: &Cx) {
        let (len, height) = (self.len(cx.look), page::rows(self.tab, cx.areas.body));
        let cursor = &mut self.cursors[self.tab.index()];
        cursor.set(cursor.at(), len, height);
    }

    fn open(&self, cx: &Cx) -> Vec<Effect> {
        let (Some(line), Some(results)) = (self.line(), self.known()) else {
            return vec![Effect::Say(Notice::Refused(cx.look.s("results-nothing-to-open")))];
        };
        let unit = (line.project, line.year);
        // Going on from there one comes to those that are listed here.
        let of = |at: &usize| results.lines.get(*at).map(|line| (line.project, line.year));
        let units: Arc<[Unit]> = match self.tab {
            Tab::Largest => results.largest.iter().filter_map(of).collect(),
            _ => lines::consequence_rows(results).iter().filter_map(|row| of(&row.line?)).collect(),
        };
        vec![Effect::Push(Box::new(RecheckScreen::new(unit, units)))]
    }

    fn command(&mut self, command: Keys, cx: &Cx) -> Vec<Effect> {
        match command {
            Keys::Statements => self.turn(Tab::Statements, cx),
            Keys::Grades => self.turn(Tab::Grades, cx),
            Keys::Departments => self.turn(Tab::Departments, cx),
            Keys::Largest => self.turn(Tab::Largest, cx),
            Keys::Consequences => self.turn(Tab::Consequences, cx),
            Keys::Next => self.turn(self.tab.step(1), cx),
            Keys::Previous => self.turn(self.tab.step(4), cx),
            Keys::Order => {
                let stay = self.ordered.get(self.cursors[Tab::Departments.index()].at()).copied();
                self.order = self.order.next();
                self.arrange(stay, cx);
                let told = cx.look.s(self.order.key());
                return vec![Effect::Say(Notice::Told(cx.look.t("results-ordered", &[("order", Arg::from(told))])))];
            }
            Keys::Year => {
                let Some(results) = self.known() else { return Vec::new() };
                let at = results.years.iter().position(|year| Some(*year) == results.year);
                self.year = results.years.get(at.map_or(0, |at| at + 1)).or(results.years.first()).copied();
                self.cursors = Default::default();
                return self.ask(cx);
            }
            Keys::Write => {
                let Some(results) = self.known().filter(|results| !results.lines.is_empty()) else {
                    return vec![Effect::Say(Notice::Refused(cx.look.s("problem-results-nothing")))];
                };
                return vec![Effect::Push(Box::new(WriteScreen::new(results.year, self.line(), cx.look)))];
            }
        }
        Vec::new()
    }

    /// Lists departments in the order that was chosen, and stays with one.
    fn arrange(&mut self, stay: Option<usize>, cx: &Cx) {
        self.ordered = self.known().map(|results| self.order.of(&results.departments)).unwrap_or_default();
        let at = stay.and_then(|stay| self.ordered.iter().position(|at| *at == stay));
        if let Some(at) = at {
            let height = page::rows(Tab::Departments, cx.areas.body);
            self.cursors[Tab::Departments.index()].set(at, self.ordered.len(), height);
        }
    }
}

impl Screen for ResultsScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Results, Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => self.ask(cx),
            Input::Command(Command::Results(command)) => self.command(command, cx),
            Input::Command(Command::List(List::Open)) => self.open(cx),
            Input::Command(Command::List(command)) => {
                let (len, height) = (self.len(cx.look), page::rows(self.tab, cx.areas.body));
                self.cursors[self.tab.index()].act(command, len, height);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Results { epoch, results } if *epoch == self.epoch => {
                let stay = self.department().map(|one| one.name.clone());
                self.failed = None;
                self.results = Some(Arc::clone(results));
                let stay = stay.and_then(|name| results.departments.iter().position(|one| one.name == name));
                self.arrange(stay, cx);
                self.settle(cx);
                Vec::new()
            }
            Reply::Failed { slot: Slot::Results, epoch, problem } if *epoch == self.epoch => {
                self.failed = Some(problem.clone());
                Vec::new()
            }
            // Under another page it asks when it shows again.
            Reply::Done { result: Ok(_), .. } | Reply::DataChanged if cx.visible => self.ask(cx),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        page::draw(self, canvas, area, look);
    }

    fn title(&self, look: &Look) -> Title {
        let right = self.known().and_then(|results| results.year).map(|year| year.to_string()).unwrap_or_default();
        Title { left: look.s("title-results"), right }
    }

    fn why(&self, look: &Look) -> Explained {
        why::explained(self, look)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(spoken::say(self, look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        let mut hints: Vec<Hint> = Vec::new();
        if matches!(self.tab, Tab::Largest | Tab::Consequences) {
            hints.push(List::Open.into());
        }
        hints.push(Hint::Run(Keys::Statements.into(), Keys::Consequences.into(), "hint-results-parts"));
        if self.tab == Tab::Departments {
            hints.push(Keys::Order.into());
        }
        hints.extend([Keys::Write, Keys::Year].map(Hint::from));
        hints.extend([App::Back, App::Help].map(Hint::from));
        hints
    }

    fn ready(&self) -> bool {
        self.results.is_some() || self.failed.is_some()
    }
}
