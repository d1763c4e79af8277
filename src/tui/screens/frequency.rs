//! How often each value of a column stands among the targets that the filter leaves: number, share, funds.
//!
//! Its total is that of the queue. Deliberately absent: counting; that is asked for, and leaving cancels it.

use std::cmp::Reverse;
use std::sync::Arc;

use ratatui::layout::Rect;

use super::column::{ColumnScreen, of_digit};
use super::home::grouped;
use super::queue::chosen;
use super::shares::{bar, column_name, funds, group_name, most, share};
use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request, Slot};
use crate::model::query::{Column, Filter, Frequency, FrequencyRow, Words};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, App, Command, List, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Outcome};
use crate::tui::why::{Explained, Why};
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::table::{self, draw_row};

/// Most values that are listed; the rest is one line.
const MOST: usize = 2_000;

/// How the values are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Number,
    Amount,
    Value,
}

impl Order {
    fn next(self) -> Order {
        match self {
            Order::Number => Order::Amount,
            Order::Amount => Order::Value,
            Order::Value => Order::Number,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Order::Number => "counts-by-number",
            Order::Amount => "counts-by-amount",
            Order::Value => "counts-by-value",
        }
    }
}

/// The table of a column.
pub struct FrequencyScreen {
    column: Column,
    filter: Filter,
    words: Arc<Words>,
    /// Targets in the queue when it was opened, to say how much is being counted.
    expected: u64,
    table: Option<Frequency>,
    failed: bool,
    order: Order,
    cursor: Cursor,
    epoch: u64,
}

fn parts(area: Rect) -> [Rect; 4] {
    let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area }.intersection(area);
    let list = area.height.saturating_sub(3);
    [row(0, 1), row(1, 1), row(2, list), row(2 + list, 1)]
}

impl FrequencyScreen {
    /// By a column, of what a filter leaves; `expected` targets.
    pub fn new(column: Column, filter: Filter, words: Arc<Words>, expected: u64) -> FrequencyScreen {
        FrequencyScreen {
            column,
            filter,
            words,
            expected,
            table: None,
            failed: false,
            order: Order::Number,
            cursor: Cursor::default(),
            epoch: 0,
        }
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        let (filter, columns) = (self.filter.clone(), vec![self.column]);
        vec![Effect::Work(Request::LoadFrequency { epoch: self.epoch, filter, columns, most: MOST })]
    }

    fn count_by(&mut self, column: Column, cx: &Cx) -> Vec<Effect> {
        self.column = column;
        (self.table, self.failed, self.cursor) = (None, false, Cursor::default());
        self.ask(cx)
    }

    /// Values and the line of the others.
    fn len(&self) -> usize {
        self.table.as_ref().map_or(0, |table| table.rows.len() + usize::from(table.others.is_some()))
    }

    fn arrange(&mut self) {
        let Some(table) = &mut self.table else { return };
        let by_value = |row: &FrequencyRow| (row.group.clone(), row.label.clone());
        match self.order {
            Order::Number => table.rows.sort_by_key(|row| (Reverse(row.targets), by_value(row))),
            Order::Amount => table.rows.sort_by_key(|row| (Reverse(row.fen), by_value(row))),
            Order::Value => table.rows.sort_by_key(by_value),
        }
    }

    fn choose(&self, except: bool, cx: &Cx) -> Vec<Effect> {
        let Some(row) = self.table.as_ref().and_then(|table| table.rows.get(self.cursor.at())) else {
            return vec![Effect::Say(crate::tui::msg::Notice::Refused(cx.look.s("told-frequency-others")))];
        };
        let filter = chosen(&self.filter, &row.clause, except);
        vec![Effect::Done(Outcome::FilterChosen(filter.line(&self.words)))]
    }

