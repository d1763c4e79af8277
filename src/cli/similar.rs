//! `similar`: a row of a target compared with projects that do the same.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use serde_json::{Value as Json, json as shape};

use super::Context;
use super::args::SimilarArgs;
use super::desk::{Access, Desk};
use super::json::project_name;
use super::output::{Outcome, numbers, usage, words as column};
use crate::engine::similar::{Basis, BasisView, From, Likeness, Line, NoSum, SimilarQuery, SimilarReport, Study, Sum};
use crate::model::ids::ProjectKey;
use crate::model::problem::Problem;
use crate::text::Arg;
use crate::tui::screens::similar::words;

/// Width of the spread drawn as text.
const GRAPH: usize = 72;

/// Reads `KEY:YEAR`.
fn left_out(text: &str) -> Result<(ProjectKey, u16), Problem> {
    let read = || {
        let (key, year) = text.trim().rsplit_once(':')?;
        Some((key.parse().ok()?, year.parse().ok()?))
    };
    read().ok_or_else(|| usage("problem-similar-without").with("text", text))
}

fn line(line: &Line) -> Json {
    let (like, near) = match line.likeness {
        Likeness::Code => ("code", None),
        Likeness::Name(near) => ("name", Some(rust_decimal::Decimal::new(i64::from(near), 3).normalize().to_string())),
    };
    shape!({
        "project": project_name(line.code.as_deref(), line.project),
        "key": line.project,
        "year": line.year,
        "region": line.region,
        "code": line.code,
        "name": line.name,
        "unit": line.unit,
        "indicator": line.indicator,
        "like": like,
        "near": near,
        "target": line.target,
        "actual": line.actual,
        "figure": line.figure.map(|number| number.to_string()),
        "from": line.from.map(|from| if from == From::Actual { "actual" } else { "target" }),
        "quantity": line.quantity.map(|number| number.to_string()),
        "total": line.total.map(|number| number.to_string()),
        "score": line.score,
        "excluded": line.excluded.map(|why| why.id()),
    })
}

fn sum(sum: &Result<Sum, NoSum>) -> Json {
    match sum {
        Ok(sum) => shape!({
            "yardstick": sum.yardstick.to_string(),
            "quantity": sum.quantity.to_string(),
            "expected": sum.expected.to_string(),
            "own": sum.own.to_string(),
            "saved": sum.saved.to_string(),
            "percent": sum.percent.to_string(),
        }),
        Err(why) => shape!({"refused": why.id()}),
    }
}

fn basis(view: &BasisView) -> Json {
    let kind = match view.basis {
        Basis::Printed => "printed",
        Basis::Each { money: None, .. } => "funds",
        Basis::Each { money: Some(_), .. } => "each",
    };
    shape!({"kind": kind, "money": view.money, "quantity": view.quantity})
}

fn study(study: &Study) -> Json {
    let spread = study.spread.as_ref().map(|spread| {
        shape!({
            "count": spread.count,
            "least": spread.least.to_string(),
            "lower": spread.lower.to_string(),
            "median": spread.median.to_string(),
            "upper": spread.upper.to_string(),
            "greatest": spread.greatest.to_string(),
            "below": study.standing.below,
            "equal": study.standing.equal,
            "above": study.standing.above,
        })
    });
    let out = study.excluded.iter().map(|(why, count)| shape!({"reason": why.id(), "count": count}));
    shape!({
        "units": {"figure": study.units.figure, "money": study.units.money, "quantity": study.units.quantity},
        "own": {
            "figure": study.own.figure.to_string(),
            "quantity": study.own.quantity.ok().map(|number| number.to_string()),
            "total": study.own.total.map(|number| number.to_string()),
        },
        "lines": study.lines.iter().map(line).collect::<Vec<_>>(),
        "spread": spread,
        "excluded": out.collect::<Vec<_>>(),
        "median": sum(&study.median),
        "standard": sum(&study.standard),
    })
}

