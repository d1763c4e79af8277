//! The indicator tables of a form: opening them under their headings, whose they are, and their rows.

use crate::model::form::{Horizon, MoreField};

use super::form_style::{FormReader, Section, add_line, labels_of};
use super::headings::{self, Column, Label};
use super::indicators::{IndicatorHeading, IndicatorTable};
use super::party::group;
use super::read::Reason;
use super::sheet::Cell;

impl FormReader<'_, '_> {
    /// Opens indicator tables. Two side by side: the one under the goals of the period is the mid-term one; without
    /// goals to tell, the left one is (forms.md T-C).
    pub fn open_tables(&mut self, row: u32, heading: IndicatorHeading, cells: &[(u16, &Cell)]) {
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
    pub fn switch_horizon(&mut self, label: Label) {
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
    pub fn block_label(&mut self, row: u32, place: u16, text: &str) {
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

    /// Whether a word that is a label elsewhere (`预算执行情况`) names a group here: it stands under the heading of a
    /// group, an indicator stands behind it, and no other label.
    pub fn is_group(&self, row: u32, cells: &[(u16, &Cell)]) -> bool {
        let [(first, _), rest @ ..] = cells else { return false };
        let Some(table) = self.tables.first() else { return false };
        let group = [Column::Level1, Column::Level2, Column::GroupName]
            .iter()
            .any(|level| table.column(*level) == Some(*first));
        let level3 = table.column(Column::Level3);
        let named = level3.is_some_and(|level3| rest.iter().any(|(place, _)| *place == level3));
        let single = self.sheet.area(row, *first).right == *first;
        group && named && single && rest.len() > 1 && rest.iter().all(|(_, cell)| labels_of(&cell.text).is_empty())
    }

    pub fn indicator_row(&mut self, row: u32, cells: &[(u16, &Cell)]) {
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
    pub fn total_row(&mut self, row: u32, cells: &[(u16, &Cell)]) {
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
}

/// Longest text of a group of indicators that stands alone in its row, in characters; more is prose.
const GROUP_MAX: usize = 30;

/// Labels beside a block of indicators: what kind they are, or the goal they are of.
fn is_block(label: &Label) -> bool {
    use Label::{Goal, GoalSection, IndicatorsAnnual, IndicatorsMidTerm, IndicatorsSection};
    matches!(label, IndicatorsSection | IndicatorsAnnual | IndicatorsMidTerm | Goal | GoalSection)
}
