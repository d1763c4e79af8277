//! `recheck`: what was drawn, what was found of it row by row, papers, result, second person, objections.
//!
//! Every act answers with the points as they are after it. Deliberately absent: drawing (`sample`) and papers to publish
//! (`export`).

mod replace;
mod second;

use serde_json::{Value as Json, json as shape};

use super::args::recheck::{
    AnswerArgs, Evaluated, EvidenceArgs, OutcomeArgs, PapersArgs, RecheckCommand, RecheckListArgs, RecheckSetArgs,
};
use super::check::finding_json;
use super::desk::{Access, Desk};
use super::json::project_name;
use super::output::{self, numbers, usage, words};
use super::review::operation;
use super::{Context, check, drafts};
use crate::engine::request::Action;
use crate::engine::spot_check::papers::file_of_paper;
use crate::engine::spot_check::{RecheckAct, RecheckView};
use crate::model::event::Subject;
use crate::model::finding::Finding;
use crate::model::ids::EventId;
use crate::model::problem::Problem;
use crate::model::recheck::{EvidencePaper, Outcome, RecheckLine, RecheckStatus, Verified};
use crate::model::score::{ScoredRow, Total};
use crate::text::{Arg, Strings};

/// `recheck`
pub fn recheck(context: &mut Context<'_>, command: &RecheckCommand) -> output::Outcome {
    match command {
        RecheckCommand::List(args) => list(context, args),
        RecheckCommand::Show(args) => {
            let desk = context.open(Access::Read)?;
            let view = find(desk.as_ref(), &args.of)?;
            show(context, &view, Shown::All, false)
        }
        RecheckCommand::Set(args) => {
            act_and_show(context, &args.of, Shown::Row(args.indicator), |view| set(view, args))
        }
        RecheckCommand::Evidence(args) => act_and_show(context, &args.of, Shown::Papers, |view| evidence(view, args)),
        RecheckCommand::Papers(args) => papers(context, args),
        RecheckCommand::Request(args) => super::requests::request(context, args),
        RecheckCommand::Finish(args) => act(context, &args.of, |view| {
            let (on, seen) = (view.subject(None), view.state.finished.events());
            Ok(RecheckAct::Finish { on, seen, note: args.note.clone() })
        }),
        RecheckCommand::Reopen(args) => {
            act(context, &args.of, |view| Ok(RecheckAct::Reopen { on: view.subject(None), reason: args.note.clone() }))
        }
        RecheckCommand::Confirm(args) => act(context, &args.of, |view| {
            let (on, of) = about_result(view)?;
            Ok(RecheckAct::Check { on, of, agrees: true, reason: args.note.clone() })
        }),
        RecheckCommand::SendBack(args) => act(context, &args.of, |view| {
            let (on, of) = about_result(view)?;
            Ok(RecheckAct::Check { on, of, agrees: false, reason: args.reason.clone() })
        }),
        RecheckCommand::Object(args) => act(context, &args.of, |view| {
            let (on, of) = about_result(view)?;
            Ok(RecheckAct::Object { on, of, text: args.reason.clone() })
        }),
        RecheckCommand::Answer(args) => act(context, &args.of, |view| answer(view, args)),
        RecheckCommand::Replace(args) => replace::replace(context, args),
        RecheckCommand::Replacements(args) => replace::list(context, args),
        RecheckCommand::Outcome(args) => act(context, &args.of, |view| outcome(view, args)),
        RecheckCommand::Second(args) => act(context, &args.of, |view| {
            let on = view.subject(None);
            Ok(match (&args.release, &args.reason) {
                (Some(reason), _) => RecheckAct::ReleaseSecond { on, reason: reason.clone() },
                (None, reason) => RecheckAct::AskSecond { on, reason: reason.clone().unwrap_or_default() },
            })
        }),
        RecheckCommand::Differences(args) => {
            let desk = context.open(Access::Read)?;
            let view = find(desk.as_ref(), &args.of)?;
            second::differences(context, &view, false)
        }
        RecheckCommand::Settle(args) => second::settle(context, args),
    }
}

fn find(desk: &dyn Desk, of: &Evaluated) -> Result<RecheckView, Problem> {
    let (project, year) = desk.evaluated(&of.project, of.year)?;
    desk.recheck(project, year)
}

/// What is told of a recheck in words, below its totals. One value has everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    /// A row.
    Row(u32),
    Papers,
    Totals,
}

