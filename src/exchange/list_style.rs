//! Lists: one heading row, one record per row (forms.md 1.1, 1.4–1.6, 1.8 and lists of projects).
//!
//! A list names its project in a column. An indicator library (指标库) names none: the whole table is one form of the
//! kind `indicator_library`, named by its title, else by its sheet (or by the one who imports), its indicators are the
//! rows. A list of budgets may tell how they were spent (项目执行情况); it stays a budget list. Rectification lists have one
//! form for each project, a line for each finding. Rows are read one by one: what a row means never depends on rows
//! further down.
//!
//! Indicator lists without such a column (1.2, 1.3, 1.7) are read like forms, see `form_segments`. Amounts are in 元
//! unless the heading or a label above says otherwise (the system tables of the integrated budget system are in 元).

use std::collections::{HashMap, HashSet};

use crate::model::form::{Form, FormKind, FundsLine, MoreField, Party, Place, PrintedCell};
use crate::model::money::MoneyUnit;

use super::funds;
use super::headings::{self, Column};
use super::indicators::IndicatorTable;
use super::list_header::{Context, Header};
use super::party::{party, project};
use super::read::{Draft, Harvest, ReadOptions, Reason};
use super::sheet::{Cell, Sheet};

mod streamed;

pub use streamed::Streamed;
use streamed::{Streaming, numbered};

/// Rows that a list takes up, both ends inside.
#[derive(Debug, Clone, Copy)]
pub struct Listed {
    /// From the row after the table before it.
    pub first: u32,
    /// To its last row.
    pub last: u32,
}

/// Reads every list of a sheet into drafts, and says which rows they took.
pub fn read(sheet: &Sheet, options: &ReadOptions, harvest: &mut Harvest) -> Vec<Listed> {
    let (mut listed, open) = walk(sheet, options, harvest);
    if let Some(list) = open {
        listed.push(list.finish(harvest));
    }
    listed
}

/// The lists of a sheet that end in it, and the one that may go on.
fn walk(sheet: &Sheet, options: &ReadOptions, harvest: &mut Harvest) -> (Vec<Listed>, Option<List>) {
    let rows: Vec<u32> = sheet.row_numbers().collect();
    let mut listed = Vec::new();
    let mut open: Option<List> = None;
    let mut above = 0;
    let mut skip_to = 0;
    for (at, row) in rows.iter().enumerate() {
        if *row < skip_to {
            continue;
        }
        if let Some(header) = Header::read(sheet, *row) {
            skip_to = header.last_row + 1;
            if let Some(list) = open.as_mut().filter(|list| list.header.columns == header.columns) {
                // The heading row printed again on the next page.
                list.last = header.last_row;
                continue;
            }
            if let Some(list) = open.take() {
                listed.push(list.finish(harvest));
            }
            let context = Context::read(sheet, &rows[above..at]);
            open = Some(List::new(header, context, *row, options));
            above = at + 1;
            continue;
        }
        let Some(list) = open.as_mut() else { continue };
        let cells = sheet.cells(*row);
        if cells.len() == 1 && headings::is_title(&cells[0].1.text) {
            if let Some(list) = open.take() {
                listed.push(list.finish(harvest));
            }
            above = at;
            continue;
        }
        list.row(sheet, *row, harvest);
        above = at + 1;
    }
    (listed, open)
}

struct List {
    header: Header,
    context: Context,
    first: u32,
    last: u32,
    kind: FormKind,
    table: Option<IndicatorTable>,
    drafts: Vec<Draft>,
    /// Projects by what names them, to their number and first row. Names are kept as hashes: there may be a million.
    by_project: HashMap<u64, (u32, u32)>,
    /// Projects and columns of which it was said that their rows differ.
    remarked: HashSet<(usize, u16)>,
    current: Option<usize>,
    /// What goes on while a list is taken row by row.
    streaming: Streaming,
    unit: Party,
    told: bool,
    given: Option<String>,
}

