//! What tests of several files share: stations in throw-away folders, an engine in memory, a harness that presses keys.

#![allow(dead_code, unused_imports)] // each test binary uses its own part

pub mod desk;
pub mod fake;
pub mod script;

pub use desk::*;
