//! What the review of one target shows: a row with its reading, points, last year's value and decision; the whole target
//! with its result, and why a result may not be given.

use rust_decimal::Decimal;

use super::home::{by, class, state_field};
use super::{Explained, Why};
use crate::config::points::PointSet;
use crate::engine::grade_allowed;
use crate::engine::links::By;
use crate::engine::view::{ProjectView, QueueRow};
use crate::model::form::Indicator;
use crate::model::ids::PersonId;
use crate::model::link::LinkedTable;
use crate::model::review::{Demand, Grade, Opinion, Settled};
use crate::text::Arg;
use crate::tui::look::{Look, Role};
use crate::tui::screens::queue::expected::{checks, thousandths};
use crate::tui::screens::review::closing::{because, consequence, suggest};
use crate::tui::screens::review::readings::{mark, reading, reasons};
use crate::tui::screens::review::yardsticks::{beside, details, segments, source};
use crate::tui::widgets::sheet::Paragraph;

fn name_of<'v>(view: &'v ProjectView, person: &'v PersonId) -> &'v str {
    view.people.get(person).map_or(person.0.as_str(), String::as_str)
}

/// File, sheet and row in which the version under review stands, who brought it and when.
pub fn filed(view: &ProjectView, look: &Look) -> String {
    let Some(version) = view.versions.last() else { return String::new() };
    look.t(
        "why-from-file",
        &[
            ("file", Arg::from(&version.source)),
            ("sheet", Arg::from(&version.place.sheet)),
            ("row", Arg::from(version.place.row.to_string())),
            ("who", Arg::from(&version.by)),
            ("when", Arg::from(crate::text::dates::long(version.at, &look.zone))),
        ],
    )
}

fn page(set: &PointSet, look: &Look) -> (String, Vec<Paragraph>) {
    let words = set.words(look.language());
    let mut page: Vec<Paragraph> = words
        .points
        .iter()
        .enumerate()
        .map(|(index, point)| Paragraph::labelled(format!("{}", index + 1), point.clone()))
        .collect();
    page.push(
        Paragraph::plain(look.t("why-points-source", &[("source", Arg::from(&words.source))])).as_role(Role::Muted),
    );
    if set.ours {
        page.push(Paragraph::plain(look.s("why-points-ours")).as_role(Role::Warning));
    }
    (look.t("why-points", &[("name", Arg::from(&words.name))]), page)
}

/// The points for an indicator (`None`: the goal) and for the money of the form.
pub fn points(view: &ProjectView, indicator: Option<&Indicator>, look: &Look) -> Vec<(String, Vec<Paragraph>)> {
    let own = match indicator {
        Some(indicator) => look.points.for_indicator(&indicator.level1, &indicator.level2),
        None => look.points.for_goal(),
    };
    let form = &view.form;
    let lines = form.funds.lines.iter().flat_map(|line| std::iter::once(&line.label).chain(&line.cells));
    let printed: Vec<&str> = lines.chain(form.more.values()).map(String::as_str).collect();
    let funds = look.points.for_funds(&printed.join(" "), form.code.as_deref());
    own.into_iter().chain(funds).map(|set| page(set, look)).collect()
}

/// Everything on the review with the cursor on a row (`None`: the whole target).
pub fn explained(view: &ProjectView, row: Option<u32>, open: &dyn Fn(u32) -> bool, look: &Look) -> Explained {
    let indicator =
        row.and_then(|row| Some((row, view.form.indicators.get(usize::try_from(row).ok()?.checked_sub(1)?)?)));
    let mut whys = Vec::new();
    match indicator {
        Some((row, indicator)) => of_row(view, row, indicator, look, &mut whys),
        None => of_whole(view, look, &mut whys),
    }
    matching(view, look, &mut whys);
    of_target(view, open, look, &mut whys);
    Explained { points: points(view, indicator.map(|(_, indicator)| indicator), look), whys, target: None }
}

