//! One act on many targets: choose it, look at what it would do and what is left out, then do it or leave.
//!
//! Nothing is written before the preview was shown and confirmed; leaving it changes nothing. What changed since is told
//! by the engine, and the preview is made again. Deliberately absent: choosing the targets (marks, the rows alike of a
//! queue), and deciding which are left out.

mod draw;

use std::sync::Arc;

use ratatui::layout::Rect;

use super::review::drafts::{REASONS, due_date, voices};
use super::{Hint, Screen, Title};
use crate::engine::many::{Like, ManyAct, ManyDemand, ManyPreview, Spot, Wording};
use crate::engine::request::{JobId, JobReport, JobSpec, Reply, Request, Slot};
use crate::model::finding::CheckId;
use crate::model::ids::ItemId;
use crate::model::review::{CategoryCode, Grade};
use crate::text::dates;
use crate::text::fold::fold_number;
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, Command, Editor, Line, Many, Phrase, Scope, Text};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::form::{Form, Item};
use crate::tui::widgets::job::Running;

/// How it begins.
pub enum Start {
    /// With the choice of an act.
    Menu,
    /// With the preview of this act.
    Act(ManyAct),
    /// With a row: its printed value and its name, for opinions on rows that are like it; and the check whose draft waits
    /// there, or on the whole target, for answers wherever it waits.
    Row { alike: Option<(String, String)>, check: Option<CheckId> },
}

/// What is being asked.
#[allow(clippy::large_enum_variant, reason = "there are a few of them, in the screen on top")]
enum Stage {
    Menu,
    /// The value or name that rows must have.
    Alike {
        by_name: bool,
        field: Field,
    },
    Class(Spot),
    Words {
        spot: Spot,
        category: CategoryCode,
    },
    /// Why what a check found is no fault.
    Reason {
        check: CheckId,
        field: Field,
    },
    /// Own words: opinion, demand, due date.
    Own {
        spot: Spot,
        category: CategoryCode,
        form: Form,
    },
    /// The preview is on its way.
    Looking,
    Preview(Arc<ManyPreview>),
    Acting(Arc<ManyPreview>, Running),
}

/// The choice, the preview and the act.
pub struct ManyScreen {
    items: Arc<[ItemId]>,
    /// Value and name of the row it began with.
    alike: Option<(String, String)>,
    /// The check whose drafts are to be answered.
    check: Option<CheckId>,
    stage: Stage,
    /// Where leaving leads.
    before: Vec<Stage>,
    /// The act to be looked at.
    act: Option<ManyAct>,
    epoch: u64,
    /// First line of the list of those left out that is shown.
    top: usize,
    begun: bool,
}

impl ManyScreen {
    /// For these targets.
    pub fn new(items: Arc<[ItemId]>, start: Start) -> ManyScreen {
        let (alike, check, act) = match start {
            Start::Menu => (None, None, None),
            Start::Act(act) => (None, None, Some(act)),
            Start::Row { alike, check } => (alike, check, None),
        };
        let stage = if act.is_some() { Stage::Looking } else { Stage::Menu };
        ManyScreen { items, alike, check, stage, before: Vec::new(), act, epoch: 0, top: 0, begun: false }
    }

    fn advance(&mut self, stage: Stage) -> Vec<Effect> {
        self.before.push(std::mem::replace(&mut self.stage, stage));
        Vec::new()
    }

    fn back(&mut self) -> Vec<Effect> {
        match self.before.pop() {
            Some(stage) => {
                self.stage = stage;
                Vec::new()
            }
            None => vec![Effect::Pop],
        }
    }

    /// Asks what the act would do.
    fn look_at(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some(act) = self.act.clone() else { return vec![Effect::Pop] };
        self.epoch = cx.numbers.fresh();
        self.top = 0;
        self.stage = Stage::Looking;
        vec![Effect::Work(Request::PreviewMany { epoch: self.epoch, items: Arc::clone(&self.items), act })]
    }

    fn look_at_act(&mut self, act: ManyAct, cx: &Cx) -> Vec<Effect> {
        self.act = Some(act);
        self.advance(Stage::Looking);
        self.look_at(cx)
    }

    /// What the menu offers.
    fn offers(&self) -> Vec<Many> {
        if self.alike.is_none() && self.check.is_none() {
            return vec![Many::Whole, Many::Value, Many::Name, Many::Return, Many::Later, Many::Finish];
        }
        let answers = self.check.iter().flat_map(|_| [Many::Accept, Many::Dismiss]);
        answers.chain(self.alike.iter().flat_map(|_| [Many::Value, Many::Name])).collect()
    }

