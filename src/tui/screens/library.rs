//! The indicator library: its three parts, what fits a row, what a target lacks.
//!
//! Opened from a row of the review it begins with what fits that row; an entry can be taken into a draft opinion, which a
//! person then edits and gives or drops. Opened from elsewhere it is for reading. Deliberately absent: changing a library;
//! another version is another table.

mod draw;
mod entry;
mod spoken;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::editor::{EditorScreen, Start};
use super::notice::NoticeScreen;
use super::{Hint, Screen, Title};
use crate::engine::library::{LibraryLine, LibraryPage, LibraryQuery};
use crate::engine::request::{Reply, Request, Slot};
use crate::engine::view::ProjectView;
use crate::model::event::Subject;
use crate::model::library::{Part, Suggestion};
use crate::model::review::CategoryCode;
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, App, Command, Line, List, Review, Scope, Text};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::speech::Spoken;
use crate::tui::why::{Explained, Why};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;

/// Class of an opinion about a value (指标值不合理) and about a missing indicator (指标体系缺项).
const CLASSES: [&str; 2] = ["C08", "C04"];

/// A page of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Part(Part),
    Fits,
    Missing,
}

impl Tab {
    const ALL: [Tab; 5] =
        [Tab::Part(Part::Common), Tab::Part(Part::Specific), Tab::Part(Part::Transfer), Tab::Fits, Tab::Missing];

    fn command(self) -> command::Library {
        use command::Library as Do;
        match self {
            Tab::Part(Part::Common) => Do::Common,
            Tab::Part(Part::Specific) => Do::Specific,
            Tab::Part(Part::Transfer) => Do::Transfer,
            Tab::Fits => Do::Fits,
            Tab::Missing => Do::Missing,
        }
    }
}

/// The library.
pub struct LibraryScreen {
    /// The target and row it was opened on.
    on: Option<(Arc<ProjectView>, Subject)>,
    tab: Tab,
    page: Option<Arc<LibraryPage>>,
    words: String,
    search: Option<Field>,
    cursor: Cursor,
    epoch: u64,
    failed: bool,
}

impl LibraryScreen {
    /// To be read.
    pub fn new() -> LibraryScreen {
        LibraryScreen {
            on: None,
            tab: Tab::Part(Part::Common),
            page: None,
            words: String::new(),
            search: None,
            cursor: Cursor::default(),
            epoch: 0,
            failed: false,
        }
    }

    /// On a row of a target, or on the target as a whole.
    pub fn beside(view: Arc<ProjectView>, on: Subject) -> LibraryScreen {
        let tab = if on.row.is_some() { Tab::Fits } else { Tab::Missing };
        LibraryScreen { on: Some((view, on)), tab, ..LibraryScreen::new() }
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        let of = self.on.as_ref().map(|(view, on)| (view.row.id, on.row));
        let (part, of) = match self.tab {
            Tab::Part(part) => (Some(part), None),
            Tab::Fits | Tab::Missing => (None, of),
        };
        let query = LibraryQuery { part, words: self.words.clone(), of };
        vec![Effect::Work(Request::LoadLibrary { epoch: self.epoch, query })]
    }

    fn lines(&self) -> &[LibraryLine] {
        match self.tab {
            Tab::Missing => &[],
            _ => self.page.as_ref().map_or(&[], |page| &page.lines),
        }
    }

    fn suggestions(&self) -> &[Suggestion] {
        match self.tab {
            Tab::Missing => self.page.as_ref().map_or(&[], |page| &page.suggestions),
            _ => &[],
        }
    }

    fn len(&self) -> usize {
        self.lines().len() + self.suggestions().len()
    }

