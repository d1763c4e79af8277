//! What is asked about a recheck as a whole, and the note on a row: finish, take back, second person, objection and its
//! answer, what became of a visit. Over the recheck.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::words;
use crate::engine::request::{Action, Reply, Request};
use crate::engine::spot_check::{RecheckAct, RecheckView};
use crate::model::ids::EventId;
use crate::model::recheck::Outcome;
use crate::text::{Arg, width};
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, Command, Scope};
use crate::tui::layout::middle;
use crate::tui::look::{Look, Role};
use crate::tui::msg::{self, Cx, Effect, Input, Notice};
use crate::tui::screens::{Hint, Screen, Title};
use crate::tui::speech::Spoken;
use crate::tui::widgets::form::{Form, Item};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// All rows are decided: this becomes the result.
    Finish,
    /// One's own result is taken back.
    Reopen,
    /// The second person agrees with this result, or sends it back.
    Check {
        /// The result.
        of: EventId,
    },
    /// The unit objects to this result.
    Object {
        /// The result.
        of: EventId,
    },
    /// What becomes of an objection.
    Answer {
        /// The objection.
        of: EventId,
        /// What the unit says.
        text: String,
    },
    /// The unit could not, or need not, be rechecked.
    Outcome,
    /// Two people are to find it out independently.
    Second,
    /// There is no second person: one is enough.
    Release,
    /// A note on a row.
    Note {
        /// The row.
        row: u32,
        /// The note so far.
        text: String,
    },
}

const AGREES: &[&str] = &["recheck-ask-confirm", "recheck-ask-send-back"];
const UPHELD: &[&str] = &["recheck-ask-rejected", "recheck-ask-upheld"];
/// In the order of [`Outcome::ALL`].
const OUTCOMES: &[&str] = &[
    "recheck-outcome-refused",
    "recheck-outcome-not-applicable",
    "recheck-outcome-frame-error",
    "recheck-outcome-postponed",
];

/// The question with its entries.
pub struct AskScreen {
    view: Arc<RecheckView>,
    question: Question,
    form: Form,
    /// The act that is being stored; what was typed stays until it is.
    ticket: Option<u64>,
}

impl AskScreen {
    /// About a recheck as it stands.
    pub fn new(view: Arc<RecheckView>, question: Question) -> AskScreen {
        let reason = || Item::text("recheck-ask-reason", "");
        let items = match &question {
            Question::Finish => vec![Item::text("recheck-ask-conclusion", "")],
            Question::Reopen | Question::Second | Question::Release => vec![reason()],
            Question::Check { .. } => vec![Item::choice("recheck-ask-second", AGREES), reason()],
            Question::Object { .. } => vec![Item::text("recheck-ask-statement", "")],
            Question::Answer { .. } => vec![Item::choice("recheck-ask-answer", UPHELD), reason()],
            Question::Outcome => vec![Item::choice("recheck-ask-outcome", OUTCOMES), reason()],
            Question::Note { text, .. } => vec![Item::text("recheck-ask-note", text)],
        };
        AskScreen { view, question, form: Form::new(items), ticket: None }
    }

    fn heading(&self, look: &Look) -> String {
        look.s(match self.question {
            Question::Finish => "recheck-ask-finish-heading",
            Question::Reopen => "recheck-ask-reopen-heading",
            Question::Check { .. } => "recheck-ask-check-heading",
            Question::Object { .. } => "recheck-ask-object-heading",
            Question::Answer { .. } => "recheck-ask-answer-heading",
            Question::Outcome => "recheck-ask-outcome-heading",
            Question::Second => "second-ask-heading",
            Question::Release => "second-release-heading",
            Question::Note { .. } => "recheck-ask-note-heading",
        })
    }

    /// The result with what it leads to.
    fn result(&self, look: &Look) -> Vec<String> {
        let scored = &self.view.scored;
        let mut lines = Vec::new();
        let mut add = |key: &str, text: String| lines.push(look.t(key, &[("text", Arg::from(text))]));
        let own = scored.self_score.map(|points| words::graded(points, scored.self_grade, look));
        add("recheck-ask-self", own.unwrap_or_else(|| look.s("recheck-unknown")));
        add("recheck-ask-verified", words::graded(scored.verified.points, Some(scored.verified.grade), look));
        add("recheck-ask-difference", scored.difference.map(words::signed).unwrap_or_default());
        if let Some(level) = scored.deviation {
            add("recheck-ask-level", words::level(level, look));
            add("recheck-ask-effect", words::effect(level, look));
        }
        add("recheck-ask-consequence", words::consequence(&scored.verified.consequence, look));
        if scored.best.points != scored.verified.points {
            add("recheck-ask-best", words::graded(scored.best.points, Some(scored.best.grade), look));
        }
        lines
    }

    fn lines(&self, look: &Look) -> Vec<String> {
        match &self.question {
            Question::Finish => self.result(look),
            Question::Check { .. } => {
                let mut lines = self.result(look);
                lines.push(look.s("recheck-ask-check-text"));
                lines
            }
            Question::Reopen => vec![look.s("recheck-ask-reopen-text")],
            Question::Object { .. } => vec![look.s("recheck-ask-object-text")],
            Question::Answer { text, .. } => vec![look.t("recheck-objection", &[("text", Arg::from(text))])],
            Question::Outcome => vec![look.s("recheck-ask-outcome-text")],
            Question::Second => vec![look.s("second-ask-text")],
            Question::Release => {
                let standing = self.view.second.as_ref().map(|second| words::second(&self.view, second, look));
                standing.into_iter().chain([look.s("second-release-text")]).collect()
            }
            Question::Note { row, .. } => {
                let row = self.view.scored.rows.iter().find(|known| known.no == *row);
                row.map(|row| words::name(row, look)).into_iter().collect()
            }
        }
    }

