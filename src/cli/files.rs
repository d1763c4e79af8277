//! `export` and `bundle`: files in and out.

use std::fmt::Display;
use std::path::Path;

use super::args::{BundleCommand, BundleExportArgs, ExportOpinionsArgs};
use super::desk::Access;
use super::output::Outcome;
use super::progress::Watch;
use super::{Context, find, json};
use crate::engine::request::OpinionSheet;
use crate::model::problem::Problem;
use crate::model::query::{Query, Sort};
use crate::text::Arg;

/// A file that could not be read.
pub fn cannot_read(path: &Path, error: &dyn Display) -> Problem {
    Problem::refused("problem-not-readable").with("path", path.display()).with("detail", error)
}

/// Refuses what is missing or no plain file: a named pipe or device would hang or never end.
///
/// # Errors
/// When it is none.
pub fn plain_file(path: &Path) -> Result<(), Problem> {
    match std::fs::metadata(path) {
        Ok(about) if about.is_file() => Ok(()),
        Ok(_) => Err(Problem::refused("problem-not-a-file").with("path", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(Problem::refused("problem-not-found").with("path", path.display()))
        }
        Err(error) => Err(cannot_read(path, &error)),
    }
}

/// `export opinions`
pub fn export_opinions(context: &mut Context<'_>, args: &ExportOpinionsArgs) -> Outcome {
    let strings = context.output.strings;
    let filter = find::filter(&args.filter, &context.categories, strings)?;
    let query = Query { filter, sort: args.sort.unwrap_or(Sort::DEPARTMENT) };
    if args.out.exists() && !args.replace {
        return Err(Problem::refused("problem-file-exists").with("path", args.out.display()).into());
    }
    let sheet = if args.sheet == "department" { OpinionSheet::Department } else { OpinionSheet::Project };
    let desk = context.open(Access::Read)?;
    if context.dry_run {
        let among = |row: &&super::desk::OpinionRow| query.filter.fits(&row.target.facts());
        let rows = desk.opinions()?.iter().filter(among).count();
        let path = args.out.display().to_string();
        if context.output.json {
            let value = serde_json::json!({"path": path, "rows": rows, "sha256": null, "dry_run": true});
            return Ok(context.output.json(&value)?);
        }
        let args = [("path", Arg::from(path)), ("rows", Arg::from(rows))];
        return Ok(context.output.told("sheet-would-be-written", &args)?);
    }
    let written = desk.export_opinions(&args.out, sheet, &query, args.replace)?;
    if context.output.json {
        return Ok(context.output.json(&json::sheet(&written))?);
    }
    let path = written.path.display().to_string();
    context.output.told("sheet-written", &[("path", Arg::from(path)), ("rows", Arg::from(written.rows))])?;
    context.output.hint("sha256", &[("sha256", Arg::from(&written.sha256))]);
    Ok(())
}

/// `bundle …`
pub fn bundle(context: &mut Context<'_>, command: BundleCommand) -> Outcome {
    match command {
        BundleCommand::Export(args) => export_bundle(context, &args),
        BundleCommand::Import(args) => import_bundles(context, &args.files),
        BundleCommand::Show(args) => examine(context, &args.file, false),
        BundleCommand::Verify(args) => examine(context, &args.file, true),
    }
}

fn export_bundle(context: &mut Context<'_>, args: &BundleExportArgs) -> Outcome {
    if args.out.exists() {
        return Err(Problem::refused("problem-file-exists").with("path", args.out.display()).into());
    }
    let desk = context.open_to_act(Access::Write)?;
    if context.dry_run {
        let digest = desk.digest()?;
        let path = args.out.display().to_string();
        if context.output.json {
            let value = serde_json::json!({
                "path": path, "events": digest.events, "batches": null, "sha256": null, "dry_run": true,
            });
            return Ok(context.output.json(&value)?);
        }
        return Ok(context.output.told("bundle-would-be-written", &[("path", Arg::from(path))])?);
    }
    let written = desk.export_bundle(&args.out, args.full)?;
    if context.output.json {
        return Ok(context.output.json(&json::bundle_written(&written))?);
    }
    let path = written.path.display().to_string();
    context.output.told(
        "bundle-written",
        &[("path", Arg::from(path)), ("events", Arg::from(written.rows)), ("batches", Arg::from(written.batches))],
    )?;
    context.output.hint("sha256", &[("sha256", Arg::from(&written.sha256))]);
    Ok(())
}

fn import_bundles(context: &mut Context<'_>, paths: &[std::path::PathBuf]) -> Outcome {
    paths.iter().try_for_each(|path| plain_file(path))?;
    if context.dry_run {
        return paths.iter().try_for_each(|path| examine(context, path, false));
    }
    let mut desk = context.open_to_act(Access::Create)?;
    let reports = {
        let mut watch = Watch::new(&context.output);
        desk.import_bundles(paths, &mut |progress| watch.tell(progress))?
    };
    if context.output.json {
        return Ok(context.output.json(&json::bundles(&reports))?);
    }
    for report in reports {
        let path = report.path.display().to_string();
        context.output.told(
            "bundle-read",
            &[("path", Arg::from(&path)), ("new", Arg::from(report.new)), ("known", Arg::from(report.known))],
        )?;
        for (key, count) in [
            ("bundle-pending", report.pending),
            ("bundle-quarantined", report.quarantined),
            ("bundle-contested", report.contested),
        ] {
            if count > 0 {
                context.output.told(key, &[("count", Arg::from(count))])?;
            }
        }
    }
    Ok(())
}

fn examine(context: &mut Context<'_>, path: &Path, verify: bool) -> Outcome {
    plain_file(path)?;
    let facts = context.doors.examine_bundle(&context.opening, path)?;
    if context.output.json {
        return Ok(context.output.json(&json::bundle_facts(&facts, path))?);
    }
    let key = if verify { "bundle-sound" } else { "bundle-facts" };
    let shown = path.display().to_string();
    context.output.told(
        key,
        &[
            ("path", Arg::from(&shown)),
            ("sender", Arg::from(&facts.fingerprint)),
            ("at", Arg::from(&facts.at)),
            ("events", Arg::from(facts.events)),
            ("batches", Arg::from(facts.batches)),
        ],
    )?;
    if !facts.known {
        context.output.hint("bundle-sender-unknown", &[]);
    }
    if facts.unchecked > 0 {
        context.output.hint("bundle-unchecked", &[("count", Arg::from(facts.unchecked))]);
    }
    Ok(())
}
