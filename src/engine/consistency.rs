//! Rows elsewhere that say the same as a row, and how they were decided: the same is to be treated alike.
//!
//! What was decided is taken down with the queue line of a target, by the digest of the row's wording ([`agreement`]); a
//! question reads an index and the few forms it lists, never all rows. Deliberately absent: who is right, and changing
//! anything.

use std::collections::{BTreeMap, BTreeSet};

use super::load::queue_row;
use super::view::QueueRow;
use super::workstation::Workstation;
use crate::model::event::Stamp;
use crate::model::form::{Form, FormKind, Indicator};
use crate::model::ids::{ItemId, PersonId, VersionId};
use crate::model::problem::Problem;
use crate::model::review::{ReviewState, Verdict};
use crate::rules::agreement;
pub use crate::rules::agreement::Decision;
use crate::rules::value;
use crate::store::Session;
use crate::store::batch::FormRow;
use crate::store::judged::Judged;

/// Most rows that are listed of those decided one way.
pub const MOST_LISTED: usize = 100;

/// Where the version of the rule lies under which decisions were taken down.
const TAKEN_BY: &str = "agreement_version";

/// A way in which rows of a wording were decided, and how many rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// What was decided.
    pub decision: Decision,
    /// Rows elsewhere.
    pub rows: u64,
    /// It contradicts what was decided about the row itself.
    pub differs: bool,
}

/// A question: a row of a target; all of its rows without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsistencyQuery {
    /// The target.
    pub item: ItemId,
    /// Number of the row.
    pub row: Option<u32>,
}

/// A row elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Its target.
    pub target: QueueRow,
    /// Its number.
    pub row: u32,
    /// Its name as printed.
    pub indicator: String,
    /// What was decided.
    pub decision: Decision,
    /// It contradicts what was decided about the row asked about.
    pub differs: bool,
    /// Who decided so.
    pub who: Vec<String>,
    /// When, by the latest of them.
    pub at: Stamp,
    /// I am among them.
    pub mine: bool,
    /// The opinion, where one was given.
    pub text: Option<String>,
}

/// A row and how the same was decided elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameWording {
    /// Number of the row asked about.
    pub row: u32,
    /// Its name as printed.
    pub indicator: String,
    /// What is wanted, as printed.
    pub target: String,
    /// Words are compared whatever the name; figures only under the same name.
    pub qualitative: bool,
    /// What was decided about it.
    pub own: Vec<Decision>,
    /// How the same was decided elsewhere: what contradicts first, then the most frequent.
    pub ways: Vec<Way>,
    /// The rows, in the same order.
    pub lines: Vec<Elsewhere>,
    /// Rows that are counted and not listed.
    pub more: u64,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsistencyReport {
    /// The target.
    pub target: QueueRow,
    /// Its rows that were decided elsewhere, too.
    pub rows: Vec<SameWording>,
}

fn read(row: &Indicator) -> crate::model::value::Value {
    value::read(&row.target, row.operator.as_deref(), row.unit.as_deref())
}

/// Takes down what was decided about the rows of a form in force.
pub(super) fn take_down(session: &Session, current: FormRow, version: VersionId) -> Result<(), Problem> {
    let state = session.review(version)?;
    let mut judged = Vec::new();
    if !state.rows.is_empty() {
        let form = session.form(current)?;
        for row in state.rows.keys() {
            let indicator = usize::try_from(*row).ok().and_then(|row| form.indicators.get(row.checked_sub(1)?));
            let wording = indicator.and_then(|indicator| agreement::wording(indicator, &read(indicator)));
            let Some(wording) = wording else { continue };
            let decisions = agreement::decisions(&state, *row).into_iter();
            judged.extend(decisions.map(|decision| Judged {
                wording: wording.digest(),
                decision: decision.print(),
                row: *row,
            }));
        }
    }
    session.save_judged(current, &judged)
}

