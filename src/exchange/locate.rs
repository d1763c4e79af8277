//! Where in its file a form's cells stand: found again by what they show, whatever the layout of the table.
//!
//! Readers keep what a cell says, not where it stood; only who writes remarks into a copy of the file asks for that. The file
//! is read a second time, row by row: a form goes from the row where it begins to the row where the next one does, its
//! indicators follow one another, and a cell is the first of its row that shows the same text. What is not found that
//! way stays unknown, and the remark stands at the row, or at the form's beginning.

use std::collections::HashMap;
use std::path::Path;

use super::read::{Reject, Warning, read_rows};
use super::rows::{Row, RowSink, SheetHead};
use crate::model::finding::Cell;
use crate::model::form::{Form, Indicator, Place};
use crate::model::problem::Problem;

/// A place in a sheet, both numbers from 1; a column of 0 means the whole row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u32,
}

/// Where the cells of one form stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Located {
    cells: HashMap<(Option<u32>, Cell), Spot>,
}

impl Located {
    /// Where a cell stands. One that shows nothing is told by its row.
    pub fn spot(&self, row: Option<u32>, cell: Cell) -> Option<Spot> {
        let at = |cell| self.cells.get(&(row, cell)).copied();
        at(cell).or_else(|| row.and(at(Cell::Indicator)).map(|spot| Spot { column: 0, ..spot }))
    }
}

/// Finds the cells of forms, which stand in the order of the file. `reader` as in [`super::read::ReadOptions::reader`].
///
/// # Errors
/// As reading the file.
pub fn locate(
    path: &Path,
    encoding: Option<&str>,
    reader: Option<&Path>,
    forms: &[(Place, &Form)],
) -> Result<Vec<Located>, Problem> {
    let mut search = Search { forms, found: vec![Located::default(); forms.len()], ..Search::default() };
    read_rows(path, encoding, reader, &mut search)?;
    Ok(search.found)
}

#[derive(Default)]
struct Search<'a> {
    forms: &'a [(Place, &'a Form)],
    found: Vec<Located>,
    /// Forms of the sheet that comes in, by the row where they begin.
    here: Vec<usize>,
    /// The one of them whose rows come in.
    current: usize,
    /// Its indicator that is looked for next.
    next: usize,
    /// Columns in which values of an indicator were found in this sheet: where one is blank it would stand there.
    columns: HashMap<Cell, u32>,
}

/// The same text, whatever its blanks and width.
fn alike(shown: &str, printed: &str) -> bool {
    let plain = |text: &str| -> String {
        let folded = text.chars().filter(|c| !c.is_whitespace());
        folded.map(|c| if ('\u{ff01}'..='\u{ff5e}').contains(&c) { fold_width(c) } else { c }).collect()
    };
    !printed.is_empty() && plain(shown) == plain(printed)
}

fn fold_width(c: char) -> char {
    char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
}

/// Cells of a row of indicators, and what each shows.
fn printed(indicator: &Indicator) -> [(Cell, &str); 9] {
    [
        (Cell::Indicator, indicator.level3.as_str()),
        (Cell::Sign, indicator.operator.as_deref().unwrap_or_default()),
        (Cell::Value, indicator.target.as_str()),
        (Cell::Actual, indicator.actual.as_deref().unwrap_or_default()),
        (Cell::UnitOfMeasure, indicator.unit.as_deref().unwrap_or_default()),
        (Cell::Weight, indicator.weight.as_deref().unwrap_or_default()),
        (Cell::Score, indicator.score.as_deref().unwrap_or_default()),
        (Cell::Reason, indicator.deviation_reason.as_deref().unwrap_or_default()),
        (Cell::Level, indicator.level2.as_str()),
    ]
}

impl Search<'_> {
    fn form(&mut self, row: &Row) {
        let Some(&index) = self.here.get(self.current) else { return };
        let form = self.forms[index].1;
        let head = [
            (Cell::Name, form.name.as_str()),
            (Cell::Code, form.code.as_deref().unwrap_or_default()),
            (Cell::Department, form.department.name.as_str()),
            (Cell::Unit, form.unit.name.as_str()),
            (Cell::Goal, form.goal.annual.as_deref().unwrap_or_default()),
            (Cell::Completion, form.goal.actual.as_deref().unwrap_or_default()),
            (Cell::MidTermGoal, form.goal.mid_term.as_deref().unwrap_or_default()),
            (Cell::Funds, form.funds.total.as_ref().map_or("", |amount| amount.raw.as_str())),
        ];
        for (cell, text) in head {
            // A name may stand behind its code in one cell.
            let shows = |_, shown: &str| {
                alike(shown, text) || (cell == Cell::Department && !text.is_empty() && shown.ends_with(text))
            };
            self.note(index, None, cell, row, shows);
        }
        let Some(indicator) = form.indicators.get(self.next) else { return };
        if !row.cells.iter().any(|(_, shown)| alike(&shown.text, &indicator.level3)) {
            return;
        }
        for (cell, text) in printed(indicator) {
            // Actual value and score often show what target and points show: they stand right of them.
            let after = match cell {
                Cell::Actual => Some(Cell::Value),
                Cell::Score => Some(Cell::Weight),
                _ => None,
            };
            let before = after.and_then(|cell| self.found[index].cells.get(&(Some(indicator.no), cell)));
            let from = before.map_or(0, |spot| spot.column);
            self.note(index, Some(indicator.no), cell, row, |column, shown| column >= from && alike(shown, text));
            let key = (Some(indicator.no), cell);
            match self.found[index].cells.get(&key) {
                Some(spot) => {
                    self.columns.insert(cell, spot.column);
                }
                None if text.is_empty() => {
                    if let Some(&column) = self.columns.get(&cell) {
                        self.found[index].cells.insert(key, Spot { row: row.index + 1, column });
                    }
                }
                None => {}
            }
        }
        self.next += 1;
    }

    fn note(&mut self, form: usize, row_no: Option<u32>, cell: Cell, row: &Row, shows: impl Fn(u32, &str) -> bool) {
        if let Some((column, _)) = row.cells.iter().find(|(column, shown)| shows(u32::from(*column), &shown.text)) {
            let spot = Spot { row: row.index + 1, column: u32::from(*column) + 1 };
            self.found[form].cells.entry((row_no, cell)).or_insert(spot);
        }
    }
}

impl RowSink for Search<'_> {
    fn begin(&mut self, head: SheetHead) -> Result<(), Problem> {
        self.here = (0..self.forms.len()).filter(|index| self.forms[*index].0.sheet == head.name).collect();
        self.here.sort_by_key(|index| self.forms[*index].0.row);
        (self.current, self.next) = (0, 0);
        self.columns.clear();
        Ok(())
    }

    fn row(&mut self, row: Row) -> Result<(), Problem> {
        let begins = |place: &usize| self.forms[*place].0.row;
        while self.here.get(self.current + 1).is_some_and(|next| begins(next) <= row.index + 1) {
            self.current += 1;
            self.next = 0;
        }
        if self.here.get(self.current).is_some_and(|form| begins(form) <= row.index + 1) {
            self.form(&row);
        }
        Ok(())
    }

    fn left_out(&mut self, _reject: Reject) {}

    fn end(&mut self, _remarks: Vec<Warning>) -> Result<(), Problem> {
        Ok(())
    }
}
