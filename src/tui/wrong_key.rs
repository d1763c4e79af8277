//! What is said about a key that means nothing here: what it does elsewhere, and what can be pressed instead. One line,
//! no sound.

use super::chord::Chord;
use super::chrome::hint_parts;
use super::command::{App, Scope};
use super::keymap;
use super::look::Look;
use super::screens::Hint;
use crate::text::{Arg, Language, width};

/// One line of at most `cells` cells about keys pressed in vain on a page with these scopes and hints.
pub fn told(look: &Look, here: &[Scope], pressed: &[Chord], hints: &[Hint], cells: usize) -> String {
    let key = Arg::from(keymap::label(pressed));
    let elsewhere = match pressed {
        [chord] => look.keymap.elsewhere(here, *chord).into_iter().next(),
        _ => None,
    };
    let mut line = match elsewhere {
        Some((scope, command)) => {
            let place = Arg::from(look.s(&format!("scope-{}", scope.id())));
            look.t("told-key-elsewhere", &[("key", key), ("place", place), ("command", Arg::from(look.label(command)))])
        }
        None => look.t("told-no-such-key", &[("key", key), ("help", Arg::from(look.key(App::Help.into())))]),
    };
    // As many whole entries as there is room for, the most important first.
    let mut begun = false;
    for hint in hints {
        let (key, name) = hint_parts(hint, look);
        if key.is_empty() {
            continue;
        }
        // A full stop of Chinese is as wide as a blank behind one.
        let blank = if look.language() == Language::En { " " } else { "" };
        let lead = if begun { "  ".to_owned() } else { format!("{blank}{}{blank}", look.s("told-keys-here")) };
        let entry = format!("{lead}{key} {name}");
        if width::width(&line) + width::width(&entry) > cells {
            break;
        }
        line.push_str(&entry);
        begun = true;
    }
    line
}
