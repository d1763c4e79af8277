//! Files are looked at before anything of them is stored, and stored by one act.

mod support;

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use support::{Desk, TARGETS, go_on, import, items, view};
use wenxiao::engine::FieldId;
use wenxiao::engine::import::Progress;
use wenxiao::engine::request::{ImportOptions, JobReport, JobSpec, Reply, Request};
use wenxiao::engine::view::{Preview, Standing};
use wenxiao::engine::workstation::Workstation;

fn options() -> ImportOptions {
    ImportOptions { year: Some(2025), ..ImportOptions::default() }
}

fn preview(station: &Workstation, paths: &[PathBuf]) -> Preview {
    station.preview(paths, &options(), &mut go_on).unwrap()
}

/// The bytes of the database and what lies beside it.
fn bytes(desk: &Desk) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(desk.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && path.file_name().unwrap().to_string_lossy().starts_with("wenxiao.db"))
        // Which pages of the log readers hold is shared memory, not content.
        .filter(|path| !path.to_string_lossy().ends_with("-shm"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

/// The list with one amount, one value and one row changed, and one project more.
fn changed(desk: &Desk) -> PathBuf {
    let path = desk.path("目标二稿.csv");
    let text = TARGETS.replace(",1260,", ",1380.5,").replace("加装电梯,,适量,台", "加装电梯,≥,12,台")
        + "51000025T000000000003,新桥,219-交通局,219001-养护中心,80,建桥,产出指标,数量指标,新建桥梁,≥,1,座,40\n";
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn what_is_new_changed_and_equal_is_told_and_nothing_is_written() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    let file = changed(&desk);
    let before = bytes(&desk);
    let preview = preview(&station, std::slice::from_ref(&file));
    let table = &preview.files[0].tables[0];
    assert_eq!((table.projects, table.new, table.changed, table.equal), (3, 1, 1, 1));
    assert_eq!((table.indicators, table.without_amount), (6, 0));
    assert_eq!(table.fen, (1_205_000 + 13_805_000 + 800_000) * 100);
    let names = |which| -> Vec<(String, u32)> {
        let lines = station.preview_lines(&preview.staged, which, 0, 10).unwrap();
        lines.into_iter().map(|line| (line.name, line.row)).collect()
    };
    assert_eq!(names(Some(Standing::Equal)), [("道路养护".to_owned(), 2)]);
    assert_eq!(names(Some(Standing::Changed)), [("老旧小区改造".to_owned(), 5)]);
    assert_eq!(names(Some(Standing::New)), [("新桥".to_owned(), 7)]);
    assert_eq!(names(None).len(), 3);
    assert_eq!(station.preview_lines(&preview.staged, None, 2, 10).unwrap()[0].name, "新桥", "a page of the list");
    assert_eq!(station.preview_lines(&preview.staged, None, 9, 10).unwrap(), []);

    let changes = station.preview_change(&preview.staged, 1).unwrap();
    let told: Vec<_> = changes
        .iter()
        .map(|change| {
            let name = change.indicator.as_ref().map(|indicator| indicator.name.as_str());
            (change.field, name, change.before.as_deref(), change.after.as_deref())
        })
        .collect();
    assert_eq!(
        told,
        [
            (FieldId::Total, None, Some("1260"), Some("1380.5")),
            (FieldId::Operator, Some("加装电梯"), None, Some("≥")),
            (FieldId::Target, Some("加装电梯"), Some("适量"), Some("12")),
        ]
    );
    assert_eq!(station.preview_change(&preview.staged, 0).unwrap(), []);
    let brought = station.preview_change(&preview.staged, 2).unwrap();
    assert!(brought.iter().any(|change| change.field == FieldId::Name && change.after.as_deref() == Some("新桥")));
    assert!(brought.iter().all(|change| change.before.is_none()), "{brought:?}");
    assert!(station.preview_change(&preview.staged, 3).is_err());
    assert_eq!(bytes(&desk), before, "a preview writes nothing");
    assert_eq!(items(&station).len(), 2);
}

#[test]
fn a_cancelled_or_refused_preview_writes_nothing() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    import(&mut station, &desk.targets());
    let before = bytes(&desk);
    let problem = station.preview(&[changed(&desk)], &options(), &mut |_| ControlFlow::Break(())).unwrap_err();
    assert_eq!(problem.key, "problem-cancelled");
    let broken = desk.path("broken.csv");
    fs::write(&broken, "项目名称,指标值\n\"道路养护,1\n").unwrap();
    let refused = preview(&station, &[broken.clone(), desk.targets()]);
    assert_eq!(refused.files[0].refused.as_ref().map(|problem| problem.key), Some("problem-csv-quote"));
    assert!(refused.files[1].already_imported, "one refused file does not spoil the other");
    let dry = ImportOptions { dry_run: true, ..options() };
    station.import(&[changed(&desk)], &dry, &mut go_on).unwrap();
    assert_eq!(station.import(&[broken], &options(), &mut go_on).unwrap_err().key, "problem-csv-quote");
    assert_eq!(bytes(&desk), before);
}

#[test]
fn what_was_read_is_committed_once_whoever_commits() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let mut second = desk.open();
    import(&mut station, &desk.targets());
    let preview = preview(&station, &[changed(&desk)]);
    let mut stopped = |progress: Progress| match progress.phase {
        "phase-publishing" => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    assert_eq!(station.commit(&preview.staged, &mut stopped).unwrap_err().key, "problem-cancelled");
    assert_eq!(items(&station).len(), 2, "a cancelled commit leaves nothing");

    let digest = |station: &Workstation| station.digest().unwrap().set;
    let report = second.commit(&preview.staged, &mut go_on).unwrap();
    let table = &report.files[0].tables[0];
    assert_eq!((table.new, table.changed, table.equal), (2, 1, 1), "new counts the changed ones, too");
    let after = digest(&second);
    let report = station.commit(&preview.staged, &mut go_on).unwrap();
    assert!(report.files[0].already_imported);
    assert_eq!(report.files[0].tables[0].equal, 3);
    assert_eq!(digest(&station), after, "committing again writes nothing");
    assert_eq!(items(&station).len(), 3);
    assert_eq!(view(&station, "老旧小区改造").row.version_no, 2);
}

#[test]
fn what_changed_between_preview_and_commit_is_counted_anew() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let file = changed(&desk);
    let preview = preview(&station, &[file]);
    assert_eq!(preview.files[0].tables[0].new, 3);
    import(&mut station, &desk.targets());
    let report = station.commit(&preview.staged, &mut go_on).unwrap();
    let table = &report.files[0].tables[0];
    assert_eq!((table.new, table.changed, table.equal), (2, 1, 1));
}