/// Standard and benchmark value of a row, with the document that says so.
fn yardstick(view: &ProjectView, index: usize, look: &Look, whys: &mut Vec<Why>) {
    let Some(Some(yardstick)) = view.yardsticks.get(index) else { return };
    let entry = &yardstick.entry;
    let from = format!("{} {}", yardstick.table, yardstick.year);
    whys.extend(beside(view, index, look).map(|told| Why::new("row.yardsticks", told)));
    for (field, key, value) in [
        ("row.standard", "field-library-standard", &entry.standard),
        ("row.benchmark", "field-library-benchmark", &entry.benchmark),
    ] {
        if value.is_empty() {
            continue;
        }
        let near = look.s(&format!("library-near-{}", yardstick.nearness.id()));
        whys.push(
            Why::new(field, value)
                .given(look, key, value, from.clone())
                .given(look, "field-library-document", source(entry, &yardstick.table, look), "")
                .given(look, "field-library-fit", format!("{near} {} {}", entry.name, entry.unit), ""),
        );
    }
}

/// The sums of cost, output and points.
fn matching(view: &ProjectView, look: &Look, whys: &mut Vec<Why>) {
    let (_, steps) = details(view, look);
    for segment in segments(&view.matching, look) {
        let mut why = Why::new(segment.field, segment.text());
        for step in &steps {
            why = why.given(look, "matching-step", &step.text, "");
        }
        whys.push(why);
    }
}

fn of_row(view: &ProjectView, row: u32, indicator: &Indicator, look: &Look, whys: &mut Vec<Why>) {
    let index = usize::try_from(row).unwrap_or(0).saturating_sub(1);
    let from = filed(view, look);
    let printed = indicator.printed_target();
    let mut target =
        Why::new("row.target", printed.clone()).given(look, "field-target", &indicator.target, from.clone());
    if let Some(sign) = &indicator.operator {
        target = target.given(look, "why-input-sign", sign, "");
    }
    if let Some(unit) = &indicator.unit {
        target = target.given(look, "why-input-unit", unit, "");
    }
    whys.push(target);
    if let Some(value) = view.readings.get(index) {
        let mut why = Why::new("row.reading", format!("{}{}", reading(value, look), mark(&printed, value))).given(
            look,
            "field-target",
            &printed,
            from.clone(),
        );
        for (reason, doubt) in reasons(indicator, look) {
            let key = if doubt { "field-reading-doubt" } else { "field-reading-why" };
            why = why.given(look, key, reason, "");
        }
        whys.push(why);
    }
    whys.push(Why::new("row.weight", indicator.weight.clone().unwrap_or_else(|| look.s("sheet-blank"))).given(
        look,
        "field-weight",
        indicator.weight.clone().unwrap_or_default(),
        from.clone(),
    ));
    whys.push(sum_of_points(view, look));
    yardstick(view, index, look, whys);
    let last = view.last_year.get(index).cloned().unwrap_or_default();
    let blank = || look.s("sheet-blank");
    let (actual, aim) = (last.actual.clone().unwrap_or_else(blank), last.target.clone().unwrap_or_else(blank));
    let partner = |table: LinkedTable| match view.partners.iter().find(|partner| partner.table == table) {
        Some(partner) => look.t(
            "why-from-partner",
            &[
                ("table", Arg::from(look.s(&format!("links-table-{}", table.id().replace('_', "-"))))),
                ("code", Arg::from(partner.code.as_deref().unwrap_or_default())),
                ("name", Arg::from(&partner.name)),
                ("by", Arg::from(look.s(&format!("links-by-{}", partner.by.id().replace('_', "-"))))),
            ],
        ),
        None => String::new(),
    };
    whys.push(
        Why::new("row.last", format!("{actual} ({aim})"))
            .given(look, "field-last-actual", actual, partner(LinkedTable::LastYear))
            .given(look, "field-last-target", aim, ""),
    );
    let own = view
        .self_evaluation
        .as_ref()
        .and_then(|form| form.indicators.iter().find(|other| other.level3 == indicator.level3)?.actual.clone());
    if let Some(own) = own {
        whys.push(Why::new("row.own", own.clone()).given(
            look,
            "review-head-self-actual",
            own,
            partner(LinkedTable::SelfEvaluation),
        ));
    }
    let mut decision = Why::new("row.mark", look.s("why-undecided"));
    if let Some(heads) = view.state.rows.get(&row) {
        let verdicts: Vec<String> = heads.0.iter().map(|head| look.strings.verdict(head.value)).collect();
        decision.value = verdicts.join(" / ");
        for head in &heads.0 {
            let who = by(name_of(view, &head.author), head.at, look);
            decision = decision.given(look, "why-input-decision", look.strings.verdict(head.value), who);
        }
    }
    whys.push(decision);
    said(view, Some(row), look, whys);
    let levels = [&indicator.level1, &indicator.level2, &indicator.level3].map(String::as_str).join(" / ");
    whys.push(Why::new("row.number", row.to_string()).given(look, "field-level3", levels.clone(), from.clone()));
    let mut text = Why::new("row.text", levels).given(look, "field-level3", &indicator.level3, from);
    for (field, cell) in &indicator.more {
        text.given.push(super::Given { name: look.strings.more(*field), value: cell.clone(), from: String::new() });
    }
    for cell in &indicator.others {
        text.given.push(super::Given { name: cell.heading.clone(), value: cell.text.clone(), from: String::new() });
    }
    whys.push(text);
}