/// Answers the question; names of indicators that are not taken down yet are taken down first, where that can be written.
fn ask(context: &Context<'_>, query: &SimilarQuery, desk: &dyn Desk) -> Result<SimilarReport, Problem> {
    let report = desk.similar(query)?;
    if report.waiting == 0 || context.opening.read_only || context.dry_run {
        return Ok(report);
    }
    let writing = context.open(Access::Write)?;
    if writing.station()?.read_only.is_some() {
        return Ok(report);
    }
    writing.take_down_names(&mut |_| ControlFlow::Continue(()))?;
    writing.similar(query)
}

/// `similar`
pub fn similar(context: &mut Context<'_>, args: &SimilarArgs) -> Outcome {
    let without = args.without.iter().map(|text| left_out(text)).collect::<Result<BTreeSet<_>, _>>()?;
    let desk = context.open(Access::Read)?;
    let item = desk.find_project(&args.project, args.year)?;
    let query = SimilarQuery { item, row: args.row, basis: usize::from(args.basis) - 1, without };
    let report = ask(context, &query, desk.as_ref())?;
    if context.output.json {
        let project = desk.project(item)?.row;
        let mut answer = shape!({
            "project": project_name(project.code.as_deref(), project.project),
            "key": project.project,
            "name": report.project,
            "year": report.year,
            "row": report.row,
            "indicator": report.indicator,
            "target": report.target,
            "basis": report.bases.get(report.basis).map(basis),
            "bases": report.bases.iter().map(basis).collect::<Vec<_>>(),
            "more": report.more,
            "waiting": report.waiting,
        });
        let told = report.study.as_ref().map_or_else(|| shape!({"units": null, "lines": []}), study);
        if let (Some(answer), Json::Object(told)) = (answer.as_object_mut(), told) {
            answer.extend(told);
        }
        return Ok(context.output.json(&answer)?);
    }
    told(context, &report)
}

/// The comparison for people.
fn told(context: &mut Context<'_>, report: &SimilarReport) -> Outcome {
    let strings = context.output.strings;
    let args = [("indicator", &report.indicator), ("target", &report.target), ("project", &report.project)];
    context.output.line(&strings.t("title-similar-of", &args.map(|(name, text)| (name, Arg::from(text)))))?;
    let rule = [("grounds", words::grounds(report, strings)), ("basis", words::basis_line(report, strings))];
    context.output.line(&strings.t("similar-rule", &rule.map(|(name, text)| (name, Arg::from(text)))))?;
    if report.waiting > 0 {
        context.output.hint("similar-waiting", &[("count", Arg::from(report.waiting))]);
    }
    if report.more {
        context.output.hint("similar-more", &[]);
    }
    let Some(study) = &report.study else {
        context.output.hint("told-similar-no-figure", &[]);
        return Ok(());
    };
    if study.lines.is_empty() {
        context.output.hint("similar-nobody", &[]);
        return Ok(());
    }
    let columns = [
        column("similar-head-name", 40),
        column("similar-head-year", 4),
        numbers("similar-head-figure"),
        column("similar-head-from", 6),
        numbers("similar-head-quantity"),
        numbers("similar-head-total"),
        column("similar-head-remark", 0),
    ];
    let number = |number: Option<rust_decimal::Decimal>| number.map(words::plain).unwrap_or_default();
    let rows: Vec<Vec<String>> = study
        .lines
        .iter()
        .map(|line| {
            vec![
                words::named(line),
                line.year.to_string(),
                number(line.figure),
                words::from(line.from, strings),
                number(line.quantity),
                number(line.total),
                words::remark(line, strings),
            ]
        })
        .collect();
    context.output.line("")?;
    context.output.table(&columns, &rows)?;
    context.output.line("")?;
    context.output.line(&words::counted(study, strings))?;
    if let Some(spread) = &study.spread {
        let (graph, at) = words::graph(spread, study.own.figure, GRAPH);
        context.output.line(&graph)?;
        context.output.line(&words::own_mark(at, &words::own(study, strings), GRAPH))?;
        context.output.line(&words::quartiles(spread, strings))?;
    }
    for sum in words::sums(report, study, None, strings) {
        context.output.line(&sum)?;
    }
    context.output.line(&strings.t("similar-out", &[("out", Arg::from(words::excluded(study, strings)))]))?;
    Ok(())
}
