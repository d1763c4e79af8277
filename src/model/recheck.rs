//! The recheck of one drawn self-evaluation (抽查复核): what was assigned, found, proved and concluded, as folded from events
//! (see [`crate::sync::recheck`]).

mod second;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use self::second::{
    Hand, SecondAsked, SecondBrief, SecondReleased, SecondReview, SecondStanding, SettledOutcome, Settlement,
};
use super::event::Stamp;
use super::ids::{EventId, PersonId, ProjectKey, VersionId};
use super::money::Money;
use super::review::{Grade, Heads, SameDecision};

/// Reason code of a unit of the random part that took the place of another: the next ticket of its stratum (递补).
pub const STANDS_IN: &str = "N";

/// Reason code of a unit drawn after results were known, without a plan that said so before: told as found, in no estimate.
pub const BESIDES: &str = "E";

/// Why a unit is in the sample. Only the random part may be judged against the legal rate, and only from it may be
/// inferred what the rest is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 随机: drawn.
    Random,
    /// 必抽: amount, recommended (业务处室推荐), flagged by checks, due by rotation.
    Certain,
}

impl Part {
    /// The identifier used in files and answers.
    pub fn id(self) -> &'static str {
        match self {
            Part::Random => "random",
            Part::Certain => "certain",
        }
    }

    /// Reads [`Part::id`].
    pub fn from_id(id: &str) -> Option<Part> {
        [Part::Random, Part::Certain].into_iter().find(|part| part.id() == id)
    }
}

/// What was found of one row on site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verified {
    /// 与自评一致: the department's own figure stands.
    Agrees,
    /// 核实值 as typed, e.g. `412`, `88.4%`, `部分70%`.
    Value(String),
    /// 无佐证: nothing proves the figure, so it earns nothing until the evidence arrives.
    NoEvidence,
    /// 不适用: the row is dropped and the points of the others are stretched.
    NotApplicable,
}

impl SameDecision for Verified {
    fn same_decision(&self, other: &Self) -> bool {
        match (self, other) {
            (Verified::Value(one), Verified::Value(two)) => second::same_figure(one, two),
            _ => self == other,
        }
    }
}

/// What became of a drawn unit that was not re-verified in the ordinary way. The first counts as a deviation and is never
/// replaced, the others are (ISA 530, paragraphs 10 and 11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 拒不提供、无法取证
    Refused,
    /// 不适用: nothing was due.
    NotApplicable,
    /// 清单有误: listed twice, out of scope, withdrawn before the list was sealed.
    FrameError,
    /// 延期: cannot be done in time.
    Postponed,
}

impl Outcome {
    /// All outcomes, in the order in which they are offered.
    pub const ALL: [Outcome; 4] = [Outcome::Refused, Outcome::NotApplicable, Outcome::FrameError, Outcome::Postponed];

    /// The identifier used in files and answers.
    pub fn id(self) -> &'static str {
        match self {
            Outcome::Refused => "refused",
            Outcome::NotApplicable => "not_applicable",
            Outcome::FrameError => "frame_error",
            Outcome::Postponed => "postponed",
        }
    }

    /// Reads [`Outcome::id`].
    pub fn from_id(id: &str) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|outcome| outcome.id() == id)
    }

    /// True when the next ticket of the stratum takes its place.
    pub fn is_replaced(self) -> bool {
        self != Outcome::Refused
    }
}

impl SameDecision for Outcome {
    fn same_decision(&self, other: &Self) -> bool {
        self == other
    }
}

/// How far a self-evaluation deviates from its recheck. The bands are the profile's; no published threshold is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deviation {
    /// 基本一致
    Consistent,
    /// 略有差异
    Slight,
    /// 较大差异
    Large,
    /// 严重
    Serious,
}

impl Deviation {
    /// All levels, the least first.
    pub const ALL: [Deviation; 4] = [Deviation::Consistent, Deviation::Slight, Deviation::Large, Deviation::Serious];

    /// The identifier used in files and answers, and part of the locale keys `score-deviation-…` and `score-effect-…`.
    pub fn id(self) -> &'static str {
        match self {
            Deviation::Consistent => "consistent",
            Deviation::Slight => "slight",
            Deviation::Large => "large",
            Deviation::Serious => "serious",
        }
    }
}

/// A paper that proves something, with what must be known of data that people are judged by: source, verification, accuracy,
/// limits and what makes up for them (the five elements of the GPRA Modernization Act, GAO-15-788).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EvidencePaper {
    /// What it is called.
    pub name: String,
    /// Page or place in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub page: String,
    /// File name without folder, if there is a file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    /// 数据来源
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// 核验方式
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub verification: String,
    /// 准确程度
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub accuracy: String,
    /// 局限
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub limits: String,
    /// 弥补措施
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub compensation: String,
}