impl List {
    fn new(mut header: Header, context: Context, first: u32, options: &ReadOptions) -> List {
        let kind = options.kind.unwrap_or_else(|| header.kind(&context.title));
        let table = header.table.take();
        let streaming = Streaming::new(&header, kind);
        List {
            last: header.last_row,
            header,
            context,
            first,
            kind,
            table,
            drafts: Vec::new(),
            by_project: HashMap::new(),
            remarked: HashSet::new(),
            current: None,
            streaming,
            unit: Party::default(),
            told: false,
            given: options.project.clone(),
        }
    }

    fn finish(mut self, harvest: &mut Harvest) -> Listed {
        harvest.drafts.extend(self.drafts.drain(..).map(numbered));
        Listed { first: self.first, last: self.last }
    }

    fn shown<'a>(&self, sheet: &'a Sheet, row: u32, column: Column) -> Option<&'a Cell> {
        let place = *self.header.columns.get(&column)?;
        let area = sheet.area(row, place);
        // A cell merged across columns belongs to the left one.
        if area.left != place && self.header.texts.contains_key(&area.left) {
            return None;
        }
        sheet.own(area.top, area.left)
    }

    fn text(&self, sheet: &Sheet, row: u32, column: Column) -> Option<String> {
        self.shown(sheet, row, column).map(|cell| cell.text.to_string())
    }

    fn row(&mut self, sheet: &Sheet, row: u32, harvest: &mut Harvest) {
        self.last = row;
        let mut cells = sheet.each_cell(row);
        let Some((first, first_text)) = cells.next().map(|(place, cell)| (place, cell.text.as_str())) else {
            return;
        };
        let few = cells.nth(1).is_none();
        if !self.streaming.counts_like_before(first_text, few)
            && (headings::is_total_row(first_text) || (few && headings::is_foot_row(first_text)))
        {
            return;
        }
        self.streaming.counted(first_text, few);
        if !std::mem::replace(&mut self.told, true) {
            for (place, reason) in &self.header.remarks {
                harvest.warn(sheet, self.header.last_row, *place, reason.clone());
            }
        }
        let indicator = self.table.as_ref().is_some_and(|_| self.has_indicator(sheet, row));
        let at = match self.same_project(sheet, row, indicator) {
            Some(at) => at,
            None => {
                let Some(at) = self.project_of(sheet, row, indicator, (first, first_text), harvest) else { return };
                if self.current != Some(at) {
                    if let Some(table) = self.table.as_mut() {
                        table.restart();
                    }
                    self.current = Some(at);
                }
                self.fill(sheet, row, at, harvest);
                self.remember(sheet, row, indicator);
                at
            }
        };
        if let Some(table) = self.table.as_mut() {
            let read = table.row(sheet, row);
            self.drafts[at - self.streaming.handed_on].form.indicators.extend(read.indicators);
            for (place, reason) in read.remarks {
                harvest.warn(sheet, row, place, reason);
            }
        }
    }

    fn has_indicator(&self, sheet: &Sheet, row: u32) -> bool {
        [Column::Level1, Column::Level2, Column::Level3, Column::Target, Column::Actual]
            .iter()
            .any(|column| self.header.columns.get(column).is_some_and(|place| sheet.shown(row, *place).is_some()))
    }

    /// Which project a row speaks of; a new draft for one not met before. `None` for rows that are left out.
    fn project_of(
        &mut self,
        sheet: &Sheet,
        row: u32,
        indicator: bool,
        (place, first_text): (u16, &str),
        harvest: &mut Harvest,
    ) -> Option<usize> {
        if self.header.is_library() {
            return self.library(sheet, row, harvest);
        }
        let text = |column| self.text(sheet, row, column);
        let mut code = text(Column::ProjectCode).or_else(|| text(Column::AnyCode));
        let mut name = text(Column::Project).or_else(|| text(Column::AnyName));
        if let (None, Some(mixed)) = (&name, text(Column::UnitOrProject)) {
            if !indicator {
                // 单位名称/项目名称: a row without indicators and goal names the unit of the projects below it.
                if text(Column::Goal).is_none() {
                    self.unit = party(&mixed);
                    self.current = None;
                    return None;
                }
            }
            name = Some(mixed);
        }
        if let (None, Some(printed)) = (&code, &name) {
            let (split, rest) = project(printed);
            (code, name) = (split, Some(rest));
        }
        let unit = self.unit_of(sheet, row);
        if !self.header.names_projects() {
            name = Some(unit.name.clone()).filter(|name| !name.is_empty());
            code = None;
        }
        if code.is_none() && name.is_none() {
            let goes_on = indicator && self.current.is_some();
            if !goes_on {
                harvest.reject(sheet, row, place, first_text, Reason::new("reason-no-project"));
                return None;
            }
            return self.current;
        }
        // A project printed without its code in the rows below its first one is still the same project.
        if let (None, Some(name), Some(current)) = (&code, &name, self.current)
            && indicator
            && self.drafts[current - self.streaming.handed_on].form.name == *name
            && unit.name.is_empty()
        {
            return self.current;
        }
        let year = self.text(sheet, row, Column::Year).and_then(|text| headings::plausible_year(&text));
        let key = match &code {
            Some(code) => streamed::named(year, &[code]),
            None => {
                let unit_code = unit.code.as_deref().unwrap_or_default();
                streamed::named(year, &["", &unit.name, unit_code, name.as_deref().unwrap_or_default()])
            }
        };
        if let Some((known, first_row)) = self.by_project.get(&key).copied() {
            let goes_on = self.kind == FormKind::Reply || self.header.has(Column::FundsSource);
            if self.table.is_none() && !goes_on {
                let reason = Reason::new("reason-duplicate-project").with("row", first_row);
                harvest.reject(sheet, row, place, code.as_ref().or(name.as_ref()).map_or("", |text| text), reason);
                return None;
            }
            self.streaming.met_again |= (known as usize) < self.streaming.handed_on;
            return Some(known as usize).filter(|_| !self.streaming.met_again);
        }
        let mut form = Form::new(self.kind, 0);
        form.code = code;
        form.name = name.unwrap_or_default();
        form.unit = unit;
        self.begin(sheet, row, form, year);
        let number = self.streaming.handed_on + self.drafts.len() - 1;
        self.by_project.insert(key, (number as u32, row + 1));
        Some(number)
    }

    /// A library belongs to no project: it is one form, named by its title, else by its sheet.
    fn library(&mut self, sheet: &Sheet, row: u32, harvest: &mut Harvest) -> Option<usize> {
        if self.current.is_some() {
            return self.current;
        }
        let title = self.context.titles.iter().find(|title| headings::has_word(title, &headings::words().library));
        let name = self.given.as_ref().or(title).or(self.context.titles.first()).unwrap_or(&sheet.name);
        if name.is_empty() {
            if !harvest.nameless.contains(&sheet.name) {
                harvest.nameless.push(sheet.name.clone());
            }
            return None;
        }
        let mut form = Form::new(self.kind, 0);
        form.name.clone_from(name);
        self.begin(sheet, row, form, None);
        Some(self.streaming.handed_on + self.drafts.len() - 1)
    }

    fn begin(&mut self, sheet: &Sheet, row: u32, form: Form, year: Option<u16>) {
        self.drafts.push(Draft {
            form,
            place: Place { sheet: sheet.name.clone(), row: row + 1 },
            column_year: year.or(self.context.column_year),
            title_year: self.context.title_year,
        });
    }

    fn unit_of(&self, sheet: &Sheet, row: u32) -> Party {
        let mut unit = self.text(sheet, row, Column::Unit).map(|text| party(&text)).unwrap_or_default();
        if let Some(code) = self.text(sheet, row, Column::UnitCode) {
            unit.code = Some(code);
        }
        if unit.name.is_empty() && unit.code.is_none() { self.unit.clone() } else { unit }
    }

    /// Takes over what a row says about its project and the rows before did not.
    fn fill(&mut self, sheet: &Sheet, row: u32, at: usize, harvest: &mut Harvest) {
        let is_indicators = self.table.is_some();
        let default_unit = self.context.unit.unwrap_or(MoneyUnit::Yuan);
        let code = self.text(sheet, row, Column::DepartmentCode);
        let cells: Vec<(Column, u16, &Cell)> = self
            .header
            .columns
            .iter()
            .filter(|(column, _)| !column.is_of_indicators() || !is_indicators)
            .filter_map(|(column, place)| self.shown(sheet, row, *column).map(|cell| (*column, *place, cell)))
            .collect();
        let others: Vec<PrintedCell> = self
            .header
            .others
            .iter()
            .filter(|_| !is_indicators)
            .filter_map(|part| sheet.shown(row, part.left).map(|cell| (part, cell)))
            .map(|(part, cell)| PrintedCell { heading: part.text.clone(), text: cell.text.to_string() })
            .collect();
        let source = self.text(sheet, row, Column::FundsSource);
        let reply = self.kind == FormKind::Reply;
        let form = &mut self.drafts[at - self.streaming.handed_on].form;
        self.context.fill(form);
        form.others.extend(others);
        let sources = source.is_some();
        let divided = source.is_some_and(|source| self::divided(form, &source, &cells));
        let mut differing: Vec<(u16, String)> = Vec::new();
        for (column, place, cell) in cells {
            let text = || cell.text.to_string();
            let slot = match column {
                Column::Region => {
                    if form.region.is_empty() {
                        form.region = text();
                    }
                    continue;
                }
                Column::Department => {
                    if form.department.name.is_empty() {
                        form.department = party(&cell.text);
                    }
                    continue;
                }
                Column::Goal | Column::GoalMidTerm | Column::GoalActual => {
                    let goal = match column {
                        Column::Goal => &mut form.goal.annual,
                        Column::GoalMidTerm => &mut form.goal.mid_term,
                        _ => &mut form.goal.actual,
                    };
                    if *goal.get_or_insert_with(text) != *cell.text {
                        differing.push((place, goal.clone().unwrap_or_default()));
                    }
                    continue;
                }
                Column::ExecutionRate if divided => continue,
                Column::ExecutionRate => {
                    form.funds.execution_rate.get_or_insert_with(text);
                    continue;
                }
                Column::SelfGrade => {
                    form.self_grade.get_or_insert_with(text);
                    continue;
                }
                Column::SelfScore => {
                    let score = form.self_score.get_or_insert_with(text);
                    if *score != *cell.text {
                        differing.push((place, score.clone()));
                    }
                    continue;
                }
                Column::Score if !is_indicators => {
                    form.self_score.get_or_insert_with(text);
                    continue;
                }
                Column::Total => &mut form.funds.total,
                Column::MidTermTotal => &mut form.funds.mid_term_total,
                Column::Fiscal => &mut form.funds.fiscal,
                Column::Other => &mut form.funds.other,
                Column::CarriedOver => &mut form.funds.carried_over,
                Column::Initial => &mut form.funds.initial,
                Column::Adjusted => &mut form.funds.adjusted,
                Column::Executed => &mut form.funds.executed,
                other => {
                    let heading = self.header.texts.get(&place);
                    match (more(other, is_indicators), heading) {
                        // Several findings about one project: a line for each.
                        (Some(field), _) if reply && form.more.contains_key(&field) => {
                            let lines = form.more.entry(field).or_default();
                            lines.push('\n');
                            lines.push_str(&cell.text);
                        }
                        (Some(field), _) => {
                            form.more.entry(field).or_insert_with(text);
                        }
                        (None, Some(heading)) if !is_indicators && !names(other) && !sources => {
                            form.others.push(PrintedCell { heading: heading.clone(), text: text() });
                        }
                        _ => {}
                    }
                    continue;
                }
            };
            if divided {
                continue;
            }
            let unit = self.header.units.get(&place).copied().unwrap_or(default_unit);
            if let Some(known) = slot {
                // `90` and `90.00` are the same amount.
                let same =
                    || known.fen.is_some() && funds::amount(cell, unit).0.and_then(|other| other.fen) == known.fen;
                if known.raw != *cell.text && !same() {
                    differing.push((place, known.raw.clone()));
                }
                continue;
            }
            let (amount, remark) = funds::amount(cell, unit);
            *slot = amount;
            if let Some(remark) = remark {
                harvest.warn(sheet, row, place, remark);
            }
        }
        if let Some(code) = code {
            form.department.code.get_or_insert(code);
        }
        // The first row of a project counts; that another one says otherwise is told once for each column.
        for (place, first) in differing {
            if self.remarked.insert((at, place)) {
                let heading = self.header.texts.get(&place).cloned().unwrap_or_default();
                let reason = Reason::new("reason-differs-from-first").with("heading", heading).with("first", first);
                harvest.warn(sheet, row, place, reason);
            }
        }
    }
}

