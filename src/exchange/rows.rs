//! A file as a stream: sheet after sheet, row after row. What reads files (`delimited`, `workbook`) hands rows to a
//! [`RowSink`]; what understands them takes rows from it, whole sheets ([`WholeSheets`]) or one row at a time.
//!
//! The seam is narrow on purpose: everything behind it may run in another process.

use crate::model::form::{Form, Place};
use crate::model::problem::Problem;

use super::read::{Reason, Reject, VALUE_SHOWN, Warning};
use super::sheet::{Area, Cell, Sheet};

/// What is known of a sheet before its first row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetHead {
    /// Name as printed on its tab; empty for csv.
    pub name: String,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// Hidden rows from 0, whether they show something or not.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns from 0, whether they show something or not.
    pub hidden_columns: Vec<u16>,
    /// Merged areas.
    pub areas: Vec<Area>,
}

/// One row that shows something; its cells are mostly, but not always, in order and without repetition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// From 0.
    pub index: u32,
    /// Column from 0, and what shows there; never empty.
    pub cells: Vec<(u16, Cell)>,
    /// Cells that were used before: a long list is read without asking for memory for each of its cells.
    spare: Vec<Cell>,
}

impl Row {
    /// A row with these cells.
    pub fn new(index: u32, cells: Vec<(u16, Cell)>) -> Row {
        Row { index, cells, spare: Vec::new() }
    }

    /// Adds a cell that shows a text as it is.
    pub fn show(&mut self, column: u16, text: &str) {
        let mut cell = self.spare.pop().unwrap_or_default();
        cell.text.clear();
        cell.text.push_str(text);
        cell.exact = None;
        self.cells.push((column, cell));
    }

    /// Empties the row; its cells are used again.
    pub fn clear(&mut self) {
        self.spare.extend(self.cells.drain(..).map(|(_, cell)| cell));
    }
}

/// Takes in a file. An error stops the reading and is what the reading answers.
pub trait RowSink {
    /// A sheet begins.
    ///
    /// # Errors
    /// Whatever the sink refuses.
    fn begin(&mut self, head: SheetHead) -> Result<(), Problem>;

    /// A row of it, mostly in order; a repeated index adds to the row or overrides its cells.
    ///
    /// # Errors
    /// Whatever the sink refuses.
    fn row(&mut self, row: Row) -> Result<(), Problem>;

    /// The same for a row that goes on being used: the sink takes its cells or only looks at them.
    ///
    /// # Errors
    /// As [`RowSink::row`].
    fn take_row(&mut self, row: &mut Row) -> Result<(), Problem> {
        self.row(Row::new(row.index, std::mem::take(&mut row.cells)))
    }

    /// What was handed over does not count: the file is read again from its beginning.
    ///
    /// # Errors
    /// Whatever the sink refuses.
    fn again(&mut self) -> Result<(), Problem> {
        Err(Problem::internal("this sink takes a file once"))
    }

    /// A row that cannot be taken; it is not handed over, or what was handed over of it does not count.
    fn left_out(&mut self, reject: Reject);

    /// The sheet ends, with remarks about it.
    ///
    /// # Errors
    /// Whatever the sink refuses.
    fn end(&mut self, remarks: Vec<Warning>) -> Result<(), Problem>;
}

/// Takes the forms of one file, in the order of the file. An error stops the reading and is what the reading answers.
pub trait FormSink {
    /// A form that is complete: year, region and stage included.
    ///
    /// # Errors
    /// Whatever the sink refuses.
    fn form(&mut self, place: Place, form: Form) -> Result<(), Problem>;

    /// What was handed over of this file does not count: it is read again from its beginning.
    ///
    /// # Errors
    /// Whatever the sink refuses.
    fn again(&mut self) -> Result<(), Problem>;
}

/// A reject at a place, `row` and `column` from 0.
pub fn reject_at(sheet: &str, row: u32, column: u16, value: &str, reason: Reason) -> Reject {
    Reject {
        sheet: sheet.to_owned(),
        row: row + 1,
        column: u32::from(column) + 1,
        value: value.chars().take(VALUE_SHOWN).collect(),
        reason,
    }
}

/// Takes each whole sheet with the remarks about it.
pub type EachSheet<'a> = &'a mut dyn FnMut(Sheet, Vec<Warning>) -> Result<(), Problem>;

/// Gathers rows to whole sheets.
pub struct WholeSheets<'a> {
    sheet: Sheet,
    head: SheetHead,
    each: EachSheet<'a>,
}

impl<'a> WholeSheets<'a> {
    /// Hands whole sheets to `each`.
    pub fn new(each: EachSheet<'a>) -> WholeSheets<'a> {
        WholeSheets { sheet: Sheet::default(), head: SheetHead::default(), each }
    }
}

impl RowSink for WholeSheets<'_> {
    fn begin(&mut self, head: SheetHead) -> Result<(), Problem> {
        self.sheet = Sheet::new(&head.name);
        self.head = head;
        Ok(())
    }

    fn row(&mut self, row: Row) -> Result<(), Problem> {
        self.sheet.put_row(row.index, row.cells);
        Ok(())
    }

    fn left_out(&mut self, reject: Reject) {
        self.sheet.rejects.push(reject);
    }

    fn end(&mut self, remarks: Vec<Warning>) -> Result<(), Problem> {
        let mut sheet = std::mem::take(&mut self.sheet);
        let head = std::mem::take(&mut self.head);
        if !sheet.finish(head.areas) {
            return Err(Problem::refused("problem-too-many-merges").with("sheet", &sheet.name));
        }
        sheet.hidden = head.hidden;
        sheet.hide(&head.hidden_rows, &head.hidden_columns);
        (self.each)(sheet, remarks)
    }
}
