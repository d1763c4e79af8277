//! Texts about a row or target that are longer than the box: everything said, last year and earlier versions, funds.

use std::collections::BTreeMap;

use crate::engine::links::By;
use crate::engine::view::ProjectView;
use crate::model::form::{Amount, Form, Indicator, MoreField, PrintedCell};
use crate::model::link::LinkedTable;
use crate::model::review::{Demand, Opinion, ReviewState, Settled};
use crate::text::{Arg, dates};
use crate::tui::look::{Look, Role};
use crate::tui::widgets::sheet::Paragraph;

use super::readings::{reading, reasons};

fn name_of<'v>(view: &'v ProjectView, person: &'v crate::model::ids::PersonId) -> &'v str {
    view.people.get(person).map_or(person.0.as_str(), String::as_str)
}

fn opinion_line(view: &ProjectView, opinion: &Opinion, look: &Look) -> Paragraph {
    let class = look.categories.short(&opinion.category, look.language());
    let key = look.categories.get(&opinion.category).map(|category| category.key.to_string()).unwrap_or_default();
    let label = format!("[{key} {class}]").replace("[ ", "[");
    let text = look.t(
        "said-opinion",
        &[
            ("author", Arg::from(name_of(view, &opinion.author))),
            ("when", Arg::from(dates::short(opinion.at, &look.zone))),
            ("text", Arg::from(&opinion.text)),
        ],
    );
    Paragraph::labelled(label, text)
}

fn demand_line(view: &ProjectView, demand: &Demand, look: &Look) -> Paragraph {
    let text = look.t(
        "said-demand",
        &[
            ("number", Arg::from(demand.number(view.row.year))),
            ("text", Arg::from(&demand.demand.text)),
            ("due", Arg::from(&demand.demand.due)),
            ("unit", Arg::from(&demand.demand.responsible_unit)),
        ],
    );
    Paragraph::labelled(look.s("said-demand-label"), text).as_role(Role::Warning)
}

/// What was said of a row (`None`: the whole target): verdicts that stand against each other, opinions, demands, a
/// draft that waits.
pub fn said(view: &ProjectView, row: Option<u32>, look: &Look) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    if let Some(heads) = row.and_then(|row| view.state.rows.get(&row)).filter(|heads| heads.contested()) {
        for head in &heads.0 {
            let text = format!("{}: {}", name_of(view, &head.author), look.strings.verdict(head.value));
            paragraphs.push(Paragraph::labelled(look.s("mark-contested"), text).as_role(Role::Danger));
        }
    }
    if row.is_none() && view.state.grade.contested() {
        for head in &view.state.grade.0 {
            let text = format!("{}: {}", name_of(view, &head.author), look.strings.grade(head.value.grade));
            paragraphs.push(Paragraph::labelled(look.s("mark-contested"), text).as_role(Role::Danger));
        }
    }
    for opinion in view.state.opinions.iter().filter(|opinion| opinion.row == row) {
        paragraphs.push(opinion_line(view, opinion, look));
        for variant in &opinion.variants {
            paragraphs.push(Paragraph::labelled(look.s("said-variant"), variant.clone()));
        }
        for agreed in &opinion.agreed {
            let when = dates::short(agreed.at, &look.zone);
            let args = [("author", Arg::from(name_of(view, &agreed.author))), ("when", Arg::from(when))];
            paragraphs.push(Paragraph::labelled(look.s("said-agreed-label"), look.t("said-agreed", &args)));
        }
    }
    for demand in view.state.demands.iter().filter(|demand| demand.row == row) {
        paragraphs.push(demand_line(view, demand, look));
    }
    for one in view.state.dismissed.iter().filter(|one| one.row == row) {
        let text = look.t(
            "said-dismissed",
            &[
                ("author", Arg::from(name_of(view, &one.author))),
                ("when", Arg::from(dates::short(one.at, &look.zone))),
                ("check", Arg::from(&one.check.check.0)),
                ("reason", Arg::from(&one.reason)),
            ],
        );
        paragraphs.push(Paragraph::labelled(look.s("said-dismissed-label"), text).as_role(Role::Muted));
    }
    for draft in view.drafts.iter().filter(|draft| draft.key.on.row == row && !draft.text.is_empty()) {
        paragraphs.push(Paragraph::labelled(look.s("said-draft"), draft.text.clone()).as_role(Role::Muted));
    }
    paragraphs
}

/// What explains an indicator, in the order in which it is read, with the short names of the screen.
const EXPLANATIONS: [(MoreField, &str); 5] = [
    (MoreField::Explanation, "field-explanation"),
    (MoreField::ScoringStandard, "field-scoring-standard"),
    (MoreField::Basis, "field-basis"),
    (MoreField::Description, "field-description"),
    (MoreField::Remark, "field-remark"),
];

