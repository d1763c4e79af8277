//! Hostile names and words on their whole way through the real program: file in, lists, screens, log, files out
//! (I05-I09, I12, I13 of the fault catalogue).

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

/// A machine of one person.
pub struct Machine {
    home: tempfile::TempDir,
}

impl Machine {
    pub const PROJECT: &'static str = "51000025T000000000001";

    pub fn new() -> Machine {
        Machine { home: tempfile::tempdir().unwrap() }
    }

    /// Where one target lies.
    pub fn with_a_target() -> Machine {
        let machine = Machine::new();
        machine.import(&[["道路养护", "交通局", "养护里程"]]);
        machine
    }

    pub fn place(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("WENXIAO_HOME", self.home.path())
            .env("LC_ALL", "C.UTF-8")
            .env("USER", "王敏")
            .current_dir(self.home.path())
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_wenxiao")).args(args).output().unwrap()
    }

    /// Runs with so many KiB of address space, for itself and for whatever it starts.
    pub fn within(&self, kib: u64, args: &[&str]) -> Output {
        let line = format!("ulimit -v {kib} && exec \"$@\"");
        self.command("sh").args(["-c", &line, "sh", env!("CARGO_BIN_EXE_wenxiao")]).args(args).output().unwrap()
    }

    pub fn json(&self, args: &[&str]) -> Value {
        let output = self.run(&[args, &["--json"]].concat());
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn said(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let talk = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {talk}");
        String::from_utf8(output.stdout).unwrap() + &*talk
    }

    /// Imports targets of these names, departments and indicators from a workbook.
    fn import(&self, targets: &[[&str; 3]]) -> Value {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let headings = [
            "项目代码",
            "项目名称",
            "主管部门",
            "预算单位",
            "年度资金总额（万元）",
            "年度目标",
            "一级指标",
            "二级指标",
            "三级指标",
            "计算符号",
            "指标值",
            "计量单位",
            "分值",
        ];
        for (column, heading) in headings.into_iter().enumerate() {
            sheet.write_string(0, column as u16, heading).unwrap();
        }
        for (at, [name, department, indicator]) in targets.iter().enumerate() {
            let code = format!("51000025T{:012}", at + 1);
            let cells = [
                code.as_str(),
                name,
                department,
                "219001-养护中心",
                "120.5",
                "完成养护",
                "产出指标",
                "数量指标",
                indicator,
                "≥",
                "30",
                "公里",
                "30",
            ];
            for (column, cell) in cells.into_iter().enumerate() {
                sheet.write_string(at as u32 + 1, column as u16, cell).unwrap();
            }
        }
        let path = self.place("目标.xlsx");
        std::fs::write(&path, book.save_to_buffer().unwrap()).unwrap();
        self.json(&["import", text(&path), "--year", "2025"])
    }

    fn log(&self) -> String {
        let mut found = String::new();
        let mut folders = vec![self.home.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "log") {
                    found.push_str(&String::from_utf8_lossy(&std::fs::read(path).unwrap()));
                }
            }
        }
        found
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// What would act on a terminal: clear it, set its clipboard, link, start a string, ring, go back.
const ACTS: [&str; 9] = [
    "清\u{1b}[2J屏",
    "剪\u{1b}]52;c;eA==\u{7}贴",
    "链\u{1b}]8;;http://x\u{1b}\\接",
    "串\u{1b}Pq#0\u{1b}\\结",
    "八\u{9b}2J位",
    "铃\u{7}声",
    "退\u{8}\u{8}\u{8}格",
    "回\rX车",
    "题\u{9d}0;owned\u{9c}目",
];

/// What would lie about the order or the length of what is shown.
const LIES: [&str; 7] = [
    "倒\u{202e}gnp.exe",
    "隔\u{2066}离\u{2069}",
    "零\u{200b}宽",
    "签\u{e0041}名",
    "行\u{2028}分",
    "合\u{301}并",
    "口\u{feff}标",
];

/// True for what must not reach a terminal as it is.
fn dangerous(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}' | '\u{feff}')
        || matches!(c, '\u{e0000}'..='\u{e0fff}')
}

