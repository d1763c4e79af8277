//! The opinions sheet (绩效目标评审意见), exactly as the finance system reads it back (forms.md 1.1).
//!
//! One sheet, one heading row, one row per project or department. Cells are inert: text that a spreadsheet would take
//! for a formula gets the quote prefix (xlsx) or a leading `'` (csv), never a formula cell. The same lines give the
//! same bytes on every machine and day.

use std::io::Write as _;
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use crate::config::fill;
use crate::model::ids::sha256;
use crate::model::problem::{Problem, ProblemKind};

use super::atomic::{write_atomically, write_failed};
use super::delimited::{inert, is_formula_like};
use super::headings::opinion_sheet;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpinionLine {
    /// 单位编码
    pub unit_code: String,
    /// 单位名称
    pub unit_name: String,
    /// 项目编码; unused in the department variant.
    pub project_code: String,
    /// 项目名称; unused in the department variant.
    pub project_name: String,
    /// 修改意见, already joined into a numbered list.
    pub opinion: String,
}

/// Which of the two sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpinionSheet {
    /// 单位编码 · 单位名称 · 项目编码 · 项目名称 · 修改意见
    Project,
    /// 单位编码 · 单位名称 · 修改意见
    Department,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Rows below the heading row.
    pub rows: usize,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
}

/// Longest text a spreadsheet cell holds, in UTF-16 units.
const CELL_UNITS_MAX: usize = 32_767;

impl OpinionSheet {
    fn cells(self, line: &OpinionLine) -> Vec<&str> {
        match self {
            OpinionSheet::Project => {
                vec![&line.unit_code, &line.unit_name, &line.project_code, &line.project_name, &line.opinion]
            }
            OpinionSheet::Department => vec![&line.unit_code, &line.unit_name, &line.opinion],
        }
    }

    fn headings(self) -> &'static [String] {
        match self {
            OpinionSheet::Project => &opinion_sheet().project,
            OpinionSheet::Department => &opinion_sheet().department,
        }
    }
}

/// An opinion on one indicator, for a cell that holds several.
pub fn on_row(indicator: &str, text: &str) -> String {
    fill(&opinion_sheet().on_row, &[("indicator", indicator), ("text", text)])
}

/// What is said of one project, for a cell that holds several projects.
pub fn on_project(project: &str, text: &str) -> String {
    fill(&opinion_sheet().on_project, &[("project", project), ("text", text)])
}

/// A rectification demand (整改要求) with its due date.
pub fn demand(text: &str, due: &str) -> String {
    fill(&opinion_sheet().demand, &[("text", text), ("due", due)])
}

/// Writes the sheet as xlsx or csv, told by the ending of `path`.
///
/// # Errors
/// [`ProblemKind::Usage`] for other endings; a refusal when a cell is longer than a spreadsheet holds, when the file
/// exists and `replace` is not set, or when it cannot be written.
pub fn write_opinions(
    path: &Path,
    sheet: OpinionSheet,
    lines: &[OpinionLine],
    replace: bool,
) -> Result<Written, Problem> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    for (at, line) in lines.iter().enumerate() {
        for cell in sheet.cells(line) {
            if cell.encode_utf16().count() > CELL_UNITS_MAX {
                return Err(Problem::refused("problem-cell-too-long-to-export")
                    .with("row", at + 2)
                    .with("project", &line.project_name)
                    .with("most", CELL_UNITS_MAX));
            }
        }
    }
    let bytes = match ending.as_deref() {
        Some("xlsx") => xlsx(sheet, lines).map_err(Problem::internal)?,
        Some("csv") => csv(sheet, lines).map_err(Problem::internal)?,
        _ => {
            return Err(Problem::new(ProblemKind::Usage, "problem-export-ending")
                .with("path", path.display())
                .with("endings", "xlsx, csv"));
        }
    };
    write_atomically(path, replace, |file| file.write_all(&bytes).map_err(|error| write_failed(path, &error)))?;
    Ok(Written { rows: lines.len(), sha256: sha256(&bytes).iter().map(|byte| format!("{byte:02x}")).collect() })
}

fn xlsx(sheet: OpinionSheet, lines: &[OpinionLine]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The day the workbook was made would make the same opinions differ from one day to the next.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let page = book.add_worksheet();
    page.set_name(&opinion_sheet().name)?;
    let heading = Format::new().set_bold();
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_num_format("@");
    let quoted = plain.clone().set_quote_prefix();
    let last = sheet.headings().len().saturating_sub(1);
    for (column, text) in sheet.headings().iter().enumerate() {
        page.write_string_with_format(0, column as u16, text, &heading)?;
        page.set_column_width(column as u16, if column == last { 80 } else { 24 })?;
    }
    for (row, line) in lines.iter().enumerate() {
        for (column, text) in sheet.cells(line).into_iter().enumerate() {
            let format = if is_formula_like(text) || text.starts_with('\'') { &quoted } else { &plain };
            page.write_string_with_format(row as u32 + 1, column as u16, text, format)?;
        }
    }
    page.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

fn csv(sheet: OpinionSheet, lines: &[OpinionLine]) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut bytes);
    writer.write_record(sheet.headings())?;
    for line in lines {
        writer.write_record(sheet.cells(line).into_iter().map(inert))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}
