//! `second-look`: a random sample of what was passed, looked at again, and what it proves.

use serde_json::{Value as Json, json as shape};

use super::Context;
use super::args::second_look::{SecondLookCommand, SecondLookListArgs};
use super::desk::Access;
use super::json::queue_row;
use super::output::{Outcome, usage};
use super::review::{find, operation, subject};
use crate::engine::request::Action;
use crate::engine::second_look::SecondLookFigures;
use crate::text::Arg;
use crate::tui::screens::second_look::words;

fn figures(known: &SecondLookFigures) -> Json {
    shape!({
        "passed": known.passed,
        "sample": known.sample,
        "done": known.done,
        "counted": known.counted,
        "faults": known.faults,
        "most": known.most,
        "percent": known.rate().map(|rate| rate.to_string()),
    })
}

/// `second-look`
pub fn second_look(context: &mut Context<'_>, command: &SecondLookCommand) -> Outcome {
    match command {
        SecondLookCommand::List(args) => list(context, args),
        SecondLookCommand::Agree(args) => look(context, &args.project, args.year, None),
        SecondLookCommand::Found(args) => look(context, &args.project, args.year, Some(args.reason.trim())),
    }
}

fn list(context: &mut Context<'_>, args: &SecondLookListArgs) -> Outcome {
    let report = context.open(Access::Read)?.second_look(args.year, args.limit)?;
    if context.output.json {
        let one = |(at, target): (usize, &crate::engine::second_look::SampledTarget)| {
            let mut row = queue_row(&target.row);
            row["place"] = (at + 1).into();
            row["found"] = target.found.into();
            row
        };
        let sample: Vec<Json> = report.sample.iter().enumerate().map(one).collect();
        return Ok(context.output.json(&shape!({
            "year": report.year,
            "figures": figures(&report.figures),
            "sample": sample,
        }))?);
    }
    if report.figures.passed == 0 {
        return Ok(context.output.told("second-look-none-passed", &[])?);
    }
    let told = words(&report.figures, context.output.strings);
    context.output.line(&told)?;
    for (at, target) in report.sample.iter().enumerate() {
        let state = match target.found {
            None => "second-look-waits",
            Some(false) => "second-look-agreed",
            Some(true) => "second-look-fault",
        };
        let state = context.output.strings.s(state);
        let code = target.row.code.clone().unwrap_or_else(|| target.row.project.to_string());
        let args = [
            ("at", Arg::from(at + 1)),
            ("state", Arg::from(state)),
            ("code", Arg::from(code)),
            ("name", Arg::from(&target.row.name)),
        ];
        context.output.told("second-look-line", &args)?;
    }
    Ok(())
}

fn look(context: &mut Context<'_>, project: &str, year: Option<u16>, fault: Option<&str>) -> Outcome {
    if fault == Some("") {
        return Err(usage("problem-second-look-needs-reason").into());
    }
    let mut desk = context.open_to_act(Access::Write)?;
    let view = find(desk.as_ref(), project, year)?;
    let found = fault.is_some();
    let reason = fault.unwrap_or_default().to_owned();
    let said = view.state.looked.0.iter().find(|head| {
        let value = &head.value;
        head.author == view.me && value.found == found && value.reason == reason
    });
    let (event, already) = match said {
        Some(head) => (Some(head.event), true),
        None if context.dry_run => (None, false),
        None => {
            let on = subject(&view, None)?;
            let action = Action::LookAgain { on, seen: view.state.looked.events(), found, reason };
            (desk.act(&operation(), &action)?.event, false)
        }
    };
    let known = desk.second_look(Some(view.row.year), 0)?.figures;
    if context.output.json {
        return Ok(context.output.json(&shape!({
            "project": view.row.project,
            "year": view.row.year,
            "found": found,
            "event": event,
            "already": already,
            "dry_run": context.dry_run,
            "figures": figures(&known),
        }))?);
    }
    let key = match (already, event) {
        (true, _) => "second-look-said-already",
        (_, None) => "second-look-would-be-said",
        _ => "second-look-said",
    };
    context.output.told(key, &[("project", Arg::from(&view.form.name))])?;
    let told = words(&known, context.output.strings);
    Ok(context.output.line(&told)?)
}
