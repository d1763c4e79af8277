//! `check --explain`: by which rule, version, source, numbers and thresholds a check came to its answer.

use serde_json::{Value as Json, json};

use super::Context;
use super::check::{finding_json, words};
use super::output::Stop;
use crate::config::checks::Checks;
use crate::engine::explain::{CheckExplained, FormExplained};
use crate::engine::rulebook::{Explanation, Shown};
use crate::model::finding::Finding;
use crate::text::{Arg, Strings};

fn shown(value: &Shown, strings: &Strings) -> String {
    match value {
        Shown::Missing => strings.s("explain-missing"),
        Shown::YesNo(true) => strings.s("explain-yes"),
        Shown::YesNo(false) => strings.s("explain-no"),
        Shown::Printed(text) => text.clone(),
        Shown::Failed(detail) => strings.t("explain-failed", &[("detail", Arg::from(detail))]),
    }
}

fn place(row: Option<u32>, strings: &Strings) -> String {
    row.map_or_else(|| strings.s("explain-whole"), |row| strings.t("explain-row", &[("row", Arg::from(row))]))
}

/// What a finding used, but for what only tells facts of one cell apart.
fn used(finding: &Finding) -> String {
    let facts = finding.facts.iter().filter(|(name, _)| *name != "matter");
    facts.map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join("; ")
}

fn finding_lines(finding: &Finding, checks: &Checks, strings: &Strings) -> Vec<String> {
    let told = words(checks, finding, strings);
    let args = [
        ("place", Arg::from(place(finding.row, strings))),
        ("severity", Arg::from(strings.s(&format!("severity-{}", finding.severity.id())))),
        ("why", Arg::from(told.why)),
    ];
    let mut lines = vec![format!("    {}", strings.t("explain-fires", &args))];
    let facts = used(finding);
    if !facts.is_empty() {
        lines.push(format!("      {}", strings.t("explain-used", &[("facts", Arg::from(facts))])));
    }
    if let Some(by) = &finding.charged_by {
        lines.push(format!("      {}", strings.t("explain-charged", &[("check", Arg::from(&by.0))])));
    }
    lines
}

fn step_lines(step: &Explanation, strings: &Strings) -> Vec<String> {
    let key = if step.fires { "explain-step-fires" } else { "explain-step-quiet" };
    let mut lines = vec![format!("    {}", strings.t(key, &[("place", Arg::from(place(step.row, strings)))]))];
    lines.extend(
        step.parts
            .iter()
            .map(|part| format!("      {}{} = {}", "  ".repeat(part.depth), part.text, shown(&part.value, strings))),
    );
    lines
}

/// Lines about the checks on one target.
pub(super) fn lines(context: &Context<'_>, name: &str, of: &FormExplained, checks: &Checks) -> Vec<String> {
    let strings = context.output.strings;
    let yes = |known: bool| strings.s(if known { "explain-there" } else { "explain-not-there" });
    let mut lines = vec![name.to_owned()];
    let beside = [
        ("target", Arg::from(yes(of.beside.last_target))),
        ("evaluation", Arg::from(yes(of.beside.last_evaluation))),
        ("list", Arg::from(yes(of.beside.listed))),
        ("peers", Arg::from(of.beside.peers)),
    ];
    lines.push(format!("  {}", strings.t("explain-beside", &beside)));
    for check in &of.checks {
        lines.extend(check_lines(context, check, checks));
    }
    if of.checks.is_empty() {
        lines.push(format!("  {}", strings.s("explain-nothing")));
    }
    lines
}

