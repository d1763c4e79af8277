//! The heading row of a list, what kind of list it opens, and what stands above it.

use std::collections::BTreeMap;

use crate::model::form::{Form, FormKind};
use crate::model::money::MoneyUnit;

use super::funds;
use super::heading_row::{HeadingRow, Part};
use super::headings::{self, Column, Label};
use super::indicators::{self, IndicatorTable};
use super::party::party;
use super::read::Reason;
use super::sheet::Sheet;

/// Cells of a row by which it is told that it is no heading.
pub(super) const LOOKED_AT: usize = 3;

/// A heading row.
#[derive(Debug)]
pub(super) struct Header {
    /// Where each meaning stands.
    pub columns: BTreeMap<Column, u16>,
    /// Headings by place.
    pub texts: BTreeMap<u16, String>,
    /// Units of money that headings, or the groups they stand under, name.
    pub units: BTreeMap<u16, MoneyUnit>,
    /// Columns that are kept under their headings.
    pub others: Vec<Part>,
    /// The indicators of a row, where the list has some.
    pub table: Option<IndicatorTable>,
    /// What deserves a remark once the list has a row.
    pub remarks: Vec<(u16, Reason)>,
    /// The last row of headings.
    pub last_row: u32,
    so_far: bool,
}

/// Whether a heading is one of these words.
fn is_one_of(text: &str, words: &[String]) -> bool {
    let squeezed = headings::squeeze(text);
    words.contains(&squeezed)
}

impl Header {
    /// Recognises a heading row of a list that names its project (or, for opinions, its unit; for a library, nobody).
    pub fn read(sheet: &Sheet, row: u32) -> Option<Header> {
        let cells = sheet.cells(row);
        // Most rows of a long list are told from headings by their first cells.
        if cells.len() < 3 || !cells.iter().take(LOOKED_AT).any(|(_, cell)| headings::column(&cell.text).is_some()) {
            return None;
        }
        let printed = HeadingRow::read(sheet, row);
        let of_indicators = printed.headings.iter().any(|heading| {
            headings::columns(&heading.text).iter().any(|column| matches!(column, Column::Level2 | Column::Level3))
        });
        let mut header = Header {
            columns: BTreeMap::new(),
            texts: BTreeMap::new(),
            units: BTreeMap::new(),
            others: Vec::new(),
            table: None,
            remarks: Vec::new(),
            last_row: printed.last_row,
            so_far: false,
        };
        let mut name_heading = None;
        for heading in &printed.headings {
            if let Some(unit) = funds::unit_in(&heading.text).or_else(|| funds::unit_in(&heading.group)) {
                header.units.insert(heading.left, unit);
            }
            let mut column = headings::column_among(&heading.text, of_indicators);
            if column == Some(Column::Level3) {
                column = Some(indicators::name_column(&mut name_heading, &heading.text));
            }
            let repeats = header.repeats(&heading.text);
            header.texts.insert(heading.left, heading.text.clone());
            let part = || Part { left: heading.left, right: heading.right, text: heading.text.clone() };
            match column {
                Some(column) if !header.columns.contains_key(&column) => {
                    header.columns.insert(column, heading.left);
                }
                // Two lists side by side: whose a cell is cannot be told.
                Some(Column::Project | Column::ProjectCode) if repeats => return None,
                Some(_) => {
                    let reason = Reason::new("reason-column-beside").with("heading", &heading.text);
                    header.remarks.push((heading.left, reason));
                    header.others.push(part());
                }
                None => {
                    let reason = Reason::new("reason-column-unknown").with("heading", &heading.text);
                    header.remarks.push((heading.left, reason));
                    header.others.push(part());
                }
            }
        }
        if !header.is_list() {
            return None;
        }
        if of_indicators {
            // Everything in a library is said of the indicator of its row.
            let read = indicators::interpret(&printed.headings, header.is_library());
            header.so_far = read.so_far;
            header.table = read.tables.into_iter().next();
            if header.table.is_some() {
                let foreign = |left: &u16| !header.is_library() || !header.kept_by_library(*left);
                header.remarks = read.remarks.into_iter().filter(|(left, _)| foreign(left)).collect();
                header.others.clear();
            }
        }
        Some(header)
    }

    fn repeats(&self, text: &str) -> bool {
        let squeezed = headings::squeeze(text);
        self.texts.values().any(|known| headings::squeeze(known) == squeezed)
    }

    /// Whether there is a column of this meaning.
    pub fn has(&self, column: Column) -> bool {
        self.columns.contains_key(&column)
    }

    /// Whether a column names the project of a row.
    pub fn names_projects(&self) -> bool {
        [Column::ProjectCode, Column::Project, Column::UnitOrProject, Column::AnyCode]
            .iter()
            .any(|column| self.has(*column))
    }

    /// Indicators that belong to no project, with what is known of each: what it means, or what it is measured against.
    pub fn is_library(&self) -> bool {
        use Column::{
            Actual, Common, Evidence, Level3, RatioActual, Score, ValueDescription, ValueMethod, ValueSource,
        };
        let described =
            [Common, Evidence, ValueDescription, ValueMethod, ValueSource].iter().any(|column| self.has(*column));
        !self.names_projects() && self.has(Level3) && (described || self.measures())
            // What was reached belongs to somebody's form, in which a standard value is the target.
            && ![Actual, RatioActual, Score].iter().any(|column| self.has(*column))
    }