/// Three lists in folders, with things beside them that are no tables.
fn folder(desk: &Desk) -> PathBuf {
    let root = desk.path("报送");
    fs::create_dir_all(root.join("交通局")).unwrap();
    for (name, number) in [("交通局/目标.csv", '4'), ("住建局.csv", '5'), ("水利局.csv", '6')] {
        fs::write(root.join(name), TARGETS.replace("25T00000000000", &format!("25T0000{number}000000"))).unwrap();
    }
    fs::write(root.join("说明.docx"), "x").unwrap();
    fs::write(root.join("~$水利局.csv"), "x").unwrap();
    fs::write(root.join("坏.csv"), "x,y\n1,2\n").unwrap();
    root
}

#[test]
fn a_folder_import_goes_on_where_it_stopped() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let root = folder(&desk);
    // The year is in the title, so that no option is needed.
    for name in ["交通局/目标.csv", "住建局.csv", "水利局.csv"] {
        let text = fs::read_to_string(root.join(name)).unwrap();
        fs::write(root.join(name), format!("2025年度项目绩效目标表\n{text}")).unwrap();
    }
    let plain = ImportOptions::default();
    let (mut published, mut before) = (0, "");
    let mut stop_at_second = |progress: Progress| {
        published += u32::from(progress.phase == "phase-publishing" && before != progress.phase);
        before = progress.phase;
        if published == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let problem = station.import(std::slice::from_ref(&root), &plain, &mut stop_at_second).unwrap_err();
    assert_eq!(problem.key, "problem-cancelled-between");
    assert_eq!(items(&station).len(), 2, "the first file is in");

    let report = station.import(std::slice::from_ref(&root), &plain, &mut go_on).unwrap();
    let told: Vec<(&Path, bool)> =
        report.files.iter().map(|file| (file.path.strip_prefix(&root).unwrap(), file.already_imported)).collect();
    let expected: [(&Path, bool); 3] =
        [("交通局/目标.csv".as_ref(), true), ("住建局.csv".as_ref(), false), ("水利局.csv".as_ref(), false)];
    assert_eq!(told, expected);
    assert_eq!(report.files[0].tables[0].projects, 2, "what a known file brought is still told");
    assert_eq!(items(&station).len(), 6);
    let refused: Vec<_> = report.refused.iter().map(|(path, problem)| (path.clone(), problem.key)).collect();
    assert_eq!(refused, [(root.join("坏.csv"), "problem-csv-unknown")]);
    let passed: Vec<_> = report.passed_over.iter().map(|(path, key)| (path.clone(), *key)).collect();
    assert_eq!(
        passed,
        [(root.join("~$水利局.csv"), "reason-file-hidden"), (root.join("说明.docx"), "reason-file-no-table")]
    );

    // Options that change what is read have every file read again.
    let other = ImportOptions { region: Some("340000000".into()), ..plain };
    let report = station.import(&[root], &other, &mut go_on).unwrap();
    assert!(report.files.iter().all(|file| !file.already_imported));
}

