//! The vocabulary of the reader: `src/data/vocabulary.toml` and `src/data/units.toml`, ready for longest-match lookup.
//!
//! Only [`super`] may import it. Absent on purpose: any grammar, and any word written in Rust.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::fold;
use crate::model::value::{Achieved, Comparator};

/// Hashing for tables of our own words, which no sender can fill with what collides: each cell asks dozens of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        // 2^64 over the golden ratio: odd, and of no pattern.
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        // A table takes the upper bits for one thing and the lower for another; products are good in the upper.
        self.0 ^ self.0 >> 32
    }
}

type Table<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;
type Set<K> = HashSet<K, BuildHasherDefault<Quick>>;

/// Words that begin at a place, longest first. Words are short, so a lookup costs a bounded number of steps.
#[derive(Debug)]
pub(super) struct Lexicon<T>(Table<char, Vec<(Vec<char>, T)>>);

impl<T> Default for Lexicon<T> {
    fn default() -> Self {
        Self(Table::default())
    }
}

impl<T: Clone> Lexicon<T> {
    fn add(&mut self, words: &[String], meaning: &T) {
        for word in words {
            let word = fold::fold(word);
            if let Some(&first) = word.first() {
                let entries = self.0.entry(first).or_default();
                let place = entries.partition_point(|(known, _)| known.len() >= word.len());
                entries.insert(place, (word, meaning.clone()));
            }
        }
    }

    fn of(words: &[String], meaning: &T) -> Self {
        let mut lexicon = Self::default();
        lexicon.add(words, meaning);
        lexicon
    }

    /// The longest word that `text` begins with: its length and meaning.
    pub(super) fn longest(&self, text: &[char]) -> Option<(usize, &T)> {
        #[cfg(test)]
        super::work::count();
        let entries = self.0.get(text.first()?)?;
        entries.iter().find(|(word, _)| text.starts_with(word)).map(|(word, meaning)| (word.len(), meaning))
    }

    /// What `text` as a whole means.
    pub(super) fn exactly(&self, text: &[char]) -> Option<&T> {
        self.0.get(text.first()?)?.iter().find(|(word, _)| word == text).map(|(_, meaning)| meaning)
    }
}

/// A word before a figure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lead {
    /// The comparator it stands for; `None` for a filler.
    pub op: Option<Comparator>,
    /// The comparator is our guess.
    pub guess: bool,
    /// The comparator is a guess unless a word after the figure tells it as well.
    pub open: bool,
}

/// A word after a figure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tail {
    /// The comparator it stands for; `None` for a filler.
    pub op: Option<Comparator>,
    /// The comparator is our guess.
    pub guess: bool,
}

/// A word before the core of an outcome (部分 before 达成).
#[derive(Debug, Clone, Copy)]
pub(super) struct Degree {
    /// The tier it leads to.
    pub tier: Achieved,
    /// The tier is our guess.
    pub guess: bool,
}

/// A word of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calendar {
    /// 年
    Year,
    /// 月
    Month,
    /// 日
    Day,
    /// 底
    End,
    /// 上旬
    Part,
    /// 季度
    Quarter,
    /// 上半年
    FirstHalf,
    /// 下半年
    SecondHalf,
}

/// Everything the reader recognises.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub lead: Lexicon<Lead>,
    pub inside: Lexicon<Comparator>,
    pub tail: Lexicon<Tail>,
    pub words_column: Set<Vec<char>>,
    pub neutral_column: Set<Vec<char>>,
    /// Words of the column of signs that only hint at a comparator.
    pub column_guess: Table<Vec<char>, Comparator>,
    pub blank: Set<Vec<char>>,
    pub nothing: Set<Vec<char>>,
    pub elsewhere: Set<Vec<char>>,
    pub mask: Set<char>,
    pub dots: Set<char>,
    pub label: Lexicon<()>,
    pub choice: Lexicon<()>,
    pub boxes: Set<char>,
    pub range: Lexicon<()>,
    pub digits: Table<char, u32>,
    pub powers: Table<char, u32>,
    pub half: Set<char>,
    pub names: Set<Vec<char>>,
    pub ordinal: Set<char>,
    pub calendar: Lexicon<Calendar>,
    /// Before a date; `true` when it moves the date by what is not printed.
    pub date_lead: Lexicon<bool>,
    pub each_month: Lexicon<()>,
    /// The word for each part of a date that is printed.
    pub calendar_words: Vec<(Calendar, String)>,
    /// 每月, as it is printed.
    pub plain_each_month: String,
    pub date_tail: Lexicon<Tail>,
    pub degree: Lexicon<Degree>,
    /// The core of an outcome; `true` when it needs an object.
    pub core: Lexicon<bool>,
    pub object: Set<Vec<char>>,
    /// Degree and core that together are only a guess.
    pub guess_with: Set<(Vec<char>, Vec<char>)>,
    pub percent: Lexicon<()>,
    /// 百分之 and the like, with the unit that they stand for.
    pub fraction_before: Lexicon<String>,
    pub multiplier: Lexicon<()>,
    /// The same with what they multiply by.
    pub powers_of_ten: Lexicon<u64>,
    /// What each unit measures, and how many of the smallest piece it is.
    pub families: Table<String, (String, Decimal)>,
    pub joiner: Lexicon<()>,
    /// `true` when it is a word as well, and no unit where it stands alone.
    pub unit: Lexicon<bool>,
    pub duration: Set<Vec<char>>,
    /// Units that name a rank, not a count.
    pub ranks: Set<String>,
    /// Units that say a share of one.
    pub shares: Set<String>,
    /// Characters that a figure with its signs can begin with, besides ASCII digits.
    pub starts: Set<char>,
}

