//! `library`: a table of yardsticks goes in, entries, versions and what a project lacks come out.

use serde_json::Value;

use super::{CODE, Machine, text};

const LIBRARY: &str = "\
云溪市交通运输行业指标库,,,,,,,,,,,
指标代码,一级指标,二级指标,三级指标,计量单位,指标库类别,项目类别,标准值,标杆值,依据文件,状态,核心指标
1101,产出指标,数量指标,养护里程,公里,个性,道路养护,≥30,≥40,云交〔2024〕3号,印发,
1102,产出指标,质量指标,路面完好率,%,个性,道路养护,≥90,≥95,云交〔2024〕3号,印发,是
1201,产出指标,质量指标,验收合格率,%,共性,,≥95,100,云财绩〔2024〕1号,确认,
1301,产出指标,质量指标,旧路完好率,%,个性,道路养护,≥80,,云交〔2019〕1号,废止,
";

fn names(answer: &Value) -> Vec<&str> {
    answer["entries"].as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap()).collect()
}

fn brought_in(machine: &Machine, name: &str, year: &str, content: &str) {
    let path = machine.home.path().join(name);
    std::fs::write(&path, content).unwrap();
    machine.json(&["library", "import", text(&path), "--year", year]);
}

#[test]
fn a_library_is_imported_searched_and_keeps_its_versions() {
    let machine = Machine::imported();
    brought_in(&machine, "指标库2024.csv", "2024", &LIBRARY.replace("≥30", "≥20"));
    brought_in(&machine, "指标库2025.csv", "2025", LIBRARY);
    let all = machine.json(&["library", "list"]);
    assert_eq!(names(&all), ["养护里程", "路面完好率", "验收合格率", "旧路完好率"]);
    assert_eq!(all["counts"]["common"], 1);
    let standing: Vec<(u64, bool)> = all["tables"]
        .as_array()
        .unwrap()
        .iter()
        .map(|table| (table["year"].as_u64().unwrap(), table["in_force"].as_bool().unwrap()))
        .collect();
    assert_eq!(standing, [(2024, false), (2025, true)]);
    assert_eq!(names(&machine.json(&["library", "list", "yhlc"])), ["养护里程"]);
    assert_eq!(names(&machine.json(&["library", "list", "--part", "common"])), ["验收合格率"]);
    let shown = machine.json(&["library", "show", "1101"]);
    let entry = &shown["entries"][0];
    assert_eq!((entry["standard"].as_str(), entry["benchmark"].as_str()), (Some("≥30"), Some("≥40")));
    assert_eq!((entry["status"].as_str(), entry["document"].as_str()), (Some("issued"), Some("云交〔2024〕3号")));
    let told = String::from_utf8(machine.run(&["library", "show", "1101", "--lang", "zh-CN"]).stdout).unwrap();
    assert!(told.contains("2024 年") && told.contains("已被后来的版本代替"), "{told}");
    assert!(machine.refused(&["library", "show", "9999"], 3).contains("9999"));
}

#[test]
fn what_fits_a_row_and_what_a_project_lacks_is_told() {
    let machine = Machine::imported();
    brought_in(&machine, "指标库.csv", "2025", LIBRARY);
    let fits = machine.json(&["library", "list", "--project", CODE, "--row", "1"]);
    assert_eq!(names(&fits), ["养护里程"]);
    assert_eq!(
        (fits["entries"][0]["nearness"].as_str(), fits["entries"][0]["same_field"].as_bool()),
        (Some("same"), Some(true))
    );
    let missing: Vec<&str> =
        fits["missing"].as_array().unwrap().iter().map(|found| found["name"].as_str().unwrap()).collect();
    assert_eq!(missing, ["路面完好率"], "core for this kind of project, and not abolished");
    // On the screens its values stand beside the row.
    let screen = machine.run(&["play", "--size", "80x24", "<f4><enter><home><down>"]);
    let screen = String::from_utf8(screen.stdout).unwrap();
    assert!(screen.contains("≥30公里") && screen.contains("标准 ≥30  标杆 ≥40  云交〔2024〕3号 印发"), "{screen}");
}
