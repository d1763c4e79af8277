//! Use cases and threads: the only door through which `cli` and `tui` reach the truth.
//!
//! [`workstation::Workstation`] is the synchronous station; each use case is a method of it, in the module named after
//! the use case. [`request`] and [`view`] are the whole surface the screens know: plain values that cross threads.
//! Deliberately absent: drawing, words for people (they get keys and arguments), and SQL.

pub mod abreast;
mod act;
mod append;
mod attachments;
pub mod check;
pub mod check_files;
pub mod clock;
pub mod consistency;
mod doctor;
pub mod drafts;
pub mod draw_files;
pub mod estimate;
pub mod exchange;
pub mod explain;
pub mod figures;
pub mod find;
pub mod fold;
mod folder;
pub mod habits;
mod history;
pub mod identity;
pub mod import;
pub mod inline;
pub mod lanes;
pub mod lessons;
pub mod library;
pub mod links;
pub mod load;
pub mod many;
pub mod mapping;
pub mod prereview;
pub mod preview;
pub mod reader;
pub mod report;
pub mod request;
pub mod rulebook;
pub mod sample;
pub mod second_look;
mod serve;
mod settings;
pub mod similar;
pub mod single;
mod spool;
pub mod spot_check;
mod staging;
pub mod trust;
pub mod view;
mod words;
pub mod workstation;

pub use crate::rules::changes::{ChangedIndicator, FieldChange, FieldId};
pub use crate::rules::grading::{Because, Proposal, allowed as grade_allowed, propose as propose_grade};
pub use crate::rules::value::{agrees as value_agrees, explain as explain_value, read as read_value};
