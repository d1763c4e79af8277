//! The state of a target's review, as folded from events (see [`crate::sync::fold`]).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::{DemandDraft, Stamp};
use super::finding::{CheckId, CheckRef, FromCheck};
use super::ids::{EventId, PersonId};
use super::link::Linked;

/// Code of an opinion class (整改意见类别), e.g. `C07`. Classes are data; a province may load its own twelve.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CategoryCode(pub String);

/// What a reviewer decided about one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 无问题
    Passed,
    /// 已提意见; set by the opinion itself.
    Opinion,
    /// 退回重填
    Returned,
    /// 稍后: no decision yet.
    Later,
}

impl Verdict {
    /// The identifier used in files and answers.
    pub fn id(self) -> &'static str {
        match self {
            Verdict::Passed => "passed",
            Verdict::Opinion => "opinion",
            Verdict::Returned => "returned",
            Verdict::Later => "later",
        }
    }
}

/// Review result (审核结果): 优 良 中 差 (财预〔2015〕88号, articles 25–26).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// 优: passes.
    Excellent,
    /// 良: passes after agreement with the unit.
    Good,
    /// 中: returned, revised and filed again.
    Fair,
    /// 差: no budget.
    Poor,
}

impl Grade {
    /// All grades, best first: keys `1` to `4`.
    pub const ALL: [Grade; 4] = [Grade::Excellent, Grade::Good, Grade::Fair, Grade::Poor];

    /// The identifier used in files and answers.
    pub fn id(self) -> &'static str {
        match self {
            Grade::Excellent => "excellent",
            Grade::Good => "good",
            Grade::Fair => "fair",
            Grade::Poor => "poor",
        }
    }

    /// Reads [`Grade::id`].
    pub fn from_id(id: &str) -> Option<Grade> {
        Grade::ALL.into_iter().find(|grade| grade.id() == id)
    }
}

/// One live, unsuperseded value of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head<T> {
    /// Event that set it.
    pub event: EventId,
    /// Who.
    pub author: PersonId,
    /// When, for display.
    pub at: Stamp,
    /// The value.
    pub value: T,
}

/// A field that keeps every unsuperseded value. Sorted by event id, so that it does not depend on arrival.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Heads<T>(pub Vec<Head<T>>);

impl<T> Default for Heads<T> {
    fn default() -> Self {
        Heads(Vec::new())
    }
}

impl<T> Heads<T> {
    /// True when nobody has decided.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a field with heads amounts to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled<'a, T> {
    /// Nobody has decided.
    Open,
    /// One value, by one or more people.
    One(&'a T),
    /// Two or more different values, none of which silences the others.
    Contested,
}

/// When two people's values are the same decision.
pub trait SameDecision {
    /// True when the two agree; wording around the decision may differ.
    fn same_decision(&self, other: &Self) -> bool;
}

impl SameDecision for Verdict {
    fn same_decision(&self, other: &Self) -> bool {
        self == other
    }
}

impl SameDecision for SecondLook {
    /// Whether there is a fault counts, not how it is put.
    fn same_decision(&self, other: &Self) -> bool {
        self.found == other.found
    }
}

impl SameDecision for Graded {
    /// The result alone counts: two people who give 良 for different reasons agree.
    fn same_decision(&self, other: &Self) -> bool {
        self.grade == other.grade
    }
}

impl<T: SameDecision> Heads<T> {
    /// Open, one value or contested.
    pub fn settled(&self) -> Settled<'_, T> {
        match self.0.split_first() {
            None => Settled::Open,
            Some((first, rest)) if rest.iter().all(|head| head.value.same_decision(&first.value)) => {
                Settled::One(&first.value)
            }
            Some(_) => Settled::Contested,
        }
    }

    /// True when different values stand side by side.
    pub fn contested(&self) -> bool {
        matches!(self.settled(), Settled::Contested)
    }

    /// The events of all heads: what the next decision on this field must name in `sees`.
    pub fn events(&self) -> Vec<EventId> {
        self.0.iter().map(|head| head.event).collect()
    }
}

