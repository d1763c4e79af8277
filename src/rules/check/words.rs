//! Word lists by which the checks recognise things: `src/data/checks/words/`.
//!
//! A room keeps the lists it needs in statics: `static VAGUE: LazyLock<List> = LazyLock::new(|| List::named("vague"))`.
//! Absent on purpose: any word written in Rust.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The files; a list is found in whichever of them it stands.
const FILES: &[(&str, &str)] = &[
    ("levels.toml", include_str!("../../data/checks/words/levels.toml")),
    ("form.toml", include_str!("../../data/checks/words/form.toml")),
    ("value.toml", include_str!("../../data/checks/words/value.toml")),
    ("context.toml", include_str!("../../data/checks/words/context.toml")),
    ("library.toml", include_str!("../../data/checks/words/library.toml")),
    ("evaluation.toml", include_str!("../../data/checks/words/evaluation.toml")),
];

static LISTS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let read = |(_, source): &(&str, &str)| {
        // A test proves that our own files can be read.
        toml::from_str::<HashMap<String, Vec<String>>>(source).unwrap_or_default()
    };
    FILES.iter().flat_map(read).collect()
});

/// A list of words.
#[derive(Debug)]
pub struct List(Vec<String>);

impl List {
    /// The list of that name; an unknown one is empty, and a test looks for such names.
    pub fn named(name: &str) -> List {
        List(LISTS.get(name).cloned().unwrap_or_default())
    }

    /// The first of the words that stands anywhere in a text.
    pub fn found_in(&self, text: &str) -> Option<&str> {
        self.0.iter().map(String::as_str).find(|word| text.contains(word))
    }

    /// Whether any of the words stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        self.found_in(text).is_some()
    }

    /// Whether a text is one of the words.
    pub fn holds(&self, text: &str) -> bool {
        self.0.iter().any(|word| word == text)
    }

    /// The first of the words with which a text ends.
    pub fn ends(&self, text: &str) -> Option<&str> {
        self.0.iter().map(String::as_str).find(|word| text.ends_with(word))
    }

    /// The first of the words; of a label its only one.
    pub fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    /// The words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_stands_once_and_is_not_empty() {
        let mut seen = HashMap::new();
        for (file, source) in FILES {
            let lists: HashMap<String, Vec<String>> = toml::from_str(source).unwrap();
            for (name, words) in lists {
                assert!(!words.is_empty(), "{file}: {name}");
                assert_eq!(seen.insert(name.clone(), *file), None, "{name} stands twice");
            }
        }
    }
}
