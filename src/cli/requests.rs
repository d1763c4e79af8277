//! `recheck request`: what units are asked for to prove their self-evaluations, shown or written as a notice (调阅资料通知).

use std::path::Path;

use serde_json::{Value as Json, json as shape};

use super::args::recheck::RequestArgs;
use super::desk::Access;
use super::json::{self, project_name};
use super::output::Outcome;
use super::progress::Watch;
use super::{Context, review};
use crate::config::evidence::EvidenceKinds;
use crate::engine::spot_check::RecheckView;
use crate::engine::spot_check::reports::{PaperAsk, RequestsAsk, as_text};
use crate::engine::spot_check::requests::{AskedRow, asked};
use crate::model::problem::Problem;
use crate::text::{Arg, Strings};

/// `recheck request`
pub fn request(context: &mut Context<'_>, args: &RequestArgs) -> Outcome {
    let ask = RequestsAsk {
        projects: args.projects.clone(),
        department: args.department.clone(),
        year: args.year,
        due: review::due(args.due.as_deref(), &context.profile)?,
    };
    if let Some(out) = args.out.as_deref() {
        return write(context, out, args.replace, ask);
    }
    let strings = context.output.strings;
    let desk = context.open(Access::Read)?;
    if context.output.json {
        let views = desk.asked_rechecks(&ask)?;
        let value: Vec<Json> = views.iter().map(|view| view_json(view, &ask.due, strings)).collect();
        return Ok(context.output.json(&Json::Array(value))?);
    }
    let paper = desk.paper(&PaperAsk::Requests(ask), strings)?;
    for line in as_text(&paper).lines() {
        context.output.line(line)?;
    }
    Ok(())
}

fn write(context: &mut Context<'_>, out: &Path, replace: bool, ask: RequestsAsk) -> Outcome {
    if out.exists() && !replace {
        return Err(Problem::refused("problem-file-exists").with("path", out.display()).into());
    }
    let strings = context.output.strings;
    let desk = context.open(Access::Read)?;
    let (path, ask) = (out.display().to_string(), PaperAsk::Requests(ask));
    if context.dry_run {
        let rows: usize = desk.paper(&ask, strings)?.sections.iter().map(|section| section.rows.len()).sum();
        if context.output.json {
            let value = shape!({"path": path, "rows": rows, "sha256": null, "dry_run": true});
            return Ok(context.output.json(&value)?);
        }
        let args = [("path", Arg::from(path)), ("rows", Arg::from(rows))];
        return Ok(context.output.told("results-paper-would-be-written", &args)?);
    }
    let written = {
        let mut watch = Watch::new(&context.output);
        desk.export_paper(out, &ask, replace, strings, &mut |progress| watch.tell(progress))?
    };
    if context.output.json {
        return Ok(context.output.json(&json::sheet(&written))?);
    }
    context.output.told("sheet-written", &[("path", Arg::from(path)), ("rows", Arg::from(written.rows))])?;
    context.output.hint("sha256", &[("sha256", Arg::from(&written.sha256))]);
    Ok(())
}

fn view_json(view: &RecheckView, due: &str, strings: &Strings) -> Json {
    let row = |row: &AskedRow| {
        let papers: Vec<String> = row.papers.iter().map(|it| strings.s(&format!("evidence-paper-{it}"))).collect();
        let name = view.scored.rows.iter().find(|scored| scored.no == row.row).map(|scored| scored.name.as_str());
        shape!({
            "indicator": row.row, "name": name, "kind": row.kind, "asked": papers, "evidence": row.here,
            "state": row.standing.id(),
        })
    };
    let line = &view.line;
    let code = view.form.code.as_deref().filter(|code| !code.is_empty());
    shape!({
        "project": project_name(code, line.project), "year": line.year, "name": view.form.name,
        "department": view.form.department.name, "unit": view.form.unit.name, "due": due,
        "indicators": asked(view, &EvidenceKinds::built_in()).iter().map(row).collect::<Vec<_>>(),
    })
}
