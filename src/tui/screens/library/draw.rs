//! Drawing of the library: parts as tabs, the list, and a box about the entry under the cursor.

use ratatui::layout::Rect;

use super::{LibraryScreen, Tab, entry};
use crate::engine::library::{LibraryLine, LibraryPage};
use crate::model::library::Suggestion;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command};
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::widgets::table::{Column, draw_row};

/// Rule, tabs, columns, list, rule, detail.
pub(super) fn parts(area: Rect) -> [Rect; 6] {
    let detail: u16 = if area.height < 10 { 0 } else { (area.height / 4).min(8) };
    let rule = u16::from(detail > 0);
    let list = area.height.saturating_sub(3 + rule + detail);
    let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area }.intersection(area);
    [row(0, 1), row(1, 1), row(2, 1), row(3, list), row(3 + list, rule), row(3 + list + rule, detail)]
}

/// What stands in the upper rule.
pub(super) fn about(page: &LibraryPage, tab: Tab, look: &Look) -> String {
    match tab {
        Tab::Fits => look.t("library-rule-fits", &[("count", Arg::from(page.total))]),
        Tab::Missing => look.t("library-rule-missing", &[("peers", Arg::from(page.peers))]),
        Tab::Part(_) => {
            let [common, specific, transfer] = page.counts;
            look.t(
                "library-rule",
                &[
                    ("tables", Arg::from(page.tables.iter().filter(|table| table.in_force).count())),
                    ("common", Arg::from(common)),
                    ("specific", Arg::from(specific)),
                    ("transfer", Arg::from(transfer)),
                ],
            )
        }
    }
}

fn columns(tab: Tab, room: Room) -> (Vec<Column>, Vec<&'static str>) {
    if tab == Tab::Missing {
        return match room {
            Room::Tiny | Room::Narrow => {
                (vec![Column::rest(), Column::left(10)], vec!["library-head-name", "library-head-having"])
            }
            _ => (
                vec![Column::left(8), Column::rest(), Column::left(12), Column::left(16)],
                vec!["library-head-level2", "library-head-name", "library-head-having", "review-head-target"],
            ),
        };
    }
    let fits = tab == Tab::Fits;
    match room {
        Room::Tiny | Room::Narrow => {
            (vec![Column::rest(), Column::left(12)], vec!["library-head-name", "library-head-standard"])
        }
        _ => {
            let wide = room == Room::Wide;
            let mut columns =
                vec![Column::left(8), Column::rest(), Column::left(9), Column::left(12), Column::left(12)];
            let mut heads = vec![
                "library-head-level2",
                "library-head-name",
                "library-head-unit",
                "library-head-standard",
                "library-head-benchmark",
            ];
            if wide {
                columns.push(Column::left(16));
                heads.push("library-head-class");
            }
            columns.push(Column::left(if fits { 6 } else { 9 }));
            heads.push(if fits { "library-head-fit" } else { "library-head-state" });
            (columns, heads)
        }
    }
}

fn entry_cells(line: &LibraryLine, tab: Tab, room: Room, look: &Look) -> Vec<(String, Role)> {
    let entry = &line.entry;
    let plain = |text: &str| (text.to_owned(), Role::Plain);
    if room <= Room::Narrow {
        return vec![plain(&entry.name), plain(&entry.standard)];
    }
    let mut cells = vec![
        plain(&entry.level2),
        plain(&entry.name),
        plain(&entry.unit),
        plain(&entry.standard),
        plain(&entry.benchmark),
    ];
    if room == Room::Wide {
        let class = if entry.project_class.is_empty() { &entry.industry } else { &entry.project_class };
        cells.push(plain(class));
    }
    cells.push(match (tab, line.fit) {
        (Tab::Fits, Some(fit)) => (look.s(&format!("library-near-{}", fit.nearness.id())), Role::Muted),
        _ => (entry::state(entry, look), if entry.in_use() { Role::Muted } else { Role::Warning }),
    });
    cells
}

/// How many like projects have it, or that the library calls it core.
pub(super) fn having(suggestion: &Suggestion, look: &Look) -> String {
    if suggestion.having == 0 {
        return look.s("library-core");
    }
    let args = [("having", Arg::from(suggestion.having)), ("looked", Arg::from(suggestion.looked))];
    look.t("library-having", &args)
}

fn suggestion_cells(suggestion: &Suggestion, room: Room, look: &Look) -> Vec<(String, Role)> {
    let plain = |text: &str| (text.to_owned(), Role::Plain);
    if room <= Room::Narrow {
        return vec![plain(&suggestion.name), plain(&having(suggestion, look))];
    }
    vec![
        plain(&suggestion.level2),
        plain(&suggestion.name),
        plain(&having(suggestion, look)),
        (suggestion.example.clone(), Role::Muted),
    ]
}

