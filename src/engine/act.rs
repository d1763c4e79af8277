//! A reviewer's acts: each becomes exactly one event, or is refused with nothing written.

use std::ops::ControlFlow;

use super::append::Pen;
use super::fold::fold_all;
use super::links;
use super::many::{MOST_EVENTS, too_many_events};
use super::request::{Action, Changed};
use super::spot_check;
use super::words;
use super::workstation::Workstation;
use crate::model::event::{
    Body, DemandDraft, DemandIssued, Event, FindingDismissed, GradeSet, LookedAgain, MAX_TEXT, OpinionAdded,
    OpinionAmended, RetractReason, Retracted, Subject, VerdictSet, part_of_step,
};
use crate::model::finding::{CheckId, CheckRef, FromCheck};
use crate::model::ids::{EventId, PersonId};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::review::{CategoryCode, Dismissed, Opinion, ReviewState, Verdict};
use crate::rules::grading;
use crate::store::Session;
use crate::store::queue::TargetLine;
use crate::sync::fold::{NoLeads, fold};
use crate::sync::undo::{Backwards, Made};

impl Workstation {
    /// Stores one act. `operation` is made when the form on screen opens: saving it again after a crash or a lost answer
    /// is the same act and writes nothing.
    ///
    /// # Errors
    /// When the station cannot write, the target or its decisions changed since they were shown, or the act itself is not
    /// allowed (empty text, no date, rows left in the key lane …).
    pub fn act(&mut self, operation: &str, action: &Action) -> Result<Changed, Problem> {
        self.writable()?;
        let event = self.session.transaction(|session| {
            let me = self.me()?;
            if let Some(stored) = session.event_of_operation(&me.person, operation)? {
                return Ok(Err(stored.event));
            }
            if let Some((sees, body)) = links::body_of(session, action, &me.person)? {
                return Ok(Ok(self.append(session, operation, sees, body)?.0));
            }
            if let Action::Recheck(act) = action {
                let (sees, body) = spot_check::body_of(session, act, &me.person, self.score_rules())?;
                return Ok(Ok(self.append(session, operation, sees, body)?.0));
            }
            let target = current_target(session, action.subject())?;
            let state = fold(&session.live_events_about(target.version)?, &NoLeads);
            let (sees, body) = body_of(action, &state, &target, me.person.clone())?;
            let event = self.append(session, operation, sees, body)?.0;
            drop_draft(session, action)?;
            Ok(Ok(event))
        })?;
        let (event, new) = match event {
            Ok(event) => (event, true),
            Err(event) => (event, false),
        };
        self.changed(std::slice::from_ref(&event), Some(&event), new)
    }

    /// Takes back my last step.
    ///
    /// # Errors
    /// When there is none, or the station cannot write.
    pub fn undo(&mut self) -> Result<Changed, Problem> {
        self.step(RetractReason::Undo)
    }

    /// Does again what was taken back.
    ///
    /// # Errors
    /// When there is none, or the station cannot write.
    pub fn redo(&mut self) -> Result<Changed, Problem> {
        self.step(RetractReason::Redo)
    }

    /// Takes back my last `count` steps, each as [`Workstation::undo`] would, but all or none: redo brings them back one by
    /// one. `last` is an event of the step that goes last; the steps are refused where it is no part of that one, because
    /// something was done or undone since they were counted.
    ///
    /// # Errors
    /// When the steps are no longer those, or the station cannot write.
    pub fn undo_many(&mut self, count: usize, last: EventId) -> Result<Changed, Problem> {
        self.writable()?;
        let told = self.session.transaction(|session| {
            let steps = self.steps(self.me()?)?;
            let first = steps.undo.len().checked_sub(count).filter(|_| count > 0);
            let chosen = first.map(|first| &steps.undo[first..]);
            let chosen = chosen.filter(|chosen| chosen.first().is_some_and(|step| step.contains(&last)));
            let chosen = chosen.ok_or_else(|| Problem::refused("problem-steps-changed"))?;
            let total: usize = chosen.iter().map(Vec::len).sum();
            if count > 1 && total > MOST_EVENTS {
                return Err(too_many_events(total));
            }
            let mut pen = self.pen(session)?;
            let mut written = Vec::new();
            let mut last = Vec::new();
            for step in chosen.iter().rev() {
                let of: Vec<EventId> = step.iter().rev().copied().collect();
                last = retract(session, &mut pen, RetractReason::Undo, &of)?;
                written.extend(last.iter().cloned());
            }
            pen.lay_down()?;
            fold_all(session, &written)?;
            Ok(last)
        })?;
        let mut changed = self.changed(&told, told.last(), true)?;
        if count > 1 {
            changed.step.args.push(("steps", count.to_string()));
            changed.step.key = "step-undone-several";
            changed.events = changed.events.max(2);
        }
        Ok(changed)
    }

