//! The parts of a profile that say by what the automatic checks look: thresholds, switches, changes of single checks, the
//! tree of indicators.

use std::collections::BTreeMap;
use std::path::Path;

use rust_decimal::Decimal;
use serde::Deserialize;
use toml::{Spanned, Value};

use super::super::tables::{bad_value, line_of};
use crate::model::finding::{CheckId, CheckSettings, Level1, Severity, Switch, Threshold};
use crate::model::problem::Problem;
use crate::model::review::CategoryCode;

/// Thresholds that are shares and likenesses, 0 to 1.
const SHARES: [Threshold; 5] =
    [Threshold::GoalCopied, Threshold::TwinName, Threshold::TwinGoal, Threshold::SameRows, Threshold::CompletionCopied];
/// Largest threshold of any other.
const LARGEST: u64 = 1_000_000_000;

/// `[target]`: what a form looks like here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TargetFile {
    source: String,
    code_length: Option<usize>,
    cost_kinds: Option<Vec<String>>,
}

/// `[tree]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TreeFile {
    source: String,
    totals: Option<Spanned<Vec<String>>>,
    #[serde(default)]
    ranges: BTreeMap<String, Spanned<[String; 2]>>,
    #[serde(default)]
    names: BTreeMap<String, Spanned<Vec<String>>>,
}

/// `[checks.T035]`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeFile {
    source: String,
    off: Option<bool>,
    quiet: Option<bool>,
    severity: Option<Severity>,
    category: Option<CategoryCode>,
}

/// Where the settings of checks come from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckSources {
    /// Of each threshold that a profile names.
    pub thresholds: BTreeMap<Threshold, String>,
    /// Of each switch that a profile names.
    pub switches: BTreeMap<Switch, String>,
    /// Of each change of a check.
    pub changes: BTreeMap<CheckId, String>,
    /// Of the tree of indicators.
    pub tree: String,
    /// Of what a form looks like.
    pub target: String,
}

