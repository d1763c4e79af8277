//! Every command at a desk of paper.

#![cfg(test)]

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde_json::{Value as Json, json};

use super::desk::{Access, BundleFacts, Desk, Doors, KeyLine, OnProgress, Opening, Play, Played, Result, Sample};
use super::paper::{Paper, read_value};
use super::run::run_with;
use crate::config::Paths;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::value::{Note, Value};
use crate::text::{Language, Strings};

/// Doors that lead to one desk of paper, kept between commands.
struct House {
    desk: std::sync::Arc<Mutex<Paper>>,
    folder: tempfile::TempDir,
}

impl House {
    fn new() -> House {
        House { desk: std::sync::Arc::new(Mutex::new(Paper::new())), folder: tempfile::tempdir().unwrap() }
    }

    fn run(&self, language: Language, line: &str) -> (u8, String, String) {
        let args: Vec<OsString> = std::iter::once("wenxiao").chain(line.split(' ')).map(OsString::from).collect();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let paths = Ok(Paths::below(self.folder.path()));
        let code = run_with(&args, language, paths, self, &mut out, &mut err);
        (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    fn json(&self, line: &str) -> Json {
        let (code, out, err) = self.run(Language::En, &format!("--json {line}"));
        assert_eq!(code, 0, "{line}: {err}");
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{line}: {error}: {out}"))
    }
}

impl Doors for House {
    fn open(&self, _: &Opening, _: Access) -> Result<Box<dyn Desk>> {
        Ok(Box::new(super::paper::Shared(self.desk.clone())))
    }
    fn restore(&self, _: &Opening, _: &Path) -> Result<Option<PathBuf>> {
        Ok(Some("kept.db".into()))
    }
    fn examine_bundle(&self, _: &Opening, path: &Path) -> Result<BundleFacts> {
        if path.ends_with("broken.wxb") {
            return Err(Problem::new(ProblemKind::Verification, "problem-internal"));
        }
        Ok(BundleFacts {
            sha256: "cc".into(),
            fingerprint: "4b1d 90c2".into(),
            replica: "dd".into(),
            at: "2025-06-12T02:21:00Z".into(),
            events: 2,
            batches: 1,
            unchecked: 0,
            known: true,
        })
    }
    fn build_sample(&self, _: &Opening, folder: &Path, _: OnProgress<'_>) -> Result<Sample> {
        Ok(Sample { database: folder.join("sample.db"), projects: 3, indicators: 12, digest: "aa".into() })
    }
    fn screens(&self, _: &Opening, _: Language) -> Result<()> {
        Ok(())
    }
    fn lesson(&self, _: &Opening, _: Language, _: usize, _: bool) -> Result<()> {
        Ok(())
    }
    fn talk(&self, _: &Opening, _: Language, _: Option<&str>) -> Result<()> {
        Ok(())
    }
    fn play(&self, _: &Opening, _: Language, play: &Play) -> Result<Played> {
        Ok(Played { screens: vec![vec![play.keys.clone(), format!("{:?}", play.size)]], svg: Some("<svg/>".into()) })
    }
    fn key_card(&self, _: &Opening, _: Language, _: bool) -> Result<Vec<String>> {
        Ok(vec!["Space pass".into()])
    }
    fn keys(&self, _: &Opening, _: &Strings) -> Vec<KeyLine> {
        let line = |keys: &str| KeyLine {
            place: "review".into(),
            keys: keys.into(),
            command: "pass".into(),
            meaning: "no problem".into(),
        };
        vec![line("Space"), line("|")]
    }
    fn read_value(&self, raw: &str, operator: Option<&str>, unit: Option<&str>) -> Value {
        read_value(raw, operator, unit)
    }
    fn explain_value(&self, _: &str, _: Option<&str>, _: Option<&str>) -> Vec<Note> {
        Vec::new()
    }
}

const CODE: &str = "51000021R000000019951";

#[test]
fn an_opinion_given_twice_is_one_opinion() {
    let house = House::new();
    let line = format!("opinion add --project {CODE} --indicator 2 --category 7 --text 无法衡量");
    let first = house.json(&line);
    assert_eq!((&first["already"], &first["category"], &first["indicator"]), (&json!(false), &json!("C07"), &json!(2)));
    assert_eq!(first["id"], first["event"]);
    let second = house.json(&line);
    assert_eq!((&second["already"], &second["id"]), (&json!(true), &first["id"]));
    assert_eq!(house.desk.lock().unwrap().acts.len(), 1);
    let (code, out, _) = house.run(Language::ZhCn, &line);
    assert!(code == 0 && out.contains("没有变化"), "{out}");
}

#[test]
fn a_trial_writes_nothing() {
    let house = House::new();
    for line in [
        format!("--dry-run opinion add --project {CODE} --category C07 --text x"),
        format!("--dry-run decide --project {CODE} --grade good"),
        format!("--dry-run demand add --project {CODE} --text x --due +30"),
        "--dry-run opinion retract 0808080808".to_owned(),
        "--dry-run undo".to_owned(),
    ] {
        house.json(&line);
        assert!(house.desk.lock().unwrap().acts.is_empty(), "{line}");
    }
}

#[test]
fn a_result_can_be_typed_by_its_name_and_is_not_decided_twice() {
    let house = House::new();
    let (code, _, err) = house.run(Language::ZhCn, &format!("decide --project {CODE} --grade 良 --reason 可完善"));
    assert_eq!(code, 0, "{err}");
    let again = house.json(&format!("decide --project {CODE} --grade good --reason 可完善"));
    assert_eq!((&again["already"], &again["grade"]), (&json!(true), &json!("good")));
    assert_ne!(again["event"], Json::Null);
    assert_eq!(house.desk.lock().unwrap().acts.len(), 1);
    let row = house.json(&format!("decide --project {CODE} --indicator 1 --verdict passed"));
    assert_eq!((&row["verdict"], &row["already"]), (&json!("passed"), &json!(false)));
}

#[test]
fn wrong_usage_is_exit_2_and_says_what_to_do() {
    let house = House::new();
    for (line, words) in [
        ("nonsense", "nonsense"),
        ("show", "--help"),
        ("opinion", "add"),
        ("list everything:x", "everything:x"),
        ("show x --year 25", "25"),
        ("import a.xlsx --kind wrong", "self_evaluation"),
        ("--nonsense list projects", "--nonsense"),
        (&format!("opinion add --project {CODE} --category C77 --text x"), "C12"),
        (&format!("opinion add --project {CODE} --indicator 9 --category C07 --text x"), "9"),
        (&format!("demand add --project {CODE} --text x --due 月底"), "+30"),
        ("list projects --filter >五百万", ">五百万"),
        ("play --size huge x", "80x24"),
        ("--profile atlantis list projects", "zhejiang"),
        ("decide --project x", "--grade"),
    ] {
        for language in Language::ALL {
            let (code, out, err) = house.run(language, line);
            assert_eq!((code, out.as_str()), (2, ""), "{line}: {err}");
            assert!(err.contains(words), "{line}: {err}");
            assert!(!err.contains("error:") && !err.contains("problem-"), "{line}: {err}");
        }
    }
}

#[test]
fn what_is_not_there_is_exit_3() {
    let house = House::new();
    for line in
        ["import missing.xlsx", "import /dev/null", "show 不存在", "opinion retract ffffffff", "bundle verify none.wxb"]
    {
        let (code, out, err) = house.run(Language::ZhCn, line);
        assert_eq!((code, out.as_str()), (3, ""), "{line}: {err}");
    }
}

#[test]
fn lists_answer_arrays_and_keep_to_the_filter() {
    let house = House::new();
    for what in ["projects", "opinions", "demands", "events", "contests"] {
        assert!(house.json(&format!("list {what}")).is_array(), "{what}");
    }
    assert_eq!(house.json("list projects --filter 养护")[0]["project"], CODE);
    assert_eq!(house.json("list projects --filter 学校"), json!([]));
    assert_eq!(house.json("list opinions --filter returned")[0]["category"], "C08");
    assert_eq!(house.json("list opinions --filter passed"), json!([]));
    assert_eq!(house.json("list demands --limit 0"), json!([]));
    let (_, out, err) = house.run(Language::ZhCn, "list projects --filter 学校");
    assert!(out.is_empty() && err.contains("没有"), "{out}{err}");
}

#[test]
fn lines_are_acknowledged_one_by_one() {
    let house = House::new();
    let path = house.folder.path().join("lines.jsonl");
    let good = json!({"project": CODE, "year": 2025, "indicator": 1, "category": "C07", "text": "细化"});
    let wrong = json!({"project": "nobody", "category": "C07", "text": "x"});
    std::fs::write(&path, format!("\u{feff}{good}\n\n{wrong}\n{{\n{good}\n")).unwrap();
    let (code, out, err) = house.run(Language::En, &format!("opinion add --from {}", path.display()));
    assert_eq!(code, 0, "{err}");
    let lines: Vec<Json> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let stored: Vec<(u64, bool)> =
        lines.iter().map(|line| (line["line"].as_u64().unwrap(), line["stored"].as_bool().unwrap())).collect();
    assert_eq!(stored, [(1, true), (3, false), (4, false), (5, true)]);
    assert_eq!((&lines[0]["already"], &lines[3]["already"]), (&json!(false), &json!(true)));
    std::fs::write(&path, "{\n").unwrap();
    assert_eq!(house.run(Language::En, &format!("opinion add --from {}", path.display())).0, 3);
}

#[test]
fn an_opinion_is_taken_back_by_the_beginning_of_its_id() {
    let house = House::new();
    assert_eq!(house.json("opinion retract 08080808")["retracted"], true);
    assert!(house.desk.lock().unwrap().view.state.opinions.is_empty());
    assert_eq!(house.run(Language::En, "opinion retract 0808").0, 3, "too short to be meant");
}

#[test]
fn a_demand_has_the_deadline_of_the_profile() {
    let house = House::new();
    let demand = house.json(&format!("demand add --project {CODE} --text 补充依据"));
    assert_eq!(demand["state"], "issued");
    assert!(demand["due"].as_str().is_some_and(|due| due.len() == 10), "{demand}");
    assert!(demand["number"].as_str().is_some_and(|number| number.starts_with("ZG-2025-")), "{demand}");
    assert_eq!(house.json(&format!("demand add --project {CODE} --text 补充依据"))["already"], true);
}

#[test]
fn doctor_is_exit_4_when_something_does_not_hold() {
    let house = House::new();
    assert_eq!(house.json("doctor")[0]["ok"], true);
    house.desk.lock().unwrap().sound = false;
    let (code, out, _) = house.run(Language::En, "--json doctor");
    assert_eq!(code, 4);
    assert_eq!(serde_json::from_str::<Json>(&out).unwrap()[0]["ok"], false);
}

#[test]
fn files_are_not_written_over() {
    let house = House::new();
    let path = house.folder.path().join("there.xlsx");
    std::fs::write(&path, "mine").unwrap();
    let there = path.display();
    for line in
        [format!("export opinions --out {there}"), format!("bundle export --out {there}"), format!("backup {there}")]
    {
        assert_eq!(house.run(Language::ZhCn, &line).0, 3, "{line}");
    }
    let written = house.json(&format!("export opinions --out {there} --replace"));
    assert_eq!((&written["rows"], &written["sha256"]), (&json!(1), &json!("cc")));
}

#[test]
fn a_bundle_that_is_not_whole_is_exit_4() {
    let house = House::new();
    for (name, code) in [("broken.wxb", 4), ("sound.wxb", 0)] {
        let path = house.folder.path().join(name);
        std::fs::write(&path, "x").unwrap();
        assert_eq!(house.run(Language::ZhCn, &format!("bundle verify {}", path.display())).0, code, "{name}");
    }
    let path = house.folder.path().join("sound.wxb");
    let read = house.json(&format!("bundle import {}", path.display()));
    for field in ["path", "new", "known", "pending", "quarantined", "contested"] {
        assert!(!read["files"][0][field].is_null(), "{field}");
    }
}

#[test]
fn the_shapes_of_small_answers() {
    let house = House::new();
    assert_eq!(house.json("digest"), json!({"events": 2, "set": "aa", "state": "bb"}));
    let demo = house.json("demo --no-open --dir somewhere");
    assert_eq!((&demo["projects"], &demo["indicators"], &demo["digest"]), (&json!(3), &json!(12), &json!("aa")));
    assert!(demo["db"].as_str().is_some_and(|path| path.ends_with("sample.db")));
    assert_eq!(house.json("value ≥95% -5")[1]["raw"], "-5");
    assert_eq!(house.json("play 4<enter>")["screens"][0], json!(["4<enter>", "(80, 24)"]));
    assert_eq!(house.json("key show")["card"], "wx1:ee");
    let (_, out, _) = house.run(Language::ZhCn, "keys --markdown");
    assert!(out.contains("| review | Space | no problem |") && out.contains("\\|"), "{out}");
}

#[test]
fn help_version_completions_and_manual_need_nothing() {
    let house = House::new();
    let (code, zh, _) = house.run(Language::ZhCn, "--help");
    assert!(code == 0 && zh.contains("用法:") && zh.contains("导入"), "{zh}");
    let (code, en, _) = house.run(Language::En, "opinion add --help");
    assert!(code == 0 && en.contains("Usage: wenxiao opinion add") && en.contains("--category"), "{en}");
    assert!(house.run(Language::En, "--version").1.contains(env!("CARGO_PKG_VERSION")));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, script, _) = house.run(Language::ZhCn, &format!("completions {shell}"));
        assert!(code == 0 && script.contains("wenxiao") && script.contains("import"), "{shell}");
    }
    let (code, man, _) = house.run(Language::ZhCn, "man");
    assert!(code == 0 && man.contains(".TH") && man.contains("导入"), "{man}");
}

#[test]
fn people_get_what_programs_get() {
    let house = House::new();
    for line in [
        format!("show {CODE}"),
        "list opinions".into(),
        "list demands".into(),
        "history".into(),
        "value 95%".into(),
        "digest".into(),
        "key show".into(),
        "doctor".into(),
    ] {
        for language in Language::ALL {
            let (code, out, err) = house.run(language, &line);
            assert_eq!(code, 0, "{line}: {err}");
            assert!(!out.contains("column-") && !out.contains("{ $"), "{line}: {out}");
        }
    }
    let (_, out, _) = house.run(Language::ZhCn, &format!("show {CODE}"));
    assert!(out.contains("道路养护") && out.contains("≥30公里") && out.contains("指标值低于上年"), "{out}");
}
