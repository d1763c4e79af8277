//! Drawing on after a draw: the next declared look, a total with its reason, or what came late as a tranche of its own. What
//! it comes to is shown before it is done. Over the page.

use ratatui::layout::Rect;

use super::lines;
use crate::engine::request::{Reply, Request};
use crate::engine::spot_check::draw::Sample;
use crate::engine::spot_check::further::{FurtherAsk, FurtherPlan, declared};
use crate::engine::spot_check::late::Late;
use crate::model::problem::{Problem, ProblemKind};
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, Command, Scope};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::screens::recheck::ask::popup;
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::Spoken;
use crate::tui::why::{Explained, Why};
use crate::tui::widgets::form::{Form, Item};

/// The entries by their place.
const WHAT: usize = 0;
const TOTAL: usize = 1;
const REASON: usize = 2;

/// What may be chosen.
const CHOICES: &[&str] = &["further-what-total", "further-what-look", "further-what-late"];

/// The choices by their place.
const LOOK: usize = 1;
const LATE: usize = 2;

/// The question.
pub struct FurtherScreen {
    sample: Sample,
    late: Option<Late>,
    plan: Option<Result<Box<FurtherPlan>, Problem>>,
    planned: Option<FurtherAsk>,
    epoch: u64,
    form: Form,
}

impl FurtherScreen {
    /// About what was drawn.
    pub fn new(sample: Sample, late: Option<Late>) -> FurtherScreen {
        let mut form = Form::new(vec![
            Item::choice("further-field-what", CHOICES),
            Item::text("further-field-total", ""),
            Item::text("recheck-ask-reason", ""),
        ]);
        if late.is_some_and(|late| late.late > 0) {
            form.choose(WHAT, LATE);
        } else if declared(&sample.about).is_ok_and(|plan| plan.is_some()) {
            form.choose(WHAT, LOOK);
        }
        FurtherScreen { sample, late, plan: None, planned: None, epoch: 0, form }
    }

    fn is_late(&self) -> bool {
        self.form.chosen(WHAT) == LATE
    }

    /// What is asked for; `None` while no total is typed.
    fn ask(&self) -> Result<Option<FurtherAsk>, Problem> {
        let (sealed, reason) = (Some(self.sample.sealed), self.form.value(REASON));
        if self.form.chosen(WHAT) == LOOK {
            return Ok(Some(FurtherAsk { sealed, to: None, reason }));
        }
        let typed = self.form.value(TOTAL);
        if typed.is_empty() {
            return Ok(None);
        }
        let to = typed
            .parse()
            .map_err(|_| Problem::new(ProblemKind::Usage, "problem-sample-number").with("value", &typed))?;
        Ok(Some(FurtherAsk { sealed, to: Some(to), reason }))
    }

    /// Asks what it comes to, unless that is known.
    fn replan(&mut self, cx: &Cx) -> Vec<Effect> {
        let without_reason = |ask: FurtherAsk| FurtherAsk { reason: String::new(), ..ask };
        match self.ask().map(|ask| ask.map(without_reason)) {
            Err(problem) => self.plan = Some(Err(problem)),
            Ok(ask) if self.is_late() || ask.is_none() => {
                self.planned = None;
                self.plan = None;
            }
            Ok(ask) if ask == self.planned => {}
            Ok(ask) => {
                self.planned.clone_from(&ask);
                self.plan = None;
                self.epoch = cx.numbers.fresh();
                let ask = ask.map(Box::new);
                return ask
                    .map(|ask| Effect::Work(Request::PlanFurther { epoch: self.epoch, ask }))
                    .into_iter()
                    .collect();
            }
        }
        Vec::new()
    }

    fn lines(&self, look: &Look) -> Vec<String> {
        if self.is_late() {
            return match &self.late {
                Some(late) if late.late > 0 => vec![lines::late(late, look), look.s("further-late-how")],
                _ => vec![look.s("problem-sample-none-late")],
            };
        }
        match &self.plan {
            Some(Ok(plan)) => lines::further(plan, look),
            Some(Err(problem)) => vec![look.strings.problem(problem)],
            None if self.planned.is_some() => vec![look.s("sample-planning")],
            None => vec![look.s("further-type-total")],
        }
    }

    fn submit(&mut self, cx: &Cx) -> Vec<Effect> {
        if self.is_late() {
            return match self.late.filter(|late| late.late > 0) {
                Some(_) => vec![Effect::Done(Outcome::LateTranche)],
                None => vec![Effect::Say(Notice::Refused(cx.look.s("problem-sample-none-late")))],
            };
        }
        let effects = self.replan(cx);
        if !effects.is_empty() {
            // First what it would be: nobody draws on to what was not on screen.
            return effects.into_iter().chain([Effect::Say(Notice::Told(cx.look.s("further-look-first")))]).collect();
        }
        match (&self.plan, self.ask()) {
            (Some(Ok(plan)), Ok(Some(ask))) => {
                if ask.reason.is_empty() && plan.stage == 0 {
                    self.form.go(REASON);
                    return vec![Effect::Say(Notice::Refused(cx.look.s("problem-recheck-reason-empty")))];
                }
                // It tells how far it is, and can be stopped, on the page below.
                vec![Effect::Done(Outcome::DrawOn(Box::new(ask)))]
            }
            (Some(Err(problem)), _) => vec![Effect::Say(Notice::Problem(problem.clone()))],
            (None, _) if self.planned.is_some() => vec![Effect::Say(Notice::Refused(cx.look.s("sample-planning")))],
            _ => {
                self.form.go(TOTAL);
                vec![Effect::Say(Notice::Refused(cx.look.s("further-type-total")))]
            }
        }
    }
}

impl Screen for FurtherScreen {
    fn scopes(&self) -> &'static [Scope] {
        if self.form.scopes().contains(&Scope::Text) { &[Scope::Form, Scope::Text] } else { &[Scope::Form] }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => self.replan(cx),
            Input::Command(Command::Form(command::Form::Submit)) => self.submit(cx),
            Input::Command(Command::Form(command::Form::Leave)) => vec![Effect::Pop],
            input => {
                let before = (self.form.focus(), self.form.chosen(WHAT));
                self.form.update(&input);
                // A field that is left is read; while it is typed nothing is computed.
                if before == (self.form.focus(), self.form.chosen(WHAT)) { Vec::new() } else { self.replan(cx) }
            }
        }
    }

    fn receive(&mut self, reply: &Reply, _: &Cx) -> Vec<Effect> {
        match reply {
            Reply::FurtherPlanned { epoch, result } if *epoch == self.epoch => {
                self.plan = Some(result.clone());
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        popup(canvas, area, &look.s("further-heading"), &self.lines(look), &self.form, look);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("further-heading"), right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        Explained::fields(vec![Why::new("sample.further", self.lines(look).join(" "))])
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let mut spoken = self.form.spoken(look.s("further-heading"), look);
        spoken.about.extend(self.lines(look));
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        use command::Form as Do;
        let act = if self.is_late() { "further-do-late" } else { "further-do" };
        vec![Hint::Named(Do::Submit.into(), act), Do::Choose.into(), Do::Next.into(), Do::Leave.into()]
    }

    fn floats(&self) -> bool {
        true
    }

    fn ready(&self) -> bool {
        self.plan.is_some() || self.planned.is_none()
    }

    fn unsaved(&self) -> bool {
        !self.form.value(TOTAL).is_empty() || !self.form.value(REASON).is_empty()
    }
}
