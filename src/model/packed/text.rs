//! Texts as few bytes: two for a Chinese character, two for a word that forms print often, one or two for a cell that is
//! such a word.
//!
//! A text is a number and what it announces: `2n + 1` stands for word `n` of the table, `2n` for `n` bytes in which
//!
//! - 00–7F is an ASCII character,
//! - 80–FE with the byte behind it is a code of 15 bits, a character of one of the blocks below or a word of the table,
//! - FF is followed by one character in UTF-8.
//!
//! The table (`data/packed-words.txt`) only ever grows at its end: databases hold its line numbers.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use super::NotPacked;

/// First code and number of codes of each block of characters, and its first character.
const BLOCKS: [(u16, u16, u32); 5] = [
    (0x0000, 0x5200, 0x4E00), // Chinese characters
    (0x5200, 0x0100, 0x3000), // punctuation, kana
    (0x5300, 0x0100, 0xFF00), // full-width forms
    (0x5400, 0x0700, 0x2000), // signs: dashes, arrows, ≥, Roman and circled numbers
    (0x6E00, 0x0400, 0x0080), // Latin, Greek, Cyrillic
];

/// First code of the words, and how many there may be.
const WORDS: (u16, u16) = (0x5B00, 0x1300);

/// A character in UTF-8 follows.
const PLAIN: u8 = 0xFF;

/// The words, by number.
static TABLE: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("../../data/packed-words.txt").lines().collect());

/// Numbers of the words.
static NUMBERS: LazyLock<HashMap<&'static str, u16, BuildHasherDefault<Quick>>> =
    LazyLock::new(|| TABLE.iter().copied().zip(0..WORDS.1).collect());

/// Hashes a word in few steps. Only the table is ever put in, so nobody can choose what collides.
#[derive(Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut eight = [0; 8];
            eight[..part.len()].copy_from_slice(part);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(eight)).wrapping_mul(0x517C_C1B7_2722_0A95);
        }
    }

    fn finish(&self) -> u64 {
        // The map looks at the highest and at the lowest bits.
        self.0 ^ self.0 >> 32
    }
}

/// Words of at least two characters that begin alike, the longest first.
type Alike = Vec<(&'static str, u16)>;

/// Words by their first character: for each of the first 65,536 characters its place in the list behind, which begins
/// with no words at all.
static BY_FIRST: LazyLock<(Vec<u16>, Vec<Alike>)> = LazyLock::new(|| {
    let (mut places, mut groups) = (vec![0_u16; 1 << 16], vec![Alike::new()]);
    for (word, number) in TABLE.iter().copied().zip(0..WORDS.1) {
        let first = word.chars().next().filter(|first| !first.is_ascii() && word.len() > first.len_utf8());
        let Some(place) = first.and_then(|first| places.get_mut(first as usize)) else { continue };
        if *place == 0 {
            groups.push(Alike::new());
            // At most as many groups as words.
            *place = (groups.len() - 1) as u16;
        }
        groups[usize::from(*place)].push((word, number));
    }
    for words in &mut groups {
        words.sort_by_key(|(word, number)| (std::cmp::Reverse(word.len()), *number));
    }
    (places, groups)
});

/// Appends a number, seven bits a byte, the lowest first.
pub(super) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7F {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a text.
pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    if text.len() <= MOST_OF_A_WORD
        && let Some(number) = NUMBERS.get(text)
    {
        return put_number(out, u64::from(*number) * 2 + 1);
    }
    let (places, groups) = &*BY_FIRST;
    let begin = out.len();
    // The number in front takes one byte where the text is short, as nearly all are.
    out.push(0);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii() {
            out.push(first as u8);
            rest = &rest[1..];
            continue;
        }
        let place = places.get(first as usize).map_or(0, |place| usize::from(*place));
        let word = groups[place].iter().find(|(word, _)| rest.starts_with(word));
        let (code, length) = match word {
            Some((word, number)) => (Some(WORDS.0 + number), word.len()),
            None => (code_of(first), first.len_utf8()),
        };
        match code {
            Some(code) => out.extend_from_slice(&(code | 0x8000).to_be_bytes()),
            None => {
                out.push(PLAIN);
                out.extend_from_slice(&rest.as_bytes()[..length]);
            }
        }
        rest = &rest[length..];
    }
    let length = (out.len() - begin - 1) as u64 * 2;
    if length <= 0x7F {
        out[begin] = length as u8;
    } else {
        let mut head = Vec::with_capacity(4);
        put_number(&mut head, length);
        out.splice(begin..=begin, head);
    }
}

/// No word of the table is longer: longer cells are not looked for.
const MOST_OF_A_WORD: usize = 48;

