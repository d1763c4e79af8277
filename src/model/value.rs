//! VALUE: what a printed indicator value was read as. The reader itself is [`crate::rules::value`].

use serde::{Deserialize, Serialize};

/// What kind of value a printed text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// A number with or without unit.
    Number,
    /// A rate; `number` is in percent.
    Percent,
    /// From `number` to `high`.
    Range,
    /// A day, month, year, deadline or period.
    Date,
    /// A length of time, e.g. `=5年`.
    Duration,
    /// Words.
    Qualitative,
    /// Nothing was printed.
    Blank,
}

/// How a value is to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Comparator {
    /// `≥`, 不低于, 不少于
    #[serde(rename = ">=")]
    AtLeast,
    /// `>`, 大于
    #[serde(rename = ">")]
    MoreThan,
    /// `=`, or a bare number
    #[serde(rename = "=")]
    Equal,
    /// `≤`, 不超过; a deadline
    #[serde(rename = "<=")]
    AtMost,
    /// `<`, 小于
    #[serde(rename = "<")]
    LessThan,
}

impl Comparator {
    /// The sign as forms print it.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::MoreThan => ">",
            Self::Equal => "=",
            Self::AtMost => "≤",
            Self::LessThan => "<",
        }
    }
}

/// Whether words say that a target was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Achieved {
    /// 达成
    Achieved,
    /// 部分达成
    PartlyAchieved,
    /// 未达成
    NotAchieved,
}

/// A reading. Numbers are decimal strings as printed, with width and commas normalised, never multiplied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// What the cell shows.
    pub raw: String,
    /// What it was taken for.
    pub kind: ValueKind,
    /// Comparator; `None` for words.
    pub op: Option<Comparator>,
    /// The number, or the lower end of a range.
    pub number: Option<String>,
    /// The upper end of a range or period (a date for periods).
    pub high: Option<String>,
    /// Unit as printed; `%` for every way to write percent.
    pub unit: Option<String>,
    /// ISO 8601 cut to what was printed: `2025-06-30`, `2025-06`, `2025`, `--09`, `--12-31`.
    pub date: Option<String>,
    /// For words that tell it.
    pub achieved: Option<Achieved>,
    /// True when the reading is a guess.
    pub uncertain: bool,
}

/// One step of how a reading was come by, for people: `key` names a message, `args` fill it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Key of the message.
    pub key: &'static str,
    /// What fills the message.
    pub args: std::collections::BTreeMap<&'static str, String>,
    /// A reason to doubt the reading; the others say what was taken for what.
    pub doubt: bool,
}
