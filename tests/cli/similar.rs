//! `similar`: the comparison as scripts see it.

use serde_json::json;

use super::Machine;

fn list(machine: &Machine, name: &str, code: &str, cost: &str) -> String {
    let path = machine.home.path().join(name);
    let text = format!(
        "项目代码,项目名称,预算单位,年度资金总额（万元）,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值\n\
         {code},老旧小区改造,住建局,1260,成本指标,经济成本指标,户均改造成本,≤,{cost},万元/户,20\n\
         {code},老旧小区改造,住建局,1260,产出指标,数量指标,改造户数,≥,450,户,20\n"
    );
    std::fs::write(&path, text).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn a_row_is_compared_with_projects_of_other_places_and_years() {
    let machine = Machine::new();
    let own = list(&machine, "本年.csv", "A1", "2.80");
    machine.json(&["import", &own, "--year", "2025"]);
    for (at, cost) in ["2.46", "2.18", "2.55", "2.31", "2.41"].into_iter().enumerate() {
        let path = list(&machine, &format!("县{at}.csv"), &format!("C{at}"), cost);
        machine.json(&["import", &path, "--year", "2024"]);
    }
    let answer = machine.json(&["similar", "A1"]);
    assert_eq!(answer["row"], 1);
    assert_eq!(answer["units"], json!({"figure": "万元/户", "money": "万元", "quantity": "户"}));
    assert_eq!(answer["lines"].as_array().unwrap().len(), 5);
    assert_eq!(answer["spread"]["median"], "2.41");
    assert_eq!(answer["median"]["saved"], "175.5");
    assert_eq!(answer["standard"], json!({"refused": "no_standard"}));
    let out = format!("{}:2024", answer["lines"][0]["key"].as_str().unwrap());
    let answer = machine.json(&["similar", "A1", "--row", "1", "--without", &out]);
    assert_eq!(answer["median"], json!({"refused": "too_few"}));
    assert_eq!(answer["excluded"], json!([{"reason": "by_hand", "count": 1}]));
    let answer = machine.json(&["similar", "A1", "--row", "2"]);
    assert_eq!(answer["basis"], json!({"kind": "funds", "money": null, "quantity": "改造户数"}));
    let text = String::from_utf8(machine.run(&["similar", "A1"]).stdout).unwrap();
    for words in ["户均改造成本", "中位数 2.41", "可压 175.5", "高于全部 5 条", "M"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    machine.refused(&["similar", "A1", "--without", "nobody"], 2);
    machine.refused(&["similar", "A1", "--row", "9"], 3);
    machine.refused(&["similar", "B9"], 3);
}
