//! What links look like to screens and scripts: plain values.

use crate::model::form::FormKind;
use crate::model::ids::{EventId, PersonId, ProjectKey};
use crate::model::link::LinkedTable;
use crate::model::money::Money;
use crate::rules::links::By;

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// People differ about it.
    Contested,
    /// Several could be meant.
    Ambiguous,
    /// Name and unit agree, the codes differ.
    Suspected,
    /// Found.
    Linked(By),
    /// A target without a partner.
    Missing,
    /// A form without a target.
    Surplus,
    /// A person said that it belongs to no target.
    Apart,
}

impl Standing {
    /// The identifier used in answers.
    pub fn id(self) -> &'static str {
        match self {
            Standing::Contested => "contested",
            Standing::Ambiguous => "ambiguous",
            Standing::Suspected => "suspected",
            Standing::Linked(_) => "linked",
            Standing::Missing => "missing",
            Standing::Surplus => "surplus",
            Standing::Apart => "apart",
        }
    }

    /// What needs a person comes first, what is certain last.
    pub(super) fn order(self) -> u8 {
        match self {
            Standing::Contested => 0,
            Standing::Ambiguous => 1,
            Standing::Suspected => 2,
            Standing::Linked(By::Name) => 3,
            Standing::Linked(By::NameAndUnit) => 4,
            Standing::Missing => 5,
            Standing::Surplus => 6,
            Standing::Apart => 7,
            Standing::Linked(By::Hand) => 8,
            Standing::Linked(By::Code) => 9,
        }
    }
}

/// Which links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Only {
    /// All.
    #[default]
    All,
    /// What a person should look at: contested, ambiguous, suspected, found by name.
    Open,
    /// Found by name, with or without the unit.
    ByName,
    /// Several could be meant.
    Ambiguous,
    /// The codes differ.
    Suspected,
    /// People differ.
    Contested,
    /// Targets without a partner.
    Missing,
    /// Forms without a target, also those that a person set apart.
    Surplus,
    /// Found, in whatever way.
    Linked,
}

impl Only {
    /// All choices, in the order in which the screen walks through them.
    pub const ALL: [Only; 9] = [
        Only::Open,
        Only::Missing,
        Only::Surplus,
        Only::ByName,
        Only::Ambiguous,
        Only::Suspected,
        Only::Contested,
        Only::Linked,
        Only::All,
    ];

    /// The identifier used on the command line and in locale keys.
    pub fn id(self) -> &'static str {
        match self {
            Only::All => "all",
            Only::Open => "open",
            Only::ByName => "by_name",
            Only::Ambiguous => "ambiguous",
            Only::Suspected => "suspected",
            Only::Contested => "contested",
            Only::Missing => "missing",
            Only::Surplus => "surplus",
            Only::Linked => "linked",
        }
    }

    /// Reads [`Only::id`].
    pub fn from_id(id: &str) -> Option<Only> {
        Only::ALL.into_iter().find(|only| only.id() == id)
    }

    /// The choice after this one.
    #[must_use]
    pub fn next(self) -> Only {
        let at = Only::ALL.iter().position(|only| *only == self).unwrap_or(0);
        Only::ALL[(at + 1) % Only::ALL.len()]
    }

    /// Whether a link is among them.
    pub fn holds(self, standing: Standing) -> bool {
        let by_name = matches!(standing, Standing::Linked(By::Name | By::NameAndUnit));
        match self {
            Only::All => true,
            Only::Open => {
                by_name || matches!(standing, Standing::Contested | Standing::Ambiguous | Standing::Suspected)
            }
            Only::ByName => by_name,
            Only::Ambiguous => standing == Standing::Ambiguous,
            Only::Suspected => standing == Standing::Suspected,
            Only::Contested => standing == Standing::Contested,
            Only::Missing => standing == Standing::Missing,
            Only::Surplus => matches!(standing, Standing::Surplus | Standing::Apart),
            Only::Linked => matches!(standing, Standing::Linked(_)),
        }
    }
}

