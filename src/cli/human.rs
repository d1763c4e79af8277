//! Views of the engine as lines for people: pure functions. Escaping and columns are [`super::output`]'s.

use super::desk::OpinionRow;
use super::json::project_name;
use super::output::{Column, numbers, words};
use crate::config::Categories;
use crate::engine::view::{Complaint, Contest, DemandRow, HistoryStep, ImportReport, ProjectView, QueueRow};
use crate::model::review::Settled;
use crate::model::value::Note;
use crate::text::{Arg, Strings, dates};

/// Cells for names in lists.
const NAME: usize = 36;

/// A table: its columns and its rows.
pub struct Table {
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows of cells.
    pub rows: Vec<Vec<String>>,
}

fn code(row: &QueueRow) -> String {
    project_name(row.code.as_deref(), row.project)
}

fn number<T: ToString>(number: T) -> String {
    number.to_string()
}

fn row_number(row: Option<u32>) -> String {
    row.map(number).unwrap_or_default()
}

/// Lines of the queue.
pub fn queue(rows: &[QueueRow], strings: &Strings) -> Table {
    Table {
        columns: vec![
            words("column-project", 32),
            numbers("column-year"),
            words("column-department", 20),
            words("column-name", NAME),
            numbers("column-amount"),
            numbers("column-rows"),
            numbers("column-opinions"),
            words("column-status", 16),
        ],
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    code(row),
                    number(row.year),
                    row.department.clone(),
                    row.name.clone(),
                    row.amount.map(|amount| amount.ten_thousand_yuan()).unwrap_or_default(),
                    format!("{}/{}", row.decided, row.indicators),
                    number(row.opinions),
                    strings.status(row.status),
                ]
            })
            .collect(),
    }
}

/// Opinions.
pub fn opinions(rows: &[OpinionRow], categories: &Categories, strings: &Strings) -> Table {
    Table {
        columns: vec![
            words("column-id", 12),
            words("column-project", 32),
            numbers("column-row"),
            words("column-category", 12),
            words("column-author", 12),
            words("column-text", 0),
        ],
        rows: rows
            .iter()
            .map(|row| {
                let category = &row.opinion.category;
                vec![
                    row.opinion.id.to_string().get(..12).unwrap_or_default().to_owned(),
                    code(&row.target),
                    row_number(row.opinion.row),
                    format!("{} {}", category.0, categories.short(category, strings.language())),
                    row.author.clone(),
                    row.opinion.text.clone(),
                ]
            })
            .collect(),
    }
}

/// Demands.
pub fn demands(rows: &[DemandRow], strings: &Strings) -> Table {
    Table {
        columns: vec![
            words("column-number", 18),
            words("column-project", 32),
            numbers("column-row"),
            words("column-due", 10),
            words("column-overdue", 16),
            words("column-responsible-unit", 20),
            words("column-text", 0),
        ],
        rows: rows
            .iter()
            .map(|row| {
                let overdue = row.overdue_days.filter(|days| *days > 0);
                vec![
                    row.number.clone(),
                    code(&row.target),
                    row_number(row.demand.row),
                    row.demand.demand.due.clone(),
                    overdue.map(|days| strings.t("overdue-days", &[("days", Arg::from(days))])).unwrap_or_default(),
                    row.demand.demand.responsible_unit.clone(),
                    row.demand.demand.text.clone(),
                ]
            })
            .collect(),
    }
}

/// Contested targets: one line per side.
pub fn contests(contests: &[Contest], strings: &Strings) -> Table {
    let mut rows = Vec::new();
    for contest in contests {
        for side in &contest.sides {
            let said = match (&side.grade, side.verdict) {
                (Some((grade, reason)), _) => format!("{} {reason}", strings.grade(*grade)),
                (None, Some(verdict)) => strings.verdict(verdict),
                (None, None) => String::new(),
            };
            rows.push(vec![
                code(&contest.target),
                contest.target.name.clone(),
                contest.row.as_ref().map(|(no, _)| number(no)).unwrap_or_default(),
                side.name.clone(),
                said,
            ]);
        }
    }
    Table {
        columns: vec![
            words("column-project", 32),
            words("column-name", NAME),
            numbers("column-row"),
            words("column-author", 16),
            words("column-decision", 0),
        ],
        rows,
    }
}

/// Steps, newest first.
pub fn history(steps: &[HistoryStep], strings: &Strings) -> Table {
    let zone = dates::local();
    Table {
        columns: vec![
            words("column-at", 16),
            words("column-author", 16),
            words("column-state", 12),
            words("column-step", 0),
        ],
        rows: steps
            .iter()
            .map(|step| {
                let state = match (step.live, step.undoable) {
                    (false, _) => strings.s("step-taken-back"),
                    (true, true) => strings.s("step-undoable"),
                    (true, false) => String::new(),
                };
                vec![dates::long(step.at, &zone), step.author.clone(), state, strings.told(step.key, &step.args)]
            })
            .collect(),
    }
}

