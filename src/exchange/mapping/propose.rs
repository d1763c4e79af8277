//! What the columns and labels of a table could be: heading and cells together, each meaning given once.

use std::collections::BTreeSet;

use super::apply;
use super::content::{self, Evidence};
use super::words::{self, Likeness};
use super::{heading, layout};
use crate::exchange::funds;
use crate::exchange::headings::{self, Column, has_word};
use crate::model::form::FormKind;
use crate::model::mapping::{
    COLUMNS, Certainty, HEADING_ROWS_MAX, LABELS, Proposal, ProposedColumn, ProposedLabel, Why, Window, WindowRow,
    may_repeat,
};

/// Points from which a meaning is proposed.
const LIKELY: i32 = 40;
/// Points from which it is sure.
const SURE: i32 = 90;
/// What the next best meaning must stay behind a sure one.
const MARGIN: i32 = 15;
/// Rows below a heading that are looked at.
const CELLS: usize = 150;
/// Other meanings that are offered.
const OTHERS: usize = 4;
/// Labels that are offered.
const LABELS_MAX: usize = 24;

/// The proposal for where the heading most likely is.
pub fn best(window: &Window) -> Proposal {
    let (at, rows) = heading::find(window).unwrap_or((0, 0));
    propose(window, at, rows)
}

/// The proposal for a heading that begins at a row of the window (an index) and takes so many rows; 0 rows for a form
/// that has labels only.
pub fn propose(window: &Window, at: usize, rows: u32) -> Proposal {
    let rows = rows.min(HEADING_ROWS_MAX);
    let at = at.min(window.rows.len().saturating_sub(1));
    let end = (at + rows as usize).min(window.rows.len());
    let heading = window.rows.get(at..end).unwrap_or_default();
    let above = if heading.is_empty() { &window.rows[..] } else { &window.rows[..at] };
    let columns = columns(heading, window.rows.get(end..).unwrap_or_default());
    let labels = labels(above);
    let kind = kind(&columns, above, &window.sheet);
    let fingerprint = layout::fingerprint(heading).unwrap_or_default();
    let heading_rows = heading.len() as u32;
    let name = layout::name(window, at, &columns, &labels);
    Proposal { name, heading_at: at, heading_rows, fingerprint, kind, columns, labels }
}

/// A meaning with what speaks for it.
struct Candidate {
    at: usize,
    order: usize,
    meaning: &'static str,
    points: i32,
    known: bool,
    why: Vec<Why>,
}

fn why(key: &'static str, args: Vec<(&'static str, String)>) -> Why {
    Why { key, args }
}

fn name_why(likeness: &Likeness) -> Why {
    match likeness {
        Likeness::Known => why("mapping-why-known", Vec::new()),
        Likeness::Like(spelling) => why("mapping-why-like", vec![("spelling", spelling.clone())]),
        Likeness::Holds(word) => why("mapping-why-holds", vec![("word", word.clone())]),
    }
}

fn candidates(at: usize, printed: &str, own: &str, seen: &Evidence) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut names = words::columns(printed);
    names.extend(words::columns(own));
    for (order, (id, _)) in COLUMNS.iter().enumerate() {
        let Some(column) = apply::column(id) else { continue };
        // Mixed columns are only told by their names.
        let mixed = matches!(
            column,
            Column::UnitOrProject | Column::AnyCode | Column::AnyName | Column::LevelCode | Column::GroupName
        );
        let name = names.get(&column);
        if mixed && !matches!(name, Some((_, Likeness::Known))) {
            continue;
        }
        let (content, seen) = content::points(column, seen);
        let known = matches!(name, Some((_, Likeness::Known)));
        let content = if known { content.max(-40) } else { content };
        let points = name.map_or(0, |(points, _)| *points) + content;
        let why = name.iter().map(|(_, likeness)| name_why(likeness)).chain(seen.map(|key| why(key, Vec::new())));
        found.push(Candidate { at, order, meaning: id, points, known, why: why.collect() });
    }
    found.sort_by_key(|candidate| (std::cmp::Reverse(candidate.points), candidate.order));
    found
}

