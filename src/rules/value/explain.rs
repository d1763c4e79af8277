//! How a reading was come by: what was taken for sign, figure, unit and date, which words decided, and why it is
//! uncertain. Keys of messages with what fills them; the words are in the locales.
//!
//! The notes are made from the same analysis as the reading, so they cannot tell another story.

use std::collections::BTreeMap;

use super::figure::Spans;
use super::{Analysis, Reading, analyse};
use crate::model::value::{Achieved, Note, ValueKind};

/// Why [`super::read`] reads these three cells as it does.
pub fn explain(raw: &str, operator: Option<&str>, unit: Option<&str>) -> Vec<Note> {
    let analysis = analyse(raw, operator, unit);
    let mut notes = Notes { analysis: &analysis, notes: Vec::new() };
    notes.surroundings();
    notes.figure();
    notes.doubts();
    notes.notes
}

struct Notes<'a> {
    analysis: &'a Analysis,
    notes: Vec<Note>,
}

impl Notes<'_> {
    fn reading(&self) -> &Reading {
        &self.analysis.reading
    }

    fn body(&self) -> &[char] {
        self.analysis.text.get(self.analysis.body.0..self.analysis.body.1).unwrap_or(&[])
    }

    fn words(&self, (from, to): (usize, usize)) -> String {
        self.body().get(from..to).unwrap_or(&[]).iter().collect()
    }

    fn say(&mut self, key: &'static str, args: &[(&'static str, &str)]) {
        let args: BTreeMap<&'static str, String> =
            args.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
        self.notes.push(Note { key, args, doubt: false });
    }

    /// What was taken off before the value was looked at.
    fn surroundings(&mut self) {
        let before: String = self.analysis.text.iter().take(self.analysis.body.0).collect();
        if before.chars().any(char::is_alphanumeric) {
            self.say("value-note-label", &[("words", &before)]);
        }
        let bracket = self.words(self.reading().bracket);
        if !bracket.is_empty() {
            self.say("value-note-bracket", &[("words", &bracket)]);
        }
    }

    fn figure(&mut self) {
        let figure = &self.reading().figure;
        let (kind, number, date, high) = (figure.kind, figure.number.clone(), figure.date.clone(), figure.high.clone());
        match kind {
            ValueKind::Blank => {
                let key = if self.body().is_empty() { "value-note-empty" } else { "value-note-blank" };
                self.say(key, &[]);
                return;
            }
            ValueKind::Qualitative => {
                let key = match self.reading().achieved {
                    Some(Achieved::Achieved) => "value-note-achieved",
                    Some(Achieved::PartlyAchieved) => "value-note-partly-achieved",
                    Some(Achieved::NotAchieved) => "value-note-not-achieved",
                    None => "value-note-words",
                };
                self.say(key, &[]);
                return;
            }
            _ => {}
        }
        self.sign();
        let spans = self.reading().figure.spans;
        let words = self.words(spans.figure);
        let high = high.unwrap_or_default();
        match (kind, number, date) {
            (ValueKind::Range, Some(number), _) => {
                self.say("value-note-range", &[("words", &words), ("low", &number), ("high", &high)]);
            }
            (_, Some(number), _) => self.say("value-note-number", &[("words", &words), ("number", &number)]),
            (_, _, Some(date)) if high.is_empty() => {
                self.say("value-note-date", &[("words", &words), ("date", &date)]);
            }
            (_, _, Some(date)) => {
                self.say("value-note-period", &[("words", &words), ("date", &date), ("high", &high)]);
            }
            _ => self.say("value-note-no-number", &[]),
        }
        self.unit(spans);
    }

    fn sign(&mut self) {
        let reading = self.reading();
        let Some(op) = reading.figure.op else {
            if reading.figure.number.is_some() || reading.figure.date.is_some() {
                self.say("value-note-no-sign", &[]);
            }
            return;
        };
        let spans = reading.figure.spans;
        let sign = op.sign();
        if reading.sign_from_column {
            self.say("value-note-sign-column", &[("sign", sign)]);
            return;
        }
        let words: Vec<String> =
            [self.words(spans.lead), self.words(spans.tail)].into_iter().filter(|words| !words.is_empty()).collect();
        self.say("value-note-sign", &[("words", &words.join(" … ")), ("sign", sign)]);
    }

    fn unit(&mut self, spans: Spans) {
        let Some(unit) = self.reading().figure.unit.clone() else { return };
        if self.reading().unit_from_column {
            self.say("value-note-unit-column", &[("unit", &unit)]);
        } else {
            let words = self.words(spans.unit);
            self.say("value-note-unit", &[("words", if words.is_empty() { &unit } else { &words }), ("unit", &unit)]);
        }
    }

    fn doubts(&mut self) {
        for key in self.reading().figure.doubts.keys() {
            self.notes.push(Note { key, args: BTreeMap::new(), doubt: true });
        }
    }
}
