//! What one's own next undo and redo take back.
//!
//! Nothing is deleted: an undo is an event that retracts an action, a redo one that retracts that undo. The stacks are
//! therefore read from one's own chain and are still there after a restart, on export and on another day.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::model::event::{Body, Event, RetractReason};
use crate::model::ids::EventId;

/// One's own steps that can be taken back or restored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Steps {
    /// Actions that can be undone, oldest first; the last is undone next. An undo is a retraction (`why` = undo) `of`
    /// such an event.
    pub undo: Vec<EventId>,
    /// Undo events that can be taken back, newest first; the first is redone next. A redo is a retraction (`why` =
    /// redo) `of` such an event.
    pub redo: Vec<EventId>,
}

impl Steps {
    /// The action the next undo takes back.
    pub fn next_undo(&self) -> Option<EventId> {
        self.undo.last().copied()
    }

    /// The undo event the next redo takes back.
    pub fn next_redo(&self) -> Option<EventId> {
        self.redo.first().copied()
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
            | Body::ProjectLinked(_) => Some(Mark::Action),
            Body::DeviceStarted(_) | Body::BatchPublished(_) | Body::Unknown(_) => None,
        }
    }
}

/// Reads the steps from the events of one's own key (all incarnations) in the order they were written.
///
/// An undo or redo of something that is not on the stacks (written by another device of the same person, say) changes
/// nothing here.
pub fn steps(chain: &[Event]) -> Steps {
    steps_of_marks(chain.iter().filter_map(|event| Some((event.id, Mark::of(&event.body)?))))
}

/// The same from marks alone.
pub fn steps_of_marks(chain: impl IntoIterator<Item = (EventId, Mark)>) -> Steps {
    let mut undo: Vec<EventId> = Vec::new();
    // Undo event and the action it took back, oldest first.
    let mut redo: Vec<(EventId, EventId)> = Vec::new();
    for (id, mark) in chain {
        match mark {
            Mark::Undo(of) => {
                if let Some(place) = undo.iter().rposition(|action| *action == of) {
                    redo.push((id, undo.remove(place)));
                }
            }
            Mark::Redo(of) => {
                if let Some(place) = redo.iter().rposition(|(undone, _)| *undone == of) {
                    undo.push(redo.remove(place).1);
                }
            }
            Mark::Action => {
                undo.push(id);
                redo.clear();
            }
        }
    }
    Steps { undo, redo: redo.into_iter().rev().map(|(undone, _)| undone).collect() }
}

/// Finds the next undo or redo from the newest event backwards, so that a long chain need not be read: as a rule only
/// what has been undone since the last action is looked at.
#[derive(Debug, Default)]
pub struct Backwards {
    /// Undo events that were redone.
    redone: BTreeSet<EventId>,
    /// Actions that are undone.
    undone: BTreeSet<EventId>,
}

impl Backwards {
    /// Looks at the next older event. Breaks with the event that the next undo takes back.
    pub fn undo(&mut self, id: EventId, mark: Mark) -> ControlFlow<EventId> {
        match mark {
            Mark::Redo(of) => {
                self.redone.insert(of);
            }
            Mark::Undo(of) if !self.redone.contains(&id) => {
                self.undone.insert(of);
            }
            Mark::Action if !self.undone.contains(&id) => return ControlFlow::Break(id),
            Mark::Undo(_) | Mark::Action => {}
        }
        ControlFlow::Continue(())
    }

    /// Looks at the next older event. Breaks with the undo that the next redo takes back, or with nothing when there is
    /// none.
    pub fn redo(&mut self, id: EventId, mark: Mark) -> ControlFlow<Option<EventId>> {
        match mark {
            Mark::Redo(of) => {
                self.redone.insert(of);
            }
            Mark::Undo(_) if !self.redone.contains(&id) => return ControlFlow::Break(Some(id)),
            Mark::Undo(_) => {}
            Mark::Action => return ControlFlow::Break(None),
        }
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn next(chain: &[(EventId, Mark)]) -> (Option<EventId>, Option<EventId>) {
        let (mut undo, mut redo) = (Backwards::default(), Backwards::default());
        let undo = chain.iter().rev().find_map(|(id, mark)| undo.undo(*id, *mark).break_value());
        let redo = chain.iter().rev().find_map(|(id, mark)| redo.redo(*id, *mark).break_value()).flatten();
        (undo, redo)
    }

    proptest! {
        #[test]
        fn from_the_newest_back_the_next_steps_are_those_of_the_whole_chain(keys in prop::collection::vec(0..5u8, 0..60)) {
            let mut chain: Vec<(EventId, Mark)> = Vec::new();
            for (number, key) in keys.into_iter().enumerate() {
                let mut id = [0; 32];
                id[0] = u8::try_from(number).unwrap();
                let steps = steps_of_marks(chain.iter().copied());
                prop_assert_eq!(next(&chain), (steps.next_undo(), steps.next_redo()));
                let mark = match key {
                    0 | 1 => steps.next_undo().map(Mark::Undo),
                    2 => steps.next_redo().map(Mark::Redo),
                    _ => Some(Mark::Action),
                };
                chain.extend(mark.map(|mark| (EventId(id), mark)));
            }
        }
    }
}
