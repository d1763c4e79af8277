//! Drawing: the sheet above with its heading row and present column marked by signs, the present question below.

use std::collections::BTreeSet;

use ratatui::layout::Rect;

use super::MappingScreen;
use super::state::{About, Item};
use crate::model::mapping::{Certainty, IGNORED};
use crate::model::money::MoneyUnit;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::look::{Look, Role};
use crate::tui::why::{Explained, Why};

/// Cells of a row's number and mark.
const GUTTER: u16 = 6;
/// Cells of a column, without the blank behind it.
const COLUMN: u16 = 13;
/// Sample values below the question.
const SAMPLES: usize = 6;

/// The letters of a column from 0: `A`, `AB`.
fn letters(column: u16) -> String {
    let mut letters = Vec::new();
    let mut left = u32::from(column) + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    letters.iter().rev().collect()
}

/// Rows of the sheet on screen.
pub fn rows(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(3 + below(area)))
}

/// Rows of the question, its rule included.
fn below(area: Rect) -> u16 {
    (area.height * 2 / 5).clamp(3, 9)
}

impl MappingScreen {
    /// Columns that show anything, in order.
    fn places(&self) -> Vec<u16> {
        let rows = &self.state.table().window.rows;
        let all: BTreeSet<u16> = rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.column)).collect();
        all.into_iter().collect()
    }

    /// Column and, of a label, row of the present question.
    fn here(&self) -> (Option<u16>, Option<u32>) {
        let Some(item) = self.state.item() else { return (None, None) };
        match (self.state.column(item), self.state.label(item)) {
            (Some(column), _) => (Some(column.place), None),
            (None, Some(label)) => (Some(label.place), Some(label.row)),
            (None, None) => (None, None),
        }
    }

    /// What a column is taken for, with a sign for how it stands.
    fn taken(&self, place: u16, look: &Look) -> Option<(String, Role)> {
        let items = self.state.items().iter();
        let item = items
            .filter(|item| matches!(item.about, About::Column(_)))
            .find(|item| self.state.column(item).is_some_and(|column| column.place == place))?;
        Some(match (&item.means, item.settled) {
            (None, false) => ("?".to_owned(), Role::Warning),
            (None, true) => ("-".to_owned(), Role::Muted),
            (Some(means), _) if means == IGNORED => (format!("x {}", look.strings.meaning(IGNORED)), Role::Muted),
            (Some(means), true) => (format!("={}", look.strings.meaning(means)), Role::Good),
            (Some(means), false) => (format!("?{}", look.strings.meaning(means)), Role::Warning),
        })
    }

    /// Draws the whole screen.
    pub(super) fn draw(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let rows = rows(area);
        let upper = Rect { height: area.height.saturating_sub(below(area)), ..area };
        self.draw_sheet(canvas, upper, rows, look);
        let lower = Rect { y: upper.bottom(), height: area.height.saturating_sub(upper.height), ..area };
        self.draw_question(canvas, lower, look);
    }

    fn draw_sheet(&self, canvas: &mut Canvas, area: Rect, height: usize, look: &Look) {
        let table = self.state.table();
        let (window, proposal) = (&table.window, &table.proposal);
        let (here, label_row) = self.here();
        let places = self.places();
        let kind = self.state.kind().map_or_else(|| look.s("mapping-kind-auto"), |kind| look.strings.kind(kind));
        let name = if window.sheet.is_empty() { self.file_name() } else { window.sheet.clone() };
        let left = look.t("mapping-rule", &[("sheet", Arg::from(name)), ("kind", Arg::from(kind))]);
        let first = window.rows.get(self.top).map_or(0, |row| row.row + 1);
        let last = window.rows.get((self.top + height).min(window.rows.len()).saturating_sub(1));
        let right = look.t(
            "mapping-rows",
            &[
                ("first", Arg::from(first.to_string())),
                ("last", Arg::from(last.map_or(0, |row| row.row + 1).to_string())),
            ],
        );
        canvas.rule(Rect { height: area.height.min(1), ..area }, look, &left, &right);
        let inner = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }.intersection(area);
        let inner = canvas.sides(inner, look);
        let fits = usize::from(inner.width.saturating_sub(GUTTER) / (COLUMN + 1)).max(1);
        let at = here.and_then(|here| places.iter().position(|place| *place == here)).unwrap_or(0);
        // The page of columns turns at the edge; the last one is full, too.
        let from = (at / fits * fits).min(places.len().saturating_sub(fits));
        let shown = || places.iter().skip(from).take(fits).enumerate();
        let x = |index: usize| inner.x + GUTTER + index as u16 * (COLUMN + 1);
        let mut lines = inner.rows();
        if let Some(line) = lines.next() {
            for (index, place) in shown() {
                let mark = if Some(*place) == here { format!("[{}]", letters(*place)) } else { letters(*place) };
                let role = if Some(*place) == here { Role::Selected } else { Role::Heading };
                canvas.text(x(index), line.y, COLUMN, &mark, look.style(role));
            }
        }
        if let Some(line) = lines.next() {
            for (index, place) in shown() {
                if let Some((taken, role)) = self.taken(*place, look) {
                    canvas.text(x(index), line.y, COLUMN, &taken, look.style(role));
                }
            }
        }
        for (line, index) in lines.zip(self.top..window.rows.len()) {
            let Some(row) = window.rows.get(index) else { break };
            let heading = proposal.heading_at <= index && index < proposal.heading_at + proposal.heading_rows as usize;
            let mark = if heading { "=" } else { " " };
            let number = format!("{mark}{}", width::pad_left(&(row.row + 1).to_string(), 4));
            let role = if heading { Role::Heading } else { Role::Muted };
            canvas.text(line.x, line.y, GUTTER, &number, look.style(role));
            for (column, place) in shown() {
                let Some(cell) = row.cells.iter().find(|cell| cell.column == *place) else { continue };
                let merged = usize::from(cell.width).min(fits - column);
                let covered = (1..merged).take_while(|step| {
                    places
                        .get(from + column + step)
                        .is_some_and(|next| row.cells.iter().all(|other| other.column != *next))
                });
                let cells = COLUMN + covered.count() as u16 * (COLUMN + 1);
                let current = label_row == Some(row.row) && here == Some(*place);
                let role = match (heading, current) {
                    (_, true) => Role::Selected,
                    (true, false) => Role::Heading,
                    (false, false) => Role::Plain,
                };
                canvas.text(x(column), line.y, cells, &cell.text, look.style(role));
                if current || (heading && here == Some(*place)) {
                    canvas.set_caret(x(column), line.y);
                }
            }
        }
    }

    fn samples(&self, item: &Item) -> Vec<String> {
        let table = self.state.table();
        if let Some(label) = self.state.label(item) {
            return vec![label.value.clone()];
        }
        let Some(column) = self.state.column(item) else { return Vec::new() };
        let below = table.proposal.heading_at + table.proposal.heading_rows as usize;
        let mut samples: Vec<String> = Vec::new();
        for row in table.window.rows.iter().skip(below) {
            let Some(cell) = row.cells.iter().find(|cell| cell.column == column.place) else { continue };
            if samples.len() < SAMPLES && !samples.contains(&cell.text) {
                samples.push(cell.text.clone());
            }
        }
        samples
    }

    /// Why the columns are taken for what they are, and the figures of the screen.
    pub(super) fn explained(&self, look: &Look) -> Explained {
        let table = self.state.table();
        let heading = table.proposal.heading_at;
        let first = table.window.rows.get(heading).map_or(0, |row| row.row + 1);
        let items = self.state.items().len();
        let figures = format!("{}/{items} {first} {}", self.state.at() + 1, self.state.open());
        let mut count = Why::new("mapping.count", figures)
            .given(look, "why-input-heading-row", first.to_string(), self.file_name())
            .given(look, "why-input-heading-rows", table.proposal.heading_rows.to_string(), "")
            .given(look, "why-input-open-columns", self.state.open().to_string(), "");
        let mut whys = Vec::new();
        if let Some(item) = self.state.item() {
            let printed = self.state.printed(item).unwrap_or_default();
            let taken =
                item.means.as_deref().map_or_else(|| look.s("mapping-as-printed"), |id| look.strings.meaning(id));
            let mut why = Why::new("mapping.cell", format!("{printed} {taken}"));
            for note in self.state.proposed(item).1 {
                why = why.given(look, "mapping-reason", look.strings.told(note.key, &note.args), "");
            }
            for sample in self.samples(item) {
                why = why.given(look, "mapping-samples", sample, self.file_name());
            }
            whys.push(why);
        }
        let cells = table.window.rows.iter().flat_map(|row| {
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            [format!("{} {}", row.row + 1, cells.join(" "))]
        });
        let shown: Vec<String> = cells.collect();
        count = count.given(look, "why-input-printed", shown.join(" | "), self.file_name());
        whys.push(count);
        Explained::fields(whys)
    }

    /// The present question: its heading, and label (a locale key), text and role of what is known about it.
    pub(super) fn question(&self, look: &Look) -> Option<(String, Vec<(&'static str, String, Role)>)> {
        let item = self.state.item()?;
        let number = format!("{}/{}", self.state.at() + 1, self.state.items().len());
        let key = if self.state.label(item).is_some() { "mapping-label" } else { "mapping-column" };
        let printed = self.state.printed(item).unwrap_or_default();
        let head = look.t(key, &[("number", Arg::from(number)), ("heading", Arg::from(&printed))]);
        let (certainty, why, others) = self.state.proposed(item);
        let name = |id: &str| look.strings.meaning(id);
        let mut taken = item.means.as_deref().map_or_else(|| look.s("mapping-as-printed"), name);
        if let Some(unit) = item.unit {
            let unit = look.s(match unit {
                MoneyUnit::Yuan => "mapping-yuan",
                MoneyUnit::TenThousandYuan => "mapping-ten-thousand-yuan",
            });
            taken = format!("{taken} ({unit})");
        }
        let state = if item.chosen {
            look.s("mapping-why-person")
        } else if item.settled && certainty != Certainty::Sure {
            look.s("mapping-settled")
        } else {
            look.s(&format!("certainty-{}", certainty.id()))
        };
        let why = if item.chosen {
            String::new()
        } else {
            why.iter().map(|why| look.strings.told(why.key, &why.args)).collect::<Vec<_>>().join("; ")
        };
        let others = others.iter().map(|id| name(id)).collect::<Vec<_>>().join(", ");
        let samples = self.samples(item).join(" | ");
        let lines = [
            ("mapping-taken", format!("{taken}  [{state}]"), if item.settled { Role::Good } else { Role::Warning }),
            ("mapping-reason", why, Role::Plain),
            ("mapping-samples", samples, Role::Plain),
            ("mapping-others", others, Role::Muted),
        ];
        Some((head, lines.into_iter().filter(|(_, text, _)| !text.is_empty()).collect()))
    }

    fn draw_question(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let open = self.state.open();
        let far = look.t("mapping-open", &[("count", Arg::from(open))]);
        let Some((head, lines)) = self.question(look) else {
            canvas.rule(Rect { height: area.height.min(1), ..area }, look, &look.s("mapping-no-columns"), "");
            return;
        };
        canvas.rule(Rect { height: area.height.min(1), ..area }, look, &head, &far);
        let inner = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }.intersection(area);
        let inner = canvas.sides(inner, look);
        let mut rows = inner.rows();
        for (label, text, role) in lines {
            let label = width::pad(&look.s(label), 10);
            let cells = usize::from(inner.width).saturating_sub(10).max(1);
            for (index, part) in width::wrap(&text, cells).into_iter().take(2).enumerate() {
                let Some(line) = rows.next() else { return };
                if index == 0 {
                    canvas.text(line.x, line.y, 10, &label, look.style(Role::Heading));
                }
                canvas.text(line.x + 10, line.y, line.width.saturating_sub(10), &part, look.style(role));
            }
        }
    }
}
