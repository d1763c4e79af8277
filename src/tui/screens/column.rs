//! Choosing a column of the queue: to order by, or to count by. A digit chooses at once; the key that opened it, pressed
//! again, turns the order round or counts by the column of the order.

use ratatui::layout::Rect;

use super::shares::column_name;
use super::{Hint, Screen, Title};
use crate::model::query::{Column, Sort};
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, App, Command, List, Scope};
use crate::tui::layout::middle;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Outcome};
use crate::tui::widgets::cursor::Cursor;

/// What a column is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    Order(Sort),
    Counting(Column),
}

/// The columns.
pub struct ColumnScreen {
    what_for: For,
    cursor: Cursor,
}

/// The columns in the order of their digits: what is asked for most comes first.
const COLUMNS: [Column; 15] = [
    Column::Department,
    Column::Amount,
    Column::Status,
    Column::Year,
    Column::Unit,
    Column::Undecided,
    Column::Opinions,
    Column::Demands,
    Column::Rows,
    Column::Name,
    Column::Code,
    Column::Decided,
    Column::Expected,
    Column::Version,
    Column::Class,
];

/// The column of a digit, wherever columns are chosen.
pub fn of_digit(digit: command::Column) -> Option<Column> {
    digit.index().and_then(|at| COLUMNS.get(at)).copied()
}

impl ColumnScreen {
    /// To order by, when the queue is ordered so.
    pub fn order(sort: Sort) -> ColumnScreen {
        ColumnScreen::new(For::Order(sort), sort.by)
    }

    /// To count by; `column` is proposed.
    pub fn counting(column: Column) -> ColumnScreen {
        ColumnScreen::new(For::Counting(column), column)
    }

    fn new(what_for: For, column: Column) -> ColumnScreen {
        let mut cursor = Cursor::default();
        let at = COLUMNS.iter().position(|known| *known == column).unwrap_or(0);
        cursor.set(at, COLUMNS.len(), COLUMNS.len());
        ColumnScreen { what_for, cursor }
    }

    /// What can be chosen: nothing is ordered by class, since a target may have several.
    fn columns(&self) -> &'static [Column] {
        match self.what_for {
            For::Order(_) => &COLUMNS[..COLUMNS.len() - 1],
            For::Counting(_) => &COLUMNS,
        }
    }

    fn choose(&self, column: Column) -> Vec<Effect> {
        let outcome = match self.what_for {
            For::Order(sort) if sort.by == column => Outcome::SortChosen(sort.turned()),
            For::Order(_) => Outcome::SortChosen(Sort::by(column)),
            For::Counting(_) => Outcome::ColumnChosen(column),
        };
        vec![Effect::Done(outcome)]
    }

    fn height(area: Rect) -> usize {
        usize::from(area.height.saturating_sub(2))
    }
}

impl Screen for ColumnScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Column, Scope::List, Scope::Global]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(Command::Column(command::Column::Again)) => self.choose(match self.what_for {
                For::Order(sort) => sort.by,
                For::Counting(column) => column,
            }),
            Input::Command(Command::Column(digit)) => {
                of_digit(digit).map(|column| self.choose(column)).unwrap_or_default()
            }
            Input::Command(Command::List(List::Open)) => {
                self.columns().get(self.cursor.at()).map(|column| self.choose(*column)).unwrap_or_default()
            }
            Input::Command(Command::List(command)) => {
                self.cursor.act(command, self.columns().len(), ColumnScreen::height(cx.areas.body));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let columns = self.columns();
        let lines = u16::try_from(columns.len()).unwrap_or(u16::MAX);
        let key = |command: command::Column| look.key(command.into());
        let foot = look.t(
            match self.what_for {
                For::Order(_) => "column-foot-order",
                For::Counting(_) => "column-foot-counting",
            },
            &[("key", Arg::from(key(command::Column::Again)))],
        );
        let inner = canvas.popup(middle(area, 46, lines + 2), look, &self.title(look).left, &foot);
        for (line, at) in inner.rows().zip(self.cursor.rows(columns.len(), usize::from(inner.height))) {
            let Some(column) = columns.get(at) else { break };
            if at == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            let digit = command::Column::ALL.get(at).map(|digit| key(*digit)).unwrap_or_default();
            canvas.text(line.x + 2, line.y, line.width.saturating_sub(2), &digit, look.style(Role::Key));
            let name = match self.what_for {
                For::Order(sort) if sort.by == *column => {
                    format!("{}  {}", column_name(*column, look), direction(sort, look))
                }
                _ => column_name(*column, look),
            };
            canvas.text(line.x + 5, line.y, line.width.saturating_sub(5), &name, look.style(Role::Plain));
        }
    }

    fn title(&self, look: &Look) -> Title {
        let key = match self.what_for {
            For::Order(_) => "title-column-order",
            For::Counting(_) => "title-column-counting",
        };
        Title { left: look.s(key), right: String::new() }
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        let (first, last) = (command::Column::C1, command::Column::C10);
        vec![
            Hint::Run(first.into(), last.into(), "hint-column"),
            List::Open.into(),
            command::Column::Again.into(),
            Hint::Run(List::Up.into(), List::Down.into(), "hint-move"),
            App::Back.into(),
        ]
    }

    fn floats(&self) -> bool {
        true
    }
}

/// The direction of an order in words.
pub fn direction(sort: Sort, look: &Look) -> String {
    look.s(if sort.descending { "sort-descending" } else { "sort-ascending" })
}
