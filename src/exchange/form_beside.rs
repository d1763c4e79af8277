//! Forms side by side on one sheet, each with its own labels and headings.
//!
//! They are told by the label of the project printed twice in one row, and by headings of indicators on both sides.
//! Each side becomes a sheet of its own with its cells where they were, so places told to people stay true.

use super::headings::{self, Column, Label, squeeze};
use super::sheet::{Area, Sheet};

/// The sides of a sheet, left to right; `None` when its forms do not stand side by side.
pub(super) fn sides(sheet: &Sheet, rows: &[u32]) -> Option<Vec<Sheet>> {
    let (at, begins) = rows.iter().enumerate().find_map(|(at, row)| Some((at, begins(sheet, *row)?)))?;
    let bounds = &begins[1..];
    let both = |row: &u32| {
        let named = |from: u16, to: u16| {
            sheet.cells(*row).iter().any(|(place, cell)| {
                from <= *place
                    && *place < to
                    && headings::columns(&cell.text).iter().any(|c| matches!(c, Column::Level2 | Column::Level3))
            })
        };
        bounds.iter().all(|bound| named(0, *bound) && named(*bound, u16::MAX))
    };
    let headed = |row: &u32| super::indicators::header(sheet, *row).is_some();
    if !rows.iter().any(both) && rows.iter().any(headed) {
        return None;
    }
    let side_of = |place: u16| bounds.iter().take_while(|bound| **bound <= place).count();
    let mut sides: Vec<(Sheet, Vec<Area>)> = begins.iter().map(|_| (Sheet::new(&sheet.name), Vec::new())).collect();
    for (number, row) in rows.iter().enumerate() {
        let mut cells = vec![Vec::new(); sides.len()];
        for (place, cell) in sheet.cells(*row) {
            let area = sheet.area(*row, place);
            let side = side_of(place);
            // A title over all sides belongs to each of them.
            let over_all = number < at && side_of(area.right) > side;
            for (other, (_, areas)) in sides.iter_mut().enumerate() {
                let left = match () {
                    () if other == side => place,
                    () if over_all && other > side && other <= side_of(area.right) => begins[other],
                    () => continue,
                };
                cells[other].push((left, cell.clone()));
                let alone = area.top == area.bottom && area.left == area.right;
                if other == side && !alone && !over_all {
                    areas.push(area);
                }
            }
        }
        for ((part, _), cells) in sides.iter_mut().zip(cells) {
            part.put_row(*row, cells);
        }
    }
    sides.into_iter().map(|(mut part, areas)| part.finish(areas).then_some(part)).collect()
}

/// Where the label of the project stands, if the row has the same one more than once with a value between.
fn begins(sheet: &Sheet, row: u32) -> Option<Vec<u16>> {
    let mut first: Option<String> = None;
    let mut found: Vec<u16> = Vec::new();
    let mut between = true;
    for (place, cell) in sheet.cells(row) {
        if !headings::labels(&cell.text).contains(&Label::Project) {
            between = true;
            continue;
        }
        let label = squeeze(&cell.text);
        if first.get_or_insert_with(|| label.clone()) == &label && between {
            found.push(place);
        }
        between = false;
    }
    (found.len() > 1).then_some(found)
}
