//! `opinion accept` and `opinion dismiss`: answers to the drafts of automatic checks, and how `show` tells of them.
//!
//! What is answered already is not written again. Deliberately absent: answering without naming the check.

use serde_json::{Value as Json, json as shape};

use super::args::{DraftAcceptArgs, DraftDismissArgs};
use super::check::{finding_json, words};
use super::desk::Access;
use super::output::{Outcome, usage};
use super::review::{due, find, operation, place, subject, text};
use super::{Context, json};
use crate::config::Settings;
use crate::config::checks::Checks;
use crate::engine::drafts::waits;
use crate::engine::request::Action;
use crate::engine::view::ProjectView;
use crate::model::event::DemandDraft;
use crate::model::finding::{CheckId, CheckRef, Finding, FromCheck, Severity, Voice};
use crate::model::ids::EventId;
use crate::model::problem::Problem;
use crate::text::Arg;

/// Words of the checks; what is wrong with the user's own is told.
pub(super) fn checks(context: &mut Context<'_>) -> Checks {
    let (checks, problems) = Checks::load(&context.opening.paths);
    problems.iter().for_each(|problem| context.output.problem(problem));
    checks
}

/// How loudly a check speaks on this station.
fn voice(view: &ProjectView, settings: &Settings, check: &CheckId) -> Voice {
    settings.voice(check, view.checks.get(check).map_or(Voice::Drafts, |info| info.voice))
}

/// What the checks found, for `show`.
pub(super) fn findings(context: &mut Context<'_>, view: &ProjectView) -> Vec<Json> {
    let checks = checks(context);
    let settings = Settings::load(&context.opening.paths).0;
    let strings = context.output.strings;
    let one = |finding: &Finding| {
        let mut value = finding_json(finding, &words(&checks, finding, strings));
        let loud = voice(view, &settings, &finding.check);
        let answers = view.checks.get(&finding.check).map(|info| info.answers).unwrap_or_default();
        if let Json::Object(map) = &mut value {
            map.insert("charged_by".into(), shape!(finding.charged_by));
            map.insert("voice".into(), shape!(loud.id()));
            map.insert("waits".into(), shape!(waits(finding, loud, &view.state)));
            map.insert("answers".into(), shape!(answers));
        }
        value
    };
    view.findings.iter().map(one).collect()
}

/// Drafts that wait on a row, each check once, and whether one of them is grave.
pub(super) fn waiting(context: &Context<'_>, view: &ProjectView, row: Option<u32>) -> (Vec<CheckRef>, bool) {
    let settings = Settings::load(&context.opening.paths).0;
    let mut found: Vec<CheckRef> = Vec::new();
    let mut grave = false;
    for finding in view.findings.iter().filter(|finding| finding.row == row) {
        if waits(finding, voice(view, &settings, &finding.check), &view.state) {
            grave |= finding.severity == Severity::Error;
            if !found.iter().any(|known| known.check == finding.check) {
                found.push(finding.check_ref());
            }
        }
    }
    (found, grave)
}

/// What one check found on one row.
fn found<'v>(view: &'v ProjectView, row: Option<u32>, check: &str) -> Result<Vec<&'v Finding>, Problem> {
    let wanted = CheckId(check.trim().to_ascii_uppercase());
    let named = |finding: &&Finding| finding.check == wanted || finding.check.0 == check.trim();
    let found: Vec<&Finding> = view.findings.iter().filter(|one| one.row == row).filter(named).collect();
    if found.is_empty() {
        let known: Vec<&str> =
            view.findings.iter().filter(|one| one.row == row).map(|one| one.check.0.as_str()).collect();
        return Err(Problem::refused("problem-no-such-finding")
            .with("check", check)
            .with("project", &view.form.name)
            .with("row", row.unwrap_or(0))
            .with("known", known.join(" ")));
    }
    Ok(found)
}