/// The points of all annual indicators, and what is missing to a hundred.
fn sum_of_points(view: &ProjectView, look: &Look) -> Why {
    let mut sum = Decimal::ZERO;
    let mut why = Why::new("row.sum", "");
    let mut parts = Vec::new();
    let annual = usize::try_from(view.row.indicators).unwrap_or(usize::MAX);
    for indicator in view.form.indicators.iter().take(annual) {
        let printed = indicator.weight.as_deref().unwrap_or_default();
        match printed.trim().parse::<Decimal>() {
            Ok(points) => {
                sum += points;
                parts.push(points.normalize().to_string());
            }
            Err(_) => {
                let row = indicator.no.to_string();
                let args = [("row", Arg::from(row)), ("printed", Arg::from(printed))];
                why = why.note(look.t("why-weight-unreadable", &args));
            }
        }
    }
    let execution = view.form.funds.execution_weight.as_deref().and_then(|text| text.trim().parse::<Decimal>().ok());
    let ten = execution.unwrap_or(Decimal::TEN);
    let total = sum + ten;
    why.value = format!("{} + {} = {}", sum.normalize(), ten.normalize(), total.normalize());
    let agrees =
        if total == Decimal::ONE_HUNDRED || sum == Decimal::ONE_HUNDRED { "why-sum-agrees" } else { "why-sum-differs" };
    let note = look.t(agrees, &[("sum", Arg::from(sum.normalize().to_string()))]);
    let printed = if execution.is_some() { filed(view, look) } else { look.s("why-execution-assumed") };
    why.given(look, "why-input-points", parts.join(" + "), filed(view, look))
        .given(look, "why-input-execution", ten.normalize().to_string(), printed)
        .note(note)
}

fn opinion(view: &ProjectView, opinion: &Opinion, look: &Look) -> Why {
    let name = look.categories.short(&opinion.category, look.language());
    let key = look.categories.get(&opinion.category).map(|category| category.key.to_string()).unwrap_or_default();
    let named = format!("{key} {} {name}", opinion.category.0);
    let told = look.t(
        "said-opinion",
        &[
            ("author", Arg::from(name_of(view, &opinion.author))),
            ("when", Arg::from(look.when(opinion.at))),
            ("text", Arg::from(&opinion.text)),
        ],
    );
    let mut why = Why::new("target.opinion", told).named(look.t("why-opinion", &[("class", Arg::from(named.trim()))]));
    why = why.given(look, "why-input-text", &opinion.text, by(name_of(view, &opinion.author), opinion.at, look));
    if let Some(class) = class(&opinion.category.0, String::new(), look) {
        why.given.extend(class.given.into_iter().take(3));
    }
    why
}

/// A demand: its number, date and unit.
pub fn demand(demand: &Demand, year: u16, who: &str, look: &Look) -> Why {
    let draft = &demand.demand;
    let told = look.t(
        "said-demand",
        &[
            ("number", Arg::from(demand.number(year))),
            ("text", Arg::from(&draft.text)),
            ("due", Arg::from(&draft.due)),
            ("unit", Arg::from(&draft.responsible_unit)),
        ],
    );
    Why::new("target.demand", told)
        .given(look, "field-demand-text", &draft.text, by(who, demand.at, look))
        .given(look, "field-due", &draft.due, "")
        .given(look, "field-unit", &draft.responsible_unit, "")
        .by_profile(&look.profile, &look.profile.deadlines.source)
}