    /// Whether it says what indicators are measured against, and of which kind they are or who said so.
    fn measures(&self) -> bool {
        let words = headings::words();
        let any = |known: &[String]| self.texts.values().any(|text| is_one_of(text, known));
        any(&words.yardsticks) && any(&words.library_columns)
    }

    /// Headings whose meaning is known, those of libraries among them where this is one.
    fn known(&self) -> usize {
        let more = self.texts.keys().filter(|left| self.kept_by_library(**left)).count();
        self.columns.len() + if self.is_library() { more } else { 0 }
    }

    /// Whether a column is read by its heading later, by whoever opens the library.
    fn kept_by_library(&self, left: u16) -> bool {
        let words = headings::words();
        let read = self.columns.values().any(|column| *column == left);
        let of_library = |text: &String| is_one_of(text, &words.library_columns) || is_one_of(text, &words.yardsticks);
        !read && self.texts.get(&left).is_some_and(of_library)
    }

    fn is_reply(&self) -> bool {
        [Column::Rectification, Column::RectificationTitle, Column::Feedback].iter().any(|column| self.has(*column))
    }

    fn is_list(&self) -> bool {
        let has_unit = self.has(Column::Unit) || self.has(Column::UnitCode);
        let project =
            [Column::ProjectCode, Column::Project, Column::UnitOrProject].iter().any(|column| self.has(*column));
        let opinion = self.has(Column::Opinion) && has_unit;
        let recheck = self.has(Column::AnyCode) && self.has(Column::AnyName) && self.has(Column::ExecutionRate);
        let departments = (self.has(Column::UnitCode) || self.has(Column::DepartmentCode)) && self.has(Column::Level3);
        // In a form, labels and values alternate: at most half of its cells are known words.
        (project || opinion || recheck || departments || self.is_library() || self.is_reply() && has_unit)
            && self.columns.len() >= 3
            && self.known() * 3 > self.texts.len() * 2
    }

    /// What kind of table it opens under this title.
    pub fn kind(&self, title: &str) -> FormKind {
        let words = headings::words();
        let has = |column| self.has(column);
        let whole_department = headings::has_word(title, &words.whole_department);
        if has(Column::Opinion) && !has(Column::Level3) {
            FormKind::OpinionList
        } else if self.is_library() {
            FormKind::IndicatorLibrary
        } else if self.is_reply() {
            FormKind::Reply
        } else if has(Column::Likelihood)
            || has(Column::SpendingOnTime)
            || has(Column::GoalOnTime)
            || has(Column::ReasonKind)
            || self.so_far
            || has(Column::Expected)
        {
            FormKind::Monitoring
        } else if has(Column::Level3) || has(Column::Level2) {
            match () {
                () if headings::has_word(title, &words.monitoring) => FormKind::Monitoring,
                () if whole_department || !self.names_projects() => FormKind::DepartmentOverall,
                () if self.table.as_ref().is_some_and(IndicatorTable::has_results) => FormKind::SelfEvaluation,
                () => FormKind::Target,
            }
        } else if has(Column::Conclusion)
            || has(Column::Notes)
            || has(Column::Score)
            || (has(Column::MidTermTotal) && has(Column::Total) && has(Column::FinanceDivision))
        {
            FormKind::RecheckList
        } else {
            FormKind::BudgetList
        }
    }
}

/// Rows above a list that may be its title.
const TITLES_MAX: usize = 3;

/// What stands above the heading row.
#[derive(Debug, Default)]
pub(super) struct Context {
    pub title: String,
    pub title_year: Option<u16>,
    pub column_year: Option<u16>,
    pub unit: Option<MoneyUnit>,
    pub labelled: Vec<(Label, String)>,
    /// Rows with one text alone.
    pub titles: Vec<String>,
}

impl Context {
    pub fn read(sheet: &Sheet, rows: &[u32]) -> Context {
        let mut context = Context::default();
        for row in rows.iter().rev().take(12).rev() {
            let cells = sheet.cells(*row);
            if let ([(_, alone)], true) = (cells.as_slice(), context.titles.len() < TITLES_MAX) {
                context.titles.push(alone.text.to_string());
            }
            for (at, (_, cell)) in cells.iter().enumerate() {
                let text = &cell.text;
                let beside = || cells.get(at + 1).map(|(_, next)| next.text.to_string());
                let found = match headings::inline_label(text).filter(|(_, value)| !value.is_empty()) {
                    Some((labels, value)) => labels.first().map(|label| (*label, value.to_owned())),
                    None => headings::labels(text).first().zip(beside()).map(|(label, value)| (*label, value)),
                };
                if let Some((label, value)) = found {
                    if label == Label::Year {
                        context.column_year = headings::plausible_year(&value).or(context.column_year);
                    }
                    context.labelled.push((label, value));
                }
                context.unit = funds::unit_in(text).or(context.unit);
                context.title_year = headings::title_year(text).or(context.title_year);
                context.title.push_str(text);
            }
        }
        context
    }

    pub fn fill(&self, form: &mut Form) {
        for (label, value) in &self.labelled {
            match label {
                Label::Department if form.department.name.is_empty() => form.department = party(value),
                Label::Unit | Label::FilingUnit | Label::WholeDepartment if form.unit.name.is_empty() => {
                    form.unit = party(value);
                }
                Label::Region if form.region.is_empty() => form.region.clone_from(value),
                _ => {}
            }
        }
    }
}
