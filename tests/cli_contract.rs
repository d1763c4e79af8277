//! The program as scripts see it: streams, exit codes and shapes of design's command line contract.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::CommandCargoExt as _;
use serde_json::{Value, json};

#[path = "cli/agree.rs"]
mod agree;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/evaluations.rs"]
mod evaluations;
#[path = "cli/library.rs"]
mod library;
#[path = "cli/results.rs"]
mod results;
#[path = "cli/rules.rs"]
mod rules;
#[path = "cli/sample.rs"]
mod sample;
#[path = "cli/sample_bound.rs"]
mod sample_bound;
#[path = "cli/sample_database.rs"]
mod sample_database;
#[path = "cli/second.rs"]
mod second;
#[path = "cli/second_look.rs"]
mod second_look;
#[path = "cli/second_lot.rs"]
mod second_lot;
#[path = "cli/similar.rs"]
mod similar;
#[path = "cli/tranches.rs"]
mod tranches;

const TARGETS: &str = "\
项目代码,项目名称,主管部门,预算单位,年度资金总额（万元）,年度目标,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值
51000025T000000000001,道路养护,219-交通局,219001-养护中心,120.5,完成道路养护30公里,产出指标,数量指标,养护里程,≥,30,公里,30
51000025T000000000001,道路养护,219-交通局,219001-养护中心,120.5,完成道路养护30公里,效益指标,社会效益指标,出行改善,定性,明显改善,,30
";
const CODE: &str = "51000025T000000000001";

/// A machine of one person.
struct Machine {
    home: tempfile::TempDir,
}

impl Machine {
    fn new() -> Machine {
        Machine { home: tempfile::tempdir().unwrap() }
    }

    fn command(&self) -> Command {
        let mut command = Command::cargo_bin("wenxiao").unwrap();
        command
            .env_clear()
            .env("WENXIAO_HOME", self.home.path())
            .env("USER", "王敏")
            .current_dir(self.home.path())
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command().args(args).output().unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        let output = self.run(&[args, &["--json"]].concat());
        let talk = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {talk}");
        let text = std::str::from_utf8(&output.stdout).unwrap();
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{args:?}: {error}: {text}"))
    }

