//! Forms: labels with their values beside or below them, a funds block, goals, and tables of indicators
//! (forms.md T-A to T-F, S-A to S-D and their relatives).
//!
//! Walks the rows of one form once. What a row is, is told by its labels alone: heading row of indicators, heading
//! row of funds, total row, or labels with values. Amounts are in 万元 unless a label says otherwise. `form_fields`
//! puts texts into the fields of a form, `form_funds` amounts.

use crate::model::form::{Form, FormKind, Horizon, Indicator, MoreField, Place, PrintedCell};
use crate::model::money::MoneyUnit;

use super::form_fields::Title;
use super::form_funds::is_funds;
use super::funds::{self, FundsTable};
use super::headings::{self, Column, Label, words};
use super::indicators::{self, IndicatorHeading, IndicatorTable};
use super::party::{group, party};
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
        higher_department: None,
        headings_until: None,
        begun: false,
        monitors: false,
        results: false,
    };
    for row in rows {
        reader.row(*row);
    }
    let title = Title::read(sheet, rows, anchor);
    reader.finish(title, rows.first().copied().unwrap_or(0), options)
}

pub(super) enum Section {
    Head,
    Funds,
    FundsTable(FundsTable),
    Indicators,
    /// 年度主要任务 with the money for each.
    Tasks,
    /// Blocks that are not kept: schedules, opinions of other offices.
    Skipped,
}

/// A label whose value stands below it.
pub(super) struct Slot {
    label: Label,
    printed: String,
    left: u16,
    right: u16,
}

pub(super) struct FormReader<'a, 'b> {
    pub sheet: &'a Sheet,
    pub harvest: &'b mut Harvest,
    pub form: Form,
    pub section: Section,
    pub unit: MoneyUnit,
    /// Where 中期资金总额 and 年度资金总额 stand: the lines below belong to the one above them.
    pub totals: Vec<(u16, Label, String)>,
    slots: Vec<Slot>,
    /// Where goals of the year and of the period stand; tells two tables side by side apart.
    goals: Vec<(u16, Horizon)>,
    pub tables: Vec<IndicatorTable>,
    indicators: Vec<Indicator>,
    pub column_year: Option<u16>,
    pub filing_unit: Option<String>,
    pub higher_department: Option<String>,
    /// The last row of headings, where they take up two.
    headings_until: Option<u32>,
    /// Whether a label was met.
    begun: bool,
    monitors: bool,
    results: bool,
}

impl FormReader<'_, '_> {
    fn row(&mut self, row: u32) {
        if self.headings_until.is_some_and(|until| row <= until) {
            return;
        }
        let sheet = self.sheet;
        let cells = sheet.cells(row);
        let Some((first, first_cell)) = cells.first().copied() else { return };
        if let Some(heading) = indicators::header(sheet, row) {
            self.open_tables(row, heading, &cells);
            return;
        }
        if let Some(table) = funds::header(sheet, row, self.unit) {
            self.headings_until = Some(table.last_row());
            self.section = Section::FundsTable(table);
            self.slots.clear();
            self.begun = true;
            return;
        }
        let labels = labels_of(&first_cell.text);
        match &self.section {
            Section::Indicators => {
                let text = &first_cell.text;
                if headings::is_title(text) || headings::is_continued(text) || headings::is_page_mark(text) {
                    return;
                }
                let level3 = self.tables.first().and_then(|table| table.column(Column::Level3)).unwrap_or(u16::MAX);
                let total = labels.iter().any(|label| matches!(label, Label::SelfScore | Label::TotalScore));
                if total || headings::is_total_row(&first_cell.text) {
                    self.total_row(row, &cells);
                    return;
                }
                if headings::is_foot_row(&first_cell.text) && cells.len() <= 2 {
                    self.section = Section::Head;
                } else if labels.is_empty() || first >= level3 || labels.iter().any(is_block) {
                    for label in labels {
                        self.switch_horizon(*label);
                    }
                    self.block_label(row, first, &first_cell.text);
                    self.indicator_row(row, &cells);
                    return;
                } else {
                    self.section = Section::Head;
                }
            }
            Section::FundsTable(table) if FundsTable::continues(labels) => {
                let table = table.clone();
                let mut remarks = Vec::new();
                table.line(sheet, row, &mut self.form.funds, &mut |column, reason| remarks.push((column, reason)));
                self.warn_all(row, remarks);
                return;
            }
            Section::FundsTable(_) => self.section = Section::Head,
            _ => {}
        }
        if matches!(self.section, Section::Tasks) && self.task(&cells) {
            return;
        }
        self.labelled_row(row, &cells);
    }

