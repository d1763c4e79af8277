//! The input thread: terminal events become messages. Waits without polling, so nothing runs while nobody types.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Size;

use super::chord::{Chord, Code, Mods};
use super::msg::Msg;
#[cfg(unix)]
use super::term;

/// Keys that come within this time of the one before were not pressed by a hand: people take 80 ms and more, a held key
/// repeats after 30 ms and changes nothing that matters here, and what was sent at one go is seldom torn by more.
const CLOSE: Duration = Duration::from_millis(50);

/// Tells keys that came at one go from keys pressed one by one.
#[derive(Default)]
struct Bursts {
    last: Option<Instant>,
}

impl Bursts {
    /// `waited`: it was there already when the key before was done with. On a busy machine such keys are told by that alone.
    fn take(&mut self, chord: Chord, waited: bool, at: Instant) -> Msg {
        let before = self.last.replace(at);
        match before {
            Some(before) if waited || at.saturating_duration_since(before) <= CLOSE => Msg::Behind(chord),
            _ => Msg::Key(chord),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Passage {
    Open,
    /// Somebody else needs the terminal; the input thread has not noticed yet.
    Closing,
    Closed,
}

/// Whether the input thread may read. While another program has the terminal, nobody else may take its keys.
#[derive(Clone)]
pub struct Gate(Arc<(Mutex<Passage>, Condvar)>);

impl Gate {
    fn new() -> Gate {
        Gate(Arc::new((Mutex::new(Passage::Open), Condvar::new())))
    }

    /// Waits until the input thread reads no more. False when it cannot be told, because it is inside a torn key: then
    /// it goes on reading.
    pub fn close(&self) -> bool {
        const TRIES: usize = 20;
        let (passage, moved) = &*self.0;
        // Nobody panics while holding it, and its content is a plain word.
        let mut held = passage.lock().unwrap_or_else(PoisonError::into_inner);
        *held = Passage::Closing;
        for _ in 0..TRIES {
            wake();
            let wait = Duration::from_millis(50);
            held = moved.wait_timeout(held, wait).unwrap_or_else(PoisonError::into_inner).0;
            if *held == Passage::Closed {
                return true;
            }
        }
        *held = Passage::Open;
        false
    }

    /// Lets it read again.
    pub fn open(&self) {
        let (passage, moved) = &*self.0;
        *passage.lock().unwrap_or_else(PoisonError::into_inner) = Passage::Open;
        moved.notify_all();
    }

    /// The input thread's side: goes through, or waits until it may.
    fn pass(&self) {
        let (passage, moved) = &*self.0;
        let mut held = passage.lock().unwrap_or_else(PoisonError::into_inner);
        while *held != Passage::Open {
            *held = Passage::Closed;
            moved.notify_all();
            held = moved.wait(held).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Wakes a thread that waits for the terminal: it also wakes when the window changes, so it is told that it did. No
/// polling is needed for that.
#[cfg(unix)]
fn wake() {
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::WINCH);
}

/// Here the input thread looks up by itself, see [`next`].
#[cfg(not(unix))]
fn wake() {}

/// The next event; `None` when there is none yet and the gate should be looked at.
#[cfg(unix)]
fn next() -> std::io::Result<Option<Event>> {
    event::read().map(Some)
}

/// The next event; `None` when there is none yet and the gate should be looked at.
#[cfg(not(unix))]
fn next() -> std::io::Result<Option<Event>> {
    if event::poll(Duration::from_millis(100))? { event::read().map(Some) } else { Ok(None) }
}

/// Reads until the terminal or the interface is gone.
pub fn listen(to: Sender<Msg>) -> Gate {
    let gate = Gate::new();
    let passage = gate.clone();
    std::thread::spawn(move || {
        let mut bursts = Bursts::default();
        loop {
            passage.pass();
            let waited = event::poll(Duration::ZERO).unwrap_or_default();
            let msg = match next() {
                Ok(Some(Event::Key(key))) => chord(key).map(|chord| bursts.take(chord, waited, Instant::now())),
                Ok(Some(Event::Paste(text))) => Some(Msg::Paste(text)),
                Ok(Some(Event::Resize(width, height))) => Some(Msg::Resize(Size::new(width, height))),
                Ok(_) => None,
                // The terminal is gone: everything is kept, then leave.
                Err(_) => {
                    let _ = to.send(Msg::Leave);
                    return;
                }
            };
            if let Some(msg) = msg
                && to.send(msg).is_err()
            {
                return;
            }
        }
    });
    gate
}

/// A key press as a chord; nothing for releases and keys we have no name for.
fn chord(key: KeyEvent) -> Option<Chord> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let mut mods = Mods {
        ctrl: key.modifiers.contains(KeyModifiers::CONTROL),
        alt: key.modifiers.contains(KeyModifiers::ALT),
        shift: key.modifiers.contains(KeyModifiers::SHIFT),
    };
    let code = match key.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::F(number) => Code::F(number),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => {
            mods.shift = true;
            Code::Tab
        }
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        _ => return None,
    };
    // Shift with arrows and the like has no meaning of its own here; with Tab it goes back.
    if code != Code::Tab && !matches!(code, Code::Char(_)) {
        mods.shift = false;
    }
    Some(Chord { code, mods }.settled())
}

/// True while another program has the terminal.
static ELSEWHERE: AtomicBool = AtomicBool::new(false);

/// While it lives another program has the terminal, and what is typed to interrupt or stop that one is not for us.
pub struct Elsewhere(());

/// Another program has the terminal now.
pub fn elsewhere() -> Elsewhere {
    ELSEWHERE.store(true, Ordering::SeqCst);
    Elsewhere(())
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        ELSEWHERE.store(false, Ordering::SeqCst);
    }
}

/// The signals that end or wake the program become messages, too.
#[cfg(unix)]
pub fn heed_signals(to: Sender<Msg>) {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    let heeded = [SIGCONT, SIGTSTP, SIGHUP, SIGINT, SIGQUIT, SIGTERM];
    let Ok(mut signals) = signal_hook::iterator::Signals::new(heeded) else { return };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if signal == SIGCONT {
                term::woken();
            }
            if ELSEWHERE.load(Ordering::SeqCst) && matches!(signal, SIGINT | SIGQUIT | SIGTSTP | SIGCONT) {
                // An editor that is stopped must not leave the shell waiting for us.
                if signal == SIGTSTP && term::has_shell() {
                    term::stop();
                }
                continue;
            }
            let msg = match signal {
                SIGCONT => Msg::Resumed,
                SIGTSTP => Msg::Stop,
                _ => Msg::Leave,
            };
            if to.send(msg).is_err() {
                return;
            }
        }
    });
}

