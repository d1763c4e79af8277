//! The funds block of a form where it is printed as labels with amounts (`资金总额：60`, `中央补助安排 | 20`), and the
//! tasks that money is for.

use crate::model::form::FundsLine;

use super::form_style::{FormReader, Section, labels_of};
use super::funds;
use super::headings::Label;
use super::sheet::Cell;

impl FormReader<'_, '_> {
    /// Lines of the funds block under names of their own (`中央补助安排 | 20`).
    /// Whether there was any.
    pub fn funds_lines(&mut self, cells: &[(u16, &Cell)]) -> bool {
        let before = self.form.funds.lines.len();
        let is_amount = |cell: &Cell| funds::amount(cell, self.unit).0.is_some_and(|amount| amount.fen.is_some());
        for (at, (_, label)) in cells.iter().enumerate() {
            let values = cells[at + 1..].iter().map(|(_, cell)| *cell).take_while(|cell| is_amount(cell));
            let values: Vec<String> = values.map(|cell| cell.text.to_string()).collect();
            if !is_amount(label) && !values.is_empty() {
                self.form.funds.lines.push(FundsLine { label: label.text.to_string(), cells: values });
            }
        }
        self.form.funds.lines.len() > before
    }

    /// Amounts outside of any funds block, where label or value says that they are money. Whether it was any.
    pub fn money_lines(&mut self, cells: &[(u16, &Cell)]) -> bool {
        let [(_, label), values @ ..] = cells else { return false };
        let Some((_, value)) = values.first() else { return false };
        let says_money = funds::unit_in(&label.text).is_some() || funds::names_money(&value.text);
        let is_amount = funds::amount(value, self.unit).0.is_some_and(|amount| amount.fen.is_some());
        if !(says_money && is_amount) {
            return false;
        }
        let cells = values.iter().map(|(_, cell)| cell.text.to_string()).collect();
        self.form.funds.lines.push(FundsLine { label: label.text.to_string(), cells });
        true
    }

    /// More amounts behind the first have no heading; they are kept with their line. Answers how many of the cells
    /// behind it belong to the label.
    pub fn amounts_behind(&mut self, first: &str, cells: &[(u16, &Cell)], label: &Cell) -> usize {
        let behind = cells.iter().take_while(|(_, next)| labels_of(&next.text).is_empty());
        let line: Vec<String> =
            std::iter::once(first.to_owned()).chain(behind.map(|(_, next)| next.text.to_string())).collect();
        let more = line.len() - 1;
        // The text again where others merge is no further amount.
        if line.iter().any(|text| text != first) {
            self.form.funds.lines.push(FundsLine { label: label.text.to_string(), cells: line });
        }
        more
    }

    /// One amount with its label.
    pub fn funds_value(&mut self, row: u32, place: u16, label: Label, printed: &str, value: Option<Cell>) {
        let only_in_block = matches!(label, Label::Other | Label::OwnFunds);
        if only_in_block && !matches!(self.section, Section::Funds) {
            return;
        }
        if matches!(self.section, Section::Head | Section::Tasks) {
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

    /// A row of 年度主要任务: its name, what it is, and its money are a line of the funds. Whether the row was one.
    pub fn task(&mut self, cells: &[(u16, &Cell)]) -> bool {
        let [(_, name), rest @ ..] = cells else { return false };
        // Headings of the block, in one row or two.
        if cells.iter().all(|(_, cell)| !labels_of(&cell.text).is_empty()) && cells.len() > 1 {
            return true;
        }
        if !labels_of(&name.text).is_empty() {
            return false;
        }
        let cells = rest.iter().map(|(_, cell)| cell.text.to_string()).collect();
        self.form.funds.lines.push(FundsLine { label: name.text.to_string(), cells });
        true
    }
}

/// Labels of lines of the funds block that carry one amount.
pub(super) fn is_funds(label: Label) -> bool {
    use Label::{Adjusted, CarriedOver, Executed, Fiscal, Initial, MidTermTotal, Other, OwnFunds, Total};
    matches!(label, Total | MidTermTotal | Fiscal | Other | CarriedOver | OwnFunds | Initial | Adjusted | Executed)
}