fn said(view: &ProjectView, row: Option<u32>, look: &Look, whys: &mut Vec<Why>) {
    let opinions = view.state.opinions.iter().filter(|opinion| opinion.row == row);
    whys.extend(opinions.map(|one| opinion(view, one, look)));
    let demands = view.state.demands.iter().filter(|demand| demand.row == row);
    whys.extend(demands.map(|one| demand(one, view.row.year, name_of(view, &one.author), look)));
}

fn of_whole(view: &ProjectView, look: &Look, whys: &mut Vec<Why>) {
    let from = filed(view, look);
    whys.push(result(view, look));
    whys.push(refusals(view, look));
    whys.push(proposal(view, look));
    whys.push(
        Why::new("target.goal", view.form.goal.annual.clone().unwrap_or_else(|| look.s("review-no-goal"))).given(
            look,
            "field-annual-goal",
            view.form.goal.annual.clone().unwrap_or_default(),
            from,
        ),
    );
    whys.push(sum_of_points(view, look));
    said(view, None, look, whys);
}

fn result(view: &ProjectView, look: &Look) -> Why {
    let value = match view.state.grade.settled() {
        Settled::Open => look.s("review-no-result"),
        Settled::One(graded) => look.strings.grade(graded.grade),
        Settled::Contested => look.s("mark-contested"),
    };
    let mut why = Why::new("target.result", value);
    for head in &view.state.grade.0 {
        let who = by(name_of(view, &head.author), head.at, look);
        why = why.given(look, "field-result", look.strings.grade(head.value.grade), who);
    }
    for grade in Grade::ALL {
        why.given.push(super::Given {
            name: look.strings.grade(grade),
            value: consequence(grade, look),
            from: String::new(),
        });
    }
    why.by_profile(&look.profile, &look.profile.consequences.source)
}

/// For each result whether it may be given now, and if not, why.
fn refusals(view: &ProjectView, look: &Look) -> Why {
    let mut why = Why::new("target.refusal", "");
    let mut refused = Vec::new();
    for grade in Grade::ALL {
        let name = look.strings.grade(grade);
        let told = match grade_allowed(grade, &view.state, view.row.indicators, view.row.amount) {
            Ok(()) => look.s("why-grade-allowed"),
            Err(problem) => {
                refused.push(name.clone());
                look.strings.problem(&problem)
            }
        };
        why.given.push(super::Given { name, value: told, from: String::new() });
    }
    why.value = if refused.is_empty() { look.s("why-grade-none-refused") } else { refused.join(" ") };
    let counts = format!("{} / {}", view.state.opinions.len(), view.state.demands.len());
    why.given(look, "why-input-opinions", counts, "").given(
        look,
        "why-input-amount",
        view.row.amount.map(|amount| amount.ten_thousand_yuan()).unwrap_or_default(),
        filed(view, look),
    )
}

fn proposal(view: &ProjectView, look: &Look) -> Why {
    let proposed = suggest(view, look);
    let mut why = Why::new("target.proposal", look.strings.grade(proposed.grade)).note(because(&proposed, look));
    for opinion in &view.state.opinions {
        let severity = look.categories.get(&opinion.category).map(|category| category.severity.id());
        let severity = severity.map(|id| look.s(&format!("severity-{id}"))).unwrap_or_default();
        let class = format!("{} {severity}", look.categories.short(&opinion.category, look.language()));
        why = why.given(look, "why-input-opinion", class, by(name_of(view, &opinion.author), opinion.at, look));
    }
    why
}

