//! Events of the spot check (抽查复核): the population sealed, the draw made in public, every drawn self-evaluation
//! re-verified row by row.
//!
//! Those about a whole draw speak of no project; all others name the self-evaluation that was drawn as their version, so
//! what was verified of one version is never taken for another.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Subject;
use crate::model::ids::{BatchId, EventId, VersionId};
use crate::model::recheck::{Deviation, EvidencePaper, Outcome, Part, Verified};
use crate::model::review::Grade;

/// What happened in a spot check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpotCheck {
    /// `sample.sealed`: population and plan fixed, before anybody knows the seed.
    Sealed(SampleSealed),
    /// `sample.abandoned`: a sealed population that will not be drawn from; it stays in the journal.
    Abandoned(SampleAbandoned),
    /// `sample.drawn`: the seed taken in public, and what followed from it.
    Drawn(SampleDrawn),
    /// `recheck.assigned`: a self-evaluation is to be re-verified.
    Assigned(RecheckAssigned),
    /// `recheck.outcome`: it could not be, or need not be.
    OutcomeSet(OutcomeSet),
    /// `recheck.verified`: what was found of one row.
    RowVerified(RowVerified),
    /// `recheck.evidence`: a paper that proves something (佐证).
    EvidenceAdded(EvidenceAdded),
    /// `recheck.finished`: score and grade of the recheck.
    Finished(RecheckFinished),
    /// `recheck.checked`: what a second person says of the result (复核人).
    Checked(RecheckChecked),
    /// `recheck.objected`: the unit objects to the result (异议).
    Objected(RecheckObjected),
    /// `recheck.objection_answered`: what became of an objection.
    ObjectionAnswered(ObjectionAnswered),
    /// `recheck.second_asked`: two people are to look at it independently.
    SecondAsked(SecondReviewAsked),
    /// `recheck.second_released`: there is no second person; one is enough.
    SecondReleased(SecondReviewReleased),
    /// `recheck.settled`: what counts where the two differ.
    Settled(DifferenceSettled),
}

/// See [`SpotCheck::Sealed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleSealed {
    /// Fiscal year of the self-evaluations.
    pub year: u16,
    /// SHA-256 of `population.tsv`, lower-case hexadecimal.
    pub frame: String,
    /// SHA-256 of `plan.tsv`, lower-case hexadecimal.
    pub plan: String,
    /// SHA-256 of the list that says which self-evaluation each line of the population is; absent in events of programs
    /// that kept it to themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<String>,
    /// SHA-256 of the list of units that were left out, with grounds; absent where none was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclusions: Option<String>,
    /// All units of the population, those excluded too.
    pub units: u64,
    /// Units to be examined in any case.
    pub certain: u64,
    /// Units that will be drawn at random.
    pub random: u64,
    /// Excluded units.
    pub excluded: u64,
    /// Where the seed will come from, in this order: fixed now, so that nobody chooses it afterwards.
    pub sources: Vec<String>,
    /// The `sample.sealed` of the tranche before, where these are self-evaluations that came after it (补报).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<EventId>,
    /// `plan.json`, its exact text: what is decided beside how many are drawn of which stratum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_json: Option<String>,
}

/// A file that a `sample.sealed` names by its digest. Such files travel with the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SealedFile {
    /// `population.tsv`
    Population,
    /// `plan.tsv`
    Plan,
    /// Which self-evaluation each line of the population is: key, project and version, a line each.
    Members,
    /// Why units were left out, a line each.
    Exclusions,
}

impl SealedFile {
    /// Its name, as people see it.
    pub fn name(self) -> &'static str {
        match self {
            SealedFile::Population => "population.tsv",
            SealedFile::Plan => "plan.tsv",
            SealedFile::Members => "members.tsv",
            SealedFile::Exclusions => "exclusions.tsv",
        }
    }
}

impl SampleSealed {
    /// The files it names, with their SHA-256. A digest that is none names nothing.
    pub fn files(&self) -> Vec<(SealedFile, BatchId)> {
        let named = [
            (SealedFile::Population, Some(&self.frame)),
            (SealedFile::Plan, Some(&self.plan)),
            (SealedFile::Members, self.members.as_ref()),
            (SealedFile::Exclusions, self.exclusions.as_ref()),
        ];
        named.into_iter().filter_map(|(file, digest)| Some((file, digest?.parse().ok()?))).collect()
    }
}

/// See [`SpotCheck::Abandoned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleAbandoned {
    /// The `sample.sealed`.
    pub sealed: EventId,
    /// Why.
    pub reason: String,
}

/// See [`SpotCheck::Drawn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleDrawn {
    /// The `sample.sealed` that was drawn from.
    pub sealed: EventId,
    /// Fiscal year of the self-evaluations.
    pub year: u16,
    /// The seed record, its exact text.
    pub seed_record: String,
    /// Its SHA-256: the seed.
    pub seed: String,
    /// SHA-256 of `proof.json`.
    pub proof: String,
    /// Who saw it.
    pub witnesses: Vec<String>,
    /// Units drawn at random.
    pub random: u64,
    /// Units examined in any case.
    pub certain: u64,
    /// This draws on: what was drawn before stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub further: Option<FurtherDraw>,
}

