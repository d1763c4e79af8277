//! Words of the automatic checks: names, drafts of opinions and demands, reasons, in two languages.
//!
//! Slots in braces are filled from the facts of a finding. A file `checks.toml` in the configuration folder puts its own words in
//! the place of ours. Absent on purpose: what a check looks at (`rules::check`).

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;
use toml::Spanned;

use super::paths::{Paths, read_own};
use super::tables::{bad_line, bad_value, fill, line_of};
use crate::model::finding::{CheckId, Finding};
use crate::model::problem::Problem;
use crate::text::{Arg, Language, Strings};

/// Our own files.
const FILES: &[(&str, &str)] = &[
    ("elements.toml", include_str!("../data/checks/elements.toml")),
    ("goal.toml", include_str!("../data/checks/goal.toml")),
    ("history.toml", include_str!("../data/checks/history.toml")),
    ("neighbours.toml", include_str!("../data/checks/neighbours.toml")),
    ("indicator-set.toml", include_str!("../data/checks/indicator-set.toml")),
    ("correspondence.toml", include_str!("../data/checks/correspondence.toml")),
    ("placement.toml", include_str!("../data/checks/placement.toml")),
    ("measurable.toml", include_str!("../data/checks/measurable.toml")),
    ("values.toml", include_str!("../data/checks/values.toml")),
    ("funds.toml", include_str!("../data/checks/funds.toml")),
    ("weights.toml", include_str!("../data/checks/weights.toml")),
    ("wording.toml", include_str!("../data/checks/wording.toml")),
    ("basis.toml", include_str!("../data/checks/basis.toml")),
    ("evaluation-form.toml", include_str!("../data/checks/evaluation-form.toml")),
    ("evaluation-score.toml", include_str!("../data/checks/evaluation-score.toml")),
    ("evaluation-values.toml", include_str!("../data/checks/evaluation-values.toml")),
];

/// Words of a check in one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckWords {
    /// For lists: at most 12 Han characters or 32 letters.
    pub name: String,
    /// Draft of the opinion.
    pub opinion: String,
    /// Draft of the demand.
    pub demand: String,
    /// What was looked at and what was found.
    pub why: String,
}

/// Words of a check.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckText {
    /// The check.
    pub id: CheckId,
    /// Chinese words.
    pub zh: CheckWords,
    /// English words.
    pub en: CheckWords,
}

impl CheckText {
    /// The words in a language.
    pub fn words(&self, language: Language) -> &CheckWords {
        match language {
            Language::ZhCn => &self.zh,
            Language::En => &self.en,
        }
    }
}

/// What one check proposes for one row, in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftWords {
    /// Opinion.
    pub opinion: String,
    /// Demand.
    pub demand: String,
    /// What was looked at and found.
    pub why: String,
}

/// What stands where a slot of a draft could not be filled; such a draft is never given as it stands.
const OPEN_SLOT: &str = "…";

impl DraftWords {
    /// True when it can be given as it stands: nothing is to be completed by hand.
    pub fn complete(&self) -> bool {
        !self.opinion.trim().is_empty() && !self.opinion.contains(OPEN_SLOT) && !self.demand.contains(OPEN_SLOT)
    }
}

/// Facts that are words of the form, in English sentences.
static ENGLISH: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct Facts {
        facts: BTreeMap<String, String>,
    }
    // A test reads it.
    toml::from_str::<Facts>(include_str!("../data/english_facts.toml")).map(|file| file.facts).unwrap_or_default()
});

/// What fills the slots of a finding's words in a language.
fn slots(finding: &Finding, language: Language) -> Vec<(&str, String)> {
    const BETWEEN: &str = "\u{3001}";
    let told = |fact: &String| match language {
        Language::ZhCn => fact.clone(),
        Language::En => {
            let parts = fact.split(BETWEEN).map(|part| ENGLISH.get(part).map_or(part, String::as_str));
            let parts: Vec<&str> = parts.collect();
            let known = fact.split(BETWEEN).all(|part| ENGLISH.contains_key(part));
            if known { parts.join(", ") } else { fact.clone() }
        }
    };
    finding.facts.iter().map(|(name, fact)| (name.as_str(), told(fact))).collect()
}

/// Words of one check in one language, before the facts of a finding are filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPhrases {
    words: CheckWords,
    /// How a better text is proposed; the slot `text` is the better text.
    suggestion: String,
    language: Language,
}

impl DraftPhrases {
    /// The opinion with its slots.
    pub fn opinion(&self) -> &str {
        &self.words.opinion
    }

