//! Forms: labels with their values beside or below them, a funds block, goals, and tables of indicators
//! (forms.md T-A, T-C, S-A and their relatives).
//!
//! Walks the rows of one form once. What a row is, is told by its labels alone: heading row of indicators, heading
//! row of funds, total row, or labels with values. Amounts are in 万元 unless a label says otherwise.

use crate::model::form::{Form, FormKind, FundsLine, Horizon, Indicator, MoreField, Place};
use crate::model::money::MoneyUnit;

use super::funds::{self, FundsTable};
use super::headings::{self, Column, Label, has_word, words};
use super::indicators::{self, IndicatorTable};
use super::party::{party, project};
use super::read::{Draft, Harvest, ReadOptions, Reason};
use super::sheet::{Cell, Sheet};

/// Reads the form in these rows; `anchor` is the index of the row with its first label.
pub(super) fn read(sheet: &Sheet, rows: &[u32], anchor: usize, options: &ReadOptions, harvest: &mut Harvest) -> Draft {
    let mut reader = FormReader {
        sheet,
        harvest,
        form: Form::new(FormKind::Target, 0),
        section: Section::Head,
        unit: MoneyUnit::TenThousandYuan,
        totals: Vec::new(),
        slots: Vec::new(),
        goals: Vec::new(),
        tables: Vec::new(),
        indicators: Vec::new(),
        column_year: None,
        filing_unit: None,
        likelihood: false,
        results: false,
    };
    for row in rows {
        reader.row(*row);
    }
    let title = Title::read(sheet, rows, anchor);
    reader.finish(title, rows.first().copied().unwrap_or(0), options)
}

/// What the rows above the first label say.
#[derive(Default)]
struct Title {
    text: String,
    year: Option<u16>,
}

impl Title {
    fn read(sheet: &Sheet, rows: &[u32], anchor: usize) -> Title {
        let mut title = Title::default();
        for (at, row) in rows.iter().enumerate() {
            let heading = at > anchor || !indicators::header(sheet, *row).is_empty();
            if heading && at > 0 {
                break;
            }
            for (_, cell) in sheet.cells(*row) {
                if at == anchor && at > 0 && !headings::is_title(&cell.text) {
                    continue;
                }
                // The day of filing is no budget year.
                let text = cell.text.split(words().filed_on.as_str()).next().unwrap_or_default();
                title.year = title.year.or_else(|| headings::title_year(text));
                title.text.push_str(text);
            }
        }
        title
    }

    /// The kind a title names, else the one that columns tell. `results`: there are columns for results; `filled`:
    /// they hold some.
    fn kind(&self, likelihood: bool, results: bool, filled: bool) -> FormKind {
        let words = words();
        let titled = |list: &[String]| has_word(&self.text, list);
        match () {
            () if titled(&words.whole_department) => FormKind::DepartmentOverall,
            () if titled(&words.monitoring) || likelihood => FormKind::Monitoring,
            () if titled(&words.self_evaluation) || filled => FormKind::SelfEvaluation,
            () if titled(&words.target) => FormKind::Target,
            () if results => FormKind::SelfEvaluation,
            () => FormKind::Target,
        }
    }
}

enum Section {
    Head,
    Funds,
    FundsTable(FundsTable),
    Indicators,
    /// Blocks that are not kept: schedules, opinions of other offices.
    Skipped,
}

/// A label whose value stands below it.
struct Slot {
    label: Label,
    left: u16,
    right: u16,
}

struct FormReader<'a, 'b> {
    sheet: &'a Sheet,
    harvest: &'b mut Harvest,
    form: Form,
    section: Section,
    unit: MoneyUnit,
    /// Where 中期资金总额 and 年度资金总额 stand: the lines below belong to the one above them.
    totals: Vec<(u16, Label, String)>,
    slots: Vec<Slot>,
    /// Where goals of the year and of the period stand; tells two tables side by side apart.
    goals: Vec<(u16, Horizon)>,
    tables: Vec<IndicatorTable>,
    indicators: Vec<Indicator>,
    column_year: Option<u16>,
    filing_unit: Option<String>,
    likelihood: bool,
    results: bool,
}

