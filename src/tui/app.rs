//! The interface as a value: a stack of screens, what was just said, and the look. [`App::handle`] is the only mutator,
//! [`App::view`] is pure.
//!
//! Deliberately absent: threads, a terminal, a clock (the caller passes the moment), and what any screen does.

mod burst;
mod clipboard;
mod counting;
mod drawing;
mod heard;
mod hesitate;
mod teaching;
mod telling;
mod window;

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use ratatui::layout::Size;

use self::burst::Burst;
pub use self::heard::Heard;
use super::chord::{Chord, Code};
use super::coach::Coach;
use super::command::{self, Command, Scope};
use super::counter::Counter;
use super::keymap::Step;
use super::layout::Areas;
use super::look::Look;
use super::msg::{Cx, Effect, Handover, Input, Msg, Notice, Numbers, Outcome, Recall};
use super::screens::Screen;
use super::screens::contests::ContestsScreen;
use super::screens::demands::DemandsScreen;
use super::screens::exchange::ExchangeScreen;
use super::screens::help::HelpScreen;
use super::screens::history::HistoryScreen;
use super::screens::home::HomeScreen;
use super::screens::import::ImportScreen;
use super::screens::lessons::LessonsScreen;
use super::screens::library::LibraryScreen;
use super::screens::links::LinksScreen;
use super::screens::mapping::MappingStartScreen;
use super::screens::notice::NoticeScreen;
use super::screens::palette::PaletteScreen;
use super::screens::queue::QueueScreen;
use super::screens::rechecks::RechecksScreen;
use super::screens::results::ResultsScreen;
use super::screens::rules::RulesScreen;
use super::screens::sample::SampleScreen;
use super::screens::settings::SettingsScreen;
use super::why::Explained;
use super::wrong_key;
use crate::engine::request::{Engine, Reply, Request};
use crate::engine::view::Station;
use crate::model::event::Stamp;
use crate::model::problem::Problem;
use crate::text::{Arg, dates, fold};

use self::teaching::layout_below;

/// What the loop must do after a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Go on.
    Continue,
    /// Put a text on the clipboard.
    Copy(String),
    /// Give the terminal to the person's editor with this text; [`Msg::Edited`] brings it back.
    Edit(String),
    /// Give the terminal back and stop until woken.
    Suspend,
    /// Draw every cell anew.
    Redraw,
    /// Leave.
    Quit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Given,
    Undone,
    Redone,
}

/// The interface.
pub struct App {
    stack: Vec<Box<dyn Screen>>,
    look: Rc<Look>,
    areas: Areas,
    said: Option<Notice>,
    /// What was told and not yet taken, where somebody listens.
    heard: Option<Vec<Heard>>,
    pending: Vec<Chord>,
    /// Keys pressed before the screen on top had anything to show, and whether each came right behind another.
    early: VecDeque<(Chord, bool)>,
    burst: Burst,
    /// Whoever began something went on hesitating, and is shown what may follow.
    hesitated: bool,
    /// What the last key closed.
    stepped: Option<Box<dyn Screen>>,
    /// When the hint about input methods was given last.
    hinted: Option<Stamp>,
    quitting: bool,
    station: Option<Station>,
    job: Option<(&'static str, u64, Option<u64>)>,
    acts: HashMap<u64, Act>,
    /// Path of the file that was refused last because nobody knows its tables.
    unknown_file: String,
    numbers: Numbers,
    recall: Recall,
    counter: Counter,
    now: Stamp,
    order: Order,
    /// In a lesson.
    coach: Option<Coach>,
    /// Esc was pressed on the home page of a lesson.
    leaving: bool,
    handover: Option<Handover>,
}

impl App {
    /// The home page at a size. `session` names this run; see [`Numbers::new`].
    pub fn new(look: Look, size: Size, session: String, now: Stamp) -> App {
        let coach = teaching::coach(&look);
        App {
            stack: vec![Box::new(HomeScreen::new())],
            look: Rc::new(look),
            areas: layout_below(size, coach.is_some()),
            said: None,
            heard: None,
            pending: Vec::new(),
            early: VecDeque::new(),
            burst: Burst::default(),
            hesitated: false,
            stepped: None,
            hinted: None,
            quitting: false,
            station: None,
            job: None,
            acts: HashMap::new(),
            unknown_file: String::new(),
            numbers: Numbers::new(session),
            recall: Recall::default(),
            counter: Counter::default(),
            now,
            order: Order::Continue,
            coach,
            leaving: false,
            handover: None,
        }
    }

