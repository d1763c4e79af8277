//! What goes wrong, as people are told: a key into the locale files with arguments, and a kind that decides the
//! exit code. Details for developers go to the log.

use std::fmt;

/// What sort of failure it is; decides the exit code (see `design` of the command line).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// Our own fault. Exit 1.
    Internal,
    /// The command or its arguments make no sense. Exit 2.
    Usage,
    /// The input was refused and nothing was written. Exit 3.
    Refused,
    /// A digest, signature, chain or draw does not hold. Exit 4.
    Verification,
    /// The database is busy, too new, or cannot be written. Exit 5.
    Unavailable,
}

impl ProblemKind {
    /// The process exit code.
    pub fn exit_code(self) -> u8 {
        match self {
            ProblemKind::Internal => 1,
            ProblemKind::Usage => 2,
            ProblemKind::Refused => 3,
            ProblemKind::Verification => 4,
            ProblemKind::Unavailable => 5,
        }
    }
}

/// A failure that a person is told about. `key` names the message in the locale files; the message says what, where
/// and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Decides the exit code.
    pub kind: ProblemKind,
    /// Locale key, e.g. `problem-not-a-workbook`.
    pub key: &'static str,
    /// Placeholders of the message. Values are untrusted text: the sink escapes them.
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    /// A problem without arguments.
    pub fn new(kind: ProblemKind, key: &'static str) -> Self {
        Problem { kind, key, args: Vec::new() }
    }

    /// Input refused.
    pub fn refused(key: &'static str) -> Self {
        Self::new(ProblemKind::Refused, key)
    }

    /// Our own fault; the detail is shown so that it can be reported.
    pub fn internal(detail: impl fmt::Display) -> Self {
        Self::new(ProblemKind::Internal, "problem-internal").with("detail", detail)
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.key)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
