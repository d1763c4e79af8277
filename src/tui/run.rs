//! The loop: wait, take in what is there, draw once.
//!
//! Input is drained before drawing, so two hundred queued keys are one frame. Frames caused by answers alone are paced,
//! but for the first few after a key.
//! With nothing to do it blocks: no ticks, no bytes.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::app::{App, Order};
use super::canvas::Canvas;
use super::chord::{Chord, Code};
use super::handover;
use super::input::{self, Gate};
use super::look::Look;
use super::msg::{Handover, Msg};
use super::paint::Painter;
use super::term::Terminal;
use crate::engine::request::{Engine, Reply};
use crate::model::event::Stamp;
use crate::model::problem::{Problem, ProblemKind};
use crate::text::{fold, width};

/// Where an engine's lanes put their answers.
pub type Sink = Arc<dyn Fn(Reply) + Send + Sync>;

/// What the loop needs besides an engine.
pub struct RunOptions {
    /// Words, keys, styles, tables.
    pub look: Look,
    /// What was wrong with the user's files.
    pub problems: Vec<Problem>,
    /// Names this run and must never repeat; see [`super::msg::Numbers`].
    pub session: String,
    /// Folder for what only this person may read: a text on its way through an editor lies there.
    pub state: PathBuf,
}

const MOST_MESSAGES: usize = 256;
const LONGEST_DRAIN: Duration = Duration::from_millis(8);
const FRAME: Duration = Duration::from_millis(33);
/// Frames that answers ask for and that wait for nothing, after a frame for keys: what a key leads to is shown at once.
const AT_ONCE: u8 = 4;
/// Whoever has begun something and presses nothing for so long is shown what may follow.
const HESITATION: Duration = Duration::from_millis(400);
/// A digit so soon after Esc belongs to it: two keys pressed as one, or one that a slow line tore apart.
const TOGETHER: Duration = Duration::from_millis(500);
/// Typed text is kept at the latest so long after it was typed.
const KEEP_WITHIN: Duration = Duration::from_secs(1);

fn now() -> Stamp {
    let millis = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_millis());
    Stamp(u64::try_from(millis).unwrap_or(0) << 16)
}

/// Opens the workstation and stays until the reviewer leaves. `start` is told whose screens come first, and again
/// whenever a screen hands over to others, e.g. to a lesson; it gets the sink for answers and starts the engine. With
/// nothing to come after it, it answers nothing and the program ends.
///
/// # Errors
/// When there is no terminal, or it fails. The terminal is given back in any case.
pub fn run(
    first: Handover,
    mut start: impl FnMut(Handover, Sink) -> Result<Option<(Box<dyn Engine>, RunOptions)>, Problem>,
) -> Result<(), Problem> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Problem::new(ProblemKind::Usage, "problem-no-terminal"));
    }
    let (to, from) = mpsc::channel();
    let turn_now = Arc::new(AtomicU64::new(0));
    let sink = |mine: u64| -> Sink {
        let (replies, turn_now) = (to.clone(), Arc::clone(&turn_now));
        // After its screens are gone answers have nobody to go to.
        Arc::new(move |reply| {
            if turn_now.load(Ordering::SeqCst) == mine {
                drop(replies.send(Msg::Reply(reply)));
            }
        })
    };
    let Some(mut opened) = start(first, sink(0))? else { return Ok(()) };
    let ability = opened.1.look.ability.clone();
    if !ability.draws {
        return Err(Problem::new(ProblemKind::Unavailable, "problem-terminal-dumb").with("term", &ability.term));
    }
    let failed = |error: io::Error| Problem::new(ProblemKind::Unavailable, "problem-terminal").with("detail", error);
    let terminal = Terminal::take(ability.clone()).map_err(failed)?;
    input::heed_signals(to.clone());
    let (measured, typed) = terminal.measure();
    width::lay_out_for(measured.ambiguous(&ability));
    for chord in typed {
        // The receiver is ours and still there.
        let _ = to.send(Msg::Key(chord));
    }
    let gate = input::listen(to.clone());
    let mut desk = Desk { terminal, gate, state: PathBuf::new() };
    for next in 1.. {
        let (engine, options) = opened;
        let RunOptions { mut look, mut problems, session, state } = options;
        look.settle_for(measured);
        problems.extend(look.missing_boxes());
        desk.state = state;
        let app = App::new(look, desk.terminal.size(), session, now());
        let left = turn(app, &desk, engine.as_ref(), &from, problems).map_err(failed)?;
        let Some(handover) = left else { break };
        // Everything posted is carried out before the engine is gone; its answers are for screens that are gone, too.
        drop(engine);
        turn_now.store(next, Ordering::SeqCst);
        while let Ok(msg) = from.try_recv() {
            if matches!(msg, Msg::Leave) {
                return Ok(());
            }
        }
        opened = match start(handover, sink(next))? {
            Some(opened) => opened,
            None => break,
        };
    }
    Ok(())
}

