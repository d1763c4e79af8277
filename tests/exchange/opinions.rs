//! The opinions sheet: exact headings, inert cells, same bytes, nothing lost on a full or read-only disk.

use std::ops::ControlFlow;
use std::path::Path;

use calamine::{Reader as _, Xlsx, open_workbook};
use wenxiao::exchange::opinions::{OpinionLine, OpinionSheet, write_opinions};
use wenxiao::exchange::read_file;
use wenxiao::model::form::MoreField;
use wenxiao::model::problem::ProblemKind;

use crate::pages::year;

const HOSTILE: [&str; 14] = [
    "=1+1",
    "+1",
    "-5",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－5",
    "＠x",
    " =1",
    "'=1",
    "''quoted",
    "{=1}",
    "1. 指标值偏低\n2. \"缺少\"质量,指标；",
    "'",
];

fn lines() -> Vec<OpinionLine> {
    HOSTILE
        .iter()
        .enumerate()
        .map(|(at, opinion)| OpinionLine {
            unit_code: "219001".into(),
            unit_name: "棠溪镇".into(),
            project_code: format!("51000024T{at:012}"),
            project_name: "道路养护".into(),
            opinion: (*opinion).into(),
        })
        .collect()
}

fn read_back(path: &Path) -> Vec<String> {
    let file = read_file(path, &year(2025), &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(file.tables[0].rejects, []);
    file.tables[0].batch.forms.iter().map(|(_, form)| form.more[&MoreField::Opinion].clone()).collect()
}

#[test]
fn both_files_come_back_equal_and_inert() {
    let folder = tempfile::tempdir().unwrap();
    let trimmed: Vec<&str> = HOSTILE.iter().map(|text| text.trim()).collect();
    for name in ["意见.csv", "意见.xlsx"] {
        let path = folder.path().join(name);
        let written = write_opinions(&path, OpinionSheet::Project, &lines(), false).unwrap();
        assert_eq!(written.rows, HOSTILE.len());
        assert_eq!(read_back(&path), trimmed, "{name}");
    }
    let csv = std::fs::read(folder.path().join("意见.csv")).unwrap();
    let text = std::str::from_utf8(csv.strip_prefix(b"\xef\xbb\xbf").expect("a byte order mark")).unwrap();
    assert!(text.starts_with("\"单位编码\",\"单位名称\",\"项目编码\",\"项目名称\",\"修改意见\"\r\n"));
    for start in ["\"=", "\"+", "\"-", "\"@", "\"＝", "\"＋", "\"－", "\"＠", "\" ="] {
        assert!(!text.contains(start), "{start}");
    }
    assert!(text.contains("\"'=1+1\"") && text.contains("\"''=1\"") && text.contains("\"'－5\""));

    let mut book: Xlsx<_> = open_workbook(folder.path().join("意见.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["绩效目标评审意见"]);
    let range = book.worksheet_range("绩效目标评审意见").unwrap();
    let headings: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(headings, ["单位编码", "单位名称", "项目编码", "项目名称", "修改意见"]);
    assert_eq!(range.get_value((1, 4)).unwrap().to_string(), "=1+1");
    assert!(book.worksheet_formula("绩效目标评审意见").unwrap().is_empty());
    let mut zip = zip::ZipArchive::new(std::fs::File::open(folder.path().join("意见.xlsx")).unwrap()).unwrap();
    let styles = std::io::read_to_string(zip.by_name("xl/styles.xml").unwrap()).unwrap();
    assert!(styles.contains("quotePrefix=\"1\""));
    assert!(zip.file_names().all(|name| !name.unwrap().contains("externalLink")));
}

#[test]
fn the_department_sheet_has_three_columns() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("意见.xlsx");
    write_opinions(&path, OpinionSheet::Department, &lines()[12..13], false).unwrap();
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let range = book.worksheet_range("绩效目标评审意见").unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(rows[0], ["单位编码", "单位名称", "修改意见"]);
    assert_eq!(rows[1], ["219001", "棠溪镇", HOSTILE[12]]);
}

#[test]
fn the_same_opinions_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    for ending in ["xlsx", "csv"] {
        let write = |name: &str| {
            let path = folder.path().join(format!("{name}.{ending}"));
            let written = write_opinions(&path, OpinionSheet::Project, &lines(), false).unwrap();
            (written.sha256, std::fs::read(path).unwrap())
        };
        assert_eq!(write("a"), write("b"));
    }
}

#[test]
fn nothing_is_overwritten_or_written_where_it_cannot_be() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("意见.xlsx");
    write_opinions(&path, OpinionSheet::Project, &lines(), false).unwrap();
    let before = std::fs::read(&path).unwrap();
    let again = write_opinions(&path, OpinionSheet::Project, &[], false).unwrap_err();
    assert_eq!((again.kind, again.key), (ProblemKind::Refused, "problem-file-exists"));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    write_opinions(&path, OpinionSheet::Project, &[], true).unwrap();

    let ending = write_opinions(&folder.path().join("意见.pdf"), OpinionSheet::Project, &lines(), false).unwrap_err();
    assert_eq!((ending.kind, ending.key), (ProblemKind::Usage, "problem-export-ending"));

    let long = OpinionLine { opinion: "长".repeat(32_768), ..OpinionLine::default() };
    let path = folder.path().join("长.csv");
    assert_eq!(
        write_opinions(&path, OpinionSheet::Project, &[long], false).unwrap_err().key,
        "problem-cell-too-long-to-export"
    );
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["意见.xlsx"], "no temporary file is left");
    let device = write_opinions(Path::new("/proc/意见.csv"), OpinionSheet::Project, &lines(), false).unwrap_err();
    assert_eq!(device.kind, ProblemKind::Refused);
}

#[test]
fn an_independent_reader_finds_the_exact_sheet_and_no_formula() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("意见.xlsx");
    write_opinions(&path, OpinionSheet::Project, &lines(), false).unwrap();
    let reader = std::process::Command::new("python3").arg("tests/read_sheet.py").arg(&path).output().unwrap();
    assert!(reader.status.success(), "{}", String::from_utf8_lossy(&reader.stderr));
    let said: serde_json::Value = serde_json::from_slice(&reader.stdout).unwrap();
    assert_eq!(said["sheets"], serde_json::json!(["绩效目标评审意见"]));
    assert_eq!(said["rows"][0], serde_json::json!(["单位编码", "单位名称", "项目编码", "项目名称", "修改意见"]));
    let opinions: Vec<&str> = (1..=HOSTILE.len()).map(|row| said["rows"][row][4].as_str().unwrap()).collect();
    assert_eq!(opinions, HOSTILE);
    assert_eq!((&said["formulas"], &said["links"], &said["inert"]), (&0.into(), &0.into(), &true.into()));
}