    fn submit(&mut self, cx: &Cx) -> Vec<Effect> {
        if self.ticket.is_some() {
            return Vec::new();
        }
        let on = self.view.subject(None);
        let last = self.form.value(usize::from(matches!(
            self.question,
            Question::Check { .. } | Question::Answer { .. } | Question::Outcome
        )));
        let needs = |wanted: bool| wanted && last.is_empty();
        let missing = match &self.question {
            Question::Check { .. } => needs(self.form.chosen(0) == 1),
            Question::Object { .. }
            | Question::Answer { .. }
            | Question::Outcome
            | Question::Second
            | Question::Release => needs(true),
            Question::Finish | Question::Reopen | Question::Note { .. } => false,
        };
        if missing {
            return vec![Effect::Say(Notice::Refused(cx.look.s("problem-recheck-reason-empty")))];
        }
        let act = match &self.question {
            Question::Note { .. } => return vec![Effect::Done(msg::Outcome::NoteGiven(last))],
            Question::Finish => RecheckAct::Finish { on, seen: self.view.state.finished.events(), note: last },
            Question::Reopen => RecheckAct::Reopen { on, reason: last },
            Question::Second => RecheckAct::AskSecond { on, reason: last },
            Question::Release => RecheckAct::ReleaseSecond { on, reason: last },
            Question::Check { of } => RecheckAct::Check { on, of: *of, agrees: self.form.chosen(0) == 0, reason: last },
            Question::Object { of } => RecheckAct::Object { on, of: *of, text: last },
            Question::Answer { of, .. } => {
                RecheckAct::AnswerObjection { on, of: *of, upheld: self.form.chosen(0) == 1, reason: last }
            }
            Question::Outcome => RecheckAct::SetOutcome {
                on,
                seen: self.view.state.outcome.events(),
                outcome: Outcome::ALL.get(self.form.chosen(0)).copied().unwrap_or(Outcome::Refused),
                reason: last,
            },
        };
        let (ticket, operation) = (cx.numbers.fresh(), cx.numbers.operation());
        self.ticket = Some(ticket);
        vec![Effect::Work(Request::Act { ticket, operation, action: Action::Recheck(act) })]
    }
}

/// A question in the middle: what is to be known above, the entries below.
pub(in crate::tui::screens) fn popup(
    canvas: &mut Canvas,
    area: Rect,
    heading: &str,
    lines: &[String],
    form: &Form,
    look: &Look,
) {
    let cells = area.width.saturating_sub(4).clamp(10, 84);
    let inside = usize::from(cells.saturating_sub(4));
    let lines: Vec<String> = lines.iter().flat_map(|line| width::wrap(line, inside)).collect();
    let text = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let popup = middle(area, cells, text.saturating_add(form.lines() + 3));
    let inner = canvas.popup(popup, look, heading, "");
    // The entries stand below; where there is little room the text gives way.
    let entries = form.lines().min(inner.height);
    let above = inner.height.saturating_sub(entries + 1);
    canvas.lines(Rect { height: above, ..inner }, &lines, look.style(Role::Plain));
    let y = inner.bottom().saturating_sub(entries);
    form.view(canvas, Rect { y, height: entries, ..inner }, look);
}

/// Goes once the act is stored; what was refused stays to be put right.
pub(super) fn answered(waiting: &mut Option<u64>, reply: &Reply) -> Vec<Effect> {
    match reply {
        Reply::Done { ticket, result } if Some(*ticket) == *waiting => {
            *waiting = None;
            if result.is_ok() { vec![Effect::Pop] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

impl Screen for AskScreen {
    fn scopes(&self) -> &'static [Scope] {
        // Nothing from outside: the question is answered or left.
        if self.form.scopes().contains(&Scope::Text) { &[Scope::Form, Scope::Text] } else { &[Scope::Form] }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(Command::Form(command::Form::Submit)) => self.submit(cx),
            Input::Command(Command::Form(command::Form::Leave)) => vec![Effect::Pop],
            input => {
                self.form.update(&input);
                Vec::new()
            }
        }
    }

    fn receive(&mut self, reply: &Reply, _cx: &Cx) -> Vec<Effect> {
        answered(&mut self.ticket, reply)
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        popup(canvas, area, &self.heading(look), &self.lines(look), &self.form, look);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: format!("{} {}", look.s("title-recheck"), self.view.line.name), right: String::new() }
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        let mut spoken = self.form.spoken(self.heading(look), look);
        spoken.once.extend(self.lines(look));
        Some(spoken)
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        use command::Form as Do;
        let mut hints: Vec<Hint> = vec![Hint::Named(Do::Submit.into(), "recheck-ask-do")];
        if self.form.lines() > 1 {
            hints.extend([Do::Choose, Do::Next].map(Hint::from));
        }
        hints.push(Do::Leave.into());
        hints
    }

    fn floats(&self) -> bool {
        true
    }

    fn unsaved(&self) -> bool {
        !self.form.value(0).is_empty()
    }
}
