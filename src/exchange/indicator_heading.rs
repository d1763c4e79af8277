//! Which columns a table of indicators has.
//!
//! Told by headings alone. Two columns of the same meaning: the first counts, the other is kept under its heading and
//! said; where a heading can mean two things the rest of the row decides.

use std::collections::BTreeMap;

use super::heading_row::{Heading, HeadingRow, Part};
use super::headings::{self, Column, Label, squeeze};
use super::indicators::{Field, IndicatorTable, reads};
use super::read::Reason;
use super::sheet::Sheet;

/// The heading row (or rows) of indicators.
#[derive(Debug, Default)]
pub struct IndicatorHeading {
    /// Left to right; more than one where they stand side by side.
    pub tables: Vec<IndicatorTable>,
    /// The last row of headings.
    pub last_row: u32,
    /// Columns that are kept under their headings without a meaning of their own, with why.
    pub remarks: Vec<(u16, Reason)>,
    /// Whether a column tells how far the year has come: 当前完成值.
    pub so_far: bool,
}

/// Fewest columns with a meaning in a row of headings.
const KNOWN_MIN: usize = 3;

/// The tables that a heading row opens; `None` when it is no heading row of indicators.
pub fn header(sheet: &Sheet, row: u32) -> Option<IndicatorHeading> {
    // Most rows are told from headings by having none.
    let cells = sheet.cells(row);
    let known = cells.iter().filter(|(_, cell)| !headings::columns(&cell.text).is_empty()).count();
    if known < 2 {
        return None;
    }
    let printed = HeadingRow::read(sheet, row);
    let mut heading = interpret(&printed.headings, true);
    heading.last_row = printed.last_row;
    let first = heading.tables.first()?;
    (first.known() >= KNOWN_MIN).then_some(heading)
}

/// One table in the making.
#[derive(Default)]
struct Draft {
    fields: BTreeMap<Column, Field>,
    others: Vec<Part>,
    areas: Vec<Part>,
    points: [Option<u16>; 2],
    level: Option<Column>,
}

impl Draft {
    fn keep(&mut self, heading: &Heading) {
        let (left, right, text) = (heading.left, heading.right, heading.text.clone());
        self.others.push(Part { left, right, text });
    }

    /// Puts one meaning in the place of another; what stood there is kept under its heading.
    fn prefer(&mut self, column: Column, over: Column, printed: &[Heading], remarks: &mut Vec<(u16, Reason)>) {
        let Some(field) = self.fields.remove(&column) else { return };
        if let Some(before) = self.fields.insert(over, field)
            && let Some(heading) = printed.iter().find(|heading| heading.left == before.left)
        {
            remarks.push((heading.left, Reason::new("reason-column-beside").with("heading", &heading.text)));
            self.keep(heading);
        }
    }
}