/// What the form itself says to explain an indicator.
pub fn explanations(indicator: Option<&Indicator>, look: &Look) -> Vec<Paragraph> {
    let Some(indicator) = indicator else { return Vec::new() };
    let mut paragraphs = Vec::new();
    for (field, key) in EXPLANATIONS {
        if let Some(text) = indicator.more.get(&field).filter(|text| !text.trim().is_empty()) {
            paragraphs.push(Paragraph::labelled(look.s(key), text.clone()));
        }
    }
    paragraphs
}

/// What the table prints beside everything that has a place of its own: further fields, then cells under headings that
/// nobody knows.
fn kept(more: &BTreeMap<MoreField, String>, others: &[PrintedCell], told: &[MoreField], look: &Look) -> Vec<Paragraph> {
    let fields = more
        .iter()
        .filter(|(field, text)| !told.contains(field) && !text.trim().is_empty())
        .map(|(field, text)| Paragraph::labelled(look.strings.more(*field), text.clone()));
    let cells = others.iter().filter(|cell| !cell.text.trim().is_empty()).map(|cell| {
        let args = [("heading", Arg::from(&cell.heading)), ("text", Arg::from(&cell.text))];
        let headed = !cell.heading.trim().is_empty();
        let text = if headed { look.t("field-other-cell", &args) } else { cell.text.clone() };
        Paragraph::labelled(look.s("field-other-column"), text)
    });
    let mut paragraphs: Vec<Paragraph> = fields.chain(cells).collect();
    if !paragraphs.is_empty() {
        paragraphs.insert(0, Paragraph::heading(look.s("sheet-kept")));
    }
    paragraphs
}

/// The partners of a target that were not found by their code: where, and how they were found.
pub fn partners<'v>(view: &'v ProjectView, look: &'v Look) -> impl Iterator<Item = (String, &'v str, String)> + 'v {
    let word = |prefix: &str, id: &str| look.s(&format!("{prefix}{}", id.replace('_', "-")));
    let shown = [LinkedTable::LastYear, LinkedTable::SelfEvaluation];
    view.partners.iter().filter(move |partner| shown.contains(&partner.table) && partner.by != By::Code).map(
        move |partner| {
            let table = word("links-table-", partner.table.id());
            (table, partner.name.as_str(), word("links-by-", partner.by.id()))
        },
    )
}

/// Everything about one row, or about the whole target.
pub fn detail(view: &ProjectView, row: Option<u32>, look: &Look) -> (String, Vec<Paragraph>) {
    let indicator = row.and_then(|row| view.form.indicators.get(usize::try_from(row).ok()?.checked_sub(1)?));
    let mut paragraphs = Vec::new();
    let mut field = |key: &str, text: &str| {
        if !text.trim().is_empty() {
            paragraphs.push(Paragraph::labelled(look.s(key), text));
        }
    };
    let heading = match (row, indicator) {
        (Some(row), Some(indicator)) => {
            field("field-level1", &indicator.level1);
            field("field-level2", &indicator.level2);
            field("field-level3", &indicator.level3);
            field("field-target", &indicator.printed_target());
            let index = usize::try_from(row).unwrap_or(1).saturating_sub(1);
            if let Some(value) = view.readings.get(index) {
                field("field-reading", &reading(value, look));
                for (why, doubt) in reasons(indicator, look) {
                    field(if doubt { "field-reading-doubt" } else { "field-reading-why" }, &why);
                }
            }
            field("field-weight", indicator.weight.as_deref().unwrap_or_default());
            if let Some(last) = view.last_year.get(index) {
                field("field-last-target", last.target.as_deref().unwrap_or_default());
                field("field-last-actual", last.actual.as_deref().unwrap_or_default());
            }
            paragraphs.extend(super::yardsticks::paragraphs(view, index, look));
            format!("{row} {}", indicator.level3)
        }
        _ => {
            field("field-department", &view.row.department);
            field("field-unit", &view.row.unit);
            field("field-annual-goal", view.form.goal.annual.as_deref().unwrap_or_default());
            field("field-mid-term-goal", view.form.goal.mid_term.as_deref().unwrap_or_default());
            for version in &view.versions {
                let told = look.t(
                    "said-version",
                    &[
                        ("no", Arg::from(version.no)),
                        ("source", Arg::from(&version.source)),
                        ("when", Arg::from(dates::long(version.at, &look.zone))),
                        ("stage", Arg::from(look.strings.stage(version.stage))),
                    ],
                );
                field("field-version", &told);
            }
            look.s("review-whole-target")
        }
    };
    paragraphs.extend(explanations(indicator, look));
    paragraphs.extend(match indicator {
        Some(indicator) => kept(&indicator.more, &indicator.others, &EXPLANATIONS.map(|(field, _)| field), look),
        None => kept(&view.form.more, &view.form.others, &[], look),
    });
    let said = said(view, row, look);
    paragraphs.push(Paragraph::heading(look.s("sheet-said")));
    if said.is_empty() {
        paragraphs.push(Paragraph::plain(look.s("sheet-nothing-said")).as_role(Role::Muted));
    }
    paragraphs.extend(said);
    (heading, paragraphs)
}