/// A draw that goes on with the next tickets. `random` of its [`SampleDrawn`] is the new total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FurtherDraw {
    /// The first `sample.drawn`.
    pub of: EventId,
    /// Which look of the declared plan this is for, from 2; 0 where nothing was declared.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub stage: u64,
    /// Results of the random part that were known: beyond a declared plan nothing drawn after them enters any estimate.
    pub known: u64,
    /// Why.
    pub reason: String,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl FurtherDraw {
    /// Whether what was drawn on counts as drawn at random.
    pub fn counts(&self) -> bool {
        self.stage > 0 || self.known == 0
    }
}

/// See [`SpotCheck::Assigned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecheckAssigned {
    /// The self-evaluation.
    pub on: Subject,
    /// The `sample.drawn` it follows from.
    pub draw: EventId,
    /// At random or in any case.
    pub part: Part,
    /// Stratum, as a rule the department.
    pub stratum: String,
    /// Place among the tickets of its stratum, from 1; 0 where it was not drawn at random.
    pub place: u64,
    /// Reason codes of what is examined in any case (A amount, T recommended, F flagged, D due), comma-joined; of the random
    /// part [`STANDS_IN`] or [`BESIDES`].
    ///
    /// [`STANDS_IN`]: crate::model::recheck::STANDS_IN
    /// [`BESIDES`]: crate::model::recheck::BESIDES
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reasons: String,
    /// The self-evaluation whose place it took when it was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<VersionId>,
    /// The lot wants an independent second review.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second: bool,
}

/// See [`SpotCheck::OutcomeSet`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutcomeSet {
    /// The self-evaluation.
    pub on: Subject,
    /// What became of the visit.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
}

/// See [`SpotCheck::RowVerified`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowVerified {
    /// The row; 0 is the execution rate.
    pub on: Subject,
    /// What was found.
    pub verified: Verified,
    /// The papers that prove it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EventId>,
    /// A note for the working papers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// See [`SpotCheck::EvidenceAdded`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceAdded {
    /// The self-evaluation.
    pub on: Subject,
    /// Number told to people, from 1 (`@1`).
    pub number: u32,
    /// The paper.
    pub paper: EvidencePaper,
}

/// See [`SpotCheck::Finished`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecheckFinished {
    /// The self-evaluation.
    pub on: Subject,
    /// The department's own total as filed, in points; absent where none could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed: Option<Decimal>,
    /// Recomputed from its own figures, in points.
    pub own: Decimal,
    /// Recomputed from the verified figures, in points.
    pub verified: Decimal,
    /// The same if all missing evidence arrived, in points.
    pub best: Decimal,
    /// Grade of the verified total.
    pub grade: Grade,
    /// How far the self-evaluation deviates.
    pub deviation: Deviation,
    /// Profile and version whose rules were applied.
    pub rules: String,
    /// Conclusion in words, optional.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// After an independent second review: the ends of both and what was settled, sorted; it counts while just these stand.
    /// Empty in the result of one person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joins: Vec<EventId>,
}

/// See [`SpotCheck::Checked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecheckChecked {
    /// The self-evaluation.
    pub on: Subject,
    /// The `recheck.finished`.
    pub of: EventId,
    /// True when the second person agrees.
    pub agrees: bool,
    /// Why not, or a remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// See [`SpotCheck::Objected`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecheckObjected {
    /// The self-evaluation.
    pub on: Subject,
    /// The `recheck.finished`.
    pub of: EventId,
    /// The unit's statement.
    pub text: String,
}

/// See [`SpotCheck::ObjectionAnswered`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionAnswered {
    /// The self-evaluation.
    pub on: Subject,
    /// The `recheck.objected`.
    pub of: EventId,
    /// True when the result is to be looked at again.
    pub upheld: bool,
    /// Why.
    pub reason: String,
}

/// See [`SpotCheck::SecondAsked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondReviewAsked {
    /// The self-evaluation.
    pub on: Subject,
    /// Why.
    pub reason: String,
}

/// See [`SpotCheck::SecondReleased`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondReviewReleased {
    /// The self-evaluation.
    pub on: Subject,
    /// Why.
    pub reason: String,
}

/// See [`SpotCheck::Settled`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceSettled {
    /// The row; none: what became of the visit.
    pub on: Subject,
    /// What the two said, sorted; it counts while they say just this.
    pub of: Vec<EventId>,
    /// What counts of the row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verified>,
    /// Why it could not be rechecked, where no row is meant; absent: it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Papers that prove it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EventId>,
    /// On what ground.
    pub reason: String,
}