    fn refused(&self, args: &[&str], code: i32) -> String {
        let output = self.run(args);
        let talk = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(code), &b""[..]), "{args:?}: {talk}");
        assert!(!talk.trim().is_empty(), "{args:?} must say why");
        talk
    }

    fn targets(&self) -> PathBuf {
        let path = self.home.path().join("targets.csv");
        std::fs::write(&path, TARGETS).unwrap();
        path
    }

    fn imported() -> Machine {
        let machine = Machine::new();
        machine.json(&["import", text(&machine.targets()), "--year", "2025"]);
        machine
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn help_speaks_the_chosen_language() {
    let machine = Machine::new();
    let zh = String::from_utf8(machine.run(&["--help"]).stdout).unwrap();
    assert!(zh.contains("用法:") && zh.contains("import") && !zh.contains("Usage"), "{zh}");
    let en = String::from_utf8(machine.run(&["--lang", "en", "--help"]).stdout).unwrap();
    assert!(en.contains("Usage:") && en.is_ascii(), "{en}");
    let by_variable = machine.command().env("WENXIAO_LANG", "en").arg("--help").output().unwrap().stdout;
    assert_eq!(String::from_utf8(by_variable).unwrap(), en);
}

#[test]
fn wrong_usage_is_2_and_a_missing_database_is_told() {
    let machine = Machine::new();
    assert!(machine.refused(&["improt"], 2).contains("import"), "a near miss is suggested");
    machine.refused(&["import"], 2);
    machine.refused(&["list", "projects", "--sort", "colour"], 2);
    machine.refused(&["show", CODE], 3);
    machine.refused(&[], 2);
}

#[test]
fn a_table_comes_in_once_and_is_answered_with_places() {
    let machine = Machine::new();
    let path = machine.targets();
    machine.refused(&["import", text(&path)], 3);
    let trial = machine.json(&["import", text(&path), "--year", "2025", "--dry-run"]);
    assert_eq!((&trial["projects"], &trial["dry_run"]), (&json!(1), &json!(true)));
    machine.refused(&["list", "projects"], 3); // neither the refused file nor the trial made a database
    let first = machine.json(&["import", text(&path), "--year", "2025"]);
    assert_eq!((&first["projects"], &first["indicators"]), (&json!(1), &json!(2)));
    let file = &first["files"][0];
    assert_eq!((&file["kind"], &file["year"]), (&json!("target"), &json!(2025)));
    assert_eq!((&file["already_imported"], &file["rejects"]), (&json!(false), &json!([])));
    assert_eq!(file["sha256"].as_str().map(str::len), Some(64));
    let digest = machine.json(&["digest"]);
    assert_eq!(machine.json(&["import", text(&path), "--year", "2025"])["files"][0]["already_imported"], true);
    assert_eq!(machine.json(&["digest"]), digest, "a second import writes nothing");
}

#[test]
fn a_trial_tells_what_changes_and_a_report_goes_where_it_should() {
    let machine = Machine::imported();
    let path = machine.home.path().join("second.csv");
    std::fs::write(&path, TARGETS.replace(",120.5,", ",约一百,").replace("≥,30,公里", "≥,45,公里")).unwrap();
    let digest = machine.json(&["digest"]);
    let trial =
        machine.json(&["import", text(&path), "--year", "2025", "--dry-run", "--changes", "--report", "back.xlsx"]);
    assert_eq!(trial["standing"], json!({"new": 0, "changed": 1, "equal": 0}));
    let table = &trial["files"][0]["tables"][0];
    assert_eq!((&table["funds"], &table["without_amount"]), (&json!("0.00"), &json!(1)));
    let changes: Vec<_> = trial["changes"].as_array().unwrap().iter().map(|one| (&one["field"], one)).collect();
    assert_eq!(changes.len(), 2, "{changes:?}");
    assert_eq!(
        (changes[0].0, &changes[0].1["after"], &changes[0].1["indicator"]),
        (&json!("total"), &json!("约一百"), &json!(null))
    );
    let target = json!({
        "project": CODE, "name": "道路养护", "kind": "target", "year": 2025, "field": "target", "indicator": 1,
        "indicator_name": "养护里程", "before": "30", "after": "45",
    });
    assert_eq!(changes[1].1, &target);
    assert_eq!(trial["reports"], json!(["back.xlsx"]));
    assert!(std::fs::read(machine.home.path().join("back.xlsx")).unwrap().starts_with(b"PK"));
    let again = ["import", text(&path), "--year", "2025", "--report", "back.xlsx"];
    assert!(machine.refused(&again, 3).contains("back.xlsx"), "a report replaces nothing");
    assert_eq!(machine.json(&["digest"]), digest, "and nothing was stored");

    let told = machine.run(&["import", text(&path), "--year", "2025", "--dry-run", "--changes", "--report", "all.txt"]);
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("有变化 1") && told.contains("指标 1 养护里程 指标值：30 -> 45"), "{told}");
    let report = std::fs::read_to_string(machine.home.path().join("all.txt")).unwrap();
    assert!(told.starts_with(&report), "the text report holds the lines that were told:\n{report}\n{told}");
    let folder = machine.json(&["import", text(&path), "--year", "2025", "--report", "out"]);
    assert_eq!(folder["reports"], json!(["out/second-问题.xlsx"]));
    assert_eq!(folder["standing"]["changed"], 1);
    assert_ne!(machine.json(&["digest"]), digest);
}

#[test]
fn what_was_printed_is_shown_with_its_reading() {
    let machine = Machine::imported();
    let project = machine.json(&["show", CODE]);
    assert_eq!(project, machine.json(&["show", "道路养护", "--year", "2025"]), "by code and by name");
    assert_eq!(project["funds"]["total"], "1205000.00");
    assert_eq!(project["department"], json!({"code": "219", "name": "交通局"}));
    let target = &project["indicators"][0]["target"];
    assert_eq!((&target["op"], &target["number"], &target["unit"]), (&json!(">="), &json!("30"), &json!("公里")));
    assert_eq!(project["indicators"][1]["target"]["kind"], "qualitative");
    assert_eq!(project["version"]["no"], 1);
    assert_eq!((&project["others"], &project["indicators"][0]["others"]), (&json!([]), &json!([])));
    assert_eq!(machine.json(&["value", "1.5万人", "-3"])[0]["number"], "1.5");
}