fn columns(heading: &[WindowRow], below: &[WindowRow]) -> Vec<ProposedColumn> {
    let headed = layout::columns(heading);
    let mut all: Vec<Candidate> = Vec::new();
    let mut others: Vec<Vec<&'static str>> = Vec::new();
    for (at, column) in headed.iter().enumerate() {
        let cells = below
            .iter()
            .take(CELLS)
            .filter_map(|row| row.cells.iter().find(|cell| cell.column == column.place).map(|cell| cell.text.as_str()));
        let found = candidates(at, &column.printed, &column.own, &Evidence::of(cells));
        others.push(found.iter().take_while(|one| one.points >= 20).take(OTHERS).map(|one| one.meaning).collect());
        let runner_up = found.get(1).map_or(0, |second| second.points);
        all.extend(found.into_iter().filter(|one| one.points >= LIKELY).map(|mut one| {
            // What is only a little better than another is not sure.
            if one.points < runner_up + MARGIN && !one.known {
                one.points = one.points.min(SURE - 1);
            }
            one
        }));
    }
    all.sort_by_key(|one| (std::cmp::Reverse(one.points), one.at, one.order));
    let mut chosen: Vec<Option<Candidate>> = headed.iter().map(|_| None).collect();
    let mut taken = BTreeSet::new();
    for one in all {
        // A table beside the first repeats its headings.
        let given = || chosen.iter().flatten().map(|other| other.meaning).chain([one.meaning]);
        let again = one.known && headed[one.at].occurrence > 1 && may_repeat(one.meaning, given());
        if chosen[one.at].is_none() && (again || !taken.contains(one.meaning)) {
            taken.insert(one.meaning);
            let at = one.at;
            chosen[at] = Some(one);
        }
    }
    let proposed = headed.into_iter().zip(chosen).zip(others);
    proposed
        .map(|((column, chosen), others)| {
            let certainty = match &chosen {
                None => Certainty::Unknown,
                Some(one) if one.points >= SURE => Certainty::Sure,
                Some(_) => Certainty::Likely,
            };
            let means = chosen.as_ref().map(|one| one.meaning);
            ProposedColumn {
                place: column.place,
                unit: funds::unit_in(&column.printed),
                printed: column.printed,
                heading: column.heading,
                occurrence: column.occurrence,
                means,
                certainty,
                why: chosen.map(|one| one.why).unwrap_or_default(),
                others: others.into_iter().filter(|other| Some(*other) != means).collect(),
            }
        })
        .collect()
}

/// Labels in rows above the heading that the vocabulary does not know: short words with a value beside them or behind a
/// colon.
fn labels(rows: &[WindowRow]) -> Vec<ProposedLabel> {
    const LONGEST: usize = 14;
    let known = |text: &str| !headings::labels(text).is_empty() || headings::inline_label(text).is_some();
    let mut found: Vec<ProposedLabel> = Vec::new();
    let mut taken: BTreeSet<&'static str> = BTreeSet::new();
    let all = rows.iter().flat_map(|row| &row.cells).flat_map(|cell| headings::labels(&cell.text));
    let known_here: BTreeSet<_> = all.copied().collect();
    for row in rows {
        let mut at = 0;
        while at < row.cells.len() && found.len() < LABELS_MAX {
            let cell = &row.cells[at];
            at += 1;
            let inline = cell.text.split_once([':', '：']).filter(|(_, value)| !value.trim().is_empty());
            let (printed, value) = match inline {
                Some((head, value)) => (head.trim().to_owned(), value.trim().to_owned()),
                None => match row.cells.get(at) {
                    Some(next) if !known(&next.text) && row.cells.len() > 1 => {
                        at += 1;
                        (cell.text.clone(), next.text.clone())
                    }
                    _ => continue,
                },
            };
            let normal = layout::word(&printed);
            let length = normal.chars().count();
            let word = (2..=LONGEST).contains(&length) && !normal.contains(|c: char| c.is_ascii_digit());
            if known(&cell.text) || !word || found.iter().any(|other| other.normal == normal) {
                continue;
            }
            let mut best: Option<(i32, &'static str, Likeness)> = None;
            let names = words::labels(&printed);
            for (id, _) in LABELS {
                let Some(label) = apply::label(id) else { continue };
                let Some((points, likeness)) = names.get(&label).cloned() else { continue };
                let free = !taken.contains(id) && !known_here.contains(&label);
                if free && points >= LIKELY && best.as_ref().is_none_or(|(most, _, _)| points > *most) {
                    best = Some((points, id, likeness));
                }
            }
            taken.extend(best.as_ref().map(|(_, id, _)| *id));
            found.push(ProposedLabel {
                row: row.row,
                place: cell.column,
                printed,
                normal,
                value,
                means: best.as_ref().map(|(_, id, _)| *id),
                certainty: if best.is_some() { Certainty::Likely } else { Certainty::Unknown },
                why: best.iter().map(|(_, _, likeness)| name_why(likeness)).collect(),
            });
        }
    }
    found
}

/// Kind of table: by what its columns are, then by its title.
fn kind(columns: &[ProposedColumn], above: &[WindowRow], sheet: &str) -> Option<FormKind> {
    let has = |id: &str| columns.iter().any(|column| column.means == Some(id));
    let words = headings::words();
    let titled = |list: &[String]| {
        has_word(sheet, list) || above.iter().flat_map(|row| &row.cells).any(|cell| has_word(&cell.text, list))
    };
    let indicators = has("level3") || has("level2");
    Some(match () {
        () if has("opinion") && !indicators => FormKind::OpinionList,
        () if has("likelihood") || (indicators && titled(&words.monitoring)) => FormKind::Monitoring,
        () if indicators && (has("score") || has("actual") || titled(&words.self_evaluation)) => {
            FormKind::SelfEvaluation
        }
        () if indicators && titled(&words.whole_department) => FormKind::DepartmentOverall,
        () if indicators => FormKind::Target,
        () if has("conclusion") || (has("score") && (has("project") || has("project_code"))) => FormKind::RecheckList,
        () if has("project") || has("project_code") => FormKind::BudgetList,
        () => return None,
    })
}
