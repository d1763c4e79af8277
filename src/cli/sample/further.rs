//! `sample expand` and `sample rotation`: drawing on with the next tickets, and who falls due when.

use serde_json::{Value as Json, json};

use super::database::{left_in, meant};
use super::{check_duty, tell};
use crate::cli::Context;
use crate::cli::args::sample::{SampleExpandArgs, SampleRotationArgs};
use crate::cli::desk::Access;
use crate::cli::output::{Outcome, numbers, usage, words};
use crate::cli::progress::Watch;
use crate::cli::review::operation;
use crate::engine::spot_check::draw::DrawnSample;
use crate::engine::spot_check::further::{FurtherAsk, FurtherPlan, StagesTold};
use crate::engine::spot_check::rotation::{Rotation, RotationAsk, RotationOf};
use crate::model::problem::Problem;
use crate::text::{Arg, Strings};

/// Drawing on as programs read it.
pub fn further_json(drawn: &DrawnSample) -> Json {
    let about = &drawn.about;
    json!({
        "total": about.random,
        "proof": about.proof,
        "stage": about.further.as_ref().map(|further| further.stage),
        "known": about.further.as_ref().map(|further| further.known),
        "counts": about.further.as_ref().map(|further| further.counts()),
        "reason": about.further.as_ref().map(|further| further.reason.as_str()),
    })
}

/// Declared looks as programs read them.
pub fn stages_json(told: &StagesTold) -> Json {
    json!({"tolerable": told.plan.tolerable, "stages": told.plan.stages, "bad": told.bad, "risk_percent": told.risk})
}

/// Declared looks and their risk, in words.
pub fn stages(told: &StagesTold, strings: &Strings) -> String {
    let looks = told.plan.stages.iter().enumerate().map(|(at, stage)| {
        let last = at + 1 == told.plan.stages.len();
        let args =
            [("more", Arg::from(stage.more)), ("accept", Arg::from(stage.accept)), ("most", Arg::from(stage.go_on))];
        strings.t(if last { "sample-look-last" } else { "sample-look" }, &args)
    });
    let looks: Vec<String> = looks.collect();
    let risk = told.risk.clone().unwrap_or_else(|| "-".to_owned());
    let args = [
        ("looks", Arg::from(looks.join(" "))),
        ("tolerable", Arg::from(&told.plan.tolerable)),
        ("bad", Arg::from(told.bad)),
        ("risk", Arg::from(risk)),
    ];
    strings.t("sample-stages", &args)
}

/// How many fall due in the coming years, in words.
pub fn load(rotation: &Rotation, strings: &Strings) -> String {
    let years = rotation.load.iter().map(|(year, count)| {
        strings.t("sample-due-year", &[("year", Arg::from(year.to_string())), ("count", Arg::from(*count))])
    });
    let years: Vec<String> = years.collect();
    let of = strings.s(&format!("sample-rotation-{}", rotation.ask.of.id()));
    let args = [("of", Arg::from(of)), ("years", Arg::from(rotation.ask.years)), ("load", Arg::from(years.join(" ")))];
    strings.t("sample-due-load", &args)
}

/// Rotation as programs read it.
pub fn rotation_json(rotation: &Rotation) -> Json {
    let load = |(year, count): &(u16, usize)| json!({"year": year, "count": count});
    json!({
        "year": rotation.year,
        "years": rotation.ask.years,
        "of": rotation.ask.of.id(),
        "due": rotation.due().count(),
        "load": rotation.load.iter().map(load).collect::<Vec<_>>(),
    })
}

fn plan_json(plan: &FurtherPlan) -> Json {
    let stratum = |(name, from, to): &(String, u64, u64)| json!({"stratum": name, "from": from, "to": to});
    json!({
        "sealed": plan.sealed,
        "year": plan.year,
        "from": plan.from,
        "to": plan.to,
        "strata": plan.strata.iter().map(stratum).collect::<Vec<_>>(),
        "known": plan.known,
        "stage": plan.stage,
        "counts": plan.counts,
        "stages": plan.stages.as_ref().map(stages_json),
    })
}

