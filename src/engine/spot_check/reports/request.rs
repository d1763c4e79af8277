//! The notice by which units are asked for papers (调阅资料通知): one section a project, its indicators by kind, so that a kind's
//! papers are named once. Only [`super`] may import it.

use super::columns;
use crate::config::evidence::EvidenceKinds;
use crate::engine::report::Say;
use crate::engine::spot_check::RecheckView;
use crate::engine::spot_check::requests::{AskedRow, asked};
use crate::model::paper::{Cell, Paper, Section};
use crate::model::score::EXECUTION_ROW;

const COLUMNS: &[(&str, u16)] =
    &[("paper-column-kind", 14), ("paper-column-asked-rows", 40), ("paper-column-ask", 52), ("paper-column-here", 14)];

/// The notice. `due` is the day by which they are to come, printed as it is; empty where none was set.
pub(super) fn paper(
    views: &[RecheckView],
    kinds: &EvidenceKinds,
    due: &str,
    language: &'static str,
    say: Say<'_>,
) -> Paper {
    let year = views.first().map(|view| view.line.year.to_string()).unwrap_or_default();
    let mut units: Vec<&str> = views.iter().map(addressee).collect();
    units.sort_unstable();
    units.dedup();
    let separator = say("recheck-and", &[]);
    let mut lines = vec![
        say("paper-request-to", &[("units", units.join(&separator))]),
        say("paper-request-intro", &[("year", year.clone()), ("projects", views.len().to_string())]),
    ];
    if !due.is_empty() {
        lines.push(say("paper-request-due", &[("due", due.to_owned())]));
    }
    lines.push(say("paper-request-how", &[]));
    Paper {
        language,
        title: say("paper-request-title", &[("year", year)]),
        lines,
        sections: views.iter().map(|view| section(view, kinds, say)).collect(),
    }
}

fn addressee(view: &RecheckView) -> &str {
    let unit = view.form.unit.name.trim();
    let name = if unit.is_empty() { view.form.department.name.trim() } else { unit };
    // Without the code that forms print before it: `D017001-…`.
    match name.split_once('-') {
        Some((code, rest)) if !rest.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric()) => rest,
        _ => name,
    }
}

/// A row as the unit knows it: number, name, target, own value.
fn printed(view: &RecheckView, row: &AskedRow, say: Say<'_>) -> String {
    let one = view.form.indicators.iter().find(|one| one.no == row.row && row.row != EXECUTION_ROW);
    let funds = |amount: &Option<crate::model::form::Amount>| {
        amount.as_ref().map(|amount| amount.raw.trim().to_owned()).unwrap_or_default()
    };
    let (name, target, actual) = match one {
        Some(one) => (one.level3.clone(), one.printed_target(), one.actual.clone().unwrap_or_default()),
        None => (say("paper-execution", &[]), funds(&view.form.funds.adjusted), funds(&view.form.funds.executed)),
    };
    let args = [("no", row.row.to_string()), ("name", name), ("target", target), ("actual", actual)];
    say("paper-request-row", &args)
}

fn section(view: &RecheckView, kinds: &EvidenceKinds, say: Say<'_>) -> Section {
    let rows = asked(view, kinds);
    let mut cells = Vec::new();
    // By kind, in the order in which the form brings them.
    let mut met: Vec<&str> = Vec::new();
    for row in rows.iter().filter(|row| row.standing.is_asked()) {
        if !met.contains(&row.kind.as_str()) {
            met.push(&row.kind);
        }
    }
    for kind in met {
        let of: Vec<&AskedRow> = rows.iter().filter(|row| row.kind == kind && row.standing.is_asked()).collect();
        let names: Vec<String> = of.iter().map(|row| printed(view, row, say)).collect();
        let papers = of.first().map(|row| row.papers.as_slice()).unwrap_or_default();
        let papers: Vec<String> = papers.iter().map(|paper| say(&format!("evidence-paper-{paper}"), &[])).collect();
        let here: Vec<&str> =
            rows.iter().filter(|row| row.kind == kind).flat_map(|row| &row.here).map(String::as_str).collect();
        cells.push(vec![
            Cell::text(say(&format!("evidence-kind-{kind}"), &[])),
            Cell::text(names.join("\n")),
            Cell::text(papers.join("\n")),
            Cell::text(here.join(" ")),
        ]);
    }
    let code = view.form.code.clone().unwrap_or_default();
    let title = [code, view.form.name.clone()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let note = if cells.is_empty() { "paper-requests-none" } else { "paper-request-note" };
    Section {
        title: title.join(" "),
        lines: vec![say(note, &[])],
        columns: columns(say, COLUMNS),
        rows: cells,
        chart: None,
    }
}
