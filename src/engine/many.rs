//! One act on many targets: looked at first, then done in one transaction, as one step.
//!
//! Each target gets events of its own, signed and chained like any other, so that nothing downstream need know of acts on
//! many; that they are one step is in their operations alone ([`part_of_step`]). Targets from 1000 万元 on, contested and
//! closed ones are always left out: each is decided singly. What was decided about a target since it was looked at makes
//! the whole act refused, so what was counted is what is written, or nothing is. Deliberately absent: choosing the
//! targets, which is the caller's.
//!
//! [`part_of_step`]: crate::model::event::part_of_step

mod plan;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

pub use self::plan::slots;
use self::plan::{Left, Plan, Target};
use super::drafts::Voices;
use super::fold::fold_all;
use super::import::{Progress, Watch, cancelled};
use super::load::queue_row;
use super::prereview::Shared;
use super::request::Changed;
use super::view::{LastYear, QueueRow, Tally};
use super::workstation::Workstation;
use crate::config::checks::DraftPhrases;
use crate::model::event::{Event, MAX_TEXT, part_of_step};
use crate::model::finding::{CheckId, Voice};
use crate::model::form::FormKind;
use crate::model::ids::{ItemId, VersionId, tagged_sha256};
use crate::model::link::LinkedTable;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::review::{CategoryCode, Grade};
use crate::store::Session;
use crate::store::queue::TargetLine;

/// Most targets that are looked at together.
pub const MOST_TARGETS: usize = 20_000;
/// Most events of one act: writers of this database wait until all are stored, so an act must not last.
pub const MOST_EVENTS: usize = 20_000;

/// Words for many: as they are, or a phrase whose `{slots}` are filled for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The words.
    pub text: String,
    /// Whether it has slots. A target for which one stays empty is left out.
    pub slots: bool,
}

impl Wording {
    fn slot_names(&self) -> impl Iterator<Item = &str> {
        self.text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
    }

    fn has_slot(&self, name: &str) -> bool {
        self.slots && self.slot_names().any(|slot| slot == name)
    }
}

/// Rows that are like one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Like {
    /// The same printed target value, with sign and unit: 同样写「适量」的.
    Value(String),
    /// The same name.
    Name(String),
}

/// Where an opinion goes in each target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// On the whole target.
    Whole,
    /// On each undecided row that is like this.
    Rows(Like),
}

/// A demand for many; each target's own unit is responsible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManyDemand {
    /// What must be done.
    pub text: Wording,
    /// Due date, ISO 8601.
    pub due: String,
}

/// What is to be done to each of many targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManyAct {
    /// An opinion, with a demand if there is one.
    Opinion { spot: Spot, category: CategoryCode, text: Wording, demand: Option<ManyDemand> },
    /// 退回: every undecided row is sent back.
    Return { reason: String },
    /// 稍后: every open row is put off.
    Later { reason: String },
    /// 审结: no problem for every open row, and the result. Where a draft waits nothing is closed.
    Finish { grade: Grade, reason: String, voices: Voices },
    /// What a check drafts becomes an opinion wherever it waits, as it stands there; demands are due on `due`.
    Accept { check: CheckId, phrases: Box<DraftPhrases>, due: String, voices: Voices },
    /// What a check found is no fault wherever its draft waits. Nothing else is decided.
    Dismiss { check: CheckId, reason: String, voices: Voices },
}

impl ManyAct {
    fn checked(&self) -> Result<(), Problem> {
        let text = |wording: &Wording| match wording.text.trim() {
            "" => Err(Problem::refused("problem-text-empty")),
            text if text.len() > MAX_TEXT => Err(Problem::refused("problem-text-too-long").with("most", MAX_TEXT)),
            _ => Ok(()),
        };
        let date = |due: &str| match due.trim() {
            due if due.parse::<jiff::civil::Date>().is_err() || due.len() != 10 => {
                Err(Problem::refused("problem-due-date").with("value", due))
            }
            _ => Ok(()),
        };
        match self {
            ManyAct::Opinion { text: words, demand, .. } => {
                text(words)?;
                let Some(demand) = demand else { return Ok(()) };
                date(&demand.due)?;
                text(&demand.text)
            }
            ManyAct::Accept { due, .. } => date(due),
            // One reason for many: without one nobody could tell later why.
            ManyAct::Dismiss { check, reason, .. } if reason.trim().is_empty() => {
                Err(Problem::refused("problem-many-dismissal-needs-reason").with("check", check))
            }
            ManyAct::Dismiss { reason, .. } => match reason.len() {
                0..=MAX_TEXT => Ok(()),
                _ => Err(Problem::refused("problem-text-too-long").with("most", MAX_TEXT)),
            },
            ManyAct::Return { .. } | ManyAct::Later { .. } | ManyAct::Finish { .. } => Ok(()),
        }
    }

