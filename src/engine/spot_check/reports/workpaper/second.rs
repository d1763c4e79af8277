//! The table of an independent second review in a working paper: what each of the two found, what counts, on whose ground. It
//! is there once both are done. Only [`super`] may import it.

use super::name;
use crate::engine::report::Say;
use crate::engine::spot_check::RecheckView;
use crate::engine::spot_check::reports::columns;
use crate::engine::spot_check::second::{Compared, DifferingRow};
use crate::model::paper::{Cell, Section};
use crate::model::recheck::{Outcome, Verified};

fn word(found: &Verified, say: Say<'_>) -> String {
    match found {
        Verified::Agrees => say("paper-row-agrees", &[]),
        Verified::Value(value) => value.clone(),
        Verified::NoEvidence => say("paper-row-no-evidence", &[]),
        Verified::NotApplicable => say("paper-row-not-applicable", &[]),
    }
}

fn visit(outcome: Option<Outcome>, say: Say<'_>) -> String {
    match outcome {
        Some(outcome) => say(&format!("recheck-outcome-{}", outcome.id().replace('_', "-")), &[]),
        None => say("second-rechecked", &[]),
    }
}

/// Rows in which the two differ, with what was settled.
pub(super) fn differences(view: &RecheckView, compared: &Compared, say: Say<'_>) -> Section {
    let side = |(at, place): (usize, &str)| {
        let side = &compared.sides[at];
        let result = match side.gave_up {
            Some(outcome) => visit(Some(outcome), say),
            None => format!("{:.2} {}", side.points, super::grade(side.grade, say)),
        };
        let person = name(view, &side.person);
        say("paper-second-side", &[("place", say(place, &[])), ("person", person), ("result", result)])
    };
    let row = |row: &DifferingRow| {
        let found = |at: usize| row.found[at].as_ref().map_or_else(String::new, |found| word(&found.verified, say));
        let settled: Vec<String> = row.settled.0.iter().map(|head| word(&head.value.verified, say)).collect();
        let ground = row.settled.0.iter().map(|head| format!("{}: {}", name(view, &head.author), head.value.reason));
        let printed = view.scored.rows.iter().find(|known| known.no == row.no);
        vec![
            Cell::count(row.no.into()),
            Cell::text(printed.map(|known| super::row_name(view, known, say)).unwrap_or_default()),
            Cell::text(found(0)),
            Cell::Number(row.points[0].points),
            Cell::text(found(1)),
            Cell::Number(row.points[1].points),
            Cell::text(if settled.is_empty() { say("second-open", &[]) } else { settled.join(" / ") }),
            Cell::number(row.counts),
            Cell::text(ground.collect::<Vec<_>>().join("\n")),
        ]
    };
    let mut lines: Vec<String> = ["second-first", "second-other"].into_iter().enumerate().map(side).collect();
    for head in compared.whole.iter().flat_map(|whole| &whole.settled) {
        let (person, reason) = (name(view, &head.author), head.value.1.clone());
        let args = [("name", person), ("found", visit(head.value.0, say)), ("reason", reason)];
        lines.push(say("second-settled-by", &args));
    }
    Section {
        title: say("paper-second-title", &[]),
        lines,
        columns: columns(
            say,
            &[
                ("paper-column-no", 6),
                ("paper-column-indicator", 24),
                ("second-head-first", 14),
                ("second-head-points", 8),
                ("second-head-other", 14),
                ("second-head-points", 8),
                ("second-head-settled", 14),
                ("second-head-points", 8),
                ("second-head-ground", 40),
            ],
        ),
        rows: compared.rows.iter().map(row).collect(),
        chart: None,
    }
}
