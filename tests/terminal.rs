//! The loop in a real terminal: this test binary runs itself in a pty, with the engine in memory.
//!
//! Bytes go the whole way: pty, parser of the terminal's sequences, chord, folded key, command, screen, bytes. Waiting is
//! always for something to appear, with a deadline that only a failing test reaches.

mod support;

#[path = "terminal/harness.rs"]
mod harness;
#[path = "terminal/input_method.rs"]
mod input_method;
#[path = "terminal/kinds.rs"]
mod kinds;
#[path = "terminal/lending.rs"]
mod lending;
#[path = "terminal/life.rs"]
mod life;
