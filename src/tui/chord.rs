//! Key presses as values, and the one notation for them: keymaps write `"ctrl-z"`, `"enter"`, `"!"`; `play` and tests
//! write `<ctrl-z>`, `<enter>`, `!`.
//!
//! A chord is what was pressed, never what it means: meaning is in [`super::keymap`]. Shift is part of the character
//! for printable keys, so `G` is the character `G`. Anyone in `tui` may import it.

use std::fmt;

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A printable character.
    Char(char),
    /// Function key, from 1.
    F(u8),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tabulator; with shift it goes back.
    Tab,
    /// Deletes to the left.
    Backspace,
    /// Deletes to the right.
    Delete,
    /// Insert.
    Insert,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// Start of line or list.
    Home,
    /// End of line or list.
    End,
    /// One page back.
    PageUp,
    /// One page on.
    PageDown,
}

/// Keys held down with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Mods {
    /// Control.
    pub ctrl: bool,
    /// Alt; terminals send it as an escape before the key.
    pub alt: bool,
    /// Shift, only with keys that print nothing.
    pub shift: bool,
}

/// One key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chord {
    /// Which key.
    pub code: Code,
    /// With what.
    pub mods: Mods,
}

/// Why a text names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no key")]
pub struct NoSuchKey(pub String);

/// Names of keys that print nothing; the first of several names is the one we print.
const NAMES: [(&str, Code); 20] = [
    ("enter", Code::Enter),
    ("return", Code::Enter),
    ("esc", Code::Esc),
    ("escape", Code::Esc),
    ("tab", Code::Tab),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
    ("insert", Code::Insert),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("home", Code::Home),
    ("end", Code::End),
    ("pageup", Code::PageUp),
    ("pgup", Code::PageUp),
    ("pagedown", Code::PageDown),
    ("pgdn", Code::PageDown),
    ("space", Code::Char(' ')),
    ("lt", Code::Char('<')),
];

impl Chord {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Chord {
        Chord { code, mods: Mods { ctrl: false, alt: false, shift: false } }
    }

    /// A printable character typed as it is.
    pub const fn character(c: char) -> Chord {
        Chord::plain(Code::Char(c))
    }

    /// What is typed into a text field by this key. Control and Alt together with a character is how some keyboards
    /// make `@` or `{`, so that is text, too.
    pub fn text(self) -> Option<char> {
        match self.code {
            Code::Char(c) if self.mods.ctrl == self.mods.alt => Some(c),
            _ => None,
        }
    }

    /// Reads one key: `enter`, `ctrl-z`, `s-tab`, `f10`, `!`, `-`.
    ///
    /// # Errors
    /// When it names no key.
    pub fn read(text: &str) -> Result<Chord, NoSuchKey> {
        let wrong = || NoSuchKey(text.to_owned());
        let mut rest = text;
        let mut mods = Mods::default();
        loop {
            let held = [("ctrl-", 'c'), ("c-", 'c'), ("alt-", 'a'), ("a-", 'a'), ("shift-", 's'), ("s-", 's')]
                .into_iter()
                .find_map(|(prefix, mark)| rest.strip_prefix(prefix).map(|tail| (tail, mark)))
                .filter(|(tail, _)| !tail.is_empty());
            let Some((tail, mark)) = held else { break };
            match mark {
                'c' => mods.ctrl = true,
                'a' => mods.alt = true,
                _ => mods.shift = true,
            }
            rest = tail;
        }
        let mut characters = rest.chars();
        let code = match (characters.next(), characters.next()) {
            (Some(c), None) if !c.is_control() => Code::Char(c),
            _ => NAMES
                .iter()
                .find(|(name, _)| *name == rest)
                .map(|(_, code)| *code)
                .or_else(|| {
                    let number: u8 = rest.strip_prefix('f')?.parse().ok()?;
                    (1..=12).contains(&number).then_some(Code::F(number))
                })
                .ok_or_else(wrong)?,
        };
        Ok(Chord { code, mods }.settled())
    }

    /// Shift belongs to the character where there is one; a space held with shift is a space (input methods use it).
    #[must_use]
    pub fn settled(mut self) -> Chord {
        if let Code::Char(c) = self.code {
            if self.mods.shift && c.is_ascii_lowercase() && !self.mods.ctrl {
                self.code = Code::Char(c.to_ascii_uppercase());
            }
            if self.mods.ctrl && c.is_ascii_uppercase() {
                self.code = Code::Char(c.to_ascii_lowercase());
            }
            self.mods.shift = false;
        }
        self
    }