/// What is asked about the links of a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkQuery {
    /// Year of the targets; the newest with targets when absent.
    pub year: Option<u16>,
    /// One table, or all.
    pub table: Option<LinkedTable>,
    /// Which rows.
    pub only: Only,
    /// Most rows to answer; the counts are of all.
    pub limit: Option<usize>,
}

/// One project's form as a link shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkSide {
    /// The project under which it was filed.
    pub project: ProjectKey,
    /// Which table.
    pub kind: FormKind,
    /// Its year.
    pub year: u16,
    /// 项目代码
    pub code: Option<String>,
    /// 项目名称
    pub name: String,
    /// 实施单位
    pub unit: String,
    /// 主管部门
    pub department: String,
    /// Annual funds.
    pub amount: Option<Money>,
}

/// A partner to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkChoice {
    /// The form, or the target.
    pub side: LinkSide,
    /// The events of decisions on the form; none for a target.
    pub seen: Vec<EventId>,
}

/// What one person decided about a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkSaid {
    /// Who.
    pub author: PersonId,
    /// Name of who.
    pub name: String,
    /// The target it was given to; `None`: to none.
    pub to: Option<LinkSide>,
}

/// One link, or one that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// The table.
    pub table: LinkedTable,
    /// Where it stands.
    pub standing: Standing,
    /// The target.
    pub target: Option<LinkSide>,
    /// The form in the other table.
    pub other: Option<LinkSide>,
    /// Targets that could be meant, at most a handful.
    pub candidates: Vec<LinkSide>,
    /// How many could be meant.
    pub candidates_total: usize,
    /// What people decided about the form.
    pub said: Vec<LinkSaid>,
    /// The events of those decisions: what the next one must have seen.
    pub seen: Vec<EventId>,
}

/// Counts of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkCounts {
    /// The table.
    pub table: LinkedTable,
    /// Targets of the year.
    pub targets: u64,
    /// Forms in the table; while there are none, nothing counts as missing.
    pub others: u64,
    /// Linked by hand.
    pub by_hand: u64,
    /// Linked by code.
    pub code: u64,
    /// Linked by name and unit.
    pub name_and_unit: u64,
    /// Linked by name.
    pub name: u64,
    /// Targets without a form.
    pub missing: u64,
    /// Forms without a target.
    pub surplus: u64,
    /// Forms that could belong to several targets, or share one.
    pub ambiguous: u64,
    /// Pairs of one name and unit whose codes differ.
    pub suspected: u64,
    /// Forms that people differ about.
    pub contested: u64,
    /// Forms that belong to no target, as a person said.
    pub apart: u64,
}

impl LinkCounts {
    pub(super) fn new(table: LinkedTable) -> LinkCounts {
        LinkCounts {
            table,
            targets: 0,
            others: 0,
            by_hand: 0,
            code: 0,
            name_and_unit: 0,
            name: 0,
            missing: 0,
            surplus: 0,
            ambiguous: 0,
            suspected: 0,
            contested: 0,
            apart: 0,
        }
    }

    pub(super) fn count(&mut self, standing: Standing) {
        *match standing {
            Standing::Contested => &mut self.contested,
            Standing::Ambiguous => &mut self.ambiguous,
            Standing::Suspected => &mut self.suspected,
            Standing::Linked(By::Hand) => &mut self.by_hand,
            Standing::Linked(By::Code) => &mut self.code,
            Standing::Linked(By::NameAndUnit) => &mut self.name_and_unit,
            Standing::Linked(By::Name) => &mut self.name,
            Standing::Missing => &mut self.missing,
            Standing::Surplus => &mut self.surplus,
            Standing::Apart => &mut self.apart,
        } += 1;
    }
}

/// Links of a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkReport {
    /// Year of the targets; `None` when nothing is here.
    pub year: Option<u16>,
    /// Years that have tables, newest first.
    pub years: Vec<u16>,
    /// Counts by table.
    pub tables: Vec<LinkCounts>,
    /// The rows asked for: what needs a person first.
    pub rows: Vec<LinkRow>,
    /// How many rows there are in all.
    pub total: u64,
}
