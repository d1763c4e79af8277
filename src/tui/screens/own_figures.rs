//! Own figures: my pace by day, opinions by class and department, states by department, keys and seconds. Every number of
//! the queue leads to its rows.
//!
//! Charts are made of signs with the number beside them, so they say the same without colour. Deliberately absent: a
//! comparison between people.

mod keys;
mod pace;
mod tables;

use ratatui::layout::Rect;

use super::history::HistoryScreen;
use super::queue::QueueScreen;
use super::{Hint, Screen, Title};
use crate::engine::figures::{DepartmentFigures, Figures, Pace};
use crate::engine::habits::OwnHabits;
use crate::engine::request::{Reply, Request};
use crate::model::query::{Field, Filter, Sort, Span, Test, Text};
use crate::model::review::Status;
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, App, Command, List, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::why::Explained;
use crate::tui::widgets::cursor::Cursor;

/// A page of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Pace,
    Classes,
    States,
    Keys,
}

impl Tab {
    const ALL: [Tab; 4] = [Tab::Pace, Tab::Classes, Tab::States, Tab::Keys];

    fn command(self) -> command::Figures {
        match self {
            Tab::Pace => command::Figures::Pace,
            Tab::Classes => command::Figures::Classes,
            Tab::States => command::Figures::States,
            Tab::Keys => command::Figures::Keys,
        }
    }

    fn step(self, by: usize) -> Tab {
        let at = Tab::ALL.iter().position(|tab| *tab == self).unwrap_or(0);
        Tab::ALL[(at + by) % Tab::ALL.len()]
    }
}

/// Own figures.
#[derive(Default)]
pub struct FiguresScreen {
    tab: Tab,
    pace: Option<Box<Pace>>,
    habits: Option<Box<OwnHabits>>,
    year: Option<u16>,
    /// Departments with opinions, the most first; before them all together.
    by_class: Option<Vec<DepartmentFigures>>,
    /// Departments, those with most that waits first; before them all together.
    by_state: Option<Vec<DepartmentFigures>>,
    /// Pace, departments, habits.
    epochs: [u64; 3],
    /// Row on each page.
    cursors: [Cursor; 4],
    /// Column of the tables; 0 for the whole row.
    column: usize,
    /// Clearing was asked for once.
    clearing: bool,
}

/// Rule, tabs, and what the page has.
fn parts(area: Rect) -> [Rect; 3] {
    let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area }.intersection(area);
    [row(0, 1), row(1, 1), row(2, area.height.saturating_sub(2))]
}

/// Several departments as one.
fn together(departments: &[DepartmentFigures]) -> DepartmentFigures {
    let mut all = DepartmentFigures::default();
    for department in departments {
        for (status, tally) in &department.by_status {
            match all.by_status.iter_mut().find(|(known, _)| known == status) {
                Some((_, sum)) => *sum = crate::engine::figures::sum([*sum, *tally].into_iter()),
                None => all.by_status.push((*status, *tally)),
            }
        }
        for (category, count) in &department.by_category {
            match all.by_category.iter_mut().find(|(known, _)| known == category) {
                Some((_, sum)) => *sum += count,
                None => all.by_category.push((category.clone(), *count)),
            }
        }
    }
    all
}

/// All together, then each, most first.
fn ordered(figures: &Figures, by: impl Fn(&DepartmentFigures) -> u64, without_any: bool) -> Vec<DepartmentFigures> {
    let mut rows: Vec<DepartmentFigures> =
        figures.departments.iter().filter(|department| without_any || by(department) > 0).cloned().collect();
    // Stable: the order of codes stays among equals.
    rows.sort_by_key(|department| std::cmp::Reverse(by(department)));
    rows.insert(0, together(&figures.departments));
    rows
}

/// The test of the queue's filter that means a department.
fn department_test(department: &DepartmentFigures) -> Test {
    let name = Some(&department.name).filter(|name| !name.is_empty()).or(department.code.as_ref());
    match name {
        Some(name) => Test::Party(Field::Department, vec![Text::being(name)]),
        None => Test::Missing(Field::Department),
    }
}

impl FiguresScreen {
    /// Not yet asked for.
    pub fn new() -> FiguresScreen {
        FiguresScreen::default()
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epochs = [cx.numbers.fresh(), cx.numbers.fresh(), cx.numbers.fresh()];
        vec![
            Effect::Work(Request::LoadPace { epoch: self.epochs[0] }),
            Effect::Work(Request::LoadFigures { epoch: self.epochs[1] }),
            Effect::Work(Request::LoadHabits { epoch: self.epochs[2] }),
        ]
    }

