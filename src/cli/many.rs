//! `many`: one act on all targets that a filter leaves, as one step.
//!
//! `--dry-run` tells what would be done and who is left out; without it the same is done. A second identical run finds
//! nothing left to do and says so.

use serde_json::{Value as Json, json as shape};

use super::args::many::{
    ManyAcceptArgs, ManyCommand, ManyDismissArgs, ManyFinishArgs, ManyOpinionArgs, ManyReasonArgs,
};
use super::desk::Access;
use super::find::filter;
use super::output::{Outcome, usage};
use super::review::{category, due, localised_grade, operation, text};
use super::{Context, json};
use crate::config::Settings;
use crate::config::checks::Checks;
use crate::engine::drafts::Voices;
use crate::engine::many::{Like, ManyAct, ManyDemand, ManyPreview, Spot, Wording};
use crate::engine::view::Tally;
use crate::model::finding::CheckId;
use crate::model::money::Money;
use crate::model::problem::Problem;
use crate::model::query::{Query, Sort};
use crate::text::{Arg, Strings};

/// A check by its name, whatever its case.
fn check(typed: &str, checks: &Checks) -> Result<CheckId, Problem> {
    let wanted = typed.trim();
    let known = checks.ids().find(|check| check.0.eq_ignore_ascii_case(wanted)).cloned();
    known.ok_or_else(|| {
        let known: Vec<&str> = checks.ids().map(|check| check.0.as_str()).collect();
        usage("problem-no-such-check").with("check", wanted).with("known", known.join(" "))
    })
}

/// How loudly checks speak on this station.
fn voices(context: &Context<'_>) -> Voices {
    Voices { said: Settings::load(&context.opening.paths).0.voices, quiet: false }
}

fn act(context: &Context<'_>, command: &ManyCommand) -> Result<ManyAct, Problem> {
    let strings = context.output.strings;
    let plain = |text: String| Wording { text, slots: false };
    Ok(match command {
        ManyCommand::Return(args) => ManyAct::Return { reason: args.reason.clone() },
        ManyCommand::Later(args) => ManyAct::Later { reason: args.reason.clone() },
        ManyCommand::Finish(args) => {
            let grade = localised_grade(&args.grade, strings)?;
            ManyAct::Finish { grade, reason: args.reason.clone(), voices: voices(context) }
        }
        ManyCommand::Accept(args) => {
            let checks = context.profile.check_words(Checks::load(&context.opening.paths).0);
            let check = check(&args.on.check, &checks)?;
            let phrases = checks.phrases(&check, strings).ok_or_else(|| Problem::internal("words of a check"))?;
            let due = due(args.due.as_deref(), &context.profile)?;
            ManyAct::Accept { check, phrases: phrases.into(), due, voices: voices(context) }
        }
        ManyCommand::Dismiss(args) => {
            let checks = context.profile.check_words(Checks::load(&context.opening.paths).0);
            let (check, reason) = (check(&args.on.check, &checks)?, args.reason.trim().to_owned());
            ManyAct::Dismiss { check, reason, voices: voices(context) }
        }
        ManyCommand::Opinion(args) => ManyAct::Opinion {
            spot: match (&args.value, &args.indicator_name) {
                (Some(value), _) => Spot::Rows(Like::Value(value.clone())),
                (None, Some(name)) => Spot::Rows(Like::Name(name.clone())),
                (None, None) => Spot::Whole,
            },
            category: category(&context.categories, &args.category)?,
            text: plain(text(&args.text)?),
            demand: match &args.demand {
                None => None,
                Some(demand) => {
                    Some(ManyDemand { text: plain(text(demand)?), due: due(args.due.as_deref(), &context.profile)? })
                }
            },
        },
    })
}

