//! The record of a draw for publication: one page and the lists, as lines, as a page for a browser and as a workbook.
//!
//! Everything follows from the proof; only what was left out, and why, is told beside it.

use super::{LeftOutUnit, percent};
use crate::engine::report::Say;
use crate::exchange::page::{Page, Table};
use crate::model::paper::{Cell, Column, Paper, Section};
use crate::rules::draw::digest::groups;
use crate::rules::draw::proof::Proof;

/// The record for publication, line by line: one page that lets anybody repeat the draw.
pub fn record_lines(proof: &Proof, say: Say<'_>) -> Vec<String> {
    said(proof, true, say)
}

/// The same, with or without the strata, which pages and workbooks have as a table.
fn said(proof: &Proof, strata: bool, say: Say<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut tell = |key: &str, args: &[(&'static str, String)]| lines.push(say(key, args));
    let count =
        |code: &str| proof.counts.iter().find(|count| count.code == code).map_or(0, |count| count.count).to_string();
    let rates = &proof.rates;
    tell("draw-record-title", &[]);
    if proof.rehearsal {
        tell("draw-record-rehearsal", &[]);
    }
    tell(
        "draw-record-population",
        &[("all", rates.all.to_string()), ("random", count("R")), ("certainty", count("C")), ("excluded", count("X"))],
    );
    tell("draw-record-frame", &[("digest", groups(&proof.frame))]);
    tell("draw-record-plan", &[("digest", groups(&proof.plan))]);
    tell("draw-record-seed-record", &[]);
    for line in proof.seed_record.lines() {
        tell("draw-record-line", &[("text", line.to_owned())]);
    }
    tell("draw-record-seed", &[("seed", proof.seed.clone())]);
    match proof.lacks.is_empty() {
        true => tell("draw-record-public", &[]),
        false => {
            let lacks: Vec<String> = proof.lacks.iter().map(|lack| say(&format!("draw-lack-{lack}"), &[])).collect();
            tell("draw-record-not-public", &[("lacks", lacks.join(" / "))]);
        }
    }
    if proof.expanded_to > 0 {
        tell("draw-record-expanded", &[("total", proof.expanded_to.to_string())]);
    }
    tell(
        "draw-record-rate-random",
        &[
            ("count", rates.random.to_string()),
            ("all", rates.all.to_string()),
            ("percent", percent(rates.random, rates.all)),
        ],
    );
    tell(
        "draw-record-rate-all",
        &[
            ("count", rates.examined.to_string()),
            ("all", rates.all.to_string()),
            ("percent", percent(rates.examined, rates.all)),
        ],
    );
    if strata {
        tell("draw-record-strata", &[]);
        for stratum in &proof.strata {
            let cut = if stratum.cut.is_empty() { "-" } else { &stratum.cut };
            tell(
                "draw-record-stratum",
                &[
                    ("stratum", stratum.stratum.clone()),
                    ("frame", stratum.frame.to_string()),
                    ("drawn", stratum.drawn.to_string()),
                    ("method", stratum.method.clone()),
                    ("cut", cut.to_owned()),
                ],
            );
        }
    }
    tell("draw-record-list", &[("digest", groups(&proof.list))]);
    tell("draw-record-root", &[("digest", groups(&proof.merkle_root))]);
    tell("draw-record-proof", &[("digest", groups(&proof.digest))]);
    tell("draw-record-how", &[]);
    // Commands are the same in every language. The script knows the formal simple draw only.
    lines.push(
        "  wenxiao sample verify --population population.tsv --plan plan.tsv --seed-record seed.txt --proof proof.json"
            .to_owned(),
    );
    if !proof.rehearsal && proof.strata.iter().all(|stratum| stratum.method == "srs") {
        let total = if proof.expanded_to > 0 { format!(" {}", proof.expanded_to) } else { String::new() };
        lines.push(format!("  python3 redraw.py population.tsv plan.tsv seed.txt{total} | cmp - drawn.tsv"));
        if proof.seed_record.lines().any(|line| line.starts_with("planjson=")) {
            let files = "population.tsv plan.tsv seed.txt plan.json";
            lines.push(format!("  python3 redraw.py {files}{total} | cmp - second.tsv"));
        }
        lines.push("  printf 'CJ1|%s|main|%s' \"$SEED\" \"$KEY\" | sha256sum".to_owned());
    }
    lines
}

/// The bytes of `record.txt`.
pub(super) fn record(proof: &Proof, say: Say<'_>) -> Vec<u8> {
    let mut text = record_lines(proof, say).join("\n");
    text.push('\n');
    text.into_bytes()
}

/// The record as a page for a browser, with the lists.
pub(super) fn page(proof: &Proof, left_out: &[LeftOutUnit], language: &'static str, say: Say<'_>) -> Page {
    let mut lines = said(proof, false, say).into_iter();
    let title = lines.next().unwrap_or_default();
    let heads = |keys: &[&str]| keys.iter().map(|key| say(key, &[])).collect::<Vec<_>>();
    let reason = |code: &str| say(&format!("draw-reason-{}", code.to_lowercase()), &[]);
    let strata = proof.strata.iter().map(|stratum| {
        let cut = if stratum.cut.is_empty() { "-" } else { &stratum.cut };
        let numbers = [stratum.frame.to_string(), stratum.drawn.to_string(), stratum.method.clone(), cut.to_owned()];
        ("", std::iter::once(stratum.stratum.clone()).chain(numbers).collect())
    });
    let selected = proof.selected.iter().enumerate().map(|(index, unit)| {
        let place = (index + 1).to_string();
        ("", vec![place, unit.stratum.clone(), unit.key.clone(), unit.ticket.clone()])
    });
    let certain = proof.certainty.iter().map(|unit| {
        let reasons: Vec<String> = unit.reasons.split(',').map(reason).collect();
        ("", vec![unit.stratum.clone(), unit.key.clone(), reasons.join(" / ")])
    });
    let excluded = left_out.iter().map(|unit| {
        let cells = [&unit.stratum, &unit.key, &reason(unit.reason.code()), &unit.ground, &unit.by].map(String::clone);
        ("", cells.to_vec())
    });
    let mut tables = vec![
        Table {
            title: say("draw-page-strata", &[("count", proof.strata.len().to_string())]),
            lines: vec![say("draw-page-strata-note", &[])],
            headings: heads(&[
                "draw-column-stratum",
                "draw-column-frame",
                "draw-column-drawn",
                "draw-column-method",
                "draw-column-cut",
            ]),
            rows: strata.collect(),
        },
        Table {
            title: say("draw-page-random", &[("count", proof.selected.len().to_string())]),
            lines: Vec::new(),
            headings: heads(&["draw-column-place", "draw-column-stratum", "draw-column-unit", "draw-column-ticket"]),
            rows: selected.collect(),
        },
        Table {
            title: say("draw-page-certain", &[("count", proof.certainty.len().to_string())]),
            lines: vec![say("draw-page-certain-note", &[])],
            headings: heads(&["draw-column-stratum", "draw-column-unit", "draw-column-reason"]),
            rows: certain.collect(),
        },
    ];
    if !left_out.is_empty() {
        tables.push(Table {
            title: say("draw-page-excluded", &[("count", left_out.len().to_string())]),
            lines: vec![say("draw-page-excluded-note", &[])],
            headings: heads(&[
                "draw-column-stratum",
                "draw-column-unit",
                "draw-column-reason",
                "draw-column-ground",
                "draw-column-by",
            ]),
            rows: excluded.collect(),
        });
    }
    Page { language, title, lines: lines.collect(), tables }
}

/// Most rows below the headings of one sheet.
const MOST_ROWS: usize = 1_000_000;

/// The page as a workbook has it: numbers as numbers, everything else as text.
pub(super) fn paper(page: Page, say: Say<'_>) -> Paper {
    let numbers = ["draw-column-frame", "draw-column-drawn", "draw-column-place"].map(|key| say(key, &[]));
    let wide = ["draw-column-cut", "draw-column-ticket"].map(|key| say(key, &[]));
    let mut sections = Vec::new();
    for table in page.tables {
        let column = |heading: &String| {
            let width = if wide.contains(heading) { 68 } else { 24 };
            Column { heading: heading.clone(), width: if numbers.contains(heading) { 8 } else { width } }
        };
        let columns: Vec<Column> = table.headings.iter().map(column).collect();
        let cell = |(heading, text): (&String, &String)| match text.parse() {
            Ok(count) if numbers.contains(heading) => Cell::count(count),
            _ => Cell::text(text.as_str()),
        };
        let rows = table.rows.iter().map(|(_, cells)| table.headings.iter().zip(cells).map(cell).collect());
        let rows: Vec<Vec<Cell>> = rows.collect();
        // A list that is longer than a sheet goes on on the next one.
        let mut parts: Vec<Vec<Vec<Cell>>> = rows.chunks(MOST_ROWS).map(<[_]>::to_vec).collect();
        if parts.is_empty() {
            parts.push(Vec::new());
        }
        for (part, rows) in parts.into_iter().enumerate() {
            let lines = if part == 0 { table.lines.clone() } else { Vec::new() };
            sections.push(Section { title: table.title.clone(), lines, columns: columns.clone(), rows, chart: None });
        }
    }
    Paper { language: page.language, title: page.title, lines: page.lines, sections }
}
