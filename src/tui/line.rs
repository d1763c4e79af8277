//! Line mode: the same interface without a screen. Same keys, same commands, same events; one sentence per event and
//! nothing drawn, for screen readers, braille and bad lines.
//!
//! A key is taken when everything that the one before it asked for is answered, so what is said is what is so. Written
//! are letters and line ends, never an escape sequence. From a terminal keys are taken one by one and without echo; any
//! other input is a script in the notation of [`super::chord::read_script`], and the output is its log.

use std::cell::Cell;
use std::collections::VecDeque;
use std::io::{self, BufRead as _, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant, SystemTime};

use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};

use super::app::{App, Order};
use super::canvas::Canvas;
use super::chord::{Chord, Code, ScriptStep, read_script};
use super::input::{self, Gate};
use super::look::Look;
use super::msg::{Handover, Msg};
use super::run::{AfterEsc, RunOptions};
use super::speech::{Speech, clean};
use super::{handover, term};
use crate::engine::request::{Engine, Reply, Request};
use crate::model::event::Stamp;
use crate::model::problem::{Problem, ProblemKind};

/// The screen that nobody sees: pages turn as on the plain terminal, lines have room for whole sentences.
pub const UNSEEN: (u16, u16) = (120, 24);
/// Lines of a script that begin so are remarks.
const REMARK: &str = "# ";
/// Typed text is kept at the latest so long after it was typed.
const KEEP_WITHIN: Duration = Duration::from_secs(1);
/// What comes within this time was sent at one go.
const TOGETHER: Duration = Duration::from_millis(10);
const PROMPT: &str = "> ";

/// The interface and its voice.
pub struct Talk {
    app: App,
    speech: Speech,
    /// True when a key asked to leave.
    pub left: bool,
    /// What a key asked the loop to do.
    wants: Option<Order>,
}

impl Talk {
    /// Nothing is said before [`Talk::begin`].
    pub fn new(mut look: Look, session: String, now: Stamp) -> Talk {
        look.aloud = true;
        // The way to the clipboard is an escape sequence.
        look.ability.clipboard = false;
        let mut app = App::new(look, Size::new(UNSEEN.0, UNSEEN.1), session, now);
        app.listen();
        Talk { app, speech: Speech::default(), left: false, wants: None }
    }

    /// Asks for what the first page shows, and tells what was wrong with the user's files.
    pub fn begin(&mut self, engine: &dyn Engine, problems: Vec<Problem>) {
        self.app.start(engine, problems);
    }

    /// Takes in a message; what was told by it is said at once.
    pub fn take(&mut self, msg: Msg, engine: &dyn Engine) -> Vec<String> {
        match self.app.handle(msg, engine) {
            Order::Continue | Order::Copy(_) => {}
            Order::Quit => self.left = true,
            // To draw everything anew is to say everything anew.
            Order::Redraw => self.speech.forget(),
            order @ (Order::Suspend | Order::Edit(_)) => self.wants = Some(order),
        }
        self.speech.heard(&mut self.app)
    }

    /// What changed, when everything is answered. `key`: because of a key.
    pub fn tell(&mut self, key: bool) -> Vec<String> {
        // Texts that scroll measure themselves where they are drawn.
        let mut buffer = Buffer::empty(Rect::new(0, 0, UNSEEN.0, UNSEEN.1));
        self.app.view(&mut Canvas { buffer: &mut buffer, caret: None });
        self.speech.tell(&self.app, key)
    }

    /// The interface.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The next message of these keys: characters for a field are taken together, as an input method commits them.
    pub fn next(&self, keys: &mut VecDeque<Msg>) -> Option<Msg> {
        let mut text = String::new();
        while let Some(Msg::Key(chord) | Msg::Behind(chord)) = keys.front()
            && self.app.joins(*chord)
        {
            text.extend(chord.text());
            keys.pop_front();
        }
        if text.is_empty() { keys.pop_front() } else { Some(Msg::Text(text)) }
    }
}

