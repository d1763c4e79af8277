//! Handing over: the opinions sheet for the finance system, bundles for colleagues' stations.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::attachments;
use super::fold::fold_all;
use super::identity::person_of;
use super::import::{Progress, Watch, cancelled};
use super::request::{BundleReport, OpinionSheet};
use super::workstation::Workstation;
pub use crate::exchange::bundle::EventSignature;
use crate::exchange::bundle::{self, Ack, BlobOut, BundleOut, Kind, Missing, Reading, Record, Sender, Signer, Target};
use crate::exchange::opinions::{self, OpinionLine};
use crate::model::event::{Body, Event, Stamp};
use crate::model::form::{Form, Place, version_of};
use crate::model::ids::{BatchId, PublicKey, ReplicaId};
use crate::model::packed;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::query::Query;
use crate::model::review::{Opinion, ReviewState};
use crate::store::Session;
use crate::store::attachment::Attachment;
use crate::store::log::{EventState, Reach, Replica, Stored};
use crate::sync::chain::{self, Link};
use crate::sync::sign;

/// Meta key of the vector at the last export, as JSON object replica → number.
const EXPORTED: &str = "exported";

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFile {
    /// Its path.
    pub path: PathBuf,
    /// Rows or events in it.
    pub rows: u64,
    /// Tables in it (bundles).
    pub batches: u64,
    /// SHA-256.
    pub sha256: String,
}

/// One line of a batch blob.
#[derive(serde::Deserialize)]
struct BlobLine {
    form: Form,
    place: Place,
}

impl Workstation {
    /// Writes the opinions sheet (forms.md 1.1) for the targets of a query that have opinions or demands: one line a
    /// project, everything said about it joined into one numbered list.
    ///
    /// # Errors
    /// In the sample and in lessons, when there is nothing to write, the file exists (unless `replace`), or cannot be written.
    pub fn export_opinions(
        &self,
        path: &Path,
        sheet: OpinionSheet,
        query: &Query,
        replace: bool,
        watch: Watch<'_>,
    ) -> Result<WrittenFile, Problem> {
        if self.is_sample() {
            // Invented opinions must never be taken for real ones.
            return Err(Problem::refused("problem-sample-stays-here"));
        }
        let mut lines: Vec<OpinionLine> = Vec::new();
        let mut targets = Vec::new();
        self.session.each_target(query, |line| {
            if line.opinions > 0 || line.demands > 0 {
                targets.push(line);
            }
            Ok(())
        })?;
        let total = targets.len() as u64;
        for (index, target) in targets.into_iter().enumerate() {
            let progress = Progress { phase: "phase-writing", done: index as u64, total: Some(total), rejects: 0 };
            if watch(progress).is_break() {
                return Err(cancelled());
            }
            let state = self.session.review(target.version)?;
            let Some(row) = self.session.form_row(target.version)? else { continue };
            let form = self.session.form(row)?;
            lines.push(OpinionLine {
                unit_code: form.unit.code.clone().or(form.department.code.clone()).unwrap_or_default(),
                unit_name: if form.unit.name.is_empty() {
                    form.department.name.clone()
                } else {
                    form.unit.name.clone()
                },
                project_code: form.code.clone().unwrap_or_default(),
                project_name: form.name.clone(),
                opinion: joined(&state, &form),
            });
        }
        if lines.is_empty() {
            return Err(Problem::refused("problem-nothing-to-export"));
        }
        let sheet = match sheet {
            OpinionSheet::Project => opinions::OpinionSheet::Project,
            OpinionSheet::Department => {
                lines = by_unit(lines);
                opinions::OpinionSheet::Department
            }
        };
        let written = opinions::write_opinions(path, sheet, &lines, replace)?;
        Ok(WrittenFile { path: path.to_owned(), rows: written.rows as u64, batches: 0, sha256: written.sha256 })
    }

