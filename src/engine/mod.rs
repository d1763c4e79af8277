//! Use cases and threads: the only door through which `cli` and `tui` reach the truth.
//!
//! [`request`] and [`view`] are the whole surface the screens know: plain values that cross threads. Deliberately
//! absent: drawing, words for people (they get keys and arguments), and SQL.

pub mod request;
pub mod view;
