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

    /// Gives the keys back and stops this process until it is woken.
    ///
    /// # Errors
    /// When they cannot be taken again.
    pub fn suspend(&self) -> io::Result<()> {
        be_loud();
        #[cfg(unix)]
        let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
        self.enter()
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
