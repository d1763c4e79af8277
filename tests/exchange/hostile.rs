//! Files that are broken, meant to harm, or not what they seem.

use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use rust_xlsxwriter::{Format, Workbook};
use wenxiao::exchange::{ReadOptions, read_bytes, read_file};
use wenxiao::model::form::FormKind;
use wenxiao::model::problem::{Problem, ProblemKind};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::pages::{Grid, draw, form, read_with, xlsx, year};

pub const BUDGET: Grid<'static> = &[
    &["项目代码", "项目名称", "单位名称", "预算金额（元）"],
    &["51000024T000000000001", "道路养护", "棠溪镇", "n:900000"],
    &["51000024T000000000002", "水库维修", "棠溪镇", "n:5"],
];

fn refused(name: &str, bytes: &[u8]) -> Problem {
    let problem = read_with(name, bytes, &year(2025)).expect_err("a hostile file was read");
    assert_eq!(problem.kind, ProblemKind::Refused);
    assert!(problem.args.iter().any(|(arg, value)| *arg == "path" && value == name), "{problem}");
    problem
}

pub fn arg(problem: &Problem, name: &str) -> String {
    problem.args.iter().find(|(arg, _)| *arg == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

/// A zip container with these entries, each as XML text.
pub fn container(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook whose only sheet has this XML.
pub fn workbook(sheet: &str) -> Vec<u8> {
    container(&[
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="清单" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

pub fn sheet_xml(rows: &str) -> String {
    format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

pub fn text_cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn what_is_no_workbook_is_told_what_it_is() {
    for (name, bytes, key) in [
        ("a.xlsx", &b""[..], "problem-file-empty"),
        ("a.xlsx", b"this is no workbook at all", "problem-not-a-workbook"),
        ("a.xlsx", &[0x12, 0x00, 0xff, 0x00, 0x00, 0x80, 0x00, 0x00, 0x01], "problem-not-a-workbook"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "problem-html-not-workbook"),
        ("a.xls", b"\xef\xbb\xbf  <!DOCTYPE html><html/>", "problem-html-not-workbook"),
        (
            "a.xls",
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
            "problem-xml-not-workbook",
        ),
        ("a.xlsx", b"%PDF-1.7 ...", "problem-not-a-workbook"),
        ("a.csv", b"a,b\n1,2\n", "problem-csv-unknown"),
        ("a.csv", b",,,\n\n", "problem-no-cells"),
    ] {
        assert_eq!(refused(name, bytes).key, key, "{name} {bytes:?}");
    }
    let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refused("a.xlsx", &locked).key, "problem-workbook-encrypted");
    assert_eq!(refused("a.docx", &container(&[("word/document.xml", "<a/>")])).key, "problem-not-a-workbook");
}

#[test]
fn a_truncated_workbook_is_refused_at_every_length() {
    let whole = xlsx(&[("清单", BUDGET)]);
    for length in [4, 30, whole.len() / 3, whole.len() / 2, whole.len() - 30, whole.len() - 1] {
        assert_eq!(refused("a.xlsx", &whole[..length]).key, "problem-workbook-truncated", "{length}");
    }
    let mut flipped = whole.clone();
    let middle = flipped.len() / 3;
    flipped[middle] ^= 0xff;
    assert!(read_with("a.xlsx", &flipped, &year(2025)).is_err(), "a flipped byte fails its checksum");
}

#[test]
fn two_far_cells_cost_nothing() {
    let far = sheet_xml(&format!(
        "<row r=\"1\">{}</row><row r=\"1048576\">{}</row>",
        text_cell("A1", "项目代码"),
        text_cell("XFD1048576", "x")
    ));
    let started = Instant::now();
    let problem = refused("a.xlsx", &workbook(&far));
    assert_eq!((problem.key, arg(&problem, "cell").as_str()), ("problem-cell-too-far-right", "XFD1048576"));
    let down = sheet_xml(&format!(
        "<row r=\"1\">{}</row><row r=\"1048576\">{}</row>",
        text_cell("A1", "a"),
        text_cell("B1048576", "x")
    ));
    assert_eq!(refused("a.xlsx", &workbook(&down)).key, "problem-no-known-table");
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn bombs_and_doubled_entries_are_refused_before_they_are_inflated() {
    let zeros = " ".repeat(32 << 20);
    assert_eq!(refused("a.xlsx", &workbook(&sheet_xml(&zeros))).key, "problem-zip-text");
    let rows = "<row></row>".repeat(3 << 20);
    assert_eq!(refused("a.xlsx", &workbook(&sheet_xml(&rows))).key, "problem-zip-ratio");

    // Writers refuse to double a name, so it is doubled in the bytes.
    let mut doubled = container(&[("xl/workbook.xml", "<a/>"), ("xl/workbook.xmk", "<b/>")]);
    let places: Vec<usize> =
        (0..doubled.len() - 15).filter(|at| &doubled[*at..*at + 15] == b"xl/workbook.xmk").collect();
    for at in places {
        doubled[at + 14] = b'l';
    }
    assert_eq!(refused("a.xlsx", &doubled).key, "problem-zip-duplicate");
    let cased = container(&[("xl/workbook.xml", "<a/>"), ("xl/Workbook.xml", "<b/>")]);
    assert_eq!(refused("a.xlsx", &cased).key, "problem-zip-duplicate");
    let climbing = container(&[("../../etc/passwd", "a"), ("xl/workbook.xml", "<a/>")]);
    assert_eq!(refused("a.xlsx", &climbing).key, "problem-zip-entry-name");
    let many: Vec<(String, &str)> = (0..10_001).map(|n| (format!("xl/{n}"), "")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    assert_eq!(refused("a.xlsx", &container(&many)).key, "problem-zip-entries");
    let entities = "<!DOCTYPE a [<!ENTITY b \"c\">]>".to_owned() + &*sheet_xml("");
    assert_eq!(refused("a.xlsx", &workbook(&entities)).key, "problem-xml-entities");
}

#[test]
fn an_overlong_cell_rejects_its_row_and_the_rest_is_imported() {
    let long = "长".repeat(30_000);
    let page: &[&[&str]] = &[BUDGET[0], BUDGET[1], &["51000024T000000000003", &long, "棠溪镇", "n:1"]];
    let rows = page
        .iter()
        .enumerate()
        .map(|(row, cells)| {
            let cells: String = cells
                .iter()
                .enumerate()
                .map(|(column, text)| text_cell(&format!("{}{}", char::from(b'A' + column as u8), row + 1), text))
                .collect();
            format!("<row r=\"{}\">{cells}</row>", row + 1)
        })
        .collect::<String>();
    let file = read_with("a.xlsx", &workbook(&sheet_xml(&rows)), &year(2025)).unwrap();
    assert_eq!(file.tables[0].batch.forms.len(), 1);
    let reject = &file.tables[0].rejects[0];
    assert_eq!((reject.sheet.as_str(), reject.row, reject.column), ("清单", 3, 2));
    assert_eq!(reject.reason.key, "reason-cell-too-long");
    assert_eq!(reject.value.chars().count(), 40);
}

#[test]
fn hidden_sheets_rows_and_columns_are_read_and_named() {
    let mut book = Workbook::new();
    draw(book.add_worksheet().set_name("明面").unwrap(), BUDGET);
    let sheet = book.add_worksheet();
    sheet.set_name("暗处").unwrap().set_hidden(true);
    draw(sheet, BUDGET);
    sheet.set_row_hidden(1).unwrap();
    sheet.set_row_hidden(7).unwrap();
    sheet.set_column_hidden(3).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let file = read_with("a.xlsx", &bytes, &year(2025)).unwrap();
    let read: Vec<_> =
        file.tables[0].batch.forms.iter().map(|(place, form)| (place.sheet.as_str(), form.name.as_str())).collect();
    assert_eq!(read, [("明面", "道路养护"), ("明面", "水库维修"), ("暗处", "道路养护"), ("暗处", "水库维修")]);
    let told: Vec<_> = file.tables[0]
        .warnings
        .iter()
        .map(|w| (w.sheet.as_str(), w.row, w.column, w.reason.key, w.reason.args.first().map_or("", |(_, text)| text)))
        .collect();
    assert_eq!(
        told,
        [
            ("暗处", 0, 0, "reason-hidden-sheet", ""),
            ("暗处", 2, 0, "reason-hidden-rows", "2"),
            ("暗处", 0, 4, "reason-hidden-columns", "D"),
            ("暗处", 2, 0, "reason-project-repeated", "明面"),
            ("暗处", 3, 0, "reason-project-repeated", "明面"),
        ]
    );
}

#[test]
fn broken_encodings_are_told_by_byte_and_row() {
    let mut utf8 = "项目代码,项目名称,单位名称\n1,道路养护,棠溪镇\n2,水库".as_bytes().to_vec();
    let at = utf8.len() + 1;
    utf8.extend_from_slice(b"\xe7\xbb,x\n");
    let problem = refused("a.csv", &utf8);
    assert_eq!(problem.key, "problem-encoding-broken");
    assert_eq!((arg(&problem, "byte"), arg(&problem, "row")), (at.to_string(), "3".to_owned()));
    assert_eq!(arg(&problem, "encoding"), "UTF-8");

    let mut gb = encoding_rs::GB18030.encode("项目代码,项目名称,单位名称\n1,道路养护,棠溪镇\n").0.into_owned();
    let at = gb.len() + 3;
    gb.extend_from_slice(b"2,\xff\n");
    let problem = refused("a.csv", &gb);
    assert_eq!(problem.key, "problem-encoding-broken");
    assert_eq!((arg(&problem, "byte"), arg(&problem, "row")), (at.to_string(), "3".to_owned()));

    let options = ReadOptions { encoding: Some("utf-8".into()), ..year(2025) };
    let gb = encoding_rs::GB18030.encode("项目代码,项目名称,单位名称\n1,道路养护,棠溪镇\n").0.into_owned();
    assert_eq!(read_with("a.csv", &gb, &options).unwrap_err().key, "problem-encoding-broken");
    let options = ReadOptions { encoding: Some("klingon".into()), ..year(2025) };
    assert_eq!(read_with("a.csv", &gb, &options).unwrap_err().key, "problem-encoding-unknown");
    assert!(read_with("a.csv", &gb, &ReadOptions { encoding: Some("gb18030".into()), ..year(2025) }).is_ok());
}

#[test]
fn csv_of_odd_shapes_is_bounded() {
    assert_eq!(arg(&refused("a.csv", "项目代码,\"项目\n1,2\n".as_bytes()), "row"), "1");
    assert_eq!(refused("a.csv", "x,".repeat(100_000).as_bytes()).key, "problem-csv-columns");
    let line = "x".repeat(8 << 20);
    assert_eq!(refused("a.csv", line.as_bytes()).key, "problem-no-usable-row");
    let nul = "项目代码,项目名称,单位名称\n1,道路\0养护,棠溪镇\n2,水库维修,棠溪镇\n";
    let file = read_with("a.csv", nul.as_bytes(), &year(2025)).unwrap();
    assert_eq!(file.tables[0].batch.forms.len(), 1);
    assert_eq!((file.tables[0].rejects[0].row, file.tables[0].rejects[0].reason.key), (2, "reason-cell-nul"));
    let controls = "项目代码\t项目名称\t单位名称\r1\t道路\u{1b}[2J\u{202e}养护\t棠溪镇\r";
    assert_eq!(form(controls.as_bytes(), &year(2025), FormKind::BudgetList).name, "道路\u{1b}[2J\u{202e}养护");
}

#[test]
fn sheets_without_known_labels_are_named_with_what_was_met() {
    let page: Grid = &[&["姓名", "电话"], &["甲", "1"]];
    let problem = refused("a.xlsx", &xlsx(&[("通讯录", page), ("附件", page)]));
    assert_eq!(problem.key, "problem-no-known-table");
    assert_eq!(arg(&problem, "sheets"), "通讯录, 附件");
    assert!(arg(&problem, "headings").starts_with("姓名 | 电话"));
}

#[test]
fn every_key_told_here_has_its_words_in_both_languages() {
    let mut keys = Vec::new();
    for entry in std::fs::read_dir("src/exchange").unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() || path.ends_with("bundle.rs") {
            continue;
        }
        let source = std::fs::read_to_string(path).unwrap();
        for (start, _) in source.match_indices("\"problem-").chain(source.match_indices("\"reason-")) {
            let key = source[start + 1..].split('"').next().unwrap();
            if !key.ends_with('-') && !key.starts_with("problem-internal") {
                keys.push(key.to_owned());
            }
        }
    }
    assert!(keys.len() > 40);
    for locale in ["zh-CN", "en"] {
        let mut words = String::new();
        for folder in ["src/data/locales", "src/data/locales/parts"] {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.to_string_lossy().ends_with(&format!("{locale}.ftl")) {
                    words.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        for key in &keys {
            assert!(words.lines().any(|line| line.starts_with(&format!("{key} = "))), "{key} in {locale}");
        }
    }
}

#[test]
fn what_is_no_file_is_refused_without_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let read =
        |path: &std::path::Path| read_file(path, &year(2025), &mut |_| ControlFlow::Continue(())).unwrap_err().key;
    assert_eq!(read(&folder.path().join("没有.xlsx")), "problem-file-missing");
    assert_eq!(read(folder.path()), "problem-file-is-folder");
    assert_eq!(read(std::path::Path::new("/dev/zero")), "problem-file-is-device");
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(read(&pipe), "problem-file-is-device");
    for (name, start, length) in [("large.xlsx", "PK\x03\x04", 64_u64 << 20), ("large.csv", "a,b\n", 8 << 30)] {
        let large = folder.path().join(name);
        std::fs::write(&large, start).unwrap();
        std::fs::File::options().append(true).open(&large).unwrap().set_len(length + 1).unwrap();
        assert_eq!(read(&large), "problem-file-too-large");
    }
    let good = folder.path().join("清单.xlsx");
    std::fs::write(&good, xlsx(&[("清单", BUDGET)])).unwrap();
    let file = read_file(&good, &year(2025), &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(file.sha256.len(), 64);
}

#[test]
fn reading_can_be_stopped() {
    let text = "项目代码,项目名称,单位名称\n".to_owned() + &*"1,道路养护,棠溪镇\n".repeat(2000);
    let mut calls = 0;
    let stopped = read_bytes("a.csv", text.as_bytes(), &year(2025), &mut |progress| {
        calls += 1;
        if progress.rows >= 1024 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(stopped.unwrap_err().key, "problem-import-stopped");
    assert_eq!(calls, 2);
}

#[test]
fn numbers_show_as_in_the_spreadsheet() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    draw(
        sheet,
        &[
            &["项目名称：道路养护"],
            &["一级指标", "二级指标", "三级指标", "指标值"],
            &["产出指标", "数量指标", "a", ""],
            &["", "", "b", ""],
            &["", "", "c", ""],
            &["", "", "d", ""],
        ],
    );
    sheet.write_number(2, 3, 0.1 + 0.2).unwrap();
    sheet.write_number(3, 3, 5.0).unwrap();
    sheet.write_number_with_format(4, 3, 1.0, &Format::new().set_num_format("0%")).unwrap();
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2025, 6, 30).unwrap();
    sheet.write_datetime_with_format(5, 3, &date, &Format::new().set_num_format("yyyy/m/d")).unwrap();
    let read = form(&book.save_to_buffer().unwrap(), &year(2025), FormKind::Target);
    let targets: Vec<_> = read.indicators.iter().map(|i| i.target.as_str()).collect();
    assert_eq!(targets, ["0.3", "5", "100%", "2025-06-30"]);
}

/// What cells of the soup below hold: labels, headings and values in any order.
const SOUP: [&str; 40] = [
    "项目名称",
    "项目名称：",
    "项目名称：道路",
    "道路养护",
    "219-棠溪镇",
    "主管部门",
    "实施单位",
    "项目代码",
    "单位名称",
    "项目资金（万元）",
    "年初预算数",
    "全年预算数",
    "全年执行数",
    "执行率",
    "分值",
    "得分",
    "年度资金总额：",
    "中期资金总额：",
    "其中：财政拨款",
    "其他资金",
    "n:90",
    "约90",
    "年度总体目标",
    "中期目标",
    "年度目标",
    "实际完成情况",
    "绩效指标",
    "长期绩效指标",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "实际完成值",
    "修改意见",
    "合计",
    "总分",
    "（2022年度）",
    "项目支出绩效自评表",
    "部门整体支出绩效目标表",
    "填报日期：",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// No arrangement of known words and merged cells makes the reader panic, and its forms are numbered and canonical.
    #[test]
    fn any_soup_of_labels_is_read_or_refused(
        cells in proptest::collection::vec(proptest::collection::vec(0_usize..60, 1..9), 1..14),
        areas in proptest::collection::vec((0_u32..14, 0_u32..9, 0_u32..4, 0_u32..4), 0..6),
    ) {
        let place = |row: u32, column: u32| format!("{}{}", char::from(b'A' + column as u8), row + 1);
        let rows: String = cells.iter().enumerate().map(|(row, cells)| {
            let cells: String = cells.iter().enumerate().filter_map(|(column, pick)| {
                SOUP.get(*pick).map(|text| text_cell(&place(row as u32, column as u32), text))
            }).collect();
            format!("<row r=\"{}\">{cells}</row>", row + 1)
        }).collect();
        let merged: String = areas.iter().map(|(row, column, down, right)| {
            format!("<mergeCell ref=\"{}:{}\"/>", place(*row, *column), place(row + down, column + right))
        }).collect();
        let sheet = sheet_xml(&rows).replace("</worksheet>", &format!("<mergeCells>{merged}</mergeCells></worksheet>"));
        if let Ok(file) = read_with("a.xlsx", &workbook(&sheet), &year(2025)) {
            for (_, form) in file.tables.iter().flat_map(|table| &table.batch.forms) {
                proptest::prop_assert!(!form.name.is_empty() || form.code.is_some());
                let numbers: Vec<u32> = form.indicators.iter().map(|indicator| indicator.no).collect();
                proptest::prop_assert_eq!(numbers, (1..=form.indicators.len() as u32).collect::<Vec<_>>());
                proptest::prop_assert!(!form.canonical().is_empty());
            }
        }
    }
}
