//! Steps in words: locale keys and arguments for what an event did.

use std::collections::HashSet;

use super::links;
use super::view::HistoryStep;
use crate::model::event::{Body, Event, OpinionAdded, RetractReason, Retracted, SpotCheck, Subject};
use crate::model::form::FormKind;
use crate::model::problem::Problem;
use crate::model::recheck::{Outcome, Part, Verified};
use crate::model::review::{Grade, Verdict};
use crate::store::Session;

/// Locale key and arguments of what one event did.
pub(super) fn one(session: &Session, event: &Event) -> Result<Said, Problem> {
    let (key, mut args) = key_and_args(session, &event.body)?;
    if let Some(on) = event.body.subject() {
        args.extend(about(session, on)?);
    }
    Ok((key, args))
}

/// The same of a step of `events` events on `targets` targets. What it was is told by its first or last event, whichever
/// weighs more: a result, then an opinion, then what was decided about rows.
pub(super) fn many(session: &Session, ends: [&Event; 2], events: usize, targets: usize) -> Result<Said, Problem> {
    // Who gives way and who takes the place are told as one.
    if let Some(event) = gave_way(session, ends)?.filter(|_| events == 2) {
        return one(session, event);
    }
    let outer = match &ends[0].body {
        Body::Retracted(Retracted { why: RetractReason::Undo, .. }) => "step-many-undone",
        Body::Retracted(Retracted { why: RetractReason::Redo, .. }) => "step-many-redone",
        _ => "step-many",
    };
    let inner = |event: &Event| -> Result<Said, Problem> {
        let (key, mut args) = key_and_args(session, &event.body)?;
        // What an undo took back is among its arguments already.
        let step = args.iter().find(|(name, _)| *name == "step").map(|(_, step)| step.clone());
        if step.is_none() {
            args.push(("step", key.to_owned()));
        }
        Ok((key, args))
    };
    let weight = |args: &[(&'static str, String)]| {
        let step = args.iter().find(|(name, _)| *name == "step");
        match step.and_then(|(_, step)| step.split('-').nth(1)) {
            Some("graded") => 2,
            Some("opinion" | "draft") => 1,
            _ => 0,
        }
    };
    let (first, last) = (inner(ends[0])?.1, inner(ends[1])?.1);
    let mut args = if weight(&first) > weight(&last) { first } else { last };
    if let Some(on) = ends[0].body.subject() {
        args.extend(about(session, on)?);
    }
    args.push(("events", events.to_string()));
    args.push(("targets", targets.to_string()));
    Ok((outer, args))
}

/// Of a step that replaced a drawn unit, the event that says what became of it; the same where it was taken back.
fn gave_way<'e>(session: &Session, ends: [&'e Event; 2]) -> Result<Option<&'e Event>, Problem> {
    let mut outcome = None;
    let mut stands_in = false;
    for end in ends {
        let mut event = end.clone();
        // A redo speaks of an undo, which speaks of the act.
        for _ in 0..2 {
            let Body::Retracted(body) = &event.body else { break };
            let Some(stored) = session.event(body.of)? else { return Ok(None) };
            event = stored.event;
        }
        match &event.body {
            Body::SpotCheck(SpotCheck::OutcomeSet(_)) => outcome = Some(end),
            Body::SpotCheck(SpotCheck::Assigned(body)) => stands_in = body.instead_of.is_some(),
            _ => {}
        }
    }
    Ok(outcome.filter(|_| stands_in))
}

/// The step that these events, just written, were.
pub(super) fn step_of(session: &Session, events: &[Event]) -> Result<HistoryStep, Problem> {
    let (Some(first), Some(last)) = (events.first(), events.last()) else {
        return Err(Problem::internal("a step without events"));
    };
    let targets: HashSet<_> =
        events.iter().filter_map(|event| event.body.subject()).map(|on| (on.project, on.year)).collect();
    let (key, args) = match events {
        [only] => one(session, only)?,
        _ => many(session, [first, last], events.len(), targets.len())?,
    };
    let author = session
        .replicas()?
        .into_iter()
        .find(|replica| replica.replica == first.envelope.replica)
        .map_or_else(|| first.envelope.author.to_string(), |replica| replica.name);
    Ok(HistoryStep {
        event: Some(last.id),
        at: last.envelope.at,
        author,
        key,
        args,
        live: true,
        undoable: true,
        undos: None,
        events: (events.len(), events.len()),
        mine: true,
        place: None,
    })
}

