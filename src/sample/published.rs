//! The published tables of real offices, as facts: `sample-db/published.json`, one table a line.
//!
//! Cells are kept as they were printed, with everything that is wrong with them. Prose was left out when the file was
//! made (see `sample-db/README.md`).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::SampleBatch;
use crate::model::form::{Amount, Form, FormKind, Funds, FundsLine, Indicator, Party, Place};
use crate::model::money::{Money, MoneyUnit};

/// A published table with where it is from and how far it can be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Short stable name, e.g. `tianjin-hebei-fy-2023-weixiu`.
    pub id: String,
    /// Who published it.
    pub publisher: String,
    /// The page; empty when its address is not known.
    pub source_url: String,
    /// Its title as printed.
    pub title: String,
    /// Column headings as printed.
    pub headings: Vec<String>,
    /// What is weak about the copy, e.g. `ocr`.
    pub quality: Vec<String>,
    /// The copy is cut: an absent indicator says nothing and sums need not close.
    pub truncated: bool,
    /// The table. Region unknown, so empty.
    pub form: Form,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    id: String,
    kind: FormKind,
    year: u16,
    title: String,
    publisher: String,
    source_url: String,
    #[serde(default)]
    project_code: Option<String>,
    #[serde(default)]
    project_name: Option<String>,
    #[serde(default)]
    department: Party,
    #[serde(default)]
    unit: Party,
    #[serde(default)]
    money_unit: Option<String>,
    /// Cells of the total line by their meaning.
    #[serde(default)]
    funds: BTreeMap<String, String>,
    /// The whole block as printed.
    #[serde(default)]
    funds_rows: Vec<Vec<String>>,
    #[serde(default)]
    headings: Vec<String>,
    #[serde(default)]
    total_score: Option<String>,
    indicators: Vec<Row>,
    #[serde(default)]
    quality: Vec<String>,
    truncated: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Row {
    level1: String,
    level2: String,
    level3: String,
    operator: Option<String>,
    target: String,
    unit: Option<String>,
    actual: Option<String>,
    weight: Option<String>,
    score: Option<String>,
    deviation_reason: Option<String>,
}

/// Every published table that told its year, by name.
pub fn published() -> Vec<Published> {
    let source = include_str!("../../sample-db/published.json");
    // Embedded at build time; the tests read it.
    let tables: Vec<Table> = serde_json::from_str(source).unwrap_or_else(|error| panic!("sample-db: {error}"));
    tables.into_iter().map(read).collect()
}

/// The published tables as batches by kind and year; sheets are named by table.
pub(super) fn batches() -> Vec<SampleBatch> {
    let mut groups: BTreeMap<(FormKind, u16), Vec<(Place, Form)>> = BTreeMap::new();
    for table in published() {
        let place = Place { sheet: table.id, row: 1 };
        groups.entry((table.form.kind, table.form.year)).or_default().push((place, table.form));
    }
    let name = |kind: FormKind, year: u16| format!("published/{year}-{}", kind.id().replace('_', "-"));
    groups.into_iter().map(|((kind, year), forms)| SampleBatch { name: name(kind, year), kind, year, forms }).collect()
}

fn read(table: Table) -> Published {
    let mut form = Form::new(table.kind, table.year);
    // The table of a whole department has no project: it is named by the department.
    form.name = table.project_name.unwrap_or_else(|| table.department.name.clone());
    form.code = table.project_code;
    form.department = table.department;
    form.unit = table.unit;
    form.funds = funds(&table.funds, &table.funds_rows, table.money_unit.as_deref());
    form.self_score = table.total_score;
    form.indicators = (1..).zip(table.indicators).map(|(no, row)| indicator(no, row)).collect();
    Published {
        id: table.id,
        publisher: table.publisher,
        source_url: table.source_url,
        title: table.title,
        headings: table.headings,
        quality: table.quality,
        truncated: table.truncated,
        form,
    }
}

fn indicator(no: u32, row: Row) -> Indicator {
    Indicator {
        no,
        level1: row.level1,
        level2: row.level2,
        level3: row.level3,
        operator: row.operator,
        target: row.target,
        unit: row.unit,
        actual: row.actual,
        weight: row.weight,
        score: row.score,
        deviation_reason: row.deviation_reason,
        ..Indicator::default()
    }
}

fn funds(cells: &BTreeMap<String, String>, rows: &[Vec<String>], unit: Option<&str>) -> Funds {
    let unit = match unit {
        Some("yuan") => Some(MoneyUnit::Yuan),
        Some("ten_thousand_yuan") => Some(MoneyUnit::TenThousandYuan),
        // Printed nowhere: the amount stays unread rather than guessed.
        _ => None,
    };
    let amount = |name: &str| {
        let raw = cells.get(name)?.clone();
        let number: String = raw.chars().filter(|mark| mark.is_ascii_digit() || matches!(mark, '.' | ',')).collect();
        Some(Amount { fen: unit.and_then(|unit| Money::read(&number, unit)), raw })
    };
    let text = |name: &str| cells.get(name).cloned();
    Funds {
        total: amount("total"),
        fiscal: amount("fiscal"),
        other: amount("other"),
        initial: amount("initial"),
        adjusted: amount("adjusted"),
        executed: amount("executed"),
        execution_rate: text("execution_rate"),
        execution_weight: text("execution_weight"),
        execution_score: text("execution_score"),
        lines: rows
            .iter()
            .filter_map(|row| row.split_first())
            .map(|(label, cells)| FundsLine { label: label.clone(), cells: cells.to_vec() })
            .collect(),
        ..Funds::default()
    }
}
