//! How a printed value was read, in words.

use crate::engine::{explain_value, value_agrees};
use crate::model::form::Indicator;
use crate::model::value::{Achieved, Comparator, Note, Value, ValueKind};
use crate::text::Arg;
use crate::tui::look::Look;

/// Why a reading is as it is: what was taken for what, then the doubts.
pub fn reasons(indicator: &Indicator, look: &Look) -> Vec<(String, bool)> {
    let (sign, unit) = (indicator.operator.as_deref(), indicator.unit.as_deref());
    let notes = explain_value(&indicator.target, sign, unit);
    let words = |note: &Note| {
        let args: Vec<(&str, Arg<'_>)> = note.args.iter().map(|(name, text)| (*name, Arg::from(text))).collect();
        look.t(note.key, &args)
    };
    notes.iter().map(|note| (words(note), note.doubt)).collect()
}

/// The sign beside a printed value: `?` where the reading is uncertain, `~` where it says more than meets the eye.
pub fn mark(printed: &str, value: &Value) -> &'static str {
    match (value.uncertain, value_agrees(printed, value)) {
        (true, _) => " ?",
        (false, false) => " ~",
        (false, true) => "",
    }
}

/// A reading in one line: kind, then sign, number and unit.
pub fn reading(value: &Value, look: &Look) -> String {
    let sign = match value.op {
        Some(Comparator::AtLeast) => ">= ",
        Some(Comparator::MoreThan) => "> ",
        Some(Comparator::Equal) => "= ",
        Some(Comparator::AtMost) => "<= ",
        Some(Comparator::LessThan) => "< ",
        None => "",
    };
    let number = value.number.as_deref().unwrap_or_default();
    let unit = value.unit.as_deref().unwrap_or_default();
    let high = value.high.as_deref().unwrap_or_default();
    let (key, what) = match value.kind {
        ValueKind::Number => ("reading-number", format!("{sign}{number} {unit}")),
        ValueKind::Percent => ("reading-percent", format!("{sign}{number}%")),
        ValueKind::Range => ("reading-range", format!("{number} - {high} {unit}")),
        ValueKind::Date => {
            let date = value.date.as_deref().unwrap_or_default();
            let until = if high.is_empty() { String::new() } else { format!(" - {high}") };
            ("reading-date", format!("{sign}{date}{until}"))
        }
        ValueKind::Duration => ("reading-duration", format!("{sign}{number} {unit}")),
        ValueKind::Qualitative => {
            let key = match value.achieved {
                Some(Achieved::Achieved) => "reading-achieved",
                Some(Achieved::PartlyAchieved) => "reading-partly-achieved",
                Some(Achieved::NotAchieved) => "reading-not-achieved",
                None => "reading-qualitative",
            };
            (key, String::new())
        }
        ValueKind::Blank => ("reading-blank", String::new()),
    };
    let words = look.t(key, &[("value", Arg::from(what.trim()))]);
    if value.uncertain { look.t("reading-uncertain", &[("reading", Arg::from(words))]) } else { words }
}