fn about(session: &Session, on: &Subject) -> Result<Vec<(&'static str, String)>, Problem> {
    let name = match session.item_of(on.project, on.year)? {
        Some(item) => session.target(item)?.map(|target| target.name),
        // Last year's self-evaluation stands where there may be no target.
        None => session.filed(FormKind::SelfEvaluation, on.year, on.project)?.map(|line| line.name),
    };
    Ok(vec![
        ("project", name.unwrap_or_else(|| on.project.to_string())),
        ("row", on.row.map(|row| row.to_string()).unwrap_or_default()),
    ])
}

pub(super) type Said = (&'static str, Vec<(&'static str, String)>);

fn key_and_args(session: &Session, body: &Body) -> Result<Said, Problem> {
    Ok(match body {
        Body::DeviceStarted(body) => ("step-device-started", vec![("name", body.name.clone())]),
        Body::BatchPublished(body) => {
            ("step-batch-published", vec![("source", body.source.clone()), ("forms", body.forms.to_string())])
        }
        Body::OpinionAdded(OpinionAdded { on, category, from_check: Some(from), .. }) => (
            if on.row.is_some() { "step-draft-accepted" } else { "step-draft-accepted-whole" },
            vec![("category", category.0.clone()), ("check", from.check.0.clone())],
        ),
        Body::OpinionAdded(body) => (
            if body.on.row.is_some() { "step-opinion-added" } else { "step-opinion-added-whole" },
            vec![("category", body.category.0.clone())],
        ),
        Body::OpinionAmended(body) => (
            if body.on.row.is_some() { "step-opinion-amended" } else { "step-opinion-amended-whole" },
            vec![("category", body.category.0.clone())],
        ),
        Body::VerdictSet(body) if body.verdict == Verdict::Passed && !body.dismissed.is_empty() => {
            let checks: Vec<&str> = body.dismissed.iter().map(|one| one.check.0.as_str()).collect();
            ("step-passed-no-fault", vec![("check", checks.join(" "))])
        }
        Body::FindingDismissed(body) => (
            if body.on.row.is_some() { "step-finding-dismissed" } else { "step-finding-dismissed-whole" },
            vec![("check", body.check.0.clone())],
        ),
        Body::VerdictSet(body) => (
            match body.verdict {
                Verdict::Passed => "step-passed",
                Verdict::Returned => "step-returned",
                Verdict::Later => "step-later",
                Verdict::Opinion => "step-opinion-added",
            },
            Vec::new(),
        ),
        Body::LookedAgain(body) => (if body.found { "step-looked-fault" } else { "step-looked-agreed" }, Vec::new()),
        Body::GradeSet(body) => (
            match body.grade {
                Grade::Excellent => "step-graded-excellent",
                Grade::Good => "step-graded-good",
                Grade::Fair => "step-graded-fair",
                Grade::Poor => "step-graded-poor",
            },
            Vec::new(),
        ),
        Body::DemandIssued(body) => (
            if body.on.row.is_some() { "step-demand-issued" } else { "step-demand-issued-whole" },
            vec![("due", body.demand.due.clone())],
        ),
        Body::SpotCheck(body) => spot_check(body),
        Body::ProjectLinked(body) => {
            let of = links::name_of(session, body.table, body.on.year, body.on.project)?;
            let to = match body.to {
                Some(to) => links::name_of_target(session, body.on.year, to)?,
                None => String::new(),
            };
            let key = if body.to.is_some() { "step-linked" } else { "step-linked-to-none" };
            (key, vec![("of", of), ("to", to), ("table", body.table.id().to_owned())])
        }
        Body::Retracted(body) => {
            // An undo is told by what it took back; a redo by what it brought again.
            let of = session.event(body.of)?.map(|stored| stored.event);
            let of = match (body.why, of) {
                (RetractReason::Redo, Some(Event { body: Body::Retracted(undo), .. })) => {
                    session.event(undo.of)?.map(|stored| stored.event)
                }
                (_, of) => of,
            };
            let inner = match &of {
                Some(event) if !matches!(event.body, Body::Retracted(_)) => Some(key_and_args(session, &event.body)?),
                _ => None,
            };
            let key = match body.why {
                RetractReason::Undo => "step-undone",
                RetractReason::Redo => "step-redone",
                RetractReason::Withdrawn => "step-withdrawn",
            };
            let mut args = inner.as_ref().map(|(_, args)| args.clone()).unwrap_or_default();
            // The inner step's key: the message of the outer step chooses its words by it.
            args.push(("step", inner.map_or("step-earlier", |(key, _)| key).to_owned()));
            (key, args)
        }
        Body::Unknown(_) => ("step-from-newer-version", Vec::new()),
    })
}

