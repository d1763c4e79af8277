//! What the search index holds of a form, and how a typed word is asked of it.
//!
//! The index is told tokens, parted by blanks, one after the other as the characters stand in a field; a word is looked for
//! as a phrase of the same tokens. So what is found is what is written, whatever signs are in it, and no character of a word
//! means anything to the index. Tokens are
//!
//! - a run of Latin letters and digits: it is found from its beginning;
//! - every other character together with the one behind it, or alone where a run or nothing follows.
//!
//! Behind them, where no word reaches, stand the characters that end a text and begin no pair of the form: so a single
//! character is found as the beginning of a token. And, marked, pairs of initials of the name (`dl` for 道路).
//!
//! Pairs, because a Chinese word mostly has two characters and an index of three finds none of those, silently. Capital and
//! full-width letters and signs count as their plain ones. Two fields are never taken for one text.

use std::borrow::Cow;

use super::form::Form;
use super::pinyin;
use super::review::ReviewState;

/// ASCII signs are written as private characters, since they would part tokens.
const SIGNS: u32 = 0xE000;

/// Stands between two fields where their tokens could pass for one text.
const BREAK: char = '\u{E0FF}';

/// Stands before two initials.
const INITIALS: char = '\u{E0FD}';

/// What is private here means nothing where it comes from.
const FOREIGN: char = '\u{FFFD}';

/// So many letters and digits are one token; longer runs are several.
const LONGEST_RUN: usize = 64;

/// So many characters of a typed word are looked for.
pub const LONGEST_WORD: usize = 128;

fn folded(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character).to_ascii_lowercase()
        }
        '\u{3000}' => ' ',
        '\u{E000}'..='\u{E0FF}' => FOREIGN,
        other => other.to_ascii_lowercase(),
    }
}

fn in_run(character: char) -> bool {
    character.is_ascii_alphanumeric()
}

fn put(out: &mut String, character: char) {
    if character.is_ascii() && !in_run(character) {
        out.push(char::from_u32(SIGNS + u32::from(character)).unwrap_or(BREAK));
    } else {
        out.push(character);
    }
}

/// Writes tokens, each followed by a blank. Answers whether the last one is only the beginning of what may stand there.
fn tokens(text: impl Iterator<Item = char>, out: &mut String, mut begun: impl FnMut(char)) -> bool {
    let mut text = text.peekable();
    let mut before = None;
    let mut run = 0;
    while let Some(character) = text.next() {
        let next = text.peek().copied();
        if in_run(character) {
            if run == LONGEST_RUN {
                out.push(' ');
                run = 0;
            }
            run += 1;
            out.push(character);
            if next.is_some_and(in_run) {
                before = Some(character);
                continue;
            }
            run = 0;
        } else {
            match next.filter(|next| !in_run(*next)) {
                Some(next) => {
                    begun(character);
                    put(out, character);
                    put(out, next);
                }
                // The pair before it has it, and nothing follows.
                None if next.is_none() && before.is_some_and(|before| !in_run(before)) => return false,
                None => {
                    begun(character);
                    put(out, character);
                }
            }
        }
        out.push(' ');
        before = Some(character);
    }
    before.is_some()
}

/// The texts of a form that words are looked for in: code, name, department, unit, goals, indicators and their values.
pub fn texts(form: &Form) -> impl Iterator<Item = Cow<'_, str>> {
    let codes = [&form.code, &form.department.code, &form.unit.code].map(|code| code.as_deref().unwrap_or_default());
    let names = [form.name.as_str(), &form.department.name];
    let unit = (form.unit.name != form.department.name).then_some(form.unit.name.as_str());
    let goals =
        [&form.goal.annual, &form.goal.mid_term, &form.goal.actual].map(|goal| goal.as_deref().unwrap_or_default());
    let heads = codes.into_iter().chain(names).chain(unit).chain(goals).map(Cow::Borrowed);
    let rows = form.indicators.iter();
    heads.chain(rows.flat_map(|row| [Cow::Borrowed(row.level3.as_str()), Cow::Owned(row.printed_target())]))
}

