//! Replacing a drawn self-evaluation that cannot be examined: who comes next is shown before anything is done, and it is
//! never a choice. Over the recheck.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::ask::{answered, popup};
use super::words;
use crate::engine::request::{Reply, Request};
use crate::engine::spot_check::RecheckView;
use crate::engine::spot_check::replace::{NextTicket, ReplaceAsk};
use crate::model::problem::Problem;
use crate::model::recheck::Outcome;
use crate::model::review::Settled;
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, Command, Scope};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::Spoken;
use crate::tui::why::{Explained, Why};
use crate::tui::widgets::form::{Form, Item};

/// In the order of [`OF`].
const OUTCOMES: &[&str] =
    &["recheck-outcome-not-applicable", "recheck-outcome-frame-error", "recheck-outcome-postponed"];
const OF: [Outcome; 3] = [Outcome::NotApplicable, Outcome::FrameError, Outcome::Postponed];

/// The question with who comes next.
pub struct ReplaceScreen {
    view: Arc<RecheckView>,
    next: Option<Result<Box<NextTicket>, Problem>>,
    epoch: u64,
    form: Form,
    /// The act that is being stored; what was typed stays until it is.
    ticket: Option<u64>,
}

impl ReplaceScreen {
    /// About a recheck as it stands.
    pub fn new(view: Arc<RecheckView>) -> ReplaceScreen {
        let mut form =
            Form::new(vec![Item::choice("recheck-ask-outcome", OUTCOMES), Item::text("recheck-ask-reason", "")]);
        if let Settled::One(known) = view.state.outcome.settled()
            && let Some(at) = OF.iter().position(|outcome| outcome == known)
        {
            form.choose(0, at);
        }
        ReplaceScreen { view, next: None, epoch: 0, form, ticket: None }
    }

    fn outcome(&self) -> Outcome {
        OF.get(self.form.chosen(0)).copied().unwrap_or(Outcome::NotApplicable)
    }

    fn lines(&self, look: &Look) -> Vec<String> {
        match &self.next {
            None => vec![look.s("told-loading")],
            Some(Err(problem)) => vec![look.strings.problem(problem)],
            Some(Ok(next)) => {
                let args = [
                    ("of", Arg::from(&self.view.line.name)),
                    ("by", Arg::from(if next.name.is_empty() { &next.key } else { &next.name })),
                    ("key", Arg::from(&next.key)),
                    ("stratum", Arg::from(&next.stratum)),
                    ("place", Arg::from(next.place)),
                    ("drawn", Arg::from(next.drawn)),
                    ("frame", Arg::from(next.frame)),
                    ("ticket", Arg::from(next.ticket.chars().take(12).collect::<String>())),
                ];
                vec![look.t("replace-would", &args), look.t("replace-ticket", &args), look.s("replace-how")]
            }
        }
    }

    fn submit(&mut self, cx: &Cx) -> Vec<Effect> {
        if self.ticket.is_some() {
            return Vec::new();
        }
        match &self.next {
            None => return vec![Effect::Say(Notice::Refused(cx.look.s("told-loading")))],
            Some(Err(problem)) => return vec![Effect::Say(Notice::Problem(problem.clone()))],
            Some(Ok(_)) => {}
        }
        let (outcome, reason) = (self.outcome(), self.form.value(1));
        if reason.is_empty() && self.view.state.outcome.settled() != Settled::One(&outcome) {
            return vec![Effect::Say(Notice::Refused(cx.look.s("problem-recheck-reason-empty")))];
        }
        let (on, seen) = (self.view.subject(None), self.view.state.outcome.events());
        let ask = Box::new(ReplaceAsk { on, seen, outcome, reason });
        let (ticket, operation) = (cx.numbers.fresh(), cx.numbers.operation());
        self.ticket = Some(ticket);
        vec![Effect::Work(Request::ReplaceUnit { ticket, operation, ask })]
    }
}

impl Screen for ReplaceScreen {
    fn scopes(&self) -> &'static [Scope] {
        if self.form.scopes().contains(&Scope::Text) { &[Scope::Form, Scope::Text] } else { &[Scope::Form] }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Shown => {
                self.epoch = cx.numbers.fresh();
                let (project, year) = (self.view.line.project, self.view.line.year);
                vec![Effect::Work(Request::LoadNextTicket { epoch: self.epoch, project, year })]
            }
            Input::Command(Command::Form(command::Form::Submit)) => self.submit(cx),
            Input::Command(Command::Form(command::Form::Leave)) => vec![Effect::Pop],
            input => {
                self.form.update(&input);
                Vec::new()
            }
        }
    }

    fn receive(&mut self, reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::NextTicket { epoch, result } if *epoch == self.epoch => {
                self.next = Some(result.clone());
                Vec::new()
            }
            reply => answered(&mut self.ticket, reply),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        popup(canvas, area, &look.s("replace-heading"), &self.lines(look), &self.form, look);
    }

    fn title(&self, look: &Look) -> Title {
        let part = words::part(&self.view.line, look);
        Title { left: format!("{} {} {part}", look.s("replace-heading"), self.view.line.name), right: String::new() }
    }

    fn why(&self, look: &Look) -> Explained {
        Explained::fields(vec![Why::new("recheck.next-ticket", self.lines(look).join(" "))])
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let mut spoken = self.form.spoken(look.s("replace-heading"), look);
        spoken.about.extend(self.lines(look));
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        use command::Form as Do;
        vec![Hint::Named(Do::Submit.into(), "replace-do"), Do::Choose.into(), Do::Next.into(), Do::Leave.into()]
    }

    fn floats(&self) -> bool {
        true
    }

    fn ready(&self) -> bool {
        self.next.is_some()
    }

    fn unsaved(&self) -> bool {
        !self.form.value(1).is_empty()
    }
}