/// What the loop has in its hands besides the interface.
struct Desk {
    terminal: Terminal,
    gate: Gate,
    state: PathBuf,
}

impl Desk {
    /// Hands a text over to the person's editor. The terminal is the editor's meanwhile, and nobody else reads keys.
    fn edit(&self, text: &str) -> io::Result<Result<String, Problem>> {
        let Some(editor) = handover::editor(&|name| std::env::var(name).ok()) else {
            return Ok(Err(Problem::refused("problem-editor-none")));
        };
        if !self.gate.close() {
            return Ok(Err(Problem::refused("problem-editor-busy")));
        }
        let run = |path: &Path| {
            let _elsewhere = input::elsewhere();
            handover::start(&editor, path)
        };
        let result = self.terminal.lend(|| handover::edit(&self.state, text, run));
        self.gate.open();
        result
    }
}

fn turn(
    mut app: App,
    desk: &Desk,
    engine: &dyn Engine,
    from: &Receiver<Msg>,
    problems: Vec<Problem>,
) -> io::Result<Option<Handover>> {
    let terminal = &desk.terminal;
    let mut painter = Painter::new(io::stdout());
    painter.hold_frames(app.look().ability.frames);
    let mut next = Buffer::empty(Rect::default());
    let mut size = terminal.size();
    let mut drawn: Option<Instant> = None;
    let mut at_once = AT_ONCE;
    let mut dirty = true;
    // When typed text must be kept at the latest.
    let mut keep_at: Option<Instant> = None;
    // When whoever hesitates is shown what may follow.
    let mut list_at: Option<Instant> = None;
    let mut esc = AfterEsc::default();
    app.start(engine, problems);
    loop {
        let paced = dirty.then(|| match drawn {
            Some(drawn) if at_once == 0 => drawn + FRAME,
            _ => Instant::now(),
        });
        let until = [paced, keep_at, list_at].into_iter().flatten().min();
        let batch = match wait(from, until) {
            Some(batch) => batch,
            None => return Ok(None),
        };
        app.set_now(now());
        let answers_only = batch.iter().all(|msg| matches!(msg, Msg::Reply(_)));
        if answers_only && list_at.is_some_and(|at| at <= Instant::now()) {
            app.handle(Msg::Hesitated, engine);
            dirty = true;
        }
        dirty |= !batch.is_empty();
        let batch: Vec<Msg> = batch.into_iter().map(|msg| esc.take(msg, Instant::now())).collect();
        for msg in app.joined(batch) {
            if let Msg::Resize(new) = &msg {
                size = *new;
            }
            match app.handle(msg, engine) {
                Order::Continue => {}
                Order::Quit => return Ok(app.handover()),
                Order::Redraw => {
                    // Woken from a stop we did not ask for, the terminal may be in any state and of any size.
                    terminal.enter()?;
                    painter.forget();
                    size = terminal.size();
                    app.handle(Msg::Resize(size), engine);
                }
                Order::Copy(text) => terminal.copy(&text)?,
                Order::Edit(text) => {
                    let edited = desk.edit(&text)?;
                    painter.forget();
                    size = terminal.size();
                    app.handle(Msg::Resize(size), engine);
                    app.handle(Msg::Edited(edited), engine);
                }
                Order::Suspend => {
                    if terminal.suspend()? {
                        painter.forget();
                        size = terminal.size();
                        app.handle(Msg::Resize(size), engine);
                    } else {
                        app.handle(Msg::NoShell, engine);
                    }
                }
            }
        }
        if !app.hesitates() {
            list_at = None;
        } else if !answers_only || list_at.is_none() {
            list_at = Some(Instant::now() + HESITATION);
        }
        let due = keep_at.is_some_and(|at| at <= Instant::now());
        if due {
            app.handle(Msg::Beat, engine);
            dirty = true;
        }
        keep_at = match (app.unsaved(), keep_at) {
            (true, Some(at)) if !due => Some(at),
            (true, _) => Some(Instant::now() + KEEP_WITHIN),
            (false, _) => None,
        };
        let fresh = at_once == 0 && drawn.is_some_and(|drawn| drawn.elapsed() < FRAME);
        if dirty && !(answers_only && fresh) {
            next.resize(Rect::new(0, 0, size.width, size.height));
            next.reset();
            let mut canvas = Canvas { buffer: &mut next, caret: None };
            app.view(&mut canvas);
            let caret = canvas.caret;
            painter.paint(&next, caret)?;
            at_once = if answers_only { at_once.saturating_sub(1) } else { AT_ONCE };
            drawn = Some(Instant::now());
            dirty = false;
        }
    }
}