    fn at(&self) -> usize {
        Tab::ALL.iter().position(|tab| *tab == self.tab).unwrap_or(0)
    }

    fn cursor(&self) -> Cursor {
        self.cursors[self.at()]
    }

    /// Rows of the page's list.
    fn len(&self) -> usize {
        match self.tab {
            Tab::Pace => self.pace.as_ref().map_or(0, |pace| pace.days.len()),
            Tab::Classes => self.by_class.as_ref().map_or(0, Vec::len),
            Tab::States => self.by_state.as_ref().map_or(0, Vec::len),
            Tab::Keys => self.habits.as_ref().map_or(0, |habits| habits.lines.len()),
        }
    }

    /// Columns one may stand on, besides the whole row.
    fn columns(&self, look: &Look) -> usize {
        match self.tab {
            Tab::Classes => look.categories.all().len(),
            Tab::States => Status::ALL.len(),
            Tab::Pace | Tab::Keys => 0,
        }
    }

    fn height(&self, cx: &Cx) -> usize {
        let inside = parts(cx.areas.body)[2];
        match self.tab {
            Tab::Pace => pace::list_height(inside),
            Tab::Classes => tables::class_rows(inside),
            Tab::States => tables::state_rows(inside),
            Tab::Keys => keys::list_height(inside, self.habits.as_deref()),
        }
    }

    fn turn(&mut self, tab: Tab) {
        self.tab = tab;
        // What a column means differs from page to page.
        self.column = 0;
    }

    fn open(&self, cx: &Cx) -> Vec<Effect> {
        let row = self.cursor().at();
        let refuse = |key: &str| vec![Effect::Say(Notice::Refused(cx.look.s(key)))];
        let rows = match self.tab {
            Tab::Pace => return vec![Effect::Push(Box::new(HistoryScreen::new()))],
            Tab::Keys => return refuse("figures-no-rows"),
            Tab::Classes => &self.by_class,
            Tab::States => &self.by_state,
        };
        let Some(department) = rows.as_ref().and_then(|rows| rows.get(row)) else {
            return refuse("told-nothing-to-open");
        };
        let mut tests: Vec<Test> = self.year.map(|year| Test::Year(vec![Span::only(year)])).into_iter().collect();
        tests.extend((row > 0).then(|| department_test(department)));
        let column = self.column.checked_sub(1);
        match self.tab {
            Tab::States => {
                tests.extend(column.and_then(|at| Status::ALL.get(at)).map(|status| Test::State(vec![*status])))
            }
            _ => {
                let class = column.and_then(|at| cx.look.categories.all().get(at));
                tests.extend(class.map(|class| Test::Class(vec![class.code.clone()])));
            }
        }
        let words = cx.look.categories.filter_words(&cx.look.strings);
        let line = Filter::of(tests).line(&words);
        vec![Effect::Push(Box::new(QueueScreen::with(&line, Sort::default())))]
    }

    fn clear(&mut self, cx: &Cx) -> Vec<Effect> {
        if self.tab != Tab::Keys {
            return vec![Effect::Say(Notice::Refused(cx.look.s("figures-clear-elsewhere")))];
        }
        if !std::mem::replace(&mut self.clearing, true) {
            return vec![Effect::Say(Notice::Refused(cx.look.s("figures-clear-again")))];
        }
        self.clearing = false;
        self.epochs[2] = cx.numbers.fresh();
        vec![
            Effect::Work(Request::ClearHabits { epoch: self.epochs[2] }),
            Effect::Say(Notice::Told(cx.look.s("figures-cleared"))),
        ]
    }

    fn command(&mut self, command: command::Figures, cx: &Cx) -> Vec<Effect> {
        use command::Figures as Do;
        let clearing = self.clearing;
        self.clearing = false;
        match command {
            Do::Open => return self.open(cx),
            Do::Clear => {
                self.clearing = clearing;
                return self.clear(cx);
            }
            Do::Pace => self.turn(Tab::Pace),
            Do::Classes => self.turn(Tab::Classes),
            Do::States => self.turn(Tab::States),
            Do::Keys => self.turn(Tab::Keys),
            Do::Next => self.turn(self.tab.step(1)),
            Do::Previous => self.turn(self.tab.step(3)),
            Do::Left => self.column = self.column.saturating_sub(1),
            Do::Right => self.column = (self.column + 1).min(self.columns(cx.look)),
        }
        Vec::new()
    }