    /// How a key is shown to people: `Enter`, `Ctrl+Z`, `!`.
    pub fn label(self) -> String {
        let mut label = String::new();
        for (held, name) in [(self.mods.ctrl, "Ctrl+"), (self.mods.alt, "Alt+"), (self.mods.shift, "Shift+")] {
            if held {
                label.push_str(name);
            }
        }
        match self.code {
            Code::Char(' ') => label.push_str("Space"),
            Code::Char(c) if self.mods.ctrl || self.mods.alt => label.extend(c.to_uppercase()),
            Code::Char(c) => label.push(c),
            Code::F(number) => label.push_str(&format!("F{number}")),
            Code::PageUp => label.push_str("PgUp"),
            Code::PageDown => label.push_str("PgDn"),
            other => {
                let name = NAMES.iter().find(|(_, code)| *code == other).map_or("", |(name, _)| name);
                let mut characters = name.chars();
                label.extend(characters.next().map(|c| c.to_ascii_uppercase()));
                label.extend(characters);
            }
        }
        label
    }

    /// True when the key reaches the program while a Chinese input method is on: everything but letters without
    /// Control. Alt is left out, because slow lines tear it apart; F11, F12 and Control with the space bar, because
    /// terminals and input methods keep them.
    pub fn input_method_safe(self) -> bool {
        match self.code {
            _ if self.mods.alt => false,
            Code::Char(c) if self.mods.ctrl => c.is_ascii_alphabetic(),
            Code::Char(c) => !c.is_alphabetic(),
            Code::F(number) => number <= 10,
            _ => true,
        }
    }

    /// What a terminal really sends for this key: mostly the same, another key where both are one byte (Ctrl+I is Tab),
    /// nothing where there are no bytes for it (Ctrl+Enter).
    pub fn arrives(self) -> Option<Chord> {
        let Mods { ctrl, alt, shift } = self.mods;
        match self.code {
            Code::Char('i') if ctrl => Some(Chord { code: Code::Tab, mods: Mods { alt, ..Mods::default() } }),
            Code::Char('m') if ctrl => Some(Chord { code: Code::Enter, mods: Mods { alt, ..Mods::default() } }),
            Code::Char('[') if ctrl => Some(Chord { code: Code::Esc, mods: Mods { alt, ..Mods::default() } }),
            Code::Char(c) if ctrl && !matches!(c, 'a'..='z' | ' ' | '4'..='7') => None,
            Code::Tab if !ctrl => Some(self),
            Code::Enter | Code::Esc | Code::Tab | Code::Backspace if ctrl => None,
            Code::Char(_) => Some(self),
            _ if shift => None,
            _ => Some(self),
        }
    }
}

impl fmt::Display for Chord {
    /// The notation of keymaps; [`Chord::read`] reads it back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.mods.ctrl, "ctrl-"), (self.mods.alt, "alt-"), (self.mods.shift, "shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.code {
            Code::F(number) => write!(f, "f{number}"),
            Code::Char(c) if c != ' ' => write!(f, "{c}"),
            other => f.write_str(NAMES.iter().find(|(_, code)| *code == other).map_or("", |(name, _)| name)),
        }
    }
}

/// All names of keys that print nothing, in the notation of keymaps.
pub fn key_names() -> Vec<String> {
    NAMES.iter().map(|(name, _)| (*name).to_owned()).chain((1..=12).map(|number| format!("f{number}"))).collect()
}

/// Reads a sequence as keymaps write it: chords separated by spaces, `g g`.
///
/// # Errors
/// When a part names no key.
pub fn read_sequence(text: &str) -> Result<Vec<Chord>, NoSuchKey> {
    let chords: Vec<Chord> = text.split_whitespace().map(Chord::read).collect::<Result<_, _>>()?;
    if chords.is_empty() { Err(NoSuchKey(text.to_owned())) } else { Ok(chords) }
}

/// One step of a script for `play` and tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScriptStep {
    /// A key.
    Key(Chord),
    /// `<snap>`: take a picture now.
    Snap,
    /// `<paste:TEXT>`: pasted text.
    Paste(String),
    /// `<wait>`: nobody presses anything for a while.
    Wait,
    /// `<esc+4>`: Esc and a digit right behind it.
    AfterEsc(Chord),
    /// `<size:WxH>`: the terminal is resized.
    Size(u16, u16),
}

