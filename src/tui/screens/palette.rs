//! The command line: every command, found by its key, the pinyin of its name, its name in either language, or what it does.
//! Those of other pages are listed last and say where they are. Han text typed in command mode lands here and runs only on
//! Enter.

use ratatui::layout::Rect;

use super::{Hint, Screen, Title};
use crate::text::{Arg, fold};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Line, List, Scope, Text};
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::names::{Name, Names};
use crate::tui::speech::{Spoken, sentence};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;

/// Cells of the columns: the longest name, and readings and keys as far as they are of use.
const NAME: u16 = 16;
const READING: u16 = 17;
const KEY: u16 = 9;

/// The command line.
pub struct PaletteScreen {
    about: &'static [Scope],
    field: Field,
    cursor: Cursor,
}

/// One line of the list.
struct Found<'l> {
    name: &'l Name,
    /// It belongs to another page.
    elsewhere: bool,
}

impl PaletteScreen {
    /// For a chain of scopes, with what has been typed so far.
    pub fn new(about: &'static [Scope], query: &str) -> PaletteScreen {
        PaletteScreen { about, field: Field::line(query), cursor: Cursor::default() }
    }

    /// What fits the text, best first; what was used last goes before its equals. Without a text: what was used last, then
    /// what can be done on this page.
    fn found<'l>(&self, look: &'l Look) -> Vec<Found<'l>> {
        let query = fold::fold(&self.field.value()).to_lowercase();
        let words: Vec<&str> = query.split_whitespace().collect();
        let names = look.names.get_or_init(|| Names::new(look));
        let recent: Vec<Command> = look.familiar.borrow().recent().collect();
        let mut found = Vec::new();
        for (place, name) in names.all().iter().enumerate() {
            let scope = name.spec.scope;
            let elsewhere = !self.about.contains(&scope);
            // Movement has no use as a typed command; popups and fields are no place to go to.
            let typed = !matches!(scope, Scope::List | Scope::Text | Scope::Line);
            let numbered = name.spec.id.ends_with(|c: char| c.is_ascii_digit());
            let told = !numbered && !matches!(scope, Scope::Form | Scope::Popup | Scope::Phrase | Scope::Find);
            if !typed || elsewhere && (words.is_empty() || !told) {
                continue;
            }
            let Some(rank) = names.rank(name, &look.keymap.labels(name.spec.command), &words) else { continue };
            let last = recent.iter().position(|command| *command == name.spec.command).unwrap_or(usize::MAX);
            found.push(((elsewhere, rank, last, place), Found { name, elsewhere }));
        }
        found.sort_by_key(|(order, _)| *order);
        let mut found: Vec<Found<'l>> = found.into_iter().map(|(_, found)| found).collect();
        // What can be done here under the same name says nothing new with another place.
        let here: Vec<&str> = found.iter().filter(|one| !one.elsewhere).map(|one| one.name.label.as_str()).collect();
        let namesakes: Vec<bool> =
            found.iter().map(|one| one.elsewhere && here.contains(&one.name.label.as_str())).collect();
        let mut namesakes = namesakes.into_iter();
        found.retain(|_| !namesakes.next().unwrap_or_default());
        found
    }

    fn height(area: Rect) -> usize {
        usize::from(area.height.saturating_sub(3))
    }

    fn accept(&self, look: &Look) -> Vec<Effect> {
        match self.found(look).get(self.cursor.at()) {
            Some(Found { name, elsewhere: false }) => vec![Effect::Pop, Effect::Run(name.spec.command)],
            Some(Found { name, .. }) => {
                let args = [("command", Arg::from(&name.label)), ("place", Arg::from(place(look, name.spec.scope)))];
                vec![Effect::Say(Notice::Refused(look.t("told-command-elsewhere", &args)))]
            }
            None => vec![Effect::Say(Notice::Refused(look.s("told-no-such-command")))],
        }
    }

    fn command(&mut self, command: Command, cx: &Cx) -> Vec<Effect> {
        match command {
            Command::Line(Line::Cancel) => return vec![Effect::Pop],
            Command::Line(Line::Accept) => return self.accept(cx.look),
            Command::Line(Line::Up | Line::Down) => {
                let movement = if command == Line::Up.into() { List::Up } else { List::Down };
                self.cursor.act(movement, self.found(cx.look).len(), PaletteScreen::height(cx.areas.body));
            }
            Command::Text(text) if text != Text::NewLine && self.field.act(text) => self.cursor = Cursor::default(),
            _ => {}
        }
        Vec::new()
    }

    fn row(&self, canvas: &mut Canvas, line: Rect, look: &Look, found: &Found, readings: bool) {
        let name = found.name;
        let style = |role| look.style(if found.elsewhere { Role::Muted } else { role });
        let cells = |x: u16, most: u16| most.min(line.right().saturating_sub(x));
        let mut x = line.x + 2;
        canvas.text(x, line.y, cells(x, NAME), &name.label, style(Role::Plain));
        x += NAME + 1;
        if readings {
            canvas.text(x, line.y, cells(x, READING), &name.reading, style(Role::Muted));
            x += READING + 1;
        }
        canvas.text(x, line.y, cells(x, KEY), &look.key(name.spec.command), style(Role::Key));
        x += KEY + 1;
        if found.elsewhere {
            let told = look.t("palette-elsewhere", &[("place", Arg::from(place(look, name.spec.scope)))]);
            x += canvas.text(x, line.y, cells(x, u16::MAX), &told, style(Role::Muted)) + 1;
        }
        canvas.text(x, line.y, cells(x, u16::MAX), &name.description, style(Role::Muted));
    }
}