    /// Whose screens come next, once these have been left.
    pub fn handover(&self) -> Option<Handover> {
        self.handover
    }

    /// Asks for what the first screen shows, and tells what was wrong with the user's files.
    pub fn start(&mut self, engine: &dyn Engine, problems: Vec<Problem>) {
        self.tell_small();
        self.give(Input::Shown, engine);
        self.post(Request::LoadHabits { epoch: self.numbers.fresh() }, engine);
        self.start_coach(engine);
        if !problems.is_empty() {
            let told: Vec<String> = problems.iter().map(|problem| self.look.strings.problem(problem)).collect();
            self.push(Box::new(NoticeScreen::new(self.look.s("notice-configuration"), told.join("\n"))), engine);
        }
    }

    /// The look, for pictures.
    pub fn look(&self) -> &Look {
        &self.look
    }

    /// Sets the clock; the loop does so before each message.
    pub fn set_now(&mut self, now: Stamp) {
        self.now = now;
    }

    /// What the screen on top explains of itself, with the cursor where it is.
    pub fn explained(&self) -> Explained {
        self.top().why(&self.look)
    }

    /// Where keys are looked up now, from the inside out.
    pub fn scopes(&self) -> &'static [Scope] {
        self.top().scopes()
    }

    /// True while printable keys are text.
    pub fn takes_text(&self) -> bool {
        self.top().scopes().contains(&Scope::Text)
    }

    /// True while something typed waits to be kept.
    pub fn unsaved(&self) -> bool {
        self.stack.iter().any(|screen| screen.unsaved())
    }

    /// True when a single character is all there is to a key, so that several of them may be taken together.
    pub fn joins(&self, chord: Chord) -> bool {
        self.takes_text() && chord.text().is_some()
    }

    fn top(&self) -> &dyn Screen {
        // The home page never leaves the stack: `pop` keeps the last screen.
        self.stack[self.stack.len() - 1].as_ref()
    }

    /// Takes in one message. The only way in which the interface changes.
    pub fn handle(&mut self, msg: Msg, engine: &dyn Engine) -> Order {
        self.hesitation(&msg);
        match msg {
            Msg::Key(chord) => self.key(chord, false, engine),
            Msg::Behind(chord) => self.key(chord, true, engine),
            Msg::AfterEsc(digit) => self.after_esc(digit, engine),
            Msg::Text(text) => {
                self.burst = Burst::default();
                self.text(&text, engine);
            }
            Msg::Paste(text) => self.paste(text, engine),
            Msg::Resize(size) => self.resize(size),
            Msg::Reply(reply) => self.reply(&reply, engine),
            Msg::Leave => {
                self.leave(0, engine);
                self.order = Order::Quit;
            }
            Msg::Stop => {
                self.give(Input::Beat, engine);
                self.order = Order::Suspend;
            }
            Msg::Resumed => self.order = Order::Redraw,
            Msg::Edited(Ok(text)) => self.give(Input::Told(Outcome::Edited(text)), engine),
            Msg::Edited(Err(problem)) => self.problem(&problem, engine),
            Msg::NoShell => self.say(Notice::Refused(self.look.s("told-no-shell"))),
            Msg::Beat => self.give(Input::Beat, engine),
            Msg::Hesitated => {}
        }
        self.watch(engine);
        std::mem::replace(&mut self.order, Order::Continue)
    }

    fn key(&mut self, chord: Chord, behind: bool, engine: &dyn Engine) {
        if let Some(coach) = &mut self.coach {
            coach.pressed(self.now);
        }
        self.stepped = None;
        self.counter.touch(self.now.millis());
        self.keep_counts(false, engine);
        if self.rest_of_burst(chord, behind) {
            return;
        }
        if let Some(c) = chord.text().filter(|_| self.takes_text()) {
            return self.text(&c.to_string(), engine);
        }
        let typed = match chord.code {
            Code::Char(c) => Chord { code: Code::Char(fold::fold_char(c)), ..chord },
            _ => chord,
        };
        if !self.top().ready() && self.wait_with(chord, typed, behind) {
            return;
        }
        if self.ends_sequence(typed) {
            self.count(None, self.pending.len() + 1);
            return self.pending.clear();
        }
        self.begins_twice(chord);
        self.pending.push(typed);
        match self.look.keymap.resolve(self.top().scopes(), &self.pending) {
            Step::Run(command) => {
                self.count(Some(command), self.pending.len());
                self.pending.clear();
                self.run(command, engine);
            }
            Step::Pending(_) => {}
            Step::Miss => {
                self.quitting = false;
                let pressed = std::mem::take(&mut self.pending);
                self.count(None, pressed.len());
                self.miss(typed, &pressed, engine);
            }
        }
    }

