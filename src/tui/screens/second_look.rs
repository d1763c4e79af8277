//! What came of a second look at a target that was passed: nothing is written where nothing is wrong, the fault otherwise.

use ratatui::layout::Rect;

use super::{Hint, Screen, Title};
use crate::engine::request::{Action, Request};
use crate::engine::second_look::SecondLookFigures;
use crate::model::event::Subject;
use crate::model::ids::EventId;
use crate::text::{Arg, Strings, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Line, Scope, Text};
use crate::tui::layout::middle;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{Cx, Effect, Input};
use crate::tui::speech::Spoken;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::figure::grouped;

/// How far the second look is, and what it proves, in one sentence.
pub fn words(known: &SecondLookFigures, strings: &Strings) -> String {
    let args = [
        ("passed", Arg::from(grouped(known.passed))),
        ("sample", Arg::from(grouped(known.sample))),
        ("done", Arg::from(grouped(known.done))),
        ("counted", Arg::from(grouped(known.counted))),
        ("faults", Arg::from(grouped(known.faults))),
        ("rate", Arg::from(known.rate().map(|rate| rate.to_string()).unwrap_or_default())),
    ];
    strings.t(if known.most.is_some() { "second-look-proves" } else { "second-look-nothing-yet" }, &args)
}

/// The question.
pub struct SecondLookScreen {
    name: String,
    on: Subject,
    seen: Vec<EventId>,
    field: Field,
}

impl SecondLookScreen {
    /// Of a target; `seen`: what was found at second looks so far.
    pub fn new(name: String, on: Subject, seen: Vec<EventId>) -> SecondLookScreen {
        SecondLookScreen { name, on, seen, field: Field::line("") }
    }

    fn accept(&self, cx: &Cx) -> Vec<Effect> {
        let reason = self.field.value().trim().to_owned();
        let action =
            Action::LookAgain { on: self.on.clone(), seen: self.seen.clone(), found: !reason.is_empty(), reason };
        let (ticket, operation) = (cx.numbers.fresh(), cx.numbers.operation());
        vec![Effect::Work(Request::Act { ticket, operation, action }), Effect::Pop]
    }
}

impl Screen for SecondLookScreen {
    fn scopes(&self) -> &'static [Scope] {
        &[Scope::Line, Scope::Text]
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(Command::Line(Line::Cancel)) => return vec![Effect::Pop],
            Input::Command(Command::Line(Line::Accept)) => return self.accept(cx),
            Input::Command(Command::Text(text)) if text != Text::NewLine => {
                self.field.act(text);
            }
            Input::Text(text) | Input::Paste(text) => {
                self.field.insert(&text);
            }
            _ => {}
        }
        Vec::new()
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        let told = look.s("second-look-ask");
        let cells = area.width.min(76);
        let lines = width::wrap(&told, usize::from(cells.saturating_sub(4)));
        let height = u16::try_from(lines.len()).unwrap_or(1) + 4;
        let inner = canvas.popup(middle(area, cells, height), look, &self.title(look).left, "");
        let mut rows = inner.rows();
        if let Some(row) = rows.next() {
            canvas.text(row.x, row.y, row.width, &self.name, look.style(Role::Muted));
        }
        for (row, line) in rows.by_ref().zip(&lines) {
            canvas.text(row.x, row.y, row.width, line, look.style(Role::Plain));
        }
        if let Some(row) = rows.next() {
            self.field.view(canvas, row, look.style(Role::Field), true);
        }
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-second-look"), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let mut spoken = Spoken::page(look.s("title-second-look"));
        spoken.once.push(self.name.clone());
        spoken.once.push(look.s("second-look-ask"));
        spoken.field = Some(self.field.typing(look.s("second-look-fault")));
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        vec![Line::Accept.into(), Line::Cancel.into()]
    }

    fn floats(&self) -> bool {
        true
    }
}
