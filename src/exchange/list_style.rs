//! Lists: one heading row, one record per row (forms.md 1.1, 1.4–1.6, 1.8 and lists of projects).
//!
//! A list names its project in a column. Indicator lists without such a column (1.2, 1.3, 1.7) are read like forms,
//! see `form_segments`. Amounts are in 元 unless the heading or a label above says otherwise (the system tables of the
//! integrated budget system are in 元).

use std::collections::{BTreeMap, HashMap};

use crate::model::form::{Form, FormKind, Horizon, MoreField, Place};
use crate::model::money::MoneyUnit;

use super::funds;
use super::headings::{self, Column, Label};
use super::indicators::{self, IndicatorTable};
use super::party::{party, project};
use super::read::{Draft, Harvest, ReadOptions, Reason};
use super::sheet::{Cell, Sheet};

mod streamed;

pub use streamed::Streamed;
use streamed::numbered;

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
        if let Some(header) = Header::read(sheet, *row, rows.get(at + 1).copied()) {
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

/// Cells of a row by which it is told whether it is a heading.
const LOOKED_AT: usize = 3;

/// A heading row.
#[derive(Debug)]
struct Header {
    columns: BTreeMap<Column, u16>,
    /// Those that may say something of the project, where rows hold indicators.
    of_project: Vec<Column>,
    texts: BTreeMap<u16, String>,
    unknown: Vec<(u16, String)>,
    last_row: u32,
}

impl Header {
    /// Recognises a heading row of a list that names its project (or, for opinions, its unit).
    fn read(sheet: &Sheet, row: u32, next: Option<u32>) -> Option<Header> {
        let cells = sheet.cells(row);
        // Most rows of a long list are told from headings by their first cells.
        if cells.len() < 3 || !cells.iter().take(LOOKED_AT).any(|(_, cell)| headings::column(&cell.text).is_some()) {
            return None;
        }
        let mut texts: BTreeMap<u16, String> =
            cells.iter().map(|(place, cell)| (*place, cell.text.to_string())).collect();
        let mut last_row = row;
        // A second heading row under grouped headings replaces them.
        if let Some(next) = next.filter(|next| *next == row + 1) {
            let below = sheet.cells(next);
            let grouped = cells.iter().any(|(place, _)| sheet.area(row, *place).right > *place);
            let deep = cells.iter().any(|(place, _)| sheet.area(row, *place).bottom > row);
            if (grouped || deep)
                && !below.is_empty()
                && below.iter().all(|(_, cell)| headings::column(&cell.text).is_some())
            {
                for (place, cell) in below {
                    texts.insert(place, cell.text.to_string());
                }
                last_row = next;
            }
        }
        let mut columns = BTreeMap::new();
        let mut unknown = Vec::new();
        let mut name_heading = None;
        for (place, text) in &texts {
            match headings::column(text) {
                Some(Column::Level3) => {
                    columns.entry(indicators::name_column(&mut name_heading, text)).or_insert(*place);
                }
                Some(column) => {
                    columns.entry(column).or_insert(*place);
                }
                None => unknown.push((*place, text.clone())),
            }
        }
        let of_project = streamed::of_project(&columns);
        let header = Header { columns, of_project, texts, unknown, last_row };
        header.is_list().then_some(header)
    }

    fn has(&self, column: Column) -> bool {
        self.columns.contains_key(&column)
    }

    fn is_list(&self) -> bool {
        let project =
            [Column::ProjectCode, Column::Project, Column::UnitOrProject].iter().any(|column| self.has(*column));
        let opinion = self.has(Column::Opinion) && (self.has(Column::Unit) || self.has(Column::UnitCode));
        let recheck = self.has(Column::AnyCode) && self.has(Column::AnyName) && self.has(Column::ExecutionRate);
        // In a form, labels and values alternate: at most half of its cells are known words.
        (project || opinion || recheck) && self.columns.len() >= 3 && self.columns.len() * 3 > self.texts.len() * 2
    }

    fn kind(&self, title: &str) -> FormKind {
        let words = headings::words();
        let has = |column| self.has(column);
        let whole_department = headings::has_word(title, &words.whole_department);
        if has(Column::Opinion) {
            FormKind::OpinionList
        } else if has(Column::Likelihood)
            || has(Column::SpendingOnTime)
            || has(Column::GoalOnTime)
            || has(Column::ReasonKind)
        {
            FormKind::Monitoring
        } else if has(Column::Level3) || has(Column::Level2) {
            match () {
                () if headings::has_word(title, &words.monitoring) => FormKind::Monitoring,
                () if has(Column::Actual) || has(Column::Score) => FormKind::SelfEvaluation,
                () if whole_department => FormKind::DepartmentOverall,
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

/// What stands above the heading row.
#[derive(Debug, Default)]
struct Context {
    title: String,
    title_year: Option<u16>,
    column_year: Option<u16>,
    unit: Option<MoneyUnit>,
    labelled: Vec<(Label, String)>,
}

impl Context {
    fn read(sheet: &Sheet, rows: &[u32]) -> Context {
        let mut context = Context::default();
        for row in rows.iter().rev().take(12).rev() {
            let cells = sheet.cells(*row);
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

    fn fill(&self, form: &mut Form) {
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
    current: Option<usize>,
    /// Drafts that are no longer here.
    handed_on: usize,
    /// A row spoke of a project that was handed on.
    met_again: bool,
    /// What the row before showed of its project, where it went on with the project of the row before it.
    before: Vec<Option<String>>,
    /// First cells of the last row that was no heading.
    begun: Vec<String>,
    unit: crate::model::form::Party,
    told: bool,
}

impl List {
    fn new(header: Header, context: Context, first: u32, options: &ReadOptions) -> List {
        let kind = options.kind.unwrap_or_else(|| header.kind(&context.title));
        let table = IndicatorTable::new(header.columns.clone());
        List {
            last: header.last_row,
            header,
            context,
            first,
            kind,
            table,
            drafts: Vec::new(),
            by_project: HashMap::new(),
            current: None,
            handed_on: 0,
            met_again: false,
            before: Vec::new(),
            begun: Vec::new(),
            unit: Default::default(),
            told: false,
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
        let cells = sheet.cells(row);
        let Some((first, first_text)) = cells.first().map(|(place, cell)| (*place, cell.text.as_str())) else {
            return;
        };
        if headings::is_total_row(first_text) || (cells.len() <= 2 && headings::is_foot_row(first_text)) {
            return;
        }
        if !std::mem::replace(&mut self.told, true) {
            for (place, heading) in &self.header.unknown {
                let reason = Reason::new("reason-column-unknown").with("heading", heading);
                harvest.warn(sheet, self.header.last_row, *place, reason);
            }
        }
        let indicator = self.table.as_ref().is_some_and(|_| self.has_indicator(sheet, row));
        let same = self.same_project(sheet, row, indicator);
        let at = match same {
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
        if let Some(indicator) = self.table.as_mut().and_then(|table| table.row(sheet, row)) {
            self.drafts[at - self.handed_on].form.indicators.push(indicator);
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
        let has_project_column = [Column::ProjectCode, Column::Project, Column::UnitOrProject, Column::AnyCode]
            .iter()
            .any(|column| self.header.has(*column));
        let unit = self.unit_of(sheet, row);
        if !has_project_column {
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
            && self.drafts[current - self.handed_on].form.name == *name
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
            if self.table.is_none() {
                let reason = Reason::new("reason-duplicate-project").with("row", first_row);
                harvest.reject(sheet, row, place, code.as_ref().or(name.as_ref()).map_or("", |text| text), reason);
                return None;
            }
            self.met_again |= (known as usize) < self.handed_on;
            return Some(known as usize).filter(|_| !self.met_again);
        }
        let mut form = Form::new(self.kind, 0);
        form.code = code;
        form.name = name.unwrap_or_default();
        form.unit = unit;
        self.drafts.push(Draft {
            form,
            place: Place { sheet: sheet.name.clone(), row: row + 1 },
            column_year: year.or(self.context.column_year),
            title_year: self.context.title_year,
        });
        let number = self.handed_on + self.drafts.len() - 1;
        self.by_project.insert(key, (number as u32, row + 1));
        Some(number)
    }

    fn unit_of(&self, sheet: &Sheet, row: u32) -> crate::model::form::Party {
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
            .filter(|(column, _)| !IndicatorTable::owns(**column) || !is_indicators)
            .filter_map(|(column, place)| self.shown(sheet, row, *column).map(|cell| (*column, *place, cell)))
            .collect();
        let form = &mut self.drafts[at - self.handed_on].form;
        self.context.fill(form);
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
                Column::Goal => {
                    form.goal.annual.get_or_insert_with(text);
                    continue;
                }
                Column::GoalMidTerm => {
                    form.goal.mid_term.get_or_insert_with(text);
                    continue;
                }
                Column::GoalActual => {
                    form.goal.actual.get_or_insert_with(text);
                    continue;
                }
                Column::ExecutionRate => {
                    form.funds.execution_rate.get_or_insert_with(text);
                    continue;
                }
                Column::SelfGrade => {
                    form.self_grade.get_or_insert_with(text);
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
                    if let Some(field) = more(other, is_indicators) {
                        form.more.entry(field).or_insert_with(text);
                    }
                    continue;
                }
            };
            if slot.is_some() {
                continue;
            }
            let heading = self.header.texts.get(&place).map_or("", String::as_str);
            let (amount, remark) = funds::amount(cell, funds::unit_in(heading).unwrap_or(default_unit));
            *slot = amount;
            if let Some(remark) = remark {
                harvest.warn(sheet, row, place, remark);
            }
        }
        if let Some(code) = code {
            form.department.code.get_or_insert(code);
        }
        debug_assert!(form.indicators.iter().all(|indicator| indicator.horizon == Horizon::Annual));
    }
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
        Column::Remark if !is_indicators => MoreField::Remark,
        Column::Measures if !is_indicators => MoreField::Measures,
        Column::Description if !is_indicators => MoreField::Description,
        _ => return None,
    })
}
