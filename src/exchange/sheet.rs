//! A sheet as a sparse grid of shown texts, with merged areas resolved to their top-left cell.
//!
//! Only cells that show something are kept, so a far-away cell costs nothing. Rows and columns count from 0 in here
//! and from 1 in everything that people are told.

use std::collections::{HashMap, HashSet};

use super::limits::COLUMNS_MAX;
use super::read::Reject;

/// What one cell shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// The text as shown, without outer white space; never empty in a grid.
    pub text: String,
    /// The stored number in plain digits, where the cell shows it rounded or padded.
    pub exact: Option<Box<str>>,
}

/// A merged rectangle, both corners inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u16,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u16,
}

/// One row that shows something.
#[derive(Debug, Default)]
struct Row {
    index: u32,
    cells: Vec<(u16, Cell)>,
}

/// One sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Name as printed on its tab; empty for csv.
    pub name: String,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// Hidden rows that show something, from 0.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns that show something, from 0.
    pub hidden_columns: Vec<u16>,
    /// Cells that could not be taken; their rows are left out.
    pub rejects: Vec<Reject>,
    rows: Vec<Row>,
    areas: Vec<Area>,
    /// Row to the areas that cover it, for rows that show something.
    covering: HashMap<u32, Vec<u32>>,
}

/// Merged areas times the rows they cover; more is an attack, not a form.
const COVERED_ROWS_MAX: u64 = 2_000_000;
/// Rows in which a hidden column may show something to be worth a remark.
const HIDDEN_COLUMN_ROWS: usize = 2000;

impl Sheet {
    /// An empty sheet.
    pub fn new(name: &str) -> Sheet {
        Sheet { name: name.to_owned(), ..Sheet::default() }
    }

    /// Adds what a row shows.
    pub fn put_row(&mut self, index: u32, cells: Vec<(u16, Cell)>) {
        if !cells.is_empty() {
            self.rows.push(Row { index, cells });
        }
    }

    /// Puts a row in the place of all rows, for looking at it alone, and what was there into `row`. Only for sheets
    /// without merged areas.
    pub fn swap_only(&mut self, row: &mut super::rows::Row) {
        if self.rows.len() != 1 {
            self.rows.clear();
            self.rows.push(Row::default());
        }
        self.rows[0].index = row.index;
        std::mem::swap(&mut self.rows[0].cells, &mut row.cells);
    }

    /// Whether cells are merged below a row.
    pub fn merges_below(&self, row: u32) -> bool {
        self.areas.iter().any(|area| area.bottom > row)
    }

    /// Marks rows and columns as hidden that show something.
    pub fn hide(&mut self, rows: &[u32], columns: &[u16]) {
        if !rows.is_empty() {
            let used: HashSet<u32> = self.row_numbers().collect();
            self.hidden_rows = rows.iter().copied().filter(|row| used.contains(row)).collect();
        }
        let looked_at: Vec<u32> = self.row_numbers().take(HIDDEN_COLUMN_ROWS).collect();
        let shows = |column: &u16| looked_at.iter().any(|row| self.own(*row, *column).is_some());
        self.hidden_columns = columns.iter().copied().filter(shows).collect();
    }

    /// Puts rows in order, drops rejected rows, and indexes merged areas. `false` when there are absurdly many.
    pub fn finish(&mut self, areas: Vec<Area>) -> bool {
        // Files may list rows and cells out of order, or twice: the later cell is what office programs show.
        self.rows.sort_by_key(|row| row.index);
        let mut rows: Vec<Row> = Vec::with_capacity(self.rows.len());
        for row in std::mem::take(&mut self.rows) {
            match rows.last_mut() {
                Some(last) if last.index == row.index => last.cells.extend(row.cells),
                _ => rows.push(row),
            }
        }
        for row in &mut rows {
            if row.cells.is_sorted_by(|(left, _), (right, _)| left < right) {
                continue;
            }
            row.cells.sort_by_key(|(column, _)| *column);
            row.cells.reverse();
            row.cells.dedup_by_key(|(column, _)| *column);
            row.cells.reverse();
        }
        let rejected: HashSet<u32> = self.rejects.iter().map(|reject| reject.row - 1).collect();
        rows.retain(|row| !rejected.contains(&row.index));
        self.rows = rows;

        self.covering.clear();
        let mut covered = 0_u64;
        for (number, area) in areas.iter().enumerate() {
            let from = self.rows.partition_point(|row| row.index < area.top);
            let to = self.rows.partition_point(|row| row.index <= area.bottom);
            covered += (to - from) as u64;
            if covered > COVERED_ROWS_MAX {
                return false;
            }
            for row in &self.rows[from..to] {
                let over = self.covering.entry(row.index).or_default();
                over.push(number as u32);
                // Areas do not overlap in honest files, so a row cannot have more of them than columns.
                if over.len() > usize::from(COLUMNS_MAX) {
                    return false;
                }
            }
        }
        self.areas = areas;
        true
    }