    /// The check whose drafts are answered.
    pub fn answers(&self) -> Option<&CheckId> {
        match self {
            ManyAct::Accept { check, .. } | ManyAct::Dismiss { check, .. } => Some(check),
            _ => None,
        }
    }

    /// How loudly checks speak, where that matters.
    fn voices(&self) -> Option<&Voices> {
        match self {
            ManyAct::Finish { voices, .. } | ManyAct::Accept { voices, .. } | ManyAct::Dismiss { voices, .. } => {
                Some(voices)
            }
            _ => None,
        }
    }

    fn has_slot(&self, name: &str) -> bool {
        let ManyAct::Opinion { text, demand, .. } = self else { return false };
        text.has_slot(name) || demand.as_ref().is_some_and(|demand| demand.text.has_slot(name))
    }
}

/// What was seen of one target when an act on many was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The target.
    pub item: ItemId,
    version: VersionId,
    /// Digest of everything decided about it, and of what the checks find where the act asks for that.
    state: [u8; 32],
}

/// One that is left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Which.
    pub item: ItemId,
    /// Its line; absent when it is not here any more.
    pub row: Option<QueueRow>,
    /// Locale key of the reason.
    pub key: &'static str,
    /// Placeholders of the reason.
    pub args: Vec<(&'static str, String)>,
}

/// What an act on many would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManyPreview {
    /// The act.
    pub act: ManyAct,
    /// All that were chosen.
    pub chosen: Tally,
    /// Those that would change; `indicators` are the rows that would.
    pub changes: Tally,
    /// Events that would be written.
    pub events: u64,
    /// Rows of those that match and stay as they are, because they are decided.
    pub rows_left: u64,
    /// Targets on which the check drafts nothing.
    pub without_draft: u64,
    /// What was seen of those that would change, in the order chosen.
    pub seen: Arc<[Seen]>,
    /// Those left out, in the order chosen.
    pub left_out: Vec<LeftOut>,
}

impl ManyPreview {
    /// The reasons why targets are left out, the most frequent first, with number and amount of those.
    pub fn reasons(&self) -> Vec<(&'static str, Tally)> {
        let mut reasons: BTreeMap<&'static str, Tally> = BTreeMap::new();
        for left in &self.left_out {
            reasons.entry(left.key).or_default().add(1, 0, left.row.as_ref().and_then(|row| row.amount));
        }
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|(key, tally)| (std::cmp::Reverse(tally.projects), *key));
        reasons
    }
}

/// What an act on many did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManyDone {
    /// The step; the cursor belongs on its first target.
    pub changed: Changed,
    /// Targets that changed; `indicators` are the rows that did.
    pub changes: Tally,
    /// True when the same operation had been saved before: nothing was written.
    pub already: bool,
}

/// What the plans of one act have in common.
struct Ground<'a> {
    act: &'a ManyAct,
    /// How loudly each check speaks; empty where the act does not ask for findings.
    voices: BTreeMap<CheckId, Voice>,
    shared: Shared,
}