/// `sample expand`
pub fn expand(context: &mut Context<'_>, args: &SampleExpandArgs) -> Outcome {
    let duty = "10%";
    check_duty(duty)?;
    let mut desk = context.open_to_act(Access::Write)?;
    let sealed = args.sealed.as_deref().map(|text| meant(desk.as_ref(), Some(text))).transpose()?;
    let ask = FurtherAsk { sealed: sealed.map(|sample| sample.sealed), to: args.to, reason: args.reason.clone() };
    let plan = desk.plan_further(&ask)?;
    let strings = context.output.strings;
    if context.dry_run {
        if context.output.json {
            return Ok(context.output.json(&plan_json(&plan))?);
        }
        for line in lines(&plan, strings) {
            context.output.line(&line)?;
        }
        return Ok(context.output.told("dry-run-nothing-written", &[])?);
    }
    let sample = {
        let mut watch = Watch::new(&context.output);
        desk.draw_further(&operation(), &ask, &mut |progress| watch.tell(progress))?
    };
    let proof = desk.sample_proof(&sample)?.ok_or_else(|| Problem::internal("proof"))?;
    let left = match &args.out {
        None => Ok(Vec::new()),
        Some(out) => left_in(context, desk.as_ref(), &sample, out, args.force),
    };
    if !context.output.json {
        for line in lines(&plan, strings) {
            context.output.line(&line)?;
        }
    }
    tell(context, &proof, duty, left.as_deref().unwrap_or_default())?;
    Ok(left.map(|_| ())?)
}

/// What drawing on does, line by line.
fn lines(plan: &FurtherPlan, strings: &Strings) -> Vec<String> {
    let total = [("from", Arg::from(plan.from)), ("to", Arg::from(plan.to)), ("more", Arg::from(plan.to - plan.from))];
    let mut lines = vec![strings.t("further-total", &total)];
    for (name, from, to) in &plan.strata {
        let args = [("stratum", Arg::from(name)), ("from", Arg::from(*from)), ("to", Arg::from(*to))];
        lines.push(strings.t("further-stratum", &args));
    }
    let args = [("stage", Arg::from(plan.stage)), ("known", Arg::from(plan.known))];
    let key = match (plan.stage, plan.counts) {
        (1.., _) => "further-stage",
        (0, true) => "further-counts",
        (0, false) => "further-besides",
    };
    lines.push(strings.t(key, &args));
    lines.extend(plan.stages.as_ref().filter(|_| plan.stage > 0).map(|told| stages(told, strings)));
    lines
}

/// `sample rotation`
pub fn rotation(context: &mut Context<'_>, args: &SampleRotationArgs) -> Outcome {
    let of = RotationOf::from_id(&args.of).unwrap_or_default();
    if !(2..=9).contains(&args.years) {
        return Err(usage("problem-sample-rotation").with("value", args.years).into());
    }
    let rotation = context.open(Access::Read)?.rotation(args.year, RotationAsk { years: args.years, of })?;
    let strings = context.output.strings;
    if context.output.json {
        let mut value = rotation_json(&rotation);
        if let Json::Object(map) = &mut value {
            let row = |row: &crate::engine::spot_check::rotation::RotationRow| json!({"name": row.name, "since": row.since, "last": row.last, "deadline": row.deadline});
            map.insert("rows".into(), rotation.rows.iter().map(row).collect());
        }
        return Ok(context.output.json(&value)?);
    }
    let heads = [
        words("rotation-column-name", 40),
        numbers("rotation-column-since"),
        numbers("rotation-column-last"),
        numbers("rotation-column-deadline"),
    ];
    let rows = rotation.rows.iter().map(|row| {
        let due = if row.deadline <= rotation.year { "!" } else { "" };
        vec![
            row.name.clone(),
            row.since.to_string(),
            row.last.map_or_else(|| "-".to_owned(), |last| last.to_string()),
            format!("{due}{}", row.deadline),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    context.output.table(&heads, &rows)?;
    Ok(context.output.line(&load(&rotation, strings))?)
}