/// The keys of one line of a script; nothing for remarks.
///
/// # Errors
/// When a bracket names no key.
pub fn read_line(line: &str) -> Result<Vec<Msg>, Problem> {
    if line.starts_with(REMARK) {
        return Ok(Vec::new());
    }
    let steps = read_script(line)
        .map_err(|wrong| Problem::new(ProblemKind::Usage, "problem-script-key").with("key", wrong.0))?;
    let mut keys = Vec::new();
    for step in steps {
        match step {
            ScriptStep::Key(chord) => keys.push(Msg::Key(chord)),
            ScriptStep::Paste(text) => keys.push(Msg::Paste(text)),
            ScriptStep::AfterEsc(digit) => keys.extend([Msg::Key(Chord::plain(Code::Esc)), Msg::AfterEsc(digit)]),
            // There is no picture to be taken, no size and no hesitation here.
            ScriptStep::Snap | ScriptStep::Size(..) | ScriptStep::Wait => {}
        }
    }
    Ok(keys)
}

/// Where an engine on one thread puts its answers; `None`: a request is answered.
pub type Sink = Arc<dyn Fn(Option<Reply>) + Send + Sync>;

/// What comes in.
enum Item {
    Msg(Msg),
    Answered,
    Line(String),
    End,
}

/// Counts what is not yet answered.
struct Counted<'e> {
    engine: &'e dyn Engine,
    open: Cell<usize>,
    jobs: Cell<usize>,
    /// The engine is gone: nothing will be answered any more.
    dead: Cell<bool>,
}

impl Engine for Counted<'_> {
    fn post(&self, request: Request) {
        if !matches!(request, Request::Cancel { .. }) && !self.dead.get() {
            self.open.set(self.open.get() + 1);
            self.jobs.set(self.jobs.get() + usize::from(matches!(request, Request::Start { .. })));
        }
        self.engine.post(request);
    }
}

fn failed(error: io::Error) -> Problem {
    Problem::new(ProblemKind::Unavailable, "problem-terminal").with("detail", error)
}

fn now() -> Stamp {
    let millis = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_millis());
    Stamp(u64::try_from(millis).unwrap_or(0) << 16)
}

/// Works in line mode until the reviewer leaves or the input ends. `start` gets the sink for answers, starts the engine of
/// the work or of a lesson, or says that there is nothing to go back to; `greeting` is what is said first.
///
/// # Errors
/// When the terminal or the output fails, or a script names a key that does not exist. What was confirmed is stored.
pub fn run(
    begin: Handover,
    mut start: impl FnMut(Handover, Sink) -> Result<Option<(Box<dyn Engine>, RunOptions)>, Problem>,
    greeting: String,
) -> Result<(), Problem> {
    let (to, from) = mpsc::channel();
    let sink = || -> Sink {
        let replies = to.clone();
        // After the interface is gone answers have nobody to go to.
        Arc::new(move |reply| drop(replies.send(reply.map_or(Item::Answered, |reply| Item::Msg(Msg::Reply(reply))))))
    };
    let Some((mut engine, mut options)) = start(begin, sink())? else { return Ok(()) };
    let typed = io::stdin().is_terminal();
    let quiet = if typed { Some(term::Quiet::take().map_err(failed)?) } else { None };
    let gate = listen(typed, to.clone());
    let quiet = quiet.zip(gate).map(|(quiet, gate)| Desk { quiet, gate });
    let mut first = vec![greeting];
    let mut session = Session {
        talk: Talk::new(options.look, options.session, now()),
        from,
        keys: VecDeque::new(),
        esc: AfterEsc::default(),
        lines: VecDeque::new(),
        out: io::stdout(),
        typed,
        quiet,
        state: options.state,
        prompted: false,
        ended: false,
    };
    loop {
        session.work(engine.as_ref(), options.problems, &first)?;
        let next = session.talk.app.handover();
        // Everything posted is carried out before the engine is gone; its answers are for pages that are gone, too.
        drop(engine);
        session.forget_answers();
        let opened = match next {
            Some(handover) if !session.ended => start(handover, sink())?,
            _ => None,
        };
        let Some(opened) = opened else { break };
        (engine, options) = opened;
        session.talk = Talk::new(options.look, options.session, now());
        session.state = options.state;
        first.clear();
    }
    let told = clean(&session.talk.app.look().s("line-left"));
    session.say(&[told])
}