/// What the head of the screen tells of the whole target.
fn of_target(view: &ProjectView, open: &dyn Fn(u32) -> bool, look: &Look, whys: &mut Vec<Why>) {
    let from = filed(view, look);
    let left: Vec<String> = (1..=view.row.indicators).filter(|row| open(*row)).map(|row| row.to_string()).collect();
    let done = usize::try_from(view.row.indicators).unwrap_or(0).saturating_sub(left.len());
    whys.push(Why::new("target.decided", format!("{done}/{}", view.row.indicators)).given(
        look,
        "why-input-open-rows",
        left.join(" "),
        "",
    ));
    whys.extend(about_row(&view.row, look).into_iter().map(|why| sourced(why, &from, look)));
    for version in &view.versions {
        let told = look.t(
            "said-version",
            &[
                ("no", Arg::from(version.no)),
                ("source", Arg::from(&version.source)),
                ("when", Arg::from(crate::text::dates::long(version.at, &look.zone))),
                ("stage", Arg::from(look.strings.stage(version.stage))),
            ],
        );
        whys.push(Why::new("target.version", told.clone()).given(look, "field-version", told, &version.by));
    }
    if let Some(before) = view.state_before.as_ref().filter(|before| !before.untouched()) {
        let grade = match before.grade.settled() {
            Settled::One(graded) => look.strings.grade(graded.grade),
            _ => look.s("review-no-result"),
        };
        let no = view.row.version_no;
        let value = look.t(
            "review-version-notice",
            &[("no", Arg::from(no)), ("grade", Arg::from(grade)), ("opinions", Arg::from(before.opinions.len()))],
        );
        let mut why = Why::new("target.before", value);
        for opinion in &before.opinions {
            let who = by(name_of(view, &opinion.author), opinion.at, look);
            why = why.given(look, "why-input-text", &opinion.text, who);
        }
        whys.push(why);
    }
    for partner in &view.partners {
        let word = |begin: &str, id: &str| look.s(&format!("{begin}{}", id.replace('_', "-")));
        let by = word("links-by-", partner.by.id());
        let table = word("links-table-", partner.table.id());
        let why = Why::new("target.partner", format!("{table} {by}"))
            .given(look, "why-input-table", table, "")
            .given(
                look,
                "why-input-form",
                format!("{} {}", partner.code.as_deref().unwrap_or_default(), partner.name),
                "",
            )
            .given(look, "why-input-by", by, "");
        whys.push(if partner.by == By::Code { why } else { why.note(look.s("why-partner-check")) });
    }
    if view.waiting > 0 {
        whys.push(Why::new("target.waiting", view.waiting.to_string()));
    }
}

/// Adds file, sheet and row to a field that stands in the form.
pub fn sourced(mut why: Why, from: &str, look: &Look) -> Why {
    let filed = super::Table::built_in().field(why.field).is_some_and(|field| field.filed);
    if !filed {
        return why;
    }
    match why.given.iter_mut().find(|given| given.from.is_empty()) {
        Some(given) => from.clone_into(&mut given.from),
        None => {
            let value = why.value.clone();
            why = why.given(look, "why-input-printed", value, from);
        }
    }
    why
}

/// What is expected on a target, and how it comes to its place.
fn expected(row: &QueueRow, look: &Look) -> Why {
    let Some(found) = row.findings else { return Why::new("queue.expected", look.s("queue-why-not-looked")) };
    let drawn = look.s(if row.random { "queue-why-drawn" } else { "queue-why-not-drawn" });
    Why::new("queue.expected", thousandths(found.expected))
        .given(look, "why-input-errors", found.errors.to_string(), "")
        .given(look, "why-input-warnings", found.warnings.to_string(), "")
        .given(look, "why-input-checks", checks(row, look), "")
        .given(look, "why-input-drawn", drawn, "")
}

/// The figures of one line of the queue.
pub fn about_row(row: &QueueRow, look: &Look) -> Vec<Why> {
    let amount = row.amount.map(|amount| amount.ten_thousand_yuan()).unwrap_or_else(|| look.s("sheet-blank"));
    let line = look.profile.key_lane.value.ten_thousand_yuan();
    let lane = if row.key_lane() { "why-in-lane" } else { "why-below-lane" };
    let parts: Vec<&str> = [row.code.as_deref().unwrap_or_default(), &row.name, &row.department, &row.unit]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    vec![
        Why::new("queue.amount", amount.clone()),
        Why::new("target.lane", look.t(lane, &[("line", Arg::from(&line))]))
            .given(look, "why-input-amount", amount, "")
            .given(look, "why-input-line", line, "")
            .by_profile(&look.profile, &look.profile.key_lane.source),
        Why::new(state_field(row.status), look.strings.status(row.status))
            .named(look.t("why-state", &[("state", Arg::from(look.strings.status(row.status)))])),
        Why::new("queue.rows", format!("{}/{}", row.decided, row.indicators)),
        expected(row, look),
        Why::new("queue.opinions", row.opinions.to_string()),
        Why::new("queue.demands", row.demands.to_string()),
        Why::new("queue.version", row.version_no.to_string()),
        Why::new("queue.year", row.year.to_string()),
        Why::new("queue.name", parts.join("  ")),
    ]
}
