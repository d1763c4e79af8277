//! The words of a filter line: names of fields, states and classes, in both languages.
//!
//! A line may mix the languages. What a place calls its classes, and a person's own names of states, are handed in.
//! Deliberately absent: grammar (`read`).

use super::Field;
use crate::model::review::{CategoryCode, Status};

/// Full-width forms of letters, digits and signs as their plain ones.
pub fn folded(text: &str) -> String {
    text.chars().map(folded_character).collect()
}

pub(super) fn folded_character(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        '\u{3000}' => ' ',
        other => other,
    }
}

/// In which language a line is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tongue {
    /// 部门:教育局
    #[default]
    Han,
    /// department:教育局
    English,
}

/// A name of one or several states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateWord {
    /// What people type.
    pub name: String,
    /// What it means.
    pub states: Vec<Status>,
}

/// The names of a class; the first is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassWord {
    /// The class.
    pub code: CategoryCode,
    /// What people type: `2`, its key, its names. The first that is a number is printed.
    pub names: Vec<String>,
}

/// Names that are known where a line is read or printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The language of what is printed.
    pub tongue: Tongue,
    /// States and groups of states; the first name that means one state is printed for it.
    pub states: Vec<StateWord>,
    /// Classes.
    pub classes: Vec<ClassWord>,
}

impl Default for Words {
    fn default() -> Words {
        Words::new(Tongue::Han)
    }
}

const STATES: [(Status, &str, &str); 9] = [
    (Status::Queued, "待审", "queued"),
    (Status::ReReview, "重报待审", "filed-again"),
    (Status::Reviewing, "在审", "in-review"),
    (Status::Opinioned, "待定级", "to-be-graded"),
    (Status::Passed, "通过", "passed"),
    (Status::Negotiated, "协商", "negotiated"),
    (Status::Returned, "退回", "returned"),
    (Status::Blocked, "不予安排", "not-arranged"),
    (Status::Contested, "有冲突", "contested"),
];

/// Names of groups of states in both languages, and whether a state is in it.
type StateGroup = (&'static [&'static str], fn(Status) -> bool);

const GROUPS: [StateGroup; 3] = [
    (&["未审", "没审", "unread", "new"], |status| matches!(status, Status::Queued | Status::ReReview)),
    (&["未完", "未审结", "未定", "未销", "open"], Status::open),
    (&["已完", "已审结", "已定", "审结", "已销", "done", "decided"], |status| !status.open()),
];

impl Words {
    /// What the program knows itself.
    pub fn new(tongue: Tongue) -> Words {
        let state = |name: &str, states: Vec<Status>| StateWord { name: name.to_owned(), states };
        let mut states = Vec::new();
        for (status, han, english) in STATES {
            let names = match tongue {
                Tongue::Han => [han, english, status.id()],
                Tongue::English => [status.id(), english, han],
            };
            states.extend(names.map(|name| state(name, vec![status])));
        }
        for (names, among) in GROUPS {
            let among: Vec<Status> = Status::ALL.into_iter().filter(|status| among(*status)).collect();
            // The first is printed.
            let of_tongue = |name: &&&str| name.is_ascii() == (tongue == Tongue::English);
            let (first, rest): (Vec<&&str>, Vec<&&str>) = names.iter().partition(of_tongue);
            states.extend(first.into_iter().chain(rest).map(|name| state(name, among.clone())));
        }
        Words { tongue, states, classes: Vec::new() }
    }

    /// With another name of states; a name that is known keeps its meaning.
    pub fn name_states(&mut self, name: &str, states: Vec<Status>) {
        let name = folded(name.trim());
        // A word of several words could not be typed as one.
        if !name.is_empty() && !name.contains(char::is_whitespace) && self.states_named(&name).is_none() {
            self.states.push(StateWord { name, states });
        }
    }

    /// With a class and its names.
    pub fn name_class(&mut self, code: &CategoryCode, names: &[&str]) {
        let mut known = Vec::new();
        let number = code.0.trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start_matches('0');
        for name in [number, &code.0].into_iter().chain(names.iter().copied()) {
            let name = folded(name.trim());
            if !name.is_empty() && !known.contains(&name) && self.class_named(&name).is_none() {
                known.push(name);
            }
        }
        self.classes.push(ClassWord { code: code.clone(), names: known });
    }

    /// What a typed word names, if it names states. Capital letters count as small ones.
    pub fn states_named(&self, word: &str) -> Option<&[Status]> {
        self.states.iter().find(|known| known.name.eq_ignore_ascii_case(word)).map(|known| known.states.as_slice())
    }

