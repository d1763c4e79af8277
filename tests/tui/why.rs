//! F1: every figure on a screen has a reason, with what it was made of, the rule and its source.

use wenxiao::text::Language;
use wenxiao::tui::why::{Table, Why};

use crate::support::fake::World;
use crate::support::script::Script;

/// Places to look at: keys from the home page.
const PLACES: &[(&str, &str)] = &[
    ("home", ""),
    ("queue", "<f4>"),
    ("queue, second", "<f4><down>"),
    ("review", "<f4><enter>"),
    ("review, a value in words", "<f4><enter><down><down><down><down>"),
    ("review, whole target", "<f4><enter><home>"),
    ("review, decided", "<f4><enter><space><up>"),
    ("review, contested", "<f6><enter>"),
    ("demands", "<f7>"),
    ("contests", "<f6>"),
    ("history", "<f4><enter><space>!<ctrl-o>"),
    ("links", "<ctrl-k>"),
    ("editor", "<f4><enter>7"),
];

fn numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() || (!word.is_empty() && matches!(c, ',' | '.' | '/' | '-' | ':')) {
            word.push(c);
        } else if !word.is_empty() {
            found.push(std::mem::take(&mut word).trim_end_matches([',', '.', '/', '-', ':']).to_owned());
        }
    }
    found
}

#[test]
fn zz_look() {
    for (name, keys) in PLACES {
        let mut script = Script::new();
        script.press(keys);
        println!("===== {name}\n{}", script.screen());
        script.press("<f1>");
        println!("{}", script.screen());
        script.press("<tab>");
        println!("{}", script.line(3));
    }
}