fn check_lines(context: &Context<'_>, check: &CheckExplained, checks: &Checks) -> Vec<String> {
    let strings = context.output.strings;
    let line = &check.line;
    let name = checks.get(&line.id).map(|text| text.words(strings.language()).name.clone()).unwrap_or_default();
    let version = format!("{}/{}", line.version, context.profile.checks.profile);
    let args = [("check", Arg::from(&line.id.0)), ("name", Arg::from(name)), ("version", Arg::from(version))];
    let mut lines = vec![format!("  {}", strings.t("explain-check", &args))];
    let mut add = |key: &str, args: &[(&str, Arg<'_>)]| lines.push(format!("    {}", strings.t(key, args)));
    add("explain-source", &[("source", Arg::from(&line.source))]);
    if let Some(source) = context.profile.check_sources.changes.get(&line.id) {
        add("explain-changed", &[("source", Arg::from(source))]);
    }
    for (threshold, value) in &check.thresholds {
        let source = context.profile.check_sources.thresholds.get(threshold).cloned().unwrap_or_default();
        let args = [("name", Arg::from(threshold.id())), ("value", Arg::from(value)), ("source", Arg::from(source))];
        add("explain-threshold", &args);
    }
    if line.off {
        add("explain-off", &[]);
        return lines;
    }
    if check.steps.is_empty() {
        if check.findings.is_empty() {
            let why = checks.get(&line.id).map(|text| text.words(strings.language()).why.clone()).unwrap_or_default();
            add("explain-not", &[("why", Arg::from(why))]);
        }
        lines.extend(check.findings.iter().flat_map(|finding| finding_lines(finding, checks, strings)));
    }
    lines.extend(check.steps.iter().flat_map(|step| step_lines(step, strings)));
    lines
}

/// The same for scripts.
pub(super) fn value(context: &Context<'_>, project: &str, of: &FormExplained, checks: &Checks) -> Json {
    let strings = context.output.strings;
    let sources = &context.profile.check_sources;
    let part = |step: &Explanation| {
        let parts: Vec<Json> = step
            .parts
            .iter()
            .map(|part| json!({"depth": part.depth, "text": part.text, "value": shown(&part.value, strings)}))
            .collect();
        json!({"indicator": step.row, "fires": step.fires, "parts": parts, "facts": step.facts})
    };
    let check = |check: &CheckExplained| {
        let thresholds: Vec<Json> = check
            .thresholds
            .iter()
            .map(|(threshold, value)| {
                json!({"name": threshold.id(), "value": value, "source": sources.thresholds.get(threshold)})
            })
            .collect();
        let findings: Vec<Json> = check
            .findings
            .iter()
            .map(|finding| {
                let mut value = finding_json(finding, &words(checks, finding, strings));
                value["charged_by"] = json!(finding.charged_by);
                value
            })
            .collect();
        json!({
            "check": check.line.id,
            "version": format!("{}/{}", check.line.version, context.profile.checks.profile),
            "source": check.line.source,
            "off": check.line.off,
            "fires": !check.findings.is_empty(),
            "thresholds": thresholds,
            "findings": findings,
            "steps": check.steps.iter().map(part).collect::<Vec<_>>(),
        })
    };
    json!({
        "project": project,
        "beside": {
            "last_year_target": of.beside.last_target,
            "last_year_self_evaluation": of.beside.last_evaluation,
            "budget_list": of.beside.listed,
            "rows_with_peers": of.beside.peers,
        },
        "checks": of.checks.iter().map(check).collect::<Vec<_>>(),
    })
}

/// Tells which of the place's own checks failed: a line each, at the end.
pub(super) fn failed<'p>(
    context: &mut Context<'_>,
    problems: impl IntoIterator<Item = &'p crate::model::problem::Problem>,
) -> Result<(), Stop> {
    let mut told: Vec<&crate::model::problem::Problem> = Vec::new();
    for problem in problems {
        if told.iter().any(|known| known.args.first() == problem.args.first()) {
            continue;
        }
        told.push(problem);
        match context.output.json {
            // Answers for scripts stay what they are.
            true => context.output.problem(problem),
            false => context.output.line(&context.output.strings.problem(problem))?,
        }
    }
    Ok(())
}
