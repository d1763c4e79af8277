//! What comes after a draw, on the command line: the next ticket, drawing on, late tranches, rotation.

use serde_json::{Value, json};

use super::sample_database::{DRAW, machine, seal};
use super::{Machine, text};

fn drawn(machine: &Machine, more: &[&str]) -> Value {
    seal(machine, more);
    machine.json(&DRAW)
}

fn first(machine: &Machine, stratum: &str) -> Value {
    let list = machine.json(&["recheck", "list"]);
    let found = list.as_array().unwrap().iter().find(|line| line["stratum"] == stratum && line["place"] == 1);
    found.cloned().unwrap_or_else(|| panic!("{list}"))
}

#[test]
fn the_next_ticket_is_shown_before_it_stands_in_and_anybody_repeats_it() {
    let machine = machine();
    drawn(&machine, &[]);
    let unit = first(&machine, "住建局");
    let code = unit["project"].as_str().unwrap();
    machine.refused(&["recheck", "replace", code, "--reason", "x"], 2);
    machine.refused(&["recheck", "replace", code, "--as", "refused", "--reason", "x"], 3);
    machine.refused(&["recheck", "replace", code, "--as", "postponed"], 3);
    let ask = ["recheck", "replace", code, "--as", "not_applicable", "--reason", "当年没有自评任务"];
    let trial = machine.json(&[&ask[..], &["--dry-run"]].concat());
    assert_eq!(machine.json(&["recheck", "replacements"]), json!([]), "a trial writes nothing");
    let done = machine.json(&ask);
    assert_eq!((&done["by"], &trial["dry_run"]), (&trial["by"], &json!(true)));
    machine.refused(&ask, 3);
    let told = machine.json(&["recheck", "replacements"]);
    assert_eq!(told[0]["of"]["project"], unit["project"]);
    assert_eq!((&told[0]["of"]["outcome"], &told[0]["by"]["place"]), (&json!("not_applicable"), &done["by"]["place"]));
    // What is published holds who stands in; one digit less and it is named.
    let out = machine.home.path().join("公示");
    let out = text(&out);
    machine.json(&["sample", "publish", "--out", out]);
    let file = |name: &str| format!("{out}/{name}");
    let (population, plan, seed, proof) =
        (file("population.tsv"), file("plan.tsv"), file("seed.txt"), file("proof.json"));
    let replaced = file("replaced.tsv");
    let verify = [
        "sample",
        "verify",
        "--population",
        &population,
        "--plan",
        &plan,
        "--seed-record",
        &seed,
        "--proof",
        &proof,
        "--replaced",
        &replaced,
    ];
    assert_eq!(machine.json(&verify)["ok"], true);
    let script = std::process::Command::new("python3")
        .args(["-B", &file("redraw.py"), &population, &plan, &seed, &replaced])
        .output()
        .expect("python3 is needed for this test");
    assert_eq!(script.stdout, std::fs::read(&replaced).unwrap(), "{}", String::from_utf8_lossy(&script.stderr));
    let lines = std::fs::read_to_string(&replaced).unwrap();
    let by = done["by"]["key"].as_str().unwrap();
    assert!(lines.lines().any(|line| line.starts_with("N\t住建局\t") && line.ends_with(by)), "{lines}");
    std::fs::write(&replaced, lines.replace(by, code)).unwrap();
    machine.refused(&verify, 4);
    let journal = std::fs::read_to_string(file("journal.txt")).unwrap();
    assert!(journal.contains(&format!("replace|{code}|not_applicable")), "{journal}");
}

