//! Names of indicators brought to one wording, and how near two of them are.
//!
//! Two names mean the same thing where nothing but wording parts them. A piece that one of them has and the other has not
//! is let pass where it narrows and does not turn (`neutral`, `apart` in `src/data/similar.toml`); where each has a piece of
//! its own (养护里程, 绿化里程) they name two things, however many characters they share.

use std::collections::BTreeSet;

use super::words::WORDS;
use crate::rules::links;
use crate::rules::value;

/// From here two names are near, in thousandths of the coefficient of Dice over pairs of characters.
pub const NEAR: u16 = 700;

/// Labels of the form before a name: `指标1：`, `1.`, `（2）`, `①`.
fn unlabelled(name: &str) -> &str {
    let mut rest = name;
    if let Some(label) = WORDS.labels.iter().find_map(|label| rest.strip_prefix(label.as_str())) {
        let digits = label.trim_start_matches(|c: char| c.is_ascii_digit());
        if digits.len() < label.len() {
            rest = digits.trim_start_matches([':', '.', '\u{3001}', ')', ',']);
        }
    }
    rest = rest.trim_start_matches(|c: char| matches!(c, '\u{2460}'..='\u{2473}'));
    let inner = rest.strip_prefix('(').unwrap_or(rest);
    let behind = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let ended = behind.strip_prefix([':', '.', '\u{3001}', ')']);
    match ended {
        // 7.5米 is a figure.
        Some(ended) if behind.len() < inner.len() && !ended.starts_with(|c: char| c.is_ascii_digit()) => ended,
        _ => rest,
    }
}

/// The unit that a name tells in brackets behind it: `成本控制数（万元）`.
pub fn unit_in(name: &str) -> Option<String> {
    let plain = links::plain(name);
    bracketed(&plain).map(|(_, unit)| unit)
}

fn bracketed(plain: &str) -> Option<(&str, String)> {
    let (before, inside) = plain.strip_suffix(')')?.rsplit_once('(')?;
    let inside = inside.strip_prefix("\u{5355}\u{4F4D}:").unwrap_or(inside);
    let read = value::read_printed(&format!("5{inside}"));
    let unit = read.unit.filter(|unit| !read.uncertain && unit == inside)?;
    (!before.is_empty()).then_some((before, unit))
}

/// A name in the wording in which names are compared; empty for a name of nothing.
pub fn wording(name: &str) -> String {
    let plain = links::plain(name);
    let plain = bracketed(&plain).map_or(plain.as_str(), |(before, _)| before);
    let mut name = links::timeless(unlabelled(plain));
    for filler in &WORDS.fillers {
        name = name.replace(filler.as_str(), "");
    }
    name.retain(|c| !c.is_ascii() || c.is_ascii_alphanumeric());
    let mut name = without_ends(name);
    // One pass from the left, the longest word first: what was put in is not looked at again.
    let mut out = String::with_capacity(name.len());
    while let Some(first) = name.chars().next() {
        match WORDS.same.iter().find(|(word, _)| name.starts_with(word.as_str())) {
            Some((word, to)) => {
                out.push_str(to);
                name.drain(..word.len());
            }
            None => {
                out.push(first);
                name.drain(..first.len_utf8());
            }
        }
    }
    out
}

/// Takes words off that begin or end a name without saying anything of it.
fn without_ends(mut name: String) -> String {
    loop {
        let head = WORDS.heads.iter().find(|head| name.starts_with(head.as_str()) && name.len() > head.len() + 3);
        let tail = WORDS.tails.iter().find(|tail| name.ends_with(tail.as_str()) && name.len() > tail.len() + 3);
        match (head, tail) {
            (Some(head), _) => {
                name.drain(..head.len());
            }
            (None, Some(tail)) => name.truncate(name.len() - tail.len()),
            (None, None) => return name,
        }
    }
}

