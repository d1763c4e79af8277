//! What stands around a screen: its title, and what can be done.

use crate::tui::command::Command;

/// The title line's two halves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Title {
    /// Where am I, which object.
    pub left: String,
    /// How far.
    pub right: String,
}

/// One entry of the decision line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// A command with its key.
    One(Command),
    /// A command under a name that fits better here (locale key).
    Named(Command, &'static str),
    /// A run of commands under one name (locale key): `1..= 类别`.
    Run(Command, Command, &'static str),
    /// Words alone, already in the reader's language: a question to be answered.
    Words(String),
}

impl<C: Into<Command>> From<C> for Hint {
    fn from(command: C) -> Hint {
        Hint::One(command.into())
    }
}
