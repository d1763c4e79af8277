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

use self::lines::Shown;
use self::write::WriteScreen;
use super::recheck::{RecheckScreen, Unit};
use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request, Slot};
use crate::engine::spot_check::results::{DepartmentResult, ResultsAsk};
use crate::model::ids::EventId;
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
    /// What was sealed, where only the results of one draw are wanted.
    draw: Option<EventId>,
    shown: Option<Shown>,
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
    /// Of a year, and of one draw of it where one is named; of the newest year that has self-evaluations where none is.
    pub fn of(spoken_of: Option<(u16, Option<EventId>)>) -> ResultsScreen {
        let (year, draw) = spoken_of.map_or((None, None), |(year, draw)| (Some(year), draw));
        ResultsScreen { year, draw, ..ResultsScreen::default() }
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        let ask = ResultsAsk { year: self.year, draw: self.draw, ..ResultsAsk::default() };
        vec![Effect::Work(Request::LoadResults { epoch: self.epoch, ask })]
    }

    fn known(&self) -> Option<&Shown> {
        self.shown.as_ref().filter(|shown| shown.year().is_some())
    }

    fn cursor(&self) -> Cursor {
        self.cursors[self.tab.index()]
    }

    /// The department under the cursor.
    fn department(&self) -> Option<&DepartmentResult> {
        self.known()?.departments().get(*self.ordered.get(self.cursor().at())?)
    }

    /// The recheck under the cursor.
    fn line(&self) -> Option<&RecheckLine> {
        let shown = self.known()?;
        let at = match self.tab {
            Tab::Largest => *shown.largest().get(self.cursor().at())?,
            Tab::Consequences => shown.consequences().get(self.cursor().at())?.line?,
            Tab::Statements | Tab::Grades | Tab::Departments => return None,
        };
        shown.line(at)
    }

    fn len(&self) -> usize {
        let Some(shown) = self.known() else { return 0 };
        match self.tab {
            Tab::Statements => shown.statements.len(),
            Tab::Grades => shown.grades.len(),
            Tab::Departments => self.ordered.len(),
            Tab::Largest => shown.largest().len(),
            Tab::Consequences => shown.consequences().len(),
        }
    }

    fn turn(&mut self, tab: Tab, cx: &Cx) {
        self.tab = tab;
        self.settle(cx);
    }

    /// What is listed may have become shorter.
    fn settle(&mut self, cx: &Cx) {
        let (len, height) = (self.len(), page::rows(self.tab, cx.areas.body));
        let cursor = &mut self.cursors[self.tab.index()];
        cursor.set(cursor.at(), len, height);
    }

    fn open(&self, cx: &Cx) -> Vec<Effect> {
        let (Some(line), Some(shown)) = (self.line(), self.known()) else {
            return vec![Effect::Say(Notice::Refused(cx.look.s("results-nothing-to-open")))];
        };
        let unit = (line.project, line.year);
        // Going on from there one comes to those that are listed here.
        let of = |at: &usize| shown.line(*at).map(|line| (line.project, line.year));
        let units: Arc<[Unit]> = match self.tab {
            Tab::Largest => shown.largest().iter().filter_map(of).collect(),
            _ => shown.consequences().iter().filter_map(|row| of(&row.line?)).collect(),
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
            // From one draw to the whole year, from there to the next one.
            Keys::Year if self.draw.is_some() => {
                self.draw = None;
                self.cursors = Default::default();
                let mut effects = self.ask(cx);
                effects.push(Effect::Say(Notice::Told(cx.look.s("told-results-whole-year"))));
                return effects;
            }
            Keys::Year => {
                let Some(shown) = self.known() else { return Vec::new() };
                let years = shown.years();
                if years.len() < 2 {
                    return vec![Effect::Say(Notice::Refused(cx.look.s("told-only-year")))];
                }
                let at = years.iter().position(|year| Some(*year) == shown.year());
                self.year = years.get(at.map_or(0, |at| at + 1)).or(years.first()).copied();
                self.cursors = Default::default();
                return self.ask(cx);
            }
            Keys::Write => {
                let Some(shown) = self.known().filter(|shown| shown.rechecks() > 0) else {
                    return vec![Effect::Say(Notice::Refused(cx.look.s("problem-results-nothing")))];
                };
                return vec![Effect::Push(Box::new(WriteScreen::new(
                    (shown.year(), self.draw.is_some()),
                    self.line(),
                    cx.look,
                )))];
            }
        }
        Vec::new()
    }

    /// Lists departments in the order that was chosen, and stays with one.
    fn arrange(&mut self, stay: Option<usize>, cx: &Cx) {
        self.ordered = self.known().map(|shown| self.order.of(shown.departments())).unwrap_or_default();
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
            Input::Shown => {
                // Words and keys may be others now.
                self.shown = self.shown.take().map(|shown| Shown::new(shown.page(), cx.look));
                self.ask(cx)
            }
            Input::Command(Command::Results(command)) => self.command(command, cx),
            Input::Command(Command::List(List::Open)) => self.open(cx),
            Input::Command(Command::List(command)) => {
                let (len, height) = (self.len(), page::rows(self.tab, cx.areas.body));
                self.cursors[self.tab.index()].act(command, len, height);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Results { epoch, page } if *epoch == self.epoch => {
                let stay = self.department().map(|one| one.name.clone());
                self.failed = None;
                self.shown = Some(Shown::new(Arc::clone(page), cx.look));
                let departments = &page.results.departments;
                let stay = stay.and_then(|name| departments.iter().position(|one| one.name == name));
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
        let right = self.known().and_then(Shown::year).map(|year| year.to_string()).unwrap_or_default();
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

    fn speaks_of(&self) -> Option<(u16, Option<EventId>)> {
        Some((self.known()?.year()?, self.draw))
    }

    fn ready(&self) -> bool {
        self.shown.is_some() || self.failed.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::lines::TOUCHED;
    use super::*;
    use crate::engine::spot_check::page::ResultsPage;
    use crate::engine::spot_check::results::{Consequence, Results, Tally};
    use crate::model::ids::{ProjectKey, VersionId};
    use crate::model::money::Money;
    use crate::model::recheck::{Part, RecheckStatus};
    use crate::model::review::Grade;
    use crate::tui::screens::tested::{told_for, with_cx};

    fn line(at: usize) -> RecheckLine {
        RecheckLine {
            status: RecheckStatus::Finished,
            part: Some(Part::Random),
            stratum: format!("D{at}"),
            place: at as u64,
            filed: Some(90.into()),
            verified: Some(70.into()),
            grade: Some(Grade::Fair),
            name: format!("P{at}"),
            department: format!("D{at}"),
            ..RecheckLine::untouched(VersionId([1; 32]), ProjectKey([1; 16]), 2024)
        }
    }

    fn page(count: usize) -> ResultsPage {
        let follows = |words: &str, lines: Vec<usize>| Consequence {
            words: words.to_owned(),
            grades: vec![Grade::Fair],
            amount: Money(0),
            without_amount: 0,
            lines,
        };
        ResultsPage::of(Results {
            year: Some(2024),
            years: vec![2024],
            evaluated: 5_688,
            lines: (0..count).map(line).collect(),
            largest: (0..count).collect(),
            random: Tally { units: count as u64, ..Tally::default() },
            consequences: vec![follows("score-consequence-improve", (0..count).collect())],
            departments: (0..count)
                .map(|at| DepartmentResult { name: format!("D{at}"), ..DepartmentResult::default() })
                .collect(),
            ..Results::default()
        })
    }

    /// What is drawn, and a key, costs what is on screen: ten times the rechecks and departments change nothing.
    #[test]
    fn a_page_tells_and_looks_at_only_what_is_on_screen() {
        let look = Look::built_in(crate::text::Language::ZhCn);
        let cost = |count: usize, tab: Tab| {
            with_cx(&look, |cx| {
                let mut screen = ResultsScreen::of(None);
                screen.receive(&Reply::Results { epoch: 0, page: Arc::new(page(count)) }, cx);
                screen.command(tab.command(), cx);
                screen.update(Input::Command(List::Down.into()), cx);
                let before = TOUCHED.get();
                screen.update(Input::Command(List::PageDown.into()), cx);
                screen.update(Input::Command(List::Up.into()), cx);
                let told = told_for(&screen, &look);
                (told, TOUCHED.get() - before)
            })
        };
        for tab in Tab::ALL {
            assert_eq!(cost(60, tab), cost(600, tab), "{tab:?}");
        }
        let (told, touched) = cost(600, Tab::Largest);
        assert!(told > 0 && (1..40).contains(&touched), "{told} {touched}");
        // The conclusions were told when they came.
        assert!(cost(600, Tab::Statements).0 < 20, "{:?}", cost(600, Tab::Statements));
    }
}
