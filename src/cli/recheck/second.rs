//! `recheck second`, `differences` and `settle`: an independent second review (独立复核).
//!
//! Before both are done nothing of the other is here to be told: the engine leaves it out. Only [`super`] may import it.

use serde_json::{Value as Json, json as shape};

use super::{find, paper};
use crate::cli::Context;
use crate::cli::args::recheck::SettleArgs;
use crate::cli::desk::Access;
use crate::cli::output::{Outcome, numbers, words};
use crate::cli::review::operation;
use crate::engine::request::Action;
use crate::engine::spot_check::second::{Compared, DifferingRow, SecondView};
use crate::engine::spot_check::{RecheckAct, RecheckView, SettleBy};
use crate::model::event::Subject;
use crate::model::ids::PersonId;
use crate::model::problem::Problem;
use crate::model::recheck::{FoundRow, Outcome as Visit, Verified};
use crate::text::{Arg, Strings};

fn person(view: &RecheckView, person: &PersonId) -> String {
    view.names.get(person).cloned().unwrap_or_else(|| person.to_string())
}

/// How it stands, in one line: of the other no more than whether that person is done.
pub(super) fn standing(view: &RecheckView, of: &SecondView, strings: &Strings) -> String {
    let open = of.compared.as_ref().map_or(0, |compared| compared.open);
    let other = strings.s(if of.other_done { "second-other-done" } else { "second-other-not-done" });
    let released = of.released.first();
    let args = [
        ("open", Arg::from(open)),
        ("other", Arg::from(other)),
        ("name", Arg::from(released.map(|said| person(view, &said.author)).unwrap_or_default())),
        ("reason", Arg::from(released.map_or("", |said| said.reason.as_str()))),
    ];
    strings.t(&format!("second-standing-{}", of.standing.id()), &args)
}

/// The same for programs, with what is compared once both are done.
pub(super) fn json(view: &RecheckView, of: &SecondView) -> Json {
    let asked = of.asked.iter().map(|one| shape!({"by_lot": one.by_lot, "at": one.at, "reason": one.reason}));
    let released = of.released.iter();
    let released = released.map(|one| shape!({"by": person(view, &one.author), "at": one.at, "reason": one.reason}));
    let mut value = shape!({
        "released": released.collect::<Vec<_>>(),
        "standing": of.standing.id(),
        "other_done": of.other_done,
        "asked": asked.collect::<Vec<_>>(),
    });
    if let (Json::Object(map), Some(compared)) = (&mut value, &of.compared) {
        let row = |row: &DifferingRow| {
            shape!({
                "no": row.no,
                "name": row.name,
                "found": row.found.each_ref().map(|found| found.as_ref().map(|found| &found.verified)),
                "notes": row.found.each_ref().map(|found| found.as_ref().map(|found| &found.note)),
                "points": row.points.each_ref().map(|points| points.points),
                "settled": row.settled,
                "counts": row.counts,
                "open": row.is_open(),
            })
        };
        let side = |side: &crate::engine::spot_check::second::Side| {
            shape!({
                "person": person(view, &side.person),
                "outcome": side.gave_up.map(Visit::id),
                "points": side.points,
                "grade": side.grade.id(),
                "consequence": side.consequence,
            })
        };
        map.insert("sides".into(), compared.sides.each_ref().map(side).to_vec().into());
        let whole = compared.whole.as_ref().map(|whole| {
            let settled = whole.settled.iter().map(|head| {
                let (outcome, reason) = &head.value;
                shape!({"author": head.author, "outcome": outcome.map(Visit::id), "reason": reason})
            });
            shape!({"settled": settled.collect::<Vec<_>>()})
        });
        map.insert("visit".into(), whole.into());
        map.insert("rows".into(), compared.rows.iter().map(row).collect::<Vec<_>>().into());
        map.insert("open".into(), compared.open.into());
    }
    value
}

fn found(found: Option<&FoundRow>, strings: &Strings) -> String {
    match found.map(|found| &found.verified) {
        None => strings.s("second-nothing"),
        Some(verified) => verified_word(verified, strings),
    }
}

fn verified_word(verified: &Verified, strings: &Strings) -> String {
    match verified {
        Verified::Agrees => strings.s("recheck-found-agrees"),
        Verified::Value(value) => value.clone(),
        Verified::NoEvidence => strings.s("recheck-found-no-evidence"),
        Verified::NotApplicable => strings.s("recheck-found-not-applicable"),
    }
}

fn visit(outcome: Option<Visit>, strings: &Strings) -> String {
    match outcome {
        Some(outcome) => strings.s(&format!("recheck-outcome-{}", outcome.id().replace('_', "-"))),
        None => strings.s("second-rechecked"),
    }
}

