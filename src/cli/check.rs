//! `check`: automatic checks of files, before they are filed, and of projects that are in the database.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::Context;
use super::args::CheckArgs;
use super::desk::Access;
use super::files::plain_file;
use super::json::project_name;
use super::output::{Outcome, Stop, usage};
use super::progress::Watch;
use super::wiring::rulebook;
use crate::config::checks::Checks;
use crate::engine::check_files::{self, CheckedFile, CheckedForm, Desk, FindingWords};
use crate::engine::explain::{FormExplained, Surroundings, check_named, explain};
use crate::engine::prereview::WithoutTarget;
use crate::engine::report::Say;
use crate::engine::request::ImportOptions;
use crate::engine::view::ProjectView;
use crate::model::finding::{CheckId, Finding, Severity};
use crate::model::problem::{Problem, ProblemKind};
use crate::text::{Arg, Strings};

/// `check`
pub fn check(context: &mut Context<'_>, args: &CheckArgs) -> Outcome {
    let (checks, problems) = Checks::load(&context.opening.paths);
    let checks = context.profile.check_words(checks);
    problems.iter().for_each(|problem| context.output.problem(problem));
    if args.all {
        return all(context, args);
    }
    if args.evaluations {
        return super::evaluations::evaluations(context, args, &checks);
    }
    let (book, _) = rulebook(&context.profile);
    let wanted = args.explain.as_deref().map(str::trim).filter(|check| !check.is_empty());
    let wanted = wanted.map(|check| check_named(&book, check)).transpose()?;
    let files: Vec<PathBuf> = args.what.iter().map(PathBuf::from).filter(|path| is_file_name(path)).collect();
    if files.is_empty() {
        return projects(context, args, &checks, wanted.as_ref());
    }
    if files.len() != args.what.len() {
        return Err(usage("problem-check-files-or-projects").into());
    }
    files.iter().filter(|path| !path.is_dir()).try_for_each(|path| plain_file(path))?;
    in_files(context, args, &files, &checks, wanted.as_ref())
}