    fn warn_all(&mut self, row: u32, remarks: Vec<(u16, Reason)>) {
        for (place, reason) in remarks {
            self.harvest.warn(self.sheet, row, place, reason);
        }
    }

    /// Opens indicator tables. Two side by side: the one under the goals of the period is the mid-term one; without
    /// goals to tell, the left one is (forms.md T-C).
    fn open_tables(&mut self, row: u32, heading: IndicatorHeading, cells: &[(u16, &Cell)]) {
        let mut tables = heading.tables;
        self.slots.clear();
        self.begun = true;
        self.section = Section::Indicators;
        self.headings_until = Some(heading.last_row);
        let again = tables.len() == self.tables.len()
            && tables.iter().zip(&self.tables).all(|(table, before)| table.is_like(before));
        let has = |column| tables.iter().any(|table| table.has(column));
        self.monitors |= heading.so_far || has(Column::Likelihood) || has(Column::Expected);
        self.results |= tables.iter().any(IndicatorTable::has_results);
        if tables.len() > 1 {
            self.tell_apart(row, &mut tables);
        }
        if again {
            // The headings printed again on the next page: groups go on.
        } else {
            self.warn_all(heading.last_row, heading.remarks);
            self.tables = tables;
        }
        for (place, cell) in cells {
            for label in headings::labels(&cell.text) {
                self.switch_horizon(*label);
            }
            self.block_label(row, *place, &cell.text);
        }
    }

    fn tell_apart(&mut self, row: u32, tables: &mut [IndicatorTable]) {
        let spans: Vec<(u16, u16)> = tables.iter().map(IndicatorTable::span).collect();
        let told: Vec<Option<Horizon>> = spans.iter().map(|span| self.goal_over(*span)).collect();
        let clear = told.iter().all(Option::is_some)
            && told.contains(&Some(Horizon::MidTerm))
            && told.contains(&Some(Horizon::Annual));
        for (at, table) in tables.iter_mut().enumerate() {
            table.horizon = match clear {
                true => told.get(at).copied().flatten().unwrap_or_default(),
                false if at == 0 => Horizon::MidTerm,
                false => Horizon::Annual,
            };
        }
        if !clear {
            let place = spans.first().map_or(0, |span| span.0);
            self.harvest.warn(self.sheet, row, place, Reason::new("reason-mid-term-assumed"));
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
            Label::Goal => {
                self.tables.iter_mut().for_each(IndicatorTable::restart);
                return;
            }
            _ => return,
        };
        if let [table] = self.tables.as_mut_slice() {
            table.restart();
            table.horizon = horizon;
        }
    }

    /// The label of a block of indicators may hold the goal that they are of, and the points of them all:
    /// `年度绩效目标1：…（40分）`, `绩效指标(90分)`.
    fn block_label(&mut self, row: u32, place: u16, text: &str) {
        if !labels_of(text).iter().any(is_block) {
            return;
        }
        let inline = headings::inline_label(text).filter(|(labels, value)| {
            labels.contains(&Label::Goal) && !value.is_empty() && self.sheet.area(row, place).left == place
        });
        if inline.is_some() {
            let goal = &mut self.form.goal.annual;
            add_line(goal, text);
        } else if let Some(points) = group(text).1.filter(|points| headings::plausible_year(points).is_none()) {
            let label = headings::labels(text).first().copied();
            if label == Some(Label::Goal)
                || label == Some(Label::GoalSection)
                || label == Some(Label::IndicatorsSection)
            {
                self.form.more.entry(MoreField::BlockPoints).or_insert(points);
            }
        }
    }

