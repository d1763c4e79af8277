//! Saved views: a filter line and an order under a name, opened with a digit.

use ratatui::layout::Rect;

use super::column::direction;
use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request, Slot};
use crate::model::query::{SavedView, Sort};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Line, List, Scope, Text, Views};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::table::{Column, draw_row};

/// What a name is typed for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Naming {
    Save,
    Rename(String),
}

/// A request to store that has not been answered.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Storing {
    Save(String),
    Rename(String, String),
    Remove(SavedView),
    Restore(String),
}

/// The list of views.
pub struct ViewsScreen {
    /// What would be saved.
    line: String,
    sort: Sort,
    views: Option<Vec<SavedView>>,
    cursor: Cursor,
    naming: Option<(Field, Naming)>,
    /// Another view has this name: the same name once more replaces it.
    taken: Option<String>,
    storing: Option<(u64, Storing)>,
    /// What was removed last, to be put back.
    removed: Option<SavedView>,
    epoch: u64,
}

impl ViewsScreen {
    /// With what the queue shows now.
    pub fn new(line: &str, sort: Sort) -> ViewsScreen {
        ViewsScreen {
            line: line.to_owned(),
            sort,
            views: None,
            cursor: Cursor::default(),
            naming: None,
            taken: None,
            storing: None,
            removed: None,
            epoch: 0,
        }
    }

    fn views(&self) -> &[SavedView] {
        self.views.as_deref().unwrap_or_default()
    }

    fn chosen(&self) -> Option<&SavedView> {
        self.views().get(self.cursor.at())
    }

    fn height(area: Rect) -> usize {
        usize::from(area.height.saturating_sub(4))
    }

    fn store(&mut self, storing: Storing, request: impl FnOnce(u64) -> Request, cx: &Cx) -> Vec<Effect> {
        let ticket = cx.numbers.fresh();
        self.storing = Some((ticket, storing));
        vec![Effect::Work(request(ticket))]
    }

    fn name(&mut self, naming: Naming) {
        let text = if let Naming::Rename(from) = &naming { from.as_str() } else { "" };
        (self.naming, self.taken) = (Some((Field::line(text), naming)), None);
    }

    fn accept(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some((field, naming)) = &self.naming else { return Vec::new() };
        let name = field.value().trim().to_owned();
        match naming.clone() {
            _ if name.is_empty() => vec![Effect::Say(Notice::Refused(cx.look.s("told-view-name-empty")))],
            Naming::Save => {
                let replace = self.taken.as_ref() == Some(&name);
                let view = SavedView { name: name.clone(), line: self.line.clone(), sort: self.sort };
                self.store(Storing::Save(name), |ticket| Request::SaveView { ticket, view, replace }, cx)
            }
            Naming::Rename(from) => {
                let storing = Storing::Rename(from.clone(), name.clone());
                self.store(storing, |ticket| Request::RenameView { ticket, from, to: name }, cx)
            }
        }
    }

    fn command(&mut self, command: Command, cx: &Cx) -> Vec<Effect> {
        let nothing = || vec![Effect::Say(Notice::Refused(cx.look.s("told-nothing-to-open")))];
        match command {
            Command::Line(Line::Accept) => return self.accept(cx),
            Command::Line(Line::Cancel) => (self.naming, self.taken) = (None, None),
            Command::Text(text) if text != Text::NewLine => {
                if let Some((field, _)) = &mut self.naming {
                    field.act(text);
                }
            }
            Command::List(List::Open) => {
                return self
                    .chosen()
                    .map_or_else(nothing, |view| vec![Effect::Done(Outcome::ViewChosen(view.clone()))]);
            }
            Command::List(command) => {
                let len = self.views().len();
                self.cursor.act(command, len, ViewsScreen::height(cx.areas.body));
            }
            Command::Views(Views::Save) => self.name(Naming::Save),
            Command::Views(Views::Rename) => match self.chosen().map(|view| view.name.clone()) {
                Some(name) => self.name(Naming::Rename(name)),
                None => return nothing(),
            },
            Command::Views(Views::Remove) => {
                let Some(view) = self.chosen().cloned() else { return nothing() };
                let name = view.name.clone();
                return self.store(Storing::Remove(view), |ticket| Request::RemoveView { ticket, name }, cx);
            }
            Command::Views(Views::Restore) => {
                let Some(view) = self.removed.clone() else {
                    return vec![Effect::Say(Notice::Refused(cx.look.s("told-no-view-removed")))];
                };
                let storing = Storing::Restore(view.name.clone());
                return self.store(storing, |ticket| Request::SaveView { ticket, view, replace: false }, cx);
            }
            Command::Views(digit) => {
                let view = digit.index().and_then(|at| self.views().get(at));
                return view.map_or_else(nothing, |view| vec![Effect::Done(Outcome::ViewChosen(view.clone()))]);
            }
            _ => {}
        }
        Vec::new()
    }