/// A list with columns that have no field: what stands in them is kept and shown as printed.
#[test]
fn what_a_table_prints_beside_the_fields_is_shown() {
    let machine = Machine::new();
    let path = machine.home.path().join("目标.csv");
    let table = "项目代码,项目名称,预算单位,年度资金总额（万元）,科室意见,一级指标,二级指标,三级指标,指标值,分值,备注,新罗区\n\
        A001,道路养护,养护中心,120,同意,产出指标,数量指标,养护里程,≥30公里,30,含支线,12\n";
    std::fs::write(&path, table).unwrap();
    machine.json(&["import", text(&path), "--year", "2025"]);
    let project = machine.json(&["show", "A001"]);
    let row = &project["indicators"][0];
    assert_eq!(row["more"], json!({"remark": "含支线"}));
    let all = [&project["others"], &row["others"]].map(|cells| cells.as_array().unwrap().clone()).concat();
    for cell in [json!({"heading": "新罗区", "text": "12"}), json!({"heading": "科室意见", "text": "同意"})] {
        assert!(all.contains(&cell), "{all:?}");
    }
    let shown = String::from_utf8(machine.run(&["show", "A001"]).stdout).unwrap();
    for told in ["备注：含支线", "新罗区：12", "科室意见：同意"] {
        assert!(shown.contains(told), "{shown}");
    }
}

#[test]
fn a_reading_is_explained_in_words_and_in_keys() {
    let machine = Machine::new();
    let told = machine.json(&["value", "约300人"]);
    assert_eq!((&told[0]["number"], &told[0]["uncertain"]), (&json!("300"), &json!(true)));
    let doubt = told[0]["notes"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(doubt, json!({"key": "value-doubt-sign-unclear", "args": {}, "doubt": true}));
    let columns = machine.json(&["value", "95", "--sign", "≥", "--unit", "百分比"]);
    assert_eq!((&columns[0]["op"], &columns[0]["unit"]), (&json!(">="), &json!("%")));
    let words = |language: &str| {
        String::from_utf8(machine.run(&["--lang", language, "value", "不低于95％", "**人"]).stdout).unwrap()
    };
    let (zh, en) = (words("zh-CN"), words("en"));
    for said in ["不低于95％：按百分比读", "- 由“不低于”读出比较符号 ≥", "**人：按数值读，拿不准", "? 数被星号"]
    {
        assert!(zh.contains(said), "{said}: {zh}");
    }
    for said in ["- \"不低于\" gives the sign ≥", "? the number is hidden"] {
        assert!(en.contains(said), "{said}: {en}");
    }
}

#[test]
fn an_opinion_is_stored_exported_undone_and_done_again() {
    let machine = Machine::imported();
    let before = machine.json(&["digest"])["state"].clone();
    let add = ["opinion", "add", "--project", CODE, "--indicator", "2", "--category", "C07", "--text", "无法衡量"];
    let opinion = machine.json(&add);
    assert_eq!((&opinion["category"], &opinion["already"]), (&json!("C07"), &json!(false)));
    assert_eq!(machine.json(&add)["already"], true);
    assert_eq!(machine.json(&["list", "opinions"])[0]["id"], opinion["id"]);
    let after = machine.json(&["digest"])["state"].clone();
    let sheet = machine.home.path().join("opinions.csv");
    assert_eq!(machine.json(&["export", "opinions", "--out", text(&sheet)])["rows"], 1);
    assert!(std::fs::read_to_string(&sheet).unwrap().contains("无法衡量"));
    machine.refused(&["export", "opinions", "--out", text(&sheet)], 3);
    machine.json(&["undo"]);
    assert_eq!(machine.json(&["digest"])["state"], before);
    machine.json(&["redo"]);
    assert_eq!(machine.json(&["digest"])["state"], after);
    machine.json(&["opinion", "retract", &opinion["id"].as_str().unwrap()[..10]]);
    assert_eq!(machine.json(&["list", "opinions"]), json!([]));
}

#[test]
fn own_figures_are_told_in_numbers_and_amounts() {
    let machine = Machine::imported();
    let before = machine.json(&["stats"]);
    assert_eq!((&before["open"]["projects"], &before["open"]["amount"]), (&json!(1), &json!("1205000.00")));
    assert_eq!(
        (&before["pace"]["today"]["per_hour"], &before["seconds_left"]["by_number"]),
        (&json!(null), &json!(null))
    );
    let add = ["opinion", "add", "--project", CODE, "--indicator", "2", "--category", "C07", "--text", "无法衡量"];
    machine.json(&add);
    machine.json(&["decide", "--project", CODE, "--grade", "中"]);
    let after = machine.json(&["stats"]);
    assert_eq!((&after["open"]["projects"], &after["closed"]["amount"]), (&json!(0), &json!("1205000.00")));
    assert_eq!(after["mine"], json!({"projects": 1, "indicators": 2, "amount": "1205000.00"}));
    assert_eq!(after["classes"], json!({"C07": 1}));
    let department = &after["departments"][0];
    assert_eq!((&department["name"], &department["classes"]), (&json!("交通局"), &json!({"C07": 1})));
    assert_eq!(department["states"], json!({"returned": {"projects": 1, "amount": "1205000.00"}}));
    assert_eq!(after["keys"]["all"]["keys"], 0, "commands of scripts are no keys");
    let told = machine.run(&["stats"]);
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("已审结 1 项 120 万元") && told.contains("还说不准"), "{told}");
}