/// What people said of a target: its live opinions, in all their wordings, and demands.
pub fn said(state: &ReviewState) -> impl Iterator<Item = &str> {
    let opinions = state.opinions.iter().flat_map(|opinion| std::iter::once(&opinion.text).chain(&opinion.variants));
    opinions.chain(state.demands.iter().map(|demand| &demand.demand.text)).map(String::as_str)
}

/// Characters of the basic plane: a set without hashing, since every character of every form goes in.
struct Seen(Box<[u64; 1024]>);

impl Seen {
    fn add(&mut self, character: char) {
        let number = u32::from(character) as usize;
        if let Some(word) = self.0.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    fn has(&self, character: char) -> bool {
        let number = u32::from(character) as usize;
        self.0.get(number / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }
}

/// Puts texts one behind the other, so that no two pass for one.
struct Tokens {
    out: String,
    last: Option<char>,
    /// Characters that begin a token.
    begun: Seen,
    /// Characters that end a text.
    ends: Vec<char>,
}

impl Default for Tokens {
    fn default() -> Tokens {
        Tokens { out: String::with_capacity(2048), last: None, begun: Seen(Box::new([0; 1024])), ends: Vec::new() }
    }
}

impl Tokens {
    fn add(&mut self, text: &str) {
        let (Some(first), Some(end)) = (text.chars().next(), text.chars().next_back()) else { return };
        let (first, end) = (folded(first), folded(end));
        if self.last.is_some_and(|last| last == first || in_run(last) != in_run(first)) {
            self.out.push(BREAK);
            self.out.push(' ');
        }
        let begun = &mut self.begun;
        let ended = !tokens(text.chars().map(folded), &mut self.out, |character| begun.add(character));
        if ended && !self.ends.contains(&end) {
            self.ends.push(end);
        }
        self.last = Some(end);
    }

    /// Behind all texts: what ends one and begins no token, and the initials of a name.
    fn finish(mut self, name: &str) -> String {
        let mut marks = String::new();
        for end in std::mem::take(&mut self.ends) {
            if !self.begun.has(end) {
                put(&mut marks, end);
                marks.push(' ');
            }
        }
        let mut seen = Vec::new();
        let mut before: Vec<u8> = Vec::new();
        for letters in pinyin::letters(name) {
            for (first, second) in before.iter().flat_map(|first| letters.iter().map(move |second| (*first, *second))) {
                if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() && !seen.contains(&(first, second)) {
                    seen.push((first, second));
                    marks.extend([INITIALS, char::from(first), char::from(second), ' ']);
                }
            }
            before = letters;
        }
        if !marks.is_empty() {
            self.out.extend([BREAK, ' ']);
            self.out.push_str(&marks);
        }
        self.out
    }
}

/// The tokens of a form: code, name, department, unit, goals, indicators and their values.
pub fn terms(form: &Form) -> String {
    let mut tokens = Tokens::default();
    texts(form).for_each(|text| tokens.add(&text));
    tokens.finish(&form.name)
}

/// The tokens of what people said of a target.
pub fn said_terms(state: &ReviewState) -> String {
    let mut tokens = Tokens::default();
    said(state).for_each(|text| tokens.add(text));
    tokens.finish("")
}

/// How the index is asked for names whose characters may have these initials side by side: each two of them. What is found
/// has still to be held against [`spelled`].
pub fn initials(letters: &str) -> Option<String> {
    let pairs: Vec<String> = letters
        .as_bytes()
        .windows(2)
        .map(|pair| format!("\"{INITIALS}{}{}\"", char::from(pair[0]), char::from(pair[1])))
        .collect();
    (!pairs.is_empty()).then(|| pairs.join(" AND "))
}

/// True where letters are the initials of characters side by side in a name.
pub fn spelled(name: &str, letters: &str) -> bool {
    matches!(pinyin::fit(name, letters), Some(pinyin::Fit::InitialsAtStart | pinyin::Fit::Initials))
}

/// A text with capital and full-width letters and signs as their plain ones.
pub fn plain(text: &str) -> String {
    text.chars().map(folded).collect()
}

/// True for texts that differ in capital and full-width forms only.
pub fn equal(one: &str, other: &str) -> bool {
    one.chars().map(folded).eq(other.chars().map(folded))
}

/// True where a word stands in a text: anywhere, but letters and digits only from the beginning of their run.
pub fn stands(word: &str, text: &str) -> bool {
    let word: String = word.chars().take(LONGEST_WORD).map(folded).collect();
    let text = plain(text);
    let (run, step) = (word.starts_with(in_run), word.chars().next().map_or(1, char::len_utf8));
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(&word)).map(|at| at + from) {
        if !(run && text[..at].ends_with(in_run)) {
            return true;
        }
        from = at + step;
    }
    false
}

/// How the index is asked for a word; `None` for no character at all.
pub fn phrase(word: &str) -> Option<String> {
    word.chars().next()?;
    let mut out = String::from("\"");
    let open = tokens(word.chars().take(LONGEST_WORD).map(folded), &mut out, |_| {});
    out.push('"');
    if open {
        out.push('*');
    }
    Some(out)
}

/// True where a phrase, as [`phrase`] writes it, stands among the tokens of a form or of what was said of it: what the index
/// answers, without it.
pub fn has(terms: &str, phrase: &str) -> bool {
    let (phrase, open) = match phrase.strip_suffix('*') {
        Some(phrase) => (phrase, true),
        None => (phrase, false),
    };
    let Some(tokens) = phrase.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    let sought = if open { tokens.trim_end_matches(' ') } else { tokens };
    terms.match_indices(sought).any(|(at, _)| at == 0 || terms[..at].ends_with(' '))
}

/// A word that may be a part of a project code, in small letters: letters and digits only.
pub fn part_of_code(word: &str) -> Option<String> {
    let word: String = word.chars().take(LONGEST_WORD).map(folded).collect();
    (word.len() > 1 && word.chars().all(in_run)).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut out = String::new();
        tokens(text.chars().map(folded), &mut out, |_| {});
        out.chars()
            .map(|c| match u32::from(c) {
                sign @ 0xE000..=0xE07F => char::from_u32(sign - SIGNS).unwrap(),
                _ => c,
            })
            .collect()
    }