/// Keys, signals and lines of a script, all into one queue.
fn listen(typed: bool, to: Sender<Item>) -> Option<Gate> {
    let (keys, msgs) = mpsc::channel();
    input::heed_signals(keys.clone());
    let gate = typed.then(|| input::listen(keys));
    if !typed {
        let to = to.clone();
        std::thread::spawn(move || {
            for line in io::stdin().lock().lines() {
                // What is no UTF-8 is no script; it ends there.
                let Ok(line) = line else { break };
                if to.send(Item::Line(line)).is_err() {
                    return;
                }
            }
            let _ = to.send(Item::End);
        });
    }
    std::thread::spawn(move || {
        for msg in msgs {
            if to.send(Item::Msg(msg)).is_err() {
                return;
            }
        }
    });
    gate
}

/// A terminal that gives keys, and its input thread.
struct Desk {
    quiet: term::Quiet,
    gate: Gate,
}

struct Session<W: Write> {
    talk: Talk,
    from: Receiver<Item>,
    keys: VecDeque<Msg>,
    esc: AfterEsc,
    lines: VecDeque<String>,
    out: W,
    /// Keys come from a terminal.
    typed: bool,
    quiet: Option<Desk>,
    state: PathBuf,
    /// The prompt stands at the end of what was written.
    prompted: bool,
    /// No more input will come.
    ended: bool,
}

impl<W: Write> Session<W> {
    fn work(&mut self, engine: &dyn Engine, problems: Vec<Problem>, first: &[String]) -> Result<(), Problem> {
        let engine = Counted { engine, open: Cell::new(0), jobs: Cell::new(0), dead: Cell::new(false) };
        self.say(first)?;
        self.talk.begin(&engine, problems);
        self.settle(&engine, false)?;
        while !self.talk.left {
            self.gather(&engine)?;
            if let Some(msg) = self.talk.next(&mut self.keys) {
                self.take(msg, &engine)?;
                self.settle(&engine, true)?;
                continue;
            }
            if let Some(line) = self.lines.pop_front() {
                self.echo(&line)?;
                match read_line(&line) {
                    Ok(keys) => self.keys.extend(keys),
                    Err(problem) => {
                        self.part(&engine)?;
                        return Err(problem);
                    }
                }
                continue;
            }
            if self.ended {
                self.part(&engine)?;
                break;
            }
            self.prompt()?;
            self.wait(&engine)?;
            self.settle(&engine, false)?;
        }
        Ok(())
    }

    /// Drops answers that nobody waits for; keys that came meanwhile stay.
    fn forget_answers(&mut self) {
        while let Ok(item) = self.from.try_recv() {
            match item {
                Item::Answered | Item::Msg(Msg::Reply(_)) => {}
                Item::Line(line) => self.lines.push_back(line),
                Item::End | Item::Msg(Msg::Leave) => self.ended = true,
                Item::Msg(msg) => self.keys.push_back(msg),
            }
        }
    }

    /// The end of the input is leaving: everything typed is kept first.
    fn part(&mut self, engine: &Counted<'_>) -> Result<(), Problem> {
        self.take(Msg::Leave, engine)?;
        self.settle(engine, false)
    }

    fn take(&mut self, msg: Msg, engine: &Counted<'_>) -> Result<(), Problem> {
        if let Msg::Reply(reply) = &msg {
            if matches!(reply, Reply::Finished { .. }) {
                engine.jobs.set(engine.jobs.get().saturating_sub(1));
            }
            if matches!(reply, Reply::Fatal { .. }) {
                engine.dead.set(true);
                engine.open.set(0);
                engine.jobs.set(0);
            }
        }
        self.talk.app.set_now(now());
        let told = self.talk.take(msg, engine);
        self.say(&told)?;
        match self.talk.wants.take() {
            Some(Order::Suspend) => self.suspend(engine),
            Some(Order::Edit(text)) => self.edit(&text, engine),
            _ => Ok(()),
        }
    }

    fn suspend(&mut self, engine: &Counted<'_>) -> Result<(), Problem> {
        match self.quiet.as_ref().map_or(Ok(false), |desk| desk.quiet.suspend()).map_err(failed)? {
            true => self.talk.speech.forget(),
            false => self.take(Msg::NoShell, engine)?,
        }
        Ok(())
    }

