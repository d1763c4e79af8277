//! `sample` on a database: planned, sealed, drawn in public, published, and verified from the published files alone.

use serde_json::{Value, json};

use super::{Machine, text};

const DICE: &str = "十面骰20次(监督处)";
const LOTTERY: &str = "公开开奖号码";
const THROWN: &str = "47102938561029384756";

/// Self-evaluations of three departments: 40, 12 and 3.
pub(super) fn machine() -> Machine {
    let machine = Machine::new();
    let mut list =
        "项目代码,项目名称,主管部门,预算单位,年度资金总额（万元）,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分\n".to_owned();
    for (department, count) in [("住建局", 40), ("教育局", 12), ("档案馆", 3)] {
        for number in 1..=count {
            list.push_str(&format!(
                "{department}{number:03},{department}项目{number},{department},{department}中心,{number},产出指标,数量指标,完成数量,≥,30,件,31,90,90\n"
            ));
        }
    }
    let path = machine.home.path().join("自评清单.csv");
    std::fs::write(&path, list).unwrap();
    machine.json(&["import", text(&path), "--year", "2024", "--kind", "self_evaluation"]);
    machine
}

pub(super) fn seal(machine: &Machine, more: &[&str]) -> Value {
    machine.json(&[&["sample", "seal", "--source", DICE, "--source", LOTTERY], more].concat())
}

pub(super) const DRAW: [&str; 14] = [
    "sample",
    "draw",
    "--value",
    THROWN,
    "--value",
    "03 07 12 19 26 31+08",
    "--outside",
    "2",
    "--witness",
    "张某|纪检组",
    "--at",
    "2025-06-12 10:00",
    "--place",
    "三楼会议室",
];

fn stratum<'v>(plan: &'v Value, name: &str) -> &'v Value {
    let found = plan["strata"].as_array().unwrap().iter().find(|one| one["department"] == name);
    found.unwrap_or_else(|| panic!("{plan}"))
}

#[test]
fn a_plan_says_before_anything_is_drawn_what_it_could_prove() {
    let machine = machine();
    let plan = machine.json(&["sample", "plan"]);
    assert_eq!(
        (&plan["N"], &plan["need"], &plan["random"], &plan["year"]),
        (&json!(55), &json!(6), &json!(6), &json!(2024))
    );
    assert_eq!((&plan["rate_random"], &plan["met"]), (&json!("10.90"), &json!(true)));
    let archive = stratum(&plan, "档案馆");
    assert_eq!(
        (&archive["frame"], &archive["random"], &archive["at_most"], &archive["weak"]),
        (&json!(3), &json!(1), &json!(2), &json!(true))
    );
    let raised = machine.json(&["sample", "plan", "--floor", "档案馆=3"]);
    assert_eq!(
        (&stratum(&raised, "档案馆")["random"], &stratum(&raised, "档案馆")["weak"]),
        (&json!(3), &json!(false))
    );
    let told = String::from_utf8(machine.run(&["sample", "plan"]).stdout).unwrap();
    assert!(told.contains("3 个部门中有 3 个") && told.contains("66.67%"), "{told}");
    let list = machine.home.path().join("推荐.txt");
    std::fs::write(&list, "\u{feff}住建局001\r\n\r\n教育局项目2\r\n").unwrap();
    let at = format!("@{}", text(&list));
    let plan =
        machine.json(&["sample", "plan", "--recommend", &at, "--cutoff", "40", "--exclude", "档案馆003=X3:涉密"]);
    assert_eq!((&plan["certainty"], &plan["excluded"], &plan["random"]), (&json!(3), &json!(1), &json!(6)));
    assert_eq!((&plan["rate_random"], &plan["rate_all"]), (&json!("10.90"), &json!("16.36")), "only chance counts");
    for wrong in [
        ["--exclude", "档案馆003"],
        ["--exclude", "档案馆003=T:好"],
        ["--exclude", "档案馆003=X3: "],
        ["--floor", "档案馆"],
        ["--cutoff", "多"],
        ["--flagged-from", "0"],
    ] {
        machine.refused(&[&["sample", "plan"][..], &wrong].concat(), 2);
    }
    machine.refused(&["sample", "plan", "--rate", "ten"], 3);
    machine.refused(&["sample", "plan", "--floor", "档案馆=9"], 3);
    machine.refused(&["sample", "plan", "--year", "2020"], 3);
    machine.refused(&["sample", "plan", "--recommend", "@没有.txt"], 3);
    assert_eq!(machine.json(&["sample", "list"]), json!([]), "planning seals nothing");
}