    /// A key without meaning here. Han text is a word to look commands up by, or belongs to the screen; a letter or sign
    /// is told about, other keys stay silent.
    fn miss(&mut self, chord: Chord, pressed: &[Chord], engine: &dyn Engine) {
        match chord.text() {
            Some(c) if !c.is_ascii() && c.is_alphanumeric() && pressed.len() == 1 => {
                // In the editor it is typed, and what comes behind is typed, too.
                self.burst.han = !self.top().scopes().contains(&Scope::Editor);
                if self.top().wants_han() {
                    self.give(Input::Text(c.to_string()), engine);
                } else if !self.top().floats() {
                    self.palette(&c.to_string(), engine);
                    self.input_method_hint();
                }
            }
            _ => {
                let cells = usize::from(self.areas.told.width.saturating_sub(4));
                let (top, look) = (self.top(), &*self.look);
                let told = wrong_key::told(look, top.scopes(), pressed, &top.hints(look), cells);
                self.say(Notice::Refused(told));
            }
        }
    }

    fn palette(&mut self, query: &str, engine: &dyn Engine) {
        let screen = PaletteScreen::new(self.top().scopes(), query);
        self.push(Box::new(screen), engine);
    }

    fn text(&mut self, text: &str, engine: &dyn Engine) {
        self.pending.clear();
        self.count_text(text);
        self.give(Input::Text(text.to_owned()), engine);
    }

    fn run(&mut self, command: Command, engine: &dyn Engine) {
        let quitting = std::mem::take(&mut self.quitting);
        let leaving = std::mem::take(&mut self.leaving);
        let today = dates::day(self.now, &self.look.zone);
        if let Some(today) = today {
            self.look.familiar.borrow_mut().note(command, today);
        }
        self.said = None;
        if let Some(coach) = &mut self.coach {
            coach.ran(command);
        }
        let Command::App(command) = command else {
            return self.give(Input::Command(command), engine);
        };
        use command::App as Do;
        match command {
            Do::Help => {
                let screen = HelpScreen::new(self.top().scopes(), &self.top().title(&self.look), self.explained());
                self.push(Box::new(screen), engine);
            }
            Do::Home => {
                self.leave(1, engine);
                self.give(Input::Shown, engine);
            }
            Do::Filter => {
                let scopes = self.top().scopes();
                if ![Scope::Queue, Scope::Find, Scope::Facet].iter().any(|scope| scopes.contains(scope)) {
                    self.go(Box::new(QueueScreen::new()), engine);
                }
                self.give(Input::Command(command::Queue::Filter.into()), engine);
            }
            Do::Queue => self.go(Box::new(QueueScreen::new()), engine),
            Do::SpotCheck => self.go(Box::new(RechecksScreen::new()), engine),
            Do::Demands => self.go(Box::new(DemandsScreen::new()), engine),
            Do::Contests => self.go(Box::new(ContestsScreen::new()), engine),
            Do::Sample => self.go(Box::new(SampleScreen::new()), engine),
            // Over the page it is asked from, which is gone back to.
            Do::Results if self.top().scopes().contains(&Scope::Results) => {}
            Do::Results => self.push(Box::new(ResultsScreen::of(self.top().speaks_of())), engine),
            Do::Library => self.go(Box::new(LibraryScreen::new()), engine),
            Do::Rules => self.go(Box::new(RulesScreen::new()), engine),
            Do::Links => self.go(Box::new(LinksScreen::new()), engine),
            Do::History => self.go(Box::new(HistoryScreen::new()), engine),
            Do::Import => self.go(Box::new(ImportScreen::new()), engine),
            Do::Mapping => self.go(Box::new(MappingStartScreen::new(&self.unknown_file)), engine),
            Do::Settings if self.top().scopes().contains(&Scope::Editor) => {
                // What is being typed stays in front.
                self.say(Notice::Refused(self.look.s("told-settings-later")));
            }
            Do::Settings => self.push(Box::new(SettingsScreen::new()), engine),
            Do::Exchange => self.go(Box::new(ExchangeScreen::new()), engine),
            Do::Lessons => {
                let screen = LessonsScreen::new(&self.look, self.coach.as_ref());
                self.go(Box::new(screen), engine);
            }
            Do::Palette => self.palette("", engine),
            Do::Back if self.stack.len() == 1 && self.coach.is_some() => {
                self.leave_lesson(leaving, engine);
            }
            Do::Back if self.stack.len() == 1 => {
                let key = self.look.key(command::App::Quit.into());
                let told = self.look.t("told-at-home", &[("key", Arg::from(key))]);
                self.say(Notice::Told(told));
            }
            Do::Back => self.pop(engine),
            // In the editor it is the typing that is taken back, wherever the focus is.
            Do::Undo if self.top().scopes().contains(&Scope::Editor) => {
                self.give(Input::Command(command::Text::Undo.into()), engine);
            }
            Do::Redo if self.top().scopes().contains(&Scope::Editor) => {
                self.give(Input::Command(command::Text::Redo.into()), engine);
            }
            Do::Undo => self.step(Act::Undone, engine),
            Do::Redo => self.step(Act::Redone, engine),
            Do::Redraw => self.order = Order::Redraw,
            Do::Copy => self.copy(),
            Do::Suspend => {
                self.give(Input::Beat, engine);
                self.order = Order::Suspend;
            }
            Do::Quit if quitting => {
                self.leave(0, engine);
                self.order = Order::Quit;
            }
            Do::Quit => {
                self.quitting = true;
                let key = self.look.key(command::App::Quit.into());
                self.say(Notice::Told(self.look.t("told-quit-again", &[("key", Arg::from(key))])));
            }
        }
    }

