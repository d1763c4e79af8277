//! What one's own next undo and redo take back.
//!
//! Nothing is deleted: an undo is an event that retracts an action, a redo one that retracts that undo. The stacks are
//! therefore read from one's own chain and are still there after a restart, on export and on another day.
//!
//! One act on many targets is many events, each signed and chained like any other, whose operations name them as parts
//! of one step ([`group_of`]). Parts that lie next to each other on a stack are one step: one undo takes back all of
//! them, with as many retractions, which are parts of one step in turn. A program that does not know this, or an undo that
//! took back some of them alone, does no harm: what is left of the step is a step.
//!
//! [`group_of`]: crate::model::event::group_of

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::model::event::{Body, Event, RetractReason};
use crate::model::ids::EventId;

/// One's own steps that can be taken back or restored. Each is the events it consists of, in the order in which they were
/// written; it is taken back from its last event to its first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Steps {
    /// Steps that can be undone, oldest first; the last is undone next. An undo is a retraction (`why` = undo) `of` each
    /// of its events.
    pub undo: Vec<Vec<EventId>>,
    /// Undos that can be taken back, newest first; the first is redone next. A redo is a retraction (`why` = redo) `of`
    /// each of its events.
    pub redo: Vec<Vec<EventId>>,
}

impl Steps {
    /// The events the next undo takes back.
    pub fn next_undo(&self) -> &[EventId] {
        self.undo.last().map_or(&[], Vec::as_slice)
    }

    /// The undo events the next redo takes back.
    pub fn next_redo(&self) -> &[EventId] {
        self.redo.first().map_or(&[], Vec::as_slice)
    }
}

/// What an event of one's own chain means to the stacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Something that can be undone.
    Action,
    /// Takes back this action.
    Undo(EventId),
    /// Takes back this undo.
    Redo(EventId),
}

impl Mark {
    /// The mark of an event; `None` when it is none of the user's steps.
    pub fn of(body: &Body) -> Option<Mark> {
        match body {
            Body::Retracted(body) => Some(match body.why {
                RetractReason::Undo => Mark::Undo(body.of),
                RetractReason::Redo => Mark::Redo(body.of),
                RetractReason::Withdrawn => Mark::Action,
            }),
            Body::OpinionAdded(_)
            | Body::OpinionAmended(_)
            | Body::VerdictSet(_)
            | Body::GradeSet(_)
            | Body::DemandIssued(_)
            | Body::FindingDismissed(_)
            | Body::LookedAgain(_)
            | Body::ProjectLinked(_) => Some(Mark::Action),
            Body::SpotCheck(body) => body.can_be_undone().then_some(Mark::Action),
            Body::DeviceStarted(_) | Body::BatchPublished(_) | Body::Unknown(_) => None,
        }
    }
}

/// An event of one's own chain as the stacks see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The event.
    pub id: EventId,
    /// What it means.
    pub mark: Mark,
    /// The step it is a part of, if it is one of several events.
    pub group: Option<Box<str>>,
}

impl Made {
    /// How the stacks see an event; `None` when it is none of the user's steps.
    pub fn of(event: &Event) -> Option<Made> {
        let group = event.envelope.group().map(Box::from);
        Some(Made { id: event.id, mark: Mark::of(&event.body)?, group })
    }
}

/// Reads the steps from the events of one's own key (all incarnations) in the order they were written.
///
/// An undo or redo of something that is not on the stacks (written by another device of the same person, say) changes
/// nothing here.
pub fn steps(chain: &[Event]) -> Steps {
    steps_of_marks(chain.iter().filter_map(Made::of))
}

/// The same from marks alone.
pub fn steps_of_marks(chain: impl IntoIterator<Item = Made>) -> Steps {
    type Group = Option<Box<str>>;
    let mut undo: Vec<(EventId, Group)> = Vec::new();
    // Undo event and the action it took back, oldest first.
    let mut redo: Vec<(EventId, Group, (EventId, Group))> = Vec::new();
    for Made { id, mark, group } in chain {
        match mark {
            Mark::Undo(of) => {
                if let Some(place) = undo.iter().rposition(|(action, _)| *action == of) {
                    redo.push((id, group, undo.remove(place)));
                }
            }
            Mark::Redo(of) => {
                if let Some(place) = redo.iter().rposition(|(undone, ..)| *undone == of) {
                    undo.push(redo.remove(place).2);
                }
            }
            Mark::Action => {
                undo.push((id, group));
                redo.clear();
            }
        }
    }
    let mut redo = in_steps(redo.into_iter().map(|(undone, group, _)| (undone, group)));
    redo.reverse();
    Steps { undo: in_steps(undo), redo }
}

/// Neighbours of one group are one step.
fn in_steps(stack: impl IntoIterator<Item = (EventId, Option<Box<str>>)>) -> Vec<Vec<EventId>> {
    let mut steps: Vec<Vec<EventId>> = Vec::new();
    let mut last: Option<Box<str>> = None;
    for (id, group) in stack {
        match steps.last_mut() {
            Some(step) if group.is_some() && group == last => step.push(id),
            _ => steps.push(vec![id]),
        }
        last = group;
    }
    steps
}

