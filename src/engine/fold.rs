//! Keeping the folded tables in step with the log, and rebuilding them.

use std::collections::BTreeSet;

use super::links;
use super::workstation::Workstation;
use crate::model::event::{Body, Event};
use crate::model::form::FormKind;
use crate::model::ids::{ItemId, ProjectKey, VersionId};
use crate::model::problem::Problem;
use crate::store::Session;
use crate::sync::fold::{NoLeads, fold};
use crate::sync::recheck;

/// What an event changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Touched {
    /// The queue line, if the project is loaded here.
    pub item: Option<ItemId>,
}

impl Workstation {
    /// Folds what one live event touches.
    pub(super) fn fold_event(&self, session: &Session, event: &Event) -> Result<Touched, Problem> {
        match &event.body {
            Body::BatchPublished(body) => {
                let at = format!("{:016x}", event.envelope.at.0);
                if session.publish_batch(body.batch, &at, event.id, &body.source)? {
                    for (project, year) in links::add_batch(session, body.batch)? {
                        refresh(session, project, year)?;
                    }
                }
                Ok(Touched::default())
            }
            body => match body.subject() {
                Some(on) => {
                    fold_version(session, on.version)?;
                    look_again(session, body)?;
                    Ok(Touched { item: refresh(session, on.project, on.year)? })
                }
                None => Ok(Touched::default()),
            },
        }
    }

    /// Folds everything from the log anew, in one transaction.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn rebuild(&self) -> Result<(), Problem> {
        self.session.transaction(|session| {
            session.clear_findings()?;
            rebuild(session)
        })
    }
}

/// Lets the checks look again at the targets on whose findings an event may bear: links say which papers stand beside a
/// target; what was demanded and what came of it stand beside next year's. Where next year's target goes by another code it
/// waits for the next run anew; on screen it is always looked at as things stand.
fn look_again(session: &Session, body: &Body) -> Result<(), Problem> {
    let Some(on) = body.subject() else { return Ok(()) };
    let next = on.year.saturating_add(1);
    match body {
        Body::OpinionAdded(_) | Body::OpinionAmended(_) | Body::DemandIssued(_) | Body::GradeSet(_) => {
            session.look_again(on.project, next)
        }
        Body::ProjectLinked(linked) => {
            session.look_at_evaluation_again(on.project, on.year)?;
            let targets = linked.to.into_iter().chain([on.project]);
            targets.into_iter().try_for_each(|target| session.look_again(target, on.year))
        }
        Body::Retracted(_) => {
            session.look_at_evaluation_again(on.project, on.year)?;
            session.look_again(on.project, on.year)?;
            session.look_again(on.project, next)
        }
        _ => Ok(()),
    }
}

/// Folds the live events of one version.
pub(super) fn fold_version(session: &Session, version: VersionId) -> Result<(), Problem> {
    let events = session.live_events_about(version)?;
    let state = fold(&events, &NoLeads);
    session.save_link(version, &state)?;
    session.save_review(version, &state)?;
    let rechecked = events.iter().find(|event| matches!(event.body, Body::SpotCheck(_)));
    let of = rechecked.and_then(|event| event.body.subject()).map(|on| (on.project, on.year));
    session.save_recheck(version, of, &recheck::fold(&events, &NoLeads))
}

/// Folds the one event of a recheck about a version of which nothing else was said: what [`fold_version`] would find. The queue
/// knows nothing of rechecks.
pub(super) fn fold_first(session: &Session, event: &Event) -> Result<(), Problem> {
    let Some(on) = event.body.subject() else { return Ok(()) };
    let state = recheck::fold(std::slice::from_ref(event), &NoLeads);
    session.save_recheck(on.version, Some((on.project, on.year)), &state)
}

/// Brings one queue line up to date.
pub(super) fn refresh(session: &Session, project: ProjectKey, year: u16) -> Result<Option<ItemId>, Problem> {
    let versions = session.filed_forms(project, year, FormKind::Target)?;
    let item = session.refresh_target(project, year, &versions)?;
    if versions.len() != 1 {
        session.forget_judged_before(project, year, versions.last().map(|filed| filed.row))?;
    }
    if let Some(current) = versions.last() {
        super::consistency::take_down(session, current.row, current.version)?;
    }
    Ok(item)
}

/// Folds many events at once: each version and each queue line only once.
pub(super) fn fold_all(session: &Session, events: &[Event]) -> Result<Vec<VersionId>, Problem> {
    let mut versions = BTreeSet::new();
    let mut projects = BTreeSet::new();
    for event in events {
        if let Body::BatchPublished(body) = &event.body {
            let at = format!("{:016x}", event.envelope.at.0);
            if session.publish_batch(body.batch, &at, event.id, &body.source)? {
                projects.extend(links::add_batch(session, body.batch)?);
            }
        }
        if let Some(on) = event.body.subject() {
            look_again(session, &event.body)?;
            versions.insert(on.version);
            projects.insert((on.project, on.year));
        }
    }
    for version in &versions {
        fold_version(session, *version)?;
    }
    for (project, year) in projects {
        refresh(session, project, year)?;
    }
    Ok(versions.into_iter().collect())
}

/// Everything folded from empty.
pub(super) fn rebuild(session: &Session) -> Result<(), Problem> {
    session.clear_projection()?;
    session.clear_links()?;
    links::file_all(session)?;
    for version in session.versions_spoken_of()? {
        fold_version(session, version)?;
    }
    for (project, year) in session.projects_with_targets()? {
        refresh(session, project, year)?;
    }
    Ok(())
}
