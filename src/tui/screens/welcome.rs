//! First start: who works here. The name stands beside every opinion that is given.

use ratatui::layout::Rect;

use super::{Hint, Screen, Title};
use crate::engine::request::{Reply, Request};
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, App, Command, Scope};
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input, Notice};
use crate::tui::speech::Spoken;
use crate::tui::widgets::form::{Form, Item};

/// Longest name or office in characters.
const MOST: usize = 60;

/// The first start.
pub struct WelcomeScreen {
    form: Form,
    ticket: Option<u64>,
    done: bool,
}

impl WelcomeScreen {
    /// An empty form.
    pub fn new() -> WelcomeScreen {
        let form = Form::new(vec![Item::text("welcome-name", ""), Item::text("welcome-office", "")]);
        WelcomeScreen { form, ticket: None, done: false }
    }

    fn submit(&mut self, cx: &Cx) -> Vec<Effect> {
        let (name, office) = (self.form.value(0), self.form.value(1));
        let refuse = |key: &str| vec![Effect::Say(Notice::Refused(cx.look.s(key)))];
        if name.is_empty() {
            self.form.go(0);
            return refuse("told-name-empty");
        }
        if name.chars().count() > MOST || office.chars().count() > MOST {
            return refuse("told-name-long");
        }
        if self.ticket.is_some() {
            return Vec::new();
        }
        let ticket = cx.numbers.fresh();
        self.ticket = Some(ticket);
        vec![Effect::Work(Request::Introduce { ticket, name, office })]
    }
}

impl Default for WelcomeScreen {
    fn default() -> Self {
        WelcomeScreen::new()
    }
}

impl Screen for WelcomeScreen {
    fn scopes(&self) -> &'static [Scope] {
        self.form.scopes()
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            // The answer came while a popup lay above.
            Input::Shown if self.done => vec![Effect::Pop],
            Input::Command(Command::Form(command::Form::Submit)) => self.submit(cx),
            // One may look around first; it is asked again before anything can be given.
            Input::Command(Command::Form(command::Form::Leave)) => vec![Effect::Pop],
            input => {
                self.form.update(&input);
                Vec::new()
            }
        }
    }

    fn receive(&mut self, reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::Introduced { ticket, result } if Some(*ticket) == self.ticket => {
                self.ticket = None;
                self.done = result.is_ok();
                if self.done { vec![Effect::Pop] } else { Vec::new() }
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        canvas.rule(Rect { height: area.height.min(1), ..area }, look, &look.s("welcome-rule"), "");
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }.intersection(area);
        let inner = canvas.sides(below, look);
        let used = self.form.view(canvas, inner, look);
        let rest = Rect { y: inner.y + used + 1, height: inner.height.saturating_sub(used + 1), ..inner };
        let mut lines = width::wrap(&look.s("welcome-text"), usize::from(rest.width));
        let key = look.key(App::Palette.into());
        lines.push(String::new());
        lines.extend(width::wrap(&look.t("welcome-lessons", &[("key", Arg::from(key))]), usize::from(rest.width)));
        canvas.lines(rest, &lines, look.style(Role::Plain));
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("app-title"), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let mut spoken = self.form.spoken(look.s("welcome-rule"), look);
        spoken.once.push(look.s("welcome-text"));
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![command::Form::Submit.into(), command::Form::Next.into(), command::Form::Leave.into(), App::Quit.into()]
    }
}
