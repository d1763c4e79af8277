//! Pieces that several screens are made of: lists, fields, texts to be read.

pub mod cursor;
pub mod field;
pub mod figure;
pub mod form;
pub mod job;
pub mod sheet;
pub mod table;
pub mod window;