fn labelled(strings: &Strings, key: &str, value: &str) -> Option<String> {
    (!value.is_empty())
        .then(|| strings.t("labelled", &[("label", Arg::from(strings.s(key))), ("value", Arg::from(value))]))
}

/// The head of a project: everything that is not a row.
pub fn project_head(view: &ProjectView, strings: &Strings) -> Vec<String> {
    let form = &view.form;
    let party = |party: &crate::model::form::Party| match &party.code {
        Some(code) => format!("{code} {}", party.name),
        None => party.name.clone(),
    };
    let amount = form.annual_funds().map(|amount| amount.ten_thousand_yuan()).unwrap_or_default();
    let version = view.versions.last().map(|version| format!("{} {}", version.no, strings.stage(version.stage)));
    let decision = match view.state.grade.settled() {
        Settled::Open => String::new(),
        Settled::One(graded) => format!("{} {}", strings.grade(graded.grade), graded.reason),
        Settled::Contested => strings.s("status-contested"),
    };
    let mut lines = vec![form.name.clone()];
    lines.extend(
        [
            ("column-project", code(&view.row)),
            ("column-year", number(form.year)),
            ("column-department", party(&form.department)),
            ("column-unit", party(&form.unit)),
            ("column-amount", amount),
            ("column-version", version.unwrap_or_default()),
            ("column-status", strings.status(view.row.status)),
            ("column-decision", decision.trim_end().to_owned()),
            ("label-goal", form.goal.annual.clone().unwrap_or_default()),
            ("label-goal-actual", form.goal.actual.clone().unwrap_or_default()),
        ]
        .iter()
        .filter_map(|(key, value)| labelled(strings, key, value)),
    );
    for partner in &view.partners {
        let table = strings.s(&format!("links-table-{}", partner.table.id().replace('_', "-")));
        let by = strings.s(&format!("links-by-{}", partner.by.id().replace('_', "-")));
        let args = [("table", Arg::from(table)), ("name", Arg::from(&partner.name)), ("by", Arg::from(by))];
        lines.push(strings.t("show-partner", &args));
    }
    lines
}

/// The rows of a project.
pub fn indicators(view: &ProjectView, strings: &Strings) -> Table {
    Table {
        columns: vec![
            numbers("column-row"),
            words("column-level2", 20),
            words("column-indicator", NAME),
            words("column-target", 20),
            words("column-last-year", 16),
            numbers("column-weight"),
            words("column-verdict", 0),
        ],
        rows: view
            .form
            .indicators
            .iter()
            .enumerate()
            .map(|(at, own)| {
                let last = view.last_year.get(at);
                let verdict = view.state.rows.get(&own.no).map(|heads| match heads.settled() {
                    Settled::Open => String::new(),
                    Settled::One(verdict) => strings.verdict(*verdict),
                    Settled::Contested => strings.s("status-contested"),
                });
                vec![
                    number(own.no),
                    own.level2.clone(),
                    own.level3.clone(),
                    own.printed_target(),
                    last.and_then(|last| last.actual.clone().or_else(|| last.target.clone())).unwrap_or_default(),
                    own.weight.clone().unwrap_or_default(),
                    verdict.unwrap_or_default(),
                ]
            })
            .collect(),
    }
}

/// What a form and its rows print beside the fields above, one line each.
pub fn kept(view: &ProjectView, strings: &Strings) -> Vec<String> {
    let form = &view.form;
    let whole = (strings.s("place-whole"), &form.more, &form.others);
    let rows = form.indicators.iter().map(|own| {
        let place = strings.t("place-row", &[("row", Arg::from(own.no))]);
        (place, &own.more, &own.others)
    });
    let mut lines = Vec::new();
    for (place, more, others) in std::iter::once(whole).chain(rows) {
        let fields = more.iter().map(|(field, text)| (strings.more(*field), text));
        let cells = others.iter().map(|cell| {
            let blank = cell.heading.trim().is_empty();
            (if blank { strings.s("show-other-column") } else { cell.heading.clone() }, &cell.text)
        });
        for (heading, text) in fields.chain(cells).filter(|(_, text)| !text.trim().is_empty()) {
            let args = [("place", Arg::from(&place)), ("heading", Arg::from(heading)), ("text", Arg::from(text))];
            lines.push(strings.t("show-kept", &args));
        }
    }
    lines
}