fn answer(
    context: &mut Context<'_>,
    view: &ProjectView,
    row: Option<u32>,
    (check, key): (&CheckRef, &'static str),
    (event, already): (Option<EventId>, bool),
) -> Outcome {
    if context.output.json {
        return Ok(context.output.json(&shape!({
            "project": json::project_name(view.form.code.as_deref(), view.row.project),
            "year": view.row.year,
            "indicator": row,
            "check": check.check,
            "version": check.version,
            "event": event,
            "already": already,
            "dry_run": context.dry_run,
        }))?);
    }
    let key = match (already, event) {
        (true, _) => "draft-already-answered",
        (_, None) => "draft-would-be-answered",
        _ => key,
    };
    let place = place(context.output.strings, row);
    let args =
        [("project", Arg::from(&view.form.name)), ("place", Arg::from(place)), ("check", Arg::from(&check.check.0))];
    context.output.told(key, &args)?;
    Ok(())
}

/// `opinion accept`
pub fn accept(context: &mut Context<'_>, args: &DraftAcceptArgs) -> Outcome {
    let checks = checks(context);
    let mut desk = context.open_to_act(Access::Write)?;
    let view = find(desk.as_ref(), &args.on.project, args.on.year)?;
    let on = subject(&view, args.on.indicator)?;
    let found = found(&view, on.row, &args.check)?;
    let Some(first) = found.first() else { return Err(Problem::internal("finding").into()) };
    let drafted = checks.draft(&found, context.output.strings);
    let words = text(args.text.as_deref().unwrap_or(&drafted.opinion))?;
    let demanded = args.demand.clone().unwrap_or_else(|| drafted.demand.clone()).trim().to_owned();
    let unit = [&view.row.unit, &view.row.department].into_iter().find(|unit| !unit.trim().is_empty()).cloned();
    let demand = match unit.filter(|_| !demanded.is_empty()) {
        None => None,
        Some(unit) => Some(DemandDraft {
            text: text(&demanded)?,
            due: due(args.due.as_deref(), &context.profile)?,
            responsible_unit: unit.trim().to_owned(),
        }),
    };
    let edited = words != drafted.opinion.trim() || demanded != drafted.demand.trim();
    let check = first.check_ref();
    let mine = view.state.opinions.iter().find(|opinion| {
        let same = opinion.from_check.as_ref().is_some_and(|from| from.check == check.check);
        same && opinion.row == on.row && opinion.given_by(&view.me).is_some()
    });
    if let Some(event) = mine.and_then(|opinion| opinion.given_by(&view.me)) {
        return answer(context, &view, on.row, (&check, "draft-is-accepted"), (Some(event), true));
    }
    let row = on.row;
    let action = Action::AcceptDraft {
        on,
        seen: row.and_then(|row| view.state.rows.get(&row)).map(|heads| heads.events()).unwrap_or_default(),
        from: FromCheck { check: check.check.clone(), version: check.version.clone(), edited },
        category: first.category.clone(),
        text: words,
        demand,
    };
    let event = if context.dry_run { None } else { desk.act(&operation(), &action)?.event };
    answer(context, &view, row, (&check, "draft-is-accepted"), (event, false))
}

/// `opinion dismiss`
pub fn dismiss(context: &mut Context<'_>, args: &DraftDismissArgs) -> Outcome {
    let mut desk = context.open_to_act(Access::Write)?;
    let view = find(desk.as_ref(), &args.on.project, args.on.year)?;
    let on = subject(&view, args.on.indicator)?;
    let found = found(&view, on.row, &args.check)?;
    let Some(check) = found.first().map(|finding| finding.check_ref()) else {
        return Err(Problem::internal("finding").into());
    };
    let reason = args.reason.trim().to_owned();
    if reason.is_empty() && found.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(usage("problem-dismissal-needs-reason").with("check", &check.check).into());
    }
    let row = on.row;
    let mine = view
        .state
        .dismissed
        .iter()
        .find(|one| one.row == row && one.check.check == check.check && one.author == view.me);
    if let Some(one) = mine {
        return answer(context, &view, row, (&check, "draft-is-dismissed"), (Some(one.event), true));
    }
    let action = Action::DismissDraft { on, check: check.clone(), reason };
    let event = if context.dry_run { None } else { desk.act(&operation(), &action)?.event };
    answer(context, &view, row, (&check, "draft-is-dismissed"), (event, false))
}
