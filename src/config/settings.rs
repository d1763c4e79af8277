//! What a person set for the screens: `settings.toml` in the configuration folder.
//!
//! Reading is lenient by entry: whatever is wrong is told with file and line, and that one setting keeps its default. The
//! printed form reads back as the same settings. Deliberately absent: writing the file (the engine does, whole or not at
//! all), and what a theme or key map contains.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::paths::{Paths, read_own};
use super::tables::{bad_line, bad_value, line_of};
use crate::model::finding::{CheckId, Voice};
use crate::model::problem::Problem;
use crate::text::Language;

/// A word out of a fixed list, as files and the command line write it.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $( $(#[$of:meta])* $variant:ident = $id:literal ),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub enum $name { $( $(#[$of])* $variant ),* }

        impl $name {
            /// All of them, the default first.
            pub const ALL: &'static [$name] = &[ $( $name::$variant ),* ];

            /// As written in the file.
            pub fn id(self) -> &'static str {
                match self { $( $name::$variant => $id ),* }
            }

            /// Reads the identifier.
            pub fn from_id(id: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|choice| choice.id() == id)
            }
        }
    };
}

choice! {
    /// Which characters frames are made of.
    GlyphChoice {
        /// Box lines where the terminal was measured to draw them one cell wide and the theme allows it, else ASCII.
        #[default]
        Auto = "auto",
        /// Only characters whose width is certain.
        Ascii = "ascii",
        /// Box lines.
        Box = "box",
    }
}

choice! {
    /// How much is said about keys on the decision line.
    HintLevel {
        /// Both lines; a command that has been used often is left out until it has not been used for long.
        #[default]
        Auto = "auto",
        /// Both lines, always.
        Full = "full",
        /// One line.
        Short = "short",
        /// None.
        None = "none",
    }
}

/// What a person can decide about a check.
const CHOSEN: [Voice; 2] = [Voice::Drafts, Voice::Quiet];

/// The settings of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Language of the screens; absent: the one of the system.
    pub language: Option<Language>,
    /// Name of a theme that is compiled in.
    pub theme: String,
    /// Frame characters.
    pub glyphs: GlyphChoice,
    /// Name of a key map that is compiled in.
    pub keymap: String,
    /// Hints on the decision line.
    pub hints: HintLevel,
    /// Shows what may follow when a sequence of keys is not finished.
    pub which_key: bool,
    /// Counts one's own keys and seconds, on this machine only.
    pub count_keys: bool,
    /// What the person decided about automatic checks: turned up to drafts or down to quiet, whatever was answered.
    pub voices: BTreeMap<CheckId, Voice>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            language: None,
            theme: "dark".to_owned(),
            glyphs: GlyphChoice::Auto,
            keymap: "default".to_owned(),
            hints: HintLevel::Auto,
            which_key: true,
            count_keys: true,
            voices: BTreeMap::new(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: Option<Spanned<String>>,
    theme: Option<Spanned<String>>,
    glyphs: Option<Spanned<String>>,
    keymap: Option<Spanned<String>>,
    hints: Option<Spanned<String>>,
    which_key: Option<bool>,
    count_keys: Option<bool>,
    #[serde(default)]
    checks: BTreeMap<String, Spanned<String>>,
}

/// The file of the settings.
pub fn file(paths: &Paths) -> PathBuf {
    paths.own("settings.toml")
}

impl Settings {
    /// The settings of a person and everything that is wrong with their file.
    pub fn load(paths: &Paths) -> (Settings, Vec<Problem>) {
        let path = file(paths);
        match read_own(&path) {
            None => (Settings::default(), Vec::new()),
            Some(Err(problem)) => (Settings::default(), vec![problem]),
            Some(Ok(source)) => Settings::read(&path, &source),
        }
    }