/// Opinions and demands of a project, one line each.
pub fn said(view: &ProjectView, categories: &Categories, strings: &Strings) -> Vec<String> {
    let place = |row: Option<u32>| match row {
        Some(row) => strings.t("place-row", &[("row", Arg::from(row))]),
        None => strings.s("place-whole"),
    };
    let opinions = view.state.opinions.iter().map(|opinion| {
        strings.t(
            "show-opinion",
            &[
                ("place", Arg::from(place(opinion.row))),
                ("category", Arg::from(categories.name(&opinion.category, strings.language()))),
                ("text", Arg::from(&opinion.text)),
                ("author", Arg::from(view.people.get(&opinion.author).map_or("", String::as_str))),
            ],
        )
    });
    let demands = view.state.demands.iter().map(|demand| {
        strings.t(
            "show-demand",
            &[
                ("number", Arg::from(demand.number(view.row.year))),
                ("place", Arg::from(place(demand.row))),
                ("text", Arg::from(&demand.demand.text)),
                ("due", Arg::from(&demand.demand.due)),
            ],
        )
    });
    opinions.chain(demands).collect()
}

/// A complaint with its place.
pub fn complaint(complaint: &Complaint, strings: &Strings) -> String {
    let reason = strings.told(complaint.key, &complaint.args);
    if complaint.row == 0 {
        return reason;
    }
    let args = [
        ("sheet", Arg::from(&complaint.sheet)),
        ("row", Arg::from(complaint.row)),
        ("column", Arg::from(complaint.column)),
        ("reason", Arg::from(reason)),
    ];
    let key = match (complaint.sheet.is_empty(), complaint.column) {
        (true, 0) => "complaint-row",
        (true, _) => "complaint-cell",
        (false, 0) => "complaint-sheet-row",
        (false, _) => "complaint-sheet-cell",
    };
    strings.t(key, &args)
}

/// What an import brought, one line per file and one per complaint.
pub fn import(report: &ImportReport, strings: &Strings) -> Vec<String> {
    let mut lines = Vec::new();
    for file in &report.files {
        let path = file.path.display().to_string();
        if file.already_imported {
            lines.push(strings.t("import-already", &[("path", Arg::from(&path))]));
        }
        for table in file.tables.iter().filter(|_| !file.already_imported) {
            lines.push(strings.t(
                "import-table",
                &[
                    ("path", Arg::from(&path)),
                    ("kind", Arg::from(strings.kind(table.kind))),
                    ("year", Arg::from(number(table.year))),
                    ("projects", Arg::from(table.projects)),
                    ("indicators", Arg::from(table.indicators)),
                    ("new", Arg::from(table.new)),
                    ("changed", Arg::from(table.changed)),
                ],
            ));
        }
        for (key, complaints) in [("import-reject", &file.rejects), ("import-warning", &file.warnings)] {
            for entry in complaints {
                let text = complaint(entry, strings);
                lines.push(strings.t(key, &[("path", Arg::from(&path)), ("text", Arg::from(text))]));
            }
        }
    }
    for (path, problem) in &report.refused {
        let text = strings.told(problem.key, &problem.args);
        lines.push(
            strings.t("import-refused", &[("path", Arg::from(path.display().to_string())), ("text", text.into())]),
        );
    }
    for (path, key) in &report.passed_over {
        let text = strings.s(key);
        lines.push(
            strings.t("import-passed-over", &[("path", Arg::from(path.display().to_string())), ("text", text.into())]),
        );
    }
    if report.dry_run {
        lines.push(strings.s("dry-run-nothing-written"));
    }
    lines
}

/// One step of how a value was read, in words.
pub fn note(note: &Note, strings: &Strings) -> String {
    let args: Vec<(&str, Arg<'_>)> = note.args.iter().map(|(name, text)| (*name, Arg::from(text))).collect();
    strings.t(note.key, &args)
}

#[cfg(test)]
mod tests {
    use super::super::paper;
    use super::*;
    use crate::text::Language;

    #[test]
    fn a_project_is_told_with_units_and_names() {
        let strings = Strings::new(Language::ZhCn);
        let view = paper::project_view();
        let head = project_head(&view, &strings).join("\n");
        assert!(head.contains("219 市交通局") && head.contains("89.974") && head.contains("中"), "{head}");
        let table = indicators(&view, &strings);
        assert_eq!(table.rows[0][3], "≥30公里");
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
        let said = said(&view, &Categories::built_in(), &strings).join("\n");
        assert!(said.contains("指标值不合理") && said.contains("王敏"), "{said}");
    }

    #[test]
    fn every_table_has_a_head_in_both_languages() {
        for language in Language::ALL {
            let strings = Strings::new(language);
            let view = paper::project_view();
            let tables = [
                queue(&[], &strings),
                opinions(&[], &Categories::built_in(), &strings),
                demands(&[], &strings),
                contests(&[], &strings),
                history(&[], &strings),
                indicators(&view, &strings),
            ];
            for column in tables.iter().flat_map(|table| &table.columns) {
                assert!(strings.has(column.head), "{}", column.head);
            }
        }
    }

    #[test]
    fn an_import_names_file_sheet_row_and_column() {
        let lines = import(&paper::import_report(), &Strings::new(Language::ZhCn)).join("\n");
        assert!(lines.contains("targets.xlsx") && lines.contains("表1") && lines.contains('7'), "{lines}");
    }
}