    fn step(&mut self, why: RetractReason) -> Result<Changed, Problem> {
        self.writable()?;
        let events = self.session.transaction(|session| {
            let me = self.me()?;
            let mut seen = Backwards::default();
            session.each_event_backwards(&me.public, |event| match (Made::of(event), why) {
                (None, _) => ControlFlow::Continue(()),
                (Some(made), RetractReason::Redo) => seen.redo(made),
                (Some(made), _) => seen.undo(made),
            })?;
            let step = seen.step();
            if step.is_empty() {
                return Err(Problem::refused(match why {
                    RetractReason::Redo => "problem-nothing-to-redo",
                    _ => "problem-nothing-to-undo",
                }));
            }
            let mut pen = self.pen(session)?;
            let events = retract(session, &mut pen, why, &step)?;
            pen.lay_down()?;
            fold_all(session, &events)?;
            Ok(events)
        })?;
        // What an undo took back last was done first.
        let first = if why == RetractReason::Redo { events.first() } else { events.last() };
        self.changed(&events, first, true)
    }

    /// What a step of one or more events changed; the cursor belongs where `first` was.
    pub(super) fn changed(&self, events: &[Event], first: Option<&Event>, new: bool) -> Result<Changed, Problem> {
        let on = first.and_then(|event| event.body.subject());
        let item = match on {
            Some(on) => self.session.item_of(on.project, on.year)?,
            None => None,
        };
        let queue_row = match item {
            Some(item) => self.session.target(item)?.map(super::load::queue_row),
            None => None,
        };
        Ok(Changed {
            event: first.filter(|_| new).map(|event| event.id),
            item,
            row: on.and_then(|on| on.row),
            step: words::step_of(&self.session, events)?,
            queue_row,
            events: events.len(),
        })
    }

    /// Refuses to begin what could not be stored.
    pub(super) fn writable(&self) -> Result<(), Problem> {
        if let Some(reason) = self.session.read_only() {
            return Err(Problem::new(ProblemKind::Unavailable, "problem-database-read-only").with("detail", reason));
        }
        self.me().map(|_| ())
    }
}

/// Takes back `of`, in this order, as one step.
fn retract(session: &Session, pen: &mut Pen<'_>, why: RetractReason, of: &[EventId]) -> Result<Vec<Event>, Problem> {
    let step = uuid::Uuid::now_v7().to_string();
    let mut written = Vec::with_capacity(of.len());
    for (index, &of_one) in of.iter().enumerate() {
        let stored = session.event(of_one)?.ok_or_else(|| Problem::internal(of_one))?;
        spot_check::may_take_back(session, &stored.event)?;
        let on = stored.event.body.subject().cloned().ok_or_else(|| Problem::internal(of_one))?;
        let operation = if of.len() == 1 { step.clone() } else { part_of_step(&step, index + 1) };
        let body = Body::Retracted(Retracted { on, of: of_one, why, reason: String::new() });
        written.push(pen.write(&operation, vec![of_one], body)?);
    }
    Ok(written)
}

/// The target as it is now; an act on an older version is refused.
fn current_target(session: &Session, on: &Subject) -> Result<TargetLine, Problem> {
    let item = session.item_of(on.project, on.year)?;
    let target = match item {
        Some(item) => session.target(item)?,
        None => None,
    };
    let target = target.ok_or_else(|| Problem::refused("problem-no-such-target"))?;
    if target.version != on.version {
        return Err(Problem::refused("problem-target-changed").with("project", &target.name));
    }
    if let Some(row) = on.row
        && (row == 0 || row > target.indicators)
    {
        return Err(Problem::refused("problem-no-such-row")
            .with("project", &target.name)
            .with("row", row)
            .with("rows", target.indicators));
    }
    Ok(target)
}

/// The decisions on screen must be the decisions in force, whoever made them.
pub(super) fn unchanged(mut seen: Vec<EventId>, mut now: Vec<EventId>) -> Result<Vec<EventId>, Problem> {
    seen.sort_unstable();
    now.sort_unstable();
    if seen == now { Ok(now) } else { Err(Problem::refused("problem-decided-meanwhile")) }
}

