//! Planning, sealing and drawing by the database: what a person does on the sampling screen, for scripts.
//!
//! What was sealed stays sealed and what was drawn stays drawn: `--dry-run` tells what would be, and writes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

use serde_json::{Value as Json, json};

use super::{check_duty, files, further, tell, tell_files};
use crate::cli::Context;
use crate::cli::args::sample::{SampleAbandonArgs, SampleDrawArgs, SamplePlanArgs, SamplePublishArgs, SampleSealArgs};
use crate::cli::desk::{Access, Desk};
use crate::cli::output::{Outcome, numbers, usage, words as column};
use crate::cli::progress::Watch;
use crate::cli::results;
use crate::cli::review::operation;
use crate::engine::draw_files::{LeftFile, groups};
use crate::engine::spot_check::asked;
use crate::engine::spot_check::draw::{DrawAsk, Sample, Source, Witness};
use crate::engine::spot_check::plan::{PlannedDepartment, SampleAsk, SamplePlan};
use crate::model::ids::EventId;
use crate::model::problem::Problem;
use crate::text::{Arg, dates};

/// Largest list of recommended projects that is read.
const MOST_LIST: u64 = 16 * 1024 * 1024;

/// The names of `@FILE`, or the one that was typed.
fn names(texts: &[String]) -> Result<Vec<String>, Problem> {
    let mut names = Vec::new();
    for text in texts {
        let Some(path) = text.strip_prefix('@') else {
            names.push(text.trim().to_owned());
            continue;
        };
        let refused =
            |detail: String| Problem::refused("problem-not-readable").with("path", path).with("detail", detail);
        if !Path::new(path).is_file() {
            return Err(Problem::refused("problem-not-found").with("path", path));
        }
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).and_then(|file| file.take(MOST_LIST + 1).read_to_end(&mut bytes));
        file.map_err(|error| refused(error.to_string()))?;
        if bytes.len() as u64 > MOST_LIST {
            return Err(refused(format!("> {MOST_LIST}")));
        }
        let list = String::from_utf8(bytes).map_err(|_| refused("UTF-8".to_owned()))?;
        let list = list.strip_prefix('\u{feff}').unwrap_or(&list);
        names.extend(list.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
    }
    Ok(names)
}

fn ask(args: &SamplePlanArgs) -> Result<SampleAsk, Problem> {
    Ok(SampleAsk {
        year: args.year,
        rate: args.rate.clone(),
        minimum: args.minimum,
        floors: args.floor.iter().map(|text| asked::floor(text)).collect::<Result<BTreeMap<_, _>, _>>()?,
        cutoff: args.cutoff.as_deref().map(asked::cutoff).transpose()?,
        recommended: names(&args.recommend)?,
        flagged_from: args.flagged_from.as_deref().map(asked::points).transpose()?,
        inflated: args.inflated,
        excluded: args.exclude.iter().map(|text| asked::exclusion(text)).collect::<Result<_, _>>()?,
        sources: args.source.clone(),
        rotation: args.rotation.as_deref().map(asked::rotation).transpose()?,
        stages: args.stages.as_deref().map(asked::stages).transpose()?,
        late: args.tranche,
        second: args.second_share.clone(),
    })
}

fn department(one: &PlannedDepartment) -> Json {
    json!({
        "department": one.stratum,
        "units": one.units,
        "certainty": one.certain,
        "frame": one.frame,
        "random": one.drawn,
        "at_most": one.at_most.0,
        "at_most_percent": one.at_most.1.to_string(),
        "needs": one.needs,
        "weak": one.is_weak(),
    })
}