    fn choose(&mut self, chosen: Many, cx: &Cx) -> Vec<Effect> {
        if !self.offers().contains(&chosen) {
            let key = match chosen {
                Many::Accept | Many::Dismiss => "many-only-with-draft",
                _ => "many-only-alike",
            };
            return vec![Effect::Say(Notice::Refused(cx.look.s(key)))];
        }
        let reason = String::new();
        match (chosen, self.alike.clone()) {
            (Many::Whole, _) => self.advance(Stage::Class(Spot::Whole)),
            (Many::Value, Some((value, _))) => self.advance(Stage::Class(Spot::Rows(Like::Value(value)))),
            (Many::Name, Some((_, name))) => self.advance(Stage::Class(Spot::Rows(Like::Name(name)))),
            (Many::Value | Many::Name, None) => {
                self.advance(Stage::Alike { by_name: chosen == Many::Name, field: Field::line("") })
            }
            (Many::Return, _) => self.look_at_act(ManyAct::Return { reason }, cx),
            (Many::Later, _) => self.look_at_act(ManyAct::Later { reason }, cx),
            (Many::Finish, _) => {
                self.look_at_act(ManyAct::Finish { grade: Grade::Excellent, reason, voices: voices(cx.look) }, cx)
            }
            (Many::Accept, _) => self.accept(cx),
            (Many::Dismiss, _) => match self.check.clone() {
                Some(check) => self.advance(Stage::Reason { check, field: Field::line("") }),
                None => Vec::new(),
            },
        }
    }

    /// The check's drafts as they stand.
    fn accept(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some(check) = self.check.clone() else { return Vec::new() };
        let Some(phrases) = cx.look.checks.phrases(&check, &cx.look.strings) else { return Vec::new() };
        let (due, voices) = (due_date(cx.look, cx.today()), voices(cx.look));
        self.look_at_act(ManyAct::Accept { check, phrases: phrases.into(), due, voices }, cx)
    }

    /// The reason why it is no fault, as typed or one of the standard ones.
    fn reason(&mut self, standard: Option<&str>, cx: &Cx) -> Vec<Effect> {
        let Stage::Reason { check, field } = &self.stage else { return Vec::new() };
        let reason = standard.map_or_else(|| field.value().trim().to_owned(), |key| cx.look.s(key));
        if reason.is_empty() {
            return vec![Effect::Say(Notice::Refused(cx.look.s("told-reason-needed")))];
        }
        let act = ManyAct::Dismiss { check: check.clone(), reason, voices: voices(cx.look) };
        self.look_at_act(act, cx)
    }

    /// Text for that question: a digit first is one of the standard reasons.
    fn reason_typed(&mut self, text: &str, cx: &Cx) -> Vec<Effect> {
        let Stage::Reason { field, .. } = &mut self.stage else { return Vec::new() };
        let digit = fold_number(text).parse::<usize>().ok().filter(|_| field.value().is_empty());
        match digit.and_then(|digit| REASONS.get(digit.checked_sub(1)?)) {
            Some(key) => self.reason(Some(key), cx),
            None => {
                field.insert(text);
                Vec::new()
            }
        }
    }

    /// Phrases of a class, as they are before their slots are filled.
    fn phrases(category: &CategoryCode, look: &Look) -> Vec<String> {
        let phrases = look.phrases.of(category, crate::config::tables::PhraseKind::Opinion);
        phrases.into_iter().take(Phrase::ALL.len()).map(|phrase| phrase.text(look.language()).to_owned()).collect()
    }

    fn phrase(&mut self, phrase: Phrase, cx: &Cx) -> Vec<Effect> {
        let Stage::Words { spot, category } = &self.stage else { return Vec::new() };
        let text = ManyScreen::phrases(category, cx.look).into_iter().nth(phrase.index().unwrap_or(0));
        let Some(text) = text else { return vec![Effect::Say(Notice::Refused(cx.look.s("told-no-such-phrase")))] };
        let (spot, category) = (spot.clone(), category.clone());
        let text = Wording { text, slots: true };
        self.look_at_act(ManyAct::Opinion { spot, category, text, demand: None }, cx)
    }

    fn own_words(&mut self, cx: &Cx) -> Vec<Effect> {
        let Stage::Words { spot, category } = &self.stage else { return Vec::new() };
        let deadlines = &cx.look.profile.deadlines.value;
        let due = if deadlines.working_days {
            Some(dates::add_working_days(cx.today(), deadlines.finish_days, &[]))
        } else {
            dates::add_days(cx.today(), deadlines.finish_days)
        };
        let form = Form::new(vec![
            Item::text("many-field-text", ""),
            Item::text("many-field-demand", ""),
            Item::text("many-field-due", &due.map(dates::write).unwrap_or_default()),
        ]);
        self.advance(Stage::Own { spot: spot.clone(), category: category.clone(), form })
    }

