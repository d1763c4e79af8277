//! Rows of indicators, one row at a time with groups filled down.
//!
//! `indicator_heading` says which columns a table has. Cells are kept as printed; what has no field of its own stays
//! under its heading.

use std::collections::BTreeMap;

use crate::model::form::{Horizon, Indicator, MoreField, PrintedCell};

use super::heading_row::{Heading, Part};
use super::headings::{Column, is_nothing, squeeze, words};
use super::one_cell;
use super::party::{group, without_group_code};
use super::read::Reason;
use super::sheet::Sheet;

pub use super::indicator_heading::{IndicatorHeading, header, interpret, name_column};

/// Where a field of the table stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// First column.
    pub left: u16,
    /// Last column; the cells between are parts of one text.
    pub right: u16,
    /// Headings below the field's own: kinds of reasons, areas.
    pub parts: Vec<Part>,
}

impl Field {
    /// A field under this heading.
    pub fn under(heading: &Heading) -> Field {
        Field { left: heading.left, right: heading.right, parts: heading.parts.clone() }
    }
}

/// The columns of one indicator table, or of one half of two that stand side by side.
#[derive(Debug, Clone, Default)]
pub struct IndicatorTable {
    /// Year or whole period.
    pub horizon: Horizon,
    fields: BTreeMap<Column, Field>,
    others: Vec<Part>,
    /// Columns with points of the groups, where they stand beside them.
    group_points: [Option<u16>; 2],
    /// Which columns stand under a heading, by place.
    headed: Vec<bool>,
    /// Whether targets stand in the cells of the names.
    one_cell: bool,
    level1: String,
    level2: String,
    points: [String; 2],
}

/// What a row gave.
#[derive(Debug, Default)]
pub struct IndicatorRow {
    /// Mostly one; several where a cell holds several.
    pub indicators: Vec<Indicator>,
    /// What deserves a remark, with its column from 0.
    pub remarks: Vec<(u16, Reason)>,
}

impl IndicatorTable {
    /// A table with these columns; `None` when they are not those of indicators. `others` are columns that are kept
    /// under their headings, `group_points` the columns of points behind level 1 and level 2.
    pub fn new(
        fields: BTreeMap<Column, Field>,
        others: Vec<Part>,
        group_points: [Option<u16>; 2],
    ) -> Option<IndicatorTable> {
        let has = |column| fields.contains_key(&column);
        let named = has(Column::Level3) || has(Column::Level2);
        let valued = has(Column::Target) || has(Column::Actual) || has(Column::Score) || has(Column::Weight);
        let levels = has(Column::Level1) && has(Column::Level2) && has(Column::Level3);
        // An indicator of a library has no value yet.
        let described = [Column::Common, Column::ValueDescription, Column::ValueMethod, Column::Evidence];
        let described = has(Column::Level3) && described.into_iter().any(has);
        if !named || !(valued || levels || described) {
            return None;
        }
        let spans = fields.values().map(|field| (field.left, field.right));
        let spans = spans.chain(others.iter().map(|part| (part.left, part.right)));
        let mut headed = Vec::new();
        for place in spans.flat_map(|(left, right)| left..=right).chain(group_points.into_iter().flatten()) {
            let place = usize::from(place);
            headed.resize(headed.len().max(place + 1), false);
            headed[place] = true;
        }
        let one_cell = !described && !fields.contains_key(&Column::Target);
        Some(IndicatorTable { fields, others, group_points, headed, one_cell, ..IndicatorTable::default() })
    }

    /// Whether it has this column.
    pub fn has(&self, column: Column) -> bool {
        self.fields.contains_key(&column)
    }

    /// Whether it knows anything of results.
    pub fn has_results(&self) -> bool {
        self.has(Column::Actual) || self.has(Column::Score)
    }

    /// First place of a column.
    pub fn column(&self, column: Column) -> Option<u16> {
        self.fields.get(&column).map(|field| field.left)
    }

    /// How many columns have a meaning.
    pub fn known(&self) -> usize {
        self.fields.len()
    }

    /// Whether another table has its columns in the same places.
    pub fn is_like(&self, other: &IndicatorTable) -> bool {
        self.fields == other.fields && self.others == other.others
    }

    /// The first and last column of the table, without a shared level 1.
    pub fn span(&self) -> (u16, u16) {
        let places = || self.fields.iter().filter(|(column, _)| **column != Column::Level1).map(|(_, field)| field);
        let left = places().map(|field| field.left).min().unwrap_or(0);
        (left, places().map(|field| field.right).max().unwrap_or(0))
    }

