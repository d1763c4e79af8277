//! The list of meanings: grouped, found by typing, what was proposed first.

use ratatui::layout::Rect;

use crate::model::mapping::{COLUMNS, Group, IGNORED, LABELS};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Line, List, Scope, Text};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::{Spoken, sentence};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;

/// Choosing what a column or label means.
pub struct MeaningsScreen {
    heading: String,
    likely: Vec<&'static str>,
    labels: bool,
    field: Field,
    cursor: Cursor,
}

impl MeaningsScreen {
    /// For a heading; `likely` stands first, `labels` asks for meanings of labels.
    pub fn new(heading: String, likely: Vec<&'static str>, labels: bool, query: &str) -> MeaningsScreen {
        MeaningsScreen { heading, likely, labels, field: Field::line(query), cursor: Cursor::default() }
    }

    /// Meanings whose name or identifier holds what was typed: likely ones, then by group, then not to be read.
    fn found(&self, look: &Look) -> Vec<(&'static str, String)> {
        let query = crate::text::fold::fold(&self.field.value()).to_lowercase();
        let query = query.trim();
        let all = if self.labels { LABELS } else { COLUMNS };
        let by_group = Group::ALL.iter().flat_map(|group| {
            let name = format!("group-{}", group.id());
            all.iter().filter(move |(_, of)| of == group).map(move |(id, _)| (*id, name.clone()))
        });
        let likely = self.likely.iter().map(|id| (*id, "group-likely".to_owned()));
        let grouped = by_group.filter(|(id, _)| !self.likely.contains(id));
        let ignored = std::iter::once((IGNORED, "group-other".to_owned()));
        let mut found: Vec<(usize, &'static str, String)> = likely
            .chain(grouped)
            .chain(ignored)
            .filter_map(|(id, group)| {
                let name = look.strings.meaning(id).to_lowercase();
                let rank = match () {
                    () if query.is_empty() => 0,
                    () if name == query || id == query => 0,
                    () if name.starts_with(query) || id.starts_with(query) => 1,
                    () if name.contains(query) || id.contains(query) => 2,
                    () => return None,
                };
                Some((rank, id, look.strings.meaning(&group)))
            })
            .collect();
        found.sort_by_key(|(rank, _, _)| *rank);
        found.into_iter().map(|(_, id, group)| (id, group)).collect()
    }

    fn height(area: Rect) -> usize {
        usize::from(area.height.saturating_sub(3))
    }
}

impl Screen for MeaningsScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Line, Scope::Text]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(Command::Line(Line::Cancel)) => return vec![Effect::Pop],
            Input::Command(Command::Line(Line::Accept)) => {
                return match self.found(cx.look).get(self.cursor.at()) {
                    Some((id, _)) => vec![Effect::Done(Outcome::MeaningChosen((*id).to_owned()))],
                    None => vec![Effect::Say(Notice::Refused(cx.look.s("told-no-such-meaning")))],
                };
            }
            Input::Command(Command::Line(command)) => {
                let movement = if command == Line::Up { List::Up } else { List::Down };
                self.cursor.act(movement, self.found(cx.look).len(), MeaningsScreen::height(cx.areas.body));
            }
            Input::Command(Command::Text(text)) if text != Text::NewLine && self.field.act(text) => {
                self.cursor = Cursor::default();
            }
            Input::Text(text) | Input::Paste(text) => {
                self.field.insert(&text);
                self.cursor = Cursor::default();
            }
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let inner = canvas.popup(area, look, &self.heading, "");
        let Some(first) = inner.rows().next() else { return };
        let used = canvas.text(first.x, first.y, 2, "/", look.style(Role::Key)) + 1;
        let place = Rect { x: first.x + used, width: first.width.saturating_sub(used), ..first };
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        let found = self.found(look);
        if found.is_empty() {
            canvas.text(list.x, list.y, list.width, &look.s("told-no-such-meaning"), look.style(Role::Warning));
        }
        let mut above = String::new();
        for (line, index) in list.rows().zip(self.cursor.rows(found.len(), usize::from(list.height))) {
            let Some((id, group)) = found.get(index) else { break };
            if index == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
            }
            if *group != above {
                canvas.text(line.x + 2, line.y, 10, group, look.style(Role::Heading));
                above.clone_from(group);
            }
            let x = line.x + 14;
            let cells = line.right().saturating_sub(x);
            let name = look.strings.meaning(id);
            let used = canvas.text(x, line.y, cells, &name, look.style(Role::Plain)) + 2;
            canvas.text(x + used, line.y, cells.saturating_sub(used), id, look.style(Role::Muted));
        }
        self.field.view(canvas, place, look.style(Role::Plain), true);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-meanings"), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let found = self.found(look);
        let mut spoken = Spoken::page(&self.heading);
        spoken.field = Some(self.field.typing(look.s("title-meanings")));
        match found.get(self.cursor.at()) {
            Some((id, group)) => {
                spoken.at = Some((self.cursor.at() + 1, found.len()));
                spoken.row = sentence([look.strings.meaning(id), group.clone()], look);
            }
            None => spoken.row = look.s("told-no-such-meaning"),
        }
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![Line::Accept.into(), Hint::Run(Line::Up.into(), Line::Down.into(), "hint-move"), Line::Cancel.into()]
    }

    fn floats(&self) -> bool {
        true
    }
}
