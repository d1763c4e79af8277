//! Texts compared: normalised, cut into windows of two characters, by likeness (Dice) and by common passages.
//!
//! Absent on purpose: word segmentation. Windows of two characters tell Chinese texts apart well enough for hints, and they
//! are the same on every machine.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::words::List;

static STOP: LazyLock<List> = LazyLock::new(|| List::named("stop-words"));
static BLANK: LazyLock<List> = LazyLock::new(|| List::named("blank"));
static BLANK_IF_COMPULSORY: LazyLock<List> = LazyLock::new(|| List::named("blank-if-compulsory"));

/// A text as it is compared: compatibility forms folded, comparators in one spelling, no blanks.
pub fn norm(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match folded_alone(c) {
            Some(c) if c.is_whitespace() => {}
            Some(c) => folded.push(c),
            None => return norm_any(text),
        }
    }
    folded
}

/// What compatibility folding makes of the characters that nearly all cells are made of, whatever stands beside them:
/// ideographs, ASCII, its full-width forms and the usual marks. `None`: only the tables of Unicode tell.
fn folded_alone(c: char) -> Option<char> {
    match c {
        '\0'..='\x7f' | '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{3002}' | '\u{3008}'..='\u{3011}' => Some(c),
        '\u{2013}'..='\u{2014}' | '\u{2018}'..='\u{2019}' | '\u{201c}'..='\u{201d}' => Some(c),
        '\u{2264}'..='\u{2265}' | '\u{b7}' | '\u{d7}' => Some(c),
        '\u{2266}'..='\u{2267}' => char::from_u32(u32::from(c) - 2),
        '\u{3000}' => Some(' '),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        _ => None,
    }
}

/// The same for any text.
fn norm_any(text: &str) -> String {
    text.nfkc()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}'))
        .map(|c| match c {
            '\u{2267}' => '\u{2265}',
            '\u{2266}' => '\u{2264}',
            c => c,
        })
        .collect()
}

/// More characters than the longest word that stands for nothing.
const LONGEST_BLANK: usize = 4;

/// So many characters that are no mask cannot stand for nothing, whatever folding makes of them. Most cells are told by
/// this, without being folded.
fn says_something(text: &str) -> bool {
    let mask = |c: &char| {
        matches!(
            c,
            'X' | 'x' | '*' | '.' | '\u{d7}' | '\u{ff38}' | '\u{ff58}' | '\u{ff0a}' | '\u{ff0e}' | '\u{2024}'
                ..='\u{2026}'
        )
    };
    text.chars().filter(|c| c.is_alphanumeric() && !mask(c)).nth(LONGEST_BLANK).is_some()
}

/// Nothing filled in: empty, or a placeholder of the template.
pub fn is_blank(text: &str) -> bool {
    if says_something(text) {
        return false;
    }
    let text = norm(text);
    text.is_empty() || BLANK.holds(&text) || text.chars().all(|c| matches!(c, 'X' | 'x' | '*' | '.' | '\u{d7}'))
}

/// Nothing filled in where something must be: signs of nothing count as well.
pub fn is_missing(text: &str) -> bool {
    !says_something(text) && (is_blank(text) || BLANK_IF_COMPULSORY.holds(&norm(text)))
}

/// Windows of two characters of a text, without words of no weight and without marks.
pub fn windows(text: &str) -> BTreeSet<[char; 2]> {
    let mut text = norm(text);
    for word in STOP.words() {
        if text.contains(word) {
            // A mark in its place: what stood around it does not become neighbours.
            text = text.replace(word, " ");
        }
    }
    let characters: Vec<char> = text.chars().collect();
    let pairs = characters.windows(2).filter_map(|pair| <[char; 2]>::try_from(pair).ok());
    pairs.filter(|pair| pair.iter().all(|c| c.is_alphanumeric())).collect()
}

/// Likeness of two texts from 0 to 1: the Dice coefficient of their windows. Two texts without windows are alike when they
/// are equal.
pub fn likeness(one: &str, other: &str) -> Decimal {
    likeness_of(&windows(one), &windows(other)).unwrap_or_else(|| Decimal::from(u8::from(norm(one) == norm(other))))
}