fn plan_json(plan: &SamplePlan) -> Json {
    let quota = &plan.quota;
    json!({
        "year": plan.year,
        "N": quota.all,
        "strata": plan.departments.iter().map(department).collect::<Vec<_>>(),
        "need": quota.need,
        "certainty": quota.certainty,
        "excluded": quota.excluded,
        "frame_units": quota.frame,
        "random": quota.random,
        "examined": plan.examined,
        "rate_random": plan.rate_random,
        "rate_all": plan.rate_all,
        "met": quota.met_at_random(),
        "at_most": plan.at_most.0,
        "at_most_percent": plan.at_most.1.to_string(),
        "without_target": plan.without_target,
        "inflated": plan.inflated.as_ref().map_or(Json::Null, |(inflated, projects)| json!({
            "year": inflated.year, "draw": inflated.draw, "from": inflated.from.to_string(),
            "units": results::inflated_units(inflated), "projects": projects,
        })),
        "unknown": plan.unknown,
        "second": plan.second,
        "weak": plan.weak().len(),
        "tranche": plan.tranche,
        "rotation": plan.rotation.as_ref().map(further::rotation_json),
        "stages": plan.stages.as_ref().map(further::stages_json),
    })
}

/// A plan for people: the load, both rates, and what it could prove.
fn tell_plan(context: &mut Context<'_>, plan: &SamplePlan) -> Outcome {
    let quota = &plan.quota;
    let heads = [
        column("sample-head-department", 40),
        numbers("sample-head-units"),
        numbers("sample-head-certain"),
        numbers("sample-head-frame"),
        numbers("sample-head-drawn"),
        numbers("sample-head-at-most"),
        numbers("sample-head-needs"),
    ];
    let row = |one: &PlannedDepartment| {
        let weak = if one.is_weak() { "!" } else { "" };
        vec![
            one.stratum.clone(),
            one.units.to_string(),
            one.certain.to_string(),
            one.frame.to_string(),
            one.drawn.to_string(),
            format!("{weak}{}%", one.at_most.1),
            one.needs.to_string(),
        ]
    };
    context.output.table(&heads, &plan.departments.iter().map(row).collect::<Vec<_>>())?;
    context.output.line("")?;
    let counts = [
        ("all", Arg::from(quota.all)),
        ("random", Arg::from(quota.frame)),
        ("certainty", Arg::from(quota.certainty)),
        ("excluded", Arg::from(quota.excluded)),
    ];
    context.output.told("draw-record-population", &counts)?;
    let rate = |count: u64, percent: &str| {
        [("count", Arg::from(count)), ("all", Arg::from(quota.all)), ("percent", Arg::from(percent.to_owned()))]
    };
    context.output.told("draw-record-rate-random", &rate(quota.random, &plan.rate_random))?;
    context.output.told("draw-record-rate-all", &rate(plan.examined, &plan.rate_all))?;
    let proves = [
        ("frame", Arg::from(quota.frame)),
        ("drawn", Arg::from(quota.random)),
        ("most", Arg::from(plan.at_most.0)),
        ("percent", Arg::from(plan.at_most.1.to_string())),
    ];
    context.output.told("sample-proves", &proves)?;
    if plan.second > 0 {
        context.output.told("sample-second", &[("count", Arg::from(plan.second))])?;
    }
    let weak = plan.weak().len();
    if weak > 0 {
        let all = plan.departments.len();
        context.output.told("sample-weak", &[("weak", Arg::from(weak)), ("all", Arg::from(all))])?;
    }
    if quota.certainty_above_half {
        context.output.told("sample-certain-many", &[("certain", Arg::from(quota.certainty))])?;
    }
    if plan.without_target > 0 {
        context.output.told("sample-without-target", &[("count", Arg::from(plan.without_target))])?;
    }
    if plan.tranche > 1 {
        context.output.told("sample-tranche", &[("number", Arg::from(plan.tranche))])?;
    }
    if let Some(rotation) = &plan.rotation {
        context.output.line(&further::load(rotation, context.output.strings))?;
    }
    if let Some(stages) = &plan.stages {
        context.output.line(&further::stages(stages, context.output.strings))?;
    }
    if let Some((inflated, projects)) = &plan.inflated {
        let args = [
            ("year", Arg::from(inflated.year.to_string())),
            ("points", Arg::from(inflated.from.normalize().to_string())),
            ("units", Arg::from(inflated.units.len())),
            ("projects", Arg::from(*projects)),
        ];
        context.output.told("sample-inflated", &args)?;
    }
    if !plan.unknown.is_empty() {
        context.output.hint("sample-unknown", &[("units", Arg::from(plan.unknown.join(" ")))]);
    }
    Ok(())
}