#[test]
fn a_bad_result_needs_an_opinion_and_a_demand_has_a_state() {
    let machine = Machine::imported();
    machine.refused(&["decide", "--project", CODE, "--grade", "fair"], 3);
    let demand = machine.json(&["demand", "add", "--project", CODE, "--text", "补充依据", "--due", "2025-06-30"]);
    assert_eq!((&demand["due"], &demand["responsible_unit"]), (&json!("2025-06-30"), &json!("养护中心")));
    assert_eq!(machine.json(&["list", "demands"])[0]["state"], "overdue");
    let decision = machine.json(&["decide", "--project", CODE, "--grade", "中"]);
    assert_eq!((&decision["grade"], &decision["status"]), (&json!("fair"), &json!("returned")));
    assert_eq!(machine.json(&["show", CODE])["decision"]["grade"], "fair");
}

#[test]
fn one_line_lists_counts_and_is_kept_under_a_name() {
    let machine = Machine::imported();
    let listed = |args: &[&str]| machine.json(args).as_array().unwrap().len();
    for line in ["道路", "部门:jtj", ">100万", "未审 2025", "护", "-教育", "不含:教育", "指标:≥30公里"]
    {
        assert_eq!(listed(&["list", line]), 1, "{line}");
        assert_eq!(listed(&["list", "projects", "--filter", line, "--sort", "name:desc"]), 1, "{line}");
    }
    assert_eq!(listed(&["list", "交通局", "道路", "<100万"]), 0);
    assert_eq!(listed(&["list", "-道路", "--limit", "5"]), 0);
    let told = machine.refused(&["list", "部们:交通", ">五百"], 2);
    assert!(told.contains("部们:交通") && told.contains("“部门”") && told.contains(">五百"), "{told}");
    let found = machine.json(&["frequency", "department", "2025"]);
    assert_eq!(
        (&found["column"], &found["targets"], &found["others"]),
        (&json!("department"), &json!(1), &Value::Null)
    );
    let row = json!({"value": "交通局", "label": "交通局", "filter": "部门=交通局", "targets": 1, "amount": "1205000.00",
                     "share": "100.00"});
    assert_eq!(found["rows"], json!([row]));
    assert_eq!(machine.json(&["frequency", "amount"])["rows"][0]["filter"], ">=100万 <500万");
    machine.refused(&["frequency", "colour"], 2);
    let kept = machine.json(&["view", "save", "大额", "道路", ">100万", "--sort", "amount:asc"]);
    assert_eq!(kept, json!({"name": "大额", "filter": "道路 >100万", "sort": "amount:asc"}));
    assert_eq!(
        machine.json(&["view", "save", "大额", ">100万  道路", "--sort", "amount:asc"])["filter"],
        kept["filter"]
    );
    machine.refused(&["view", "save", "大额", "道路"], 3);
    assert_eq!((listed(&["list", "--view", "大额"]), listed(&["list", "--view", "大额", "2024"])), (1, 0));
    machine.refused(&["list", "--view", "小额"], 3);
    machine.json(&["view", "rename", "大额", "重点"]);
    assert_eq!(machine.json(&["view", "list"])[0]["name"], "重点");
    machine.refused(&["--read-only", "view", "remove", "重点"], 5);
    machine.json(&["view", "remove", "重点", "--dry-run"]);
    machine.json(&["view", "remove", "重点"]);
    assert_eq!(machine.json(&["view", "list"]), json!([]));
    machine.refused(&["view", "remove", "重点"], 3);
}

