//! The parts of a profile in which a place writes checks of its own.
//!
//! Here they are read and held against what a check must say; what its expression means is looked at where it can be run
//! (`rules::own`).

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;
use toml::Spanned;

use super::super::checks::{CheckText, CheckWords};
use super::super::tables::{bad_value, line_of, twice};
use super::checks::Reader;
use super::example::{self, ExampleFile};
use crate::model::finding::{Cell, CheckId, Severity};
use crate::model::own_check::{Definition, Example, On, OwnCheck, OwnRules, Written};
use crate::model::problem::Problem;
use crate::model::review::CategoryCode;

/// Most own checks and most definitions of a profile, those it extends included.
const MOST: usize = 200;

/// `[[check]]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnFile {
    id: String,
    version: u16,
    category: CategoryCode,
    severity: Severity,
    on: String,
    cell: String,
    when: Spanned<String>,
    source: String,
    #[serde(default)]
    fires: Vec<Spanned<ExampleFile>>,
    #[serde(default)]
    silent: Vec<Spanned<ExampleFile>>,
    zh: CheckWords,
    en: Option<CheckWords>,
}

/// Names of the slots in a text.
fn slots(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name.to_owned()))
}

/// Names that look like those of the catalogue are the catalogue's, now or later.
fn is_own_id(id: &str) -> bool {
    let catalogue = id.len() > 1
        && id.starts_with(['T', 'X', 'E', 'R', 't', 'x', 'e', 'r'])
        && id.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain && !catalogue && (2..=12).contains(&id.len())
}

impl Reader<'_> {
    /// Where an expression stands. In a text over several lines the first line after `\'\'\'` is the first of the expression.
    fn written(&self, text: &Spanned<String>) -> Written {
        let start = text.span().start;
        let opening = self.source.get(start..).unwrap_or_default();
        let after = ["'''\n", "\"\"\"\n", "'''\r\n", "\"\"\"\r\n"].iter().any(|quote| opening.starts_with(quote));
        Written {
            text: text.get_ref().clone(),
            file: self.path.display().to_string(),
            line: line_of(self.source, start) + usize::from(after),
        }
    }

    /// `[definitions]`: those of the same name in a profile that is extended are replaced.
    pub(super) fn definitions(&mut self, entries: &BTreeMap<String, Spanned<String>>, own: &mut OwnRules) {
        let mut entries: Vec<_> = entries.iter().collect();
        entries.sort_by_key(|(_, text)| text.span().start);
        for (name, text) in entries {
            let definition = Definition { name: name.clone(), is: self.written(text) };
            match own.definitions.iter().position(|known| known.name == *name) {
                Some(at) => own.definitions[at] = definition,
                None if own.definitions.len() >= MOST => self.too_many(definition.is.line, "definitions"),
                None => own.definitions.push(definition),
            }
        }
    }

    /// `[[check]]`: one of the same name in a profile that is extended is replaced.
    pub(super) fn own_checks(&mut self, files: Vec<Spanned<OwnFile>>, own: &mut OwnRules, words: &mut Vec<CheckText>) {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for entry in files {
            let line = line_of(self.source, entry.span().start);
            let file = entry.into_inner();
            if let Some(first) = seen.get(&file.id) {
                self.problems.push(twice(self.path, line, &file.id, *first));
                continue;
            }
            seen.insert(file.id.clone(), line);
            let Some((check, text)) = self.own_check(line, file) else { continue };
            match own.checks.iter().position(|known| known.id == check.id) {
                Some(at) => own.checks[at] = check,
                None if own.checks.len() >= MOST => {
                    self.too_many(line, "check");
                    continue;
                }
                None => own.checks.push(check),
            }
            words.retain(|known| known.id != text.id);
            words.push(text);
        }
    }

    fn own_check(&mut self, line: usize, file: OwnFile) -> Option<(OwnCheck, CheckText)> {
        let on = match file.on.as_str() {
            "row" => Some(On::Row),
            "target" => Some(On::Target),
            _ => None,
        };
        let written = file.cell.replace('-', "_");
        let cell = Cell::deserialize(IntoDeserializer::<Error>::into_deserializer(written.as_str())).ok();
        let blank = |words: &CheckWords| {
            [&words.name, &words.opinion, &words.demand, &words.why].iter().any(|text| text.trim().is_empty())
        };
        let wrong = if !is_own_id(&file.id) {
            Some(("id", &file.id))
        } else if on.is_none() {
            Some(("on", &file.on))
        } else if cell.is_none() {
            Some(("cell", &file.cell))
        } else if file.source.trim().is_empty() {
            Some(("source", &file.source))
        } else if blank(&file.zh) || file.en.as_ref().is_some_and(blank) {
            Some(("zh, en", &file.id))
        } else {
            None
        };
        if let Some((field, value)) = wrong {
            self.problems.push(bad_value(self.path, line, field, value));
            return None;
        }
        let en = file.en.unwrap_or_else(|| file.zh.clone());
        let slots: BTreeSet<String> = [&file.zh, &en]
            .into_iter()
            .flat_map(|words| [&words.opinion, &words.demand, &words.why])
            .flat_map(|text| slots(text))
            .collect();
        let id = CheckId(file.id);
        let mut examples = Vec::new();
        let told = file.fires.into_iter().map(|entry| (true, entry));
        for (fires, entry) in told.chain(file.silent.into_iter().map(|entry| (false, entry))) {
            let line = line_of(self.source, entry.span().start);
            match example::form(entry.into_inner()) {
                Ok(form) => examples.push(Example { form, fires, line }),
                Err(field) => {
                    self.problems.push(bad_value(self.path, line, if fires { "fires" } else { "silent" }, field))
                }
            }
        }
        let check = OwnCheck {
            id: id.clone(),
            version: file.version,
            category: file.category,
            severity: file.severity,
            on: on?,
            cell: cell?,
            when: self.written(&file.when),
            slots,
            source: file.source,
            examples,
        };
        Some((check, CheckText { id, zh: file.zh, en }))
    }

    fn too_many(&mut self, line: usize, section: &str) {
        self.problems.push(
            Problem::refused("problem-profile-too-many")
                .with("file", self.path.display())
                .with("line", line)
                .with("section", section)
                .with("most", MOST),
        );
    }
}
