//! The words of the interface: Fluent messages in two languages, one set loaded per process.
//!
//! Messages are compiled in; a file in the configuration folder may replace any of them. Arguments are untrusted and are
//! escaped for the terminal here. Numbers that people read (money, counts with thousands commas) are formatted by the
//! caller and passed as text; an integer argument is for choosing plural forms. A message that does not exist shows its
//! key, which tests look for. Deliberately absent: choosing what to say.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::escape;
use crate::model::problem::Problem;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Simplified Chinese, the default.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Language {
    /// Both, the default first.
    pub const ALL: [Language; 2] = [Language::ZhCn, Language::En];

    /// The tag used on the command line and in file names.
    pub fn tag(self) -> &'static str {
        match self {
            Language::ZhCn => "zh-CN",
            Language::En => "en",
        }
    }

    /// Reads a language tag or POSIX locale name: `zh-CN`, `zh_CN.UTF-8`, `en`, `en_GB.UTF-8`.
    pub fn from_tag(tag: &str) -> Option<Language> {
        let primary = tag.split(['-', '_', '.', '@']).next().unwrap_or("");
        if primary.eq_ignore_ascii_case("zh") {
            Some(Language::ZhCn)
        } else if primary.eq_ignore_ascii_case("en") {
            Some(Language::En)
        } else {
            None
        }
    }

    /// The language to use: the flag, else `WENXIAO_LANG`, else what the person set, else English where the locale is an
    /// English one, else Chinese. A flag or variable that names neither is passed over.
    pub fn choose(
        flag: Option<&str>,
        variable: Option<&str>,
        set: impl FnOnce() -> Option<Language>,
        locale: Option<&str>,
    ) -> Language {
        flag.and_then(Language::from_tag)
            .or_else(|| variable.and_then(Language::from_tag))
            .or_else(set)
            .or_else(|| locale.and_then(Language::from_tag).filter(|language| *language == Language::En))
            .unwrap_or_default()
    }

    /// [`Language::choose`] with this process's environment.
    pub fn detect(flag: Option<&str>, set: impl FnOnce() -> Option<Language>) -> Language {
        let variable = std::env::var("WENXIAO_LANG").ok();
        Language::choose(flag, variable.as_deref(), set, sys_locale::get_locale().as_deref())
    }
}

/// An argument of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Text, escaped before it is shown.
    Text(Cow<'a, str>),
    /// An integer that chooses a plural form.
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(Cow::Borrowed(text))
    }
}
impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Arg::Text(Cow::Borrowed(text))
    }
}
impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Arg::Text(Cow::Owned(text))
    }
}
impl<'a> From<Cow<'a, str>> for Arg<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Arg::Text(text)
    }
}
macro_rules! number_arg {
    ($($int:ty),*) => {$(
        impl From<$int> for Arg<'_> {
            fn from(number: $int) -> Self {
                Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )*};
}
number_arg!(i32, i64, u8, u16, u32, u64, usize);

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$((
            include_str!(concat!("../data/locales/", $name, "zh-CN.ftl")),
            include_str!(concat!("../data/locales/", $name, "en.ftl")),
        )),*]
    };
}

/// Every file of messages: Chinese, English. A file missing here is found by a test.
const FILES: &[(&str, &str)] = files![
    "",
    "parts/agree.",
    "parts/batch.",
    "parts/check-file.",
    "parts/cli.",
    "parts/draft.",
    "parts/draw.",
    "parts/sample-db.",
    "parts/sample-help.",
    "parts/sample-screens.",
    "parts/engine.",
    "parts/estimate.",
    "parts/exchange.",
    "parts/lessons.",
    "parts/line.",
    "parts/find.",
    "parts/find-screens.",
    "parts/further.",
    "parts/home.",
    "parts/keys.",
    "parts/library.",
    "parts/links.",
    "parts/similar.",
    "parts/lot.",
    "parts/mapping.",
    "parts/order.",
    "parts/pages.",
    "parts/prereview.",
    "parts/preview.",
    "parts/profile.",
    "parts/recheck-screens.",
    "parts/record.",
    "parts/recheck.",
    "parts/results.",
    "parts/results-screens.",
    "parts/score.",
    "parts/second.",
    "parts/settings.",
    "parts/stream.",
    "parts/sync.",
    "parts/terminal.",
    "parts/tui.",
    "parts/values.",
    "parts/wall.",
    "parts/why.",
    "parts/year.",
];

