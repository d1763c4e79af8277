//! What was done, in words, newest first, and how far undo reaches. An act on many targets is one step with its count.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;

use super::identity::Identity;
use super::spot_check;
use super::view::{History, HistoryQuery, HistoryStep, Whose};
use super::words;
use super::workstation::Workstation;
use crate::model::event::{Body, Event, group_of};
use crate::model::form::FormKind;
use crate::model::ids::{EventId, ItemId, PersonId, ProjectKey, ReplicaId};
use crate::model::link::LinkedTable;
use crate::model::problem::Problem;
use crate::sync::undo::{Made, Mark, Steps, steps_of_marks};

/// Which events count, found out from the newest back: what takes an event back is met before it.
#[derive(Default)]
struct Standing {
    /// Events that a counting event of this author takes back.
    taken_back: HashMap<EventId, Vec<PersonId>>,
}

impl Standing {
    /// Whether the next older event counts.
    fn counts(&mut self, event: &Event) -> bool {
        let author = &event.envelope.author;
        // Nobody takes back what others wrote.
        let counts = !self.taken_back.remove(&event.id).is_some_and(|by| by.contains(author));
        if counts && let Body::Retracted(body) = &event.body {
            self.taken_back.entry(body.of).or_default().push(author.clone());
        }
        counts
    }
}

/// A step as far as its events have been met, the newest first.
struct Met {
    newest: Event,
    oldest: Option<Event>,
    events: usize,
    live: usize,
    targets: HashSet<(ProjectKey, u16)>,
}

impl Met {
    fn new(event: Event, live: bool) -> Met {
        let targets = event.body.subject().map(|on| (on.project, on.year)).into_iter().collect();
        Met { newest: event, oldest: None, events: 1, live: usize::from(live), targets }
    }

    fn add(&mut self, event: Event, live: bool) {
        self.targets.extend(event.body.subject().map(|on| (on.project, on.year)));
        self.oldest = Some(event);
        self.events += 1;
        self.live += usize::from(live);
    }
}

/// Events of one step are put together as they are met.
#[derive(Default)]
struct Gathered {
    steps: Vec<Met>,
    groups: HashMap<(ReplicaId, Box<str>), usize>,
}

impl Gathered {
    /// Takes in the next older event; false when it would be one step more than `most`.
    fn meet(&mut self, event: Event, live: bool, most: usize) -> bool {
        let group = event.envelope.group().map(|group| (event.envelope.replica, Box::from(group)));
        if let Some(met) = group.as_ref().and_then(|group| self.groups.get(group)).copied() {
            self.steps[met].add(event, live);
            return true;
        }
        if self.steps.len() >= most {
            return false;
        }
        self.groups.extend(group.map(|group| (group, self.steps.len())));
        self.steps.push(Met::new(event, live));
        true
    }
}

impl Workstation {
    /// My steps that can be undone and redone. Only what takes something back is read from its bytes: a year's work is
    /// tens of thousands of events.
    pub(super) fn steps(&self, me: &Identity) -> Result<Steps, Problem> {
        let mut marks = Vec::new();
        self.session.each_kind_of_chain(&me.public, |id, kind, operation, retracted| {
            let mark = match (kind, retracted) {
                (_, Some(event)) => Mark::of(&event.body),
                (
                    "opinion.added"
                    | "opinion.amended"
                    | "verdict.set"
                    | "grade.set"
                    | "demand.issued"
                    | "finding.dismissed"
                    | "project.linked"
                    | "looked.again"
                    | "recheck.outcome"
                    | "recheck.verified"
                    | "recheck.evidence"
                    | "recheck.finished"
                    | "recheck.checked"
                    | "recheck.objected"
                    | "recheck.objection_answered"
                    | "recheck.second_asked"
                    | "recheck.second_released"
                    | "recheck.settled",
                    None,
                ) => Some(Mark::Action),
                _ => None,
            };
            marks.extend(mark.map(|mark| Made { id, mark, group: group_of(operation).map(Box::from) }));
        })?;
        Ok(steps_of_marks(marks))
    }