    /// Writes an exchange bundle: everything (`full`), or what is not known to have left before. With `to`, what that
    /// station has not acknowledged.
    ///
    /// # Errors
    /// When nobody is introduced, the file exists, or cannot be written.
    pub fn export_bundle(
        &self,
        path: &Path,
        full: bool,
        to: Option<ReplicaId>,
        watch: Watch<'_>,
    ) -> Result<WrittenFile, Problem> {
        let me = self.me()?;
        // Only numbers that others may have seen can collide: the anchor must be durable before they leave.
        self.anchor()?;
        let since: BTreeMap<ReplicaId, u64> = match (full, to) {
            (true, _) => BTreeMap::new(),
            (false, Some(peer)) => {
                self.session.peer_reaches(peer)?.into_iter().map(|reach| (reach.replica, reach.seq)).collect()
            }
            (false, None) => self.exported()?,
        };
        // Asked for before the events: what another session writes meanwhile may be in the bundle without being said to be,
        // never the other way round.
        let reaches = self.session.reaches()?;
        let mut events: Vec<Stored> = Vec::new();
        for replica in self.all_chains()? {
            events.extend(self.session.events_of_chain(replica, since.get(&replica).copied().unwrap_or(0))?);
        }
        events.sort_by_key(|stored| (stored.event.envelope.replica, stored.event.envelope.seq, stored.event.id));
        let mut blobs: BTreeSet<BatchId> = events
            .iter()
            .filter_map(|stored| match &stored.event.body {
                Body::BatchPublished(body) => Some(body.batch),
                _ => None,
            })
            .collect();
        blobs.extend(attachments::named_by(events.iter().map(|stored| &stored.event)).into_keys());
        let count = events.len() as u64;
        let mut done = 0;
        let mut event_items = events.iter().map(|stored| {
            done += 1;
            let progress = Progress { phase: "phase-writing", done, total: Some(count), rejects: 0 };
            if watch(progress).is_break() {
                return Err(cancelled());
            }
            let signature = stored.signature.as_slice().try_into().map_err(Problem::internal)?;
            Ok((stored.bytes.clone(), signature))
        });
        let mut blob_items = blobs.iter().filter_map(|id| {
            let content = match self.session.attachment(*id) {
                Ok(None) => self.session.batch_lines(*id).map(|lines| lines.map(String::into_bytes)),
                known => known,
            };
            content.map(|content| content.map(|content| BlobOut { id: *id, content })).transpose()
        });
        let sign_with = |bytes: &[u8]| sign::sign_bundle(&me.key, bytes);
        let written = bundle::write(
            Target::File { path, replace: false },
            BundleOut {
                bundle: Uuid::now_v7(),
                kind: if full { Kind::Full } else { Kind::Incremental },
                workspace: self.workspace,
                sender: Sender { incarnation: me.incarnation, person: me.person.clone(), replica: me.replica },
                created: i64::try_from(self.clock.millis()).unwrap_or(i64::MAX),
                to: Vec::new(),
                ack: reaches.iter().map(|reach| Ack(reach.replica, reach.seq, reach.head)).collect(),
                gaps: self.gaps()?.into_iter().map(|gap| Missing(gap.replica, gap.from, gap.to)).collect(),
                events: &mut event_items,
                blobs: &mut blob_items,
            },
            &Signer { key: me.public, sign: &sign_with },
        )?;
        let exported: BTreeMap<String, u64> =
            reaches.iter().map(|reach| (reach.replica.to_string(), reach.seq)).collect();
        let text = serde_json::to_string(&exported).map_err(Problem::internal)?;
        if self.session.read_only().is_none() {
            self.session.transaction(|session| session.set_meta(EXPORTED, &text))?;
        }
        Ok(WrittenFile {
            path: written.path,
            rows: written.events,
            batches: written.blobs,
            sha256: crate::model::ids::EventId(written.sha256).to_string(),
        })
    }

    /// Takes in bundles, each whole or not at all.
    ///
    /// # Errors
    /// When a bundle is refused; those before it are in.
    pub fn import_bundles(&mut self, paths: &[PathBuf], watch: Watch<'_>) -> Result<Vec<BundleReport>, Problem> {
        self.writable()?;
        let mut reports = Vec::new();
        for (index, path) in paths.iter().enumerate() {
            let progress =
                Progress { phase: "phase-merging", done: index as u64, total: Some(paths.len() as u64), rejects: 0 };
            if watch(progress).is_break() {
                return Err(cancelled());
            }
            reports.push(self.import_bundle(path)?);
        }
        Ok(reports)
    }

