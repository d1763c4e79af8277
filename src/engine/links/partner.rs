//! The partner of one target, found without looking at the whole year, and what its forms say.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{record, side};
use crate::engine::view::{LastYear, Partner};
use crate::engine::workstation::Workstation;
use crate::exchange::plain_name;
use crate::model::form::{Form, FormKind};
use crate::model::ids::ProjectKey;
use crate::model::link::{Decided, Decisions, LinkedTable};
use crate::model::problem::Problem;
use crate::rules::links::{Fate, Key, Record, link};
use crate::store::Session;
use crate::store::links::{FiledKeys, FiledLine};

/// Most lines of one code or name that are looked at for one target.
const LIKE: u32 = 200;

/// Records of a table, where a project's first kind goes before its others: last year's self-evaluation says nothing that
/// its target has not said.
#[derive(Default)]
pub(super) struct Others {
    /// The records that count.
    pub(super) records: Vec<Record>,
    projects: HashSet<ProjectKey>,
    codes: HashSet<Key>,
    names: HashSet<(Key, Option<Key>)>,
}

impl Others {
    /// Takes one in; those of the first kind must come first.
    pub(super) fn add(&mut self, kinds: &[FormKind], kind: FormKind, record: Record) {
        let first = kinds.first() == Some(&kind);
        if kinds.len() > 1 {
            let known = self.projects.contains(&record.project)
                || record.code.is_some_and(|code| self.codes.contains(&code))
                || record.name.is_some_and(|name| self.names.contains(&(name, record.unit)));
            if !first && known {
                return;
            }
            if first {
                self.projects.insert(record.project);
                self.codes.extend(record.code);
                self.names.extend(record.name.map(|name| (name, record.unit)));
            }
        }
        self.records.push(record);
    }
}

/// What is alike to one target, gathered step by step.
struct Alike<'a> {
    session: &'a Session,
    table: LinkedTable,
    year: u16,
    /// By kind (none: targets) and project.
    found: BTreeMap<(Option<FormKind>, ProjectKey), Record>,
    codes: BTreeSet<Key>,
}

impl Alike<'_> {
    fn keys(&self, line: &FiledLine) -> FiledKeys {
        let name = if self.timeless() { line.timeless } else { line.name_key };
        FiledKeys { project: line.project, code: line.code_key, name, unit: line.unit_key }
    }

    fn timeless(&self) -> bool {
        self.table == LinkedTable::LastYear
    }

    /// The tables looked into: the targets, and the kinds of the other table.
    fn places(&self) -> Vec<(Option<FormKind>, FormKind, u16)> {
        let other = self.table.year(self.year);
        let kinds = self.table.kinds().iter().map(|kind| (Some(*kind), *kind, other));
        std::iter::once((None, FormKind::Target, self.year)).chain(kinds).collect()
    }

    fn take(&mut self, side: Option<FormKind>, line: &FiledLine) {
        let keys = self.keys(line);
        self.found.insert((side, line.project), record(keys));
    }

    fn with_code(&mut self, code: Key) -> Result<(), Problem> {
        if self.codes.insert(code) {
            for (side, kind, year) in self.places() {
                for line in self.session.filed_with_code(kind, year, code, LIKE)? {
                    self.take(side, &line);
                }
            }
        }
        Ok(())
    }

    fn with_name(&mut self, name: Key, unit: Option<Key>) -> Result<(), Problem> {
        for (side, kind, year) in self.places() {
            let mut lines = self.session.filed_with_name(kind, year, name, self.timeless(), None, LIKE)?;
            if lines.len() >= LIKE as usize {
                // So many of one name prove nothing; those of the unit may.
                lines.truncate(2);
                lines.extend(self.session.filed_with_name(kind, year, name, self.timeless(), unit, LIKE)?);
            }
            for line in lines {
                self.take(side, &line);
            }
        }
        Ok(())
    }

    fn with_other(&mut self, project: ProjectKey) -> Result<(), Problem> {
        for kind in self.table.kinds() {
            if let Some(line) = self.session.filed(*kind, self.table.year(self.year), project)? {
                self.take(Some(*kind), &line);
            }
        }
        Ok(())
    }
}

/// The partner of one target in a table, by the rule of [`Workstation::links`], without looking at the whole year.
pub(in crate::engine) fn partner_of(
    session: &Session,
    project: ProjectKey,
    year: u16,
    table: LinkedTable,
) -> Result<Option<Partner>, Problem> {
    let Some(target) = session.filed(FormKind::Target, year, project)? else { return Ok(None) };
    let mut alike = Alike { session, table, year, found: BTreeMap::new(), codes: BTreeSet::new() };
    alike.take(None, &target);
    if let Some(code) = target.code_key {
        alike.with_code(code)?;
    }
    let name = if alike.timeless() { target.timeless } else { target.name_key };
    if let Some(name) = name {
        alike.with_name(name, target.unit_key)?;
    }
    // Who has the same name may be taken already, by a code or by hand.
    let codes: Vec<Key> = alike.found.values().filter_map(|record| record.code).collect();
    for code in codes {
        alike.with_code(code)?;
    }
    let mut decisions = Decisions::new();
    let met: Vec<(Option<FormKind>, ProjectKey)> = alike.found.keys().copied().collect();
    for (side, project) in met {
        match side {
            None => {
                let claims = session.links_to(table, year, project)?;
                for project in claims.keys() {
                    alike.with_other(*project)?;
                }
                decisions.extend(claims);
            }
            Some(_) => decisions.extend(session.link_decision(table, year, project)?),
        }
    }
    let mut targets = Vec::new();
    let mut others = Others::default();
    for kind in [None].into_iter().chain(table.kinds().iter().copied().map(Some)) {
        for ((side, _), record) in alike.found.iter().filter(|((side, _), _)| *side == kind) {
            match side {
                None => targets.push(*record),
                Some(kind) => others.add(table.kinds(), *kind, *record),
            }
        }
    }
    let matched = link(&targets, &others.records, &decisions);
    let place = targets.iter().position(|record| record.project == project);
    let Some(Fate::Linked(other, by)) = place.and_then(|place| matched.targets.get(place)) else {
        return Ok(None);
    };
    let Some(other) = others.records.get(*other) else { return Ok(None) };
    let found = side(session, table, year, other.project)?;
    Ok(found.map(|side| Partner { table, project: side.project, code: side.code, name: side.name, by: *by }))
}

