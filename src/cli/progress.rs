//! Progress on standard error, and stopping long work with Ctrl+C.
//!
//! A bar is drawn only on a terminal. The first Ctrl+C stops at the next safe point; a second one ends the program.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::Output;
use crate::engine::import::Progress;
use crate::text::Strings;

/// Watches one piece of long work.
pub struct Watch<'a> {
    strings: &'a Strings,
    bar: ProgressBar,
    phase: &'static str,
    stop: Arc<AtomicBool>,
}

impl<'a> Watch<'a> {
    /// Begins to watch.
    pub fn new(output: &Output<'a>) -> Watch<'a> {
        let shown = output.live && !output.quiet && !output.json;
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let stop = Arc::new(AtomicBool::new(false));
        #[cfg(unix)]
        {
            use signal_hook::consts::SIGINT;
            // The order matters: the second one sees the flag that the first one set last time.
            let armed = signal_hook::flag::register_conditional_default(SIGINT, Arc::clone(&stop));
            drop(armed.and_then(|_| signal_hook::flag::register(SIGINT, Arc::clone(&stop))));
        }
        Watch { strings: output.strings, bar: ProgressBar::with_draw_target(None, target), phase: "", stop }
    }

    /// Shows how far it is; breaks when the user asked to stop.
    pub fn tell(&mut self, progress: Progress) -> ControlFlow<()> {
        if self.phase != progress.phase {
            self.phase = progress.phase;
            self.bar.set_message(self.strings.s(progress.phase));
        }
        match progress.total {
            Some(total) if self.bar.length() != Some(total) => {
                self.bar.set_length(total);
                // The template is ours and valid; the plain style serves as well.
                if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {percent}% {eta}") {
                    self.bar.set_style(style.progress_chars("##-"));
                }
            }
            None if self.bar.length().is_none() && self.bar.position() == 0 => {
                if let Ok(style) = ProgressStyle::with_template("{msg} {pos}") {
                    self.bar.set_style(style);
                }
            }
            _ => {}
        }
        self.bar.set_position(progress.done);
        if self.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
        // From here on Ctrl+C ends the program as usual.
        self.stop.store(true, Ordering::Relaxed);
    }
}