    /// Forgets groups, at the start of another project.
    pub fn restart(&mut self) {
        self.level1.clear();
        self.level2.clear();
        self.points = Default::default();
    }

    /// What a field shows in a row. Merged cells show downwards, except points: they count once. A cell merged
    /// across two fields belongs to the left one.
    fn text(&self, sheet: &Sheet, row: u32, column: Column) -> String {
        let Some(field) = self.fields.get(&column) else { return String::new() };
        let once = matches!(column, Column::Weight | Column::Score | Column::ReviewScore | Column::Deduction);
        if field.parts.is_empty() {
            return self.between(sheet, row, field.left, field.right, once);
        }
        let parts = self.parts(sheet, row, &field.parts);
        let words = words();
        match column {
            // The same value for every area is the value of all.
            Column::Target | Column::Actual
                if parts.len() == field.parts.len() && parts.windows(2).all(|two| two[0].text == two[1].text) =>
            {
                parts.into_iter().next().map(|cell| cell.text).unwrap_or_default()
            }
            _ => {
                let ticked = |cell: &PrintedCell| words.ticks.contains(&cell.text);
                let texts: Vec<String> = parts
                    .into_iter()
                    .map(|cell| match ticked(&cell) && !matches!(column, Column::Target | Column::Actual) {
                        true => cell.heading,
                        false => format!("{}{}{}", cell.heading, words.part, cell.text),
                    })
                    .collect();
                texts.join(&words.parts)
            }
        }
    }

    /// The text of neighbouring columns, cells that repeat the one before left out.
    fn between(&self, sheet: &Sheet, row: u32, left: u16, right: u16, once: bool) -> String {
        let mut text = String::new();
        let mut last = None;
        let mut place = left;
        while place <= right {
            let area = sheet.area(row, place);
            let foreign = area.left < left && self.headed.get(usize::from(area.left)).copied().unwrap_or(false);
            if !(foreign || once && area.top < row) {
                let cell = sheet.own(area.top, area.left).map(|cell| &*cell.text);
                if let Some(cell) = cell.filter(|cell| last != Some(*cell)) {
                    text.push_str(cell);
                    last = Some(cell);
                }
            }
            match area.right.max(place).checked_add(1) {
                Some(next) => place = next,
                None => break,
            }
        }
        text
    }

    fn parts(&self, sheet: &Sheet, row: u32, parts: &[Part]) -> Vec<PrintedCell> {
        let cell = |part: &Part| PrintedCell {
            heading: part.text.clone(),
            text: self.between(sheet, row, part.left, part.right, false),
        };
        parts.iter().map(cell).filter(|cell| !cell.text.is_empty()).collect()
    }

    /// Cells without a field: other columns, each area's value, and what stands under no heading.
    fn others(&self, sheet: &Sheet, row: u32) -> Vec<PrintedCell> {
        let mut cells = Vec::new();
        for column in [Column::Target, Column::Actual] {
            if let Some(field) = self.fields.get(&column).filter(|field| !field.parts.is_empty()) {
                cells.extend(self.parts(sheet, row, &field.parts));
            }
        }
        cells.extend(self.parts(sheet, row, &self.others));
        let (left, right) = self.span();
        if self.headed.iter().skip(usize::from(left)).all(|headed| *headed) {
            return cells;
        }
        for (place, cell) in sheet.cells(row) {
            let inside = left <= place && place <= right;
            if inside && !self.headed.get(usize::from(place)).copied().unwrap_or(false) {
                cells.push(PrintedCell { heading: String::new(), text: cell.text.to_string() });
            }
        }
        cells
    }

    /// Whether the row only continues merged cells of the row above.
    fn continues_above(&self, sheet: &Sheet, row: u32) -> bool {
        let covered = |column| self.column(column).is_none_or(|place| sheet.area(row, place).top < row);
        let merged = |column| self.column(column).is_some_and(|place| sheet.area(row, place).top < row);
        merged(Column::Level3) && covered(Column::Target) && covered(Column::Actual)
    }

