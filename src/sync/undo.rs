//! What one's own next undo and redo take back.
//!
//! Nothing is deleted: an undo is an event that retracts an action, a redo one that retracts that undo. The stacks are
//! therefore read from one's own chain and are still there after a restart, on export and on another day.

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

/// Reads the steps from the events of one's own key (all incarnations) in the order they were written.
///
/// An undo or redo of something that is not on the stacks (written by another device of the same person, say) changes
/// nothing here.
pub fn steps(chain: &[Event]) -> Steps {
    let mut undo: Vec<EventId> = Vec::new();
    // Undo event and the action it took back, oldest first.
    let mut redo: Vec<(EventId, EventId)> = Vec::new();
    for event in chain {
        match &event.body {
            Body::Retracted(body) if body.why == RetractReason::Undo => {
                if let Some(place) = undo.iter().rposition(|action| *action == body.of) {
                    redo.push((event.id, undo.remove(place)));
                }
            }
            Body::Retracted(body) if body.why == RetractReason::Redo => {
                if let Some(place) = redo.iter().rposition(|(undone, _)| *undone == body.of) {
                    undo.push(redo.remove(place).1);
                }
            }
            Body::OpinionAdded(_)
            | Body::OpinionAmended(_)
            | Body::VerdictSet(_)
            | Body::GradeSet(_)
            | Body::DemandIssued(_)
            | Body::Retracted(_) => {
                undo.push(event.id);
                redo.clear();
            }
            Body::DeviceStarted(_) | Body::BatchPublished(_) | Body::Unknown(_) => {}
        }
    }
    Steps { undo, redo: redo.into_iter().rev().map(|(undone, _)| undone).collect() }
}
