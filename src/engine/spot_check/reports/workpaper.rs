//! The working paper of one recheck: each row with its three figures, the rule and the papers that prove it; those papers with
//! what must be known of them; what is still to be asked for. Only [`super`] may import it.

mod second;

use super::{columns, deviation, grade, status};
use crate::config::evidence::EvidenceKinds;
use crate::engine::report::Say;
use crate::engine::spot_check::RecheckView;
use crate::model::ids::{EventId, PersonId};
use crate::model::paper::{Cell, Chart, Paper, Section};
use crate::model::recheck::Verified;
use crate::model::review::Settled;
use crate::model::score::{EXECUTION_ROW, Scored, ScoredRow, Total};

/// The working paper.
pub(super) fn paper(view: &RecheckView, kinds: &EvidenceKinds, language: &'static str, say: Say<'_>) -> Paper {
    let line = &view.line;
    let fact = |key: &str, value: String| say("paper-fact", &[("name", say(key, &[])), ("value", value)]);
    let mut lines = vec![
        fact("paper-column-code", view.form.code.clone().unwrap_or_default()),
        fact("paper-column-department", view.form.department.name.clone()),
        fact("paper-column-unit", view.form.unit.name.clone()),
        fact("paper-column-status", status(line.status, say)),
    ];
    if let Some(part) = line.part {
        lines.push(fact("paper-column-part", say(&format!("results-part-{}", part.id()), &[])));
    }
    lines.extend(people(view, say));
    let mut sections = vec![rows(view, say), totals(view, say), evidence(view, say), requests(view, kinds, say)];
    if let Some(compared) = view.compared() {
        sections.insert(2, second::differences(view, compared, say));
    }
    let title = [("project", view.form.name.clone()), ("year", line.year.to_string())];
    Paper { language, title: say("paper-workpaper-title", &title), lines, sections }
}

fn name(view: &RecheckView, person: &PersonId) -> String {
    view.names.get(person).cloned().unwrap_or_else(|| person.0.clone())
}

/// Who concluded, who checked, what the unit said.
fn people(view: &RecheckView, say: Say<'_>) -> Vec<String> {
    let state = &view.state;
    let mut lines = Vec::new();
    for head in &state.finished.0 {
        let args = [("person", name(view, &head.author)), ("note", head.value.note.clone())];
        lines.push(say(if head.value.note.is_empty() { "paper-finished" } else { "paper-finished-note" }, &args));
    }
    for checked in &state.checked {
        let args = [("person", name(view, &checked.author)), ("reason", checked.reason.clone())];
        lines.push(say(if checked.agrees { "paper-checked" } else { "paper-sent-back" }, &args));
    }
    for objection in &state.objections {
        lines.push(say("paper-objection", &[("text", objection.text.clone())]));
        for (upheld, reason, person) in &objection.answers {
            let args = [("reason", reason.clone()), ("person", name(view, person))];
            lines.push(say(if *upheld { "paper-objection-upheld" } else { "paper-objection-rejected" }, &args));
        }
    }
    lines
}