/// Where a drawn unit comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// The event that says so.
    pub event: EventId,
    /// The `sample.drawn`.
    pub draw: EventId,
    /// At random or in any case.
    pub part: Part,
    /// Stratum.
    pub stratum: String,
    /// Place among the tickets of its stratum, from 1; 0 where it was not drawn at random.
    pub place: u64,
    /// Reason codes, comma-joined.
    pub reasons: String,
    /// The self-evaluation whose place it took when it was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<VersionId>,
    /// The lot wants an independent second review.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second: bool,
}

/// What was found of a row, with its papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundRow {
    /// What was found.
    pub verified: Verified,
    /// Papers by their events.
    pub evidence: Vec<EventId>,
    /// A note.
    pub note: String,
}

impl SameDecision for FoundRow {
    /// Papers and notes may differ around the same figure.
    fn same_decision(&self, other: &Self) -> bool {
        self.verified.same_decision(&other.verified)
    }
}

/// A paper as folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its event: its identity.
    pub event: EventId,
    /// Number, from 1. Two stations may have given the same one; see [`RecheckState::label`].
    pub number: u32,
    /// Who brought it.
    pub author: PersonId,
    /// When.
    pub at: Stamp,
    /// The paper.
    pub paper: EvidencePaper,
}

/// The result of a recheck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    /// The department's own total as filed.
    pub filed: Option<Decimal>,
    /// Recomputed from its own figures.
    pub own: Decimal,
    /// Recomputed from the verified figures.
    pub verified: Decimal,
    /// The same if all missing evidence arrived.
    pub best: Decimal,
    /// Grade of the verified total.
    pub grade: Grade,
    /// How far the self-evaluation deviates.
    pub deviation: Deviation,
    /// Profile and version.
    pub rules: String,
    /// Conclusion in words.
    pub note: String,
}

impl SameDecision for Finished {
    /// The score and the grade count; wording does not.
    fn same_decision(&self, other: &Self) -> bool {
        (self.verified, self.grade) == (other.verified, other.grade)
    }
}

/// What a second person said of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The event.
    pub event: EventId,
    /// The result it speaks of.
    pub of: EventId,
    /// Who.
    pub author: PersonId,
    /// When.
    pub at: Stamp,
    /// True when the second person agrees.
    pub agrees: bool,
    /// Why not, or a remark.
    pub reason: String,
}

/// An objection of the unit, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// The event.
    pub event: EventId,
    /// The result it speaks of.
    pub of: EventId,
    /// Who wrote it down.
    pub author: PersonId,
    /// When.
    pub at: Stamp,
    /// The unit's statement.
    pub text: String,
    /// Answers, oldest first: whether the result is to be looked at again, why, by whom.
    pub answers: Vec<(bool, String, PersonId)>,
}

/// The state of one recheck.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RecheckState {
    /// Draws that named it; as a rule one.
    pub assigned: Vec<Assigned>,
    /// What was found, by row; 0 is the execution rate.
    pub rows: BTreeMap<u32, Heads<FoundRow>>,
    /// Papers in order of their numbers.
    pub evidence: Vec<Evidence>,
    /// What became of a unit that was not re-verified.
    pub outcome: Heads<Outcome>,
    /// Results.
    pub finished: Heads<Finished>,
    /// What second persons said.
    pub checked: Vec<Checked>,
    /// Objections.
    pub objections: Vec<Objection>,
    /// The independent second review, where one is wanted. Fields above are then what the two came to together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<SecondReview>,
}

impl RecheckState {
    /// True when no event made a difference.
    pub fn untouched(&self) -> bool {
        *self == RecheckState::default()
    }

    /// `@3`, or `@3b` for the second paper that was given the same number elsewhere.
    pub fn label(&self, paper: EventId) -> Option<String> {
        let found = self.evidence.iter().find(|one| one.event == paper)?;
        let mut same: Vec<EventId> =
            self.evidence.iter().filter(|one| one.number == found.number).map(|one| one.event).collect();
        same.sort_unstable();
        let place = same.iter().position(|one| *one == paper)?;
        let letter = u32::try_from(place).ok().filter(|place| *place > 0).and_then(|place| char::from_u32(97 + place));
        Some(format!("@{}{}", found.number, letter.map(String::from).unwrap_or_default()))
    }

    /// The number the next paper gets.
    pub fn next_number(&self) -> u32 {
        self.evidence.iter().map(|one| one.number).max().unwrap_or(0).saturating_add(1)
    }

    /// How the recheck stands.
    pub fn status(&self) -> RecheckStatus {
        if let Some(second) = self.second.as_ref().filter(|second| !second.is_released()) {
            match second.pair() {
                None if second.hands.is_empty() => return RecheckStatus::Open,
                None => return RecheckStatus::Begun,
                Some(_) if second.open() > 0 => return RecheckStatus::Contested,
                Some(_) => {}
            }
        }
        if self.rows.values().any(Heads::contested) || self.finished.contested() || self.outcome.contested() {
            return RecheckStatus::Contested;
        }
        if !self.finished.is_empty() {
            let of: Vec<EventId> = self.finished.events();
            let last = self.checked.iter().rfind(|checked| of.contains(&checked.of));
            let open = self.objections.iter().any(|one| of.contains(&one.of) && one.answers.is_empty());
            return match last {
                _ if open => RecheckStatus::Objected,
                Some(checked) if checked.agrees => RecheckStatus::Confirmed,
                Some(_) => RecheckStatus::SentBack,
                None => RecheckStatus::Finished,
            };
        }
        if !self.outcome.is_empty() {
            return RecheckStatus::NotDone;
        }
        if self.rows.is_empty() && self.evidence.is_empty() { RecheckStatus::Open } else { RecheckStatus::Begun }
    }
}

