//! What a half-typed word of a filter line may become.
//!
//! Pure: what the database knows is handed in as a [`Vocabulary`].

use super::Field;
use super::words::{self, Tongue, Words};
use crate::model::pinyin;
use crate::model::review::Status;

/// Most candidates of one answer.
pub const MOST: usize = 50;

/// What a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CandidateKind {
    /// Name of a field, with its sign.
    Field,
    /// A state or a group of states.
    State,
    /// A class of opinions.
    Class,
    /// A year.
    Year,
    /// A department.
    Department,
    /// A unit.
    Unit,
    /// A word that stands for a condition: `有整改`, `实质`.
    Condition,
}

/// One way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What takes the place of the half-typed word.
    pub insert: String,
    /// What is shown for it.
    pub label: String,
    /// What it is.
    pub kind: CandidateKind,
    /// Targets that have it, where that is known without counting.
    pub count: Option<u64>,
}

/// What may stand at the caret.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completion {
    /// First character that is replaced, from 0.
    pub from: usize,
    /// The character behind the last one.
    pub to: usize,
    /// The ways to go on, the best first.
    pub candidates: Vec<Candidate>,
}

/// A department or unit that is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownParty {
    /// Its code.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// Its targets, where that is known.
    pub count: Option<u64>,
}

/// What a line can be completed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary<'a> {
    /// Names of fields, states and classes.
    pub words: &'a Words,
    /// Departments.
    pub departments: &'a [KnownParty],
    /// Units.
    pub units: &'a [KnownParty],
    /// Years and their targets, newest first.
    pub years: &'a [(u16, u64)],
    /// Targets by state.
    pub states: &'a [(Status, u64)],
}

/// How well a name fits what is typed; the lesser the better.
fn fit(name: &str, typed: &str) -> Option<u8> {
    let (name_small, typed_small) = (name.to_lowercase(), typed.to_lowercase());
    if name_small.starts_with(&typed_small) {
        return Some(0);
    }
    match pinyin::fit(name, typed) {
        Some(pinyin::Fit::InitialsAtStart) => Some(1),
        _ if name_small.contains(&typed_small) => Some(2),
        Some(pinyin::Fit::Initials) => Some(3),
        Some(pinyin::Fit::FullAtStart) => Some(4),
        Some(pinyin::Fit::Full) => Some(5),
        None => None,
    }
}

/// Collects candidates with how well they fit.
struct Found<'a> {
    typed: &'a str,
    all: Vec<(u8, Candidate)>,
}

impl Found<'_> {
    fn add(&mut self, kind: CandidateKind, names: &[&str], insert: String, label: &str, count: Option<u64>) {
        let best = names.iter().filter_map(|name| fit(name, self.typed)).min();
        if let Some(best) = best {
            self.all.push((best, Candidate { insert, label: label.to_owned(), kind, count }));
        }
    }
}

/// The half-typed word at the caret: its first character, the character behind it, and itself up to the caret.
fn word_at(line: &str, caret: usize) -> (usize, usize, String) {
    let characters: Vec<char> = line.chars().map(words::folded_character).collect();
    let caret = caret.min(characters.len());
    let mut from = 0;
    let mut inside = false;
    for (at, character) in characters.iter().enumerate().take(caret) {
        match character {
            '"' | '“' | '”' => inside = !inside,
            character if character.is_whitespace() && !inside => from = at + 1,
            _ => {}
        }
    }
    let behind = characters[caret..].iter().position(|character| character.is_whitespace());
    let to = behind.map_or(characters.len(), |behind| caret + behind);
    (from, to, characters[from..caret].iter().collect())
}

/// What may stand at the caret, which is behind `caret` characters of the line.
pub fn complete(line: &str, caret: usize, vocabulary: &Vocabulary<'_>) -> Completion {
    let words = vocabulary.words;
    let (from, to, typed) = word_at(line, caret);
    let not = words::EXCEPT.iter().find(|prefix| typed.starts_with(**prefix)).copied();
    let not = not.or_else(|| typed.starts_with('-').then_some("-")).unwrap_or("");
    let rest = &typed[not.len()..];
    let named = rest.char_indices().find_map(|(at, sign)| {
        let field = matches!(sign, ':' | '=').then(|| words::field_named(&rest[..at])).flatten()?;
        Some((field, &rest[..at + sign.len_utf8()], &rest[at + sign.len_utf8()..]))
    });
    let Some((field, head, value)) = named else {
        return Completion { from, to, candidates: anything(rest, not, vocabulary) };
    };
    // Behind the last of several values.
    let cut = value.rfind(['|', ',', '、']).map_or(0, |at| at + value[at..].chars().next().map_or(1, char::len_utf8));
    let (kept, value) = value.split_at(cut);
    let before = format!("{not}{head}{kept}");
    let mut found = Found { typed: value.trim_matches('"'), all: Vec::new() };
    of_field(&mut found, field, vocabulary, &|insert| format!("{before}{insert}"), words);
    Completion { from, to, candidates: best(found) }
}

fn best(mut found: Found<'_>) -> Vec<Candidate> {
    found.all.sort_by_key(|(fit, candidate)| (*fit, std::cmp::Reverse(candidate.count)));
    let mut out: Vec<Candidate> = Vec::new();
    for (_, candidate) in found.all {
        if out.len() < MOST && !out.iter().any(|known| known.insert == candidate.insert) {
            out.push(candidate);
        }
    }
    out
}