    /// Opinion, demand and reason of what the check found on one row, each sentence once: the draft that is accepted or
    /// dismissed as one.
    pub fn draft(&self, findings: &[&Finding]) -> DraftWords {
        // Between sentences.
        let blank = if self.language == Language::ZhCn { "" } else { " " };
        let mut parts: [Vec<String>; 3] = Default::default();
        for finding in findings {
            let slots = slots(finding, self.language);
            let slots: Vec<_> = slots.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
            let mut opinion = fill(&self.words.opinion, &slots);
            if let Some(better) = finding.suggestion.as_ref().filter(|better| !opinion.contains(better.as_str())) {
                opinion.push_str(blank);
                opinion.push_str(&fill(&self.suggestion, &[("text", better)]));
            }
            let words = [opinion, fill(&self.words.demand, &slots), fill(&self.words.why, &slots)];
            for (part, text) in parts.iter_mut().zip(words) {
                if !text.is_empty() && !part.contains(&text) {
                    part.push(text);
                }
            }
        }
        let [opinion, demand, why] = parts.map(|texts| texts.join(blank));
        DraftWords { opinion, demand, why }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    check: Vec<Spanned<CheckText>>,
}

/// Words of all checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checks(BTreeMap<CheckId, CheckText>);

impl Checks {
    /// Ours.
    pub fn built_in() -> Checks {
        let mut checks = Checks(BTreeMap::new());
        for (name, source) in FILES {
            // A test proves that our own files have no problems.
            checks.merge(Path::new(name), source);
        }
        checks
    }

    /// Ours with the user's own in the place of those of the same check.
    pub fn load(paths: &Paths) -> (Checks, Vec<Problem>) {
        let mut checks = Checks::built_in();
        let path = paths.own("checks.toml");
        let problems = match read_own(&path) {
            None => Vec::new(),
            Some(Err(problem)) => vec![problem],
            Some(Ok(source)) => checks.merge(&path, &source),
        };
        (checks, problems)
    }

    fn merge(&mut self, path: &Path, source: &str) -> Vec<Problem> {
        let file: File = match toml::from_str(source) {
            Ok(file) => file,
            Err(error) => return vec![bad_line(path, source, &error)],
        };
        let mut problems = Vec::new();
        let mut seen = BTreeMap::new();
        for entry in file.check {
            let line = line_of(source, entry.span().start);
            let text = entry.into_inner();
            if seen.insert(text.id.clone(), line).is_some() {
                problems.push(bad_value(path, line, "id", &text.id));
                continue;
            }
            self.0.insert(text.id.clone(), text);
        }
        problems
    }

    /// Adds or replaces the words of a check, as a profile's own checks bring them.
    pub fn add(&mut self, text: CheckText) {
        self.0.insert(text.id.clone(), text);
    }

    /// The checks that have words, by name.
    pub fn ids(&self) -> impl Iterator<Item = &CheckId> {
        self.0.keys()
    }

    /// The words of a check.
    pub fn get(&self, check: &CheckId) -> Option<&CheckText> {
        self.0.get(check)
    }

    /// The words in which a check drafts; `None` where it has none.
    pub fn phrases(&self, check: &CheckId, strings: &Strings) -> Option<DraftPhrases> {
        let words = self.get(check)?.words(strings.language()).clone();
        let suggestion = strings.t("draft-suggestion", &[("text", Arg::from("{text}"))]);
        Some(DraftPhrases { words, suggestion, language: strings.language() })
    }

    /// What one check found on one row, in words; see [`DraftPhrases::draft`].
    pub fn draft(&self, findings: &[&Finding], strings: &Strings) -> DraftWords {
        let phrases = findings.first().and_then(|finding| self.phrases(&finding.check, strings));
        phrases.map(|phrases| phrases.draft(findings)).unwrap_or_default()
    }

    /// The words of a finding's check with its facts filled in; `part` chooses which of them.
    pub fn fill<'a>(
        &'a self,
        finding: &Finding,
        language: Language,
        part: impl Fn(&'a CheckWords) -> &'a str,
    ) -> String {
        let slots = slots(finding, language);
        let slots: Vec<_> = slots.iter().map(|(name, fact)| (*name, fact.as_str())).collect();
        self.get(&finding.check).map(|text| fill(part(text.words(language)), &slots)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_words_tell_levels_in_english_and_leave_names_as_printed() {
        let facts = [("level", "产出指标、效益指标"), ("nearest", "无"), ("indicator", "产出指标甲")];
        let finding = Finding {
            check: "T020".into(),
            version: String::new(),
            category: crate::model::review::CategoryCode("C04".into()),
            severity: crate::model::finding::Severity::Error,
            row: None,
            cell: crate::model::finding::Cell::Rows,
            facts: facts.map(|(name, fact)| (name.to_owned(), fact.to_owned())).into(),
            suggestion: None,
            charged_by: None,
        };
        let told: BTreeMap<&str, String> = slots(&finding, Language::En).into_iter().collect();
        assert_eq!(told["level"], "output indicators, benefit indicators");
        assert_eq!((told["nearest"].as_str(), told["indicator"].as_str()), ("none", "产出指标甲"));
        assert_eq!(slots(&finding, Language::ZhCn)[1].1, "产出指标、效益指标");
    }

    #[test]
    fn our_own_words_can_be_read_and_every_check_has_them_once() {
        let mut seen = std::collections::BTreeSet::new();
        for (name, source) in FILES {
            let file: File = toml::from_str(source).unwrap_or_else(|error| panic!("{name}: {error}"));
            for entry in file.check {
                let text = entry.into_inner();
                for words in [&text.zh, &text.en] {
                    for part in [&words.name, &words.opinion, &words.demand, &words.why] {
                        assert!(!part.trim().is_empty(), "{}", text.id);
                    }
                }
                assert!(text.zh.name.chars().count() <= 12 && text.en.name.chars().count() <= 32, "{}", text.id);
                assert!(seen.insert(text.id.clone()), "{} stands twice", text.id);
            }
        }
    }
}