/// A grade with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graded {
    /// The result.
    pub grade: Grade,
    /// Reason or overall opinion.
    pub reason: String,
}

/// What somebody found who looked a second time at a target that had been passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondLook {
    /// True where a fault was found.
    pub found: bool,
    /// The fault in words.
    pub reason: String,
}

/// A live opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Its first event: its identity.
    pub id: EventId,
    /// Latest event of it.
    pub event: EventId,
    /// Who.
    pub author: PersonId,
    /// When it was last written.
    pub at: Stamp,
    /// Row it stands on; `None` for the whole target.
    pub row: Option<u32>,
    /// Class.
    pub category: CategoryCode,
    /// Text.
    pub text: String,
    /// Other live wordings of the same opinion by the same author on another machine.
    pub variants: Vec<String>,
    /// The automatic check whose draft it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_check: Option<FromCheck>,
    /// Who else accepted the same draft of the same check: one opinion, said by several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreed: Vec<Agreed>,
}

/// Somebody's acceptance of a draft that a colleague had accepted, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// The event of it: what its author takes back.
    pub id: EventId,
    /// Who.
    pub author: PersonId,
    /// When.
    pub at: Stamp,
}

impl Opinion {
    /// The event by which a person gave this opinion; of several the one that is shown.
    pub fn given_by(&self, person: &PersonId) -> Option<EventId> {
        let agreed = self.agreed.iter().find(|agreed| agreed.author == *person).map(|agreed| agreed.id);
        if self.author == *person { Some(self.id) } else { agreed }
    }

    /// True when it is a draft that was given in other words or another class, or reworded since.
    pub fn edited(&self) -> bool {
        self.event != self.id || self.from_check.as_ref().is_some_and(|from| from.edited)
    }
}

/// A finding that somebody found to be no fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissed {
    /// The event that says so.
    pub event: EventId,
    /// Row; `None` for the whole target.
    pub row: Option<u32>,
    /// The check with its version.
    #[serde(flatten)]
    pub check: CheckRef,
    /// Why, where it was asked for.
    pub reason: String,
    /// Who.
    pub author: PersonId,
    /// When.
    pub at: Stamp,
}

/// A live rectification demand (整改要求).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// Identity: the event that first raised it (an opinion's event when it came with one).
    pub id: EventId,
    /// Who raised it.
    pub author: PersonId,
    /// When.
    pub at: Stamp,
    /// Row; `None` for the whole target.
    pub row: Option<u32>,
    /// Class, if any.
    pub category: Option<CategoryCode>,
    /// Text, due date, responsible unit.
    pub demand: DemandDraft,
}

impl Demand {
    /// Number told to people: year and the first eight digits of the identity. Unique without asking other stations
    /// and never used twice.
    pub fn number(&self, year: u16) -> String {
        format!("ZG-{year}-{}", &self.id.to_string()[..8])
    }
}

/// Everything people have decided about one version of one target.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReviewState {
    /// Decided rows: indicator number → verdicts.
    pub rows: BTreeMap<u32, Heads<Verdict>>,
    /// Opinions in order of writing.
    pub opinions: Vec<Opinion>,
    /// Demands in order of raising.
    pub demands: Vec<Demand>,
    /// Findings that are no fault, by row, check and event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dismissed: Vec<Dismissed>,
    /// Result.
    pub grade: Heads<Graded>,
    /// What was found at a second look. Where people differ, a fault that anybody found counts.
    #[serde(default, skip_serializing_if = "Heads::is_empty")]
    pub looked: Heads<SecondLook>,
    /// Whose a form in another table is. A field of its own: where it has heads, nothing else has any.
    #[serde(default, skip_serializing_if = "Heads::is_empty")]
    pub link: Heads<Linked>,
}

impl ReviewState {
    /// True when the result or any row is contested.
    pub fn contested(&self) -> bool {
        self.grade.contested() || self.link.contested() || self.rows.values().any(Heads::contested)
    }

