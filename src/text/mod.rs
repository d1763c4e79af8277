//! Words and their cells: locale files, escaping for the terminal, width, folding of full-width keys, dates.
//!
//! A leaf: imports `model` only; may be imported by `config`, `exchange`, `cli` and `tui`. No words for people live
//! in these sources; they are in `src/data/locales/`. Deliberately absent: colours, layout, any I/O beyond asking the
//! environment for a language and the system for its time zone.

pub mod dates;
pub mod escape;
pub mod fold;
pub mod names;
pub mod strings;
pub mod width;

pub use strings::{Arg, Language, Strings};
