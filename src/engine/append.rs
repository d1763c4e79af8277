//! Writing events: stamp, chain, sign, store, fold. The only place where events are made.

use super::fold::Touched;
use super::identity::Identity;
use super::workstation::Workstation;
use crate::model::event::{self, Body, DeviceStarted, Envelope, Event, Stamp};
use crate::model::ids::{EventId, WorkspaceId};
use crate::model::problem::Problem;
use crate::store::Session;
use crate::store::log::{EventState, Replica};
use crate::sync::sign;

/// Signature suite 1: Ed25519.
pub(super) const SUITE: u8 = 1;
/// Version of the program, as events and proofs name it.
pub(super) const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// Writes events of this device's chain, one after the other, inside one transaction; what they touch is folded after.
pub(super) struct Pen<'a> {
    session: &'a Session,
    me: &'a Identity,
    workspace: WorkspaceId,
    /// The wall clock.
    now: u64,
    /// The last event of the chain.
    last: Option<(u64, EventId)>,
    clock: Stamp,
}

/// Where a chain and the clock of its device stand: what an event that is composed builds on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    last: Option<(u64, EventId)>,
    /// The last moment used.
    pub clock: Stamp,
}

/// An event that is signed and not stored yet.
pub(super) struct Composed {
    bytes: Vec<u8>,
    signature: [u8; 64],
    /// The bytes, read.
    pub event: Event,
}

impl Composed {
    /// Stores it, where the chain still ends with its predecessor.
    pub(super) fn append(&self, session: &Session) -> Result<(), Problem> {
        session.append(&self.bytes, &self.event, SUITE, &self.signature, EventState::Live).map(|_| ())
    }
}

impl Pen<'_> {
    /// Appends one event.
    pub(super) fn write(&mut self, operation: &str, sees: Vec<EventId>, body: Body) -> Result<Event, Problem> {
        let composed = self.compose(operation, sees, body)?;
        composed.append(self.session)?;
        Ok(composed.event)
    }

    /// Makes the next event of the chain without storing it.
    pub(super) fn compose(&mut self, operation: &str, sees: Vec<EventId>, body: Body) -> Result<Composed, Problem> {
        let at = Stamp::next(self.clock, self.now);
        let envelope = Envelope {
            app: PROGRAM.to_owned(),
            at,
            author: self.me.person.clone(),
            critical: false,
            replica: self.me.replica,
            operation: operation.to_owned(),
            previous: self.last.map(|(_, head)| head),
            sees,
            seq: self.last.map_or(0, |(seq, _)| seq) + 1,
            workspace: self.workspace,
        };
        let kind = body.kind().ok_or_else(|| Problem::internal("unknown kind"))?;
        let bytes = event::write(&envelope, kind, &body).map_err(|error| match error {
            event::NotAnEvent::Size => Problem::refused("problem-text-too-long").with("most", event::MAX_TEXT),
            other => Problem::internal(other),
        })?;
        let signature = sign::sign_event(&self.me.key, &bytes);
        // Read back what will be stored: what is folded is exactly what others will read.
        let event = event::read(&bytes).map_err(Problem::internal)?;
        self.last = Some((envelope.seq, event.id));
        self.clock = at;
        Ok(Composed { bytes, signature, event })
    }

    /// Where the chain and the clock stand.
    pub(super) fn standing(&self) -> Standing {
        Standing { last: self.last, clock: self.clock }
    }

    /// Keeps the clock; without this the caller's transaction must not end well.
    pub(super) fn lay_down(self) -> Result<(), Problem> {
        self.session.set_clock(self.clock)
    }
}

impl Workstation {
    /// Begins to write to this device's chain inside the caller's transaction. The chain's first event, which says who
    /// works here, is written before the first act.
    pub(super) fn pen<'a>(&'a self, session: &'a Session) -> Result<Pen<'a>, Problem> {
        let me = self.me()?;
        let last = session.reach(me.replica)?.map(|reach| (reach.seq, reach.head));
        let now = self.clock.millis();
        let mut pen = Pen { session, me, workspace: self.workspace, now, last, clock: session.clock()? };
        if last.is_none() {
            let started = Body::DeviceStarted(DeviceStarted {
                key: me.public,
                incarnation: me.incarnation,
                name: me.name.clone(),
                office: me.office.clone(),
                after: me.after.clone(),
            });
            pen.write(&format!("start-{}", me.replica), Vec::new(), started)?;
            session.add_replica(&Replica {
                replica: me.replica,
                key: me.public,
                incarnation: me.incarnation,
                person: me.person.clone(),
                name: me.name.clone(),
                office: me.office.clone(),
            })?;
        }
        Ok(pen)
    }

    /// A pen that composes and stores nothing; `None` where the chain has not begun, because its first event is stored before
    /// all others.
    pub(super) fn dry_pen<'a>(&'a self, session: &'a Session) -> Result<Option<Pen<'a>>, Problem> {
        let me = self.me()?;
        let last = session.reach(me.replica)?.map(|reach| (reach.seq, reach.head));
        let (now, clock) = (self.clock.millis(), session.clock()?);
        Ok(last.map(|last| Pen { session, me, workspace: self.workspace, now, last: Some(last), clock }))
    }

    /// Appends one event and folds what it touches.
    pub(super) fn append(
        &self,
        session: &Session,
        operation: &str,
        sees: Vec<EventId>,
        body: Body,
    ) -> Result<(Event, Touched), Problem> {
        let mut pen = self.pen(session)?;
        let event = pen.write(operation, sees, body)?;
        pen.lay_down()?;
        let touched = self.fold_event(session, &event)?;
        Ok((event, touched))
    }
}