/// There are no signals here.
#[cfg(not(unix))]
pub fn heed_signals(_to: Sender<Msg>) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_came_at_one_go_are_told_from_keys_pressed_one_by_one() {
        let mut bursts = Bursts::default();
        let start = Instant::now();
        let dash = Chord::character('—');
        let took: Vec<bool> =
            [(0, true), (1, false), (40, false), (91, false), (400, false), (450, false), (501, false), (700, true)]
                .map(|(millis, waited)| {
                    matches!(bursts.take(dash, waited, start + Duration::from_millis(millis)), Msg::Behind(_))
                })
                .to_vec();
        assert_eq!(took, [false, true, true, false, false, true, false, true]);
    }

    #[test]
    fn the_gate_is_closed_only_when_the_input_thread_said_so() {
        let gate = Gate::new();
        assert!(!gate.close(), "nobody is there to say so");
        let reader = gate.clone();
        let (to, passed) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            while to.send(()).is_ok() {
                reader.pass();
            }
        });
        passed.recv().unwrap();
        assert!(gate.close());
        while passed.try_recv().is_ok() {}
        assert!(passed.try_recv().is_err(), "it stands still");
        gate.open();
        passed.recv_timeout(Duration::from_secs(60)).unwrap();
    }

    #[test]
    fn terminal_keys_are_the_chords_that_keymaps_name() {
        let pressed = |code, modifiers| chord(KeyEvent::new(code, modifiers)).map(|chord| chord.to_string());
        assert_eq!(pressed(KeyCode::BackTab, KeyModifiers::SHIFT).as_deref(), Some("shift-tab"));
        assert_eq!(pressed(KeyCode::Char('G'), KeyModifiers::SHIFT).as_deref(), Some("G"));
        assert_eq!(pressed(KeyCode::Char('z'), KeyModifiers::CONTROL).as_deref(), Some("ctrl-z"));
        assert_eq!(pressed(KeyCode::Char('！'), KeyModifiers::NONE).as_deref(), Some("！"));
        assert_eq!(pressed(KeyCode::CapsLock, KeyModifiers::NONE), None);
    }
}
