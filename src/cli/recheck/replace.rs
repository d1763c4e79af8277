//! `recheck replace` and `recheck replacements`: who cannot be examined gives way to the next ticket, and the list of all of
//! them.

use serde_json::{Value as Json, json as shape};

use super::{find, line_json};
use crate::cli::Context;
use crate::cli::args::recheck::{ReplaceArgs, ReplacementsArgs};
use crate::cli::desk::Access;
use crate::cli::output::{self, numbers, usage, words};
use crate::cli::review::operation;
use crate::engine::spot_check::replace::{NextTicket, ReplaceAsk, Replaced};
use crate::model::problem::Problem;
use crate::model::recheck::{Outcome, RecheckLine};
use crate::model::review::Settled;
use crate::text::{Arg, Strings};

/// `recheck replace`
pub fn replace(context: &mut Context<'_>, args: &ReplaceArgs) -> output::Outcome {
    let mut desk = context.open_to_act(Access::Write)?;
    let view = find(desk.as_ref(), &args.of)?;
    let known = match view.state.outcome.settled() {
        Settled::One(outcome) => Some(*outcome),
        Settled::Open | Settled::Contested => None,
    };
    let outcome = args.outcome.as_deref().and_then(Outcome::from_id).or(known);
    let outcome = outcome.ok_or_else(|| usage("problem-replace-as"))?;
    if !outcome.is_replaced() {
        return Err(Problem::refused("problem-replace-refused").into());
    }
    let next = desk.next_ticket(view.line.project, view.line.year)?;
    if args.reason.trim().is_empty() && known != Some(outcome) {
        return Err(Problem::refused("problem-recheck-reason-empty").into());
    }
    if !context.dry_run {
        let (on, seen) = (view.subject(None), view.state.outcome.events());
        desk.replace_unit(&operation(), &ReplaceAsk { on, seen, outcome, reason: args.reason.clone() })?;
    }
    if context.output.json {
        let mut value = next_json(&next);
        if let Json::Object(map) = &mut value {
            map.insert("of".into(), line_json(&view.line));
            map.insert("outcome".into(), outcome.id().into());
            map.insert("dry_run".into(), context.dry_run.into());
        }
        return Ok(context.output.json(&value)?);
    }
    let args = [
        ("of", Arg::from(&view.line.name)),
        ("by", Arg::from(if next.name.is_empty() { &next.key } else { &next.name })),
        ("key", Arg::from(&next.key)),
        ("stratum", Arg::from(&next.stratum)),
        ("place", Arg::from(next.place)),
        ("drawn", Arg::from(next.drawn)),
        ("frame", Arg::from(next.frame)),
        ("ticket", Arg::from(&next.ticket)),
    ];
    let key = if context.dry_run { "replace-would" } else { "replace-done" };
    context.output.told(key, &args)?;
    context.output.told("replace-ticket", &args)?;
    Ok(())
}

fn next_json(next: &NextTicket) -> Json {
    shape!({
        "by": {
            "key": next.key,
            "project": next.project,
            "version": next.version,
            "name": next.name,
            "stratum": next.stratum,
            "place": next.place,
            "ticket": next.ticket,
            "second": next.second,
        },
        "drawn": next.drawn,
        "frame": next.frame,
    })
}

/// `recheck replacements`
pub fn list(context: &mut Context<'_>, args: &ReplacementsArgs) -> output::Outcome {
    let found = context.open(Access::Read)?.replacements(args.year)?;
    let strings = context.output.strings;
    if context.output.json {
        let one = |one: &Replaced| shape!({"of": line_json(&one.of), "by": one.by.as_ref().map(line_json), "exhausted": one.exhausted});
        return Ok(context.output.json(&Json::Array(found.iter().map(one).collect()))?);
    }
    if found.is_empty() {
        context.output.hint("replace-none", &[]);
        return Ok(());
    }
    let heads = [
        words("draw-column-stratum", 16),
        numbers("draw-column-place"),
        words("replace-column-of", 24),
        words("replace-column-outcome", 12),
        numbers("draw-column-place"),
        words("replace-column-by", 0),
    ];
    let rows: Vec<Vec<String>> = found.iter().map(|one| row(one, strings)).collect();
    Ok(context.output.table(&heads, &rows)?)
}

fn row(one: &Replaced, strings: &Strings) -> Vec<String> {
    let named = |line: &RecheckLine| format!("{} {}", line.code, line.name).trim().to_owned();
    let outcome =
        one.of.outcome.map(|outcome| strings.s(&format!("recheck-outcome-{}", outcome.id().replace('_', "-"))));
    let by = match &one.by {
        Some(by) => named(by),
        None => strings.s(if one.exhausted { "replace-exhausted" } else { "replace-owed" }),
    };
    vec![
        one.of.stratum.clone(),
        one.of.place.to_string(),
        named(&one.of),
        outcome.unwrap_or_default(),
        one.by.as_ref().map(|by| by.place.to_string()).unwrap_or_default(),
        by,
    ]
}
