//! A heading row as printed: merged or repeated cells become one heading, a second row under grouped headings becomes
//! their parts.
//!
//! Nothing here knows what a heading means beyond whether the vocabulary has it.

use super::headings::{self, Column, squeeze};
use super::sheet::{Cell, Sheet};

/// One heading and the columns it stands over, both ends inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// First column.
    pub left: u16,
    /// Last column.
    pub right: u16,
    /// As printed; of a group whose parts are unknown the group's.
    pub text: String,
    /// The heading above it, if it stands under one.
    pub group: String,
    /// What stands below it, where it is a group: places and headings that nobody knows by themselves.
    pub parts: Vec<Part>,
}

/// A heading below a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// First column.
    pub left: u16,
    /// Last column.
    pub right: u16,
    /// As printed.
    pub text: String,
}

/// The headings of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingRow {
    /// Left to right.
    pub headings: Vec<Heading>,
    /// The last row that belongs to them.
    pub last_row: u32,
}

/// Columns that one heading can stand over; what lies further right stands under none.
const SPAN_MAX: u16 = 63;

/// Longest text of a heading below a heading, in characters.
const PART_MAX: usize = 24;

impl HeadingRow {
    /// Reads the row, and the one right below where it holds parts of grouped headings.
    pub fn read(sheet: &Sheet, row: u32) -> HeadingRow {
        let mut headings: Vec<Heading> = Vec::new();
        let mut deep = false;
        for (place, cell) in sheet.cells(row) {
            let area = sheet.area(row, place);
            deep |= area.bottom > row;
            match headings.last_mut() {
                // The same text again where others merge.
                Some(last) if last.right.saturating_add(1) == place && squeeze(&last.text) == squeeze(&cell.text) => {
                    last.right = area.right.min(last.left.saturating_add(SPAN_MAX));
                }
                last => {
                    // Merged areas of a hostile file may lie over each other.
                    if let Some(last) = last {
                        last.right = last.right.min(place.saturating_sub(1)).max(last.left);
                    }
                    headings.push(Heading {
                        left: place,
                        right: area.right.min(place.saturating_add(SPAN_MAX)),
                        text: cell.text.to_string(),
                        group: String::new(),
                        parts: Vec::new(),
                    });
                }
            }
        }
        let below = sheet.cells(row + 1);
        match with_parts(&headings, deep, &below, sheet, row + 1) {
            Some(headings) => HeadingRow { headings, last_row: row + 1 },
            None => HeadingRow { headings, last_row: row },
        }
    }
}

/// The headings with those of the row below, if that is a heading row too: everything in it stands under a group or
/// where nothing stood, or repeats what stands above.
fn with_parts(
    headings: &[Heading],
    deep: bool,
    below: &[(u16, &Cell)],
    sheet: &Sheet,
    row: u32,
) -> Option<Vec<Heading>> {
    let grouped = headings.iter().any(|heading| heading.right > heading.left);
    if below.is_empty() || !(grouped || deep) {
        return None;
    }
    let all_known = below.iter().all(|(_, cell)| headings::column(&cell.text).is_some());
    let mut parts: Vec<Vec<Part>> = vec![Vec::new(); headings.len()];
    let mut more = Vec::new();
    let mut found = false;
    for (place, cell) in below {
        let area = sheet.area(row, *place);
        let part = Part { left: area.left, right: area.right, text: cell.text.to_string() };
        let over = headings.iter().position(|heading| heading.left <= *place && *place <= heading.right);
        let Some(over) = over else {
            if !all_known {
                return None;
            }
            found = true;
            more.push(alone(&part, String::new(), ""));
            continue;
        };
        let heading = &headings[over];
        if squeeze(&heading.text) == squeeze(&cell.text) {
            continue;
        }
        let level = headings::columns(&heading.text)
            .iter()
            .any(|column| matches!(column, Column::Level1 | Column::Level2 | Column::Level3));
        let wide = heading.right > heading.left && !level && cell.text.chars().nth(PART_MAX).is_none();
        if !wide && !all_known {
            return None;
        }
        found = true;
        parts[over].push(part);
    }
    if !found {
        return None;
    }
    let mut all = more;
    for (heading, parts) in headings.iter().zip(parts) {
        if parts.is_empty() {
            all.push(heading.clone());
            continue;
        }
        let group = headings::column(&heading.text).is_some();
        let mut unknown = Vec::new();
        for part in parts {
            if headings::column(&part.text).is_some() {
                all.push(alone(&part, String::new(), &heading.text));
            } else if group {
                unknown.push(part);
            } else {
                all.push(alone(&part, format!("{} ", heading.text), &heading.text));
            }
        }
        if let [only] = unknown.as_slice() {
            // `指标值` over 符号, 数值 and 单位: what is left is the value.
            all.push(Heading { text: heading.text.clone(), ..alone(only, String::new(), &heading.text) });
        } else if let (Some(first), Some(last)) = (unknown.first(), unknown.last()) {
            let (left, right) = (first.left, last.right);
            all.push(Heading { left, right, text: heading.text.clone(), group: String::new(), parts: unknown });
        }
    }
    all.sort_by_key(|heading| heading.left);
    Some(all)
}

