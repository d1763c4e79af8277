//! Opinion classes and standard phrases: data, two languages, replaceable by the user.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::paths::{Paths, read_own};
use crate::model::finding::Severity;
use crate::model::problem::Problem;
use crate::model::query::Words;
use crate::model::review::CategoryCode;
use crate::text::{Language, Strings};

const CATEGORIES: &str = include_str!("../data/categories.toml");
const EVALUATION_CATEGORIES: &str = include_str!("../data/evaluation-categories.toml");
const PHRASES: &str = include_str!("../data/phrases.toml");

/// Line of a byte offset, from 1.
pub(super) fn line_of(source: &str, offset: usize) -> usize {
    source.get(..offset.min(source.len())).unwrap_or(source).matches('\n').count() + 1
}

pub(super) fn bad_line(file: &Path, source: &str, error: &toml::de::Error) -> Problem {
    Problem::refused("problem-config-line")
        .with("file", file.display())
        .with("line", error.span().map_or(1, |span| line_of(source, span.start)))
        .with("detail", error.message())
}

pub(super) fn bad_value(file: &Path, line: usize, field: &str, value: impl std::fmt::Display) -> Problem {
    Problem::refused("problem-config-value")
        .with("file", file.display())
        .with("line", line)
        .with("field", field)
        .with("value", value)
}

/// A name that stands twice in one file.
pub(super) fn twice(file: &Path, line: usize, name: &str, first: usize) -> Problem {
    Problem::refused("problem-config-twice")
        .with("file", file.display())
        .with("line", line)
        .with("name", name)
        .with("first", first)
}

/// Entries of a file with their lines.
pub(super) fn with_lines<T>(source: &str, entries: Vec<Spanned<T>>) -> Vec<(usize, T)> {
    entries.into_iter().map(|entry| (line_of(source, entry.span().start), entry.into_inner())).collect()
}

/// The words of a class in one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryWords {
    /// Full name.
    pub name: String,
    /// Name for narrow places: four Han characters or twelve letters.
    pub short: String,
    /// Item of the review form that is charged.
    pub item: String,
    /// What belongs here.
    pub definition: String,
    /// Template of an opinion in own words.
    pub opinion: String,
    /// Template of a demand.
    pub demand: String,
}

/// One opinion class (整改意见类别).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// `C01` … `C12`, or `S01` … `S12` of a self-evaluation.
    pub code: CategoryCode,
    /// The key that chooses it.
    pub key: char,
    /// Default severity.
    pub severity: Severity,
    /// Automatic checks that propose it, as a reader's note.
    #[serde(default)]
    pub checks: String,
    /// Chinese words.
    pub zh: CategoryWords,
    /// English words.
    pub en: CategoryWords,
}

impl Category {
    /// The words in a language.
    pub fn words(&self, language: Language) -> &CategoryWords {
        match language {
            Language::ZhCn => &self.zh,
            Language::En => &self.en,
        }
    }
}

/// All opinion classes, and all classes of findings on self-evaluations, each in the order of their keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Categories(Vec<Category>, Vec<Category>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryFile {
    #[serde(default)]
    category: Vec<Spanned<Category>>,
}

impl Categories {
    /// The built-in twelve of each kind.
    pub fn built_in() -> Categories {
        let of = |source| {
            // A test proves that our own files can be read.
            let file: CategoryFile = toml::from_str(source).unwrap_or(CategoryFile { category: Vec::new() });
            file.category.into_iter().map(Spanned::into_inner).collect()
        };
        Categories(of(CATEGORIES), of(EVALUATION_CATEGORIES))
    }

    /// The built-in classes with the user's own in place of those with the same code; further codes are added.
    pub fn load(paths: &Paths) -> (Categories, Vec<Problem>) {
        let mut categories = Categories::built_in();
        let mut problems = Vec::new();
        for (name, evaluation) in [("categories.toml", false), ("evaluation-categories.toml", true)] {
            let path = paths.own(name);
            // Both are laid over in the same way, each over its own.
            let mut these = if evaluation { categories.of_evaluations() } else { categories.clone() };
            match read_own(&path) {
                None => continue,
                Some(Err(problem)) => problems.push(problem),
                Some(Ok(source)) => problems.extend(these.merge(&path, &source)),
            }
            if evaluation { categories.1 = these.0 } else { categories.0 = these.0 }
        }
        (categories, problems)
    }

