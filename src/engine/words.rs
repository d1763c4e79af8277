//! Steps in words: locale keys and arguments for what an event did.

use super::links;
use super::view::HistoryStep;
use crate::model::event::{Body, Event, RetractReason, Subject};
use crate::model::problem::Problem;
use crate::model::review::{Grade, Verdict};
use crate::store::Session;

/// The step that an event was.
pub(super) fn step(session: &Session, event: &Event, live: bool, undoable: bool) -> Result<HistoryStep, Problem> {
    let (key, mut args) = key_and_args(session, &event.body)?;
    if let Some(on) = event.body.subject() {
        args.extend(about(session, on)?);
    }
    let author = session
        .replicas()?
        .into_iter()
        .find(|replica| replica.replica == event.envelope.replica)
        .map_or_else(|| event.envelope.author.to_string(), |replica| replica.name);
    Ok(HistoryStep { event: Some(event.id), at: event.envelope.at, author, key, args, live, undoable })
}

fn about(session: &Session, on: &Subject) -> Result<Vec<(&'static str, String)>, Problem> {
    let name = match session.item_of(on.project, on.year)? {
        Some(item) => session.target(item)?.map(|target| target.name),
        None => None,
    };
    Ok(vec![
        ("project", name.unwrap_or_else(|| on.project.to_string())),
        ("row", on.row.map(|row| row.to_string()).unwrap_or_default()),
    ])
}

type Said = (&'static str, Vec<(&'static str, String)>);

fn key_and_args(session: &Session, body: &Body) -> Result<Said, Problem> {
    Ok(match body {
        Body::DeviceStarted(body) => ("step-device-started", vec![("name", body.name.clone())]),
        Body::BatchPublished(body) => {
            ("step-batch-published", vec![("source", body.source.clone()), ("forms", body.forms.to_string())])
        }
        Body::OpinionAdded(body) => (
            if body.on.row.is_some() { "step-opinion-added" } else { "step-opinion-added-whole" },
            vec![("category", body.category.0.clone())],
        ),
        Body::OpinionAmended(body) => (
            if body.on.row.is_some() { "step-opinion-amended" } else { "step-opinion-amended-whole" },
            vec![("category", body.category.0.clone())],
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