/// What headings mean in a table of indicators. `alone`: nobody else reads the rows, so that columns without a use for
/// indicators are kept under their headings.
pub fn interpret(printed: &[Heading], alone: bool) -> IndicatorHeading {
    let mut found = IndicatorHeading::default();
    let meaning = |heading: &Heading| headings::column_among(&heading.text, true);
    let has = |column| printed.iter().any(|heading| meaning(heading) == Some(column));
    let (has_level2, has_level3) = (has(Column::Level2), has(Column::Level3));
    let mut drafts: Vec<Draft> = vec![Draft::default()];
    let mut name_heading: Option<String> = None;
    for (at, heading) in printed.iter().enumerate() {
        let Some(draft) = drafts.last_mut() else { continue };
        let mut column = meaning(heading);
        let is_label = !headings::labels(&heading.text).is_empty() || headings::inline_label(&heading.text).is_some();
        if column.is_none() && !has_level3 && draft.level.is_some() && is_name_of_all(&heading.text) {
            column = Some(Column::Level3);
        }
        let Some(mut column) = column else {
            let inside = !draft.fields.is_empty();
            if inside && headings::is_area(&heading.text) {
                draft.areas.push(Part { left: heading.left, right: heading.right, text: heading.text.clone() });
            } else if inside && (!is_label || draft.level.is_some()) {
                found.remarks.push(unknown(heading));
                draft.keep(heading);
            } else if !is_label {
                found.remarks.push(unknown(heading));
            }
            continue;
        };
        if column == Column::Level3 {
            column = name_column(&mut name_heading, &heading.text);
        }
        if column == Column::Level1 && draft.fields.contains_key(&column) && draft.level == Some(Column::Level1) {
            // 类别 beside 一级指标.
            column = Column::Remark;
        }
        let repeats = draft.fields.contains_key(&column);
        let level = matches!(column, Column::Level1 | Column::Level2 | Column::Level3);
        let draft = if repeats && level {
            drafts.push(Draft::default());
            let Some(next) = drafts.last_mut() else { continue };
            next
        } else {
            draft
        };
        if column == Column::Weight {
            // Points may stand behind each level; those behind the last one count.
            let later = printed[at + 1..].iter().any(|next| meaning(next) == Some(Column::Weight));
            match draft.level {
                Some(Column::Level1) if (has_level2 || has_level3) && later => {
                    draft.points[0] = Some(heading.left);
                    continue;
                }
                Some(Column::Level2) if has_level3 && later => {
                    draft.points[1] = Some(heading.left);
                    continue;
                }
                _ => {}
            }
        }
        if level || column == Column::GroupName {
            draft.level = Some(column);
        }
        found.so_far |= column == Column::ActualSoFar;
        if draft.fields.contains_key(&column) {
            // `说明` explains a deviation, or remarks on something, where another column does the one.
            let other = headings::columns(&heading.text).iter().find(|other| !draft.fields.contains_key(other));
            if let Some(other) = other {
                draft.fields.insert(*other, Field::under(heading));
                continue;
            }
            let ignored = matches!(column, Column::Sequence | Column::LevelCode);
            if !ignored {
                found.remarks.push((heading.left, Reason::new("reason-column-beside").with("heading", &heading.text)));
            }
            draft.keep(heading);
            continue;
        }
        draft.fields.insert(column, Field::under(heading));
    }
    let level1 = drafts.first().and_then(|draft| draft.fields.get(&Column::Level1)).cloned();
    let is_level = |heading: &&Heading| {
        matches!(meaning(heading), Some(Column::Level1 | Column::Level2 | Column::Level3 | Column::GroupName))
    };
    let first_level = printed.iter().find(is_level).map_or(0, |heading| heading.left);
    for mut draft in drafts {
        if let Some(level1) = &level1 {
            draft.fields.entry(Column::Level1).or_insert_with(|| level1.clone());
        }
        draft.prefer(Column::Threshold, Column::Target, printed, &mut found.remarks);
        draft.prefer(Column::RatioActual, Column::Actual, printed, &mut found.remarks);
        if let Some(so_far) = draft.fields.remove(&Column::ActualSoFar) {
            match draft.fields.contains_key(&Column::Actual) {
                true => {
                    if let Some(heading) = printed.iter().find(|heading| heading.left == so_far.left) {
                        draft.keep(heading);
                    }
                }
                false => {
                    draft.fields.insert(Column::Actual, so_far);
                }
            }
        }
        if let (Some(first), Some(last)) = (draft.areas.first(), draft.areas.last()) {
            match draft.fields.contains_key(&Column::Target) {
                true => draft.others.append(&mut draft.areas),
                false => {
                    let (left, right) = (first.left, last.right);
                    found.remarks.push((left, Reason::new("reason-areas")));
                    draft.fields.insert(Column::Target, Field { left, right, parts: std::mem::take(&mut draft.areas) });
                }
            }
        }
        let unread: Vec<Column> = draft.fields.keys().copied().filter(|column| alone && !reads(*column)).collect();
        for column in unread {
            if let Some(field) = draft.fields.remove(&column)
                && let Some(heading) = printed.iter().find(|heading| heading.left == field.left)
                // `年度绩效目标(90分)` left of the groups is the label of the block.
                && (heading.left > first_level || headings::labels(&heading.text).is_empty())
            {
                draft.keep(heading);
            }
        }
        found.tables.extend(IndicatorTable::new(draft.fields, draft.others, draft.points));
    }
    found
}

fn unknown(heading: &Heading) -> (u16, Reason) {
    (heading.left, Reason::new("reason-column-unknown").with("heading", &heading.text))
}