    /// The classes of findings on self-evaluations.
    pub fn of_evaluations(&self) -> Categories {
        Categories(self.1.clone(), Vec::new())
    }

    fn merge(&mut self, path: &Path, source: &str) -> Vec<Problem> {
        let file: CategoryFile = match toml::from_str(source) {
            Ok(file) => file,
            Err(error) => return vec![bad_line(path, source, &error)],
        };
        self.lay_over(path, with_lines(source, file.category))
    }

    /// Puts the classes of one file over these, each with its line.
    pub(super) fn lay_over(&mut self, path: &Path, entries: Vec<(usize, Category)>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (line, category) in entries {
            let code = &category.code.0;
            if let Some(first) = seen.get(code) {
                problems.push(twice(path, line, code, *first));
                continue;
            }
            seen.insert(code.clone(), line);
            if code.is_empty() || code.len() > 8 || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                problems.push(bad_value(path, line, "code", code));
                continue;
            }
            if self.0.iter().any(|other| other.key == category.key && other.code != category.code) {
                problems.push(bad_value(path, line, "key", category.key));
                continue;
            }
            match self.0.iter_mut().find(|other| other.code == category.code) {
                Some(ours) => *ours = category,
                None => self.0.push(category),
            }
        }
        problems
    }

    /// All opinion classes.
    pub fn all(&self) -> &[Category] {
        &self.0
    }

    /// A class by its code.
    pub fn get(&self, code: &CategoryCode) -> Option<&Category> {
        self.0.iter().chain(&self.1).find(|category| category.code == *code)
    }

    /// An opinion class by its key.
    pub fn by_key(&self, key: char) -> Option<&Category> {
        self.0.iter().find(|category| category.key == key)
    }

    /// Names that a filter line may hold: those of the program and the person, and what classes are called here, in both
    /// languages.
    pub fn filter_words(&self, strings: &Strings) -> Words {
        let mut words = strings.filter_words();
        for category in &self.0 {
            let key = category.key.to_string();
            let (own, other) = match strings.language() {
                Language::ZhCn => (&category.zh, &category.en),
                Language::En => (&category.en, &category.zh),
            };
            words.name_class(&category.code, &[&key, &other.name, &other.short, &own.name, &own.short]);
        }
        words
    }

    /// Name of a class; the code itself for a class that is unknown here (another place's).
    pub fn name<'a>(&'a self, code: &'a CategoryCode, language: Language) -> &'a str {
        self.get(code).map_or(code.0.as_str(), |category| &category.words(language).name)
    }

    /// Short name of a class, as [`Categories::name`].
    pub fn short<'a>(&'a self, code: &'a CategoryCode, language: Language) -> &'a str {
        self.get(code).map_or(code.0.as_str(), |category| &category.words(language).short)
    }
}

/// What a phrase is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhraseKind {
    /// An opinion.
    Opinion,
    /// A rectification demand.
    Demand,
}

/// A standard sentence with slots.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// Class it belongs to.
    pub category: CategoryCode,
    /// Opinion or demand.
    pub kind: PhraseKind,
    /// Chinese text.
    pub zh: String,
    /// English text; where a user's phrase has none, the Chinese one is used.
    #[serde(default)]
    pub en: String,
}

impl Phrase {
    /// The template in a language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::En if !self.en.is_empty() => &self.en,
            _ => &self.zh,
        }
    }
}

/// All phrases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrases(Vec<Phrase>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseFile {
    #[serde(default)]
    replace: bool,
    #[serde(default)]
    phrase: Vec<Spanned<Phrase>>,
}

impl Phrases {
    /// The built-in phrases.
    pub fn built_in() -> Phrases {
        // A test proves that our own file can be read.
        let file: PhraseFile = toml::from_str(PHRASES).unwrap_or(PhraseFile { replace: false, phrase: Vec::new() });
        Phrases(file.phrase.into_iter().map(Spanned::into_inner).collect())
    }

