//! Reading: what screens and the command line show.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::clock::days_past;
use super::prereview::Partners;
use super::view::{Contest, DemandRow, Draft, DraftKey, Place, ProjectView, QueueRow, Reason, Side, VersionView};
use super::workstation::Workstation;
use crate::model::event::{Stamp, Subject};
use crate::model::finding::{CheckId, FromCheck, RETURNED};
use crate::model::form::{Form, FormKind, Indicator};
use crate::model::ids::{ItemId, PersonId, ProjectKey, VersionId};
use crate::model::link::LinkedTable;
use crate::model::problem::Problem;
use crate::model::query::{Filter, Query};
use crate::model::review::{CategoryCode, ReviewState, Status};
use crate::rules::value;
use crate::store::batch::FiledForm;
use crate::store::queue::TargetLine;

/// A stored line as screens show it.
pub(super) fn queue_row(line: TargetLine) -> QueueRow {
    QueueRow {
        id: line.item,
        project: line.project,
        year: line.year,
        code: line.code,
        name: line.name,
        department: line.department,
        unit: line.unit,
        amount: line.amount,
        status: line.status,
        indicators: line.indicators,
        decided: line.decided,
        opinions: line.opinions,
        demands: line.demands,
        version_no: line.version_no,
        random: line.attention > line.findings.map(|findings| findings.expected),
        findings: line.findings,
        reasons: line.reasons.split_whitespace().map(reason).collect(),
    }
}

fn reason(word: &str) -> Reason {
    if word == RETURNED { Reason::Returned } else { Reason::Check(CheckId(word.to_owned())) }
}

fn readings(form: &Form) -> Vec<crate::model::value::Value> {
    let read = |row: &Indicator| value::read(&row.target, row.operator.as_deref(), row.unit.as_deref());
    form.indicators.iter().map(read).collect()
}

/// Refuses what means no project, or more than one.
pub(super) fn the_one(text: &str, found: impl Iterator<Item = ProjectKey>) -> Result<(), Problem> {
    let projects: BTreeSet<ProjectKey> = found.collect();
    match projects.len() {
        0 => Err(Problem::refused("problem-project-not-found").with("project", text)),
        1 => Ok(()),
        count => {
            let keys: Vec<String> = projects.iter().take(5).map(ToString::to_string).collect();
            Err(Problem::refused("problem-project-ambiguous")
                .with("project", text)
                .with("count", count)
                .with("keys", keys.join(", ")))
        }
    }
}

#[derive(Serialize, Deserialize)]
struct DraftBody {
    on: Subject,
    operation: String,
    category: Option<CategoryCode>,
    text: String,
    demand: String,
    due: String,
    responsible_unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from_check: Option<FromCheck>,
}

#[derive(Serialize, Deserialize)]
struct PlaceBody {
    project: ProjectKey,
    year: u16,
    row: Option<u32>,
    filter: String,
    sort: String,
    /// Absent where an older version of the program kept it.
    #[serde(default)]
    at: Option<Stamp>,
}