    /// Takes over the groups that a row names.
    fn groups(&mut self, sheet: &Sheet, row: u32) {
        let mut level1 = self.text(sheet, row, Column::Level1);
        let mut level2 = self.text(sheet, row, Column::Level2);
        let name = self.text(sheet, row, Column::GroupName);
        let numeral = name
            .split_once('、')
            .is_some_and(|(number, _)| !number.is_empty() && number.chars().all(|c| words().numerals.contains(c)));
        match numeral {
            true => level1 = name,
            false if !name.is_empty() => level2 = name,
            false => {}
        }
        let points = self
            .group_points
            .map(|place| place.map(|place| self.between(sheet, row, place, place, false)).unwrap_or_default());
        if !level1.is_empty() {
            let (name, printed) = group(&level1);
            if name != self.level1 {
                self.level2.clear();
                self.points = Default::default();
            }
            self.level1 = name.to_owned();
            let beside = Some(points[0].clone()).filter(|points| !points.is_empty());
            self.points[0] = beside.or(printed).unwrap_or_else(|| std::mem::take(&mut self.points[0]));
        }
        if !level2.is_empty() {
            self.level2 = without_group_code(&level2).to_owned();
            self.points[1].clone_from(&points[1]);
        }
    }

    /// Reads a row.
    pub fn row(&mut self, sheet: &Sheet, row: u32) -> IndicatorRow {
        self.groups(sheet, row);
        let mut read = IndicatorRow::default();
        if self.continues_above(sheet, row) {
            return read;
        }
        let text = |column| self.text(sheet, row, column);
        let some = |column| Some(text(column)).filter(|text| !text.is_empty());
        let mut indicator = Indicator {
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
            others: self.others(sheet, row),
        };
        if text(Column::Horizon) == WHOLE_PERIOD {
            indicator.horizon = Horizon::MidTerm;
        }
        let blank = is_blank_name(&indicator.level3)
            && is_blank_name(&indicator.target)
            && [&indicator.actual, &indicator.weight, &indicator.score]
                .iter()
                .all(|text| text.as_deref().is_none_or(is_nothing));
        if blank {
            let rest = indicator.deviation_reason.iter().chain(indicator.more.values());
            let rest = rest.chain(indicator.others.iter().map(|cell| &cell.text));
            if let Some(text) = rest.into_iter().find(|text| !is_nothing(text)) {
                read.remarks.push((self.span().0, Reason::new("reason-no-indicator").with("text", text)));
            }
            return read;
        }
        for (field, points) in [MoreField::GroupPoints, MoreField::SubgroupPoints].into_iter().zip(&self.points) {
            if !points.is_empty() {
                indicator.more.insert(field, points.clone());
            }
        }
        match self.one_cell {
            true => self.cut(indicator, &mut read),
            false => read.indicators.push(indicator),
        }
        read
    }

    /// A table without a column for targets holds them in the cells of the names.
    fn cut(&self, indicator: Indicator, read: &mut IndicatorRow) {
        let cuts = one_cell::cut(&indicator.level3);
        let several = cuts.len() > 1;
        for cut in cuts {
            let mut part = indicator.clone();
            part.level3 = cut.name;
            part.target = cut.target;
            part.weight = if several { cut.weight } else { part.weight.take().or(cut.weight) };
            read.indicators.push(part);
        }
        if let (true, Some(points)) = (several, &indicator.weight) {
            let place = self.column(Column::Weight).unwrap_or(0);
            read.remarks.push((place, Reason::new("reason-points-of-several").with("points", points)));
        }
    }
}

/// Whether a row of indicators has a use for a column; others are kept under their headings.
pub fn reads(column: Column) -> bool {
    use Column::{
        Actual, DeviationReason, GroupName, Horizon, Level1, Level2, Level3, LevelCode, Measure, Operator, Score,
        Sequence, Target, Weight,
    };
    matches!(column, Actual | DeviationReason | GroupName | Horizon | Level1 | Level2 | Level3 | LevelCode | Measure)
        || matches!(column, Operator | Score | Sequence | Target | Weight)
        || MORE.iter().any(|(known, _)| *known == column)
}

/// The code by which the integrated budget system marks indicators of the whole period (yearflag).
const WHOLE_PERIOD: &str = "1";

/// Printed fields that have no place of their own.
const MORE: [(Column, MoreField); 20] = [
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
    (Column::Expected, MoreField::Expected),
    (Column::ReviewScore, MoreField::ReviewScore),
    (Column::ScoreFactor, MoreField::ScoreFactor),
    (Column::Common, MoreField::Common),
    (Column::ValueDescription, MoreField::ValueDescription),
    (Column::ValueMethod, MoreField::ValueMethod),
    (Column::ValueSource, MoreField::ValueSource),
    (Column::Evidence, MoreField::Evidence),
    (Column::Industry, MoreField::Industry),
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