/// The vocabulary, read once.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // Both files are part of the program; a test proves that they are read.
    let words = toml::from_str(include_str!("../../data/vocabulary.toml")).unwrap_or_default();
    let units = toml::from_str(include_str!("../../data/units.toml")).unwrap_or_default();
    Words::new(&words, &units)
});

type ByComparator = HashMap<Comparator, Vec<String>>;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct VocabularyFile {
    comparator_before: ByComparator,
    comparator_before_guess: ByComparator,
    comparator_before_open: ByComparator,
    comparator_inside: ByComparator,
    comparator_after: ByComparator,
    comparator_after_guess: ByComparator,
    columns: Columns,
    filler: Filler,
    nothing: Nothing,
    label: Label,
    range: Range,
    numerals: Numerals,
    calendar: CalendarFile,
    outcome: Outcome,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    words: Vec<String>,
    neutral: Vec<String>,
    guess: ByComparator,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Filler {
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {
    blank: Vec<String>,
    sign: Vec<String>,
    mask: Vec<char>,
    elsewhere: Vec<String>,
    dots: Vec<char>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    words: Vec<String>,
    choices: Vec<String>,
    boxes: Vec<char>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Range {
    words: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Numerals {
    digits: HashMap<char, u32>,
    powers: HashMap<char, u32>,
    half: Vec<char>,
    names: Vec<String>,
    ordinal: Vec<char>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    year: Vec<String>,
    month: Vec<String>,
    day: Vec<String>,
    end: Vec<String>,
    part: Vec<String>,
    quarter: Vec<String>,
    first_half: Vec<String>,
    second_half: Vec<String>,
    lead: Vec<String>,
    lead_guess: Vec<String>,
    each_month: Vec<String>,
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outcome {
    achieved: Vec<String>,
    partly_achieved: Vec<String>,
    not_achieved: Vec<String>,
    achieved_guess: Vec<String>,
    partly_achieved_guess: Vec<String>,
    core: Vec<String>,
    needs_object: Vec<String>,
    guess_with: HashMap<String, Vec<String>>,
    object: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitFile {
    percent: Vec<String>,
    fraction_before: HashMap<String, String>,
    multipliers: HashMap<String, u64>,
    joiners: Vec<String>,
    durations: Vec<String>,
    ranks: Vec<String>,
    shares: Vec<String>,
    money: Vec<String>,
    measures: Vec<String>,
    classifiers: Vec<String>,
    words_too: Vec<String>,
    families: HashMap<String, HashMap<String, Decimal>>,
}

fn set(words: &[String]) -> Set<Vec<char>> {
    words.iter().map(|word| fold::fold(word)).collect()
}

impl Words {
    fn new(file: &VocabularyFile, units: &UnitFile) -> Self {
        let mut words = Self {
            words_column: set(&file.columns.words),
            neutral_column: set(&file.columns.neutral),
            blank: set(&file.nothing.blank),
            nothing: set(&file.nothing.sign),
            elsewhere: set(&file.nothing.elsewhere),
            mask: file.nothing.mask.iter().copied().collect(),
            dots: file.nothing.dots.iter().copied().collect(),
            label: Lexicon::of(&file.label.words, &()),
            choice: Lexicon::of(&file.label.choices, &()),
            boxes: file.label.boxes.iter().copied().collect(),
            range: Lexicon::of(&file.range.words, &()),
            digits: file.numerals.digits.clone().into_iter().collect(),
            powers: file.numerals.powers.clone().into_iter().collect(),
            half: file.numerals.half.iter().copied().collect(),
            names: set(&file.numerals.names),
            ordinal: file.numerals.ordinal.iter().copied().collect(),
            each_month: Lexicon::of(&file.calendar.each_month, &()),
            object: set(&file.outcome.object),
            percent: Lexicon::of(&units.percent, &()),
            multiplier: Lexicon::of(&units.multipliers.keys().cloned().collect::<Vec<_>>(), &()),
            joiner: Lexicon::of(&units.joiners, &()),
            duration: set(&units.durations),
            ranks: units.ranks.iter().cloned().collect(),
            shares: units.shares.iter().cloned().collect(),
            ..Self::default()
        };
        words.comparators(file);
        for (&op, column) in &file.columns.guess {
            words.column_guess.extend(set(column).into_iter().map(|word| (word, op)));
        }
        words.dates(&file.calendar);
        words.outcomes(&file.outcome);
        for list in [&units.durations, &units.money, &units.measures, &units.classifiers] {
            words.unit.add(list, &false);
        }
        words.unit.add(&units.words_too, &true);
        for (word, unit) in &units.fraction_before {
            words.fraction_before.add(std::slice::from_ref(word), unit);
        }
        for (word, power) in &units.multipliers {
            words.powers_of_ten.add(std::slice::from_ref(word), power);
        }
        words.families(units);
        words.starts = words.starts();
        words
    }

    /// A unit of a family is a unit, listed above or not.
    fn families(&mut self, file: &UnitFile) {
        for (family, units) in &file.families {
            for (unit, pieces) in units {
                let unit: Vec<char> = fold::fold(unit);
                let text: String = unit.iter().collect();
                if self.unit.exactly(&unit).is_none() && self.percent.exactly(&unit).is_none() {
                    self.unit.add(std::slice::from_ref(&text), &false);
                }
                self.families.insert(text, (family.clone(), *pieces));
            }
        }
    }

    fn starts(&self) -> Set<char> {
        let leads = self.lead.0.keys().chain(self.date_lead.0.keys()).chain(self.each_month.0.keys());
        let dates = self.calendar.0.keys().chain(&self.ordinal).chain(self.digits.keys()).chain(self.powers.keys());
        leads.chain(dates).chain(self.fraction_before.0.keys()).chain(&self.mask).chain(&['.']).copied().collect()
    }

    fn comparators(&mut self, file: &VocabularyFile) {
        for (list, guess, open) in [
            (&file.comparator_before, false, false),
            (&file.comparator_before_guess, true, false),
            (&file.comparator_before_open, false, true),
        ] {
            for (&op, words) in list {
                self.lead.add(words, &Lead { op: Some(op), guess, open });
            }
        }
        self.lead.add(&file.filler.before, &Lead { op: None, guess: false, open: false });
        for (op, words) in &file.comparator_inside {
            self.inside.add(words, op);
        }
        for (list, guess) in [(&file.comparator_after, false), (&file.comparator_after_guess, true)] {
            for (&op, words) in list {
                self.tail.add(words, &Tail { op: Some(op), guess });
            }
        }
        self.tail.add(&file.filler.after, &Tail { op: None, guess: false });
    }

    /// The word for a part of a date.
    pub(super) fn calendar_word(&self, wanted: Calendar) -> Option<&str> {
        self.calendar_words.iter().find(|(meaning, _)| *meaning == wanted).map(|(_, word)| word.as_str())
    }

    fn dates(&mut self, file: &CalendarFile) {
        for (list, meaning) in [
            (&file.year, Calendar::Year),
            (&file.month, Calendar::Month),
            (&file.day, Calendar::Day),
            (&file.end, Calendar::End),
            (&file.part, Calendar::Part),
            (&file.quarter, Calendar::Quarter),
            (&file.first_half, Calendar::FirstHalf),
            (&file.second_half, Calendar::SecondHalf),
        ] {
            self.calendar.add(list, &meaning);
            self.calendar_words.extend(list.last().map(|word| (meaning, word.clone())));
        }
        self.plain_each_month = file.each_month.first().cloned().unwrap_or_default();
        self.date_lead.add(&file.lead, &false);
        self.date_lead.add(&file.lead_guess, &true);
        self.date_tail.add(&file.before, &Tail { op: Some(Comparator::AtMost), guess: false });
        self.date_tail.add(&file.after, &Tail { op: Some(Comparator::AtLeast), guess: true });
    }

    fn outcomes(&mut self, file: &Outcome) {
        for (list, tier, guess) in [
            (&file.achieved, Achieved::Achieved, false),
            (&file.achieved_guess, Achieved::Achieved, true),
            (&file.partly_achieved, Achieved::PartlyAchieved, false),
            (&file.partly_achieved_guess, Achieved::PartlyAchieved, true),
            (&file.not_achieved, Achieved::NotAchieved, false),
        ] {
            self.degree.add(list, &Degree { tier, guess });
        }
        for word in &file.core {
            self.core.add(std::slice::from_ref(word), &file.needs_object.contains(word));
        }
        for (degree, cores) in &file.guess_with {
            self.guess_with.extend(cores.iter().map(|core| (fold::fold(degree), fold::fold(core))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_data_files_are_read_and_no_key_is_lost() {
        let words: VocabularyFile = toml::from_str(include_str!("../../data/vocabulary.toml")).unwrap();
        let units: UnitFile = toml::from_str(include_str!("../../data/units.toml")).unwrap();
        assert!(words.comparator_before.len() == 5 && !units.classifiers.is_empty());
        let longest = WORDS.unit.0.values().flatten().map(|(word, _)| word.len()).max();
        assert!(longest <= Some(8), "a lookup must stay short, longest unit has {longest:?} characters");
    }

    #[test]
    fn the_longest_word_wins() {
        let text = fold::fold("大于等于5");
        let (length, lead) = WORDS.lead.longest(&text).unwrap();
        assert_eq!((length, lead.op), (4, Some(Comparator::AtLeast)));
    }
}