impl FormReader<'_, '_> {
    fn row(&mut self, row: u32) {
        let sheet = self.sheet;
        let cells = sheet.cells(row);
        let Some((first, first_cell)) = cells.first().copied() else { return };
        let tables = indicators::header(sheet, row);
        if !tables.is_empty() {
            self.open_tables(row, tables, &cells);
            return;
        }
        if let Some(table) = funds::header(sheet, row, self.unit) {
            self.section = Section::FundsTable(table);
            self.slots.clear();
            return;
        }
        let labels = labels_of(&first_cell.text);
        match &self.section {
            Section::Indicators => {
                let level3 = self.tables.first().and_then(|table| table.column(Column::Level3)).unwrap_or(u16::MAX);
                let total = labels.iter().any(|label| matches!(label, Label::SelfScore | Label::TotalScore));
                if total || headings::is_total_row(&first_cell.text) {
                    self.total_row(row, &cells);
                    return;
                }
                if headings::is_foot_row(&first_cell.text) && cells.len() <= 2 {
                    self.section = Section::Head;
                } else if labels.is_empty() || first >= level3 || labels.iter().any(is_indicators_section) {
                    for label in labels {
                        self.switch_horizon(*label);
                    }
                    self.indicator_row(row);
                    return;
                } else {
                    self.section = Section::Head;
                }
            }
            Section::FundsTable(table) if FundsTable::continues(labels) => {
                let table = table.clone();
                let mut remarks = Vec::new();
                table.line(sheet, row, &mut self.form.funds, &mut |column, reason| remarks.push((column, reason)));
                for (column, reason) in remarks {
                    self.harvest.warn(sheet, row, column, reason);
                }
                return;
            }
            Section::FundsTable(_) => self.section = Section::Head,
            _ => {}
        }
        self.labelled_row(row, &cells);
    }

    /// Opens indicator tables. Two side by side: the one under the goals of the period is the mid-term one; without
    /// goals to tell, the left one is (forms.md T-C).
    fn open_tables(&mut self, row: u32, mut tables: Vec<IndicatorTable>, cells: &[(u16, &Cell)]) {
        self.slots.clear();
        self.section = Section::Indicators;
        self.likelihood |= tables.iter().any(|table| table.has(Column::Likelihood));
        self.results |= tables.iter().any(|table| table.has(Column::Actual) || table.has(Column::Score));
        if tables.len() > 1 {
            let spans: Vec<(u16, u16)> = tables.iter().map(IndicatorTable::span).collect();
            let told: Vec<Option<Horizon>> = spans.iter().map(|span| self.goal_over(*span)).collect();
            let clear = told.iter().all(Option::is_some)
                && told.contains(&Some(Horizon::MidTerm))
                && told.contains(&Some(Horizon::Annual));
            for (at, table) in tables.iter_mut().enumerate() {
                table.horizon = match clear {
                    true => told[at].unwrap_or_default(),
                    false if at == 0 => Horizon::MidTerm,
                    false => Horizon::Annual,
                };
            }
            if !clear {
                self.harvest.warn(self.sheet, row, spans[0].0, Reason::new("reason-mid-term-assumed"));
            }
        }
        self.tables = tables;
        for (place, cell) in cells {
            if headings::column(&cell.text).is_none() && labels_of(&cell.text).is_empty() {
                let reason = Reason::new("reason-column-unknown").with("heading", &cell.text);
                self.harvest.warn(self.sheet, row, *place, reason);
            }
            for label in headings::labels(&cell.text) {
                self.switch_horizon(*label);
            }
        }
    }

    /// The goal under whose heading most of these columns stand; a heading reaches to the next one.
    fn goal_over(&self, (left, right): (u16, u16)) -> Option<Horizon> {
        let next = |place: u16| self.goals.iter().map(|(other, _)| *other).filter(|other| *other > place).min();
        let shared = |place: u16| {
            let last = next(place).map_or(right, |next| right.min(next - 1));
            (last + 1).saturating_sub(left.max(place))
        };
        let widest = self.goals.iter().max_by_key(|(place, _)| shared(*place))?;
        (shared(widest.0) > 0).then_some(widest.1)
    }

    /// `长期绩效指标` and `年度绩效指标` beside a single table say whose it is.
    fn switch_horizon(&mut self, label: Label) {
        let horizon = match label {
            Label::IndicatorsAnnual => Horizon::Annual,
            Label::IndicatorsMidTerm => Horizon::MidTerm,
            _ => return,
        };
        if let [table] = self.tables.as_mut_slice() {
            table.restart();
            table.horizon = horizon;
        }
    }