impl SpotCheck {
    /// The `kind` written in the envelope.
    pub fn kind(&self) -> &'static str {
        match self {
            SpotCheck::Sealed(_) => "sample.sealed",
            SpotCheck::Abandoned(_) => "sample.abandoned",
            SpotCheck::Drawn(_) => "sample.drawn",
            SpotCheck::Assigned(_) => "recheck.assigned",
            SpotCheck::OutcomeSet(_) => "recheck.outcome",
            SpotCheck::RowVerified(_) => "recheck.verified",
            SpotCheck::EvidenceAdded(_) => "recheck.evidence",
            SpotCheck::Finished(_) => "recheck.finished",
            SpotCheck::Checked(_) => "recheck.checked",
            SpotCheck::Objected(_) => "recheck.objected",
            SpotCheck::ObjectionAnswered(_) => "recheck.objection_answered",
            SpotCheck::SecondAsked(_) => "recheck.second_asked",
            SpotCheck::SecondReleased(_) => "recheck.second_released",
            SpotCheck::Settled(_) => "recheck.settled",
        }
    }

    /// The self-evaluation it speaks of; `None` for events about a whole draw.
    pub fn subject(&self) -> Option<&Subject> {
        match self {
            SpotCheck::Sealed(_) | SpotCheck::Abandoned(_) | SpotCheck::Drawn(_) => None,
            SpotCheck::Assigned(body) => Some(&body.on),
            SpotCheck::OutcomeSet(body) => Some(&body.on),
            SpotCheck::RowVerified(body) => Some(&body.on),
            SpotCheck::EvidenceAdded(body) => Some(&body.on),
            SpotCheck::Finished(body) => Some(&body.on),
            SpotCheck::Checked(body) => Some(&body.on),
            SpotCheck::Objected(body) => Some(&body.on),
            SpotCheck::ObjectionAnswered(body) => Some(&body.on),
            SpotCheck::SecondAsked(body) => Some(&body.on),
            SpotCheck::SecondReleased(body) => Some(&body.on),
            SpotCheck::Settled(body) => Some(&body.on),
        }
    }

    /// False for what was done in public and is taken back in public only: sealing, drawing and what was drawn. Who took
    /// another's place goes again with the outcome that made room.
    pub fn can_be_undone(&self) -> bool {
        match self {
            SpotCheck::Assigned(body) => body.instead_of.is_some(),
            SpotCheck::Sealed(_) | SpotCheck::Abandoned(_) | SpotCheck::Drawn(_) => false,
            _ => true,
        }
    }

    pub(super) fn data(&self) -> serde_json::Result<Value> {
        match self {
            SpotCheck::Sealed(body) => serde_json::to_value(body),
            SpotCheck::Abandoned(body) => serde_json::to_value(body),
            SpotCheck::Drawn(body) => serde_json::to_value(body),
            SpotCheck::Assigned(body) => serde_json::to_value(body),
            SpotCheck::OutcomeSet(body) => serde_json::to_value(body),
            SpotCheck::RowVerified(body) => serde_json::to_value(body),
            SpotCheck::EvidenceAdded(body) => serde_json::to_value(body),
            SpotCheck::Finished(body) => serde_json::to_value(body),
            SpotCheck::Checked(body) => serde_json::to_value(body),
            SpotCheck::Objected(body) => serde_json::to_value(body),
            SpotCheck::ObjectionAnswered(body) => serde_json::to_value(body),
            SpotCheck::SecondAsked(body) => serde_json::to_value(body),
            SpotCheck::SecondReleased(body) => serde_json::to_value(body),
            SpotCheck::Settled(body) => serde_json::to_value(body),
        }
    }

    /// Reads a body; `None` when the kind is another one, an error when its fields are not understood.
    pub(super) fn read(kind: &str, data: Value) -> Option<serde_json::Result<SpotCheck>> {
        Some(match kind {
            "sample.sealed" => serde_json::from_value(data).map(SpotCheck::Sealed),
            "sample.abandoned" => serde_json::from_value(data).map(SpotCheck::Abandoned),
            "sample.drawn" => serde_json::from_value(data).map(SpotCheck::Drawn),
            "recheck.assigned" => serde_json::from_value(data).map(SpotCheck::Assigned),
            "recheck.outcome" => serde_json::from_value(data).map(SpotCheck::OutcomeSet),
            "recheck.verified" => serde_json::from_value(data).map(SpotCheck::RowVerified),
            "recheck.evidence" => serde_json::from_value(data).map(SpotCheck::EvidenceAdded),
            "recheck.finished" => serde_json::from_value(data).map(SpotCheck::Finished),
            "recheck.checked" => serde_json::from_value(data).map(SpotCheck::Checked),
            "recheck.objected" => serde_json::from_value(data).map(SpotCheck::Objected),
            "recheck.objection_answered" => serde_json::from_value(data).map(SpotCheck::ObjectionAnswered),
            "recheck.second_asked" => serde_json::from_value(data).map(SpotCheck::SecondAsked),
            "recheck.second_released" => serde_json::from_value(data).map(SpotCheck::SecondReleased),
            "recheck.settled" => serde_json::from_value(data).map(SpotCheck::Settled),
            _ => return None,
        })
    }
}