    /// What was stored, in words; the cursor goes to it.
    fn stored(&mut self, storing: Storing, cx: &Cx) -> Vec<Effect> {
        (self.naming, self.taken) = (None, None);
        let (name, told) = match storing {
            Storing::Save(name) => (name.clone(), cx.look.t("told-view-saved", &[("name", Arg::from(name))])),
            Storing::Rename(from, to) => {
                (to.clone(), cx.look.t("told-view-renamed", &[("from", Arg::from(from)), ("name", Arg::from(to))]))
            }
            Storing::Remove(view) => {
                let key = cx.look.key(Views::Restore.into());
                let args = [("name", Arg::from(view.name.clone())), ("key", Arg::from(key))];
                let told = cx.look.t("told-view-removed", &args);
                self.removed = Some(view);
                (String::new(), told)
            }
            Storing::Restore(name) => {
                self.removed = None;
                (name.clone(), cx.look.t("told-view-saved", &[("name", Arg::from(name))]))
            }
        };
        let at = self.views().iter().position(|view| view.name == name).unwrap_or(self.cursor.at());
        self.cursor.set(at, self.views().len(), ViewsScreen::height(cx.areas.body));
        vec![Effect::Say(Notice::Told(told))]
    }
}

impl Screen for ViewsScreen {
    fn scopes(&self) -> &'static [Scope] {
        if self.naming.is_some() { &[Scope::Line, Scope::Text] } else { &[Scope::Views, Scope::List, Scope::Global] }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => {
                self.epoch = cx.numbers.fresh();
                vec![Effect::Work(Request::LoadViews { epoch: self.epoch })]
            }
            Input::Command(command) => self.command(command, cx),
            Input::Text(text) | Input::Paste(text) => {
                if let Some((field, _)) = &mut self.naming {
                    field.insert(&text);
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Views { epoch, views } if *epoch == self.epoch => {
                self.views = Some(views.clone());
                Vec::new()
            }
            Reply::Failed { slot: Slot::Views, epoch, .. } if *epoch == self.epoch => {
                self.views = Some(Vec::new());
                Vec::new()
            }
            Reply::ViewsChanged { ticket, result } => {
                let storing = self.storing.take_if(|(known, _)| known == ticket);
                match (result, storing) {
                    (Ok(views), storing) => {
                        self.views = Some(views.clone());
                        storing.map(|(_, storing)| self.stored(storing, cx)).unwrap_or_default()
                    }
                    (Err(problem), Some((_, storing))) => {
                        if let Storing::Save(name) = storing
                            && problem.key == "problem-view-there"
                        {
                            self.taken = Some(name);
                            return Vec::new();
                        }
                        vec![Effect::Say(Notice::Problem(problem.clone()))]
                    }
                    (Err(_), None) => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let inner = canvas.popup(area, look, &look.s("views-rule"), "");
        let mut rows = inner.rows();
        let saved = if self.line.is_empty() { look.s("views-all") } else { self.line.clone() };
        if let Some(row) = rows.next() {
            let now = look.t("views-now", &[("line", Arg::from(saved)), ("sort", Arg::from(order(self.sort, look)))]);
            canvas.text(row.x, row.y, row.width, &now, look.style(Role::Muted));
        }
        let naming = rows.next();
        let left: Vec<Rect> = rows.collect();
        if self.views().is_empty() {
            let key = if self.views.is_none() { "told-loading" } else { "views-empty" };
            let told = look.t(key, &[("key", Arg::from(look.key(Views::Save.into())))]);
            for (line, row) in width::wrap(&told, usize::from(inner.width)).iter().zip(&left) {
                canvas.text(row.x, row.y, row.width, line, look.style(Role::Plain));
            }
        }
        let columns = if inner.width < 70 {
            vec![Column::left(2), Column::left(16), Column::rest()]
        } else {
            vec![Column::left(2), Column::left(24), Column::rest(), Column::left(22)]
        };
        for (line, at) in left.iter().zip(self.cursor.rows(self.views().len(), left.len())) {
            let Some(view) = self.views().get(at) else { break };
            if at == self.cursor.at() && self.naming.is_none() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            let digit = Views::ALL.get(at).map(|digit| look.key((*digit).into())).unwrap_or_default();
            let filter = if view.line.is_empty() { look.s("views-all") } else { view.line.clone() };
            let cells = [
                (digit, Role::Key),
                (view.name.clone(), Role::Plain),
                (filter, Role::Plain),
                (order(view.sort, look), Role::Muted),
            ];
            let place = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..*line };
            draw_row(canvas, place, &columns, &cells, look);
        }
        if let (Some((field, naming)), Some(row)) = (&self.naming, naming) {
            let key = if *naming == Naming::Save { "views-name" } else { "views-rename" };
            let used = canvas.text(row.x, row.y, row.width, &look.s(key), look.style(Role::Heading)) + 1;
            let place = Rect { x: row.x + used, width: row.width.saturating_sub(used), ..row };
            if let (Some(name), Some(below)) = (&self.taken, left.first()) {
                canvas.clear(*below);
                let key = look.key(Line::Accept.into());
                let told = look.t("views-taken", &[("name", Arg::from(name)), ("key", Arg::from(key))]);
                canvas.text(below.x, below.y, below.width, &told, look.style(Role::Warning));
            }
            field.view(canvas, place, look.style(Role::Field), true);
        }
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-views"), right: String::new() }
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        if self.naming.is_some() {
            return vec![Line::Accept.into(), Line::Cancel.into()];
        }
        vec![
            Hint::Run(Views::V1.into(), Views::V10.into(), "hint-view"),
            List::Open.into(),
            Views::Save.into(),
            Views::Rename.into(),
            Views::Remove.into(),
            Views::Restore.into(),
            App::Back.into(),
        ]
    }

    fn floats(&self) -> bool {
        true
    }

    fn ready(&self) -> bool {
        self.views.is_some()
    }
}

fn order(sort: Sort, look: &Look) -> String {
    format!("{} {}", look.strings.sort(sort), direction(sort, look))
}