/// How a recheck stands, in working order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecheckStatus {
    /// 待复核
    Open,
    /// 复核中
    Begun,
    /// 意见不一
    Contested,
    /// 退回: the second person does not agree.
    SentBack,
    /// 有异议: the unit objects and nobody has answered.
    Objected,
    /// 待核对: finished, waits for the second person.
    Finished,
    /// 已核对
    Confirmed,
    /// 未能复核
    NotDone,
}

impl RecheckLine {
    /// True when the next ticket takes its place: it was drawn, and could not, or need not, be examined.
    pub fn is_replaced(&self) -> bool {
        self.part == Some(Part::Random)
            && self.status == RecheckStatus::NotDone
            && self.outcome.is_some_and(Outcome::is_replaced)
    }
}

impl RecheckStatus {
    /// All, in working order.
    pub const ALL: [RecheckStatus; 8] = [
        RecheckStatus::Open,
        RecheckStatus::Begun,
        RecheckStatus::Contested,
        RecheckStatus::SentBack,
        RecheckStatus::Objected,
        RecheckStatus::Finished,
        RecheckStatus::Confirmed,
        RecheckStatus::NotDone,
    ];

    /// The identifier used in files and answers.
    pub fn id(self) -> &'static str {
        match self {
            RecheckStatus::Open => "open",
            RecheckStatus::Begun => "begun",
            RecheckStatus::Contested => "contested",
            RecheckStatus::SentBack => "sent_back",
            RecheckStatus::Objected => "objected",
            RecheckStatus::Finished => "finished",
            RecheckStatus::Confirmed => "confirmed",
            RecheckStatus::NotDone => "not_done",
        }
    }

    /// True while somebody who rechecks has something to do: find out, settle, look again, answer.
    pub fn open(self) -> bool {
        use RecheckStatus::{Begun, Contested, Objected, Open, SentBack};
        matches!(self, Open | Begun | Contested | SentBack | Objected)
    }

    /// True where a result stands: somebody went there and found out.
    pub fn is_finished(self) -> bool {
        matches!(self, RecheckStatus::Finished | RecheckStatus::Confirmed | RecheckStatus::Objected)
    }

    /// Reads [`RecheckStatus::id`].
    pub fn from_id(id: &str) -> Option<RecheckStatus> {
        RecheckStatus::ALL.into_iter().find(|status| status.id() == id)
    }
}

/// One recheck as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecheckLine {
    /// The self-evaluation.
    pub version: VersionId,
    /// Its project.
    pub project: ProjectKey,
    /// Fiscal year.
    pub year: u16,
    /// How it stands.
    pub status: RecheckStatus,
    /// The draw that named it.
    pub draw: Option<EventId>,
    /// At random or in any case; `None` for what was looked at after the draw.
    pub part: Option<Part>,
    /// Stratum.
    pub stratum: String,
    /// Place among the tickets of its stratum; 0 where it was not drawn.
    pub place: u64,
    /// Reason codes, comma-joined.
    pub reasons: String,
    /// What became of the visit, where it was not re-verified.
    pub outcome: Option<Outcome>,
    /// The department's own total.
    pub filed: Option<Decimal>,
    /// Recomputed from its own figures.
    pub own: Option<Decimal>,
    /// Recomputed from the verified figures.
    pub verified: Option<Decimal>,
    /// Grade of the verified total.
    pub grade: Option<Grade>,
    /// How far the self-evaluation deviates.
    pub deviation: Option<Deviation>,
    /// Project code as filed; this and the following are empty where the form is not here.
    pub code: String,
    /// Project name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Department.
    pub department: String,
    /// Annual funds.
    pub amount: Option<Money>,
    /// How the independent second review stands, where one is wanted.
    pub second: Option<SecondBrief>,
}

impl RecheckLine {
    /// The line of a self-evaluation of which nothing was said yet.
    pub fn untouched(version: VersionId, project: ProjectKey, year: u16) -> RecheckLine {
        RecheckLine {
            version,
            project,
            year,
            status: RecheckStatus::Open,
            draw: None,
            part: None,
            stratum: String::new(),
            place: 0,
            reasons: String::new(),
            outcome: None,
            filed: None,
            own: None,
            verified: None,
            grade: None,
            deviation: None,
            code: String::new(),
            name: String::new(),
            unit: String::new(),
            department: String::new(),
            amount: None,
            second: None,
        }
    }
}
