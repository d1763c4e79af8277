//! The terminal: taken and given back in one place, whatever ends the program.
//!
//! A panic, an error, a signal and a normal end all go through [`give_back`]. Together with `input.rs` the only place
//! that names crossterm.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::layout::Size;

/// True while the terminal is ours.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Holds the terminal; gives it back when dropped.
pub struct Terminal;

impl Terminal {
    /// Takes the terminal, and sees to it that a panic gives it back before it is reported.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn take() -> io::Result<Terminal> {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            give_back();
            report(panic);
        }));
        let terminal = Terminal;
        terminal.enter()?;
        Ok(terminal)
    }

    /// Takes it again after a suspension.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn enter(&self) -> io::Result<()> {
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)
    }

    /// Its size; the plain one where it does not tell.
    pub fn size(&self) -> Size {
        crossterm::terminal::size().map_or(Size::new(80, 24), |(width, height)| Size::new(width, height))
    }

    /// Gives the terminal back and stops this process until it is woken.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    #[cfg(unix)]
    pub fn suspend(&self) -> io::Result<()> {
        give_back();
        // The whole group stops, as with the shell's own key.
        let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
        self.enter()
    }

    /// There is no suspension here.
    ///
    /// # Errors
    /// Never.
    #[cfg(not(unix))]
    pub fn suspend(&self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back as it was. Once only; errors have nowhere to go.
pub fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
        let _ = disable_raw_mode();
        let _ = io::stdout().flush();
    }
}
