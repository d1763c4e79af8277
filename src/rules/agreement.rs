//! When two rows say the same, and what was decided about a row: so that the same is treated alike, whoever decides.
//!
//! Words are the same where their text is, whatever the indicator: what 适量 means does not depend on it. A figure is the same
//! only under the same name: ≥95% is too much here and too little there. Rows with nothing in them say nothing. Our default,
//! from no document. Deliberately absent: who is right.

use std::collections::BTreeSet;

use super::check::text::{is_missing, norm};
use super::similar;
use crate::model::form::Indicator;
use crate::model::ids::tagged_sha256;
use crate::model::review::{CategoryCode, ReviewState, Verdict};
use crate::model::value::{Value, ValueKind};

/// Version of the rule: what was taken down under another one is taken down anew.
pub const VERSION: u32 = 1;

/// What a row says, as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Words, compared whatever the indicator's name.
    pub qualitative: bool,
    text: String,
}

impl Wording {
    /// By what equal wordings are found.
    pub fn digest(&self) -> i64 {
        let kind: &[u8] = if self.qualitative { b"words" } else { b"figure" };
        let digest = tagged_sha256("wx-agreement-1", &[kind, &[0], self.text.as_bytes()]);
        i64::from_be_bytes(std::array::from_fn(|at| digest[at]))
    }
}

/// What a row says; `None` where it says nothing. `read` is the reading of its value.
pub fn wording(row: &Indicator, read: &Value) -> Option<Wording> {
    match read.kind {
        ValueKind::Blank => None,
        ValueKind::Qualitative => {
            let mut text = norm(&row.target);
            while text.ends_with(['\u{3002}', '.', ';', '\u{FF1B}', ',', '\u{FF0C}']) {
                text.pop();
            }
            let text = text.to_lowercase();
            (!text.is_empty() && !is_missing(&row.target)).then_some(Wording { qualitative: true, text })
        }
        _ => {
            let name = similar::wording(&row.level3);
            let number = |text: &Option<String>| text.as_deref().map(plain_number).unwrap_or_default();
            let sign = read.op.map_or("", |op| op.sign());
            let unit = norm(read.unit.as_deref().unwrap_or_default());
            let parts =
                [sign, &number(&read.number), &number(&read.high), read.date.as_deref().unwrap_or_default(), &unit];
            // What nobody could read for certain is the same only where it was printed the same.
            let said = if read.uncertain { norm(&row.printed_target()) } else { parts.join("\u{1f}") };
            (!name.is_empty()).then(|| Wording { qualitative: false, text: format!("{name}\u{1e}{said}") })
        }
    }
}

/// `95.0` is `95`.
fn plain_number(text: &str) -> String {
    text.parse::<rust_decimal::Decimal>().map_or_else(|_| text.to_owned(), |number| number.normalize().to_string())
}

/// What was decided about a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// Never "later", which decides nothing.
    pub verdict: Verdict,
    /// Classes of the opinions on it, where opinions are what was decided.
    pub classes: BTreeSet<CategoryCode>,
}

impl Decision {
    /// As it is stored.
    pub fn print(&self) -> String {
        let classes = self.classes.iter().map(|class| class.0.as_str());
        std::iter::once(self.verdict.id()).chain(classes).collect::<Vec<_>>().join(" ")
    }

    /// Reads [`Decision::print`].
    pub fn read(text: &str) -> Option<Decision> {
        let mut words = text.split(' ');
        let verdict = words.next()?;
        let verdict =
            [Verdict::Passed, Verdict::Opinion, Verdict::Returned].into_iter().find(|known| known.id() == verdict)?;
        Some(Decision { verdict, classes: words.map(|class| CategoryCode(class.to_owned())).collect() })
    }

    /// Whether two decisions contradict: one found a fault and the other none, or they found none of the same class.
    pub fn differs(&self, other: &Decision) -> bool {
        self.verdict != other.verdict || (self.verdict == Verdict::Opinion && self.classes.is_disjoint(&other.classes))
    }
}

/// What was decided about a row; several decisions where people contradict one another.
pub fn decisions(state: &ReviewState, row: u32) -> BTreeSet<Decision> {
    let Some(heads) = state.rows.get(&row) else { return BTreeSet::new() };
    let said = heads.0.iter().map(|head| head.value).filter(|verdict| *verdict != Verdict::Later);
    let classes = |verdict| match verdict {
        Verdict::Opinion => {
            let here = state.opinions.iter().filter(|opinion| opinion.row == Some(row));
            here.map(|opinion| opinion.category.clone()).collect()
        }
        _ => BTreeSet::new(),
    };
    said.map(|verdict| Decision { verdict, classes: classes(verdict) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::value;

    fn said(name: &str, sign: &str, target: &str, unit: &str) -> Option<i64> {
        let row = Indicator {
            level3: name.into(),
            operator: (!sign.is_empty()).then(|| sign.into()),
            target: target.into(),
            unit: (!unit.is_empty()).then(|| unit.into()),
            ..Indicator::default()
        };
        let read = value::read(&row.target, row.operator.as_deref(), row.unit.as_deref());
        wording(&row, &read).map(|wording| wording.digest())
    }

    #[test]
    fn words_are_the_same_under_any_name_and_figures_only_under_the_same() {
        assert_eq!(said("加装电梯", "", "适量", ""), said("补助人数", "定性", "适 量。", ""));
        assert_ne!(said("加装电梯", "", "适量", ""), said("加装电梯", "", "适当", ""));
        let many = said("培训人数", "≥", "300", "人");
        assert_eq!(many, said("指标1：培训 人数", "", "≧３００人", ""));
        assert_eq!(said("合格率", "≥", "95", "%"), said("合格率", "", "≥95.0%", ""));
        for other in [("培训人次", "≥", "300", "人"), ("培训人数", "≤", "300", "人"), ("培训人数", "≥", "301", "人")]
        {
            assert_ne!(many, said(other.0, other.1, other.2, other.3), "{other:?}");
        }
        assert_ne!(said("合格率", "≥", "95", "%"), said("完好率", "≥", "95", "%"));
        for nothing in ["", "……", "XX", "—", "/"] {
            assert_eq!(said("培训人数", "", nothing, ""), None, "{nothing}");
        }
    }

    #[test]
    fn decisions_differ_by_verdict_and_by_class() {
        let of = |text: &str| Decision::read(text).unwrap();
        for text in ["passed", "returned", "opinion C02", "opinion C02 C07"] {
            assert_eq!(of(text).print(), text);
        }
        assert_eq!(Decision::read("later"), None);
        assert!(of("passed").differs(&of("opinion C02")) && of("opinion C02").differs(&of("opinion C07")));
        assert!(!of("opinion C02 C07").differs(&of("opinion C07")) && !of("passed").differs(&of("passed")));
    }
}
