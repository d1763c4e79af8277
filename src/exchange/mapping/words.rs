//! How like a printed heading is to the words that are known for a meaning. Whole numbers from 0 to 100.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::exchange::headings::{self, Column, Label, normalised};

/// What is known beside the vocabulary (`src/data/mapping.toml`).
#[derive(Deserialize)]
struct Hints {
    column: BTreeMap<Column, Vec<String>>,
    label: BTreeMap<Label, Vec<String>>,
    content: Content,
}

/// Words in cells.
#[derive(Deserialize)]
#[allow(missing_docs, reason = "see the file")]
pub struct Content {
    pub level1: Vec<String>,
    pub level2: Vec<String>,
    pub operators: Vec<String>,
    pub organisations: Vec<String>,
    pub units: Vec<String>,
    pub qualitative: Vec<String>,
    pub likelihood: Vec<String>,
}

static HINTS: LazyLock<Hints> = LazyLock::new(|| {
    // The file is part of the program and read by a test.
    toml::from_str(include_str!("../../data/mapping.toml")).expect("embedded hints")
});

/// Words in cells.
pub fn content() -> &'static Content {
    &HINTS.content
}

/// Why a heading is like a meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Likeness {
    /// The vocabulary knows it.
    Known,
    /// It is like a known spelling.
    Like(String),
    /// It holds a word that speaks for the meaning.
    Holds(String),
}

/// Least likeness of spellings that counts.
const LIKE_MIN: usize = 50;

/// Without a hint in brackets.
fn bare(text: &str) -> String {
    let normal = normalised(text);
    normal.split('(').next().unwrap_or_default().to_owned()
}

/// The words that are known for some meanings, found by their characters: a text is compared with few of them.
struct Known<M> {
    spellings: Vec<(M, String, Vec<char>)>,
    by_character: HashMap<char, Vec<u32>>,
    hints: Vec<(M, String)>,
}

impl<M: Copy + Ord> Known<M> {
    fn new(spellings: &BTreeMap<M, Vec<String>>, hints: &BTreeMap<M, Vec<String>>) -> Known<M> {
        let flat = |words: &BTreeMap<M, Vec<String>>| -> Vec<(M, String)> {
            words.iter().flat_map(|(meaning, words)| words.iter().map(|word| (*meaning, word.clone()))).collect()
        };
        let spellings: Vec<(M, String, Vec<char>)> = flat(spellings)
            .into_iter()
            .map(|(meaning, word)| {
                let characters = word.chars().take(LONGEST).collect();
                (meaning, word, characters)
            })
            .collect();
        let mut by_character: HashMap<char, Vec<u32>> = HashMap::new();
        for (at, (_, _, characters)) in spellings.iter().enumerate() {
            for c in characters {
                by_character.entry(*c).or_default().push(at as u32);
            }
        }
        Known { spellings, by_character, hints: flat(hints) }
    }

    /// The meanings that a text is like.
    fn like(&self, bare: &str) -> BTreeMap<M, (i32, Likeness)> {
        let mut found: BTreeMap<M, (i32, Likeness)> = BTreeMap::new();
        let mut better = |meaning: M, points: i32, likeness: Likeness| {
            let slot = found.entry(meaning).or_insert_with(|| (points, likeness.clone()));
            if slot.0 < points {
                *slot = (points, likeness);
            }
        };
        let text: Vec<char> = bare.chars().take(LONGEST).collect();
        // In order, so that of two spellings that are as like the first always stands.
        let mut shared: BTreeMap<u32, usize> = BTreeMap::new();
        for c in &text {
            for at in self.by_character.get(c).into_iter().flatten() {
                *shared.entry(*at).or_default() += 1;
            }
        }
        for (at, count) in shared {
            let Some((meaning, word, characters)) = self.spellings.get(at as usize) else { continue };
            // Fewer shared characters cannot make up the least likeness.
            if count < 2 || count * 4 < text.len().min(characters.len()) {
                continue;
            }
            let percent = likeness(&text, characters);
            if percent >= LIKE_MIN {
                // Likeness alone never counts as much as being known.
                better(*meaning, (percent * 4 / 5) as i32, Likeness::Like(word.clone()));
            }
        }
        for (meaning, word) in &self.hints {
            if bare.contains(word.as_str()) {
                let points = 20 + 10 * word.chars().count().min(5) as i32;
                better(*meaning, points, Likeness::Holds(word.clone()));
            }
        }
        found
    }
}

/// Characters of a heading that are compared.
const LONGEST: usize = 40;

static COLUMNS: LazyLock<Known<Column>> = LazyLock::new(|| Known::new(headings::column_spellings(), &HINTS.column));
static LABELS: LazyLock<Known<Label>> = LazyLock::new(|| Known::new(headings::label_spellings(), &HINTS.label));

/// The columns of the vocabulary that a heading is like.
pub fn columns(printed: &str) -> BTreeMap<Column, (i32, Likeness)> {
    let mut found = COLUMNS.like(&bare(printed));
    if let Some(known) = headings::column(printed) {
        found.insert(known, (100, Likeness::Known));
    }
    found
}

/// The labels of the vocabulary that a text is like.
pub fn labels(printed: &str) -> BTreeMap<Label, (i32, Likeness)> {
    LABELS.like(&bare(printed))
}

/// Percent of pairs of neighbouring characters that two texts share, or of their longest common part, whichever is more.
fn likeness(one: &[char], other: &[char]) -> usize {
    if one.is_empty() || other.is_empty() {
        return 0;
    }
    if one == other {
        return 100;
    }
    dice(one, other).max(common(one, other))
}

fn dice(one: &[char], other: &[char]) -> usize {
    let pairs = |text: &[char]| -> Vec<(char, char)> { text.windows(2).map(|pair| (pair[0], pair[1])).collect() };
    let (mine, mut theirs) = (pairs(one), pairs(other));
    let all = mine.len() + theirs.len();
    if all == 0 {
        return 0;
    }
    let mut shared = 0;
    for pair in mine {
        if let Some(at) = theirs.iter().position(|their| *their == pair) {
            theirs.swap_remove(at);
            shared += 1;
        }
    }
    200 * shared / all
}

fn common(one: &[char], other: &[char]) -> usize {
    let mut longest = 0;
    let mut above = vec![0; other.len() + 1];
    for mine in one {
        let mut row = vec![0; other.len() + 1];
        for (at, theirs) in other.iter().enumerate() {
            if mine == theirs {
                row[at + 1] = above[at] + 1;
                longest = longest.max(row[at + 1]);
            }
        }
        above = row;
    }
    // One shared character says nothing.
    if longest < 2 { 0 } else { 200 * longest / (one.len() + other.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(one: &str, other: &str) -> usize {
        let characters = |text: &str| text.chars().collect::<Vec<_>>();
        likeness(&characters(one), &characters(other))
    }

    #[test]
    fn likeness_is_of_pairs_and_parts_and_never_of_one_character() {
        assert_eq!(of("指标值", "指标值"), 100);
        assert!(of("年度指标数值", "年度指标值") >= 60);
        assert_eq!(of("占分", "得分"), 0);
        assert_eq!(of("", "得分"), 0);
    }

    #[test]
    fn a_heading_that_is_known_beats_one_that_is_like_it() {
        assert_eq!(columns("实际完成值").get(&Column::Actual), Some(&(100, Likeness::Known)));
        let found = columns("占多少分");
        let (points, why) = found.get(&Column::Weight).unwrap();
        assert!(*points >= 50 && matches!(why, Likeness::Holds(_)), "{points}");
        assert!(columns("道路养护").is_empty());
    }
}
