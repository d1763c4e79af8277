//! The workstation's screens.
//!
//! ```text
//!  title            where, which object, how far, mode            chrome.rs
//! +-body------------------------------------------------------+
//! | what the screen on top shows                              |   screens/
//! +-----------------------------------------------------------+
//! | what can be done now, with keys from the live keymap      |   chrome.rs, keymap.rs, command.rs
//! +-what happened, how to take it back------------------------+   app.rs
//!  F1 … the screens                                               chrome.rs
//! ```
//!
//! One queue of [`msg::Msg`]; [`app::App::handle`] is the only mutator, [`app::App::view`] is pure; a key becomes a
//! [`command::Command`] in [`keymap`] and nowhere else. Knows `model`, `text`, `config` and the engine's requests and
//! views; never the store, files of exchange, or rules.

pub mod ability;
pub mod app;
pub mod canvas;
pub mod card;
pub mod chord;
mod chrome;
pub mod coach;
pub mod command;
mod counter;
pub mod familiar;
mod handover;
mod input;
pub mod keymap;
pub mod layout;
pub mod line;
pub mod look;
pub mod measure;
pub mod msg;
pub mod names;
pub mod paint;
pub mod play;
mod run;
pub mod screens;
pub mod speech;
pub mod svg;
mod term;
mod which_key;
pub mod why;
pub mod widgets;
mod wrong_key;

pub use run::{RunOptions, Sink, run};
pub use term::{Seen, see};
