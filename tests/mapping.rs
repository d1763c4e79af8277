//! Tables that nobody knows: asked about once, on the screen or by a file, and never again.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::rc::Rc;

use assert_cmd::cargo::CommandCargoExt as _;
use serde_json::Value;
use wenxiao::engine::inline::Inline;
use wenxiao::engine::mapping as engine;
use wenxiao::engine::request::{Engine, ImportOptions, Request};
use wenxiao::model::mapping::{ColumnMapping, Mapping};
use wenxiao::text::Language;
use wenxiao::tui::play::{Format, PlayOptions, Player, Stage};

use support::desk::{Desk, go_on, items};
use support::script::look;

/// A self-evaluation under headings that no vocabulary has.
const STRANGE: &str = "\
某县2025年度项目考核小结,,,,,,
项目名称：道路养护,,承担科室：养护中心,,,,
大类,小类,考核事项,要做到多少,做到了没,占多少分,拿了几成
产出指标,数量指标,养护里程,≥30公里,31公里,50,50
产出指标,质量指标,验收合格率,≥95%,96%,20,20
效益指标,社会效益指标,出行改善情况,明显改善,达成预期指标,20,18
满意度指标,服务对象满意度指标,群众满意度,≥90%,92%,10,10
";

/// The same layout a year later, elsewhere in the sheet, of another project.
const NEXT_YEAR: &str = "\
,,,,,,,
,某县2026年度项目考核小结,,,,,,
,（请各单位认真填写）,,,,,,
,项目名称：桥梁维修,,承担科室：桥梁所,,,,
,大类,小类,考核事项,要做到多少,做到了没,占多少分,拿了几成
,产出指标,数量指标,维修座数,3座,2座,60,40
,效益指标,社会效益指标,通行改善,明显改善,部分达成,40,30
";

struct Shared(Rc<Inline>);

impl Engine for Shared {
    fn post(&self, request: Request) {
        self.0.post(request);
    }
}

/// A reviewer before the screens of a real station.
struct Reviewer {
    desk: Desk,
    player: Player,
}

impl Reviewer {
    fn at(size: (u16, u16), language: Language) -> Reviewer {
        let desk = Desk::new();
        let inline = Rc::new(Inline::new(desk.of("王敏")));
        let replies = Rc::clone(&inline);
        let stage = Stage { engine: Box::new(Shared(inline)), replies: Box::new(move || replies.take()) };
        Reviewer { desk, player: Player::new(stage, size, look(language), &PlayOptions::default()) }
    }

