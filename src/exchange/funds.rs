//! Amounts, and the funds block of forms that print it as a table (年初预算数 · 全年预算数 · 全年执行数 …).

use crate::model::form::{Amount, Funds, FundsLine};
use crate::model::money::{Money, MoneyUnit};

use super::heading_row::HeadingRow;
use super::headings::{self, Column, Label, is_nothing, squeeze, words};
use super::read::Reason;
use super::sheet::{Cell, Sheet};

/// The unit that a heading or label names: `（万元）`, `单位：元`.
pub fn unit_in(text: &str) -> Option<MoneyUnit> {
    let squeezed = squeeze(text);
    let words = words();
    if squeezed.contains(words.ten_thousand_yuan.as_str()) {
        return Some(MoneyUnit::TenThousandYuan);
    }
    let yuan = &words.yuan;
    [format!("({yuan})"), format!("{}{yuan}", words.money_unit)]
        .iter()
        .any(|mark| squeezed.contains(mark.as_str()))
        .then_some(MoneyUnit::Yuan)
}

/// Whether a value carries a unit of money itself: `500万元`, `19元`.
pub fn names_money(text: &str) -> bool {
    let squeezed = squeeze(text);
    let words = words();
    squeezed.starts_with(|c: char| c.is_ascii_digit())
        && [&words.yuan, &words.ten_thousand].iter().any(|unit| squeezed.ends_with(unit.as_str()))
}

/// An amount as printed; a remark when it is no exact amount. `None` for a blank cell.
pub fn amount(cell: &Cell, unit: MoneyUnit) -> (Option<Amount>, Option<Reason>) {
    let raw = cell.text.to_string();
    if raw.is_empty() {
        return (None, None);
    }
    if is_nothing(&raw) {
        return (Some(Amount { raw, fen: None }), None);
    }
    let squeezed = squeeze(&raw);
    let words = words();
    let bare = squeezed.trim_start_matches(['¥', '￥']);
    let (digits, unit, times) = if let Some(digits) = bare.strip_suffix(words.hundred_million_yuan.as_str()) {
        (digits, MoneyUnit::TenThousandYuan, 10_000)
    } else if let Some(digits) = bare.strip_suffix(words.ten_thousand_yuan.as_str()) {
        (digits, MoneyUnit::TenThousandYuan, 1)
    } else if let Some(digits) = bare.strip_suffix(words.ten_thousand.as_str()) {
        (digits, MoneyUnit::TenThousandYuan, 1)
    } else if let Some(digits) = bare.strip_suffix(words.yuan.as_str()) {
        (digits, MoneyUnit::Yuan, 1)
    } else {
        (bare, unit, 1)
    };
    let read = |digits: &str| Money::read(digits, unit).and_then(|money| money.0.checked_mul(times)).map(Money);
    let shown = read(digits);
    let (fen, reason) = match cell.exact.as_deref().map(read) {
        // The cell shows fewer digits than it stores; what it stores decides as long as that is whole fen.
        Some(Some(exact)) => (Some(exact), None),
        Some(None) if shown.is_some() => (shown, Some(Reason::new("reason-amount-as-shown"))),
        _ if shown.is_none() => (None, Some(Reason::new("reason-amount-not-exact"))),
        _ => (shown, None),
    };
    let reason = reason.map(|reason| reason.with("value", &raw));
    (Some(Amount { raw, fen }), reason)
}

/// The heading row of a funds block.
#[derive(Debug, Clone)]
pub struct FundsTable {
    /// Columns from the first amount on.
    columns: Vec<(u16, Option<Column>)>,
    unit: MoneyUnit,
    last_row: u32,
}

/// Reads a heading row such as `项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分`.
pub fn header(sheet: &Sheet, row: u32, unit: MoneyUnit) -> Option<FundsTable> {
    let cells = sheet.cells(row);
    // Most rows are told from headings by having none.
    if cells.iter().filter(|(_, cell)| headings::column(&cell.text).is_some()).count() < 2 {
        return None;
    }
    let printed = HeadingRow::read(sheet, row);
    let headings = &printed.headings;
    let found: Vec<(u16, Option<Column>)> =
        headings.iter().map(|heading| (heading.left, headings::column(&heading.text))).collect();
    let amounts = found.iter().filter(|(_, column)| is_amount(*column)).count();
    let rate = found.iter().any(|(_, column)| *column == Some(Column::ExecutionRate));
    // What is asked for now counts beside what was spent before (forms.md T-E).
    let asked = found.iter().any(|(_, column)| *column == Some(Column::Total));
    let levels =
        found.iter().any(|(_, column)| matches!(column, Some(Column::Level1 | Column::Level2 | Column::Level3)));
    if levels || amounts == 0 || amounts + usize::from(rate) + usize::from(asked) < 2 {
        return None;
    }
    // `年度预算数（万元）` before `年初预算` is the group of rows, not a column of amounts.
    let first = found.iter().position(|(_, column)| is_amount(*column))?;
    // Amounts stand under headings; a value beside a label (`年初预算数 | 0`) is no heading row.
    if found[first + 1..].first().is_none_or(|(_, column)| column.is_none()) {
        return None;
    }
    let texts = headings.iter().flat_map(|heading| [&heading.text, &heading.group]);
    let unit = texts.into_iter().find_map(|text| unit_in(text)).unwrap_or(unit);
    Some(FundsTable { columns: found[first..].to_vec(), unit, last_row: printed.last_row })
}

