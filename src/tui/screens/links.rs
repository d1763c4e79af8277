//! Links between tables: how many of each table were found and how, and the list of what a person should look at.

mod spoken;

use ratatui::layout::Rect;

use super::partner::PartnerScreen;
use super::{Hint, Screen, Title};
use crate::engine::links::{self, By, LinkCounts, LinkQuery, LinkReport, LinkRow, LinkSide, Only, Standing};
use crate::engine::request::{Action, Reply, Request};
use crate::model::ids::ProjectKey;
use crate::model::link::LinkedTable;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Links, List, Scope};
use crate::tui::layout::Room;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;
use crate::tui::why::{self, Explained};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::table::{Column, draw_row};

/// Most rows that are brought to the screen; the counts are of all.
const MOST: usize = 2_000;

/// The links of a year.
pub struct LinksScreen {
    report: Option<LinkReport>,
    year: Option<u16>,
    table: Option<LinkedTable>,
    only: Only,
    cursor: Cursor,
    epoch: u64,
}

/// Head, counts, rule, list, rule, detail.
fn parts(area: Rect) -> [Rect; 6] {
    let detail: u16 = if area.height < 14 { 0 } else { 4 };
    let rule = u16::from(detail > 0);
    let list = area.height.saturating_sub(7 + rule + detail);
    let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area }.intersection(area);
    [row(0, 1), row(1, 5), row(6, 1), row(7, list), row(7 + list, rule), row(7 + list + rule, detail)]
}

fn key(begin: &str, id: &str) -> String {
    format!("{begin}{}", id.replace('_', "-"))
}

/// The name of a table.
pub(in crate::tui) fn table_name(table: LinkedTable, look: &Look) -> String {
    look.s(&key("links-table-", table.id()))
}

pub(in crate::tui) fn standing(standing: Standing, look: &Look) -> String {
    match standing {
        Standing::Linked(by) => look.s(&key("links-by-", by.id())),
        standing => look.s(&key("links-standing-", standing.id())),
    }
}

