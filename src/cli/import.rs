//! `import`: files are read, told, and stored unless it is a trial. What is told before storing is the preview that the
//! screens show, in the same words.

use std::path::Path;

use serde_json::{Value as Json, json};

use super::args::ImportArgs;
use super::desk::{Access, Desk};
use super::files::plain_file;
use super::output::{Outcome, Stop};
use super::progress::Watch;
use super::{Context, human, json, mapping};
use crate::engine::FieldChange;
use crate::engine::report::{self, ReportTo};
use crate::engine::request::ImportOptions;
use crate::engine::view::{ImportReport, ImportedFile, Preview, PreviewLine, PreviewTable, Standing};
use crate::model::form::{FormKind, Stage};
use crate::model::money::Money;
use crate::model::problem::{Problem, ProblemKind};
use crate::text::{Arg, Strings};

/// Changed forms that are asked for at a time.
const PAGE: usize = 256;

/// A changed form and what changes in it.
type Changed = (PreviewLine, Vec<FieldChange>);

/// `import`
pub fn import(context: &mut Context<'_>, args: ImportArgs) -> Outcome {
    args.files.iter().filter(|path| !path.is_dir()).try_for_each(|path| plain_file(path))?;
    if let Some(path) = args.report.as_deref().filter(|path| !args.replace && !path.is_dir() && path.exists()) {
        return Err(Problem::refused("problem-file-exists").with("path", path.display()).into());
    }
    let options = ImportOptions {
        kind: FormKind::from_id(&args.kind),
        year: args.year,
        region: args.region,
        stage: Stage::from_id(&args.stage).unwrap_or_default(),
        project: args.project,
        encoding: args.encoding,
        dry_run: context.dry_run,
        mappings: args.mapping.as_deref().map(mapping::given).transpose()?.unwrap_or_default(),
    };
    mapping::tell_problems(context);
    // Neither a trial nor a file that is refused may leave a database where there was none.
    let opening = context.opening.clone();
    let fresh = !opening.database.exists();
    let nowhere = tempfile::tempdir().map_err(Problem::internal)?;
    let mut desk = match (fresh, context.dry_run) {
        (true, _) => {
            context.opening.database = nowhere.path().join("trial.db");
            context.opening.paths.state = nowhere.path().join("state");
            context.open(Access::Create)?
        }
        (false, true) => context.open(Access::Write)?,
        (false, false) => context.open_to_act(Access::Write)?,
    };
    let preview = {
        let mut watch = Watch::new(&context.output);
        desk.preview(&args.files, &options, &mut |progress| watch.tell(progress))?
    };
    let strings = context.output.strings;
    let written = match &args.report {
        Some(out) => desk.write_reports(&preview, &report_to(out), args.replace, strings)?,
        None => Vec::new(),
    };
    if let Some(problem) = preview.refused_among(&args.files) {
        for path in &written {
            context.output.hint("report-at", &[("path", Arg::from(path.display().to_string()))]);
        }
        return Err(problem.clone().into());
    }
    let changed = if args.changes { Some(changed(&*desk, &preview)?) } else { None };
    let done = if context.dry_run {
        preview.report()
    } else {
        if fresh {
            context.opening = opening;
            desk = context.open_to_act(Access::Create)?;
        }
        let mut watch = Watch::new(&context.output);
        desk.commit(&preview, &mut |progress| watch.tell(progress))?
    };
    if context.output.json {
        let mut answer = json(&preview, &done, strings);
        if let Some(changed) = &changed {
            answer["changes"] = changed.iter().flat_map(changes_json).collect();
        }
        answer["reports"] = written.iter().map(|path| Json::from(path.to_string_lossy())).collect();
        context.output.json(&answer)?;
    } else {
        for line in lines(&preview, &done, strings) {
            context.output.line(&line)?;
        }
        for line in changed.iter().flatten().flat_map(|changed| changes_lines(changed, strings)) {
            context.output.line(&line)?;
        }
        for path in &written {
            context.output.told("report-at", &[("path", Arg::from(path.display().to_string()))])?;
        }
        if args.report.is_some() && written.is_empty() {
            context.output.hint("report-written-none", &[]);
        }
    }
    // Nothing of any file could be used, and there was a reason.
    let usable = |file: &ImportedFile| file.already_imported || !file.tables.is_empty();
    let complaints = done.files.iter().any(|file| !file.rejects.is_empty()) || !done.refused.is_empty();
    if !done.files.iter().any(usable) && complaints {
        return Err(Stop::Code(ProblemKind::Refused.exit_code()));
    }
    Ok(())
}

