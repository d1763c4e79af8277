//! Events: one signed, hash-chained record per user action. They are the truth; every table is folded from them.
//!
//! The body is canonical JSON (see [`super::canonical`]); the event's identity is the hash of those exact bytes, which
//! are never written anew. Signatures, chains and merging are in [`crate::sync`].

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::canonical::{self, NotCanonical};
use super::finding::{CheckId, CheckRef, FromCheck};
use super::form::FormKind;
use super::ids::{BatchId, EventId, PersonId, ProjectKey, PublicKey, ReplicaId, VersionId, WorkspaceId, tagged_sha256};
use super::link::LinkedTable;
use super::review::{CategoryCode, Grade, Verdict};

mod spot_check;

pub use spot_check::{
    DifferenceSettled, EvidenceAdded, FurtherDraw, ObjectionAnswered, OutcomeSet, RecheckAssigned, RecheckChecked,
    RecheckFinished, RecheckObjected, RowVerified, SampleAbandoned, SampleDrawn, SampleSealed, SealedFile,
    SecondReviewAsked, SecondReviewReleased, SpotCheck,
};

/// Largest event body in bytes.
pub const MAX_BODY: usize = 256 * 1024;
/// Largest text field in bytes (opinion, demand, reason).
pub const MAX_TEXT: usize = 64 * 1024;
/// Most predecessors an event may name.
pub const MAX_SEES: usize = 256;

/// Hybrid time: 48 bits of milliseconds since 1970 (UTC) and a 16-bit counter. For display and version order only;
/// whether two decisions conflict is never decided by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Stamp(pub u64);

impl Stamp {
    /// Milliseconds since 1970 (UTC).
    pub fn millis(self) -> u64 {
        self.0 >> 16
    }

    /// The next stamp of this station: later than everything seen, never earlier than the wall clock.
    #[must_use]
    pub fn next(last: Stamp, wall_millis: u64) -> Stamp {
        Stamp((wall_millis << 16).max(last.0.saturating_add(1)))
    }

    /// What the local clock becomes after meeting a stamp from elsewhere: adopted unless it is more than 24 hours ahead
    /// of the wall clock, so one wrong clock does not drag the others along.
    #[must_use]
    pub fn adopt(last: Stamp, theirs: Stamp, wall_millis: u64) -> Stamp {
        const DAY: u64 = 24 * 60 * 60 * 1000;
        if theirs.millis() <= wall_millis.saturating_add(DAY) { last.max(theirs) } else { last }
    }
}

impl Serialize for Stamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:016x}", self.0))
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.len() != 16 || text.chars().any(|c| !matches!(c, '0'..='9' | 'a'..='f')) {
            return Err(serde::de::Error::custom("expected 16 hexadecimal digits"));
        }
        u64::from_str_radix(&text, 16).map(Stamp).map_err(serde::de::Error::custom)
    }
}

/// What an event speaks of: one version of one project's target, or one row of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// The project.
    pub project: ProjectKey,
    /// Fiscal year.
    pub year: u16,
    /// The version that was on screen.
    pub version: VersionId,
    /// Indicator number; absent when the whole target is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
}

/// A demand as written by the reviewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemandDraft {
    /// What the department must do.
    pub text: String,
    /// Due date, ISO 8601.
    pub due: String,
    /// 责任单位
    pub responsible_unit: String,
}

/// A point in a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainPoint {
    /// Whose chain.
    pub replica: ReplicaId,
    /// Sequence number from 1.
    pub seq: u64,
    /// Event at that number.
    pub head: EventId,
}

/// Why an event was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetractReason {
    /// Undo of the last step.
    Undo,
    /// Redo: takes back an undo.
    Redo,
    /// The reviewer withdrew this one opinion, demand or decision.
    Withdrawn,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// `device.started`: first event of every chain: who works here, with which key, in which incarnation.
    DeviceStarted(DeviceStarted),
    /// `batch.published`: a table was imported.
    BatchPublished(BatchPublished),
    /// `opinion.added`: an opinion of one class, with a demand if one was made; the row counts as "opinion given".
    OpinionAdded(OpinionAdded),
    /// `opinion.amended`: its author rewrote an opinion.
    OpinionAmended(OpinionAmended),
    /// `verdict.set`: the reviewer decided one row.
    VerdictSet(VerdictSet),
    /// `grade.set`: the review result 优良中差.
    GradeSet(GradeSet),
    /// `demand.issued`: a rectification demand without an opinion of its own.
    DemandIssued(DemandIssued),
    /// `finding.dismissed`: what an automatic check found is no fault here.
    FindingDismissed(FindingDismissed),
    /// `looked.again`: a target that was passed was looked at a second time.
    LookedAgain(LookedAgain),
    /// `project.linked`: whose a form in another table is.
    ProjectLinked(ProjectLinked),
    /// `sample.…`, `recheck.…`: what happened in a spot check.
    SpotCheck(SpotCheck),
    /// `retracted`: an earlier event no longer counts.
    Retracted(Retracted),
    /// From a newer version of the program: kept and passed on untouched.
    Unknown(Value),
}