    fn submit(&mut self, cx: &Cx) -> Vec<Effect> {
        let Stage::Own { spot, category, form } = &self.stage else { return Vec::new() };
        let own = |text: String| Wording { text, slots: false };
        let (text, demand, due) = (form.value(0), form.value(1), form.value(2));
        if text.is_empty() {
            return vec![Effect::Say(Notice::Refused(cx.look.s("problem-text-empty")))];
        }
        let due = dates::read_due(&due, cx.today()).map_or(due, dates::write);
        let demand = (!demand.is_empty()).then(|| ManyDemand { text: own(demand), due });
        let act = ManyAct::Opinion { spot: spot.clone(), category: category.clone(), text: own(text), demand };
        self.look_at_act(act, cx)
    }

    fn confirm(&mut self, cx: &Cx) -> Vec<Effect> {
        let Stage::Preview(preview) = &self.stage else { return Vec::new() };
        if preview.seen.is_empty() {
            return vec![Effect::Say(Notice::Refused(cx.look.s("many-nothing-to-do")))];
        }
        let preview = Arc::clone(preview);
        let job = JobId(cx.numbers.fresh());
        let spec = JobSpec::ActOnMany {
            operation: cx.numbers.operation(),
            act: preview.act.clone(),
            seen: Arc::clone(&preview.seen),
        };
        self.stage = Stage::Acting(preview, Running::new(job));
        vec![Effect::Work(Request::Start { job, spec })]
    }

    fn leave(&mut self, cx: &Cx) -> Vec<Effect> {
        if let Stage::Acting(_, running) = &self.stage {
            let told = Effect::Say(Notice::Told(cx.look.s("told-cancelling")));
            return vec![Effect::Work(Request::Cancel { job: running.job }), told];
        }
        self.back()
    }

    fn grade(&mut self, grade: Grade, cx: &Cx) -> Vec<Effect> {
        match (&self.stage, &mut self.act) {
            (Stage::Preview(_) | Stage::Looking, Some(ManyAct::Finish { grade: chosen, .. })) => {
                *chosen = grade;
                self.look_at(cx)
            }
            _ => Vec::new(),
        }
    }

    fn command(&mut self, command: Command, cx: &Cx) -> Vec<Effect> {
        match (command, &mut self.stage) {
            (Command::Many(chosen), Stage::Menu) => self.choose(chosen, cx),
            (Command::Line(Line::Accept), Stage::Alike { by_name, field }) => {
                let value = field.value().trim().to_owned();
                if value.is_empty() {
                    return vec![Effect::Say(Notice::Refused(cx.look.s("many-alike-empty")))];
                }
                let like = if *by_name { Like::Name(value) } else { Like::Value(value) };
                self.advance(Stage::Class(Spot::Rows(like)))
            }
            (Command::Line(Line::Accept), Stage::Reason { .. }) => self.reason(None, cx),
            (Command::Text(text), Stage::Alike { field, .. } | Stage::Reason { field, .. }) => {
                if text != Text::NewLine {
                    field.act(text);
                }
                Vec::new()
            }
            (Command::Class(class), Stage::Class(spot)) => match cx.look.categories.all().get(class.index()) {
                Some(category) => {
                    let (spot, category) = (spot.clone(), category.code.clone());
                    self.advance(Stage::Words { spot, category })
                }
                None => Vec::new(),
            },
            (Command::Phrase(phrase), Stage::Words { .. }) => self.phrase(phrase, cx),
            (Command::Editor(Editor::NextArea), Stage::Words { .. }) => self.own_words(cx),
            (Command::Form(command::Form::Submit), Stage::Own { .. }) => self.submit(cx),
            (Command::Line(Line::Accept) | Command::Grade(command::Grade::Confirm), Stage::Preview(_)) => {
                self.confirm(cx)
            }
            (Command::Line(Line::Down), Stage::Preview(preview)) => {
                self.top = (self.top + 1).min(preview.left_out.len().saturating_sub(1));
                Vec::new()
            }
            (Command::Line(Line::Up), Stage::Preview(_)) => {
                self.top = self.top.saturating_sub(1);
                Vec::new()
            }
            (Command::Grade(command::Grade::Excellent), _) => self.grade(Grade::Excellent, cx),
            (Command::Grade(command::Grade::Good), _) => self.grade(Grade::Good, cx),
            (Command::Grade(command::Grade::Fair), _) => self.grade(Grade::Fair, cx),
            (Command::Grade(command::Grade::Poor), _) => self.grade(Grade::Poor, cx),
            (
                Command::Line(Line::Cancel)
                | Command::Grade(command::Grade::Cancel)
                | Command::Editor(Editor::Leave)
                | Command::Form(command::Form::Leave),
                _,
            ) => self.leave(cx),
            _ => Vec::new(),
        }
    }
}