fn code_of(character: char) -> Option<u16> {
    BLOCKS.iter().find_map(|(code, count, from)| {
        let at = u16::try_from((character as u32).checked_sub(*from)?).ok().filter(|at| at < count)?;
        Some(code + at)
    })
}

/// Reads what [`put_number`] wrote.
pub(super) fn take_number(bytes: &mut &[u8]) -> Result<u64, NotPacked> {
    let mut number: u64 = 0;
    for shift in (0..64).step_by(7) {
        let byte = take_byte(bytes)?;
        let part = u64::from(byte & 0x7F);
        if shift == 63 && part > 1 {
            return Err(NotPacked::Number);
        }
        number |= part << shift;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    Err(NotPacked::Number)
}

pub(super) fn take_byte(bytes: &mut &[u8]) -> Result<u8, NotPacked> {
    let (first, rest) = bytes.split_first().ok_or(NotPacked::End)?;
    *bytes = rest;
    Ok(*first)
}

/// Reads what [`put_text`] wrote. The answer is at most some twenty times as long as its bytes.
pub(super) fn take_text(bytes: &mut &[u8]) -> Result<String, NotPacked> {
    let head = take_number(bytes)?;
    if head % 2 == 1 {
        return word(head / 2).map(str::to_owned);
    }
    let mut text = String::new();
    read_text(take(bytes, head / 2)?, &mut text)?;
    Ok(text)
}

fn take<'b>(bytes: &mut &'b [u8], length: u64) -> Result<&'b [u8], NotPacked> {
    let length = usize::try_from(length).map_err(|_| NotPacked::End)?;
    let (text, rest) = bytes.split_at_checked(length).ok_or(NotPacked::End)?;
    *bytes = rest;
    Ok(text)
}

fn word(number: u64) -> Result<&'static str, NotPacked> {
    usize::try_from(number).ok().and_then(|number| TABLE.get(number)).copied().ok_or(NotPacked::Word)
}

fn read_text(mut bytes: &[u8], text: &mut String) -> Result<(), NotPacked> {
    text.reserve(bytes.len() + bytes.len() / 2);
    while let Some((first, rest)) = bytes.split_first() {
        bytes = rest;
        match *first {
            ascii @ 0..=0x7F => text.push(char::from(ascii)),
            PLAIN => {
                let length = match bytes.first().ok_or(NotPacked::End)? {
                    0xF0..=0xF7 => 4,
                    0xE0..=0xEF => 3,
                    _ => 2,
                };
                let (character, rest) = bytes.split_at_checked(length).ok_or(NotPacked::End)?;
                text.push_str(std::str::from_utf8(character).map_err(|_| NotPacked::Text)?);
                bytes = rest;
            }
            high => {
                let code = u16::from_be_bytes([high & 0x7F, take_byte(&mut bytes)?]);
                if let Some(number) = code.checked_sub(WORDS.0).filter(|number| *number < WORDS.1) {
                    text.push_str(word(u64::from(number))?);
                    continue;
                }
                let within = |(from, count, _): &&(u16, u16, u32)| code >= *from && code - from < *count;
                let (from, _, character) = BLOCKS.iter().find(within).ok_or(NotPacked::Text)?;
                text.push(char::from_u32(character + u32::from(code - from)).ok_or(NotPacked::Text)?);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut out = Vec::new();
        put_text(&mut out, text);
        out
    }

    #[test]
    fn every_character_comes_back() {
        let mut text: String = (0..=u32::from(char::MAX)).filter_map(char::from_u32).collect();
        assert_eq!(take_text(&mut packed(&text).as_slice()).unwrap(), text);
        text = "完成率≥95%，満足\u{0}".repeat(3);
        assert_eq!(take_text(&mut packed(&text).as_slice()).unwrap(), text);
    }

    #[test]
    fn the_table_grows_at_its_end_only() {
        let words: Vec<&str> = TABLE.clone();
        assert!(words.len() <= usize::from(WORDS.1));
        assert!(words.iter().all(|word| !word.is_empty() && word.len() <= MOST_OF_A_WORD));
        assert_eq!(NUMBERS.len(), words.len(), "no word stands twice");
        // Lines that databases refer to: this digest changes only when some of them do.
        let frozen = words[..FROZEN.0].join("\n");
        assert_eq!(crate::model::ids::sha256_hex(frozen.as_bytes()), FROZEN.1);
    }

    /// Number of words that are in use, and the digest of them, joined by line ends.
    const FROZEN: (usize, &str) = (0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    #[test]
    fn words_of_forms_take_a_byte_or_two() {
        assert_eq!(packed("产出指标").len(), 1);
        assert!(packed("服务对象满意度指标").len() <= 2);
        assert!(packed("资金发放及时率").len() < "资金发放及时率".len() * 2 / 3);
    }
}