/// A name ending in `.txt` is a text about all, one ending in `.xlsx` a workbook about the only file; anything else is a
/// folder of workbooks.
fn report_to(out: &Path) -> ReportTo {
    let ending = out.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("txt") => ReportTo::Text(out.to_owned()),
        Some("xlsx") => ReportTo::Sheet(out.to_owned()),
        _ => ReportTo::Folder(out.to_owned()),
    }
}

/// Every changed form with its changes.
fn changed(desk: &dyn Desk, preview: &Preview) -> Result<Vec<Changed>, Problem> {
    let mut all: Vec<Changed> = Vec::new();
    loop {
        let lines = desk.preview_lines(&preview.staged, Some(Standing::Changed), all.len() as u64, PAGE)?;
        let last = lines.len() < PAGE;
        for line in lines {
            let changes = desk.preview_change(&preview.staged, line.index)?;
            all.push((line, changes));
        }
        if last {
            return Ok(all);
        }
    }
}

/// How people are told a project.
fn name(line: &PreviewLine) -> String {
    match &line.code {
        Some(code) => format!("{code} {}", line.name),
        None => line.name.clone(),
    }
}

fn lines(preview: &Preview, done: &ImportReport, strings: &Strings) -> Vec<String> {
    if !done.dry_run {
        return human::import(done, strings);
    }
    let mut lines = report::lines(preview, &|key, args| strings.told(key, args));
    lines.push(strings.s("dry-run-nothing-written"));
    lines
}

fn changes_lines((line, changes): &Changed, strings: &Strings) -> Vec<String> {
    let mut lines = vec![strings.t("preview-project", &[("project", Arg::from(name(line)))])];
    let told = report::change_lines(changes, &|key, args| strings.told(key, args));
    lines.extend(told.into_iter().map(|line| format!("  {line}")));
    lines
}

fn changes_json((line, changes): &Changed) -> Vec<Json> {
    let told = |change: &FieldChange| {
        json!({
            "project": line.code.as_ref().unwrap_or(&line.name),
            "name": line.name,
            "kind": line.kind,
            "year": line.year,
            "field": change.field.key().trim_start_matches("changed-").replace('-', "_"),
            "indicator": change.indicator.as_ref().and_then(|indicator| indicator.after.or(indicator.before)),
            "indicator_name": change.indicator.as_ref().map(|indicator| &indicator.name),
            "before": change.before,
            "after": change.after,
        })
    };
    changes.iter().map(told).collect()
}

/// Sums in fen as 元.
fn yuan(fen: i128) -> String {
    i64::try_from(fen).map_or_else(|_| fen.to_string(), |fen| Money(fen).yuan())
}

fn standing<'t>(tables: impl Iterator<Item = &'t PreviewTable>) -> Json {
    let (new, changed, equal) = tables.fold((0, 0, 0), |(new, changed, equal), table| {
        (new + table.new, changed + table.changed, equal + table.equal)
    });
    json!({"new": new, "changed": changed, "equal": equal})
}

/// What was brought, with what the preview knows besides: how forms stood, sums, unknown sheets.
fn json(preview: &Preview, done: &ImportReport, strings: &Strings) -> Json {
    let mut answer = json::import(done, strings);
    answer["standing"] = standing(preview.files.iter().flat_map(|file| &file.tables));
    answer["unknown"] = preview
        .files
        .iter()
        .flat_map(|file| {
            file.unknown.iter().map(|unknown| {
                json!({"path": file.path.to_string_lossy(), "sheet": unknown.sheet, "headings": unknown.headings})
            })
        })
        .collect();
    let read = preview.files.iter().filter(|file| file.refused.is_none());
    if let Some(files) = answer["files"].as_array_mut() {
        for (told, file) in files.iter_mut().zip(read) {
            told["standing"] = standing(file.tables.iter());
            let Some(tables) = told["tables"].as_array_mut() else { continue };
            for (told, table) in tables.iter_mut().zip(&file.tables) {
                told["standing"] = standing(std::iter::once(table));
                told["funds"] = json!(yuan(table.fen));
                told["without_amount"] = json!(table.without_amount);
            }
        }
    }
    answer
}