    fn draw_tabs(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let inner = canvas.sides(area, look);
        let mut x = inner.x;
        for tab in Tab::ALL {
            let command = Command::from(tab.command());
            let (open, close) = if tab == self.tab { ("[", "]") } else { (" ", " ") };
            let role = if tab == self.tab { Role::Heading } else { Role::Plain };
            for (text, role) in [
                (open, role),
                (&look.key(command), Role::Key),
                (" ", role),
                (&look.label(command), role),
                (close, role),
            ] {
                x += canvas.text(x, inner.y, inner.right().saturating_sub(x), text, look.style(role));
            }
            x += 1;
        }
    }
}

impl Screen for FiguresScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Figures, Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => self.ask(cx),
            Input::Command(Command::Figures(command)) => self.command(command, cx),
            Input::Command(Command::List(List::Open)) => self.open(cx),
            Input::Command(Command::List(command)) => {
                self.clearing = false;
                let (at, len, height) = (self.at(), self.len(), self.height(cx));
                self.cursors[at].act(command, len, height);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Pace { epoch, pace } if *epoch == self.epochs[0] => self.pace = Some(pace.clone()),
            Reply::Figures { epoch, figures } if *epoch == self.epochs[1] => {
                self.year = figures.year;
                self.by_class = Some(ordered(figures, DepartmentFigures::opinions, false));
                self.by_state = Some(ordered(figures, |department| department.open().projects, true));
            }
            Reply::Habits { epoch, result: Ok(habits) } if *epoch == self.epochs[2] => {
                self.habits = Some(habits.clone())
            }
            Reply::DataChanged => return self.ask(cx),
            Reply::Done { result: Ok(_), .. } if cx.visible => return self.ask(cx),
            _ => return Vec::new(),
        }
        // What is shown may have become shorter.
        let (at, len, height) = (self.at(), self.len(), self.height(cx));
        let row = self.cursors[at].at();
        self.cursors[at].set(row, len, height);
        Vec::new()
    }

    fn why(&self, look: &Look) -> Explained {
        let row = self.cursor().at();
        let shown = |rows: &Option<Vec<DepartmentFigures>>| rows.as_ref().and_then(|rows| rows.get(row)).cloned();
        let why = match self.tab {
            Tab::Pace => self.pace.as_ref().map(|pace| pace::why(pace, row, look)),
            Tab::Classes => shown(&self.by_class).map(|department| tables::why_classes(&department, row == 0, look)),
            Tab::States => shown(&self.by_state).map(|department| tables::why_states(&department, row == 0, look)),
            Tab::Keys => self.habits.as_ref().map(|habits| keys::why(habits, row, look)),
        };
        Explained::fields(why.into_iter().collect())
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let [rule, tabs, inside] = parts(area);
        canvas.rule(rule, look, &look.s("title-figures"), &look.s("figures-only-here"));
        self.draw_tabs(canvas, tabs, look);
        let loading = |canvas: &mut Canvas| {
            let inner = canvas.sides(inside, look);
            canvas.text(inner.x, inner.y, inner.width, &look.s("told-loading"), look.style(Role::Muted));
        };
        let cursor = self.cursor();
        match self.tab {
            Tab::Pace => match &self.pace {
                Some(known) => pace::draw(canvas, inside, known, cursor, look),
                None => loading(canvas),
            },
            Tab::Classes => match &self.by_class {
                Some(rows) => tables::draw_classes(canvas, inside, rows, cursor, self.column, look),
                None => loading(canvas),
            },
            Tab::States => match &self.by_state {
                Some(rows) => tables::draw_states(canvas, inside, rows, cursor, self.column, look),
                None => loading(canvas),
            },
            Tab::Keys => match &self.habits {
                Some(habits) => keys::draw(canvas, inside, habits, cursor, look),
                None => loading(canvas),
            },
        }
    }

    fn title(&self, look: &Look) -> Title {
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        Title { left: look.s("title-figures"), right: year }
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        use command::Figures as Do;
        let mut hints: Vec<Hint> = Vec::new();
        if self.tab != Tab::Keys {
            hints.push(Do::Open.into());
        }
        hints.push(Hint::Run(Do::Pace.into(), Do::Keys.into(), "hint-figures-pages"));
        if matches!(self.tab, Tab::Classes | Tab::States) {
            hints.push(Hint::Run(Do::Left.into(), Do::Right.into(), "hint-figures-columns"));
        }
        if self.tab == Tab::Keys {
            hints.push(Do::Clear.into());
        }
        hints.extend([App::Help, App::Back].map(Hint::from));
        hints
    }
}