/// `recheck differences`
pub(super) fn differences(context: &mut Context<'_>, view: &RecheckView, dry_run: bool) -> Outcome {
    let none = || Problem::refused("problem-second-none").with("project", &view.line.name);
    let of = view.second.as_ref().ok_or_else(none)?;
    if context.output.json {
        let mut value = json(view, of);
        if let Json::Object(map) = &mut value {
            map.insert("dry_run".into(), dry_run.into());
        }
        return Ok(context.output.json(&value)?);
    }
    let strings = context.output.strings;
    context.output.line(&standing(view, of, strings))?;
    let Some(compared) = &of.compared else { return Ok(()) };
    tell(context, view, compared)
}

fn tell(context: &mut Context<'_>, view: &RecheckView, compared: &Compared) -> Outcome {
    let strings = context.output.strings;
    for (place, side) in ["second-first", "second-other"].into_iter().zip(&compared.sides) {
        let result = match side.gave_up {
            Some(outcome) => visit(Some(outcome), strings),
            None => format!("{} {}", side.points, strings.grade(side.grade)),
        };
        let consequence =
            if strings.has(&side.consequence) { strings.s(&side.consequence) } else { side.consequence.clone() };
        let args = [
            ("place", Arg::from(strings.s(place))),
            ("name", Arg::from(person(view, &side.person))),
            ("result", Arg::from(result)),
            ("consequence", Arg::from(if side.gave_up.is_some() { String::new() } else { consequence })),
        ];
        context.output.told("second-side", &args)?;
    }
    let columns = [
        numbers("column-row"),
        words("column-name", 24),
        words("second-head-first", 14),
        numbers("second-head-points"),
        words("second-head-other", 14),
        numbers("second-head-points"),
        words("second-head-settled", 14),
        numbers("second-head-points"),
        words("second-head-ground", 0),
    ];
    let mut rows: Vec<Vec<String>> = Vec::new();
    if let Some(whole) = &compared.whole {
        let settled: Vec<String> = whole.settled.iter().map(|head| visit(head.value.0, strings)).collect();
        let ground: Vec<String> = whole.settled.iter().map(|head| head.value.1.clone()).collect();
        let [one, other] = compared.sides.each_ref().map(|side| visit(side.gave_up, strings));
        let name = strings.s("second-visit");
        let none = String::new;
        rows.push(vec![none(), name, one, none(), other, none(), settled.join(" / "), none(), ground.join(" / ")]);
    }
    for row in &compared.rows {
        let settled: Vec<String> =
            row.settled.0.iter().map(|head| verified_word(&head.value.verified, strings)).collect();
        let ground: Vec<String> =
            row.settled.0.iter().map(|head| format!("{}: {}", person(view, &head.author), head.value.reason)).collect();
        let [one, other] = row.found.each_ref().map(|side| found(side.as_ref(), strings));
        let name = if row.no == 0 { strings.s("recheck-execution") } else { row.name.clone() };
        let [one_points, other_points] = row.points.each_ref().map(|points| points.points.to_string());
        rows.push(vec![
            row.no.to_string(),
            name,
            one,
            one_points,
            other,
            other_points,
            if settled.is_empty() { strings.s("second-open") } else { settled.join(" / ") },
            row.counts.map(|points| points.to_string()).unwrap_or_default(),
            ground.join(" / "),
        ]);
    }
    if !rows.is_empty() {
        context.output.table(&columns, &rows)?;
    }
    Ok(())
}

/// `recheck settle`
pub(super) fn settle(context: &mut Context<'_>, args: &SettleArgs) -> Outcome {
    let mut desk = context.open_to_act(Access::Write)?;
    let view = find(desk.as_ref(), &args.of)?;
    let act = settled(&view, args)?;
    if !context.dry_run {
        desk.act(&operation(), &Action::Recheck(act))?;
    }
    let view = desk.recheck(view.line.project, view.line.year)?;
    differences(context, &view, context.dry_run)
}

fn settled(view: &RecheckView, args: &SettleArgs) -> Result<RecheckAct, Problem> {
    let second = view.state.second.as_ref();
    let row = args.indicator.filter(|_| !args.visit);
    let on: Subject = view.subject(row);
    // The engine refuses where there is nothing to compare, with the reason.
    let of = second.map(|second| second.compared(row)).unwrap_or_default();
    let seen = second.map(|second| match row {
        Some(row) => second.rows.get(&row).map(|heads| heads.events()).unwrap_or_default(),
        None => second.outcome.events(),
    });
    let by = match (args.take.as_deref(), &args.value) {
        (Some("first"), _) => SettleBy::First,
        (Some(_), _) => SettleBy::Second,
        (None, Some(value)) => SettleBy::Other(Verified::Value(value.clone())),
        (None, None) if args.confirm => SettleBy::Other(Verified::Agrees),
        (None, None) if args.no_evidence => SettleBy::Other(Verified::NoEvidence),
        (None, None) => SettleBy::Other(Verified::NotApplicable),
    };
    let evidence = args.evidence.iter().map(|label| paper(view, label)).collect::<Result<_, _>>()?;
    Ok(RecheckAct::Settle { on, seen: seen.unwrap_or_default(), of, by, evidence, reason: args.reason.clone() })
}