/// See [`Body::DeviceStarted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceStarted {
    /// Public key that signs this chain.
    pub key: PublicKey,
    /// 0 for a new key; another number, drawn by lot, each time a copy of the database was found.
    pub incarnation: u32,
    /// Name of the person.
    pub name: String,
    /// Office (处室).
    pub office: String,
    /// Last known point of the incarnation before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<ChainPoint>,
}

/// See [`Body::BatchPublished`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchPublished {
    /// Identity of the lines.
    pub batch: BatchId,
    /// What kind of forms.
    pub form_kind: FormKind,
    /// Fiscal year.
    pub year: u16,
    /// File name without folder, for people.
    pub source: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub file: String,
    /// Number of forms.
    pub forms: u32,
    /// Number of annual indicators.
    pub indicators: u32,
}

/// See [`Body::OpinionAdded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionAdded {
    /// Target or row.
    pub on: Subject,
    /// Class, C01–C12 by default.
    pub category: CategoryCode,
    /// Text of the opinion.
    pub text: String,
    /// Demand that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demand: Option<DemandDraft>,
    /// The automatic check whose draft was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_check: Option<FromCheck>,
}

/// See [`Body::OpinionAmended`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionAmended {
    /// Target or row.
    pub on: Subject,
    /// The opinion's first event.
    pub opinion: EventId,
    /// Class.
    pub category: CategoryCode,
    /// Text.
    pub text: String,
    /// Demand; absent takes an earlier one back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demand: Option<DemandDraft>,
}

/// See [`Body::VerdictSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictSet {
    /// The row.
    pub on: Subject,
    /// The decision.
    pub verdict: Verdict,
    /// Reason, optional.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Drafts of automatic checks that stood on the row and were found to be no fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dismissed: Vec<CheckRef>,
}

/// See [`Body::FindingDismissed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingDismissed {
    /// Target or row.
    pub on: Subject,
    /// The check.
    pub check: CheckId,
    /// Its version.
    pub version: String,
    /// Why, where it was asked for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// See [`Body::LookedAgain`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedAgain {
    /// The target.
    pub on: Subject,
    /// True where a fault was found that had been passed.
    pub found: bool,
    /// The fault in words; empty where none was found.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// See [`Body::GradeSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradeSet {
    /// The target.
    pub on: Subject,
    /// The result.
    pub grade: Grade,
    /// Reason or overall opinion, optional.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Opinions it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<EventId>,
}

/// See [`Body::DemandIssued`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemandIssued {
    /// Target or row.
    pub on: Subject,
    /// Class, if it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryCode>,
    /// What is demanded.
    pub demand: DemandDraft,
}

/// See [`Body::ProjectLinked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectLinked {
    /// The project under which the form was filed, the year of the targets, and as version the field
    /// ([`LinkedTable::field`]).
    pub on: Subject,
    /// The table the form stands in.
    pub table: LinkedTable,
    /// The project to which it belongs; absent: to none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<ProjectKey>,
}