    fn step(&mut self, act: Act, engine: &dyn Engine) {
        let ticket = self.numbers.fresh();
        self.acts.insert(ticket, act);
        engine.post(if act == Act::Undone { Request::Undo { ticket } } else { Request::Redo { ticket } });
    }

    fn reply(&mut self, reply: &Reply, engine: &dyn Engine) {
        self.with_cx(engine, |stack, cx| {
            let (mut effects, mut visible) = (Vec::new(), true);
            // Every screen hears it, so that the ones below are fresh when they show again; but only the one on top
            // moves anything.
            for (depth, screen) in stack.iter_mut().rev().enumerate() {
                let wanted = screen.receive(reply, &Cx { visible, ..*cx });
                visible &= screen.floats();
                effects.extend(wanted.into_iter().filter(|effect| depth == 0 || matches!(effect, Effect::Work(_))));
            }
            effects
        });
        self.tell_coach(reply, engine);
        match reply {
            Reply::Home { home, .. } => self.station = Some(home.station.clone()),
            Reply::Introduced { result: Ok(station), .. } => self.station = Some(station.clone()),
            Reply::Introduced { result: Err(problem), .. }
            | Reply::Failed { problem, .. }
            | Reply::Habits { result: Err(problem), .. }
            | Reply::NotKept { problem, .. } => self.problem(problem, engine),
            Reply::Habits { result: Ok(counted), .. } => self.learn(counted),
            Reply::Done { ticket, result } => {
                self.counter.answered(*ticket, result.is_ok());
                let act = self.acts.remove(ticket).unwrap_or(Act::Given);
                match result {
                    Ok(changed) => self.done(act, changed),
                    Err(problem) => self.problem(problem, engine),
                }
            }
            Reply::Progress { phase, done, total, .. } => self.job = Some((phase, *done, *total)),
            Reply::Finished { job, result } => {
                self.counter.finished(*job, result.as_ref().ok());
                self.job = None;
                match result {
                    Err(problem) => {
                        let arg = |wanted: &str| problem.args.iter().find(|(name, _)| *name == wanted);
                        // Only tables that nobody knows are told with the headings that were met.
                        if let (Some(_), Some((_, path))) = (arg("headings"), arg("path")) {
                            self.unknown_file.clone_from(path);
                        }
                        self.problem(problem, engine);
                    }
                    Ok(report) => self.report(report, engine),
                }
            }
            Reply::Fatal { problem } => {
                let told = format!("{}\n\n{}", self.look.strings.problem(problem), self.look.s("notice-fatal-stored"));
                self.push(Box::new(NoticeScreen::new(self.look.s("notice-fatal"), told)), engine);
            }
            _ => {}
        }
        while self.top().ready()
            && let Some((chord, behind)) = self.early.pop_front()
        {
            self.key(chord, behind, engine);
        }
    }