/// `sample plan`
pub fn plan(context: &mut Context<'_>, args: &SamplePlanArgs) -> Outcome {
    let plan = context.open(Access::Read)?.plan_sample(&ask(args)?)?;
    if context.output.json {
        return Ok(context.output.json(&plan_json(&plan))?);
    }
    tell_plan(context, &plan)
}

/// `sample seal`
pub fn seal(context: &mut Context<'_>, args: &SampleSealArgs) -> Outcome {
    let ask = ask(&args.plan)?;
    let mut desk = context.open_to_act(Access::Write)?;
    if context.dry_run {
        let plan = desk.plan_sample(&ask)?;
        if context.output.json {
            let mut value = plan_json(&plan);
            if let Json::Object(map) = &mut value {
                map.insert("dry_run".into(), true.into());
            }
            return Ok(context.output.json(&value)?);
        }
        tell_plan(context, &plan)?;
        return Ok(context.output.told("dry-run-nothing-written", &[])?);
    }
    let (sample, plan) = {
        let mut watch = Watch::new(&context.output);
        desk.seal_sample(&operation(), &ask, &mut |progress| watch.tell(progress))?
    };
    let left = match &args.out {
        None => Vec::new(),
        Some(out) => left_in(context, desk.as_ref(), &sample, out, args.force)?,
    };
    if context.output.json {
        let mut value = plan_json(&plan);
        if let Json::Object(map) = &mut value {
            map.insert("sealed".into(), json!(sample.sealed));
            map.insert("frame".into(), sample.about.frame.as_str().into());
            map.insert("plan".into(), sample.about.plan.as_str().into());
            map.insert("sources".into(), json!(sample.about.sources));
            map.insert("files".into(), files(&left).into());
        }
        return Ok(context.output.json(&value)?);
    }
    tell_plan(context, &plan)?;
    context.output.told("draw-record-frame", &[("digest", Arg::from(groups(&sample.about.frame)))])?;
    context.output.told("draw-record-plan", &[("digest", Arg::from(groups(&sample.about.plan)))])?;
    context.output.hint("sample-sealed-next", &[]);
    tell_files(context, &left);
    Ok(())
}

/// Which sealed population a text means.
pub(super) fn meant(desk: &dyn Desk, text: Option<&str>) -> Result<Sample, Problem> {
    let samples = desk.samples()?;
    let standing = || samples.iter().filter(|sample| sample.abandoned.is_none());
    let of_year = |year: u16| standing().filter(move |sample| sample.about.year == year);
    let found = match text.map(str::trim) {
        None if standing().nth(1).is_some() => {
            let names: Vec<String> = standing().map(Sample::label).collect();
            return Err(usage("problem-sample-several-stand").with("ids", names.join("; ")));
        }
        None => standing().next(),
        // A year names the one that stands in it.
        Some(text) if text.len() == 4 && text.parse().is_ok_and(|year| of_year(year).count() == 1) => {
            text.parse().ok().and_then(|year| of_year(year).next())
        }
        Some(text) => {
            let mut like = samples.iter().filter(|sample| sample.sealed.to_string().starts_with(text));
            match (like.next(), like.next()) {
                (Some(one), None) if text.len() >= 6 => Some(one),
                _ => return Err(Problem::refused("problem-sample-no-such").with("text", text)),
            }
        }
    };
    found.cloned().ok_or_else(|| Problem::refused("problem-sample-not-sealed"))
}

fn sealed(desk: &dyn Desk, text: Option<&str>) -> Result<Option<EventId>, Problem> {
    text.map(|text| meant(desk, Some(text)).map(|sample| sample.sealed)).transpose()
}

