//! Rows of indicators: their heading row, and one row at a time with groups filled down.

use std::collections::BTreeMap;

use crate::model::form::{Horizon, Indicator, MoreField};

use super::headings::{self, Column, is_nothing, squeeze, words};
use super::party::{group_name, without_group_code};
use super::sheet::Sheet;

/// The columns of one indicator table, or of one half of two that stand side by side.
#[derive(Debug, Clone, Default)]
pub struct IndicatorTable {
    /// Year or whole period.
    pub horizon: Horizon,
    columns: BTreeMap<Column, u16>,
    level1: String,
    level2: String,
}

impl IndicatorTable {
    /// A table with these columns; `None` when they are not those of indicators.
    pub fn new(columns: BTreeMap<Column, u16>) -> Option<IndicatorTable> {
        let has = |column| columns.contains_key(&column);
        let named = has(Column::Level3) || has(Column::Level2);
        let valued = has(Column::Target) || has(Column::Actual) || has(Column::Score) || has(Column::Weight);
        (named && valued).then(|| IndicatorTable { columns, ..IndicatorTable::default() })
    }

    /// Whether it has this column.
    pub fn has(&self, column: Column) -> bool {
        self.columns.contains_key(&column)
    }

    /// Whether a column speaks of indicators only, wherever it stands.
    pub fn owns(column: Column) -> bool {
        use Column::{Level1, Level2, Level3, LevelCode, Measure, Operator, Target, Weight};
        matches!(column, Level1 | Level2 | Level3 | LevelCode | Measure | Operator | Target | Weight)
    }

    /// Place of a column.
    pub fn column(&self, column: Column) -> Option<u16> {
        self.columns.get(&column).copied()
    }

    /// The first and last column of the table, without a shared level 1.
    pub fn span(&self) -> (u16, u16) {
        let places = self.columns.iter().filter(|(column, _)| **column != Column::Level1).map(|(_, place)| *place);
        (places.clone().min().unwrap_or(0), places.max().unwrap_or(0))
    }

    /// Forgets groups, at the start of another project.
    pub fn restart(&mut self) {
        self.level1.clear();
        self.level2.clear();
    }

    /// What a field shows in a row. Merged cells show downwards, except points: they count once. A cell merged
    /// across two fields belongs to the left one.
    fn text(&self, sheet: &Sheet, row: u32, column: Column) -> String {
        let Some(place) = self.column(column) else { return String::new() };
        let area = sheet.area(row, place);
        if area.left != place && self.columns.values().any(|other| *other == area.left) {
            return String::new();
        }
        if area.top < row && matches!(column, Column::Weight | Column::Score | Column::Deduction) {
            return String::new();
        }
        sheet.own(area.top, area.left).map(|cell| cell.text.to_string()).unwrap_or_default()
    }

    /// Whether the row only continues merged cells of the row above.
    fn continues_above(&self, sheet: &Sheet, row: u32) -> bool {
        let covered = |column| self.column(column).is_none_or(|place| sheet.area(row, place).top < row);
        let merged = |column| self.column(column).is_some_and(|place| sheet.area(row, place).top < row);
        merged(Column::Level3) && covered(Column::Target) && covered(Column::Actual)
    }

    /// Reads a row; `None` when it holds no indicator of this table.
    pub fn row(&mut self, sheet: &Sheet, row: u32) -> Option<Indicator> {
        let level1 = self.text(sheet, row, Column::Level1);
        let level2 = self.text(sheet, row, Column::Level2);
        if !level1.is_empty() {
            let level1 = group_name(&level1);
            if level1 != self.level1 {
                self.level2.clear();
            }
            self.level1 = level1;
        }
        if !level2.is_empty() {
            self.level2 = without_group_code(&level2).to_owned();
        }
        if self.continues_above(sheet, row) {
            return None;
        }
        let text = |column| self.text(sheet, row, column);
        let some = |column| Some(text(column)).filter(|text| !text.is_empty());
        let indicator = Indicator {
            no: 0,
            horizon: self.horizon,
            level1: self.level1.clone(),
            level2: self.level2.clone(),
            level3: text(Column::Level3),
            operator: some(Column::Operator),
            target: text(Column::Target),
            unit: some(Column::Measure),
            actual: some(Column::Actual),
            weight: some(Column::Weight),
            score: some(Column::Score),
            deviation_reason: some(Column::DeviationReason),
            more: MORE.iter().filter_map(|(column, field)| some(*column).map(|text| (*field, text))).collect(),
        };
        let blank = is_blank_name(&indicator.level3)
            && is_blank_name(&indicator.target)
            && [&indicator.actual, &indicator.weight, &indicator.score]
                .iter()
                .all(|text| text.as_deref().is_none_or(is_nothing));
        (!blank).then_some(indicator)
    }
}