    fn say(&mut self, notice: Notice) {
        self.hear(Heard::Said(notice.clone()));
        self.said = Some(notice);
    }

    fn push(&mut self, screen: Box<dyn Screen>, engine: &dyn Engine) {
        self.keep_counts(true, engine);
        self.pending.clear();
        self.stack.push(screen);
        self.give(Input::Shown, engine);
    }

    fn pop(&mut self, engine: &dyn Engine) {
        self.farewell(engine);
        self.take_top();
        self.give(Input::Shown, engine);
    }

    fn go(&mut self, screen: Box<dyn Screen>, engine: &dyn Engine) {
        self.leave(1, engine);
        self.push(screen, engine);
    }

    /// Takes screens off until `keep` are left; each keeps what is unsaved first. Zero asks the last one, too, which
    /// stays.
    fn leave(&mut self, keep: usize, engine: &dyn Engine) {
        while self.stack.len() > keep.max(1) {
            self.farewell(engine);
            self.stack.pop();
        }
        self.keep_counts(true, engine);
        if keep == 0 {
            self.farewell(engine);
            self.hand_over_counts(engine);
        }
    }

    fn farewell(&mut self, engine: &dyn Engine) {
        for effect in self.with_top(|screen, cx| screen.update(Input::Left, cx)) {
            match effect {
                Effect::Work(request) => self.post(request, engine),
                Effect::Dress(settings) => self.dress(&settings),
                _ => {}
            }
        }
    }

    fn with_top<T>(&mut self, act: impl FnOnce(&mut dyn Screen, &Cx) -> T) -> T {
        let look = Rc::clone(&self.look);
        let cx = Cx {
            areas: self.areas,
            look: &look,
            now: self.now,
            numbers: &self.numbers,
            recall: &self.recall,
            visible: true,
        };
        let last = self.stack.len() - 1;
        act(self.stack[last].as_mut(), &cx)
    }

    fn with_cx(&mut self, engine: &dyn Engine, act: impl FnOnce(&mut Vec<Box<dyn Screen>>, &Cx) -> Vec<Effect>) {
        let look = Rc::clone(&self.look);
        let cx = Cx {
            areas: self.areas,
            look: &look,
            now: self.now,
            numbers: &self.numbers,
            recall: &self.recall,
            visible: true,
        };
        let effects = act(&mut self.stack, &cx);
        self.apply(effects, engine);
    }

    fn give(&mut self, input: Input, engine: &dyn Engine) {
        let effects = self.with_top(|screen, cx| screen.update(input, cx));
        self.apply(effects, engine);
    }

    fn apply(&mut self, effects: Vec<Effect>, engine: &dyn Engine) {
        for effect in effects {
            match effect {
                Effect::Push(screen) => self.push(screen, engine),
                Effect::Replace(screen) => {
                    self.take_top();
                    self.push(screen, engine);
                }
                Effect::Pop => {
                    self.take_top();
                    self.give(Input::Shown, engine);
                }
                Effect::Done(outcome) => {
                    self.take_top();
                    // It handed something over: it must not come back.
                    self.stepped = None;
                    self.give(Input::Told(outcome), engine);
                }
                Effect::Go(screen) => self.go(screen, engine),
                Effect::Say(notice) => self.say(notice),
                Effect::Work(request) => {
                    let request = match &self.coach {
                        Some(coach) => coach.divert(request),
                        None => request,
                    };
                    self.post(request, engine);
                }
                Effect::Edit(text) => self.order = Order::Edit(text),
                Effect::Dress(settings) => self.dress(&settings),
                Effect::Run(command) => {
                    self.count(Some(command), 0);
                    self.run(command, engine);
                }
                Effect::Hand(handover) => self.hand(handover, engine),
            }
        }
    }

    fn take_top(&mut self) {
        if self.stack.len() > 1 {
            self.stepped = self.stack.pop();
        }
    }
}