impl LibraryScreen {
    /// Why the list is empty.
    pub(super) fn nothing(&self, look: &Look) -> String {
        let Some(page) = &self.page else { return look.s("told-loading") };
        let key = look.key(super::command::Library::Next.into());
        match self.tab {
            Tab::Missing => look.t("library-none-missing", &[("peers", Arg::from(page.peers))]),
            _ if page.tables.is_empty() => look.t("library-empty", &[("key", Arg::from(look.key(App::Import.into())))]),
            Tab::Fits if self.words.is_empty() => look.s("library-none-fits"),
            _ => look.t("library-none-found", &[("words", Arg::from(&self.words)), ("key", Arg::from(key))]),
        }
    }

    fn draw_tabs(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let inner = canvas.sides(area, look);
        if let Some(field) = &self.search {
            let label = format!("{} ", look.s("library-search"));
            let used = canvas.text(inner.x, inner.y, inner.width, &label, look.style(Role::Heading));
            let place = Rect { x: inner.x + used, width: inner.width.saturating_sub(used), ..inner };
            field.view(canvas, place, look.style(Role::Field), true);
            return;
        }
        let mut x = inner.x;
        for tab in self.tabs() {
            let command = Command::from(tab.command());
            let (open, close) = if *tab == self.tab { ("[", "]") } else { (" ", " ") };
            let role = if *tab == self.tab { Role::Heading } else { Role::Plain };
            for (text, role) in [
                (open, role),
                (&look.key(command), Role::Key),
                (" ", role),
                (&look.label(command), role),
                (close, role),
            ] {
                x += canvas.text(x, inner.y, inner.right().saturating_sub(x), text, look.style(role));
            }
        }
        if !self.words.is_empty() {
            let told = format!("  /{}", self.words);
            canvas.text(x, inner.y, inner.right().saturating_sub(x), &told, look.style(Role::Muted));
        }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let room = crate::tui::layout::layout(canvas.buffer.area.as_size()).room;
        let [head, tabs, heads_line, list, rule, detail] = parts(area);
        let len = self.len();
        let place = if len == 0 { String::new() } else { format!("{}/{len}", self.cursor.at() + 1) };
        let mut label = self.page.as_ref().map(|page| about(page, self.tab, look)).unwrap_or_default();
        if let Some(page) = &self.page
            && usize::try_from(page.total).unwrap_or(usize::MAX) > page.lines.len()
        {
            let args = [("shown", Arg::from(page.lines.len())), ("total", Arg::from(page.total))];
            label = look.t("library-shown", &args);
        }
        canvas.rule(head, look, &label, &place);
        self.draw_tabs(canvas, tabs, look);
        let (columns, heads) = columns(self.tab, room);
        let inside = |line: Rect| Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
        let inner = canvas.sides(heads_line, look);
        let heads: Vec<(String, Role)> = heads.into_iter().map(|key| (look.s(key), Role::Heading)).collect();
        draw_row(canvas, inside(inner), &columns, &heads, look);
        let inner = canvas.sides(list, look);
        if len == 0 {
            let told = width::wrap(&self.nothing(look), usize::from(inner.width));
            canvas.lines(inner, &told, look.style(Role::Plain));
        }
        for (line, at) in inner.rows().zip(self.cursor.rows(len, usize::from(inner.height))) {
            if at == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                if self.search.is_none() {
                    canvas.set_caret(line.x, line.y);
                }
            }
            let cells = match (self.lines().get(at), self.suggestions().get(at)) {
                (Some(line), _) => entry_cells(line, self.tab, room, look),
                (None, Some(suggestion)) => suggestion_cells(suggestion, room, look),
                (None, None) => continue,
            };
            draw_row(canvas, inside(line), &columns, &cells, look);
        }
        self.draw_detail(canvas, rule, detail, look);
    }

    fn draw_detail(&self, canvas: &mut Canvas, rule: Rect, detail: Rect, look: &Look) {
        let (heading, lines) = self.about_chosen(look);
        canvas.rule(rule, look, &heading, "");
        let inner = canvas.sides(detail, look);
        let wrapped: Vec<String> = lines.iter().flat_map(|line| width::wrap(line, usize::from(inner.width))).collect();
        canvas.lines(inner, &wrapped, look.style(Role::Plain));
    }

    /// The entry under the cursor: its name, and what of it fits into a few lines.
    pub(super) fn about_chosen(&self, look: &Look) -> (String, Vec<String>) {
        let Some(page) = &self.page else { return Default::default() };
        if let Some(suggestion) = self.suggestions().get(self.cursor.at()) {
            let (heading, paragraphs) = entry::suggested(suggestion, look);
            return (heading, paragraphs.into_iter().map(|paragraph| paragraph.text).collect());
        }
        let Some(line) = self.lines().get(self.cursor.at()) else { return Default::default() };
        let entry = &line.entry;
        let mut lines = vec![entry::where_from(entry, page, look)];
        lines.push(entry.explanation.clone());
        lines.push(entry.scoring.clone());
        lines.retain(|line| !line.is_empty());
        let heading =
            if entry.core { format!("{} [{}]", entry.name, look.s("library-core")) } else { entry.name.clone() };
        (format!("{} {heading}", entry.code).trim().to_owned(), lines)
    }
}
