//! The plan of what is typed: asked for when a field is left, answered by a lane, replaced by the next one. Of many units it takes
//! its time; meanwhile it tells how far it is, can be stopped, and nothing can be sealed.

use std::sync::Arc;

use super::{Asking, SampleScreen, Step, page, plan};
use crate::engine::request::{Reply, Request};
use crate::engine::spot_check::plan::SampleAsk;
use crate::model::problem::Problem;
use crate::text::Arg;
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Notice};
use crate::tui::widgets::job::far;

/// A plan on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Planning {
    /// Phase, done, of how many.
    pub far: Option<(&'static str, u64, Option<u64>)>,
}

impl Planning {
    /// How far it is; nothing before it takes its time.
    pub fn words(self, look: &Look) -> Option<String> {
        let (phase, done, total) = self.far?;
        let far = far(phase, done, total, look);
        Some(look.t("sample-planning-far", &[("phase", Arg::from(look.s(phase))), ("far", Arg::from(far))]))
    }
}

impl SampleScreen {
    /// The plan as it is typed.
    pub(super) fn typed(&self) -> Result<SampleAsk, Problem> {
        let ask = plan::read(&self.form)?;
        Ok(match self.late {
            Some(year) => SampleAsk { year: Some(year), late: true, ..ask },
            None => ask,
        })
    }

    /// Asks for the plan of what is typed, unless that is known. What cannot be read is told.
    pub(super) fn replan(&mut self, cx: &Cx) -> Vec<Effect> {
        let ask = match self.typed() {
            Ok(ask) => ask,
            Err(problem) => {
                // What is on screen must not pass for what is typed.
                let mut effects = self.stop_planning(cx);
                self.planned = None;
                self.plan = Some(Err(problem.clone()));
                effects.push(Effect::Say(Notice::Problem(problem)));
                return effects;
            }
        };
        if self.planned.as_ref() == Some(&ask) {
            return Vec::new();
        }
        self.planned = Some(ask.clone());
        self.planning = Some(Planning::default());
        self.plan_epoch = cx.numbers.fresh();
        vec![Effect::Work(Request::PlanSample { epoch: self.plan_epoch, ask: Box::new(ask) })]
    }

    /// Nobody waits for the plan any more.
    pub(super) fn stop_planning(&mut self, cx: &Cx) -> Vec<Effect> {
        if self.planning.take().is_none() {
            return Vec::new();
        }
        self.planned = None;
        self.plan_epoch = cx.numbers.fresh();
        vec![Effect::Work(Request::StopPlanning { epoch: self.plan_epoch })]
    }

    pub(super) fn wants_seal(&mut self, cx: &Cx) -> Vec<Effect> {
        let ask = match self.typed() {
            Ok(ask) => ask,
            Err(problem) => return vec![Effect::Say(Notice::Problem(problem))],
        };
        if self.planned.as_ref() != Some(&ask) {
            // First what it would be: nobody seals what was not on screen.
            let mut effects = self.replan(cx);
            effects.push(Effect::Say(Notice::Told(cx.look.s("sample-look-first"))));
            return effects;
        }
        // What is on screen is another plan until this one comes.
        if self.planning.is_some() {
            return SampleScreen::refuse("sample-planning", cx);
        }
        match &self.plan {
            Some(Ok(_)) if ask.sources.is_empty() => {
                self.form.go(plan::SOURCES);
                SampleScreen::refuse("problem-sample-sources", cx)
            }
            Some(Ok(plan)) if !plan.unknown.is_empty() => {
                let unknown = Problem::refused("problem-sample-unknown").with("unit", plan.unknown.join(" "));
                vec![Effect::Say(Notice::Problem(unknown))]
            }
            Some(Ok(_)) => {
                self.asking = Some(Asking::Seal(Box::new(ask)));
                Vec::new()
            }
            Some(Err(problem)) => vec![Effect::Say(Notice::Problem(problem.clone()))],
            None => SampleScreen::refuse("sample-planning", cx),
        }
    }