/// Reads a script: characters as they are, keys that print nothing in angle brackets, `<lt>` for `<`, and the
/// [`ScriptStep`] words `<snap>`, `<paste:…>`, `<size:80x24>`, `<wait>`, `<esc+4>`. A `<` that closes nowhere or names nothing is an error.
///
/// # Errors
/// When a bracket names no key.
pub fn read_script(text: &str) -> Result<Vec<ScriptStep>, NoSuchKey> {
    let mut steps = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c != '<' {
            rest = &rest[c.len_utf8()..];
            if c == '\n' {
                continue;
            }
            steps.push(ScriptStep::Key(Chord::character(c)));
            continue;
        }
        let end = rest.find('>').ok_or_else(|| NoSuchKey(rest.to_owned()))?;
        let name = &rest[1..end];
        rest = &rest[end + 1..];
        let digit = name.strip_prefix("esc+").filter(|digit| digit.len() == 1).and_then(|digit| digit.chars().next());
        steps.push(if name == "snap" {
            ScriptStep::Snap
        } else if name == "wait" {
            ScriptStep::Wait
        } else if let Some(digit) = digit.filter(char::is_ascii_digit) {
            ScriptStep::AfterEsc(Chord::character(digit))
        } else if let Some(text) = name.strip_prefix("paste:") {
            ScriptStep::Paste(text.to_owned())
        } else if let Some(size) = name.strip_prefix("size:") {
            let (width, height) = size.split_once('x').ok_or_else(|| NoSuchKey(name.to_owned()))?;
            let number = |text: &str| text.parse::<u16>().map_err(|_| NoSuchKey(name.to_owned()));
            ScriptStep::Size(number(width)?, number(height)?)
        } else {
            ScriptStep::Key(Chord::read(name)?)
        });
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_what_they_print() {
        for text in ["enter", "space", "shift-tab", "ctrl-z", "f10", "!", "-", "=", "[", "ctrl--", "alt-4", "G", "<"] {
            let printed = Chord::read(text).unwrap().to_string();
            assert_eq!(Chord::read(&printed), Chord::read(text), "{text} → {printed}");
        }
        assert_eq!(Chord::read("s-tab"), Chord::read("shift-tab"));
        assert_eq!(Chord::read("shift-g"), Ok(Chord::character('G')));
        assert_eq!(Chord::read("-"), Ok(Chord::character('-')));
        assert!(Chord::read("f13").is_err());
        assert!(Chord::read("hyper").is_err());
        assert_eq!(Chord::read("ctrl-z").unwrap().label(), "Ctrl+Z");
        assert_eq!(Chord::read("pgdn").unwrap().label(), "PgDn");
    }

    #[test]
    fn a_script_mixes_text_keys_and_pictures() {
        let steps = read_script("5审<s-tab><snap><lt>><paste:甲乙>").unwrap();
        assert_eq!(
            steps,
            [
                ScriptStep::Key(Chord::character('5')),
                ScriptStep::Key(Chord::character('审')),
                ScriptStep::Key(Chord::read("shift-tab").unwrap()),
                ScriptStep::Snap,
                ScriptStep::Key(Chord::character('<')),
                ScriptStep::Key(Chord::character('>')),
                ScriptStep::Paste("甲乙".into()),
            ]
        );
        assert_eq!(
            read_script("<wait><esc+4>").unwrap(),
            [ScriptStep::Wait, ScriptStep::AfterEsc(Chord::character('4'))]
        );
        assert!(read_script("<nokey>").is_err());
        assert!(read_script("a<").is_err());
    }

    #[test]
    fn control_with_alt_is_text_and_control_alone_is_not() {
        let chord = Chord::read("ctrl-alt-@").unwrap();
        assert_eq!(chord.text(), Some('@'));
        assert_eq!(Chord::read("ctrl-s").unwrap().text(), None);
        assert_eq!(Chord::character('文').text(), Some('文'));
    }

    #[test]
    fn letters_do_not_reach_us_through_an_input_method() {
        assert!(!Chord::character('j').input_method_safe());
        assert!(Chord::character('!').input_method_safe());
        assert!(Chord::read("ctrl-s").unwrap().input_method_safe());
        for kept in ["f12", "ctrl-space", "alt-4", "ctrl-."] {
            assert!(!Chord::read(kept).unwrap().input_method_safe(), "{kept}");
        }
    }

    #[test]
    fn some_keys_arrive_as_others_and_some_never() {
        let arrives = |key: &str| Chord::read(key).unwrap().arrives().map(|chord| chord.to_string());
        assert_eq!(arrives("ctrl-i").as_deref(), Some("tab"));
        assert_eq!(arrives("ctrl-[").as_deref(), Some("esc"));
        for never in ["ctrl-enter", "shift-enter", "ctrl-1", "ctrl-.", "shift-up", "ctrl-backspace"] {
            assert_eq!(arrives(never), None, "{never}");
        }
        for same in ["ctrl-z", "shift-tab", "ctrl-up", "alt-4", "f5", "!", "space", "ctrl-alt-x"] {
            assert_eq!(arrives(same).as_deref(), Some(same));
        }
    }
}