/// What I answered once is not asked again: the draft that is accepted twice would be two opinions.
fn unanswered(state: &ReviewState, on: &Subject, check: &CheckId, me: &PersonId) -> Result<(), Problem> {
    let from = |opinion: &Opinion| opinion.from_check.as_ref().is_some_and(|from| from.check == *check);
    let accepted = |opinion: &Opinion| opinion.row == on.row && from(opinion) && opinion.given_by(me).is_some();
    let dismissed = |one: &Dismissed| one.row == on.row && one.check.check == *check && one.author == *me;
    if state.opinions.iter().any(accepted) || state.dismissed.iter().any(dismissed) {
        return Err(Problem::refused("problem-draft-answered").with("check", check));
    }
    Ok(())
}

fn reason_text(reason: &str) -> Result<String, Problem> {
    let reason = reason.trim();
    if reason.len() > MAX_TEXT {
        return Err(Problem::refused("problem-text-too-long").with("most", MAX_TEXT));
    }
    Ok(reason.to_owned())
}

fn text(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::refused("problem-text-empty"));
    }
    if text.len() > MAX_TEXT {
        return Err(Problem::refused("problem-text-too-long").with("most", MAX_TEXT));
    }
    Ok(text.to_owned())
}

fn demand(draft: &DemandDraft) -> Result<DemandDraft, Problem> {
    let due = draft.due.trim();
    if due.parse::<jiff::civil::Date>().is_err() || due.len() != 10 {
        return Err(Problem::refused("problem-due-date").with("value", due));
    }
    let responsible_unit = draft.responsible_unit.trim();
    if responsible_unit.is_empty() {
        return Err(Problem::refused("problem-responsible-unit-empty"));
    }
    Ok(DemandDraft { text: text(&draft.text)?, due: due.to_owned(), responsible_unit: responsible_unit.to_owned() })
}

fn verdict_heads(state: &ReviewState, row: Option<u32>) -> Vec<EventId> {
    row.and_then(|row| state.rows.get(&row)).map(|heads| heads.events()).unwrap_or_default()
}

/// A new opinion, in own words or from the draft of a check.
fn opinion(
    on: &Subject,
    category: &CategoryCode,
    words: &str,
    draft: Option<&DemandDraft>,
    from_check: Option<FromCheck>,
) -> Result<Body, Problem> {
    Ok(Body::OpinionAdded(OpinionAdded {
        on: on.clone(),
        category: category.clone(),
        text: text(words)?,
        demand: draft.map(demand).transpose()?,
        from_check,
    }))
}

