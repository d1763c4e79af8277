//! What the lists show, with the cursor on one of their lines: queue, demands, contests, steps, links; and the editor.

use super::home::{by, class, state_field};
use super::target::{about_row, filed, points, sourced};
use super::{Explained, Given, Why};
use crate::config::PhraseKind;
use crate::engine::links::{LinkReport, LinkRow};
use crate::engine::view::{Contest, DemandRow, HistoryStep, ProjectView, QueueRow};
use crate::model::review::CategoryCode;
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::screens::home::grouped;
use crate::tui::screens::links::{side_line, standing, table_name};

/// Where a cursor stands in a list.
pub fn place(at: usize, len: usize) -> String {
    format!("{}/{len}", at + 1)
}

/// A line of the queue; file, sheet and row are asked for when the page is opened.
pub fn queue(row: Option<&QueueRow>, (at, len): (usize, usize), total: u64, look: &Look) -> Explained {
    let mut whys = row.map(|row| about_row(row, look)).unwrap_or_default();
    whys.push(Why::new("queue.total", grouped(total)));
    if len > 0 {
        whys.push(Why::new("queue.place", place(at, len)));
    }
    Explained { whys, target: row.map(|row| row.id), ..Explained::default() }
}

/// A demand in the list.
pub fn demands(rows: &[DemandRow], at: usize, look: &Look) -> Explained {
    let mut whys = Vec::new();
    let chosen = rows.get(at);
    if let Some(row) = chosen {
        let draft = &row.demand.demand;
        let raised = by(&row.author, row.demand.at, look);
        whys.push(
            Why::new("demand.number", row.number.clone())
                .given(look, "why-input-year", row.target.year.to_string(), "")
                .given(look, "why-input-event", row.demand.id.to_string(), raised.clone()),
        );
        let days = row.overdue_days.map_or_else(|| look.s("sheet-blank"), |days| days.to_string());
        whys.push(
            Why::new("demand.due", format!("{} / {days}", draft.due))
                .given(look, "field-due", &draft.due, raised.clone())
                .given(look, "why-input-overdue", days, "")
                .by_profile(&look.profile, &look.profile.deadlines.source),
        );
        whys.push(
            Why::new("demand.text", draft.text.clone()).given(look, "field-demand-text", &draft.text, raised).given(
                look,
                "field-unit",
                &draft.responsible_unit,
                "",
            ),
        );
        if let Some(code) = &row.demand.category {
            whys.extend(class(&code.0, String::new(), look));
        }
        whys.extend(about_row(&row.target, look));
    }
    let overdue = rows.iter().filter(|row| row.overdue_days.is_some_and(|days| days > 0)).count();
    whys.push(Why::new("demand.count", format!("{} / {overdue}", rows.len())));
    Explained { whys, target: chosen.map(|row| row.target.id), ..Explained::default() }
}

/// A contest in the list.
pub fn contests(rows: &[Contest], at: usize, look: &Look) -> Explained {
    let mut whys = Vec::new();
    let chosen = rows.get(at);
    if let Some(contest) = chosen {
        let what = match &contest.row {
            Some((row, name)) => look.t("editor-row", &[("row", Arg::from(*row)), ("name", Arg::from(name))]),
            None => look.s("contests-result"),
        };
        whys.push(Why::new("contest.row", what));
        for side in &contest.sides {
            let mut said = Vec::new();
            said.extend(side.verdict.map(|verdict| look.strings.verdict(verdict)));
            if let Some((grade, reason)) = &side.grade {
                said.push(format!("{} {reason}", look.strings.grade(*grade)).trim().to_owned());
            }
            let opinions = side.opinions.iter();
            said.extend(
                opinions.map(|(code, text)| format!("{} {text}", look.categories.short(code, look.language()))),
            );
            let head = format!("{} {}", side.name, look.when(side.at));
            whys.push(Why::new("contest.side", head).given(
                look,
                "why-input-decision",
                said.join("; "),
                by(&side.name, side.at, look),
            ));
        }
        whys.extend(about_row(&contest.target, look));
    }
    whys.push(Why::new("contest.count", rows.len().to_string()));
    Explained { whys, target: chosen.map(|contest| contest.target.id), ..Explained::default() }
}

/// A step of mine or others.
pub fn history(step: Option<&HistoryStep>, (undo, redo): (usize, usize), look: &Look) -> Explained {
    let mut whys = Vec::new();
    if let Some(step) = step {
        let words = look.strings.told(step.key, &step.args);
        let event = step.event.map(|event| event.to_string()).unwrap_or_default();
        whys.push(Why::new("history.step", format!("{} {words}", look.when(step.at))).given(
            look,
            "why-input-event",
            event,
            by(&step.author, step.at, look),
        ));
    }
    whys.push(Why::new("history.undo", format!("{undo} / {redo}")));
    Explained::fields(whys)
}