/// What happened in a spot check.
fn spot_check(body: &SpotCheck) -> Said {
    let year = |year: u16| ("year", year.to_string());
    match body {
        SpotCheck::Sealed(body) => ("step-sample-sealed", vec![year(body.year), ("units", body.units.to_string())]),
        SpotCheck::Abandoned(_) => ("step-sample-abandoned", Vec::new()),
        SpotCheck::Drawn(body) if body.further.is_some() => {
            ("step-sample-further", vec![year(body.year), ("random", body.random.to_string())])
        }
        SpotCheck::Drawn(body) => (
            "step-sample-drawn",
            vec![year(body.year), ("random", body.random.to_string()), ("certain", body.certain.to_string())],
        ),
        SpotCheck::Assigned(body) => (
            match body.part {
                Part::Random if body.instead_of.is_some() => "step-recheck-stands-in",
                Part::Random => "step-recheck-assigned",
                Part::Certain => "step-recheck-assigned-certain",
            },
            Vec::new(),
        ),
        SpotCheck::OutcomeSet(body) => (
            match body.outcome {
                Outcome::Refused => "step-recheck-refused",
                Outcome::NotApplicable => "step-recheck-not-applicable",
                Outcome::FrameError => "step-recheck-frame-error",
                Outcome::Postponed => "step-recheck-postponed",
            },
            Vec::new(),
        ),
        SpotCheck::RowVerified(body) => match &body.verified {
            Verified::Agrees => ("step-recheck-agrees", Vec::new()),
            Verified::Value(value) => ("step-recheck-value", vec![("value", value.clone())]),
            Verified::NoEvidence => ("step-recheck-no-evidence", Vec::new()),
            Verified::NotApplicable => ("step-recheck-row-dropped", Vec::new()),
        },
        SpotCheck::EvidenceAdded(body) => {
            ("step-evidence-added", vec![("number", body.number.to_string()), ("name", body.paper.name.clone())])
        }
        SpotCheck::Finished(body) => ("step-recheck-finished", vec![("points", body.verified.to_string())]),
        SpotCheck::Checked(body) => {
            (if body.agrees { "step-recheck-confirmed" } else { "step-recheck-sent-back" }, Vec::new())
        }
        SpotCheck::Objected(_) => ("step-recheck-objected", Vec::new()),
        SpotCheck::ObjectionAnswered(body) => {
            (if body.upheld { "step-objection-upheld" } else { "step-objection-rejected" }, Vec::new())
        }
        SpotCheck::SecondAsked(_) => ("step-second-asked", Vec::new()),
        SpotCheck::SecondReleased(body) => ("step-second-released", vec![("reason", body.reason.clone())]),
        SpotCheck::Settled(body) => match (&body.verified, body.on.row) {
            (Some(Verified::Value(value)), Some(_)) => ("step-second-settled-value", vec![("value", value.clone())]),
            (_, Some(_)) => ("step-second-settled", Vec::new()),
            (_, None) => ("step-second-settled-whole", Vec::new()),
        },
    }
}
