//! Why a number, value or word on screen is as it is: what it is, how it is made, out of what, by which rule, after which
//! document.
//!
//! The fields that can be explained are a table, `data/why.toml`, in two languages; a screen says which of them it shows
//! under the cursor and with which values ([`Explained`]). A test compares the figures on every screen with what its
//! screen explains, so that no number is left without a reason. Where a rule is ours and no office's, the page says so.
//! Deliberately absent: drawing (the help screen), and the points to look at ([`crate::config::points`]).

pub mod consistency;
pub mod drafts;
pub mod home;
pub mod lists;
pub mod recheck;
pub mod similar;
pub mod target;

use std::sync::OnceLock;

use serde::Deserialize;

use super::look::{Look, Role};
use super::widgets::sheet::Paragraph;
use crate::config::profile::Profile;
use crate::model::ids::ItemId;
use crate::text::{Arg, Language};

const TABLE: &str = include_str!("../data/why.toml");

/// What a field is and how it is made, in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldWords {
    /// Its name, short.
    pub what: String,
    /// How it is made.
    pub formula: String,
}

/// One field of the screens.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// `queue.amount` …
    pub id: String,
    /// The rule that makes it.
    pub rule: String,
    /// True when it stands in a filed form, so that file, sheet and row can be told.
    #[serde(default)]
    pub filed: bool,
    /// Chinese words.
    pub zh: FieldWords,
    /// English words.
    pub en: FieldWords,
}

/// A rule with its version and the document it rests on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// `grading` …
    pub id: String,
    /// Its version.
    pub version: String,
    /// True when no document says so: our own default.
    #[serde(default)]
    pub ours: bool,
    /// Document and article, Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// All fields and rules.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Rules.
    #[serde(default)]
    pub rule: Vec<Rule>,
    /// Fields.
    #[serde(default)]
    pub field: Vec<Field>,
}

impl Table {
    /// The table that is compiled in.
    pub fn built_in() -> &'static Table {
        static READ: OnceLock<Table> = OnceLock::new();
        // A test proves that our own table can be read.
        READ.get_or_init(|| toml::from_str(TABLE).unwrap_or_default())
    }

    /// A field.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.field.iter().find(|field| field.id == id)
    }

    /// A rule.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rule.iter().find(|rule| rule.id == id)
    }
}

/// One of the things a field was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What it is, in the reader's language.
    pub name: String,
    /// Its value.
    pub value: String,
    /// File, sheet and row, or event, with who and when, in words; empty where the name says it.
    pub from: String,
}

/// A rule as it was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// Identifier and version.
    pub name: String,
    /// Document and article.
    pub source: String,
    /// True for our own default.
    pub ours: bool,
}

/// One field with its value, explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// Its identifier in the table.
    pub field: &'static str,
    /// The value as the screen shows it.
    pub value: String,
    /// What it was made of.
    pub given: Vec<Given>,
    /// What else is to be said.
    pub notes: Vec<String>,
    rule: Option<Ruled>,
    name: Option<String>,
}

/// How a profile marks a value that comes from no document.
const OUR_DEFAULT: &str = "our default";

impl Why {
    /// A field with its value.
    pub fn new(field: &'static str, value: impl Into<String>) -> Why {
        Why { field, value: value.into(), given: Vec::new(), notes: Vec::new(), rule: None, name: None }
    }

