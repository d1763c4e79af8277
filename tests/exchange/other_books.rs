//! The same table as xlsx, xls and ods: what the cells show is read, whatever the program that saved them.
//!
//! The xls and ods files were saved by LibreOffice from the xlsx of this test; `UPDATE=1` saves them again, where
//! `soffice` is installed.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use wenxiao::exchange::{ReadFile, read_bytes};

use crate::pages::year;

fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("自评表").unwrap();
    let show = |code: &str| Format::new().set_num_format(code);
    let plain = Format::new();
    page.merge_range(0, 0, 0, 7, "项目支出绩效自评表（2025年度）", &plain).unwrap();
    page.write_string(1, 0, "项目名称").unwrap();
    page.merge_range(1, 1, 1, 7, "道路养护", &plain).unwrap();
    page.write_string(2, 0, "主管部门").unwrap();
    page.merge_range(2, 1, 2, 3, "219-市交通局", &plain).unwrap();
    page.write_string(2, 4, "实施单位").unwrap();
    page.merge_range(2, 5, 2, 7, "219001-市公路中心", &plain).unwrap();
    for (column, heading) in
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
            .into_iter()
            .enumerate()
    {
        page.write_string(3, column as u16, heading).unwrap();
    }
    page.write_string(4, 0, "年度资金总额").unwrap();
    page.write_number_with_format(4, 2, 90, &show("0.00")).unwrap();
    page.write_number_with_format(4, 3, 89.974, &show("0.00")).unwrap();
    page.write_number_with_format(4, 4, 1234.5, &show("#,##0.00")).unwrap();
    page.write_number(4, 5, 10).unwrap();
    page.write_number_with_format(4, 6, 0.9775, &show("0.00%")).unwrap();
    page.write_number(4, 7, 9.5).unwrap();
    let headings = ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"];
    for (column, heading) in headings.into_iter().enumerate() {
        page.write_string(5, column as u16, heading).unwrap();
    }
    let rows: [(&str, f64, &str, f64, &str); 5] = [
        ("养护里程", 30.0, "0\"公里\"", 31.0, "General"),
        ("验收合格率", 1.0, "0%", 0.95, "0%"),
        ("优良率", 0.975, "0.0%", 0.3, "0%"),
        ("人均成本", 0.1 + 0.2, "General", 12345.678, "#,##0.0"),
        ("编号", 219.0, "000000", 1e-7, "General"),
    ];
    page.merge_range(6, 1, 11, 1, "产出指标（50分）", &plain).unwrap();
    for (at, (name, target, format, actual, actual_format)) in rows.into_iter().enumerate() {
        let row = 6 + at as u32;
        page.write_string(row, 2, "数量指标").unwrap();
        page.write_string(row, 3, name).unwrap();
        page.write_number_with_format(row, 4, target, &show(format)).unwrap();
        page.write_number_with_format(row, 5, actual, &show(actual_format)).unwrap();
        page.write_number(row, 6, 10).unwrap();
        page.write_number_with_format(row, 7, 9.96, &show("0.0")).unwrap();
    }
    page.write_string(11, 2, "时效指标").unwrap();
    page.write_string(11, 3, "完成时间\n（竣工 验收）").unwrap();
    let day = ExcelDateTime::from_ymd(2025, 6, 30).unwrap();
    page.write_datetime_with_format(11, 4, &day, &show("yyyy-mm-dd")).unwrap();
    page.write_string(11, 5, "2025年6月").unwrap();
    page.write_number(11, 6, 10).unwrap();
    page.write_string(11, 7, "  9 ").unwrap();
    page.set_row_hidden(8).unwrap();
    page.set_column_hidden(7).unwrap();
    let far = book.add_worksheet();
    far.set_name("备查").unwrap().set_hidden(true);
    far.write_string(60_000, 200, "远处").unwrap();
    book.save_to_buffer().unwrap()
}

fn stored(ending: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/books").join(format!("evaluation.{ending}"))
}

fn save_again() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("evaluation.xlsx");
    std::fs::write(&source, xlsx()).unwrap();
    for (ending, filter) in [("xls", "xls:MS Excel 97"), ("ods", "ods")] {
        let done = Command::new("soffice")
            .args(["--headless", "--convert-to", filter, "--outdir"])
            .args([stored(ending).parent().unwrap(), &source])
            .env("HOME", folder.path())
            .status()
            .unwrap();
        assert!(done.success());
    }
}

fn read(name: &str, bytes: &[u8]) -> ReadFile {
    read_bytes(name, bytes, &year(2025), &mut |_| ControlFlow::Continue(())).unwrap()
}

#[test]
fn the_same_table_reads_the_same_from_every_kind_of_workbook() {
    if std::env::var_os("UPDATE").is_some() {
        save_again();
    }
    let expected = read("a.xlsx", &xlsx());
    let table = &expected.tables[0];
    let shown: Vec<(&str, &str)> = table.batch.forms[0]
        .1
        .indicators
        .iter()
        .map(|row| (row.target.as_str(), row.actual.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(
        shown,
        [
            ("30公里", "31"),
            ("100%", "95%"),
            ("97.5%", "30%"),
            ("0.3", "12,345.7"),
            ("000219", "0.0000001"),
            ("2025-06-30", "2025年6月"),
        ]
    );
    for ending in ["xls", "ods"] {
        let file = read(&format!("a.{ending}"), &std::fs::read(stored(ending)).unwrap());
        assert_eq!(file.tables.len(), 1, "{ending}");
        let found = &file.tables[0];
        assert_eq!(found.batch.forms, table.batch.forms, "{ending}");
        assert_eq!(found.rejects, table.rejects, "{ending}");
        assert_eq!(found.warnings, table.warnings, "{ending}: hidden rows, columns and sheets are named");
    }
}
