//! The public draw in four steps: population, plan, seed, list (抽样设计). A plan says what it could prove before anything
//! is sealed; what was sealed and drawn cannot be changed here any more, so both ask once.
//!
//! Everything is computed by the engine on lanes of their own; the page only holds what is typed. Deliberately absent: the
//! rechecks themselves, and any second draw.

mod further;
mod lines;
mod page;
mod plan;
mod planning;
mod seed;
mod spoken;
mod why;

use std::sync::Arc;

use ratatui::layout::Rect;

use self::further::FurtherScreen;
use self::planning::Planning;
use super::{Hint, Screen, Title};
use crate::engine::report::Wording;
use crate::engine::request::{JobId, JobSpec, Reply, Request, Slot};
use crate::engine::spot_check::draw::Sample;
use crate::engine::spot_check::plan::{SampleAsk, SamplePlan};
use crate::engine::spot_check::publish::SampleBoard;
use crate::model::ids::EventId;
use crate::model::problem::Problem;
use crate::text::Arg;
use crate::tui::canvas::Canvas;
use crate::tui::command::{App, Command, Form as Fields, Line, List, Sample as Keys, Scope};
use crate::tui::look::Look;
use crate::tui::msg::{Cx, Effect, Input, Notice, Outcome as Told};
use crate::tui::speech::Spoken;
use crate::tui::why::Explained;
use crate::tui::widgets::cursor::Cursor;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::form::Form;
use crate::tui::widgets::job::{Running, path};

/// Where one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The population by department, and what was sealed before.
    Population,
    /// What is typed of the plan.
    Plan,
    /// Sealed: what is thrown in public.
    Seed,
    /// Drawn.
    Drawn,
}

/// What has to be answered before anything else.
enum Asking {
    /// Sealing cannot be taken back.
    Seal(Box<SampleAsk>),
    /// Neither can a draw.
    Draw(Box<crate::engine::spot_check::draw::DrawAsk>),
    /// The folder for what is published.
    Folder(Field),
    /// Why what was sealed is given up.
    Reason(Field),
}

/// The page.
pub struct SampleScreen {
    board: Option<Arc<SampleBoard>>,
    /// Which of several that stand, where a person chose one.
    chosen: Option<EventId>,
    epoch: u64,
    /// The plan of what is typed, or why there is none.
    plan: Option<Result<Arc<SamplePlan>, Problem>>,
    plan_epoch: u64,
    /// What was planned last: nothing is asked twice.
    planned: Option<SampleAsk>,
    /// A plan that was asked for and has not come; how far it is, where it takes its time.
    planning: Option<Planning>,
    step: Step,
    form: Form,
    seed: Form,
    asking: Option<Asking>,
    /// The act that is being stored.
    waiting: Option<u64>,
    /// What is planned is what came after the tranches of this year.
    late: Option<u16>,
    /// The seal or draw that is being made.
    running: Option<Running>,
    cursor: Cursor,
}

impl Default for SampleScreen {
    fn default() -> Self {
        SampleScreen::new()
    }
}

impl SampleScreen {
    /// Where the newest sample stands; the population where there is none.
    pub fn new() -> SampleScreen {
        SampleScreen {
            board: None,
            chosen: None,
            epoch: 0,
            plan: None,
            plan_epoch: 0,
            planned: None,
            planning: None,
            step: Step::Population,
            form: plan::form(),
            seed: Form::new(Vec::new()),
            asking: None,
            waiting: None,
            late: None,
            running: None,
            cursor: Cursor::default(),
        }
    }

    fn current(&self) -> Option<&Sample> {
        self.board.as_ref()?.current()
    }

    fn ask(&mut self, cx: &Cx) -> Vec<Effect> {
        self.epoch = cx.numbers.fresh();
        vec![Effect::Work(Request::LoadSamples { epoch: self.epoch, chosen: self.chosen })]
    }

    fn known_plan(&self) -> Option<&SamplePlan> {
        self.plan.as_ref()?.as_ref().ok().map(Arc::as_ref)
    }