    /// One of several fields of a kind, called by a name of its own.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Why {
        self.name = Some(name.into());
        self
    }

    /// Adds something it was made of; `name` is a locale key.
    #[must_use]
    pub fn given(mut self, look: &Look, name: &str, value: impl Into<String>, from: impl Into<String>) -> Why {
        self.given.push(Given { name: look.s(name), value: value.into(), from: from.into() });
        self
    }

    /// Adds a remark.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Why {
        self.notes.push(text.into());
        self
    }

    /// A group of the profile in place of the rule of the table.
    #[must_use]
    pub fn by_profile(mut self, profile: &Profile, source: &str) -> Why {
        self.rule = Some(Ruled {
            name: format!("{} {}", profile.id, profile.version),
            source: source.to_owned(),
            ours: source.contains(OUR_DEFAULT),
        });
        self
    }

    /// What it is called.
    pub fn what(&self, look: &Look) -> String {
        self.name.clone().unwrap_or_else(|| self.words(look).map_or(self.field, |words| &words.what).to_owned())
    }

    fn words(&self, look: &Look) -> Option<&'static FieldWords> {
        let field = Table::built_in().field(self.field)?;
        Some(if look.language() == Language::ZhCn { &field.zh } else { &field.en })
    }

    /// The rule that made it.
    pub fn rule(&self, look: &Look) -> Option<Ruled> {
        if let Some(rule) = &self.rule {
            return Some(rule.clone());
        }
        let table = Table::built_in();
        let rule = table.rule(&table.field(self.field)?.rule)?;
        let source = if look.language() == Language::ZhCn { &rule.zh } else { &rule.en };
        Some(Ruled { name: format!("{} {}", rule.id, rule.version), source: source.clone(), ours: rule.ours })
    }

    /// The page.
    pub fn paragraphs(&self, look: &Look) -> Vec<Paragraph> {
        let label = |key: &str, text: String| Paragraph::labelled(look.s(key), text);
        let mut page = Vec::new();
        if let Some(words) = self.words(look) {
            page.push(label("why-formula", words.formula.clone()));
        }
        page.extend(self.notes.iter().map(|note| Paragraph::plain(note.clone()).as_role(Role::Warning)));
        for (index, given) in self.given.iter().enumerate() {
            let args =
                [("name", &given.name), ("value", &given.value), ("from", &given.from)].map(|(n, t)| (n, Arg::from(t)));
            let text = look.t(if given.from.is_empty() { "why-given" } else { "why-given-from" }, &args);
            page.push(if index == 0 { label("why-inputs", text) } else { Paragraph::labelled(" ", text) });
        }
        if let Some(rule) = self.rule(look) {
            page.push(label("why-rule", rule.name));
            // A profile marks what no document says in one fixed wording; it is told in the reader's language.
            let named = rule.source != OUR_DEFAULT;
            if named {
                page.push(label("why-source", rule.source));
            }
            match (rule.ours, named) {
                (true, true) => page.push(Paragraph::labelled(" ", look.s("why-ours")).as_role(Role::Warning)),
                (true, false) => page.push(label("why-source", look.s("why-ours")).as_role(Role::Warning)),
                (false, _) => {}
            }
        }
        page
    }
}

/// What a screen explains of itself, with the cursor where it is.
#[derive(Debug, Clone, Default)]
pub struct Explained {
    /// Points to look at, before everything else: heading and page.
    pub points: Vec<(String, Vec<Paragraph>)>,
    /// Fields under the cursor and those of the whole screen.
    pub whys: Vec<Why>,
    /// The target under the cursor, where the screen does not know it well enough itself: file, sheet and row are asked
    /// for when the page is opened.
    pub target: Option<ItemId>,
}

impl Explained {
    /// Fields alone.
    pub fn fields(whys: Vec<Why>) -> Explained {
        Explained { whys, ..Explained::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read_and_every_field_has_a_rule() {
        let table: Table = toml::from_str(TABLE).unwrap();
        assert!(table.field.len() > 60);
        for field in &table.field {
            assert!(table.rule(&field.rule).is_some(), "{}: no rule {}", field.id, field.rule);
            assert_eq!(table.field.iter().filter(|other| other.id == field.id).count(), 1, "{} twice", field.id);
            for text in [&field.zh.what, &field.zh.formula, &field.en.what, &field.en.formula] {
                assert!(!text.trim().is_empty(), "{} has an empty text", field.id);
            }
        }
        for rule in &table.rule {
            assert!(!rule.zh.is_empty() && !rule.en.is_empty() && !rule.version.is_empty(), "{}", rule.id);
        }
    }

    #[test]
    fn what_no_document_says_is_called_our_default() {
        let look = Look::built_in(Language::En);
        let page = Why::new("queue.opinions", "3").paragraphs(&look);
        assert!(page.iter().any(|paragraph| paragraph.text == look.s("why-ours")), "{page:?}");
    }
}
