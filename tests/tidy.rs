//! The rules of the house that no compiler checks: who may name whom, where words live, how long a file may be.
//!
//! Sources are cut into tokens by hand, so that comments, strings and tests are told from code; every path written in
//! code, in `use` trees or elsewhere, is resolved to the module it names. The same rules are in ARCHITECTURE.md.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::OnceLock;

#[path = "support/rust_source.rs"]
mod rust_source;

use rust_source::{Kind, Source, rust_files as files};

/// What a module of ours may name of ours, besides itself.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("rules", &["model"]),
    ("sync", &["model"]),
    ("sample", &["model"]),
    ("text", &["model"]),
    ("config", &["model", "text"]),
    ("system", &["model"]),
    ("store", &["model", "system"]),
    ("exchange", &["model", "config", "system"]),
    ("engine", &["model", "rules", "sync", "sample", "config", "system", "store", "exchange"]),
    ("tui", &["engine", "model", "text", "config"]),
    ("cli", &["engine", "tui", "model", "text", "config"]),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// Modules without any effect on the world: values in, values out.
const PURE: &[&str] = &["model", "rules", "sync", "sample"];

/// What makes a module impure: I/O, threads, clocks, chance.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::io",
    "std::net",
    "std::os",
    "std::thread",
    "std::process",
    "std::time",
    "std::env",
    "tempfile",
    "getrandom",
    "tracing",
    "directories",
    "rusqlite",
    "ratatui",
    "crossterm",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "uuid::Uuid::now_v7",
    "uuid::Uuid::new_v4",
];

