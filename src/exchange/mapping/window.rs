//! The first rows of a sheet as plain values: what people are shown and proposals are made from.

use crate::exchange::sheet::Sheet;
use crate::model::mapping::{Window, WindowCell, WindowRow};

/// Rows that are shown and looked at.
pub const ROWS: usize = 200;
/// Columns that are shown and looked at.
const COLUMNS: usize = 120;
/// Characters of a cell that are shown and looked at; no heading is as long.
const CHARACTERS: usize = 200;

/// The first rows of a sheet.
pub fn of(sheet: &Sheet) -> Window {
    let rows: Vec<WindowRow> = sheet.row_numbers().take(ROWS).map(|number| row(sheet, number)).collect();
    Window { sheet: sheet.name.clone(), rows }
}

/// One row.
pub fn row(sheet: &Sheet, row: u32) -> WindowRow {
    let cells = sheet.cells(row).into_iter().take(COLUMNS);
    let cells = cells.map(|(column, cell)| {
        let area = sheet.area(row, column);
        WindowCell {
            column,
            text: cell.text.chars().take(CHARACTERS).collect(),
            width: (area.right - area.left).saturating_add(1),
            height: (area.bottom - area.top).saturating_add(1),
        }
    });
    WindowRow { row, cells: cells.collect() }
}
