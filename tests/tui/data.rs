//! Catalogue, keymap and words fit together.

use wenxiao::text::{Language, Strings, width};
use wenxiao::tui::command::{CATALOGUE, Scope};
use wenxiao::tui::keymap::Keymap;

#[test]
fn every_command_and_scope_is_named_in_both_languages() {
    for language in Language::ALL {
        let strings = Strings::new(language);
        for spec in CATALOGUE {
            for key in [spec.label_key(), spec.description_key()] {
                assert!(strings.has(&key), "{key} in {}", language.tag());
            }
            let cells = width::width(&strings.s(&spec.label_key()));
            assert!(cells <= 16, "{} is {cells} cells wide", spec.label_key());
        }
        for (_, id) in Scope::ALL {
            assert!(strings.has(&format!("scope-{id}")), "scope-{id}");
        }
    }
}

#[test]
fn the_keymap_has_no_faults() {
    assert_eq!(Keymap::load(None).1, []);
}

/// Every key that a screen names in a literal exists, and every message of ours is used somewhere.
#[test]
fn words_and_sources_agree() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    let mut folders = vec![root.join("src/tui")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                sources.push_str(text.split("#[cfg(test)]").next().unwrap());
            }
        }
    }
    let strings = Strings::new(Language::En);
    let part = std::fs::read_to_string(root.join("src/data/locales/parts/tui.en.ftl")).unwrap();
    let mut prefixes: Vec<&str> = Vec::new();
    for line in part.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())) {
        let key = line.split(" =").next().unwrap();
        prefixes.push(key.split('-').next().unwrap());
        let made = key.starts_with("command-") || key.starts_with("scope-");
        let explained = key.starts_with("exchange-") && key.ends_with("-text");
        assert!(made || explained || sources.contains(&format!("\"{key}\"")), "{key} is not used");
    }
    prefixes.dedup();
    for literal in sources.split('"').skip(1).step_by(2) {
        let looks = literal.contains('-')
            && literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && prefixes.iter().any(|prefix| literal.starts_with(&format!("{prefix}-")));
        assert!(!looks || literal.ends_with('-') || strings.has(literal), "{literal} has no words");
    }
}
