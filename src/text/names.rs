//! Names of the model's enumerations in the chosen language, and the way back from a typed word.

use super::Strings;
use crate::model::form::{FormKind, Horizon, MoreField, Stage};
use crate::model::query::Sort;
use crate::model::review::{Grade, Status, Verdict};

/// A message key from an identifier: `self_evaluation` → `kind-self-evaluation`.
fn key(prefix: &str, id: &str) -> String {
    format!("{prefix}-{}", id.replace('_', "-"))
}

impl Strings {
    /// Name of a state of review.
    pub fn status(&self, status: Status) -> String {
        self.s(&key("status", status.id()))
    }

    /// Name of a result: one character in Chinese.
    pub fn grade(&self, grade: Grade) -> String {
        self.s(&key("grade", grade.id()))
    }

    /// Name of a row's decision.
    pub fn verdict(&self, verdict: Verdict) -> String {
        self.s(&key("verdict", verdict.id()))
    }

    /// Name of a kind of table.
    pub fn kind(&self, kind: FormKind) -> String {
        self.s(&key("kind", kind.id()))
    }

    /// Name of what a column or label may mean, by its identifier.
    pub fn meaning(&self, id: &str) -> String {
        self.s(&key("meaning", id))
    }

    /// Name of a further printed field: that of the meaning its column may have.
    pub fn more(&self, field: MoreField) -> String {
        let id = serde_json::to_value(field).ok();
        self.meaning(id.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default())
    }

    /// Name of a stage of the budget.
    pub fn stage(&self, stage: Stage) -> String {
        self.s(&key("stage", stage.id()))
    }

    /// Name of an order of the queue.
    pub fn sort(&self, sort: Sort) -> String {
        self.s(&key("sort", sort.id()))
    }

    /// Whether an indicator belongs to the year or to the whole period.
    pub fn horizon(&self, horizon: Horizon) -> String {
        self.s(match horizon {
            Horizon::Annual => "horizon-annual",
            Horizon::MidTerm => "horizon-mid-term",
        })
    }

    /// States that a typed word names, for [`crate::model::query::Filter::read`]: a state's name, or one of the words of
    /// `filter-words-open` (everything a reviewer still has to act on), `filter-words-done` and `filter-words-unread`.
    pub fn statuses_named(&self, word: &str) -> Vec<Status> {
        let one: Vec<Status> = Status::ALL.into_iter().filter(|status| self.status(*status) == word).collect();
        if !one.is_empty() {
            return one;
        }
        let among = |key: &str| self.s(key).split_whitespace().any(|name| name == word);
        if among("filter-words-unread") {
            vec![Status::Queued, Status::ReReview]
        } else if among("filter-words-open") {
            Status::ALL.into_iter().filter(|status| status.open()).collect()
        } else if among("filter-words-done") {
            Status::ALL.into_iter().filter(|status| !status.open()).collect()
        } else {
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::form::{FormKind, Horizon, Stage};
    use crate::model::packed;
    use crate::model::query::{Filter, Sort};
    use crate::model::review::{Grade, Status, Verdict};
    use crate::text::{Language, Strings};

    #[test]
    fn every_value_has_a_name_in_both_languages() {
        for language in Language::ALL {
            let strings = Strings::new(language);
            let mut names: Vec<String> = Vec::new();
            names.extend(Status::ALL.map(|status| strings.status(status)));
            names.extend(Grade::ALL.map(|grade| strings.grade(grade)));
            let verdicts = [Verdict::Passed, Verdict::Opinion, Verdict::Returned, Verdict::Later];
            names.extend(verdicts.map(|verdict| strings.verdict(verdict)));
            names.extend(FormKind::ALL.map(|kind| strings.kind(kind)));
            names.extend([Stage::Compiled, Stage::Approved, Stage::Execution].map(|stage| strings.stage(stage)));
            names.extend(Sort::ALL.map(|sort| strings.sort(sort)));
            names.extend([Horizon::Annual, Horizon::MidTerm].map(|horizon| strings.horizon(horizon)));
            let further = (0..=u8::MAX).filter_map(|number| packed::field_of(number).ok());
            names.extend(further.map(|field| strings.more(field)));
            assert!(names.len() > 90, "further fields are among them");
            for name in names {
                let key = ["meaning-", "status-", "grade-", "verdict-", "kind-", "stage-", "sort-", "horizon-"];
                assert!(!key.iter().any(|prefix| name.starts_with(prefix)), "{name} has no name in {language:?}");
            }
        }
    }

    #[test]
    fn a_filter_understands_names_of_states() {
        let strings = Strings::new(Language::ZhCn);
        let names = |word: &str| strings.statuses_named(word);
        assert_eq!(Filter::read("未审", &names).unwrap().statuses, [Status::Queued, Status::ReReview]);
        assert_eq!(Filter::read("退回", &names).unwrap().statuses, [Status::Returned]);
        assert_eq!(Filter::read("queued", &names).unwrap().statuses, [Status::Queued]);
        assert_eq!(Filter::read("教育局", &names).unwrap().words, ["教育局"]);
        let english = Strings::new(Language::En);
        assert_eq!(english.statuses_named("unread"), [Status::Queued, Status::ReReview]);
    }
}
