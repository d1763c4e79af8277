//! Files in and out: departments' tables become [`crate::model::form`] values, opinions become sheets.
//!
//! Every file is hostile. A reader refuses early, says where, and never guesses silently: cells are found by their
//! labels, never by their address or the name of the file, and kept as printed. Nothing here knows the database
//! (`store`), merging (`sync`) or any screen; `engine` is the only importer. There are no threads, no clock and no
//! randomness; long work reports through a callback that can also stop it.
//!
//! Rooms: `read` (front door) · `limits` (zip and size limits) · `workbook`, `ods` and `delimited` (files to rows) · `rows`
//! (the seam behind them) · `wall`, `wall_records` (the process they run in) · `active` (macros and links, remarked) ·
//! `sheet` (the grid) · `number_format` (numbers as shown) · `headings` (vocabulary) · `heading_row` (grouped and repeated
//! headings) · `list_header`, `list_style`, `form_segments`, `form_style`, `form_fields`, `form_funds`,
//! `indicator_heading`, `indicators`, `one_cell`, `funds`, `party` (grids to forms) · `opinions` (sheet out) ·
//! `returned` (report to the sender) · `atomic` (files written whole).

mod active;
pub mod atomic;
pub mod bundle;
mod delimited;
mod form_fields;
mod form_funds;
mod form_segments;
mod form_style;
mod funds;
mod heading_row;
mod headings;
mod indicator_heading;
mod indicators;
pub mod limits;
mod list_header;
mod list_style;
mod number_format;
mod ods;
mod one_cell;
pub mod opinions;
mod party;
pub mod read;
pub mod returned;
mod rows;
mod sheet;
pub mod wall;
mod wall_records;
mod workbook;
mod xls_marks;
mod xml_scan;

pub use indicators::plain_name;
pub use read::{Progress, ReadFile, ReadOptions, ReadTable, Reason, Reject, Warning, read_bytes, read_file};
