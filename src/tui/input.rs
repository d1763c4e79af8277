//! The input thread: terminal events become messages. Waits without polling, so nothing runs while nobody types.

use std::sync::mpsc::Sender;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Size;

use super::chord::{Chord, Code, Mods};
use super::msg::Msg;

/// Reads until the terminal or the interface is gone.
pub fn listen(to: Sender<Msg>) {
    std::thread::spawn(move || {
        loop {
            let msg = match event::read() {
                Ok(Event::Key(key)) => chord(key).map(Msg::Key),
                Ok(Event::Paste(text)) => Some(Msg::Paste(text)),
                Ok(Event::Resize(width, height)) => Some(Msg::Resize(Size::new(width, height))),
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

/// The signals that end or wake the program become messages, too.
#[cfg(unix)]
pub fn heed_signals(to: Sender<Msg>) {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGCONT, SIGHUP, SIGTERM]) else { return };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            let msg = if signal == SIGCONT { Msg::Resumed } else { Msg::Leave };
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
    fn terminal_keys_are_the_chords_that_keymaps_name() {
        let pressed = |code, modifiers| chord(KeyEvent::new(code, modifiers)).map(|chord| chord.to_string());
        assert_eq!(pressed(KeyCode::BackTab, KeyModifiers::SHIFT).as_deref(), Some("shift-tab"));
        assert_eq!(pressed(KeyCode::Char('G'), KeyModifiers::SHIFT).as_deref(), Some("G"));
        assert_eq!(pressed(KeyCode::Char('z'), KeyModifiers::CONTROL).as_deref(), Some("ctrl-z"));
        assert_eq!(pressed(KeyCode::Char('！'), KeyModifiers::NONE).as_deref(), Some("！"));
        assert_eq!(pressed(KeyCode::CapsLock, KeyModifiers::NONE), None);
    }
}
