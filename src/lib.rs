//! 问效 (wenxiao): a keyboard-driven workstation for budget performance review.

pub mod cli;
pub mod config;
pub mod engine;
pub mod exchange;
pub mod model;
pub mod rules;
pub mod sample;
pub mod store;
pub mod sync;
pub mod system;
pub mod text;
pub mod tui;