/// See [`Body::Retracted`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retracted {
    /// What the event spoke of, so that it is found without the event.
    pub on: Subject,
    /// The event that no longer counts.
    pub of: EventId,
    /// Why.
    pub why: RetractReason,
    /// Reason in words, optional.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl Body {
    /// The `kind` written in the envelope; `None` for [`Body::Unknown`].
    pub fn kind(&self) -> Option<&'static str> {
        Some(match self {
            Body::DeviceStarted(_) => "device.started",
            Body::BatchPublished(_) => "batch.published",
            Body::OpinionAdded(_) => "opinion.added",
            Body::OpinionAmended(_) => "opinion.amended",
            Body::VerdictSet(_) => "verdict.set",
            Body::GradeSet(_) => "grade.set",
            Body::DemandIssued(_) => "demand.issued",
            Body::FindingDismissed(_) => "finding.dismissed",
            Body::LookedAgain(_) => "looked.again",
            Body::ProjectLinked(_) => "project.linked",
            Body::SpotCheck(body) => body.kind(),
            Body::Retracted(_) => "retracted",
            Body::Unknown(_) => return None,
        })
    }

    /// What the event speaks of; `None` for events about devices and tables.
    pub fn subject(&self) -> Option<&Subject> {
        match self {
            Body::OpinionAdded(body) => Some(&body.on),
            Body::OpinionAmended(body) => Some(&body.on),
            Body::VerdictSet(body) => Some(&body.on),
            Body::GradeSet(body) => Some(&body.on),
            Body::DemandIssued(body) => Some(&body.on),
            Body::FindingDismissed(body) => Some(&body.on),
            Body::LookedAgain(body) => Some(&body.on),
            Body::ProjectLinked(body) => Some(&body.on),
            Body::SpotCheck(body) => body.subject(),
            Body::Retracted(body) => Some(&body.on),
            Body::DeviceStarted(_) | Body::BatchPublished(_) | Body::Unknown(_) => None,
        }
    }

    fn data(&self) -> Result<Value, NotCanonical> {
        let json = |error: serde_json::Error| NotCanonical::Json(error.to_string());
        match self {
            Body::DeviceStarted(body) => serde_json::to_value(body).map_err(json),
            Body::BatchPublished(body) => serde_json::to_value(body).map_err(json),
            Body::OpinionAdded(body) => serde_json::to_value(body).map_err(json),
            Body::OpinionAmended(body) => serde_json::to_value(body).map_err(json),
            Body::VerdictSet(body) => serde_json::to_value(body).map_err(json),
            Body::GradeSet(body) => serde_json::to_value(body).map_err(json),
            Body::DemandIssued(body) => serde_json::to_value(body).map_err(json),
            Body::FindingDismissed(body) => serde_json::to_value(body).map_err(json),
            Body::LookedAgain(body) => serde_json::to_value(body).map_err(json),
            Body::ProjectLinked(body) => serde_json::to_value(body).map_err(json),
            Body::SpotCheck(body) => body.data().map_err(json),
            Body::Retracted(body) => serde_json::to_value(body).map_err(json),
            Body::Unknown(value) => Ok(value.clone()),
        }
    }

    fn read(kind: &str, data: Value) -> Body {
        // A known kind with fields we do not understand is treated like an unknown kind: kept, without effect.
        let unknown = data.clone();
        let known = match kind {
            "device.started" => serde_json::from_value(data).map(Body::DeviceStarted),
            "batch.published" => serde_json::from_value(data).map(Body::BatchPublished),
            "opinion.added" => serde_json::from_value(data).map(Body::OpinionAdded),
            "opinion.amended" => serde_json::from_value(data).map(Body::OpinionAmended),
            "verdict.set" => serde_json::from_value(data).map(Body::VerdictSet),
            "grade.set" => serde_json::from_value(data).map(Body::GradeSet),
            "demand.issued" => serde_json::from_value(data).map(Body::DemandIssued),
            "finding.dismissed" => serde_json::from_value(data).map(Body::FindingDismissed),
            "looked.again" => serde_json::from_value(data).map(Body::LookedAgain),
            "project.linked" => serde_json::from_value(data).map(Body::ProjectLinked),
            "retracted" => serde_json::from_value(data).map(Body::Retracted),
            _ => match SpotCheck::read(kind, data.clone()) {
                Some(known) => known.map(Body::SpotCheck),
                None => return Body::Unknown(data),
            },
        };
        known.unwrap_or(Body::Unknown(unknown))
    }
}

/// Everything an event says besides its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Version of the program that wrote it.
    pub app: String,
    /// Time for display.
    pub at: Stamp,
    /// Who.
    pub author: PersonId,
    /// A reader that does not know the kind must treat what it touches as not final.
    pub critical: bool,
    /// Which chain.
    pub replica: ReplicaId,
    /// Made when the form on screen opened, so that saving again after a crash is the same action.
    pub operation: String,
    /// Event before it in the chain; `None` for the first.
    pub previous: Option<EventId>,
    /// Events of the same field that were on screen.
    pub sees: Vec<EventId>,
    /// Place in the chain, from 1.
    pub seq: u64,
    /// Workspace it belongs to.
    pub workspace: WorkspaceId,
}

impl Envelope {
    /// The step this event is a part of, where one step of the user became many events: such events are named
    /// `STEP/1`, `STEP/2` … Events with another name are steps of their own, also for programs that know nothing of this.
    pub fn group(&self) -> Option<&str> {
        group_of(&self.operation)
    }
}

/// The name of the `number`-th event, from 1, of a step that becomes many events.
pub fn part_of_step(step: &str, number: usize) -> String {
    format!("{step}/{number}")
}

/// The step that an operation is a part of; see [`Envelope::group`].
pub fn group_of(operation: &str) -> Option<&str> {
    let (step, number) = operation.rsplit_once('/')?;
    let plain = !number.is_empty() && number.len() <= 9 && number.bytes().all(|byte| byte.is_ascii_digit());
    (plain && !number.starts_with('0') && !step.is_empty()).then_some(step)
}

