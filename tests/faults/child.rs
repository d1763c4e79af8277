//! A test that plays two parts: the normal run is the parent, which starts the same test again in a process of its own.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, ExitStatus, Stdio};

use wenxiao::engine::check::Check;
use wenxiao::engine::request::{Action, ImportOptions};
use wenxiao::engine::workstation::{OpenOptions, Workstation};
use wenxiao::model::ids::EventId;
use wenxiao::model::review::CategoryCode;
use wenxiao::store::{Access, Session};

use super::support::{Desk, go_on, view};

/// Environment variable that holds the part a child plays.
const PART: &str = "WENXIAO_TEST_PART";
/// Environment variable that holds the folder a child works in.
const FOLDER: &str = "WENXIAO_TEST_FOLDER";

/// The part that this process plays as a child, and its folder; `None` in the normal run.
pub fn part() -> Option<(String, PathBuf)> {
    Some((std::env::var(PART).ok()?, PathBuf::from(std::env::var_os(FOLDER)?)))
}

/// The command that runs `test` as a child; it can be wrapped before it is started.
pub fn command(test: &str, part: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]);
    command.env(PART, part).env(FOLDER, folder);
    command
}

/// The same command behind a line of shell, which must end in `exec "$@"`.
pub fn shelled(wrapper: &[&str], line: &str, inner: &Command) -> Command {
    let mut command = Command::new(wrapper[0]);
    command.args(&wrapper[1..]).args(["sh", "-c", line, "sh"]).arg(inner.get_program()).args(inner.get_args());
    for (name, value) in inner.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command
}

/// Says a line to the parent. Lines of the test harness may stand around it.
pub fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = write!(out, "\n@{line}\n").and_then(|()| out.flush());
}

/// A running child.
pub struct Running {
    process: std::process::Child,
    lines: BufReader<ChildStdout>,
}

impl Running {
    pub fn start(mut command: Command) -> Running {
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap());
        Running { process, lines }
    }

    /// The next line the child said; `None` at its end.
    pub fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        while self.lines.read_line(&mut line).unwrap_or(0) > 0 {
            if let Some(said) = line.trim_end().strip_prefix('@') {
                return Some(said.to_owned());
            }
            line.clear();
        }
        None
    }

    /// Kills the child as a power button would, and answers what it had still said.
    pub fn kill(mut self) -> Vec<String> {
        let _ = self.process.kill();
        let rest = std::iter::from_fn(|| self.line()).collect();
        let _ = self.process.wait();
        rest
    }

    /// Waits for the end: what the child said, how it ended, what it complained of.
    pub fn finish(mut self) -> (Vec<String>, ExitStatus, String) {
        let said = std::iter::from_fn(|| self.line()).collect();
        let mut complaint = String::new();
        let _ = std::io::Read::read_to_string(&mut self.process.stderr.take().unwrap(), &mut complaint);
        (said, self.process.wait().unwrap(), complaint)
    }
}

/// Numbers that look random and are the same in every run (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

/// Passes a little time without sleeping.
pub fn spin(turns: u64) {
    for turn in 0..turns {
        std::hint::black_box(turn);
    }
}

/// How a child opens the station in its folder.
pub fn options(folder: &Path) -> OpenOptions {
    let desk = Desk::new();
    OpenOptions { database: folder.join("wenxiao.db"), state: folder.join("state"), ..desk.options() }
}

pub fn open(folder: &Path) -> Workstation {
    Workstation::open(options(folder)).unwrap()
}

/// A table of so many targets, three indicators each, named `项目1` ….
pub fn table(count: usize) -> String {
    table_of("项目", count)
}

/// The same with another name before the number.
pub fn table_of(name: &str, count: usize) -> String {
    let mut text = String::from(
        "项目代码,项目名称,主管部门,预算单位,年度资金总额（万元）,年度目标,一级指标,二级指标,三级指标,计算符号,指标值,计量单位,分值\n",
    );
    for number in 1..=count {
        for (row, points) in [("数量", 40), ("质量", 30), ("时效", 20)] {
            text.push_str(&format!(
                "51000025T{number:012},{name}{number},219-交通局,219001-养护中心,{number}.5,完成{number}项,产出指标,{row}指标,{row},≥,{number},项,{points}\n"
            ));
        }
    }
    text
}

/// A station in `folder` where 王敏 works on so many targets.
pub fn found(folder: &Path, targets: usize) -> Workstation {
    let mut station = open(folder);
    station.introduce("王敏", "绩效处").unwrap();
    let path = folder.join("目标.csv");
    std::fs::write(&path, table(targets)).unwrap();
    let options = ImportOptions { year: Some(2025), ..ImportOptions::default() };
    station.import(&[path], &options, &mut go_on).unwrap();
    station
}

/// An opinion on a whole target: it names nothing it has seen, so it can be given again by anyone who knows its number.
pub fn opinion(station: &Workstation, target: &str, text: &str) -> Action {
    Action::AddOpinion {
        on: view(station, target).subject,
        seen: Vec::new(),
        category: CategoryCode("C07".into()),
        text: text.into(),
        demand: None,
    }
}

/// The doctor's complaints.
pub fn complaints(station: &Workstation) -> Vec<Check> {
    station.doctor().unwrap().into_iter().filter(|check| !check.ok).collect()
}

/// True when the database holds the event.
pub fn holds(database: &Path, id: &str) -> bool {
    let id: EventId = id.parse().unwrap();
    Session::open(database, Access::Read).unwrap().event(id).unwrap().is_some()
}

/// The name of one of so many targets, in turn.
pub fn target(number: u64, targets: usize) -> String {
    format!("项目{}", number % targets as u64 + 1)
}

/// What a query that counts answers, asked beside the program.
pub fn count(database: &Path, sql: &str) -> i64 {
    let connection = rusqlite::Connection::open(database).unwrap();
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// The command that runs another with mounts of its own: as root, or as root of a user namespace. `None` where the
/// system allows neither.
pub fn namespace() -> Option<&'static [&'static str]> {
    let ways: [&[&str]; 2] = [&["unshare", "-m"], &["unshare", "-rm"]];
    ways.into_iter().find(|way| {
        let tried = Command::new(way[0]).args(&way[1..]).args(["mount", "-t", "tmpfs", "none", "/mnt"]).output();
        tried.is_ok_and(|tried| tried.status.success())
    })
}

/// The records of a bundle, as its payload holds them.
pub fn unpacked(bundle: &[u8]) -> Vec<u8> {
    let number = |from: usize, to: usize| bundle[from..to].iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
    // Length of the manifest and of the signatures; the payload is the rest.
    let payload = 32 + number(12, 16) + number(24, 26);
    let mut records = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::ZlibDecoder::new(&bundle[payload..]), &mut records).unwrap();
    records
}