fn harmless(what: &str, shown: &str) {
    if let Some(found) = shown.chars().find(|c| dangerous(*c)) {
        panic!("{what}: U+{:04X} in {shown:?}", u32::from(found));
    }
}

/// A picture in colours without the colours: every other sequence stays and is found.
fn without_colours(picture: &str) -> String {
    let mut rest = picture;
    let mut plain = String::new();
    while let Some(at) = rest.find("\u{1b}[") {
        let parameters = rest[at + 2..].find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(0);
        let end = at + 2 + parameters;
        plain.push_str(&rest[..at]);
        if !rest[end..].starts_with('m') {
            plain.push('\u{1b}');
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    plain + rest
}

#[test]
fn i06_i07_names_that_would_act_are_shown_as_what_they_are_everywhere() {
    let machine = Machine::new();
    let names: Vec<&str> = ACTS.iter().chain(&LIES).copied().collect();
    let targets: Vec<[&str; 3]> = names.iter().map(|name| [*name, *name, *name]).collect();
    assert_eq!(machine.import(&targets)["projects"], names.len());

    for args in [vec!["list", "projects"], vec!["list", "events"], vec!["history"], vec!["list", "projects", "--json"]]
    {
        harmless(&format!("{args:?}"), &machine.said(&args));
    }
    for number in 1..=names.len() {
        let code = format!("51000025T{number:012}");
        harmless(&code, &machine.said(&["show", &code]));
        let refused = machine.run(&["decide", "--project", &code, "--grade", "fair"]);
        harmless("a refusal", &String::from_utf8_lossy(&refused.stderr));
    }
    assert!(machine.said(&["list", "projects"]).contains("<1B>"), "a mark stands where it was");
    let back = machine.json(&["list", "projects"]).to_string();
    assert!(back.contains("\\u001b") || back.contains("\u{1b}"), "scripts get the name itself: {back}");

    // On the screens: the queue, a project, its editor, and the sizes at which a wrong width would show.
    for size in ["80x24", "40x12", "120x40"] {
        for keys in ["<f4>", "<f4><end>", "<f4><enter>", "<f4><down><enter>7", "<f6>", "<f4>/2J"] {
            let plain = machine.said(&["play", keys, "--size", size]);
            harmless(keys, &plain);
            let colours = machine.said(&["play", keys, "--size", size, "--ansi"]);
            harmless(keys, &without_colours(&colours).replace('\r', ""));
            let columns: usize = size.split('x').next().unwrap().parse().unwrap();
            for line in plain.lines() {
                assert!(wenxiao::text::width::width(line) <= columns, "{keys} at {size}: {line}");
            }
            let mut terminal = vt100::Parser::new(
                size.split('x').nth(1).unwrap().parse::<u16>().unwrap().try_into().unwrap(),
                (columns as u16).try_into().unwrap(),
                0,
            );
            terminal.process(colours.replace('\n', "\r\n").trim_end().as_bytes());
            let seen = terminal.screen().contents();
            assert!(!seen.contains('\u{1b}'), "{keys}");
        }
    }

    for bad in ["no\u{1b}[2Jfile.xlsx", "no\u{202e}file.csv"] {
        let refused = machine.run(&["import", bad]);
        assert_eq!(refused.status.code(), Some(3));
        harmless("a name of a file", &String::from_utf8_lossy(&refused.stderr));
    }
    let unknown = machine.run(&["show", "没有\u{1b}]0;x\u{7}"]);
    harmless("what was looked for", &String::from_utf8_lossy(&unknown.stderr));
    let log = machine.log();
    assert!(!log.is_empty());
    harmless("the log", &log);
}

#[test]
fn i07_a_heap_of_marks_keeps_the_columns_where_they_are() {
    let machine = Machine::new();
    let heap = format!("路{}面", "\u{301}".repeat(200));
    let mixed = "pаypal维修"; // the second letter is Cyrillic
    machine.import(&[[&heap, "交通局", "里程"], [mixed, "交通局", "里程"], ["一二三四", "交通局", "里程"]]);
    for size in ["80x24", "60x12"] {
        let columns: usize = size.split('x').next().unwrap().parse().unwrap();
        for keys in ["<f4>", "<f4><enter>", "<f4><down><enter>", "<f4><end><enter>"] {
            for line in machine.said(&["play", keys, "--size", size]).lines() {
                let width = wenxiao::text::width::width(line);
                assert!(width <= columns, "{keys} at {size}: {width} cells in {line}");
            }
        }
    }
    assert!(machine.said(&["list", "projects"]).contains(mixed), "letters of other scripts are shown as they are");
}

/// Texts that a spreadsheet would compute, and texts that only look like it.
const FORMULAS: [&str; 15] = [
    "=1+1",
    "+1",
    "-5",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－5",
    "＠x",
    " =1",
    "{=1}",
    "=cmd|'/c calc'!A0",
    "'=1",
    "\t=1",
    "-5.00",
    "=HYPERLINK(\"http://x\")",
];

/// Writes the opinions as a csv or xlsx file.
fn exported(name: &str) -> (Machine, PathBuf) {
    let machine = Machine::new();
    let targets: Vec<[&str; 3]> = FORMULAS.iter().map(|text| [*text, "交通局", "里程"]).collect();
    machine.import(&targets);
    for (at, formula) in FORMULAS.iter().enumerate() {
        let line = json!({ "project": format!("51000025T{:012}", at + 1), "category": "C07", "text": formula });
        let path = machine.place("opinions.jsonl");
        std::fs::write(&path, format!("{line}\n")).unwrap();
        machine.json(&["opinion", "add", "--from", text(&path)]);
    }
    let path = machine.place(name);
    machine.json(&["export", "opinions", "--out", text(&path)]);
    (machine, path)
}

/// Cells as another program reads the csv.
fn python_csv(path: &Path) -> Vec<Vec<String>> {
    let script = "import csv, json, sys; print(json.dumps(list(csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline='')))))";
    let output = Command::new("python3").args(["-c", script]).arg(path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn i05_exported_cells_are_inert_for_other_programs_and_come_back_equal() {
    let starts = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r'];
    let (machine, path) = exported("意见.csv");
    let cells = python_csv(&path);
    assert_eq!(cells.len(), FORMULAS.len() + 1);
    for cell in cells.iter().flatten() {
        assert!(!cell.trim_start_matches(' ').starts_with(starts), "{cell:?} would be computed");
    }
    let came_back = |machine: &Machine, path: &Path| {
        let read = machine.json(&["import", text(path), "--year", "2026", "--dry-run"]);
        assert_eq!((&read["projects"], &read["files"][0]["rejects"]), (&json!(FORMULAS.len()), &json!([])), "{read}");
    };
    came_back(&machine, &path);

    let (machine, path) = exported("意见.xlsx");
    let reader = Command::new("python3").arg("tests/read_sheet.py").arg(&path).output().unwrap();
    assert!(reader.status.success(), "{}", String::from_utf8_lossy(&reader.stderr));
    let said: Value = serde_json::from_slice(&reader.stdout).unwrap();
    assert_eq!((&said["formulas"], &said["links"], &said["inert"]), (&json!(0), &json!(0), &json!(true)));
    came_back(&machine, &path);
}

/// What LibreOffice makes of a file, as XML; `None` where it is not installed.
fn by_libreoffice(machine: &Machine, path: &Path) -> Option<String> {
    Command::new("soffice").arg("--version").output().ok()?;
    let mut office = machine.command("soffice");
    office.env("HOME", machine.home.path()).args(["--headless", "--convert-to", "fods", "--outdir"]);
    office.arg(machine.home.path());
    if path.extension().is_some_and(|ending| ending == "csv") {
        // Comma, double quote, UTF-8, from the first line; formulas are computed.
        office.arg("--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,0,true");
    }
    let output = office.arg(path).output().unwrap();
    let converted = path.with_extension("fods");
    let document = std::fs::read_to_string(&converted);
    Some(document.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr))))
}

/// Where LibreOffice is installed: it opens both files, and computes nothing. Elsewhere the test above stands alone.
#[test]
fn i05_libreoffice_finds_no_formula() {
    for name in ["意见.csv", "意见.xlsx"] {
        let (machine, path) = exported(name);
        let Some(document) = by_libreoffice(&machine, &path) else { return };
        assert!(!document.contains("table:formula"), "{name}");
        assert!(document.contains("cmd|"), "{name}: the text itself is there");
    }
    let machine = Machine::new();
    let naked = machine.place("naked.csv");
    std::fs::write(&naked, "a\n=1+1\n").unwrap();
    let document = by_libreoffice(&machine, &naked).unwrap_or_default();
    assert!(document.contains("table:formula"), "it would have computed what is not inert");
}

#[test]
fn i08_i09_search_and_filter_take_every_word_literally() {
    let machine = Machine::new();
    let names = [
        "a\"b",
        "星*号",
        "NEAR(甲 乙)",
        "-x减",
        "a AND b",
        "百%分",
        "下_划",
        "反\\斜",
        "O'Brien'); DROP TABLE target;--",
        "(a+)+$",
        "道路养护",
        "水库",
    ];
    let targets: Vec<[&str; 3]> = names.iter().map(|name| [*name, "交通局", "里程"]).collect();
    machine.import(&targets);
    let found = |filter: &str| {
        let rows = machine.json(&["list", "projects", &format!("--filter={filter}")]);
        rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for (filter, name) in [
        ("*", "星*号"),
        ("NEAR(", "NEAR(甲 乙)"),
        // Quoted: without quotes it would leave out what holds `x`.
        ("\"-x\"", "-x减"),
        ("%", "百%分"),
        ("_", "下_划"),
        ("\\", "反\\斜"),
        ("DROP", "O'Brien'); DROP TABLE target;--"),
        ("');", "O'Brien'); DROP TABLE target;--"),
        ("(a+)+$", "(a+)+$"),
        ("路", "道路养护"),
        ("路养", "道路养护"),
        ("道路养护", "道路养护"),
    ] {
        assert_eq!(found(filter), [name], "{filter}");
    }
    assert_eq!(found("a AND"), ["a AND b"], "both words, neither an operator");
    for nothing in ["甲*", "^路", "路 OR 水", "\"name:路\"", "{路}", "a%b", "路_养", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"]
    {
        assert_eq!(found(nothing), [] as [&str; 0], "{nothing}");
    }
    // As long as an argument may be.
    assert_eq!(found(&"路".repeat(40_000)), [] as [&str; 0]);
    assert_eq!(found(&"路 ".repeat(50)).len(), 1);
    for words in ["路 ".repeat(20_000), (0..10_000).map(|n| format!("路{n} ")).collect()] {
        let output = machine.run(&["list", "projects", "--filter", &words]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && told.len() < 1_000, "{} bytes", told.len());
    }
    assert_eq!(machine.json(&["doctor"]).as_array().unwrap().iter().filter(|check| check["ok"] != true).count(), 0);
}

#[test]
fn i09_sql_in_every_field_is_stored_as_text() {
    let machine = Machine::new();
    let sql = "x'); DELETE FROM event; --";
    machine.import(&[[sql, sql, sql]]);
    let code = Machine::PROJECT;
    machine.json(&["opinion", "add", "--project", code, "--category", "C07", "--text", sql, "--demand", sql]);
    machine.json(&["demand", "add", "--project", code, "--text", sql, "--unit", sql]);
    let project = machine.json(&["show", code]).to_string();
    assert!(project.matches("DELETE FROM event").count() >= 3, "{project}");
    assert_eq!(machine.json(&["list", "opinions"])[0]["text"], sql);
    assert_eq!(machine.json(&["show", sql])["code"], code, "found by that name");
    assert_eq!(machine.json(&["doctor"]).as_array().unwrap().iter().filter(|check| check["ok"] != true).count(), 0);
}

#[test]
fn i12_pictures_and_sheets_carry_markup_as_text() {
    let machine = Machine::new();
    let markup = "<script>alert(1)</script>&amp;![](x){{y}}]]>";
    machine.import(&[[markup, "交通局", "里程"]]);
    let svg = machine.place("screen.svg");
    machine.said(&["play", "<f4><enter>", "--svg", text(&svg)]);
    let drawn = std::fs::read_to_string(&svg).unwrap();
    assert!(!drawn.contains("<script") && drawn.contains("&lt;script"), "{drawn}");
    machine.json(&["opinion", "add", "--project", Machine::PROJECT, "--category", "C07", "--text", markup]);
    let sheet = machine.place("意见.xlsx");
    machine.json(&["export", "opinions", "--out", text(&sheet)]);
    let reader = Command::new("python3").arg("tests/read_sheet.py").arg(&sheet).output().unwrap();
    let said: Value = serde_json::from_slice(&reader.stdout).unwrap();
    assert_eq!(said["rows"][1][3], markup);
    // A parser of another make finds nothing but text in both.
    let script =
        "import sys, xml.etree.ElementTree as e; print({x.tag.split('}')[-1] for x in e.parse(sys.argv[1]).iter()})";
    let tags = Command::new("python3").args(["-c", script]).arg(&svg).output().unwrap();
    let tags = String::from_utf8_lossy(&tags.stdout).into_owned();
    assert!(tags.contains("svg") && !tags.contains("script"), "{tags}");
}

/// The program names no file after a project: what it writes is named by the person, or by the program itself.
#[test]
fn i13_no_file_is_ever_named_after_a_project() {
    let machine = Machine::new();
    let long = "长".repeat(100);
    let names = ["..", "../../x", "/etc/x", "CON", "NUL.txt", long.as_str(), "尾.", "换\n行", "a:b", "~x"];
    let targets: Vec<[&str; 3]> = names.iter().map(|name| [*name, *name, "里程"]).collect();
    machine.import(&targets);
    for number in 1..=names.len() {
        let code = format!("51000025T{number:012}");
        machine.json(&["opinion", "add", "--project", &code, "--category", "C07", "--text", "意见"]);
    }
    machine.json(&["export", "opinions", "--out", text(&machine.place("out.xlsx"))]);
    machine.json(&["bundle", "export", "--out", text(&machine.place("out.wxb"))]);
    machine.json(&["backup", text(&machine.place("copy.db"))]);
    let mut found = Vec::new();
    let mut folders = vec![machine.home.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    let ours = |name: &String| name.is_ascii() || name == "目标.xlsx";
    assert!(found.iter().all(ours), "{found:?}");
    assert!(found.iter().all(|name| !names.contains(&name.as_str())), "{found:?}");
}

#[test]
fn what_a_killed_export_left_is_removed_at_the_next_start() {
    let machine = Machine::with_a_target();
    let database = machine.json(&["backup", text(&machine.place("copy.db"))]);
    assert!(database.is_object());
    let data = machine.place("data");
    let folder = data.join(".wenxiao-backup-aB3dE6");
    std::fs::create_dir(&folder).unwrap();
    let left = [folder.join("held"), data.join(".wenxiao-aB3dE6.tmp"), data.join(".wenxiao-aB3dE6.part")];
    for path in &left {
        std::fs::write(path, "half").unwrap();
    }
    let held = std::fs::File::open(&left[2]).unwrap();
    held.lock().unwrap();
    machine.json(&["opinion", "add", "--project", Machine::PROJECT, "--category", "C07", "--text", "意见"]);
    assert!(!folder.exists() && !left[1].exists());
    assert!(left[2].exists(), "somebody is still at it");
    drop(held);
    machine.json(&["export", "opinions", "--out", text(&data.join("out.csv"))]);
    assert!(!left[2].exists());
}
