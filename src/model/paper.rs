//! A paper for people outside: a title, lines, tables, bars. The same paper becomes a workbook, a text document or a page.
//!
//! Everything in it is text as it will stand there; numbers keep their exact decimal. Who may import it: everyone. Deliberately
//! absent: how it is written ([`crate::exchange::papers`]), and escaping, which is done where text becomes a file.

use rust_decimal::Decimal;

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paper {
    /// Tag of its language, e.g. `zh-CN`.
    pub language: &'static str,
    /// Title.
    pub title: String,
    /// Lines under the title: conclusions, in the order in which they are told.
    pub lines: Vec<String>,
    /// What follows.
    pub sections: Vec<Section>,
}

/// A part of a paper: lines, a table, bars drawn from it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// Its heading; also the name of its sheet in a workbook.
    pub title: String,
    /// Lines between heading and table.
    pub lines: Vec<String>,
    /// Columns of the table; none where there is no table.
    pub columns: Vec<Column>,
    /// Rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// Bars of what the table holds.
    pub chart: Option<Chart>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// Heading.
    pub heading: String,
    /// Width in half-width characters.
    pub width: u16,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text, never taken for a formula.
    Text(String),
    /// A number, printed with the places it has.
    Number(Decimal),
}

impl Cell {
    /// Text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A count.
    pub fn count(count: u64) -> Cell {
        Cell::Number(Decimal::from(count))
    }

    /// A number, or nothing where there is none.
    pub fn number(number: Option<Decimal>) -> Cell {
        number.map_or_else(|| Cell::Text(String::new()), Cell::Number)
    }

    /// As it is printed.
    pub fn shown(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
        }
    }
}

/// Bars: one for each row, or several side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// Column with the names of the bars.
    pub names: usize,
    /// Columns with their lengths; what is no number there is drawn as nothing.
    pub values: Vec<usize>,
}
