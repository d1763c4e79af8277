//! Why the figures of rechecks are as they are: rates, totals, points of a row.

use super::{Explained, Why};
use crate::engine::spot_check::RecheckView;
use crate::engine::spot_check::page::RecheckPage;
use crate::engine::spot_check::requests::AskedRow;
use crate::model::recheck::RecheckLine;
use crate::model::score::ScoredRow;
use crate::tui::look::Look;
use crate::tui::screens::recheck::requests::counts;
use crate::tui::screens::recheck::words;
use crate::tui::screens::rechecks::{errors, heads};

/// Who found what of a row, when, with which papers and note.
fn findings(mut why: Why, view: &RecheckView, row: &ScoredRow, look: &Look) -> Why {
    for head in view.state.rows.get(&row.no).map(|heads| heads.0.as_slice()).unwrap_or_default() {
        let found = words::finding(&head.value.verified, look);
        let papers = words::labels(&view.state, &head.value.evidence);
        let parts = [found, papers, head.value.note.clone()];
        let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let from = format!("{} {}", words::person(view, &head.author), look.when(head.at));
        why = why.given(look, "recheck-head-verified", text, from);
    }
    why
}

/// The row under the cursor.
fn row(view: &RecheckView, row: &ScoredRow, told: &[String], look: &Look) -> Vec<Why> {
    let plain = |number: Option<rust_decimal::Decimal>| number.map(|n| n.normalize().to_string()).unwrap_or_default();
    let found = view.found(row.no);
    let verified = found.map(|found| words::found(view, row.no, &found.verified, look)).unwrap_or_default();
    let score = row.self_score.map(words::points).unwrap_or_default();
    let difference = row.difference().map(words::signed).unwrap_or_default();
    let value = [
        row.no.to_string(),
        words::name(row, look),
        words::target(view, row.no),
        words::own(view, row.no),
        verified,
        plain(row.weight),
        score.clone(),
        words::points(row.own.points),
        words::points(row.verified.points),
        difference.clone(),
        found.map(|found| words::labels(&view.state, &found.evidence)).unwrap_or_default(),
    ];
    let line = value.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let mut why = Why::new("recheck.row", line);
    if let Some(heads) = view.state.rows.get(&row.no).filter(|heads| heads.contested()) {
        why = why.note(words::contested(view, heads, look));
    }
    for flag in words::flags(row, look) {
        why = why.note(flag);
    }
    why = findings(why, view, row, look)
        .given(look, "recheck-head-target", words::target(view, row.no), "")
        .given(look, "recheck-head-own", words::own(view, row.no), "")
        .given(look, "recheck-head-weight", plain(row.weight), "")
        .given(look, "recheck-rescaled", words::points(row.rescaled), "")
        .given(look, "recheck-head-self-score", score, "")
        .given(look, "recheck-head-own-points", words::formula(&row.own, look), "")
        .given(look, "recheck-head-points", words::formula(&row.verified, look), "")
        .given(look, "recheck-head-best", words::formula(&row.best, look), "")
        .given(look, "recheck-head-difference", difference, "");
    if let Some(standard) = &row.standard {
        why = why.given(look, "recheck-head-standard", standard, "");
    }
    // How the points of the row come about stands in the box below the table.
    vec![why, Why::new("recheck.formula", told.join(" "))]
}

/// Where a recheck is looked at.
#[derive(Debug, Default)]
pub struct At {
    /// Place of the row under the cursor.
    pub row: usize,
    /// What the box says of it.
    pub told: Vec<String>,
    /// Rows that are decided, and rows.
    pub far: (usize, usize),
    /// Place in the list it was opened from.
    pub place: Option<String>,
}

