//! `sample estimate` and the papers of the spot check, as scripts see them.

use serde_json::json;

use super::{Machine, text};

const EVALUATIONS: &str = "\
项目代码,项目名称,主管部门,预算单位,一级指标,二级指标,三级指标,指标性质,指标值,度量单位,完成值,权重,得分
A1,道路养护,交通局,养护中心,产出指标,数量指标,养护里程,≥,30,公里,31,90,90
A2,桥梁检测,交通局,养护中心,产出指标,数量指标,检测座数,≥,30,座,31,90,90
";

#[test]
fn nothing_drawn_proves_nothing_and_what_was_rechecked_is_told_as_found() {
    let machine = Machine::new();
    let path = machine.home.path().join("自评.csv");
    std::fs::write(&path, EVALUATIONS).unwrap();
    machine.json(&["import", text(&path), "--year", "2024", "--kind", "self_evaluation"]);
    let answer = machine.json(&["sample", "estimate"]);
    assert_eq!((&answer["year"], &answer["draw"], &answer["inference"]), (&json!(2024), &json!(null), &json!(null)));
    assert_eq!(answer["statements"][0]["key"], "results-nothing-drawn");
    let out = machine.home.path().join("通报.docx");
    machine.refused(&["export", "circular", "--out", text(&out)], 3);
    assert!(!out.exists());

    let told = machine.run(&["recheck", "set", "A1", "--indicator", "1", "--value", "24"]).stdout;
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("养护里程") && told.contains("72.00") && !told.contains("预算执行率"), "{told}");
    machine.json(&["recheck", "finish", "A1"]);
    let answer = machine.json(&["sample", "estimate"]);
    assert_eq!((&answer["targeted"]["done"], &answer["targeted"]["found"]), (&json!(1), &json!(1)));
    assert_eq!((&answer["random"]["units"], &answer["inference"]), (&json!(0), &json!(null)));
    assert_eq!(answer["statements"][0]["key"], "estimate-not-statistical", "nothing that was picked is projected");
    let told = String::from_utf8(machine.run(&["sample", "estimate"]).stdout).unwrap();
    assert!(told.contains("抽查结果仅反映所查项目") && told.contains("交通局"), "{told}");
    let one = machine.json(&["sample", "estimate", "--department", "交通局"]);
    assert_eq!((&one["department"], &one["frame"]), (&json!("交通局"), &json!(null)));
    assert!(machine.refused(&["sample", "estimate", "--department", "没有"], 3).contains("没有"));
    machine.refused(&["sample", "estimate", "--at-most", "0"], 2);
    machine.refused(&["sample", "estimate", "--at-most", "many"], 2);

    let trial = machine.json(&["export", "recheck", "--out", text(&out), "--dry-run"]);
    assert_eq!((&trial["rows"], &trial["dry_run"], out.exists()), (&json!(1), &json!(true), false));
    for (paper, ending) in [("recheck", "xlsx"), ("recheck", "html"), ("circular", "docx")] {
        let out = machine.home.path().join(format!("{paper}.{ending}"));
        let written = machine.json(&["export", paper, "--out", text(&out)]);
        assert_eq!(written["sha256"].as_str().map(str::len), Some(64));
        machine.refused(&["export", paper, "--out", text(&out)], 3);
        assert_eq!(machine.json(&["export", paper, "--out", text(&out), "--replace"]), written, "the same bytes again");
    }
    machine.refused(&["export", "recheck", "--out", "x.pdf"], 2);
    let out = machine.home.path().join("底稿.html");
    machine.json(&["--lang", "en", "export", "workpaper", "A1", "--out", text(&out)]);
    let page = std::fs::read_to_string(&out).unwrap();
    assert!(page.contains("working paper") && page.contains("72.00") && page.contains("道路养护"), "{page}");
    machine.refused(&["export", "workpaper", "nobody", "--out", "y.html"], 3);
}