    /// Rows that show something, in order.
    pub fn row_numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.rows.iter().map(|row| row.index)
    }

    /// How many rows show something.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    fn row(&self, row: u32) -> Option<&Row> {
        // Long lists have no gaps: the row is mostly where it would be without any.
        let first = self.rows.first()?.index;
        let guess = self.rows.get(row.checked_sub(first)? as usize).filter(|found| found.index == row);
        guess
            .or_else(|| self.rows.binary_search_by_key(&row, |candidate| candidate.index).ok().map(|at| &self.rows[at]))
    }

    /// The cells of a row that show something themselves, left to right; cells under a merged area are left out.
    pub fn cells(&self, row: u32) -> Vec<(u16, &Cell)> {
        let cells = self.row(row).map_or(&[][..], |found| &found.cells);
        cells
            .iter()
            .filter(|(column, _)| self.anchor(row, *column) == (row, *column))
            .map(|(column, cell)| (*column, cell))
            .collect()
    }

    /// The merged area over a cell, or the cell alone.
    pub fn area(&self, row: u32, column: u16) -> Area {
        let alone = Area { top: row, left: column, bottom: row, right: column };
        if self.areas.is_empty() {
            return alone;
        }
        let Some(numbers) = self.covering.get(&row) else { return alone };
        numbers
            .iter()
            .filter_map(|number| self.areas.get(*number as usize))
            .find(|area| area.left <= column && column <= area.right)
            .copied()
            .unwrap_or(alone)
    }

    /// The top-left cell that shows for this one.
    pub fn anchor(&self, row: u32, column: u16) -> (u32, u16) {
        let area = self.area(row, column);
        (area.top, area.left)
    }

    /// The cell itself, merged areas not looked at.
    pub fn own(&self, row: u32, column: u16) -> Option<&Cell> {
        let cells = &self.row(row)?.cells;
        cells.binary_search_by_key(&column, |(at, _)| *at).ok().map(|at| &cells[at].1)
    }

    /// What shows at a place: of a merged area its top-left cell.
    pub fn shown(&self, row: u32, column: u16) -> Option<&Cell> {
        let (row, column) = self.anchor(row, column);
        self.own(row, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Cell {
        Cell { text: text.into(), exact: None }
    }

    #[test]
    fn a_merged_area_shows_its_top_left_cell_everywhere() {
        let mut sheet = Sheet::new("s");
        sheet.put_row(0, vec![(0, cell("产出指标")), (1, cell("a"))]);
        sheet.put_row(1, vec![(1, cell("b"))]);
        assert!(sheet.finish(vec![Area { top: 0, left: 0, bottom: 1, right: 0 }]));
        assert_eq!(sheet.shown(1, 0).map(|c| &*c.text), Some("产出指标"));
        assert_eq!(sheet.own(1, 0), None);
        assert_eq!(sheet.cells(1).len(), 1);
    }

    #[test]
    fn the_later_of_two_cells_at_one_place_shows() {
        let mut sheet = Sheet::new("s");
        sheet.put_row(3, vec![(0, cell("late row"))]);
        sheet.put_row(1, vec![(2, cell("first")), (2, cell("second"))]);
        assert!(sheet.finish(Vec::new()));
        assert_eq!(sheet.own(1, 2).map(|c| &*c.text), Some("second"));
        assert_eq!(sheet.row_numbers().collect::<Vec<_>>(), [1, 3]);
    }
}
