//! Word lists by which the checks recognise things: `src/data/checks/words/`.
//!
//! A room keeps the lists it needs in statics: `static VAGUE: LazyLock<List> = LazyLock::new(|| List::named("vague"))`.
//! Absent on purpose: any word written in Rust.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

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
pub struct List {
    words: Vec<String>,
    /// All of them looked for in one pass over a text; `None` where there is nothing to look for.
    finder: Option<AhoCorasick>,
}

impl List {
    /// The list of that name; an unknown one is empty, and a test looks for such names.
    pub fn named(name: &str) -> List {
        List::of(LISTS.get(name).cloned().unwrap_or_default())
    }

    fn of(words: Vec<String>) -> List {
        // Only lists of billions of bytes have no finder; those are ours, and a test builds them all.
        let finder = AhoCorasick::new(&words).ok().filter(|_| !words.is_empty());
        List { words, finder }
    }

    /// The first of the words, by their order in the list, that stands anywhere in a text.
    pub fn found_in(&self, text: &str) -> Option<&str> {
        let found = self.finder.as_ref()?.find_overlapping_iter(text).map(|found| found.pattern()).min()?;
        self.words.get(found.as_usize()).map(String::as_str)
    }

    /// Whether any of the words stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        self.finder.as_ref().is_some_and(|finder| finder.is_match(text))
    }

    /// Whether a text is one of the words.
    pub fn holds(&self, text: &str) -> bool {
        self.words.iter().any(|word| word == text)
    }

    /// The first of the words with which a text ends.
    pub fn ends(&self, text: &str) -> Option<&str> {
        self.words.iter().map(String::as_str).find(|word| text.ends_with(word))
    }

    /// The first of the words; of a label its only one.
    pub fn first(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// The words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_list_is_found_wherever_it_stands() {
        let list = List::of(["养护", "道路", "路养"].map(str::to_owned).to_vec());
        assert_eq!(list.found_in("全年道路养护"), Some("养护"));
        assert_eq!(list.found_in("修路养林的道路"), Some("道路"));
        assert!(!list.is_in("图书") && list.found_in("").is_none());
        assert!(!List::of(Vec::new()).is_in("道路"));
    }

    #[test]
    fn every_list_stands_once_and_is_not_empty() {
        let mut seen = HashMap::new();
        for (file, source) in FILES {
            let lists: HashMap<String, Vec<String>> = toml::from_str(source).unwrap();
            for (name, words) in lists {
                assert!(List::of(words).finder.is_some(), "{file}: {name}");
                assert_eq!(seen.insert(name.clone(), *file), None, "{name} stands twice");
            }
        }
    }
}
