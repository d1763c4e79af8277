//! What a unit is asked for to prove a self-evaluation (资料清单), row by row: which papers the kind of its indicator usually takes,
//! what has come in, what lacks. Pure; words belong to the caller (`evidence-kind-…`, `evidence-paper-…`).

use super::RecheckView;
use crate::config::evidence::EvidenceKinds;
use crate::model::recheck::Verified;
use crate::model::score::EXECUTION_ROW;

/// How the papers of a row stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Somebody looked for evidence and found none.
    Lacking,
    /// No paper stands with the row yet.
    Open,
    /// A paper stands with the row.
    Here,
    /// The row is not applicable: nothing is asked for.
    NotNeeded,
}

impl Standing {
    /// The identifier used in answers and locale keys.
    pub fn id(self) -> &'static str {
        match self {
            Standing::Lacking => "lacking",
            Standing::Open => "open",
            Standing::Here => "here",
            Standing::NotNeeded => "not-needed",
        }
    }

    /// Whether the unit is still asked.
    pub fn is_asked(self) -> bool {
        matches!(self, Standing::Lacking | Standing::Open)
    }
}

/// One row with what is asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedRow {
    /// Number of the indicator; 0 is the execution rate.
    pub row: u32,
    /// Kind of the indicator (`evidence-kind-…`).
    pub kind: String,
    /// Papers that prove it, most telling first (`evidence-paper-…`).
    pub papers: Vec<String>,
    /// Labels of the papers that stand with it.
    pub here: Vec<String>,
    /// How it stands.
    pub standing: Standing,
}

/// What is asked for each row of a recheck.
pub fn asked(view: &RecheckView, kinds: &EvidenceKinds) -> Vec<AskedRow> {
    let of = |no: u32| {
        let printed = view.form.indicators.iter().find(|one| one.no == no && no != EXECUTION_ROW);
        let kind = printed.map_or_else(|| kinds.execution(), |one| kinds.of(&one.level1, &one.level2));
        let found = view.found(no);
        let papers = found.map(|found| found.evidence.as_slice()).unwrap_or_default();
        let standing = match found.map(|found| &found.verified) {
            Some(Verified::NotApplicable) => Standing::NotNeeded,
            _ if !papers.is_empty() => Standing::Here,
            Some(Verified::NoEvidence) => Standing::Lacking,
            _ => Standing::Open,
        };
        AskedRow {
            row: no,
            kind: kind.id.clone(),
            papers: kind.papers.clone(),
            here: papers.iter().filter_map(|paper| view.state.label(*paper)).collect(),
            standing,
        }
    };
    view.scored.rows.iter().map(|row| of(row.no)).collect()
}