/// Pairs of neighbouring characters; of a name of one character that alone.
pub fn pairs(wording: &str) -> BTreeSet<String> {
    let chars: Vec<char> = wording.chars().collect();
    match chars.as_slice() {
        [] => BTreeSet::new(),
        [one] => BTreeSet::from([one.to_string()]),
        several => several.windows(2).map(|pair| pair.iter().collect()).collect(),
    }
}

/// The coefficient of Dice over pairs of characters, in thousandths, rounded down.
pub fn dice(one: &str, other: &str) -> u16 {
    if one == other {
        return 1000;
    }
    let (one, other) = (pairs(one), pairs(other));
    let total = one.len() + other.len();
    if total == 0 {
        return 0;
    }
    u16::try_from(one.intersection(&other).count() * 2000 / total).unwrap_or(1000)
}

/// How near two names in their wording are, in thousandths; `None` where they mean different things.
pub fn nearness(one: &str, other: &str) -> Option<u16> {
    if one.is_empty() || other.is_empty() {
        return None;
    }
    if one == other {
        return Some(1000);
    }
    if digits(one) != digits(other) {
        return None;
    }
    let (one_chars, other_chars): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let near = dice(one, other);
    // 道路养护里程, 养护道路里程: another order of the same.
    if sorted(&one_chars) == sorted(&other_chars) {
        return Some(near.max(NEAR));
    }
    let (left, right) = middles(&one_chars, &other_chars);
    let piece: String = match (left.is_empty(), right.is_empty()) {
        (true, false) => right.iter().collect(),
        (false, true) => left.iter().collect(),
        _ => return None,
    };
    if WORDS.neutral.contains(&piece) {
        return Some(near.max(NEAR));
    }
    let turns = WORDS.apart.iter().any(|word| piece.contains(word.as_str()));
    if turns || WORDS.strict.iter().any(|word| one.contains(word.as_str())) {
        return None;
    }
    (near >= NEAR).then_some(near)
}

fn digits(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_numeric() || WORDS.numerals.contains(*c)).collect()
}

fn sorted(chars: &[char]) -> Vec<char> {
    let mut chars = chars.to_vec();
    chars.sort_unstable();
    chars
}

/// What is left of two names without their common beginning and end.
fn middles<'a>(one: &'a [char], other: &'a [char]) -> (&'a [char], &'a [char]) {
    let head = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[head..], &other[head..]);
    let tail = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    (&one[..one.len() - tail], &other[..other.len() - tail])
}

/// Pairs of pairs by which every name within reach of this one is found: whoever is near enough has both of one of them.
///
/// A near name shares at least `k` of the `n` pairs of this one, so it has two of any `n - k + 2` of them. Of long names fewer
/// are asked for: whoever is near a long name shares nearly all of it.
pub fn sought(wording: &str) -> Vec<Vec<String>> {
    let pairs: Vec<String> = pairs(wording).into_iter().collect();
    let n = pairs.len();
    // 2·shared / (n + m) ≥ near and m ≥ shared give shared ≥ near·n / (2 - near).
    let least = (usize::from(SOUGHT) * n).div_ceil(2000 - usize::from(SOUGHT));
    if least < 2 {
        return pairs.into_iter().map(|pair| vec![pair]).collect();
    }
    // Which ones is free: those that stand in fewer names lead there sooner.
    let mut kept: Vec<&String> = pairs.iter().collect();
    kept.sort_by_key(|pair| WORDS.common.contains(*pair));
    kept.truncate((n - least + 2).min(MOST_SOUGHT));
    let mut sought = Vec::new();
    for (at, one) in kept.iter().enumerate() {
        for other in &kept[at + 1..] {
            sought.push(vec![(*one).clone(), (*other).clone()]);
        }
    }
    sought
}

/// Names further away than this are not looked for, even where only a neutral word parts them.
const SOUGHT: u16 = 600;

/// Most pairs that are asked for with each other.
const MOST_SOUGHT: usize = 8;
