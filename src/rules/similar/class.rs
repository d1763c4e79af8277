//! To which class an indicator belongs, by the groups a form prints above it.

use super::words::WORDS;
use crate::model::form::Indicator;
use crate::rules::links::plain;

/// A class of indicators; `None` where the form prints no group that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class(Option<&'static str>);

impl Class {
    /// The class of a row: its second-level group tells it, else its first-level group.
    pub fn of(row: &Indicator) -> Class {
        let levels = [plain(&row.level2), plain(&row.level1)];
        let classes = levels.iter().find_map(|level| {
            let held = |words: &[String]| words.iter().any(|word| level.contains(word.as_str()));
            WORDS.classes.iter().find(|class| held(&class.words)).map(|class| class.id.as_str())
        });
        let broad = || {
            levels.iter().find_map(|level| {
                let held = |words: &[String]| words.iter().any(|word| level.contains(word.as_str()));
                WORDS.broad.iter().find(|class| held(&class.words)).map(|class| class.id.as_str())
            })
        };
        Class(classes.or_else(broad))
    }

    /// Whether rows of both may be one kind: the same class, one printed under the broader one, or one of them unknown.
    pub fn meets(self, other: Class) -> bool {
        let (Some(one), Some(other)) = (self.0, other.0) else { return true };
        let holds = |broad: &str, class: &str| {
            WORDS.broad.iter().any(|group| group.id == broad && group.holds.iter().any(|held| held == class))
        };
        one == other || holds(one, other) || holds(other, one)
    }

    /// 成本
    pub fn is_cost(self) -> bool {
        self.0 == Some("cost")
    }

    /// 数量
    pub fn is_quantity(self) -> bool {
        self.0 == Some("quantity")
    }
}
