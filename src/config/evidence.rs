//! What papers to ask a unit for, by kind of indicator. Built-in data; the words are messages (`evidence-kind-…`,
//! `evidence-paper-…`).

use serde::Deserialize;

const EVIDENCE: &str = include_str!("../data/evidence.toml");

/// A kind of indicator with the papers that prove it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceKind {
    /// Stable name, part of a locale key.
    pub id: String,
    /// Words by which it is found in the levels of an indicator; the first kind with a word that is there is taken.
    #[serde(default)]
    pub words: Vec<String>,
    /// Papers, most telling first; parts of locale keys.
    pub papers: Vec<String>,
}

/// All kinds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EvidenceKinds {
    kinds: Vec<EvidenceKind>,
    execution: EvidenceKind,
    other: EvidenceKind,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kind: Vec<EvidenceKind>,
    execution: EvidenceKind,
    other: EvidenceKind,
}

impl EvidenceKinds {
    /// The built-in kinds.
    pub fn built_in() -> EvidenceKinds {
        // A test proves that our own file can be read.
        let File { kind, execution, other } = toml::from_str(EVIDENCE).unwrap_or_default();
        EvidenceKinds { kinds: kind, execution, other }
    }

    /// The kind of an indicator by its levels as printed: the second one decides, else the first.
    pub fn of(&self, level1: &str, level2: &str) -> &EvidenceKind {
        let by =
            |level: &str| self.kinds.iter().find(|kind| kind.words.iter().any(|word| level.contains(word.as_str())));
        by(level2).or_else(|| by(level1)).unwrap_or(&self.other)
    }

    /// The execution rate.
    pub fn execution(&self) -> &EvidenceKind {
        &self.execution
    }

    /// Every kind, those without words last.
    pub fn all(&self) -> impl Iterator<Item = &EvidenceKind> {
        self.kinds.iter().chain([&self.execution, &self.other])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, Strings};

    #[test]
    fn every_kind_has_papers_and_words_in_both_languages() {
        let kinds = EvidenceKinds::built_in();
        assert!(kinds.all().count() >= 10);
        for language in Language::ALL {
            let strings = Strings::new(language);
            for kind in kinds.all() {
                assert!(!kind.papers.is_empty() && strings.has(&format!("evidence-kind-{}", kind.id)), "{}", kind.id);
                for paper in &kind.papers {
                    assert!(strings.has(&format!("evidence-paper-{paper}")), "{paper}");
                }
            }
        }
    }

    #[test]
    fn the_second_level_decides_before_the_first() {
        let kinds = EvidenceKinds::built_in();
        for (level1, level2, id) in [
            ("产出指标", "数量指标", "quantity"),
            ("产出指标（40分）", "时效指标", "timeliness"),
            ("成本指标", "经济成本指标", "cost"),
            ("效益指标", "经济效益指标", "economic"),
            ("效益指标", "", "benefit"),
            ("满意度指标", "服务对象满意度指标", "satisfaction"),
            ("", "", "other"),
        ] {
            assert_eq!(kinds.of(level1, level2).id, id, "{level1} {level2}");
        }
        assert_eq!(kinds.execution().id, "execution");
    }
}