    fn tabs(&self) -> &'static [Tab] {
        if self.on.is_some() { &Tab::ALL } else { &Tab::ALL[..3] }
    }

    fn turn(&mut self, tab: Tab, cx: &Cx) -> Vec<Effect> {
        if !self.tabs().contains(&tab) {
            let key = cx.look.key(Review::Library.into());
            return vec![refuse(cx.look.t("library-not-of-row", &[("key", Arg::from(key))]))];
        }
        if tab != self.tab {
            (self.tab, self.page, self.cursor) = (tab, None, Cursor::default());
        }
        self.ask(cx)
    }

    fn step(&mut self, by: usize, cx: &Cx) -> Vec<Effect> {
        let tabs = self.tabs();
        let at = tabs.iter().position(|tab| *tab == self.tab).unwrap_or(0);
        self.turn(tabs[(at + by) % tabs.len()], cx)
    }

    /// What the entry under the cursor says to the department, and under which class.
    fn words_of(&self, look: &Look) -> Option<(String, &'static str)> {
        let page = self.page.as_ref()?;
        if let Some(suggestion) = self.suggestions().get(self.cursor.at()) {
            return Some((entry::said_missing(suggestion, look), CLASSES[1]));
        }
        let line = self.lines().get(self.cursor.at())?;
        Some((entry::said(&line.entry, page, look), CLASSES[0]))
    }

    /// Opens the editor with the recommended words as a draft.
    fn take(&self, cx: &Cx) -> Vec<Effect> {
        let Some((view, on)) = &self.on else { return vec![refuse(cx.look.s("library-nowhere-to-use"))] };
        let Some((text, class)) = self.words_of(cx.look) else {
            return vec![refuse(cx.look.s("told-nothing-to-open"))];
        };
        // What is missing is said of the target, not of a row that is there.
        let row = if self.tab == Tab::Missing { None } else { on.row };
        let on = Subject { row, ..on.clone() };
        let known = |code: &str| cx.look.categories.all().iter().any(|category| category.code.0 == code);
        let category = known(class).then(|| CategoryCode(class.to_owned()));
        let start = Start { view: Arc::clone(view), on, category, opinion: None, text: Some(text), drafted: None };
        vec![Effect::Push(Box::new(EditorScreen::new(start, cx)))]
    }

    fn detail(&self, cx: &Cx) -> Vec<Effect> {
        let Some(page) = &self.page else { return Vec::new() };
        let chosen = match self.suggestions().get(self.cursor.at()) {
            Some(suggestion) => Some(entry::suggested(suggestion, cx.look)),
            None => self.lines().get(self.cursor.at()).map(|line| entry::detail(line, page, cx.look)),
        };
        match chosen {
            Some((heading, paragraphs)) => vec![Effect::Push(Box::new(NoticeScreen::sheet(heading, paragraphs)))],
            None => vec![refuse(cx.look.s("told-nothing-to-open"))],
        }
    }

    fn command(&mut self, command: Command, cx: &Cx) -> Vec<Effect> {
        use command::Library as Do;
        let height = usize::from(draw::parts(cx.areas.body)[3].height);
        match command {
            Command::Library(Do::Use) | Command::List(List::Open) if self.on.is_some() => self.take(cx),
            Command::Library(Do::Use | Do::Detail) | Command::List(List::Open) => self.detail(cx),
            Command::Library(Do::Common) => self.turn(Tab::Part(Part::Common), cx),
            Command::Library(Do::Specific) => self.turn(Tab::Part(Part::Specific), cx),
            Command::Library(Do::Transfer) => self.turn(Tab::Part(Part::Transfer), cx),
            Command::Library(Do::Fits) => self.turn(Tab::Fits, cx),
            Command::Library(Do::Missing) => self.turn(Tab::Missing, cx),
            Command::Library(Do::Next) => self.step(1, cx),
            Command::Library(Do::Previous) => self.step(self.tabs().len() - 1, cx),
            Command::Library(Do::Search) => {
                self.search = Some(Field::line(&self.words));
                Vec::new()
            }
            Command::List(command) => {
                let len = self.len();
                self.cursor.act(command, len, height);
                Vec::new()
            }
            Command::Line(Line::Accept) => {
                self.search = None;
                Vec::new()
            }
            Command::Line(Line::Cancel) => {
                self.search = None;
                self.find(String::new(), cx)
            }
            Command::Line(line) => {
                let movement = if line == Line::Up { List::Up } else { List::Down };
                let len = self.len();
                self.cursor.act(movement, len, height);
                Vec::new()
            }
            Command::Text(text) if text != Text::NewLine => self.typed(|field| field.act(text), cx),
            _ => Vec::new(),
        }
    }

    fn typed(&mut self, change: impl FnOnce(&mut Field) -> bool, cx: &Cx) -> Vec<Effect> {
        let Some(field) = &mut self.search else { return Vec::new() };
        if !change(field) {
            return Vec::new();
        }
        let words = field.value();
        self.find(words, cx)
    }

    fn find(&mut self, words: String, cx: &Cx) -> Vec<Effect> {
        if words == self.words {
            return Vec::new();
        }
        self.words = words;
        // Words are looked for in entries, not in what is missing.
        if self.tab == Tab::Missing {
            return self.turn(Tab::Fits, cx);
        }
        self.ask(cx)
    }
}

