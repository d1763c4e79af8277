//! `check --evaluations`: the checks of self-evaluations over a whole year.

use serde_json::{Value, json};

use super::{Machine, text};

const TARGET_HEADINGS: &str =
    "项目编码,项目名称,主管部门,实施单位,资金总额(万元),年度目标,一级指标,二级指标,三级指标,指标值,分值";

/// One self-evaluation of one row.
#[derive(Clone)]
struct Evaluation {
    code: String,
    department: &'static str,
    actual: &'static str,
    weight: &'static str,
    score: &'static str,
    total: &'static str,
    done: &'static str,
    funds: &'static str,
}

/// With all its points; the department is told by the letter of the code.
fn evaluation(code: &str) -> Evaluation {
    let department = match code.chars().next() {
        Some('B') => "水务局",
        Some('C') => "教育局",
        Some('D') => "民政局",
        _ => "交通局",
    };
    let (actual, weight, score, total, done) = ("31", "90", "90", "100", "全年完成养护三十一公里并通过验收");
    Evaluation { code: code.to_owned(), department, actual, weight, score, total, done, funds: "100,100,100" }
}

impl Evaluation {
    fn printed(&self) -> String {
        let Evaluation { code, department, actual, weight, score, total, done, funds } = self;
        format!(
            "项目支出绩效自评表,,,,,,,,\n（2024年度）,,,,,,,,\n项目名称,,项目{code},,,,,,\n项目编码,,{code},,,,,,\n\
             主管部门,,{department},,实施单位,{department}本级,,,\n\
             项目资金（万元）,,,年初预算数,全年预算数,全年执行数,分值,执行率,得分\n\
             ,,年度资金总额：,{funds},10,100%,10\n\
             年度总体目标,预期目标,,,,实际完成情况,,,\n,完成养护三十公里,,,,{done},,,\n\
             绩效指标,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因分析及改进措施\n\
             ,产出指标（90分）,数量指标,养护里程,≥30公里,{actual},{weight},{score},\n总分,,,,,,100,{total},\n"
        )
    }
}

fn target(code: &str) -> String {
    format!("{code},项目{code},交通局,交通局本级,100,完成养护三十公里,产出指标,数量指标,养护里程,≥30公里,90\n")
}

impl Machine {
    fn approve(&self, codes: &[&str]) {
        let path = self.home.path().join("目标.csv");
        let rows: String = codes.iter().map(|code| target(code)).collect();
        std::fs::write(&path, format!("{TARGET_HEADINGS}\n{rows}")).unwrap();
        self.json(&["import", text(&path), "--year", "2024", "--kind", "target"]);
    }

