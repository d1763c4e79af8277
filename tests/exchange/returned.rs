//! The report to the sender: the list, and the sender's sheets with the cells marked where they stand.

use std::path::{Path, PathBuf};

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use rust_xlsxwriter::{Format, Workbook};
use wenxiao::exchange::returned::{Remark, Words, write_returned};
use wenxiao::model::ids::sha256;

fn words() -> Words {
    Words {
        list: "问题清单".into(),
        preface: vec!["目标表.xlsx".into(), "请更正后重新报送。".into()],
        headings: ["序号", "工作表", "单元格", "内容", "结果", "原因"].map(str::to_owned),
        rejected: "未采用".into(),
        remarked: "请核对".into(),
        table: "表".into(),
        in_part: "只列出有问题的行".into(),
    }
}

fn remark(sheet: &str, row: u32, column: u32, value: &str, rejected: bool) -> Remark {
    Remark { sheet: sheet.into(), row, column, value: value.into(), rejected, text: format!("原因 {row}.{column}") }
}

fn hex(path: &Path) -> String {
    sha256(&std::fs::read(path).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sender(folder: &Path) -> PathBuf {
    let path = folder.join("目标表.xlsx");
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("1'目标").unwrap();
    page.merge_range(0, 0, 0, 3, "项目支出绩效目标申报表", &Format::new()).unwrap();
    page.write_string(4, 1, "=1+1").unwrap();
    page.write_string(4, 2, "abc").unwrap();
    book.add_worksheet().set_name("无关").unwrap().write_string(0, 0, "x").unwrap();
    book.save(&path).unwrap();
    path
}

fn part(path: &Path, wanted: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(wanted).unwrap(), &mut text).unwrap();
    text
}

#[test]
fn cells_stand_at_their_places_marked_and_with_their_reason() {
    let folder = tempfile::tempdir().unwrap();
    let source = sender(folder.path());
    let out = folder.path().join("退回.xlsx");
    let remarks = [
        remark("1'目标", 5, 3, "abc", true),
        remark("1'目标", 5, 2, "=1+1", false),
        remark("1'目标", 7, 0, "", true),
        remark("", 0, 0, "", false),
    ];
    let written = write_returned(&source, &hex(&source), None, None, &remarks, &words(), (&out, false)).unwrap();
    assert_eq!(written.rows, 4);
    let mut book: Xlsx<_> = open_workbook(&out).unwrap();
    assert_eq!(book.sheet_names(), ["问题清单", "1'目标"], "only sheets that something is said of");
    let list = book.worksheet_range("问题清单").unwrap();
    let row = |at: u32| -> Vec<String> {
        (0..6).map(|column| list.get_value((at, column)).map(ToString::to_string).unwrap_or_default()).collect()
    };
    assert_eq!(row(3), ["序号", "工作表", "单元格", "内容", "结果", "原因"]);
    assert_eq!(row(4), ["1", "1'目标", "C5", "abc", "未采用", "原因 5.3"]);
    assert_eq!(row(5), ["2", "1'目标", "B5", "=1+1", "请核对", "原因 5.2"]);
    assert_eq!(row(6)[2], "7");
    let copy = book.worksheet_range("1'目标").unwrap();
    assert_eq!(copy.get_value((4, 1)), Some(&Data::String("=1+1".into())), "text, never a formula");
    assert_eq!(copy.get_value((0, 0)), Some(&Data::String("项目支出绩效目标申报表".into())));
    let sheet = part(&out, "xl/worksheets/sheet2.xml");
    assert!(sheet.contains("A1:D1") && !sheet.contains("<f>"), "{sheet}");
    let notes = part(&out, "xl/comments1.xml");
    for (cell, reason) in [("C5", "原因 5.3"), ("B5", "原因 5.2"), ("A7", "原因 7.0")] {
        assert!(notes.contains(&format!("ref=\"{cell}\"")) && notes.contains(reason), "{cell}: {notes}");
    }
    let again = folder.path().join("再.xlsx");
    let second = write_returned(&source, &hex(&source), None, None, &remarks, &words(), (&again, false)).unwrap();
    assert_eq!(second.sha256, written.sha256);
}

#[test]
fn a_file_that_changed_meanwhile_and_a_taken_name_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("a.csv");
    std::fs::write(&source, "项目代码,指标值\nx,y\n").unwrap();
    let out = folder.path().join("退回.xlsx");
    let remarks = [remark("", 2, 1, "x", true)];
    let write = |sha256: &str| write_returned(&source, sha256, None, None, &remarks, &words(), (&out, false));
    assert_eq!(write("00").unwrap_err().key, "problem-file-changed");
    assert!(!out.exists());
    write(&hex(&source)).unwrap();
    assert_eq!(open_workbook::<Xlsx<_>, _>(&out).unwrap().sheet_names(), ["问题清单", "表"]);
    assert_eq!(write(&hex(&source)).unwrap_err().key, "problem-file-exists");
}

#[test]
fn of_a_long_sheet_only_the_rows_spoken_of_are_copied_at_their_own_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("long.csv");
    let rows: String = (0..60_000).map(|row| format!("a{row},b,c,d\n")).collect();
    std::fs::write(&source, rows).unwrap();
    let out = folder.path().join("退回.xlsx");
    let remarks = [remark("", 59_001, 2, "b", true)];
    write_returned(&source, &hex(&source), None, None, &remarks, &words(), (&out, false)).unwrap();
    let mut book: Xlsx<_> = open_workbook(&out).unwrap();
    let copy = book.worksheet_range("表").unwrap();
    assert_eq!(copy.get_value((59_000, 0)), Some(&Data::String("a59000".into())));
    assert_eq!(copy.used_cells().filter(|(_, column, _)| *column == 0).count(), 21);
}