/// The project under whose name the target of a self-evaluation was filed: what a person decided, else its own, else the one
/// whose partner it is by code or name.
pub(in crate::engine) fn target_of_evaluation(
    session: &Session,
    project: ProjectKey,
    year: u16,
) -> Result<Option<ProjectKey>, Problem> {
    const TABLE: LinkedTable = LinkedTable::SelfEvaluation;
    let is_partner = |target: ProjectKey| {
        let partner = partner_of(session, target, year, TABLE)?;
        Ok::<_, Problem>(partner.is_some_and(|partner| partner.project == project))
    };
    match session.link_decision(TABLE, year, project)?.get(&project) {
        Some(Decided::To(target)) => {
            return Ok(session.filed(FormKind::Target, year, *target)?.map(|line| line.project));
        }
        Some(Decided::Nobody | Decided::Contested) => return Ok(None),
        None => {}
    }
    if session.filed(FormKind::Target, year, project)?.is_some() {
        // A person may have given it another one.
        let own = session.links_to(TABLE, year, project)?.is_empty() || is_partner(project)?;
        return Ok(own.then_some(project));
    }
    let Some(line) = session.filed(FormKind::SelfEvaluation, year, project)? else { return Ok(None) };
    let mut alike = Vec::new();
    if let Some(code) = line.code_key {
        alike.extend(session.filed_with_code(FormKind::Target, year, code, LIKE)?);
    }
    if let Some(name) = line.name_key {
        alike.extend(session.filed_with_name(FormKind::Target, year, name, false, line.unit_key, LIKE)?);
        if alike.is_empty() {
            // Of many of one name none is meant.
            alike.extend(session.filed_with_name(FormKind::Target, year, name, false, None, 2)?);
        }
    }
    for target in alike {
        if is_partner(target.project)? {
            return Ok(Some(target.project));
        }
    }
    Ok(None)
}

impl Workstation {
    /// The partner of one target in a table, by the rule of [`Workstation::links`], without looking at the whole year.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn partner(&self, project: ProjectKey, year: u16, table: LinkedTable) -> Result<Option<Partner>, Problem> {
        partner_of(&self.session, project, year, table)
    }

    /// The partners of one target in all tables.
    pub(in crate::engine) fn partners(&self, project: ProjectKey, year: u16) -> Result<Vec<Partner>, Problem> {
        let mut partners = Vec::new();
        for table in LinkedTable::ALL {
            partners.extend(self.partner(project, year, table)?);
        }
        Ok(partners)
    }

    /// The form in force of a project, year and kind.
    pub(in crate::engine) fn latest_form(
        &self,
        project: ProjectKey,
        year: u16,
        kind: FormKind,
    ) -> Result<Option<Form>, Problem> {
        match self.session.filed_forms(project, year, kind)?.last() {
            Some(filed) => self.session.form(filed.row).map(Some),
            None => Ok(None),
        }
    }

    /// Values of the year before, by the name of the indicator: from the partner's target, and from the self-evaluation
    /// that belongs to it.
    pub(in crate::engine) fn last_year(
        &self,
        form: &Form,
        partner: Option<ProjectKey>,
    ) -> Result<Vec<LastYear>, Problem> {
        let (Some(year), Some(project)) = (form.year.checked_sub(1), partner) else {
            return Ok(vec![LastYear::default(); form.indicators.len()]);
        };
        let mut targets = BTreeMap::new();
        let mut actuals = BTreeMap::new();
        if let Some(before) = self.latest_form(project, year, FormKind::Target)? {
            for row in before.indicators {
                let shown =
                    format!("{}{}{}", row.operator.unwrap_or_default(), row.target, row.unit.unwrap_or_default());
                targets.insert(plain_name(&row.level3), shown);
            }
        }
        let evaluated = match self.session.filed(FormKind::Target, year, project)? {
            Some(_) => self.partner(project, year, LinkedTable::SelfEvaluation)?.map(|partner| partner.project),
            None => Some(project),
        };
        if let Some(project) = evaluated
            && let Some(before) = self.latest_form(project, year, FormKind::SelfEvaluation)?
        {
            for row in before.indicators {
                actuals.insert(plain_name(&row.level3), row.actual.unwrap_or_default());
            }
        }
        Ok(form
            .indicators
            .iter()
            .map(|row| {
                let key = plain_name(&row.level3);
                LastYear { target: targets.get(&key).cloned(), actual: actuals.get(&key).cloned() }
            })
            .collect())
    }
}