fn alone(part: &Part, before: String, group: &str) -> Heading {
    let (left, right) = (part.left, part.right);
    Heading { left, right, text: before + part.text.as_str(), group: group.to_owned(), parts: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::Area;
    use super::*;

    fn sheet(rows: &[&[&str]], areas: Vec<Area>) -> Sheet {
        let mut sheet = Sheet::new("s");
        for (row, cells) in rows.iter().enumerate() {
            let shown = cells.iter().enumerate().filter(|(_, text)| !text.is_empty());
            let cell = |text: &str| Cell { text: text.into(), exact: None };
            sheet.put_row(row as u32, shown.map(|(column, text)| (column as u16, cell(text))).collect());
        }
        assert!(sheet.finish(areas));
        sheet
    }

    fn brief(row: &HeadingRow) -> Vec<String> {
        let part = |part: &Part| format!("{}@{}", part.text, part.left);
        row.headings
            .iter()
            .map(|heading| {
                let parts: Vec<String> = heading.parts.iter().map(part).collect();
                format!("{}@{}-{} {}", heading.text, heading.left, heading.right, parts.join(" ")).trim().to_owned()
            })
            .collect()
    }

    #[test]
    fn groups_take_their_parts_whether_merged_or_repeated() {
        let merged = sheet(
            &[&["三级指标", "偏差原因分析", "", "备注"], &["", "经费保障", "原因说明", ""], &["里程", "√", "晚", ""]],
            vec![
                Area { top: 0, left: 0, bottom: 1, right: 0 },
                Area { top: 0, left: 1, bottom: 0, right: 2 },
                Area { top: 0, left: 3, bottom: 1, right: 3 },
            ],
        );
        let repeated = sheet(
            &[&["三级指标", "偏差原因分析", "偏差原因分析", "备注"], &["三级指标", "经费保障", "原因说明", "备注"]],
            Vec::new(),
        );
        for sheet in [merged, repeated] {
            let row = HeadingRow::read(&sheet, 0);
            assert_eq!(row.last_row, 1);
            assert_eq!(brief(&row), ["三级指标@0-0", "偏差原因分析@1-2 经费保障@1 原因说明@2", "备注@3-3"]);
        }
    }

    #[test]
    fn a_row_of_values_under_a_wide_heading_is_no_heading_row() {
        let page = sheet(
            &[&["一级指标", "三级指标", "指标值", ""], &["产出指标", "里程", "≥", "30"]],
            vec![Area { top: 0, left: 2, bottom: 0, right: 3 }],
        );
        let row = HeadingRow::read(&page, 0);
        assert_eq!(
            (row.last_row, brief(&row)),
            (0, vec!["一级指标@0-0".into(), "三级指标@1-1".into(), "指标值@2-3".into()])
        );
    }
}
