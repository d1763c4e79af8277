//! Names of the model's enumerations in the chosen language, and the way back from a typed word.

use super::{Arg, Language, Strings};
use crate::model::form::{FormKind, Horizon, MoreField, Stage};
use crate::model::query::{Misread, Sort, Tongue, Words};
use crate::model::review::{Grade, Status, Verdict};

/// A message key from an identifier: `self_evaluation` → `kind-self-evaluation`.
fn key(prefix: &str, id: &str) -> String {
    format!("{prefix}-{}", id.replace('_', "-"))
}

/// Groups of states with names of their own, and what is in them.
const GROUPS: [(&str, fn(Status) -> bool); 3] = [
    ("filter-words-unread", |status| matches!(status, Status::Queued | Status::ReReview)),
    ("filter-words-open", Status::open),
    ("filter-words-done", |status| !status.open()),
];

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
        self.s(&key("sort", sort.by.id()))
    }

    /// Whether an indicator belongs to the year or to the whole period.
    pub fn horizon(&self, horizon: Horizon) -> String {
        self.s(match horizon {
            Horizon::Annual => "horizon-annual",
            Horizon::MidTerm => "horizon-mid-term",
        })
    }

    /// A word of a filter line that makes no sense: where it stands, what was expected, what was perhaps meant.
    pub fn misread(&self, misread: &Misread) -> String {
        let expected = self.s(misread.expected.key());
        let args = [
            ("word", Arg::from(&misread.word)),
            ("at", Arg::from(misread.from + 1)),
            ("expected", Arg::from(expected)),
            ("nearest", Arg::from(misread.nearest.clone().unwrap_or_default())),
        ];
        self.t(if misread.nearest.is_some() { "filter-misread-nearest" } else { "filter-misread" }, &args)
    }

    /// Names that a filter line may hold, and the language it is printed in: states as they are called here (also in a
    /// person's own messages). Classes are added by whoever knows them.
    pub fn filter_words(&self) -> Words {
        let mut words = Words::new(match self.language() {
            Language::ZhCn => Tongue::Han,
            Language::En => Tongue::English,
        });
        for status in Status::ALL {
            words.name_states(&self.status(status), vec![status]);
        }
        for (key, among) in GROUPS {
            let states: Vec<Status> = Status::ALL.into_iter().filter(|status| among(*status)).collect();
            for name in self.s(key).split_whitespace() {
                words.name_states(name, states.clone());
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use crate::model::form::{FormKind, Horizon, Stage};
    use crate::model::packed;
    use crate::model::query::{Column, Filter, Sort, Test};
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
            names.extend(Column::orders().map(|column| strings.sort(Sort::by(column))));
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
        let words = Strings::new(Language::ZhCn).filter_words();
        let read = |line: &str| Filter::read(line, &words).unwrap();
        let states = |states: &[Status]| Filter::of([Test::State(states.to_vec())]);
        assert_eq!(read("未审"), states(&[Status::Queued, Status::ReReview]));
        assert_eq!(read("退回"), states(&[Status::Returned]));
        assert_eq!(read("queued"), states(&[Status::Queued]));
        assert_eq!(read("教育局"), Filter::word("教育局"));
        let mut english = Strings::new(Language::En);
        assert_eq!(Filter::read("unread", &english.filter_words()).unwrap(), read("未审"));
        for language in Language::ALL {
            let strings = Strings::new(language);
            for status in Status::ALL.into_iter().filter(|status| !strings.status(*status).contains(' ')) {
                assert_eq!(Filter::read(&strings.status(status), &words).unwrap(), states(&[status]));
            }
        }
        english.override_with("en.ftl", "status-queued = untouched\n");
        let own = english.filter_words();
        assert_eq!(Filter::read("untouched", &own).unwrap(), states(&[Status::Queued]));
    }
}
