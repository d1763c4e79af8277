//! OWN CHECK: checks that a place wrote itself into its profile, as written.
//!
//! Who may import it: everyone. Absent on purpose: what an expression means (`rules::own`) and the words that a finding
//! is told in (`config::checks`).

use std::collections::BTreeSet;

use super::finding::{Cell, CheckId, Severity};
use super::form::Form;
use super::review::CategoryCode;

/// An expression with the place where it stands, so that what is wrong with it can be told there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Written {
    /// The expression.
    pub text: String,
    /// File of the profile.
    pub file: String,
    /// Line of its first character in the file, from 1.
    pub line: usize,
}

/// What an own check is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum On {
    /// Each annual indicator.
    Row,
    /// The target as a whole.
    Target,
}

impl On {
    /// The identifier used in files and answers; its name is the message `own-on-…`.
    pub fn id(self) -> &'static str {
        match self {
            On::Row => "row",
            On::Target => "target",
        }
    }
}

/// One check of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnCheck {
    /// Its name; never one of the catalogue's.
    pub id: CheckId,
    /// Raised by the place when it changes the check.
    pub version: u16,
    /// Class of the opinion it proposes.
    pub category: CategoryCode,
    /// How grave it is.
    pub severity: Severity,
    /// What it is asked about.
    pub on: On,
    /// The cell that is at fault.
    pub cell: Cell,
    /// It finds something where this is true.
    pub when: Written,
    /// Names of the slots in its words; those that name a field or a definition are filled.
    pub slots: BTreeSet<String>,
    /// Where the rule comes from.
    pub source: String,
    /// What it must and must not find.
    pub examples: Vec<Example>,
}

/// A target on which a check must fire, or must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The target.
    pub form: Form,
    /// Whether the check must fire on it, on any row.
    pub fires: bool,
    /// Line of the profile where it stands, from 1.
    pub line: usize,
}

/// A part of expressions with a name of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub is: Written,
}

/// Everything a place wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnRules {
    /// Parts with names, in the order of the file.
    pub definitions: Vec<Definition>,
    /// Checks, in the order of the file.
    pub checks: Vec<OwnCheck>,
}