/// How the page of a scope is called.
fn place(look: &Look, scope: Scope) -> String {
    look.s(&format!("scope-{}", scope.id()))
}

impl Screen for PaletteScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Line, Scope::Text]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(command) => self.command(command, cx),
            Input::Text(text) | Input::Paste(text) => {
                self.field.insert(&text);
                self.cursor = Cursor::default();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let inner = canvas.popup(area, look, &look.s("palette-rule"), "");
        let Some(first) = inner.rows().next() else { return };
        let used = canvas.text(first.x, first.y, 2, ":", look.style(Role::Key)) + 1;
        let place = Rect { x: first.x + used, width: first.width.saturating_sub(used), ..first };
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        let found = self.found(look);
        if found.is_empty() {
            let lines = crate::text::width::wrap(&look.s("palette-none"), usize::from(list.width));
            canvas.lines(list, &lines, look.style(Role::Warning));
        }
        let wide = crate::tui::layout::layout(canvas.buffer.area.as_size()).room >= Room::Normal;
        let readings = wide && found.iter().any(|found| !found.name.reading.is_empty());
        for (line, index) in list.rows().zip(self.cursor.rows(found.len(), usize::from(list.height))) {
            let Some(one) = found.get(index) else { break };
            if index == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
            }
            self.row(canvas, line, look, one, readings);
        }
        self.field.view(canvas, place, look.style(Role::Plain), true);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-palette"), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let found = self.found(look);
        let mut spoken = Spoken::page(look.s("title-palette"));
        spoken.field = Some(self.field.typing(look.s("title-palette")));
        match found.get(self.cursor.at()) {
            Some(Found { name, elsewhere }) => {
                let place = || look.t("palette-elsewhere", &[("place", Arg::from(place(look, name.spec.scope)))]);
                let place = if *elsewhere { place() } else { String::new() };
                spoken.at = Some((self.cursor.at() + 1, found.len()));
                spoken.row = sentence([&name.label, &place, &name.description, &look.key(name.spec.command)], look);
            }
            None => spoken.row = look.s("palette-none"),
        }
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![Line::Accept.into(), Hint::Run(Line::Up.into(), Line::Down.into(), "hint-move"), Line::Cancel.into()]
    }

    fn leads(&self) -> Option<&'static [Scope]> {
        (self.field.is_empty() && self.cursor.at() == 0).then_some(self.about)
    }

    fn floats(&self) -> bool {
        true
    }
}