/// The filter line.
fn line(command: &ManyCommand) -> String {
    let (words, filter) = match command {
        ManyCommand::Opinion(ManyOpinionArgs { on, .. })
        | ManyCommand::Return(ManyReasonArgs { on, .. })
        | ManyCommand::Later(ManyReasonArgs { on, .. })
        | ManyCommand::Finish(ManyFinishArgs { on, .. }) => (&on.words, &on.filter),
        ManyCommand::Accept(ManyAcceptArgs { on, .. }) | ManyCommand::Dismiss(ManyDismissArgs { on, .. }) => {
            (&on.words, &on.filter)
        }
    };
    [words.join(" "), filter.clone().unwrap_or_default()].join(" ")
}

fn money(fen: i128) -> Money {
    Money(i64::try_from(fen).unwrap_or(i64::MAX))
}

fn tally(tally: &Tally) -> Json {
    shape!({"targets": tally.projects, "indicators": tally.indicators, "amount": money(tally.fen).yuan()})
}

fn preview_json(preview: &ManyPreview, strings: &Strings) -> Json {
    let reason = |key: &str, args: &[(&'static str, String)]| strings.told(key, args);
    let left_out: Vec<Json> = preview
        .left_out
        .iter()
        .map(|left| {
            let row = left.row.as_ref();
            shape!({
                "project": row.map(|row| json::project_name(row.code.as_deref(), row.project)),
                "year": row.map(|row| row.year),
                "name": row.map(|row| row.name.clone()),
                "amount": row.and_then(|row| row.amount).map(Money::yuan),
                "reason": left.key,
                "text": reason(left.key, &left.args),
            })
        })
        .collect();
    shape!({
        "chosen": tally(&preview.chosen),
        "changes": tally(&preview.changes),
        "events": preview.events,
        "indicators_left": preview.rows_left,
        "without_draft": preview.without_draft,
        "left_out": left_out,
    })
}

/// `many …`
pub fn many(context: &mut Context<'_>, command: &ManyCommand) -> Outcome {
    let act = act(context, command)?;
    let filter = filter(&line(command), &context.categories, context.output.strings)?;
    let mut desk = context.open_to_act(Access::Write)?;
    let preview = desk.preview_many(&Query { filter, sort: Sort::default() }, &act)?;
    let nothing = preview.seen.is_empty();
    let done = match nothing || context.dry_run {
        true => None,
        false => Some(desk.act_on_many(&operation(), &preview)?),
    };
    let strings = context.output.strings;
    if context.output.json {
        let mut value = preview_json(&preview, strings);
        if let Json::Object(map) = &mut value {
            map.insert("event".into(), shape!(done.as_ref().and_then(|done| done.changed.event)));
            map.insert("dry_run".into(), shape!(context.dry_run));
        }
        return Ok(context.output.json(&value)?);
    }
    let args = |tally: &Tally| {
        [("targets", Arg::from(tally.projects)), ("amount", Arg::from(money(tally.fen).ten_thousand_yuan()))]
    };
    context.output.told("many-chosen", &args(&preview.chosen))?;
    for left in &preview.left_out {
        let name = left.row.as_ref().map_or_else(|| strings.s("many-unnamed"), |row| row.name.clone());
        let told = strings.told(left.key, &left.args);
        context.output.told("many-left-line", &[("name", Arg::from(name)), ("reason", Arg::from(told))])?;
    }
    if preview.without_draft > 0 {
        context.output.told("many-without-draft", &[("targets", Arg::from(preview.without_draft))])?;
    }
    let mut args = args(&preview.changes).to_vec();
    args.push(("rows", Arg::from(preview.changes.indicators)));
    args.push(("events", Arg::from(preview.events)));
    match (nothing, done) {
        (true, _) => context.output.told("many-changes-nothing", &[])?,
        (false, None) => context.output.told("many-changes", &args)?,
        (false, Some(done)) => {
            let step = strings.told(done.changed.step.key, &done.changed.step.args);
            context.output.told("many-done", &[("step", Arg::from(step))])?;
        }
    }
    Ok(())
}