#[test]
fn drawing_on_needs_a_reason_or_a_declared_plan_and_is_published_again() {
    let machine = machine();
    machine.refused(&["sample", "expand", "--to", "9", "--reason", "x"], 3);
    machine.refused(&["sample", "plan", "--stages", "5% 3-1 +9:2"], 2);
    let plan = machine.json(&["sample", "plan", "--stages", "20% 0-1 +4:1"]);
    assert_eq!((&plan["stages"]["bad"], &plan["stages"]["stages"][0]["more"]), (&json!(11), &json!(6)));
    let risk = plan["stages"]["risk_percent"].as_str().unwrap().parse::<f64>().unwrap();
    assert!(risk > 20.0 && risk < 60.0, "{risk}");
    drawn(&machine, &["--stages", "20% 0-1 +4:1"]);
    machine.refused(&["sample", "expand"], 3);
    machine.refused(&["sample", "expand", "--to", "9"], 3);
    machine.refused(&["sample", "expand", "--to", "60", "--reason", "x"], 3);
    let trial = machine.json(&["sample", "expand", "--to", "9", "--reason", "多排三个人", "--dry-run"]);
    assert_eq!((&trial["from"], &trial["to"], &trial["counts"]), (&json!(6), &json!(9), &json!(true)));
    let before = machine.json(&["recheck", "list"]).as_array().unwrap().len();
    let out = machine.home.path().join("加抽");
    let grown = machine.json(&["sample", "expand", "--to", "9", "--reason", "多排三个人", "--out", text(&out)]);
    assert_eq!((before, &grown["random"]), (6, &json!(9)));
    assert_eq!(machine.json(&["recheck", "list"]).as_array().unwrap().len(), 9);
    let file = |name: &str| out.join(name).to_str().unwrap().to_owned();
    let script = std::process::Command::new("python3")
        .args(["-B", &file("redraw.py"), &file("population.tsv"), &file("plan.tsv"), &file("seed.txt"), "9"])
        .output()
        .expect("python3 is needed for this test");
    assert_eq!(script.stdout, std::fs::read(file("drawn.tsv")).unwrap());
    assert!(std::fs::read_to_string(file("record.txt")).unwrap().contains("seed.txt 9 | cmp"));
    let list = machine.json(&["sample", "list"]);
    assert_eq!((&list[0]["total"], &list[0]["further"][0]["reason"]), (&json!(9), &json!("多排三个人")));
    let declared = std::fs::read_to_string(file("plan.json")).unwrap();
    assert!(declared.contains("\"tolerable\":\"20%\""), "{declared}");
    assert!(std::fs::read_to_string(file("notice.txt")).unwrap().contains("plan.json"));
}

#[test]
fn late_ones_are_counted_and_sealed_apart_and_turns_are_told() {
    let machine = machine();
    machine.refused(&["sample", "plan", "--tranche"], 3);
    drawn(&machine, &[]);
    machine.refused(&["sample", "seal", "--tranche", "--source", "骰"], 3);
    let path = machine.home.path().join("补报.csv");
    let heading =
        "项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n";
    let rows: String = (1..=10)
        .map(|at| format!("补报{at},补报项目{at},教育局,教育局中心,产出指标,数量指标,完成数量,≥,30,件,31,90,90\n"))
        .collect();
    std::fs::write(&path, format!("{heading}{rows}")).unwrap();
    machine.json(&["import", text(&path), "--year", "2024", "--kind", "self_evaluation"]);
    assert_eq!(machine.json(&["sample", "list"])[0]["late"], 10);
    let plan = seal(&machine, &["--tranche"]);
    assert_eq!((&plan["tranche"], &plan["N"], &plan["random"]), (&json!(2), &json!(10), &json!(1)));
    let second = machine.json(&DRAW);
    assert_eq!(second["random"], 1);
    let list = machine.json(&["sample", "list"]);
    assert_eq!((&list[0]["parent"], &list[0]["late"]), (&list[1]["sealed"], &json!(0)));
    let turn = machine.json(&["sample", "rotation", "--of", "project"]);
    let load: u64 = turn["load"].as_array().unwrap().iter().map(|year| year["count"].as_u64().unwrap()).sum();
    assert_eq!((load, &turn["years"]), (65, &json!(3)));
    machine.refused(&["sample", "rotation", "--years", "1"], 2);
    machine.refused(&["sample", "rotation", "--year", "2020"], 3);
    let due = machine.json(&["sample", "plan", "--rotation", "3 project", "--year", "2024"]);
    assert_eq!(due["rotation"]["due"], due["certainty"]);
}