/// An event as read or about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Hash of the exact bytes.
    pub id: EventId,
    /// Who, when, where in the chain.
    pub envelope: Envelope,
    /// The `kind` as written (also for unknown ones).
    pub kind: String,
    /// What happened.
    pub body: Body,
}

/// Why bytes are no event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAnEvent {
    /// Not canonical JSON.
    #[error(transparent)]
    Canonical(#[from] NotCanonical),
    /// A field is missing, of another type, or beyond its limit.
    #[error("field `{0}` is missing or not as it must be")]
    Field(&'static str),
    /// Larger than [`MAX_BODY`].
    #[error("event is too large")]
    Size,
}

const NO_PREVIOUS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The identity of an event's exact bytes.
pub fn event_id(bytes: &[u8]) -> EventId {
    EventId(tagged_sha256("rv-event-1", &[bytes]))
}

/// Writes an event's bytes; signing and appending are the caller's.
///
/// # Errors
/// When a text is too long or the envelope exceeds a limit.
pub fn write(envelope: &Envelope, kind: &str, body: &Body) -> Result<Vec<u8>, NotAnEvent> {
    if envelope.sees.len() > MAX_SEES {
        return Err(NotAnEvent::Field("sees"));
    }
    let mut sees: Vec<String> = envelope.sees.iter().map(ToString::to_string).collect();
    sees.sort();
    sees.dedup();
    let value = serde_json::json!({
        "app": envelope.app,
        "at": envelope.at,
        "author": envelope.author,
        "crit": envelope.critical,
        "data": body.data()?,
        "dev": envelope.replica,
        "kind": kind,
        "op": envelope.operation,
        "prev": envelope.previous.map_or(NO_PREVIOUS.to_owned(), |id| id.to_string()),
        "sees": sees,
        "seq": envelope.seq,
        "v": 1,
        "ws": envelope.workspace,
    });
    let bytes = canonical::write(&value)?.into_bytes();
    if bytes.len() > MAX_BODY {
        return Err(NotAnEvent::Size);
    }
    Ok(bytes)
}

/// Reads an event from its exact bytes, strictly.
///
/// # Errors
/// See [`NotAnEvent`].
pub fn read(bytes: &[u8]) -> Result<Event, NotAnEvent> {
    if bytes.len() > MAX_BODY {
        return Err(NotAnEvent::Size);
    }
    let mut value = canonical::read(bytes)?;
    fn text<'v>(value: &'v Value, name: &'static str) -> Result<&'v str, NotAnEvent> {
        value.get(name).and_then(Value::as_str).ok_or(NotAnEvent::Field(name))
    }
    fn parsed<T: std::str::FromStr>(value: &Value, name: &'static str) -> Result<T, NotAnEvent> {
        text(value, name)?.parse().map_err(|_| NotAnEvent::Field(name))
    }
    if value.get("v").and_then(Value::as_i64).is_none_or(|version| version < 1) {
        return Err(NotAnEvent::Field("v"));
    }
    let data = value.get_mut("data").map(Value::take).ok_or(NotAnEvent::Field("data"))?;
    let previous = match text(&value, "prev")? {
        NO_PREVIOUS => None,
        id => Some(id.parse().map_err(|_| NotAnEvent::Field("prev"))?),
    };
    let sees = value.get("sees").and_then(Value::as_array).ok_or(NotAnEvent::Field("sees"))?;
    if sees.len() > MAX_SEES {
        return Err(NotAnEvent::Field("sees"));
    }
    let sees = sees
        .iter()
        .map(|id| id.as_str().and_then(|id| id.parse().ok()).ok_or(NotAnEvent::Field("sees")))
        .collect::<Result<Vec<EventId>, _>>()?;
    let seq = value.get("seq").and_then(Value::as_u64).filter(|&seq| seq >= 1).ok_or(NotAnEvent::Field("seq"))?;
    if (seq == 1) != previous.is_none() {
        return Err(NotAnEvent::Field("prev"));
    }
    let kind = text(&value, "kind")?.to_owned();
    Ok(Event {
        id: event_id(bytes),
        envelope: Envelope {
            app: text(&value, "app")?.to_owned(),
            at: serde_json::from_value(value.get("at").cloned().unwrap_or_default())
                .map_err(|_| NotAnEvent::Field("at"))?,
            author: PersonId(text(&value, "author")?.to_owned()),
            critical: value.get("crit").and_then(Value::as_bool).ok_or(NotAnEvent::Field("crit"))?,
            replica: parsed(&value, "dev")?,
            operation: text(&value, "op")?.to_owned(),
            previous,
            sees,
            seq,
            workspace: parsed(&value, "ws")?,
        },
        body: Body::read(&kind, data),
        kind,
    })
}

#[cfg(test)]
mod tests;
