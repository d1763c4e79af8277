//! What acts do to the state of a target, and how a step is put back.

use wenxiao::engine::request::{Action, Changed};
use wenxiao::engine::view::HistoryStep;
use wenxiao::model::finding::CheckRef;
use wenxiao::model::ids::{EventId, ItemId};
use wenxiao::model::problem::Problem;
use wenxiao::model::review::{Demand, Dismissed, Graded, Head, Opinion, ReviewState, SecondLook, Verdict};

use super::data::me;
use super::{NOW, Step, World};

fn no_fault(event: EventId, row: Option<u32>, check: CheckRef, reason: &str) -> Dismissed {
    Dismissed { event, row, check, reason: reason.to_owned(), author: me(), at: NOW }
}

impl World {
    pub(super) fn restore(&mut self, states: &[ReviewState]) {
        for (project, state) in self.projects.iter_mut().zip(states) {
            project.state = state.clone();
        }
    }

    pub(super) fn states(&self) -> Vec<ReviewState> {
        self.projects.iter().map(|project| project.state.clone()).collect()
    }

    pub(super) fn changed(&self, step: &Step) -> Changed {
        let at = self.index(step.item);
        Changed {
            event: step.step.event,
            item: Some(step.item),
            row: step.row,
            step: step.step.clone(),
            queue_row: at.map(|at| self.row(at)),
            events: 1,
        }
    }

    pub(super) fn act(&mut self, action: Action) -> Result<Changed, Problem> {
        let subject = action.subject().clone();
        if let Action::Link { on, to, seen, .. } = &action {
            return self.link(on.project, *to, seen);
        }
        let at = self.of(&subject).ok_or_else(|| Problem::refused("problem-not-found"))?;
        let before = self.states();
        let event = self.event();
        let row = subject.row;
        let state = &mut self.projects[at].state;
        let heads = |state: &ReviewState| row.and_then(|row| state.rows.get(&row)).map(|heads| heads.events());
        let head = |value| Head { event, author: me(), at: NOW, value };
        let verdict = match action {
            Action::SetVerdict { seen, verdict, .. } => {
                if heads(state).unwrap_or_default() != seen {
                    return Err(Problem::refused("told-saving"));
                }
                state.rows.entry(row.unwrap_or(0)).or_default().0 = vec![head(verdict)];
                verdict.id()
            }
            Action::AddOpinion { seen, category, text, demand, .. } => {
                if heads(state).unwrap_or_default() != seen {
                    return Err(Problem::refused("told-saving"));
                }
                if let Some(row) = row {
                    state.rows.entry(row).or_default().0 = vec![head(Verdict::Opinion)];
                }
                let opinion = Opinion {
                    id: event,
                    event,
                    author: me(),
                    at: NOW,
                    row,
                    category: category.clone(),
                    text,
                    variants: Vec::new(),
                    from_check: None,
                    agreed: Vec::new(),
                };
                state.opinions.push(opinion);
                if let Some(demand) = demand {
                    state.demands.push(Demand {
                        id: event,
                        author: me(),
                        at: NOW,
                        row,
                        category: Some(category),
                        demand,
                    });
                }
                "opinion"
            }
            Action::AcceptDraft { seen, from, category, text, demand, .. } => {
                if heads(state).unwrap_or_default() != seen {
                    return Err(Problem::refused("told-saving"));
                }
                if let Some(row) = row {
                    state.rows.entry(row).or_default().0 = vec![head(Verdict::Opinion)];
                }
                state.opinions.push(Opinion {
                    id: event,
                    event,
                    author: me(),
                    at: NOW,
                    row,
                    category: category.clone(),
                    text,
                    variants: Vec::new(),
                    from_check: Some(from),
                    agreed: Vec::new(),
                });
                let raised =
                    |demand| Demand { id: event, author: me(), at: NOW, row, category: Some(category), demand };
                state.demands.extend(demand.map(raised));
                "opinion"
            }
            Action::PassDrafts { seen, dismissed, reason, .. } => {
                if heads(state).unwrap_or_default() != seen {
                    return Err(Problem::refused("told-saving"));
                }
                state.rows.entry(row.unwrap_or(0)).or_default().0 = vec![head(Verdict::Passed)];
                state.dismissed.extend(dismissed.into_iter().map(|check| no_fault(event, row, check, &reason)));
                "passed"
            }
            Action::DismissDraft { check, reason, .. } => {
                state.dismissed.push(no_fault(event, row, check, &reason));
                "passed"
            }
            Action::AmendOpinion { opinion, category, text, demand, .. } => {
                if let Some(known) = state.opinions.iter_mut().find(|known| known.id == opinion) {
                    (known.category, known.text, known.event) = (category.clone(), text, event);
                }
                state.demands.retain(|demand| demand.id != opinion);
                if let Some(demand) = demand {
                    let category = Some(category);
                    state.demands.push(Demand { id: opinion, author: me(), at: NOW, row, category, demand });
                }
                "opinion"
            }
            Action::Link { .. } | Action::Unlink { .. } | Action::Recheck(_) => {
                return Err(Problem::refused("told-saving"));
            }
            Action::Withdraw { of, .. } => {
                state.opinions.retain(|opinion| opinion.id != of);
                state.demands.retain(|demand| demand.id != of);
                if let Some(row) = row {
                    state.rows.remove(&row);
                }
                "later"
            }
            Action::SetGrade { grade, reason, .. } => {
                state.grade.0 = vec![Head { event, author: me(), at: NOW, value: Graded { grade, reason } }];
                "passed"
            }
            Action::LookAgain { found, reason, .. } => {
                state.looked.0 = vec![Head { event, author: me(), at: NOW, value: SecondLook { found, reason } }];
                "passed"
            }
            Action::IssueDemand { category, demand, .. } => {
                state.demands.push(Demand { id: event, author: me(), at: NOW, row, category, demand });
                "opinion"
            }
        };
        self.drafts.retain(|draft| draft.key.on != subject);
        let key = match verdict {
            "passed" => "verdict-passed",
            "opinion" => "verdict-opinion",
            "returned" => "verdict-returned",
            _ => "verdict-later",
        };
        let step = HistoryStep {
            event: Some(event),
            at: NOW,
            author: self.station.name.clone(),
            key,
            args: Vec::new(),
            live: true,
            undoable: true,
            events: (1, 1),
            mine: true,
            ..HistoryStep::default()
        };
        let after = self.states();
        let links = [self.links.clone(), self.links.clone()];
        let step = Step { step, before, after, links, item: ItemId(at as i64 + 1), row };
        let changed = self.changed(&step);
        self.steps.push(step);
        self.undone.clear();
        Ok(changed)
    }
}