/// One file whose problems are told with their lines.
pub(super) struct Reader<'a> {
    pub(super) path: &'a Path,
    pub(super) source: &'a str,
    pub(super) problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    pub(super) fn line<T>(&self, entry: &Spanned<T>) -> usize {
        line_of(self.source, entry.span().start)
    }

    fn unknown(&mut self, line: usize, section: &str, name: &str, known: &[&str]) {
        self.problems.push(
            Problem::refused("problem-profile-unknown")
                .with("file", self.path.display())
                .with("line", line)
                .with("section", section)
                .with("name", name)
                .with("known", known.join(", ")),
        );
    }

    fn missing(&mut self, line: usize, section: &str, names: &str) {
        self.problems.push(
            Problem::refused("problem-profile-missing")
                .with("file", self.path.display())
                .with("line", line)
                .with("section", section)
                .with("names", names),
        );
    }

    pub(super) fn bad(&mut self, line: usize, field: &str, value: impl std::fmt::Display) {
        self.problems.push(bad_value(self.path, line, field, value));
    }

    /// The source of an entry: its own, or that of its section. Every value says where it comes from.
    fn sourced(&mut self, own: Option<&str>, section: &Section, line: usize, name: &str) -> Option<String> {
        let shared = section.get(SOURCE).and_then(|source| source.get_ref().as_str());
        let source = own.or(shared).filter(|source| !source.trim().is_empty());
        if source.is_none() {
            self.missing(line, name, "source");
        }
        source.map(str::to_owned)
    }

    /// A number: `"0.95"`, or `95`. A decimal without quotation marks is read from its text, never as a binary number.
    fn number(&self, entry: &Spanned<Value>) -> Option<(String, Option<String>)> {
        let plain = |value: &Value| match value {
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Integer(number) => Some(number.to_string()),
            _ => None,
        };
        match entry.get_ref() {
            Value::Float(_) => Some((self.source.get(entry.span())?.trim().to_owned(), None)),
            Value::Table(table) => {
                let source = table.get("source").and_then(Value::as_str).map(str::to_owned);
                let known = table.keys().all(|key| key == "value" || key == "source");
                Some((table.get("value").and_then(plain).filter(|_| known)?, source))
            }
            value => Some((plain(value)?, None)),
        }
    }

    /// `[thresholds]`; the national default must name every one.
    pub(super) fn thresholds(
        &mut self,
        section: &Spanned<Section>,
        complete: bool,
        settings: &mut CheckSettings,
        sources: &mut CheckSources,
    ) {
        let mut named = Vec::new();
        for (name, entry) in values(section) {
            let line = self.line(entry);
            let Some(threshold) = Threshold::ALL.iter().copied().find(|threshold| threshold.id() == name) else {
                let known: Vec<&str> = Threshold::ALL.iter().map(|threshold| threshold.id()).collect();
                self.unknown(line, "thresholds", name, &known);
                continue;
            };
            named.push(threshold);
            let most = if SHARES.contains(&threshold) { Decimal::ONE } else { Decimal::from(LARGEST) };
            let read = self.number(entry);
            let number = read.as_ref().and_then(|(text, _)| Decimal::from_str_exact(text).ok());
            match number.filter(|number| !number.is_sign_negative() && *number <= most) {
                Some(number) => {
                    let own = read.and_then(|(_, source)| source);
                    if let Some(source) = self.sourced(own.as_deref(), section.get_ref(), line, name) {
                        settings.set_number(threshold, number);
                        sources.thresholds.insert(threshold, source);
                    }
                }
                None => self.bad(line, name, read.map_or_else(|| entry.get_ref().to_string(), |(text, _)| text)),
            }
        }
        if complete {
            let left: Vec<&str> =
                Threshold::ALL.iter().filter(|it| !named.contains(it)).map(|threshold| threshold.id()).collect();
            if !left.is_empty() {
                self.missing(self.line(section), "thresholds", &left.join(", "));
            }
        }
    }

    /// `[switches]`
    pub(super) fn switches(
        &mut self,
        section: &Spanned<Section>,
        settings: &mut CheckSettings,
        sources: &mut CheckSources,
    ) {
        for (name, entry) in values(section) {
            let line = self.line(entry);
            let Some(switch) = Switch::ALL.into_iter().find(|switch| switch.id() == name) else {
                self.unknown(line, "switches", name, &Switch::ALL.map(Switch::id));
                continue;
            };
            let (on, own) = match entry.get_ref() {
                Value::Table(table) => {
                    (table.get("value").and_then(Value::as_bool), table.get("source").and_then(Value::as_str))
                }
                value => (value.as_bool(), None),
            };
            match on {
                Some(on) => {
                    if let Some(source) = self.sourced(own, section.get_ref(), line, name) {
                        settings.switch(switch, on);
                        sources.switches.insert(switch, source);
                    }
                }
                None => self.bad(line, name, entry.get_ref()),
            }
        }
    }

    /// `[checks.…]`; `known` says which checks there are.
    pub(super) fn changes(
        &mut self,
        changes: BTreeMap<String, Spanned<ChangeFile>>,
        known: impl Fn(&CheckId) -> bool,
        settings: &mut CheckSettings,
        sources: &mut CheckSources,
    ) {
        for (name, entry) in changes {
            let line = self.line(&entry);
            let id = CheckId(name);
            if !known(&id) {
                self.unknown(line, "checks", &id.0, &["wenxiao rules list"]);
                continue;
            }
            let file = entry.into_inner();
            if file.source.trim().is_empty() {
                self.missing(line, &id.0, "source");
                continue;
            }
            let change = settings.checks.entry(id.clone()).or_default();
            change.off = file.off.unwrap_or(change.off);
            change.quiet = file.quiet.unwrap_or(change.quiet);
            change.severity = file.severity.or(change.severity);
            change.category = file.category.or(change.category.take());
            sources.changes.insert(id, file.source);
        }
    }

    /// `[tree]`
    pub(super) fn tree(&mut self, file: TreeFile, settings: &mut CheckSettings, sources: &mut CheckSources) {
        let points = |text: &str| {
            let number = Decimal::from_str_exact(text.trim()).ok()?;
            (!number.is_sign_negative() && number <= Decimal::from(1_000)).then_some(number)
        };
        if let Some(entry) = file.totals {
            let totals: Option<Vec<Decimal>> = entry.get_ref().iter().map(|text| points(text)).collect();
            match totals.filter(|totals| !totals.is_empty() && !totals.iter().any(Decimal::is_zero)) {
                Some(totals) => settings.tree.totals = totals,
                None => self.bad(self.line(&entry), "tree.totals", entry.get_ref().join(" ")),
            }
        }
        for (name, entry) in file.ranges {
            let line = self.line(&entry);
            let [low, high] = entry.get_ref();
            match (level1(&name), points(low).zip(points(high)).filter(|(low, high)| low <= high)) {
                (None, _) => self.unknown(line, "tree.ranges", &name, &Level1::ALL.map(Level1::id)),
                (Some(_), None) => self.bad(line, &name, format!("{low} {high}")),
                (Some(level), Some(range)) => {
                    settings.tree.ranges.insert(level, range);
                }
            }
        }
        for (name, entry) in file.names {
            let line = self.line(&entry);
            let Some(level) = level1(&name) else {
                self.unknown(line, "tree.names", &name, &Level1::ALL.map(Level1::id));
                continue;
            };
            let names = entry.into_inner();
            match names.iter().find(|name| name.trim().is_empty()) {
                Some(blank) => self.bad(line, "tree.names", blank),
                None => {
                    settings.level2_names.insert(level, names);
                }
            }
        }
        sources.tree = file.source;
    }

    /// `[target]`
    pub(super) fn target(&mut self, file: TargetFile, settings: &mut CheckSettings, sources: &mut CheckSources) {
        if file.code_length.is_some() {
            settings.code_length = file.code_length;
        }
        if let Some(kinds) = file.cost_kinds {
            settings.cost_kinds = kinds;
        }
        sources.target = file.source;
    }
}

pub(super) fn level1(name: &str) -> Option<Level1> {
    Level1::ALL.into_iter().find(|level| level.id() == name)
}

/// A section of named values, with one `source` for those that bring none.
pub(super) type Section = BTreeMap<String, Spanned<Value>>;

const SOURCE: &str = "source";

/// The values of a section.
fn values(section: &Spanned<Section>) -> impl Iterator<Item = (&String, &Spanned<Value>)> {
    section.get_ref().iter().filter(|(name, _)| *name != SOURCE)
}