/// Links of a year with the cursor on one.
pub fn links(report: &LinkReport, row: Option<&LinkRow>, (at, len): (usize, usize), look: &Look) -> Explained {
    let mut whys = Vec::new();
    if let Some(row) = row {
        let side = |side: &Option<_>| side.as_ref().map(side_line);
        let sides = [side(&row.target), side(&row.other)].into_iter().flatten();
        let sides: Vec<String> = sides.chain(row.candidates.iter().map(side_line)).collect();
        let mut why = Why::new("links.pair", format!("{}: {}", standing(row.standing, look), sides.join(" | ")));
        for (key, line) in [("why-input-target", side(&row.target)), ("why-input-form", side(&row.other))] {
            if let Some(line) = line {
                why = why.given(look, key, line, "");
            }
        }
        for candidate in &row.candidates {
            why = why.given(look, "why-input-candidate", side_line(candidate), "");
        }
        if !row.candidates.is_empty() {
            why = why.given(look, "why-input-candidates", row.candidates_total.to_string(), "");
        }
        for said in &row.said {
            let to = said.to.as_ref().map_or_else(|| look.s("links-to-none"), side_line);
            why = why.given(look, "why-input-decision", to, &said.name);
        }
        whys.push(why);
    }
    let listed = if len == 0 { String::new() } else { place(at, len) };
    whys.push(Why::new("links.list", format!("{} {listed}", report.total).trim().to_owned()));
    for counts in &report.tables {
        let named = counts.name_and_unit + counts.name;
        let figures = [
            ("links-head-forms", counts.others),
            ("links-head-by-hand", counts.by_hand),
            ("links-head-code", counts.code),
            ("links-head-name", named),
            ("links-head-missing", counts.missing),
            ("links-head-surplus", counts.surplus + counts.apart),
            ("links-head-ambiguous", counts.ambiguous),
            ("links-head-suspected", counts.suspected),
            ("links-head-contested", counts.contested),
        ];
        let value = figures.map(|(_, count)| count.to_string()).join(" ");
        let mut why = Why::new("links.count", value).named(table_name(counts.table, look));
        let given =
            |(key, count): (&str, u64)| Given { name: look.s(key), value: count.to_string(), from: String::new() };
        why.given.extend(figures.map(given));
        whys.push(why.given(look, "why-input-targets", counts.targets.to_string(), ""));
    }
    if let Some(year) = report.year {
        whys.push(Why::new("links.year", year.to_string()));
    }
    Explained::fields(whys)
}

/// The editor: the class that is chosen, all twelve, the sentences on screen, and the row that is written about.
pub fn editor(
    view: &ProjectView,
    row: Option<u32>,
    chosen: Option<&CategoryCode>,
    (kind, phrases): (PhraseKind, &[String]),
    look: &Look,
) -> Explained {
    let mut whys = Vec::new();
    let indicator = row.and_then(|row| view.form.indicators.get(usize::try_from(row).ok()?.checked_sub(1)?));
    let from = filed(view, look);
    if let Some(chosen) = chosen {
        whys.extend(class(&chosen.0, String::new(), look));
    }
    if let Some(indicator) = indicator {
        let value = format!("{} {} {}", indicator.no, indicator.level3, indicator.printed_target());
        whys.push(Why::new("editor.row", value).given(look, "field-target", indicator.printed_target(), from.clone()));
    }
    let deadlines = &look.profile.deadlines;
    whys.push(
        Why::new("editor.due", deadlines.value.report_days.to_string())
            .given(look, "why-input-days", deadlines.value.report_days.to_string(), "")
            .by_profile(&look.profile, &deadlines.source),
    );
    let label = if kind == PhraseKind::Opinion { "editor-phrases" } else { "editor-demand-phrases" };
    for (index, phrase) in phrases.iter().enumerate() {
        whys.push(Why::new("phrase", format!("{} {phrase}", index + 1)).given(look, label, phrase, ""));
    }
    for category in look.categories.all().iter().filter(|category| Some(&category.code) != chosen) {
        whys.extend(class(&category.code.0, String::new(), look));
    }
    whys.push(
        Why::new(state_field(view.row.status), look.strings.status(view.row.status))
            .named(look.t("why-state", &[("state", Arg::from(look.strings.status(view.row.status)))])),
    );
    whys.extend(about_row(&view.row, look).into_iter().map(|why| sourced(why, &from, look)));
    Explained { points: points(view, indicator, look), whys, target: None }
}