#[test]
fn what_is_published_is_all_that_anybody_needs() {
    let machine = machine();
    let out = machine.home.path().join("公示");
    let out = text(&out);
    let trial = seal(&machine, &["--dry-run", "--out", out]);
    assert_eq!((&trial["dry_run"], std::path::Path::new(out).exists()), (&json!(true), false));
    let sealed = seal(&machine, &["--out", out]);
    let notice = std::fs::read_to_string(format!("{out}/notice.txt")).unwrap();
    let frame = sealed["frame"].as_str().unwrap();
    assert!(notice.contains(&frame[..8]) && notice.contains(&format!("{} {}", &frame[..8], &frame[8..16])), "{notice}");
    assert!(notice.contains(DICE) && notice.contains(LOTTERY), "{notice}");
    machine.refused(&["sample", "seal", "--source", DICE], 3);
    let trial = machine.json(&[&DRAW[..], &["--dry-run"]].concat());
    assert_eq!(trial["lacks"], json!([]));
    let lonely = machine.json(&["sample", "draw", "--value", "1", "--value", "2", "--dry-run"]);
    assert_eq!(lonely["lacks"], json!(["entropy", "outside", "witness"]));
    machine.refused(&["sample", "draw", "--value", THROWN], 2);
    machine.refused(&["sample", "draw", "--value", THROWN, "--value", "2", "--outside", "3"], 2);
    machine.refused(&["sample", "draw", "--value", THROWN, "--value", "2", "--witness", "张某"], 2);
    machine.refused(&["sample", "draw", "--value", "4710293856x", "--value", "2"], 3);
    assert_eq!(machine.json(&["sample", "list"])[0]["state"], "sealed", "nothing of these was drawn");
    let drawn = machine.json(&[&DRAW[..], &["--out", out]].concat());
    assert_eq!((&drawn["random"], &drawn["duty"]["met"], &drawn["lacks"]), (&json!(6), &json!(true), &json!([])));
    let file = |name: &str| format!("{out}/{name}");
    for name in [
        "population.tsv",
        "plan.tsv",
        "seed.txt",
        "drawn.tsv",
        "proof.json",
        "record.txt",
        "record.html",
        "journal.txt",
        "redraw.py",
    ] {
        assert!(std::path::Path::new(&file(name)).is_file(), "{name}");
    }
    // Somebody with nothing but the folder.
    let elsewhere = Machine::new();
    let verified = elsewhere.json(&[
        "sample",
        "verify",
        "--population",
        &file("population.tsv"),
        "--plan",
        &file("plan.tsv"),
        "--seed-record",
        &file("seed.txt"),
        "--proof",
        &file("proof.json"),
        "--list",
        &file("drawn.tsv"),
        "--record",
        &file("record.txt"),
    ]);
    assert_eq!((&verified["ok"], &verified["drawn"]), (&json!(true), &drawn["drawn"]));
    machine.refused(&DRAW, 3);
    machine.refused(&["sample", "abandon", "--reason", "不满意"], 3);
    // Published once more it is the same; another file of that name is not written over.
    let again = machine.json(&["sample", "publish", "--out", out]);
    assert!(again["files"].as_array().unwrap().iter().all(|file| file["unchanged"] == true), "{again}");
    std::fs::write(file("drawn.tsv"), "changed").unwrap();
    machine.refused(&["sample", "publish", "--out", out], 3);
    machine.json(&["sample", "publish", "--out", out, "--force"]);
    assert!(std::fs::read_to_string(file("drawn.tsv")).unwrap().contains("住建局"));
}

#[test]
fn a_sealed_population_is_given_up_with_a_reason_and_stays_listed() {
    let machine = machine();
    machine.refused(&["sample", "draw", "--value", THROWN], 3);
    machine.refused(&["sample", "publish", "--out", "out"], 3);
    machine.refused(&["sample", "seal"], 3);
    let first = seal(&machine, &[]);
    machine.refused(&["sample", "abandon", "--reason", " "], 3);
    machine.refused(&["sample", "abandon", "--reason", "x", "--sealed", "000000"], 3);
    machine.json(&["sample", "abandon", "--reason", "清单漏了一个部门", "--sealed", first["sealed"].as_str().unwrap()]);
    seal(&machine, &["--rate", "20%"]);
    let list = machine.json(&["sample", "list"]);
    assert_eq!((&list[0]["state"], &list[0]["random"]), (&json!("sealed"), &json!(11)));
    assert_eq!((&list[1]["state"], &list[1]["abandoned"]), (&json!("abandoned"), &json!("清单漏了一个部门")));
    let told = String::from_utf8(machine.run(&["--lang", "en", "sample", "list"]).stdout).unwrap();
    assert!(told.contains("waiting") && told.contains("given up"), "{told}");
}

#[test]
fn of_several_years_one_is_named_by_its_year_and_none_is_taken_silently() {
    let machine = machine();
    let path = machine.home.path().join("自评清单.csv");
    let list = std::fs::read_to_string(&path).unwrap();
    // Two departments of the year before.
    let older: Vec<&str> = list.lines().filter(|line| !line.starts_with("档案馆")).collect();
    let path = machine.home.path().join("上年自评.csv");
    std::fs::write(&path, older.join("\n")).unwrap();
    machine.json(&["import", text(&path), "--year", "2023", "--kind", "self_evaluation"]);
    seal(&machine, &["--year", "2024"]);
    let sealed = seal(&machine, &["--year", "2023"]);
    let out = machine.home.path().join("公示");
    for args in [&DRAW[..], &["sample", "publish", "--out", text(&out)]] {
        let refused = machine.run(args);
        let told = String::from_utf8(refused.stderr).unwrap();
        assert!(!refused.status.success() && told.contains("2023 ") && told.contains("2024 "), "{told}");
    }
    assert!(!out.exists());
    let drawn = machine.json(&[&DRAW[..], &["--sealed", "2023"]].concat());
    assert_eq!(drawn["all"], 52, "{drawn}");
    machine.json(&["sample", "publish", "--out", text(&out), "--sealed", "2023"]);
    for name in ["record.xlsx", "record.html", "record.txt", "members.tsv"] {
        // Which self-evaluation a line is concerns nobody outside.
        assert_eq!(out.join(name).is_file(), name != "members.tsv", "{name}");
    }
    let beginning: String = sealed["sealed"].as_str().unwrap().chars().take(12).collect();
    let again = machine.json(&["sample", "publish", "--out", text(&out), "--sealed", &beginning]);
    assert_eq!(again["state"], "drawn");
}