/// A value that is read as one, quoted where it has to be.
fn value(name: &str) -> String {
    let signs = |c: char| c.is_whitespace() || matches!(c, '"' | '“' | '|' | ',' | '、' | ':' | '=' | '<' | '>');
    let folded = words::folded(name);
    if folded.contains(signs) { format!("\"{}\"", folded.replace('"', "\"\"")) } else { folded }
}

fn of_field(
    found: &mut Found<'_>,
    field: Field,
    vocabulary: &Vocabulary<'_>,
    put: &dyn Fn(&str) -> String,
    words: &Words,
) {
    match field {
        Field::Department | Field::Unit => {
            let (known, kind) = match field {
                Field::Department => (vocabulary.departments, CandidateKind::Department),
                _ => (vocabulary.units, CandidateKind::Unit),
            };
            for party in known.iter().filter(|party| !party.name.is_empty()) {
                let names = [Some(party.name.as_str()), party.code.as_deref()];
                let names: Vec<&str> = names.into_iter().flatten().collect();
                found.add(kind, &names, put(&value(&party.name)), &party.name, party.count);
            }
        }
        Field::State => states(found, vocabulary, put),
        Field::Class => {
            for class in &words.classes {
                let names: Vec<&str> = class.names.iter().map(String::as_str).collect();
                let label = names.last().copied().unwrap_or_default();
                found.add(CandidateKind::Class, &names, put(words.class(&class.code)), label, None);
            }
        }
        Field::Year => years(found, vocabulary, put),
        _ => {}
    }
}

fn states(found: &mut Found<'_>, vocabulary: &Vocabulary<'_>, put: &dyn Fn(&str) -> String) {
    for word in &vocabulary.words.states {
        let ours = word.name.is_ascii() == (vocabulary.words.tongue == Tongue::English);
        // Everything may be typed; what is offered unasked is in the person's language.
        if ours || !found.typed.is_empty() {
            let counted = vocabulary.states.iter().filter(|(status, _)| word.states.contains(status));
            let count = counted.map(|(_, count)| count).sum();
            found.add(CandidateKind::State, &[&word.name], put(&word.name), &word.name, Some(count));
        }
    }
}

fn years(found: &mut Found<'_>, vocabulary: &Vocabulary<'_>, put: &dyn Fn(&str) -> String) {
    for (year, count) in vocabulary.years {
        let year = year.to_string();
        found.add(CandidateKind::Year, &[&year], put(&year), &year, Some(*count));
    }
}

/// Whatever may begin a word.
fn anything(typed: &str, not: &str, vocabulary: &Vocabulary<'_>) -> Vec<Candidate> {
    let words = vocabulary.words;
    let mut found = Found { typed, all: Vec::new() };
    let put = |insert: &str| format!("{not}{insert}");
    for field in Field::ALL {
        let names: Vec<&str> = words::names_of(field).collect();
        let printed = words.field(field);
        let sign = match field {
            Field::Amount | Field::Rows | Field::Decided | Field::Undecided | Field::Opinions | Field::Demands => ">=",
            _ => ":",
        };
        found.add(CandidateKind::Field, &names, put(&format!("{printed}{sign}")), printed, None);
    }
    states(&mut found, vocabulary, &put);
    years(&mut found, vocabulary, &put);
    let ours = |names: &[&'static str]| {
        let of_tongue = |name: &&&str| name.is_ascii() == (words.tongue == Tongue::English);
        names.iter().find(of_tongue).copied().unwrap_or_default()
    };
    let conditions =
        [&words::KEY_LANE[..]].into_iter().chain(words::PRESENCE.iter().flat_map(|(_, a, b)| [&a[..], &b[..]]));
    for names in conditions {
        found.add(CandidateKind::Condition, names, put(ours(names)), ours(names), None);
    }
    if !typed.is_empty() {
        for class in &words.classes {
            let short = format!("{}{}", words.field(Field::Class), words.class(&class.code));
            let mut names: Vec<&str> = class.names.iter().map(String::as_str).collect();
            let label = names.last().map_or_else(String::new, |name| format!("{short} {name}"));
            names.push(&short);
            found.add(CandidateKind::Class, &names, put(&short), &label, None);
        }
        // Names of departments and units stand with their field, so that only they are meant.
        let field = |field: Field| move |insert: &str| format!("{not}{}:{insert}", words.field(field));
        of_field(&mut found, Field::Department, vocabulary, &field(Field::Department), words);
        of_field(&mut found, Field::Unit, vocabulary, &field(Field::Unit), words);
    }
    best(found)
}

impl Completion {
    /// The line with a candidate put in, and where the caret stands behind it.
    pub fn apply(&self, line: &str, candidate: &Candidate) -> (String, usize) {
        let mut out: String = line.chars().take(self.from).collect();
        out.push_str(&candidate.insert);
        let mut caret = self.from + candidate.insert.chars().count();
        let rest: String = line.chars().skip(self.to).collect();
        // A whole word is done with; a field waits for its value.
        if candidate.kind != CandidateKind::Field && rest.is_empty() {
            out.push(' ');
            caret += 1;
        }
        out.push_str(&rest);
        (out, caret)
    }
}