impl Default for LibraryScreen {
    fn default() -> LibraryScreen {
        LibraryScreen::new()
    }
}

fn refuse(told: String) -> Effect {
    Effect::Say(Notice::Refused(told))
}

impl Screen for LibraryScreen {
    fn scopes(&self) -> &'static [Scope] {
        if self.search.is_some() { &[Scope::Line, Scope::Text] } else { &[Scope::Library, Scope::List, Scope::Global] }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => self.ask(cx),
            Input::Command(command) => self.command(command, cx),
            Input::Text(text) | Input::Paste(text) => self.typed(
                |field| {
                    field.insert(&text);
                    true
                },
                cx,
            ),
            // The opinion was given: back to the row it is about.
            Input::Told(given @ Outcome::OpinionGiven { .. }) => vec![Effect::Done(given)],
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Library { epoch, page } if *epoch == self.epoch => {
                self.page = Some(Arc::clone(page));
                let (len, height) = (self.len(), usize::from(draw::parts(cx.areas.body)[3].height));
                self.cursor.set(self.cursor.at(), len, height);
                Vec::new()
            }
            Reply::Failed { slot: Slot::Library, epoch, .. } if *epoch == self.epoch => {
                self.failed = true;
                Vec::new()
            }
            Reply::DataChanged => self.ask(cx),
            _ => Vec::new(),
        }
    }

    fn ready(&self) -> bool {
        self.page.is_some() || self.failed
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        self.draw(canvas, area, look);
    }

    fn title(&self, look: &Look) -> Title {
        let left = match &self.on {
            None => look.s("title-library"),
            Some((view, on)) => {
                let row = on.row.and_then(|row| view.form.indicators.iter().find(|indicator| indicator.no == row));
                match row {
                    Some(row) => {
                        look.t("title-library-of", &[("row", Arg::from(row.no)), ("name", Arg::from(&row.level3))])
                    }
                    None => look.t("title-library-target", &[("name", Arg::from(&view.row.name))]),
                }
            }
        };
        Title { left, right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        let Some(page) = &self.page else { return Explained::default() };
        let place = format!("{}  {}/{}", draw::about(page, self.tab, look), self.cursor.at() + 1, self.len());
        let mut whys = vec![Why::new("library.counts", place)];
        if let Some((view, on)) = &self.on
            && let Some(row) = on.row
        {
            let name = view.form.indicators.iter().find(|indicator| indicator.no == row);
            let told = name.map_or(String::new(), |indicator| format!("{row} {}", indicator.level3));
            whys.push(Why::new("editor.row", told));
        }
        if let Some(suggestion) = self.suggestions().get(self.cursor.at()) {
            whys.push(Why::new("library.missing", entry::said_missing(suggestion, look)));
            whys.push(Why::new("library.example", format!("{} {}", suggestion.name, suggestion.example)));
        } else if let Some(line) = self.lines().get(self.cursor.at()) {
            let (heading, about) = self.about_chosen(look);
            let entry = &line.entry;
            let value = format!("{heading} {} {} {} {}", entry.unit, entry.standard, entry.benchmark, about.join(" "));
            let mut why = Why::new("library.entry", value);
            for paragraph in entry::detail(line, page, look).1 {
                why.given.push(crate::tui::why::Given {
                    name: paragraph.label,
                    value: paragraph.text,
                    from: String::new(),
                });
            }
            whys.push(why);
            whys.push(Why::new("library.source", entry::where_from(&line.entry, page, look)));
        }
        Explained::fields(whys)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        use command::Library as Do;
        if self.search.is_some() {
            return vec![
                Line::Accept.into(),
                Hint::Run(Line::Up.into(), Line::Down.into(), "hint-move"),
                Line::Cancel.into(),
            ];
        }
        let last = if self.on.is_some() { Do::Missing } else { Do::Transfer };
        let mut hints: Vec<Hint> = Vec::new();
        if self.on.is_some() {
            hints.push(Do::Use.into());
        }
        hints.extend([
            Do::Detail.into(),
            Hint::Run(Do::Common.into(), last.into(), "hint-library-pages"),
            Do::Search.into(),
            Hint::Run(List::Up.into(), List::Down.into(), "hint-move"),
            App::Back.into(),
            App::Help.into(),
        ]);
        hints
    }
}
