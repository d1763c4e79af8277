//! How wide the terminal draws characters of ambiguous width: what is sent, what comes back, and what else came with it.
//!
//! One such character of texts and one of frames are written where the first frame will be, and the terminal is asked
//! where its cursor went. Pure; who sends and waits is [`super::term`]. Nothing that was typed meanwhile is lost.

use super::ability::Ability;
use super::chord::{Chord, Code, Mods};
use crate::text::width::Ambiguous;

/// Sent to the terminal: one character of texts, one of frames, each followed by the question where the cursor is; then
/// the line is wiped.
pub const QUESTION: &str = "\r\u{2265}\x1b[6n\r\u{2500}\x1b[6n\r\x1b[K";
/// Answers that are waited for.
const ANSWERS: usize = 2;

/// What came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Measured {
    /// Cells of an ambiguous character in texts; nothing when the terminal did not say.
    pub text: Option<u16>,
    /// Cells of a box line.
    pub line: Option<u16>,
}

impl Measured {
    /// What texts are laid out for. Where the terminal did not say, two cells in Chinese setups: a gap behind such a
    /// character is harmless, half a character is not.
    pub fn ambiguous(self, ability: &Ability) -> Ambiguous {
        match self.text {
            Some(2) => Ambiguous::Two,
            None if ability.chinese => Ambiguous::Two,
            _ => Ambiguous::One,
        }
    }

    /// True when box lines are known to take one cell.
    pub fn draws_boxes(self) -> bool {
        self.line == Some(1)
    }
}

/// Everything that came from the terminal while it was asked.
#[derive(Debug, Default)]
pub struct Answer {
    bytes: Vec<u8>,
}

impl Answer {
    /// Takes in what was read.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// True when nothing more is expected.
    pub fn complete(&self) -> bool {
        reports(&self.bytes).0.len() >= ANSWERS
    }

    /// True when an answer has begun and not ended: worth a little more patience, because its rest would look like keys.
    pub fn torn(&self) -> bool {
        let begun = self.bytes.iter().rposition(|byte| *byte == 0x1b);
        begun.is_some_and(|at| {
            let rest = &self.bytes[at + 1..];
            rest.is_empty() || (rest[0] == b'[' && rest[1..].iter().all(|byte| byte.is_ascii_digit() || *byte == b';'))
        })
    }

    /// What was measured, and the keys that were typed meanwhile.
    pub fn read(&self) -> (Measured, Vec<Chord>) {
        let (columns, rest) = reports(&self.bytes);
        let cells = |index: usize| columns.get(index).map(|column| column - 1).filter(|cells| matches!(cells, 1 | 2));
        // Half of the answers say nothing: it is not known which of them is missing.
        let measured =
            if columns.len() == ANSWERS { Measured { text: cells(0), line: cells(1) } } else { Measured::default() };
        (measured, typed(&rest))
    }
}

/// Columns (from 1) of the reports of a cursor, and the bytes around them.
fn reports(bytes: &[u8]) -> (Vec<u16>, Vec<u8>) {
    let (mut columns, mut rest) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < bytes.len() {
        match report(&bytes[at..]) {
            Some((column, taken)) => {
                columns.push(column);
                at += taken;
            }
            None => {
                rest.push(bytes[at]);
                at += 1;
            }
        }
    }
    (columns, rest)
}

/// `ESC [ row ; column R`.
fn report(bytes: &[u8]) -> Option<(u16, usize)> {
    let inner = bytes.strip_prefix(b"\x1b[")?;
    let end = inner.iter().position(|byte| !byte.is_ascii_digit() && *byte != b';')?;
    if inner[end] != b'R' {
        return None;
    }
    let (row, column) = std::str::from_utf8(&inner[..end]).ok()?.split_once(';')?;
    row.parse::<u16>().ok()?;
    Some((column.parse().ok().filter(|column| *column > 0)?, 2 + end + 1))
}