    fn command(&mut self, command: Command, cx: &Cx) -> Vec<Effect> {
        use command::Frequency as Do;
        let height = usize::from(parts(cx.areas.body)[2].height);
        match command {
            Command::Frequency(Do::Narrow) | Command::List(List::Open) => self.choose(false, cx),
            Command::Frequency(Do::Exclude) => self.choose(true, cx),
            Command::Frequency(Do::Order) => {
                self.order = self.order.next();
                self.arrange();
                self.cursor = Cursor::default();
                Vec::new()
            }
            Command::Frequency(Do::Column) => vec![Effect::Push(Box::new(ColumnScreen::counting(self.column)))],
            Command::Column(digit) => of_digit(digit).map(|column| self.count_by(column, cx)).unwrap_or_default(),
            Command::List(command) => {
                let len = self.len();
                self.cursor.act(command, len, height);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn columns(width: u16) -> Vec<table::Column> {
        let mut columns = vec![table::Column::rest(), table::Column::right(10), table::Column::right(7)];
        match width {
            ..70 => {}
            70..110 => columns.push(table::Column::left(16)),
            _ => columns.push(table::Column::left(40)),
        }
        columns.push(table::Column::right(12));
        columns
    }

    fn draw_line(&self, canvas: &mut Canvas, line: Rect, name: (String, Role), counted: (u64, i128), look: &Look) {
        let Some(table) = &self.table else { return };
        let (targets, fen) = counted;
        let columns = FrequencyScreen::columns(line.width);
        let plain = |text: String| (text, Role::Plain);
        let mut cells = vec![name, plain(grouped(targets)), plain(share(table.share(targets)))];
        match line.width {
            ..70 => {}
            width => {
                let cells_of_bar = if width < 110 { 16 } else { 40 };
                cells.push((bar(targets, most(table), cells_of_bar), Role::Muted));
            }
        }
        cells.push(plain(funds(fen, look)));
        draw_row(canvas, line, &columns, &cells, look);
    }
}

impl Screen for FrequencyScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Frequency, Scope::Column, Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown if self.table.is_none() => self.ask(cx),
            Input::Told(Outcome::ColumnChosen(column)) => self.count_by(column, cx),
            Input::Command(command) => self.command(command, cx),
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Frequency { epoch, tables } if *epoch == self.epoch => {
                self.table = tables.first().cloned();
                self.arrange();
                Vec::new()
            }
            Reply::Failed { slot: Slot::Frequency, epoch, .. } if *epoch == self.epoch => {
                self.failed = true;
                Vec::new()
            }
            Reply::DataChanged | Reply::Done { result: Ok(_), .. } => self.ask(cx),
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let [head, heads, list, foot] = parts(area);
        let name = column_name(self.column, look);
        let label =
            look.t("counts-rule", &[("column", Arg::from(&name)), ("order", Arg::from(look.s(self.order.key())))]);
        let len = self.len();
        let place = if len == 0 { String::new() } else { format!("{}/{len}", self.cursor.at() + 1) };
        canvas.rule(head, look, &label, &place);
        let inner = canvas.sides(heads, look);
        let line = Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), ..inner };
        let columns = FrequencyScreen::columns(line.width);
        let heading = |key: &str| (look.s(key), Role::Heading);
        let mut titles = vec![(name, Role::Heading), heading("counts-head-number"), heading("counts-head-share")];
        if line.width >= 70 {
            titles.push((String::new(), Role::Heading));
        }
        titles.push(heading("counts-head-amount"));
        draw_row(canvas, line, &columns, &titles, look);
        let inner = canvas.sides(list, look);
        let Some(table) = &self.table else {
            let told = if self.failed {
                look.s("counts-failed")
            } else {
                let back = look.key(App::Back.into());
                let args = [("count", Arg::from(grouped(self.expected))), ("key", Arg::from(back))];
                look.t("counts-counting", &args)
            };
            canvas.lines(inner, &width::wrap(&told, usize::from(inner.width)), look.style(Role::Plain));
            canvas.rule(foot, look, "", "");
            return;
        };
        if len == 0 {
            let told = look.s("counts-nothing");
            canvas.lines(inner, &width::wrap(&told, usize::from(inner.width)), look.style(Role::Plain));
        }
        for (line, at) in inner.rows().zip(self.cursor.rows(len, usize::from(inner.height))) {
            if at == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            let line = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
            match (table.rows.get(at), table.others) {
                (Some(row), _) => {
                    let name = group_name(row, self.column, look);
                    self.draw_line(canvas, line, (name, Role::Plain), (row.targets, row.fen), look);
                }
                (None, Some((values, targets, fen))) => {
                    let name = look.t("counts-others", &[("values", Arg::from(grouped(values)))]);
                    self.draw_line(canvas, line, (name, Role::Muted), (targets, fen), look);
                }
                (None, None) => {}
            }
        }
        let values = table.rows.len() as u64 + table.others.map_or(0, |(values, ..)| values);
        let total = look.t(
            if table.overlapping { "counts-total-overlapping" } else { "counts-total" },
            &[
                ("values", Arg::from(grouped(values))),
                ("total", Arg::from(grouped(table.targets))),
                ("amount", Arg::from(funds(table.fen, look))),
            ],
        );
        canvas.rule(foot, look, &total, "");
    }

    fn title(&self, look: &Look) -> Title {
        let mut left = look.t("title-frequency", &[("column", Arg::from(column_name(self.column, look)))]);
        if !self.filter.is_empty() {
            let line = self.filter.line(&self.words);
            left = format!("{left}  {}", look.t("title-filter", &[("filter", Arg::from(line))]));
        }
        Title { left, right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        let Some(table) = &self.table else { return Explained::default() };
        let counted = |targets: u64, fen: i128| {
            format!("{} {} {}", grouped(targets), share(table.share(targets)), funds(fen, look))
        };
        let mut whys = Vec::new();
        let (at, len) = (self.cursor.at(), self.len());
        let value = match (table.rows.get(at), table.others) {
            (Some(row), _) => format!("{} {}", group_name(row, self.column, look), counted(row.targets, row.fen)),
            (None, Some((values, targets, fen))) => format!("{} {}", grouped(values), counted(targets, fen)),
            (None, None) => String::new(),
        };
        if len > 0 {
            whys.push(Why::new("frequency.row", value).named(column_name(self.column, look)));
            whys.push(Why::new("queue.place", format!("{}/{len}", at + 1)));
        }
        let values = table.rows.len() as u64 + table.others.map_or(0, |(values, ..)| values);
        let total = format!("{} {} {}", grouped(values), grouped(table.targets), funds(table.fen, look));
        whys.push(Why::new("frequency.total", total));
        Explained::fields(whys)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        use command::Frequency as Do;
        let (first, last) = (command::Column::C1, command::Column::C10);
        vec![
            Do::Narrow.into(),
            Do::Exclude.into(),
            Do::Order.into(),
            Do::Column.into(),
            Hint::Run(first.into(), last.into(), "hint-column"),
            Hint::Run(List::PageDown.into(), List::PageUp.into(), "hint-page"),
            App::Back.into(),
            App::Help.into(),
        ]
    }

    fn ready(&self) -> bool {
        self.table.is_some() || self.failed
    }
}