    /// True when nobody has touched it.
    pub fn untouched(&self) -> bool {
        self.rows.is_empty()
            && self.opinions.is_empty()
            && self.demands.is_empty()
            && self.grade.0.is_empty()
            && self.link.0.is_empty()
            && self.dismissed.is_empty()
            && self.looked.is_empty()
    }

    /// Whether somebody looked a second time, and then whether anybody found a fault.
    pub fn second_look(&self) -> Option<bool> {
        (!self.looked.is_empty()).then(|| self.looked.0.iter().any(|head| head.value.found))
    }

    /// True for a target that was passed without a word: 优 or 良, and no opinion or demand stands.
    pub fn passed_without_a_word(&self) -> bool {
        let passed = match self.grade.settled() {
            Settled::One(graded) => matches!(graded.grade, Grade::Excellent | Grade::Good),
            _ => false,
        };
        passed && !self.contested() && self.opinions.is_empty() && self.demands.is_empty()
    }

    /// True when somebody accepted or dismissed what this check found on the row (`None`: on the whole target).
    pub fn answered(&self, row: Option<u32>, check: &CheckId) -> bool {
        let accepted = |opinion: &Opinion| {
            opinion.row == row && opinion.from_check.as_ref().is_some_and(|from| from.check == *check)
        };
        self.opinions.iter().any(accepted)
            || self.dismissed.iter().any(|one| one.row == row && one.check.check == *check)
    }
}

/// Where a target stands in its review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 待审: nobody has touched it.
    Queued,
    /// 重报待审: a new version of a target that was decided before.
    ReReview,
    /// 在审: begun, rows left.
    Reviewing,
    /// 待定级: every row decided, no result yet.
    Opinioned,
    /// 通过 (优)
    Passed,
    /// 协商 (良)
    Negotiated,
    /// 退回 (中)
    Returned,
    /// 不予安排 (差)
    Blocked,
    /// 有冲突
    Contested,
}

impl Status {
    /// All states in working order.
    pub const ALL: [Status; 9] = [
        Status::Queued,
        Status::ReReview,
        Status::Reviewing,
        Status::Opinioned,
        Status::Passed,
        Status::Negotiated,
        Status::Returned,
        Status::Blocked,
        Status::Contested,
    ];

    /// The identifier used in files and answers.
    pub fn id(self) -> &'static str {
        match self {
            Status::Queued => "queued",
            Status::ReReview => "re_review",
            Status::Reviewing => "reviewing",
            Status::Opinioned => "opinioned",
            Status::Passed => "passed",
            Status::Negotiated => "negotiated",
            Status::Returned => "returned",
            Status::Blocked => "blocked",
            Status::Contested => "contested",
        }
    }

    /// Reads [`Status::id`].
    pub fn from_id(id: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.id() == id)
    }

    /// True while a reviewer still has to act.
    pub fn open(self) -> bool {
        matches!(self, Status::Queued | Status::ReReview | Status::Reviewing | Status::Opinioned | Status::Contested)
    }

    /// Where a target stands: `rows` is the number of its indicators, `decided_before` whether an earlier version had a
    /// result.
    pub fn of(state: &ReviewState, rows: u32, decided_before: bool) -> Status {
        if state.contested() {
            return Status::Contested;
        }
        if let Settled::One(graded) = state.grade.settled() {
            return match graded.grade {
                Grade::Excellent => Status::Passed,
                Grade::Good => Status::Negotiated,
                Grade::Fair => Status::Returned,
                Grade::Poor => Status::Blocked,
            };
        }
        if state.untouched() {
            return if decided_before { Status::ReReview } else { Status::Queued };
        }
        let decided = (1..=rows).all(|row| {
            state.rows.get(&row).is_some_and(|heads| !matches!(heads.settled(), Settled::One(Verdict::Later)))
        });
        if decided { Status::Opinioned } else { Status::Reviewing }
    }
}
