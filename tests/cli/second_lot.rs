//! The lot of second reviews from the plan to what anybody verifies: changed by a line it is named, drawn later it goes on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::sample_database::{DRAW, machine, seal};
use super::{Machine, text};

/// A machine that sealed with this, drew and published.
fn published(more: &[&str]) -> (Machine, PathBuf) {
    let machine = machine();
    seal(&machine, more);
    let out = machine.home.path().join("公示");
    machine.json(&[&DRAW[..], &["--out", text(&out)]].concat());
    (machine, out)
}

fn change(file: &Path, from: &str, to: &str) {
    let old = std::fs::read_to_string(file).unwrap();
    assert!(old.contains(from), "{old}");
    std::fs::write(file, old.replacen(from, to, 1)).unwrap();
}

/// What verifying the folder says when it fails, for people; for programs it names the same file and line.
fn differs(machine: &Machine, out: &Path, name: &str, line: u64) -> String {
    let answer = machine.run(&["sample", "verify", text(out), "--json"]);
    assert_eq!(answer.status.code(), Some(4), "{}", String::from_utf8_lossy(&answer.stderr));
    let told: Value = serde_json::from_slice(&answer.stdout).unwrap();
    assert_eq!((&told["ok"], &told["line"]), (&json!(false), &json!(line)), "{told}");
    assert!(told["file"].as_str().unwrap().ends_with(name), "{told}");
    machine.refused(&["sample", "verify", text(out)], 4)
}

fn script(out: &Path, more: &[&str]) -> std::process::Output {
    let args = [&["-B", "redraw.py", "population.tsv", "plan.tsv", "seed.txt"], more].concat();
    let output = std::process::Command::new("python3").args(args).current_dir(out).output();
    output.expect("python3 is needed for this test")
}

/// Keys of the lot as published.
fn lot(out: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(out.join("second.tsv")).unwrap();
    text.lines().map(|line| line.split('\t').nth(2).unwrap().to_owned()).collect()
}

