//! The terminal sink rule: what may reach a terminal, and the visible marker of everything else.
//!
//! Texts are stored raw and escaped here, at the last moment. Characters that move the cursor, change direction, take
//! no cell or mean nothing (controls, line separators, bidirectional controls, zero-width characters, tags, private and
//! unassigned code points) become their number in angle brackets: ESC becomes `<1B>`. Joiners and variation selectors
//! stay only inside emoji. Escaping twice is escaping once. Deliberately absent: escaping for csv, xlsx and JSON.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Text for a terminal that may have several lines: LF stays, CR LF becomes LF, a tab becomes a blank.
pub fn visible(text: &str) -> Cow<'_, str> {
    escape(text, false)
}

/// Text for one line: line ends and tabs become one blank each.
pub fn one_line(text: &str) -> Cow<'_, str> {
    escape(text, true)
}

fn escape(text: &str, one_line: bool) -> Cow<'_, str> {
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut before: Option<char> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' if !one_line => out.push('\n'),
            '\n' | '\t' => out.push(' '),
            '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' if one_line => out.push(' '),
            '\u{200D}' if before.is_some_and(emoji) && chars.peek().copied().is_some_and(emoji) => out.push(c),
            '\u{FE0E}' | '\u{FE0F}' if before.is_some_and(emoji) => out.push(c),
            _ if plain(c) || shows(c) => out.push(c),
            // Writing to a String cannot fail.
            _ => {
                let _ = write!(out, "<{:02X}>", u32::from(c));
            }
        }
        // A selector or skin tone leaves the emoji before it in force.
        if !matches!(c, '\u{FE0E}' | '\u{FE0F}') {
            before = Some(c);
        }
    }
    Cow::Owned(out)
}

/// Characters that are certainly harmless: nearly every text consists of them.
fn plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{FF}' | '\u{3000}'..='\u{3029}'
        | '\u{4E00}'..='\u{9FEF}' | '\u{FF01}'..='\u{FF5E}')
}

/// True for a character that takes its own place and has a meaning.
fn shows(c: char) -> bool {
    if matches!(c, '\u{2028}' | '\u{2029}') || c.is_control() {
        return false;
    }
    // Letters and marks by their category, and still invisible.
    if matches!(c, '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
    {
        return false;
    }
    if c.is_whitespace() {
        return true;
    }
    // The standard library knows which code points are unassigned, private or formatting; it tells by escaping them.
    // The letter before keeps it from escaping combining marks.
    let mut buffer = [b'a'; 5];
    let len = c.encode_utf8(&mut buffer[1..]).len();
    match std::str::from_utf8(&buffer[..=len]) {
        Ok(text) => matches!(c, '\\' | '\'' | '"') || text.escape_debug().count() == 2,
        Err(_) => false,
    }
}

/// Roughly the characters that emoji sequences are made of.
fn emoji(c: char) -> bool {
    matches!(c, '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{21FF}'
        | '\u{2300}'..='\u{23FF}' | '\u{2460}'..='\u{24FF}' | '\u{25A0}'..='\u{27BF}' | '\u{2934}'..='\u{2935}'
        | '\u{2B00}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_steer_a_terminal_becomes_visible() {
        assert_eq!(visible("\u{1b}[31m红"), "<1B>[31m红");
        assert_eq!(visible("\u{9b}2J"), "<9B>2J");
        assert_eq!(visible("a\u{202E}b\u{2066}c\u{200B}d\u{FEFF}"), "a<202E>b<2066>c<200B>d<FEFF>");
        assert_eq!(visible("a\u{7f}\0"), "a<7F><00>");
        assert_eq!(visible("\u{E0041}\u{E000}\u{0378}\u{10FFFF}"), "<E0041><E000><378><10FFFF>");
        assert_eq!(visible("一\u{2028}二"), "一<2028>二");
        assert_eq!(visible("一\u{3164}二\u{115F}"), "一<3164>二<115F>");
    }

    #[test]
    fn ordinary_text_is_not_copied() {
        let text = "道路养护 ≤30公里（2025年），满意度≥95%";
        assert_eq!(visible(text), text);
        assert!(matches!(visible("道路养护（2025年）"), Cow::Borrowed(_)));
        assert_eq!(visible("e\u{301}·“引”—…①℃Ⅰ㎡'\"\\"), "e\u{301}·“引”—…①℃Ⅰ㎡'\"\\");
    }

    #[test]
    fn joiners_stay_only_inside_emoji() {
        assert_eq!(visible("👩\u{200D}💻❤\u{FE0F}"), "👩\u{200D}💻❤\u{FE0F}");
        assert_eq!(visible("👩🏽\u{200D}💻"), "👩🏽\u{200D}💻");
        assert_eq!(visible("财\u{200D}政\u{FE0F}"), "财<200D>政<FE0F>");
    }

    #[test]
    fn line_ends_stay_lines_or_become_blanks() {
        assert_eq!(visible("一\r\n二\t三\r四"), "一\n二 三<0D>四");
        assert_eq!(one_line("一\r\n二\t三\r四\u{2028}五"), "一 二 三 四 五");
    }

    #[test]
    fn escaping_twice_is_escaping_once() {
        let once = visible("\u{1b}]52;c;\u{7}\u{202E}").into_owned();
        assert_eq!(visible(&once), once);
    }
}