/// One recheck with the cursor on a row.
pub fn explained(view: &RecheckView, at: At, look: &Look) -> Explained {
    let At { row: at, told, far, place } = at;
    let scored = &view.scored;
    let mut whys = Vec::new();
    whys.extend(scored.rows.get(at).map(|found| row(view, found, &told, look)).unwrap_or_default());
    let own = scored.self_score.map(|points| words::graded(points, scored.self_grade, look)).unwrap_or_default();
    whys.push(Why::new("recheck.self", own));
    whys.push(Why::new("recheck.own", words::points(scored.own.points)));
    let verified = words::graded(scored.verified.points, Some(scored.verified.grade), look);
    let consequence = words::consequence(&scored.verified.consequence, look);
    whys.push(Why::new("recheck.verified", verified).given(look, "recheck-consequence", consequence, ""));
    let best = words::graded(scored.best.points, Some(scored.best.grade), look);
    whys.push(Why::new("recheck.best", best));
    let difference = scored.difference.map(words::signed).unwrap_or_default();
    let mut why = Why::new("recheck.difference", difference);
    if let Some(level) = scored.deviation {
        why = why.given(look, "rechecks-head-level", words::level(level, look), "").given(
            look,
            "recheck-effect",
            words::effect(level, look),
            "",
        );
    }
    whys.push(why);
    whys.push(Why::new("recheck.far", format!("{}/{}", far.0, far.1)));
    let unit =
        [view.line.code.clone(), view.line.name.clone(), view.line.department.clone(), words::part(&view.line, look)];
    whys.push(Why::new("recheck.unit", unit.join(" ")));
    whys.extend(words::place(view, look).map(|place| Why::new("recheck.place", place)));
    if let Some(second) = &view.second {
        whys.push(Why::new("recheck.second", words::second(view, second, look)));
    }
    for missing in &scored.dropped_approved {
        whys.push(Why::new("recheck.dropped", missing.clone()));
    }
    whys.extend(place.map(|place| Why::new("rechecks.place", place)));
    Explained::fields(whys)
}

/// The papers of a recheck with the cursor on one.
pub fn papers(view: &RecheckView, at: usize, row: u32, look: &Look) -> Explained {
    let mut whys = Vec::new();
    if let Some(paper) = view.state.evidence.get(at) {
        let label = view.state.label(paper.event).unwrap_or_default();
        let from = format!("{} {}", words::person(view, &paper.author), look.when(paper.at));
        let value = format!("{label} {} {} {} {from}", paper.paper.name, paper.paper.page, paper.paper.sha256);
        whys.push(Why::new("recheck.paper", value).given(look, "why-input-event", paper.event.to_string(), from));
    }
    let count = view.state.evidence.len().to_string();
    whys.push(Why::new("recheck.papers", format!("{count} ({row})")));
    Explained::fields(whys)
}

/// What is asked for, with the cursor on a row; `line` is that row as it stands.
pub fn requests(rows: &[AskedRow], line: String) -> Explained {
    let [here, lacking, all] = counts(rows);
    Explained::fields(vec![
        Why::new("recheck.request", line),
        Why::new("recheck.requests", format!("{here} {lacking} {all}")),
    ])
}

/// Where the two differ, with the cursor on one difference.
pub fn differences(view: &RecheckView, lines: Vec<String>, told: String, look: &Look) -> Explained {
    let mut whys: Vec<Why> = lines.into_iter().map(|line| Why::new("differences.row", line)).collect();
    if let Some(compared) = view.compared() {
        for side in &compared.sides {
            let total = words::graded(side.points, Some(side.grade), look);
            let who = words::person(view, &side.person);
            whys.push(Why::new("differences.side", format!("{who} {total}")));
        }
    }
    whys.push(Why::new("differences.open", told));
    whys.push(Why::new("recheck.unit", format!("{} {}", view.line.code, view.line.name)));
    Explained::fields(whys)
}

/// The rechecks of a year with the cursor on one.
pub fn list(
    page: &RecheckPage,
    line: Option<&RecheckLine>,
    (at, len): (usize, usize),
    label: String,
    look: &Look,
) -> Explained {
    let list = &page.list;
    let mut whys = Vec::new();
    if let Some(line) = line {
        let points = |points: Option<rust_decimal::Decimal>| points.map(words::points).unwrap_or_default();
        let difference = line.filed.zip(line.verified).map(|(filed, verified)| words::signed(verified - filed));
        let parts = [
            line.stratum.clone(),
            line.name.clone(),
            line.department.clone(),
            words::part(line, look),
            words::status(line.status, look),
            points(line.filed),
            points(line.verified),
            difference.unwrap_or_default(),
            line.deviation.map(|level| words::level(level, look)).unwrap_or_default(),
            errors(list, line).map(|errors| errors.to_string()).unwrap_or_default(),
        ];
        let value = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        whys.push(Why::new("rechecks.line", value));
    }
    let [rates, work, stands] = heads(page, look);
    whys.push(Why::new("rechecks.rates", rates));
    whys.push(Why::new("rechecks.work", work));
    whys.push(Why::new("rechecks.stands", stands));
    let year = list.year.map(|year| year.to_string()).unwrap_or_default();
    whys.push(Why::new("rechecks.evaluated", format!("{year} {}", list.evaluated)));
    whys.push(Why::new("rechecks.count", label));
    if len > 0 {
        whys.push(Why::new("rechecks.place", super::lists::place(at, len)));
    }
    Explained::fields(whys)
}