/// A project whose money stands in one row for each source: every row is a line of its funds, and only a row that sums
/// them up, or the only one, tells the whole. Answers whether this row tells a part.
fn divided(form: &mut Form, source: &str, cells: &[(Column, u16, &Cell)]) -> bool {
    use Column::{Adjusted, Adjustment, Executed, ExecutionRate, Fiscal, Initial, Other, Score, Total};
    let amount = |column: &Column| {
        matches!(column, Initial | Adjustment | Adjusted | Executed | ExecutionRate | Total | Fiscal | Other | Score)
    };
    let mut printed: Vec<(u16, String)> = cells
        .iter()
        .filter(|(column, ..)| amount(column))
        .map(|(_, place, cell)| (*place, cell.text.to_string()))
        .collect();
    printed.sort();
    let funds = &mut form.funds;
    let whole = headings::is_total_row(source);
    let known_whole = funds.lines.iter().any(|line| headings::is_total_row(&line.label));
    if whole || (funds.lines.len() == 1 && !known_whole) {
        (funds.initial, funds.adjusted, funds.executed, funds.total) = (None, None, None, None);
        funds.execution_rate = None;
    }
    let part = !whole && !funds.lines.is_empty();
    let printed = printed.into_iter().map(|(_, text)| text).collect();
    funds.lines.push(FundsLine { label: source.to_owned(), cells: printed });
    part
}

