//! The same treated alike, as scripts see it: answers to many drafts, consistency, checks explained.

use super::Machine;

fn list(machine: &Machine) -> String {
    let path = machine.home.path().join("同.csv");
    let mut text = String::from(
        "项目代码,项目名称,主管部门,预算单位,年度资金总额（万元）,年度目标,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值\n",
    );
    for no in 1..=3 {
        text.push_str(&format!(
            "E{no},项目E{no},219-交通局,219001-养护中心,100,完成,产出指标,数量指标,事项{no},,适量,,90\n"
        ));
    }
    std::fs::write(&path, text).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn drafts_of_many_are_accepted_and_what_contradicts_is_listed() {
    let machine = Machine::new();
    machine.json(&["import", &list(&machine), "--year", "2025"]);
    let told = machine.json(&["check", "E1", "--explain", "t029"]);
    let check = &told[0]["checks"][0];
    assert_eq!((check["check"].as_str(), check["fires"].as_bool()), (Some("T029"), Some(true)));
    assert!(!check["source"].as_str().unwrap().is_empty());
    let quiet = machine.json(&["check", "E1", "--explain", "T065"]);
    assert_eq!(quiet[0]["checks"][0]["fires"], false);
    assert_eq!(quiet[0]["checks"][0]["thresholds"][0]["name"], "low-execution");
    machine.refused(&["check", "E1", "--explain", "T999"], 2);
    let looked = machine.json(&["many", "accept", "--check", "T029", "--dry-run"]);
    assert_eq!((looked["changes"]["targets"].as_u64(), looked["dry_run"].as_bool()), (Some(3), Some(true)));
    machine.json(&["decide", "--project", "E1", "--indicator", "1", "--verdict", "passed", "--reason", "已核"]);
    let done = machine.json(&["many", "accept", "--check", "T029"]);
    assert_eq!(done["changes"]["targets"], 2);
    let found = machine.json(&["consistency", "E1"]);
    let row = &found["rows"][0];
    assert_eq!((row["ways"][0]["rows"].as_u64(), row["ways"][0]["differs"].as_bool()), (Some(2), Some(true)));
    assert_eq!(row["lines"].as_array().unwrap().len(), 2);
    assert_eq!(machine.json(&["consistency"])["count"], 1);
    machine.refused(&["many", "dismiss", "--check", "T029", "--reason", " "], 3);
}