    /// The user's phrases before ours; only theirs when their file says `replace = true`.
    pub fn load(paths: &Paths, categories: &Categories) -> (Phrases, Vec<Problem>) {
        let mut phrases = Phrases::built_in();
        let path = paths.own("phrases.toml");
        let problems = match read_own(&path) {
            None => Vec::new(),
            Some(Err(problem)) => vec![problem],
            Some(Ok(source)) => phrases.merge(&path, &source, categories),
        };
        (phrases, problems)
    }

    fn merge(&mut self, path: &Path, source: &str, categories: &Categories) -> Vec<Problem> {
        let file: PhraseFile = match toml::from_str(source) {
            Ok(file) => file,
            Err(error) => return vec![bad_line(path, source, &error)],
        };
        self.lay_over(path, file.replace, with_lines(source, file.phrase), categories)
    }

    /// Puts the phrases of one file before these, or in their place, each with its line.
    pub(super) fn lay_over(
        &mut self,
        path: &Path,
        replace: bool,
        entries: Vec<(usize, Phrase)>,
        categories: &Categories,
    ) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut own: Vec<Phrase> = Vec::new();
        let mut seen: BTreeMap<(String, PhraseKind, String), usize> = BTreeMap::new();
        for (line, phrase) in entries {
            let name = (phrase.category.0.clone(), phrase.kind, phrase.zh.trim().to_owned());
            if let Some(first) = seen.get(&name) {
                problems.push(twice(path, line, &phrase.zh, *first));
                continue;
            }
            seen.insert(name, line);
            if categories.get(&phrase.category).is_none() {
                problems.push(bad_value(path, line, "category", &phrase.category.0));
            } else if phrase.zh.trim().is_empty() {
                problems.push(bad_value(path, line, "zh", &phrase.zh));
            } else {
                own.push(phrase);
            }
        }
        if !replace {
            own.append(&mut self.0);
        }
        self.0 = own;
        problems
    }

    /// The phrases of a class, in the order in which they are offered.
    pub fn of<'a>(&'a self, code: &CategoryCode, kind: PhraseKind) -> Vec<&'a Phrase> {
        self.0.iter().filter(|phrase| phrase.kind == kind && phrase.category == *code).collect()
    }
}