    fn import_bundle(&mut self, path: &Path) -> Result<BundleReport, Problem> {
        let staging = staging()?;
        let known: BTreeSet<PublicKey> = self.known_keys()?;
        let opened = bundle::open(
            path,
            &Reading {
                staging: staging.path(),
                workspace: Some(self.workspace),
                known: &|key| known.contains(key),
                verify: &sign::verify_bundle,
            },
        )?;
        let keys: BTreeMap<ReplicaId, PublicKey> =
            self.session.replicas()?.into_iter().map(|replica| (replica.replica, replica.key)).collect();
        let mut events: Vec<(Vec<u8>, Event, [u8; 64])> = Vec::new();
        let mut blobs: Vec<(BatchId, String)> = Vec::new();
        let mut sealed: Option<attachments::Named> = None;
        let mut files: Vec<Attachment> = Vec::new();
        bundle::read_payload(&opened, &mut |record| {
            match record {
                Record::Event { bytes, event, signature } => {
                    let key = keys.get(&event.envelope.replica);
                    if key.is_some_and(|key| !sign::verify_event(key, bytes, signature)) {
                        return Err(Problem::new(ProblemKind::Verification, "problem-event-signature")
                            .with("event", event.id)
                            .with("path", path.display()));
                    }
                    events.push((bytes.to_vec(), event.clone(), *signature));
                }
                Record::Blob { id, content, .. } => {
                    // All events have gone by: what they and ours name as sealed files are no tables.
                    let named = match &mut sealed {
                        Some(named) => named,
                        none => none.insert(attachments::named(&self.session, events.iter().map(|(_, it, _)| it))?),
                    };
                    if let Some(said) = named.get(&id) {
                        // One that is here damaged is replaced.
                        if !matches!(self.session.attachment(id), Ok(Some(_))) {
                            files.push(attachments::arrived(content, said, path)?);
                        }
                    } else if !self.session.has_batch(id)? {
                        let mut lines = String::new();
                        content.read_to_string(&mut lines).map_err(Problem::internal)?;
                        blobs.push((id, lines));
                    }
                }
            }
            Ok(())
        })?;
        let mut forms = Vec::new();
        for (id, lines) in blobs {
            forms.push((id, forms_of(&id, &lines)?));
        }
        let wall = self.clock.millis();
        let report = self.session.transaction(|session| {
            let before: BTreeSet<_> = session.contested_versions()?.into_iter().collect();
            let mut report =
                BundleReport { path: path.to_owned(), new: 0, known: 0, pending: 0, quarantined: 0, contested: 0 };
            for (id, forms) in &forms {
                // Another session may have taken in the same table since it was looked for.
                if !session.has_batch(*id)? {
                    store_batch(session, *id, forms)?;
                }
            }
            files.iter().try_for_each(|file| session.save_attachment(file))?;
            let mut clock = session.clock()?;
            for (bytes, event, signature) in &events {
                if session.append(bytes, event, super::append::SUITE, signature, EventState::Pending)? {
                    report.new += 1;
                    clock = Stamp::adopt(clock, event.envelope.at, wall);
                } else {
                    report.known += 1;
                }
            }
            session.set_clock(clock)?;
            self.wake(session)?;
            for (id, _) in &forms {
                publish_if_spoken_of(session, *id)?;
            }
            for (_, event, _) in &events {
                match session.event_state(event.id)? {
                    Some(EventState::Pending) => report.pending += 1,
                    Some(EventState::Unverified) => report.quarantined += 1,
                    _ => {}
                }
            }
            let after = session.contested_versions()?;
            report.contested = after.iter().filter(|version| !before.contains(version)).count() as u64;
            let sender = opened.manifest.sender.replica;
            for Ack(replica, seq, head) in &opened.manifest.ack {
                session.set_peer_reach(sender, Reach { replica: *replica, seq: *seq, head: *head })?;
            }
            session.add_receipt(&opened.manifest.bundle.to_string(), sender, &self.clock.text(), report.new)?;
            Ok(report)
        })?;
        self.anchor()?;
        Ok(report)
    }

