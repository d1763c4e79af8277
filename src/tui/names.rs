//! What a command can be called by, and how well something typed names it: its key, the initials and the full pinyin of
//! its name, its name in either language, its identifier, what it does.
//!
//! Deliberately absent: which commands are offered where, and keeping what was used last.

use serde::Deserialize;

use super::command::{CATALOGUE, Command, Spec};
use super::look::Look;
use crate::model::pinyin::{Fit, fit, full};
use crate::text::{Language, Strings};

/// How well a word names a command; the lesser, the better. Several words add up.
pub type Rank = u32;

/// Readings of characters that our names have in a sense other than the usual one.
const READINGS: &str = include_str!("../data/readings.toml");

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Readings {
    readings: std::collections::BTreeMap<char, String>,
}

/// One command.
#[derive(Debug, Clone)]
pub struct Name {
    /// Its row of the catalogue.
    pub spec: &'static Spec,
    /// Its short name.
    pub label: String,
    /// How its Chinese name is read, to be shown beside it; empty where names are English.
    pub reading: String,
    /// What it does.
    pub description: String,
    /// The Chinese name.
    han: String,
    /// Names in both languages and the identifier, in lower case.
    names: Vec<String>,
    /// What it does, in lower case.
    told: String,
}

/// All commands.
#[derive(Debug, Clone)]
pub struct Names {
    all: Vec<Name>,
    /// Where names are English, Chinese ones are found last.
    english: bool,
}

impl Names {
    /// The names of a look.
    pub fn new(look: &Look) -> Names {
        let english = look.language() == Language::En;
        let other = Strings::new(if english { Language::ZhCn } else { Language::En });
        // A test proves that our own table can be read.
        let Readings { readings } = toml::from_str(READINGS).unwrap_or_default();
        let read = |c: char| match readings.get(&c) {
            Some(reading) => reading.clone(),
            None => full(c.encode_utf8(&mut [0; 4])).into_iter().next().unwrap_or_default(),
        };
        let all = CATALOGUE.iter().map(|spec| {
            let (label, foreign) = (look.label(spec.command), other.s(&spec.label_key()));
            let han = if english { foreign.clone() } else { label.clone() };
            let description = look.s(&spec.description_key());
            let names = vec![label.to_lowercase(), foreign.to_lowercase(), spec.id.to_owned()];
            let reading = if english { String::new() } else { han.chars().map(read).collect() };
            Name { spec, reading, han, names, told: description.to_lowercase(), label, description }
        });
        Names { all: all.collect(), english }
    }

    /// One by its command.
    pub fn of(&self, command: Command) -> Option<&Name> {
        self.all.iter().find(|name| name.spec.command == command)
    }

    /// All of them, in the order of the catalogue.
    pub fn all(&self) -> &[Name] {
        &self.all
    }

    /// How well words name a command whose keys are shown so; `None` when one of the words does not. Words are folded and
    /// in lower case.
    pub fn rank(&self, name: &Name, keys: &[String], words: &[&str]) -> Option<Rank> {
        words.iter().map(|word| self.rank_word(name, keys, word)).sum()
    }

    fn rank_word(&self, name: &Name, keys: &[String], word: &str) -> Option<Rank> {
        if keys.iter().any(|key| key.to_lowercase() == word) {
            return Some(0);
        }
        let read = fit(&name.han, word);
        let initials = match read {
            Some(Fit::InitialsAtStart) => Some(1),
            Some(Fit::Initials) => Some(2),
            _ => None,
        };
        let spelled = match read {
            Some(Fit::FullAtStart) => Some(5),
            Some(Fit::Full) => Some(6),
            _ => None,
        };
        let tail = |text: &str| text.rsplit_once('.').is_some_and(|(_, tail)| tail.starts_with(word));
        let begins = name.names.iter().any(|text| text.starts_with(word) || tail(text));
        let holds = name.names.iter().any(|text| text.contains(word));
        let told = name.told.contains(word);
        let by_name = begins.then_some(3).or(holds.then_some(4));
        if self.english {
            return by_name.or(told.then_some(7)).or(initials.or(spelled).map(|rank| rank + 7));
        }
        initials.or(by_name).or(spelled).or(told.then_some(7))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::command::{App, List, Queue, Review};

    fn rank(names: &Names, look: &Look, command: impl Into<Command>, words: &[&str]) -> Option<Rank> {
        let command = command.into();
        names.rank(names.of(command).unwrap(), &look.keymap.labels(command), words)
    }

    #[test]
    fn a_command_is_found_by_key_initials_pinyin_name_identifier_and_meaning_in_this_order() {
        let look = Look::built_in(Language::ZhCn);
        let names = Names::new(&look);
        let ranks: Vec<Option<Rank>> =
            ["!", "thct", "ct", "退回", "return", "重填", "tuihuichongt", "tianx", "下一条未审", "xyz"]
                .iter()
                .map(|word| rank(&names, &look, Review::Return, &[word]))
                .collect();
        assert_eq!(ranks, [Some(0), Some(1), Some(2), Some(3), Some(3), Some(4), Some(5), None, Some(7), None]);
        assert_eq!(rank(&names, &look, App::Undo, &["ctrl+z"]), Some(0));
        assert_eq!(rank(&names, &look, Queue::Sort, &["paixu", "部门"]), Some(12), "words add up");
        assert_eq!(rank(&names, &look, Queue::Sort, &["paixu", "汽车"]), None, "each must fit");
    }

    #[test]
    fn where_names_are_english_they_go_before_pinyin() {
        let look = Look::built_in(Language::En);
        let names = Names::new(&look);
        let (english, chinese) =
            (rank(&names, &look, Review::Return, &["return"]), rank(&names, &look, Review::Return, &["thct"]));
        assert!(english < chinese && chinese.is_some());
        assert_eq!(rank(&names, &look, Review::Return, &["退回"]), Some(3), "either language");
        assert!(names.all().iter().all(|name| name.reading.is_empty()));
    }

    #[test]
    fn names_are_shown_as_they_are_really_read() {
        assert!(toml::from_str::<Readings>(READINGS).is_ok_and(|table| !table.readings.is_empty()));
        let look = Look::built_in(Language::ZhCn);
        let names = Names::new(&look);
        let reading = |command: Command| names.of(command).unwrap().reading.as_str();
        assert_eq!(reading(Review::Return.into()), "tuihuichongtian");
        assert_eq!(reading(App::Redo.into()), "chongzuo");
        assert_eq!(reading(List::Up.into()), "shangyihang");
    }
}
