//! 问效 (wenxiao): a keyboard-driven workstation for budget performance review.

pub mod model;
pub mod sample;