    fn indicator_row(&mut self, row: u32) {
        for table in &mut self.tables {
            self.indicators.extend(table.row(self.sheet, row));
        }
    }

    /// 总分: the points under the score heading, else the value beside the label.
    fn total_row(&mut self, row: u32, cells: &[(u16, &Cell)]) {
        let score = self.tables.iter().find_map(|table| table.column(Column::Score));
        let value = match score {
            Some(column) => self.sheet.own(row, column),
            None if self.results => cells.get(1).map(|(_, cell)| *cell),
            None => None,
        };
        let subtotal = cells.first().is_some_and(|(_, cell)| labels_of(&cell.text).is_empty());
        if let (Some(cell), false) = (value, subtotal) {
            self.form.self_score = Some(cell.text.to_string());
        }
    }

    fn labelled_row(&mut self, row: u32, cells: &[(u16, &Cell)]) {
        let labelled = cells.iter().any(|(_, cell)| !labels_of(&cell.text).is_empty());
        if !labelled {
            match self.section {
                Section::Funds => self.funds_lines(cells),
                _ => self.fill_slots(row, cells),
            }
            return;
        }
        let goals = cells.iter().flat_map(|(_, cell)| labels_of(&cell.text)).any(is_goal);
        self.slots.clear();
        if goals {
            self.goals.clear();
        }
        let mut at = 0;
        while at < cells.len() {
            let (place, cell) = cells[at];
            at += 1;
            if let Some((_, date)) = cell.text.split_once(words().filed_on.as_str()) {
                let date = date.trim_start_matches([':', '：']).trim();
                if !date.is_empty() {
                    self.form.more.insert(MoreField::FiledOn, date.to_owned());
                }
            }
            let plain = headings::labels(&cell.text);
            let (labels, inline) = match plain.is_empty() {
                false => (plain, ""),
                true => headings::inline_label(&cell.text).unwrap_or((&[], "")),
            };
            if labels.is_empty() {
                continue;
            }
            let mut beside = None;
            if inline.is_empty() {
                if let Some((_, next)) = cells.get(at).filter(|(_, next)| labels_of(&next.text).is_empty()) {
                    beside = Some((*next).clone());
                    at += 1;
                }
            } else {
                beside = Some(Cell { text: inline.into(), exact: None });
            }
            let goal_headings =
                cells.iter().filter(|(_, cell)| labels_of(&cell.text).iter().any(|l| is_goal_slot(*l))).count();
            let label = self.choose(labels, beside.is_some(), goal_headings);
            // More amounts behind the first have no heading; they are kept with their line.
            let more = cells[at..].iter().take_while(|(_, next)| labels_of(&next.text).is_empty()).count();
            if let (true, Some(first), 1..) = (is_funds(label), &beside, more) {
                let values = cells[at..at + more].iter().map(|(_, next)| next.text.to_string());
                let line = std::iter::once(first.text.to_string()).chain(values).collect();
                self.form.funds.lines.push(FundsLine { label: cell.text.to_string(), cells: line });
                at += more;
            }
            self.label(row, place, label, &cell.text, beside);
        }
    }

    /// Which of two meanings a label has here.
    fn choose(&self, labels: &[Label], has_value: bool, goal_headings: usize) -> Label {
        let has = |label| labels.contains(&label);
        match () {
            // 年度总体目标 heads the block when the goals stand under headings of their own.
            () if has(Label::GoalSection) && has(Label::Goal) => {
                if has_value || goal_headings <= 1 {
                    Label::Goal
                } else {
                    Label::GoalSection
                }
            }
            // 合计 above the indicators sums up money, below them points.
            () if has(Label::TotalScore) && self.tables.is_empty() => Label::Total,
            () => labels.first().copied().unwrap_or(Label::Ignored),
        }
    }

    fn label(&mut self, row: u32, place: u16, label: Label, printed: &str, value: Option<Cell>) {
        match label {
            Label::FundsSection => {
                self.section = Section::Funds;
                self.unit = funds::unit_in(printed).unwrap_or(self.unit);
                if value.is_some() {
                    self.funds_value(row, place, Label::Total, printed, value);
                }
                return;
            }
            label if is_funds(label) => {
                self.funds_value(row, place, label, printed, value);
                return;
            }
            Label::ScheduleSection => {
                self.section = Section::Skipped;
                return;
            }
            _ => {}
        }
        let in_section = matches!(label, Label::Ignored) && matches!(self.section, Section::Funds | Section::Skipped);
        if !in_section {
            self.section = Section::Head;
        }
        match label {
            Label::Goal => self.goals.push((place, Horizon::Annual)),
            Label::GoalMidTerm => self.goals.push((place, Horizon::MidTerm)),
            _ => {}
        }
        let Some(value) = value else {
            if is_goal_slot(label) || label == Label::Grounds {
                let area = self.sheet.area(row, place);
                self.slots.push(Slot { label, left: area.left, right: area.right });
            }
            return;
        };
        self.take(label, value.text.into());
    }