fn draw_ask(desk: &dyn Desk, args: &SampleDrawArgs) -> Result<DrawAsk, Problem> {
    let sealed = sealed(desk, args.sealed.as_deref())?;
    let mut waiting = desk.samples()?.into_iter().filter(|sample| match sealed {
        Some(id) => sample.sealed == id,
        None => sample.waits(),
    });
    let waiting = waiting.next().filter(|_| waiting.next().is_none());
    // Without one, or with several, the engine tells what is missing.
    let labels = waiting.map(|sample| sample.about.sources).unwrap_or_default();
    if !labels.is_empty() && labels.len() != args.value.len() {
        let problem = usage("problem-sample-values").with("sources", labels.join("; "));
        return Err(problem.with("count", labels.len()).with("given", args.value.len()));
    }
    let outside: BTreeSet<usize> = args.outside.iter().copied().collect();
    let no_such = |number: &&usize| **number == 0 || **number > labels.len();
    if let Some(wrong) = outside.iter().find(no_such).filter(|_| !labels.is_empty()) {
        return Err(usage("problem-sample-outside").with("number", wrong).with("count", labels.len()));
    }
    let source = |(number, (label, value)): (usize, (String, &String))| Source {
        label,
        value: value.trim().to_owned(),
        outside: outside.contains(&number),
    };
    let witness = |text: &String| asked::witness(text).map(|(name, office)| Witness { name, office });
    let witnesses = args.witness.iter().map(witness);
    Ok(DrawAsk {
        sealed,
        at: args.at.clone().zip(args.place.clone()),
        sources: (1..).zip(labels.into_iter().zip(&args.value)).map(source).collect(),
        witnesses: witnesses.collect::<Result<_, _>>()?,
    })
}

/// `sample draw` from what was sealed in the database.
pub fn draw(context: &mut Context<'_>, args: &SampleDrawArgs) -> Outcome {
    check_duty(&args.duty)?;
    let mut desk = context.open_to_act(Access::Write)?;
    let ask = draw_ask(desk.as_ref(), args)?;
    let strings = context.output.strings;
    let lacks = desk.seed_lacks(&ask)?;
    if !lacks.is_empty() {
        let named: Vec<String> = lacks.iter().map(|lack| strings.s(&format!("draw-lack-{}", lack.id()))).collect();
        context.output.hint("draw-record-not-public", &[("lacks", Arg::from(named.join(" / ")))]);
    }
    if context.dry_run {
        if context.output.json {
            let lacks: Vec<&str> = lacks.iter().map(|lack| lack.id()).collect();
            return Ok(context.output.json(&json!({"lacks": lacks, "dry_run": true}))?);
        }
        return Ok(context.output.told("dry-run-nothing-written", &[])?);
    }
    let sample = {
        let mut watch = Watch::new(&context.output);
        desk.draw_sample(&operation(), &ask, &mut |progress| watch.tell(progress))?
    };
    let proof = desk.sample_proof(&sample)?.ok_or_else(|| Problem::internal("proof"))?;
    let left = match &args.out {
        None => Ok(Vec::new()),
        Some(out) => left_in(context, desk.as_ref(), &sample, out, args.force),
    };
    // What was drawn is told even where it could not be written: it stays drawn.
    tell(context, &proof, &args.duty, left.as_deref().unwrap_or_default())?;
    Ok(left.map(|_| ())?)
}

/// `sample abandon`
pub fn abandon(context: &mut Context<'_>, args: &SampleAbandonArgs) -> Outcome {
    let mut desk = context.open_to_act(Access::Write)?;
    let sealed = sealed(desk.as_ref(), args.sealed.as_deref())?;
    if context.dry_run {
        return Ok(context.output.told("dry-run-nothing-written", &[])?);
    }
    desk.abandon_sample(sealed, &args.reason)?;
    if context.output.json {
        return Ok(context.output.json(&json!({"abandoned": true}))?);
    }
    Ok(context.output.told("sample-abandoned", &[])?)
}

fn state(sample: &Sample) -> &'static str {
    match (&sample.abandoned, &sample.drawn) {
        (Some(_), _) => "abandoned",
        (None, Some(_)) => "drawn",
        (None, None) => "sealed",
    }
}