/// Columns by which a heading row of funds is known.
fn is_amount(column: Option<Column>) -> bool {
    use Column::{Adjusted, Executed, ExpectedSpending, Initial, PreviousBudget, PreviousExecuted};
    matches!(column, Some(Initial | Adjusted | Executed | ExpectedSpending | PreviousBudget | PreviousExecuted))
}

impl FundsTable {
    /// The last row of its headings.
    pub fn last_row(&self) -> u32 {
        self.last_row
    }

    /// Whether a row that begins with this label still belongs to the block.
    pub fn continues(labels: &[Label]) -> bool {
        labels.is_empty()
            || labels.iter().any(|label| {
                matches!(
                    label,
                    Label::MidTermTotal
                        | Label::Total
                        | Label::Fiscal
                        | Label::Other
                        | Label::CarriedOver
                        | Label::OwnFunds
                        | Label::Initial
                        | Label::Adjusted
                        | Label::Executed
                        | Label::ExecutionRate
                        | Label::ExecutionWeight
                        | Label::ExecutionScore
                        | Label::FundsSection
                        | Label::TotalScore
                )
            })
    }

    /// Reads one line of the block. Remarks go to `warn` with their column.
    pub fn line(&self, sheet: &Sheet, row: u32, funds: &mut Funds, warn: &mut dyn FnMut(u16, Reason)) {
        let first = self.columns.first().map_or(0, |(column, _)| *column);
        let label =
            sheet.cells(row).into_iter().rfind(|(column, _)| *column < first).map(|(_, cell)| cell.text.to_string());
        let label = label.unwrap_or_default();
        let found = headings::labels(&label);
        let total = found.iter().any(|label| matches!(label, Label::Total | Label::TotalScore));
        let empty = [&funds.initial, &funds.adjusted, &funds.executed, &funds.total].iter().all(|slot| slot.is_none());
        let mut rest = false;
        if total && empty {
            for (column, kind) in &self.columns {
                let Some(cell) = sheet.shown(row, *column) else { continue };
                let text = || Some(cell.text.to_string());
                let slot = match kind {
                    Some(Column::Initial) => &mut funds.initial,
                    Some(Column::Adjusted) => &mut funds.adjusted,
                    Some(Column::Executed) => &mut funds.executed,
                    Some(Column::Total) => &mut funds.total,
                    Some(Column::ExecutionRate) => {
                        funds.execution_rate = text();
                        continue;
                    }
                    Some(Column::Weight) => {
                        funds.execution_weight = text();
                        continue;
                    }
                    Some(Column::Score) => {
                        funds.execution_score = text();
                        continue;
                    }
                    _ => {
                        rest = true;
                        continue;
                    }
                };
                let (amount, remark) = amount(cell, self.unit);
                *slot = amount;
                if let Some(remark) = remark {
                    warn(*column, remark);
                }
            }
            // Columns without a field of their own keep the line as printed.
            if !rest {
                return;
            }
        } else if let Some((place, _)) = self.columns.iter().find(|(_, column)| *column == Some(Column::Total)) {
            let slot = match found.first() {
                Some(Label::Fiscal) => Some(&mut funds.fiscal),
                Some(Label::Other) => Some(&mut funds.other),
                Some(Label::CarriedOver) => Some(&mut funds.carried_over),
                _ => None,
            };
            if let (Some(slot), Some(cell)) = (slot.filter(|slot| slot.is_none()), sheet.shown(row, *place)) {
                let (amount, remark) = amount(cell, self.unit);
                *slot = amount;
                if let Some(remark) = remark {
                    warn(*place, remark);
                }
            }
        }
        let mut cells: Vec<String> = self
            .columns
            .iter()
            .map(|(column, _)| sheet.shown(row, *column).map(|cell| cell.text.to_string()).unwrap_or_default())
            .collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if !label.is_empty() || !cells.is_empty() {
            funds.lines.push(FundsLine { label, cells });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, exact: Option<&str>) -> Cell {
        Cell { text: text.into(), exact: exact.map(Into::into) }
    }

    fn fen(text: &str, exact: Option<&str>) -> (Option<i64>, Option<&'static str>) {
        let (amount, reason) = amount(&cell(text, exact), MoneyUnit::TenThousandYuan);
        (amount.and_then(|amount| amount.fen).map(|money| money.0), reason.map(|reason| reason.key))
    }

    #[test]
    fn amounts_are_exact_or_said_not_to_be() {
        assert_eq!(fen("89.974", None), (Some(89_974_000), None));
        assert_eq!(fen("10606.7522万元", None), (Some(10_606_752_200), None));
        assert_eq!(fen("2279.048 万元", None), (Some(2_279_048_000), None));
        assert_eq!(fen("100元", None), (Some(10_000), None));
        assert_eq!(fen("1.5亿元", None), (Some(15_000_000_000), None));
        assert_eq!(fen("89.97", Some("89.974")), (Some(89_974_000), None));
        assert_eq!(fen("89.97", Some("89.97433333333")), (Some(89_970_000), Some("reason-amount-as-shown")));
        assert_eq!(fen("约90", None), (None, Some("reason-amount-not-exact")));
        assert_eq!(fen("—", None), (None, None));
        assert_eq!(fen("９０", None), (Some(90_000_000), None));
    }

    #[test]
    fn units_are_read_from_labels() {
        assert_eq!(unit_in("项目资金\n（万元）"), Some(MoneyUnit::TenThousandYuan));
        assert_eq!(unit_in("年初预算数（元）"), Some(MoneyUnit::Yuan));
        assert_eq!(unit_in("单位：元"), Some(MoneyUnit::Yuan));
        assert_eq!(unit_in("项目资金"), None);
    }
}