/// Crates that one place alone may name.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("rusqlite", &["store/"]),
    ("ratatui", &["tui/"]),
    ("tui_textarea", &["tui/"]),
    ("crossterm", &["tui/term.rs", "tui/input.rs"]),
    ("calamine", &["exchange/"]),
    ("cfb", &["exchange/"]),
    ("quick_xml", &["exchange/"]),
    ("csv", &["exchange/"]),
    ("zip", &["exchange/"]),
    ("rust_xlsxwriter", &["exchange/"]),
    ("chardetng", &["exchange/"]),
    ("encoding_rs", &["exchange/"]),
    ("ed25519_dalek", &["sync/"]),
    ("fluent_bundle", &["text/"]),
    ("directories", &["config/"]),
    ("pinyin", &["model/"]),
    ("rhai", &["rules/own"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/"]),
    ("indicatif", &["cli/"]),
    ("anyhow", &["cli/", "main.rs"]),
];

/// Places where Han characters are not words for people but what the program must recognise or what it is called.
const HAN: &[(&str, &str)] = &[
    ("rules/value/", "the grammar of printed values: units, dates, comparisons"),
    ("rules/value.rs", "the grammar of printed values"),
    ("exchange/", "labels and words that departments print, to be recognised"),
    ("model/query", "the words of filter lines"),
    ("rules/draw/seed.rs", "the word for dice in labels of sources"),
];

/// Longest run of Han characters that still counts as a word to be recognised.
const LONGEST_WORD: usize = 8;

const LONGEST_FILE: usize = 600;
const LONGEST_MOD: usize = 150;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Path below the repository, with `/`.
fn name_of(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// Read once for all rules.
fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(|| rust_source::all(&root().join("src")))
}

/// Fails with every complaint at once.
fn report(complaints: &[String]) {
    let mut text = String::new();
    for complaint in complaints {
        writeln!(text, "  {complaint}").unwrap();
    }
    assert!(complaints.is_empty(), "\n{text}");
}

fn check(rule: impl Fn(&Source) -> Vec<String>) {
    report(&sources().iter().flat_map(rule).collect::<Vec<_>>());
}

fn at(source: &Source, line: usize, what: &str) -> String {
    format!("src/{}:{line}: {what}", source.name)
}

fn imports(source: &Source) -> Vec<String> {
    let room = source.room();
    let Some((_, may)) = MAY_NAME.iter().find(|(name, _)| *name == room) else {
        return vec![at(source, 1, "a new room: say in MAY_NAME what it may name")];
    };
    let known: BTreeSet<&str> = MAY_NAME.iter().map(|(name, _)| *name).collect();
    let mut complaints = Vec::new();
    for (path, line) in source.paths() {
        let Some(named) = path.strip_prefix("crate::").map(|rest| rest.split("::").next().unwrap_or("")) else {
            continue;
        };
        if named != room && known.contains(named) && !may.contains(&named) {
            complaints.push(at(source, line, &format!("{room} may not name {named} ({path})")));
        }
    }
    complaints
}

fn purity(source: &Source) -> Vec<String> {
    if !PURE.contains(&source.room()) {
        return Vec::new();
    }
    let within =
        |path: &str, what: &str| path == what || path.strip_prefix(what).is_some_and(|rest| rest.starts_with("::"));
    // Types that are brought in by `use` are called by their own name.
    let short = |what: &str| what.split("::").skip(1).collect::<Vec<_>>().join("::");
    source
        .paths()
        .into_iter()
        .filter(|(path, _)| {
            IMPURE
                .iter()
                .any(|what| within(path, what) || (what.matches("::").count() > 1 && within(path, &short(what))))
        })
        .map(|(path, line)| at(source, line, &format!("{} is pure: no {path}", source.room())))
        .collect()
}

fn crates(source: &Source) -> Vec<String> {
    source
        .paths()
        .into_iter()
        .filter(|(path, _)| {
            let first = path.split("::").next().unwrap_or("");
            ONLY_IN.iter().any(|(name, places)| {
                *name == first && path.contains("::") && !places.iter().any(|place| source.name.starts_with(place))
            })
        })
        .map(|(path, line)| at(source, line, &format!("{path} does not belong here")))
        .collect()
}

fn lengths(source: &Source) -> Vec<String> {
    let most = if source.name.ends_with("mod.rs") { LONGEST_MOD } else { LONGEST_FILE };
    if source.lines > most {
        return vec![at(source, most, &format!("{} lines, at most {most}", source.lines))];
    }
    Vec::new()
}

fn openings(source: &Source) -> Vec<String> {
    if source.tokens.first().is_some_and(|token| token.kind == Kind::Comment && token.text.starts_with("//!")) {
        return Vec::new();
    }
    vec![at(source, 1, "begins without //! that says what it is for")]
}

/// What may end the program in front of a user, unless a comment on its line or the line above says why it cannot.
fn panics(source: &Source) -> Vec<String> {
    let mut complaints = Vec::new();
    let code: Vec<_> = source.code().collect();
    for (index, token) in code.iter().enumerate() {
        let next = code.get(index + 1).map_or("", |token| token.text.as_str());
        let method = index > 0 && code[index - 1].text == "." && next == "(";
        let what = match token.text.as_str() {
            "unwrap" | "expect" | "unwrap_err" | "expect_err" if method => token.text.clone(),
            "panic" | "todo" | "unimplemented" | "unreachable" | "dbg" if next == "!" => token.text.clone(),
            "print" | "println" | "eprint" | "eprintln" if next == "!" && source.room() != "cli" => token.text.clone(),
            _ => continue,
        };
        if token.kind == Kind::Word && !source.comment_near(token.line) {
            complaints.push(at(source, token.line, &format!("{what} without a comment that says why it cannot fail")));
        }
    }
    complaints
}

fn han(c: &char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn words(source: &Source) -> Vec<String> {
    let vocabulary = HAN.iter().any(|(place, _)| source.name.starts_with(place));
    source
        .code()
        .filter(|token| matches!(token.kind, Kind::Text | Kind::Char) && token.text.chars().any(|c| han(&c)))
        .filter(|token| {
            let longest = token.text.split(|c| !han(&c)).map(|run| run.chars().count()).max().unwrap_or(0);
            !vocabulary || longest > LONGEST_WORD || token.text.contains(['。', '；', '！', '？'])
        })
        .map(|token| at(source, token.line, &format!("words for people belong in src/data: {}", token.text)))
        .collect()
}

fn leftovers(source: &Source) -> Vec<String> {
    let marks = ["TODO", "FIXME", "XXX", "HACK"];
    source
        .tokens
        .iter()
        .filter(|token| {
            let mut words = token.text.split(|c: char| !c.is_ascii_alphanumeric());
            token.kind == Kind::Comment && words.any(|word| marks.contains(&word))
        })
        .map(|token| at(source, token.line, "left to be done"))
        .collect()
}

#[test]
fn each_room_names_only_those_it_may() {
    check(imports);
}

#[test]
fn the_core_has_no_effects_no_clock_and_no_chance() {
    check(purity);
}

#[test]
fn each_library_is_named_in_one_place() {
    check(crates);
}

#[test]
fn files_are_short() {
    check(lengths);
}

#[test]
fn every_module_says_what_it_is_for() {
    check(openings);
}

#[test]
fn nothing_ends_the_program_in_front_of_a_user() {
    check(panics);
}

#[test]
fn words_for_people_live_in_data_files() {
    check(words);
}

#[test]
fn nothing_is_left_to_be_done() {
    check(leftovers);
    let tests = files(&root().join("tests")).into_iter().chain(files(&root().join("benches")));
    let this = root().join("tests/tidy.rs");
    for path in tests.filter(|path| *path != this) {
        let source = Source::read(&name_of(&path), &std::fs::read_to_string(&path).unwrap());
        report(&leftovers(&source));
    }
}

/// A file that nothing declares is silently not built, and a test in it never runs.
#[test]
fn no_file_is_forgotten() {
    let mut complaints = Vec::new();
    for folder in ["src", "tests", "benches"] {
        let all = files(&root().join(folder));
        let texts: BTreeMap<String, Source> = all
            .iter()
            .map(|path| (name_of(path), Source::read(&name_of(path), &std::fs::read_to_string(path).unwrap())))
            .collect();
        let declared: BTreeSet<String> = texts.iter().flat_map(|(name, source)| source.declared(name, false)).collect();
        for (name, source) in &texts {
            let top = match folder {
                "src" => ["src/lib.rs", "src/main.rs"].contains(&name.as_str()),
                "benches" => name.ends_with("/main.rs"),
                _ => name.matches('/').count() == 1,
            };
            if !top && !declared.contains(name) {
                complaints.push(format!("{name}: no module declares it"));
            }
            let shared = name.starts_with("tests/support/") || folder == "src";
            if !shared && source.code().next().is_none() {
                complaints.push(format!("{name}: empty"));
            }
            let asserts = source.tokens.iter().any(|token| token.text.contains("assert"));
            if folder == "tests" && top && !asserts && source.declared(name, false).is_empty() {
                complaints.push(format!("{name}: a test that asserts nothing"));
            }
        }
    }
    report(&complaints);
}

#[test]
fn nothing_is_ignored() {
    for path in files(&root().join("tests")) {
        let source = Source::read(&name_of(&path), &std::fs::read_to_string(&path).unwrap());
        let ignored = source
            .tokens
            .windows(3)
            .any(|three| three[0].text == "#" && three[1].text == "[" && three[2].text == "ignore");
        assert!(!ignored, "{} has a test that is not run", source.name);
    }
}

/// The rules would be worth nothing if they saw nothing.
mod proof {
    use super::*;

    fn room(name: &str, text: &str) -> Source {
        Source::read(name, &format!("//! Room.\n{text}"))
    }

    #[test]
    fn forbidden_names_are_seen_however_they_are_written() {
        for text in [
            "use crate::store::Session;",
            "use crate::{model, store::Session};",
            "use crate::{model::{ids, form}, store as cellar};",
            "use super::super::store;",
            "fn f() { crate::store::open() }",
            "fn f(x: &crate::store::Session) {}",
        ] {
            assert_eq!(
                imports(&room("tui/screens/queue.rs", &text.replace("super::super::", "super::super::super::"))).len(),
                1,
                "{text}"
            );
        }
        assert_eq!(imports(&room("sync/fold.rs", "use crate::exchange;")).len(), 1);
        assert_eq!(imports(&room("engine/act.rs", "use crate::tui::x;")).len(), 1);
        assert_eq!(imports(&room("attic/x.rs", "")).len(), 1, "a room nobody has spoken of");
        for fine in [
            "// crate::store is not named here",
            "/* use crate::store; /* nested */ */ fn f() {}",
            "fn f() -> &'static str { \"crate::store::x\" }",
            "fn f() -> &'static str { r#\"use \"crate::store\"\"# }",
            "use crate::model::form::Form;",
            "#[cfg(test)]\nmod tests { use crate::store::Session; fn f() { if true {} } }",
        ] {
            assert_eq!(imports(&room("tui/app.rs", fine)), Vec::<String>::new(), "{fine}");
        }
    }

    #[test]
    fn effects_in_the_core_are_seen() {
        for text in [
            "use std::fs;",
            "use std::{collections::BTreeMap, io::Read};",
            "fn f() { std::thread::spawn(|| 1); }",
            "use jiff::Timestamp; fn f() { Timestamp::now(); }",
            "fn f() { jiff::Zoned::now(); }",
            "fn f() { uuid::Uuid::now_v7(); }",
        ] {
            assert_eq!(purity(&room("rules/x.rs", text)).len(), 1, "{text}");
            assert!(purity(&room("engine/x.rs", text)).is_empty(), "{text}");
        }
        assert!(purity(&room("rules/x.rs", "use std::collections::BTreeMap; fn f() { now(); }")).is_empty());
    }

    #[test]
    fn libraries_out_of_place_are_seen() {
        assert_eq!(crates(&room("engine/x.rs", "use rusqlite::Connection;")).len(), 1);
        assert_eq!(crates(&room("tui/app.rs", "use crossterm::event;")).len(), 1);
        assert!(crates(&room("tui/term.rs", "use crossterm::event;")).is_empty());
        assert!(crates(&room("store/open.rs", "use rusqlite::Connection;")).is_empty());
        assert!(crates(&room("engine/x.rs", "fn f(csv: u8) { let zip = csv; }")).is_empty(), "names of values");
    }

    #[test]
    fn panics_and_prints_are_seen_unless_explained_or_in_tests() {
        for text in [
            "fn f() { x.unwrap(); }",
            "fn f() {\n x\n .expect(\"y\"); }",
            "fn f() { panic!(); }",
            "fn f() { println!(); }",
        ] {
            assert_eq!(panics(&room("engine/x.rs", text)).len(), 1, "{text}");
        }
        for fine in [
            "fn f() { x.unwrap(); // a digit, by the match above\n }",
            "fn f() {\n // Ten characters always.\n x.unwrap(); }",
            "#[cfg(test)]\nmod tests { fn f() { x.unwrap(); } }",
            "#[cfg(test)]\nfn f() { x.unwrap(); }",
            "#[cfg(all(test, unix))]\nmod tests { fn f() { x.unwrap(); } }",
            "fn f() { x.unwrap_or(1); }",
        ] {
            assert!(panics(&room("engine/x.rs", fine)).is_empty(), "{fine}");
        }
    }

    #[test]
    fn prose_is_seen_and_vocabulary_is_not() {
        assert_eq!(words(&room("engine/x.rs", "const A: &str = \"项目\";")).len(), 1);
        assert_eq!(words(&room("engine/x.rs", "const A: char = '项';")).len(), 1);
        assert_eq!(words(&room("exchange/x.rs", "const A: &str = \"请核对文件是否完整可读\";")).len(), 1);
        assert!(words(&room("exchange/x.rs", "const A: &str = \"万元\"; // 项目")).is_empty());
        assert!(words(&room("tui/x.rs", "//! 项目\nconst A: &str = \"│…\";")).is_empty());
        assert!(words(&room("tui/x.rs", "#[cfg(test)]\nmod tests { const A: &str = \"项目\"; }")).is_empty());
    }

    #[test]
    fn long_files_missing_headers_and_leftovers_are_seen() {
        assert_eq!(lengths(&room("engine/x.rs", &"\n".repeat(600))).len(), 1);
        assert_eq!(lengths(&room("engine/mod.rs", &"\n".repeat(150))).len(), 1);
        assert!(lengths(&room("engine/x.rs", &"\n".repeat(590))).is_empty());
        assert_eq!(openings(&Source::read("engine/x.rs", "use std::fmt;\n//! late")).len(), 1);
        assert_eq!(leftovers(&room("engine/x.rs", "// TODO later")).len(), 1);
        assert!(leftovers(&room("engine/x.rs", "// written as \\uXXXX")).is_empty());
        assert!(leftovers(&room("engine/x.rs", "const A: &str = \"XXX\";")).is_empty());
    }
}
