//! Which project's form in another table is whose: the decision, as people take it.
//!
//! Programs find partners by code and name ([`crate::rules::links`]); a person may say otherwise. What a person said is
//! one field with heads, named by [`LinkedTable::field`], and folded like a result. Deliberately absent: matching.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::form::FormKind;
use super::ids::{ProjectKey, VersionId, tagged_sha256};
use super::review::SameDecision;

/// A table in which a target has a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkedTable {
    /// The budget list of the same year.
    BudgetList,
    /// The monitoring report of the same year.
    Monitoring,
    /// The self-evaluation of the same year.
    SelfEvaluation,
    /// The target of the year before, else its self-evaluation.
    LastYear,
}

impl LinkedTable {
    /// All tables, in the order of a budget's year.
    pub const ALL: [LinkedTable; 4] =
        [LinkedTable::BudgetList, LinkedTable::Monitoring, LinkedTable::SelfEvaluation, LinkedTable::LastYear];

    /// The identifier used in files and answers.
    pub fn id(self) -> &'static str {
        match self {
            LinkedTable::BudgetList => "budget_list",
            LinkedTable::Monitoring => "monitoring",
            LinkedTable::SelfEvaluation => "self_evaluation",
            LinkedTable::LastYear => "last_year",
        }
    }

    /// Reads [`LinkedTable::id`].
    pub fn from_id(id: &str) -> Option<LinkedTable> {
        LinkedTable::ALL.into_iter().find(|table| table.id() == id)
    }

    /// Kinds of form that stand in it, the one that counts first.
    pub fn kinds(self) -> &'static [FormKind] {
        match self {
            LinkedTable::BudgetList => &[FormKind::BudgetList],
            LinkedTable::Monitoring => &[FormKind::Monitoring],
            LinkedTable::SelfEvaluation => &[FormKind::SelfEvaluation],
            LinkedTable::LastYear => &[FormKind::Target, FormKind::SelfEvaluation],
        }
    }

    /// Year of its forms beside targets of a year.
    pub fn year(self, of_targets: u16) -> u16 {
        if self == LinkedTable::LastYear { of_targets.saturating_sub(1) } else { of_targets }
    }

    /// The field in which it is decided whose forms those of `project` are, beside the targets of `year`: stands where a
    /// decision on a target names its version, so that the decisions of one field are found together.
    pub fn field(self, project: ProjectKey, year: u16) -> VersionId {
        VersionId(tagged_sha256("wx-link-1", &[self.id().as_bytes(), &[0], &year.to_be_bytes(), &project.0]))
    }
}

/// To whom a form belongs, as one person decided it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// The table it stands in.
    pub table: LinkedTable,
    /// Year of the targets.
    pub year: u16,
    /// The project under which it was filed.
    pub project: ProjectKey,
    /// The project to which it belongs; absent: to none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<ProjectKey>,
}

impl SameDecision for Linked {
    fn same_decision(&self, other: &Self) -> bool {
        self.to == other.to
    }
}

/// What the decisions on one project's form amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// It belongs to this project.
    To(ProjectKey),
    /// It belongs to none.
    Nobody,
    /// People differ.
    Contested,
}

/// Decisions of one table and year, by the project under which the form was filed.
pub type Decisions = BTreeMap<ProjectKey, Decided>;
