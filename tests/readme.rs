//! The README is true: its screens are what the program draws, its commands exist.
//!
//! `UPDATE=1 cargo test --test readme` writes the screens anew.

#[path = "readme/walks.rs"]
mod walks;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

/// The README with the same line ends on every system.
fn readme() -> String {
    std::fs::read_to_string(path()).unwrap().replace("\r\n", "\n")
}

fn wenxiao(home: &Path, args: &[String]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_wenxiao"))
        .args(args)
        .env_clear()
        .env("WENXIAO_HOME", home)
        .env("LC_ALL", "C.UTF-8")
        .env("TZ", "UTC")
        .output()
        .unwrap();
    let (out, talk) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "wenxiao {args:?}: {out}{talk}");
    out
}

/// Folder and answer of `demo`, built once.
fn demo() -> &'static (tempfile::TempDir, String) {
    static DEMO: OnceLock<(tempfile::TempDir, String)> = OnceLock::new();
    DEMO.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        let answer = wenxiao(home.path(), &words("demo --no-open --quiet --json"));
        (home, answer)
    })
}

/// Draws one screen on a sample database of its own, so that no screen sees what another one's keys did.
fn screen(args: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    std::fs::create_dir_all(&data).unwrap();
    let database = data.join("sample.db");
    std::fs::copy(demo().0.path().join("data/sample.db"), &database).unwrap();
    let mut all = vec!["--db".to_owned(), database.display().to_string()];
    if !args.contains("--lang") {
        all.extend(["--lang".to_owned(), "zh-CN".to_owned()]);
    }
    all.extend(words(args));
    let drawn = wenxiao(home.path(), &all);
    let lines: Vec<&str> = drawn.trim_end().lines().map(str::trim_end).collect();
    still(&lines.join("\n"))
}

/// Due dates are proposed from today on: in a picture they stand still.
fn still(screen: &str) -> String {
    const DAY: &str = "2025-08-11";
    let shape = |at: usize| {
        let day = screen.as_bytes().get(at..at + DAY.len())?;
        let fits = day.iter().zip(DAY.bytes()).all(|(byte, model)| match model {
            b'-' => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        fits.then_some(())
    };
    let mut out = String::new();
    let mut at = 0;
    while at < screen.len() {
        if screen.is_char_boundary(at) && shape(at).is_some() {
            out.push_str(DAY);
            at += DAY.len();
            continue;
        }
        let c = screen[at..].chars().next().unwrap();
        out.push(c);
        at += c.len_utf8();
    }
    out
}

/// Words of a command line; single quotes keep blanks and signs together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// The text with every marked screen drawn anew.
fn redrawn(text: &str) -> String {
    const BEGIN: &str = "<!-- screen: ";
    const END: &str = "<!-- end -->";
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (args, tail) = after.split_once(" -->").expect("a marker that closes");
        let (_, next) = tail.split_once(END).unwrap_or_else(|| panic!("no {END} after {args}"));
        out.push_str(&format!("{before}{BEGIN}{args} -->\n```text\n{}\n```\n{END}", screen(args)));
        rest = next;
    }
    out + rest
}

#[test]
fn its_screens_are_what_the_program_draws() {
    let (now, fresh) = (readme(), redrawn(&readme()));
    assert!(fresh.matches("```text").count() >= 3, "the README shows screens");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path(), &fresh).unwrap();
        return;
    }
    let line = now.lines().zip(fresh.lines()).position(|(now, fresh)| now != fresh).map_or(0, |at| at + 1);
    assert!(now == fresh, "README.md line {line} is stale: UPDATE=1 cargo test --test readme\n{fresh}");
}

/// `docs/keys.md` and its English sister are what the program says about its own keymap.
#[test]
fn the_page_of_keys_is_the_keymap() {
    let home = tempfile::tempdir().unwrap();
    for (file, language) in [("docs/keys.md", "zh-CN"), ("docs/keys.en.md", "en")] {
        let path = path().with_file_name(file);
        let fresh = wenxiao(home.path(), &words(&format!("--lang {language} keys --markdown")));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &fresh).unwrap();
            continue;
        }
        let now = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(now == fresh, "{file} is stale: UPDATE=1 cargo test --test readme");
    }
}

/// `docs/rules.md` and its English sister are what the program says of expressions and profiles.
#[test]
fn the_page_of_rules_is_what_expressions_may_use() {
    let home = tempfile::tempdir().unwrap();
    for (file, language) in [("docs/rules.md", "zh-CN"), ("docs/rules.en.md", "en")] {
        let path = path().with_file_name(file);
        let fresh = wenxiao(home.path(), &words(&format!("--lang {language} rules fields --markdown")));
        assert!(!fresh.contains("<!--"), "{file}: a table is missing");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &fresh).unwrap();
            continue;
        }
        let now = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(now == fresh, "{file} is stale: UPDATE=1 cargo test --test readme");
    }
}

/// Every `wenxiao` command in a code block, without comments.
fn commands(text: &str) -> Vec<String> {
    text.split("```sh\n")
        .skip(1)
        .filter_map(|block| block.split_once("```"))
        .flat_map(|(block, _)| block.lines())
        .map(|line| line.split(" #").next().unwrap_or("").trim().to_owned())
        .filter(|line| line.starts_with("wenxiao"))
        .collect()
}

#[test]
fn its_commands_and_options_exist() {
    let home = tempfile::tempdir().unwrap();
    let found = commands(&readme());
    assert!(found.len() > 10, "{found:?}");
    for line in found {
        let words = words(line.split(" > ").next().unwrap_or(""));
        let parts: Vec<String> =
            words[1..].iter().take_while(|word| word.bytes().all(|b| b.is_ascii_lowercase())).cloned().collect();
        let mut help = parts.clone();
        help.extend(["--help".to_owned(), "--lang".to_owned(), "en".to_owned()]);
        let told = wenxiao(home.path(), &help);
        for option in words.iter().filter(|word| word.starts_with("--")) {
            assert!(told.contains(option.as_str()), "{line}: {option} is not in the help of {parts:?}");
        }
    }
}

#[test]
fn it_leads_with_the_two_commands_and_names_what_is_there() {
    let text = readme();
    let first = text.split("```sh\n").nth(1).unwrap();
    let lines: Vec<&str> = first.lines().take(2).collect();
    assert!(lines[0].starts_with("cargo run --release -- demo") && lines[1].starts_with("cargo test"), "{lines:?}");
    let script = std::fs::read_to_string(path().with_file_name(".ci").join("run")).unwrap();
    assert!(script.contains("\ncargo test 2>&1"), "the script runs the very command that the README names");
    let root = path();
    for link in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link) {
        assert!(root.with_file_name(link).exists(), "README.md names {link}, which is not there");
    }
    let answer = &demo().1;
    assert!(answer.contains("\"projects\":5688"), "{answer}");
}

#[test]
fn dates_stand_still_and_quoted_words_stay_together() {
    assert_eq!(still("期限 2027-01-20   x"), "期限 2025-08-11   x");
    assert_eq!(still("99010022T000012020227 1-2"), "99010022T000012020227 1-2");
    assert_eq!(words("--lang en play '<enter> 7'"), ["--lang", "en", "play", "<enter> 7"]);
    assert_eq!(commands("```sh\nwenxiao a --b  # c\ncargo x\n```\nwenxiao d\n"), ["wenxiao a --b"]);
}