/// Takes down all that was decided, where it was never done or by another rule.
pub(super) fn take_down_all(session: &Session) -> Result<(), Problem> {
    let rule = agreement::VERSION.to_string();
    if session.meta(TAKEN_BY)?.is_some_and(|known| known == rule) {
        return Ok(());
    }
    session.transaction(|session| {
        for version in session.versions_spoken_of()? {
            let Some(line) = session.target_of_version(version)?.filter(|line| line.version == version) else {
                continue;
            };
            if let Some(current) = session.form_of(line.item)? {
                take_down(session, current, version)?;
            }
        }
        session.set_meta(TAKEN_BY, &rule)
    })
}

/// Orders ways: what contradicts first, then the most frequent.
fn in_order(ways: &mut [Way]) {
    ways.sort_by(|a, b| (b.differs, b.rows).cmp(&(a.differs, a.rows)).then_with(|| a.decision.cmp(&b.decision)));
}

impl Workstation {
    /// How rows elsewhere that say the same as each row of a form were decided.
    pub(super) fn ways_elsewhere(&self, form: &Form, state: &ReviewState) -> Result<Vec<Vec<Way>>, Problem> {
        let mut all = Vec::with_capacity(form.indicators.len());
        for (row, indicator) in (1..).zip(&form.indicators) {
            let wording = agreement::wording(indicator, &read(indicator));
            all.push(match wording {
                Some(wording) => self.ways(wording.digest(), &agreement::decisions(state, row))?,
                None => Vec::new(),
            });
        }
        Ok(all)
    }

    /// The ways of a wording, without the row itself whose decisions are `own`.
    fn ways(&self, wording: i64, own: &BTreeSet<Decision>) -> Result<Vec<Way>, Problem> {
        let mut ways = Vec::new();
        for (decision, rows) in self.session.judged_ways(wording)? {
            // Of a newer program: not counted here.
            let Some(decision) = Decision::read(&decision) else { continue };
            let rows = rows.saturating_sub(u64::from(own.contains(&decision)));
            let differs = !own.is_empty() && own.iter().all(|own| own.differs(&decision));
            if rows > 0 {
                ways.push(Way { decision, rows, differs });
            }
        }
        in_order(&mut ways);
        Ok(ways)
    }

    /// Rows elsewhere that say the same, and how they were decided.
    ///
    /// # Errors
    /// When the target is gone, or the database cannot be read.
    pub fn consistency(&self, query: &ConsistencyQuery) -> Result<ConsistencyReport, Problem> {
        let line = self.session.target(query.item)?.ok_or_else(|| Problem::refused("problem-no-such-target"))?;
        let versions = self.session.filed_forms(line.project, line.year, FormKind::Target)?;
        let current = versions.last().ok_or_else(|| Problem::refused("problem-no-such-target"))?;
        let (form, state) = (self.session.form(current.row)?, self.session.review(current.version)?);
        if let Some(row) = query.row.filter(|row| *row == 0 || *row as usize > form.indicators.len()) {
            let problem = Problem::refused("problem-no-such-row").with("project", &form.name);
            return Err(problem.with("row", row).with("rows", form.indicators.len()));
        }
        let names: BTreeMap<PersonId, String> =
            self.session.replicas()?.into_iter().map(|replica| (replica.person, replica.name)).collect();
        let mut rows = Vec::new();
        for (row, indicator) in (1..).zip(&form.indicators) {
            if query.row.is_some_and(|wanted| wanted != row) {
                continue;
            }
            let Some(wording) = agreement::wording(indicator, &read(indicator)) else { continue };
            let own = agreement::decisions(&state, row);
            let ways = self.ways(wording.digest(), &own)?;
            if ways.is_empty() {
                continue;
            }
            let mut lines = Vec::new();
            for way in &ways {
                lines.extend(self.elsewhere(wording.digest(), way, (query.item, row), &names)?);
            }
            let counted: u64 = ways.iter().map(|way| way.rows).sum();
            rows.push(SameWording {
                row,
                indicator: indicator.level3.clone(),
                target: indicator.printed_target(),
                qualitative: wording.qualitative,
                own: own.into_iter().collect(),
                more: counted.saturating_sub(lines.len() as u64),
                ways,
                lines,
            });
        }
        Ok(ConsistencyReport { target: queue_row(line), rows })
    }