#[test]
fn two_stations_come_to_the_same_digest() {
    let (one, two) = (Machine::imported(), Machine::new());
    let bundle = one.home.path().join("one.wxb");
    one.json(&["bundle", "export", "--out", text(&bundle)]);
    assert_eq!(two.json(&["bundle", "show", text(&bundle)])["known"], false);
    two.json(&["key", "new", "--name", "李强", "--office", "绩效处"]);
    two.refused(&["bundle", "import", text(&bundle)], 3);
    let card = one.json(&["key", "show"])["card"].as_str().unwrap().to_owned();
    two.json(&["trust", "enrol", &card]);
    let read = two.json(&["bundle", "import", text(&bundle)]);
    assert_eq!((&read["files"][0]["quarantined"], &read["files"][0]["contested"]), (&json!(0), &json!(0)));
    assert_eq!(two.json(&["digest"]), one.json(&["digest"]));
    assert_eq!(two.json(&["list", "projects"])[0]["project"], CODE);
    let whole = std::fs::read(&bundle).unwrap();
    let mut bent = whole.clone();
    let middle = bent.len() / 2;
    bent[middle] ^= 1;
    std::fs::write(&bundle, bent).unwrap();
    two.refused(&["bundle", "verify", text(&bundle)], 4);
}

#[test]
fn a_safety_copy_brings_the_state_back() {
    let machine = Machine::imported();
    let copy = machine.home.path().join("copy.db");
    machine.json(&["backup", text(&copy)]);
    machine.refused(&["backup", text(&copy)], 3);
    let before = machine.json(&["digest"]);
    machine.json(&["decide", "--project", CODE, "--grade", "excellent"]);
    assert_ne!(machine.json(&["digest"]), before);
    machine.json(&["restore", text(&copy)]);
    assert_eq!(machine.json(&["digest"]), before);
    assert!(machine.json(&["doctor"]).as_array().unwrap().iter().all(|check| check["ok"] == true));
}

#[test]
fn whoever_only_looks_changes_nothing() {
    let machine = Machine::imported();
    let copy = machine.home.path().join("copy.db");
    machine.json(&["backup", text(&copy), "--read-only"]);
    let before = machine.json(&["digest"]);
    for args in [
        &["--read-only", "import", "targets.csv", "--year", "2026"][..],
        &["--read-only", "decide", "--project", CODE, "--grade", "good"],
        &["--read-only", "undo"],
        &["--read-only", "restore", "copy.db"],
    ] {
        assert!(machine.refused(args, 5).contains("只读"), "{args:?}");
    }
    assert_eq!(machine.json(&["digest", "--read-only"]), before);
    // It makes no database either.
    let nobody = Machine::new();
    nobody.refused(&["--read-only", "digest"], 3);
    assert!(!nobody.home.path().join("data").exists());
}

