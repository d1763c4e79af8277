//! Merging what several people decided, as pure functions over values.
//!
//! The truth is a set of signed events; here stands what that set means: who signed ([`sign`]), which events have an
//! unbroken chain behind them ([`chain`]), what they amount to ([`fold`], [`recheck`]), what one's own next undo takes back
//! ([`undo`]) and how two stations see that they agree ([`digest`]).
//!
//! Invariant: every result depends on the set of events only, never on the order of arrival, a clock, a locale or a
//! hash map. Imports `model` only; `engine` imports it. Deliberately absent: files, the database, randomness (keys are
//! made from bytes the caller brings) and "the latest wins".

pub mod chain;
pub mod digest;
pub mod fold;
pub mod recheck;
pub mod sign;
pub mod undo;
