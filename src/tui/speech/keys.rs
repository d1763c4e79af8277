//! Names of keys as a person says them: readers pass over signs, so `!` is spelled out.

use crate::tui::look::Look;

/// Signs and named keys with the end of their locale key.
const NAMES: [(&str, &str); 49] = [
    ("Space", "space"),
    ("Enter", "enter"),
    ("Esc", "esc"),
    ("Tab", "tab"),
    ("Backspace", "backspace"),
    ("Delete", "delete"),
    ("Insert", "insert"),
    ("Up", "up"),
    ("Down", "down"),
    ("Left", "left"),
    ("Right", "right"),
    ("Home", "home"),
    ("End", "end"),
    ("PgUp", "page-up"),
    ("PgDn", "page-down"),
    ("!", "exclamation"),
    ("\"", "quote"),
    ("#", "hash"),
    ("$", "dollar"),
    ("%", "percent"),
    ("&", "ampersand"),
    ("'", "apostrophe"),
    ("(", "paren-open"),
    (")", "paren-close"),
    ("*", "star"),
    ("+", "plus"),
    (",", "comma"),
    ("-", "minus"),
    (".", "dot"),
    ("/", "slash"),
    (":", "colon"),
    (";", "semicolon"),
    ("<", "less"),
    ("=", "equals"),
    (">", "greater"),
    ("?", "question"),
    ("@", "at"),
    ("[", "bracket-open"),
    ("\\", "backslash"),
    ("]", "bracket-close"),
    ("^", "caret"),
    ("_", "underscore"),
    ("`", "backquote"),
    ("{", "brace-open"),
    ("|", "bar"),
    ("}", "brace-close"),
    ("~", "tilde"),
    ("——", "underscore"),
    ("……", "caret"),
];

/// A key label in words: `Enter`, `Shift+Tab`, `!`, sequences with blanks between. What has no sign stays.
pub fn words(label: &str, look: &Look) -> String {
    label.split(' ').filter(|key| !key.is_empty()).map(|key| one(key, look)).collect::<Vec<_>>().join(" ")
}

fn one(key: &str, look: &Look) -> String {
    // The last plus may be the key itself.
    let begins = key.char_indices().next_back().map_or(0, |(at, _)| at);
    let (before, _) = key.split_at(begins);
    let (held, last) = key.split_at(before.rfind('+').map_or(0, |at| at + 1));
    match NAMES.iter().find(|(name, _)| *name == last) {
        Some((_, end)) => format!("{held}{}", look.s(&format!("line-key-{end}"))),
        None => key.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn signs_are_spelled_and_letters_stay() {
        let look = Look::built_in(Language::ZhCn);
        let cases = [
            ("Enter", "回车"),
            ("Space", "空格"),
            (",", "逗号"),
            ("Ctrl+Z", "Ctrl+Z"),
            ("Shift+Tab", "Shift+Tab 键"),
            ("+", "加号"),
            ("Ctrl++", "Ctrl+加号"),
            ("F1", "F1"),
            ("g g", "g g"),
            ("", ""),
            ("审", "审"),
            ("Alt+。", "Alt+。"),
        ];
        for (label, spoken) in cases {
            assert_eq!(words(label, &look), spoken, "{label}");
        }
    }

    #[test]
    fn every_name_has_words_in_both_languages() {
        for language in Language::ALL {
            let look = Look::built_in(language);
            for (name, end) in NAMES {
                let spoken = words(name, &look);
                assert!(spoken != name || end == "esc" || language == Language::En, "{name}");
                assert!(!spoken.contains("line-key"), "{name}");
            }
        }
    }
}
