//! Where the forms of a sheet begin and end.
//!
//! A form begins with its title or its 项目名称; several may stand below each other or (`form_beside`) side by side. Lists on the same sheet are left
//! out. Indicator tables that name no project take the one that the person who imports names.

use super::form_beside;
use super::form_fields::Title;
use super::form_style;
use super::headings::{self, Label, has_word, words};
use super::list_style::Listed;
use super::party::{is_project_code, project};
use super::read::{Draft, Harvest, ReadOptions};
use super::sheet::Sheet;
use super::{funds, indicators};
use crate::model::money::MoneyUnit;

/// How far above its first label a form's title is looked for, in rows that show something.
const TITLE_ROWS: usize = 10;

/// Reads every form of a sheet into drafts.
pub fn read(sheet: &Sheet, listed: &[Listed], options: &ReadOptions, harvest: &mut Harvest) {
    let rows: Vec<u32> =
        sheet.row_numbers().filter(|row| !listed.iter().any(|list| list.first <= *row && *row <= list.last)).collect();
    if let Some(sides) = form_beside::sides(sheet, &rows) {
        for side in sides {
            let rows: Vec<u32> = side.row_numbers().collect();
            read_rows(&side, &rows, options, harvest);
        }
        return;
    }
    read_rows(sheet, &rows, options, harvest);
}

fn read_rows(sheet: &Sheet, rows: &[u32], options: &ReadOptions, harvest: &mut Harvest) {
    // Rows above a list belong to it when nothing but titles and labels stands there.
    let mut starts = starts(sheet, rows, Label::Project);
    let whole_department =
        rows.iter().any(|row| sheet.cells(*row).iter().any(|(_, cell)| names_no_project(&cell.text)));
    if starts.is_empty() && whole_department {
        starts = self::starts(sheet, rows, Label::WholeDepartment);
    }
    let has_indicators = |rows: &[u32]| rows.iter().any(|row| indicators::header(sheet, *row).is_some());
    let has_funds =
        |rows: &[u32]| rows.iter().any(|row| funds::header(sheet, *row, MoneyUnit::TenThousandYuan).is_some());
    if starts.is_empty() {
        if !has_indicators(rows) {
            return;
        }
        let Some(given) = &options.project else {
            harvest.nameless.push(sheet.name.clone());
            return;
        };
        let mut draft = form_style::read(sheet, (rows, 0), options, &mut Title::default(), harvest);
        name_by_option(&mut draft, given);
        harvest.drafts.push(draft);
        return;
    }
    let mut title = Title::default();
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).map_or(rows.len(), |next| next.first);
        let segment = &rows[start.first..end];
        let labelled = segment.iter().filter(|row| has_labels(sheet, **row)).count();
        let titled = segment.iter().any(|row| sheet.cells(*row).iter().any(|(_, cell)| headings::is_title(&cell.text)));
        // One stray label above a list is no form.
        let tables = has_indicators(segment) || has_funds(segment);
        if !tables && labelled < if titled { 2 } else { 4 } {
            continue;
        }
        let mut draft = form_style::read(sheet, (segment, start.anchor - start.first), options, &mut title, harvest);
        if let (true, None, Some(given)) = (draft.form.name.is_empty(), &draft.form.code, &options.project) {
            name_by_option(&mut draft, given);
        }
        if draft.form.name.is_empty() && draft.form.code.is_none() {
            let reason = super::read::Reason::new("reason-no-project");
            harvest.reject(sheet, rows[start.anchor], 0, "", reason);
            continue;
        }
        harvest.drafts.push(draft);
    }
}

/// Whether a title is of a table about a department as a whole, or of a notice to one.
fn names_no_project(text: &str) -> bool {
    has_word(text, &words().whole_department) || has_word(text, &words().rectification)
}

fn name_by_option(draft: &mut Draft, given: &str) {
    let (code, name) = project(given);
    match is_project_code(given) {
        true => draft.form.code = Some(given.to_owned()),
        false => {
            draft.form.code = code;
            draft.form.name = name;
        }
    }
}

fn has_labels(sheet: &Sheet, row: u32) -> bool {
    sheet
        .cells(row)
        .iter()
        .any(|(_, cell)| !headings::labels(&cell.text).is_empty() || headings::inline_label(&cell.text).is_some())
}

fn has_label(sheet: &Sheet, row: u32, label: Label) -> bool {
    sheet.cells(row).iter().any(|(_, cell)| {
        headings::labels(&cell.text).contains(&label)
            || headings::inline_label(&cell.text).is_some_and(|(labels, _)| labels.contains(&label))
    })
}

/// Where a form begins, as indices into the rows.
struct Start {
    first: usize,
    anchor: usize,
}

fn starts(sheet: &Sheet, rows: &[u32], label: Label) -> Vec<Start> {
    let mut starts: Vec<Start> = Vec::new();
    // Whether the form before has come to its tables, so that the next label begins another form.
    let mut full = true;
    let mut earliest = 0;
    for (at, row) in rows.iter().enumerate() {
        let cells = sheet.cells(*row);
        let one = cells.len() <= 2 || cells.windows(2).all(|two| two[0].1.text == two[1].1.text);
        let title = one && cells.first().is_some_and(|(_, cell)| headings::is_title(&cell.text));
        if title || indicators::header(sheet, *row).is_some() || funds::header(sheet, *row, MoneyUnit::Yuan).is_some() {
            full = true;
        }
        if !full || !has_label(sheet, *row, label) {
            continue;
        }
        let lowest = at.saturating_sub(TITLE_ROWS).max(earliest);
        let is_title = |index: &usize| sheet.cells(rows[*index]).iter().any(|(_, cell)| headings::is_title(&cell.text));
        let continued =
            |index: usize| sheet.cells(rows[index]).iter().any(|(_, cell)| headings::is_continued(&cell.text));
        if !starts.is_empty() && (lowest..=at).any(continued) {
            // The same form on its next page.
            continue;
        }
        let first = match starts.is_empty() {
            true => 0,
            false => (lowest..at).rev().find(is_title).unwrap_or(at),
        };
        starts.push(Start { first, anchor: at });
        full = false;
        earliest = at + 1;
    }
    starts
}
