//! `sample`: draws from frozen files, verifies, spreads a total, proves one unit: no database is opened for these. What
//! plans, seals and draws by the database is in [`database`].

mod database;
mod further;

use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json, json};

use super::args::sample::{SampleAllocateArgs, SampleCommand, SampleDrawArgs, SampleProofArgs, SampleVerifyArgs};
use super::output::{Outcome, usage};
use super::{Context, results, sample_bound};
use crate::engine::draw_files::{self, AlsoVerify, DrawFiles, LeftFile, Proof, PublishedFolder, Verified};
use crate::engine::report::Say;
use crate::model::problem::{Problem, ProblemKind};
use crate::text::{Arg, Language, Strings};

/// `sample`
pub fn sample(context: &mut Context<'_>, command: &SampleCommand) -> Outcome {
    match command {
        SampleCommand::Plan(args) => database::plan(context, args),
        SampleCommand::Seal(args) => database::seal(context, args),
        SampleCommand::Abandon(args) => database::abandon(context, args),
        SampleCommand::List => database::list(context),
        SampleCommand::Expand(args) => further::expand(context, args),
        SampleCommand::Rotation(args) => further::rotation(context, args),
        SampleCommand::Publish(args) => database::publish(context, args),
        SampleCommand::Draw(args) => match (&args.population, &args.plan, &args.seed_record, &args.out) {
            (Some(population), Some(plan), Some(record), Some(out)) => {
                let files = DrawFiles { population: population.clone(), plan: plan.clone(), record: record.clone() };
                draw(context, &files, out, args)
            }
            _ => database::draw(context, args),
        },
        SampleCommand::Verify(args) => verify(context, args),
        SampleCommand::Allocate(args) => allocate(context, args),
        SampleCommand::Proof(args) => proof(context, args),
        SampleCommand::Bound(args) => sample_bound::bound(context, args),
        SampleCommand::Size(args) => sample_bound::size(context, args),
        SampleCommand::Estimate(args) => results::estimate(context, args),
    }
}

fn draw(context: &mut Context<'_>, files: &DrawFiles, out: &Path, args: &SampleDrawArgs) -> Outcome {
    let strings = context.output.strings;
    check_duty(&args.duty)?;
    let made = draw_files::draw(files, args.expand_to)?;
    let say: Say<'_> = &|key, args| strings.told(key, args);
    let left = match context.dry_run {
        true => Vec::new(),
        false => made.write(out, args.force, strings.language().tag(), say)?,
    };
    tell(context, &made.proof, &args.duty, &left)
}

/// A duty that is no share is refused before anything is drawn.
fn check_duty(duty: &str) -> Result<(), Problem> {
    if draw_files::is_share(duty) { Ok(()) } else { Err(usage("problem-draw-rate").with("value", duty)) }
}

/// A draw, for programs or for people.
fn tell(context: &mut Context<'_>, proof: &Proof, duty: &str, left: &[LeftFile]) -> Outcome {
    let strings = context.output.strings;
    let duty = draw_files::duty(proof, duty).ok_or_else(|| usage("problem-draw-rate").with("value", duty))?;
    if context.output.json {
        let cut: Map<String, Json> = proof.cuts().map(|(stratum, cut)| (stratum.to_owned(), cut.into())).collect();
        let rates = &proof.rates;
        let value = json!({
            "seed": proof.seed,
            "drawn": keys(proof),
            "certainty": proof.certainty.iter().map(|unit| unit.key.as_str()).collect::<Vec<_>>(),
            "cut": cut,
            "rate_random": rates.rate_random,
            "rate_all": rates.rate_all,
            "all": rates.all,
            "random": rates.random,
            "examined": rates.examined,
            "duty": {"rate": duty.rate, "need": duty.need, "met": duty.met},
            "rehearsal": proof.rehearsal,
            "lacks": proof.lacks,
            "list": proof.list,
            "proof": proof.digest,
            "files": files(left),
        });
        return Ok(context.output.json(&value)?);
    }
    let say: Say<'_> = &|key, args| strings.told(key, args);
    for line in draw_files::record_lines(proof, say) {
        context.output.line(&line)?;
    }
    let key = if duty.met { "draw-duty-met" } else { "draw-duty-not-met" };
    context.output.hint(key, &[("rate", Arg::from(duty.rate)), ("need", Arg::from(duty.need))]);
    tell_files(context, left);
    Ok(())
}

fn files(left: &[LeftFile]) -> Vec<Json> {
    let file = |file: &LeftFile| json!({"path": file.path.to_string_lossy(), "sha256": file.sha256, "unchanged": file.unchanged});
    left.iter().map(file).collect()
}

fn tell_files(context: &mut Context<'_>, left: &[LeftFile]) {
    for file in left {
        let key = if file.unchanged { "draw-file-unchanged" } else { "draw-file-written" };
        context.output.hint(key, &[("path", Arg::from(file.path.display().to_string()))]);
    }
}

