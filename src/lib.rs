//! 问效 (wenxiao): a keyboard-driven workstation for budget performance review.

pub mod config;
pub mod engine;
pub mod model;
pub mod text;
pub mod tui;