/// Fills the `{slots}` of a template. A slot that is unknown or empty stays visible as `「…」`, so that a reviewer sees
/// where to write; values are put in as they are and never searched for slots again.
pub fn fill(template: &str, slots: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        let value = slots.iter().find(|(slot, _)| *slot == name).map(|(_, value)| *value).unwrap_or_default();
        out.push_str(if value.is_empty() { "「…」" } else { value });
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> CategoryCode {
        CategoryCode(text.into())
    }

    #[test]
    fn the_twelve_classes_stand_on_their_keys_with_phrases() {
        let categories = Categories::built_in();
        let keys: String = categories.all().iter().map(|category| category.key).collect();
        assert_eq!(keys, "1234567890-=");
        let phrases = Phrases::built_in();
        for (at, category) in categories.all().iter().enumerate() {
            assert_eq!(category.code.0, format!("C{:02}", at + 1));
            assert!(crate::text::width::width(&category.zh.short) <= 8, "{}", category.zh.short);
            assert!(crate::text::width::width(&category.en.short) <= 12, "{}", category.en.short);
            let opinions = phrases.of(&category.code, PhraseKind::Opinion).len();
            let demands = phrases.of(&category.code, PhraseKind::Demand).len();
            // Nine digits choose among them.
            assert!((4..=9).contains(&opinions) && (1..=3).contains(&demands), "{}", category.code.0);
        }
        assert!(phrases.0.iter().all(|phrase| categories.get(&phrase.category).is_some() && !phrase.en.is_empty()));
    }

    #[test]
    fn every_check_of_self_evaluations_names_a_class_that_is_known() {
        let categories = Categories::built_in();
        let classes = categories.of_evaluations();
        assert_eq!(classes.all().len(), 12);
        for (at, (class, opinion)) in classes.all().iter().zip(categories.all()).enumerate() {
            assert_eq!((class.code.0.as_str(), class.key), (&*format!("S{:02}", at + 1), opinion.key));
            assert!(crate::text::width::width(&class.zh.short) <= 8, "{}", class.zh.short);
            assert!(crate::text::width::width(&class.en.short) <= 12, "{}", class.en.short);
            assert_eq!(categories.get(&class.code), Some(class));
        }
        assert_eq!(categories.short(&code("S08"), Language::ZhCn), "指标不符");
    }

    #[test]
    fn both_languages_of_a_phrase_have_the_same_slots() {
        let slots = |text: &str| {
            let mut found: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}').map(|(name, _)| name.to_owned()))
                .collect();
            found.sort();
            found
        };
        for phrase in Phrases::built_in().0 {
            assert_eq!(slots(&phrase.zh), slots(&phrase.en), "{}", phrase.zh);
        }
        for category in Categories::built_in().all() {
            assert_eq!(slots(&category.zh.opinion), slots(&category.en.opinion), "{}", category.code.0);
            assert_eq!(slots(&category.zh.demand), slots(&category.en.demand), "{}", category.code.0);
        }
    }

    #[test]
    fn a_slot_that_is_not_known_stays_visible() {
        let template = "指标“{indicator}”指标值{target}偏低，上年{last_year}。";
        let filled = fill(template, &[("indicator", "养护里程"), ("target", "{indicator}"), ("last_year", "")]);
        assert_eq!(filled, "指标“养护里程”指标值{indicator}偏低，上年「…」。");
        assert_eq!(fill("左{括号", &[]), "左{括号");
        assert_eq!(fill("{}", &[]), "「…」");
    }

    #[test]
    fn a_place_replaces_a_class_and_is_told_what_is_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::below(folder.path());
        std::fs::create_dir_all(&paths.config).unwrap();
        let words = |lang: &str, name: &str| {
            ["name", "short", "item", "definition", "opinion", "demand"]
                .map(|field| format!("{lang}.{field} = \"{name}\"\n"))
                .concat()
        };
        let class = |code: &str, key: &str, name: &str| {
            let words = words("zh", name) + words("en", name).as_str();
            format!("[[category]]\ncode = \"{code}\"\nkey = \"{key}\"\nseverity = \"info\"\n{words}")
        };
        let own = class("C07", "7", "不量化") + class("C99", "7", "重键").as_str();
        std::fs::write(paths.own("categories.toml"), own).unwrap();
        let (categories, problems) = Categories::load(&paths);
        assert_eq!(categories.name(&code("C07"), Language::ZhCn), "不量化");
        assert_eq!(categories.name(&code("C01"), Language::ZhCn), "要素缺失不完整");
        assert_eq!(categories.name(&code("C99"), Language::ZhCn), "C99", "a key is not given twice");
        assert_eq!(problems.len(), 1);
        assert!(problems[0].args.contains(&("line", "17".to_owned())), "{:?}", problems[0]);

        std::fs::write(paths.own("phrases.toml"), "replace = true\n[[phrase]]\ncategory = \"C07\"\nkind = \"opinion\"\nzh = \"请量化。\"\n[[phrase]]\ncategory = \"C77\"\nkind = \"opinion\"\nzh = \"?\"\n").unwrap();
        let (phrases, problems) = Phrases::load(&paths, &categories);
        let texts: Vec<&str> =
            phrases.of(&code("C07"), PhraseKind::Opinion).iter().map(|phrase| phrase.text(Language::En)).collect();
        assert_eq!(texts, ["请量化。"]);
        assert!(problems[0].args.contains(&("line", "6".to_owned())), "{:?}", problems[0]);

        std::fs::write(paths.own("categories.toml"), "[[category]]\ncode = 7\n").unwrap();
        let (categories, problems) = Categories::load(&paths);
        assert_eq!(categories, Categories::built_in());
        assert!(problems[0].args.contains(&("line", "2".to_owned())), "{:?}", problems[0]);
    }
}
