//! The circular (通报): what the spot check of a year found, for all departments. Only [`super`] may import it.
//!
//! The random part alone is projected; both rates stand side by side; departments with few rechecks are told as facts.

use super::{columns, deviation, grade, less};
use crate::engine::report::Say;
use crate::engine::spot_check::results::{DepartmentResult, FEWEST, Results};
use crate::model::paper::{Cell, Chart, Paper, Section};
use crate::model::recheck::{Deviation, RecheckLine};
use crate::model::review::Grade;
use crate::model::score::ScoreRules;

/// The circular.
pub(super) fn paper(results: &Results, rules: &ScoreRules, language: &'static str, say: Say<'_>) -> Paper {
    let year = results.year.map(|year| year.to_string()).unwrap_or_default();
    let mut lines = Vec::new();
    if let Some(draw) = &results.draw {
        lines.push(say(
            "results-rates",
            &[
                ("units", draw.units.to_string()),
                ("random", draw.random.to_string()),
                ("percent", draw.rate_random.clone()),
                ("certain", draw.certain.to_string()),
                ("all", draw.rate_all.clone()),
            ],
        ));
    }
    lines.push(say("results-attribute", &[]));
    lines.extend(results.statements.iter().map(|said| say(said.key, &said.args)));
    if let Some(problem) = &results.why_not {
        lines.push(say(problem.key, &problem.args));
    }
    let sections = [
        Some(departments(results, say)),
        Some(matrix(results, say)),
        ranking(results, say),
        untrue(results, rules, say),
    ];
    Paper {
        language,
        title: say("paper-circular-title", &[("year", year)]),
        lines,
        sections: sections.into_iter().flatten().collect(),
    }
}

fn departments(results: &Results, say: Say<'_>) -> Section {
    let row = |one: &DepartmentResult| {
        let told = one.inference.as_ref().filter(|it| it.drawn >= FEWEST || it.drawn == it.units);
        vec![
            Cell::text(&one.name),
            one.frame.map_or_else(|| Cell::text(""), Cell::count),
            Cell::count(one.random.units),
            Cell::count(one.random.done),
            Cell::count(one.random.found),
            told.map_or_else(|| Cell::text(say("results-facts-only", &[])), |it| Cell::count(it.most)),
            Cell::count(one.certain.units),
            Cell::count(one.certain.done),
            Cell::count(one.certain.found),
        ]
    };
    Section {
        title: say("paper-circular-departments", &[]),
        lines: vec![say("paper-circular-departments-note", &[])],
        columns: columns(
            say,
            &[
                ("paper-column-department", 24),
                ("paper-column-frame", 12),
                ("paper-column-drawn", 10),
                ("paper-column-done", 10),
                ("paper-column-found", 10),
                ("paper-column-most", 16),
                ("paper-column-certain", 10),
                ("paper-column-certain-done", 10),
                ("paper-column-certain-found", 10),
            ],
        ),
        rows: results.departments.iter().map(row).collect(),
        chart: Some(Chart { title: say("paper-circular-chart", &[]), names: 0, values: vec![3, 4] }),
    }
}

fn matrix(results: &Results, say: Say<'_>) -> Section {
    let mut columns = columns(say, &[("paper-column-part", 16), ("paper-column-self-grade", 12)]);
    for one in Grade::ALL {
        let heading = say("paper-column-rechecked-as", &[("grade", grade(one, say))]);
        columns.push(crate::model::paper::Column { heading, width: 12 });
    }
    let mut rows = Vec::new();
    for (part, table) in
        [("results-part-random", &results.matrix.random), ("results-part-certain", &results.matrix.certain)]
    {
        for (own, counts) in Grade::ALL.iter().zip(table) {
            let mut row = vec![Cell::text(say(part, &[])), Cell::text(grade(*own, say))];
            row.extend(counts.iter().map(|count| Cell::count(*count)));
            rows.push(row);
        }
    }
    Section {
        title: say("paper-circular-matrix", &[]),
        lines: vec![say("paper-circular-matrix-note", &[])],
        columns,
        rows,
        chart: None,
    }
}

fn ranking(results: &Results, say: Say<'_>) -> Option<Section> {
    let mut ranked: Vec<_> = results
        .departments
        .iter()
        .filter_map(|one| one.inflation.as_ref().map(|inflation| (one, inflation)))
        .filter(|(_, inflation)| inflation.place.is_some())
        .collect();
    ranked.sort_by_key(|(_, inflation)| inflation.place);
    if ranked.is_empty() {
        return None;
    }
    let rows = ranked.into_iter().map(|(one, inflation)| {
        let (low, high) = inflation.interval.unzip();
        vec![
            Cell::count(inflation.place.unwrap_or_default()),
            Cell::text(&one.name),
            Cell::count(inflation.drawn),
            Cell::number(inflation.mean),
            Cell::Number(inflation.index),
            Cell::number(low),
            Cell::number(high),
        ]
    });
    Some(Section {
        title: say("paper-circular-ranking", &[]),
        lines: vec![say("paper-circular-ranking-note", &[])],
        columns: columns(
            say,
            &[
                ("paper-column-place", 8),
                ("paper-column-department", 24),
                ("paper-column-done", 10),
                ("paper-column-mean", 12),
                ("paper-column-index", 12),
                ("paper-column-low", 10),
                ("paper-column-high", 10),
            ],
        ),
        rows: rows.collect(),
        chart: Some(Chart { title: say("paper-circular-ranking", &[]), names: 1, values: vec![4] }),
    })
}

/// Self-evaluations with a large deviation or a serious one, the gravest first.
fn untrue(results: &Results, rules: &ScoreRules, say: Say<'_>) -> Option<Section> {
    let mut found: Vec<(&RecheckLine, Deviation)> = results
        .lines
        .iter()
        .filter_map(|line| Some((line, line.deviation.filter(|level| *level >= Deviation::Large)?)))
        .collect();
    found.sort_by_key(|(line, level)| (std::cmp::Reverse(*level), line.code.clone(), line.name.clone()));
    if found.is_empty() {
        return None;
    }
    let rows = found.into_iter().map(|(line, level)| {
        vec![
            Cell::text(&line.code),
            Cell::text(&line.name),
            Cell::text(&line.department),
            Cell::number(line.filed),
            Cell::number(line.verified),
            Cell::number(less(line.filed, line.verified)),
            Cell::text(line.filed.map(|filed| grade(rules.grade(filed), say)).unwrap_or_default()),
            Cell::text(line.grade.map(|it| grade(it, say)).unwrap_or_default()),
            Cell::text(deviation(Some(level), say)),
            Cell::text(say(&format!("score-effect-{}", level.id()), &[])),
        ]
    });
    Some(Section {
        title: say("paper-circular-untrue", &[]),
        lines: Vec::new(),
        columns: columns(
            say,
            &[
                ("paper-column-code", 24),
                ("paper-column-name", 32),
                ("paper-column-department", 20),
                ("paper-column-self-score", 10),
                ("paper-column-verified", 10),
                ("paper-column-difference", 8),
                ("paper-column-self-grade", 10),
                ("paper-column-grade", 10),
                ("paper-column-deviation", 12),
                ("paper-column-effect", 36),
            ],
        ),
        rows: rows.collect(),
        chart: None,
    })
}