#[cfg(test)]
thread_local! {
    /// How many messages were made on this thread: what a page costs that is drawn.
    pub(crate) static TOLD: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// The messages of one language.
pub struct Strings {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Strings {
    /// The messages that are compiled in.
    pub fn new(language: Language) -> Strings {
        // The tag chooses plural rules; both tags are well formed, an empty one would mean "no plural forms".
        let tag = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Isolation marks would land in every text and file.
        bundle.set_use_isolating(false);
        for (zh, en) in FILES {
            let source = if language == Language::ZhCn { *zh } else { *en };
            // A test proves that our own files have no errors; what can be read is used either way.
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        Strings { language, bundle }
    }

    /// Lets the user's own messages replace ours. `file` is its name for the problems, which name file and line; what
    /// can be read is used.
    pub fn override_with(&mut self, file: &str, source: &str) -> Vec<Problem> {
        let (resource, errors) = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        let problems = errors
            .into_iter()
            .map(|error| {
                let line = source.get(..error.pos.start.min(source.len())).unwrap_or(source).matches('\n').count() + 1;
                Problem::refused("problem-config-line").with("file", file).with("line", line).with("detail", error.kind)
            })
            .collect();
        self.bundle.add_resource_overriding(resource);
        problems
    }

    /// Which language these are.
    pub fn language(&self) -> Language {
        self.language
    }

    /// True when there is such a message.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// A message without arguments: a lookup.
    pub fn s(&self, key: &str) -> String {
        self.t(key, &[])
    }

    /// A message. A key that does not exist is shown as it is.
    pub fn t(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        #[cfg(test)]
        TOLD.with(|told| told.set(told.get() + 1));
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return escape::one_line(key).into_owned();
        };
        let mut errors = Vec::new();
        if args.is_empty() {
            return self.bundle.format_pattern(pattern, None, &mut errors).into_owned();
        }
        let mut fluent = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            let value = match arg {
                Arg::Text(text) => FluentValue::String(escape::visible(text)),
                Arg::Number(number) => FluentValue::from(*number),
            };
            fluent.set(*name, value);
        }
        self.bundle.format_pattern(pattern, Some(&fluent), &mut errors).into_owned()
    }

    /// A message whose arguments come as plain strings from the engine (steps, complaints). Whole numbers choose plural
    /// forms.
    pub fn told(&self, key: &str, args: &[(&'static str, String)]) -> String {
        let args: Vec<(&str, Arg<'_>)> = args
            .iter()
            .map(|(name, value)| {
                // Codes such as 219001 or 007 must be shown as they are: only short, plainly written integers count.
                let number =
                    value.parse::<i64>().ok().filter(|n| n.unsigned_abs() < 1_000_000 && n.to_string() == *value);
                (*name, number.map_or_else(|| Arg::from(value), Arg::Number))
            })
            .collect();
        self.t(key, &args)
    }

    /// A failure in words.
    pub fn problem(&self, problem: &Problem) -> String {
        if self.has(problem.key) {
            return self.told(problem.key, &problem.args);
        }
        let detail = problem.to_string();
        self.t("problem-internal", &[("detail", Arg::from(detail))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// Messages of a file with the names of their arguments.
    fn messages(source: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut found = BTreeMap::new();
        let mut current = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic()))
            {
                current = key.trim().to_owned();
                assert!(found.insert(current.clone(), BTreeSet::new()).is_none(), "{current} is there twice");
            }
            let mut rest = line;
            while let Some(at) = rest.find('$') {
                rest = &rest[at + 1..];
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
                found.get_mut(&current).unwrap().insert(rest[..end].to_owned());
            }
        }
        found
    }

    #[test]
    fn both_languages_have_the_same_messages_and_arguments() {
        let mut seen = BTreeSet::new();
        for (zh, en) in FILES {
            let (zh, en) = (messages(zh), messages(en));
            for key in zh.keys().chain(en.keys()) {
                assert_eq!(zh.get(key), en.get(key), "{key}");
            }
            for key in zh.keys() {
                assert!(seen.insert(key.clone()), "{key} is in two files");
                assert!(key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{key}");
            }
        }
        assert!(seen.len() > 30);
    }

    #[test]
    fn our_own_files_have_no_errors() {
        for source in FILES.iter().flat_map(|(zh, en)| [*zh, *en]) {
            if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
                panic!("{errors:?}");
            }
        }
    }

    #[test]
    fn every_part_on_disk_is_compiled_in() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/data/locales/parts");
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            assert!(FILES.iter().any(|(zh, en)| *zh == text || *en == text), "a part is not listed in FILES");
        }
    }

    #[test]
    fn the_language_is_the_flag_then_the_variable_then_an_english_locale() {
        assert_eq!(Language::choose(Some("en"), Some("zh-CN"), || None, None), Language::En);
        assert_eq!(Language::choose(None, Some("en_GB.UTF-8"), || None, Some("zh-CN")), Language::En);
        assert_eq!(Language::choose(None, None, || None, Some("en-US")), Language::En);
        assert_eq!(Language::choose(None, None, || None, Some("C")), Language::ZhCn);
        assert_eq!(Language::choose(None, Some("tlh"), || None, Some("de_DE")), Language::ZhCn);
        assert_eq!(Language::choose(None, None, || None, None), Language::ZhCn);
        assert_eq!(Language::choose(None, None, || Some(Language::ZhCn), Some("en_GB")), Language::ZhCn);
        assert_eq!(Language::choose(None, Some("en"), || Some(Language::ZhCn), None), Language::En);
    }

    #[test]
    fn arguments_are_escaped_and_a_missing_message_shows_its_key() {
        let strings = Strings::new(Language::En);
        let problem = Problem::refused("problem-not-found").with("path", "a\u{1b}[2J\u{202E}b");
        let told = strings.problem(&problem);
        assert!(told.contains("a<1B>[2J<202E>b"), "{told}");
        assert_eq!(strings.t("no-such-message", &[]), "no-such-message");
        assert!(!strings.has("no-such-message"));
    }

    #[test]
    fn the_user_may_replace_a_message_and_is_told_of_errors() {
        let mut strings = Strings::new(Language::ZhCn);
        let problems = strings.override_with("zh-CN.ftl", "status-queued = 未看\n\n= broken\nstatus-passed = 可以\n");
        assert_eq!(strings.s("status-queued"), "未看");
        assert_eq!(strings.s("status-passed"), "可以");
        assert_eq!(problems.len(), 1);
        assert!(problems[0].args.contains(&("line", "3".to_owned())), "{:?}", problems[0]);
    }

    #[test]
    fn strings_may_cross_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Strings>();
    }
}