    /// The class that a typed word names: its number, code, key or name.
    pub fn class_named(&self, word: &str) -> Option<&CategoryCode> {
        let named = |known: &&ClassWord| known.names.iter().any(|name| name.eq_ignore_ascii_case(word));
        self.classes.iter().find(named).map(|known| &known.code)
    }

    /// The printed name of a state.
    pub fn state(&self, status: Status) -> &str {
        let one = self.states.iter().find(|known| known.states == [status]);
        one.map_or_else(|| status.id(), |known| known.name.as_str())
    }

    /// The printed name of a class.
    pub fn class<'a>(&'a self, code: &'a CategoryCode) -> &'a str {
        let known = self.classes.iter().find(|known| known.code == *code);
        known.and_then(|known| known.names.first()).map_or(code.0.as_str(), String::as_str)
    }

    /// The printed name of a field.
    pub fn field(&self, field: Field) -> &'static str {
        let (_, id, han, _) = names(field);
        match self.tongue {
            Tongue::Han => han[0],
            Tongue::English => id,
        }
    }
}

/// A field, its identifier, and its names in Chinese and English.
pub type FieldNames = (Field, &'static str, &'static [&'static str], &'static [&'static str]);

/// Names of fields; the first Chinese one and the identifier are printed.
pub const FIELDS: [FieldNames; 18] = [
    (Field::Name, "name", &["名称", "项目", "项目名称"], &["project"]),
    (Field::Code, "code", &["编码", "代码", "项目编码", "项目代码"], &[]),
    (Field::Department, "department", &["部门", "主管部门"], &["dept"]),
    (Field::Unit, "unit", &["单位", "实施单位"], &[]),
    (Field::Indicator, "indicator", &["指标", "指标名称", "指标值"], &["indicators"]),
    (Field::Opinion, "opinion", &["意见", "整改"], &["demand"]),
    (Field::Class, "class", &["类", "类别", "意见类别"], &["category"]),
    (Field::State, "state", &["状态"], &["status"]),
    (Field::Year, "year", &["年度", "年", "年份"], &[]),
    (Field::Amount, "amount", &["资金", "金额"], &["money", "funds"]),
    (Field::Rows, "rows", &["指标数", "行数"], &[]),
    (Field::Decided, "decided", &["已定数", "已定行"], &["decided_rows"]),
    (Field::Undecided, "undecided", &["未定数", "未定行"], &["undecided-rows"]),
    (Field::Opinions, "opinions", &["意见数"], &[]),
    (Field::Demands, "demands", &["整改数"], &[]),
    (Field::Version, "version", &["版本", "版次"], &[]),
    (Field::Expected, "expected", &["预计发现", "预计"], &["expected-findings"]),
    (Field::SecondLook, "waits-for-second-look", &["待复看"], &[]),
];

fn names(field: Field) -> &'static FieldNames {
    // A test proves that every field has its row.
    FIELDS.iter().find(|(known, ..)| *known == field).unwrap_or(&FIELDS[0])
}

/// All names of a field: the identifier first.
pub fn names_of(field: Field) -> impl Iterator<Item = &'static str> {
    let (_, id, han, english) = names(field);
    std::iter::once(*id).chain(han.iter().copied()).chain(english.iter().copied())
}

/// The field of this name. Capital letters count as small ones.
pub fn field_named(name: &str) -> Option<Field> {
    Field::ALL.into_iter().find(|field| names_of(*field).any(|known| known.eq_ignore_ascii_case(name)))
}

/// Nothing is printed there.
pub const MISSING: [&str; 3] = ["无", "none", "missing"];
/// The lane of substantive review.
pub const KEY_LANE: [&str; 3] = ["实质", "重点", "key_lane"];
/// Words that say how many there are: field, some, none.
pub const PRESENCE: [(Field, [&str; 2], [&str; 2]); 3] = [
    (Field::Opinions, ["有意见", "with-opinion"], ["无意见", "without-opinion"]),
    (Field::Demands, ["有整改", "with-demand"], ["无整改", "without-demand"]),
    (Field::SecondLook, ["复看", "second-look"], ["不复看", "no-second-look"]),
];
/// Before a word that must not be there.
pub const EXCEPT: [&str; 2] = ["不含:", "not:"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_names_of_its_own() {
        let all: Vec<&str> = Field::ALL.into_iter().flat_map(names_of).collect();
        assert_eq!(FIELDS.map(|(field, ..)| field), Field::ALL);
        for (at, name) in all.iter().enumerate() {
            assert!(!all[..at].contains(name), "{name} names two fields");
            assert_eq!(folded(name), *name);
        }
        let words = Words::new(Tongue::Han);
        for status in Status::ALL {
            assert_eq!(words.states_named(words.state(status)), Some(&[status][..]));
        }
    }
}