    fn indicator_row(&mut self, row: u32, cells: &[(u16, &Cell)]) {
        if let [(place, alone)] = cells
            && alone.text.chars().nth(GROUP_MAX).is_some()
            && self.tables.iter().all(|table| table.column(Column::Level3).is_none_or(|level3| level3 > *place))
        {
            let reason = Reason::new("reason-no-indicator").with("text", &alone.text);
            self.harvest.warn(self.sheet, row, *place, reason);
            return;
        }
        let mut remarks = Vec::new();
        for table in &mut self.tables {
            let read = table.row(self.sheet, row);
            self.indicators.extend(read.indicators);
            remarks.extend(read.remarks);
        }
        self.warn_all(row, remarks);
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
            if self.fill_slots(row, cells) {
                return;
            }
            match self.section {
                Section::Funds => self.funds_lines(cells),
                Section::Head => self.unlabelled_row(cells),
                _ => {}
            }
            return;
        }
        self.begun = true;
        let goals = cells.iter().flat_map(|(_, cell)| labels_of(&cell.text)).any(is_goal);
        self.slots.clear();
        if goals {
            self.goals.clear();
        }
        let mut unlabelled = Vec::new();
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
                unlabelled.push((place, cell));
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
            if let (true, Some(first)) = (is_funds(label), &beside) {
                at += self.amounts_behind(&first.text, &cells[at..], cell);
            }
            // The text again where others merge.
            while beside.as_ref().is_some_and(|value| cells.get(at).is_some_and(|(_, next)| next.text == value.text)) {
                at += 1;
            }
            self.label(row, place, label, &cell.text, beside);
        }
        match self.section {
            Section::Funds => self.funds_lines(&unlabelled),
            Section::Head => self.unlabelled_row(&unlabelled),
            _ => {}
        }
    }

    /// Labels of a head that nobody knows are kept with what stands beside them; amounts of money are lines of funds.
    fn unlabelled_row(&mut self, cells: &[(u16, &Cell)]) {
        if !self.begun || !self.tables.is_empty() {
            return;
        }
        if self.money_lines(cells) {
            return;
        }
        for pair in cells.chunks(2) {
            if let [(_, heading), (_, value)] = pair
                && heading.text.chars().nth(LABEL_MAX).is_none()
            {
                let (heading, text) = (heading.text.to_string(), value.text.to_string());
                self.form.others.push(PrintedCell { heading, text });
            }
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
        let in_funds = matches!(self.section, Section::Funds);
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
                if value.is_none() {
                    self.slot(row, place, label, printed);
                }
                self.funds_value(row, place, label, printed, value);
                return;
            }
            Label::ExecutionRate | Label::ExecutionWeight | Label::ExecutionScore if in_funds => {
                if let Some(value) = value {
                    self.take(label, value.text.into());
                }
                return;
            }
            // Headings without their table.
            Label::ExecutionWeight | Label::ExecutionScore => return,
            Label::ScheduleSection => {
                self.section = Section::Skipped;
                return;
            }
            Label::TasksSection => {
                self.section = Section::Tasks;
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
                self.slot(row, place, label, printed);
            }
            return;
        };
        self.take_goal_or(label, printed, value.text.into());
    }

    fn slot(&mut self, row: u32, place: u16, label: Label, printed: &str) {
        let area = self.sheet.area(row, place);
        self.slots.push(Slot { label, printed: printed.to_owned(), left: area.left, right: area.right });
    }

    /// Values below headings of goals or amounts; a further row of text is a further line. Whether any was taken.
    fn fill_slots(&mut self, row: u32, cells: &[(u16, &Cell)]) -> bool {
        let mut taken = false;
        for (at, (place, cell)) in cells.iter().enumerate() {
            let area = self.sheet.area(row, *place);
            let exact = self.slots.iter().find(|slot| slot.left == *place);
            let over = || self.slots.iter().find(|slot| slot.left <= area.right && area.left <= slot.right);
            let Some(slot) = exact.or_else(over) else { continue };
            let (label, printed) = (slot.label, slot.printed.clone());
            taken = true;
            if at > 0 && cells[at - 1].1.text == cell.text && cells[at - 1].0 + 1 == *place && !is_funds(label) {
                // The text again where others merge.
                continue;
            }
            match is_funds(label) {
                true => self.funds_value(row, *place, label, &printed, Some((*cell).clone())),
                false => self.take_goal_or(label, &printed, cell.text.to_string()),
            }
        }
        taken
    }

    /// A numbered goal, or one with points, is kept with its label: `年度绩效目标1（40分）：…`.
    fn take_goal_or(&mut self, label: Label, printed: &str, text: String) {
        let bare = printed.trim().trim_end_matches([':', '：']);
        let points = group(bare).1.is_some_and(|points| headings::plausible_year(&points).is_none());
        let numbered = bare.ends_with(|c: char| c.is_ascii_digit()) || points;
        match label == Label::Goal && numbered {
            true => self.take(label, format!("{bare}{}{text}", words().part)),
            false => self.take(label, text),
        }
    }

    fn finish(mut self, title: Title, first: u32, options: &ReadOptions) -> Draft {
        let filled = self.indicators.iter().any(|indicator| indicator.actual.is_some() || indicator.score.is_some());
        let replies = [MoreField::Rectification, MoreField::Feedback, MoreField::RectificationTitle];
        let replies = self.tables.is_empty() && replies.iter().any(|field| self.form.more.contains_key(field));
        let kind = match replies {
            true => FormKind::Reply,
            false => title.kind(self.monitors, self.results, filled),
        };
        let form = &mut self.form;
        form.kind = options.kind.unwrap_or(kind);
        form.indicators = indicators::number(std::mem::take(&mut self.indicators));
        if let (true, Some(filing)) = (form.unit.name.is_empty(), self.filing_unit) {
            let found = party(&filing);
            form.unit.name = found.name;
            form.unit.code = form.unit.code.take().or(found.code);
        }
        if let Some(higher) = self.higher_department {
            match form.department.name.is_empty() {
                true => form.department = party(&higher),
                false => {
                    form.more.entry(MoreField::HigherDepartment).or_insert(higher);
                }
            }
        }
        if matches!(kind, FormKind::DepartmentOverall | FormKind::Reply) && form.name.is_empty() {
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

/// Longest text of a group of indicators that stands alone in its row, in characters; more is prose.
const GROUP_MAX: usize = 30;
/// Longest text that may be a label which nobody knows, in characters.
const LABEL_MAX: usize = 16;

/// What a cell announces, its value inside or not.
pub(super) fn labels_of(text: &str) -> &'static [Label] {
    let plain = headings::labels(text);
    if plain.is_empty() { headings::inline_label(text).map_or(&[], |(labels, _)| labels) } else { plain }
}

/// A goal may be printed in several cells; each is a line, once.
pub(super) fn add_line(goal: &mut Option<String>, text: &str) {
    match goal {
        Some(goal) if goal.ends_with(text) => {}
        Some(goal) => {
            goal.push('\n');
            goal.push_str(text);
        }
        None => *goal = Some(text.to_owned()),
    }
}

/// Labels beside a block of indicators: what kind they are, or the goal they are of.
fn is_block(label: &Label) -> bool {
    use Label::{Goal, GoalSection, IndicatorsAnnual, IndicatorsMidTerm, IndicatorsSection};
    matches!(label, IndicatorsSection | IndicatorsAnnual | IndicatorsMidTerm | Goal | GoalSection)
}

fn is_goal_slot(label: Label) -> bool {
    matches!(label, Label::Goal | Label::GoalMidTerm | Label::GoalActual)
}

fn is_goal(label: &Label) -> bool {
    is_goal_slot(*label) || *label == Label::GoalSection
}