/// The same of windows already made; `None` where neither text has any.
pub fn likeness_of(one: &BTreeSet<[char; 2]>, other: &BTreeSet<[char; 2]>) -> Option<Decimal> {
    let all = one.len() + other.len();
    if all == 0 {
        return None;
    }
    let common = one.intersection(other).count();
    Some(Decimal::from(2 * common) / Decimal::from(all))
}

/// Whether two texts have any window in common.
pub fn share(one: &str, other: &str) -> bool {
    !windows(one).is_disjoint(&windows(other))
}

/// The longest passage that stands in both, by characters of the normalised texts; the first of several. Takes time
/// proportional to the product of the lengths, each cut to 4,000 characters.
pub fn common_passage(one: &str, other: &str) -> String {
    const MOST: usize = 4_000;
    let one: Vec<char> = norm(one).chars().take(MOST).collect();
    let other: Vec<char> = norm(other).chars().take(MOST).collect();
    let mut before = vec![0_usize; other.len() + 1];
    let (mut longest, mut end) = (0, 0);
    for (i, c) in one.iter().enumerate() {
        let mut now = vec![0_usize; other.len() + 1];
        for (j, d) in other.iter().enumerate() {
            if c == d {
                now[j + 1] = before[j] + 1;
                if now[j + 1] > longest {
                    (longest, end) = (now[j + 1], i + 1);
                }
            }
        }
        before = now;
    }
    one[end - longest..end].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_without_width_blanks_and_words_of_no_weight() {
        assert_eq!(norm(" ＞＝９５ ％ "), ">=95%");
        assert_eq!(norm("≧95%"), norm("≥95%"));
        assert_eq!(likeness("道路养护项目经费", "道路养护"), Decimal::ONE);
        assert_eq!(likeness("道路养护", "图书借阅"), Decimal::ZERO);
        // 道路 路养 养护 against 道路 路维 维护: one of six.
        assert_eq!(likeness("道路养护", "道路维护"), Decimal::from(2) / Decimal::from(6));
        assert!(share("消防车辆购置", "购置消防车2辆") && !share("消防车辆购置", "提高群众文化获得感"));
    }

    #[test]
    fn the_short_way_to_a_normal_text_leads_where_the_long_one_does() {
        let alone: Vec<char> = ('\0'..='\u{ffff}').filter(|c| folded_alone(*c).is_some()).collect();
        assert!(alone.len() > 21_000 && folded_alone('\u{301}').is_none());
        for c in &alone {
            assert_eq!(norm(&c.to_string()), norm_any(&c.to_string()), "{c:?}");
        }
        // None of them grows together with its neighbour; what does is folded the long way.
        for pair in alone.windows(2).chain(alone.chunks(7)) {
            let text: String = pair.iter().collect();
            assert_eq!(norm(&text), norm_any(&text), "{text:?}");
        }
        assert_eq!(norm("Ａ\u{301}＝１"), norm_any("Ａ\u{301}＝１"));
    }

    #[test]
    fn placeholders_are_blank_and_signs_of_nothing_only_where_something_must_stand() {
        for text in ["", "　", "XX", "***", "……", "待定", "略"] {
            assert!(is_blank(text), "{text}");
        }
        for text in ["—", "/", "无"] {
            assert!(!is_blank(text) && is_missing(text), "{text}");
        }
        assert!(!is_missing("道路养护"));
        assert!(is_blank("ＸＸＸＸＸＸ") && is_blank("＊＊＊＊＊＊") && is_blank("……………"));
        assert!([&BLANK, &BLANK_IF_COMPULSORY].iter().all(|list| list.words().all(|word| !says_something(word))));
    }

    #[test]
    fn the_longest_common_passage_is_found() {
        assert_eq!(common_passage("完成道路养护三十公里", "全年道路养护三十公里以上"), "道路养护三十公里");
        assert_eq!(common_passage("甲", "乙"), "");
        assert_eq!(common_passage("", "乙"), "");
    }
}
