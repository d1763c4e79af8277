//! Facets beside the queue: the values of a few columns with number and funds, to narrow the filter by.
//!
//! What is chosen is written into the filter line, in the same words that people type, so both can be mixed. A column
//! that the filter speaks of is counted without what it says of that column: the other values can still be chosen.

use ratatui::layout::Rect;

use super::super::home::grouped;
use super::super::shares::{bar, column_name, funds, group_name, most};
use super::counting::{Counting, Purpose};
use crate::model::query::{Clause, Column, Field, Filter, Frequency, FrequencyRow, Test};
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::List;
use crate::tui::look::{Look, Role};
use crate::tui::speech::sentence;
use crate::tui::why::Why;
use crate::tui::widgets::cursor::Cursor;

/// The columns whose values are shown.
const SHOWN: [Column; 6] =
    [Column::Status, Column::Department, Column::Class, Column::Year, Column::Amount, Column::Unit];
/// Most values of one column.
const MOST: usize = 8;
/// Cells beside a wide list.
pub(super) const CELLS_BESIDE: u16 = 44;
/// Cells above a narrow one.
pub(super) const CELLS_ABOVE: u16 = 58;

/// One line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Heading(usize),
    Value(usize, usize),
    Others(usize),
}

/// What can be chosen under the cursor.
pub(super) enum Choice {
    /// A value: its column, and what narrows to it.
    Value(Column, Clause),
    /// A column as a whole.
    Column(Column),
}

/// The facets.
#[derive(Debug, Default)]
pub(super) struct Facets {
    tables: [Option<Frequency>; SHOWN.len()],
    cursor: Cursor,
    /// Keys go to it; beside a wide list it may be shown without that.
    pub(super) active: bool,
}

/// The field that a column is about.
pub(super) fn field(column: Column) -> Option<Field> {
    Some(match column {
        Column::Year => Field::Year,
        Column::Department => Field::Department,
        Column::Unit => Field::Unit,
        Column::Code => Field::Code,
        Column::Name => Field::Name,
        Column::Amount => Field::Amount,
        Column::Status => Field::State,
        Column::Rows => Field::Rows,
        Column::Decided => Field::Decided,
        Column::Undecided => Field::Undecided,
        Column::Opinions => Field::Opinions,
        Column::Demands => Field::Demands,
        Column::Version => Field::Version,
        Column::Expected => Field::Expected,
        Column::Class => Field::Class,
    })
}

fn speaks_of(filter: &Filter, field: Field) -> bool {
    filter.clauses().iter().any(|clause| clause.test.field() == Some(field))
}

impl Facets {
    /// Asks for all that a filter leaves.
    pub(super) fn ask(filter: &Filter, counting: &mut Counting) {
        let of_filter = |column: &Column| field(*column).is_some_and(|field| speaks_of(filter, field));
        let (own, free): (Vec<Column>, Vec<Column>) = SHOWN.into_iter().partition(of_filter);
        // Totals of the filter come with any column, as long as nothing is left out of the filter.
        let free = if free.is_empty() { vec![Column::Year] } else { free };
        counting.add(Purpose::All, filter.clone(), free, MOST);
        for column in own {
            let without = field(column).map_or_else(|| filter.clone(), |field| filter.without(field));
            counting.add(Purpose::Facets, without, vec![column], MOST);
        }
    }

    /// Takes in what was counted. The cursor stays with its value; at first it stands on the first one.
    pub(super) fn accept(&mut self, tables: &[Frequency], height: usize) {
        let stay = self.places().get(self.cursor.at()).and_then(|place| self.value(*place));
        let fresh = self.tables.iter().all(Option::is_none);
        for table in tables {
            if let Some(at) = SHOWN.iter().position(|column| *column == table.column) {
                self.tables[at] = Some(table.clone());
            }
        }
        let places = self.places();
        let at = match &stay {
            Some(stay) => places.iter().position(|place| self.value(*place).as_ref() == Some(stay)),
            None => fresh.then_some(1),
        };
        self.cursor.set(at.unwrap_or(self.cursor.at()), places.len(), height);
    }

    /// What a line chooses, if it is a value.
    fn value(&self, place: Place) -> Option<(Column, Clause)> {
        let Place::Value(at, row) = place else { return None };
        Some((SHOWN[at], self.tables[at].as_ref()?.rows.get(row)?.clause.clone()))
    }

    fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        for (at, table) in self.tables.iter().enumerate() {
            places.push(Place::Heading(at));
            let Some(table) = table else { continue };
            places.extend((0..table.rows.len()).map(|row| Place::Value(at, row)));
            if table.others.is_some() {
                places.push(Place::Others(at));
            }
        }
        places
    }

    /// Moves.
    pub(super) fn act(&mut self, command: List, height: usize) {
        let len = self.places().len();
        self.cursor.act(command, len, height);
    }

    /// What stands under the cursor.
    pub(super) fn choice(&self) -> Option<Choice> {
        Some(match *self.places().get(self.cursor.at())? {
            place @ Place::Value(..) => {
                let (column, clause) = self.value(place)?;
                Choice::Value(column, clause)
            }
            Place::Heading(at) | Place::Others(at) => Choice::Column(SHOWN[at]),
        })
    }

    /// The line under the cursor in words, with its place.
    pub(super) fn say(&self, filter: &Filter, look: &Look) -> Option<(String, (usize, usize))> {
        let places = self.places();
        let place = *places.get(self.cursor.at())?;
        let (Place::Heading(at) | Place::Value(at, _) | Place::Others(at)) = place;
        let (column, table) = (SHOWN[at], self.tables[at].as_ref());
        let words = match (place, table) {
            (Place::Value(_, row), Some(table)) => {
                let row = table.rows.get(row)?;
                let name = format!("{}{}", chosen_mark(filter, &row.clause), group_name(row, column, look));
                sentence([column_name(column, look), name, grouped(row.targets), funds(row.fen, look)], look)
            }
            (Place::Others(_), Some(table)) => {
                let (values, targets, _) = table.others.unwrap_or_default();
                look.t("facets-others", &[("values", grouped(values).into()), ("targets", grouped(targets).into())])
            }
            _ => column_name(column, look),
        };
        Some((words, (self.cursor.at() + 1, places.len())))
    }

    /// Draws the list.
    pub(super) fn view(&self, canvas: &mut Canvas, area: Rect, filter: &Filter, look: &Look) {
        let inner = canvas.popup(area, look, &look.s("facets-rule"), "");
        let places = self.places();
        for (line, at) in inner.rows().zip(self.cursor.rows(places.len(), usize::from(inner.height))) {
            let Some(place) = places.get(at) else { break };
            if self.active && at == self.cursor.at() {
                canvas.text(line.x, line.y, 1, &look.glyphs.marker, look.style(Role::Selected));
                canvas.set_caret(line.x, line.y);
            }
            let line = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
            self.line(canvas, line, *place, filter, look);
        }
    }

    /// What each column counts.
    pub(super) fn explained(&self, look: &Look) -> Vec<Why> {
        let tables = SHOWN.into_iter().zip(&self.tables);
        let tables = tables.filter_map(|(column, table)| Some((column, table.as_ref()?)));
        let why = |(column, table): (Column, &Frequency)| {
            let row = |row: &FrequencyRow| {
                format!("{} {} {}", group_name(row, column, look), grouped(row.targets), funds(row.fen, look))
            };
            let mut rows: Vec<String> = table.rows.iter().map(row).collect();
            rows.extend(table.others.map(|(values, targets, _)| format!("{} {}", grouped(values), grouped(targets))));
            Why::new("queue.facet", rows.join("; ")).named(column_name(column, look))
        };
        tables.map(why).collect()
    }

    fn line(&self, canvas: &mut Canvas, line: Rect, place: Place, filter: &Filter, look: &Look) {
        let (Place::Heading(at) | Place::Value(at, _) | Place::Others(at)) = place;
        let (column, table) = (SHOWN[at], self.tables[at].as_ref());
        match (place, table) {
            (Place::Value(_, row), Some(table)) => {
                let Some(row) = table.rows.get(row) else { return };
                let sum = funds(row.fen, look);
                let [number, fen] = [8, 11].map(|cells: u16| cells.min(line.width));
                canvas.right(line.x, line.y, line.width, &sum, look.style(Role::Muted));
                let left = line.width.saturating_sub(fen);
                canvas.right(line.x, line.y, left, &grouped(row.targets), look.style(Role::Plain));
                let left = left.saturating_sub(number);
                let bars = (left / 5).min(8);
                let bars_at = line.x + left.saturating_sub(bars);
                canvas.text(bars_at, line.y, bars, &bar(row.targets, most(table), bars), look.style(Role::Muted));
                let name = format!("{}{}", chosen_mark(filter, &row.clause), group_name(row, column, look));
                canvas.text(line.x, line.y, left.saturating_sub(bars + 1), &name, look.style(Role::Plain));
            }
            (Place::Others(_), Some(table)) => {
                let (values, targets, _) = table.others.unwrap_or_default();
                let args = [("values", Arg::from(grouped(values))), ("targets", Arg::from(grouped(targets)))];
                canvas.text(line.x, line.y, line.width, &look.t("facets-others", &args), look.style(Role::Muted));
            }
            (_, table) => {
                let name = column_name(column, look);
                let told = if table.is_none() { format!("{name}  {}", look.s("told-loading")) } else { name };
                canvas.text(line.x.saturating_sub(1), line.y, line.width, &told, look.style(Role::Heading));
            }
        }
    }
}