#[test]
fn screens_preview_look_and_commit_through_requests() {
    use wenxiao::engine::inline::Inline;
    use wenxiao::engine::request::{Engine, JobId};

    let desk = Desk::new();
    let engine = Inline::new(desk.of("王敏"));
    let spec = JobSpec::Preview { paths: vec![desk.targets()], options: options() };
    engine.post(Request::Start { job: JobId(1), spec });
    let replies = || std::iter::from_fn(|| engine.take()).collect::<Vec<_>>();
    let preview = replies().into_iter().find_map(|reply| match reply {
        Reply::Finished { result: Ok(JobReport::Previewed(preview)), .. } => Some(preview),
        _ => None,
    });
    let staged = preview.expect("a preview").staged.clone();
    let lines = Request::LoadPreviewLines { epoch: 5, staged: staged.clone(), which: None, from: 1, count: 5 };
    engine.post(lines);
    engine.post(Request::LoadPreviewChange { epoch: 6, staged: staged.clone(), index: 0 });
    engine.post(Request::Start { job: JobId(2), spec: JobSpec::Commit { staged } });
    let replies = replies();
    assert!(replies.iter().any(|reply| matches!(
        reply,
        Reply::PreviewLines { epoch: 5, from: 1, lines } if lines.len() == 1 && lines[0].name == "老旧小区改造"
    )));
    assert!(replies.iter().any(|reply| matches!(reply, Reply::PreviewChange { epoch: 6, index: 0, .. })));
    assert!(replies.iter().any(|reply| matches!(
        reply,
        Reply::Finished { job: JobId(2), result: Ok(JobReport::Imported(report)) } if report.files[0].tables[0].new == 2
    )));
    assert_eq!(items(&engine.into_station()).len(), 2);
}

