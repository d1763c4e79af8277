//! The local database: the only module that names `rusqlite`.
//!
//! The log of events is the truth; every other table is folded from it and can be rebuilt ([`projection`]). Files,
//! threads, keys and clocks are not here: callers hand in what they know. One [`Session`] is one connection; several
//! processes may hold sessions on one database at once.
//!
//! Imported by `engine` only.

pub mod answers;
pub mod attachment;
pub mod batch;
pub mod draft;
mod error;
pub mod evaluations;
pub mod expected;
pub mod figures;
pub mod findings;
pub mod ground;
pub mod habits;
pub mod judged;
pub mod library;
pub mod links;
pub mod listing;
pub mod log;
pub mod migrate;
pub mod open;
pub mod projection;
pub mod queue;
pub mod recheck;
pub mod safety;
pub mod sample;
pub mod search;
pub mod second_look;
pub mod similar;
pub mod standing;
pub mod trust;
pub mod views;

pub use open::{Access, Session};