fn act(
    context: &mut Context<'_>,
    of: &Evaluated,
    make: impl FnOnce(&RecheckView) -> Result<RecheckAct, Problem>,
) -> output::Outcome {
    act_and_show(context, of, Shown::Totals, make)
}

fn act_and_show(
    context: &mut Context<'_>,
    of: &Evaluated,
    shown: Shown,
    make: impl FnOnce(&RecheckView) -> Result<RecheckAct, Problem>,
) -> output::Outcome {
    let mut desk = context.open_to_act(Access::Write)?;
    let view = find(desk.as_ref(), of)?;
    let act = make(&view)?;
    if !context.dry_run {
        desk.act(&operation(), &Action::Recheck(act))?;
    }
    let view = desk.recheck(view.line.project, view.line.year)?;
    show(context, &view, shown, context.dry_run)
}

/// The newest result, with what an act on it speaks of.
fn about_result(view: &RecheckView) -> Result<(Subject, EventId), Problem> {
    let newest = view.state.finished.0.iter().max_by_key(|head| (head.at, head.event));
    let newest = newest.ok_or_else(|| Problem::refused("problem-recheck-not-finished"))?;
    Ok((view.subject(None), newest.event))
}

fn set(view: &RecheckView, args: &RecheckSetArgs) -> Result<RecheckAct, Problem> {
    let found = match (&args.value, args.confirm, args.no_evidence) {
        (Some(value), ..) => Verified::Value(value.clone()),
        (None, true, _) => Verified::Agrees,
        (None, false, true) => Verified::NoEvidence,
        (None, false, false) => Verified::NotApplicable,
    };
    let evidence = args.evidence.iter().map(|label| paper(view, label)).collect::<Result<_, _>>()?;
    let (on, seen) = (view.subject(Some(args.indicator)), view.seen(args.indicator));
    Ok(RecheckAct::Verify { on, seen, found, evidence, note: args.note.clone() })
}

/// `@3` or `3`.
fn paper(view: &RecheckView, label: &str) -> Result<EventId, Problem> {
    let wanted = format!("@{}", label.trim().trim_start_matches('@'));
    let mut papers = view.state.evidence.iter().map(|one| one.event);
    papers
        .find(|event| view.state.label(*event).as_deref() == Some(&wanted))
        .ok_or_else(|| Problem::refused("problem-no-such-evidence").with("evidence", wanted))
}

fn evidence(view: &RecheckView, args: &EvidenceArgs) -> Result<RecheckAct, Problem> {
    let fingerprint = |path: &std::path::PathBuf| file_of_paper(path, &mut |_| std::ops::ControlFlow::Continue(()));
    let (file, sha256) = args.file.as_ref().map(fingerprint).transpose()?.unwrap_or_default();
    let paper = EvidencePaper {
        name: args.name.clone(),
        page: args.page.clone(),
        file,
        sha256,
        source: args.source.clone(),
        verification: args.verification.clone(),
        accuracy: args.accuracy.clone(),
        limits: args.limits.clone(),
        compensation: args.compensation.clone(),
    };
    Ok(RecheckAct::AddEvidence { on: view.subject(None), paper })
}

fn answer(view: &RecheckView, args: &AnswerArgs) -> Result<RecheckAct, Problem> {
    let objections = &view.state.objections;
    let at = args.objection.unwrap_or(objections.len());
    let objection = at.checked_sub(1).and_then(|at| objections.get(at));
    let of = objection.ok_or_else(|| Problem::refused("problem-no-such-objection"))?.event;
    let (on, reason) = (view.subject(None), args.reason.clone());
    Ok(RecheckAct::AnswerObjection { on, of, upheld: args.upheld, reason })
}

fn outcome(view: &RecheckView, args: &OutcomeArgs) -> Result<RecheckAct, Problem> {
    // The parser lets no other outcome pass.
    let outcome = Outcome::from_id(&args.outcome).ok_or_else(|| usage("problem-recheck-reason-empty"))?;
    let (on, seen) = (view.subject(None), view.state.outcome.events());
    Ok(RecheckAct::SetOutcome { on, seen, outcome, reason: args.reason.clone() })
}

