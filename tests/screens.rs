//! The screens, driven by keys over an engine in memory.

mod support;

#[path = "tui/look.rs"]
mod look;