fn keys(proof: &Proof) -> Vec<&str> {
    proof.selected.iter().map(|unit| unit.key.as_str()).collect()
}

/// What is to be verified: a folder, or the files that are named.
fn published(args: &SampleVerifyArgs) -> Result<PublishedFolder, Problem> {
    let mut published = match &args.folder {
        Some(folder) if !folder.is_dir() => {
            return Err(Problem::refused("problem-draw-no-folder").with("path", folder.display()));
        }
        Some(folder) => PublishedFolder::of(folder),
        None => {
            // The parser lets none of them be left out here.
            let path = |given: &Option<PathBuf>| given.clone().unwrap_or_default();
            let files = DrawFiles {
                population: path(&args.population),
                plan: path(&args.plan),
                record: path(&args.seed_record),
            };
            PublishedFolder { files, proof: path(&args.proof), also: AlsoVerify::default(), absent: Vec::new() }
        }
    };
    let also = &mut published.also;
    let given = [
        (&mut also.list, &args.list),
        (&mut also.record, &args.record),
        (&mut also.replaced, &args.replaced),
        (&mut also.full_plan, &args.plan_json),
        (&mut also.second, &args.second),
    ];
    for (to, from) in given {
        *to = from.clone().or(to.take());
    }
    Ok(published)
}

fn verify(context: &mut Context<'_>, args: &SampleVerifyArgs) -> Outcome {
    let published = published(args)?;
    // A record may have been written in any language.
    let strings = Language::ALL.map(Strings::new);
    let [first, second] =
        strings.each_ref().map(|strings| move |key: &str, args: &[(&'static str, String)]| strings.told(key, args));
    let says: [Say<'_>; 2] = [&first, &second];
    match draw_files::verify_files(&published.files, &published.proof, &published.also, &says) {
        Ok(Verified { proof, held }) => {
            if context.output.json {
                let value = json!({
                    "ok": true,
                    "seed": proof.seed,
                    "drawn": keys(&proof),
                    "rate_random": proof.rates.rate_random,
                    "rate_all": proof.rates.rate_all,
                    "lacks": proof.lacks,
                    "proof": proof.digest,
                    "held": held.iter().map(|path| path.to_string_lossy()).collect::<Vec<_>>(),
                    "absent": published.absent,
                });
                return Ok(context.output.json(&value)?);
            }
            let random = proof.rates.random;
            context.output.told("draw-verified", &[("count", Arg::from(random)), ("seed", Arg::from(&proof.seed))])?;
            let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
            let held: Vec<String> = held.iter().filter_map(name).collect();
            context.output.told("draw-verified-held", &[("files", Arg::from(held.join(" ")))])?;
            if !published.absent.is_empty() {
                context.output.hint("draw-verified-absent", &[("files", Arg::from(published.absent.join(" ")))]);
            }
            Ok(())
        }
        Err(problem) => {
            if context.output.json && problem.kind == ProblemKind::Verification {
                context.output.json(&failure(&problem))?;
            }
            Err(problem.into())
        }
    }
}

/// What did not hold, for programs.
fn failure(problem: &Problem) -> Json {
    let arg = |name: &str| problem.args.iter().find(|(arg, _)| *arg == name).map(|(_, value)| value.as_str());
    let line = arg("line").and_then(|line| line.parse::<u64>().ok());
    json!({"ok": false, "file": arg("path"), "line": line, "field": arg("field"), "problem": problem.key})
}

fn allocate(context: &mut Context<'_>, args: &SampleAllocateArgs) -> Outcome {
    let given = draw_files::allocate_file(&args.plan, args.total, args.minimum, &args.stratum_rate)?;
    if context.output.json {
        return Ok(context.output.json(&json!(given))?);
    }
    for (stratum, count) in &given {
        context.output.line(&format!("{stratum}\t{count}"))?;
    }
    Ok(())
}

fn proof(context: &mut Context<'_>, args: &SampleProofArgs) -> Outcome {
    let inclusion = draw_files::inclusion(&args.population, &args.key, args.proof.as_deref())?;
    if context.output.json {
        let value = json!({
            "row": inclusion.row,
            "index": inclusion.index,
            "rows": inclusion.rows,
            "leaf": inclusion.leaf,
            "path": inclusion.path,
            "root": inclusion.root,
        });
        return Ok(context.output.json(&value)?);
    }
    let row = inclusion.row.replace('\t', "  ");
    context.output.told("draw-inclusion-row", &[("row", Arg::from(row))])?;
    let place = [("place", Arg::from(inclusion.index + 1)), ("rows", Arg::from(inclusion.rows))];
    context.output.told("draw-inclusion-place", &place)?;
    context.output.told("draw-inclusion-leaf", &[("digest", Arg::from(inclusion.leaf))])?;
    for node in &inclusion.path {
        context.output.told("draw-inclusion-node", &[("digest", Arg::from(node))])?;
    }
    context.output.told("draw-inclusion-root", &[("digest", Arg::from(inclusion.root))])?;
    Ok(())
}
