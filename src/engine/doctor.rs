//! The doctor: everything that must hold, looked at anew.
//!
//! Each check stands alone: what one of them cannot even read is its finding, and the others go on. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::check::Check;
use super::fold;
use super::identity::{Standing, person_of};
use super::workstation::Workstation;
use crate::model::event::{Body, Event};
use crate::model::form::Batch;
use crate::model::ids::{BatchId, EventId, PublicKey, ReplicaId};
use crate::model::problem::{Problem, ProblemKind};
use crate::store::log::{EventState, Replica, Stored};
use crate::sync::chain::{self, Link};
use crate::sync::sign;

/// A check that met something unreadable has its finding; a disk that fails or a busy database is told as it is.
fn finding(name: &'static str, check: Result<Check, Problem>) -> Result<Check, Problem> {
    match check {
        Err(problem) if problem.kind == ProblemKind::Verification => {
            Ok(Check::new(name, false, "check-part-damaged").with("detail", problem))
        }
        check => check,
    }
}

/// Publications of each batch: stamp as text in order, event, source.
type Publications = BTreeMap<BatchId, BTreeSet<(String, EventId, String)>>;

/// What a walk through the log has found.
#[derive(Default)]
struct Log {
    count: u64,
    links: Vec<Link>,
    states: BTreeMap<EventId, EventState>,
    misfiled: Option<EventId>,
    forged: Option<EventId>,
    devices: Vec<Replica>,
    publications: Publications,
}

impl Log {
    fn look(&mut self, stored: &Stored, filed: bool, keys: &BTreeMap<ReplicaId, PublicKey>) {
        let (event, envelope) = (&stored.event, &stored.event.envelope);
        self.count += 1;
        if !filed {
            self.misfiled = self.misfiled.or(Some(event.id));
        }
        let live = stored.state == EventState::Live;
        let key = match &event.body {
            Body::DeviceStarted(body) if live => Some(body.key),
            _ => keys.get(&envelope.replica).copied(),
        };
        let good = key.is_some_and(|key| {
            envelope.author == person_of(&key)
                && stored.suite == super::append::SUITE
                && <[u8; 64]>::try_from(stored.signature.as_slice())
                    .is_ok_and(|signature| sign::verify_event(&key, &stored.bytes, &signature))
        });
        if live && !good {
            self.forged = self.forged.or(Some(event.id));
        }
        // A bad signature is one finding, not also a broken chain.
        self.links.push(Link::of(event, live || good));
        self.states.insert(event.id, stored.state);
        if live {
            self.remember(event);
        }
    }

    fn remember(&mut self, event: &Event) {
        match &event.body {
            Body::DeviceStarted(body) => self.devices.push(Replica {
                replica: event.envelope.replica,
                key: body.key,
                incarnation: body.incarnation,
                person: event.envelope.author.clone(),
                name: body.name.clone(),
                office: body.office.clone(),
            }),
            Body::BatchPublished(body) => {
                let at = format!("{:016x}", event.envelope.at.0);
                self.publications.entry(body.batch).or_default().insert((at, event.id, body.source.clone()));
            }
            _ => {}
        }
    }

    /// The first event that counts and should not, or should and does not.
    fn broken(&self) -> Option<EventId> {
        let standings = chain::standings(self.links.iter().copied());
        let wrong = |(id, standing): (EventId, chain::Standing)| {
            let live = self.states.get(&id) == Some(&EventState::Live);
            (live != (standing == chain::Standing::Live)).then_some(id)
        };
        standings.into_iter().find_map(wrong)
    }
}

