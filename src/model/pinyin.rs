//! How Han text is typed without an input method: initials (`jyj`) and full pinyin (`jiaoyuju`).
//!
//! A character may have several readings (重庆: chong, zhong), and the usual one is often not the one meant, so all of them
//! count. Deliberately absent: tones, fuzzy sounds (zh/z), and ranking across fields: whoever searches knows its fields.

use pinyin::ToPinyinMulti;

/// Most spellings kept of one text: texts with many ambiguous characters would have thousands.
const MOST_SPELLINGS: usize = 16;
/// Characters of a text that are looked at; names are shorter.
const MOST_CHARACTERS: usize = 64;

/// How well typed letters fit a text; the lesser, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fit {
    /// Initials from the first character on.
    InitialsAtStart,
    /// Initials of characters that stand side by side.
    Initials,
    /// Full pinyin from the first character on; the last syllable may be cut short.
    FullAtStart,
    /// Full pinyin of characters that stand side by side.
    Full,
}

/// Readings of a character without tones, each once, the usual one first; a Latin letter or digit reads as itself in lower
/// case; other characters have none.
fn readings(c: char) -> Vec<String> {
    if c.is_ascii_alphanumeric() {
        return vec![c.to_ascii_lowercase().to_string()];
    }
    let mut readings: Vec<String> = Vec::new();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let plain = reading.plain().to_owned();
        if !readings.contains(&plain) {
            readings.push(plain);
        }
    }
    readings
}

/// The readings of a text's characters; those without any (punctuation, blanks) are passed over.
fn syllables(text: &str) -> Vec<Vec<String>> {
    text.chars().take(MOST_CHARACTERS).map(readings).filter(|readings| !readings.is_empty()).collect()
}

fn spellings(syllables: &[Vec<String>], part: impl Fn(&str) -> &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for readings in syllables {
        let mut next: Vec<String> = Vec::new();
        for reading in readings {
            for begun in &all {
                let spelling = format!("{begun}{}", part(reading));
                if next.len() < MOST_SPELLINGS && !next.contains(&spelling) {
                    next.push(spelling);
                }
            }
        }
        all = next;
    }
    all.retain(|spelling| !spelling.is_empty());
    all
}

/// All strings of initials of a text, the usual one first, at most 16: 教育局 → `jyj`; 重庆 → `cq`, `zq`.
pub fn initials(text: &str) -> Vec<String> {
    spellings(&syllables(text), |reading| reading.get(..1).unwrap_or(reading))
}

/// The letters with which the readings of a text's characters begin, character by character; what has no reading is passed
/// over. For an index of initials: letters that [`fit`] as initials stand side by side in here.
pub fn letters(text: &str) -> impl Iterator<Item = Vec<u8>> {
    text.chars().take(MOST_CHARACTERS).filter_map(|c| {
        let mut letters: Vec<u8> = Vec::new();
        let mut add = |letter: u8| {
            if !letters.contains(&letter) {
                letters.push(letter);
            }
        };
        if c.is_ascii_alphanumeric() {
            add(c.to_ascii_lowercase() as u8);
        } else {
            c.to_pinyin_multi()
                .into_iter()
                .flatten()
                .filter_map(|reading| reading.plain().bytes().next())
                .for_each(add);
        }
        (!letters.is_empty()).then_some(letters)
    })
}

/// All spellings of a text in full pinyin, the usual one first, at most 16: 教育局 → `jiaoyuju`.
pub fn full(text: &str) -> Vec<String> {
    spellings(&syllables(text), |reading| reading)
}

/// How well letters typed fit a text; `None` when they do not, or when no letters were typed. Upper case counts as lower.
pub fn fit(text: &str, typed: &str) -> Option<Fit> {
    let typed = typed.to_ascii_lowercase();
    if typed.is_empty() || !typed.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let syllables = syllables(text);
    let starts = || 0..syllables.len();
    let initials = |from: usize| {
        typed.char_indices().all(|(at, letter)| {
            syllables.get(from + at).is_some_and(|readings| readings.iter().any(|reading| reading.starts_with(letter)))
        })
    };
    if let Some(from) = starts().find(|from| initials(*from)) {
        return Some(if from == 0 { Fit::InitialsAtStart } else { Fit::Initials });
    }
    starts()
        .find(|from| spelled(&syllables[*from..], &typed))
        .map(|from| if from == 0 { Fit::FullAtStart } else { Fit::Full })
}

/// True when the letters are the full readings of the first characters, the last one perhaps cut short.
fn spelled(syllables: &[Vec<String>], typed: &str) -> bool {
    if typed.is_empty() {
        return true;
    }
    let Some((readings, rest)) = syllables.split_first() else { return false };
    readings.iter().any(|reading| {
        reading.starts_with(typed) || typed.strip_prefix(reading.as_str()).is_some_and(|left| spelled(rest, left))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_counts_and_the_usual_one_comes_first() {
        assert_eq!(initials("教育局")[0], "jyj");
        assert!(full("教育局").contains(&"jiaoyuju".to_owned()));
        assert!(initials("重庆").contains(&"cq".to_owned()));
        assert!(initials("银行会计").contains(&"yhkj".to_owned()));
        assert_eq!(initials("2025年 A-项")[0], "2025nax");
        assert!(initials(&"行".repeat(60)).len() <= MOST_SPELLINGS);
        assert_eq!(initials("，。"), Vec::<String>::new());
    }

    #[test]
    fn contiguous_initials_go_before_full_pinyin() {
        assert_eq!(fit("教育局", "jyj"), Some(Fit::InitialsAtStart));
        assert_eq!(fit("市教育局", "JYJ"), Some(Fit::Initials));
        assert_eq!(fit("教育局", "jiaoyu"), Some(Fit::FullAtStart));
        assert_eq!(fit("教育局", "jiaoy"), Some(Fit::FullAtStart));
        assert_eq!(fit("市教育局", "yuju"), Some(Fit::Full));
        assert_eq!(fit("重庆市", "chongqing"), Some(Fit::FullAtStart));
        assert_eq!(fit("重庆市", "cqs"), Some(Fit::InitialsAtStart));
        // Letters far apart are no match, so that a longer name does not come before the right one.
        assert_eq!(fit("校长公寓项目建设局", "jyj"), None);
        assert_eq!(fit("教育局", ""), None);
        assert_eq!(fit("教育局", "教育"), None);
    }
}