fn body_of(
    action: &Action,
    state: &ReviewState,
    target: &TargetLine,
    me: PersonId,
) -> Result<(Vec<EventId>, Body), Problem> {
    Ok(match action {
        Action::AddOpinion { on, seen, category, text: words, demand: draft } => (
            unchanged(seen.clone(), verdict_heads(state, on.row))?,
            opinion(on, category, words, draft.as_ref(), None)?,
        ),
        Action::AcceptDraft { on, seen, from, category, text: words, demand: draft } => {
            unanswered(state, on, &from.check, &me)?;
            (
                unchanged(seen.clone(), verdict_heads(state, on.row))?,
                opinion(on, category, words, draft.as_ref(), Some(from.clone()))?,
            )
        }
        Action::PassDrafts { on, seen, dismissed, reason } => {
            if on.row.is_none() {
                return Err(Problem::new(ProblemKind::Usage, "problem-verdict-needs-row"));
            }
            (
                unchanged(seen.clone(), verdict_heads(state, on.row))?,
                Body::VerdictSet(VerdictSet {
                    on: on.clone(),
                    verdict: Verdict::Passed,
                    reason: reason_text(reason)?,
                    dismissed: dismissed.clone(),
                }),
            )
        }
        Action::DismissDraft { on, check, reason } => {
            unanswered(state, on, &check.check, &me)?;
            let CheckRef { check, version } = check.clone();
            let reason = reason_text(reason)?;
            (Vec::new(), Body::FindingDismissed(FindingDismissed { on: on.clone(), check, version, reason }))
        }
        Action::AmendOpinion { on, opinion, seen, category, text: words, demand: draft } => {
            let present = state.opinions.iter().find(|known| known.id == *opinion);
            let present = present.ok_or_else(|| Problem::refused("problem-opinion-gone"))?;
            if present.author != me {
                return Err(Problem::refused("problem-not-yours"));
            }
            (
                unchanged(seen.clone(), vec![present.event])?,
                Body::OpinionAmended(OpinionAmended {
                    on: Subject { row: present.row, ..on.clone() },
                    opinion: *opinion,
                    category: category.clone(),
                    text: text(words)?,
                    demand: draft.as_ref().map(demand).transpose()?,
                }),
            )
        }
        Action::Withdraw { on, of, reason } => {
            let agreed = |known: &Opinion| known.agreed.iter().any(|agreed| agreed.id == *of);
            let opinion = state.opinions.iter().find(|known| known.id == *of || known.event == *of || agreed(known));
            let demand = state.demands.iter().find(|known| known.id == *of);
            // Of an opinion that several gave as one draft, everybody takes back their own.
            let given = opinion.and_then(|opinion| opinion.given_by(&me));
            let mine = opinion
                .map(|opinion| if given.is_some() { &me } else { &opinion.author })
                .or(demand.map(|demand| &demand.author))
                .or_else(|| state.grade.0.iter().find(|head| head.event == *of).map(|head| &head.author))
                .or_else(|| {
                    state
                        .rows
                        .values()
                        .flat_map(|heads| &heads.0)
                        .find(|head| head.event == *of)
                        .map(|head| &head.author)
                });
            match mine {
                None => return Err(Problem::refused("problem-opinion-gone")),
                Some(author) if *author != me => return Err(Problem::refused("problem-not-yours")),
                Some(_) => {}
            }
            let row = opinion.map_or(demand.and_then(|demand| demand.row), |opinion| opinion.row).or(on.row);
            let of = given.or(opinion.map(|opinion| opinion.id)).unwrap_or(*of);
            (
                vec![of],
                Body::Retracted(Retracted {
                    on: Subject { row, ..on.clone() },
                    of,
                    why: RetractReason::Withdrawn,
                    reason: reason.trim().to_owned(),
                }),
            )
        }
        Action::SetVerdict { on, seen, verdict, reason } => {
            if on.row.is_none() || *verdict == Verdict::Opinion {
                return Err(Problem::new(ProblemKind::Usage, "problem-verdict-needs-row"));
            }
            (
                unchanged(seen.clone(), verdict_heads(state, on.row))?,
                Body::VerdictSet(VerdictSet {
                    on: on.clone(),
                    verdict: *verdict,
                    reason: reason.trim().to_owned(),
                    dismissed: Vec::new(),
                }),
            )
        }
        Action::SetGrade { on, seen, grade, reason } => {
            grading::allowed(*grade, state, target.indicators, target.amount)?;
            (
                unchanged(seen.clone(), state.grade.events())?,
                Body::GradeSet(GradeSet {
                    on: Subject { row: None, ..on.clone() },
                    grade: *grade,
                    reason: reason.trim().to_owned(),
                    basis: state.opinions.iter().map(|opinion| opinion.id).collect(),
                }),
            )
        }
        Action::LookAgain { on, seen, found, reason } => {
            if !state.passed_without_a_word() && state.looked.is_empty() {
                return Err(Problem::refused("problem-second-look-not-passed").with("project", &target.name));
            }
            let reason = reason_text(reason)?;
            if *found && reason.is_empty() {
                return Err(Problem::new(ProblemKind::Usage, "problem-second-look-needs-reason"));
            }
            (
                unchanged(seen.clone(), state.looked.events())?,
                Body::LookedAgain(LookedAgain { on: Subject { row: None, ..on.clone() }, found: *found, reason }),
            )
        }
        // Told apart before: they speak of no version of a target.
        Action::Link { .. } | Action::Unlink { .. } | Action::Recheck(_) => return Err(Problem::internal("act")),
        Action::IssueDemand { on, category, demand: draft } => (
            Vec::new(),
            Body::DemandIssued(DemandIssued { on: on.clone(), category: category.clone(), demand: demand(draft)? }),
        ),
    })
}

/// What was given is no draft any more.
fn drop_draft(session: &Session, action: &Action) -> Result<(), Problem> {
    match action {
        Action::AddOpinion { on, .. } | Action::AcceptDraft { on, .. } => session.drop_draft(on.version, on.row, None),
        Action::AmendOpinion { on, opinion, .. } => session.drop_draft(on.version, on.row, Some(*opinion)),
        _ => Ok(()),
    }
}