    /// Reads settings; the path is for the messages. Names of themes and key maps are taken as they are: whoever knows
    /// them tells about unknown ones.
    pub fn read(path: &Path, source: &str) -> (Settings, Vec<Problem>) {
        let mut settings = Settings::default();
        let written: File = match toml::from_str(source) {
            Ok(written) => written,
            Err(error) => return (settings, vec![bad_line(path, source, &error)]),
        };
        let mut problems = Vec::new();
        let mut wrong = |field: &'static str, value: &Spanned<String>| {
            problems.push(bad_value(path, line_of(source, value.span().start), field, value.get_ref()));
        };
        if let Some(value) = &written.language {
            match Language::ALL.into_iter().find(|language| language.tag() == value.get_ref()) {
                Some(language) => settings.language = Some(language),
                None => wrong("language", value),
            }
        }
        if let Some(value) = &written.glyphs {
            match GlyphChoice::from_id(value.get_ref()) {
                Some(glyphs) => settings.glyphs = glyphs,
                None => wrong("glyphs", value),
            }
        }
        if let Some(value) = &written.hints {
            match HintLevel::from_id(value.get_ref()) {
                Some(hints) => settings.hints = hints,
                None => wrong("hints", value),
            }
        }
        for (check, value) in &written.checks {
            match CHOSEN.into_iter().find(|voice| voice.id() == value.get_ref()) {
                Some(voice) => {
                    settings.voices.insert(CheckId(check.clone()), voice);
                }
                None => wrong("checks", value),
            }
        }
        if let Some(theme) = written.theme {
            settings.theme = theme.into_inner();
        }
        if let Some(keymap) = written.keymap {
            settings.keymap = keymap.into_inner();
        }
        settings.which_key = written.which_key.unwrap_or(settings.which_key);
        settings.count_keys = written.count_keys.unwrap_or(settings.count_keys);
        (settings, problems)
    }

    /// As the file has them: every setting, whether it is the default or not.
    pub fn print(&self) -> String {
        let mut out = String::new();
        let mut line = |key: &str, value: toml::Value| {
            // Writing into a string cannot fail.
            let _ = writeln!(out, "{key} = {value}");
        };
        if let Some(language) = self.language {
            line("language", language.tag().into());
        }
        line("theme", self.theme.as_str().into());
        line("glyphs", self.glyphs.id().into());
        line("keymap", self.keymap.as_str().into());
        line("hints", self.hints.id().into());
        line("which_key", self.which_key.into());
        line("count_keys", self.count_keys.into());
        if !self.voices.is_empty() {
            out.push_str("\n[checks]\n");
            for (check, voice) in &self.voices {
                let key = toml::Value::from(check.0.as_str());
                // Writing into a string cannot fail.
                let _ = writeln!(out, "{key} = {}", toml::Value::from(voice.id()));
            }
        }
        out
    }

    /// How loudly a check speaks here: as the person decided, else as `by_answers` has it. What never runs stays silent.
    pub fn voice(&self, check: &CheckId, by_answers: Voice) -> Voice {
        if by_answers == Voice::Off {
            return Voice::Off;
        }
        self.voices.get(check).copied().unwrap_or(by_answers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> (Settings, Vec<Problem>) {
        Settings::read(Path::new("settings.toml"), source)
    }

    #[test]
    fn what_is_printed_reads_back() {
        let settings = Settings {
            language: Some(Language::En),
            theme: "high\"contrast".to_owned(),
            glyphs: GlyphChoice::Box,
            keymap: "vi".to_owned(),
            hints: HintLevel::Short,
            which_key: false,
            count_keys: false,
            voices: [("T035".into(), Voice::Quiet), ("X \"1".into(), Voice::Drafts)].into(),
        };
        assert_eq!(read(&settings.print()), (settings, Vec::new()));
        assert_eq!(read(""), (Settings::default(), Vec::new()));
    }

    #[test]
    fn a_persons_word_about_a_check_goes_before_the_answers() {
        let settings = Settings { voices: [("T035".into(), Voice::Drafts)].into(), ..Settings::default() };
        assert_eq!(settings.voice(&"T035".into(), Voice::Quiet), Voice::Drafts);
        assert_eq!(settings.voice(&"T036".into(), Voice::Hint), Voice::Hint);
        assert_eq!(settings.voice(&"T035".into(), Voice::Off), Voice::Off, "what the place turned off never runs");
    }

    #[test]
    fn each_fault_is_told_with_its_line_and_the_rest_is_used() {
        let (settings, problems) =
            read("language = \"fr\"\nhints = \"loud\"\ntheme = \"light\"\nglyphs = \"unicode\"\n");
        assert_eq!(settings, Settings { theme: "light".to_owned(), ..Settings::default() });
        let lines: Vec<&str> = problems
            .iter()
            .filter_map(|problem| problem.args.iter().find(|(name, _)| *name == "line"))
            .map(|(_, line)| line.as_str())
            .collect();
        assert_eq!(lines.len(), 3);
        assert!(["1", "2", "4"].iter().all(|line| lines.contains(line)), "{lines:?}");
        let (settings, problems) = read("[checks]\nT001 = \"quiet\"\nT002 = \"loud\"\n");
        assert_eq!((settings.voices.len(), problems.len()), (1, 1));
        let (settings, problems) = read("themes = \"light\"\n");
        assert_eq!((settings, problems.len()), (Settings::default(), 1));
    }
}
