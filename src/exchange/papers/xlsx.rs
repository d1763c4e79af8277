//! A paper as a workbook: what is said on one sheet, each table on its own with its headings in the first row, native charts
//! beside them. Only [`super`] may import it.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Chart, ChartType, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::super::delimited::is_formula_like;
use super::clean;
use crate::model::paper::{Cell, Paper, Section};

/// Longest name of a sheet, in UTF-16 units.
const NAME_UNITS_MAX: usize = 31;

/// The bytes of the workbook. A paper of one table has it on the first sheet, so that it is read back as a table.
pub(super) fn workbook(paper: &Paper) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The day the workbook was made would make the same paper differ from one day to the next.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let mut taken = BTreeSet::new();
    let tables = || paper.sections.iter().filter(|section| !section.columns.is_empty());
    let alone = tables().count() == 1;
    if !alone {
        said(book.add_worksheet(), paper, &mut taken)?;
    }
    for section in tables() {
        let name = sheet_name(&section.title, &mut taken);
        table(book.add_worksheet(), section, &name)?;
    }
    if alone {
        said(book.add_worksheet(), paper, &mut taken)?;
    }
    book.save_to_buffer()
}

/// A name that a workbook takes and that no other sheet has.
fn sheet_name(title: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = clean(title)
        .chars()
        .map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'' | '\n') { '_' } else { c })
        .collect();
    let mut name = cut(&plain, NAME_UNITS_MAX);
    let mut number = 2;
    while name.is_empty() || !taken.insert(name.to_lowercase()) {
        let ending = format!("-{number}");
        name = cut(&plain, NAME_UNITS_MAX - ending.len()) + ending.as_str();
        number += 1;
    }
    name
}

fn cut(text: &str, units: usize) -> String {
    let mut left = units;
    text.chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= left;
            left -= if fits { c.len_utf16() } else { left };
            fits
        })
        .collect()
}

fn plain() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// Writes text inertly, whatever it is.
fn write(page: &mut Worksheet, row: u32, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    let text = clean(text);
    let quoted = is_formula_like(&text) || text.starts_with('\'');
    let format = if quoted { format.clone().set_quote_prefix() } else { format.clone() };
    page.write_string_with_format(row, column, &text, &format).map(|_| ())
}

/// Title and lines, and what is said of each table.
fn said(page: &mut Worksheet, paper: &Paper, taken: &mut BTreeSet<String>) -> Result<(), XlsxError> {
    page.set_name(sheet_name(&paper.title, taken))?;
    page.set_column_width(0, 100)?;
    let bold = Format::new().set_bold().set_text_wrap();
    write(page, 0, 0, &paper.title, &bold.clone().set_font_size(16))?;
    let mut row = 1;
    for line in &paper.lines {
        write(page, row, 0, line, &plain())?;
        row += 1;
    }
    for section in paper.sections.iter().filter(|section| !section.lines.is_empty()) {
        write(page, row, 0, &section.title, &bold)?;
        row += 1;
        for line in &section.lines {
            write(page, row, 0, line, &plain())?;
            row += 1;
        }
    }
    Ok(())
}

/// A number keeps its places: the workbook holds the nearest double, which prints as the same decimal.
fn number(page: &mut Worksheet, row: u32, column: u16, number: Decimal) -> Result<(), XlsxError> {
    let places = usize::try_from(number.scale()).unwrap_or_default();
    let shape = if places == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(places)) };
    let format = Format::new().set_align(FormatAlign::Top).set_num_format(shape);
    match number.to_string().parse::<f64>() {
        Ok(double) => page.write_number_with_format(row, column, double, &format).map(|_| ()),
        Err(_) => write(page, row, column, &number.to_string(), &plain()),
    }
}

fn table(page: &mut Worksheet, section: &Section, name: &str) -> Result<(), XlsxError> {
    page.set_name(name)?;
    let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    for (at, column) in (0_u16..).zip(&section.columns) {
        write(page, 0, at, &column.heading, &bold)?;
        page.set_column_width(at, column.width.max(6))?;
    }
    let text = plain().set_num_format("@");
    for (row, cells) in (1_u32..).zip(&section.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Text(cell) => write(page, row, column, cell, &text)?,
                Cell::Number(cell) => number(page, row, column, *cell)?,
            }
        }
    }
    page.set_freeze_panes(1, 0)?;
    if !section.rows.is_empty() {
        chart(page, section, name)?;
    }
    Ok(())
}

fn chart(page: &mut Worksheet, section: &Section, name: &str) -> Result<(), XlsxError> {
    let Some(wanted) = &section.chart else { return Ok(()) };
    let column = |at: usize| u16::try_from(at).unwrap_or_default();
    let last = u32::try_from(section.rows.len()).unwrap_or_default();
    let mut chart = Chart::new(ChartType::Bar);
    chart.title().set_name(clean(&wanted.title).as_str());
    for value in &wanted.values {
        chart
            .add_series()
            .set_name((name, 0, column(*value)))
            .set_categories((name, 1, column(wanted.names), last, column(wanted.names)))
            .set_values((name, 1, column(*value), last, column(*value)));
    }
    // Names from top to bottom, as in the table.
    chart.x_axis().set_reverse();
    page.insert_chart(1, column(section.columns.len()) + 1, &chart).map(|_| ())
}