impl Workstation {
    /// Looks at everything that must hold: the file, every event, chain and signature, the devices, every imported table,
    /// the folded tables against a rebuild, the key. Writes nothing.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn doctor(&self) -> Result<Vec<Check>, Problem> {
        let mut checks = vec![finding("file", self.check_file())?];
        match self.read_log() {
            Ok(log) => {
                checks.extend(log_checks(&log));
                checks.push(finding("devices", self.check_devices(&log))?);
                checks.push(finding("batches", self.check_batches(&log))?);
                checks.push(finding("attachments", self.check_attachments())?);
            }
            Err(problem) => checks.push(finding("log", Err(problem))?),
        }
        if self.session.read_only().is_none() {
            checks.push(finding("tables", self.check_tables())?);
        }
        checks.push(match (&self.identity, self.standing) {
            (_, Standing::KeyMissing) => Check::new("key", false, "check-key-missing"),
            (None, _) => Check::new("key", true, "check-key-nobody"),
            (Some(me), Standing::Moved) => Check::new("key", true, "check-key-moved").with("name", &me.name),
            (Some(me), Standing::Restored) => Check::new("key", true, "check-key-restored").with("name", &me.name),
            (Some(me), _) => Check::new("key", true, "check-key-known").with("name", &me.name),
        });
        Ok(checks)
    }

    fn check_file(&self) -> Result<Check, Problem> {
        Ok(match self.session.integrity()?.first() {
            None => Check::new("file", true, "check-file-whole"),
            Some(first) => Check::new("file", false, "check-file-damaged").with("detail", first),
        })
    }

    fn read_log(&self) -> Result<Log, Problem> {
        let keys = self.session.replicas()?.into_iter().map(|replica| (replica.replica, replica.key)).collect();
        let mut log = Log::default();
        self.session.each_event(|stored, filed| {
            log.look(&stored, filed, &keys);
            Ok(())
        })?;
        Ok(log)
    }

    fn check_devices(&self, log: &Log) -> Result<Check, Problem> {
        let noted = self.session.replicas()?;
        let unknown = noted.iter().find(|replica| !log.devices.contains(replica)).map(|replica| replica.replica);
        let known: BTreeSet<ReplicaId> = noted.iter().map(|replica| replica.replica).collect();
        let strange = |device: &&Replica| {
            !known.contains(&device.replica) || ReplicaId::of(&device.key, device.incarnation) != device.replica
        };
        let missing = log.devices.iter().find(strange).map(|device| device.replica);
        Ok(match unknown.or(missing) {
            None => Check::new("devices", true, "check-devices-known").with("devices", known.len()),
            Some(replica) => Check::new("devices", false, "check-devices-differ").with("device", replica),
        })
    }

    fn check_batches(&self, log: &Log) -> Result<Check, Problem> {
        let changed =
            |what: &dyn std::fmt::Display| Check::new("batches", false, "check-batches-changed").with("batch", what);
        if let Some(form) = self.session.misfiled_form()? {
            return Ok(changed(&form.0));
        }
        let batches = self.session.batches()?;
        for batch in &batches {
            let lines = self.session.batch_lines(batch.id)?.unwrap_or_default();
            let first = log.publications.get(&batch.id).and_then(BTreeSet::first);
            if Batch::id_of(lines.as_bytes()) != batch.id || batch.event.as_ref() != first {
                return Ok(changed(&batch.id));
            }
        }
        Ok(Check::new("batches", true, "check-batches-whole").with("batches", batches.len()))
    }

    fn check_attachments(&self) -> Result<Check, Problem> {
        Ok(match self.changed_attachment()? {
            None => Check::new("attachments", true, "check-attachments-whole")
                .with("files", self.session.attachments()?.len()),
            Some(digest) => Check::new("attachments", false, "check-attachments-changed").with("file", digest),
        })
    }

    fn check_tables(&self) -> Result<Check, Problem> {
        let before = self.session.projection_fingerprint()?;
        let after = self.session.rehearse(|session| {
            fold::rebuild(session)?;
            session.projection_fingerprint()
        })?;
        Ok(if before == after {
            Check::new("tables", true, "check-tables-equal")
        } else {
            Check::new("tables", false, "check-tables-differ")
        })
    }
}

fn log_checks(log: &Log) -> [Check; 3] {
    [
        match log.misfiled {
            None => Check::new("log", true, "check-log-filed").with("events", log.count),
            Some(id) => Check::new("log", false, "check-log-misfiled").with("event", id),
        },
        match log.broken() {
            None => Check::new("chain", true, "check-chain-whole").with("events", log.count),
            Some(id) => Check::new("chain", false, "check-chain-broken").with("event", id),
        },
        match log.forged {
            None => Check::new("signatures", true, "check-signatures-good").with("events", log.count),
            Some(id) => Check::new("signatures", false, "check-signatures-bad").with("event", id),
        },
    ]
}