/// Waits for messages, at most until a moment, and takes in those that are there. `None` when nobody can send any more.
fn wait(from: &Receiver<Msg>, until: Option<Instant>) -> Option<Vec<Msg>> {
    let first = match until {
        None => from.recv().ok()?,
        Some(until) => match from.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(msg) => msg,
            Err(RecvTimeoutError::Timeout) => return Some(Vec::new()),
            Err(RecvTimeoutError::Disconnected) => return None,
        },
    };
    let begun = Instant::now();
    let mut batch = vec![first];
    while batch.len() < MOST_MESSAGES && begun.elapsed() < LONGEST_DRAIN {
        match from.try_recv() {
            Ok(msg) => batch.push(msg),
            Err(_) => break,
        }
    }
    Some(batch)
}

/// Finds digits that belong to the Esc before them.
#[derive(Default)]
pub(super) struct AfterEsc {
    pressed: Option<Instant>,
}

impl AfterEsc {
    pub(super) fn take(&mut self, msg: Msg, at: Instant) -> Msg {
        let (Msg::Key(chord) | Msg::Behind(chord)) = &msg else { return msg };
        let before = std::mem::replace(&mut self.pressed, (*chord == Chord::plain(Code::Esc)).then_some(at));
        let together = before.is_some_and(|before| at.saturating_duration_since(before) <= TOGETHER);
        match chord.text().map(fold::fold_char) {
            Some(c) if together && c.is_ascii_digit() => Msg::AfterEsc(Chord::character(c)),
            _ => msg,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Msg {
        Msg::Key(Chord::read(text).unwrap())
    }

    #[test]
    fn a_digit_right_behind_esc_belongs_to_it_and_a_later_one_does_not() {
        let begun = Instant::now();
        let at = |millis| begun + Duration::from_millis(millis);
        let mut esc = AfterEsc::default();
        let mut take = |text, millis| matches!(esc.take(key(text), at(millis)), Msg::AfterEsc(_));
        assert!(!take("esc", 0));
        assert!(take("4", 400), "a slow line");
        assert!(!take("4", 410), "only the first one");
        assert!(!take("esc", 1_000));
        assert!(!take("7", 1_501), "a digit of its own");
        assert!(!take("esc", 2_000));
        assert!(!take("down", 2_100));
        assert!(!take("1", 2_200), "something came between");
        assert!(!take("esc", 3_000));
        assert!(take("９", 3_050), "as an input method types it");
    }

    #[test]
    fn answers_between_esc_and_its_digit_do_not_part_them() {
        let now = Instant::now();
        let mut esc = AfterEsc::default();
        esc.take(key("esc"), now);
        esc.take(Msg::Resumed, now);
        assert!(matches!(esc.take(key("2"), now), Msg::AfterEsc(_)));
    }
}
