//! A paper as a workbook: what is said on one sheet, each table on its own with its headings in the first row, native charts
//! beside them. Only [`super`] may import it.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Chart, ChartType, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::super::delimited::is_formula_like;
use super::super::sheet_names::SheetNames;
use super::clean;
use crate::model::paper::{Cell, Paper, Section};

/// What a sheet is called whose title is blank.
const UNNAMED: &str = "Sheet";

/// The bytes of the workbook. A paper of one table has it on the first sheet, so that it is read back as a table.
pub(super) fn workbook(paper: &Paper) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The day the workbook was made would make the same paper differ from one day to the next.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let mut names = SheetNames::default();
    let tables = || paper.sections.iter().filter(|section| !section.columns.is_empty());
    let alone = tables().count() == 1;
    if !alone {
        said(book.add_worksheet(), paper, &mut names)?;
    }
    for section in tables() {
        let name = names.take(&clean(&section.title), UNNAMED);
        table(book.add_worksheet(), section, &name)?;
    }
    if alone {
        said(book.add_worksheet(), paper, &mut names)?;
    }
    book.save_to_buffer()
}

/// Narrowest column, in characters.
const LEAST_WIDTH: u16 = 6;

/// Width of the sheet of what is said, in characters.
const SAID_WIDTH: u16 = 100;

/// Height of one line of text, in points.
const LINE_HEIGHT: u32 = 15;

/// Tallest row that a workbook may have, in lines.
const MOST_LINES: u32 = 27;

/// Makes a row as tall as its texts need, each with the width of its column in characters. Not every program does that by
/// itself when it opens a file.
fn grow<'a>(page: &mut Worksheet, row: u32, texts: impl IntoIterator<Item = (&'a str, u16)>) -> Result<(), XlsxError> {
    let lines = texts.into_iter().map(|(text, width)| lines(text, u32::from(width))).max().unwrap_or(1);
    if lines > 1 {
        page.set_row_height(row, LINE_HEIGHT * lines.min(MOST_LINES))?;
    }
    Ok(())
}

/// Lines that a text takes in a column; an ideograph is two characters wide.
fn lines(text: &str, width: u32) -> u32 {
    let wide = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<u32>();
    // One less than the column has: words and ideographs are not split at its edge.
    text.split('\n').map(|line| wide(line).div_ceil(width.saturating_sub(1).max(1)).max(1)).sum()
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
fn said(page: &mut Worksheet, paper: &Paper, names: &mut SheetNames) -> Result<(), XlsxError> {
    page.set_name(names.take(&clean(&paper.title), UNNAMED))?;
    page.set_column_width(0, SAID_WIDTH)?;
    let bold = Format::new().set_bold().set_text_wrap();
    write(page, 0, 0, &paper.title, &bold.clone().set_font_size(16))?;
    let mut row = 1;
    for line in &paper.lines {
        grow(page, row, [(line.as_str(), SAID_WIDTH)])?;
        write(page, row, 0, line, &plain())?;
        row += 1;
    }
    for section in paper.sections.iter().filter(|section| !section.lines.is_empty()) {
        write(page, row, 0, &section.title, &bold)?;
        row += 1;
        for line in &section.lines {
            grow(page, row, [(line.as_str(), SAID_WIDTH)])?;
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
        page.set_column_width(at, column.width.max(LEAST_WIDTH))?;
    }
    let widths: Vec<u16> = section.columns.iter().map(|column| column.width.max(LEAST_WIDTH)).collect();
    grow(page, 0, section.columns.iter().map(|column| column.heading.as_str()).zip(widths.iter().copied()))?;
    let text = plain().set_num_format("@");
    for (row, cells) in (1_u32..).zip(&section.rows) {
        let texts = cells.iter().zip(&widths).filter_map(|(cell, width)| match cell {
            Cell::Text(text) => Some((text.as_str(), *width)),
            Cell::Number(_) => None,
        });
        grow(page, row, texts)?;
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
    chart.y_axis().set_reverse();
    page.insert_chart(1, column(section.columns.len()) + 1, &chart).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_tall_as_its_longest_text() {
        assert_eq!(lines("", 10), 1);
        assert_eq!(lines("123456789", 10), 1);
        assert_eq!(lines("1234567890", 10), 2);
        assert_eq!(lines("自评结果不实", 7), 2);
        assert_eq!(lines("一\n二\n三", 10), 3);
        assert_eq!(lines("不", 0), 2, "no column is too narrow to be reckoned with");
    }
}
