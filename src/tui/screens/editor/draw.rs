//! Drawing of the editor: four boxes, the text takes what the others leave.

use ratatui::layout::Rect;

use super::{Area, EditorScreen};
use crate::config::tables::PhraseKind;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Class, Phrase};
use crate::tui::look::{Look, Role};

impl EditorScreen {
    pub(super) fn draw(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let per_line: u16 = if area.width >= 76 { 4 } else { 2 };
        let classes = u16::try_from(look.categories.all().len()).unwrap_or(12).div_ceil(per_line);
        let phrases: u16 = if area.height >= 16 { 5.min(area.height - 13 + 2) } else { 0 };
        // Low terminals show the part that is being worked on.
        let classes = if area.height >= 14 || self.focus == Area::Class { classes } else { 0 };
        let fixed = 1 + classes + 1 + 1 + 2 + if phrases > 0 { 1 + phrases } else { 0 };
        let text = area.height.saturating_sub(fixed).max(1);
        let mut y = area.y;
        let mut take = |height: u16| {
            let part = Rect { y, height, ..area }.intersection(area);
            y = y.saturating_add(height);
            part
        };
        canvas.rule(take(1), look, &self.class_words(look), "");
        let part = take(classes);
        self.draw_classes(canvas, part, per_line, look);
        canvas.rule(take(1), look, &look.s("editor-text"), "");
        let part = take(text);
        let inner = canvas.sides(part, look);
        self.text.view(canvas, inner, look.style(Role::Plain), self.focus == Area::Text);
        canvas.rule(take(1), look, &look.s("editor-demand"), "");
        let part = take(2);
        let inner = canvas.sides(part, look);
        self.draw_demand(canvas, inner, look);
        if phrases > 0 {
            let key = match self.target {
                PhraseKind::Opinion => "editor-phrases",
                PhraseKind::Demand => "editor-demand-phrases",
            };
            canvas.rule(take(1), look, &look.s(key), "");
            let part = take(phrases);
            let inner = canvas.sides(part, look);
            self.draw_phrases(canvas, inner, look);
        }
    }

    fn class_words(&self, look: &Look) -> String {
        match self.category(look) {
            None => look.s("editor-classes"),
            Some(category) => {
                let words = category.words(look.language());
                look.t(
                    "editor-class-chosen",
                    &[("name", Arg::from(&words.name)), ("definition", Arg::from(&words.definition))],
                )
            }
        }
    }

    fn draw_classes(&self, canvas: &mut Canvas, area: Rect, per_line: u16, look: &Look) {
        let inner = canvas.sides(area, look);
        let cells = inner.width / per_line;
        for (index, category) in look.categories.all().iter().enumerate() {
            let index16 = u16::try_from(index).unwrap_or(u16::MAX);
            let (x, y) = (inner.x + (index16 % per_line) * cells, inner.y + index16 / per_line);
            if y >= inner.bottom() {
                break;
            }
            let chosen = self.category.as_ref() == Some(&category.code);
            let key = Class::ALL.get(index).map(|class| look.key((*class).into())).unwrap_or_default();
            let mark = if chosen { "*" } else { " " };
            let role = if chosen { Role::Selected } else { Role::Plain };
            let used = canvas.text(x, y, cells, &key, look.style(Role::Key));
            let name = &category.words(look.language()).name;
            canvas.text(x + used, y, cells.saturating_sub(used + 1), &format!("{mark}{name}"), look.style(role));
            if self.focus == Area::Class && (chosen || (self.category.is_none() && index == 0)) {
                canvas.set_caret(x, y);
            }
        }
    }

    fn draw_demand(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let field = look.style(Role::Field);
        let mut line = |y: u16, x: u16, cells: u16, key: &str, what: Area, editor: &EditorScreen| {
            if y >= area.height {
                return;
            }
            let label = look.s(key);
            let used = canvas.text(area.x + x, area.y + y, cells, &label, look.style(Role::Heading)) + 1;
            let place = Rect::new(area.x + x + used, area.y + y, cells.saturating_sub(used), 1);
            let shown = match what {
                Area::Due => &editor.due,
                Area::Unit => &editor.unit,
                _ => &editor.demand,
            };
            shown.view(canvas, place, field, editor.focus == what);
        };
        let due = (area.width / 2).min(28);
        line(0, 0, area.width, "editor-demand-text", Area::Demand, self);
        line(1, 0, due, "editor-due", Area::Due, self);
        line(1, due + 1, area.width.saturating_sub(due + 1), "editor-unit", Area::Unit, self);
    }

    fn draw_phrases(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let phrases = self.phrases(look);
        if phrases.is_empty() {
            let key = if self.category.is_none() { "editor-no-class" } else { "editor-no-phrases" };
            canvas.lines(area, &width::wrap(&look.s(key), usize::from(area.width)), look.style(Role::Muted));
        }
        let place = match self.target {
            PhraseKind::Opinion => self.text.value(),
            PhraseKind::Demand => self.demand.value(),
        };
        for (row, (index, text)) in area.rows().zip(phrases.iter().enumerate()) {
            let key = Phrase::ALL.get(index).map(|phrase| look.key((*phrase).into())).unwrap_or_default();
            let used = canvas.text(row.x, row.y, row.width, &key, look.style(Role::Key));
            let mark = if *text == place { "*" } else { " " };
            canvas.text(
                row.x + used,
                row.y,
                row.width.saturating_sub(used),
                &format!("{mark}{text}"),
                look.style(Role::Plain),
            );
            if self.focus == Area::Phrases && index == 0 {
                canvas.set_caret(row.x, row.y);
            }
        }
        if self.focus == Area::Phrases && phrases.is_empty() {
            canvas.set_caret(area.x, area.y);
        }
    }
}
