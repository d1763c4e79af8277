//! Files in and out: departments' tables become [`crate::model::form`] values, opinions become sheets.
//!
//! Every file is hostile. A reader refuses early, says where, and never guesses silently: cells are found by their
//! labels, never by their address or the name of the file, and kept as printed. Nothing here knows the database
//! (`store`), merging (`sync`) or any screen; `engine` is the only importer. There are no threads, no clock and no
//! randomness; long work reports through a callback that can also stop it.
//!
//! Rooms, files to rows: `read` (front door) · `limits` (zip and size limits) · `workbook`, `ods`, `xls_marks`, `delimited` ·
//! `active` (macros and links, remarked) · `rows` (the seam) · `wall`, `wall_records` (the process behind it) · `sheet` (the
//! grid) · `number_format` (numbers as shown). Rows to forms: `reading` (a file's sheets) · `headings` (vocabulary) ·
//! `heading_row` (grouped and repeated headings) · `list_header`, `list_style` (a record a row) · `form_segments`,
//! `form_beside`, `form_style`, `form_fields`, `form_tables`, `form_funds` (labels) · `indicator_heading`, `indicators`,
//! `one_cell`, `funds`, `party` (what both share) · `mapping/` (layouts that nobody knows). Files out: `opinions` · `returned` (report to the sender) · `locate` (where a
//! form's cells stand) · `page` (html) · `papers` (what leaves a spot check) · `bundle` ·
//! `atomic` (files written whole).

mod active;
pub mod atomic;
pub mod bundle;
mod delimited;
mod form_beside;
mod form_fields;
mod form_funds;
mod form_segments;
mod form_style;
mod form_tables;
mod funds;
mod heading_row;
mod headings;
mod indicator_heading;
mod indicators;
pub mod limits;
mod list_header;
mod list_style;
pub mod locate;
pub mod mapping;
mod number_format;
mod ods;
mod one_cell;
pub mod opinions;
pub mod page;
pub mod papers;
mod party;
pub mod read;
mod reading;
pub mod returned;
pub mod rows;
mod sheet;
mod sheet_names;
mod source;
mod stream;
pub mod wall;
mod wall_records;
mod workbook;
mod xls_marks;
mod xml_scan;

pub use indicators::plain_name;
pub use read::{
    FileFacts, Progress, ReadFile, ReadOptions, ReadTable, Reason, Reject, UnknownSheet, Warning, read_bytes,
    read_file, read_into, survey_file,
};
pub use rows::FormSink;