/// `+` before a value that the filter asks for, `-` before one that it leaves out.
fn chosen_mark(filter: &Filter, clause: &Clause) -> &'static str {
    if asks(filter, clause, false) {
        "[+] "
    } else if asks(filter, clause, true) {
        "[-] "
    } else {
        ""
    }
}

/// True when a filter asks for a value, or leaves it out.
fn asks(filter: &Filter, clause: &Clause, except: bool) -> bool {
    let clause = Clause { except, ..clause.clone() };
    let speaks =
        filter.clauses().iter().any(|known| known.except == except && known.test.field() == clause.test.field());
    speaks && filter.with([clause]) == *filter
}

/// A list without what is in another one.
fn less<T: PartialEq + Clone>(all: &[T], less: &[T]) -> Vec<T> {
    all.iter().filter(|one| !less.contains(one)).cloned().collect()
}

/// A filter that does not ask for a value any more.
fn released(filter: &Filter, clause: &Clause) -> Filter {
    Filter::new(filter.clauses().iter().filter_map(|known| {
        if known.except != clause.except || known.test.field() != clause.test.field() {
            return Some(known.clone());
        }
        let test = match (&known.test, &clause.test) {
            (Test::Party(field, all), Test::Party(_, values)) => Test::Party(*field, less(all, values)),
            (Test::Class(all), Test::Class(values)) => Test::Class(less(all, values)),
            (Test::State(all), Test::State(values)) => Test::State(less(all, values)),
            (Test::Year(all), Test::Year(values)) => Test::Year(less(all, values)),
            (known, value) if known != value => return Some(Clause { except: clause.except, test: known.clone() }),
            _ => return None,
        };
        Some(Clause { except: clause.except, test })
    }))
}

/// A filter with a value chosen: asked for beside the other values of its column, or left out. A value that was chosen so
/// already is released.
pub fn chosen(filter: &Filter, clause: &Clause, except: bool) -> Filter {
    let clause = Clause { except, ..clause.clone() };
    if asks(filter, &clause, except) {
        return released(filter, &clause);
    }
    // What was left out and is asked for now, or the other way round, is not both.
    let filter = released(filter, &Clause { except: !except, ..clause.clone() });
    match (clause.test.field(), &clause.test) {
        // Spans of numbers have no "or": the new one takes the place of the old one.
        (Some(field), Test::Amount(_) | Test::Count(..) | Test::Missing(_)) if !except => {
            let others = filter.clauses().iter().filter(|known| known.except || known.test.field() != Some(field));
            Filter::new(others.cloned().chain([clause]))
        }
        _ => filter.with([clause]),
    }
}

/// A filter without what it says of a column; where it says nothing, without its last words.
pub(super) fn widened(filter: &Filter, column: Column) -> Filter {
    match field(column).filter(|field| speaks_of(filter, *field)) {
        Some(field) => filter.without(field),
        None => {
            let clauses = filter.clauses();
            Filter::new(clauses.iter().take(clauses.len().saturating_sub(1)).cloned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::query::Words;

    fn filter(line: &str) -> Filter {
        Filter::read(line, &Words::default()).unwrap()
    }

    fn value(line: &str) -> Clause {
        filter(line).clauses()[0].clone()
    }

    #[test]
    fn a_value_is_chosen_beside_others_and_released_again() {
        let one = chosen(&filter("水库"), &value("部门=教育局"), false);
        assert_eq!(one, filter("水库 部门=教育局"));
        let two = chosen(&one, &value("部门=水利局"), false);
        assert_eq!(two, filter("水库 部门=教育局|水利局"));
        assert!(asks(&two, &value("部门=水利局"), false) && !asks(&two, &value("部门=水利局"), true));
        assert_eq!(chosen(&two, &value("部门=教育局"), false), filter("水库 部门=水利局"));
        assert_eq!(chosen(&one, &value("部门=教育局"), true), filter("水库 -部门=教育局"), "not both");
    }

    #[test]
    fn a_span_takes_the_place_of_another() {
        let one = chosen(&filter("水库"), &value("100万..500万"), false);
        assert_eq!(chosen(&one, &value("<=10万"), false), filter("水库 <=10万"));
    }

    #[test]
    fn widening_drops_the_column_or_the_last_words() {
        let narrow = filter("水库 部门=教育局 2025");
        assert_eq!(widened(&narrow, Column::Department), filter("水库 2025"));
        assert_eq!(widened(&narrow, Column::Status), filter("水库 部门=教育局"));
        assert_eq!(widened(&filter(""), Column::Status), filter(""));
    }
}
