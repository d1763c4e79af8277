//! C12 依据佐证与可行性不足, of the form alone: T061, T062, T066.

use std::sync::LazyLock;

use super::text::{is_missing, norm};
use super::values::plain;
use super::words::List;
use super::{Check, Hit, Row, Target};
use crate::model::finding::{Cell, Severity, Switch, Threshold};
use crate::model::form::MoreField;
use crate::model::value::ValueKind;
use crate::rules::value;

/// The checks of this room.
pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "T061",
        version: 1,
        category: "C12",
        severity: Severity::Warning,
        source: "practice: local rules on ex-ante evaluation of new projects",
        run: no_ex_ante_evaluation,
    },
    Check {
        id: "T062",
        version: 1,
        category: "C12",
        severity: Severity::Info,
        source: "practice: fields of the integrated budget system",
        run: no_source,
    },
    Check {
        id: "T066",
        version: 1,
        category: "C12",
        severity: Severity::Info,
        source: "practice: published target forms",
        run: schedule,
    },
];

static NEW: LazyLock<List> = LazyLock::new(|| List::named("new-project"));
static NO_NEW: LazyLock<List> = LazyLock::new(|| List::named("old-project"));
static EX_ANTE: LazyLock<List> = LazyLock::new(|| List::named("ex-ante"));
static NOT_SUPPORTED: LazyLock<List> = LazyLock::new(|| List::named("not-supported"));
static SCHEDULE: LazyLock<List> = LazyLock::new(|| List::named("schedule"));

/// What the form says of an ex-ante evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ExAnte {
    /// Nothing anywhere.
    Silent,
    /// There is a cell for it, and it is blank.
    Blank,
    /// It was not supported.
    Refused,
    /// Something else.
    Told,
}

fn ex_ante(target: &Target<'_>) -> ExAnte {
    let form = target.form;
    let cell = form.others.iter().find(|cell| EX_ANTE.is_in(&cell.heading));
    let told = cell.map(|cell| cell.text.as_str());
    let mut texts = told.into_iter().chain(form.more.values().filter(|text| EX_ANTE.is_in(text)).map(String::as_str));
    match (told, texts.clone().next()) {
        (_, None) => ExAnte::Silent,
        _ if texts.any(|text| NOT_SUPPORTED.is_in(text)) => ExAnte::Refused,
        (Some(text), _) if is_missing(text) => ExAnte::Blank,
        _ => ExAnte::Told,
    }
}

/// T061: a large new project without an ex-ante evaluation (事前绩效评估).
///
/// Fires where 项目属性 says 新增 and the annual funds reach the profile's threshold. An error where the evaluation did not support the
/// project, or its cell is blank; where the form speaks of none at all a warning, other than in the catalogue: the
/// conclusion may lie beside a form that has no cell for it.
fn no_ex_ante_evaluation(target: &Target<'_>) -> Vec<Hit> {
    let nature = target.more(MoreField::ProjectNature);
    let from = target.settings.number(Threshold::ExAnteFrom);
    let Some(funds) = target.funds().filter(|funds| *funds >= from) else { return Vec::new() };
    if !NEW.is_in(nature) || NO_NEW.is_in(nature) {
        return Vec::new();
    }
    let severity = match ex_ante(target) {
        ExAnte::Told => return Vec::new(),
        ExAnte::Silent => Severity::Warning,
        ExAnte::Blank | ExAnte::Refused => Severity::Error,
    };
    let hit = Hit::whole(Cell::History).severity(severity).fact("funds", plain(funds)).fact("from", plain(from));
    vec![hit.fact("nature", nature.trim())]
}

/// T062: no source of data and no evidence for the values.
///
/// Information, where the profile asks for it. Told once for the form where no row names any.
fn no_source(target: &Target<'_>) -> Vec<Hit> {
    if !target.settings.is_on(Switch::SourceRequired) || target.rows.is_empty() {
        return Vec::new();
    }
    let fields = [MoreField::ValueSource, MoreField::Evidence];
    let lacks = |row: &&Row<'_>| fields.iter().all(|field| is_missing(row.more(*field)));
    let lacking: Vec<&Row<'_>> = target.rows.iter().filter(lacks).collect();
    if lacking.len() == target.rows.len() {
        return vec![Hit::whole(Cell::Source).fact("count", lacking.len())];
    }
    lacking.into_iter().map(|row| Hit::row(row, Cell::Source).fact("count", 1)).collect()
}

/// T066: the schedule is blank or reaches beyond the end of the project.
///
/// Information. Looks at cells under headings that speak of the schedule (实施进度, 进度计划); forms without such a heading say
/// nothing. Fires where all of them are blank, or the last date in one of them lies after the end of the printed period.
fn schedule(target: &Target<'_>) -> Vec<Hit> {
    let cells: Vec<&str> = target
        .form
        .others
        .iter()
        .filter(|cell| SCHEDULE.is_in(&norm(&cell.heading)))
        .map(|cell| cell.text.as_str())
        .collect();
    if cells.is_empty() {
        return Vec::new();
    }
    let period = target.more(MoreField::Period).trim();
    let hit = |node: &str| Hit::whole(Cell::Schedule).fact("node", node).fact("period", period);
    if cells.iter().all(|text| is_missing(text)) {
        return vec![hit("\u{2014}")];
    }
    let end = |text: &str| {
        let value = value::read_printed(text);
        let date = value.high.or(value.date).filter(|_| value.kind == ValueKind::Date && !value.uncertain);
        date.filter(|date| !date.starts_with('-'))
    };
    let Some(last) = end(period) else { return Vec::new() };
    // Dates are cut to what was printed: the shorter one is compared as far as both go.
    let later = |date: &String| {
        let length = date.len().min(last.len());
        date.get(..length) > last.get(..length)
    };
    let late = cells.iter().find(|text| end(text).is_some_and(|date| later(&date)));
    late.map(|text| hit(text.trim())).into_iter().collect()
}

#[cfg(test)]
mod tests;