/// A file or folder, or something that is called like one: a slip in its name must not make it a project.
fn is_file_name(path: &Path) -> bool {
    const ENDINGS: [&str; 9] = ["xlsx", "xlsm", "xltx", "xls", "et", "ods", "csv", "tsv", "txt"];
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    path.exists() || ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

pub fn words(checks: &Checks, finding: &Finding, strings: &Strings) -> FindingWords {
    let language = strings.language();
    FindingWords {
        name: checks.fill(finding, language, |words| &words.name),
        opinion: checks.fill(finding, language, |words| &words.opinion),
        demand: checks.fill(finding, language, |words| &words.demand),
        why: checks.fill(finding, language, |words| &words.why),
    }
}

fn in_files(
    context: &mut Context<'_>,
    args: &CheckArgs,
    files: &[PathBuf],
    checks: &Checks,
    wanted: Option<&CheckId>,
) -> Outcome {
    let strings = context.output.strings;
    if let Some(out) = args.out.as_deref().filter(|out| !args.replace && out.is_file()) {
        return Err(Problem::refused("problem-file-exists").with("path", out.display()).into());
    }
    let (rulebook, _) = rulebook(&context.profile);
    let mappings = super::mapping::file(context);
    let reader = context.doors.program();
    let filled = |finding: &Finding| words(checks, finding, strings);
    let desk = Desk {
        rulebook: &rulebook,
        score: &context.profile.score,
        words: &filled,
        language: strings.language().tag(),
        mappings: Some(&mappings),
        reader: reader.as_deref(),
    };
    let options = ImportOptions {
        year: args.year,
        region: args.region.clone(),
        encoding: args.encoding.clone(),
        project: args.project.clone(),
        ..ImportOptions::default()
    };
    let checked = {
        let mut watch = Watch::new(&context.output);
        check_files::check_files(files, &options, desk, &mut |progress| watch.tell(progress))?
    };
    let say: Say<'_> = &|key, args| strings.told(key, args);
    let written = match (&args.out, context.dry_run) {
        (Some(out), false) => write(out, args.replace, &checked, desk, say)?,
        _ => Vec::new(),
    };
    if args.explain.is_some() {
        let forms: Vec<(String, FormExplained)> = checked
            .iter()
            .flat_map(|file| &file.forms)
            .map(|form| (form.form.name.clone(), explain(&rulebook, &form.form, &Surroundings::default(), wanted)))
            .collect();
        tell_explained(context, &forms, checks)?;
    } else if context.output.json {
        let mut answer = Vec::new();
        for file in &checked {
            let spots = check_files::spots(file, desk)?;
            answer.extend(file.findings().zip(spots).map(|((form, finding), spot)| {
                let mut value = finding_json(finding, &filled(finding));
                value["project"] = Json::from(project_name(form.form.code.as_deref(), form.form.project()));
                value["file"] = Json::from(file.path.to_string_lossy());
                value["sheet"] = Json::from(form.place.sheet.as_str());
                value["row"] = Json::from(spot.row);
                value["column"] = if spot.column == 0 { Json::Null } else { Json::from(spot.column) };
                value
            }));
        }
        context.output.json(&Json::Array(answer))?;
    } else {
        for line in checked.iter().flat_map(|file| check_files::lines(file, desk, say)) {
            context.output.line(&line)?;
        }
        context.output.hint("check-not-looked-at", &[]);
    }
    for path in &written {
        context.output.hint("report-at", &[("path", Arg::from(path.display().to_string()))]);
    }
    super::explain::failed(context, checked.iter().flat_map(|file| &file.failed))?;
    if context.output.json {
        checked.iter().filter_map(|file| file.refused.as_ref()).for_each(|problem| context.output.problem(problem));
    }
    if checked.iter().all(|file| file.refused.is_some()) {
        return Err(Stop::Code(ProblemKind::Refused.exit_code()));
    }
    Ok(())
}

/// By the ending of the name: a marked copy of the one file, a page about all, or a folder of marked copies.
fn write(
    out: &Path,
    replace: bool,
    checked: &[CheckedFile],
    desk: Desk<'_>,
    say: Say<'_>,
) -> Result<Vec<PathBuf>, Problem> {
    let ending = out.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("html" | "htm") => {
            check_files::write_html(checked, (out, replace), desk, say)?;
            Ok(vec![out.to_owned()])
        }
        Some("txt") => {
            check_files::write_text(checked, (out, replace), desk, say)?;
            Ok(vec![out.to_owned()])
        }
        Some("xlsx") => match checked {
            [file] if file.refused.is_none() => {
                check_files::write_sheet(file, (out, replace), desk, say)?;
                Ok(vec![out.to_owned()])
            }
            [_] => Ok(Vec::new()),
            files => Err(Problem::new(ProblemKind::Usage, "problem-report-one-file")
                .with("path", out.display())
                .with("files", files.len())),
        },
        Some(_) => Err(usage("problem-check-ending").with("path", out.display())),
        None => check_files::write_folder(checked, (out, replace), desk, say),
    }
}

/// Most projects without a target that are named one by one.
const NAMED: usize = 1_000;

/// Checks of all targets in the database, and which projects of the budget list filed none (X001).
fn all(context: &mut Context<'_>, args: &CheckArgs) -> Outcome {
    let mut desk = context.open(Access::Write)?;
    let done = {
        let mut watch = Watch::new(&context.output);
        desk.pre_review(args.anew, &mut |progress| watch.tell(progress))?
    };
    let (missing, count) = desk.without_target(NAMED)?;
    let failed = desk.failed_checks()?;
    if context.output.json {
        let line = |line: &WithoutTarget| {
            json!({
                "check": "X001",
                "project": project_name(line.listed.code.as_deref(), line.listed.project),
                "name": line.listed.name,
                "department": line.listed.department,
                "file": line.source,
                "sheet": line.place.sheet,
                "row": line.place.row,
            })
        };
        context.output.json(&json!({
            "looked": done.looked,
            "unchanged": done.fresh,
            "errors": done.found.errors,
            "warnings": done.found.warnings,
            "infos": done.found.infos,
            "without_target": missing.iter().map(line).collect::<Vec<_>>(),
            "without_target_total": count,
        }))?;
        super::explain::failed(context, failed.values())?;
        return Ok(());
    }
    let args = [
        ("looked", Arg::from(done.looked.to_string())),
        ("unchanged", Arg::from(done.fresh.to_string())),
        ("errors", Arg::from(done.found.errors.to_string())),
        ("warnings", Arg::from(done.found.warnings.to_string())),
        ("infos", Arg::from(done.found.infos.to_string())),
    ];
    context.output.told("check-all-done", &args)?;
    if count > 0 {
        context.output.told("check-without-target", &[("count", Arg::from(count.to_string()))])?;
    }
    for line in &missing {
        let args = [
            ("project", Arg::from(&line.listed.name)),
            ("department", Arg::from(&line.listed.department)),
            ("file", Arg::from(&line.source)),
            ("sheet", Arg::from(&line.place.sheet)),
            ("row", Arg::from(line.place.row.to_string())),
        ];
        context.output.told("check-without-target-line", &args)?;
    }
    super::explain::failed(context, failed.values())?;
    Ok(())
}