    /// Files them together, as one more hand-over.
    fn evaluations(&self, name: &str, evaluations: &[Evaluation]) {
        let folder = self.home.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        for (at, evaluation) in evaluations.iter().enumerate() {
            std::fs::write(folder.join(format!("{at:02}.csv")), evaluation.printed()).unwrap();
        }
        self.json(&["import", text(&folder), "--kind", "self_evaluation"]);
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
    "全年组织专业队伍对辖区内道路开展日常巡查和养护作业并及时处置各类病害有效保障了群众安全便捷出行的需要";
const TITLE: &str =
    "《2024年度项目支出绩效自评情况说明及项目支出绩效目标完成情况对照检查统一填报格式（试行）》已按规定填报";

#[test]
fn a_year_is_checked_once_and_again_only_where_something_changed() {
    let machine = Machine::new();
    let missed = Evaluation { actual: "12", ..evaluation("A2") };
    machine.evaluations("自评", &[evaluation("A1"), missed]);
    let first = machine.json(&["check", "--evaluations", "--year", "2024"]);
    assert_eq!((&first["years"], &first["looked"], &first["unchanged"]), (&json!([2024]), &json!(2), &json!(0)));
    assert_eq!(first["flagged_total"], json!(1), "{first}");
    assert_eq!(first["flagged"][0]["project"], "A2", "the one with twelve of thirty: {first}");
    let again = machine.json(&["check", "--evaluations"]);
    assert_eq!((&again["looked"], &again["unchanged"], &again["flagged"]), (&json!(0), &json!(2), &first["flagged"]));
    // An act of a recheck bears on its own self-evaluation only.
    machine.json(&["recheck", "set", "A1", "--indicator", "1", "--value", "12"]);
    machine.json(&["recheck", "set", "A1", "--indicator", "0", "--confirm"]);
    machine.json(&["recheck", "finish", "A1"]);
    let after = machine.json(&["check", "--evaluations"]);
    assert_eq!((&after["looked"], &after["unchanged"]), (&json!(1), &json!(1)));
    assert!(machine.fired("A1").contains(&"E034".to_owned()));
    let listed = machine.json(&["recheck", "list"]);
    assert_eq!(listed[0]["findings"]["errors"], json!(1), "{listed}");
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
    let full = |n: usize| evaluation(&format!("P{n}"));
    machine.evaluations("自评", &(0..10).map(full).collect::<Vec<_>>());
    assert_eq!(machine.finding("P3", "E025")["severity"], "info", "nobody has looked at the others yet");
    machine.json(&["check", "--evaluations"]);
    let finding = machine.finding("P3", "E025");
    assert_eq!((&finding["severity"], &finding["facts"]["projects"]), (&json!("warning"), &json!("10")));
    // It does not: 2 of 10.
    let some = |n: usize| match n < 2 {
        true => Evaluation { done: "全年完成养护三十一公里，已经验收", ..full(n) },
        false => Evaluation { actual: "29", score: "87", total: "97", ..full(n) },
    };
    machine.evaluations("更正", &(0..10).map(some).collect::<Vec<_>>());
    let looked = machine.json(&["check", "--evaluations"])["looked"].clone();
    assert_eq!(looked, json!(10), "another table of the year makes another ground");
    assert!(!machine.fired("P1").contains(&"E025".to_owned()));
}

#[test]
fn a_passage_of_another_department_is_found_but_not_the_title_of_a_form() {
    let machine = Machine::new();
    let says = |code, done| Evaluation { done, ..evaluation(code) };
    let all = [says("A1", PASSAGE), says("B1", PASSAGE), says("A2", PASSAGE), says("C1", TITLE), says("D1", TITLE)];
    machine.evaluations("自评", &all);
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
fn a_passage_of_another_department_is_found_among_files_without_a_database() {
    let machine = Machine::new();
    let says = |code, done| Evaluation { done, ..evaluation(code) };
    let path = |name: &str| machine.home.path().join(format!("{name}.csv"));
    for (name, done) in [("A1", PASSAGE), ("A2", PASSAGE), ("B1", PASSAGE), ("C1", TITLE), ("D1", TITLE)] {
        std::fs::write(path(name), says(name, done).printed()).unwrap();
    }
    let fired = |files: &[&str], code: &str| -> Vec<Value> {
        let paths: Vec<String> = files.iter().map(|name| text(&path(name)).to_owned()).collect();
        let args: Vec<&str> = ["check", "--json"].into_iter().chain(paths.iter().map(String::as_str)).collect();
        let answer: Value = serde_json::from_slice(&machine.run(&args).stdout).unwrap();
        let findings = answer.as_array().unwrap_or_else(|| panic!("{answer}"));
        let of = |finding: &&Value| finding["project"] == code && finding["check"] == "E032";
        findings.iter().filter(of).cloned().collect()
    };
    // In whatever order the files are named; of another department only.
    let mut partners = std::collections::BTreeSet::new();
    for files in [["A1", "A2", "B1", "C1", "D1"], ["D1", "B1", "C1", "A2", "A1"]] {
        let [finding] = &fired(&files, "A1")[..] else { panic!("A1") };
        assert_eq!(
            (&finding["severity"], &finding["facts"]["department"]),
            (&json!("info"), &json!("水务局")),
            "{finding}"
        );
        assert_eq!(fired(&files, "A2").len(), 1);
        let partner = fired(&files, "B1")[0]["facts"]["project"].clone();
        assert!([json!("项目A1"), json!("项目A2")].contains(&partner), "{partner}");
        partners.insert(partner.to_string());
        assert!(fired(&files, "C1").is_empty() && fired(&files, "D1").is_empty(), "the title of a form is nobody's");
    }
    assert_eq!(partners.len(), 1, "{partners:?}");
    assert!(fired(&["A1", "A2"], "A1").is_empty(), "one's own department");
    assert!(fired(&["A1"], "A1").is_empty());
    // Where more than ten departments say it, it is common wording.
    let many: Vec<String> = (1..=10).map(|at| format!("E{at}")).collect();
    for name in &many {
        let other = says(name, PASSAGE).printed().replace("交通局", &format!("第{name}局"));
        std::fs::write(path(name), other).unwrap();
    }
    let all: Vec<&str> = ["A1"].into_iter().chain(many.iter().map(String::as_str)).collect();
    assert!(fired(&all, "A1").is_empty(), "common wording");
    assert_eq!(fired(&all[..10], "A1").len(), 3, "of many copies the three longest");
}

#[test]
fn an_approved_project_without_a_self_evaluation_is_named() {
    let machine = Machine::new();
    machine.approve(&["A1", "A2", "A3"]);
    // Nobody has filed: there is nothing to miss yet, and nothing to check.
    assert!(machine.refused(&["check", "--evaluations"], 3).contains("自评表"));
    machine.evaluations("自评", &["A1", "A2"].map(evaluation));
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
    machine.evaluations("补报", &[evaluation("A3")]);
    assert_eq!(machine.json(&["check", "--evaluations"])["without_evaluation_total"], json!(0));
}

#[test]
fn who_filed_under_another_code_has_filed_and_is_held_against_the_target_of_that_name() {
    let machine = Machine::new();
    machine.approve(&["A1", "A2"]);
    let nameless = Evaluation { code: String::new(), weight: "60", score: "60", total: "70", ..evaluation("A2") };
    let path = machine.home.path().join("无编码.csv");
    std::fs::write(&path, nameless.printed().replace("项目名称,,项目,", "项目名称,,项目A2,")).unwrap();
    machine.json(&["import", text(&path), "--kind", "self_evaluation"]);
    machine.evaluations("自评", &[evaluation("A1")]);
    let answer = machine.json(&["check", "--evaluations"]);
    assert_eq!(answer["without_evaluation_total"], json!(0), "{answer}");
    let listed = machine.json(&["links", "--table", "self_evaluation"]);
    assert!(answer["looked"] == json!(2), "{answer} {listed}");
    let flagged = answer["warnings"].as_u64();
    assert!(flagged > Some(0), "60 points where 90 were approved (E005): {answer}");
}

#[test]
fn bad_self_evaluations_are_marked_and_end_nothing() {
    let machine = Machine::new();
    let odd = |code, actual, score, total| Evaluation { actual, score, total, ..evaluation(code) };
    machine.evaluations(
        "自评",
        &[
            odd("N1", "-999999999999999999999999", "90", "100"),
            odd("N2", "31", "99999999999999999999999999999999999", "100"),
            odd("N3", "31", "-5", "-1e30"),
            odd("N4", "31", "120", "130"),
            Evaluation { funds: "-100,-100,99999999999999999999999", ..evaluation("N5") },
            evaluation("N6"),
            odd("N6", "12", "30", "40"),
        ],
    );
    let answer = machine.json(&["check", "--evaluations"]);
    assert_eq!(answer["looked"], json!(6), "two of one code are one project: {answer}");
    assert!(machine.fired("N4").contains(&"E016".to_owned()), "over the weight");
    assert!(machine.fired("N3").contains(&"E016".to_owned()), "below zero");
    // No target is here: nothing is said of targets, and nothing is missed.
    for code in ["N1", "N2", "N4", "N5", "N6"] {
        let of_targets = ["E002", "E003", "E004", "E005"];
        assert!(!machine.fired(code).iter().any(|check| of_targets.contains(&&**check)), "{code}");
    }
    assert_eq!(answer["without_evaluation_total"], json!(0));
    assert_eq!(machine.json(&["recheck", "show", "N6"])["approved"], json!(false));
    let told = String::from_utf8(machine.run(&["recheck", "show", "N6"]).stdout).unwrap();
    assert!(told.contains("没有找到这个项目批复的绩效目标"), "{told}");
}

#[test]
fn units_are_asked_for_what_lacks_by_kind_of_indicator() {
    let machine = Machine::new();
    machine.evaluations("自评", &[evaluation("A1"), evaluation("B1")]);
    let asked = machine.json(&["recheck", "request", "A1", "--due", "2025-06-30"]);
    let rows = asked[0]["indicators"].as_array().unwrap();
    assert_eq!((&asked[0]["project"], &asked[0]["due"], rows.len()), (&json!("A1"), &json!("2025-06-30"), 2));
    assert_eq!((&rows[0]["kind"], &rows[1]["kind"]), (&json!("execution"), &json!("quantity")));
    assert_eq!(rows[1]["state"], json!("open"));
    let notice =
        String::from_utf8(machine.run(&["recheck", "request", "A1", "B1", "--due", "2025-06-30"]).stdout).unwrap();
    for words in [
        "调阅资料通知",
        "交通局本级；水务局本级",
        "2025-06-30",
        "国库支付台账",
        "1 养护里程（指标值 ≥30公里，自评 31）",
    ] {
        assert!(notice.contains(words), "“{words}” is not in\n{notice}");
    }
    // What came in is not asked for again.
    let file = machine.home.path().join("台账.csv");
    std::fs::write(&file, "里程,31").unwrap();
    machine.json(&["recheck", "evidence", "A1", "--name", "养护台账", "--file", text(&file)]);
    machine.json(&["recheck", "set", "A1", "--indicator", "1", "--confirm", "--evidence", "@1"]);
    let asked = machine.json(&["recheck", "request", "A1"]);
    assert_eq!(
        (&asked[0]["indicators"][1]["state"], &asked[0]["indicators"][1]["evidence"]),
        (&json!("here"), &json!(["@1"]))
    );
    for ending in ["docx", "html", "xlsx", "txt"] {
        let out = machine.home.path().join(format!("通知.{ending}"));
        machine.json(&["recheck", "request", "A1", "--out", text(&out), "--dry-run"]);
        assert!(!out.exists());
        let written = machine.json(&["recheck", "request", "A1", "--out", text(&out), "--due", "2025-06-30"]);
        assert_eq!(written["rows"], json!(1), "{ending}");
        machine.refused(&["recheck", "request", "A1", "--out", text(&out)], 3);
    }
    let page = std::fs::read_to_string(machine.home.path().join("通知.html")).unwrap();
    assert!(page.contains("国库支付台账") && !page.contains("养护里程"), "{page}");
    // A department is asked for all that is open there.
    let both = machine.json(&["recheck", "request", "--department", "交通局"]);
    assert_eq!(both.as_array().map(Vec::len), Some(1));
    machine.refused(&["recheck", "request", "--department", "没有"], 3);
    machine.refused(&["recheck", "request"], 2);
    machine.refused(&["recheck", "request", "A1", "--due", "soon"], 2);
    machine.refused(&["recheck", "request", "A1", "--out", "x.pdf"], 2);

    // Its file is the same, then another, then gone.
    let folder = machine.home.path();
    let stands = || machine.json(&["recheck", "papers", "A1", "--folder", text(folder)])["@1"].clone();
    assert_eq!(stands(), json!("same"));
    std::fs::write(&file, "里程,32").unwrap();
    assert_eq!(stands(), json!("changed"));
    std::fs::remove_file(&file).unwrap();
    assert_eq!(stands(), json!("gone"));
    machine.refused(&["recheck", "papers", "A1", "--folder", "nowhere"], 3);
    assert!(
        machine
            .refused(&["recheck", "evidence", "A1", "--name", "x", "--file", "nowhere.pdf"], 3)
            .contains("nowhere.pdf")
    );
}
