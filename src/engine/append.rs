//! Writing one event: stamp, chain, sign, store, fold. The only place where events are made.

use super::fold::Touched;
use super::workstation::Workstation;
use crate::model::event::{self, Body, DeviceStarted, Envelope, Event, Stamp};
use crate::model::ids::EventId;
use crate::model::problem::Problem;
use crate::store::Session;
use crate::store::log::{EventState, Replica};
use crate::sync::sign;

/// Signature suite 1: Ed25519.
pub(super) const SUITE: u8 = 1;

impl Workstation {
    /// Appends an event to this device's chain inside the caller's transaction and folds what it touches. The chain's
    /// first event, which says who works here, is written before the first act.
    pub(super) fn append(
        &self,
        session: &Session,
        operation: &str,
        sees: Vec<EventId>,
        body: Body,
    ) -> Result<(Event, Touched), Problem> {
        let me = self.me()?;
        if session.reach(me.replica)?.is_none() {
            let started = Body::DeviceStarted(DeviceStarted {
                key: me.public,
                incarnation: me.incarnation,
                name: me.name.clone(),
                office: me.office.clone(),
                after: me.after.clone(),
            });
            self.append_one(session, &format!("start-{}", me.replica), Vec::new(), started)?;
            session.add_replica(&Replica {
                replica: me.replica,
                key: me.public,
                incarnation: me.incarnation,
                person: me.person.clone(),
                name: me.name.clone(),
                office: me.office.clone(),
            })?;
        }
        let event = self.append_one(session, operation, sees, body)?;
        let touched = self.fold_event(session, &event)?;
        Ok((event, touched))
    }

    fn append_one(&self, session: &Session, operation: &str, sees: Vec<EventId>, body: Body) -> Result<Event, Problem> {
        let me = self.me()?;
        let reach = session.reach(me.replica)?;
        let at = Stamp::next(session.clock()?, self.clock.millis());
        let envelope = Envelope {
            app: env!("CARGO_PKG_VERSION").to_owned(),
            at,
            author: me.person.clone(),
            critical: false,
            replica: me.replica,
            operation: operation.to_owned(),
            previous: reach.map(|reach| reach.head),
            sees,
            seq: reach.map_or(0, |reach| reach.seq) + 1,
            workspace: self.workspace,
        };
        let kind = body.kind().ok_or_else(|| Problem::internal("unknown kind"))?;
        let bytes = event::write(&envelope, kind, &body).map_err(|error| match error {
            event::NotAnEvent::Size => Problem::refused("problem-text-too-long").with("most", event::MAX_TEXT),
            other => Problem::internal(other),
        })?;
        let signature = sign::sign_event(&me.key, &bytes);
        // Read back what will be stored: what is folded is exactly what others will read.
        let event = event::read(&bytes).map_err(Problem::internal)?;
        session.append(&bytes, &event, SUITE, &signature, EventState::Live)?;
        session.set_clock(at)?;
        Ok(event)
    }
}