    /// Text below headings of goals; a further row of text is a further line.
    fn fill_slots(&mut self, row: u32, cells: &[(u16, &Cell)]) {
        for (place, cell) in cells {
            let area = self.sheet.area(row, *place);
            let exact = self.slots.iter().find(|slot| slot.left == *place);
            let over = || self.slots.iter().find(|slot| slot.left <= area.right && area.left <= slot.right);
            let Some(slot) = exact.or_else(over) else { continue };
            let label = slot.label;
            self.take(label, cell.text.to_string());
        }
    }

    /// Lines of the funds block under names of their own (`中央补助安排 | 20`).
    fn funds_lines(&mut self, cells: &[(u16, &Cell)]) {
        let is_amount = |cell: &Cell| funds::amount(cell, self.unit).0.is_some_and(|amount| amount.fen.is_some());
        for (at, (_, label)) in cells.iter().enumerate() {
            let values = cells[at + 1..].iter().map(|(_, cell)| *cell).take_while(|cell| is_amount(cell));
            let values: Vec<String> = values.map(|cell| cell.text.to_string()).collect();
            if !is_amount(label) && !values.is_empty() {
                self.form.funds.lines.push(FundsLine { label: label.text.to_string(), cells: values });
            }
        }
    }

    fn funds_value(&mut self, row: u32, place: u16, label: Label, printed: &str, value: Option<Cell>) {
        let only_in_block = matches!(label, Label::Other | Label::OwnFunds);
        if only_in_block && !matches!(self.section, Section::Funds) {
            return;
        }
        if matches!(self.section, Section::Head) {
            self.section = Section::Funds;
        }
        if matches!(label, Label::Total | Label::MidTermTotal) {
            self.totals.push((place, label, printed.to_owned()));
        }
        let Some(cell) = value else { return };
        let unit = funds::unit_in(printed).unwrap_or(self.unit);
        let (amount, remark) = funds::amount(&cell, unit);
        let owner = self.totals.iter().filter(|(total, ..)| *total <= place).max_by_key(|(total, ..)| *total);
        let side_by_side = self.totals.iter().any(|(total, label, _)| *label == Label::Total && *total > place);
        let funds = &mut self.form.funds;
        let line = |label: String| FundsLine { label, cells: vec![cell.text.to_string()] };
        let slot = match label {
            Label::Total => &mut funds.total,
            Label::MidTermTotal => &mut funds.mid_term_total,
            Label::Initial => &mut funds.initial,
            Label::Adjusted => &mut funds.adjusted,
            Label::Executed => &mut funds.executed,
            _ => {
                if let (true, Some((_, Label::MidTermTotal, total))) = (side_by_side, owner) {
                    funds.lines.push(line(format!("{total} {printed}")));
                    return;
                }
                match label {
                    Label::Fiscal => &mut funds.fiscal,
                    Label::Other => &mut funds.other,
                    Label::CarriedOver => &mut funds.carried_over,
                    _ => {
                        funds.lines.push(line(printed.to_owned()));
                        return;
                    }
                }
            }
        };
        if slot.is_some() {
            funds.lines.push(line(printed.to_owned()));
            return;
        }
        *slot = amount;
        if let Some(remark) = remark {
            self.harvest.warn(self.sheet, row, place, remark);
        }
    }

