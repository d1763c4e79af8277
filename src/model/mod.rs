//! The nouns of budget performance review, as plain values.
//!
//! Everything here is pure: no files, no clock, no randomness, no database, no terminal. Any other module may
//! import it; it imports none of them. Deliberately absent: rules (see [`crate::rules`]), merging (see
//! [`crate::sync`]) and any rendering.

pub mod canonical;
pub mod draw;
pub mod event;
pub mod finding;
pub mod form;
mod form_text;
pub mod ids;
pub mod library;
pub mod link;
pub mod lot;
pub mod mapping;
pub mod matching;
pub mod money;
pub mod own_check;
pub mod packed;
pub mod paper;
pub mod pinyin;
pub mod problem;
pub mod query;
pub mod recheck;
pub mod review;
pub mod score;
pub mod search;
pub mod value;