fn papers(context: &mut Context<'_>, args: &PapersArgs) -> output::Outcome {
    let desk = context.open(Access::Read)?;
    let (project, year) = desk.evaluated(&args.of.project, args.of.year)?;
    let found = desk.check_papers(project, year, &args.folder)?;
    if context.output.json {
        let value: serde_json::Map<String, Json> =
            found.iter().map(|(label, stands)| (label.clone(), stands.id().into())).collect();
        return Ok(context.output.json(&Json::Object(value))?);
    }
    if found.is_empty() {
        context.output.hint("recheck-no-paper-files", &[]);
    }
    for (label, stands) in &found {
        let key = format!("recheck-paper-{}", stands.id());
        context.output.told(&key, &[("label", Arg::from(label))])?;
    }
    Ok(())
}

fn line_json(line: &RecheckLine) -> Json {
    shape!({
        "project": project_name(Some(&line.code).filter(|code| !code.is_empty()).map(String::as_str), line.project),
        "key": line.project,
        "year": line.year,
        "version": line.version,
        "name": line.name,
        "department": line.department,
        "unit": line.unit,
        "amount": line.amount.map(|amount| amount.yuan()),
        "status": line.status.id(),
        "part": line.part.map(|part| part.id()),
        "stratum": line.stratum,
        "place": line.place,
        "reasons": line.reasons,
        "outcome": line.outcome.map(|outcome| outcome.id()),
        "filed": line.filed,
        "own": line.own,
        "verified": line.verified,
        "grade": line.grade.map(|grade| grade.id()),
        "deviation": line.deviation.map(|deviation| deviation.id()),
        "second": line.second.is_some(),
    })
}

fn status(line: &RecheckLine, strings: &Strings) -> String {
    strings.s(&format!("recheck-status-{}", line.status.id().replace('_', "-")))
}

/// How a unit came into the sample: its place in the order of tickets, or why it is examined in any case.
fn part(line: &RecheckLine, strings: &Strings) -> String {
    let mut part = match line.part {
        Some(crate::model::recheck::Part::Random) => {
            let ticket = strings.t("recheck-part-random", &[("place", Arg::from(line.place))]);
            match line.reasons.as_str() {
                "" => ticket,
                // What a later program wrote is shown as it is.
                code => {
                    let key = format!("recheck-reason-{}", code.to_lowercase());
                    format!("{ticket} {}", if strings.has(&key) { strings.s(&key) } else { code.to_owned() })
                }
            }
        }
        Some(crate::model::recheck::Part::Certain) => {
            strings.t("recheck-part-certain", &[("reasons", Arg::from(&line.reasons))])
        }
        None => strings.s("recheck-part-none"),
    };
    if line.second.is_some() {
        part.insert_str(0, &strings.s("second-mark"));
    }
    part
}

fn list(context: &mut Context<'_>, args: &RecheckListArgs) -> output::Outcome {
    let desk = context.open(Access::Read)?;
    let found = desk.rechecks(args.year)?;
    let status_of = args.status.as_deref().and_then(RecheckStatus::from_id);
    let lines: Vec<&RecheckLine> =
        found.lines.iter().filter(|line| status_of.is_none_or(|status| line.status == status)).collect();
    let shown = lines.get(..args.limit.unwrap_or(lines.len()).min(lines.len())).unwrap_or_default();
    if context.output.json {
        let value = |line: &&RecheckLine| {
            let mut value = line_json(line);
            let found = found.found.get(&line.project);
            value["findings"] = found
                .map(|it| shape!({"errors": it.errors, "warnings": it.warnings, "infos": it.infos}))
                .unwrap_or_default();
            value
        };
        let value: Vec<Json> = shown.iter().map(value).collect();
        return Ok(context.output.json(&Json::Array(value))?);
    }
    let strings = context.output.strings;
    if shown.is_empty() {
        let key = match (found.year, found.lines.is_empty()) {
            (None, _) => "recheck-list-no-evaluations",
            (Some(_), true) => "recheck-list-nothing-drawn",
            (Some(_), false) => "recheck-list-none-so",
        };
        context.output.hint(key, &[("year", Arg::from(found.year.unwrap_or(0)))]);
        return Ok(());
    }
    let columns = [
        words("column-department", 16),
        words("column-project", 24),
        words("column-name", 30),
        words("column-recheck-part", 14),
        words("column-status", 10),
        numbers("column-recheck-filed"),
        numbers("column-recheck-verified"),
        numbers("column-recheck-errors"),
        words("column-recheck-deviation", 0),
    ];
    let points = |points: Option<rust_decimal::Decimal>| points.map(|points| points.to_string()).unwrap_or_default();
    let rows: Vec<Vec<String>> = shown
        .iter()
        .map(|line| {
            let deviation = line.deviation.map(|deviation| strings.s(&format!("score-deviation-{}", deviation.id())));
            vec![
                line.department.clone(),
                project_name(Some(&line.code).filter(|code| !code.is_empty()).map(String::as_str), line.project),
                line.name.clone(),
                part(line, strings),
                status(line, strings),
                points(line.filed),
                points(line.verified),
                found.found.get(&line.project).map(|found| found.errors.to_string()).unwrap_or_default(),
                deviation.unwrap_or_default(),
            ]
        })
        .collect();
    context.output.table(&columns, &rows)?;
    context.output.hint("recheck-list-count", &[("shown", Arg::from(shown.len())), ("total", Arg::from(lines.len()))]);
    Ok(())
}

