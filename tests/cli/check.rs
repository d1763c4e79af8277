//! `check`: what a department runs before it files its targets.

use std::io::Read as _;

use serde_json::Value;

use super::{Machine, text};

const HEADINGS: [&str; 12] = [
    "项目编码",
    "项目名称",
    "主管部门",
    "实施单位",
    "资金总额(万元)",
    "年度目标",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "分值",
    "备注",
];

/// Two projects, three rows each; the goal of the second one is a template's rest.
fn rows() -> Vec<Vec<&'static str>> {
    let project = |code, name, goal| -> Vec<Vec<&'static str>> {
        let row = |level1, level2, level3, target, weight| {
            vec![code, name, "219-交通局", "219001-养护中心", "120", goal, level1, level2, level3, target, weight, ""]
        };
        vec![
            row("产出指标", "数量指标", "养护公路里程", "≥30公里", "40"),
            row("效益指标", "社会效益指标", "好路率", "≥95%", "30"),
            row("满意度指标", "服务对象满意度指标", "沿线群众满意度", "≥90%", "20"),
        ]
    };
    let goal = "完成农村公路养护30公里，好路率达到95%，群众满意度不低于90%。";
    [project("A1", "农村公路养护", goal), project("B2", "城市道路养护<b>", "……")].concat()
}

impl Machine {
    /// A workbook with a title and headings above the rows.
    fn book(&self, name: &str) -> std::path::PathBuf {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("目标").unwrap();
        sheet.write(0, 0, "2025年项目支出绩效目标表").unwrap();
        for (column, heading) in (0..).zip(HEADINGS) {
            sheet.write(1, column, heading).unwrap();
        }
        for (row, cells) in (2..).zip(rows()) {
            for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write(row, column, cell).unwrap();
            }
        }
        let path = self.home.path().join(name);
        book.save(&path).unwrap();
        path
    }
}

fn goal(answer: &Value) -> &Value {
    answer.as_array().unwrap().iter().find(|finding| finding["check"] == "T003").unwrap()
}

#[test]
fn a_file_is_checked_without_a_database_and_told_by_its_cells() {
    let machine = Machine::new();
    let path = machine.book("目标表.xlsx");
    let answer = machine.json(&["check", text(&path)]);
    let finding = goal(&answer);
    assert_eq!((finding["severity"].as_str(), finding["category"].as_str()), (Some("error"), Some("C01")));
    // The fourth row of the table is the sixth of the sheet; the goal is its sixth column.
    assert_eq!((&finding["sheet"], &finding["row"], &finding["column"]), (&"目标".into(), &6.into(), &6.into()));
    assert_eq!(finding["project"], "B2");
    for part in ["message", "draft", "demand", "evidence", "version"] {
        assert!(finding[part].as_str().is_some_and(|text| !text.is_empty()), "{part}");
    }
    assert!(!machine.home.path().join("data").join("wenxiao.db").exists());
    machine.refused(&["list", "projects"], 3);
}

#[test]
fn a_marked_copy_a_page_and_a_text_are_written_and_never_over_others() {
    let machine = Machine::new();
    let path = machine.book("目标表.xlsx");
    let out = |name: &str| machine.home.path().join(name);
    for name in ["自查.xlsx", "自查.html", "自查.txt"] {
        let answered = machine.run(&["check", text(&path), "--out", text(&out(name))]);
        assert_eq!(answered.status.code(), Some(0), "{}", String::from_utf8_lossy(&answered.stderr));
        machine.refused(&["check", text(&path), "--out", text(&out(name))], 3);
    }
    let mut book = zip::ZipArchive::new(std::fs::File::open(out("自查.xlsx")).unwrap()).unwrap();
    let mut notes = String::new();
    book.by_name("xl/comments1.xml").unwrap().read_to_string(&mut notes).unwrap();
    assert!(notes.contains("ref=\"F6\"") && notes.contains("T003"), "{notes}");
    let page = std::fs::read_to_string(out("自查.html")).unwrap();
    assert!(page.contains("T003") && page.contains("城市道路养护&lt;b&gt;") && !page.contains("<b>"), "{page}");
    assert!(std::fs::read_to_string(out("自查.txt")).unwrap().contains("T003"));
    // A folder gets one marked copy for each file of which something is said.
    machine.run(&["check", text(&path), "--out", text(&out("结果"))]);
    assert!(out("结果").join("目标表-自查结果.xlsx").exists());
    machine.refused(&["check", text(&path), "--out", text(&out("自查.docx"))], 2);
}

#[test]
fn what_cannot_be_read_is_told_and_does_not_spoil_the_others() {
    let machine = Machine::new();
    let path = machine.book("目标表.xlsx");
    let broken = machine.home.path().join("坏.xlsx");
    std::fs::write(&broken, "PK\u{3}\u{4}no workbook").unwrap();
    let told = machine.run(&["check", text(&path), text(&broken)]);
    assert_eq!(told.status.code(), Some(0));
    let lines = String::from_utf8(told.stdout).unwrap();
    assert!(lines.contains("T003") && lines.contains("坏.xlsx"), "{lines}");
    assert_eq!(machine.run(&["check", text(&broken)]).status.code(), Some(3));
    machine.refused(&["check", "没有这个.xlsx"], 3);
    machine.refused(&["check"], 2);
    machine.refused(&["check", text(&path), "A1"], 2);
}

#[test]
fn a_station_finds_on_its_project_what_the_department_found_in_its_file() {
    let machine = Machine::new();
    let path = machine.book("目标表.xlsx");
    let found = |answer: Value| -> Vec<(String, Value)> {
        let findings = answer.as_array().unwrap().iter().filter(|finding| finding["project"] == "B2");
        findings.map(|one| (one["check"].as_str().unwrap().to_owned(), one["indicator"].clone())).collect()
    };
    let theirs = found(machine.json(&["check", text(&path)]));
    machine.json(&["import", text(&path)]);
    let ours = found(machine.json(&["check", "B2"]));
    assert!(!ours.is_empty());
    for finding in theirs {
        assert!(ours.contains(&finding), "{finding:?} is not among {ours:?}");
    }
}

#[test]
fn all_targets_are_checked_and_who_filed_none_is_named_with_place() {
    let machine = Machine::new();
    let book = machine.book("目标表.xlsx");
    machine.json(&["import", text(&book), "--year", "2025"]);
    let list = machine.home.path().join("清单.csv");
    std::fs::write(
        &list,
        "项目编码,项目名称,主管部门,预算单位,资金总额(万元)\nA1,农村公路养护,219-交通局,219001-养护中心,120\n\
         C9,河道清淤,305-水利局,305001-河道中心,80\n",
    )
    .unwrap();
    machine.json(&["import", text(&list), "--year", "2025", "--kind", "budget_list"]);
    let answer = machine.json(&["check", "--all"]);
    assert_eq!((&answer["looked"], &answer["unchanged"]), (&2.into(), &0.into()));
    assert!(answer["errors"].as_u64().unwrap() > 0);
    assert_eq!(answer["without_target_total"], 1);
    let missing = &answer["without_target"][0];
    assert_eq!((&missing["check"], &missing["project"], &missing["row"]), (&"X001".into(), &"C9".into(), &3.into()));
    assert!(missing["file"].as_str().unwrap().contains("清单.csv"));
    let again = machine.json(&["check", "--all"]);
    assert_eq!((&again["looked"], &again["unchanged"]), (&0.into(), &2.into()));
    assert_eq!(machine.json(&["check", "--all", "--anew"])["looked"], 2);
    machine.refused(&["check", "--all", "A1"], 2);
}
