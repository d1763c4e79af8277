//! `second-look` as scripts see it, and the order of expected findings.

use serde_json::{Value, json};

use super::Machine;

fn targets(machine: &Machine) -> String {
    let path = machine.home.path().join("目标.csv");
    let row = |no: usize| {
        let goal = if no.is_multiple_of(4) { "" } else { "修好路" };
        format!("P{no},项目{no},219-交通局,219001-养护中心,{},{goal},产出指标,数量指标,里程,≥,{no},公里,90\n", 10 + no)
    };
    let head = "项目代码,项目名称,主管部门,预算单位,年度资金总额（万元）,年度目标,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值";
    std::fs::write(&path, format!("{head}\n{}", (10..22).map(row).collect::<String>())).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn what_was_passed_is_listed_looked_at_and_counted() {
    let machine = Machine::new();
    machine.json(&["import", &targets(&machine), "--year", "2025"]);
    let none = machine.json(&["second-look", "list"]);
    assert_eq!((&none["year"], &none["figures"]["percent"]), (&json!(2025), &Value::Null));
    let told = String::from_utf8(machine.run(&["second-look", "list"]).stdout).unwrap();
    assert!(told.contains("没有可复看的"), "{told}");
    for no in 10..14 {
        machine.json(&["decide", "--project", &format!("P{no}"), "--grade", "excellent"]);
    }
    let list = machine.json(&["second-look", "list"]);
    assert_eq!(
        list["figures"],
        json!({"passed": 4, "sample": 4, "done": 0, "counted": 0, "faults": 0, "most": null, "percent": null})
    );
    let codes: Vec<&str> = list["sample"].as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap()).collect();
    assert_eq!(codes.len(), 4);
    let dry = machine.json(&["--dry-run", "second-look", "agree", codes[0]]);
    assert_eq!((&dry["event"], &dry["figures"]["done"]), (&Value::Null, &json!(0)));
    let agreed = machine.json(&["second-look", "agree", codes[0]]);
    assert_eq!(
        (&agreed["found"], &agreed["already"], &agreed["figures"]["counted"]),
        (&json!(false), &json!(false), &json!(1))
    );
    assert_eq!(machine.json(&["second-look", "agree", codes[0]])["already"], true, "twice is once");
    let found = machine.json(&["second-look", "found", codes[1], "--reason", "指标值无依据"]);
    assert_eq!((&found["figures"]["faults"], &found["figures"]["most"]), (&json!(1), &json!(3)));
    assert_eq!(found["figures"]["percent"], "75.00");
    let list = machine.json(&["second-look", "list"]);
    let states: Vec<&Value> = list["sample"].as_array().unwrap().iter().map(|row| &row["found"]).collect();
    assert_eq!(states, [&json!(false), &json!(true), &Value::Null, &Value::Null]);
    let text = String::from_utf8(machine.run(&["second-look", "list"]).stdout).unwrap();
    for words in ["通过 4 项", "复看 2 项", "漏审率至多 75.00%", "1. 没有问题", "2. 有问题", "3. 待复看"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let waiting = machine.json(&["list", "projects", "复看"]);
    assert_eq!(waiting.as_array().unwrap().len(), 2);
    machine.refused(&["second-look", "agree", "P20"], 3);
    machine.refused(&["second-look", "found", codes[2], "--reason", " "], 2);
    machine.refused(&["second-look", "agree", "nobody"], 3);
}

#[test]
fn the_queue_comes_in_the_order_of_expected_findings() {
    let machine = Machine::new();
    machine.json(&["import", &targets(&machine), "--year", "2025"]);
    machine.json(&["check", "--all"]);
    let rows = machine.json(&["list", "projects", "--sort", "expected"]);
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 12, "nobody is left out");
    let numbers: Vec<f64> = rows
        .iter()
        .filter(|row| row["random"] == false)
        .map(|row| row["expected"].as_str().unwrap().parse().unwrap())
        .collect();
    assert!(numbers.is_sorted_by(|a, b| a >= b) && numbers[0] > 0.0, "{numbers:?}");
    let some = machine.json(&["list", "projects", "预计发现>=1", "--sort", "expected:asc"]);
    assert!(
        some.as_array().unwrap().iter().all(|row| row["expected"].as_str().unwrap().parse::<f64>().unwrap() >= 1.0)
    );
}