    fn take(&mut self, label: Label, text: String) {
        let form = &mut self.form;
        let more = match label {
            Label::Project if form.name.is_empty() => {
                let (code, name) = project(&text);
                form.name = name;
                form.code = form.code.take().or(code);
                return;
            }
            Label::ProjectCode => {
                form.code.get_or_insert(text);
                return;
            }
            Label::Department if form.department.name.is_empty() => {
                let found = party(&text);
                form.department.name = found.name;
                form.department.code = form.department.code.take().or(found.code);
                return;
            }
            Label::DepartmentCode => {
                form.department.code = Some(text);
                return;
            }
            Label::Unit | Label::WholeDepartment if form.unit.name.is_empty() => {
                let found = party(&text);
                form.unit.name = found.name;
                form.unit.code = form.unit.code.take().or(found.code);
                return;
            }
            Label::UnitCode => {
                form.unit.code = Some(text);
                return;
            }
            Label::FilingUnit => {
                self.filing_unit = Some(text);
                return;
            }
            Label::Year => {
                self.column_year = headings::plausible_year(&text).or(self.column_year);
                return;
            }
            Label::Region => {
                form.region = text;
                return;
            }
            Label::Goal => return add_line(&mut form.goal.annual, &text),
            Label::GoalMidTerm => return add_line(&mut form.goal.mid_term, &text),
            Label::GoalActual => return add_line(&mut form.goal.actual, &text),
            Label::ExecutionRate => {
                form.funds.execution_rate.get_or_insert(text);
                return;
            }
            Label::SelfScore | Label::TotalScore => {
                form.self_score.get_or_insert(text);
                return;
            }
            Label::SelfGrade => {
                form.self_grade.get_or_insert(text);
                return;
            }
            Label::ProjectNature => MoreField::ProjectNature,
            Label::ProjectClass => MoreField::ProjectClass,
            Label::Period => MoreField::Period,
            Label::FinanceDivision => MoreField::FinanceDivision,
            Label::Overview => MoreField::Overview,
            Label::Grounds => MoreField::Grounds,
            Label::UnitFunction => MoreField::UnitFunction,
            Label::FiledOn => MoreField::FiledOn,
            Label::Notes => MoreField::Notes,
            Label::Conclusion => MoreField::Conclusion,
            Label::Problems => MoreField::Problems,
            Label::Measures => MoreField::Measures,
            Label::Analysis => MoreField::Analysis,
            Label::State => MoreField::State,
            _ => return,
        };
        form.more.entry(more).or_insert(text);
    }

    fn finish(mut self, title: Title, first: u32, options: &ReadOptions) -> Draft {
        let form = &mut self.form;
        let filled = self.indicators.iter().any(|indicator| indicator.actual.is_some() || indicator.score.is_some());
        let kind = title.kind(self.likelihood, self.results, filled);
        form.kind = options.kind.unwrap_or(kind);
        form.indicators = indicators::number(std::mem::take(&mut self.indicators));
        if let (true, Some(filing)) = (form.unit.name.is_empty(), self.filing_unit) {
            let found = party(&filing);
            form.unit.name = found.name;
            form.unit.code = form.unit.code.take().or(found.code);
        }
        if kind == FormKind::DepartmentOverall && form.name.is_empty() {
            let whole = if form.unit.name.is_empty() { &form.department } else { &form.unit };
            form.name.clone_from(&whole.name);
        }
        Draft {
            form: self.form,
            place: Place { sheet: self.sheet.name.clone(), row: first + 1 },
            column_year: self.column_year,
            title_year: title.year,
        }
    }
}

/// What a cell announces, its value inside or not.
fn labels_of(text: &str) -> &'static [Label] {
    let plain = headings::labels(text);
    if plain.is_empty() { headings::inline_label(text).map_or(&[], |(labels, _)| labels) } else { plain }
}

/// A goal may be printed in several cells; each is a line.
fn add_line(goal: &mut Option<String>, text: &str) {
    match goal {
        Some(goal) => {
            goal.push('\n');
            goal.push_str(text);
        }
        None => *goal = Some(text.to_owned()),
    }
}

fn is_indicators_section(label: &Label) -> bool {
    matches!(label, Label::IndicatorsSection | Label::IndicatorsAnnual | Label::IndicatorsMidTerm)
}

/// Labels of lines of the funds block that carry one amount.
fn is_funds(label: Label) -> bool {
    use Label::{Adjusted, CarriedOver, Executed, Fiscal, Initial, MidTermTotal, Other, OwnFunds, Total};
    matches!(label, Total | MidTermTotal | Fiscal | Other | CarriedOver | OwnFunds | Initial | Adjusted | Executed)
}

fn is_goal_slot(label: Label) -> bool {
    matches!(label, Label::Goal | Label::GoalMidTerm | Label::GoalActual)
}

fn is_goal(label: &Label) -> bool {
    is_goal_slot(*label) || *label == Label::GoalSection
}