fn total(total: &Total) -> Json {
    shape!({"points": total.points, "grade": total.grade.id(), "consequence": total.consequence})
}

fn found_word(view: &RecheckView, row: &ScoredRow, strings: &Strings) -> String {
    match view.found(row.no).map(|found| &found.verified) {
        None => String::new(),
        Some(Verified::Agrees) => strings.s("recheck-found-agrees"),
        Some(Verified::Value(value)) => value.clone(),
        Some(Verified::NoEvidence) => strings.s("recheck-found-no-evidence"),
        Some(Verified::NotApplicable) => strings.s("recheck-found-not-applicable"),
    }
}

/// Why a row has its verified points, in words.
fn why(row: &ScoredRow, strings: &Strings) -> String {
    let facts: Vec<(&str, Arg<'_>)> =
        row.verified.facts.iter().map(|(name, value)| (*name, Arg::from(value))).collect();
    let rule = strings.t(&format!("score-{}", row.verified.rule.id().to_lowercase()), &facts);
    let unread = row.verified.unread.map(|unread| strings.s(&format!("score-unread-{}", unread.id())));
    let flags = row.flags.iter().map(|flag| strings.s(&format!("score-flag-{}", flag.id())));
    std::iter::once(rule).chain(unread).chain(flags).collect::<Vec<_>>().join("; ")
}

fn show(context: &mut Context<'_>, view: &RecheckView, shown: Shown, dry_run: bool) -> output::Outcome {
    let strings = context.output.strings;
    let labels = |no: u32| -> Vec<String> {
        let found = view.found(no).map(|found| found.evidence.as_slice()).unwrap_or_default();
        found.iter().filter_map(|paper| view.state.label(*paper)).collect()
    };
    let cell = |no: u32| view.form.indicators.iter().find(|row| row.no == no);
    let checks = drafts::checks(context);
    if context.output.json {
        let one = |finding: &Finding| finding_json(finding, &check::words(&checks, finding, strings));
        let findings: Vec<Json> = view.findings.iter().map(one).collect();
        let rows: Vec<Json> = view
            .scored
            .rows
            .iter()
            .map(|row| {
                shape!({
                    "no": row.no,
                    "name": row.name,
                    "target": cell(row.no).map(|cell| cell.printed_target()),
                    "actual": cell(row.no).and_then(|cell| cell.actual.clone()),
                    "found": view.found(row.no).map(|found| &found.verified),
                    "note": view.found(row.no).map(|found| &found.note),
                    "contested": view.state.rows.get(&row.no).is_some_and(|heads| heads.contested()),
                    "evidence": labels(row.no),
                    "weight": row.weight,
                    "self_score": row.self_score,
                    "own": row.own.points,
                    "verified": row.verified.points,
                    "best": row.best.points,
                    "difference": row.difference(),
                    "rule": row.verified.rule.id(),
                    "why": why(row, strings),
                })
            })
            .collect();
        let papers: Vec<Json> = view
            .state
            .evidence
            .iter()
            .map(|one| shape!({"label": view.state.label(one.event), "id": one.event, "paper": one.paper}))
            .collect();
        let value = shape!({
            "recheck": line_json(&view.line),
            "self_score": view.scored.self_score,
            "self_grade": view.scored.self_grade.map(|grade| grade.id()),
            "own": total(&view.scored.own),
            "verified": total(&view.scored.verified),
            "best": total(&view.scored.best),
            "difference": view.scored.difference,
            "deviation": view.scored.deviation.map(|deviation| deviation.id()),
            "open": view.scored.open,
            "approved": view.approved.is_some(),
            "findings": findings,
            "rows": rows,
            "evidence": papers,
            "results": view.state.finished,
            "checked": view.state.checked,
            "objections": view.state.objections,
            "second": view.second.as_ref().map(|of| second::json(view, of)),
            "dry_run": dry_run,
        });
        return Ok(context.output.json(&value)?);
    }
    let line = &view.line;
    let head = [
        ("project", Arg::from(&line.name)),
        ("department", Arg::from(&line.department)),
        ("part", Arg::from(part(line, strings))),
        ("status", Arg::from(status(line, strings))),
    ];
    context.output.told("recheck-head", &head)?;
    let grade =
        |grade: Option<crate::model::review::Grade>| grade.map(|grade| strings.grade(grade)).unwrap_or_default();
    let points =
        |points: Option<rust_decimal::Decimal>| points.map_or_else(|| "-".to_owned(), |points| points.to_string());
    let totals = [
        ("self", Arg::from(points(view.scored.self_score))),
        ("self-grade", Arg::from(grade(view.scored.self_grade))),
        ("own", Arg::from(view.scored.own.points.to_string())),
        ("verified", Arg::from(view.scored.verified.points.to_string())),
        ("grade", Arg::from(grade(Some(view.scored.verified.grade)))),
        ("best", Arg::from(view.scored.best.points.to_string())),
        ("difference", Arg::from(points(view.scored.difference))),
    ];
    context.output.told("recheck-totals", &totals)?;
    if let Some(of) = &view.second {
        context.output.line(&second::standing(view, of, strings))?;
    }
    let columns = [
        numbers("column-row"),
        words("column-name", 20),
        words("column-recheck-target", 14),
        words("column-recheck-actual", 12),
        words("column-recheck-found", 12),
        numbers("column-recheck-weight"),
        numbers("column-recheck-filed"),
        numbers("column-recheck-verified"),
        words("column-recheck-evidence", 8),
        words("column-recheck-why", 0),
    ];
    let is_shown = |row: u32| shown == Shown::All || shown == Shown::Row(row);
    let rows: Vec<Vec<String>> = view
        .scored
        .rows
        .iter()
        .filter(|row| is_shown(row.no))
        .map(|row| {
            let cell = cell(row.no);
            let name = if row.no == 0 { strings.s("recheck-execution") } else { row.name.clone() };
            let amount = |amount: &Option<crate::model::form::Amount>| {
                amount.as_ref().map(|amount| amount.raw.clone()).unwrap_or_default()
            };
            let (target, actual) = match cell {
                Some(cell) => (cell.printed_target(), cell.actual.clone().unwrap_or_default()),
                None => (amount(&view.form.funds.adjusted), amount(&view.form.funds.executed)),
            };
            vec![
                row.no.to_string(),
                name,
                target,
                actual,
                found_word(view, row, strings),
                points(row.weight),
                points(row.self_score),
                row.verified.points.to_string(),
                labels(row.no).join(" "),
                why(row, strings),
            ]
        })
        .collect();
    if !rows.is_empty() {
        context.output.table(&columns, &rows)?;
    }
    let about = |finding: &&Finding| shown == Shown::All || finding.row.is_some_and(is_shown);
    for finding in view.findings.iter().filter(about) {
        let words = check::words(&checks, finding, strings);
        let args = [
            ("check", Arg::from(&finding.check.0)),
            ("row", Arg::from(finding.row.map(|row| row.to_string()).unwrap_or_default())),
            ("name", Arg::from(words.name)),
            ("why", Arg::from(words.why)),
        ];
        context.output.told(if finding.row.is_some() { "recheck-finding-row" } else { "recheck-finding" }, &args)?;
    }
    if view.approved.is_none() && shown == Shown::All {
        context.output.told("recheck-not-approved", &[])?;
    }
    for one in view.state.evidence.iter().filter(|_| matches!(shown, Shown::All | Shown::Papers)) {
        let args = [
            ("label", Arg::from(view.state.label(one.event).unwrap_or_default())),
            ("name", Arg::from(&one.paper.name)),
            ("page", Arg::from(&one.paper.page)),
        ];
        context.output.told("recheck-paper", &args)?;
    }
    Ok(())
}