/// Codes of those that two are to look at.
fn wanted(machine: &Machine) -> BTreeSet<String> {
    let list = machine.json(&["recheck", "list"]);
    let of_lot = list.as_array().unwrap().iter().filter(|line| line["second"] == true);
    of_lot.map(|line| line["project"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_folder_is_verified_whole_and_a_changed_decision_or_lot_is_named_with_its_line() {
    let (machine, out) = published(&["--second-share", "1/2"]);
    let elsewhere = Machine::new();
    let whole = elsewhere.json(&["sample", "verify", text(&out)]);
    let held: Vec<String> = whole["held"]
        .as_array()
        .unwrap()
        .iter()
        .map(|path| Path::new(path.as_str().unwrap()).file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    for name in ["population.tsv", "plan.tsv", "seed.txt", "proof.json", "drawn.tsv", "record.txt", "plan.json"] {
        assert!(held.iter().any(|there| there == name), "{name}: {held:?}");
    }
    assert!(held.contains(&"second.tsv".to_owned()) && whole["absent"] == json!(["replaced.tsv"]), "{whole}");
    let said = elsewhere.run(&["sample", "verify", text(&out)]);
    let said = format!("{}{}", String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    assert!(said.contains("second.tsv") && said.contains("未核对：replaced.tsv"), "{said}");

    // One decision changed after the seed.
    let sealed = std::fs::read(out.join("plan.json")).unwrap();
    change(&out.join("plan.json"), "1/2", "1/3");
    let told = differs(&elsewhere, &out, "plan.json", 1);
    let record = std::fs::read_to_string(out.join("seed.txt")).unwrap();
    let digest = record.lines().find_map(|line| line.strip_prefix("planjson=")).unwrap();
    assert!(told.contains(digest) && told.contains("plan.json 第 1 行"), "{told}");
    assert!(!script(&out, &["plan.json"]).status.success(), "the script says so, too");
    std::fs::write(out.join("plan.json"), [&sealed[..], b"\n{}"].concat()).unwrap();
    differs(&elsewhere, &out, "plan.json", 2);
    std::fs::write(out.join("plan.json"), &sealed).unwrap();

    // One line of the lot changed, left out, put in.
    let list = std::fs::read_to_string(out.join("second.tsv")).unwrap();
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(lines.len(), 3, "half of six: {list}");
    let other = lines[1].replace('\t', " ").replacen("2 ", "2\t", 1);
    for (changed, line) in [
        (list.replacen(lines[1], &other, 1), 2),
        (list.replacen(&format!("{}\n", lines[2]), "", 1), 3),
        (format!("{list}4\t{}\t档案馆001\n", "f".repeat(64)), 4),
    ] {
        std::fs::write(out.join("second.tsv"), changed).unwrap();
        let told = differs(&elsewhere, &out, "second.tsv", line);
        let expected = lines.get(line as usize - 1).map_or("", |line| line.rsplit('\t').next().unwrap());
        assert!(told.contains(&format!("second.tsv 第 {line} 行")) && told.contains(expected), "{told}");
        assert_ne!(script(&out, &["plan.json"]).stdout, std::fs::read(out.join("second.tsv")).unwrap());
    }
    std::fs::write(out.join("second.tsv"), &list).unwrap();
    assert_eq!(script(&out, &["plan.json"]).stdout, list.as_bytes());

    // Named one by one, what lies beside them is held all the same.
    let file = |name: &str| out.join(name).to_str().unwrap().to_owned();
    let (population, plan, seed, proof) =
        (file("population.tsv"), file("plan.tsv"), file("seed.txt"), file("proof.json"));
    let one_by_one = [
        ["sample", "verify", "--population", &population, "--plan", &plan],
        ["--seed-record", &seed, "--proof", &proof, "--yes", "--quiet"],
    ];
    let one_by_one = [&one_by_one[0][..], &one_by_one[1][..4]].concat();
    assert_eq!(elsewhere.json(&one_by_one)["ok"], true);
    change(&out.join("second.tsv"), "1\t", "9\t");
    elsewhere.refused(&one_by_one, 4);
    std::fs::write(out.join("second.tsv"), &list).unwrap();

    // What the plan says there is has to be there; what it does not is told.
    std::fs::remove_file(out.join("second.tsv")).unwrap();
    let told = differs(&elsewhere, &out, "second.tsv", 1);
    assert!(told.contains("1/2"), "{told}");
    std::fs::write(out.join("elsewhere.tsv"), &list).unwrap();
    elsewhere.json(&["sample", "verify", text(&out), "--second", &file("elsewhere.tsv")]);
    std::fs::write(out.join("second.tsv"), &list).unwrap();
    std::fs::remove_file(out.join("plan.json")).unwrap();
    assert!(differs(&elsewhere, &out, "plan.json", 1).contains(digest));
    drop(machine);
}

#[test]
fn a_decision_that_was_never_sealed_does_not_slip_in() {
    let (machine, out) = published(&[]);
    let whole = machine.json(&["sample", "verify", text(&out)]);
    assert_eq!(whole["absent"], json!(["replaced.tsv", "plan.json", "second.tsv"]));
    std::fs::write(out.join("plan.json"), r#"{"second_share":"1/5"}"#).unwrap();
    assert!(differs(&machine, &out, "plan.json", 1).contains("planjson="));
    std::fs::remove_file(out.join("plan.json")).unwrap();
    std::fs::write(out.join("second.tsv"), "1\tabc\t档案馆001\n").unwrap();
    differs(&machine, &out, "second.tsv", 1);
    std::fs::remove_file(out.join("proof.json")).unwrap();
    machine.refused(&["sample", "verify", text(&out)], 3);
    machine.refused(&["sample", "verify", text(&out.join("nowhere"))], 3);
    machine.refused(&["sample", "verify"], 2);
    machine.refused(&["sample", "verify", text(&out), "--proof", "proof.json"], 2);
}

#[test]
fn whoever_is_drawn_later_or_stands_in_has_the_same_lot_and_the_script_repeats_it() {
    let (machine, out) = published(&["--second-share", "1/2"]);
    let own = lot(&out);
    assert_eq!((own.len(), wanted(&machine)), (3, own.iter().cloned().collect()));
    // Two give way, then more are drawn.
    let list = machine.json(&["recheck", "list"]);
    let gave_way: Vec<String> = list
        .as_array()
        .unwrap()
        .iter()
        // Of whoever is in the lot both say why there is nothing to see, before anybody stands in.
        .filter(|line| line["stratum"] != "档案馆" && line["second"] == false)
        .map(|line| line["project"].as_str().unwrap().to_owned())
        .take(3)
        .collect();
    let mut stand_in = Vec::new();
    for code in &gave_way {
        let ask = ["recheck", "replace", code, "--as", "not_applicable", "--reason", "当年没有自评任务"];
        let trial = machine.json(&[&ask[..], &["--dry-run"]].concat());
        let done = machine.json(&ask);
        assert_eq!(trial["by"]["second"], done["by"]["second"], "it is told before: {trial}");
        stand_in.push((done["by"]["key"].as_str().unwrap().to_owned(), done["by"]["second"] == true));
    }
    machine.json(&["sample", "publish", "--out", text(&out), "--force"]);
    let replaced = lot(&out);
    assert!(replaced.starts_with(&own), "{replaced:?}");
    for (key, second) in &stand_in {
        assert_eq!((replaced.contains(key), wanted(&machine).contains(key)), (*second, *second), "{key}");
    }
    assert!(stand_in.iter().any(|one| one.1), "no stand-in fell into the lot: {stand_in:?}");
    assert_eq!(script(&out, &["plan.json", "replaced.tsv"]).stdout, std::fs::read(out.join("second.tsv")).unwrap());
    machine.json(&["sample", "verify", text(&out)]);
    machine.json(&["sample", "expand", "--to", "20", "--reason", "多排三组", "--out", text(&out), "--force"]);
    let grown = lot(&out);
    assert!(grown.starts_with(&own) && replaced.iter().all(|key| grown.contains(key)), "{grown:?}");
    assert!(grown.len() > replaced.len(), "{grown:?}");
    assert_eq!(wanted(&machine), grown.iter().cloned().collect(), "what is published is what is asked for");
    let repeated = script(&out, &["plan.json", "20", "replaced.tsv"]);
    assert_eq!(repeated.stdout, std::fs::read(out.join("second.tsv")).unwrap());
    let whole = machine.json(&["sample", "verify", text(&out)]);
    assert_eq!(whole["absent"], json!([]));
    let record = std::fs::read_to_string(out.join("record.txt")).unwrap();
    assert!(record.contains("plan.json 20 | cmp - second.tsv"), "{record}");
    change(&out.join("second.tsv"), &format!("\t{}\n", grown.last().unwrap()), "\t档案馆003\n");
    differs(&machine, &out, "second.tsv", grown.len() as u64);
}

#[test]
fn a_late_tranche_has_the_share_of_the_plan_before_unless_it_says_otherwise() {
    let (machine, _) = published(&["--second-share", "1/2"]);
    let path = machine.home.path().join("补报.csv");
    let heading =
        "项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n";
    let rows: String = (1..=30)
        .map(|at| format!("补报{at},补报项目{at},教育局,教育局中心,产出指标,数量指标,完成数量,≥,30,件,31,90,90\n"))
        .collect();
    std::fs::write(&path, format!("{heading}{rows}")).unwrap();
    machine.json(&["import", text(&path), "--year", "2024", "--kind", "self_evaluation"]);
    assert_eq!(machine.json(&["sample", "plan", "--tranche"])["second"], 2);
    assert_eq!(machine.json(&["sample", "plan", "--tranche", "--second-share", "0"])["second"], 0);
    assert_eq!(machine.json(&["sample", "plan", "--tranche", "--second-share", "1"])["second"], 3);
    seal(&machine, &["--tranche"]);
    let out = machine.home.path().join("第二批");
    machine.json(&[&DRAW[..], &["--out", text(&out)]].concat());
    let late = lot(&out);
    assert_eq!(late.len(), 2, "half of three, rounded up");
    assert!(late.iter().all(|key| key.starts_with("补报") && wanted(&machine).contains(key)), "{late:?}");
    assert_eq!(std::fs::read_to_string(out.join("plan.json")).unwrap(), r#"{"second_share":"1/2"}"#);
    assert_eq!(script(&out, &["plan.json"]).stdout, std::fs::read(out.join("second.tsv")).unwrap());
    machine.json(&["sample", "verify", text(&out)]);
}
