//! The recheck table: one line a recheck, in the headings by which finance systems list them (自评复核). Only [`super`] may
//! import it.

use super::{columns, deviation, grade, less, status};
use crate::engine::report::Say;
use crate::engine::spot_check::results::Results;
use crate::model::form::{Amount, Form, MoreField};
use crate::model::paper::{Cell, Paper, Section};
use crate::model::recheck::RecheckLine;
use crate::model::score::ScoreRules;

const COLUMNS: &[(&str, u16)] = &[
    ("paper-column-status", 10),
    ("paper-column-code", 24),
    ("paper-column-name", 32),
    ("paper-column-unit", 20),
    ("paper-column-division", 14),
    ("paper-column-initial", 14),
    ("paper-column-adjusted", 14),
    ("paper-column-executed", 14),
    ("paper-column-total", 14),
    ("paper-column-rate", 12),
    ("paper-column-score", 8),
    ("paper-column-conclusion", 12),
    ("paper-column-warning", 12),
    ("paper-column-self-score", 10),
    ("paper-column-verified", 10),
    ("paper-column-difference", 8),
    ("paper-column-self-grade", 10),
    ("paper-column-grade", 10),
    ("paper-column-deviation", 12),
];

/// The line of one recheck. `form` is its self-evaluation, where it is here.
pub(super) fn row(line: &RecheckLine, form: &Option<Form>, rules: &ScoreRules, say: Say<'_>) -> Vec<Cell> {
    let more = |field| {
        let text = form.as_ref().and_then(|form| form.more.get(&field)).cloned();
        Cell::text(text.unwrap_or_default())
    };
    let money = |pick: fn(&Form) -> Option<&Amount>| {
        let fen = form.as_ref().and_then(pick).and_then(|amount| amount.fen);
        Cell::text(fen.map(|fen| fen.ten_thousand_yuan()).unwrap_or_default())
    };
    let printed = |pick: fn(&Form) -> Option<String>| Cell::text(form.as_ref().and_then(pick).unwrap_or_default());
    let own_grade = line.filed.map(|filed| grade(rules.grade(filed), say)).unwrap_or_default();
    vec![
        Cell::text(status(line.status, say)),
        Cell::text(&line.code),
        Cell::text(&line.name),
        Cell::text(&line.unit),
        more(MoreField::FinanceDivision),
        money(|form| form.funds.initial.as_ref()),
        money(|form| form.funds.adjusted.as_ref()),
        money(|form| form.funds.executed.as_ref()),
        money(|form| form.funds.total.as_ref()),
        printed(|form| form.funds.execution_rate.clone()),
        printed(|form| form.self_score.clone()),
        more(MoreField::Conclusion),
        more(MoreField::Notes),
        Cell::number(line.filed),
        Cell::number(line.verified),
        Cell::number(less(line.filed, line.verified)),
        Cell::text(own_grade),
        Cell::text(line.grade.map(|it| grade(it, say)).unwrap_or_default()),
        Cell::text(deviation(line.deviation, say)),
    ]
}

/// The whole table.
pub(super) fn paper(results: &Results, rows: Vec<Vec<Cell>>, language: &'static str, say: Say<'_>) -> Paper {
    let year = results.year.map(|year| year.to_string()).unwrap_or_default();
    Paper {
        language,
        title: say("paper-recheck-title", &[("year", year)]),
        lines: vec![say("paper-money-unit", &[])],
        sections: vec![Section {
            title: say("paper-recheck-sheet", &[]),
            lines: Vec::new(),
            columns: columns(say, COLUMNS),
            rows,
            chart: None,
        }],
    }
}