    fn new() -> Reviewer {
        Reviewer::at((80, 24), Language::ZhCn)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.desk.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Opens the questions about a file.
    fn asked(&mut self, name: &str, text: &str) -> &mut Reviewer {
        let path = self.file(name, text);
        self.press(&format!("<ctrl-n>{}<enter>", path.display()))
    }

    fn press(&mut self, keys: &str) -> &mut Reviewer {
        self.player.press(keys).unwrap();
        self
    }

    fn screen(&self) -> String {
        // The folder has another name each time.
        let folder = self.desk.folder.path().display().to_string();
        self.player.picture(Format::Text).join("\n").replace(&folder, "/tmp")
    }

    #[track_caller]
    fn shows(&mut self, words: &str) -> &mut Reviewer {
        let screen = self.screen();
        assert!(screen.contains(words), "“{words}” is not on the screen:\n{screen}");
        self
    }

    fn saved(&self) -> Vec<Mapping> {
        engine::read_mappings(&self.desk.path("default.mappings.toml")).unwrap_or_default()
    }
}

/// Takes what is proposed and says the one thing that nobody could guess.
const ANSWERS: &str = "<enter><enter> 得分<enter><enter>";

#[test]
fn a_strange_sheet_is_asked_about_once_and_read_ever_after() {
    let mut reviewer = Reviewer::new();
    let path = reviewer.file("考核.csv", STRANGE);
    reviewer.press(&format!("<f8>{}<enter>", path.display())).shows("没有认识的表格").shows("+ 认表");
    // The file that was refused is offered.
    reviewer.press("<esc><ctrl-n>").shows("考核.csv").press("<enter>");
    reviewer.shows("考核事项").shows("待确认 4").shows("?三级指标").shows("[C]").shows("=   3 大类");
    reviewer.press(ANSWERS).shows("各项都已确认");
    reviewer.press("@").shows("读到 1 项、4 条指标").shows("养护里程：目标 ≥30公里，实际 31公里，分值 50");
    reviewer.press("<esc><ctrl-s>").shows("绩效自评表 1 项 4 条指标").shows("可按 F8 导入");
    assert_eq!(reviewer.saved().len(), 1);

    let next = reviewer.file("明年.csv", NEXT_YEAR);
    reviewer.press(&format!("<f8>{}<enter>", next.display())).shows("1 个项目 2 条指标").press(".").shows("导入完成");
    reviewer.press("<esc><f2><ctrl-n>").press(&format!("<ctrl-u>{}<enter>", next.display())).shows("各表都已读懂");
}

#[test]
fn from_the_preview_the_table_is_mapped_and_read_again_at_once() {
    let mut reviewer = Reviewer::new();
    let path = reviewer.file("考核.csv", STRANGE);
    reviewer.press(&format!("<f8>{}<enter>", path.display())).shows("未能读入").press("+").shows("考核事项");
    reviewer.press(ANSWERS).press("<ctrl-s>").shows("绩效自评表").shows("1 个项目 4 条指标").shows("按 . 存入");
    reviewer.press("<esc><enter>").shows("按 . 存入").press(".").shows("导入完成");
}

#[test]
fn of_several_unknown_files_the_one_under_the_cursor_is_mapped() {
    let mut reviewer = Reviewer::new();
    let folder = reviewer.file("1.csv", &STRANGE.replace("考核事项", "另一栏")).parent().unwrap().to_owned();
    let inner = folder.join("表");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(inner.join("1.csv"), STRANGE.replace("考核事项", "另一栏")).unwrap();
    std::fs::write(inner.join("2.csv"), STRANGE).unwrap();
    reviewer.press(&format!("<f8>{}<enter>", inner.display())).shows("1.csv").shows("2.csv");
    reviewer.press("<down>+").shows("认表 2.csv").press("<esc>").press("<up>+").shows("认表 1.csv");
}

#[test]
fn what_was_read_is_what_the_sheet_says() {
    let mut reviewer = Reviewer::new();
    reviewer.asked("考核.csv", STRANGE).press(ANSWERS).press("<ctrl-s>");
    let path = reviewer.file("明年.csv", NEXT_YEAR);
    let Reviewer { desk, player } = reviewer;
    drop(player);
    let mut station = desk.open();
    let report = station.import(&[path], &ImportOptions::default(), &mut go_on).unwrap();
    assert_eq!((report.files[0].tables[0].year, report.files[0].rejects.len()), (2026, 0));
    let found = station.find_project("桥梁维修", Some(2026)).unwrap();
    let form = &found.self_evaluation.as_ref().expect("a self-evaluation");
    assert_eq!(form.unit.name, "桥梁所");
    let row = &form.indicators[0];
    assert_eq!((row.level1.as_str(), row.level2.as_str(), row.level3.as_str()), ("产出指标", "数量指标", "维修座数"));
    assert_eq!((row.target.as_str(), row.actual.as_deref()), ("3座", Some("2座")));
    assert_eq!((row.weight.as_deref(), row.score.as_deref()), (Some("60"), Some("40")));
    assert!(items(&station).is_empty(), "it is no target");
}

#[test]
fn nothing_holds_before_it_is_saved_and_leaving_asks_first() {
    let mut reviewer = Reviewer::new();
    reviewer.asked("考核.csv", STRANGE);
    reviewer.press("<esc>").shows("哪个文件认不出来");
    reviewer.press("<enter><enter>").press("<esc>").shows("改动未保存").shows("考核事项");
    reviewer.press("<esc>").shows("哪个文件认不出来");
    assert!(reviewer.saved().is_empty());
    reviewer.press("<enter><ctrl-s>").shows("还有 4 项未确认");
    assert!(reviewer.saved().is_empty());
    reviewer.press("<ctrl-s>").shows("绩效自评表 1 项");
    assert_eq!(reviewer.saved().len(), 1);
}

#[test]
fn one_key_takes_the_last_change_back() {
    let mut reviewer = Reviewer::new();
    reviewer.asked("考核.csv", STRANGE);
    reviewer.press("<delete>").shows("x 不读").shows("待确认 3");
    reviewer.press("<backspace>").shows("?三级指标").shows("待确认 4");
    reviewer.press("<down>").shows("=   4 产出指标").press("<ctrl-z>").shows("=   3 大类");
    reviewer.press("*").shows("读作：绩效运行监控").press("<backspace>").shows("读作：绩效自评表");
    reviewer.press("<backspace>").shows("没有可撤销的改动");
}

#[test]
fn a_meaning_is_given_once_and_han_text_finds_it() {
    let mut reviewer = Reviewer::new();
    reviewer.asked("考核.csv", STRANGE);
    reviewer.press("指标值").shows("“考核事项”是什么").press("<enter>").shows("“要做到多少”改为待定");
    reviewer.press("$").shows("不是金额");
}

#[test]
fn another_mapping_of_the_same_layout_is_replaced_only_when_asked_twice() {
    let mut reviewer = Reviewer::new();
    reviewer.asked("考核.csv", STRANGE).press(ANSWERS).press("<ctrl-s>");
    let first = reviewer.saved();
    let mut other = first[0].clone();
    other.columns.retain(|column| column.means != "score");
    let file = reviewer.desk.path("default.mappings.toml");
    let refused = engine::save(&file, std::slice::from_ref(&other), false, false).unwrap_err();
    assert_eq!(refused.key, "problem-mapping-exists");
    assert_eq!(reviewer.saved(), first);
    engine::save(&file, std::slice::from_ref(&other), true, true).unwrap();
    assert_eq!(reviewer.saved(), first, "a trial writes nothing");
    assert!(engine::save(&file, std::slice::from_ref(&other), true, false).unwrap()[0].replaced);
    assert_eq!(reviewer.saved(), [other]);
    let kept = engine::read_mappings(&reviewer.desk.path("default.mappings.toml.bak")).unwrap();
    assert_eq!(kept, first);
}

#[test]
fn a_broken_file_of_mappings_stops_no_import_and_is_not_written_over() {
    let desk = Desk::new();
    let mut station = desk.of("王敏");
    let file = desk.path("default.mappings.toml");
    for broken in ["[[mapping]]\nname = 1", "\u{0}\u{1}", "[[mapping]]\nname=\"a\"\nfingerprint=\"zz\"", "= = ="] {
        std::fs::write(&file, broken).unwrap();
        let report =
            station.import(&[desk.targets()], &ImportOptions { year: Some(2025), ..Default::default() }, &mut go_on);
        assert!(report.is_ok(), "{broken:?}");
        let mapping = Mapping {
            name: "甲".into(),
            fingerprint: "ab".repeat(32),
            heading_rows: 1,
            columns: vec![ColumnMapping { heading: "甲".into(), occurrence: 1, means: "level3".into(), unit: None }],
            ..Mapping::default()
        };
        assert!(engine::save(&file, &[mapping], true, false).is_err(), "{broken:?}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), broken);
    }
}

#[test]
fn a_workbook_with_several_unknown_sheets_is_gone_through() {
    let mut reviewer = Reviewer::new();
    let path = reviewer.desk.path("两表.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, columns) in
        [("甲表", ["活儿", "该做多少", "做了多少", "几分"]), ("乙表", ["事情", "定的数", "干成的数", "算几分"])]
    {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, "项目名称").unwrap();
        sheet.write(0, 1, format!("{name}项目")).unwrap();
        for (at, text) in columns.iter().enumerate() {
            sheet.write(2, at as u16, *text).unwrap();
        }
        for (row, cells) in
            [["养护里程", "30公里", "31公里", "60"], ["验收合格率", "95%", "96%", "40"]].iter().enumerate()
        {
            for (at, text) in cells.iter().enumerate() {
                sheet.write(3 + row as u32, at as u16, *text).unwrap();
            }
        }
    }
    book.save(&path).unwrap();
    reviewer.press(&format!("<ctrl-n>{}<enter>", path.display())).shows("甲表").shows("1/2");
    reviewer.press(">").shows("乙表").shows("2/2").press("<lt>").shows("甲表");
}

// --- the same by the command line -----------------------------------------------------------------------------------

struct Machine {
    home: tempfile::TempDir,
}

impl Machine {
    fn new() -> Machine {
        Machine { home: tempfile::tempdir().unwrap() }
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::cargo_bin("wenxiao").unwrap();
        command.env_clear().env("WENXIAO_HOME", self.home.path()).env("USER", "王敏").current_dir(self.home.path());
        command.stdin(Stdio::null()).args(args).output().unwrap()
    }

    #[track_caller]
    fn json(&self, args: &[&str]) -> Value {
        let output = self.run(&[args, &["--json"]].concat());
        let talk = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {talk}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.home.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn mappings(&self) -> PathBuf {
        self.home.path().join("config/profiles/default.mappings.toml")
    }
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_script_goes_the_same_way() {
    let machine = Machine::new();
    machine.write("考核.csv", STRANGE);
    machine.write("明年.csv", NEXT_YEAR);
    let refused = machine.run(&["import", "考核.csv"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("mapping propose"));
    let proposed = machine.json(&["mapping", "propose", "考核.csv"]);
    let columns = proposed["sheets"][0]["columns"].as_array().unwrap();
    assert_eq!(columns[2]["means"], "level3");
    assert_eq!(columns[2]["certainty"], "likely");
    assert_eq!(columns[6]["means"], Value::Null);
    assert_eq!(proposed["sheets"][0]["heading_row"], 3);

    let toml = String::from_utf8(machine.run(&["mapping", "propose", "考核.csv"]).stdout).unwrap();
    machine.write("m.toml", &toml);
    let once = machine.json(&["import", "--dry-run", "--mapping", "m.toml", "明年.csv"]);
    assert_eq!((&once["projects"], &once["indicators"]), (&1.into(), &2.into()));
    assert!(!machine.mappings().exists(), "once is once");

    let would = machine.json(&["mapping", "save", "m.toml", "--dry-run"]);
    assert_eq!(would["saved"][0]["unchanged"], false);
    assert!(!machine.mappings().exists());
    let saved = machine.json(&["mapping", "save", "m.toml"]);
    assert_eq!((&saved["saved"][0]["replaced"], &saved["saved"][0]["unchanged"]), (&false.into(), &false.into()));
    let first = text(&machine.mappings());
    assert_eq!(machine.json(&["mapping", "save", "m.toml"])["saved"][0]["unchanged"], true);
    assert_eq!(text(&machine.mappings()), first);
    let shown = machine.json(&["mapping", "show", "明年.csv"]);
    assert_eq!(shown["sheets"][0]["kinds"][0], "self_evaluation");
    assert!(shown["sheets"][0]["mapping"].is_string());
    assert_eq!(machine.json(&["import", "明年.csv"])["indicators"], 2);

    machine.write("other.toml", &toml.replace("means = \"weight\"", "means = \"deduction\""));
    assert_eq!(machine.run(&["mapping", "save", "other.toml"]).status.code(), Some(3));
    assert_eq!(text(&machine.mappings()), first);
    assert_eq!(machine.json(&["mapping", "save", "other.toml", "--replace"])["saved"][0]["replaced"], true);
    assert_eq!(text(&machine.mappings().with_file_name("default.mappings.toml.bak")), first);

    let list = machine.json(&["mapping", "list"]);
    let fingerprint = list[0]["fingerprint"].as_str().unwrap().to_owned();
    assert_eq!(machine.run(&["mapping", "remove", &fingerprint[..3]]).status.code(), Some(3), "too short");
    machine.json(&["mapping", "remove", &fingerprint[..8]]);
    assert_eq!(machine.json(&["mapping", "list"]), serde_json::json!([]));
}

#[test]
fn the_screen_and_the_file_come_to_the_same_mapping() {
    let machine = Machine::new();
    let path = machine.write("考核.csv", STRANGE);
    let toml = String::from_utf8(machine.run(&["mapping", "propose", "考核.csv"]).stdout).unwrap();
    // The one thing that nobody could guess, said by hand.
    let open = toml.find("# [[mapping.column]]").unwrap();
    let said = toml[open..].lines().map(|line| line.trim_start_matches("# ")).collect::<Vec<_>>().join("\n");
    let toml = format!("{}{}", &toml[..open], said.replace("means = \"\"", "means = \"score\""));
    let by_file = machine.write("m.toml", &toml);
    let by_file = engine::read_mappings(&by_file).unwrap();

    let mut reviewer = Reviewer::new();
    reviewer.press(&format!("<ctrl-n>{}<enter>", path.display())).press(ANSWERS).press("<ctrl-s>");
    let by_screen = reviewer.saved();
    let meanings = |mappings: &[Mapping]| {
        let mut all: Vec<(String, String)> =
            mappings[0].columns.iter().map(|column| (column.heading.clone(), column.means.clone())).collect();
        all.sort();
        (mappings[0].fingerprint.clone(), mappings[0].kind, all, mappings[0].labels.clone())
    };
    assert_eq!(meanings(&by_file), meanings(&by_screen));
}

#[test]
fn hostile_mapping_files_are_refused_with_their_place() {
    let machine = Machine::new();
    machine.write("考核.csv", STRANGE);
    let good = "[[mapping]]\nname = \"a\"\nfingerprint = \"".to_owned() + "ab".repeat(32).as_str() + "\"\n";
    let column = "[[mapping.column]]\nheading = \"甲\"\nmeans = \"level3\"\n";
    for (name, bytes) in [
        ("empty", Vec::new()),
        ("nul", b"[[mapping]]\0".to_vec()),
        ("latin", vec![0xff, 0xfe, 0x41]),
        ("huge", vec![b'#'; 10 << 20]),
        ("unknown", (good.clone() + &*column.replace("level3", "level9")).into_bytes()),
        ("twice", (good.clone() + column + column).into_bytes()),
        ("layout", (good.clone() + column + &*good + column).into_bytes()),
        ("deep", "[".repeat(100_000).into_bytes()),
        ("rows", (good.clone() + "heading_rows = 99\n" + column).into_bytes()),
    ] {
        let path = machine.home.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let path = path.display().to_string();
        for args in [vec!["mapping", "save", &path], vec!["import", "--mapping", &path, "考核.csv"]] {
            let output = machine.run(&args);
            let talk = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(3), "{name}: {talk}");
            assert!(talk.contains(&*path), "{name} must say which file: {talk}");
        }
    }
    assert!(!machine.mappings().exists());
    // Saved ones that are broken are told and stop nothing.
    std::fs::create_dir_all(machine.mappings().parent().unwrap()).unwrap();
    std::fs::write(machine.mappings(), "[[mapping]]\nname = 7\n").unwrap();
    let output = machine.run(&["mapping", "propose", "考核.csv"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("default.mappings.toml"));
}

#[test]
fn mappings_travel_with_the_files_of_a_profile() {
    let (here, there) = (Machine::new(), Machine::new());
    for machine in [&here, &there] {
        machine.write("考核.csv", STRANGE);
    }
    let toml = String::from_utf8(here.run(&["mapping", "propose", "考核.csv"]).stdout).unwrap();
    here.write("m.toml", &toml);
    here.json(&["--profile", "sichuan", "mapping", "save", "m.toml"]);
    let file = here.mappings().with_file_name("sichuan.mappings.toml");
    std::fs::create_dir_all(there.mappings().parent().unwrap()).unwrap();
    std::fs::copy(&file, there.mappings().with_file_name("sichuan.mappings.toml")).unwrap();
    assert_eq!(
        there.run(&["import", "--dry-run", "考核.csv"]).status.code(),
        Some(3),
        "another profile does not have it"
    );
    assert_eq!(there.json(&["--profile", "sichuan", "import", "--dry-run", "考核.csv"])["indicators"], 4);
}

// --- pictures -------------------------------------------------------------------------------------------------------

#[test]
fn the_questions_look_as_they_did() {
    for (size, room) in [((80, 24), "plain"), ((60, 20), "narrow"), ((120, 40), "wide")] {
        for language in Language::ALL {
            for (name, keys) in [("question", ""), ("meanings", "<space>"), ("label", "<enter><enter> 得分<enter>")] {
                if room != "plain" && name != "question" {
                    continue;
                }
                let mut reviewer = Reviewer::at(size, language);
                reviewer.asked("考核.csv", STRANGE).press(keys);
                insta::assert_snapshot!(format!("{name}-{room}-{}", language.tag()), reviewer.screen());
            }
        }
    }
}
