//! Files in and out: departments' tables become [`crate::model::form`] values, opinions become sheets.
//!
//! Every file is hostile. A reader refuses early, says where, and never guesses silently: cells are found by their
//! labels, never by their address or the name of the file, and kept as printed. Nothing here knows the database
//! (`store`), merging (`sync`) or any screen; `engine` is the only importer. There are no threads, no clock and no
//! randomness; long work reports through a callback that can also stop it.
//!
//! Rooms: `read` (front door) · `reading` (sheets of a file to its forms) · `limits` (zip and size limits) · `workbook` and `delimited` (files to rows) · `rows`
//! (the seam behind them) · `sheet` (the grid) · `number_format` (numbers as shown) · `headings` (vocabulary) ·
//! `list_style`, `form_style`, `indicators`, `funds`, `party` (grids to forms) · `opinions` (sheet out) · `atomic`
//! (files written whole).

pub mod atomic;
pub mod bundle;
mod delimited;
mod form_segments;
mod form_style;
mod funds;
mod headings;
mod indicators;
pub mod limits;
mod list_style;
mod number_format;
pub mod opinions;
mod party;
pub mod read;
mod reading;
pub mod rows;
mod sheet;
mod source;
mod stream;
mod workbook;
mod xml_scan;

pub use indicators::plain_name;
pub use read::{
    FileFacts, Progress, ReadFile, ReadOptions, ReadTable, Reason, Reject, UnknownSheet, Warning, read_bytes,
    read_file, read_into,
};
pub use rows::FormSink;