/// Keys as terminals send them: enough for what is typed before the first frame is there.
fn typed(bytes: &[u8]) -> Vec<Chord> {
    const MOST: usize = 256;
    let text = String::from_utf8_lossy(bytes);
    let mut keys = Vec::new();
    let mut rest = text.as_ref();
    while let Some(c) = rest.chars().next().filter(|_| keys.len() < MOST) {
        if let Some((code, after)) = rest.strip_prefix('\x1b').and_then(sequence) {
            keys.push(Chord::plain(code));
            rest = after;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let control = |c: char| Chord { code: Code::Char(c), mods: Mods { ctrl: true, ..Mods::default() } };
        keys.push(match c {
            '\r' | '\n' => Chord::plain(Code::Enter),
            '\t' => Chord::plain(Code::Tab),
            '\x1b' => Chord::plain(Code::Esc),
            '\x7f' => Chord::plain(Code::Backspace),
            '\x01'..='\x1a' => control(char::from(b'a' - 1 + u8::try_from(u32::from(c)).unwrap_or(1))),
            // What is no character of any encoding we know was no key.
            c if c.is_control() || c == char::REPLACEMENT_CHARACTER => continue,
            c => Chord::character(c),
        });
    }
    keys
}

/// A key behind an escape; nothing when it is none that we know.
fn sequence(text: &str) -> Option<(Code, &str)> {
    const KEYS: [(&str, Code); 32] = [
        ("[A", Code::Up),
        ("[B", Code::Down),
        ("[C", Code::Right),
        ("[D", Code::Left),
        ("[H", Code::Home),
        ("[F", Code::End),
        ("OA", Code::Up),
        ("OB", Code::Down),
        ("OC", Code::Right),
        ("OD", Code::Left),
        ("OH", Code::Home),
        ("OF", Code::End),
        ("[1~", Code::Home),
        ("[2~", Code::Insert),
        ("[3~", Code::Delete),
        ("[4~", Code::End),
        ("[5~", Code::PageUp),
        ("[6~", Code::PageDown),
        ("OP", Code::F(1)),
        ("OQ", Code::F(2)),
        ("OR", Code::F(3)),
        ("OS", Code::F(4)),
        ("[11~", Code::F(1)),
        ("[12~", Code::F(2)),
        ("[13~", Code::F(3)),
        ("[14~", Code::F(4)),
        ("[15~", Code::F(5)),
        ("[17~", Code::F(6)),
        ("[18~", Code::F(7)),
        ("[19~", Code::F(8)),
        ("[20~", Code::F(9)),
        ("[21~", Code::F(10)),
    ];
    KEYS.iter().find_map(|(keys, code)| Some((*code, text.strip_prefix(keys)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(bytes: &str) -> Answer {
        let mut answer = Answer::default();
        bytes.as_bytes().chunks(3).for_each(|piece| answer.push(piece));
        answer
    }

    #[test]
    fn a_terminal_says_how_wide_it_draws() {
        let full = answer("\x1b[1;3R\x1b[1;2R");
        assert!(full.complete());
        let (measured, keys) = full.read();
        assert_eq!((measured.text, measured.line, keys.len()), (Some(2), Some(1), 0));
        assert!(measured.draws_boxes());
        assert_eq!(measured.ambiguous(&Ability::default()), Ambiguous::Two);
        assert_eq!(answer("\x1b[24;2R\x1b[24;3R").read().0, Measured { text: Some(1), line: Some(2) });
    }

    #[test]
    fn silence_and_nonsense_are_not_taken_for_an_answer() {
        let chinese = Ability::of(&|name| (name == "LANG").then(|| "zh_CN.UTF-8".to_owned()));
        for bytes in ["", "\x1b[1;2R", "\x1b[1;9R\x1b[1;80R", "\x1b[;R\x1b[1R", "\x1b[1;0R\x1b[1;0R"] {
            let (measured, _) = answer(bytes).read();
            assert_eq!(measured, Measured::default(), "{bytes:?}");
            assert!(!measured.draws_boxes());
            assert_eq!(measured.ambiguous(&Ability::default()), Ambiguous::One);
            assert_eq!(measured.ambiguous(&chinese), Ambiguous::Two, "a gap is harmless, half a character is not");
        }
        assert!(answer("\x1b[1;2R\x1b[1;").torn() && answer("\x1b").torn());
        assert!(!answer("\x1b[1;2R\x1b[1;2R").torn() && !answer("").torn() && !answer("\x1bOS").torn());
    }

    #[test]
    fn keys_typed_meanwhile_are_not_lost() {
        let (measured, keys) = answer("\x1bOS\x1b[1;2R审\r\x1b[1;2R\x1b[B\x11 ！").read();
        assert_eq!(measured, Measured { text: Some(1), line: Some(1) });
        let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
        assert_eq!(keys, ["f4", "审", "enter", "down", "ctrl-q", "space", "！"]);
    }
}
