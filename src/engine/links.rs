//! Links between tables: whose budget line, monitoring report, self-evaluation and last year's target is whose.
//!
//! Light lines of the forms in force are filed when a table is published ([`file_batch`]); partners are found when they
//! are asked for, of one target ([`Workstation::partner`]) or of a whole year ([`Workstation::links`]), by the same rule.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::request::Action;
use super::view::Partner;
use super::workstation::Workstation;
use crate::model::event::{Body, ProjectLinked, RetractReason, Retracted, Subject};
use crate::model::form::{FormHead, FormKind};
use crate::model::ids::{BatchId, EventId, PersonId, ProjectKey};
use crate::model::link::{Decided, Decisions, LinkedTable};
use crate::model::money::Money;
use crate::model::problem::Problem;
use crate::rules::links::{Fate, Key, Record, key, link, plain, timeless};
use crate::store::Session;
use crate::store::links::{FiledKeys, FiledLine};
use crate::sync::fold::{NoLeads, fold};

pub use crate::rules::links::By;

/// Kinds of form that are linked.
const FILED: [FormKind; 4] = [FormKind::Target, FormKind::SelfEvaluation, FormKind::Monitoring, FormKind::BudgetList];
/// Most lines of one code or name that are looked at for one target.
const LIKE: u32 = 200;
/// Most partners to choose from.
const CHOICE: u32 = 200;

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
    fn order(self) -> u8 {
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
    fn new(table: LinkedTable) -> LinkCounts {
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

    fn count(&mut self, standing: Standing) {
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

/// What a decision on a link speaks of.
pub fn subject(table: LinkedTable, project: ProjectKey, year: u16) -> Subject {
    Subject { project, year, version: table.field(project, year), row: None }
}

/// Files the lines of one batch.
pub(super) fn file_batch(session: &Session, batch: BatchId) -> Result<(), Problem> {
    for (kind, year, project) in session.filed_by_batch(batch)? {
        file(session, kind, year, project)?;
    }
    Ok(())
}

/// Files the lines of everything published.
pub(super) fn file_all(session: &Session) -> Result<(), Problem> {
    for (kind, year, project) in session.filed_anywhere()? {
        file(session, kind, year, project)?;
    }
    Ok(())
}

/// After a migration: files everything, and folds the decisions that came before this program knew them.
pub(super) fn file_anew(session: &Session) -> Result<(), Problem> {
    file_all(session)?;
    let decided: BTreeSet<_> = session
        .live_events_of_kind("project.linked")?
        .iter()
        .filter_map(|event| event.body.subject().map(|on| on.version))
        .collect();
    for version in decided {
        super::fold::fold_version(session, version)?;
    }
    session.nothing_to_file()
}

fn file(session: &Session, kind: FormKind, year: u16, project: ProjectKey) -> Result<(), Problem> {
    if !FILED.contains(&kind) {
        return Ok(());
    }
    let Some(row) = session.form_in_force(project, year, kind)? else { return Ok(()) };
    let FormHead { code, name, department, unit, funds, .. } = session.form_head(row)?;
    let comparable = plain(&name);
    // A table without units names departments; where both stand, the unit tells more apart.
    let told_apart = [Some(&unit.name), unit.code.as_ref(), Some(&department.name), department.code.as_ref()];
    let unit_key = told_apart.into_iter().flatten().find_map(|text| key(&plain(text)));
    session.save_filed(&FiledLine {
        kind,
        year,
        project,
        code_key: code.as_deref().and_then(|code| key(&plain(code))),
        code,
        name,
        unit: unit.name,
        department: department.name,
        amount: funds.annual(),
        name_key: key(&comparable),
        timeless: key(&timeless(&comparable)),
        unit_key,
    })
}

fn record(keys: FiledKeys) -> Record {
    Record { project: keys.project, code: keys.code, name: keys.name, unit: keys.unit }
}

/// The name of a form in a table, else its key.
pub(super) fn name_of(
    session: &Session,
    table: LinkedTable,
    year: u16,
    project: ProjectKey,
) -> Result<String, Problem> {
    Ok(side(session, table, year, project)?.map_or_else(|| project.to_string(), |side| side.name))
}

/// The name of a target, else its key.
pub(super) fn name_of_target(session: &Session, year: u16, project: ProjectKey) -> Result<String, Problem> {
    let filed = session.filed(FormKind::Target, year, project)?;
    Ok(filed.map_or_else(|| project.to_string(), |line| line.name))
}

fn shown(line: FiledLine) -> LinkSide {
    let FiledLine { kind, year, project, code, name, unit, department, amount, .. } = line;
    LinkSide { project, kind, year, code, name, unit, department, amount }
}

fn side(session: &Session, table: LinkedTable, year: u16, project: ProjectKey) -> Result<Option<LinkSide>, Problem> {
    for kind in table.kinds() {
        if let Some(line) = session.filed(*kind, table.year(year), project)? {
            return Ok(Some(shown(line)));
        }
    }
    Ok(None)
}

fn target_side(session: &Session, year: u16, project: ProjectKey) -> Result<Option<LinkSide>, Problem> {
    Ok(session.filed(FormKind::Target, year, project)?.map(shown))
}

/// Records of a table, where a project's first kind goes before its others: last year's self-evaluation says nothing that
/// its target has not said.
#[derive(Default)]
struct Others {
    records: Vec<Record>,
    projects: HashSet<ProjectKey>,
    codes: HashSet<Key>,
    names: HashSet<(Key, Option<Key>)>,
}

impl Others {
    fn add(&mut self, kinds: &[FormKind], kind: FormKind, record: Record) {
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

impl Workstation {
    /// The partner of one target in a table, by the rule of [`Workstation::links`], without looking at the whole year.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn partner(&self, project: ProjectKey, year: u16, table: LinkedTable) -> Result<Option<Partner>, Problem> {
        let session = &self.session;
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

    /// The partners of one target in all tables.
    pub(super) fn partners(&self, project: ProjectKey, year: u16) -> Result<Vec<Partner>, Problem> {
        let mut partners = Vec::new();
        for table in LinkedTable::ALL {
            partners.extend(self.partner(project, year, table)?);
        }
        Ok(partners)
    }

    /// Links between the targets of a year and other tables.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn links(&self, query: &LinkQuery) -> Result<LinkReport, Problem> {
        let years = self.session.filed_years()?;
        let newest = self.session.years()?.first().or(years.first()).copied();
        let Some(year) = query.year.or(newest) else { return Ok(LinkReport::default()) };
        let mut report = LinkReport { year: Some(year), years, ..LinkReport::default() };
        for table in LinkedTable::ALL {
            if query.table.is_none_or(|wanted| wanted == table) {
                self.links_of(table, year, query, &mut report)?;
            }
        }
        Ok(report)
    }

    fn links_of(
        &self,
        table: LinkedTable,
        year: u16,
        query: &LinkQuery,
        report: &mut LinkReport,
    ) -> Result<(), Problem> {
        let timeless = table == LinkedTable::LastYear;
        let mut targets = Vec::new();
        self.session.each_filed(FormKind::Target, year, timeless, |keys| targets.push(record(keys)))?;
        let mut others = Others::default();
        for kind in table.kinds() {
            self.session
                .each_filed(*kind, table.year(year), timeless, |keys| others.add(table.kinds(), *kind, record(keys)))?;
        }
        let records = others.records;
        let decisions = self.session.link_decisions(table, year)?;
        let matched = link(&targets, &records, &decisions);
        let mut counts = LinkCounts::new(table);
        counts.targets = targets.len() as u64;
        counts.others = records.len() as u64;
        // Places of target and form.
        let mut rows: Vec<(Standing, Option<usize>, Option<usize>)> = Vec::new();
        let mut add = |standing: Standing, target, other| {
            counts.count(standing);
            if query.only.holds(standing) {
                rows.push((standing, target, other));
            }
        };
        if !records.is_empty() {
            for (place, fate) in matched.targets.iter().enumerate() {
                match fate {
                    Fate::Alone => add(Standing::Missing, Some(place), None),
                    Fate::Linked(other, by) => add(Standing::Linked(*by), Some(place), Some(*other)),
                    Fate::Suspected(other) => add(Standing::Suspected, Some(place), Some(*other)),
                    // Told once, from the side on which it is decided.
                    Fate::Ambiguous(..) | Fate::Contested | Fate::Apart => {}
                }
            }
        }
        for (place, fate) in matched.records.iter().enumerate() {
            match fate {
                Fate::Alone => add(Standing::Surplus, None, Some(place)),
                Fate::Ambiguous(..) => add(Standing::Ambiguous, None, Some(place)),
                Fate::Contested => add(Standing::Contested, None, Some(place)),
                Fate::Apart => add(Standing::Apart, None, Some(place)),
                Fate::Linked(..) | Fate::Suspected(_) => {}
            }
        }
        report.tables.push(counts);
        report.total += rows.len() as u64;
        let room = query.limit.unwrap_or(usize::MAX).saturating_sub(report.rows.len());
        // Stable: within one standing the order is that of the project keys, the same everywhere.
        rows.sort_by_key(|(standing, ..)| standing.order());
        rows.truncate(room);
        let mut found = Vec::with_capacity(rows.len());
        for (standing, target, other) in rows {
            let target = target.and_then(|place| targets.get(place));
            let place = other;
            let other = other.and_then(|place| records.get(place));
            let mut row = LinkRow {
                table,
                standing,
                target: match target {
                    Some(record) => target_side(&self.session, year, record.project)?,
                    None => None,
                },
                other: match other {
                    Some(record) => side(&self.session, table, year, record.project)?,
                    None => None,
                },
                candidates: Vec::new(),
                candidates_total: 0,
                said: Vec::new(),
                seen: Vec::new(),
            };
            if let Some(Fate::Ambiguous(places, count)) = place.and_then(|place| matched.records.get(place)) {
                row.candidates_total = *count;
                for record in places.iter().filter_map(|place| targets.get(*place)) {
                    row.candidates.extend(target_side(&self.session, year, record.project)?);
                }
            }
            if let Some(record) = other.filter(|record| decisions.contains_key(&record.project)) {
                self.said(table, year, record.project, &mut row)?;
            }
            found.push(row);
        }
        found.sort_by(|a, b| order(a).cmp(&order(b)));
        report.rows.extend(found);
        Ok(())
    }

    fn said(&self, table: LinkedTable, year: u16, project: ProjectKey, row: &mut LinkRow) -> Result<(), Problem> {
        let state = self.session.review(table.field(project, year))?;
        let people = self.session.replicas()?;
        for head in &state.link.0 {
            let name = people.iter().find(|replica| replica.person == head.author);
            let to = match head.value.to {
                Some(to) => target_side(&self.session, year, to)?,
                None => None,
            };
            row.seen.push(head.event);
            row.said.push(LinkSaid {
                author: head.author.clone(),
                name: name.map_or_else(|| head.author.to_string(), |replica| replica.name.clone()),
                to,
            });
        }
        Ok(())
    }

    /// The decisions on one project's form: who decided what, and the events that the next decision must have seen.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn link_said(
        &self,
        table: LinkedTable,
        year: u16,
        project: ProjectKey,
    ) -> Result<(Vec<LinkSaid>, Vec<EventId>), Problem> {
        let mut row = LinkRow {
            table,
            standing: Standing::Surplus,
            target: None,
            other: None,
            candidates: Vec::new(),
            candidates_total: 0,
            said: Vec::new(),
            seen: Vec::new(),
        };
        self.said(table, year, project, &mut row)?;
        Ok((row.said, row.seen))
    }

    /// Partners to choose from: targets of the year, or forms of the other table, that hold all words.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn find_partners(
        &self,
        table: LinkedTable,
        year: u16,
        targets: bool,
        words: &str,
    ) -> Result<Vec<LinkSide>, Problem> {
        let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        let (kinds, year) = if targets { (&[FormKind::Target][..], year) } else { (table.kinds(), table.year(year)) };
        let mut found: Vec<LinkSide> = Vec::new();
        for kind in kinds {
            for line in self.session.filed_holding(*kind, year, &words, CHOICE)? {
                if !found.iter().any(|known| known.project == line.project) {
                    found.push(shown(line));
                }
            }
        }
        Ok(found)
    }

    /// The same, each with what was decided about it.
    pub(super) fn choices(
        &self,
        table: LinkedTable,
        year: u16,
        targets: bool,
        words: &str,
    ) -> Result<Vec<LinkChoice>, Problem> {
        let choice = |side: LinkSide| {
            let seen = match targets {
                true => Vec::new(),
                false => self.session.review(table.field(side.project, year))?.link.events(),
            };
            Ok(LinkChoice { side, seen })
        };
        self.find_partners(table, year, targets, words)?.into_iter().map(choice).collect()
    }

    /// The one form of a table that a code, an exact name or a key means; `targets` asks for the target.
    ///
    /// # Errors
    /// When there is none, or several.
    pub fn find_filed_form(
        &self,
        text: &str,
        table: LinkedTable,
        year: u16,
        targets: bool,
    ) -> Result<LinkSide, Problem> {
        let text = text.trim();
        let mut found = self.find_partners(table, year, targets, text)?;
        if let Ok(project) = text.parse::<ProjectKey>() {
            let side = if targets {
                target_side(&self.session, year, project)?
            } else {
                side(&self.session, table, year, project)?
            };
            found.extend(side);
        }
        let exact = |side: &LinkSide, code: bool| {
            if code { side.code.as_deref() == Some(text) } else { side.name == text }
        };
        let by_key = text.to_owned();
        let means: Vec<LinkSide> = [
            found.iter().filter(|side| exact(side, true)).cloned().collect::<Vec<_>>(),
            found.iter().filter(|side| exact(side, false)).cloned().collect(),
            found.iter().filter(|side| side.project.to_string() == by_key).cloned().collect(),
        ]
        .into_iter()
        .find(|several| !several.is_empty())
        .unwrap_or_default();
        match <[LinkSide; 1]>::try_from(means) {
            Ok([side]) => Ok(side),
            Err(several) if several.is_empty() => Err(Problem::refused("problem-link-not-filed")
                .with("project", text)
                .with("table", if targets { FormKind::Target.id() } else { table.id() })
                .with("year", if targets { year } else { table.year(year) })),
            Err(several) => {
                let keys: Vec<String> = several.iter().take(5).map(|side| side.project.to_string()).collect();
                Err(Problem::refused("problem-project-ambiguous")
                    .with("project", text)
                    .with("count", several.len())
                    .with("keys", keys.join(", ")))
            }
        }
    }
}

/// What needs a person first; then by code and name.
fn order(row: &LinkRow) -> (u8, Option<&str>, &str, Option<ProjectKey>) {
    let side = row.target.as_ref().or(row.other.as_ref());
    (
        row.standing.order(),
        side.and_then(|side| side.code.as_deref()),
        side.map_or("", |side| side.name.as_str()),
        side.map(|side| side.project),
    )
}

/// The event that a decision on a link becomes, and what it has seen.
pub(super) fn body_of(
    session: &Session,
    action: &Action,
    me: &PersonId,
) -> Result<Option<(Vec<EventId>, Body)>, Problem> {
    let heads =
        |on: &Subject| -> Result<_, Problem> { Ok(fold(&session.live_events_about(on.version)?, &NoLeads).link) };
    match action {
        Action::Link { on, table, to, seen } => {
            let on = subject(*table, on.project, on.year);
            if side(session, *table, on.year, on.project)?.is_none() {
                return Err(Problem::refused("problem-link-not-filed")
                    .with("project", on.project)
                    .with("table", table.id())
                    .with("year", table.year(on.year)));
            }
            if let Some(to) = to {
                let Some(target) = target_side(session, on.year, *to)? else {
                    return Err(Problem::refused("problem-link-not-filed")
                        .with("project", to)
                        .with("table", FormKind::Target.id())
                        .with("year", on.year));
                };
                let taken = session.links_to(*table, on.year, *to)?;
                if let Some(other) =
                    taken.iter().find(|(other, decided)| **other != on.project && **decided == Decided::To(*to))
                {
                    return Err(Problem::refused("problem-link-taken")
                        .with("project", target.name)
                        .with("other", name_of(session, *table, on.year, *other.0)?));
                }
            }
            let sees = super::act::unchanged(seen.clone(), heads(&on)?.events())?;
            Ok(Some((sees, Body::ProjectLinked(ProjectLinked { on, table: *table, to: *to }))))
        }
        Action::Unlink { on, seen } => {
            let heads = heads(on)?;
            super::act::unchanged(seen.clone(), heads.events())?;
            let mine = heads.0.iter().find(|head| head.author == *me);
            let of = match (mine, heads.0.is_empty()) {
                (Some(head), _) => head.event,
                (None, true) => return Err(Problem::refused("problem-link-not-decided")),
                (None, false) => return Err(Problem::refused("problem-not-yours")),
            };
            let on = Subject { row: None, ..on.clone() };
            let why = RetractReason::Withdrawn;
            Ok(Some((vec![of], Body::Retracted(Retracted { on, of, why, reason: String::new() }))))
        }
        _ => Ok(None),
    }
}
