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
use super::indicators::{self, IndicatorTable};
use super::party::{group, party};
use super::read::{Draft, Harvest, ReadOptions, Reason};
use super::sheet::{Cell, Sheet};

/// Reads the form in these rows; `anchor` is the index of the row with its first label.
/// `above` is the title of the form before it on the sheet, and becomes the title of this one.
pub(super) fn read(
    sheet: &Sheet,
    (rows, anchor): (&[u32], usize),
    options: &ReadOptions,
    above: &mut Title,
    harvest: &mut Harvest,
) -> Draft {
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
    let title = Title::read(sheet, rows, anchor).or(above);
    above.clone_from(&title);
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
    pub slots: Vec<Slot>,
    /// Where goals of the year and of the period stand; tells two tables side by side apart.
    pub goals: Vec<(u16, Horizon)>,
    pub tables: Vec<IndicatorTable>,
    pub indicators: Vec<Indicator>,
    pub column_year: Option<u16>,
    pub filing_unit: Option<String>,
    pub higher_department: Option<String>,
    /// The last row of headings, where they take up two.
    pub headings_until: Option<u32>,
    /// Whether a label was met.
    pub begun: bool,
    pub monitors: bool,
    pub results: bool,
}

impl FormReader<'_, '_> {
    fn row(&mut self, row: u32) {
        if self.headings_until.is_some_and(|until| row <= until) {
            return;
        }
        let sheet = self.sheet;
        let mut cells = sheet.cells(row);
        // A label printed again in the row below its own, where others merge, announces nothing new.
        let above = |place| row.checked_sub(1).and_then(|above| sheet.shown(above, place));
        if cells.len() > 1 {
            cells.retain(|(place, cell)| {
                above(*place).is_none_or(|above| above.text != cell.text) || labels_of(&cell.text).is_empty()
            });
        }
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
                } else if labels.is_empty()
                    || first >= level3
                    || labels.iter().any(is_indicators_section)
                    || self.is_group(row, &cells)
                {
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

    pub fn warn_all(&mut self, row: u32, remarks: Vec<(u16, Reason)>) {
        for (place, reason) in remarks {
            self.harvest.warn(self.sheet, row, place, reason);
        }
    }

    fn labelled_row(&mut self, row: u32, cells: &[(u16, &Cell)]) {
        let labelled = cells.iter().any(|(_, cell)| !labels_of(&cell.text).is_empty());
        if !labelled {
            if self.fill_slots(row, cells) {
                return;
            }
            self.unlabelled_row(cells);
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
            if label == Label::TasksSection {
                // The headings of the tasks.
                self.unit = cells.iter().find_map(|(_, cell)| funds::unit_in(&cell.text)).unwrap_or(self.unit);
                return;
            }
        }
        self.unlabelled_row(&unlabelled);
    }

    /// Labels of a head that nobody knows are kept with what stands beside them; amounts of money are lines of funds.
    fn unlabelled_row(&mut self, cells: &[(u16, &Cell)]) {
        let taken = match self.section {
            Section::Funds => self.funds_lines(cells),
            Section::Head => self.begun && self.tables.is_empty() && self.money_lines(cells),
            _ => true,
        };
        if taken || !self.begun || !self.tables.is_empty() {
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
                self.slots.clear();
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
        if label == Label::Kept {
            let (heading, text) = (printed.to_owned(), value.text.into());
            self.form.others.push(PrintedCell { heading, text });
            return;
        }
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
            if is_funds(label) && funds::amount(cell, self.unit).0.is_none_or(|amount| amount.fen.is_none()) {
                continue;
            }
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
        let form = &mut self.form;
        let known = match label {
            Label::Project => Some(&form.name),
            Label::Department => Some(&form.department.name),
            Label::Unit => Some(&form.unit.name),
            _ => None,
        };
        if let Some(known) = known.filter(|known| !known.is_empty()) {
            // A second one, such as 二级项目名称 below 项目名称; on the next page it is the same again.
            if !text.contains(known.as_str()) {
                form.others.push(PrintedCell { heading: printed.to_owned(), text });
            }
            return;
        }
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
        if !replies && options.kind.is_none() && title.is_silent(self.monitors) {
            let reason = Reason::new("reason-kind-by-columns").with("kind", kind.id());
            self.harvest.warn(self.sheet, first, 0, reason);
        }
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

fn is_indicators_section(label: &Label) -> bool {
    matches!(label, Label::IndicatorsSection | Label::IndicatorsAnnual | Label::IndicatorsMidTerm)
}

fn is_goal_slot(label: Label) -> bool {
    matches!(label, Label::Goal | Label::GoalMidTerm | Label::GoalActual)
}

fn is_goal(label: &Label) -> bool {
    is_goal_slot(*label) || *label == Label::GoalSection
}
