//! The verbs of budget performance review, as pure functions over [`crate::model`].
//!
//! Nothing here reads a file, a clock or a random source, and nothing here panics on what people typed. `engine`
//! calls these functions; `store`, `exchange` and `tui` never do. Deliberately absent: words for people (a result
//! names a locale key) and any decision that a person has to take.

pub mod acceptance;
pub mod agreement;
pub mod bounds;
pub mod changes;
pub mod check;
pub mod draw;
pub mod estimate;
pub mod evaluation;
pub mod grading;
pub mod library;
pub mod links;
pub mod matching;
pub mod own;
pub mod pace;
pub mod score;
pub mod second_look;
pub mod similar;
pub mod value;