/// Columns that say whom a row speaks of.
fn names(column: Column) -> bool {
    use Column::{
        AnyCode, AnyName, Department, DepartmentCode, FundsSource, Project, ProjectCode, Region, Sequence, Unit,
        UnitCode, UnitOrProject, Year,
    };
    matches!(column, AnyCode | AnyName | Department | DepartmentCode | FundsSource | Project | ProjectCode | Region)
        || matches!(column, Sequence | Unit | UnitCode | UnitOrProject | Year)
}

/// Fields of a project that have no place of their own. Those that an indicator table also has belong to its rows.
fn more(column: Column, is_indicators: bool) -> Option<MoreField> {
    Some(match column {
        Column::ProjectNature => MoreField::ProjectNature,
        Column::ProjectClass => MoreField::ProjectClass,
        Column::Period => MoreField::Period,
        Column::FinanceDivision => MoreField::FinanceDivision,
        Column::Opinion => MoreField::Opinion,
        Column::State => MoreField::State,
        Column::Increase => MoreField::Increase,
        Column::Decrease => MoreField::Decrease,
        Column::ReasonKind => MoreField::ReasonKind,
        Column::Analysis => MoreField::Analysis,
        Column::SpendingOnTime => MoreField::SpendingOnTime,
        Column::GoalOnTime => MoreField::GoalOnTime,
        Column::GoalAdjustment => MoreField::GoalAdjustment,
        Column::Problems => MoreField::Problems,
        Column::Conclusion => MoreField::Conclusion,
        Column::Notes => MoreField::Notes,
        Column::ParentProject => MoreField::ParentProject,
        Column::ProjectLevel => MoreField::ProjectLevel,
        Column::RectificationTitle => MoreField::RectificationTitle,
        Column::RectificationKind => MoreField::RectificationKind,
        Column::Rectification => MoreField::Rectification,
        Column::RectificationFile => MoreField::RectificationFile,
        Column::Due => MoreField::Due,
        Column::ProblemClass => MoreField::ProblemClass,
        Column::Feedback => MoreField::Feedback,
        Column::FeedbackFile => MoreField::FeedbackFile,
        Column::FeedbackOn => MoreField::FeedbackOn,
        Column::BudgetAdvice => MoreField::BudgetAdvice,
        Column::FinanceBudgetAdvice => MoreField::FinanceBudgetAdvice,
        Column::Completed => MoreField::Completed,
        Column::Assessor => MoreField::Assessor,
        Column::Evidence if !is_indicators => MoreField::Evidence,
        Column::Remark if !is_indicators => MoreField::Remark,
        Column::Measures if !is_indicators => MoreField::Measures,
        Column::Description if !is_indicators => MoreField::Description,
        _ => return None,
    })
}