/// A report that lies beside its file must not be read with it the next time.
#[test]
fn reports_are_written_for_each_file_and_are_not_read_as_tables() {
    use wenxiao::engine::report::ReportTo;
    use wenxiao::text::{Language, Strings};

    let desk = Desk::new();
    let station = desk.of("王敏");
    let root = folder(&desk);
    let text = TARGETS.replace(",1260,", ",约一千,");
    fs::write(root.join("水利局.csv"), &text).unwrap();
    fs::write(root.join("交通局/水利局.csv"), &text).unwrap();
    for language in Language::ALL {
        let strings = Strings::new(language);
        let say = |key: &str, args: &[(&'static str, String)]| strings.told(key, args);
        let read = preview(&station, std::slice::from_ref(&root));
        assert_eq!(read.files.len(), 5, "{language:?}: {:?}", read.passed_over);
        let write = |to, replace| station.write_reports(&read, &to, replace, &say);
        let beside = write(ReportTo::Beside, false).unwrap();
        assert_eq!(beside.len(), 3, "of each file that something is said of: {beside:?}");
        assert_eq!(write(ReportTo::Beside, false).unwrap().len(), 3, "beside nothing is replaced");
        write(ReportTo::TextBeside(root.clone()), false).unwrap();
        let out = desk.path(&format!("报告 {}", language.tag()));
        let written = write(ReportTo::Folder(out.clone()), false).unwrap();
        let mut names: Vec<_> = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        assert_eq!(names.len(), 3, "two files of one name: {names:?}");
        assert_eq!(write(ReportTo::Folder(out.clone()), false).unwrap_err().key, "problem-file-exists");
        assert_eq!(write(ReportTo::Folder(out), true).unwrap(), written);
        let one = ReportTo::Sheet(desk.path("one.xlsx"));
        assert_eq!(write(one, false).unwrap_err().key, "problem-report-one-file");
    }
    let passed = preview(&station, std::slice::from_ref(&root)).passed_over;
    let ours = passed.iter().filter(|(_, key)| *key == "reason-file-report").count();
    assert_eq!(ours, 2 * (3 + 3 + 1), "{passed:?}");
}

#[test]
fn the_report_lists_what_cells_show_and_marks_them_in_a_copy() {
    use calamine::{Reader as _, Xlsx, open_workbook};
    use wenxiao::engine::report::ReportTo;
    use wenxiao::text::{Language, Strings};

    let desk = Desk::new();
    let station = desk.of("王敏");
    let file = desk.path("目标.csv");
    fs::write(&file, TARGETS.replace(",1260,", ",约一千,")).unwrap();
    let read = preview(&station, std::slice::from_ref(&file));
    let strings = Strings::new(Language::ZhCn);
    let out = desk.path("退回.xlsx");
    let say = |key: &str, args: &[(&'static str, String)]| strings.told(key, args);
    station.write_reports(&read, &ReportTo::Sheet(out.clone()), false, &say).unwrap();
    let mut book: Xlsx<_> = open_workbook(&out).unwrap();
    assert_eq!(book.sheet_names(), ["问题清单", "原表"]);
    let list = book.worksheet_range("问题清单").unwrap();
    let row = |at: u32| -> Vec<String> {
        (0..6).map(|column| list.get_value((at, column)).map(ToString::to_string).unwrap_or_default()).collect()
    };
    assert!(row(0)[0].contains("《目标.csv》") && row(0)[0].contains("1 处请核对"), "{:?}", row(0));
    assert_eq!(row(3)[..5], ["序号", "工作表", "单元格", "内容", "结果"]);
    assert_eq!(row(4)[1..], ["", "E5", "约一千", "请核对", "金额“约一千”不是确切的数，原文保留"]);
    let copy = book.worksheet_range("原表").unwrap();
    assert_eq!(copy.get_value((4, 4)).map(ToString::to_string).as_deref(), Some("约一千"));

    fs::write(&file, TARGETS).unwrap();
    let changed = station.write_reports(&read, &ReportTo::Sheet(desk.path("b.xlsx")), false, &say).unwrap_err();
    assert_eq!(changed.key, "problem-file-changed", "a report about another file would mark other cells");
}

/// A sheet that nobody knows is told once, with what it begins with, and in the sender's report.
#[test]
fn an_unknown_sheet_beside_a_table_is_told_once() {
    use wenxiao::engine::report::{self, ReportTo, Totals};
    use wenxiao::text::{Language, Strings};

    let desk = Desk::new();
    let station = desk.of("王敏");
    let file = desk.path("目标.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for (row, line) in TARGETS.lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            page.write_string(row as u32, column as u16, cell).unwrap();
        }
    }
    let page = book.add_worksheet();
    page.set_name("考核").unwrap();
    for (row, line) in ["名头,要干啥,干到啥样", "新路,修路,30公里", "新桥,架桥,1座"].iter().enumerate()
    {
        for (column, cell) in line.split(',').enumerate() {
            page.write_string(row as u32, column as u16, cell).unwrap();
        }
    }
    book.save(&file).unwrap();
    let read = preview(&station, std::slice::from_ref(&file));
    assert_eq!((Totals::of(&read).unknown, Totals::of(&read).new), (1, 2));
    let strings = Strings::new(Language::ZhCn);
    let say = |key: &str, args: &[(&'static str, String)]| strings.told(key, args);
    let lines = report::lines(&read, &say);
    let told: Vec<_> = lines.iter().filter(|line| line.contains("考核")).collect();
    assert!(told.len() == 1 && told[0].contains("名头 | 要干啥"), "{lines:#?}");
    let out = desk.path("退回.xlsx");
    assert_eq!(station.write_reports(&read, &ReportTo::Sheet(out.clone()), false, &say).unwrap(), [out]);
}