    /// Lets those waiting events count whose chain and signature now hold, and folds what they touch. Answers how many.
    pub(super) fn wake(&self, session: &Session) -> Result<u64, Problem> {
        let waiting = session.events_not_live()?;
        if waiting.is_empty() {
            return Ok(0);
        }
        let mut keys: BTreeMap<ReplicaId, PublicKey> =
            session.replicas()?.into_iter().map(|replica| (replica.replica, replica.key)).collect();
        let trusted: BTreeSet<PublicKey> = self.known_keys_in(session)?;
        let mut beginnings = BTreeSet::new();
        for stored in &waiting {
            if let Body::DeviceStarted(body) = &stored.event.body {
                let replica = stored.event.envelope.replica;
                beginnings.insert(replica);
                if ReplicaId::of(&body.key, body.incarnation) == replica && trusted.contains(&body.key) {
                    keys.insert(replica, body.key);
                }
            }
        }
        let verified = |stored: &Stored| {
            let key = keys.get(&stored.event.envelope.replica);
            key.is_some_and(|key| {
                stored.event.envelope.author == person_of(key)
                    && stored.event.envelope.workspace == self.workspace
                    && (stored.event.envelope.seq > 1 || matches!(stored.event.body, Body::DeviceStarted(_)))
                    && <[u8; 64]>::try_from(stored.signature.as_slice())
                        .is_ok_and(|signature| sign::verify_event(key, &stored.bytes, &signature))
            })
        };
        let links: Vec<Link> = waiting.iter().map(|stored| Link::of(&stored.event, verified(stored))).collect();
        let live = chain::drain(
            links.iter().copied(),
            |id| {
                Ok::<_, Problem>(session.event(*id)?.filter(|stored| stored.state == EventState::Live).map(|stored| {
                    chain::Place { replica: stored.event.envelope.replica, seq: stored.event.envelope.seq }
                }))
            },
            |_| Ok(Vec::new()),
        )?;
        let by_id: BTreeMap<_, _> = waiting.iter().map(|stored| (stored.event.id, stored)).collect();
        let mut awake = Vec::new();
        for id in &live {
            let Some(stored) = by_id.get(id) else { continue };
            session.set_event_state(stored.local, EventState::Live)?;
            if let Body::DeviceStarted(body) = &stored.event.body {
                session.add_replica(&Replica {
                    replica: stored.event.envelope.replica,
                    key: body.key,
                    incarnation: body.incarnation,
                    person: stored.event.envelope.author.clone(),
                    name: body.name.clone(),
                    office: body.office.clone(),
                })?;
            }
            awake.push(stored.event.clone());
        }
        let live: BTreeSet<_> = live.into_iter().collect();
        for (stored, link) in waiting.iter().zip(&links) {
            if live.contains(&stored.event.id) {
                continue;
            }
            // Without its device's first event nobody can say whose signature it must be: it waits for that event.
            let began = beginnings.contains(&stored.event.envelope.replica);
            let state = if link.verified || !began { EventState::Pending } else { EventState::Unverified };
            if state != stored.state {
                session.set_event_state(stored.local, state)?;
            }
        }
        fold_all(session, &awake)?;
        Ok(awake.len() as u64)
    }

    /// What is in a bundle and whether it is whole; needs no trust.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn examine_bundle(path: &Path, known: &dyn Fn(&PublicKey) -> bool) -> Result<bundle::Examined, Problem> {
        let staging = staging()?;
        bundle::examine(path, staging.path(), known, &sign::verify_bundle, &sign::verify_event)
    }

    /// Keys whose bundles are taken: one's own, those entered by hand.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn known_keys(&self) -> Result<BTreeSet<PublicKey>, Problem> {
        self.known_keys_in(&self.session)
    }

    fn known_keys_in(&self, session: &Session) -> Result<BTreeSet<PublicKey>, Problem> {
        let mut keys: BTreeSet<PublicKey> = session.trusted()?.into_iter().map(|entry| entry.key).collect();
        keys.extend(session.replicas()?.into_iter().map(|replica| replica.key));
        keys.extend(self.identity.as_ref().map(|me| me.public));
        Ok(keys)
    }

    /// What has to arrive before everything stored can count.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn gaps(&self) -> Result<Vec<chain::Gap>, Problem> {
        let waiting = self.session.events_not_live()?;
        if waiting.is_empty() {
            return Ok(Vec::new());
        }
        let replicas: BTreeSet<ReplicaId> = waiting.iter().map(|stored| stored.event.envelope.replica).collect();
        let mut links = Vec::new();
        for replica in replicas {
            for stored in self.session.events_of_chain(replica, 0)? {
                links.push(Link::of(&stored.event, stored.state != EventState::Unverified));
            }
        }
        Ok(chain::gaps(links))
    }

    fn exported(&self) -> Result<BTreeMap<ReplicaId, u64>, Problem> {
        let text = self.session.meta(EXPORTED)?.unwrap_or_default();
        let exported: BTreeMap<String, u64> = serde_json::from_str(&text).unwrap_or_default();
        Ok(exported.into_iter().filter_map(|(replica, seq)| Some((replica.parse().ok()?, seq))).collect())
    }

    /// Number of my events that have not left in a bundle.
    pub(super) fn not_exported(&self) -> Result<u64, Problem> {
        let Some(me) = &self.identity else { return Ok(0) };
        let exported = self.exported()?.get(&me.replica).copied().unwrap_or(0);
        Ok(self.session.reach(me.replica)?.map_or(0, |reach| reach.seq.saturating_sub(exported)))
    }

    /// Every chain of which anything is stored.
    fn all_chains(&self) -> Result<BTreeSet<ReplicaId>, Problem> {
        let mut chains: BTreeSet<ReplicaId> = self.session.reaches()?.into_iter().map(|reach| reach.replica).collect();
        chains.extend(self.session.events_not_live()?.into_iter().map(|stored| stored.event.envelope.replica));
        Ok(chains)
    }
}