impl Workstation {
    /// Number, indicators and amount of these targets.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn tally_of(&self, items: &[ItemId]) -> Result<Tally, Problem> {
        let mut tally = Tally::default();
        for item in items {
            if let Some((indicators, amount)) = self.session.size_of_target(*item)? {
                tally.add(1, u64::from(indicators), amount);
            }
        }
        Ok(tally)
    }

    /// What an act on these targets would do. Nothing is written.
    ///
    /// # Errors
    /// When the act itself is not allowed (empty text, no date), there are too many targets or events, the job is
    /// cancelled, or the database cannot be read.
    pub fn preview_many(&self, items: &[ItemId], act: &ManyAct, watch: Watch<'_>) -> Result<ManyPreview, Problem> {
        act.checked()?;
        let narrowed = self.narrowed(items, act)?;
        let items = narrowed.as_deref().unwrap_or(items);
        if items.len() > MOST_TARGETS {
            return Err(too_many("problem-many-targets", items.len(), MOST_TARGETS));
        }
        self.me()?;
        let mut ground = self.many_ground(act)?;
        let mut preview = ManyPreview {
            act: act.clone(),
            chosen: Tally::default(),
            changes: Tally::default(),
            events: 0,
            rows_left: 0,
            without_draft: 0,
            seen: Arc::default(),
            left_out: Vec::new(),
        };
        let mut seen = Vec::new();
        for (done, &item) in items.iter().enumerate() {
            go_on(watch, "phase-comparing", done, items.len())?;
            let Some(line) = self.session.target(item)? else {
                preview.chosen.projects += 1;
                let left = LeftOut { item, row: None, key: "many-left-gone", args: Vec::new() };
                preview.left_out.push(left);
                continue;
            };
            preview.chosen.add(1, u64::from(line.indicators), line.amount);
            match self.plan(&self.session, &mut ground, &line)? {
                (Ok(plan), state) => {
                    preview.changes.add(1, plan.rows, line.amount);
                    preview.events += plan.events.len() as u64;
                    preview.rows_left += plan.left;
                    seen.push(Seen { item, version: line.version, state });
                }
                // Most targets have no draft of the one check: they are counted, and not listed as left out.
                (Err((plan::NO_DRAFT, _)), _) => preview.without_draft += 1,
                (Err((key, args)), _) => {
                    preview.left_out.push(LeftOut { item, row: Some(queue_row(line)), key, args });
                }
            }
        }
        if preview.events > MOST_EVENTS as u64 {
            return Err(too_many_events(preview.events));
        }
        preview.seen = seen.into();
        Ok(preview)
    }

    /// Does what was looked at: all of it or nothing, as one step. The same operation twice writes nothing.
    ///
    /// # Errors
    /// When anything was decided or imported about one of the targets since it was looked at, nothing is left to do, the
    /// job is cancelled, or the station cannot write.
    pub fn act_on_many(
        &mut self,
        operation: &str,
        act: &ManyAct,
        seen: &[Seen],
        watch: Watch<'_>,
    ) -> Result<ManyDone, Problem> {
        self.writable()?;
        act.checked()?;
        let (events, changes, already) = self.session.transaction(|session| {
            let me = self.me()?;
            if let Some(first) = session.event_of_operation(&me.person, &part_of_step(operation, 1))? {
                let parts = session.events_of_group(&me.person, first.event.envelope.replica, operation)?;
                let mut events = Vec::with_capacity(parts.len());
                for part in parts {
                    events.extend(session.event(part)?.map(|stored| stored.event));
                }
                events.sort_by_key(|event| event.envelope.seq);
                return Ok((events, Tally::default(), true));
            }
            let (plans, changes) = self.plans(session, act, seen, watch)?;
            let total = plans.iter().map(|plan| plan.events.len()).sum();
            if total == 0 {
                return Err(Problem::refused("problem-many-nothing"));
            }
            if total > MOST_EVENTS {
                return Err(too_many_events(total));
            }
            let mut pen = self.pen(session)?;
            let mut events: Vec<Event> = Vec::with_capacity(total);
            for (sees, body) in plans.into_iter().flat_map(|plan| plan.events) {
                go_on(watch, "phase-acting", events.len(), total)?;
                events.push(pen.write(&part_of_step(operation, events.len() + 1), sees, body)?);
            }
            pen.lay_down()?;
            fold_all(session, &events)?;
            go_on(watch, "phase-acting", total, total)?;
            Ok((events, changes, false))
        })?;
        Ok(ManyDone { changed: self.changed(&events, events.first(), !already)?, changes, already })
    }

    /// The plans for targets that must stand as they were seen.
    fn plans(
        &self,
        session: &Session,
        act: &ManyAct,
        seen: &[Seen],
        watch: Watch<'_>,
    ) -> Result<(Vec<Plan>, Tally), Problem> {
        let (mut plans, mut changes, mut changed) = (Vec::with_capacity(seen.len()), Tally::default(), 0_usize);
        let mut ground = self.many_ground(act)?;
        for (done, seen_then) in seen.iter().enumerate() {
            go_on(watch, "phase-comparing", done, seen.len())?;
            let line = session.target(seen_then.item)?.filter(|line| line.version == seen_then.version);
            let Some(line) = line else {
                changed += 1;
                continue;
            };
            match self.plan(session, &mut ground, &line)? {
                (Ok(plan), state) if state == seen_then.state => {
                    changes.add(1, plan.rows, line.amount);
                    plans.push(plan);
                }
                _ => changed += 1,
            }
        }
        if changed > 0 {
            return Err(Problem::refused("problem-many-changed").with("changed", changed).with("targets", seen.len()));
        }
        Ok((plans, changes))
    }

    /// Of too many targets those on which the check found something when it last looked.
    fn narrowed(&self, items: &[ItemId], act: &ManyAct) -> Result<Option<Vec<ItemId>>, Problem> {
        let Some(check) = act.answers().filter(|_| items.len() > MOST_TARGETS) else { return Ok(None) };
        let mut found = BTreeSet::new();
        self.session.each_finding(check, |item, finding| {
            if finding.drafts() {
                found.insert(item);
            }
            Ok(())
        })?;
        Ok(Some(items.iter().copied().filter(|item| found.contains(item)).collect()))
    }

    /// What the plans of an act have in common. An answer to drafts is refused where the check drafts nothing.
    fn many_ground<'a>(&self, act: &'a ManyAct) -> Result<Ground<'a>, Problem> {
        let mut voices = BTreeMap::new();
        if let Some(said) = act.voices() {
            let rows = self.checks()?;
            voices.extend(rows.into_iter().map(|row| (row.check.clone(), said.of(&row.check, row.info.voice))));
        }
        if let Some(check) = act.answers() {
            match voices.get(check) {
                Some(Voice::Drafts) => {}
                Some(_) => return Err(Problem::refused("problem-many-check-drafts-nothing").with("check", check)),
                None => {
                    let known: Vec<&str> = voices.keys().map(|check| check.0.as_str()).collect();
                    let problem = Problem::new(ProblemKind::Usage, "problem-no-such-check").with("check", check);
                    return Err(problem.with("known", known.join(" ")));
                }
            }
        }
        Ok(Ground { act, voices, shared: Shared::default() })
    }

    /// The plan for one target or the reason why it is left out, and a digest of what that rests on.
    fn plan(
        &self,
        session: &Session,
        ground: &mut Ground<'_>,
        line: &TargetLine,
    ) -> Result<(Result<Plan, Left>, [u8; 32]), Problem> {
        let act = ground.act;
        let state = session.review(line.version)?;
        let row = session.filed_forms(line.project, line.year, FormKind::Target)?.last().map(|filed| filed.row);
        let row = row.ok_or_else(|| Problem::internal("target without form"))?;
        let form = session.form(row)?;
        let last_year: Vec<LastYear> = if act.has_slot("last_year") {
            let partner = self.partner(line.project, line.year, LinkedTable::LastYear)?;
            self.last_year(&form, partner.map(|partner| partner.project))?
        } else {
            Vec::new()
        };
        let findings = match act.voices() {
            Some(_) => self.findings_amid(row, &form, &mut ground.shared)?,
            None => Vec::new(),
        };
        let rests_on = serde_json::to_vec(&(&state, &findings)).map_err(Problem::internal)?;
        let target = Target {
            line,
            form: &form,
            last_year: &last_year,
            state: &state,
            me: &self.me()?.person,
            findings: &findings,
            voices: &ground.voices,
        };
        Ok((target.plan(act), tagged_sha256("wx-seen-2", &[&rests_on])))
    }
}

fn go_on(
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    phase: &'static str,
    done: usize,
    of: usize,
) -> Result<(), Problem> {
    // Not every event: the moment would be asked for each time.
    if !done.is_multiple_of(64) && done != of {
        return Ok(());
    }
    match watch(Progress { phase, done: done as u64, total: Some(of as u64), rejects: 0 }) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(cancelled()),
    }
}

/// A step of so many events would keep others waiting.
pub(super) fn too_many_events(count: impl ToString) -> Problem {
    too_many("problem-many-events", count, MOST_EVENTS)
}

fn too_many(key: &'static str, count: impl ToString, most: usize) -> Problem {
    Problem::new(ProblemKind::Refused, key).with("count", count.to_string()).with("most", most)
}