#[test]
fn hostile_names_never_reach_the_terminal() {
    let machine = Machine::new();
    let path = machine.home.path().join("hostile.csv");
    std::fs::write(&path, TARGETS.replace("道路养护,219", "路\u{1b}]0;x\u{7}\u{202e}\u{9b}2J,219")).unwrap();
    machine.json(&["import", text(&path), "--year", "2025"]);
    for args in [["list", "projects"].as_slice(), &["show", CODE], &["list", "projects", "--json"], &["list", "events"]]
    {
        let output = machine.run(args);
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(!shown.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{args:?}: {shown:?}");
    }
    let missing = machine.refused(&["import", "no\u{1b}[2Jfile"], 3);
    assert!(missing.contains("<1B>"), "{missing}");
}

#[cfg(unix)]
#[test]
fn a_reader_who_leaves_ends_it_quietly() {
    let machine = Machine::imported();
    let mut child = machine.command().args(["man"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn everything_that_is_generated_is_there() {
    let machine = Machine::new();
    let script = String::from_utf8(machine.run(&["completions", "bash"]).stdout).unwrap();
    assert!(script.contains("_wenxiao()") && script.contains("self_evaluation"), "values are completed too");
    let page = String::from_utf8(machine.run(&["man"]).stdout).unwrap();
    assert!(page.contains(".TH wenxiao"));
}

#[test]
fn a_file_of_keys_is_looked_through_and_all_its_faults_are_listed() {
    let machine = Machine::new();
    let file = machine.home.path().join("k.toml");
    std::fs::write(&file, "[quene]\n\"x\" = \"queue.all\"\n[review]\n\"space\" = \"\"\n\"Z\" = \"review.pas\"\n")
        .unwrap();
    let path = file.to_str().unwrap();
    let output = machine.run(&["keys", "--check", path, "--lang", "en", "--json"]);
    assert_eq!(output.status.code(), Some(3));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let problems: Vec<(&str, u64)> = told["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| (problem["problem"].as_str().unwrap(), problem["line"].as_u64().unwrap_or(0)))
        .collect();
    assert_eq!(
        problems,
        [
            ("problem-keymap-scope", 2),
            ("problem-keymap-command", 5),
            ("problem-keymap-primary", 4),
            ("problem-keymap-refused", 0)
        ]
    );
    let words = String::from_utf8(machine.run(&["keys", "--check", path, "--lang", "en"]).stdout).unwrap();
    assert!(words.contains("line 2") && words.contains("[queue]") && words.contains("review.pass"), "{words}");

    std::fs::write(&file, "[review]\n\"*\" = \"review.pass\"\n").unwrap();
    assert_eq!(machine.json(&["keys", "--check", path])["problems"], json!([]));
    machine.refused(&["keys", "--check", "nowhere.toml"], 3);
}

#[test]
fn the_keymap_that_is_asked_for_is_the_one_that_is_told_and_printed() {
    let machine = Machine::new();
    let key = |args: &[&str]| {
        let keys = machine.json(&[&["keys"], args].concat());
        let line = keys.as_array().unwrap().iter().find(|line| line["command"] == "review.pass").unwrap();
        line["keys"].as_str().unwrap().to_owned()
    };
    assert!(key(&[]).starts_with("Space"));
    assert!(key(&["--keymap", "numpad"]).starts_with('*'));
    let card = machine.home.path().join("card.svg");
    let args = ["keys", "--card", "--keymap", "numpad", "--lang", "en", "--svg", card.to_str().unwrap()];
    let printed = String::from_utf8(machine.run(&args).stdout).unwrap();
    assert!(printed.contains("* no problem") && printed.lines().count() <= 60, "{printed}");
    assert!(std::fs::read_to_string(card).unwrap().starts_with("<svg"));
}

#[test]
fn an_act_on_many_is_tried_done_found_done_and_undone_by_scripts() {
    let machine = Machine::new();
    machine.run(&["import", machine.targets().to_str().unwrap(), "--year", "2025"]);
    machine.run(&["key", "new", "--name", "王敏", "--office", "绩效处"]);
    let act = ["many", "finish", "养护", "--grade", "good"];
    // Nothing is closed over drafts that nobody has answered.
    let left = machine.json(&act);
    assert_eq!((&left["events"], &left["left_out"][0]["reason"]), (&json!(0), &json!("many-left-drafts")));
    for check in ["T022", "T050"] {
        let reason = ["--reason", "试行项目，仅设两条"];
        machine.json(&[&["opinion", "dismiss", "--project", "道路养护", "--check", check][..], &reason[..]].concat());
    }
    let tried = machine.json(&[&["--dry-run"][..], &act[..]].concat());
    assert_eq!((&tried["changes"]["targets"], &tried["events"]), (&json!(1), &json!(3)));
    assert_eq!(tried["event"], Value::Null);
    let done = machine.json(&act);
    assert_eq!((&done["changes"], &done["events"]), (&tried["changes"], &tried["events"]));
    assert!(done["event"].is_string());
    let again = machine.json(&act);
    assert_eq!((&again["events"], &again["left_out"][0]["reason"]), (&json!(0), &json!("many-left-closed")));
    let undone = machine.json(&["undo"]);
    assert_eq!(undone[0]["kind"], json!("step-many-undone"));
    assert_eq!(machine.json(&[&["--dry-run"][..], &act[..]].concat())["changes"], tried["changes"]);
    machine.refused(&["many", "return"], 2);
}
