//! `rules`: by what a place checks.

use super::{Machine, json};

const OWN: &str = r#"id = "jilin"
version = "2026.1"
name.zh = "吉林"
name.en = "Jilin"
[thresholds]
source = "吉财绩〔2026〕1号"
goal-shortest = "30"
[checks.T010]
source = "吉财绩〔2026〕2号"
severity = "error"
[definitions]
"里程单价" = "funds / number"
[[check]]
id = "JL-01"
version = 4
category = "C09"
severity = "error"
on = "row"
cell = "value"
source = "吉交财〔2025〕7号"
when = 'unit == "公里" && number > 0 && 里程单价 > 4'
zh.name = "养护单价偏高"
zh.opinion = "每公里{里程单价}万元，高于4万元。"
zh.demand = "重新测算。"
zh.why = "{funds} ÷ {number}"
fires = [{ funds = "120.5", value = "≥30公里" }]
silent = [{ funds = "100", value = "≥30公里" }, { funds = "100", value = "≥0公里" }]
"#;

fn with_profile(text: &str) -> Machine {
    let machine = Machine::new();
    let folder = machine.home.path().join("config/profiles");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("jilin.toml"), text).unwrap();
    machine
}

#[test]
fn a_place_sees_its_own_checks_and_changes_among_all() {
    let machine = with_profile(OWN);
    let all = machine.json(&["rules", "list"]);
    assert!(all.as_array().unwrap().iter().all(|line| line["own"] == false && line["state"] == "on"), "{all}");
    let all = machine.json(&["--profile", "jilin", "rules", "list"]);
    let find = |id: &str| all.as_array().unwrap().iter().find(|line| line["id"] == id).unwrap().clone();
    assert_eq!(find("T010")["severity"], "error");
    let own = find("JL-01");
    assert_eq!((&own["own"], &own["version"], &own["name"]), (&json!(true), &json!(4), &json!("养护单价偏高")));

    let shown = machine.json(&["--profile", "jilin", "rules", "show", "t010"]);
    let threshold = json!({"name": "goal-shortest", "value": "30", "source": "吉财绩〔2026〕1号"});
    assert_eq!(shown["thresholds"], json!([threshold]));
    let shown = machine.json(&["--profile", "jilin", "rules", "show", "JL-01"]);
    assert_eq!((&shown["fields"], &shown["definitions"]), (&json!(["funds", "number", "unit"]), &json!(["里程单价"])));
    assert_eq!((&shown["line"], &shown["on"]), (&json!(21), &json!("row")));
    let told = machine.refused(&["rules", "show", "JL-01"], 2);
    assert!(told.contains("T010"), "the ones there are: {told}");
}

#[test]
fn a_profile_file_is_looked_through_line_by_line_and_its_examples_are_run() {
    let machine = Machine::new();
    let file = machine.home.path().join("mine.toml");
    let path = file.to_str().unwrap();
    std::fs::write(&file, OWN).unwrap();
    let answer = machine.json(&["rules", "test", path]);
    assert_eq!((&answer["checks"], &answer["examples"], &answer["problems"]), (&json!(1), &json!(3), &json!([])));
    for (from, to, problem, line) in [
        ("里程单价 > 4", "里程单介 > 4", "problem-expression-unknown-name", 21),
        ("里程单价 > 4", "里程单价 > 5", "problem-example-differs", 26),
        ("number > 0 && ", "", "problem-expression-failed", 21),
        ("\"funds / number\"", "\"里程单价 + 1\"", "problem-expression-cycle", 12),
        ("goal-shortest", "goal-shortist", "problem-profile-unknown", 7),
        ("value = \"≥0公里\"", "valeu = \"≥0公里\"", "problem-config-value", 27),
        ("JL-01", "T099", "problem-config-value", 13),
        ("C09", "C77", "problem-config-value", 21),
        ("severity = \"error\"\non", "severity = 3\non", "problem-config-line", 17),
    ] {
        assert!(OWN.contains(from), "{from}");
        std::fs::write(&file, OWN.replace(from, to)).unwrap();
        let output = machine.run(&["rules", "test", path, "--json"]);
        assert_eq!(output.status.code(), Some(3), "{to}");
        let answer: super::Value = serde_json::from_slice(&output.stdout).unwrap();
        let first = &answer["problems"][0];
        assert_eq!((&first["problem"], &first["line"]), (&json!(problem), &json!(line)), "{to}: {answer}");
        let zh = String::from_utf8(machine.run(&["--lang", "zh-CN", "rules", "test", path]).stdout).unwrap();
        assert!(zh.contains(path) && zh.contains(&format!("第 {line} 行")), "{to}: {zh}");
    }
    machine.refused(&["rules", "test", "nowhere.toml"], 3);
}

/// What a place wrote is looked for in files as in projects of the database, and told in the place's words.
#[test]
fn a_place_s_own_check_finds_faults_in_a_file() {
    let machine = with_profile(OWN);
    let file = machine.targets();
    let found = |profile: &str| {
        let all = machine.json(&["--profile", profile, "check", super::text(&file), "--year", "2025"]);
        let own: Vec<super::Value> =
            all.as_array().unwrap().iter().filter(|finding| finding["check"] == "JL-01").cloned().collect();
        own
    };
    assert!(found("default").is_empty());
    let own = found("jilin");
    assert_eq!(own.len(), 1, "{own:?}");
    assert_eq!(own[0]["draft"], "每公里4.0167万元，高于4万元。");
}

#[test]
fn the_example_of_the_manual_is_sound() {
    let machine = Machine::new();
    let file = machine.home.path().join("mycity.toml");
    std::fs::write(&file, wenxiao::config::profile::EXAMPLE).unwrap();
    let answer = machine.json(&["rules", "test", file.to_str().unwrap()]);
    assert_eq!((&answer["checks"], &answer["examples"], &answer["problems"]), (&json!(2), &json!(5), &json!([])));
}