    /// The rows that were decided in one way.
    fn elsewhere(
        &self,
        wording: i64,
        way: &Way,
        not: (ItemId, u32),
        names: &BTreeMap<PersonId, String>,
    ) -> Result<Vec<Elsewhere>, Problem> {
        let mut lines = Vec::new();
        // One more than is listed: the row itself may be among them.
        for (item, row) in self.session.judged_rows(wording, &way.decision.print(), MOST_LISTED + 1)? {
            if (item, row) == not || lines.len() == MOST_LISTED {
                continue;
            }
            let Some(line) = self.session.target(item)? else { continue };
            let state = self.session.review(line.version)?;
            let Some(current) = self.session.form_of(item)? else { continue };
            let form = self.session.form(current)?;
            let index = usize::try_from(row).ok().and_then(|row| row.checked_sub(1));
            let indicator = index.and_then(|index| form.indicators.get(index));
            let (said, text) = said(&state, row, &way.decision);
            let me = self.identity.as_ref().map(|me| &me.person);
            lines.push(Elsewhere {
                row,
                indicator: indicator.map(|indicator| indicator.level3.clone()).unwrap_or_default(),
                decision: way.decision.clone(),
                differs: way.differs,
                at: said.values().max().copied().unwrap_or_default(),
                mine: me.is_some_and(|me| said.contains_key(me)),
                who: said.keys().map(|who| names.get(who).cloned().unwrap_or_else(|| who.to_string())).collect(),
                text,
                target: queue_row(line),
            });
        }
        Ok(lines)
    }

    /// Targets of which a row says what was decided in more than one way, one target a wording, those on the most rows first,
    /// and how many such wordings there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn inconsistencies(&self, most: usize) -> Result<(Vec<(ItemId, u32)>, u64), Problem> {
        let (wordings, count) = self.session.wordings_judged_differently(most)?;
        let mut found = Vec::with_capacity(wordings.len());
        for wording in wordings {
            let ways: Vec<(Decision, u64)> = self
                .session
                .judged_ways(wording)?
                .into_iter()
                .filter_map(|(decision, rows)| Some((Decision::read(&decision)?, rows)))
                .collect();
            // The rarest way: what it contradicts is listed beside it.
            let Some((rarest, _)) = ways.iter().min_by_key(|(_, rows)| *rows) else { continue };
            if ways.iter().any(|(decision, _)| decision.differs(rarest)) {
                found.extend(self.session.judged_rows(wording, &rarest.print(), 1)?);
            }
        }
        Ok((found, count))
    }
}

/// Who decided so about a row and when, and the opinion.
fn said(state: &ReviewState, row: u32, decision: &Decision) -> (BTreeMap<PersonId, Stamp>, Option<String>) {
    let mut who: BTreeMap<PersonId, Stamp> = BTreeMap::new();
    let mut add = |person: &PersonId, at: Stamp| {
        let known = who.entry(person.clone()).or_insert(at);
        *known = at.max(*known);
    };
    let opinions = || state.opinions.iter().filter(|opinion| opinion.row == Some(row));
    if decision.verdict == Verdict::Opinion {
        for opinion in opinions() {
            add(&opinion.author, opinion.at);
            opinion.agreed.iter().for_each(|agreed| add(&agreed.author, agreed.at));
        }
        return (who, opinions().next_back().map(|opinion| opinion.text.clone()));
    }
    let heads = state.rows.get(&row).map(|heads| heads.0.as_slice()).unwrap_or_default();
    heads.iter().filter(|head| head.value == decision.verdict).for_each(|head| add(&head.author, head.at));
    (who, None)
}