/// How the points of a row came about.
fn rule(scored: &Scored, say: Say<'_>) -> String {
    let args: Vec<(&'static str, String)> = scored.facts.iter().map(|(name, value)| (*name, value.clone())).collect();
    let mut text = say(&format!("score-{}", scored.rule.id().to_lowercase()), &args);
    if let Some(unread) = scored.unread {
        let why = say(&format!("score-unread-{}", unread.id()), &[]);
        text = say("paper-because", &[("text", text), ("why", why)]);
    }
    text
}

fn row_name(view: &RecheckView, row: &ScoredRow, say: Say<'_>) -> String {
    if row.no == EXECUTION_ROW {
        return say("paper-execution", &[]);
    }
    let printed = view.form.indicators.iter().find(|one| one.no == row.no);
    printed.map(|one| one.level3.clone()).filter(|name| !name.is_empty()).unwrap_or_else(|| row.name.clone())
}

fn labels(view: &RecheckView, papers: &[EventId]) -> String {
    papers.iter().filter_map(|paper| view.state.label(*paper)).collect::<Vec<_>>().join(" ")
}

fn rows(view: &RecheckView, say: Say<'_>) -> Section {
    let row = |row: &ScoredRow| {
        let printed = view.form.indicators.iter().find(|one| one.no == row.no && row.no != EXECUTION_ROW);
        let found = view.found(row.no);
        let executed = || view.form.funds.executed.as_ref().map(|amount| amount.raw.clone());
        let adjusted = || view.form.funds.adjusted.as_ref().map(|amount| amount.raw.clone());
        let (target, actual) = match printed {
            Some(one) => (Some(one.printed_target()), one.actual.clone()),
            None => (adjusted(), executed()),
        };
        let verified = match found.map(|found| &found.verified) {
            None => say("paper-row-open", &[]),
            Some(Verified::Agrees) => say("paper-row-agrees", &[]),
            Some(Verified::Value(value)) => value.clone(),
            Some(Verified::NoEvidence) => say("paper-row-no-evidence", &[]),
            Some(Verified::NotApplicable) => say("paper-row-not-applicable", &[]),
        };
        let flags: Vec<String> = row.flags.iter().map(|flag| say(&format!("score-flag-{}", flag.id()), &[])).collect();
        let mut notes: Vec<String> =
            found.map(|found| found.note.clone()).filter(|note| !note.is_empty()).into_iter().collect();
        notes.extend(flags);
        vec![
            Cell::count(row.no.into()),
            Cell::text(row_name(view, row, say)),
            Cell::text(target.unwrap_or_default()),
            Cell::text(actual.unwrap_or_default()),
            Cell::text(verified),
            Cell::number(row.weight),
            Cell::number(row.self_score),
            Cell::Number(row.own.points),
            Cell::Number(row.verified.points),
            Cell::number(row.difference()),
            Cell::text(rule(&row.verified, say)),
            Cell::text(found.map(|found| labels(view, &found.evidence)).unwrap_or_default()),
            Cell::text(notes.join("\n")),
        ]
    };
    Section {
        title: say("paper-workpaper-rows", &[]),
        lines: Vec::new(),
        columns: columns(
            say,
            &[
                ("paper-column-no", 6),
                ("paper-column-indicator", 24),
                ("paper-column-target", 14),
                ("paper-column-actual", 14),
                ("paper-column-found-value", 14),
                ("paper-column-weight", 8),
                ("paper-column-self-score", 10),
                ("paper-column-own", 10),
                ("paper-column-verified", 10),
                ("paper-column-gap", 8),
                ("paper-column-rule", 48),
                ("paper-column-evidence", 12),
                ("paper-column-note", 32),
            ],
        ),
        rows: view.scored.rows.iter().map(row).collect(),
        chart: None,
    }
}

fn totals(view: &RecheckView, say: Say<'_>) -> Section {
    let scored = &view.scored;
    let consequence = |total: &Total| match total.consequence.starts_with("score-consequence-") {
        true => say(&total.consequence, &[]),
        false => total.consequence.clone(),
    };
    let line = |key: &str, total: &Total| {
        vec![
            Cell::text(say(key, &[])),
            Cell::Number(total.points),
            Cell::text(grade(total.grade, say)),
            Cell::text(consequence(total)),
        ]
    };
    let rows = vec![
        vec![
            Cell::text(say("paper-column-self-score", &[])),
            Cell::number(scored.self_score),
            Cell::text(scored.self_grade.map(|it| grade(it, say)).unwrap_or_default()),
            Cell::text(""),
        ],
        line("paper-column-own", &scored.own),
        line("paper-column-verified", &scored.verified),
        line("paper-total-best", &scored.best),
    ];
    let mut lines = Vec::new();
    if let Settled::One(finished) = view.state.finished.settled() {
        let level = finished.deviation;
        let args = [
            ("deviation", deviation(Some(level), say)),
            ("effect", say(&format!("score-effect-{}", level.id()), &[])),
            ("rules", finished.rules.clone()),
        ];
        lines.push(say("paper-workpaper-deviation", &args));
    } else if scored.open > 0 {
        lines.push(say("paper-workpaper-open", &[("rows", scored.open.to_string())]));
    }
    Section {
        title: say("paper-workpaper-totals", &[]),
        lines,
        columns: columns(
            say,
            &[
                ("paper-column-figure", 24),
                ("paper-column-points", 10),
                ("paper-column-grade-word", 10),
                ("paper-column-consequence", 36),
            ],
        ),
        rows,
        chart: Some(Chart { title: say("paper-workpaper-totals", &[]), names: 0, values: vec![1] }),
    }
}

fn evidence(view: &RecheckView, say: Say<'_>) -> Section {
    let row = |one: &crate::model::recheck::Evidence| {
        let paper = &one.paper;
        [
            view.state.label(one.event).unwrap_or_default(),
            paper.name.clone(),
            paper.page.clone(),
            paper.source.clone(),
            paper.verification.clone(),
            paper.accuracy.clone(),
            paper.limits.clone(),
            paper.compensation.clone(),
            paper.file.clone(),
            paper.sha256.clone(),
            name(view, &one.author),
        ]
        .map(Cell::Text)
        .to_vec()
    };
    let rows: Vec<Vec<Cell>> = view.state.evidence.iter().map(row).collect();
    Section {
        title: say("paper-workpaper-evidence", &[]),
        lines: if rows.is_empty() { vec![say("paper-evidence-none", &[])] } else { Vec::new() },
        columns: columns(
            say,
            &[
                ("paper-column-label", 8),
                ("paper-column-paper", 28),
                ("paper-column-page", 8),
                ("paper-column-source", 20),
                ("paper-column-verification", 20),
                ("paper-column-accuracy", 16),
                ("paper-column-limits", 16),
                ("paper-column-compensation", 16),
                ("paper-column-file", 24),
                ("paper-column-sha256", 24),
                ("paper-column-person", 10),
            ],
        ),
        rows,
        chart: None,
    }
}

/// What to ask the unit for, row by row, until a paper stands with the row.
fn requests(view: &RecheckView, kinds: &EvidenceKinds, say: Say<'_>) -> Section {
    let open = |row: &&ScoredRow| {
        let found = view.found(row.no);
        let settled =
            found.is_some_and(|found| found.verified == Verified::NotApplicable || !found.evidence.is_empty());
        !settled
    };
    let row = |row: &ScoredRow| {
        let printed = view.form.indicators.iter().find(|one| one.no == row.no);
        let kind = match printed.filter(|_| row.no != EXECUTION_ROW) {
            Some(one) => kinds.of(&one.level1, &one.level2),
            None => kinds.execution(),
        };
        let asked = kind.papers.iter().map(|paper| say(&format!("evidence-paper-{paper}"), &[]));
        vec![
            Cell::count(row.no.into()),
            Cell::text(row_name(view, row, say)),
            Cell::text(say(&format!("evidence-kind-{}", kind.id), &[])),
            Cell::text(asked.collect::<Vec<_>>().join("\n")),
        ]
    };
    let rows: Vec<Vec<Cell>> = view.scored.rows.iter().filter(open).map(row).collect();
    let note = if rows.is_empty() { "paper-requests-none" } else { "paper-requests-note" };
    Section {
        title: say("paper-workpaper-requests", &[]),
        lines: vec![say(note, &[])],
        columns: columns(
            say,
            &[
                ("paper-column-no", 6),
                ("paper-column-indicator", 28),
                ("paper-column-kind", 16),
                ("paper-column-ask", 64),
            ],
        ),
        rows,
        chart: None,
    }
}