/// Tells how checks came to their answers on these targets.
fn tell_explained(context: &mut Context<'_>, forms: &[(String, FormExplained)], checks: &Checks) -> Result<(), Stop> {
    if context.output.json {
        let values = forms.iter().map(|(name, of)| super::explain::value(context, name, of, checks));
        let values = Json::Array(values.collect());
        return Ok(context.output.json(&values)?);
    }
    for line in forms.iter().flat_map(|(name, of)| super::explain::lines(context, name, of, checks)).collect::<Vec<_>>()
    {
        context.output.line(&line)?;
    }
    Ok(())
}

/// Checks of projects in the database.
fn projects(context: &mut Context<'_>, args: &CheckArgs, checks: &Checks, wanted: Option<&CheckId>) -> Outcome {
    if args.out.is_some() {
        return Err(usage("problem-check-out-needs-files").into());
    }
    if args.what.is_empty() {
        return Err(usage("problem-check-what").into());
    }
    let desk = context.open(Access::Read)?;
    let strings = context.output.strings;
    let mut answer = Vec::new();
    if args.explain.is_some() {
        let mut forms = Vec::new();
        for project in &args.what {
            let item = desk.find_project(project, args.year)?;
            let name = desk.project(item)?.form.name.clone();
            forms.push((name, desk.explain(item, wanted)?));
        }
        let problems: Vec<Problem> = forms.iter().flat_map(|(_, of)| of.failed.clone()).collect();
        tell_explained(context, &forms, checks)?;
        super::explain::failed(context, &problems)?;
        return Ok(());
    }
    for project in &args.what {
        let view: ProjectView = desk.find_filed(project, args.year)?;
        let shown = CheckedForm {
            place: view.versions.last().map(|version| version.place.clone()).unwrap_or_default(),
            form: (*view.form).clone(),
            findings: view.findings.to_vec(),
        };
        if context.output.json {
            for finding in view.findings.iter().filter(|finding| finding.charged_by.is_none()) {
                let mut value = finding_json(finding, &words(checks, finding, strings));
                value["project"] = Json::from(project_name(view.row.code.as_deref(), view.row.project));
                answer.push(value);
            }
            continue;
        }
        let filled = |finding: &Finding| words(checks, finding, strings);
        for line in check_files::form_lines(&shown, &filled, &|key, args| strings.told(key, args)) {
            context.output.line(&line)?;
        }
        if !view.findings.iter().any(|finding| finding.severity != Severity::Info) {
            context.output.told("check-nothing-found", &[("project", Arg::from(&view.row.name))])?;
        }
    }
    if context.output.json {
        context.output.json(&Json::Array(answer))?;
    }
    let failed = desk.failed_checks()?;
    super::explain::failed(context, failed.values())?;
    Ok(())
}

/// A finding as answered to scripts.
pub fn finding_json(finding: &Finding, words: &FindingWords) -> Json {
    json!({
        "check": finding.check.0,
        "version": finding.version,
        "severity": finding.severity.id(),
        "category": finding.category.0,
        "indicator": finding.row,
        "cell": finding.cell.id(),
        "message": words.name,
        "draft": words.opinion,
        "demand": words.demand,
        "evidence": words.why,
        "facts": finding.facts,
        "suggestion": finding.suggestion,
    })
}