    /// Hints, with the key that goes to another one where several stand.
    fn or_other(&self, mut hints: Vec<Hint>) -> Vec<Hint> {
        if self.board.as_ref().is_some_and(|board| board.next().is_some()) {
            hints.insert(1, Keys::Other.into());
        }
        hints
    }

    fn refuse(key: &str, cx: &Cx) -> Vec<Effect> {
        vec![Effect::Say(Notice::Refused(cx.look.s(key)))]
    }

    /// The rows that the cursor walks.
    fn rows(&self) -> usize {
        match self.step {
            Step::Drawn => lines::drawn(self).map_or(0, |proof| proof.selected.len() + proof.certainty.len()),
            _ => self.known_plan().map_or(0, |plan| plan.departments.len()),
        }
    }

    fn next(&mut self, cx: &Cx) -> Vec<Effect> {
        match self.step {
            Step::Population => {
                self.step = Step::Plan;
                self.replan(cx)
            }
            Step::Plan => self.wants_seal(cx),
            Step::Seed => self.wants_draw(),
            Step::Drawn => self.folder(),
        }
    }

    fn wants_draw(&mut self) -> Vec<Effect> {
        let Some(sample) = self.current().cloned() else { return Vec::new() };
        match seed::read(&mut self.seed, &sample) {
            Ok(ask) => {
                self.asking = Some(Asking::Draw(Box::new(ask)));
                Vec::new()
            }
            Err(problem) => vec![Effect::Say(Notice::Problem(problem))],
        }
    }

    fn folder(&mut self) -> Vec<Effect> {
        self.asking = Some(Asking::Folder(Field::line("")));
        Vec::new()
    }

    fn command(&mut self, command: Keys, cx: &Cx) -> Vec<Effect> {
        match command {
            Keys::Next => self.next(cx),
            Keys::Departments => match self.step {
                Step::Plan => {
                    self.step = Step::Population;
                    self.cursor = Cursor::default();
                    self.replan(cx)
                }
                Step::Population => self.next(cx),
                _ => SampleScreen::refuse("sample-not-planning", cx),
            },
            Keys::TopUp => match (self.step, self.known_plan()) {
                (Step::Population | Step::Plan, Some(plan)) if plan.weak().is_empty() => {
                    SampleScreen::refuse("sample-none-weak", cx)
                }
                (Step::Population | Step::Plan, Some(plan)) => {
                    let weak = plan.weak().len();
                    let floors = plan::read(&self.form).map(|ask| plan.topped_up(&ask.floors)).unwrap_or_default();
                    plan::set_floors(&mut self.form, &floors);
                    let mut effects = self.replan(cx);
                    let told = cx.look.t("sample-topped-up", &[("count", Arg::from(weak))]);
                    effects.push(Effect::Say(Notice::Told(told)));
                    effects
                }
                _ => SampleScreen::refuse("sample-not-planning", cx),
            },
            Keys::Publish => match self.current() {
                Some(_) if matches!(self.step, Step::Seed | Step::Drawn) => self.folder(),
                _ => SampleScreen::refuse("sample-nothing-sealed", cx),
            },
            Keys::Abandon => match self.current() {
                Some(sample) if sample.waits() => {
                    self.step = Step::Seed;
                    self.asking = Some(Asking::Reason(Field::line("")));
                    Vec::new()
                }
                Some(_) => SampleScreen::refuse("sample-drawn-stays", cx),
                None => SampleScreen::refuse("sample-nothing-sealed", cx),
            },
            Keys::Further => match self.current().filter(|sample| sample.drawn.is_some()) {
                Some(sample) => {
                    let late = self.board.as_ref().and_then(|board| board.late);
                    vec![Effect::Push(Box::new(FurtherScreen::new(sample.clone(), late)))]
                }
                None => SampleScreen::refuse("sample-nothing-drawn", cx),
            },
            // Back from a plan to what stands; from there to the next that does.
            Keys::Other => match (self.step, self.board.as_ref().and_then(|board| board.next())) {
                (Step::Population | Step::Plan, _) if self.current().is_some() => {
                    self.settle();
                    Vec::new()
                }
                (_, Some(next)) => {
                    self.chosen = Some(next.sealed);
                    self.ask(cx)
                }
                (_, None) => SampleScreen::refuse("sample-no-other", cx),
            },
            Keys::Anew => {
                self.late = None;
                self.step = Step::Plan;
                self.form.go(plan::YEAR);
                self.replan(cx)
            }
        }
    }

