//! `check --evaluations`: the checks of self-evaluations over a whole year.

use serde_json::{Value, json};

use super::{Machine, text};

const HEADINGS: &str = "项目代码,项目名称,主管部门,预算单位,总体目标,目标完成情况,一级指标,二级指标,三级指标,指标性质,指标值,\
                        度量单位,完成值,权重,得分,全年预算数(万元),全年执行数(万元),执行率,自评总分,偏差原因";
const TARGET_HEADINGS: &str =
    "项目编码,项目名称,主管部门,实施单位,资金总额(万元),年度目标,一级指标,二级指标,三级指标,指标值,分值";

/// One self-evaluation of one row with all its points, but for what is given.
fn evaluation(code: &str, department: &str, actual: &str, score: &str, total: &str, done: &str) -> String {
    format!(
        "{code},项目{code},{department},{department}本级,完成养护三十公里,{done},产出指标,数量指标,养护里程,≥,30,公里,\
         {actual},90,{score},100,100,100%,{total},\n"
    )
}

fn target(code: &str) -> String {
    format!("{code},项目{code},交通局,交通局本级,100,完成养护三十公里,产出指标,数量指标,养护里程,≥30公里,90\n")
}

impl Machine {
    fn file(&self, name: &str, headings: &str, rows: &[String], kind: &str) {
        let path = self.home.path().join(name);
        std::fs::write(&path, format!("{headings}\n{}", rows.concat())).unwrap();
        self.json(&["import", text(&path), "--year", "2024", "--kind", kind]);
    }

    fn evaluations(&self, name: &str, rows: &[String]) {
        self.file(name, HEADINGS, rows, "self_evaluation");
    }