    /// Hands a text over to the person's editor, which has the terminal meanwhile.
    fn edit(&mut self, text: &str, engine: &Counted<'_>) -> Result<(), Problem> {
        let refused = |key| Ok(Err(Problem::refused(key)));
        let edited = match (&self.quiet, handover::editor(&|name| std::env::var(name).ok())) {
            (_, None) => refused("problem-editor-none"),
            (None, _) => refused("problem-editor-busy"),
            (Some(desk), Some(_)) if !desk.gate.close() => refused("problem-editor-busy"),
            (Some(desk), Some(editor)) => {
                let run = |path: &Path| {
                    let _elsewhere = input::elsewhere();
                    handover::start(&editor, path)
                };
                let edited = desk.quiet.lend(|| handover::edit(&self.state, text, run));
                desk.gate.open();
                edited
            }
        };
        self.take(Msg::Edited(edited.map_err(failed)?), engine)
    }

    /// Takes in one thing that came, waiting for it.
    fn wait(&mut self, engine: &Counted<'_>) -> Result<(), Problem> {
        let item = if self.talk.app.unsaved() {
            match self.from.recv_timeout(KEEP_WITHIN) {
                Ok(item) => item,
                Err(RecvTimeoutError::Timeout) => Item::Msg(Msg::Beat),
                Err(RecvTimeoutError::Disconnected) => Item::End,
            }
        } else {
            self.from.recv().unwrap_or(Item::End)
        };
        self.came(item, engine)
    }

    fn came(&mut self, item: Item, engine: &Counted<'_>) -> Result<(), Problem> {
        match item {
            Item::Answered => engine.open.set(engine.open.get().saturating_sub(1)),
            Item::Line(line) => self.lines.push_back(line),
            Item::End => self.ended = true,
            Item::Msg(msg @ (Msg::Key(_) | Msg::Behind(_) | Msg::Paste(_))) => {
                let msg = self.esc.take(msg, Instant::now());
                self.keys.push_back(msg);
            }
            Item::Msg(msg) => self.take(msg, engine)?,
        }
        Ok(())
    }

    /// Characters for a field that are on their way are waited for: an input method commits several at one go, and they
    /// are to be said together.
    fn gather(&mut self, engine: &Counted<'_>) -> Result<(), Problem> {
        while self.typed
            && matches!(self.keys.back(), Some(Msg::Key(chord) | Msg::Behind(chord)) if self.talk.app.joins(*chord))
            && let Ok(item) = self.from.recv_timeout(TOGETHER)
        {
            self.came(item, engine)?;
        }
        Ok(())
    }

    /// Waits until everything asked for is answered, then says what changed. While a job runs, keys are taken at once:
    /// one of them may stop it.
    fn settle(&mut self, engine: &Counted<'_>, key: bool) -> Result<(), Problem> {
        while engine.open.get() > 0 {
            if self.typed
                && engine.jobs.get() > 0
                && let Some(msg) = self.talk.next(&mut self.keys)
            {
                self.take(msg, engine)?;
                continue;
            }
            self.wait(engine)?;
        }
        let told = self.talk.tell(key && !self.talk.left);
        if self.talk.left { Ok(()) } else { self.say(&told) }
    }

    fn say(&mut self, sentences: &[String]) -> Result<(), Problem> {
        if sentences.is_empty() {
            return Ok(());
        }
        let mut text = String::new();
        if std::mem::take(&mut self.prompted) {
            text.push('\n');
        }
        for sentence in sentences {
            text.push_str(sentence);
            text.push('\n');
        }
        self.write(&text)
    }

    fn prompt(&mut self) -> Result<(), Problem> {
        if !self.typed || std::mem::replace(&mut self.prompted, true) {
            return Ok(());
        }
        self.write(PROMPT)
    }

    fn echo(&mut self, line: &str) -> Result<(), Problem> {
        self.write(&format!("{PROMPT}{}\n", clean(line)))
    }

    fn write(&mut self, text: &str) -> Result<(), Problem> {
        let written = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
        written.map_err(failed)
    }
}
