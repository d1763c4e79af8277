//! The names an expression may use: fields, functions and what they take, from `src/data/expressions.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::own_check::On;

/// What a part of an expression is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An exact decimal, or missing.
    Number,
    /// A text; `""` where nothing was printed.
    Text,
    /// True or false.
    YesNo,
    /// A list of numbers.
    Numbers,
    /// A list of texts.
    Texts,
    /// The name of a threshold, in quotation marks.
    Threshold,
}

impl Kind {
    /// The identifier used in files; its name is the message `own-kind-…`.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Text => "text",
            Kind::YesNo => "yes-no",
            Kind::Numbers => "numbers",
            Kind::Texts => "texts",
            Kind::Threshold => "threshold",
        }
    }
}

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is described in expressions.toml")]
pub enum Field {
    RowNumber,
    Horizon,
    Level1,
    Level2,
    InTree,
    Name,
    Value,
    Kind,
    Number,
    Upper,
    Sign,
    Unit,
    Weight,
    LastActual,
    PeerMedian,
    PeerCount,
    Explanation,
    Scoring,
    Source,
    Remark,
    Project,
    Code,
    Department,
    ImplementingUnit,
    Region,
    Year,
    ProjectClass,
    ProjectNature,
    Period,
    Goal,
    MidTermGoal,
    Funds,
    FiscalFunds,
    OtherFunds,
    LastYearFunds,
    ListedFunds,
    OpenDemands,
    Rows,
    Names,
    Levels1,
    Levels2,
    Units,
    Weights,
    Numbers,
}

/// A function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is described in expressions.toml")]
pub enum Function {
    Contains,
    ContainsAny,
    OneOf,
    StartsWith,
    EndsWith,
    Length,
    Blank,
    HasDigit,
    Similar,
    Known,
    Abs,
    Min,
    Max,
    Round,
    Sum,
    Largest,
    Smallest,
    Count,
    CountContaining,
    Threshold,
}

impl Function {
    /// How much work a call is, where reading a field is 1.
    pub(super) fn cost(self) -> u64 {
        match self {
            Function::Similar => 200,
            Function::Sum
            | Function::Largest
            | Function::Smallest
            | Function::Count
            | Function::CountContaining
            | Function::ContainsAny
            | Function::OneOf => 40,
            Function::Contains
            | Function::StartsWith
            | Function::EndsWith
            | Function::Length
            | Function::Blank
            | Function::HasDigit => 10,
            Function::Known | Function::Abs | Function::Min | Function::Max | Function::Round | Function::Threshold => {
                2
            }
        }
    }
}

/// A field with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldEntry {
    /// The field.
    pub field: Field,
    /// English name.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// Where it is known; fields of targets are known in rows, too.
    pub on: On,
    /// What it is.
    pub kind: Kind,
    /// What it means, in Chinese and in English.
    pub meaning: [String; 2],
}

/// A function with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionEntry {
    /// The function.
    pub function: Function,
    /// English name.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// What it takes, in order.
    pub takes: Vec<Kind>,
    /// What it gives.
    pub gives: Kind,
    /// What it does, in Chinese and in English.
    pub meaning: [String; 2],
}

/// Everything that has a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vocabulary {
    /// Fields, in the order of the page.
    pub fields: Vec<FieldEntry>,
    /// Functions, in the order of the page.
    pub functions: Vec<FunctionEntry>,
    field_by_name: HashMap<String, usize>,
    function_by_name: HashMap<String, usize>,
}

impl Vocabulary {
    /// A field by either of its names.
    pub(super) fn field(&self, name: &str) -> Option<&FieldEntry> {
        self.field_by_name.get(name).and_then(|at| self.fields.get(*at))
    }

    /// A function by either of its names.
    pub(super) fn function(&self, name: &str) -> Option<&FunctionEntry> {
        self.function_by_name.get(name).and_then(|at| self.functions.get(*at))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    name: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    takes: String,
    #[serde(default)]
    gives: String,
    zh: String,
    en: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    field: Vec<Entry>,
    function: Vec<Entry>,
}

/// A variant by its name in the file.
fn named<T: for<'de> Deserialize<'de>>(name: &str) -> Option<T> {
    let name = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(name);
    T::deserialize(name).ok()
}

fn read(source: &str) -> Option<Vocabulary> {
    let file: File = toml::from_str(source).ok()?;
    let mut vocabulary = Vocabulary::default();
    for entry in file.field {
        let on = if entry.on == "row" { On::Row } else { On::Target };
        let (field, kind) = (named(&entry.id)?, named(&entry.kind)?);
        let at = vocabulary.fields.len();
        vocabulary.field_by_name.insert(entry.id.clone(), at);
        vocabulary.field_by_name.insert(entry.name.clone(), at);
        let meaning = [entry.zh, entry.en];
        vocabulary.fields.push(FieldEntry { field, id: entry.id, name: entry.name, on, kind, meaning });
    }
    for entry in file.function {
        let takes = entry.takes.split(", ").map(named).collect::<Option<Vec<Kind>>>()?;
        let (function, gives) = (named(&entry.id)?, named(&entry.gives)?);
        let at = vocabulary.functions.len();
        vocabulary.function_by_name.insert(entry.id.clone(), at);
        vocabulary.function_by_name.insert(entry.name.clone(), at);
        let meaning = [entry.zh, entry.en];
        vocabulary.functions.push(FunctionEntry { function, id: entry.id, name: entry.name, takes, gives, meaning });
    }
    Some(vocabulary)
}

// A test reads our own file.
static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| read(include_str!("../../data/expressions.toml")).unwrap_or_default());

/// The names an expression may use.
pub fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_there_once_and_means_one_thing() {
        let vocabulary = vocabulary();
        assert!(vocabulary.fields.len() > 30 && vocabulary.functions.len() > 15);
        let mut names: Vec<&str> = vocabulary
            .fields
            .iter()
            .flat_map(|entry| [entry.id.as_str(), entry.name.as_str()])
            .chain(vocabulary.functions.iter().flat_map(|entry| [entry.id.as_str(), entry.name.as_str()]))
            .collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        let mut fields: Vec<Field> = vocabulary.fields.iter().map(|entry| entry.field).collect();
        fields.sort_unstable();
        fields.dedup();
        assert_eq!(fields.len(), vocabulary.fields.len());
    }
}