    /// Checks that fired on a self-evaluation, as its recheck shows them.
    fn fired(&self, code: &str) -> Vec<String> {
        let shown = self.json(&["recheck", "show", code]);
        let findings = shown["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["check"].as_str().unwrap().to_owned()).collect()
    }

    fn finding(&self, code: &str, check: &str) -> Value {
        let shown = self.json(&["recheck", "show", code]);
        let findings = shown["findings"].as_array().unwrap();
        findings.iter().find(|finding| finding["check"] == check).cloned().unwrap_or_default()
    }
}

const PASSAGE: &str =
    "全年组织专业队伍对辖区内道路开展日常巡查和养护作业，及时处置各类病害，有效保障了群众安全便捷出行的需要";

#[test]
fn a_year_is_checked_once_and_again_only_where_something_changed() {
    let machine = Machine::new();
    assert!(machine.refused(&["check", "--evaluations"], 3).contains("自评表"));
    let rows = [
        evaluation("A1", "交通局", "31", "90", "100", "完成养护三十一公里"),
        evaluation("A2", "交通局", "12", "90", "100", "养护十二公里路"),
    ];
    machine.evaluations("自评.csv", &rows);
    let first = machine.json(&["check", "--evaluations", "--year", "2024"]);
    assert_eq!((&first["years"], &first["looked"], &first["unchanged"]), (&json!([2024]), &json!(2), &json!(0)));
    assert!(first["errors"].as_u64() > Some(0));
    assert_eq!(first["flagged"][0]["project"], "A2", "the one with twelve of thirty: {first}");
    let again = machine.json(&["check", "--evaluations"]);
    assert_eq!((&again["looked"], &again["unchanged"], &again["flagged"]), (&json!(0), &json!(2), &first["flagged"]));
    // An act of a recheck bears on its own self-evaluation only.
    machine.json(&["recheck", "set", "A1", "--indicator", "1", "--value", "12"]);
    machine.json(&["recheck", "finish", "A1"]);
    let after = machine.json(&["check", "--evaluations"]);
    assert_eq!((&after["looked"], &after["unchanged"]), (&json!(1), &json!(1)));
    assert!(machine.fired("A1").contains(&"E034".to_owned()));
    let listed = machine.json(&["recheck", "list"]);
    assert!(listed[0]["findings"]["errors"].as_u64() > Some(0), "{listed}");
    let anew = machine.json(&["check", "--evaluations", "--anew"]);
    assert_eq!(anew["looked"], json!(2));
    assert!(machine.refused(&["check", "--evaluations", "--year", "2019"], 3).contains("2019"));
    machine.refused(&["check", "--evaluations", "--all"], 2);
    machine.refused(&["check", "--evaluations", "A1"], 2);
    machine.refused(&["check", "--anew"], 2);
}

#[test]
fn full_marks_are_told_where_nearly_all_of_the_unit_have_them() {
    // E025 fires: 10 of 10 projects have all points.
    let machine = Machine::new();
    let full = |n: usize| evaluation(&format!("P{n}"), "交通局", "31", "90", "100", "完成养护三十一公里");
    machine.evaluations("自评.csv", &(0..10).map(full).collect::<Vec<_>>());
    assert_eq!(machine.finding("P3", "E025")["severity"], "info", "nobody has looked at the others yet");
    machine.json(&["check", "--evaluations"]);
    let finding = machine.finding("P3", "E025");
    assert_eq!((&finding["severity"], &finding["facts"]["projects"]), (&json!("warning"), &json!("10")));
    // It does not: 2 of 10.
    let some = |n: usize| match n < 2 {
        true => full(n),
        false => evaluation(&format!("P{n}"), "交通局", "29", "87", "97", "完成养护二十九公里"),
    };
    machine.evaluations("更正.csv", &(0..10).map(some).collect::<Vec<_>>());
    let looked = machine.json(&["check", "--evaluations"])["looked"].clone();
    assert_eq!(looked, json!(10), "another table of the year makes another ground");
    assert!(!machine.fired("P1").contains(&"E025".to_owned()));
}

#[test]
fn a_passage_of_another_department_is_found_but_not_the_title_of_a_form() {
    let machine = Machine::new();
    let title =
        "《2024年度项目支出绩效自评情况说明及项目支出绩效目标完成情况对照检查统一填报格式（试行）》已按规定填报";
    let rows = [
        evaluation("A1", "交通局", "31", "90", "100", PASSAGE),
        evaluation("B1", "水务局", "31", "90", "100", PASSAGE),
        evaluation("A2", "交通局", "31", "90", "100", PASSAGE),
        evaluation("C1", "教育局", "31", "90", "100", title),
        evaluation("D1", "民政局", "31", "90", "100", title),
    ];
    machine.evaluations("自评.csv", &rows);
    machine.json(&["check", "--evaluations"]);
    let finding = machine.finding("A1", "E032");
    assert_eq!(
        (&finding["severity"], &finding["facts"]["department"]),
        (&json!("info"), &json!("水务局")),
        "{finding}"
    );
    assert!(finding["draft"].as_str().unwrap().contains("水务局"));
    for code in ["C1", "D1"] {
        assert!(!machine.fired(code).contains(&"E032".to_owned()), "{code}");
    }
}

#[test]
fn an_approved_project_without_a_self_evaluation_is_named() {
    let machine = Machine::new();
    machine.file("目标.csv", TARGET_HEADINGS, &["A1", "A2", "A3"].map(target), "target");
    // Nobody has filed: there is nothing to miss yet, and nothing to check.
    machine.refused(&["check", "--evaluations"], 3);
    machine.evaluations(
        "自评.csv",
        &["A1", "A2"].map(|code| evaluation(code, "交通局", "31", "90", "100", "完成养护三十一公里")),
    );
    let answer = machine.json(&["check", "--evaluations"]);
    assert_eq!(answer["without_evaluation_total"], json!(1));
    let missing = &answer["without_evaluation"][0];
    assert_eq!(
        (&missing["check"], &missing["project"], &missing["category"]),
        (&json!("E035"), &json!("A3"), &json!("S01"))
    );
    assert!(missing["file"].as_str().unwrap().contains("目标.csv") && missing["row"].as_u64().is_some(), "{missing}");
    let told = String::from_utf8(machine.run(&["check", "--evaluations"]).stdout).unwrap();
    assert!(told.contains("E035") && told.contains("项目A3"), "{told}");
    machine.evaluations("补报.csv", &[evaluation("A3", "交通局", "31", "90", "100", "完成养护三十一公里")]);
    assert_eq!(machine.json(&["check", "--evaluations"])["without_evaluation_total"], json!(0));
}

#[test]
fn who_filed_under_another_code_has_filed_and_is_held_against_the_target_of_that_name() {
    let machine = Machine::new();
    machine.file("目标.csv", TARGET_HEADINGS, &["A1", "A2"].map(target), "target");
    let other = evaluation("", "交通局", "31", "60", "70", "完成养护三十一公里").replace(",90,60,", ",60,60,");
    let other = other.replace("项目,", "项目A2,");
    machine.evaluations("自评.csv", &[evaluation("A1", "交通局", "31", "90", "100", "完成养护三十一公里"), other]);
    let answer = machine.json(&["check", "--evaluations"]);
    assert_eq!(answer["without_evaluation_total"], json!(0), "{answer}");
    assert!(machine.fired("项目A2").contains(&"E005".to_owned()), "60 points where 90 were approved");
}

#[test]
fn bad_self_evaluations_are_marked_and_end_nothing() {
    let machine = Machine::new();
    let odd = |code: &str, actual: &str, score: &str, total: &str| {
        evaluation(code, "交通局", actual, score, total, "完成养护")
    };
    let rows = [
        odd("N1", "-999999999999999999999999", "90", "100"),
        odd("N2", "31", "99999999999999999999999999", "100"),
        odd("N3", "31", "-5", "-1e30"),
        odd("N4", "31", "120", "130"),
        odd("N5", "31", "90", "100").replace(",100,100,100%,", ",-100,99999999999999999999999,∞,"),
        odd("N6", "31", "90", "100"),
        odd("N6", "12", "30", "40"),
    ];
    machine.evaluations("自评.csv", &rows);
    let answer = machine.json(&["check", "--evaluations"]);
    assert_eq!(answer["looked"], json!(6), "two of one code are one project: {answer}");
    assert!(machine.fired("N4").contains(&"E016".to_owned()), "over the weight");
    assert!(machine.fired("N3").contains(&"E016".to_owned()), "below zero");
    // No target is here: nothing is said of targets, and nothing is missed.
    for code in ["N1", "N4", "N5", "N6"] {
        assert!(
            !machine.fired(code).iter().any(|check| ["E002", "E003", "E004", "E005"].contains(&&**check)),
            "{code}"
        );
    }
}