    #[test]
    fn pairs_of_characters_and_runs_of_letters_and_digits() {
        assert_eq!(shown("满意度"), "满意 意度 ");
        assert_eq!(shown("2025年底前"), "2025 年底 底前 ");
        assert_eq!(shown("≥95%"), "≥ 95 % ");
        assert_eq!(shown("ＡＢ级项目12次"), "ab 级项 项目 目 12 次 ");
        assert_eq!(shown("路"), "路 ");
        assert_eq!(shown(""), "");
        assert_eq!(shown(&"7".repeat(130)).split_whitespace().map(str::len).collect::<Vec<_>>(), [64, 64, 2]);
    }

    #[test]
    fn a_word_is_a_phrase_that_stands_for_itself() {
        assert_eq!(phrase("满意").unwrap(), "\"满意 \"");
        assert_eq!(phrase("项目2").unwrap(), "\"项目 目 2 \"*");
        assert_eq!(phrase("9次").unwrap(), "\"9 次 \"*");
        assert_eq!(phrase("满").unwrap(), "\"满 \"*");
        assert_eq!(phrase(""), None);
        for hostile in ["a\"b", "\"\"", "NEAR(a b)", "a* OR b", "-x", "{c}: x", "a\0b", "^x", "'; DROP", "%_", "\\\\"] {
            let phrase = phrase(hostile).unwrap();
            let inside =
                phrase.trim_end_matches('*').strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap();
            assert!(inside.chars().all(|c| c == ' ' || in_run(c) || !c.is_ascii()), "{phrase}");
        }
        assert!(phrase(&"x".repeat(1 << 20)).unwrap().len() < 200);
        assert!(phrase(&"满".repeat(1 << 20)).unwrap().len() < 1200);
    }
}
