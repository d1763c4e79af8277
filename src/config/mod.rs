//! Where things lie, and the tables a place may change: classes, phrases, profiles.
//!
//! A leaf: imports `model` and `text`; may be imported by `exchange`, `engine`, `cli` and `tui`. Built-in tables are in
//! `src/data/`; a file of the same name in the configuration folder replaces what it names. A broken file never stops the
//! program: what is wrong is reported with file and line, and the built-in content is used.

pub mod checks;
pub mod evidence;
pub mod lessons;
pub mod mappings;
pub mod paths;
pub mod points;
pub mod profile;
pub mod settings;
pub mod tables;

pub use paths::Paths;
pub use profile::Profile;
pub use settings::Settings;
pub use tables::{Categories, Category, PhraseKind, Phrases, fill};

use crate::model::problem::Problem;
use crate::text::{Language, Strings};

/// The messages of a language with the user's own `locales/TAG.ftl` over them.
pub fn strings(language: Language, paths: &Paths) -> (Strings, Vec<Problem>) {
    let mut strings = Strings::new(language);
    let path = paths.own("locales").join(format!("{}.ftl", language.tag()));
    let problems = match paths::read_own(&path) {
        None => Vec::new(),
        Some(Err(problem)) => vec![problem],
        Some(Ok(source)) => strings.override_with(&path.display().to_string(), &source),
    };
    (strings, problems)
}