/// A private folder for copies of files that may change under us.
fn staging() -> Result<tempfile::TempDir, Problem> {
    tempfile::Builder::new().prefix("wenxiao-").tempdir().map_err(|error| {
        Problem::new(ProblemKind::Unavailable, "problem-cannot-write")
            .with("path", std::env::temp_dir().display())
            .with("detail", error)
    })
}

/// Everything said about one target, as a numbered list: opinions in order of rows, then demands that stand alone.
fn joined(state: &ReviewState, form: &Form) -> String {
    let mut opinions: Vec<&Opinion> = state.opinions.iter().collect();
    opinions.sort_by_key(|opinion| (opinion.row.is_some(), opinion.row, opinion.at, opinion.id));
    let mut parts: Vec<String> = Vec::new();
    for opinion in opinions {
        let mut part = opinion.text.clone();
        if let Some(demand) = state.demands.iter().find(|demand| demand.id == opinion.id) {
            part.push_str(&opinions::demand(&demand.demand.text, &demand.demand.due));
        }
        // Rows count from 1; a colleague's event may name any.
        let row = opinion.row.and_then(|row| form.indicators.get((row as usize).checked_sub(1)?));
        parts.push(match row {
            Some(row) => opinions::on_row(&row.level3, &part),
            None => part,
        });
    }
    for demand in &state.demands {
        if !state.opinions.iter().any(|opinion| opinion.id == demand.id) {
            parts.push(opinions::demand(&demand.demand.text, &demand.demand.due));
        }
    }
    numbered(&parts)
}

fn numbered(parts: &[String]) -> String {
    let lines: Vec<String> = parts.iter().enumerate().map(|(index, part)| format!("{}. {part}", index + 1)).collect();
    lines.join("\n")
}

/// One line a unit: the department sheet has no project columns, so each part names its project.
fn by_unit(lines: Vec<OpinionLine>) -> Vec<OpinionLine> {
    let mut units: Vec<(OpinionLine, Vec<String>)> = Vec::new();
    for line in lines {
        let part = opinions::on_project(&line.project_name, &line.opinion);
        match units.iter_mut().find(|(unit, _)| unit.unit_code == line.unit_code && unit.unit_name == line.unit_name) {
            Some((_, parts)) => parts.push(part),
            None => units.push((line, vec![part])),
        }
    }
    units.into_iter().map(|(unit, parts)| OpinionLine { opinion: numbered(&parts), ..unit }).collect()
}

fn forms_of(id: &BatchId, lines: &str) -> Result<Vec<(Place, Form, String)>, Problem> {
    let damaged = || Problem::new(ProblemKind::Verification, "problem-batch-damaged").with("batch", id);
    lines
        .lines()
        .map(|text| {
            let BlobLine { form, place } = serde_json::from_str(text).map_err(|_| damaged())?;
            let canonical = form.canonical();
            // What we would store must be exactly what was signed for.
            if crate::model::form::line(&place, &canonical).trim_end() != text {
                return Err(damaged());
            }
            Ok((place, form, canonical))
        })
        .collect()
}

fn store_batch(session: &Session, id: BatchId, forms: &[(Place, Form, String)]) -> Result<(), Problem> {
    let Some((_, first, _)) = forms.first() else { return Ok(()) };
    let batch = session.begin_batch(first.kind, first.year, "")?;
    for (ordinal, (place, form, canonical)) in forms.iter().enumerate() {
        let ordinal = u32::try_from(ordinal).map_err(Problem::internal)?;
        session.add_form(batch, ordinal, place, form, &packed::pack_text(canonical), version_of(canonical))?;
    }
    session.name_batch(batch, id)
}

/// A batch that arrives after its event is published now.
fn publish_if_spoken_of(session: &Session, id: BatchId) -> Result<(), Problem> {
    if session.is_published(id)? {
        return Ok(());
    }
    let events: Vec<Event> = session
        .live_events_of_kind("batch.published")?
        .into_iter()
        .filter(|event| matches!(&event.body, Body::BatchPublished(body) if body.batch == id))
        .collect();
    fold_all(session, &events).map(|_| ())
}
