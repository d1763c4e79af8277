//! What the tests of the screens share: an engine in memory and a harness that presses keys.

pub mod fake;
pub mod script;