/// Printed fields that have no place of their own.
const MORE: [(Column, MoreField); 11] = [
    (Column::Explanation, MoreField::Explanation),
    (Column::ScoringStandard, MoreField::ScoringStandard),
    (Column::Deduction, MoreField::Deduction),
    (Column::Description, MoreField::Description),
    (Column::Remark, MoreField::Remark),
    (Column::IndicatorCode, MoreField::IndicatorCode),
    (Column::IndicatorNature, MoreField::Nature),
    (Column::Likelihood, MoreField::Likelihood),
    (Column::PreviousActual, MoreField::PreviousActual),
    (Column::Basis, MoreField::Basis),
    (Column::Measures, MoreField::Measures),
];

/// A name without white space and without the number that the template puts before it (`指标1：`): what is compared
/// across years.
pub fn plain_name(name: &str) -> String {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    match name.split_once(['：', ':']) {
        Some((head, rest)) if head.starts_with(&words().indicator_token) && head.chars().count() <= 4 => {
            rest.to_owned()
        }
        _ => name,
    }
}

/// Blank, or a rest of the template: `指标1：`, `……`.
fn is_blank_name(text: &str) -> bool {
    let squeezed = squeeze(text);
    let bare = squeezed.trim_matches(|c| matches!(c, '.' | '\u{2026}' | '\u{22ef}'));
    let rest = match bare.strip_prefix(words().indicator_token.as_str()) {
        Some(numbered) => {
            let number = numbered.trim_start_matches(|c: char| c.is_ascii_digit());
            if number.len() == numbered.len() && !number.starts_with(':') { bare } else { number.trim_matches(':') }
        }
        None => bare,
    };
    is_nothing(rest.trim_matches(|c| matches!(c, '.' | '\u{2026}')))
}

/// The tables that a heading row opens, left to right; empty when it is no heading row of indicators.
pub fn header(sheet: &Sheet, row: u32) -> Vec<IndicatorTable> {
    let mut sets: Vec<BTreeMap<Column, u16>> = vec![BTreeMap::new()];
    let mut name_heading: Option<String> = None;
    for (place, cell) in sheet.cells(row) {
        let Some(mut column) = headings::column(&cell.text) else { continue };
        if column == Column::Level3 {
            column = name_column(&mut name_heading, &cell.text);
        }
        let repeats = sets.last().is_some_and(|set| set.contains_key(&column));
        if repeats && matches!(column, Column::Level2 | Column::Level3) {
            sets.push(BTreeMap::new());
        }
        let Some(set) = sets.last_mut() else { continue };
        if column == Column::Weight {
            // Points may stand behind each level; those behind the indicator count.
            set.insert(column, place);
        } else {
            set.entry(column).or_insert(place);
        }
    }
    let level1 = sets.first().and_then(|set| set.get(&Column::Level1)).copied();
    let tables: Vec<IndicatorTable> = sets
        .into_iter()
        .filter_map(|mut set| {
            if let Some(level1) = level1 {
                set.entry(Column::Level1).or_insert(level1);
            }
            IndicatorTable::new(set)
        })
        .collect();
    let known = tables.first().map_or(0, |table| table.columns.len());
    if known >= 3 { tables } else { Vec::new() }
}

/// Which of two headings for the indicator's name this is: `指标内容` beside `三级指标` explains it, the same heading
/// once more begins a second table.
pub fn name_column(first: &mut Option<String>, heading: &str) -> Column {
    let squeezed = squeeze(heading);
    match first {
        Some(known) if *known != squeezed => Column::Explanation,
        Some(_) => Column::Level3,
        None => {
            *first = Some(squeezed);
            Column::Level3
        }
    }
}

/// Annual indicators first, then mid-term, numbered from 1.
pub fn number(indicators: Vec<Indicator>) -> Vec<Indicator> {
    let (mut ordered, mid_term): (Vec<Indicator>, Vec<Indicator>) =
        indicators.into_iter().partition(|indicator| indicator.horizon == Horizon::Annual);
    ordered.extend(mid_term);
    for (at, indicator) in ordered.iter_mut().enumerate() {
        indicator.no = at as u32 + 1;
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_of_the_template_name_nothing() {
        for blank in ["", "指标1：", "指标 2:", "……", "指标1：……", "—"] {
            assert!(is_blank_name(blank), "{blank}");
        }
        for named in ["指标1：养护里程", "指标体系完善度", "指标"] {
            assert!(!is_blank_name(named), "{named}");
        }
    }
}