    /// The question was answered with yes.
    fn accept(&mut self, cx: &Cx) -> Vec<Effect> {
        let Some(asking) = self.asking.take() else { return Vec::new() };
        let ticket = cx.numbers.fresh();
        let (request, told) = match asking {
            Asking::Seal(ask) => {
                return self.start(
                    JobSpec::SealSample { operation: cx.numbers.operation(), ask },
                    "sample-sealing",
                    cx,
                );
            }
            Asking::Draw(ask) => {
                return self.start(
                    JobSpec::DrawSample { operation: cx.numbers.operation(), ask },
                    "sample-drawing",
                    cx,
                );
            }
            Asking::Reason(field) => {
                let reason = field.value().trim().to_owned();
                let Some(sealed) = self.current().map(|sample| sample.sealed) else { return Vec::new() };
                if reason.is_empty() {
                    self.asking = Some(Asking::Reason(field));
                    return SampleScreen::refuse("problem-recheck-reason-empty", cx);
                }
                (Request::AbandonSample { ticket, sealed, reason }, "sample-abandoning")
            }
            Asking::Folder(field) => {
                let typed = field.value();
                if typed.trim().is_empty() {
                    self.asking = Some(Asking::Folder(field));
                    return SampleScreen::refuse("told-path-empty", cx);
                }
                let Some(sample) = self.current().cloned().map(Box::new) else { return Vec::new() };
                let strings = Arc::clone(&cx.look.strings);
                let language = strings.language().tag();
                let wording = Wording::new(move |key, args| strings.told(key, args));
                let out = path(&typed, crate::config::paths::home());
                (Request::PublishSample { ticket, sample, out, language, wording }, "sample-publishing")
            }
        };
        self.waiting = Some(ticket);
        vec![Effect::Work(request), Effect::Say(Notice::Told(cx.look.s(told)))]
    }

    /// Of many units it takes a while: it tells how far it is, and can be stopped until it is stored.
    fn start(&mut self, spec: JobSpec, told: &str, cx: &Cx) -> Vec<Effect> {
        let job = JobId(cx.numbers.fresh());
        self.running = Some(Running::new(job));
        vec![Effect::Work(Request::Start { job, spec }), Effect::Say(Notice::Told(cx.look.s(told)))]
    }

