//! Pages drawn as grids of text and turned into real files.
//!
//! In a grid `<` continues the merged cell to its left, `^` the one above; `n:90` is the number 90, `p:0.9` a number
//! shown as a percentage, `d:2025-06-30` a date.

use std::ops::ControlFlow;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use wenxiao::exchange::{ReadFile, ReadOptions, read_bytes};
use wenxiao::model::form::{Form, FormKind, Indicator};
use wenxiao::model::problem::Problem;

pub type Grid<'a> = &'a [&'a [&'a str]];

pub fn read_with(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<ReadFile, Problem> {
    read_bytes(name, bytes, options, &mut |_| ControlFlow::Continue(()))
}

pub fn year(year: u16) -> ReadOptions {
    ReadOptions { year: Some(year), ..ReadOptions::default() }
}

/// Reads one table and gives its forms.
pub fn forms(bytes: &[u8], options: &ReadOptions, kind: FormKind) -> Vec<Form> {
    let file = read_with("表.xlsx", bytes, options).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(file.tables.len(), 1, "{:#?}", file.tables);
    assert_eq!(file.tables[0].kind, kind);
    assert_eq!(file.tables[0].rejects, [], "{:#?}", file.tables[0]);
    file.tables[0].batch.forms.iter().map(|(_, form)| form.clone()).collect()
}

/// One form only.
pub fn form(bytes: &[u8], options: &ReadOptions, kind: FormKind) -> Form {
    let mut forms = forms(bytes, options, kind);
    assert_eq!(forms.len(), 1, "{forms:#?}");
    forms.remove(0)
}

/// `level1/level2/level3=target` of each indicator.
pub fn brief(indicators: &[Indicator]) -> Vec<String> {
    indicators.iter().map(|i| format!("{}/{}/{}={}", i.level1, i.level2, i.level3, i.target)).collect()
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, text: &str) {
    if let Some(number) = text.strip_prefix("n:") {
        sheet.write_number(row, column, number.parse::<f64>().unwrap()).unwrap();
    } else if let Some(number) = text.strip_prefix("p:") {
        let percent = Format::new().set_num_format("0%");
        sheet.write_number_with_format(row, column, number.parse::<f64>().unwrap(), &percent).unwrap();
    } else if let Some(date) = text.strip_prefix("d:") {
        let format = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
        let date = ExcelDateTime::parse_from_str(date).unwrap();
        sheet.write_datetime_with_format(row, column, &date, &format).unwrap();
    } else {
        sheet.write_string(row, column, text).unwrap();
    }
}

/// Draws a grid on a sheet.
pub fn draw(sheet: &mut Worksheet, grid: Grid<'_>) {
    let plain = Format::new();
    for (row, cells) in grid.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            if matches!(*text, "<" | "^" | "") {
                continue;
            }
            let right = cells[column + 1..].iter().take_while(|next| **next == "<").count();
            let down = grid[row + 1..].iter().take_while(|next| next.get(column) == Some(&"^")).count();
            let (row, column) = (row as u32, column as u16);
            if right + down > 0 {
                sheet.merge_range(row, column, row + down as u32, column + right as u16, "", &plain).unwrap();
            }
            put(sheet, row, column, text);
        }
    }
}

pub fn xlsx(pages: &[(&str, Grid<'_>)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, grid) in pages {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        draw(sheet, grid);
    }
    book.save_to_buffer().unwrap()
}

/// The same page as delimited text: merged cells are blank, numbers as shown.
pub fn csv(grid: Grid<'_>) -> String {
    let mut text = String::new();
    for cells in grid {
        let cells: Vec<String> = cells
            .iter()
            .map(|cell| match cell.split_once(':') {
                Some(("n" | "d", shown)) => shown.to_owned(),
                Some(("p", shown)) => format!("{}%", shown.parse::<f64>().unwrap() * 100.0),
                _ if matches!(*cell, "<" | "^") => String::new(),
                _ => format!("\"{}\"", cell.replace('"', "\"\"")),
            })
            .collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}