impl Workstation {
    /// Ids of a query in order; `limit` for the first part of a long queue.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn queue_ids(&self, query: &Query, limit: Option<u32>) -> Result<Vec<ItemId>, Problem> {
        self.session.queue_ids(query, limit)
    }

    /// True where the first part of a queue is there at once, whatever the number of targets.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn is_quick(&self, query: &Query) -> Result<bool, Problem> {
        self.session.is_quick(query)
    }

    /// Number of targets a filter leaves.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn queue_count(&self, filter: &Filter) -> Result<u64, Problem> {
        self.session.queue_count(filter)
    }

    /// The same where it is known without counting.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn kept_count(&self, filter: &Filter) -> Result<Option<u64>, Problem> {
        self.session.kept_count(filter)
    }

    /// Queue lines for ids; ids that are gone are left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn rows(&self, ids: &[ItemId]) -> Result<Vec<QueueRow>, Problem> {
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            rows.extend(self.session.target(*id)?.map(queue_row));
        }
        Ok(rows)
    }

    /// All lines of a query, in order, one by one.
    ///
    /// # Errors
    /// When the database cannot be read, or `each` fails.
    pub fn each_row(
        &self,
        query: &Query,
        mut each: impl FnMut(QueueRow) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        self.session.each_target(query, |line| each(queue_row(line)))
    }

    /// The one target that a code, an exact name or a key means; of several years the newest, unless `year` is given.
    ///
    /// # Errors
    /// When there is none, or a name fits several projects.
    pub fn find_target(&self, text: &str, year: Option<u16>) -> Result<QueueRow, Problem> {
        let mut found = self.session.find_targets(text.trim())?;
        if let Some(year) = year {
            found.retain(|line| line.year == year);
        }
        the_one(text, found.iter().map(|line| line.project))?;
        Ok(queue_row(found.swap_remove(0)))
    }

    /// The one project that a code, an exact name or a key means, whatever kinds of forms are here: its target, else its
    /// self-evaluation or whatever else it filed.
    ///
    /// # Errors
    /// When there is none, or a name fits several projects.
    pub fn find_project(&self, text: &str, year: Option<u16>) -> Result<ProjectView, Problem> {
        let mut found = self.session.find_projects(text.trim())?;
        if let Some(year) = year {
            found.retain(|(_, known)| *known == year);
        }
        the_one(text, found.iter().map(|(project, _)| *project))?;
        let (project, year) = found.swap_remove(0);
        match self.session.item_of(project, year)? {
            Some(item) => self.project(item),
            None => self.filed(project, year),
        }
    }

    /// Projects that filed something else than a target, which the queue does not show.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn projects_without_target(&self) -> Result<Vec<QueueRow>, Problem> {
        let found = self.session.projects_without_target()?;
        found.into_iter().map(|(project, year)| Ok(self.filed(project, year)?.row)).collect()
    }

    /// A project without a target, as far as its other forms tell. It cannot be reviewed: there is no queue line.
    fn filed(&self, project: ProjectKey, year: u16) -> Result<ProjectView, Problem> {
        const NO_ITEM: ItemId = ItemId(0);
        for kind in FormKind::ALL {
            let versions = self.session.filed_forms(project, year, kind)?;
            let Some(current) = versions.last() else { continue };
            let form = self.session.form(current.row)?;
            let row = QueueRow {
                id: NO_ITEM,
                project,
                year,
                code: form.code.clone(),
                name: form.name.clone(),
                department: form.department.name.clone(),
                unit: form.unit.name.clone(),
                amount: form.annual_funds(),
                status: Status::Queued,
                indicators: u32::try_from(form.indicators.len()).unwrap_or(u32::MAX),
                decided: 0,
                opinions: 0,
                demands: 0,
                version_no: u32::try_from(versions.len()).unwrap_or(u32::MAX),
                findings: None,
                reasons: Vec::new(),
                random: false,
            };
            let subject = Subject { project, year, version: current.version, row: None };
            let self_evaluation = (kind == FormKind::SelfEvaluation).then(|| Arc::new(form.clone()));
            let readings = readings(&form);
            return Ok(ProjectView {
                last_year: self.last_year(&form, Some(project))?,
                yardsticks: self.yardsticks(&form, &readings)?,
                matching: self.match_of(&form, Some(project))?.into(),
                elsewhere: Vec::new(),
                readings,
                findings: Arc::new([]),
                checks: BTreeMap::new(),
                partners: Vec::new(),
                self_evaluation,
                versions: self.version_views(&versions)?,
                state: ReviewState::default(),
                state_before: None,
                people: BTreeMap::new(),
                me: self.my_name(),
                drafts: Vec::new(),
                waiting: 0,
                form: Arc::new(form),
                subject,
                row,
            });
        }
        Err(Problem::refused("problem-no-such-target"))
    }

    fn my_name(&self) -> PersonId {
        self.identity.as_ref().map_or_else(|| PersonId(String::new()), |me| me.person.clone())
    }

    /// One target with everything said about it.
    ///
    /// # Errors
    /// When it is gone, or the database cannot be read.
    pub fn project(&self, id: ItemId) -> Result<ProjectView, Problem> {
        let line = self.session.target(id)?.ok_or_else(|| Problem::refused("problem-no-such-target"))?;
        let versions = self.session.filed_forms(line.project, line.year, FormKind::Target)?;
        let current = versions.last().ok_or_else(|| Problem::refused("problem-no-such-target"))?;
        let form = self.session.form(current.row)?;
        let state = self.session.review(current.version)?;
        let state_before = match versions.len() {
            0 | 1 => None,
            count => Some(self.session.review(versions[count - 2].version)?),
        };
        let readings = readings(&form);
        let partners = self.partners(line.project, line.year)?;
        let partner = |table| partners.iter().find(|partner| partner.table == table).map(|partner| partner.project);
        let last_year = self.last_year(&form, partner(LinkedTable::LastYear))?;
        let self_evaluation = match partner(LinkedTable::SelfEvaluation) {
            Some(project) => self.latest_form(project, line.year, FormKind::SelfEvaluation)?.map(Arc::new),
            None => None,
        };
        let known =
            Partners { last_year: partner(LinkedTable::LastYear), budget_list: partner(LinkedTable::BudgetList) };
        let findings = self.findings(current.row, &form, known)?;
        let checks = self.infos(&findings)?;
        let people = self.people(state_before.iter().chain([&state]))?;
        let yardsticks = self.yardsticks(&form, &readings)?;
        let matching = self.match_of(&form, partner(LinkedTable::LastYear))?.into();
        let elsewhere = self.ways_elsewhere(&form, &state)?;
        let subject = Subject { project: line.project, year: line.year, version: line.version, row: None };
        let (waiting, unverified) = self.session.waiting()?;
        Ok(ProjectView {
            subject,
            form: Arc::new(form),
            readings,
            last_year,
            yardsticks,
            elsewhere,
            matching,
            findings,
            checks,
            partners,
            self_evaluation,
            versions: self.version_views(&versions)?,
            state,
            state_before,
            people,
            me: self.my_name(),
            drafts: self.drafts(line.version)?,
            waiting: waiting + unverified,
            row: queue_row(line),
        })
    }

    /// The versions of a form as screens show them.
    fn version_views(&self, versions: &[FiledForm]) -> Result<Vec<VersionView>, Problem> {
        let known = self.session.replicas()?;
        let name = |person: &PersonId| {
            let replica = known.iter().find(|replica| replica.person == *person);
            replica.map_or_else(|| person.0.clone(), |replica| replica.name.clone())
        };
        let view = |(index, filed): (usize, &FiledForm)| VersionView {
            version: filed.version,
            no: u32::try_from(index + 1).unwrap_or(u32::MAX),
            stage: filed.stage,
            batch: filed.batch,
            source: filed.source.clone(),
            at: Stamp(u64::from_str_radix(&filed.at, 16).unwrap_or(0)),
            place: filed.place.clone(),
            by: name(&filed.author),
        };
        Ok(versions.iter().enumerate().map(view).collect())
    }

    /// Names of everybody who appears in these states.
    fn people<'a>(&self, states: impl Iterator<Item = &'a ReviewState>) -> Result<BTreeMap<PersonId, String>, Problem> {
        let mut wanted = BTreeSet::new();
        for state in states {
            wanted.extend(state.grade.0.iter().map(|head| &head.author));
            wanted.extend(state.rows.values().flat_map(|heads| &heads.0).map(|head| &head.author));
            wanted.extend(state.opinions.iter().map(|opinion| &opinion.author));
            wanted.extend(state.opinions.iter().flat_map(|opinion| &opinion.agreed).map(|agreed| &agreed.author));
            wanted.extend(state.dismissed.iter().map(|one| &one.author));
            wanted.extend(state.demands.iter().map(|demand| &demand.author));
        }
        let known: BTreeMap<PersonId, String> =
            self.session.replicas()?.into_iter().map(|replica| (replica.person, replica.name)).collect();
        Ok(wanted
            .into_iter()
            .map(|person| (person.clone(), known.get(person).cloned().unwrap_or_else(|| person.to_string())))
            .collect())
    }

    /// Keeps typed text; an empty draft is dropped.
    ///
    /// # Errors
    /// When the station cannot write.
    pub fn save_draft(&self, draft: &Draft) -> Result<(), Problem> {
        let Subject { version, row, .. } = draft.key.on;
        if draft.text.is_empty() && draft.demand.is_empty() {
            return self.session.transaction(|session| session.drop_draft(version, row, draft.key.opinion));
        }
        let body = serde_json::to_string(&DraftBody {
            on: draft.key.on.clone(),
            operation: draft.operation.clone(),
            category: draft.category.clone(),
            text: draft.text.clone(),
            demand: draft.demand.clone(),
            due: draft.due.clone(),
            responsible_unit: draft.responsible_unit.clone(),
            from_check: draft.from_check.clone(),
        })
        .map_err(Problem::internal)?;
        self.session.transaction(|session| session.save_draft(version, row, draft.key.opinion, &body))
    }

    fn drafts(&self, version: VersionId) -> Result<Vec<Draft>, Problem> {
        let mut drafts = Vec::new();
        for (_, opinion, body) in self.session.drafts(version)? {
            // A draft from another version of the program that cannot be read stays stored and is not shown.
            let Ok(body) = serde_json::from_str::<DraftBody>(&body) else { continue };
            drafts.push(Draft {
                key: DraftKey { on: body.on, opinion },
                operation: body.operation,
                category: body.category,
                text: body.text,
                demand: body.demand,
                due: body.due,
                responsible_unit: body.responsible_unit,
                from_check: body.from_check,
            });
        }
        Ok(drafts)
    }

    /// Remembers where I am.
    ///
    /// # Errors
    /// When the station cannot write.
    pub fn save_place(&self, place: &Place) -> Result<(), Problem> {
        if self.session.read_only().is_some() {
            return Ok(());
        }
        let body = serde_json::to_string(&PlaceBody {
            project: place.project,
            year: place.year,
            row: place.row,
            filter: place.filter.clone(),
            sort: place.sort.clone(),
            at: Some(Stamp(self.clock.millis() << 16)),
        })
        .map_err(Problem::internal)?;
        self.session.transaction(|session| session.set_meta("place", &body))
    }

    /// Where I stopped, and when.
    pub(super) fn place(&self) -> Result<Option<(Place, Option<Stamp>)>, Problem> {
        let body = self.session.meta("place")?.and_then(|text| serde_json::from_str::<PlaceBody>(&text).ok());
        Ok(body
            .map(|PlaceBody { project, year, row, filter, sort, at }| (Place { project, year, row, filter, sort }, at)))
    }

    /// All live demands on targets that are here, the earliest due first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn demands(&self) -> Result<Vec<DemandRow>, Problem> {
        let today = self.clock.today();
        let mut rows = Vec::new();
        for version in self.session.versions_with_demands()? {
            let Some(target) = self.line_of(version)? else { continue };
            let state = self.session.review(version)?;
            let people = self.people([&state].into_iter())?;
            for demand in state.demands {
                rows.push(DemandRow {
                    number: demand.number(target.year),
                    author: people.get(&demand.author).cloned().unwrap_or_default(),
                    overdue_days: days_past(&demand.demand.due, today),
                    target: target.clone(),
                    demand,
                });
            }
        }
        rows.sort_by(|a, b| (&a.demand.demand.due, a.demand.id).cmp(&(&b.demand.demand.due, b.demand.id)));
        Ok(rows)
    }

    /// The queue line a version belongs to, also when a newer version is in force.
    fn line_of(&self, version: VersionId) -> Result<Option<QueueRow>, Problem> {
        if let Some(line) = self.session.target_of_version(version)? {
            return Ok(Some(queue_row(line)));
        }
        let Some(row) = self.session.form_row(version)? else { return Ok(None) };
        let form = self.session.form(row)?;
        match self.session.item_of(form.project(), form.year)? {
            Some(item) => Ok(self.session.target(item)?.map(queue_row)),
            None => Ok(None),
        }
    }

    /// All live opinions on targets that are here: queue line, opinion, author's name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn opinions(&self) -> Result<Vec<(QueueRow, crate::model::review::Opinion, String)>, Problem> {
        let mut rows = Vec::new();
        for version in self.session.versions_with_opinions()? {
            let Some(target) = self.line_of(version)? else { continue };
            let state = self.session.review(version)?;
            let people = self.people([&state].into_iter())?;
            for opinion in state.opinions {
                let author = people.get(&opinion.author).cloned().unwrap_or_default();
                rows.push((target.clone(), opinion, author));
            }
        }
        rows.sort_by_key(|(_, opinion, _)| (opinion.at, opinion.id));
        Ok(rows)
    }

    /// All contested results and rows, each with its sides.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn contests(&self) -> Result<Vec<Contest>, Problem> {
        let mut contests = Vec::new();
        for version in self.session.contested_versions()? {
            let Some(target) = self.line_of(version)? else { continue };
            let state = self.session.review(version)?;
            let people = self.people([&state].into_iter())?;
            let name = |person: &PersonId| people.get(person).cloned().unwrap_or_default();
            let opinions = |person: &PersonId, row: Option<u32>| -> Vec<(CategoryCode, String)> {
                let said = state.opinions.iter().filter(|opinion| opinion.author == *person);
                said.filter(|opinion| row.is_none() || opinion.row == row)
                    .map(|opinion| (opinion.category.clone(), opinion.text.clone()))
                    .collect()
            };
            if state.grade.contested() {
                let sides = state.grade.0.iter().map(|head| Side {
                    author: head.author.clone(),
                    name: name(&head.author),
                    at: head.at,
                    grade: Some((head.value.grade, head.value.reason.clone())),
                    verdict: None,
                    opinions: opinions(&head.author, None),
                });
                contests.push(Contest { target: target.clone(), row: None, sides: sides.collect() });
            }
            let names: Vec<String> = match self.session.form_row(version)? {
                Some(row) => self.session.form(row)?.indicators.into_iter().map(|row| row.level3).collect(),
                None => Vec::new(),
            };
            for (row, heads) in state.rows.iter().filter(|(_, heads)| heads.contested()) {
                let sides = heads.0.iter().map(|head| Side {
                    author: head.author.clone(),
                    name: name(&head.author),
                    at: head.at,
                    grade: None,
                    verdict: Some(head.value),
                    opinions: opinions(&head.author, Some(*row)),
                });
                let indicator = names.get(*row as usize - 1).cloned().unwrap_or_default();
                contests.push(Contest { target: target.clone(), row: Some((*row, indicator)), sides: sides.collect() });
            }
        }
        Ok(contests)
    }
}
