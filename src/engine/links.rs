//! Links between tables: whose budget line, monitoring report, self-evaluation and last year's target is whose.
//!
//! Light lines of the forms in force are filed when a table is published ([`add_batch`]); partners are found when they
//! are asked for, of one target ([`Workstation::partner`]) or of a whole year ([`Workstation::links`]), by the same rule.

use super::request::Action;
use super::workstation::Workstation;
use crate::model::event::{Body, ProjectLinked, RetractReason, Retracted, Subject};
use crate::model::form::FormKind;
use crate::model::ids::{EventId, PersonId, ProjectKey};
use crate::model::link::{Decided, LinkedTable};
use crate::model::problem::Problem;
use crate::rules::links::{Fate, Record, link};
use crate::store::Session;
use crate::store::links::{FiledKeys, FiledLine};
use crate::sync::fold::{NoLeads, fold};

mod filing;
mod partner;
mod report;

pub(super) use self::filing::{add_batch, file_all, file_anew};
use self::partner::Others;
pub(super) use self::partner::{partner_of, target_of_evaluation};
pub use self::report::{LinkChoice, LinkCounts, LinkQuery, LinkReport, LinkRow, LinkSaid, LinkSide, Only, Standing};
pub use crate::rules::links::By;

/// Most partners to choose from.
const CHOICE: u32 = 200;

/// What a decision on a link speaks of.
pub fn subject(table: LinkedTable, project: ProjectKey, year: u16) -> Subject {
    Subject { project, year, version: table.field(project, year), row: None }
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

pub(super) fn shown(line: FiledLine) -> LinkSide {
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

/// A target as links show it.
pub(super) fn target_side(session: &Session, year: u16, project: ProjectKey) -> Result<Option<LinkSide>, Problem> {
    Ok(session.filed(FormKind::Target, year, project)?.map(shown))
}

impl Workstation {
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