    /// The newest steps of everybody, newest first, and how many of mine can be undone and redone.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn history(&self, most: usize) -> Result<(Vec<HistoryStep>, usize, usize), Problem> {
        let History { steps, can_undo, can_redo, .. } = self.history_of(&HistoryQuery { whose: Whose::All, most })?;
        Ok((steps, can_undo, can_redo))
    }

    /// The newest steps of those asked for, and how many of mine can be undone and redone.
    ///
    /// # Errors
    /// When the target is gone, or the database cannot be read.
    pub fn history_of(&self, query: &HistoryQuery) -> Result<History, Problem> {
        let steps = match &self.identity {
            Some(me) => self.steps(me)?,
            None => Steps::default(),
        };
        let mut gathered = Gathered::default();
        let mut standing = Standing::default();
        let mut more = false;
        let author = match query.whose {
            Whose::Mine => Some(self.identity.as_ref().map_or("", |me| me.person.0.as_str())),
            Whose::All | Whose::Target(_) => None,
        };
        let me = self.identity.as_ref().map(|me| me.person.clone());
        let mut failed = None;
        let mut meet = |event: Event| {
            let live = standing.counts(&event);
            match spot_check::hidden(&self.session, &event, me.as_ref()) {
                Ok(false) => more = !gathered.meet(event, live, query.most),
                Ok(true) => {}
                Err(problem) => failed = Some(problem),
            }
            if more || failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        if let Whose::Target(item) = query.whose {
            for event in self.events_about(item)? {
                if meet(event).is_break() {
                    break;
                }
            }
        } else {
            self.session.each_latest_event(author, |stored| meet(stored.event))?;
        }
        if let Some(problem) = failed {
            return Err(problem);
        }
        let reach = undos(&steps);
        let names = self.names()?;
        let told = gathered.steps.iter().map(|met| self.told(met, &reach, &names)).collect::<Result<_, _>>()?;
        Ok(History { steps: told, can_undo: steps.undo.len(), can_redo: steps.redo.len(), more })
    }

    /// The events of the step that `event` is a part of, each told by itself, in the order in which they were written.
    ///
    /// # Errors
    /// When the event is not here, or the database cannot be read.
    pub fn events_of_step(&self, event: EventId) -> Result<Vec<HistoryStep>, Problem> {
        let stored = self.session.event(event)?.ok_or_else(|| Problem::refused("problem-no-such-event"))?;
        if spot_check::hidden(&self.session, &stored.event, self.identity.as_ref().map(|me| &me.person))? {
            return Err(Problem::refused("problem-second-hidden-step"));
        }
        let envelope = stored.event.envelope;
        let parts: BTreeSet<EventId> = match envelope.group() {
            Some(group) => self.session.events_of_group(&envelope.author, envelope.replica, group)?,
            None => BTreeSet::from([event]),
        };
        let mut standing = Standing::default();
        let mut met = Vec::with_capacity(parts.len());
        self.session.each_latest_event(None, |stored| {
            let live = standing.counts(&stored.event);
            if parts.contains(&stored.event.id) {
                met.push(Met::new(stored.event, live));
            }
            if met.len() == parts.len() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        let (reach, names) = (HashMap::new(), self.names()?);
        met.iter().rev().map(|met| self.told(met, &reach, &names)).collect()
    }

    /// Everything live that was said about a target in any version, and about whose its forms in other tables are, newest
    /// first.
    fn events_about(&self, item: ItemId) -> Result<Vec<Event>, Problem> {
        let line = self.session.target(item)?.ok_or_else(|| Problem::refused("problem-no-such-target"))?;
        let versions = self.session.filed_forms(line.project, line.year, FormKind::Target)?;
        let fields = LinkedTable::ALL.map(|table| table.field(line.project, line.year));
        let mut events = Vec::new();
        for version in versions.iter().map(|filed| filed.version).chain(fields) {
            events.extend(self.session.live_events_about(version)?);
        }
        events.sort_by_key(|event| std::cmp::Reverse((event.envelope.at, event.envelope.replica, event.envelope.seq)));
        Ok(events)
    }

    fn names(&self) -> Result<BTreeMap<ReplicaId, String>, Problem> {
        Ok(self.session.replicas()?.into_iter().map(|replica| (replica.replica, replica.name)).collect())
    }

    fn told(
        &self,
        met: &Met,
        reach: &HashMap<EventId, usize>,
        names: &BTreeMap<ReplicaId, String>,
    ) -> Result<HistoryStep, Problem> {
        let Met { newest, oldest, events, live, targets } = met;
        let (key, args) = match oldest {
            None => words::one(&self.session, newest)?,
            Some(oldest) => words::many(&self.session, [oldest, newest], *events, targets.len())?,
        };
        let envelope = &newest.envelope;
        let undos =
            [Some(newest), oldest.as_ref()].into_iter().flatten().find_map(|event| reach.get(&event.id)).copied();
        let on = oldest.as_ref().unwrap_or(newest).body.subject();
        let place = match on {
            Some(on) => self.session.item_of(on.project, on.year)?.map(|item| (item, on.row)),
            None => None,
        };
        Ok(HistoryStep {
            event: Some(newest.id),
            at: envelope.at,
            author: names.get(&envelope.replica).cloned().unwrap_or_else(|| envelope.author.to_string()),
            key,
            args,
            live: *live > 0,
            undoable: undos.is_some(),
            undos,
            events: (*events, *live),
            mine: self.identity.as_ref().is_some_and(|me| me.person == envelope.author),
            place,
        })
    }
}

/// How many undos take each event back.
fn undos(steps: &Steps) -> HashMap<EventId, usize> {
    let newest_first = steps.undo.iter().rev().zip(1..);
    newest_first.flat_map(|(step, undos)| step.iter().map(move |event| (*event, undos))).collect()
}