impl Screen for ManyScreen {
    fn scopes(&self) -> &'static [Scope] {
        match &self.stage {
            Stage::Menu => &[Scope::Many, Scope::Line],
            Stage::Alike { .. } | Stage::Reason { .. } => &[Scope::Line, Scope::Text],
            Stage::Class(_) => &[Scope::Class, Scope::Line],
            Stage::Words { .. } => &[Scope::Phrase, Scope::Editor],
            Stage::Own { .. } => &[Scope::Form, Scope::Text],
            Stage::Looking | Stage::Preview(_) | Stage::Acting(..) => match self.act {
                Some(ManyAct::Finish { .. }) => &[Scope::Grade, Scope::Line],
                _ => &[Scope::Line],
            },
        }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        match (input, &mut self.stage) {
            (Input::Shown, Stage::Looking) if !self.begun => {
                self.begun = true;
                self.look_at(cx)
            }
            (Input::Text(text), Stage::Reason { .. }) => self.reason_typed(&text, cx),
            (Input::Text(text) | Input::Paste(text), Stage::Alike { field, .. } | Stage::Reason { field, .. }) => {
                field.insert(&text);
                Vec::new()
            }
            (input, _) => {
                if let Stage::Own { form, .. } = &mut self.stage
                    && form.update(&input)
                {
                    return Vec::new();
                }
                if let Input::Command(command) = input { self.command(command, cx) } else { Vec::new() }
            }
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        match reply {
            Reply::ManyPreview { epoch, preview } if *epoch == self.epoch => {
                if matches!(self.stage, Stage::Looking) {
                    self.stage = Stage::Preview(Arc::clone(preview));
                }
                Vec::new()
            }
            // The reason is told; back to where the act was chosen.
            Reply::Failed { slot: Slot::Many, epoch, .. } if *epoch == self.epoch => self.back(),
            Reply::Progress { .. } => {
                if let Stage::Acting(_, running) = &mut self.stage {
                    running.hear(reply);
                }
                Vec::new()
            }
            Reply::Finished { job, result } => {
                let Stage::Acting(preview, running) = &self.stage else { return Vec::new() };
                if *job != running.job {
                    return Vec::new();
                }
                match result {
                    Ok(JobReport::ActedOnMany(_)) => vec![Effect::Done(Outcome::ActedOnMany)],
                    Err(problem) if problem.key == "problem-many-changed" => self.look_at(cx),
                    _ => {
                        self.stage = Stage::Preview(Arc::clone(preview));
                        Vec::new()
                    }
                }
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        self.draw(canvas, area, look);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: look.s("title-many"), right: String::new() }
    }

    fn hints(&self, _look: &Look) -> Vec<Hint> {
        let scroll = Hint::Run(Line::Up.into(), Line::Down.into(), "hint-scroll");
        match &self.stage {
            Stage::Menu => {
                let mut hints = match (&self.alike, &self.check) {
                    (None, None) => vec![Hint::Run(Many::Whole.into(), Many::Finish.into(), "hint-many")],
                    _ => self.offers().into_iter().map(|offer| Hint::from(Command::from(offer))).collect(),
                };
                hints.push(Line::Cancel.into());
                hints
            }
            Stage::Alike { .. } | Stage::Reason { .. } => vec![Line::Accept.into(), Line::Cancel.into()],
            Stage::Class(_) => {
                let classes = Hint::Run(command::Class::C1.into(), command::Class::C12.into(), "hint-classes");
                vec![classes, Line::Cancel.into()]
            }
            Stage::Words { .. } => {
                let phrases = Hint::Run(Phrase::P1.into(), Phrase::P9.into(), "hint-phrases");
                vec![Phrase::Accept.into(), phrases, Editor::NextArea.into(), Editor::Leave.into()]
            }
            Stage::Own { .. } => {
                vec![command::Form::Submit.into(), command::Form::Next.into(), command::Form::Leave.into()]
            }
            Stage::Looking | Stage::Acting(..) => vec![Line::Cancel.into()],
            Stage::Preview(_) => match self.act {
                Some(ManyAct::Finish { .. }) => {
                    use command::Grade as Key;
                    let grades = [Key::Confirm, Key::Excellent, Key::Good, Key::Fair, Key::Poor, Key::Cancel];
                    grades.map(Hint::from).into_iter().chain([scroll]).collect()
                }
                _ => vec![Line::Accept.into(), Line::Cancel.into(), scroll],
            },
        }
    }

    fn floats(&self) -> bool {
        true
    }
}