fn earlier(view: &ProjectView, before: &ReviewState, look: &Look) -> Vec<Paragraph> {
    let mut paragraphs = vec![Paragraph::heading(look.s("sheet-last-version"))];
    if let Settled::One(graded) = before.grade.settled() {
        paragraphs.push(Paragraph::labelled(look.s("field-result"), look.strings.grade(graded.grade)));
    }
    paragraphs.extend(before.opinions.iter().map(|opinion| {
        let mut line = opinion_line(view, opinion, look);
        if let Some(row) = opinion.row {
            line.text = format!("{row}  {}", line.text);
        }
        line
    }));
    paragraphs.extend(before.demands.iter().map(|demand| demand_line(view, demand, look)));
    paragraphs
}

/// Each row beside last year's target and actual and this year's self-evaluation, then what was said of the version
/// before.
pub fn compare(view: &ProjectView, look: &Look) -> (String, Vec<Paragraph>) {
    let mut paragraphs = Vec::new();
    if let Some(before) = view.state_before.as_ref().filter(|before| !before.untouched()) {
        paragraphs.extend(earlier(view, before, look));
    }
    paragraphs.push(Paragraph::heading(look.s("sheet-last-year")));
    for (table, name, by) in partners(view, look) {
        let text = look.t("sheet-partner", &[("name", Arg::from(name)), ("by", Arg::from(by))]);
        paragraphs.push(Paragraph::labelled(table, text));
    }
    let mut any = false;
    for (index, indicator) in view.form.indicators.iter().enumerate() {
        let last = view.last_year.get(index).cloned().unwrap_or_default();
        let own = view
            .self_evaluation
            .as_ref()
            .and_then(|form| form.indicators.iter().find(|other| other.level3 == indicator.level3)?.actual.clone());
        if last.target.is_none() && last.actual.is_none() && own.is_none() {
            continue;
        }
        any = true;
        let blank = || look.s("sheet-blank");
        let text = look.t(
            "sheet-compare-row",
            &[
                ("target", Arg::from(indicator.printed_target())),
                ("lastTarget", Arg::from(last.target.unwrap_or_else(blank))),
                ("lastActual", Arg::from(last.actual.unwrap_or_else(blank))),
                ("own", Arg::from(own.unwrap_or_else(blank))),
            ],
        );
        paragraphs.push(Paragraph::labelled(format!("{} {}", indicator.no, indicator.level3), text));
    }
    if !any {
        paragraphs.push(Paragraph::plain(look.s("sheet-nothing-to-compare")).as_role(Role::Muted));
    }
    (look.s("sheet-compare"), paragraphs)
}

/// The funds as printed, and what each result leads to.
pub fn funds(view: &ProjectView, look: &Look) -> (String, Vec<Paragraph>) {
    let form: &Form = &view.form;
    let mut paragraphs = Vec::new();
    let mut amount = |key: &str, amount: &Option<Amount>| {
        if let Some(amount) = amount {
            paragraphs.push(Paragraph::labelled(look.s(key), amount.raw.clone()));
        }
    };
    amount("field-funds-total", &form.funds.total);
    amount("field-funds-fiscal", &form.funds.fiscal);
    amount("field-funds-other", &form.funds.other);
    amount("field-funds-carried-over", &form.funds.carried_over);
    amount("field-funds-mid-term", &form.funds.mid_term_total);
    amount("field-funds-initial", &form.funds.initial);
    amount("field-funds-adjusted", &form.funds.adjusted);
    amount("field-funds-executed", &form.funds.executed);
    for line in &form.funds.lines {
        paragraphs.push(Paragraph::labelled(line.label.clone(), line.cells.join("  ")));
    }
    if paragraphs.is_empty() {
        paragraphs.push(Paragraph::plain(look.s("sheet-no-funds")).as_role(Role::Muted));
    }
    paragraphs.push(Paragraph::heading(look.s("sheet-consequences")));
    for grade in crate::model::review::Grade::ALL {
        paragraphs.push(Paragraph::labelled(look.strings.grade(grade), super::closing::consequence(grade, look)));
    }
    (look.s("sheet-funds"), paragraphs)
}
