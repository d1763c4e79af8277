//! Rows to forms. The first rows of a sheet are looked at together; where they show one list and nothing else, the rest
//! is taken row by row and each project's form is handed on as soon as the next project begins. Everything else (forms,
//! several tables, merged cells, hidden rows) is understood as a whole sheet.
//!
//! Both ways give the same. Where only the whole sheet gives it (another table begins further down, or the rows of a
//! project stand apart), the file is read again from its beginning, every sheet as a whole, within [`CELLS_MAX`].

use crate::model::problem::Problem;

use super::form_segments;
use super::limits::{CELLS_MAX, ROWS_MAX};
use super::list_style::Streamed;
use super::read::{Harvest, Reject, Warning};
use super::reading::Reading;
use super::rows::{Row, RowSink, SheetHead};
use super::sheet::Sheet;

/// Rows that are looked at together before it is decided how a sheet is taken.
const WINDOW: usize = 200;

/// Takes in the rows of a file and hands its forms on.
pub struct Understanding<'r, 'o> {
    reading: &'r mut Reading<'o>,
    /// Every sheet as a whole.
    whole: bool,
    /// Set when the file has to be read again, every sheet as a whole; the row that showed it, from 1.
    again: Option<u32>,
    head: SheetHead,
    state: State,
}

enum State {
    /// Rows are gathered.
    Gathering { sheet: Sheet, cells: usize, decided: bool },
    /// The rest of a list.
    Streaming(Box<Stream>),
}

struct Stream {
    list: Streamed,
    /// Holds one row at a time.
    sheet: Sheet,
    last: u32,
    left_out: Vec<Reject>,
    harvest: Harvest,
}

impl State {
    fn gathering(name: &str) -> State {
        State::Gathering { sheet: Sheet::new(name), cells: 0, decided: false }
    }
}

impl<'r, 'o> Understanding<'r, 'o> {
    /// Hands the forms to `reading`.
    pub fn new(reading: &'r mut Reading<'o>) -> Understanding<'r, 'o> {
        let whole = reading.options().whole;
        Understanding { reading, whole, again: None, head: SheetHead::default(), state: State::gathering("") }
    }

    /// Whether the file has to be read again, after an error.
    pub fn wants_again(&self) -> bool {
        self.again.is_some() && !self.whole
    }

    /// Forgets everything; from now on every sheet is taken as a whole.
    ///
    /// # Errors
    /// What the sink of the forms refuses.
    pub fn begin_again(&mut self) -> Result<(), Problem> {
        self.whole = true;
        self.reading.again()
    }

    fn restart(&mut self, row: u32) -> Problem {
        self.again = Some(row + 1);
        // Seen by nobody: the file is read again instead.
        Problem::internal("read again")
    }

    /// The one place that every sheet, or the window of one that is taken row by row, passes before it is understood.
    fn finished(&self, sheet: &mut Sheet) -> Result<(), Problem> {
        if !sheet.finish(self.head.areas.clone()) {
            return Err(Problem::refused("problem-too-many-merges").with("sheet", &sheet.name));
        }
        sheet.hidden = self.head.hidden;
        sheet.hide(&self.head.hidden_rows, &self.head.hidden_columns);
        Ok(())
    }

    /// Looks at the window: the rest is streamed when it begins one list and shows nothing else.
    fn decide(&mut self) -> Result<(), Problem> {
        let State::Gathering { mut sheet, cells, .. } = std::mem::replace(&mut self.state, State::gathering("")) else {
            return Ok(());
        };
        self.finished(&mut sheet)?;
        let last = sheet.row_numbers().last().unwrap_or(0);
        let mut harvest = Harvest::default();
        let list = Streamed::begin(&sheet, self.reading.options(), &mut harvest).filter(|(_, listed)| {
            let mut besides = Harvest::default();
            form_segments::read(&sheet, &[*listed], self.reading.options(), &mut besides);
            besides.is_empty()
        });
        let Some((list, _)) = list else {
            self.state = State::Gathering { sheet, cells, decided: true };
            return Ok(());
        };
        let mut only = Sheet::new(&self.head.name);
        only.hidden = self.head.hidden;
        let left_out = std::mem::take(&mut sheet.rejects);
        let mut stream = Stream { list, sheet: only, last, left_out, harvest };
        stream.list.ready().try_for_each(|draft| self.reading.draft(draft))?;
        self.state = State::Streaming(Box::new(stream));
        Ok(())
    }
}

impl RowSink for Understanding<'_, '_> {
    fn begin(&mut self, head: SheetHead) -> Result<(), Problem> {
        self.state = State::gathering(&head.name);
        self.head = head;
        Ok(())
    }

    fn row(&mut self, mut row: Row) -> Result<(), Problem> {
        self.take_row(&mut row)
    }

    fn take_row(&mut self, row: &mut Row) -> Result<(), Problem> {
        let index = row.index;
        match &mut self.state {
            State::Streaming(stream) => {
                let in_order = index > stream.last && row.cells.is_sorted_by(|(left, _), (right, _)| left < right);
                stream.last = index;
                stream.sheet.swap_only(row);
                let goes_on = in_order && stream.list.row(&stream.sheet, index, &mut stream.harvest);
                stream.sheet.swap_only(row);
                if !goes_on {
                    return Err(self.restart(index));
                }
                stream.list.ready().try_for_each(|draft| self.reading.draft(draft))
            }
            State::Gathering { sheet, cells, decided } => {
                *cells += row.cells.len();
                let too_much = match () {
                    () if *cells > CELLS_MAX => Some(("problem-csv-cells", CELLS_MAX as u64)),
                    () if index >= ROWS_MAX => Some(("problem-csv-rows", u64::from(ROWS_MAX))),
                    () => None,
                };
                if let Some((key, most)) = too_much {
                    let asked = self.again.map(|row| Problem::refused("problem-list-not-grouped").with("row", row));
                    return Err(
                        asked.unwrap_or_else(|| Problem::refused(key).with("row", index + 1).with("most", most))
                    );
                }
                sheet.put_row(index, std::mem::take(&mut row.cells));
                let plain = self.head.hidden_rows.is_empty() && self.head.hidden_columns.is_empty();
                if !*decided && plain && !self.whole && sheet.row_count() >= WINDOW {
                    *decided = true;
                    return self.decide();
                }
                Ok(())
            }
        }
    }

    fn again(&mut self) -> Result<(), Problem> {
        self.reading.again()
    }

    fn left_out(&mut self, reject: Reject) {
        match &mut self.state {
            State::Streaming(stream) => {
                stream.last = stream.last.max(reject.row - 1);
                stream.left_out.push(reject);
            }
            State::Gathering { sheet, .. } => sheet.rejects.push(reject),
        }
    }

    fn end(&mut self, remarks: Vec<Warning>) -> Result<(), Problem> {
        match std::mem::replace(&mut self.state, State::gathering("")) {
            State::Gathering { mut sheet, .. } => {
                self.finished(&mut sheet)?;
                self.reading.sheet(sheet, remarks)
            }
            State::Streaming(stream) => {
                let Stream { list, sheet, left_out, harvest, .. } = *stream;
                list.finish().try_for_each(|draft| self.reading.draft(draft))?;
                self.reading.streamed(left_out, remarks, harvest, &sheet);
                Ok(())
            }
        }
    }
}