    fn answer(&mut self, input: &Input, cx: &Cx) -> Vec<Effect> {
        match input {
            Input::Command(Command::Line(Line::Accept)) => return self.accept(cx),
            Input::Command(Command::Line(Line::Cancel)) => self.asking = None,
            Input::Command(Command::Text(command)) => {
                if let Some(Asking::Folder(field) | Asking::Reason(field)) = &mut self.asking {
                    field.act(*command);
                }
            }
            Input::Text(text) | Input::Paste(text) => {
                if let Some(Asking::Folder(field) | Asking::Reason(field)) = &mut self.asking {
                    field.insert(text);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// Goes to the step of what stands.
    fn settle(&mut self) {
        self.cursor = Cursor::default();
        let sample = self.current().cloned();
        self.step = match &sample {
            Some(sample) if sample.drawn.is_some() => Step::Drawn,
            Some(_) => Step::Seed,
            None => Step::Population,
        };
        self.seed = sample.map_or_else(|| Form::new(Vec::new()), |sample| seed::form(&sample));
        self.asking = None;
        self.late = None;
    }

    /// Takes the board; a step follows from what stands, unless something is being typed.
    fn take(&mut self, board: &Arc<SampleBoard>, cx: &Cx) -> Vec<Effect> {
        let before = self.current().map(|sample| (sample.sealed, sample.drawn.is_some()));
        let first = self.board.is_none();
        self.board = Some(Arc::clone(board));
        let now = self.current().map(|sample| (sample.sealed, sample.drawn.is_some()));
        if first || before != now {
            self.settle();
        }
        if board.years.is_empty() || self.plan.is_some() { Vec::new() } else { self.replan(cx) }
    }
}

impl Screen for SampleScreen {
    fn scopes(&self) -> &'static [Scope] {
        if self.running.is_some() {
            return &[Scope::Line];
        }
        match (&self.asking, self.step) {
            (Some(Asking::Seal(_) | Asking::Draw(_)), _) => &[Scope::Line],
            (Some(Asking::Folder(_) | Asking::Reason(_)), _) => &[Scope::Line, Scope::Text],
            (None, Step::Plan | Step::Seed) => {
                let form = if self.step == Step::Plan { &self.form } else { &self.seed };
                match form.scopes().contains(&Scope::Text) {
                    true => &[Scope::Form, Scope::Text, Scope::Sample, Scope::Global],
                    false => &[Scope::Form, Scope::Sample, Scope::Global],
                }
            }
            (None, Step::Population | Step::Drawn) => &[Scope::Sample, Scope::List, Scope::Global],
        }
    }

    fn update(&mut self, input: Input, cx: &Cx) -> Vec<Effect> {
        if let Some(running) = &self.running
            && input != Input::Shown
        {
            let stop = input == Input::Command(Command::Line(Line::Cancel));
            let told = Effect::Say(Notice::Told(cx.look.s("told-cancelling")));
            return if stop { vec![Effect::Work(Request::Cancel { job: running.job }), told] } else { Vec::new() };
        }
        if self.asking.is_some() && input != Input::Shown {
            return self.answer(&input, cx);
        }
        match &input {
            Input::Shown => self.ask(cx),
            Input::Command(Command::Sample(command)) => self.command(*command, cx),
            Input::Command(Command::Form(Fields::Submit)) => self.next(cx),
            Input::Told(Told::LateTranche) => {
                self.late = self.board.as_ref().and_then(|board| board.late).map(|late| late.year);
                self.step = Step::Plan;
                self.replan(cx)
            }
            Input::Told(Told::DrawOn(ask)) => {
                let spec = JobSpec::DrawFurther { operation: cx.numbers.operation(), ask: ask.clone() };
                self.start(spec, "sample-drawing", cx)
            }
            Input::Left => self.stop_planning(cx),
            Input::Command(Command::Form(Fields::Leave)) => match self.step {
                // What takes its time is stopped first.
                Step::Plan if self.planning.is_some_and(|planning| planning.far.is_some()) => {
                    self.plan = Some(Err(Problem::refused("problem-sample-stopped")));
                    self.stop_planning(cx)
                }
                Step::Plan => {
                    self.step = Step::Population;
                    self.replan(cx)
                }
                _ => {
                    let mut effects = self.stop_planning(cx);
                    effects.push(Effect::Pop);
                    effects
                }
            },
            Input::Command(Command::List(command)) => {
                let (rows, height) = (self.rows(), page::rows(self, cx.areas.body, cx.areas.room));
                if *command != List::Open {
                    self.cursor.act(*command, rows, height);
                }
                Vec::new()
            }
            _ if self.step == Step::Plan => {
                let focus = self.form.focus();
                self.form.update(&input);
                // A field that is left is read; while it is typed nothing is computed.
                if self.form.focus() == focus { Vec::new() } else { self.replan(cx) }
            }
            _ if self.step == Step::Seed => {
                self.seed.update(&input);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn receive(&mut self, reply: &Reply, cx: &Cx) -> Vec<Effect> {
        // What came of it is told, and the page read again, because data has changed.
        if self.running.as_mut().is_some_and(|running| !running.hear(reply)) {
            self.running = None;
        }
        match reply {
            Reply::Samples { epoch, board } if *epoch == self.epoch => self.take(board, cx),
            Reply::SamplePlanning { .. } | Reply::SamplePlanned { .. } => self.take_plan(reply, cx),
            Reply::SampleDone { ticket, result } if self.waiting == Some(*ticket) => {
                self.waiting = None;
                match result {
                    Err(problem) => vec![Effect::Say(Notice::Problem(problem.clone()))],
                    Ok(()) => {
                        let mut effects = self.ask(cx);
                        effects.push(Effect::Say(Notice::Told(cx.look.s("sample-stored"))));
                        effects
                    }
                }
            }
            Reply::SamplePublished { ticket, result } if self.waiting == Some(*ticket) => {
                self.waiting = None;
                vec![Effect::Say(match result {
                    Err(problem) => Notice::Problem(problem.clone()),
                    Ok(files) => {
                        let folder = files.first().and_then(|file| file.path.parent());
                        let folder = folder.map(|folder| folder.display().to_string()).unwrap_or_default();
                        let args = [("count", Arg::from(files.len())), ("folder", Arg::from(folder))];
                        Notice::Told(cx.look.t("sample-published", &args))
                    }
                })]
            }
            Reply::DataChanged => {
                // Other self-evaluations may be here now.
                self.planned = None;
                self.plan = None;
                self.ask(cx)
            }
            Reply::Failed { slot: Slot::Samples, epoch, .. } if *epoch == self.epoch => {
                self.board = Some(Arc::default());
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, canvas: &mut Canvas, area: Rect, look: &Look) {
        page::draw(self, canvas, area, look);
    }

    fn title(&self, look: &Look) -> Title {
        Title { left: lines::title(self, look), right: lines::step(self, look) }
    }

    fn why(&self, look: &Look) -> Explained {
        why::explained(self, look)
    }

    fn spoken(&self, look: &Look) -> Option<Spoken> {
        Some(spoken::say(self, look))
    }

    fn hints(&self, look: &Look) -> Vec<Hint> {
        if let Some(running) = &self.running {
            return vec![Hint::Words(running.words(look)), Line::Cancel.into()];
        }
        if let (Some(words), None) = (self.planning.and_then(|planning| planning.words(look)), &self.asking) {
            let stop = match self.step {
                Step::Plan => Hint::Named(Fields::Leave.into(), "sample-stop-planning"),
                _ => App::Back.into(),
            };
            return vec![Hint::Words(words), stop, App::Help.into()];
        }
        match (&self.asking, self.step) {
            (Some(Asking::Seal(ask)), _) => {
                let count = self.known_plan().map_or(0, |plan| plan.quota.all);
                let args = [("count", Arg::from(count)), ("sources", Arg::from(ask.sources.len()))];
                let question = look.t("sample-ask-seal", &args);
                vec![Hint::Words(question), Line::Accept.into(), Line::Cancel.into()]
            }
            (Some(Asking::Draw(ask)), _) => {
                let question = lines::ask_draw(ask, look);
                vec![Hint::Words(question), Line::Accept.into(), Line::Cancel.into()]
            }
            (Some(Asking::Folder(_) | Asking::Reason(_)), _) => vec![Line::Accept.into(), Line::Cancel.into()],
            (None, Step::Population) => {
                vec![Keys::Next.into(), Keys::TopUp.into(), List::Down.into(), App::Back.into(), App::Help.into()]
            }
            (None, Step::Plan) => vec![
                Hint::Named(Fields::Submit.into(), "sample-hint-seal"),
                Fields::Next.into(),
                Keys::Departments.into(),
                Keys::TopUp.into(),
                Fields::Leave.into(),
                App::Help.into(),
            ],
            (None, Step::Seed) => self.or_other(vec![
                Hint::Named(Fields::Submit.into(), "sample-hint-draw"),
                Fields::Next.into(),
                Keys::Publish.into(),
                Keys::Abandon.into(),
                Fields::Leave.into(),
                App::Help.into(),
            ]),
            (None, Step::Drawn) => self.or_other(vec![
                Hint::Named(Keys::Next.into(), "sample-hint-publish"),
                Keys::Further.into(),
                Keys::Anew.into(),
                List::Down.into(),
                App::Back.into(),
                App::Help.into(),
            ]),
        }
    }

    fn speaks_of(&self) -> Option<(u16, Option<EventId>)> {
        let sample = self.current().filter(|_| matches!(self.step, Step::Seed | Step::Drawn));
        let year = sample.map(|sample| sample.about.year).or_else(|| self.known_plan().map(|plan| plan.year));
        Some((year?, None))
    }

    fn ready(&self) -> bool {
        self.board.is_some()
    }
}