/// Code, name, unit and amount of a form in one line.
pub(in crate::tui) fn side_line(side: &LinkSide) -> String {
    let unit = if side.unit.is_empty() { &side.department } else { &side.unit };
    let amount = side.amount.map(|amount| amount.ten_thousand_yuan()).unwrap_or_default();
    let parts = [side.code.as_deref().unwrap_or_default(), &side.name, unit, &amount];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

fn role(standing: Standing) -> Role {
    match standing {
        Standing::Contested => Role::Danger,
        Standing::Ambiguous | Standing::Suspected | Standing::Missing | Standing::Surplus => Role::Warning,
        Standing::Linked(_) | Standing::Apart => Role::Plain,
    }
}

impl Default for LinksScreen {
    fn default() -> Self {
        LinksScreen::new()
    }
}

impl LinksScreen {
    /// What needs a person, in all tables of the newest year.
    pub fn new() -> LinksScreen {
        LinksScreen { report: None, year: None, table: None, only: Only::Open, cursor: Cursor::default(), epoch: 0 }
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        let query = LinkQuery { year: self.year, table: None, only: self.only, limit: Some(MOST) };
        let query = LinkQuery { table: self.table, ..query };
        vec![Effect::Work(Request::LoadLinks { epoch: self.epoch, query })]
    }

    fn rows(&self) -> &[LinkRow] {
        self.report.as_ref().map(|report| report.rows.as_slice()).unwrap_or_default()
    }

    fn chosen(&self) -> Option<(&LinkRow, u16)> {
        Some((self.rows().get(self.cursor.at())?, self.report.as_ref()?.year?))
    }

    fn height(cx: &Cx) -> usize {
        usize::from(parts(cx.areas.body)[3].height)
    }

    /// What a row is known by when the list comes anew.
    fn identity(row: &LinkRow) -> (LinkedTable, Option<ProjectKey>, Option<ProjectKey>) {
        let project = |side: &Option<LinkSide>| side.as_ref().map(|side| side.project);
        (row.table, project(&row.other), project(&row.target))
    }

    fn decide(row: &LinkRow, year: u16, to: Option<ProjectKey>, cx: &Cx) -> Vec<Effect> {
        let Some(other) = &row.other else {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-links-no-form")))];
        };
        let on = links::subject(row.table, other.project, year);
        let action = Action::Link { on, table: row.table, to, seen: row.seen.clone() };
        LinksScreen::act(action, cx)
    }

    fn act(action: Action, cx: &Cx) -> Vec<Effect> {
        let (ticket, operation) = (cx.numbers.fresh(), cx.numbers.operation());
        vec![Effect::Work(Request::Act { ticket, operation, action })]
    }

    fn command(&mut self, command: Links, cx: &Cx) -> Vec<Effect> {
        match command {
            Links::Filter => {
                self.only = self.only.next();
                self.cursor = Cursor::default();
                return self.ask(cx);
            }
            Links::Table => {
                let at = self.table.and_then(|table| LinkedTable::ALL.iter().position(|known| *known == table));
                self.table = LinkedTable::ALL.get(at.map_or(0, |at| at + 1)).copied();
                self.cursor = Cursor::default();
                return self.ask(cx);
            }
            Links::Year => {
                let Some(report) = &self.report else { return Vec::new() };
                let at = report.years.iter().position(|year| Some(*year) == report.year);
                self.year = report.years.get(at.map_or(0, |at| at + 1)).or(report.years.first()).copied();
                self.cursor = Cursor::default();
                return self.ask(cx);
            }
            Links::Confirm | Links::NotSame | Links::Pick | Links::Clear => {}
        }
        let Some((row, year)) = self.chosen() else {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-nothing-to-open")))];
        };
        let pick = || vec![Effect::Push(Box::new(PartnerScreen::new(row.clone(), year)))];
        match command {
            Links::NotSame => LinksScreen::decide(row, year, None, cx),
            Links::Clear => match &row.other {
                Some(other) if !row.seen.is_empty() => {
                    let on = links::subject(row.table, other.project, year);
                    LinksScreen::act(Action::Unlink { on, seen: row.seen.clone() }, cx)
                }
                _ => vec![Effect::Say(Notice::Refused(cx.look.s("told-links-not-decided")))],
            },
            // What was found is confirmed; where nothing was, somebody is to be chosen.
            Links::Confirm => match (&row.target, row.standing) {
                (_, Standing::Linked(By::Hand | By::Code)) => {
                    vec![Effect::Say(Notice::Told(cx.look.s("told-links-certain")))]
                }
                (Some(target), Standing::Linked(_) | Standing::Suspected) => {
                    LinksScreen::decide(row, year, Some(target.project), cx)
                }
                _ => pick(),
            },
            _ => pick(),
        }
    }

    fn counts(counts: &LinkCounts, look: &Look) -> Vec<(String, Role)> {
        let figure = |count: u64, role: Role| (count.to_string(), if count == 0 { Role::Muted } else { role });
        let mut cells = vec![(table_name(counts.table, look), Role::Plain), figure(counts.others, Role::Plain)];
        if counts.others == 0 {
            return cells;
        }
        cells.extend([
            figure(counts.by_hand, Role::Plain),
            figure(counts.code, Role::Plain),
            figure(counts.name_and_unit + counts.name, Role::Plain),
            figure(counts.missing, Role::Warning),
            figure(counts.surplus + counts.apart, Role::Warning),
            figure(counts.ambiguous, Role::Warning),
            figure(counts.suspected, Role::Warning),
            figure(counts.contested, Role::Danger),
        ]);
        cells
    }

    fn detail(row: &LinkRow, look: &Look) -> Vec<String> {
        let mut lines = Vec::new();
        let mut add = |key: &str, side: &LinkSide| {
            lines.push(look.t(key, &[("form", Arg::from(side_line(side)))]));
        };
        if let Some(target) = &row.target {
            add("links-detail-target", target);
        }
        if let Some(other) = &row.other {
            add("links-detail-form", other);
        }
        for candidate in &row.candidates {
            add("links-detail-candidate", candidate);
        }
        for said in &row.said {
            let to = said.to.as_ref().map_or_else(|| look.s("links-to-none"), side_line);
            lines.push(look.t("links-detail-said", &[("name", Arg::from(&said.name)), ("to", Arg::from(to))]));
        }
        lines
    }
}

fn count_columns(room: Room) -> Vec<Column> {
    let cells = if room == Room::Narrow { 4 } else { 6 };
    let mut columns = vec![Column::rest()];
    columns.extend([Column::right(cells); 9]);
    columns
}

const COUNT_HEADS: [&str; 9] = [
    "links-head-forms",
    "links-head-by-hand",
    "links-head-code",
    "links-head-name",
    "links-head-missing",
    "links-head-surplus",
    "links-head-ambiguous",
    "links-head-suspected",
    "links-head-contested",
];

impl Screen for LinksScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Links, Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => self.ask(cx),
            Input::Command(Command::Links(command)) => self.command(command, cx),
            Input::Command(Command::List(List::Open)) => self.command(Links::Confirm, cx),
            Input::Command(Command::List(command)) => {
                let len = self.rows().len();
                self.cursor.act(command, len, LinksScreen::height(cx));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Links { epoch, report } if *epoch == self.epoch => {
                // The cursor stays with its row; where that is settled, it stands on the one now in its place.
                let stay = self.rows().get(self.cursor.at()).map(LinksScreen::identity);
                let at = stay.and_then(|stay| report.rows.iter().position(|row| LinksScreen::identity(row) == stay));
                self.cursor.set(at.unwrap_or(self.cursor.at()), report.rows.len(), LinksScreen::height(cx));
                self.report = Some((**report).clone());
                Vec::new()
            }
            Reply::Done { result: Ok(_), .. } | Reply::DataChanged => self.ask(cx),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let room = crate::tui::layout::layout(canvas.buffer.area.as_size()).room;
        let [head, counts, rule, list, rule_below, detail] = parts(area);
        let year = self.report.as_ref().and_then(|report| report.year).map(|year| year.to_string()).unwrap_or_default();
        canvas.rule(head, look, &look.t("links-rule", &[("year", Arg::from(year))]), "");
        let columns = count_columns(room);
        let inner = canvas.sides(counts, look);
        let tables = self.report.as_ref().map(|report| report.tables.as_slice()).unwrap_or_default();
        let mut lines = inner.rows();
        if let Some(line) = lines.next() {
            let mut heads = vec![(String::new(), Role::Heading)];
            heads.extend(COUNT_HEADS.map(|key| (look.s(key), Role::Heading)));
            draw_row(canvas, line, &columns, &heads, look);
        }
        for (line, counts) in lines.zip(tables) {
            draw_row(canvas, line, &columns, &LinksScreen::counts(counts, look), look);
        }
        let rows = self.rows();
        let total = self.report.as_ref().map_or(0, |report| report.total);
        let table = self.table.map_or_else(|| look.s("links-all-tables"), |table| table_name(table, look));
        let only = look.s(&key("links-only-", self.only.id()));
        let label = look.t(
            "links-list-rule",
            &[("only", Arg::from(only)), ("table", Arg::from(table)), ("count", Arg::from(total))],
        );
        let place = if rows.is_empty() { String::new() } else { format!("{}/{}", self.cursor.at() + 1, rows.len()) };
        canvas.rule(rule, look, &label, &place);
        let inner = canvas.sides(list, look);
        if rows.is_empty() {
            let key = match &self.report {
                None => "told-loading",
                Some(report) if report.year.is_none() => "links-empty",
                Some(report) if report.tables.iter().all(|counts| counts.others == 0) => "links-empty-tables",
                Some(_) => "links-none-here",
            };
            canvas.lines(inner, &width::wrap(&look.s(key), usize::from(inner.width)), look.style(Role::Plain));
        }
        let columns = [Column::left(8), Column::left(10), Column::rest(), Column::rest()];
        for (line, index) in inner.rows().zip(self.cursor.rows(rows.len(), usize::from(inner.height))) {
            let Some(row) = rows.get(index) else { break };
            if index == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            let place = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
            let name = |side: &Option<LinkSide>| side.as_ref().map(|side| side.name.clone()).unwrap_or_default();
            let target = match (&row.target, row.candidates_total) {
                (None, count) if count > 0 => look.t("links-candidates", &[("count", Arg::from(count))]),
                (target, _) => name(target),
            };
            let cells = [
                (table_name(row.table, look), Role::Plain),
                (standing(row.standing, look), role(row.standing)),
                (target, Role::Plain),
                (name(&row.other), Role::Plain),
            ];
            draw_row(canvas, place, &columns, &cells, look);
        }
        let chosen = rows.get(self.cursor.at());
        let heading = chosen.map(|row| standing(row.standing, look)).unwrap_or_default();
        canvas.rule(rule_below, look, &heading, "");
        let inner = canvas.sides(detail, look);
        if let Some(row) = chosen {
            canvas.lines(inner, &LinksScreen::detail(row, look), look.style(Role::Plain));
        }
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-links"), right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        let Some(report) = &self.report else { return Explained::default() };
        let place = (self.cursor.at(), report.rows.len());
        why::lists::links(report, report.rows.get(self.cursor.at()), place, look)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(self.say(look))
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![
            Links::Confirm.into(),
            Links::NotSame.into(),
            Links::Pick.into(),
            Links::Clear.into(),
            Links::Filter.into(),
            Links::Table.into(),
            Links::Year.into(),
            App::Undo.into(),
            App::Back.into(),
            App::Help.into(),
        ]
    }

    fn ready(&self) -> bool {
        self.report.is_some()
    }
}