    /// A plan has come, or how far it is.
    pub(super) fn take_plan(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::SamplePlanning { epoch, phase, done, total } if *epoch == self.plan_epoch => {
                self.planning = Some(Planning { far: Some((phase, *done, *total)) });
                Vec::new()
            }
            Reply::SamplePlanned { epoch, result } if *epoch == self.plan_epoch => {
                self.planning = None;
                self.plan = Some(result.as_ref().map(Arc::clone).map_err(Clone::clone));
                let rows = self.rows();
                self.cursor.set(self.cursor.at(), rows, page::rows(self, cx.areas.body, cx.areas.room));
                match result {
                    Err(problem) if self.step == Step::Plan => vec![Effect::Say(Notice::Problem(problem.clone()))],
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::request::Slot;
    use crate::engine::spot_check::publish::SampleBoard;
    use crate::model::problem::Problem;
    use crate::text::Language;
    use crate::tui::command::{Form as Fields, Sample as Keys};
    use crate::tui::msg::Input;
    use crate::tui::screens::Screen as _;
    use crate::tui::screens::tested::with_cx;

    fn asked(effects: &[Effect]) -> Vec<&Request> {
        let request = |effect: &Effect| matches!(effect, Effect::Work(_));
        effects
            .iter()
            .filter(|effect| request(effect))
            .filter_map(|effect| if let Effect::Work(request) = effect { Some(request) } else { None })
            .collect()
    }

    fn said(effects: &[Effect]) -> Vec<String> {
        let said = |effect: &Effect| match effect {
            Effect::Say(Notice::Told(text) | Notice::Refused(text)) => Some(text.clone()),
            _ => None,
        };
        effects.iter().filter_map(said).collect()
    }

    /// A plan of a million takes seconds: typing goes on, a newer one takes its place, Esc stops it, and what is on screen is not
    /// sealed as if it were what is typed.
    #[test]
    fn a_plan_that_takes_its_time_tells_how_far_it_is_and_can_be_stopped() {
        let look = Look::built_in(Language::ZhCn);
        with_cx(&look, |cx| {
            let mut screen = SampleScreen::new();
            screen.update(Input::Shown, cx);
            let board = SampleBoard { years: vec![2024], ..SampleBoard::default() };
            let first = screen.receive(&Reply::Samples { epoch: screen.epoch, board: board.into() }, cx);
            assert!(matches!(asked(&first)[..], [Request::PlanSample { .. }]));
            screen.update(Input::Command(Keys::Next.into()), cx);
            let before = screen.plan_epoch;
            screen.update(Input::Command(Fields::Next.into()), cx);
            assert_eq!(screen.plan_epoch, before, "nothing was changed");
            // What stands on screen meanwhile is the answer to what was typed before.
            let answer = Err(Problem::refused("problem-sample-nothing"));
            screen.receive(&Reply::SamplePlanned { epoch: before, result: answer }, cx);
            screen.update(Input::Text("5".to_owned()), cx);
            let second = screen.update(Input::Command(Fields::Next.into()), cx);
            let [Request::PlanSample { epoch, .. }] = asked(&second)[..] else { panic!("{:?}", asked(&second)) };
            let far = |epoch| Reply::SamplePlanning {
                epoch,
                phase: "phase-reading-units",
                done: 256,
                total: Some(1_000_000),
            };
            screen.receive(&far(before), cx);
            assert_eq!(screen.planning.and_then(|planning| planning.words(&look)), None, "of the plan before");
            screen.receive(&far(*epoch), cx);
            let words = screen.planning.and_then(|planning| planning.words(&look)).unwrap();
            assert!(words.contains("256/1000000"), "{words}");
            assert!(matches!(&screen.hints(&look)[0], crate::tui::screens::Hint::Words(told) if *told == words));
            // Typing goes on.
            screen.update(Input::Text("D=7".to_owned()), cx);
            // Enter does not seal what has not come.
            screen.update(Input::Command(Fields::Next.into()), cx);
            let sealed = screen.update(Input::Command(Fields::Submit.into()), cx);
            assert!(screen.asking.is_none() && said(&sealed) == [look.s("sample-planning")], "{:?}", said(&sealed));
            screen.receive(&far(screen.plan_epoch), cx);
            let stopped = screen.update(Input::Command(Fields::Leave.into()), cx);
            assert!(matches!(asked(&stopped)[..], [Request::StopPlanning { epoch }] if *epoch == screen.plan_epoch));
            assert_eq!(screen.step, Step::Plan, "the page stays");
            let told = Problem::refused("problem-sample-stopped");
            assert!(matches!(&screen.plan, Some(Err(problem)) if *problem == told));
            // Once more leaves; Enter asks anew.
            let again = screen.update(Input::Command(Fields::Submit.into()), cx);
            assert!(matches!(asked(&again)[..], [Request::PlanSample { .. }]));
            let left = screen.update(Input::Left, cx);
            assert!(matches!(asked(&left)[..], [Request::StopPlanning { .. }]), "nobody waits for it any more");
            screen.receive(&Reply::Failed { slot: Slot::SamplePlan, epoch: 0, problem: told }, cx);
        });
    }
}
