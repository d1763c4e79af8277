//! The terminal: taken and given back in one place, whatever ends the program.
//!
//! A panic, an error, a signal and a normal end all go through [`give_back`]. It is sent only what it understands, see
//! [`super::ability`]. Together with `input.rs` the only place that names crossterm.

use std::io::{self, IsTerminal as _, Write};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{Command as _, cursor, queue};
use ratatui::layout::Size;

use super::ability::Ability;
use super::chord::Chord;
use super::measure::{Answer, Measured};

/// What of the terminal is ours; 0 for nothing. A panic in any thread must find it without waiting.
static TAKEN: AtomicU8 = AtomicU8::new(0);
const RAW: u8 = 1;
const SECOND_SCREEN: u8 = 2;
const PASTE: u8 = 4;

/// Holds the terminal; gives it back when dropped.
pub struct Terminal {
    ability: Ability,
}

impl Terminal {
    /// Takes the terminal, and sees to it that a panic gives it back before it is reported.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn take(ability: Ability) -> io::Result<Terminal> {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            give_back();
            report(panic);
        }));
        let terminal = Terminal { ability };
        terminal.enter()?;
        Ok(terminal)
    }

    /// Takes it again after a suspension.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn enter(&self) -> io::Result<()> {
        enable_raw_mode()?;
        let mut taken = RAW;
        let mut out = io::stdout();
        if self.ability.second_screen {
            taken |= SECOND_SCREEN;
            queue!(out, EnterAlternateScreen)?;
        }
        if self.ability.paste {
            taken |= PASTE;
            queue!(out, EnableBracketedPaste)?;
        }
        TAKEN.store(taken, Ordering::SeqCst);
        out.flush()
    }

    /// Its size; the plain one where it does not tell.
    pub fn size(&self) -> Size {
        crossterm::terminal::size()
            .ok()
            .filter(|(width, height)| *width > 0 && *height > 0)
            .map_or(Size::new(80, 24), |(width, height)| Size::new(width, height))
    }

    /// Measures how wide ambiguous characters are, and returns the keys that were typed meanwhile. Only before the
    /// input thread runs.
    pub fn measure(&self) -> (Measured, Vec<Chord>) {
        ask().unwrap_or_default().read()
    }

    /// Asks the terminal to put a text on the clipboard. It does not say whether it did.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn copy(&self, text: &str) -> io::Result<()> {
        let mut sequence = String::new();
        // Writing into a string cannot fail.
        let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence);
        let mut out = io::stdout();
        out.write_all(self.ability.wrap_clipboard(&sequence).as_bytes())?;
        out.flush()
    }

    /// Gives the terminal to somebody else for as long as `work` takes.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn lend<T>(&self, work: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let done = work();
        self.enter()?;
        Ok(done)
    }

    /// Gives the terminal back and stops this job until it is woken. False when there is no shell that could wake it:
    /// then nothing happens.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    #[cfg(unix)]
    pub fn suspend(&self) -> io::Result<bool> {
        if !has_shell() {
            return Ok(false);
        }
        self.lend(stop)?;
        Ok(true)
    }

    /// There is no suspension here.
    ///
    /// # Errors
    /// Never.
    #[cfg(not(unix))]
    pub fn suspend(&self) -> io::Result<bool> {
        Ok(false)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back as it was. Once only; errors have nowhere to go.
pub fn give_back() {
    let taken = TAKEN.swap(0, Ordering::SeqCst);
    if taken == 0 {
        return;
    }
    let mut out = io::stdout();
    if taken & PASTE != 0 {
        let _ = queue!(out, DisableBracketedPaste);
    }
    // Where there is no second screen this leaves an empty one behind, not half of ours.
    let _ = queue!(out, Print("\x1b[0m\x1b[H\x1b[2J"));
    if taken & SECOND_SCREEN != 0 {
        let _ = queue!(out, LeaveAlternateScreen);
    }
    let _ = queue!(out, cursor::Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// What there is to know about the terminal of this process.
#[derive(Debug)]
pub struct Seen {
    /// What it can do.
    pub ability: Ability,
    /// Columns and rows; nothing where there is no terminal.
    pub size: Option<(u16, u16)>,
    /// What was measured; nothing where it was not asked.
    pub measured: Option<Measured>,
}

/// Looks at the terminal without taking it; raw only while it is asked, and asked only if wanted and able to answer.
pub fn see(ability: Ability, ask_it: bool) -> Seen {
    let there = ask_it && ability.draws && io::stdin().is_terminal() && io::stdout().is_terminal();
    let measured = (there && enable_raw_mode().is_ok()).then(|| {
        let answer = ask().unwrap_or_default();
        let _ = disable_raw_mode();
        answer.read().0
    });
    Seen { ability, size: crossterm::terminal::size().ok(), measured }
}

/// Asks and waits. Bounded: a terminal that does not answer costs a fifth of a second once.
#[cfg(unix)]
fn ask() -> io::Result<Answer> {
    use std::time::Instant;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    use super::measure::QUESTION;

    const PATIENCE: Duration = Duration::from_millis(200);
    /// Only for an answer of which a part is there: the rest of it would be taken for keys.
    const MORE: Duration = Duration::from_millis(200);
    let mut out = io::stdout();
    out.write_all(QUESTION.as_bytes())?;
    out.flush()?;
    let begun = Instant::now();
    let input = io::stdin();
    let mut answer = Answer::default();
    let mut buffer = [0; 256];
    while !answer.complete() {
        let patience = if answer.torn() { PATIENCE + MORE } else { PATIENCE };
        let left = patience.saturating_sub(begun.elapsed());
        // Less than a second, so it fits.
        let left = Timespec { tv_sec: 0, tv_nsec: i64::from(left.subsec_nanos()) };
        let mut waiting = [PollFd::new(&input, PollFlags::IN)];
        match poll(&mut waiting, Some(&left)) {
            Ok(0) => break,
            Ok(_) => match rustix::io::read(&input, &mut buffer) {
                Ok(0) | Err(_) => break,
                Ok(count) => answer.push(&buffer[..count]),
            },
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => break,
        }
    }
    Ok(answer)
}

/// Here the terminal is not asked.
#[cfg(not(unix))]
fn ask() -> io::Result<Answer> {
    Ok(Answer::default())
}

/// True when a shell with job control started this job and can wake it. Without one, stopping would be for ever: the
/// system itself then ignores the terminal's stop key.
#[cfg(unix)]
pub fn has_shell() -> bool {
    let Some(ours) = job_of(None) else { return false };
    let Some(theirs) = job_of(Some(ours.parent)) else { return false };
    if ours.session != theirs.session {
        return false;
    }
    // One of our own job; when it leads the session nobody is above it. Who leads a session from outside of the container
    // cannot be told.
    ours.group != theirs.group || (ours.session != 0 && ours.parent != ours.session)
}

/// Where a process stands, by number; 0 for one outside of this container, which has no number here.
#[cfg(unix)]
struct Job {
    parent: i32,
    group: i32,
    session: i32,
}

/// This process, or another one. The system's calls answer 0 for what is outside of the container, which `rustix` takes
/// for impossible; the process table says it as it is.
#[cfg(target_os = "linux")]
fn job_of(process: Option<i32>) -> Option<Job> {
    let name = process.map_or_else(|| "self".to_owned(), |process| process.to_string());
    let line = std::fs::read_to_string(format!("/proc/{name}/stat")).ok()?;
    // The program's name stands in brackets and may hold anything, brackets too; its state follows.
    let (_, rest) = line.rsplit_once(')')?;
    let mut numbers = rest.split_ascii_whitespace().skip(1).map_while(|field| field.parse().ok());
    Some(Job { parent: numbers.next()?, group: numbers.next()?, session: numbers.next()? })
}

/// There are no such containers here.
#[cfg(all(unix, not(target_os = "linux")))]
fn job_of(process: Option<i32>) -> Option<Job> {
    use rustix::process::{Pid, getpgid, getppid, getsid};
    let process = process.and_then(Pid::from_raw);
    let number = |process: Pid| process.as_raw_nonzero().get();
    let parent = getppid().map_or(0, number);
    Some(Job { parent, group: number(getpgid(process).ok()?), session: number(getsid(process).ok()?) })
}

static WOKEN: (Mutex<bool>, Condvar) = (Mutex::new(false), Condvar::new());

/// Stops the whole job, as the shell's own key does. Woken again, it goes on here.
#[cfg(unix)]
pub fn stop() {
    /// A stop takes effect a little after it was asked for; nothing may be done in between.
    const SOON: Duration = Duration::from_millis(500);
    let (woken, told) = &WOKEN;
    // Nobody panics while holding it.
    let mut held = woken.lock().unwrap_or_else(PoisonError::into_inner);
    *held = false;
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::STOP);
    drop(told.wait_timeout_while(held, SOON, |woken| !*woken));
}

/// The system woke this job.
pub fn woken() {
    let (woken, told) = &WOKEN;
    *woken.lock().unwrap_or_else(PoisonError::into_inner) = true;
    told.notify_all();
}

/// True while keys come one by one and without echo in line mode.
static QUIET: AtomicBool = AtomicBool::new(false);

/// A terminal that gives keys one by one without echoing them, and shows lines as always. For line mode: nothing is
/// written to take it or to give it back.
pub struct Quiet;

impl Quiet {
    /// Takes the keys, and sees to it that a panic gives them back.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn take() -> io::Result<Quiet> {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            be_loud();
            report(panic);
        }));
        let quiet = Quiet;
        quiet.enter()?;
        Ok(quiet)
    }

    fn enter(&self) -> io::Result<()> {
        enable_raw_mode()?;
        QUIET.store(true, Ordering::SeqCst);
        line_ends()
    }

    /// Gives the terminal to somebody else for as long as `work` takes.
    ///
    /// # Errors
    /// When the keys cannot be taken again.
    pub fn lend<T>(&self, work: impl FnOnce() -> T) -> io::Result<T> {
        be_loud();
        let done = work();
        self.enter()?;
        Ok(done)
    }

    /// Gives the keys back and stops this job until it is woken. False when there is no shell that could wake it.
    ///
    /// # Errors
    /// When they cannot be taken again.
    #[cfg(unix)]
    pub fn suspend(&self) -> io::Result<bool> {
        if !has_shell() {
            return Ok(false);
        }
        self.lend(stop)?;
        Ok(true)
    }

    /// There is no suspension here.
    ///
    /// # Errors
    /// Never.
    #[cfg(not(unix))]
    pub fn suspend(&self) -> io::Result<bool> {
        Ok(false)
    }
}

impl Drop for Quiet {
    fn drop(&mut self) {
        be_loud();
    }
}

/// Raw keys come with raw output, where a line end does not go back to the left edge; lines are to stay lines.
#[cfg(unix)]
fn line_ends() -> io::Result<()> {
    use rustix::termios::{OptionalActions, OutputModes, tcgetattr, tcsetattr};
    let stdin = io::stdin();
    let mut modes = tcgetattr(&stdin)?;
    modes.output_modes |= OutputModes::OPOST | OutputModes::ONLCR;
    Ok(tcsetattr(&stdin, OptionalActions::Drain, &modes)?)
}

#[cfg(not(unix))]
fn line_ends() -> io::Result<()> {
    Ok(())
}

fn be_loud() {
    if QUIET.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
    }
}