/// Finds the next undo or redo from the newest event backwards, so that a long chain need not be read: as a rule only
/// what has been undone since the last action is looked at.
#[derive(Debug, Default)]
pub struct Backwards {
    /// Undo events that were redone.
    redone: BTreeSet<EventId>,
    /// Actions that are undone.
    undone: BTreeSet<EventId>,
    /// The step as far as it has been met, newest event first.
    found: Vec<EventId>,
    group: Option<Box<str>>,
}

impl Backwards {
    /// Looks at the next older event. Breaks when the step that the next undo takes back is complete.
    pub fn undo(&mut self, made: Made) -> ControlFlow<()> {
        match made.mark {
            Mark::Redo(of) => {
                self.redone.insert(of);
            }
            Mark::Undo(of) if !self.redone.contains(&made.id) => {
                self.undone.insert(of);
            }
            Mark::Action if !self.undone.contains(&made.id) => return self.meet(made),
            Mark::Undo(_) | Mark::Action => {}
        }
        ControlFlow::Continue(())
    }

    /// Looks at the next older event. Breaks when the undo that the next redo takes back is complete, or when there is
    /// none.
    pub fn redo(&mut self, made: Made) -> ControlFlow<()> {
        match made.mark {
            Mark::Redo(of) => {
                self.redone.insert(of);
            }
            Mark::Undo(_) if !self.redone.contains(&made.id) => return self.meet(made),
            Mark::Undo(_) => {}
            Mark::Action => return ControlFlow::Break(()),
        }
        ControlFlow::Continue(())
    }

    fn meet(&mut self, made: Made) -> ControlFlow<()> {
        if !self.found.is_empty() && made.group != self.group {
            return ControlFlow::Break(());
        }
        self.found.push(made.id);
        self.group = made.group;
        // A step that is one event ends with it.
        if self.group.is_none() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// The events of the step, the newest first: the order in which they are taken back.
    pub fn step(self) -> Vec<EventId> {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn next(chain: &[Made]) -> (Vec<EventId>, Vec<EventId>) {
        let (mut undo, mut redo) = (Backwards::default(), Backwards::default());
        let _ = chain.iter().rev().try_for_each(|made| undo.undo(made.clone()));
        let _ = chain.iter().rev().try_for_each(|made| redo.redo(made.clone()));
        (undo.step(), redo.step())
    }

    fn reversed(step: &[EventId]) -> Vec<EventId> {
        step.iter().rev().copied().collect()
    }

    /// A chain of single acts, acts on many, undos and redos; sometimes an undo takes back one part alone, as an older
    /// program does.
    fn write(chain: &mut Vec<Made>, key: u8, number: usize) {
        let steps = steps_of_marks(chain.iter().cloned());
        let name: Option<Box<str>> = Some(format!("step-{number}").into());
        let (marks, group): (Vec<Mark>, _) = match key {
            0 | 1 => (steps.next_undo().iter().rev().map(|id| Mark::Undo(*id)).collect(), name),
            2 | 3 => (steps.next_redo().iter().rev().map(|id| Mark::Redo(*id)).collect(), name),
            4 => (steps.next_undo().last().map(|id| Mark::Undo(*id)).into_iter().collect(), None),
            5 => (vec![Mark::Action; 3], name),
            _ => (vec![Mark::Action], None),
        };
        for mark in marks {
            let mut id = [0; 32];
            id[..8].copy_from_slice(&(chain.len() as u64).to_be_bytes());
            chain.push(Made { id: EventId(id), mark, group: group.clone() });
        }
    }

    proptest! {
        #[test]
        fn from_the_newest_back_the_next_steps_are_those_of_the_whole_chain(keys in prop::collection::vec(0..8u8, 0..60)) {
            let mut chain: Vec<Made> = Vec::new();
            for (number, key) in keys.into_iter().enumerate() {
                let steps = steps_of_marks(chain.iter().cloned());
                prop_assert_eq!(next(&chain), (reversed(steps.next_undo()), reversed(steps.next_redo())));
                write(&mut chain, key, number);
            }
        }

        #[test]
        fn an_act_on_many_is_one_step_to_undo_and_to_redo(keys in prop::collection::vec(5..8u8, 1..20)) {
            let mut chain: Vec<Made> = Vec::new();
            for (number, key) in keys.iter().enumerate() {
                write(&mut chain, *key, number);
            }
            let all = steps_of_marks(chain.iter().cloned());
            prop_assert_eq!(all.undo.len(), keys.len());
            for number in 0..keys.len() {
                write(&mut chain, 0, 100 + number);
            }
            let undone = steps_of_marks(chain.iter().cloned());
            prop_assert_eq!((undone.undo.len(), undone.redo.len()), (0, keys.len()));
            for number in 0..keys.len() {
                write(&mut chain, 2, 200 + number);
            }
            prop_assert_eq!(steps_of_marks(chain.iter().cloned()), all);
        }
    }

    #[test]
    fn what_an_older_program_left_of_a_step_is_a_step() {
        let mut chain = Vec::new();
        write(&mut chain, 6, 0);
        write(&mut chain, 5, 1);
        write(&mut chain, 4, 2);
        let steps = steps_of_marks(chain.iter().cloned());
        assert_eq!(steps.next_undo().len(), 2, "one of three is undone already");
        assert_eq!(steps.next_redo().len(), 1);
        write(&mut chain, 0, 3);
        let steps = steps_of_marks(chain.iter().cloned());
        assert_eq!((steps.undo.len(), steps.redo.len()), (1, 2));
    }
}
