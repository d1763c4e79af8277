//! The walks in docs/walks are true: each is one session of the program on the sample, drawn step by step.
//!
//! A walk is a text with steps in it, each followed by what the program showed. `<!-- keys: … -->` presses keys on the
//! screens and shows them, `<!-- run: … -->` runs a command of the program, `<!-- line: … -->` gives keys to line mode.
//! Steps are taken in the order in which they stand; keys that follow each other are one sitting.
//! `UPDATE=1 cargo test --test readme` writes what is shown anew.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{demo, words};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/walks")
}

/// A workplace of its own: the sample, the practice files, a fixed moment.
struct Workplace {
    home: tempfile::TempDir,
    language: &'static str,
}

impl Workplace {
    fn new(language: &'static str) -> Workplace {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        std::fs::create_dir_all(&data).unwrap();
        std::fs::copy(demo().0.path().join("data/sample.db"), data.join("sample.db")).unwrap();
        let practice = home.path().join("sample-db/practice");
        std::fs::create_dir_all(&practice).unwrap();
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-db/practice");
        for file in std::fs::read_dir(ours).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), practice.join(file.file_name())).unwrap();
        }
        Workplace { home, language }
    }

    fn wenxiao(&self, args: &[String], input: &str) -> String {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wenxiao"))
            .args(["--db", "data/sample.db", "--lang", self.language])
            .args(args)
            .current_dir(self.home.path())
            .env_clear()
            // Relative, so that no picture shows where this is.
            .env("WENXIAO_HOME", ".")
            .env("WENXIAO_CLOCK", "2025-06-12T09:21:00Z")
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let (out, talk) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "wenxiao {args:?}: {out}{talk}");
        out
    }

    /// The screen after each of these.
    fn play(&self, keys: &[&str]) -> Vec<String> {
        let args = ["--json", "play", "--size", "80x24"].map(str::to_owned);
        let script = keys.join("<snap>");
        let answer = self.wenxiao(&[&args[..], &[script]].concat(), "");
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        let lines = |screen: &serde_json::Value| -> String {
            let lines = screen.as_array().unwrap().iter().map(|line| line.as_str().unwrap().trim_end());
            lines.collect::<Vec<_>>().join("\n")
        };
        answer["screens"].as_array().unwrap().iter().map(lines).collect()
    }
}

/// A step of a walk.
#[derive(Debug, PartialEq, Eq)]
enum Step<'t> {
    Keys(&'t str),
    Run(&'t str),
    Line(&'t str),
}

const BEGINS: [&str; 3] = ["<!-- keys: ", "<!-- run: ", "<!-- line: "];
const END: &str = "<!-- end -->";

/// The text cut at its steps: words before, the step with its marker; the words at the end stand alone.
fn cut(text: &str) -> (Vec<(&str, &str, Step<'_>)>, &str) {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        let next = BEGINS.iter().filter_map(|begin| Some((rest.find(begin)?, *begin))).min();
        let Some((at, begin)) = next else { return (steps, rest) };
        let after = &rest[at + begin.len()..];
        let (said, tail) = after.split_once(" -->").expect("a marker that closes");
        let marker = &rest[at..at + begin.len() + said.len() + " -->".len()];
        let step = match begin {
            "<!-- keys: " => Step::Keys(said),
            "<!-- run: " => Step::Run(said),
            _ => Step::Line(said),
        };
        steps.push((&rest[..at], marker, step));
        // What was shown before stands between the marker and the end.
        let shown = tail.trim_start().starts_with("```text").then(|| tail.split_once(END)).flatten();
        rest = shown.map_or(tail, |(_, next)| next);
    }
}

/// Names that are made by chance stand still: numbers of demands, persons, digests.
fn steady(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let plain = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let hex = plain.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let numbered = out.ends_with("ZG-2025-") || out.ends_with("p-");
        let by_chance = hex && (plain.len() == 64 || (plain.len() == 8 && numbered));
        if by_chance {
            out.extend("0123456789abcdef".chars().cycle().take(plain.len()));
            out.push_str(&word[plain.len()..]);
        } else {
            out.push_str(word);
        }
    }
    out
}

/// The walk with everything shown anew.
fn walked(text: &str, language: &'static str) -> String {
    let workplace = Workplace::new(language);
    let (steps, rest) = cut(text);
    let mut shown: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some((_, _, step)) = steps.get(at) {
        match step {
            Step::Keys(_) => {
                let sitting: Vec<&str> = steps[at..]
                    .iter()
                    .map_while(|(_, _, step)| if let Step::Keys(keys) = step { Some(*keys) } else { None })
                    .collect();
                shown.extend(workplace.play(&sitting));
            }
            Step::Run(command) => shown.push(workplace.wenxiao(&words(command), "")),
            Step::Line(keys) => {
                let script = keys.split(" | ").map(|keys| format!("{keys}\n")).collect::<String>();
                shown.push(workplace.wenxiao(&["--line".to_owned()], &script));
            }
        }
        at = shown.len();
    }
    let mut out = String::new();
    for ((before, marker, _), shown) in steps.iter().zip(shown) {
        out.push_str(&format!("{before}{marker}\n```text\n{}\n```\n{END}", steady(shown.trim_end())));
    }
    out + rest
}

fn walks() -> Vec<(PathBuf, &'static str)> {
    let mut found = Vec::new();
    for (folder, language) in [(folder(), "zh-CN"), (folder().join("en"), "en")] {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "md") {
                found.push((path, language));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_walks_show_what_the_program_shows() {
    let all = walks();
    assert!(all.len() >= 5, "a walk for each kind of user and one in line mode: {all:?}");
    for (path, language) in all {
        let now = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        let fresh = walked(&now, language);
        assert!(fresh.matches("```text").count() >= 3, "{} shows too little", path.display());
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &fresh).unwrap();
            continue;
        }
        let line = now.lines().zip(fresh.lines()).position(|(now, fresh)| now != fresh).map_or(0, |at| at + 1);
        let name = path.display();
        assert!(now == fresh, "{name} line {line} is stale: UPDATE=1 cargo test --test readme\n{fresh}");
    }
}

#[test]
fn each_picture_of_a_walk_has_a_sentence_of_its_own() {
    for (path, _) in walks() {
        let text = std::fs::read_to_string(&path).unwrap();
        let (steps, _) = cut(&text);
        for (before, marker, _) in steps {
            let told = before.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("");
            let sentence = told.len() > 12 && !told.starts_with('#') && told.ends_with(['。', '.', '：', ':']);
            assert!(sentence, "{}: {marker} is not explained: “{told}”", path.display());
        }
    }
}

#[test]
fn a_walk_is_cut_at_its_steps_and_chance_stands_still() {
    let text = "a\n<!-- keys: <f4> -->\n```text\nold\n```\n<!-- end -->\nb\n<!-- run: digest -->\nc";
    let (steps, rest) = cut(text);
    assert_eq!(steps[0], ("a\n", "<!-- keys: <f4> -->", Step::Keys("<f4>")));
    assert_eq!(steps[1], ("\nb\n", "<!-- run: digest -->", Step::Run("digest")));
    assert_eq!(rest, "\nc");
    assert_eq!(steady("ZG-2025-1f659bee 99010022T000012020227"), "ZG-2025-01234567 99010022T000012020227");
    assert_eq!(steady(&format!("SHA-256 {}|", "f3".repeat(32))), format!("SHA-256 {}|", "0123456789abcdef".repeat(4)));
}