/// `绩效指标` right of the groups names the indicators where no other heading does.
fn is_name_of_all(text: &str) -> bool {
    headings::labels(text).contains(&Label::IndicatorsSection)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::party::group;

    /// Headings as published with what they mean.
    const PUBLISHED: &str = include_str!("../../tests/data/headings.tsv");

    /// What a heading must be for a meaning: a column among indicators or funds, or a label of a form.
    fn expected(meaning: &str) -> (&'static [Column], &'static [Label]) {
        use Column as C;
        use Label as L;
        match meaning {
            "level1" => (&[C::Level1], &[]),
            "level2" => (&[C::Level2], &[]),
            "level1/level2" => (&[C::GroupName], &[]),
            "level3" => (&[C::Level3], &[]),
            "level3 explanation" => (&[C::Explanation], &[]),
            "target_value" => (&[C::Target, C::Threshold], &[]),
            "previous-year actual" => (&[C::PreviousActual], &[]),
            "basis" => (&[C::Basis], &[]),
            "operator" => (&[C::Operator], &[]),
            "unit" => (&[C::Measure], &[]),
            "actual_value" => (&[C::Actual, C::RatioActual, C::ActualSoFar], &[]),
            "likelihood" => (&[C::Likelihood], &[]),
            "weight" => (&[C::Weight], &[]),
            "score" | "execution score" => (&[C::Score], &[]),
            "reviewer's score" => (&[C::ReviewScore], &[]),
            "scoring rule" => (&[C::ScoringStandard], &[]),
            "score coefficient" => (&[C::ScoreFactor], &[]),
            "deviation_reason" => (&[C::DeviationReason], &[L::Analysis]),
            "remark" => (&[C::Remark], &[]),
            "project name" => (&[], &[L::Project]),
            "parent project name" => (&[], &[L::ParentProject]),
            "department" | "department with code" => (&[], &[L::Department, L::HigherDepartment]),
            "implementing unit" => (&[], &[L::Unit, L::FilingUnit]),
            "unit / project mixed" => (&[C::UnitOrProject], &[]),
            "initial budget" => (&[C::Initial], &[]),
            "adjusted budget" => (&[C::Adjusted], &[]),
            "executed amount" => (&[C::Executed], &[]),
            "execution rate" => (&[C::ExecutionRate], &[]),
            "total funds" => (&[], &[L::Total]),
            "mid-term total funds" => (&[], &[L::MidTermTotal]),
            "funds and use" => (&[], &[L::FundsUse]),
            "fiscal funds" | "current-year fiscal funds" => (&[], &[L::Fiscal]),
            "carried-over funds" => (&[], &[L::CarriedOver]),
            "other funds" => (&[], &[L::Other]),
            "special-account funds" | "unit funds" => (&[], &[L::OwnFunds]),
            "annual target" => (&[], &[L::Goal]),
            "annual target actual" => (&[], &[L::GoalActual]),
            "whole-period target" => (&[], &[L::GoalMidTerm]),
            "total score" | "total" => (&[], &[L::SelfScore, L::TotalScore]),
            other => panic!("a new meaning: {other}"),
        }
    }

    #[test]
    fn every_published_heading_is_known_with_its_meaning() {
        let lines = PUBLISHED.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let mut count = 0;
        let mut unknown = Vec::new();
        for line in lines {
            let (heading, meaning) = line.split_once('\t').expect("heading TAB meaning");
            let meaning = meaning.split(" (").next().unwrap_or_default();
            count += 1;
            if let Some((name, points)) = meaning.strip_prefix("group ").and_then(|rest| rest.split_once('/')) {
                assert_eq!(group(heading), (name, Some(points.to_owned()).filter(|p| !p.is_empty())), "{heading}");
                continue;
            }
            let (columns, labels) = expected(meaning);
            let column = headings::column_among(heading, true);
            let known = column.is_some_and(|column| columns.contains(&column))
                || headings::labels(heading).iter().any(|label| labels.contains(label));
            if !known {
                unknown.push(format!("{heading}: {meaning}, but {column:?} {:?}", headings::labels(heading)));
            }
        }
        assert_eq!(unknown, Vec::<String>::new());
        assert_eq!(count, 186);
    }

    fn read(texts: &[&str]) -> IndicatorHeading {
        let heading = |(at, text): (usize, &&str)| Heading {
            left: at as u16,
            right: at as u16,
            text: (*text).to_owned(),
            group: String::new(),
            parts: Vec::new(),
        };
        interpret(&texts.iter().enumerate().map(heading).collect::<Vec<_>>(), true)
    }

    fn places(texts: &[&str], wanted: &[Column]) -> Vec<Option<u16>> {
        let found = read(texts);
        wanted.iter().map(|column| found.tables.first().and_then(|table| table.column(*column))).collect()
    }

    #[test]
    fn the_other_headings_say_what_an_ambiguous_one_means() {
        use Column::{Actual, DeviationReason, Level1, Measure, Remark, Target};
        assert_eq!(headings::column_among("单位", true), Some(Measure));
        assert_eq!(headings::column_among("单位", false), Some(Column::Unit));
        assert_eq!(headings::column_among("类别", true), Some(Level1));
        assert_eq!(headings::column_among("类别", false), Some(Column::ProjectClass));
        // 说明 gives the reason of a deviation unless another column does.
        let own = ["一级指标", "三级指标", "指标值", "说明"];
        assert_eq!(places(&own, &[DeviationReason, Remark]), [Some(3), None]);
        let beside = ["一级指标", "三级指标", "指标值", "偏差原因", "说明"];
        assert_eq!(places(&beside, &[DeviationReason, Remark]), [Some(3), Some(4)]);
        // 江苏: the standard and the ratio belong to the indicator, 目标值 and 目标完成值 to the goal above it.
        let four = ["目标名称", "目标值", "评价指标", "标准值", "目标完成值", "评价指标值", "权重分值"];
        assert_eq!(places(&four, &[Target, Actual, Measure]), [Some(3), Some(5), None]);
        let three = ["目标名称", "目标值", "评价指标", "目标完成值", "权重分值"];
        assert_eq!(places(&three, &[Target, Actual]), [Some(1), Some(3)]);
        // 绩效指标 is the block's label, or names the indicators where nothing else does.
        let label = ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"];
        assert_eq!(places(&label, &[Column::Level3]), [Some(3)]);
        let named = ["一级指标", "二级指标", "绩效指标", "指标值"];
        assert_eq!(places(&named, &[Column::Level3]), [Some(2)]);
    }

    #[test]
    fn of_two_columns_with_one_meaning_the_second_is_kept_and_said() {
        let found = read(&["一级指标", "三级指标", "指标值", "目标值", "心情"]);
        let told: Vec<_> = found.remarks.iter().map(|(place, reason)| (*place, reason.key)).collect();
        assert_eq!(told, [(3, "reason-column-beside"), (4, "reason-column-unknown")]);
        assert_eq!(found.tables[0].column(Column::Target), Some(2));
    }
}
