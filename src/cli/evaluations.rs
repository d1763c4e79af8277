//! `check --evaluations`: the checks of self-evaluations over a whole year of the database, and which approved targets have none
//! (E035). What was found on each stands on its recheck and in `recheck list`.

use serde_json::{Value as Json, json};

use super::Context;
use super::args::CheckArgs;
use super::check::{finding_json, words};
use super::desk::Access;
use super::json::project_name;
use super::output::Outcome;
use super::progress::Watch;
use crate::config::checks::Checks;
use crate::engine::prereview::{Flagged, WithoutEvaluation};
use crate::text::Arg;

/// Most missing self-evaluations that are named one by one.
const NAMED: usize = 1_000;

/// So many that break the most rules are named on the terminal.
const FIRST: usize = 10;

fn flagged_json(flagged: &Flagged) -> Json {
    let Flagged { evaluation, counts } = flagged;
    json!({
        "project": project_name(evaluation.code.as_deref(), evaluation.project),
        "year": evaluation.year,
        "name": evaluation.name,
        "department": evaluation.department,
        "unit": evaluation.unit,
        "errors": counts.errors,
        "warnings": counts.warnings,
        "infos": counts.infos,
    })
}

/// `check --evaluations`
pub fn evaluations(context: &mut Context<'_>, args: &CheckArgs, checks: &Checks) -> Outcome {
    let mut desk = context.open(Access::Write)?;
    let (done, missing, count) = {
        let mut watch = Watch::new(&context.output);
        let done = desk.check_evaluations(args.year, args.anew, &mut |progress| watch.tell(progress))?;
        let newest = done.years.first().copied();
        let (missing, count) =
            desk.without_evaluation(args.year.or(newest), NAMED, &mut |progress| watch.tell(progress))?;
        (done, missing, count)
    };
    let (mut flagged, mut flagged_total) = (Vec::new(), 0);
    for year in &done.years {
        let (some, count) = desk.flagged(*year, NAMED - flagged.len().min(NAMED))?;
        flagged.extend(some);
        flagged_total += count;
    }
    let strings = context.output.strings;
    if context.output.json {
        let line = |line: &WithoutEvaluation| {
            let mut value = finding_json(&line.finding, &words(checks, &line.finding, strings));
            value["project"] = project_name(line.target.code.as_deref(), line.target.project).into();
            value["name"] = line.target.name.as_str().into();
            value["department"] = line.target.department.as_str().into();
            value["file"] = line.source.as_str().into();
            value["sheet"] = line.place.sheet.as_str().into();
            value["row"] = line.place.row.into();
            value
        };
        return Ok(context.output.json(&json!({
            "years": done.years,
            "looked": done.looked,
            "unchanged": done.fresh,
            "errors": done.found.errors,
            "warnings": done.found.warnings,
            "infos": done.found.infos,
            "flagged": flagged.iter().map(flagged_json).collect::<Vec<Json>>(),
            "flagged_total": flagged_total,
            "without_evaluation": missing.iter().map(line).collect::<Vec<Json>>(),
            "without_evaluation_total": count,
        }))?);
    }
    let years: Vec<String> = done.years.iter().map(ToString::to_string).collect();
    let number = |number: u64| Arg::from(number.to_string());
    let args = [
        ("years", Arg::from(years.join(" "))),
        ("looked", number(done.looked)),
        ("unchanged", number(done.fresh)),
        ("errors", number(done.found.errors)),
        ("warnings", number(done.found.warnings)),
        ("infos", number(done.found.infos)),
        ("flagged", number(flagged_total)),
    ];
    context.output.told("check-evaluations-done", &args)?;
    for Flagged { evaluation, counts } in flagged.iter().take(FIRST) {
        let args = [
            ("project", Arg::from(&evaluation.name)),
            ("code", Arg::from(evaluation.code.clone().unwrap_or_default())),
            ("department", Arg::from(&evaluation.department)),
            ("year", Arg::from(evaluation.year.to_string())),
            ("errors", Arg::from(counts.errors.to_string())),
        ];
        context.output.told("check-evaluations-flagged", &args)?;
    }
    if flagged_total > 0 {
        context.output.hint("check-evaluations-next", &[]);
    }
    if count > 0 {
        context.output.told("check-without-evaluation", &[("count", Arg::from(count.to_string()))])?;
    }
    for line in &missing {
        let code = line.target.code.clone().unwrap_or_default();
        let args = [
            ("project", Arg::from(&line.target.name)),
            ("code", Arg::from(code)),
            ("department", Arg::from(&line.target.department)),
            ("file", Arg::from(&line.source)),
            ("row", Arg::from(line.place.row.to_string())),
        ];
        context.output.told("check-without-evaluation-line", &args)?;
    }
    Ok(())
}