/// `sample list`
pub fn list(context: &mut Context<'_>) -> Outcome {
    let desk = context.open(Access::Read)?;
    let samples = desk.samples()?;
    let newest = samples.iter().find(|sample| sample.abandoned.is_none()).map(|sample| sample.about.year);
    let late = newest.map(|year| desk.late(year)).transpose()?.flatten();
    drop(desk);
    if context.output.json {
        let value = |sample: &Sample| {
            let about = &sample.about;
            json!({
                "sealed": sample.sealed,
                "at": dates::iso(sample.at),
                "state": state(sample),
                "year": about.year,
                "N": about.units,
                "certainty": about.certain,
                "random": about.random,
                "excluded": about.excluded,
                "frame": about.frame,
                "plan": about.plan,
                "sources": about.sources,
                "abandoned": sample.abandoned,
                "seed": sample.drawn.as_ref().map(|drawn| drawn.about.seed.as_str()),
                "proof": sample.drawn.as_ref().map(|drawn| drawn.about.proof.as_str()),
                "witnesses": sample.drawn.as_ref().map(|drawn| &drawn.about.witnesses),
                "files_here": sample.files,
                "late": late.filter(|late| Some(late.year) == newest && late.year == about.year).map(|late| late.late),
                "parent": sample.about.parent,
                "total": sample.total(),
                "further": sample.further.iter().map(further::further_json).collect::<Vec<_>>(),
            })
        };
        return Ok(context.output.json(&samples.iter().map(value).collect())?);
    }
    if samples.is_empty() {
        context.output.hint("sample-none", &[]);
        return Ok(());
    }
    let zone = dates::local();
    let strings = context.output.strings;
    let heads = [
        column("sample-head-id", 12),
        column("sample-head-at", 16),
        column("sample-head-year", 4),
        column("sample-head-state", 12),
        numbers("sample-head-units"),
        numbers("sample-head-drawn"),
        numbers("sample-head-certain"),
        column("sample-head-frame-digest", 17),
        column("sample-head-remark", 0),
    ];
    let rows = samples.iter().map(|sample| {
        let about = &sample.about;
        vec![
            sample.sealed.to_string().chars().take(12).collect(),
            dates::long(sample.at, &zone),
            about.year.to_string(),
            strings.s(&format!("sample-state-{}", state(sample))),
            about.units.to_string(),
            sample.total().to_string(),
            about.certain.to_string(),
            groups(&about.frame).chars().take(17).collect(),
            sample.abandoned.clone().unwrap_or_default(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    context.output.table(&heads, &rows)?;
    if let Some(late) = late.filter(|late| late.late > 0) {
        let args = [
            ("year", Arg::from(late.year.to_string())),
            ("sealed", Arg::from(late.sealed)),
            ("late", Arg::from(late.late)),
        ];
        context.output.hint("sample-late", &args);
    }
    Ok(())
}

/// Everything that is public, left in a folder: told while it is made ready, and stopped before anything is written.
pub(super) fn left_in(
    context: &Context<'_>,
    desk: &dyn Desk,
    sample: &Sample,
    out: &Path,
    force: bool,
) -> Result<Vec<LeftFile>, Problem> {
    let mut watch = Watch::new(&context.output);
    desk.publish_sample(sample, out, force, context.output.strings, &mut |progress| watch.tell(progress))
}

/// `sample publish`
pub fn publish(context: &mut Context<'_>, args: &SamplePublishArgs) -> Outcome {
    let desk = context.open(Access::Read)?;
    let sample = meant(desk.as_ref(), args.sealed.as_deref())?;
    if context.dry_run {
        return Ok(context.output.told("dry-run-nothing-written", &[])?);
    }
    let left = left_in(context, desk.as_ref(), &sample, &args.out, args.force)?;
    if context.output.json {
        let value = json!({"sealed": sample.sealed, "state": state(&sample), "files": files(&left)});
        return Ok(context.output.json(&value)?);
    }
    tell_files(context, &left);
    Ok(())
}
